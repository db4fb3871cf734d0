/// The recurrent cells' layer: their steps in time, forward and backward, and the weights' gradients.
#include "net/kernel.h"
#include "net/layer.h"
#include "net/step.h"

#include <string.h>

typedef UN_P(un_Tape) Tape;
typedef UN_P(un_Track) Track;
typedef UN_P(un_Weights) Weights;
typedef UN_P(un_Step) Step;

static const struct {
    void (*forward)(const Step *step);
    void (*backward)(const Step *step);
} cells[UN_RECURRENT_CELLS] = {
    [UN_CELL_RNN] = {UN_P(un_rnn_forward_step), UN_P(un_rnn_backward_step)},
    [UN_CELL_LSTM] = {UN_P(un_lstm_forward_step), UN_P(un_lstm_backward_step)},
    [UN_CELL_GRU] = {UN_P(un_gru_forward_step), UN_P(un_gru_backward_step)},
};

static int rows_of(const un_NetDef *def) {
    return un_cell_info(def->cell)->gates * def->hidden;
}

static void carve_track(const un_NetDef *def, Track *track, un_Arena *arena, size_t T, size_t B) {
    size_t H = (size_t)def->hidden, rows = (size_t)rows_of(def), real = sizeof(un_real);
    bool lstm = def->cell == UN_CELL_LSTM, gru = def->cell == UN_CELL_GRU;
    *track = (Track){0};
    track->h0 = un_arena_take(arena, B * H, real);
    track->dh0 = un_arena_take(arena, B * H, real);
    track->h = un_arena_take(arena, T * B * H, real);
    track->dh = un_arena_take(arena, T * B * H, real);
    track->gates = un_arena_take(arena, T * B * rows, real);
    track->dgates = un_arena_take(arena, T * B * rows, real);
    track->dz = lstm || gru ? un_arena_take(arena, T * B * rows, real) : track->dgates;
    if (lstm) {
        track->c0 = un_arena_take(arena, B * H, real);
        track->dc0 = un_arena_take(arena, B * H, real);
        track->c = un_arena_take(arena, T * B * H, real);
        track->dc = un_arena_take(arena, T * B * H, real);
        track->tanh_c = un_arena_take(arena, T * B * H, real);
    }
    if (gru) {
        track->hn = un_arena_take(arena, T * B * H, real);
        track->dhn = un_arena_take(arena, T * B * H, real);
    }
}

/// Numbers of tape->scratch: G*H for bias sums, and (B,H) for a step, or (T,B,H) where r h_{t-1} is laid out for W_hn's
/// gradient.
static size_t scratch_size(const un_NetDef *def, size_t T, size_t B) {
    bool reset_before = def->cell == UN_CELL_GRU && def->reset_before;
    return (size_t)rows_of(def) + (reset_before ? T : 1) * B * (size_t)def->hidden;
}

/// The step at place s of the order of processing: s = 0 reads the initial state.
static Step step_at(const un_NetDef *def, const Weights *weights, const Tape *tape, int layer, int direction, int s) {
    int T = tape->T;
    Step step = {.def = def, .weights = weights, .track = &tape->track[layer][direction], .B = tape->B};
    step.t = direction == 0 ? s : T - 1 - s;
    step.previous = s == 0 ? -1 : direction == 0 ? step.t - 1 : step.t + 1;
    // The border between t-1 and t is one and the same for both directions.
    step.cut = s > 0 && un_net_cuts(def, T, direction == 0 ? step.t : step.t + 1);
    step.scratch = tape->scratch + rows_of(def);
    return step;
}

static void forward_track(const un_NetDef *def, const un_real *packed, const Tape *tape, int layer, int direction) {
    Weights weights = UN_P(un_weights_of)(def, packed, un_net_layer_input(def, layer));
    const Track *track = &tape->track[layer][direction];
    int rows = rows_of(def), steps = tape->T * tape->B;
    UN_P(un_fill_rows)(track->gates, weights.bias, (size_t)steps, (size_t)rows);
    UN_P(un_kernel_multiply)
    (track->gates, rows, tape->input[layer], weights.input, weights.input_forward, weights.input, 0, steps,
     weights.input, rows);
    for (int s = 0; s < tape->T; s++) {
        Step step = step_at(def, &weights, tape, layer, direction, s);
        cells[def->cell].forward(&step);
    }
}

/// grads of the two biases += column sums of a (T,B,a_stride), M columns. Either place may be NULL.
static void bias_gradient(const Tape *tape, const un_real *a, int a_stride, int M, un_real *first, un_real *second) {
    un_real *sums = tape->scratch;
    memset(sums, 0, (size_t)M * sizeof *sums);
    UN_P(un_kernel_outer)(sums, 1, 1, a, a_stride, M, NULL, 0, 1, tape->T, tape->B);
    for (int m = 0; first && m < M; m++) {
        first[m] += sums[m];
    }
    for (int m = 0; second && m < M; m++) {
        second[m] += sums[m];
    }
}

/// grad (M,H) += sum over t of a_t h_{t-1}^T, h_{t-1} the state before t in the order of processing.
static void state_gradient(const Tape *tape, const Track *track, int direction, int H, const un_real *a, int a_stride,
                           int M, un_real *grad) {
    size_t a_step = (size_t)tape->B * (size_t)a_stride, h_step = (size_t)tape->B * (size_t)H;
    int T = tape->T;
    const un_real *a_first = direction == 0 ? a : a + (size_t)(T - 1) * a_step; // the step that read the initial state
    const un_real *a_rest = direction == 0 ? a + a_step : a;
    const un_real *h_rest = direction == 0 ? track->h : track->h + h_step;
    if (T > 1) UN_P(un_kernel_outer)(grad, (size_t)H, 1, a_rest, a_stride, M, h_rest, H, H, T - 1, tape->B);
    UN_P(un_kernel_outer)(grad, (size_t)H, 1, a_first, a_stride, M, track->h0, H, H, 1, tape->B);
}

/// W_hn's gradient when the reset stands before the product: sum of dhn_t (r_t h_{t-1})^T.
static void reset_gradient(const un_NetDef *def, const Weights *weights, const Tape *tape, int layer, int direction,
                           un_real *grad) {
    const Track *track = &tape->track[layer][direction];
    int H = def->hidden;
    size_t width = (size_t)H, B = (size_t)tape->B;
    un_real *reset_h = tape->scratch + rows_of(def);
    for (int s = 0; s < tape->T; s++) {
        Step step = step_at(def, weights, tape, layer, direction, s);
        const un_real *h_previous = UN_P(un_step_before)(&step, track->h, track->h0);
        const un_real *gates = UN_P(un_step_at)(track->gates, step.t, tape->B, 3 * H);
        un_real *to = UN_P(un_step_at)(reset_h, step.t, tape->B, H);
        for (size_t b = 0; b < B; b++) {
            const un_real *r = gates + b * 3 * width;
            for (size_t u = 0; u < width; u++) {
                to[b * width + u] = r[u] * h_previous[b * width + u];
            }
        }
    }
    UN_P(un_kernel_outer)(grad, width, 1, track->dhn, H, H, reset_h, H, H, tape->T, tape->B);
}

/// dW_ih += dz_t x_t^T, db_ih += dz_t, dW_hh += dz_t h_{t-1}^T, db_hh += dz_t; GRU's block n of the last two takes dhn.
static void weight_gradients(const un_NetDef *def, const Weights *weights, const Tape *tape, int layer, int direction,
                             un_real *grads) {
    const Track *track = &tape->track[layer][direction];
    un_TrackParams at = un_net_track_params(def, layer, direction);
    int H = def->hidden, rows = rows_of(def);
    bool gru = def->cell == UN_CELL_GRU;
    int shared = gru ? 2 * H : rows;
    un_real *hh = grads + at.weight_hh;
    UN_P(un_kernel_outer)
    (grads + at.weight_ih, (size_t)at.input, 1, track->dz, rows, rows, tape->input[layer], at.input, at.input, tape->T,
     tape->B);
    bias_gradient(tape, track->dz, rows, shared, grads + at.bias_ih, grads + at.bias_hh);
    state_gradient(tape, track, direction, H, track->dz, rows, shared, hh);
    if (!gru) return;
    un_real *hn = hh + (size_t)shared * (size_t)H;
    bias_gradient(tape, track->dz + shared, rows, H, grads + at.bias_ih + shared, NULL);
    bias_gradient(tape, track->dhn, H, H, NULL, grads + at.bias_hh + shared);
    if (def->reset_before) {
        reset_gradient(def, weights, tape, layer, direction, hn);
    } else {
        state_gradient(tape, track, direction, H, track->dhn, H, H, hn);
    }
}

/// above (T,B,D*H) is the gradient that reaches this layer's output from the readout or the next layer.
static void backward_track(const un_NetDef *def, const un_real *packed, const Tape *tape, const un_real *above,
                           int layer, int direction, un_real *grads) {
    Weights weights = UN_P(un_weights_of)(def, packed, un_net_layer_input(def, layer));
    const Track *track = &tape->track[layer][direction];
    size_t H = (size_t)def->hidden, width = (size_t)UN_P(un_directions)(def) * H, B = (size_t)tape->B,
           steps = (size_t)tape->T * B;
    for (size_t i = 0; i < steps; i++) {
        memcpy(track->dh + i * H, above + i * width + (size_t)direction * H, H * sizeof *above);
    }
    memset(track->dh0, 0, B * H * sizeof *above);
    if (track->dc) {
        memset(track->dc, 0, steps * H * sizeof *above);
        memset(track->dc0, 0, B * H * sizeof *above);
    }
    for (int s = tape->T - 1; s >= 0; s--) {
        Step step = step_at(def, &weights, tape, layer, direction, s);
        cells[def->cell].backward(&step);
    }
    weight_gradients(def, &weights, tape, layer, direction, grads);
    // dx_t += W_ih^T dz_t, both directions into the same place
    un_real *dinput = tape->dinput[layer];
    if (!dinput) return;
    int rows = rows_of(def);
    if (direction == 0) memset(dinput, 0, steps * (size_t)weights.input * sizeof *dinput);
    UN_P(un_kernel_multiply)
    (dinput, weights.input, track->dz, rows, weights.input_backward, rows, 0, (int)steps, rows, weights.input);
}

const UN_P(un_LayerOps) UN_P(un_recurrent_ops) = {
    .carve = carve_track,
    .scratch = scratch_size,
    .packed_size = UN_P(un_weights_packed_size),
    .pack = UN_P(un_weights_pack_track),
    .forward = forward_track,
    .backward = backward_track,
};
