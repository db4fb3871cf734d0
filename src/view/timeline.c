#include "view/timeline.h"

#include "base/catalog.h"
#include "base/number.h"
#include "view/ink.h"
#include "view/stage.h"

#include <math.h>
#include <stdio.h>

/// The strip while it is drawn.
typedef struct Strip {
    un_DrawList *list;
    const un_ViewContext *context;
    const un_Snapshot *snapshot;
    un_TimelineLayout layout;
    un_Rect rect;
    float s;
} Strip;

/// What one lane has come to, point by point.
typedef struct Curve {
    int count;
    const float *update, *loss, *accuracy;
} Curve;

static Curve history_of(const un_Snapshot *snapshot, int l) {
    const un_SnapshotLane *lane = &snapshot->lane[l];
    return (Curve){snapshot->history_count, snapshot->history_update, lane->loss_mean, lane->accuracy_mean};
}

static Curve ahead_of(const un_Snapshot *snapshot, int l) {
    const un_SnapshotLane *lane = &snapshot->lane[l];
    return (Curve){snapshot->ahead_count, snapshot->ahead_update, lane->ahead_loss_mean, lane->ahead_accuracy_mean};
}

static Curve other_of(const un_Snapshot *snapshot, int l) {
    const un_SnapshotLane *lane = &snapshot->lane[l];
    return (Curve){snapshot->other_count, snapshot->other_update, lane->other_loss_mean, lane->other_accuracy_mean};
}

enum { BRANCH_WIDTH = 112, BRANCH_HEIGHT = 34, GAP = 3 };

un_TimelineLayout un_timeline_layout(const un_ViewContext *context, un_Rect rect) {
    const un_Snapshot *snapshot = context->snapshot;
    float s = context->scale, lanes = (float)(snapshot->lane_count > 0 ? snapshot->lane_count : 1);
    un_StageColumns grid = un_stage_columns(context, rect);
    un_TimelineLayout layout = {.low = rect.h < 72 * s};
    float x = rect.x + (grid.tiny ? 90.0f : grid.compact ? 152.0f : 232.0f) * s;
    float right = rect.x + rect.w - 24 * s, top = (layout.low ? 20.0f : 22.0f) * s;
    if (rect.w >= 1360 * s) {
        right -= (BRANCH_WIDTH + 8) * s;
        layout.branch = un_ink_snap_rect((un_Rect){right + 24 * s, rect.y + (rect.h - BRANCH_HEIGHT * s) / 2,
                                                   (BRANCH_WIDTH - 8) * s, BRANCH_HEIGHT * s});
    }
    float height = layout.low ? rect.h - top - 12 * s : fminf(44, 12 * lanes) * s;
    bool two = snapshot->other_run[0] != 0;
    if (two && !layout.low) height = 44 * s;
    layout.lane_height = two ? (height - GAP * s) / (2 * lanes) : height / lanes;
    float own = layout.lane_height * lanes, y = rect.y + top;
    if (two) {
        layout.other = un_ink_snap_rect((un_Rect){x, y, right - x, own});
        y += own + GAP * s;
    }
    layout.track = un_ink_snap_rect((un_Rect){x, y, right - x, own});
    layout.last = fmax(fmax((double)snapshot->update, (double)snapshot->updates), 1);
    layout.last = fmax(layout.last, (double)snapshot->reach);
    if (two && snapshot->other_count > 0)
        layout.last = fmax(layout.last, (double)snapshot->other_update[snapshot->other_count - 1]);
    return layout;
}

static float strips_top(const un_TimelineLayout *layout) {
    return layout->other.h > 0 ? layout->other.y : layout->track.y;
}

float un_timeline_x(const un_TimelineLayout *layout, double update) {
    return layout->track.x + layout->track.w * (float)(update / layout->last);
}

int64_t un_timeline_update(const un_ViewContext *context, const un_TimelineLayout *layout, float x) {
    const un_Snapshot *snapshot = context->snapshot;
    int64_t reach = snapshot->reach > snapshot->update ? snapshot->reach : snapshot->update;
    double at = round((double)((x - layout->track.x) / layout->track.w) * layout->last);
    return at <= 0 ? 0 : at >= (double)reach ? reach : (int64_t)at;
}

/// How far a lane has come at one point of its history: 0 at chance, 1 solved.
static float progress(const un_Snapshot *snapshot, const Curve *curve, int i) {
    double share = snapshot->classes
                       ? ((double)curve->accuracy[i] - snapshot->chance_accuracy) / (1 - snapshot->chance_accuracy)
                       : 1 - (double)curve->loss[i] / snapshot->chance_loss;
    return isfinite(share) ? un_ink_clamp((float)share, 0, 1) : 0;
}

static un_Rect lane_row(const Strip *strip, un_Rect track, int l) {
    float y = un_ink_snap(track.y + strip->layout.lane_height * (float)l),
          h = un_ink_snap(track.y + strip->layout.lane_height * (float)(l + 1)) - y;
    return (un_Rect){track.x, y, track.w, fmaxf(h - (strip->layout.lane_height > 8 * strip->s ? 1 : 0), 1)};
}

/// The curve's points after update `from` as one image from there to its end.
static void curve_strip(const Strip *strip, un_Rect row, Curve curve, double from, un_Color color, float strength) {
    enum { TEXELS = 512 };
    int first = 0;
    while (first < curve.count && (double)curve.update[first] <= from)
        first++;
    int n = curve.count - first, columns = n < TEXELS ? n : TEXELS;
    if (columns <= 0) return;
    float left = un_timeline_x(&strip->layout, from),
          right = un_timeline_x(&strip->layout, (double)curve.update[curve.count - 1]);
    un_Color *texel = un_draw_image(strip->list, (un_Rect){left, row.y, right - left, row.h}, columns, 1);
    for (int c = 0; texel && c < columns; c++) {
        int i = first + (int)((int64_t)c * n / columns);
        texel[c] = un_color_fade(color, strength * progress(strip->snapshot, &curve, i));
    }
}

static const float FUTURE = 0.3f; // LOOK.md: scrubbing back fades what was trained after

static void lane_strip(const Strip *strip, int l) {
    const un_Snapshot *snapshot = strip->snapshot;
    const un_SnapshotLane *lane = &snapshot->lane[l];
    un_Color color = un_ink_lane(strip->context, l);
    un_Rect row = lane_row(strip, strip->layout.track, l);
    curve_strip(strip, row, history_of(snapshot, l), 0, color, 1);
    curve_strip(strip, row, ahead_of(snapshot, l), (double)snapshot->update, color, FUTURE);
    if (strip->layout.other.h > 0)
        curve_strip(strip, lane_row(strip, strip->layout.other, l), other_of(snapshot, l), 0, color, 1);
    if (lane->nonfinite_at >= 0) {
        float x = un_timeline_x(&strip->layout, (double)lane->nonfinite_at);
        un_ink_cross(strip->list, (un_Point){x, row.y + row.h / 2}, fminf(row.h, 9 * strip->s), 2 * strip->s,
                     un_ink_color(strip->context, UN_TOKEN_LOSS));
    }
    if (strip->layout.low || strip->layout.other.h > 0) return;
    un_TextStyle style = un_ink_style(strip->context, UN_FACE_REGULAR, 12, UN_TOKEN_INK2);
    float width = un_text_width(strip->context->fonts, &style, lane->name), most = 90 * strip->s;
    float x = strip->layout.track.x - 8 * strip->s - fminf(width, most);
    un_text_draw_cut(strip->list, strip->context->fonts, &style, (un_Point){x, row.y + row.h / 2 + 4.5f * strip->s},
                     most, lane->name);
}

/// Two runs: their names beside their strips, and where the second one leaves the first.
static void runs(const Strip *strip) {
    const un_Snapshot *snapshot = strip->snapshot;
    const un_TimelineLayout *layout = &strip->layout;
    if (layout->other.h <= 0) return;
    float s = strip->s, x = un_timeline_x(layout, (double)snapshot->branched_at);
    un_Color ink = un_ink_color(strip->context, UN_TOKEN_INK2);
    un_ink_post(strip->list, strip->context, x, layout->other.y, layout->track.y + layout->track.h - layout->other.y,
                1.5f, ink);
    un_ink_arrow(strip->list, (un_Point){x + 6 * s, layout->track.y + layout->track.h / 2}, 1, 6 * s, ink);
    if (layout->low) return;
    un_TextStyle quiet = un_ink_style(strip->context, UN_FACE_REGULAR, 12, UN_TOKEN_INK2),
                 strong = un_ink_style(strip->context, UN_FACE_SEMIBOLD, 12, UN_TOKEN_INK);
    un_Rect name = {layout->track.x - 68 * s, layout->other.y, 60 * s, layout->other.h};
    un_text_draw_in(strip->list, strip->context->fonts, &quiet, name, UN_ALIGN_RIGHT, snapshot->other_run);
    name.y = layout->track.y;
    un_text_draw_in(strip->list, strip->context->fonts, &strong, name, UN_ALIGN_RIGHT, snapshot->run);
}

/// Under the strip: how often updates were clipped, and a mark at each change of the run.
static void ticks(const Strip *strip) {
    enum { TEXELS = 512 };
    const un_Snapshot *snapshot = strip->snapshot;
    un_Rect track = strip->layout.track;
    float s = strip->s, y = un_ink_snap(track.y + track.h + 1 * s);
    int n = snapshot->history_count, columns = n < TEXELS ? n : TEXELS;
    un_Color ink = un_ink_color(strip->context, UN_TOKEN_INK2);
    if (columns > 0) {
        un_Rect row = {track.x, y, un_timeline_x(&strip->layout, (double)snapshot->update) - track.x,
                       un_ink_snap(2 * s)};
        un_Color *texel = un_draw_image(strip->list, row, columns, 1);
        for (int c = 0; texel && c < columns; c++) {
            int share = 0, first = (int)((int64_t)c * n / columns), end = (int)((int64_t)(c + 1) * n / columns);
            for (int l = 0; l < snapshot->lane_count; l++) {
                for (int i = first; i < end; i++)
                    if (snapshot->lane[l].clip_mark[i] > share) share = snapshot->lane[l].clip_mark[i];
            }
            texel[c] = un_color_fade(ink, (float)share / 255);
        }
    }
    for (int i = 0; i < snapshot->edit_count; i++) {
        const un_SnapshotEdit *edit = &snapshot->edit[i];
        if (edit->at > snapshot->reach) continue; // planned, not done
        float x = un_timeline_x(&strip->layout, (double)edit->at);
        un_ink_post(strip->list, strip->context, x, track.y, track.h, 1,
                    un_ink_color(strip->context, UN_TOKEN_SURFACE));
        un_ink_arrow(strip->list, (un_Point){x, track.y + track.h}, 2, 7 * s, un_ink_lane(strip->context, edit->lane));
    }
}

/// A flag over the strip where a lane solved the task.
static void flags(const Strip *strip) {
    const un_Snapshot *snapshot = strip->snapshot;
    float s = strip->s, taken = strip->layout.track.x - 40 * s, top = strips_top(&strip->layout) - 4 * s,
          bottom = strip->layout.track.y + strip->layout.track.h + 2 * s;
    un_TextStyle style = un_ink_style(strip->context, UN_FACE_REGULAR, 12, UN_TOKEN_INK);
    int order[UN_SNAPSHOT_LANES], n = 0;
    for (int l = 0; l < snapshot->lane_count; l++) {
        if (snapshot->lane[l].solved_at < 0) continue;
        int j = n++;
        for (; j > 0 && snapshot->lane[order[j - 1]].solved_at > snapshot->lane[l].solved_at; j--)
            order[j] = order[j - 1];
        order[j] = l;
    }
    for (int i = 0; i < n;) {
        // Lanes whose flags stand too near for words of their own share them, left of the first line.
        float x = un_timeline_x(&strip->layout, (double)snapshot->lane[order[i]].solved_at), last = x, w = 0;
        char text[160] = "", next[160];
        for (int members = 0; i < n; i++, members++) {
            float at = un_timeline_x(&strip->layout, (double)snapshot->lane[order[i]].solved_at);
            snprintf(next, sizeof next, _("%s solved"), snapshot->lane[order[i]].name);
            if (members > 0 && at - last >= un_text_width(strip->context->fonts, &style, next) + 12 * s) break;
            un_ink_append(text, sizeof text, "%s%s", members ? ", " : "", snapshot->lane[order[i]].name);
            un_ink_post(strip->list, strip->context, at, top, bottom - top, 1.5f,
                        un_ink_color(strip->context, UN_TOKEN_INK));
            last = at;
        }
        un_ink_append(text, sizeof text, "%s", _(" solved"));
        w = un_text_width(strip->context->fonts, &style, text);
        float left = fmaxf(x - w - 3 * s, taken + 10 * s);
        un_text_draw(strip->list, strip->context->fonts, &style, (un_Point){left, top - 2 * s}, UN_ALIGN_LEFT, text);
        taken = last;
    }
}

/// What stands at the left of the strips: the name, and what the strips are or where the thumb is going.
static void words(const Strip *strip) {
    const un_Snapshot *snapshot = strip->snapshot;
    const un_Fonts *fonts = strip->context->fonts;
    const un_TimelineLayout *layout = &strip->layout;
    float s = strip->s, top = strips_top(layout), middle = (top + layout->track.y + layout->track.h) / 2;
    un_StageColumns grid = un_stage_columns(strip->context, strip->rect);
    float left = strip->rect.x + (grid.compact ? 20.0f : 24.0f) * s;
    un_TextStyle title = un_ink_style(strip->context, UN_FACE_SEMIBOLD, 14, UN_TOKEN_INK),
                 quiet = un_ink_style(strip->context, UN_FACE_REGULAR, 12, UN_TOKEN_INK3);
    char count[32], text[64];
    bool going = strip->context->going || snapshot->seeking;
    snprintf(text, sizeof text, "%s", snapshot->classes ? _("batch accuracy") : _("batch loss"));
    if (strip->context->going)
        snprintf(text, sizeof text, _("to update %s"), un_number_count(strip->context->goal, count, sizeof count));
    else if (snapshot->seeds.planned > 0 && snapshot->seeds.done < snapshot->seeds.planned)
        snprintf(text, sizeof text, _("seed %d of %d"), snapshot->seeds.done + 1, snapshot->seeds.planned),
            going = true;
    else if (going)
        snprintf(text, sizeof text, "%s", _("on the way ..."));
    if (layout->low) {
        un_text_draw_cut(strip->list, fonts, going ? &quiet : &title, (un_Point){left, middle + 5 * s},
                         layout->track.x - left - 8 * s,
                         going                 ? text
                         : layout->other.h > 0 ? snapshot->run
                                               : _("Training"));
        return;
    }
    un_text_draw(strip->list, fonts, &title, (un_Point){left, middle - 3 * s}, UN_ALIGN_LEFT, _("Training"));
    un_text_draw(strip->list, fonts, &quiet, (un_Point){left, middle + 15 * s}, UN_ALIGN_LEFT, text);
}

static void thumb(const Strip *strip) {
    const un_TimelineLayout *layout = &strip->layout;
    const un_ViewContext *context = strip->context;
    float s = strip->s, x = un_timeline_x(layout, (double)(context->going ? context->goal : strip->snapshot->update));
    float over = strips_top(layout) - 7 * s;
    un_Color ink = un_ink_color(context, UN_TOKEN_INK);
    un_ink_post(strip->list, context, x, over, layout->track.y + layout->track.h + 5 * s - over, 2, ink);
    un_draw_disc(strip->list, (un_Point){x, over - 3 * s}, 6 * s, un_ink_color(context, UN_TOKEN_SURFACE));
    un_draw_ring(strip->list, (un_Point){x, over - 3 * s}, 5.5f * s, 2 * s, ink);
}

static void axis(const Strip *strip) {
    const un_TimelineLayout *layout = &strip->layout;
    float s = strip->s;
    un_TextStyle quiet = un_ink_style(strip->context, UN_FACE_REGULAR, 12, UN_TOKEN_INK3);
    double every = (double)un_ink_nice(layout->last / fmax(1, layout->track.w / (110 * s)));
    for (int i = 0; every * i <= layout->last; i++) {
        char number[32];
        float at = un_timeline_x(layout, every * i), half;
        un_number_count((int64_t)every * i, number, sizeof number);
        half = un_text_width(strip->context->fonts, &quiet, number) / 2;
        at = fminf(at, strip->rect.x + strip->rect.w - half - 6 * s);
        un_text_draw(strip->list, strip->context->fonts, &quiet,
                     (un_Point){at, layout->track.y + layout->track.h + 15 * s}, UN_ALIGN_CENTRE, number);
    }
}

void un_timeline_draw(un_DrawList *list, const un_ViewContext *context, un_Rect rect) {
    Strip strip = {.list = list, .context = context, .snapshot = context->snapshot, .rect = rect, .s = context->scale};
    strip.layout = un_timeline_layout(context, rect);
    un_Color sunken = un_ink_color(context, UN_TOKEN_SUNKEN);
    un_draw_group(list, "timeline", rect);
    un_draw_rect(list, rect, 0, un_ink_color(context, UN_TOKEN_SURFACE));
    un_ink_rule(list, context, rect.x, rect.y + 0.5f * strip.s, rect.w, 1, un_ink_color(context, UN_TOKEN_LINE));
    words(&strip);
    un_draw_rect(list, strip.layout.track, 2 * strip.s, sunken);
    if (strip.layout.other.h > 0) un_draw_rect(list, strip.layout.other, 2 * strip.s, sunken);
    for (int l = 0; l < strip.snapshot->lane_count; l++)
        lane_strip(&strip, l);
    runs(&strip);
    ticks(&strip);
    flags(&strip);
    if (!strip.layout.low) axis(&strip);
    thumb(&strip);
    un_draw_group_end(list);
}

void un_timeline_words(const un_ViewContext *context, const un_TimelineLayout *layout, float x, char *out,
                       size_t size) {
    const un_Snapshot *snapshot = context->snapshot;
    int64_t update = un_timeline_update(context, layout, x);
    char number[64];
    bool ahead = update > snapshot->update;
    *out = 0;
    un_ink_append(out, size, _("update %s"), un_number_count(update, number, sizeof number));
    for (int l = 0; l < snapshot->lane_count; l++) {
        Curve curve = ahead ? ahead_of(snapshot, l) : history_of(snapshot, l);
        int i = 0;
        while (i + 1 < curve.count && (double)curve.update[i] < (double)update)
            i++;
        if (i >= curve.count) continue;
        double value = (double)(snapshot->classes ? curve.accuracy[i] : curve.loss[i]);
        if (snapshot->classes && isfinite(value))
            un_ink_percent(value, number, sizeof number);
        else
            un_number_full(value, 3, number, sizeof number);
        un_ink_append(out, size, " \xc2\xb7 %s %s", snapshot->lane[l].name, number);
    }
    for (int i = 0; i < snapshot->edit_count; i++) {
        float at = un_timeline_x(layout, (double)snapshot->edit[i].at);
        if (fabsf(at - x) < 5 * context->scale)
            un_ink_append(out, size, _(" \xc2\xb7 changed: %s, %s"), snapshot->lane[snapshot->edit[i].lane].name,
                          snapshot->edit[i].text);
    }
}
