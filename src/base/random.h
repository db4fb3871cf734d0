/// Random numbers: xoshiro256** (Blackman & Vigna 2021), seeded by splitmix64 (Steele, Lea & Flood 2014). Same seed, same numbers on
/// every machine. Any thread, one un_Random each; copying one copies its future.
#ifndef UN_BASE_RANDOM_H
#define UN_BASE_RANDOM_H

#include <stdint.h>

typedef struct un_Random {
    uint64_t state[4];
} un_Random;

/// The stream called `stream` ("init", "batch", "probe", "eval") of a seed: independent of every other stream and of lane order.
un_Random un_random_stream(uint64_t seed, const char *stream);

/// 64 uniform random bits.
uint64_t un_random_bits(un_Random *random);
/// Uniform in [0, 1), 53 bits.
double un_random_unit(un_Random *random);
/// Uniform in [low, high).
double un_random_uniform(un_Random *random, double low, double high);
/// Uniform integer in 0..count-1, without modulo bias. count >= 1.
int un_random_below(un_Random *random, int count);

#endif
