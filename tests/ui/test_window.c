// The window in one process with pushed events, under SDL's dummy driver: what a user does, and what becomes of it.
#include "window_fixture.h"

#include "sim/param.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define UNTIL(app, condition) UNTIL_WITHIN(5, app, condition)

// An event is taken in one frame and seen in the next.
static void settle(un_App *app) {
    for (int steps = 0; steps < 4; steps++)
        un_app_step(app);
}

static void press_key(un_App *app, SDL_Keycode sym, uint16_t mod) {
    push_key(sym, mod);
    settle(app);
}

static void type_text(un_App *app, const char *text) {
    for (; *text; text++) {
        SDL_Event event = {.type = SDL_TEXTINPUT};
        event.text.text[0] = *text;
        SDL_PushEvent(&event);
    }
    settle(app);
}

static void click(un_App *app, const char *name) {
    un_Rect rect = widget(app, name);
    float x = rect.x + rect.w / 2, y = rect.y + rect.h / 2;
    push_mouse(SDL_MOUSEMOTION, x, y);
    push_mouse(SDL_MOUSEBUTTONDOWN, x, y);
    push_mouse(SDL_MOUSEBUTTONUP, x, y);
    settle(app);
}

static void drag(un_App *app, const char *name, float by) {
    un_Rect rect = widget(app, name);
    float x = rect.x + rect.w / 2, y = rect.y + rect.h / 2;
    push_mouse(SDL_MOUSEMOTION, x, y);
    push_mouse(SDL_MOUSEBUTTONDOWN, x, y);
    settle(app);
    push_mouse(SDL_MOUSEMOTION, x + by, y);
    settle(app);
    push_mouse(SDL_MOUSEBUTTONUP, x + by, y);
    settle(app);
}

Test(window, shows_something_at_once) {
    un_AppDef def = window_def(1920, 1080);
    un_App *app = window_open(&def);
    un_AppView view = see(app);
    cr_assert(view.snapshot && view.snapshot->lane_count == 3 && view.snapshot->update == 0);
    cr_assert(view.list->command_count > 200 && view.list->glyph_count > 300 && !view.list->failed);
    un_AppReport report;
    un_app_report(app, &report);
    cr_assert(report.first_frame_s > 0 && report.first_frame_s < 5 && report.p50_ms > 0 &&
              report.p50_ms <= report.p99_ms);
    cr_assert(strlen(report.renderer) > 0);
    un_app_destroy(app);
}

Test(window, play_trains_to_the_plan_and_the_wave_plays_once) {
    un_AppDef def = window_def(1920, 1080);
    un_App *app = window_open(&def);
    click(app, "play");
    UNTIL(app, see(app).snapshot->update == 40);
    UNTIL(app, see(app).wave_playing);
    cr_assert(!see(app).playing);
    UNTIL(app, !see(app).wave_playing);
    cr_assert(see(app).wave.phase == UN_WAVE_BACKWARD && see(app).wave.front <= 0.01f);
    click(app, "play");
    UNTIL(app, see(app).snapshot->update == 80);
    un_app_destroy(app);
}

Test(window, keys_steer_the_training) {
    un_AppDef def = window_def(1920, 1080);
    def.experiment.updates = 100000;
    un_App *app = window_open(&def);
    press_key(app, 'u', 0);
    cr_assert(see(app).snapshot->update == 1, "%d", (int)see(app).snapshot->update);
    type_text(app, ".");
    cr_assert(see(app).snapshot->update == 2);
    press_key(app, SDLK_SPACE, 0);
    cr_assert(see(app).playing);
    UNTIL(app, see(app).snapshot->update > 5);
    press_key(app, SDLK_SPACE, 0);
    cr_assert(!see(app).playing);
    press_key(app, 'r', 0);
    UNTIL(app, see(app).snapshot->update == 0);
    press_key(app, 'n', 0);
    UNTIL(app, see(app).snapshot->seed == 2);
    cr_assert(see(app).experiment->seed == 2);
    un_app_destroy(app);
}

Test(window, the_same_weights_after_reset) {
    un_AppDef def = window_def(1920, 1080);
    un_App *app = window_open(&def);
    double before = see(app).snapshot->lane[1].loss;
    for (int i = 0; i < 3; i++)
        press_key(app, 'u', 0);
    cr_assert(see(app).snapshot->lane[1].loss != before);
    click(app, "reset");
    UNTIL(app, see(app).snapshot->update == 0);
    cr_assert(see(app).snapshot->lane[1].loss == before);
    un_app_destroy(app);
}

Test(window, a_limited_rate_is_kept) {
    un_AppDef def = window_def(1920, 1080);
    def.experiment.updates = 1000;
    un_App *app = window_open(&def);
    type_text(app, "-"); // 100 a second
    type_text(app, "-"); // 20 a second
    press_key(app, SDLK_SPACE, 0);
    int64_t from = see(app).snapshot->update;
    for (int i = 0; i < (int)(1 / def.frame_s); i++)
        un_app_step(app);
    int64_t done = see(app).snapshot->update - from;
    cr_assert(done >= 10 && done <= 26, "%d updates in a second, wanted about 20", (int)done);
    un_app_destroy(app);
}

Test(window, the_wave_is_walked_by_keys) {
    un_AppDef def = window_def(1920, 1080);
    un_App *app = window_open(&def);
    cr_assert(see(app).wave.phase == UN_WAVE_WHOLE);
    for (int i = 1; i <= 3; i++) {
        press_key(app, SDLK_RIGHT, 0);
        UNTIL(app, fabsf(see(app).wave.front - (float)i) < 0.001f);
    }
    cr_assert(see(app).wave.phase == UN_WAVE_FORWARD);
    press_key(app, SDLK_LEFT, 0);
    UNTIL(app, fabsf(see(app).wave.front - 2) < 0.001f);
    press_key(app, 'w', 0);
    cr_assert(see(app).wave_playing);
    press_key(app, SDLK_RIGHT, 0);
    cr_assert(!see(app).wave_playing, "a step pauses it");
    press_key(app, SDLK_ESCAPE, 0);
    cr_assert(see(app).wave.phase == UN_WAVE_WHOLE);
    press_key(app, SDLK_LEFT, 0);
    UNTIL(app, see(app).wave.phase == UN_WAVE_BACKWARD); // back from the end
    un_app_destroy(app);
}

Test(window, less_motion_jumps_by_phases_and_still_steps) {
    un_AppDef def = window_def(1920, 1080);
    un_App *app = window_open(&def);
    press_key(app, SDLK_m, 0);
    press_key(app, SDLK_w, 0);
    cr_assert(see(app).wave_playing);
    double end = un_clock_seconds() + 10;
    bool loss = false;
    while (see(app).wave_playing && un_clock_seconds() < end) {
        un_Wave wave = see(app).wave;
        cr_assert(wave.front == 0 || wave.front == 9, "half way: %g", (double)wave.front);
        loss = loss || wave.phase == UN_WAVE_LOSS;
        un_app_step(app);
    }
    cr_assert(loss && see(app).wave.phase == UN_WAVE_BACKWARD && see(app).wave.front == 0);
    press_key(app, SDLK_LEFT, 0);
    cr_assert(see(app).wave.phase == UN_WAVE_BACKWARD && see(app).wave.front == 1, "a step is a step, at once");
    press_key(app, SDLK_w, 0);
    press_key(app, SDLK_w, 0);
    cr_assert(!see(app).wave_playing && see(app).wave.front == 0, "a pause keeps the phase that was seen");
    un_app_destroy(app);
}

Test(window, one_network_at_a_time_where_not_all_fit) {
    un_AppDef def = window_def(1920, 1080);
    def.width = 480;
    def.height = 300;
    un_App *app = window_open(&def);
    un_Rect rect;
    cr_assert(un_app_widget(app, "lane/1", &rect) && un_app_widget(app, "lane/3", &rect));
    uint64_t first = un_draw_hash(see(app).list, 0, see(app).list->command_count);
    click(app, "lane/2");
    uint64_t second = un_draw_hash(see(app).list, 0, see(app).list->command_count);
    press_key(app, SDLK_j, 0);
    cr_assert(second != first && un_draw_hash(see(app).list, 0, see(app).list->command_count) != second);
    un_app_destroy(app);
}

Test(window, buttons_of_the_wave) {
    un_AppDef def = window_def(1920, 1080);
    un_App *app = window_open(&def);
    click(app, "wave/play");
    cr_assert(see(app).wave_playing);
    click(app, "wave/play");
    cr_assert(!see(app).wave_playing);
    float front = see(app).wave.front;
    click(app, "wave/forward");
    UNTIL(app, see(app).wave.front > front || see(app).wave.phase != UN_WAVE_FORWARD);
    un_app_destroy(app);
}

Test(window, the_picture_stands_still_while_its_wave_runs) {
    un_AppDef def = window_def(1920, 1080);
    def.experiment.updates = 100000;
    un_App *app = window_open(&def);
    press_key(app, SDLK_SPACE, 0);
    UNTIL(app, see(app).snapshot->update > 3);
    press_key(app, 'w', 0);
    int64_t held = see(app).snapshot->update;
    settle(app);
    settle(app);
    cr_assert(see(app).snapshot->update == held && see(app).playing && see(app).wave_playing);
    press_key(app, 'a', 0);
    UNTIL(app, see(app).snapshot->update > held);
    un_app_destroy(app);
}

Test(window, drag_a_number_of_the_sentence) {
    un_AppDef def = window_def(1920, 1080);
    un_App *app = window_open(&def);
    un_Rect rect = widget(app, "sentence/lag");
    float x = rect.x + rect.w / 2, y = rect.y + rect.h / 2;
    push_mouse(SDL_MOUSEMOTION, x, y);
    push_mouse(SDL_MOUSEBUTTONDOWN, x, y);
    settle(app);
    push_mouse(SDL_MOUSEMOTION, x + 21, y);
    settle(app);
    push_mouse(SDL_MOUSEBUTTONUP, x + 21, y);
    UNTIL(app, see(app).snapshot->lag == 13);
    cr_assert(see(app).experiment->task.lag == 13 && see(app).snapshot->T == 14);
    un_app_destroy(app);
}

Test(window, type_a_number_of_the_sentence) {
    un_AppDef def = window_def(1920, 1080);
    un_App *app = window_open(&def);
    click(app, "sentence/units");
    type_text(app, "5");
    press_key(app, SDLK_RETURN, 0);
    UNTIL(app, see(app).snapshot->lane[2].hidden == 5);
    cr_assert(see(app).snapshot->lane[0].hidden == 5 && see(app).snapshot->lane[1].hidden == 5);
    click(app, "sentence/units");
    type_text(app, "9999");
    press_key(app, SDLK_RETURN, 0);
    cr_assert(see(app).experiment->lane[0].hidden == 5, "out of range");
    press_key(app, SDLK_ESCAPE, 0);
    cr_assert(see(app).experiment->lane[0].hidden == 5);
    un_app_destroy(app);
}

Test(window, an_edit_keeps_the_run_and_a_setting_starts_it_anew) {
    un_AppDef def = window_def(1920, 1080);
    un_App *app = window_open(&def);
    for (int i = 0; i < 3; i++)
        press_key(app, 'u', 0);
    int generation = see(app).snapshot->generation;
    click(app, "sentence/lr");
    type_text(app, "0.05");
    press_key(app, SDLK_RETURN, 0);
    UNTIL(app, see(app).snapshot->lane[0].lr == 0.05);
    cr_assert(see(app).snapshot->update == 3 && see(app).snapshot->generation == generation, "learning rate: an edit");
    click(app, "sentence/batch");
    type_text(app, "4");
    press_key(app, SDLK_RETURN, 0);
    UNTIL(app, see(app).snapshot->batch == 4);
    cr_assert(see(app).snapshot->update == 0 && see(app).snapshot->generation != generation);
    cr_assert(see(app).snapshot->lane[0].lr == 0.05, "the edit is part of the new start");
    un_app_destroy(app);
}

Test(window, settings_change_cells_and_lanes_while_it_trains) {
    un_AppDef def = window_def(1920, 1080);
    def.experiment.updates = 100000;
    un_App *app = window_open(&def);
    press_key(app, SDLK_SPACE, 0);
    press_key(app, 'e', 0);
    cr_assert(see(app).settings);
    settle(app);
    click(app, "settings/lane1/cell");
    press_key(app, SDLK_DOWN, 0); // RNN -> LSTM
    press_key(app, SDLK_RETURN, 0);
    UNTIL(app, !strcmp(see(app).snapshot->lane[0].cell, "lstm"));
    cr_assert(see(app).playing, "it goes on training");
    UNTIL(app, see(app).snapshot->update > 2);
    click(app, "settings/lane1/remove");
    UNTIL(app, see(app).snapshot->lane_count == 2);
    cr_assert(!strcmp(see(app).snapshot->lane[0].cell, "lstm"));
    // A gate bias does not survive on a cell without gates.
    click(app, "settings/lane1/cell");
    press_key(app, SDLK_UP, 0);
    press_key(app, SDLK_RETURN, 0);
    UNTIL(app, !strcmp(see(app).snapshot->lane[0].cell, "rnn"));
    un_Error error;
    cr_assert(un_experiment_check(see(app).experiment, 2e9, &error) == UN_OK, "%s", error.message);
    press_key(app, SDLK_ESCAPE, 0);
    cr_assert(!see(app).settings);
    un_app_destroy(app);
}

Test(window, other_tasks_have_their_own_sentence) {
    un_AppDef def = window_def(1920, 1080);
    un_App *app = window_open(&def);
    press_key(app, 'e', 0);
    settle(app);
    click(app, "settings/task");
    press_key(app, SDLK_DOWN, 0);
    press_key(app, SDLK_RETURN, 0);
    UNTIL(app, !strcmp(see(app).snapshot->task, "adding"));
    settle(app);
    widget(app, "sentence/length");
    un_app_destroy(app);
}

Test(window, what_would_not_fit_in_memory_is_refused_in_words) {
    un_AppDef def = window_def(1920, 1080);
    un_App *app = window_open(&def);
    click(app, "sentence/batch");
    type_text(app, "512");
    press_key(app, SDLK_RETURN, 0);
    UNTIL(app, see(app).snapshot->batch == 512);
    click(app, "sentence/units");
    type_text(app, "512");
    press_key(app, SDLK_RETURN, 0);
    click(app, "sentence/lag");
    type_text(app, "4999");
    press_key(app, SDLK_RETURN, 0);
    UNTIL(app, see(app).toast[0] != 0);
    cr_assert(see(app).experiment->task.lag == 8, "the knob goes back: %d", see(app).experiment->task.lag);
    un_app_destroy(app);
}

Test(window, themes_scale_and_size) {
    un_AppDef def = window_def(1920, 1080);
    un_App *app = window_open(&def);
    press_key(app, 't', 0);
    cr_assert(see(app).theme == UN_THEME_DARK);
    click(app, "theme");
    cr_assert(see(app).theme == UN_THEME_PRINT);
    press_key(app, SDLK_PLUS, KMOD_LCTRL);
    cr_assert(see(app).scale > 1.05f);
    press_key(app, SDLK_0, KMOD_LCTRL);
    cr_assert(see(app).scale == 1);
    SDL_Window *window = SDL_GetWindowFromID(1);
    static const int sizes[][2] = {{1280, 720}, {640, 480}, {320, 240}, {3840, 2160}, {400, 1200}, {2000, 300}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        SDL_SetWindowSize(window, sizes[i][0], sizes[i][1]);
        settle(app);
        cr_assert(see(app).width == (float)sizes[i][0] && see(app).height == (float)sizes[i][1]);
        for (int panel = 0; panel < 2; panel++) {
            press_key(app, 'e', 0); // settings open, then closed
            cr_assert(!see(app).list->failed && see(app).list->depth == 0);
        }
        widget(app, "play"); // never given up
    }
    un_app_destroy(app);
}

Test(window, tabs_where_it_is_narrow) {
    un_AppDef def = window_def(1920, 1080);
    def.width = 1280;
    def.height = 720;
    un_App *app = window_open(&def);
    click(app, "tab/training");
    cr_assert(see(app).place[UN_PLACE_LOWER] == UN_VIEW_TRAINING);
    press_key(app, '1', 0);
    cr_assert(see(app).place[UN_PLACE_LOWER] == UN_VIEW_PROFILE);
    un_app_destroy(app);
}

Test(window, a_finger_is_a_pointer) {
    un_AppDef def = window_def(1920, 1080);
    un_App *app = window_open(&def);
    un_Rect rect = widget(app, "one");
    SDL_Event event = {.type = SDL_FINGERDOWN};
    event.tfinger.x = (rect.x + rect.w / 2) / 1920;
    event.tfinger.y = (rect.y + rect.h + 3) / 1080; // beside the button, within 44 points
    SDL_PushEvent(&event);
    event.type = SDL_FINGERUP;
    SDL_PushEvent(&event);
    settle(app);
    cr_assert(see(app).snapshot->update == 1, "%d", (int)see(app).snapshot->update);
    un_app_destroy(app);
}

Test(window, tab_and_space_press_what_has_the_ring) {
    un_AppDef def = window_def(1920, 1080);
    un_App *app = window_open(&def);
    press_key(app, SDLK_TAB, 0); // reset
    press_key(app, SDLK_TAB, 0); // one update back
    press_key(app, SDLK_TAB, 0); // play
    press_key(app, SDLK_TAB, 0); // one
    press_key(app, SDLK_SPACE, 0);
    cr_assert(see(app).snapshot->update == 1 && !see(app).playing);
    un_app_destroy(app);
}

Test(window, overlays_open_and_close) {
    un_AppDef def = window_def(1920, 1080);
    un_App *app = window_open(&def);
    type_text(app, "?");
    cr_assert(see(app).overlay);
    click(app, "play"); // under the overlay: closes it and does nothing else
    cr_assert(!see(app).overlay && !see(app).playing);
    press_key(app, 'h', 0);
    cr_assert(see(app).overlay);
    press_key(app, SDLK_ESCAPE, 0);
    cr_assert(!see(app).overlay);
    un_app_destroy(app);
}

Test(window, hover_shows_exact_values) {
    un_AppDef def = window_def(1920, 1080);
    un_App *app = window_open(&def);
    size_t before = see(app).list->glyph_count;
    push_mouse(SDL_MOUSEMOTION, 600, 270);
    UNTIL(app, see(app).list->glyph_count > before + 20);
    un_app_destroy(app);
}

Test(window, save_writes_a_picture_and_says_where) {
    char folder[] = "/tmp/unroll-window-XXXXXX";
    cr_assert(mkdtemp(folder));
    char pictures[64];
    snprintf(pictures, sizeof pictures, "%s/Pictures", folder);
    mkdir(pictures, 0700);
    setenv("HOME", folder, 1);
    unsetenv("XDG_PICTURES_DIR");
    un_AppDef def = window_def(1920, 1080);
    un_App *app = window_open(&def);
    press_key(app, 's', KMOD_LCTRL);
    char path[1024];
    snprintf(path, sizeof path, "%s", see(app).saved);
    cr_assert(strlen(path) > 0, "%s", see(app).toast);
    cr_assert(strstr(see(app).toast, path), "'%s' says where", see(app).toast);
    FILE *file = fopen(path, "rb");
    cr_assert(file, "%s", path);
    unsigned char head[24];
    cr_assert(fread(head, 1, sizeof head, file) == sizeof head);
    fclose(file);
    cr_assert(memcmp(head, "\x89PNG", 4) == 0);
    cr_assert(head[18] * 256 + head[19] == 1920 && head[22] * 256 + head[23] == 1080);
    press_key(app, 's', 0);
    cr_assert(strcmp(path, see(app).saved) != 0, "a second one does not overwrite the first");
    remove(see(app).saved);
    remove(path);
    rmdir(pictures);
    rmdir(folder);
    un_app_destroy(app);
}

Test(window, a_lesson_asks_before_it_shows) {
    un_AppDef def = window_def(1920, 1080);
    def.playing = true;
    def.lesson_path = UN_TEST_DATA "/../lessons/00-first-look.md";
    un_App *app = window_open(&def);
    cr_assert(see(app).lesson && !see(app).playing);
    cr_assert(see(app).wave.phase == UN_WAVE_FORWARD && see(app).wave.front == 0, "nothing has arrived yet");
    press_key(app, SDLK_SPACE, 0);
    UNTIL(app, see(app).snapshot->update > 0);
    press_key(app, 'e', 0);
    cr_assert(see(app).settings);
    press_key(app, 'e', 0);
    cr_assert(see(app).lesson, "back to the lesson");
    un_app_destroy(app);
}

Test(window, a_lesson_is_legible_at_every_size_and_never_hides_the_tabs) {
    const int size[3][2] = {{640, 480}, {900, 700}, {1440, 900}};
    for (int i = 0; i < 3; i++) {
        un_AppDef def = window_def(1920, 1080);
        def.lesson_path = UN_TEST_DATA "/../lessons/00-first-look.md";
        def.width = size[i][0];
        def.height = size[i][1];
        un_App *app = window_open(&def);
        settle(app);
        size_t with = see(app).list->glyph_count;
        un_Rect tab;
        if (i == 1) {
            click(app, "tab/profile"); // nothing lies over it
            cr_assert(!see(app).text_front);
            click(app, "tab/lesson");
            cr_assert(see(app).text_front);
        } else {
            cr_assert(!un_app_widget(app, "tab/lesson", &tab));
        }
        if (i == 0) {
            click(app, "lesson/close"); // a sheet here
        } else {
            press_key(app, 'l', 0);
        }
        cr_assert(!see(app).lesson && see(app).list->glyph_count + 150 < with, "the text is gone at %d", size[i][0]);
        press_key(app, 'l', 0);
        cr_assert(see(app).lesson && see(app).list->glyph_count == with);
        un_app_destroy(app);
    }
}

Test(window, a_missing_lesson_is_an_error) {
    setenv("SDL_VIDEODRIVER", "dummy", 1);
    un_AppDef def = window_def(1920, 1080);
    def.lesson_path = "/nowhere/lesson.md";
    un_Error error = {.message = ""};
    cr_assert(!un_app_create(&def, &error));
    cr_assert(error.code == UN_ERROR_FILE && strlen(error.message) > 0);
}

Test(window, no_display_is_an_error) {
    setenv("SDL_VIDEODRIVER", "no-such-driver", 1);
    un_AppDef def = window_def(1920, 1080);
    un_Error error = {.message = ""};
    cr_assert(!un_app_create(&def, &error));
    cr_assert(error.code == UN_ERROR_FILE && strlen(error.message) > 0);
}

Test(window, with_a_thread_too) {
    un_AppDef def = window_def(1920, 1080);
    def.threaded = true;
    def.playing = true;
    un_App *app = window_open(&def);
    UNTIL(app, see(app).snapshot->update == 40);
    UNTIL(app, see(app).wave_playing);
    press_key(app, 'n', 0);
    UNTIL(app, see(app).snapshot->seed == 2);
    UNTIL(app, see(app).snapshot->update == 40); // a run that had ended by itself trains anew
    un_app_destroy(app);
}

Test(window, a_change_beyond_the_last_recorded_one_is_told_and_taken_back) {
    un_AppDef def = window_def(1920, 1080);
    def.experiment.updates = 1000;
    int lr = un_param_row("lr");
    for (int i = 0; i < UN_EDITS_MAX; i++) // as many as a run records: the file brings them
        cr_assert(un_experiment_add_edit(
            &def.experiment, &(un_Edit){.at = 500 + i, .lane = 0, .param = lr, .value = 0.001 * (1 + i % 5)}));
    un_App *app = window_open(&def);
    double before = see(app).experiment->lane[0].optimizer.lr;
    cr_assert_eq(see(app).toast[0], 0);
    drag(app, "sentence/lr", 20);
    UNTIL(app, see(app).toast[0]);
    cr_assert(strstr(see(app).toast, "256"), "'%s'", see(app).toast);
    for (int l = 0; l < 3; l++)
        cr_assert_eq(see(app).experiment->lane[l].optimizer.lr, before, "lane %d shows what it does not use", l);
    un_Experiment result;
    int64_t update;
    uint64_t hash[UN_LANES_MAX];
    un_app_result(app, &result, &update, hash);
    cr_assert_eq(result.edit_count, UN_EDITS_MAX);
    un_app_destroy(app);
}

Test(window, reset_keeps_the_edits_of_the_file_and_drops_later_ones) {
    un_AppDef def = window_def(1920, 1080);
    int lr = un_param_row("lr");
    cr_assert(un_experiment_add_edit(&def.experiment, &(un_Edit){.at = 5, .lane = 0, .param = lr, .value = 0.002}));
    un_App *app = window_open(&def);
    un_Experiment result;
    int64_t update;
    uint64_t hash[UN_LANES_MAX];
    double before = see(app).experiment->lane[0].optimizer.lr;
    drag(app, "sentence/lr", 20);
    un_app_result(app, &result, &update, hash);
    cr_assert_eq(result.edit_count, 4, "%d", result.edit_count);
    press_key(app, 'r', 0);
    un_app_result(app, &result, &update, hash);
    cr_assert_eq(result.edit_count, 1);
    cr_assert(result.edit[0].at == 5 && result.edit[0].value == 0.002);
    cr_assert(see(app).experiment->edit_count == 1 && see(app).experiment->lane[0].optimizer.lr == before);
    un_app_destroy(app);
}

Test(window, frames_end_it) {
    un_AppDef def = window_def(1920, 1080);
    def.frames = 20;
    setenv("SDL_VIDEODRIVER", "dummy", 1);
    un_Error error;
    un_App *app = un_app_create(&def, &error);
    cr_assert(app, "%s", error.message);
    int frames = 1;
    while (un_app_step(app))
        frames++;
    cr_assert(frames == 20, "%d", frames);
    un_app_destroy(app);
}

Test(window, frames_tell_what_they_showed) {
    un_AppDef def = window_def(1920, 1080);
    def.replay_wave = def.playing = true;
    def.experiment.updates = 1000000;
    def.width = 700;
    def.height = 500;
    un_App *app = window_open(&def);
    un_AppReport report;
    UNTIL(app, see(app).wave_playing); // after ten snapshots
    for (int i = 0; i < 30; i++)
        un_app_step(app);
    un_app_report(app, &report);
    cr_assert(report.wave_frames >= 29 && report.wave_frames <= 31, "%d", report.wave_frames);
    cr_assert(report.snapshot_frames >= 10 && report.snapshot_frames <= 12, "%d", report.snapshot_frames);
    cr_assert(report.wave_p50_ms > 0 && report.wave_p99_ms >= report.wave_p50_ms);
    cr_assert(report.snapshot_p50_ms > 0 && report.snapshot_p99_ms >= report.snapshot_p50_ms);
    un_app_destroy(app);
}

Test(window, nothing_is_drawn_when_nothing_happens) {
    un_AppDef def = window_def(1920, 1080);
    def.frames = 0;
    def.frame_s = 0;
    un_App *app = window_open(&def);
    for (int i = 0; i < 5; i++)
        un_app_step(app);
    int frames = see(app).frames;
    double cpu = un_clock_thread_seconds(), start = un_clock_seconds();
    for (int i = 0; i < 4; i++) {
        un_app_step(app);
        un_app_wait(app);
    }
    cr_assert(see(app).frames == frames, "%d frames drawn for nothing", see(app).frames - frames);
    cr_assert(un_clock_thread_seconds() - cpu < 0.05, "an idle window sleeps");
    cr_assert(un_clock_seconds() - start > 0.2, "an idle loop waits");
    push_mouse(SDL_MOUSEMOTION, 600, 270);
    start = un_clock_seconds();
    un_app_wait(app); // an event ends it and counts for the step
    cr_assert(un_clock_seconds() - start < 0.05, "what has happened is not waited for");
    un_app_step(app);
    cr_assert(see(app).frames > frames);
    un_app_destroy(app);
}

Test(window, a_step_never_waits) {
    un_AppDef def = window_def(1920, 1080);
    def.frames = 0;
    def.frame_s = 0;
    un_App *app = window_open(&def);
    settle(app);
    double start = un_clock_seconds();
    for (int i = 0; i < 50; i++)
        un_app_step(app);
    cr_assert(un_clock_seconds() - start < 0.5, "50 steps with nothing to do took %g s", un_clock_seconds() - start);
    un_app_destroy(app);
}

Test(window, a_lesson_that_is_missing_leaves_a_hosts_video_alone) {
    setenv("SDL_VIDEODRIVER", "dummy", 1);
    cr_assert_eq(SDL_InitSubSystem(SDL_INIT_VIDEO), 0);
    un_AppDef def = window_def(1920, 1080);
    def.lesson_path = "no/such/lesson.md";
    un_Error error;
    cr_assert_null(un_app_create(&def, &error));
    cr_assert(SDL_WasInit(SDL_INIT_VIDEO));
    SDL_QuitSubSystem(SDL_INIT_VIDEO);
}

Test(window, closing_ends_it) {
    un_AppDef def = window_def(1920, 1080);
    un_App *app = window_open(&def);
    SDL_Event event = {.type = SDL_QUIT};
    SDL_PushEvent(&event);
    cr_assert(!un_app_step(app));
    un_app_destroy(app);
}
