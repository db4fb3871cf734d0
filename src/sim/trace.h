/// A lane's model run in double over a few sequences, forward and backward: what the probe and the profile read from.
#ifndef UN_SIM_TRACE_H
#define UN_SIM_TRACE_H

#include "net/model.h"
#include "sim/batch.h"

typedef struct un_Trace {
    un_NetDef net;
    size_t parameters;
    double *params, *packed, *gradients, *x, *value_target;
    double *weight; ///< (B) one over a sequence's scored values
    un_Tape_f64 tape;
} un_Trace;

/// Takes the memory for T steps and B sequences from the arena (which may only measure). The gradient of the inputs is
/// kept as well.
void un_trace_carve(un_Trace *trace, un_Arena *arena, const un_NetDef *net, int T, int B);
/// Forward, loss and backward from zero initial states. params: the trainer's float parameters. A sequence's own loss
/// is the mean over its scored entries (and O values); gradients are those of each sequence's own loss, never divided
/// by the batch, and the sum of the own losses comes back.
double un_trace_run(un_Trace *trace, const float *params, const un_BatchBlock *block, int T, long *correct);
/// Forward and loss alone, of trace->x as it stands after un_trace_run: the sum of the own losses of that run's block.
/// The backward pass's numbers stay as they were.
double un_trace_loss(un_Trace *trace, const un_BatchBlock *block);
/// One part of the top layer at time t of sequence b: out (H). As un_tape_row.
bool un_trace_row(const un_Trace *trace, int direction, un_TrackPart part, int gate, int t, int b, double *out);
/// One part of the top layer for the first sequence, every step: out (T,H). gate as in un_tape_row. False, out
/// untouched: the cell has no such part.
bool un_trace_part(const un_Trace *trace, int direction, un_TrackPart part, int gate, double *out);
/// Attention weights of the top layer's step t for the first sequence: out (T). False, out untouched: there are none.
bool un_trace_weights(const un_Trace *trace, int t, double *out);

#endif
