/// Inside of a trainer. Only trainer.c and checkpoint.c, which saves and restores it, include this.
#ifndef UN_SIM_TRAINER_STATE_H
#define UN_SIM_TRAINER_STATE_H

#include "sim/batch.h"
#include "sim/trainer.h"

typedef struct un_TrainerLane {
    un_NetDef net;
    size_t parameters;
    float *start; ///< the initial weights, kept so that a reset can neither fail nor allocate
    float *params, *packed, *moment1, *moment2;
    un_LaneState state;
    double recent_loss[UN_RECENT], recent_accuracy[UN_RECENT]; ///< rings, by update
} un_TrainerLane;

/// One block's part of an update, written by whichever worker ran it.
typedef struct un_BlockResult {
    double loss;
    long correct;
} un_BlockResult;

struct un_Trainer {
    un_Experiment experiment; ///< lanes as they started, edits as recorded
    un_Experiment given;      ///< as handed in: what a reset without the edits made since goes back to
    un_Experiment now;        ///< lanes with the edits so far applied
    un_Executor executor;
    un_Arena arena;
    un_Random random; ///< stream "batch"
    un_Batch batch;
    int64_t update;
    double time_steps, seconds;
    un_TrainerLane lane[UN_LANES_MAX];
    // Workspace. Lanes are trained one after the other, so their tapes share each worker's memory.
    un_Tape_f32 (*tape)[UN_LANES_MAX]; ///< [worker][lane]
    float *gradients;                  ///< sum over blocks, room for the largest lane
    float *block_gradients;            ///< [worker of a wave][largest lane]
    un_BlockResult *block_result;      ///< [worker of a wave]
    size_t largest;
};

#endif
