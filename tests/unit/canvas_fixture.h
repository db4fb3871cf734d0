/// What the canvas's tests share: the fonts beside the binary, a sheet that shows every kind of command, and random
/// lists.
#ifndef UN_TESTS_CANVAS_FIXTURE_H
#define UN_TESTS_CANVAS_FIXTURE_H

#include "base/random.h"
#include "canvas/colormap.h"
#include "canvas/icon.h"
#include "canvas/math.h"
#include "canvas/shape.h"
#include "platform/file.h"
#include "platform/path.h"

#include <stdio.h>
#include <stdlib.h>

enum { SHEET_WIDTH = 640, SHEET_HEIGHT = 400 };

static inline un_Fonts *load_fonts(void) {
    char *bytes[UN_FACE_COUNT] = {NULL};
    size_t sizes[UN_FACE_COUNT] = {0};
    un_Error error = {0};
    for (int i = 0; i < UN_FACE_COUNT; i++) {
        char name[64], path[1024];
        snprintf(name, sizeof name, "fonts/%s", un_face_files[i]);
        if (!un_path_beside_binary(name, path, sizeof path) ||
            un_file_read(path, 1 << 24, &bytes[i], &sizes[i], &error) != UN_OK) {
            fprintf(stderr, "%s: %s\n", name, error.message);
            abort();
        }
    }
    un_Fonts *fonts = un_fonts_create(bytes, sizes, &error);
    if (fonts == NULL) {
        fprintf(stderr, "%s\n", error.message);
        abort();
    }
    return fonts;
}

static inline void draw_sheet_text(un_DrawList *list, const un_Fonts *fonts, un_ThemeName theme) {
    un_Color ink = un_theme_color(theme, UN_TOKEN_INK);
    for (int face = 0; face < UN_FACE_COUNT; face++) {
        un_TextStyle style = {(un_Face)face, 12 + (float)face, ink, face == UN_FACE_SEMIBOLD};
        un_text_draw(list, fonts, &style, (un_Point){24.3f, 44 + 24 * (float)face}, UN_ALIGN_LEFT,
                     "Update 1,320 \xE2\x88\x87");
    }
    un_TextStyle formula = {UN_FACE_REGULAR, 18, un_theme_color(theme, UN_TOKEN_BACKWARD), false};
    un_math_draw(list, fonts, &formula, (un_Point){24, 220},
                 "|\\partial L/\\partial h_t| = \\tilde{c}_{t-1} \\odot W_{hh}");
}

static inline void draw_sheet_shapes(un_DrawList *list, un_ThemeName theme) {
    un_Color ink = un_theme_color(theme, UN_TOKEN_INK), lane = un_theme_color(theme, UN_TOKEN_LANE_1);
    for (int i = 0; i < 6; i++) {
        float y = 40 + 12 * (float)i, width = 0.5f + 0.8f * (float)i;
        un_draw_line(list, (un_Point){340, y}, (un_Point){420, y}, width, ink);
        un_draw_polyline(list, (un_Point[]){{430, y}, {500, y}}, 2, width, 3, 4, ink);
        un_draw_line(list, (un_Point){510, y}, (un_Point){600, y + 5}, width, lane);
    }
    const un_Point zigzag[] = {{340, 170}, {370, 120}, {385, 168}, {430, 130}, {432, 165}, {480, 140}};
    un_draw_polyline(list, zigzag, 6, 2.6f, 0, 0, lane);
    un_draw_polyline(list, (un_Point[]){{500, 170}, {540, 120}, {600, 168}}, 3, 6, 0, 0, un_color_fade(lane, 0.5f));
    un_draw_rect(list, (un_Rect){340, 190, 60, 30}, 8, ink);
    un_draw_frame(list, (un_Rect){410, 190, 60, 30}, 8, 1, ink);
    un_draw_frame_dashed(list, (un_Rect){480, 190, 60, 30}, 3, 1, 4, 3, ink);
    un_draw_frame(list, (un_Rect){550, 190, 50, 30}, 0, 2, ink);
    un_draw_frame(list, (un_Rect){22, 240, 120, 30}, 15, 2.5f, un_theme_color(theme, UN_TOKEN_LOSS));
    un_shape_hatch(list, (un_Rect){340, 240, 60, 30}, 6, 1, ink);
    const un_Point star[] = {{430, 238}, {436, 254}, {454, 254}, {440, 264}, {446, 280},
                             {430, 270}, {414, 280}, {420, 264}, {406, 254}, {424, 254}};
    un_draw_polygon(list, star, 10, un_theme_color(theme, UN_TOKEN_LANE_3));
    for (int i = 0; i < 4; i++)
        un_marker_draw(list, i, (un_Point){480 + 24 * (float)i, 255}, 10, un_theme_color(theme, UN_TOKEN_SURFACE),
                       lane);
    for (int i = 0; i < UN_ICON_COUNT; i++)
        un_icon_draw(list, (un_Icon)i, (un_Point){40 + 36 * (float)i, 300}, 20, ink);
}

static inline void draw_sheet(un_DrawList *list, const un_Fonts *fonts, un_ThemeName theme) {
    un_draw_reset(list);
    un_draw_group(list, "text", (un_Rect){10, 10, 300, 370});
    un_shape_panel(list, theme, (un_Rect){10, 10, 300, 370}, 1);
    draw_sheet_text(list, fonts, theme);
    un_draw_group_end(list);
    un_draw_group(list, "shapes", (un_Rect){325, 10, 305, 370});
    un_shape_panel(list, theme, (un_Rect){325, 10, 305, 370}, 1);
    draw_sheet_shapes(list, theme);
    un_draw_group_end(list);
    for (int map = 0; map < UN_MAP_COUNT; map++)
        un_colormap_ramp(list, theme, (un_Map)map, (un_Rect){24, 325 + 16 * (float)map, 270, 12}, map == 1 ? -12 : -1,
                         map == 1 ? 3 : 1);
    un_draw_save(list);
    un_draw_clip(list, (un_Rect){340, 325, 100, 40});
    un_draw_disc(list, (un_Point){390, 345}, 34, un_theme_color(theme, UN_TOKEN_GATE_KEEP));
    un_draw_restore(list);
    un_Color *texel = un_draw_image(list, (un_Rect){460, 325, 140, 40}, 20, 5);
    for (int i = 0; i < 100; i++)
        texel[i] = un_theme_map(theme, UN_MAP_STATE, (float)(i * 37 % 64) / 32 - 1);
}

static inline float random_between(un_Random *random, double low, double high) {
    return (float)un_random_uniform(random, low, high);
}

static inline un_Rect random_rect(un_Random *random, float width, float height) {
    return (un_Rect){random_between(random, -20, (double)width), random_between(random, -20, (double)height),
                     random_between(random, 0, 90), random_between(random, 0, 70)};
}

/// One random shape somewhere in and around width x height.
static inline void draw_random_shape(un_DrawList *list, const un_Fonts *fonts, un_Random *random, float width,
                                     float height) {
    un_Color color = {(uint8_t)un_random_below(random, 256), (uint8_t)un_random_below(random, 256),
                      (uint8_t)un_random_below(random, 256), (uint8_t)un_random_below(random, 256)};
    un_Rect rect = random_rect(random, width, height);
    un_Point point[8];
    for (int i = 0; i < 8; i++)
        point[i] = (un_Point){random_between(random, -10, (double)width), random_between(random, -10, (double)height)};
    float stroke = random_between(random, 0.2, 6);
    switch (un_random_below(random, 8)) {
    case 0:
        un_draw_rect(list, rect, random_between(random, -5, 20), color);
        break;
    case 1:
        un_draw_frame_dashed(list, rect, random_between(random, -5, 20), stroke, random_between(random, -2, 6), 3,
                             color);
        break;
    case 2:
        un_draw_polyline(list, point, (size_t)un_random_below(random, 8) + 1, stroke, random_between(random, -4, 8), 4,
                         color);
        break;
    case 3:
        un_draw_polygon(list, point, 5, color);
        break;
    case 4:
        un_draw_ring(list, point[0], random_between(random, 0, 30), random_between(random, -2, 5), color);
        break;
    case 5: {
        un_TextStyle style = {(un_Face)un_random_below(random, UN_FACE_COUNT), random_between(random, 6, 40), color,
                              false};
        un_text_draw(list, fonts, &style, point[0], UN_ALIGN_LEFT, "Wave 10\xE2\x81\xBB\xE2\x81\xB8");
        break;
    }
    case 6: {
        un_Color *texel = un_draw_image(list, rect, 4, 3);
        for (int i = 0; texel != NULL && i < 12; i++)
            texel[i] = (un_Color){(uint8_t)(i * 20), color.g, color.b, i % 3 ? 255 : color.a};
        break;
    }
    default:
        un_draw_line(list, point[0], (un_Point){point[1].x, point[0].y}, stroke, color);
        break;
    }
}

#endif
