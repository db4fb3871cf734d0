/// The plain recurrent cell (Elman 1990; ReLU: Le, Jaitly & Hinton 2015). Built per instruction set.
#include "net/product.h"

/// Forward: a row of biases (width), panels of W_ih^T, panels of W_hh^T for multiply.
static void pack(const un_NetDef *def, const UN_P(un_RawWeights) * raw, un_real *to, un_real *back) {
    static const int blocks[1] = {0};
    int H = def->hidden, span = UN_P(un_columns_span)(raw->columns);
    UN_P(un_Columns) state = {1, H, UN_P(un_padded)((size_t)H)};
    size_t stride = (size_t)(raw->columns.parts * raw->columns.each);
    for (int u = 0; u < (int)state.pitch; u++) {
        *to++ = u < H ? raw->bias_ih[u] + raw->bias_hh[u] : UN_C(0.0);
    }
    for (int unit = 0, wide; unit < (int)state.pitch; unit += wide * LANES, to += wide * LANES * span) {
        wide = panel_width(((int)state.pitch - unit) / LANES);
        for (int v = 0, first = unit; v < wide; v++, first += LANES) {
            UN_K(un_pack_units)(to, wide, v, raw->ih + (size_t)first * stride, H - first, raw->columns);
        }
    }
    UN_K(un_pack_transposed)(to, raw->hh, H);
    UN_K(un_pack)(back, raw->hh, blocks, 1, H, state);
}

/// b + W_ih x for one sequence and the units of a panel. Literal: wide.
UN_INLINE void input_units(const Step *step, size_t row, size_t unit, const un_real *panel, int wide) {
    Vector sum[PARTS][PANEL];
    for (int v = 0; v < wide; v++) {
        sum[0][v] = load(step->forward + unit + (size_t)(v * LANES));
    }
    add_chain(sum, step->x + row * step->x_stride, 0, panel, 0, step->input, 1, 0, wide);
    for (int v = 0; v < wide; v++) {
        store(step->gates + row * step->gate_stride + unit + (size_t)(v * LANES), sum[0][v]);
    }
}

UN_INLINE Vector positive(Vector a) {
    return UN_P(un_at_least)(a, UN_C(0.0)); // NaN stays NaN
}

/// a_t = W_ih x_t + b_ih + b_hh + W_hh h_{t-1}
/// h_t = tanh(a_t), max(0, a_t), or a_t
static void forward(const Step *step) {
    size_t width = step->width, rows = (size_t)step->B;
    const un_real *panel = step->forward + width;
    for (size_t unit = 0; unit < width;) {
        int wide = panel_width((int)(width - unit) / LANES);
        for (size_t row = 0; row < rows; row++) {
            if (wide == 4) {
                input_units(step, row, unit, panel, 4);
            } else if (wide == 2) {
                input_units(step, row, unit, panel, 2);
            } else {
                input_units(step, row, unit, panel, 1);
            }
        }
        panel += wide * LANES * step->input;
        unit += (size_t)(wide * LANES);
    }
    UN_K(un_multiply)
    (step->gates, step->gate_stride, step->h_previous, step->state_stride, panel, step->B, (int)width, (int)width);
    for (size_t row = 0; row < rows; row++) {
        const un_real *a = step->gates + row * step->gate_stride;
        un_real *h = step->h + row * step->state_stride;
        for (size_t unit = 0; unit < width; unit += LANES) {
            Vector v = load(a + unit);
            switch (step->activation) {
            case UN_ACTIVATION_RELU:
                store(h + unit, positive(v));
                break;
            case UN_ACTIVATION_LINEAR:
                store(h + unit, v);
                break;
            case UN_ACTIVATION_TANH:
            case UN_ACTIVATION_COUNT:
                store(h + unit, UN_P(un_tanh_vector)(v));
                break;
            }
        }
    }
}

/// da_t = dh_t (1 - h_t^2), dh_t where a_t > 0, or dh_t
/// dh_{t-1} = above + W_hh^T da_t
UN_INLINE void backward_units(const Step *step, size_t row, size_t unit) {
    size_t at = row * step->state_stride + unit, gate_at = row * step->gate_stride + unit;
    Vector da = load(step->dh + at);
    if (step->activation == UN_ACTIVATION_TANH) {
        Vector h = load(step->h + at);
        da = da * (UN_C(1.0) - h * h);
    } else if (step->activation == UN_ACTIVATION_RELU) {
        da = UN_P(un_zero_unless)(da, load(step->gates + gate_at));
    }
    store(step->dz + gate_at, UN_P(un_flush)(da));
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
    (step->dh_previous, step->state_stride, step->dz, step->gate_stride, step->backward, step->B, width, width);
}

const UN_P(un_CellKernels) UN_K(un_rnn_kernels) = {.pack = pack, .forward = forward, .backward = backward};
