#include "sim/pass.h"

#include "sim/carry.h"

#include <string.h>

static void run_serially(void *self, int count, void (*job)(void *data, int index, int worker), void *data) {
    (void)self;
    for (int i = 0; i < count; i++) {
        job(data, i, 0);
    }
}

un_Executor un_executor_serial(void) {
    return (un_Executor){.workers = 1, .run = run_serially};
}

int un_pass_workers(const un_Executor *executor) {
    return executor->workers < UN_WORKERS_MAX ? executor->workers : UN_WORKERS_MAX;
}

void un_pass_carve(un_Pass *pass, un_Arena *arena, const un_Executor *executor, size_t largest) {
    size_t workers = (size_t)un_pass_workers(executor);
    pass->executor = *executor;
    pass->largest = largest;
    pass->gradients = un_arena_take(arena, largest, sizeof(float));
    pass->block_gradients = un_arena_take(arena, largest * workers, sizeof(float));
    pass->block_result = un_arena_take(arena, workers, sizeof(un_PassResult));
}

/// The data of one wave: at most one block for each worker.
typedef struct Wave {
    un_Pass *pass;
    const un_PassModel *model;
    const un_Batch *batch;
    int first_block;
    double scale;
} Wave;

static void run_block(void *data, int index, int worker) {
    Wave *wave = data;
    const un_PassModel *model = wave->model;
    un_Tape_f32 *tape = &model->tape[worker];
    un_BatchBlock block = un_batch_block(wave->batch, wave->first_block + index);
    float *gradients = wave->pass->block_gradients + (size_t)index * wave->pass->largest;
    un_PassResult *result = &wave->pass->block_result[index];
    tape->T = wave->batch->T;
    tape->B = block.sequences;
    un_Target_f32 target = {
        .scored = block.scored, .class_target = block.class_target, .value_target = block.value_target};
    memset(gradients, 0, model->parameters * sizeof(float));
    un_tape_clear_initial_f32(model->net, tape); // tapes may share their memory with other models'
    int first = (wave->first_block + index) * wave->batch->block;
    if (model->carried) un_carry_load(model->net, tape, model->carried, first);
    un_net_forward_f32(model->net, model->params, model->packed, tape, block.x);
    if (model->carried) un_carry_store(model->net, tape, model->carried, first);
    result->loss = un_net_loss_f32(model->net, tape, &target, wave->scale, &result->correct);
    un_net_backward_f32(model->net, model->params, model->packed, tape, gradients);
}

un_PassResult un_pass_run(un_Pass *pass, const un_PassModel *model, const un_Batch *batch, double scale) {
    size_t n = model->parameters;
    int blocks = un_batch_blocks(batch), workers = un_pass_workers(&pass->executor);
    un_PassResult total = {0};
    memset(pass->gradients, 0, n * sizeof(float));
    for (int first = 0; first < blocks; first += workers) {
        int count = blocks - first < workers ? blocks - first : workers;
        Wave wave = {.pass = pass, .model = model, .batch = batch, .first_block = first, .scale = scale};
        pass->executor.run(pass->executor.self, count, run_block, &wave);
        for (int i = 0; i < count; i++) {
            const float *part = pass->block_gradients + (size_t)i * pass->largest;
            for (size_t p = 0; p < n; p++) {
                pass->gradients[p] += part[p];
            }
            total.loss += pass->block_result[i].loss;
            total.correct += pass->block_result[i].correct;
        }
    }
    return total;
}
