/// What the files share that are built per instruction set: names, vectors, and the innermost loops. UN_ISA is the
/// suffix of the names, UN_VECTOR_BYTES the width of a vector, UN_SUMS how many of them stay in registers while a tile
/// is summed. Everything but the kernels themselves is static.
#ifndef UN_NET_TILE_H
#define UN_NET_TILE_H

#include "net/step.h"
#include "num/vector.h"

#define UN_JOIN(name, isa)     name##_##isa
#define UN_WITH_ISA(name, isa) UN_JOIN(name, isa)
#define UN_K(name)             UN_WITH_ISA(UN_P(name), UN_ISA) ///< un_lstm_forward -> un_lstm_forward_f32_avx2

/// Parameters called literals below are constants at each call. They vanish when the function is inlined, and the sums
/// stay in registers.
#define UN_INLINE static inline __attribute__((always_inline))

typedef UN_P(un_Vector) Vector;
typedef UN_P(un_Step) Step;

enum {
    LANES = UN_P(un_lanes),
    PANEL = 4,              // vectors beside each other in packed weights: the four gates, or four times the units
    PARTS = UN_SUMS / PANEL // rows (or blocks of units) that one tile serves
};

UN_INLINE Vector load(const un_real *from) {
    return UN_P(un_load)(from);
}

UN_INLINE void store(un_real *to, Vector v) {
    UN_P(un_store)(to, v);
}

/// sum[p][first..first+count-1] += sum over k of x_p[k] w_p[k][0..count-1], one chain a number, k upwards. Part p has
/// its x at p * x_step and its weights at p * w_step: parts are rows (w_step 0) or blocks of units (x_step 0).
/// Literals: parts, first, count, and which step is 0.
UN_INLINE void add_chain(Vector sum[PARTS][PANEL], const un_real *x, size_t x_step, const un_real *w, size_t w_step,
                         int K, int parts, int first, int count) {
    for (int k = 0; k < K; k++, w += count * LANES) {
        for (int p = 0; p < parts; p++) {
            un_real factor = x[(size_t)p * x_step + (size_t)k];
            for (int v = 0; v < count; v++) {
                sum[p][first + v] += factor * load(w + (size_t)p * w_step + v * LANES);
            }
        }
    }
}

/// Calls the tile for every sequence and every block of units: a few sequences at a time against one block's weights,
/// which then come from the first cache, and what is left of the sequences one by one against a few blocks at a time.
/// tile(step, weights of the first block, row, unit, rows, blocks): the last two are literals, and one of them is 1.
static inline void over_tiles(const Step *step, size_t block_size,
                              void (*tile)(const Step *step, const un_real *weights, size_t row, size_t unit, int rows,
                                           int blocks)) {
    size_t blocks = step->width / LANES, rows = (size_t)step->B, whole = rows - rows % PARTS;
    for (size_t block = 0; block < blocks && whole > 0; block++) {
        for (size_t row = 0; row < whole; row += PARTS) {
            tile(step, step->forward + block * block_size, row, block * LANES, PARTS, 1);
        }
    }
    for (size_t row = whole; row < rows; row++) {
        size_t block = 0;
        for (; block + PARTS <= blocks; block += PARTS) {
            tile(step, step->forward + block * block_size, row, block * LANES, 1, PARTS);
        }
        for (; block < blocks; block++) {
            tile(step, step->forward + block * block_size, row, block * LANES, 1, 1);
        }
    }
}

/// How many vectors wide the panel is that starts with so many vectors left: 4, 2 or 1.
UN_INLINE int panel_width(int vectors_left) {
    return vectors_left >= 4 ? 4 : vectors_left >= 2 ? 2 : 1;
}

/// d = a b for a gate s = sigmoid(z): dz = d s (1 - s)
UN_INLINE Vector sigmoid_gradient(Vector a, Vector b, Vector s) {
    return UN_P(un_flush)(a * b * s * (UN_C(1.0) - s));
}

#endif
