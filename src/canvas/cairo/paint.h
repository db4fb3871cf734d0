/// One draw command onto pixels. Lines, dashes and polygons are cairo's; boxes, circles, images and glyphs are written
/// directly, which is faster and knows no difference between a whole and a partial drawing. Inside src/canvas/cairo
/// only.
#ifndef UN_CANVAS_CAIRO_PAINT_H
#define UN_CANVAS_CAIRO_PAINT_H

#include "canvas/cairo/glyph_cache.h"
#include "canvas/draw_list.h"
#include "canvas/snap.h"

#include <cairo.h>

/// Where is drawn: two of a kind, the picture and the layer for partial redrawing.
typedef struct un_Target {
    cairo_surface_t *surface;
    cairo_t *cairo;
    uint32_t *data;          ///< premultiplied ARGB, rows of `width` pixels
    size_t room;             ///< pixels that fit into data
    un_PixelRect cairo_clip; ///< what cairo was told last
    bool direct;             ///< pixels were written behind cairo's back
} un_Target;

typedef struct un_Painter {
    un_Target *target;
    int width, height;
    float pixels; ///< per point
    un_GlyphCache *glyphs;
    un_PixelRect clip; ///< the list's own
    un_PixelRect
        window; ///< what is wanted; cairo's shapes may touch pixels outside, because their coverage depends on the clip
    un_Point *scratch;
    size_t scratch_room;
} un_Painter;

/// The pixels a shape may touch, or more. Clip, save, restore and groups: empty.
un_PixelRect un_paint_bounds(un_Painter *painter, const un_DrawList *list, const un_DrawCommand *command);
/// Where two lines that start alike are drawn differently. False: their first pieces differ, or cairo draws one of them in
/// another way.
bool un_paint_line_change(un_Painter *painter, const un_DrawList *last_list, const un_DrawCommand *last,
                          const un_DrawList *list, const un_DrawCommand *command, un_PixelRect *change);
/// Draws what of a shape lies in painter->clip and painter->window. True: cairo drew it, in all of the clip. The kinds that
/// are no shapes do nothing.
bool un_paint_command(un_Painter *painter, const un_DrawList *list, const un_DrawCommand *command);
/// Tells cairo that pixels were written directly (before somebody else reads the surface).
void un_paint_settle(un_Target *target);
/// Replaces the pixels of rect (inside the picture) by the colour.
void un_paint_clear(un_Painter *painter, un_PixelRect rect, un_Color color);

#endif
