/// sin and cos against long double libm, in ulp; special values.
#include "num/trigonometry.h"

#include "base/random.h"

#include <criterion/criterion.h>
#include <math.h>

static double ulps(double got, long double want) {
    if (want == 0.0L) return got == 0.0 ? 0.0 : 1e9;
    int exponent;
    frexpl(want, &exponent);
    int place = exponent - 53 < -1074 ? -1074 : exponent - 53;
    return (double)(fabsl((long double)got - want) / ldexpl(1.0L, place));
}

/// Both functions on a grid and at random points of [low, high].
static double worst_over(double low, double high) {
    enum { POINTS = 200000 };
    un_Random random = un_random_stream(1, "ulp");
    double worst = 0;
    for (int i = 0; i <= POINTS; i++) {
        double points[2] = {low + (high - low) * i / POINTS, un_random_uniform(&random, low, high)};
        for (int k = 0; k < 2; k++) {
            double sine = ulps(un_sin(points[k]), sinl((long double)points[k]));
            double cosine = ulps(un_cos(points[k]), cosl((long double)points[k]));
            worst = fmax(worst, fmax(sine, cosine));
        }
    }
    return worst;
}

Test(trigonometry, within_two_ulp) {
    double worst[] = {worst_over(-1, 1), worst_over(-10, 10), worst_over(-1000, 1000), worst_over(-1e6, 1e6)};
    for (size_t i = 0; i < sizeof worst / sizeof *worst; i++) {
        cr_log_info("%zu: %.3f ulp", i, worst[i]);
        cr_assert_leq(worst[i], 2.0, "range %zu: %.3f ulp", i, worst[i]);
    }
}

/// The doubles nearest to multiples of pi/2, where nearly all of x cancels.
Test(trigonometry, next_to_their_zeros) {
    double worst = 0;
    for (int n = -600000; n <= 600000; n++) {
        double x = n * (UN_PI / 2);
        if (fabs(x) > 1e6) continue;
        worst = fmax(worst, ulps(un_sin(x), sinl((long double)x)));
        worst = fmax(worst, ulps(un_cos(x), cosl((long double)x)));
    }
    cr_log_info("%.3f ulp", worst);
    cr_assert_leq(worst, 2.0, "%.3f ulp", worst);
}

Test(trigonometry, special_values) {
    cr_assert_eq(un_sin(0.0), 0.0);
    cr_assert_eq(un_cos(0.0), 1.0);
    double outside[] = {(double)NAN, (double)INFINITY, -(double)INFINITY, 1.1e6, -1.1e6};
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++) {
        cr_assert(isnan(un_sin(outside[i])) && isnan(un_cos(outside[i])));
    }
    cr_assert_eq(un_sin(1e-300), 1e-300);
}
