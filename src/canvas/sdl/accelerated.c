#include "canvas/sdl/accelerated.h"

#include "base/catalog.h"
#include "base/check.h"
#include "canvas/sdl/atlas.h"
#include "canvas/sdl/tessellate.h"
#include "canvas/snap.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum { CLIP_DEPTH = 64, IMAGES = 64 };

/// A texture that waits for the next image of its size.
typedef struct Image {
    SDL_Texture *texture;
    int columns, rows;
    uint64_t frame; ///< of the last use
} Image;

struct un_Accelerated {
    SDL_Renderer *renderer;
    un_Atlas *atlas;
    un_Mesh mesh;
    Image image[IMAGES];
    uint64_t frame;
    float pixels;
    un_PixelRect clip, saved[CLIP_DEPTH];
    int depth;
    un_Point *scratch;
    size_t scratch_room;
};

un_Accelerated *un_accelerated_create(SDL_Renderer *renderer, const un_Fonts *fonts, un_Error *error) {
    un_Accelerated *accelerated = calloc(1, sizeof *accelerated);
    if (accelerated == NULL) {
        un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("no memory for the screen"));
        return NULL;
    }
    accelerated->renderer = renderer;
    accelerated->atlas = un_atlas_create(renderer, fonts, error);
    if (accelerated->atlas == NULL) {
        un_accelerated_destroy(accelerated);
        return NULL;
    }
    return accelerated;
}

static void drop_images(un_Accelerated *accelerated) {
    for (int i = 0; i < IMAGES; i++) {
        if (accelerated->image[i].texture != NULL) SDL_DestroyTexture(accelerated->image[i].texture);
        accelerated->image[i] = (Image){0};
    }
}

void un_accelerated_destroy(un_Accelerated *accelerated) {
    if (accelerated == NULL) return;
    drop_images(accelerated);
    un_atlas_destroy(accelerated->atlas);
    un_mesh_free(&accelerated->mesh);
    free(accelerated->scratch);
    free(accelerated);
}

void un_accelerated_invalidate(un_Accelerated *accelerated) {
    drop_images(accelerated);
    un_atlas_restart(accelerated->atlas);
}

/// Draws what waits in the mesh.
static void flush(un_Accelerated *accelerated) {
    un_Mesh *mesh = &accelerated->mesh;
    if (mesh->index_count > 0 && !un_pixels_empty(accelerated->clip))
        SDL_RenderGeometry(accelerated->renderer, un_atlas_texture(accelerated->atlas), mesh->vertex,
                           mesh->vertex_count, mesh->index, mesh->index_count);
    un_mesh_reset(mesh);
    mesh->white = un_atlas_white(accelerated->atlas);
}

static void set_clip(un_Accelerated *accelerated, un_PixelRect clip) {
    const un_PixelRect now = accelerated->clip;
    if (clip.x0 == now.x0 && clip.y0 == now.y0 && clip.x1 == now.x1 && clip.y1 == now.y1) return;
    flush(accelerated);
    accelerated->clip = clip;
    if (un_pixels_empty(clip)) return;
    SDL_Rect rect = {clip.x0, clip.y0, clip.x1 - clip.x0, clip.y1 - clip.y0};
    SDL_RenderSetClipRect(accelerated->renderer, &rect);
}

static un_Point *scratch(un_Accelerated *accelerated, size_t count) {
    if (count > accelerated->scratch_room) {
        size_t room = count + count / 2;
        un_Point *bigger = realloc(accelerated->scratch, room * sizeof *bigger);
        if (bigger == NULL) return NULL;
        accelerated->scratch = bigger;
        accelerated->scratch_room = room;
    }
    return accelerated->scratch;
}

static void draw_rect(un_Accelerated *accelerated, const un_DrawCommand *command) {
    un_SnappedRect fill = un_snap_fill(command->rect, command->radius, accelerated->pixels);
    un_Rect rect = fill.rect;
    un_Color color = command->color;
    if (fill.sharp) {
        un_mesh_rect(&accelerated->mesh, rect, color);
        return;
    }
    if (rect.w < 1 || rect.h < 1) {
        // Thinner than its feather: the middle of it, one pixel wide and as much paler.
        float w = rect.w < 1 ? 1 : rect.w, h = rect.h < 1 ? 1 : rect.h;
        color = un_color_fade(color, rect.w / w * (rect.h / h));
        rect = (un_Rect){rect.x + (rect.w - w) / 2, rect.y + (rect.h - h) / 2, w, h};
    }
    un_Point contour[UN_CONTOUR_ROOM];
    int count = un_mesh_contour(rect, fill.radius, contour);
    un_mesh_polygon(&accelerated->mesh, contour, count, color);
}

static void draw_frame(un_Accelerated *accelerated, const un_DrawCommand *command) {
    float radius = command->radius, width = command->width, pixels = accelerated->pixels;
    un_Color color = command->color;
    un_Rect rect = un_snap_frame(command->rect, pixels, &radius, &width, &color);
    un_Mesh *mesh = &accelerated->mesh;
    if (radius <= 0 && !(command->dash_on > 0)) {
        float h = width / 2; // four bars, not overlapping; the mitred corners of a square frame are its own
        un_Rect bars[4] = {{rect.x - h, rect.y - h, rect.w + width, width},
                           {rect.x - h, rect.y + rect.h - h, rect.w + width, width},
                           {rect.x - h, rect.y + h, width, rect.h - width},
                           {rect.x + rect.w - h, rect.y + h, width, rect.h - width}};
        for (int i = 0; i < 4; i++)
            un_mesh_rect(mesh, bars[i], color);
        return;
    }
    un_Point contour[UN_CONTOUR_ROOM];
    int count = un_mesh_contour(rect, radius, contour);
    un_mesh_stroke(mesh, contour, count, true, width, command->dash_on * pixels, command->dash_off * pixels, color);
}

static void draw_points(un_Accelerated *accelerated, const un_DrawList *list, const un_DrawCommand *command) {
    un_Point *point = scratch(accelerated, command->count);
    if (point == NULL || command->count > INT32_MAX / 1024) return;
    bool fill = command->kind == UN_DRAW_POLYGON;
    float width = fill ? 1e6f : command->width, pixels = accelerated->pixels;
    un_Color color = command->color;
    un_snap_polyline(list->point + command->first, command->count, pixels, point, &width, &color);
    if (fill)
        un_mesh_polygon(&accelerated->mesh, point, (int)command->count, color);
    else
        un_mesh_stroke(&accelerated->mesh, point, (int)command->count, false, width, command->dash_on * pixels,
                       command->dash_off * pixels, color);
}

static void draw_circle(un_Accelerated *accelerated, const un_DrawCommand *command) {
    float pixels = accelerated->pixels, r = command->radius * pixels;
    un_Color color = command->color;
    if (r <= 0) return;
    if (command->width <= 0 && r < 0.5f) { // smaller than its feather: paler instead
        color = un_color_fade(color, 4 * r * r);
        r = 0.5f;
    }
    un_Point contour[UN_CONTOUR_ROOM];
    un_Rect rect = {command->rect.x * pixels - r, command->rect.y * pixels - r, 2 * r, 2 * r};
    int count = un_mesh_contour(rect, r, contour);
    if (command->width > 0)
        un_mesh_stroke(&accelerated->mesh, contour, count, true, command->width * pixels, 0, 0, color);
    else
        un_mesh_polygon(&accelerated->mesh, contour, count, color);
}

static void draw_glyphs(un_Accelerated *accelerated, const un_DrawList *list, const un_DrawCommand *command) {
    for (size_t i = command->first; i < command->first + command->count; i++) {
        const un_Glyph *glyph = &list->glyph[i];
        un_GlyphPlace at = un_snap_glyph(glyph->x, glyph->y, accelerated->pixels);
        float size = glyph->size * accelerated->pixels;
        un_AtlasGlyph picture;
        for (int tries = 0; !un_atlas_get(accelerated->atlas, glyph->face, glyph->code_point, size, at.phase, &picture);
             tries++) {
            flush(accelerated);
            if (!un_atlas_restart(accelerated->atlas) || tries > 1) return;
            accelerated->mesh.white = un_atlas_white(accelerated->atlas);
        }
        if (picture.width == 0) continue;
        float texel = 1.0f / (float)un_atlas_side(accelerated->atlas);
        SDL_FPoint uv0 = {(float)picture.x * texel, (float)picture.y * texel};
        SDL_FPoint uv1 = {(float)(picture.x + picture.width) * texel, (float)(picture.y + picture.height) * texel};
        un_Rect box = {(float)(at.x + picture.left), (float)(at.y - picture.top), (float)picture.width,
                       (float)picture.height};
        un_mesh_quad(&accelerated->mesh, box, uv0, uv1, command->color);
    }
}

/// A texture of this size that the frame has not used yet: kept from earlier frames, or new.
static SDL_Texture *take_texture(un_Accelerated *accelerated, int columns, int rows) {
    Image *oldest = &accelerated->image[0];
    for (int i = 0; i < IMAGES; i++) {
        Image *image = &accelerated->image[i];
        if (image->texture != NULL && image->columns == columns && image->rows == rows &&
            image->frame != accelerated->frame) {
            image->frame = accelerated->frame;
            return image->texture;
        }
        if (image->frame < oldest->frame) oldest = image;
    }
    if (oldest->texture != NULL) SDL_DestroyTexture(oldest->texture);
    *oldest = (Image){0};
    SDL_Texture *texture =
        SDL_CreateTexture(accelerated->renderer, SDL_PIXELFORMAT_ARGB8888, SDL_TEXTUREACCESS_STREAMING, columns, rows);
    if (texture == NULL) return NULL;
    SDL_SetTextureBlendMode(texture, SDL_BLENDMODE_BLEND);
    SDL_SetTextureScaleMode(texture, SDL_ScaleModeNearest);
    *oldest = (Image){texture, columns, rows, accelerated->frame};
    return texture;
}

static void draw_image(un_Accelerated *accelerated, const un_DrawList *list, const un_DrawCommand *command) {
    un_PixelRect box = un_snap_rect(command->rect, accelerated->pixels);
    if (un_pixels_empty(un_pixels_intersect(box, accelerated->clip))) return;
    flush(accelerated);
    SDL_Texture *texture = take_texture(accelerated, command->columns, command->rows);
    void *memory;
    int pitch;
    if (texture == NULL || SDL_LockTexture(texture, NULL, &memory, &pitch) != 0) return;
    const un_Color *from = list->texel + command->first;
    for (int row = 0; row < command->rows; row++) {
        uint32_t *to = (uint32_t *)(void *)((char *)memory + (ptrdiff_t)row * pitch);
        for (int column = 0; column < command->columns; column++, from++)
            to[column] = (uint32_t)from->a << 24 | (uint32_t)from->r << 16 | (uint32_t)from->g << 8 | from->b;
    }
    SDL_UnlockTexture(texture);
    SDL_Rect target = {box.x0, box.y0, box.x1 - box.x0, box.y1 - box.y0};
    SDL_RenderCopy(accelerated->renderer, texture, NULL, &target);
}

static void draw_command(un_Accelerated *accelerated, const un_DrawList *list, const un_DrawCommand *command,
                         un_PixelRect whole) {
    switch (command->kind) {
    case UN_DRAW_SAVE:
        UN_CHECK(accelerated->depth < CLIP_DEPTH);
        accelerated->saved[accelerated->depth++] = accelerated->clip;
        break;
    case UN_DRAW_RESTORE:
        set_clip(accelerated, accelerated->depth > 0 ? accelerated->saved[--accelerated->depth] : whole);
        break;
    case UN_DRAW_CLIP:
        set_clip(accelerated, un_pixels_intersect(accelerated->clip, un_snap_rect(command->rect, accelerated->pixels)));
        break;
    case UN_DRAW_RECT:
        draw_rect(accelerated, command);
        break;
    case UN_DRAW_FRAME:
        draw_frame(accelerated, command);
        break;
    case UN_DRAW_POLYLINE:
    case UN_DRAW_POLYGON:
        draw_points(accelerated, list, command);
        break;
    case UN_DRAW_CIRCLE:
        draw_circle(accelerated, command);
        break;
    case UN_DRAW_GLYPHS:
        draw_glyphs(accelerated, list, command);
        break;
    case UN_DRAW_IMAGE:
        draw_image(accelerated, list, command);
        break;
    case UN_DRAW_GROUP:
    case UN_DRAW_GROUP_END:
        break;
    }
}

void un_accelerated_draw(un_Accelerated *accelerated, const un_DrawList *list, un_Color background, int width,
                         int height, float pixels) {
    un_PixelRect whole = {0, 0, width, height};
    accelerated->frame++;
    accelerated->pixels = pixels;
    accelerated->depth = 0;
    accelerated->clip = whole;
    if (un_atlas_texture(accelerated->atlas) == NULL)
        un_atlas_restart(accelerated->atlas); // lost, and not to be had then
    accelerated->mesh.white = un_atlas_white(accelerated->atlas);
    SDL_RenderSetClipRect(accelerated->renderer, NULL);
    SDL_SetRenderDrawBlendMode(accelerated->renderer, SDL_BLENDMODE_BLEND);
    SDL_SetRenderDrawColor(accelerated->renderer, background.r, background.g, background.b, background.a);
    SDL_RenderClear(accelerated->renderer);
    for (size_t i = 0; i < list->command_count; i++)
        draw_command(accelerated, list, &list->command[i], whole);
    flush(accelerated);
    SDL_RenderSetClipRect(accelerated->renderer, NULL);
}
