#include "base/catalog.h"
#include "base/number.h"
#include "canvas/icon.h"
#include "view/chart.h"
#include "view/ink.h"
#include "view/part.h"
#include "view/steps.h"

#include <math.h>
#include <stdio.h>

enum {
    CELLS = 2 * UN_SNAPSHOT_LANES,
    UNITS = 512,
    TICKS = 62,
    BESIDE = 520,
    STACKED = 400,
    NARROW = 300,
    GAP = 40,
    HIGH = 5
};

/// Two halves for one reading direction of a lane whose cell has a gate that keeps.
typedef struct Cell {
    int lane, direction, hidden;
    const un_SnapshotTrack *track;
    const char *gate;               ///< the letter of the gate that keeps
    un_Rect name, title, legend;    ///< of the horizon's half; legend.w = 0: none
    un_Rect horizon;                ///< the axes' area
    un_Rect scatter_title, scatter; ///< w = 0: no room, or no gates
    int low;                        ///< decade at the lower end of the horizon's axis
    bool flat; ///< little height, much width: legends stand beside the titles, titles beside the numbers
} Cell;

typedef struct Horizon {
    const un_ViewContext *context;
    const un_Snapshot *snapshot;
    float s;
    un_Rect rest;
    int lag, gated, count;
    Cell cell[CELLS];
} Horizon;

/// Units whose gate is at nearly the same place on the saturation chart: one mark.
typedef struct Cluster {
    float right, left;
    int count, first; ///< the lowest unit
} Cluster;

static Cell cell_make(const un_Snapshot *snapshot, int lane, int direction) {
    const un_SnapshotTrack *track = &snapshot->lane[lane].track[direction];
    Cell cell = {.lane = lane,
                 .direction = direction,
                 .track = track,
                 .hidden = snapshot->lane[lane].hidden,
                 .gate = "a",
                 .low = 1};
    const un_SnapshotMeasures *m = &track->measures;
    if (cell.hidden > UNITS) cell.hidden = UNITS;
    for (int g = 0; g < track->gate_count; g++) {
        if (track->gate[g].job == UN_JOB_KEEP) cell.gate = track->gate[g].name;
    }
    for (int i = 0; m->horizon && i < cell.hidden; i++) {
        if (m->horizon[i] < 10 || (m->start_horizon[i] > 0 && m->start_horizon[i] < 10)) cell.low = 0;
    }
    return cell;
}

/// Gates that have a mark: candidates are no gates, they only stand beside them.
static bool is_marked(const un_SnapshotTrack *track, int g) {
    return track->measures.right[g] && track->gate[g].job != UN_JOB_NEW;
}

static bool has_marks(const un_SnapshotTrack *track) {
    for (int g = 0; g < track->gate_count; g++) {
        if (is_marked(track, g)) return true;
    }
    return false;
}

/// The inner area of one half: a title above, numbers and their title below.
static un_Rect half_area(const Horizon *view, un_Rect half, bool legend, bool flat) {
    float s = view->s, top = (legend ? 52 : 30) * s;
    return un_ink_snap_rect(
        (un_Rect){half.x + TICKS * s, half.y + top, half.w - (TICKS + 14) * s, half.h - top - (flat ? 28 : 44) * s});
}

static void place_cell(const Horizon *view, Cell *cell, un_Rect box) {
    float s = view->s;
    bool both = has_marks(cell->track), tall = box.h >= STACKED * s && box.h > box.w * 1.1f,
         beside = both && box.w >= BESIDE * s && !tall, stacked = both && !beside && box.h >= STACKED * s;
    cell->name = (un_Rect){box.x, box.y, box.w, 24 * s};
    un_Rect half = {box.x, box.y + 26 * s, box.w, box.h - 26 * s}, other = half;
    if (beside) {
        half.w = floorf((box.w - 24 * s) * 0.54f);
        other.x += half.w + 24 * s;
        other.w = box.w - half.w - 24 * s;
    } else if (stacked) {
        half.h = floorf((half.h - 10 * s) / 2);
        other.y += half.h + 10 * s;
        other.h = half.h;
    }
    bool flat = cell->flat = half.w >= 510 * s && other.w >= 510 * s && half.h < 260 * s;
    bool legend = flat || half.h >= 170 * s;
    cell->horizon = half_area(view, half, legend && !flat, flat);
    cell->title = (un_Rect){half.x, half.y, half.w, 20 * s};
    if (flat)
        cell->legend = (un_Rect){half.x + half.w - 190 * s, half.y, 190 * s, 20 * s};
    else if (legend)
        cell->legend = (un_Rect){cell->horizon.x, half.y + 20 * s, cell->horizon.w, 20 * s};
    if (!beside && !stacked) return;
    cell->scatter = half_area(view, other, !flat, flat);
    cell->scatter_title = (un_Rect){other.x, other.y, other.w, 20 * s};
}

static Horizon horizon_make(const un_ViewContext *context, un_Rect rect) {
    const un_Snapshot *snapshot = context->snapshot;
    float s = context->scale;
    Horizon view = {.context = context, .snapshot = snapshot, .s = s};
    view.rest = un_ink_head(NULL, context, rect, &un_view_horizon);
    view.lag = snapshot->lag > 0 ? snapshot->lag : snapshot->loss_step;
    for (int l = 0; l < snapshot->lane_count; l++) {
        for (int d = 0; d < snapshot->lane[l].directions; d++) {
            if (snapshot->lane[l].track[d].measures.horizon) view.cell[view.gated++] = cell_make(snapshot, l, d);
        }
    }
    float width = (view.rest.w - GAP * s * (float)(view.gated - 1)) / (float)(view.gated ? view.gated : 1);
    bool all = view.gated <= 1 || width >= BESIDE * s || (width >= NARROW * s && view.rest.h >= (STACKED + 26) * s);
    view.count = view.gated;
    int lone = context->lone - 1, chosen = context->select.lane >= 0 ? context->select.lane : lone;
    if (!all) {
        width = view.rest.w;
        view.count = 1;
        for (int i = view.gated - 1; i >= 0; i--) {
            if (view.cell[i].lane != chosen ||
                (context->select.lane == chosen && context->select.direction != view.cell[i].direction))
                continue;
            view.cell[0] = view.cell[i];
            break;
        }
    }
    int low = 1; // one axis for all, so that lanes compare
    for (int i = 0; i < view.count; i++)
        low = view.cell[i].low < low ? view.cell[i].low : low;
    for (int i = 0; i < view.count; i++)
        view.cell[i].low = low;
    for (int i = 0; i < view.count; i++)
        place_cell(&view, &view.cell[i],
                   (un_Rect){view.rest.x + (width + GAP * s) * (float)i, view.rest.y, width, view.rest.h});
    return view;
}

/// Units by tau, shortest first; NaN at the end. (A sort that never allocates: Shell's.)
static void sort_units(const Cell *cell, int order[UNITS]) {
    const float *tau = cell->track->measures.horizon;
    for (int i = 0; i < cell->hidden; i++)
        order[i] = i;
    for (int gap = cell->hidden / 2; gap > 0; gap /= 2) {
        for (int i = gap; i < cell->hidden; i++) {
            int unit = order[i], j = i;
            for (; j >= gap && (isnan(tau[order[j - gap]]) ? !isnan(tau[unit]) : tau[order[j - gap]] > tau[unit]);
                 j -= gap)
                order[j] = order[j - gap];
            order[j] = unit;
        }
    }
}

/// Height of a horizon, held inside the axis.
static float tau_y(const Cell *cell, double tau) {
    double u = (log10(fmax(tau, 1e-9)) - cell->low) / (HIGH - cell->low);
    return cell->horizon.y + cell->horizon.h * (1 - (float)fmin(fmax(u, 0), 1));
}

static float unit_x(const Cell *cell, int place) {
    return cell->horizon.x + cell->horizon.w * ((float)place + 0.5f) / (float)cell->hidden;
}

static float mark_size(const Horizon *view, const Cell *cell) {
    return un_ink_clamp(cell->horizon.w / (float)cell->hidden * 0.75f, 3 * view->s, 10 * view->s);
}

static bool outlasts(float tau, int lag) {
    return tau > (float)lag;
}

static void draw_decades(un_DrawList *list, const Horizon *view, const Cell *cell) {
    const un_ViewContext *context = view->context;
    un_Rect area = cell->horizon;
    float s = view->s, dashes = tau_y(cell, view->lag), right = area.x - 8 * s, free_from = area.y + area.h + 20 * s;
    bool lag = view->lag >= (cell->low ? 10 : 1) && view->lag <= 100000;
    un_TextStyle style = un_ink_style(context, UN_FACE_REGULAR, 12, UN_TOKEN_INK3);
    char text[48];
    for (int decade = cell->low; decade <= HIGH; decade++) {
        float y = tau_y(cell, pow(10, decade));
        un_ink_rule(list, context, area.x, y, area.w, 1, un_ink_color(context, UN_TOKEN_LINE));
        if ((lag && fabsf(y - dashes) < 14 * s) || y > free_from - 14 * s) continue;
        free_from = y;
        if (decade <= 3)
            un_number_count((int64_t)(pow(10, decade) + 0.5), text, sizeof text);
        else
            un_number_power(decade, text, sizeof text);
        un_text_draw_in(list, context->fonts, &style, (un_Rect){right - 54 * s, y - 8 * s, 54 * s, 16 * s},
                        UN_ALIGN_RIGHT, text);
    }
    if (!lag) return;
    char count[32];
    un_ink_reference(list, context, (un_Point){area.x, dashes}, (un_Point){area.x + area.w, dashes},
                     un_ink_color(context, UN_TOKEN_INK2));
    style.color = un_ink_color(context, UN_TOKEN_INK);
    snprintf(text, sizeof text, view->snapshot->lag > 0 ? _("lag %s") : _("loss %s"),
             un_number_count(view->lag, count, sizeof count));
    un_text_draw_in(list, context->fonts, &style, (un_Rect){right - 54 * s, dashes - 8 * s, 54 * s, 16 * s},
                    UN_ALIGN_RIGHT, text);
}

/// A unit's way from the value at reset (hollow) to that now (filled); what lies over the axis has an arrow.
static void draw_units(un_DrawList *list, const Horizon *view, const Cell *cell) {
    const un_SnapshotMeasures *m = &cell->track->measures;
    float s = view->s, size = mark_size(view, cell);
    un_Color color = un_ink_lane(view->context, cell->lane), surface = un_ink_color(view->context, UN_TOKEN_SURFACE);
    int order[UNITS];
    sort_units(cell, order);
    for (int k = 0; k < cell->hidden; k++) {
        float now = m->horizon[order[k]], start = m->start_horizon[order[k]], x = unit_x(cell, k);
        if (isnan(now)) {
            un_ink_cross(list, (un_Point){x, cell->horizon.y + cell->horizon.h - 6 * s}, size, 1.6f * s,
                         un_ink_color(view->context, UN_TOKEN_LOSS));
            continue;
        }
        float y = tau_y(cell, (double)now), from = start > 0 ? tau_y(cell, (double)start) : y;
        if (fabsf(from - y) > 1)
            un_draw_line(list, (un_Point){x, from}, (un_Point){x, y}, fmaxf(1, s), un_color_fade(color, 0.55f));
        if (start > 0) un_marker_draw(list, cell->lane, (un_Point){x, from}, size, surface, color);
        un_marker_draw(list, cell->lane, (un_Point){x, y}, size, color, color);
        if (now > 1e5f) un_ink_arrow(list, (un_Point){x, y - size / 2 - 6 * s}, 2, fminf(size, 6 * s), color);
        const un_Selection *select = &view->context->select;
        if (select->lane == cell->lane && select->direction == cell->direction && select->unit == order[k])
            un_draw_ring(list, (un_Point){x, y}, size / 2 + 4 * s, 2 * s, un_ink_color(view->context, UN_TOKEN_INK));
    }
}

static bool has_start(const Cell *cell) {
    for (int i = 0; i < cell->hidden; i++) {
        if (cell->track->measures.start_horizon[i] > 0) return true;
    }
    return false;
}

static void draw_horizon(un_DrawList *list, const Horizon *view, const Cell *cell) {
    const un_ViewContext *context = view->context;
    un_Rect area = cell->horizon;
    float s = view->s, bottom = area.y + area.h;
    char text[96], count[32];
    un_TextStyle title = un_ink_style(context, UN_FACE_MEDIUM, 14, UN_TOKEN_INK),
                 quiet = un_ink_style(context, UN_FACE_REGULAR, 12, UN_TOKEN_INK3);
    snprintf(text, sizeof text, _("Horizon τ = −1 / mean ln %s, in steps"), cell->gate);
    un_text_draw_cut(list, context->fonts, &title, (un_Point){cell->title.x, cell->title.y + 15 * s}, cell->title.w,
                     text);
    draw_decades(list, view, cell);
    draw_units(list, view, cell);
    un_text_draw(list, context->fonts, &quiet, (un_Point){area.x, bottom + 18 * s}, UN_ALIGN_LEFT, _("shortest"));
    un_text_draw(list, context->fonts, &quiet, (un_Point){area.x + area.w, bottom + 18 * s}, UN_ALIGN_RIGHT,
                 _("longest"));
    quiet.color = un_ink_color(context, UN_TOKEN_INK2);
    un_text_draw(list, context->fonts, &quiet, (un_Point){area.x + area.w / 2, bottom + (cell->flat ? 18 : 34) * s},
                 UN_ALIGN_CENTRE, _("units, sorted by horizon now"));
    if (cell->legend.w <= 0) return;
    un_Color color = un_ink_lane(context, cell->lane);
    float x = cell->legend.x, y = cell->legend.y + 10 * s;
    if (has_start(cell)) {
        un_marker_draw(list, cell->lane, (un_Point){x + 5 * s, y}, 10 * s, un_ink_color(context, UN_TOKEN_SURFACE),
                       color);
        x += 16 * s + un_text_draw(list, context->fonts, &quiet, (un_Point){x + 16 * s, y + 4 * s}, UN_ALIGN_LEFT,
                                   _("at reset"));
        x += 16 * s;
    }
    snprintf(text, sizeof text, _("update %s"), un_number_count(view->snapshot->update, count, sizeof count));
    un_marker_draw(list, cell->lane, (un_Point){x + 5 * s, y}, 10 * s, color, color);
    un_text_draw_cut(list, context->fonts, &quiet, (un_Point){x + 16 * s, y + 4 * s},
                     cell->legend.x + cell->legend.w - x - 16 * s, text);
}

/// A gate's marks, at most one a unit. Returns how many.
static int collect_clusters(const Cell *cell, int g, Cluster out[UNITS]) {
    const float *right = cell->track->measures.right[g], *left = cell->track->measures.left[g], near = 0.008f;
    int count = 0;
    for (int i = 0; i < cell->hidden; i++) {
        int k = 0;
        if (!isfinite(right[i]) || !isfinite(left[i])) continue;
        while (k < count && (fabsf(out[k].right - right[i]) > near || fabsf(out[k].left - left[i]) > near))
            k++;
        if (k == count) out[count++] = (Cluster){right[i], left[i], 0, i};
        out[k].count++;
    }
    return count;
}

static un_Point scatter_at(const Cell *cell, const Cluster *cluster) {
    return (un_Point){cell->scatter.x + cell->scatter.w * cluster->right,
                      cell->scatter.y + cell->scatter.h * (1 - cluster->left)};
}

/// Its area grows with the number of units.
static float cluster_size(const Horizon *view, const Cluster *cluster) {
    return fminf(8 * sqrtf(1 + 0.5f * (float)(cluster->count - 1)), 24) * view->s;
}

static int gate_marker(un_SnapshotJob job) {
    return job == UN_JOB_KEEP ? 1 : job == UN_JOB_WRITE ? 2 : job == UN_JOB_READ ? 0 : 3;
}

/// What most of the time holds for a gate: "16 of 16 mostly open".
static void gate_words(const Cell *cell, int g, char *out, size_t size) {
    const un_SnapshotMeasures *m = &cell->track->measures;
    int open = 0, shut = 0;
    for (int i = 0; i < cell->hidden; i++) {
        open += m->right[g][i] > 0.5f;
        shut += m->left[g][i] > 0.5f;
    }
    if (open && shut)
        snprintf(out, size, _("%d mostly open, %d mostly shut"), open, shut);
    else if (open || shut)
        snprintf(out, size, open ? _("%d of %d mostly open") : _("%d of %d mostly shut"), open + shut, cell->hidden);
    else
        snprintf(out, size, "%s", _("in between"));
}

/// The empty corner over the diagonal says which mark is which gate: a row there is free from the diagonal to the
/// right.
static void draw_gates(un_DrawList *list, const Horizon *view, const Cell *cell) {
    const un_Fonts *fonts = view->context->fonts;
    un_Rect area = cell->scatter;
    float s = view->s, y = area.y + 8 * s;
    for (int g = 0; g < cell->track->gate_count; g++) {
        if (!is_marked(cell->track, g)) continue;
        const un_SnapshotGate *gate = &cell->track->gate[g];
        char words[96];
        un_Color color = un_ink_color(view->context, un_ink_job(gate->job));
        un_TextStyle name = un_ink_style(view->context, UN_FACE_ITALIC, 14, un_ink_job(gate->job)),
                     quiet = un_ink_style(view->context, UN_FACE_REGULAR, 13, UN_TOKEN_INK2);
        float room = area.w * (1 - (y + 8 * s - area.y) / area.h) - 16 * s, right = area.x + area.w;
        gate_words(cell, g, words, sizeof words);
        float w = un_text_width(fonts, &quiet, words), letter = un_text_width(fonts, &name, gate->name) + 8 * s;
        if (w + letter + 16 * s <= room) {
            un_text_draw(list, fonts, &quiet, (un_Point){right, y + 5 * s}, UN_ALIGN_RIGHT, words);
            right -= w + 8 * s;
        }
        if (letter + 16 * s > room) return;
        un_text_draw(list, fonts, &name, (un_Point){right, y + 5 * s}, UN_ALIGN_RIGHT, gate->name);
        un_marker_draw(list, gate_marker(gate->job), (un_Point){right - letter - 5 * s, y}, 10 * s,
                       un_color_fade(color, 0.2f), color);
        y += 20 * s;
    }
}

static void draw_scatter(un_DrawList *list, const Horizon *view, const Cell *cell) {
    const un_ViewContext *context = view->context;
    un_Rect area = cell->scatter;
    float s = view->s, bottom = area.y + area.h, right = area.x + area.w;
    un_TextStyle title = un_ink_style(context, UN_FACE_MEDIUM, 14, UN_TOKEN_INK),
                 quiet = un_ink_style(context, UN_FACE_REGULAR, 12, UN_TOKEN_INK3);
    un_Rect head = cell->scatter_title;
    un_text_draw_cut(list, context->fonts, &title, (un_Point){head.x, head.y + 15 * s}, head.w,
                     _("Saturation, share of all steps"));
    const un_Point corner[3] = {{area.x, area.y}, {right, bottom}, {area.x, bottom}};
    un_draw_polygon(list, corner, 3, un_ink_color(context, UN_TOKEN_SUNKEN));
    un_ink_reference(list, context, corner[0], corner[1], un_ink_color(context, UN_TOKEN_INK3));
    un_ink_rule(list, context, area.x, bottom, area.w, 1, un_ink_color(context, UN_TOKEN_LINE2));
    un_ink_post(list, context, area.x, area.y, area.h, 1, un_ink_color(context, UN_TOKEN_LINE2));
    for (int i = 0; i <= 2; i++) {
        char text[24];
        float u = (float)i / 2, y = bottom - area.h * u;
        un_ink_percent((double)u, text, sizeof text);
        un_text_draw_in(list, context->fonts, &quiet, (un_Rect){area.x - 60 * s, y - 8 * s, 45 * s, 16 * s},
                        UN_ALIGN_RIGHT, text);
        un_text_draw(list, context->fonts, &quiet, (un_Point){area.x + area.w * u, bottom + 24 * s},
                     i == 2 ? UN_ALIGN_RIGHT : UN_ALIGN_CENTRE, text);
    }
    quiet.color = un_ink_color(context, UN_TOKEN_INK2);
    un_Point shut = {area.x - 52 * s, area.y - 16 * s}, open = {area.x + area.w / 2, bottom + 40 * s};
    if (cell->flat) shut = (un_Point){right, head.y + 15 * s}, open = (un_Point){right - 56 * s, bottom + 24 * s};
    un_text_draw(list, context->fonts, &quiet, shut, cell->flat ? UN_ALIGN_RIGHT : UN_ALIGN_LEFT,
                 _("↑ shut: gate under 0.1"));
    un_text_draw(list, context->fonts, &quiet, open, cell->flat ? UN_ALIGN_RIGHT : UN_ALIGN_CENTRE,
                 _("open: gate over 0.9 →"));
    for (int g = 0; g < cell->track->gate_count; g++) {
        Cluster cluster[UNITS];
        if (!is_marked(cell->track, g)) continue;
        un_Color color = un_ink_color(context, un_ink_job(cell->track->gate[g].job));
        for (int k = 0, count = collect_clusters(cell, g, cluster); k < count; k++)
            un_marker_draw(list, gate_marker(cell->track->gate[g].job), scatter_at(cell, &cluster[k]),
                           cluster_size(view, &cluster[k]), un_color_fade(color, 0.2f), color);
    }
    draw_gates(list, view, cell);
}

static void draw(un_DrawList *list, const un_ViewContext *context, un_Rect rect) {
    Horizon view = horizon_make(context, rect);
    char text[96];
    un_ink_head(list, context, rect, &un_view_horizon);
    char count[32];
    snprintf(text, sizeof text, _("update %s"), un_number_count(view.snapshot->update, count, sizeof count));
    un_chart_caption(list, context, rect, &un_view_horizon, text);
    if (!view.count) {
        un_draw_frame(list, un_ink_snap_rect(view.rest), 0, view.s, un_ink_color(context, UN_TOKEN_LINE));
        un_chart_sentence(list, context, view.rest, _("No gates: see the spectrum."));
        return;
    }
    for (int i = 0; i < view.count; i++) {
        const Cell *cell = &view.cell[i];
        const un_SnapshotLane *lane = &view.snapshot->lane[cell->lane];
        snprintf(text, sizeof text, lane->hidden == 1 ? _("%d unit") : _("%d units"), lane->hidden);
        if (lane->directions > 1)
            un_ink_append(text, sizeof text, " · %s",
                          cell->direction ? _("reads right to left") : _("reads left to right"));
        un_chart_lane(list, context, cell->name, cell->lane, text, view.count < view.gated ? un_chart_others() : "");
        draw_horizon(list, &view, cell);
        if (cell->scatter.w > 0) draw_scatter(list, &view, cell);
    }
}

static void hover_unit(const Horizon *view, const Cell *cell, un_Point at, un_Hover *out) {
    const un_SnapshotMeasures *m = &cell->track->measures;
    int order[UNITS], place = (int)((at.x - cell->horizon.x) / cell->horizon.w * (float)cell->hidden);
    sort_units(cell, order);
    place = place < cell->hidden ? place : cell->hidden - 1;
    int unit = order[place];
    float size = mark_size(view, cell) + 4 * view->s, now = m->horizon[unit], start = m->start_horizon[unit];
    char name[48], number[64], other[64];
    un_Point centre = {unit_x(cell, place), tau_y(cell, isnan(now) ? 0 : (double)now)};
    out->hit = true;
    out->mark = (un_Rect){centre.x - size / 2, centre.y - size / 2, size, size};
    snprintf(out->text[0], sizeof out->text[0], _("%s  unit %d: τ = %s steps"),
             un_steps_name(&view->snapshot->lane[cell->lane], cell->direction, name, sizeof name), unit,
             un_number_full((double)now, 6, number, sizeof number));
    if (start > 0)
        snprintf(out->text[1], sizeof out->text[1], _("at reset %s · mean of %s now %s"),
                 un_number_full((double)start, 6, number, sizeof number), cell->gate,
                 un_number_full((double)m->keep[unit], 6, other, sizeof other));
    else
        snprintf(out->text[1], sizeof out->text[1], _("mean of %s now %s"), cell->gate,
                 un_number_full((double)m->keep[unit], 6, other, sizeof other));
    snprintf(out->text[2], sizeof out->text[2],
             outlasts(now, view->lag) ? _("outlasts %d steps") : _("does not outlast %d steps"), view->lag);
    snprintf(out->text[3], sizeof out->text[3], _("update %s"),
             un_number_count(view->snapshot->update, number, sizeof number));
    out->lines = 4;
}

static void hover_gate(const Horizon *view, const Cell *cell, un_Point at, un_Hover *out) {
    float nearest = 14 * view->s;
    for (int g = 0; g < cell->track->gate_count; g++) {
        Cluster cluster[UNITS];
        if (!is_marked(cell->track, g)) continue;
        for (int k = 0, count = collect_clusters(cell, g, cluster); k < count; k++) {
            un_Point centre = scatter_at(cell, &cluster[k]);
            float size = cluster_size(view, &cluster[k]) + 4 * view->s,
                  away = hypotf(at.x - centre.x, at.y - centre.y) - size / 2;
            if (away >= nearest) continue;
            char name[48], number[64];
            nearest = away;
            out->hit = true;
            out->mark = (un_Rect){centre.x - size / 2, centre.y - size / 2, size, size};
            un_steps_name(&view->snapshot->lane[cell->lane], cell->direction, name, sizeof name);
            snprintf(out->text[0], sizeof out->text[0],
                     cluster[k].count == 1 ? _("%s  gate %s, unit %d")
                                           : _("%s  gate %s, unit %d and others here: %d units"),
                     name, cell->track->gate[g].name, cluster[k].first, cluster[k].count);
            snprintf(out->text[1], sizeof out->text[1], _("over 0.9 in %s %% of all steps"),
                     un_number_full(100 * (double)cluster[k].right, 5, number, sizeof number));
            snprintf(out->text[2], sizeof out->text[2], _("under 0.1 in %s %% of all steps"),
                     un_number_full(100 * (double)cluster[k].left, 5, number, sizeof number));
            snprintf(out->text[3], sizeof out->text[3], _("update %s"),
                     un_number_count(view->snapshot->update, number, sizeof number));
            out->lines = 4;
        }
    }
}

static void hover(const un_ViewContext *context, un_Rect rect, un_Point at, un_Hover *out) {
    Horizon view = horizon_make(context, rect);
    for (int i = 0; i < view.count; i++) {
        const Cell *cell = &view.cell[i];
        if (un_rect_contains(cell->horizon, at)) hover_unit(&view, cell, at, out);
        if (cell->scatter.w > 0 && un_rect_contains(un_rect_inset(cell->scatter, -12 * view.s), at))
            hover_gate(&view, cell, at, out);
        if (out->hit) return;
    }
}

/// "LSTM: 16 of 16 units hold over 30 steps, shortest 640, longest 34,000; f: 16 of 16 mostly open"
static void summary(const un_ViewContext *context, char *out, size_t size) {
    Horizon view = horizon_make(context, (un_Rect){0, 0, 8000 * context->scale, 900 * context->scale}); // all lanes fit
    if (size) *out = 0;
    if (!view.count) un_ink_append(out, size, "%s", _("No gates: see the spectrum."));
    for (int i = 0; i < view.count; i++) {
        const Cell *cell = &view.cell[i];
        const float *tau = cell->track->measures.horizon;
        int order[UNITS], hold = 0, numbers = 0;
        char name[48], a[32], b[32], words[96];
        sort_units(cell, order);
        for (int k = 0; k < cell->hidden; k++) {
            hold += outlasts(tau[k], view.lag);
            numbers += !isnan(tau[k]);
        }
        un_ink_append(out, size, "%s%s: ", i ? "; " : "",
                      un_steps_name(&view.snapshot->lane[cell->lane], cell->direction, name, sizeof name));
        if (!numbers) {
            un_ink_append(out, size, "%s", _("not a number"));
            continue;
        }
        un_ink_append(out, size, _("%d of %d units hold over %d steps, shortest %s, longest %s"), hold, cell->hidden,
                      view.lag, un_number_short((double)tau[order[0]], a, sizeof a),
                      un_number_short((double)tau[order[numbers - 1]], b, sizeof b));
        for (int g = 0; g < cell->track->gate_count; g++) {
            if (!is_marked(cell->track, g)) continue;
            gate_words(cell, g, words, sizeof words);
            un_ink_append(out, size, _(", gate %s %s"), cell->track->gate[g].name, words);
        }
    }
    if (view.count) un_ink_append(out, size, ".");
}

static int notes(const un_ViewContext *context, un_Rect rect, un_Note note[UN_NOTES_MAX]) {
    Horizon view = horizon_make(context, rect);
    float s = view.s;
    int n = 0;
    if (!view.count) return 0;
    const Cell *cell = &view.cell[0];
    un_Rect area = cell->horizon, scatter = cell->scatter;
    float dashes = tau_y(cell, view.lag);
    note[n++] = (un_Note){
        {area.x, dashes - 8 * s, area.w, 16 * s},
        UN_KEY("A unit over the dashes holds longer than the task asks; under them it has forgotten before.")};
    if (scatter.w <= 0) {
        note[n++] = (un_Note){area, UN_KEY("Each unit's way through training: hollow at reset, filled now.")};
        return n;
    }
    note[n++] =
        (un_Note){{scatter.x + scatter.w * 0.3f, scatter.y + scatter.h * 0.3f, scatter.w * 0.4f, scatter.h * 0.4f},
                  UN_KEY("Near the diagonal: a switch, at nearly every step either open or shut.")};
    note[n++] =
        (un_Note){{scatter.x - 6 * s, scatter.y + scatter.h * 0.75f, scatter.w * 0.25f, scatter.h * 0.25f + 6 * s},
                  UN_KEY("Near 0: a dimmer, at nearly every step somewhere in between.")};
    return n;
}

static int parts(const un_ViewContext *context, un_Rect rect, un_ViewPart part[UN_VIEW_PARTS]) {
    Horizon view = horizon_make(context, rect);
    un_PartList list = un_part_list(part, rect);
    for (int i = 0; i < view.count; i++) {
        const Cell *cell = &view.cell[i];
        const char *name = view.snapshot->lane[cell->lane].name, *suffix = cell->direction ? "/reverse" : "";
        un_Rect units = un_part_join(cell->title, cell->horizon), gates = un_part_join(cell->scatter_title, cell->scatter);
        un_part_add(&list, un_part_join(un_part_join(cell->name, units), gates), "%s%s", name, suffix);
        un_part_add(&list, units, "%s/horizon%s", name, suffix);
        un_part_add(&list, gates, "%s/gates%s", name, suffix);
    }
    return list.count;
}

const un_View un_view_horizon = {
    .name = "horizon",
    .title = UN_KEY("Horizon and saturation"),
    .question = UN_KEY("How long does each unit hold, and which gates stand still?"),
    .least_width = 320,
    .least_height = 240,
    .wants = 0,
    .draw = draw,
    .hover = hover,
    .summary = summary,
    .notes = notes,
    .parts = parts,
};
