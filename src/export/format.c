#include "export/format.h"

#include "base/catalog.h"

#include <stdio.h>
#include <string.h>

const un_FormatInfo un_formats[UN_FORMAT_COUNT] = {
    [UN_FORMAT_PNG] = {.suffix = ".png", .transparent = true},
    [UN_FORMAT_SVG] = {.suffix = ".svg", .vector = true, .transparent = true},
    [UN_FORMAT_PDF] = {.suffix = ".pdf", .vector = true, .transparent = true},
    [UN_FORMAT_GIF] = {.suffix = ".gif", .clip = true},
    [UN_FORMAT_MP4] = {.suffix = ".mp4", .clip = true},
    [UN_FORMAT_APNG] = {.suffix = ".apng", .clip = true, .transparent = true},
    [UN_FORMAT_CSV] = {.suffix = ".csv", .numbers = true},
    [UN_FORMAT_JSON] = {.suffix = ".json", .numbers = true},
    [UN_FORMAT_NPZ] = {.suffix = ".npz", .numbers = true},
    [UN_FORMAT_NPY] = {.suffix = ".npy", .numbers = true},
};

static const char *name_of(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

un_Status un_format_of(const char *path, un_Format *format, un_Error *error) {
    const char *name = name_of(path), *dot = strrchr(name, '.');
    char valid[128] = "";
    for (int i = 0; i < UN_FORMAT_COUNT; i++) {
        if (dot && strcmp(dot, un_formats[i].suffix) == 0) {
            *format = (un_Format)i;
            return UN_OK;
        }
        size_t used = strlen(valid);
        snprintf(valid + used, sizeof valid - used, "%s%s", i ? ", " : "", un_formats[i].suffix);
    }
    return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0, _("found '%s', valid: %s"), dot ? dot : name, valid);
}

/// The length of "%d", "%4d" or "%04d" at text; 0: there is none.
static size_t number_at(const char *text, int *digits) {
    size_t at = 1;
    *digits = 1;
    if (text[0] != '%') return 0;
    if (text[at] == '0') at++;
    if (text[at] >= '1' && text[at] <= '9') *digits = text[at++] - '0';
    return text[at] == 'd' ? at + 1 : 0;
}

un_Status un_pattern_of(const char *path, un_Pattern *pattern, un_Error *error) {
    *pattern = (un_Pattern){0};
    for (const char *at = name_of(path); *at; at++) {
        int digits;
        size_t length = number_at(at, &digits);
        if (length == 0) continue;
        if (pattern->numbered)
            return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0, _("found two numbers in '%s', valid: one, as in lab-%%04d.png"), path);
        *pattern = (un_Pattern){true, (size_t)(at - path), (size_t)(at - path) + length, digits};
    }
    return UN_OK;
}

bool un_pattern_path(const char *path, const un_Pattern *pattern, int number, char *out, size_t size) {
    int length = snprintf(out, size, "%.*s%0*d%s", (int)pattern->start, path, pattern->digits, number, path + pattern->end);
    return length >= 0 && (size_t)length < size;
}
