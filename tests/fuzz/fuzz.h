/// What every fuzz target offers: libFuzzer calls it with made-up bytes, replay.c with the bytes of corpus/.
#ifndef UN_TESTS_FUZZ_FUZZ_H
#define UN_TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

/// Feeds size bytes to the code under test. Returns 0; a fault shows as a crash, a failed check or a sanitizer's report.
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
