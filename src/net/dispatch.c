/// From an instruction set to its kernels.
#include "net/step.h"

#include "base/check.h"

typedef UN_P(un_Kernels) Kernels;

#define UN_JOIN(name, isa)     name##_##isa
#define UN_WITH_ISA(name, isa) UN_JOIN(name, isa)
#define KERNELS(isa)           UN_WITH_ISA(UN_P(un_kernels), isa)

extern const Kernels KERNELS(baseline);
#ifdef UN_ISA_X86
extern const Kernels KERNELS(avx2), KERNELS(avx512);
#endif

const Kernels *UN_P(un_kernels_of)(un_Isa isa) {
    static const Kernels *const kernels[UN_ISA_COUNT] = {
        [UN_ISA_BASELINE] = &KERNELS(baseline),
#ifdef UN_ISA_X86
        [UN_ISA_AVX2] = &KERNELS(avx2),
        [UN_ISA_AVX512] = &KERNELS(avx512),
#endif
    };
    UN_CHECK((unsigned)isa < UN_ISA_COUNT && kernels[isa]);
    return kernels[isa];
}
