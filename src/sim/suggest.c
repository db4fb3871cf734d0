/// What would have been valid, in the words of an error message.
#include "sim/param.h"

#include <stdio.h>
#include <string.h>

const char *un_param_quote(const char *text, char *out, size_t size) {
    enum { LONGEST = 40 };
    size_t used = 0;
    for (; *text && used + 1 < size && used < LONGEST; text++) {
        unsigned char byte = (unsigned char)*text;
        out[used++] = byte < 0x20 || byte == 0x7f ? '?' : *text;
    }
    if (*text) { // cut at the start of a character, not inside one
        while (used > 0 && ((unsigned char)out[used - 1] & 0xc0) == 0x80)
            used--;
        if (used > 0 && ((unsigned char)out[used - 1] & 0x80)) used--;
    }
    out[used] = 0;
    if (*text && used + 4 <= size) memcpy(out + used, "...", 4);
    return out;
}

/// Edits (insert, delete, replace) from a to b (Levenshtein 1966); texts are cut to 31 bytes.
static int distance(const char *a, const char *b) {
    enum { LONGEST = 31 };
    int row[LONGEST + 1];
    int columns = (int)strnlen(b, LONGEST), rows = (int)strnlen(a, LONGEST);
    for (int j = 0; j <= columns; j++)
        row[j] = j;
    for (int i = 1; i <= rows; i++) {
        int diagonal = row[0];
        row[0] = i;
        for (int j = 1; j <= columns; j++) {
            int replace = diagonal + (a[i - 1] != b[j - 1]);
            int other = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;
            diagonal = row[j];
            row[j] = replace < other ? replace : other;
        }
    }
    return row[columns];
}

const char *un_param_suggest(const char *text, const char *(*next)(const void *context, int index), const void *context,
                             char *out, size_t size) {
    int nearest = 0, least = 1000;
    for (int i = 0; next(context, i); i++) {
        int d = distance(text, next(context, i));
        if (d < least) {
            least = d;
            nearest = i;
        }
    }
    size_t used = (size_t)snprintf(out, size, "%s", next(context, nearest));
    for (int i = 0; next(context, i) && used < size; i++) {
        if (i != nearest) used += (size_t)snprintf(out + used, size - used, ", %s", next(context, i));
    }
    return out;
}
