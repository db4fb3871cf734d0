#include "view/ink.h"
#include "view/view.h"

#include <math.h>

void un_hover_draw(un_DrawList *list, const un_ViewContext *context, const un_Hover *hover, un_Rect bounds) {
    if (!hover->hit) return;
    float s = context->scale, pad = 10 * s, leading = 18 * s, w = 0;
    un_TextStyle style = un_ink_style(context, UN_FACE_REGULAR, 13, UN_TOKEN_ON_INK), first = style;
    first.face = UN_FACE_MEDIUM;
    for (int i = 0; i < hover->lines; i++) w = fmaxf(w, un_text_width(context->fonts, i ? &style : &first, hover->text[i]));
    w = fminf(w + 2 * pad, bounds.w);
    float h = leading * (float)hover->lines + 2 * pad - 5 * s, gap = 10 * s;
    // Right of the mark, else left of it: the backward front comes from the right and stands left of what has arrived, so the side
    // away from the data's middle keeps clear of it. Above or below where neither side has room.
    un_Rect box = {hover->mark.x + hover->mark.w + gap, hover->mark.y + hover->mark.h / 2 - h / 2, w, h};
    if (box.x + w > bounds.x + bounds.w) box.x = hover->mark.x - gap - w;
    if (box.x < bounds.x) {
        box.x = un_ink_clamp(hover->mark.x, bounds.x, bounds.x + bounds.w - w);
        box.y = hover->mark.y - gap - h >= bounds.y ? hover->mark.y - gap - h : hover->mark.y + hover->mark.h + gap;
    }
    box.y = un_ink_clamp(box.y, bounds.y, fmaxf(bounds.y + bounds.h - h, bounds.y));
    float left = fminf(box.x, hover->mark.x) - 4 * s, top = fminf(box.y, hover->mark.y) - 4 * s;
    un_Rect group = {left, top, fmaxf(box.x + box.w, hover->mark.x + hover->mark.w) + 4 * s - left,
                     fmaxf(box.y + box.h, hover->mark.y + hover->mark.h) + 4 * s - top};
    un_draw_group(list, "hover", group);
    un_draw_frame(list, hover->mark, 3 * s, 1.5f * s, un_ink_color(context, UN_TOKEN_INK));
    un_draw_rect(list, box, 6 * s, un_ink_color(context, UN_TOKEN_INK));
    for (int i = 0; i < hover->lines; i++) {
        un_text_draw_cut(list, context->fonts, i ? &style : &first, (un_Point){box.x + pad, box.y + pad + 8 * s + leading * (float)i}, w - 2 * pad + 1, hover->text[i]);
    }
    un_draw_group_end(list);
}
