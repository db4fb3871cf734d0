#include "canvas/snap.h"

#include <math.h>

/// Strokes up to this many pixels are put on whole pixels; wider ones look the same either way.
static const float hairline = 2.5f;

int un_snap(float value) {
    if (!(value > -1e6f)) return -1000000;
    if (value > 1e6f) return 1000000;
    return (int)floorf(value + 0.5f);
}

un_PixelRect un_snap_rect(un_Rect rect, float pixels) {
    return (un_PixelRect){un_snap(rect.x * pixels), un_snap(rect.y * pixels), un_snap((rect.x + rect.w) * pixels),
                          un_snap((rect.y + rect.h) * pixels)};
}

static int least(int a, int b) {
    return a < b ? a : b;
}

static int most(int a, int b) {
    return a > b ? a : b;
}

bool un_pixels_empty(un_PixelRect rect) {
    return rect.x1 <= rect.x0 || rect.y1 <= rect.y0;
}

un_PixelRect un_pixels_intersect(un_PixelRect a, un_PixelRect b) {
    return (un_PixelRect){most(a.x0, b.x0), most(a.y0, b.y0), least(a.x1, b.x1), least(a.y1, b.y1)};
}

un_PixelRect un_pixels_union(un_PixelRect a, un_PixelRect b) {
    if (un_pixels_empty(a)) return b;
    if (un_pixels_empty(b)) return a;
    return (un_PixelRect){least(a.x0, b.x0), least(a.y0, b.y0), most(a.x1, b.x1), most(a.y1, b.y1)};
}

/// Far outside every window, and small enough for the rasterisers' fixed point.
static float clamped(float value) {
    return value < -1e5f ? -1e5f : value > 1e5f ? 1e5f : value;
}

static un_Rect exact(un_Rect rect, float pixels) {
    float x0 = clamped(rect.x * pixels), y0 = clamped(rect.y * pixels);
    float x1 = clamped((rect.x + rect.w) * pixels), y1 = clamped((rect.y + rect.h) * pixels);
    return (un_Rect){x0, y0, x1 > x0 ? x1 - x0 : 0, y1 > y0 ? y1 - y0 : 0};
}

static un_Rect whole(un_Rect rect) {
    float x0 = (float)un_snap(rect.x), y0 = (float)un_snap(rect.y);
    return (un_Rect){x0, y0, (float)un_snap(rect.x + rect.w) - x0, (float)un_snap(rect.y + rect.h) - y0};
}

static float at_most(float value, float limit) {
    return value < limit ? (value > 0 ? value : 0) : limit;
}

un_SnappedRect un_snap_fill(un_Rect rect, float radius, float pixels) {
    un_Rect out = exact(rect, pixels);
    bool thin = out.w < 1 || out.h < 1; // would vanish or grow: its coverage says what it is
    if (!thin) out = whole(out);
    float r = at_most(radius * pixels, (out.w < out.h ? out.w : out.h) / 2);
    return (un_SnappedRect){out, r < 0.3f ? 0 : r, !thin && r < 0.3f};
}

/// A thin stroke's width in whole pixels; under one pixel the colour fades.
static float snap_width(float width, un_Color *color) {
    if (width >= hairline) return width;
    if (width < 1) {
        *color = un_color_fade(*color, width > 0 ? width : 0);
        return 1;
    }
    return width < 1.5f ? 1.0f : 2.0f;
}

un_Rect un_snap_frame(un_Rect rect, float pixels, float *radius, float *width, un_Color *color) {
    un_Rect out = exact(rect, pixels);
    float stroke = *width * pixels, r = *radius * pixels;
    bool sharp = r <= 0; // square corners look right with whole bars only
    if ((sharp || stroke < hairline) && out.w >= 1 && out.h >= 1) {
        stroke = stroke < hairline ? snap_width(stroke, color) : floorf(stroke + 0.5f);
        out = whole(out);
        if (fmodf(stroke, 2) > 0.5f) { // the odd pixel just inside the edge, where a fill of the same rectangle ends
            out = un_rect_inset(out, 0.5f);
            r -= 0.5f;
        }
    }
    *width = stroke;
    *radius = at_most(r, (out.w < out.h ? out.w : out.h) / 2);
    return out;
}

/// The middle of a stroke of 1 or 2 pixels so that its edges are whole.
static float snap_middle(float value, float width) {
    return width < 1.5f ? floorf(value) + 0.5f : floorf(value + 0.5f);
}

static bool is_level(un_Point a, un_Point b) {
    return fabsf(a.y - b.y) < 0.01f;
}

static bool is_upright(un_Point a, un_Point b) {
    return fabsf(a.x - b.x) < 0.01f;
}

void un_snap_polyline(const un_Point *from, size_t count, float pixels, un_Point *to, float *width, un_Color *color) {
    bool straight = count >= 2;
    for (size_t i = 0; i < count; i++) {
        to[i] = (un_Point){clamped(from[i].x * pixels), clamped(from[i].y * pixels)};
        if (i > 0 && !is_level(to[i - 1], to[i]) && !is_upright(to[i - 1], to[i])) straight = false;
    }
    *width *= pixels;
    if (*width >= hairline) return;
    if (!straight) {
        if (*width < 1) *width = snap_width(*width, color);
        return;
    }
    *width = snap_width(*width, color);
    bool level_start = is_level(to[0], to[1]), level_end = is_level(to[count - 2], to[count - 1]);
    un_Point start = to[0], end = to[count - 1];
    for (size_t i = 0; i < count; i++)
        to[i] = (un_Point){snap_middle(to[i].x, *width), snap_middle(to[i].y, *width)};
    // Butt ends lie on whole pixels along the line.
    if (level_start)
        to[0].x = (float)un_snap(start.x);
    else
        to[0].y = (float)un_snap(start.y);
    if (level_end)
        to[count - 1].x = (float)un_snap(end.x);
    else
        to[count - 1].y = (float)un_snap(end.y);
}

un_GlyphPlace un_snap_glyph(float x, float y, float pixels) {
    int quarters = un_snap(clamped(x * pixels) * 4);
    int phase = (quarters % 4 + 4) % 4;
    return (un_GlyphPlace){(quarters - phase) / 4, un_snap(y * pixels), phase};
}
