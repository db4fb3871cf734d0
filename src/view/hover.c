#include "view/ink.h"
#include "view/view.h"

#include <math.h>

/// The best place for a box of w x h: right of the mark, left, above, below, across the front; the first that is inside
/// bounds and off the front.
static un_Rect place(const un_Hover *hover, un_Rect bounds, float w, float h, float gap) {
    un_Rect mark = hover->mark;
    float right = bounds.x + bounds.w, bottom = bounds.y + bounds.h, middle = mark.y + mark.h / 2 - h / 2;
    float held = un_ink_clamp(mark.x, bounds.x, fmaxf(right - w, bounds.x)), above = mark.y - gap - h,
          below = mark.y + mark.h + gap;
    float front = hover->has_front ? hover->front : mark.x;
    const un_Rect candidate[] = {
        {mark.x + mark.w + gap, middle, w, h},
        {mark.x - gap - w, middle, w, h},
        {held, above, w, h},
        {mark.x + mark.w - w, above, w, h},
        {held, below, w, h},
        {mark.x + mark.w - w, below, w, h},
        {front - gap - w, middle, w, h},
        {front + gap, middle, w, h},
    };
    for (int strict = 1; strict >= 0; strict--) {
        for (size_t i = 0; i < sizeof candidate / sizeof *candidate; i++) {
            un_Rect box = candidate[i];
            if (box.y == middle) box.y = un_ink_clamp(box.y, bounds.y, fmaxf(bottom - h, bounds.y));
            bool inside = box.x >= bounds.x && box.x + w <= right && box.y >= bounds.y && box.y + h <= bottom;
            bool covers = hover->has_front && hover->front > box.x - gap / 2 && hover->front < box.x + w + gap / 2;
            if (inside && !(strict && covers)) return box;
        }
    }
    return (un_Rect){held, un_ink_clamp(below, bounds.y, fmaxf(bottom - h, bounds.y)), w, h};
}

void un_hover_draw(un_DrawList *list, const un_ViewContext *context, const un_Hover *hover, un_Rect bounds) {
    if (!hover->hit) return;
    float s = context->scale, pad = 10 * s, leading = 18 * s, w = 0;
    un_TextStyle style = un_ink_style(context, UN_FACE_REGULAR, 13, UN_TOKEN_INK), first = style;
    first.face = UN_FACE_MEDIUM;
    for (int i = 0; i < hover->lines; i++)
        w = fmaxf(w, un_text_width(context->fonts, i ? &style : &first, hover->text[i]));
    w = fminf(w + 2 * pad, bounds.w);
    float h = leading * (float)hover->lines + 2 * pad - 5 * s, gap = 10 * s;
    un_Rect box = place(hover, bounds, w, h, gap);
    float left = fminf(box.x, hover->mark.x) - 4 * s, top = fminf(box.y, hover->mark.y) - 4 * s;
    un_Rect group = {left, top, fmaxf(box.x + box.w, hover->mark.x + hover->mark.w) + 4 * s - left,
                     fmaxf(box.y + box.h, hover->mark.y + hover->mark.h) + 4 * s - top};
    un_draw_group(list, "hover", group);
    un_draw_frame(list, hover->mark, 3 * s, 1.5f * s, un_ink_color(context, UN_TOKEN_INK));
    un_draw_rect(list, box, 6 * s, un_ink_color(context, UN_TOKEN_SURFACE));
    un_draw_frame(list, box, 6 * s, s, un_ink_color(context, UN_TOKEN_CTL));
    for (int i = 0; i < hover->lines; i++) {
        un_text_draw_cut(list, context->fonts, i ? &style : &first,
                         (un_Point){box.x + pad, box.y + pad + 8 * s + leading * (float)i}, w - 2 * pad + 1,
                         hover->text[i]);
    }
    un_draw_group_end(list);
}
