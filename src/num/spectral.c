#include "num/spectral.h"

#include "base/check.h"
#include "num/householder.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

/// Reduces a to upper Hessenberg form by reflections from both sides: the eigenvalues stay. column: n doubles.
static void hessenberg(double *a, int n, double *column) {
    size_t stride = (size_t)n;
    for (int j = 0; j < n - 2; j++) {
        int size = n - j - 1;
        for (int i = 0; i < size; i++) {
            column[i] = a[(size_t)(j + 1 + i) * stride + (size_t)j];
        }
        double alpha = un_make_reflector(column, size);
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
            un_reflect(a + (size_t)k * stride + j + 1, column, size);
        }
    }
}

/// Notes the eigenvalues found from the last row upwards in real, imaginary.
typedef struct Spectrum {
    double *real, *imaginary;
} Spectrum;

/// The two eigenvalues of [[p, q], [r, s]], m +- sqrt(m'^2 + q r), into places k and k+1. Of two real ones the smaller
/// is det / larger, which does not cancel.
static void pair_of(const Spectrum *to, int k, double p, double q, double r, double s) {
    double middle = 0.5 * (p + s);
    double half = 0.5 * (p - s);
    double discriminant = half * half + q * r;
    double root = sqrt(fabs(discriminant));
    if (discriminant >= 0.0) {
        double larger = middle < 0.0 ? middle - root : middle + root;
        to->real[k] = larger;
        to->real[k + 1] = larger == 0.0 ? 0.0 : (p * s - q * r) / larger;
        to->imaginary[k] = to->imaginary[k + 1] = 0.0;
    } else {
        to->real[k] = to->real[k + 1] = middle;
        to->imaginary[k] = root;
        to->imaginary[k + 1] = -root;
    }
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
        double alpha = un_make_reflector(v, size);
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
            un_reflect(&UN_AT(i, k), v, size);
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

/// Eigenvalues of the upper Hessenberg matrix h, deflated from the last row upwards.
static void hessenberg_eigenvalues(double *h, int n, const Spectrum *to) {
    enum {
        EXCEPTIONAL = 10, // an unusual shift every so many sweeps breaks cycles (permutation matrices)
        SWEEPS_MAX = 300
    };
    size_t stride = (size_t)n;
    int high = n - 1;
    int sweeps = 0;
    while (high >= 0) {
        const double *last = h + (size_t)high * stride + high; // h[high][high]
        int low = block_start(h, stride, high);
        // A block that has not come apart in 300 sweeps (never seen) is cut at its end, so that the function is total.
        if (low == high || (low < high - 1 && sweeps >= SWEEPS_MAX)) {
            to->real[high] = *last;
            to->imaginary[high] = 0.0;
            high -= 1;
            sweeps = 0;
            continue;
        }
        const double *above = last - stride; // h[high-1][high]
        if (low == high - 1) {
            pair_of(to, low, above[-1], above[0], last[-1], last[0]);
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
}

double un_modulus(double x, double y) {
    double pair[2] = {x, y};
    return un_norm(pair, 2);
}

/// Largest modulus first; equal ones, as of a conjugate pair, keep their order.
static void sort_by_modulus(const Spectrum *to, int n) {
    for (int i = 1; i < n; i++) {
        double x = to->real[i], y = to->imaginary[i], modulus = un_modulus(x, y);
        int place = i;
        for (; place > 0 && un_modulus(to->real[place - 1], to->imaginary[place - 1]) < modulus; place--) {
            to->real[place] = to->real[place - 1];
            to->imaginary[place] = to->imaginary[place - 1];
        }
        to->real[place] = x;
        to->imaginary[place] = y;
    }
}

/// The largest magnitude among count numbers; NaN when one is not finite.
static double largest_of(const double *a, size_t count) {
    double largest = 0.0;
    for (size_t i = 0; i < count; i++) {
        double magnitude = fabs(a[i]);
        if (!(magnitude < (double)INFINITY)) return (double)NAN;
        if (magnitude > largest) largest = magnitude;
    }
    return largest;
}

static void fill(double *to, int n, double value) {
    for (int i = 0; i < n; i++) {
        to[i] = value;
    }
}

void un_eigenvalues(const double *a, int n, double *real, double *imaginary, double *scratch) {
    UN_CHECK(n >= 1);
    size_t count = (size_t)n * (size_t)n;
    double largest = largest_of(a, count);
    if (!(largest > 0.0)) {
        fill(real, n, largest);
        fill(imaginary, n, largest);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        scratch[i] = a[i] / largest; // the eigenvalues scale along; products of entries stay in range
    }
    hessenberg(scratch, n, real);
    Spectrum to = {real, imaginary};
    hessenberg_eigenvalues(scratch, n, &to);
    sort_by_modulus(&to, n);
    for (int i = 0; i < n; i++) {
        real[i] *= largest;
        imaginary[i] *= largest;
    }
}

double un_spectral_radius(const double *a, int n, double *scratch) {
    double *real = scratch + (size_t)n * (size_t)n, *imaginary = real + n;
    un_eigenvalues(a, n, real, imaginary, scratch);
    return un_modulus(real[0], imaginary[0]);
}

// Singular values.

/// One rotation that makes vectors p and q orthogonal. False: they were. With the ratio of their lengths in place of
/// their squares nothing under- or overflows:
///     cos = p.q / (|p| |q|), zeta = (|q|/|p| - |p|/|q|) / (2 cos), tan = sign(zeta) / (|zeta| + sqrt(1 + zeta^2))
static bool rotate(double *p, double *q, int n) {
    double p_length = un_norm(p, n), q_length = un_norm(q, n), cosine = 0.0;
    if (p_length == 0.0 || q_length == 0.0) return false;
    for (int i = 0; i < n; i++) {
        cosine += (p[i] / p_length) * (q[i] / q_length);
    }
    if (fabs(cosine) <= n * 0x1p-53) return false;
    double zeta = (q_length / p_length - p_length / q_length) / (2.0 * cosine);
    double size = fabs(zeta), tangent = size > 1e9 ? 0.5 / size : 1.0 / (size + sqrt(1.0 + zeta * zeta));
    if (zeta < 0.0) tangent = -tangent;
    double c = 1.0 / sqrt(1.0 + tangent * tangent), s = c * tangent;
    for (int i = 0; i < n; i++) {
        double x = p[i], y = q[i];
        p[i] = c * x - s * y;
        q[i] = s * x + c * y;
    }
    return true;
}

static void sort_descending(double *values, int n) {
    for (int i = 1; i < n; i++) {
        double value = values[i];
        int place = i;
        for (; place > 0 && values[place - 1] < value; place--) {
            values[place] = values[place - 1];
        }
        values[place] = value;
    }
}

void un_singular_values(double *v, int count, int n, double *values) {
    enum { SWEEPS_MAX = 60 }; // six to ten are usual
    UN_CHECK(count >= 1 && count <= n);
    if (isnan(largest_of(v, (size_t)count * (size_t)n))) {
        fill(values, count, (double)NAN);
        return;
    }
    bool turned = true;
    for (int sweep = 0; turned && sweep < SWEEPS_MAX; sweep++) {
        turned = false;
        for (int p = 0; p < count; p++) {
            for (int q = p + 1; q < count; q++) {
                if (rotate(v + (size_t)p * (size_t)n, v + (size_t)q * (size_t)n, n)) turned = true;
            }
        }
    }
    for (int i = 0; i < count; i++) {
        values[i] = un_norm(v + (size_t)i * (size_t)n, n);
    }
    sort_descending(values, count);
}

// Long products.

size_t un_product_size(int n) {
    size_t block = (size_t)n * (size_t)n;
    return 4 * block + (size_t)n;
}

void un_product_start(un_Product *product, int n, double *memory, int *order) {
    UN_CHECK(n >= 1);
    size_t block = (size_t)n * (size_t)n;
    *product = (un_Product){.n = n, .q = memory, .t = memory + block, .scratch = memory + 2 * block, .order = order};
    product->d = memory + 4 * block;
    memset(memory, 0, 2 * block * sizeof *memory);
    for (int i = 0; i < n; i++) {
        product->q[i * n + i] = product->t[i * n + i] = product->d[i] = 1.0;
    }
}

/// A Q diag(d) = Q' R P^T with pivoting, then d' = diag(R), T' = diag(d')^-1 R P^T T. The columns of A Q diag(d) stand
/// in scratch. A d' of exactly 0 leaves its row of T' at 0.
static void settle(un_Product *product) {
    int n = product->n;
    size_t block = (size_t)n * (size_t)n;
    double *r = product->scratch + block, *columns = product->scratch, *q = product->q;
    un_qr(columns, n, n, product->d, r, product->order);
    // The old Q is used up: T' is built in its place, then the three change places.
    memset(q, 0, block * sizeof *q);
    for (int i = 0; i < n && product->d[i] != 0.0; i++) { // they descend
        double *row = q + (size_t)i * (size_t)n;
        for (int j = i; j < n; j++) {
            double factor = r[(size_t)i * (size_t)n + (size_t)j] / product->d[i];
            const double *from = product->t + (size_t)product->order[j] * (size_t)n;
            for (int k = 0; k < n; k++) {
                row[k] += factor * from[k];
            }
        }
    }
    memcpy(product->t, q, block * sizeof *q);
    memcpy(q, columns, block * sizeof *q);
}

void un_product_multiply(un_Product *product, const double *a) {
    int n = product->n;
    for (int j = 0; j < n; j++) {
        const double *column = product->q + (size_t)j * (size_t)n;
        double *to = product->scratch + (size_t)j * (size_t)n;
        for (int i = 0; i < n; i++) {
            double sum = 0.0;
            for (int k = 0; k < n; k++) {
                sum += a[(size_t)i * (size_t)n + (size_t)k] * column[k];
            }
            to[i] = sum * product->d[j];
        }
    }
    settle(product);
}

void un_product_multiply_transposed(un_Product *product, const double *a) {
    int n = product->n;
    memset(product->scratch, 0, (size_t)n * (size_t)n * sizeof *product->scratch);
    for (int j = 0; j < n; j++) {
        const double *column = product->q + (size_t)j * (size_t)n;
        double *to = product->scratch + (size_t)j * (size_t)n;
        for (int k = 0; k < n; k++) {
            double factor = column[k] * product->d[j];
            for (int i = 0; i < n; i++) {
                to[i] += a[(size_t)k * (size_t)n + (size_t)i] * factor;
            }
        }
    }
    settle(product);
}

void un_product_singular_values(const un_Product *product, double *values) {
    int n = product->n;
    for (int i = 0; i < n; i++) {
        for (int k = 0; k < n; k++) {
            product->scratch[i * n + k] = product->d[i] * product->t[i * n + k];
        }
    }
    un_singular_values(product->scratch, n, n, values);
}
