#include "canvas/cairo/raster.h"

#include "base/catalog.h"

#include <cairo.h>

#include <stdlib.h>
#include <string.h>

typedef struct Bytes {
    char *data;
    size_t size, room;
} Bytes;

static cairo_status_t collect(void *closure, const unsigned char *data, unsigned int length) {
    Bytes *bytes = closure;
    if (length > bytes->room - bytes->size) {
        size_t room = bytes->room > 0 ? bytes->room : 1 << 16;
        while (room - bytes->size < length)
            room *= 2;
        char *bigger = realloc(bytes->data, room);
        if (bigger == NULL) return CAIRO_STATUS_NO_MEMORY;
        bytes->data = bigger;
        bytes->room = room;
    }
    memcpy(bytes->data + bytes->size, data, length);
    bytes->size += length;
    return CAIRO_STATUS_SUCCESS;
}

static bool is_opaque(const uint32_t *pixels, size_t count) {
    uint32_t all = 0xFFFFFFFF;
    for (size_t i = 0; i < count; i++)
        all &= pixels[i];
    return all >> 24 == 255;
}

un_Status un_raster_png(const un_Raster *raster, char **bytes, size_t *size, un_Error *error) {
    int width, height, stride;
    const uint32_t *pixels = un_raster_pixels(raster, &width, &height, &stride);
    if (pixels == NULL)
        return un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, _("no memory for a picture of %d x %d pixels"), width,
                            height);
    cairo_format_t format =
        is_opaque(pixels, (size_t)width * (size_t)height) ? CAIRO_FORMAT_RGB24 : CAIRO_FORMAT_ARGB32;
    // cairo takes no pointer to const, and only reads.
    cairo_surface_t *surface =
        cairo_image_surface_create_for_data((unsigned char *)(uintptr_t)pixels, format, width, height, stride);
    Bytes out = {NULL, 0, 0};
    cairo_status_t status = cairo_surface_write_to_png_stream(surface, collect, &out);
    cairo_surface_destroy(surface);
    if (status != CAIRO_STATUS_SUCCESS) {
        free(out.data);
        return un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, _("the picture could not be written: %s"),
                            cairo_status_to_string(status));
    }
    *bytes = out.data;
    *size = out.size;
    return UN_OK;
}
