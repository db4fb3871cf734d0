/// Normal numbers, orthogonal matrices, spectral radius.
#include "num/linalg.h"

#include "num/elementary.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

Test(linalg, normal_moments) {
    un_Random random = un_random_stream(7, "normal");
    enum { N = 400000 };
    double sum = 0, square = 0, fourth = 0;
    int within = 0;
    for (int i = 0; i < N; i++) {
        double x = un_random_normal(&random);
        sum += x;
        square += x * x;
        fourth += x * x * x * x;
        within += fabs(x) < 1.0;
    }
    cr_assert(fabs(sum / N) < 0.008);
    cr_assert(fabs(square / N - 1.0) < 0.012);
    cr_assert(fabs(fourth / N - 3.0) < 0.1);
    cr_assert(fabs((double)within / N - 0.682689) < 0.004);
}

static double *gaussian(un_Random *random, int n, double sd) {
    double *a = malloc((size_t)n * (size_t)n * sizeof *a);
    for (int i = 0; i < n * n; i++) {
        a[i] = sd * un_random_normal(random);
    }
    return a;
}

Test(linalg, orthogonal_factor) {
    un_Random random = un_random_stream(8, "qr");
    int sizes[] = {1, 2, 3, 5, 16, 64, 200};
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        int n = sizes[s];
        double *a = gaussian(&random, n, 1.0);
        double *q = malloc((size_t)n * (size_t)n * sizeof *q);
        memcpy(q, a, (size_t)n * (size_t)n * sizeof *q);
        un_orthogonalise(q, n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double dot = 0, r = 0;
                for (int k = 0; k < n; k++) {
                    dot += q[k * n + i] * q[k * n + j];
                    r += q[k * n + i] * a[k * n + j]; // R = Q^T A
                }
                cr_assert(fabs(dot - (i == j)) < 1e-13 * n, "n %d: Q^T Q[%d][%d] = %g", n, i, j, dot);
                if (i > j) cr_assert(fabs(r) < 1e-12 * n, "n %d: R[%d][%d] = %g", n, i, j, r);
                if (i == j) cr_assert(r > 0.0, "n %d: R[%d][%d] = %g", n, i, j, r);
            }
        }
        free(a);
        free(q);
    }
}

Test(linalg, orthogonal_even_without_full_rank) {
    double a[9] = {1, 2, 3, 2, 4, 6, 3, 6, 9}, zero[4] = {0};
    un_orthogonalise(a, 3);
    un_orthogonalise(zero, 2);
    for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
            double dot = a[i] * a[j] + a[3 + i] * a[3 + j] + a[6 + i] * a[6 + j];
            cr_assert(fabs(dot - (i == j)) < 1e-14);
        }
    }
    cr_assert(fabs(zero[0]) == 1.0 && zero[1] == 0.0 && zero[2] == 0.0 && fabs(zero[3]) == 1.0);
}

static double radius(const double *a, int n) {
    double *scratch = malloc(((size_t)n * (size_t)n + 2 * (size_t)n) * sizeof *scratch);
    double result = un_spectral_radius(a, n, scratch);
    free(scratch);
    return result;
}

Test(linalg, radius_of_known_matrices) {
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

Test(linalg, radius_of_cyclic_permutations_and_orthogonal_matrices) {
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
Test(linalg, radius_agrees_with_matrix_powers) {
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

Test(linalg, large_matrix) {
    un_Random random = un_random_stream(10, "radius");
    int n = 256;
    double *a = gaussian(&random, n, 1.0 / sqrt(n));
    double r = radius(a, n);
    cr_assert(r > 0.9 && r < 1.2, "circular law: %g", r);
    free(a);
}
