#include "app/action.h"

#include "app/state.h"
#include "base/catalog.h"

#include <stdio.h>

static void play(un_App *app) {
    if (app->run.playing) {
        un_run_pause(app);
    } else {
        un_run_play(app);
    }
}

static void slower(un_App *app) {
    un_run_set_rate(app, app->run.rate - 1);
}

static void faster(un_App *app) {
    un_run_set_rate(app, app->run.rate + 1);
}

static void page_back(un_App *app) {
    un_time_page(app, -1);
}

static void page_on(un_App *app) {
    un_time_page(app, 1);
}

static void lag_less(un_App *app) {
    un_run_lag(app, -1);
}

static void lag_more(un_App *app) {
    un_run_lag(app, 1);
}

static void wave_forward(un_App *app) {
    un_wave_walk(app, 1);
}

static void wave_back(un_App *app) {
    un_wave_walk(app, -1);
}

/// At a stop that asks for a number the arrows turn it; no wave is walked through while a question is open.
static bool turns_number(un_App *app, int notches) {
    if (!un_course_is_on(app) || app->course.player.phase == UN_PHASE_TOLD) return false;
    un_course_turn(app, notches);
    return true;
}

// With a cell open the arrows go from cell to cell, else the wave goes from step to step.
static void right(un_App *app) {
    if (turns_number(app, 1)) return;
    if (un_select_is_open(app)) {
        un_select_step(app, 1);
    } else {
        un_wave_walk(app, 1);
    }
}

static void left(un_App *app) {
    if (turns_number(app, -1)) return;
    if (un_select_is_open(app)) {
        un_select_step(app, -1);
    } else {
        un_wave_walk(app, -1);
    }
}

static void up(un_App *app) {
    if (turns_number(app, 1)) return;
    if (un_select_is_open(app)) {
        un_select_row(app, -1);
    } else {
        un_select_at_loss(app);
    }
}

static void down(un_App *app) {
    if (turns_number(app, -1)) return;
    if (un_select_is_open(app)) {
        un_select_row(app, 1);
    } else {
        un_select_at_loss(app);
    }
}

static void wave_slower(un_App *app) {
    un_wave_set_speed(app, app->wave.speed - 1);
}

static void wave_faster(un_App *app) {
    un_wave_set_speed(app, app->wave.speed + 1);
}

static void calm(un_App *app) {
    un_wave_set_calm(app, !app->calm);
    un_toast(app, "%s", app->calm ? _("Reduced motion: the wave jumps by phases") : _("The wave moves again"));
}

static void settings(un_App *app) {
    un_PanelKind closed = app->lesson ? UN_PANEL_LESSON : UN_PANEL_NONE;
    app->panel = app->panel == UN_PANEL_SETTINGS ? closed : UN_PANEL_SETTINGS;
    app->places.inspector = app->places.inspector && (app->panel == closed || un_places_very_wide(app));
}

static void lesson(un_App *app) {
    if (app->course.open) {
        un_course_explore(app);
        return;
    }
    if (!app->lesson) {
        un_toast(app, "%s", _("No lesson is open: start with unroll FILE.md"));
        return;
    }
    app->panel = app->panel == UN_PANEL_LESSON ? UN_PANEL_NONE : UN_PANEL_LESSON;
    app->places.text_front = app->panel == UN_PANEL_LESSON;
    app->places.inspector = app->places.inspector && (app->panel == UN_PANEL_NONE || un_places_very_wide(app));
}

static void cell_state(un_App *app) {
    app->view.show_c = !app->view.show_c;
    un_toast(app, "%s",
             app->view.show_c ? _("The LSTM's picture shows the cell state c")
                              : _("The LSTM's picture shows the state h"));
}

static void order(un_App *app) {
    app->view.order_by_index = !app->view.order_by_index;
    un_toast(app, "%s", app->view.order_by_index ? _("Units by index") : _("Units by their value at the last step"));
}

static void next_lane(un_App *app) {
    app->lane = (app->lane + 1) % app->snapshot->lane_count;
    if (un_select_is_open(app)) {
        un_select_lane(app);
    }
}

// The menu's number: 1..9, and 0 for the tenth.
static void view_by_number(un_App *app) {
    un_places_show_by_key(app, app->key == '0' ? 10 : app->key - '0');
}

static void next_view(un_App *app) {
    un_places_turn(app, 1);
}

static void last_view(un_App *app) {
    un_places_turn(app, -1);
}

static void expand(un_App *app) {
    un_places_expand(app, un_places_meant(app));
}

static void reading(un_App *app) {
    un_places_read(app, un_places_meant(app), UN_OVERLAY_READING);
}

static void keys(un_App *app) {
    app->overlay = app->overlay == UN_OVERLAY_KEYS ? UN_OVERLAY_NONE : UN_OVERLAY_KEYS;
}

static void copy(un_App *app) {
    bool read = app->overlay == UN_OVERLAY_WORDS || app->overlay == UN_OVERLAY_READING;
    un_words_copy(app, read ? (un_LabPlace)app->places.read : un_places_meant(app));
}

static void words(un_App *app) {
    un_places_read(app, un_places_meant(app), UN_OVERLAY_WORDS);
}

static void theme(un_App *app) {
    app->theme = (un_ThemeName)((app->theme + 1) % UN_THEME_COUNT);
    un_screen_invalidate(app->screen);
    un_toast(app, _("Theme: %s"), un_theme_title(app->theme));
}

static void set_scale(un_App *app, float scale) {
    app->scale = scale < 0.5f ? 0.5f : scale > 4 ? 4 : scale;
    un_toast(app, _("Scale: %.0f %%"), (double)app->scale * 100);
}

static void larger(un_App *app) {
    set_scale(app, app->scale * 1.1f);
}

static void smaller(un_App *app) {
    set_scale(app, app->scale / 1.1f);
}

static void normal(un_App *app) {
    set_scale(app, 1);
}

static void fullscreen(un_App *app) {
    bool on = SDL_GetWindowFlags(app->window) & SDL_WINDOW_FULLSCREEN_DESKTOP;
    SDL_SetWindowFullscreen(app->window, on ? 0 : SDL_WINDOW_FULLSCREEN_DESKTOP);
}

static void close_topmost(un_App *app) {
    if (app->contents.open) {
        un_contents_close(app);
        return;
    }
    if (un_knobs_leave(app)) {
        return;
    }
    if (app->overlay != UN_OVERLAY_NONE) {
        app->overlay = UN_OVERLAY_NONE;
    } else if (app->panel == UN_PANEL_SETTINGS) {
        settings(app);
    } else if (un_select_is_open(app) || app->places.inspector) {
        un_select_close(app);
    } else if (app->places.expanded) {
        app->places.expanded = 0;
    } else if (un_course_is_on(app)) {
        return; // its wave and its run are the lesson's
    } else if (app->wave.active) {
        un_wave_hide(app);
    } else if (app->run.playing) {
        un_run_pause(app);
    }
}

static void choice(un_App *app) {
    const un_Stop *stop = un_course_stop(app);
    bool open = stop && app->course.player.phase == UN_PHASE_ASK && stop->question.kind == UN_QUESTION_CHOICE;
    if (open && app->key > '0' && app->key <= '0' + stop->question.choice_count) un_course_choose_by_key(app, app->key - '1');
}

static void hall_up(un_App *app) {
    un_hall_row(app, -1);
}

static void hall_down(un_App *app) {
    un_hall_row(app, 1);
}

static void hall_digit(un_App *app) {
    un_hall_digit(app, app->key - '0');
}

static void hall_more(un_App *app) {
    un_hall_add(app, app->hall.row, 1);
}

static void hall_less(un_App *app) {
    un_hall_add(app, app->hall.row, -1);
}

static void quit(un_App *app) {
    app->quit = true;
}

#define TRAINING UN_KEY("Training")
#define KNOBS    UN_KEY("What if: hold, scale, change")
#define WAVE     UN_KEY("Wave through the network")
#define CELL     UN_KEY("One cell")
#define VIEWS    UN_KEY("What is shown")
#define WINDOW   UN_KEY("Window")
#define HALL     UN_KEY("In the lecture hall")
#define LESSON   UN_KEY("At a lesson's stop")

const un_Action un_action_table[UN_ACTION_COUNT] = {
    [UN_ACTION_PLAY] =
        {TRAINING, UN_KEY("Space"), UN_KEY("Train, or pause"), {{UN_UI_KEY_SPACE, 0, NULL}}, false, play},
    [UN_ACTION_ONE] =
        {TRAINING, UN_KEY("U or ."), UN_KEY("One update"), {{'u', 0, NULL}, {0, 0, "."}}, true, un_run_one},
    [UN_ACTION_RESET] =
        {TRAINING, UN_KEY("R"), UN_KEY("Back to the same initial weights"), {{'r', 0, NULL}}, false, un_run_reset},
    [UN_ACTION_SEED] =
        {TRAINING, UN_KEY("N"), UN_KEY("Start with the next seed"), {{'n', 0, NULL}}, false, un_run_new_seed},
    [UN_ACTION_SLOWER] = {TRAINING, UN_KEY("\xe2\x88\x92"), UN_KEY("Train slower"), {{0, 0, "-"}}, false, slower},
    [UN_ACTION_FASTER] = {TRAINING, UN_KEY("+"), UN_KEY("Train faster"), {{0, 0, "+"}}, false, faster},
    [UN_ACTION_BACK] =
        {TRAINING, UN_KEY(","), UN_KEY("One update back"), {{0, 0, ","}}, true, un_time_back},
    [UN_ACTION_START] =
        {TRAINING, UN_KEY("Home"), UN_KEY("Back to the run's start"), {{UN_UI_KEY_HOME, 0, NULL}}, false, un_time_start},
    [UN_ACTION_REACH] =
        {TRAINING, UN_KEY("End"), UN_KEY("On to where the run has come"), {{UN_UI_KEY_END, 0, NULL}}, false, un_time_reach},
    [UN_ACTION_PAGE_BACK] =
        {TRAINING, UN_KEY("Page \xe2\x86\x91"), UN_KEY("A tenth of the run back"), {{UN_UI_KEY_PAGE_UP, 0, NULL}}, true, page_back},
    [UN_ACTION_PAGE_ON] =
        {TRAINING, UN_KEY("Page \xe2\x86\x93"), UN_KEY("A tenth of the run on"), {{UN_UI_KEY_PAGE_DOWN, 0, NULL}}, true, page_on},
    [UN_ACTION_BRANCH] =
        {TRAINING, UN_KEY("B"), UN_KEY("Another run starts at this update"), {{'b', 0, NULL}}, false, un_time_branch},
    [UN_ACTION_SEEDS] =
        {TRAINING, UN_KEY("Z"), UN_KEY("Train seeds 1 to 10 beside it, or stop"), {{'z', 0, NULL}}, false, un_time_seeds},
    [UN_ACTION_LAG_LESS] =
        {TRAINING, UN_KEY("<"), UN_KEY("Lag or length: one less"), {{0, 0, "<"}}, true, lag_less},
    [UN_ACTION_LAG_MORE] =
        {TRAINING, UN_KEY(">"), UN_KEY("Lag or length: one more"), {{0, 0, ">"}}, true, lag_more},
    [UN_ACTION_HOLD] =
        {KNOBS, UN_KEY("F"), UN_KEY("Hold the gate that keeps, or let go"), {{'f', 0, NULL}}, false, un_knobs_hold},
    [UN_ACTION_GATE] =
        {KNOBS, UN_KEY("Shift F"), UN_KEY("Hold the next gate instead"), {{'f', UN_UI_SHIFT, NULL}}, false, un_knobs_next_gate},
    [UN_ACTION_RADIUS] =
        {KNOBS, UN_KEY("Y"), UN_KEY("Scale the recurrent matrix, or let go"), {{'y', 0, NULL}}, false, un_knobs_radius},
    [UN_ACTION_SYMBOL] =
        {KNOBS, UN_KEY("Q"), UN_KEY("Another symbol at the pointed step"), {{'q', 0, NULL}}, true, un_knobs_symbol},
    [UN_ACTION_CLIP] =
        {KNOBS, UN_KEY("P"), UN_KEY("To the clip of this network"), {{'p', 0, NULL}}, false, un_knobs_clip},
    [UN_ACTION_SWAP] =
        {KNOBS, UN_KEY("K"), UN_KEY("What if, or train with it"), {{'k', 0, NULL}}, false, un_knobs_swap},
    [UN_ACTION_RELEASE] =
        {KNOBS, UN_KEY("Del"), UN_KEY("Let go of all of it"), {{UN_UI_KEY_DELETE, 0, NULL}, {UN_UI_KEY_BACKSPACE, 0, NULL}}, false, un_knobs_release},
    [UN_ACTION_WAVE] = {WAVE, UN_KEY("W"), UN_KEY("Play or pause the wave"), {{'w', 0, NULL}}, false, un_wave_toggle},
    [UN_ACTION_WAVE_FORWARD] = {WAVE,
                                UN_KEY("Shift \xe2\x86\x92"),
                                UN_KEY("One time step on (also \xe2\x86\x92, no cell open)"),
                                {{UN_UI_KEY_RIGHT, UN_UI_SHIFT, NULL}},
                                true,
                                wave_forward},
    [UN_ACTION_WAVE_BACK] = {WAVE,
                             UN_KEY("Shift \xe2\x86\x90"),
                             UN_KEY("One time step back (also \xe2\x86\x90)"),
                             {{UN_UI_KEY_LEFT, UN_UI_SHIFT, NULL}},
                             true,
                             wave_back},
    [UN_ACTION_WAVE_SLOWER] = {WAVE, UN_KEY("["), UN_KEY("Slower wave"), {{0, 0, "["}}, false, wave_slower},
    [UN_ACTION_WAVE_FASTER] = {WAVE, UN_KEY("]"), UN_KEY("Faster wave"), {{0, 0, "]"}}, false, wave_faster},
    [UN_ACTION_WAVE_HIDE] =
        {WAVE, UN_KEY("A"), UN_KEY("Show all of it at once"), {{'a', 0, NULL}}, false, un_wave_hide},
    [UN_ACTION_CALM] = {WAVE, UN_KEY("M"), UN_KEY("Less motion"), {{'m', 0, NULL}}, false, calm},
    [UN_ACTION_INSPECT] = {CELL, UN_KEY("G"), UN_KEY("Open the cell at the loss"), {{'g', 0, NULL}}, false, un_select_at_loss},
    [UN_ACTION_RIGHT] =
        {CELL, UN_KEY("\xe2\x86\x92"), UN_KEY("Next step of the open cell"), {{UN_UI_KEY_RIGHT, 0, NULL}}, true, right},
    [UN_ACTION_LEFT] = {CELL, UN_KEY("\xe2\x86\x90"), UN_KEY("The step before"), {{UN_UI_KEY_LEFT, 0, NULL}}, true, left},
    [UN_ACTION_DOWN] = {CELL, UN_KEY("\xe2\x86\x93"), UN_KEY("The unit below"), {{UN_UI_KEY_DOWN, 0, NULL}}, true, down},
    [UN_ACTION_UP] = {CELL, UN_KEY("\xe2\x86\x91"), UN_KEY("The unit above"), {{UN_UI_KEY_UP, 0, NULL}}, true, up},
    [UN_ACTION_ALL_UNITS] =
        {CELL, UN_KEY("O"), UN_KEY("One unit, or all of the step"), {{'o', 0, NULL}}, false, un_select_all_or_one},
    [UN_ACTION_SETTINGS] = {VIEWS, UN_KEY("E"), UN_KEY("Settings"), {{'e', 0, NULL}}, false, settings},
    [UN_ACTION_LESSON] = {VIEWS, UN_KEY("L"), UN_KEY("Lesson, or explore on its run"), {{'l', 0, NULL}}, false, lesson},
    [UN_ACTION_CELL_STATE] =
        {VIEWS, UN_KEY("C"), UN_KEY("LSTM: state h or cell state c"), {{'c', 0, NULL}}, false, cell_state},
    [UN_ACTION_ORDER] = {VIEWS, UN_KEY("I"), UN_KEY("Units by value or by index"), {{'i', 0, NULL}}, false, order},
    [UN_ACTION_ZOOM_IN] = {VIEWS,
                           UN_KEY("Shift \xe2\x86\x91"),
                           UN_KEY("Fewer steps, larger (also Ctrl and the wheel)"),
                           {{UN_UI_KEY_UP, UN_UI_SHIFT, NULL}},
                           true,
                           un_zoom_in},
    [UN_ACTION_ZOOM_OUT] =
        {VIEWS, UN_KEY("Shift \xe2\x86\x93"), UN_KEY("More steps"), {{UN_UI_KEY_DOWN, UN_UI_SHIFT, NULL}}, true, un_zoom_out},
    [UN_ACTION_ZOOM_ALL] =
        {VIEWS, UN_KEY("Shift Home"), UN_KEY("All steps"), {{UN_UI_KEY_HOME, UN_UI_SHIFT, NULL}}, false, un_zoom_all},
    [UN_ACTION_ZOOM_LEFT] = {VIEWS,
                             UN_KEY("Shift Page \xe2\x86\x91"),
                             UN_KEY("Earlier steps"),
                             {{UN_UI_KEY_PAGE_UP, UN_UI_SHIFT, NULL}},
                             true,
                             un_zoom_left},
    [UN_ACTION_ZOOM_RIGHT] = {VIEWS,
                              UN_KEY("Shift Page \xe2\x86\x93"),
                              UN_KEY("Later steps"),
                              {{UN_UI_KEY_PAGE_DOWN, UN_UI_SHIFT, NULL}},
                              true,
                              un_zoom_right},
    [UN_ACTION_NEXT_LANE] =
        {VIEWS, UN_KEY("J"), UN_KEY("Next network (of the cell, or where one fits)"), {{'j', 0, NULL}}, false, next_lane},
    [UN_ACTION_VIEW] =
        {VIEWS, UN_KEY("1 ... 9, 0"), UN_KEY("A view by its number in the menu"), {{UN_ACTION_DIGIT, 0, NULL}}, false, view_by_number},
    [UN_ACTION_NEXT_VIEW] =
        {VIEWS, UN_KEY("V"), UN_KEY("Next view in this panel"), {{'v', 0, NULL}}, true, next_view},
    [UN_ACTION_LAST_VIEW] =
        {VIEWS, UN_KEY("Shift V"), UN_KEY("Previous view in this panel"), {{'v', UN_UI_SHIFT, NULL}}, true, last_view},
    [UN_ACTION_EXPAND] =
        {VIEWS, UN_KEY("X"), UN_KEY("This panel alone, or back"), {{'x', 0, NULL}}, false, expand},
    [UN_ACTION_READ] = {VIEWS, UN_KEY("H"), UN_KEY("How to read this"), {{'h', 0, NULL}}, false, reading},
    [UN_ACTION_WORDS] = {VIEWS, UN_KEY("D"), UN_KEY("This view in words"), {{'d', 0, NULL}}, false, words},
    [UN_ACTION_KEYS] =
        {VIEWS, UN_KEY("? or F1"), UN_KEY("These keys"), {{UN_UI_KEY_F1, 0, NULL}, {0, 0, "?"}}, false, keys},
    [UN_ACTION_SAVE] = {WINDOW,
                        UN_KEY("S"),
                        UN_KEY("Save what is seen as a picture (PNG)"),
                        {{'s', 0, NULL}, {'s', UN_UI_CTRL, NULL}},
                        false,
                        un_picture_save},
    [UN_ACTION_EXPORT] = {WINDOW,
                          UN_KEY("Shift S"),
                          UN_KEY("Save a picture or a clip: format, size, colours"),
                          {{'s', UN_UI_SHIFT, NULL}},
                          false,
                          un_export_open},
    [UN_ACTION_COPY] =
        {WINDOW, UN_KEY("Ctrl+C"), UN_KEY("Copy the view in words"), {{'c', UN_UI_CTRL, NULL}}, false, copy},
    [UN_ACTION_THEME] = {WINDOW, UN_KEY("T"), UN_KEY("Light, dark, print"), {{'t', 0, NULL}}, false, theme},
    [UN_ACTION_LARGER] = {WINDOW,
                          UN_KEY("Ctrl +"),
                          UN_KEY("Larger"),
                          {{UN_UI_KEY_PLUS, UN_UI_CTRL, NULL}, {UN_UI_KEY_PLUS, UN_UI_CTRL | UN_UI_SHIFT, NULL}},
                          true,
                          larger},
    [UN_ACTION_SMALLER] =
        {WINDOW, UN_KEY("Ctrl \xe2\x88\x92"), UN_KEY("Smaller"), {{UN_UI_KEY_MINUS, UN_UI_CTRL, NULL}}, true, smaller},
    [UN_ACTION_NORMAL] = {WINDOW, UN_KEY("Ctrl 0"), UN_KEY("Normal size"), {{'0', UN_UI_CTRL, NULL}}, false, normal},
    [UN_ACTION_FULLSCREEN] =
        {WINDOW, UN_KEY("F11"), UN_KEY("Full screen"), {{UN_UI_KEY_F11, 0, NULL}}, false, fullscreen},
    [UN_ACTION_PRESENTER] =
        {WINDOW, UN_KEY("F5"), UN_KEY("Present the lesson in the lecture hall"), {{UN_UI_KEY_F5, 0, NULL}}, false, un_hall_toggle},
    [UN_ACTION_LESSONS] =
        {WINDOW, UN_KEY("Shift L"), UN_KEY("All lessons"), {{'l', UN_UI_SHIFT, NULL}}, false, un_contents_toggle},
    [UN_ACTION_CLOSE] = {WINDOW,
                         UN_KEY("Esc"),
                         UN_KEY("Close what is open; else pause"),
                         {{UN_UI_KEY_ESCAPE, 0, NULL}},
                         false,
                         close_topmost},
    [UN_ACTION_QUIT] = {WINDOW, UN_KEY("Ctrl+Q"), UN_KEY("Quit"), {{'q', UN_UI_CTRL, NULL}}, false, quit},
    [UN_ACTION_GO_ON] = {LESSON,
                         UN_KEY("Enter"),
                         UN_KEY("Commit and run; to the end; the next stop"),
                         {{UN_UI_KEY_ENTER, 0, NULL}, {UN_UI_KEY_PAGE_DOWN, 0, NULL}},
                         false,
                         un_course_go_on},
    [UN_ACTION_STOP_BACK] =
        {LESSON, UN_KEY("Page \xe2\x86\x91"), UN_KEY("The stop before"), {{UN_UI_KEY_PAGE_UP, 0, NULL}}, false, un_course_back},
    [UN_ACTION_CHOICE] = {LESSON, UN_KEY("1 ... 6"), UN_KEY("This answer"), {{UN_ACTION_DIGIT, 0, NULL}}, false, choice},
    [UN_ACTION_REPORT] = {LESSON, UN_KEY("Ctrl+S"), UN_KEY("Save a report to hand in"), {{'s', UN_UI_CTRL, NULL}}, false, un_course_report},
    [UN_ACTION_HALL_NEXT] = {HALL,
                             UN_KEY("Page \xe2\x86\x93, \xe2\x86\x92, Space"),
                             UN_KEY("Next page"),
                             {{UN_UI_KEY_PAGE_DOWN, 0, NULL}, {UN_UI_KEY_RIGHT, 0, NULL}, {UN_UI_KEY_SPACE, 0, NULL}},
                             false,
                             un_hall_next},
    [UN_ACTION_HALL_BACK] = {HALL,
                             UN_KEY("Page \xe2\x86\x91, \xe2\x86\x90"),
                             UN_KEY("Page before"),
                             {{UN_UI_KEY_PAGE_UP, 0, NULL}, {UN_UI_KEY_LEFT, 0, NULL}},
                             false,
                             un_hall_back},
    [UN_ACTION_HALL_REPLAY] = {HALL, UN_KEY("W"), UN_KEY("Play the wave again"), {{'w', 0, NULL}}, false, un_hall_replay},
    [UN_ACTION_HALL_BLACK] =
        {HALL, UN_KEY("B or ."), UN_KEY("Black screen, or back"), {{'b', 0, NULL}, {0, 0, "."}}, false, un_hall_black},
    [UN_ACTION_HALL_POINT] = {HALL, UN_KEY("P"), UN_KEY("Large pointer"), {{'p', 0, NULL}}, false, un_hall_point},
    [UN_ACTION_HALL_SPOT] = {HALL, UN_KEY("S"), UN_KEY("Spotlight; a press moves it"), {{'s', 0, NULL}}, false, un_hall_spot},
    [UN_ACTION_HALL_COUNT] = {HALL, UN_KEY("C"), UN_KEY("Count hands"), {{'c', 0, NULL}}, false, un_hall_count},
    [UN_ACTION_HALL_DIGIT] =
        {HALL, UN_KEY("0 ... 9"), UN_KEY("This answer; counting: so many hands"), {{UN_ACTION_DIGIT, 0, NULL}}, false, hall_digit},
    [UN_ACTION_HALL_MORE] = {HALL, UN_KEY("+"), UN_KEY("One hand more"), {{0, 0, "+"}}, true, hall_more},
    [UN_ACTION_HALL_LESS] = {HALL, UN_KEY("\xe2\x88\x92"), UN_KEY("One hand less"), {{0, 0, "-"}}, true, hall_less},
    [UN_ACTION_HALL_ERASE] =
        {HALL, UN_KEY("Backspace"), UN_KEY("Take the last digit away"), {{UN_UI_KEY_BACKSPACE, 0, NULL}}, true, un_hall_erase},
    [UN_ACTION_HALL_UP] = {HALL, UN_KEY("\xe2\x86\x91"), UN_KEY("Count the answer above, or turn the number up"), {{UN_UI_KEY_UP, 0, NULL}}, true, hall_up},
    [UN_ACTION_HALL_DOWN] =
        {HALL, UN_KEY("\xe2\x86\x93"), UN_KEY("Count the answer below, or turn the number down"), {{UN_UI_KEY_DOWN, 0, NULL}}, true, hall_down},
    [UN_ACTION_HALL_NOTES] = {HALL, UN_KEY("N"), UN_KEY("Speaker's notes in a second window"), {{'n', 0, NULL}}, false, un_notes_toggle},
    [UN_ACTION_HALL_LEAVE] = {HALL, UN_KEY("Esc"), UN_KEY("Leave the lecture hall"), {{UN_UI_KEY_ESCAPE, 0, NULL}}, false, un_hall_leave},
};

static bool is_pressed(const un_Action *action, const un_UiEvent *event) {
    for (int i = 0; i < 3; i++) {
        const un_Shortcut *shortcut = &action->shortcut[i];
        bool digit = shortcut->key == UN_ACTION_DIGIT && event->key >= '0' && event->key <= '9';
        bool key = digit || (shortcut->key && event->key == shortcut->key);
        if (event->kind == UN_UI_KEY && key && event->mods == shortcut->mods) {
            return !event->repeat || action->repeats;
        }
        if (event->kind == UN_UI_TEXT && shortcut->text && event->text[0] == shortcut->text[0] && !event->text[1]) {
            return true;
        }
    }
    return false;
}

/// The first action from..end-1 that the event is a key of, or UN_ACTION_COUNT.
static un_ActionId pressed_of(const un_UiEvent *event, int from, int end) {
    for (int i = from; i < end; i++) {
        if (is_pressed(&un_action_table[i], event)) return (un_ActionId)i;
    }
    return UN_ACTION_COUNT;
}

/// The action of a key; a stop's own come first there, and are none elsewhere; the hall has its own and the window's. UN_ACTION_COUNT: none.
static un_ActionId action_of(const un_App *app, const un_UiEvent *event) {
    un_ActionId own = UN_ACTION_COUNT;
    if (app->hall.on) {
        own = pressed_of(event, UN_ACTION_HALL_NEXT, UN_ACTION_COUNT);
        bool keys = is_pressed(&un_action_table[UN_ACTION_KEYS], event);
        if (own == UN_ACTION_COUNT && keys) return UN_ACTION_KEYS;
        return own != UN_ACTION_COUNT ? own : pressed_of(event, UN_ACTION_FULLSCREEN, UN_ACTION_GO_ON);
    }
    if (app->contents.open) return pressed_of(event, UN_ACTION_THEME, UN_ACTION_GO_ON);
    if (un_course_is_on(app)) own = pressed_of(event, UN_ACTION_GO_ON, UN_ACTION_HALL_NEXT);
    return own != UN_ACTION_COUNT ? own : pressed_of(event, 0, UN_ACTION_GO_ON);
}

void un_action_keys(un_App *app) {
    // What the widgets left over, in the order in which it was typed.
    for (int k = 0; k < app->ui.key_count; k++) {
        un_ActionId action = action_of(app, &app->ui.key[k]);
        if (action == UN_ACTION_COUNT) continue;
        app->key = app->ui.key[k].key;
        un_action_run(app, action);
    }
}

const char *un_action_tip(un_ActionId action, char *out, size_t size) {
    snprintf(out, size, "%s  (%s)", _(un_action_table[action].help), _(un_action_table[action].keys));
    return out;
}
