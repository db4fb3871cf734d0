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

UN_INLINE Vector positive(Vector a) {
    return UN_P(un_at_least)(a, UN_C(0.0)); // NaN stays NaN
}

/// h_t = max(0, a_t), a_t, or tanh(a_t)
UN_INLINE void activate(const Step *step, size_t row, size_t unit, const Vector a[UN_SUMS], int rows, int wide) {
    for (int i = 0; i < rows * wide; i++) {
        un_real *h = step->h + (row + (size_t)(i / wide)) * step->state_stride + unit + (size_t)(i % wide * LANES);
        if (step->activation == UN_ACTIVATION_RELU) {
            store(h, positive(a[i]));
        } else if (step->activation == UN_ACTIVATION_LINEAR) {
            store(h, a[i]);
        } else {
            store(h, UN_P(un_tanh_vector)(a[i]));
        }
    }
}

/// a_t = W_ih x_t + b_ih + b_hh + W_hh h_{t-1} of a panel's units, or of that sum what the quarters first .. end-1 of
/// the last product add to it; h_t after the last. Literals: rows, wide, together.
UN_INLINE void forward_tile(const Step *step, size_t row, size_t unit, int first, int end, int rows, int wide,
                            int together) {
    size_t width = step->width, input = (size_t)step->input, gate = step->gate_stride, state = step->state_stride;
    const un_real *from_x = step->forward + width + unit * input, *x = step->x + row * step->x_stride;
    const un_real *from_h = step->forward + width + width * input + unit * width;
    un_real *a = step->gates + row * gate + unit;
    Vector total[UN_SUMS];
    for (int i = 0; i < rows * wide; i++) {
        const un_real *sum = first == 0 ? step->forward + unit : a + (size_t)(i / wide) * gate;
        total[i] = load(sum + i % wide * LANES);
    }
    for (size_t k = 0; first == 0 && k < input; k++, from_x += wide * LANES) {
        for (int i = 0; i < rows * wide; i++) {
            total[i] += x[(size_t)(i / wide) * step->x_stride + k] * load(from_x + i % wide * LANES);
        }
    }
    add_quarters(total, step->h_previous + row * state, state, from_h, (int)width / QUARTERS, first, end, rows, wide,
                 together);
    for (int i = 0; i < rows * wide; i++) {
        store(a + (size_t)(i / wide) * gate + i % wide * LANES, total[i]);
    }
    if (end == QUARTERS) activate(step, row, unit, total, rows, wide);
}

/// What forward_tile and backward_tile are: a few rows of a panel, and their quarters first .. end-1 of the product.
typedef void (*Tile)(const Step *step, size_t row, size_t unit, int first, int end, int rows, int wide, int together);

/// Literals: wide, tile.
UN_INLINE void over_panel(const Step *step, size_t unit, int wide, Tile tile) {
    const int rows = tile_rows(wide), together = row_quarters(wide);
    int whole = step->B - step->B % rows, at_once = quarters_at_once((int)step->width / QUARTERS, wide);
    for (int q = 0; q < QUARTERS && whole > 0; q += at_once) {
        for (int row = 0; row < whole; row += rows) {
            tile(step, (size_t)row, unit, q, q + at_once, rows, wide, 1);
        }
    }
    for (int row = whole; row < step->B; row++) {
        tile(step, (size_t)row, unit, 0, QUARTERS, 1, wide, together);
    }
}

UN_INLINE void over_panels(const Step *step, Tile tile) {
    for (int unit = 0, wide; unit < (int)step->width; unit += wide * LANES) {
        wide = panel_width(((int)step->width - unit) / LANES);
        if (wide == 4) {
            over_panel(step, (size_t)unit, 4, tile);
        } else if (wide == 2) {
            over_panel(step, (size_t)unit, 2, tile);
        } else {
            over_panel(step, (size_t)unit, 1, tile);
        }
    }
}

static void forward(const Step *step) {
    over_panels(step, forward_tile);
}

/// da_t = dh_t (1 - h_t^2), dh_t where a_t > 0, or dh_t
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
}

/// dh_{t-1} = above + W_hh^T da_t
UN_INLINE void backward_tile(const Step *step, size_t row, size_t unit, int first, int end, int rows, int wide,
                             int together) {
    const un_real *above = step->above ? step->above + row * step->above_stride + unit : NULL;
    un_real *dh = step->dh_previous + row * step->state_stride + unit;
    Vector total[UN_SUMS];
    for (int i = 0; i < rows * wide; i++) {
        size_t r = (size_t)(i / wide), at = (size_t)(i % wide * LANES);
        total[i] = first > 0 ? load(dh + r * step->state_stride + at)
                   : above   ? load(above + r * step->above_stride + at)
                             : (Vector){0};
    }
    if (!step->cut) {
        add_quarters(total, step->dz + row * step->gate_stride, step->gate_stride, step->backward + unit * step->width,
                     (int)step->width / QUARTERS, first, end, rows, wide, together);
    }
    for (int i = 0; i < rows * wide; i++) {
        store(dh + (size_t)(i / wide) * step->state_stride + i % wide * LANES, total[i]);
    }
}

static void backward(const Step *step) {
    for (size_t row = 0; row < (size_t)step->B; row++) {
        for (size_t unit = 0; unit < step->width; unit += LANES) {
            backward_units(step, row, unit);
        }
    }
    over_panels(step, backward_tile);
}

const UN_P(un_CellKernels) UN_K(un_rnn_kernels) = {.pack = pack, .forward = forward, .backward = backward};
