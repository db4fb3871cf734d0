#include "base/catalog.h"
#include "base/number.h"
#include "canvas/math.h"
#include "view/inspector_parts.h"

#include <math.h>
#include <stdio.h>

/// One strip: a number of every unit at the step.
typedef struct Strip {
    const char *name;
    const float *value; ///< (H)
    bool gate;          ///< from 0 to 1, in its own colour; else by the map of states, divided by `largest`
    un_Token token;
    float largest;
} Strip;

enum { STRIPS = UN_SNAPSHOT_GATES + 2 };

typedef struct Strips {
    int count;
    Strip strip[STRIPS];
    un_Rect cells;    ///< all rows together
    float pitch, row; ///< of a unit, of a strip
} Strips;

static void add(Strips *strips, Strip strip) {
    if (strips->count < STRIPS) strips->strip[strips->count++] = strip;
}

static Strips strips_of(const un_Inspector *in) {
    Strips out = {0};
    un_Rect place = in->layout->units;
    float s = in->context->scale;
    size_t at = (size_t)in->step * (size_t)in->H;
    for (int g = 0; g < in->track->gate_count; g++) {
        const un_SnapshotGate *gate = &in->track->gate[g];
        add(&out, (Strip){gate->name, gate->value + at, gate->job != UN_JOB_NEW, un_inspector_token(gate->job), 1});
    }
    if (in->track->c) add(&out, (Strip){"c_t", in->track->c + at, false, UN_TOKEN_INK, fmaxf(1, in->track->c_largest)});
    add(&out, (Strip){"h_t", in->track->h + at, false, UN_TOKEN_INK, 1});
    out.cells = (un_Rect){place.x + 34 * s, place.y + 26 * s, place.w - 34 * s, place.h - 26 * s};
    out.row = fminf(out.cells.h / (float)out.count, 28 * s);
    out.pitch = out.cells.w / (float)in->H;
    return out;
}

static un_Color color_of(const un_Inspector *in, const Strip *strip, float value) {
    if (!strip->gate) return un_theme_map(in->context->theme, UN_MAP_STATE, value / strip->largest);
    if (isnan(value)) return un_ink_color(in->context, UN_TOKEN_LOSS);
    return un_color_fade(un_ink_color(in->context, strip->token), un_ink_clamp(value, 0, 1) * 0.85f);
}

void un_inspector_strips(const un_Inspector *in) {
    un_Rect place = in->layout->units;
    if (!in->list || place.w <= 0) return;
    Strips strips = strips_of(in);
    float s = in->context->scale, gap = strips.pitch >= 6 * s ? 2 * s : 0, size = fminf(14 * s, strips.row);
    char words[96];
    un_TextStyle style = un_ink_style(in->context, UN_FACE_MEDIUM, 13, UN_TOKEN_INK2);
    un_TextStyle name = un_ink_style(in->context, UN_FACE_REGULAR, 14, UN_TOKEN_INK2);
    snprintf(words, sizeof words,
             in->unit < 0 ? _("All %d units at this step") : _("All %d units at this step; the frame is this one"),
             in->H);
    un_text_draw_cut(in->list, in->context->fonts, &style, (un_Point){place.x, place.y + 14 * s}, place.w, words);
    for (int k = 0; k < strips.count; k++) {
        float y = strips.cells.y + strips.row * (float)k, h = fmaxf(strips.row - 3 * s, 2);
        if (strips.row >= size)
            un_math_draw(in->list, in->context->fonts, &name, (un_Point){place.x + 2 * s, y + h / 2 + 5 * s},
                         strips.strip[k].name);
        un_draw_rect(in->list, (un_Rect){strips.cells.x, y, strips.cells.w, h}, 2 * s,
                     un_ink_color(in->context, UN_TOKEN_SUNKEN));
        un_Color *texel =
            in->shown ? un_draw_image(in->list, (un_Rect){strips.cells.x, y, strips.cells.w, h}, in->H, 1) : NULL;
        for (int i = 0; texel && i < in->H; i++)
            texel[i] = color_of(in, &strips.strip[k], strips.strip[k].value[i]);
    }
    float h = strips.row * (float)strips.count - 3 * s;
    for (int i = 1; gap > 0 && i < in->H; i++)
        un_ink_post(in->list, in->context, strips.cells.x + strips.pitch * (float)i, strips.cells.y, h, 1,
                    un_ink_color(in->context, UN_TOKEN_SURFACE));
    if (in->unit < 0) return;
    un_Rect frame = {strips.cells.x + strips.pitch * (float)in->unit, strips.cells.y - 2 * s, strips.pitch, h + 4 * s};
    un_draw_frame(in->list, frame, 2 * s, 2 * s, un_ink_color(in->context, UN_TOKEN_INK));
}

bool un_inspector_strips_hover(const un_Inspector *in, un_Point at, un_Hover *out) {
    if (in->layout->units.w <= 0 || !in->shown) return false;
    Strips strips = strips_of(in);
    int unit = (int)floorf((at.x - strips.cells.x) / strips.pitch),
        k = (int)floorf((at.y - strips.cells.y) / strips.row);
    if (unit < 0 || unit >= in->H || k < 0 || k >= strips.count) return false;
    const Strip *strip = &strips.strip[k];
    char number[64];
    snprintf(out->text[0], sizeof out->text[0], "%.1s = %s", strip->name,
             un_number_full((double)strip->value[unit], 9, number, sizeof number));
    snprintf(out->text[1], sizeof out->text[1], _("%s · step %d · unit %d"), in->lane->name, in->step, unit);
    snprintf(out->text[2], sizeof out->text[2], _("update %s"),
             un_number_count(in->snapshot->update, number, sizeof number));
    out->lines = 3;
    out->mark = (un_Rect){strips.cells.x + strips.pitch * (float)unit, strips.cells.y + strips.row * (float)k,
                          strips.pitch, strips.row};
    out->hit = true;
    return true;
}
