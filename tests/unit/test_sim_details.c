/// What a snapshot tells of single units and of the step back, each number held against another way to it.
#include "sim/generate.h"
#include "sim/probe.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { H = 6 };

typedef struct Run {
    un_Trainer *trainer;
    un_Probe *probe;
    un_Recorder *recorder;
    un_Snapshot snapshot;
} Run;

static Run start(const un_Experiment *experiment, unsigned wanted) {
    un_Error error;
    Run run = {.trainer = un_trainer_create(experiment, NULL, &error), .recorder = malloc(sizeof(un_Recorder))};
    cr_assert(run.trainer, "%s", error.message);
    run.probe = un_probe_create(run.trainer, &error);
    un_recorder_reset(run.recorder);
    for (int i = 0; i < 3; i++) {
        un_trainer_step(run.trainer);
        un_recorder_add(run.recorder, run.trainer);
    }
    cr_assert_eq(un_probe_want(run.probe, run.trainer, wanted), UN_OK);
    cr_assert_eq(un_probe_take(run.probe, run.trainer, run.recorder, &run.snapshot), UN_OK);
    return run;
}

static void stop(Run *run) {
    un_snapshot_free(&run->snapshot);
    un_probe_destroy(run->probe);
    un_trainer_destroy(run->trainer);
    free(run->recorder);
}

static un_Experiment one(un_Cell cell) {
    un_Experiment experiment = un_default_experiment();
    experiment.task.lag = 8;
    experiment.lane[0] = un_default_lane(cell);
    experiment.lane[0].hidden = H;
    experiment.lane[0].optimizer.lr = 0.05;
    return experiment;
}

static bool near(double a, double b, double tolerance) {
    return (isnan(a) && isnan(b)) || fabs(a - b) <= tolerance * (fabs(a) + fabs(b)) + 1e-300;
}

static double norm_of(const double *row) {
    double sum = 0;
    for (int u = 0; u < H; u++)
        sum += row[u] * row[u];
    return sqrt(sum);
}

// Units.

static int before(int direction, int t, int T) {
    if (direction == 0) return t - 1;
    return t + 1 < T ? t + 1 : -1;
}

static double squashed(un_SnapshotJob job, double z) {
    return job == UN_JOB_NEW ? tanh(z) : 1 / (1 + exp(-z));
}

/// What the cell makes of the sums is what the snapshot shows: its gates, its state.
static void expect_sums(const un_Snapshot *snapshot, const un_SnapshotTrack *track, const char *cell, int direction) {
    const un_SnapshotUnits *units = &track->units;
    for (int i = 0; i < snapshot->T * H; i++) {
        int t = i / H, then = before(direction, t, snapshot->T);
        double z[UN_SNAPSHOT_BLOCKS];
        for (int b = 0; b < units->count; b++)
            z[b] = (double)units->block[b].from_input[i] + (double)units->block[b].from_state[i];
        if (!strcmp(cell, "lstm") || !strcmp(cell, "gru")) {
            for (int b = 0; b < units->count; b++) {
                cr_assert_str_eq(units->block[b].name, track->gate[b].name);
                cr_assert_float_eq(squashed(track->gate[b].job, z[b]), (double)track->gate[b].value[i], 2e-6,
                                   "%s %s[%d]", cell, units->block[b].name, i);
            }
        } else if (!strcmp(cell, "ssm") || !strcmp(cell, "selective")) {
            int u = units->count - 1;
            double keep = (double)units->decay[i], past = then < 0 ? 0 : (double)track->c[then * H + i % H];
            cr_assert_float_eq(keep * past + (1 - keep) * z[u], (double)track->c[i], 2e-6);
            cr_assert_float_eq(keep, (double)track->gate[0].value[i], 1e-7);
            if (u > 0) cr_assert_float_eq(squashed(UN_JOB_KEEP, z[0]), keep, 2e-6);
        } else if (!strcmp(cell, "attention")) {
            double sum = 0;
            for (int s = 0; s <= t; s++)
                sum +=
                    (double)track->attention[t * snapshot->T + s] * (double)units->block[3].from_input[s * H + i % H];
            cr_assert_float_eq(sum, (double)track->h[i], 2e-6);
        } else {
            cr_assert_float_eq(tanh(z[0]), (double)track->h[i], 2e-6, "%s h[%d]", cell, i);
        }
    }
}

static void expect_units(const un_Experiment *experiment) {
    Run run = start(experiment, UN_WANT_UNITS);
    const un_SnapshotLane *lane = &run.snapshot.lane[0];
    cr_assert_gt(lane->track[0].units.count, 0);
    for (int d = 0; d < lane->directions; d++) {
        const un_SnapshotTrack *track = &lane->track[d];
        expect_sums(&run.snapshot, track, lane->cell, d);
        for (int t = 0; t < run.snapshot.T; t++) {
            if (!lane->stateless) cr_assert(near(norm_of(track->units.dh + t * H), track->dh.norm[t], 1e-12));
            if (track->dc.norm) cr_assert(near(norm_of(track->units.dc + t * H), track->dc.norm[t], 1e-12));
        }
    }
    stop(&run);
}

Test(details, sums_of_units_make_every_cell) {
    for (int cell = 0; cell < UN_CELL_COUNT; cell++) {
        for (int form = 0; form < 8; form++) {
            un_Experiment experiment = one((un_Cell)cell);
            un_LaneDef *lane = &experiment.lane[0];
            lane->layers = form & 1 ? 2 : 1;
            lane->bidirectional = form & 2;
            lane->reset_before = form & 4;
            if ((form & 2 && !un_cell_info((un_Cell)cell)->reads_backward) || (form & 4 && cell != UN_CELL_GRU))
                continue;
            expect_units(&experiment);
        }
    }
}

/// dL/dx_t = sum over blocks and units of W dL/dz_t, and beside it the loss with x_t a little larger and smaller.
static void expect_gradients(un_Cell cell, bool reset_before, bool both) {
    un_Experiment experiment = one(cell);
    experiment.lane[0].reset_before = reset_before;
    experiment.lane[0].bidirectional = both;
    Run run = start(&experiment, UN_WANT_UNITS);
    un_NetDef net = un_trainer_net(run.trainer, 0);
    int inputs = run.snapshot.inputs, T = run.snapshot.T;
    double *slope = calloc((size_t)(T * inputs), sizeof *slope);
    float *x = malloc((size_t)(T * inputs) * sizeof *x);
    memcpy(x, run.snapshot.input, (size_t)(T * inputs) * sizeof *x);
    for (int d = 0; d < run.snapshot.lane[0].directions; d++) {
        un_Tensor tensors[UN_TENSORS_MAX];
        un_net_tensors(&net, 0, d, tensors);
        const un_SnapshotUnits *units = &run.snapshot.lane[0].track[d].units;
        for (int b = 0; b < units->count; b++) {
            // The recurrent cells' blocks lie in one matrix; selective's z in the fifth tensor, and u in the first.
            bool z = cell == UN_CELL_SELECTIVE && b == 0, u = cell == UN_CELL_SELECTIVE || cell == UN_CELL_SSM;
            const float *w = un_trainer_params(run.trainer, 0) + tensors[z ? 4 : 0].offset + (u ? 0 : b * H * inputs);
            for (int i = 0; i < T * H; i++) {
                for (int c = 0; c < inputs; c++)
                    slope[i / H * inputs + c] += units->block[b].gradient[i] * (double)w[i % H * inputs + c];
            }
        }
    }
    double largest = 0;
    for (int i = 0; i < T * inputs; i++) {
        double loss[2];
        float at[2] = {x[i] - 1e-3f, x[i] + 1e-3f};
        for (int side = 0; side < 2; side++) {
            un_ProbeActs acts = {.count = 1};
            acts.act[0] = (un_Edit){.act = UN_ACT_INPUT, .value = (double)at[side]};
            acts.act[0].place.row = i / inputs;
            acts.act[0].place.column = i % inputs;
            cr_assert(un_probe_intervene(run.probe, run.trainer, &acts));
            cr_assert_eq(un_probe_take(run.probe, run.trainer, run.recorder, &run.snapshot), UN_OK);
            loss[side] = run.snapshot.lane[0].loss;
        }
        double difference = (loss[1] - loss[0]) / ((double)at[1] - (double)at[0]);
        cr_assert_float_eq(slope[i], difference, 1e-6, "cell %d, x[%d]: %g and %g", (int)cell, i, slope[i], difference);
        largest = fmax(largest, fabs(slope[i]));
    }
    cr_assert_gt(largest, 1e-4, "cell %d: nothing was compared", (int)cell);
    free(slope);
    free(x);
    stop(&run);
}

Test(details, gradients_of_units_are_slopes_of_the_loss) {
    expect_gradients(UN_CELL_RNN, false, false);
    expect_gradients(UN_CELL_LSTM, false, true);
    expect_gradients(UN_CELL_GRU, false, false);
    expect_gradients(UN_CELL_GRU, true, true);
    expect_gradients(UN_CELL_SSM, false, false);
    expect_gradients(UN_CELL_SELECTIVE, false, true);
}

Test(details, nobody_pays_for_units_unasked) {
    un_Experiment experiment = un_default_lab_experiment();
    Run run = start(&experiment, 0);
    cr_assert_eq(run.snapshot.lane[1].track[0].units.count, 0);
    cr_assert_null(run.snapshot.lane[1].track[0].units.dh);
    stop(&run);
}

// Factors.

/// |W_hh^T d| of the RNN.
static double through_weights(const Run *run, int direction, const double *d) {
    un_NetDef net = un_trainer_net(run->trainer, 0);
    const float *w =
        un_trainer_params(run->trainer, 0) + un_net_track_params(&net, net.layers - 1, direction).weight_hh;
    double out[H] = {0};
    for (int i = 0; i < H * H; i++)
        out[i % H] += (double)w[i] * d[i / H];
    return norm_of(out);
}

static void expect_parts(const Run *run, const un_SnapshotLane *lane, int direction, int t, int later) {
    const un_SnapshotTrack *track = &lane->track[direction];
    const un_SnapshotFactor *factor = &track->factor;
    if (!strcmp(lane->cell, "rnn")) {
        double bent[H];
        for (int u = 0; u < H; u++) {
            double h = (double)track->h[later * H + u];
            bent[u] = (1 - h * h) * track->units.dh[later * H + u];
        }
        cr_assert(near(factor->part[0][t], norm_of(bent) / track->dh.norm[later], 1e-6));
        cr_assert(near(factor->part[1][t], through_weights(run, direction, bent) / norm_of(bent), 1e-6));
        bool told = run->snapshot.scored[t];
        if (!told) cr_assert(near(factor->part[0][t] * factor->part[1][t], factor->total[t], 1e-12));
        return;
    }
    int keep = !strcmp(lane->cell, "gru") || !strcmp(lane->cell, "lstm");
    const double *d = track->dc.norm ? track->units.dc : track->units.dh;
    double passed[H];
    for (int u = 0; u < H; u++)
        passed[u] = (double)track->gate[keep].value[later * H + u] * d[later * H + u];
    cr_assert(near(factor->part[0][t], norm_of(passed) / norm_of(d + later * H), 1e-6), "%s at %d", lane->cell, t);
}

static void expect_factors(const un_Experiment *experiment, int least) {
    Run run = start(experiment, UN_WANT_UNITS);
    const un_SnapshotLane *lane = &run.snapshot.lane[0];
    int T = run.snapshot.T, steps = 0;
    for (int d = 0; d < lane->directions; d++) {
        const un_SnapshotTrack *track = &lane->track[d];
        const un_SnapshotGradient *highway = track->dc.norm ? &track->dc : &track->dh;
        for (int t = 0; t < T; t++) {
            int later = d == 0 ? t + 1 : t - 1;
            bool step = later >= 0 && later < T && t != run.snapshot.loss_step && highway->norm[later] > 0;
            cr_assert_eq(isnan(track->factor.total[t]), !step, "%s, total[%d] %g", lane->cell, t,
                         track->factor.total[t]);
            if (!step) continue;
            cr_assert(near(track->factor.total[t] * highway->ratio[later], highway->ratio[t], 1e-12));
            if (isnan(track->factor.part[0][t])) continue;
            expect_parts(&run, lane, d, t, later);
            steps++;
        }
    }
    cr_assert_geq(steps, least, "%s: %d steps", lane->cell, steps);
    stop(&run);
}

Test(details, factors_lead_from_step_to_step) {
    static const un_Cell cells[] = {UN_CELL_RNN, UN_CELL_LSTM, UN_CELL_GRU, UN_CELL_SSM, UN_CELL_SELECTIVE};
    for (int k = 0; k < 5; k++) {
        un_Experiment experiment = one(cells[k]);
        experiment.lane[0].layers = 2;
        int T = un_task_steps(&experiment.task);
        expect_factors(&experiment, T - 1);
        // A window of 4 steps has 3 between them.
        experiment.lane[0].truncate = 4;
        expect_factors(&experiment, 3);
        experiment.lane[0].truncate = 0;
        // Many steps are asked, in both directions.
        experiment.lane[0].bidirectional = true;
        experiment.task = (un_TaskDef){.task = UN_TASK_COPY, .lag = 3};
        expect_factors(&experiment, 10);
    }
}

Test(details, a_border_of_truncation_has_no_part) {
    un_Experiment experiment = one(UN_CELL_GRU);
    experiment.lane[0].truncate = 4;
    Run run = start(&experiment, 0);
    const un_SnapshotFactor *factor = &run.snapshot.lane[0].track[0].factor;
    int border = run.snapshot.T - 1 - 4;
    cr_assert_eq(factor->total[border], 0);
    cr_assert(isnan(factor->part[0][border]) && !isnan(factor->part[0][border + 1]));
    cr_assert(isnan(factor->total[border - 1]), "behind it there is nothing to be multiplied");
    stop(&run);
}

Test(details, names_of_factors) {
    static const char *const names[UN_CELL_COUNT][2] = {{"\\tanh'", "W"}, {"f"},         {"z"}, {0}, {0}, {"a"},
                                                        {"|\\lambda|"},   {"|\\lambda|"}};
    for (int cell = 0; cell < UN_CELL_COUNT; cell++) {
        un_Experiment experiment = one((un_Cell)cell);
        Run run = start(&experiment, 0);
        const un_SnapshotTrack *track = &run.snapshot.lane[0].track[0];
        int count = 0;
        for (; count < 2 && names[cell][count]; count++)
            cr_assert_str_eq(track->factor.name[count], names[cell][count]);
        cr_assert_eq(track->factor.count, count);
        for (int t = 0; track->looked && t < run.snapshot.T; t++)
            cr_assert_eq(track->factor.part[0][t], (double)track->looked[t]);
        stop(&run);
    }
}

// The task.

Test(details, what_the_networks_read_and_its_units) {
    struct {
        un_Task task;
        int length, side;
        const char *unit;
    } cases[] = {{UN_TASK_ADDING, 12, 0, ""},
                 {UN_TASK_ROWS, 9, 8, ""},
                 {UN_TASK_PIXELS, 64, 8, ""},
                 {UN_TASK_CO2, 30, 0, "ppm"},
                 {UN_TASK_SUNSPOTS, 24, 0, "sunspots"}};
    for (int k = 0; k < 5; k++) {
        un_Experiment experiment = one(UN_CELL_RNN);
        experiment.task = (un_TaskDef){.task = cases[k].task};
        un_task_set_length(&experiment.task, cases[k].length);
        Run run = start(&experiment, 0);
        const un_Snapshot *snapshot = &run.snapshot;
        cr_assert_str_eq(snapshot->unit, cases[k].unit);
        cr_assert_eq(snapshot->image_width, cases[k].side);
        cr_assert_eq(snapshot->image_height, cases[k].side);
        cr_assert_eq(snapshot->value_offset, 0);
        // A week's usual change of the CO2 is some tenths of a ppm, a year's of the sunspots some dozens.
        double least = k == 3 ? 0.1 : k == 4 ? 10 : 1, most = k == 3 ? 1 : k == 4 ? 100 : 1;
        cr_assert(snapshot->value_scale >= least && snapshot->value_scale <= most, "%g", snapshot->value_scale);
        // The symbols were made of the same numbers.
        const un_TaskInfo *task = un_task_info(cases[k].task);
        for (int t = 0; t < snapshot->T; t++) {
            char symbol[UN_SNAPSHOT_SYMBOL];
            task->symbol(&experiment.task, snapshot->input + t * task->inputs, symbol, UN_SNAPSHOT_SYMBOL);
            cr_assert_str_eq(symbol, snapshot->symbol[t]);
        }
        stop(&run);
    }
}

// Without the probe's interventions.

static un_ProbeActs hold_a_gate(int lane) {
    un_ProbeActs acts = {.count = 1};
    acts.act[0] = (un_Edit){.act = UN_ACT_HOLD, .lane = lane, .value = 0.25};
    acts.act[0].place = (un_Place){.gate = 1, .layer = -1, .unit = -1, .tensor = -1, .row = -1, .column = -1};
    return acts;
}

static void expect_plain(const un_SnapshotLane *under, const un_SnapshotLane *free_lane, int T, int outputs) {
    const un_SnapshotPlain *plain = &under->plain;
    cr_assert(plain->taken);
    cr_assert_eq(plain->loss, free_lane->loss);
    cr_assert_eq(plain->correct, free_lane->correct);
    cr_assert_neq(under->loss, free_lane->loss, "the intervention does something");
    cr_assert_arr_eq(plain->prediction, free_lane->prediction, (size_t)(T * outputs) * sizeof(float));
    for (int d = 0; d < under->directions; d++) {
        const un_SnapshotTrack *track = &free_lane->track[d];
        cr_assert_arr_eq(plain->h[d], track->h, (size_t)(T * under->hidden) * sizeof(float));
        cr_assert_arr_eq(plain->log10[d][0], track->dh.log10, (size_t)T * sizeof(double));
        cr_assert_eq(plain->log10[d][1] != NULL, track->dc.norm != NULL);
        if (track->dc.norm) cr_assert_arr_eq(plain->log10[d][1], track->dc.log10, (size_t)T * sizeof(double));
    }
}

Test(details, plain_is_a_probe_without_interventions) {
    un_Experiment experiment = un_default_lab_experiment();
    experiment.task.lag = 9;
    experiment.lane[1].bidirectional = true;
    Run run = start(&experiment, 0);
    int T = run.snapshot.T, outputs = run.snapshot.outputs;
    un_Snapshot under = {0};
    un_ProbeActs hold = hold_a_gate(1), input = {.count = 1};
    cr_assert(un_probe_intervene(run.probe, run.trainer, &hold));
    cr_assert_eq(un_probe_take(run.probe, run.trainer, run.recorder, &under), UN_OK);
    expect_plain(&under.lane[1], &run.snapshot.lane[1], T, outputs);
    cr_assert(!under.lane[0].plain.taken && !under.lane[2].plain.taken && !run.snapshot.lane[1].plain.taken);
    // Another input concerns them all.
    input.act[0] = (un_Edit){.act = UN_ACT_INPUT, .value = 0.5};
    cr_assert(un_probe_intervene(run.probe, run.trainer, &input));
    cr_assert_eq(un_probe_take(run.probe, run.trainer, run.recorder, &under), UN_OK);
    for (int i = 0; i < 3; i++)
        expect_plain(&under.lane[i], &run.snapshot.lane[i], T, outputs);
    // And without any it is as it was.
    cr_assert(un_probe_intervene(run.probe, run.trainer, &(un_ProbeActs){0}));
    cr_assert_eq(un_probe_take(run.probe, run.trainer, run.recorder, &under), UN_OK);
    cr_assert_not(under.lane[1].plain.taken);
    cr_assert_eq(under.lane[1].loss, run.snapshot.lane[1].loss);
    un_snapshot_free(&under);
    stop(&run);
}

// The initial weights.

static Run start_at_zero(const un_Experiment *experiment, unsigned wanted) {
    Run run = start(experiment, 0);
    un_trainer_reset(run.trainer, false);
    un_recorder_reset(run.recorder);
    cr_assert_eq(un_probe_want(run.probe, run.trainer, wanted), UN_OK);
    cr_assert_eq(un_probe_take(run.probe, run.trainer, run.recorder, &run.snapshot), UN_OK);
    return run;
}

Test(details, measures_of_the_initial_weights) {
    un_Experiment experiment = un_default_lab_experiment();
    experiment.task.lag = 5;
    experiment.lane[2].bidirectional = true;
    for (int i = 0; i < 3; i++)
        experiment.lane[i].optimizer.lr = 0.05;
    Run now = start(&experiment, UN_WANT_SPECTRUM), then = start_at_zero(&experiment, UN_WANT_SPECTRUM);
    size_t T = (size_t)now.snapshot.T;
    for (int i = 0; i < 3; i++) {
        for (int d = 0; d < now.snapshot.lane[i].directions; d++) {
            const un_SnapshotMeasures *m = &now.snapshot.lane[i].track[d].measures,
                                      *first = &then.snapshot.lane[i].track[d].measures;
            size_t entries = T * (size_t)m->state * sizeof(double), units = (size_t)now.snapshot.lane[i].hidden;
            cr_assert_gt(entries, 0);
            cr_assert_arr_eq(m->start_real, first->real, entries);
            cr_assert_arr_eq(m->start_imaginary, first->imaginary, entries);
            cr_assert(memcmp(m->real, first->real, entries) != 0, "training did something");
            cr_assert_eq(m->start_horizon != NULL, m->horizon != NULL);
            if (m->horizon) cr_assert_arr_eq(m->start_horizon, first->horizon, units * sizeof(float));
            cr_assert_eq(isnan(m->radius), i > 0);
        }
    }
    // An RNN whose squashing does nothing has the eigenvalues of W at every step.
    stop(&then);
    experiment = one(UN_CELL_RNN);
    experiment.lane[0].activation = UN_ACTIVATION_LINEAR;
    then = start(&experiment, UN_WANT_SPECTRUM);
    const un_SnapshotMeasures *m = &then.snapshot.lane[0].track[0].measures;
    cr_assert(near(m->radius, hypot(m->real[0], m->imaginary[0]), 1e-12), "%g", m->radius);
    cr_assert_gt(m->radius, 0.1);
    stop(&then);
    stop(&now);
}

Test(details, the_start_comes_when_it_is_wanted_and_stays) {
    un_Experiment experiment = one(UN_CELL_LSTM);
    Run run = start(&experiment, 0);
    cr_assert_null(run.snapshot.lane[0].track[0].measures.start_real);
    unsigned wishes[] = {UN_WANT_SPECTRUM, 0, UN_WANT_UNITS, UN_WANT_SPECTRUM | UN_WANT_UNITS};
    double first = 0;
    for (int k = 0; k < 4; k++) {
        cr_assert_eq(un_probe_want(run.probe, run.trainer, wishes[k]), UN_OK);
        cr_assert_eq(un_probe_take(run.probe, run.trainer, run.recorder, &run.snapshot), UN_OK);
        const un_SnapshotMeasures *m = &run.snapshot.lane[0].track[0].measures;
        cr_assert_eq(m->start_real != NULL, (wishes[k] & UN_WANT_SPECTRUM) != 0);
        if (k == 0) first = m->start_real[0];
        if (k == 3) cr_assert_eq(m->start_real[0], first);
        cr_assert_gt((double)m->start_horizon[0], 0);
    }
    stop(&run);
}

// Text.

static void expect_text(const Run *run, int lane) {
    un_GenerateDef def = {.prompt = ". ", .letters = 160, .temperature = 0.5, .seed = 1};
    char text[UN_SNAPSHOT_GENERATED];
    cr_assert_eq(un_generate(run->trainer, lane, &def, text, NULL), UN_OK);
    cr_assert_str_eq(run->snapshot.lane[lane].generated, text);
}

Test(details, writes_by_itself_when_asked) {
    un_Experiment experiment = un_default_lab_experiment();
    experiment.task = (un_TaskDef){.task = UN_TASK_TEXT, .length = 12};
    experiment.lane_count = 4;
    for (int i = 0; i < 3; i++) experiment.lane[i].optimizer.lr = 0.05;
    experiment.lane[0] = un_default_lane(UN_CELL_ATTENTION);
    experiment.lane[3] = un_default_lane(UN_CELL_GRU);
    experiment.lane[3].bidirectional = true;
    for (int i = 0; i < 4; i++) experiment.lane[i].hidden = 8;
    Run run = start(&experiment, UN_WANT_GENERATED);
    for (int i = 0; i < 3; i++) expect_text(&run, i);
    cr_assert_str_empty(run.snapshot.lane[3].generated, "it would have to read what is not yet written");
    // It goes with the training: at once, or of a cell for which it is dear by and by.
    char before[UN_SNAPSHOT_GENERATED];
    strcpy(before, run.snapshot.lane[0].generated);
    for (int i = 0; i < 31; i++) un_trainer_step(run.trainer);
    cr_assert_eq(un_probe_take(run.probe, run.trainer, run.recorder, &run.snapshot), UN_OK);
    cr_assert_str_eq(run.snapshot.lane[0].generated, before);
    expect_text(&run, 1);
    un_trainer_step(run.trainer);
    cr_assert_eq(un_probe_take(run.probe, run.trainer, run.recorder, &run.snapshot), UN_OK);
    for (int i = 0; i < 3; i++) expect_text(&run, i);
    // A gate that is held writes another text.
    strcpy(before, run.snapshot.lane[1].generated);
    un_ProbeActs hold = hold_a_gate(1);
    cr_assert(un_probe_intervene(run.probe, run.trainer, &hold));
    cr_assert_eq(un_probe_take(run.probe, run.trainer, run.recorder, &run.snapshot), UN_OK);
    cr_assert_str_neq(run.snapshot.lane[1].generated, before);
    expect_text(&run, 2);
    // Unasked, nothing is written.
    cr_assert_eq(un_probe_want(run.probe, run.trainer, 0), UN_OK);
    cr_assert_eq(un_probe_take(run.probe, run.trainer, run.recorder, &run.snapshot), UN_OK);
    for (int i = 0; i < 4; i++) cr_assert_str_empty(run.snapshot.lane[i].generated);
    stop(&run);
}
