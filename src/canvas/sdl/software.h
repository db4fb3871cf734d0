/// A draw list by cairo into one streaming texture. Inside src/canvas/sdl only.
#ifndef UN_CANVAS_SDL_SOFTWARE_H
#define UN_CANVAS_SDL_SOFTWARE_H

#include "canvas/draw_list.h"

#include <SDL.h>

typedef struct un_Software un_Software;

/// Borrows renderer and fonts. Errors: UN_ERROR_MEMORY -> NULL.
un_Software *un_software_create(SDL_Renderer *renderer, const un_Fonts *fonts, int width, int height, float pixels,
                                un_Error *error);
void un_software_destroy(un_Software *software);
void un_software_draw(un_Software *software, const un_DrawList *list, un_Color background, int width, int height,
                      float pixels);
/// The texture's contents are lost.
void un_software_invalidate(un_Software *software);

#endif
