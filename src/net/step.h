/// One time step of one recurrent layer and direction, as the kernels see it, and the table of kernels of one
/// instruction set. Internal to this folder; compiled per precision.
///
/// Rows of units are padded to whole blocks of UN_UNITS (64 bytes), so that no kernel has a remainder for any vector
/// width. A padded unit's states and gradients are zeros, and so are the weights to it and from it.
///
/// Every sum has one order, fixed by the problem: it depends on no vector width, no number of sequences and no thread.
///   forward, LSTM and GRU: bias, then x, then h_{t-1}, k upwards, one chain
///   multiply (all other products): the K products in four quarters, k upwards in each, added to c one after the other
///   weight gradients: chunks of un_chunk_steps, rows upwards in memory, chunks in the order of processing
#ifndef UN_NET_STEP_H
#define UN_NET_STEP_H

#include "net/precise.h"

enum {
    UN_UNITS = 64 / (int)sizeof(un_real), ///< the widest vector of all instruction sets
    UN_CHUNK_ROWS = 96 ///< about as many products are summed before they are added to a weight's gradient
};

/// n rounded up to whole blocks of units.
static inline size_t UN_P(un_padded)(size_t n) {
    return (n + UN_UNITS - 1) / UN_UNITS * UN_UNITS;
}

/// Numbers from one row of `columns` to the next. Rows that lie a multiple of 256 bytes apart fall into few of the
/// cache's sets and push each other out, so such rows are a block longer.
static inline size_t UN_P(un_row_stride)(size_t columns) {
    size_t padded = UN_P(un_padded)(columns);
    return padded * sizeof(un_real) % 256 == 0 ? padded + UN_UNITS : padded;
}

/// How the columns that a layer reads lie in a row: I of them, or of the layer below H for each direction, each
/// direction's padded but for the last.
typedef struct UN_P(un_Columns) {
    int parts, each;
    size_t pitch; ///< from one part to the next
} UN_P(un_Columns);

static inline int UN_P(un_columns_span)(UN_P(un_Columns) columns) {
    return (columns.parts - 1) * (int)columns.pitch + columns.each;
}

/// "Previous" is in the order of processing: t-1, or t+1 in the reverse direction. Row r of an array is at r * stride.
typedef struct UN_P(un_Step) {
    int B;             ///< sequences
    int input, hidden; ///< columns of x, of h
    size_t width;      ///< hidden, padded
    un_Activation activation;
    bool reset_before;
    bool cut; ///< backward: no gradient may pass to the previous step

    const un_real *forward, *backward; ///< packed weights: the cell's own form (un_CellKernels.pack)

    size_t x_stride, state_stride, gate_stride, above_stride;
    const un_real *x;                       ///< (B,input)
    const un_real *h_previous, *c_previous; ///< (B,width)
    un_real *h, *c, *tanh_c;                ///< (B,width) c and tanh_c: LSTM
    un_real *gates;                         ///< (B, blocks of width): LSTM i f g o; GRU n r z hn; RNN a
    un_real *reset_h;                       ///< (B,width) GRU, reset before: r h_{t-1}

    un_real *dz;          ///< (B, blocks of width) as gates; GRU: dz_n dz_r dz_z dhn. May be gates' own memory
    un_real *dh, *dc;     ///< (B,width) complete; dc: what came from the later step, becomes the total
    const un_real *above; ///< (B,width) what reaches h_{t-1} from above; NULL: nothing
    un_real *dh_previous; ///< (B,width) is written: above, and what passes through this step
    un_real *dc_previous; ///< (B,width) is written: what passes; zeros when cut
    un_real *dreset;      ///< (B,width) GRU, reset before: the gradient of r h_{t-1}
} UN_P(un_Step);

/// One track's parameters as un_net_params lays them out: (G*H, columns), (G*H, H), (G*H), (G*H).
typedef struct UN_P(un_RawWeights) {
    const un_real *ih, *hh, *bias_ih, *bias_hh;
    UN_P(un_Columns) columns;
} UN_P(un_RawWeights);

/// What one cell's kernels do. Packed sizes do not depend on the instruction set, packed contents do.
typedef struct UN_P(un_CellKernels) {
    /// Lays out one track's weights for `forward` and `backward` of a step.
    void (*pack)(const un_NetDef *def, const UN_P(un_RawWeights) * raw, un_real *forward, un_real *backward);
    /// x, h_previous, c_previous -> gates, h, c, tanh_c, reset_h
    void (*forward)(const UN_P(un_Step) * step);
    /// dh, dc -> dz, dreset, total dc, dh_previous, dc_previous
    void (*backward)(const UN_P(un_Step) * step);
} UN_P(un_CellKernels);

typedef struct UN_P(un_Kernels) {
    const UN_P(un_CellKernels) * cell[UN_RECURRENT_CELLS];
    /// Packs a weight matrix w (G*H, columns) for products with dz: the rows of gate blocks[0], padded, then those of
    /// blocks[1] ...; the columns are those of un_Columns, padded.
    void (*pack)(un_real *packed, const un_real *w, const int *blocks, int count, int H, UN_P(un_Columns) columns);
    /// c (rows,N) += a (rows,K) W (K,N)
    void (*multiply)(un_real *c, size_t c_stride, const un_real *a, size_t a_stride, const un_real *packed, int rows,
                     int K, int N);
    /// out[k * out_stride + m] += sum over rows of b[row][k] a[row][m], M a multiple of UN_UNITS; b NULL: ones, K = 1.
    void (*outer)(un_real *out, size_t out_stride, const un_real *a, size_t a_stride, int M, const un_real *b,
                  size_t b_stride, int K, int rows);
} UN_P(un_Kernels);

/// The kernels of an available instruction set.
const UN_P(un_Kernels) * UN_P(un_kernels_of)(un_Isa isa);

#endif
