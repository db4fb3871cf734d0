/// Cells and places of a text of comma-separated values. Internal to src/task.
#ifndef UN_TASK_READER_H
#define UN_TASK_READER_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

enum { UN_CELL_BYTES = 32 };

/// Starts as {.text, .size, .name, .error}; the rest 0.
typedef struct un_Reader {
    const char *text; ///< borrowed, size bytes
    size_t size;
    const char *name; ///< borrowed, stands in errors
    un_Error *error;
    size_t at;                ///< the next byte
    int line, column;         ///< of the cell read last, from 1
    char cell[UN_CELL_BYTES]; ///< its text, without the quotation marks around it
    bool ends_row;            ///< it is the last of its row
} un_Reader;

/// Whether every row has been read. A line break before the end of the text is no row.
bool un_reader_at_end(const un_Reader *reader);
/// Reads the next cell. Rows end with a line feed, perhaps after a carriage return, or with the text. Errors:
/// UN_ERROR_FILE for a cell that is too long or holds a control character.
un_Status un_reader_cell(un_Reader *reader);
/// UN_ERROR_FILE "found '(the cell)', valid: ..." at the cell read last; "found nothing" when it is empty.
un_Status un_reader_refuse(const un_Reader *reader, const char *valid);
/// The cell must (not) be the last of its row.
un_Status un_reader_expect_end(const un_Reader *reader, bool end, int cells);
/// UN_ERROR_FILE for a text with too few rows, at its end.
un_Status un_reader_too_few(const un_Reader *reader, int found, int least, const char *what);

#endif
