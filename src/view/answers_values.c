#include "base/catalog.h"
#include "base/number.h"
#include "canvas/icon.h"
#include "view/answers_parts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/// The chart's ordinate in the real unit.
typedef struct Ordinate {
    double low, high, tick;
    int decimals; ///< of a tick
} Ordinate;

static double target_at(const un_Snapshot *snapshot, int t) {
    return un_answers_real(snapshot, (double)snapshot->target_value[(size_t)t * (size_t)snapshot->outputs]);
}

static double said_at(const un_Snapshot *snapshot, const un_SnapshotLane *lane, int t) {
    return un_answers_real(snapshot, (double)lane->prediction[(size_t)t * (size_t)snapshot->outputs]);
}

static void widen(double value, double *low, double *high) {
    if (!isfinite(value)) return;
    if (isnan(*low) || value < *low) *low = value;
    if (isnan(*high) || value > *high) *high = value;
}

/// Over all right values, and over what the lanes say as far as that lies within one more such range on either side: a
/// lane that says nonsense may not press the series flat. Of the whole sequence, so that it does not move while the
/// wave runs.
static Ordinate ordinate_make(const un_Snapshot *snapshot, float height, float s) {
    double low = (double)NAN, high = (double)NAN, all_low = (double)NAN, all_high = (double)NAN;
    for (int t = 0; t < snapshot->T; t++) {
        if (snapshot->scored[t]) widen(target_at(snapshot, t), &low, &high);
        for (int l = 0; l < snapshot->lane_count; l++)
            widen(said_at(snapshot, &snapshot->lane[l], t), &all_low, &all_high);
    }
    if (isnan(low)) low = high = 0;
    double one = fabs(un_answers_real(snapshot, 1) - un_answers_real(snapshot, 0));
    double span = fmax(high - low, 0.5 * one);
    Ordinate y = {.low = low, .high = high};
    if (all_low < y.low) y.low = fmax(all_low, low - span);
    if (all_high > y.high) y.high = fmin(all_high, high + span);
    if (!(y.high - y.low > 1e-3 * one)) y.low -= 0.5 * one, y.high += 0.5 * one;
    double margin = 0.06 * (y.high - y.low);
    y.low -= margin;
    y.high += margin;
    double least = (y.high - y.low) / fmin(fmax(2, floor((double)(height / (34 * s)))), 10),
           power = pow(10, floor(log10(least)));
    double lead = least / power;
    y.tick = power * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
    double digits = -floor(log10(y.tick) + 1e-9);
    y.decimals = digits > 0 ? (digits < 12 ? (int)digits : 12) : 0;
    return y;
}

static float y_of(const un_Answers *answers, const Ordinate *y, double value) {
    double share = (y->high - value) / (y->high - y->low);
    return answers->chart.y + answers->chart.h * un_ink_clamp((float)share, 0, 1);
}

static float x_of(const un_Answers *answers, int t) {
    return un_stage_x(&answers->layout.grid, (float)t + 0.5f);
}

static void axis(const un_Answers *answers, const Ordinate *y) {
    const un_Fonts *fonts = answers->context->fonts;
    un_Rect chart = answers->chart;
    float s = answers->s;
    un_TextStyle style =
        un_ink_style(answers->context, UN_FACE_REGULAR, answers->layout.grid.compact ? 12 : 13, UN_TOKEN_INK3);
    for (double k = ceil(y->low / y->tick); k * y->tick <= y->high; k++) {
        char number[48];
        double value = k * y->tick + 0.0;
        float at = y_of(answers, y, value);
        un_ink_rule(answers->list, answers->context, chart.x, at, chart.w, 1,
                    un_ink_color(answers->context, k == 0 ? UN_TOKEN_LINE2 : UN_TOKEN_LINE));
        snprintf(number, sizeof number, "%s%.*f", k < 0 ? "−" : "", y->decimals, fabs(value));
        un_text_draw(answers->list, fonts, &style, (un_Point){chart.x - 8 * s, un_ink_snap(at + 4.5f * s)},
                     UN_ALIGN_RIGHT, number);
    }
    // What is on it, over it: the task's question and the unit.
    un_TextStyle quantity = un_ink_style(answers->context, UN_FACE_REGULAR, 13, UN_TOKEN_INK2);
    char text[96];
    snprintf(text, sizeof text, *answers->snapshot->unit ? _("%s  in %s") : "%s", answers->snapshot->question,
             answers->snapshot->unit);
    un_text_draw_cut(answers->list, fonts, &quantity, (un_Point){chart.x, chart.y - 10 * s}, chart.w, text);
}

/// A lane (-1: what is right) as a line; `asked`: the part that counts, else the part between, which is thinner and
/// paler.
static void line(const un_Answers *answers, const Ordinate *y, int lane, bool asked) {
    const un_Snapshot *snapshot = answers->snapshot;
    float s = answers->s, on = 0, off = 0, front = answers->chart.x + answers->chart.w;
    un_Color color = lane < 0 ? un_ink_color(answers->context, UN_TOKEN_INK) : un_ink_lane(answers->context, lane);
    if (lane >= 0) un_ink_dash(answers->context, lane, &on, &off);
    if (answers->context->wave.phase == UN_WAVE_FORWARD)
        front = un_stage_x(&answers->layout.grid, answers->context->wave.front);
    un_Trace trace;
    un_trace_start(&trace, answers->list,
                   (!asked     ? 1.2f
                    : lane < 0 ? 2.0f
                               : 2.4f) *
                       s,
                   on, off, un_color_fade(color, asked ? 1 : 0.45f));
    double before = (double)NAN;
    int first = un_answers_first(answers), end = un_answers_end(answers); // and one step on either side, which is cut
    for (int t = first > 0 ? first - 1 : 0; t <= end && t < snapshot->T && x_of(answers, t) <= front; t++) {
        double value = lane < 0 ? (snapshot->scored[t] ? target_at(snapshot, t) : (double)NAN)
                                : said_at(snapshot, &snapshot->lane[lane], t);
        if ((snapshot->scored[t] != 0) == asked && isfinite(value)) {
            if (trace.count == 0 && isfinite(before))
                un_trace_to(&trace, x_of(answers, t - 1), y_of(answers, y, before));
            un_trace_to(&trace, x_of(answers, t), y_of(answers, y, value));
        } else {
            un_trace_break(&trace);
        }
        before = value;
    }
    un_trace_break(&trace);
}

/// Whether step t is asked and no neighbour is.
static bool is_lone(const un_Snapshot *snapshot, int t) {
    bool before = t > 0 && snapshot->scored[t - 1], after = t + 1 < snapshot->T && snapshot->scored[t + 1];
    return snapshot->scored[t] && !before && !after;
}

/// Marks of steps that are asked and have no asked neighbour: a line would not show them.
static void lone_marks(const un_Answers *answers, const Ordinate *y) {
    const un_Snapshot *snapshot = answers->snapshot;
    float s = answers->s;
    for (int t = 0; t < snapshot->T; t++) {
        if (!is_lone(snapshot, t) || !un_answers_told(answers, t) || !un_stage_sees(&answers->layout.grid, t)) continue;
        for (int l = 0; l < snapshot->lane_count; l++) {
            double said = said_at(snapshot, &snapshot->lane[l], t);
            if (isfinite(said))
                un_marker_draw(answers->list, l, (un_Point){x_of(answers, t), y_of(answers, y, said)}, 9 * s,
                               un_ink_color(answers->context, UN_TOKEN_SURFACE), un_ink_lane(answers->context, l));
        }
        un_draw_ring(answers->list, (un_Point){x_of(answers, t), y_of(answers, y, target_at(snapshot, t))}, 8 * s,
                     2 * s, un_ink_color(answers->context, UN_TOKEN_INK));
    }
}

/// The last step whose value stands at the right end, as far as the wave has come; -1: none.
static int last_told(const un_Answers *answers, bool asked) {
    for (int t = un_answers_end(answers) - 1; t >= un_answers_first(answers); t--) {
        if (un_answers_told(answers, t) && (!asked || answers->snapshot->scored[t])) return t;
    }
    return -1;
}

/// One label in the result column: a name and, where there is a second line's room, a quiet line under it.
typedef struct EndLabel {
    int lane; ///< -1: what is right
    float y;
    char name[40], quiet[48], number[32]; ///< number: what is left of quiet where it has no room
} EndLabel;

static int end_labels(const un_Answers *answers, const Ordinate *y, EndLabel label[UN_SNAPSHOT_LANES + 1]) {
    const un_Snapshot *snapshot = answers->snapshot;
    int count = 0;
    bool loss = answers->context->wave.phase != UN_WAVE_FORWARD;
    for (int l = -1; l < snapshot->lane_count; l++) {
        int t = last_told(answers, l < 0);
        EndLabel *one = &label[count];
        *one = (EndLabel){.lane = l};
        snprintf(one->name, sizeof one->name, "%s", l < 0 ? _("right answer") : snapshot->lane[l].name);
        double value = t < 0 ? (double)NAN : l < 0 ? target_at(snapshot, t) : said_at(snapshot, &snapshot->lane[l], t);
        if (t >= 0 && !isfinite(value)) snprintf(one->quiet, sizeof one->quiet, "%s", _("not a number"));
        if (l >= 0 && loss && isfinite(value)) {
            un_number_short(snapshot->lane[l].loss, one->number, sizeof one->number);
            snprintf(one->quiet, sizeof one->quiet, _("loss %s"), one->number);
        }
        one->y = isfinite(value) ? y_of(answers, y, value) : answers->chart.y + answers->chart.h;
        for (int i = count; i > 0 && label[i].y < label[i - 1].y; i--) {
            EndLabel swap = label[i];
            label[i] = label[i - 1];
            label[i - 1] = swap;
        }
        count++;
    }
    return count;
}

static void labels(const un_Answers *answers, const Ordinate *y) {
    const un_Fonts *fonts = answers->context->fonts;
    const un_StageRow *row = &answers->layout.row[0];
    float s = answers->s, position[UN_SNAPSHOT_LANES + 1];
    EndLabel label[UN_SNAPSHOT_LANES + 1];
    if (last_told(answers, false) < 0) return;
    int count = end_labels(answers, y, label);
    bool two = answers->chart.h >= (float)count * 34 * s;
    for (int i = 0; i < count; i++)
        position[i] = label[i].y;
    un_ink_spread(position, count, (two ? 34 : 17) * s, answers->chart.y + 6 * s,
                  answers->chart.y + answers->chart.h - (two ? 16 : 2) * s);
    for (int i = 0; i < count; i++) {
        un_TextStyle name = un_ink_style(answers->context, UN_FACE_SEMIBOLD, 13, UN_TOKEN_INK);
        un_TextStyle quiet = un_ink_style(answers->context, UN_FACE_REGULAR, 12, UN_TOKEN_INK2);
        float x = row->result.x, baseline = un_ink_snap(position[i] + 4.5f * s);
        if (label[i].lane >= 0)
            un_marker_draw(answers->list, label[i].lane, (un_Point){x + 4 * s, baseline - 4.5f * s}, 9 * s,
                           un_ink_color(answers->context, UN_TOKEN_SURFACE),
                           un_ink_lane(answers->context, label[i].lane));
        else if (is_lone(answers->snapshot, answers->snapshot->loss_step))
            un_draw_ring(answers->list, (un_Point){x + 4 * s, baseline - 4.5f * s}, 4.5f * s, 2 * s,
                         un_ink_color(answers->context, UN_TOKEN_INK));
        else
            un_ink_rule(answers->list, answers->context, x, baseline - 4.5f * s, 9 * s, 2,
                        un_ink_color(answers->context, UN_TOKEN_INK));
        x += 14 * s;
        float w = row->result.x + row->result.w - x;
        const char *first = label[i].name, *second = label[i].quiet;
        if (label[i].lane < 0 && un_text_width(fonts, &name, first) > w) first = _("right");
        if (un_text_width(fonts, &quiet, second) > w) second = label[i].number;
        un_text_draw_cut(answers->list, fonts, &name, (un_Point){x, baseline}, w, first);
        if (two) un_text_draw_cut(answers->list, fonts, &quiet, (un_Point){x, baseline + 15 * s}, w, second);
    }
}

void un_answers_values(const un_Answers *answers) {
    Ordinate y = ordinate_make(answers->snapshot, answers->chart.h, answers->s);
    axis(answers, &y);
    bool zoomed = answers->layout.grid.zoomed;
    if (zoomed) un_draw_save(answers->list);
    if (zoomed) un_draw_clip(answers->list, answers->chart);
    for (int l = 0; l < answers->snapshot->lane_count; l++)
        line(answers, &y, l, false);
    line(answers, &y, -1, true);
    for (int l = 0; l < answers->snapshot->lane_count; l++)
        line(answers, &y, l, true);
    if (zoomed) un_draw_restore(answers->list);
    lone_marks(answers, &y);
    labels(answers, &y);
}

void un_answers_values_hover(const un_Answers *answers, un_Point at, un_Hover *out) {
    const un_Snapshot *snapshot = answers->snapshot;
    int t = un_answers_step(answers, at.x), found = -2;
    float s = answers->s, nearest = 18 * s;
    if (!un_rect_contains(answers->chart, at) || t < 0 || !un_answers_told(answers, t)) return;
    Ordinate y = ordinate_make(snapshot, answers->chart.h, s);
    if (answers->layout.grid.bin > 1) { // several steps a column: the pointer's own
        int own = (int)un_stage_step_at(&answers->layout.grid, at.x);
        t = own < snapshot->T ? own : snapshot->T - 1;
        if (!un_answers_told(answers, t)) return;
    }
    for (int l = -1; l < snapshot->lane_count; l++) {
        double value = l >= 0                ? said_at(snapshot, &snapshot->lane[l], t)
                       : snapshot->scored[t] ? target_at(snapshot, t)
                                             : (double)NAN;
        float away = isfinite(value) ? fabsf(y_of(answers, &y, value) - at.y) : INFINITY;
        if (away < nearest) nearest = away, found = l;
    }
    if (found == -2) return;
    size_t place = (size_t)t * (size_t)snapshot->outputs;
    char said[64], right[64];
    double value = (double)(found >= 0 ? snapshot->lane[found].prediction[place] : snapshot->target_value[place]);
    un_answers_real_text(snapshot, value, said, sizeof said);
    if (snapshot->scored[t]) un_answers_real_text(snapshot, (double)snapshot->target_value[place], right, sizeof right);
    if (found >= 0) un_answers_say(out, _("%s says %s"), snapshot->lane[found].name, said);
    if (snapshot->scored[t])
        un_answers_say(out, _("right is %s"), right);
    else
        un_answers_say(out, "%s", _("this step is not asked"));
    un_answers_say_place(answers, out, t);
    float middle = y_of(answers, &y, un_answers_real(snapshot, value));
    out->mark = (un_Rect){x_of(answers, t) - 6 * s, middle - 6 * s, 12 * s, 12 * s};
}
