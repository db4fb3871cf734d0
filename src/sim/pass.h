/// One model over one batch: forward, loss and backward, block by block, on whatever executor there is. What the
/// trainer does in each update, and what the benchmark measures.
#ifndef UN_SIM_PASS_H
#define UN_SIM_PASS_H

#include "net/model.h"
#include "sim/batch.h"
#include "sim/executor.h"

enum { UN_WORKERS_MAX = 64 };

/// Loss sum and correct answers of one block, or of a batch.
typedef struct un_PassResult {
    double loss;
    long correct;
} un_PassResult;

/// Workspace for models of up to `largest` parameters.
typedef struct un_Pass {
    un_Executor executor; ///< borrowed inside
    size_t largest;
    float *gradients;            ///< (largest) the sum over blocks
    float *block_gradients;      ///< (workers, largest)
    un_PassResult *block_result; ///< (workers)
} un_Pass;

/// A model at work, everything borrowed.
typedef struct un_PassModel {
    const un_NetDef *net;
    size_t parameters;
    const float *params, *packed;
    un_Tape_f32 *tape; ///< (workers) each for T steps and UN_BLOCK sequences
    float *carried; ///< states to go on from and to leave behind (sim/carry.h); NULL: every sequence starts from zeros
} un_PassModel;

/// An executor that runs every job on the calling thread.
un_Executor un_executor_serial(void);
/// The workers that a pass will use: the executor's, at most UN_WORKERS_MAX.
int un_pass_workers(const un_Executor *executor);
/// Takes the memory from the arena (which may only measure).
void un_pass_carve(un_Pass *pass, un_Arena *arena, const un_Executor *executor, size_t largest);
/// Gradients of scale * (loss sum over the batch) into pass->gradients. Blocks are added in order, so the numbers do
/// not depend on the workers. Allocates nothing.
un_PassResult un_pass_run(un_Pass *pass, const un_PassModel *model, const un_Batch *batch, double scale);

#endif
