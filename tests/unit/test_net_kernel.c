/// The kernels against plain loops: multiply to the bit, for every awkward size; outer within rounding, and its fixed
/// order.
#define UN_BUILD_PRECISION 32
#include "net/kernel.h"

#include "base/random.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static float *numbers(un_Random *random, size_t count) {
    float *array = malloc((count + 1) * sizeof *array);
    for (size_t i = 0; i < count; i++) {
        array[i] = (float)un_random_uniform(random, -1.0, 1.0);
    }
    return array;
}

/// c + a W, one chain per element, k upwards.
static void multiply(float *c, size_t cs, const float *a, size_t as, const float *w, size_t rows, size_t K, size_t N) {
    for (size_t r = 0; r < rows; r++) {
        for (size_t n = 0; n < N; n++) {
            for (size_t k = 0; k < K; k++) {
                c[r * cs + n] += a[r * as + k] * w[k * N + n];
            }
        }
    }
}

Test(net_kernel, multiply_has_the_bits_of_the_plain_loop) {
    un_Random random = un_random_stream(1, "kernel");
    for (int rows = 1; rows <= 9; rows++) {
        for (int K = 1; K <= 5; K += 2) {
            for (int N = 1; N <= 19; N++) {
                size_t cs = (size_t)N + 3, as = (size_t)K + 2, r = (size_t)rows;
                float *w = numbers(&random, (size_t)K * (size_t)N), *a = numbers(&random, r * as),
                      *c = numbers(&random, r * cs);
                size_t size = un_kernel_packed_size_f32(K, N);
                float *packed = malloc(size * sizeof *packed), *expected = malloc(r * cs * sizeof *expected);
                memcpy(expected, c, r * cs * sizeof *c);
                un_kernel_pack_f32(packed, w, (size_t)N, 1, K, N);
                un_kernel_multiply_f32(c, (int)cs, a, (int)as, packed, K, 0, rows, K, N);
                multiply(expected, cs, a, as, w, r, (size_t)K, (size_t)N);
                cr_assert(memcmp(c, expected, r * cs * sizeof *c) == 0, "rows %d, K %d, N %d", rows, K, N);
                if (K > 2) { // rows 1..K-1 of the same packed matrix
                    un_kernel_multiply_f32(c, (int)cs, a, (int)as, packed, K, 1, rows, K - 1, N);
                    multiply(expected, cs, a, as, w + N, r, (size_t)K - 1, (size_t)N);
                    cr_assert(memcmp(c, expected, r * cs * sizeof *c) == 0);
                }
                free(w);
                free(a);
                free(c);
                free(packed);
                free(expected);
            }
        }
    }
}

Test(net_kernel, a_transposed_pack) {
    un_Random random = un_random_stream(2, "kernel");
    enum { K = 5, N = 11 };
    float *w = numbers(&random, K * N), *transposed = malloc(K * N * sizeof *w);
    for (size_t k = 0; k < K; k++) {
        for (size_t n = 0; n < N; n++) {
            transposed[n * K + k] = w[k * N + n];
        }
    }
    size_t size = un_kernel_packed_size_f32(K, N);
    float *one = malloc(size * sizeof *one), *other = malloc(size * sizeof *other);
    un_kernel_pack_f32(one, w, N, 1, K, N);
    un_kernel_pack_f32(other, transposed, 1, K, K, N);
    cr_assert(memcmp(one, other, size * sizeof *one) == 0);
    free(w);
    free(transposed);
    free(one);
    free(other);
}

/// Chunks of floor(192 / batch) steps from the last step down, each summed from 0 with t downwards and sequences
/// upwards.
static float outer(const float *a, size_t as, size_t m, const float *b, size_t bs, size_t n, int steps, int batch,
                   float start) {
    int chunk = batch < 192 ? 192 / batch : 1;
    float total = start;
    for (int end = steps; end > 0; end -= chunk) {
        float sum = 0.0f;
        for (int t = end - 1; t >= 0 && t >= end - chunk; t--) {
            for (int row = 0; row < batch; row++) {
                size_t at = (size_t)(t * batch + row);
                sum += (b ? b[at * bs + n] : 1.0f) * a[at * as + m];
            }
        }
        total += sum;
    }
    return total;
}

Test(net_kernel, outer_has_its_fixed_order) {
    un_Random random = un_random_stream(3, "kernel");
    const int lengths[][2] = {{1, 1}, {7, 3}, {50, 16}, {3, 200}, {400, 1}};
    for (size_t l = 0; l < sizeof lengths / sizeof *lengths; l++) {
        int steps = lengths[l][0], batch = lengths[l][1];
        size_t rows = (size_t)(steps * batch);
        for (int M = 1; M <= 17; M += 4) {
            for (int N = 1; N <= 9; N += 2) {
                size_t as = (size_t)M + 1, bs = (size_t)N + 2;
                float *a = numbers(&random, rows * as), *b = numbers(&random, rows * bs);
                float *out = numbers(&random, (size_t)M * (size_t)N), *sums = numbers(&random, (size_t)M);
                float *before = malloc((size_t)M * (size_t)N * sizeof *before),
                      *sums_before = malloc((size_t)M * sizeof *sums);
                memcpy(before, out, (size_t)M * (size_t)N * sizeof *out);
                memcpy(sums_before, sums, (size_t)M * sizeof *sums);
                un_kernel_outer_f32(out, (size_t)N, 1, a, (int)as, M, b, (int)bs, N, steps, batch, NULL);
                un_kernel_outer_f32(sums, 1, 1, a, (int)as, M, NULL, 0, 1, steps, batch, NULL);
                for (size_t m = 0; m < (size_t)M; m++) {
                    float column = outer(a, as, m, NULL, 0, 0, steps, batch, sums_before[m]);
                    cr_assert(sums[m] == column, "steps %d, batch %d, M %d: %g and %g", steps, batch, M,
                              (double)sums[m], (double)column);
                    for (size_t n = 0; n < (size_t)N; n++) {
                        size_t at = m * (size_t)N + n;
                        float expected = outer(a, as, m, b, bs, n, steps, batch, before[at]);
                        cr_assert(out[at] == expected, "steps %d, batch %d, M %d, N %d: %g and %g", steps, batch, M, N,
                                  (double)out[at], (double)expected);
                    }
                }
                free(a);
                free(b);
                free(out);
                free(sums);
                free(before);
                free(sums_before);
            }
        }
    }
}

/// Rows that are not live may be passed over: where b is zero there, not a bit is different.
Test(net_kernel, outer_passes_over_rows_of_zeros) {
    enum { STEPS = 50, BATCH = 5, M = 11, N = 6, ROWS = STEPS * BATCH };
    un_Random random = un_random_stream(4, "kernel");
    float *a = numbers(&random, ROWS * M), *b = numbers(&random, ROWS * N);
    unsigned char live[ROWS];
    for (size_t row = 0; row < ROWS; row++) {
        live[row] = un_random_below(&random, 3) == 0;
        for (size_t n = 0; n < N && !live[row]; n++) {
            b[row * N + n] = n % 2 ? 0.0F : -0.0F;
        }
    }
    float all[M * N] = {0}, some[M * N] = {0};
    un_kernel_outer_f32(all, N, 1, a, M, M, b, N, N, STEPS, BATCH, NULL);
    un_kernel_outer_f32(some, N, 1, a, M, M, b, N, N, STEPS, BATCH, live);
    cr_assert(memcmp(all, some, sizeof all) == 0 && some[0] != 0.0F);
    for (size_t row = 0; row < ROWS; row++) {
        for (size_t n = 0; n < N && !live[row]; n++) {
            b[row * N + n] = 1.0F;
        }
    }
    memset(some, 0, sizeof some);
    un_kernel_outer_f32(some, N, 1, a, M, M, b, N, N, STEPS, BATCH, live);
    cr_assert(memcmp(all, some, sizeof all) == 0);
    free(a);
    free(b);
}
