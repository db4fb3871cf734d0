#include "view/stage_parts.h"

#include "base/catalog.h"
#include "base/number.h"
#include "view/cover.h"

#include <math.h>
#include <stdio.h>

/// What was said for output k without the probe's interventions; NaN: there are none.
static float before_of(const un_Stage *stage, const un_SnapshotLane *lane, int k) {
    if (!lane->plain.taken || !lane->plain.prediction) return NAN;
    return lane->plain.prediction[(size_t)stage->snapshot->loss_step * (size_t)stage->snapshot->outputs + (size_t)k];
}

/// Bars of all classes: the true answer full, the others at 38 %; an ink tick: without the interventions.
void un_stage_class_bars(const un_Stage *stage, un_Rect rect, const un_SnapshotLane *lane, float opacity) {
    const un_Snapshot *snapshot = stage->snapshot;
    float s = stage->s, pitch = fminf(rect.h / (float)snapshot->outputs, 18 * s), names = 0;
    un_TextStyle plain = un_ink_style(stage->context, UN_FACE_REGULAR, 12, UN_TOKEN_INK3);
    un_TextStyle right = un_ink_style(stage->context, UN_FACE_SEMIBOLD, 12, UN_TOKEN_INK);
    for (int k = 0; k < snapshot->outputs; k++)
        names = fmaxf(names, un_text_width(stage->context->fonts, &right, snapshot->class_name[k]));
    names = fminf(names + 6 * s, rect.w - 12 * s);
    for (int k = 0; k < snapshot->outputs; k++) {
        bool truth = k == snapshot->true_class;
        float share = isfinite(lane->output[k]) ? un_ink_clamp(lane->output[k], 0, 1) : 0;
        un_Rect track = {rect.x + names, un_ink_snap(rect.y + pitch * (float)k + pitch * 0.12f), rect.w - names,
                         un_ink_snap(pitch * 0.76f)};
        un_Rect box = {rect.x, track.y, names, track.h};
        un_text_draw_in(stage->list, stage->context->fonts, truth ? &right : &plain, box, UN_ALIGN_LEFT,
                        snapshot->class_name[k]);
        un_draw_rect(stage->list, track, 2 * s, un_ink_color(stage->context, UN_TOKEN_SUNKEN));
        un_Color color = un_color_fade(un_ink_color(stage->context, UN_TOKEN_FORWARD), (truth ? 1 : 0.38f) * opacity);
        un_Rect bar = {track.x, track.y, fmaxf(track.w * share, 1 * s), track.h};
        un_draw_rect(stage->list, bar, bar.w > 5 * s ? 2 * s : 0, color);
        float before = before_of(stage, lane, k);
        if (isnan(before)) continue;
        un_Rect tick = {un_ink_snap(track.x + (track.w - 2 * s) * un_ink_clamp(before, 0, 1)), track.y - 1 * s, 2 * s, track.h + 2 * s};
        un_draw_rect(stage->list, tick, 0, un_color_fade(un_ink_color(stage->context, UN_TOKEN_INK), opacity));
    }
}

/// One line instead of the bars: the true answer and its probability, in ink when it is also the network's answer.
static void one_answer(const un_Stage *stage, un_Rect rect, const un_SnapshotLane *lane, float opacity) {
    const un_Snapshot *snapshot = stage->snapshot;
    char text[64], percent[24];
    snprintf(text, sizeof text, "%s  %s", snapshot->class_name[snapshot->true_class],
             un_ink_percent((double)lane->output[snapshot->true_class], percent, sizeof percent));
    un_TextStyle style = un_ink_style(stage->context, lane->correct ? UN_FACE_SEMIBOLD : UN_FACE_REGULAR, 14,
                                      lane->correct ? UN_TOKEN_INK : UN_TOKEN_INK3);
    style.color = un_color_fade(style.color, opacity);
    float before = before_of(stage, lane, snapshot->true_class);
    if (!isnan(before) && rect.h >= 34 * stage->s) { // both, one over the other
        un_TextStyle quiet = un_ink_style(stage->context, UN_FACE_REGULAR, 12, UN_TOKEN_INK3);
        quiet.color = un_color_fade(quiet.color, opacity);
        un_Rect half = {rect.x, rect.y + rect.h / 2 - 18 * stage->s, rect.w, 18 * stage->s};
        un_text_draw_in(stage->list, stage->context->fonts, &style, half, UN_ALIGN_CENTRE, text);
        half.y += half.h;
        snprintf(text, sizeof text, _("before %s"), un_ink_percent((double)before, percent, sizeof percent));
        un_text_draw_in(stage->list, stage->context->fonts, &quiet, half, UN_ALIGN_CENTRE, text);
        return;
    }
    un_text_draw_in(stage->list, stage->context->fonts, &style, rect, UN_ALIGN_CENTRE, text);
}

/// A value task: what it says and what would be right.
static void value_answer(const un_Stage *stage, un_Rect rect, const un_SnapshotLane *lane, float opacity) {
    char text[64], number[32];
    un_TextStyle says = un_ink_style(stage->context, UN_FACE_SEMIBOLD, 13, UN_TOKEN_INK);
    un_TextStyle truth = un_ink_style(stage->context, UN_FACE_REGULAR, 12, UN_TOKEN_INK3);
    says.color = un_color_fade(says.color, opacity);
    un_number_short((double)lane->output[0], number, sizeof number);
    snprintf(text, sizeof text, isfinite(lane->output[0]) ? _("says %s") : "%s", number);
    un_Rect half = {rect.x, rect.y, rect.w, fminf(rect.h / 2, 18 * stage->s)};
    un_text_draw_in(stage->list, stage->context->fonts, &says, half, UN_ALIGN_CENTRE, text);
    half.y += half.h;
    snprintf(text, sizeof text, _("right: %s"),
             un_number_short((double)stage->snapshot->true_value[0], number, sizeof number));
    un_text_draw_in(stage->list, stage->context->fonts, &truth, half, UN_ALIGN_CENTRE, text);
}

un_Rect un_stage_loss_rect(const un_Stage *stage, const un_StageRow *row) {
    float h = fminf(28 * stage->s, row->gradient.h);
    return (un_Rect){row->result.x, un_ink_snap(row->gradient.y + (row->gradient.h - h) / 2), row->result.w, h};
}

void un_stage_loss_pill(const un_Stage *stage, un_Rect rect, const un_SnapshotLane *lane, float opacity) {
    float s = stage->s, h = fminf(28 * s, rect.h);
    char text[64], number[32];
    un_number_short(lane->loss, number, sizeof number);
    snprintf(text, sizeof text, isfinite(lane->loss) ? _("loss %s") : "%s", number);
    un_TextStyle style = un_ink_style(stage->context, UN_FACE_SEMIBOLD, 13, UN_TOKEN_LOSS);
    if (un_text_width(stage->context->fonts, &style, text) > rect.w - 16 * s) {
        style.size = 12 * s;
        if (un_text_width(stage->context->fonts, &style, text) > rect.w - 16 * s)
            snprintf(text, sizeof text, "%s", number);
    }
    style.color = un_color_fade(style.color, opacity);
    un_Rect pill = {rect.x, un_ink_snap(rect.y + (rect.h - h) / 2), rect.w, h};
    un_draw_frame(stage->list, un_rect_inset(pill, 0.75f * s), h / 2, 1.5f * s, style.color);
    un_text_draw_in(stage->list, stage->context->fonts, &style, pill, UN_ALIGN_CENTRE, text);
}

static void answer_draw(const un_Stage *stage, un_Rect rect, const un_SnapshotLane *lane, float opacity) {
    if (!stage->snapshot->classes)
        value_answer(stage, rect, lane, opacity);
    else if (rect.h >= 12 * stage->s * (float)stage->snapshot->outputs)
        un_stage_class_bars(stage, rect, lane, opacity);
    else
        one_answer(stage, rect, lane, opacity);
}

void un_stage_result(const un_Stage *stage, const un_StageRow *row) {
    const un_SnapshotLane *lane = &stage->snapshot->lane[row->lane];
    const un_Wave *wave = &stage->context->wave;
    float opacity = wave->phase == UN_WAVE_FORWARD ? 0 : wave->phase == UN_WAVE_LOSS ? wave->loss : 1;
    un_Rect answer = {row->result.x, row->heat.y, row->result.w, row->heat.h};
    if (row->heat.h < 18 * stage->s) answer.h = 18 * stage->s;
    if (un_stage_covers(stage, row, "output"))
        un_view_cover_draw(stage->list, stage->context, answer, false);
    else if (opacity > 0)
        answer_draw(stage, answer, lane, opacity);
    un_Rect strip = {row->result.x, row->gradient.y, row->result.w, row->gradient.h};
    if (un_stage_covers(stage, row, "loss"))
        un_view_cover_draw(stage->list, stage->context, un_stage_loss_rect(stage, row), false);
    else if (opacity > 0)
        un_stage_loss_pill(stage, strip, lane, opacity);
}
