#include "sim/evaluate.h"

#include "base/catalog.h"
#include "sim/batch.h"
#include "sim/carry.h"
#include "task/data.h"

#include <math.h>

typedef struct Workspace {
    un_NetDef net;
    un_Batch batch;
    un_Tape_f32 tape;
    float *packed;
    float *carried; ///< for a task that carries: UN_BLOCK streams that go on
} Workspace;

static void carve(Workspace *work, un_Arena *arena, const un_Experiment *experiment, int lane, const un_TaskDef *task,
                  const un_TaskData *data) {
    work->net = un_experiment_net(experiment, lane);
    un_batch_carve(&work->batch, arena, task, data, UN_BLOCK, UN_BLOCK);
    size_t carried = un_task_info(task->task)->carries ? un_carry_size(&work->net, UN_BLOCK) : 0;
    work->carried = carried ? un_arena_take(arena, carried, sizeof(float)) : NULL;
    work->packed = un_arena_take(arena, un_packed_size_f32(&work->net), sizeof(float));
    un_tape_carve_f32(&work->tape, arena, &work->net,
                      &(un_TapeDef){.T = un_task_steps(task), .B = UN_BLOCK, .isa = work->net.isa});
}

double un_evaluate_memory(const un_Experiment *experiment, int lane, const un_TaskDef *task) {
    Workspace work;
    un_Arena arena = un_arena_measure();
    carve(&work, &arena, experiment, lane, task, NULL);
    return (double)arena.used;
}

un_Status un_evaluate(const un_Trainer *trainer, int lane, const un_TaskDef *task, int sequences, un_Evaluation *out,
                      un_Error *error) {
    const un_Experiment *experiment = un_trainer_experiment(trainer);
    const un_TaskData *data = un_trainer_data(trainer);
    const float *params = un_trainer_params(trainer, lane);
    un_TaskData test;
    if (data) {
        un_Status status = un_task_check_data(task, data, error);
        if (status) return status;
        test = un_task_data_test(data);
        data = &test;
    }
    Workspace work;
    un_Arena arena = un_arena_measure();
    carve(&work, &arena, experiment, lane, task, data);
    if (un_arena_reserve(&arena, arena.used)) {
        return un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, _("not enough memory: the evaluation needs %.3g MB"),
                            un_evaluate_memory(experiment, lane, task) / 1e6);
    }
    carve(&work, &arena, experiment, lane, task, data);
    un_weights_pack_f32(&work.net, work.net.isa, params, work.packed);
    un_Random random = un_random_stream(experiment->seed, "eval");
    double loss = 0;
    long correct = 0, entries = 0, answers = 0;
    for (int done = 0; done < sequences; done += UN_BLOCK) {
        work.batch.sequences = sequences - done < UN_BLOCK ? sequences - done : UN_BLOCK;
        un_Scored scored = un_batch_go_on(&work.batch, &random);
        entries += scored.entries;
        answers += scored.answers;
        un_BatchBlock block = un_batch_block(&work.batch, 0);
        un_Target_f32 target = {
            .scored = block.scored, .class_target = block.class_target, .value_target = block.value_target};
        long right = 0;
        work.tape.T = work.batch.T;
        work.tape.B = block.sequences;
        if (work.carried) un_carry_load(&work.net, &work.tape, work.carried, 0);
        un_net_forward_f32(&work.net, params, work.packed, &work.tape, block.x);
        if (work.carried) un_carry_store(&work.net, &work.tape, work.carried, 0);
        loss += un_net_loss_f32(&work.net, &work.tape, &target, 0, &right);
        correct += right;
    }
    bool classes = work.net.loss == UN_LOSS_CROSS_ENTROPY;
    out->loss = loss / ((double)entries * (classes ? 1 : work.net.output));
    out->accuracy = classes ? (double)correct / (double)answers : (double)NAN;
    un_arena_free(&arena);
    return UN_OK;
}
