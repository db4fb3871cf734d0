/// The gated recurrent unit (Cho et al. 2014). PyTorch's form resets after the product (arXiv 1406.1078v1),
/// reset_before resets the state itself (v3). h = (1 - z) n + z h_{t-1}: z near 1 copies.
#include "net/kernel.h"
#include "net/step.h"
#include "num/elementary_inline.h"

#include <string.h>

/// One sequence: r, z = sigmoid of the first two blocks, and r h_{t-1} for the reset before the product (NULL: not
/// needed).
static void gates_row(un_real *restrict gates, const un_real *restrict h_previous, un_real *restrict reset_h,
                      size_t H) {
    for (size_t u = 0; u < 2 * H; u++) {
        gates[u] = UN_P(un_sigmoid_inline)(gates[u]);
    }
    for (size_t u = 0; reset_h && u < H; u++) {
        reset_h[u] = gates[u] * h_previous[u];
    }
}

static void state_row(un_real *restrict gates, const un_real *restrict hn, const un_real *restrict h_previous,
                      un_real *restrict h, size_t H, bool reset_before) {
    un_real *restrict zn = gates + 2 * H;
    const un_real *restrict r = gates, *restrict z = gates + H;
    for (size_t u = 0; !reset_before && u < H; u++) {
        zn[u] += r[u] * hn[u];
    }
    for (size_t u = 0; reset_before && u < H; u++) {
        zn[u] += hn[u];
    }
    for (size_t u = 0; u < H; u++) {
        un_real n = UN_P(un_tanh_inline)(zn[u]);
        zn[u] = n;
        h[u] = (UN_C(1.0) - z[u]) * n + z[u] * h_previous[u];
    }
}

/// r, z = sigmoid(W_ih x_t + b_ih + b_hh + W_hh h_{t-1})
/// hn = W_hn h_{t-1} + b_hn, n = tanh(W_in x_t + b_in + r hn)          reset after
/// hn = W_hn (r h_{t-1}) + b_hn, n = tanh(W_in x_t + b_in + hn)        reset before
/// h_t = (1 - z) n + z h_{t-1}
void UN_P(un_gru_forward_step)(const UN_P(un_Step) * step) {
    const UN_P(un_Track) *track = step->track;
    const UN_P(un_Weights) *weights = step->weights;
    int H = step->def->hidden, B = step->B, t = step->t;
    bool before = step->def->reset_before;
    size_t width = (size_t)H;
    const un_real *h_previous = UN_P(un_step_before)(step, track->h, track->h0);
    un_real *gates = UN_P(un_step_at)(track->gates, t, B, 3 * H), *hn = UN_P(un_step_at)(track->hn, t, B, H);
    un_real *h = UN_P(un_step_at)(track->h, t, B, H);
    UN_P(un_kernel_multiply)(gates, 3 * H, h_previous, H, weights->state_forward, H, 0, B, H, 2 * H);
    for (size_t b = 0; b < (size_t)B; b++) {
        gates_row(gates + b * 3 * width, h_previous + b * width, before ? step->scratch + b * width : NULL, width);
        memcpy(hn + b * width, weights->bias_hn, width * sizeof *hn);
    }
    UN_P(un_kernel_multiply)(hn, H, before ? step->scratch : h_previous, H, weights->state_forward_n, H, 0, B, H, H);
    for (size_t b = 0; b < (size_t)B; b++) {
        state_row(gates + b * 3 * width, hn + b * width, h_previous + b * width, h + b * width, width, before);
    }
}

/// One sequence: the gates' gradients but for r's under reset_before, which needs a product first.
static void backward_row(const un_real *restrict gates, const un_real *restrict hn, const un_real *restrict h_previous,
                         const un_real *restrict dh, un_real *restrict dgates, un_real *restrict dz,
                         un_real *restrict dhn, size_t H, bool reset_before) {
    const un_real *r = gates, *restrict z = gates + H, *restrict n = gates + 2 * H;
    un_real *restrict d_z = dgates + H, *restrict d_n = dgates + 2 * H, *restrict dzz = dz + H,
                      *restrict dzn = dz + 2 * H;
    for (size_t u = 0; u < H; u++) {
        un_real value = dh[u] * (h_previous[u] - n[u]);
        d_z[u] = value;
        dzz[u] = value * z[u] * (UN_C(1.0) - z[u]);
    }
    for (size_t u = 0; u < H; u++) {
        un_real value = dh[u] * (UN_C(1.0) - z[u]);
        d_n[u] = value;
        dzn[u] = value * (UN_C(1.0) - n[u] * n[u]);
    }
    if (reset_before) {
        memcpy(dhn, dzn, H * sizeof *dhn);
        return;
    }
    for (size_t u = 0; u < H; u++) {
        dhn[u] = dzn[u] * r[u];
    }
    UN_P(un_sigmoid_gradient)(dgates, dz, dzn, hn, r, H);
}

/// The way past the gates: dh_{t-1} += dh_t z, and under reset_before also q r.
static void pass_row(const un_real *restrict gates, const un_real *restrict dh, const un_real *restrict q,
                     un_real *restrict dh_previous, size_t H) {
    const un_real *restrict z = gates + H;
    for (size_t u = 0; u < H; u++) {
        dh_previous[u] += dh[u] * z[u];
    }
    for (size_t u = 0; q && u < H; u++) {
        dh_previous[u] += q[u] * gates[u];
    }
}

/// dz = dh (h_{t-1} - n), dn = dh (1 - z), dz_n = dn (1 - n^2), dz_r = dr r(1 - r), dz_z = dz z(1 - z)
/// reset after:  dr = dz_n hn, dhn = dz_n r;                 dh_{t-1} += dh z + W_hr^T dz_r + W_hz^T dz_z + W_hn^T dhn
/// reset before: dhn = dz_n, q = W_hn^T dhn, dr = q h_{t-1};   dh_{t-1} += dh z + W_hr^T dz_r + W_hz^T dz_z + q r
void UN_P(un_gru_backward_step)(const UN_P(un_Step) * step) {
    const UN_P(un_Track) *track = step->track;
    const un_real *packed = step->weights->state_backward;
    int H = step->def->hidden, B = step->B, t = step->t;
    bool before = step->def->reset_before;
    size_t width = (size_t)H;
    const un_real *h_previous = UN_P(un_step_before)(step, track->h, track->h0);
    const un_real *gates = UN_P(un_step_at)(track->gates, t, B, 3 * H), *hn = UN_P(un_step_at)(track->hn, t, B, H);
    const un_real *dh = UN_P(un_step_at)(track->dh, t, B, H);
    un_real *dgates = UN_P(un_step_at)(track->dgates, t, B, 3 * H), *dz = UN_P(un_step_at)(track->dz, t, B, 3 * H);
    un_real *dhn = UN_P(un_step_at)(track->dhn, t, B, H), *q = before ? step->scratch : NULL;
    for (size_t b = 0; b < (size_t)B; b++) {
        size_t at = b * width;
        backward_row(gates + 3 * at, hn + at, h_previous + at, dh + at, dgates + 3 * at, dz + 3 * at, dhn + at, width,
                     before);
    }
    if (before) {
        memset(q, 0, (size_t)B * width * sizeof *q);
        UN_P(un_kernel_multiply)(q, H, dhn, H, packed, 3 * H, 2 * H, B, H, H);
        for (size_t b = 0; b < (size_t)B; b++) {
            size_t at = b * width;
            UN_P(un_sigmoid_gradient)(dgates + 3 * at, dz + 3 * at, q + at, h_previous + at, gates + 3 * at, width);
        }
    }
    if (step->cut) return;
    un_real *dh_previous = UN_P(un_step_before)(step, track->dh, track->dh0);
    for (size_t b = 0; b < (size_t)B; b++) {
        size_t at = b * width;
        pass_row(gates + 3 * at, dh + at, q ? q + at : NULL, dh_previous + at, width);
    }
    UN_P(un_kernel_multiply)(dh_previous, H, dz, 3 * H, packed, 3 * H, 0, B, 2 * H, H);
    if (!before) UN_P(un_kernel_multiply)(dh_previous, H, dhn, H, packed, 3 * H, 2 * H, B, H, H);
}
