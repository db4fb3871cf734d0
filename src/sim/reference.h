/// Checks the models against reference vectors of the format unroll-golden-1 (tests/reference/README.md).
#ifndef UN_SIM_REFERENCE_H
#define UN_SIM_REFERENCE_H

#include "base/error.h"

#include <stdbool.h>

typedef struct un_ReferenceResult {
    const char *file, *tensor; ///< valid during the call only
    double abs, rel;           ///< largest absolute difference; largest difference relative to the tolerance's own yardstick
    bool pass;
} un_ReferenceResult;

/// Runs the file's case in double or float and reports one result per tensor through `report`.
/// Errors: UN_ERROR_FILE for a file that is missing, cut off, or of another format or shape, with line and column where known;
/// nothing has been reported then. *misses counts the tensors that do not pass.
un_Status un_reference_check(const char *path, bool in_double, void (*report)(void *context, const un_ReferenceResult *result),
                             void *context, int *misses, un_Error *error);

#endif
