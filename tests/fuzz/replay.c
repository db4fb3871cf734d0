/// Runs a fuzz target without libFuzzer, so that every compiler and sanitizer sees the corpus: each file as it is, cut
/// off at up to CUTS places, and with up to CUTS of its bytes turned round. usage: replay FOLDER
#include "fuzz/fuzz.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CUTS = 64, FILE_MAX = 1 << 20 };

/// A copy of exactly size bytes, so that a sanitizer sees a read past the end.
static void run(const uint8_t *bytes, size_t size, size_t flip) {
    uint8_t *copy = malloc(size > 0 ? size : 1);
    if (!copy) abort();
    memcpy(copy, bytes, size);
    if (flip < size) copy[flip] = (uint8_t)~copy[flip];
    LLVMFuzzerTestOneInput(copy, size);
    free(copy);
}

static bool replay(const char *path, uint8_t *bytes) {
    FILE *file = fopen(path, "rb");
    if (!file) return false;
    size_t size = fread(bytes, 1, FILE_MAX, file);
    bool whole = !ferror(file) && size < FILE_MAX;
    fclose(file);
    if (!whole) return false;
    run(bytes, size, size);
    size_t stride = size / CUTS + 1;
    for (size_t at = 0; at < size; at += stride) {
        run(bytes, at, at);
        run(bytes, size, at);
    }
    return true;
}

static int replay_folder(const char *folder, uint8_t *bytes) {
    DIR *directory = opendir(folder);
    if (!directory) {
        perror(folder);
        return EXIT_FAILURE;
    }
    int count = 0, result = EXIT_SUCCESS;
    for (struct dirent *entry = readdir(directory); entry; entry = readdir(directory)) {
        if (entry->d_name[0] == '.') continue;
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (!replay(path, bytes)) {
            perror(path);
            result = EXIT_FAILURE;
        }
        count++;
    }
    closedir(directory);
    printf("%d files replayed\n", count);
    return count > 0 ? result : EXIT_FAILURE;
}

int main(int argc, char **argv) {
    if (argc != 2) {
        fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
        return 2;
    }
    uint8_t *bytes = malloc(FILE_MAX);
    if (!bytes) return EXIT_FAILURE;
    int result = replay_folder(argv[1], bytes);
    free(bytes);
    return result;
}
