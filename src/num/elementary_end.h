// Takes back what num/elementary_body.h and its includers defined.
#undef UN_VALUE
#undef UN_E
#undef UN_BITS_OF
#undef UN_VALUE_OF
#undef UN_AT_MOST
#undef UN_AT_LEAST
#undef UN_SIGN_BIT
#undef UN_ONE_BITS
#undef UN_MANTISSA
#undef UN_MAGIC
#undef UN_LN2_HIGH
#undef UN_LN2_LOW
#undef UN_EXP_HIGHEST
#undef UN_EXP_LOWEST
#undef UN_TANH_HIGHEST
