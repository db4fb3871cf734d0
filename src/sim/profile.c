#include "sim/profile.h"

#include "base/catalog.h"
#include "num/linalg.h"
#include "sim/trace.h"

#include <string.h>

typedef struct Workspace {
    un_Batch batch;
    un_Trace trace;
    double *row;   ///< (H)
    long *reached; ///< (T) sequences that are so many steps long up to their loss
} Workspace;

static void carve(Workspace *work, un_Arena *arena, const un_Experiment *experiment, int lane,
                  const un_TaskData *data) {
    un_NetDef net = un_experiment_net(experiment, lane);
    un_batch_carve(&work->batch, arena, &experiment->task, data, UN_BLOCK, UN_BLOCK);
    un_trace_carve(&work->trace, arena, &net, un_task_steps(&experiment->task), UN_BLOCK);
    work->row = un_arena_take(arena, (size_t)net.hidden, sizeof(double));
    work->reached = un_arena_take(arena, (size_t)work->batch.T, sizeof(long));
}

double un_profile_memory(const un_Experiment *experiment, int lane) {
    Workspace work;
    un_Arena arena = un_arena_measure();
    carve(&work, &arena, experiment, lane, NULL);
    return (double)arena.used;
}

/// Adds the norm of a part of the top layer's forward direction at every distance from sequence b's loss. row: (H)
/// workspace.
static void add_norms(const un_Trace *trace, un_TrackPart part, int loss_step, int b, double *row, double *sum) {
    for (int distance = 0; distance <= loss_step; distance++) {
        un_tape_row_f64(&trace->net, &trace->tape, trace->net.layers - 1, 0, part, 0, loss_step - distance, b, row);
        sum[distance] += un_norm(row, trace->net.hidden);
    }
}

/// One block's sequences, added to the sums.
static void add_block(Workspace *work, const float *params, double *dh, double *dc) {
    un_BatchBlock block = un_batch_block(&work->batch, 0);
    un_trace_run(&work->trace, params, &block, work->batch.T, NULL);
    for (int b = 0; b < block.sequences; b++) {
        int loss_step = un_batch_loss_step(&block, work->batch.T, b);
        add_norms(&work->trace, un_cell_info(work->trace.net.cell)->arrives, loss_step, b, work->row, dh);
        if (dc) add_norms(&work->trace, UN_PART_DC, loss_step, b, work->row, dc);
        for (int distance = 0; distance <= loss_step; distance++) {
            work->reached[distance]++;
        }
    }
}

un_Status un_profile_measure(const un_Trainer *trainer, int lane, int sequences, double *dh, double *dc, int *distances,
                             un_Error *error) {
    const un_Experiment *experiment = un_trainer_experiment(trainer);
    Workspace work;
    un_Arena arena = un_arena_measure();
    carve(&work, &arena, experiment, lane, un_trainer_data(trainer));
    if (un_arena_reserve(&arena, arena.used)) {
        return un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, _("not enough memory: the profile needs %.3g MB"),
                            un_profile_memory(experiment, lane) / 1e6);
    }
    carve(&work, &arena, experiment, lane, un_trainer_data(trainer));
    int T = work.batch.T;
    bool has_c = un_cell_info(work.trace.net.cell)->has_cell_state;
    un_Random random = un_random_stream(experiment->seed, "probe");
    memset(dh, 0, (size_t)T * sizeof *dh);
    if (has_c) memset(dc, 0, (size_t)T * sizeof *dc);
    for (int done = 0; done < sequences; done += UN_BLOCK) {
        work.batch.sequences = sequences - done < UN_BLOCK ? sequences - done : UN_BLOCK;
        un_batch_draw(&work.batch, &random);
        add_block(&work, un_trainer_params(trainer, lane), dh, has_c ? dc : NULL);
    }
    *distances = 0;
    for (int distance = 0; distance < T && work.reached[distance]; distance++) {
        dh[distance] /= (double)work.reached[distance];
        if (has_c) dc[distance] /= (double)work.reached[distance];
        ++*distances;
    }
    un_arena_free(&arena);
    return UN_OK;
}
