#include "view/stage.h"

#include "base/catalog.h"
#include "base/number.h"
#include "view/stage_parts.h"

#include <math.h>
#include <stdio.h>

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

/// Left edge of the next symbol that matters after step t; far away when there is none.
static float next_mark(const un_Stage *stage, int t) {
    const un_Snapshot *snapshot = stage->snapshot;
    const un_StageColumns *grid = &stage->layout->grid;
    float left = 1e9f, right;
    for (int next = t + 1; next < snapshot->T; next++) {
        if (!snapshot->matters[next] || next / grid->bin == t / grid->bin) continue;
        un_stage_cell(grid, next / grid->bin, stage->s, &left, &right);
        return left;
    }
    return left;
}

/// The cell of step t's symbol, its style and its text's width. One that matters alone is always told, over its
/// neighbours if need be; not over others that matter as much.
static un_Rect input_cell(const un_Stage *stage, int t, un_TextStyle *style, float *width) {
    const un_Snapshot *snapshot = stage->snapshot;
    const un_StageColumns *grid = &stage->layout->grid;
    un_Rect row = stage->layout->input;
    float s = stage->s, left, right;
    bool matters = snapshot->matters[t];
    *style = matters ? un_ink_style(stage->context, UN_FACE_SEMIBOLD, 14, UN_TOKEN_ON_INK)
                     : un_ink_style(stage->context, UN_FACE_REGULAR, 14, UN_TOKEN_INK2);
    un_stage_cell(grid, t / grid->bin, s, &left, &right);
    un_Rect cell = {left, row.y, right - left, row.h};
    float w = un_text_width(stage->context->fonts, style, snapshot->symbol[t]);
    if (w > cell.w - 2 * s) style->size = 12 * s, w *= 12.0f / 14.0f;
    *width = w;
    bool alone =
        matters && (t == 0 || !snapshot->matters[t - 1]) && (t + 1 == snapshot->T || !snapshot->matters[t + 1]);
    if (!alone || w <= cell.w - 2 * s) return cell;
    cell.x = un_ink_clamp(left + (right - left - w) / 2 - 4 * s, row.x, row.x + row.w - w - 8 * s);
    cell.w = w + 8 * s;
    return cell;
}

/// A cell a step, where columns are wide enough.
static void input_cells(const un_Stage *stage) {
    const un_Snapshot *snapshot = stage->snapshot;
    float free_from = stage->layout->input.x;
    for (int t = 0; t < snapshot->T; t++) {
        float w, next_w;
        bool matters = snapshot->matters[t], covered = false;
        un_TextStyle style, next_style;
        un_Rect cell = input_cell(stage, t, &style, &w);
        if (!matters && cell.x < free_from) continue;
        for (int next = t + 1; next < snapshot->T && next <= t + 6 && !matters; next++) {
            if (!snapshot->matters[next]) continue;
            covered = input_cell(stage, next, &next_style, &next_w).x < cell.x + cell.w;
            break;
        }
        if (matters) free_from = cell.x + cell.w;
        un_draw_rect(stage->list, cell, 4 * stage->s,
                     un_ink_color(stage->context, matters ? UN_TOKEN_INK : UN_TOKEN_SUNKEN));
        if (w <= cell.w && !covered)
            un_text_draw_in(stage->list, stage->context->fonts, &style, cell, UN_ALIGN_CENTRE, snapshot->symbol[t]);
    }
}

/// A mark for each symbol that matters, and its text beside it where that covers nothing.
static void input_marks(const un_Stage *stage) {
    const un_Snapshot *snapshot = stage->snapshot;
    const un_StageColumns *grid = &stage->layout->grid;
    un_Rect row = stage->layout->input;
    float s = stage->s, free_from = row.x;
    un_TextStyle style = un_ink_style(stage->context, UN_FACE_SEMIBOLD, 14, UN_TOKEN_INK);
    un_draw_rect(stage->list, row, 3 * s, un_ink_color(stage->context, UN_TOKEN_SUNKEN));
    for (int t = 0; t < snapshot->T; t++) {
        float left, right;
        if (!snapshot->matters[t]) continue;
        un_stage_cell(grid, t / grid->bin, s, &left, &right);
        float w = fmaxf(right - left, 2 * s);
        un_draw_rect(stage->list, (un_Rect){left, row.y, w, row.h}, 0, un_ink_color(stage->context, UN_TOKEN_INK));
        float text = un_text_width(stage->context->fonts, &style, snapshot->symbol[t]);
        un_Rect box = {left + w + 4 * s, row.y, text, row.h};
        if (box.x < free_from || box.x + box.w > row.x + row.w) continue;
        if (next_mark(stage, t) < box.x + box.w + 2 * s) continue; // it would run under that one
        un_text_draw_in(stage->list, stage->context->fonts, &style, box, UN_ALIGN_LEFT, snapshot->symbol[t]);
        free_from = box.x + box.w + 6 * s;
    }
}

void un_stage_input(const un_Stage *stage) {
    const un_StageLayout *layout = stage->layout;
    const un_StageColumns *grid = &layout->grid;
    const un_Fonts *fonts = stage->context->fonts;
    float s = stage->s;
    un_Rect row = layout->input;
    if (grid->pitch >= 12 * s && grid->bin == 1)
        input_cells(stage);
    else
        input_marks(stage);
    un_TextStyle label = un_ink_style(stage->context, UN_FACE_REGULAR, grid->compact ? 13 : 14, UN_TOKEN_INK2);
    un_text_draw_in(stage->list, fonts, &label, (un_Rect){row.x - 80 * s, row.y, 70 * s, row.h}, UN_ALIGN_RIGHT,
                    _("Input"));
    float x = layout->row_count ? layout->row[0].result.x : row.x + row.w,
          w = layout->row_count ? layout->row[0].result.w : 0;
    question(stage, (un_Rect){x, row.y, w, row.h}, label);
}

void un_stage_steps(const un_Stage *stage) {
    const un_StageLayout *layout = stage->layout;
    const un_StageColumns *grid = &layout->grid;
    float s = stage->s, y = layout->steps.y + un_ink_snap(17 * s);
    int T = stage->snapshot->T;
    un_TextStyle style = un_ink_style(stage->context, UN_FACE_REGULAR, grid->compact ? 12 : 13, UN_TOKEN_INK3);
    const un_Fonts *fonts = stage->context->fonts;
    un_text_draw(stage->list, fonts, &style, (un_Point){layout->steps.x - 10 * s, y}, UN_ALIGN_RIGHT, _("step"));
    char number[32];
    un_number_count(T - 1, number, sizeof number);
    float widest = un_text_width(fonts, &style, number) + 14 * s;
    int every = (int)un_ink_nice(widest / (grid->pitch / (float)grid->bin));
    if (T > 5 && every < 5 && every > 1) every = 5;
    if (T > 12 && every == 1) every = T > 20 ? 5 : 2;
    for (int t = 0; t < T; t += every) {
        un_number_count(t, number, sizeof number);
        float x = un_stage_middle(grid, t), half = un_text_width(fonts, &style, number) / 2;
        if (t > 0 && x + half > layout->steps.x + layout->steps.w + 4 * s) break;
        if (t == 0 && x - half < layout->steps.x) x = layout->steps.x + half;
        un_text_draw(stage->list, fonts, &style, (un_Point){x, y}, UN_ALIGN_CENTRE, number);
    }
    if (layout->note <= 0) return;
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
    un_text_draw_cut(stage->list, fonts, &style, (un_Point){layout->steps.x, y + 17 * s},
                     layout->steps.w + grid->result_width, note);
}

/// Light behind the front over 3.2 columns.
static void glow(const un_Stage *stage, float x, int direction, un_Color color, un_Rect lanes) {
    enum { TEXELS = 64 };
    float w = un_ink_clamp(3.2f * stage->layout->grid.pitch, 16 * stage->s, 200 * stage->s),
          most = stage->context->theme == UN_THEME_DARK ? 0.26f : 0.20f;
    un_Rect rect = {direction > 0 ? x - w : x, lanes.y, w, lanes.h};
    float low = fmaxf(rect.x, lanes.x), high = fminf(rect.x + rect.w, lanes.x + lanes.w);
    if (high <= low) return;
    un_draw_save(stage->list);
    un_draw_clip(stage->list, (un_Rect){low, lanes.y, high - low, lanes.h});
    un_Color *texel = un_draw_image(stage->list, rect, TEXELS, 1);
    for (int i = 0; texel && i < TEXELS; i++) {
        float away = ((float)i + 0.5f) / TEXELS;
        if (direction > 0) away = 1 - away;
        texel[i] = un_color_fade(color, most * (1 - away));
    }
    un_draw_restore(stage->list);
}

/// Text with a patch under it, in the colour of the ground there: bars or the 1 % line must not strike it through.
static void patch_text(const un_Stage *stage, const un_TextStyle *style, float x, float y, un_Align align,
                       un_Token ground, const char *text) {
    float s = stage->s, w = un_text_width(stage->context->fonts, style, text),
          left = align == UN_ALIGN_RIGHT ? x - w : x;
    un_Rect back = {left - 5 * s, y - style->size, w + 10 * s, style->size * 1.36f};
    un_draw_rect(stage->list, back, 3 * s, un_color_fade(un_ink_color(stage->context, ground), 0.92f));
    un_text_draw(stage->list, stage->context->fonts, style, (un_Point){left, y}, UN_ALIGN_LEFT, text);
}

/// What has arrived at step t, and this step's factor, beside the front at x.
static void arrival(const un_Stage *stage, const un_StageRow *row, int t, float x, bool whole) {
    const un_SnapshotGradient *gradient = un_ink_highway(&stage->snapshot->lane[row->lane].track[row->direction]);
    float s = stage->s;
    double ratio = gradient->ratio[t];
    if (!isfinite(ratio) || ratio == 0) return; // the strip itself says cut, exactly 0, or not a number
    char number[32], text[64];
    un_number_short(ratio, number, sizeof number);
    snprintf(text, sizeof text, whole ? _("%s arrives") : "%s", number);
    un_TextStyle strong = un_ink_style(stage->context, UN_FACE_SEMIBOLD, 15, UN_TOKEN_BACKWARD);
    un_TextStyle quiet = un_ink_style(stage->context, UN_FACE_REGULAR, 12, UN_TOKEN_INK2);
    float h = row->gradient.h, first = un_ink_snap(row->gradient.y + fminf(18 * s, h * 0.5f + 6 * s));
    bool right_of = x - row->gradient.x < un_text_width(stage->context->fonts, &strong, text) + 14 * s;
    float at = right_of ? x + 8 * s : x - 8 * s;
    un_Align align = right_of ? UN_ALIGN_LEFT : UN_ALIGN_RIGHT;
    un_Token ground = right_of ? UN_TOKEN_SURFACE : UN_TOKEN_SUNKEN; // bars, or the empty track
    patch_text(stage, &strong, at, first, align, ground, text);
    if (whole || t + 1 > stage->snapshot->loss_step || h < 36 * s) return;
    double factor = ratio / gradient->ratio[t + 1];
    if (!isfinite(factor)) return;
    char precise[32];
    snprintf(precise, sizeof precise, "%.2f", factor);
    snprintf(text, sizeof text, _("×%s this step"),
             factor >= 0.01 && factor < 100 ? precise : un_number_short(factor, number, sizeof number));
    // Where the number had no room on the left, neither has this longer line.
    if (!right_of && x - row->gradient.x < un_text_width(stage->context->fonts, &quiet, text) + 14 * s) return;
    patch_text(stage, &quiet, at, first + 16 * s, align, ground, text);
}

static void front(const un_Stage *stage) {
    const un_StageLayout *layout = stage->layout;
    const un_Wave *wave = &stage->context->wave;
    float s = stage->s;
    bool whole = wave->phase == UN_WAVE_WHOLE, backward = wave->phase == UN_WAVE_BACKWARD;
    if (whole || (backward && wave->front <= 0)) {
        for (int r = 0; r < layout->row_count; r++)
            arrival(stage, &layout->row[r], 0, layout->input.x, true);
        if (whole) return;
    }
    if (wave->phase == UN_WAVE_LOSS || layout->row_count == 0) return;
    const un_StageRow *last = &layout->row[layout->row_count - 1];
    float x = un_stage_x(&layout->grid, wave->front), top = layout->input.y + layout->input.h + 2 * s;
    float bottom = last->gradient.y + last->gradient.h + 4 * s;
    un_Color color = un_ink_color(stage->context, backward ? UN_TOKEN_BACKWARD : UN_TOKEN_FORWARD);
    un_Rect lanes = {layout->input.x, layout->row[0].heat.y, last->gradient.w,
                     last->gradient.y + last->gradient.h - layout->row[0].heat.y};
    glow(stage, x, backward ? -1 : 1, color, lanes);
    float w = fmaxf(2.2f * s, 1);
    un_draw_rect(stage->list, (un_Rect){un_ink_snap(x - w / 2), top, un_ink_snap(w), bottom - top}, 0, color);
    un_ink_arrow(stage->list, (un_Point){backward ? x - 9 * s : x + 9 * s, top + 5 * s}, backward ? 0 : 1, 10 * s,
                 color);
    if (!backward || wave->front <= 0) return;
    int t = un_ink_arrived(stage->context);
    for (int r = 0; r < layout->row_count && t < stage->snapshot->T; r++)
        arrival(stage, &layout->row[r], t, x, false);
}

static void words(un_DrawList *list, const un_ViewContext *context, un_Rect rect) {
    const un_Snapshot *snapshot = context->snapshot;
    const un_Fonts *fonts = context->fonts;
    float s = context->scale, pad = 12 * s, x = rect.x + pad, w = rect.w - 2 * pad;
    int t = un_ink_arrived(context);
    bool started = t < snapshot->T;
    un_TextStyle quiet = un_ink_style(context, UN_FACE_REGULAR, 12, UN_TOKEN_INK3);
    un_TextStyle name = un_ink_style(context, UN_FACE_SEMIBOLD, 16, UN_TOKEN_INK);
    un_TextStyle figure = un_ink_style(context, UN_FACE_SEMIBOLD, 16, UN_TOKEN_BACKWARD);
    un_TextStyle verdict_style = un_ink_style(context, UN_FACE_REGULAR, 13, UN_TOKEN_INK2);
    char text[160];
    float head = 20 * s, pitch = fminf((rect.h - 2 * pad - head) / (float)snapshot->lane_count, 52 * s),
          y = rect.y + pad;
    if (started)
        snprintf(text, sizeof text, _("gradient that reaches step %d ÷ loss step"), t);
    else
        snprintf(text, sizeof text, "%s", _("The backward wave has not started."));
    un_text_draw_cut(list, fonts, &quiet, (un_Point){x, y + 11 * s}, w, text);
    for (int l = 0; l < snapshot->lane_count; l++) {
        const un_SnapshotLane *lane = &snapshot->lane[l];
        float top = y + head + pitch * (float)l;
        if (pitch < 15 * s || top + pitch > rect.y + rect.h) break;
        bool two = pitch >= 36 * s;
        float baseline = top + (two ? 17 : 13) * s;
        un_draw_rect(list, (un_Rect){x, top + 2 * s, 4 * s, (two ? 32 : 14) * s}, 2 * s, un_ink_lane(context, l));
        char number[32] = "", verdict[96] = "";
        if (started) un_number_short(un_ink_highway(&lane->track[0])->ratio[t], number, sizeof number);
        if (un_ink_verdict_is_told(context, lane, &lane->track[0]))
            un_ink_verdict(snapshot, lane, &lane->track[0], verdict, sizeof verdict);
        float after = un_text_draw_cut(list, fonts, &name, (un_Point){x + 12 * s, baseline}, w * 0.45f, lane->name);
        float figure_x = x + fmaxf(12 * s + after + 12 * s, 76 * s),
              used = un_text_draw(list, fonts, &figure, (un_Point){figure_x, baseline}, UN_ALIGN_LEFT, number);
        if (two)
            un_text_draw_cut(list, fonts, &verdict_style, (un_Point){x + 12 * s, baseline + 17 * s}, w - 12 * s,
                             verdict);
        else if (figure_x + used + 10 * s + un_text_width(fonts, &quiet, verdict) <= x + w)
            un_text_draw(list, fonts, &quiet, (un_Point){figure_x + used + 10 * s, baseline}, UN_ALIGN_LEFT, verdict);
    }
}

static void draw(un_DrawList *list, const un_ViewContext *context, un_Rect rect) {
    un_StageLayout layout = un_stage_layout(context, rect);
    if (!layout.fits) {
        words(list, context, rect);
        return;
    }
    un_Stage stage = {list, context, context->snapshot, &layout, rect, context->scale};
    un_stage_header(&stage);
    un_stage_input(&stage);
    for (int r = 0; r < layout.row_count; r++)
        un_stage_lane(&stage, &layout.row[r]);
    un_stage_steps(&stage);
    front(&stage);
}

static void summary(const un_ViewContext *context, char *out, size_t size) {
    const un_Snapshot *snapshot = context->snapshot;
    int t = un_ink_arrived(context);
    if (size) *out = 0;
    if (t == snapshot->T) {
        un_ink_append(out, size, "%s", _("The backward wave has not started."));
        return;
    }
    for (int l = 0; l < snapshot->lane_count; l++) {
        const un_SnapshotLane *lane = &snapshot->lane[l];
        char number[32], verdict[96];
        un_number_short(un_ink_highway(&lane->track[0])->ratio[t], number, sizeof number);
        if (l == 0)
            un_ink_append(out, size, _("%s: %s of the gradient reaches step %d"), lane->name, number, t);
        else
            un_ink_append(out, size, _("; %s: %s"), lane->name, number);
        if (un_ink_verdict_is_told(context, lane, &lane->track[0]))
            un_ink_append(out, size, ", %s", un_ink_verdict(snapshot, lane, &lane->track[0], verdict, sizeof verdict));
    }
    un_ink_append(out, size, ".");
}

const un_View un_view_stage = {
    .name = "stage",
    .title = UN_KEY("Stage"),
    .question = UN_KEY("What happens at each step, forward and back?"),
    .least_width = 380,
    .least_height = 200,
    .draw = draw,
    .hover = un_stage_hover,
    .summary = summary,
    .words = words,
    .notes = un_stage_notes,
};
