/// Animated PNG (APNG 1.0): a PNG whose further pictures lie in chunks of their own, each the box that differs.
#include "export/clip_parts.h"

#include "base/catalog.h"
#include "canvas/png_write.h"
#include "export/still.h"

#include <stdlib.h>

typedef struct Apng {
    un_ClipDef def;
    un_FileStream *stream;
    un_Color *colors; ///< of a whole picture
    uint32_t sequence;
} Apng;

enum { LEVEL = 6 };

static un_Status out_of_memory(un_Error *error) {
    return un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("not enough memory for the clip"));
}

/// Writes the chunks and frees them.
static un_Status flush(const Apng *apng, un_PngBytes *chunks, un_Error *error) {
    un_Status status =
        chunks->failed ? out_of_memory(error) : un_file_stream_add(apng->stream, chunks->bytes, chunks->size, error);
    un_png_free(chunks);
    return status;
}

static un_Status write_head(const Apng *apng, un_Error *error) {
    un_PngBytes chunks = {0};
    unsigned char control[8] = {0};
    un_png_signature(&chunks);
    un_png_header(&chunks, apng->def.width, apng->def.height, apng->def.transparent);
    un_png_u32(control, (uint32_t)apng->def.frames); // and 0: played again and again
    un_png_chunk(&chunks, "acTL", control, sizeof control);
    un_Status status = flush(apng, &chunks, error);
    if (status || !apng->def.state) return status;
    unsigned char *text;
    size_t size;
    status = un_still_chunk(apng->def.state, &text, &size, error);
    if (status) return status;
    status = un_file_stream_add(apng->stream, text, size, error);
    free(text);
    return status;
}

static void close_apng(void *data) {
    Apng *apng = data;
    free(apng->colors);
    free(apng);
}

static void *open_apng(const un_ClipDef *def, un_FileStream *stream, un_Error *error) {
    Apng *apng = calloc(1, sizeof *apng);
    if (apng) {
        *apng = (Apng){.def = *def, .stream = stream};
        apng->colors = malloc((size_t)def->width * (size_t)def->height * sizeof *apng->colors);
    }
    if (!apng || !apng->colors) {
        free(apng);
        out_of_memory(error);
        return NULL;
    }
    if (write_head(apng, error) == UN_OK) return apng;
    close_apng(apng);
    return NULL;
}

/// fcTL: sequence, size, place, delay as a fraction, dispose: leave, blend: replace.
static void add_control(Apng *apng, un_PngBytes *chunks, un_ClipBox box) {
    unsigned char control[26] = {0};
    un_png_u32(control, apng->sequence++);
    un_png_u32(control + 4, (uint32_t)(box.x1 - box.x0));
    un_png_u32(control + 8, (uint32_t)(box.y1 - box.y0));
    un_png_u32(control + 12, (uint32_t)box.x0);
    un_png_u32(control + 16, (uint32_t)box.y0);
    control[21] = 1;
    control[22] = (unsigned char)(apng->def.fps >> 8);
    control[23] = (unsigned char)(apng->def.fps & 255);
    un_png_chunk(chunks, "fcTL", control, sizeof control);
}

static un_Status add_apng(void *data, const uint32_t *pixels, const uint32_t *last, un_ClipBox box, int number, un_Error *error) {
    (void)last;
    Apng *apng = data;
    int width = box.x1 - box.x0, height = box.y1 - box.y0;
    for (int y = 0; y < height; y++) {
        const uint32_t *row = pixels + (size_t)(box.y0 + y) * (size_t)apng->def.width + (size_t)box.x0;
        for (int x = 0; x < width; x++)
            apng->colors[(size_t)y * (size_t)width + (size_t)x] = un_clip_color(row[x]);
    }
    un_PngBytes chunks = {0}, image = {0};
    add_control(apng, &chunks, box);
    if (number > 0) { // fdAT is IDAT behind a sequence number
        unsigned char sequence[4];
        un_png_u32(sequence, apng->sequence++);
        un_png_append(&image, sequence, sizeof sequence);
    }
    un_png_deflate(&image, apng->colors, width, height, (size_t)width, apng->def.transparent, LEVEL);
    un_png_chunk(&chunks, number > 0 ? "fdAT" : "IDAT", image.bytes, image.size);
    if (image.failed) chunks.failed = true;
    un_png_free(&image);
    return flush(apng, &chunks, error);
}

static un_Status end_apng(void *data, un_Error *error) {
    un_PngBytes chunks = {0};
    un_png_chunk(&chunks, "IEND", NULL, 0);
    return flush(data, &chunks, error);
}

const un_ClipWriter un_clip_apng = {open_apng, add_apng, NULL, end_apng, close_apng};
