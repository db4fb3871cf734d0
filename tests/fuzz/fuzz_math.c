/// Any bytes as a formula, as rich text and as lines of text: every width is finite and not negative, measuring and
/// drawing agree, and every glyph stands at a finite place.
#include "fuzz/fuzz.h"

#include "base/check.h"
#include "canvas/math.h"
#include "unit/canvas_fixture.h"

#include <math.h>
#include <string.h>

static void check_glyphs(const un_DrawList *list) {
    for (size_t i = 0; i < list->glyph_count; i++) {
        const un_Glyph *glyph = &list->glyph[i];
        UN_CHECK(isfinite(glyph->x) && isfinite(glyph->y) && glyph->size > 0 && glyph->size <= 16);
    }
}

static void check_width(float drawn, float measured) {
    UN_CHECK(isfinite(drawn) && drawn >= 0 && drawn == measured);
}

static void write_all(un_DrawList *list, const un_Fonts *fonts, const char *text) {
    const un_TextStyle style = {UN_FACE_REGULAR, 16, {0, 0, 0, 255}, true};
    const un_Point origin = {0, 0};
    check_width(un_math_draw(list, fonts, &style, origin, text), un_math_draw(NULL, fonts, &style, origin, text));
    check_width(un_rich_draw(list, fonts, &style, origin, UN_ALIGN_LEFT, text), un_rich_width(fonts, &style, text));
    check_width(un_text_draw(list, fonts, &style, origin, UN_ALIGN_LEFT, text), un_text_width(fonts, &style, text));
    UN_CHECK(un_text_draw_cut(list, fonts, &style, origin, 100, text) <= 100);
    float height = un_text_draw_wrapped(list, fonts, &style, origin, 60, 20, text);
    UN_CHECK(height >= 0 && height == un_text_draw_wrapped(NULL, fonts, &style, origin, 60, 20, text));
    check_glyphs(list);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static un_Fonts *fonts; // read once: a run makes thousands of calls
    if (fonts == NULL) fonts = load_fonts();
    char *text = malloc(size + 1);
    UN_CHECK(text != NULL);
    if (size > 0) memcpy(text, data, size);
    text[size] = 0;
    un_DrawList list;
    un_draw_init(&list);
    write_all(&list, fonts, text);
    un_draw_free(&list);
    free(text);
    return 0;
}
