#define _GNU_SOURCE // mkstemps
// The lecture hall by clicker, keys and mouse: pages, black, spotlight, hands, the second window; and that the back row can read it.
#include "ui/window_fixture.h"

#include "canvas/draw_list.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char lesson[] =
    "---\ntitle: A lesson\nminutes: 5\nlanguage: en\npaths: [lecture]\n"
    "experiment: {task: {name: recall, lag: 8}, batch: 8, lanes: [{name: RNN, cell: rnn}, {name: LSTM, cell: lstm}]}\n---\nIntro.\n\n"
    "## How much of the gradient reaches step 0?\n\nBefore.\n\n"
    "```stop\nviews: [stage]\ncover: [stage/RNN/gradient]\nhighlight: [stage/RNN/gradient]\n```\n\n"
    "```question\nkind: choice\nchoices:\n  - {text: \"All of it: 1\", value: 1, feedback: \"No step is free.\"}\n"
    "  - {text: \"A hundredth: 0.01\", value: 0.01, right: true, feedback: \"About.\"}\n```\n\n"
    "```reveal\nquantity: gradient_ratio\nlane: RNN\nsays: of the gradient reaches step 0.\nexpect: 0.003\ntolerance: {factor: 100}\n```\n\n"
    "Each step takes its share.\n\n```teacher\nLet hands be counted.\n```\n\n"
    "## Look at it again\n\n```stop\nviews: [profile]\n```\n\nText.\n\n```teacher\nNothing.\n```\n";

static char path[64];

static void write_lesson(void) {
    strcpy(path, "/tmp/unroll-hall-XXXXXX.md");
    int file = mkstemps(path, 3);
    cr_assert(file >= 0 && write(file, lesson, strlen(lesson)) == (ssize_t)strlen(lesson));
    close(file);
}

static void remove_lesson(void) {
    unlink(path);
}

TestSuite(hall, .init = write_lesson, .fini = remove_lesson);

static un_App *open_hall(int width, int height) {
    un_AppDef def = window_def(width, height);
    def.lesson_path = path;
    def.presenter = true;
    un_App *app = window_open(&def);
    for (uint32_t id = 1; id < 16; id++) { // the dummy driver's full screen has 4:3
        SDL_Window *window = SDL_GetWindowFromID(id);
        if (window) SDL_SetWindowFullscreen(window, 0);
        if (window) SDL_SetWindowSize(window, width, height);
    }
    UNTIL_WITHIN(5, app, see(app).course_stands && see(app).width == (float)width);
    return app;
}

static void press(un_App *app, SDL_Keycode sym) {
    push_key(sym, 0);
    un_app_step(app);
}

static void type(un_App *app, const char *text) {
    SDL_Event event = {.type = SDL_TEXTINPUT};
    snprintf(event.text.text, sizeof event.text.text, "%s", text);
    SDL_PushEvent(&event);
    un_app_step(app);
}

static void click(un_App *app, float x, float y) {
    push_mouse(SDL_MOUSEMOTION, x, y);
    un_app_step(app);
    push_mouse(SDL_MOUSEBUTTONDOWN, x, y);
    un_app_step(app);
    push_mouse(SDL_MOUSEBUTTONUP, x, y);
    un_app_step(app);
}

static void click_widget(un_App *app, const char *name) {
    un_Rect at = widget(app, name);
    click(app, at.x + at.w / 2, at.y + at.h / 2);
}

Test(hall, clicker_goes_through_a_lesson_and_back) {
    un_App *app = open_hall(1280, 720);
    un_AppView view = see(app);
    cr_assert(view.hall && view.page == 1 && view.pages == 4 && view.phase == UN_PHASE_ASK);
    cr_assert_eq(view.theme, UN_THEME_LIGHT);
    press(app, SDLK_PAGEDOWN);
    cr_assert_eq(see(app).page, 2);
    UNTIL_WITHIN(5, app, see(app).phase == UN_PHASE_TOLD);
    cr_assert(see(app).answer->has_measured[0] && !see(app).answer->given, "it runs without an answer");
    press(app, SDLK_RIGHT);
    cr_assert(see(app).hall_why && see(app).page == 3);
    press(app, SDLK_SPACE);
    cr_assert(see(app).stop == 1 && see(app).page == 4);
    press(app, SDLK_PAGEUP);
    cr_assert(see(app).stop == 0 && see(app).hall_why);
    press(app, SDLK_LEFT);
    cr_assert(see(app).page == 2 && see(app).phase == UN_PHASE_TOLD, "what was told stays told");
    press(app, SDLK_ESCAPE);
    cr_assert_not(see(app).hall);
    press(app, SDLK_F5);
    cr_assert(see(app).hall);
    un_app_destroy(app);
}

Test(hall, black_hides_the_page_until_the_next_key) {
    un_App *app = open_hall(1280, 720);
    press(app, SDLK_b);
    cr_assert(see(app).hall_black);
    press(app, SDLK_PAGEDOWN);
    cr_assert(!see(app).hall_black && see(app).phase == UN_PHASE_ASK, "it only lights up");
    type(app, ".");
    cr_assert(see(app).hall_black);
    click(app, 600, 300);
    un_app_step(app);
    cr_assert_not(see(app).hall_black);
    un_app_destroy(app);
}

Test(hall, hands_are_typed_and_pressed_and_stay) {
    un_App *app = open_hall(1280, 720);
    press(app, SDLK_c);
    press(app, SDLK_1);
    press(app, SDLK_2);
    press(app, SDLK_DOWN);
    press(app, SDLK_7);
    cr_assert(see(app).answer->hands[0] == 12 && see(app).answer->hands[1] == 7);
    press(app, SDLK_BACKSPACE);
    type(app, "+");
    type(app, "+");
    type(app, "-");
    cr_assert_eq(see(app).answer->hands[1], 1);
    click_widget(app, "hands/2/more");
    click_widget(app, "hands/1/less");
    cr_assert(see(app).answer->hands[0] == 11 && see(app).answer->hands[1] == 2);
    press(app, SDLK_PAGEDOWN);
    cr_assert(see(app).answer->given && see(app).answer->choice == 0, "what most hands were for is the class's answer");
    UNTIL_WITHIN(5, app, see(app).phase == UN_PHASE_TOLD);
    cr_assert_eq(see(app).answer->hands[0], 11);
    un_app_destroy(app);
}

Test(hall, the_class_marks_and_turns_a_number) {
    static const char text[] =
        "---\ntitle: A lesson\nexperiment: {task: {name: recall, lag: 8}, batch: 8, lanes: [{name: RNN, cell: rnn}]}\n---\nIntro.\n\n"
        "## How far back does one percent arrive?\n\n```stop\nviews: [profile]\ncover: [profile]\n```\n\n"
        "```question\nkind: mark\naxis: steps_back\nleast: 0\nmost: 8\nstart: 2\ntolerance: {absolute: 1}\nright: \"Yes.\"\nlow: \"More.\"\nhigh: \"Less.\"\n```\n\n"
        "```reveal\nquantity: reach\nlane: RNN\nsays: back.\nexpect: 5\ntolerance: {absolute: 5}\n```\n\nWhy.\n";
    FILE *file = fopen(path, "w");
    cr_assert(file && fputs(text, file) >= 0);
    fclose(file);
    un_App *app = open_hall(1280, 720);
    un_app_step(app);
    un_Rect field = widget(app, "mark");
    click(app, field.x + field.w * 0.5f, field.y + field.h / 2);
    cr_assert(see(app).answer->has_number && see(app).answer->number >= 3 && see(app).answer->number <= 5, "%g", see(app).answer->number);
    double was = see(app).answer->number;
    press(app, SDLK_UP);
    cr_assert_float_eq(see(app).answer->number, was + 1, 1e-9);
    click_widget(app, "hall/number");
    type(app, "7");
    press(app, SDLK_RETURN);
    cr_assert(see(app).answer->number == 7 && see(app).phase == UN_PHASE_ASK);
    press(app, SDLK_PAGEDOWN);
    cr_assert(see(app).answer->given && see(app).answer->number == 7, "the class's guess is the answer");
    UNTIL_WITHIN(5, app, see(app).phase == UN_PHASE_TOLD);
    un_app_destroy(app);
}

Test(hall, spotlight_stands_on_the_highlight_and_moves_with_a_press) {
    un_App *app = open_hall(1280, 720);
    cr_assert_not(see(app).hall_lit);
    press(app, SDLK_PAGEDOWN);
    UNTIL_WITHIN(5, app, see(app).phase == UN_PHASE_TOLD);
    un_app_step(app);
    cr_assert(see(app).hall_lit, "what the lesson highlights");
    press(app, SDLK_s);
    un_app_step(app);
    cr_assert_not(see(app).hall_lit);
    press(app, SDLK_s);
    un_app_step(app);
    click(app, 640, 130); // the input row
    un_app_step(app);
    cr_assert(see(app).hall_lit);
    un_app_destroy(app);
}

Test(hall, buttons_are_large_and_do_the_same) {
    un_App *app = open_hall(1920, 1080);
    un_Rect next = widget(app, "hall/next"), back = widget(app, "hall/back");
    cr_assert(next.w >= 74 && next.h >= 74 && back.w >= 74);
    click_widget(app, "hall/next");
    UNTIL_WITHIN(5, app, see(app).phase == UN_PHASE_TOLD);
    click_widget(app, "hall/replay");
    cr_assert(see(app).wave_playing);
    click(app, 900, 500); // shows the tools
    click_widget(app, "hall/leave");
    cr_assert_not(see(app).hall);
    un_app_destroy(app);
}

// The least size of type in the list, outside of what stands inside the named group.
static float least_type(const un_DrawList *list) {
    float least = 1000;
    for (size_t i = 0; i < list->command_count; i++) {
        const un_DrawCommand *command = &list->command[i];
        for (size_t g = command->first; command->kind == UN_DRAW_GLYPHS && g < command->first + command->count; g++) {
            if (list->glyph[g].size < least) least = list->glyph[g].size;
        }
    }
    return least;
}

// Sub- and superscripts of mathematics are 0.7 of the type that they stand beside (look/LOOK.md).
Test(hall, least_type_is_20_points_of_a_slide) {
    un_App *app = open_hall(1920, 1080);
    for (int page = 1; page <= 4; page++) {
        UNTIL_WITHIN(5, app, see(app).course_stands && !see(app).wave_playing);
        un_app_step(app);
        cr_expect(least_type(see(app).list) >= 40 - 0.01f, "page %d: %g pixels at 1080", page, (double)least_type(see(app).list));
        press(app, SDLK_PAGEDOWN);
        if (page == 1) UNTIL_WITHIN(5, app, see(app).phase == UN_PHASE_TOLD);
    }
    un_app_destroy(app);
}

Test(hall, notes_open_in_a_second_window_and_close_alone) {
    un_App *app = open_hall(1280, 720);
    press(app, SDLK_n);
    cr_assert(see(app).notes, "%s", see(app).toast);
    un_app_step(app);
    cr_assert(see(app).notes_list->command_count > 50);
    press(app, SDLK_PAGEDOWN);
    cr_assert_eq(see(app).page, 2, "keys are the lecture's");
    SDL_Event event = {.type = SDL_WINDOWEVENT};
    event.window.event = SDL_WINDOWEVENT_CLOSE;
    for (uint32_t id = 1; id < 16; id++) { // the youngest window is the notes'
        if (SDL_GetWindowFromID(id)) event.window.windowID = id;
    }
    SDL_PushEvent(&event);
    cr_assert(un_app_step(app), "the first window stays");
    cr_assert(!see(app).notes && see(app).hall);
    press(app, SDLK_n);
    cr_assert(see(app).notes);
    un_app_destroy(app);
}

Test(hall, contents_lead_to_a_lesson_by_keys) {
    char folder[] = "/tmp/unroll-contents-XXXXXX", file[80];
    cr_assert(mkdtemp(folder));
    snprintf(file, sizeof file, "%s/03-a-lesson.md", folder);
    cr_assert(rename(path, file) == 0);
    setenv("UNROLL_LESSONS", folder, 1);
    un_AppDef def = window_def(1280, 720);
    un_App *app = window_open(&def);
    push_key(SDLK_l, KMOD_LSHIFT);
    un_app_step(app);
    cr_assert(see(app).contents, "%s", see(app).toast);
    un_app_step(app);
    press(app, SDLK_RIGHT); // a lecture
    press(app, SDLK_DOWN);
    un_app_step(app);
    cr_assert(un_app_focused(app, "lesson/1"));
    press(app, SDLK_RETURN);
    un_app_step(app);
    cr_assert(!see(app).contents && see(app).stops == 2);
    click_widget(app, "lessons");
    cr_assert(see(app).contents);
    press(app, SDLK_ESCAPE);
    cr_assert_not(see(app).contents);
    un_app_destroy(app);
    unlink(file);
    rmdir(folder);
}
