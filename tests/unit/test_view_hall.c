// The views as a hall and a slide show them, 12 points of the view 20 of the slide: nothing cut, nothing on top of another, and no type
// under 20 points.
#include "synthetic.h"
#include "text_check.h"
#include "view/stage.h"

#include <criterion/criterion.h>

static const float HALL = 20.0f / 12;

/// The smallest text of the list, a subscript counting as the text that it belongs to.
static float least_type(const un_DrawList *list) {
    float least = INFINITY;
    for (size_t i = 0; i < list->command_count; i++) {
        const un_DrawCommand *command = &list->command[i];
        float size = 0;
        if (command->kind != UN_DRAW_GLYPHS) continue;
        for (size_t g = command->first; g < command->first + command->count; g++)
            size = fmaxf(size, list->glyph[g].size);
        if (size > 0) least = fminf(least, size);
    }
    return least;
}

static void check(const un_Snapshot *snapshot, const un_Fonts *fonts, int view, float width, float height, const char *name) {
    const double times[] = {-1, 0.4, un_wave_duration(snapshot->T) * 0.6, un_wave_duration(snapshot->T) + 1};
    un_DrawList list;
    un_draw_init(&list);
    for (size_t m = 0; m < sizeof times / sizeof *times; m++) {
        un_ViewContext context = synthetic_context(snapshot, fonts);
        char fault[256];
        context.hall = true;
        context.scale = HALL;
        context.theme = UN_THEME_PRINT;
        if (times[m] >= 0) context.wave = un_wave_at(snapshot->T, times[m], 0);
        un_draw_reset(&list);
        un_view_draw_inside(&list, &context, view, (un_Rect){38, 80, width, height});
        cr_expect(text_check(&list, fonts, HALL, fault, sizeof fault), "%s, %s, T %d, t %g, %gx%g: %s", un_view_table[view]->name, name,
                  snapshot->T, times[m], (double)width, (double)height, fault);
        cr_expect(least_type(&list) > 19.99f, "%s, %s, T %d: type of %g points", un_view_table[view]->name, name, snapshot->T,
                  (double)least_type(&list));
    }
    un_draw_free(&list);
}

static void check_stage(const un_Snapshot *snapshot, const un_Fonts *fonts, bool fits, const char *name) {
    un_ViewContext context = synthetic_context(snapshot, fonts);
    context.hall = true;
    context.scale = HALL;
    cr_expect_eq(un_stage_layout(&context, (un_Rect){38, 80, 884, 380}).fits, fits, "%s, T %d", name, snapshot->T);
    check(snapshot, fonts, UN_VIEW_STAGE, 884, 380, name);
    check(snapshot, fonts, UN_VIEW_STAGE, 644, 400, name); // 4:3
}

Test(view_hall, the_stage_of_every_number_of_lanes_and_steps) {
    static const int lengths[] = {1, 2, 6, 31, 200, 1000};
    un_Fonts *fonts = synthetic_fonts();
    un_Snapshot snapshot;
    for (size_t k = 0; k < sizeof lengths / sizeof *lengths; k++) {
        for (int lanes = 1; lanes <= 3; lanes++) {
            synthetic_lab(&snapshot, lanes, lengths[k], 300);
            check_stage(&snapshot, fonts, true, "lanes");
            un_snapshot_free(&snapshot);
        }
    }
    SyntheticLane lane[4] = {synthetic_rnn, synthetic_lstm, synthetic_gru, synthetic_lstm};
    lane[0].name = "Elmans Netz, unver\xc3\xa4ndert seit 90";
    lane[2].hidden = 128;
    lane[3].truncate = 5;
    synthetic_fill(&snapshot, lane, 4, 31, 500);
    check_stage(&snapshot, fonts, true, "four lanes");
    un_snapshot_free(&snapshot);
    lane[1].directions = lane[2].directions = 2;
    synthetic_fill(&snapshot, lane, 4, 31, 500);
    check_stage(&snapshot, fonts, false, "six rows: in words");
    un_snapshot_free(&snapshot);
    un_fonts_destroy(fonts);
}

Test(view_hall, every_other_view) {
    un_Fonts *fonts = synthetic_fonts();
    un_Snapshot snapshot;
    synthetic_lab(&snapshot, 3, 31, 300);
    for (int view = 0; view < UN_VIEW_COUNT; view++)
        check(&snapshot, fonts, view, 884, 400, "three lanes");
    un_snapshot_free(&snapshot);
    un_fonts_destroy(fonts);
}
