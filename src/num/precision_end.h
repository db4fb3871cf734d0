// Takes back what num/precision.h defined, so that the other precision may follow.
#undef UN_PRECISION
#undef un_real
#undef UN_P
#undef UN_C
