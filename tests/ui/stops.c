// Pictures of every stop of lessons, while it asks (with an answer picked) and once it has told, at the sizes of a small and a large
// screen, from the window itself, and a check of each for text that is cut, covered or too small.
// With --hall: the pages of the lecture instead, and a word on each whose picture is left out or whose type is small.
// usage: stops [--hall] [--dark] [--scale S] [--size WxH] FOLDER LESSON...   (scripts/stops calls it)
#include "app/app.h"
#include "export/fonts.h"
#include "export/picture.h"
#include "platform/clock.h"
#include "unit/text_check.h"

#include <SDL.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATH = 512, SLIDE = 540 };

enum { SIZES = 2 };

static const double FRAME = 0.1;     ///< seconds of the window's own time
static const double PATIENCE = 120; ///< real seconds for one stop's run

typedef struct Stops {
    const char *folder, *lesson; ///< the lesson's name without folder and end
    un_Fonts *fonts;
    int size[SIZES][2], sizes;   ///< pixels
    float scale;
    bool hall;
    un_ThemeName theme;
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

/// The least size of type in the list that is no sub- or superscript: these are 0.7 of what they stand beside.
static float least_type(const un_DrawList *list) {
    float least = 1000;
    for (size_t i = 0; i < list->command_count; i++) {
        const un_DrawCommand *command = &list->command[i];
        for (size_t g = command->first; command->kind == UN_DRAW_GLYPHS && g < command->first + command->count; g++)
            least = fminf(least, list->glyph[g].size);
    }
    return least;
}

/// What a lecturer should know of a page; a fault where its type is under 16 points of a slide.
static void judge_page(Stops *stops, un_App *app, const un_DrawList *list, const char *name, int height) {
    un_Rect picture;
    float least = least_type(list) / (float)height * SLIDE;
    if (!un_app_widget(app, "picture", &picture)) printf("%s: no picture\n", name);
    if (least < 19.9f) printf("%s: type of %.1f points\n", name, (double)least);
    if (least < 0.7f * 16) stops->faults++;
}

static void keep_size(Stops *stops, un_App *app, const char *name, int width, int height) {
    char fault[256], path[PATH * 2];
    un_Error error;
    SDL_SetWindowSize(SDL_GetWindowFromID(1), width, height);
    un_AppView view = look(app, 6);
    snprintf(path, sizeof path, "%s/%s.png", stops->folder, name);
    stops->pictures++;
    bool sized = (int)view.width == width && (int)view.height == height;
    if (!sized) snprintf(fault, sizeof fault, "the window is %gx%g", (double)view.width, (double)view.height);
    if (!sized || !text_check(view.list, stops->fonts, stops->scale, fault, sizeof fault)) {
        stops->faults++;
        printf("%s: %s\n", name, fault);
    }
    if (!stops->hall && view.course_hidden > 1) printf("%s: %.0f points of text have to be scrolled to\n", name, (double)view.course_hidden);
    if (stops->hall) judge_page(stops, app, view.list, name, height);
    un_Color paper = un_theme_color(stops->theme, UN_TOKEN_BG);
    if (un_picture_write(view.list, stops->fonts, width, height, 1, paper, NULL, path, &error)) die(&error);
    fprintf(stops->index, "<figure><a href=\"%s.png\"><img loading=\"lazy\" src=\"%s.png\" alt=\"%s\"></a><figcaption>%s</figcaption></figure>\n",
            name, name, name, name);
}

/// The window as it is now, at every size.
static void keep(Stops *stops, un_App *app, int stop, const char *phase) {
    for (int k = 0; k < stops->sizes; k++) {
        char name[PATH];
        snprintf(name, sizeof name, "%s-%02d-%s-%dx%d", stops->lesson, stop + 1, phase, stops->size[k][0], stops->size[k][1]);
        keep_size(stops, app, name, stops->size[k][0], stops->size[k][1]);
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

static un_AppView press(un_App *app, SDL_Keycode sym) {
    SDL_Event event = {.type = SDL_KEYDOWN};
    event.key.keysym.sym = sym;
    SDL_PushEvent(&event);
    return look(app, 4);
}

/// One stop in the lecture hall: its pages by the clicker, the last turn leads to the next stop.
static bool present(Stops *stops, un_App *app, int stop) {
    un_AppView view;
    double end = un_clock_seconds() + PATIENCE;
    if (!stands(app, &view, end)) return false;
    if (view.phase == UN_PHASE_ASK) {
        keep(stops, app, stop, "ask");
        view = press(app, SDLK_PAGEDOWN);
    }
    while (view.phase == UN_PHASE_RUN && un_clock_seconds() < end) {
        view = look(app, 1);
        if (view.phase == UN_PHASE_RUN && view.wave_playing) view = press(app, SDLK_PAGEDOWN);
    }
    if (view.phase != UN_PHASE_TOLD || !stands(app, &view, end)) return false;
    look(app, 30);
    keep(stops, app, stop, "told");
    view = press(app, SDLK_PAGEDOWN);
    if (view.stop != stop) return true;
    look(app, 10);
    keep(stops, app, stop, "why");
    press(app, SDLK_PAGEDOWN);
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
    def.width = stops->size[stops->sizes - 1][0];
    def.height = stops->size[stops->sizes - 1][1];
    def.theme = stops->theme;
    def.scale = stops->scale;
    def.presenter = stops->hall;
    def.frames = 1 << 30;
    def.renderer = UN_RENDERER_SOFTWARE;
    def.unpainted = true;
    def.frame_s = FRAME;
    un_App *app = un_app_create(&def, &error);
    if (!app) die(&error);
    SDL_SetWindowFullscreen(SDL_GetWindowFromID(1), 0); // the dummy driver's full screen has 4:3
    SDL_SetWindowSize(SDL_GetWindowFromID(1), def.width, def.height);
    un_AppView view = look(app, 4);
    fprintf(stops->index, "<h2>%s</h2>\n", name);
    for (int stop = 0; stop < view.stops; stop++) {
        if (!(stops->hall ? present : go_through)(stops, app, stop)) {
            printf("%s, stop %d: its run did not come to its end\n", name, stop + 1);
            stops->faults++;
            break;
        }
        if (!stops->hall) click(app, "go_on");
    }
    un_app_destroy(app);
}

/// Reads the options before the folder. Returns where it stands; 0: there is one that is not known.
static int options(Stops *stops, int argc, char **argv) {
    int i = 1;
    for (; i < argc && strncmp(argv[i], "--", 2) == 0; i++) {
        if (strcmp(argv[i], "--hall") == 0) {
            stops->hall = true;
        } else if (strcmp(argv[i], "--dark") == 0) {
            stops->theme = UN_THEME_DARK;
        } else if (strcmp(argv[i], "--scale") == 0 && i + 1 < argc) {
            stops->scale = (float)atof(argv[++i]);
        } else if (strcmp(argv[i], "--size") == 0 && i + 1 < argc && sscanf(argv[i + 1], "%dx%d", &stops->size[0][0], &stops->size[0][1]) == 2) {
            stops->sizes = 1;
            i++;
        } else {
            return 0;
        }
    }
    return i;
}

int main(int argc, char **argv) {
    Stops stops = {.size = {{1280, 720}, {1920, 1080}}, .sizes = SIZES, .scale = 1, .theme = UN_THEME_LIGHT};
    int first = options(&stops, argc, argv);
    un_Error error = {.message = ""};
    char path[PATH];
    if (first == 0 || first + 2 > argc) {
        fprintf(stderr, "usage: stops [--hall] [--dark] [--scale S] [--size WxH] FOLDER LESSON...\n");
        return 2;
    }
    stops.folder = argv[first];
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
    for (int i = first + 1; i < argc; i++)
        lesson(&stops, argv[i]);
    fclose(stops.index);
    un_fonts_destroy(stops.fonts);
    printf("%d pictures, %d faults\n", stops.pictures, stops.faults);
    return stops.faults != 0;
}
