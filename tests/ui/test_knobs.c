// Causal knobs and time under the user's hand, with pushed events under SDL's dummy driver: by mouse, finger and
// keyboard.
#include "window_fixture.h"

#include "export/fonts.h"
#include "unit/text_check.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { LSTM = 1, GRU = 2 };

static un_App *open_for(int width, int height, int updates) {
    un_AppDef def = window_def(width, height);
    def.experiment.updates = updates;
    return window_open(&def);
}

static un_App *open_sized(int width, int height) {
    return open_for(width, height, 40);
}

static un_App *open_app(void) {
    return open_sized(1920, 1080);
}

#define UNTIL(app, condition) UNTIL_WITHIN(10, app, condition)

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

typedef enum Hand { MOUSE, FINGER } Hand;

static void push(const un_App *app, Hand hand, int phase, float x, float y) {
    static const uint32_t mouse[] = {SDL_MOUSEBUTTONDOWN, SDL_MOUSEMOTION, SDL_MOUSEBUTTONUP},
                          finger[] = {SDL_FINGERDOWN, SDL_FINGERMOTION, SDL_FINGERUP};
    SDL_Event event = {.type = hand == MOUSE ? mouse[phase] : finger[phase]};
    if (hand == FINGER) {
        event.tfinger.x = x / see(app).width;
        event.tfinger.y = y / see(app).height;
    } else if (phase == 1) {
        event.motion.x = (int)lroundf(x);
        event.motion.y = (int)lroundf(y);
    } else {
        event.button.button = SDL_BUTTON_LEFT;
        event.button.x = (int)lroundf(x);
        event.button.y = (int)lroundf(y);
    }
    SDL_PushEvent(&event);
}

static void press_at(un_App *app, Hand hand, float x, float y) {
    if (hand == MOUSE) push(app, hand, 1, x, y);
    push(app, hand, 0, x, y);
    push(app, hand, 2, x, y);
    settle(app);
}

static void drag_to(un_App *app, Hand hand, un_Point from, un_Point to) {
    if (hand == MOUSE) push(app, hand, 1, from.x, from.y);
    push(app, hand, 0, from.x, from.y);
    settle(app);
    push(app, hand, 1, to.x, to.y);
    settle(app);
    push(app, hand, 2, to.x, to.y);
    settle(app);
}

static bool has(const un_App *app, const char *name) {
    un_Rect rect;
    return un_app_widget(app, name, &rect);
}

static void click(un_App *app, Hand hand, const char *name) {
    un_Rect rect = widget(app, name);
    press_at(app, hand, rect.x + rect.w / 2, rect.y + rect.h / 2);
}

static void drag(un_App *app, Hand hand, const char *name, float by) {
    un_Rect rect = widget(app, name);
    un_Point from = {rect.x + rect.w / 2, rect.y + rect.h / 2};
    drag_to(app, hand, from, (un_Point){from.x + by, from.y});
}

// The training's bits, all lanes in one number.
static uint64_t bits(un_App *app, int64_t *update) {
    un_Experiment experiment;
    uint64_t hash[UN_LANES_MAX] = {0}, all = 0;
    int64_t at;
    un_app_result(app, &experiment, &at, hash);
    for (int i = 0; i < experiment.lane_count; i++)
        all = all * 31 + hash[i];
    if (update) *update = at;
    return all;
}

// The act of that kind on the lane that the shown snapshot was taken under, or NULL.
static const un_SnapshotAct *act(const un_App *app, const char *kind, int lane) {
    const un_Snapshot *snapshot = see(app).snapshot;
    for (int i = 0; i < snapshot->act_count; i++) {
        const un_SnapshotAct *found = &snapshot->act[i];
        if (strcmp(found->act, kind) == 0 && found->lane == lane) return found;
    }
    return NULL;
}

static double held(const un_App *app, int lane, const char *gate) {
    const un_SnapshotAct *found = act(app, "hold", lane);
    return found && strcmp(found->place, gate) == 0 ? found->value : (double)NAN;
}

static void train(un_App *app, int updates) {
    for (int i = 0; i < updates; i++)
        press_key(app, 'u', 0);
}

static void go(un_App *app, int64_t update) {
    un_Rect track = widget(app, "timeline");
    const un_Snapshot *snapshot = see(app).snapshot;
    double last = fmax((double)snapshot->updates, (double)snapshot->reach);
    float x = track.x + 6 + (track.w - 12) * (float)((double)update / last);
    press_at(app, MOUSE, x, track.y + track.h / 2);
    UNTIL(app, see(app).snapshot->update == update && !see(app).snapshot->seeking);
}

Test(knobs, a_what_if_leaves_the_training_alone) {
    un_App *plain = open_app();
    train(plain, 6);
    uint64_t wanted = bits(plain, NULL);
    un_app_destroy(plain);

    un_App *app = open_app();
    train(app, 3);
    double before = see(app).snapshot->lane[LSTM].loss;
    press_key(app, 'f', 0);
    UNTIL(app, held(app, LSTM, "f") == 0.5);
    cr_assert(act(app, "hold", LSTM)->probe);
    cr_assert(see(app).snapshot->lane[LSTM].loss != before, "the picture shows the held gate");
    cr_assert(see(app).snapshot->lane[LSTM].plain.taken && see(app).snapshot->lane[LSTM].plain.loss == before,
              "and beside it what was before");
    train(app, 3);
    cr_assert(held(app, LSTM, "f") == 0.5, "it stays while training goes on");
    int64_t update;
    cr_assert_eq(bits(app, &update), wanted);
    cr_assert_eq(update, 6);
    un_app_destroy(app);
}

Test(knobs, by_keyboard) {
    un_App *app = open_app();
    train(app, 2);
    press_key(app, 'f', 0);
    press_key(app, SDLK_UP, 0);
    press_key(app, SDLK_UP, 0);
    UNTIL(app, fabs(held(app, LSTM, "f") - 0.6) < 1e-9);
    press_key(app, SDLK_DOWN, KMOD_LSHIFT);
    UNTIL(app, held(app, LSTM, "f") < 0.6);
    cr_assert_float_eq(held(app, LSTM, "f"), 0.5, 1e-9, "%g", held(app, LSTM, "f"));
    press_key(app, 'f', KMOD_LSHIFT);
    UNTIL(app, act(app, "hold", LSTM) && strcmp(act(app, "hold", LSTM)->place, "f") != 0);
    cr_assert_eq(see(app).snapshot->act_count, 1, "the next gate in place of the first");
    press_key(app, SDLK_DELETE, 0);
    UNTIL(app, see(app).snapshot->act_count == 0);
    cr_assert(!has(app, "knob/release"), "the banner goes with the last knob");
    press_key(app, 'y', 0);
    UNTIL(app, act(app, "radius", 0) && act(app, "radius", 0)->probe);
    press_key(app, 'y', 0);
    UNTIL(app, see(app).snapshot->act_count == 0);
    press_key(app, 'p', 0);
    press_key(app, SDLK_DOWN, 0);
    UNTIL(app, see(app).snapshot->lane[0].clip < 1);
    cr_assert(see(app).snapshot->lane[LSTM].clip == 1, "the clip of one network");
    un_app_destroy(app);
}

static void hold_by_hand(Hand hand) {
    un_App *app = open_app();
    train(app, 2);
    uint64_t wanted = bits(app, NULL);
    click(app, hand, "lane2/hold");
    press_key(app, SDLK_DOWN, 0); // the menu's second name: the gate that keeps
    press_key(app, SDLK_RETURN, 0);
    UNTIL(app, held(app, LSTM, "f") == 0.5);
    drag(app, hand, "knob/0", 21); // five notches of 0.05
    UNTIL(app, fabs(held(app, LSTM, "f") - 0.75) < 1e-9);
    cr_assert_eq(bits(app, NULL), wanted);
    drag(app, hand, "lane2/value", -21);
    UNTIL(app, fabs(held(app, LSTM, "f") - 0.5) < 1e-9);
    click(app, hand, "knob/train");
    UNTIL(app, act(app, "hold", LSTM) && !act(app, "hold", LSTM)->probe);
    train(app, 2);
    cr_assert(held(app, LSTM, "f") == 0.5 && !act(app, "hold", LSTM)->probe, "recorded in training");
    click(app, hand, "knob/what");
    UNTIL(app, act(app, "hold", LSTM) && act(app, "hold", LSTM)->probe && see(app).snapshot->act_count == 1);
    click(app, hand, "knob/release");
    UNTIL(app, see(app).snapshot->act_count == 0);
    un_app_destroy(app);
}

Test(knobs, by_mouse) {
    hold_by_hand(MOUSE);
}

Test(knobs, by_finger) {
    hold_by_hand(FINGER);
}

Test(knobs, training_with_a_held_gate_gives_other_bits_and_an_edit) {
    un_App *app = open_app();
    train(app, 2);
    press_key(app, 'k', 0);
    press_key(app, 'f', 0);
    UNTIL(app, act(app, "hold", LSTM) && !act(app, "hold", LSTM)->probe);
    train(app, 2);
    uint64_t with = bits(app, NULL);
    cr_assert(see(app).snapshot->edit_count == 1 && see(app).snapshot->edit[0].at == 2);
    cr_assert_str_eq(see(app).snapshot->edit[0].text, "hold f 0.5");
    un_app_destroy(app);
    app = open_app();
    train(app, 4);
    cr_assert_neq(bits(app, NULL), with);
    un_app_destroy(app);
}

Test(knobs, one_input_by_click_finger_and_key) {
    for (int way = 0; way < 3; way++) {
        un_App *app = open_app();
        train(app, 2);
        uint64_t wanted = bits(app, NULL);
        char was[UN_SNAPSHOT_SYMBOL];
        snprintf(was, sizeof was, "%s", see(app).snapshot->symbol[0]);
        if (way == 2) {
            press_key(app, 'q', 0);
        } else { // the first symbol stands over the first column, between header and lanes
            un_Rect stage = widget(app, "stage/place");
            press_at(app, way == 0 ? MOUSE : FINGER, stage.x + 232, stage.y + 80);
        }
        UNTIL(app, strcmp(see(app).snapshot->symbol[0], was) != 0);
        cr_assert(act(app, "input", -1) && act(app, "input", -1)->row == 0);
        cr_assert_eq(bits(app, NULL), wanted);
        if (way == 0) click(app, MOUSE, "knob/0"); // the banner's own button: the next symbol
        press_key(app, SDLK_DELETE, 0);
        UNTIL(app, strcmp(see(app).snapshot->symbol[0], was) == 0);
        un_app_destroy(app);
    }
}

Test(knobs, the_inspector_has_one) {
    for (Hand hand = MOUSE; hand <= FINGER; hand++) {
        un_App *app = open_app();
        train(app, 2);
        click(app, MOUSE, "lane2/hold"); // the pointer is on the LSTM
        press_key(app, SDLK_ESCAPE, 0);
        press_key(app, 'j', 0);
        press_key(app, 'g', 0); // its cell at the loss
        UNTIL(app, has(app, "inspector/hold"));
        click(app, hand, "inspector/hold");
        UNTIL(app, act(app, "hold", LSTM) && act(app, "hold", LSTM)->probe);
        un_Rect slider = widget(app, "inspector/slider");
        press_at(app, hand, slider.x + slider.w / 2, slider.y + slider.h / 2);
        UNTIL(app, fabs(act(app, "hold", LSTM)->value - 0.5) < 0.02);
        click(app, hand, "inspector/hold");
        UNTIL(app, see(app).snapshot->act_count == 0);
        un_app_destroy(app);
    }
}

Test(knobs, the_ring_of_a_number_leaves_space_and_escape_to_the_window) {
    un_App *app = open_for(1920, 1080, 100000);
    press_key(app, 'f', 0);
    UNTIL(app, held(app, LSTM, "f") == 0.5);
    press_key(app, SDLK_SPACE, 0);
    cr_assert(see(app).playing, "Space trains");
    UNTIL(app, see(app).snapshot->update > 2);
    press_key(app, SDLK_ESCAPE, 0);
    cr_assert(see(app).playing, "Esc takes the ring away first");
    press_key(app, SDLK_ESCAPE, 0);
    cr_assert(!see(app).playing);
    un_app_destroy(app);
}

Test(knobs, the_radius_acts_on_training_once) {
    un_App *app = open_app();
    train(app, 3);
    uint64_t plain = bits(app, NULL);
    un_app_destroy(app);
    app = open_app();
    train(app, 2);
    uint64_t before = bits(app, NULL);
    press_key(app, 'y', 0);
    UNTIL(app, act(app, "radius", 0));
    press_key(app, SDLK_UP, 0);
    UNTIL(app, act(app, "radius", 0)->value > 1);
    cr_assert_eq(bits(app, NULL), before);
    press_key(app, 'k', 0);
    UNTIL(app, see(app).snapshot->act_count == 0);
    train(app, 1); // which begins with it
    cr_assert_neq(bits(app, NULL), plain);
    cr_assert(see(app).snapshot->edit_count == 1 && strncmp(see(app).snapshot->edit[0].text, "radius ", 7) == 0);
    un_app_destroy(app);
}

Test(knobs, they_move_with_their_network) {
    un_App *app = open_app();
    press_key(app, 'f', 0);
    UNTIL(app, held(app, LSTM, "f") == 0.5);
    press_key(app, 'e', 0);
    click(app, MOUSE, "settings/lane1/remove");
    UNTIL(app, see(app).snapshot->lane_count == 2);
    UNTIL(app, held(app, 0, "f") == 0.5); // the LSTM is the first now
    cr_assert_eq(see(app).snapshot->act_count, 1);
    un_app_destroy(app);
}

Test(knobs, the_clip_is_in_the_settings_where_it_is_not_beside_the_lane) {
    static const int size[][2] = {{1280, 720}, {640, 480}};
    for (int i = 0; i < 2; i++) {
        un_App *app = open_sized(size[i][0], size[i][1]);
        train(app, 2);
        press_key(app, 'p', 0);
        cr_assert(see(app).settings && has(app, "settings/lane1/clip"), "%d wide", size[i][0]);
        press_key(app, SDLK_DOWN, 0);
        UNTIL(app, see(app).snapshot->lane[0].clip < 1);
        un_app_destroy(app);
    }
}

Test(knobs, they_outlive_a_new_length_where_they_fit) {
    un_App *app = open_app();
    press_key(app, 'f', 0);
    UNTIL(app, held(app, LSTM, "f") == 0.5);
    press_key(app, SDLK_ESCAPE, 0);
    type_text(app, ">");
    UNTIL(app, see(app).snapshot->lag == 9);
    UNTIL(app, held(app, LSTM, "f") == 0.5);
    type_text(app, "<");
    UNTIL(app, see(app).snapshot->lag == 8);
    un_app_destroy(app);
}

Test(time, a_press_on_a_row_of_the_waterfall_goes_to_its_update) {
    un_App *app = open_app();
    train(app, 20);
    press_key(app, '4', 0); // the waterfall over the whole window
    un_Rect place = widget(app, see(app).place[UN_PLACE_LOWER] == UN_VIEW_WATERFALL ? "lower/place" : "side/place");
    const un_Snapshot *snapshot = see(app).snapshot;
    cr_assert_gt(snapshot->waterfall_rows, 1);
    int newest = (int)snapshot->waterfall_update[snapshot->waterfall_rows - 1];
    float x = place.x + place.w * 0.3f, top = place.y + 96;
    press_at(app, MOUSE, x, top); // the first row
    UNTIL(app, see(app).snapshot->update == 0 && !see(app).snapshot->seeking);
    cr_assert_gt(see(app).snapshot->waterfall_ahead, 0);
    // The axis ends at 40 updates: the newest row lies ahead now, a bit above its middle.
    float height = place.h - 96 - 50;
    press_at(app, FINGER, x, top + height * (float)newest / 40);
    UNTIL(app, see(app).snapshot->update == newest && !see(app).snapshot->seeking);
    press_at(app, MOUSE, x, top + height * 0.9f); // nothing has been trained there
    settle(app);
    cr_assert_eq(see(app).snapshot->update, newest);
    un_app_destroy(app);
}

Test(time, back_and_forth_comes_to_the_same_bits) {
    un_App *app = open_app();
    train(app, 12);
    uint64_t twelve = bits(app, NULL);
    train(app, 8);
    uint64_t twenty = bits(app, NULL);
    int64_t update;
    go(app, 12);
    cr_assert_eq(bits(app, &update), twelve);
    cr_assert(update == 12 && see(app).snapshot->reach == 20);
    cr_assert(see(app).snapshot->ahead_count > 0, "what it did later is still to be seen");
    press_key(app, SDLK_END, 0);
    UNTIL(app, see(app).snapshot->update == 20);
    cr_assert_eq(bits(app, NULL), twenty);
    press_key(app, SDLK_HOME, 0);
    UNTIL(app, see(app).snapshot->update == 0);
    train(app, 12); // trained on from there: the same run
    cr_assert_eq(bits(app, NULL), twelve);
    cr_assert_str_eq(see(app).snapshot->run, "run 1");
    un_app_destroy(app);
}

Test(time, by_keyboard_and_buttons) {
    un_App *app = open_app();
    train(app, 20);
    type_text(app, ",");
    UNTIL(app, see(app).snapshot->update == 19);
    type_text(app, ",,");
    UNTIL(app, see(app).snapshot->update == 17);
    press_key(app, SDLK_PAGEUP, 0);
    UNTIL(app, see(app).snapshot->update == 15);
    press_key(app, SDLK_PAGEDOWN, 0);
    UNTIL(app, see(app).snapshot->update == 17);
    click(app, MOUSE, "back");
    UNTIL(app, see(app).snapshot->update == 16);
    click(app, FINGER, "reach");
    UNTIL(app, see(app).snapshot->update == 20);
    go(app, 10);
    press_key(app, SDLK_TAB, 0); // the click chose it; Tab and back show its ring: there the arrows are updates
    press_key(app, SDLK_TAB, KMOD_LSHIFT);
    press_key(app, SDLK_RIGHT, 0);
    UNTIL(app, see(app).snapshot->update == 11);
    press_key(app, SDLK_LEFT, 0);
    UNTIL(app, see(app).snapshot->update == 10);
    un_app_destroy(app);
}

static void scrub_by_hand(Hand hand) {
    un_App *app = open_app();
    train(app, 20);
    uint64_t twenty = bits(app, NULL);
    un_Rect track = widget(app, "timeline");
    float y = track.y + track.h / 2, w = track.w - 12;
    un_Point from = {track.x + 6 + w * 0.5f, y}; // the thumb: 20 of 40
    drag_to(app, hand, from, (un_Point){track.x + 6 + w * 0.125f, y});
    UNTIL(app, see(app).snapshot->update == 5 && !see(app).snapshot->seeking);
    drag_to(app, hand, (un_Point){track.x + 6 + w * 0.125f, y}, (un_Point){track.x + w, y});
    UNTIL(app, see(app).snapshot->update == 20); // no further than the run has come
    cr_assert_eq(bits(app, NULL), twenty);
    un_app_destroy(app);
}

Test(time, scrubbed_by_mouse) {
    scrub_by_hand(MOUSE);
}

Test(time, scrubbed_by_finger) {
    scrub_by_hand(FINGER);
}

Test(time, the_wheel_turns_it) {
    un_App *app = open_app();
    train(app, 20);
    un_Rect track = widget(app, "timeline");
    push(app, MOUSE, 1, track.x + track.w / 2, track.y + track.h / 2);
    settle(app);
    SDL_Event event = {.type = SDL_MOUSEWHEEL};
    event.wheel.y = -3;
    event.wheel.preciseY = -3;
    SDL_PushEvent(&event);
    UNTIL(app, see(app).snapshot->update == 17);
    un_app_destroy(app);
}

// A curve of the LSTM's mean losses as it stands.
static int copy_curve(const un_Snapshot *snapshot, float out[UN_SNAPSHOT_POINTS]) {
    memcpy(out, snapshot->lane[LSTM].loss_mean, (size_t)snapshot->history_count * sizeof *out);
    return snapshot->history_count;
}

static void is_the_other_curve(const un_App *app, const float *curve, int count) {
    const un_Snapshot *snapshot = see(app).snapshot;
    cr_assert_str_eq(snapshot->run, "run 2");
    cr_assert_str_eq(snapshot->other_run, "run 1");
    cr_assert_eq(snapshot->other_count, count);
    for (int i = 0; i < count; i++)
        cr_assert_eq(snapshot->lane[LSTM].other_loss_mean[i], curve[i]);
}

Test(time, a_branch_stands_beside_the_old_run) {
    un_App *app = open_app();
    static float curve[UN_SNAPSHOT_POINTS];
    train(app, 20);
    int count = copy_curve(see(app).snapshot, curve);
    go(app, 10);
    click(app, MOUSE, "branch");
    UNTIL(app, strcmp(see(app).snapshot->run, "run 2") == 0);
    is_the_other_curve(app, curve, count);
    cr_assert(see(app).snapshot->branched_at == 10 && see(app).snapshot->reach == 10);
    train(app, 10);
    is_the_other_curve(app, curve, count);
    cr_assert_eq(see(app).snapshot->lane[LSTM].loss_mean[count - 1], curve[count - 1], "unchanged, it is the same");
    un_app_destroy(app);
}

Test(time, a_change_in_the_past_branches) {
    un_App *app = open_app();
    static float curve[UN_SNAPSHOT_POINTS];
    train(app, 20);
    int count = copy_curve(see(app).snapshot, curve);
    go(app, 10);
    press_key(app, 'k', 0); // train with it
    press_key(app, 'f', 0);
    UNTIL(app, act(app, "hold", LSTM) && !act(app, "hold", LSTM)->probe);
    press_key(app, SDLK_ESCAPE, 0);
    train(app, 10);
    is_the_other_curve(app, curve, count);
    cr_assert_neq(see(app).snapshot->lane[LSTM].loss_mean[count - 1], curve[count - 1]);
    cr_assert(see(app).snapshot->edit_count == 1 && see(app).snapshot->edit[0].at == 10);
    un_app_destroy(app);
}

Test(time, a_knob_shows_what_training_used_there) {
    un_App *app = open_app();
    train(app, 5);
    click(app, MOUSE, "sentence/clip");
    type_text(app, "0.5");
    press_key(app, SDLK_RETURN, 0);
    UNTIL(app, see(app).snapshot->lane[LSTM].clip == 0.5);
    train(app, 5);
    go(app, 2);
    UNTIL(app, see(app).experiment->lane[LSTM].optimizer.clip == 1);
    press_key(app, SDLK_END, 0);
    UNTIL(app, see(app).experiment->lane[LSTM].optimizer.clip == 0.5);
    cr_assert_str_eq(see(app).snapshot->run, "run 1", "looking is no change");
    un_app_destroy(app);
}

Test(time, playing_from_the_past_goes_on_from_there) {
    un_App *app = open_app();
    press_key(app, SDLK_SPACE, 0);
    UNTIL(app, see(app).snapshot->update == 40 && !see(app).playing);
    uint64_t end = bits(app, NULL);
    press_key(app, SDLK_HOME, 0);
    UNTIL(app, see(app).snapshot->update == 0);
    press_key(app, SDLK_SPACE, 0);
    UNTIL(app, see(app).snapshot->update == 40 && !see(app).playing);
    cr_assert_eq(bits(app, NULL), end);
    un_app_destroy(app);
}

Test(knobs, all_of_it_by_keys_in_the_smallest_window) {
    static const int size[][2] = {{320, 240}, {640, 480}, {1280, 720}};
    for (int i = 0; i < 3; i++) {
        un_App *app = open_sized(size[i][0], size[i][1]);
        train(app, 5);
        press_key(app, 'f', 0);
        UNTIL(app, held(app, LSTM, "f") == 0.5);
        cr_assert(has(app, "knob/0") && has(app, "knob/release"), "%d wide", size[i][0]);
        press_key(app, SDLK_UP, 0);
        UNTIL(app, fabs(held(app, LSTM, "f") - 0.55) < 1e-9);
        press_key(app, 'k', 0);
        UNTIL(app, !act(app, "hold", LSTM)->probe);
        click(app, FINGER, "knob/release");
        UNTIL(app, see(app).snapshot->act_count == 0);
        type_text(app, ",");
        UNTIL(app, see(app).snapshot->update == 4);
        press_key(app, 'b', 0);
        UNTIL(app, strcmp(see(app).snapshot->run, "run 2") == 0);
        un_app_destroy(app);
    }
}

static void seeds_by(int way) {
    un_App *app = open_app();
    train(app, 3);
    uint64_t wanted = bits(app, NULL);
    for (int i = 0; i < 2; i++) { // the second time stops them
        if (way == 2)
            press_key(app, 'z', 0);
        else
            click(app, (Hand)way, "seeds/2"); // at the training's title
        if (i == 0) {
            UNTIL(app, see(app).snapshot->seeds.planned == UN_SNAPSHOT_SEEDS && see(app).snapshot->seeds.points > 0);
        }
    }
    UNTIL(app, see(app).snapshot->seeds.planned == 0);
    cr_assert_eq(bits(app, NULL), wanted, "the run itself stands still");
    un_app_destroy(app);
}

Test(time, other_seeds_by_mouse) {
    seeds_by(MOUSE);
}

Test(time, other_seeds_by_finger) {
    seeds_by(FINGER);
}

Test(time, other_seeds_by_key) {
    seeds_by(2);
}

// With knobs in force, on the picture and in training, at every arrangement: nothing is cut or covered.
Test(knobs, nothing_overlaps_at_any_size) {
    static const int size[][2] = {{320, 240}, {640, 480}, {1000, 700}, {1280, 720}, {1920, 1080}};
    un_Error error;
    un_Fonts *fonts = un_fonts_load(&error);
    for (int i = 0; i < (int)(sizeof size / sizeof *size); i++) {
        un_App *app = open_sized(size[i][0], size[i][1]);
        train(app, 10);
        static const struct {
            SDL_Keycode key;
            const char *what;
        } turn[] = {{'f', "a gate"},      {'y', "and the radius"}, {'q', "and a symbol"},
                    {'k', "in training"}, {SDLK_HOME, "put back"}, {'b', "branched"}};
        for (int k = 0; k < (int)(sizeof turn / sizeof *turn); k++) {
            char fault[256];
            press_key(app, turn[k].key, 0);
            double end = un_clock_seconds() + 5; // the toast goes
            while (see(app).toast[0] && un_clock_seconds() < end)
                un_app_step(app);
            settle(app);
            cr_expect(text_check(see(app).list, fonts, 1, fault, sizeof fault), "%dx%d, %s: %s", size[i][0], size[i][1],
                      turn[k].what, fault);
        }
        un_app_destroy(app);
    }
    un_fonts_destroy(fonts);
}
