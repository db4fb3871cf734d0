/// Who teaches the network, and which input is to blame: what each time step adds to an update, and how the loss
/// answers to each input. Of a trace that has been run. Double throughout. Allocates nothing. The trace's owner's
/// thread.
#ifndef UN_SIM_MEASURE_CREDIT_H
#define UN_SIM_MEASURE_CREDIT_H

#include "sim/trace.h"

/// Whether the cell has the weights that un_credit_update splits.
bool un_credit_has_weights(const un_NetDef *net);

/// The part of the gradient of the top layer's weights that step t contributes, the mean over the trace's sequences:
///     dL/dW_hh|_t = mean of da_t h_{t-1}^T (GRU's block n: of dhn_t with h_{t-1}, or with r h_{t-1} where the reset
///     stands before the product),   dL/dW_ih|_t = mean of da_t x_t^T,   da_t = dL/d pre-activation
/// state (G*H,H) and input (G*H,in) are overwritten. The sum over all steps is the gradient. work: 3H + in numbers.
void un_credit_part(const un_Trace *trace, int direction, int t, double *state, double *input, double *work);

/// The Frobenius norm of both for every step: state (T), input (T). work: un_credit_update_work numbers.
void un_credit_update(const un_Trace *trace, int direction, double *state, double *input, double *work);
size_t un_credit_update_work(const un_NetDef *net);

/// Whether the parts of all steps make the gradient: the largest difference between their sum and what the backward pass has, of dL/dW_hh
/// and dL/dW_ih, and the largest number of that gradient. NaN shows. work: un_credit_parts_work numbers.
void un_credit_parts(const un_Trace *trace, int direction, double *difference, double *largest, double *work);
size_t un_credit_parts_work(const un_NetDef *net);

/// How many of the last steps, in the order of processing, hold at least `share` of the sum of the T parts; 0 when that
/// sum is 0 or not finite. parts (T) in the order of time.
int un_credit_last_steps(const double *parts, int T, int direction, double share);

/// What each input of sequence b says to the loss: |dL/dx_t| (T), the saliency of Simonyan, Vedaldi & Zisserman 2014,
/// and x_t . dL/dx_t (T), gradient x input (Shrikumar, Greenside & Kundaje 2017). work: 2 I numbers.
void un_credit_blame(const un_Trace *trace, int b, double *gradient, double *gradient_input, double *work);

/// Occlusion (Zeiler & Fergus 2014): the mean over the trace's sequences of own loss with x_t replaced less own loss as
/// it was, for every t: by zeros into zero (T), and by the mean of all inputs of the trace into mean (T). 2T + 2
/// forward passes; the trace ends as un_trace_run left it but for the backward pass's numbers. block: the one that was
/// run. work: I + B*I numbers.
void un_credit_occlusion(un_Trace *trace, const un_BatchBlock *block, double *zero, double *mean, double *work);

#endif
