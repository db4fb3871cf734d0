#include "canvas/cairo/raster.h"
#include "canvas_fixture.h"

#include <criterion/criterion.h>
#include <math.h>
#include <signal.h>
#include <string.h>

enum { WIDTH = 160, HEIGHT = 120 };

static un_Fonts *fonts;
static un_DrawList list;
static un_Raster *raster;
static const un_Color white = {255, 255, 255, 255}, ink = {20, 24, 31, 255};

static void setup(void) {
    fonts = load_fonts();
    un_draw_init(&list);
    raster = un_raster_create(fonts, WIDTH, HEIGHT, 1, NULL);
    cr_assert(raster != NULL);
}

static void teardown(void) {
    un_raster_destroy(raster);
    un_draw_free(&list);
    un_fonts_destroy(fonts);
}

TestSuite(canvas_raster, .init = setup, .fini = teardown);

static uint32_t pixel(const un_Raster *of, int x, int y) {
    int width, height, stride;
    const uint32_t *pixels = un_raster_pixels(of, &width, &height, &stride);
    return pixels[y * (stride / 4) + x];
}

static void expect_pixel(int x, int y, uint32_t argb) {
    cr_assert(pixel(raster, x, y) == argb, "pixel %d,%d is %08X, wanted %08X", x, y, (unsigned)pixel(raster, x, y),
              (unsigned)argb);
}

Test(canvas_raster, background_and_sharp_rectangles) {
    un_draw_rect(&list, (un_Rect){10.2f, 10.4f, 20, 10}, 0, ink);
    un_raster_draw(raster, &list, white);
    expect_pixel(0, 0, 0xFFFFFFFF);
    expect_pixel(10, 10, 0xFF14181F);
    expect_pixel(29, 19, 0xFF14181F);
    expect_pixel(9, 10, 0xFFFFFFFF);
    expect_pixel(30, 19, 0xFFFFFFFF);
}

Test(canvas_raster, hairlines_fill_one_pixel) {
    un_draw_line(&list, (un_Point){10, 50}, (un_Point){60, 50}, 1, ink);
    un_draw_line(&list, (un_Point){80.3f, 10}, (un_Point){80.3f, 60}, 1.2f, ink);
    un_draw_frame(&list, (un_Rect){100, 10, 30, 20}, 0, 1, ink);
    un_raster_draw(raster, &list, white);
    expect_pixel(10, 50, 0xFF14181F);
    expect_pixel(59, 50, 0xFF14181F);
    expect_pixel(60, 50, 0xFFFFFFFF);
    expect_pixel(30, 49, 0xFFFFFFFF);
    expect_pixel(30, 51, 0xFFFFFFFF);
    expect_pixel(80, 10, 0xFF14181F);
    expect_pixel(81, 30, 0xFFFFFFFF);
    expect_pixel(100, 10, 0xFF14181F);
    expect_pixel(129, 29, 0xFF14181F);
    expect_pixel(130, 29, 0xFFFFFFFF);
    expect_pixel(101, 11, 0xFFFFFFFF);
}

Test(canvas_raster, opacity_blends) {
    un_draw_rect(&list, (un_Rect){10, 10, 20, 10}, 0, (un_Color){0, 0, 0, 128});
    un_raster_draw(raster, &list, white);
    expect_pixel(15, 15, 0xFF7F7F7F);
}

Test(canvas_raster, images_are_nearest_neighbour_on_whole_pixels) {
    un_Color *texel = un_draw_image(&list, (un_Rect){10, 10, 40, 20}, 2, 2);
    texel[0] = (un_Color){255, 0, 0, 255};
    texel[1] = (un_Color){0, 255, 0, 255};
    texel[2] = (un_Color){0, 0, 255, 255};
    texel[3] = (un_Color){0, 0, 0, 0};
    un_raster_draw(raster, &list, white);
    expect_pixel(10, 10, 0xFFFF0000);
    expect_pixel(29, 19, 0xFFFF0000);
    expect_pixel(30, 19, 0xFF00FF00);
    expect_pixel(29, 20, 0xFF0000FF);
    expect_pixel(30, 20, 0xFFFFFFFF);
}

Test(canvas_raster, clips_nest_and_restore) {
    un_draw_save(&list);
    un_draw_clip(&list, (un_Rect){10, 10, 50, 50});
    un_draw_save(&list);
    un_draw_clip(&list, (un_Rect){40, 0, 100, 100});
    un_draw_rect(&list, (un_Rect){0, 0, WIDTH, HEIGHT}, 0, ink);
    un_draw_restore(&list);
    un_draw_disc(&list, (un_Point){10, 10}, 5, ink);
    un_draw_restore(&list);
    un_draw_rect(&list, (un_Rect){100, 100, 5, 5}, 0, ink);
    un_raster_draw(raster, &list, white);
    expect_pixel(39, 30, 0xFFFFFFFF);
    expect_pixel(40, 10, 0xFF14181F);
    expect_pixel(60, 30, 0xFFFFFFFF);
    expect_pixel(12, 12, 0xFF14181F);
    expect_pixel(9, 10, 0xFFFFFFFF);
    expect_pixel(102, 102, 0xFF14181F);
}

Test(canvas_raster, text_shows_where_it_is_placed) {
    un_TextStyle style = {UN_FACE_SEMIBOLD, 40, ink, false};
    un_text_draw(&list, fonts, &style, (un_Point){20, 60}, UN_ALIGN_LEFT, "I");
    un_raster_draw(raster, &list, white);
    int dark = 0, top = HEIGHT, bottom = 0;
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++)
            if ((pixel(raster, x, y) & 255) < 100) {
                dark++;
                top = y < top ? y : top;
                bottom = y;
            }
    cr_assert(bottom == 59, "the stem ends on the baseline: %d", bottom);
    cr_assert(abs(60 - top - 29) <= 1, "cap height of 29 pixels: %d", 60 - top);
    cr_assert(dark > 100);
}

Test(canvas_raster, scale_multiplies) {
    cr_assert_eq(un_raster_resize(raster, 2 * WIDTH, 2 * HEIGHT, 2), UN_OK);
    un_draw_rect(&list, (un_Rect){10, 10, 20, 10}, 0, ink);
    un_raster_draw(raster, &list, white);
    expect_pixel(20, 20, 0xFF14181F);
    expect_pixel(59, 39, 0xFF14181F);
    expect_pixel(60, 39, 0xFFFFFFFF);
    int width, height, stride;
    un_raster_pixels(raster, &width, &height, &stride);
    cr_assert(width == 2 * WIDTH && height == 2 * HEIGHT && stride >= 4 * width);
}

/// The rectangle around all that the last update drew, and how much that was.
static un_Rect dirty_bounds(double *area) {
    un_Rect rect[UN_RASTER_DIRTY], all = {0, 0, 0, 0};
    int count = un_raster_dirty(raster, rect);
    float x1 = 0, y1 = 0;
    for (int i = 0; i < count; i++) {
        if (i == 0 || rect[i].x < all.x) all.x = rect[i].x;
        if (i == 0 || rect[i].y < all.y) all.y = rect[i].y;
        x1 = fmaxf(x1, rect[i].x + rect[i].w);
        y1 = fmaxf(y1, rect[i].y + rect[i].h);
        if (area) *area += (double)(rect[i].w * rect[i].h);
    }
    all.w = x1 - all.x;
    all.h = y1 - all.y;
    return all;
}

Test(canvas_raster, update_redraws_changed_commands_only) {
    for (int frame = 0; frame < 5; frame++) {
        un_draw_reset(&list);
        un_draw_group(&list, "a", (un_Rect){0, 0, 40, 40});
        un_draw_rect(&list, (un_Rect){5, 5, 20, 20}, 0, ink);
        un_draw_rect(&list, (un_Rect){5, 80, 20 + (float)(frame >= 2), 20}, 0, ink);
        un_draw_group_end(&list);
        if (frame >= 3) un_draw_rect(&list, (un_Rect){60, 5, 10, 10}, 0, ink);
        un_draw_group(&list, "b", (un_Rect){80, 60, 40, 40});
        un_draw_rect(&list, (un_Rect){80, 60, 20 + (float)(frame == 4), 20}, 0, ink);
        un_draw_group_end(&list);
        un_raster_update(raster, &list, white);
        un_Rect dirty = dirty_bounds(NULL);
        if (frame == 0) cr_assert(dirty.w == WIDTH && dirty.h == HEIGHT);
        if (frame == 1) cr_assert(dirty.w == 0);
        if (frame == 2) cr_assert(dirty.x < 5 && dirty.y > 70 && dirty.w > 20 && dirty.w < 30, "one of a group");
        if (frame == 3) cr_assert(dirty.x > 50 && dirty.w > 10 && dirty.w < 20, "one came in between");
        if (frame == 4) cr_assert(dirty.x > 70 && dirty.y > 50 && dirty.w > 20 && dirty.w < 30, "behind it");
    }
    un_raster_update(raster, &list, ink);
    cr_assert(dirty_bounds(NULL).w == WIDTH, "another background is everything");
}

Test(canvas_raster, a_growing_line_is_redrawn_at_its_end) {
    un_Point point[40];
    for (int i = 0; i < 40; i++)
        point[i] = (un_Point){5 + 20 * (float)(i % 3), 5 + 2.5f * (float)i};
    for (size_t count = 20; count <= 40; count += 5) { // cairo works in rows: a line that goes down is old above
        un_draw_reset(&list);
        un_draw_polyline(&list, point, count, 2, 0, 0, ink);
        un_raster_update(raster, &list, white);
        if (count > 20) cr_assert(dirty_bounds(NULL).y > point[count - 6].y - 5, "from %g", dirty_bounds(NULL).y);
    }
}

Test(canvas_raster, an_image_is_redrawn_where_its_texels_differ) {
    for (int frame = 0; frame < 3; frame++) {
        un_draw_reset(&list);
        un_Color *texel = un_draw_image(&list, (un_Rect){10, 10, 100, 50}, 10, 5);
        for (int i = 0; i < 50; i++)
            texel[i] = ink;
        if (frame > 0) texel[23] = white; // row 2, column 3
        un_raster_update(raster, &list, white);
        un_Rect dirty = dirty_bounds(NULL);
        if (frame == 1) cr_assert(dirty.x >= 38 && dirty.y >= 28 && dirty.w <= 14 && dirty.h <= 14);
        if (frame == 1) expect_pixel(40, 30, 0xFFFFFFFF);
        if (frame == 1) expect_pixel(49, 39, 0xFFFFFFFF);
        if (frame == 2) cr_assert(dirty.w == 0);
    }
}

Test(canvas_raster, what_a_group_loses_leaves_the_next_alone) {
    for (int frame = 0; frame < 4; frame++) {
        un_draw_reset(&list);
        un_draw_group(&list, "a", (un_Rect){0, 0, 80, 80});
        for (int i = 0; i < (frame == 1 ? 3 : 60); i++) // more than is looked ahead for the next equal command
            un_draw_rect(&list, (un_Rect){5 + (float)i, 5, 1, 3 + (float)(i % 7)}, 0, ink);
        un_draw_group_end(&list);
        if (frame < 3) {
            un_draw_group(&list, "gone", (un_Rect){0, 90, 40, 20});
            un_draw_rect(&list, (un_Rect){5, 90, 20, 10}, 0, ink);
            un_draw_group_end(&list);
        }
        un_draw_group(&list, "b", (un_Rect){100, 60, 40, 40});
        for (int i = 0; i < 40; i++)
            un_draw_rect(&list, (un_Rect){100 + (float)i, 60, 1, 20}, 0, ink);
        un_draw_group_end(&list);
        un_raster_update(raster, &list, white);
        un_Rect dirty = dirty_bounds(NULL);
        if (frame == 1 || frame == 2)
            cr_assert(dirty.w > 40 && dirty.w < 70 && dirty.y + dirty.h < 20, "frame %d", frame);
        if (frame == 3) cr_assert(dirty.y > 80 && dirty.w < 30, "a group that is gone");
    }
}

Test(canvas_raster, forgetting_redraws_all) {
    un_draw_reset(&list);
    un_draw_rect(&list, (un_Rect){5, 5, 20, 20}, 0, ink);
    un_raster_update(raster, &list, white);
    un_raster_forget(raster);
    un_raster_update(raster, &list, white);
    un_Rect dirty = dirty_bounds(NULL);
    cr_assert(dirty.w == WIDTH && dirty.h == HEIGHT);
    un_raster_update(raster, &list, white);
    cr_assert(dirty_bounds(NULL).w == 0, "once");
}

Test(canvas_raster, damage_that_is_scattered_is_drawn_in_pieces) {
    for (int frame = 0; frame < 2; frame++) {
        un_draw_reset(&list);
        for (int i = 0; i < 100; i++)
            un_draw_rect(
                &list,
                (un_Rect){2 + 15 * (float)(i % 10), 2 + 11 * (float)(i / 10), 3, 3 + (float)frame * (i % 9 == 0)}, 0,
                ink);
        un_raster_update(raster, &list, white);
    }
    double area = 0;
    dirty_bounds(&area);
    cr_assert(area > 0 && area < 0.6 * WIDTH * HEIGHT, "%g of %d pixels", area, WIDTH * HEIGHT);
}

/// A line, bars and an image that change in part from frame to frame.
static void draw_changing(un_Random *random, uint64_t seed, int frame) {
    un_Random own = un_random_stream(seed, "changing"); // the same in every frame
    bool square = un_random_below(&own, 2), dashed = un_random_below(&own, 3) == 0;
    float width = (float)un_random_uniform(&own, 0.4, 6);
    un_Point point[24];
    for (int i = 0; i < 24; i++) {
        point[i] = (un_Point){(float)un_random_uniform(&own, 0, WIDTH), (float)un_random_uniform(&own, 0, HEIGHT)};
        if (square && i > 0 && i % 2) point[i].x = point[i - 1].x;
        if (square && i > 0 && i % 2 == 0) point[i].y = point[i - 1].y;
    }
    int count = 2 + (int)((seed + (uint64_t)frame) % 22);
    if (un_random_below(random, 4) == 0) point[count - 1].x += 3; // and sometimes its end leaves the level
    un_Color color = {200, 30, 30, (uint8_t)(100 + un_random_below(&own, 156))};
    un_draw_polyline(&list, point, (size_t)count, width, dashed ? 5 : 0, dashed ? 3 : 0, color);
    float foot = (float)un_random_uniform(&own, 20, HEIGHT), wide = (float)un_random_uniform(&own, 1, 9);
    for (int i = 0; i < 6; i++) {
        float h = (float)un_random_below(random, 20);
        if (h > 2) un_draw_rect(&list, (un_Rect){40 + wide * (float)i, foot - h, wide, h}, h > 12 ? 1 : 0, color);
    }
    un_Color *texel = un_draw_image(&list, random_rect(&own, WIDTH, HEIGHT), 7, 5);
    for (int i = 0; texel && i < 35; i++)
        texel[i] = (un_Color){(uint8_t)(7 * i), 100, 100, 180};
    if (texel) texel[un_random_below(random, 35)] = white;
}

/// A list of groups and loose commands, some kept from the last frame, some changed, moved, gone or new.
static void random_list(un_Random *random, const uint64_t *seeds, int count, int frame) {
    un_draw_reset(&list);
    for (int i = 0; i < count; i++) {
        un_Random own = un_random_stream(seeds[i], "unit");
        bool group = un_random_below(&own, 4) > 0, clip = un_random_below(&own, 3) == 0;
        static const char *const name[3] = {"g", "h", "i"};
        if (group) // bounds are a hint: what is drawn counts
            un_draw_group(&list, name[seeds[i] / 7 % 3], (un_Rect){0, 0, 1, 1});
        if (clip) {
            un_draw_save(&list);
            un_draw_clip(&list, random_rect(&own, WIDTH, HEIGHT));
        }
        int shapes = un_random_below(&own, 4);
        for (int k = 0; k < shapes; k++)
            draw_random_shape(&list, fonts, &own, WIDTH, HEIGHT);
        if (seeds[i] % 3 == 0) draw_changing(random, seeds[i], frame);
        if (clip) un_draw_restore(&list);
        if (group)
            un_draw_group_end(&list);
        else if (un_random_below(&own, 5) == 0)
            un_draw_clip(&list,
                         (un_Rect){0, 0, 150 - (float)un_random_below(&own, 20), 200}); // holds for all that follows
    }
}

Test(canvas_raster, update_equals_draw_to_the_bit) {
    un_Raster *whole = un_raster_create(fonts, WIDTH, HEIGHT, 1, NULL);
    un_Random random = un_random_stream(7, "raster");
    uint64_t seeds[16];
    int count = 8, width, height, stride;
    for (int i = 0; i < 16; i++)
        seeds[i] = un_random_bits(&random);
    double redrawn = 0;
    for (int frame = 0; frame < 1500; frame++) {
        // Mostly one unit changes; now and then the number of units does.
        int what = un_random_below(&random, 8);
        if (what < 6) seeds[un_random_below(&random, count)] = un_random_bits(&random);
        if (what == 6 && count < 12) {
            int at = un_random_below(&random, count);
            memmove(seeds + at + 1, seeds + at, (size_t)(count - at) * sizeof *seeds);
            seeds[at] = un_random_bits(&random);
            count++;
        }
        if (what == 7 && count > 2) {
            int at = un_random_below(&random, count);
            memmove(seeds + at, seeds + at + 1, (size_t)(count - at - 1) * sizeof *seeds);
            count--;
        }
        random_list(&random, seeds, count, frame);
        un_raster_update(raster, &list, white);
        dirty_bounds(&redrawn);
        un_raster_draw(whole, &list, white);
        const uint32_t *a = un_raster_pixels(raster, &width, &height, &stride);
        const uint32_t *b = un_raster_pixels(whole, &width, &height, &stride);
        for (int i = 0; i < width * height; i++)
            cr_assert(a[i] == b[i], "frame %d, pixel %d,%d: %08X by update, %08X by draw", frame, i % width, i / width,
                      (unsigned)a[i], (unsigned)b[i]);
    }
    cr_assert(redrawn < 0.95 * 1500 * WIDTH * HEIGHT, "or nothing was tested");
    un_raster_destroy(whole);
}

Test(canvas_raster, png_has_signature_and_size) {
    un_raster_draw(raster, &list, white);
    char *bytes = NULL;
    size_t size = 0;
    cr_assert_eq(un_raster_png(raster, &bytes, &size, NULL), UN_OK);
    cr_assert(size > 33 && memcmp(bytes, "\x89PNG\r\n\x1A\n", 8) == 0);
    const unsigned char *header = (const unsigned char *)bytes + 16; // of the IHDR chunk: width and height, big-endian
    cr_assert(header[2] == 0 && header[3] == WIDTH && header[7] == HEIGHT);
    cr_assert(header[9] == 2, "an opaque picture has no alpha channel");
    free(bytes);
    un_raster_draw(raster, &list, (un_Color){0, 0, 0, 0});
    cr_assert_eq(un_raster_png(raster, &bytes, &size, NULL), UN_OK);
    cr_assert(bytes[25] == 6, "a transparent one has");
    free(bytes);
}
