#include "sim/profile.h"

#include "base/catalog.h"
#include "sim/trace.h"

#include <string.h>

typedef struct Workspace {
    un_Batch batch;
    un_Trace trace;
    double *row; ///< (H)
} Workspace;

static void carve(Workspace *work, un_Arena *arena, const un_Experiment *experiment, int lane) {
    un_NetDef net = un_experiment_net(experiment, lane);
    un_batch_carve(&work->batch, arena, &experiment->task, UN_BLOCK, UN_BLOCK);
    un_trace_carve(&work->trace, arena, &net, un_task_steps(&experiment->task), UN_BLOCK);
    work->row = un_arena_take(arena, (size_t)net.hidden, sizeof(double));
}

double un_profile_memory(const un_Experiment *experiment, int lane) {
    Workspace work;
    un_Arena arena = un_arena_measure();
    carve(&work, &arena, experiment, lane);
    return (double)arena.used;
}

/// Adds each sequence's norm of a part of the top layer's forward direction at every distance. row: (H) workspace.
static void add_norms(const un_Trace *trace, un_TrackPart part, double *row, double *sum) {
    int T = trace->tape.T;
    for (int distance = 0; distance < T; distance++) {
        for (int b = 0; b < trace->tape.B; b++) {
            un_tape_row_f64(&trace->net, &trace->tape, trace->net.layers - 1, 0, part, 0, T - 1 - distance, b, row);
            sum[distance] += un_trace_norm(row, trace->net.hidden);
        }
    }
}

un_Status un_profile_measure(const un_Experiment *experiment, int lane, const float *params, int sequences, double *dh,
                             double *dc, un_Error *error) {
    Workspace work;
    un_Arena arena = un_arena_measure();
    carve(&work, &arena, experiment, lane);
    if (un_arena_reserve(&arena, arena.used)) {
        return un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, _("not enough memory: the profile needs %.3g MB"),
                            un_profile_memory(experiment, lane) / 1e6);
    }
    carve(&work, &arena, experiment, lane);
    int T = work.batch.T;
    bool has_c = un_cell_info(work.trace.net.cell)->has_cell_state;
    un_Random random = un_random_stream(experiment->seed, "probe");
    memset(dh, 0, (size_t)T * sizeof *dh);
    if (has_c) memset(dc, 0, (size_t)T * sizeof *dc);
    for (int done = 0; done < sequences; done += UN_BLOCK) {
        work.batch.sequences = sequences - done < UN_BLOCK ? sequences - done : UN_BLOCK;
        un_batch_draw(&work.batch, &random);
        un_BatchBlock block = un_batch_block(&work.batch, 0);
        un_trace_run(&work.trace, params, &block, T, NULL);
        add_norms(&work.trace, UN_PART_DH, work.row, dh);
        if (has_c) add_norms(&work.trace, UN_PART_DC, work.row, dc);
    }
    for (int distance = 0; distance < T; distance++) {
        dh[distance] /= sequences;
        if (has_c) dc[distance] /= sequences;
    }
    un_arena_free(&arena);
    return UN_OK;
}
