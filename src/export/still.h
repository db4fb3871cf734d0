/// One draw list as the bytes of a file.
#ifndef UN_EXPORT_STILL_H
#define UN_EXPORT_STILL_H

#include "canvas/cairo/raster.h"
#include "export/picture.h"

/// How a list becomes a file.
typedef struct un_StillDef {
    int width, height; ///< pixels
    float pixels;      ///< per point
    un_Color background;
    bool outlines;     ///< SVG
    const char *title; ///< NULL: none
    const char *state; ///< NULL: none
} un_StillDef;

/// The bytes of a PNG, SVG or PDF (a page of width x height at `pixels` a point, in points). malloc'ed, the caller frees. Errors:
/// UN_ERROR_MEMORY.
un_Status un_still_make(const un_DrawList *list, const un_Fonts *fonts, un_Format format, const un_StillDef *def, char **bytes, size_t *size,
                        un_Error *error);
/// What a raster holds as a PNG with a state inside.
un_Status un_still_png(const un_Raster *raster, const char *state, char **bytes, size_t *size, un_Error *error);
/// The chunk of a PNG that holds the state; malloc'ed. Errors: UN_ERROR_MEMORY.
un_Status un_still_chunk(const char *state, unsigned char **bytes, size_t *size, un_Error *error);

#endif
