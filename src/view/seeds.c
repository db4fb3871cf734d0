#include "base/catalog.h"
#include "base/number.h"
#include "view/chart.h"
#include "view/ink.h"
#include "view/part.h"

#include <math.h>
#include <stdio.h>

enum { LEFT = 50, RIGHT = 124, TEXELS = 512 };

/// The clips of one lane: a row a seed.
typedef struct Strip {
    int lane, rows;
    float y, row; ///< top, and height of a row
} Strip;

typedef struct Seeds {
    const un_ViewContext *context;
    const un_Snapshot *snapshot;
    const un_SnapshotSeeds *seeds;
    float s;
    bool many;                ///< seeds have been run; else this run alone is shown
    int rows;                 ///< seeds that are shown: those that have points
    un_ChartAxes axes, clips; ///< of the losses; of the rows, with the same updates: under the losses, or beside them
    bool beside;
    int strip_count;
    Strip strip[UN_SNAPSHOT_LANES];
} Seeds;

static const unsigned char *seed_clip(const un_SnapshotLane *lane, int k) {
    return lane->seeds.clip + k * UN_SNAPSHOT_SEED_POINTS;
}

static bool was_clipped(const Seeds *view, const un_SnapshotLane *lane) {
    for (int i = 0; !view->many && i < view->snapshot->history_count; i++) {
        if (lane->clip_mark[i]) return true;
    }
    for (int k = 0; view->many && k < view->rows; k++) {
        for (int p = 0; p < view->seeds->points; p++) {
            if (seed_clip(lane, k)[p]) return true;
        }
    }
    return false;
}

static double high_loss(const Seeds *view) {
    const un_Snapshot *snapshot = view->snapshot;
    double chance = snapshot->chance_loss > 0 ? snapshot->chance_loss : 1, high = chance * 1.15;
    for (int l = 0; l < snapshot->lane_count; l++) {
        const un_SnapshotLane *lane = &snapshot->lane[l];
        const float *value = view->many ? lane->seeds.high : lane->loss_mean;
        int count = view->many ? view->seeds->points : snapshot->history_count;
        for (int i = 0; i < count; i++) {
            if (isfinite(value[i])) high = fmax(high, (double)value[i] * 1.05);
        }
    }
    // A loss that explodes must not flatten the others against the axis: it leaves the chart through its top.
    return fmin(high, (snapshot->classes ? 3 : 10) * chance);
}

/// The lanes that were clipped get rows, all of the same height. Returns the height of them all, from y = 0 down.
static float place_strips(Seeds *view, float room, float gap) {
    float s = view->s, height = 0;
    int rows = 0;
    for (int l = 0; l < view->snapshot->lane_count; l++) {
        if (!was_clipped(view, &view->snapshot->lane[l])) continue;
        view->strip[view->strip_count++] = (Strip){.lane = l, .rows = view->many ? view->rows : 1};
        rows += view->many ? view->rows : 1;
    }
    if (!rows) return 0;
    room -= gap * (float)view->strip_count;
    float row = un_ink_clamp(floorf(room / (float)rows), 2, (view->many ? 9 : view->beside ? 24 : 14) * s);
    for (int i = 0; i < view->strip_count; i++) {
        height += gap;
        view->strip[i].y = height;
        view->strip[i].row = row;
        height += row * (float)view->strip[i].rows;
    }
    return height;
}

/// Where it is wide and low the rows stand beside the chart; else under it, on up to two fifths of the height, and give
/// way where it gets too low for the lines' names.
static void place(Seeds *view, un_Rect rest) {
    float s = view->s, left = LEFT * s, right = RIGHT * s, height, top;
    view->beside = rest.h < 240 * s && rest.w >= 860 * s;
    if (view->beside) {
        float half = (rest.w - 24 * s) / 2;
        height = place_strips(view, rest.h, 10 * s);
        if (view->strip_count) rest.w = half;
        top = rest.y - 10 * s;
        view->clips.area = (un_Rect){rest.x + half + 24 * s + left, rest.y, half - left - right, rest.h};
    } else {
        float gap = rest.h >= 240 * s ? 8 : view->context->hall ? 7 : 4; // of the axis's 0 from the lane's bar
        height = place_strips(view, rest.h * 0.42f, gap * s);
        if (rest.h - height < 66 * s) view->strip_count = 0;
        if (view->strip_count) rest.h -= height + 4 * s;
        top = rest.y + rest.h;
        view->clips.area = (un_Rect){rest.x + left, top, rest.w - left - right, height};
    }
    view->axes.area = un_ink_snap_rect((un_Rect){rest.x + left, rest.y, rest.w - left - right, rest.h});
    view->clips.area = un_ink_snap_rect(view->clips.area);
    for (int i = 0; i < view->strip_count; i++)
        view->strip[i].y = un_ink_snap(view->strip[i].y + top);
}

static Seeds seeds_make(const un_ViewContext *context, un_Rect rect) {
    const un_Snapshot *snapshot = context->snapshot;
    float s = context->scale;
    Seeds view = {.context = context, .snapshot = snapshot, .seeds = &snapshot->seeds, .s = s};
    view.many = snapshot->seeds.planned > 0 && snapshot->seeds.points > 0;
    view.rows = snapshot->seeds.done + (snapshot->seeds.done < snapshot->seeds.planned ? 1 : 0);
    view.rows = view.rows < UN_SNAPSHOT_SEEDS ? view.rows : UN_SNAPSHOT_SEEDS;
    un_Rect rest = un_ink_head(NULL, context, rect, &un_view_seeds);
    rest.y += 26 * s;
    rest.h -= (26 + 34) * s;
    place(&view, rest);
    double done = view.many ? (double)snapshot->seeds.update[snapshot->seeds.points - 1] : (double)snapshot->update;
    view.axes.last = view.clips.last = un_chart_last(done, (double)snapshot->updates);
    view.axes.high = high_loss(&view);
    return view;
}

static void draw_lanes(un_DrawList *list, const Seeds *view) {
    const un_Snapshot *snapshot = view->snapshot;
    un_Rect area = view->axes.area;
    float s = view->s;
    un_draw_save(list);
    un_draw_clip(list, (un_Rect){area.x - 2 * s, area.y - 3 * s, area.w + 4 * s, area.h + 5 * s});
    for (int l = 0; view->many && l < snapshot->lane_count; l++) {
        const un_SnapshotLaneSeeds *seeds = &snapshot->lane[l].seeds;
        un_chart_band(list, view->context, &view->axes, view->seeds->update, seeds->low, seeds->high,
                      view->seeds->points, un_color_fade(un_ink_lane(view->context, l), 0.14f));
    }
    for (int l = 0; l < snapshot->lane_count; l++) {
        const un_SnapshotLane *lane = &snapshot->lane[l];
        float on, off;
        un_ink_dash(view->context, l, &on, &off);
        if (view->many)
            un_chart_series(list, view->context, &view->axes, view->seeds->update, lane->seeds.median,
                            view->seeds->points, 2.6f, on, off, un_ink_lane(view->context, l));
        else
            un_chart_series(list, view->context, &view->axes, snapshot->history_update, lane->loss_mean,
                            snapshot->history_count, 2.6f, on, off, un_ink_lane(view->context, l));
    }
    un_draw_restore(list);
}

/// Height of a lane's line at its right end; NaN: it has none.
static float end_value(const Seeds *view, const un_SnapshotLane *lane) {
    const float *value = view->many ? lane->seeds.median : lane->loss_mean;
    for (int i = (view->many ? view->seeds->points : view->snapshot->history_count) - 1; i >= 0; i--) {
        if (isfinite(value[i])) return value[i];
    }
    return NAN;
}

/// "LSTM" and "8 of 8 solved", at the lines' right ends, apart from one another.
static void draw_names(un_DrawList *list, const Seeds *view) {
    const un_Snapshot *snapshot = view->snapshot;
    un_Rect area = view->axes.area;
    float s = view->s, y[UN_SNAPSHOT_LANES], x = area.x + area.w + 10 * s;
    int order[UN_SNAPSHOT_LANES], n = 0;
    for (int l = 0; l < snapshot->lane_count; l++) {
        float value = end_value(view, &snapshot->lane[l]);
        int j = n;
        if (!isfinite(value)) continue;
        float at = un_ink_clamp(un_chart_y(&view->axes, (double)value), area.y, area.y + area.h);
        for (; j > 0 && y[j - 1] > at; j--)
            y[j] = y[j - 1], order[j] = order[j - 1];
        y[j] = at;
        order[j] = l;
        n++;
    }
    bool two = area.h >= 34 * s * (float)n;
    un_ink_spread(y, n, (two ? 33 : 16) * s, area.y + 7 * s, area.y + area.h - (two ? 20 : 3) * s);
    un_TextStyle name = un_ink_style(view->context, UN_FACE_SEMIBOLD, 13, UN_TOKEN_INK),
                 quiet = un_ink_style(view->context, UN_FACE_REGULAR, 12, UN_TOKEN_INK3);
    for (int i = 0; i < n; i++) {
        const un_SnapshotLane *lane = &snapshot->lane[order[i]];
        char text[64], count[32];
        name.color = un_ink_lane(view->context, order[i]);
        un_text_draw_cut(list, view->context->fonts, &name, (un_Point){x, y[i] + 4 * s}, (RIGHT - 14) * s, lane->name);
        if (view->many)
            snprintf(text, sizeof text, _("%d of %d solved"), lane->seeds.solved_count, view->seeds->done);
        else if (lane->nonfinite_at >= 0)
            snprintf(text, sizeof text, _("not a number at %s"),
                     un_number_count(lane->nonfinite_at, count, sizeof count));
        else if (lane->solved_at >= 0)
            snprintf(text, sizeof text, _("solved at %s"), un_number_count(lane->solved_at, count, sizeof count));
        else
            snprintf(text, sizeof text, "%s", _("not solved"));
        if (two)
            un_text_draw_cut(list, view->context->fonts, &quiet, (un_Point){x, y[i] + 19 * s}, (RIGHT - 14) * s, text);
    }
}

/// Share of clipped updates under a texel, 0..1: the largest of its points.
static float clip_share(const unsigned char *mark, int count, int column, int columns) {
    int first = (int)((int64_t)column * count / columns), last = (int)((int64_t)(column + 1) * count / columns);
    unsigned char most = 0;
    for (int i = first; i < last || i == first; i++)
        most = mark[i] > most ? mark[i] : most;
    return (float)most / 255;
}

static void draw_row(un_DrawList *list, const Seeds *view, float y, float h, const unsigned char *mark, int count,
                     double end) {
    float right = un_chart_x(&view->clips, end), s = view->s, seam = h > 4 * s ? s : 0;
    un_Rect area = view->clips.area;
    un_draw_rect(list, (un_Rect){area.x, y, area.w, h - seam}, 0, un_ink_color(view->context, UN_TOKEN_SUNKEN));
    int columns = count < TEXELS ? count : TEXELS;
    if (columns < 1 || right - area.x < 1) return;
    un_Color *texel = un_draw_image(list, (un_Rect){area.x, y, right - area.x, h - seam}, columns, 1),
             color = un_ink_color(view->context, UN_TOKEN_BACKWARD);
    for (int c = 0; texel && c < columns; c++)
        texel[c] = un_color_fade(color, clip_share(mark, count, c, columns));
}

/// "12-19 % of updates": the shares of the seeds that have ended, least and most.
static void clip_text(const Seeds *view, const un_SnapshotLane *lane, char *out, size_t size) {
    float low = INFINITY, high = 0;
    for (int k = 0; k < view->seeds->done; k++) {
        low = fminf(low, lane->seeds.clipped[k]);
        high = fmaxf(high, lane->seeds.clipped[k]);
    }
    int a = (int)(low * 100 + 0.5f), b = (int)(high * 100 + 0.5f);
    if (view->seeds->done == 0)
        snprintf(out, size, "%s", _("clipped"));
    else if (a == b)
        snprintf(out, size, _("%d %% clipped"), a);
    else
        snprintf(out, size, _("%d–%d %% clipped"), a, b);
}

static void draw_strips(un_DrawList *list, const Seeds *view) {
    const un_Snapshot *snapshot = view->snapshot;
    float s = view->s, x = view->clips.area.x + view->clips.area.w + 10 * s;
    for (int i = 0; i < view->strip_count; i++) {
        const Strip *strip = &view->strip[i];
        const un_SnapshotLane *lane = &snapshot->lane[strip->lane];
        for (int k = 0; k < strip->rows; k++) {
            float y = strip->y + strip->row * (float)k;
            if (view->many)
                draw_row(list, view, y, strip->row, seed_clip(lane, k), view->seeds->points,
                         (double)view->seeds->update[view->seeds->points - 1]);
            else
                draw_row(list, view, y, strip->row, lane->clip_mark, snapshot->history_count, (double)snapshot->update);
        }
        float h = strip->row * (float)strip->rows, middle = strip->y + h / 2;
        un_draw_rect(list, (un_Rect){view->clips.area.x - 10 * s, strip->y, 4 * s, h}, 2 * s,
                     un_ink_lane(view->context, strip->lane));
        un_TextStyle style = un_ink_style(view->context, UN_FACE_SEMIBOLD, 12, UN_TOKEN_BACKWARD),
                     quiet = un_ink_style(view->context, UN_FACE_REGULAR, 12, UN_TOKEN_INK3);
        char text[64], count[32];
        if (view->many)
            clip_text(view, lane, text, sizeof text);
        else
            snprintf(text, sizeof text, _("%s clipped"), un_number_count(lane->clipped_updates, count, sizeof count));
        bool two = i == 0 && h >= 28 * s;
        if (h < 12 * s && i > 0 && strip->y - view->strip[i - 1].y < 15 * s) continue; // no room for a line of its own
        un_text_draw_cut(list, view->context->fonts, &style, (un_Point){x, middle + (two ? -3 : 4) * s},
                         (RIGHT - 14) * s, text);
        if (two)
            un_text_draw_cut(list, view->context->fonts, &quiet, (un_Point){x, middle + 13 * s}, (RIGHT - 14) * s,
                             _("one row a seed"));
    }
}

/// The axes: losses at the left, updates under the rows of clips.
static void draw_frame(un_DrawList *list, const Seeds *view) {
    float s = view->s, bottom = view->axes.area.y + view->axes.area.h, rows = bottom;
    if (view->strip_count) {
        const Strip *strip = &view->strip[view->strip_count - 1];
        rows = fmaxf(strip->y + strip->row * (float)strip->rows, bottom);
    }
    un_chart_axes(list, view->context, &view->axes, false, 12, view->beside ? bottom : rows);
    if (!view->beside || !view->strip_count) return;
    un_chart_updates(list, view->context, &view->clips, 12, rows);
    un_TextStyle style = un_ink_style(view->context, UN_FACE_REGULAR, 13, UN_TOKEN_INK2);
    un_text_draw_cut(list, view->context->fonts, &style, (un_Point){view->clips.area.x, view->axes.area.y - 8 * s},
                     view->clips.area.w, _("clipped updates"));
}

static void draw_chance(un_DrawList *list, const Seeds *view) {
    const un_ViewContext *context = view->context;
    un_Rect area = view->axes.area;
    float s = view->s;
    double chance = view->snapshot->chance_loss;
    if (!(chance > 0)) return;
    un_chart_chance(list, context, &view->axes, chance);
    un_TextStyle style = un_ink_style(context, UN_FACE_REGULAR, 12, UN_TOKEN_INK2);
    char text[64], number[32];
    un_ChartLabels labels = {0};
    snprintf(text, sizeof text, _("chance %s"), un_number_full(chance, 3, number, sizeof number));
    un_Point at = {area.x + area.w - 8 * s, un_chart_y(&view->axes, chance) - 8 * s};
    if (un_chart_label(list, context, &labels, area, &style, at, UN_ALIGN_RIGHT, text)) return;
    at.y += 25 * s;
    un_chart_label(list, context, &labels, area, &style, at, UN_ALIGN_RIGHT, text);
}

/// What the band is, or why there is none; and where to start the seeds.
static void draw_key(un_DrawList *list, const Seeds *view) {
    un_Rect area = view->axes.area;
    float s = view->s;
    char text[128];
    if (view->many && view->rows == 1)
        snprintf(text, sizeof text, "%s", _("seed 1 so far; the band comes with the second"));
    else if (view->many)
        snprintf(text, sizeof text, _("median · band: least to most of %d seeds"), view->rows);
    else
        snprintf(text, sizeof text, "%s", _("One seed: no band. Z trains seeds 1 to 10 beside this run."));
    un_TextStyle style = un_ink_style(view->context, UN_FACE_REGULAR, 13, UN_TOKEN_INK2);
    float room = area.w + (RIGHT - 14) * s;
    un_text_draw_cut(list, view->context->fonts, &style, (un_Point){area.x, area.y - 8 * s}, room, text);
}

static void draw(un_DrawList *list, const un_ViewContext *context, un_Rect rect) {
    Seeds view = seeds_make(context, rect);
    un_ink_head(list, context, rect, &un_view_seeds);
    char text[128];
    if (view.many && view.seeds->done < view.seeds->planned)
        snprintf(text, sizeof text, _("seed %d of %d is running"), view.seeds->done + 1, view.seeds->planned);
    else if (view.many)
        snprintf(text, sizeof text, _("%d seeds"), view.seeds->done);
    else
        snprintf(text, sizeof text, "%s", _("one seed"));
    un_chart_caption(list, context, rect, &un_view_seeds, text);
    draw_frame(list, &view);
    draw_key(list, &view);
    draw_lanes(list, &view);
    draw_chance(list, &view);
    draw_names(list, &view);
    draw_strips(list, &view);
    if (!view.many && view.snapshot->history_count == 0)
        un_chart_sentence(list, context, view.axes.area, _("Train to fill this."));
}

static int nearest_point(const float *update, int count, double wanted) {
    int best = 0;
    for (int i = 1; i < count; i++) {
        if (fabs((double)update[i] - wanted) < fabs((double)update[best] - wanted)) best = i;
    }
    return best;
}

static void hover_chart(const Seeds *view, un_Point at, un_Hover *out) {
    const un_Snapshot *snapshot = view->snapshot;
    const float *update = view->many ? view->seeds->update : snapshot->history_update;
    int count = view->many ? view->seeds->points : snapshot->history_count, found = -1;
    if (count == 0) return;
    int p = nearest_point(update, count, (double)((at.x - view->axes.area.x) / view->axes.area.w) * view->axes.last);
    float nearest = 18 * view->s, r = 6 * view->s;
    for (int l = 0; l < snapshot->lane_count; l++) {
        float value = view->many ? snapshot->lane[l].seeds.median[p] : snapshot->lane[l].loss_mean[p];
        float away = isfinite(value) ? fabsf(un_chart_y(&view->axes, (double)value) - at.y) : INFINITY;
        if (away < nearest) nearest = away, found = l;
    }
    if (found < 0) return;
    const un_SnapshotLane *lane = &snapshot->lane[found];
    double value = (double)(view->many ? lane->seeds.median[p] : lane->loss_mean[p]);
    char number[64], other[64];
    float x = un_chart_x(&view->axes, (double)update[p]), y = un_chart_y(&view->axes, value);
    out->hit = true;
    out->mark = (un_Rect){x - r, y - r, 2 * r, 2 * r};
    snprintf(out->text[0], sizeof out->text[0], view->many ? _("%s  median loss = %s") : _("%s  loss, mean of 10 = %s"),
             lane->name, un_number_full(value, 9, number, sizeof number));
    out->lines = 1;
    if (view->many) {
        snprintf(out->text[1], sizeof out->text[1], _("least %s, most %s of the seeds"),
                 un_number_full((double)lane->seeds.low[p], 6, number, sizeof number),
                 un_number_full((double)lane->seeds.high[p], 6, other, sizeof other));
        snprintf(out->text[2], sizeof out->text[2], _("%d of %d seeds have solved it"), lane->seeds.solved_count,
                 view->seeds->done);
        out->lines = 3;
    }
    snprintf(out->text[out->lines++], sizeof out->text[0], _("update %s"),
             un_number_count((int64_t)update[p], number, sizeof number));
}

static void hover_strip(const Seeds *view, const Strip *strip, un_Point at, un_Hover *out) {
    const un_SnapshotLane *lane = &view->snapshot->lane[strip->lane];
    const float *update = view->many ? view->seeds->update : view->snapshot->history_update;
    int count = view->many ? view->seeds->points : view->snapshot->history_count,
        k = (int)((at.y - strip->y) / strip->row);
    k = k < strip->rows ? k : strip->rows - 1;
    double wanted = (double)((at.x - view->clips.area.x) / view->clips.area.w) * view->clips.last;
    int p = 0;
    while (p < count && (double)update[p] < wanted)
        p++;
    if (p >= count) return;
    const unsigned char *mark = view->many ? seed_clip(lane, k) : lane->clip_mark;
    float left = un_chart_x(&view->clips, p ? (double)update[p - 1] : 0),
          right = un_chart_x(&view->clips, (double)update[p]);
    char number[64], text[32];
    out->hit = true;
    out->mark = (un_Rect){left - 1, strip->y + strip->row * (float)k - 1, right - left + 2, strip->row + 2};
    snprintf(out->text[0], sizeof out->text[0], _("%s  %s of the updates here were clipped"), lane->name,
             un_ink_percent((double)mark[p] / 255, text, sizeof text));
    snprintf(out->text[1], sizeof out->text[1], _("updates up to %s"),
             un_number_count((int64_t)update[p], number, sizeof number));
    out->lines = 2;
    if (!view->many) return;
    if (lane->seeds.solved[k] >= 0)
        snprintf(out->text[out->lines++], sizeof out->text[0], _("seed %d, solved at %s"), k + 1,
                 un_number_count(lane->seeds.solved[k], number, sizeof number));
    else
        snprintf(out->text[out->lines++], sizeof out->text[0], _("seed %d, not solved"), k + 1);
    snprintf(out->text[out->lines++], sizeof out->text[0], _("%s of all its updates were clipped"),
             un_ink_percent((double)lane->seeds.clipped[k], text, sizeof text));
}

static void hover(const un_ViewContext *context, un_Rect rect, un_Point at, un_Hover *out) {
    Seeds view = seeds_make(context, rect);
    un_Rect area = view.axes.area;
    if (un_rect_contains(area, at)) hover_chart(&view, at, out);
    for (int i = 0; i < view.strip_count; i++) {
        const Strip *strip = &view.strip[i];
        un_Rect rows = {view.clips.area.x, strip->y, view.clips.area.w, strip->row * (float)strip->rows};
        if (un_rect_contains(rows, at)) hover_strip(&view, strip, at, out);
    }
}

static void summary(const un_ViewContext *context, char *out, size_t size) {
    const un_Snapshot *snapshot = context->snapshot;
    bool many = snapshot->seeds.planned > 0 && snapshot->seeds.points > 0;
    const Seeds view = {.context = context, .snapshot = snapshot, .seeds = &snapshot->seeds, .many = many};
    char text[64], count[32];
    if (size) *out = 0;
    if (!many) un_ink_append(out, size, "%s", _("One seed: no band; "));
    for (int l = 0; l < snapshot->lane_count; l++) {
        const un_SnapshotLane *lane = &snapshot->lane[l];
        un_ink_append(out, size, "%s%s: ", l ? "; " : "", lane->name);
        if (many) {
            clip_text(&view, lane, text, sizeof text);
            un_ink_append(out, size, _("%d of %d solved, %s"), lane->seeds.solved_count, snapshot->seeds.done, text);
            continue;
        }
        un_ink_append(out, size, _("%s of %s updates clipped, "),
                      un_number_count(lane->clipped_updates, text, sizeof text),
                      un_number_count(snapshot->update, count, sizeof count));
        if (lane->solved_at >= 0)
            un_ink_append(out, size, _("solved at %s"), un_number_count(lane->solved_at, count, sizeof count));
        else
            un_ink_append(out, size, "%s", _("not solved"));
    }
    un_ink_append(out, size, ".");
}

static int notes(const un_ViewContext *context, un_Rect rect, un_Note note[UN_NOTES_MAX]) {
    Seeds view = seeds_make(context, rect);
    const un_Snapshot *snapshot = view.snapshot;
    un_Rect area = view.axes.area;
    float s = view.s;
    int n = 0, middle = view.seeds->points / 2;
    if (!view.many && snapshot->history_count == 0) return 0;
    if (view.many && isfinite(snapshot->lane[0].seeds.high[middle])) {
        float x = un_chart_x(&view.axes, (double)view.seeds->update[middle]),
              top = fmaxf(un_chart_y(&view.axes, (double)snapshot->lane[0].seeds.high[middle]), area.y),
              bottom = un_chart_y(&view.axes, (double)snapshot->lane[0].seeds.low[middle]);
        note[n++] = (un_Note){{x - 24 * s, top - 4 * s, 48 * s, fmaxf(bottom - top, 0) + 8 * s},
                              UN_KEY("A wide band: the seed decides. A narrow one: the method does.")};
    }
    if (snapshot->chance_loss > 0 && snapshot->chance_loss < view.axes.high)
        note[n++] = (un_Note){{area.x, un_chart_y(&view.axes, snapshot->chance_loss) - 6 * s, area.w, 12 * s},
                              UN_KEY("Guessing costs this much: a line that stays here has learned nothing.")};
    if (view.strip_count) {
        const Strip *strip = &view.strip[0];
        note[n++] = (un_Note){{view.clips.area.x, strip->y, view.clips.area.w, strip->row * (float)strip->rows},
                              UN_KEY("Each tick is a clipped update, a row for each seed.")};
    }
    return n;
}

/// The lane's median, with the band's edges.
static un_Rect lane_rect(const Seeds *view, const un_SnapshotLane *lane) {
    un_Rect all = {0, 0, 0, 0}, area = view->axes.area;
    int count = view->many ? view->seeds->points : view->snapshot->history_count;
    const float *update = view->many ? view->seeds->update : view->snapshot->history_update;
    const float *value[2] = {view->many ? lane->seeds.low : lane->loss_mean, view->many ? lane->seeds.high : lane->loss_mean};
    for (int i = 0; i < 2 * count; i++) {
        double at = (double)value[i % 2][i / 2];
        if (!isfinite(at)) continue;
        un_Point point = {un_chart_x(&view->axes, (double)update[i / 2]), un_ink_clamp(un_chart_y(&view->axes, at), area.y, area.y + area.h)};
        all = un_part_join(all, (un_Rect){point.x - 4 * view->s, point.y - 4 * view->s, 8 * view->s, 8 * view->s});
    }
    return all;
}

static int parts(const un_ViewContext *context, un_Rect rect, un_ViewPart part[UN_VIEW_PARTS]) {
    Seeds view = seeds_make(context, rect);
    un_PartList list = un_part_list(part, rect);
    un_Rect area = view.axes.area;
    float s = view.s;
    double chance = view.snapshot->chance_loss;
    un_part_add(&list, (un_Rect){area.x, area.y + area.h, area.w, 34 * s}, "axis");
    if (chance > 0 && chance < view.axes.high)
        un_part_add(&list, (un_Rect){area.x, un_chart_y(&view.axes, chance) - 8 * s, area.w, 16 * s}, "chance");
    for (int l = 0; l < view.snapshot->lane_count; l++) {
        un_part_add(&list, lane_rect(&view, &view.snapshot->lane[l]), "%s", view.snapshot->lane[l].name);
    }
    for (int i = 0; i < view.strip_count; i++) {
        const Strip *strip = &view.strip[i];
        un_part_add(&list, (un_Rect){view.clips.area.x, strip->y, view.clips.area.w, strip->row * (float)strip->rows}, "%s/clips",
                    view.snapshot->lane[strip->lane].name);
    }
    return list.count;
}

const un_View un_view_seeds = {
    .name = "seeds",
    .title = UN_KEY("Seeds and clips"),
    .question = UN_KEY("Is it the method or the luck? When does clipping act?"),
    .least_width = 360,
    .least_height = 240,
    .draw = draw,
    .hover = hover,
    .summary = summary,
    .notes = notes,
    .parts = parts,
};
