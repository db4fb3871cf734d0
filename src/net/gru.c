/// The gated recurrent unit (Cho et al. 2014). PyTorch's form resets after the product (arXiv 1406.1078v1),
/// reset_before resets the state itself (v3). h = (1 - z) n + z h_{t-1}: z near 1 copies. Built per instruction set.
#include "net/product.h"

/// Blocks of a row of gates and of dz, in this order so that x meets the first three and h_{t-1} the last three. HN is
/// the product inside the reset, with its own bias.
enum { N, R, Z, HN, BLOCKS };

enum { GATE_R, GATE_Z, GATE_N, GATES }; // of the parameters

/// Rows of h that stand beside x's in a block: with the reset before the product, HN's come later.
static int state_blocks(bool reset_before) {
    return reset_before ? 2 : 3;
}

/// A block of units: a row of biases (N R Z HN), `input` rows from x (N R Z), `hidden` rows from h (R Z HN or R Z).
static size_t block_size(int input, int hidden, bool reset_before) {
    return (size_t)(BLOCKS + 3 * input + state_blocks(reset_before) * hidden) * LANES;
}

static void pack(const un_NetDef *def, const UN_P(un_RawWeights) * raw, un_real *to, un_real *back) {
    static const int x_gates[3] = {GATE_N, GATE_R, GATE_Z}, h_gates[3] = {GATE_R, GATE_Z, GATE_N};
    int H = def->hidden, span = UN_P(un_columns_span)(raw->columns), from_state = state_blocks(def->reset_before);
    UN_P(un_Columns) state = {1, H, UN_P(un_padded)((size_t)H)};
    size_t stride = (size_t)(raw->columns.parts * raw->columns.each);
    for (int unit = 0; unit < (int)state.pitch; unit += LANES, to += block_size(span, H, def->reset_before)) {
        int units = H - unit;
        un_real *input = to + BLOCKS * LANES, *hidden = input + 3 * span * LANES;
        UN_K(un_pack_bias)(to, HN, raw->bias_hh + GATE_N * H + unit, units);
        for (int v = 0; v < 3; v++) {
            size_t row = (size_t)(x_gates[v] * H + unit);
            UN_K(un_pack_bias)(to, v, raw->bias_ih + row, units);
            for (int lane = 0; v != N && lane < LANES && lane < units; lane++) {
                to[v * LANES + lane] += raw->bias_hh[row + (size_t)lane];
            }
            UN_K(un_pack_units)(input, 3, v, raw->ih + row * stride, units, raw->columns);
        }
        for (int v = 0; v < from_state; v++) {
            size_t row = (size_t)(h_gates[v] * H + unit);
            UN_K(un_pack_units)(hidden, from_state, v, raw->hh + row * (size_t)H, units, state);
        }
    }
    UN_K(un_pack)(back, raw->hh, h_gates, from_state, H, state);
    if (!def->reset_before) return;
    // W_hn, both ways
    size_t square = state.pitch * state.pitch;
    UN_K(un_pack)(back + 2 * square, raw->hh, h_gates + 2, 1, H, state);
    UN_K(un_pack_transposed)(to, raw->hh + (size_t)(GATE_N * H) * (size_t)H, H);
}

/// r, z = sigmoid(W_ih x_t + b_ih + b_hh + W_hh h_{t-1})
/// hn = W_hn h_{t-1} + b_hn, n = tanh(W_in x_t + b_in + r hn)          reset after
/// hn = W_hn (r h_{t-1}) + b_hn, n = tanh(W_in x_t + b_in + hn)        reset before
/// h_t = (1 - z) n + z h_{t-1}
UN_INLINE void finish_units(const Step *step, size_t row, size_t unit, Vector x_n, Vector hn, Vector z) {
    size_t at = row * step->state_stride + unit;
    un_real *gates = step->gates + row * step->gate_stride + unit;
    Vector n = UN_P(un_tanh_vector)(x_n + hn);
    store(gates + N * step->width, n);
    store(step->h + at, (UN_C(1.0) - z) * n + z * load(step->h_previous + at));
}

/// Up to where the two forms part: reset after is done then; reset before leaves x's part of n in its place, b_hn in
/// hn's, and r h_{t-1} for the product that follows.
UN_INLINE void forward_units(const Step *step, size_t row, size_t unit, const Vector sum[BLOCKS], bool reset_before) {
    size_t at = row * step->state_stride + unit, width = step->width;
    un_real *gates = step->gates + row * step->gate_stride + unit;
    Vector r = UN_P(un_sigmoid_vector)(sum[R]), z = UN_P(un_sigmoid_vector)(sum[Z]);
    store(gates + R * width, r);
    store(gates + Z * width, z);
    store(gates + HN * width, sum[HN]);
    if (reset_before) {
        store(gates + N * width, sum[N]);
        store(step->reset_h + at, r * load(step->h_previous + at));
    } else {
        finish_units(step, row, unit, sum[N], r * sum[HN], z);
    }
}

UN_INLINE void forward_tile(const Step *step, const un_real *weights, size_t row, size_t unit, int rows, int blocks,
                            bool reset_before) {
    const int parts = rows * blocks;
    size_t x_step = rows > 1 ? step->x_stride : 0, h_step = rows > 1 ? step->state_stride : 0;
    size_t w_step = blocks > 1 ? block_size(step->input, step->hidden, reset_before) : 0;
    Vector sum[PARTS][PANEL];
    for (int p = 0; p < parts; p++) {
        for (int v = 0; v < BLOCKS; v++) {
            sum[p][v] = load(weights + (size_t)p * w_step + v * LANES);
        }
    }
    weights += BLOCKS * LANES;
    add_chain(sum, step->x + row * step->x_stride, x_step, weights, w_step, step->input, parts, N, 3);
    weights += step->input * 3 * LANES;
    add_chain(sum, step->h_previous + row * step->state_stride, h_step, weights, w_step, step->hidden, parts, R,
              state_blocks(reset_before));
    for (int p = 0; p < parts; p++) {
        forward_units(step, row + (size_t)(rows > 1 ? p : 0), unit + (size_t)(blocks > 1 ? p * LANES : 0), sum[p],
                      reset_before);
    }
}

static inline void tile_after(const Step *step, const un_real *weights, size_t row, size_t unit, int rows, int blocks) {
    forward_tile(step, weights, row, unit, rows, blocks, false);
}

static inline void tile_before(const Step *step, const un_real *weights, size_t row, size_t unit, int rows,
                               int blocks) {
    forward_tile(step, weights, row, unit, rows, blocks, true);
}

static void forward(const Step *step) {
    size_t size = block_size(step->input, step->hidden, step->reset_before), width = step->width;
    if (!step->reset_before) {
        over_tiles(step, size, tile_after);
        return;
    }
    over_tiles(step, size, tile_before);
    UN_K(un_multiply)
    (step->gates + HN * width, step->gate_stride, step->reset_h, step->state_stride,
     step->forward + width / LANES * size, step->B, (int)width, (int)width);
    for (size_t row = 0; row < (size_t)step->B; row++) {
        for (size_t unit = 0; unit < width; unit += LANES) {
            const un_real *gates = step->gates + row * step->gate_stride + unit;
            finish_units(step, row, unit, load(gates + N * width), load(gates + HN * width), load(gates + Z * width));
        }
    }
}

/// dz = dh (h_{t-1} - n), dn = dh (1 - z), dz_n = dn (1 - n^2), dz_r = dr r(1 - r), dz_z = dz z(1 - z)
/// reset after:  dr = dz_n hn, dhn = dz_n r;                 dh_{t-1} = above + dh z + W_hr^T dz_r + W_hz^T dz_z +
/// W_hn^T dhn reset before: dhn = dz_n, q = W_hn^T dhn, dr = q h_{t-1};   dh_{t-1} = above + dh z + q r + W_hr^T dz_r +
/// W_hz^T dz_z Here all but the products, and but what needs q.
UN_INLINE void backward_units(const Step *step, size_t row, size_t unit) {
    size_t at = row * step->state_stride + unit, gate_at = row * step->gate_stride + unit, width = step->width;
    const un_real *gates = step->gates + gate_at;
    Vector n = load(gates + N * width), r = load(gates + R * width), z = load(gates + Z * width);
    Vector hn = load(gates + HN * width), dh = load(step->dh + at);
    un_real *dz = step->dz + gate_at;
    Vector dz_n = UN_P(un_flush)(dh * (UN_C(1.0) - z) * (UN_C(1.0) - n * n));
    store(dz + N * width, dz_n);
    store(dz + Z * width, sigmoid_gradient(dh, load(step->h_previous + at) - n, z));
    if (step->reset_before) {
        store(dz + HN * width, dz_n);
        store(step->dreset + at, (Vector){0});
    } else {
        store(dz + HN * width, UN_P(un_flush)(dz_n * r));
        store(dz + R * width, sigmoid_gradient(dz_n, hn, r));
    }
    Vector above = step->above ? load(step->above + row * step->above_stride + unit) : (Vector){0};
    store(step->dh_previous + at, step->cut ? above : above + UN_P(un_flush)(dh * z));
}

/// What follows from q, for the reset before the product.
UN_INLINE void reset_units(const Step *step, size_t row, size_t unit) {
    size_t at = row * step->state_stride + unit, gate_at = row * step->gate_stride + unit + R * step->width;
    Vector q = load(step->dreset + at), r = load(step->gates + gate_at);
    store(step->dz + gate_at, sigmoid_gradient(q, load(step->h_previous + at), r));
    if (!step->cut) store(step->dh_previous + at, load(step->dh_previous + at) + q * r);
}

static void backward(const Step *step) {
    size_t width = step->width;
    int units = (int)width;
    for (size_t row = 0; row < (size_t)step->B; row++) {
        for (size_t unit = 0; unit < width; unit += LANES) {
            backward_units(step, row, unit);
        }
    }
    if (step->reset_before) {
        UN_K(un_multiply)
        (step->dreset, step->state_stride, step->dz + HN * width, step->gate_stride, step->backward + 2 * width * width,
         step->B, units, units);
        for (size_t row = 0; row < (size_t)step->B; row++) {
            for (size_t unit = 0; unit < width; unit += LANES) {
                reset_units(step, row, unit);
            }
        }
    }
    if (step->cut) return;
    UN_K(un_multiply)
    (step->dh_previous, step->state_stride, step->dz + R * width, step->gate_stride, step->backward, step->B,
     state_blocks(step->reset_before) * units, units);
}

const UN_P(un_CellKernels) UN_K(un_gru_kernels) = {.pack = pack, .forward = forward, .backward = backward};
