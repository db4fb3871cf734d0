/// Long short-term memory (Hochreiter & Schmidhuber 1997) with the forget gate of Gers, Schmidhuber & Cummins 2000.
/// Built per instruction set.
#include "net/product.h"

enum { I, F, G, O, GATES };

/// A block of units: a row of biases, `input` rows from x, `hidden` rows from h, each (GATES, LANES).
static size_t block_size(int input, int hidden) {
    return (size_t)(1 + input + hidden) * GATES * LANES;
}

static void pack(const un_NetDef *def, const UN_P(un_RawWeights) * raw, un_real *to, un_real *back) {
    static const int blocks[GATES] = {I, F, G, O};
    int H = def->hidden, span = UN_P(un_columns_span)(raw->columns);
    UN_P(un_Columns) state = {1, H, UN_P(un_padded)((size_t)H)};
    size_t stride = (size_t)(raw->columns.parts * raw->columns.each);
    for (int unit = 0; unit < (int)state.pitch; unit += LANES, to += block_size(span, H)) {
        int units = H - unit;
        un_real *input = to + GATES * LANES, *hidden = input + span * GATES * LANES;
        for (int gate = 0; gate < GATES; gate++) {
            size_t row = (size_t)(gate * H + unit);
            for (int lane = 0; lane < LANES; lane++) {
                to[gate * LANES + lane] =
                    lane < units ? raw->bias_ih[row + (size_t)lane] + raw->bias_hh[row + (size_t)lane] : UN_C(0.0);
            }
            UN_K(un_pack_units)(input, GATES, gate, raw->ih + row * stride, units, raw->columns);
            UN_K(un_pack_units)(hidden, GATES, gate, raw->hh + row * (size_t)H, units, state);
        }
    }
    UN_K(un_pack)(back, raw->hh, blocks, GATES, H, state);
}

/// z_t = W_ih x_t + b_ih + b_hh + W_hh h_{t-1}, in blocks i f g o
/// i, f, o = sigmoid(z), g = tanh(z);  c_t = f c_{t-1} + i g;  h_t = o tanh(c_t)
UN_INLINE void forward_units(const Step *step, size_t row, size_t unit, const Vector z[GATES]) {
    Vector i = UN_P(un_sigmoid_vector)(z[I]), f = UN_P(un_sigmoid_vector)(z[F]);
    Vector g = UN_P(un_tanh_vector)(z[G]), o = UN_P(un_sigmoid_vector)(z[O]);
    size_t at = row * step->state_stride + unit, width = step->width;
    Vector c = f * load(step->c_previous + at) + i * g;
    Vector tanh_c = UN_P(un_tanh_vector)(c);
    un_real *gates = step->gates + row * step->gate_stride + unit;
    store(gates + I * width, i);
    store(gates + F * width, f);
    store(gates + G * width, g);
    store(gates + O * width, o);
    store(step->c + at, c);
    store(step->tanh_c + at, tanh_c);
    store(step->h + at, o * tanh_c);
}

static inline void forward_tile(const Step *step, const un_real *weights, size_t row, size_t unit, int rows,
                                int blocks) {
    const int parts = rows * blocks;
    size_t x_step = rows > 1 ? step->x_stride : 0, h_step = rows > 1 ? step->state_stride : 0;
    size_t w_step = blocks > 1 ? block_size(step->input, step->hidden) : 0;
    Vector z[PARTS][PANEL];
    for (int p = 0; p < parts; p++) {
        for (int gate = 0; gate < GATES; gate++) {
            z[p][gate] = load(weights + (size_t)p * w_step + gate * LANES);
        }
    }
    weights += GATES * LANES;
    add_chain(z, step->x + row * step->x_stride, x_step, weights, w_step, step->input, parts, 0, GATES);
    weights += step->input * GATES * LANES;
    add_chain(z, step->h_previous + row * step->state_stride, h_step, weights, w_step, step->hidden, parts, 0, GATES);
    for (int p = 0; p < parts; p++) {
        forward_units(step, row + (size_t)(rows > 1 ? p : 0), unit + (size_t)(blocks > 1 ? p * LANES : 0), z[p]);
    }
}

static void forward(const Step *step) {
    over_tiles(step, block_size(step->input, step->hidden), forward_tile);
}

/// dc_t += dh_t o (1 - tanh(c_t)^2)
/// di = dc g, df = dc c_{t-1}, dg = dc i, do = dh tanh(c_t);  dz = d(gate) s(1 - s), or dg (1 - g^2)
/// dc_{t-1} = dc_t f;  dh_{t-1} = above + W_hh^T dz_t
UN_INLINE void backward_units(const Step *step, size_t row, size_t unit) {
    size_t at = row * step->state_stride + unit, gate_at = row * step->gate_stride + unit, width = step->width;
    const un_real *gates = step->gates + gate_at;
    Vector i = load(gates + I * width), f = load(gates + F * width);
    Vector g = load(gates + G * width), o = load(gates + O * width);
    Vector dh = load(step->dh + at), tanh_c = load(step->tanh_c + at);
    Vector dc = load(step->dc + at) + dh * o * (UN_C(1.0) - tanh_c * tanh_c);
    un_real *dz = step->dz + gate_at;
    store(dz + I * width, sigmoid_gradient(dc, g, i));
    store(dz + F * width, sigmoid_gradient(dc, load(step->c_previous + at), f));
    store(dz + G * width, UN_P(un_flush)(dc * i * (UN_C(1.0) - g * g)));
    store(dz + O * width, sigmoid_gradient(dh, tanh_c, o));
    store(step->dc + at, dc);
    store(step->dc_previous + at, step->cut ? (Vector){0} : UN_P(un_flush)(dc * f));
    store(step->dh_previous + at, step->above ? load(step->above + row * step->above_stride + unit) : (Vector){0});
}

static void backward(const Step *step) {
    for (size_t row = 0; row < (size_t)step->B; row++) {
        for (size_t unit = 0; unit < step->width; unit += LANES) {
            backward_units(step, row, unit);
        }
    }
    if (step->cut) return;
    int width = (int)step->width;
    UN_K(un_multiply)
    (step->dh_previous, step->state_stride, step->dz, step->gate_stride, step->backward, step->B, GATES * width, width);
}

const UN_P(un_CellKernels) UN_K(un_lstm_kernels) = {.pack = pack, .forward = forward, .backward = backward};
