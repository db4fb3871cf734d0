// No include guard: exp, tanh and sigmoid of one number, to be inlined into loops over arrays, which a compiler can
// turn into vector code. Include after num/precision.h. NaN in, some NaN out.
#include <math.h>
#include <stdint.h>
#include <string.h>

#if UN_PRECISION == 32
#define UN_BITS uint32_t
#else
#define UN_BITS uint64_t
#endif

static inline UN_BITS UN_P(un_bits_of)(un_real x) {
    UN_BITS bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static inline un_real UN_P(un_real_of)(UN_BITS bits) {
    un_real x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

#define UN_VALUE              un_real
#define UN_E(name)            UN_P(name##_inline)
#define UN_BITS_OF(x)         UN_P(un_bits_of)(x)
#define UN_VALUE_OF(bits)     UN_P(un_real_of)(bits)
#define UN_AT_MOST(x, limit)  ((x) > (limit) ? (limit) : (x))
#define UN_AT_LEAST(x, limit) ((x) < (limit) ? (limit) : (x))
#include "num/elementary_body.h"

/// 2^n from n + magic, for a whole n whose power is a normal number.
static inline un_real UN_P(un_power_of_two)(un_real n_and_magic) {
    return UN_P(un_real_of)((UN_BITS)((UN_P(un_bits_of)(n_and_magic) << UN_MANTISSA) + UN_ONE_BITS));
}

/// exp(x) = 2^n exp(r) with n = round(x / ln 2), r = x - n ln 2.
static inline un_real UN_P(un_exp_inline)(un_real x) {
    un_real y = UN_AT_LEAST(UN_AT_MOST(x, UN_EXP_HIGHEST), UN_EXP_LOWEST);
    un_real n = (y * UN_C(0x1.71547652b82fep+0) + UN_MAGIC) - UN_MAGIC;
    un_real r = (y - n * UN_LN2_HIGH) - n * UN_LN2_LOW;
    un_real p = UN_P(un_exp_minus_one_inline)(r);
    // 2^n in two factors: results near the largest number, and subnormal ones, need an n that no single normal power
    // has.
    un_real half = n * UN_C(0.5) + UN_MAGIC;
    un_real rest = (n - (half - UN_MAGIC)) + UN_MAGIC;
    return ((UN_C(1.0) + p) * UN_P(un_power_of_two)(half)) * UN_P(un_power_of_two)(rest);
}

/// NaN in its one form: which of the many an operation gives differs between processors.
static inline un_real UN_P(un_canonical)(un_real x) {
    return x != x ? (un_real)NAN : x;
}

#undef UN_BITS
#include "num/elementary_end.h"
