#include "view/stage.h"

#include "base/catalog.h"
#include "base/number.h"
#include "view/stage_parts.h"

#include <math.h>
#include <stdio.h>

static void words(un_DrawList *list, const un_ViewContext *context, un_Rect rect) {
    const un_Snapshot *snapshot = context->snapshot;
    const un_Fonts *fonts = context->fonts;
    float s = context->scale, pad = 12 * s, x = rect.x + pad, w = rect.w - 2 * pad;
    int t = un_ink_arrived(context);
    bool started = t < snapshot->T;
    un_TextStyle quiet = un_ink_style(context, UN_FACE_REGULAR, 12, UN_TOKEN_INK3);
    un_TextStyle name = un_ink_style(context, UN_FACE_SEMIBOLD, 16, UN_TOKEN_INK);
    un_TextStyle figure = un_ink_style(context, UN_FACE_SEMIBOLD, 16, UN_TOKEN_BACKWARD);
    un_TextStyle verdict_style = un_ink_style(context, UN_FACE_REGULAR, 13, UN_TOKEN_INK2);
    char text[160];
    float head = 20 * s, pitch = fminf((rect.h - 2 * pad - head) / (float)snapshot->lane_count, 52 * s),
          y = rect.y + pad;
    if (started)
        snprintf(text, sizeof text, _("gradient that reaches step %d ÷ loss step"), t);
    else
        snprintf(text, sizeof text, "%s", _("The backward wave has not started."));
    un_text_draw_cut(list, fonts, &quiet, (un_Point){x, y + 11 * s}, w, text);
    for (int l = 0; l < snapshot->lane_count; l++) {
        const un_SnapshotLane *lane = &snapshot->lane[l];
        float top = y + head + pitch * (float)l;
        if (pitch < 15 * s || top + pitch > rect.y + rect.h) break;
        bool two = pitch >= 36 * s;
        float baseline = top + (two ? 17 : 13) * s;
        un_draw_rect(list, (un_Rect){x, top + 2 * s, 4 * s, (two ? 32 : 14) * s}, 2 * s, un_ink_lane(context, l));
        char number[32] = "", verdict[96] = "";
        if (started) un_number_short(un_ink_highway(&lane->track[0])->ratio[t], number, sizeof number);
        if (un_ink_verdict_is_told(context, lane, &lane->track[0]))
            un_ink_verdict(snapshot, lane, &lane->track[0], verdict, sizeof verdict);
        float after = un_text_draw_cut(list, fonts, &name, (un_Point){x + 12 * s, baseline}, w * 0.45f, lane->name);
        float figure_x = x + fmaxf(12 * s + after + 12 * s, 76 * s),
              used = un_text_draw(list, fonts, &figure, (un_Point){figure_x, baseline}, UN_ALIGN_LEFT, number);
        if (two)
            un_text_draw_cut(list, fonts, &verdict_style, (un_Point){x + 12 * s, baseline + 17 * s}, w - 12 * s,
                             verdict);
        else if (figure_x + used + 10 * s + un_text_width(fonts, &quiet, verdict) <= x + w)
            un_text_draw(list, fonts, &quiet, (un_Point){figure_x + used + 10 * s, baseline}, UN_ALIGN_LEFT, verdict);
    }
}

/// The frame of the cell that the inspector shows, `wide` from x on, and of its unit's row in the heat map.
static void frame_cell(const un_Stage *stage, const un_StageRow *row, float x, float wide) {
    const un_SnapshotLane *lane = &stage->snapshot->lane[row->lane];
    un_Color ink = un_ink_color(stage->context, UN_TOKEN_INK);
    float s = stage->s, bottom = row->gradient.y + row->gradient.h;
    un_draw_frame(stage->list, (un_Rect){x, row->heat.y - 2 * s, wide, bottom - row->heat.y + 4 * s}, 3 * s, 2 * s, ink);
    int units, rows = un_stage_heat_rows(lane->hidden, &units), unit = stage->context->select.unit;
    float h = row->heat.h / (float)rows;
    for (int i = 0; unit >= 0 && i < lane->hidden; i++) {
        if (un_stage_unit(stage->context, &lane->track[row->direction], i) != unit) continue;
        un_Rect cell = {x, row->heat.y + h * (float)(i / units) - s, wide, fmaxf(h, 3 * s) + 2 * s};
        un_draw_frame(stage->list, cell, s, 1.5f * s, ink);
    }
}

static void draw_chosen(const un_Stage *stage) {
    un_Selection select = stage->context->select;
    const un_StageColumns *grid = &stage->layout->grid;
    int column = 0;
    while (column < grid->columns && select.step >= un_stage_end(grid, column, stage->snapshot->T))
        column++;
    if (select.lane < 0 || column == grid->columns || select.step < un_stage_first(grid, column)) return;
    float s = stage->s, left, right;
    un_stage_cell(grid, column, s, &left, &right);
    float wide = fmaxf(right - left + 4 * s, 6 * s); // as wide as can be seen on a thousand steps
    for (int r = 0; r < stage->layout->row_count; r++) {
        const un_StageRow *row = &stage->layout->row[r];
        if (row->lane == select.lane && row->direction == select.direction)
            frame_cell(stage, row, (left + right - wide) / 2, wide);
    }
}

static void draw(un_DrawList *list, const un_ViewContext *context, un_Rect rect) {
    un_StageLayout layout = un_stage_layout(context, rect);
    if (!layout.fits) {
        words(list, context, rect);
        return;
    }
    un_Stage stage = {list, context, context->snapshot, &layout, rect, context->scale};
    if (context->hall) {
        un_stage_hall(&stage);
        draw_chosen(&stage);
        return;
    }
    un_stage_header(&stage);
    un_stage_input(&stage);
    for (int r = 0; r < layout.row_count; r++)
        un_stage_lane(&stage, &layout.row[r]);
    draw_chosen(&stage);
    un_stage_steps(&stage);
    un_stage_front(&stage);
}

static void summary(const un_ViewContext *context, char *out, size_t size) {
    const un_Snapshot *snapshot = context->snapshot;
    int t = un_ink_arrived(context);
    if (size) *out = 0;
    if (t == snapshot->T) {
        un_ink_append(out, size, "%s", _("The backward wave has not started."));
        return;
    }
    for (int l = 0; l < snapshot->lane_count; l++) {
        const un_SnapshotLane *lane = &snapshot->lane[l];
        char number[32], verdict[96];
        un_number_short(un_ink_highway(&lane->track[0])->ratio[t], number, sizeof number);
        if (l == 0)
            un_ink_append(out, size, _("%s: %s of the gradient reaches step %d"), lane->name, number, t);
        else
            un_ink_append(out, size, _("; %s: %s"), lane->name, number);
        if (un_ink_verdict_is_told(context, lane, &lane->track[0]))
            un_ink_append(out, size, ", %s", un_ink_verdict(snapshot, lane, &lane->track[0], verdict, sizeof verdict));
    }
    un_ink_append(out, size, ".");
}

const un_View un_view_stage = {
    .name = "stage",
    .title = UN_KEY("Stage"),
    .question = UN_KEY("What happens at each step, forward and back?"),
    .least_width = 380,
    .least_height = 200,
    .draw = draw,
    .hover = un_stage_hover,
    .summary = summary,
    .words = words,
    .notes = un_stage_notes,
    .parts = un_stage_named,
};
