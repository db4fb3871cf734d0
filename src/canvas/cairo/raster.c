#include "canvas/cairo/raster.h"

#include "base/catalog.h"
#include "base/check.h"
#include "base/hash.h"
#include "canvas/cairo/paint.h"

#include <stdlib.h>
#include <string.h>

enum {
    CLIP_DEPTH = 64, ///< open saves; deeper is a programmer's error
    DIRTY_ROOM = 12  ///< rectangles redrawn one by one; more are merged
};

/// A top-level group, or the commands between two of them: the unit of redrawing.
typedef struct Unit {
    uint64_t hash; ///< of the commands and of the clip they are drawn under
    size_t first, count;
    un_PixelRect entry;  ///< the clip it starts with
    un_PixelRect bounds; ///< all it may touch
} Unit;

typedef struct Units {
    Unit *unit;
    size_t count, room;
} Units;

typedef struct Clips {
    un_PixelRect rect[CLIP_DEPTH];
    int depth;
} Clips;

struct un_Raster {
    un_Painter painter;
    un_Target picture, layer; ///< layer: for partial redrawing; a raster that is only drawn whole has none
    Units now, last;
    un_Color background;
    bool valid; ///< the picture shows `last` on `background`
    un_PixelRect dirty[DIRTY_ROOM];
    size_t dirty_count;
};

static void close_target(un_Target *target) {
    if (target->cairo != NULL) cairo_destroy(target->cairo);
    if (target->surface != NULL) cairo_surface_destroy(target->surface);
    target->cairo = NULL;
    target->surface = NULL;
}

/// Keeps the pixels' memory when it suffices. False: no memory; the target is closed.
static bool open_target(un_Target *target, int width, int height) {
    size_t want = (size_t)width * (size_t)height;
    close_target(target);
    if (want > target->room) {
        free(target->data);
        target->data = malloc(want * sizeof *target->data);
        target->room = target->data != NULL ? want : 0;
        if (target->data == NULL) return false;
    }
    memset(target->data, 0, want * sizeof *target->data);
    target->surface = cairo_image_surface_create_for_data((unsigned char *)target->data, CAIRO_FORMAT_ARGB32, width,
                                                          height, width * (int)sizeof *target->data);
    target->cairo = cairo_create(target->surface);
    cairo_set_line_join(target->cairo, CAIRO_LINE_JOIN_ROUND);
    target->cairo_clip = (un_PixelRect){0, 0, 0, 0};
    target->direct = true;
    if (cairo_status(target->cairo) == CAIRO_STATUS_SUCCESS) return true;
    close_target(target);
    return false;
}

static bool set_size(un_Raster *raster, int width, int height, float pixels) {
    raster->valid = false;
    close_target(&raster->layer);
    raster->painter.width = width;
    raster->painter.height = height;
    raster->painter.pixels = pixels;
    return open_target(&raster->picture, width, height);
}

un_Raster *un_raster_create(const un_Fonts *fonts, int width, int height, float pixels, un_Error *error) {
    UN_CHECK(width > 0 && height > 0 && pixels > 0);
    un_Raster *raster = calloc(1, sizeof *raster);
    if (raster != NULL && (raster->painter.glyphs = un_glyph_cache_create(fonts, error)) == NULL) {
        free(raster);
        return NULL;
    }
    if (raster == NULL || !set_size(raster, width, height, pixels)) {
        un_raster_destroy(raster);
        un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, _("no memory for a picture of %d x %d pixels"), width, height);
        return NULL;
    }
    return raster;
}

un_Status un_raster_resize(un_Raster *raster, int width, int height, float pixels) {
    UN_CHECK(width > 0 && height > 0 && pixels > 0);
    const un_Painter *painter = &raster->painter;
    if (raster->picture.cairo != NULL && painter->width == width && painter->height == height &&
        painter->pixels == pixels)
        return UN_OK;
    return set_size(raster, width, height, pixels) ? UN_OK : UN_ERROR_MEMORY;
}

void un_raster_destroy(un_Raster *raster) {
    if (raster == NULL) return;
    close_target(&raster->picture);
    close_target(&raster->layer);
    un_glyph_cache_destroy(raster->painter.glyphs);
    free(raster->picture.data);
    free(raster->layer.data);
    free(raster->painter.scratch);
    free(raster->now.unit);
    free(raster->last.unit);
    free(raster);
}

static un_PixelRect whole(const un_Raster *raster) {
    return (un_PixelRect){0, 0, raster->painter.width, raster->painter.height};
}

/// Saves and clips as a back end follows them. Restoring below the start gives the clip of the start.
static un_PixelRect follow_clip(Clips *clips, un_PixelRect clip, un_PixelRect base, const un_DrawCommand *command,
                                float pixels) {
    switch (command->kind) {
    case UN_DRAW_SAVE:
        UN_CHECK(clips->depth < CLIP_DEPTH);
        clips->rect[clips->depth++] = clip;
        return clip;
    case UN_DRAW_RESTORE:
        return clips->depth > 0 ? clips->rect[--clips->depth] : base;
    case UN_DRAW_CLIP:
        return un_pixels_intersect(clip, un_snap_rect(command->rect, pixels));
    default:
        return clip;
    }
}

static bool add_unit(Units *units, Unit unit) {
    if (units->count == units->room) {
        size_t room = units->room > 0 ? 2 * units->room : 64;
        Unit *bigger = realloc(units->unit, room * sizeof *bigger);
        if (bigger == NULL) return false;
        units->unit = bigger;
        units->room = room;
    }
    units->unit[units->count++] = unit;
    return true;
}

/// Behind the end of the group that starts at `first`.
static size_t group_end(const un_DrawList *list, size_t first) {
    int depth = 0;
    for (size_t i = first; i < list->command_count; i++) {
        if (list->command[i].kind == UN_DRAW_GROUP)
            depth++;
        else if (list->command[i].kind == UN_DRAW_GROUP_END && --depth == 0)
            return i + 1;
    }
    return list->command_count;
}

static size_t loose_end(const un_DrawList *list, size_t first) {
    while (first < list->command_count && list->command[first].kind != UN_DRAW_GROUP)
        first++;
    return first;
}

/// Cuts the list into units. False: no memory, or the clips do not stay inside their units.
static bool cut_units(un_Raster *raster, const un_DrawList *list) {
    Clips clips = {.depth = 0};
    un_PixelRect base = whole(raster), clip = base;
    raster->now.count = 0;
    for (size_t first = 0; first < list->command_count;) {
        bool group = list->command[first].kind == UN_DRAW_GROUP;
        size_t end = group ? group_end(list, first) : loose_end(list, first);
        uint64_t hash = un_draw_hash(list, first, end - first);
        hash = un_hash_bytes(hash, &clip, sizeof clip);
        hash = un_hash_bytes(hash, clips.rect, (size_t)clips.depth * sizeof *clips.rect);
        if (!add_unit(&raster->now, (Unit){hash, first, end - first, clip, {0, 0, 0, 0}})) return false;
        for (; first < end; first++)
            clip = follow_clip(&clips, clip, base, &list->command[first], raster->painter.pixels);
    }
    return true;
}

static un_PixelRect bounds_of(un_Raster *raster, const un_DrawList *list, const Unit *unit) {
    Clips clips = {.depth = 0};
    un_PixelRect base = whole(raster), clip = unit->entry, all = {0, 0, 0, 0};
    for (size_t i = unit->first; i < unit->first + unit->count; i++) {
        const un_DrawCommand *command = &list->command[i];
        clip = follow_clip(&clips, clip, base, command, raster->painter.pixels);
        all = un_pixels_union(all, un_pixels_intersect(clip, un_paint_bounds(&raster->painter, list, command)));
    }
    return all;
}

static void add_dirty(un_Raster *raster, un_PixelRect rect) {
    if (un_pixels_empty(rect)) return;
    // Rectangles that meet become one, so that no pixel is drawn twice.
    for (size_t i = 0; i < raster->dirty_count;) {
        bool meet = !un_pixels_empty(un_pixels_intersect(rect, raster->dirty[i]));
        if (!meet && raster->dirty_count < DIRTY_ROOM) {
            i++;
            continue;
        }
        rect = un_pixels_union(rect, raster->dirty[i]);
        raster->dirty[i] = raster->dirty[--raster->dirty_count];
        i = 0;
    }
    raster->dirty[raster->dirty_count++] = rect;
}

/// Pairs the new units with the last ones: one to one when there are as many, else equal ones at the start and at the
/// end. Changed ones soil what they covered and what they cover now.
static void compare_units(un_Raster *raster, const un_DrawList *list) {
    Units *now = &raster->now, *last = &raster->last;
    size_t same_start = 0, same_end = 0;
    size_t least = now->count < last->count ? now->count : last->count;
    if (now->count == last->count) same_start = now->count; // compared one by one below
    while (same_start < least && now->unit[same_start].hash == last->unit[same_start].hash)
        same_start++;
    while (same_end < least - same_start &&
           now->unit[now->count - 1 - same_end].hash == last->unit[last->count - 1 - same_end].hash)
        same_end++;
    for (size_t i = 0; i < now->count; i++) {
        Unit *unit = &now->unit[i];
        const Unit *old = i < same_start               ? &last->unit[i]
                          : i >= now->count - same_end ? &last->unit[last->count - (now->count - i)]
                                                       : NULL;
        if (old != NULL && old->hash == unit->hash) {
            unit->bounds = old->bounds;
            continue;
        }
        unit->bounds = bounds_of(raster, list, unit);
        add_dirty(raster, unit->bounds);
        if (old != NULL) add_dirty(raster, old->bounds);
    }
    for (size_t i = same_start; i < last->count - same_end; i++)
        add_dirty(raster, last->unit[i].bounds);
}

/// Background and all units that touch rect, onto the target; outside of rect the target becomes useless.
static void replay(un_Raster *raster, const un_DrawList *list, un_Target *target, un_PixelRect rect) {
    un_Painter *painter = &raster->painter;
    Clips clips = {.depth = 0};
    un_PixelRect base = whole(raster), clip = base;
    painter->target = target;
    painter->window = rect;
    un_paint_clear(painter, rect, raster->background);
    for (size_t u = 0; u < raster->now.count; u++) {
        const Unit *unit = &raster->now.unit[u];
        bool seen = !un_pixels_empty(un_pixels_intersect(unit->bounds, rect));
        for (size_t i = unit->first; i < unit->first + unit->count; i++) {
            const un_DrawCommand *command = &list->command[i];
            clip = follow_clip(&clips, clip, base, command, painter->pixels);
            painter->clip = clip;
            if (seen) un_paint_command(painter, list, command);
        }
    }
    un_paint_settle(target);
}

/// Redraws the dirty rectangles to the very pixels that a whole drawing gives. cairo's coverage depends on its clip by
/// a few levels, so a partial drawing may not clip: it goes to the layer, and the rectangle is copied from there.
static void redraw_parts(un_Raster *raster, const un_DrawList *list) {
    size_t width = (size_t)raster->painter.width;
    for (size_t i = 0; i < raster->dirty_count; i++) {
        un_PixelRect rect = raster->dirty[i];
        replay(raster, list, &raster->layer, rect);
        for (int y = rect.y0; y < rect.y1; y++) {
            size_t first = (size_t)y * width + (size_t)rect.x0;
            memcpy(raster->picture.data + first, raster->layer.data + first,
                   (size_t)(rect.x1 - rect.x0) * sizeof(uint32_t));
        }
    }
    cairo_surface_mark_dirty(raster->picture.surface);
}

static un_PixelRect dirty_union(const un_Raster *raster) {
    un_PixelRect all = {0, 0, 0, 0};
    for (size_t i = 0; i < raster->dirty_count; i++)
        all = un_pixels_union(all, raster->dirty[i]);
    return all;
}

/// Is so much dirty that one drawing of everything costs less than the parts and the copy?
static bool mostly_dirty(const un_Raster *raster) {
    double area = 0;
    for (size_t i = 0; i < raster->dirty_count; i++)
        area += (double)(raster->dirty[i].x1 - raster->dirty[i].x0) * (raster->dirty[i].y1 - raster->dirty[i].y0);
    return area > 0.7 * raster->painter.width * raster->painter.height;
}

/// layered: there is a layer, so that parts may be drawn.
static void redraw(un_Raster *raster, const un_DrawList *list, un_Color background, bool layered) {
    raster->dirty_count = 0;
    if (memcmp(&background, &raster->background, sizeof background) != 0) raster->valid = false;
    if (!raster->valid) raster->last.count = 0;
    raster->background = background;
    bool cut = cut_units(raster, list);
    compare_units(raster, list);
    bool all = !layered || !cut || !raster->valid || mostly_dirty(raster);
    if (all) {
        raster->dirty_count = 1;
        raster->dirty[0] = whole(raster);
        replay(raster, list, &raster->picture, whole(raster));
    } else if (raster->dirty_count > 0) {
        redraw_parts(raster, list);
    }
    Units swap = raster->last;
    raster->last = raster->now;
    raster->now = swap;
    raster->valid = cut;
}

void un_raster_update(un_Raster *raster, const un_DrawList *list, un_Color background, un_Rect *dirty) {
    if (dirty != NULL) *dirty = (un_Rect){0, 0, 0, 0};
    if (raster->picture.cairo == NULL) return; // a failed resize left no picture
    // Made at the first update, not at the first partial one, which may come at any time: frames do not allocate after
    // the first few.
    bool layered = raster->layer.cairo != NULL ||
                   open_target(&raster->layer, raster->painter.width, raster->painter.height);
    redraw(raster, list, background, layered);
    un_PixelRect soiled = dirty_union(raster);
    if (dirty != NULL && !un_pixels_empty(soiled))
        *dirty = (un_Rect){(float)soiled.x0, (float)soiled.y0, (float)(soiled.x1 - soiled.x0),
                           (float)(soiled.y1 - soiled.y0)};
}

void un_raster_draw(un_Raster *raster, const un_DrawList *list, un_Color background) {
    if (raster->picture.cairo == NULL) return;
    raster->valid = false;
    redraw(raster, list, background, false);
}

const uint32_t *un_raster_pixels(const un_Raster *raster, int *width, int *height, int *stride) {
    *width = raster->painter.width;
    *height = raster->painter.height;
    *stride = raster->painter.width * (int)sizeof *raster->picture.data;
    return raster->picture.data;
}
