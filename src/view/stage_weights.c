/// The same W at every step: a mark on each border of wide columns; pointing at one lights all of its lane.
#include "view/stage_parts.h"

#include "base/catalog.h"
#include "base/number.h"
#include "view/part.h"

#include <math.h>
#include <stdio.h>

enum { RADIUS = 9, LEAST_PITCH = 60, LEAST_HEAT = 30 };

/// Whether the row's state goes through a matrix from step to step, and there is room to say so.
static bool has_marks(const un_Stage *stage, const un_StageRow *row) {
    const un_SnapshotLane *lane = &stage->snapshot->lane[row->lane];
    const un_StageColumns *grid = &stage->layout->grid;
    return lane->track[row->direction].measures.update && !lane->stateless && grid->bin == 1 &&
           grid->pitch >= LEAST_PITCH * stage->s && row->heat.h >= LEAST_HEAT * stage->s;
}

/// The middle of the mark before step t; false: it is not seen.
static bool mark_at(const un_Stage *stage, const un_StageRow *row, int t, un_Point *at) {
    const un_StageColumns *grid = &stage->layout->grid;
    float x = un_stage_x(grid, (float)t) - 1 * stage->s, r = RADIUS * stage->s;
    *at = (un_Point){x, row->heat.y + row->heat.h / 2};
    return x - r >= grid->x && x + r <= grid->x + grid->w;
}

bool un_stage_weight_at(const un_Stage *stage, const un_StageRow *row, un_Point at, un_Rect *mark) {
    const un_StageColumns *grid = &stage->layout->grid;
    if (!has_marks(stage, row)) return false;
    for (int column = 0; column < grid->columns; column++) {
        int t = un_stage_first(grid, column);
        un_Point middle;
        float r = RADIUS * stage->s;
        if (t == 0 || !mark_at(stage, row, t, &middle)) continue;
        if (hypotf(at.x - middle.x, at.y - middle.y) > r + 2 * stage->s) continue;
        *mark = (un_Rect){middle.x - r, middle.y - r, 2 * r, 2 * r};
        return true;
    }
    return false;
}

un_Rect un_stage_weights_rect(const un_Stage *stage, const un_StageRow *row) {
    const un_StageColumns *grid = &stage->layout->grid;
    un_Rect all = {0, 0, 0, 0};
    float r = RADIUS * stage->s;
    for (int column = 0; column < grid->columns && has_marks(stage, row); column++) {
        un_Point at;
        int t = un_stage_first(grid, column);
        if (t > 0 && mark_at(stage, row, t, &at)) all = un_part_join(all, (un_Rect){at.x - r, at.y - r, 2 * r, 2 * r});
    }
    return all;
}

void un_stage_weights(const un_Stage *stage, const un_StageRow *row) {
    const un_StageColumns *grid = &stage->layout->grid;
    if (!has_marks(stage, row)) return;
    un_Rect pointed;
    bool lit = stage->context->has_pointer && un_stage_weight_at(stage, row, stage->context->pointer, &pointed);
    un_TextStyle style = un_ink_style(stage->context, UN_FACE_SEMIBOLD, 12, lit ? UN_TOKEN_ON_INK : UN_TOKEN_INK2);
    for (int column = 0; column < grid->columns; column++) {
        int t = un_stage_first(grid, column);
        un_Point at;
        float r = RADIUS * stage->s;
        if (t == 0 || !mark_at(stage, row, t, &at) || un_stage_lit(stage, column) <= 0) continue;
        un_Rect disc = {at.x - r, at.y - r, 2 * r, 2 * r};
        un_draw_rect(stage->list, disc, r, un_ink_color(stage->context, lit ? UN_TOKEN_INK : UN_TOKEN_SURFACE));
        un_draw_frame(stage->list, disc, r, 1 * stage->s, un_ink_color(stage->context, lit ? UN_TOKEN_INK : UN_TOKEN_LINE2));
        un_text_draw_in(stage->list, stage->context->fonts, &style, disc, UN_ALIGN_CENTRE, "W");
    }
}
