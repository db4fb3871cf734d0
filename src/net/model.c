#include "net/model.h"

#include "base/check.h"
#include "net/kernel.h"
#include "net/step.h"

#include <limits.h>
#include <string.h>

typedef UN_P(un_Tape) Tape;
typedef UN_P(un_Track) Track;
typedef UN_P(un_Weights) Weights;
typedef UN_P(un_Step) Step;

static const struct {
    void (*forward)(const Step *step);
    void (*backward)(const Step *step);
} cells[UN_CELL_COUNT] = {
    [UN_CELL_RNN] = {UN_P(un_rnn_forward_step), UN_P(un_rnn_backward_step)},
    [UN_CELL_LSTM] = {UN_P(un_lstm_forward_step), UN_P(un_lstm_backward_step)},
    [UN_CELL_GRU] = {UN_P(un_gru_forward_step), UN_P(un_gru_backward_step)},
};

static int directions_of(const un_NetDef *def) {
    return def->bidirectional ? 2 : 1;
}

static int rows_of(const un_NetDef *def) {
    return un_cell_info(def->cell)->gates * def->hidden;
}

static void carve_track(Track *track, un_Arena *arena, const un_NetDef *def, size_t T, size_t B) {
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

void UN_P(un_tape_carve)(Tape *tape, un_Arena *arena, const un_NetDef *def, int T, int B, bool with_dx) {
    UN_CHECK(T >= 1 && B >= 1 && T <= INT_MAX / B); // the kernels count rows in int
    UN_CHECK(def->layers >= 1 && def->layers <= UN_LAYERS_MAX);
    UN_CHECK(def->input >= 1 && def->hidden >= 1 && def->output >= 1);
    int directions = directions_of(def);
    size_t steps = (size_t)T * (size_t)B, width = (size_t)directions * (size_t)def->hidden, real = sizeof(un_real);
    *tape = (Tape){.T = T, .B = B};
    for (int layer = 0; layer < def->layers; layer++) {
        for (int direction = 0; direction < directions; direction++) {
            carve_track(&tape->track[layer][direction], arena, def, (size_t)T, (size_t)B);
        }
        // One direction: its h is the next layer's input as it lies.
        un_real *above = directions == 1 ? tape->track[layer][0].h : un_arena_take(arena, steps * width, real);
        if (layer + 1 < def->layers) {
            tape->input[layer + 1] = above;
            tape->dinput[layer + 1] = un_arena_take(arena, steps * width, real);
        } else {
            tape->output = above;
        }
    }
    tape->doutput = un_arena_take(arena, steps * width, real);
    tape->logits = un_arena_take(arena, steps * (size_t)def->output, real);
    tape->dlogits = un_arena_take(arena, steps * (size_t)def->output, real);
    if (with_dx) tape->dinput[0] = un_arena_take(arena, steps * (size_t)def->input, real);
    tape->scratch = un_arena_take(arena, scratch_size(def, (size_t)T, (size_t)B), real);
}

static void fill_rows(un_real *to, const un_real *row, size_t rows, size_t width) {
    for (size_t r = 0; r < rows; r++) {
        memcpy(to + r * width, row, width * sizeof *to);
    }
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
    Weights weights = UN_P(un_weights_of)(def, packed, layer, direction);
    const Track *track = &tape->track[layer][direction];
    int rows = rows_of(def), steps = tape->T * tape->B;
    fill_rows(track->gates, weights.bias, (size_t)steps, (size_t)rows);
    UN_P(un_kernel_multiply)
    (track->gates, rows, tape->input[layer], weights.input, weights.input_forward, weights.input, 0, steps,
     weights.input, rows);
    for (int s = 0; s < tape->T; s++) {
        Step step = step_at(def, &weights, tape, layer, direction, s);
        cells[def->cell].forward(&step);
    }
}

/// [forward | reverse], side by side.
static void join_directions(const Tape *tape, int layer, un_real *joined, size_t H) {
    size_t steps = (size_t)tape->T * (size_t)tape->B;
    for (size_t i = 0; i < steps; i++) {
        memcpy(joined + i * 2 * H, tape->track[layer][0].h + i * H, H * sizeof *joined);
        memcpy(joined + i * 2 * H + H, tape->track[layer][1].h + i * H, H * sizeof *joined);
    }
}

void UN_P(un_net_forward)(const un_NetDef *def, const un_real *params, const un_real *packed, Tape *tape,
                          const un_real *x) {
    int directions = directions_of(def), width = directions * def->hidden, steps = tape->T * tape->B;
    // Only read through this pointer; the tape's other inputs are its own, so the field is not const.
    memcpy(&tape->input[0], &x, sizeof x);
    for (int layer = 0; layer < def->layers; layer++) {
        for (int direction = 0; direction < directions; direction++) {
            forward_track(def, packed, tape, layer, direction);
        }
        un_real *above = layer + 1 < def->layers ? tape->input[layer + 1] : tape->output;
        if (directions == 2) join_directions(tape, layer, above, (size_t)def->hidden);
    }
    // logits = W output + b
    Weights weights = UN_P(un_weights_of)(def, packed, 0, 0);
    const un_real *bias = params + un_net_readout_offset(def) + (size_t)def->output * (size_t)width;
    fill_rows(tape->logits, bias, (size_t)steps, (size_t)def->output);
    UN_P(un_kernel_multiply)
    (tape->logits, def->output, tape->output, width, weights.readout_forward, width, 0, steps, width, def->output);
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
    Weights weights = UN_P(un_weights_of)(def, packed, layer, direction);
    const Track *track = &tape->track[layer][direction];
    size_t H = (size_t)def->hidden, width = (size_t)directions_of(def) * H, B = (size_t)tape->B,
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

void UN_P(un_net_backward)(const un_NetDef *def, const un_real *params, const un_real *packed, Tape *tape,
                           un_real *grads) {
    (void)params; // everything that is needed of them is in `packed`
    int directions = directions_of(def), width = directions * def->hidden, O = def->output, steps = tape->T * tape->B;
    Weights weights = UN_P(un_weights_of)(def, packed, 0, 0);
    // dW += dlogits_t output_t^T, db += dlogits_t, doutput = W^T dlogits
    un_real *readout = grads + un_net_readout_offset(def), *bias = readout + (size_t)O * (size_t)width;
    UN_P(un_kernel_outer)(readout, 1, (size_t)width, tape->output, width, width, tape->dlogits, O, O, tape->T, tape->B);
    UN_P(un_kernel_outer)(bias, 1, 1, tape->dlogits, O, O, NULL, 0, 1, tape->T, tape->B);
    memset(tape->doutput, 0, (size_t)steps * (size_t)width * sizeof *tape->doutput);
    UN_P(un_kernel_multiply)(tape->doutput, width, tape->dlogits, O, weights.readout_backward, O, 0, steps, O, width);
    for (int layer = def->layers - 1; layer >= 0; layer--) {
        const un_real *above = layer + 1 < def->layers ? tape->dinput[layer + 1] : tape->doutput;
        for (int direction = 0; direction < directions; direction++) {
            backward_track(def, packed, tape, above, layer, direction, grads);
        }
    }
}
