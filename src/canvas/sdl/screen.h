/// A draw list on an SDL window. Accelerated renderers get geometry with feathered edges and an SDL_ttf glyph atlas; where only
/// SDL's software renderer is there (its geometry is not correct), cairo draws into one streaming texture.
#ifndef UN_CANVAS_SDL_SCREEN_H
#define UN_CANVAS_SDL_SCREEN_H

#include "canvas/draw_list.h"

struct SDL_Window;
typedef struct un_Screen un_Screen;

typedef enum un_RendererChoice { UN_RENDERER_AUTO, UN_RENDERER_ACCELERATED, UN_RENDERER_SOFTWARE } un_RendererChoice;

/// Borrows the window and the fonts. AUTO: accelerated when SDL offers a renderer that is, else software.
/// Errors: UN_ERROR_FILE with SDL's reason; returns NULL.
un_Screen *un_screen_create(struct SDL_Window *window, const un_Fonts *fonts, un_RendererChoice choice, un_Error *error);
void un_screen_destroy(un_Screen *screen);
/// "accelerated (opengl)" or "software (cairo)".
const char *un_screen_name(const un_Screen *screen);
/// Pixels per point of window coordinates: output size over window size.
float un_screen_density(const un_Screen *screen);
/// Draws one frame; 1 point = density pixels. Does not present.
void un_screen_draw(un_Screen *screen, const un_DrawList *list, un_Color background);
void un_screen_present(un_Screen *screen);
/// Everything must be drawn anew (window exposed, renderer's targets lost, theme changed).
void un_screen_invalidate(un_Screen *screen);

#endif
