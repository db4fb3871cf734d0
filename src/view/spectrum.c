#include "base/catalog.h"
#include "base/number.h"
#include "view/chart.h"
#include "view/ink.h"
#include "view/part.h"

#include <math.h>
#include <stdio.h>

enum { LANE_LEAST = 270, GAP = 32, DOTS = 256, LABELS = 66 };

/// The eigenvalues of one lane: a square of the complex plane, and beside or under it the largest of every step.
typedef struct Plane {
    int lane, direction, step;
    const un_SnapshotMeasures *measures;
    un_Rect head, square, chart; ///< chart.w 0: no room
    float legend_y;              ///< baseline of the legend's line; 0: no room
    double range;                ///< the square shows -range..range, of every lane alike
    double high;                 ///< the chart 0..high
} Plane;

typedef struct Spectrum {
    const un_ViewContext *context;
    const un_Snapshot *snapshot;
    float s;
    int count;
    Plane plane[UN_SNAPSHOT_LANES];
} Spectrum;

static double modulus(const double *real, const double *imaginary, int i) {
    return hypot(real[i], imaginary[i]);
}

/// The step that is shown: the one chosen, the one under the wave's front, else the loss step.
static int shown_step(const un_ViewContext *context) {
    const un_Snapshot *snapshot = context->snapshot;
    const un_Wave *wave = &context->wave;
    if (context->select.lane >= 0 && context->select.step >= 0 && context->select.step < snapshot->T)
        return context->select.step;
    if (wave->phase == UN_WAVE_FORWARD || wave->phase == UN_WAVE_BACKWARD)
        return (int)un_ink_clamp(floorf(wave->front), 0, (float)(snapshot->T - 1));
    return snapshot->loss_step;
}

/// The largest |lambda| of all steps, now and at the start: the first of each step's, which are sorted.
static double largest(const un_SnapshotMeasures *m, int T) {
    double most = 0;
    for (int t = 0; t < T; t++) {
        double now = modulus(m->real, m->imaginary, t * m->state);
        if (isfinite(now)) most = fmax(most, now);
        if (!m->start_real) continue;
        double start = modulus(m->start_real, m->start_imaginary, t * m->state);
        if (isfinite(start)) most = fmax(most, start);
    }
    return most;
}

/// Axes change in fixed steps, never by frame, and end where an explosion would flatten everything else: what lies
/// outside is counted in words.
static double range_for(double most, bool square) {
    static const double range[] = {1.5, 2, 3, 5};
    int i = 0, last = square ? 2 : 3;
    while (i < last && range[i] < most)
        i++;
    return range[i];
}

/// Circle left and chart right where it is wide, else one above the other, else (or with nothing to chart) the circle
/// alone.
static void place(Plane *plane, float s, un_Rect cell, bool charted) {
    plane->head = (un_Rect){cell.x, cell.y, cell.w, 26 * s};
    un_Rect body = {cell.x, cell.y + 30 * s, cell.w, cell.h - 30 * s}, square = body;
    if (charted && body.h >= 300 * s) {
        plane->legend_y = body.y + 12 * s;
        body.y += 24 * s;
        body.h -= 24 * s;
    }
    float axis = 24 * s;
    if (charted && body.w >= body.h * 0.9f + 230 * s) {
        float side = fminf(body.h - axis, body.w * 0.52f - axis);
        square = (un_Rect){body.x + axis, body.y, side, side};
        float x = square.x + side + 58 * s;
        plane->chart = (un_Rect){x, body.y + 24 * s, body.x + body.w - LABELS * s - x, body.h - 24 * s - 40 * s};
    } else {
        bool both = charted && body.h >= 340 * s;
        float side = fminf(body.w - 2 * axis, (both ? body.h * 0.62f : body.h) - axis);
        square = (un_Rect){body.x + (body.w - side) / 2, body.y, side, side};
        float y = square.y + side + axis + 38 * s;
        if (both)
            plane->chart = (un_Rect){body.x + 36 * s, y, body.w - (36 + LABELS) * s, body.y + body.h - 40 * s - y};
    }
    plane->square = un_ink_snap_rect(square);
    if (plane->chart.w > 0) plane->chart = un_ink_snap_rect(plane->chart);
}

/// Why a lane has no eigenvalues to show; NULL: it has.
static const char *missing(const Spectrum *spectrum, const Plane *plane) {
    if (spectrum->snapshot->lane[plane->lane].stateless) return _("No state passes from step to step.");
    if (spectrum->snapshot->T < 2) return _("One step only: no recurrent matrix.");
    if (plane->measures->too_dear & UN_WANT_SPECTRUM) return _("Too large to be measured while one watches.");
    if (!plane->measures->real || plane->measures->state < 1) return _("Being measured.");
    return NULL;
}

static Spectrum spectrum_make(const un_ViewContext *context, un_Rect rect) {
    const un_Snapshot *snapshot = context->snapshot;
    Spectrum spectrum = {.context = context, .snapshot = snapshot, .s = context->scale};
    double range = 0, high = 0;
    bool charted = false; // all lanes alike, so that their circles stand in a row
    un_ChartCells cells = un_chart_cells(context, un_ink_head(NULL, context, rect, &un_view_spectrum), LANE_LEAST, GAP);
    for (int i = 0; i < cells.count; i++) {
        Plane *plane = &spectrum.plane[spectrum.count++];
        plane->lane = cells.lane[i];
        const un_SnapshotLane *lane = &snapshot->lane[plane->lane];
        bool reverse = context->select.lane == plane->lane && context->select.direction == 1 && lane->directions == 2;
        plane->direction = reverse;
        plane->step = shown_step(context);
        plane->measures = &lane->track[reverse].measures;
        charted = charted || !missing(&spectrum, plane);
        double most = missing(&spectrum, plane) ? 0 : largest(plane->measures, snapshot->T);
        range = fmax(range, most);
        high = fmax(high, isfinite(plane->measures->radius) ? fmax(most, plane->measures->radius) : most);
    }
    for (int i = 0; i < spectrum.count; i++) {
        place(&spectrum.plane[i], spectrum.s, cells.rect[i], charted);
        spectrum.plane[i].range = range_for(range, true);
        spectrum.plane[i].high = range_for(high, false);
    }
    return spectrum;
}

static un_Point plane_point(const Plane *plane, double real, double imaginary) {
    un_Rect q = plane->square;
    return (un_Point){q.x + q.w / 2 * (float)(1 + real / plane->range),
                      q.y + q.h / 2 * (float)(1 - imaginary / plane->range)};
}

static void draw_axes(un_DrawList *list, const Spectrum *spectrum, const Plane *plane) {
    const un_ViewContext *context = spectrum->context;
    un_Rect q = plane->square;
    float s = spectrum->s, unit = q.w / 2 / (float)plane->range;
    un_Point centre = {q.x + q.w / 2, q.y + q.h / 2};
    un_Color line = un_ink_color(context, UN_TOKEN_LINE2);
    un_draw_rect(list, q, 3 * s, un_ink_color(context, UN_TOKEN_SUNKEN));
    un_ink_rule(list, context, q.x, centre.y, q.w, 1, line);
    un_ink_post(list, context, centre.x, q.y, q.h, 1, line);
    if (unit > 60 * s) un_draw_ring(list, centre, unit / 2, s, line);
    double radius = plane->measures->radius;
    if (isfinite(radius) && radius <= plane->range) { // dashed: of the matrix alone
        un_Trace trace;
        un_trace_start(&trace, list, 1.2f * s, 4 * s, 3 * s, un_ink_color(context, UN_TOKEN_INK2));
        for (int i = 0; i <= 96; i++) {
            float angle = 6.2831853f * (float)i / 96;
            un_trace_to(&trace, centre.x + unit * (float)radius * cosf(angle),
                        centre.y + unit * (float)radius * sinf(angle));
        }
        un_trace_break(&trace);
    }
    un_draw_ring(list, centre, unit, 1.6f * s, un_ink_color(context, UN_TOKEN_INK));
}

/// Marks of 1 and i outside the square, and the circle's name inside its upper left.
static void draw_axis_labels(un_DrawList *list, const Spectrum *spectrum, const Plane *plane) {
    const un_Fonts *fonts = spectrum->context->fonts;
    un_Rect q = plane->square;
    float s = spectrum->s, below = q.y + q.h + 16 * s;
    un_TextStyle style = un_ink_style(spectrum->context, UN_FACE_REGULAR, 12, UN_TOKEN_INK3);
    un_Point one = plane_point(plane, 1, 1), minus = plane_point(plane, -1, -1), zero = plane_point(plane, 0, 0);
    bool narrow = one.x - zero.x < 22 * s;
    un_text_draw(list, fonts, &style, (un_Point){one.x, below}, UN_ALIGN_CENTRE, "1");
    if (!narrow) un_text_draw(list, fonts, &style, (un_Point){zero.x, below}, UN_ALIGN_CENTRE, "0");
    un_text_draw(list, fonts, &style, (un_Point){minus.x, below}, UN_ALIGN_CENTRE, "−1");
    un_text_draw(list, fonts, &style, (un_Point){q.x - 6 * s, one.y + 4 * s}, UN_ALIGN_RIGHT, "i");
    un_text_draw(list, fonts, &style, (un_Point){q.x - 6 * s, minus.y + 4 * s}, UN_ALIGN_RIGHT, "−i");
    float real = un_text_width(fonts, &style, _("real part"));
    if (q.x + q.w - real > one.x + 14 * s)
        un_text_draw(list, fonts, &style, (un_Point){q.x + q.w, below}, UN_ALIGN_RIGHT, _("real part"));
    style.color = un_ink_color(spectrum->context, UN_TOKEN_INK);
    style.size = 13 * s;
    un_Point up = plane_point(plane, -0.72, 0.72);
    float wide = un_text_width(fonts, &style, "|λ| = 1");
    if (q.w < 180 * s || up.x - wide - 4 * s <= q.x || up.y - 8 * s <= q.y + 14 * s) return;
    un_draw_rect(list, (un_Rect){up.x - wide - 7 * s, up.y - 18 * s, wide + 6 * s, 16 * s}, 3 * s,
                 un_ink_color(spectrum->context, UN_TOKEN_SUNKEN));
    un_text_draw(list, fonts, &style, (un_Point){up.x - 4 * s, up.y - 6 * s}, UN_ALIGN_RIGHT, "|λ| = 1");
}

/// For each eigenvalue of the start, largest first, the nearest one of now that no other has taken: no track is kept of
/// the way between, so the thin line joins neighbours.
static void draw_ways(un_DrawList *list, const Spectrum *spectrum, const Plane *plane, int count) {
    const un_SnapshotMeasures *m = plane->measures;
    const double *real = m->real + plane->step * m->state, *imaginary = m->imaginary + plane->step * m->state,
                 *old_real = m->start_real + plane->step * m->state,
                 *old_imaginary = m->start_imaginary + plane->step * m->state;
    un_Color color = un_color_fade(un_ink_lane(spectrum->context, plane->lane), 0.5f);
    bool taken[DOTS] = {false};
    for (int i = 0; i < count; i++) {
        int best = -1;
        double nearest = INFINITY;
        for (int k = 0; k < count; k++) {
            double away = hypot(real[k] - old_real[i], imaginary[k] - old_imaginary[i]);
            if (!taken[k] && away < nearest) nearest = away, best = k;
        }
        if (best < 0) continue; // not a number
        taken[best] = true;
        un_draw_line(list, plane_point(plane, old_real[i], old_imaginary[i]),
                     plane_point(plane, real[best], imaginary[best]), spectrum->s, color);
    }
}

static void draw_dots(un_DrawList *list, const Spectrum *spectrum, const Plane *plane) {
    const un_SnapshotMeasures *m = plane->measures;
    float s = spectrum->s, r = (plane->square.w < 260 * s || m->state > 64 ? 3.5f : 4.8f) * s;
    int count = m->state < DOTS ? m->state : DOTS, first = plane->step * m->state;
    un_Color lane = un_ink_lane(spectrum->context, plane->lane),
             surface = un_ink_color(spectrum->context, UN_TOKEN_SURFACE);
    un_draw_save(list);
    un_draw_clip(list, plane->square);
    if (m->start_real) {
        draw_ways(list, spectrum, plane, count);
        for (int i = count - 1; i >= 0; i--) {
            double real = m->start_real[first + i], imaginary = m->start_imaginary[first + i];
            if (!isfinite(real) || !isfinite(imaginary)) continue;
            un_Point at = plane_point(plane, real, imaginary);
            un_draw_disc(list, at, r, surface);
            un_draw_ring(list, at, r, 1.5f * s, lane);
        }
    }
    for (int i = count - 1; i >= 0; i--) {
        double real = m->real[first + i], imaginary = m->imaginary[first + i];
        if (!isfinite(real) || !isfinite(imaginary)) continue;
        un_Point at = plane_point(plane, real, imaginary);
        un_draw_disc(list, at, r + s, surface);
        un_draw_disc(list, at, r, lane);
    }
    un_draw_restore(list);
}

/// "2 outside", in the square's lower right.
static void draw_outside(un_DrawList *list, const Spectrum *spectrum, const Plane *plane) {
    const un_SnapshotMeasures *m = plane->measures;
    float s = spectrum->s;
    int outside = 0;
    for (int i = plane->step * m->state; i < (plane->step + 1) * m->state; i++)
        outside += !(fabs(m->real[i]) <= plane->range && fabs(m->imaginary[i]) <= plane->range);
    if (outside == 0) return;
    char text[48];
    un_ChartLabels labels = {0};
    un_TextStyle style = un_ink_style(spectrum->context, UN_FACE_MEDIUM, 12, UN_TOKEN_LOSS);
    snprintf(text, sizeof text, _("%d outside"), outside);
    un_Point at = {plane->square.x + plane->square.w - 9 * s, plane->square.y + plane->square.h - 9 * s};
    un_chart_label(list, spectrum->context, &labels, plane->square, &style, at, UN_ALIGN_RIGHT, text);
}

/// "o update 0   * update 200   - the way between".
static void draw_legend(un_DrawList *list, const Spectrum *spectrum, const Plane *plane) {
    float s = spectrum->s, x = plane->head.x + 5 * s, right = plane->head.x + plane->head.w, y = plane->legend_y;
    const un_Fonts *fonts = spectrum->context->fonts;
    un_Color lane = un_ink_lane(spectrum->context, plane->lane);
    un_TextStyle style = un_ink_style(spectrum->context, UN_FACE_REGULAR, 13, UN_TOKEN_INK2);
    char now[48], count[32];
    snprintf(now, sizeof now, _("update %s"), un_number_count(spectrum->snapshot->update, count, sizeof count));
    const char *text[3] = {_("update 0"), now, _("the way between")};
    for (int i = 0; i < 3; i++) {
        if (i != 1 && !plane->measures->start_real) continue;
        float w = un_text_width(fonts, &style, text[i]) + (i == 2 ? 26 : 14) * s;
        if (x + w > right) return;
        if (i == 0) un_draw_ring(list, (un_Point){x, y - 4.5f * s}, 4.5f * s, 1.5f * s, lane);
        if (i == 1) un_draw_disc(list, (un_Point){x, y - 4.5f * s}, 5 * s, lane);
        if (i == 2)
            un_draw_line(list, (un_Point){x - 4 * s, y - 4.5f * s}, (un_Point){x + 14 * s, y - 4.5f * s}, s,
                         un_color_fade(lane, 0.6f));
        un_text_draw(list, fonts, &style, (un_Point){x + (i == 2 ? 22 : 11) * s, y}, UN_ALIGN_LEFT, text[i]);
        x += w + 16 * s;
    }
}

static float chart_y(const Plane *plane, double value) {
    return plane->chart.y + plane->chart.h * (float)(1 - fmin(value / plane->high, 1));
}

static void draw_series(un_DrawList *list, const Spectrum *spectrum, const Plane *plane, const double *real,
                        const double *imaginary, float width, un_Color color) {
    un_Trace trace;
    un_trace_start(&trace, list, width * spectrum->s, 0, 0, color);
    for (int t = 0; t < spectrum->snapshot->T; t++) {
        double value = modulus(real, imaginary, t * plane->measures->state);
        if (isfinite(value))
            un_trace_to(&trace, un_chart_step_x(plane->chart, spectrum->snapshot->T, (float)t), chart_y(plane, value));
        else
            un_trace_break(&trace);
    }
    un_trace_break(&trace);
}

/// Names of the lines at their right ends, apart from one another.
static void draw_ends(un_DrawList *list, const Spectrum *spectrum, const Plane *plane) {
    const un_SnapshotMeasures *m = plane->measures;
    float s = spectrum->s, y[3], x = plane->chart.x + plane->chart.w + 8 * s;
    int kind[3], n = 0, at = (spectrum->snapshot->T - 1) * m->state;
    double value[3] = {m->radius, modulus(m->real, m->imaginary, at),
                       m->start_real ? modulus(m->start_real, m->start_imaginary, at) : (double)NAN};
    for (int k = 0; k < 3; k++) {
        if (!isfinite(value[k])) continue;
        int j = n++;
        for (; j > 0 && y[j - 1] > chart_y(plane, value[k]); j--)
            y[j] = y[j - 1], kind[j] = kind[j - 1];
        y[j] = chart_y(plane, value[k]);
        kind[j] = k;
    }
    un_ink_spread(y, n, 15 * s, plane->chart.y + 2 * s, plane->chart.y + plane->chart.h);
    for (int i = 0; i < n; i++) {
        char text[64], number[32];
        un_TextStyle style =
            un_ink_style(spectrum->context, kind[i] == 1 ? UN_FACE_SEMIBOLD : UN_FACE_REGULAR, 12, UN_TOKEN_INK2);
        if (kind[i] == 1) style.color = un_ink_lane(spectrum->context, plane->lane);
        if (kind[i] == 0)
            snprintf(text, sizeof text, _("W %s"),
                     m->radius < 100 ? un_number_full(m->radius, 3, number, sizeof number)
                                     : un_number_short(m->radius, number, sizeof number));
        else
            snprintf(text, sizeof text, "%s", kind[i] == 1 ? _("now") : _("update 0"));
        un_text_draw_cut(list, spectrum->context->fonts, &style, (un_Point){x, y[i] + 4 * s}, (LABELS - 8) * s, text);
    }
}

static void draw_chart(un_DrawList *list, const Spectrum *spectrum, const Plane *plane) {
    const un_ViewContext *context = spectrum->context;
    const un_SnapshotMeasures *m = plane->measures;
    un_Rect area = plane->chart;
    float s = spectrum->s, x = un_chart_step_x(area, spectrum->snapshot->T, (float)plane->step);
    un_Color lane = un_ink_lane(context, plane->lane);
    un_TextStyle title = un_ink_style(context, UN_FACE_SEMIBOLD, 14, UN_TOKEN_INK),
                 tick = un_ink_style(context, UN_FACE_REGULAR, 12, UN_TOKEN_INK3);
    un_text_draw(list, context->fonts, &title, (un_Point){area.x, area.y - 12 * s}, UN_ALIGN_LEFT,
                 _("Largest |λ| of each step"));
    double every = un_chart_every(plane->high, fmax(1, (double)(area.h / (34 * s))));
    for (int i = 0; every * i <= plane->high * 1.0001; i++) {
        char number[32];
        float y = chart_y(plane, every * i);
        un_ink_rule(list, context, area.x, y, area.w, 1, un_ink_color(context, UN_TOKEN_LINE));
        if (fabs(every * i - 1) > 1e-9 && fabsf(y - chart_y(plane, 1)) < 14 * s) continue;
        un_text_draw_in(list, context->fonts, &tick, (un_Rect){area.x - 40 * s, y - 8 * s, 32 * s, 16 * s},
                        UN_ALIGN_RIGHT, un_number_full(every * i, 3, number, sizeof number));
    }
    un_ink_rule(list, context, area.x, chart_y(plane, 1), area.w, 1.6f, un_ink_color(context, UN_TOKEN_INK));
    if (isfinite(m->radius)) {
        float y = chart_y(plane, m->radius);
        un_ink_reference(list, context, (un_Point){area.x, y}, (un_Point){area.x + area.w, y},
                         un_ink_color(context, UN_TOKEN_INK2));
    }
    if (m->start_real)
        draw_series(list, spectrum, plane, m->start_real, m->start_imaginary, 1.2f, un_color_fade(lane, 0.6f));
    draw_series(list, spectrum, plane, m->real, m->imaginary, 2.6f, lane);
    un_ink_post(list, context, x, area.y, area.h, 1.2f, un_ink_color(context, UN_TOKEN_INK));
    double now = modulus(m->real, m->imaginary, plane->step * m->state);
    if (isfinite(now)) {
        un_draw_disc(list, (un_Point){x, chart_y(plane, now)}, 6 * s, un_ink_color(context, UN_TOKEN_SURFACE));
        un_draw_disc(list, (un_Point){x, chart_y(plane, now)}, 5 * s, lane);
    }
    un_chart_steps(list, context, area, spectrum->snapshot->T);
    draw_ends(list, spectrum, plane);
}

static void draw_plane(un_DrawList *list, const Spectrum *spectrum, const Plane *plane) {
    const un_SnapshotMeasures *m = plane->measures;
    const char *why = missing(spectrum, plane);
    char text[96] = "", number[32];
    double now = why ? (double)NAN : modulus(m->real, m->imaginary, plane->step * m->state);
    if (isfinite(now))
        snprintf(text, sizeof text, _("largest |λ| %s at step %d"), un_number_full(now, 3, number, sizeof number),
                 plane->step);
    un_chart_lane(list, spectrum->context, plane->head, plane->lane, text,
                  spectrum->count < spectrum->snapshot->lane_count ? un_chart_others() : "");
    draw_axes(list, spectrum, plane);
    draw_axis_labels(list, spectrum, plane);
    if (why) {
        un_chart_sentence(list, spectrum->context, plane->square, why);
        return;
    }
    draw_dots(list, spectrum, plane);
    draw_outside(list, spectrum, plane);
    if (plane->legend_y > 0) draw_legend(list, spectrum, plane);
    if (plane->chart.w > 0) draw_chart(list, spectrum, plane);
}

static void draw(un_DrawList *list, const un_ViewContext *context, un_Rect rect) {
    Spectrum spectrum = spectrum_make(context, rect);
    un_ink_head(list, context, rect, &un_view_spectrum);
    char text[160];
    snprintf(text, sizeof text, _("step %d of %d · one seed"), spectrum.plane[0].step, spectrum.snapshot->T - 1);
    un_chart_caption(list, context, rect, &un_view_spectrum, text);
    for (int i = 0; i < spectrum.count; i++)
        draw_plane(list, &spectrum, &spectrum.plane[i]);
}

static void tell_eigenvalue(const Spectrum *spectrum, const Plane *plane, int i, bool start, un_Hover *out) {
    const un_SnapshotMeasures *m = plane->measures;
    int at = plane->step * m->state + i;
    double real = (start ? m->start_real : m->real)[at], imaginary = (start ? m->start_imaginary : m->imaginary)[at];
    char a[64], b[64], count[32];
    un_Point p = plane_point(plane, real, imaginary);
    float r = 8 * spectrum->s;
    out->hit = true;
    out->mark = (un_Rect){p.x - r, p.y - r, 2 * r, 2 * r};
    snprintf(out->text[0], sizeof out->text[0], "%s  λ = %s %s %s i", spectrum->snapshot->lane[plane->lane].name,
             un_number_full(real, 9, a, sizeof a), imaginary < 0 ? "−" : "+",
             un_number_full(fabs(imaginary), 9, b, sizeof b));
    snprintf(out->text[1], sizeof out->text[1], "|λ| = %s", un_number_full(hypot(real, imaginary), 9, a, sizeof a));
    snprintf(out->text[2], sizeof out->text[2], _("step %d · eigenvalue %d of %d"), plane->step, i + 1, m->state);
    snprintf(out->text[3], sizeof out->text[3], _("update %s"),
             un_number_count(start ? 0 : spectrum->snapshot->update, count, sizeof count));
    out->lines = 4;
}

/// The nearest dot within reach; a filled one before a hollow one at the same distance.
static void hover_square(const Spectrum *spectrum, const Plane *plane, un_Point at, un_Hover *out) {
    const un_SnapshotMeasures *m = plane->measures;
    int best = -1, count = m->state < DOTS ? m->state : DOTS;
    bool best_start = false;
    float nearest = 11 * spectrum->s;
    for (int start = 0; start <= (m->start_real ? 1 : 0); start++) {
        const double *real = start ? m->start_real : m->real, *imaginary = start ? m->start_imaginary : m->imaginary;
        for (int i = 0; i < count; i++) {
            int k = plane->step * m->state + i;
            un_Point p = plane_point(plane, real[k], imaginary[k]);
            float away = hypotf(p.x - at.x, p.y - at.y);
            if (away < nearest) nearest = away, best = i, best_start = start;
        }
    }
    if (best >= 0) tell_eigenvalue(spectrum, plane, best, best_start, out);
}

static void hover_chart(const Spectrum *spectrum, const Plane *plane, un_Point at, un_Hover *out) {
    const un_SnapshotMeasures *m = plane->measures;
    int T = spectrum->snapshot->T, t = (int)((at.x - plane->chart.x) / plane->chart.w * (float)T);
    t = t < 0 ? 0 : t >= T ? T - 1 : t;
    double value = modulus(m->real, m->imaginary, t * m->state);
    if (!isfinite(value)) return;
    float x = un_chart_step_x(plane->chart, T, (float)t), y = chart_y(plane, value), r = 7 * spectrum->s;
    char number[64], count[32];
    out->hit = true;
    out->mark = (un_Rect){x - r, y - r, 2 * r, 2 * r};
    snprintf(out->text[0], sizeof out->text[0], _("%s  largest |λ| = %s"), spectrum->snapshot->lane[plane->lane].name,
             un_number_full(value, 9, number, sizeof number));
    out->lines = 1;
    if (m->start_real)
        snprintf(out->text[out->lines++], sizeof out->text[0], _("at update 0: %s"),
                 un_number_full(modulus(m->start_real, m->start_imaginary, t * m->state), 9, number, sizeof number));
    if (isfinite(m->radius))
        snprintf(out->text[out->lines++], sizeof out->text[0], _("of W alone: %s"),
                 un_number_full(m->radius, 9, number, sizeof number));
    snprintf(out->text[out->lines++], sizeof out->text[0], _("step %d · update %s"), t,
             un_number_count(spectrum->snapshot->update, count, sizeof count));
}

static void hover(const un_ViewContext *context, un_Rect rect, un_Point at, un_Hover *out) {
    Spectrum spectrum = spectrum_make(context, rect);
    for (int i = 0; i < spectrum.count; i++) {
        const Plane *plane = &spectrum.plane[i];
        if (missing(&spectrum, plane)) continue;
        if (un_rect_contains(plane->square, at)) hover_square(&spectrum, plane, at, out);
        if (plane->chart.w > 0 && un_rect_contains(plane->chart, at)) hover_chart(&spectrum, plane, at, out);
    }
}

static void summary(const un_ViewContext *context, char *out, size_t size) {
    const un_Snapshot *snapshot = context->snapshot;
    Spectrum spectrum = {.context = context, .snapshot = snapshot, .s = context->scale};
    char count[32], number[32];
    int step = shown_step(context);
    if (size) *out = 0;
    un_ink_append(out, size, _("At update %s, step %d: "), un_number_count(snapshot->update, count, sizeof count),
                  step);
    for (int l = 0; l < snapshot->lane_count; l++) {
        const un_SnapshotMeasures *m = &snapshot->lane[l].track[0].measures;
        const Plane plane = {.lane = l, .step = step, .measures = m};
        un_ink_append(out, size, "%s%s: ", l ? "; " : "", snapshot->lane[l].name);
        if (missing(&spectrum, &plane)) {
            un_ink_append(out, size, "%s", _("no eigenvalues"));
            continue;
        }
        un_ink_append(out, size, _("the largest |λ| is %s"),
                      un_number_full(modulus(m->real, m->imaginary, step * m->state), 3, number, sizeof number));
        if (isfinite(m->radius))
            un_ink_append(out, size, _(", of W alone %s"), un_number_full(m->radius, 3, number, sizeof number));
    }
    un_ink_append(out, size, ".");
}

static int notes(const un_ViewContext *context, un_Rect rect, un_Note note[UN_NOTES_MAX]) {
    Spectrum spectrum = spectrum_make(context, rect);
    const Plane *plane = &spectrum.plane[0];
    const un_SnapshotMeasures *m = plane->measures;
    if (missing(&spectrum, plane)) return 0;
    int n = 0, first = plane->step * m->state;
    float s = spectrum.s, r = 10 * s;
    un_Point low = plane_point(plane, -1, -1), high = plane_point(plane, 1, 1);
    note[n++] = (un_Note){{low.x, high.y, high.x - low.x, low.y - high.y},
                          UN_KEY("Dots inside the circle shrink the gradient at this step; outside they stretch it.")};
    if (isfinite(m->real[first]) && isfinite(m->imaginary[first])) {
        un_Point p = plane_point(plane, m->real[first], m->imaginary[first]);
        note[n++] = (un_Note){{p.x - r, p.y - r, 2 * r, 2 * r},
                              UN_KEY("The largest now. A hollow dot is where one stood before training.")};
    }
    if (plane->chart.w > 0 && isfinite(m->radius))
        note[n++] = (un_Note){{plane->chart.x, chart_y(plane, m->radius) - 5 * s, plane->chart.w, 10 * s},
                              UN_KEY("W may grow while tanh shrinks the step: the dashes are W alone.")};
    else if (plane->chart.w > 0)
        note[n++] = (un_Note){{plane->chart.x, chart_y(plane, 1) - 5 * s, plane->chart.w, 10 * s},
                              UN_KEY("Steps under this line shrink every direction in the long run.")};
    return n;
}

static int parts(const un_ViewContext *context, un_Rect rect, un_ViewPart part[UN_VIEW_PARTS]) {
    Spectrum spectrum = spectrum_make(context, rect);
    un_PartList list = un_part_list(part, rect);
    for (int i = 0; i < spectrum.count; i++) {
        const Plane *plane = &spectrum.plane[i];
        const char *name = spectrum.snapshot->lane[plane->lane].name;
        un_part_add(&list, un_part_join(un_part_join(plane->head, plane->square), plane->chart), "%s", name);
        un_part_add(&list, plane->square, "%s/circle", name);
        un_part_add(&list, plane->chart, "%s/steps", name);
    }
    return list.count;
}

const un_View un_view_spectrum = {
    .name = "spectrum",
    .title = UN_KEY("Spectrum"),
    .question = UN_KEY("Does a step backwards stretch or shrink?"),
    .least_width = 300,
    .least_height = 240,
    .wants = UN_WANT_SPECTRUM,
    .draw = draw,
    .hover = hover,
    .summary = summary,
    .notes = notes,
    .parts = parts,
};
