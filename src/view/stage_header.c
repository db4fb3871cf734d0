#include "view/stage_parts.h"

#include "base/catalog.h"
#include "base/number.h"
#include "canvas/colormap.h"
#include "canvas/icon.h"

#include <math.h>
#include <stdio.h>

/// One chip: its words, its colour, and where it stands relative to the wave.
typedef enum ChipState { CHIP_AHEAD, CHIP_ACTIVE, CHIP_DONE } ChipState;

static un_Color tint(const un_ViewContext *context, un_Token token) {
    return un_color_fade(un_ink_color(context, token), context->theme == UN_THEME_DARK ? 0.2f : 0.1f);
}

/// Draws one chip from x on, centred on middle. Returns its width.
static float chip(un_DrawList *list, const un_ViewContext *context, float x, float middle, ChipState state,
                  un_Token token, un_Icon icon, const char *text) {
    float s = context->scale;
    bool active = state == CHIP_ACTIVE;
    un_TextStyle style = un_ink_style(context, active ? UN_FACE_SEMIBOLD : UN_FACE_MEDIUM, 14,
                                      active               ? token
                                      : state == CHIP_DONE ? UN_TOKEN_INK2
                                                           : UN_TOKEN_INK3);
    float text_width = un_text_width(context->fonts, &style, text), pad = active ? 14 * s : 0,
          mark = state == CHIP_AHEAD ? 0 : 20 * s;
    if (list) {
        if (active) {
            float h = 34 * s;
            un_draw_rect(list, (un_Rect){x, un_ink_snap(middle - h / 2), text_width + mark + 2 * pad, h}, h / 2,
                         tint(context, token));
        }
        if (mark > 0) {
            un_icon_draw(list, active ? icon : UN_ICON_CHECK, (un_Point){x + pad + 6 * s, middle}, 14 * s,
                         un_ink_color(context, token));
        }
        un_Rect box = {x + pad + mark, middle - 10 * s, text_width, 20 * s};
        un_text_draw_in(list, context->fonts, &style, box, UN_ALIGN_LEFT, text);
    }
    return text_width + mark + 2 * pad;
}

/// The chips' words for one moment of the wave.
static void chip_text(const un_Snapshot *snapshot, const un_Wave *wave, char forward[64], char backward[64]) {
    char number[32];
    int T = snapshot->T;
    snprintf(forward, 64, "%s", _("Forward"));
    snprintf(backward, 64, "%s", _("Backward"));
    if (wave->phase == UN_WAVE_FORWARD && wave->front > 0) {
        int step = (int)ceilf(wave->front) - 1;
        snprintf(forward, 64, _("Forward: step %s"), un_number_count(step < T ? step : T - 1, number, sizeof number));
    } else if (wave->phase == UN_WAVE_BACKWARD && wave->front < (float)T) {
        int back = snapshot->loss_step - (int)ceilf(wave->front - 1e-3f);
        if (back < 0) back = 0;
        snprintf(backward, 64, back == 1 ? _("Backward: %s step back") : _("Backward: %s steps back"),
                 un_number_count(back, number, sizeof number));
    }
}

static float chips(un_DrawList *list, const un_ViewContext *context, un_Rect rect, const un_Wave *wave,
                   bool only_active) {
    float s = context->scale, middle = rect.y + rect.h / 2, x = rect.x;
    char forward[64], backward[64];
    chip_text(context->snapshot, wave, forward, backward);
    const char *text[3] = {forward, _("Loss"), backward};
    const un_Token token[3] = {UN_TOKEN_FORWARD, UN_TOKEN_LOSS, UN_TOKEN_BACKWARD};
    const un_Icon icon[3] = {UN_ICON_RIGHT, UN_ICON_DOWN, UN_ICON_LEFT};
    int now = wave->phase == UN_WAVE_WHOLE     ? 3
              : wave->phase == UN_WAVE_FORWARD ? 0
              : wave->phase == UN_WAVE_LOSS    ? 1
                                               : 2;
    bool drawn = false;
    for (int i = 0; i < 3; i++) {
        if (only_active && i != now) continue;
        if (drawn) {
            x += 10 * s;
            if (list) un_ink_rule(list, context, x, middle, 20 * s, 1, un_ink_color(context, UN_TOKEN_LINE2));
            x += 30 * s;
        }
        drawn = true;
        x += chip(list, context, x, middle,
                  i < now    ? CHIP_DONE
                  : i == now ? CHIP_ACTIVE
                             : CHIP_AHEAD,
                  token[i], icon[i], text[i]);
    }
    return x - rect.x;
}

float un_stage_phase(un_DrawList *list, const un_ViewContext *context, un_Rect rect, const un_Wave *wave,
                     bool only_active) {
    if (list) return chips(list, context, rect, wave, only_active);
    // The widest moment of each phase: what follows the chips must not move while the wave runs.
    int T = context->snapshot->T, digits = 1;
    while (digits * 10 < T)
        digits *= 10;
    float widest = 0;
    const un_Wave moment[4] = {{UN_WAVE_WHOLE, 0, 1},
                               {UN_WAVE_FORWARD, (float)(T > 1 ? T - 1 : 1), 0},
                               {UN_WAVE_LOSS, (float)T, 1},
                               {UN_WAVE_BACKWARD, T - 1 - digits > 0 ? (float)(T - 1 - digits) : 0, 1}};
    for (int i = 0; i < 4; i++)
        widest = fmaxf(widest, chips(NULL, context, rect, &moment[i], only_active));
    return widest;
}

enum { STATE_RAMP = 112, GRADIENT_RAMP = 152, RAMP_GAP = 28 };

static const char *gradient_caption(void) {
    return _("gradient ÷ loss step");
}

float un_stage_legend_width(const un_ViewContext *context, un_StageLegend legends) {
    float s = context->scale;
    un_TextStyle style = un_ink_style(context, UN_FACE_REGULAR, 13, UN_TOKEN_INK3);
    switch (legends) {
    case UN_LEGEND_BOTH:
        return (STATE_RAMP + RAMP_GAP + GRADIENT_RAMP) * s;
    case UN_LEGEND_GRADIENT:
        return un_text_width(context->fonts, &style, gradient_caption()) + (16 + GRADIENT_RAMP) * s;
    case UN_LEGEND_RAMP:
        return GRADIENT_RAMP * s;
    default:
        return 0;
    }
}

/// A ramp with its ticks below.
static void ramp(const un_Stage *stage, un_Map map, un_Rect rect, float low, float high, const float *tick,
                 const char *const *label, int ticks) {
    float s = stage->s;
    un_TextStyle style = un_ink_style(stage->context, UN_FACE_REGULAR, 12, UN_TOKEN_INK3);
    un_colormap_ramp(stage->list, stage->context->theme, map, rect, low, high);
    un_draw_frame(stage->list, rect, 0, 1, un_ink_color(stage->context, UN_TOKEN_LINE));
    for (int i = 0; i < ticks; i++) {
        float x = rect.x + rect.w * (tick[i] - low) / (high - low),
              half = un_text_width(stage->context->fonts, &style, label[i]) / 2;
        x = un_ink_clamp(x, rect.x - 6 * s + half, rect.x + rect.w + 6 * s - half);
        un_text_draw(stage->list, stage->context->fonts, &style, (un_Point){x, rect.y + rect.h + 14 * s},
                     UN_ALIGN_CENTRE, label[i]);
    }
}

static void legend(const un_Stage *stage) {
    const un_StageLayout *layout = stage->layout;
    float s = stage->s, right = layout->legend.x + layout->legend.w;
    if (layout->legends == UN_LEGEND_NONE) return;
    char power[2][24];
    const char *gradient_label[4] = {un_number_power(-8, power[0], sizeof power[0]),
                                     un_number_power(-4, power[1], sizeof power[1]), _("1 %"), "1"};
    const float gradient_tick[4] = {-8, -4, -2, 0};
    un_TextStyle style =
        un_ink_style(stage->context, UN_FACE_REGULAR, layout->legends == UN_LEGEND_BOTH ? 12.0f : 13.0f, UN_TOKEN_INK3);
    bool above = layout->legends == UN_LEGEND_BOTH;
    float y = un_ink_snap(layout->legend.y + (above ? 28.0f : 15.0f) * s);
    un_Rect gradient = {right - GRADIENT_RAMP * s, y, GRADIENT_RAMP * s, un_ink_snap(8 * s)};
    ramp(stage, UN_MAP_GRADIENT, un_ink_snap_rect(gradient), -8, 1, gradient_tick, gradient_label, 4);
    if (layout->legends == UN_LEGEND_GRADIENT) {
        un_text_draw(stage->list, stage->context->fonts, &style, (un_Point){gradient.x - 16 * s, y + 10 * s},
                     UN_ALIGN_RIGHT, gradient_caption());
    }
    if (!above) return;
    un_text_draw(stage->list, stage->context->fonts, &style, (un_Point){gradient.x, y - 7 * s}, UN_ALIGN_LEFT,
                 gradient_caption());
    un_Rect state = {layout->legend.x, y, STATE_RAMP * s, un_ink_snap(8 * s)};
    bool cell = false;
    float largest = 1;
    for (int r = 0; r < layout->row_count; r++) {
        const un_SnapshotTrack *track = &stage->snapshot->lane[layout->row[r].lane].track[layout->row[r].direction];
        if (!un_stage_shows_cell(stage->context, track)) continue;
        cell = true;
        largest = fmaxf(largest, track->c_largest);
    }
    const float state_tick[3] = {-1, 0, 1};
    const char *state_label[3] = {"−1", "0", "1"};
    ramp(stage, UN_MAP_STATE, un_ink_snap_rect(state), -1, 1, state_tick, state_label, 3);
    char caption[96], number[32];
    snprintf(caption, sizeof caption, "%s", _("state"));
    // c is unbounded: it is divided by its largest value, which the legend must then tell.
    if (cell) snprintf(caption, sizeof caption, _("state, c ÷ %s"), un_number_short(largest, number, sizeof number));
    un_text_draw(stage->list, stage->context->fonts, &style, (un_Point){state.x, y - 7 * s}, UN_ALIGN_LEFT, caption);
}

void un_stage_header(const un_Stage *stage) {
    const un_StageLayout *layout = stage->layout;
    un_TextStyle title = un_ink_style(stage->context, UN_FACE_SEMIBOLD, 18, UN_TOKEN_INK);
    if (layout->title.w > 0)
        un_text_draw_in(stage->list, stage->context->fonts, &title, layout->title, UN_ALIGN_LEFT, _("Stage"));
    un_stage_phase(stage->list, stage->context, layout->phase, &stage->context->wave, layout->grid.tiny);
    legend(stage);
}
