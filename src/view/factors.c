#include "base/catalog.h"
#include "view/ink.h"
#include "view/stage.h"

#include <math.h>
#include <stdio.h>

/// Lane l's bars: from the line of 1 up to where the gradient doubles, down to where nothing is left.
static un_Rect row_of(const un_ViewContext *context, un_Rect rect, int l) {
    un_Rect rest = un_ink_head(NULL, context, rect, &un_view_factors);
    float s = context->scale, h = (rest.h - 20 * s) / (float)context->snapshot->lane_count;
    return (un_Rect){rest.x + 128 * s, rest.y + h * (float)l, rest.w - 128 * s, h * 0.84f};
}

static float bar_x(const un_ViewContext *context, un_Rect row, int t) {
    return row.x + row.w * (float)t / (float)context->snapshot->T;
}

static void draw(un_DrawList *list, const un_ViewContext *context, un_Rect rect) {
    un_TextStyle name = un_ink_style(context, UN_FACE_SEMIBOLD, 14, UN_TOKEN_INK);
    un_TextStyle tick = un_ink_style(context, UN_FACE_REGULAR, 13, UN_TOKEN_INK3);
    un_Rect rest = un_ink_head(list, context, rect, &un_view_factors);
    un_text_draw_cut(list, context->fonts, &tick, (un_Point){rest.x, rest.y + rest.h}, rest.w,
                     _("One bar a step, from step 0 on. Full height: ×2 or more up, 0 down."));
    for (int l = 0; l < context->snapshot->lane_count; l++) {
        const un_SnapshotLane *lane = &context->snapshot->lane[l];
        un_Rect row = row_of(context, rect, l);
        float one = un_ink_snap(row.y + row.h / 2), s = context->scale;
        un_text_draw_cut(list, context->fonts, &name, (un_Point){row.x - 128 * s, one}, 98 * s, lane->name);
        un_text_draw(list, context->fonts, &tick, (un_Point){row.x - 6 * s, one}, UN_ALIGN_RIGHT, "×1");
        for (int t = un_ink_arrived(context); t < context->snapshot->T; t++) { // nothing ahead of the wave
            double factor = lane->track[0].factor.total[t];
            if (!isfinite(factor)) continue;
            float x = bar_x(context, row, t), end = one - row.h / 2 * (float)fmin(factor - 1, 1);
            un_draw_rect(list, (un_Rect){x, fminf(one, end), 0.94f * row.w / (float)context->snapshot->T, fabsf(end - one)}, 0,
                         un_ink_color(context, UN_TOKEN_BACKWARD));
        }
        un_ink_rule(list, context, row.x, one, row.w, 1, un_ink_color(context, UN_TOKEN_INK2));
    }
}

static void hover(const un_ViewContext *context, un_Rect rect, un_Point at, un_Hover *out) {
    for (int l = 0; l < context->snapshot->lane_count; l++) {
        un_Rect row = row_of(context, rect, l);
        if (!un_rect_contains(row, at)) continue;
        int t = (int)((at.x - row.x) / row.w * (float)context->snapshot->T);
        if (t < un_ink_arrived(context) || t >= context->snapshot->T) return;
        *out = (un_Hover){.hit = true, .lines = 1, .mark = row};
        out->mark.x = bar_x(context, row, t), out->mark.w = row.w / (float)context->snapshot->T;
        snprintf(out->text[0], sizeof out->text[0], _("%s, step %d: ×%.9g"), context->snapshot->lane[l].name, t,
                 context->snapshot->lane[l].track[0].factor.total[t]);
    }
}

static void summary(const un_ViewContext *context, char *out, size_t size) {
    int t = un_ink_arrived(context); // the step under the front, or the first
    snprintf(out, size, "%s", t < context->snapshot->T ? "" : _("The backward wave has not started."));
    for (int l = 0; l < context->snapshot->lane_count && t < context->snapshot->T; l++)
        un_ink_append(out, size, _("%s%s: ×%.2g at step %d"), l ? "; " : "", context->snapshot->lane[l].name,
                      context->snapshot->lane[l].track[0].factor.total[t], t);
}

static int notes(const un_ViewContext *context, un_Rect rect, un_Note note[UN_NOTES_MAX]) {
    note[0] = (un_Note){row_of(context, rect, 0), UN_KEY("Above the line a step back makes the gradient larger.")};
    return 1;
}

const un_View un_view_factors = {.name = "factors", .title = UN_KEY("Factors"), .question = UN_KEY("What does each step back multiply by?"), .least_width = 320,
                                 .least_height = 180, .draw = draw, .hover = hover, .summary = summary, .notes = notes};
