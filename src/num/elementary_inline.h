// No include guard: the bodies of exp, tanh and sigmoid for one precision, to be inlined into loops over arrays.
// Include after num/precision.h. Straight-line code on purpose: a compiler turns a loop over it into vector code, and
// since every step is one IEEE operation (or one on bits), each element has the same bits alone and in a vector.
#include <math.h>
#include <stdint.h>
#include <string.h>

#if UN_PRECISION == 32
#define UN_BITS         uint32_t
#define UN_SIGN_BIT     UINT32_C(0x80000000)
#define UN_ONE_BITS     UINT32_C(0x3f800000)
#define UN_MANTISSA     23
#define UN_MAGIC        0x1.8p23f  // x + magic is x rounded to a whole number, which then sits in the lowest bits
#define UN_LN2_HIGH     0x1.63p-1f // few bits: n * high is exact
#define UN_LN2_LOW      (-0x1.bd0106p-13f) // ln 2 - high
#define UN_EXP_HIGHEST  89.0f              // beyond: infinity
#define UN_EXP_LOWEST   (-105.0f)          // below: less than half the smallest subnormal, so 0
#define UN_TANH_HIGHEST 20.0f              // 2|x| from where tanh rounds to 1
#else
#define UN_BITS         uint64_t
#define UN_SIGN_BIT     UINT64_C(0x8000000000000000)
#define UN_ONE_BITS     UINT64_C(0x3ff0000000000000)
#define UN_MANTISSA     52
#define UN_MAGIC        0x1.8p52
#define UN_LN2_HIGH     0x1.62e42feep-1
#define UN_LN2_LOW      0x1.a39ef35793c76p-33
#define UN_EXP_HIGHEST  710.0
#define UN_EXP_LOWEST   (-747.0)
#define UN_TANH_HIGHEST 44.0
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

/// 2^n from n + magic, for a whole n whose power is a normal number.
static inline un_real UN_P(un_power_of_two)(un_real n_and_magic) {
    return UN_P(un_real_of)((UN_BITS)((UN_P(un_bits_of)(n_and_magic) << UN_MANTISSA) + UN_ONE_BITS));
}

/// exp(r) - 1 for |r| <= 0.35: the Taylor series, cut where the rest is below a tenth of an ulp.
/// exp(r) - 1 = r + r^2 (1/2! + r/3! + r^2/4! + ...)
static inline un_real UN_P(un_exp_minus_one)(un_real r) {
#if UN_PRECISION == 32
    un_real q = 0x1.a01a02p-13f; // 1/7!
#else
    un_real q = 0x1.6124613a86d09p-33; // 1/13!
    q = q * r + 0x1.1eed8eff8d898p-29; // 1/12!
    q = q * r + 0x1.ae64567f544e4p-26; // 1/11!
    q = q * r + 0x1.27e4fb7789f5cp-22; // 1/10!
    q = q * r + 0x1.71de3a556c734p-19; // 1/9!
    q = q * r + 0x1.a01a01a01a01ap-16; // 1/8!
    q = q * r + 0x1.a01a01a01a01ap-13; // 1/7!
#endif
    q = q * r + (un_real)(1.0 / 720.0);
    q = q * r + (un_real)(1.0 / 120.0);
    q = q * r + (un_real)(1.0 / 24.0);
    q = q * r + (un_real)(1.0 / 6.0);
    q = q * r + UN_C(0.5);
    return r + (r * r) * q;
}

/// exp(x) = 2^n exp(r) with n = round(x / ln 2), r = x - n ln 2.
static inline un_real UN_P(un_exp_inline)(un_real x) {
    un_real y = x > UN_EXP_HIGHEST ? UN_EXP_HIGHEST : x;
    y = y < UN_EXP_LOWEST ? UN_EXP_LOWEST : y;
    un_real n = (y * UN_C(0x1.71547652b82fep+0) + UN_MAGIC) - UN_MAGIC;
    un_real r = (y - n * UN_LN2_HIGH) - n * UN_LN2_LOW;
    un_real p = UN_P(un_exp_minus_one)(r);
    // 2^n in two factors: results near the largest number, and subnormal ones, need an n that no single normal power
    // has.
    un_real half = n * UN_C(0.5) + UN_MAGIC;
    un_real rest = (n - (half - UN_MAGIC)) + UN_MAGIC;
    un_real result = ((UN_C(1.0) + p) * UN_P(un_power_of_two)(half)) * UN_P(un_power_of_two)(rest);
    return x != x ? (un_real)NAN : result;
}

/// tanh|x| = m / (m + 2) with m = exp(2|x|) - 1 = 2^n p + (2^n - 1): no cancellation, so a small x keeps all its
/// digits.
static inline un_real UN_P(un_tanh_inline)(un_real x) {
    UN_BITS sign = UN_P(un_bits_of)(x) & UN_SIGN_BIT;
    un_real y = UN_P(un_real_of)(UN_P(un_bits_of)(x) ^ sign);
    y = y + y;
    y = y > UN_TANH_HIGHEST ? UN_TANH_HIGHEST : y;
    un_real n_and_magic = y * UN_C(0x1.71547652b82fep+0) + UN_MAGIC;
    un_real n = n_and_magic - UN_MAGIC;
    un_real r = (y - n * UN_LN2_HIGH) - n * UN_LN2_LOW;
    un_real s = UN_P(un_power_of_two)(n_and_magic);
    un_real m = s * UN_P(un_exp_minus_one)(r) + (s - UN_C(1.0));
    un_real result = UN_P(un_real_of)(UN_P(un_bits_of)(m / (m + UN_C(2.0))) | sign);
    return x != x ? (un_real)NAN : result;
}

/// sigmoid(x) = 1 / (1 + e) for x >= 0, e / (1 + e) below, with e = exp(-|x|): no overflow, full precision in both
/// tails.
static inline un_real UN_P(un_sigmoid_inline)(un_real x) {
    un_real e = UN_P(un_exp_inline)(UN_P(un_real_of)(UN_P(un_bits_of)(x) | UN_SIGN_BIT));
    un_real above = x < UN_C(0.0) ? e : UN_C(1.0);
    un_real result = above / (UN_C(1.0) + e);
    return x != x ? (un_real)NAN : result;
}

#undef UN_BITS
#undef UN_SIGN_BIT
#undef UN_ONE_BITS
#undef UN_MANTISSA
#undef UN_MAGIC
#undef UN_LN2_HIGH
#undef UN_LN2_LOW
#undef UN_EXP_HIGHEST
#undef UN_EXP_LOWEST
#undef UN_TANH_HIGHEST
