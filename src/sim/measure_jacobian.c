#include "sim/measure_jacobian.h"

#include "base/check.h"
#include "num/elementary.h"
#include "num/linalg.h"
#include "num/spectral.h"

#include <math.h>
#include <string.h>

int un_jacobian_size(const un_NetDef *net) {
    switch (net->cell) {
    case UN_CELL_RNN:
    case UN_CELL_GRU:
    case UN_CELL_SSM:
    case UN_CELL_SELECTIVE:
        return net->hidden;
    case UN_CELL_LSTM:
        return 2 * net->hidden;
    default:
        return 0;
    }
}

enum { ROWS = 8 }; // the rows of a step that a Jacobian reads

/// One Jacobian, its scratch, a product, and the rows of a step.
size_t un_jacobian_work(const un_NetDef *net) {
    int n = un_jacobian_size(net);
    return (size_t)n * (size_t)n + un_product_size(n) + ROWS * (size_t)net->hidden;
}

/// The step before t in the order of processing; -1: none.
static int before(int direction, int t, int T) {
    if (direction == 0) return t - 1;
    return t + 1 < T ? t + 1 : -1;
}

static const double *state_weights(const un_Trace *trace, int direction) {
    un_TrackParams at = un_net_track_params(&trace->net, trace->net.layers - 1, direction);
    return trace->params + at.weight_hh;
}

/// to (H,H) of row stride n += diag(scale) w.
static void add_scaled(double *to, int n, const double *scale, const double *w, int H) {
    for (int i = 0; i < H; i++) {
        for (int j = 0; j < H; j++) {
            to[(size_t)i * (size_t)n + (size_t)j] += scale[i] * w[(size_t)i * (size_t)H + (size_t)j];
        }
    }
}

static void rnn_step(const un_Trace *trace, int direction, int t, int b, double *out, double *row) {
    int H = trace->net.hidden;
    un_trace_row(trace, direction, trace->net.activation == UN_ACTIVATION_RELU ? UN_PART_GATE : UN_PART_H, 0, t, b,
                 row);
    for (int i = 0; i < H; i++) {
        switch (trace->net.activation) {
        case UN_ACTIVATION_TANH:
            row[i] = 1 - row[i] * row[i];
            break;
        case UN_ACTIVATION_RELU:
            row[i] = row[i] > 0 ? 1 : 0;
            break;
        case UN_ACTIVATION_LINEAR:
        case UN_ACTIVATION_COUNT:
            row[i] = 1;
            break;
        }
    }
    add_scaled(out, H, row, state_weights(trace, direction), H);
}

static void lstm_step(const un_Trace *trace, int direction, int t, int b, double *out, double *rows) {
    int H = trace->net.hidden, n = 2 * H;
    size_t width = (size_t)H, block = width * width;
    double *i = rows, *f = i + H, *g = f + H, *o = g + H, *c = o + H, *c_before = c + H, *scale = c_before + H,
           *through = scale + H;
    const double *w = state_weights(trace, direction);
    for (int gate = 0; gate < 4; gate++) {
        un_trace_row(trace, direction, UN_PART_GATE, gate, t, b, rows + (size_t)gate * width);
    }
    un_trace_row(trace, direction, UN_PART_C, 0, t, b, c);
    un_trace_row(trace, direction, UN_PART_C, 0, before(direction, t, trace->tape.T), b, c_before);
    double *h_h = out, *h_c = out + H, *c_h = out + width * (size_t)n, *c_c = c_h + H; // blocks d(row) / d(column)
    for (int u = 0; u < H; u++) {
        scale[u] = g[u] * i[u] * (1 - i[u]);
    }
    add_scaled(c_h, n, scale, w, H);
    for (int u = 0; u < H; u++) {
        scale[u] = c_before[u] * f[u] * (1 - f[u]);
    }
    add_scaled(c_h, n, scale, w + block, H);
    for (int u = 0; u < H; u++) {
        scale[u] = i[u] * (1 - g[u] * g[u]);
    }
    add_scaled(c_h, n, scale, w + 2 * block, H);
    for (int u = 0; u < H; u++) {
        double squashed = un_tanh(c[u]);
        through[u] = o[u] * (1 - squashed * squashed);
        scale[u] = squashed * o[u] * (1 - o[u]);
        c_c[(size_t)u * (size_t)n + (size_t)u] = f[u];
        h_c[(size_t)u * (size_t)n + (size_t)u] = through[u] * f[u];
        for (int v = 0; v < H; v++) {
            h_h[(size_t)u * (size_t)n + (size_t)v] = through[u] * c_h[(size_t)u * (size_t)n + (size_t)v];
        }
    }
    add_scaled(h_h, n, scale, w + 3 * block, H);
}

/// out += diag(outer) W_n diag(inner_r) + diag(outer) W_n diag(inner_w) W_r: what the reset before the product gives.
static void add_reset_before(double *out, const double *outer, const double *w_n, const double *r, const double *inner,
                             const double *w_r, int H) {
    size_t width = (size_t)H;
    for (size_t i = 0; i < width; i++) {
        for (size_t k = 0; k < width; k++) {
            double factor = outer[i] * w_n[i * width + k];
            out[i * width + k] += factor * r[k];
            for (size_t j = 0; j < width; j++) {
                out[i * width + j] += factor * inner[k] * w_r[k * width + j];
            }
        }
    }
}

static void gru_step(const un_Trace *trace, int direction, int t, int b, double *out, double *rows) {
    int H = trace->net.hidden;
    size_t width = (size_t)H, block = width * width;
    double *r = rows, *z = r + H, *n = z + H, *hn = n + H, *h_before = hn + H, *scale = h_before + H,
           *outer = scale + H;
    const double *w = state_weights(trace, direction);
    for (int gate = 0; gate < 3; gate++) {
        un_trace_row(trace, direction, UN_PART_GATE, gate, t, b, rows + (size_t)gate * width);
    }
    un_trace_row(trace, direction, UN_PART_HN, 0, t, b, hn);
    un_trace_row(trace, direction, UN_PART_H, 0, before(direction, t, trace->tape.T), b, h_before);
    for (int u = 0; u < H; u++) {
        out[(size_t)u * width + (size_t)u] = z[u];
        scale[u] = (h_before[u] - n[u]) * z[u] * (1 - z[u]);
        outer[u] = (1 - z[u]) * (1 - n[u] * n[u]);
    }
    add_scaled(out, H, scale, w + block, H);
    if (trace->net.reset_before) {
        for (int u = 0; u < H; u++) {
            scale[u] = h_before[u] * r[u] * (1 - r[u]);
        }
        add_reset_before(out, outer, w + 2 * block, r, scale, w, H);
        return;
    }
    for (int u = 0; u < H; u++) {
        scale[u] = outer[u] * r[u];
    }
    add_scaled(out, H, scale, w + 2 * block, H);
    for (int u = 0; u < H; u++) {
        scale[u] = outer[u] * hn[u] * r[u] * (1 - r[u]);
    }
    add_scaled(out, H, scale, w, H);
}

void un_jacobian_step(const un_Trace *trace, int direction, int t, int b, double *out, double *work) {
    size_t n = (size_t)un_jacobian_size(&trace->net);
    memset(out, 0, n * n * sizeof *out);
    switch (trace->net.cell) {
    case UN_CELL_RNN:
        rnn_step(trace, direction, t, b, out, work);
        break;
    case UN_CELL_LSTM:
        lstm_step(trace, direction, t, b, out, work);
        break;
    case UN_CELL_GRU:
        gru_step(trace, direction, t, b, out, work);
        break;
    case UN_CELL_SSM:
    case UN_CELL_SELECTIVE:
        un_trace_row(trace, direction, UN_PART_GATE, un_cell_info(trace->net.cell)->keep_gate, t, b, work);
        for (size_t i = 0; i < n; i++) {
            out[i * n + i] = work[i];
        }
        break;
    default:
        UN_CHECK(false);
    }
}

/// J(s,t-1) = J(s,t) J_t, whose singular values are those of its transpose, J_t^T times the one before.
void un_jacobian_chain(const un_Trace *trace, int direction, int last, int b, double *out, double *work, int *order) {
    int n = un_jacobian_size(&trace->net), T = trace->tape.T;
    double *jacobian = work, *rows = jacobian + (size_t)n * (size_t)n, *memory = rows + ROWS * trace->net.hidden;
    un_Product product;
    un_product_start(&product, n, memory, order);
    for (int t = 0; t < T * n; t++) {
        out[t] = (double)NAN;
    }
    for (int t = last; t >= 0; t = before(direction, t, T)) {
        un_product_singular_values(&product, out + (size_t)t * (size_t)n);
        un_jacobian_step(trace, direction, t, b, jacobian, rows);
        un_product_multiply_transposed(&product, jacobian);
    }
}

void un_jacobian_eigenvalues(const un_Trace *trace, int direction, int b, double *real, double *imaginary,
                             double *work) {
    int n = un_jacobian_size(&trace->net), T = trace->tape.T;
    size_t size = (size_t)n;
    double *jacobian = work, *rows = jacobian + size * size, *scratch = rows + ROWS * trace->net.hidden;
    for (int t = 0; t < T; t++) {
        un_jacobian_step(trace, direction, t, b, jacobian, rows);
        un_eigenvalues(jacobian, n, real + (size_t)t * size, imaginary + (size_t)t * size, scratch);
    }
}

/// to (n,n) = J q, each column of q a vector of its own.
static void multiply_vectors(double *to, const double *jacobian, const double *q, int n) {
    size_t size = (size_t)n;
    for (size_t k = 0; k < size; k++) {
        for (size_t i = 0; i < size; i++) {
            double sum = 0;
            for (size_t j = 0; j < size; j++) {
                sum += jacobian[i * size + j] * q[k * size + j];
            }
            to[k * size + i] = sum;
        }
    }
}

void un_jacobian_lyapunov(const un_Trace *trace, int direction, int b, int burn_in, double *out, double *work) {
    int n = un_jacobian_size(&trace->net), T = trace->tape.T;
    size_t size = (size_t)n, block = size * size;
    UN_CHECK(burn_in >= 0 && burn_in < T);
    double *jacobian = work, *rows = jacobian + block, *q = rows + ROWS * trace->net.hidden, *next = q + block,
           *diagonal = next + block;
    memset(q, 0, block * sizeof *q);
    for (size_t i = 0; i < size; i++) {
        q[i * size + i] = 1;
        out[i] = 0;
    }
    for (int s = 0; s < T; s++) {
        un_jacobian_step(trace, direction, direction == 0 ? s : T - 1 - s, b, jacobian, rows);
        multiply_vectors(next, jacobian, q, n);
        memcpy(q, next, block * sizeof *q);
        un_qr(q, n, n, diagonal, NULL, NULL);
        for (size_t i = 0; s >= burn_in && i < size; i++) {
            out[i] += un_log(diagonal[i]) / (T - burn_in);
        }
    }
}
