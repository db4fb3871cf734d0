/// The text of a lesson file as read, and errors that point into it. Internal to src/lesson.
#ifndef UN_LESSON_SOURCE_H
#define UN_LESSON_SOURCE_H

#include "base/error.h"

#include <stddef.h>

typedef struct un_Source {
    const char *text; ///< borrowed, size bytes
    size_t size;
    const char *name; ///< borrowed, stands in errors
} un_Source;

/// Every byte of the source is a character that un_utf8_is_text allows. Errors: UN_ERROR_FILE with the first place.
un_Status un_source_check(const un_Source *source, un_Error *error);

/// The line of a byte offset, counted from 1, going on from an earlier offset whose line is known.
int un_source_line(const un_Source *source, size_t offset, size_t known_offset, int known_line);

/// UN_ERROR_FILE at a byte offset of the source (line and column in characters, from 1). Returns UN_ERROR_FILE.
un_Status un_source_error(const un_Source *source, size_t offset, un_Error *error, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
