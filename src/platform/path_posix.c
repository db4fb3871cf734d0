#include "platform/path.h"

#include "platform/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool un_path_beside_binary(const char *name, char *out, size_t size) {
    char binary[4096];
    ssize_t length = readlink("/proc/self/exe", binary, sizeof binary);
    if (length <= 0 || (size_t)length >= sizeof binary) return false;
    binary[length] = 0;
    char *slash = strrchr(binary, '/');
    if (!slash) return false;
    slash[1] = 0;
    int written = snprintf(out, size, "%s%s", binary, name);
    return written >= 0 && (size_t)written < size;
}

bool un_path_data(const char *name, char *out, size_t size) {
    const char *folder = getenv("UNROLL_DATA");
    char relative[256];
    bool own = folder && folder[0];
    int written =
        own ? snprintf(out, size, "%s/%s", folder, name) : snprintf(relative, sizeof relative, "data/%s", name);
    if (written < 0 || (size_t)written >= (own ? size : sizeof relative)) return false;
    return own || un_path_beside_binary(relative, out, size);
}

bool un_path_user(const char *name, char *out, size_t size) {
    const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
    int written = -1;
    if (data && data[0] == '/')
        written = snprintf(out, size, "%s/unroll/%s", data, name);
    else if (home && home[0] == '/')
        written = snprintf(out, size, "%s/.local/share/unroll/%s", home, name);
    return written >= 0 && (size_t)written < size;
}

static bool usable_folder(const char *folder) {
    struct stat status;
    return stat(folder, &status) == 0 && S_ISDIR(status.st_mode) && access(folder, W_OK | X_OK) == 0;
}

/// The folder for pictures with a final slash, or "" for the working folder.
static void picture_folder(char *out, size_t size) {
    const char *pictures = getenv("XDG_PICTURES_DIR"), *home = getenv("HOME");
    int length = -1;
    if (pictures && pictures[0] == '/' && usable_folder(pictures)) {
        length = snprintf(out, size, "%s/", pictures);
    } else if (home && home[0] == '/') {
        length = snprintf(out, size, "%s/Pictures", home);
        if (length > 0 && (size_t)length < size && usable_folder(out)) {
            length = snprintf(out, size, "%s/Pictures/", home);
        } else {
            length = -1;
        }
    }
    if (length < 0 || (size_t)length >= size) out[0] = 0;
}

bool un_path_new_picture(int update, char *out, size_t size) {
    return un_path_new_file(update, ".png", out, size);
}

bool un_path_new_file(int update, const char *end, char *out, size_t size) {
    enum { TRIES = 10000 };
    char folder[2048];
    picture_folder(folder, sizeof folder);
    for (int number = 1; number < TRIES; number++) {
        char suffix[16] = "";
        if (number > 1) snprintf(suffix, sizeof suffix, "-%d", number);
        int length = snprintf(out, size, "%sunroll-%d%s%s", folder, update, suffix, end);
        if (length < 0 || (size_t)length >= size) return false;
        if (!un_file_exists(out)) return true;
    }
    return false;
}
