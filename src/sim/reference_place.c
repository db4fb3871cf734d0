#include "sim/reference_case.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static const char *skip_space(const char *p) {
    return p + strspn(p, " \t\r\n");
}

/// p at an opening quote; past the closing one.
static const char *skip_string(const char *p) {
    for (p++; *p && *p != '"'; p++) {
        if (*p == '\\' && p[1]) p++;
    }
    return *p ? p + 1 : p;
}

static const char *skip_value(const char *p) {
    int depth = 0;
    do {
        if (*p == '"') {
            p = skip_string(p);
            continue;
        }
        if (*p == '[' || *p == '{') depth++;
        if (*p == ']' || *p == '}') depth--;
        if (depth < 0) return p;
        p++;
    } while (*p && (depth > 0 || !strchr(",]} \t\r\n", *p)));
    return p;
}

/// The member of the object, or the element of the array, at p; p itself when there is no such thing (a missing key).
static const char *find_child(const char *p, const char *name, size_t length) {
    const char *start = p;
    bool object = *p == '{';
    long index = object ? 0 : strtol(name, NULL, 10);
    if (!object && *p != '[') return start;
    for (p = skip_space(p + 1); *p && *p != ']' && *p != '}'; p = skip_space(p)) {
        bool found = index-- == 0;
        if (object) {
            const char *key = p + 1;
            p = skip_string(p);
            found = (size_t)(p - 1 - key) == length && memcmp(key, name, length) == 0;
            p = skip_space(skip_space(p) + 1); // past the colon
        }
        if (found) return p;
        p = skip_space(skip_value(p));
        if (*p == ',') p++;
    }
    return start;
}

void un_reference_place(const char *text, const char *path, int *line, int *column) {
    const char *p = skip_space(text);
    while (*path) {
        size_t length = strcspn(path, "/");
        p = find_child(p, path, length);
        path += length + (path[length] == '/');
    }
    *line = 1;
    *column = 1;
    for (const char *q = text; q < p; q++) {
        *column = *q == '\n' ? 1 : *column + 1;
        *line += *q == '\n';
    }
}
