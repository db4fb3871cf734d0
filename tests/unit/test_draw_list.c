#include "canvas_fixture.h"

#include <criterion/criterion.h>
#include <math.h>
#include <signal.h>
#include <string.h>

static const un_Color red = {255, 0, 0, 255};

static un_DrawList list;

static void setup(void) {
    un_draw_init(&list);
}

static void teardown(void) {
    un_draw_free(&list);
}

TestSuite(draw_list, .init = setup, .fini = teardown);

Test(draw_list, keeps_what_it_is_given) {
    const un_Point points[] = {{1, 2}, {3, 4}, {5, 6}};
    un_draw_polyline(&list, points, 3, 2.5f, 3, 4, red);
    cr_assert_eq(list.command_count, 1);
    const un_DrawCommand *command = &list.command[0];
    cr_assert(command->kind == UN_DRAW_POLYLINE && command->count == 3 && command->width == 2.5f);
    cr_assert(command->dash_on == 3 && command->dash_off == 4 && command->color.r == 255);
    cr_assert(memcmp(list.point + command->first, points, sizeof points) == 0);
}

Test(draw_list, grows_and_reset_keeps_the_memory) {
    for (int frame = 0; frame < 3; frame++) {
        const void *before = list.command;
        size_t room = list.command_room;
        un_draw_reset(&list);
        cr_assert_eq(list.command_count, 0);
        for (int i = 0; i < 1000; i++) {
            un_draw_line(&list, (un_Point){(float)i, 0}, (un_Point){0, (float)i}, 1, red);
            un_Color *texel = un_draw_image(&list, (un_Rect){0, 0, 9, 9}, 3, 3);
            cr_assert(texel != NULL);
            texel[8] = red;
        }
        cr_assert_eq(list.command_count, 2000);
        cr_assert(list.point[1999].y == 999 && list.texel[8999].r == 255);
        if (frame > 0)
            cr_assert(list.command == before && list.command_room == room, "a second frame allocates nothing");
    }
    cr_assert_not(list.failed);
}

Test(draw_list, depth_counts_saves_and_groups) {
    un_draw_group(&list, "stage", (un_Rect){0, 0, 10, 10});
    un_draw_save(&list);
    cr_assert_eq(list.depth, 2);
    un_draw_restore(&list);
    un_draw_group_end(&list);
    cr_assert_eq(list.depth, 0);
    cr_assert_str_eq(list.name + list.command[0].first, "stage");
}

Test(draw_list, a_restore_without_save_is_refused, .signal = SIGABRT) {
    un_draw_restore(&list);
}

Test(draw_list, drops_numbers_that_are_not_finite) {
    un_draw_rect(&list, (un_Rect){0, NAN, 1, 1}, 0, red);
    un_draw_frame(&list, (un_Rect){0, 0, INFINITY, 1}, 0, 1, red);
    un_draw_line(&list, (un_Point){NAN, 0}, (un_Point){1, 1}, 1, red);
    un_draw_disc(&list, (un_Point){0, 0}, NAN, red);
    un_draw_ring(&list, (un_Point){0, 0}, 1, NAN, red);
    un_draw_rect(&list, (un_Rect){0, 0, 1, 1}, NAN, red);
    un_draw_frame(&list, (un_Rect){0, 0, 1, 1}, 0, INFINITY, red);
    un_draw_line(&list, (un_Point){0, 0}, (un_Point){1, 1}, NAN, red);
    un_draw_polyline(&list, (un_Point[]){{0, 0}, {1, 1}}, 2, 1, NAN, 1, red);
    cr_assert_eq(list.command_count, 0);
    un_draw_clip(&list, (un_Rect){NAN, 0, 1, 1});
    cr_assert(list.command_count == 1 && list.command[0].rect.w == 0, "a clip stays, and is empty");
    un_Color *texel = un_draw_image(&list, (un_Rect){0, 0, INFINITY, 1}, 1, 1);
    cr_assert(texel != NULL, "the caller fills the texels in any case");
    cr_assert(list.command[1].rect.w == 0, "an image without end shows nothing");
}

static uint64_t hash_of(float x, uint8_t blue, const char *name) {
    un_draw_reset(&list);
    un_draw_disc(&list, (un_Point){99, 99}, 1, red); // something before, so that offsets differ
    if (blue > 100) un_draw_line(&list, (un_Point){0, 0}, (un_Point){1, 1}, 1, red);
    size_t first = list.command_count;
    un_draw_group(&list, name, (un_Rect){0, 0, 5, 5});
    un_draw_line(&list, (un_Point){x, 0}, (un_Point){1, 1}, 1, red);
    un_Color *texel = un_draw_image(&list, (un_Rect){0, 0, 4, 4}, 2, 2);
    texel[3] = (un_Color){1, 2, blue & 3, 255};
    un_draw_polygon(&list, (un_Point[]){{0, 0}, {5, 0}, {0, blue & 4 ? 6 : 5}}, 3, red);
    un_Glyph glyph = {'a', blue & 8 ? UN_FACE_ITALIC : UN_FACE_REGULAR, 1, 2, 13};
    un_draw_glyphs(&list, &glyph, 1, red);
    un_draw_group_end(&list);
    return un_draw_hash(&list, first, list.command_count - first);
}

Test(draw_list, hash_is_the_picture_and_nothing_else) {
    uint64_t hash = hash_of(1, 0, "a");
    cr_assert(hash == hash_of(1, 0, "a"));
    cr_assert(hash == hash_of(1, 128, "a"), "what stands before does not matter");
    cr_assert(hash != hash_of(1.5f, 0, "a"), "a point does");
    cr_assert(hash != hash_of(1, 1, "a"), "a texel does");
    cr_assert(hash != hash_of(1, 4, "a"), "a polygon's corner does");
    cr_assert(hash != hash_of(1, 8, "a"), "a glyph's face does");
    cr_assert(hash != hash_of(1, 0, "b"), "a name does");
}

Test(draw_list, a_copy_is_the_same_command_by_command) {
    un_Fonts *fonts = load_fonts();
    un_DrawList copy;
    un_draw_init(&copy);
    un_Random random = un_random_stream(5, "copy");
    for (int i = 0; i < 200; i++)
        draw_random_shape(&list, fonts, &random, 300, 200);
    un_draw_rect(&copy, (un_Rect){1, 2, 3, 4}, 0, (un_Color){0, 0, 0, 255}); // is overwritten
    cr_assert(un_draw_copy(&copy, &list));
    cr_assert_eq(copy.command_count, list.command_count);
    int alike = 0;
    for (size_t i = 0; i < list.command_count; i++) {
        cr_assert(un_draw_same(&list, i, &copy, i), "command %zu", i);
        if (i > 0) alike += un_draw_same(&list, i, &copy, i - 1);
    }
    cr_assert_eq(un_draw_hash(&copy, 0, copy.command_count), un_draw_hash(&list, 0, list.command_count));
    cr_assert_lt(alike, 20);
    for (size_t i = 0; i < list.command_count; i++) { // whatever it refers to counts, each kind in turn
        un_DrawCommand *command = &copy.command[i];
        if (command->kind == UN_DRAW_POLYLINE || command->kind == UN_DRAW_POLYGON)
            copy.point[command->first + command->count - 1].y += 1;
        else if (command->kind == UN_DRAW_GLYPHS)
            copy.glyph[command->first].size += 1;
        else if (command->kind == UN_DRAW_IMAGE)
            copy.texel[command->first].g ^= 1;
        else if (command->kind != UN_DRAW_SAVE && command->kind != UN_DRAW_RESTORE)
            command->rect.w += 1;
        else
            continue;
        cr_assert(!un_draw_same(&list, i, &copy, i), "command %zu of kind %d", i, (int)command->kind);
    }
    un_draw_free(&copy);
    un_fonts_destroy(fonts);
}
