#include "sim/trainer.h"

#include "base/catalog.h"
#include "base/check.h"
#include "base/hash.h"
#include "platform/clock.h"
#include "sim/carry.h"
#include "sim/dataset.h"
#include "sim/param.h"
#include "sim/trainer_state.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

size_t un_trainer_carried(const un_Experiment *experiment, int lane) {
    un_NetDef net = un_experiment_net(experiment, lane);
    return un_task_info(experiment->task.task)->carries ? un_carry_size(&net, experiment->batch) : 0;
}

/// Lays everything out, in an arena that may only measure. A pure function of trainer->experiment and the number of
/// workers.
static void carve(un_Trainer *trainer, un_Arena *arena) {
    const un_Experiment *experiment = &trainer->experiment;
    int workers = un_pass_workers(&trainer->executor);
    un_batch_carve(&trainer->batch, arena, &experiment->task, trainer->data, experiment->batch, UN_BLOCK);
    size_t largest = 0;
    for (int i = 0; i < experiment->lane_count; i++) {
        un_TrainerLane *lane = &trainer->lane[i];
        un_ParamInfo info[UN_PARAMS_MAX];
        lane->net = un_experiment_net(experiment, i);
        un_net_params(&lane->net, info, &lane->parameters);
        lane->start = un_arena_take(arena, lane->parameters, sizeof(float));
        lane->params = un_arena_take(arena, lane->parameters, sizeof(float));
        lane->packed = un_arena_take(arena, un_packed_size_f32(&lane->net), sizeof(float));
        lane->moment1 = un_arena_take(arena, lane->parameters, sizeof(float));
        lane->moment2 = un_arena_take(arena, lane->parameters, sizeof(float));
        lane->carried_count = un_trainer_carried(experiment, i);
        if (lane->carried_count) lane->carried = un_arena_take(arena, lane->carried_count, sizeof(float));
        un_effect_carve(&lane->effect, arena, &lane->net);
        if (lane->parameters > largest) largest = lane->parameters;
        lane->tape = un_arena_take(arena, (size_t)workers, sizeof *lane->tape);
    }
    un_pass_carve(&trainer->pass, arena, &trainer->executor, largest);
    int block = experiment->batch < UN_BLOCK ? experiment->batch : UN_BLOCK;
    for (int worker = 0; worker < workers; worker++) {
        size_t start = arena->used, end = start;
        for (int i = 0; i < experiment->lane_count; i++) {
            un_Tape_f32 counted;
            arena->used = start;
            un_tape_carve_f32(trainer->lane[i].tape ? &trainer->lane[i].tape[worker] : &counted, arena,
                              &trainer->lane[i].net,
                              &(un_TapeDef){.T = trainer->batch.T, .B = block, .isa = trainer->lane[i].net.isa});
            if (arena->used > end) end = arena->used;
        }
        arena->used = end;
    }
}

double un_experiment_memory_with(const un_Experiment *experiment, int workers) {
    un_Trainer trainer = {.experiment = *experiment, .executor = {.workers = workers}};
    un_Arena arena = un_arena_measure();
    carve(&trainer, &arena);
    size_t most = 0; // the initial weights are drawn lane by lane, beside all that
    for (int i = 0; i < experiment->lane_count; i++) {
        size_t own = un_net_init_memory_f32(&trainer.lane[i].net);
        if (own > most) most = own;
    }
    return (double)arena.used + (double)most + (double)sizeof trainer;
}

double un_experiment_memory(const un_Experiment *experiment) {
    return un_experiment_memory_with(experiment, 1);
}

un_Trainer *un_trainer_create(const un_Experiment *experiment, const un_Executor *executor, un_Error *error) {
    un_Trainer *trainer = calloc(1, sizeof *trainer);
    if (!trainer) {
        un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("not enough memory"));
        return NULL;
    }
    trainer->experiment = trainer->given = *experiment;
    trainer->executor = executor ? *executor : un_executor_serial();
    if (un_dataset_load(&experiment->task, &trainer->data_arena, &trainer->data, error)) {
        free(trainer);
        return NULL;
    }
    un_Arena measure = un_arena_measure();
    carve(trainer, &measure);
    if (un_arena_reserve(&trainer->arena, measure.used)) {
        un_trainer_destroy(trainer);
        un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, _("not enough memory: this run needs %.3g MB"),
                     (double)measure.used / 1e6);
        return NULL;
    }
    carve(trainer, &trainer->arena);
    for (int i = 0; i < experiment->lane_count; i++) {
        // Never the lane's index: a lane starts the same alone and in company.
        un_Random init = un_random_stream(experiment->seed, "init");
        if (un_net_init_f32(&trainer->lane[i].net, &experiment->lane[i].init, &init, trainer->lane[i].start)) {
            un_trainer_destroy(trainer);
            un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("not enough memory for the initial weights"));
            return NULL;
        }
    }
    un_trainer_reset(trainer, true);
    return trainer;
}

void un_trainer_destroy(un_Trainer *trainer) {
    if (!trainer) return;
    un_arena_free(&trainer->arena);
    un_arena_free(&trainer->data_arena);
    free(trainer);
}

void un_trainer_reset(un_Trainer *trainer, bool keep_edits) {
    if (!keep_edits) {
        trainer->experiment.edit_count = trainer->given.edit_count;
        memcpy(trainer->experiment.edit, trainer->given.edit, sizeof trainer->given.edit);
    }
    trainer->random = un_random_stream(trainer->experiment.seed, "batch");
    trainer->update = 0;
    trainer->time_steps = trainer->seconds = 0;
    if (trainer->batch.carry) memset(trainer->batch.carry, 0, (size_t)trainer->batch.sequences * sizeof(int32_t));
    for (int i = 0; i < trainer->experiment.lane_count; i++) {
        un_TrainerLane *lane = &trainer->lane[i];
        memcpy(lane->params, lane->start, lane->parameters * sizeof(float));
        memset(lane->moment1, 0, lane->parameters * sizeof(float));
        memset(lane->moment2, 0, lane->parameters * sizeof(float));
        if (lane->carried) memset(lane->carried, 0, lane->carried_count * sizeof(float));
        double nan = (double)NAN;
        lane->state = (un_LaneState){.loss = nan,
                                     .accuracy = nan,
                                     .loss_mean = nan,
                                     .accuracy_mean = nan,
                                     .gradient_norm = nan,
                                     .max_gradient_norm = nan,
                                     .solved_at = -1,
                                     .nonfinite_at = -1,
                                     .parameters = (int64_t)lane->parameters};
    }
    un_trainer_derive(trainer);
}

// Edits.

/// The parameters that a lane computes with.
static const float *effective(const un_TrainerLane *lane) {
    return lane->effect.any ? lane->effect.params : lane->params;
}

/// Settings, and what rests, with the edits up to this update applied.
static void apply_edits(un_Trainer *trainer) {
    trainer->now = trainer->experiment;
    for (int i = 0; i < trainer->experiment.lane_count; i++) {
        un_effect_clear(&trainer->lane[i].effect);
    }
    for (int i = 0; i < trainer->experiment.edit_count; i++) {
        const un_Edit *edit = &trainer->experiment.edit[i];
        if (edit->at > trainer->update) break;
        if (edit->act == UN_ACT_SET) {
            un_param_table[edit->param].set(&trainer->now, edit->lane, edit->value);
        } else {
            un_effect_do(&trainer->lane[edit->lane].effect, edit);
        }
    }
    for (int i = 0; i < trainer->experiment.lane_count; i++) {
        un_effect_follow(&trainer->lane[i].effect, trainer->lane[i].params);
    }
}

/// The edits of W_hh's radius that are due. They change the lane's own parameters only in the step itself: until then a
/// trial shows what they will do. A lane that stands still keeps its parameters.
static void scale_due(un_Trainer *trainer, bool trial) {
    for (int i = 0; i < trainer->experiment.edit_count; i++) {
        const un_Edit *edit = &trainer->experiment.edit[i];
        un_TrainerLane *lane = &trainer->lane[edit->lane];
        if (edit->at != trainer->update || edit->act != UN_ACT_RADIUS || lane->state.nonfinite_at >= 0) continue;
        un_effect_scale(&lane->effect, edit->value, trial ? NULL : lane->params);
    }
}

static void pack(un_TrainerLane *lane) {
    un_weights_pack_f32(&lane->net, lane->net.isa, effective(lane), lane->packed);
}

static void derive(un_Trainer *trainer, bool trial) {
    apply_edits(trainer);
    scale_due(trainer, trial);
    for (int i = 0; i < trainer->experiment.lane_count; i++) {
        pack(&trainer->lane[i]);
    }
}

void un_trainer_derive(un_Trainer *trainer) {
    derive(trainer, true);
}

// A step.

/// Writes the figures of update number `update` (from 1) into the lane's state.
static void note(const un_Trainer *trainer, un_TrainerLane *lane, int64_t update, double loss, double accuracy,
                 double norm, bool clipped) {
    un_LaneState *state = &lane->state;
    int place = (int)((update - 1) % UN_RECENT);
    lane->recent_loss[place] = loss;
    lane->recent_accuracy[place] = accuracy;
    int known = update < UN_RECENT ? (int)update : UN_RECENT;
    double loss_sum = 0, accuracy_sum = 0;
    for (int i = 0; i < known; i++) {
        loss_sum += lane->recent_loss[i];
        accuracy_sum += lane->recent_accuracy[i];
    }
    state->loss = loss;
    state->accuracy = accuracy;
    state->loss_mean = loss_sum / known;
    state->accuracy_mean = accuracy_sum / known;
    state->gradient_norm = norm;
    if (!(state->max_gradient_norm >= norm)) state->max_gradient_norm = norm;
    state->clipped = clipped;
    state->clipped_updates += clipped;
    bool passes = un_task_passes(&trainer->experiment.task, trainer->data, state->loss_mean, state->accuracy_mean);
    if (passes && known == UN_RECENT && state->solved_at < 0) state->solved_at = update;
}

/// Parameters that rest keep their moments too: after a release they go on as they were.
static void step_optimizer(un_TrainerLane *lane, const un_OptimizerDef *optimizer, const float *gradients, long update,
                           double coefficient) {
    size_t start = 0, count = 0;
    while (un_effect_next_run(&lane->effect, &start, &count)) {
        un_optimizer_step_f32(optimizer, lane->params + start, gradients + start, lane->moment1 + start,
                              lane->moment2 + start, count, update, coefficient);
    }
}

static void train_lane(un_Trainer *trainer, int index, un_Scored scored) {
    un_TrainerLane *lane = &trainer->lane[index];
    if (lane->state.nonfinite_at >= 0) return;
    const un_TaskInfo *task = un_task_info(trainer->experiment.task.task);
    const un_OptimizerDef *optimizer = &trainer->now.lane[index].optimizer;
    double entries = (double)scored.entries * (task->classes ? 1 : task->outputs);
    un_PassModel model = {.net = &lane->net,
                          .parameters = lane->parameters,
                          .params = effective(lane),
                          .packed = lane->packed,
                          .tape = lane->tape,
                          .carried = lane->carried};
    un_PassResult result = un_pass_run(&trainer->pass, &model, &trainer->batch, 1 / entries);
    if (lane->effect.any) un_effect_mask(&lane->effect, trainer->pass.gradients);
    double norm = un_grad_norm_f32(trainer->pass.gradients, lane->parameters);
    int64_t update = trainer->update + 1;
    if (!isfinite(result.loss) || !isfinite(norm)) {
        lane->state.nonfinite_at = update;
        return;
    }
    double coefficient = un_clip_coefficient_f32(norm, optimizer->clip);
    step_optimizer(lane, optimizer, trainer->pass.gradients, (long)update, coefficient);
    if (lane->effect.any) un_effect_follow(&lane->effect, lane->params);
    pack(lane);
    double accuracy = task->classes ? (double)result.correct / (double)scored.answers : (double)NAN;
    note(trainer, lane, update, result.loss / entries, accuracy, norm, coefficient < 1);
    trainer->time_steps += (double)trainer->batch.T * trainer->batch.sequences;
}

static bool edits_are_due(const un_Trainer *trainer) {
    for (int i = 0; i < trainer->experiment.edit_count; i++) {
        if (trainer->experiment.edit[i].at == trainer->update) return true;
    }
    return false;
}

void un_trainer_use_isa(un_Trainer *trainer, un_Isa isa) {
    trainer->experiment.isa = trainer->given.isa = trainer->now.isa = isa;
    for (int i = 0; i < trainer->experiment.lane_count; i++) {
        un_TrainerLane *lane = &trainer->lane[i];
        lane->net.isa = isa;
        for (int worker = 0; worker < un_pass_workers(&trainer->executor); worker++) {
            lane->tape[worker].isa = isa; // only the packed weights lie differently
        }
        pack(lane);
    }
}

void un_trainer_step(un_Trainer *trainer) {
    if (edits_are_due(trainer)) derive(trainer, false);
    un_Scored scored = un_batch_go_on(&trainer->batch, &trainer->random);
    for (int i = 0; i < trainer->experiment.lane_count; i++) {
        train_lane(trainer, i, scored);
    }
    trainer->update++;
}

int64_t un_trainer_slice(un_Trainer *trainer, int64_t until, double budget_seconds) {
    double start = un_clock_seconds(), now = start;
    int64_t before = trainer->update;
    while (trainer->update < until && (trainer->update == before || now - start < budget_seconds)) {
        un_trainer_step(trainer);
        now = un_clock_seconds();
    }
    trainer->seconds += now - start;
    return trainer->update - before;
}

const un_Experiment *un_trainer_experiment(const un_Trainer *trainer) {
    return &trainer->experiment;
}

const un_OptimizerDef *un_trainer_optimizer(const un_Trainer *trainer, int lane) {
    return &trainer->now.lane[lane].optimizer;
}

int64_t un_trainer_update(const un_Trainer *trainer) {
    return trainer->update;
}

const un_LaneState *un_trainer_lane(const un_Trainer *trainer, int lane) {
    return &trainer->lane[lane].state;
}

const un_TaskData *un_trainer_data(const un_Trainer *trainer) {
    return trainer->data;
}

un_NetDef un_trainer_net(const un_Trainer *trainer, int lane) {
    return trainer->lane[lane].net;
}

const float *un_trainer_params(const un_Trainer *trainer, int lane) {
    return effective(&trainer->lane[lane]);
}

const float *un_trainer_start(const un_Trainer *trainer, int lane) {
    return trainer->lane[lane].start;
}

double un_trainer_time_steps(const un_Trainer *trainer) {
    return trainer->time_steps;
}

double un_trainer_seconds(const un_Trainer *trainer) {
    return trainer->seconds;
}

bool un_trainer_edit(un_Trainer *trainer, int lane, int param, double value) {
    return un_trainer_add_edit(trainer, &(un_Edit){.lane = lane, .act = UN_ACT_SET, .param = param, .value = value});
}

bool un_trainer_add_edit(un_Trainer *trainer, const un_Edit *edit) {
    un_Edit now = *edit;
    now.at = trainer->update;
    if (!un_experiment_add_edit(&trainer->experiment, &now)) return false;
    un_trainer_derive(trainer); // so that pictures show it at once
    return true;
}

void un_trainer_forget_edits(un_Trainer *trainer) {
    un_Experiment *experiment = &trainer->experiment;
    while (experiment->edit_count > 0 && experiment->edit[experiment->edit_count - 1].at >= trainer->update)
        experiment->edit_count--;
    un_trainer_derive(trainer);
}

void un_trainer_plan(un_Trainer *trainer, int64_t updates) {
    trainer->experiment.updates = updates;
}

bool un_trainer_settled(const un_Trainer *trainer) {
    for (int i = 0; i < trainer->experiment.lane_count; i++) {
        const un_LaneState *state = &trainer->lane[i].state;
        if (state->solved_at < 0 && state->nonfinite_at < 0) return false;
    }
    return true;
}

uint64_t un_trainer_state_hash(const un_Trainer *trainer, int lane) {
    const un_TrainerLane *own = &trainer->lane[lane];
    uint64_t hash = un_hash_u64(UN_HASH_START, (uint64_t)trainer->update);
    hash = un_hash_floats(hash, own->params, own->parameters);
    hash = un_hash_floats(hash, own->moment1, own->parameters);
    hash = un_hash_floats(hash, own->moment2, own->parameters);
    for (int i = 0; i < 4; i++) {
        hash = un_hash_u64(hash, trainer->random.state[i]);
    }
    hash = un_hash_floats(hash, own->carried, own->carried_count);
    for (int b = 0; b < trainer->batch.sequences && trainer->batch.carry; b++) {
        hash = un_hash_u64(hash, (uint64_t)trainer->batch.carry[b]);
    }
    return hash;
}
