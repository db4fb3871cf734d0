// The draw list of every view for fixed snapshots, as text that a person can read and compare: each piece of text with its place, and
// how many shapes of each kind. tests/golden/views/NAME.txt holds what was looked at and found right. UNROLL_GOLDEN=write writes the
// files anew: look at the pictures (scripts/gallery), then at the difference that git shows.
#include "synthetic.h"
#include "text_check.h"

#include <criterion/criterion.h>

enum { PAGE = 1 << 20, LINE = 256 };

typedef struct Page {
    char *text;
    size_t used;
} Page;

static void line(Page *page, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void line(Page *page, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(page->text + page->used, PAGE - page->used, format, arguments);
    va_end(arguments);
    cr_assert(length > 0 && page->used + (size_t)length < PAGE);
    page->used += (size_t)length;
}

static size_t put_utf8(char *out, uint32_t c) {
    if (c < 0x80) return out[0] = (char)c, 1;
    if (c < 0x800) return out[0] = (char)(0xc0 | c >> 6), out[1] = (char)(0x80 | (c & 63)), 2;
    if (c < 0x10000)
        return out[0] = (char)(0xe0 | c >> 12), out[1] = (char)(0x80 | (c >> 6 & 63)), out[2] = (char)(0x80 | (c & 63)), 3;
    return out[0] = '?', 1;
}

static void write_text(Page *page, const un_DrawList *list, const un_DrawCommand *command) {
    char text[LINE];
    size_t used = 0;
    for (size_t g = command->first; g < command->first + command->count && used + 4 < sizeof text; g++)
        used += put_utf8(text + used, list->glyph[g].code_point);
    text[used] = 0;
    if (command->count == 0) return;
    const un_Glyph *first = &list->glyph[command->first];
    // In steps of four points: a rounding error of the C library must not move a text into another line of the page.
    line(page, "    text %4.0f %4.0f size %.0f %s\n", 4 * round((double)first->x / 4), 4 * round((double)first->y / 4),
         round((double)first->size), text);
}

static void write_list(Page *page, const un_DrawList *list, const char *what) {
    static const char *const kinds[] = {"save", "restore", "clip", "rect", "frame", "polyline", "polygon", "circle", "text", "image"};
    long count[sizeof kinds / sizeof *kinds] = {0};
    line(page, "%s\n", what);
    for (size_t i = 0; i < list->command_count; i++) {
        const un_DrawCommand *command = &list->command[i];
        if (command->kind < UN_DRAW_GROUP) count[command->kind]++;
        if (command->kind == UN_DRAW_GLYPHS) write_text(page, list, command);
    }
    line(page, "    shapes:");
    for (size_t k = UN_DRAW_RECT; k < sizeof kinds / sizeof *kinds; k++)
        line(page, " %ld %s%s", count[k], kinds[k], k + 1 < sizeof kinds / sizeof *kinds ? "," : "\n");
}

static void write_view(Page *page, int view, const un_Fonts *fonts) {
    static const struct {
        const char *name;
        int lanes, T, update;
        float w, h;
        un_Selection select;
        double time; // of the wave, as a share of it; < 0: none
    } cases[] = {
        {"three lanes, 31 steps, update 300", 3, 31, 300, 900, 500, {-1, 0, -1, -1}, -1},
        {"three lanes, 31 steps, update 300, LSTM step 13 unit 2", 3, 31, 300, 524, 596, {1, 0, 13, 2}, -1},
        {"the same, backward wave half way", 3, 31, 300, 900, 500, {0, 0, 13, -1}, 0.75},
        {"two lanes, 200 steps, untrained", 2, 200, 0, 1352, 500, {-1, 0, -1, -1}, -1},
    };
    un_DrawList list;
    un_draw_init(&list);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        un_Snapshot snapshot;
        char words[1024] = "";
        synthetic_lab(&snapshot, cases[i].lanes, cases[i].T, cases[i].update);
        un_ViewContext context = synthetic_context(&snapshot, fonts);
        context.select = cases[i].select;
        if (cases[i].time >= 0) context.wave = un_wave_at(snapshot.T, cases[i].time * un_wave_duration(snapshot.T), 0);
        un_draw_reset(&list);
        un_view_draw(&list, &context, view, (un_Rect){0, 0, cases[i].w, cases[i].h});
        write_list(page, &list, cases[i].name);
        un_view_table[view]->summary(&context, words, sizeof words);
        line(page, "    words: %s\n", words);
        un_snapshot_free(&snapshot);
    }
    un_draw_free(&list);
}

static void compare(const Page *page, const char *path, const char *name) {
    char *kept = calloc(1, PAGE);
    FILE *file = fopen(path, "rb");
    cr_assert(kept && file, "%s is not there: UNROLL_GOLDEN=write makes it", path);
    size_t size = fread(kept, 1, PAGE - 1, file);
    fclose(file);
    size_t at = 0, number = 1, start = 0;
    for (; at < size && at < page->used && kept[at] == page->text[at]; at++) {
        if (kept[at] == '\n') number++, start = at + 1;
    }
    bool same = at == size && at == page->used;
    cr_expect(same, "%s, line %zu: kept '%.*s', now '%.*s'", name, number, (int)strcspn(kept + start, "\n"), kept + start,
              (int)strcspn(page->text + start, "\n"), page->text + start);
    free(kept);
}

Test(view_golden, every_view_is_as_it_was_looked_at) {
    un_Fonts *fonts = synthetic_fonts();
    const char *mode = getenv("UNROLL_GOLDEN");
    for (int view = 0; view < UN_VIEW_COUNT; view++) {
        Page page = {.text = calloc(1, PAGE)};
        char path[512];
        snprintf(path, sizeof path, "%s/golden/views/%s.txt", UN_TEST_DATA, un_view_table[view]->name);
        write_view(&page, view, fonts);
        if (mode && strcmp(mode, "write") == 0) {
            FILE *file = fopen(path, "wb");
            cr_assert(file && fwrite(page.text, 1, page.used, file) == page.used);
            fclose(file);
        } else {
            compare(&page, path, un_view_table[view]->name);
        }
        free(page.text);
    }
    un_fonts_destroy(fonts);
}
