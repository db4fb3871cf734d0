/// What the gates did along a trace: the highway beside the paths through the gates, how long each unit remembers, how
/// far gates are open, and what is written, kept, erased and read. Of the top layer. Double throughout. Allocates
/// nothing. The trace's owner's thread.
#ifndef UN_SIM_MEASURE_GATES_H
#define UN_SIM_MEASURE_GATES_H

#include "sim/trace.h"

/// Whether the cell has a gate that multiplies the past: the functions below then have something to say.
bool un_gates_keep(const un_NetDef *net);

/// The gradient that arrives at a step in the state that the gate keeps (dL/dc_t, GRU: dL/dh_t), as the sum of
/// what came along the direct path and of the rest. The direct part is a backward pass of its own in which the gates do
/// not read h_{t-1} (it is detached there):
///     LSTM   direct_{t-1} = f_t direct_t + e_{t-1} o_{t-1} (1 - tanh(c_{t-1})^2)
///     GRU    direct_{t-1} = z_t direct_t + e_{t-1},       e_t = dL/dh_t from the readout alone
///     ssm, selective   all of dL/dc_t: their gates do not look at the state
/// so that with one scored step it is the product of f (z) after t, unit by unit, times the gradient at that step.
/// 2-norms over units for every step of sequence b: direct (T), rest (T), total (T). Truncation cuts all three. work:
/// 5H numbers.
void un_gates_highway(const un_Trace *trace, int direction, int b, double *direct, double *rest, double *total,
                      double *work);

/// For each unit, over every step and all sequences of the trace: the mean of the gate that keeps (H), and the memory
/// horizon tau = -1 / mean(ln f), steps after which the product of the gate has fallen to 1/e (H); infinite where the
/// gate stands at 1. work: H numbers.
void un_gates_horizon(const un_Trace *trace, int direction, double *mean, double *tau, double *work);

/// For each unit, the share of time (every step, all sequences) that a gate is above .9, right (H), and below .1, left
/// (H) (Karpathy, Johnson & Fei-Fei 2015). work: H numbers.
void un_gates_saturation(const un_Trace *trace, int direction, int gate, double *right, double *left, double *work);

/// What happened to each unit at time t of sequence b (H each):
///     LSTM   write = i |g|, keep = f, erase = (1 - f) |c_{t-1}|, read = o
///     GRU    write = (1 - z) |n - h_{t-1}|, keep = z, erase = (1 - z) |h_{t-1}|, read = NaN: no gate stands there
///     ssm, selective   write = (1 - a) |u|, keep = a (z), erase = (1 - a) |c_{t-1}|, read = NaN
/// work: 2H numbers.
typedef struct un_GateEvents {
    double *write, *keep, *erase, *read;
} un_GateEvents;
void un_gates_events(const un_Trace *trace, int direction, int t, int b, const un_GateEvents *out, double *work);

#endif
