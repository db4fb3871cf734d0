// The panel that saves pictures and clips: opened by key and button, every format written whole, cancelled without a trace, and shut while
// a lesson's question is open.
#include "window_fixture.h"

#include "export/state.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char folder[64];

static void setup(void) {
    snprintf(folder, sizeof folder, "/tmp/unroll-export-XXXXXX");
    cr_assert(mkdtemp(folder));
    setenv("XDG_PICTURES_DIR", folder, 1);
}

static void teardown(void) {
    char command[96];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    cr_assert(system(command) == 0);
}

TestSuite(export, .init = setup, .fini = teardown);

static int files(void) {
    char command[96];
    snprintf(command, sizeof command, "ls -A '%s' | wc -l", folder);
    FILE *pipe = popen(command, "r");
    int count = -1;
    cr_assert(fscanf(pipe, "%d", &count) == 1);
    pclose(pipe);
    return count;
}

static void steps(un_App *app, int count) {
    for (int i = 0; i < count; i++)
        un_app_step(app);
}

static void press(un_App *app, SDL_Keycode key, uint16_t mod) {
    push_key(key, mod);
    steps(app, 2);
}

static void click(un_App *app, const char *name) {
    un_Rect rect = widget(app, name);
    float x = rect.x + rect.w / 2, y = rect.y + rect.h / 2;
    push_mouse(SDL_MOUSEMOTION, x, y);
    push_mouse(SDL_MOUSEBUTTONDOWN, x, y);
    push_mouse(SDL_MOUSEBUTTONUP, x, y);
    steps(app, 3);
}

/// Chooses the next format of the list.
static void next_format(un_App *app) {
    click(app, "export/format");
    press(app, SDLK_DOWN, 0);
    press(app, SDLK_RETURN, 0);
}

static un_App *open_panel(void) {
    un_AppDef def = window_def(1280, 720);
    un_App *app = window_open(&def);
    click(app, "save");
    cr_assert(see(app).overlay, "the button in the bar opens the panel");
    press(app, SDLK_ESCAPE, 0);
    cr_assert(!see(app).overlay);
    press(app, 's', KMOD_LSHIFT);
    cr_assert(see(app).overlay, "and so does its key");
    return app;
}

Test(export, every_format_is_written_and_opens_the_run) {
    static const char *const ends[] = {".png", ".svg", ".pdf", ".gif"};
    un_App *app = open_panel();
    for (int i = 0; i < 4; i++) {
        char last[1024];
        snprintf(last, sizeof last, "%s", see(app).saved);
        if (i > 0) next_format(app);
        click(app, "export/save");
        UNTIL_WITHIN(60, app, strcmp(see(app).saved, last) != 0);
        const char *path = see(app).saved;
        cr_assert(strcmp(path + strlen(path) - 4, ends[i]) == 0, "%s", path);
        un_Experiment experiment;
        un_Moment moment;
        un_Error error = {.message = ""};
        cr_assert(un_state_load(path, &experiment, &moment, &error) == UN_OK, "%s", error.message);
        cr_assert(experiment.task.lag == 8 && moment.update == 0);
        cr_assert(moment.view == see(app).place[UN_PLACE_STAGE], "the view that is meant");
        steps(app, 2);
        widget(app, "export/copy");
    }
    cr_assert(files() == 4);
    un_app_destroy(app);
}

Test(export, a_clip_that_is_cancelled_or_closed_leaves_nothing) {
    un_App *app = open_panel();
    for (int i = 0; i < 3; i++)
        next_format(app);
    click(app, "export/save");
    cr_assert(files() == 1, "it is under way, under a name of its own");
    click(app, "export/save"); // "Cancel" now
    cr_assert(strstr(see(app).toast, "Stopped") && files() == 0, "'%s'", see(app).toast);
    click(app, "export/save");
    cr_assert(files() == 1);
    press(app, SDLK_ESCAPE, 0);
    cr_assert(!see(app).overlay && files() == 0);
    press(app, 's', KMOD_LSHIFT); // the choice is remembered: it starts a clip again
    click(app, "export/save");
    cr_assert(files() == 1);
    un_app_destroy(app); // and so does the end of the window
    cr_assert(files() == 0);
}

Test(export, a_snapshot_stays_while_it_is_written_and_training_goes_on) {
    un_App *app = open_panel();
    for (int i = 0; i < 3; i++)
        next_format(app);
    click(app, "export/save");
    int64_t update = see(app).snapshot->update;
    press(app, 'u', 0); // one update more
    steps(app, 2);
    cr_assert(see(app).snapshot->update == update, "the moment that is written is the moment that is seen");
    click(app, "export/save");
    UNTIL_WITHIN(10, app, see(app).snapshot->update == update + 1);
    un_app_destroy(app);
}
