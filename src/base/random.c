#include "base/random.h"

#include "base/check.h"
#include "base/hash.h"

#include <string.h>

static uint64_t rotate(uint64_t value, int bits) {
    return value << bits | value >> (64 - bits);
}

static uint64_t splitmix(uint64_t *state) {
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

un_Random un_random_stream(uint64_t seed, const char *stream) {
    uint64_t state = un_hash_bytes(un_hash_u64(UN_HASH_START, seed), stream, strlen(stream));
    un_Random random;
    for (int i = 0; i < 4; i++) {
        random.state[i] = splitmix(&state);
    }
    return random;
}

uint64_t un_random_bits(un_Random *random) {
    uint64_t *s = random->state;
    uint64_t result = rotate(s[1] * 5, 7) * 9;
    uint64_t t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 45);
    return result;
}

double un_random_unit(un_Random *random) {
    return (double)(un_random_bits(random) >> 11) * 0x1p-53;
}

double un_random_uniform(un_Random *random, double low, double high) {
    return low + (high - low) * un_random_unit(random);
}

int un_random_below(un_Random *random, int count) {
    UN_CHECK(count >= 1);
    uint64_t range = (uint64_t)count;
    uint64_t reject_from = UINT64_MAX - UINT64_MAX % range; // a multiple of range, so that every remainder is as likely
    uint64_t bits;
    do {
        bits = un_random_bits(random);
    } while (bits >= reject_from);
    return (int)(bits % range);
}
