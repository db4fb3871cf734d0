/// The same experiment under other seeds: each is the run that it would be alone, and the run at hand knows nothing of
/// them.
#include "sim/param.h"
#include "sim/seeds.h"
#include "sim/worker.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { POINTS = UN_SNAPSHOT_SEED_POINTS, SEEDS = 3 };

static un_Experiment small(int64_t updates) {
    un_Experiment experiment = un_default_lab_experiment();
    experiment.task.lag = 3;
    experiment.batch = 16;
    experiment.seed = 7;
    experiment.updates = updates;
    for (int i = 0; i < 3; i++) {
        experiment.lane[i].hidden = 4;
        experiment.lane[i].optimizer.lr = 0.02;
        experiment.lane[i].optimizer.clip = 0.3;
    }
    // One lane that meets what is not finite.
    experiment.lane[0].activation = UN_ACTIVATION_LINEAR;
    experiment.lane[0].optimizer = (un_OptimizerDef){.kind = UN_OPTIMIZER_SGD, .lr = 1e5, .clip = 1000};
    un_Edit edit = {.at = 20, .lane = 1, .param = un_param_find("lr"), .value = 0.05};
    cr_assert(un_experiment_add_edit(&experiment, &edit));
    return experiment;
}

static un_Worker *worker_of(const un_Experiment *experiment) {
    un_WorkerDef def = un_default_worker_def();
    def.threaded = false;
    def.interval = 0;
    return un_worker_create(&def, experiment, NULL);
}

static const un_Snapshot *send(un_Worker *worker, un_CommandKind kind, double value) {
    cr_assert(un_worker_post(worker, &(un_Command){.kind = kind, .value = value}));
    un_worker_slice(worker, 0);
    return un_worker_latest(worker);
}

static const un_Snapshot *until_done(un_Worker *worker, int seeds) {
    const un_Snapshot *snapshot = un_worker_latest(worker);
    while (snapshot->seeds.done < seeds) {
        un_worker_slice(worker, 0.01);
        snapshot = un_worker_latest(worker);
    }
    return snapshot;
}

/// The seed's run alone, its means by points.
static void expect_seed(const un_Snapshot *snapshot, const un_Experiment *experiment, int seed) {
    un_Experiment own = *experiment;
    own.seed = (uint64_t)seed;
    un_Trainer *trainer = un_trainer_create(&own, NULL, NULL);
    int lanes = own.lane_count, k = seed - 1, points = snapshot->seeds.points;
    for (int p = 0; p < points; p++) {
        double loss[UN_LANES_MAX] = {0}, clip[UN_LANES_MAX] = {0};
        int updates = 0;
        while (un_trainer_update(trainer) < (int64_t)snapshot->seeds.update[p]) {
            un_trainer_step(trainer);
            updates++;
            for (int i = 0; i < lanes; i++) {
                const un_LaneState *state = un_trainer_lane(trainer, i);
                loss[i] += state->nonfinite_at >= 0 ? (double)NAN : state->loss;
                clip[i] += state->nonfinite_at < 0 && state->clipped;
            }
        }
        for (int i = 0; i < lanes; i++) {
            double shown = (double)snapshot->lane[i].seeds.loss[k * POINTS + p], mean = loss[i] / updates;
            cr_assert(isnan(shown) ? isnan(mean) : fabs(shown - mean) < 1e-5 * fabs(mean), "seed %d, lane %d, point %d",
                      seed, i, p);
            cr_assert_float_eq(snapshot->lane[i].seeds.clip[k * POINTS + p], 255 * clip[i] / updates, 0.51);
        }
    }
    cr_assert_eq(un_trainer_update(trainer), own.updates);
    for (int i = 0; i < lanes; i++) {
        const un_LaneState *state = un_trainer_lane(trainer, i);
        const un_SnapshotLaneSeeds *seeds = &snapshot->lane[i].seeds;
        double trained = (double)(state->nonfinite_at >= 0 ? state->nonfinite_at : own.updates);
        cr_assert_eq(seeds->solved[k], (int)state->solved_at);
        cr_assert_float_eq((double)seeds->clipped[k], (double)state->clipped_updates / trained, 1e-6);
    }
    un_trainer_destroy(trainer);
}

static void expect_spread(const un_SnapshotLaneSeeds *seeds, int planned, int points) {
    for (int p = 0; p < points; p++) {
        float low = INFINITY, high = -INFINITY;
        int there = 0, under = 0, over = 0;
        for (int k = 0; k < planned; k++) {
            float value = seeds->loss[k * POINTS + p];
            if (isnan(value)) continue;
            there++;
            low = fminf(low, value);
            high = fmaxf(high, value);
            under += value < seeds->median[p];
            over += value > seeds->median[p];
        }
        if (there == 0) {
            cr_assert(isnan(seeds->low[p]) && isnan(seeds->high[p]) && isnan(seeds->median[p]));
            continue;
        }
        cr_assert(seeds->low[p] == low && seeds->high[p] == high && under == over);
        cr_assert(seeds->median[p] >= low && seeds->median[p] <= high);
    }
}

Test(seeds, each_is_the_run_that_it_would_be_alone) {
    un_Experiment experiment = small(300);
    un_Worker *worker = worker_of(&experiment);
    cr_assert_eq(un_worker_latest(worker)->seeds.planned, 0);
    const un_Snapshot *snapshot = send(worker, UN_COMMAND_SEEDS, SEEDS);
    cr_assert_eq(snapshot->seeds.planned, SEEDS);
    cr_assert_eq(snapshot->seeds.done, 0);
    snapshot = until_done(worker, SEEDS);
    cr_assert_eq(snapshot->seeds.points, 100, "of 3 updates each");
    cr_assert_eq((int)snapshot->seeds.update[0], 3);
    cr_assert_not(snapshot->running);
    cr_assert_eq(snapshot->update, 0, "the run at hand stands still");
    int solved = 0, stood = 0;
    for (int seed = 1; seed <= SEEDS; seed++)
        expect_seed(snapshot, &experiment, seed);
    for (int i = 0; i < 3; i++) {
        const un_SnapshotLaneSeeds *seeds = &snapshot->lane[i].seeds;
        int count = 0;
        for (int k = 0; k < UN_SNAPSHOT_SEEDS; k++)
            count += seeds->solved[k] >= 0;
        cr_assert_eq(seeds->solved_count, count);
        solved += count;
        stood += isnan(seeds->loss[99]);
        expect_spread(seeds, SEEDS, 100);
        for (int k = SEEDS; k < UN_SNAPSHOT_SEEDS; k++)
            cr_assert(seeds->solved[k] == -1 && isnan(seeds->loss[k * POINTS]));
    }
    cr_assert(solved > 0 && stood > 0, "%d solved, %d lanes stood still: not much was compared", solved, stood);
    un_worker_destroy(worker);
}

Test(seeds, the_last_point_may_be_short) {
    un_Seeds *seeds = calloc(1, sizeof *seeds);
    un_Experiment experiment = small(130);
    un_seeds_plan(seeds, &experiment, 1);
    bool finished = false;
    int updates = 0;
    while (un_seeds_want(seeds)) {
        cr_assert_eq(un_seeds_step(seeds, NULL, &finished, NULL), UN_OK);
        updates++;
    }
    cr_assert(finished && updates == 130);
    un_Worker *worker = worker_of(&experiment); // for a snapshot of the shape
    un_Snapshot *snapshot = (un_Snapshot *)(uintptr_t)un_worker_latest(worker);
    un_seeds_show(seeds, snapshot);
    cr_assert_eq(snapshot->seeds.points, 65);
    expect_seed(snapshot, &experiment, 1);
    experiment.updates = 129;
    un_seeds_plan(seeds, &experiment, 1);
    while (un_seeds_want(seeds))
        un_seeds_step(seeds, NULL, &finished, NULL);
    un_seeds_show(seeds, snapshot);
    cr_assert_eq(snapshot->seeds.points, 65);
    cr_assert_eq((int)snapshot->seeds.update[64], 129);
    expect_seed(snapshot, &experiment, 1);
    un_seeds_plan(seeds, &experiment, 0);
    un_worker_destroy(worker);
    free(seeds);
}

Test(seeds, wait_for_the_run_at_hand) {
    un_Experiment experiment = small(60), result;
    un_Worker *worker = worker_of(&experiment), *alone = worker_of(&experiment);
    uint64_t hash[UN_LANES_MAX], expected[UN_LANES_MAX];
    int64_t update;
    send(worker, UN_COMMAND_SEEDS, 2);
    while (!un_worker_latest(worker)->seeds.points)
        un_worker_slice(worker, 0.001);
    send(worker, UN_COMMAND_PLAY, 0);
    const un_Snapshot *snapshot = un_worker_latest(worker);
    for (int done = snapshot->seeds.done; snapshot->running; snapshot = un_worker_latest(worker)) {
        cr_assert_eq(snapshot->seeds.done, done, "the run goes first");
        un_worker_slice(worker, 1e-4);
    }
    cr_assert_eq(snapshot->update, 60);
    until_done(worker, 2);
    send(alone, UN_COMMAND_PLAY, 0);
    while (un_worker_latest(alone)->running)
        un_worker_slice(alone, 0.01);
    un_worker_result(worker, &result, &update, hash);
    un_worker_result(alone, &result, &update, expected);
    for (int i = 0; i < 3; i++)
        cr_assert_eq(hash[i], expected[i]);
    un_worker_destroy(worker);
    un_worker_destroy(alone);
}

Test(seeds, are_forgotten) {
    un_Experiment experiment = small(40);
    un_Worker *worker = worker_of(&experiment);
    send(worker, UN_COMMAND_SEEDS, 99);
    cr_assert_eq(until_done(worker, 1)->seeds.planned, UN_SNAPSHOT_SEEDS);
    cr_assert_eq(send(worker, UN_COMMAND_STEP, 0)->seeds.planned, UN_SNAPSHOT_SEEDS, "a step changes nothing of them");
    cr_assert_eq(send(worker, UN_COMMAND_SEEDS, 0)->seeds.planned, 0);
    send(worker, UN_COMMAND_SEEDS, 1);
    cr_assert_eq(until_done(worker, 1)->seeds.done, 1);
    cr_assert(un_worker_post(worker, &(un_Command){.kind = UN_COMMAND_CONFIGURE, .experiment = small(40)}));
    un_worker_slice(worker, 0);
    cr_assert_eq(un_worker_latest(worker)->seeds.planned, 0);
    cr_assert_eq(un_worker_latest(worker)->seeds.points, 0);
    un_worker_destroy(worker); // and in the middle of one
    worker = worker_of(&experiment);
    send(worker, UN_COMMAND_SEEDS, 2);
    un_worker_slice(worker, 0.001);
    un_worker_destroy(worker);
}

/// What does not fit is refused, and the run stays as it was.
Test(seeds, keep_to_the_memory) {
    un_Experiment experiment = small(40);
    un_WorkerDef def = un_default_worker_def();
    def.threaded = false;
    def.max_memory = un_worker_memory(&def, &experiment) + 1;
    un_Worker *worker = un_worker_create(&def, &experiment, NULL);
    un_Error error;
    cr_assert_eq(send(worker, UN_COMMAND_SEEDS, 2)->seeds.planned, 0);
    cr_assert(un_worker_take_error(worker, &error));
    un_worker_destroy(worker);
}
