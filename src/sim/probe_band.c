#include "sim/probe_band.h"

#include "num/elementary.h"
#include "num/elementary.h"
#include "num/linalg.h"
#include "sim/measure_cost.h"

#include <math.h>
#include <string.h>

bool un_probe_band_is_dear(const un_NetDef *net, int T) {
    static const double MOST = 4e8; // multiply-adds of forward and backward, of all seeds
    un_Cost cost = un_cost_count(net, T);
    return UN_SNAPSHOT_BAND_SEEDS * (cost.forward + cost.backward) > MOST;
}

void un_probe_band_carve(un_ProbeBand band[UN_LANES_MAX], un_ProbeBandWork *work, un_Arena *arena, const un_Experiment *experiment,
                         const un_TaskData *data) {
    size_t parameters = 0, hidden = 0;
    un_batch_carve(&work->batch, arena, &experiment->task, data, 1, 1);
    size_t T = (size_t)work->batch.T;
    for (int i = 0; i < experiment->lane_count; i++) {
        un_NetDef net = un_experiment_net(experiment, i);
        un_ParamInfo info[UN_PARAMS_MAX];
        size_t total;
        band[i] = (un_ProbeBand){0};
        if (un_probe_band_is_dear(&net, (int)T)) continue;
        band[i].mean = un_arena_take(arena, T, sizeof(double));
        band[i].deviation = un_arena_take(arena, T, sizeof(double));
        un_net_params(&net, info, &total);
        if (total > parameters) parameters = total;
        if ((size_t)net.hidden > hidden) hidden = (size_t)net.hidden;
    }
    work->params = un_arena_take(arena, parameters, sizeof(float));
    work->row = un_arena_take(arena, hidden, sizeof(double));
}

/// log10 of the ratio that arrives at every distance joins the means (Welford). n: seeds so far, this one included. A distance that
/// one of them does not reach, or at which its gradient is 0, has no mean.
static void add_seed(un_ProbeBand *band, const un_Trace *trace, const un_BatchBlock *block, double *row, int n) {
    const un_CellInfo *cell = un_cell_info(trace->net.cell);
    un_TrackPart part = cell->has_cell_state ? UN_PART_DC : cell->arrives;
    int T = trace->tape.T, loss_step = un_batch_loss_step(block, T, 0);
    double at_loss = 0;
    for (int distance = 0; distance < T; distance++) {
        double value = (double)NAN;
        if (distance <= loss_step && un_trace_row(trace, 0, part, 0, loss_step - distance, 0, row)) {
            double norm = un_norm(row, trace->net.hidden);
            if (distance == 0) at_loss = norm;
            value = un_log10(norm / at_loss);
        }
        if (!isfinite(value)) value = (double)NAN;
        double step = value - band->mean[distance];
        band->mean[distance] += step / n;
        band->deviation[distance] += step * (value - band->mean[distance]); // the sum of squares until the end
    }
}

/// What the experiment holds, scales or freezes is no longer as another seed would start.
static bool is_intervened(const un_Experiment *experiment, int lane) {
    for (int i = 0; i < experiment->edit_count; i++) {
        if (experiment->edit[i].lane == lane && experiment->edit[i].act != UN_ACT_SET) return true;
    }
    return false;
}

un_Status un_probe_band_measure(un_ProbeBand *band, un_ProbeBandWork *work, un_Trace *trace, const un_Experiment *experiment, int lane) {
    size_t T = (size_t)work->batch.T;
    if (!band->mean || band->measured || is_intervened(experiment, lane)) return UN_OK;
    memset(band->mean, 0, T * sizeof(double));
    memset(band->deviation, 0, T * sizeof(double));
    for (int n = 1; n <= UN_SNAPSHOT_BAND_SEEDS; n++) {
        un_Random init = un_random_stream((uint64_t)n, "init"), probe = un_random_stream((uint64_t)n, "probe");
        if (un_net_init_f32(&trace->net, &experiment->lane[lane].init, &init, work->params)) return UN_ERROR_MEMORY;
        un_batch_draw(&work->batch, &probe);
        un_BatchBlock block = un_batch_block(&work->batch, 0);
        un_trace_run(trace, work->params, &block, (int)T, NULL);
        add_seed(band, trace, &block, work->row, n);
    }
    for (size_t distance = 0; distance < T; distance++) {
        band->deviation[distance] = sqrt(band->deviation[distance] / (UN_SNAPSHOT_BAND_SEEDS - 1));
    }
    band->measured = true;
    return UN_OK;
}

void un_probe_band_show(const un_ProbeBand *band, int T, un_SnapshotMeasures *out) {
    out->band_seeds = band->measured && out->band_mean ? UN_SNAPSHOT_BAND_SEEDS : 0;
    if (!out->band_seeds) return;
    memcpy(out->band_mean, band->mean, (size_t)T * sizeof(double));
    memcpy(out->band_deviation, band->deviation, (size_t)T * sizeof(double));
}
