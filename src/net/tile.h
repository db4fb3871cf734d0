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

enum { ROWS_MAX = 8, QUARTERS = 4, QUARTERS_BYTES = 16384 };

/// Rows that one tile of a panel serves, and quarters that a single row sums side by side: as many sums as registers
/// hold, so that none waits for the one before.
UN_INLINE int tile_rows(int wide) {
    return UN_SUMS / wide < ROWS_MAX ? UN_SUMS / wide : ROWS_MAX;
}

UN_INLINE int row_quarters(int wide) {
    return UN_SUMS / wide < QUARTERS ? UN_SUMS / wide : QUARTERS;
}

/// Quarters that a tile takes while its sums are at hand: all where the whole panel stays in the first cache while the
/// rows pass, else one, which does.
UN_INLINE int quarters_at_once(int quarter, int wide) {
    return QUARTERS * quarter * wide * UN_VECTOR_BYTES <= QUARTERS_BYTES ? QUARTERS : 1;
}

/// total (rows,wide) += the products of quarters first .. end-1 of the rows of a with a panel w, k upwards in each
/// quarter, one quarter after the other. Literals: rows, wide, together.
UN_INLINE void add_quarters(Vector total[UN_SUMS], const un_real *a, size_t as, const un_real *w, int quarter,
                            int first, int end, int rows, int wide, int together) {
    a += first * quarter;
    w += (ptrdiff_t)first * quarter * wide * LANES;
    for (; first < end; first += together, a += together * quarter, w += together * quarter * wide * LANES) {
        Vector sum[UN_SUMS];
        for (int i = 0; i < together * rows * wide; i++) {
            sum[i] = (Vector){0};
        }
        for (int k = 0; k < quarter; k++) {
            for (int q = 0; q < together; q++) {
                size_t at = (size_t)(q * quarter + k);
                for (int r = 0; r < rows; r++) {
                    un_real x = a[(size_t)r * as + at];
                    for (int v = 0; v < wide; v++) {
                        sum[(q * rows + r) * wide + v] += x * load(w + at * (size_t)(wide * LANES) + v * LANES);
                    }
                }
            }
        }
        for (int q = 0; q < together; q++) {
            for (int i = 0; i < rows * wide; i++) {
                total[i] += sum[q * rows * wide + i];
            }
        }
    }
}

/// d = a b for a gate s = sigmoid(z): dz = d s (1 - s)
UN_INLINE Vector sigmoid_gradient(Vector a, Vector b, Vector s) {
    return UN_P(un_flush)(a * b * s * (UN_C(1.0) - s));
}

#endif
