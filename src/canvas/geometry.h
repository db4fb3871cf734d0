/// Points, rectangles and colours. Lengths are points: one pixel at scale 1.
#ifndef UN_CANVAS_GEOMETRY_H
#define UN_CANVAS_GEOMETRY_H

#include <stdbool.h>
#include <stdint.h>

typedef struct un_Point {
    float x, y;
} un_Point;

typedef struct un_Rect {
    float x, y, w, h;
} un_Rect;

/// Straight (not premultiplied) sRGB.
typedef struct un_Color {
    uint8_t r, g, b, a;
} un_Color;

static inline bool un_rect_contains(un_Rect rect, un_Point point) {
    return point.x >= rect.x && point.x < rect.x + rect.w && point.y >= rect.y && point.y < rect.y + rect.h;
}

static inline bool un_rect_same(un_Rect a, un_Rect b) {
    return a.x == b.x && a.y == b.y && a.w == b.w && a.h == b.h;
}

static inline un_Rect un_rect_inset(un_Rect rect, float by) {
    return (un_Rect){rect.x + by, rect.y + by, rect.w - 2 * by, rect.h - 2 * by};
}

/// The colour with its opacity multiplied by 0..1 (NaN: 0); what lies outside is clamped.
static inline un_Color un_color_fade(un_Color color, float opacity) {
    opacity = opacity > 0 ? (opacity < 1 ? opacity : 1) : 0;
    color.a = (uint8_t)((float)color.a * opacity + 0.5f);
    return color;
}

#endif
