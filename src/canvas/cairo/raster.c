#include "canvas/cairo/raster.h"

#include "base/catalog.h"
#include "base/check.h"
#include "canvas/cairo/damage.h"

#include <stdlib.h>
#include <string.h>

struct un_Raster {
    un_Painter painter;
    un_Target picture, layer; ///< layer: for partial redrawing; a raster that is only drawn whole has none
    un_DrawList list;         ///< the last one, a copy
    un_Shapes now, last;
    un_Color background;
    bool valid; ///< the picture shows `list`, of which `last` are the shapes, on `background`
    un_Damage damage;
};

_Static_assert((int)UN_RASTER_DIRTY == (int)UN_DAMAGE_ROOM, "every damaged rectangle is told");

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
    un_draw_free(&raster->list);
    un_shapes_free(&raster->now);
    un_shapes_free(&raster->last);
    free(raster);
}

static un_PixelRect whole(const un_Raster *raster) {
    return (un_PixelRect){0, 0, raster->painter.width, raster->painter.height};
}

/// Background and all shapes onto the damaged rectangles of the target; outside of them it becomes useless.
static void replay(un_Raster *raster, const un_DrawList *list, un_Target *target) {
    un_Painter *painter = &raster->painter;
    const un_Damage *damage = &raster->damage;
    un_PixelRect all = un_damage_union(damage);
    painter->target = target;
    for (size_t k = 0; k < damage->count; k++)
        un_paint_clear(painter, damage->rect[k], raster->background);
    for (size_t i = 0; i < raster->now.count; i++) {
        const un_Shape *shape = &raster->now.shape[i];
        if (un_pixels_empty(un_pixels_intersect(shape->bounds, all))) continue;
        painter->clip = shape->clip;
        bool whole_clip = false;
        for (size_t k = 0; k < damage->count && !whole_clip; k++) {
            painter->window = damage->rect[k];
            if (un_pixels_empty(un_pixels_intersect(shape->bounds, painter->window))) continue;
            whole_clip = un_paint_command(painter, list, &list->command[shape->command]);
        }
    }
    un_paint_settle(target);
}

/// Redraws the damaged rectangles to the very pixels that a whole drawing gives. cairo's coverage depends on its clip
/// by a few levels, so a partial drawing may not clip: it goes to the layer, and the rectangles are copied from there.
static void redraw_parts(un_Raster *raster, const un_DrawList *list) {
    size_t width = (size_t)raster->painter.width;
    replay(raster, list, &raster->layer);
    for (size_t i = 0; i < raster->damage.count; i++) {
        un_PixelRect rect = raster->damage.rect[i];
        for (int y = rect.y0; y < rect.y1; y++) {
            size_t first = (size_t)y * width + (size_t)rect.x0;
            memcpy(raster->picture.data + first, raster->layer.data + first,
                   (size_t)(rect.x1 - rect.x0) * sizeof(uint32_t));
        }
    }
    cairo_surface_mark_dirty(raster->picture.surface);
}

static void redraw_all(un_Raster *raster, const un_DrawList *list) {
    raster->damage = (un_Damage){.rect = {whole(raster)}, .count = 1};
    replay(raster, list, &raster->picture);
}

void un_raster_update(un_Raster *raster, const un_DrawList *list, un_Color background) {
    raster->damage.count = 0;
    if (raster->picture.cairo == NULL) return; // a failed resize left no picture
    // Made at the first update, not at the first partial one, which may come at any time: frames do not allocate after
    // the first few.
    bool layered =
        raster->layer.cairo != NULL || open_target(&raster->layer, raster->painter.width, raster->painter.height);
    if (memcmp(&background, &raster->background, sizeof background) != 0) raster->valid = false;
    raster->background = background;
    if (!un_shapes_find(&raster->now, list, whole(raster), raster->painter.pixels)) {
        raster->valid = false; // no memory: what is shown stays
        return;
    }
    // Where so much has changed, one drawing of everything costs less than the parts and the copy.
    double most = 0.7 * raster->painter.width * raster->painter.height;
    if (!raster->valid) raster->last.count = 0;
    un_damage_compare(&raster->damage, &raster->painter, &raster->list, &raster->last, list, &raster->now, most);
    if (!layered || !raster->valid || un_damage_area(&raster->damage) > most)
        redraw_all(raster, list);
    else
        redraw_parts(raster, list);
    un_Shapes swap = raster->last;
    raster->last = raster->now;
    raster->now = swap;
    raster->valid = un_draw_copy(&raster->list, list);
}

void un_raster_forget(un_Raster *raster) {
    raster->valid = false;
}

int un_raster_dirty(const un_Raster *raster, un_Rect rect[UN_RASTER_DIRTY]) {
    const un_Damage *damage = &raster->damage;
    int count = 0;
    for (size_t i = 0; i < damage->count; i++) {
        un_PixelRect from = damage->rect[i];
        rect[count++] =
            (un_Rect){(float)from.x0, (float)from.y0, (float)(from.x1 - from.x0), (float)(from.y1 - from.y0)};
    }
    return count;
}

void un_raster_draw(un_Raster *raster, const un_DrawList *list, un_Color background) {
    if (raster->picture.cairo == NULL) return;
    raster->valid = false;
    raster->background = background;
    if (!un_shapes_find(&raster->now, list, whole(raster), raster->painter.pixels)) return;
    for (size_t i = 0; i < raster->now.count; i++)
        un_shapes_bound(&raster->now.shape[i], &raster->painter, list);
    redraw_all(raster, list);
}

const uint32_t *un_raster_pixels(const un_Raster *raster, int *width, int *height, int *stride) {
    *width = raster->painter.width;
    *height = raster->painter.height;
    *stride = raster->painter.width * (int)sizeof *raster->picture.data;
    return raster->picture.data;
}
