/// A run's past: states kept at thinned-out updates, so that any update can be gone back to and trained again to the
/// same bits. The spacing doubles when the room is used up: of U updates the states kept are at most 2 U /
/// UN_TIMELINE_STATES apart, and going anywhere costs at most so many updates. The run's end, once left, is kept as
/// well. What was another run from the branch on stays as a curve.
#ifndef UN_SIM_TIMELINE_H
#define UN_SIM_TIMELINE_H

#include "sim/recorder.h"
#include "sim/trainer.h"

enum { UN_TIMELINE_STATES = 64 }; ///< fewer, but at least 4, where these would need more than UN_TIMELINE_BYTES
#define UN_TIMELINE_BYTES 64e6

typedef struct un_Timeline un_Timeline;

/// Takes all its memory, a pure function of the experiment, and keeps the trainer's present state as the run's start.
/// Errors: UN_ERROR_MEMORY -> NULL. The trainer's owner, here and below.
un_Timeline *un_timeline_create(const un_Trainer *trainer, const un_Recorder *recorder, un_Error *error);
void un_timeline_destroy(un_Timeline *timeline);
/// Bytes that un_timeline_create takes.
double un_timeline_memory(const un_Experiment *experiment);

/// Forgets everything but the trainer's present state, where run 1 starts.
void un_timeline_reset(un_Timeline *timeline, const un_Trainer *trainer, const un_Recorder *recorder);
/// After each update, and after the recorder took note of it: keeps the state where one is due. Allocates nothing.
void un_timeline_note(un_Timeline *timeline, const un_Trainer *trainer, const un_Recorder *recorder);

/// The furthest update that the run has come to.
int64_t un_timeline_reach(const un_Timeline *timeline);
/// Puts trainer and recorder back to the nearest state at or before `update` (at least the run's start, at most its
/// reach), unless they stand between the two already. Training on to `update`, with un_recorder_add and
/// un_timeline_note, then gives the bits of the first time. Returns the update to train to. The experiment with its
/// edits, also later ones, stays.
int64_t un_timeline_restore(un_Timeline *timeline, un_Trainer *trainer, un_Recorder *recorder, int64_t update);

/// Another run starts at the trainer's present update: edits from there on are dropped, the states after it forgotten,
/// and the curve of the run so far is kept, in place of the one before.
void un_timeline_branch(un_Timeline *timeline, un_Trainer *trainer, const un_Recorder *recorder);

/// Fills the snapshot's names of runs, the run's reach, its curve up to there, its changes and the curve of the run that
/// it was branched from. After the snapshot's `update`.
void un_timeline_show(const un_Timeline *timeline, const un_Trainer *trainer, un_Snapshot *snapshot);
/// The experiment of the run that this one was branched from, with the edits it had; NULL: it is the first.
const un_Experiment *un_timeline_parent(const un_Timeline *timeline);

#endif
