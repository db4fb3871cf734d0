#include "view/pick.h"
#include "view/stage_parts.h"

/// The unit whose row of the heat map is at y; of several in one row the first.
static int unit_at(const un_ViewContext *context, const un_SnapshotLane *lane, const un_StageRow *row, float y) {
    int units, rows = un_stage_heat_rows(lane->hidden, &units), r = (int)((y - row->heat.y) / row->heat.h * (float)rows);
    if (r < 0 || r >= rows) return -1;
    return un_stage_unit(context, &lane->track[row->direction], r * units);
}

bool un_stage_pick(const un_ViewContext *context, un_Rect rect, un_Point point, un_Selection *out) {
    un_StageLayout stage = un_stage_layout(context, rect);
    int column = un_stage_column_at(&stage.grid, point.x);
    if (!stage.fits || column < 0) return false;
    int step = un_stage_first(&stage.grid, column);
    for (int r = 0; r < stage.row_count; r++) {
        const un_StageRow *row = &stage.row[r];
        const un_SnapshotLane *lane = &context->snapshot->lane[row->lane];
        if (point.y < row->heat.y || point.y >= row->gradient.y + row->gradient.h) continue;
        bool heat = point.y < row->heat.y + row->heat.h;
        *out = (un_Selection){row->lane, row->direction, step, heat ? unit_at(context, lane, row, point.y) : -1};
        return step < context->snapshot->T;
    }
    return false;
}
