/// Eigenvalues, spectral radius, singular values, long products.
#include "num/elementary.h"
#include "num/linalg.h"
#include "num/spectral.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static double *gaussian(un_Random *random, int n, double sd) {
    double *a = malloc((size_t)n * (size_t)n * sizeof *a);
    for (int i = 0; i < n * n; i++) {
        a[i] = sd * un_random_normal(random);
    }
    return a;
}

static void multiply(double *c, const double *a, const double *b, int n) {
    for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
            double sum = 0;
            for (int k = 0; k < n; k++) {
                sum += a[i * n + k] * b[k * n + j];
            }
            c[i * n + j] = sum;
        }
    }
}

static double radius(const double *a, int n) {
    double *scratch = malloc(((size_t)n * (size_t)n + 2 * (size_t)n) * sizeof *scratch);
    double result = un_spectral_radius(a, n, scratch);
    free(scratch);
    return result;
}

Test(spectral, radius_of_known_matrices) {
    double one[1] = {-3.5}, zero[4] = {0}, rotation[4] = {0, -2, 2, 0}, real[4] = {2, 1, 1, 2};
    double nilpotent[9] = {0, 1, 5, 0, 0, 1, 0, 0, 0};
    double cycle[16] = {0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 1, 0, 0, 0};
    double companion[9] = {6, -11, 6, 1, 0, 0, 0, 1, 0};  // roots 1, 2, 3
    double complex_pair[9] = {0, 0, 8, 1, 0, 0, 0, 1, 0}; // x^3 = 8: all of modulus 2
    double triangle[9] = {1, 100, 1000, 0, -7, 100, 0, 0, 3};
    cr_assert(radius(one, 1) == 3.5);
    cr_assert(radius(zero, 2) == 0.0);
    cr_assert(fabs(radius(rotation, 2) - 2) < 1e-14);
    cr_assert(fabs(radius(real, 2) - 3) < 1e-14);
    cr_assert(radius(nilpotent, 3) < 1e-4);
    cr_assert(fabs(radius(cycle, 4) - 1) < 1e-14);
    cr_assert(fabs(radius(companion, 3) - 3) < 1e-13);
    cr_assert(fabs(radius(complex_pair, 3) - 2) < 1e-14);
    cr_assert(fabs(radius(triangle, 3) - 7) < 1e-13);
    double tiny[4] = {0, -2e-200, 2e-200, 0}, huge[4] = {0, -2e200, 2e200, 0};
    cr_assert(fabs(radius(tiny, 2) / 2e-200 - 1) < 1e-14);
    cr_assert(fabs(radius(huge, 2) / 2e200 - 1) < 1e-14);
    double broken[4] = {1, (double)NAN, 0, 1};
    cr_assert(isnan(radius(broken, 2)));
}

Test(spectral, radius_of_cyclic_permutations_and_orthogonal_matrices) {
    for (int n = 3; n <= 40; n++) {
        double *a = calloc((size_t)n * (size_t)n, sizeof *a);
        for (int i = 0; i < n; i++) {
            a[i * n + (i + 1) % n] = 1.0;
        }
        cr_assert(fabs(radius(a, n) - 1.0) < 1e-12, "n %d: %.17g", n, radius(a, n));
        un_Random random = un_random_stream((uint64_t)n, "orthogonal");
        for (int i = 0; i < n * n; i++) {
            a[i] = un_random_normal(&random);
        }
        un_orthogonalise(a, n);
        cr_assert(fabs(radius(a, n) - 1.0) < 1e-12, "n %d: %.17g", n, radius(a, n));
        free(a);
    }
}

/// rho = lim |A^k|^(1/k): against a power of the matrix itself, by repeated squaring.
Test(spectral, radius_agrees_with_matrix_powers) {
    un_Random random = un_random_stream(9, "radius");
    int sizes[] = {2, 3, 4, 7, 16, 33};
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        int n = sizes[s];
        double *a = gaussian(&random, n, 1.0 / sqrt(n));
        double expected = radius(a, n);
        size_t bytes = (size_t)n * (size_t)n * sizeof *a;
        double *power = malloc(bytes), *next = malloc(bytes);
        memcpy(power, a, bytes);
        double log_scale = 0.0; // log |A^(2^k)| / 2^k
        double share = 1.0;
        for (int k = 0; k < 20; k++) {
            double norm = 0;
            for (int i = 0; i < n * n; i++) {
                norm += power[i] * power[i];
            }
            norm = sqrt(norm);
            log_scale += share * log(norm);
            for (int i = 0; i < n * n; i++) {
                power[i] /= norm;
            }
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    double sum = 0;
                    for (int m = 0; m < n; m++) {
                        sum += power[i * n + m] * power[m * n + j];
                    }
                    next[i * n + j] = sum;
                }
            }
            memcpy(power, next, bytes);
            share *= 0.5;
        }
        cr_assert(fabs(exp(log_scale) / expected - 1.0) < 1e-4, "n %d: %g and %g", n, exp(log_scale), expected);
        free(a);
        free(power);
        free(next);
    }
}

Test(spectral, large_matrix) {
    un_Random random = un_random_stream(10, "radius");
    int n = 256;
    double *a = gaussian(&random, n, 1.0 / sqrt(n));
    double r = radius(a, n);
    cr_assert(r > 0.9 && r < 1.2, "circular law: %g", r);
    free(a);
}

static void eigenvalues(const double *a, int n, double *real, double *imaginary) {
    double *scratch = malloc((size_t)n * (size_t)n * sizeof *scratch);
    un_eigenvalues(a, n, real, imaginary, scratch);
    free(scratch);
}

/// Blocks of known eigenvalues on the diagonal, turned by a random orthogonal matrix.
Test(spectral, eigenvalues_of_known_matrices) {
    enum { N = 7 };
    double known[N][2] = {{1.5, 0}, {0.6, 1.2}, {0.6, -1.2}, {-0.9, 0}, {0.1, 0.2}, {0.1, -0.2}, {0, 0}};
    double block[N * N] = {0}, q[N * N], left[N * N], a[N * N], transposed[N * N], real[N], imaginary[N];
    block[0] = 1.5;
    block[1 * N + 1] = block[2 * N + 2] = 0.6;
    block[1 * N + 2] = 1.2;
    block[2 * N + 1] = -1.2;
    block[3 * N + 3] = -0.9;
    block[4 * N + 4] = block[5 * N + 5] = 0.1;
    block[4 * N + 5] = -0.2;
    block[5 * N + 4] = 0.2;
    for (int i = 0; i < N; i++) {
        for (int j = i + 1; j < N; j++) {
            if (block[i * N + j] == 0) block[i * N + j] = 0.05 * (i + j); // above the blocks: nothing changes
        }
    }
    un_Random random = un_random_stream(3, "eigen");
    for (int i = 0; i < N * N; i++) {
        q[i] = un_random_normal(&random);
    }
    un_orthogonalise(q, N);
    for (int i = 0; i < N * N; i++) {
        transposed[i] = q[i % N * N + i / N];
    }
    multiply(left, q, block, N);
    multiply(a, left, transposed, N);
    eigenvalues(a, N, real, imaginary);
    for (int i = 0; i < N; i++) {
        cr_assert(fabs(real[i] - known[i][0]) < 1e-13 && fabs(imaginary[i] - known[i][1]) < 1e-13, "%d: %g %g", i,
                  real[i], imaginary[i]);
    }
    double one[1] = {-2}, zero[4] = {0}, broken[4] = {1, 2, (double)INFINITY, 3}, re[2], im[2];
    eigenvalues(one, 1, re, im);
    cr_assert(re[0] == -2 && im[0] == 0);
    eigenvalues(zero, 2, re, im);
    cr_assert(re[0] == 0 && re[1] == 0 && im[0] == 0 && im[1] == 0);
    eigenvalues(broken, 2, re, im);
    cr_assert(isnan(re[0]) && isnan(im[0]) && isnan(re[1]) && isnan(im[1]));
}

/// Sum of eigenvalues = trace, sum of squares = trace of the square, conjugates in pairs, order by modulus.
Test(spectral, eigenvalues_keep_the_traces) {
    un_Random random = un_random_stream(4, "eigen");
    for (int n = 1; n <= 40; n++) {
        double *a = gaussian(&random, n, 1), *square = malloc((size_t)(n * n) * sizeof *square), real[40],
               imaginary[40];
        double trace = 0, trace2 = 0, sum = 0, sum2 = 0, odd = 0;
        multiply(square, a, a, n);
        eigenvalues(a, n, real, imaginary);
        for (int i = 0; i < n; i++) {
            trace += a[i * n + i];
            trace2 += square[i * n + i];
            sum += real[i];
            sum2 += real[i] * real[i] - imaginary[i] * imaginary[i];
            odd += imaginary[i];
            if (i)
                cr_assert(un_modulus(real[i], imaginary[i]) <= un_modulus(real[i - 1], imaginary[i - 1]) * (1 + 1e-15));
            if (imaginary[i] > 0) cr_assert(real[i + 1] == real[i] && imaginary[i + 1] == -imaginary[i]);
        }
        cr_assert(fabs(sum - trace) < 1e-12 * n && fabs(sum2 - trace2) < 1e-11 * n && fabs(odd) < 1e-12, "n %d", n);
        free(a);
        free(square);
    }
}

/// U diag(s) V^T with known s.
Test(spectral, singular_values_of_known_matrices) {
    un_Random random = un_random_stream(5, "svd");
    int sizes[] = {1, 2, 5, 16, 40};
    for (size_t c = 0; c < sizeof sizes / sizeof *sizes; c++) {
        int n = sizes[c];
        double *u = gaussian(&random, n, 1), *v = gaussian(&random, n, 1), *a = malloc((size_t)(n * n) * sizeof *a);
        double values[40], known[40];
        un_orthogonalise(u, n);
        un_orthogonalise(v, n);
        for (int i = 0; i < n; i++) {
            known[i] = i + 1 == n && n > 1 ? 0 : 3.0 / (1 + i);
            for (int j = 0; j < n; j++) {
                v[i * n + j] *= known[i];
            }
        }
        multiply(a, u, v, n);
        un_singular_values(a, n, n, values);
        for (int i = 0; i < n; i++) {
            cr_assert(fabs(values[i] - known[i]) < 1e-14 * n, "n %d: %g and %g", n, values[i], known[i]);
        }
        free(u);
        free(v);
        free(a);
    }
    double wide[6] = {3, 0, 4, 0, 2, 0}, values[2], broken[1] = {(double)NAN};
    un_singular_values(wide, 2, 3, values);
    cr_assert(fabs(values[0] - 5) < 1e-14 && fabs(values[1] - 2) < 1e-14);
    un_singular_values(broken, 1, 1, values);
    cr_assert(isnan(values[0]));
}

/// Rows scaled apart by 1e-200: each value keeps its digits. Known: diag(d) times an orthogonal matrix.
Test(spectral, small_singular_values_keep_their_digits) {
    enum { N = 6 };
    double d[N] = {1, 1e-20, 3e-60, 1e-100, 2e-160, 1e-200}, values[N];
    un_Random random = un_random_stream(6, "svd");
    double *a = gaussian(&random, N, 1);
    un_orthogonalise(a, N);
    for (int i = 0; i < N * N; i++) {
        a[i] *= d[i / N];
    }
    un_singular_values(a, N, N, values);
    for (int i = 0; i < N; i++) {
        cr_assert(fabs(values[i] / d[i] - 1) < 1e-13, "%d: %g and %g", i, values[i], d[i]);
    }
    free(a);
    // Rows at an angle: the larger is sqrt 2, and their product the determinant 1.5 d.
    double scales[] = {1e-9, 1e-60, 1e-200};
    for (int i = 0; i < 3; i++) {
        double angle[4] = {1, 1, scales[i], -0.5 * scales[i]};
        un_singular_values(angle, 2, 2, values);
        cr_assert(fabs(values[0] / sqrt(2) - 1) < 1e-14 && fabs(values[1] * sqrt(2) / (1.5 * scales[i]) - 1) < 1e-14);
    }
}

/// log of |det| of one factor by its QR: the singular values of a product multiply to the product of determinants,
/// which holds to the last decade only when the smallest of them are right.
static double log_determinant(const double *a, int n) {
    double copy[256], diagonal[16], sum = 0;
    memcpy(copy, a, (size_t)(n * n) * sizeof *copy);
    un_qr(copy, n, n, diagonal, NULL, NULL);
    for (int i = 0; i < n; i++) {
        sum += un_log(diagonal[i]);
    }
    return sum;
}

Test(spectral, long_products) {
    enum { N = 8, FACTORS = 60 };
    un_Random random = un_random_stream(7, "product");
    double memory[5 * N * N + N], plain[N * N], next[N * N], values[N], expected[N], transposed[N * N], determinant = 0;
    double other_memory[5 * N * N + N], other_values[N];
    int order[N], other_order[N];
    cr_assert(un_product_size(N) <= sizeof memory / sizeof *memory);
    un_Product product, other;
    un_product_start(&product, N, memory, order);
    un_product_start(&other, N, other_memory, other_order);
    for (int k = 0; k < FACTORS; k++) {
        double *a = gaussian(&random, N, 0.3);
        for (int i = 0; i < N * N; i++) {
            a[i] *= 1 + i % N; // columns of unequal weight: the values part quickly
            transposed[i % N * N + i / N] = a[i];
        }
        un_product_multiply(&product, a);
        un_product_multiply_transposed(&other, transposed);
        un_product_singular_values(&product, values);
        if (k == 0) {
            memcpy(plain, a, sizeof plain);
        } else {
            multiply(next, a, plain, N);
            memcpy(plain, next, sizeof plain);
        }
        determinant += log_determinant(a, N);
        double sum = 0;
        for (int i = 0; i < N; i++) {
            sum += un_log(values[i]);
        }
        cr_assert(fabs(sum - determinant) < 1e-9, "%d factors: %.12g and %.12g", k + 1, sum, determinant);
        memcpy(next, plain, sizeof next);
        un_singular_values(next, N, N, expected);
        for (int i = 0; i < N && (i == 0 || expected[i] > 1e-8 * expected[0]); i++) {
            cr_assert(fabs(values[i] / expected[i] - 1) < 1e-6, "%d factors, value %d: %g and %g", k + 1, i, values[i],
                      expected[i]);
        }
        cr_assert(fabs(values[0] / expected[0] - 1) < 1e-12);
        free(a);
    }
    un_product_singular_values(&other, other_values);
    for (int i = 0; i < N; i++) {
        cr_assert(fabs(other_values[i] / values[i] - 1) < 1e-12);
    }
    cr_assert(values[N - 1] < 1e-20 * values[0], "the test asks for values far apart: %g", values[N - 1] / values[0]);
}

Test(spectral, product_of_singular_and_shrinking_matrices) {
    double memory[5 * 4 + 2], values[2], half[4] = {0, 0.5, -0.25, 0}, flat[4] = {1, 2, 2, 4},
                                         nan[4] = {(double)NAN, 0, 0, 1};
    int order[2];
    un_Product product;
    un_product_start(&product, 2, memory, order);
    for (int k = 0; k < 200; k++) {
        un_product_multiply(&product, half);
    }
    un_product_singular_values(&product, values);
    double known = un_exp(100 * un_log(0.125)); // half * half = -0.125 I
    cr_assert(fabs(values[0] / known - 1) < 1e-12 && fabs(values[1] / known - 1) < 1e-12, "%g", values[0]);
    un_product_multiply(&product, flat);
    un_product_singular_values(&product, values);
    cr_assert(fabs(values[0] / (5 * known) - 1) < 1e-12 && values[1] <= 1e-15 * values[0]);
    un_product_multiply(&product, nan);
    un_product_singular_values(&product, values);
    cr_assert(isnan(values[0]) && isnan(values[1]));
}
