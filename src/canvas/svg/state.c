#include "canvas/svg/svg.h"

#include "base/catalog.h"
#include "canvas/svg/writer.h"

#include <stdlib.h>
#include <string.h>

/// The place of `what` in the bytes; NULL: nowhere.
static const char *find(const char *bytes, size_t size, const char *what) {
    size_t length = strlen(what);
    for (size_t at = 0; at + length <= size; at++)
        if (memcmp(bytes + at, what, length) == 0) return bytes + at;
    return NULL;
}

/// One character reference of un_svg_character's, or the byte itself.
static char unescape(const char **at, const char *end) {
    static const struct {
        const char *name;
        char value;
    } names[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#13;", '\r'}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t length = strlen(names[i].name);
        if ((size_t)(end - *at) >= length && memcmp(*at, names[i].name, length) == 0) {
            *at += length;
            return names[i].value;
        }
    }
    return *(*at)++;
}

un_Status un_svg_find_state(const char *bytes, size_t size, char **state, un_Error *error) {
    *state = NULL;
    const char *at = find(bytes, size, UN_SVG_STATE_START);
    if (!at) return UN_OK;
    at += strlen(UN_SVG_STATE_START);
    const char *end = find(at, size - (size_t)(at - bytes), UN_SVG_STATE_END);
    if (!end) return UN_OK;
    char *text = malloc((size_t)(end - at) + 1);
    if (!text) return un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("not enough memory"));
    size_t length = 0;
    while (at < end)
        text[length++] = unescape(&at, end);
    text[length] = 0;
    *state = text;
    return UN_OK;
}
