/// Checks the models against reference vectors of the format unroll-golden-1 (tests/reference/README.md).
#ifndef UN_SIM_REFERENCE_H
#define UN_SIM_REFERENCE_H

#include "base/error.h"
#include "net/isa.h"

#include <stdbool.h>

typedef struct un_ReferenceResult {
    const char *file,
        *tensor; ///< valid during the call only; tensor: "logits", "grad.weight_ih_l0", "layer1.reverse.dL_dh" ...
    double abs;  ///< largest absolute difference
    double rel;  ///< the same relative to the tensor's largest value; for dL_* of a *_long file in double, the
                 ///< largest |difference| of a time step relative to that step's norm. Infinite where that is 0
    bool pass;   ///< within CLI.md's tolerance of `unroll verify`
} un_ReferenceResult;

/// Runs the file's case in double or float, with the kernels of an available instruction set, and reports one result
/// per tensor through `report`. Errors: UN_ERROR_FILE for a file that is missing, cut off, or of another format or
/// shape, with line and column where known; nothing has been reported then. UN_ERROR_MEMORY. Thread: any. *misses
/// counts the tensors that do not pass.
un_Status un_reference_check(const char *path, bool in_double, un_Isa isa,
                             void (*report)(void *context, const un_ReferenceResult *result), void *context,
                             int *misses, un_Error *error);

#endif
