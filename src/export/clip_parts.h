/// What the formats of clips share. Inside src/export only.
#ifndef UN_EXPORT_CLIP_PARTS_H
#define UN_EXPORT_CLIP_PARTS_H

#include "canvas/geometry.h"
#include "export/clip.h"
#include "platform/file.h"

/// The pixels that differ from the picture before: x0..x1-1, y0..y1-1; never empty.
typedef struct un_ClipBox {
    int x0, y0, x1, y1;
} un_ClipBox;

/// One format. A writer's own data are made by begin and freed by close.
typedef struct un_ClipWriter {
    void *(*begin)(const un_ClipDef *def, un_FileStream *stream, un_Error *error);
    /// pixels, last: the picture and the one before, premultiplied ARGB, rows of def->width. number: from 0.
    un_Status (*add)(void *data, const uint32_t *pixels, const uint32_t *last, un_ClipBox box, int number, un_Error *error);
    /// Whether `finish` would wait no more; NULL: it never waits.
    un_Status (*settle)(void *data, bool *settled, un_Error *error);
    /// The end of the bytes.
    un_Status (*finish)(void *data, un_Error *error);
    void (*close)(void *data);
} un_ClipWriter;

extern const un_ClipWriter un_clip_gif, un_clip_apng, un_clip_mp4;

/// Straight colour of a premultiplied pixel.
static inline un_Color un_clip_color(uint32_t pixel) {
    uint32_t a = pixel >> 24, r = pixel >> 16 & 255, g = pixel >> 8 & 255, b = pixel & 255;
    if (a == 255 || a == 0) return (un_Color){(uint8_t)r, (uint8_t)g, (uint8_t)b, (uint8_t)a};
    return (un_Color){(uint8_t)((r * 255 + a / 2) / a), (uint8_t)((g * 255 + a / 2) / a), (uint8_t)((b * 255 + a / 2) / a), (uint8_t)a};
}

#endif
