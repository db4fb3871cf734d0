/// What the process was started with.
#ifndef UN_PLATFORM_ENVIRONMENT_H
#define UN_PLATFORM_ENVIRONMENT_H

/// A variable of the environment, borrowed; NULL when it is not set or empty.
const char *un_environment(const char *name);

#endif
