/// A PNG file in memory, and its parts, for those who put pictures into other files (SVG) or several into one (APNG).
#ifndef UN_CANVAS_PNG_WRITE_H
#define UN_CANVAS_PNG_WRITE_H

#include "canvas/geometry.h"

#include <stddef.h>

/// Bytes of a PNG, malloc'ed in `bytes`; starts as {0}. When memory runs out it is marked failed and takes no more.
typedef struct un_PngBytes {
    unsigned char *bytes;
    size_t size, room;
    bool failed;
} un_PngBytes;

void un_png_free(un_PngBytes *png);
void un_png_append(un_PngBytes *png, const void *data, size_t size);
/// The eight bytes that a PNG starts with.
void un_png_signature(un_PngBytes *png);
/// A chunk: length, type of four letters, data, check sum.
void un_png_chunk(un_PngBytes *png, const char *type, const void *data, size_t size);
/// IHDR of 8-bit RGB, or RGBA.
void un_png_header(un_PngBytes *png, int width, int height, bool alpha);
/// Filters and deflates the pixels: what IDAT holds. pixels: rows of `stride` pixels. level: zlib's, 1..9.
void un_png_deflate(un_PngBytes *data, const un_Color *pixels, int width, int height, size_t stride, bool alpha, int level);
/// A whole PNG; RGB when every pixel is opaque.
void un_png_write(un_PngBytes *png, const un_Color *pixels, int width, int height);

void un_png_u32(unsigned char out[4], uint32_t value);

#endif
