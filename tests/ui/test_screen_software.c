/// The screen on SDL's dummy driver: cairo into one texture.
#include "canvas/cairo/raster.h"
#include "canvas/sdl/screen.h"
#include "unit/canvas_fixture.h"

#include <SDL.h>
#include <criterion/criterion.h>
#include <signal.h>
#include <string.h>

static un_Fonts *fonts;
static SDL_Window *window;
static un_DrawList list;

static void setup(void) {
    setenv("SDL_VIDEODRIVER", "dummy", 1);
    cr_assert(SDL_Init(SDL_INIT_VIDEO) == 0);
    window = SDL_CreateWindow("screen", 0, 0, SHEET_WIDTH, SHEET_HEIGHT, SDL_WINDOW_RESIZABLE);
    fonts = load_fonts();
    un_draw_init(&list);
}

static void teardown(void) {
    un_draw_free(&list);
    un_fonts_destroy(fonts);
    SDL_DestroyWindow(window);
    SDL_Quit();
}

TestSuite(screen_software, .init = setup, .fini = teardown);

static void expect_same(un_Screen *screen, un_Color ground) {
    int width, height, w, h, stride;
    SDL_GetWindowSize(window, &width, &height);
    un_Raster *raster = un_raster_create(fonts, width, height, 1, NULL);
    uint32_t *shot = malloc(sizeof *shot * (size_t)width * (size_t)height);
    un_raster_draw(raster, &list, ground);
    un_screen_draw(screen, &list, ground);
    cr_assert(SDL_RenderReadPixels(SDL_GetRenderer(window), NULL, SDL_PIXELFORMAT_ARGB8888, shot, width * 4) == 0);
    un_screen_present(screen);
    const uint32_t *wanted = un_raster_pixels(raster, &w, &h, &stride);
    for (int i = 0; i < width * height; i++)
        cr_assert((shot[i] & 0xFFFFFF) == (wanted[i] & 0xFFFFFF), "pixel %d,%d: %06X, wanted %06X", i % width,
                  i / width, (unsigned)shot[i] & 0xFFFFFF, (unsigned)wanted[i] & 0xFFFFFF);
    un_raster_destroy(raster);
    free(shot);
}

Test(screen_software, shows_the_rasters_pixels_frame_after_frame) {
    un_Screen *screen = un_screen_create(window, fonts, UN_RENDERER_AUTO, NULL);
    cr_assert(screen != NULL);
    cr_assert_str_eq(un_screen_name(screen), "software (cairo)");
    cr_assert(un_screen_density(screen) == 1);
    draw_sheet(&list, fonts, UN_THEME_LIGHT);
    un_Color ground = un_theme_color(UN_THEME_LIGHT, UN_TOKEN_BG);
    expect_same(screen, ground);
    expect_same(screen, ground); // nothing changed: the texture is kept
    un_draw_disc(&list, (un_Point){100, 100}, 20, un_theme_color(UN_THEME_LIGHT, UN_TOKEN_LOSS));
    expect_same(screen, ground);
    draw_sheet(&list, fonts, UN_THEME_DARK);
    expect_same(screen, un_theme_color(UN_THEME_DARK, UN_TOKEN_BG));
    un_screen_invalidate(screen);
    expect_same(screen, un_theme_color(UN_THEME_DARK, UN_TOKEN_BG));
    SDL_SetWindowSize(window, 500, 300);
    SDL_PumpEvents();
    expect_same(screen, un_theme_color(UN_THEME_DARK, UN_TOKEN_BG));
    un_screen_destroy(screen);
}

Test(screen_software, accelerated_is_refused_with_a_reason) {
    un_Error error = {0};
    un_Screen *screen = un_screen_create(window, fonts, UN_RENDERER_ACCELERATED, &error);
    cr_assert(screen == NULL);
    cr_assert_eq(error.code, UN_ERROR_FILE);
    cr_assert(strstr(error.message, "dummy") != NULL, "%s", error.message);
}
