/// Any bytes as a lesson: errors with their places, or stops whose every part can be read.
#include "fuzz/fuzz.h"

#include "fuzz/lesson_walk.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    walk_bytes((const char *)data, size);
    return 0;
}
