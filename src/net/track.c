/// The memory of a recurrent track, and what a reader gets out of it.
#include "net/recurrent.h"

#include <string.h>

typedef UN_P(un_Track) Track;

/// Rows of every time and one on each side.
static un_real *take_states(un_Arena *arena, size_t T, size_t B, size_t stride) {
    un_real *all = un_arena_take(arena, (T + 2) * B * stride, sizeof *all);
    return all ? all + B * stride : NULL;
}

void UN_P(un_recurrent_carve)(const un_NetDef *def, Track *track, un_Arena *arena, size_t T, size_t B) {
    size_t H = (size_t)def->hidden, state = UN_P(un_state_stride)(def), gates = T * B * UN_P(un_gate_stride)(def);
    bool lstm = def->cell == UN_CELL_LSTM, record = !track->unrecorded;
    *track = (Track){.unrecorded = track->unrecorded};
    track->h0 = un_arena_take(arena, B * H, sizeof(un_real));
    track->h = take_states(arena, T, B, state);
    track->gates = un_arena_take(arena, gates, sizeof(un_real));
    // What is not recorded lives for two steps, or in place of what it was made from.
    track->dz = record ? un_arena_take(arena, gates, sizeof(un_real)) : track->gates;
    track->dh = record ? take_states(arena, T, B, state) : un_arena_take(arena, 2 * B * state, sizeof(un_real));
    if (lstm) {
        track->c0 = un_arena_take(arena, B * H, sizeof(un_real));
        track->c = take_states(arena, T, B, state);
        track->tanh_c = take_states(arena, T, B, state);
        track->dc = record ? take_states(arena, T, B, state) : un_arena_take(arena, 2 * B * state, sizeof(un_real));
    }
    if (def->cell == UN_CELL_GRU && def->reset_before) {
        track->reset_h = take_states(arena, T, B, state);
        track->dreset = record ? take_states(arena, T, B, state) : un_arena_take(arena, 2 * B * state, sizeof(un_real));
    }
}

/// One track's rows of one time and sequence, as offsets: those of the initial state lie before an array's start.
typedef struct Row {
    const Track *track;
    ptrdiff_t state, before, gradient, gate, width;
} Row;

/// The gradient with respect to a gate's value. It is a product of two numbers that are there (see the equations in
/// lstm.c and gru.c), so it is not kept.
static un_real lstm_gate_gradient(const Row *row, int gate, ptrdiff_t u) {
    enum { I, F, G, O };
    const Track *track = row->track;
    const un_real *gates = track->gates + row->gate + u;
    un_real dc = track->dc[row->gradient + u];
    switch (gate) {
    case I:
        return dc * gates[G * row->width];
    case F:
        return dc * track->c[row->before + u];
    case G:
        return dc * gates[I * row->width];
    default:
        return track->dh[row->gradient + u] * track->tanh_c[row->state + u];
    }
}

static un_real gru_gate_gradient(const Row *row, int gate, ptrdiff_t u) {
    enum { R, Z };                                // of the parameters
    enum { BLOCK_N, BLOCK_R, BLOCK_Z, BLOCK_HN }; // of a row
    const Track *track = row->track;
    const un_real *gates = track->gates + row->gate + u;
    un_real dh = track->dh[row->gradient + u], before = track->h[row->before + u];
    switch (gate) {
    case R:
        return track->dreset ? track->dreset[row->gradient + u] * before
                             : track->dz[row->gate + BLOCK_N * row->width + u] * gates[BLOCK_HN * row->width];
    case Z:
        return dh * (before - gates[BLOCK_N * row->width]);
    default:
        return dh * (UN_C(1.0) - gates[BLOCK_Z * row->width]);
    }
}

static bool gate_gradients(const un_NetDef *def, const Row *row, int gate, un_real *out) {
    for (ptrdiff_t u = 0; u < def->hidden; u++) {
        out[u] = def->cell == UN_CELL_LSTM  ? lstm_gate_gradient(row, gate, u)
                 : def->cell == UN_CELL_GRU ? gru_gate_gradient(row, gate, u)
                                            : row->track->dz[row->gate + u];
    }
    return true;
}

bool UN_P(un_recurrent_row)(const un_NetDef *def, const UN_P(un_Tape) * tape, int layer, int direction,
                            un_TrackPart part, int gate, int t, int b, un_real *out) {
    const Track *track = &tape->track[layer][direction];
    ptrdiff_t stride = (ptrdiff_t)UN_P(un_state_stride)(def), gate_stride = (ptrdiff_t)UN_P(un_gate_stride)(def);
    ptrdiff_t B = tape->B;
    bool initial = t < 0;
    if (initial) t = UN_P(un_initial_time)(tape->T, direction);
    int before = direction == 0 ? t - 1 : t + 1;
    Row row = {.track = track,
               .state = (t * B + b) * stride,
               .before = (before * B + b) * stride,
               .gradient = (UN_P(un_gradient_time)(track, t) * B + b) * stride,
               .gate = (t * B + b) * gate_stride,
               .width = (ptrdiff_t)UN_P(un_padded)((size_t)def->hidden)};
    un_Blocks blocks = UN_P(un_blocks_of)(def);
    bool gru = def->cell == UN_CELL_GRU;
    const un_real *from = NULL;
    switch (part) {
    case UN_PART_H:
        from = track->h + row.state;
        break;
    case UN_PART_DH:
        from = track->dh + row.gradient;
        break;
    case UN_PART_C:
        from = track->c ? track->c + row.state : NULL;
        break;
    case UN_PART_DC:
        from = track->dc ? track->dc + row.gradient : NULL;
        break;
    case UN_PART_GATE:
        from = initial ? NULL : track->gates + row.gate + blocks.from_x[gate] * row.width;
        break;
    case UN_PART_DGATE:
        return !initial && gate_gradients(def, &row, gate, out);
    case UN_PART_DZ:
        from = initial ? NULL : track->dz + row.gate + blocks.from_x[gate] * row.width;
        break;
    case UN_PART_HN:
        from = gru && !initial ? track->gates + row.gate + 3 * row.width : NULL;
        break;
    case UN_PART_DHN:
        from = gru && !initial ? track->dz + row.gate + 3 * row.width : NULL;
        break;
    case UN_PART_COUNT:
        break;
    }
    if (from) memcpy(out, from, (size_t)def->hidden * sizeof *out);
    return from != NULL;
}
