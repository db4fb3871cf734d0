/// Long short-term memory (Hochreiter & Schmidhuber 1997) with the forget gate of Gers, Schmidhuber & Cummins 2000.
#include "net/kernel.h"
#include "net/step.h"
#include "num/elementary_inline.h"

/// One sequence. z (4,H) pre-activations, replaced by the gates i f g o.
static void forward_row(un_real *restrict z, const un_real *restrict c_previous, un_real *restrict c,
                        un_real *restrict tanh_c, un_real *restrict h, size_t H) {
    un_real *restrict zi = z, *restrict zf = z + H, *restrict zg = z + 2 * H, *restrict zo = z + 3 * H;
    for (size_t u = 0; u < H; u++) {
        un_real i = UN_P(un_sigmoid_inline)(zi[u]);
        un_real f = UN_P(un_sigmoid_inline)(zf[u]);
        un_real g = UN_P(un_tanh_inline)(zg[u]);
        un_real o = UN_P(un_sigmoid_inline)(zo[u]);
        un_real cell = f * c_previous[u] + i * g;
        un_real squashed = UN_P(un_tanh_inline)(cell);
        zi[u] = i;
        zf[u] = f;
        zg[u] = g;
        zo[u] = o;
        c[u] = cell;
        tanh_c[u] = squashed;
        h[u] = o * squashed;
    }
}

/// z_t = W_ih x_t + b_ih + b_hh + W_hh h_{t-1}, in blocks i f g o
/// i, f, o = sigmoid(z), g = tanh(z);  c_t = f c_{t-1} + i g;  h_t = o tanh(c_t)
void UN_P(un_lstm_forward_step)(const UN_P(un_Step) * step) {
    const UN_P(un_Track) *track = step->track;
    int H = step->def->hidden, B = step->B, t = step->t;
    size_t width = (size_t)H;
    const un_real *h_previous = UN_P(un_step_before)(step, track->h, track->h0);
    const un_real *c_previous = UN_P(un_step_before)(step, track->c, track->c0);
    un_real *z = UN_P(un_step_at)(track->gates, t, B, 4 * H), *c = UN_P(un_step_at)(track->c, t, B, H);
    un_real *tanh_c = UN_P(un_step_at)(track->tanh_c, t, B, H), *h = UN_P(un_step_at)(track->h, t, B, H);
    UN_P(un_kernel_multiply)(z, 4 * H, h_previous, H, step->weights->state_forward, H, 0, B, H, 4 * H);
    for (size_t b = 0; b < (size_t)B; b++) {
        forward_row(z + b * 4 * width, c_previous + b * width, c + b * width, tanh_c + b * width, h + b * width, width);
    }
}

/// One sequence; the names are those of the equations. dc comes in as what the later step sent and leaves as the total.
static void backward_row(const un_real *restrict gates, const un_real *restrict c_previous,
                         const un_real *restrict tanh_c, const un_real *restrict dh, un_real *restrict dc,
                         un_real *restrict dgates, un_real *restrict dz, un_real *restrict dc_previous, size_t H) {
    const un_real *i = gates, *f = gates + H, *restrict g = gates + 2 * H, *restrict o = gates + 3 * H;
    for (size_t u = 0; u < H; u++) {
        un_real total = dc[u] + dh[u] * o[u] * (UN_C(1.0) - tanh_c[u] * tanh_c[u]);
        dc[u] = total;
        dc_previous[u] = total * f[u];
    }
    UN_P(un_sigmoid_gradient)(dgates, dz, dc, g, i, H);
    UN_P(un_sigmoid_gradient)(dgates + H, dz + H, dc, c_previous, f, H);
    UN_P(un_sigmoid_gradient)(dgates + 3 * H, dz + 3 * H, dh, tanh_c, o, H);
    un_real *restrict dg = dgates + 2 * H, *restrict dzg = dz + 2 * H;
    for (size_t u = 0; u < H; u++) {
        un_real value = dc[u] * i[u];
        dg[u] = value;
        dzg[u] = value * (UN_C(1.0) - g[u] * g[u]);
    }
}

/// dc_t += dh_t o (1 - tanh(c_t)^2)
/// di = dc g, df = dc c_{t-1}, dg = dc i, do = dh tanh(c_t);  dz = d(gate) s(1 - s), or dg (1 - g^2)
/// dc_{t-1} = dc_t f;  dh_{t-1} += W_hh^T dz_t
void UN_P(un_lstm_backward_step)(const UN_P(un_Step) * step) {
    const UN_P(un_Track) *track = step->track;
    int H = step->def->hidden, B = step->B, t = step->t;
    size_t width = (size_t)H;
    const un_real *gates = UN_P(un_step_at)(track->gates, t, B, 4 * H),
                  *tanh_c = UN_P(un_step_at)(track->tanh_c, t, B, H);
    const un_real *c_previous = UN_P(un_step_before)(step, track->c, track->c0),
                  *dh = UN_P(un_step_at)(track->dh, t, B, H);
    un_real *dc = UN_P(un_step_at)(track->dc, t, B, H), *dgates = UN_P(un_step_at)(track->dgates, t, B, 4 * H);
    un_real *dz = UN_P(un_step_at)(track->dz, t, B, 4 * H);
    un_real *dc_previous = step->cut ? step->scratch : UN_P(un_step_before)(step, track->dc, track->dc0);
    for (size_t b = 0; b < (size_t)B; b++) {
        size_t at = b * width;
        backward_row(gates + 4 * at, c_previous + at, tanh_c + at, dh + at, dc + at, dgates + 4 * at, dz + 4 * at,
                     dc_previous + at, width);
    }
    if (step->cut) return;
    un_real *dh_previous = UN_P(un_step_before)(step, track->dh, track->dh0);
    UN_P(un_kernel_multiply)(dh_previous, H, dz, 4 * H, step->weights->state_backward, 4 * H, 0, B, 4 * H, H);
}
