/// The same experiment under other seeds, 1..N, one after the other, so that one can see what is the network and what
/// is luck. Whoever has time for it does one update after the other; nothing of the run at hand is touched.
#ifndef UN_SIM_SEEDS_H
#define UN_SIM_SEEDS_H

#include "sim/trainer.h"
#include "snapshot/snapshot.h"

typedef struct un_SeedsLane {
    int64_t solved[UN_SNAPSHOT_SEEDS]; ///< -1: not (yet)
    float clipped[UN_SNAPSHOT_SEEDS];  ///< share of the updates done
    // By points; NaN, 0: not reached, or the lane stood still.
    float loss[UN_SNAPSHOT_SEEDS][UN_SNAPSHOT_SEED_POINTS], clip[UN_SNAPSHOT_SEEDS][UN_SNAPSHOT_SEED_POINTS];
} un_SeedsLane;

/// Starts as {0}.
typedef struct un_Seeds {
    int planned, done;        ///< seeds
    int64_t updates, stride;  ///< of each seed; that a point covers
    un_Experiment experiment; ///< as it stood when they were asked for, edits included
    un_Trainer *trainer;      ///< of seed done + 1; NULL: not begun
    un_SeedsLane lane[UN_LANES_MAX];
} un_Seeds;

/// Forgets what was, and plans `count` seeds (at most UN_SNAPSHOT_SEEDS; 0: none) to the experiment's planned updates.
void un_seeds_plan(un_Seeds *seeds, const un_Experiment *experiment, int count);
/// True while there is an update to be done.
bool un_seeds_want(const un_Seeds *seeds);
/// One update of the seed at hand; *finished: it was its last. Takes the memory of a trainer with each seed's first one
/// and gives it back with its last. executor as for un_trainer_create. Errors: un_trainer_create's; then the plan ends
/// with the seeds that are done.
un_Status un_seeds_step(un_Seeds *seeds, const un_Executor *executor, bool *finished, un_Error *error);
/// Takes the update that another trainer of this experiment, with seed done + 1, has just done as that seed's own: one call after each
/// of them from the first on, instead of training it once more. The seed is done with its last.
void un_seeds_follow(un_Seeds *seeds, const un_Trainer *trainer);
/// Fills the snapshot's comparison; its lanes must be the experiment's.
void un_seeds_show(const un_Seeds *seeds, un_Snapshot *out);

#endif
