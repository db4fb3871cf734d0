/// Glyphs from SDL_ttf in one texture, with a white patch on which shapes are drawn, so that shapes and text share one
/// batch.
#ifndef UN_CANVAS_SDL_ATLAS_H
#define UN_CANVAS_SDL_ATLAS_H

#include "canvas/font.h"

#include <SDL.h>
#include <stdbool.h>

typedef struct un_Atlas un_Atlas;

typedef struct un_AtlasGlyph {
    int x, y, width, height; ///< in the texture; width 0: nothing to draw
    int left, top;           ///< of its first pixel from the origin; top positive up
} un_AtlasGlyph;

/// Borrows renderer and fonts. Errors: UN_ERROR_FILE with SDL's reason -> NULL.
un_Atlas *un_atlas_create(SDL_Renderer *renderer, const un_Fonts *fonts, un_Error *error);
void un_atlas_destroy(un_Atlas *atlas);
/// Makes the texture anew and empty (its contents were lost, or it is full). False with SDL's reason in SDL_GetError.
bool un_atlas_restart(un_Atlas *atlas);
SDL_Texture *un_atlas_texture(const un_Atlas *atlas);
/// Side of the square texture in texels, and the middle of the white patch in texture coordinates.
int un_atlas_side(const un_Atlas *atlas);
SDL_FPoint un_atlas_white(const un_Atlas *atlas);

/// The glyph at size pixels and phase 0..3 quarters of a pixel to the right. False: the texture is full; draw what
/// waits, call un_atlas_restart and ask again.
bool un_atlas_get(un_Atlas *atlas, un_Face face, uint32_t code_point, float size, int phase, un_AtlasGlyph *glyph);

#endif
