/// Cells without a memory: the present step alone, or a sliding window of k steps (time-delay network: Waibel et al.
/// 1989). What every recurrent cell is compared with.
#include "net/kernel.h"
#include "net/layer.h"
#include "net/linear.h"
#include "num/elementary_inline.h"

#include <string.h>

typedef UN_P(un_Tape) Tape;
typedef UN_P(un_Track) Track;
typedef UN_P(un_Linear) Linear;

static void carve(const un_NetDef *def, Track *track, un_Arena *arena, size_t T, size_t B) {
    size_t states = T * B * (size_t)def->hidden, real = sizeof(un_real);
    *track = (Track){0};
    track->h = un_arena_take(arena, states, real);
    track->dh = un_arena_take(arena, states, real);
    track->gates = un_arena_take(arena, states, real);
    track->dz = track->dgates = un_arena_take(arena, states, real);
}

static size_t scratch(const un_NetDef *def, size_t T, size_t B) {
    (void)def;
    (void)T;
    (void)B;
    return 0;
}

/// The map of the input j steps back: columns j*in to (j+1)*in of weight_ih.
static Linear map_of(const un_NetDef *def, const un_real *packed, int layer, int direction, int j) {
    un_Tensor tensors[UN_TENSORS_MAX];
    un_net_tensors(def, layer, direction, tensors);
    Linear map = UN_P(un_linear_of)(tensors, 0, packed);
    map.in = un_net_layer_input(def, layer);
    map.weight += (size_t)j * (size_t)map.in;
    map.packed += (size_t)j * UN_P(un_linear_packed_size)(map.in, map.out);
    return map;
}

static size_t packed_size(const un_NetDef *def, int input) {
    return (size_t)un_net_window(def) * UN_P(un_linear_packed_size)(input, def->hidden);
}

static void pack(const un_NetDef *def, un_Isa isa, const un_real *params, un_real *packed, int layer, int direction) {
    (void)isa;
    size_t one = packed_size(def, un_net_layer_input(def, layer)) / (size_t)un_net_window(def);
    for (int j = 0; j < un_net_window(def); j++) {
        Linear map = map_of(def, packed, layer, direction, j);
        UN_P(un_linear_pack)(&map, params, packed + (size_t)j * one);
    }
}

/// a_t = W [x_t, x_{t-1}, ..., x_{t-k+1}] + b, zeros before the start; h_t = tanh(a_t)
static void forward(const un_NetDef *def, const un_real *packed, const Tape *tape, int layer, int direction) {
    const Track *track = &tape->track[layer][direction];
    int H = def->hidden, B = tape->B, T = tape->T;
    size_t count = (size_t)T * (size_t)B * (size_t)H;
    for (int j = 0; j < un_net_window(def) && j < T; j++) {
        Linear map = map_of(def, packed, layer, direction, j);
        if (j == 0) UN_P(un_linear_start)(&map, track->gates, H, T * B);
        un_real *later = track->gates + (size_t)j * (size_t)B * (size_t)H; // the first step that sees so far back
        UN_P(un_linear_add)(&map, later, H, tape->input[layer], map.in, (T - j) * B);
    }
    const un_real *restrict a = track->gates;
    un_real *restrict h = track->h;
    for (size_t i = 0; i < count; i++) {
        h[i] = UN_P(un_tanh_inline)(a[i]);
    }
}

/// da_t = dh_t (1 - h_t^2); dW_j += da_t x_{t-j}^T, db += da_t, dx_{t-j} += W_j^T da_t
static void backward(const un_NetDef *def, const un_real *packed, const Tape *tape, const un_real *above, int layer,
                     int direction, un_real *grads) {
    const Track *track = &tape->track[layer][direction];
    int H = def->hidden, B = tape->B, T = tape->T;
    size_t count = (size_t)T * (size_t)B * (size_t)H;
    memcpy(track->dh, above, count * sizeof *above);
    const un_real *restrict h = track->h, *restrict dh = track->dh;
    un_real *restrict da = track->dgates;
    for (size_t i = 0; i < count; i++) {
        da[i] = dh[i] * (UN_C(1.0) - h[i] * h[i]);
    }
    un_real *dx = tape->dinput[layer];
    for (int j = 0; j < un_net_window(def) && j < T; j++) {
        Linear map = map_of(def, packed, layer, direction, j);
        const un_real *later = track->dgates + (size_t)j * (size_t)B * (size_t)H;
        if (j == 0) UN_P(un_linear_bias_gradient)(&map, grads, later, H, T, B);
        UN_P(un_linear_weight_gradient)(&map, grads, later, H, tape->input[layer], map.in, T - j, B);
        if (!dx) continue;
        if (j == 0) memset(dx, 0, (size_t)T * (size_t)B * (size_t)map.in * sizeof *dx);
        UN_P(un_linear_add_back)(&map, dx, map.in, later, H, (T - j) * B);
    }
}

const UN_P(un_LayerOps) UN_P(un_feedforward_ops) = {
    .carve = carve,
    .scratch = scratch,
    .packed_size = packed_size,
    .pack = pack,
    .forward = forward,
    .backward = backward,
};
