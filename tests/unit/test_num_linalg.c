/// Normal numbers, QR, Cholesky.
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

/// A matrix's columns as vectors one behind the other.
static void check_qr(const double *v, int count, int n, int *order) {
    size_t bytes = (size_t)count * (size_t)n * sizeof(double);
    double *q = malloc(bytes), *r = malloc((size_t)count * (size_t)count * sizeof *r), diagonal[64];
    memcpy(q, v, bytes);
    un_qr(q, count, n, diagonal, r, order);
    double size = un_norm(v, count * n);
    for (int j = 0; j < count; j++) {
        const double *vector = v + (order ? order[j] : j) * n;
        cr_assert(r[j * count + j] == diagonal[j] && diagonal[j] >= 0);
        if (order && j > 0) cr_assert(diagonal[j] <= diagonal[j - 1] * (1 + 1e-14));
        for (int i = 0; i < n; i++) {
            double sum = 0;
            for (int k = 0; k < count; k++) {
                sum += q[k * n + i] * r[k * count + j];
            }
            cr_assert(fabs(sum - vector[i]) <= 1e-14 * n * size, "QR[%d][%d] %g and %g", i, j, sum, vector[i]);
        }
        for (int k = 0; k < count; k++) {
            double dot = 0;
            for (int i = 0; i < n; i++) {
                dot += q[j * n + i] * q[k * n + i];
            }
            cr_assert(fabs(dot - (j == k)) < 1e-14 * n);
            if (k < j) cr_assert(r[j * count + k] == 0);
        }
    }
    free(q);
    free(r);
}

Test(linalg, qr_of_random_vectors) {
    un_Random random = un_random_stream(11, "qr");
    int sizes[][2] = {{1, 1}, {1, 4}, {3, 3}, {5, 8}, {16, 16}, {20, 33}};
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        int count = sizes[s][0], n = sizes[s][1], order[64], seen = 0;
        double v[20 * 33];
        for (int i = 0; i < count * n; i++) {
            v[i] = un_random_normal(&random);
        }
        check_qr(v, count, n, NULL);
        check_qr(v, count, n, order);
        for (int j = 0; j < count; j++) {
            seen += order[j];
        }
        cr_assert(seen == count * (count - 1) / 2);
    }
    double dependent[9] = {1, 2, 3, 2, 4, 6, 0, 0, 0}, order_of_three[3] = {0};
    int order[3];
    check_qr(dependent, 3, 3, NULL);
    check_qr(dependent, 3, 3, order);
    cr_assert(order[0] == 1, "the longest first");
    double broken[4] = {1, (double)NAN, 0, 1};
    un_qr(broken, 2, 2, order_of_three, NULL, NULL);
    cr_assert(isnan(order_of_three[0]));
}

Test(linalg, norm_of_odd_numbers) {
    double nan = (double)NAN, first[3] = {nan, 0, 0}, last[2] = {1, nan}, infinite[2] = {1, (double)INFINITY};
    cr_assert(isnan(un_norm(first, 3)));
    cr_assert(isnan(un_norm(last, 2)));
    cr_assert(isinf(un_norm(infinite, 2)));
}

Test(linalg, cholesky) {
    un_Random random = un_random_stream(12, "cholesky");
    enum { N = 17 };
    double b[N * N], a[N * N], l[N * N], x[N], y[N];
    for (int i = 0; i < N * N; i++) {
        b[i] = un_random_normal(&random);
    }
    for (int i = 0; i < N; i++) {
        x[i] = un_random_normal(&random);
        for (int j = 0; j < N; j++) {
            double sum = i == j ? 0.1 : 0;
            for (int k = 0; k < N; k++) {
                sum += b[i * N + k] * b[j * N + k];
            }
            a[i * N + j] = l[i * N + j] = sum;
        }
    }
    for (int i = 0; i < N; i++) {
        y[i] = 0;
        for (int j = 0; j < N; j++) {
            y[i] += a[i * N + j] * x[j];
        }
    }
    cr_assert(un_cholesky(l, N));
    un_cholesky_solve(l, N, y);
    for (int i = 0; i < N; i++) {
        cr_assert(fabs(y[i] - x[i]) < 1e-11, "%g and %g", y[i], x[i]);
    }
    double indefinite[4] = {1, 2, 2, 1}, zero[1] = {0}, broken[1] = {(double)NAN};
    cr_assert(!un_cholesky(indefinite, 2));
    cr_assert(!un_cholesky(zero, 1));
    cr_assert(!un_cholesky(broken, 1));
}
