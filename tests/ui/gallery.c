// Pictures of every view and of the window at every size, theme and scale, each from a run of its own, and a check of each for text
// that is cut, covered or too small. usage: gallery --check | gallery FOLDER   (scripts/gallery calls it)
#include "app/app.h"
#include "export/fonts.h"
#include "export/picture.h"
#include "platform/clock.h"
#include "sim/experiment.h"
#include "sim/worker.h"
#include "unit/text_check.h"
#include "view/lab.h"

#include <SDL.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATH = 512 };

static const int sizes[][2] = {{1280, 720}, {1920, 1080}, {3840, 2160}};
static const float scales[] = {1, 2};
static const un_ThemeName themes[] = {UN_THEME_LIGHT, UN_THEME_DARK};

/// A run and the views that it shows best; "*": all of them.
typedef struct Scene {
    const char *experiment;
    int64_t updates;
    int lane, step, unit; ///< what the inspector shows
    const char *views;
} Scene;

static const Scene scenes[] = {
    {"memory", 400, 1, 13, 2, "*"},
    {"d11-bank", 300, 0, 2, -1, "stage inspector directions answers"},
    {"d12-attention", 300, 0, 20, -1, "stage inspector attention answers profile"},
    {"co2", 100, 0, 10, -1, "stage answers training"},
};

typedef struct Gallery {
    const char *folder; ///< NULL: checks only
    un_Fonts *fonts;
    un_DrawList list;
    int pictures, faults;
} Gallery;

static void die(const un_Error *error) {
    fprintf(stderr, "%s%s%s\n", error->file, *error->file ? ": " : "", error->message);
    exit(1);
}

/// Checks the list and, where a folder is asked for, writes it.
static void keep(Gallery *gallery, const un_DrawList *list, const char *name, const int size[2], float text_scale, float pixels,
                 un_ThemeName theme) {
    char fault[256], path[PATH];
    un_Error error;
    gallery->pictures++;
    if (!text_check(list, gallery->fonts, text_scale, fault, sizeof fault)) {
        gallery->faults++;
        printf("%s-%dx%d-%s-%.0f: %s\n", name, size[0], size[1], un_theme_names[theme], (double)(text_scale * pixels * 100), fault);
    }
    if (!gallery->folder) return;
    snprintf(path, sizeof path, "%s/%s-%dx%d-%s-%.0f.png", gallery->folder, name, size[0], size[1], un_theme_names[theme],
             (double)(text_scale * pixels * 100));
    if (un_picture_write(list, gallery->fonts, size[0], size[1], pixels, un_theme_color(theme, UN_TOKEN_BG), NULL, path,
                         &error)) die(&error);
}

static void view_pictures(Gallery *gallery, un_ViewContext *context, int view, const char *scene) {
    char name[64];
    snprintf(name, sizeof name, "%s-%s", un_view_table[view]->name, scene);
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        for (size_t t = 0; t < sizeof themes / sizeof *themes; t++) {
            for (size_t k = 0; k < sizeof scales / sizeof *scales; k++) {
                context->theme = themes[t];
                context->scale = scales[k];
                float w = (float)sizes[s][0], h = (float)sizes[s][1], edge = 12 * scales[k];
                un_draw_reset(&gallery->list);
                un_view_draw(&gallery->list, context, view, (un_Rect){edge, edge, w - 2 * edge, h - 2 * edge});
                keep(gallery, &gallery->list, name, sizes[s], scales[k], 1, themes[t]);
            }
        }
    }
}

static void lab_pictures(Gallery *gallery, un_ViewContext *context, const char *scene) {
    char name[64];
    snprintf(name, sizeof name, "lab-%s", scene);
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        for (size_t t = 0; t < sizeof themes / sizeof *themes; t++) {
            for (size_t k = 0; k < sizeof scales / sizeof *scales; k++) {
                context->theme = themes[t];
                context->scale = scales[k];
                un_LabDef def = un_default_lab_def((float)sizes[s][0], (float)sizes[s][1], scales[k]);
                un_LabLayout layout = un_lab_layout(&def);
                layout.tabs = (un_Rect){0, 0, 0, 0};
                un_draw_reset(&gallery->list);
                un_lab_draw_caption(&gallery->list, context, layout.top);
                un_lab_draw(&gallery->list, context, &layout);
                keep(gallery, &gallery->list, name, sizes[s], scales[k], 1, themes[t]);
            }
        }
    }
}

static bool shows(const Scene *scene, const char *view) {
    if (strcmp(scene->views, "*") == 0) return true;
    const char *found = strstr(scene->views, view);
    size_t length = strlen(view);
    return found && (found == scene->views || found[-1] == ' ') && (found[length] == 0 || found[length] == ' ');
}

/// Trains as the window does, with everything measured that any view shows.
static un_Worker *run(const Scene *scene, un_Experiment *experiment) {
    un_Error error = {.message = ""};
    char path[PATH];
    unsigned wants = 0;
    snprintf(path, sizeof path, "%s/experiments/%s.yaml", getenv("UNROLL_SOURCE") ? getenv("UNROLL_SOURCE") : ".", scene->experiment);
    if (un_experiment_load(experiment, path, &error)) die(&error);
    un_WorkerDef def = un_default_worker_def();
    def.threaded = false;
    def.interval = 0;
    un_Worker *worker = un_worker_create(&def, experiment, &error);
    if (!worker) die(&error);
    for (int view = 0; view < UN_VIEW_COUNT; view++)
        wants |= un_view_table[view]->wants;
    un_worker_post(worker, &(un_Command){.kind = UN_COMMAND_EXTEND, .value = (double)(scene->updates - experiment->updates)});
    un_worker_post(worker, &(un_Command){.kind = UN_COMMAND_WANT, .value = wants});
    un_worker_post(worker, &(un_Command){.kind = UN_COMMAND_PLAY});
    while (un_worker_latest(worker)->update < scene->updates)
        un_worker_slice(worker, 0.05);
    if (!shows(scene, "seeds")) return worker;
    un_worker_post(worker, &(un_Command){.kind = UN_COMMAND_SEEDS, .value = 3});
    double end = un_clock_seconds() + 60;
    do
        un_worker_slice(worker, 0.05);
    while (un_worker_latest(worker)->seeds.planned > 0 && un_worker_latest(worker)->seeds.done < 3 && un_clock_seconds() < end);
    return worker;
}

static void scene_pictures(Gallery *gallery, const Scene *scene) {
    un_Experiment experiment;
    un_Worker *worker = run(scene, &experiment);
    const un_Snapshot *snapshot = un_worker_latest(worker);
    un_ViewContext context = {.snapshot = snapshot,
                              .fonts = gallery->fonts,
                              .axis = un_axis_choose(snapshot),
                              .select = {scene->lane, 0, scene->step < snapshot->T ? scene->step : snapshot->T - 1, scene->unit}};
    for (int view = 0; view < UN_VIEW_COUNT; view++) {
        if (shows(scene, un_view_table[view]->name)) view_pictures(gallery, &context, view, scene->experiment);
    }
    context.select.lane = -1;
    lab_pictures(gallery, &context, scene->experiment);
    un_worker_destroy(worker);
}

// The window with its widgets.

typedef struct State {
    const char *name;
    SDL_Keycode key[4]; ///< pressed one after the other
} State;

static const State states[] = {
    {"window", {0}},           {"window-settings", {'e'}}, {"window-reading", {'h'}},   {"window-keys", {SDLK_F1}}, {"window-words", {'d'}},
    {"window-cell", {'g'}},    {"window-held", {'f'}},     {"window-cell-held", {'g', 'f'}},
    {"window-waterfall", {'4'}}, {"window-credit", {'5'}}, {"window-spectrum-alone", {'9', 'x'}},
};

static const double FRAME = 0.05; ///< seconds of the window's own time

static void steps(un_App *app, double seconds) {
    for (int i = 0; i < 4 || i < (int)(seconds / FRAME); i++)
        un_app_step(app);
}

static void press(un_App *app, SDL_Keycode key) {
    SDL_Event event;
    memset(&event, 0, sizeof event);
    event.type = SDL_KEYDOWN;
    event.key.keysym.sym = key;
    SDL_PushEvent(&event);
    steps(app, 0.35); // panels and axes move for 300 ms
}

static void window_pictures(Gallery *gallery, const State *state, const int size[2], un_ThemeName theme, float scale) {
    un_AppDef def = un_default_app_def();
    un_Error error = {.message = ""};
    def.threaded = false;
    def.playing = true;
    def.experiment.updates = 60;
    def.width = size[0];
    def.height = size[1];
    def.theme = theme;
    def.scale = scale;
    def.frames = 1 << 30;
    def.renderer = UN_RENDERER_SOFTWARE;
    def.unpainted = true; // the draw list is checked, and drawn to a file
    def.frame_s = FRAME;
    un_App *app = un_app_create(&def, &error);
    if (!app) die(&error);
    un_AppView view;
    double end = un_clock_seconds() + 20;
    do {
        un_app_step(app);
        un_app_view(app, &view);
    } while (view.snapshot->update < 60 && un_clock_seconds() < end);
    press(app, 'a'); // all of it at once instead of the wave
    for (int i = 0; i < 4 && state->key[i]; i++)
        press(app, state->key[i]);
    un_app_view(app, &view);
    keep(gallery, view.list, state->name, size, scale, 1, theme);
    un_app_destroy(app);
}

/// The check alone leaves out what has the same text in the same place: the other theme, and 3840x2160, whose points at
/// scale 2 are 1920x1080's.
static void all_windows(Gallery *gallery) {
    static const int small[][2] = {{640, 480}, {320, 240}};
    size_t theme_count = gallery->folder ? 2 : 1, size_count = gallery->folder ? 3 : 2;
    for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
        for (size_t t = 0; t < theme_count; t++) {
            for (size_t s = 0; s < size_count; s++) {
                size_t scale_count = gallery->folder || s == 1 ? 2 : 1;
                for (size_t k = 0; k < scale_count; k++)
                    window_pictures(gallery, &states[i], sizes[s], themes[t], scales[k]);
            }
            for (size_t s = 0; s < 2; s++)
                window_pictures(gallery, &states[i], small[s], themes[t], 1);
        }
    }
}

int main(int argc, char **argv) {
    if (argc != 2) {
        fprintf(stderr, "usage: gallery --check | gallery FOLDER\n");
        return 2;
    }
    Gallery gallery = {.folder = strcmp(argv[1], "--check") == 0 ? NULL : argv[1]};
    un_Error error;
    setenv("SDL_VIDEODRIVER", "dummy", 1);
    gallery.fonts = un_fonts_load(&error);
    if (!gallery.fonts) die(&error);
    un_draw_init(&gallery.list);
    for (size_t i = 0; i < sizeof scenes / sizeof *scenes; i++)
        scene_pictures(&gallery, &scenes[i]);
    all_windows(&gallery);
    un_draw_free(&gallery.list);
    un_fonts_destroy(gallery.fonts);
    printf("%d pictures, %d with text that is cut, covered or too small\n", gallery.pictures, gallery.faults);
    return gallery.faults != 0;
}
