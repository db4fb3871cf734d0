/// A run without a window, for one picture or one number: trainer, recorder, probe, other seeds, and the snapshot of the
/// moment it stands at. What the worker does on its thread, done here by whoever asks (pictures, decks, scripted learners).
#ifndef UN_SIM_TAKE_H
#define UN_SIM_TAKE_H

#include "sim/experiment.h"
#include "sim/until.h"
#include "snapshot/snapshot.h"

#include <stdbool.h>

typedef struct un_Take un_Take;

/// At update 0. wanted: bits of un_SnapshotWanted. Errors: UN_ERROR_MEMORY, un_trainer_create's; returns NULL.
un_Take *un_take_create(const un_Experiment *experiment, unsigned wanted, un_Error *error);
void un_take_destroy(un_Take *take);
/// Trains on until it holds, asked after every update as the window's worker does, so that both stand at the same one. Recorder and
/// waterfall as in the window.
void un_take_train(un_Take *take, const un_Until *until);
/// Trains seeds 1..count of the experiment beside it, to its planned updates. Errors: UN_ERROR_MEMORY.
un_Status un_take_seeds(un_Take *take, int count, un_Error *error);
/// The moment it stands at. Borrowed, valid until the next call. Errors: UN_ERROR_MEMORY; returns NULL.
const un_Snapshot *un_take_snapshot(un_Take *take, un_Error *error);
/// Bytes that all of this takes.
double un_take_memory(const un_Experiment *experiment, unsigned wanted);

#endif
