/// What model.c needs of an architecture: one direction of one layer, forward and backward. One row per cell; compiled
/// per precision. Internal to this folder.
#ifndef UN_NET_LAYER_H
#define UN_NET_LAYER_H

#include "net/precise.h"

typedef struct UN_P(un_LayerOps) {
    /// Takes the buffers of one track from the arena (which may only measure).
    void (*carve)(const un_NetDef *def, UN_P(un_Track) * track, un_Arena *arena, size_t T, size_t B);
    /// Columns that a direction takes in a row of h and of everything as wide: H, padded. NULL: H, and rows lie without
    /// gaps.
    size_t (*width)(const un_NetDef *def);
    /// Numbers of tape->scratch that the passes use.
    size_t (*scratch)(const un_NetDef *def, size_t T, size_t B);
    /// Numbers of the packed form of one track's weights, whose input has that many columns.
    size_t (*packed_size)(const un_NetDef *def, int input);
    /// Lays one track's weights out for the kernels. packed: where the track's own form starts, here and below.
    void (*pack)(const un_NetDef *def, un_Isa isa, const un_real *params, un_real *packed, int layer, int direction);
    /// tape->input[layer] -> everything of the track; h is what the next layer reads.
    void (*forward)(const un_NetDef *def, const un_real *packed, const UN_P(un_Tape) * tape, int layer, int direction);
    /// above (T,B,D*H), its rows as those of what the layer above reads, is the gradient that reaches this layer's
    /// output from the readout or the next layer. Fills the track's gradients, ADDS to grads (layout of un_net_params)
    /// and, where tape->dinput[layer] is wanted, writes it (direction 0) or adds to it (direction 1).
    void (*backward)(const un_NetDef *def, const un_real *packed, const UN_P(un_Tape) * tape, const un_real *above,
                     int layer, int direction, un_real *grads);
    /// un_tape_row for tracks that do not keep (T,B,H) and (T,B,G,H) arrays; else NULL.
    bool (*row)(const un_NetDef *def, const UN_P(un_Tape) * tape, int layer, int direction, un_TrackPart part, int gate,
                int t, int b, un_real *out);
    /// un_tape_weights; else NULL. Uses tape->scratch.
    void (*weights)(const un_NetDef *def, const UN_P(un_Tape) * tape, int layer, int t, int b, un_real *out);
} UN_P(un_LayerOps);

extern const UN_P(un_LayerOps) UN_P(un_recurrent_ops);   ///< rnn, lstm, gru
extern const UN_P(un_LayerOps) UN_P(un_feedforward_ops); ///< feedforward, window
extern const UN_P(un_LayerOps) UN_P(un_ssm_ops);         ///< ssm, selective
extern const UN_P(un_LayerOps) UN_P(un_attention_ops);   ///< attention

/// Every one of `rows` rows of `to` becomes a copy of row (width).
static inline void UN_P(un_fill_rows)(un_real *to, const un_real *row, size_t rows, size_t width) {
    for (size_t r = 0; r < rows; r++) {
        for (size_t i = 0; i < width; i++) {
            to[r * width + i] = row[i];
        }
    }
}

static inline int UN_P(un_directions)(const un_NetDef *def) {
    return def->bidirectional ? 2 : 1;
}

#endif
