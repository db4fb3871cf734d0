/// A run without a window stands where the window's worker would, with the same numbers to the bit.
#include "sim/take.h"
#include "sim/worker.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static un_Experiment small(void) {
    un_Experiment experiment = un_default_lab_experiment();
    experiment.task.lag = 8;
    experiment.batch = 8;
    experiment.updates = 40;
    for (int i = 0; i < experiment.lane_count; i++)
        experiment.lane[i].hidden = 6;
    return experiment;
}

static void post(un_Worker *worker, un_CommandKind kind, double value, const un_Until *until) {
    un_Command *command = calloc(1, sizeof *command);
    command->kind = kind;
    command->value = value;
    if (until) command->until = *until;
    cr_assert(un_worker_post(worker, command));
    free(command);
}

/// The worker's snapshot of the same run.
static un_Worker *work(const un_Experiment *experiment, unsigned wanted, const un_Until *until, int seeds) {
    un_WorkerDef def = un_default_worker_def();
    un_Error error;
    def.threaded = false;
    un_Worker *worker = un_worker_create(&def, experiment, &error);
    cr_assert_not_null(worker);
    post(worker, UN_COMMAND_WANT, wanted, NULL);
    post(worker, UN_COMMAND_UNTIL, 0, until);
    un_worker_slice(worker, 60);
    if (seeds) post(worker, UN_COMMAND_SEEDS, seeds, NULL);
    un_worker_slice(worker, 60);
    return worker;
}

static bool same(const void *a, const void *b, size_t count, size_t size) {
    return memcmp(a, b, count * size) == 0;
}

static void compare(const un_Snapshot *a, const un_Snapshot *b) {
    size_t T = (size_t)a->T;
    cr_assert_eq(a->update, b->update);
    cr_expect_eq(a->updates, b->updates);
    cr_expect_eq(a->reach, b->reach);
    cr_assert_eq(a->history_count, b->history_count);
    cr_assert_eq(a->seeds.done, b->seeds.done);
    cr_assert_eq(a->waterfall_columns, b->waterfall_columns);
    for (int i = 0; i < a->lane_count; i++) {
        const un_SnapshotLane *x = &a->lane[i], *y = &b->lane[i];
        size_t H = (size_t)x->hidden;
        cr_expect(same(&x->loss, &y->loss, 1, sizeof(double)));
        cr_expect(same(&x->train_loss, &y->train_loss, 1, sizeof(double)));
        cr_expect(same(x->track[0].h, y->track[0].h, T * H, sizeof(float)));
        cr_expect(same(x->track[0].dh.norm, y->track[0].dh.norm, T, sizeof(double)));
        cr_expect(same(x->loss_mean, y->loss_mean, (size_t)a->history_count, sizeof(float)));
        cr_expect(same(x->gradient_norms, y->gradient_norms, (size_t)a->history_count, sizeof(float)));
        cr_expect(same(x->seeds.solved, y->seeds.solved, UN_SNAPSHOT_SEEDS, sizeof(int)));
        if (x->track[0].measures.real && y->track[0].measures.real)
            cr_expect(same(x->track[0].measures.real, y->track[0].measures.real, T, sizeof(double)));
        // The worker may leave rows out that it cannot afford, never the first.
        cr_expect(same(x->track[0].waterfall.log10, y->track[0].waterfall.log10, (size_t)a->waterfall_columns, sizeof(float)));
    }
}

Test(take, stands_where_the_worker_stands) {
    un_Experiment experiment = small();
    const un_Until until[] = {{.updates = 0, .lane = -1},
                              {.updates = 25, .lane = -1},
                              {.updates = 60, .lane = -1}, // more than was planned
                              {.updates = 300, .kind = UN_UNTIL_LOSS, .value = 1.2, .lane = 2},
                              {.updates = 12, .kind = UN_UNTIL_SOLVED, .lane = 0}};
    for (size_t i = 0; i < sizeof until / sizeof *until; i++) {
        un_Error error;
        unsigned wanted = i % 2 ? UN_WANT_SPECTRUM : 0;
        un_Worker *worker = work(&experiment, wanted, &until[i], 0);
        un_Take *take = un_take_create(&experiment, wanted, &error);
        cr_assert_not_null(take);
        un_take_train(take, &until[i]);
        const un_Snapshot *snapshot = un_take_snapshot(take, &error);
        cr_assert_not_null(snapshot);
        compare(snapshot, un_worker_latest(worker));
        cr_expect_eq(un_take_snapshot(take, &error), snapshot, "taken once");
        un_take_destroy(take);
        un_worker_destroy(worker);
    }
}

Test(take, goes_on_and_takes_a_row_whenever_one_is_due) {
    un_Experiment experiment = small();
    un_Error error;
    un_Take *parts = un_take_create(&experiment, 0, &error), *whole = un_take_create(&experiment, 0, &error);
    for (int update = 0; update <= 40; update += 10) {
        un_take_train(parts, &(un_Until){.updates = update, .lane = -1});
        un_take_snapshot(parts, &error);
    }
    cr_expect_eq(un_take_want(parts, UN_WANT_SPECTRUM, &error), UN_OK);
    un_take_train(whole, &(un_Until){.updates = 40, .lane = -1});
    const un_Snapshot *a = un_take_snapshot(parts, &error), *b = un_take_snapshot(whole, &error);
    compare(a, b);
    cr_expect_not_null(a->lane[0].track[0].measures.real, "wanted since");
    cr_expect_null(b->lane[0].track[0].measures.real);
    cr_assert_eq(a->waterfall_rows, b->waterfall_rows);
    cr_expect_gt(a->waterfall_rows, 1);
    cr_expect(same(a->lane[1].track[0].waterfall.log10, b->lane[1].track[0].waterfall.log10,
                   (size_t)(a->waterfall_rows * a->waterfall_columns), sizeof(float)));
    un_take_destroy(parts);
    un_take_destroy(whole);
}

Test(take, other_seeds_are_the_workers) {
    un_Experiment experiment = small();
    un_Error error;
    un_Until until = {.updates = 5, .lane = -1};
    un_Worker *worker = work(&experiment, 0, &until, 2);
    un_Take *take = un_take_create(&experiment, 0, &error);
    un_take_train(take, &until);
    cr_assert_eq(un_take_seeds(take, 2, &error), UN_OK);
    const un_Snapshot *snapshot = un_take_snapshot(take, &error);
    compare(snapshot, un_worker_latest(worker));
    cr_expect_eq(snapshot->seeds.done, 2);
    un_take_destroy(take);
    un_worker_destroy(worker);
}

Test(take, a_run_is_one_of_the_other_seeds) {
    un_Experiment experiment = small();
    un_Error error;
    un_Seeds *seeds = calloc(1, sizeof *seeds);
    un_Take *take[2];
    un_seeds_plan(seeds, &experiment, 3);
    for (int i = 0; i < 2; i++) {
        experiment.seed = (uint64_t)i + 1;
        take[i] = un_take_create(&experiment, 0, &error);
        un_take_lead(take[i], seeds);
        un_take_train(take[i], &(un_Until){.updates = 40, .lane = -1});
        un_take_lead(take[i], NULL);
    }
    cr_assert_eq(seeds->done, 2);
    for (bool finished; un_seeds_want(seeds);)
        cr_assert_eq(un_seeds_step(seeds, NULL, &finished, &error), UN_OK);
    un_take_show_seeds(take[1], seeds);
    cr_assert_eq(un_take_seeds(take[0], 3, &error), UN_OK);
    const un_Snapshot *a = un_take_snapshot(take[0], &error), *b = un_take_snapshot(take[1], &error);
    cr_expect(a->seeds.done == 3 && b->seeds.done == 3 && a->seeds.points == b->seeds.points);
    for (int i = 0; i < a->lane_count; i++) {
        const un_SnapshotLaneSeeds *x = &a->lane[i].seeds, *y = &b->lane[i].seeds;
        cr_expect(same(x->solved, y->solved, 3, sizeof *x->solved));
        cr_expect(same(x->clipped, y->clipped, 3, sizeof *x->clipped));
        for (int k = 0; k < 3; k++) {
            size_t from = (size_t)k * UN_SNAPSHOT_SEED_POINTS, points = (size_t)a->seeds.points;
            cr_expect(same(x->loss + from, y->loss + from, points, sizeof *x->loss));
            cr_expect(same(x->clip + from, y->clip + from, points, sizeof *x->clip));
        }
    }
    un_take_destroy(take[0]);
    un_take_destroy(take[1]);
    un_seeds_plan(seeds, NULL, 0);
    free(seeds);
}
