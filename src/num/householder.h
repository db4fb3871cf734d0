/// Reflections (Householder 1958), on which every decomposition of this folder stands. Internal to src/num.
#ifndef UN_NUM_HOUSEHOLDER_H
#define UN_NUM_HOUSEHOLDER_H

#include "num/linalg.h"

/// x -= 2 v (v . x): the reflection of the unit vector v (the identity when v is 0).
static inline void un_reflect(double *x, const double *v, int n) {
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
static inline double un_make_reflector(double *x, int n) {
    double norm = un_norm(x, n);
    if (norm == 0.0) return 0.0;
    double alpha = x[0] > 0.0 ? -norm : norm;
    x[0] -= alpha;
    double length = un_norm(x, n);
    for (int i = 0; i < n; i++) {
        x[i] /= length;
    }
    return alpha;
}

#endif
