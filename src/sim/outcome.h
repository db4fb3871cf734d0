/// What a task measures of a trained lane in its own terms, beside loss and accuracy: the error of its forecasts in
/// ppm, the seconds for which it balances a pole. Each beside the same of somebody who has learned nothing.
#ifndef UN_SIM_OUTCOME_H
#define UN_SIM_OUTCOME_H

#include "sim/trainer.h"

typedef struct un_Outcome {
    double value, baseline; ///< NaN where the lane cannot be asked (one that reads backward cannot act)
} un_Outcome;

/// How a task's outcome is called.
typedef struct un_OutcomeInfo {
    const char *value_key, *baseline_key;     ///< in JSON: "eval_error", "baseline_error"
    const char *value_title, *baseline_title; ///< for a reader (catalogue keys)
    const char *unit;                         ///< catalogue key
} un_OutcomeInfo;

/// NULL for a task without one. Lives as long as the program.
const un_OutcomeInfo *un_outcome_info(const un_TaskDef *task);

/// Measures the lane at its present parameters, the same for the same seed. Only for a task with an outcome. Errors:
/// UN_ERROR_MEMORY, *out untouched.
un_Status un_outcome_measure(const un_Trainer *trainer, int lane, un_Outcome *out, un_Error *error);
/// Bytes that it takes; 0 for a task without an outcome.
double un_outcome_memory(const un_Experiment *experiment, int lane);

#endif
