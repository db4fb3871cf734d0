// Every way to see fewer or other steps, by pushed events under SDL's dummy driver.
#include "window_fixture.h"

#include "view/stage.h"

#include <math.h>
#include <string.h>

enum { T = 41 };

static un_App *open_app(void) {
    un_AppDef def = window_def(1920, 1080);
    def.experiment.task.lag = T - 1;
    return window_open(&def);
}

static un_Range range(const un_App *app) {
    un_AppView view;
    un_app_view(app, &view);
    if (view.range.last > view.range.first) return view.range;
    return (un_Range){0, (float)view.snapshot->T};
}

static bool is_all(const un_App *app) {
    un_Range now = range(app);
    return now.first == 0 && now.last == T;
}

// Until nothing glides: two frames show the same steps, and the glide's 0.3 seconds are over.
static void settle(un_App *app) {
    for (int i = 0; i < 20; i++)
        un_app_step(app);
}

static void frames(un_App *app) {
    for (int i = 0; i < 4; i++)
        un_app_step(app);
}

static void mouse(uint32_t type, uint8_t button, un_Point at) {
    push_button(type, button, at.x, at.y);
}

static void drag(un_App *app, uint8_t button, un_Point from, un_Point to) {
    mouse(SDL_MOUSEMOTION, 0, from);
    frames(app);
    mouse(SDL_MOUSEBUTTONDOWN, button, from);
    frames(app);
    mouse(SDL_MOUSEMOTION, 0, to);
    frames(app);
    mouse(SDL_MOUSEBUTTONUP, button, to);
    settle(app);
}

static void key(un_App *app, SDL_Keycode sym, uint16_t mod) {
    push_key(sym, mod);
    settle(app);
}

static un_Point middle(un_Rect rect) {
    return (un_Point){rect.x + rect.w / 2, rect.y + rect.h / 2};
}

static void click(un_App *app, const char *name) {
    un_Point at = middle(widget(app, name));
    mouse(SDL_MOUSEMOTION, 0, at);
    mouse(SDL_MOUSEBUTTONDOWN, SDL_BUTTON_LEFT, at);
    mouse(SDL_MOUSEBUTTONUP, SDL_BUTTON_LEFT, at);
}

// x of a step's middle while all steps are seen: the axis is as wide as the columns.
static un_Point on_axis(const un_App *app, float step) {
    un_Rect axis = widget(app, "zoom/axis");
    return (un_Point){axis.x + axis.w * step / T, axis.y + axis.h / 2};
}

Test(zoom, keys_go_in_out_aside_and_back_to_all) {
    un_App *app = open_app();
    cr_assert(is_all(app));
    key(app, SDLK_UP, KMOD_LSHIFT); // nothing is pointed at or chosen: around the loss, the last step
    un_Range one = range(app);
    cr_assert(one.last == T && fabsf(one.first - 20) <= 1, "%g to %g", (double)one.first, (double)one.last);
    key(app, SDLK_UP, KMOD_LSHIFT);
    un_Range two = range(app);
    cr_assert(two.last == T && two.first > one.first + 5);
    key(app, SDLK_PAGEUP, KMOD_LSHIFT);
    un_Range left = range(app);
    cr_assert(left.last < two.last - 5 && fabsf((left.last - left.first) - (two.last - two.first)) < 1e-3f);
    key(app, SDLK_PAGEDOWN, KMOD_LSHIFT);
    cr_assert(range(app).first == two.first);
    key(app, SDLK_DOWN, KMOD_LSHIFT);
    cr_assert(range(app).last - range(app).first > two.last - two.first);
    key(app, SDLK_HOME, KMOD_LSHIFT);
    cr_assert(is_all(app));
    for (int i = 0; i < 8; i++)
        key(app, SDLK_UP, KMOD_LSHIFT);
    cr_assert(range(app).last - range(app).first == UN_STAGE_LEAST, "three steps are the fewest");
    un_app_destroy(app);
}

Test(zoom, buttons_do_the_same) {
    un_App *app = open_app();
    click(app, "zoom/in");
    settle(app);
    un_Range in = range(app);
    cr_assert(in.last - in.first < 22);
    click(app, "zoom/out");
    settle(app);
    cr_assert(is_all(app));
    click(app, "zoom/in");
    settle(app);
    click(app, "zoom/in");
    settle(app);
    click(app, "zoom/all");
    settle(app);
    cr_assert(is_all(app));
    un_app_destroy(app);
}

Test(zoom, it_glides_on_its_way_and_jumps_with_reduced_motion) {
    un_App *app = open_app();
    click(app, "zoom/in");
    bool between = false;
    double end = un_clock_seconds() + 0.5;
    while (un_clock_seconds() < end) {
        un_app_step(app);
        float first = range(app).first;
        between = between || (first > 0.1f && first < 19);
    }
    cr_assert(between && range(app).first > 19);
    key(app, SDLK_HOME, KMOD_LSHIFT);
    key(app, SDLK_m, 0); // less motion
    click(app, "zoom/in");
    between = false;
    for (int i = 0; i < 10; i++) {
        un_app_step(app);
        float first = range(app).first;
        between = between || (first > 0.1f && first < 19);
    }
    cr_assert(!between && range(app).first > 19);
    un_app_destroy(app);
}

Test(zoom, a_drag_on_the_step_axis_chooses_steps_and_a_double_click_all) {
    un_App *app = open_app();
    drag(app, SDL_BUTTON_LEFT, on_axis(app, 10.5f), on_axis(app, 20.5f));
    un_Range now = range(app);
    cr_assert(now.first == 10 && now.last == 21, "%g to %g", (double)now.first, (double)now.last);
    un_AppView view;
    un_app_view(app, &view);
    cr_assert(view.select.lane < 0, "no cell is chosen by it");
    click(app, "zoom/axis");
    frames(app);
    click(app, "zoom/axis");
    settle(app);
    cr_assert(is_all(app));
    un_app_destroy(app);
}

Test(zoom, shift_and_the_middle_button_drag_the_steps_along) {
    un_App *app = open_app();
    drag(app, SDL_BUTTON_LEFT, on_axis(app, 10.5f), on_axis(app, 20.5f)); // 11 steps
    un_Rect axis = widget(app, "zoom/axis");
    float step = axis.w / 11;
    un_Point from = middle(axis), to = {from.x - 4 * step, from.y};
    SDL_SetModState(KMOD_LSHIFT);
    drag(app, SDL_BUTTON_LEFT, from, to);
    SDL_SetModState(KMOD_NONE);
    cr_assert(range(app).first == 14 && range(app).last == 25, "%g", (double)range(app).first);
    un_Point lanes = {from.x, axis.y - 150}, back = {from.x + 3 * step, axis.y - 150};
    drag(app, SDL_BUTTON_MIDDLE, lanes, back);
    cr_assert(range(app).first == 11 && range(app).last == 22, "%g", (double)range(app).first);
    un_app_destroy(app);
}

static void wheel(un_App *app, int x, int y, SDL_Keymod mod) {
    SDL_SetModState(mod);
    SDL_Event event = {.type = SDL_MOUSEWHEEL};
    event.wheel.x = x;
    event.wheel.y = y;
    SDL_PushEvent(&event);
    un_app_step(app);
    SDL_SetModState(KMOD_NONE);
    settle(app);
}

Test(zoom, the_wheel_with_ctrl_keeps_the_step_under_the_pointer) {
    un_App *app = open_app();
    un_Rect axis = widget(app, "zoom/axis");
    un_Point at = {axis.x + axis.w * 0.25f, axis.y - 100};
    mouse(SDL_MOUSEMOTION, 0, at);
    frames(app);
    wheel(app, 0, 1, KMOD_NONE);
    cr_assert(is_all(app), "without Ctrl it does nothing");
    wheel(app, 0, 4, KMOD_LCTRL);
    un_Range now = range(app);
    float under = now.first + 0.25f * (now.last - now.first);
    cr_assert(now.last - now.first < 20 && fabsf(under - 0.25f * T) <= 1, "%g", (double)under);
    wheel(app, 0, -1, KMOD_LSHIFT);
    cr_assert(range(app).first > now.first, "with Shift it pans");
    wheel(app, 0, -8, KMOD_LCTRL);
    cr_assert(is_all(app));
    un_app_destroy(app);
}

Test(zoom, two_fingers_apart_and_together) {
    un_App *app = open_app();
    un_Rect axis = widget(app, "zoom/axis");
    SDL_Event event = {.type = SDL_MULTIGESTURE};
    event.mgesture.numFingers = 2;
    event.mgesture.x = (axis.x + axis.w / 2) / 1920;
    event.mgesture.y = (axis.y - 100) / 1080;
    event.mgesture.dDist = 0.1f;
    SDL_PushEvent(&event);
    frames(app);
    un_Range now = range(app);
    cr_assert(now.last - now.first < T * 0.7f && fabsf((now.first + now.last) / 2 - T / 2.0f) < 1);
    event.mgesture.dDist = -0.3f;
    SDL_PushEvent(&event);
    frames(app);
    cr_assert(is_all(app));
    un_app_destroy(app);
}

Test(zoom, the_strip_of_all_steps_is_pressed_and_dragged) {
    un_App *app = open_app();
    drag(app, SDL_BUTTON_LEFT, on_axis(app, 0.5f), on_axis(app, 9.5f)); // 10 steps
    un_Rect strip = widget(app, "zoom/overview");
    un_Point at = {strip.x + strip.w / 2, strip.y + strip.h / 2};
    drag(app, SDL_BUTTON_LEFT, at, at);
    cr_assert(fabsf((range(app).first + range(app).last) / 2 - T / 2.0f) <= 1, "%g", (double)range(app).first);
    float first = range(app).first;
    un_Point on = {at.x + 8 * strip.w / T, at.y};
    drag(app, SDL_BUTTON_LEFT, at, on);
    cr_assert(fabsf(range(app).first - first - 8) <= 1, "%g after %g", (double)range(app).first, (double)first);
    un_app_destroy(app);
}

Test(zoom, another_length_shows_all_of_it) {
    un_App *app = open_app();
    click(app, "zoom/in");
    settle(app);
    cr_assert(!is_all(app));
    SDL_Event event = {.type = SDL_TEXTINPUT};
    event.text.text[0] = '>'; // the lag: one more
    SDL_PushEvent(&event);
    double end = un_clock_seconds() + 10;
    un_AppView view = {0};
    while (un_clock_seconds() < end) {
        un_app_step(app);
        un_app_view(app, &view);
        if (view.snapshot->T != T) break;
    }
    cr_assert(view.snapshot->T != T);
    frames(app);
    un_app_view(app, &view);
    cr_assert(view.range.last == 0, "all steps");
    un_app_destroy(app);
}

Test(zoom, the_letter_switches_the_state_and_a_button_the_order) {
    un_App *app = open_app();
    un_AppView view;
    un_app_view(app, &view);
    cr_assert(!strcmp(view.snapshot->lane[1].cell, "lstm"));
    click(app, "state/2/0");
    settle(app);
    un_app_view(app, &view);
    cr_assert(strstr(view.toast, "cell state c"), "%s", view.toast);
    click(app, "order");
    settle(app);
    un_app_view(app, &view);
    cr_assert(strstr(view.toast, "by index"), "%s", view.toast);
    cr_assert(view.select.lane < 0, "no cell is chosen by it");
    un_Rect rect;
    cr_assert(!un_app_widget(app, "state/1/0", &rect), "an RNN has no c");
    un_app_destroy(app);
}
