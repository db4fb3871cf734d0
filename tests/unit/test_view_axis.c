// The common gradient axis, and what the views say in words.
#include "synthetic.h"
#include "view/ink.h"

#include <criterion/criterion.h>

static un_Axis axis_of(double factor, int T) {
    un_Snapshot snapshot;
    SyntheticLane lane = synthetic_rnn;
    lane.factor = factor;
    synthetic_fill(&snapshot, &lane, 1, T, 0);
    un_Axis axis = un_axis_choose(&snapshot);
    un_snapshot_free(&snapshot);
    return axis;
}

Test(view_axis, bottom_is_the_first_under_the_smallest_value) {
    const struct {
        double factor;
        int T, bottom;
    } row[] = {
        {0.9, 10, -4},  {0.3, 11, -6},  {0.3, 15, -8},   {0.3, 22, -12},
        {0.3, 38, -20}, {0.3, 57, -30}, {0.3, 100, -60}, {0.3, 400, -60},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        un_Axis axis = axis_of(row[i].factor, row[i].T);
        cr_assert(axis.bottom == row[i].bottom, "factor %g, %d steps: %d", row[i].factor, row[i].T, axis.bottom);
    }
}

Test(view_axis, top_grows_with_the_lanes) {
    cr_assert(axis_of(0.99, 10).top == 1, "the wobble lifts the second step over 1");
    cr_assert(axis_of(0.5, 10).top == 0);
    cr_assert(axis_of(1.2, 20).top == 3);
}

Test(view_axis, extending_never_narrows) {
    un_Snapshot snapshot;
    synthetic_lab(&snapshot, 3, 31, 0);
    un_Axis chosen = un_axis_choose(&snapshot), wide = {3, -60}, narrow = {0, -4};
    un_Axis kept = un_axis_extend(wide, &snapshot), grown = un_axis_extend(narrow, &snapshot);
    cr_assert(kept.top == 3);
    cr_assert(kept.bottom == -60);
    cr_assert(grown.top == chosen.top);
    cr_assert(grown.bottom == chosen.bottom);
    un_snapshot_free(&snapshot);
}

Test(view_axis, zeros_and_nans_do_not_choose_it) {
    un_Snapshot snapshot;
    SyntheticLane lane[2] = {synthetic_rnn, synthetic_rnn};
    lane[0].factor = 0.5;
    lane[0].truncate = 4;
    lane[1].factor = 0.5;
    lane[1].name = "NAN";
    synthetic_fill(&snapshot, lane, 2, 31, 0);
    cr_assert(un_axis_choose(&snapshot).bottom == -4);
    un_snapshot_free(&snapshot);
}

static const char *verdict_of(SyntheticLane lane, int T, char *out, size_t size) {
    un_Snapshot snapshot;
    synthetic_fill(&snapshot, &lane, 1, T, 0);
    un_ink_verdict(&snapshot, &snapshot.lane[0], &snapshot.lane[0].track[0], out, size);
    un_snapshot_free(&snapshot);
    return out;
}

Test(view_axis, verdicts) {
    char text[96];
    SyntheticLane lane = synthetic_rnn;
    cr_assert_str_eq(verdict_of(lane, 31, text, sizeof text), "under 1 % after 8 steps");
    cr_assert_str_eq(verdict_of(synthetic_lstm, 31, text, sizeof text), "never under 1 %");
    lane.factor = 0.001;
    cr_assert_str_eq(verdict_of(lane, 31, text, sizeof text), "under 1 % after 1 step");
    lane.truncate = 5;
    lane.factor = 0.99;
    cr_assert_str_eq(verdict_of(lane, 31, text, sizeof text), "cut after 4 steps");
    lane.factor = 0.11;
    cr_assert_str_eq(verdict_of(lane, 31, text, sizeof text), "under 1 % after 3 steps");
    lane.nonfinite_at = 1234;
    cr_assert_str_eq(verdict_of(lane, 31, text, sizeof text), "not a number since update 1,234");
}

Test(view_axis, summaries_name_every_lane_with_its_number) {
    un_Snapshot snapshot;
    char text[1024];
    synthetic_lab(&snapshot, 3, 31, 300);
    un_Fonts *fonts = synthetic_fonts();
    un_ViewContext context = synthetic_context(&snapshot, fonts);
    un_view_table[UN_VIEW_STAGE]->summary(&context, text, sizeof text);
    cr_assert_not_null(
        strstr(text,
               "RNN: 1.7·10⁻⁸ of the gradient reaches step 0, under 1 % after 8 steps; LSTM: 1.4, never under 1 %"),
        "%s", text);
    un_view_table[UN_VIEW_PROFILE]->summary(&context, text, sizeof text);
    cr_assert_not_null(strstr(text, "RNN: the gradient changes ×0.55 per step back"), "%s", text);
    un_view_table[UN_VIEW_TRAINING]->summary(&context, text, sizeof text);
    cr_assert_not_null(
        strstr(text,
               "At update 300: RNN: loss 1.4, 25 % right, not solved; LSTM: loss 0.092, 100 % right, solved at 230"),
        "%s", text);
    for (int v = 0; v < UN_VIEW_COUNT; v++) { // never beyond its room
        char small[17];
        memset(small, 'x', sizeof small);
        un_view_table[v]->summary(&context, small, 16);
        cr_assert(strlen(small) < 16);
        cr_assert(small[16] == 'x');
    }
    un_fonts_destroy(fonts);
    un_snapshot_free(&snapshot);
}

Test(view_axis, the_table_finds_its_names) {
    for (int v = 0; v < UN_VIEW_COUNT; v++)
        cr_assert(un_view_find(un_view_table[v]->name) == v);
    cr_assert(un_view_find("stagee") == -1);
}

Test(view_axis, labels_are_spread_without_leaving_their_room) {
    float y[4] = {10, 12, 13, 90};
    un_ink_spread(y, 4, 16, 0, 100);
    for (int i = 1; i < 4; i++)
        cr_assert(y[i] - y[i - 1] >= 16);
    float low[3] = {95, 97, 99};
    un_ink_spread(low, 3, 16, 0, 100);
    cr_assert(low[2] <= 100);
    for (int i = 1; i < 3; i++)
        cr_assert(low[i] - low[i - 1] >= 16);
}
