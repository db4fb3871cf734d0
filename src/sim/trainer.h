/// The trainer owns the models, the task's random state and the optimisers of up to four lanes, and trains them on the
/// same batches. It knows no threads and no pictures; the clock only bounds a slice.
#ifndef UN_SIM_TRAINER_H
#define UN_SIM_TRAINER_H

#include "net/model.h"
#include "sim/executor.h"
#include "sim/experiment.h"

enum { UN_RECENT = 10 }; ///< batches in the running means

/// What a lane's training has come to. Means run over the last UN_RECENT batches (fewer at the start), measured before
/// their updates. All NaN before the first update. A lane that stands still keeps the figures of its last finite
/// update.
typedef struct un_LaneState {
    double loss, accuracy; ///< of the last batch; accuracy NaN for a value task
    double loss_mean, accuracy_mean;
    double gradient_norm, max_gradient_norm; ///< global, before clipping
    bool clipped;
    int64_t clipped_updates;
    int64_t solved_at, nonfinite_at; ///< -1: not (yet)
    int64_t parameters;
} un_LaneState;

typedef struct un_Trainer un_Trainer;

/// Copies the experiment, which must have passed un_experiment_check. executor NULL: serial; it must outlive the
/// trainer. All memory is taken here: steps allocate nothing. Errors -> NULL: UN_ERROR_MEMORY, and those of
/// un_dataset_load for a task that draws from a file.
un_Trainer *un_trainer_create(const un_Experiment *experiment, const un_Executor *executor, un_Error *error);
void un_trainer_destroy(un_Trainer *trainer);
/// Back to update 0 and the same initial weights. keep_edits: all edits are replayed; else those
/// made since un_trainer_create are forgotten, and those the experiment came with stay.
void un_trainer_reset(un_Trainer *trainer, bool keep_edits);

/// From now on with the kernels of this available instruction set; no number changes. The trainer's owner.
void un_trainer_use_isa(un_Trainer *trainer, un_Isa isa);

/// One update of every lane: draw a batch, forward, loss, backward, clip, step. Edits due at this update are applied
/// first. A lane that met NaN or infinity stands still from then on (its parameters are kept as they were before that
/// update).
void un_trainer_step(un_Trainer *trainer);
/// Steps until `until` updates are done or budget seconds have passed; at least one step when any is to be done.
/// Returns the updates done now.
int64_t un_trainer_slice(un_Trainer *trainer, int64_t until, double budget_seconds);

/// The experiment with the edits recorded so far; its lanes hold what they started with.
const un_Experiment *un_trainer_experiment(const un_Trainer *trainer);
/// The optimiser of a lane as it is now, edits applied.
const un_OptimizerDef *un_trainer_optimizer(const un_Trainer *trainer, int lane);
int64_t un_trainer_update(const un_Trainer *trainer);
const un_LaneState *un_trainer_lane(const un_Trainer *trainer, int lane);
/// What the experiment's task draws from; NULL for a task without an asset. Lives as long as the trainer.
const un_TaskData *un_trainer_data(const un_Trainer *trainer);
un_NetDef un_trainer_net(const un_Trainer *trainer, int lane);
/// The parameters that the lane computes with: its own, or what the interventions in force make of them. Borrowed until
/// the next step, edit or reset.
const float *un_trainer_params(const un_Trainer *trainer, int lane);
/// The parameters that the lane started with, before any edit. Live as long as the trainer.
const float *un_trainer_start(const un_Trainer *trainer, int lane);
/// Sequence-steps trained so far, all lanes together.
double un_trainer_time_steps(const un_Trainer *trainer);
/// Seconds spent in un_trainer_slice so far.
double un_trainer_seconds(const un_Trainer *trainer);
/// Records an edit from this update on, as part of the experiment. False: the list is full or the value is out of
/// range.
bool un_trainer_edit(un_Trainer *trainer, int lane, int param, double value);
/// The same for any edit, its `at` set to this update. Interventions hold from the next step on, and un_trainer_params
/// shows them at once.
bool un_trainer_add_edit(un_Trainer *trainer, const un_Edit *edit);
/// Drops the edits from this update on, as for another run that starts here. A reset without the edits made since
/// brings back those that the experiment came with.
void un_trainer_forget_edits(un_Trainer *trainer);
/// Sets the planned updates of the experiment.
void un_trainer_plan(un_Trainer *trainer, int64_t updates);
/// True when every lane has solved its task or met NaN: nothing more to wait for.
bool un_trainer_settled(const un_Trainer *trainer);
/// FNV-1a 64 over update number, parameters, optimiser moments and random state, little-endian (CLI.md); for a task
/// that carries, then its states and what its sampler remembers.
uint64_t un_trainer_state_hash(const un_Trainer *trainer, int lane);

#endif
