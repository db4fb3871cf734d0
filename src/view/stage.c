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

static void draw(un_DrawList *list, const un_ViewContext *context, un_Rect rect) {
    un_StageLayout layout = un_stage_layout(context, rect);
    if (!layout.fits) {
        words(list, context, rect);
        return;
    }
    un_Stage stage = {list, context, context->snapshot, &layout, rect, context->scale};
    un_stage_header(&stage);
    un_stage_input(&stage);
    for (int r = 0; r < layout.row_count; r++)
        un_stage_lane(&stage, &layout.row[r]);
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
};
