#include "num/elementary.h"

#define UN_PRECISION 32
#include "num/precision.h"

#include "num/elementary_inline.h"
#include "num/precision_end.h"

#define UN_PRECISION 64
#include "num/precision.h"

#include "num/elementary_inline.h"

double un_exp(double x) {
    return un_canonical_f64(un_exp_inline_f64(x));
}

double un_tanh(double x) {
    return un_canonical_f64(un_tanh_inline_f64(x));
}

double un_sigmoid(double x) {
    return un_canonical_f64(un_sigmoid_inline_f64(x));
}

/// x = 2^exponent * mantissa with the mantissa in [1, 2); x positive and finite, subnormal allowed.
static int split(double x, double *mantissa) {
    int exponent = 0;
    if (x < 0x1p-1022) {
        x *= 0x1p54;
        exponent = -54;
    }
    uint64_t bits = un_bits_of_f64(x);
    exponent += (int)(bits >> 52) - 1023;
    *mantissa = un_real_of_f64((bits & UINT64_C(0x000fffffffffffff)) | UINT64_C(0x3ff0000000000000));
    return exponent;
}

/// log(1 + f) = f - (f^2/2 - s (f^2/2 + R)), s = f / (2 + f), R the rest of the series of 2 artanh(s): the method and
/// the minimax coefficients of fdlibm (Sun Microsystems 1993), exact to less than one ulp for 1 + f in [sqrt 1/2, sqrt
/// 2].
static double log_near_one(double f, double low) {
    double s = f / (2.0 + f);
    double z = s * s;
    double r = 1.479819860511658591e-01;
    r = r * z + 1.531383769920937332e-01;
    r = r * z + 1.818357216161805012e-01;
    r = r * z + 2.222219843214978396e-01;
    r = r * z + 2.857142874366239149e-01;
    r = r * z + 3.999999999940941908e-01;
    r = r * z + 6.666666666666735130e-01;
    r = r * z;
    double half = 0.5 * f * f;
    return f - (half - (s * (half + r) + low));
}

/// Everything but the logarithm of a positive finite number.
static double log_special(double x) {
    if (x == 0.0) return -(double)INFINITY;
    if (x > 0.0) return x; // infinity
    return (double)NAN;
}

double un_log(double x) {
    if (!(x > 0.0 && x < (double)INFINITY)) return log_special(x);
    double mantissa;
    int exponent = split(x, &mantissa);
    if (mantissa > 0x1.6a09e667f3bcdp+0) {
        mantissa *= 0.5;
        exponent++;
    }
    // log x = k ln 2 + log m; ln 2 in two parts, the first with so few bits that k times it is exact.
    double k = (double)exponent;
    return k * 6.93147180369123816490e-01 + log_near_one(mantissa - 1.0, k * 1.90821492927058770002e-10);
}

double un_log10(double x) {
    if (!(x > 0.0 && x < (double)INFINITY)) return log_special(x);
    double mantissa;
    int exponent = split(x, &mantissa);
    // The half of the range that keeps |log m| below ln 2 on the side of k's sign: powers of ten come out whole
    // (fdlibm).
    if (exponent < 0) {
        mantissa *= 0.5;
        exponent++;
    }
    double k = (double)exponent;
    double rest = k * 3.69423907715893078616e-13 + 4.34294481903251816668e-01 * un_log(mantissa);
    return rest + k * 3.01029995663611771306e-01;
}

void un_exp_array_f32(float *x, size_t n) {
    for (size_t i = 0; i < n; i++) {
        x[i] = un_canonical_f32(un_exp_inline_f32(x[i]));
    }
}

void un_exp_array_f64(double *x, size_t n) {
    for (size_t i = 0; i < n; i++) {
        x[i] = un_canonical_f64(un_exp_inline_f64(x[i]));
    }
}

void un_tanh_array_f32(float *x, size_t n) {
    for (size_t i = 0; i < n; i++) {
        x[i] = un_canonical_f32(un_tanh_inline_f32(x[i]));
    }
}

void un_tanh_array_f64(double *x, size_t n) {
    for (size_t i = 0; i < n; i++) {
        x[i] = un_canonical_f64(un_tanh_inline_f64(x[i]));
    }
}

void un_sigmoid_array_f32(float *x, size_t n) {
    for (size_t i = 0; i < n; i++) {
        x[i] = un_canonical_f32(un_sigmoid_inline_f32(x[i]));
    }
}

void un_sigmoid_array_f64(double *x, size_t n) {
    for (size_t i = 0; i < n; i++) {
        x[i] = un_canonical_f64(un_sigmoid_inline_f64(x[i]));
    }
}
