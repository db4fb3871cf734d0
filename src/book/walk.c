#include "book/walk.h"

#include "base/catalog.h"
#include "sim/take.h"

#include <stdlib.h>

typedef struct Walk {
    const un_Lesson *lesson;
    const un_WalkDef *def;
    un_WalkVisit *visit;
    void *context;
    un_Player player;
    un_Take *take;
} Walk;

un_WalkDef un_default_walk_def(const un_Lesson *lesson) {
    return (un_WalkDef){.first = 0, .last = un_lesson_stop_count(lesson) - 1, .max_memory = 2e9};
}

/// The stop's run at its start: a new one, or the last stop's as it stands.
static un_Status begin(Walk *walk, const un_Stop *stop, un_Error *error) {
    unsigned wants = un_stop_wants(stop);
    if (walk->take && !stop->fresh) return un_take_want(walk->take, wants, error);
    double needed = un_take_memory(&stop->experiment, wants, stop->run.seeds > 0);
    if (un_experiment_check_memory(needed, walk->def->max_memory, error)) return UN_ERROR_MEMORY;
    un_take_destroy(walk->take);
    walk->take = un_take_create(&stop->experiment, wants, error);
    return walk->take ? UN_OK : UN_ERROR_MEMORY;
}

static un_Status run(Walk *walk, const un_Stop *stop, un_Error *error) {
    un_Until until = un_stop_until(stop);
    un_take_train(walk->take, &until);
    return stop->run.seeds > 0 ? un_take_seeds(walk->take, stop->run.seeds, error) : UN_OK;
}

static un_Status show(Walk *walk, un_Error *error) {
    if (walk->player.stop < walk->def->first) return UN_OK;
    const un_Snapshot *snapshot = un_take_snapshot(walk->take, error);
    return snapshot ? walk->visit(walk->context, &walk->player, snapshot, error) : UN_ERROR_MEMORY;
}

/// A run of an earlier stop matters only where a visited one goes on from it.
static bool is_needed(const Walk *walk, int index) {
    for (int i = index + 1; i <= walk->def->first; i++) {
        if (un_lesson_stop(walk->lesson, i)->fresh) return false;
    }
    return true;
}

static un_Status visit_stop(Walk *walk, int index, un_Error *error) {
    const un_Stop *stop = un_lesson_stop(walk->lesson, index);
    un_player_go(&walk->player, index);
    if (index < walk->def->first && !is_needed(walk, index)) return UN_OK;
    un_Status status = begin(walk, stop, error);
    if (!status && stop->run.before) status = run(walk, stop, error);
    if (!status && stop->question.kind != UN_QUESTION_NONE) {
        walk->player.phase = UN_PHASE_ASK;
        status = show(walk, error);
    }
    if (!status && !stop->run.before) status = run(walk, stop, error);
    if (status) return status;
    const un_Snapshot *snapshot = un_take_snapshot(walk->take, error);
    if (!snapshot) return UN_ERROR_MEMORY;
    walk->player.phase = UN_PHASE_RUN;
    un_player_ran(&walk->player, snapshot);
    return show(walk, error);
}

un_Status un_walk(const un_Lesson *lesson, const un_WalkDef *def, un_WalkVisit *visit, void *context, un_Error *error) {
    Walk *walk = calloc(1, sizeof *walk);
    if (!walk) return un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("not enough memory"));
    *walk = (Walk){.lesson = lesson, .def = def, .visit = visit, .context = context};
    un_player_begin(&walk->player, lesson);
    un_Status status = UN_OK;
    for (int i = 0; i <= def->last && !status; i++)
        status = visit_stop(walk, i, error);
    un_take_destroy(walk->take);
    free(walk);
    return status;
}
