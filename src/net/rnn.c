/// The plain recurrent cell (Elman 1990; ReLU: Le, Jaitly & Hinton 2015).
#include "net/kernel.h"
#include "net/step.h"
#include "num/elementary_inline.h"

/// a_t = W_ih x_t + b_ih + b_hh + W_hh h_{t-1}
/// h_t = tanh(a_t), max(0, a_t), or a_t
void UN_P(un_rnn_forward_step)(const UN_P(un_Step) * step) {
    int H = step->def->hidden;
    size_t count = (size_t)step->B * (size_t)H;
    const un_real *h_previous = UN_P(un_step_before)(step, step->track->h, step->track->h0);
    un_real *restrict a = UN_P(un_step_at)(step->track->gates, step->t, step->B, H);
    un_real *restrict h = UN_P(un_step_at)(step->track->h, step->t, step->B, H);
    UN_P(un_kernel_multiply)(a, H, h_previous, H, step->weights->state_forward, H, 0, step->B, H, H);
    switch (step->def->activation) {
    case UN_ACTIVATION_RELU:
        for (size_t i = 0; i < count; i++) {
            h[i] = a[i] <= UN_C(0.0) ? UN_C(0.0) : a[i]; // not max(): NaN stays NaN
        }
        break;
    case UN_ACTIVATION_LINEAR:
        for (size_t i = 0; i < count; i++) {
            h[i] = a[i];
        }
        break;
    case UN_ACTIVATION_TANH:
    case UN_ACTIVATION_COUNT:
        for (size_t i = 0; i < count; i++) {
            h[i] = UN_P(un_tanh_inline)(a[i]);
        }
        break;
    }
}

/// da_t = dh_t (1 - h_t^2), dh_t where a_t > 0, or dh_t
/// dh_{t-1} += W_hh^T da_t
void UN_P(un_rnn_backward_step)(const UN_P(un_Step) * step) {
    int H = step->def->hidden;
    size_t count = (size_t)step->B * (size_t)H;
    const un_real *restrict a = UN_P(un_step_at)(step->track->gates, step->t, step->B, H);
    const un_real *restrict h = UN_P(un_step_at)(step->track->h, step->t, step->B, H);
    const un_real *restrict dh = UN_P(un_step_at)(step->track->dh, step->t, step->B, H);
    un_real *restrict da = UN_P(un_step_at)(step->track->dgates, step->t, step->B, H);
    switch (step->def->activation) {
    case UN_ACTIVATION_RELU:
        for (size_t i = 0; i < count; i++) {
            da[i] = a[i] <= UN_C(0.0) ? UN_C(0.0) : dh[i];
        }
        break;
    case UN_ACTIVATION_LINEAR:
        for (size_t i = 0; i < count; i++) {
            da[i] = dh[i];
        }
        break;
    case UN_ACTIVATION_TANH:
    case UN_ACTIVATION_COUNT:
        for (size_t i = 0; i < count; i++) {
            da[i] = dh[i] * (UN_C(1.0) - h[i] * h[i]);
        }
        break;
    }
    if (step->cut) return;
    un_real *dh_previous = UN_P(un_step_before)(step, step->track->dh, step->track->dh0);
    UN_P(un_kernel_multiply)(dh_previous, H, da, H, step->weights->state_backward, H, 0, step->B, H, H);
}
