// The one place of the window that waits. The web leaves it out: there the browser calls un_app_step once per frame.
#include "app/state.h"

#include "platform/clock.h"

static const int IDLE_WAIT_MS = 100;
static const double FRAME = 1.0 / 60;

bool un_app_moves(const un_App *app) {
    return (app->wave.active && (app->wave.playing || app->wave.gliding)) || un_ui_wants_frame(&app->ui) || app->dirty;
}

bool un_app_is_hidden(const un_App *app) {
    return SDL_GetWindowFlags(app->window) & (SDL_WINDOW_MINIMIZED | SDL_WINDOW_HIDDEN);
}

// How long nothing can happen but an event.
static int wait_ms(const un_App *app) {
    if (app->def.frames > 0 || (!app->def.threaded && (app->run.playing || app->course.doing != UN_COURSE_STANDS))) {
        return 0;
    }
    if (un_app_moves(app) && !un_app_is_hidden(app)) {
        double left = FRAME - (un_clock_seconds() - app->last_drawn);
        return left > 0.001 ? (int)(left * 1000) : 0;
    }
    return app->run.playing && un_run_rates[app->run.rate] > 0 ? 10 : IDLE_WAIT_MS;
}

void un_app_wait(un_App *app) {
    SDL_Event event;
    int wait = wait_ms(app);
    if (wait > 0 && SDL_WaitEventTimeout(&event, wait)) {
        un_app_take(app, &event);
    }
}
