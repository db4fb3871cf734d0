#include "canvas/shape.h"

void un_shape_hatch(un_DrawList *list, un_Rect rect, float gap, float width, un_Color color) {
    if (!(gap > 0.5f) || !(rect.w > 0) || !(rect.h > 0)) return;
    un_draw_save(list);
    un_draw_clip(list, rect);
    // Lines x + y = k * step, anchored at the origin of the picture: the hatches of two neighbours run into each other.
    float step = gap * 1.41421356f;
    float first = rect.x + rect.y, last = first + rect.w + rect.h;
    float low = first / step, high = last / step;
    if (!(low > -1e6f && high < 1e6f)) { // nowhere near a picture, or not finite
        un_draw_restore(list);
        return;
    }
    for (int k = (int)low - 1; (float)k * step <= last; k++) {
        float sum = (float)k * step;
        if (sum < first) continue;
        // From the lower left to the upper right end inside the rectangle, a line's width further so that the clip cuts
        // it.
        float left = sum - (rect.y + rect.h) > rect.x ? sum - (rect.y + rect.h) : rect.x;
        float right = sum - rect.y < rect.x + rect.w ? sum - rect.y : rect.x + rect.w;
        left -= width;
        right += width;
        un_draw_line(list, (un_Point){left, sum - left}, (un_Point){right, sum - right}, width, color);
    }
    un_draw_restore(list);
}

void un_shape_panel(un_DrawList *list, un_ThemeName theme, un_Rect rect, float scale) {
    float radius = 10 * scale;
    if (theme == UN_THEME_LIGHT) {
        un_Color shadow = un_color_fade(un_theme_color(theme, UN_TOKEN_INK), 0.0125f);
        for (int i = 1; i <= 5; i++) {
            // Light from above: the steps show 1 to 5 points below, 3 at the sides and nothing on top. Only their rims
            // are drawn, as wide as can show beside the panel.
            float below = (float)i * scale, side = (float)(i - 2) * scale, rim = 8 * scale;
            un_Rect step = {rect.x - side, rect.y + 2 * scale, rect.w + 2 * side, rect.h - 2 * scale + below};
            un_draw_frame(list, un_rect_inset(step, rim / 2), radius + side - rim / 2, rim, shadow);
        }
    }
    un_draw_rect(list, rect, radius, un_theme_color(theme, UN_TOKEN_SURFACE));
    un_draw_frame(list, rect, radius, scale, un_theme_color(theme, UN_TOKEN_LINE));
}
