#include "sim/trace.h"

#include "base/check.h"

#include <string.h>

void un_trace_carve(un_Trace *trace, un_Arena *arena, const un_NetDef *net, int T, int B) {
    un_ParamInfo info[UN_PARAMS_MAX];
    *trace = (un_Trace){.net = *net};
    un_net_params(net, info, &trace->parameters);
    size_t entries = (size_t)T * (size_t)B;
    trace->params = un_arena_take(arena, trace->parameters, sizeof(double));
    trace->packed = un_arena_take(arena, un_packed_size_f64(net), sizeof(double));
    trace->gradients = un_arena_take(arena, trace->parameters, sizeof(double));
    trace->x = un_arena_take(arena, entries * (size_t)net->input, sizeof(double));
    if (net->loss == UN_LOSS_MSE)
        trace->value_target = un_arena_take(arena, entries * (size_t)net->output, sizeof(double));
    trace->weight = un_arena_take(arena, (size_t)B, sizeof(double));
    un_tape_carve_f64(&trace->tape, arena, net, &(un_TapeDef){.T = T, .B = B, .with_dx = true, .isa = net->isa});
}

static double forward(un_Trace *trace, const un_BatchBlock *block, long *correct) {
    un_Target_f64 target = {.scored = block->scored,
                            .class_target = block->class_target,
                            .value_target = trace->value_target,
                            .weight = trace->weight};
    un_net_forward_f64(&trace->net, trace->params, trace->packed, &trace->tape, trace->x);
    return un_net_loss_f64(&trace->net, &trace->tape, &target, 1, correct);
}

double un_trace_run(un_Trace *trace, const float *params, const un_BatchBlock *block, int T, long *correct) {
    const un_NetDef *net = &trace->net;
    int B = block->sequences;
    size_t entries = (size_t)T * (size_t)B;
    for (size_t i = 0; i < trace->parameters; i++) {
        trace->params[i] = (double)params[i];
    }
    for (size_t i = 0; i < entries * (size_t)net->input; i++) {
        trace->x[i] = (double)block->x[i];
    }
    for (size_t i = 0; trace->value_target && i < entries * (size_t)net->output; i++) {
        trace->value_target[i] = (double)block->value_target[i];
    }
    for (int b = 0; b < B; b++) {
        long scored = un_batch_scored(block, T, b);
        UN_CHECK(scored > 0);
        trace->weight[b] = 1 / ((double)scored * (net->loss == UN_LOSS_MSE ? net->output : 1));
    }
    trace->tape.T = T;
    trace->tape.B = B;
    un_tape_clear_initial_f64(net, &trace->tape); // traces of several lanes may share their memory
    memset(trace->gradients, 0, trace->parameters * sizeof(double));
    un_weights_pack_f64(net, net->isa, trace->params, trace->packed);
    double loss = forward(trace, block, correct);
    un_net_backward_f64(net, trace->params, trace->packed, &trace->tape, trace->gradients);
    return loss;
}

double un_trace_loss(un_Trace *trace, const un_BatchBlock *block) {
    return forward(trace, block, NULL);
}

bool un_trace_row(const un_Trace *trace, int direction, un_TrackPart part, int gate, int t, int b, double *out) {
    return un_tape_row_f64(&trace->net, &trace->tape, trace->net.layers - 1, direction, part, gate, t, b, out);
}

bool un_trace_weights(const un_Trace *trace, int t, double *out) {
    return un_tape_weights_f64(&trace->net, &trace->tape, trace->net.layers - 1, t, 0, out);
}

bool un_trace_part(const un_Trace *trace, int direction, un_TrackPart part, int gate, double *out) {
    bool there = true;
    for (int t = 0; t < trace->tape.T && there; t++) {
        there = un_trace_row(trace, direction, part, gate, t, 0, out + (size_t)t * (size_t)trace->net.hidden);
    }
    return there;
}
