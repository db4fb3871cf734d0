#include "platform/environment.h"

#include <stdlib.h>

const char *un_environment(const char *name) {
    const char *value = getenv(name);
    return value && *value ? value : NULL;
}
