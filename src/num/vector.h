// No include guard: vectors of one precision for the kernels, after num/precision.h. UN_VECTOR_BYTES says how wide;
// they are plain GCC vectors, so gcc and clang compile them for any target. Arithmetic on them is elementwise: the bits
// of scalars. Everything here is static, so that code built for one instruction set cannot end up in another's.
#include <stdint.h>
#include <string.h>

#ifndef UN_VECTOR_BYTES
#define UN_VECTOR_BYTES 16
#endif

typedef un_real UN_P(un_Vector) __attribute__((vector_size(UN_VECTOR_BYTES)));
#if UN_PRECISION == 32
typedef uint32_t UN_P(un_VectorBits) __attribute__((vector_size(UN_VECTOR_BYTES)));
#else
typedef uint64_t UN_P(un_VectorBits) __attribute__((vector_size(UN_VECTOR_BYTES)));
#endif

enum { UN_P(un_lanes) = UN_VECTOR_BYTES / (int)sizeof(un_real) };

static inline UN_P(un_Vector) UN_P(un_load)(const un_real *from) {
    UN_P(un_Vector) v;
    memcpy(&v, from, sizeof v);
    return v;
}

static inline void UN_P(un_store)(un_real *to, UN_P(un_Vector) v) {
    memcpy(to, &v, sizeof v);
}

/// The bits of x where the mask is set, else those of y.
static inline UN_P(un_Vector) UN_P(un_choose)(UN_P(un_VectorBits) mask, UN_P(un_Vector) x, UN_P(un_Vector) y) {
    return (UN_P(un_Vector))((mask & (UN_P(un_VectorBits))x) | (~mask & (UN_P(un_VectorBits))y));
}

/// The smaller, the larger of x and the limit, lane by lane; NaN where x is.
static inline UN_P(un_Vector) UN_P(un_at_most)(UN_P(un_Vector) x, un_real limit) {
    UN_P(un_Vector) limits = (UN_P(un_Vector)){0} + limit;
    return UN_P(un_choose)((UN_P(un_VectorBits))(x > limits), limits, x);
}

static inline UN_P(un_Vector) UN_P(un_at_least)(UN_P(un_Vector) x, un_real limit) {
    UN_P(un_Vector) limits = (UN_P(un_Vector)){0} + limit;
    return UN_P(un_choose)((UN_P(un_VectorBits))(x < limits), limits, x);
}

#define UN_VALUE              UN_P(un_Vector)
#define UN_E(name)            UN_P(name##_vector)
#define UN_BITS_OF(x)         ((UN_P(un_VectorBits))(x))
#define UN_VALUE_OF(bits)     ((UN_P(un_Vector))(bits))
#define UN_AT_MOST(x, limit)  UN_P(un_at_most)(x, limit)
#define UN_AT_LEAST(x, limit) UN_P(un_at_least)(x, limit)
#include "num/elementary_body.h"

/// x, but 0 where |x| < 2^-100, in float: such gradients are nothing beside the others, and products of them would be
/// subnormal, which many processors compute a hundred times slower. Doubles stay as they are.
static inline UN_P(un_Vector) UN_P(un_flush)(UN_P(un_Vector) x) {
#if UN_PRECISION == 32
    UN_P(un_Vector) size = UN_VALUE_OF(UN_BITS_OF(x) & ~UN_SIGN_BIT);
    UN_P(un_VectorBits) small = (UN_P(un_VectorBits))(size < 0x1p-100f);
    return UN_VALUE_OF(UN_BITS_OF(x) & ~small);
#else
    return x;
#endif
}

/// x where y > 0, and where y is NaN; else 0.
static inline UN_P(un_Vector) UN_P(un_zero_unless)(UN_P(un_Vector) x, UN_P(un_Vector) y) {
    UN_P(un_VectorBits) off = (UN_P(un_VectorBits))(y <= UN_C(0.0));
    return UN_VALUE_OF(UN_BITS_OF(x) & ~off);
}

#include "num/elementary_end.h"
