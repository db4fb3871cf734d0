/// The accelerated back end on a real window (Xvfb with llvmpipe is enough): the sample sheet by geometry and atlas,
/// read back before presenting, against cairo's raster of the same list. Both are anti-aliased in their own way, so the
/// mean difference per channel must stay under MEAN_LIMIT of 255 and few pixels may differ much. Exit 77: no display
/// here.
#include "canvas/cairo/raster.h"
#include "canvas/sdl/screen.h"
#include "unit/canvas_fixture.h"

#include <SDL.h>

#include <math.h>
#include <stdint.h>
#include <string.h>

static const double MEAN_LIMIT = 1.0;  ///< of 255, over all pixels and channels
static const double FAR_LIMIT = 0.004; ///< share of pixels that differ by more than 64 in a channel

static int channel_difference(uint32_t a, uint32_t b, int shift) {
    return abs((int)(a >> shift & 255) - (int)(b >> shift & 255));
}

static int compare(un_Screen *screen, SDL_Window *window, const un_Fonts *fonts, un_ThemeName theme, const char *save) {
    un_DrawList list;
    un_draw_init(&list);
    draw_sheet(&list, fonts, theme);
    un_Color ground = un_theme_color(theme, UN_TOKEN_BG);
    un_Raster *raster = un_raster_create(fonts, SHEET_WIDTH, SHEET_HEIGHT, 1, NULL);
    uint32_t *shot = malloc(sizeof *shot * SHEET_WIDTH * SHEET_HEIGHT);
    if (raster == NULL || shot == NULL) return 1;
    un_raster_draw(raster, &list, ground);
    SDL_Renderer *renderer = SDL_GetRenderer(window);
    // Twice, and once more after everything was lost: caches must not change the picture.
    for (int frame = 0; frame < 3; frame++) {
        if (frame == 2) un_screen_invalidate(screen);
        un_screen_draw(screen, &list, ground);
        if (SDL_RenderReadPixels(renderer, NULL, SDL_PIXELFORMAT_ARGB8888, shot, SHEET_WIDTH * 4) != 0) return 1;
        un_screen_present(screen);
    }
    if (save != NULL) {
        SDL_Surface *surface = SDL_CreateRGBSurfaceWithFormatFrom(shot, SHEET_WIDTH, SHEET_HEIGHT, 32, SHEET_WIDTH * 4,
                                                                  SDL_PIXELFORMAT_ARGB8888);
        SDL_SaveBMP(surface, save);
        SDL_FreeSurface(surface);
    }
    int width, height, stride;
    const uint32_t *wanted = un_raster_pixels(raster, &width, &height, &stride);
    double sum = 0;
    int far = 0;
    for (int i = 0; i < width * height; i++) {
        int largest = 0;
        for (int shift = 0; shift < 24; shift += 8) {
            int difference = channel_difference(shot[i], wanted[i], shift);
            sum += difference;
            largest = difference > largest ? difference : largest;
        }
        far += largest > 64;
    }
    double mean = sum / (3.0 * width * height), share = (double)far / (width * height);
    printf("%s, %s: mean difference %.3f of 255, %.4f of the pixels differ by more than 64\n", un_screen_name(screen),
           un_theme_title(theme), mean, share);
    un_raster_destroy(raster);
    un_draw_free(&list);
    free(shot);
    return mean <= MEAN_LIMIT && share <= FAR_LIMIT ? 0 : 1;
}

/// More text than the atlas holds: it starts anew within the frame and must not fail.
static int overflow_atlas(un_Screen *screen, const un_Fonts *fonts) {
    un_DrawList list;
    un_draw_init(&list);
    for (int size = 20; size < 90; size++) {
        un_TextStyle style = {UN_FACE_SEMIBOLD, (float)size, {0, 0, 0, 255}, false};
        un_text_draw(&list, fonts, &style, (un_Point){(float)size * 0.37f, 60}, UN_ALIGN_LEFT,
                     "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    }
    SDL_ClearError();
    un_screen_draw(screen, &list, (un_Color){255, 255, 255, 255});
    un_screen_present(screen);
    un_draw_free(&list);
    if (*SDL_GetError() != 0) fprintf(stderr, "atlas: %s\n", SDL_GetError());
    return *SDL_GetError() != 0;
}

int main(int argc, char **argv) {
    const char *save = argc > 1 ? argv[1] : NULL;
    const char *driver = getenv("SDL_VIDEODRIVER");
    const char *display = getenv("DISPLAY");
    if ((driver != NULL && strcmp(driver, "dummy") == 0) || display == NULL || *display == 0 ||
        SDL_Init(SDL_INIT_VIDEO) != 0) {
        printf("no display: skipped\n");
        return 77;
    }
    SDL_Window *window =
        SDL_CreateWindow("screen", SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED, SHEET_WIDTH, SHEET_HEIGHT, 0);
    un_Fonts *fonts = load_fonts();
    un_Error error = {0};
    un_Screen *screen = window != NULL ? un_screen_create(window, fonts, UN_RENDERER_ACCELERATED, &error) : NULL;
    if (screen == NULL) {
        fprintf(stderr, "%s\n", error.message);
        return 1;
    }
    int failed = compare(screen, window, fonts, UN_THEME_DARK, NULL);
    failed |= overflow_atlas(screen, fonts);
    failed |= compare(screen, window, fonts, UN_THEME_LIGHT, save); // after the overflow: the atlas works on
    un_screen_destroy(screen);
    un_fonts_destroy(fonts);
    SDL_DestroyWindow(window);
    SDL_Quit();
    return failed;
}
