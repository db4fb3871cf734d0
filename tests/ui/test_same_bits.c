/// The window changes no bit of a run: what trains behind it, with and without a thread of its own, while frames are
/// drawn, snapshots taken and a value edited, ends in the state_hash of a plain trainer.
#include "app/app.h"

#include "platform/clock.h"
#include "sim/trainer.h"

#include <SDL.h>
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct Result {
    un_Experiment experiment;
    int64_t update;
    uint64_t hash[UN_LANES_MAX];
} Result;

static un_App *open_app(bool threaded, int updates, bool playing) {
    setenv("SDL_VIDEODRIVER", "dummy", 1);
    un_AppDef def = un_default_app_def();
    def.experiment.updates = updates;
    def.threaded = threaded;
    def.playing = playing;
    def.width = 1920; // the whole sentence, with the learning rate in it
    def.height = 1080;
    def.frames = 1000000; // every step draws and none waits
    un_Error error = {.message = ""};
    un_App *app = un_app_create(&def, &error);
    cr_assert(app, "%s", error.message);
    return app;
}

static void until_update(un_App *app, int64_t update) {
    un_AppView view = {0};
    double end = un_clock_seconds() + 60;
    do {
        un_app_step(app);
        un_app_view(app, &view);
    } while (un_clock_seconds() < end && (view.snapshot->update < update || view.playing));
    cr_assert_eq(view.snapshot->update, update);
}

static Result result_of(un_App *app) {
    Result result;
    un_app_result(app, &result.experiment, &result.update, result.hash);
    return result;
}

/// What a trainer without a window comes to.
static void assert_plain_trainer_agrees(const Result *result) {
    un_Error error;
    un_Trainer *trainer = un_trainer_create(&result->experiment, NULL, &error);
    cr_assert(trainer, "%s", error.message);
    while (un_trainer_update(trainer) < result->update)
        un_trainer_step(trainer);
    for (int lane = 0; lane < result->experiment.lane_count; lane++) {
        cr_assert_eq(un_trainer_state_hash(trainer, lane), result->hash[lane], "lane %d", lane);
    }
    un_trainer_destroy(trainer);
}

static void run_to_the_end(bool threaded) {
    enum { UPDATES = 60 };
    un_App *app = open_app(threaded, UPDATES, true);
    until_update(app, UPDATES);
    Result result = result_of(app);
    un_AppView view;
    un_app_view(app, &view);
    cr_assert_gt(view.frames, 3);
    cr_assert_eq(result.update, UPDATES);
    cr_assert_eq(result.experiment.edit_count, 0);
    cr_assert_eq(result.experiment.lane_count, 3);
    assert_plain_trainer_agrees(&result);
    un_app_destroy(app);
}

Test(same_bits, with_the_window_and_its_thread) {
    run_to_the_end(true);
}

Test(same_bits, with_the_window_in_one_thread) {
    run_to_the_end(false);
}

static void step_for(un_App *app, double seconds) {
    for (double end = un_clock_seconds() + seconds; un_clock_seconds() < end;)
        un_app_step(app);
}

static void press(un_App *app, SDL_Keycode sym) {
    SDL_Event event = {.type = SDL_KEYDOWN};
    event.key.keysym.sym = sym;
    SDL_PushEvent(&event);
    step_for(app, 0.05);
}

static void click(un_App *app, const char *name) {
    un_Rect rect;
    cr_assert(un_app_widget(app, name, &rect), "no widget '%s'", name);
    SDL_Event event = {.type = SDL_MOUSEMOTION};
    event.motion.x = (int)(rect.x + rect.w / 2);
    event.motion.y = (int)(rect.y + rect.h / 2);
    SDL_PushEvent(&event);
    for (int up = 0; up < 2; up++) {
        event = (SDL_Event){.type = up ? SDL_MOUSEBUTTONUP : SDL_MOUSEBUTTONDOWN};
        event.button.button = SDL_BUTTON_LEFT;
        event.button.x = (int)(rect.x + rect.w / 2);
        event.button.y = (int)(rect.y + rect.h / 2);
        SDL_PushEvent(&event);
    }
    step_for(app, 0.05);
}

Test(same_bits, a_value_edited_in_the_window_is_replayed_to_the_bit) {
    enum { UPDATES = 40 };
    un_App *app = open_app(true, UPDATES, false);
    step_for(app, 0.05);
    for (int i = 0; i < 3; i++)
        press(app, SDLK_u); // one update each
    click(app, "sentence/lr");
    SDL_Event text = {.type = SDL_TEXTINPUT};
    memcpy(text.text.text, "0.05", 5);
    SDL_PushEvent(&text);
    step_for(app, 0.05);
    press(app, SDLK_RETURN);
    press(app, SDLK_SPACE);
    until_update(app, UPDATES);
    Result result = result_of(app);
    cr_assert_eq(result.experiment.edit_count, 3, "one edit a lane");
    cr_assert_eq(result.experiment.edit[0].at, 3);
    cr_assert_eq(result.experiment.edit[0].value, 0.05);
    assert_plain_trainer_agrees(&result);
    un_app_destroy(app);
}
