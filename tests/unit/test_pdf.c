#include "canvas/cairo/pdf.h"
#include "canvas_fixture.h"

#include <criterion/criterion.h>
#include <string.h>

static un_Fonts *fonts;
static un_DrawList list;
static const un_Color white = {255, 255, 255, 255};

static void setup(void) {
    fonts = load_fonts();
    un_draw_init(&list);
    draw_sheet(&list, fonts, UN_THEME_LIGHT);
}

static void teardown(void) {
    un_draw_free(&list);
    un_fonts_destroy(fonts);
}

TestSuite(pdf, .init = setup, .fini = teardown);

/// A document of `pages` sheets; malloc'ed.
static char *make(int pages, const char *attached, size_t attached_size, size_t *size) {
    un_Error error = {0};
    un_Pdf *pdf = un_pdf_create(fonts, &error);
    cr_assert(pdf != NULL, "%s", error.message);
    un_pdf_title(pdf, "A sheet");
    for (int i = 0; i < pages; i++) {
        un_pdf_page(pdf, &list, SHEET_WIDTH, SHEET_HEIGHT, white);
        un_pdf_outline(pdf, "Page");
    }
    if (attached) un_pdf_attach(pdf, "experiment.yaml", "What made this picture", attached, attached_size);
    char *bytes = NULL;
    cr_assert(un_pdf_finish(pdf, &bytes, size, &error) == UN_OK, "%s", error.message);
    un_pdf_destroy(pdf);
    return bytes;
}

static int count_of(const char *bytes, size_t size, const char *what) {
    int count = 0;
    for (size_t i = 0, length = strlen(what); i + length <= size; i++)
        count += memcmp(bytes + i, what, length) == 0;
    return count;
}

Test(pdf, same_calls_give_same_bytes_without_a_date) {
    size_t size, again_size;
    char *bytes = make(2, "a: 1\n", 5, &size), *again = make(2, "a: 1\n", 5, &again_size);
    cr_assert(size == again_size && memcmp(bytes, again, size) == 0);
    cr_assert(memcmp(bytes, "%PDF-1.", 7) == 0);
    cr_assert(count_of(bytes, size, "Date") == 0, "a document bears no date");
    cr_assert(count_of(bytes, size, "/Type /Page ") == 2);
    free(bytes);
    free(again);
}

Test(pdf, an_attachment_is_found_again_whatever_it_holds) {
    const char odd[] = "seed: 1\nendstream endobj (/Type /Filespec) \0 trailer xref";
    size_t size, found = 0;
    char *bytes = make(1, odd, sizeof odd, &size);
    const char *at = un_pdf_find_attachment(bytes, size, "experiment.yaml", &found);
    cr_assert(at != NULL && found == sizeof odd && memcmp(at, odd, found) == 0);
    cr_assert(un_pdf_find_attachment(bytes, size, "other.yaml", &found) == NULL);
    free(bytes);
    bytes = make(1, NULL, 0, &size);
    cr_assert(un_pdf_find_attachment(bytes, size, "experiment.yaml", &found) == NULL);
    free(bytes);
}

Test(pdf, a_cut_or_false_length_reads_nothing_outside) {
    const char text[] = "a: 1\n";
    size_t size, found = 0;
    char *bytes = make(1, text, sizeof text, &size);
    for (size_t cut = 0; cut < size; cut += cut + 1200 < size ? 997 : 1) {
        char *part = malloc(cut + 1);
        memcpy(part, bytes, cut);
        part = realloc(part, cut ? cut : 1);
        const char *at = un_pdf_find_attachment(part, cut, "experiment.yaml", &found);
        cr_assert(at == NULL || (at >= part && found <= cut - (size_t)(at - part)));
        free(part);
    }
    char *length = strstr(bytes + size - 1200, "/Length 6");
    cr_assert(length != NULL);
    memcpy(length, "/Length 9", 9);
    // Longer than what is there up to the entry: still inside; far longer: refused.
    const char *at = un_pdf_find_attachment(bytes, size, "experiment.yaml", &found);
    cr_assert(at == NULL || at + found <= bytes + size);
    free(bytes);
}
