/// Animated GIF: one table of colours for all pictures, made from the theme, and of each picture the box that differs, in which what stays
/// is transparent, because long runs of one number take few bytes.
#include "export/clip_parts.h"

#include "base/catalog.h"

#include <gif_lib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    COLORS = 256,
    CLEAR = COLORS - 1,   ///< the transparent number
    SLOTS = 1 << 14,      ///< of the table from colour to number
    COMMENT_BLOCK = 255,
};

typedef struct Slot {
    uint32_t color; ///< 0: free, as no opaque pixel is
    uint8_t number;
} Slot;

typedef struct Gif {
    un_ClipDef def;
    un_FileStream *stream;
    GifFileType *file;
    un_Error *error; ///< of the call that runs now
    un_Status status;
    int count; ///< of colours
    un_Color color[COLORS];
    uint8_t *row;
    Slot slot[SLOTS];
} Gif;

static void add_color(Gif *gif, un_Color color) {
    color.a = 255;
    for (int i = 0; i < gif->count; i++)
        if (memcmp(&gif->color[i], &color, sizeof color) == 0) return;
    if (gif->count < CLEAR) gif->color[gif->count++] = color;
}

static un_Color mixed(un_Color a, un_Color b, int part, int parts) {
    return (un_Color){(uint8_t)((a.r * (parts - part) + b.r * part) / parts), (uint8_t)((a.g * (parts - part) + b.g * part) / parts),
                      (uint8_t)((a.b * (parts - part) + b.b * part) / parts), 255};
}

/// The theme's colours, the heat maps' courses, and what smooth edges make between ink and ground.
static void choose_colors(Gif *gif) {
    static const float map_low[UN_MAP_COUNT] = {-1, -12, 0}, map_high[UN_MAP_COUNT] = {1, 3, 1};
    enum { MAP_STEPS = 40, EDGE_STEPS = 5 };
    un_ThemeName theme = gif->def.theme;
    for (int i = 0; i < UN_TOKEN_COUNT; i++)
        add_color(gif, un_theme_color(theme, (un_Token)i));
    un_Color surface = un_theme_color(theme, UN_TOKEN_SURFACE);
    for (int i = UN_TOKEN_INK; i < UN_TOKEN_COUNT; i++)
        for (int step = 1; step < EDGE_STEPS; step++)
            add_color(gif, mixed(surface, un_theme_color(theme, (un_Token)i), step, EDGE_STEPS));
    for (int step = 0; step < MAP_STEPS; step++)
        for (int map = 0; map < UN_MAP_COUNT; map++) {
            float part = (float)step / (MAP_STEPS - 1);
            add_color(gif, un_theme_map(theme, (un_Map)map, map_low[map] + part * (map_high[map] - map_low[map])));
        }
}

static uint8_t nearest(const Gif *gif, uint32_t pixel) {
    int r = (int)(pixel >> 16 & 255), g = (int)(pixel >> 8 & 255), b = (int)(pixel & 255), best = 1 << 30, found = 0;
    for (int i = 0; i < gif->count; i++) {
        int dr = r - gif->color[i].r, dg = g - gif->color[i].g, db = b - gif->color[i].b;
        int distance = 3 * dr * dr + 4 * dg * dg + 2 * db * db; // as strong as the eye takes them
        if (distance < best) {
            best = distance;
            found = i;
        }
    }
    return (uint8_t)found;
}

/// Colours come again and again: a table remembers what was looked for last in each slot.
static uint8_t number_of(Gif *gif, uint32_t pixel) {
    pixel |= 0xFF000000;
    Slot *slot = &gif->slot[(pixel * UINT32_C(2654435761)) >> 18];
    if (slot->color != pixel) *slot = (Slot){pixel, nearest(gif, pixel)};
    return slot->number;
}

/// giflib hands over its bytes. Returns how many were taken.
static int take_bytes(GifFileType *file, const GifByteType *bytes, int size) {
    Gif *gif = file->UserData;
    if (gif->status == UN_OK) gif->status = un_file_stream_add(gif->stream, bytes, (size_t)size, gif->error);
    return gif->status == UN_OK ? size : 0;
}

/// What went wrong: with the file, or with memory.
static un_Status result(const Gif *gif, bool done, un_Error *error) {
    if (gif->status) return gif->status;
    return done ? UN_OK : un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("not enough memory for the clip"));
}

/// The text in blocks, and the sign to play again and again.
static bool write_extensions(Gif *gif) {
    static const unsigned char forever[] = {1, 0, 0};
    bool done = EGifPutExtensionLeader(gif->file, APPLICATION_EXT_FUNC_CODE) == GIF_OK &&
                EGifPutExtensionBlock(gif->file, 11, "NETSCAPE2.0") == GIF_OK &&
                EGifPutExtensionBlock(gif->file, sizeof forever, forever) == GIF_OK && EGifPutExtensionTrailer(gif->file) == GIF_OK;
    const char *text = gif->def.state;
    if (!done || !text) return done;
    done = EGifPutExtensionLeader(gif->file, COMMENT_EXT_FUNC_CODE) == GIF_OK;
    for (size_t left = strlen(text); done && left > 0;) {
        size_t block = left < COMMENT_BLOCK ? left : COMMENT_BLOCK;
        done = EGifPutExtensionBlock(gif->file, (int)block, text) == GIF_OK;
        text += block;
        left -= block;
    }
    return done && EGifPutExtensionTrailer(gif->file) == GIF_OK;
}

static bool start(Gif *gif) {
    int code;
    choose_colors(gif);
    gif->row = malloc((size_t)gif->def.width);
    gif->file = gif->row ? EGifOpen(gif, take_bytes, &code) : NULL;
    if (!gif->file) return false;
    GifColorType table[COLORS] = {{0, 0, 0}};
    for (int i = 0; i < gif->count; i++)
        table[i] = (GifColorType){gif->color[i].r, gif->color[i].g, gif->color[i].b};
    ColorMapObject *map = GifMakeMapObject(COLORS, table);
    if (!map) return false;
    EGifSetGifVersion(gif->file, true);
    bool done = EGifPutScreenDesc(gif->file, gif->def.width, gif->def.height, 8, 0, map) == GIF_OK;
    GifFreeMapObject(map);
    return done && write_extensions(gif);
}

static void close_gif(void *data) {
    Gif *gif = data;
    int code;
    if (gif->file) {
        gif->status = gif->status ? gif->status : UN_ERROR_FILE; // takes no more bytes
        EGifCloseFile(gif->file, &code);
    }
    free(gif->row);
    free(gif);
}

static void *open_gif(const un_ClipDef *def, un_FileStream *stream, un_Error *error) {
    Gif *gif = calloc(1, sizeof *gif);
    if (!gif) {
        un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("not enough memory for the clip"));
        return NULL;
    }
    gif->def = *def;
    gif->stream = stream;
    gif->error = error;
    if (result(gif, start(gif), error) == UN_OK) return gif;
    close_gif(gif);
    return NULL;
}

static bool put_control(Gif *gif, bool clear) {
    GraphicsControlBlock control = {.DisposalMode = DISPOSE_DO_NOT, .DelayTime = 100 / gif->def.fps,
                                    .TransparentColor = clear ? CLEAR : NO_TRANSPARENT_COLOR};
    GifByteType bytes[4];
    EGifGCBToExtension(&control, bytes);
    return EGifPutExtension(gif->file, GRAPHICS_EXT_FUNC_CODE, sizeof bytes, bytes) == GIF_OK;
}

static un_Status add_gif(void *data, const uint32_t *pixels, const uint32_t *last, un_ClipBox box, int number, un_Error *error) {
    Gif *gif = data;
    int width = box.x1 - box.x0;
    gif->error = error;
    bool done = put_control(gif, number > 0) && EGifPutImageDesc(gif->file, box.x0, box.y0, width, box.y1 - box.y0, false, NULL) == GIF_OK;
    for (int y = box.y0; y < box.y1 && done; y++) {
        size_t first = (size_t)y * (size_t)gif->def.width + (size_t)box.x0;
        for (int x = 0; x < width; x++) {
            bool same = number > 0 && pixels[first + (size_t)x] == last[first + (size_t)x];
            gif->row[x] = same ? CLEAR : number_of(gif, pixels[first + (size_t)x]);
        }
        done = EGifPutLine(gif->file, gif->row, width) == GIF_OK;
    }
    return result(gif, done, error);
}

static un_Status end_gif(void *data, un_Error *error) {
    Gif *gif = data;
    int code;
    gif->error = error;
    bool done = EGifCloseFile(gif->file, &code) == GIF_OK;
    gif->file = NULL; // whether it succeeded or not
    return result(gif, done, error);
}

const un_ClipWriter un_clip_gif = {open_gif, add_gif, NULL, end_gif, close_gif};
