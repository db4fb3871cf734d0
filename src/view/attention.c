/// Attention and blame: which step was looked at (the weights a_ts of attention), which step the loss answers to
/// (|dL/dx_s|), and what the loss says when that step is taken out (x_s = 0). Three answers to one question, on aligned
/// columns, because they may disagree.
#include "base/catalog.h"
#include "base/number.h"
#include "canvas/colormap.h"
#include "view/ink.h"
#include "view/part.h"
#include "view/pick.h"

#include <math.h>
#include <stdio.h>

typedef enum Strip { STRIP_WEIGHT, STRIP_GRADIENT, STRIP_TAKEN_OUT, STRIPS } Strip;

enum { CELLS = 256 }; ///< most cells along a side of the matrix; longer sequences are binned, a cell's largest weight

/// One lane's strips.
typedef struct Block {
    int lane;
    float y;               ///< of its title
    un_Rect strip[STRIPS]; ///< h = 0: the lane has no such strip
    float top, bottom;     ///< of its strips
} Block;

typedef struct Plot {
    const un_ViewContext *context;
    const un_Snapshot *snapshot;
    float s;
    un_Rect rest, strips; ///< under the head; of it what the strips have
    int lane, row;        ///< whose matrix; the step that looks
    un_Rect matrix;       ///< w = 0: no lane attends, or its matrix is not kept
    int cells, cell_bin;  ///< along a side; steps a cell stands for
    float x, width;       ///< of the strips' columns
    int columns, bin;     ///< steps a column stands for
    bool with_steps;      ///< the readout tells the step of the largest value, too
    Block block[UN_SNAPSHOT_LANES];
    int block_count;
} Plot;

static bool attends(const un_SnapshotLane *lane) {
    return lane->track[0].looked != NULL;
}

/// The lane whose matrix is shown: the chosen one if it attends, else the first that does, else the chosen one without.
static int chosen_lane(const un_ViewContext *context) {
    const un_Snapshot *snapshot = context->snapshot;
    int chosen = context->select.lane;
    bool valid = chosen >= 0 && chosen < snapshot->lane_count;
    if (valid && attends(&snapshot->lane[chosen])) return chosen;
    for (int l = 0; l < snapshot->lane_count; l++) {
        if (attends(&snapshot->lane[l])) return l;
    }
    return valid ? chosen : 0;
}

static int chosen_row(const un_ViewContext *context) {
    const un_Selection *select = &context->select;
    bool chosen = select->lane >= 0 && select->step >= 0 && select->step < context->snapshot->T;
    return chosen ? select->step : context->snapshot->loss_step;
}

/// Stacks the chosen lane's strips and, while they fit, those of the others.
static void place_blocks(Plot *plot) {
    const un_Snapshot *snapshot = plot->snapshot;
    float s = plot->s, title = 24 * s, gap = 5 * s, between = 14 * s, axis = 42 * s;
    float fixed = axis - between, strips = 0;
    int order[UN_SNAPSHOT_LANES], count = 0;
    order[count++] = plot->lane;
    for (int l = 0; l < snapshot->lane_count; l++) {
        if (l != plot->lane) order[count++] = l;
    }
    int shown = 0;
    for (; shown < count; shown++) {
        float own = attends(&snapshot->lane[order[shown]]) ? 3 : 2;
        float more = title + between + gap * own;
        if (shown > 0 && fixed + more + (strips + own) * 14 * s > plot->strips.h) break;
        fixed += more;
        strips += own;
    }
    float h = un_ink_snap(un_ink_clamp((plot->strips.h - fixed) / strips, 12 * s, 100 * s)), y = plot->strips.y;
    for (int b = 0; b < shown; b++) {
        Block *block = &plot->block[b];
        *block = (Block){.lane = order[b], .y = un_ink_snap(y)};
        y = block->top = un_ink_snap(y + title);
        for (int k = attends(&snapshot->lane[order[b]]) ? STRIP_WEIGHT : STRIP_GRADIENT; k < STRIPS; k++) {
            block->strip[k] = (un_Rect){plot->x, y, plot->width, h};
            y = un_ink_snap(y + h + gap);
        }
        block->bottom = y - gap;
        y += between;
    }
    plot->block_count = shown;
}

/// The matrix left of the strips, or over them where the panel is narrow and tall; what it leaves is the strips'.
static void place_matrix(Plot *plot) {
    float s = plot->s, ticks = 36 * s, axes = 60 * s;
    un_Rect rest = plot->rest;
    bool over = rest.w < 700 * s && rest.h >= rest.w * 0.9f;
    float side = over ? fminf(rest.h * 0.4f - axes, rest.w - ticks) : fminf(rest.h - axes, rest.w * 0.44f - ticks);
    side = un_ink_snap(side);
    plot->matrix = (un_Rect){un_ink_snap(rest.x + ticks), un_ink_snap(rest.y + 20 * s), side, side};
    int T = plot->snapshot->T, most = (int)(side / (2 * s)) < CELLS ? (int)(side / (2 * s)) : CELLS;
    plot->cell_bin = (T + most - 1) / most;
    plot->cells = (T + plot->cell_bin - 1) / plot->cell_bin;
    float used = over ? side + axes + 8 * s : ticks + side + 28 * s;
    if (over)
        plot->strips.y += used, plot->strips.h -= used;
    else
        plot->strips.x += used, plot->strips.w -= used;
}

static Plot plot_make(const un_ViewContext *context, un_Rect rect) {
    Plot plot = {.context = context, .snapshot = context->snapshot, .s = context->scale};
    float s = plot.s;
    int T = plot.snapshot->T;
    plot.rest = plot.strips = un_ink_head(NULL, context, rect, &un_view_attention);
    plot.lane = chosen_lane(context);
    plot.row = chosen_row(context);
    if (plot.snapshot->lane[plot.lane].track[0].attention) place_matrix(&plot);
    float right = plot.strips.x + plot.strips.w, label = 74 * s;
    plot.with_steps = plot.strips.w >= 420 * s;
    plot.x = un_ink_snap(plot.strips.x + label);
    float room = fmaxf(right - (plot.with_steps ? 152.0f : 70.0f) * s - plot.x, 1);
    plot.bin = (int)ceilf(2 * s * (float)T / room);
    plot.columns = (T + plot.bin - 1) / plot.bin;
    plot.width = un_ink_snap(fminf(room, 64 * s * (float)plot.columns));
    place_blocks(&plot);
    return plot;
}

// What the strips show.

/// NaN: there is no such number.
static double value_at(const Plot *plot, int lane, Strip strip, int step) {
    const un_SnapshotLane *of = &plot->snapshot->lane[lane];
    const un_SnapshotTrack *track = &of->track[0];
    if (strip == STRIP_GRADIENT) return of->blame.gradient[step];
    if (strip == STRIP_TAKEN_OUT) return of->blame.without_zero ? of->blame.without_zero[step] : (double)NAN;
    if (track->attention) return (double)track->attention[(size_t)plot->row * (size_t)plot->snapshot->T + (size_t)step];
    return track->looked && plot->row == plot->snapshot->loss_step ? (double)track->looked[step] : (double)NAN;
}

/// The step of steps first..end-1 whose value is furthest from 0; -1: none is a number.
static int furthest(const Plot *plot, int lane, Strip strip, int first, int end) {
    int found = -1;
    for (int t = first; t < end; t++) {
        double value = fabs(value_at(plot, lane, strip, t));
        if (isfinite(value) && (found < 0 || value > fabs(value_at(plot, lane, strip, found)))) found = t;
    }
    return found;
}

/// Whether the wave has come to what the strip states: weights of a row with its step, what is taken out with the loss,
/// the gradient when it has arrived everywhere, since a strip ends at its own largest value.
static bool is_told(const Plot *plot, Strip strip) {
    const un_Wave *wave = &plot->context->wave;
    if (strip == STRIP_GRADIENT) return un_ink_arrived(plot->context) == 0;
    if (wave->phase != UN_WAVE_FORWARD) return true;
    return strip == STRIP_WEIGHT && wave->front >= (float)(plot->row + 1);
}

static void column_edges(const Plot *plot, int column, float *left, float *right) {
    float pitch = plot->width / (float)plot->columns, gap = pitch >= 8 * plot->s ? 2 * plot->s : 0;
    *left = plot->x + pitch * (float)column;
    *right = *left + pitch;
    if (gap <= 0) return;
    *left = un_ink_snap(*left);
    *right = un_ink_snap(*right) - gap;
}

static int column_end(const Plot *plot, int column) {
    int end = (column + 1) * plot->bin;
    return end < plot->snapshot->T ? end : plot->snapshot->T;
}

static const char *strip_name(Strip strip) {
    static const char *const name[STRIPS] = {UN_KEY("weight"), UN_KEY("gradient"), UN_KEY("taken out")};
    return _(name[strip]);
}

static const char *why_empty(const Plot *plot, int lane, Strip strip) {
    const un_SnapshotLane *of = &plot->snapshot->lane[lane];
    if (strip == STRIP_TAKEN_OUT && of->track[0].measures.too_dear & UN_WANT_OCCLUSION) return _("too long to be measured while one watches");
    if (strip == STRIP_TAKEN_OUT && !of->blame.without_zero) return _("not measured yet");
    if (strip == STRIP_WEIGHT && !of->track[0].attention && plot->row != plot->snapshot->loss_step)
        return _("kept at the loss step only");
    if (!is_told(plot, strip))
        return strip == STRIP_GRADIENT ? _("waits for the backward wave") : _("waits for the wave");
    return _("not a number");
}

// Drawing.

static void strip_words(un_DrawList *list, const Plot *plot, un_Rect rect, const char *text) {
    un_TextStyle style = un_ink_style(plot->context, UN_FACE_REGULAR, 12, UN_TOKEN_INK2);
    float w = un_text_width(plot->context->fonts, &style, text);
    if (w + 8 * plot->s <= rect.w) {
        un_text_draw_in(list, plot->context->fonts, &style, rect, UN_ALIGN_CENTRE, text);
        return;
    }
    float baseline = rect.y + rect.h / 2 + 4 * plot->s; // there is room beside it: no value is named there
    un_text_draw_cut(list, plot->context->fonts, &style, (un_Point){rect.x + 4 * plot->s, baseline},
                     plot->rest.x + plot->rest.w - rect.x - 4 * plot->s, text);
}

static void strip_bars(un_DrawList *list, const Plot *plot, un_Rect rect, int lane, Strip strip, double top,
                       double low) {
    un_ThemeName theme = plot->context->theme;
    float zero = rect.y + rect.h * (float)(top / (top - low));
    for (int column = 0; column < plot->columns; column++) {
        int step = furthest(plot, lane, strip, column * plot->bin, column_end(plot, column));
        float left, right;
        column_edges(plot, column, &left, &right);
        if (step < 0) {
            float size = fminf(8 * plot->s, rect.h * 0.6f);
            if (right - left >= size)
                un_ink_cross(list, (un_Point){(left + right) / 2, rect.y + rect.h / 2}, size, 1.5f * plot->s,
                             un_ink_color(plot->context, UN_TOKEN_LOSS));
            continue;
        }
        double value = value_at(plot, lane, strip, step);
        float y = rect.y + rect.h * un_ink_clamp((float)((top - value) / (top - low)), 0, 1);
        un_Color color = strip == STRIP_WEIGHT     ? un_theme_map(theme, UN_MAP_MAGNITUDE, fmaxf((float)value, 0.4f))
                         : strip == STRIP_GRADIENT ? un_ink_color(plot->context, UN_TOKEN_BACKWARD)
                                                   : un_ink_color(plot->context, UN_TOKEN_LOSS);
        un_draw_rect(list, (un_Rect){left, fminf(y, zero), right - left, fabsf(zero - y)}, 0, color);
    }
    if (low < 0) un_ink_rule(list, plot->context, rect.x, zero, rect.w, 1, un_ink_color(plot->context, UN_TOKEN_CTL));
}

/// The ends of a strip's axis: a weight is a share of 1, a gradient goes to its own largest, a change of the loss to 1
/// nat at least.
static void strip_axis(const Plot *plot, int lane, Strip strip, int largest, double *top, double *low) {
    *low = 0;
    *top = 1;
    if (strip == STRIP_WEIGHT) return;
    double most = fabs(value_at(plot, lane, strip, largest));
    if (strip == STRIP_GRADIENT) {
        *top = most > 0 ? most : 1;
        return;
    }
    double high = 0;
    for (int t = 0; t < plot->snapshot->T; t++) {
        double value = value_at(plot, lane, strip, t);
        if (!isfinite(value)) continue;
        if (value > high) high = value;
        if (value < *low) *low = value;
    }
    double end = plot->snapshot->classes ? 1 : most; // of nats; a value task's loss has its own size
    *top = fmax(high, end + *low > 0 ? end : high);
    if (!(*top - *low > 0)) *top = *low + 1;
}

static void strip_draw(un_DrawList *list, const Plot *plot, const Block *block, Strip strip) {
    const un_Fonts *fonts = plot->context->fonts;
    un_Rect rect = block->strip[strip];
    float s = plot->s;
    if (rect.h <= 0) return;
    un_TextStyle name = un_ink_style(plot->context, UN_FACE_REGULAR, 13, UN_TOKEN_INK2);
    un_TextStyle figure = un_ink_style(plot->context, UN_FACE_SEMIBOLD, 13, UN_TOKEN_INK);
    un_TextStyle quiet = un_ink_style(plot->context, UN_FACE_REGULAR, 12, UN_TOKEN_INK3);
    un_text_draw_in(list, fonts, &name, (un_Rect){rect.x - 74 * s, rect.y, 66 * s, rect.h}, UN_ALIGN_RIGHT,
                    strip_name(strip));
    un_draw_rect(list, rect, 3 * s, un_ink_color(plot->context, UN_TOKEN_SUNKEN));
    int largest = is_told(plot, strip) ? furthest(plot, block->lane, strip, 0, plot->snapshot->T) : -1;
    if (largest < 0) {
        strip_words(list, plot, rect, why_empty(plot, block->lane, strip));
        return;
    }
    double top, low;
    strip_axis(plot, block->lane, strip, largest, &top, &low);
    strip_bars(list, plot, rect, block->lane, strip, top, low);
    char text[64], number[32];
    float x = rect.x + rect.w + 8 * s, baseline = un_ink_snap(rect.y + rect.h / 2 + 5 * s);
    un_number_short(value_at(plot, block->lane, strip, largest), number, sizeof number);
    x += un_text_draw(list, fonts, &figure, (un_Point){x, baseline}, UN_ALIGN_LEFT, number) + 6 * s;
    if (!plot->with_steps) return;
    snprintf(text, sizeof text, _("step %d"), largest);
    un_text_draw(list, fonts, &quiet, (un_Point){x, baseline}, UN_ALIGN_LEFT, text);
}

/// "says B, right": the answer at the loss step; "" where the wave has not come to it, or where the task asks for a
/// value.
static void answer_words(const Plot *plot, const un_SnapshotLane *lane, char *out, size_t size) {
    const un_Snapshot *snapshot = plot->snapshot;
    int best = 0;
    *out = 0;
    if (!snapshot->classes || plot->context->wave.phase == UN_WAVE_FORWARD) return;
    for (int k = 1; k < snapshot->outputs; k++) {
        if (lane->output[k] > lane->output[best]) best = k;
    }
    if (!isfinite(lane->output[best])) return;
    snprintf(out, size, lane->correct ? _("says %s, right") : _("says %s, wrong"), snapshot->class_name[best]);
}

static void block_title(un_DrawList *list, const Plot *plot, const Block *block) {
    const un_SnapshotLane *lane = &plot->snapshot->lane[block->lane];
    float s = plot->s, left = plot->x - 74 * s, right = plot->rest.x + plot->rest.w;
    un_TextStyle name = un_ink_style(plot->context, UN_FACE_SEMIBOLD, 14, UN_TOKEN_INK);
    un_TextStyle quiet = un_ink_style(plot->context, UN_FACE_REGULAR, 13, UN_TOKEN_INK2);
    char text[160], answer[64];
    un_draw_rect(list, (un_Rect){left, block->y + 2 * s, 4 * s, 16 * s}, 2 * s,
                 un_ink_lane(plot->context, block->lane));
    un_Point at = {left + 12 * s, block->y + 15 * s};
    at.x += un_text_draw_cut(list, plot->context->fonts, &name, at, (right - at.x) * 0.5f, lane->name) + 10 * s;
    answer_words(plot, lane, answer, sizeof answer);
    if (attends(lane))
        snprintf(text, sizeof text, _("step %d looks back%s%s"), plot->row, *answer ? " · " : "", answer);
    else
        snprintf(text, sizeof text, "%s", _("No attention in this lane: gradient and occlusion only."));
    if (!attends(lane) && un_text_width(plot->context->fonts, &quiet, text) > right - at.x)
        snprintf(text, sizeof text, "%s", _("no attention"));
    if (un_text_width(plot->context->fonts, &quiet, text) > right - at.x) return;
    un_text_draw(list, plot->context->fonts, &quiet, at, UN_ALIGN_LEFT, text);
}

/// The symbols under the strips where a column holds one, else a mark under those that matter; then the steps.
static void strip_axis_draw(un_DrawList *list, const Plot *plot) {
    const un_Snapshot *snapshot = plot->snapshot;
    const un_Fonts *fonts = plot->context->fonts;
    float s = plot->s, y = plot->block[plot->block_count - 1].bottom + 2 * s,
          pitch = plot->width / (float)plot->columns;
    float per_step = pitch / (float)plot->bin;
    un_TextStyle plain = un_ink_style(plot->context, UN_FACE_REGULAR, 12, UN_TOKEN_INK3);
    un_TextStyle strong = un_ink_style(plot->context, UN_FACE_SEMIBOLD, 12, UN_TOKEN_INK);
    int matter = 0;
    bool fits = plot->bin == 1; // all symbols or none
    for (int t = 0; t < snapshot->T; t++) {
        matter += snapshot->matters[t] != 0;
        fits = fits && un_text_width(fonts, &strong, snapshot->symbol[t]) + s <= pitch;
    }
    for (int t = 0; t < snapshot->T; t++) {
        float left, right;
        column_edges(plot, t / plot->bin, &left, &right);
        un_TextStyle *style = snapshot->matters[t] ? &strong : &plain;
        if (fits)
            un_text_draw(list, fonts, style, (un_Point){(left + right) / 2, y + 14 * s}, UN_ALIGN_CENTRE,
                         snapshot->symbol[t]);
        else if (snapshot->matters[t] && 2 * matter <= snapshot->T)
            un_ink_arrow(list, (un_Point){(left + right) / 2, y + 3 * s}, 2, 8 * s,
                         un_ink_color(plot->context, UN_TOKEN_INK));
    }
    int every = (int)un_ink_nice(40 * s / per_step);
    char number[32];
    for (int t = 0; t < snapshot->T; t += every) {
        float left, right;
        column_edges(plot, t / plot->bin, &left, &right);
        un_number_count(t, number, sizeof number);
        float half = un_text_width(fonts, &plain, number) / 2;
        float x = fmaxf((left + right) / 2, plot->x + half);
        if (t > 0 && x + half > plot->x + plot->width + 6 * s) break;
        un_text_draw(list, fonts, &plain, (un_Point){x, y + 30 * s}, UN_ALIGN_CENTRE, number);
    }
    un_text_draw(list, fonts, &plain, (un_Point){plot->x - 8 * s, y + 30 * s}, UN_ALIGN_RIGHT, _("step"));
}

/// Largest weight of a cell's steps: those that look, and those looked at.
static float cell_weight(const Plot *plot, const float *weight, int row, int column) {
    int T = plot->snapshot->T, bin = plot->cell_bin;
    float largest = (float)NAN;
    for (int t = row * bin; t < (row + 1) * bin && t < T; t++) {
        for (int k = column * bin; k < (column + 1) * bin && k < T; k++)
            largest = fmaxf(largest, weight[(size_t)t * (size_t)T + (size_t)k]); // fmaxf leaves NaN behind
    }
    return largest;
}

static void matrix_draw(un_DrawList *list, const Plot *plot) {
    enum { SHADES = 128 };
    const un_Wave *wave = &plot->context->wave;
    const float *weight = plot->snapshot->lane[plot->lane].track[0].attention;
    un_ThemeName theme = plot->context->theme;
    un_Color shade[SHADES], surface = un_ink_color(plot->context, UN_TOKEN_SURFACE);
    for (int i = 0; i < SHADES; i++)
        shade[i] = un_theme_map(theme, UN_MAP_MAGNITUDE, (float)i / (SHADES - 1));
    un_Color *texel = un_draw_image(list, plot->matrix, plot->cells, plot->cells);
    for (int i = 0; texel && i < plot->cells * plot->cells; i++) {
        int row = i / plot->cells, column = i % plot->cells;
        bool lit = wave->phase != UN_WAVE_FORWARD || wave->front >= (float)(row * plot->cell_bin + 1);
        texel[i] = surface;
        if (!lit || column > row) continue;
        float value = cell_weight(plot, weight, row, column);
        texel[i] = isfinite(value) ? shade[(int)(un_ink_clamp(value, 0, 1) * (SHADES - 1) + 0.5f)]
                                   : un_ink_color(plot->context, UN_TOKEN_LOSS);
    }
    un_draw_line(list, (un_Point){plot->matrix.x, plot->matrix.y},
                 (un_Point){plot->matrix.x + plot->matrix.w, plot->matrix.y + plot->matrix.h}, plot->s,
                 un_ink_color(plot->context, UN_TOKEN_LINE2));
}

static un_Rect matrix_row(const Plot *plot) {
    float s = plot->s, cell = plot->matrix.h / (float)plot->cells, h = fmaxf(cell, 6 * s);
    float middle = plot->matrix.y + cell * ((float)(plot->row / plot->cell_bin) + 0.5f);
    return un_ink_snap_rect((un_Rect){plot->matrix.x - 2 * s, middle - h / 2 - s, plot->matrix.w + 4 * s, h + 2 * s});
}

/// The colours' legend in one line over the matrix.
static void matrix_ramp(un_DrawList *list, const Plot *plot) {
    float s = plot->s, w = 56 * s, y = plot->matrix.y - 8 * s, x = plot->matrix.x + plot->matrix.w;
    if (plot->matrix.w < 196 * s) return;
    un_TextStyle style = un_ink_style(plot->context, UN_FACE_REGULAR, 12, UN_TOKEN_INK3);
    x -= un_text_draw(list, plot->context->fonts, &style, (un_Point){x, y}, UN_ALIGN_RIGHT, "1") + 5 * s;
    un_Rect ramp = {x - w, y - 8 * s, w, 8 * s};
    un_colormap_ramp(list, plot->context->theme, UN_MAP_MAGNITUDE, ramp, 0, 1);
    x = ramp.x - 5 * s;
    un_text_draw(list, plot->context->fonts, &style, (un_Point){x, y}, UN_ALIGN_RIGHT, _("weight 0"));
}

/// Ticks on both sides; the chosen row's own number stands in ink and others keep off it.
static void matrix_axes(un_DrawList *list, const Plot *plot) {
    const un_Fonts *fonts = plot->context->fonts;
    float s = plot->s, step = plot->matrix.w / (float)(plot->cells * plot->cell_bin),
          bottom = plot->matrix.y + plot->matrix.h;
    un_TextStyle style = un_ink_style(plot->context, UN_FACE_REGULAR, 12, UN_TOKEN_INK3);
    un_TextStyle strong = un_ink_style(plot->context, UN_FACE_SEMIBOLD, 12, UN_TOKEN_INK);
    int every = (int)un_ink_nice(34 * s / step);
    un_Rect box = matrix_row(plot);
    float chosen = box.y + box.h / 2;
    char number[32];
    for (int t = 0; t < plot->snapshot->T; t += every) {
        float at = step * ((float)t + 0.5f);
        un_number_count(t, number, sizeof number);
        if (fabsf(plot->matrix.y + at - chosen) > 15 * s)
            un_text_draw(list, fonts, &style, (un_Point){plot->matrix.x - 8 * s, plot->matrix.y + at + 4 * s},
                         UN_ALIGN_RIGHT, number);
        un_text_draw(list, fonts, &style, (un_Point){plot->matrix.x + at, bottom + 18 * s}, UN_ALIGN_CENTRE, number);
    }
    un_number_count(plot->row, number, sizeof number);
    un_text_draw(list, fonts, &strong, (un_Point){plot->matrix.x - 8 * s, un_ink_snap(chosen + 4 * s)}, UN_ALIGN_RIGHT,
                 number);
    char caption[96];
    snprintf(caption, sizeof caption, "%s", _("looked at step"));
    if (plot->cell_bin > 1)
        un_ink_append(caption, sizeof caption, _(" · each cell: %d steps, the largest"), plot->cell_bin);
    un_text_draw_cut(list, fonts, &style, (un_Point){plot->matrix.x, bottom + 34 * s}, plot->matrix.w + 20 * s,
                     caption);
    un_text_draw_cut(list, fonts, &style, (un_Point){plot->rest.x, plot->matrix.y - 8 * s}, plot->matrix.w,
                     _("step that looks"));
}

// Pointing.

/// The column of strips under the pointer, by the strips' or the matrix's columns; -1: none.
static int pointed_step(const Plot *plot, un_Point at) {
    int T = plot->snapshot->T, step = -1;
    const Block *first = &plot->block[0], *last = &plot->block[plot->block_count - 1];
    if (un_rect_contains((un_Rect){plot->x, first->y, plot->width, last->bottom - first->y}, at))
        step = (int)((at.x - plot->x) / plot->width * (float)plot->columns) * plot->bin;
    else if (plot->matrix.w > 0 && un_rect_contains(plot->matrix, at))
        step = (int)((at.x - plot->matrix.x) / plot->matrix.w * (float)plot->cells) * plot->cell_bin;
    return step < T ? step : T - 1;
}

static un_Rect light_of(const Plot *plot, const Block *block, int step) {
    float left, right;
    column_edges(plot, step / plot->bin, &left, &right);
    return un_ink_snap_rect((un_Rect){left - 1, block->top - 1, right - left + 2, block->bottom - block->top + 2});
}

static void lights(un_DrawList *list, const Plot *plot) {
    int step = plot->context->has_pointer ? pointed_step(plot, plot->context->pointer) : -1;
    for (int b = 0; step >= 0 && b < plot->block_count; b++)
        un_draw_frame(list, light_of(plot, &plot->block[b], step), 2 * plot->s, 1.5f * plot->s,
                      un_ink_color(plot->context, UN_TOKEN_INK));
}

/// Lanes that have no room are told, right of the axis.
static void left_out(un_DrawList *list, const Plot *plot) {
    int missing = plot->snapshot->lane_count - plot->block_count;
    float s = plot->s, x = plot->x + plot->width + 8 * s, y = plot->block[plot->block_count - 1].bottom + 32 * s;
    if (missing == 0) return;
    char text[64];
    un_TextStyle style = un_ink_style(plot->context, UN_FACE_REGULAR, 12, UN_TOKEN_INK2);
    snprintf(text, sizeof text, missing == 1 ? _("%d lane more") : _("%d lanes more"), missing);
    un_text_draw_cut(list, plot->context->fonts, &style, (un_Point){x, y}, plot->rest.x + plot->rest.w - x, text);
}

static void draw(un_DrawList *list, const un_ViewContext *context, un_Rect rect) {
    un_ink_head(list, context, rect, &un_view_attention);
    Plot plot = plot_make(context, rect);
    if (plot.matrix.w > 0) {
        matrix_draw(list, &plot);
        matrix_ramp(list, &plot);
        matrix_axes(list, &plot);
        un_draw_frame(list, matrix_row(&plot), 3 * plot.s, 2 * plot.s, un_ink_color(context, UN_TOKEN_INK));
    }
    for (int b = 0; b < plot.block_count; b++) {
        block_title(list, &plot, &plot.block[b]);
        for (int k = 0; k < STRIPS; k++)
            strip_draw(list, &plot, &plot.block[b], (Strip)k);
    }
    strip_axis_draw(list, &plot);
    left_out(list, &plot);
    lights(list, &plot);
}

static void say(un_Hover *out, const char *text) {
    if (out->lines < (int)(sizeof out->text / sizeof *out->text))
        snprintf(out->text[out->lines++], sizeof out->text[0], "%s", text);
}

static void hover_end(const Plot *plot, un_Hover *out, int step) {
    char text[160], count[32];
    snprintf(text, sizeof text, _("step %d, input %s · update %s"), step, plot->snapshot->symbol[step],
             un_number_count(plot->snapshot->update, count, sizeof count));
    say(out, text);
    out->hit = true;
}

static void hover_matrix(const Plot *plot, un_Point at, un_Hover *out) {
    float cell = plot->matrix.w / (float)plot->cells;
    int row = (int)((at.y - plot->matrix.y) / cell), column = (int)((at.x - plot->matrix.x) / cell),
        T = plot->snapshot->T;
    const float *weight = plot->snapshot->lane[plot->lane].track[0].attention;
    if (row >= plot->cells || column > row) return;
    if (plot->context->wave.phase == UN_WAVE_FORWARD && plot->context->wave.front < (float)(row * plot->cell_bin + 1))
        return;
    int t = row * plot->cell_bin, step = column * plot->cell_bin; // of a cell of many steps: where it is largest
    for (int i = row * plot->cell_bin; i < (row + 1) * plot->cell_bin && i < T; i++) {
        for (int k = column * plot->cell_bin; k < (column + 1) * plot->cell_bin && k < T; k++) {
            if (weight[(size_t)i * (size_t)T + (size_t)k] > weight[(size_t)t * (size_t)T + (size_t)step])
                t = i, step = k;
        }
    }
    char text[160], number[64];
    snprintf(text, sizeof text, _("%s · weight = %s"), plot->snapshot->lane[plot->lane].name,
             un_number_full((double)weight[(size_t)t * (size_t)T + (size_t)step], 9, number, sizeof number));
    say(out, text);
    snprintf(text, sizeof text, _("step %d looks at step %d"), t, step);
    say(out, text);
    hover_end(plot, out, step);
    out->mark = (un_Rect){plot->matrix.x + cell * (float)column, plot->matrix.y + cell * (float)row, cell, cell};
}

static void hover_block(const Plot *plot, const Block *block, int first, un_Hover *out) {
    const un_SnapshotLane *lane = &plot->snapshot->lane[block->lane];
    int step = first, end = column_end(plot, first / plot->bin);
    Strip leading = attends(lane) ? STRIP_WEIGHT : STRIP_GRADIENT;
    if (plot->bin > 1 && furthest(plot, block->lane, leading, first, end) >= 0 && is_told(plot, leading))
        step = furthest(plot, block->lane, leading, first,
                        end); // a column of many steps: where the first strip is largest
    char text[160] = "", number[64];
    if (attends(lane) && is_told(plot, STRIP_WEIGHT)) {
        snprintf(text, sizeof text, _("%s · weight of step %d = %s"), lane->name, plot->row,
                 un_number_full(value_at(plot, block->lane, STRIP_WEIGHT, step), 9, number, sizeof number));
        say(out, text);
    }
    if (is_told(plot, STRIP_GRADIENT)) {
        snprintf(text, sizeof text, _("%s · |∂L/∂x| = %s"), lane->name,
                 un_number_full(value_at(plot, block->lane, STRIP_GRADIENT, step), 17, number, sizeof number));
        say(out, text);
    }
    if (is_told(plot, STRIP_TAKEN_OUT) && lane->blame.without_zero) {
        un_number_full(value_at(plot, block->lane, STRIP_TAKEN_OUT, step), 17, number, sizeof number);
        snprintf(text, sizeof text,
                 plot->snapshot->classes ? _("loss without it changes by %s nats") : _("loss without it changes by %s"),
                 number);
        say(out, text);
    }
    if (out->lines == 0) return;
    hover_end(plot, out, step);
    out->mark = light_of(plot, block, step);
}

bool un_attention_pick(const un_ViewContext *context, un_Rect rect, un_Point point, un_Selection *out) {
    Plot plot = plot_make(context, rect);
    bool fits = rect.w >= un_view_attention.least_width * plot.s && rect.h >= un_view_attention.least_height * plot.s;
    if (!fits || plot.matrix.w <= 0 || !un_rect_contains(plot.matrix, point)) return false;
    int step = (int)((point.y - plot.matrix.y) / plot.matrix.h * (float)plot.cells) * plot.cell_bin;
    if (step >= plot.snapshot->T) return false;
    *out = (un_Selection){plot.lane, 0, step, -1};
    return true;
}

static void hover(const un_ViewContext *context, un_Rect rect, un_Point at, un_Hover *out) {
    Plot plot = plot_make(context, rect);
    int step = pointed_step(&plot, at);
    if (step < 0) return;
    if (plot.matrix.w > 0 && un_rect_contains(plot.matrix, at)) {
        hover_matrix(&plot, at, out);
        return;
    }
    for (int b = 0; b < plot.block_count; b++) {
        if (at.y >= plot.block[b].top && at.y < plot.block[b].bottom) hover_block(&plot, &plot.block[b], step, out);
    }
}

static void summary(const un_ViewContext *context, char *out, size_t size) {
    const un_Snapshot *snapshot = context->snapshot;
    Plot plot = {.context = context, .snapshot = snapshot, .s = context->scale, .row = chosen_row(context)};
    if (size) *out = 0;
    if (un_ink_arrived(context) > 0) {
        un_ink_append(out, size, "%s", _("The backward wave has not ended."));
        return;
    }
    for (int l = 0; l < snapshot->lane_count; l++) {
        const un_SnapshotLane *lane = &snapshot->lane[l];
        char number[32];
        bool looks = attends(lane) && furthest(&plot, l, STRIP_WEIGHT, 0, snapshot->T) >= 0;
        Strip strip = looks ? STRIP_WEIGHT : STRIP_GRADIENT;
        int step = furthest(&plot, l, strip, 0, snapshot->T);
        if (l) un_ink_append(out, size, "; ");
        if (step < 0) {
            un_ink_append(out, size, _("%s: not a number"), lane->name);
            continue;
        }
        un_number_short(value_at(&plot, l, strip, step), number, sizeof number);
        if (looks)
            un_ink_append(out, size, _("%s: step %d looks at step %d (%s)"), lane->name, plot.row, step, number);
        else
            un_ink_append(out, size, _("%s: the loss's gradient is largest at the input of step %d (%s)"), lane->name,
                          step, number);
        if (!lane->blame.without_zero || !isfinite(lane->blame.without_zero[step])) continue;
        un_ink_append(out, size, _(", without it the loss changes by %s"),
                      un_number_short(lane->blame.without_zero[step], number, sizeof number));
    }
    un_ink_append(out, size, ".");
}

static int notes(const un_ViewContext *context, un_Rect rect, un_Note note[UN_NOTES_MAX]) {
    Plot plot = plot_make(context, rect);
    const Block *block = &plot.block[0];
    un_Rect taken_out = block->strip[STRIP_TAKEN_OUT];
    int count = 0;
    if (plot.matrix.w > 0)
        note[count++] = (un_Note){matrix_row(&plot), UN_KEY("One row a step: how much it takes of every step before. "
                                                            "Strong colour: it looks there. The framed row is told at "
                                                            "the right.")};
    note[count++] = (un_Note){
        taken_out, UN_KEY("Taken out: the input of this step is set to 0. This is how much the loss changes.")};
    note[count++] = (un_Note){(un_Rect){plot.x, block->top, plot.width, taken_out.y - 2 * plot.s - block->top},
                              UN_KEY("Where it looks, where the gradient is large and what it needs are three "
                                     "things: they may disagree.")};
    return count;
}

static int parts(const un_ViewContext *context, un_Rect rect, un_ViewPart part[UN_VIEW_PARTS]) {
    static const char *const strip_part[STRIPS] = {"weights", "gradient", "occlusion"};
    Plot plot = plot_make(context, rect);
    un_PartList list = un_part_list(part, rect);
    un_part_add(&list, plot.matrix, "matrix");
    if (plot.matrix.w > 0) un_part_add(&list, matrix_row(&plot), "row");
    for (int b = 0; b < plot.block_count; b++) {
        const Block *block = &plot.block[b];
        const char *name = plot.snapshot->lane[block->lane].name;
        un_part_add(&list, (un_Rect){plot.strips.x, block->y, plot.strips.w, block->bottom - block->y}, "%s", name);
        for (int k = 0; k < STRIPS; k++)
            un_part_add(&list, block->strip[k], "%s/%s", name, strip_part[k]);
    }
    return list.count;
}

const un_View un_view_attention = {
    .name = "attention",
    .title = UN_KEY("Attention and blame"),
    .question = UN_KEY("Where does it look, and does that matter?"),
    .least_width = 520,
    .least_height = 320,
    .wants = UN_WANT_OCCLUSION,
    .draw = draw,
    .hover = hover,
    .summary = summary,
    .notes = notes,
    .parts = parts,
};
