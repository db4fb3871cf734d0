/// One source, two precisions. A file that includes this is compiled twice, with UN_PRECISION 32 and 64; public names
/// are written UN_P(un_net_forward) and become un_net_forward_f32 and un_net_forward_f64. A header that declares such
/// names has its declarations in a `*_decl.h` that the header includes once per precision, each time followed by
/// num/precision_end.h.
#if UN_PRECISION == 32
#define un_real        float
#define UN_P(name)     name##_f32
#define UN_C(constant) constant##f
#elif UN_PRECISION == 64
#define un_real        double
#define UN_P(name)     name##_f64
#define UN_C(constant) constant
#else
#error "UN_PRECISION is 32 or 64"
#endif
