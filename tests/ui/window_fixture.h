// A window under SDL's dummy driver for the tests in this folder: opened small and still, stepped by the test, driven by pushed events.
#ifndef UN_TEST_WINDOW_FIXTURE_H
#define UN_TEST_WINDOW_FIXTURE_H

#include <criterion/criterion.h>

#include "app/app.h"
#include "platform/clock.h"

#include <SDL.h>
#include <stdlib.h>

static inline un_AppDef window_def(int width, int height) {
    un_AppDef def = un_default_app_def();
    def.experiment.updates = 40;
    def.experiment.task.lag = 8;
    def.experiment.batch = 8;
    def.threaded = false;
    def.playing = false;
    def.width = width;
    def.height = height;
    def.unpainted = true; // what is shown is read from the draw list
    def.frame_s = 0.02;   // of the window's own time: gliding and fading take steps, not the machine's time
    def.frames = 1000000; // every step draws and none waits: the tests take the time they need and no more
    return def;
}

static inline un_App *window_open(const un_AppDef *def) {
    setenv("SDL_VIDEODRIVER", "dummy", 1);
    un_Error error = {.message = ""};
    un_App *app = un_app_create(def, &error);
    cr_assert(app, "%s", error.message);
    for (int i = 0; i < 3; i++)
        un_app_step(app);
    return app;
}

static inline un_AppView see(const un_App *app) {
    un_AppView view;
    un_app_view(app, &view);
    return view;
}

// Steps until the condition holds, for at most so many seconds.
#define UNTIL_WITHIN(seconds, app, condition)                                                                          \
    do {                                                                                                               \
        double end_ = un_clock_seconds() + (seconds);                                                                  \
        while (!(condition) && un_clock_seconds() < end_)                                                              \
            un_app_step(app);                                                                                          \
        cr_assert(condition);                                                                                          \
    } while (0)

// The next step takes it.
static inline void push_key(SDL_Keycode sym, uint16_t mod) {
    SDL_Event event = {.type = SDL_KEYDOWN};
    event.key.keysym.sym = sym;
    event.key.keysym.mod = mod;
    SDL_PushEvent(&event);
}

static inline void push_button(uint32_t type, uint8_t button, float x, float y) {
    SDL_Event event = {.type = type};
    if (type == SDL_MOUSEMOTION) {
        event.motion.x = (int)x;
        event.motion.y = (int)y;
    } else {
        event.button.button = button;
        event.button.x = (int)x;
        event.button.y = (int)y;
    }
    SDL_PushEvent(&event);
}

static inline void push_mouse(uint32_t type, float x, float y) {
    push_button(type, SDL_BUTTON_LEFT, x, y);
}

static inline un_Rect widget(const un_App *app, const char *name) {
    un_Rect rect = {0, 0, 0, 0};
    cr_assert(un_app_widget(app, name, &rect), "no widget '%s'", name);
    return rect;
}

#endif
