// Places and views in the window: every control of them by mouse, by finger and by keyboard; what is dropped; what is lost and full.
#include "window_fixture.h"

#include "export/fonts.h"
#include "sim/checkpoint.h"
#include "ui/ui.h"
#include "view/inspector.h"
#include "view/stage.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static un_App *open_for(int width, int height, int updates) {
    un_AppDef def = window_def(width, height);
    def.experiment.updates = updates;
    return window_open(&def);
}

static un_App *open_at(int width, int height) {
    return open_for(width, height, 40);
}

#define UNTIL(app, condition) UNTIL_WITHIN(5, app, condition)

// An event is taken in one frame and seen in the next; a menu's choice one later.
static void settle(un_App *app) {
    for (int i = 0; i < 5; i++)
        un_app_step(app);
}

static void mouse(un_App *app, uint32_t type, float x, float y) {
    push_mouse(type, x, y);
    settle(app);
}

static void click_at(un_App *app, float x, float y) {
    mouse(app, SDL_MOUSEMOTION, x, y);
    mouse(app, SDL_MOUSEBUTTONDOWN, x, y);
    mouse(app, SDL_MOUSEBUTTONUP, x, y);
}

static void tap_at(un_App *app, float x, float y) {
    static const uint32_t type[] = {SDL_FINGERDOWN, SDL_FINGERUP};
    for (int i = 0; i < 2; i++) {
        SDL_Event event;
        memset(&event, 0, sizeof event);
        event.type = type[i];
        event.tfinger.x = x / see(app).width;
        event.tfinger.y = y / see(app).height;
        SDL_PushEvent(&event);
        settle(app);
    }
}

static void press_mod(un_App *app, SDL_Keycode sym, uint16_t mod) {
    push_key(sym, mod);
    settle(app);
}

static void press(un_App *app, SDL_Keycode sym) {
    press_mod(app, sym, 0);
}

static bool has(const un_App *app, const char *name) {
    un_Rect rect;
    return un_app_widget(app, name, &rect);
}

static un_Point middle(const un_App *app, const char *name) {
    un_Rect rect = widget(app, name);
    return (un_Point){rect.x + rect.w / 2, rect.y + rect.h / 2};
}

static void click(un_App *app, const char *name) {
    un_Point at = middle(app, name);
    click_at(app, at.x, at.y);
}

static void tap(un_App *app, const char *name) {
    un_Point at = middle(app, name);
    tap_at(app, at.x, at.y);
}

static void point_at(un_App *app, const char *name) {
    un_Point at = middle(app, name);
    mouse(app, SDL_MOUSEMOTION, at.x, at.y);
}


Test(places, a_menu_at_each_title_by_mouse_finger_and_keyboard) {
    un_App *app = open_at(1920, 1080);
    cr_assert(see(app).place[UN_PLACE_LOWER] == UN_VIEW_PROFILE && see(app).place[UN_PLACE_SIDE] == UN_VIEW_TRAINING);
    cr_assert(see(app).place[UN_PLACE_STAGE] == UN_VIEW_STAGE && see(app).place[UN_PLACE_PANEL] == -1);
    click(app, "lower/views");
    char name[16];
    snprintf(name, sizeof name, "menu%d", UN_VIEW_CREDIT - 1);
    click(app, name);
    cr_assert_eq(see(app).place[UN_PLACE_LOWER], UN_VIEW_CREDIT);
    tap(app, "side/views");
    snprintf(name, sizeof name, "menu%d", UN_VIEW_SPECTRUM - 1);
    tap(app, name);
    cr_assert_eq(see(app).place[UN_PLACE_SIDE], UN_VIEW_SPECTRUM);
    click(app, "side/views"); // what stands elsewhere changes places
    snprintf(name, sizeof name, "menu%d", UN_VIEW_CREDIT - 1);
    click(app, name);
    cr_assert(see(app).place[UN_PLACE_SIDE] == UN_VIEW_CREDIT && see(app).place[UN_PLACE_LOWER] == UN_VIEW_SPECTRUM);
    click(app, "views"); // the menu in the bar: where it fits
    press(app, SDLK_DOWN);
    press(app, SDLK_UP);
    press(app, SDLK_ESCAPE);
    click(app, "views");
    snprintf(name, sizeof name, "menu%d", UN_VIEW_HORIZON - 1);
    click(app, name);
    cr_assert(see(app).place[UN_PLACE_SIDE] == UN_VIEW_HORIZON || see(app).place[UN_PLACE_LOWER] == UN_VIEW_HORIZON);
    un_app_destroy(app);
}

Test(places, keys_choose_turn_and_expand) {
    un_App *app = open_at(1920, 1080);
    point_at(app, "lower/place");
    press(app, 'v');
    cr_assert_eq(see(app).place[UN_PLACE_LOWER], UN_VIEW_TRAINING); // changes places with the one at the side
    cr_assert_eq(see(app).place[UN_PLACE_SIDE], UN_VIEW_PROFILE);
    press_mod(app, 'v', KMOD_LSHIFT);
    cr_assert_eq(see(app).place[UN_PLACE_LOWER], UN_VIEW_PROFILE);
    press(app, 'x');
    cr_assert(see(app).expanded == UN_VIEW_PROFILE && see(app).place[UN_PLACE_STAGE] == -1);
    for (int digit = 1; digit <= 10; digit++) { // alone, one after the other
        press(app, '0' + digit % 10);
        cr_assert_eq(see(app).expanded, digit, "%d: %d", digit, see(app).expanded);
    }
    press(app, SDLK_ESCAPE);
    cr_assert(see(app).expanded == -1 && see(app).place[UN_PLACE_STAGE] == UN_VIEW_STAGE);
    point_at(app, "stage/place");
    press(app, 'x');
    cr_assert_eq(see(app).expanded, UN_VIEW_STAGE);
    press(app, 'x');
    cr_assert_eq(see(app).expanded, -1);
    un_app_destroy(app);
}

// Tab until the widget has the ring.
static void tab_to(un_App *app, const char *name) {
    for (int i = 0; i < 80 && !un_app_focused(app, name); i++)
        press(app, SDLK_TAB);
    cr_assert(un_app_focused(app, name), "Tab never comes to '%s'", name);
}

Test(places, expanded_by_its_button_by_finger_and_by_enter) {
    un_App *app = open_at(1920, 1080);
    click(app, "side/expand");
    cr_assert_eq(see(app).expanded, UN_VIEW_TRAINING);
    click(app, "side/expand");
    cr_assert_eq(see(app).expanded, -1);
    tap(app, "lower/expand");
    cr_assert_eq(see(app).expanded, UN_VIEW_PROFILE);
    tap(app, "lower/expand");
    cr_assert_eq(see(app).expanded, -1);
    click(app, "stage/expand");
    cr_assert_eq(see(app).expanded, UN_VIEW_STAGE);
    press(app, SDLK_ESCAPE);
    static const struct {
        const char *widget;
        int view;
    } by_key[] = {{"lower/place", UN_VIEW_PROFILE}, {"side/place", UN_VIEW_TRAINING}, {"stage/expand", UN_VIEW_STAGE}};
    for (int i = 0; i < 3; i++) {
        tab_to(app, by_key[i].widget);
        press(app, SDLK_RETURN);
        cr_assert_eq(see(app).expanded, by_key[i].view);
        press(app, SDLK_ESCAPE);
        cr_assert_eq(see(app).expanded, -1);
    }
    un_app_destroy(app);
}

Test(places, what_is_shown_is_measured) {
    un_App *app = open_at(1920, 1080);
    UNTIL(app, see(app).snapshot->lane[1].track[0].units.count == 0);
    press(app, 'g'); // the inspector
    UNTIL(app, see(app).snapshot->lane[1].track[0].units.count > 0);
    press(app, SDLK_ESCAPE);
    UNTIL(app, see(app).snapshot->lane[1].track[0].units.count == 0);
    un_app_destroy(app);
}

/// The middle of a lane's heat map at a step.
static un_Point cell(const un_App *app, int lane, int step) {
    un_AppView view = see(app);
    un_Error error;
    un_Rect rect;
    un_Fonts *fonts = un_fonts_load(&error);
    cr_assert(fonts && un_app_widget(app, "stage/place", &rect));
    un_ViewContext context = {
        .snapshot = view.snapshot, .fonts = fonts, .scale = view.scale, .axis = un_axis_choose(view.snapshot), .select = view.select};
    un_StageLayout stage = un_stage_layout(&context, rect);
    un_fonts_destroy(fonts);
    cr_assert(stage.fits && lane < stage.row_count);
    un_Rect heat = stage.row[lane].heat;
    return (un_Point){un_stage_middle(&stage.grid, step), heat.y + heat.h / 2};
}

Test(places, a_cell_is_chosen_by_mouse_and_by_finger_and_walked_by_arrows) {
    un_App *app = open_at(1920, 1080);
    un_Point at = cell(app, 0, 3);
    click_at(app, at.x, at.y);
    cr_assert(see(app).select.lane == 0 && see(app).select.step == 3, "lane %d, step %d", see(app).select.lane, see(app).select.step);
    cr_assert_eq(see(app).place[UN_PLACE_PANEL], UN_VIEW_INSPECTOR);
    at = cell(app, 1, 5);
    tap_at(app, at.x, at.y);
    cr_assert(see(app).select.lane == 1 && see(app).select.step == 5);
    press(app, SDLK_RIGHT);
    cr_assert_eq(see(app).select.step, 6);
    press(app, SDLK_LEFT);
    press(app, SDLK_LEFT);
    cr_assert_eq(see(app).select.step, 4);
    for (int i = 0; i < 20; i++)
        press(app, SDLK_LEFT);
    cr_assert_eq(see(app).select.step, 0, "it stops at the first");
    cr_assert(see(app).wave.phase == UN_WAVE_WHOLE, "the wave does not move");
    press_mod(app, SDLK_RIGHT, KMOD_LSHIFT);
    cr_assert(see(app).wave.phase == UN_WAVE_FORWARD, "it does with Shift");
    press(app, 'a');
    press(app, 'j');
    cr_assert_eq(see(app).select.lane, 2);
    press(app, SDLK_ESCAPE);
    cr_assert(see(app).select.lane == -1 && see(app).place[UN_PLACE_PANEL] == -1);
    press(app, SDLK_RIGHT);
    cr_assert(see(app).wave.phase == UN_WAVE_FORWARD, "without a cell the arrows are the wave's");
    un_app_destroy(app);
}

Test(places, a_cell_is_opened_by_the_keyboard_alone) {
    un_App *app = open_at(1920, 1080);
    press(app, 'g');
    cr_assert_eq(see(app).select.step, see(app).snapshot->loss_step);
    int H = see(app).snapshot->lane[0].hidden;
    cr_assert_eq(see(app).select.unit, -1);
    bool seen[64] = {false};
    for (int i = 0; i < H; i++) { // down through all units, in the stage's order
        press(app, SDLK_DOWN);
        int unit = see(app).select.unit;
        cr_assert(unit >= 0 && unit < H && !seen[unit], "unit %d", unit);
        seen[unit] = true;
    }
    press(app, SDLK_DOWN);
    cr_assert_eq(see(app).select.unit, -1);
    press(app, SDLK_UP);
    cr_assert(see(app).select.unit >= 0);
    press(app, 'o');
    cr_assert_eq(see(app).select.unit, -1);
    un_app_destroy(app);
}

Test(places, the_stage_is_a_tab_stop_and_enter_opens_the_loss) {
    un_App *app = open_for(1920, 1080, 1000000); // it is still at it when it is looked at
    tab_to(app, "stage/place");
    press(app, SDLK_SPACE);
    cr_assert(see(app).playing, "Space is still the training's");
    press(app, SDLK_SPACE);
    press(app, SDLK_RETURN);
    cr_assert(see(app).select.lane >= 0 && see(app).select.step == see(app).snapshot->loss_step);
    press(app, SDLK_ESCAPE);
    un_app_destroy(app);
}

Test(places, menus_and_overlays_by_the_keyboard_alone) {
    un_App *app = open_at(1920, 1080);
    tab_to(app, "side/views");
    press(app, SDLK_DOWN); // opens at the view that stands there
    press(app, SDLK_DOWN);
    press(app, SDLK_RETURN);
    cr_assert_eq(see(app).place[UN_PLACE_SIDE], UN_VIEW_TRAINING + 1);
    tab_to(app, "stage/read");
    press(app, SDLK_RETURN);
    cr_assert(see(app).overlay);
    press(app, SDLK_ESCAPE);
    tab_to(app, "lower/place"); // H, D and the copy are about the view with the ring
    press(app, 'd');
    cr_assert(has(app, "words/copy"));
    tab_to(app, "words/copy");
    press(app, SDLK_RETURN);
    cr_assert(strstr(see(app).toast, "Copied"));
    tab_to(app, "words/close");
    press(app, SDLK_RETURN);
    cr_assert(!see(app).overlay);
    un_app_destroy(app);
}

Test(places, buttons_of_the_inspector_by_the_keyboard) {
    un_App *app = open_at(1920, 1080);
    press(app, 'g');
    int step = see(app).select.step;
    tab_to(app, "inspector/previous");
    press(app, SDLK_RETURN);
    cr_assert_eq(see(app).select.step, step - 1);
    tab_to(app, "inspector/all");
    press(app, SDLK_RETURN);
    cr_assert(see(app).select.unit >= 0);
    tab_to(app, "panel/close");
    press(app, SDLK_RETURN);
    cr_assert_eq(see(app).select.lane, -1);
    un_app_destroy(app);
}

/// The middle of a cell of the expanded inspector's strips: over steps, or over units.
static un_Point in_strips(const un_App *app, bool over_steps, int index) {
    un_AppView view = see(app);
    un_Error error;
    un_Rect rect;
    un_Fonts *fonts = un_fonts_load(&error);
    cr_assert(fonts && un_app_widget(app, "panel/place", &rect));
    un_ViewContext context = {
        .snapshot = view.snapshot, .fonts = fonts, .scale = view.scale, .axis = un_axis_choose(view.snapshot), .select = view.select};
    un_InspectorLayout layout = un_inspector_layout(&context, rect);
    un_Rect strips = over_steps ? layout.steps : layout.units;
    un_Selection select = {-1, 0, -1, -1};
    un_Point at = {strips.x, strips.y + strips.h / 3};
    cr_assert(strips.w > 0);
    while (!un_inspector_pick(&context, rect, at, &select) || (over_steps ? select.step : select.unit) != index)
        cr_assert((at.x += 4) < strips.x + strips.w);
    un_fonts_destroy(fonts);
    return (un_Point){at.x + 4, at.y};
}

Test(places, buttons_of_the_inspector) {
    un_App *app = open_at(1920, 1080);
    un_Point at = cell(app, 1, 4);
    click_at(app, at.x, at.y);
    int unit = see(app).select.unit;
    click(app, "inspector/next");
    cr_assert_eq(see(app).select.step, 5);
    click(app, "inspector/previous");
    tap(app, "inspector/previous");
    cr_assert_eq(see(app).select.step, 3);
    click(app, "inspector/unit_up");
    cr_assert(see(app).select.unit != unit);
    click(app, "inspector/unit_down");
    cr_assert_eq(see(app).select.unit, unit);
    click(app, "inspector/all");
    cr_assert_eq(see(app).select.unit, -1);
    tap(app, "inspector/all");
    cr_assert(see(app).select.unit >= 0);
    click(app, "panel/expand");
    cr_assert_eq(see(app).expanded, UN_VIEW_INSPECTOR);
    press(app, SDLK_RIGHT);
    cr_assert_eq(see(app).select.step, 4);
    un_Point strip = in_strips(app, true, 6); // where it is large, its strips lead to other cells
    click_at(app, strip.x, strip.y);
    cr_assert_eq(see(app).select.step, 6);
    strip = in_strips(app, false, 9);
    tap_at(app, strip.x, strip.y);
    cr_assert(see(app).select.unit == 9 && see(app).select.step == 6);
    click(app, "panel/expand");
    click(app, "panel/close");
    cr_assert(see(app).select.lane == -1 && see(app).place[UN_PLACE_PANEL] == -1);
    un_app_destroy(app);
}

Test(places, narrow_windows_have_tabs_and_a_menu) {
    un_App *app = open_at(1280, 720);
    click(app, "tab/training");
    cr_assert_eq(see(app).place[UN_PLACE_LOWER], UN_VIEW_TRAINING);
    tap(app, "tab/inspector");
    cr_assert_eq(see(app).place[UN_PLACE_LOWER], UN_VIEW_INSPECTOR);
    click(app, "tab/profile");
    cr_assert_eq(see(app).place[UN_PLACE_LOWER], UN_VIEW_PROFILE);
    click(app, "tab/more");
    char name[16];
    snprintf(name, sizeof name, "menu%d", UN_VIEW_WATERFALL - 1);
    click(app, name);
    cr_assert(see(app).place[UN_PLACE_LOWER] == UN_VIEW_WATERFALL);
    press(app, SDLK_ESCAPE);
    un_Point at = cell(app, 1, 4);
    click_at(app, at.x, at.y);
    cr_assert(see(app).place[UN_PLACE_LOWER] == UN_VIEW_INSPECTOR && see(app).select.lane >= 0, "a cell opens the tab");
    press(app, SDLK_ESCAPE);
    cr_assert_eq(see(app).place[UN_PLACE_LOWER], UN_VIEW_PROFILE);
    click(app, "lower/read");
    cr_assert(see(app).overlay);
    press(app, SDLK_ESCAPE);
    click(app, "lower/expand");
    cr_assert_eq(see(app).expanded, UN_VIEW_PROFILE);
    un_app_destroy(app);
}

Test(places, how_to_read_and_words_by_every_way) {
    un_App *app = open_at(1920, 1080);
    static const char *const place[] = {"stage", "lower", "side"};
    for (int i = 0; i < 3; i++) {
        char name[32];
        snprintf(name, sizeof name, "%s/read", place[i]);
        click(app, name);
        cr_assert(see(app).overlay, "%s", name);
        press(app, SDLK_ESCAPE);
        cr_assert(!see(app).overlay);
        tap(app, name);
        cr_assert(see(app).overlay);
        press(app, SDLK_ESCAPE);
        snprintf(name, sizeof name, "%s/place", place[i]);
        point_at(app, name);
        press(app, 'h');
        cr_assert(see(app).overlay);
        press(app, 'h');
        cr_assert(!see(app).overlay);
        press(app, 'd');
        cr_assert(see(app).overlay && has(app, "words/copy"));
        click(app, "words/copy");
        cr_assert(strstr(see(app).toast, "Copied"));
        click(app, "words/close");
        cr_assert(!see(app).overlay);
    }
    un_app_destroy(app);
}

static void expect_clipboard(int view, const un_AppView *shown) {
    char *text = SDL_GetClipboardText(), wanted[1024];
    un_ViewContext context = {.snapshot = shown->snapshot, .scale = 1, .axis = un_axis_choose(shown->snapshot), .select = shown->select};
    un_view_table[view]->summary(&context, wanted, sizeof wanted);
    cr_expect(strcmp(text, wanted) == 0, "'%s', wanted '%s'", text, wanted);
    SDL_free(text);
}

Test(places, the_view_under_the_pointer_is_copied) {
    un_App *app = open_at(1920, 1080);
    static const struct {
        const char *widget;
        int view;
    } where[] = {{"stage/place", UN_VIEW_STAGE}, {"lower/place", UN_VIEW_PROFILE}, {"side/place", UN_VIEW_TRAINING}};
    for (int i = 0; i < 3; i++) {
        point_at(app, where[i].widget);
        press_mod(app, 'c', KMOD_LCTRL);
        un_AppView view = see(app);
        expect_clipboard(where[i].view, &view);
    }
    un_app_destroy(app);
}

Test(places, every_view_and_overlay_at_every_size) {
    static const int size[][2] = {{320, 240}, {640, 480}, {1000, 500}, {1280, 720}, {1440, 900}, {1920, 1080}, {3840, 2160}};
    un_App *app = open_at(1920, 1080);
    SDL_Window *window = SDL_GetWindowFromID(1);
    for (size_t i = 0; i < sizeof size / sizeof *size; i++) {
        SDL_SetWindowSize(window, size[i][0], size[i][1]);
        settle(app);
        for (int view = 1; view < UN_VIEW_COUNT; view++) {
            char name[16];
            click(app, "views"); // never given up
            snprintf(name, sizeof name, "menu%d", view - 1);
            for (int key = 0; key < view && !see(app).overlay; key++)
                press(app, SDLK_DOWN);
            press(app, SDLK_UP);
            press(app, SDLK_RETURN);
            press(app, 'h');
            cr_assert(!see(app).list->failed && see(app).list->depth == 0);
            press(app, 'd');
            press(app, SDLK_ESCAPE);
            press(app, SDLK_ESCAPE);
            cr_assert(see(app).boxes < UN_UI_BOXES / 2, "%d boxes", see(app).boxes);
        }
        press(app, 'g');
        bool shown = false;
        for (int place = 0; place < UN_PLACE_COUNT; place++)
            shown = shown || see(app).place[place] == UN_VIEW_INSPECTOR;
        cr_assert(shown, "no inspector at %dx%d", size[i][0], size[i][1]);
        for (int k = 0; k < 4; k++)
            press(app, SDLK_ESCAPE);
        cr_assert(see(app).expanded == -1 && see(app).select.lane == -1, "at %dx%d: %d", size[i][0], size[i][1], see(app).expanded);
    }
    un_app_destroy(app);
}

// --- what is dropped ---

static char folder[64];

static const char *file_of(const char *name, const char *content, size_t size) {
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    cr_assert(file && fwrite(content, 1, size, file) == size);
    fclose(file);
    return path;
}

static void drop(un_App *app, const char *path) {
    SDL_Event event;
    memset(&event, 0, sizeof event);
    event.type = SDL_DROPFILE;
    event.drop.file = SDL_strdup(path);
    SDL_PushEvent(&event);
    settle(app);
}

static void make_folder(void) {
    snprintf(folder, sizeof folder, "/tmp/unroll-places-XXXXXX");
    cr_assert(mkdtemp(folder));
}

static void remove_folder(void) {
    char command[96];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    cr_assert(system(command) == 0);
}

/// Told in one line that says what would be valid, and one update more is trained.
static void expect_refused(un_App *app, const char *path, const char *says) {
    int generation = see(app).snapshot->generation;
    drop(app, path);
    const char *toast = see(app).toast;
    cr_expect(strstr(toast, "Not opened") && strstr(toast, says), "%s: '%s' does not say '%s'", path, toast, says);
    cr_expect(!strchr(toast, '\n'));
    int64_t update = see(app).snapshot->update;
    press(app, 'u');
    UNTIL(app, see(app).snapshot->update == update + 1);
    cr_expect(see(app).snapshot->generation == generation, "%s starts nothing anew", path);
}

Test(places, what_cannot_be_opened_is_told_and_the_training_goes_on) {
    make_folder();
    un_App *app = open_at(1440, 900);
    char garbage[4096], path[256];
    for (size_t i = 0; i < sizeof garbage; i++)
        garbage[i] = (char)(i * 7919 >> 3);
    expect_refused(app, file_of("garbage.bin", garbage, sizeof garbage), "valid: a lesson");
    expect_refused(app, file_of("garbage.yaml", garbage, sizeof garbage), "garbage.yaml");
    expect_refused(app, file_of("garbage.md", garbage, sizeof garbage), "garbage.md");
    expect_refused(app, file_of("picture.png", "\x89PNG\r\n\x1a\n", 8), "holds no experiment");
    expect_refused(app, file_of("empty", "", 0), "valid: a lesson");
    expect_refused(app, file_of("empty.yaml", "", 0), "empty.yaml");
    expect_refused(app, file_of("cut.run", "UNROLL\r\n\1\0\0\0", 12), "cut.run");
    expect_refused(app, file_of("wide.yaml", "task: {name: recall, lag: 4000}\nbatch: 512\nlanes: [{cell: lstm, hidden: 512}]\n", 76),
                   "wide.yaml");
    expect_refused(app, file_of("two\nlines.txt", "x", 1), "valid: a lesson");
    expect_refused(app, folder, "found a folder");
    expect_refused(app, "/nowhere/at/all.yaml", "no such file");
    expect_refused(app, "/dev/zero", "device");
    snprintf(path, sizeof path, "%s/pipe.yaml", folder);
    cr_assert_eq(mkfifo(path, 0600), 0);
    expect_refused(app, path, "pipe");
    static const char *const huge[] = {"huge.yaml", "huge.md", "huge.bin"};
    for (int i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "%s", file_of(huge[i], "a", 1));
        cr_assert_eq(truncate(path, 2147483648), 0);
        expect_refused(app, path, i < 2 ? "at most" : "valid: a lesson");
    }
    drop(app, "");
    cr_assert(strstr(see(app).toast, "Nothing was dropped"));
    un_app_destroy(app);
    remove_folder();
}

Test(places, experiments_lessons_and_checkpoints_are_opened) {
    make_folder();
    un_App *app = open_at(1440, 900);
    static const char small[] = "seed: 3\ntask: {name: copy, lag: 4}\nbatch: 4\nupdates: 20\nlanes:\n  - {cell: gru, hidden: 6}\n";
    drop(app, file_of("small.yaml", small, sizeof small - 1));
    UNTIL(app, see(app).snapshot->lane_count == 1 && see(app).snapshot->seed == 3);
    UNTIL(app, see(app).snapshot->update == 20);
    drop(app, UN_TEST_DATA "/../lessons/00-first-look.md");
    cr_assert(see(app).lesson && !see(app).playing, "'%s'", see(app).toast);
    UNTIL(app, see(app).snapshot->lane_count > 1 && see(app).snapshot->update == 0);
    cr_assert(see(app).wave.phase == UN_WAVE_FORWARD && see(app).wave.front == 0, "it asks before it shows");
    drop(app, UN_TEST_DATA "/../lessons/00-first-look.md"); // again, over itself
    cr_assert(see(app).lesson);
    // A checkpoint of another run: it comes to the same bits at the same update.
    un_Error error = {.message = ""};
    un_Experiment experiment;
    char path[256];
    cr_assert_eq(un_experiment_load(&experiment, file_of("run.yaml", small, sizeof small - 1), &error), UN_OK);
    un_Trainer *trainer = un_trainer_create(&experiment, NULL, &error);
    for (int i = 0; i < 13; i++)
        un_trainer_step(trainer);
    snprintf(path, sizeof path, "%s/saved.run", folder);
    cr_assert_eq(un_checkpoint_write(trainer, path, &error), UN_OK, "%s", error.message);
    drop(app, path);
    UNTIL(app, see(app).snapshot->lane_count == 1 && see(app).snapshot->update == 13 && !see(app).playing);
    int64_t update;
    uint64_t hash[UN_LANES_MAX];
    un_app_result(app, &experiment, &update, hash);
    cr_assert(update == 13 && hash[0] == un_trainer_state_hash(trainer, 0));
    un_trainer_destroy(trainer);
    // A picture that the window itself saves: dropped, it opens that run at that moment.
    setenv("XDG_PICTURES_DIR", folder, 1);
    press(app, 'u');
    UNTIL(app, see(app).snapshot->update == 14);
    press(app, 's');
    UNTIL(app, see(app).saved[0] != 0);
    snprintf(path, sizeof path, "%s", see(app).saved);
    un_app_result(app, &experiment, &update, hash);
    drop(app, UN_TEST_DATA "/../lessons/00-first-look.md");
    UNTIL(app, see(app).snapshot->lane_count > 1 && see(app).snapshot->update == 0);
    drop(app, path);
    cr_assert(strstr(see(app).toast, "Picture: "), "'%s'", see(app).toast);
    UNTIL(app, see(app).snapshot->lane_count == 1 && see(app).snapshot->update == 14 && !see(app).playing);
    uint64_t again[UN_LANES_MAX];
    un_app_result(app, &experiment, &update, again);
    cr_assert(update == 14 && again[0] == hash[0]);
    un_app_destroy(app);
    remove_folder();
}

// --- what is lost, and what is full ---

Test(places, a_lost_renderer_and_another_display_are_drawn_anew) {
    un_App *app = open_at(1280, 720);
    static const uint32_t lost[] = {SDL_RENDER_DEVICE_RESET, SDL_RENDER_TARGETS_RESET};
    static const uint8_t told[] = {SDL_WINDOWEVENT_DISPLAY_CHANGED, SDL_WINDOWEVENT_EXPOSED, SDL_WINDOWEVENT_SIZE_CHANGED};
    for (int round = 0; round < 20; round++) {
        SDL_Event event;
        memset(&event, 0, sizeof event);
        event.type = round % 2 ? lost[round / 2 % 2] : SDL_WINDOWEVENT;
        if (event.type == SDL_WINDOWEVENT) event.window.event = told[round / 2 % 3];
        SDL_PushEvent(&event);
        settle(app);
        cr_assert(!see(app).list->failed && see(app).list->command_count > 100);
    }
    press(app, 'u');
    UNTIL(app, see(app).snapshot->update == 1);
    un_app_destroy(app);
}

static int files_in(const char *path) {
    char command[128];
    snprintf(command, sizeof command, "ls -A '%s' | wc -l", path);
    FILE *pipe = popen(command, "r");
    int count = -1;
    cr_assert(pipe && fscanf(pipe, "%d", &count) == 1);
    pclose(pipe);
    return count;
}

Test(places, a_full_disk_is_told_and_leaves_no_half_file) {
    make_folder();
    char pictures[96];
    snprintf(pictures, sizeof pictures, "%s/Pictures", folder);
    cr_assert_eq(mkdir(pictures, 0700), 0);
    setenv("HOME", folder, 1);
    unsetenv("XDG_PICTURES_DIR");
    un_App *app = open_at(1280, 720);
    struct rlimit was, limit;
    signal(SIGXFSZ, SIG_IGN); // no file may grow beyond 4 kB, as on a disk that is full
    cr_assert_eq(getrlimit(RLIMIT_FSIZE, &was), 0);
    limit = was;
    limit.rlim_cur = 4096;
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    press(app, 's');
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &was), 0);
    cr_assert(strstr(see(app).toast, "Not saved"), "'%s'", see(app).toast);
    cr_assert(see(app).saved[0] == 0);
    cr_assert_eq(files_in(pictures), 0);
    press(app, 'u');
    UNTIL(app, see(app).snapshot->update == 1);
    press(app, 's'); // and with room it is saved
    cr_assert(see(app).saved[0] != 0 && files_in(pictures) == 1);
    un_app_destroy(app);
    remove_folder();
}
