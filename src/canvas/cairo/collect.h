/// Bytes that cairo writes, collected in memory. Inside src/canvas/cairo only.
#ifndef UN_CANVAS_CAIRO_COLLECT_H
#define UN_CANVAS_CAIRO_COLLECT_H

#include <cairo.h>

#include <stddef.h>

typedef struct un_Collected {
    char *data; ///< malloc'ed
    size_t size, room;
} un_Collected;

/// A cairo_write_func_t whose closure is a un_Collected.
cairo_status_t un_collect(void *closure, const unsigned char *data, unsigned int length);

#endif
