#include "export/clip_parts.h"

#include "base/catalog.h"
#include "base/check.h"
#include "platform/feed.h"

#include <stdlib.h>
#include <string.h>

enum { PATH_ROOM = 4096 };

struct un_Clip {
    un_ClipDef def;
    const un_ClipWriter *writer;
    void *data;
    un_FileStream *stream;
    uint32_t *now, *last; ///< rows of def.width
    int count;
};

static const un_ClipWriter *writer_of(un_Format format) {
    return format == UN_FORMAT_GIF ? &un_clip_gif : format == UN_FORMAT_APNG ? &un_clip_apng : &un_clip_mp4;
}

int un_clip_usual_fps(un_Format format) {
    return format == UN_FORMAT_GIF ? 25 : 30;
}

un_Status un_clip_check(un_Format format, int fps, un_Error *error) {
    char path[PATH_ROOM];
    if (format == UN_FORMAT_GIF && 100 % fps != 0) {
        return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0, _("found %d pictures a second in a .gif, valid: 5, 10, 20, 25 or 50"), fps);
    }
    if (format == UN_FORMAT_MP4 && !un_feed_find("ffmpeg", path, sizeof path)) {
        return un_error_set(error, UN_ERROR_FILE, NULL, 0, 0, "%s",
                            _("a .mp4 needs the program ffmpeg, which was not found (Debian: apt install ffmpeg); .gif and .apng need nothing"));
    }
    return UN_OK;
}

static un_Status out_of_memory(un_Error *error) {
    return un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("not enough memory for the clip"));
}

un_Clip *un_clip_open(const un_ClipDef *def, const char *path, un_Error *error) {
    UN_CHECK(un_formats[def->format].clip && def->frames > 0);
    un_Clip *clip = calloc(1, sizeof *clip);
    size_t pixels = (size_t)def->width * (size_t)def->height;
    if (clip) {
        clip->def = *def;
        clip->writer = writer_of(def->format);
        clip->now = malloc(pixels * sizeof *clip->now);
        clip->last = calloc(pixels, sizeof *clip->last);
    }
    if (!clip || !clip->now || !clip->last) {
        out_of_memory(error);
        un_clip_drop(clip);
        return NULL;
    }
    clip->stream = un_file_stream_open(path, error);
    if (clip->stream) clip->data = clip->writer->begin(&clip->def, clip->stream, error);
    if (clip->data) return clip;
    un_clip_drop(clip);
    return NULL;
}

/// The smallest box that holds every pixel that differs; where none does, one pixel.
static un_ClipBox difference(const un_Clip *clip) {
    int width = clip->def.width, height = clip->def.height;
    size_t row = (size_t)width * sizeof *clip->now;
    un_ClipBox box = {width, height, 0, 0};
    for (int y = 0; y < height; y++) {
        const uint32_t *now = clip->now + (size_t)y * (size_t)width, *last = clip->last + (size_t)y * (size_t)width;
        if (memcmp(now, last, row) == 0) continue;
        int x0 = 0, x1 = width;
        while (now[x0] == last[x0])
            x0++;
        while (now[x1 - 1] == last[x1 - 1])
            x1--;
        if (box.y0 > y) box.y0 = y;
        box.y1 = y + 1;
        if (x0 < box.x0) box.x0 = x0;
        if (x1 > box.x1) box.x1 = x1;
    }
    return box.y1 == 0 ? (un_ClipBox){0, 0, 1, 1} : box;
}

un_Status un_clip_add(un_Clip *clip, const uint32_t *pixels, int stride, un_Error *error) {
    UN_CHECK(clip->count < clip->def.frames);
    size_t row = (size_t)clip->def.width * sizeof *pixels;
    for (int y = 0; y < clip->def.height; y++)
        memcpy(clip->now + (size_t)y * (size_t)clip->def.width, (const char *)pixels + (size_t)y * (size_t)stride, row);
    un_ClipBox all = {0, 0, clip->def.width, clip->def.height};
    un_ClipBox box = clip->count == 0 ? all : difference(clip);
    un_Status status = clip->writer->add(clip->data, clip->now, clip->last, box, clip->count, error);
    uint32_t *swap = clip->now;
    clip->now = clip->last;
    clip->last = swap;
    clip->count++;
    return status;
}

un_Status un_clip_settle(un_Clip *clip, bool *settled, un_Error *error) {
    *settled = true;
    return clip->writer->settle ? clip->writer->settle(clip->data, settled, error) : UN_OK;
}

un_Status un_clip_end(un_Clip *clip, un_Error *error) {
    UN_CHECK(clip->count == clip->def.frames);
    un_Status status = clip->writer->finish(clip->data, error);
    if (!status) {
        un_FileStream *stream = clip->stream;
        clip->stream = NULL;
        status = un_file_stream_end(stream, error);
    }
    un_clip_drop(clip);
    return status;
}

void un_clip_drop(un_Clip *clip) {
    if (!clip) return;
    if (clip->data) clip->writer->close(clip->data);
    un_file_stream_drop(clip->stream);
    free(clip->now);
    free(clip->last);
    free(clip);
}
