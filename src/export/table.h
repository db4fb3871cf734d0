/// A table of numbers into a file, row by row: CSV (RFC 4180), or JSON with an object a row. What is not finite, or not there, is an empty
/// field or null. Reals are printed with as many digits as it takes to read back the same number.
#ifndef UN_EXPORT_TABLE_H
#define UN_EXPORT_TABLE_H

#include "platform/file.h"

#include <stdbool.h>
#include <stdint.h>

enum { UN_TABLE_COLUMNS = 24 };

typedef struct un_Table {
    un_FileStream *stream; ///< borrowed
    bool json;
    un_Error *error;
    un_Status status; ///< of the first write that failed; nothing is written after it
    int columns, column, rows;
    const char *name[UN_TABLE_COLUMNS]; ///< borrowed
    size_t used;
    char buffer[1 << 14];
} un_Table;

/// names: of the columns, NULL at the end. fields: a JSON object's members before the rows, as in "\"update\":3"; NULL: none.
void un_table_start(un_Table *table, un_FileStream *stream, bool json, const char *fields, const char *const *names, un_Error *error);
/// The next field of a row; after the last column's the next row begins.
void un_table_text(un_Table *table, const char *text);
void un_table_integer(un_Table *table, int64_t value);
void un_table_real(un_Table *table, double value);
/// A number that was kept in single precision.
void un_table_float(un_Table *table, float value);
void un_table_nothing(un_Table *table);
/// Writes what is left. Errors: UN_ERROR_FILE.
un_Status un_table_end(un_Table *table);

#endif
