// What views draw for lessons: parts by name, covers that tell nothing, the guess in the plot, the band over seeds.
#include "synthetic.h"
#include "text_check.h"
#include "view/cover.h"
#include "view/guess.h"
#include "view/highlight.h"
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
    for (float y = rect.y; y < rect.y + rect.h && !(hover.hit && strstr(hover.text[0], "RNN")); y += 2) { // its left end
        hover = (un_Hover){0};
        un_view_hover(&context, UN_VIEW_PROFILE, PANEL, (un_Point){rect.x + 8, y}, &hover);
    }
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

static const un_GuessAxis axes[] = {UN_GUESS_STEPS_BACK, UN_GUESS_RATIO, UN_GUESS_UPDATE, UN_GUESS_LOSS};

Test(lesson_guess, the_value_at_a_point_is_the_one_that_is_drawn_there) {
    static const double values[4][3] = {{0, 7, 20}, {1, 3.7e-4, 1e-6}, {0, 137, 1000}, {0, 0.31, 1.2}};
    un_Snapshot snapshot;
    un_Fonts *fonts = synthetic_fonts();
    synthetic_lab(&snapshot, 2, 21, 100);
    snapshot.updates = 1000;
    un_ViewContext context = synthetic_context(&snapshot, fonts);
    for (int a = 0; a < 4; a++) {
        for (int v = 0; v < 3; v++) {
            int view = un_guess_view(axes[a]);
            un_Point at;
            un_Rect handle, field;
            double back = -1;
            context.guess = (un_Guess){.axis = axes[a], .value = values[a][v]};
            cr_assert(un_guess_point(&context, view, PANEL, axes[a], values[a][v], &at));
            cr_assert(un_guess_at(&context, view, PANEL, axes[a], at, &back));
            double tolerance = 1e-4 * values[a][v] + 1e-6;
            cr_expect_float_eq(back, values[a][v], tolerance, "axis %d: %g, found %g", axes[a], values[a][v], back);
            cr_assert(un_guess_handle(&context, view, PANEL, &handle) && un_guess_field(&context, view, PANEL, axes[a], &field));
            cr_expect(un_rect_contains(handle, at) && handle.w >= 44);
        }
    }
    double value;
    un_Point far = {-1e4f, 1e4f};
    cr_assert(un_guess_at(&context, UN_VIEW_PROFILE, PANEL, UN_GUESS_STEPS_BACK, far, &value));
    cr_expect_eq(value, 20, "outside: the nearest inside");
    cr_expect_not(un_guess_at(&context, UN_VIEW_TRAINING, PANEL, UN_GUESS_STEPS_BACK, far, &value));
    cr_expect_not(un_guess_at(&context, UN_VIEW_PROFILE, (un_Rect){0, 0, 200, 100}, UN_GUESS_STEPS_BACK, far, &value), "drawn in words");
    cr_expect_eq(un_guess_step(&context, UN_GUESS_STEPS_BACK, 20, 1, false), 20);
    cr_expect_float_eq(un_guess_step(&context, UN_GUESS_RATIO, 1e-2, -1, true), 1e-3, 1e-9);
    un_snapshot_free(&snapshot);
    un_fonts_destroy(fonts);
}

Test(lesson_guess, the_axis_is_widened_for_a_guess) {
    un_Axis axis = {0, -6};
    un_Axis same = un_axis_hold(axis, 1e-3), deeper = un_axis_hold(axis, 1e-11), higher = un_axis_hold(axis, 20);
    cr_expect(same.top == 0 && same.bottom == -6);
    cr_expect(deeper.bottom == -12 && deeper.top == 0);
    cr_expect(higher.top == 3 && higher.bottom == -6);
    cr_expect_eq(un_axis_hold(axis, 0).bottom, -6);
}

Test(lesson_guess, its_labels_lie_on_nothing_and_stay_inside) {
    static const double guesses[4][4] = {{0, 3, 12, 20}, {1, 1e-1, 1e-3, 1e-6}, {0, 90, 600, 1000}, {0, 0.3, 1.3, 2.5}};
    static const float sizes[][2] = {{1280, 390}, {1000, 260}, {860, 640}, {520, 320}};
    static const char *const wanted[] = {"yourguess", "whathappened"};
    un_Snapshot snapshot;
    un_Fonts *fonts = synthetic_fonts();
    un_DrawList list;
    un_draw_init(&list);
    synthetic_lab(&snapshot, 3, 21, 300);
    snapshot.updates = 1000;
    for (int n = 0; n < 4 * 4 * 4 * 4; n++) {
        int a = n % 4, told = n / 4 % 2, scale = n / 8 % 2 + 1, view = un_guess_view(axes[a]);
        const float *size = sizes[n / 16 % 4];
        un_ViewContext context = synthetic_context(&snapshot, fonts);
        const double measured[] = {8, snapshot.lane[0].track[0].dh.ratio[0], 230, snapshot.lane[0].train_loss};
        char fault[256], words[4096];
        context.scale = (float)scale;
        context.guess = (un_Guess){.axis = axes[a], .value = guesses[a][n / 64], .told = told, .measured = measured[a]};
        context.covered = told ? 0 : 1u << view;
        un_draw_reset(&list);
        un_view_draw(&list, &context, view, (un_Rect){6, 6, size[0] * context.scale, size[1] * context.scale});
        cr_expect(text_check(&list, fonts, context.scale, fault, sizeof fault), "axis %d at %gx%g, guess %g: %s", axes[a], (double)size[0],
                  (double)size[1], context.guess.value, fault);
        words_of(&list, words, sizeof words);
        for (int w = 0; w <= told; w++)
            cr_expect(strstr(words, wanted[w]), "axis %d at %gx%g, guess %g: no %s", axes[a], (double)size[0], (double)size[1], context.guess.value, wanted[w]);
    }
    un_draw_free(&list);
    un_snapshot_free(&snapshot);
    un_fonts_destroy(fonts);
}

Test(lesson_guess, the_gap_is_said_in_the_axiss_own_words) {
    char text[64];
    cr_expect_str_eq(un_guess_gap(&(un_Guess){.axis = UN_GUESS_RATIO, .value = 1e-3, .told = true, .measured = 1e-3 / 192}, text, sizeof text), "192× less");
    cr_expect_str_eq(un_guess_gap(&(un_Guess){.axis = UN_GUESS_RATIO, .value = 1e-3, .told = true, .measured = 2.5e-3}, text, sizeof text), "2.5× more");
    cr_expect_str_eq(un_guess_gap(&(un_Guess){.axis = UN_GUESS_RATIO, .value = 1e-3, .told = true, .measured = 0}, text, sizeof text), "nothing is left");
    cr_expect_str_eq(un_guess_gap(&(un_Guess){.axis = UN_GUESS_STEPS_BACK, .value = 12, .told = true, .measured = 7}, text, sizeof text), "5 steps fewer");
    cr_expect_str_eq(un_guess_gap(&(un_Guess){.axis = UN_GUESS_UPDATE, .value = 100, .told = true, .measured = 1437}, text, sizeof text), "1,337 updates later");
    cr_expect_str_eq(un_guess_gap(&(un_Guess){.axis = UN_GUESS_STEPS_BACK, .value = 12, .told = false, .measured = 7}, text, sizeof text), "");
    cr_expect_str_eq(un_guess_gap(&(un_Guess){.axis = UN_GUESS_RATIO, .value = 1e-3, .told = true, .measured = 1.01e-3}, text, sizeof text), "", "as far as one sees");
}

// How often the veil lies over a point.
static int veils_at(const un_DrawList *list, un_Point at) {
    int count = 0;
    for (size_t i = 0; i < list->command_count; i++)
        count += list->command[i].kind == UN_DRAW_RECT && un_rect_contains(list->command[i].rect, at);
    return count;
}

Test(lesson_highlight, the_spotlight_veils_all_but_its_parts_once) {
    un_Snapshot snapshot;
    un_Fonts *fonts = synthetic_fonts();
    un_DrawList list;
    un_draw_init(&list);
    synthetic_lab(&snapshot, 1, 21, 0);
    un_ViewContext context = synthetic_context(&snapshot, fonts);
    const un_Rect parts[] = {{100, 100, 200, 50}, {420, 120, 80, 300}, {250, 300, 60, 60}};
    un_spotlight_draw(&list, &context, PANEL, parts, 3, UN_TOKEN_BACKWARD, 1);
    for (int k = 0; k < 3000; k++) {
        un_Point at = {PANEL.x + (float)(k % 60) * 21.3f, PANEL.y + (float)(k / 60) * 12.3f};
        bool inside = false, near = false;
        for (int i = 0; i < 3; i++) {
            inside = inside || un_rect_contains(un_rect_inset(parts[i], -6), at);
            near = near || un_rect_contains(un_rect_inset(parts[i], -10), at);
        }
        if (inside) cr_expect_eq(veils_at(&list, at), 0, "%g,%g", (double)at.x, (double)at.y);
        if (!near) cr_expect_eq(veils_at(&list, at), 1, "%g,%g", (double)at.x, (double)at.y);
    }
    un_draw_reset(&list);
    un_spotlight_draw(&list, &context, PANEL, parts, 3, UN_TOKEN_BACKWARD, 0);
    cr_expect_eq(list.command_count, 0, "not there yet");
    un_highlight_draw(&list, &context, PANEL, (un_Rect){PANEL.x - 5, PANEL.y, 400, 40}, UN_TOKEN_INK, 1);
    cr_expect(list.command_count == 1 && lies_inside(list.command[0].rect, PANEL), "an edge that the panel does not cut");
    un_Rect strip = {PANEL.x + 100, PANEL.y + 100, 400, 40};
    un_draw_reset(&list);
    un_highlight_draw(&list, &context, PANEL, strip, UN_TOKEN_BACKWARD, 1);
    un_DrawCommand edge = list.command[0];
    cr_expect(edge.rect.y + edge.rect.h + edge.width / 2 <= strip.y + strip.h + 2, "clear of the factors under the strip");
    cr_expect_eq(un_highlight_role(&(un_PartRef){.view = UN_VIEW_STAGE, .part = "RNN/gradient"}), UN_TOKEN_BACKWARD);
    cr_expect_eq(un_highlight_role(&(un_PartRef){.view = UN_VIEW_STAGE, .part = "RNN/loss"}), UN_TOKEN_LOSS);
    cr_expect_eq(un_highlight_role(&(un_PartRef){.view = UN_VIEW_STAGE, .part = "RNN/state"}), UN_TOKEN_INK);
    un_draw_free(&list);
    un_snapshot_free(&snapshot);
    un_fonts_destroy(fonts);
}

Test(lesson_view, every_part_of_every_view_stands_inside_and_has_one_place) {
    static const float sizes[][2] = {{1280, 620}, {860, 420}, {524, 596}};
    static const int lanes[] = {1, 3};
    un_Fonts *fonts = synthetic_fonts();
    for (int n = 0; n < 6 * UN_VIEW_COUNT; n++) {
        int view = n / 6;
        un_Snapshot snapshot;
        un_ViewPart part[UN_VIEW_PARTS];
        un_Rect panel = {12, 8, sizes[n % 3][0], sizes[n % 3][1]};
        synthetic_lab(&snapshot, lanes[n / 3 % 2], 31, 300);
        un_ViewContext context = synthetic_context(&snapshot, fonts);
        context.select = (un_Selection){0, 0, 4, 1};
        const un_View *row = un_view_table[view];
        int count = row->parts ? row->parts(&context, panel, part) : 0;
        cr_expect(count > 0 || !row->parts || view == UN_VIEW_HORIZON || view == UN_VIEW_EVENTS || view == UN_VIEW_DIRECTIONS, "%s", row->name);
        for (int i = 0; i < count; i++) {
            cr_expect(*part[i].name && lies_inside(part[i].rect, panel), "%s/%s", row->name, part[i].name);
            for (int k = 0; k < i && view != UN_VIEW_INSPECTOR; k++) // whose numbers may carry one letter twice: the first is meant
                cr_expect(strcmp(part[i].name, part[k].name) != 0, "%s/%s twice", row->name, part[i].name);
        }
        un_snapshot_free(&snapshot);
    }
    un_fonts_destroy(fonts);
}
