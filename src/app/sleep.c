// What a lesson's stop leaves to the learner: while the question is open nothing changes the run or shows its answer, and later only what
// the stop's controls allow. All of it is there again in free exploration.
#include "app/course.h"
#include "app/state.h"

#include "base/catalog.h"

#include <string.h>

typedef enum Kind {
    AWAKE, ///< always
    RUN,   ///< changes the run, or where in it one stands
    WAVE,
    KNOB,
    SHOW,  ///< other views, other panels
    CELL,  ///< opens a cell
} Kind;

static const struct {
    Kind kind;
    const char *control; ///< of un_control_table, that allows it once the answer stands
} table[UN_ACTION_COUNT] = {
    [UN_ACTION_PLAY] = {RUN, "play"},        [UN_ACTION_ONE] = {RUN, "play"},         [UN_ACTION_RESET] = {RUN, "reset"},
    [UN_ACTION_SEED] = {RUN, NULL},          [UN_ACTION_SLOWER] = {RUN, "play"},      [UN_ACTION_FASTER] = {RUN, "play"},
    [UN_ACTION_BACK] = {RUN, "timeline"},    [UN_ACTION_START] = {RUN, "timeline"},   [UN_ACTION_REACH] = {RUN, "timeline"},
    [UN_ACTION_PAGE_BACK] = {RUN, NULL},     [UN_ACTION_PAGE_ON] = {RUN, NULL},       [UN_ACTION_BRANCH] = {RUN, "timeline"},
    [UN_ACTION_SEEDS] = {RUN, "seeds"},      [UN_ACTION_LAG_LESS] = {RUN, NULL},      [UN_ACTION_LAG_MORE] = {RUN, NULL},
    [UN_ACTION_HOLD] = {KNOB, "hold"},       [UN_ACTION_GATE] = {KNOB, "hold"},       [UN_ACTION_RADIUS] = {KNOB, "radius"},
    [UN_ACTION_SYMBOL] = {KNOB, "symbol"},   [UN_ACTION_CLIP] = {KNOB, NULL},         [UN_ACTION_SWAP] = {KNOB, NULL},
    [UN_ACTION_RELEASE] = {KNOB, "hold"},    [UN_ACTION_WAVE] = {WAVE, NULL},         [UN_ACTION_WAVE_FORWARD] = {WAVE, NULL},
    [UN_ACTION_WAVE_BACK] = {WAVE, NULL},    [UN_ACTION_WAVE_HIDE] = {WAVE, NULL},    [UN_ACTION_INSPECT] = {CELL, NULL},
    [UN_ACTION_EXPORT] = {WAVE, NULL},       [UN_ACTION_SETTINGS] = {SHOW, NULL},     [UN_ACTION_VIEW] = {SHOW, NULL},
};

bool un_course_allows(const un_App *app, const char *control) {
    const un_Stop *stop = un_course_stop(app);
    for (int i = 0; stop && control && i < stop->control_count; i++) {
        if (strcmp(un_control_table[stop->control[i]].name, control) == 0) return true;
    }
    return false;
}

static bool shows_cells(const un_Stop *stop) {
    for (int i = 0; i < stop->view_count; i++) {
        if (stop->view[i] == UN_VIEW_INSPECTOR) return true;
    }
    return false;
}

const char *un_action_sleeps(const un_App *app, un_ActionId action) {
    Kind kind = table[action].kind;
    if (!un_course_is_on(app) || kind == AWAKE) return NULL;
    const un_Stop *stop = un_course_stop(app);
    if (!stop) return _("The lesson is at its end: L opens the whole laboratory");
    un_Phase phase = app->course.player.phase;
    if (kind == CELL && shows_cells(stop)) return NULL;
    if (phase == UN_PHASE_ASK) return _("This opens once your answer stands: first predict");
    if (phase == UN_PHASE_RUN) return _("This opens when the run has ended");
    if (kind == WAVE || kind == CELL || un_course_allows(app, table[action].control)) return NULL;
    return _("Not at this stop: L opens the whole laboratory");
}

void un_action_run(un_App *app, un_ActionId action) {
    const char *why = un_action_sleeps(app, action);
    app->dirty = true;
    if (why)
        un_toast(app, "%s", why);
    else
        un_action_table[action].run(app);
}
