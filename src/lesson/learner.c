#include "lesson/learner.h"

#include "base/catalog.h"
#include "base/check.h"
#include "lesson/learner_parts.h"
#include "platform/clock.h"
#include "sim/take.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const un_learner_name[UN_LEARNER_KINDS] = {"right", "wrong"};

void un_learner_fault(un_LearnerStop *at, const char *format, ...) {
    bool last = at->fault_count == UN_LEARNER_FAULTS - 1;
    if (at->fault_count == UN_LEARNER_FAULTS) return;
    char *out = at->fault[at->fault_count++];
    va_list arguments;
    va_start(arguments, format);
    if (last)
        snprintf(out, UN_LEARNER_FAULT, "and more");
    else
        vsnprintf(out, UN_LEARNER_FAULT, format, arguments);
    va_end(arguments);
}

/// One seed: its machine, and who learns from it.
typedef struct Desk {
    un_Take *take;
    bool plays[UN_LEARNER_KINDS];
    un_Player player[UN_LEARNER_KINDS];
    double seconds; ///< of the stop at hand
} Desk;

typedef struct Class {
    const un_Lesson *lesson;
    const un_LearnerDef *def;
    int desks;
    Desk *desk;
    un_Experiment experiment;
    un_Seeds seeds;     ///< the stop's other seeds: the same for all desks
    double other_seeds; ///< seconds that they took
    un_LearnerStop at;
    int faults;
} Class;

// The run of a stop.

static un_Status begin_run(Class *class, Desk *desk, uint64_t seed, const un_Stop *stop, un_Error *error) {
    class->experiment = stop->experiment;
    class->experiment.seed = seed;
    double needed = un_take_memory(&class->experiment, un_stop_wants(stop), stop->run.seeds > 0);
    if (un_experiment_check_memory(needed, class->def->max_memory, error)) return UN_ERROR_MEMORY;
    un_take_destroy(desk->take);
    desk->take = un_take_create(&class->experiment, un_stop_wants(stop), error);
    return desk->take ? UN_OK : error->code;
}

static un_Status prepare(Class *class, Desk *desk, const un_Stop *stop, un_Error *error) {
    if (desk->take && !stop->fresh) return un_take_want(desk->take, un_stop_wants(stop), error);
    return begin_run(class, desk, (uint64_t)(desk - class->desk) + 1, stop, error);
}

/// Plans the stop's other seeds. True: the desks' own runs are the first of them, update by update.
static bool plan_seeds(Class *class, const un_Stop *stop) {
    const un_Trainer *trainer = un_take_trainer(class->desk[0].take);
    class->experiment = *un_trainer_experiment(trainer);
    class->other_seeds = 0;
    bool whole = stop->run.until == UN_UNTIL_UPDATES && stop->run.updates >= class->experiment.updates;
    if (stop->run.updates > class->experiment.updates) class->experiment.updates = stop->run.updates;
    un_seeds_plan(&class->seeds, &class->experiment, stop->run.seeds);
    return whole && un_trainer_update(trainer) == 0;
}

static void train(Class *class, Desk *desk, const un_Stop *stop, bool shared) {
    double start = un_clock_thread_seconds();
    un_Until until = un_stop_until(stop);
    bool follow = shared && un_seeds_want(&class->seeds);
    if (follow) un_take_lead(desk->take, &class->seeds);
    un_take_train(desk->take, &until);
    un_take_lead(desk->take, NULL);
    desk->seconds = un_clock_thread_seconds() - start;
    if (follow) class->other_seeds += desk->seconds;
}

static un_Status train_other_seeds(Class *class, un_Error *error) {
    double start = un_clock_thread_seconds();
    while (un_seeds_want(&class->seeds)) {
        bool finished;
        un_Status status = un_seeds_step(&class->seeds, NULL, &finished, error);
        if (status) return status;
    }
    class->other_seeds += un_clock_thread_seconds() - start;
    return UN_OK;
}

static un_Status run_stop(Class *class, const un_Stop *stop, un_Error *error) {
    for (int i = 0; i < class->desks; i++) {
        un_Status status = prepare(class, &class->desk[i], stop, error);
        if (status) return status;
    }
    bool shared = plan_seeds(class, stop);
    for (int i = 0; i < class->desks; i++) {
        train(class, &class->desk[i], stop, shared);
    }
    return train_other_seeds(class, error);
}

static const un_Snapshot *take_snapshot(Class *class, Desk *desk, const un_Stop *stop, un_Error *error) {
    double start = un_clock_thread_seconds();
    if (stop->run.seeds > 0) un_take_show_seeds(desk->take, &class->seeds);
    const un_Snapshot *snapshot = un_take_snapshot(desk->take, error);
    desk->seconds += un_clock_thread_seconds() - start + class->other_seeds;
    return snapshot;
}

/// What is wrong with the run itself, whoever looks at it.
static void check_run(Class *class, const Desk *desk, const un_Snapshot *snapshot) {
    un_LearnerStop *at = &class->at;
    un_Until until = un_stop_until(at->stop);
    until.updates = INT64_MAX;
    if (until.kind != UN_UNTIL_UPDATES && !un_until_holds(&until, un_take_trainer(desk->take)))
        un_learner_fault(at, "until: not reached within %lld updates", (long long)at->stop->run.updates);
    if (!un_stop_run_is_over(at->stop, snapshot)) un_learner_fault(at, "the run has not come to its end");
    if (desk->seconds > UN_LEARNER_SECONDS)
        un_learner_fault(at, "takes %.1f s of one core, at most %.0f", desk->seconds, UN_LEARNER_SECONDS);
    if (class->def->fonts && desk == class->desk) un_learner_look(at, snapshot, class->def->fonts);
}

static double measured_of(const un_Stop *stop, const un_Snapshot *snapshot) {
    double value = (double)NAN;
    if (stop->reveal_count > 0) un_quantity_read(snapshot, &stop->reveal[0].quantity, &value);
    return value;
}

static void learn(Class *class, Desk *desk, int index, un_LearnerKind kind, const un_Snapshot *snapshot, bool first) {
    un_Player *player = &desk->player[kind];
    un_LearnerStop *at = &class->at;
    *at = (un_LearnerStop){.kind = kind,
                           .seed = (uint64_t)(desk - class->desk) + 1,
                           .index = index,
                           .stop = un_player_stop(player),
                           .answer = un_player_answer(player),
                           .seconds = desk->seconds};
    if (first) check_run(class, desk, snapshot);
    if (player->phase == UN_PHASE_ASK) un_learner_answer(at, player, measured_of(at->stop, snapshot));
    un_player_ran(player, snapshot);
    if (player->phase != UN_PHASE_TOLD) un_learner_fault(at, "the stop does not come to its end");
    un_learner_check(at);
    class->faults += at->fault_count;
    if (class->def->tell) class->def->tell(class->def->context, at);
    un_player_next(player);
}

static un_Status play_stop(Class *class, int index, un_Error *error) {
    const un_Stop *stop = un_lesson_stop(class->lesson, index);
    un_Status status = run_stop(class, stop, error);
    for (int i = 0; i < class->desks && !status; i++) {
        Desk *desk = &class->desk[i];
        const un_Snapshot *snapshot = take_snapshot(class, desk, stop, error);
        bool first = true;
        if (!snapshot) return UN_ERROR_MEMORY;
        for (int kind = 0; kind < UN_LEARNER_KINDS; kind++) {
            if (!desk->plays[kind]) continue;
            learn(class, desk, index, (un_LearnerKind)kind, snapshot, first);
            first = false;
        }
    }
    return status;
}

static un_Status no_memory(un_Error *error) {
    return un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("not enough memory"));
}

un_Status un_learner_play(const un_Lesson *lesson, const un_LearnerDef *def, int *faults, un_Error *error) {
    UN_CHECK(def->seeds >= 1 && def->seeds <= UN_LEARNER_SEEDS && un_lesson_stop_count(lesson) > 0);
    un_Error own;
    if (!error) error = &own;
    Class *class = calloc(1, sizeof *class);
    if (!class) return no_memory(error);
    *class = (Class){.lesson = lesson, .def = def, .desks = def->seeds, .desk = calloc((size_t)def->seeds, sizeof(Desk))};
    un_Status status = class->desk ? UN_OK : no_memory(error);
    for (int i = 0; i < class->desks && !status; i++) {
        Desk *desk = &class->desk[i];
        desk->plays[UN_LEARNER_RIGHT] = def->right;
        desk->plays[UN_LEARNER_WRONG] = def->wrong && (i == 0 || !def->right);
        un_player_begin(&desk->player[UN_LEARNER_RIGHT], lesson);
        un_player_begin(&desk->player[UN_LEARNER_WRONG], lesson);
    }
    for (int i = 0; i < un_lesson_stop_count(lesson) && !status; i++) {
        status = play_stop(class, i, error);
    }
    for (int i = 0; class->desk && i < class->desks; i++) {
        un_take_destroy(class->desk[i].take);
    }
    un_seeds_plan(&class->seeds, NULL, 0);
    *faults = class->faults;
    free(class->desk);
    free(class);
    return status;
}
