#include "base/catalog.h"
#include "base/number.h"
#include "canvas/icon.h"
#include "view/ink.h"
#include "view/part.h"
#include "view/profile_parts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef un_ProfileLine Line;
typedef un_Profile Plot;

enum { LINES = UN_PROFILE_LINES, TAKEN = UN_PROFILE_TAKEN, LABEL_HIT = 1000, OTHER_NAME = 100, SAMPLES = 128 };

/// Lines whose ends lie that close, in points, share a label.
enum { TOGETHER = 18 };

float un_profile_y(const un_Profile *plot, double log10_ratio) {
    un_Axis axis = plot->context->axis;
    return plot->area.y + plot->area.h * (float)((axis.top - log10_ratio) / (axis.top - axis.bottom));
}

/// As un_ink_cut, of the direction that is drawn here: forward.
static int lane_cut(const Plot *plot, int lane) {
    return un_ink_cut(plot->snapshot, &plot->snapshot->lane[lane], &plot->snapshot->lane[lane].track[0]);
}

static bool shown(const Plot *plot, const Line *line, int t) {
    double value = line->gradient->log10[t];
    return isfinite(value) && t >= lane_cut(plot, line->lane);
}

float un_profile_line_y(const un_Profile *plot, const un_ProfileLine *line, int t) {
    return un_ink_clamp(un_profile_y(plot, line->gradient->log10[t]), plot->area.y - plot->head, plot->area.y + plot->area.h);
}

static void add_line(Plot *plot, int lane, bool highway, const un_SnapshotGradient *gradient) {
    Line line = {lane, highway, gradient, 0, plot->snapshot->loss_step};
    for (int t = plot->snapshot->loss_step; t >= 0 && shown(plot, &line, t); t--) {
        line.end = t;
        if (gradient->log10[t] < plot->context->axis.bottom) break;
    }
    bool alone = line.end == plot->snapshot->loss_step && line.end > 0; // h that no later h reads: one point, no line
    if (alone && !highway) return;
    if (shown(plot, &line, line.end)) plot->line[plot->line_count++] = line;
}

un_Profile un_profile_make(const un_ViewContext *context, un_Rect rect) {
    float s = context->scale;
    Plot plot = {.context = context, .snapshot = context->snapshot, .grid = un_stage_columns_seen(context, rect), .s = s};
    plot.titled = !context->tabbed;
    plot.headed = plot.titled && (plot.grid.tiny || rect.h >= 360 * s);
    if (plot.headed) {
        float y = un_ink_head(NULL, context, rect, &un_view_profile).y - 8 * s;
        rect.h -= y - rect.y;
        rect.y = y;
    }
    plot.arrived = un_ink_arrived(context);
    bool low = rect.h < 220 * s;
    plot.tick = plot.grid.compact ? 12 : 13;
    plot.head = un_ink_snap((low ? 6.0f : 12.0f) * s);
    float top = un_ink_snap((low ? 22.0f : 26.0f) * s) + plot.head, bottom = un_ink_snap((low ? 40.0f : 50.0f) * s);
    plot.area = (un_Rect){plot.grid.x, un_ink_snap(rect.y + top), un_ink_snap(plot.grid.w), rect.h - top - bottom};
    plot.ceiling = rect.y + (low ? 4.0f : 8.0f) * s;
    float x = plot.area.x + plot.area.w + (plot.grid.compact ? 12.0f : 14.0f) * s;
    plot.legend = (un_Rect){x, rect.y + (low ? 12.0f : 18.0f) * s, rect.x + rect.w - 6 * s - x, rect.h - 24 * s};
    for (int l = 0; l < plot.snapshot->lane_count; l++) {
        const un_SnapshotTrack *track = &plot.snapshot->lane[l].track[0];
        add_line(&plot, l, true, un_ink_highway(track));
        if (un_ink_is_cell(track)) add_line(&plot, l, false, &track->dh);
    }
    for (int i = 0; i < plot.line_count; i++)
        plot.line[i].end_y = un_profile_line_y(&plot, &plot.line[i], plot.line[i].end);
    return plot;
}

/// Steps between two ticks, and between two markers.
static int tick_every(const Plot *plot) {
    int every = (int)un_ink_nice(44 * plot->s / (plot->grid.pitch / (float)plot->grid.bin));
    float steps = plot->grid.range.last - plot->grid.range.first;
    if (steps > 10 && every > 1 && every < 5) every = 5;
    if (steps > 20 && every == 1) every = 5;
    return every;
}

static void value_axis(un_DrawList *list, const Plot *plot) {
    float s = plot->s, per_decade = plot->area.h / (float)(plot->context->axis.top - plot->context->axis.bottom);
    un_TextStyle style = un_ink_style(plot->context, UN_FACE_REGULAR, plot->tick, UN_TOKEN_INK3);
    int every = 1; // a divisor of the bottom, so that the bottom decade has its label
    while (every < -plot->context->axis.bottom &&
           ((float)every * per_decade < 22 * s || plot->context->axis.bottom % every))
        every++;
    float one_percent = un_profile_y(plot, -2), right = plot->area.x - 10 * s;
    bool apart = 2 * per_decade >= 15 * s;
    for (int decade = plot->context->axis.top; decade >= plot->context->axis.bottom; decade--) {
        if (decade == -2 || decade % every != 0) continue;
        float y = un_profile_y(plot, decade);
        un_ink_rule(list, plot->context, plot->area.x, y, plot->area.w, 1, un_ink_color(plot->context, UN_TOKEN_LINE));
        if (apart && fabsf(y - one_percent) < 14 * s) continue;
        if (decade > 0 && per_decade * (float)decade < 13 * s) continue;
        char power[24];
        un_Rect box = {right - 60 * s, y - 8 * s, 60 * s, 16 * s};
        un_text_draw_in(list, plot->context->fonts, &style, box, UN_ALIGN_RIGHT,
                        un_number_power(decade, power, sizeof power));
    }
    un_ink_reference(list, plot->context, (un_Point){plot->area.x, one_percent},
                     (un_Point){plot->area.x + plot->area.w, one_percent}, un_ink_color(plot->context, UN_TOKEN_INK2));
    if (!apart) return;
    style.color = un_ink_color(plot->context, UN_TOKEN_INK2);
    un_Rect box = {right - 60 * s, one_percent - 8 * s, 60 * s, 16 * s};
    un_text_draw_in(list, plot->context->fonts, &style, box, UN_ALIGN_RIGHT, _("1 %"));
}

/// Where the decades lie so close that "1 %" has no room beside "1", it stands inside the plot, over the lines.
static void one_percent_inside(un_DrawList *list, Plot *plot) {
    float s = plot->s, per_decade = plot->area.h / (float)(plot->context->axis.top - plot->context->axis.bottom);
    if (2 * per_decade >= 15 * s) return;
    un_TextStyle style = un_ink_style(plot->context, UN_FACE_REGULAR, 12, UN_TOKEN_INK2);
    float w = un_text_width(plot->context->fonts, &style, _("1 %")) + 6 * s;
    un_Rect patch = {plot->area.x + 2 * s, un_profile_y(plot, -2) + 4 * s, w, 16 * s};
    un_draw_rect(list, patch, 3 * s, un_color_fade(un_ink_color(plot->context, UN_TOKEN_SURFACE), 0.85f));
    un_text_draw_in(list, plot->context->fonts, &style, patch, UN_ALIGN_CENTRE, _("1 %"));
    plot->taken[plot->taken_count++] = patch;
}

static void step_axis(un_DrawList *list, const Plot *plot, un_Rect rect) {
    float s = plot->s, y = plot->area.y + plot->area.h + 17 * s;
    un_TextStyle style = un_ink_style(plot->context, UN_FACE_REGULAR, plot->tick, UN_TOKEN_INK3);
    int every = tick_every(plot);
    char number[32];
    for (int distance = 0; distance <= plot->snapshot->loss_step; distance += every) {
        float x = un_stage_middle(&plot->grid, plot->snapshot->loss_step - distance);
        if (!un_stage_sees(&plot->grid, plot->snapshot->loss_step - distance)) continue;
        un_text_draw(list, plot->context->fonts, &style, (un_Point){x, y}, UN_ALIGN_CENTRE,
                     un_number_count(distance, number, sizeof number));
    }
    style.color = un_ink_color(plot->context, UN_TOKEN_INK2);
    float title_y = fminf(y + 18 * s, rect.y + rect.h - 7 * s);
    un_text_draw(list, plot->context->fonts, &style, (un_Point){plot->area.x + plot->area.w / 2, title_y},
                 UN_ALIGN_CENTRE, _("steps back from the loss"));
}

static void draw_line(un_DrawList *list, const Plot *plot, const Line *line) {
    float s = plot->s, on, off;
    un_Color color = un_ink_lane(plot->context, line->lane);
    un_ink_dash(plot->context, line->lane, &on, &off);
    if (!line->highway) on = 4 * s, off = 3 * s;
    un_Trace trace;
    un_trace_start(&trace, list, (line->highway ? 2.6f : 1.3f) * s, on, off, color);
    float bottom = plot->area.y + plot->area.h;
    // One step past the front, up to which the clip lets it be seen: the line grows with the front, not by columns.
    int end = plot->arrived > 1 ? (int)plot->context->wave.front - 1 : 0;
    end = end > line->end ? end : line->end;
    // Of steps that are not seen only the next ones: the line goes on to the plot's edge.
    int from = (int)ceilf(plot->grid.range.last) + plot->grid.bin, to = (int)plot->grid.range.first - plot->grid.bin;
    from = from < plot->snapshot->loss_step ? from : plot->snapshot->loss_step;
    for (int t = from; t >= end && t >= to; t--) {
        float x = un_stage_middle(&plot->grid, t), y = un_profile_y(plot, line->gradient->log10[t]);
        if (y > bottom && t < plot->snapshot->loss_step) { // leaves through the bottom: end on it, not on the far value
            float before_x = un_stage_middle(&plot->grid, t + 1), before_y = un_profile_line_y(plot, line, t + 1);
            x = before_x + (x - before_x) * (y > before_y ? (bottom - before_y) / (y - before_y) : 0);
            y = bottom;
        }
        un_trace_to(&trace, x, fmaxf(y, plot->area.y - plot->head));
    }
    un_trace_break(&trace);
    if (!line->highway) return;
    int every = tick_every(plot);
    for (int distance = 0; distance <= plot->snapshot->loss_step - end; distance += every) {
        int t = plot->snapshot->loss_step - distance;
        if (t < plot->arrived - 1) break;
        if (line->gradient->log10[t] < plot->context->axis.bottom || !un_stage_sees(&plot->grid, t)) continue;
        un_Point at = {un_stage_middle(&plot->grid, t), un_profile_line_y(plot, line, t)};
        un_marker_draw(list, line->lane, at, 9 * s, un_ink_color(plot->context, UN_TOKEN_SURFACE), color);
    }
}

/// Heights of the lines over one stretch of x, NaN where a line is not there. A label tries its whole column of places
/// on them.
typedef struct Heights {
    int count; ///< samples
    float y[LINES][SAMPLES];
} Heights;

static void heights_read(const Plot *plot, float x, float w, Heights *out) {
    float every = fmaxf(4 * plot->s, w / (SAMPLES - 1));
    out->count = (int)(w / every) + 1;
    out->count = out->count < SAMPLES ? out->count : SAMPLES;
    for (int i = 0; i < plot->line_count; i++) {
        const Line *line = &plot->line[i];
        for (int k = 0; k < out->count; k++) {
            // The line between two columns, by the column's fraction under x.
            float place = (x + every * (float)k - plot->grid.origin) / plot->grid.pitch - 0.5f, u = place - floorf(place);
            int t = ((int)floorf(place) + plot->grid.base) * plot->grid.bin;
            bool there = t >= line->end && t + plot->grid.bin <= plot->snapshot->loss_step;
            out->y[i][k] = there ? un_profile_line_y(plot, line, t) * (1 - u) + un_profile_line_y(plot, line, t + plot->grid.bin) * u : NAN;
        }
    }
}

/// Whether the guess's dashed line goes through rect: it is straight.
static bool meets_guess(const Plot *plot, un_Rect rect) {
    un_Point a = plot->guess_end[0], b = plot->guess_end[1];
    if (!plot->guessed) return false;
    if (fabsf(a.x - b.x) < 1) return a.x > rect.x - 4 * plot->s && a.x < rect.x + rect.w + 4 * plot->s;
    float slope = (b.y - a.y) / (b.x - a.x), left = a.y + slope * (rect.x - a.x), right = a.y + slope * (rect.x + rect.w - a.x);
    return fmaxf(left, right) > rect.y - 2 * plot->s && fminf(left, right) < rect.y + rect.h + 2 * plot->s;
}

/// How many of the lines run through rect, and labels through it: 0 is a good place.
static int hits(const Plot *plot, const Heights *heights, un_Rect rect) {
    int count = 0;
    for (int i = 0; i < plot->taken_count; i++) {
        const un_Rect *taken = &plot->taken[i];
        if (rect.x < taken->x + taken->w && taken->x < rect.x + rect.w && rect.y < taken->y + taken->h &&
            taken->y < rect.y + rect.h)
            count += LABEL_HIT;
    }
    float one_percent = un_profile_y(plot, -2);
    if (one_percent > rect.y && one_percent < rect.y + rect.h) count += 2;
    if (meets_guess(plot, rect)) count += 4;
    for (int i = 0; i < plot->line_count; i++) {
        for (int k = 0; k < heights->count; k++) {
            float y = heights->y[i][k];
            if (y > rect.y - 5 * plot->s && y < rect.y + rect.h + 5 * plot->s) count++;
        }
    }
    return count;
}

/// A label beside the point (x, y) that stands nearer to another line's end would name that one.
static bool names_another(const Plot *plot, float x, float y, un_Rect rect) {
    float middle = rect.y + rect.h / 2;
    for (int i = 0; i < plot->line_count; i++) {
        const Line *line = &plot->line[i];
        bool beside = line->highway && fabsf(un_stage_middle(&plot->grid, line->end) - x) < 1;
        // Ends closer than that share a label (arrive_labels).
        if (!beside || fabsf(line->end_y - y) <= TOGETHER * plot->s) continue;
        if (fabsf(middle - line->end_y) < fabsf(middle - y)) return true;
    }
    return false;
}

/// Writes a label at the free place nearest to (x, y), above it first or below it first. Not told yet: it only keeps
/// its place, so that no other label moves when it comes.
static void label(un_DrawList *list, Plot *plot, un_TextStyle style, float x, float y, bool below_first, bool told,
                  const char *text) {
    float s = plot->s, w = un_text_width(plot->context->fonts, &style, text), h = style.size * 1.25f;
    float low = plot->ceiling, high = plot->area.y + plot->area.h - h + 3 * s;
    float left[2] = {x + 8 * s, x - 8 * s - w}; // right of the point, left of it
    Heights heights[2];
    for (int i = 0; i < 2; i++) {
        left[i] = un_ink_clamp(left[i], plot->area.x + 6 * s, plot->area.x + plot->area.w - w - 6 * s);
        heights_read(plot, left[i], w, &heights[i]);
    }
    un_Rect best = {0};
    int best_hits = 1 << 20;
    for (int ring = 0; ring < 16; ring++) {
        for (int side = 0; side < 4; side++) { // above and below on the right, then on the left
            float gap = (7 + 9 * (float)ring) * s, top = (side % 2 == 1) != below_first ? y + gap : y - gap - h;
            un_Rect rect = {left[side / 2], top, w, h};
            if (top < low || top > high) continue;
            // Far from its line it would name another's.
            int now = hits(plot, &heights[side / 2], rect) + ring + side / 2;
            if (names_another(plot, x, y, rect)) now += OTHER_NAME;
            if (now < best_hits) best_hits = now, best = rect;
        }
    }
    // No place without another label on it: this one is left out, the legend and the stage tell the same.
    if (best.w <= 0 || best_hits >= LABEL_HIT || plot->taken_count == TAKEN) return;
    plot->taken[plot->taken_count++] = best;
    if (!told) return;
    un_Rect patch = {best.x - 3 * s, best.y, best.w + 6 * s, best.h};
    un_draw_rect(list, patch, 3 * s, un_color_fade(un_ink_color(plot->context, UN_TOKEN_SURFACE), 0.8f));
    un_text_draw(list, plot->context->fonts, &style, (un_Point){best.x, best.y + style.size}, UN_ALIGN_LEFT, text);
}

/// The markers are taken too: labels keep clear of them at the left end.
static void arrive_labels(un_DrawList *list, Plot *plot) {
    float s = plot->s;
    bool done[LINES] = {false};
    for (int i = 0; i < plot->line_count; i++) {
        const Line *line = &plot->line[i];
        if (done[i] || !line->highway || !un_stage_sees(&plot->grid, line->end)) continue;
        // Lines that end beside one another share a label, in ink.
        char text[160] = "", number[32];
        int members = 0, cut = lane_cut(plot, line->lane);
        if (cut > 0) { // nothing arrives, but not because it vanished
            char verdict[96];
            un_ink_verdict(plot->snapshot, &plot->snapshot->lane[line->lane],
                           &plot->snapshot->lane[line->lane].track[0], verdict, sizeof verdict);
            snprintf(text, sizeof text, "%s %s", plot->snapshot->lane[line->lane].name, verdict);
            un_TextStyle style = un_ink_style(plot->context, UN_FACE_SEMIBOLD, 13, UN_TOKEN_INK);
            style.color = un_ink_lane(plot->context, line->lane);
            label(list, plot, style, un_stage_middle(&plot->grid, line->end), line->end_y, false,
                  plot->arrived <= line->end, text);
            continue;
        }
        float top = line->end_y;
        for (int j = i; j < plot->line_count; j++) {
            const Line *other = &plot->line[j];
            if (done[j] || !other->highway || lane_cut(plot, other->lane) > 0 || other->end != line->end ||
                fabsf(other->end_y - line->end_y) > TOGETHER * s)
                continue;
            done[j] = true;
            top = fminf(top, other->end_y);
            un_ink_append(text, sizeof text, "%s%s %s", members ? ", " : "", plot->snapshot->lane[other->lane].name,
                          un_number_short(other->gradient->arrives, number, sizeof number));
            members++;
        }
        un_ink_append(text, sizeof text, "%s", members > 1 ? _(" arrive") : _(" arrives"));
        un_TextStyle style = un_ink_style(plot->context, UN_FACE_SEMIBOLD, 13, UN_TOKEN_INK);
        if (members == 1) style.color = un_ink_lane(plot->context, line->lane);
        label(list, plot, style, un_stage_middle(&plot->grid, line->end), top, false, plot->arrived == 0, text);
    }
}

static void under_labels(un_DrawList *list, Plot *plot) {
    for (int i = 0; i < plot->line_count; i++) {
        const Line *line = &plot->line[i];
        int under = line->gradient->under_one_percent;
        if (plot->snapshot->lane[line->lane].stateless) continue; // no chain that would fall under it
        if (!line->highway || under < 0 || under > plot->snapshot->loss_step - line->end) continue;
        if (!un_stage_sees(&plot->grid, plot->snapshot->loss_step - under)) continue;
        char text[128], count[32];
        snprintf(text, sizeof text, under == 1 ? _("%s under 1 %% after %s step") : _("%s under 1 %% after %s steps"),
                 plot->snapshot->lane[line->lane].name, un_number_count(under, count, sizeof count));
        un_TextStyle style = un_ink_style(plot->context, UN_FACE_SEMIBOLD, 13, UN_TOKEN_INK);
        // Right of the crossing and below: a line that has fallen leaves that side empty.
        label(list, plot, style, un_stage_middle(&plot->grid, plot->snapshot->loss_step - under), un_profile_y(plot, -2),
              true, plot->arrived <= plot->snapshot->loss_step - under, text);
    }
}

/// The lines, highways first, each in the stage's order: sorted by value they would change places while the network
/// trains, and give away how the wave will end. A lane whose gradient is no number has no line (gradient NULL), but
/// keeps its entry.
static int legend_lines(const Plot *plot, Line out[LINES]) {
    int n = 0;
    for (int l = 0; l < plot->snapshot->lane_count; l++) {
        out[n] = (Line){.lane = l, .highway = true};
        for (int i = 0; i < plot->line_count; i++) {
            if (plot->line[i].lane == l && plot->line[i].highway) out[n] = plot->line[i];
        }
        n++;
    }
    for (int i = 0; i < plot->line_count; i++) {
        if (!plot->line[i].highway) out[n++] = plot->line[i];
    }
    return n;
}

/// A stroke with its marker, the lane's name and the symbol of its gradient.
static void legend_name(un_DrawList *list, const Plot *plot, const Line *line, float middle) {
    const un_Fonts *fonts = plot->context->fonts;
    const un_SnapshotLane *lane = &plot->snapshot->lane[line->lane];
    float s = plot->s, size = plot->grid.compact ? 13 : 14, x = plot->legend.x, on, off;
    un_Color color = un_ink_lane(plot->context, line->lane);
    un_ink_dash(plot->context, line->lane, &on, &off);
    if (!line->highway) on = 4 * s, off = 3 * s;
    un_Point sample[2] = {{x, middle}, {x + 20 * s, middle}};
    un_draw_polyline(list, sample, 2, (line->highway ? 2.6f : 1.3f) * s, on, off, color);
    if (line->highway) {
        un_Color surface = un_ink_color(plot->context, UN_TOKEN_SURFACE);
        un_marker_draw(list, line->lane, (un_Point){x + 10 * s, middle}, 9 * s, surface, color);
    }
    char formula[24];
    const un_SnapshotGradient *gradient = line->highway ? un_ink_highway(&lane->track[0]) : &lane->track[0].dh;
    snprintf(formula, sizeof formula, "$\\partial %s$", gradient->variable);
    un_TextStyle math = un_ink_style(plot->context, UN_FACE_REGULAR, size, UN_TOKEN_INK2);
    un_TextStyle name = un_ink_style(plot->context, UN_FACE_SEMIBOLD, size, UN_TOKEN_INK);
    un_TextStyle style = line->highway ? name : math;
    float formula_width = un_rich_width(fonts, &math, formula);
    float room = plot->legend.w - 26 * s - formula_width - 5 * s;
    // A name that is cut says less than the symbol, which the stage tells too.
    bool symbol = !line->highway || un_text_width(fonts, &style, lane->name) <= room;
    if (!symbol) room += formula_width + 5 * s;
    un_Point at = {x + 26 * s, middle + 5 * s};
    if (!symbol && un_text_width(fonts, &style, lane->name) > room) style.size = 12 * s;
    if (!symbol && lane->stateless && un_text_width(fonts, &style, lane->name) > room) { // no slope stands below: a second line
        const char *space = strpbrk(lane->name, " -");
        char first[32];
        snprintf(first, sizeof first, "%.*s", space ? (int)(space - lane->name) + 1 : 0, lane->name);
        if (space && un_text_width(fonts, &style, first) <= room && un_text_width(fonts, &style, space + 1) <= room) {
            un_text_draw(list, fonts, &style, at, UN_ALIGN_LEFT, first);
            un_text_draw(list, fonts, &style, (un_Point){at.x, at.y + 14 * s}, UN_ALIGN_LEFT, space + 1);
            return;
        }
    }
    at.x += un_text_draw_cut(list, fonts, &style, at, room, lane->name) + 5 * s;
    if (symbol) un_rich_draw(list, fonts, &math, at, UN_ALIGN_LEFT, formula);
}

static void legend_slope(un_DrawList *list, const Plot *plot, const Line *line, float baseline) {
    const un_Fonts *fonts = plot->context->fonts;
    un_TextStyle quiet = un_ink_style(plot->context, UN_FACE_REGULAR, 12, UN_TOKEN_INK2);
    char text[64], number[32];
    double factor = pow(10, line->gradient->slope);
    if (!isfinite(factor) || plot->snapshot->lane[line->lane].stateless) return;
    if (factor < 100 && factor >= 0.01)
        snprintf(number, sizeof number, "%.2f", factor);
    else
        un_number_short(factor, number, sizeof number);
    snprintf(text, sizeof text, _("×%s per step"), number);
    float indent = 26 * plot->s;
    if (un_text_width(fonts, &quiet, text) > plot->legend.w - indent) indent = 0;
    un_Point at = {plot->legend.x + indent, baseline};
    un_text_draw_cut(list, fonts, &quiet, at, plot->legend.w - indent, text);
}

/// Why a lane has no line. Returns the height it takes; 0 where it does not fit. list NULL: measures only.
static float legend_missing(un_DrawList *list, const Plot *plot, const Line *line, float y) {
    const un_SnapshotLane *lane = &plot->snapshot->lane[line->lane];
    float s = plot->s, indent = plot->legend.w < 130 * s ? 0 : 26 * s, width = plot->legend.w - indent;
    un_TextStyle style = un_ink_style(plot->context, UN_FACE_MEDIUM, 12, UN_TOKEN_LOSS);
    char text[96], count[32];
    snprintf(text, sizeof text, "%s", _("not a number"));
    if (lane->nonfinite_at >= 0)
        snprintf(text, sizeof text, _("not a number since update %s"),
                 un_number_count(lane->nonfinite_at, count, sizeof count));
    un_Point at = {plot->legend.x + indent, y + 10 * s};
    float h = un_text_draw_wrapped(NULL, plot->context->fonts, &style, at, width, 15 * s, text) + 4 * s;
    if (!list) return h;
    if (y + h > plot->legend.y + plot->legend.h + 4 * s) return 0;
    un_text_draw_wrapped(list, plot->context->fonts, &style, at, width, 15 * s, text);
    return h;
}

/// The lanes without the probe's interventions: dashed, in the lane's colour.
static void before_lines(un_DrawList *list, const Plot *plot) {
    float s = plot->s, bottom = plot->area.y + plot->area.h;
    for (int l = 0; l < plot->snapshot->lane_count; l++) {
        const un_SnapshotLane *lane = &plot->snapshot->lane[l];
        const double *plain = lane->plain.taken ? lane->plain.log10[0][un_ink_is_cell(&lane->track[0])] : NULL;
        un_Trace trace;
        un_trace_start(&trace, list, 1.6f * s, 2 * s, 3 * s, un_ink_lane(plot->context, l));
        for (int t = plot->snapshot->loss_step; plain && t >= 0; t--) {
            float y = isfinite(plain[t]) ? un_profile_y(plot, plain[t]) : bottom + 1;
            if (y > bottom) break;
            if (un_stage_sees(&plot->grid, t)) un_trace_to(&trace, un_stage_middle(&plot->grid, t), fmaxf(y, plot->area.y - plot->head));
        }
        un_trace_break(&trace);
    }
}

static bool has_before(const Plot *plot) {
    for (int l = 0; l < plot->snapshot->lane_count; l++) {
        if (plot->snapshot->lane[l].plain.taken) return true;
    }
    return false;
}

static void legend(un_DrawList *list, const Plot *plot) {
    float s = plot->s, y = plot->legend.y, height = 0;
    Line line[LINES];
    int count = legend_lines(plot, line);
    for (int i = 0; i < count; i++) {
        height += (line[i].highway && line[i].gradient ? 36 : 20) * s;
        if (!line[i].gradient) height += legend_missing(NULL, plot, &line[i], y);
    }
    bool slopes = plot->legend.h >= height;
    for (int i = 0; i < count; i++) {
        if (y + 16 * s > plot->legend.y + plot->legend.h) return;
        legend_name(list, plot, &line[i], un_ink_snap(y + 8 * s));
        y += 20 * s;
        if (!line[i].gradient) y += legend_missing(list, plot, &line[i], y);
        if (!line[i].gradient || !line[i].highway || !slopes) continue;
        if (plot->arrived == 0) legend_slope(list, plot, &line[i], y + 10 * s);
        y += 16 * s;
    }
    if (!has_before(plot) || y + 16 * s > plot->legend.y + plot->legend.h) return;
    un_TextStyle style = un_ink_style(plot->context, UN_FACE_REGULAR, 13, UN_TOKEN_INK2);
    float middle = un_ink_snap(y + 8 * s);
    un_Point sample[2] = {{plot->legend.x, middle}, {plot->legend.x + 20 * s, middle}};
    un_draw_polyline(list, sample, 2, 1.6f * s, 2 * s, 3 * s, un_ink_color(plot->context, UN_TOKEN_INK));
    un_text_draw_cut(list, plot->context->fonts, &style, (un_Point){plot->legend.x + 26 * s, middle + 5 * s}, plot->legend.w - 26 * s, _("before"));
}

static void title(un_DrawList *list, const Plot *plot, un_Rect rect) {
    float s = plot->s, x = rect.x + (plot->grid.compact ? 16.0f : 24.0f) * s,
          y = rect.y + (plot->grid.compact ? 26.0f : 32.0f) * s;
    float width = plot->grid.x - x - 46 * s;
    un_TextStyle style = un_ink_style(plot->context, UN_FACE_SEMIBOLD, plot->grid.compact ? 16 : 18, UN_TOKEN_INK);
    un_TextStyle quiet = un_ink_style(plot->context, UN_FACE_REGULAR, plot->grid.compact ? 12 : 13, UN_TOKEN_INK3);
    // A title of one line may run over the ticks' column: nothing stands above the axis's top.
    const char *text = un_view_profile.title;
    float leading = 20 * s;
    bool one_line =
        un_text_width(plot->context->fonts, &style, _(text)) < plot->grid.x - x - 8 * s && !plot->grid.compact;
    y += un_text_draw_wrapped(list, plot->context->fonts, &style, (un_Point){x, y}, one_line ? plot->grid.x - x : width,
                              leading, _(text));
    const char *quiet_text = _("A line that drops is a network that forgets.");
    float height =
        un_text_draw_wrapped(NULL, plot->context->fonts, &quiet, (un_Point){x, y}, width, 17 * s, quiet_text);
    if (y + height < rect.y + rect.h - 4 * s)
        un_text_draw_wrapped(list, plot->context->fonts, &quiet, (un_Point){x, y + 2 * s}, width, 17 * s, quiet_text);
}

/// Everything right of the wave's front.
static void lines(un_DrawList *list, const Plot *plot) {
    float s = plot->s, over = plot->grid.zoomed ? 0 : 8 * s; // markers at its ends stand out of the plot
    float left = plot->area.x - over, right = plot->area.x + plot->area.w + over;
    if (plot->arrived == plot->snapshot->T) return;
    if (plot->arrived > 0) left = fmaxf(un_stage_x(&plot->grid, plot->context->wave.front), left);
    if (left >= right) return; // the wave has not come to the steps that are seen
    un_draw_save(list);
    un_draw_clip(list,
                 (un_Rect){left, plot->area.y - plot->head - 8 * s, right - left, plot->area.h + plot->head + 9 * s});
    un_profile_bands(list, plot);
    before_lines(list, plot);
    for (int i = 0; i < plot->line_count; i++) {
        if (!plot->line[i].highway) draw_line(list, plot, &plot->line[i]);
    }
    for (int i = 0; i < plot->line_count; i++) {
        if (plot->line[i].highway) draw_line(list, plot, &plot->line[i]);
    }
    un_draw_restore(list);
}

void un_profile_sentence(un_DrawList *list, const un_Profile *plot, const char *text) {
    float s = plot->s, room = plot->area.w - 24 * s, h = 24 * s;
    un_TextStyle style = un_ink_style(plot->context, UN_FACE_REGULAR, 14, UN_TOKEN_INK2);
    float w = fminf(un_text_width(plot->context->fonts, &style, text), room);
    if (w == room) h += un_text_draw_wrapped(NULL, plot->context->fonts, &style, (un_Point){0, 0}, room, 18 * s, text) - 18 * s;
    un_Rect patch = {plot->area.x + (plot->area.w - w) / 2 - 8 * s, plot->area.y + (plot->area.h - h) / 2, w + 16 * s, h};
    un_draw_rect(list, patch, 3 * s, un_ink_color(plot->context, UN_TOKEN_SURFACE));
    un_text_draw_wrapped(list, plot->context->fonts, &style, (un_Point){patch.x + 8 * s, patch.y + 17 * s}, room, 18 * s, text);
}

/// Highest and lowest points of a lane's line between two steps, as a mark.
static un_Rect line_mark(const Plot *plot, const Line *line, int first, int last) {
    float s = plot->s, top = INFINITY, bottom = -INFINITY, left = INFINITY, right = -INFINITY;
    for (int t = first; t <= last; t++) {
        if (t < line->end || t > plot->snapshot->loss_step || !shown(plot, line, t) || !un_stage_sees(&plot->grid, t)) continue;
        float x = un_stage_middle(&plot->grid, t), y = un_profile_line_y(plot, line, t);
        top = fminf(top, y), bottom = fmaxf(bottom, y), left = fminf(left, x), right = fmaxf(right, x);
    }
    if (top > bottom) return (un_Rect){0, 0, 0, 0};
    return (un_Rect){left - 6 * s, top - 6 * s, right - left + 12 * s, bottom - top + 12 * s};
}

static int notes(const un_ViewContext *context, un_Rect rect, un_Note note[UN_NOTES_MAX]) {
    Plot plot = un_profile_make(context, rect);
    float s = plot.s, one_percent = un_profile_y(&plot, -2);
    int loss = plot.snapshot->loss_step, n = 0;
    if (plot.arrived > 0 || plot.line_count == 0 || rect.w < un_view_profile.least_width * s ||
        rect.h < un_view_profile.least_height * s)
        return 0;
    un_Rect all = {plot.area.x, one_percent - 5 * s, plot.area.w, 10 * s};
    note[n++] = (un_Note){all, UN_KEY("The dashes: 1 % of the gradient at the loss is left. Each line of the grid below is so many times less.")};
    const Line *worst = NULL; // the lane of which least is left at its last step
    for (int i = 0; i < plot.line_count; i++) {
        if (plot.line[i].highway && (!worst || plot.line[i].end_y > worst->end_y)) worst = &plot.line[i];
    }
    if (!worst) return n;
    un_Rect near = line_mark(&plot, worst, loss - 1, loss), far = line_mark(&plot, worst, worst->end, worst->end + loss / 5);
    if (near.w > 0)
        note[n++] = (un_Note){near, UN_KEY("At the right is the loss: there every line begins at 1. To the left, one step back after another.")};
    if (far.w > 0 && loss > 0)
        note[n++] = (un_Note){far, UN_KEY("What bad looks like: a line that has fallen below the dashes. Steps there are not learned from.")};
    return n;
}

/// A line's far fifth, where it tells itself from others, with the label at its end.
static un_Rect end_mark(const Plot *plot, const Line *line) {
    un_Rect mark = line_mark(plot, line, line->end, line->end + plot->snapshot->loss_step / 5), best = {0, 0, 0, 0};
    float nearest = 60 * plot->s;
    for (int i = 0; i < plot->taken_count; i++) {
        float away = fabsf(plot->taken[i].y + plot->taken[i].h / 2 - line->end_y);
        if (away < nearest && un_part_meets(un_rect_inset(plot->taken[i], -26 * plot->s), mark)) nearest = away, best = plot->taken[i];
    }
    return un_part_join(mark, best);
}

static int parts(const un_ViewContext *context, un_Rect rect, un_ViewPart part[UN_VIEW_PARTS]) {
    Plot plot = un_profile_make(context, rect);
    un_PartList list = un_part_list(part, rect);
    un_Rect area = plot.area;
    float s = plot.s;
    // Its number and where it begins: a frame around the whole line would strike through labels beside it.
    un_part_add(&list, (un_Rect){area.x - 35 * s, un_profile_y(&plot, -2) - 9 * s, 60 * s, 18 * s}, "percent");
    un_part_add(&list, (un_Rect){area.x, area.y + area.h, area.w, 40 * s}, "axis");
    un_part_add(&list, plot.legend, "legend");
    int loss = plot.snapshot->loss_step, arrived = plot.arrived;
    plot.arrived = plot.snapshot->T; // the labels take their places, and nothing is drawn
    arrive_labels(NULL, &plot);
    plot.arrived = arrived;
    for (int i = 0; i < plot.line_count; i++) {
        const Line *line = &plot.line[i];
        const char *name = plot.snapshot->lane[line->lane].name;
        un_part_add(&list, line->highway ? end_mark(&plot, line) : line_mark(&plot, line, line->end, loss), line->highway ? "%s" : "%s/h", name);
    }
    return list.count;
}

/// No line in the steps that are seen: all of them have left the plot below.
static bool is_empty(const Plot *plot) {
    for (int i = 0; i < plot->line_count; i++) {
        const Line *line = &plot->line[i];
        for (int t = (int)plot->grid.range.first; t < (int)ceilf(plot->grid.range.last); t++) {
            if (t >= line->end && t <= plot->snapshot->loss_step && shown(plot, line, t)) return false;
        }
    }
    return plot->line_count > 0;
}

void un_profile_frame(un_DrawList *list, const un_Profile *plot, un_Rect rect) {
    if (plot->headed)
        un_ink_head(list, plot->context, rect, &un_view_profile);
    else if (plot->titled)
        title(list, plot, rect);
    value_axis(list, plot);
    step_axis(list, plot, rect);
}

static void draw(un_DrawList *list, const un_ViewContext *context, un_Rect rect) {
    Plot plot = un_profile_make(context, rect);
    float s = plot.s;
    size_t first = list->command_count;
    un_GuessScale guess;
    bool guessed = un_guess_is_drawn(context, UN_VIEW_PROFILE) && un_profile_guess(context, rect, context->guess.axis, &guess);
    plot.guessed = guessed;
    if (guessed) un_guess_line_ends(context, &guess, plot.guess_end);
    un_profile_frame(list, &plot, rect);
    if (guessed) un_guess_draw_line(list, context, &guess);
    lines(list, &plot);
    const un_Wave *wave = &context->wave;
    if (wave->phase == UN_WAVE_BACKWARD || wave->phase == UN_WAVE_FORWARD) {
        float x = un_stage_x(&plot.grid, wave->front);
        if (x >= plot.area.x - 1 && x <= plot.area.x + plot.area.w + 1)
            un_ink_post(list, context, x, plot.area.y - plot.head - 6 * s, plot.area.h + plot.head + 6 * s, 2.2f,
                    un_ink_color(context, wave->phase == UN_WAVE_BACKWARD ? UN_TOKEN_BACKWARD : UN_TOKEN_FORWARD));
        // Labels do not make way for it: they would jump while it passes.
    }
    if (plot.line_count == 0)
        un_profile_sentence(list, &plot, _("The gradient is no number here: see the stage."));
    else if (plot.arrived == plot.snapshot->T && !guessed)
        un_profile_sentence(list, &plot, _("The gradient appears here when the backward wave runs."));
    else if (plot.arrived < plot.snapshot->T && is_empty(&plot))
        un_profile_sentence(list, &plot, plot.grid.zoomed ? _("At these steps every gradient is below the axis.") : _("Every gradient is below the axis."));
    if (plot.arrived < plot.snapshot->T) one_percent_inside(list, &plot); // the sentence stands there
    arrive_labels(list, &plot);
    under_labels(list, &plot);
    legend(list, &plot);
    un_profile_band_label(list, &plot, first);
    if (guessed) un_profile_start(list, &plot, false);
    if (guessed) un_guess_draw_marks(list, context, &guess, first, un_profile_room(&plot));
}

static void hover(const un_ViewContext *context, un_Rect rect, un_Point at, un_Hover *out) {
    Plot plot = un_profile_make(context, rect);
    float s = plot.s, nearest = 14 * s;
    un_Rect field = {plot.area.x, plot.area.y - plot.head, plot.area.w, plot.area.h + plot.head};
    if (!un_rect_contains(field, at)) return;
    int column = un_stage_column_at(&plot.grid, at.x), t = un_stage_first(&plot.grid, column);
    if (column < 0) return;
    if (t > plot.snapshot->loss_step) t = plot.snapshot->loss_step;
    const Line *found = NULL;
    for (int i = 0; i < plot.line_count; i++) {
        const Line *line = &plot.line[i];
        if (t < line->end || t < plot.arrived || !shown(&plot, line, t)) continue;
        float away = fabsf(un_profile_line_y(&plot, line, t) - at.y);
        if (away < nearest) nearest = away, found = line;
    }
    if (!found) return;
    const un_SnapshotLane *lane = &plot.snapshot->lane[found->lane];
    const char *symbol = found->gradient->variable;
    char number[64], count[32];
    float x = un_stage_middle(&plot.grid, t), y = un_profile_line_y(&plot, found, t);
    out->hit = true;
    out->mark = (un_Rect){x - 7 * s, y - 7 * s, 14 * s, 14 * s};
    snprintf(out->text[0], sizeof out->text[0], _("%s  |∂L/∂%s| ÷ loss step = %s"), lane->name, symbol,
             un_number_full(found->gradient->ratio[t], 17, number, sizeof number));
    snprintf(out->text[1], sizeof out->text[1], _("|∂L/∂%s| = %s"), symbol,
             un_number_full(found->gradient->norm[t], 17, number, sizeof number));
    snprintf(out->text[2], sizeof out->text[2], _("step %d, %s"), t,
             un_ink_from_loss(plot.snapshot, t, number, sizeof number));
    snprintf(out->text[3], sizeof out->text[3], _("update %s"),
             un_number_count(plot.snapshot->update, count, sizeof count));
    out->lines = 4;
}

static void summary(const un_ViewContext *context, char *out, size_t size) {
    const un_Snapshot *snapshot = context->snapshot;
    if (size) *out = 0;
    if (un_ink_arrived(context) > 0) { // a slope is one of the whole way
        un_ink_append(out, size, "%s", _("The backward wave has not ended."));
        return;
    }
    for (int l = 0; l < snapshot->lane_count; l++) {
        const un_SnapshotLane *lane = &snapshot->lane[l];
        const un_SnapshotGradient *gradient = un_ink_highway(&lane->track[0]);
        char verdict[96], number[32];
        un_ink_verdict(snapshot, lane, &lane->track[0], verdict, sizeof verdict);
        snprintf(number, sizeof number, "%.2f", pow(10, gradient->slope));
        if (lane->stateless) {
            un_ink_append(out, size, "%s%s: %s", l ? "; " : "", lane->name, verdict);
            continue;
        }
        un_ink_append(out, size, _("%s%s: the gradient changes ×%s per step back, %s"), l ? "; " : "", lane->name,
                      number, verdict);
    }
    un_ink_append(out, size, ".");
}

const un_View un_view_profile = {
    .name = "profile",
    .title = UN_KEY("Gradient profile"),
    .question = UN_KEY("How much of the gradient arrives, so many steps back?"),
    .least_width = 440,
    .least_height = 150,
    .draw = draw,
    .hover = hover,
    .summary = summary,
    .notes = notes,
    .parts = parts,
    .bare = un_profile_bare,
    .guess = un_profile_guess,
};
