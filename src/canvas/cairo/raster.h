/// A draw list rasterised by cairo into memory: pictures for files, and the window where only a software renderer is there.
/// Any thread, one raster each (the fonts may be shared).
#ifndef UN_CANVAS_CAIRO_RASTER_H
#define UN_CANVAS_CAIRO_RASTER_H

#include "canvas/draw_list.h"

typedef struct un_Raster un_Raster;

/// A raster of width x height pixels; 1 point = `pixels` pixels. Errors: UN_ERROR_MEMORY, UN_ERROR_FILE (font) -> NULL.
un_Raster *un_raster_create(const un_Fonts *fonts, int width, int height, float pixels, un_Error *error);
/// Another size; keeps memory when it can. Errors: UN_ERROR_MEMORY; then there is no picture until a resize succeeds, and drawing does
/// nothing.
un_Status un_raster_resize(un_Raster *raster, int width, int height, float pixels);
void un_raster_destroy(un_Raster *raster);

/// Fills with `background`, then replays the whole list.
void un_raster_draw(un_Raster *raster, const un_DrawList *list, un_Color background);
/// Draws only what differs from the last call's list, and whatever lies under or over it, to the same pixels as
/// un_raster_draw.
void un_raster_update(un_Raster *raster, const un_DrawList *list, un_Color background);
/// The next update draws everything, and tells it as dirty: whoever keeps a copy of the pixels has lost it.
void un_raster_forget(un_Raster *raster);
enum { UN_RASTER_DIRTY = 48 };
/// The pixels that the last un_raster_update or un_raster_draw has drawn, as rectangles that do not meet; at most
/// UN_RASTER_DIRTY. Returns how many.
int un_raster_dirty(const un_Raster *raster, un_Rect rect[UN_RASTER_DIRTY]);

/// Pixels, premultiplied ARGB in native byte order (opaque when the background is), `stride` bytes a row; valid until the next call. NULL
/// after a failed resize.
const uint32_t *un_raster_pixels(const un_Raster *raster, int *width, int *height, int *stride);

/// The picture as PNG bytes, malloc'ed; the caller frees. Errors: UN_ERROR_MEMORY, *bytes and *size untouched.
un_Status un_raster_png(const un_Raster *raster, char **bytes, size_t *size, un_Error *error);

#endif
