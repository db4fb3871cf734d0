/// Single-head causal self-attention (Bahdanau et al. 2015; Vaswani et al. 2017). Every step looks at itself and all
/// steps before it, so that a gradient reaches any of them in one step; the price is time that grows with T squared.
/// The weights are not kept: T x T numbers a sequence are dearer than making them again from queries and keys, a block
/// of rows at a time, which the backward pass does (Dao et al. 2022), and a reader too.
/// Blocks of the gates: the embedding e, and its query, key and value.
#include "net/kernel.h"
#include "net/layer.h"
#include "net/linear.h"
#include "num/elementary.h"
#include "num/elementary_inline.h"
#include "num/trigonometry.h"

#include <math.h>
#include <string.h>

typedef UN_P(un_Tape) Tape;
typedef UN_P(un_Track) Track;
typedef UN_P(un_Linear) Linear;

enum {
    E,
    Q,
    K,
    V,
    BLOCKS,
    ROWS = 16, ///< queries whose weights are made together
    PARTS = 8, ///< sums along a row, side by side: one order, whatever the width of a vector
};

typedef struct Maps {
    Linear in, project[3]; ///< of q, k, v
} Maps;

static Maps maps_of(const un_NetDef *def, const un_real *packed, int layer, int direction) {
    un_Tensor tensors[UN_TENSORS_MAX]; // weight_in, bias_in, then the same of q, k, v
    un_net_tensors(def, layer, direction, tensors);
    Maps maps = {.in = UN_P(un_linear_of)(tensors, 0, packed)};
    packed += UN_P(un_linear_packed_size)(maps.in.in, maps.in.out);
    for (int i = 0; i < 3; i++) {
        maps.project[i] = UN_P(un_linear_of)(tensors, 2 + 2 * i, packed);
        packed += UN_P(un_linear_packed_size)(def->hidden, def->hidden);
    }
    return maps;
}

static size_t packed_size(const un_NetDef *def, int input) {
    return UN_P(un_linear_packed_size)(input, def->hidden) + 3 * UN_P(un_linear_packed_size)(def->hidden, def->hidden);
}

static void pack(const un_NetDef *def, un_Isa isa, const un_real *params, un_real *packed, int layer, int direction) {
    (void)isa; // these kernels are the same for all
    Maps maps = maps_of(def, packed, layer, direction);
    UN_P(un_linear_pack)(&maps.in, params, packed);
    packed += UN_P(un_linear_packed_size)(maps.in.in, maps.in.out);
    for (int i = 0; i < 3; i++) {
        UN_P(un_linear_pack)(&maps.project[i], params, packed);
        packed += UN_P(un_linear_packed_size)(def->hidden, def->hidden);
    }
}

static void carve(const un_NetDef *def, Track *track, un_Arena *arena, size_t T, size_t B) {
    size_t states = T * B * (size_t)def->hidden, real = sizeof(un_real);
    *track = (Track){.unrecorded = track->unrecorded};
    track->h = un_arena_take(arena, states, real);
    track->dh = un_arena_take(arena, states, real);
    track->gates = un_arena_take(arena, BLOCKS * states, real);
    track->dz = track->dgates = un_arena_take(arena, BLOCKS * states, real);
}

/// One sequence of a track while it is worked on. Rows of states lie `state` numbers apart, those of blocks `block`.
typedef struct Sequence {
    int T, H, state, block;
    const un_real *gates;
    un_real *h, *dh, *dgates;
    un_real *across[2]; ///< keys and values for the kernels as (H,T): products of rows with each of them
    un_real *along[2];  ///< the same as (T,H): sums of them by weights
    un_real *weights;   ///< (ROWS,T)
    un_real *slopes;    ///< (ROWS,T) gradients of the weights
} Sequence;

static size_t scratch(const un_NetDef *def, size_t T, size_t B) {
    (void)B;
    int H = def->hidden;
    size_t packed = UN_P(un_kernel_packed_size)(H, (int)T) + UN_P(un_kernel_packed_size)((int)T, H);
    size_t positions = T * (size_t)H, work = 2 * packed + 2 * ROWS * T;
    return positions > work ? positions : work;
}

static Sequence sequence_of(const un_NetDef *def, const Tape *tape, int layer, int b) {
    const Track *track = &tape->track[layer][0];
    int H = def->hidden, T = tape->T;
    size_t state = (size_t)b * (size_t)H, wide = UN_P(un_kernel_packed_size)(H, T),
           tall = UN_P(un_kernel_packed_size)(T, H);
    Sequence s = {.T = T, .H = H, .state = tape->B * H, .block = tape->B * BLOCKS * H};
    s.gates = track->gates + BLOCKS * state;
    s.dgates = track->dgates + BLOCKS * state;
    s.h = track->h + state;
    s.dh = track->dh + state;
    s.across[0] = tape->scratch;
    s.across[1] = s.across[0] + wide;
    s.along[0] = s.across[1] + wide;
    s.along[1] = s.along[0] + tall;
    s.weights = s.along[1] + tall;
    s.slopes = s.weights + (size_t)ROWS * (size_t)T;
    return s;
}

/// which: 0 the keys, 1 the values.
static void pack_across(const Sequence *s, int which) {
    const un_real *from = s->gates + (which ? V : K) * s->H;
    UN_P(un_kernel_pack)(s->across[which], from, 1, (size_t)s->block, s->H, s->T);
}

static void pack_along(const Sequence *s, int which) {
    const un_real *from = s->gates + (which ? V : K) * s->H;
    UN_P(un_kernel_pack)(s->along[which], from, (size_t)s->block, 1, s->T, s->H);
}

/// p_t[2j] = sin(t w_j), p_t[2j+1] = cos(t w_j), w_j = 1000^(-2j/H): (T,H). In double for both precisions, each from
/// the one before: sin(a + w) = sin a cos w + cos a sin w.
static void positions(un_real *p, int T, int H) {
    for (int j = 0; j < H; j += 2) {
        double w = un_exp(-(double)j / (double)H * un_log(1000.0));
        double sine = 0.0, cosine = 1.0, step_sine = un_sin(w), step_cosine = un_cos(w);
        for (size_t t = 0; t < (size_t)T; t++) {
            un_real *row = p + t * (size_t)H + j;
            row[0] = (un_real)sine;
            if (j + 1 < H) row[1] = (un_real)cosine;
            double next = sine * step_cosine + cosine * step_sine;
            cosine = cosine * step_cosine - sine * step_sine;
            sine = next;
        }
    }
}

/// Sum of a[i] b[i]; b NULL: of a[i].
static un_real sum_of(const un_real *a, const un_real *b, int n) {
    un_real part[PARTS] = {0};
    int i = 0;
    for (; i + PARTS <= n; i += PARTS) {
        for (int j = 0; j < PARTS; j++) {
            part[j] += b ? a[i + j] * b[i + j] : a[i + j];
        }
    }
    for (int j = 0; i < n; i++, j++) {
        part[j] += b ? a[i] * b[i] : a[i];
    }
    for (int half = PARTS / 2; half > 0; half /= 2) {
        for (int j = 0; j < half; j++) {
            part[j] += part[j + half];
        }
    }
    return part[0];
}

/// In place over the first n numbers, 0 to the end.
static void softmax(un_real *restrict row, int n, int end) {
    un_real largest = row[0];
    for (int i = 1; i < n; i++) {
        largest = row[i] > largest ? row[i] : largest;
    }
    for (int i = 0; i < n; i++) {
        row[i] = UN_P(un_exp_inline)(row[i] - largest);
    }
    un_real scale = UN_C(1.0) / sum_of(row, NULL, n);
    for (int i = 0; i < n; i++) {
        row[i] *= scale;
    }
    memset(row + n, 0, (size_t)(end - n) * sizeof *row);
}

static un_real score_scale(const Sequence *s) {
    return (un_real)(1.0 / sqrt((double)s->H));
}

/// a_ts = softmax over s <= t of q_t . k_s / sqrt(H), for `rows` steps from t on: s->weights. The keys are packed.
static void weights_of(const Sequence *s, int t, int rows) {
    int end = t + rows;
    un_real scale = score_scale(s);
    for (int r = 0; r < rows; r++) {
        memset(s->weights + (size_t)r * (size_t)s->T, 0, (size_t)end * sizeof *s->weights);
    }
    const un_real *queries = s->gates + (size_t)t * (size_t)s->block + Q * s->H;
    UN_P(un_kernel_multiply)(s->weights, s->T, queries, s->block, s->across[0], s->H, 0, rows, s->H, end);
    for (int r = 0; r < rows; r++) {
        un_real *row = s->weights + (size_t)r * (size_t)s->T;
        for (int i = 0; i <= t + r; i++) {
            row[i] *= scale;
        }
        softmax(row, t + r + 1, end);
    }
}

static int rows_at(const Sequence *s, int t) {
    return s->T - t < ROWS ? s->T - t : ROWS;
}

/// h_t = sum over s of a_ts v_s
static void look(const Sequence *s) {
    pack_across(s, 0);
    pack_along(s, 1);
    for (int t = 0; t < s->T; t += ROWS) {
        int rows = rows_at(s, t);
        un_real *h = s->h + (size_t)t * (size_t)s->state;
        weights_of(s, t, rows);
        UN_P(un_kernel_multiply)(h, s->state, s->weights, s->T, s->along[1], s->T, 0, rows, t + rows, s->H);
    }
}

/// e_t = W_in x_t + b_in + p_t; q, k, v = W e + b
static void forward(const un_NetDef *def, const un_real *packed, const Tape *tape, int layer, int direction) {
    Maps maps = maps_of(def, packed, layer, direction);
    const Track *track = &tape->track[layer][direction];
    int H = def->hidden, B = tape->B, rows = tape->T * B, stride = BLOCKS * H;
    un_real *e = track->gates, *p = tape->scratch;
    UN_P(un_linear_start)(&maps.in, e, stride, rows);
    UN_P(un_linear_add)(&maps.in, e, stride, tape->input[layer], maps.in.in, rows);
    positions(p, tape->T, H);
    for (size_t row = 0; row < (size_t)rows; row++) {
        for (size_t i = 0; i < (size_t)H; i++) {
            e[row * (size_t)stride + i] += p[row / (size_t)B * (size_t)H + i];
        }
    }
    for (int i = 0; i < 3; i++) {
        un_real *to = track->gates + (Q + i) * H;
        UN_P(un_linear_start)(&maps.project[i], to, stride, rows);
        UN_P(un_linear_add)(&maps.project[i], to, stride, e, stride, rows);
    }
    memset(track->h, 0, (size_t)rows * (size_t)H * sizeof *track->h);
    for (int b = 0; b < B; b++) {
        Sequence s = sequence_of(def, tape, layer, b);
        look(&s);
    }
}

/// da_ts = dh_t . v_s; the softmax's: ds_ts = a_ts (da_ts - sum over r of a_tr da_tr) / sqrt(H)
/// dq_t += sum ds_ts k_s, dk_s += sum ds_ts q_t, dv_s += sum a_ts dh_t
static void look_back(const Sequence *s) {
    un_real scale = score_scale(s);
    size_t T = (size_t)s->T;
    for (int which = 0; which < 2; which++) {
        pack_across(s, which);
    }
    pack_along(s, 0);
    for (int t = (s->T - 1) / ROWS * ROWS; t >= 0; t -= ROWS) {
        int rows = rows_at(s, t), end = t + rows, H = s->H;
        const un_real *dh = s->dh + (size_t)t * (size_t)s->state;
        size_t here = (size_t)t * (size_t)s->block;
        weights_of(s, t, rows);
        for (size_t r = 0; r < (size_t)rows; r++) {
            memset(s->slopes + r * T, 0, (size_t)end * sizeof *s->slopes);
        }
        UN_P(un_kernel_multiply)(s->slopes, s->T, dh, s->state, s->across[1], H, 0, rows, H, end);
        for (size_t r = 0; r < (size_t)rows; r++) {
            const un_real *restrict a = s->weights + r * T;
            un_real *restrict d = s->slopes + r * T;
            un_real mean = sum_of(a, d, end);
            for (int i = 0; i < end; i++) {
                d[i] = a[i] * (d[i] - mean) * scale;
            }
        }
        un_real *dq = s->dgates + here + Q * H, *dk = s->dgates + K * H, *dv = s->dgates + V * H;
        UN_P(un_kernel_multiply)(dq, s->block, s->slopes, s->T, s->along[0], s->T, 0, rows, end, H);
        UN_P(un_kernel_outer)
        (dk, (size_t)s->block, 1, s->slopes, s->T, end, s->gates + here + Q * H, s->block, H, rows, 1, NULL);
        UN_P(un_kernel_outer)(dv, (size_t)s->block, 1, s->weights, s->T, end, dh, s->state, H, rows, 1, NULL);
    }
}

/// de_t = W_q^T dq_t + W_k^T dk_t + W_v^T dv_t; dx_t = W_in^T de_t; each dW += dy x^T, db += dy
static void backward(const un_NetDef *def, const un_real *packed, const Tape *tape, const un_real *above, int layer,
                     int direction, un_real *grads) {
    Maps maps = maps_of(def, packed, layer, direction);
    const Track *track = &tape->track[layer][direction];
    int H = def->hidden, T = tape->T, B = tape->B, stride = BLOCKS * H;
    size_t states = (size_t)T * (size_t)B * (size_t)H;
    memcpy(track->dh, above, states * sizeof *above);
    memset(track->dgates, 0, BLOCKS * states * sizeof *above);
    for (int b = 0; b < B; b++) {
        Sequence s = sequence_of(def, tape, layer, b);
        look_back(&s);
    }
    un_real *de = track->dgates;
    for (int i = 0; i < 3; i++) {
        const un_real *dy = track->dgates + (Q + i) * H;
        UN_P(un_linear_bias_gradient)(&maps.project[i], grads, dy, stride, T, B);
        UN_P(un_linear_weight_gradient)(&maps.project[i], grads, dy, stride, track->gates, stride, T, B);
        UN_P(un_linear_add_back)(&maps.project[i], de, stride, dy, stride, T * B);
    }
    UN_P(un_linear_bias_gradient)(&maps.in, grads, de, stride, T, B);
    UN_P(un_linear_weight_gradient)(&maps.in, grads, de, stride, tape->input[layer], maps.in.in, T, B);
    un_real *dx = tape->dinput[layer];
    if (!dx) return;
    memset(dx, 0, (size_t)T * (size_t)B * (size_t)maps.in.in * sizeof *dx);
    UN_P(un_linear_add_back)(&maps.in, dx, maps.in.in, de, stride, T * B);
}

/// The passes' own numbers: the same loops over the same queries and keys.
static void weights_row(const un_NetDef *def, const Tape *tape, int layer, int t, int b, un_real *out) {
    Sequence s = sequence_of(def, tape, layer, b);
    pack_across(&s, 0);
    weights_of(&s, t, 1);
    memcpy(out, s.weights, (size_t)(t + 1) * sizeof *out);
    memset(out + t + 1, 0, (size_t)(s.T - t - 1) * sizeof *out);
}

const UN_P(un_LayerOps) UN_P(un_attention_ops) = {
    .carve = carve,
    .scratch = scratch,
    .packed_size = packed_size,
    .pack = pack,
    .forward = forward,
    .backward = backward,
    .weights = weights_row,
};
