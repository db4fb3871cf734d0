/// The input row: symbols where they have room, values as a line, a picture by its pixels.
#include "view/stage_parts.h"

#include "base/catalog.h"
#include "base/number.h"
#include "view/cover.h"

#include <math.h>
#include <stdio.h>

/// What the row shows.
typedef enum Kind {
    KIND_CELLS, ///< a cell a step with its symbol
    KIND_BAR,   ///< one bar with marks: too narrow for symbols
    KIND_CURVE, ///< real numbers
    KIND_PIXELS ///< grey values
} Kind;

/// Whether the first channel is a real number: something else than one-hot symbols or signs.
static bool is_real(const un_Snapshot *snapshot) {
    for (int t = 0; t < snapshot->T; t++) {
        float value = snapshot->input[(size_t)t * (size_t)snapshot->inputs];
        if (value != 0 && fabsf(value) != 1) return true;
    }
    return false;
}

static Kind kind_of(const un_Stage *stage) {
    const un_Snapshot *snapshot = stage->snapshot;
    const un_StageColumns *grid = &stage->layout->grid;
    float s = stage->s;
    if (snapshot->image_width > 0) return KIND_PIXELS;
    if (grid->pitch < 38 * s && snapshot->inputs <= 4 && is_real(snapshot)) return KIND_CURVE;
    return grid->pitch >= 12 * s && grid->bin == 1 ? KIND_CELLS : KIND_BAR;
}

bool un_stage_input_value(const un_Stage *stage, int t, char *out, size_t size) {
    const un_Snapshot *snapshot = stage->snapshot;
    Kind kind = kind_of(stage);
    float value = snapshot->input[(size_t)t * (size_t)snapshot->inputs];
    char number[64];
    if (kind == KIND_PIXELS && snapshot->inputs == 1) {
        snprintf(out, size, _("input: grey %s"), un_number_full((double)value, 4, number, sizeof number));
        return true;
    }
    if (kind != KIND_CURVE) return false;
    if (*snapshot->unit) // a series reads its changes, over the size of a usual one
        snprintf(out, size, _("input: change by %s %s"),
                 un_number_full(snapshot->value_offset + snapshot->value_scale * (double)value, 4, number, sizeof number), snapshot->unit);
    else
        snprintf(out, size, _("input: %s"), un_number_full((double)value, 6, number, sizeof number));
    return true;
}

/// A symbol that matters is ink; where all do, none stands out.
static bool stands_out(const un_Snapshot *snapshot, int t) {
    if (!snapshot->matters[t]) return false;
    for (int i = 0; i < snapshot->T; i++) {
        if (!snapshot->matters[i]) return true;
    }
    return snapshot->T == 1;
}

/// One that matters alone is always told, over its neighbours if need be; not over others that matter as much.
static bool is_alone(const un_Snapshot *snapshot, int t) {
    return snapshot->matters[t] && (t == 0 || !snapshot->matters[t - 1]) &&
           (t + 1 == snapshot->T || !snapshot->matters[t + 1]);
}

/// The cell of a column's symbol, its style and its text's width.
static un_Rect cell_of(const un_Stage *stage, int column, un_TextStyle *style, float *width) {
    const un_Snapshot *snapshot = stage->snapshot;
    const un_StageColumns *grid = &stage->layout->grid;
    un_Rect row = stage->layout->input;
    float s = stage->s, left, right;
    int t = un_stage_first(grid, column);
    bool matters = stands_out(snapshot, t);
    un_stage_cell(grid, column, s, &left, &right);
    un_Rect cell = {left, row.y, right - left, row.h};
    *style = un_ink_style(stage->context, matters ? UN_FACE_SEMIBOLD : UN_FACE_REGULAR, 14,
                          matters ? UN_TOKEN_ON_INK : UN_TOKEN_INK2);
    float w = un_text_width(stage->context->fonts, style, snapshot->symbol[t]);
    if (w > cell.w - 2 * s) style->size = 12 * s, w *= 12.0f / 14.0f;
    *width = w;
    if (!matters || !is_alone(snapshot, t) || w <= cell.w - 2 * s) return cell;
    cell.x = un_ink_clamp(left + (right - left - w) / 2 - 4 * s, row.x, row.x + row.w - w - 8 * s);
    cell.w = w + 8 * s;
    return cell;
}

static void cells(const un_Stage *stage) {
    const un_StageColumns *grid = &stage->layout->grid;
    float free_from = stage->layout->input.x; // where a symbol would not cover an earlier one that matters
    for (int column = 0; column < grid->columns; column++) {
        un_TextStyle style, next_style;
        float w, next_w;
        int t = un_stage_first(grid, column);
        bool matters = stands_out(stage->snapshot, t), covered = false;
        un_Rect cell = cell_of(stage, column, &style, &w);
        if (cell.w <= 0 || (!matters && cell.x < free_from)) continue;
        for (int next = column + 1; next < grid->columns && next <= column + 6 && !matters; next++) {
            if (!stands_out(stage->snapshot, un_stage_first(grid, next))) continue;
            covered = cell_of(stage, next, &next_style, &next_w).x < cell.x + cell.w;
            break;
        }
        if (matters) free_from = cell.x + cell.w;
        un_draw_rect(stage->list, cell, fminf(4 * stage->s, cell.w / 2),
                     un_ink_color(stage->context, matters ? UN_TOKEN_INK : UN_TOKEN_SUNKEN));
        if (w <= cell.w && !covered)
            un_text_draw_in(stage->list, stage->context->fonts, &style, cell, UN_ALIGN_CENTRE, stage->snapshot->symbol[t]);
    }
}

/// Left edge of the next symbol that matters in a later column; far away when there is none.
static float next_mark(const un_Stage *stage, int t) {
    const un_Snapshot *snapshot = stage->snapshot;
    const un_StageColumns *grid = &stage->layout->grid;
    for (int next = t + 1; next < snapshot->T; next++) {
        if (snapshot->matters[next] && next / grid->bin != t / grid->bin) return un_stage_x(grid, (float)(next / grid->bin * grid->bin));
    }
    return 1e9f;
}

static void bar(const un_Stage *stage) {
    const un_Snapshot *snapshot = stage->snapshot;
    const un_StageColumns *grid = &stage->layout->grid;
    float s = stage->s, free_from = stage->layout->input.x;
    un_Rect row = stage->layout->input;
    un_Color ink = un_ink_color(stage->context, UN_TOKEN_INK);
    un_TextStyle style = un_ink_style(stage->context, UN_FACE_SEMIBOLD, 14, UN_TOKEN_INK);
    un_draw_rect(stage->list, row, 3 * s, un_ink_color(stage->context, UN_TOKEN_SUNKEN));
    for (int column = 0; column < grid->columns; column++) {
        for (int t = un_stage_first(grid, column); t < un_stage_end(grid, column, grid->T); t++) {
            if (!stands_out(snapshot, t)) continue;
            float left, right;
            un_stage_cell(grid, column, s, &left, &right);
            float w = fmaxf(right - left, 2 * s);
            un_draw_rect(stage->list, (un_Rect){fminf(left, row.x + row.w - w), row.y, w, row.h}, 0, ink);
            un_Rect box = {left + w + 4 * s, row.y, un_text_width(stage->context->fonts, &style, snapshot->symbol[t]), row.h};
            if (box.x < free_from || box.x + box.w > row.x + row.w) continue;
            if (next_mark(stage, t) < box.x + box.w + 2 * s) continue; // it would run under that one
            un_text_draw_in(stage->list, stage->context->fonts, &style, box, UN_ALIGN_LEFT, snapshot->symbol[t]);
            free_from = box.x + box.w + 6 * s;
        }
    }
}

/// The first channel as a line from its least value to its largest in the whole sequence; steps that matter are marked.
static void curve(const un_Stage *stage) {
    const un_Snapshot *snapshot = stage->snapshot;
    const un_StageColumns *grid = &stage->layout->grid;
    float s = stage->s, low = INFINITY, high = -INFINITY;
    un_Rect row = stage->layout->input, field = un_rect_inset(row, 3 * s);
    for (int t = 0; t < snapshot->T; t++) {
        float value = snapshot->input[(size_t)t * (size_t)snapshot->inputs];
        low = fminf(low, value), high = fmaxf(high, value);
    }
    float span = high > low ? high - low : 1;
    int marks = 0;
    for (int t = 0; t < snapshot->T; t++)
        marks += snapshot->matters[t];
    bool few = marks * 4 <= snapshot->T; // more would be dots on every step
    un_draw_rect(stage->list, row, 3 * s, un_ink_color(stage->context, UN_TOKEN_SUNKEN));
    un_draw_save(stage->list);
    un_draw_clip(stage->list, row);
    un_Trace line;
    un_trace_start(&line, stage->list, 1.6f * s, 0, 0, un_ink_color(stage->context, UN_TOKEN_INK2));
    int first = un_stage_first(grid, 0), end = un_stage_end(grid, grid->columns - 1, grid->T);
    for (int t = first > 0 ? first - 1 : 0; t < end + 1 && t < snapshot->T; t++) {
        float value = snapshot->input[(size_t)t * (size_t)snapshot->inputs];
        if (!isfinite(value)) {
            un_trace_break(&line);
            continue;
        }
        float x = un_stage_x(grid, (float)t + 0.5f), y = field.y + field.h * (high - value) / span;
        un_trace_to(&line, x, y);
        if (!few || !snapshot->matters[t]) continue;
        un_draw_rect(stage->list, (un_Rect){x - 2.5f * s, y - 2.5f * s, 5 * s, 5 * s}, 2.5f * s,
                     un_ink_color(stage->context, UN_TOKEN_INK));
    }
    un_trace_break(&line);
    un_draw_restore(stage->list);
}

static un_Color mix(un_Color a, un_Color b, float t) {
    return (un_Color){(uint8_t)((float)a.r + t * (float)(b.r - a.r) + 0.5f), (uint8_t)((float)a.g + t * (float)(b.g - a.g) + 0.5f),
                      (uint8_t)((float)a.b + t * (float)(b.b - a.b) + 0.5f), 255};
}

/// A picture read pixel by pixel or row by row: what each step reads, in grey; a row stands upright.
static void pixels(const un_Stage *stage) {
    const un_Snapshot *snapshot = stage->snapshot;
    const un_StageColumns *grid = &stage->layout->grid;
    un_Rect row = stage->layout->input, all = {grid->origin, row.y, grid->pitch * (float)grid->columns, row.h};
    un_Color ground = un_ink_color(stage->context, UN_TOKEN_SUNKEN), ink = un_ink_color(stage->context, UN_TOKEN_INK);
    int n = snapshot->inputs;
    un_draw_save(stage->list);
    un_draw_clip(stage->list, row);
    un_Color *texel = un_draw_image(stage->list, all, grid->columns, n);
    for (int column = 0; texel && column < grid->columns; column++) {
        for (int i = 0; i < n; i++) {
            float most = 0;
            for (int t = un_stage_first(grid, column); t < un_stage_end(grid, column, grid->T); t++)
                most = fmaxf(most, snapshot->input[(size_t)t * (size_t)n + (size_t)i]);
            texel[i * grid->columns + column] = mix(ground, ink, un_ink_clamp(most, 0, 1));
        }
    }
    un_draw_restore(stage->list);
    un_draw_frame(stage->list, row, 0, 1, un_ink_color(stage->context, UN_TOKEN_LINE));
}

/// The task's question over the answers: in one line, in two of smaller letters, or cut.
static void question(const un_Stage *stage, un_Rect box, un_TextStyle style) {
    const un_Fonts *fonts = stage->context->fonts;
    const char *text = stage->snapshot->question;
    float s = stage->s, leading = 14 * s;
    if (un_text_width(fonts, &style, text) > box.w) style.size = 12 * s;
    if (un_text_width(fonts, &style, text) <= box.w) {
        un_text_draw_in(stage->list, fonts, &style, box, UN_ALIGN_CENTRE, text);
        return;
    }
    un_Point at = {box.x, box.y + box.h / 2 - 2 * s};
    // Three quarters of the width, so that the second line is more than a question mark.
    if (un_text_draw_wrapped(NULL, fonts, &style, at, box.w * 0.75f, leading, text) < 2.5f * leading)
        un_text_draw_wrapped(stage->list, fonts, &style, at, box.w * 0.75f, leading, text);
    else
        un_text_draw_cut(stage->list, fonts, &style, (un_Point){box.x, box.y + box.h / 2 + 5 * s}, box.w, text);
}

/// What is asked stands over the answers.
static void result_head(const un_Stage *stage) {
    const un_StageLayout *layout = stage->layout;
    un_TextStyle style = un_ink_style(stage->context, UN_FACE_REGULAR, layout->grid.compact ? 13 : 14, UN_TOKEN_INK2);
    if (layout->row_count == 0) return;
    un_Rect result = layout->row[0].result;
    question(stage, (un_Rect){result.x, layout->input.y, result.w, layout->input.h}, style);
}

static void row_draw(const un_Stage *stage) {
    switch (kind_of(stage)) {
    case KIND_CELLS:
        cells(stage);
        break;
    case KIND_BAR:
        bar(stage);
        break;
    case KIND_CURVE:
        curve(stage);
        break;
    case KIND_PIXELS:
        pixels(stage);
        break;
    }
}

void un_stage_input_row(const un_Stage *stage) {
    if (un_view_part_is_covered(stage->context, UN_VIEW_STAGE, "input"))
        un_view_cover_draw(stage->list, stage->context, stage->layout->input, false);
    else
        row_draw(stage);
}

void un_stage_input(const un_Stage *stage) {
    un_stage_input_row(stage);
    float s = stage->s;
    un_Rect row = stage->layout->input;
    un_TextStyle label =
        un_ink_style(stage->context, UN_FACE_REGULAR, stage->layout->grid.compact ? 13 : 14, UN_TOKEN_INK2);
    un_text_draw_in(stage->list, stage->context->fonts, &label, (un_Rect){row.x - 80 * s, row.y, 70 * s, row.h},
                    UN_ALIGN_RIGHT, _("Input"));
    result_head(stage);
}
