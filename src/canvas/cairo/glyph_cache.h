/// Glyph pictures for the cairo raster. FreeType renders them at quarter-pixel phases into one bounded store:
/// cairo 1.16's image surface rounds glyph positions to whole pixels, which makes unhinted text uneven.
#ifndef UN_CANVAS_CAIRO_GLYPH_CACHE_H
#define UN_CANVAS_CAIRO_GLYPH_CACHE_H

#include "canvas/font.h"

typedef struct un_GlyphCache un_GlyphCache;

/// 8-bit coverage, rows of `width` bytes; left and top place its first pixel from the origin (top positive up).
typedef struct un_GlyphPicture {
    const uint8_t *coverage;
    int width, height, left, top;
} un_GlyphPicture;

/// Borrows the fonts. Errors: UN_ERROR_MEMORY, UN_ERROR_FILE (no font) -> NULL.
un_GlyphCache *un_glyph_cache_create(const un_Fonts *fonts, un_Error *error);
void un_glyph_cache_destroy(un_GlyphCache *cache);
/// size in pixels, phase 0..3 quarters of a pixel to the right. Valid until the next call; width 0: nothing to draw.
un_GlyphPicture un_glyph_cache_get(un_GlyphCache *cache, un_Face face, uint32_t code_point, float size, int phase);

#endif
