#include "canvas_fixture.h"

#include <criterion/criterion.h>
#include <math.h>
#include <signal.h>
#include <string.h>

static un_Fonts *fonts;
static un_DrawList list;
static const un_TextStyle style = {UN_FACE_REGULAR, 20, {0, 0, 0, 255}, false};

static void setup(void) {
    fonts = load_fonts();
    un_draw_init(&list);
}

static void teardown(void) {
    un_draw_free(&list);
    un_fonts_destroy(fonts);
}

TestSuite(text_math, .init = setup, .fini = teardown);

/// Draws at the origin; the text that the glyphs spell must be `spelled`.
static void expect(const char *formula, const char *spelled) {
    un_draw_reset(&list);
    float width = un_math_draw(&list, fonts, &style, (un_Point){0, 0}, formula);
    cr_assert(isfinite(width) && width == un_math_draw(NULL, fonts, &style, (un_Point){0, 0}, formula));
    for (size_t i = 0; i < list.glyph_count; i++) {
        uint32_t wanted = un_utf8_next(&spelled);
        cr_assert(list.glyph[i].code_point == wanted, "%s: glyph %zu is U+%04X, wanted U+%04X", formula, i,
                  (unsigned)list.glyph[i].code_point, (unsigned)wanted);
    }
    cr_assert(un_utf8_next(&spelled) == 0, "%s: glyphs are missing", formula);
}

Test(text_math, letters_are_italic_and_digits_upright) {
    expect("2h", "2h");
    cr_assert_eq(list.glyph[0].face, UN_FACE_REGULAR);
    cr_assert_eq(list.glyph[1].face, UN_FACE_ITALIC);
    expect("\\tanh x", "tanhx");
    cr_assert_eq(list.glyph[0].face, UN_FACE_REGULAR);
    cr_assert_eq(list.glyph[4].face, UN_FACE_ITALIC);
    cr_assert(list.glyph[4].x - list.glyph[3].x > 20 * un_fonts_advance(fonts, UN_FACE_REGULAR, 'h') + 2,
              "a gap behind a function");
}

Test(text_math, scripts_have_the_measures_of_the_look) {
    expect("W_{hh}", "Whh");
    cr_assert(fabsf(list.glyph[1].size - 14) < 1e-3f && fabsf(list.glyph[1].y - 4.4f) < 1e-3f);
    cr_assert(list.glyph[2].x > list.glyph[1].x);
    expect("10^{-8}", "10\xE2\x88\x92"
                      "8");
    cr_assert(fabsf(list.glyph[2].size - 14) < 1e-3f && fabsf(list.glyph[2].y + 7.2f) < 1e-3f);
    expect("c_{t-1}", "ct\xE2\x88\x92"
                      "1");
    expect("x_i^2", "xi2");
    cr_assert(fabsf(list.glyph[1].x - list.glyph[2].x) < 2, "one above the other");
}

Test(text_math, signs) {
    expect("|\\partial L/\\partial h_t|", "|\xE2\x88\x82L/\xE2\x88\x82ht|");
    expect("\\sigma \\odot \\cdot \\times \\leq \\geq \\infty",
           "\xCF\x83\xE2\x8A\x99\xC2\xB7\xC3\x97\xE2\x89\xA4\xE2\x89\xA5\xE2\x88\x9E");
    expect("\\sum_t a", "\xE2\x88\x91ta");
    expect("\\frac{\\partial L}{\\partial h}", "\xE2\x88\x82L/\xE2\x88\x82h");
    expect("\\frac{a+b}{c}", "(a+b)/c");
    expect("\\text{loss at } t", "lossatt");
    expect("\\foo x", "\\foox");
}

Test(text_math, accents_stand_over_their_letter) {
    expect("\\tilde{c}_t", "c\xCB\x9Ct");
    float middle = list.glyph[0].x + 10 * un_fonts_advance(fonts, UN_FACE_ITALIC, 'c');
    float accent = list.glyph[1].x + 10 * un_fonts_advance(fonts, list.glyph[1].face, 0x2DC);
    cr_assert(fabsf(middle - accent) < 1);
    cr_assert(list.glyph[2].x < list.glyph[0].x + 20 * un_fonts_advance(fonts, UN_FACE_ITALIC, 'c') + 1,
              "it takes no room");
}

Test(text_math, a_minus_after_nothing_is_a_sign) {
    expect("a-b", "a\xE2\x88\x92"
                  "b");
    float binary = list.glyph[2].x - list.glyph[1].x;
    expect("-b", "\xE2\x88\x92"
                 "b");
    cr_assert(list.glyph[1].x - list.glyph[0].x < binary - 2);
}

Test(text_math, hostile_input_ends) {
    char deep[4001];
    memset(deep, '{', 2000);
    memset(deep + 2000, '}', 2000);
    deep[4000] = 0;
    un_math_draw(&list, fonts, &style, (un_Point){0, 0}, deep);
    for (int i = 0; i < 2000; i++)
        deep[2 * i] = '^', deep[2 * i + 1] = 'x';
    cr_assert(isfinite(un_math_draw(&list, fonts, &style, (un_Point){0, 0}, deep)));
    const char *odd[] = {"",
                         "{",
                         "}",
                         "_",
                         "^",
                         "\\",
                         "x_",
                         "\\frac",
                         "\\frac{a",
                         "\\hat",
                         "\\text{",
                         "}}}",
                         "_^_^",
                         "\\tilde\\tilde\\tilde x",
                         "\\frac\\frac\\frac\\frac\\frac\\frac\\frac\\frac\\frac\\frac{a}{b}",
                         "\xFF\xC3",
                         "\\\xC3\xA4",
                         "a_{b_{c_{d_{e_{f_{g_{h_{i_{j}}}}}}}}}"};
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
        cr_assert(isfinite(un_math_draw(&list, fonts, &style, (un_Point){0, 0}, odd[i])), "%s", odd[i]);
}
