/// The timeline: from any update of a run back to any other, to the bits of the first time; and what a branch keeps.
#include "base/hash.h"
#include "sim/intervention.h"
#include "sim/param.h"
#include "sim/timeline.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { UPDATES = 2000, LANES = 3 };

/// Small nets: one is solved on the way, one meets NaN, one has interventions; all have edits.
static un_Experiment busy(void) {
    un_Experiment experiment = un_default_experiment();
    experiment.seed = 5;
    experiment.task = (un_TaskDef){.task = UN_TASK_RECALL, .lag = 3};
    experiment.batch = 8;
    experiment.updates = UPDATES;
    experiment.lane_count = LANES;
    experiment.lane[0] = un_default_lane(UN_CELL_RNN);
    experiment.lane[0].activation = UN_ACTIVATION_LINEAR;
    experiment.lane[0].optimizer = (un_OptimizerDef){.kind = UN_OPTIMIZER_SGD, .lr = 1e-4};
    experiment.lane[1] = un_default_lane(UN_CELL_LSTM);
    experiment.lane[2] = un_default_lane(UN_CELL_GRU);
    for (int i = 0; i < LANES; i++)
        experiment.lane[i].hidden = 4;
    un_Place all = un_place_all(), gate = all, tensor = all;
    gate.gate = 1;
    gate.unit = 2;
    tensor.tensor = 1;
    tensor.row = 3;
    int lr = un_param_find("lr");
    const un_Edit edits[] = {
        {.at = 0, .lane = 2, .act = UN_ACT_HOLD, .value = 0.5, .place = gate},
        {.at = 100, .lane = 1, .param = lr, .value = 0.01},
        {.at = 130, .lane = 2, .act = UN_ACT_RADIUS, .value = 1.3, .place = all},
        {.at = 700, .lane = 2, .act = UN_ACT_ZERO, .place = tensor},
        {.at = 900, .lane = 0, .act = UN_ACT_RADIUS, .value = 100, .place = all},
        {.at = 900, .lane = 0, .param = lr, .value = 10},
        {.at = 1500, .lane = 2, .act = UN_ACT_RELEASE, .place = all},
    };
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++)
        cr_assert(un_experiment_add_edit(&experiment, &edits[i]), "%zu", i);
    return experiment;
}

typedef struct Run {
    un_Trainer *trainer;
    un_Recorder *recorder;
    un_Timeline *timeline;
} Run;

static Run start(const un_Experiment *experiment) {
    un_Error error;
    cr_assert_eq(un_experiment_check(experiment, 2e9, &error), UN_OK, "%s", error.message);
    Run run = {.trainer = un_trainer_create(experiment, NULL, &error), .recorder = malloc(sizeof *run.recorder)};
    un_recorder_reset(run.recorder);
    run.timeline = un_timeline_create(run.trainer, run.recorder, &error);
    cr_assert(run.timeline, "%s", error.message);
    return run;
}

static void end(Run *run) {
    un_timeline_destroy(run->timeline);
    un_trainer_destroy(run->trainer);
    free(run->recorder);
}

/// Trains on to an update. Returns the updates done.
static int64_t train(Run *run, int64_t until) {
    int64_t done = 0;
    for (; un_trainer_update(run->trainer) < until; done++) {
        un_trainer_step(run->trainer);
        un_recorder_add(run->recorder, run->trainer);
        un_timeline_note(run->timeline, run->trainer, run->recorder);
    }
    return done;
}

static int64_t go_to(Run *run, int64_t update) {
    return train(run, un_timeline_restore(run->timeline, run->trainer, run->recorder, update));
}

static uint64_t hash_points(uint64_t hash, const float *values, int count) {
    return un_hash_floats(hash, values, (size_t)count);
}

/// Everything of a moment: state hashes, figures of every lane, settings in force, the whole history.
static uint64_t hash_of(const Run *run) {
    uint64_t hash = UN_HASH_START;
    const un_Recorder *recorder = run->recorder;
    int points = recorder->count + (recorder->pending > 0);
    hash = un_hash_u64(hash, (uint64_t)points);
    hash = un_hash_u64(hash, (uint64_t)recorder->stride);
    hash = hash_points(hash, recorder->update, points);
    for (int i = 0; i < LANES; i++) {
        const un_LaneState *state = un_trainer_lane(run->trainer, i);
        float figures[] = {(float)state->loss, (float)state->accuracy_mean, (float)state->max_gradient_norm,
                           (float)un_trainer_optimizer(run->trainer, i)->lr};
        hash = un_hash_u64(hash, un_trainer_state_hash(run->trainer, i));
        hash = un_hash_floats(hash, un_trainer_params(run->trainer, i), (size_t)state->parameters);
        hash = un_hash_floats(hash, figures, 4);
        hash = un_hash_u64(hash, (uint64_t)state->solved_at);
        hash = un_hash_u64(hash, (uint64_t)state->nonfinite_at);
        hash = un_hash_u64(hash, (uint64_t)state->clipped_updates);
        hash = hash_points(hash, recorder->lane[i].loss_mean, points);
        hash = hash_points(hash, recorder->lane[i].clip_share, points);
    }
    return hash;
}

Test(timeline, replay_from_any_update_gives_the_hash_of_the_first_time) {
    un_Experiment experiment = busy();
    Run run = start(&experiment);
    uint64_t *first = malloc((UPDATES + 1) * sizeof *first);
    first[0] = hash_of(&run);
    for (int update = 1; update <= UPDATES; update++) {
        train(&run, update);
        first[update] = hash_of(&run);
    }
    int64_t dead = un_trainer_lane(run.trainer, 0)->nonfinite_at, solved = un_trainer_lane(run.trainer, 1)->solved_at;
    cr_assert(dead > 900 && solved > 0, "NaN at %lld, solved at %lld", (long long)dead, (long long)solved);
    int64_t longest = 0;
    // Every update at least once, in an order that goes far back and far on by turns, and then those around what
    // happened.
    for (int i = 0; i <= UPDATES; i++) {
        int update = i * 1201 % (UPDATES + 1);
        int64_t replayed = go_to(&run, update);
        if (replayed > longest) longest = replayed;
        cr_assert_eq(un_trainer_update(run.trainer), update);
        cr_assert_eq(hash_of(&run), first[update], "update %d", update);
    }
    cr_assert_leq(longest, 2 * UPDATES / UN_TIMELINE_STATES + 2, "%lld updates for one step", (long long)longest);
    const int64_t around[] = {0,        1,    100,      101,        130,    131,     900,    901,
                              dead - 1, dead, dead + 1, solved - 1, solved, UPDATES, UPDATES};
    for (size_t i = 0; i < sizeof around / sizeof *around; i++) {
        go_to(&run, around[i]);
        cr_assert_eq(hash_of(&run), first[around[i]], "update %lld", (long long)around[i]);
    }
    cr_assert_eq(go_to(&run, 0) + go_to(&run, UPDATES), 0, "the end is kept");
    go_to(&run, 777);
    train(&run, UPDATES);
    cr_assert_eq(hash_of(&run), first[UPDATES], "from the middle to the end");
    cr_assert_eq(go_to(&run, UPDATES + 50), 0, "no further than the run has come");
    cr_assert_eq(un_trainer_update(run.trainer), UPDATES);
    end(&run);
    free(first);
}

/// The history's table is merged by halves at its 2048th, 4096th ... point; going back must bring the finer one.
Test(timeline, the_history_goes_back_with_the_run) {
    un_Experiment experiment = busy();
    experiment.edit_count = 0;
    experiment.batch = 1;
    experiment.updates = 5000;
    Run run = start(&experiment);
    train(&run, 1900);
    uint64_t fine = hash_of(&run);
    train(&run, 5000);
    uint64_t coarse = hash_of(&run);
    cr_assert_eq(run.recorder->stride, 4);
    go_to(&run, 1900);
    cr_assert_eq(run.recorder->stride, 1);
    cr_assert_eq(hash_of(&run), fine);
    train(&run, 5000);
    cr_assert_eq(hash_of(&run), coarse);
    end(&run);
}

Test(timeline, a_branch_is_another_run_and_keeps_the_old_curve) {
    un_Experiment experiment = busy();
    experiment.updates = 400;
    Run run = start(&experiment);
    train(&run, 400);
    un_Recorder *old = malloc(sizeof *old);
    *old = *run.recorder;
    go_to(&run, 120);
    un_timeline_branch(run.timeline, run.trainer, run.recorder);
    cr_assert_eq(un_timeline_reach(run.timeline), 120);
    cr_assert_eq(un_trainer_experiment(run.trainer)->edit_count, 2, "later edits are dropped");
    cr_assert_eq(un_timeline_parent(run.timeline)->edit_count, experiment.edit_count);
    cr_assert(un_trainer_edit(run.trainer, 1, un_param_find("lr"), 0.05));
    cr_assert_eq(go_to(&run, 400), 0, "what lay after the branch is no more");
    train(&run, 400);
    uint64_t branch = hash_of(&run);

    un_Experiment told = *un_trainer_experiment(run.trainer);
    Run again = start(&told);
    train(&again, 400);
    cr_assert_eq(hash_of(&again), branch, "the branch is a run of its own experiment");
    end(&again);

    un_Snapshot snapshot = {0};
    un_SnapshotShape shape = {.T = 4, .outputs = 2, .classes = true, .lane_count = LANES};
    for (int i = 0; i < LANES; i++)
        shape.hidden[i] = shape.directions[i] = 1;
    cr_assert_eq(un_snapshot_shape(&snapshot, &shape), UN_OK);
    snapshot.update = 400;
    un_timeline_show(run.timeline, run.trainer, &snapshot);
    cr_assert_str_eq(snapshot.run, "run 2");
    cr_assert_str_eq(snapshot.other_run, "run 1");
    cr_assert(snapshot.branched_at == 120 && snapshot.reach == 400 && snapshot.other_count == 400);
    cr_assert_eq(memcmp(snapshot.other_update, old->update, 400 * sizeof(float)), 0);
    for (int i = 0; i < LANES; i++)
        cr_assert_eq(memcmp(snapshot.lane[i].other_loss_mean, old->lane[i].loss_mean, 400 * sizeof(float)), 0);

    cr_assert(snapshot.ahead_count == 0, "nothing lies ahead of the reach");
    go_to(&run, 50); // before the branch the two are one
    snapshot.update = 50;
    un_timeline_show(run.timeline, run.trainer, &snapshot);
    cr_assert(snapshot.ahead_count == 400 && snapshot.ahead_update[399] == 400, "the curve up to the reach stays");
    cr_assert(snapshot.reach == 400);
    go_to(&run, 400);
    cr_assert_eq(hash_of(&run), branch);
    un_trainer_reset(run.trainer, false);
    un_recorder_reset(run.recorder);
    un_timeline_reset(run.timeline, run.trainer, run.recorder);
    un_timeline_show(run.timeline, run.trainer, &snapshot);
    cr_assert(!strcmp(snapshot.run, "run 1") && !snapshot.other_run[0] && snapshot.other_count == 0);
    un_snapshot_free(&snapshot);
    free(old);
    end(&run);
}

Test(timeline, large_runs_keep_fewer_states) {
    un_Experiment experiment = busy(), large = busy();
    for (int i = 0; i < LANES; i++) {
        large.lane[i] = un_default_lane(UN_CELL_LSTM);
        large.lane[i].hidden = 512;
        large.lane[i].layers = 2;
    }
    cr_assert_leq(un_timeline_memory(&experiment), UN_TIMELINE_BYTES);
    double each = 3 * 12 * 4 * 512.0 * (3 * 512 + 8); // three lanes, three arrays of floats
    cr_assert(un_timeline_memory(&large) > 4 * each && un_timeline_memory(&large) < 6 * each);
}
