/// Memory for sequences drawn from a task, cut into blocks of a fixed number of sequences.
#ifndef UN_SIM_BATCH_H
#define UN_SIM_BATCH_H

#include "base/arena.h"
#include "task/task.h"

#include <stddef.h>

enum { UN_BLOCK = 16 }; ///< sequences a block; the cut of a batch never depends on the number of threads

/// Block k holds sequences k*block .. and stands on its own: x (T,b,I), scored (T,b), targets (T,b) or (T,b,O), b its
/// size.
typedef struct un_Batch {
    un_TaskDef task;
    const un_TaskData *data; ///< borrowed; NULL for a task without
    int T, sequences, block;
    int inputs, outputs; ///< I, O
    float *x;
    unsigned char *scored;
    int32_t *class_target; ///< NULL for a value task
    float *value_target;   ///< NULL for a class task
    int32_t *carry;        ///< (sequences) for a task that carries, else NULL: what un_batch_go_on goes on from
} un_Batch;

typedef struct un_BatchBlock {
    int sequences;
    float *x;
    unsigned char *scored;
    int32_t *class_target;
    float *value_target;
} un_BatchBlock;

/// How many of a batch's entries (step and sequence) count.
typedef struct un_Scored {
    long entries; ///< in the loss
    long answers; ///< and in the accuracy as well
} un_Scored;

/// Takes the memory from the arena (which may only measure). data: what the task draws from (un_trainer_data), which
/// must outlive the batch; sizes do not depend on it.
void un_batch_carve(un_Batch *batch, un_Arena *arena, const un_TaskDef *task, const un_TaskData *data, int sequences,
                    int block);
/// Zeros everywhere, as a sampler expects it.
void un_batch_clear(un_Batch *batch);
/// Where sequence `index` of the whole batch stands. Borrowed from the batch.
un_Sequence un_batch_sequence(const un_Batch *batch, int index);
/// Draws every sequence, first to last.
un_Scored un_batch_draw(un_Batch *batch, un_Random *random);
/// The same, but sequences of a task that carries go on where those of the last draw ended.
un_Scored un_batch_go_on(un_Batch *batch, un_Random *random);
/// Scored entries of sequence b of a block of T steps.
long un_batch_scored(const un_BatchBlock *block, int T, int b);
/// The last step of sequence b whose answer counts: where the loss stands in the pictures.
int un_batch_loss_step(const un_BatchBlock *block, int T, int b);
int un_batch_blocks(const un_Batch *batch);
/// Borrowed from the batch.
un_BatchBlock un_batch_block(const un_Batch *batch, int index);

#endif
