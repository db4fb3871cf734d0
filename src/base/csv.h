/// Fields of comma-separated values (RFC 4180), one line at a time: a field with a comma or quote in it stands in
/// quotes, its own quotes doubled. Pure, any thread.
#ifndef UN_BASE_CSV_H
#define UN_BASE_CSV_H

#include <stdbool.h>
#include <stddef.h>

/// Writes text as a field to out, cut to size with a final 0; twice the text and 3 bytes suffice. Returns out.
const char *un_csv_quote(const char *text, char *out, size_t size);

/// Reads the field at *at of a line that ends before `end`, and moves *at behind it and its comma. *last: it ended the
/// line. False, *at where the fault is: quotes that do not close or are followed by more, a quote in a plain field, a 0
/// byte, more than size - 1 bytes.
bool un_csv_field(const char **at, const char *end, char *out, size_t size, bool *last);

#endif
