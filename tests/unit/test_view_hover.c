// Hovering tells the snapshot's own numbers, all digits of them, at the place where they are drawn.
#include "synthetic.h"

#include "base/number.h"
#include "view/lab.h"
#include "view/stage.h"

#include <criterion/criterion.h>

static un_Fonts *fonts;
static un_Snapshot snapshot;
static un_ViewContext context;
static const un_Rect rect = {0, 0, 1352, 628};

static void setup(void) {
    fonts = synthetic_fonts();
    synthetic_lab(&snapshot, 3, 31, 300);
    context = synthetic_context(&snapshot, fonts);
}

static void teardown(void) {
    un_snapshot_free(&snapshot);
    un_fonts_destroy(fonts);
}

TestSuite(view_hover, .init = setup, .fini = teardown);

static un_Hover stage_at(float x, float y) {
    un_Hover hover = {0};
    un_view_table[UN_VIEW_STAGE]->hover(&context, rect, (un_Point){x, y}, &hover);
    return hover;
}

static void expect_line(const un_Hover *hover, const char *wanted) {
    cr_assert(hover->hit);
    for (int i = 0; i < hover->lines; i++) {
        if (strcmp(hover->text[i], wanted) == 0) return;
    }
    cr_assert_fail("'%s' is not among '%s' '%s' '%s' '%s'", wanted, hover->text[0], hover->text[1], hover->text[2],
                   hover->text[3]);
}

static void expect_number(const un_Hover *hover, const char *format, double value, int digits) {
    char number[64], wanted[160];
    un_number_full(value, digits, number, sizeof number);
    snprintf(wanted, sizeof wanted, "%s%s", format, number);
    expect_line(hover, wanted);
}

Test(view_hover, every_cell_of_a_heat_map) {
    un_StageLayout layout = un_stage_layout(&context, rect);
    for (int l = 0; l < 3; l++) {
        const un_SnapshotTrack *track = &snapshot.lane[l].track[0];
        un_Rect heat = layout.row[l].heat;
        for (int t = 0; t < 31; t++) {
            for (int r = 0; r < 16; r++) {
                float x = layout.grid.x + ((float)t + 0.5f) * layout.grid.pitch,
                      y = heat.y + ((float)r + 0.5f) * heat.h / 16;
                un_Hover hover = stage_at(x, y);
                char place[160];
                expect_number(&hover, "h = ", (double)track->h[t * 16 + track->order[r]], 9);
                snprintf(place, sizeof place, "%s · step %d · unit %d", snapshot.lane[l].name, t, track->order[r]);
                expect_line(&hover, place);
                cr_assert(un_rect_contains(hover.mark, (un_Point){x, y}));
            }
        }
    }
}

Test(view_hover, cell_state_and_order_by_index) {
    context.show_c = true;
    context.order_by_index = true;
    un_StageLayout layout = un_stage_layout(&context, rect);
    un_Rect heat = layout.row[1].heat;
    un_Hover hover = stage_at(layout.grid.x + 4.5f * layout.grid.pitch, heat.y + 2.5f * heat.h / 16);
    expect_number(&hover, "c = ", (double)snapshot.lane[1].track[0].c[4 * 16 + 2], 9);
    expect_line(&hover, "LSTM · step 4 · unit 2");
    heat = layout.row[0].heat; // an RNN has no c
    hover = stage_at(layout.grid.x + 4.5f * layout.grid.pitch, heat.y + 2.5f * heat.h / 16);
    expect_number(&hover, "h = ", (double)snapshot.lane[0].track[0].h[4 * 16 + 2], 9);
}

Test(view_hover, gradients_with_all_digits) {
    un_StageLayout layout = un_stage_layout(&context, rect);
    for (int l = 0; l < 3; l++) {
        const un_SnapshotTrack *track = &snapshot.lane[l].track[0];
        const un_SnapshotGradient *gradient = l == 1 ? &track->dc : &track->dh;
        for (int t = 0; t < 31; t++) {
            un_Rect strip = layout.row[l].gradient;
            un_Hover hover = stage_at(un_stage_middle(&layout.grid, t), strip.y + strip.h / 2);
            char place[160];
            expect_number(&hover, l == 1 ? "|∂L/∂c| = " : "|∂L/∂h| = ", gradient->norm[t], 17);
            expect_number(&hover, "÷ loss step = ", gradient->ratio[t], 17);
            snprintf(place, sizeof place,
                     t == 29 ? "%s · step %d, %d step back from the loss" : "%s · step %d, %d steps back from the loss",
                     snapshot.lane[l].name, t, 30 - t);
            expect_line(&hover, place);
        }
    }
}

Test(view_hover, gates_inputs_answers_and_loss) {
    un_StageLayout layout = un_stage_layout(&context, rect);
    const un_StageRow *row = &layout.row[1];
    un_Hover hover = stage_at(un_stage_middle(&layout.grid, 7), row->gate[0].y + 4);
    expect_number(&hover, "gate f, mean over units = ", (double)snapshot.lane[1].track[0].gate[1].mean[7], 9);
    hover = stage_at(un_stage_middle(&layout.grid, 0), layout.input.y + 4);
    expect_line(&hover, "input B, one that matters");
    hover = stage_at(row->result.x + 20, row->heat.y + row->heat.h / 4 * 1.5f);
    expect_number(&hover, "probability of B = ", (double)snapshot.lane[1].output[1], 9);
    expect_line(&hover, "the true answer");
    hover = stage_at(row->result.x + 20, row->gradient.y + row->gradient.h / 2);
    expect_number(&hover, "loss of this sequence = ", snapshot.lane[1].loss, 17);
    cr_assert(!stage_at(5, 5).hit);
}

Test(view_hover, binned_columns_tell_their_mean_and_their_largest) {
    un_snapshot_free(&snapshot);
    synthetic_lab(&snapshot, 1, 2000, 0);
    context = synthetic_context(&snapshot, fonts);
    un_StageLayout layout = un_stage_layout(&context, rect);
    const un_SnapshotTrack *track = &snapshot.lane[0].track[0];
    int bin = layout.grid.bin, column = layout.grid.columns - 10, first = column * bin, best = first;
    cr_assert(bin > 1);
    float sum = 0, x = layout.grid.x + ((float)column + 0.5f) * layout.grid.pitch;
    for (int t = first; t < first + bin; t++)
        sum += track->h[t * 16 + track->order[0]];
    for (int t = first; t < first + bin; t++)
        best = track->dh.norm[t] > track->dh.norm[best] ? t : best;
    un_Hover hover = stage_at(x, layout.row[0].heat.y + 1);
    char wanted[160], number[64];
    snprintf(wanted, sizeof wanted, "h, mean of %d values = %s", bin,
             un_number_full((double)(sum / (float)bin), 9, number, sizeof number));
    expect_line(&hover, wanted);
    hover = stage_at(x, layout.row[0].gradient.y + 10);
    expect_number(&hover, "|∂L/∂h| = ", track->dh.norm[best], 17);
}

Test(view_hover, what_the_wave_has_not_reached_is_not_told) {
    un_StageLayout layout = un_stage_layout(&context, rect);
    un_Rect heat = layout.row[0].heat, strip = layout.row[0].gradient;
    context.wave = (un_Wave){UN_WAVE_FORWARD, 10, 0};
    cr_assert(stage_at(un_stage_middle(&layout.grid, 9), heat.y + 3).hit);
    cr_assert(!stage_at(un_stage_middle(&layout.grid, 10), heat.y + 3).hit);
    cr_assert(!stage_at(un_stage_middle(&layout.grid, 9), strip.y + 3).hit);
    context.wave = (un_Wave){UN_WAVE_BACKWARD, 20, 1};
    cr_assert(stage_at(un_stage_middle(&layout.grid, 20), strip.y + 3).hit);
    cr_assert(!stage_at(un_stage_middle(&layout.grid, 19), strip.y + 3).hit);
}

Test(view_hover, truncation_is_called_cut) {
    un_snapshot_free(&snapshot);
    SyntheticLane lane = synthetic_rnn;
    lane.truncate = 5;
    synthetic_fill(&snapshot, &lane, 1, 31, 0);
    context = synthetic_context(&snapshot, fonts);
    un_StageLayout layout = un_stage_layout(&context, rect);
    un_Hover hover = stage_at(un_stage_middle(&layout.grid, 3), layout.row[0].gradient.y + 5);
    expect_line(&hover, "cut by truncation after 4 steps, not vanished");
}

Test(view_hover, the_reverse_direction_is_zero_and_not_cut) {
    un_snapshot_free(&snapshot);
    SyntheticLane lane = synthetic_rnn;
    lane.truncate = 5;
    lane.directions = 2;
    synthetic_fill(&snapshot, &lane, 1, 31, 0);
    context = synthetic_context(&snapshot, fonts);
    un_StageLayout layout = un_stage_layout(&context, rect);
    cr_assert_eq(layout.row[1].direction, 1);
    un_Hover hover = stage_at(un_stage_middle(&layout.grid, 3), layout.row[1].gradient.y + 5);
    expect_number(&hover, "|∂L/∂h| = ", 0, 17);
    hover = stage_at(un_stage_middle(&layout.grid, 3), layout.row[0].gradient.y + 5);
    expect_line(&hover, "cut by truncation after 4 steps, not vanished");
}

Test(view_hover, the_profile_and_the_training_chart) {
    un_LabDef def = un_default_lab_def(1920, 1080, 1);
    un_LabLayout lab = un_lab_layout(&def);
    un_Hover hover = {0};
    un_StageColumns grid = un_stage_columns(&context, lab.place[UN_PLACE_LOWER]);
    // Down the column of step 10 until the RNN's line is met.
    bool found = false;
    for (float y = lab.place[UN_PLACE_LOWER].y; y < lab.place[UN_PLACE_LOWER].y + lab.place[UN_PLACE_LOWER].h && !found; y += 2) {
        un_lab_hover(&context, &lab, (un_Point){un_stage_middle(&grid, 10), y}, &hover);
        found = hover.hit && strstr(hover.text[0], "RNN") != NULL;
    }
    cr_assert(found);
    expect_number(&hover, "RNN  |∂L/∂h| ÷ loss step = ", snapshot.lane[0].track[0].dh.ratio[10], 17);
    expect_line(&hover, "step 10, 20 steps back from the loss");
    found = false;
    for (float y = lab.place[UN_PLACE_SIDE].y; y < lab.place[UN_PLACE_SIDE].y + lab.place[UN_PLACE_SIDE].h / 2 && !found; y += 2) {
        un_lab_hover(&context, &lab, (un_Point){lab.place[UN_PLACE_SIDE].x + 120, y}, &hover);
        found = hover.hit;
    }
    cr_assert(found);
    bool exact = false;
    for (int i = 0; i < snapshot.history_count; i++) {
        char wanted[160], number[64];
        snprintf(wanted, sizeof wanted, "RNN  loss, mean of 10 = %s",
                 un_number_full((double)snapshot.lane[0].loss_mean[i], 9, number, sizeof number));
        exact = exact || strcmp(hover.text[0], wanted) == 0;
        snprintf(wanted, sizeof wanted, "GRU  loss, mean of 10 = %s",
                 un_number_full((double)snapshot.lane[2].loss_mean[i], 9, number, sizeof number));
        exact = exact || strcmp(hover.text[0], wanted) == 0;
        snprintf(wanted, sizeof wanted, "LSTM  loss, mean of 10 = %s",
                 un_number_full((double)snapshot.lane[1].loss_mean[i], 9, number, sizeof number));
        exact = exact || strcmp(hover.text[0], wanted) == 0;
    }
    cr_assert(exact, "'%s'", hover.text[0]);
}

Test(view_hover, tooltips_stay_inside_and_off_the_front) {
    un_DrawList list;
    un_draw_init(&list);
    un_Rect bounds = {0, 0, 1280, 720};
    un_LabDef def = un_default_lab_def(1280, 720, 1);
    un_LabLayout lab = un_lab_layout(&def);
    for (int step = 0; step < 31; step++) {
        context.wave = (un_Wave){UN_WAVE_BACKWARD, (float)step, 1};
        un_StageLayout layout = un_stage_layout(&context, lab.place[UN_PLACE_STAGE]);
        float front = un_stage_x(&layout.grid, (float)step);
        for (int t = step; t < 31; t++) {
            un_Hover hover;
            un_lab_hover(&context, &lab, (un_Point){un_stage_middle(&layout.grid, t), layout.row[2].gradient.y + 5},
                         &hover);
            cr_assert(hover.hit);
            un_draw_reset(&list);
            un_hover_draw(&list, &context, &hover, bounds);
            un_Rect box = {0};
            for (size_t i = 0; i < list.command_count; i++) {
                if (list.command[i].kind == UN_DRAW_RECT) box = list.command[i].rect;
            }
            cr_assert(box.x >= 0 && box.y >= 0 && box.x + box.w <= 1280 && box.y + box.h <= 720);
            cr_assert(front <= box.x || front >= box.x + box.w, "step %d, cell %d: the tooltip covers the front", step,
                      t);
        }
    }
    un_draw_free(&list);
}
