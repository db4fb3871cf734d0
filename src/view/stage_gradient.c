#include "view/stage_parts.h"

#include "base/catalog.h"
#include "base/number.h"
#include "canvas/shape.h"

#include <math.h>
#include <stdio.h>

/// log10 of the smallest normal float32, 1.18e-38: training in 32 bits sees 0 below it.
static const double FLOAT32 = -37.92977945;

/// What has arrived is written at a strip's left end, over this many points (see stage.c): other words keep off it.
enum { ARRIVAL = 136 };

/// One strip while it is drawn.
typedef struct Strip {
    const un_Stage *stage;
    const un_StageRow *row;
    const un_SnapshotLane *lane;
    un_Rect rect;
    un_Axis axis;
} Strip;

un_StageMark un_stage_mark(const un_Stage *stage, const un_StageRow *row, int column, double *log10_ratio) {
    const un_SnapshotLane *lane = &stage->snapshot->lane[row->lane];
    const un_SnapshotTrack *track = &lane->track[row->direction];
    const un_SnapshotGradient *gradient = un_ink_highway(track);
    int first = un_stage_first(&stage->layout->grid, column),
        end = un_stage_end(&stage->layout->grid, column, stage->layout->grid.T);
    int cut = un_ink_cut(stage->snapshot, lane, track);
    un_StageMark mark = end <= cut ? UN_MARK_CUT : UN_MARK_ZERO;
    for (int t = first; t < end; t++) {
        double value = gradient->log10[t];
        if (isnan(value) || value == INFINITY) return UN_MARK_NONFINITE;
        if (!isfinite(value)) continue;
        if (mark != UN_MARK_VALUE || value > *log10_ratio) *log10_ratio = value;
        mark = UN_MARK_VALUE;
    }
    return mark;
}

/// Height of a ratio over the strip's bottom, inside it.
static float level(const Strip *strip, double log10_ratio) {
    double share = (log10_ratio - strip->axis.bottom) / (strip->axis.top - strip->axis.bottom);
    return strip->rect.h * un_ink_clamp((float)share, 0, 1);
}

static float level_y(const Strip *strip, double log10_ratio) {
    return un_ink_snap(strip->rect.y + strip->rect.h - level(strip, log10_ratio));
}

static void ground(const Strip *strip) {
    const un_Stage *stage = strip->stage;
    un_draw_rect(stage->list, strip->rect, 0, un_color_fade(un_ink_color(stage->context, UN_TOKEN_SUNKEN), 0.55f));
    un_ink_rule(stage->list, stage->context, strip->rect.x, level_y(strip, 0), strip->rect.w, 1,
                un_ink_color(stage->context, UN_TOKEN_LINE2));
}

/// The 1 % line over the bars: readable on both, so that a bar's end can be judged against it.
static void one_percent(const Strip *strip) {
    const un_Stage *stage = strip->stage;
    float y = level_y(strip, -2);
    un_ink_reference(stage->list, stage->context, (un_Point){strip->rect.x, y},
                     (un_Point){strip->rect.x + strip->rect.w, y},
                     un_color_fade(un_ink_color(stage->context, UN_TOKEN_INK2), 0.6f));
}

static void one_percent_label(const Strip *strip) {
    const un_Stage *stage = strip->stage;
    float s = stage->s, y = fmaxf(level_y(strip, -2), strip->rect.y + 4 * s);
    un_TextStyle style = un_ink_style(stage->context, UN_FACE_REGULAR, 12, UN_TOKEN_INK3);
    un_Rect box = {strip->rect.x - 44 * s, y - 8 * s, 36 * s, 16 * s};
    un_text_draw_in(stage->list, stage->context->fonts, &style, box, UN_ALIGN_RIGHT, _("1 %"));
}

/// Where what has arrived begins: at the front, or at the strip's left end.
static float left_end(const Strip *strip) {
    const un_Stage *stage = strip->stage;
    if (stage->context->wave.phase != UN_WAVE_BACKWARD) return strip->rect.x;
    return fmaxf(un_stage_x(&stage->layout->grid, stage->context->wave.front), strip->rect.x);
}

static void bars(const Strip *strip) {
    const un_Stage *stage = strip->stage;
    const un_StageColumns *grid = &stage->layout->grid;
    float s = stage->s, bottom = strip->rect.y + strip->rect.h;
    bool cells = grid->pitch >= 4 * s;
    un_Color edge = un_color_fade(un_ink_color(stage->context, UN_TOKEN_BACKWARD), 0.6f);
    float front = left_end(strip);
    un_Trace outline; // narrow columns share one line instead of an edge each
    un_trace_start(&outline, stage->list, 1.4f * s, 0, 0, edge);
    for (int column = 0; column < grid->columns; column++) {
        double value = 0;
        float left, right;
        if (un_stage_arrived(stage, column) <= 0 || un_stage_mark(stage, strip->row, column, &value) != UN_MARK_VALUE) {
            un_trace_break(&outline);
            continue;
        }
        un_stage_cell(grid, column, s, &left, &right);
        left = fmaxf(left, front); // the column that the front stands in: only what lies behind the front
        if (left >= right) continue;
        float y = bottom - level(strip, value), h = bottom - y;
        un_Color color = un_theme_map(stage->context->theme, UN_MAP_GRADIENT, (float)value);
        if (h > 0)
            un_draw_rect(stage->list, (un_Rect){left, y, right - left, h},
                         cells && h > 6 * s && right - left > 8 * s ? 2.5f * s : 0, color);
        if (value > -3 || value < strip->axis.bottom) {
            un_trace_break(&outline);
        } else if (cells) {
            float thick = fminf(1.5f * s, right - left);
            un_draw_rect(stage->list, (un_Rect){left, y, right - left, thick}, 0, edge);
        } else {
            un_trace_to(&outline, left, y);
            un_trace_to(&outline, right, y);
        }
    }
    un_trace_break(&outline);
}

const double *un_stage_before(const un_SnapshotLane *lane, int direction) {
    const un_SnapshotTrack *track = &lane->track[direction];
    return lane->plain.taken ? lane->plain.log10[direction][un_ink_is_cell(track)] : NULL;
}

/// The same lane without the interventions: a dashed line where the bars' ends would be.
static void before(const Strip *strip) {
    const un_Stage *stage = strip->stage;
    const un_StageColumns *grid = &stage->layout->grid;
    const double *plain = un_stage_before(strip->lane, strip->row->direction);
    if (!plain) return;
    float s = stage->s, front = left_end(strip), bottom = strip->rect.y + strip->rect.h;
    un_Trace line;
    un_trace_start(&line, stage->list, 1.4f * s, 4 * s, 3 * s, un_ink_color(stage->context, UN_TOKEN_INK));
    for (int column = 0; column < grid->columns; column++) {
        double most = -(double)INFINITY;
        float left, right;
        for (int t = un_stage_first(grid, column); t < un_stage_end(grid, column, grid->T); t++)
            most = plain[t] > most ? plain[t] : most;
        un_stage_edges(grid, column, &left, &right);
        left = fmaxf(left, front);
        if (un_stage_arrived(stage, column) <= 0 || !isfinite(most) || most < strip->axis.bottom || left >= right) {
            un_trace_break(&line);
            continue;
        }
        float y = bottom - level(strip, most);
        un_trace_to(&line, left, y);
        un_trace_to(&line, right, y);
    }
    un_trace_break(&line);
}

/// Words on a patch of surface, centred: readable over hatch and bars.
static void words(const Strip *strip, float x, float y, un_Token token, const char *text) {
    const un_Stage *stage = strip->stage;
    float s = stage->s;
    un_TextStyle style = un_ink_style(stage->context, UN_FACE_MEDIUM, 12, token);
    float w = un_text_width(stage->context->fonts, &style, text);
    x = un_ink_clamp(x, strip->rect.x + w / 2 + 6 * s, strip->rect.x + strip->rect.w - w / 2 - 6 * s);
    un_Rect patch = {x - w / 2 - 5 * s, y - 8 * s, w + 10 * s, 16 * s};
    un_draw_rect(stage->list, patch, 3 * s, un_color_fade(un_ink_color(stage->context, UN_TOKEN_SURFACE), 0.9f));
    un_text_draw_in(stage->list, stage->context->fonts, &style, patch, UN_ALIGN_CENTRE, text);
}

static bool words_fit(const Strip *strip, float width, const char *text) {
    un_TextStyle style = un_ink_style(strip->stage->context, UN_FACE_MEDIUM, 12, UN_TOKEN_INK);
    return un_text_width(strip->stage->context->fonts, &style, text) + 16 * strip->stage->s <= width;
}

/// Steps back from the loss from which the arrived values lie under the axis, or 0.
static int below_axis(const Strip *strip) {
    const un_Stage *stage = strip->stage;
    for (int column = stage->layout->grid.columns - 1; column >= 0; column--) {
        double value;
        if (un_stage_arrived(stage, column) <= 0 || un_stage_mark(stage, strip->row, column, &value) != UN_MARK_VALUE)
            continue;
        if (value < strip->axis.bottom)
            return stage->snapshot->loss_step - un_stage_end(&stage->layout->grid, column, stage->layout->grid.T) + 1;
    }
    return 0;
}

/// The ratio under which the gradient itself, which is what training computes with, leaves float32's normal range.
static double float32_start(const Strip *strip) {
    const un_SnapshotGradient *gradient = un_ink_highway(&strip->lane->track[strip->row->direction]);
    return FLOAT32 - log10(gradient->norm[strip->stage->snapshot->loss_step]);
}

/// The band where 32-bit training sees 0: hatched, with a dashed edge, if any arrived value lies in it. True: its words
/// also tell what lies under the axis.
static bool float32_band(const Strip *strip) {
    const un_Stage *stage = strip->stage;
    const un_StageColumns *grid = &stage->layout->grid;
    double start = float32_start(strip);
    int last = -1;
    for (int column = 0; column < grid->columns; column++) {
        double value;
        if (un_stage_arrived(stage, column) > 0 && un_stage_mark(stage, strip->row, column, &value) == UN_MARK_VALUE &&
            value < start)
            last = column;
    }
    if (last < 0 || strip->axis.bottom > start) return false;
    float y = level_y(strip, start), bottom = strip->rect.y + strip->rect.h, left, right;
    un_stage_cell(grid, last, stage->s, &left, &right);
    float x = left_end(strip);
    un_Rect band = {x, y, right - x, bottom - y};
    un_shape_hatch(stage->list, band, 6 * stage->s, 1 * stage->s, un_ink_color(stage->context, UN_TOKEN_LINE2));
    un_ink_reference(stage->list, stage->context, (un_Point){band.x, y}, (un_Point){band.x + band.w, y},
                     un_ink_color(stage->context, UN_TOKEN_CTL));
    float left_free = ARRIVAL * stage->s, room = band.w - left_free;
    char text[160], power[24], count[32];
    int below = below_axis(strip);
    snprintf(text, sizeof text, "%s", _("below float32: 32-bit training sees 0 here"));
    if (below > 0) {
        un_ink_append(text, sizeof text, _(" · under %s from %s steps back on"),
                      un_number_power(strip->axis.bottom, power, sizeof power),
                      un_number_count(below, count, sizeof count));
        if (!words_fit(strip, room, text))
            snprintf(text, sizeof text, _("under %s from %s steps back on"), power, count);
    } else if (!words_fit(strip, room, text)) {
        snprintf(text, sizeof text, "%s", _("below float32"));
    }
    if (band.h < 10 * stage->s || !words_fit(strip, room, text)) return false;
    words(strip, band.x + left_free + room / 2, fminf(y + band.h / 2, bottom - 8 * stage->s), UN_TOKEN_INK, text);
    return true;
}

/// What a run of neighbouring columns without a bar shows.
typedef enum RunKind { RUN_NONE, RUN_ZERO, RUN_CUT, RUN_NONFINITE, RUN_BELOW, RUN_ABOVE } RunKind;

static RunKind run_kind(const Strip *strip, int column, double *value) {
    const un_Stage *stage = strip->stage;
    if (un_stage_arrived(stage, column) < 0.5f) return RUN_NONE;
    switch (un_stage_mark(stage, strip->row, column, value)) {
    case UN_MARK_ZERO:
        return RUN_ZERO;
    case UN_MARK_CUT:
        return RUN_CUT;
    case UN_MARK_NONFINITE:
        return RUN_NONFINITE;
    default:
        return *value < strip->axis.bottom ? RUN_BELOW : *value > strip->axis.top + 0.05 ? RUN_ABOVE : RUN_NONE;
    }
}

static void zero_box(const Strip *strip, un_Rect box) {
    const un_Stage *stage = strip->stage;
    un_draw_frame(stage->list, un_rect_inset(box, 0.5f), 3 * stage->s, 1 * stage->s,
                  un_ink_color(stage->context, UN_TOKEN_CTL));
    un_TextStyle style = un_ink_style(stage->context, UN_FACE_MEDIUM, 12, UN_TOKEN_INK2);
    un_text_draw_in(stage->list, stage->context->fonts, &style, box, UN_ALIGN_CENTRE, "0");
}

/// Boxes with 0: one a column where there is room, else one for the whole run.
static void zeros(const Strip *strip, int first, int end, un_Rect run) {
    const un_Stage *stage = strip->stage;
    float s = stage->s, h = fminf(18 * s, run.h), y = un_ink_snap(run.y + (run.h - h) / 2);
    if (stage->layout->grid.pitch < 20 * s) {
        un_Rect box = {run.x, y, fmaxf(run.w, 6 * s), h};
        un_draw_frame(stage->list, un_rect_inset(box, 0.5f), 3 * s, 1 * s, un_ink_color(stage->context, UN_TOKEN_CTL));
        if (words_fit(strip, run.w, _("exactly 0")))
            words(strip, run.x + run.w / 2, y + h / 2, UN_TOKEN_INK2, _("exactly 0"));
        return;
    }
    for (int column = first; column < end; column++) {
        float left, right, w = 18 * s;
        un_stage_cell(&stage->layout->grid, column, s, &left, &right);
        zero_box(strip, (un_Rect){un_ink_snap((left + right - w) / 2), y, w, h});
    }
}

static void cut_box(const Strip *strip, un_Rect run) {
    const un_Stage *stage = strip->stage;
    float s = stage->s;
    un_Rect box = un_rect_inset(run, 2 * s);
    un_draw_frame_dashed(stage->list, box, 3 * s, 1.2f * s, 4 * s, 3 * s, un_ink_color(stage->context, UN_TOKEN_CTL));
    const char *text = words_fit(strip, run.w, _("cut, not vanished")) ? _("cut, not vanished") : _("cut");
    if (words_fit(strip, run.w, text)) words(strip, run.x + run.w / 2, run.y + run.h / 2, UN_TOKEN_INK2, text);
}

static void nonfinite_run(const Strip *strip, int first, int end, un_Rect run) {
    const un_Stage *stage = strip->stage;
    float s = stage->s, size = fminf(12 * s, run.h * 0.5f), y = run.y + run.h / 2;
    un_Color color = un_ink_color(stage->context, UN_TOKEN_LOSS);
    int step = stage->layout->grid.pitch >= 16 * s ? 1 : (int)ceilf(16 * s / stage->layout->grid.pitch);
    for (int column = first; column < end; column += step) {
        float left, right;
        un_stage_cell(&stage->layout->grid, column, s, &left, &right);
        un_ink_cross(stage->list, (un_Point){(left + right) / 2, y}, size, 1.8f * s, color);
    }
    char text[96], count[32];
    snprintf(text, sizeof text, "%s", _("not a number"));
    if (strip->lane->nonfinite_at >= 0) {
        snprintf(text, sizeof text, _("not a number since update %s"),
                 un_number_count(strip->lane->nonfinite_at, count, sizeof count));
    }
    if (words_fit(strip, strip->rect.w, text)) words(strip, run.x + run.w / 2, y, UN_TOKEN_LOSS, text);
}

/// Values under the axis, or over it: one arrow for the run and its farthest exponent.
static void off_axis(const Strip *strip, un_Rect run, bool below, double farthest) {
    const un_Stage *stage = strip->stage;
    float s = stage->s, x = run.x + run.w / 2;
    char text[64], power[24];
    un_TextStyle style = un_ink_style(stage->context, UN_FACE_MEDIUM, 12, UN_TOKEN_BACKWARD);
    un_number_power((int)floor(farthest), power, sizeof power);
    snprintf(text, sizeof text, "%s", power);
    float w = un_text_width(stage->context->fonts, &style, text) + 14 * s;
    un_Color color = un_ink_color(stage->context, below ? UN_TOKEN_BACKWARD : UN_TOKEN_SURFACE);
    if (!below) {
        un_ink_arrow(stage->list, (un_Point){x, run.y + 2 * s}, 2, 6 * s, color);
        return;
    }
    float y = strip->rect.y + strip->rect.h - 10 * s;
    if (run.w < ARRIVAL * s + w + 12 * s) { // no room beside what has arrived, which tells how far down it went
        un_ink_arrow(stage->list, (un_Point){x, y + 6 * s}, 3, 8 * s, color);
        return;
    }
    x = fmaxf(x, run.x + ARRIVAL * s + w / 2);
    un_Rect patch = {x - w / 2 - 4 * s, y - 8 * s, w + 8 * s, 16 * s};
    un_draw_rect(stage->list, patch, 3 * s, un_color_fade(un_ink_color(stage->context, UN_TOKEN_SURFACE), 0.9f));
    un_ink_arrow(stage->list, (un_Point){x - w / 2 + 4 * s, y + 5 * s}, 3, 8 * s, color);
    patch.x += 14 * s;
    un_text_draw_in(stage->list, stage->context->fonts, &style, patch, UN_ALIGN_LEFT, text);
}

static void runs(const Strip *strip, bool told_below) {
    const un_StageColumns *grid = &strip->stage->layout->grid;
    for (int column = 0; column < grid->columns;) {
        double value = 0;
        RunKind kind = run_kind(strip, column, &value);
        double farthest = value;
        int first = column;
        for (column++; column < grid->columns; column++) {
            if (run_kind(strip, column, &value) != kind) break;
            if (kind == RUN_BELOW ? value < farthest : value > farthest) farthest = value;
        }
        if (kind == RUN_NONE || (kind == RUN_BELOW && told_below)) continue;
        float left, right, unused;
        un_stage_cell(grid, first, strip->stage->s, &left, &unused);
        un_stage_cell(grid, column - 1, strip->stage->s, &unused, &right);
        un_Rect run = {left, strip->rect.y, right - left, strip->rect.h};
        if (kind == RUN_ZERO)
            zeros(strip, first, column, run);
        else if (kind == RUN_CUT)
            cut_box(strip, run);
        else if (kind == RUN_NONFINITE)
            nonfinite_run(strip, first, column, run);
        else
            off_axis(strip, run, kind == RUN_BELOW, farthest);
    }
}

void un_stage_gradient(const un_Stage *stage, const un_StageRow *row) {
    Strip strip = {stage, row, &stage->snapshot->lane[row->lane], row->gradient, stage->context->axis};
    un_draw_save(stage->list);
    un_draw_clip(stage->list, (un_Rect){stage->rect.x, row->gradient.y - 1, stage->rect.w, row->gradient.h + 2});
    ground(&strip);
    bars(&strip);
    bool told_below = float32_band(&strip);
    one_percent(&strip);
    before(&strip);
    runs(&strip, told_below);
    un_draw_restore(stage->list);
    if (!stage->context->hall) one_percent_label(&strip); // there the caption says what the dashes are
}
