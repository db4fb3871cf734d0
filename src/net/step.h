/// What recurrent.c and its cells share: the packed weights of one layer and direction, and one step of its passes.
/// Internal to this folder; compiled per precision.
#ifndef UN_NET_STEP_H
#define UN_NET_STEP_H

#include "net/precise.h"

/// Views into a track's packed weights. K and N as in un_kernel_pack.
typedef struct UN_P(un_Weights) {
    int input;                       ///< columns of weight_ih
    const un_real *bias;             ///< (G,H) b_ih + b_hh; GRU's block n: b_ih alone
    const un_real *bias_hn;          ///< (H) GRU: b_hh of block n; else NULL
    const un_real *input_forward;    ///< W_ih^T: K = input, N = G*H
    const un_real *input_backward;   ///< W_ih: K = G*H, N = input
    const un_real *state_forward;    ///< W_hh^T: K = H, N = G*H; GRU: the blocks r and z only, N = 2H
    const un_real *state_forward_n;  ///< GRU: the block n, K = H, N = H; else NULL
    const un_real *state_backward;   ///< W_hh: K = G*H, N = H
} UN_P(un_Weights);

/// Their parts, from where a track's packed weights start.
UN_P(un_Weights) UN_P(un_weights_of)(const un_NetDef *def, const un_real *packed, int input);
size_t UN_P(un_weights_packed_size)(const un_NetDef *def, int input);
void UN_P(un_weights_pack_track)(const un_NetDef *def, const un_real *params, un_real *packed, int layer,
                                 int direction);

/// One time step of one track for all B sequences. "Previous" is in the order of processing: t-1, or t+1 in the reverse
/// direction.
typedef struct UN_P(un_Step) {
    const un_NetDef *def;
    const UN_P(un_Weights) * weights;
    const UN_P(un_Track) * track;
    int B;
    int t;            ///< original time
    int previous;     ///< time of the previous step; -1: the initial state
    bool cut;         ///< backward: no gradient may pass to the previous step
    un_real *scratch; ///< (B,H)
} UN_P(un_Step);

/// Forward: gates[t] holds the pre-activations from input and biases; becomes the gate values, and h[t] (c[t], hn[t])
/// are written. Backward: dh[t], and in dc[t] what came from the later step, are complete. Writes dgates[t], dz[t]
/// (dhn[t]), makes dc[t] total, ADDS to dh of the previous step and writes its dc, both untouched when cut.
void UN_P(un_rnn_forward_step)(const UN_P(un_Step) * step);
void UN_P(un_rnn_backward_step)(const UN_P(un_Step) * step);
void UN_P(un_lstm_forward_step)(const UN_P(un_Step) * step);
void UN_P(un_lstm_backward_step)(const UN_P(un_Step) * step);
void UN_P(un_gru_forward_step)(const UN_P(un_Step) * step);
void UN_P(un_gru_backward_step)(const UN_P(un_Step) * step);

/// Row (B,width) of time t of a (T,B,width) array.
static inline un_real *UN_P(un_step_at)(un_real *array, int t, int B, int width) {
    return array + (size_t)t * (size_t)B * (size_t)width;
}

/// The state (or its gradient) before this step: (B,H) of the previous time, or the initial one.
static inline un_real *UN_P(un_step_before)(const UN_P(un_Step) * step, un_real *array, un_real *initial) {
    if (step->previous < 0) return initial;
    return UN_P(un_step_at)(array, step->previous, step->B, step->def->hidden);
}

/// Gate s = sigmoid(z) of which the loss feels a product: d = a b, dz = d s (1 - s). Short loops over few arrays,
/// because gcc gives up vectorising one long loop that writes a dozen of them.
static inline void UN_P(un_sigmoid_gradient)(un_real *restrict d, un_real *restrict dz, const un_real *restrict a,
                                             const un_real *restrict b, const un_real *restrict s, size_t H) {
    for (size_t u = 0; u < H; u++) {
        un_real value = a[u] * b[u];
        d[u] = value;
        dz[u] = value * s[u] * (UN_C(1.0) - s[u]);
    }
}

#endif
