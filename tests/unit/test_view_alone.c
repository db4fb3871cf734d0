// Every view of the table alone, from its least size to a projector's, in every theme and at every moment of the wave: nothing cut,
// nothing on top of another, the same picture twice; below its least size its words. UNROLL_VIEW=NAME: that view only.
#include "synthetic.h"
#include "text_check.h"

#include <criterion/criterion.h>

static void check_view(const un_ViewContext *context, int view, float width, float height, const char *name) {
    const un_View *row = un_view_table[view];
    un_DrawList list;
    un_draw_init(&list);
    double end = un_wave_duration(context->snapshot->T);
    const double times[] = {-1, 0.4, end * 0.6, end + 1};
    for (size_t m = 0; m < sizeof times / sizeof *times; m++) {
        un_ViewContext now = *context;
        char what[200], fault[256], words[1024] = "";
        uint64_t hash = 0;
        if (times[m] >= 0) now.wave = un_wave_at(now.snapshot->T, times[m], 0);
        for (int round = 0; round < 2; round++) {
            un_draw_reset(&list);
            un_view_draw(&list, &now, view, (un_Rect){12, 8, width, height});
            uint64_t drawn = un_draw_hash(&list, 0, list.command_count);
            snprintf(what, sizeof what, "%s, %s at %gx%g, scale %g, T %d, t %g", row->name, name, (double)width, (double)height,
                     (double)now.scale, now.snapshot->T, times[m]);
            cr_expect(round == 0 || drawn == hash, "%s: another picture the second time", what);
            hash = drawn;
        }
        cr_expect(text_check(&list, now.fonts, now.scale, fault, sizeof fault), "%s: %s", what, fault);
        row->summary(&now, words, sizeof words);
        cr_expect(*words, "%s: no words", what);
        un_Note note[UN_NOTES_MAX];
        int notes = row->notes(&now, (un_Rect){12, 8, width, height}, note);
        cr_expect(notes >= 0 && notes <= UN_NOTES_MAX);
        for (int i = 0; i < notes; i++) {
            un_Rect mark = note[i].mark;
            cr_expect(mark.w > 0 && mark.h > 0 && mark.x >= 11 && mark.y >= 7 && mark.x + mark.w <= width + 13 &&
                          mark.y + mark.h <= height + 9 && *note[i].text,
                      "%s: note %d points outside", what, i + 1);
        }
        for (int k = 0; k < 400; k++) { // hover anywhere: no fault, and its texts are whole
            un_Hover hover = {0};
            un_Point at = {12 + width * (float)(k % 20) / 19, 8 + height * (float)(k / 20) / 19};
            row->hover(&now, (un_Rect){12, 8, width, height}, at, &hover);
            cr_expect(hover.lines >= 0 && hover.lines <= 5, "%s: hover", what);
        }
    }
    un_draw_free(&list);
}

static void check_all(const un_Snapshot *snapshot, const un_Fonts *fonts, const char *name) {
    static const un_Selection selections[] = {{-1, 0, -1, -1}, {0, 0, 0, -1}, {1, 0, 5, 2}};
    const char *only = getenv("UNROLL_VIEW");
    for (int view = 0; view < UN_VIEW_COUNT; view++) {
        const un_View *row = un_view_table[view];
        if (only && strcmp(only, row->name) != 0) continue;
        for (int k = 0; k < 3; k++) {
            un_ViewContext context = synthetic_context(snapshot, fonts);
            context.select = selections[k];
            if (context.select.lane >= snapshot->lane_count || context.select.step >= snapshot->T) continue;
            context.theme = (un_ThemeName)(k % UN_THEME_COUNT);
            float w = row->least_width, h = row->least_height;
            check_view(&context, view, w, h, name);
            check_view(&context, view, w - 1, h, name);
            check_view(&context, view, 524, 596, name);
            check_view(&context, view, 1352, 272, name);
            check_view(&context, view, 1256, 560, name);
            check_view(&context, view, 1888, 924, name);
            context.scale = 2;
            check_view(&context, view, 2 * w, 2 * h, name);
            check_view(&context, view, 1888, 924, name);
        }
    }
}

Test(view_alone, three_lanes_of_every_length) {
    static const int lengths[] = {1, 2, 6, 31, 200, 1000};
    un_Fonts *fonts = synthetic_fonts();
    for (size_t k = 0; k < sizeof lengths / sizeof *lengths; k++) {
        un_Snapshot snapshot;
        synthetic_lab(&snapshot, 3, lengths[k], 300);
        check_all(&snapshot, fonts, "three lanes");
        un_snapshot_free(&snapshot);
    }
    un_fonts_destroy(fonts);
}

Test(view_alone, one_lane_untrained_and_four_with_two_directions) {
    un_Fonts *fonts = synthetic_fonts();
    un_Snapshot snapshot;
    synthetic_lab(&snapshot, 1, 31, 0);
    check_all(&snapshot, fonts, "untrained");
    un_snapshot_free(&snapshot);
    SyntheticLane lane[4] = {synthetic_rnn, synthetic_lstm, synthetic_gru, synthetic_lstm};
    lane[0].name = "Elmans Netz, unver\xc3\xa4ndert seit 90";
    lane[1].directions = 2;
    lane[1].hidden = 3;
    lane[2].hidden = 128;
    lane[3].truncate = 5;
    synthetic_fill(&snapshot, lane, 4, 31, 500);
    check_all(&snapshot, fonts, "four lanes");
    un_snapshot_free(&snapshot);
    un_fonts_destroy(fonts);
}
