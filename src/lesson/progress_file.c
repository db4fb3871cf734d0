#include "lesson/progress_file.h"

#include "base/utf8.h"
#include "lesson/progress.h"
#include "platform/file.h"
#include "platform/path.h"

#include <stdio.h>
#include <string.h>

static const char suffix[] = ".json";

static bool stands_for_itself(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

static int hexadecimal(char c) {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool un_profile_is_name(const char *name) {
    size_t size = strlen(name), at = 0;
    if (size == 0 || size > UN_PROFILE_MAX || name[0] == ' ' || name[size - 1] == ' ') return false;
    while (at < size) {
        uint32_t code;
        size_t bytes = un_utf8_decode(name + at, size - at, &code);
        if (bytes == 0 || !un_utf8_is_text(code) || code < ' ') return false;
        at += bytes;
    }
    return true;
}

bool un_progress_path(const char *profile, char out[UN_PROGRESS_PATH]) {
    char name[16 + 3 * UN_PROFILE_MAX + sizeof suffix];
    size_t used = (size_t)snprintf(name, sizeof name, "progress/");
    for (const char *c = profile; *c; c++) {
        const char *form = stands_for_itself(*c) ? "%c" : "%%%02X";
        used += (size_t)snprintf(name + used, sizeof name - used, form, (unsigned char)*c);
    }
    snprintf(name + used, sizeof name - used, "%s", suffix);
    return un_path_user(name, out, UN_PROGRESS_PATH);
}

/// The profile of a file's name. False: it is none of ours.
static bool decode(const char *path, char out[UN_PROFILE_MAX + 1]) {
    const char *slash = strrchr(path, '/'), *c = slash ? slash + 1 : path;
    size_t used = 0;
    for (; *c && strcmp(c, suffix) != 0; c++) {
        int high = *c == '%' ? hexadecimal(c[1]) : -1, low = high >= 0 ? hexadecimal(c[2]) : -1;
        bool coded = low >= 0;
        if (used == UN_PROFILE_MAX || (!coded && !stands_for_itself(*c))) return false;
        out[used++] = coded ? (char)(high * 16 + low) : *c;
        c += coded ? 2 : 0;
    }
    out[used] = 0;
    return *c && un_profile_is_name(out);
}

int un_profile_list(char name[UN_PROFILES_MAX][UN_PROFILE_MAX + 1]) {
    char folder[UN_PROGRESS_PATH];
    un_FileNames files = {0};
    int count = 0;
    if (!un_path_user("progress", folder, sizeof folder) || un_file_list(folder, suffix, &files, NULL)) return 0;
    for (int i = 0; i < files.count && count < UN_PROFILES_MAX; i++) {
        count += decode(files.path[i], name[count]);
    }
    un_file_names_free(&files);
    return count;
}
