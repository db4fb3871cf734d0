#include "canvas/cairo/raster.h"

#include "base/catalog.h"
#include "canvas/cairo/collect.h"

#include <stdlib.h>

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
    un_Collected out = {NULL, 0, 0};
    cairo_status_t status = cairo_surface_write_to_png_stream(surface, un_collect, &out);
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
