/// One draw command onto pixels. Shapes with curves and slants are cairo's; rectangles on whole pixels, images and glyphs are
/// written directly. Inside src/canvas/cairo only.
#ifndef UN_CANVAS_CAIRO_PAINT_H
#define UN_CANVAS_CAIRO_PAINT_H

#include "canvas/cairo/glyph_cache.h"
#include "canvas/draw_list.h"
#include "canvas/snap.h"

#include <cairo.h>

typedef struct un_Painter {
    cairo_surface_t *surface;
    cairo_t *cairo;
    uint32_t *data; ///< premultiplied ARGB
    int width, height;
    float pixels; ///< per point
    un_GlyphCache *glyphs;
    un_PixelRect clip;       ///< nothing is drawn outside
    un_PixelRect cairo_clip; ///< what cairo was told last
    bool direct;             ///< pixels were written behind cairo's back
    un_Point *scratch;
    size_t scratch_room;
} un_Painter;

/// The pixels a shape may touch, or more. Clip, save, restore and groups: empty.
un_PixelRect un_paint_bounds(un_Painter *painter, const un_DrawList *list, const un_DrawCommand *command);
/// Draws a shape inside painter->clip; the other kinds do nothing.
void un_paint_command(un_Painter *painter, const un_DrawList *list, const un_DrawCommand *command);
/// Replaces the pixels of rect (inside the picture) by the colour.
void un_paint_clear(un_Painter *painter, un_PixelRect rect, un_Color color);

#endif
