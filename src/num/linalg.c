#include "num/linalg.h"

#include "base/check.h"
#include "num/elementary.h"
#include "num/householder.h"

#include <math.h>
#include <string.h>

double un_random_normal(un_Random *random) {
    for (;;) {
        double u = un_random_uniform(random, -1.0, 1.0);
        double v = un_random_uniform(random, -1.0, 1.0);
        double s = u * u + v * v;
        // The second number of the pair is thrown away: a stream's state stays the generator's alone.
        if (s > 0.0 && s < 1.0) return u * sqrt(-2.0 * un_log(s) / s);
    }
}

double un_norm(const double *values, int n) {
    double largest = 0.0, sum = 0.0;
    for (int i = 0; i < n; i++) {
        double magnitude = fabs(values[i]);
        if (magnitude > largest || magnitude != magnitude) largest = magnitude; // once NaN, always NaN
    }
    if (largest == 0.0 || !(largest < (double)INFINITY)) return largest;
    for (int i = 0; i < n; i++) {
        double part = values[i] / largest;
        sum += part * part;
    }
    return largest * sqrt(sum);
}

static void transpose(double *a, int n) {
    for (int i = 0; i < n; i++) {
        for (int j = 0; j < i; j++) {
            double value = a[(size_t)i * (size_t)n + (size_t)j];
            a[(size_t)i * (size_t)n + (size_t)j] = a[(size_t)j * (size_t)n + (size_t)i];
            a[(size_t)j * (size_t)n + (size_t)i] = value;
        }
    }
}

/// Brings the vector that is longest from row j on to place j.
static void pivot(double *v, int count, int n, int j, int *order) {
    size_t stride = (size_t)n;
    int best = j;
    double longest = un_norm(v + (size_t)j * stride + j, n - j);
    for (int k = j + 1; k < count; k++) {
        double length = un_norm(v + (size_t)k * stride + j, n - j);
        if (length > longest) {
            longest = length;
            best = k;
        }
    }
    if (best == j) return;
    int index = order[j];
    order[j] = order[best];
    order[best] = index;
    for (int i = 0; i < n; i++) {
        double value = v[(size_t)j * stride + (size_t)i];
        v[(size_t)j * stride + (size_t)i] = v[(size_t)best * stride + (size_t)i];
        v[(size_t)best * stride + (size_t)i] = value;
    }
}

/// What makes R_jj positive: it has the opposite sign of its reflector's first number.
static double sign_of(const double *reflector) {
    return reflector[0] > 0.0 ? -1.0 : 1.0;
}

void un_qr(double *v, int count, int n, double *diagonal, double *r, int *order) {
    UN_CHECK(count >= 1 && count <= n);
    size_t stride = (size_t)n;
    for (int j = 0; order && j < count; j++) {
        order[j] = j;
    }
    for (int j = 0; j < count; j++) {
        if (order) pivot(v, count, n, j, order);
        double *reflector = v + (size_t)j * stride + j;
        double length = fabs(un_make_reflector(reflector, n - j));
        if (diagonal) diagonal[j] = length;
        if (r) r[(size_t)j * (size_t)count + (size_t)j] = length;
        for (int k = j + 1; k < count; k++) {
            un_reflect(v + (size_t)k * stride + j, reflector, n - j);
        }
    }
    for (int i = 0; r && i < count; i++) { // what the reflections left above each vector's own is R
        double sign = sign_of(v + (size_t)i * stride + i);
        for (int j = 0; j < count; j++) {
            if (j > i) r[(size_t)i * (size_t)count + (size_t)j] = sign * v[(size_t)j * stride + (size_t)i];
            if (j < i) r[(size_t)i * (size_t)count + (size_t)j] = 0.0;
        }
    }
    // Q = H_0 H_1 ... , built from the last reflection backwards in the place of the vectors. Column j is multiplied by
    // the sign that makes R_jj positive.
    for (int j = count - 1; j >= 0; j--) {
        double *reflector = v + (size_t)j * stride + j;
        for (int k = j + 1; k < count; k++) {
            un_reflect(v + (size_t)k * stride + j, reflector, n - j);
        }
        double sign = sign_of(reflector), first = reflector[0];
        for (int i = 0; i < n - j; i++) {
            reflector[i] *= -2.0 * first * sign;
        }
        reflector[0] += sign;
        memset(v + (size_t)j * stride, 0, (size_t)j * sizeof *v);
    }
}

void un_orthogonalise(double *a, int n) {
    transpose(a, n); // columns become rows, which lie together
    un_qr(a, n, n, NULL, NULL, NULL);
    transpose(a, n);
}

/// L_ij = (a_ij - sum_k<j L_ik L_jk) / L_jj, L_jj = sqrt(a_jj - sum_k<j L_jk^2)
bool un_cholesky(double *a, int n) {
    size_t stride = (size_t)n;
    for (int i = 0; i < n; i++) {
        double *row = a + (size_t)i * stride;
        for (int j = 0; j <= i; j++) {
            const double *other = a + (size_t)j * stride;
            double sum = row[j];
            for (int k = 0; k < j; k++) {
                sum -= row[k] * other[k];
            }
            if (j < i) {
                row[j] = sum / other[j];
            } else if (sum > 0.0 && sum < (double)INFINITY) {
                row[j] = sqrt(sum);
            } else {
                return false;
            }
        }
    }
    return true;
}

void un_cholesky_solve(const double *l, int n, double *b) {
    size_t stride = (size_t)n;
    for (int i = 0; i < n; i++) { // L y = b
        for (int k = 0; k < i; k++) {
            b[i] -= l[(size_t)i * stride + (size_t)k] * b[k];
        }
        b[i] /= l[(size_t)i * stride + (size_t)i];
    }
    for (int i = n - 1; i >= 0; i--) { // L^T x = y
        for (int k = i + 1; k < n; k++) {
            b[i] -= l[(size_t)k * stride + (size_t)i] * b[k];
        }
        b[i] /= l[(size_t)i * stride + (size_t)i];
    }
}
