#include "sim/timeline.h"

#include "base/catalog.h"
#include "sim/checkpoint.h"
#include "sim/intervention.h"
#include "sim/param.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// Trainer and recorder as they stood after an update.
typedef struct State {
    int64_t update;
    unsigned char *trainer; ///< un_checkpoint_state_save
    un_Recorder *recorder;
} State;

struct un_Timeline {
    un_Arena arena;
    int room, count; ///< of `state`
    State state[UN_TIMELINE_STATES];
    State end;       ///< where the run's reach was left; update -1: it was not
    int64_t spacing; ///< updates between states, a power of two
    int64_t reach;
    // The runs.
    int run, parent; ///< from 1; parent 0: none
    int64_t branched_at;
    un_Recorder *curve; ///< the parent's
    un_Experiment *parent_experiment;
};

static int rooms(const un_Experiment *experiment) {
    double each = (double)un_checkpoint_state_size(experiment) + (double)sizeof(un_Recorder);
    enum { LEAST = 4 };
    int room = UN_TIMELINE_STATES;
    while (room > LEAST && room * each > UN_TIMELINE_BYTES)
        room--;
    return room;
}

static void carve_state(State *state, un_Arena *arena, size_t size) {
    state->trainer = un_arena_take(arena, size, 1);
    state->recorder = un_arena_take(arena, 1, sizeof *state->recorder);
}

static void carve(un_Timeline *timeline, un_Arena *arena, const un_Experiment *experiment) {
    size_t size = un_checkpoint_state_size(experiment);
    timeline->room = rooms(experiment);
    for (int i = 0; i < timeline->room; i++) {
        carve_state(&timeline->state[i], arena, size);
    }
    carve_state(&timeline->end, arena, size);
    timeline->curve = un_arena_take(arena, 1, sizeof *timeline->curve);
    timeline->parent_experiment = un_arena_take(arena, 1, sizeof *timeline->parent_experiment);
}

double un_timeline_memory(const un_Experiment *experiment) {
    un_Timeline timeline = {0};
    un_Arena arena = un_arena_measure();
    carve(&timeline, &arena, experiment);
    return (double)arena.used + (double)sizeof timeline;
}

un_Timeline *un_timeline_create(const un_Trainer *trainer, const un_Recorder *recorder, un_Error *error) {
    const un_Experiment *experiment = un_trainer_experiment(trainer);
    un_Timeline *timeline = calloc(1, sizeof *timeline);
    un_Arena measure = un_arena_measure();
    if (timeline) carve(timeline, &measure, experiment);
    if (!timeline || un_arena_reserve(&timeline->arena, measure.used)) {
        free(timeline);
        un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, _("not enough memory: the timeline needs %.3g MB"),
                     un_timeline_memory(experiment) / 1e6);
        return NULL;
    }
    carve(timeline, &timeline->arena, experiment);
    un_timeline_reset(timeline, trainer, recorder);
    return timeline;
}

void un_timeline_destroy(un_Timeline *timeline) {
    if (!timeline) return;
    un_arena_free(&timeline->arena);
    free(timeline);
}

static void keep(State *state, const un_Trainer *trainer, const un_Recorder *recorder) {
    state->update = un_trainer_update(trainer);
    un_checkpoint_state_save(trainer, state->trainer);
    *state->recorder = *recorder;
}

void un_timeline_reset(un_Timeline *timeline, const un_Trainer *trainer, const un_Recorder *recorder) {
    timeline->count = 1;
    timeline->spacing = 1;
    timeline->end.update = -1;
    timeline->run = 1;
    timeline->parent = 0;
    timeline->branched_at = 0;
    timeline->reach = un_trainer_update(trainer);
    keep(&timeline->state[0], trainer, recorder);
}

/// Every other state goes; the memory of those that went stays behind the others, for the next ones.
static void thin(un_Timeline *timeline) {
    int kept = 0;
    timeline->spacing *= 2;
    for (int i = 0; i < timeline->count; i++) {
        if (i > 0 && timeline->state[i].update % timeline->spacing != 0) continue;
        State other = timeline->state[kept];
        timeline->state[kept++] = timeline->state[i];
        timeline->state[i] = other;
    }
    timeline->count = kept;
}

void un_timeline_note(un_Timeline *timeline, const un_Trainer *trainer, const un_Recorder *recorder) {
    int64_t update = un_trainer_update(trainer);
    if (update <= timeline->reach) return; // trained again
    timeline->reach = update;
    while (update % timeline->spacing == 0) {
        if (timeline->count < timeline->room) {
            keep(&timeline->state[timeline->count++], trainer, recorder);
            return;
        }
        thin(timeline);
    }
}

int64_t un_timeline_reach(const un_Timeline *timeline) {
    return timeline->reach;
}

/// The latest state at or before an update, at least the first.
static const State *nearest(const un_Timeline *timeline, int64_t update) {
    const State *found = &timeline->state[0];
    for (int i = 1; i < timeline->count && timeline->state[i].update <= update; i++) {
        found = &timeline->state[i];
    }
    return timeline->end.update > found->update && timeline->end.update <= update ? &timeline->end : found;
}

int64_t un_timeline_restore(un_Timeline *timeline, un_Trainer *trainer, un_Recorder *recorder, int64_t update) {
    int64_t now = un_trainer_update(trainer);
    if (now == timeline->reach && timeline->end.update != now) keep(&timeline->end, trainer, recorder);
    if (update > timeline->reach) update = timeline->reach;
    if (update < timeline->state[0].update) update = timeline->state[0].update;
    const State *state = nearest(timeline, update);
    if (now <= update && now >= state->update) return update;
    un_checkpoint_state_load(trainer, state->trainer);
    *recorder = *state->recorder;
    return update;
}

void un_timeline_branch(un_Timeline *timeline, un_Trainer *trainer, const un_Recorder *recorder) {
    int64_t now = un_trainer_update(trainer);
    *timeline->curve = now == timeline->reach ? *recorder : *timeline->end.recorder;
    *timeline->parent_experiment = *un_trainer_experiment(trainer);
    timeline->parent = timeline->run++;
    timeline->branched_at = now;
    while (timeline->count > 1 && timeline->state[timeline->count - 1].update > now)
        timeline->count--;
    timeline->end.update = -1;
    timeline->reach = now;
    un_trainer_forget_edits(trainer);
}

const un_Experiment *un_timeline_parent(const un_Timeline *timeline) {
    return timeline->parent ? timeline->parent_experiment : NULL;
}

static void show_curve(const un_Timeline *timeline, un_Snapshot *snapshot) {
    const un_Recorder *curve = timeline->curve;
    snapshot->other_count = curve->count + (curve->pending > 0);
    size_t bytes = (size_t)snapshot->other_count * sizeof(float);
    memcpy(snapshot->other_update, curve->update, bytes);
    for (int i = 0; i < snapshot->lane_count; i++) {
        memcpy(snapshot->lane[i].other_loss_mean, curve->lane[i].loss_mean, bytes);
        memcpy(snapshot->lane[i].other_accuracy_mean, curve->lane[i].accuracy_mean, bytes);
    }
}

/// What this run did after the update that it was put back to.
static void show_ahead(const un_Timeline *timeline, un_Snapshot *snapshot) {
    snapshot->ahead_count = 0;
    if (snapshot->update >= timeline->reach || timeline->end.update < 0) return;
    const un_Recorder *curve = timeline->end.recorder;
    snapshot->ahead_count = curve->count + (curve->pending > 0);
    size_t bytes = (size_t)snapshot->ahead_count * sizeof(float);
    memcpy(snapshot->ahead_update, curve->update, bytes);
    for (int i = 0; i < snapshot->lane_count; i++) {
        memcpy(snapshot->lane[i].ahead_loss_mean, curve->lane[i].loss_mean, bytes);
        memcpy(snapshot->lane[i].ahead_accuracy_mean, curve->lane[i].accuracy_mean, bytes);
    }
}

/// "lr 0.01", "hold f 0.5", "zero weight_hh_l0".
static void name_edit(const un_Experiment *experiment, const un_Edit *edit, un_SnapshotEdit *to) {
    char value[UN_PARAM_TEXT] = "";
    const char *what = "";
    un_NetDef net = un_experiment_net(experiment, edit->lane);
    un_ParamInfo info[UN_PARAMS_MAX];
    *to = (un_SnapshotEdit){.at = edit->at, .lane = edit->lane};
    bool valued = edit->act == UN_ACT_SET || edit->act == UN_ACT_HOLD || edit->act == UN_ACT_RADIUS;
    if (valued) un_param_real_text(edit->value, value, sizeof value);
    if (edit->act == UN_ACT_SET) {
        snprintf(to->text, sizeof to->text, "%.25s %.20s", un_param_table[edit->param].key, value);
        return;
    }
    if (edit->place.gate >= 0) {
        what = un_cell_info(net.cell)->gate_name[edit->place.gate];
    } else if (edit->place.tensor >= 0) {
        un_net_params(&net, info, NULL);
        what = info[edit->place.tensor].name;
    }
    snprintf(to->text, sizeof to->text, "%.10s%s%.20s%s%.15s", un_act_name((int)edit->act), *what ? " " : "", what,
             *value ? " " : "", value);
}

static void show_edits(const un_Trainer *trainer, un_Snapshot *snapshot) {
    const un_Experiment *experiment = un_trainer_experiment(trainer);
    int first = experiment->edit_count > UN_SNAPSHOT_EDITS ? experiment->edit_count - UN_SNAPSHOT_EDITS : 0;
    snapshot->edit_count = experiment->edit_count - first;
    for (int i = 0; i < snapshot->edit_count; i++) {
        name_edit(experiment, &experiment->edit[first + i], &snapshot->edit[i]);
    }
}

void un_timeline_show(const un_Timeline *timeline, const un_Trainer *trainer, un_Snapshot *snapshot) {
    snapshot->reach = timeline->reach;
    snapshot->branched_at = timeline->branched_at;
    snapshot->other_count = 0;
    snapshot->other_run[0] = 0;
    snprintf(snapshot->run, sizeof snapshot->run, _("run %d"), timeline->run);
    show_ahead(timeline, snapshot);
    show_edits(trainer, snapshot);
    if (!timeline->parent) return;
    snprintf(snapshot->other_run, sizeof snapshot->other_run, _("run %d"), timeline->parent);
    show_curve(timeline, snapshot);
}
