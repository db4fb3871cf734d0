/// The text of a lesson file as read, and errors that point into it. Internal to src/lesson.
#ifndef UN_LESSON_SOURCE_H
#define UN_LESSON_SOURCE_H

#include "lesson/report.h"

#include <stddef.h>

/// A lesson file, or a text inside it.
typedef struct un_Source {
    const char *text; ///< borrowed, size bytes
    size_t size;
    const char *name; ///< borrowed, stands in errors
    int line, column; ///< where its first byte stands in the file, from 1
    bool blurred;     ///< a text from YAML that is written otherwise than it reads (escapes, folded lines): all of it
                      ///< stands there
    un_Reports *reports;
} un_Source;

/// Every byte of the source is a character that un_utf8_is_text allows; the first that is not is reported. False: one
/// is not.
bool un_source_check(const un_Source *source);

/// The line of a byte offset, counted from 1 in the file, going on from an earlier offset whose line is known.
int un_source_line(const un_Source *source, size_t offset, size_t known_offset, int known_line);
/// Line and column in characters of a byte offset.
void un_source_place(const un_Source *source, size_t offset, int *line, int *column);

/// Reports an error at a byte offset of the source.
void un_source_error(const un_Source *source, size_t offset, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/// The same at a place in the file.
void un_source_error_at(const un_Source *source, int line, int column, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
