#include "canvas/svg/svg.h"
#include "base/utf8.h"
#include "canvas_fixture.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static un_Fonts *fonts;
static un_DrawList list;

static void setup(void) {
    fonts = load_fonts();
    un_draw_init(&list);
    draw_sheet(&list, fonts, UN_THEME_LIGHT);
}

static void teardown(void) {
    un_draw_free(&list);
    un_fonts_destroy(fonts);
}

TestSuite(svg, .init = setup, .fini = teardown);

/// A document as a string; malloc'ed.
static char *make(bool outlines, const char *state) {
    un_SvgDef def = {.width = 2 * SHEET_WIDTH, .height = 2 * SHEET_HEIGHT, .pixels = 2, .background = {255, 255, 255, 255},
                     .outlines = outlines, .title = "Less < more & \"so\"", .state = state};
    char *bytes = NULL;
    size_t size = 0;
    un_Error error = {0};
    cr_assert(un_svg_write(&list, fonts, &def, &bytes, &size, &error) == UN_OK, "%s", error.message);
    bytes = realloc(bytes, size + 1);
    bytes[size] = 0;
    return bytes;
}

/// Reads texts and spans in the order of the document and holds every character against the list's glyphs.
typedef struct Reader {
    float x[256], y;
    size_t glyph, blanks;
} Reader;

static void read_places(Reader *reader, const char *tag, const char *end) {
    const char *y = strstr(tag, " y=\""), *x = strstr(tag, " x=\"");
    if (y && y < end) reader->y = strtof(y + 4, NULL);
    if (!x || x > end) return;
    char *at = (char *)(uintptr_t)x + 4;
    for (int i = 0; i < 256 && *at != '"'; i++)
        reader->x[i] = strtof(at, &at);
}

static void expect_characters(Reader *reader, const char *text, const char *end) {
    for (int i = 0; text < end; i++) {
        uint32_t code = un_utf8_next(&text);
        if (code == ' ') {
            reader->blanks++;
            continue;
        }
        cr_assert(reader->glyph < list.glyph_count);
        const un_Glyph *glyph = &list.glyph[reader->glyph++];
        cr_assert(code == glyph->code_point, "character %zu is U+%04X instead of U+%04X", reader->glyph, code, glyph->code_point);
        cr_assert(fabsf(reader->x[i] - glyph->x) <= 0.01f && fabsf(reader->y - glyph->y) <= 0.01f,
                  "character %zu stands at %g,%g instead of %g,%g", reader->glyph, (double)reader->x[i], (double)reader->y,
                  (double)glyph->x, (double)glyph->y);
    }
}

Test(svg, every_character_stands_where_the_list_has_it) {
    char *bytes = make(false, NULL);
    Reader reader = {0};
    for (const char *at = strchr(strstr(bytes, "<g "), '<'); (at = strpbrk(at, "<")) != NULL; at++) {
        const char *end = strchr(at, '>');
        if (strncmp(at, "<text", 5) != 0 && strncmp(at, "<tspan", 6) != 0) continue;
        read_places(&reader, at, end);
        if (end[1] != '<') expect_characters(&reader, end + 1, strchr(end, '<'));
    }
    cr_assert(reader.glyph == list.glyph_count, "%zu of %zu glyphs", reader.glyph, list.glyph_count);
    // Seven lines of "Update 1,320 ∇", and the formula's two relations, one of them binary: |dL/dh| = c (.) W
    cr_assert(reader.blanks == 2 * 7 + 4, "%zu blanks", reader.blanks);
    free(bytes);
}

static int count_of(const char *bytes, const char *what) {
    int count = 0;
    for (const char *at = bytes; (at = strstr(at, what)) != NULL; at++)
        count++;
    return count;
}

Test(svg, elements_are_closed_and_nothing_unsafe_is_used) {
    for (int outlines = 0; outlines < 2; outlines++) {
        char *bytes = make(outlines, NULL);
        cr_assert(count_of(bytes, "<g ") == count_of(bytes, "</g>"));
        cr_assert(count_of(bytes, "<text") == count_of(bytes, "</text>"));
        cr_assert(count_of(bytes, "<g id=\"text\">") == 1 && count_of(bytes, "<g id=\"shapes\">") == 1);
        cr_assert((count_of(bytes, "<text") == 0) == (outlines == 1));
        cr_assert(count_of(bytes, "rgba") == 0 && count_of(bytes, "transparent") == 0);
        cr_assert(count_of(bytes, "<title>Less &lt; more &amp; &quot;so&quot;</title>") == 1);
        cr_assert(count_of(bytes, "<clipPath") > 0 && count_of(bytes, "<clipPath") == count_of(bytes, "clip-path=\"url(#clip-"));
        cr_assert(count_of(bytes, "<image ") == UN_MAP_COUNT + 1);
        free(bytes);
    }
}

Test(svg, groups_of_one_name_get_ids_of_their_own) {
    un_draw_reset(&list);
    for (int i = 0; i < 3; i++) {
        un_draw_group(&list, "a \"b\"", (un_Rect){0, 0, 1, 1});
        un_draw_group_end(&list);
    }
    char *bytes = make(false, NULL);
    cr_assert(count_of(bytes, "id=\"a--b-\"") == 1 && count_of(bytes, "id=\"a--b--2\"") == 1 && count_of(bytes, "id=\"a--b--3\"") == 1);
    free(bytes);
}

Test(svg, state_comes_back_and_strange_ends_read_nothing) {
    const char state[] = "seed: 1\r\nname: \"a < b & c > d\" # </unroll:state> \xE2\x88\x87\n";
    char *bytes = make(false, state), *found = NULL;
    cr_assert(un_svg_find_state(bytes, strlen(bytes), &found, NULL) == UN_OK);
    cr_assert_str_eq(found, state);
    free(found);
    size_t whole = strlen(bytes) < 900 ? strlen(bytes) : 900;
    for (size_t cut = 0; cut < whole; cut++) {
        char *part = malloc(cut > 0 ? cut : 1);
        memcpy(part, bytes, cut);
        cr_assert(un_svg_find_state(part, cut, &found, NULL) == UN_OK);
        free(found);
        free(part);
    }
    free(bytes);
}
