#include "canvas_fixture.h"

#include <criterion/criterion.h>
#include <math.h>
#include <signal.h>

static void expect_color(un_Color color, unsigned rgb) {
    cr_assert(color.r == rgb >> 16 && color.g == (rgb >> 8 & 255) && color.b == (rgb & 255) && color.a == 255,
              "#%02X%02X%02X, wanted #%06X", color.r, color.g, color.b, rgb);
}

Test(canvas_theme, tokens_are_the_looks) {
    expect_color(un_theme_color(UN_THEME_LIGHT, UN_TOKEN_BG), 0xF3F4F6);
    expect_color(un_theme_color(UN_THEME_DARK, UN_TOKEN_BG), 0x0D1116);
    expect_color(un_theme_color(UN_THEME_LIGHT, UN_TOKEN_INK), 0x14181F);
    expect_color(un_theme_color(UN_THEME_PRINT, UN_TOKEN_INK), 0x000000);
    expect_color(un_theme_color(UN_THEME_LIGHT, UN_TOKEN_BACKWARD), 0xBD4200);
    expect_color(un_theme_color(UN_THEME_DARK, UN_TOKEN_FORWARD), 0x7DB8FA);
    expect_color(un_theme_color(UN_THEME_PRINT, UN_TOKEN_LANE_3), 0xAE8420);
    expect_color(un_theme_color(UN_THEME_DARK, UN_TOKEN_GATE_NEW), 0xA3978B);
    cr_assert(un_theme_color(UN_THEME_PRINT, UN_TOKEN_FOCUS).a == 0, "print has no focus ring");
}

Test(canvas_theme, maps_pass_through_their_stops) {
    expect_color(un_theme_map(UN_THEME_LIGHT, UN_MAP_STATE, -1), 0x65594F);
    expect_color(un_theme_map(UN_THEME_LIGHT, UN_MAP_STATE, 0), 0xF6F6F5);
    expect_color(un_theme_map(UN_THEME_DARK, UN_MAP_STATE, 0.6f), 0x4585C4);
    expect_color(un_theme_map(UN_THEME_LIGHT, UN_MAP_GRADIENT, 0), 0xD4500A);
    expect_color(un_theme_map(UN_THEME_LIGHT, UN_MAP_GRADIENT, -2), 0xF29C57);
    expect_color(un_theme_map(UN_THEME_DARK, UN_MAP_GRADIENT, -38), 0x171C23);
    expect_color(un_theme_map(UN_THEME_PRINT, UN_MAP_MAGNITUDE, 1), 0x0F3F80);
    expect_color(un_theme_map(UN_THEME_DARK, UN_MAP_MAGNITUDE, 0.5f), 0x5B6F83);
}

Test(canvas_theme, maps_mix_between_and_clamp) {
    expect_color(un_theme_map(UN_THEME_LIGHT, UN_MAP_GRADIENT, -5), 0xFBDCC0); // halfway FAD2AE, FCE6D2
    expect_color(un_theme_map(UN_THEME_LIGHT, UN_MAP_GRADIENT, 99), 0x6E2100);
    expect_color(un_theme_map(UN_THEME_LIGHT, UN_MAP_GRADIENT, -INFINITY), 0xFFFFFF);
    expect_color(un_theme_map(UN_THEME_LIGHT, UN_MAP_STATE, NAN), 0x8C0F3C);
}

Test(canvas_theme, names) {
    cr_assert_str_eq(un_theme_names[UN_THEME_LIGHT], "light");
    cr_assert_str_eq(un_theme_names[UN_THEME_DARK], "dark");
    cr_assert_str_eq(un_theme_names[UN_THEME_PRINT], "print");
    cr_assert_null(un_theme_names[UN_THEME_COUNT]);
    cr_assert_str_eq(un_theme_title(UN_THEME_DARK), "Dark");
}

Test(canvas_theme, a_ramp_ends_in_the_maps_ends) {
    un_DrawList list;
    un_draw_init(&list);
    un_colormap_ramp(&list, UN_THEME_LIGHT, UN_MAP_STATE, (un_Rect){0, 0, 100, 10}, -1, 1);
    expect_color(list.texel[0], 0x65594F);
    expect_color(list.texel[list.texel_count - 1], 0x2466B0);
    un_draw_free(&list);
}
