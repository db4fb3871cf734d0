/// The products of matrices: a packed multiply and the weights' gradients. Built per instruction set.
#include "net/product.h"

#include "base/check.h"

/// c (rows,wide) += the products of quarters first .. end-1. Literals: rows, wide, together.
UN_INLINE void multiply_tile(un_real *c, size_t cs, const un_real *a, size_t as, const un_real *w, int quarter,
                             int first, int end, int rows, int wide, int together) {
    Vector total[UN_SUMS];
    for (int i = 0; i < rows * wide; i++) {
        total[i] = load(c + (size_t)(i / wide) * cs + i % wide * LANES);
    }
    add_quarters(total, a, as, w, quarter, first, end, rows, wide, together);
    for (int i = 0; i < rows * wide; i++) {
        store(c + (size_t)(i / wide) * cs + i % wide * LANES, total[i]);
    }
}

/// One panel of columns, all rows. Literal: wide.
UN_INLINE void multiply_panel(un_real *c, size_t cs, const un_real *a, size_t as, const un_real *w, int quarter,
                              int rows, int wide) {
    const int tile = tile_rows(wide), together = row_quarters(wide);
    int whole = rows - rows % tile, at_once = quarters_at_once(quarter, wide);
    for (int q = 0; q < QUARTERS && whole > 0; q += at_once) {
        for (int row = 0; row < whole; row += tile) {
            multiply_tile(c + (size_t)row * cs, cs, a + (size_t)row * as, as, w, quarter, q, q + at_once, tile, wide,
                          1);
        }
    }
    for (int row = whole; row < rows; row++) {
        multiply_tile(c + (size_t)row * cs, cs, a + (size_t)row * as, as, w, quarter, 0, QUARTERS, 1, wide, together);
    }
}

void UN_K(un_multiply)(un_real *c, size_t c_stride, const un_real *a, size_t a_stride, const un_real *packed, int rows,
                       int K, int N) {
    UN_CHECK(K % QUARTERS == 0 && N % UN_UNITS == 0);
    int quarter = K / QUARTERS;
    for (int n = 0, wide; n < N; n += wide * LANES) {
        wide = panel_width((N - n) / LANES);
        const un_real *w = packed + (size_t)n * (size_t)K;
        if (wide == 4) {
            multiply_panel(c + n, c_stride, a, a_stride, w, quarter, rows, 4);
        } else if (wide == 2) {
            multiply_panel(c + n, c_stride, a, a_stride, w, quarter, rows, 2);
        } else {
            multiply_panel(c + n, c_stride, a, a_stride, w, quarter, rows, 1);
        }
    }
}

/// Columns n .. n+LANES-1 of a padded row, from a row of parameters.
static inline void pack_vector(un_real *to, const un_real *row, int n, UN_P(un_Columns) columns) {
    int part = n / (int)columns.pitch, column = n % (int)columns.pitch;
    int there = columns.each - column < LANES ? columns.each - column : LANES;
    const un_real *from = row + (ptrdiff_t)part * columns.each + column;
    if (there == LANES) {
        store(to, load(from));
        return;
    }
    for (int lane = 0; lane < LANES; lane++) {
        to[lane] = lane < there ? from[lane] : UN_C(0.0);
    }
}

void UN_K(un_pack)(un_real *packed, const un_real *w, const int *blocks, int count, int H, UN_P(un_Columns) columns) {
    int N = columns.parts * (int)columns.pitch, padded = (int)UN_P(un_padded)((size_t)H);
    size_t stride = (size_t)(columns.parts * columns.each);
    for (int n = 0, wide; n < N; n += wide * LANES) {
        wide = panel_width((N - n) / LANES);
        for (int block = 0; block < count; block++) {
            const un_real *row = w + (size_t)(blocks[block] * H) * stride;
            for (int u = 0; u < padded; u++, row += stride, packed += wide * LANES) {
                for (int v = 0; v < wide; v++) {
                    if (u < H) {
                        pack_vector(packed + v * LANES, row, n + v * LANES, columns);
                    } else {
                        store(packed + v * LANES, (Vector){0});
                    }
                }
            }
        }
    }
}

void UN_K(un_pack_units)(un_real *panel, int vectors, int vector, const un_real *w, int units,
                         UN_P(un_Columns) columns) {
    size_t row_stride = (size_t)(columns.parts * columns.each);
    for (int lane = 0; lane < LANES; lane++) {
        un_real *to = panel + (size_t)(vector * LANES + lane);
        for (int part = 0; part < columns.parts; part++) {
            const un_real *from = w + (size_t)lane * row_stride + (size_t)(part * columns.each);
            for (int k = 0; k < columns.each; k++, to += vectors * LANES) {
                *to = lane < units ? from[k] : UN_C(0.0);
            }
            for (size_t k = (size_t)columns.each; part + 1 < columns.parts && k < columns.pitch; k++) {
                *to = UN_C(0.0);
                to += vectors * LANES;
            }
        }
    }
}

void UN_K(un_pack_transposed)(un_real *packed, const un_real *w, int H) {
    int width = (int)UN_P(un_padded)((size_t)H);
    UN_P(un_Columns) columns = {1, H, (size_t)width};
    for (int unit = 0, wide; unit < width; unit += wide * LANES, packed += wide * LANES * width) {
        wide = panel_width((width - unit) / LANES);
        for (int v = 0, first = unit; v < wide; v++, first += LANES) {
            UN_K(un_pack_units)(packed, wide, v, w + (ptrdiff_t)first * H, H - first, columns);
        }
        memset(packed + wide * LANES * H, 0, (size_t)(wide * LANES * (width - H)) * sizeof *packed);
    }
}

void UN_K(un_pack_bias)(un_real *row, int vector, const un_real *bias, int units) {
    for (int lane = 0; lane < LANES; lane++) {
        row[vector * LANES + lane] = lane < units ? bias[lane] : UN_C(0.0);
    }
}

/// out (columns,wide) += sum over rows of b[row][0..columns-1] a[row][0..wide-1]. Literals: columns, wide, and whether
/// b is NULL.
UN_INLINE void outer_tile(un_real *out, size_t os, const un_real *a, size_t as, const un_real *b, size_t bs, int rows,
                          int columns, int wide) {
    Vector sum[UN_SUMS];
    for (int i = 0; i < columns * wide; i++) {
        sum[i] = (Vector){0};
    }
    for (int row = 0; row < rows; row++) {
        for (int k = 0; k < columns; k++) {
            un_real x = b ? b[(size_t)row * bs + (size_t)k] : UN_C(1.0);
            for (int v = 0; v < wide; v++) {
                sum[k * wide + v] += x * load(a + (size_t)row * as + v * LANES);
            }
        }
    }
    for (int k = 0; k < columns; k++) {
        for (int v = 0; v < wide; v++) {
            un_real *to = out + (size_t)k * os + v * LANES;
            store(to, load(to) + sum[k * wide + v]);
        }
    }
}

/// One panel of columns of a against all of b's. Literal: wide.
UN_INLINE void outer_panel(un_real *out, size_t os, const un_real *a, size_t as, const un_real *b, size_t bs, int K,
                           int rows, int wide) {
    if (!b) {
        outer_tile(out, os, a, as, NULL, 0, rows, 1, wide);
        return;
    }
    const int tile = tile_rows(wide);
    int k = 0;
    for (; k + tile <= K; k += tile) {
        outer_tile(out + (size_t)k * os, os, a, as, b + k, bs, rows, tile, wide);
    }
    for (; k < K; k++) {
        outer_tile(out + (size_t)k * os, os, a, as, b + k, bs, rows, 1, wide);
    }
}

void UN_K(un_outer)(un_real *out, size_t out_stride, const un_real *a, size_t a_stride, int M, const un_real *b,
                    size_t b_stride, int K, int rows) {
    UN_CHECK(M % UN_UNITS == 0 && (b || K == 1));
    for (int m = 0, wide; m < M; m += wide * LANES) {
        wide = panel_width((M - m) / LANES);
        if (wide == 4) {
            outer_panel(out + m, out_stride, a + m, a_stride, b, b_stride, K, rows, 4);
        } else if (wide == 2) {
            outer_panel(out + m, out_stride, a + m, a_stride, b, b_stride, K, rows, 2);
        } else {
            outer_panel(out + m, out_stride, a + m, a_stride, b, b_stride, K, rows, 1);
        }
    }
}
