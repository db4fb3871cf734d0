// Widgets driven by events alone: what is hot, pressed, focused, typed, open, and who hears it.
#include <criterion/criterion.h>

#include "export/fonts.h"
#include "canvas/block.h"
#include "ui/widget.h"

#include <string.h>

typedef struct Bench {
    un_Ui ui;
    un_DrawList list;
    un_Fonts *fonts;
    double now;
    // A page with one of each.
    bool overlay;
    const char *disabled;
    int first, second, inside, shut; // clicks
    double number;
    bool changed;
    int choice;
    bool on;
    un_UiScroll scroll;
    float height; // of the window
    bool long_menu;
} Bench;

static const char *const names[] = {"one", "two", "three"};
static const char *const many[] = {"0",  "1",  "2",  "3",  "4",  "5",  "6",  "7",  "8",  "9",
                                   "10", "11", "12", "13", "14", "15", "16", "17", "18", "19"};
static const un_ScrubDef number_def = {.min = 1, .max = 500, .integer = true, .step = 1};

static void page(Bench *bench) {
    un_Ui *ui = &bench->ui;
    un_ButtonDef first = {.label = "First", .disabled = bench->disabled}, second = {.label = "Second", .primary = true};
    bench->first += un_ui_button(ui, un_ui_id(ui, "first"), (un_Rect){10, 10, 80, 32}, &first);
    bench->second += un_ui_button(ui, un_ui_id(ui, "second"), (un_Rect){100, 10, 80, 32}, &second);
    bench->changed = un_ui_scrub(ui, un_ui_id(ui, "number"), (un_Rect){200, 10, 40, 28}, &number_def, &bench->number);
    un_ui_dropdown(ui, un_ui_id(ui, "menu"), (un_Rect){300, 10, 100, 32}, bench->long_menu ? many : names,
                   bench->long_menu ? 20 : 3, &bench->choice, NULL);
    un_ui_switch(ui, un_ui_id(ui, "switch"), (un_Rect){450, 10, 40, 32}, &bench->on, NULL);
    un_ui_push(ui, "area");
    float y = un_ui_scroll_begin(ui, un_ui_id(ui, "scroll"), (un_Rect){10, 100, 200, 100}, &bench->scroll);
    for (int i = 0; i < 5; i++) {
        char name[8] = {'b', (char)('0' + i)};
        bench->inside += un_ui_button(ui, un_ui_id(ui, name), (un_Rect){10, y + 40 * (float)i, 100, 32}, &second);
    }
    un_ui_scroll_end(ui, 200);
    un_ui_pop(ui);
    if (bench->overlay) {
        un_ui_layer(ui, UN_UI_OVERLAY);
        un_ui_box(ui, un_ui_id(ui, "veil"), (un_Rect){0, 0, 800, 600}, UN_UI_BOX_BACK);
        un_ButtonDef shut = {.label = "Close"};
        bench->shut += un_ui_button(ui, un_ui_id(ui, "shut"), (un_Rect){10, 10, 80, 32}, &shut);
    }
}

static void frame(Bench *bench) {
    un_UiFrame def = {&bench->list, bench->fonts, UN_THEME_LIGHT, 1, bench->now, {0, 0, 800, bench->height}};
    bench->now += 0.1;
    un_draw_reset(&bench->list);
    un_ui_begin(&bench->ui, &def);
    page(bench);
    un_ui_end(&bench->ui);
    cr_assert(bench->list.depth == 0 && !bench->list.failed);
}

static void open_bench(Bench *bench) {
    memset(bench, 0, sizeof *bench);
    un_Error error;
    bench->fonts = un_fonts_load(&error);
    cr_assert(bench->fonts, "%s", error.message);
    un_ui_init(&bench->ui);
    un_draw_init(&bench->list);
    bench->number = 30;
    bench->height = 600;
    frame(bench);
}

static void close_bench(Bench *bench) {
    un_draw_free(&bench->list);
    un_fonts_destroy(bench->fonts);
}

static void send(Bench *bench, un_UiEventKind kind, float x, float y, unsigned mods) {
    un_UiEvent event = {.kind = kind, .point = {x, y}, .mods = mods};
    un_ui_event(&bench->ui, &event);
}

static void click(Bench *bench, float x, float y) {
    send(bench, UN_UI_MOVE, x, y, 0);
    send(bench, UN_UI_DOWN, x, y, 0);
    send(bench, UN_UI_UP, x, y, 0);
    frame(bench);
}

static void key(Bench *bench, int code, unsigned mods) {
    un_UiEvent event = {.kind = UN_UI_KEY, .key = code, .mods = mods};
    un_ui_event(&bench->ui, &event);
    frame(bench);
}

static void type(Bench *bench, const char *text) {
    un_UiEvent event = {.kind = UN_UI_TEXT};
    for (; *text; text++) {
        event.text[0] = *text;
        un_ui_event(&bench->ui, &event);
    }
    frame(bench);
}

#define BENCH                                                                                                          \
    static Bench bench_memory; /* too large for a stack */                                                             \
    Bench *bench = &bench_memory;                                                                                      \
    open_bench(bench)

Test(widgets, a_click_within_one_frame) {
    BENCH;
    click(bench, 50, 20);
    cr_assert(bench->first == 1 && bench->second == 0);
    frame(bench);
    cr_assert(bench->first == 1, "a click counts once");
    close_bench(bench);
}

Test(widgets, a_press_that_leaves_is_no_click) {
    BENCH;
    send(bench, UN_UI_DOWN, 50, 20, 0);
    frame(bench);
    send(bench, UN_UI_MOVE, 150, 20, 0);
    frame(bench);
    send(bench, UN_UI_UP, 150, 20, 0);
    frame(bench);
    cr_assert(bench->first == 0 && bench->second == 0);
    close_bench(bench);
}

Test(widgets, two_clicks_wait_for_two_frames) {
    BENCH;
    for (int i = 0; i < 2; i++) {
        send(bench, UN_UI_DOWN, 50, 20, 0);
        send(bench, UN_UI_UP, 50, 20, 0);
    }
    frame(bench);
    cr_assert(bench->first == 1 && un_ui_wants_frame(&bench->ui));
    frame(bench);
    cr_assert(bench->first == 2);
    close_bench(bench);
}

Test(widgets, disabled_says_why) {
    BENCH;
    bench->disabled = "not now";
    click(bench, 50, 20);
    cr_assert(bench->first == 0);
    frame(bench);
    frame(bench);
    cr_assert_str_eq(bench->ui.tip, "not now");
    close_bench(bench);
}

Test(widgets, targets_reach_32_points_and_44_for_a_finger) {
    BENCH;
    // The switch is 22 high, from 15 to 37; 32 reach from 10 to 42, 44 from 4 to 48.
    click(bench, 470, 41);
    cr_assert(bench->on);
    click(bench, 470, 46);
    cr_assert(bench->on, "out of reach of a mouse");
    un_UiEvent finger = {.kind = UN_UI_DOWN, .point = {470, 46}, .touch = true};
    un_ui_event(&bench->ui, &finger);
    finger.kind = UN_UI_UP;
    un_ui_event(&bench->ui, &finger);
    frame(bench);
    cr_assert(!bench->on, "within reach of a finger");
    close_bench(bench);
}

Test(widgets, tab_goes_in_call_order_and_shows_the_ring) {
    BENCH;
    click(bench, 50, 20);
    cr_assert(!bench->ui.focus_visible, "no ring after the mouse");
    cr_assert(bench->ui.focus == un_ui_id(&bench->ui, "first"));
    key(bench, UN_UI_KEY_TAB, 0);
    cr_assert(bench->ui.focus_visible && bench->ui.focus == un_ui_id(&bench->ui, "second"));
    key(bench, UN_UI_KEY_SPACE, 0);
    key(bench, UN_UI_KEY_ENTER, 0);
    cr_assert(bench->second == 2);
    key(bench, UN_UI_KEY_TAB, UN_UI_SHIFT);
    cr_assert(bench->ui.focus == un_ui_id(&bench->ui, "first"));
    key(bench, UN_UI_KEY_TAB, UN_UI_SHIFT);
    cr_assert(bench->ui.focus == un_ui_id(&bench->ui, "area/b4"), "round the end");
    close_bench(bench);
}

Test(widgets, without_a_ring_space_is_left_for_others) {
    BENCH;
    click(bench, 150, 20);
    key(bench, UN_UI_KEY_SPACE, 0);
    cr_assert(bench->second == 1);
    cr_assert(un_ui_take_key(&bench->ui, UN_UI_KEY_SPACE, 0), "still there for the app");
    close_bench(bench);
}

Test(widgets, drag_four_points_a_notch) {
    BENCH;
    send(bench, UN_UI_DOWN, 220, 20, 0);
    frame(bench);
    send(bench, UN_UI_MOVE, 223, 20, 0);
    frame(bench);
    cr_assert(bench->number == 30);
    send(bench, UN_UI_MOVE, 241, 20, 0);
    frame(bench);
    cr_assert(bench->number == 35 && bench->changed, "%g", bench->number);
    send(bench, UN_UI_MOVE, 249, 20, UN_UI_SHIFT);
    frame(bench);
    cr_assert(bench->number == 50, "%g", bench->number);
    send(bench, UN_UI_MOVE, 209, 20, UN_UI_ALT);
    frame(bench);
    cr_assert(bench->number == 50 || bench->number == 49, "%g", bench->number);
    send(bench, UN_UI_UP, 209, 20, 0);
    frame(bench);
    cr_assert(!un_ui_is_typing(&bench->ui), "a drag opens no field");
    close_bench(bench);
}

Test(widgets, type_a_value) {
    BENCH;
    click(bench, 220, 20);
    cr_assert(un_ui_is_typing(&bench->ui));
    type(bench, "12");
    key(bench, UN_UI_KEY_BACKSPACE, 0);
    type(bench, "50");
    cr_assert(bench->number == 30, "not before Enter");
    key(bench, UN_UI_KEY_ENTER, 0);
    cr_assert(bench->number == 150 && bench->changed && !un_ui_is_typing(&bench->ui), "%g", bench->number);
    close_bench(bench);
}

Test(widgets, escape_and_nonsense_leave_the_value) {
    BENCH;
    click(bench, 220, 20);
    type(bench, "99");
    key(bench, UN_UI_KEY_ESCAPE, 0);
    cr_assert(bench->number == 30 && !un_ui_is_typing(&bench->ui));
    click(bench, 220, 20);
    type(bench, "9999");
    key(bench, UN_UI_KEY_ENTER, 0);
    cr_assert(bench->number == 30 && un_ui_is_typing(&bench->ui), "out of range: the field stays open");
    cr_assert(strstr(bench->ui.tip, "1") && strstr(bench->ui.tip, "500"), "'%s' says what would be valid",
              bench->ui.tip);
    click(bench, 600, 400);
    cr_assert(bench->number == 30 && !un_ui_is_typing(&bench->ui));
    close_bench(bench);
}

Test(widgets, tab_does_not_leave_a_wrong_value) {
    BENCH;
    click(bench, 220, 20);
    un_UiId focus = bench->ui.focus;
    type(bench, "9999");
    key(bench, UN_UI_KEY_TAB, 0);
    cr_assert(un_ui_is_typing(&bench->ui) && bench->ui.focus == focus, "the keys still go to the field");
    key(bench, UN_UI_KEY_BACKSPACE, 0);
    key(bench, UN_UI_KEY_BACKSPACE, 0);
    key(bench, UN_UI_KEY_TAB, 0);
    cr_assert(bench->number == 99 && !un_ui_is_typing(&bench->ui) && bench->ui.focus != focus, "%g", bench->number);
    close_bench(bench);
}

Test(widgets, pressing_elsewhere_takes_what_was_typed) {
    BENCH;
    click(bench, 220, 20);
    type(bench, "77");
    click(bench, 600, 400);
    cr_assert(bench->number == 77, "%g", bench->number);
    close_bench(bench);
}

Test(widgets, arrows_and_wheel) {
    BENCH;
    for (int i = 0; i < 3; i++)
        key(bench, UN_UI_KEY_TAB, 0);
    cr_assert(bench->ui.focus == un_ui_id(&bench->ui, "number"));
    key(bench, UN_UI_KEY_UP, 0);
    key(bench, UN_UI_KEY_RIGHT, UN_UI_SHIFT);
    key(bench, UN_UI_KEY_DOWN, 0);
    cr_assert(bench->number == 39, "%g", bench->number);
    send(bench, UN_UI_MOVE, 220, 20, 0);
    un_UiEvent wheel = {.kind = UN_UI_WHEEL, .amount = -2};
    un_ui_event(&bench->ui, &wheel);
    frame(bench);
    cr_assert(bench->number == 37, "%g", bench->number);
    type(bench, "5"); // a digit begins a new number
    key(bench, UN_UI_KEY_ENTER, 0);
    cr_assert(bench->number == 5, "%g", bench->number);
    close_bench(bench);
}

Test(widgets, menu_by_mouse) {
    BENCH;
    click(bench, 350, 20);
    frame(bench);
    un_Rect item;
    cr_assert(un_ui_find(&bench->ui, "menu2", &item));
    click(bench, item.x + 5, item.y + 5);
    frame(bench);
    cr_assert(bench->choice == 2 && bench->ui.menu == 0);
    click(bench, 350, 20);
    frame(bench);
    click(bench, 50, 20);
    frame(bench);
    cr_assert(bench->choice == 2 && bench->ui.menu == 0, "pressing elsewhere closes");
    close_bench(bench);
}

Test(widgets, a_menu_longer_than_the_window_scrolls) {
    BENCH;
    bench->long_menu = true;
    bench->height = 240;
    bench->choice = 12;
    un_Rect item;
    click(bench, 350, 20);
    frame(bench);
    cr_assert(un_ui_find(&bench->ui, "menu12", &item) && item.h >= 31, "it opens at what is chosen");
    cr_assert_not(un_ui_find(&bench->ui, "menu0", &item));
    send(bench, UN_UI_MOVE, 350, 120, 0);
    frame(bench);
    for (int i = 0; i < 10; i++) {
        un_UiEvent wheel = {.kind = UN_UI_WHEEL, .point = {350, 120}, .amount = 1};
        un_ui_event(&bench->ui, &wheel);
        frame(bench);
    }
    cr_assert_eq(bench->scroll.y, 0, "what lies under the menu does not scroll");
    cr_assert(un_ui_find(&bench->ui, "menu0", &item) && item.h >= 31, "the wheel goes back to the first");
    cr_assert_not(un_ui_find(&bench->ui, "menu19", &item));
    key(bench, UN_UI_KEY_UP, 0); // the pointer stands on a name of the menu: from there
    for (int i = 0; i < 20 && bench->ui.menu_at != 19; i++)
        key(bench, UN_UI_KEY_DOWN, 0);
    frame(bench);
    cr_assert(un_ui_find(&bench->ui, "menu19", &item) && item.h >= 31 && item.y + item.h <= 240,
              "the keys bring the last into sight");
    click(bench, item.x + 5, item.y + 5);
    frame(bench);
    cr_assert(bench->choice == 19 && bench->ui.menu == 0, "%d", bench->choice);
    close_bench(bench);
}

Test(widgets, menu_by_keyboard) {
    BENCH;
    for (int i = 0; i < 4; i++)
        key(bench, UN_UI_KEY_TAB, 0);
    key(bench, UN_UI_KEY_DOWN, 0);
    cr_assert(bench->ui.menu != 0);
    key(bench, UN_UI_KEY_DOWN, 0);
    key(bench, UN_UI_KEY_ENTER, 0);
    frame(bench);
    cr_assert(bench->choice == 1 && bench->ui.menu == 0, "%d", bench->choice);
    key(bench, UN_UI_KEY_ENTER, 0);
    frame(bench);
    key(bench, UN_UI_KEY_UP, 0);
    key(bench, UN_UI_KEY_ESCAPE, 0);
    frame(bench);
    cr_assert(bench->choice == 1 && bench->ui.menu == 0);
    close_bench(bench);
}

Test(widgets, an_overlay_hears_first) {
    BENCH;
    bench->overlay = true;
    frame(bench);
    click(bench, 50, 20);
    click(bench, 150, 20);
    cr_assert(bench->first == 0 && bench->second == 0 && bench->shut == 1);
    key(bench, UN_UI_KEY_TAB, 0);
    cr_assert(bench->ui.focus == un_ui_id(&bench->ui, "shut"), "Tab stays in the overlay");
    close_bench(bench);
}

Test(widgets, what_is_scrolled_out_cannot_be_hit) {
    BENCH;
    click(bench, 50, 215); // 4th button, below the area's edge at 200
    cr_assert(bench->inside == 0);
    send(bench, UN_UI_MOVE, 50, 150, 0);
    un_UiEvent wheel = {.kind = UN_UI_WHEEL, .amount = -20};
    un_ui_event(&bench->ui, &wheel);
    frame(bench);
    cr_assert(bench->scroll.y == 100, "%g: stops at the end", (double)bench->scroll.y);
    frame(bench);
    click(bench, 50, 190); // the last button stands at 160..192 now
    cr_assert(bench->inside == 1);
    close_bench(bench);
}

Test(widgets, tab_scrolls_into_sight) {
    BENCH;
    for (int i = 0; i < 10; i++)
        key(bench, UN_UI_KEY_TAB, 0);
    frame(bench);
    cr_assert(bench->ui.focus == un_ui_id(&bench->ui, "area/b4"));
    frame(bench);
    un_Rect rect;
    cr_assert(un_ui_find(&bench->ui, "area/b4", &rect) && rect.h >= 31, "%g", (double)rect.h);
    close_bench(bench);
}

Test(widgets, a_still_page_is_the_same_picture_and_wants_no_frame) {
    BENCH;
    frame(bench);
    uint64_t hash = un_draw_hash(&bench->list, 0, bench->list.command_count);
    frame(bench);
    cr_assert(un_draw_hash(&bench->list, 0, bench->list.command_count) == hash);
    cr_assert(!un_ui_wants_frame(&bench->ui));
    close_bench(bench);
}

Test(widgets, a_flood_of_events_is_survived) {
    BENCH;
    for (int i = 0; i < 1000; i++) {
        un_UiEvent event = {.kind = (un_UiEventKind)(i * 7 % 7),
                            .point = {(float)(i * 37 % 800), (float)(i * 91 % 600)},
                            .key = i * 13 % 300,
                            .amount = 1,
                            .text = "9"};
        un_ui_event(&bench->ui, &event);
        if (i % 50 == 0) frame(bench);
    }
    for (int i = 0; i < 100; i++)
        frame(bench);
    cr_assert(bench->number >= 1 && bench->number <= 500);
    close_bench(bench);
}

Test(widgets, a_release_survives_a_full_queue) {
    BENCH;
    send(bench, UN_UI_DOWN, 150, 20, 0);
    frame(bench);
    cr_assert(bench->ui.held);
    for (int i = 0; i < 3 * UN_UI_EVENTS; i++) { // a hidden window, which draws no frame
        if (i == UN_UI_EVENTS / 2) un_ui_event(&bench->ui, &(un_UiEvent){.kind = UN_UI_UP, .point = {150, 20}});
        un_ui_event(&bench->ui, &(un_UiEvent){.kind = UN_UI_KEY, .key = 'x'});
    }
    for (int i = 0; i < 4; i++)
        frame(bench);
    cr_assert(!bench->ui.held);
    for (int i = 0; i < 2 * UN_UI_EVENTS; i++)
        un_ui_event(&bench->ui, &(un_UiEvent){.kind = i % 2 ? UN_UI_UP : UN_UI_DOWN, .point = {600, 400}});
    for (int i = 0; i < 2 * UN_UI_EVENTS; i++)
        frame(bench);
    cr_assert(!bench->ui.held && bench->ui.queue_count == 0);
    close_bench(bench);
}

Test(blocks, long_text_is_drawn_whole) {
    BENCH;
    enum { COUNT = 400 };
    char text[2 * COUNT + 2] = "x"; // one byte, so that a cut every 255 bytes falls into a character
    for (int i = 0; i < COUNT; i++)
        memcpy(text + 1 + 2 * i, "\xc3\xa4", 3);
    un_Span span = {0, text};
    un_Block blocks[] = {{UN_BLOCK_PARAGRAPH, 0, 0, 0, &span, 1}, {UN_BLOCK_CODE, 0, 0, 0, &span, 1}};
    for (int i = 0; i < 2; i++) {
        un_draw_reset(&bench->list);
        un_blocks_draw(&bench->list, bench->fonts, UN_THEME_LIGHT, 1, 18, (un_Rect){0, 0, 4000, 0}, &blocks[i], 1, 0);
        cr_assert_eq(bench->list.glyph_count, COUNT + 1, "%zu", bench->list.glyph_count);
        for (size_t g = 1; g < bench->list.glyph_count; g++)
            cr_assert_eq(bench->list.glyph[g].code_point, 0xe4);
    }
    close_bench(bench);
}

Test(blocks, wrap_and_grow) {
    BENCH;
    un_Span spans[] = {{0, "A line that is long enough to be broken more than once when the column is narrow, with "},
                         {UN_SPAN_MATH, "h_{t-1}"},
                         {0, ", "},
                         {UN_SPAN_CODE, "code"},
                         {0, " and "},
                         {UN_SPAN_STRONG, "strong"},
                         {0, " words."}};
    un_Span code[] = {{0, "unroll train\nunroll verify\n"}};
    un_Block blocks[] = {{UN_BLOCK_HEADING, 1, 0, 0, spans, 1}, {UN_BLOCK_PARAGRAPH, 0, 0, 0, spans, 7},
                           {UN_BLOCK_ITEM, 1, 2, 0, spans, 7},    {UN_BLOCK_CODE, 0, 0, 0, code, 1},
                           {UN_BLOCK_QUOTE, 0, 0, 0, spans, 1},   {UN_BLOCK_RULE, 0, 0, 0, NULL, 0}};
    float heights[3], widths[3] = {200, 400, 4000};
    for (int i = 0; i < 3; i++) {
        un_Rect rect = {0, 0, widths[i], 0};
        heights[i] = un_blocks_draw(NULL, bench->fonts, UN_THEME_LIGHT, 1, 18, rect, blocks, 6, 0);
        un_draw_reset(&bench->list);
        float drawn = un_blocks_draw(&bench->list, bench->fonts, UN_THEME_LIGHT, 1, 18, rect, blocks, 6, 0);
        cr_assert(drawn == heights[i], "measuring and drawing agree");
        for (size_t g = 0; g < bench->list.glyph_count; g++) {
            cr_assert(bench->list.glyph[g].x <= widths[i] && bench->list.glyph[g].x <= 700,
                      "a glyph at %g of %g (60 characters a line)", (double)bench->list.glyph[g].x, (double)widths[i]);
        }
    }
    cr_assert(heights[0] > heights[1] && heights[1] > heights[2]);
    float twice = un_blocks_draw(NULL, bench->fonts, UN_THEME_LIGHT, 2, 18, (un_Rect){0, 0, 800, 0}, blocks, 6, 0);
    cr_assert_float_eq(twice, 2 * heights[1], 2, "every metric takes the scale: %g, %g", (double)twice,
                       2 * (double)heights[1]);
    close_bench(bench);
}

/// An address is one word, and longer than a panel is wide.
Test(blocks, long_words_are_broken) {
    BENCH;
    un_Span spans[] = {{0, "See it"},
                         {16, " (https://people.example.org/~somebody/papers/a-very-long-name-of-a-paper_with-\u00fc.pdf?version=2)"},
                         {0, " here, and \u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc."}};
    un_Block block = {UN_BLOCK_PARAGRAPH, 0, 0, 0, spans, 3};
    un_Rect rect = {0, 0, 200, 0};
    float height = un_blocks_draw(NULL, bench->fonts, UN_THEME_LIGHT, 1, 18, rect, &block, 1, 0);
    un_draw_reset(&bench->list);
    cr_assert(un_blocks_draw(&bench->list, bench->fonts, UN_THEME_LIGHT, 1, 18, rect, &block, 1, 0) == height);
    cr_assert_gt(height, 5 * 18 * 1.5f);
    for (size_t g = 0; g < bench->list.glyph_count; g++)
        cr_assert(bench->list.glyph[g].x < 198, "a glyph at %g of 200", (double)bench->list.glyph[g].x);
    close_bench(bench);
}
