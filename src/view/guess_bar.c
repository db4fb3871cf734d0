#include "view/guess.h"

#include "base/catalog.h"
#include "view/ink.h"

#include <math.h>

enum { ROW = 30, NUMBER = 96, NAME = 104 };

float un_guess_bar_height(const un_ViewContext *context, float width) {
    bool narrow = width < 300 * context->scale;
    return (float)(narrow ? 2 * (ROW + 18) : 2 * ROW) * context->scale;
}

/// The ends of the axis: what can be guessed and what is shown. Linear: from 0; logarithmic: whole decades, one below the smallest.
static void ends_of(const un_GuessBar *bar, double *low, double *high) {
    const double values[] = {bar->has_guess ? bar->guess : NAN, bar->has_measured ? bar->measured : NAN,
                             bar->most > bar->least ? bar->least : NAN, bar->most > bar->least ? bar->most : NAN};
    *low = INFINITY;
    *high = 0;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        if (!isfinite(values[i])) continue;
        *high = fmax(*high, values[i]);
        if (values[i] > 0) *low = fmin(*low, values[i]);
    }
    if (!bar->logarithmic || !isfinite(*low)) {
        *low = 0;
        return;
    }
    *low = floor(log10(*low)) - 1;
    *high = log10(*high);
}

static float share_of(const un_GuessBar *bar, double value) {
    double low, high;
    ends_of(bar, &low, &high);
    double at = bar->logarithmic ? (value > 0 ? log10(value) : low) : value;
    return high > low && isfinite(at) ? (float)((at - low) / (high - low)) : 0;
}

typedef struct Row {
    const char *name, *number;
    double value;
    un_Color color;
    bool hollow;
} Row;

static void draw_row(un_DrawList *list, const un_ViewContext *context, const un_GuessBar *bar, un_Rect rect, const Row *row) {
    float s = context->scale, h = 12 * s;
    bool narrow = rect.w < 300 * s;
    un_TextStyle quiet = un_ink_style(context, UN_FACE_REGULAR, 15, UN_TOKEN_INK2), strong = un_ink_style(context, UN_FACE_SEMIBOLD, 15, UN_TOKEN_INK);
    strong.color = row->color;
    un_Rect line = {rect.x, rect.y, rect.w, narrow ? 18 * s : rect.h};
    un_text_draw_in(list, context->fonts, &quiet, line, UN_ALIGN_LEFT, row->name);
    un_text_draw_in(list, context->fonts, &strong, line, UN_ALIGN_RIGHT, row->number);
    un_Rect track = {rect.x + NAME * s, rect.y + (rect.h - h) / 2, rect.w - (NAME + NUMBER) * s, h};
    if (narrow) track = (un_Rect){rect.x, rect.y + 22 * s, rect.w, h};
    un_draw_rect(list, track, h / 2, un_ink_color(context, UN_TOKEN_SUNKEN));
    float filled = fmaxf(track.w * un_ink_clamp(share_of(bar, row->value), 0, 1), h);
    un_Rect fill = {track.x, track.y, filled, h};
    if (row->hollow)
        un_draw_frame_dashed(list, un_rect_inset(fill, s), h / 2 - s, 2 * s, 5 * s, 3 * s, row->color);
    else
        un_draw_rect(list, fill, h / 2, row->color);
}

void un_guess_bar_draw(un_DrawList *list, const un_ViewContext *context, un_Rect rect, const un_GuessBar *bar) {
    float h = un_guess_bar_height(context, rect.w) / 2;
    un_Color ink = un_ink_color(context, UN_TOKEN_INK), told = un_ink_color(context, bar->gradient ? UN_TOKEN_BACKWARD : UN_TOKEN_INK);
    Row guess = {_("Your guess"), bar->guess_text, bar->guess, ink, true}, measured = {_("Measured"), bar->measured_text, bar->measured, told, false};
    if (bar->has_guess) draw_row(list, context, bar, (un_Rect){rect.x, rect.y, rect.w, h}, &guess);
    if (bar->has_measured) draw_row(list, context, bar, (un_Rect){rect.x, rect.y + h, rect.w, h}, &measured);
}
