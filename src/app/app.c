#include "app/action.h"
#include "app/state.h"

#include "base/catalog.h"
#include "base/check.h"
#include "export/fonts.h"
#include "lesson/progress.h"
#include "platform/clock.h"
#include "platform/file.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double LEAST_BETWEEN_FRAMES = 0.007, LEAST_BETWEEN_STEPS = 0.1;
static const double REPLAY_FRAME = 1.0 / 60;
enum { REPLAY_SNAPSHOTS = 10 };

un_AppDef un_default_app_def(void) {
    return (un_AppDef){
        .experiment = un_default_lab_experiment(),
        .scale = 1,
        .theme = UN_THEME_LIGHT,
        .renderer = UN_RENDERER_AUTO,
        .width = 1280,
        .height = 800,
        .threaded = true,
        .playing = true,
        .max_memory = 2e9,
    };
}

// Called from the worker's thread; SDL_PushEvent may be.
static void wake(void *context) {
    const un_App *app = context;
    SDL_Event event = {.type = app->wake_event};
    SDL_PushEvent(&event);
}

/// The lesson in the language that was asked for, "lessons/de/05-vanishing.md", where there is such a file; else the one that was named.
static void choose_language(un_App *app) {
    const char *path = app->def.lesson_path, *language = app->def.language, *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    size_t length = language ? strspn(language, "abcdefghijklmnopqrstuvwxyz") : 0;
    if (length < 2 || length > 3 || language[length]) return;
    int room = snprintf(app->lesson_path, sizeof app->lesson_path, "%.*s%s/%s", (int)(name - path), path, language, name);
    if (room > 0 && (size_t)room < sizeof app->lesson_path && un_file_is_regular(app->lesson_path)) app->def.lesson_path = app->lesson_path;
}

static bool load_lesson(un_App *app, un_Error *error) {
    choose_language(app);
    un_Lesson *lesson = un_lesson_load(app->def.lesson_path, error);
    if (lesson && app->def.stop > un_lesson_stop_count(lesson)) {
        un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0, _("--stop: found '%d', valid: 1..%d"), app->def.stop, un_lesson_stop_count(lesson));
        un_lesson_destroy(lesson);
        return false;
    }
    if (!lesson || !un_lesson_has_room(app, lesson, error)) {
        un_lesson_destroy(lesson);
        return false;
    }
    un_lesson_show(app, lesson);
    return true;
}

static bool sdl_failed(un_Error *error, const char *what) {
    un_error_set(error, UN_ERROR_FILE, NULL, 0, 0, "%s: %s", what, SDL_GetError());
    return false;
}

static bool open_window(un_App *app, un_Error *error) {
    // A finger is told as a finger only, and the desktop keeps its compositor.
    SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
    SDL_SetHint(SDL_HINT_MOUSE_TOUCH_EVENTS, "0");
    SDL_SetHint(SDL_HINT_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR, "0");
    if (SDL_InitSubSystem(SDL_INIT_VIDEO) != 0) {
        return sdl_failed(error, _("no window can be opened"));
    }
    app->started_video = true;
    app->wake_event = SDL_RegisterEvents(1);
    if (app->wake_event == (uint32_t)-1) {
        return sdl_failed(error, _("no window can be opened"));
    }
    SDL_EventState(SDL_DROPFILE, SDL_ENABLE);
    SDL_EventState(SDL_DROPTEXT, SDL_ENABLE);
    uint32_t flags =
        SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI | (app->def.fullscreen ? SDL_WINDOW_FULLSCREEN_DESKTOP : 0);
    app->window =
        SDL_CreateWindow("Unroll", SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED, app->def.width, app->def.height, flags);
    if (!app->window) {
        return sdl_failed(error, _("no window can be opened"));
    }
    if (app->lesson) un_lesson_title_window(app);
    SDL_SetWindowMinimumSize(app->window, 320, 240);
    SDL_StartTextInput();
    static const SDL_SystemCursor cursor[UN_APP_CURSORS] = {SDL_SYSTEM_CURSOR_ARROW, SDL_SYSTEM_CURSOR_SIZEWE,
                                                            SDL_SYSTEM_CURSOR_IBEAM};
    for (int i = 0; i < UN_APP_CURSORS; i++) {
        app->cursor[i] = SDL_CreateSystemCursor(cursor[i]); // NULL where the system has none
    }
    app->screen = un_screen_create(app->window, app->fonts, app->def.renderer, error);
    return app->screen != NULL;
}

static bool start(un_App *app, un_Error *error) {
    if (app->def.lesson_path && !load_lesson(app, error)) {
        return false;
    }
    un_Experiment experiment = app->lesson ? *un_lesson_experiment(app->lesson) : app->def.experiment;
    app->fonts = un_fonts_load(error);
    if (!app->fonts || !open_window(app, error)) {
        return false;
    }
    app->sample = calloc(UN_APP_SAMPLES, sizeof *app->sample);
    if (!app->sample) {
        un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("no memory"));
        return false;
    }
    un_WorkerDef worker = un_default_worker_def();
    worker.threaded = app->def.threaded;
    worker.isa = app->def.experiment.isa;
    worker.max_memory = app->def.max_memory;
    worker.wake = wake;
    worker.wake_context = app;
    app->worker = un_worker_create(&worker, &experiment, error);
    if (!app->worker) {
        return false;
    }
    app->now = un_clock_seconds();
    un_app_resize(app);
    un_run_start(app, &experiment, app->def.playing && !app->lesson);
    if (app->lesson) un_course_open(app, app->def.lesson_path, app->def.stop - 1);
    if (app->def.presenter) un_hall_open(app);
    if (app->def.shelf_path && !un_contents_open(app, error)) return false;
    return true;
}

un_App *un_app_create(const un_AppDef *def, un_Error *error) {
    un_App *app = calloc(1, sizeof *app);
    if (!app) {
        un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("no memory"));
        return NULL;
    }
    app->def = *def;
    if (!(app->def.start_s > 0)) {
        app->def.start_s = un_clock_seconds();
    }
    app->scale = def->scale;
    app->theme = def->theme;
    app->dirty = true;
    app->wave.speed = 2;
    app->run.rate = UN_APP_RATES - 1;
    un_ui_init(&app->ui);
    un_settings_names(&app->names);
    un_places_init(&app->places);
    app->view.select = (un_Selection){-1, 0, 0, -1};
    app->opened_at = -1;
    un_draw_init(&app->list);
    un_draw_init(&app->picture);
    if (!start(app, error)) {
        un_app_destroy(app);
        return NULL;
    }
    return app;
}

void un_app_destroy(un_App *app) {
    if (!app) {
        return;
    }
    if (app->worker) {
        un_worker_destroy(app->worker); // first: its thread wakes us through SDL
    }
    un_notes_close(app);
    un_contents_free(app);
    if (app->screen) {
        un_screen_destroy(app->screen);
    }
    for (int i = 0; i < UN_APP_CURSORS; i++) {
        if (app->cursor[i]) {
            SDL_FreeCursor(app->cursor[i]);
        }
    }
    if (app->window) {
        SDL_DestroyWindow(app->window);
    }
    if (app->started_video) { // a host that calls this may use SDL itself
        SDL_QuitSubSystem(SDL_INIT_VIDEO);
    }
    if (app->fonts) {
        un_fonts_destroy(app->fonts);
    }
    if (app->course.open) un_course_keep(app);
    un_lesson_destroy(app->lesson);
    un_draw_free(&app->list);
    un_draw_free(&app->picture);
    un_export_free(&app->export);
    un_course_forget_shots(&app->course);
    un_progress_destroy(app->course.progress);
    free(app->sample);
    free(app);
}

static void show_cursor(un_App *app) {
    int wanted = (int)app->ui.cursor;
    if (wanted != app->cursor_shown && app->cursor[wanted]) {
        SDL_SetCursor(app->cursor[wanted]);
        app->cursor_shown = wanted;
    }
}

static void draw(un_App *app, double cpu_before) {
    app->dirty = false;
    un_frame_build(app);
    un_action_keys(app);
    if (app->dirty) { // a widget or a key has changed what was just built: this frame shows the answer, not the next one
        app->dirty = false;
        un_frame_build(app);
        un_action_keys(app);
    }
    if (!app->def.unpainted) un_screen_draw(app->screen, &app->list, un_theme_color(app->theme, UN_TOKEN_BG));
    app->sample[app->frames % UN_APP_SAMPLES] =
        (un_FrameSample){(un_clock_thread_seconds() - cpu_before) * 1000, app->kind};
    app->kind = UN_FRAME_OTHER;
    if (!app->def.unpainted) un_screen_present(app->screen);
    app->last_drawn = un_clock_seconds();
    if (app->frames == 0) {
        app->first_frame_s = app->last_drawn - app->def.start_s;
    }
    app->frames++;
    show_cursor(app);
}

static void advance(un_App *app, double dt) {
    int64_t serial = app->snapshot->serial;
    double t = app->wave.t;
    un_run_advance(app, dt);
    un_wave_advance(app, dt);
    un_course_watch(app);
    un_course_advance(app);
    un_export_advance(app);
    if (app->snapshot->serial != serial) {
        app->kind = UN_FRAME_SNAPSHOT;
        app->snapshots++;
    } else if (app->wave.active && app->wave.t != t && app->kind == UN_FRAME_OTHER) {
        app->kind = UN_FRAME_WAVE;
    }
    if (app->def.replay_wave && !app->wave.active && app->snapshots >= REPLAY_SNAPSHOTS) {
        app->snapshots = 0;
        un_wave_play(app);
    }
}

bool un_app_step(un_App *app) {
    un_app_events(app);
    double cpu_before = un_clock_thread_seconds(), now = app->def.frame_s > 0 ? app->now + app->def.frame_s : un_clock_seconds();
    double dt = app->def.replay_wave ? REPLAY_FRAME : fmin(now - app->now, LEAST_BETWEEN_STEPS);
    app->now = now;
    advance(app, dt);
    if (app->toast[0] && now >= app->toast_until) {
        app->toast[0] = 0;
        app->dirty = true;
    }
    bool due = now - app->last_drawn >= LEAST_BETWEEN_FRAMES;
    if (app->def.frames > 0 || (un_app_moves(app) && due && !un_app_is_hidden(app))) {
        draw(app, cpu_before);
    }
    un_notes_step(app);
    return !app->quit && (app->def.frames <= 0 || app->frames < app->def.frames);
}

static int compare(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/// The frames of one kind (UN_FRAME_OTHER: of every kind), quickest first, into sorted, which has room for all; and two
/// quantiles of them, NaN where there is none. Returns how many.
static int summarise(const un_App *app, un_FrameKind kind, double *sorted, double *p50, double *p99) {
    int all = app->frames < UN_APP_SAMPLES ? app->frames : UN_APP_SAMPLES, count = 0;
    for (int i = 0; i < all; i++) {
        if (kind == UN_FRAME_OTHER || app->sample[i].kind == kind) {
            sorted[count++] = app->sample[i].ms;
        }
    }
    qsort(sorted, (size_t)count, sizeof *sorted, compare);
    *p50 = count > 0 ? sorted[count / 2] : (double)NAN;
    *p99 = count > 0 ? sorted[count * 99 / 100] : (double)NAN;
    return count;
}

void un_app_report(const un_App *app, un_AppReport *report) {
    *report = (un_AppReport){
        .first_frame_s = app->first_frame_s, .rss_mb = un_clock_resident_mb(), .renderer = un_screen_name(app->screen)};
    double *sorted = malloc(UN_APP_SAMPLES * sizeof *sorted);
    if (sorted) {
        summarise(app, UN_FRAME_OTHER, sorted, &report->p50_ms, &report->p99_ms);
        report->wave_frames = summarise(app, UN_FRAME_WAVE, sorted, &report->wave_p50_ms, &report->wave_p99_ms);
        report->snapshot_frames =
            summarise(app, UN_FRAME_SNAPSHOT, sorted, &report->snapshot_p50_ms, &report->snapshot_p99_ms);
        free(sorted);
    }
}

void un_app_view(const un_App *app, un_AppView *out) {
    *out = (un_AppView){
        .snapshot = app->snapshot,
        .experiment = &app->run.now,
        .playing = app->run.playing,
        .wave = app->view.wave,
        .wave_playing = app->wave.active && app->wave.playing,
        .theme = app->theme,
        .scale = app->scale,
        .width = app->width,
        .height = app->height,
        .text_front = app->text_tab,
        .expanded = app->places.expanded ? app->layout.view[app->places.expanded - 1] : -1,
        .select = app->view.select,
        .range = app->view.range,
        .settings = app->panel == UN_PANEL_SETTINGS,
        .lesson = app->panel == UN_PANEL_LESSON,
        .overlay = app->overlay != UN_OVERLAY_NONE,
        .stop = app->course.player.stop,
        .stops = app->course.open ? un_lesson_stop_count(app->lesson) : 0,
        .phase = app->course.player.phase,
        .answer = app->course.open ? un_player_answer((un_Player *)&app->course.player) : NULL,
        .exploring = app->course.player.exploring,
        .course_stands = app->course.doing == UN_COURSE_STANDS,
        .course_hidden = app->course.hidden,
        .hall = app->hall.on,
        .hall_why = app->hall.why,
        .hall_black = app->hall.black,
        .hall_lit = app->hall.lit,
        .profile = app->def.profile,
        .contents = app->contents.open,
        .notes = app->hall.notes != NULL,
        .notes_list = app->hall.notes ? &app->hall.list : NULL,
        .toast = app->toast,
        .saved = app->saved,
        .list = &app->list,
        .frames = app->frames,
        .boxes = app->ui.box_count,
    };
    if (app->hall.on) out->page = un_hall_page(app, &out->pages);
    for (int place = 0; place < UN_PLACE_COUNT; place++)
        out->place[place] = app->layout.place[place].w > 0 ? app->layout.view[place] : -1;
}

void un_app_result(un_App *app, un_Experiment *experiment, int64_t *update, uint64_t hash[UN_LANES_MAX]) {
    un_worker_result(app->worker, experiment, update, hash);
}

bool un_app_widget(const un_App *app, const char *name, un_Rect *rect) {
    return un_ui_find(&app->ui, name, rect);
}

bool un_app_focused(const un_App *app, const char *name) {
    return app->ui.focus_visible && app->ui.focus == un_ui_id(&app->ui, name);
}
