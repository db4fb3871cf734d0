/// Status codes and the error record that travels with them: the world's faults (a file, a flag, a lesson), never the programmer's.
#ifndef UN_BASE_ERROR_H
#define UN_BASE_ERROR_H

#include <stddef.h>

typedef enum un_Status {
    UN_OK = 0,
    UN_ERROR_VALUE,  ///< a wrong flag or value given on the command line: exit code 2
    UN_ERROR_FILE,   ///< a file that cannot be read, written, or is invalid: exit code 3
    UN_ERROR_MEMORY, ///< the system or the --max-memory limit refuses: exit code 3
} un_Status;

/// One error, ready for a person. line and column count from 1; 0 = not known. file is empty when no file is concerned.
typedef struct un_Error {
    un_Status code;
    int line, column;
    char file[256];
    char message[768];
} un_Error;

/// Fills *error (may be NULL) and returns code, so that a caller can write `return un_error_set(...)`. file may be NULL.
un_Status un_error_set(un_Error *error, un_Status code, const char *file, int line, int column, const char *format, ...)
    __attribute__((format(printf, 6, 7)));

/// Writes "file:line:column: message" (the parts that are known) to out, cut to size with a final 0. Returns out.
const char *un_error_text(const un_Error *error, char *out, size_t size);

#endif
