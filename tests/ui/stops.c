// Pictures of every stop of lessons, while it asks (with an answer picked) and once it has told, at the sizes of a small and a large
// screen, from the window itself, and a check of each for text that is cut, covered or too small.
// usage: stops FOLDER LESSON...   (scripts/stops calls it)
#include "app/app.h"
#include "export/fonts.h"
#include "export/picture.h"
#include "platform/clock.h"
#include "unit/text_check.h"

#include <SDL.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATH = 512 };

static const int sizes[][2] = {{1280, 720}, {1920, 1080}};
enum { SIZES = sizeof sizes / sizeof *sizes };

static const double FRAME = 0.1;     ///< seconds of the window's own time
static const double PATIENCE = 120; ///< real seconds for one stop's run

typedef struct Stops {
    const char *folder, *lesson; ///< the lesson's name without folder and end
    un_Fonts *fonts;
    int pictures, faults;
    FILE *index;
} Stops;

static void die(const un_Error *error) {
    fprintf(stderr, "%s%s%s\n", error->file, *error->file ? ": " : "", error->message);
    exit(1);
}

static un_AppView look(un_App *app, int frames) {
    un_AppView view;
    for (int i = 0; i < frames; i++)
        un_app_step(app);
    un_app_view(app, &view);
    return view;
}

/// Clicks the widget of this name, if it is there.
static un_AppView click(un_App *app, const char *name) {
    un_Rect rect;
    if (!un_app_widget(app, name, &rect)) return look(app, 1);
    const uint32_t type[] = {SDL_MOUSEMOTION, SDL_MOUSEBUTTONDOWN, SDL_MOUSEBUTTONUP, SDL_MOUSEMOTION};
    for (int i = 0; i < 4; i++) {
        SDL_Event event;
        memset(&event, 0, sizeof event);
        event.type = type[i];
        int x = i < 3 ? (int)(rect.x + rect.w / 2) : 2, y = i < 3 ? (int)(rect.y + rect.h / 2) : 2; // and away
        if (type[i] == SDL_MOUSEMOTION) {
            event.motion.x = x;
            event.motion.y = y;
        } else {
            event.button.button = SDL_BUTTON_LEFT;
            event.button.x = x;
            event.button.y = y;
        }
        SDL_PushEvent(&event);
        look(app, 1);
    }
    return look(app, 4);
}

/// The window as it is now, at both sizes.
static void keep(Stops *stops, un_App *app, int stop, const char *phase) {
    for (int k = 0; k < SIZES; k++) {
        char fault[256], name[PATH], path[PATH * 2];
        un_Error error;
        SDL_SetWindowSize(SDL_GetWindowFromID(1), sizes[k][0], sizes[k][1]);
        un_AppView view = look(app, 6);
        snprintf(name, sizeof name, "%s-%02d-%s-%dx%d", stops->lesson, stop + 1, phase, sizes[k][0], sizes[k][1]);
        snprintf(path, sizeof path, "%s/%s.png", stops->folder, name);
        stops->pictures++;
        bool sized = (int)view.width == sizes[k][0] && (int)view.height == sizes[k][1];
        if (!sized) snprintf(fault, sizeof fault, "the window is %gx%g", (double)view.width, (double)view.height);
        if (!sized || !text_check(view.list, stops->fonts, 1, fault, sizeof fault)) {
            stops->faults++;
            printf("%s: %s\n", name, fault);
        }
        if (un_picture_write(view.list, stops->fonts, sizes[k][0], sizes[k][1], 1, un_theme_color(UN_THEME_LIGHT, UN_TOKEN_BG), NULL, path, &error))
            die(&error);
        fprintf(stops->index, "<figure><a href=\"%s.png\"><img loading=\"lazy\" src=\"%s.png\" alt=\"%s\"></a><figcaption>%s</figcaption></figure>\n",
                name, name, name, name);
    }
}

static bool stands(un_App *app, un_AppView *view, double end) {
    do
        *view = look(app, 1);
    while (!view->course_stands && un_clock_seconds() < end);
    return view->course_stands;
}

/// One stop: asks, is answered, runs, tells.
static bool go_through(Stops *stops, un_App *app, int stop) {
    un_AppView view;
    double end = un_clock_seconds() + PATIENCE;
    if (!stands(app, &view, end)) return false;
    if (view.phase == UN_PHASE_ASK) {
        click(app, "choice/1"); // a number stands where its question starts
        keep(stops, app, stop, "ask");
        view = click(app, "go_on");
        if (view.phase == UN_PHASE_ASK) { // a check with two tries: its hint
            keep(stops, app, stop, "hint");
            click(app, "choice/2");
            view = click(app, "go_on");
        }
    }
    while (view.phase == UN_PHASE_RUN && un_clock_seconds() < end) {
        view = look(app, 1);
        if (view.phase == UN_PHASE_RUN && view.wave_playing) view = click(app, "go_on"); // straight to its end
    }
    if (view.phase != UN_PHASE_TOLD || !stands(app, &view, end)) return false;
    look(app, 30);
    keep(stops, app, stop, "told");
    return true;
}

static void lesson(Stops *stops, const char *path) {
    un_AppDef def = un_default_app_def();
    un_Error error = {.message = ""};
    const char *slash = strrchr(path, '/');
    char name[128];
    snprintf(name, sizeof name, "%s", slash ? slash + 1 : path);
    if (strrchr(name, '.')) *strrchr(name, '.') = 0;
    stops->lesson = name;
    def.lesson_path = path;
    def.threaded = false;
    def.width = sizes[1][0];
    def.height = sizes[1][1];
    def.theme = UN_THEME_LIGHT;
    def.frames = 1 << 30;
    def.renderer = UN_RENDERER_SOFTWARE;
    def.unpainted = true;
    def.frame_s = FRAME;
    un_App *app = un_app_create(&def, &error);
    if (!app) die(&error);
    un_AppView view = look(app, 4);
    fprintf(stops->index, "<h2>%s</h2>\n", name);
    for (int stop = 0; stop < view.stops; stop++) {
        if (!go_through(stops, app, stop)) {
            printf("%s, stop %d: its run did not come to its end\n", name, stop + 1);
            stops->faults++;
            break;
        }
        click(app, "go_on");
    }
    un_app_destroy(app);
}

int main(int argc, char **argv) {
    Stops stops = {.folder = argv[1]};
    un_Error error = {.message = ""};
    char path[PATH];
    if (argc < 3) {
        fprintf(stderr, "usage: stops FOLDER LESSON...\n");
        return 2;
    }
    setenv("SDL_VIDEODRIVER", "dummy", 1);
    stops.fonts = un_fonts_load(&error);
    if (!stops.fonts) die(&error);
    snprintf(path, sizeof path, "%s/index.html", stops.folder);
    stops.index = fopen(path, "w");
    if (!stops.index) {
        perror(path);
        return 1;
    }
    fputs("<!doctype html><meta charset=\"utf-8\"><title>Unroll: every stop</title><style>body{font:15px sans-serif;margin:24px} "
          "figure{display:inline-block;margin:8px} img{width:640px;border:1px solid #ccc}</style>\n", stops.index);
    for (int i = 2; i < argc; i++)
        lesson(&stops, argv[i]);
    fclose(stops.index);
    un_fonts_destroy(stops.fonts);
    printf("%d pictures, %d faults\n", stops.pictures, stops.faults);
    return stops.faults != 0;
}
