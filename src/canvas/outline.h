/// A glyph's outline, for text that is drawn as paths. Inside src/canvas only.
#ifndef UN_CANVAS_OUTLINE_H
#define UN_CANVAS_OUTLINE_H

#include "canvas/font.h"
#include "canvas/geometry.h"

typedef struct un_Outlines un_Outlines;

/// What happens along an outline, in ems from the glyph's origin, y downwards. A contour ends where the next begins.
typedef struct un_OutlineSink {
    void (*move)(void *data, un_Point to);
    void (*line)(void *data, un_Point to);
    void (*quadratic)(void *data, un_Point control, un_Point to);
    void (*cubic)(void *data, un_Point first, un_Point second, un_Point to);
    void *data;
} un_OutlineSink;

/// Borrows the fonts. Errors: UN_ERROR_MEMORY; returns NULL.
un_Outlines *un_outlines_create(const un_Fonts *fonts, un_Error *error);
void un_outlines_destroy(un_Outlines *outlines);
/// Tells the sink the outline of a code point; nothing for a blank.
void un_outlines_trace(un_Outlines *outlines, un_Face face, uint32_t code_point, const un_OutlineSink *sink);

#endif
