/// How a trained lane does on fresh sequences, also of another length.
#ifndef UN_SIM_EVALUATE_H
#define UN_SIM_EVALUATE_H

#include "sim/trainer.h"

typedef struct un_Evaluation {
    double loss;     ///< mean over scored entries
    double accuracy; ///< NaN for a value task
} un_Evaluation;

/// Runs `sequences` sequences of `task` (the trainer's task, perhaps with another lag or length), drawn from the
/// seed's stream "eval", through the lane's present parameters in float. Real data: from their test part. Errors, *out
/// untouched: UN_ERROR_MEMORY, UN_ERROR_VALUE for a length that the data do not allow.
un_Status un_evaluate(const un_Trainer *trainer, int lane, const un_TaskDef *task, int sequences, un_Evaluation *out,
                      un_Error *error);
/// Bytes that un_evaluate takes.
double un_evaluate_memory(const un_Experiment *experiment, int lane, const un_TaskDef *task);

#endif
