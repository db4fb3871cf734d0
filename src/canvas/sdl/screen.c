#include "canvas/sdl/screen.h"

#include "base/catalog.h"
#include "canvas/sdl/accelerated.h"
#include "canvas/sdl/software.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct un_Screen {
    SDL_Window *window;
    SDL_Renderer *renderer;
    un_Accelerated *accelerated; ///< one of the two
    un_Software *software;
    char name[64];
};

/// Output size in pixels; 1 x 1 at least (a minimised window may have none).
static void output_size(const un_Screen *screen, int *width, int *height) {
    if (SDL_GetRendererOutputSize(screen->renderer, width, height) != 0) *width = *height = 1;
    *width = *width > 1 ? *width : 1;
    *height = *height > 1 ? *height : 1;
}

float un_screen_density(const un_Screen *screen) {
    int width, height, window_width, window_height;
    output_size(screen, &width, &height);
    SDL_GetWindowSize(screen->window, &window_width, &window_height);
    return window_width > 0 ? (float)width / (float)window_width : 1;
}

/// A renderer on the graphics processor and our back end on it; false leaves the screen without either.
static bool open_accelerated(un_Screen *screen, const un_Fonts *fonts, un_Error *error) {
    SDL_RendererInfo info;
    screen->renderer = SDL_CreateRenderer(screen->window, -1, SDL_RENDERER_ACCELERATED | SDL_RENDERER_PRESENTVSYNC);
    if (screen->renderer == NULL) {
        un_error_set(error, UN_ERROR_FILE, NULL, 0, 0, _("no accelerated renderer on video driver %s: %s"),
                     SDL_GetCurrentVideoDriver(), SDL_GetError());
        return false;
    }
    bool real = SDL_GetRendererInfo(screen->renderer, &info) == 0 && (info.flags & SDL_RENDERER_ACCELERATED) != 0 &&
                strcmp(info.name, "software") != 0;
    if (!real)
        un_error_set(error, UN_ERROR_FILE, NULL, 0, 0, _("SDL offers its software renderer only on video driver %s"),
                     SDL_GetCurrentVideoDriver());
    else
        screen->accelerated = un_accelerated_create(screen->renderer, fonts, error);
    if (screen->accelerated == NULL) {
        SDL_DestroyRenderer(screen->renderer);
        screen->renderer = NULL;
        return false;
    }
    snprintf(screen->name, sizeof screen->name, "accelerated (%s)", info.name);
    return true;
}

static bool open_software(un_Screen *screen, const un_Fonts *fonts, un_Error *error) {
    screen->renderer = SDL_CreateRenderer(screen->window, -1, SDL_RENDERER_SOFTWARE);
    if (screen->renderer == NULL) {
        un_error_set(error, UN_ERROR_FILE, NULL, 0, 0, _("no software renderer on video driver %s: %s"),
                     SDL_GetCurrentVideoDriver(), SDL_GetError());
        return false;
    }
    int width, height;
    output_size(screen, &width, &height);
    screen->software = un_software_create(screen->renderer, fonts, width, height, un_screen_density(screen), error);
    snprintf(screen->name, sizeof screen->name, "software (cairo)");
    return screen->software != NULL;
}

un_Screen *un_screen_create(SDL_Window *window, const un_Fonts *fonts, un_RendererChoice choice, un_Error *error) {
    un_Screen *screen = calloc(1, sizeof *screen);
    if (screen == NULL) {
        un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("no memory for the screen"));
        return NULL;
    }
    screen->window = window;
    bool open = false;
    if (choice != UN_RENDERER_SOFTWARE)
        open = open_accelerated(screen, fonts, choice == UN_RENDERER_AUTO ? NULL : error);
    if (!open && choice != UN_RENDERER_ACCELERATED) open = open_software(screen, fonts, error);
    if (!open) {
        un_screen_destroy(screen);
        return NULL;
    }
    return screen;
}

void un_screen_destroy(un_Screen *screen) {
    if (screen == NULL) return;
    un_accelerated_destroy(screen->accelerated);
    un_software_destroy(screen->software);
    if (screen->renderer != NULL) SDL_DestroyRenderer(screen->renderer);
    free(screen);
}

const char *un_screen_name(const un_Screen *screen) {
    return screen->name;
}

void un_screen_draw(un_Screen *screen, const un_DrawList *list, un_Color background) {
    int width, height;
    output_size(screen, &width, &height);
    float density = un_screen_density(screen);
    if (screen->accelerated != NULL)
        un_accelerated_draw(screen->accelerated, list, background, width, height, density);
    else
        un_software_draw(screen->software, list, background, width, height, density);
}

void un_screen_present(un_Screen *screen) {
    SDL_RenderPresent(screen->renderer);
}

void un_screen_invalidate(un_Screen *screen) {
    if (screen->accelerated != NULL)
        un_accelerated_invalidate(screen->accelerated);
    else
        un_software_invalidate(screen->software);
}
