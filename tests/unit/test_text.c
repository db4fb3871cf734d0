#include "canvas_fixture.h"

#include <criterion/criterion.h>
#include <math.h>
#include <signal.h>
#include <string.h>

static un_Fonts *fonts;
static un_DrawList list;
static const un_Color black = {0, 0, 0, 255};

static void setup(void) {
    fonts = load_fonts();
    un_draw_init(&list);
}

static void teardown(void) {
    un_draw_free(&list);
    un_fonts_destroy(fonts);
}

TestSuite(text, .init = setup, .fini = teardown);

static un_TextStyle style_of(un_Face face, float size) {
    return (un_TextStyle){face, size, black, false};
}

static void expect_codes(const char *text, const uint32_t *codes, size_t count) {
    for (size_t i = 0; i < count; i++) {
        uint32_t code = un_utf8_next(&text);
        cr_assert(code == codes[i], "code %zu: U+%04X, wanted U+%04X", i, (unsigned)code, (unsigned)codes[i]);
    }
    cr_assert(un_utf8_next(&text) == 0);
    cr_assert(un_utf8_next(&text) == 0, "the end stays the end");
}

#define EXPECT_CODES(text, ...)                                                                                        \
    expect_codes(text, (uint32_t[]){__VA_ARGS__}, sizeof((uint32_t[]){__VA_ARGS__}) / sizeof(uint32_t))

Test(text, reads_utf8) {
    EXPECT_CODES("a\xC3\xA4\xE2\x88\x82\xF0\x9F\x98\x80z", 'a', 0xE4, 0x2202, 0x1F600, 'z');
}

Test(text, replaces_invalid_bytes_one_by_one) {
    EXPECT_CODES("\x80z", 0xFFFD, 'z');                               // a lonely continuation
    EXPECT_CODES("\xC3", 0xFFFD);                                     // cut off
    EXPECT_CODES("\xE2\x88", 0xFFFD, 0xFFFD);                         // cut off
    EXPECT_CODES("\xC0\xAF", 0xFFFD, 0xFFFD);                         // overlong slash
    EXPECT_CODES("\xE0\x80\xAF", 0xFFFD, 0xFFFD, 0xFFFD);             // overlong
    EXPECT_CODES("\xED\xA0\x80", 0xFFFD, 0xFFFD, 0xFFFD);             // a surrogate
    EXPECT_CODES("\xF4\x90\x80\x80", 0xFFFD, 0xFFFD, 0xFFFD, 0xFFFD); // above U+10FFFF
    EXPECT_CODES("\xFFz", 0xFFFD, 'z');
}

Test(text, width_is_the_sum_of_the_advances) {
    const char *texts[] = {"WAVE To AVATAR", "fi ffl 10:20", "Ty. Av."};
    for (int face = 0; face < UN_FACE_COUNT; face++)
        for (int i = 0; i < 3; i++) {
            un_TextStyle style = style_of((un_Face)face, 17);
            float sum = 0;
            for (const char *c = texts[i]; *c != 0; c++)
                sum += un_fonts_advance(fonts, (un_Face)face, (uint32_t)*c) * 17;
            cr_assert(fabsf(un_text_width(fonts, &style, texts[i]) - sum) < 1e-3f, "no kerning, no ligatures");
        }
    cr_assert(un_text_width(fonts, &(un_TextStyle){UN_FACE_REGULAR, 13, black, false}, "") == 0);
}

Test(text, advances_are_the_fonts_own) {
    // A capital H is about three quarters of an em wide in Inter, and wider in the bolder face.
    float advance = un_fonts_advance(fonts, UN_FACE_REGULAR, 'H');
    cr_assert(advance > 0.7f && advance < 0.8f, "%f", (double)advance);
    cr_assert(un_fonts_advance(fonts, UN_FACE_SEMIBOLD, 'H') > advance);
    cr_assert(un_fonts_ascent(fonts, UN_FACE_REGULAR) > un_fonts_cap_height(fonts, UN_FACE_REGULAR));
    cr_assert(un_fonts_descent(fonts, UN_FACE_REGULAR) > 0.1f);
    cr_assert(fabsf(un_fonts_cap_height(fonts, UN_FACE_REGULAR) - 0.727f) < 0.01f);
}

Test(text, falls_back_per_code_point) {
    cr_assert_eq(un_fonts_face_for(fonts, UN_FACE_REGULAR, 'a'), UN_FACE_REGULAR);
    const uint32_t lacking[] = {0x2207, 0x2299, 0x2208, 0x211D, 0x1D40, 0x27F3};
    for (int i = 0; i < 6; i++) {
        cr_assert_eq(un_fonts_face_for(fonts, UN_FACE_ITALIC, lacking[i]), UN_FACE_FALLBACK, "U+%04X",
                     (unsigned)lacking[i]);
        un_Face bold = un_fonts_face_for(fonts, UN_FACE_SEMIBOLD, lacking[i]);
        cr_assert(bold == UN_FACE_FALLBACK_BOLD || bold == UN_FACE_FALLBACK);
    }
    cr_assert_eq(un_fonts_face_for(fonts, UN_FACE_MEDIUM, 0x10FFFE), UN_FACE_MEDIUM, "nobody has it");
    cr_assert(un_fonts_advance(fonts, UN_FACE_MEDIUM, 0x10FFFE) > 0, "the box for what is missing has a width");
}

Test(text, refuses_what_is_no_font) {
    char *bytes[UN_FACE_COUNT];
    size_t sizes[UN_FACE_COUNT];
    for (int i = 0; i < UN_FACE_COUNT; i++) {
        bytes[i] = calloc(1, 100);
        sizes[i] = 100;
    }
    un_Error error = {0};
    cr_assert(un_fonts_create(bytes, sizes, &error) == NULL);
    cr_assert_eq(error.code, UN_ERROR_FILE);
    cr_assert_str_eq(error.file, (char *)un_face_files[0]);
}

Test(text, places_every_glyph) {
    un_TextStyle style = style_of(UN_FACE_REGULAR, 20);
    float width = un_text_draw(&list, fonts, &style, (un_Point){100, 50}, UN_ALIGN_RIGHT, "AV \xE2\x88\x87");
    cr_assert_eq(list.glyph_count, 3, "a blank needs no glyph");
    cr_assert(fabsf(list.glyph[0].x - (100 - width)) < 1e-3f);
    cr_assert(fabsf(list.glyph[1].x - list.glyph[0].x - 20 * un_fonts_advance(fonts, UN_FACE_REGULAR, 'A')) < 1e-3f);
    cr_assert(list.glyph[2].face == UN_FACE_FALLBACK && list.glyph[2].y == 50 && list.glyph[2].size == 20);
    un_draw_reset(&list);
    un_text_draw(&list, fonts, &style, (un_Point){100, 50}, UN_ALIGN_CENTRE, "AV");
    float half = un_text_width(fonts, &style, "AV") / 2;
    cr_assert(fabsf(list.glyph[0].x - (100 - half)) < 1e-3f);
}

Test(text, centres_on_cap_height) {
    un_TextStyle style = style_of(UN_FACE_REGULAR, 20);
    un_text_draw_in(&list, fonts, &style, (un_Rect){10, 10, 80, 40}, UN_ALIGN_LEFT, "H");
    float cap = 20 * un_fonts_cap_height(fonts, UN_FACE_REGULAR);
    cr_assert(fabsf(list.glyph[0].y - cap / 2 - 30) < 1e-3f, "the middle of the capital is the middle of the box");
}

Test(text, tabular_digits_share_one_advance) {
    un_TextStyle style = {UN_FACE_SEMIBOLD, 20, black, true};
    cr_assert(fabsf(un_text_width(fonts, &style, "1111") - un_text_width(fonts, &style, "0880")) < 1e-3f);
    un_text_draw(&list, fonts, &style, (un_Point){0, 0}, UN_ALIGN_LEFT, "1");
    float own = 20 * un_fonts_advance(fonts, UN_FACE_SEMIBOLD, '1'),
          zero = 20 * un_fonts_advance(fonts, UN_FACE_SEMIBOLD, '0');
    cr_assert(fabsf(list.glyph[0].x - (zero - own) / 2) < 1e-3f, "centred");
    style.tabular = false;
    cr_assert(un_text_width(fonts, &style, "1111") < un_text_width(fonts, &style, "0880"));
}

Test(text, cuts_with_an_ellipsis) {
    un_TextStyle style = style_of(UN_FACE_REGULAR, 15);
    float whole = un_text_width(fonts, &style, "Gradient profile");
    cr_assert(un_text_draw_cut(&list, fonts, &style, (un_Point){0, 0}, whole, "Gradient profile") == whole);
    cr_assert_eq(list.glyph_count, 15);
    for (float width = 0; width < whole; width += 1) {
        un_draw_reset(&list);
        float used = un_text_draw_cut(&list, fonts, &style, (un_Point){0, 0}, width, "Gradient profile");
        cr_assert(used <= width, "%f over %f", (double)used, (double)width);
        cr_assert(list.glyph_count == 0 || list.glyph[list.glyph_count - 1].code_point == 0x2026);
    }
    un_draw_reset(&list);
    float dots = un_text_width(fonts, &style, "\xE2\x80\xA6");
    un_text_draw_cut(&list, fonts, &style, (un_Point){0, 0}, dots + un_text_width(fonts, &style, "\xC3\xA4") + 0.1f,
                     "\xC3\xA4\xC3\xB6\xC3\xBC");
    cr_assert(list.glyph_count == 2 && list.glyph[0].code_point == 0xE4, "never inside a character");
}

Test(text, wraps_at_blanks) {
    un_TextStyle style = style_of(UN_FACE_REGULAR, 15);
    const char *text = "A line that drops is a network that forgets.";
    float whole = un_text_width(fonts, &style, text);
    cr_assert(un_text_draw_wrapped(NULL, fonts, &style, (un_Point){0, 0}, whole + 1, 20, text) == 20);
    cr_assert(un_text_draw_wrapped(NULL, fonts, &style, (un_Point){0, 0}, whole - 1, 20, text) == 40);
    cr_assert(un_text_draw_wrapped(NULL, fonts, &style, (un_Point){0, 0}, 50, 20, "") == 0);
    cr_assert(un_text_draw_wrapped(NULL, fonts, &style, (un_Point){0, 0}, 500, 20, "one\ntwo\n\nfour") == 80);
    for (float width = 5; width < whole; width += 7) {
        un_draw_reset(&list);
        float height = un_text_draw_wrapped(&list, fonts, &style, (un_Point){10, 100}, width, 20, text);
        cr_assert(list.glyph[0].y == 100 && list.glyph[list.glyph_count - 1].y == 100 + height - 20);
        cr_assert_eq(list.glyph_count, 36, "no letter is lost at width %f", (double)width);
        for (size_t i = 0; i < list.glyph_count && width > 20; i++) {
            float right = list.glyph[i].x + 15 * un_fonts_advance(fonts, UN_FACE_REGULAR, list.glyph[i].code_point);
            cr_assert(right <= 10 + width + 0.01f, "line too wide: %f of %f", (double)right, (double)width);
        }
    }
}

Test(text, long_lines_become_several_runs) {
    char text[1001];
    memset(text, 'm', 1000);
    text[1000] = 0;
    un_TextStyle style = style_of(UN_FACE_REGULAR, 15);
    un_text_draw(&list, fonts, &style, (un_Point){0, 0}, UN_ALIGN_LEFT, text);
    cr_assert_eq(list.glyph_count, 1000);
    cr_assert(list.glyph[999].x > list.glyph[998].x);
}

Test(text, rich_marks) {
    un_TextStyle style = style_of(UN_FACE_REGULAR, 15);
    float width = un_rich_draw(&list, fonts, &style, (un_Point){0, 0}, UN_ALIGN_LEFT, "a **b** $h_t$ \\$5");
    cr_assert(width == un_rich_width(fonts, &style, "a **b** $h_t$ \\$5"));
    cr_assert_eq(list.glyph_count, 6);
    cr_assert_eq(list.glyph[0].face, UN_FACE_REGULAR);
    cr_assert_eq(list.glyph[1].face, UN_FACE_SEMIBOLD);
    cr_assert_eq(list.glyph[2].face, UN_FACE_ITALIC);
    cr_assert(list.glyph[3].size < 15 && list.glyph[3].y > 0, "a subscript");
    cr_assert(list.glyph[4].code_point == '$' && list.glyph[5].code_point == '5');
    un_draw_reset(&list);
    un_rich_draw(&list, fonts, &style, (un_Point){0, 0}, UN_ALIGN_LEFT, "**a$");
    cr_assert_eq(list.glyph_count, 4, "marks without a partner are characters");
}
