/// The gradient profile of CLI.md: norms against the distance from the loss, in double, mean over sequences.
#ifndef UN_SIM_PROFILE_H
#define UN_SIM_PROFILE_H

#include "sim/trainer.h"

/// Mean over `sequences` fresh sequences of stream "probe" of |dL/dh_t| (without recurrence: of the variable that
/// un_CellInfo names) and |dL/dc_t| of the top layer's forward direction at the lane's present parameters, each
/// sequence's own loss. dh and dc: T numbers each, caller-owned, index = DISTANCE from the last step whose answer
/// counts. That is T-1 unless the task asks earlier: then each distance is the mean over the sequences that reach it.
/// *distances: how many are reached by any, T at most; what lies beyond is not written. dc is left alone without a cell
/// state. Errors: UN_ERROR_MEMORY.
un_Status un_profile_measure(const un_Trainer *trainer, int lane, int sequences, double *dh, double *dc, int *distances,
                             un_Error *error);

/// Bytes that un_profile_measure takes.
double un_profile_memory(const un_Experiment *experiment, int lane);

#endif
