/// Diagonal state-space cells. ssm: a channel keeps the same share of its past at every step (time-invariant: Gu et al.
/// 2022, "On the parameterization and initialization of diagonal state space models", with one real state a channel).
/// selective: the share is a gate that reads the input (Gu & Dao 2023), a GRU whose gate does not look at h.
/// Block 0 of the gates is what is kept (a or z_t), block 1 what may enter (u_t).
#include "net/kernel.h"
#include "net/layer.h"
#include "net/linear.h"
#include "num/elementary_inline.h"

#include <string.h>

typedef UN_P(un_Tape) Tape;
typedef UN_P(un_Track) Track;
typedef UN_P(un_Linear) Linear;

/// The parts of one track: where its tensors lie, in the flat arrays and packed.
typedef struct Maps {
    Linear u, o, z;   ///< z: selective only
    size_t alpha;     ///< ssm: offset of alpha
    const un_real *a; ///< ssm: (H) sigmoid(alpha), packed
    bool selective;
} Maps;

static Maps maps_of(const un_NetDef *def, const un_real *packed, int layer, int direction) {
    un_Tensor tensors[UN_TENSORS_MAX]; // weight_u, bias_u, weight_o, bias_o, then alpha or weight_z, bias_z
    un_net_tensors(def, layer, direction, tensors);
    Maps maps = {.selective = def->cell == UN_CELL_SELECTIVE};
    maps.u = UN_P(un_linear_of)(tensors, 0, packed);
    packed += UN_P(un_linear_packed_size)(maps.u.in, maps.u.out);
    maps.o = UN_P(un_linear_of)(tensors, 2, packed);
    packed += UN_P(un_linear_packed_size)(maps.o.in, maps.o.out);
    if (maps.selective) {
        maps.z = UN_P(un_linear_of)(tensors, 4, packed);
    } else {
        maps.alpha = tensors[4].offset;
        maps.a = packed;
    }
    return maps;
}

static size_t packed_size(const un_NetDef *def, int input) {
    int H = def->hidden;
    size_t in = UN_P(un_linear_packed_size)(input, H), out = UN_P(un_linear_packed_size)(H, H);
    return out + (def->cell == UN_CELL_SELECTIVE ? 2 * in : in + (size_t)H);
}

static void pack(const un_NetDef *def, un_Isa isa, const un_real *params, un_real *packed, int layer, int direction) {
    (void)isa; // these kernels are the same for all
    Maps maps = maps_of(def, packed, layer, direction);
    UN_P(un_linear_pack)(&maps.u, params, packed);
    packed += UN_P(un_linear_packed_size)(maps.u.in, maps.u.out);
    UN_P(un_linear_pack)(&maps.o, params, packed);
    packed += UN_P(un_linear_packed_size)(maps.o.in, maps.o.out);
    if (maps.selective) {
        UN_P(un_linear_pack)(&maps.z, params, packed);
        return;
    }
    for (size_t u = 0; u < (size_t)def->hidden; u++) {
        packed[u] = UN_P(un_sigmoid_inline)(params[maps.alpha + u]);
    }
}

static void carve(const un_NetDef *def, Track *track, un_Arena *arena, size_t T, size_t B) {
    size_t state = B * (size_t)def->hidden, states = T * state, real = sizeof(un_real);
    *track = (Track){0};
    track->c0 = un_arena_take(arena, state, real);
    track->dc0 = un_arena_take(arena, state, real);
    track->h = un_arena_take(arena, states, real);
    track->dh = un_arena_take(arena, states, real);
    track->c = un_arena_take(arena, states, real);
    track->dc = un_arena_take(arena, states, real);
    track->gates = un_arena_take(arena, 2 * states, real);
    track->dgates = un_arena_take(arena, 2 * states, real);
    track->dz = un_arena_take(arena, 2 * states, real);
}

/// (T,B,H): the gradient with respect to what h_t is the tanh of.
static size_t scratch(const un_NetDef *def, size_t T, size_t B) {
    return T * B * (size_t)def->hidden;
}

/// One place of the order of processing: which step, where its state and the one before it lie.
typedef struct Place {
    size_t t;        ///< row of the (T,B,...) arrays
    un_real *c, *dc; ///< (B,H)
    un_real *c_before, *dc_before;
    bool cut; ///< no gradient may pass to the step before
} Place;

static Place place_at(const un_NetDef *def, const Tape *tape, const Track *track, int direction, int s) {
    int T = tape->T, t = direction == 0 ? s : T - 1 - s, before = direction == 0 ? t - 1 : t + 1;
    size_t state = (size_t)tape->B * (size_t)def->hidden;
    return (Place){.t = (size_t)t,
                   .c = track->c + (size_t)t * state,
                   .dc = track->dc + (size_t)t * state,
                   .c_before = s == 0 ? track->c0 : track->c + (size_t)before * state,
                   .dc_before = s == 0 ? track->dc0 : track->dc + (size_t)before * state,
                   .cut = s > 0 && un_net_cuts(def, T, direction == 0 ? t : t + 1)};
}

/// c_t = z c_{t-1} + (1 - z) u_t, one sequence
static void keep_row(const un_real *restrict z, const un_real *restrict u, const un_real *restrict before,
                     un_real *restrict c, size_t H) {
    for (size_t i = 0; i < H; i++) {
        c[i] = z[i] * before[i] + (UN_C(1.0) - z[i]) * u[i];
    }
}

/// u_t = W_u x_t + b_u; z_t = sigmoid(alpha), or sigmoid(W_z x_t + b_z)
/// c_t = z_t c_{t-1} + (1 - z_t) u_t; h_t = tanh(W_o c_t + b_o)
static void forward(const un_NetDef *def, const un_real *packed, const Tape *tape, int layer, int direction) {
    Maps maps = maps_of(def, packed, layer, direction);
    const Track *track = &tape->track[layer][direction];
    const un_real *x = tape->input[layer];
    int H = def->hidden, B = tape->B, rows = tape->T * B;
    size_t width = (size_t)H, steps = (size_t)rows;
    UN_P(un_linear_start)(&maps.u, track->gates + H, 2 * H, rows);
    UN_P(un_linear_add)(&maps.u, track->gates + H, 2 * H, x, maps.u.in, rows);
    if (maps.selective) {
        UN_P(un_linear_start)(&maps.z, track->gates, 2 * H, rows);
        UN_P(un_linear_add)(&maps.z, track->gates, 2 * H, x, maps.z.in, rows);
    }
    for (size_t row = 0; row < steps; row++) {
        un_real *restrict z = track->gates + row * 2 * width;
        if (!maps.selective) memcpy(z, maps.a, width * sizeof *z);
        for (size_t i = 0; maps.selective && i < width; i++) {
            z[i] = UN_P(un_sigmoid_inline)(z[i]);
        }
    }
    for (int s = 0; s < tape->T; s++) {
        Place at = place_at(def, tape, track, direction, s);
        for (size_t b = 0; b < (size_t)B; b++) {
            const un_real *z = track->gates + (at.t * (size_t)B + b) * 2 * width;
            keep_row(z, z + H, at.c_before + b * width, at.c + b * width, width);
        }
    }
    UN_P(un_linear_start)(&maps.o, track->h, H, rows);
    UN_P(un_linear_add)(&maps.o, track->h, H, track->c, H, rows);
    un_real *restrict h = track->h;
    for (size_t i = 0; i < steps * width; i++) {
        h[i] = UN_P(un_tanh_inline)(h[i]);
    }
}

/// One sequence of one step, dc total: what reaches z and u, by value and before the sigmoid.
static void gates_row(const un_real *restrict z, const un_real *restrict u, const un_real *restrict before,
                      const un_real *restrict dc, un_real *restrict d, un_real *restrict pre, size_t H) {
    for (size_t i = 0; i < H; i++) {
        un_real value = dc[i] * (before[i] - u[i]);
        d[i] = value;
        pre[i] = value * z[i] * (UN_C(1.0) - z[i]);
    }
    for (size_t i = 0; i < H; i++) {
        un_real value = dc[i] * (UN_C(1.0) - z[i]);
        d[H + i] = value;
        pre[H + i] = value;
    }
}

/// The way past the gate: dc_{t-1} += dc_t z_t
static void pass_row(const un_real *restrict z, const un_real *restrict dc, un_real *restrict dc_before, size_t H) {
    for (size_t i = 0; i < H; i++) {
        dc_before[i] += dc[i] * z[i];
    }
}

/// dz_t = dc_t (c_{t-1} - u_t), du_t = dc_t (1 - z_t), dc_{t-1} += dc_t z_t, over all steps in reverse.
static void backward_steps(const un_NetDef *def, const Tape *tape, const Track *track, int direction) {
    size_t H = (size_t)def->hidden, B = (size_t)tape->B;
    for (int s = tape->T - 1; s >= 0; s--) {
        Place at = place_at(def, tape, track, direction, s);
        for (size_t b = 0; b < B; b++) {
            size_t row = (at.t * B + b) * 2 * H, state = b * H;
            const un_real *z = track->gates + row;
            gates_row(z, z + H, at.c_before + state, at.dc + state, track->dgates + row, track->dz + row, H);
            if (!at.cut) pass_row(z, at.dc + state, at.dc_before + state, H);
        }
    }
}

/// do_t = dh_t (1 - h_t^2); dW_o += do_t c_t^T, dc_t = W_o^T do_t; then the steps; dW_u += du_t x_t^T,
/// dx_t += W_u^T du_t, the same for z before its sigmoid, or dalpha += dz_t a (1 - a)
static void backward(const un_NetDef *def, const un_real *packed, const Tape *tape, const un_real *above, int layer,
                     int direction, un_real *grads) {
    Maps maps = maps_of(def, packed, layer, direction);
    const Track *track = &tape->track[layer][direction];
    const un_real *x = tape->input[layer];
    int H = def->hidden, T = tape->T, B = tape->B, rows = T * B;
    size_t width = (size_t)H, steps = (size_t)rows, across = (size_t)UN_P(un_directions)(def) * width;
    un_real *restrict into_h = tape->scratch;
    for (size_t row = 0; row < steps; row++) {
        const un_real *restrict h = track->h + row * width;
        un_real *restrict dh = track->dh + row * width;
        memcpy(dh, above + row * across + (size_t)direction * width, width * sizeof *dh);
        for (size_t i = 0; i < width; i++) {
            into_h[row * width + i] = dh[i] * (UN_C(1.0) - h[i] * h[i]);
        }
    }
    UN_P(un_linear_bias_gradient)(&maps.o, grads, into_h, H, T, B);
    UN_P(un_linear_weight_gradient)(&maps.o, grads, into_h, H, track->c, H, T, B);
    memset(track->dc0, 0, (size_t)B * width * sizeof *into_h);
    memset(track->dc, 0, steps * width * sizeof *into_h);
    UN_P(un_linear_add_back)(&maps.o, track->dc, H, into_h, H, rows);
    backward_steps(def, tape, track, direction);
    const un_real *du = track->dz + H, *dz = track->dz;
    UN_P(un_linear_bias_gradient)(&maps.u, grads, du, 2 * H, T, B);
    UN_P(un_linear_weight_gradient)(&maps.u, grads, du, 2 * H, x, maps.u.in, T, B);
    if (maps.selective) {
        UN_P(un_linear_bias_gradient)(&maps.z, grads, dz, 2 * H, T, B);
        UN_P(un_linear_weight_gradient)(&maps.z, grads, dz, 2 * H, x, maps.z.in, T, B);
    } else {
        UN_P(un_kernel_outer)(grads + maps.alpha, 1, 1, dz, 2 * H, H, NULL, 0, 1, T, B, NULL);
    }
    un_real *dx = tape->dinput[layer];
    if (!dx) return;
    if (direction == 0) memset(dx, 0, steps * (size_t)maps.u.in * sizeof *dx);
    UN_P(un_linear_add_back)(&maps.u, dx, maps.u.in, du, 2 * H, rows);
    if (maps.selective) UN_P(un_linear_add_back)(&maps.z, dx, maps.z.in, dz, 2 * H, rows);
}

const UN_P(un_LayerOps) UN_P(un_ssm_ops) = {
    .carve = carve,
    .scratch = scratch,
    .packed_size = packed_size,
    .pack = pack,
    .forward = forward,
    .backward = backward,
};
