#define _GNU_SOURCE // mkdtemp
// The page of lessons opened with a folder: its languages by their own names, and the learner whose answers it shows.
#include "ui/window_fixture.h"

#include "canvas/draw_list.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char lesson[] =
    "---\ntitle: A lesson\nminutes: 5\nlanguage: en\npaths: [lecture]\n"
    "experiment: {task: {name: recall, lag: 8}, batch: 8, lanes: [{name: RNN, cell: rnn}]}\n---\nThis lesson rests on Elman 1990.\n\n"
    "## How many steps?\n\n```stop\nviews: [profile]\n```\n\n"
    "```question\nkind: choice\nchoices:\n  - {text: \"One\", feedback: \"No.\"}\n  - {text: \"Two\", right: true, feedback: \"Yes.\"}\n```\n\n"
    "```reveal\nquantity: gradient_ratio\nlane: RNN\nsays: of the gradient reaches step 0.\nexpect: 0.003\ntolerance: {factor: 1000}\n```\n\n"
    "## Look at it again\n\n```stop\nviews: [profile]\n```\n\nText.\n";

static char folder[64], kept[64];

static void write_file(const char *path) {
    FILE *file = fopen(path, "w");
    cr_assert(file && fputs(lesson, file) >= 0);
    fclose(file);
}

static void make_folder(void) {
    char path[96];
    strcpy(folder, "/tmp/unroll-shelf-XXXXXX");
    strcpy(kept, "/tmp/unroll-kept-XXXXXX");
    cr_assert(mkdtemp(folder) && mkdtemp(kept));
    setenv("XDG_DATA_HOME", kept, 1);
    snprintf(path, sizeof path, "%s/01-one.md", folder);
    write_file(path);
    snprintf(path, sizeof path, "mkdir %s/de", folder);
    cr_assert(system(path) == 0);
    snprintf(path, sizeof path, "%s/de/01-one.md", folder);
    write_file(path);
}

static void remove_folder(void) {
    char command[160];
    snprintf(command, sizeof command, "rm -r %s %s", folder, kept);
    cr_assert(system(command) == 0);
}

TestSuite(contents, .init = make_folder, .fini = remove_folder);

static un_App *open_shelf(void) {
    un_AppDef def = window_def(1280, 720);
    def.shelf_path = folder;
    def.profile = "me";
    return window_open(&def);
}

/// Whether these letters stand in the frame one after the other, blanks aside; ASCII.
static bool is_shown(const un_App *app, const char *text) {
    const un_DrawList *list = see(app).list;
    for (size_t first = 0; first < list->glyph_count; first++) {
        const char *at = text;
        for (size_t g = first; *at && g < list->glyph_count; g++) {
            while (*at == ' ')
                at++;
            if (list->glyph[g].code_point == ' ') continue;
            if (list->glyph[g].code_point != (uint32_t)*at) break;
            at++;
        }
        if (!*at) return true;
    }
    return false;
}

static void press(un_App *app, SDL_Keycode sym) {
    push_key(sym, 0);
    un_app_step(app);
    un_app_step(app);
}

static void type(un_App *app, const char *text) {
    SDL_Event event = {.type = SDL_TEXTINPUT};
    snprintf(event.text.text, sizeof event.text.text, "%s", text);
    SDL_PushEvent(&event);
    un_app_step(app);
}

static void click_widget(un_App *app, const char *name) {
    un_Rect at = widget(app, name);
    float x = at.x + at.w / 2, y = at.y + at.h / 2;
    push_mouse(SDL_MOUSEMOTION, x, y);
    un_app_step(app);
    push_mouse(SDL_MOUSEBUTTONDOWN, x, y);
    un_app_step(app);
    push_mouse(SDL_MOUSEBUTTONUP, x, y);
    un_app_step(app);
    un_app_step(app);
}

Test(contents, a_folder_opens_the_page_with_the_languages_own_names) {
    un_App *app = open_shelf();
    cr_assert(see(app).contents && see(app).stops == 0);
    cr_assert(is_shown(app, "English") && is_shown(app, "Deutsch") && is_shown(app, "Learner: me"));
    click_widget(app, "language/de");
    click_widget(app, "lesson/2");
    cr_assert(!see(app).contents && see(app).stops == 2);
    un_app_destroy(app);
    un_Error error = {.message = ""};
    un_AppDef def = window_def(1280, 720);
    def.shelf_path = kept; // no lesson in it
    cr_assert(!un_app_create(&def, &error) && strstr(error.message, "found no lesson"), "%s", error.message);
}

Test(contents, the_first_stop_tells_what_the_lesson_rests_on) {
    un_App *app = open_shelf();
    click_widget(app, "lesson/1");
    UNTIL_WITHIN(10, app, see(app).course_stands);
    cr_assert(!is_shown(app, "This lesson rests on Elman") && is_shown(app, "About this lesson"));
    click_widget(app, "about");
    cr_assert(is_shown(app, "This lesson rests on Elman 1990.") && !is_shown(app, "Two"));
    press(app, SDLK_TAB); // its own ring is there
    click_widget(app, "about");
    cr_assert(!is_shown(app, "This lesson rests on Elman") && is_shown(app, "Two"));
    click_widget(app, "about");
    press(app, SDLK_2);
    press(app, SDLK_RETURN);
    UNTIL_WITHIN(10, app, see(app).phase == UN_PHASE_TOLD);
    un_app_step(app);
    cr_assert(!is_shown(app, "This lesson rests on Elman"), "what happened comes before it");
    un_app_destroy(app);
}

Test(contents, each_learner_has_answers_of_ones_own) {
    un_App *app = open_shelf();
    click_widget(app, "lesson/1");
    press(app, SDLK_2);
    press(app, SDLK_RETURN);
    UNTIL_WITHIN(10, app, see(app).phase == UN_PHASE_TOLD);
    press(app, SDLK_RETURN);
    cr_assert_eq(see(app).stop, 1);
    click_widget(app, "lessons");
    cr_assert(is_shown(app, "stop 2 of 2"));
    click_widget(app, "learner");
    press(app, SDLK_DOWN); // behind the only one there is
    press(app, SDLK_RETURN);
    type(app, " ");
    press(app, SDLK_RETURN);
    cr_assert_str_eq(see(app).profile, "me", "a blank is no name");
    press(app, SDLK_BACKSPACE);
    type(app, "Zo");
    type(app, "\xc3\xa9x"); // é
    press(app, SDLK_BACKSPACE);
    press(app, SDLK_RETURN);
    cr_assert_str_eq(see(app).profile, "Zo\xc3\xa9");
    cr_assert(see(app).contents && is_shown(app, "2 stops") && !is_shown(app, "stop 2 of 2"), "nothing was done yet");
    cr_assert_eq(see(app).stop, 0, "the lesson that waits behind is the new learner's");
    click_widget(app, "learner");
    press(app, SDLK_UP);
    press(app, SDLK_RETURN);
    cr_assert_str_eq(see(app).profile, "me");
    cr_assert(is_shown(app, "stop 2 of 2"));
    click_widget(app, "learner");
    press(app, SDLK_ESCAPE);
    cr_assert(see(app).contents, "Esc closes the menu first");
    un_app_destroy(app);
}
