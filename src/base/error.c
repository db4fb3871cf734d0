#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>

un_Status un_error_set(un_Error *error, un_Status code, const char *file, int line, int column, const char *format, ...) {
    if (!error) return code;
    error->code = code;
    error->line = line;
    error->column = column;
    snprintf(error->file, sizeof error->file, "%s", file ? file : "");
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error->message, sizeof error->message, format, arguments);
    va_end(arguments);
    return code;
}

const char *un_error_text(const un_Error *error, char *out, size_t size) {
    if (!error->file[0]) {
        snprintf(out, size, "%s", error->message);
    } else if (error->line <= 0) {
        snprintf(out, size, "%s: %s", error->file, error->message);
    } else {
        snprintf(out, size, "%s:%d:%d: %s", error->file, error->line, error->column > 0 ? error->column : 1, error->message);
    }
    return out;
}
