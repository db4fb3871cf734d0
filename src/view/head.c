#include "base/catalog.h"
#include "view/ink.h"

#include <math.h>

static const float BUTTONS = 88;

static float padding(const un_ViewContext *context, un_Rect rect) {
    return (rect.w >= 560 * context->scale ? 20.0f : 14.0f) * context->scale;
}

static un_TextStyle title_style(const un_ViewContext *context) {
    return un_ink_style(context, UN_FACE_SEMIBOLD, context->hall ? 13 : 17, UN_TOKEN_INK);
}

/// Whether a second line leaves the picture enough.
static bool asks(const un_ViewContext *context, un_Rect rect, const un_View *view) {
    un_TextStyle style = un_ink_style(context, UN_FACE_REGULAR, 13, UN_TOKEN_INK3);
    return rect.h >= 240 * context->scale &&
           un_text_width(context->fonts, &style, _(view->question)) <= rect.w - 2 * padding(context, rect);
}

un_Rect un_ink_head(un_DrawList *list, const un_ViewContext *context, un_Rect rect, const un_View *view) {
    float s = context->scale, pad = padding(context, rect), y = rect.y + pad * 0.6f;
    un_Rect rest = {rect.x + pad, y, rect.w - 2 * pad, rect.y + rect.h - pad * 0.7f - y};
    if (context->tabbed) return rest;
    bool asked = !context->hall && asks(context, rect, view);
    float used = (asked ? 52 : context->hall ? UN_INK_HALL_HEAD : UN_INK_HEAD) * s;
    un_TextStyle title = title_style(context), question = un_ink_style(context, UN_FACE_REGULAR, 13, UN_TOKEN_INK3);
    if (list) un_text_draw_cut(list, context->fonts, &title, (un_Point){rest.x, y + (context->hall ? 12 : 19) * s}, rest.w, _(view->title));
    if (list && asked)
        un_text_draw(list, context->fonts, &question, (un_Point){rest.x, y + 40 * s}, UN_ALIGN_LEFT, _(view->question));
    rest.y += used;
    rest.h -= used;
    return rest;
}

un_Rect un_ink_head_buttons(const un_ViewContext *context, un_Rect rect, const un_View *view) {
    float s = context->scale, pad = padding(context, rect);
    un_TextStyle title = title_style(context);
    float x = rect.x + pad + un_text_width(context->fonts, &title, _(view->title)) + 6 * s;
    un_Rect place = {x, rect.y + pad * 0.6f - 1 * s, BUTTONS * s, 28 * s};
    if (context->tabbed || context->hall || place.x + place.w > rect.x + rect.w - pad) place.w = 0;
    return place;
}

void un_ink_empty(un_DrawList *list, const un_ViewContext *context, un_Rect rect, const char *sentence) {
    un_TextStyle style = un_ink_style(context, UN_FACE_REGULAR, 15, UN_TOKEN_INK2);
    float s = context->scale, width = un_text_width(context->fonts, &style, sentence);
    if (width <= rect.w) {
        un_text_draw_in(list, context->fonts, &style, rect, UN_ALIGN_CENTRE, sentence);
        return;
    }
    float height = un_text_draw_wrapped(NULL, context->fonts, &style, (un_Point){0, 0}, rect.w, 20 * s, sentence);
    float y = rect.y + fmaxf((rect.h - height) / 2, 0) + 15 * s;
    un_text_draw_wrapped(list, context->fonts, &style, (un_Point){rect.x, y}, rect.w, 20 * s, sentence);
}
