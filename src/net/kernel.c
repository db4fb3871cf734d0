#include "net/kernel.h"

#include "base/check.h"

#include <string.h>

// gcc's vectoriser turns these loops inside out when they are written over plain arrays, so the columns of a panel are
// spelled as vectors of 16 bytes (gcc and clang compile them for any target). Arithmetic on them is elementwise: the
// same bits as scalars.
typedef un_real Vector __attribute__((vector_size(16)));

enum {
    LANES = 16 / (int)sizeof(un_real),
    TILE =
        4, // rows of c (columns of b) served by one pass of the inner loop: with two vectors each, eight accumulators
    NARROW_TILE = 2 * TILE, // as many accumulators where the columns of a panel that count fill one vector
    CHUNK_ROWS = 192        // rows whose products are summed before they are added to the gradient
};

static inline Vector load(const un_real *from) {
    Vector v;
    memcpy(&v, from, sizeof v);
    return v;
}

static inline void store(un_real *to, Vector v) {
    memcpy(to, &v, sizeof v);
}

size_t UN_P(un_kernel_packed_size)(int K, int N) {
    return (size_t)((N + UN_PANEL - 1) / UN_PANEL) * (size_t)K * UN_PANEL;
}

void UN_P(un_kernel_pack)(un_real *packed, const un_real *w, size_t k_stride, size_t n_stride, int K, int N) {
    for (int n0 = 0; n0 < N; n0 += UN_PANEL) {
        int width = N - n0 < UN_PANEL ? N - n0 : UN_PANEL;
        for (int k = 0; k < K; k++) {
            for (int j = 0; j < UN_PANEL; j++) {
                *packed++ = j < width ? w[(size_t)k * k_stride + (size_t)(n0 + j) * n_stride] : UN_C(0.0);
            }
        }
    }
}

/// The first `width` numbers of a panel's row, zeros after them; a whole row in two loads.
static inline void load_row(Vector row[2], const un_real *from, int width) {
    un_real edge[UN_PANEL] = {0};
    if (width < UN_PANEL) {
        for (int j = 0; j < width; j++) {
            edge[j] = from[j];
        }
        from = edge;
    }
    row[0] = load(from);
    row[1] = load(from + LANES);
}

static inline void store_row(un_real *to, const Vector row[2], int width) {
    if (width == UN_PANEL) {
        store(to, row[0]);
        store(to + LANES, row[1]);
        return;
    }
    un_real edge[UN_PANEL];
    store(edge, row[0]);
    store(edge + LANES, row[1]);
    for (int j = 0; j < width; j++) {
        to[j] = edge[j];
    }
}

/// The first `width` columns of a panel for a few rows of c. `rows`, and `narrow`, that they fill one vector at most,
/// are literals at each call, so that the sums stay in registers.
static inline __attribute__((always_inline)) void multiply_tile(un_real *c, size_t cs, const un_real *a, size_t as,
                                                                const un_real *panel, int rows, int K, int width,
                                                                bool narrow) {
    Vector sum[NARROW_TILE][2];
    for (int r = 0; r < rows; r++) {
        load_row(sum[r], c + (size_t)r * cs, width);
    }
    for (int k = 0; k < K; k++, panel += UN_PANEL) {
        Vector w0 = load(panel), w1 = load(panel + LANES);
        for (int r = 0; r < rows; r++) {
            un_real x = a[(size_t)r * as + (size_t)k];
            sum[r][0] += x * w0;
            if (!narrow) sum[r][1] += x * w1;
        }
    }
    for (int r = 0; r < rows; r++) {
        store_row(c + (size_t)r * cs, sum[r], width);
    }
}

void UN_P(un_kernel_multiply)(un_real *c, int c_stride, const un_real *a, int a_stride, const un_real *packed,
                              int packed_K, int k0, int rows, int K, int N) {
    size_t cs = (size_t)c_stride, as = (size_t)a_stride;
    for (int n0 = 0; n0 < N; n0 += UN_PANEL) {
        const un_real *panel = packed + (size_t)n0 * (size_t)packed_K + (size_t)k0 * UN_PANEL;
        int width = N - n0 < UN_PANEL ? N - n0 : UN_PANEL;
        int row = 0;
        for (; width <= LANES && row + NARROW_TILE <= rows; row += NARROW_TILE) {
            multiply_tile(c + (size_t)row * cs + n0, cs, a + (size_t)row * as, as, panel, NARROW_TILE, K, width, true);
        }
        for (; row + TILE <= rows; row += TILE) {
            multiply_tile(c + (size_t)row * cs + n0, cs, a + (size_t)row * as, as, panel, TILE, K, width, false);
        }
        for (; row < rows; row++) {
            multiply_tile(c + (size_t)row * cs + n0, cs, a + (size_t)row * as, as, panel, 1, K, width, false);
        }
    }
}

/// Where a chunk of rows lies: `steps` time steps of `batch` rows; the pointers are at its last step.
typedef struct Rows {
    const un_real *a, *b;
    const unsigned char *live; // a byte a row, 0: the row adds nothing; NULL: all do
    size_t a_stride, b_stride;
    int steps, batch;
} Rows;

/// sums[n][m] over a panel of columns of a (the first `width` of them) and `columns` columns of b. b NULL: ones.
/// `columns`, and whether width is a whole panel, are literals at each call.
static inline void outer_tile(const Rows *rows, un_real sums[TILE][UN_PANEL], int columns, int width) {
    Vector sum[TILE][2] = {{{0}}};
    size_t a_step = (size_t)rows->batch * rows->a_stride, b_step = (size_t)rows->batch * rows->b_stride;
    for (int s = 0; s < rows->steps; s++) {
        const un_real *a = rows->a - (size_t)s * a_step;
        const un_real *b = rows->b ? rows->b - (size_t)s * b_step : NULL;
        const unsigned char *live = rows->live ? rows->live - s * rows->batch : NULL;
        for (int row = 0; row < rows->batch; row++) {
            if (live && !live[row]) continue;
            Vector v[2];
            load_row(v, a + (size_t)row * rows->a_stride, width);
            for (int n = 0; n < columns; n++) {
                un_real x = b ? b[(size_t)row * rows->b_stride + (size_t)n] : UN_C(1.0);
                sum[n][0] += x * v[0];
                sum[n][1] += x * v[1];
            }
        }
    }
    for (int n = 0; n < columns; n++) {
        store_row(sums[n], sum[n], UN_PANEL);
    }
}

static void outer_columns(const Rows *rows, un_real sums[TILE][UN_PANEL], int columns, int width) {
    if (columns == TILE && width == UN_PANEL) {
        outer_tile(rows, sums, TILE, UN_PANEL);
    } else if (columns == TILE) {
        outer_tile(rows, sums, TILE, width);
    } else if (width == UN_PANEL) {
        outer_tile(rows, sums, 1, UN_PANEL);
    } else {
        outer_tile(rows, sums, 1, width);
    }
}

static void add_sums(un_real *out, size_t m_stride, const un_real *sums, int width) {
    for (int m = 0; m < width; m++) {
        out[(size_t)m * m_stride] += sums[m];
    }
}

/// Steps of a chunk from its last one down to the first with a live row; `live` is at the chunk's first row.
static int live_steps(const unsigned char *live, int steps, int batch) {
    size_t rows = (size_t)steps * (size_t)batch;
    const unsigned char *first = memchr(live, true, rows);
    return first ? steps - (int)(first - live) / batch : 0;
}

void UN_P(un_kernel_outer)(un_real *out, size_t m_stride, size_t n_stride, const un_real *a, int a_stride, int M,
                           const un_real *b, int b_stride, int N, int steps, int batch, const unsigned char *live) {
    UN_CHECK(b || N == 1);
    int chunk = batch < CHUNK_ROWS ? CHUNK_ROWS / batch : 1;
    for (int end = steps; end > 0; end -= chunk) {
        size_t last = (size_t)(end - 1) * (size_t)batch;
        int count = end < chunk ? end : chunk;
        Rows rows = {.a_stride = (size_t)a_stride, .b_stride = (size_t)b_stride, .steps = count, .batch = batch};
        if (live) {
            rows.live = live + last;
            rows.steps = live_steps(live + (size_t)(end - count) * (size_t)batch, count, batch);
        }
        for (int m = 0; m < M; m += UN_PANEL) {
            int width = M - m < UN_PANEL ? M - m : UN_PANEL;
            rows.a = a + last * rows.a_stride + m;
            un_real *place = out + (size_t)m * m_stride;
            un_real sums[TILE][UN_PANEL];
            for (int n = 0, columns; n < N; n += columns) {
                columns = b && n + TILE <= N ? TILE : 1;
                rows.b = b ? b + last * rows.b_stride + n : NULL;
                outer_columns(&rows, sums, columns, width);
                for (int i = 0; i < columns; i++) {
                    add_sums(place + (size_t)(n + i) * n_stride, m_stride, sums[i], width);
                }
            }
        }
    }
}
