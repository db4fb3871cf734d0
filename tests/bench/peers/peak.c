/// The most that one core does, for tests/bench/run: multiply-adds in registers alone, fused (where the processor can) and as a
/// multiplication and an addition, which is what Unroll's kernels may use (-ffp-contract=off keeps numbers the same everywhere).
/// Prints GFLOP/s of this thread's CPU time: "fused separate". Compile with -O3 -march=native -ffp-contract=fast.
#include <stdio.h>
#include <time.h>

#ifdef __AVX512F__
enum { LANES = 16 };
#elif defined __AVX__
enum { LANES = 8 };
#else
enum { LANES = 4 };
#endif
typedef float Vector __attribute__((vector_size(LANES * sizeof(float))));

enum { CHAINS = 12, REPEATS = 200000, TRIES = 25 };

static double cpu_seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/// Enough independent chains to hide the latency. separate: the product passes through a register the compiler may not look into, so
/// that it cannot fuse.
static inline __attribute__((always_inline)) double rate(int separate) {
    double best = 0;
    for (int try = 0; try < TRIES; try++) {
        Vector chain[CHAINS], factor = {0}, term = {0};
        factor += 0.999f;
        term += 0.001f;
        for (int k = 0; k < CHAINS; k++)
            chain[k] = term * (float)k;
        double start = cpu_seconds();
        for (int i = 0; i < REPEATS; i++) {
#pragma GCC unroll 12
            for (int k = 0; k < CHAINS; k++) {
                Vector product = chain[k] * factor;
                if (separate) __asm__ volatile("" : "+x"(product));
                chain[k] = product + term;
                __asm__ volatile("" : "+x"(chain[k]));
            }
        }
        double now = 2.0 * CHAINS * LANES * REPEATS / (cpu_seconds() - start) / 1e9;
        best = now > best ? now : best;
        for (int k = 0; k < CHAINS; k++)
            __asm__ volatile("" ::"x"(chain[k]));
    }
    return best;
}

int main(void) {
    printf("%.4g %.4g\n", rate(0), rate(1));
    return 0;
}
