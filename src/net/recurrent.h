/// How the recurrent cells' tracks lie in memory, for recurrent.c and track.c; compiled per precision.
///
/// An array of states has rows (B, stride) for every time, and one more on each side, for the initial state: the state
/// before time t is at t-1, in the reverse direction at t+1, also at the border.
#ifndef UN_NET_RECURRENT_H
#define UN_NET_RECURRENT_H

#include "net/step.h"

enum { UN_BLOCKS_MAX = 4 };

/// Which block of a row of gates, and of dz, belongs to each row block of the parameters. GRU: in block N only x's
/// product meets dz_n; h's has its own, dhn.
typedef struct un_Blocks {
    int count;                              ///< blocks of a row
    int from_x[UN_GATES_MAX];               ///< of gate g of weight_ih
    int from_h[UN_GATES_MAX];               ///< of gate g of weight_hh
    int x_first, x_count, h_first, h_count; ///< those that meet x, those that meet h_{t-1}
} un_Blocks;

static inline un_Blocks UN_P(un_blocks_of)(const un_NetDef *def) {
    if (def->cell == UN_CELL_LSTM) return (un_Blocks){4, {0, 1, 2, 3}, {0, 1, 2, 3}, 0, 4, 0, 4};
    if (def->cell == UN_CELL_GRU) return (un_Blocks){4, {1, 2, 0}, {1, 2, 3}, 0, 3, 1, def->reset_before ? 2 : 3};
    return (un_Blocks){1, {0}, {0}, 0, 1, 0, 1};
}

/// Numbers from row to row of a state, of gates.
static inline size_t UN_P(un_state_stride)(const un_NetDef *def) {
    return UN_P(un_row_stride)((size_t)def->hidden);
}

static inline size_t UN_P(un_gate_stride)(const un_NetDef *def) {
    size_t blocks = (size_t)UN_P(un_blocks_of)(def).count;
    return UN_P(un_row_stride)(blocks * UN_P(un_padded)((size_t)def->hidden));
}

/// The time before the first step, in the order of processing.
static inline int UN_P(un_initial_time)(int T, int direction) {
    return direction == 0 ? -1 : T;
}

/// The rows of time t; where the track keeps but two times, those of t's place among them.
static inline un_real *UN_P(un_rows_at)(un_real *array, int t, int B, size_t stride) {
    return array + (ptrdiff_t)t * (ptrdiff_t)B * (ptrdiff_t)stride;
}

static inline int UN_P(un_gradient_time)(const UN_P(un_Track) * track, int t) {
    return track->unrecorded ? t & 1 : t;
}

void UN_P(un_recurrent_carve)(const un_NetDef *def, UN_P(un_Track) * track, un_Arena *arena, size_t T, size_t B);
bool UN_P(un_recurrent_row)(const un_NetDef *def, const UN_P(un_Tape) * tape, int layer, int direction,
                            un_TrackPart part, int gate, int t, int b, un_real *out);

#endif
