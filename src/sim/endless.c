#include "sim/endless.h"

#include "base/catalog.h"
#include "platform/clock.h"
#include "sim/batch.h"
#include "sim/stepper.h"

typedef struct Workspace {
    un_Stepper stepper;
    un_Batch batch; ///< one step of one stream
} Workspace;

static void carve(Workspace *work, un_Arena *arena, const un_Experiment *experiment, int lane) {
    un_NetDef net = un_experiment_net(experiment, lane);
    un_TaskDef step = {.task = experiment->task.task, .length = 1};
    un_stepper_carve(&work->stepper, arena, &net, 1, experiment->task.length);
    un_batch_carve(&work->batch, arena, &step, NULL, 1, 1);
}

/// Reads so many steps; how many answers are right.
static int64_t read_steps(Workspace *work, int64_t steps, un_Random *random) {
    int64_t correct = 0;
    for (int64_t i = 0; i < steps; i++) {
        un_batch_go_on(&work->batch, random);
        const float *logits = un_stepper_step(&work->stepper, work->batch.x);
        int best = 0;
        for (int o = 1; o < work->batch.outputs; o++) {
            if (logits[o] > logits[best]) best = o;
        }
        correct += best == work->batch.class_target[0];
    }
    return correct;
}

un_Status un_endless_check(const un_Experiment *experiment, un_Error *error) {
    const un_TaskInfo *task = un_task_info(experiment->task.task);
    if (!task->carries) {
        return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0,
                            _("--eval-steps: found task %s, valid: a task without an end, stream"), task->name);
    }
    for (int i = 0; i < experiment->lane_count; i++) {
        un_NetDef net = un_experiment_net(experiment, i);
        if (un_stepper_can(&net)) continue;
        return un_error_set(
            error, UN_ERROR_VALUE, NULL, 0, 0, "%s",
            _("--eval-steps: found a lane that reads backward, valid: forward only, as there is no end"));
    }
    return UN_OK;
}

un_Status un_endless_measure(const un_Trainer *trainer, int lane, int64_t steps, un_Endless *out, un_Error *error) {
    const un_Experiment *experiment = un_trainer_experiment(trainer);
    un_Status status = un_endless_check(experiment, error);
    if (status) return status;
    Workspace work;
    un_Arena arena = un_arena_measure();
    carve(&work, &arena, experiment, lane);
    double bytes = (double)arena.used;
    if (un_arena_reserve(&arena, arena.used)) {
        return un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("not enough memory to read a stream"));
    }
    carve(&work, &arena, experiment, lane);
    un_stepper_start(&work.stepper, un_trainer_params(trainer, lane));
    un_Random random = un_random_stream(experiment->seed, "endless");
    int64_t tenth = steps / 10, correct = 0;
    double start = un_clock_thread_seconds();
    correct += read_steps(&work, tenth, &random);
    double first = un_clock_thread_seconds();
    correct += read_steps(&work, steps - 2 * tenth, &random);
    double middle = un_clock_thread_seconds();
    correct += read_steps(&work, tenth, &random);
    double last = un_clock_thread_seconds();
    *out = (un_Endless){.steps = steps,
                        .accuracy = (double)correct / (double)steps,
                        .first_ns = (first - start) / (double)tenth * 1e9,
                        .last_ns = (last - middle) / (double)tenth * 1e9,
                        .bytes = bytes};
    un_arena_free(&arena);
    return UN_OK;
}
