/// The step axis of the stage, what is binned in it, and which of all steps are seen.
#include "view/stage_parts.h"

#include "base/catalog.h"
#include "base/number.h"

#include <math.h>
#include <stdio.h>

static un_TextStyle tick_style(const un_Stage *stage) {
    return un_ink_style(stage->context, UN_FACE_REGULAR, stage->layout->grid.compact ? 12 : 13, UN_TOKEN_INK3);
}

int un_stage_ticks(const un_StageColumns *grid, float widest) {
    int every = (int)un_ink_nice((double)(widest / (grid->pitch / (float)grid->bin)));
    float steps = grid->range.last - grid->range.first;
    if (steps > 5 && every < 5 && every > 1) every = 5;
    if (steps > 12 && every == 1) every = steps > 20 ? 5 : 2;
    return every;
}

/// The loss's step, where it is not the last one: framed in each lane and named; out of sight: an arrow towards it.
static un_Rect loss_mark(const un_Stage *stage, float y) {
    const un_StageLayout *layout = stage->layout;
    const un_StageColumns *grid = &layout->grid;
    int t = stage->snapshot->loss_step;
    float s = stage->s;
    un_Rect taken = {0, 0, 0, 0};
    un_Color color = un_ink_color(stage->context, UN_TOKEN_LOSS);
    if (layout->phase.h <= 0) return taken; // another view on these columns: it has a mark of its own
    if (!un_stage_sees(grid, t)) {
        bool left = un_stage_x(grid, (float)t) < grid->x;
        un_ink_arrow(stage->list, (un_Point){left ? grid->x - 1 * s : grid->x + grid->w + 1 * s, layout->input.y + layout->input.h / 2}, left ? 0 : 1, 9 * s, color);
        return taken;
    }
    if (t == grid->T - 1 || layout->row_count == 0) return taken;
    char text[64], number[32];
    float left, right;
    un_stage_cell(grid, t / grid->bin - grid->base, s, &left, &right);
    for (int r = 0; r < layout->row_count; r++) { // a frame a lane: the words between them stay free
        const un_StageRow *row = &layout->row[r];
        float top = row->heat.y - 3 * s, bottom = row->gradient.y + row->gradient.h + 1 * s;
        un_draw_frame(stage->list, (un_Rect){left - 2 * s, top, right - left + 4 * s, bottom - top}, 4 * s, 1.5f * s, color);
    }
    un_TextStyle style = un_ink_style(stage->context, UN_FACE_SEMIBOLD, 12, UN_TOKEN_LOSS);
    snprintf(text, sizeof text, _("loss at %s"), un_number_count(t, number, sizeof number));
    float w = un_text_width(stage->context->fonts, &style, text), x = un_ink_clamp((left + right - w) / 2, grid->x, grid->x + grid->w - w);
    un_text_draw(stage->list, stage->context->fonts, &style, (un_Point){x, y}, UN_ALIGN_LEFT, text);
    return (un_Rect){x - 6 * s, y, w + 12 * s, 1};
}

/// taken: where the loss's own number stands.
static void numbers(const un_Stage *stage, float y, un_Rect taken) {
    const un_StageLayout *layout = stage->layout;
    const un_StageColumns *grid = &layout->grid;
    const un_Fonts *fonts = stage->context->fonts;
    un_TextStyle style = tick_style(stage);
    float s = stage->s;
    char number[32];
    un_number_count(grid->T - 1, number, sizeof number);
    int every = un_stage_ticks(grid, un_text_width(fonts, &style, number) + 14 * s);
    int first = un_stage_first(grid, 0);
    for (int t = (first + every - 1) / every * every; t < grid->T; t += every) {
        un_number_count(t, number, sizeof number);
        float x = un_stage_middle(grid, t), half = un_text_width(fonts, &style, number) / 2;
        if (x > grid->x + grid->w || (t > 0 && x + half > layout->steps.x + layout->steps.w + 4 * s)) break;
        if (!un_stage_sees(grid, t)) continue;
        if (x - half < layout->steps.x) x = layout->steps.x + half;
        if (x + half > taken.x && x - half < taken.x + taken.w) continue;
        un_text_draw(stage->list, fonts, &style, (un_Point){x, y}, UN_ALIGN_CENTRE, number);
    }
}

/// "step", or which steps are seen: "120-180 of 1,000".
static void name(const un_Stage *stage, float y) {
    const un_StageColumns *grid = &stage->layout->grid;
    const un_Fonts *fonts = stage->context->fonts;
    un_TextStyle style = tick_style(stage);
    float s = stage->s, right = stage->layout->steps.x - 10 * s, room = grid->label_width - 24 * s;
    char text[160], first[32], last[32], all[32];
    snprintf(text, sizeof text, "%s", _("step"));
    if (grid->zoomed) {
        un_number_count((int)floorf(grid->range.first + 0.5f), first, sizeof first);
        un_number_count((int)floorf(grid->range.last - 0.5f), last, sizeof last);
        un_number_count(grid->T, all, sizeof all);
        snprintf(text, sizeof text, _("steps %s–%s of %s"), first, last, all);
        style.color = un_ink_color(stage->context, UN_TOKEN_INK2);
        if (un_text_width(fonts, &style, text) > room) snprintf(text, sizeof text, "%s–%s / %s", first, last, all);
    }
    un_text_draw(stage->list, fonts, &style, (un_Point){right, y}, UN_ALIGN_RIGHT, text);
}

/// What was put together: "each column: 5 steps · states by mean, gradients by maximum".
static void binned(const un_Stage *stage, float y) {
    const un_StageLayout *layout = stage->layout;
    const un_StageColumns *grid = &layout->grid;
    un_TextStyle style = tick_style(stage);
    char note[160] = "";
    if (grid->bin > 1)
        un_ink_append(note, sizeof note, _("each column: %d steps · states by mean, gradients by maximum"), grid->bin);
    for (int r = 0; r < layout->row_count; r++) {
        int units;
        un_stage_heat_rows(stage->snapshot->lane[layout->row[r].lane].hidden, &units);
        if (units == 1) continue;
        un_ink_append(note, sizeof note, _("%severy row: %d units"), *note ? " · " : "", units);
        break;
    }
    float w = layout->steps.w + (layout->zoom.w > 0 ? 0 : grid->result_width);
    un_text_draw_cut(stage->list, stage->context->fonts, &style, (un_Point){layout->steps.x, y}, w, note);
}

/// All steps as a thin track, the seen ones as its thumb, symbols to remember as ticks, the loss's step too.
static void overview(const un_Stage *stage) {
    const un_StageColumns *grid = &stage->layout->grid;
    const un_Snapshot *snapshot = stage->snapshot;
    un_Rect track = stage->layout->overview;
    float s = stage->s, per_step = track.w / (float)grid->T;
    if (track.h <= 0 || !grid->zoomed) return;
    un_draw_rect(stage->list, track, track.h / 2, un_ink_color(stage->context, UN_TOKEN_SUNKEN));
    float x = track.x + grid->range.first * per_step, w = (grid->range.last - grid->range.first) * per_step;
    w = fmaxf(w, 8 * s);
    x = un_ink_clamp(x, track.x, track.x + track.w - w);
    un_Rect thumb = {x, track.y, w, track.h};
    un_draw_rect(stage->list, thumb, track.h / 2, un_ink_color(stage->context, UN_TOKEN_CTL));
    int marks = 0;
    for (int t = 0; t < snapshot->T; t++)
        marks += snapshot->matters[t];
    for (int t = 0; marks <= 12 && t < snapshot->T; t++) {
        if (!snapshot->matters[t]) continue;
        float at = track.x + ((float)t + 0.5f) * per_step - 1 * s;
        un_draw_rect(stage->list, (un_Rect){at, track.y - 1 * s, 2 * s, track.h + 2 * s}, 0,
                     un_ink_color(stage->context, UN_TOKEN_INK));
    }
    float loss = track.x + ((float)snapshot->loss_step + 0.5f) * per_step - 1 * s;
    un_draw_rect(stage->list, (un_Rect){loss, track.y - 1 * s, 2 * s, track.h + 2 * s}, 0,
                 un_ink_color(stage->context, UN_TOKEN_LOSS));
}

void un_stage_steps(const un_Stage *stage) {
    const un_StageLayout *layout = stage->layout;
    float y = layout->steps.y + un_ink_snap(17 * stage->s);
    name(stage, y);
    numbers(stage, y, loss_mark(stage, y));
    if (layout->note > 0) binned(stage, y + 17 * stage->s);
    overview(stage);
}
