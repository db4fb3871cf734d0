/// The gradient profile of CLI.md: norms against the distance from the loss, in double, mean over sequences.
#ifndef UN_SIM_PROFILE_H
#define UN_SIM_PROFILE_H

#include "sim/trainer.h"

/// Mean over `sequences` fresh sequences of stream "probe" of |dL/dh_t| and |dL/dc_t| of the top layer's forward
/// direction, each sequence's own loss. dh and dc: T numbers each, index = DISTANCE from the loss (T-1-t),
/// caller-owned; dc is left alone without a cell state. params: float parameters of the lane (a trainer's). Errors:
/// UN_ERROR_MEMORY.
un_Status un_profile_measure(const un_Experiment *experiment, int lane, const float *params, int sequences, double *dh,
                             double *dc, un_Error *error);

/// Bytes that un_profile_measure takes.
double un_profile_memory(const un_Experiment *experiment, int lane);

#endif
