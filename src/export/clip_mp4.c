/// MP4 by the ffmpeg program, which gets the pictures through a pipe and writes the file under the temporary name.
#include "export/clip_parts.h"

#include "base/catalog.h"
#include "platform/feed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATH_ROOM = 4096 };

typedef struct Mp4 {
    un_ClipDef def;
    un_Feed *feed;
    bool settled; ///< it has ended well
} Mp4;

static void close_mp4(void *data) {
    Mp4 *mp4 = data;
    un_feed_drop(mp4->feed);
    free(mp4);
}

/// H.264 that every player shows: 4:2:0 needs even sides, so an odd last row or column is left out. The number of threads is fixed, since
/// the bytes depend on it. Half the colours' resolution is what thin coloured letters lose by: at one pixel a point a whole lab comes back
/// at 34 to 35 dB (35 is the most that any colours could give), at 1.5 pixels a point at 37.
static un_Feed *start(const un_ClipDef *def, const char *name, un_Error *error) {
    const double patience_s = 60;
    char program[PATH_ROOM], size[32], rate[16], file[PATH_ROOM + 8];
    if (!un_feed_find("ffmpeg", program, sizeof program)) {
        un_clip_check(UN_FORMAT_MP4, def->fps, error);
        return NULL;
    }
    snprintf(size, sizeof size, "%dx%d", def->width, def->height);
    snprintf(rate, sizeof rate, "%d", def->fps);
    snprintf(file, sizeof file, "file:%s", name); // so that neither "-x" nor "a:b" means something else
    char *comment = NULL;
    if (def->state) {
        size_t length = strlen(def->state) + 9;
        comment = malloc(length);
        if (!comment) {
            un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("not enough memory for the clip"));
            return NULL;
        }
        snprintf(comment, length, "comment=%s", def->state);
    }
    const char *arguments[] = {
        "ffmpeg", "-hide_banner", "-loglevel", "error", "-nostdin", "-xerror", "-y",
        "-f", "rawvideo", "-pixel_format", "bgr0", "-video_size", size, "-framerate", rate, "-i", "pipe:0",
        "-an", "-vf", "crop=trunc(iw/2)*2:trunc(ih/2)*2:0:0,scale=out_color_matrix=bt709:out_range=tv:flags=lanczos+accurate_rnd+full_chroma_int+full_chroma_inp,format=yuv420p",
        "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709",
        "-c:v", "libx264", "-preset", "veryfast", "-tune", "animation", "-crf", "16", "-threads", "2",
        "-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-movflags", "+faststart",
        "-metadata", comment ? comment : "comment=", "-f", "mp4", file, NULL};
    un_Feed *feed = un_feed_start(program, arguments, patience_s, error);
    free(comment);
    return feed;
}

static void *open_mp4(const un_ClipDef *def, un_FileStream *stream, un_Error *error) {
    Mp4 *mp4 = calloc(1, sizeof *mp4);
    if (!mp4) {
        un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("not enough memory for the clip"));
        return NULL;
    }
    mp4->def = *def;
    mp4->feed = start(def, un_file_stream_name(stream), error);
    if (mp4->feed) return mp4;
    close_mp4(mp4);
    return NULL;
}

static un_Status add_mp4(void *data, const uint32_t *pixels, const uint32_t *last, un_ClipBox box, int number, un_Error *error) {
    (void)last, (void)box, (void)number;
    Mp4 *mp4 = data;
    return un_feed_write(mp4->feed, pixels, (size_t)mp4->def.width * (size_t)mp4->def.height * sizeof *pixels, error);
}

static un_Status settle_mp4(void *data, bool *settled, un_Error *error) {
    Mp4 *mp4 = data;
    un_feed_close(mp4->feed);
    un_Status status = un_feed_poll(mp4->feed, settled, error);
    mp4->settled = *settled && !status;
    return status;
}

static un_Status end_mp4(void *data, un_Error *error) {
    Mp4 *mp4 = data;
    if (mp4->settled) return UN_OK;
    un_Feed *feed = mp4->feed;
    mp4->feed = NULL;
    return un_feed_end(feed, error);
}

const un_ClipWriter un_clip_mp4 = {open_mp4, add_mp4, settle_mp4, end_mp4, close_mp4};
