#include "view/ink.h"

#include "base/catalog.h"
#include "base/number.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

un_Color un_ink_color(const un_ViewContext *context, un_Token token) {
    if (context->hall && token == UN_TOKEN_INK3) token = UN_TOKEN_INK2; // too pale for the back row
    return un_theme_color(context->theme, token);
}

un_Color un_ink_lane(const un_ViewContext *context, int lane) {
    static const un_Token token[UN_SNAPSHOT_LANES] = {UN_TOKEN_LANE_1, UN_TOKEN_LANE_2, UN_TOKEN_LANE_3,
                                                      UN_TOKEN_LANE_4};
    return un_theme_color(context->theme, token[lane]);
}

un_Token un_ink_job(un_SnapshotJob job) {
    static const un_Token token[] = {UN_TOKEN_GATE_KEEP, UN_TOKEN_GATE_WRITE, UN_TOKEN_GATE_READ, UN_TOKEN_GATE_RESET,
                                     UN_TOKEN_GATE_NEW};
    return token[job];
}

un_TextStyle un_ink_style(const un_ViewContext *context, un_Face face, float size, un_Token token) {
    return (un_TextStyle){face, size * context->scale, un_ink_color(context, token), true};
}

float un_ink_snap(float value) {
    return floorf(value + 0.5f);
}

un_Rect un_ink_snap_rect(un_Rect rect) {
    float x = un_ink_snap(rect.x), y = un_ink_snap(rect.y);
    return (un_Rect){x, y, un_ink_snap(rect.x + rect.w) - x, un_ink_snap(rect.y + rect.h) - y};
}

float un_ink_clamp(float value, float low, float high) {
    return value < low ? low : value > high ? high : value;
}

/// A thickness that is a whole number of points from one point up, so that it is as sharp as the edges are.
static float thickness(const un_ViewContext *context, float width) {
    float t = width * context->scale;
    return t < 1 ? t : un_ink_snap(t);
}

void un_ink_rule(un_DrawList *list, const un_ViewContext *context, float x, float y, float w, float width,
                 un_Color color) {
    float t = thickness(context, width);
    un_draw_rect(list, (un_Rect){x, un_ink_snap(y - t / 2), w, t}, 0, color);
}

void un_ink_post(un_DrawList *list, const un_ViewContext *context, float x, float y, float h, float width,
                 un_Color color) {
    float t = thickness(context, width);
    un_draw_rect(list, (un_Rect){un_ink_snap(x - t / 2), y, t, h}, 0, color);
}

void un_ink_reference(un_DrawList *list, const un_ViewContext *context, un_Point from, un_Point to, un_Color color) {
    float s = context->scale;
    if (from.y == to.y) from.y = to.y = un_ink_snap(from.y) + 0.5f;
    if (from.x == to.x) from.x = to.x = un_ink_snap(from.x) + 0.5f;
    un_Point line[2] = {from, to};
    un_draw_polyline(list, line, 2, 1.2f * s, 3 * s, 4 * s, color);
}

void un_ink_arrow(un_DrawList *list, un_Point tip, int direction, float size, un_Color color) {
    static const float along[4][2] = {{1, 0}, {-1, 0}, {0, 1}, {0, -1}};
    float ax = along[direction][0] * size, ay = along[direction][1] * size;
    un_Point corner[3] = {
        tip, {tip.x + ax - ay * 0.6f, tip.y + ay - ax * 0.6f}, {tip.x + ax + ay * 0.6f, tip.y + ay + ax * 0.6f}};
    un_draw_polygon(list, corner, 3, color);
}

void un_ink_cross(un_DrawList *list, un_Point centre, float size, float width, un_Color color) {
    float r = size / 2;
    un_draw_line(list, (un_Point){centre.x - r, centre.y - r}, (un_Point){centre.x + r, centre.y + r}, width, color);
    un_draw_line(list, (un_Point){centre.x - r, centre.y + r}, (un_Point){centre.x + r, centre.y - r}, width, color);
}

void un_trace_start(un_Trace *trace, un_DrawList *list, float width, float dash_on, float dash_off, un_Color color) {
    trace->list = list;
    trace->width = width;
    trace->dash_on = dash_on;
    trace->dash_off = dash_off;
    trace->color = color;
    trace->count = 0;
}

void un_trace_break(un_Trace *trace) {
    if (trace->count > 1) {
        un_draw_polyline(trace->list, trace->point, trace->count, trace->width, trace->dash_on, trace->dash_off,
                         trace->color);
    }
    trace->count = 0;
}

void un_trace_to(un_Trace *trace, float x, float y) {
    enum { ROOM = sizeof trace->point / sizeof *trace->point };
    if (trace->count == ROOM) {
        un_Point last = trace->point[ROOM - 1];
        un_trace_break(trace);
        trace->point[trace->count++] = last;
    }
    trace->point[trace->count++] = (un_Point){x, y};
}

int64_t un_ink_nice(double least) {
    static const int64_t lead[3] = {1, 2, 5};
    int64_t power = 1;
    for (;;) {
        for (int i = 0; i < 3; i++) {
            if ((double)(lead[i] * power) >= least || power > INT64_MAX / 100) return lead[i] * power;
        }
        power *= 10;
    }
}

bool un_ink_dash(const un_ViewContext *context, int lane, float *on, float *off) {
    *on = *off = 0;
    if (lane == 3) {
        *on = 7 * context->scale;
        *off = 4 * context->scale;
    } else if (lane == 2 && context->theme == UN_THEME_PRINT) {
        *on = 10 * context->scale;
        *off = 3 * context->scale;
    }
    return *on > 0;
}

void un_ink_spread(float *position, int n, float gap, float low, float high) {
    // Push down from the top, then, when the last one fell out below, push back up.
    for (int i = 0; i < n; i++) {
        float least = i ? position[i - 1] + gap : low;
        if (position[i] < least) position[i] = least;
    }
    for (int i = n - 1; i >= 0; i--) {
        float most = i < n - 1 ? position[i + 1] - gap : high;
        if (position[i] > most) position[i] = most;
    }
}

const un_SnapshotGradient *un_ink_highway(const un_SnapshotTrack *track) {
    return track->dc.norm ? &track->dc : &track->dh;
}

bool un_ink_is_cell(const un_SnapshotTrack *track) {
    return track->dc.norm != NULL;
}

int un_ink_cut(const un_Snapshot *snapshot, const un_SnapshotLane *lane, const un_SnapshotTrack *track) {
    if (track == &lane->track[1]) return 0;
    if (lane->truncate <= 0) return 0;
    // The windows of truncated BPTT are counted back from the end (net/def.h): the first step of the loss's own.
    int windows = (snapshot->T - 1 - snapshot->loss_step) / lane->truncate + 1;
    int cut = snapshot->T - windows * lane->truncate;
    return cut > 0 ? cut : 0;
}

const char *un_ink_from_loss(const un_Snapshot *snapshot, int t, char *out, size_t size) {
    int back = snapshot->loss_step - t;
    if (back < 0)
        snprintf(out, size, back == -1 ? _("%d step after the loss") : _("%d steps after the loss"), -back);
    else
        snprintf(out, size, back == 1 ? _("%d step back from the loss") : _("%d steps back from the loss"), back);
    return out;
}

const char *un_ink_verdict(const un_Snapshot *snapshot, const un_SnapshotLane *lane, const un_SnapshotTrack *track,
                           char *out, size_t size) {
    const un_SnapshotGradient *gradient = un_ink_highway(track);
    char count[32];
    int under = gradient->under_one_percent, cut = un_ink_cut(snapshot, lane, track);
    if (lane->nonfinite_at >= 0) {
        snprintf(out, size, _("not a number since update %s"),
                 un_number_count(lane->nonfinite_at, count, sizeof count));
    } else if (lane->stateless) {
        snprintf(out, size, "%s", track->looked ? _("every step is one step away") : _("no state: no way back"));
    } else if (track == &lane->track[1] && snapshot->loss_step == snapshot->T - 1) {
        snprintf(out, size, "%s", _("has read one step only")); // so there is no way back for a gradient
    } else if (under < 0 && cut == 0) {
        snprintf(out, size, "%s", _("never under 1 %"));
    } else if (cut > 0 && (under < 0 || under > snapshot->loss_step - cut)) {
        int steps = snapshot->loss_step - cut;
        snprintf(out, size, steps == 1 ? _("cut after %d step") : _("cut after %d steps"), steps);
    } else {
        snprintf(out, size, under == 1 ? _("under 1 %% after %s step") : _("under 1 %% after %s steps"),
                 un_number_count(under, count, sizeof count));
    }
    return out;
}

const char *un_ink_verdict_short(const un_Snapshot *snapshot, const un_SnapshotLane *lane,
                                 const un_SnapshotTrack *track, char *out, size_t size) {
    int under = un_ink_highway(track)->under_one_percent, cut = un_ink_cut(snapshot, lane, track);
    if (lane->nonfinite_at >= 0) {
        snprintf(out, size, "%s", _("not a number"));
    } else if (lane->stateless) {
        snprintf(out, size, "%s", track->looked ? _("one step away") : _("no way back"));
    } else if (under >= 0 && (cut == 0 || under <= snapshot->loss_step - cut)) {
        snprintf(out, size, under == 1 ? _("1 %% after %d step") : _("1 %% after %d steps"), under);
    } else {
        return un_ink_verdict(snapshot, lane, track, out, size);
    }
    return out;
}

int un_ink_arrived(const un_ViewContext *context) {
    const un_Wave *wave = &context->wave;
    if (wave->phase == UN_WAVE_WHOLE) return 0;
    if (wave->phase != UN_WAVE_BACKWARD) return context->snapshot->T;
    return (int)ceilf(fmaxf(wave->front - 1e-3f, 0));
}

bool un_ink_verdict_is_told(const un_ViewContext *context, const un_SnapshotLane *lane, const un_SnapshotTrack *track) {
    const un_Snapshot *snapshot = context->snapshot;
    int under = un_ink_highway(track)->under_one_percent, cut = un_ink_cut(snapshot, lane, track);
    if (lane->nonfinite_at >= 0) return true; // training's doing, not the wave's
    if (track == &lane->track[1] || lane->stateless) return un_ink_arrived(context) <= snapshot->loss_step;
    int from = under >= 0 && under <= snapshot->loss_step - cut ? snapshot->loss_step - under : cut;
    return un_ink_arrived(context) <= from;
}

const char *un_ink_percent(double share, char *out, size_t size) {
    if (isnan(share)) {
        snprintf(out, size, "–");
    } else {
        snprintf(out, size, "%.0f %%", share * 100);
    }
    return out;
}

const char *un_ink_setting(double value, char *out, size_t size) {
    if (value != 0 && (fabs(value) < 1e-4 || fabs(value) >= 1e6)) return un_number_full(value, 3, out, size);
    snprintf(out, size, "%.4g", value);
    return out;
}

void un_ink_append(char *out, size_t size, const char *format, ...) {
    size_t used = strlen(out);
    va_list arguments;
    va_start(arguments, format);
    if (used < size) vsnprintf(out + used, size - used, format, arguments);
    va_end(arguments);
}
