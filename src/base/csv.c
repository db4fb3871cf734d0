#include "base/csv.h"

#include <stdio.h>
#include <string.h>

const char *un_csv_quote(const char *text, char *out, size_t size) {
    if (!strpbrk(text, ",\"\r\n")) {
        snprintf(out, size, "%s", text);
        return out;
    }
    size_t used = 0;
    if (used + 1 < size) out[used++] = '"';
    for (; *text && used + 2 < size; text++) {
        if (*text == '"') out[used++] = '"';
        out[used++] = *text;
    }
    if (used + 1 < size) out[used++] = '"';
    if (size > 0) out[used] = 0;
    return out;
}

/// One character of a field in quotes, "" being one quote. False: the closing quote, or the end of the line.
static bool next_quoted(const char **at, const char *end) {
    if (*at == end) return false;
    if (**at != '"') return true;
    if (*at + 1 == end || (*at)[1] != '"') return false;
    ++*at;
    return true;
}

bool un_csv_field(const char **at, const char *end, char *out, size_t size, bool *last) {
    size_t used = 0;
    bool quoted = *at < end && **at == '"';
    if (quoted) ++*at;
    while (quoted ? next_quoted(at, end) : *at < end && **at != ',') {
        if (used + 1 >= size || !**at || (!quoted && **at == '"')) return false;
        out[used++] = *(*at)++;
    }
    if (quoted) {
        if (*at == end) return false;
        ++*at; // the closing quote
        if (*at < end && **at != ',') return false;
    }
    if (used >= size) return false;
    out[used] = 0;
    *last = *at == end;
    if (!*last) ++*at;
    return true;
}
