/// A draw list on a renderer with working geometry. Inside src/canvas/sdl only.
#ifndef UN_CANVAS_SDL_ACCELERATED_H
#define UN_CANVAS_SDL_ACCELERATED_H

#include "canvas/draw_list.h"

#include <SDL.h>

typedef struct un_Accelerated un_Accelerated;

/// Borrows renderer and fonts. Errors: UN_ERROR_FILE with SDL's reason -> NULL.
un_Accelerated *un_accelerated_create(SDL_Renderer *renderer, const un_Fonts *fonts, un_Error *error);
void un_accelerated_destroy(un_Accelerated *accelerated);
void un_accelerated_draw(un_Accelerated *accelerated, const un_DrawList *list, un_Color background, int width,
                         int height, float pixels);
/// The textures' contents are lost.
void un_accelerated_invalidate(un_Accelerated *accelerated);

#endif
