#include "base/catalog.h"
#include "base/number.h"
#include "canvas/icon.h"
#include "view/chart.h"
#include "view/ink.h"
#include "view/stage.h"
#include "view/training_parts.h"

#include <math.h>
#include <stdio.h>

typedef un_TrainingChart Chart;
typedef un_TrainingPlaces Places;

enum { NAME_BACK = 22 }; ///< of a line's end belongs to its name: a lesson frames both

enum { MARGIN_LEFT = 48, MARGIN_RIGHT = 84, MARGIN_TOP = 34, MARGIN_BOTTOM = 42 };

un_TrainingPlaces un_training_places(const un_ViewContext *context, un_Rect rect) {
    float s = context->scale;
    Places places = {.count = context->snapshot->classes ? 2 : 1};
    un_Rect rest = un_ink_head(NULL, context, rect, &un_view_training);
    un_Rect inner = {rest.x - 6 * s, rest.y, rest.w + 12 * s, rect.y + rect.h - rest.y - 4 * s};
    if (context->tabbed) {
        un_StageColumns grid = un_stage_columns(context, rect);
        inner = (un_Rect){grid.x - MARGIN_LEFT * s, rect.y, rect.x + rect.w - grid.x + (MARGIN_LEFT - 8) * s,
                          rect.h - 4 * s};
    }
    bool tall = inner.h >= 380 * s;
    if (places.count == 2 && inner.w >= 640 * s && !(tall && inner.h > inner.w * 0.7f)) {
        for (int i = 0; i < 2; i++)
            places.chart[i] = (un_Rect){inner.x + inner.w / 2 * (float)i, inner.y, inner.w / 2, inner.h};
    } else if (places.count == 2 && tall) {
        for (int i = 0; i < 2; i++)
            places.chart[i] = (un_Rect){inner.x, inner.y + inner.h / 2 * (float)i, inner.w, inner.h / 2};
    } else {
        places.count = 1;
        places.chart[0] = inner;
    }
    return places;
}

/// Whether other seeds of the same lanes have been run.
static bool has_band(const un_Snapshot *snapshot) {
    return snapshot->seeds.planned > 0 && snapshot->seeds.points > 1;
}

/// The furthest update that a line comes to: this run's, the one it was branched from, the seeds'.
static double furthest(const un_Snapshot *snapshot) {
    double done = fmax((double)snapshot->update, (double)snapshot->reach);
    if (snapshot->other_count > 0) done = fmax(done, (double)snapshot->other_update[snapshot->other_count - 1]);
    if (has_band(snapshot)) done = fmax(done, (double)snapshot->seeds.update[snapshot->seeds.points - 1]);
    return done;
}

static double high_loss(const un_Snapshot *snapshot) {
    double chance = snapshot->chance_loss > 0 ? snapshot->chance_loss : 1, high = chance * 1.15;
    for (int l = 0; l < snapshot->lane_count; l++) {
        for (int i = 0; i < snapshot->history_count; i++) {
            double mean = (double)snapshot->lane[l].loss_mean[i];
            if (isfinite(mean)) high = fmax(high, mean * 1.05);
        }
    }
    // A loss that explodes must not flatten the others against the axis: it leaves the chart through its top.
    return fmin(high, (snapshot->classes ? 3 : 10) * chance);
}

un_TrainingChart un_training_chart(const un_ViewContext *context, un_Rect rect, bool accuracy) {
    float s = context->scale;
    Chart chart = {.context = context, .snapshot = context->snapshot, .s = s, .accuracy = accuracy};
    chart.tick = rect.h < 240 * s ? 12 : 13;
    bool low = rect.h < 200 * s;
    float top = (low ? 28.0f : MARGIN_TOP) * s, bottom = (low ? 34.0f : MARGIN_BOTTOM) * s;
    chart.axes.area = un_ink_snap_rect((un_Rect){rect.x + MARGIN_LEFT * s, rect.y + top,
                                                 rect.w - (MARGIN_LEFT + MARGIN_RIGHT) * s, rect.h - top - bottom});
    chart.axes.last = un_chart_last(furthest(chart.snapshot), (double)chart.snapshot->updates);
    chart.axes.high = accuracy ? 1 : high_loss(chart.snapshot);
    un_training_hold_guess(&chart);
    return chart;
}

static float chart_x(const Chart *chart, double update) {
    return un_chart_x(&chart->axes, update);
}

static float chart_y(const Chart *chart, double value) {
    return un_chart_y(&chart->axes, value);
}

void un_training_chance(un_DrawList *list, const un_TrainingChart *chart) {
    double value = chart->accuracy ? chart->snapshot->chance_accuracy : chart->snapshot->chance_loss;
    if (!(value > 0)) return;
    float s = chart->s, y = chart_y(chart, value);
    un_chart_chance(list, chart->context, &chart->axes, value);
    char text[64], number[32];
    if (chart->accuracy)
        un_ink_percent(value, number, sizeof number);
    else
        un_number_full(value, 3, number, sizeof number);
    snprintf(text, sizeof text, _("chance %s"), number);
    un_TextStyle style = un_ink_style(chart->context, UN_FACE_REGULAR, chart->tick, UN_TOKEN_INK2);
    // Losses start at chance and fall, accuracies start there and rise: the label stands on the side that stays empty,
    // at the right end; beyond it, where the lanes' own labels stand there; before them, where they stand beyond it.
    float baseline = chart->accuracy ? y + 15 * s : y - 6 * s, right = chart->axes.area.x + chart->axes.area.w, names = 0;
    float w = un_text_width(chart->context->fonts, &style, text),
          end = chart_x(chart, (double)chart->snapshot->update) + 8 * s;
    un_TextStyle name = un_ink_style(chart->context, UN_FACE_SEMIBOLD, 13, UN_TOKEN_INK);
    for (int l = 0; l < chart->snapshot->lane_count; l++)
        names = fmaxf(names, un_text_width(chart->context->fonts, &name, chart->snapshot->lane[l].name));
    if (chart->snapshot->history_count && end + names + 8 * s > right - w) {
        style.size = 12 * s;
        w = un_text_width(chart->context->fonts, &style, text);
        if (end + names + 4 * s < right && w < (MARGIN_RIGHT - 10) * s) {
            right += w + 8 * s;
            baseline = y + 4 * s;
        } else {
            right = end - 8 * s;
        }
    }
    // A lane that ends here has a name that a lesson frames, from the line's end on: the label keeps off it.
    for (int l = 0; l < chart->snapshot->lane_count && right <= end; l++) {
        if (!chart->snapshot->history_count) break;
        const un_SnapshotLane *lane = &chart->snapshot->lane[l];
        float last = un_training_values(chart, lane, false)[chart->snapshot->history_count - 1];
        if (!(fabsf(chart_y(chart, (double)last) - baseline) < 30 * s)) continue;
        right = fminf(right, end - (NAME_BACK + 10) * s);
        break;
    }
    if (chart->context->hall && !chart->accuracy && baseline < y && baseline - 11 * s < chart->axes.area.y - 3 * s) baseline = y + 15 * s; // a low chart: its unit stands there
    un_draw_rect(list, (un_Rect){right - w - 3 * s, baseline - 12 * s, w + 6 * s, 15 * s}, 3 * s,
                 un_color_fade(un_ink_color(chart->context, UN_TOKEN_SURFACE), 0.85f));
    un_text_draw(list, chart->context->fonts, &style, (un_Point){right, baseline}, UN_ALIGN_RIGHT, text);
}

const float *un_training_values(const un_TrainingChart *chart, const un_SnapshotLane *lane, bool raw) {
    return chart->accuracy ? lane->accuracy_mean : raw ? lane->loss_raw : lane->loss_mean;
}

/// The history of a lane: the mean of 10 batches; behind it, pale, every batch.
static void series(un_DrawList *list, const Chart *chart, int l, bool raw) {
    const un_Snapshot *snapshot = chart->snapshot;
    const float *value = un_training_values(chart, &snapshot->lane[l], raw);
    float on, off;
    un_Color color = un_ink_lane(chart->context, l);
    un_ink_dash(chart->context, l, &on, &off);
    if (raw)
        un_chart_range(list, chart->context, &chart->axes, snapshot->history_update, value, snapshot->history_count,
                       un_color_fade(color, 0.22f));
    else
        un_chart_series(list, chart->context, &chart->axes, snapshot->history_update, value, snapshot->history_count,
                        2.6f, on, off, color);
}

/// What lies behind the lines: the band over seeds, and the run that this one was branched from, thin.
static void background(un_DrawList *list, const Chart *chart) {
    const un_Snapshot *snapshot = chart->snapshot;
    for (int l = 0; l < snapshot->lane_count; l++) {
        const un_SnapshotLane *lane = &snapshot->lane[l];
        un_Color color = un_ink_lane(chart->context, l);
        if (!chart->accuracy && has_band(snapshot))
            un_chart_band(list, chart->context, &chart->axes, snapshot->seeds.update, lane->seeds.low, lane->seeds.high,
                          snapshot->seeds.points, un_color_fade(color, 0.12f));
        if (snapshot->ahead_count > 0) // what was trained after the update that the run was put back to
            un_chart_series(list, chart->context, &chart->axes, snapshot->ahead_update,
                            chart->accuracy ? lane->ahead_accuracy_mean : lane->ahead_loss_mean, snapshot->ahead_count,
                            2.0f, 0, 0, un_color_fade(color, 0.3f));
        if (snapshot->other_count > 0)
            un_chart_series(list, chart->context, &chart->axes, snapshot->other_update,
                            chart->accuracy ? lane->other_accuracy_mean : lane->other_loss_mean, snapshot->other_count,
                            1.2f, 4 * chart->s, 3 * chart->s, un_color_fade(color, 0.7f));
    }
    if (snapshot->other_count > 0 && *snapshot->other_run)
        un_ink_post(list, chart->context, chart_x(chart, (double)snapshot->branched_at), chart->axes.area.y,
                    chart->axes.area.h, 1, un_ink_color(chart->context, UN_TOKEN_CTL));
}

/// A mark on the axis at each change that was made to the run, in the lane's colour, and a line up from it.
static void changes(un_DrawList *list, const Chart *chart) {
    const un_Snapshot *snapshot = chart->snapshot;
    un_Rect area = chart->axes.area;
    for (int i = 0; i < snapshot->edit_count; i++) {
        const un_SnapshotEdit *edit = &snapshot->edit[i];
        if (edit->at > snapshot->reach) continue;
        float x = chart_x(chart, (double)edit->at), foot = area.y + area.h;
        un_Color color = un_ink_lane(chart->context, edit->lane);
        un_ink_reference(list, chart->context, (un_Point){x, area.y}, (un_Point){x, foot}, un_color_fade(color, 0.5f));
        un_ink_arrow(list, (un_Point){x, foot - 1 * chart->s}, 3, 7 * chart->s, color);
    }
}

/// Index of the lane's last finite point, or -1.
static int last_point(const Chart *chart, int l) {
    const float *value = un_training_values(chart, &chart->snapshot->lane[l], false);
    for (int i = chart->snapshot->history_count - 1; i >= 0; i--) {
        if (isfinite(value[i])) return i;
    }
    return -1;
}

/// The lanes' names at the ends of their lines: where they stand, from above down. over: the line has left the chart.
static int end_places(const Chart *chart, float y[UN_SNAPSHOT_LANES], int order[UN_SNAPSHOT_LANES], bool over[UN_SNAPSHOT_LANES]) {
    int n = 0;
    un_Rect area = chart->axes.area;
    for (int l = 0; l < chart->snapshot->lane_count; l++) {
        int i = last_point(chart, l), j = n;
        if (i < 0) continue;
        double value = (double)un_training_values(chart, &chart->snapshot->lane[l], false)[i];
        float at = un_ink_clamp(chart_y(chart, value), area.y, area.y + area.h);
        over[l] = value > chart->axes.high;
        for (; j > 0 && y[j - 1] > at; j--)
            y[j] = y[j - 1], order[j] = order[j - 1];
        y[j] = at;
        order[j] = l;
        n++;
    }
    un_ink_spread(y, n, 16 * chart->s, area.y + 2 * chart->s, area.y + area.h - 8 * chart->s);
    return n;
}

/// The patch of a lane's name at this height.
static un_Rect end_patch(const Chart *chart, float y, const un_TextStyle *style, const char *name, float *room) {
    float s = chart->s, x = chart_x(chart, (double)chart->snapshot->update);
    *room = fmaxf(chart->axes.area.x + chart->axes.area.w + (MARGIN_RIGHT - 4) * s - x - 8 * s, 40 * s);
    return (un_Rect){x + 5 * s, y - 7 * s, fminf(un_text_width(chart->context->fonts, style, name), *room) + 6 * s, 16 * s};
}

static void end_labels(un_DrawList *list, const Chart *chart) {
    float s = chart->s, y[UN_SNAPSHOT_LANES], room;
    int order[UN_SNAPSHOT_LANES];
    bool over[UN_SNAPSHOT_LANES] = {false};
    int n = end_places(chart, y, order, over);
    un_TextStyle style = un_ink_style(chart->context, UN_FACE_SEMIBOLD, 13, UN_TOKEN_INK);
    for (int i = 0; i < n; i++) {
        if (y[i] < chart->axes.area.y - 3 * s) continue; // more names than the chart is high: these would cover its title
        style.color = un_ink_lane(chart->context, order[i]);
        char name[64];
        snprintf(name, sizeof name, "%s%s", chart->snapshot->lane[order[i]].name, over[order[i]] ? " ↑" : "");
        un_Rect patch = end_patch(chart, y[i], &style, name, &room);
        un_draw_rect(list, patch, 3 * s, un_ink_color(chart->context, UN_TOKEN_SURFACE));
        un_text_draw_cut(list, chart->context->fonts, &style, (un_Point){patch.x + 3 * s, y[i] + 5 * s}, room, name);
    }
}

un_Rect un_training_end(const un_TrainingChart *chart, int lane) {
    float s = chart->s, y[UN_SNAPSHOT_LANES], room, back = NAME_BACK * s;
    int order[UN_SNAPSHOT_LANES];
    bool over[UN_SNAPSHOT_LANES] = {false};
    int n = end_places(chart, y, order, over);
    un_TextStyle style = un_ink_style(chart->context, UN_FACE_SEMIBOLD, 13, UN_TOKEN_INK);
    for (int i = 0; i < n; i++) {
        if (order[i] != lane) continue;
        un_Rect patch = end_patch(chart, y[i], &style, chart->snapshot->lane[lane].name, &room);
        return (un_Rect){patch.x - back, patch.y - 1 * s, patch.w + back, patch.h + 2 * s};
    }
    return (un_Rect){0, 0, 0, 0};
}

/// The point of the history that covers an update.
static int history_at(const un_Snapshot *snapshot, int update) {
    int i = 0;
    while (i + 1 < snapshot->history_count && snapshot->history_update[i] < (float)update)
        i++;
    return i;
}

/// Where a lane solved the task, on its own line; where it met a number that is none.
static void events(un_DrawList *list, const Chart *chart) {
    float s = chart->s;
    for (int l = 0; l < chart->snapshot->lane_count; l++) {
        const un_SnapshotLane *lane = &chart->snapshot->lane[l];
        const float *value = un_training_values(chart, lane, false);
        if (lane->solved_at >= 0) {
            int i = history_at(chart->snapshot, lane->solved_at);
            if (i < chart->snapshot->history_count && isfinite(value[i])) {
                un_Point at = {chart_x(chart, (double)lane->solved_at), chart_y(chart, (double)value[i])};
                un_marker_draw(list, l, at, 10 * s, un_ink_color(chart->context, UN_TOKEN_SURFACE),
                               un_ink_lane(chart->context, l));
            }
        }
        if (lane->nonfinite_at >= 0) {
            int i = last_point(chart, l);
            float y = chart->axes.area.y + 12 * s;
            if (i >= 0)
                y = un_ink_clamp(chart_y(chart, (double)value[i]), chart->axes.area.y + 6 * s,
                                 chart->axes.area.y + chart->axes.area.h - 6 * s);
            un_Color color = un_ink_color(chart->context, UN_TOKEN_LOSS);
            un_ink_cross(list, (un_Point){chart_x(chart, (double)lane->nonfinite_at), y}, 10 * s, 2 * s, color);
        }
    }
}

static bool was_clipped(const un_SnapshotLane *lane, int count) {
    for (int i = 0; i < count; i++) {
        if (lane->clip_mark[i]) return true;
    }
    return false;
}

/// A row of ticks a lane, right above the axis: the share of updates that were clipped, as opacity.
static void clip_marks(un_DrawList *list, const Chart *chart) {
    enum { TEXELS = 512 };
    float s = chart->s, y = chart->axes.area.y + chart->axes.area.h + 1, h = fmaxf(un_ink_snap(3 * s), 1);
    int n = chart->snapshot->history_count;
    if (chart->accuracy || n == 0) return;
    double end = (double)chart->snapshot->update;
    bool any = false;
    for (int l = 0; l < chart->snapshot->lane_count; l++) {
        const un_SnapshotLane *lane = &chart->snapshot->lane[l];
        if (!was_clipped(lane, n)) continue; // the marks tell it: clip may have been turned off since
        any = true;
        int columns = n < TEXELS ? n : TEXELS;
        un_Rect row = {chart->axes.area.x, y + h * (float)l, chart_x(chart, end) - chart->axes.area.x, h};
        un_Color *texel = un_draw_image(list, row, columns, 1);
        for (int c = 0; texel && c < columns; c++) {
            int i = (int)((int64_t)c * n / columns);
            texel[c] = un_color_fade(un_ink_lane(chart->context, l), (float)lane->clip_mark[i] / 255);
        }
    }
    if (!any) return;
    un_TextStyle style = un_ink_style(chart->context, UN_FACE_REGULAR, 12, UN_TOKEN_INK3);
    // With the values' ticks, under the 0: on the right it would read "clipped updates" with the axis's title.
    un_text_draw(list, chart->context->fonts, &style, (un_Point){chart->axes.area.x - 8 * s, y + 14 * s}, UN_ALIGN_RIGHT,
                 _("clipped"));
}

static void chart_draw(un_DrawList *list, const Chart *chart) {
    float s = chart->s;
    size_t first = list->command_count;
    un_chart_axes(list, chart->context, &chart->axes, chart->accuracy, chart->tick,
                  chart->axes.area.y + chart->axes.area.h);
    clip_marks(list, chart);
    un_draw_save(list);
    un_draw_clip(list,
                 (un_Rect){chart->axes.area.x - 2 * s, chart->axes.area.y - 4 * s, chart->axes.area.w + 4 * s, chart->axes.area.h + 6 * s});
    background(list, chart);
    changes(list, chart);
    un_training_guess_line(list, chart);
    if (!chart->accuracy) {
        for (int l = 0; l < chart->snapshot->lane_count; l++)
            series(list, chart, l, true);
    }
    for (int l = 0; l < chart->snapshot->lane_count; l++)
        series(list, chart, l, false);
    un_draw_restore(list);
    un_training_chance(list, chart);
    events(list, chart);
    end_labels(list, chart);
    un_training_guess_marks(list, chart, first);
}

void un_training_title(un_DrawList *list, const un_TrainingChart *chart, un_Rect rect, const char *title, const char *unit) {
    float s = chart->s, y = rect.y + (rect.h < 200 * s ? 17.0f : 20.0f) * s;
    const un_Fonts *fonts = chart->context->fonts;
    un_TextStyle style = un_ink_style(chart->context, UN_FACE_SEMIBOLD, 14, UN_TOKEN_INK);
    un_TextStyle quiet = un_ink_style(chart->context, UN_FACE_REGULAR, 13, UN_TOKEN_INK3);
    float x = chart->axes.area.x, right = chart->axes.area.x + chart->axes.area.w + (MARGIN_RIGHT - 12) * s;
    float used = un_text_draw(list, fonts, &style, (un_Point){x, y}, UN_ALIGN_LEFT, title);
    char event[256] = "", count[32]; // a number that is none matters more than the unit
    for (int l = 0; l < chart->snapshot->lane_count; l++) {
        const un_SnapshotLane *lane = &chart->snapshot->lane[l];
        if (lane->nonfinite_at < 0) continue;
        un_ink_append(event, sizeof event, _("%s%s: not a number at update %s"), *event ? " · " : "", lane->name,
                      un_number_count(lane->nonfinite_at, count, sizeof count));
    }
    if (*event) {
        un_TextStyle alarm = un_ink_style(chart->context, UN_FACE_SEMIBOLD, 12, UN_TOKEN_LOSS);
        float room = right - x - used - 20 * s, w = un_text_width(fonts, &alarm, event);
        if (room > 60 * s) un_text_draw_cut(list, fonts, &alarm, (un_Point){right - fminf(w, room), y}, room, event);
        return;
    }
    if (x + used + 20 * s + un_text_width(fonts, &quiet, unit) < right)
        un_text_draw(list, fonts, &quiet, (un_Point){right, y}, UN_ALIGN_RIGHT, unit);
}

/// What the lines are measured in, and over what: one seed, a band of several, the run before.
static const char *unit_text(const un_Snapshot *snapshot, bool accuracy, char *out, size_t size) {
    const char *unit = accuracy ? _("mean of 10 batches") : snapshot->classes ? _("nats") : _("squared error");
    int seeds = snapshot->seeds.done + (snapshot->seeds.done < snapshot->seeds.planned ? 1 : 0);
    if (!accuracy && has_band(snapshot) && seeds > 1)
        snprintf(out, size, _("%s · band: least to most of %d seeds"), unit, seeds);
    else
        snprintf(out, size, _("%s · one seed"), unit);
    if (snapshot->other_count > 0 && *snapshot->other_run)
        un_ink_append(out, size, _(" · dashed: %s"), snapshot->other_run);
    return out;
}

static un_Rect around(un_Point at, float r) {
    return (un_Rect){at.x - r, at.y - r, 2 * r, 2 * r};
}

/// A mark of what training met: where a lane solved the task, else the row of clipped updates. False: neither.
static bool note_event(const Chart *chart, un_Note *note) {
    const un_Snapshot *snapshot = chart->snapshot;
    un_Rect area = chart->axes.area;
    for (int l = 0; l < snapshot->lane_count; l++) {
        const un_SnapshotLane *lane = &snapshot->lane[l];
        int i = history_at(snapshot, lane->solved_at);
        if (lane->solved_at < 0 || i >= snapshot->history_count || !isfinite(lane->loss_mean[i])) continue;
        un_Point at = {chart_x(chart, (double)lane->solved_at),
                       un_ink_clamp(chart_y(chart, (double)lane->loss_mean[i]), area.y, area.y + area.h)};
        *note = (un_Note){around(at, 10 * chart->s), UN_KEY("The mark on a line: from here on the task is solved.")};
        return true;
    }
    for (int l = 0; l < snapshot->lane_count; l++) {
        if (!was_clipped(&snapshot->lane[l], snapshot->history_count)) continue;
        *note = (un_Note){{area.x, area.y + area.h - 2 * chart->s, area.w, 14 * chart->s},
                          UN_KEY("Ticks under the axis: updates whose gradient was clipped.")};
        return true;
    }
    return false;
}

static int notes(const un_ViewContext *context, un_Rect rect, un_Note note[UN_NOTES_MAX]) {
    Places places = un_training_places(context, rect);
    Chart chart = un_training_chart(context, places.chart[0], false);
    un_Rect area = chart.axes.area;
    int n = 0, i = last_point(&chart, 0);
    if (i < 0) return 0;
    un_Point end = {chart_x(&chart, (double)chart.snapshot->history_update[i]),
                    chart_y(&chart, (double)chart.snapshot->lane[0].loss_mean[i])};
    end.y = un_ink_clamp(end.y, area.y, area.y + area.h);
    note[n++] = (un_Note){around(end, 10 * chart.s),
                          UN_KEY("One line a network: the mean of 10 batches. The pale one behind it is every batch.")};
    double chance = chart.snapshot->chance_loss;
    if (chance > 0 && chance < chart.axes.high)
        note[n++] = (un_Note){{area.x, chart_y(&chart, chance) - 5 * chart.s, area.w, 10 * chart.s},
                              UN_KEY("Guessing costs this much: a line that stays here has learned nothing.")};
    if (note_event(&chart, &note[n])) n++;
    return n;
}

/// The one sentence where nothing has been trained yet.
static void nothing_yet(un_DrawList *list, const Chart *chart) {
    un_Rect area = chart->axes.area;
    un_TextStyle style = un_ink_style(chart->context, UN_FACE_REGULAR, 14, UN_TOKEN_INK2);
    const char *text = _("Train to fill this.");
    float w = un_text_width(chart->context->fonts, &style, text) + 16 * chart->s;
    un_Rect patch = {area.x + (area.w - w) / 2, area.y + area.h / 2 - 12 * chart->s, w, 24 * chart->s};
    un_draw_rect(list, patch, 3 * chart->s, un_ink_color(chart->context, UN_TOKEN_SURFACE));
    un_text_draw_in(list, chart->context->fonts, &style, patch, UN_ALIGN_CENTRE, text);
}

static void draw(un_DrawList *list, const un_ViewContext *context, un_Rect rect) {
    Places places = un_training_places(context, rect);
    un_ink_head(list, context, rect, &un_view_training);
    for (int i = 0; i < places.count; i++) {
        Chart chart = un_training_chart(context, places.chart[i], i == 1);
        char unit[128];
        un_training_title(list, &chart, places.chart[i], i ? _("Accuracy") : _("Loss"),
                    unit_text(context->snapshot, i == 1, unit, sizeof unit));
        chart_draw(list, &chart);
        if (context->snapshot->history_count == 0 && !un_guess_is_drawn(context, UN_VIEW_TRAINING)) nothing_yet(list, &chart);
    }
}

static void hover(const un_ViewContext *context, un_Rect rect, un_Point at, un_Hover *out) {
    Places places = un_training_places(context, rect);
    const un_Snapshot *snapshot = context->snapshot;
    for (int c = 0; c < places.count; c++) {
        Chart chart = un_training_chart(context, places.chart[c], c == 1);
        if (!un_rect_contains(chart.axes.area, at) || snapshot->history_count == 0) continue;
        double update = (double)((at.x - chart.axes.area.x) / chart.axes.area.w) * chart.axes.last;
        int best = 0, found = -1;
        for (int i = 0; i < snapshot->history_count; i++) {
            if (fabs((double)snapshot->history_update[i] - update) <
                fabs((double)snapshot->history_update[best] - update))
                best = i;
        }
        float nearest = 16 * chart.s;
        for (int l = 0; l < snapshot->lane_count; l++) {
            float value = un_training_values(&chart, &snapshot->lane[l], false)[best];
            float away = isfinite(value) ? fabsf(chart_y(&chart, (double)value) - at.y) : INFINITY;
            if (away < nearest) nearest = away, found = l;
        }
        if (found < 0) return;
        const un_SnapshotLane *lane = &snapshot->lane[found];
        double mean = (double)un_training_values(&chart, lane, false)[best];
        char number[64], count[32];
        un_Point mark = {chart_x(&chart, (double)snapshot->history_update[best]), chart_y(&chart, mean)};
        out->hit = true;
        out->mark = (un_Rect){mark.x - 6 * chart.s, mark.y - 6 * chart.s, 12 * chart.s, 12 * chart.s};
        snprintf(out->text[0], sizeof out->text[0],
                 c ? _("%s  accuracy, mean of 10 = %s") : _("%s  loss, mean of 10 = %s"), lane->name,
                 un_number_full(mean, 9, number, sizeof number));
        out->lines = 1;
        if (c == 0) {
            snprintf(out->text[out->lines++], sizeof out->text[0], _("loss of the batch = %s"),
                     un_number_full((double)lane->loss_raw[best], 9, number, sizeof number));
        }
        snprintf(out->text[out->lines++], sizeof out->text[0], _("update %s"),
                 un_number_count((int64_t)snapshot->history_update[best], count, sizeof count));
        if (lane->clip_mark[best]) {
            snprintf(out->text[out->lines++], sizeof out->text[0], _("%.0f %% of the updates here were clipped"),
                     (double)lane->clip_mark[best] / 255 * 100);
        }
        return;
    }
}

static void summary(const un_ViewContext *context, char *out, size_t size) {
    const un_Snapshot *snapshot = context->snapshot;
    char count[32], number[32];
    if (size) *out = 0;
    un_ink_append(out, size, _("At update %s: "), un_number_count(snapshot->update, count, sizeof count));
    for (int l = 0; l < snapshot->lane_count; l++) {
        const un_SnapshotLane *lane = &snapshot->lane[l];
        un_ink_append(out, size, "%s%s: ", l ? "; " : "", lane->name);
        if (lane->nonfinite_at >= 0) {
            un_ink_append(out, size, _("not a number since update %s"),
                          un_number_count(lane->nonfinite_at, count, sizeof count));
            continue;
        }
        un_ink_append(out, size, _("loss %s"),
                      isnan(lane->train_loss) ? "–" : un_number_short(lane->train_loss, number, sizeof number));
        if (!isnan(lane->train_accuracy))
            un_ink_append(out, size, _(", %s right"), un_ink_percent(lane->train_accuracy, number, sizeof number));
        if (lane->solved_at >= 0)
            un_ink_append(out, size, _(", solved at %s"), un_number_count(lane->solved_at, count, sizeof count));
        else
            un_ink_append(out, size, "%s", _(", not solved"));
    }
    for (int l = 0; l < snapshot->lane_count && snapshot->seeds.done > 0; l++) {
        if (l == 0) un_ink_append(out, size, _("; of %d seeds solved: "), snapshot->seeds.done);
        int solved = 0; // of those that are done: solved_count may hold the one that runs, too
        for (int k = 0; k < snapshot->seeds.done; k++)
            solved += snapshot->lane[l].seeds.solved[k] >= 0;
        un_ink_append(out, size, "%s%s %d", l ? ", " : "", snapshot->lane[l].name, solved);
    }
    un_ink_append(out, size, ".");
}

const un_View un_view_training = {
    .name = "training",
    .title = UN_KEY("Training"),
    .question = UN_KEY("Does it learn?"),
    .least_width = 280,
    .least_height = 150,
    .draw = draw,
    .hover = hover,
    .summary = summary,
    .notes = notes,
    .parts = un_training_named,
    .bare = un_training_bare,
    .guess = un_training_guess,
};
