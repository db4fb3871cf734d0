// A lesson with stops in the window, under SDL's dummy driver and without a thread: through it by keys, by mouse and by touch; nothing on
// screen gives an answer away; exploring and coming back; a file that changes while it is open.
#define _DEFAULT_SOURCE // mkstemps

#include "window_fixture.h"

#include "lesson/quantity.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char lesson_text[] =
    "---\n"
    "title: A small lesson\n"
    "experiment: {task: {name: recall, lag: 6}, updates: 40, batch: 4, lanes: [{name: RNN, cell: rnn, hidden: 4}]}\n"
    "---\n"
    "## Look first\n"
    "The text of the first stop.\n"
    "```stop\nviews: [stage]\nwave: forward\n```\n"
    "\n"
    "## How much arrives?\n"
    "Before any training.\n"
    "```stop\nviews: [stage, profile]\ncover: [stage/RNN/gradient, profile]\n```\n"
    "```question\n"
    "kind: choice\naxis: ratio\n"
    "choices:\n"
    "  - {text: All of it, value: 1, feedback: Not all.}\n"
    "  - {text: A little, value: 0.01, right: true, feedback: Yes a little.}\n"
    "hint: A hint for you.\n"
    "```\n"
    "```reveal\nquantity: gradient_ratio\nlane: RNN\ndistance: 6\nsays: reaches step 0.\nexpect: 0.02\ntolerance: {factor: 100}\n```\n"
    "The reason.\n"
    "```teacher\nA note.\n```\n"
    "\n"
    "## Where under 1 %?\n"
    "```stop\nviews: [profile, stage]\ncover: [profile, stage/RNN/gradient]\nrun: {updates: 12}\ncontrols: [wave, lag]\n```\n"
    "```question\nkind: mark\naxis: steps_back\nleast: 0\nmost: 6\nstart: 3\ntolerance: {absolute: 2}\n```\n"
    "```reveal\nquantity: gradient_ratio\nlane: RNN\ndistance: 6\nsays: after twelve updates.\nexpect: 0.02\ntolerance: {factor: 1000}\n```\n";

static void write_lesson(const char *path, const char *text) {
    FILE *file = fopen(path, "wb");
    cr_assert(file && fputs(text, file) >= 0 && fclose(file) == 0);
}

typedef struct Window {
    un_App *app;
    char path[64];
} Window;

static Window open_lesson(int width, int height, int stop) {
    Window window = {.path = "/tmp/unroll-lesson-XXXXXX.md"};
    int descriptor = mkstemps(window.path, 3);
    cr_assert(descriptor >= 0 && close(descriptor) == 0);
    write_lesson(window.path, lesson_text);
    un_AppDef def = window_def(width, height);
    def.lesson_path = window.path;
    def.stop = stop;
    window.app = window_open(&def);
    return window;
}

static void close_lesson(Window *window) {
    un_app_destroy(window->app);
    unlink(window->path);
}

static void press(un_App *app, SDL_Keycode sym) {
    push_key(sym, 0);
    un_app_step(app);
    un_app_step(app);
}

static void stands(un_App *app) {
    UNTIL_WITHIN(20, app, see(app).course_stands);
    un_app_step(app);
}

static void told(un_App *app) {
    UNTIL_WITHIN(20, app, see(app).phase == UN_PHASE_TOLD && see(app).course_stands);
    un_app_step(app);
}

static size_t put_utf8(char *out, uint32_t code) {
    if (code < 0x80) return (size_t)(*out = (char)code, 1);
    if (code < 0x800) return (size_t)(out[0] = (char)(0xc0 | code >> 6), out[1] = (char)(0x80 | (code & 63)), 2);
    return (size_t)(out[0] = (char)(0xe0 | code >> 12), out[1] = (char)(0x80 | (code >> 6 & 63)), out[2] = (char)(0x80 | (code & 63)), 3);
}

/// Whether the texts of the last frame, in their order, hold this one; blanks do not count, as words are placed one by one.
static bool says(const un_App *app, const char *text) {
    const un_DrawList *list = see(app).list;
    char *all = calloc(1, 3 * list->glyph_count + 1), wanted[200];
    size_t used = 0, length = 0;
    cr_assert(all);
    for (size_t g = 0; g < list->glyph_count; g++) {
        if (list->glyph[g].code_point != ' ') used += put_utf8(all + used, list->glyph[g].code_point);
    }
    for (const char *at = text; *at && length + 1 < sizeof wanted; at++) {
        if (*at != ' ') wanted[length++] = *at;
    }
    wanted[length] = 0;
    bool found = strstr(all, wanted) != NULL;
    free(all);
    return found;
}

Test(lesson_window, goes_from_stop_to_stop_by_keys) {
    Window window = open_lesson(1280, 720, 0);
    un_App *app = window.app;
    cr_assert_eq(see(app).stops, 3);
    told(app); // nothing is asked: it is told by itself
    cr_assert(says(app, "first stop"));
    press(app, SDLK_RETURN);
    stands(app);
    cr_assert_eq(see(app).stop, 1);
    cr_assert_eq(see(app).phase, UN_PHASE_ASK);
    press(app, SDLK_RETURN); // nothing is chosen
    cr_assert_eq(see(app).phase, UN_PHASE_ASK);
    press(app, '1');
    cr_assert(see(app).answer->has_choice && see(app).answer->choice == 0);
    press(app, SDLK_RETURN);
    cr_assert_eq(see(app).phase, UN_PHASE_RUN);
    press(app, SDLK_RETURN); // to the end
    told(app);
    cr_assert(!see(app).answer->right && see(app).answer->has_measured[0]);
    cr_assert(says(app, "Not all."));
    press(app, SDLK_RETURN);
    stands(app);
    cr_assert_eq(see(app).stop, 2);
    push_key(SDLK_LEFT, 0);
    press(app, SDLK_LEFT);
    cr_assert(see(app).answer->has_number && see(app).answer->number != 3);
    press(app, SDLK_RETURN);
    told(app);
    cr_assert_eq(see(app).answer->update, 12);
    cr_assert_eq(see(app).snapshot->update, 12);
    press(app, SDLK_RETURN);
    cr_assert_eq(see(app).stop, 3);
    close_lesson(&window);
}

/// While the question is open: nothing is drawn, hovered, copied or told in words that holds the number, and no key shows it.
Test(lesson_window, gives_no_answer_away) {
    Window window = open_lesson(1280, 720, 2);
    un_App *app = window.app;
    stands(app);
    un_QuantityRef ref = {.quantity = un_quantity_find("gradient_ratio"), .lane = 0, .other = -1, .step = -1, .distance = 6, .unit = -1};
    double value;
    char number[96];
    cr_assert(un_quantity_read(see(app).snapshot, &ref, &value));
    un_quantity_write(ref.quantity, value, number, sizeof number);
    static const SDL_Keycode keys[] = {0,        'w', 'a', SDLK_RIGHT, SDLK_LEFT, 'd', SDLK_ESCAPE, 'h', SDLK_ESCAPE, 'g', 'x', 'x', 'e', '3', '4', 'v',
                                       'f', 'y', 'u', SDLK_SPACE, 'n', 'l', 'z', 't', 'm', SDLK_DELETE};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (keys[i]) press(app, keys[i]);
        cr_assert_eq(see(app).phase, UN_PHASE_ASK);
        cr_assert_eq(see(app).snapshot->update, 0, "key %zu trains", i);
        cr_assert(!says(app, number), "key %zu shows %s", i, number);
        cr_assert(see(app).wave.phase == UN_WAVE_LOSS && !see(app).exploring);
    }
    un_Rect stage = widget(app, "stage/place");
    for (int i = 0; i < 30; i++) {
        push_mouse(SDL_MOUSEMOTION, stage.x + stage.w * 0.2f, stage.y + stage.h * (float)i / 30);
        un_app_step(app);
        cr_assert(!says(app, number));
    }
    push_key('c', KMOD_LCTRL);
    un_app_step(app);
    cr_assert(!strstr(see(app).toast, number));
    press(app, '2');
    press(app, SDLK_RETURN);
    told(app);
    cr_assert(says(app, number) && see(app).answer->right); // so the test would have found it
    close_lesson(&window);
}

static void click(un_App *app, const char *name) {
    un_Rect rect = widget(app, name);
    push_mouse(SDL_MOUSEMOTION, rect.x + rect.w / 2, rect.y + rect.h / 2);
    un_app_step(app);
    push_mouse(SDL_MOUSEBUTTONDOWN, rect.x + rect.w / 2, rect.y + rect.h / 2);
    un_app_step(app);
    push_mouse(SDL_MOUSEBUTTONUP, rect.x + rect.w / 2, rect.y + rect.h / 2);
    un_app_step(app);
    un_app_step(app);
}

Test(lesson_window, is_answered_by_mouse_and_explored) {
    Window window = open_lesson(1280, 720, 2);
    un_App *app = window.app;
    stands(app);
    click(app, "hint");
    cr_assert(says(app, "A hint for you"));
    click(app, "choice/2");
    cr_assert_eq(see(app).answer->choice, 1);
    click(app, "go_on");
    click(app, "go_on");
    told(app);
    click(app, "go_on");
    stands(app);
    un_Rect field = widget(app, "mark");
    push_mouse(SDL_MOUSEMOTION, field.x + field.w * 0.5f, field.y + field.h / 2);
    un_app_step(app);
    push_mouse(SDL_MOUSEBUTTONDOWN, field.x + field.w * 0.5f, field.y + field.h / 2);
    un_app_step(app);
    push_mouse(SDL_MOUSEMOTION, field.x + field.w * 0.1f, field.y + field.h / 2);
    un_app_step(app);
    push_mouse(SDL_MOUSEBUTTONUP, field.x + field.w * 0.1f, field.y + field.h / 2);
    un_app_step(app);
    cr_assert(see(app).answer->has_number && see(app).answer->number >= 5, "dragged to %g steps back", see(app).answer->number);
    click(app, "go_on");
    UNTIL_WITHIN(20, app, see(app).snapshot->update == 12);
    click(app, "go_on");
    told(app);
    uint64_t before[UN_LANES_MAX], after[UN_LANES_MAX];
    un_Experiment experiment;
    int64_t update;
    un_app_result(app, &experiment, &update, before);
    double measured = see(app).answer->measured[0];
    click(app, "explore");
    cr_assert(see(app).exploring && see(app).snapshot->update == 12);
    press(app, 'r'); // another place in the run, and another run
    press(app, 'n');
    UNTIL_WITHIN(20, app, see(app).snapshot->seed == 2);
    click(app, "lesson/back");
    cr_assert(!see(app).exploring && see(app).stop == 2);
    told(app);
    un_app_result(app, &experiment, &update, after);
    cr_assert(update == 12 && before[0] == after[0] && see(app).answer->measured[0] == measured);
    click(app, "stop/2"); // back to a stop that was told, by its dot
    told(app);
    cr_assert_eq(see(app).snapshot->update, 0);
    close_lesson(&window);
}

static void tap(un_App *app, const char *name) {
    un_Rect rect = widget(app, name);
    for (int up = 0; up < 2; up++) {
        SDL_Event event = {.type = up ? SDL_FINGERUP : SDL_FINGERDOWN};
        event.tfinger.x = (rect.x + rect.w / 2) / see(app).width;
        event.tfinger.y = (rect.y + rect.h / 2) / see(app).height;
        SDL_PushEvent(&event);
        un_app_step(app);
    }
    un_app_step(app);
    un_app_step(app);
}

Test(lesson_window, is_answered_by_touch_in_a_small_window) {
    Window window = open_lesson(640, 480, 2);
    un_App *app = window.app;
    stands(app);
    tap(app, "choice/2");
    cr_assert(see(app).answer->has_choice && see(app).answer->choice == 1);
    tap(app, "go_on");
    tap(app, "go_on");
    told(app);
    cr_assert(see(app).answer->right);
    close_lesson(&window);
}

Test(lesson_window, a_control_makes_another_run_and_the_lesson_goes_on_with_its_own) {
    Window window = open_lesson(1280, 720, 3);
    un_App *app = window.app;
    stands(app);
    press(app, SDLK_RETURN);
    press(app, SDLK_RETURN);
    told(app);
    double measured = see(app).answer->measured[0];
    un_Rect lag = widget(app, "control/lag");
    push_mouse(SDL_MOUSEMOTION, lag.x + lag.w / 2, lag.y + lag.h / 2);
    un_app_step(app);
    click(app, "control/lag");
    push_key(SDLK_UP, 0);
    press(app, SDLK_ESCAPE);
    click(app, "control/lag");
    SDL_Event text = {.type = SDL_TEXTINPUT};
    snprintf(text.text.text, sizeof text.text.text, "9");
    SDL_PushEvent(&text);
    press(app, SDLK_RETURN);
    UNTIL_WITHIN(20, app, see(app).snapshot->lag == 9 && see(app).course_stands);
    cr_assert(see(app).snapshot->update == 12 && see(app).answer->measured[0] == measured);
    press(app, SDLK_PAGEUP);
    cr_assert_eq(see(app).stop, 1);
    click(app, "stop/3");
    cr_assert_eq(see(app).stop, 2);
    UNTIL_WITHIN(20, app, see(app).snapshot->lag == 6 && see(app).course_stands);
    close_lesson(&window);
}

Test(lesson_window, goes_on_where_the_learner_was_and_forgets_when_told) {
    char folder[] = "/tmp/unroll-kept-XXXXXX", command[64];
    cr_assert(mkdtemp(folder));
    setenv("XDG_DATA_HOME", folder, 1);
    Window window = open_lesson(1280, 720, 2);
    un_app_destroy(window.app);
    un_AppDef def = window_def(1280, 720);
    def.lesson_path = window.path;
    def.profile = "me";
    window.app = window_open(&def);
    told(window.app);
    press(window.app, SDLK_RETURN);
    stands(window.app);
    press(window.app, '2');
    press(window.app, SDLK_RETURN);
    press(window.app, SDLK_RETURN);
    told(window.app);
    double measured = see(window.app).answer->measured[0];
    un_app_destroy(window.app);
    window.app = window_open(&def);
    told(window.app); // as it was, from a run of its own
    cr_assert(see(window.app).stop == 1 && see(window.app).answer->right && see(window.app).answer->measured[0] == measured);
    press(window.app, SDLK_RETURN);
    stands(window.app);
    press(window.app, SDLK_RETURN);
    press(window.app, SDLK_RETURN);
    told(window.app);
    press(window.app, SDLK_RETURN);
    cr_assert_eq(see(window.app).stop, 3);
    click(window.app, "again");
    cr_assert(see(window.app).stop == 0);
    press(window.app, SDLK_RETURN);
    un_app_destroy(window.app);
    def.stop = 2;
    window.app = window_open(&def);
    cr_assert(see(window.app).stop == 1 && !see(window.app).answer->given);
    close_lesson(&window);
    snprintf(command, sizeof command, "rm -rf %s", folder);
    cr_assert(system(command) == 0);
}

/// What the author saves is shown at the same stop; a fault is told with its place, and the old lesson stays.
Test(lesson_window, reloads_what_has_changed) {
    Window window = open_lesson(1280, 720, 2);
    un_App *app = window.app;
    stands(app);
    press(app, '2');
    char text[sizeof lesson_text + 256];
    snprintf(text, sizeof text, "%.*s## A new stop before it\nMore.\n```stop\nviews: [stage]\n```\n\n%s", (int)(strstr(lesson_text, "## How") - lesson_text), lesson_text,
             strstr(lesson_text, "## How"));
    memcpy(strstr(text, "Before any training."), "After this new text.", 20);
    write_lesson(window.path, text);
    UNTIL_WITHIN(5, app, see(app).stops == 4);
    stands(app);
    cr_assert(see(app).stop == 2 && see(app).answer->choice == 1 && says(app, "After this new text."));
    write_lesson(window.path, "---\ntitle: Broken\nbatch: x\n---\n## A stop\n");
    UNTIL_WITHIN(5, app, strstr(see(app).toast, ".md:3:"));
    cr_assert(see(app).stops == 4 && see(app).stop == 2);
    close_lesson(&window);
}
