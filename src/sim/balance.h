/// The task `pole` in earnest: a lane's own forces move the pole.
#ifndef UN_SIM_BALANCE_H
#define UN_SIM_BALANCE_H

#include "sim/outcome.h"

enum { UN_BALANCE_STARTS = 32, UN_BALANCE_SECONDS = 60 };

/// value: for how many seconds, in the mean over UN_BALANCE_STARTS fresh starts of stream "eval", the lane keeps the
/// pole up, UN_BALANCE_SECONDS at most; baseline: the same for somebody who does nothing. NaN for a lane that reads
/// backward. Errors: UN_ERROR_MEMORY, *out untouched.
un_Status un_balance_measure(const un_Trainer *trainer, int lane, un_Outcome *out, un_Error *error);
double un_balance_memory(const un_Experiment *experiment, int lane);

#endif
