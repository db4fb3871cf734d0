/// The recurrent cells' layer: their steps in time, forward and backward, and the weights' gradients.
#include "net/recurrent.h"

#include "net/layer.h"

#include <string.h>

typedef UN_P(un_Tape) Tape;
typedef UN_P(un_Track) Track;
typedef UN_P(un_Step) Step;
typedef UN_P(un_Columns) Columns;
typedef UN_P(un_Kernels) Kernels;

static Columns columns_of(const un_NetDef *def, int layer) {
    size_t width = UN_P(un_padded)((size_t)def->hidden);
    if (layer == 0) return (Columns){1, def->input, UN_P(un_padded)((size_t)def->input)};
    return (Columns){UN_P(un_directions)(def), def->hidden, width};
}

static size_t width_of(const un_NetDef *def) {
    return UN_P(un_padded)((size_t)def->hidden);
}

/// Columns of a row of gates and of the weights' gradients.
static size_t gate_columns(const un_NetDef *def) {
    return (size_t)UN_P(un_blocks_of)(def).count * width_of(def);
}

/// The parts of a track's packed weights; enough for every cell, and for a row that comes in two parts.
static size_t forward_size(const un_NetDef *def, size_t input) {
    return (1 + UN_P(un_padded)(input) + UN_UNITS + width_of(def)) * gate_columns(def);
}

static size_t backward_size(const un_NetDef *def) {
    return gate_columns(def) * width_of(def);
}

static size_t input_backward_size(const un_NetDef *def, size_t input) {
    return gate_columns(def) * (UN_P(un_padded)(input) + UN_UNITS);
}

static size_t packed_size(const un_NetDef *def, int input) {
    return forward_size(def, (size_t)input) + backward_size(def) + input_backward_size(def, (size_t)input);
}

static void pack_track(const un_NetDef *def, un_Isa isa, const un_real *params, un_real *packed, int layer,
                       int direction) {
    const Kernels *kernels = UN_P(un_kernels_of)(isa);
    un_TrackParams at = un_net_track_params(def, layer, direction);
    UN_P(un_RawWeights)
    raw = {params + at.weight_ih, params + at.weight_hh, params + at.bias_ih, params + at.bias_hh,
           columns_of(def, layer)};
    un_real *backward = packed + forward_size(def, (size_t)at.input);
    kernels->cell[def->cell]->pack(def, &raw, packed, backward);
    un_Blocks blocks = UN_P(un_blocks_of)(def);
    int gates[UN_BLOCKS_MAX];
    for (int g = 0; g < un_cell_info(def->cell)->gates; g++) {
        gates[blocks.from_x[g]] = g;
    }
    kernels->pack(backward + backward_size(def), raw.ih, gates, blocks.x_count, def->hidden, raw.columns);
}

/// tape->scratch: the weights' gradients as the kernels sum them, (1 + columns of x + H, gate_columns), for the layer
/// with the longest rows; and a row block (B, columns of x) for dx.
static size_t gradient_size(const un_NetDef *def) {
    int most = def->input;
    for (int layer = 0; layer < def->layers; layer++) {
        int span = UN_P(un_columns_span)(columns_of(def, layer));
        if (span > most) most = span;
    }
    return (size_t)(1 + most + def->hidden) * gate_columns(def);
}

static size_t scratch_size(const un_NetDef *def, size_t T, size_t B) {
    (void)T;
    return gradient_size(def) + B * UN_P(un_padded)((size_t)def->input);
}

/// What does not change from step to step.
static Step first_step(const un_NetDef *def, const un_real *packed, const Tape *tape, int layer) {
    Columns columns = columns_of(def, layer);
    return (Step){.B = tape->B,
                  .input = UN_P(un_columns_span)(columns),
                  .hidden = def->hidden,
                  .width = width_of(def),
                  .activation = def->activation,
                  .reset_before = def->reset_before,
                  .forward = packed,
                  .backward = packed + forward_size(def, (size_t)un_net_layer_input(def, layer)),
                  .x_stride = tape->input_stride[layer],
                  .state_stride = UN_P(un_state_stride)(def),
                  .gate_stride = UN_P(un_gate_stride)(def)};
}

/// Points the step at time t, the previous one being `previous`.
static void move_to(Step *step, const Tape *tape, const Track *track, int layer, int t, int previous) {
    int B = tape->B;
    size_t state = step->state_stride;
    step->x = UN_P(un_rows_at)(tape->input[layer], t, B, step->x_stride);
    step->gates = UN_P(un_rows_at)(track->gates, t, B, step->gate_stride);
    step->h = UN_P(un_rows_at)(track->h, t, B, state);
    step->h_previous = UN_P(un_rows_at)(track->h, previous, B, state);
    if (track->c) {
        step->c = UN_P(un_rows_at)(track->c, t, B, state);
        step->c_previous = UN_P(un_rows_at)(track->c, previous, B, state);
        step->tanh_c = UN_P(un_rows_at)(track->tanh_c, t, B, state);
    }
    if (track->reset_h) step->reset_h = UN_P(un_rows_at)(track->reset_h, t, B, state);
}

static void move_gradients_to(Step *step, const Tape *tape, const Track *track, int t, int previous) {
    int B = tape->B, now = UN_P(un_gradient_time)(track, t), before = UN_P(un_gradient_time)(track, previous);
    size_t state = step->state_stride;
    step->dz = UN_P(un_rows_at)(track->dz, t, B, step->gate_stride);
    step->dh = UN_P(un_rows_at)(track->dh, now, B, state);
    step->dh_previous = UN_P(un_rows_at)(track->dh, before, B, state);
    if (track->dc) {
        step->dc = UN_P(un_rows_at)(track->dc, now, B, state);
        step->dc_previous = UN_P(un_rows_at)(track->dc, before, B, state);
    }
    if (track->dreset) step->dreset = UN_P(un_rows_at)(track->dreset, now, B, state);
}

/// Time of place s in the order of processing.
static int time_of(const Tape *tape, int direction, int s) {
    return direction == 0 ? s : tape->T - 1 - s;
}

static void copy_rows(un_real *to, size_t to_stride, const un_real *from, size_t from_stride, int rows, size_t count) {
    for (int r = 0; r < rows; r++) {
        memcpy(to + (size_t)r * to_stride, from + (size_t)r * from_stride, count * sizeof *to);
    }
}

static void forward_track(const un_NetDef *def, const un_real *packed, const Tape *tape, int layer, int direction) {
    const UN_P(un_CellKernels) *cell = UN_P(un_kernels_of)(tape->isa)->cell[def->cell];
    const Track *track = &tape->track[layer][direction];
    size_t H = (size_t)def->hidden, stride = UN_P(un_state_stride)(def);
    int initial = UN_P(un_initial_time)(tape->T, direction);
    copy_rows(UN_P(un_rows_at)(track->h, initial, tape->B, stride), stride, track->h0, H, tape->B, H);
    if (track->c) copy_rows(UN_P(un_rows_at)(track->c, initial, tape->B, stride), stride, track->c0, H, tape->B, H);
    Step step = first_step(def, packed, tape, layer);
    for (int s = 0; s < tape->T; s++) {
        move_to(&step, tape, track, layer, time_of(tape, direction, s), time_of(tape, direction, s - 1));
        cell->forward(&step);
    }
}

/// The weights' gradients of `steps` times from `first` on:
/// db += dz_t, dW_ih += dz_t x_t^T, dW_hh += dz_t h_{t-1}^T; GRU with the reset before the product: dW_hn += dhn_t (r_t
/// h_{t-1})^T
static void add_weight_gradients(const un_NetDef *def, const Kernels *kernels, const Tape *tape, int layer,
                                 int direction, const Step *step, int first, int steps) {
    const Track *track = &tape->track[layer][direction];
    un_Blocks blocks = UN_P(un_blocks_of)(def);
    int width = (int)step->width, rows = steps * tape->B, columns = blocks.count * width;
    size_t stride = (size_t)columns, state = step->state_stride, gate = step->gate_stride;
    const un_real *dz = UN_P(un_rows_at)(track->dz, first, tape->B, gate);
    const un_real *before = UN_P(un_rows_at)(track->h, direction == 0 ? first - 1 : first + 1, tape->B, state);
    const un_real *x = UN_P(un_rows_at)(tape->input[layer], first, tape->B, step->x_stride);
    un_real *bias = tape->scratch, *ih = bias + stride, *hh = ih + (size_t)step->input * stride;
    int x_first = blocks.x_first * width, h_first = blocks.h_first * width;
    kernels->outer(bias, stride, dz, gate, columns, NULL, 0, 1, rows);
    kernels->outer(ih + x_first, stride, dz + x_first, gate, blocks.x_count * width, x, step->x_stride, step->input,
                   rows);
    kernels->outer(hh + h_first, stride, dz + h_first, gate, blocks.h_count * width, before, state, step->hidden, rows);
    if (track->reset_h) {
        int hn = 3 * width;
        kernels->outer(hh + hn, stride, dz + hn, gate, width, UN_P(un_rows_at)(track->reset_h, first, tape->B, state),
                       state, step->hidden, rows);
    }
}

/// grad (units,columns) += the transpose of sums (columns, stride). In tiles, so that both sides stay in the cache.
static void add_transposed(un_real *grad, size_t grad_stride, const un_real *sums, size_t stride, size_t units,
                           size_t columns) {
    enum { TILE = 16 };
    for (size_t first = 0; first < columns; first += TILE) {
        size_t end = first + TILE < columns ? first + TILE : columns;
        for (size_t u = 0; u < units; u++) {
            for (size_t k = first; k < end; k++) {
                grad[u * grad_stride + k] += sums[k * stride + u];
            }
        }
    }
}

/// From the kernels' sums to the places of the parameters.
static void deliver_gradients(const un_NetDef *def, const Tape *tape, int layer, int direction, un_real *grads) {
    un_TrackParams at = un_net_track_params(def, layer, direction);
    un_Blocks blocks = UN_P(un_blocks_of)(def);
    Columns columns = columns_of(def, layer);
    size_t H = (size_t)def->hidden, width = width_of(def), stride = gate_columns(def), input = (size_t)at.input;
    const un_real *bias = tape->scratch, *ih = bias + stride,
                  *hh = ih + (size_t)UN_P(un_columns_span)(columns) * stride;
    for (int g = 0; g < un_cell_info(def->cell)->gates; g++) {
        size_t from_x = (size_t)blocks.from_x[g] * width, from_h = (size_t)blocks.from_h[g] * width,
               row = (size_t)g * H;
        for (size_t u = 0; u < H; u++) {
            grads[at.bias_ih + row + u] += bias[from_x + u];
            grads[at.bias_hh + row + u] += bias[from_h + u];
        }
        for (size_t part = 0; part < (size_t)columns.parts; part++) {
            size_t each = (size_t)columns.each;
            add_transposed(grads + at.weight_ih + row * input + part * each, input,
                           ih + part * columns.pitch * stride + from_x, stride, H, each);
        }
        add_transposed(grads + at.weight_hh + row * H, H, hh + from_h, stride, H, H);
    }
}

/// dx_t = W_ih^T dz_t, of both directions together.
static void add_input_gradient(const un_NetDef *def, const Kernels *kernels, const un_real *packed, const Tape *tape,
                               int layer, int direction) {
    const Track *track = &tape->track[layer][direction];
    un_Blocks blocks = UN_P(un_blocks_of)(def);
    Columns columns = columns_of(def, layer);
    size_t gate = UN_P(un_gate_stride)(def), stride = tape->input_stride[layer],
           N = columns.pitch * (size_t)columns.parts;
    packed += forward_size(def, (size_t)un_net_layer_input(def, layer)) + backward_size(def);
    int K = blocks.x_count * (int)width_of(def), B = tape->B;
    un_real *rows = tape->scratch + gradient_size(def);
    for (int t = 0; t < tape->T; t++) {
        un_real *dx = UN_P(un_rows_at)(tape->dinput[layer], t, B, stride);
        const un_real *dz = UN_P(un_rows_at)(track->dz, t, B, gate);
        if (direction == 0) memset(dx, 0, (size_t)B * stride * sizeof *dx);
        if (layer > 0) {
            kernels->multiply(dx, stride, dz, gate, packed, B, K, (int)N);
            continue;
        }
        // The rows of the caller's inputs are not padded.
        memset(rows, 0, (size_t)B * N * sizeof *rows);
        copy_rows(rows, N, dx, stride, B, (size_t)def->input);
        kernels->multiply(rows, N, dz, gate, packed, B, K, (int)N);
        copy_rows(dx, stride, rows, N, B, (size_t)def->input);
    }
}

static void backward_track(const un_NetDef *def, const un_real *packed, const Tape *tape, const un_real *above,
                           int layer, int direction, un_real *grads) {
    size_t above_stride = layer + 1 < def->layers ? tape->input_stride[layer + 1] : tape->output_stride;
    const Kernels *kernels = UN_P(un_kernels_of)(tape->isa);
    const Track *track = &tape->track[layer][direction];
    int T = tape->T, B = tape->B, chunk = B < UN_CHUNK_ROWS ? UN_CHUNK_ROWS / B : 1, waiting = 0;
    Step step = first_step(def, packed, tape, layer);
    step.above_stride = above_stride;
    above += (size_t)direction * step.width;
    memset(tape->scratch, 0, gradient_size(def) * sizeof *tape->scratch);
    for (int s = T - 1; s >= 0; s--) {
        int t = time_of(tape, direction, s), previous = time_of(tape, direction, s - 1);
        move_to(&step, tape, track, layer, t, previous);
        move_gradients_to(&step, tape, track, t, previous);
        if (s == T - 1) {
            copy_rows(step.dh, step.state_stride, above + (ptrdiff_t)t * B * (ptrdiff_t)above_stride, above_stride, B,
                      step.width);
            if (step.dc) memset(step.dc, 0, (size_t)B * step.state_stride * sizeof *step.dc);
        }
        step.above = s > 0 ? above + (ptrdiff_t)previous * B * (ptrdiff_t)above_stride : NULL;
        // The border between t-1 and t is one and the same for both directions.
        step.cut = s > 0 && un_net_cuts(def, T, direction == 0 ? t : t + 1);
        kernels->cell[def->cell]->backward(&step);
        waiting++;
        if (waiting < chunk && s > 0) continue;
        add_weight_gradients(def, kernels, tape, layer, direction, &step, direction == 0 ? t : t - waiting + 1,
                             waiting);
        waiting = 0;
    }
    deliver_gradients(def, tape, layer, direction, grads);
    if (tape->dinput[layer]) add_input_gradient(def, kernels, packed, tape, layer, direction);
}

const UN_P(un_LayerOps) UN_P(un_recurrent_ops) = {
    .carve = UN_P(un_recurrent_carve),
    .width = width_of,
    .scratch = scratch_size,
    .packed_size = packed_size,
    .pack = pack_track,
    .forward = forward_track,
    .backward = backward_track,
    .row = UN_P(un_recurrent_row),
};
