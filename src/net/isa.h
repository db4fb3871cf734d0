/// The instruction sets that the kernels are built for. Numbers are the same on all of them to the last bit; only the
/// time differs.
#ifndef UN_NET_ISA_H
#define UN_NET_ISA_H

#include <stdbool.h>

typedef enum un_Isa {
    UN_ISA_BASELINE, ///< what every processor of the architecture has: SSE2, NEON, WebAssembly's SIMD
    UN_ISA_AVX2,
    UN_ISA_AVX512,
    UN_ISA_COUNT
} un_Isa;

/// As UNROLL_ISA spells them: "baseline", "avx2", "avx512".
extern const char *const un_isa_names[UN_ISA_COUNT];

/// True when this program was built with the kernels of the set and this processor and system run them. Any thread.
bool un_isa_available(un_Isa isa);
/// The fastest available one.
un_Isa un_isa_best(void);

#endif
