/// A lane on a stream that goes on and on: whether its time and memory per step stay the same.
#ifndef UN_SIM_ENDLESS_H
#define UN_SIM_ENDLESS_H

#include "sim/trainer.h"

typedef struct un_Endless {
    int64_t steps;
    double accuracy;          ///< over all of them
    double first_ns, last_ns; ///< CPU nanoseconds a step in the first and in the last tenth
    double bytes;             ///< all memory that the steps use, taken before the first
} un_Endless;

/// Lets the lane read `steps` (10 at least) steps of one stream of the trainer's task, which must be one that carries,
/// from the seed's stream "endless". Allocates nothing after the first step. Errors, *out untouched: UN_ERROR_VALUE for
/// another task or a lane that reads backward, UN_ERROR_MEMORY.
un_Status un_endless_measure(const un_Trainer *trainer, int lane, int64_t steps, un_Endless *out, un_Error *error);
/// That the lanes of an experiment can be asked: the errors of above before anything is trained.
un_Status un_endless_check(const un_Experiment *experiment, un_Error *error);

#endif
