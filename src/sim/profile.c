#include "sim/profile.h"

#include "base/catalog.h"
#include "sim/trace.h"

#include <string.h>

typedef struct Workspace {
    un_Batch batch;
    un_Trace trace;
} Workspace;

static void carve(Workspace *work, un_Arena *arena, const un_Experiment *experiment, int lane) {
    un_NetDef net = un_experiment_net(experiment, lane);
    un_batch_carve(&work->batch, arena, &experiment->task, UN_BLOCK, UN_BLOCK);
    un_trace_carve(&work->trace, arena, &net, un_task_steps(&experiment->task), UN_BLOCK);
}

double un_profile_memory(const un_Experiment *experiment, int lane) {
    Workspace work;
    un_Arena arena = un_arena_measure();
    carve(&work, &arena, experiment, lane);
    return (double)arena.used;
}

/// Adds each sequence's norm at every distance. gradient (T,B,H).
static void add_norms(const double *gradient, int T, int B, int H, double *sum) {
    for (int distance = 0; distance < T; distance++) {
        const double *row = gradient + (size_t)(T - 1 - distance) * (size_t)B * (size_t)H;
        for (int b = 0; b < B; b++) {
            sum[distance] += un_trace_norm(row + (size_t)b * (size_t)H, H);
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
    int T = work.batch.T, H = work.trace.net.hidden;
    const un_Track_f64 *top = &work.trace.tape.track[work.trace.net.layers - 1][0];
    un_Random random = un_random_stream(experiment->seed, "probe");
    memset(dh, 0, (size_t)T * sizeof *dh);
    if (top->dc) memset(dc, 0, (size_t)T * sizeof *dc);
    for (int done = 0; done < sequences; done += UN_BLOCK) {
        work.batch.sequences = sequences - done < UN_BLOCK ? sequences - done : UN_BLOCK;
        un_batch_draw(&work.batch, &random);
        un_BatchBlock block = un_batch_block(&work.batch, 0);
        un_trace_run(&work.trace, params, &block, T, NULL);
        add_norms(top->dh, T, block.sequences, H, dh);
        if (top->dc) add_norms(top->dc, T, block.sequences, H, dc);
    }
    for (int distance = 0; distance < T; distance++) {
        dh[distance] /= sequences;
        if (top->dc) dc[distance] /= sequences;
    }
    un_arena_free(&arena);
    return UN_OK;
}
