/// exp, log, tanh, sigmoid of our own: glibc's results differ with the processor. From libm only sqrt, fabs, floor.
/// Pure, total (NaN in, canonical NaN out), any thread, same bits on every machine. At most 3 ulp.
#ifndef UN_NUM_ELEMENTARY_H
#define UN_NUM_ELEMENTARY_H

#include <stddef.h>

double un_exp(double x);
double un_log(double x); ///< -inf for 0, NaN below
double un_log10(double x);
double un_tanh(double x);
double un_sigmoid(double x);

/// In place over n values, written so that a compiler vectorises them; each element's bits do not depend on its
/// neighbours.
void un_exp_array_f32(float *x, size_t n);
void un_exp_array_f64(double *x, size_t n);
void un_tanh_array_f32(float *x, size_t n);
void un_tanh_array_f64(double *x, size_t n);
void un_sigmoid_array_f32(float *x, size_t n);
void un_sigmoid_array_f64(double *x, size_t n);

#endif
