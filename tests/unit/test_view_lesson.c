// What views draw for lessons: parts by name, covers that tell nothing, the guess in the plot, the band over seeds.
#include "synthetic.h"
#include "text_check.h"
#include "view/cover.h"
#include "view/part.h"
#include "view/stage.h"

#include <criterion/criterion.h>

static const un_Rect PANEL = {12, 8, 1280, 620};

static bool lies_inside(un_Rect rect, un_Rect bounds) {
    return rect.w > 0 && rect.h > 0 && rect.x >= bounds.x - 0.5f && rect.y >= bounds.y - 0.5f &&
           rect.x + rect.w <= bounds.x + bounds.w + 0.5f && rect.y + rect.h <= bounds.y + bounds.h + 0.5f;
}

// All glyphs of a list in order, as text with blanks between commands.
static void words_of(const un_DrawList *list, char *out, size_t size) {
    size_t used = 0;
    for (size_t i = 0; i < list->command_count; i++) {
        const un_DrawCommand *command = &list->command[i];
        if (command->kind != UN_DRAW_GLYPHS) continue;
        for (size_t g = command->first; g < command->first + command->count && used + 2 < size; g++) {
            uint32_t c = list->glyph[g].code_point;
            out[used++] = c < 128 ? (char)c : '?';
        }
        if (used + 2 < size) out[used++] = '|';
    }
    out[used] = 0;
}

Test(lesson_view, parts_are_found_by_name_and_stand_inside) {
    static const struct {
        int view;
        const char *part;
    } wanted[] = {{UN_VIEW_STAGE, "input"}, {UN_VIEW_STAGE, "axis"}, {UN_VIEW_STAGE, "RNN"}, {UN_VIEW_STAGE, "RNN/state"},
                  {UN_VIEW_STAGE, "LSTM/gates"}, {UN_VIEW_STAGE, "LSTM/gates/f"}, {UN_VIEW_STAGE, "GRU/gradient"},
                  {UN_VIEW_STAGE, "RNN/weights"}, {UN_VIEW_STAGE, "RNN/output"}, {UN_VIEW_STAGE, "RNN/loss"},
                  {UN_VIEW_PROFILE, "RNN"}, {UN_VIEW_PROFILE, "percent"}, {UN_VIEW_PROFILE, "axis"}, {UN_VIEW_PROFILE, "LSTM/h"},
                  {UN_VIEW_TRAINING, "RNN"}, {UN_VIEW_TRAINING, "chance"}, {UN_VIEW_TRAINING, "accuracy/GRU"}, {UN_VIEW_PROFILE, "note/1"}};
    un_Snapshot snapshot;
    un_Fonts *fonts = synthetic_fonts();
    synthetic_lab(&snapshot, 3, 31, 300);
    un_ViewContext context = synthetic_context(&snapshot, fonts);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        un_Rect rect;
        cr_expect(un_view_part(&context, wanted[i].view, PANEL, wanted[i].part, &rect), "%s", wanted[i].part);
        cr_expect(lies_inside(rect, PANEL), "%s", wanted[i].part);
    }
    un_Rect rect, lane, strip;
    cr_expect_not(un_view_part(&context, UN_VIEW_STAGE, PANEL, "RNN/gates", &rect), "an RNN has none");
    cr_expect_not(un_view_part(&context, UN_VIEW_STAGE, PANEL, "Elman", &rect));
    un_view_part(&context, UN_VIEW_STAGE, PANEL, "LSTM", &lane);
    un_view_part(&context, UN_VIEW_STAGE, PANEL, "LSTM/gradient", &strip);
    cr_expect(lies_inside(strip, lane));
    un_snapshot_free(&snapshot);
    un_fonts_destroy(fonts);
}

Test(lesson_view, a_part_is_where_it_is_drawn) {
    un_Snapshot snapshot;
    un_Fonts *fonts = synthetic_fonts();
    synthetic_lab(&snapshot, 2, 21, 100);
    un_ViewContext context = synthetic_context(&snapshot, fonts);
    un_StageLayout layout = un_stage_layout(&context, PANEL);
    un_Rect rect;
    cr_assert(un_view_part(&context, UN_VIEW_STAGE, PANEL, "LSTM/gradient", &rect));
    cr_expect(un_rect_same(rect, layout.row[1].gradient));
    cr_assert(un_view_part(&context, UN_VIEW_PROFILE, PANEL, "RNN", &rect)); // its hover answers there
    un_Hover hover = {0};
    un_view_hover(&context, UN_VIEW_PROFILE, PANEL, (un_Point){rect.x + 6, rect.y + rect.h - 6}, &hover); // its left end
    cr_expect(hover.hit && strstr(hover.text[0], "RNN"), "%s", hover.text[0]);
    un_snapshot_free(&snapshot);
    un_fonts_destroy(fonts);
}

Test(lesson_view, a_covered_view_tells_nothing) {
    un_Snapshot snapshot, other;
    un_Fonts *fonts = synthetic_fonts();
    un_DrawList list, again;
    un_draw_init(&list);
    un_draw_init(&again);
    synthetic_lab(&snapshot, 3, 31, 300);
    synthetic_lab(&other, 3, 31, 40);
    for (int view = 0; view < UN_VIEW_COUNT; view++) {
        un_ViewContext context = synthetic_context(&snapshot, fonts), before = synthetic_context(&other, fonts);
        context.covered = before.covered = 1u << view;
        before.axis = context.axis;
        char words[1024], fault[256];
        for (int small = 0; small < 2; small++) {
            un_Rect rect = small ? (un_Rect){12, 8, 240, 130} : PANEL;
            un_draw_reset(&list);
            un_draw_reset(&again);
            un_view_draw(&list, &context, view, rect);
            un_view_draw(&again, &before, view, rect);
            cr_expect_eq(un_draw_hash(&list, 0, list.command_count), un_draw_hash(&again, 0, again.command_count),
                         "%s: covered, it looks otherwise for other data", un_view_table[view]->name);
            cr_expect(text_check(&list, fonts, 1, fault, sizeof fault), "%s", fault);
            words_of(&list, words, sizeof words);
            cr_expect(strstr(words, "Hidden"), "%s: %s", un_view_table[view]->name, words);
        }
        un_view_summary(&context, view, words, sizeof words);
        cr_expect(strstr(words, "Hidden until you commit"), "%s", words);
        un_Note note[UN_NOTES_MAX];
        cr_expect_eq(un_view_notes(&context, view, PANEL, note), 0);
        for (int k = 0; k < 400; k++) {
            un_Hover hover = {0};
            un_view_hover(&context, view, PANEL, (un_Point){12 + 64 * (float)(k % 20), 8 + 31 * (float)(k / 20)}, &hover);
            cr_expect_not(hover.hit, "%s", un_view_table[view]->name);
        }
    }
    un_draw_free(&list);
    un_draw_free(&again);
    un_snapshot_free(&snapshot);
    un_snapshot_free(&other);
    un_fonts_destroy(fonts);
}

Test(lesson_view, a_covered_strip_is_silent_everywhere) {
    un_Snapshot snapshot;
    un_Fonts *fonts = synthetic_fonts();
    un_DrawList list;
    un_draw_init(&list);
    synthetic_lab(&snapshot, 2, 21, 100);
    un_PartRef cover[] = {{.view = UN_VIEW_STAGE, .part = "RNN/gradient"}, {.view = UN_VIEW_STAGE, .part = "LSTM/loss"}};
    un_ViewContext context = synthetic_context(&snapshot, fonts);
    context.cover = cover;
    context.cover_count = 2;
    char words[4096], fault[256];
    un_view_draw(&list, &context, UN_VIEW_STAGE, PANEL);
    words_of(&list, words, sizeof words);
    cr_expect(text_check(&list, fonts, 1, fault, sizeof fault), "%s", fault);
    cr_expect(strstr(words, "Hiddenuntilyoucommit"), "%s", words);
    cr_expect_not(strstr(words, "after"), "the RNN's verdict: %s", words);
    cr_expect(strstr(words, "never"), "the LSTM's verdict stays: %s", words);
    un_Rect strip, rest;
    un_view_part(&context, UN_VIEW_STAGE, PANEL, "RNN/gradient", &strip);
    un_view_part(&context, UN_VIEW_STAGE, PANEL, "RNN/state", &rest);
    un_Hover hover = {0};
    un_view_hover(&context, UN_VIEW_STAGE, PANEL, (un_Point){strip.x + strip.w - 9, strip.y + strip.h - 4}, &hover);
    cr_expect_not(hover.hit);
    un_view_hover(&context, UN_VIEW_STAGE, PANEL, (un_Point){rest.x + 40, rest.y + 4}, &hover);
    cr_expect(hover.hit, "states are told");
    un_view_summary(&context, UN_VIEW_STAGE, words, sizeof words);
    cr_expect_not(strstr(words, "RNN"), "%s", words);
    un_draw_free(&list);
    un_snapshot_free(&snapshot);
    un_fonts_destroy(fonts);
}
