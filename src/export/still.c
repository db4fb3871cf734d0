#include "export/still.h"

#include "base/catalog.h"
#include "canvas/cairo/pdf.h"
#include "canvas/png_write.h"
#include "canvas/svg/svg.h"

#include <stdlib.h>
#include <string.h>

enum { AFTER_HEADER = 8 + 25 }; ///< of a PNG: where its second chunk starts

static un_Status out_of_memory(un_Error *error) {
    return un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("not enough memory for the picture"));
}

un_Status un_still_chunk(const char *state, unsigned char **bytes, size_t *size, un_Error *error) {
    static const char head[] = UN_STATE_KEYWORD "\0\0\0\0"; // not compressed, no language, no other keyword
    size_t length = strlen(state);
    char *data = malloc(sizeof head + length);
    un_PngBytes chunk = {.failed = data == NULL};
    if (data) {
        memcpy(data, head, sizeof head);
        memcpy(data + sizeof head, state, length);
        un_png_chunk(&chunk, "iTXt", data, sizeof head + length);
        free(data);
    }
    if (chunk.failed) {
        un_png_free(&chunk);
        return out_of_memory(error);
    }
    *bytes = chunk.bytes;
    *size = chunk.size;
    return UN_OK;
}

/// The chunk goes right behind the header.
static un_Status insert_state(char **bytes, size_t *size, const char *state, un_Error *error) {
    unsigned char *chunk;
    size_t length;
    un_Status status = un_still_chunk(state, &chunk, &length, error);
    if (status) return status;
    char *longer = realloc(*bytes, *size + length);
    if (longer) {
        memmove(longer + AFTER_HEADER + length, longer + AFTER_HEADER, *size - AFTER_HEADER);
        memcpy(longer + AFTER_HEADER, chunk, length);
        *bytes = longer;
        *size += length;
    }
    free(chunk);
    return longer ? UN_OK : out_of_memory(error);
}

un_Status un_still_png(const un_Raster *raster, const char *state, char **bytes, size_t *size, un_Error *error) {
    char *made = NULL;
    size_t length = 0;
    un_Status status = un_raster_png(raster, &made, &length, error);
    if (!status && state) status = insert_state(&made, &length, state, error);
    if (status) {
        free(made);
        return status;
    }
    *bytes = made;
    *size = length;
    return UN_OK;
}

static un_Status make_png(const un_DrawList *list, const un_Fonts *fonts, const un_StillDef *def, char **bytes, size_t *size,
                          un_Error *error) {
    un_Raster *raster = un_raster_create(fonts, def->width, def->height, def->pixels, error);
    if (!raster) return UN_ERROR_MEMORY;
    un_raster_draw(raster, list, def->background);
    un_Status status = un_still_png(raster, def->state, bytes, size, error);
    un_raster_destroy(raster);
    return status;
}

static un_Status make_pdf(const un_DrawList *list, const un_Fonts *fonts, const un_StillDef *def, char **bytes, size_t *size,
                          un_Error *error) {
    un_Pdf *pdf = un_pdf_create(fonts, error);
    if (!pdf) return UN_ERROR_MEMORY;
    if (def->title) un_pdf_title(pdf, def->title);
    un_pdf_page(pdf, list, (float)def->width / def->pixels, (float)def->height / def->pixels, def->background);
    if (def->state) un_pdf_attach(pdf, UN_STATE_FILE, _("The experiment of this picture"), def->state, strlen(def->state));
    un_Status status = un_pdf_finish(pdf, bytes, size, error);
    un_pdf_destroy(pdf);
    return status;
}

un_Status un_still_make(const un_DrawList *list, const un_Fonts *fonts, un_Format format, const un_StillDef *def, char **bytes, size_t *size,
                        un_Error *error) {
    if (format == UN_FORMAT_PDF) return make_pdf(list, fonts, def, bytes, size, error);
    if (format != UN_FORMAT_SVG) return make_png(list, fonts, def, bytes, size, error);
    un_SvgDef svg = {.width = def->width,
                     .height = def->height,
                     .pixels = def->pixels,
                     .background = def->background,
                     .outlines = def->outlines,
                     .title = def->title,
                     .state = def->state};
    return un_svg_write(list, fonts, &svg, bytes, size, error);
}
