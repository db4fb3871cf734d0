#include "canvas/png_write.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

void un_png_free(un_PngBytes *png) {
    free(png->bytes);
    *png = (un_PngBytes){0};
}

static bool make_room(un_PngBytes *png, size_t size) {
    if (png->failed) return false;
    if (size <= png->room - png->size) return true;
    size_t room = png->room > 0 ? png->room : 1 << 12;
    while (room - png->size < size)
        room *= 2;
    unsigned char *bigger = realloc(png->bytes, room);
    if (bigger == NULL) {
        png->failed = true;
        return false;
    }
    png->bytes = bigger;
    png->room = room;
    return true;
}

void un_png_append(un_PngBytes *png, const void *data, size_t size) {
    if (size == 0 || !make_room(png, size)) return;
    memcpy(png->bytes + png->size, data, size);
    png->size += size;
}

void un_png_u32(unsigned char out[4], uint32_t value) {
    for (int i = 0; i < 4; i++)
        out[i] = (unsigned char)(value >> (24 - 8 * i) & 255);
}

void un_png_signature(un_PngBytes *png) {
    un_png_append(png, "\x89PNG\r\n\x1a\n", 8);
}

void un_png_chunk(un_PngBytes *png, const char *type, const void *data, size_t size) {
    unsigned char number[4];
    un_png_u32(number, (uint32_t)size);
    un_png_append(png, number, 4);
    un_png_append(png, type, 4);
    un_png_append(png, data, size);
    uLong sum = crc32(0, (const Bytef *)type, 4);
    if (size > 0) sum = crc32(sum, data, (uInt)size);
    un_png_u32(number, (uint32_t)sum);
    un_png_append(png, number, 4);
}

void un_png_header(un_PngBytes *png, int width, int height, bool alpha) {
    unsigned char data[13] = {[8] = 8, [9] = alpha ? 6 : 2};
    un_png_u32(data, (uint32_t)width);
    un_png_u32(data + 4, (uint32_t)height);
    un_png_chunk(png, "IHDR", data, sizeof data);
}

static void row_bytes(unsigned char *out, const un_Color *pixel, int width, bool alpha) {
    for (int x = 0; x < width; x++) {
        *out++ = pixel[x].r;
        *out++ = pixel[x].g;
        *out++ = pixel[x].b;
        if (alpha) *out++ = pixel[x].a;
    }
}

/// The filter "up" (2): flat areas and repeated rows become zeros.
static void filter_row(unsigned char *out, const unsigned char *row, const unsigned char *above, size_t size) {
    out[0] = 2;
    for (size_t i = 0; i < size; i++)
        out[i + 1] = (unsigned char)(row[i] - above[i]);
}

/// Feeds zlib and takes what comes out.
static bool pump(un_PngBytes *data, z_stream *zlib, int flush) {
    enum { PIECE = 1 << 14 };
    int result;
    do {
        if (!make_room(data, PIECE)) return false;
        zlib->next_out = data->bytes + data->size;
        zlib->avail_out = PIECE;
        result = deflate(zlib, flush);
        data->size += PIECE - zlib->avail_out;
    } while (result == Z_OK && zlib->avail_out == 0);
    return result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR;
}

void un_png_deflate(un_PngBytes *data, const un_Color *pixels, int width, int height, size_t stride, bool alpha, int level) {
    size_t size = (size_t)width * (alpha ? 4 : 3);
    unsigned char *rows = calloc(3, size + 1); // this, the one above, filtered
    z_stream zlib = {0};
    if (rows == NULL || deflateInit(&zlib, level) != Z_OK) {
        free(rows);
        data->failed = true;
        return;
    }
    unsigned char *row = rows, *above = rows + size + 1, *filtered = above + size + 1;
    bool done = true;
    for (int y = 0; y < height && done; y++) {
        row_bytes(row, pixels + (size_t)y * stride, width, alpha);
        filter_row(filtered, row, above, size);
        zlib.next_in = filtered;
        zlib.avail_in = (uInt)(size + 1);
        done = pump(data, &zlib, y + 1 == height ? Z_FINISH : Z_NO_FLUSH);
        unsigned char *swap = row;
        row = above;
        above = swap;
    }
    deflateEnd(&zlib);
    free(rows);
    if (!done) data->failed = true;
}

void un_png_write(un_PngBytes *png, const un_Color *pixels, int width, int height) {
    bool alpha = false;
    for (size_t i = 0; i < (size_t)width * (size_t)height; i++)
        alpha = alpha || pixels[i].a != 255;
    un_PngBytes data = {0};
    un_png_deflate(&data, pixels, width, height, (size_t)width, alpha, 9);
    un_png_signature(png);
    un_png_header(png, width, height, alpha);
    un_png_chunk(png, "IDAT", data.bytes, data.size);
    un_png_chunk(png, "IEND", NULL, 0);
    if (data.failed) png->failed = true;
    un_png_free(&data);
}
