#include "base/catalog.h"
#include "base/number.h"
#include "canvas/math.h"
#include "view/inspector_parts.h"

#include <math.h>
#include <stdio.h>

/// One strip of cells: a number of every unit at the step, or of the unit at every step.
typedef struct Strip {
    const char *name;
    const float *value; ///< of the first cell
    size_t stride;      ///< to the next one's
    bool gate;          ///< from 0 to 1, in its own colour; else by the map of states, divided by `largest`
    un_Token token;
    float largest;
} Strip;

enum { STRIPS = UN_SNAPSHOT_GATES + 2 };

typedef struct Strips {
    bool over_steps;          ///< else over units
    int count, cells, chosen; ///< chosen: the cell in the frame; -1: none
    int shown;                ///< cells that the forward wave has passed
    Strip strip[STRIPS];
    un_Rect place, body; ///< all of it, and its cells
    float pitch, row;    ///< of a cell, of a strip
} Strips;

static void add(Strips *strips, Strip strip) {
    if (strips->count < STRIPS) strips->strip[strips->count++] = strip;
}

/// A (T,H) array as a strip.
static const float *first_of(const un_Inspector *in, bool over_steps, const float *values) {
    return over_steps ? values + in->unit : values + (size_t)in->step * (size_t)in->H;
}

/// Of all units over the steps only the gates have means in the snapshot.
static Strips strips_of(const un_Inspector *in, bool over_steps) {
    Strips out = {.over_steps = over_steps, .cells = over_steps ? in->snapshot->T : in->H};
    bool means = over_steps && in->unit < 0;
    size_t stride = over_steps && !means ? (size_t)in->H : 1;
    float s = in->context->scale;
    out.place = over_steps ? in->layout->steps : in->layout->units;
    out.chosen = over_steps ? in->step : in->unit;
    out.shown = over_steps || in->shown ? out.cells : 0;
    if (over_steps && in->context->wave.phase == UN_WAVE_FORWARD) out.shown = (int)ceilf(in->context->wave.front);
    for (int g = 0; g < in->track->gate_count; g++) {
        const un_SnapshotGate *gate = &in->track->gate[g];
        const float *value = means ? gate->mean : first_of(in, over_steps, gate->value);
        add(&out, (Strip){gate->name, value, stride, gate->job != UN_JOB_NEW, un_ink_job(gate->job), 1});
    }
    float largest = fmaxf(1, in->track->c_largest);
    if (in->track->c && !means)
        add(&out, (Strip){"c_t", first_of(in, over_steps, in->track->c), stride, false, UN_TOKEN_INK, largest});
    if (!means) add(&out, (Strip){"h_t", first_of(in, over_steps, in->track->h), stride, false, UN_TOKEN_INK, 1});
    out.body = (un_Rect){out.place.x + 34 * s, out.place.y + 26 * s, out.place.w - 34 * s, out.place.h - 26 * s};
    out.row = fminf(out.body.h / (float)(out.count > 0 ? out.count : 1), 28 * s);
    out.pitch = out.body.w / (float)out.cells;
    return out;
}

static un_Color color_of(const un_Inspector *in, const Strip *strip, float value) {
    if (!strip->gate) return un_theme_map(in->context->theme, UN_MAP_STATE, value / strip->largest);
    if (isnan(value)) return un_ink_color(in->context, UN_TOKEN_LOSS);
    return un_color_fade(un_ink_color(in->context, strip->token), un_ink_clamp(value, 0, 1) * 0.85f);
}

static void draw_heading(const un_Inspector *in, const Strips *strips) {
    float s = in->context->scale;
    char words[96];
    un_TextStyle style = un_ink_style(in->context, UN_FACE_MEDIUM, 13, UN_TOKEN_INK2);
    if (!strips->over_steps)
        snprintf(words, sizeof words, _("All %d units at this step"), in->H);
    else if (in->unit < 0)
        snprintf(words, sizeof words, _("The gates over all steps, means over %d units"), in->H);
    else
        snprintf(words, sizeof words, _("Unit %d over all steps"), in->unit);
    un_text_draw_cut(in->list, in->context->fonts, &style, (un_Point){strips->place.x, strips->place.y + 14 * s},
                     strips->place.w, words);
}

static void draw_strip(const un_Inspector *in, const Strips *strips, int k) {
    const Strip *strip = &strips->strip[k];
    float s = in->context->scale, y = strips->body.y + strips->row * (float)k, h = fmaxf(strips->row - 3 * s, 2);
    un_TextStyle name = un_ink_style(in->context, UN_FACE_REGULAR, 14, UN_TOKEN_INK2);
    un_Rect cells = {strips->body.x, y, strips->body.w, h};
    if (strips->row >= 14 * s)
        un_math_draw(in->list, in->context->fonts, &name, (un_Point){strips->place.x + 2 * s, y + h / 2 + 5 * s},
                     strip->name);
    un_draw_rect(in->list, cells, 2 * s, un_ink_color(in->context, UN_TOKEN_SUNKEN));
    cells.w = strips->pitch * (float)strips->shown;
    un_Color *texel = strips->shown > 0 ? un_draw_image(in->list, cells, strips->shown, 1) : NULL;
    for (int i = 0; texel && i < strips->shown; i++)
        texel[i] = color_of(in, strip, strip->value[strip->stride * (size_t)i]);
}

static void draw_strips(const un_Inspector *in, bool over_steps) {
    Strips strips = strips_of(in, over_steps);
    float s = in->context->scale, h = strips.row * (float)strips.count - 3 * s;
    if (strips.place.w <= 0 || strips.count == 0) return;
    draw_heading(in, &strips);
    for (int k = 0; k < strips.count; k++)
        draw_strip(in, &strips, k);
    for (int i = 1; strips.pitch >= 6 * s && i < strips.cells; i++)
        un_ink_post(in->list, in->context, strips.body.x + strips.pitch * (float)i, strips.body.y, h, 1,
                    un_ink_color(in->context, UN_TOKEN_SURFACE));
    if (strips.chosen < 0) return;
    float wide = fmaxf(strips.pitch, 4 * s),
          x = strips.body.x + strips.pitch * ((float)strips.chosen + 0.5f) - wide / 2;
    un_draw_frame(in->list, (un_Rect){x, strips.body.y - 2 * s, wide, h + 4 * s}, 2 * s, 2 * s,
                  un_ink_color(in->context, UN_TOKEN_INK));
}

void un_inspector_strips(const un_Inspector *in) {
    if (!in->list) return;
    draw_strips(in, false);
    draw_strips(in, true);
}

static bool hover_strips(const un_Inspector *in, bool over_steps, un_Point at, un_Hover *out) {
    Strips strips = strips_of(in, over_steps);
    if (strips.place.w <= 0 || strips.count == 0) return false;
    int cell = (int)floorf((at.x - strips.body.x) / strips.pitch), k = (int)floorf((at.y - strips.body.y) / strips.row);
    if (cell < 0 || cell >= strips.shown || k < 0 || k >= strips.count) return false;
    const Strip *strip = &strips.strip[k];
    char number[64];
    int step = over_steps ? cell : in->step, unit = over_steps ? in->unit : cell;
    snprintf(out->text[0], sizeof out->text[0], unit < 0 ? _("%.1s, mean over units = %s") : "%.1s = %s", strip->name,
             un_number_full((double)strip->value[strip->stride * (size_t)cell], 9, number, sizeof number));
    if (unit < 0)
        snprintf(out->text[1], sizeof out->text[1], _("%s · step %d"), in->lane->name, step);
    else
        snprintf(out->text[1], sizeof out->text[1], _("%s · step %d · unit %d"), in->lane->name, step, unit);
    snprintf(out->text[2], sizeof out->text[2], _("update %s"),
             un_number_count(in->snapshot->update, number, sizeof number));
    out->lines = 3;
    out->mark = (un_Rect){strips.body.x + strips.pitch * (float)cell, strips.body.y + strips.row * (float)k,
                          strips.pitch, strips.row};
    out->hit = true;
    return true;
}

bool un_inspector_strips_hover(const un_Inspector *in, un_Point at, un_Hover *out) {
    return hover_strips(in, false, at, out) || hover_strips(in, true, at, out);
}

bool un_inspector_pick(const un_ViewContext *context, un_Rect rect, un_Point at, un_Selection *out) {
    un_InspectorLayout layout = un_inspector_layout(context, rect);
    if (!layout.open) return false;
    un_Inspector in = un_inspector_look(context, &layout);
    for (int over_steps = 0; over_steps < 2; over_steps++) {
        Strips strips = strips_of(&in, over_steps);
        int cell = (int)floorf((at.x - strips.body.x) / strips.pitch);
        float below = at.y - strips.body.y;
        if (strips.place.w <= 0 || cell < 0 || cell >= strips.cells || below < 0 ||
            below >= strips.row * (float)strips.count)
            continue;
        *out = un_inspector_selection(context);
        *(over_steps ? &out->step : &out->unit) = cell;
        return true;
    }
    return false;
}
