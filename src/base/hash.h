/// FNV-1a, 64 bits (Fowler, Noll, Vo), over bytes and over numbers written little-endian. Each call goes on from `hash`, which starts
/// as UN_HASH_START. Pure, any thread. Tells accidents apart, not attacks.
#ifndef UN_BASE_HASH_H
#define UN_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

#define UN_HASH_START UINT64_C(0xcbf29ce484222325)

uint64_t un_hash_bytes(uint64_t hash, const void *bytes, size_t size);
uint64_t un_hash_u64(uint64_t hash, uint64_t value);
/// The values' bits, little-endian, whatever the machine. NaNs hash as one canonical NaN.
uint64_t un_hash_floats(uint64_t hash, const float *values, size_t count);

#endif
