/// After warm-up neither building a draw list, nor the raster, nor a screen's frame allocates anything of ours. On the
/// dummy driver the screen is cairo's; with a display (run it under Xvfb without SDL_VIDEODRIVER) it is the accelerated
/// one.
#include "memory_count.h"

#include "canvas/cairo/raster.h"
#include "canvas/sdl/screen.h"
#include "unit/canvas_fixture.h"

#include <SDL.h>

enum { WARM_UP = 8, FRAMES = 200 };

/// A frame that differs from the last one in text, shapes and image.
static void build(un_DrawList *list, const un_Fonts *fonts, int frame) {
    draw_sheet(list, fonts, frame % 4 < 2 ? UN_THEME_LIGHT : UN_THEME_DARK);
    un_TextStyle style = {UN_FACE_MEDIUM, 15, {255, 0, 0, 255}, true};
    char text[32];
    snprintf(text, sizeof text, "Update %d", 1000 + frame % 8);
    un_draw_group(list, "frame", (un_Rect){0, 0, 10, 10});
    un_text_draw(list, fonts, &style, (un_Point){200, 380}, UN_ALIGN_LEFT, text);
    un_draw_disc(list, (un_Point){20 + (float)(frame % 8), 380}, 6, style.color);
    un_draw_group_end(list);
}

int main(void) {
    SDL_Window *window = NULL;
    if (SDL_Init(SDL_INIT_VIDEO) == 0) window = SDL_CreateWindow("memory", 0, 0, SHEET_WIDTH, SHEET_HEIGHT, 0);
    un_Fonts *fonts = load_fonts();
    un_Raster *raster = un_raster_create(fonts, SHEET_WIDTH, SHEET_HEIGHT, 1.25f, NULL);
    un_Screen *screen = window != NULL ? un_screen_create(window, fonts, UN_RENDERER_AUTO, NULL) : NULL;
    if (raster == NULL || screen == NULL) {
        fprintf(stderr, "no raster or no screen: %s\n", SDL_GetError());
        return 1;
    }
    un_DrawList list;
    un_draw_init(&list);
    long before = 0;
    for (int frame = 0; frame < WARM_UP + FRAMES; frame++) {
        if (frame == WARM_UP) before = memory_calls;
        un_Color ground = un_theme_color(frame % 4 < 2 ? UN_THEME_LIGHT : UN_THEME_DARK, UN_TOKEN_BG);
        build(&list, fonts, frame);
        un_raster_update(raster, &list, ground);
        un_screen_draw(screen, &list, ground);
        un_screen_present(screen);
    }
    long calls = memory_calls - before;
    printf("%s: %ld allocations or frees in %d frames after warm-up\n", un_screen_name(screen), calls, FRAMES);
    un_draw_free(&list);
    un_screen_destroy(screen);
    un_raster_destroy(raster);
    un_fonts_destroy(fonts);
    SDL_DestroyWindow(window);
    SDL_Quit();
    return calls != 0 || before == 0;
}
