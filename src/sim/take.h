/// A run without a window, for one picture or one number: trainer, recorder, probe, other seeds, and the snapshot of the
/// moment it stands at. What the worker does on its thread, done here by whoever asks (pictures, decks, scripted learners),
/// in the same order: the same experiment gives the same snapshot, bit for bit.
#ifndef UN_SIM_TAKE_H
#define UN_SIM_TAKE_H

#include "sim/experiment.h"
#include "sim/seeds.h"
#include "sim/until.h"
#include "snapshot/snapshot.h"

#include <stdbool.h>

typedef struct un_Take un_Take;

/// At update 0, with the waterfall's first row. Copies the experiment, which must have passed un_experiment_check. wanted: bits of
/// un_SnapshotWanted. Errors: UN_ERROR_MEMORY, un_trainer_create's; returns NULL. Thread: any, one at a time.
un_Take *un_take_create(const un_Experiment *experiment, unsigned wanted, un_Error *error);
/// NULL is allowed.
void un_take_destroy(un_Take *take);
/// Measures these bits of un_SnapshotWanted from the next snapshot on. Errors: UN_ERROR_MEMORY, unchanged.
un_Status un_take_want(un_Take *take, unsigned wanted, un_Error *error);
/// Trains on until it holds, asked after every update as the window's worker does, so that both stand at the same one. Recorder and
/// waterfall as in the window; the plan grows to until->updates.
void un_take_train(un_Take *take, const un_Until *until);
/// Trains seeds 1..count of the experiment beside it, to its planned updates; 0 forgets them. Errors: UN_ERROR_MEMORY.
un_Status un_take_seeds(un_Take *take, int count, un_Error *error);
/// Shows these other seeds, of the same experiment, instead of training them once more; copies what came of them.
void un_take_show_seeds(un_Take *take, const un_Seeds *seeds);
/// Tells `seeds` each update from now on (un_seeds_follow); NULL: no longer. Borrowed.
void un_take_lead(un_Take *take, un_Seeds *seeds);
/// The moment it stands at. Borrowed, valid until the next call. Errors: UN_ERROR_MEMORY; returns NULL.
const un_Snapshot *un_take_snapshot(un_Take *take, un_Error *error);
/// What it trains; read only.
const un_Trainer *un_take_trainer(const un_Take *take);
/// Bytes that all of this takes; seeds: with another seed's trainer beside it.
double un_take_memory(const un_Experiment *experiment, unsigned wanted, bool seeds);

#endif
