/// The band over seeds that a snapshot holds is what `unroll profile --seeds 40 --sequences 1` gives.
#include "sim/probe.h"
#include "sim/probe_band.h"
#include "sim/profile.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

enum { LAG = 12, STEPS = LAG + 1 };

static un_Experiment experiment(void) {
    un_Experiment experiment = un_default_lab_experiment();
    experiment.task.lag = LAG;
    experiment.lane_count = 2;
    experiment.seed = 7; // the band is of seeds 1..40 whatever the run's own is
    return experiment;
}

static un_Snapshot *take(const un_Experiment *experiment, unsigned wanted, int updates) {
    un_Error error;
    un_Snapshot *snapshot = calloc(1, sizeof *snapshot);
    un_Trainer *trainer = un_trainer_create(experiment, NULL, &error);
    un_Probe *probe = un_probe_create(trainer, &error);
    un_Recorder *recorder = malloc(sizeof *recorder);
    un_recorder_reset(recorder);
    for (int i = 0; i < updates; i++)
        un_trainer_step(trainer);
    cr_assert_eq(un_probe_want(probe, trainer, wanted), UN_OK);
    cr_assert_eq(un_probe_take(probe, trainer, recorder, snapshot), UN_OK);
    cr_assert_eq(un_probe_take(probe, trainer, recorder, snapshot), UN_OK, "measured once, shown again");
    free(recorder);
    un_probe_destroy(probe);
    un_trainer_destroy(trainer);
    return snapshot;
}

static void drop(un_Snapshot *snapshot) {
    un_snapshot_free(snapshot);
    free(snapshot);
}

// Mean and deviation of log10 over the seeds' own trainers, one lane's.
static void expected(int lane, double mean[STEPS], double deviation[STEPS]) {
    double value[STEPS][UN_SNAPSHOT_BAND_SEEDS], dh[STEPS], dc[STEPS];
    for (int n = 0; n < UN_SNAPSHOT_BAND_SEEDS; n++) {
        un_Experiment own = experiment();
        un_Error error;
        int distances;
        own.seed = (uint64_t)n + 1;
        un_Trainer *trainer = un_trainer_create(&own, NULL, &error);
        cr_assert_eq(un_profile_measure(trainer, lane, 1, dh, dc, &distances, &error), UN_OK);
        const double *of = un_cell_info(own.lane[lane].cell)->has_cell_state ? dc : dh;
        for (int d = 0; d < STEPS; d++)
            value[d][n] = log10(of[d] / of[0]);
        un_trainer_destroy(trainer);
    }
    for (int d = 0; d < STEPS; d++) {
        double sum = 0, squares = 0;
        for (int n = 0; n < UN_SNAPSHOT_BAND_SEEDS; n++)
            sum += value[d][n];
        mean[d] = sum / UN_SNAPSHOT_BAND_SEEDS;
        for (int n = 0; n < UN_SNAPSHOT_BAND_SEEDS; n++)
            squares += (value[d][n] - mean[d]) * (value[d][n] - mean[d]);
        deviation[d] = sqrt(squares / (UN_SNAPSHOT_BAND_SEEDS - 1));
    }
}

Test(sim_band, is_what_the_profile_of_each_seed_gives) {
    un_Experiment own = experiment();
    un_Snapshot *snapshot = take(&own, UN_WANT_BAND, 5);
    for (int lane = 0; lane < 2; lane++) {
        const un_SnapshotMeasures *measures = &snapshot->lane[lane].track[0].measures;
        double mean[STEPS], deviation[STEPS];
        expected(lane, mean, deviation);
        cr_assert_eq(measures->band_seeds, UN_SNAPSHOT_BAND_SEEDS);
        for (int d = 0; d < STEPS; d++) {
            cr_expect_float_eq(measures->band_mean[d], mean[d], 1e-9, "lane %d, distance %d", lane, d);
            cr_expect_float_eq(measures->band_deviation[d], deviation[d], 1e-9, "lane %d, distance %d", lane, d);
        }
        cr_expect(lane > 0 || measures->band_deviation[STEPS - 1] > 0.05, "an RNN's seeds differ");
    }
    drop(snapshot);
}

Test(sim_band, changes_nothing_else_and_is_left_out_where_it_is_dear) {
    un_Experiment own = experiment();
    un_Snapshot *with = take(&own, UN_WANT_BAND, 0), *without = take(&own, 0, 0);
    cr_expect_eq(without->lane[0].track[0].measures.band_seeds, 0);
    cr_expect_null(without->lane[0].track[0].measures.band_mean);
    for (int t = 0; t < STEPS; t++)
        cr_expect_eq(with->lane[1].track[0].dc.ratio[t], without->lane[1].track[0].dc.ratio[t]);
    drop(with);
    drop(without);
    own.task.lag = 400;
    own.lane[1].hidden = 128;
    un_NetDef small = un_experiment_net(&own, 0), large = un_experiment_net(&own, 1);
    cr_expect_not(un_probe_band_is_dear(&small, 401));
    cr_expect(un_probe_band_is_dear(&large, 401));
    own.lane[0].hidden = own.lane[1].hidden;
    un_Snapshot *dear = take(&own, UN_WANT_BAND, 0);
    cr_expect_eq(dear->lane[1].track[0].measures.band_seeds, 0);
    cr_expect(dear->lane[1].track[0].measures.too_dear & UN_WANT_BAND);
    drop(dear);
}

Test(sim_band, ends_where_truncation_cuts) {
    un_Experiment own = experiment();
    own.lane[0].truncate = 4;
    un_Snapshot *snapshot = take(&own, UN_WANT_BAND, 0);
    const double *mean = snapshot->lane[0].track[0].measures.band_mean;
    const double *log10 = snapshot->lane[0].track[0].dh.log10;
    for (int d = 0; d < STEPS; d++) // as far as the run's own gradient goes
        cr_expect_eq(isfinite(mean[d]), isfinite(log10[snapshot->loss_step - d]), "distance %d", d);
    cr_expect_not(isfinite(mean[STEPS - 1]));
    drop(snapshot);
}

Test(sim_band, is_left_out_where_the_experiment_intervenes) {
    un_Experiment own = experiment();
    own.edit[own.edit_count++] = (un_Edit){.lane = 1, .act = UN_ACT_HOLD, .value = 0.9, .place = {.gate = 1, .unit = -1, .tensor = -1, .row = -1, .column = -1}};
    un_Snapshot *snapshot = take(&own, UN_WANT_BAND, 0);
    cr_expect_eq(snapshot->lane[0].track[0].measures.band_seeds, UN_SNAPSHOT_BAND_SEEDS);
    cr_expect_eq(snapshot->lane[1].track[0].measures.band_seeds, 0);
    drop(snapshot);
}
