#include "canvas/sdl/software.h"

#include "base/catalog.h"
#include "canvas/cairo/raster.h"

#include <stdlib.h>

struct un_Software {
    SDL_Renderer *renderer;
    un_Raster *raster;
    SDL_Texture *texture;
    int width, height; ///< of the texture
    bool stale;        ///< the texture does not show the raster's pixels
};

un_Software *un_software_create(SDL_Renderer *renderer, const un_Fonts *fonts, int width, int height, float pixels,
                                un_Error *error) {
    un_Software *software = calloc(1, sizeof *software);
    if (software == NULL) {
        un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("no memory for the screen"));
        return NULL;
    }
    software->renderer = renderer;
    software->raster = un_raster_create(fonts, width, height, pixels, error);
    if (software->raster == NULL) {
        un_software_destroy(software);
        return NULL;
    }
    return software;
}

void un_software_destroy(un_Software *software) {
    if (software == NULL) return;
    un_raster_destroy(software->raster);
    if (software->texture != NULL) SDL_DestroyTexture(software->texture);
    free(software);
}

void un_software_invalidate(un_Software *software) {
    software->stale = true;
    if (software->texture != NULL) SDL_DestroyTexture(software->texture); // a renderer that was lost has lost it
    software->texture = NULL;
}

static bool ensure_texture(un_Software *software, int width, int height) {
    if (software->texture != NULL && software->width == width && software->height == height) return true;
    if (software->texture != NULL) SDL_DestroyTexture(software->texture);
    software->texture =
        SDL_CreateTexture(software->renderer, SDL_PIXELFORMAT_ARGB8888, SDL_TEXTUREACCESS_STREAMING, width, height);
    if (software->texture == NULL) return false;
    SDL_SetTextureBlendMode(software->texture, SDL_BLENDMODE_NONE);
    software->width = width;
    software->height = height;
    software->stale = true;
    return true;
}

void un_software_draw(un_Software *software, const un_DrawList *list, un_Color background, int width, int height,
                      float pixels) {
    if (un_raster_resize(software->raster, width, height, pixels) != UN_OK || !ensure_texture(software, width, height))
        return; // no memory for this size: the window shows its old picture until there is
    if (software->stale) un_raster_forget(software->raster);
    un_raster_update(software->raster, list, background);
    software->stale = false;
    un_Rect dirty[UN_RASTER_DIRTY];
    int count = un_raster_dirty(software->raster, dirty), w, h, stride;
    const uint32_t *pixel = un_raster_pixels(software->raster, &w, &h, &stride);
    for (int i = 0; i < count; i++) {
        SDL_Rect rect = {(int)dirty[i].x, (int)dirty[i].y, (int)dirty[i].w, (int)dirty[i].h};
        SDL_UpdateTexture(software->texture, &rect, pixel + (size_t)rect.y * (size_t)w + (size_t)rect.x, stride);
    }
    SDL_RenderCopy(software->renderer, software->texture, NULL, NULL);
}
