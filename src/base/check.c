#include "base/check.h"

#include <stdio.h>
#include <stdlib.h>

__attribute__((weak)) void un_check_failed(const char *condition, const char *file, int line) {
    fprintf(stderr, "unroll: internal error: %s:%d: %s does not hold\n", file, line, condition);
    abort();
}
