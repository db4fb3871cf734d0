#include "base/catalog.h"
#include "base/number.h"
#include "canvas/icon.h"
#include "view/chart.h"
#include "view/ink.h"
#include "view/part.h"
#include "view/steps.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>

enum { ROWS = 2 * UN_SNAPSHOT_LANES, AXIS = 22, LINE = 17, CURVES_LEAST = 120, STRIP_LEAST = 18, STRIP_MOST = 60 };

/// One reading direction of a lane: a curve, and a strip of its steps' parts where there is room.
typedef struct Row {
    int lane, direction;
    const un_SnapshotMeasures *measures;
    bool teaches;  ///< its update has parts, and they are not all 0
    double most;   ///< the largest part
    double share;  ///< and its share
    int last;      ///< so many of the steps that it read last before (or at) a loss make 90 %
    un_Rect strip; ///< h = 0: none
} Row;

typedef struct Credit {
    const un_ViewContext *context;
    const un_Snapshot *snapshot;
    float s;
    un_Steps steps;
    un_Rect sentence, area; ///< what the picture says in words; the curves, from 100 % to 0
    float axis;             ///< top of the numbers of steps
    int arrived;            ///< the first step that the backward wave has told of
    int row_count;
    Row row[ROWS];
} Credit;

/// What the curves and bars are, in as many words as there is room for, best first.
static const char *const sentence[] = {
    UN_KEY("The same $W$ at every step: $\\partial L/\\partial W = \\sum_t \\delta_t h_{t-1}^T$, one part per step, "
           "added up. "
           "Parts may cancel: the shares are of their sizes."),
    UN_KEY(
        "The same W at every step: its gradient is the sum of one part per step. Parts may cancel: the shares are of "
        "their sizes."),
    UN_KEY("The same W at every step: one part each, added up. Parts may cancel; shares are of their sizes."),
};

/// Not smaller: its subscripts are seven tenths of it.
static un_TextStyle sentence_style(const un_ViewContext *context) {
    return un_ink_style(context, UN_FACE_REGULAR, 14, UN_TOKEN_INK2);
}

/// In one line with mathematics, or as plain text in two lines at most. Returns its height; list NULL: measures only.
static float draw_sentence(un_DrawList *list, const un_ViewContext *context, un_Rect box) {
    float s = context->scale;
    un_TextStyle style = sentence_style(context);
    un_Point at = {box.x, box.y + 12 * s};
    if (un_rich_width(context->fonts, &style, _(sentence[0])) <= box.w) {
        if (list) un_rich_draw(list, context->fonts, &style, at, UN_ALIGN_LEFT, _(sentence[0]));
        return LINE * s;
    }
    bool whole =
        un_text_draw_wrapped(NULL, context->fonts, &style, at, box.w, LINE * s, _(sentence[1])) < 2.5f * LINE * s;
    return un_text_draw_wrapped(list, context->fonts, &style, at, box.w, LINE * s, _(sentence[whole ? 1 : 2]));
}

/// Steps that a direction reads after the last loss that it meets: nothing of the update comes from there.
static int unread(const un_Snapshot *snapshot, int direction) {
    int T = snapshot->T, k = 0;
    while (k < T && !snapshot->scored[direction == 0 ? T - 1 - k : k])
        k++;
    return k < T ? k : 0;
}

static void add_row(Credit *credit, int lane, int direction) {
    const un_SnapshotMeasures *measures = &credit->snapshot->lane[lane].track[direction].measures;
    Row row = {.lane = lane, .direction = direction, .measures = measures};
    for (int t = 0; measures->update && t < credit->snapshot->T; t++) {
        if (measures->update[t] > row.most) row.most = measures->update[t], row.share = measures->update_share[t];
    }
    row.last = measures->update_90 - unread(credit->snapshot, direction);
    row.teaches = measures->update && measures->update_90 > 0 && row.most > 0 && isfinite(row.most);
    credit->row[credit->row_count++] = row;
}

/// Rows of the lane that is chosen, or the first.
static bool is_chosen(const Credit *credit, const Row *row) {
    const un_ViewContext *context = credit->context;
    int lane = context->select.lane >= 0 ? context->select.lane : context->lone > 0 ? context->lone - 1 : 0;
    return row->lane == (lane < credit->snapshot->lane_count ? lane : 0);
}

/// Strips from the bottom up: of all rows, else of the chosen lane, else none. Returns their height.
static float place_strips(Credit *credit, un_Rect rest) {
    float s = credit->s, room = rest.h - CURVES_LEAST * s, y = rest.y + rest.h;
    for (int all = 1; all >= 0; all--) {
        int count = 0;
        for (int r = 0; r < credit->row_count; r++)
            count += all || is_chosen(credit, &credit->row[r]);
        float pitch = floorf(fminf(fminf(rest.h * 0.4f, room - 8 * s) / (float)count, STRIP_MOST * s));
        if (pitch < STRIP_LEAST * s) continue;
        for (int r = 0, k = 0; r < credit->row_count; r++) {
            Row *row = &credit->row[r];
            if (!all && !is_chosen(credit, row)) continue;
            float top = un_ink_snap(y - pitch * (float)(count - k++));
            row->strip = (un_Rect){credit->steps.left, top, credit->steps.right - credit->steps.left, pitch - 4 * s};
        }
        return pitch * (float)count + 8 * s;
    }
    return 0;
}

static Credit credit_make(const un_ViewContext *context, un_Rect rect) {
    const un_Snapshot *snapshot = context->snapshot;
    float s = context->scale;
    Credit credit = {.context = context, .snapshot = snapshot, .s = s, .steps = un_steps_make(context, rect)};
    credit.arrived = un_ink_arrived(context);
    for (int l = 0; l < snapshot->lane_count; l++) {
        for (int d = 0; d < snapshot->lane[l].directions; d++)
            add_row(&credit, l, d);
    }
    un_Rect rest = un_ink_head(NULL, context, rect, &un_view_credit);
    float height = draw_sentence(NULL, context, rest);
    credit.sentence = (un_Rect){rest.x, rest.y, rest.w, height};
    rest.y += height + 12 * s;
    rest.h -= height + 12 * s + AXIS * s;
    credit.axis = rest.y + rest.h;
    float strips = place_strips(&credit, rest);
    credit.area = un_ink_snap_rect(
        (un_Rect){credit.steps.left, rest.y, credit.steps.right - credit.steps.left, rest.h - strips - 2 * s});
    return credit;
}

static float share_y(const Credit *credit, double share) {
    return credit->area.y + credit->area.h * (float)(1 - share);
}

static float step_x(const Credit *credit, int t) {
    return un_stage_x(&credit->steps.grid, (float)t + 0.5f);
}

/// The step from which on (in the order of processing) 90 % comes.
static int drop_step(const Credit *credit, const Row *row) {
    return row->direction == 0 ? credit->snapshot->T - row->measures->update_90 : row->measures->update_90 - 1;
}

/// Whether the wave has told of a step's part. It runs against time, so that of the other direction it tells at its
/// end.
static bool is_told(const Credit *credit, const Row *row, int t) {
    return credit->arrived == 0 || (row->direction == 0 && t >= credit->arrived);
}

/// 0, 50, 90 and 100 %: 90 dashed, because that is what is asked.
static void draw_shares(un_DrawList *list, const Credit *credit) {
    static const double share[] = {0.9, 1, 0.5, 0};
    const un_ViewContext *context = credit->context;
    float s = credit->s, ninety = share_y(credit, 0.9);
    for (int i = 0; i < 4; i++) {
        float y = share_y(credit, share[i]);
        un_Point from = {credit->area.x, y}, to = {credit->area.x + credit->area.w, y};
        if (i == 0)
            un_ink_reference(list, context, from, to, un_ink_color(context, UN_TOKEN_INK2));
        else
            un_ink_rule(list, context, from.x, y, to.x - from.x, 1, un_ink_color(context, UN_TOKEN_LINE));
        if (i > 0 && fabsf(y - ninety) < 14 * s) continue;
        char text[24];
        un_TextStyle style = un_ink_style(context, UN_FACE_REGULAR, 12, i == 0 ? UN_TOKEN_INK : UN_TOKEN_INK3);
        un_text_draw_in(list, context->fonts, &style, (un_Rect){from.x - 60 * s, y - 8 * s, 52 * s, 16 * s},
                        UN_ALIGN_RIGHT, un_ink_percent(share[i], text, sizeof text));
    }
}

/// From 0 % at the end of the sequence to what all steps together make: 100 %.
static void draw_curve(un_DrawList *list, const Credit *credit, const Row *row) {
    float s = credit->s, on, off;
    int T = credit->snapshot->T;
    un_Color color = un_ink_lane(credit->context, row->lane);
    un_ink_dash(credit->context, row->lane, &on, &off);
    if (row->direction) on = 3 * s, off = 3 * s;
    un_Trace line;
    un_trace_start(&line, list, 2.6f * s, on, off, color);
    un_trace_to(&line, un_stage_x(&credit->steps.grid, (float)(row->direction ? 0 : T)), share_y(credit, 0));
    for (int k = 0; k < T; k++) {
        int t = row->direction == 0 ? T - 1 - k : k;
        if (!is_told(credit, row, t)) break;
        un_trace_to(&line, step_x(credit, t), share_y(credit, row->measures->update_later[t]));
    }
    un_trace_break(&line);
    int every = (int)fmaxf(1, ceilf(72 * s / (credit->steps.grid.pitch / (float)credit->steps.grid.bin)));
    for (int k = row->lane * every / 4; k < T; k += every) {
        int t = row->direction == 0 ? T - 1 - k : k;
        if (!is_told(credit, row, t)) break;
        if (!(row->measures->update_later[t] > 0)) continue; // nothing yet
        un_marker_draw(list, row->lane, (un_Point){step_x(credit, t), share_y(credit, row->measures->update_later[t])},
                       9 * s, un_ink_color(credit->context, UN_TOKEN_SURFACE), color);
    }
}

/// Whether the row's drop line is there; one that an earlier row has at the same step speaks for both.
static bool has_drop(const Credit *credit, int r) {
    const Row *row = &credit->row[r];
    if (!row->teaches || !is_told(credit, row, drop_step(credit, row))) return false;
    float x = step_x(credit, drop_step(credit, row));
    return x >= credit->steps.left && x <= credit->steps.right;
}

/// The curve's height at x, between two steps on the line that joins them; NaN where it is not drawn.
static float curve_y(const Credit *credit, const Row *row, float x) {
    const double *later = row->measures->update_later;
    int T = credit->snapshot->T;
    float per_step = credit->steps.grid.pitch / (float)credit->steps.grid.bin;
    float step = un_ink_clamp((x - step_x(credit, 0)) / per_step, 0, (float)(T - 1));
    int t = (int)step, next = t + 1 < T ? t + 1 : t;
    if (!row->teaches || !is_told(credit, row, t)) return NAN;
    return share_y(credit, later[t] + (later[next] - later[t]) * (double)(step - (float)t));
}

/// How much of the curves, and of the drop lines (which count more), a rectangle would cover.
static int covered(const Credit *credit, un_Rect box) {
    int count = 0;
    for (int r = 0; r < credit->row_count; r++) {
        const Row *row = &credit->row[r];
        for (float x = box.x; x <= box.x + box.w; x += 6 * credit->s)
            count += fabsf(curve_y(credit, row, x) - box.y - box.h / 2) < box.h / 2 + 3 * credit->s;
        if (!has_drop(credit, r)) continue;
        float x = step_x(credit, drop_step(credit, row)), top = share_y(credit, 0.9);
        count += x > box.x && x < box.x + box.w && top < box.y + box.h ? 8 : 0;
    }
    return count;
}

static bool shares_drop(const Row *a, const Row *b) {
    return a->direction == b->direction && a->last == b->last;
}

/// "LSTM, GRU: 90 % from the last 24 steps", or without the names
static void drop_text(const Credit *credit, int r, bool named, char *out, size_t size) {
    const Row *row = &credit->row[r];
    char name[48], count[32];
    *out = 0;
    for (int i = r; named && i < credit->row_count; i++) {
        const Row *other = &credit->row[i];
        if (!has_drop(credit, i) || !shares_drop(row, other)) continue;
        un_ink_append(out, size, "%s%s", *out ? ", " : "",
                      un_steps_name(&credit->snapshot->lane[other->lane], other->direction, name, sizeof name));
    }
    if (named) un_ink_append(out, size, ": ");
    if (row->last == 1)
        un_ink_append(out, size, "%s", _("90 % from the last step"));
    else
        un_ink_append(out, size,
                      row->direction ? _("90 %% from the last %s steps that it reads")
                                     : _("90 %% from the last %s steps"),
                      un_number_count(row->last, count, sizeof count));
}

/// Beside the drop line, where it covers the fewest curves. False: there is no room.
static bool draw_beside(un_DrawList *list, const Credit *credit, const Row *row, const char *text,
                        un_ChartLabels *labels) {
    float s = credit->s, x = step_x(credit, drop_step(credit, row)), bottom = credit->area.y + credit->area.h;
    un_TextStyle style = un_ink_style(credit->context, UN_FACE_SEMIBOLD, 13, UN_TOKEN_INK);
    float w = un_text_width(credit->context->fonts, &style, text);
    int fewest = INT_MAX;
    un_Point best = {0, 0};
    un_Align side = UN_ALIGN_LEFT;
    for (float y = bottom - 10 * s; y > credit->area.y + 30 * s; y -= 22 * s) {
        for (int left = 0; left < 2; left++) {
            un_Point at = {left ? x - 9 * s : x + 9 * s, y};
            un_Align align = left ? UN_ALIGN_RIGHT : UN_ALIGN_LEFT;
            un_Rect box = {left ? at.x - w : at.x, y - 13 * s, w, 17 * s};
            int covers = covered(credit, box);
            un_ChartLabels trial = *labels;
            if (covers >= fewest ||
                !un_chart_label(NULL, credit->context, &trial, credit->area, &style, at, align, text))
                continue;
            fewest = covers, best = at, side = align;
        }
    }
    return fewest < INT_MAX && un_chart_label(list, credit->context, labels, credit->area, &style, best, side, text);
}

/// With the names; where those have no room, without: the legend has them.
static void draw_drop_text(un_DrawList *list, const Credit *credit, int r, un_ChartLabels *labels) {
    char text[256];
    drop_text(credit, r, true, text, sizeof text);
    if (draw_beside(list, credit, &credit->row[r], text, labels)) return;
    drop_text(credit, r, false, text, sizeof text);
    draw_beside(list, credit, &credit->row[r], text, labels);
}

static void draw_drops(un_DrawList *list, const Credit *credit) {
    float s = credit->s, bottom = credit->area.y + credit->area.h;
    un_Color ink = un_ink_color(credit->context, UN_TOKEN_INK);
    un_ChartLabels labels = {0};
    for (int r = 0; r < credit->row_count; r++) {
        const Row *row = &credit->row[r];
        if (!has_drop(credit, r)) continue;
        int t = drop_step(credit, row);
        float x = step_x(credit, t), y = share_y(credit, row->measures->update_later[t]);
        un_ink_post(list, credit->context, x, y, bottom - y, 1.2f, ink);
        un_draw_disc(list, (un_Point){x, y}, 5.5f * s, ink);
        un_draw_disc(list, (un_Point){x, y}, 3.8f * s, un_ink_color(credit->context, UN_TOKEN_SURFACE));
    }
    for (int r = 0; r < credit->row_count; r++) {
        bool spoken = !has_drop(credit, r);
        for (int i = 0; i < r && !spoken; i++)
            spoken = has_drop(credit, i) && shares_drop(&credit->row[i], &credit->row[r]);
        if (!spoken) draw_drop_text(list, credit, r, &labels);
    }
}

/// A row's marker and name at the right, and its answer under it.
static void draw_legend(un_DrawList *list, const Credit *credit) {
    const un_ViewContext *context = credit->context;
    float s = credit->s, x = credit->steps.right + 12 * s, room = credit->steps.grid.result_width - 16 * s;
    bool two = credit->area.h >= 36 * s * (float)credit->row_count;
    float pitch = (two ? 36 : 17) * s;
    for (int r = 0; r < credit->row_count; r++) {
        const Row *row = &credit->row[r];
        const un_SnapshotLane *lane = &credit->snapshot->lane[row->lane];
        float y = credit->area.y + 6 * s + pitch * (float)r;
        if (y + (two ? 18 : 4) * s > credit->area.y + credit->area.h) return;
        char text[64], count[32];
        un_TextStyle name = un_ink_style(context, UN_FACE_SEMIBOLD, 13, UN_TOKEN_INK),
                     quiet = un_ink_style(context, UN_FACE_REGULAR, 12, UN_TOKEN_INK3);
        un_Color color = un_ink_lane(context, row->lane);
        un_draw_line(list, (un_Point){x, y}, (un_Point){x + 18 * s, y}, 2.6f * s, color);
        un_marker_draw(list, row->lane, (un_Point){x + 9 * s, y}, 9 * s, un_ink_color(context, UN_TOKEN_SURFACE),
                       color);
        un_steps_name(lane, row->direction, text, sizeof text);
        if (un_text_width(context->fonts, &name, text) > room - 24 * s) name.size = 12 * s;
        un_steps_draw_name(list, context, &name, (un_Point){x + 24 * s, y + 5 * s}, room - 24 * s, lane,
                           row->direction);
        if (!two) continue;
        if (!row->measures->update)
            snprintf(text, sizeof text, "%s", _("no W_h"));
        else if (!row->teaches)
            snprintf(text, sizeof text, "%s", _("nothing"));
        else if (!is_told(credit, row, drop_step(credit, row)))
            continue;
        else
            snprintf(text, sizeof text, _("last %s"), un_number_count(row->last, count, sizeof count));
        un_text_draw_cut(list, context->fonts, &quiet, (un_Point){x + 24 * s, y + 20 * s}, room - 24 * s, text);
    }
}

/// A step's part as a bar; of a column of several steps the largest.
static void draw_bars(un_DrawList *list, const Credit *credit, const Row *row) {
    const un_Steps *steps = &credit->steps;
    un_Rect strip = row->strip;
    float s = credit->s;
    un_Color color = un_ink_color(credit->context, UN_TOKEN_BACKWARD);
    for (int t = steps->first; t < steps->end;) {
        un_StepColumn column = un_steps_column(steps, t);
        double most = 0;
        for (int i = column.first; i < column.end; i++)
            most = is_told(credit, row, i) ? fmax(most, row->measures->update[i]) : most;
        float h = strip.h * (float)(most / row->most), wide = column.right - column.left,
              gap = wide >= 8 * s   ? 2 * s
                    : wide >= 4 * s ? s
                                    : 0;
        if (most > 0 && h < 1) h = 1; // small, but not nothing
        if (wide > gap && h > 0)
            un_draw_rect(list, (un_Rect){column.left, strip.y + strip.h - h, wide - gap, h}, fminf(2 * s, h / 2),
                         color);
        t = column.end;
    }
}

/// The widest of these that fits: "largest step 53 %", "largest 53 %", "53 %".
static void draw_largest(un_DrawList *list, const Credit *credit, const Row *row) {
    static const char *const form[] = {UN_KEY("largest step %s"), UN_KEY("largest %s"), UN_KEY("%s")};
    float s = credit->s;
    un_Rect box = {credit->steps.right + 12 * s, row->strip.y, credit->steps.grid.result_width - 14 * s, row->strip.h};
    un_TextStyle style = un_ink_style(credit->context, UN_FACE_REGULAR, 12, UN_TOKEN_INK3);
    char text[64], percent[24];
    un_ink_percent(row->share, percent, sizeof percent);
    for (int i = 0; i < 3; i++) {
        snprintf(text, sizeof text, _(form[i]), percent);
        if (un_text_width(credit->context->fonts, &style, text) > box.w) continue;
        un_text_draw_in(list, credit->context->fonts, &style, box, UN_ALIGN_LEFT, text);
        return;
    }
}

static void draw_strip(un_DrawList *list, const Credit *credit, const Row *row, float left) {
    const un_ViewContext *context = credit->context;
    const un_SnapshotLane *lane = &credit->snapshot->lane[row->lane];
    un_Rect strip = row->strip;
    float s = credit->s;
    un_TextStyle name = un_ink_style(context, UN_FACE_SEMIBOLD, 13, UN_TOKEN_INK),
                 quiet = un_ink_style(context, UN_FACE_REGULAR, 12, UN_TOKEN_INK2);
    un_draw_rect(list, strip, 2 * s, un_color_fade(un_ink_color(context, UN_TOKEN_SUNKEN), 0.6f));
    un_draw_rect(list, (un_Rect){left, strip.y, 4 * s, strip.h}, 2 * s, un_ink_lane(context, row->lane));
    un_steps_draw_name(list, context, &name, (un_Point){left + 11 * s, strip.y + strip.h / 2 + 5 * s},
                       strip.x - left - 19 * s, lane, row->direction);
    if (row->teaches) {
        draw_bars(list, credit, row);
        if (credit->arrived == 0) draw_largest(list, credit, row);
        return;
    }
    const char *why = !row->measures->update ? _("no recurrent weights") : _("The gradient is 0: nothing teaches.");
    if (lane->nonfinite_at >= 0) why = _("not a number");
    un_text_draw_cut(list, context->fonts, &quiet, (un_Point){strip.x + 8 * s, strip.y + strip.h / 2 + 4 * s},
                     strip.w - 12 * s, why);
}

/// Why there is no curve.
static const char *nothing(const Credit *credit) {
    for (int r = 0; r < credit->row_count; r++) {
        if (credit->row[r].measures->update) return _("The gradient is 0: nothing teaches.");
    }
    return _("No recurrent weights: nothing is shared from step to step.");
}

static bool teaches(const Credit *credit) {
    for (int r = 0; r < credit->row_count; r++) {
        if (credit->row[r].teaches) return true;
    }
    return false;
}

static void draw_front(un_DrawList *list, const Credit *credit) {
    const un_Wave *wave = &credit->context->wave;
    float x = un_stage_x(&credit->steps.grid, wave->front), s = credit->s;
    if (wave->phase != UN_WAVE_BACKWARD || wave->front <= 0 || x < credit->steps.left || x > credit->steps.right)
        return;
    un_draw_rect(list, (un_Rect){x - 1.1f * s, credit->area.y, 2.2f * s, credit->axis - credit->area.y}, 0,
                 un_ink_color(credit->context, UN_TOKEN_BACKWARD));
}

static void draw(un_DrawList *list, const un_ViewContext *context, un_Rect rect) {
    Credit credit = credit_make(context, rect);
    char text[96], count[32];
    un_ink_head(list, context, rect, &un_view_credit);
    snprintf(text, sizeof text, _("recurrent weights · one sequence · update %s"),
             un_number_count(context->snapshot->update, count, sizeof count));
    un_chart_caption(list, context, rect, &un_view_credit, text);
    draw_sentence(list, context, credit.sentence);
    draw_shares(list, &credit);
    un_steps_axis(list, context, &credit.steps, credit.axis, true);
    for (int r = 0; r < credit.row_count; r++) {
        if (credit.row[r].strip.h > 0) draw_strip(list, &credit, &credit.row[r], credit.sentence.x);
    }
    draw_legend(list, &credit);
    if (!teaches(&credit)) {
        un_chart_sentence(list, context, credit.area, nothing(&credit));
        return;
    }
    un_draw_save(list);
    un_draw_clip(list, (un_Rect){credit.area.x - 6 * credit.s, credit.area.y - 8 * credit.s,
                                 credit.area.w + 12 * credit.s, credit.area.h + 10 * credit.s});
    for (int r = 0; r < credit.row_count; r++) {
        if (credit.row[r].teaches) draw_curve(list, &credit, &credit.row[r]);
    }
    draw_drops(list, &credit);
    un_draw_restore(list);
    draw_front(list, &credit);
}

/// The row whose strip, or whose curve at step t, is next to the point.
static const Row *find(const Credit *credit, un_Point at, int t) {
    const Row *best = NULL;
    float nearest = 1e9f;
    for (int r = 0; r < credit->row_count; r++) {
        const Row *row = &credit->row[r];
        if (!row->teaches || !is_told(credit, row, t)) continue;
        if (row->strip.h > 0 && un_rect_contains(row->strip, at)) return row;
        float away = fabsf(share_y(credit, row->measures->update_later[t]) - at.y);
        if (un_rect_contains(credit->area, at) && away < nearest) nearest = away, best = row;
    }
    return best;
}

/// Of a column of several steps: the one with the largest part.
static int largest_step(const Row *row, un_StepColumn column) {
    int best = column.first;
    for (int t = column.first; t < column.end; t++) {
        if (row->measures->update[t] > row->measures->update[best]) best = t;
    }
    return best;
}

static void hover(const un_ViewContext *context, un_Rect rect, un_Point at, un_Hover *out) {
    Credit credit = credit_make(context, rect);
    int t = un_steps_at(&credit.steps, at.x);
    const Row *row = t >= 0 ? find(&credit, at, t) : NULL;
    if (!row) return;
    un_StepColumn column = un_steps_column(&credit.steps, t);
    bool strip = row->strip.h > 0 && un_rect_contains(row->strip, at);
    char name[48], number[64], other[64];
    t = strip ? largest_step(row, column) : t;
    if (!is_told(&credit, row, t)) return;
    const un_SnapshotMeasures *m = row->measures;
    float y = share_y(&credit, m->update_later[t]), s = credit.s;
    out->hit = true;
    out->mark = strip ? (un_Rect){column.left - 1, row->strip.y - 1, column.right - column.left + 2, row->strip.h + 2}
                      : (un_Rect){step_x(&credit, t) - 6 * s, y - 6 * s, 12 * s, 12 * s};
    out->has_front = context->wave.phase == UN_WAVE_BACKWARD;
    out->front = un_stage_x(&credit.steps.grid, context->wave.front);
    snprintf(out->text[0], sizeof out->text[0], _("%s  |part of ∂L/∂W| = %s, %s %% of all parts"),
             un_steps_name(&context->snapshot->lane[row->lane], row->direction, name, sizeof name),
             un_number_full(m->update[t], 6, number, sizeof number),
             un_number_full(100 * m->update_share[t], 4, other, sizeof other));
    snprintf(out->text[1], sizeof out->text[1],
             row->direction ? _("with all steps before it: %s %%") : _("with all steps after it: %s %%"),
             un_number_full(100 * m->update_later[t], 6, number, sizeof number));
    snprintf(out->text[2], sizeof out->text[2], _("step %d, %s"), t,
             un_ink_from_loss(context->snapshot, t, number, sizeof number));
    snprintf(out->text[3], sizeof out->text[3], _("update %s"),
             un_number_count(context->snapshot->update, number, sizeof number));
    out->lines = 4;
}

/// "RNN: 90 % of the update comes from the last 4 steps of 31; LSTM: the last 24."
static void summary(const un_ViewContext *context, char *out, size_t size) {
    Credit credit = credit_make(context, (un_Rect){0, 0, 380 * context->scale, 240 * context->scale});
    if (size) *out = 0;
    if (credit.arrived > 0) {
        un_ink_append(out, size, "%s", _("The backward wave has not ended."));
        return;
    }
    if (!teaches(&credit)) {
        un_ink_append(out, size, "%s", nothing(&credit));
        return;
    }
    bool first = true;
    for (int r = 0; r < credit.row_count; r++) {
        const Row *row = &credit.row[r];
        char name[48], count[32];
        un_ink_append(out, size, "%s%s: ", r ? "; " : "",
                      un_steps_name(&credit.snapshot->lane[row->lane], row->direction, name, sizeof name));
        if (!row->teaches) {
            un_ink_append(out, size, "%s", row->measures->update ? _("no gradient") : _("no recurrent weights"));
            continue;
        }
        if (first) un_ink_append(out, size, "%s", _("90 % of the update comes from "));
        if (row->last == 1)
            un_ink_append(out, size, "%s", _("the last step"));
        else
            un_ink_append(out, size, row->direction ? _("the last %s steps that it reads") : _("the last %s steps"),
                          un_number_count(row->last, count, sizeof count));
        if (first) un_ink_append(out, size, _(" of %s"), un_number_count(credit.snapshot->T, count, sizeof count));
        first = false;
    }
    un_ink_append(out, size, ".");
}

static int notes(const un_ViewContext *context, un_Rect rect, un_Note note[UN_NOTES_MAX]) {
    Credit credit = credit_make(context, rect);
    un_Rect area = credit.area;
    float s = credit.s;
    int n = 0, r = 0;
    if (!teaches(&credit)) return 0;
    float wide = fminf(area.w, 90 * s);
    note[n++] = (un_Note){{area.x + area.w - wide, area.y, wide, area.h},
                          UN_KEY("Read from the right: steep here means that only the last steps teach.")};
    while (r < credit.row_count && !has_drop(&credit, r))
        r++;
    if (r < credit.row_count) {
        int t = drop_step(&credit, &credit.row[r]);
        float x = step_x(&credit, t), y = share_y(&credit, credit.row[r].measures->update_later[t]);
        float left = fmaxf(x - 8 * s, rect.x + 1), right = fminf(x + 8 * s, rect.x + rect.w - 1);
        note[n++] = (un_Note){{left, y - 8 * s, right - left, area.y + area.h - y + 8 * s},
                              UN_KEY("The drop line: the steps from here to the loss make 90 % of the update.")};
    }
    un_Rect parts = credit.sentence;
    for (int i = 0; i < credit.row_count; i++) {
        if (credit.row[i].strip.h > 0 && credit.row[i].teaches) parts = credit.row[i].strip;
    }
    note[n++] =
        (un_Note){parts, UN_KEY("Each step's part of the gradient. The parts are added up as matrices, and may cancel: "
                                "the sum can be smaller than they are.")};
    return n;
}

static int parts(const un_ViewContext *context, un_Rect rect, un_ViewPart part[UN_VIEW_PARTS]) {
    Credit credit = credit_make(context, rect);
    un_PartList list = un_part_list(part, rect);
    float s = credit.s;
    un_part_add(&list, credit.area, "curves");
    un_part_add(&list, (un_Rect){credit.area.x, share_y(&credit, 0.9) - 8 * s, credit.area.w, 16 * s}, "percent");
    un_part_add(&list, (un_Rect){credit.area.x, credit.axis, credit.area.w, AXIS * s}, "axis");
    un_part_add(&list, credit.sentence, "words");
    for (int r = 0; r < credit.row_count; r++) { // the strip of its steps' parts, or where it has none its curve's area
        const Row *row = &credit.row[r];
        un_part_add(&list, row->strip.h > 0 ? row->strip : credit.area, row->direction ? "%s/reverse" : "%s",
                    credit.snapshot->lane[row->lane].name);
    }
    return list.count;
}

const un_View un_view_credit = {
    .name = "credit",
    .title = UN_KEY("Who teaches the weights"),
    .question = UN_KEY("How much of this update comes from the last k steps?"),
    .least_width = 380,
    .least_height = 240,
    .wants = 0,
    .draw = draw,
    .hover = hover,
    .summary = summary,
    .notes = notes,
    .parts = parts,
};
