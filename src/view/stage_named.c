/// The stage's parts by name, for lessons: "input", "LSTM/state", "LSTM/gates/f", "LSTM/gradient", "LSTM/loss", "axis".
#include "view/part.h"
#include "view/stage_parts.h"

static void add_gates(un_PartList *parts, const un_StageRow *row, const un_SnapshotLane *lane, const char *suffix) {
    const un_SnapshotTrack *track = &lane->track[row->direction];
    if (row->gate_count == 0 || row->gate[0].h <= 0) return;
    un_Rect first = row->gate[0], last = row->gate[row->gate_count - 1];
    un_part_add(parts, (un_Rect){first.x, first.y, first.w, last.y + last.h - first.y}, "%s/gates%s", lane->name, suffix);
    for (int g = 0; g < row->gate_count; g++) {
        un_part_add(parts, row->gate[g], "%s/gates/%s%s", lane->name, track->gate[row->gate_shown[g]].name, suffix);
    }
}

/// The whole lane, from its bar to its loss; of a lane that reads both ways, both of its rows.
static un_Rect lane_rect(const un_StageLayout *layout, int lane) {
    un_Rect all = {0, 0, 0, 0};
    for (int r = 0; r < layout->row_count; r++) {
        const un_StageRow *row = &layout->row[r];
        if (row->lane != lane) continue;
        float right = row->result.x + row->result.w;
        all = un_part_join(all, (un_Rect){row->bar.x, row->bar.y, right - row->bar.x, row->bar.h});
    }
    return all;
}

/// The marks of the matrix where they are drawn, else the states that it joins.
static un_Rect weights_rect(const un_Stage *stage, const un_StageRow *row) {
    un_Rect marks = un_stage_weights_rect(stage, row);
    return marks.w > 0 ? marks : row->heat;
}

static void add_row(un_PartList *parts, const un_Stage *stage, const un_StageRow *row) {
    const un_SnapshotLane *lane = &stage->snapshot->lane[row->lane];
    const char *suffix = row->direction ? "/reverse" : "";
    un_part_add(parts, row->heat, "%s/state%s", lane->name, suffix);
    add_gates(parts, row, lane, suffix);
    un_part_add(parts, row->gradient, "%s/gradient%s", lane->name, suffix);
    if (row->direction) return;
    if (!lane->stateless) un_part_add(parts, weights_rect(stage, row), "%s/weights", lane->name);
    un_part_add(parts, (un_Rect){row->result.x, row->heat.y, row->result.w, row->heat.h}, "%s/output", lane->name);
    un_part_add(parts, un_stage_loss_rect(stage, row), "%s/loss", lane->name);
    if (row->foot.h > 0) un_part_add(parts, row->foot, "%s/update", lane->name);
}

int un_stage_named(const un_ViewContext *context, un_Rect rect, un_ViewPart part[UN_VIEW_PARTS]) {
    un_StageLayout layout = un_stage_layout(context, rect);
    un_Stage stage = {NULL, context, context->snapshot, &layout, rect, context->scale};
    un_PartList parts = un_part_list(part, rect);
    if (!layout.fits) return 0;
    un_part_add(&parts, layout.input, "input");
    un_part_add(&parts, layout.steps, "axis");
    for (int r = 0; r < layout.row_count; r++) {
        if (layout.row[r].direction == 0) un_part_add(&parts, lane_rect(&layout, layout.row[r].lane), "%s", context->snapshot->lane[layout.row[r].lane].name);
        add_row(&parts, &stage, &layout.row[r]);
    }
    return parts.count;
}
