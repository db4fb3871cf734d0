#include "view/steps.h"

#include "base/catalog.h"
#include "base/number.h"
#include "view/ink.h"

#include <math.h>
#include <stdio.h>

un_Steps un_steps_make(const un_ViewContext *context, un_Rect rect) {
    un_StageColumns grid = un_stage_columns_seen(context, rect);
    return (un_Steps){.grid = grid,
                      .first = un_stage_first(&grid, 0),
                      .end = un_stage_end(&grid, grid.columns - 1, grid.T),
                      .left = grid.x,
                      .right = grid.x + grid.w};
}

un_StepColumn un_steps_column(const un_Steps *steps, int t) {
    int bin = steps->grid.bin, first = t / bin * bin;
    un_StepColumn column = {first, first + bin < steps->end ? first + bin : steps->end, 0, 0};
    column.left = un_ink_clamp(un_stage_x(&steps->grid, (float)first), steps->left, steps->right);
    column.right = un_ink_clamp(un_stage_x(&steps->grid, (float)(first + bin)), steps->left, steps->right);
    return column;
}

int un_steps_at(const un_Steps *steps, float x) {
    int column = un_stage_column_at(&steps->grid, x);
    return column < 0 ? -1 : un_stage_first(&steps->grid, column);
}

/// Steps between two numbers that are `widest` points wide.
static int tick_every(const un_Steps *steps, float widest) {
    int shown = steps->end - steps->first,
        every = (int)un_ink_nice((double)widest / (double)(steps->grid.pitch / (float)steps->grid.bin));
    if (shown > 5 && every < 5 && every > 1) every = 5;
    if (shown > 12 && every == 1) every = shown > 20 ? 5 : 2;
    return every;
}

void un_steps_axis(un_DrawList *list, const un_ViewContext *context, const un_Steps *steps, float y, bool back) {
    float s = context->scale, baseline = y + 16 * s, x = steps->right + 12 * s, free_from = steps->left - 12 * s;
    int zero = back ? context->snapshot->loss_step : 0;
    un_TextStyle style = un_ink_style(context, UN_FACE_REGULAR, steps->grid.compact ? 12 : 13, UN_TOKEN_INK3);
    char number[32];
    un_number_count(steps->end - 1, number, sizeof number);
    int every = tick_every(steps, un_text_width(context->fonts, &style, number) + 14 * s);
    for (int t = steps->first; t < steps->end; t++) {
        int count = back ? zero - t : t;
        if (count < 0 || count % every) continue;
        un_number_count(count, number, sizeof number);
        float at = un_stage_middle(&steps->grid, t), half = un_text_width(context->fonts, &style, number) / 2;
        if (at - half < free_from || at + half > steps->right + 8 * s) continue;
        un_text_draw(list, context->fonts, &style, (un_Point){at, baseline}, UN_ALIGN_CENTRE, number);
        free_from = at + half + 6 * s;
    }
    un_text_draw_cut(list, context->fonts, &style, (un_Point){x, baseline}, steps->grid.result_width - 16 * s,
                     back ? _("steps back") : _("step"));
}

const char *un_steps_name(const un_SnapshotLane *lane, int direction, char *out, size_t size) {
    snprintf(out, size, "%s%s", lane->name, lane->directions < 2 ? "" : direction ? " ←" : " →");
    return out;
}

void un_steps_draw_name(un_DrawList *list, const un_ViewContext *context, const un_TextStyle *style, un_Point at,
                        float width, const un_SnapshotLane *lane, int direction) {
    const char *arrow = lane->directions < 2 ? "" : direction ? " ←" : " →";
    float kept = *arrow ? un_text_width(context->fonts, style, arrow) : 0;
    at.x += un_text_draw_cut(list, context->fonts, style, at, width - kept, lane->name);
    if (*arrow) un_text_draw(list, context->fonts, style, at, UN_ALIGN_LEFT, arrow);
}
