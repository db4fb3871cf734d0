/// Whether what must be remembered can still be read from the state: a linear classifier from h_t (or c_t) to the class
/// asked at the end, trained on fresh sequences for each step t and tested on others.
#ifndef UN_SIM_MEASURE_DECODE_H
#define UN_SIM_MEASURE_DECODE_H

#include "sim/trainer.h"

/// Ridge regression (Hoerl & Kennard 1970) from [h_t, 1] to the one-hot class, W = (X^T X + r N I)^-1 X^T Y, the bias
/// free of the penalty, r = 1e-6 of the mean square of the features; the answer is the largest output (Alain & Bengio
/// 2016, who call such a classifier a probe). The class is that asked at a sequence's last answer: in recall the first
/// symbol. Trained on `sequences` of the seed's stream "probe-train" at every step, tested on as many of "probe-test".
/// Of the top layer's forward direction at the lane's present parameters, in double. from_h (T), from_c (T): share of
/// test sequences read right at each step; from_c untouched without a cell state; NaN where the state is not finite.
/// For a class task only (checked). Errors: UN_ERROR_MEMORY.
un_Status un_decode_measure(const un_Trainer *trainer, int lane, int sequences, double *from_h, double *from_c,
                            un_Error *error);
/// Bytes that it takes.
double un_decode_memory(const un_Experiment *experiment, int lane);

#endif
