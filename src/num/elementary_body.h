// No include guard: the bodies of tanh and sigmoid, written once for numbers (elementary_inline.h) and for vectors of
// them (vector.h). Every step is one IEEE operation or one on bits, so that an element has the same bits alone and in a
// vector of any width. Includer defines UN_VALUE (the type), UN_E (its names), UN_BITS_OF and UN_VALUE_OF (the same
// bits as unsigned integers and back), UN_AT_MOST and UN_AT_LEAST (x, limit; NaN stays NaN).

#if UN_PRECISION == 32
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

/// exp(r) - 1 for |r| <= 0.35: the Taylor series, cut where the rest is below a tenth of an ulp.
/// exp(r) - 1 = r + r^2 (1/2! + r/3! + r^2/4! + ...)
static inline UN_VALUE UN_E(un_exp_minus_one)(UN_VALUE r) {
#if UN_PRECISION == 32
    UN_VALUE q = r * 0x1.a01a02p-13f + (un_real)(1.0 / 720.0); // 1/7!, 1/6!
#else
    UN_VALUE q = r * 0x1.6124613a86d09p-33 + 0x1.1eed8eff8d898p-29; // 1/13!, 1/12!
    q = q * r + 0x1.ae64567f544e4p-26;                              // 1/11!
    q = q * r + 0x1.27e4fb7789f5cp-22;                              // 1/10!
    q = q * r + 0x1.71de3a556c734p-19;                              // 1/9!
    q = q * r + 0x1.a01a01a01a01ap-16;                              // 1/8!
    q = q * r + 0x1.a01a01a01a01ap-13;                              // 1/7!
    q = q * r + (un_real)(1.0 / 720.0);
#endif
    q = q * r + (un_real)(1.0 / 120.0);
    q = q * r + (un_real)(1.0 / 24.0);
    q = q * r + (un_real)(1.0 / 6.0);
    q = q * r + UN_C(0.5);
    return r + (r * r) * q;
}

/// tanh|x| = m / (m + 2) with m = exp(2|x|) - 1 = 2^n p + (2^n - 1): no cancellation, so a small x keeps all its
/// digits.
static inline UN_VALUE UN_E(un_tanh)(UN_VALUE x) {
    UN_VALUE y = UN_VALUE_OF(UN_BITS_OF(x) & ~UN_SIGN_BIT);
    y = UN_AT_MOST(y + y, UN_TANH_HIGHEST);
    UN_VALUE n_and_magic = y * UN_C(0x1.71547652b82fep+0) + UN_MAGIC;
    UN_VALUE n = n_and_magic - UN_MAGIC;
    UN_VALUE r = (y - n * UN_LN2_HIGH) - n * UN_LN2_LOW;
    UN_VALUE s = UN_VALUE_OF((UN_BITS_OF(n_and_magic) << UN_MANTISSA) + UN_ONE_BITS); // 2^n
    UN_VALUE m = s * UN_E(un_exp_minus_one)(r) + (s - UN_C(1.0));
    return UN_VALUE_OF(UN_BITS_OF(m / (m + UN_C(2.0))) | (UN_BITS_OF(x) & UN_SIGN_BIT));
}

/// sigmoid(x) = 1 / (1 + 2^n (1 + p)) = a / (a + b (1 + p)) with -x = n ln 2 + r, p = exp(r) - 1, a = 2^-h, b =
/// 2^(n-h), h = floor(n / 2): neither power overflows, and both tails keep full precision, the lower one down to the
/// smallest subnormal.
static inline UN_VALUE UN_E(un_sigmoid)(UN_VALUE x) {
    UN_VALUE y = UN_AT_LEAST(UN_AT_MOST(-x, -UN_EXP_LOWEST), UN_EXP_LOWEST);
    UN_VALUE n_and_magic = y * UN_C(0x1.71547652b82fep+0) + UN_MAGIC;
    UN_VALUE n = n_and_magic - UN_MAGIC;
    UN_VALUE r = (y - n * UN_LN2_HIGH) - n * UN_LN2_LOW;
    // The shift leaves h in the lowest bits; what was above falls out at the top when it becomes an exponent.
    UN_VALUE a = UN_VALUE_OF(UN_ONE_BITS - ((UN_BITS_OF(n_and_magic) >> 1) << UN_MANTISSA));
    UN_VALUE b = UN_VALUE_OF(UN_ONE_BITS + ((UN_BITS_OF(n_and_magic) - (UN_BITS_OF(n_and_magic) >> 1)) << UN_MANTISSA));
    return a / (a + (b + b * UN_E(un_exp_minus_one)(r)));
}
