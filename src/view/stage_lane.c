#include "view/stage_parts.h"

#include "base/catalog.h"
#include "base/number.h"
#include "canvas/shape.h"
#include "view/cover.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

float un_stage_lit(const un_Stage *stage, int column) {
    const un_Wave *wave = &stage->context->wave;
    if (wave->phase != UN_WAVE_FORWARD) return 1;
    const un_StageColumns *grid = &stage->layout->grid;
    float first = (float)un_stage_first(grid, column), end = (float)un_stage_end(grid, column, grid->T);
    return un_ink_clamp((wave->front - first) / (end - first), 0, 1);
}

float un_stage_arrived(const un_Stage *stage, int column) {
    const un_Wave *wave = &stage->context->wave;
    if (wave->phase == UN_WAVE_WHOLE) return 1;
    if (wave->phase != UN_WAVE_BACKWARD) return 0;
    const un_StageColumns *grid = &stage->layout->grid;
    float first = (float)un_stage_first(grid, column), end = (float)un_stage_end(grid, column, grid->T);
    return un_ink_clamp((end - wave->front) / (end - first), 0, 1);
}

enum { SHADES = 512 };

/// The state map as a table: a heat map asks for tens of thousands of colours.
static void shade_table(un_ThemeName theme, un_Color shade[SHADES]) {
    for (int i = 0; i < SHADES; i++)
        shade[i] = un_theme_map(theme, UN_MAP_STATE, -1 + 2 * (float)i / (SHADES - 1));
}

static un_Color shade_of(const un_Color shade[SHADES], un_Color missing, float value) {
    if (!isfinite(value)) return missing;
    float within = value < -1 ? -1 : value > 1 ? 1 : value;
    return shade[(int)((within + 1) / 2 * (SHADES - 1) + 0.5f)];
}

/// Mean state of one texel over `steps` steps from `start` on and over `count` units; order: their indices, NULL for
/// 0, 1, ... from `unit` on.
static float texel_value(const float *start, int H, int steps, const int *order, int unit, int count) {
    float sum = 0;
    for (int i = unit; i < unit + count; i++) {
        const float *of_unit = start + (order != NULL ? order[i] : i);
        for (int t = 0; t < steps; t++, of_unit += H)
            sum += *of_unit;
    }
    return sum / (float)(count * steps);
}

/// The gaps between the cells, and their round corners, are the panel's surface laid over the one image: an image a
/// cell would cost a texture each.
static void gaps(const un_Stage *stage, un_Rect heat) {
    const un_StageColumns *grid = &stage->layout->grid;
    float s = stage->s, radius = 3 * s, edge = 2 * s;
    un_Color surface = un_ink_color(stage->context, UN_TOKEN_SURFACE);
    for (int column = 0; column < grid->columns; column++) {
        float left, right, next = heat.x + heat.w, unused;
        un_stage_cell(grid, column, s, &left, &right);
        if (column + 1 < grid->columns) un_stage_cell(grid, column + 1, s, &next, &unused);
        if (next > right) un_draw_rect(stage->list, (un_Rect){right, heat.y, next - right, heat.h}, 0, surface);
        if (right - left < 4 * radius) continue;
        un_Rect cell = {left, heat.y, right - left, heat.h};
        un_draw_frame(stage->list, un_rect_inset(cell, -edge / 2), radius + edge / 2, edge, surface);
    }
}

/// In grey a state of -1 looks like one of 1: what lies under -0.5 is hatched, a cell at a time, as far as cells can be told apart.
static void hatch_negative(const un_Stage *stage, const un_StageRow *row, const un_SnapshotLane *lane, const float *state, float divisor) {
    const un_StageColumns *grid = &stage->layout->grid;
    int H = lane->hidden, units, rows = un_stage_heat_rows(H, &units);
    const int *order = stage->context->order_by_index ? NULL : lane->track[row->direction].order;
    float s = stage->s, high = row->heat.h / (float)rows;
    for (int column = 0; column < grid->columns && grid->pitch >= 4 * s; column++) {
        int first = un_stage_first(grid, column), end = un_stage_end(grid, column, grid->T);
        if (un_stage_lit(stage, column) <= 0) break;
        float left, right;
        un_stage_cell(grid, column, s, &left, &right);
        for (int r = 0; r < rows; r++) {
            int unit = r * units, count = unit + units < H ? units : H - unit;
            float value = texel_value(state + (size_t)first * (size_t)H, H, end - first, order, unit, count) / divisor;
            un_Rect cell = {left, row->heat.y + high * (float)r, right - left, high};
            if (value < -0.5f) un_shape_hatch(stage->list, cell, 3 * s, 0.6f * s, un_ink_color(stage->context, UN_TOKEN_SURFACE));
        }
    }
}

static void heat_map(const un_Stage *stage, const un_StageRow *row, const un_SnapshotLane *lane,
                     const un_SnapshotTrack *track) {
    const un_StageColumns *grid = &stage->layout->grid;
    bool cell = un_stage_shows_cell(stage->context, track);
    const float *state = cell ? track->c : track->h;
    float divisor = cell ? fmaxf(1, track->c_largest) : 1;
    int H = lane->hidden, units, rows = un_stage_heat_rows(H, &units);
    const int *order = stage->context->order_by_index ? NULL : track->order;
    un_Color shade[SHADES], sunken = un_ink_color(stage->context, UN_TOKEN_SUNKEN);
    un_Color missing = un_ink_color(stage->context, UN_TOKEN_LOSS);
    shade_table(stage->context->theme, shade);
    // Columns at the edges of a range may stand out of the field: the image is cut there, not squeezed.
    un_Rect all = {grid->origin, row->heat.y, grid->pitch * (float)grid->columns, row->heat.h};
    bool cut = grid->zoomed && (all.x < row->heat.x || all.x + all.w > row->heat.x + row->heat.w);
    if (cut) un_draw_save(stage->list);
    if (cut) un_draw_clip(stage->list, row->heat);
    un_Color *texel = un_draw_image(stage->list, cut ? all : row->heat, grid->columns, rows);
    if (cut) un_draw_restore(stage->list);
    if (!texel) return;
    for (int column = 0; column < grid->columns; column++) {
        int first = un_stage_first(grid, column), end = un_stage_end(grid, column, grid->T);
        bool lit = un_stage_lit(stage, column) > 0;
        const float *start = state + (size_t)first * (size_t)H;
        un_Color *to = texel + column;
        for (int r = 0; r < rows; r++, to += grid->columns) {
            *to = sunken;
            if (!lit) continue;
            int unit = r * units, count = unit + units < H ? units : H - unit;
            *to = shade_of(shade, missing, texel_value(start, H, end - first, order, unit, count) / divisor);
        }
    }
    if (stage->context->wave.phase ==
        UN_WAVE_FORWARD) { // of the column that the front stands in only what lies behind it is lit
        float x = un_stage_x(grid, stage->context->wave.front), end = row->heat.x + row->heat.w;
        if (x < end && x >= row->heat.x)
            un_draw_rect(stage->list, (un_Rect){x, row->heat.y, fminf(grid->pitch, end - x), row->heat.h}, 0, sunken);
    }
    if (stage->context->grey) hatch_negative(stage, row, lane, state, divisor);
    gaps(stage, row->heat);
}

/// The unit whose gates the row shows: the chosen one of its cell; -1: the mean over all.
int un_stage_unit_shown(const un_Stage *stage, const un_StageRow *row) {
    un_Selection select = stage->context->select;
    bool here = select.lane == row->lane && select.direction == row->direction;
    return here && select.unit < stage->snapshot->lane[row->lane].hidden ? select.unit : -1;
}

/// Mean of a gate over a column's steps: over its units, or of one.
static float gate_mean(const un_Stage *stage, const un_StageRow *row, const un_SnapshotGate *gate, int column) {
    const un_StageColumns *grid = &stage->layout->grid;
    int first = un_stage_first(grid, column), end = un_stage_end(grid, column, grid->T), unit = un_stage_unit_shown(stage, row);
    int H = stage->snapshot->lane[row->lane].hidden;
    float mean = 0;
    for (int t = first; t < end; t++)
        mean += (unit < 0 ? gate->mean[t] : gate->value[(size_t)t * (size_t)H + (size_t)unit]) / (float)(end - first);
    return mean;
}

/// The value in the middle of a wide column, on a patch that leaves the line's ends.
static void gate_number(const un_Stage *stage, un_Rect rect, float left, float right, float value) {
    float s = stage->s;
    char text[32];
    if (stage->layout->grid.pitch < 60 * s || right - left < 44 * s) return;
    snprintf(text, sizeof text, "%.2f", (double)value);
    un_TextStyle style = un_ink_style(stage->context, UN_FACE_REGULAR, 12, UN_TOKEN_INK2);
    float w = un_text_width(stage->context->fonts, &style, text) + 8 * s;
    un_Rect patch = {(left + right - w) / 2, rect.y, w, rect.h};
    un_draw_rect(stage->list, patch, 2 * s, un_color_fade(un_ink_color(stage->context, UN_TOKEN_SURFACE), 0.9f));
    un_text_draw_in(stage->list, stage->context->fonts, &style, patch, UN_ALIGN_CENTRE, text);
}

/// The gate's mean over units (or the chosen unit) as a step line over a pale filling.
static void gate_strip(const un_Stage *stage, const un_StageRow *row, un_Rect rect, const un_SnapshotGate *gate) {
    const un_StageColumns *grid = &stage->layout->grid;
    float s = stage->s, bottom = rect.y + rect.h;
    un_Color color = un_ink_color(stage->context, un_ink_job(gate->job));
    un_draw_rect(stage->list, rect, 0, un_color_fade(un_ink_color(stage->context, UN_TOKEN_SUNKEN), 0.5f));
    un_Trace line;
    un_trace_start(&line, stage->list, 1.6f * s, 0, 0, color);
    for (int column = 0; column < grid->columns; column++) {
        float lit = un_stage_lit(stage, column);
        if (lit <= 0) break;
        float mean = gate_mean(stage, row, gate, column);
        if (!isfinite(mean)) {
            un_trace_break(&line);
            continue;
        }
        float left, right;
        un_stage_edges(grid, column, &left, &right);
        if (lit < 1) right = un_ink_clamp(un_stage_x(grid, stage->context->wave.front), left, right);
        float y = bottom - 1 * s - (rect.h - 2 * s) * un_ink_clamp(mean, 0, 1);
        if (grid->pitch >= 4 * s)
            left = un_ink_snap(left), right = un_ink_snap(right); // fillings must meet without seams
        un_draw_rect(stage->list, (un_Rect){left, y, right - left, bottom - y}, 0, un_color_fade(color, 0.16f));
        un_trace_to(&line, left, y);
        un_trace_to(&line, right, y);
    }
    un_trace_break(&line);
    for (int column = 0; column < grid->columns && grid->pitch >= 60 * s; column++) {
        float left, right;
        un_stage_edges(grid, column, &left, &right);
        if (un_stage_lit(stage, column) >= 1) gate_number(stage, rect, left, right, gate_mean(stage, row, gate, column));
    }
}

/// The gate's letter before its strip; of the unit that is chosen with that one's number.
static void gate_name(const un_Stage *stage, const un_StageRow *row, un_Rect rect, const un_SnapshotGate *gate) {
    float s = stage->s;
    un_TextStyle name = un_ink_style(stage->context, UN_FACE_ITALIC, 14, un_ink_job(gate->job));
    un_Rect box = {rect.x - 40 * s, rect.y, 30 * s, rect.h};
    char text[32];
    int unit = un_stage_unit_shown(stage, row);
    if (unit < 0)
        snprintf(text, sizeof text, "%s", gate->name);
    else
        snprintf(text, sizeof text, "$%s_{%d}$", gate->name, unit); // that unit's
    un_rich_draw(stage->list, stage->context->fonts, &name, (un_Point){box.x + box.w, box.y + box.h / 2 + 5 * s}, UN_ALIGN_RIGHT, text);
}

/// Splits a text into two lines at the blank nearest its middle. False: there is none.
static bool halve(const char *text, char first[64], const char **second) {
    size_t length = strlen(text), best = 0;
    for (size_t i = 1; i < length; i++) {
        size_t distance = i > length / 2 ? i - length / 2 : length / 2 - i,
               best_distance = best > length / 2 ? best - length / 2 : length / 2 - best;
        // "1 %" stays together
        if (text[i] == ' ' && text[i + 1] != '%' && (best == 0 || distance < best_distance)) best = i;
    }
    if (best == 0 || best >= 64) return false;
    memcpy(first, text, best);
    first[best] = 0;
    *second = text + best + 1;
    return true;
}

/// The verdict, its last baseline at `bottom`, in one line or two as the label column allows. Returns its height, which
/// stays free until the wave has passed what it states.
static float verdict(const un_Stage *stage, const un_StageRow *row, float bottom, float room) {
    char text[96], first[64];
    const char *second;
    const un_SnapshotLane *lane = &stage->snapshot->lane[row->lane];
    un_ink_verdict(stage->snapshot, lane, &lane->track[row->direction], text, sizeof text);
    un_TextStyle style = un_ink_style(stage->context, UN_FACE_SEMIBOLD, stage->layout->grid.compact ? 12 : 13,
                                      lane->nonfinite_at >= 0 ? UN_TOKEN_LOSS : UN_TOKEN_INK);
    const un_Fonts *fonts = stage->context->fonts;
    float line = 15 * stage->s, width = row->label.w - 8 * stage->s;
    un_Axis axis = stage->context->axis;
    float one_percent = row->gradient.y + row->gradient.h * (float)(axis.top + 2) / (float)(axis.top - axis.bottom);
    one_percent = fmaxf(one_percent, row->gradient.y + 4 * stage->s);
    float highest = bottom - 5 * stage->s - (room < 2 * line ? 0 : line); // the middle of its first line
    if (one_percent > highest - 14 * stage->s && one_percent < bottom + 9 * stage->s)
        width = row->label.w - 33 * stage->s; // beside the strip's "1 %"
    if (un_text_width(fonts, &style, text) > width && room < 50 * stage->s)
        un_ink_verdict_short(stage->snapshot, lane, &lane->track[row->direction], text, sizeof text);
    bool one = un_text_width(fonts, &style, text) <= width || room < 2 * line || !halve(text, first, &second);
    if (!one && fmaxf(un_text_width(fonts, &style, first), un_text_width(fonts, &style, second)) > width) {
        un_ink_verdict_short(stage->snapshot, lane, &lane->track[row->direction], text, sizeof text);
        one = un_text_width(fonts, &style, text) <= width || !halve(text, first, &second);
    }
    if (!un_ink_verdict_is_told(stage->context, lane, &lane->track[row->direction])) return one ? line : 2 * line;
    if (one) {
        un_text_draw_cut(stage->list, fonts, &style, (un_Point){row->label.x, bottom}, width, text);
        return line;
    }
    un_text_draw_cut(stage->list, fonts, &style, (un_Point){row->label.x, bottom - line}, width, first);
    un_text_draw_cut(stage->list, fonts, &style, (un_Point){row->label.x, bottom}, width, second);
    return 2 * line;
}

static void label_column(const un_Stage *stage, const un_StageRow *row, const un_SnapshotLane *lane,
                         const un_SnapshotTrack *track) {
    const un_Fonts *fonts = stage->context->fonts;
    un_DrawList *list = stage->list;
    bool compact = stage->layout->grid.compact, cell = un_stage_shows_cell(stage->context, track);
    float s = stage->s, size = row->label.h < 84 * s ? 17.0f : compact ? 18.0f : 20.0f;
    un_draw_rect(list, row->bar, 2 * s, un_ink_lane(stage->context, row->lane));
    un_TextStyle name = un_ink_style(stage->context, UN_FACE_SEMIBOLD, size, UN_TOKEN_INK);
    un_TextStyle quiet = un_ink_style(stage->context, UN_FACE_REGULAR, compact ? 12 : 13, UN_TOKEN_INK3);
    // Inside the column, the right 36 points belong to the strips' own labels; beside the letter of the state there is
    // more room.
    float width = row->label.w - 38 * s, beside = row->label.w - (lane->directions > 1 ? 38 : 24) * s;
    float top = row->label.y, bottom = row->label.y + row->label.h - 3 * s;
    float y = top + size * 0.8f * s;
    char text[96];
    snprintf(text, sizeof text, "%s", lane->name);
    while (size > 13 && un_text_width(fonts, &name, text) > beside)
        name.size = --size * s;
    un_text_draw_cut(list, fonts, &name, (un_Point){row->label.x, y}, beside, text);

    // Bottom up: the verdict, never given up; what the strip shows; then, if there is still room, the setting.
    float used = verdict(stage, row, bottom, bottom - y - 4 * s);
    char formula[64];
    const char *arrow = lane->directions < 2 ? "" : row->direction ? "←" : "→";
    snprintf(formula, sizeof formula, "$|\\partial L/\\partial %s_t|$%s", un_ink_highway(track)->variable, arrow);
    un_TextStyle math = un_ink_style(stage->context, UN_FACE_REGULAR, compact ? 14 : 15, UN_TOKEN_BACKWARD);
    float formula_y = bottom - used - 3 * s, next = y + 18 * s;
    if (formula_y - 15 * s > y) {
        un_rich_draw(list, fonts, &math, (un_Point){row->label.x, formula_y}, UN_ALIGN_LEFT, formula);
    } else { // no line of its own: behind the name, if it fits there
        float after = un_text_width(fonts, &name, text) + 8 * s;
        math.size = 14 * s;
        if (after + un_rich_width(fonts, &math, formula) <= row->label.w - 30 * s) {
            un_rich_draw(list, fonts, &math, (un_Point){row->label.x + after, y}, UN_ALIGN_LEFT, formula);
        }
    }
    snprintf(text, sizeof text, "%s", lane->setting);
    if (lane->directions > 1)
        snprintf(text, sizeof text, "%s", row->direction ? _("reads right to left") : _("reads left to right"));
    bool whole = un_text_width(fonts, &quiet, text) <= beside;
    float high = un_text_draw_wrapped(NULL, fonts, &quiet, (un_Point){0, 0}, width, 16 * s, text);
    bool tall = formula_y - 2 * s - high > next && high > 16 * s;
    if (tall && !whole)
        un_text_draw_wrapped(list, fonts, &quiet, (un_Point){row->label.x, next}, width, 16 * s, text);
    else if (whole && formula_y - 16 * s > next)
        un_text_draw(list, fonts, &quiet, (un_Point){row->label.x, next}, UN_ALIGN_LEFT, text);

    un_TextStyle state = un_ink_style(stage->context, UN_FACE_ITALIC, 15, UN_TOKEN_INK2);
    char symbol[16];
    snprintf(symbol, sizeof symbol, "%s%s", cell ? "c" : "h", arrow);
    un_Rect box = {row->heat.x - 40 * s, row->heat.y, 30 * s, row->heat.h};
    un_text_draw_in(list, fonts, &state, box, UN_ALIGN_RIGHT, symbol);
}

static void gates(const un_Stage *stage, const un_StageRow *row, const un_SnapshotTrack *track) {
    bool all = row->gate_count > 0 && row->gate[0].h > 0 && un_stage_covers(stage, row, "gates");
    if (all) {
        un_Rect first = row->gate[0], last = row->gate[row->gate_count - 1];
        un_view_cover_draw(stage->list, stage->context, (un_Rect){first.x, first.y, first.w, last.y + last.h - first.y}, false);
    }
    for (int g = 0; g < row->gate_count && row->gate[g].h > 0; g++) {
        const un_SnapshotGate *gate = &track->gate[row->gate_shown[g]];
        char part[32];
        snprintf(part, sizeof part, "gates/%s", gate->name);
        if (un_stage_covers(stage, row, part)) {
            if (!all) un_view_cover_draw(stage->list, stage->context, row->gate[g], false);
        } else {
            gate_strip(stage, row, row->gate[g], gate);
        }
        gate_name(stage, row, row->gate[g], gate);
    }
}

bool un_stage_covers(const un_Stage *stage, const un_StageRow *row, const char *part) {
    char name[UN_VIEW_PART_NAME];
    if (!un_view_hides(stage->context, UN_VIEW_STAGE)) return false;
    snprintf(name, sizeof name, "%s/%s", stage->snapshot->lane[row->lane].name, part);
    return un_view_part_is_covered(stage->context, UN_VIEW_STAGE, name);
}

void un_stage_strips(const un_Stage *stage, const un_StageRow *row) {
    const un_SnapshotLane *lane = &stage->snapshot->lane[row->lane];
    const un_SnapshotTrack *track = &lane->track[row->direction];
    if (un_stage_covers(stage, row, "state")) {
        un_view_cover_draw(stage->list, stage->context, row->heat, false);
    } else {
        heat_map(stage, row, lane, track);
        un_stage_weights(stage, row);
    }
    gates(stage, row, track);
    if (un_stage_covers(stage, row, "gradient")) {
        un_view_cover_draw(stage->list, stage->context, row->gradient, true);
    } else {
        un_stage_gradient(stage, row);
        un_stage_foot(stage, row);
    }
}

static void lane_draw(const un_Stage *stage, const un_StageRow *row) {
    const un_SnapshotLane *lane = &stage->snapshot->lane[row->lane];
    label_column(stage, row, lane, &lane->track[row->direction]);
    un_stage_strips(stage, row);
    if (row->direction == 0) un_stage_result(stage, row);
}

void un_stage_lane(const un_Stage *stage, const un_StageRow *row) {
    un_ViewContext context = *stage->context;
    un_Stage own = *stage;
    // Where the gradient is covered the backward wave has not come: no verdict tells of it either.
    if (un_stage_covers(stage, row, "gradient")) {
        context.wave = un_view_silent_wave(stage->context);
        own.context = &context;
    }
    lane_draw(&own, row);
}
