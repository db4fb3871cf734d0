#include "num/linalg.h"

#include "base/check.h"
#include "num/elementary.h"

#include <math.h>
#include <stdbool.h>
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

static void transpose(double *a, int n) {
    for (int i = 0; i < n; i++) {
        for (int j = 0; j < i; j++) {
            double value = a[(size_t)i * (size_t)n + (size_t)j];
            a[(size_t)i * (size_t)n + (size_t)j] = a[(size_t)j * (size_t)n + (size_t)i];
            a[(size_t)j * (size_t)n + (size_t)i] = value;
        }
    }
}

/// The 2-norm of n numbers, scaled so that nothing over- or underflows.
static double norm_of(const double *v, int n) {
    double largest = 0.0;
    for (int i = 0; i < n; i++) {
        largest = fabs(v[i]) > largest ? fabs(v[i]) : largest;
    }
    if (largest == 0.0) return 0.0;
    double sum = 0.0;
    for (int i = 0; i < n; i++) {
        sum += (v[i] / largest) * (v[i] / largest);
    }
    return largest * sqrt(sum);
}

/// x -= 2 v (v . x): the Householder reflection of the unit vector v (the identity when v is 0).
static void reflect(double *x, const double *v, int n) {
    double dot = 0.0;
    for (int i = 0; i < n; i++) {
        dot += v[i] * x[i];
    }
    for (int i = 0; i < n; i++) {
        x[i] -= 2.0 * dot * v[i];
    }
}

/// Makes x the unit vector v whose reflection sends x to (alpha, 0, ...): v = (x - alpha e1) normalised, alpha =
/// -sign(x1) |x|. Returns alpha.
static double make_reflector(double *x, int n) {
    double norm = norm_of(x, n);
    if (norm == 0.0) return 0.0;
    double alpha = x[0] > 0.0 ? -norm : norm;
    x[0] -= alpha;
    double length = norm_of(x, n);
    for (int i = 0; i < n; i++) {
        x[i] /= length;
    }
    return alpha;
}

void un_orthogonalise(double *a, int n) {
    UN_CHECK(n >= 1);
    size_t stride = (size_t)n;
    transpose(a, n); // columns become rows, which lie together
    for (int j = 0; j < n; j++) {
        double *v = a + (size_t)j * stride + j;
        make_reflector(v, n - j);
        for (int k = j + 1; k < n; k++) {
            reflect(a + (size_t)k * stride + j, v, n - j);
        }
    }
    // Q = H_0 H_1 ... H_{n-1}, built from the last reflection backwards in the place of the vectors. R_jj has the
    // opposite sign of v_j's first number; column j is multiplied by it, which makes the diagonal of R positive.
    for (int j = n - 1; j >= 0; j--) {
        double *v = a + (size_t)j * stride + j;
        for (int k = j + 1; k < n; k++) {
            reflect(a + (size_t)k * stride + j, v, n - j);
        }
        double sign = v[0] > 0.0 ? -1.0 : 1.0;
        double first = v[0];
        for (int i = 0; i < n - j; i++) {
            v[i] *= -2.0 * first * sign;
        }
        v[0] += sign;
        memset(a + (size_t)j * stride, 0, (size_t)j * sizeof *a);
    }
    transpose(a, n);
}

/// Reduces a to upper Hessenberg form by reflections from both sides: the eigenvalues stay. column: n doubles.
static void hessenberg(double *a, int n, double *column) {
    size_t stride = (size_t)n;
    for (int j = 0; j < n - 2; j++) {
        int size = n - j - 1;
        for (int i = 0; i < size; i++) {
            column[i] = a[(size_t)(j + 1 + i) * stride + (size_t)j];
        }
        double alpha = make_reflector(column, size);
        if (alpha == 0.0) continue;
        a[(size_t)(j + 1) * stride + (size_t)j] = alpha;
        for (int i = 1; i < size; i++) {
            a[(size_t)(j + 1 + i) * stride + (size_t)j] = 0.0;
        }
        for (int k = j + 1; k < n; k++) {
            double dot = 0.0;
            for (int i = 0; i < size; i++) {
                dot += column[i] * a[(size_t)(j + 1 + i) * stride + (size_t)k];
            }
            for (int i = 0; i < size; i++) {
                a[(size_t)(j + 1 + i) * stride + (size_t)k] -= 2.0 * dot * column[i];
            }
        }
        for (int k = 0; k < n; k++) {
            reflect(a + (size_t)k * stride + j + 1, column, size);
        }
    }
}

/// The larger modulus of the two eigenvalues of [[p, q], [r, s]].
static double radius_of_two(double p, double q, double r, double s) {
    double middle = 0.5 * (p + s);
    double half = 0.5 * (p - s);
    double discriminant = half * half + q * r;
    if (discriminant >= 0.0) return fabs(middle) + sqrt(discriminant);
    return sqrt(middle * middle - discriminant);
}

/// One double-shift sweep over rows low..high of the Hessenberg matrix h: an implicit QR step of h^2 - sum h + product.
static void francis_sweep(double *h, size_t stride, int low, int high, double sum, double product) {
#define UN_AT(i, j) h[(size_t)(i)*stride + (size_t)(j)]
    double v[3] = {UN_AT(low, low) * (UN_AT(low, low) - sum) + product + UN_AT(low, low + 1) * UN_AT(low + 1, low),
                   UN_AT(low + 1, low) * (UN_AT(low, low) + UN_AT(low + 1, low + 1) - sum),
                   UN_AT(low + 1, low) * UN_AT(low + 2, low + 1)};
    for (int k = low; k < high; k++) {
        int size = high - k + 1 < 3 ? high - k + 1 : 3;
        if (k > low) {
            for (int i = 0; i < size; i++) {
                v[i] = UN_AT(k + i, k - 1);
            }
        }
        double alpha = make_reflector(v, size);
        if (alpha == 0.0) continue;
        if (k > low) {
            UN_AT(k, k - 1) = alpha;
            for (int i = 1; i < size; i++) {
                UN_AT(k + i, k - 1) = 0.0;
            }
        }
        for (int j = k; j <= high; j++) {
            double dot = 0.0;
            for (int i = 0; i < size; i++) {
                dot += v[i] * UN_AT(k + i, j);
            }
            for (int i = 0; i < size; i++) {
                UN_AT(k + i, j) -= 2.0 * dot * v[i];
            }
        }
        int last = k + 3 < high ? k + 3 : high;
        for (int i = low; i <= last; i++) {
            reflect(&UN_AT(i, k), v, size);
        }
    }
#undef UN_AT
}

/// The first row of the active block that ends at row high: the one below the last negligible subdiagonal.
static int block_start(double *h, size_t stride, int high) {
    for (int k = high; k > 0; k--) {
        double *below = &h[(size_t)k * stride + (size_t)(k - 1)];
        double size = fabs(h[(size_t)(k - 1) * stride + (size_t)(k - 1)]) + fabs(h[(size_t)k * stride + (size_t)k]);
        if (fabs(*below) <= 0x1p-53 * size || fabs(*below) < 0x1p-1000) {
            *below = 0.0;
            return k;
        }
    }
    return 0;
}

/// Eigenvalues of the upper Hessenberg matrix h, deflated from the last row upwards; returns the largest modulus.
static double hessenberg_radius(double *h, int n) {
    enum {
        EXCEPTIONAL = 10, // an unusual shift every so many sweeps breaks cycles (permutation matrices)
        SWEEPS_MAX = 300
    };
    size_t stride = (size_t)n;
    double largest = 0.0;
    int high = n - 1;
    int sweeps = 0;
    while (high >= 0) {
        const double *last = h + (size_t)high * stride + high; // h[high][high]
        int low = block_start(h, stride, high);
        // A block that has not come apart in 300 sweeps (never seen) is cut at its end, so that the function is total.
        if (low == high || (low < high - 1 && sweeps >= SWEEPS_MAX)) {
            largest = fabs(*last) > largest ? fabs(*last) : largest;
            high -= 1;
            sweeps = 0;
            continue;
        }
        const double *above = last - stride; // h[high-1][high]
        if (low == high - 1) {
            double radius = radius_of_two(above[-1], above[0], last[-1], last[0]);
            largest = radius > largest ? radius : largest;
            high -= 2;
            sweeps = 0;
            continue;
        }
        double sum = above[-1] + last[0];
        double product = above[-1] * last[0] - above[0] * last[-1];
        sweeps++;
        if (sweeps % EXCEPTIONAL == 0) {
            double size = fabs(last[-1]) + fabs(h[(size_t)(high - 1) * stride + (size_t)(high - 2)]);
            sum = 1.5 * size;
            product = size * size;
        }
        francis_sweep(h, stride, low, high, sum, product);
    }
    return largest;
}

double un_spectral_radius(const double *a, int n, double *scratch) {
    UN_CHECK(n >= 1);
    size_t count = (size_t)n * (size_t)n;
    double largest = 0.0;
    for (size_t i = 0; i < count; i++) {
        if (!(fabs(a[i]) < (double)INFINITY)) return (double)NAN;
        largest = fabs(a[i]) > largest ? fabs(a[i]) : largest;
    }
    if (largest == 0.0) return 0.0;
    for (size_t i = 0; i < count; i++) {
        scratch[i] = a[i] / largest; // the eigenvalues scale along; products of entries stay in range
    }
    hessenberg(scratch, n, scratch + count);
    return largest * hessenberg_radius(scratch, n);
}
