#include "base/catalog.h"
#include "base/number.h"
#include "canvas/colormap.h"
#include "view/answers_parts.h"

#include <math.h>
#include <stdio.h>

static double probability(const un_Snapshot *snapshot, const un_SnapshotLane *lane, int t, int k) {
    return (double)lane->prediction[(size_t)t * (size_t)snapshot->outputs + (size_t)k];
}

static bool scored(const un_Snapshot *snapshot, int t) {
    return t >= 0 && t < snapshot->T && snapshot->scored[t] != 0;
}

/// Whether columns are too narrow for a chip each.
static bool is_narrow(const un_Answers *answers) {
    const un_StageColumns *grid = &answers->layout.grid;
    return grid->bin > 1 || grid->pitch < 12 * answers->s;
}

/// Whether step t's answer is drawn: of narrow columns only those that count.
static bool has_answer(const un_Answers *answers, int t) {
    return scored(answers->snapshot, t) && (!is_narrow(answers) || answers->snapshot->scored[t] == 1);
}

/// Whether a chip of `width` points around step t meets no other answer.
static bool is_alone(const un_Answers *answers, int t, float width) {
    const un_StageColumns *grid = &answers->layout.grid;
    int reach = (int)ceilf(width / grid->pitch) * grid->bin;
    for (int k = t - reach; k <= t + reach; k++) {
        if (k != t && has_answer(answers, k)) return false;
    }
    return true;
}

/// Whether step t's answer is written in a chip: its column holds one, or it stands alone.
static bool has_chip(const un_Answers *answers, int t) {
    return has_answer(answers, t) && (!is_narrow(answers) || is_alone(answers, t, 72 * answers->s));
}

/// The chip of step t in a row: its column's cell, widened to `need` where it stands alone.
static un_Rect chip_rect(const un_Answers *answers, un_Rect row, int t, float need) {
    float left, right;
    un_answers_cell(answers, t, &left, &right);
    if (right - left < need && is_alone(answers, t, need)) {
        left = un_ink_clamp((left + right - need) / 2, row.x, fmaxf(row.x + row.w - need, row.x));
        right = left + need;
    }
    return (un_Rect){left, row.y, right - left, row.h};
}

static void chip_text(const un_Answers *answers, un_Rect chip, un_TextStyle style, const char *text) {
    float room = chip.w - answers->s;
    if (un_text_width(answers->context->fonts, &style, text) > room) style.size = 12 * answers->s;
    if (un_text_width(answers->context->fonts, &style, text) <= room)
        un_text_draw_in(answers->list, answers->context->fonts, &style, chip, UN_ALIGN_CENTRE, text);
}

static float chip_need(const un_Answers *answers, const char *text) {
    un_TextStyle style = un_ink_style(answers->context, UN_FACE_SEMIBOLD, 14, UN_TOKEN_INK);
    return un_text_width(answers->context->fonts, &style, text) + 10 * answers->s;
}

static void row_label(const un_Answers *answers, un_Rect row, const char *text) {
    float s = answers->s;
    un_TextStyle style =
        un_ink_style(answers->context, UN_FACE_REGULAR, answers->layout.grid.compact ? 13 : 14, UN_TOKEN_INK2);
    un_text_draw_in(answers->list, answers->context->fonts, &style, (un_Rect){row.x - 100 * s, row.y, 90 * s, row.h},
                    UN_ALIGN_RIGHT, text);
}

/// The right answers: in ink where they count, quiet where they are in the loss only.
static void targets(const un_Answers *answers) {
    const un_Snapshot *snapshot = answers->snapshot;
    un_Rect row = answers->target;
    row_label(answers, row, _("right answer"));
    for (int t = un_answers_first(answers), end = un_answers_end(answers); t < end; t++) {
        if (!snapshot->scored[t] || !un_answers_told(answers, t) || snapshot->target_class[t] < 0) continue;
        const char *name = snapshot->class_name[snapshot->target_class[t]];
        bool counts = snapshot->scored[t] == 1;
        if (has_chip(answers, t)) {
            un_TextStyle style = un_ink_style(answers->context, counts ? UN_FACE_SEMIBOLD : UN_FACE_REGULAR, 14,
                                              counts ? UN_TOKEN_INK : UN_TOKEN_INK3);
            chip_text(answers, chip_rect(answers, row, t, chip_need(answers, name)), style, name);
        } else if (counts) { // a tick says that this step is asked
            float x = un_stage_x(&answers->layout.grid, (float)t + 0.5f);
            un_ink_post(answers->list, answers->context, x, row.y + row.h * 0.35f, row.h * 0.3f, 1,
                        un_ink_color(answers->context, UN_TOKEN_CTL));
        }
    }
}

/// One answer: filled where it is right, framed where it is wrong, quiet where nobody counts it; its probability as a
/// bar.
static void answer_chip(const un_Answers *answers, un_Rect row, const un_SnapshotLane *lane, int t) {
    const un_Snapshot *snapshot = answers->snapshot;
    float s = answers->s;
    int best = un_answers_best(snapshot, lane, t);
    char text[64], percent[24];
    if (best < 0) {
        un_Rect chip = chip_rect(answers, row, t, 16 * s);
        un_ink_cross(answers->list, (un_Point){chip.x + chip.w / 2, chip.y + chip.h / 2}, fminf(chip.h, chip.w) * 0.5f,
                     1.8f * s, un_ink_color(answers->context, UN_TOKEN_LOSS));
        return;
    }
    bool counts = snapshot->scored[t] == 1, right = best == snapshot->target_class[t];
    double share = probability(snapshot, lane, t, best);
    snprintf(text, sizeof text, "%s  %s", snapshot->class_name[best], un_ink_percent(share, percent, sizeof percent));
    un_Rect chip = chip_rect(answers, row, t, chip_need(answers, text));
    if (chip.w < chip_need(answers, text) - 0.5f) {
        snprintf(text, sizeof text, "%s", snapshot->class_name[best]);
        chip = chip_rect(answers, row, t, chip_need(answers, text));
    }
    if (chip.w < 8 * s) return; // a column that leaves the range
    un_Color frame = un_ink_color(answers->context, UN_TOKEN_LOSS),
             fill = un_ink_color(answers->context, UN_TOKEN_SUNKEN);
    un_Token ink = !counts ? UN_TOKEN_INK2 : right ? UN_TOKEN_INK : UN_TOKEN_LOSS;
    if (!counts || right) un_draw_rect(answers->list, chip, 3 * s, counts ? fill : un_color_fade(fill, 0.5f));
    if (counts && !right) un_draw_frame(answers->list, un_rect_inset(chip, 0.75f * s), 3 * s, 1.5f * s, frame);
    if (chip.h >= 18 * s) { // how sure it is
        un_Rect bar = {chip.x + 2 * s, chip.y + chip.h - 4 * s, (chip.w - 4 * s) * un_ink_clamp((float)share, 0, 1),
                       2 * s};
        un_draw_rect(answers->list, bar, 0, un_ink_color(answers->context, UN_TOKEN_FORWARD));
        chip.h -= 3 * s;
    }
    chip_text(answers, chip, un_ink_style(answers->context, counts ? UN_FACE_SEMIBOLD : UN_FACE_REGULAR, 14, ink),
              text);
}

/// Columns too narrow for a chip: the share that is right goes up from the middle, the share that is wrong down.
static void answer_column(const un_Answers *answers, un_Rect row, const un_SnapshotLane *lane, int column) {
    const un_Snapshot *snapshot = answers->snapshot;
    const un_StageColumns *grid = &answers->layout.grid;
    int asked = 0, right = 0;
    for (int t = un_stage_first(grid, column); t < un_stage_end(grid, column, snapshot->T); t++) {
        if (!has_answer(answers, t) || !un_answers_told(answers, t)) continue;
        asked++;
        right += un_answers_best(snapshot, lane, t) == snapshot->target_class[t];
    }
    if (asked == 0) return;
    float left, edge, middle = un_ink_snap(row.y + row.h / 2);
    un_stage_cell(grid, column, answers->s, &left, &edge);
    float up = (row.h / 2 - answers->s) * (float)right / (float)asked,
          down = (row.h / 2 - answers->s) * (float)(asked - right) / (float)asked;
    if (up > 0)
        un_draw_rect(answers->list, (un_Rect){left, middle - up, edge - left, up}, 0,
                     un_ink_color(answers->context, UN_TOKEN_FORWARD));
    if (down > 0)
        un_draw_rect(answers->list, (un_Rect){left, middle, edge - left, down}, 0,
                     un_ink_color(answers->context, UN_TOKEN_LOSS));
}

static void answer_row(const un_Answers *answers, un_Rect row, const un_SnapshotLane *lane) {
    bool columns = false;
    for (int t = un_answers_first(answers), end = un_answers_end(answers); t < end; t++)
        columns = columns || (has_answer(answers, t) && !has_chip(answers, t));
    if (columns)
        un_ink_rule(answers->list, answers->context, row.x, row.y + row.h / 2, row.w, 1,
                    un_ink_color(answers->context, UN_TOKEN_LINE2));
    for (int column = 0; columns && column < answers->layout.grid.columns; column++)
        answer_column(answers, row, lane, column);
    for (int t = un_answers_first(answers); !columns && t < un_answers_end(answers); t++) {
        if (has_chip(answers, t) && un_answers_told(answers, t)) answer_chip(answers, row, lane, t);
    }
}

// Probabilities.

/// Whether the probabilities are told by names, the likeliest first: many classes and columns that hold a letter.
static bool ranks(const un_Answers *answers) {
    const un_StageColumns *grid = &answers->layout.grid;
    return answers->snapshot->outputs > 12 && grid->bin == 1 && grid->pitch >= 14 * answers->s;
}

/// Mean probability over a column's steps, told ones only; negative: none is told.
static float column_share(const un_Answers *answers, const un_SnapshotLane *lane, int column, int k) {
    const un_Snapshot *snapshot = answers->snapshot;
    const un_StageColumns *grid = &answers->layout.grid;
    double sum = 0;
    int count = 0;
    for (int t = un_stage_first(grid, column); t < un_stage_end(grid, column, snapshot->T); t++) {
        if (!un_answers_told(answers, t)) continue;
        sum += probability(snapshot, lane, t, k);
        count++;
    }
    return count ? (float)(sum / count) : -1;
}

static bool column_asked(const un_Answers *answers, int column) {
    const un_StageColumns *grid = &answers->layout.grid;
    for (int t = un_stage_first(grid, column); t < un_stage_end(grid, column, answers->snapshot->T); t++) {
        if (answers->snapshot->scored[t]) return true;
    }
    return false;
}

enum { SHADES = 256 };

/// The magnitude map as a table: a long sequence asks for tens of thousands of colours.
static void shade_table(const un_Answers *answers, un_Color shade[SHADES]) {
    for (int i = 0; i < SHADES; i++)
        shade[i] = un_theme_map(answers->context->theme, UN_MAP_MAGNITUDE, (float)i / (SHADES - 1));
}

static un_Color share_color(const un_Answers *answers, const un_Color shade[SHADES], float share, bool asked) {
    if (!isfinite(share)) return un_ink_color(answers->context, UN_TOKEN_LOSS);
    un_Color color = shade[(int)(un_ink_clamp(share, 0, 1) * (SHADES - 1) + 0.5f)];
    return asked ? color : un_color_fade(color, 0.5f); // it may say so there, but nobody has taught it to
}

/// Names left of the rows: of every one, or where rows are low of as many as have room.
static void class_names(const un_Answers *answers, const un_StageRow *row) {
    const un_Snapshot *snapshot = answers->snapshot;
    float s = answers->s, h = row->heat.h / (float)snapshot->outputs;
    int every = (int)ceilf(13 * s / h);
    un_TextStyle style = un_ink_style(answers->context, UN_FACE_REGULAR, h >= 15 * s ? 13 : 12, UN_TOKEN_INK2);
    if (every > 1 && snapshot->outputs < 6) return; // a few names are told by the chips
    for (int k = 0; k < snapshot->outputs; k += every) {
        un_Rect box = {row->heat.x - 80 * s, row->heat.y + h * (float)k, 72 * s, h};
        un_text_draw_in(answers->list, answers->context->fonts, &style, box, UN_ALIGN_RIGHT, snapshot->class_name[k]);
    }
}

/// Frames around what is right, where a cell can be told from its neighbours.
static void truths(const un_Answers *answers, const un_StageRow *row) {
    const un_Snapshot *snapshot = answers->snapshot;
    const un_StageColumns *grid = &answers->layout.grid;
    float s = answers->s, h = row->heat.h / (float)snapshot->outputs, left, right;
    for (int t = un_answers_first(answers);
         t < un_answers_end(answers) && grid->bin == 1 && grid->pitch >= 5 * s && h >= 5 * s; t++) {
        if (!snapshot->scored[t] || !un_answers_told(answers, t) || snapshot->target_class[t] < 0) continue;
        un_answers_cell(answers, t, &left, &right);
        un_Rect cell = {left, row->heat.y + h * (float)snapshot->target_class[t], right - left, h};
        un_draw_frame(answers->list, un_rect_inset(un_ink_snap_rect(cell), 0.75f * s), 2 * s,
                      (snapshot->scored[t] == 1 ? 1.5f : 1) * s,
                      un_ink_color(answers->context, snapshot->scored[t] == 1 ? UN_TOKEN_INK : UN_TOKEN_CTL));
    }
}

static void heat_map(const un_Answers *answers, const un_StageRow *row) {
    const un_Snapshot *snapshot = answers->snapshot;
    const un_SnapshotLane *lane = &snapshot->lane[row->lane];
    const un_StageColumns *grid = &answers->layout.grid;
    un_Color shade[SHADES], surface = un_ink_color(answers->context, UN_TOKEN_SURFACE);
    shade_table(answers, shade);
    un_Rect all = {grid->origin, row->heat.y, grid->pitch * (float)grid->columns, row->heat.h};
    un_draw_save(answers->list); // columns at the edges of a range that glides are cut, not squeezed
    un_draw_clip(answers->list, row->heat);
    un_Color *texel = un_draw_image(answers->list, all, grid->columns, snapshot->outputs);
    un_draw_restore(answers->list);
    if (!texel) return;
    for (int column = 0; column < grid->columns; column++) {
        bool asked = column_asked(answers, column);
        for (int k = 0; k < snapshot->outputs; k++) {
            float share = column_share(answers, lane, column, k);
            texel[k * grid->columns + column] = share < 0 ? surface : share_color(answers, shade, share, asked);
        }
    }
    float left, right, next;
    for (int column = 0; column + 1 < grid->columns; column++) { // the gaps are surface laid over the one image
        float unused;
        un_stage_cell(grid, column, answers->s, &left, &right);
        un_stage_cell(grid, column + 1, answers->s, &next, &unused);
        if (next > right)
            un_draw_rect(answers->list, (un_Rect){right, row->heat.y, next - right, row->heat.h}, 0, surface);
    }
    class_names(answers, row);
    truths(answers, row);
}

/// How many guesses stand one under the other: the second and on, as the first is the answer itself.
static int rank_rows(const un_Answers *answers, const un_StageRow *row) {
    int rows = (int)(row->heat.h / (18 * answers->s));
    return rows < 1 ? 1 : rows > 5 ? 5 : rows;
}

/// The class in place `rank` by probability at step t; ties by index; -1: its numbers are none.
static int ranked(const un_Snapshot *snapshot, const un_SnapshotLane *lane, int t, int rank) {
    if (un_answers_best(snapshot, lane, t) < 0) return -1;
    int found = -1;
    double before = INFINITY;
    for (int r = 0; r <= rank; r++) {
        int last = found, next = -1;
        for (int k = 0; k < snapshot->outputs; k++) {
            double p = probability(snapshot, lane, t, k);
            bool behind = p < before || (p == before && k > last);
            if (behind && (next < 0 || p > probability(snapshot, lane, t, next))) next = k;
        }
        if (next < 0) return -1;
        found = next;
        before = probability(snapshot, lane, t, next);
    }
    return found;
}

static void rank_map(const un_Answers *answers, const un_StageRow *row) {
    const un_Snapshot *snapshot = answers->snapshot;
    const un_SnapshotLane *lane = &snapshot->lane[row->lane];
    int rows = rank_rows(answers, row);
    float s = answers->s, h = fminf(row->heat.h / (float)rows, 22 * s), left, right;
    for (int t = un_answers_first(answers), end = un_answers_end(answers); t < end; t++) {
        if (!un_answers_told(answers, t)) continue;
        un_answers_cell(answers, t, &left, &right);
        for (int r = 0; r < rows; r++) {
            int k = ranked(snapshot, lane, t, r + 1);
            if (k < 0) break;
            float share = (float)probability(snapshot, lane, t, k);
            un_Rect cell = {left, row->heat.y + h * (float)r, right - left, h - 2 * s};
            bool truth = scored(snapshot, t) && k == snapshot->target_class[t];
            un_TextStyle style = un_ink_style(answers->context, truth ? UN_FACE_SEMIBOLD : UN_FACE_REGULAR, 13,
                                              share > 0.6f ? UN_TOKEN_ON_INK : UN_TOKEN_INK);
            un_draw_rect(answers->list, cell, 2 * s, un_theme_map(answers->context->theme, UN_MAP_MAGNITUDE, share));
            chip_text(answers, cell, style, snapshot->class_name[k]);
            if (truth)
                un_draw_frame(answers->list, un_rect_inset(cell, 0.75f * s), 2 * s, 1.5f * s,
                              un_ink_color(answers->context, UN_TOKEN_INK));
        }
    }
    un_TextStyle quiet = un_ink_style(answers->context, UN_FACE_REGULAR, 12, UN_TOKEN_INK3);
    for (int r = 0; r < rows; r++) {
        char text[24];
        snprintf(text, sizeof text, _("guess %d"), r + 2);
        un_text_draw_in(answers->list, answers->context->fonts, &quiet,
                        (un_Rect){row->heat.x - 70 * s, row->heat.y + h * (float)r, 62 * s, h - 2 * s}, UN_ALIGN_RIGHT,
                        text);
    }
}

// Labels and results.

/// "5 of 5 right", once the wave has told them all.
static void count_text(const un_Answers *answers, const un_SnapshotLane *lane, char *out, size_t size) {
    int right, asked = un_answers_count(answers->snapshot, lane, &right);
    *out = 0;
    if (answers->context->wave.phase == UN_WAVE_FORWARD || asked < 2) return; // of one the chip tells it
    snprintf(out, size, _("%d of %d right"), right, asked);
}

static void lane_label(const un_Answers *answers, const un_StageRow *row) {
    const un_SnapshotLane *lane = &answers->snapshot->lane[row->lane];
    const un_Fonts *fonts = answers->context->fonts;
    float s = answers->s, room = row->label.w;
    un_draw_rect(answers->list, row->bar, 2 * s, un_ink_lane(answers->context, row->lane));
    un_TextStyle name = un_ink_style(answers->context, UN_FACE_SEMIBOLD, fminf(16, row->gradient.h / s), UN_TOKEN_INK);
    un_TextStyle quiet = un_ink_style(answers->context, UN_FACE_REGULAR, 12, UN_TOKEN_INK2);
    if (name.size < 12 * s) name.size = 12 * s;
    while (name.size > 13 * s && un_text_width(fonts, &name, lane->name) > room)
        name.size -= s;
    un_text_draw_cut(answers->list, fonts, &name,
                     (un_Point){row->label.x, un_ink_snap(row->gradient.y + row->gradient.h / 2 + 5.5f * s)}, room,
                     lane->name);
    char text[64];
    count_text(answers, lane, text, sizeof text);
    float names = 0; // of the classes, which stand right in the same column
    for (int k = 0; k < answers->snapshot->outputs; k++)
        names = fmaxf(names, un_text_width(fonts, &quiet, answers->snapshot->class_name[k]));
    if (ranks(answers)) names = un_text_width(fonts, &quiet, _("guess 2"));
    if (row->heat.h < 18 * s || un_text_width(fonts, &quiet, text) + names * 13 / 12 + 12 * s > room) return;
    un_text_draw(answers->list, fonts, &quiet, (un_Point){row->label.x, row->heat.y + 13 * s}, UN_ALIGN_LEFT, text);
}

static void result(const un_Answers *answers, const un_StageRow *row) {
    const un_Wave *wave = &answers->context->wave;
    const un_SnapshotLane *lane = &answers->snapshot->lane[row->lane];
    float opacity = wave->phase == UN_WAVE_FORWARD ? 0 : wave->phase == UN_WAVE_LOSS ? wave->loss : 1;
    if (opacity <= 0) return;
    un_Rect pill = {row->result.x, row->gradient.y, row->result.w, row->gradient.h}, bars = row->heat;
    un_stage_loss_pill(&answers->stage, pill, lane, opacity);
    int right;
    if (un_answers_count(answers->snapshot, lane, &right) != 1) return; // of many answers the last one says little
    bars.x = row->result.x;
    bars.w = row->result.w;
    if (bars.h >= 13 * answers->s * (float)answers->snapshot->outputs)
        un_stage_class_bars(&answers->stage, bars, lane, opacity);
}

/// The colours' legend, right of the title.
static void legend(const un_Answers *answers) {
    float s = answers->s, w = 84 * s, x = answers->rest.x + answers->rest.w, y = answers->rest.y - 16 * s;
    if (answers->rest.w < 460 * s || answers->context->tabbed || answers->layout.row[0].heat.h <= 0) return;
    un_TextStyle style = un_ink_style(answers->context, UN_FACE_REGULAR, 12, UN_TOKEN_INK3);
    const un_Fonts *fonts = answers->context->fonts;
    x -= un_text_draw(answers->list, fonts, &style, (un_Point){x, y}, UN_ALIGN_RIGHT, "1") + 5 * s;
    un_colormap_ramp(answers->list, answers->context->theme, UN_MAP_MAGNITUDE, (un_Rect){x - w, y - 8 * s, w, 8 * s}, 0,
                     1);
    un_text_draw(answers->list, fonts, &style, (un_Point){x - w - 5 * s, y}, UN_ALIGN_RIGHT, _("probability 0"));
}

void un_answers_classes(const un_Answers *answers) {
    legend(answers);
    targets(answers);
    for (int r = 0; r < answers->layout.row_count; r++) {
        const un_StageRow *row = &answers->layout.row[r];
        lane_label(answers, row);
        answer_row(answers, row->gradient, &answers->snapshot->lane[row->lane]);
        if (row->heat.h > 0) ranks(answers) ? rank_map(answers, row) : heat_map(answers, row);
        result(answers, row);
    }
}

// Pointing.

/// The step asked about: in a column of many, or beside a chip that covers its neighbours, the one that is scored.
static int asked_step(const un_Answers *answers, un_Rect row, un_Point at) {
    const un_Snapshot *snapshot = answers->snapshot;
    int first = un_answers_step(answers, at.x);
    if (first < 0) return -1;
    for (int t = first; t < first + answers->layout.grid.bin && t < snapshot->T; t++) {
        if (snapshot->scored[t]) return t;
    }
    for (int t = un_answers_first(answers), end = un_answers_end(answers); t < end; t++) {
        if (scored(snapshot, t) && has_chip(answers, t) &&
            un_rect_contains(chip_rect(answers, row, t, 40 * answers->s), at))
            return t;
    }
    return first;
}

static void hover_target(const un_Answers *answers, int t, un_Hover *out) {
    const un_Snapshot *snapshot = answers->snapshot;
    if (!scored(snapshot, t) || snapshot->target_class[t] < 0) return;
    un_answers_say(out, _("right is %s"), snapshot->class_name[snapshot->target_class[t]]);
    if (snapshot->scored[t] != 1) un_answers_say(out, "%s", _("in the loss only: it does not count as an answer"));
    un_answers_say_place(answers, out, t);
    out->mark = chip_rect(answers, answers->target, t, 20 * answers->s);
}

static void hover_answer(const un_Answers *answers, const un_StageRow *row, int t, un_Hover *out) {
    const un_Snapshot *snapshot = answers->snapshot;
    const un_SnapshotLane *lane = &snapshot->lane[row->lane];
    int best = un_answers_best(snapshot, lane, t), truth = scored(snapshot, t) ? snapshot->target_class[t] : -1;
    char number[64];
    if (!scored(snapshot, t)) return;
    if (best < 0)
        un_answers_say(out, _("%s: not a number"), lane->name);
    else
        un_answers_say(out, _("%s says %s, probability = %s"), lane->name, snapshot->class_name[best],
                       un_number_full(probability(snapshot, lane, t, best), 9, number, sizeof number));
    if (best >= 0 && truth >= 0) {
        if (best == truth)
            un_answers_say(out, "%s", _("right"));
        else
            un_answers_say(out, _("wrong: right is %s, probability = %s"), snapshot->class_name[truth],
                           un_number_full(probability(snapshot, lane, t, truth), 9, number, sizeof number));
    }
    un_answers_say_place(answers, out, t);
    out->mark = chip_rect(answers, row->gradient, t, 20 * answers->s);
}

static void hover_probability(const un_Answers *answers, const un_StageRow *row, int t, un_Point at, un_Hover *out) {
    const un_Snapshot *snapshot = answers->snapshot;
    const un_SnapshotLane *lane = &snapshot->lane[row->lane];
    int rows = ranks(answers) ? rank_rows(answers, row) : snapshot->outputs;
    float h = row->heat.h / (float)rows, left, right;
    if (ranks(answers)) h = fminf(h, 22 * answers->s);
    int k = (int)((at.y - row->heat.y) / h);
    if (k < 0 || k >= rows) return;
    float y = row->heat.y + h * (float)k;
    if (ranks(answers)) k = ranked(snapshot, lane, t, k + 1);
    if (k < 0) return;
    char number[64];
    bool truth = scored(snapshot, t) && k == snapshot->target_class[t];
    un_answers_say(out, _("%s: probability of %s = %s"), lane->name, snapshot->class_name[k],
                   un_number_full(probability(snapshot, lane, t, k), 9, number, sizeof number));
    un_answers_say(out, "%s",
                   !scored(snapshot, t) ? _("this step is not asked")
                   : truth              ? _("the true answer")
                                        : _("not the true answer"));
    un_answers_say_place(answers, out, t);
    un_answers_cell(answers, t, &left, &right);
    out->mark = (un_Rect){left, y, right - left, h};
}

void un_answers_classes_hover(const un_Answers *answers, un_Point at, un_Hover *out) {
    int t = asked_step(answers, answers->target, at);
    if (un_rect_contains(answers->target, at) && t >= 0 && un_answers_told(answers, t)) hover_target(answers, t, out);
    for (int r = 0; r < answers->layout.row_count && !out->hit; r++) {
        const un_StageRow *row = &answers->layout.row[r];
        t = asked_step(answers, row->gradient, at);
        if (t < 0 || !un_answers_told(answers, t)) continue;
        if (un_rect_contains(row->gradient, at))
            hover_answer(answers, row, t, out);
        else if (row->heat.h > 0 && un_rect_contains(row->heat, at))
            hover_probability(answers, row, t, at, out);
    }
}
