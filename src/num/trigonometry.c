#include "num/trigonometry.h"

#include <math.h>

/// sin r for |r| <= pi/4: r + r^3 (S1 + r^2 S2 + ...), the minimax coefficients of fdlibm (Sun Microsystems 1993).
static double sine_near_zero(double r) {
    double z = r * r;
    double s = 1.58969099521155010221e-10;
    s = s * z - 2.50507602534068634195e-08;
    s = s * z + 2.75573137070700676789e-06;
    s = s * z - 1.98412698298579493134e-04;
    s = s * z + 8.33333333332248946124e-03;
    s = s * z - 1.66666666666666324348e-01;
    return r + r * z * s;
}

/// cos r for |r| <= pi/4: 1 - r^2/2 + r^4 (C1 + r^2 C2 + ...), fdlibm; what 1 - r^2/2 rounds away is added back.
static double cosine_near_zero(double r) {
    double z = r * r;
    double c = -1.13596475577881948265e-11;
    c = c * z + 2.08757232129817482790e-09;
    c = c * z - 2.75573143513906633035e-07;
    c = c * z + 2.48015872894767294178e-05;
    c = c * z - 1.38888888888741095749e-03;
    c = c * z + 4.16666666666666019037e-02;
    double half = 0.5 * z, whole = 1.0 - half;
    return whole + ((1.0 - whole) - half + z * z * c);
}

/// x - n pi/2 for the nearest n, |n| < 2^20, and which quarter turn n is. pi/2 comes in three parts of which the first two
/// have 33 bits, so that n times them is exact (Cody & Waite 1980).
static double reduce(double x, int *quarter) {
    double n = floor(x * 6.36619772367581382433e-01 + 0.5);
    *quarter = (int)(n - 4.0 * floor(n / 4.0));
    double high = x - n * 1.57079632673412561417e+00, middle = n * 6.07710050630396597660e-11;
    double r = high - middle;
    return r + ((high - r) - middle - n * 2.02226624879595063154e-21); // with what the subtraction rounded away
}

/// The sine `turns` quarter turns ahead of x.
static double sine_ahead(double x, int turns) {
    if (!(fabs(x) <= 1e6)) return (double)NAN;
    int quarter;
    double r = reduce(x, &quarter);
    switch ((quarter + turns) % 4) {
    case 0:
        return sine_near_zero(r);
    case 1:
        return cosine_near_zero(r);
    case 2:
        return -sine_near_zero(r);
    default:
        return -cosine_near_zero(r);
    }
}

double un_sin(double x) {
    return sine_ahead(x, 0);
}

double un_cos(double x) {
    return sine_ahead(x, 1);
}
