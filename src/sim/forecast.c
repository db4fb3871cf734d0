#include "sim/forecast.h"

#include "base/catalog.h"
#include "sim/batch.h"
#include "task/data.h"

#include <math.h>

typedef struct Workspace {
    un_NetDef net;
    un_Batch batch;
    un_Tape_f32 tape;
    float *packed;
} Workspace;

static void carve(Workspace *work, un_Arena *arena, const un_Experiment *experiment, int lane,
                  const un_TaskData *data) {
    work->net = un_experiment_net(experiment, lane);
    un_batch_carve(&work->batch, arena, &experiment->task, data, UN_BLOCK, UN_BLOCK);
    work->packed = un_arena_take(arena, un_packed_size_f32(&work->net), sizeof(float));
    un_tape_carve_f32(&work->tape, arena, &work->net,
                      &(un_TapeDef){.T = work->batch.T, .B = UN_BLOCK, .isa = work->net.isa});
}

double un_forecast_memory(const un_Experiment *experiment, int lane) {
    Workspace work;
    un_Arena arena = un_arena_measure();
    carve(&work, &arena, experiment, lane, NULL);
    return (double)arena.used;
}

/// Squared errors summed, in units of the training part's changes.
typedef struct Sums {
    double net, persistence;
} Sums;

/// Adds the windows before the batch's number of targets from `target` on.
static void add_windows(Workspace *work, const float *params, const un_TaskData *data, int target, Sums *sums) {
    un_Batch *batch = &work->batch;
    int T = batch->T, B = batch->sequences;
    un_batch_clear(batch);
    for (int b = 0; b < B; b++) {
        un_Sequence sequence = un_batch_sequence(batch, b);
        un_series_window(data, target + b, T, &sequence);
    }
    work->tape.T = T;
    work->tape.B = B;
    un_net_forward_f32(&work->net, params, work->packed, &work->tape, batch->x);
    for (int b = 0; b < B; b++) {
        size_t last = (size_t)(T - 1) * (size_t)B + (size_t)b;
        double truth = (double)batch->value_target[last], error = (double)work->tape.logits[last] - truth;
        sums->net += error * error;
        sums->persistence += truth * truth;
    }
}

un_Status un_forecast_measure(const un_Trainer *trainer, int lane, un_Outcome *out, un_Error *error) {
    const un_Experiment *experiment = un_trainer_experiment(trainer);
    const float *params = un_trainer_params(trainer, lane);
    un_TaskData test = un_task_data_test(un_trainer_data(trainer));
    Workspace work;
    un_Arena arena = un_arena_measure();
    carve(&work, &arena, experiment, lane, &test);
    if (un_arena_reserve(&arena, arena.used)) {
        return un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, _("not enough memory: the forecast needs %.3g MB"),
                            un_forecast_memory(experiment, lane) / 1e6);
    }
    carve(&work, &arena, experiment, lane, &test);
    un_weights_pack_f32(&work.net, work.net.isa, params, work.packed);
    int first = un_series_first_target(&test, work.batch.T), end = un_series_end_target(&test);
    Sums sums = {0};
    for (int target = first; target < end; target += UN_BLOCK) {
        work.batch.sequences = end - target < UN_BLOCK ? end - target : UN_BLOCK;
        add_windows(&work, params, &test, target, &sums);
    }
    double unit = test.series.change, count = end - first;
    *out = (un_Outcome){.value = unit * sqrt(sums.net / count), .baseline = unit * sqrt(sums.persistence / count)};
    un_arena_free(&arena);
    return UN_OK;
}
