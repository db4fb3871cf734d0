// Every action of the table, by its key: it is answered in the next frame, and nothing else needs to happen for that.
#include "window_fixture.h"

#include "app/action.h"
#include "canvas/draw_list.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static un_App *open_app(void) {
    un_AppDef def = window_def(1440, 900);
    return window_open(&def);
}

static uint64_t picture(const un_App *app) {
    un_AppView view;
    un_app_view(app, &view);
    return un_draw_hash(view.list, 0, view.list->command_count);
}

// Until two frames are the same: no hover fades, no toast goes.
static void rest(un_App *app) {
    double end = un_clock_seconds() + 8;
    uint64_t last = 0;
    int same = 0;
    while (same < 6 && un_clock_seconds() < end) {
        un_app_step(app);
        uint64_t now = picture(app);
        same = now == last ? same + 1 : 0;
        last = now;
    }
}

static SDL_Keycode sym_of(int key) {
    static const struct {
        int key;
        SDL_Keycode sym;
    } table[] = {{UN_UI_KEY_LEFT, SDLK_LEFT}, {UN_UI_KEY_RIGHT, SDLK_RIGHT}, {UN_UI_KEY_UP, SDLK_UP}, {UN_UI_KEY_DOWN, SDLK_DOWN},
                 {UN_UI_KEY_HOME, SDLK_HOME}, {UN_UI_KEY_END, SDLK_END}, {UN_UI_KEY_PAGE_UP, SDLK_PAGEUP},
                 {UN_UI_KEY_PAGE_DOWN, SDLK_PAGEDOWN}, {UN_UI_KEY_F1, SDLK_F1}, {UN_UI_KEY_F5, SDLK_F5}, {UN_UI_KEY_F11, SDLK_F11},
                 {UN_UI_KEY_PLUS, SDLK_PLUS}, {UN_UI_KEY_MINUS, SDLK_MINUS}, {UN_UI_KEY_DELETE, SDLK_DELETE},
                 {UN_UI_KEY_BACKSPACE, SDLK_BACKSPACE}, {UN_UI_KEY_ENTER, SDLK_RETURN}, {UN_ACTION_DIGIT, SDLK_5}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (table[i].key == key) return table[i].sym;
    }
    return key;
}

static void push(const un_Shortcut *shortcut) {
    SDL_Event event;
    memset(&event, 0, sizeof event);
    if (shortcut->key) {
        event.type = SDL_KEYDOWN;
        event.key.keysym.sym = sym_of(shortcut->key);
        event.key.keysym.mod = (uint16_t)((shortcut->mods & UN_UI_CTRL ? KMOD_LCTRL : 0) | (shortcut->mods & UN_UI_SHIFT ? KMOD_LSHIFT : 0) |
                                          (shortcut->mods & UN_UI_ALT ? KMOD_LALT : 0));
    } else {
        event.type = SDL_TEXTINPUT;
        snprintf(event.text.text, sizeof event.text.text, "%s", shortcut->text);
    }
    SDL_PushEvent(&event);
}

/// Has nothing to do in a fresh window of this size, or asks the worker, whose answer comes when it has one.
static bool waits(int action) {
    static const int list[] = {
        UN_ACTION_QUIT,      UN_ACTION_FULLSCREEN, // the dummy driver has one size
        UN_ACTION_ONE,       UN_ACTION_RESET,
        UN_ACTION_FASTER,                          // it is at its fastest
        UN_ACTION_WAVE_HIDE, UN_ACTION_NEXT_LANE,  // all is shown
    };
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        if (list[i] == action) return true;
    }
    return false;
}

Test(actions, every_one_is_answered_in_the_next_frame) {
    char folder[] = "/tmp/unroll-actions-XXXXXX";
    cr_assert(mkdtemp(folder));
    char pictures[64];
    snprintf(pictures, sizeof pictures, "%s/Pictures", folder);
    cr_assert(mkdir(pictures, 0700) == 0);
    setenv("HOME", folder, 1);
    unsetenv("XDG_PICTURES_DIR");
    unsetenv("XDG_CONFIG_HOME");
    for (int i = 0; i < UN_ACTION_GO_ON; i++) { // a lesson's own: test_lesson_window
        if (waits(i)) continue;
        un_App *app = open_app();
        rest(app);
        if (i == UN_ACTION_CLOSE) { // something to close
            push(&un_action_table[UN_ACTION_SETTINGS].shortcut[0]);
            un_app_step(app);
            rest(app);
        }
        uint64_t before = picture(app);
        push(&un_action_table[i].shortcut[0]);
        un_app_step(app);
        cr_expect(picture(app) != before, "'%s' (%s): nothing is seen in the next frame", un_action_table[i].help, un_action_table[i].keys);
        un_app_destroy(app);
    }
    char command[64];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    cr_assert(system(command) == 0);
}

Test(actions, no_two_have_the_same_key) {
    for (int i = 0; i < UN_ACTION_COUNT; i++) {
        for (int j = i + 1; j < UN_ACTION_COUNT; j++) {
            for (int k = 0; k < 9; k++) {
                const un_Shortcut *a = &un_action_table[i].shortcut[k / 3], *b = &un_action_table[j].shortcut[k % 3];
                bool key = a->key && a->key == b->key && a->mods == b->mods, text = a->text && b->text && strcmp(a->text, b->text) == 0;
                if (i < UN_ACTION_GO_ON && j >= UN_ACTION_GO_ON) continue; // a stop's keys come first there
                if (i < UN_ACTION_HALL_NEXT && j >= UN_ACTION_HALL_NEXT) continue; // so do the lecture hall's
                cr_expect(!key && !text, "'%s' and '%s' have the same key", un_action_table[i].help, un_action_table[j].help);
            }
        }
    }
}
