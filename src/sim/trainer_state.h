/// Inside of a trainer. Only trainer.c and checkpoint.c, which saves and restores it, include this.
#ifndef UN_SIM_TRAINER_STATE_H
#define UN_SIM_TRAINER_STATE_H

#include "sim/batch.h"
#include "sim/intervention.h"
#include "sim/pass.h"
#include "sim/trainer.h"

typedef struct un_TrainerLane {
    un_NetDef net;
    size_t parameters;
    float *start; ///< the initial weights, kept so that a reset can neither fail nor allocate
    float *params, *packed, *moment1, *moment2;
    float *carried; ///< for a task that carries: states between batches
    size_t carried_count;
    un_Tape_f32 *tape; ///< [worker]; lanes are trained one after the other, so a worker's tapes share its memory
    un_Effect effect;  ///< the interventions in force
    un_LaneState state;
    double recent_loss[UN_RECENT], recent_accuracy[UN_RECENT]; ///< rings, by update
} un_TrainerLane;

struct un_Trainer {
    un_Experiment experiment; ///< lanes as they started, edits as recorded
    un_Experiment given;      ///< as handed in: what a reset without the edits made since goes back to
    un_Experiment now;        ///< lanes with the edits so far applied
    un_Executor executor;
    un_Arena arena;
    un_Arena data_arena;
    const un_TaskData *data; ///< what the task draws from, loaded once; NULL for a task without an asset
    un_Random random;        ///< stream "batch"
    un_Batch batch;
    int64_t update;
    double time_steps, seconds;
    un_TrainerLane lane[UN_LANES_MAX];
    un_Pass pass;
};

/// Numbers of a lane's states between batches: 0 unless the task carries and the cell has a state.
size_t un_trainer_carried(const un_Experiment *experiment, int lane);

/// What follows from the experiment, the update and the lanes' own parameters: settings with the edits so far applied,
/// effective parameters, packed weights. For whoever has set these.
void un_trainer_derive(un_Trainer *trainer);

#endif
