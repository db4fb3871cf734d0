#include "net/isa.h"

#ifdef UN_ISA_PRETEND // a test runs the widest vectors where the processor has none: see CMakeLists.txt
#define SUPPORTS(feature) true
#else
#define SUPPORTS(feature) __builtin_cpu_supports(feature)
#endif

const char *const un_isa_names[UN_ISA_COUNT] = {"baseline", "avx2", "avx512"};

bool un_isa_available(un_Isa isa) {
    switch (isa) {
    case UN_ISA_BASELINE:
        return true;
#ifdef UN_ISA_X86
    case UN_ISA_AVX2:
        return __builtin_cpu_supports("avx2");
    case UN_ISA_AVX512:
        return SUPPORTS("avx512f");
#else
    case UN_ISA_AVX2:
    case UN_ISA_AVX512:
#endif
    case UN_ISA_COUNT:
        break;
    }
    return false;
}

un_Isa un_isa_best(void) {
    return un_isa_available(UN_ISA_AVX512) ? UN_ISA_AVX512
           : un_isa_available(UN_ISA_AVX2) ? UN_ISA_AVX2
                                           : UN_ISA_BASELINE;
}
