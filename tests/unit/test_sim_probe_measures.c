/// What a snapshot holds of the measurements is what `unroll measure` prints of the same sequence.
#include "sim/measure.h"
#include "sim/probe.h"
#include "sim/probe_measures.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ALL = UN_WANT_SPECTRUM | UN_WANT_CHAIN | UN_WANT_LYAPUNOV | UN_WANT_OCCLUSION };

typedef struct Run {
    un_Experiment experiment;
    un_Trainer *trainer;
    un_Probe *probe;
    un_Recorder *recorder;
    un_Snapshot snapshot;
} Run;

static Run start(void) {
    un_Error error;
    Run run = {.experiment = un_default_lab_experiment(), .recorder = malloc(sizeof(un_Recorder))};
    run.experiment.task.lag = 9;
    run.experiment.lane_count = 4;
    run.experiment.lane[3] = un_default_lane(UN_CELL_SELECTIVE);
    run.trainer = un_trainer_create(&run.experiment, NULL, &error);
    run.probe = un_probe_create(run.trainer, &error);
    un_recorder_reset(run.recorder);
    for (int i = 0; i < 3; i++) {
        un_trainer_step(run.trainer);
        un_recorder_add(run.recorder, run.trainer);
    }
    return run;
}

static void take(Run *run) {
    cr_assert_eq(un_probe_take(run->probe, run->trainer, run->recorder, &run->snapshot), UN_OK);
}

static void stop(Run *run) {
    un_snapshot_free(&run->snapshot);
    un_probe_destroy(run->probe);
    un_trainer_destroy(run->trainer);
    free(run->recorder);
}

/// A column of a measurement of one sequence; rows must be `rows`. Freed by the caller.
static double *column(const Run *run, const char *measure, int lane, const char *name, int rows, bool any_rows) {
    const un_MeasureInfo *info = &un_measure_table[un_measure_find(measure, strlen(measure))];
    un_MeasureAsk ask = {.sequences = 1};
    un_MeasureTable table;
    un_Error error;
    cr_assert_eq(un_measure_run(info, run->trainer, lane, &ask, &table, &error), UN_OK);
    if (!any_rows) cr_assert_eq(table.rows, rows, "%s has %d rows", measure, table.rows);
    int c = 0;
    while (strcmp(info->column[c].name, name) != 0)
        c++;
    double *values = malloc((size_t)table.rows * sizeof *values);
    for (int r = 0; r < table.rows; r++) {
        values[r] = table.value[r * table.columns + c];
    }
    un_measure_free(&table);
    return values;
}

static bool same(double a, double b, double tolerance) {
    return (isnan(a) && isnan(b)) || a == b || fabs(a - b) <= tolerance * fabs(b);
}

/// Rows that descend in time, as those by distance do.
static void expect_reversed(const Run *run, int lane, const char *measure, const char *name, const double *held) {
    int T = run->snapshot.T;
    double *values = column(run, measure, lane, name, T, false);
    for (int t = 0; t < T; t++) {
        cr_assert(same(held[t], values[T - 1 - t], 1e-14), "lane %d, %s at %d: %g and %g", lane, name, t, held[t],
                  values[T - 1 - t]);
    }
    free(values);
}

static void expect_steps(const Run *run, int lane, const char *measure, const char *name, const double *held) {
    int T = run->snapshot.T;
    double *values = column(run, measure, lane, name, T, false);
    for (int t = 0; t < T; t++) {
        cr_assert(same(held[t], values[t], 1e-14), "lane %d, %s at %d: %g and %g", lane, name, t, held[t], values[t]);
    }
    free(values);
}

static void expect_floats(const Run *run, int lane, const char *measure, const char *name, const float *held, int n) {
    double *values = column(run, measure, lane, name, n, true);
    for (int i = 0; i < n; i++) {
        cr_assert(same((double)held[i], values[i], 1e-6), "lane %d, %s[%d]: %g and %g", lane, name, i, (double)held[i],
                  values[i]);
    }
    free(values);
}

Test(probe_measures, agree_with_the_command) {
    Run run = start();
    take(&run);
    int T = run.snapshot.T, H = 16;
    for (int lane = 0; lane < 4; lane++) {
        const un_SnapshotLane *held = &run.snapshot.lane[lane];
        const un_SnapshotMeasures *m = &held->track[0].measures;
        expect_steps(&run, lane, "blame", "dL_dx", held->blame.gradient);
        expect_steps(&run, lane, "blame", "gradient_x_input", held->blame.gradient_input);
        cr_assert(!held->blame.without_zero && !m->real && !m->singular && !m->lyapunov, "nobody asked");
        cr_assert((m->direct != NULL) == (lane > 0) && (m->update != NULL) == (lane < 3));
        if (m->direct) {
            expect_reversed(&run, lane, "highway", "direct", m->direct);
            expect_reversed(&run, lane, "highway", "rest", m->rest);
            expect_reversed(&run, lane, "highway", "share", m->direct_share);
            expect_floats(&run, lane, "horizon", "keep", m->keep, H);
            expect_floats(&run, lane, "horizon", "tau", m->horizon, H);
            double *write = column(&run, "events", lane, "write", T * (H + 1), false);
            double *erase = column(&run, "events", lane, "erase", T * (H + 1), false);
            for (int i = 0; i < T * H; i++) {
                int row = i / H * (H + 1) + 1 + i % H; // the first row of a step is the mean
                cr_assert(same((double)m->write[i], write[row], 1e-6) && same((double)m->erase[i], erase[row], 1e-6));
            }
            free(write);
            free(erase);
            expect_floats(&run, lane, "saturation", "right", m->right[0], H);
            expect_floats(&run, lane, "saturation", "left", m->left[0], H);
        }
        if (m->update) {
            expect_reversed(&run, lane, "update", "dW_hh", m->update);
            expect_reversed(&run, lane, "update", "update_share", m->update_share);
            expect_reversed(&run, lane, "update", "cumulated", m->update_later);
            double *last = column(&run, "summary", lane, "update_90", 1, false);
            double *reach = column(&run, "summary", lane, "reach_dh", 1, false);
            cr_assert(m->update_90 == last[0] && m->reach_dh == reach[0], "%d %g, %d %g", m->update_90, last[0],
                      m->reach_dh, reach[0]);
            cr_assert((m->reach_dc >= 0) == (lane == 1));
            free(last);
            free(reach);
        }
    }
    stop(&run);
}

Test(probe_measures, dear_ones_when_wanted) {
    Run run = start();
    take(&run);
    cr_assert_eq(un_probe_want(run.probe, run.trainer, ALL), UN_OK);
    take(&run);
    int T = run.snapshot.T;
    for (int lane = 0; lane < 4; lane++) {
        const un_SnapshotLane *held = &run.snapshot.lane[lane];
        const un_SnapshotMeasures *m = &held->track[0].measures;
        int n = m->state;
        cr_assert_eq(n, lane == 1 ? 32 : 16);
        expect_steps(&run, lane, "occlusion", "without_zero", held->blame.without_zero);
        expect_steps(&run, lane, "occlusion", "without_mean", held->blame.without_mean);
        double *exponent = column(&run, "lyapunov", lane, "lyapunov", n, false);
        double *singular = column(&run, "singular", lane, "singular_value", T * n, false);
        int own = lane == 0 ? n : 0; // the plain RNN's list begins with W_hh itself
        double *real = column(&run, "spectrum", lane, "real", T * n + own, false);
        double *imaginary = column(&run, "spectrum", lane, "imaginary", T * n + own, false);
        for (int i = 0; i < n; i++) {
            cr_assert(same(m->lyapunov[i], exponent[i], 1e-14));
        }
        for (int i = 0; i < T * n; i++) {
            int row = (T - 1 - i / n) * n + i % n;
            cr_assert(same(m->singular[i], singular[row], 0));
            cr_assert(same(m->real[i], real[own + i], 0) && same(m->imaginary[i], imaginary[own + i], 0));
        }
        free(exponent);
        free(singular);
        free(real);
        free(imaginary);
        // The trace that was shown is the one before inputs were left out.
        cr_assert(held->track[0].h[(T - 1) * 16 + held->track[0].order[0]] >= held->track[0].h[(T - 1) * 16]);
    }
    double dear = un_probe_memory(&run.experiment, ALL, 1), plain = un_probe_memory(&run.experiment, 0, 1);
    un_SnapshotShape shape = run.snapshot.shape;
    cr_assert_eq(un_snapshot_memory(&shape), run.snapshot.arena.capacity);
    for (int lane = 0; lane < 4; lane++) {
        shape.measures[lane].wanted = 0;
    }
    cr_assert(dear - plain >= (double)(run.snapshot.arena.capacity - un_snapshot_memory(&shape)));
    cr_assert_eq(un_probe_want(run.probe, run.trainer, 0), UN_OK);
    take(&run);
    cr_assert(!run.snapshot.lane[0].track[0].measures.real && run.snapshot.lane[0].track[0].measures.update);
    stop(&run);
}

Test(probe_measures, history_keeps_the_norms) {
    Run run = start();
    take(&run);
    cr_assert_eq(run.snapshot.history_count, 3);
    float last = run.snapshot.lane[2].gradient_norms[2];
    cr_assert(last > 0 && last == (float)run.snapshot.lane[2].gradient_norm);
    stop(&run);
}

Test(probe_measures, what_would_stop_the_run_is_not_measured) {
    un_Experiment experiment = un_default_lab_experiment();
    experiment.lane[0].cell = UN_CELL_LSTM;
    for (int large = 0; large < 2; large++) {
        experiment.lane[0].hidden = large ? 128 : 16;
        un_NetDef net = un_experiment_net(&experiment, 0);
        un_MeasuresShape shape = un_measures_shape(&net, 200, UN_WANT_SPECTRUM | UN_WANT_CHAIN);
        cr_expect_eq((shape.too_dear & UN_WANT_SPECTRUM) != 0, large == 1);
        un_Arena measure = un_arena_measure();
        un_SnapshotMeasures measures;
        un_measures_carve(&measures, &measure, &shape);
        cr_expect_eq(measures.too_dear, shape.too_dear, "the views are told");
        size_t dear = measure.used;
        shape.wanted = 0;
        measure = un_arena_measure();
        un_measures_carve(&measures, &measure, &shape);
        cr_expect_eq(dear == measure.used, large == 1, "nothing is kept for what is not measured");
    }
    un_NetDef net = un_experiment_net(&experiment, 0);
    cr_expect(un_measures_shape(&net, 1000, 0).too_dear & UN_WANT_OCCLUSION);
}
