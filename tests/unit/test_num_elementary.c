/// exp, log, tanh, sigmoid against long double libm, in ulp; scalar and array bits; special values.
#include "num/elementary.h"

#include "base/random.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef double (*Function)(double x);
typedef long double (*Truth)(long double x);

static long double true_sigmoid(long double x) {
    return 1.0L / (1.0L + expl(-x));
}

/// Distance in units of the last place of the nearest number of the precision (24 or 53 bits).
static double ulps(double got, long double want, int digits, int lowest) {
    if (want == 0.0L) return got == 0.0 ? 0.0 : 1e9;
    int exponent;
    frexpl(want, &exponent);
    int place = exponent - digits;
    if (place < lowest) place = lowest;
    return (double)(fabsl((long double)got - want) / ldexpl(1.0L, place));
}

static double worst_over(Function function, Truth truth, double low, double high) {
    un_Random random = un_random_stream(1, "ulp");
    double worst = 0.0;
    enum { POINTS = 400000 };
    for (int i = 0; i <= POINTS; i++) {
        double grid = low + (high - low) * i / POINTS;
        double points[2] = {grid, un_random_uniform(&random, low, high)};
        for (int k = 0; k < 2; k++) {
            double error = ulps(function(points[k]), truth((long double)points[k]), 53, -1074);
            worst = error > worst ? error : worst;
        }
    }
    return worst;
}

/// The same on a logarithmic scale of |x|, both signs.
static double worst_small(Function function, Truth truth, double from_exponent, double to_exponent, bool negative) {
    un_Random random = un_random_stream(2, "ulp");
    double worst = 0.0;
    for (int i = 0; i < 200000; i++) {
        double x = exp2(un_random_uniform(&random, from_exponent, to_exponent));
        double error = ulps(function(x), truth((long double)x), 53, -1074);
        worst = error > worst ? error : worst;
        if (!negative) continue;
        error = ulps(function(-x), truth((long double)-x), 53, -1074);
        worst = error > worst ? error : worst;
    }
    return worst;
}

Test(elementary, double_within_three_ulp) {
    struct {
        const char *name;
        double worst;
    } cases[] = {
        {"exp", worst_over(un_exp, expl, -745.2, 709.7)},
        {"exp near 0", worst_over(un_exp, expl, -2.0, 2.0)},
        {"exp small", worst_small(un_exp, expl, -1070.0, 1.0, true)},
        {"tanh", worst_over(un_tanh, tanhl, -25.0, 25.0)},
        {"tanh near 0", worst_over(un_tanh, tanhl, -1.5, 1.5)},
        {"tanh small", worst_small(un_tanh, tanhl, -1074.0, 5.0, true)},
        {"sigmoid", worst_over(un_sigmoid, true_sigmoid, -744.0, 60.0)},
        {"sigmoid near 0", worst_over(un_sigmoid, true_sigmoid, -4.0, 4.0)},
        {"log", worst_over(un_log, logl, 1e-3, 1e4)},
        {"log near 1", worst_over(un_log, logl, 0.5, 2.0)},
        {"log all", worst_small(un_log, logl, -1074.0, 1023.9, false)},
        {"log10", worst_over(un_log10, log10l, 1e-3, 1e4)},
        {"log10 near 1", worst_over(un_log10, log10l, 0.5, 2.0)},
        {"log10 all", worst_small(un_log10, log10l, -1074.0, 1023.9, false)},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_log_info("%s: %.3f ulp", cases[i].name, cases[i].worst);
        cr_assert(cases[i].worst <= 3.0, "%s: %g ulp", cases[i].name, cases[i].worst);
    }
}

typedef void (*ArrayFunction)(float *x, size_t n);

/// Every 997th float from -inf to inf, subnormals included, in float.
static double worst_float(ArrayFunction function, Truth truth) {
    enum { BATCH = 4096 };
    float x[BATCH], y[BATCH];
    double worst = 0.0;
    size_t filled = 0;
    for (uint64_t bits = 0; bits < UINT64_C(0x100000000); bits += 997) {
        uint32_t pattern = (uint32_t)bits;
        float value;
        memcpy(&value, &pattern, sizeof value);
        if (isfinite(value) && fabsf(value) < 88.7f) x[filled++] = value;
        if (filled < BATCH && bits + 997 < UINT64_C(0x100000000)) continue;
        memcpy(y, x, filled * sizeof *y);
        function(y, filled);
        for (size_t i = 0; i < filled; i++) {
            double error = ulps((double)y[i], truth((long double)x[i]), 24, -149);
            worst = error > worst ? error : worst;
        }
        filled = 0;
    }
    return worst;
}

Test(elementary, float_within_three_ulp) {
    double e = worst_float(un_exp_array_f32, expl);
    double t = worst_float(un_tanh_array_f32, tanhl);
    double s = worst_float(un_sigmoid_array_f32, true_sigmoid);
    cr_log_info("float: exp %.3f, tanh %.3f, sigmoid %.3f ulp", e, t, s);
    cr_assert(e <= 3.0, "exp %g ulp", e);
    cr_assert(t <= 3.0, "tanh %g ulp", t);
    cr_assert(s <= 3.0, "sigmoid %g ulp", s);
}

static bool same_bits(double a, double b) {
    return memcmp(&a, &b, sizeof a) == 0;
}

Test(elementary, special_values) {
    double inf = (double)INFINITY;
    cr_assert(same_bits(un_exp(0.0), 1.0));
    cr_assert(same_bits(un_exp(-inf), 0.0));
    cr_assert(same_bits(un_exp(inf), inf));
    cr_assert(same_bits(un_exp(1e300), inf));
    cr_assert(same_bits(un_exp(-1e300), 0.0));
    cr_assert(same_bits(un_exp(-745.0), exp(-745.0)), "the smallest subnormals are there");
    cr_assert(same_bits(un_tanh(0.0), 0.0));
    cr_assert(same_bits(un_tanh(-0.0), -0.0));
    cr_assert(same_bits(un_tanh(inf), 1.0));
    cr_assert(same_bits(un_tanh(-1e300), -1.0));
    cr_assert(same_bits(un_tanh(5e-324), 5e-324));
    cr_assert(same_bits(un_sigmoid(0.0), 0.5));
    cr_assert(same_bits(un_sigmoid(-0.0), 0.5));
    cr_assert(same_bits(un_sigmoid(inf), 1.0));
    cr_assert(same_bits(un_sigmoid(-inf), 0.0));
    cr_assert(un_sigmoid(-740.0) > 0.0, "no flush to zero");
    cr_assert(same_bits(un_log(1.0), 0.0));
    cr_assert(same_bits(un_log(0.0), -inf));
    cr_assert(same_bits(un_log(-0.0), -inf));
    cr_assert(same_bits(un_log(inf), inf));
    cr_assert(same_bits(un_log10(0.0), -inf));
    for (int n = -22; n <= 22; n++) {
        char text[16];
        snprintf(text, sizeof text, "1e%d", n);
        cr_assert(same_bits(un_log10(strtod(text, NULL)), (double)n), "log10(1e%d) = %.17g", n,
                  un_log10(strtod(text, NULL)));
    }
}

Test(elementary, one_canonical_nan) {
    uint64_t patterns[] = {UINT64_C(0x7ff8000000000000), UINT64_C(0xfff8000000000000), UINT64_C(0x7ff8000000001234),
                           UINT64_C(0xffffffffffffffff)};
    Function functions[] = {un_exp, un_tanh, un_sigmoid, un_log, un_log10};
    for (size_t f = 0; f < sizeof functions / sizeof *functions; f++) {
        for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
            double x;
            memcpy(&x, &patterns[i], sizeof x);
            double y = functions[f](x);
            uint64_t bits;
            memcpy(&bits, &y, sizeof bits);
            cr_assert(bits == UINT64_C(0x7ff8000000000000), "function %zu, pattern %zu: %llx", f, i,
                      (unsigned long long)bits);
        }
    }
    cr_assert(isnan(un_log(-1.0)) && isnan(un_log10(-INFINITY)));
    ArrayFunction arrays[] = {un_exp_array_f32, un_tanh_array_f32, un_sigmoid_array_f32};
    for (size_t f = 0; f < 3; f++) {
        uint32_t bits[5] = {0x7fc00000u, 0xffc00000u, 0x7fc01234u, 0xffffffffu, 0x7fc00001u};
        float x[5];
        memcpy(x, bits, sizeof x);
        arrays[f](x, 5);
        memcpy(bits, x, sizeof x);
        for (int i = 0; i < 5; i++) {
            cr_assert(bits[i] == 0x7fc00000u, "array %zu, element %d: %x", f, i, bits[i]);
        }
    }
}

Test(elementary, an_element_does_not_feel_its_neighbours) {
    enum { N = 37 };
    un_Random random = un_random_stream(3, "ulp");
    double x[N];
    float xf[N];
    for (int i = 0; i < N; i++) {
        x[i] = un_random_uniform(&random, -30.0, 30.0);
        xf[i] = (float)x[i];
    }
    for (size_t n = 1; n <= N; n++) {
        double y[N], t[N], s[N];
        float yf[N], tf[N], sf[N];
        memcpy(y, x, sizeof x);
        memcpy(t, x, sizeof x);
        memcpy(s, x, sizeof x);
        memcpy(yf, xf, sizeof xf);
        memcpy(tf, xf, sizeof xf);
        memcpy(sf, xf, sizeof xf);
        un_exp_array_f64(y, n);
        un_tanh_array_f64(t, n);
        un_sigmoid_array_f64(s, n);
        un_exp_array_f32(yf, n);
        un_tanh_array_f32(tf, n);
        un_sigmoid_array_f32(sf, n);
        for (size_t i = 0; i < n; i++) {
            cr_assert(same_bits(y[i], un_exp(x[i])));
            cr_assert(same_bits(t[i], un_tanh(x[i])));
            cr_assert(same_bits(s[i], un_sigmoid(x[i])));
            float alone[3] = {xf[i], xf[i], xf[i]};
            un_exp_array_f32(&alone[0], 1);
            un_tanh_array_f32(&alone[1], 1);
            un_sigmoid_array_f32(&alone[2], 1);
            cr_assert(memcmp(&alone[0], &yf[i], sizeof(float)) == 0);
            cr_assert(memcmp(&alone[1], &tf[i], sizeof(float)) == 0);
            cr_assert(memcmp(&alone[2], &sf[i], sizeof(float)) == 0);
        }
        for (size_t i = n; i < N; i++) {
            cr_assert(same_bits(y[i], x[i]), "nothing past n is touched");
        }
    }
}

/// FNV-1a of the results on a fixed grid: the same on every compiler, optimisation level and machine.
Test(elementary, bits_are_pinned) {
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (int i = -4000; i <= 4000; i++) {
        double x = i * 0.01;
        float f[3] = {(float)x, (float)x, (float)x};
        un_exp_array_f32(&f[0], 1);
        un_tanh_array_f32(&f[1], 1);
        un_sigmoid_array_f32(&f[2], 1);
        double d[8] = {un_exp(x),         un_tanh(x),   un_sigmoid(x), un_log(fabs(x)),
                       un_log10(fabs(x)), (double)f[0], (double)f[1],  (double)f[2]};
        for (int k = 0; k < 8; k++) {
            uint64_t bits;
            memcpy(&bits, &d[k], sizeof bits);
            hash = (hash ^ bits) * UINT64_C(0x100000001b3);
        }
    }
    cr_assert(hash == UINT64_C(0xc09412951aa5edc0), "hash %016llx", (unsigned long long)hash);
}
