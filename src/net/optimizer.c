#include "net/precise.h"

#include "base/check.h"

#include <math.h>

#if UN_BUILD_PRECISION == 32
#define UN_SQRT sqrtf
#else
#define UN_SQRT sqrt
#endif

double UN_P(un_grad_norm)(const un_real *grads, size_t n) {
    double sum = 0.0;
    for (size_t i = 0; i < n; i++) {
        sum += (double)grads[i] * (double)grads[i];
    }
    return sqrt(sum);
}

double UN_P(un_clip_coefficient)(double norm, double clip) {
    if (clip == 0.0) return 1.0;
    double coefficient = clip / (norm + 1e-6);
    return coefficient < 1.0 ? coefficient : 1.0;
}

/// base^exponent by repeated squaring: the same bits everywhere, unlike libm's pow.
static double power(double base, long exponent) {
    double result = 1.0;
    for (; exponent > 0; exponent >>= 1) {
        if (exponent & 1) result *= base;
        base *= base;
    }
    return result;
}

static void sgd(un_real *restrict p, const un_real *restrict grads, size_t n, un_real lr, un_real coef) {
    for (size_t i = 0; i < n; i++) {
        p[i] -= lr * (coef * grads[i]);
    }
}

/// v = mu v + g (first v = g, no dampening);  p -= lr v
static void momentum(un_real *restrict p, const un_real *restrict grads, un_real *restrict v, size_t n, un_real lr,
                     un_real mu, un_real coef) {
    for (size_t i = 0; i < n; i++) {
        v[i] = mu * v[i] + coef * grads[i];
        p[i] -= lr * v[i];
    }
}

/// s = alpha s + (1 - alpha) g^2;  p -= lr g / (sqrt(s) + eps) (Tieleman & Hinton 2012)
static void rmsprop(un_real *restrict p, const un_real *restrict grads, un_real *restrict s, size_t n, un_real lr,
                    un_real coef) {
    for (size_t i = 0; i < n; i++) {
        un_real g = coef * grads[i];
        s[i] = UN_C(0.99) * s[i] + UN_C(0.01) * (g * g);
        p[i] -= lr * (g / (UN_SQRT(s[i]) + UN_C(1e-8)));
    }
}

/// m = b1 m + (1 - b1) g, v = b2 v + (1 - b2) g^2;  p -= lr (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + eps) (Kingma &
/// Ba 2015)
static void adam(un_real *restrict p, const un_real *restrict grads, un_real *restrict m, un_real *restrict v, size_t n,
                 double lr, long step, un_real coef) {
    un_real rate = (un_real)(lr / (1.0 - power(0.9, step)));
    un_real root = (un_real)sqrt(1.0 - power(0.999, step));
    for (size_t i = 0; i < n; i++) {
        un_real g = coef * grads[i];
        m[i] = UN_C(0.9) * m[i] + UN_C(0.1) * g;
        v[i] = UN_C(0.999) * v[i] + UN_C(0.001) * (g * g);
        p[i] -= rate * (m[i] / (UN_SQRT(v[i]) / root + UN_C(1e-8)));
    }
}

void UN_P(un_optimizer_step)(const un_OptimizerDef *def, un_real *params, const un_real *grads, un_real *moment1,
                             un_real *moment2, size_t n, long step, double coef) {
    UN_CHECK(step >= 1);
    un_real scale = (un_real)coef, lr = (un_real)def->lr;
    switch (def->kind) {
    case UN_OPTIMIZER_MOMENTUM:
        momentum(params, grads, moment1, n, lr, (un_real)def->momentum, scale);
        break;
    case UN_OPTIMIZER_RMSPROP:
        rmsprop(params, grads, moment1, n, lr, scale);
        break;
    case UN_OPTIMIZER_ADAM:
        adam(params, grads, moment1, moment2, n, def->lr, step, scale);
        break;
    case UN_OPTIMIZER_SGD:
    case UN_OPTIMIZER_COUNT:
        sgd(params, grads, n, lr, scale);
        break;
    }
}
