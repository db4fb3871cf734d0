#include "sim/batch.h"

#include <string.h>

void un_batch_carve(un_Batch *batch, un_Arena *arena, const un_TaskDef *task, const un_TaskData *data, int sequences,
                    int block) {
    const un_TaskInfo *info = un_task_info(task->task);
    *batch = (un_Batch){.task = *task,
                        .T = un_task_steps(task),
                        .data = data,
                        .sequences = sequences,
                        .block = block,
                        .inputs = info->inputs,
                        .outputs = info->outputs};
    size_t entries = (size_t)batch->T * (size_t)sequences;
    batch->x = un_arena_take(arena, entries * (size_t)info->inputs, sizeof(float));
    batch->scored = un_arena_take(arena, entries, 1);
    if (info->classes) {
        batch->class_target = un_arena_take(arena, entries, sizeof(int32_t));
    } else {
        batch->value_target = un_arena_take(arena, entries * (size_t)info->outputs, sizeof(float));
    }
    if (info->carries) batch->carry = un_arena_take(arena, (size_t)sequences, sizeof(int32_t));
}

int un_batch_blocks(const un_Batch *batch) {
    return (batch->sequences + batch->block - 1) / batch->block;
}

un_BatchBlock un_batch_block(const un_Batch *batch, int index) {
    int first = index * batch->block, left = batch->sequences - first;
    size_t start = (size_t)batch->T * (size_t)first;
    return (un_BatchBlock){
        .sequences = left < batch->block ? left : batch->block,
        .x = batch->x + start * (size_t)batch->inputs,
        .scored = batch->scored + start,
        .class_target = batch->class_target ? batch->class_target + start : NULL,
        .value_target = batch->value_target ? batch->value_target + start * (size_t)batch->outputs : NULL,
    };
}

void un_batch_clear(un_Batch *batch) {
    size_t entries = (size_t)batch->T * (size_t)batch->sequences;
    memset(batch->x, 0, entries * (size_t)batch->inputs * sizeof(float));
    memset(batch->scored, 0, entries);
    if (batch->class_target) memset(batch->class_target, 0, entries * sizeof(int32_t));
    if (batch->value_target) memset(batch->value_target, 0, entries * (size_t)batch->outputs * sizeof(float));
}

un_Sequence un_batch_sequence(const un_Batch *batch, int index) {
    un_BatchBlock block = un_batch_block(batch, index / batch->block);
    int b = index % batch->block;
    return (un_Sequence){
        .x = block.x + b * batch->inputs,
        .scored = block.scored + b,
        .class_target = block.class_target ? block.class_target + b : NULL,
        .value_target = block.value_target ? block.value_target + b * batch->outputs : NULL,
        .x_stride = block.sequences * batch->inputs,
        .target_stride = block.sequences,
        .carry = batch->carry ? batch->carry + index : NULL,
    };
}

un_Scored un_batch_draw(un_Batch *batch, un_Random *random) {
    if (batch->carry) memset(batch->carry, 0, (size_t)batch->sequences * sizeof(int32_t));
    return un_batch_go_on(batch, random);
}

un_Scored un_batch_go_on(un_Batch *batch, un_Random *random) {
    const un_TaskInfo *info = un_task_info(batch->task.task);
    size_t entries = (size_t)batch->T * (size_t)batch->sequences;
    un_batch_clear(batch);
    for (int i = 0; i < batch->sequences; i++) {
        un_Sequence sequence = un_batch_sequence(batch, i);
        info->sample(&batch->task, batch->data, random, &sequence);
    }
    un_Scored scored = {0};
    for (size_t i = 0; i < entries; i++) {
        scored.entries += batch->scored[i] != UN_SCORED_NOT;
        scored.answers += batch->scored[i] == UN_SCORED_ANSWER;
    }
    return scored;
}

long un_batch_scored(const un_BatchBlock *block, int T, int b) {
    long scored = 0;
    for (int t = 0; t < T; t++) {
        scored += block->scored[(size_t)t * (size_t)block->sequences + (size_t)b] != UN_SCORED_NOT;
    }
    return scored;
}

int un_batch_loss_step(const un_BatchBlock *block, int T, int b) {
    int t = T - 1;
    while (t > 0 && block->scored[(size_t)t * (size_t)block->sequences + (size_t)b] != UN_SCORED_ANSWER) {
        t--;
    }
    return t;
}
