/// Any bytes as a file of reference vectors: an error, or a result for each tensor.
#include "fuzz/fuzz.h"

#include "base/check.h"
#include "sim/reference.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void count_result(void *context, const un_ReferenceResult *result) {
    UN_CHECK(result->file && result->tensor && result->tensor[0] != 0);
    ++*(int *)context;
}

/// The check reads a path, so the bytes go through a temporary file. False: the system has no room for one.
static int write_file(int file, const uint8_t *data, size_t size) {
    while (size > 0) {
        ssize_t written = write(file, data, size);
        if (written <= 0) return 0;
        data += written;
        size -= (size_t)written;
    }
    return 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char path[] = "/tmp/unroll-fuzz-XXXXXX";
    int file = mkstemp(path);
    if (file < 0) return 0;
    int written = write_file(file, data, size);
    close(file);
    for (int in_double = 0; written && in_double < 2; in_double++) {
        un_Error error = {0};
        int results = 0, misses = 0;
        un_Status status = un_reference_check(path, in_double, un_isa_best(), count_result, &results, &misses, &error);
        UN_CHECK(status == UN_OK || (error.message[0] != 0 && results == 0));
        UN_CHECK(status != UN_OK || (misses >= 0 && misses <= results));
    }
    unlink(path);
    return 0;
}
