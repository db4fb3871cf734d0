#include "base/catalog.h"
#include "base/number.h"
#include "view/ink.h"
#include "view/lab.h"
#include "view/stage.h"

#include <math.h>
#include <stdio.h>

/// The strip while it is drawn.
typedef struct Strip {
    un_DrawList *list;
    const un_ViewContext *context;
    const un_Snapshot *snapshot;
    un_Rect track; ///< all lanes
    float lane_pitch, s;
    double last; ///< updates at its right end
    bool low;
} Strip;

static float strip_x(const Strip *strip, double update) {
    return strip->track.x + strip->track.w * (float)(update / strip->last);
}

/// How far a lane has come at one point of its history: 0 at chance, 1 solved.
static float progress(const Strip *strip, const un_SnapshotLane *lane, int i) {
    const un_Snapshot *snapshot = strip->snapshot;
    double share = snapshot->classes
                       ? ((double)lane->accuracy_mean[i] - snapshot->chance_accuracy) / (1 - snapshot->chance_accuracy)
                       : 1 - (double)lane->loss_mean[i] / snapshot->chance_loss;
    return isfinite(share) ? un_ink_clamp((float)share, 0, 1) : 0;
}

static void lane_strip(const Strip *strip, int l) {
    enum { TEXELS = 512 };
    const un_Snapshot *snapshot = strip->snapshot;
    const un_SnapshotLane *lane = &snapshot->lane[l];
    int n = snapshot->history_count, columns = n < TEXELS ? n : TEXELS;
    un_Color color = un_ink_lane(strip->context, l);
    float y = un_ink_snap(strip->track.y + strip->lane_pitch * (float)l),
          h = un_ink_snap(strip->track.y + strip->lane_pitch * (float)(l + 1)) - y;
    h = fmaxf(h - 1, 1);
    if (columns > 0) {
        un_Rect row = {strip->track.x, y, strip_x(strip, (double)snapshot->update) - strip->track.x, h};
        un_Color *texel = un_draw_image(strip->list, row, columns, 1);
        for (int c = 0; texel && c < columns; c++) {
            texel[c] = un_color_fade(color, progress(strip, lane, (int)((int64_t)c * n / columns)));
        }
    }
    if (lane->nonfinite_at >= 0) {
        un_ink_cross(strip->list, (un_Point){strip_x(strip, (double)lane->nonfinite_at), y + h / 2},
                     fminf(h, 9 * strip->s), 2 * strip->s, un_ink_color(strip->context, UN_TOKEN_LOSS));
    }
    if (strip->low) return;
    un_TextStyle style = un_ink_style(strip->context, UN_FACE_REGULAR, 12, UN_TOKEN_INK2);
    float width = un_text_width(strip->context->fonts, &style, lane->name), most = 90 * strip->s;
    float x = strip->track.x - 8 * strip->s - fminf(width, most);
    un_text_draw_cut(strip->list, strip->context->fonts, &style, (un_Point){x, y + h / 2 + 4.5f * strip->s}, most,
                     lane->name);
}

/// A flag over the strip where a lane solved the task.
static void flags(const Strip *strip) {
    const un_Snapshot *snapshot = strip->snapshot;
    float s = strip->s, taken = strip->track.x - 40 * s, top = strip->track.y - 4 * s,
          bottom = strip->track.y + strip->track.h + 2 * s;
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
        float x = strip_x(strip, (double)snapshot->lane[order[i]].solved_at), last = x, w = 0;
        char text[160] = "", next[160];
        for (int members = 0; i < n; i++, members++) {
            float at = strip_x(strip, (double)snapshot->lane[order[i]].solved_at);
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
        un_text_draw(strip->list, strip->context->fonts, &style, (un_Point){left, strip->track.y - 6 * s},
                     UN_ALIGN_LEFT, text);
        taken = last;
    }
}

void un_timeline_draw(un_DrawList *list, const un_ViewContext *context, un_Rect rect) {
    const un_Snapshot *snapshot = context->snapshot;
    float s = context->scale;
    un_StageColumns grid = un_stage_columns(context, rect);
    Strip strip = {.list = list, .context = context, .snapshot = snapshot, .s = s, .low = rect.h < 72 * s};
    float x = rect.x + (grid.compact ? 152.0f : 232.0f) * s, top = (strip.low ? 20.0f : 22.0f) * s;
    if (grid.tiny) x = rect.x + 90 * s;
    strip.lane_pitch = (strip.low ? rect.h - top - 12 * s : fminf(44, 12 * (float)snapshot->lane_count) * s) /
                       (float)snapshot->lane_count;
    strip.track = un_ink_snap_rect(
        (un_Rect){x, rect.y + top, rect.x + rect.w - 24 * s - x, strip.lane_pitch * (float)snapshot->lane_count});
    double done = (double)snapshot->update, planned = (double)snapshot->updates;
    strip.last = fmax(fmax(done, planned), 1);

    un_draw_group(list, "timeline", rect);
    un_draw_rect(list, rect, 0, un_ink_color(context, UN_TOKEN_SURFACE));
    un_ink_rule(list, context, rect.x, rect.y + 0.5f * s, rect.w, 1, un_ink_color(context, UN_TOKEN_LINE));
    un_TextStyle title = un_ink_style(context, UN_FACE_SEMIBOLD, 14, UN_TOKEN_INK),
                 quiet = un_ink_style(context, UN_FACE_REGULAR, 12, UN_TOKEN_INK3);
    float left = rect.x + (grid.compact ? 20.0f : 24.0f) * s, middle = strip.track.y + strip.track.h / 2;
    un_text_draw(list, context->fonts, &title, (un_Point){left, middle + (strip.low ? 5 : -3) * s}, UN_ALIGN_LEFT,
                 _("Training"));
    if (!strip.low) {
        un_text_draw(list, context->fonts, &quiet, (un_Point){left, middle + 15 * s}, UN_ALIGN_LEFT,
                     snapshot->classes ? _("batch accuracy") : _("batch loss"));
    }
    un_draw_rect(list, strip.track, 2 * s, un_ink_color(context, UN_TOKEN_SUNKEN));
    for (int l = 0; l < snapshot->lane_count; l++)
        lane_strip(&strip, l);
    flags(&strip);
    float thumb = strip_x(&strip, done), over = strip.track.y - 7 * s;
    un_Color ink = un_ink_color(context, UN_TOKEN_INK);
    un_ink_post(list, context, thumb, over, strip.track.h + 12 * s, 2, ink);
    un_draw_disc(list, (un_Point){thumb, over - 3 * s}, 6 * s, un_ink_color(context, UN_TOKEN_SURFACE));
    un_draw_ring(list, (un_Point){thumb, over - 3 * s}, 5.5f * s, 2 * s, ink);
    if (!strip.low) {
        double every = (double)un_ink_nice(strip.last / fmax(1, strip.track.w / (110 * s)));
        for (int i = 0; every * i <= strip.last; i++) {
            char number[32];
            float at = strip_x(&strip, every * i), half;
            un_number_count((int64_t)every * i, number, sizeof number);
            half = un_text_width(context->fonts, &quiet, number) / 2;
            at = fminf(at, rect.x + rect.w - half - 6 * s);
            un_text_draw(list, context->fonts, &quiet, (un_Point){at, strip.track.y + strip.track.h + 15 * s},
                         UN_ALIGN_CENTRE, number);
        }
    }
    un_draw_group_end(list);
}
