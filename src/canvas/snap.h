/// How points become pixels, the same in every back end: sharp rectangles and hairlines fall on whole pixels, because a
/// hairline across two pixels looks grey and wide. Inside src/canvas only.
#ifndef UN_CANVAS_SNAP_H
#define UN_CANVAS_SNAP_H

#include "canvas/geometry.h"

#include <stddef.h>

/// Pixels from x0 up to but without x1, and so on. Empty when x1 <= x0 or y1 <= y0.
typedef struct un_PixelRect {
    int x0, y0, x1, y1;
} un_PixelRect;

/// The nearest whole number, half up; clamped to +-1e6.
int un_snap(float value);
un_PixelRect un_snap_rect(un_Rect rect, float pixels);
un_PixelRect un_pixels_intersect(un_PixelRect a, un_PixelRect b);
un_PixelRect un_pixels_union(un_PixelRect a, un_PixelRect b);
bool un_pixels_empty(un_PixelRect rect);

/// A filled rectangle in pixels. sharp: its edges are whole pixels and it has no rounded corners, so no anti-aliasing
/// is needed.
typedef struct un_SnappedRect {
    un_Rect rect;
    float radius;
    bool sharp;
} un_SnappedRect;

un_SnappedRect un_snap_fill(un_Rect rect, float radius, float pixels);

/// The middle line of a frame in pixels, its radius and the stroke's width; *color fades where the stroke is under a
/// pixel wide.
un_Rect un_snap_frame(un_Rect rect, float pixels, float *radius, float *width, un_Color *color);

/// Points and width of a polyline to pixels. A line of thin horizontal and vertical pieces is put on whole pixels;
/// under a pixel of width the colour fades instead. to: count points, may not overlap from.
void un_snap_polyline(const un_Point *from, size_t count, float pixels, un_Point *to, float *width, un_Color *color);

/// A glyph's place: whole pixel of the origin and a quarter-pixel phase 0..3 to the right; the baseline is a whole
/// pixel.
typedef struct un_GlyphPlace {
    int x, y, phase;
} un_GlyphPlace;

un_GlyphPlace un_snap_glyph(float x, float y, float pixels);

#endif
