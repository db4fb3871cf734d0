/// Under a lane's gradient strip: who is responsible for each step back, and from how many steps an update comes.
#include "view/stage_parts.h"

#include "base/catalog.h"
#include "base/number.h"

#include <math.h>
#include <stdio.h>

/// Two decimals where that says enough.
static const char *factor_number(double value, char *out, size_t size) {
    if (fabs(value) >= 0.01 && fabs(value) < 100)
        snprintf(out, size, "%.2f", value);
    else
        un_number_short(value, out, size);
    return out;
}

/// "tanh' 0.82 · W 0.83" as small mathematics; "" where no part is told.
static void parts(const un_SnapshotFactor *factor, int t, char *out, size_t size) {
    char number[32];
    *out = 0;
    for (int k = 0; k < factor->count; k++) {
        if (!factor->part[k] || !isfinite(factor->part[k][t])) continue;
        un_ink_append(out, size, "%s$%s$ %s", *out ? " · " : "", factor->name[k],
                      factor_number(factor->part[k][t], number, sizeof number));
    }
}

bool un_stage_factor(const un_SnapshotTrack *track, int t, un_FactorForm form, char *out, size_t size) {
    const un_SnapshotFactor *factor = &track->factor;
    char number[32] = "", part[128];
    bool total = factor->total && isfinite(factor->total[t]);
    if (total) factor_number(factor->total[t], number, sizeof number);
    parts(factor, t, part, sizeof part);
    if (size) *out = 0;
    if (!total && !*part) return false;
    if (form == UN_FACTOR_COLUMN || !total) {
        snprintf(out, size, "%s", *part ? part : number);
        if (!*part) snprintf(out, size, "×%s", number);
        return true;
    }
    snprintf(out, size, form == UN_FACTOR_LONG ? _("×%s this step") : "×%s", number);
    // A product of two parts is the step; a gate alone is only a part of it.
    if (form <= UN_FACTOR_MIDDLE && *part) un_ink_append(out, size, factor->count > 1 ? " = %s" : ", %s", part);
    return true;
}

static void captions(const un_Stage *stage, const un_StageRow *row) {
    const un_StageColumns *grid = &stage->layout->grid;
    const un_SnapshotTrack *track = &stage->snapshot->lane[row->lane].track[row->direction];
    const un_Fonts *fonts = stage->context->fonts;
    float s = stage->s, y = row->caption.y + 11.5f * s;
    un_TextStyle style = un_ink_style(stage->context, UN_FACE_REGULAR, 12, UN_TOKEN_INK2);
    for (int column = 0; column < grid->columns; column++) {
        char text[160];
        float left, right;
        int t = un_stage_first(grid, column);
        un_stage_edges(grid, column, &left, &right);
        if (un_stage_arrived(stage, column) < 1) continue;
        if (!un_stage_factor(track, t, UN_FACTOR_COLUMN, text, sizeof text)) continue;
        if (un_rich_width(fonts, &style, text) > right - left - 4 * s &&
            !un_stage_factor(track, t, UN_FACTOR_SHORT, text, sizeof text))
            continue;
        if (un_rich_width(fonts, &style, text) > right - left - 4 * s) continue;
        un_rich_draw(stage->list, fonts, &style, (un_Point){(left + right) / 2, y}, UN_ALIGN_CENTRE, text);
    }
}

/// What the dashed line over the bars is. Returns the width it takes.
static float before_legend(const un_Stage *stage, const un_StageRow *row) {
    if (!un_stage_before(&stage->snapshot->lane[row->lane], row->direction)) return 0;
    float s = stage->s, y = un_ink_snap(row->foot.y + row->foot.h * 0.62f), sample = 20 * s;
    un_TextStyle style = un_ink_style(stage->context, UN_FACE_MEDIUM, 12, UN_TOKEN_INK2);
    un_Point line[2] = {{row->foot.x, y}, {row->foot.x + sample, y}};
    un_draw_polyline(stage->list, line, 2, 1.4f * s, 4 * s, 3 * s, un_ink_color(stage->context, UN_TOKEN_INK));
    return sample + 6 * s + un_text_draw(stage->list, stage->context->fonts, &style, (un_Point){row->foot.x + sample + 6 * s, y + 4 * s}, UN_ALIGN_LEFT, _("before")) + 12 * s;
}

/// The steps that make 90 % of the update of W: first and last; false: there is no such thing.
static bool update_steps(const un_Stage *stage, const un_StageRow *row, int *first, int *last) {
    const un_Snapshot *snapshot = stage->snapshot;
    int k = snapshot->lane[row->lane].track[row->direction].measures.update_90;
    if (k <= 0 || k > snapshot->T) return false;
    if (row->direction == 1) { // it reads from the right: its last steps are the leftmost
        *first = snapshot->loss_step < k ? snapshot->loss_step : 0;
        *last = k - 1;
        return *last >= *first;
    }
    *first = snapshot->T - k;
    *last = snapshot->loss_step;
    return *last >= *first;
}

/// "90 % of this update comes from the last 24 steps" over a bracket as wide as those, or beside it.
static void bracket(const un_Stage *stage, const un_StageRow *row, float taken) {
    const un_StageColumns *grid = &stage->layout->grid;
    const un_Fonts *fonts = stage->context->fonts;
    float s = stage->s, start = grid->x + taken, y = un_ink_snap(row->foot.y + row->foot.h * 0.62f), end = grid->x + grid->w;
    int first, last;
    if (un_ink_arrived(stage->context) > 0 || !update_steps(stage, row, &first, &last)) return;
    char text[128], count[32];
    int steps = last - first + 1;
    snprintf(text, sizeof text, steps == 1 ? _("90 %% of this update comes from the last step") : _("90 %% of this update comes from the last %s steps"),
             un_number_count(steps, count, sizeof count));
    float left = un_ink_clamp(un_stage_x(grid, (float)first), start, end), right = un_ink_clamp(un_stage_x(grid, (float)(last + 1)), start, end);
    un_TextStyle style = un_ink_style(stage->context, UN_FACE_REGULAR, 12, UN_TOKEN_INK3);
    float w = un_text_width(fonts, &style, text), gap = 6 * s;
    bool within = right - left > w + 40 * s, before = !within && left - start > w + gap + 10 * s, after = !within && !before && end - right > w + gap;
    un_Color color = un_ink_color(stage->context, UN_TOKEN_CTL);
    bool unseen = right - left < 1; // those steps are not seen: an arrow towards them
    float x = within ? (left + right - w) / 2 : before ? left - gap - w - (unseen ? 8 * s : 0) : right + gap + (unseen ? 10 * s : 0);
    bool told = within || before || after;
    if (told) un_text_draw(stage->list, fonts, &style, (un_Point){x, y + 4 * s}, UN_ALIGN_LEFT, text);
    if (unseen && told) un_ink_arrow(stage->list, (un_Point){before ? end - 2 * s : start + 2 * s, y}, before ? 1 : 0, 8 * s, color);
    if (unseen) return;
    if (within) {
        un_ink_rule(stage->list, stage->context, left, y, x - gap - left, 1.2f, color);
        un_ink_rule(stage->list, stage->context, x + w + gap, y, right - x - w - gap, 1.2f, color);
    } else {
        un_ink_rule(stage->list, stage->context, left, y, right - left, 1.2f, color);
    }
    float tick = 5 * s; // its ends point at the strip
    if (un_stage_x(grid, (float)first) >= start - 1) un_ink_post(stage->list, stage->context, left, y - tick, tick, 1.2f, color);
    if (un_stage_x(grid, (float)(last + 1)) <= end + 1) un_ink_post(stage->list, stage->context, right, y - tick, tick, 1.2f, color);
}

void un_stage_foot(const un_Stage *stage, const un_StageRow *row) {
    if (row->caption.h > 0) captions(stage, row);
    if (row->foot.h > 0) bracket(stage, row, before_legend(stage, row));
}
