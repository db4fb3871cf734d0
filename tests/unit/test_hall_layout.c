#include "view/hall.h"

#include <criterion/criterion.h>
#include <math.h>

static un_HallLayout lay_out(float width, float height, float foot) {
    un_HallLayoutDef def = {.width = width, .height = height, .title_lines = 1, .foot = foot, .least_width = 440, .least_height = 150, .picture = true, .buttons = 4};
    return un_hall_layout(&def);
}

static bool inside(un_Rect a, un_Rect b) {
    return a.x >= b.x - 0.5f && a.y >= b.y - 0.5f && a.x + a.w <= b.x + b.w + 0.5f && a.y + a.h <= b.y + b.h + 0.5f;
}

static bool meet(un_Rect a, un_Rect b) {
    return a.w > 0 && b.w > 0 && a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

Test(hall_layout, page_is_the_same_on_every_projector) {
    un_HallLayout full = lay_out(1920, 1080, 0), small = lay_out(1280, 720, 0);
    cr_assert_float_eq(full.point, 2, 1e-4);
    cr_assert_float_eq(full.scale * 12, 40, 1e-3, "20 points of the slide are 40 pixels");
    cr_assert(full.button[0].h >= 74 && full.button[0].w >= 74);
    cr_assert(fabsf(full.picture.h * 2 / 3 - small.picture.h) < 2);
    cr_assert(fabsf(full.scale * 2 / 3 - small.scale) < 1e-3f);
}

Test(hall_layout, parts_do_not_overlap) {
    static const float size[][2] = {{1920, 1080}, {1280, 720}, {3840, 2160}, {1024, 768}, {640, 480}, {320, 240}};
    for (size_t i = 0; i < sizeof size / sizeof *size; i++) {
        for (int foot = 0; foot <= 200; foot += 100) {
            un_HallLayout layout = lay_out(size[i][0], size[i][1], (float)foot);
            un_Rect window = {0, 0, size[i][0], size[i][1]};
            un_Rect part[] = {layout.title, layout.picture, layout.foot, layout.sentence, layout.page, layout.button[0], layout.button[3]};
            enum { PARTS = sizeof part / sizeof *part };
            for (int a = 0; a < PARTS; a++) {
                cr_assert(inside(part[a], window), "%gx%g part %d", (double)size[i][0], (double)size[i][1], a);
                for (int b = 0; b < a; b++)
                    cr_assert_not(meet(part[a], part[b]), "%gx%g parts %d, %d", (double)size[i][0], (double)size[i][1], a, b);
            }
        }
    }
}

Test(hall_layout, picture_gives_way_before_its_type_does) {
    un_HallLayout beside = lay_out(1920, 1080, 100), alone = lay_out(1920, 1080, 300);
    cr_assert(beside.picture.w > 0 && beside.foot.w > 0);
    cr_assert_float_eq(beside.scale * 12, 40, 1e-3);
    cr_assert(alone.picture.w <= 0 && alone.foot.h > 600);
}
