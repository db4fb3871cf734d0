#include "sim/probe_details.h"

#include "base/catalog.h"
#include "num/linalg.h"
#include "task/data.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

_Static_assert((int)UN_SNAPSHOT_BLOCKS == (int)UN_GATES_MAX, "units have room for every block");

/// ssm's keep is a number of its own and no pre-activation: it alone has a block that is not told.
static int first_block(const un_NetDef *net) {
    return net->cell == UN_CELL_SSM ? 1 : 0;
}

static int factors_of(const un_NetDef *net) {
    switch (net->cell) {
    case UN_CELL_RNN:
        return net->activation == UN_ACTIVATION_LINEAR ? 1 : 2; // whose slope is 1
    case UN_CELL_FEEDFORWARD:
    case UN_CELL_WINDOW:
    case UN_CELL_COUNT:
        return 0;
    default:
        return 1;
    }
}

un_DetailsShape un_details_shape(const un_NetDef *net, unsigned wanted) {
    const un_CellInfo *cell = un_cell_info(net->cell);
    return (un_DetailsShape){.blocks = cell->gates - first_block(net),
                             .factors = factors_of(net),
                             .decays = net->cell == UN_CELL_SSM || net->cell == UN_CELL_SELECTIVE,
                             .wanted = wanted};
}

enum { ROWS = 4 }; // of H numbers, beside one of what the layer reads

size_t un_details_work(const un_NetDef *net) {
    return ROWS * (size_t)net->hidden + (size_t)un_net_layer_input(net, net->layers - 1);
}

// The task.

_Static_assert((int)UN_SNAPSHOT_TEXT_ORDERS == (int)UN_TEXT_ORDERS, "a snapshot has room for every table of letters");

void un_details_fill_task(un_Snapshot *out, const un_TaskDef *def, const un_TaskData *data,
                          const un_BatchBlock *sequence) {
    const un_TaskInfo *task = un_task_info(def->task);
    memcpy(out->input, sequence->x, (size_t)out->T * (size_t)task->inputs * sizeof *out->input);
    snprintf(out->unit, sizeof out->unit, "%s", task->unit ? _(task->unit) : "");
    // A series is answered by its next change, over the size of a usual one (task/series.c).
    out->value_scale = task->unit && data ? data->series.change : 1;
    out->value_offset = 0;
    for (int k = 0; k < UN_SNAPSHOT_TEXT_ORDERS; k++) {
        out->text_entropy[k] = def->task == UN_TASK_TEXT && data ? data->entropy[k] : 0;
    }
    bool picture = def->task == UN_TASK_ROWS || def->task == UN_TASK_PIXELS;
    out->image_width = out->image_height = picture ? UN_DIGIT_SIDE : 0;
}

// The factors of a step back.

static un_TrackPart highway_of(const un_Trace *trace) {
    return un_cell_info(trace->net.cell)->has_cell_state ? UN_PART_DC : UN_PART_DH;
}

static double ratio_of(double after, double before) {
    return before > 0 && isfinite(before) ? after / before : (double)NAN;
}

/// out (H) = W_hh^T d: what a step's pre-activation hands to the state before it.
static void back_through_weights(const un_Trace *trace, int direction, const double *d, double *out) {
    size_t H = (size_t)trace->net.hidden;
    const double *w = trace->params + un_net_track_params(&trace->net, trace->net.layers - 1, direction).weight_hh;
    memset(out, 0, H * sizeof *out);
    for (size_t i = 0; i < H; i++) {
        for (size_t j = 0; j < H; j++) {
            out[j] += d[i] * w[i * H + j];
        }
    }
}

/// RNN: d = dL/dh_later, D = diag(the slope at a_later); |D d| / |d| and |W^T D d| / |D d|. The product is the norm of
/// what passes through the state: dL/dh_t itself where no loss is told at t.
static void weigh_rnn(un_SnapshotFactor *out, const un_Trace *trace, int direction, int t, int later, double *work) {
    int H = trace->net.hidden;
    double *row = work, *passed = work + H;
    un_trace_row(trace, direction, UN_PART_DH, 0, later, 0, row);
    double before = un_norm(row, H);
    un_trace_row(trace, direction, UN_PART_DZ, 0, later, 0, row);
    double bent = un_norm(row, H);
    un_tape_output_gradient_f64(&trace->net, &trace->tape, direction, t, 0, passed);
    if (un_norm(passed, H) == 0) {
        un_trace_row(trace, direction, UN_PART_DH, 0, t, 0, passed);
    } else {
        back_through_weights(trace, direction, row, passed);
    }
    int weights = out->count - 1;
    if (weights > 0) out->part[0][t] = ratio_of(bent, before);
    out->part[weights][t] = ratio_of(un_norm(passed, H), bent);
}

/// A gate that keeps: |f d| / |d|, d the highway's gradient at the later step.
static void weigh_keep(un_SnapshotFactor *out, const un_Trace *trace, int direction, int t, int later, double *work) {
    int H = trace->net.hidden;
    double *d = work, *keep = work + H;
    un_trace_row(trace, direction, highway_of(trace), 0, later, 0, d);
    un_trace_row(trace, direction, UN_PART_GATE, un_cell_info(trace->net.cell)->keep_gate, later, 0, keep);
    double before = un_norm(d, H);
    for (int u = 0; u < H; u++) {
        d[u] *= keep[u];
    }
    out->part[0][t] = ratio_of(un_norm(d, H), before);
}

static void name_factors(un_SnapshotFactor *out, const un_NetDef *net) {
    static const char *const names[UN_CELL_COUNT] = {
        [UN_CELL_RNN] = "W",       [UN_CELL_LSTM] = "f",         [UN_CELL_GRU] = "z",
        [UN_CELL_ATTENTION] = "a", [UN_CELL_SSM] = "|\\lambda|", [UN_CELL_SELECTIVE] = "|\\lambda|"};
    if (out->count == 0) return;
    snprintf(out->name[out->count - 1], sizeof out->name[0], "%s", names[net->cell]);
    if (out->count < 2) return;
    snprintf(out->name[0], sizeof out->name[0], "%s", net->activation == UN_ACTIVATION_RELU ? "\\relu'" : "\\tanh'");
}

/// One step: from `later` back to t.
static void fill_step(un_SnapshotTrack *track, const un_Trace *trace, int direction, int t, int later, double *work) {
    un_SnapshotFactor *out = &track->factor;
    const double *norm = track->dc.norm ? track->dc.norm : track->dh.norm;
    out->total[t] = ratio_of(norm[t], norm[later]);
    bool cut = un_net_cuts(&trace->net, trace->tape.T, direction == 0 ? later : t);
    if (cut) return; // nobody's doing: nothing is asked to pass
    if (trace->net.cell == UN_CELL_RNN)
        weigh_rnn(out, trace, direction, t, later, work);
    else
        weigh_keep(out, trace, direction, t, later, work);
}

static void fill_factor(un_SnapshotTrack *track, const un_Trace *trace, int direction, int loss_step, double *work) {
    un_SnapshotFactor *out = &track->factor;
    int T = trace->tape.T;
    bool chain = un_cell_info(trace->net.cell)->carries_state;
    name_factors(out, &trace->net);
    for (int t = 0; t < T; t++) {
        int later = direction == 0 ? t + 1 : t - 1;
        out->total[t] = (double)NAN;
        for (int i = 0; i < out->count; i++) {
            out->part[i][t] = track->looked ? (double)track->looked[t] : (double)NAN;
        }
        if (chain && later >= 0 && later < T && t != loss_step) fill_step(track, trace, direction, t, later, work);
    }
}

// Single units.

/// out (H) = W x + b, rows from `row` on of the tensors at those offsets.
static void affine(double *out, const un_Trace *trace, size_t weight, size_t bias, size_t row, const double *x,
                   int columns) {
    size_t H = (size_t)trace->net.hidden, width = (size_t)columns;
    const double *w = trace->params + weight + row * width, *b = trace->params + bias + row;
    for (size_t u = 0; u < H; u++) {
        double sum = b[u];
        for (size_t i = 0; i < width; i++) {
            sum += w[u * width + i] * x[i];
        }
        out[u] = sum;
    }
}

static void to_floats(float *to, const double *from, int n) {
    for (int i = 0; i < n; i++) {
        to[i] = (float)from[i];
    }
}

/// GRU's new value from the state: r * (W_hn h + b), or with the reset before the product W_hn (r h) + b, as recorded.
static void reset_state(const un_Trace *trace, int direction, int t, double *out, double *reset) {
    un_trace_row(trace, direction, UN_PART_HN, 0, t, 0, out);
    if (trace->net.reset_before) return;
    un_trace_row(trace, direction, UN_PART_GATE, 0, t, 0, reset);
    for (int u = 0; u < trace->net.hidden; u++) {
        out[u] *= reset[u];
    }
}

/// rnn, lstm, gru: z = (W_ih x_t + b_ih) + (W_hh h_{t-1} + b_hh), block by block.
static void split_recurrent(un_SnapshotUnits *out, const un_Trace *trace, int direction, int t, double *work) {
    const un_NetDef *net = &trace->net;
    int H = net->hidden, layer = net->layers - 1, T = trace->tape.T;
    int before = direction == 0 ? t - 1 : t + 1 < T ? t + 1 : -1;
    un_TrackParams at = un_net_track_params(net, layer, direction);
    double *sum = work, *h = sum + H, *reset = h + H, *x = reset + H;
    un_tape_input_f64(net, &trace->tape, layer, t, 0, x);
    un_trace_row(trace, direction, UN_PART_H, 0, before, 0, h);
    for (int block = 0; block < out->count; block++) {
        size_t row = (size_t)block * (size_t)H, to = (size_t)t * (size_t)H;
        affine(sum, trace, at.weight_ih, at.bias_ih, row, x, at.input);
        to_floats(out->block[block].from_input + to, sum, H);
        bool new_value = net->cell == UN_CELL_GRU && block == 2;
        if (new_value)
            reset_state(trace, direction, t, sum, reset);
        else
            affine(sum, trace, at.weight_hh, at.bias_hh, row, h, H);
        to_floats(out->block[block].from_state + to, sum, H);
    }
}

/// The others' blocks read no state: z is all from the input, in a window from the inputs of its steps. Attention's are
/// its equations' own, e = W x + b + p and of it q, k, v; ssm and selective: u, what may enter, and selective's z. All
/// but that z are kept as they are summed.
static void split_other(un_SnapshotUnits *out, const un_Trace *trace, int direction, int t, double *work) {
    const un_NetDef *net = &trace->net;
    int H = net->hidden, layer = net->layers - 1;
    double *sum = work, *x = sum + H;
    for (int block = 0; block < out->count; block++) {
        if (net->cell == UN_CELL_SELECTIVE && block == 0) {
            enum { WEIGHT_Z = 4, BIAS_Z };
            un_Tensor tensors[UN_TENSORS_MAX];
            un_net_tensors(net, layer, direction, tensors);
            un_tape_input_f64(net, &trace->tape, layer, t, 0, x);
            affine(sum, trace, tensors[WEIGHT_Z].offset, tensors[BIAS_Z].offset, 0, x, tensors[WEIGHT_Z].columns);
        } else {
            un_trace_row(trace, direction, UN_PART_GATE, first_block(net) + block, t, 0, sum);
        }
        size_t to = (size_t)t * (size_t)H;
        to_floats(out->block[block].from_input + to, sum, H);
        memset(out->block[block].from_state + to, 0, (size_t)H * sizeof(float));
    }
}

static void fill_units(un_SnapshotUnits *out, const un_Trace *trace, int direction, double *work) {
    const un_NetDef *net = &trace->net;
    const un_CellInfo *cell = un_cell_info(net->cell);
    int first = first_block(net);
    for (int block = 0; block < out->count; block++) {
        snprintf(out->block[block].name, sizeof out->block[block].name, "%s", cell->gate_name[first + block]);
        un_trace_part(trace, direction, UN_PART_DZ, first + block, out->block[block].gradient);
    }
    un_trace_part(trace, direction, UN_PART_DH, 0, out->dh);
    if (out->dc) un_trace_part(trace, direction, UN_PART_DC, 0, out->dc);
    for (int t = 0; t < trace->tape.T; t++) {
        if (cell->has_state_weights)
            split_recurrent(out, trace, direction, t, work);
        else
            split_other(out, trace, direction, t, work);
        if (!out->decay) continue;
        un_trace_row(trace, direction, UN_PART_GATE, cell->keep_gate, t, 0, work);
        to_floats(out->decay + (size_t)t * (size_t)net->hidden, work, net->hidden);
    }
}

void un_details_fill(un_SnapshotTrack *out, const un_Trace *trace, int direction, int loss_step, double *work) {
    fill_factor(out, trace, direction, loss_step, work);
    if (out->units.dh) fill_units(&out->units, trace, direction, work);
}
