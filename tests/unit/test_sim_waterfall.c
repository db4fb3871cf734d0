/// Rows of the waterfall: at fixed updates, what a snapshot taken there shows, whichever way the run came there.
#include "sim/param.h"
#include "sim/probe.h"
#include "sim/worker.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct Run {
    un_Trainer *trainer;
    un_Probe *probe;
    un_Recorder *recorder;
    un_Snapshot snapshot;
} Run;

static Run start(const un_Experiment *experiment) {
    un_Error error;
    Run run = {.trainer = un_trainer_create(experiment, NULL, &error), .recorder = malloc(sizeof(un_Recorder))};
    cr_assert(run.trainer, "%s", error.message);
    run.probe = un_probe_create(run.trainer, &error);
    un_recorder_reset(run.recorder);
    return run;
}

static void stop(Run *run) {
    un_snapshot_free(&run->snapshot);
    un_probe_destroy(run->probe);
    un_trainer_destroy(run->trainer);
    free(run->recorder);
}

static void take(Run *run) {
    cr_assert_eq(un_probe_take(run->probe, run->trainer, run->recorder, &run->snapshot), UN_OK);
}

static void note(Run *run) {
    if (un_probe_row_is_due(run->probe, run->trainer)) un_probe_row(run->probe, run->trainer);
}

static void train_to(Run *run, int64_t update) {
    note(run);
    while (un_trainer_update(run->trainer) < update) {
        un_trainer_step(run->trainer);
        note(run);
    }
}

static un_Experiment small(void) {
    un_Experiment experiment = un_default_lab_experiment();
    experiment.task.lag = 6;
    for (int i = 0; i < 3; i++)
        experiment.lane[i].hidden = 4;
    experiment.lane[1].bidirectional = true;
    return experiment;
}

/// The row as the snapshot of the same update has it.
static void expect_row(const un_Snapshot *rows, int row, const un_Snapshot *then) {
    int columns = rows->waterfall_columns, bin = rows->waterfall_bin;
    for (int i = 0; i < rows->lane_count; i++) {
        for (int d = 0; d < rows->lane[i].directions; d++) {
            const un_SnapshotTrack *track = &then->lane[i].track[d];
            const double *log10 = track->dc.norm ? track->dc.log10 : track->dh.log10;
            for (int k = 0; k < columns; k++) {
                double largest = (double)NAN;
                for (int t = k * bin; t < (k + 1) * bin && t < then->T; t++)
                    largest = fmax(largest, log10[t]);
                float shown = rows->lane[i].track[d].waterfall.log10[row * columns + k];
                cr_assert(shown == (float)largest || (isnan(shown) && isnan(largest)), "lane %d, row %d, column %d", i,
                          row, k);
            }
        }
    }
}

Test(waterfall, rows_are_what_snapshots_show_there) {
    un_Experiment experiment = small();
    Run run = start(&experiment), other = start(&experiment);
    train_to(&run, 21);
    take(&run);
    const un_Snapshot *s = &run.snapshot;
    cr_assert_eq(s->waterfall_bin, 1);
    cr_assert_eq(s->waterfall_columns, s->T);
    cr_assert_eq(s->waterfall_rows, 6, "0, 4, ... 20 of a batch of 32");
    for (int row = 0; row < s->waterfall_rows; row++) {
        cr_assert_eq((int)s->waterfall_update[row], 4 * row);
        while (un_trainer_update(other.trainer) < 4 * row)
            un_trainer_step(other.trainer);
        take(&other);
        expect_row(s, row, &other.snapshot);
    }
    stop(&run);
    stop(&other);
}

Test(waterfall, long_sequences_are_binned) {
    un_Experiment experiment = small();
    experiment.task.lag = 600;
    Run run = start(&experiment);
    note(&run);
    take(&run);
    cr_assert_eq(run.snapshot.waterfall_bin, 3);
    cr_assert_eq(run.snapshot.waterfall_columns, (run.snapshot.T + 2) / 3);
    expect_row(&run.snapshot, 0, &run.snapshot);
    stop(&run);
}

Test(waterfall, is_thinned_by_halves) {
    un_Experiment experiment = small();
    experiment.batch = 128; // rows at every update
    experiment.lane_count = 1;
    Run run = start(&experiment);
    for (int update = 0; update <= 300; update++) {
        train_to(&run, update);
        if (update % 50 != 0 && update != 127 && update != 128) continue;
        take(&run);
        const un_Snapshot *s = &run.snapshot;
        int spacing = update < 128 ? 1 : update < 256 ? 2 : 4;
        cr_assert_eq(s->waterfall_rows, update / spacing + 1, "%d rows at %d", s->waterfall_rows, update);
        for (int row = 0; row < s->waterfall_rows; row++)
            cr_assert_eq((int)s->waterfall_update[row], row * spacing);
    }
    stop(&run);
}

Test(waterfall, does_not_know_the_probes_interventions) {
    un_Experiment experiment = small();
    Run run = start(&experiment), free_run = start(&experiment);
    un_ProbeActs acts = {.count = 1};
    acts.act[0] = (un_Edit){.act = UN_ACT_INPUT, .value = 0.5};
    cr_assert(un_probe_intervene(run.probe, run.trainer, &acts));
    train_to(&run, 4);
    take(&run);
    take(&free_run);
    expect_row(&run.snapshot, 0, &free_run.snapshot);
    stop(&run);
    stop(&free_run);
}

Test(waterfall, trains_no_other_run) {
    un_Experiment experiment = small();
    Run run = start(&experiment);
    un_Trainer *alone = un_trainer_create(&experiment, NULL, NULL);
    train_to(&run, 30);
    for (int i = 0; i < 30; i++)
        un_trainer_step(alone);
    for (int i = 0; i < 3; i++)
        cr_assert_eq(un_trainer_state_hash(run.trainer, i), un_trainer_state_hash(alone, i));
    un_trainer_destroy(alone);
    stop(&run);
}

// In a worker.

static un_Worker *worker_of(const un_Experiment *experiment) {
    un_WorkerDef def = un_default_worker_def();
    def.threaded = false;
    def.interval = 0;
    return un_worker_create(&def, experiment, NULL);
}

static const un_Snapshot *send(un_Worker *worker, un_CommandKind kind, double value) {
    cr_assert(un_worker_post(worker, &(un_Command){.kind = kind, .value = value}));
    un_worker_slice(worker, 0);
    const un_Snapshot *snapshot = un_worker_latest(worker);
    while (snapshot->seeking || snapshot->running) {
        un_worker_slice(worker, 0.01);
        snapshot = un_worker_latest(worker);
    }
    return snapshot;
}

static void expect_between(const un_Snapshot *snapshot, int least, int last) {
    int rows = snapshot->waterfall_rows;
    cr_assert_geq(rows, least);
    cr_assert_eq((int)snapshot->waterfall_update[0], 0);
    cr_assert_leq((int)snapshot->waterfall_update[rows - 1], last);
    for (int row = 1; row < rows; row++)
        cr_assert_lt(snapshot->waterfall_update[row - 1], snapshot->waterfall_update[row]);
}

/// How many rows there are depends on what the machine affords; where they may stand does not.
Test(waterfall, follows_the_runs_past) {
    un_Experiment experiment = small();
    experiment.updates = 200;
    un_Worker *worker = worker_of(&experiment);
    cr_assert_eq(un_worker_latest(worker)->waterfall_rows, 1, "the run's first");
    int all = send(worker, UN_COMMAND_PLAY, 0)->waterfall_rows;
    cr_assert_gt(all, 2);
    expect_between(un_worker_latest(worker), 2, 200);
    // Back: the rows up to there, and all of them again at the end.
    expect_between(send(worker, UN_COMMAND_GOTO, 50), 1, 50);
    const un_Snapshot *back = un_worker_latest(worker);
    cr_assert_geq(back->waterfall_rows + back->waterfall_ahead, all, "those that lie ahead stay to be seen");
    cr_assert_gt(back->waterfall_update[back->waterfall_rows], 50);
    cr_assert_geq(send(worker, UN_COMMAND_GOTO, 200)->waterfall_rows, all);
    // Another run from there: what comes later is gone.
    int kept = send(worker, UN_COMMAND_GOTO, 60)->waterfall_rows;
    cr_assert_eq(send(worker, UN_COMMAND_BRANCH, 0)->waterfall_rows, kept);
    cr_assert_geq(send(worker, UN_COMMAND_STEP, 0)->waterfall_rows, kept);
    cr_assert_eq(un_worker_latest(worker)->waterfall_ahead, 0);
    expect_between(un_worker_latest(worker), kept, 61);
    cr_assert_eq(send(worker, UN_COMMAND_RESET, 0)->waterfall_rows, 1);
    un_worker_destroy(worker);
}

/// A run that was changed in the past has rows of its own from there on.
Test(waterfall, a_branch_forgets_what_came_later) {
    un_Experiment experiment = small();
    experiment.updates = 200;
    un_Worker *worker = worker_of(&experiment);
    const un_Snapshot *s = send(worker, UN_COMMAND_PLAY, 0);
    int rows = s->waterfall_rows, columns = s->waterfall_columns, compared = 0;
    float update[UN_SNAPSHOT_ROWS], *log10 = malloc((size_t)(rows * columns) * sizeof *log10);
    memcpy(update, s->waterfall_update, (size_t)rows * sizeof *update);
    memcpy(log10, s->lane[0].track[0].waterfall.log10, (size_t)(rows * columns) * sizeof *log10);
    send(worker, UN_COMMAND_GOTO, 20);
    un_Command slower = {.kind = UN_COMMAND_EDIT, .param = un_param_find("lr"), .value = 1e-6};
    cr_assert(un_worker_post(worker, &slower));
    s = send(worker, UN_COMMAND_PLAY, 0);
    for (int row = 0; row < s->waterfall_rows; row++) {
        for (int k = 0; k < rows; k++) {
            if (s->waterfall_update[row] != update[k]) continue;
            const float *now = s->lane[0].track[0].waterfall.log10 + row * columns;
            bool same = memcmp(now, log10 + k * columns, (size_t)columns * sizeof(float)) == 0;
            cr_assert_eq(same, update[k] <= 20, "update %g", (double)update[k]);
            compared += !same;
        }
    }
    cr_assert_gt(compared, 0);
    free(log10);
    un_worker_destroy(worker);
}
