#include "cli/book.h"

#include "base/catalog.h"
#include "base/hash.h"
#include "cli/output.h"
#include "export/fonts.h"
#include "platform/file.h"
#include "platform/path.h"
#include "platform/process.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATH = 4096, STAMP = 64, PROGRAM_MAX = 1 << 28 };

typedef struct Batch {
    const un_CliOptions *options;
    uint64_t program; ///< hash of the program's own file: another program may draw another picture
    un_Fonts *fonts;
    int made, left, failed;
} Batch;

/// What is made of each lesson.
static const struct {
    int as;
    const char *file;
} works[] = {{UN_CLI_DECK, "deck.pdf"}, {UN_CLI_HANDOUT, "handout.pdf"}, {UN_CLI_ANSWERS, "answers.pdf"}};
enum { WORKS = sizeof works / sizeof *works };

/// "OUT/05-vanishing"; of lessons/de/05-vanishing.md "OUT/05-vanishing-de", as folders of two letters are languages (lesson/shelf.h).
static bool folder_of(const Batch *batch, const char *path, char *out, size_t size) {
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    int length = (int)(strlen(name) > 3 ? strlen(name) - 3 : strlen(name));
    bool language = slash && slash - path >= 2 && (slash - path == 2 || slash[-3] == '/') && islower((unsigned char)slash[-1]) && islower((unsigned char)slash[-2]);
    return snprintf(out, size, "%s/%.*s%s%.*s", batch->options->book.out, length, name, language ? "-" : "", language ? 2 : 0, language ? slash - 2 : "") < (int)size;
}

/// Same lesson, same program, same flags: same hash.
static un_Status stamp_of(const Batch *batch, const char *path, char stamp[STAMP], un_Error *error) {
    const un_CliBook *book = &batch->options->book;
    char *text;
    size_t size;
    un_Status status = un_file_read(path, UN_LESSON_BYTES_MAX, &text, &size, error);
    if (status) return status;
    uint64_t hash = un_hash_bytes(un_hash_u64(UN_HASH_START, batch->program), text, size);
    const int64_t flags[] = {book->aspect, book->notes, book->phase, book->pictures, batch->options->theme, batch->options->width, batch->options->picture.bare};
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        hash = un_hash_u64(hash, (uint64_t)flags[i]);
    snprintf(stamp, STAMP, "%016" PRIx64 "\n", hash);
    free(text);
    return UN_OK;
}

static bool is_up_to_date(const char *folder, const char *stamp) {
    char path[PATH], *text;
    size_t size;
    bool same;
    for (int i = 0; i < WORKS; i++) {
        snprintf(path, sizeof path, "%.4000s/%s", folder, works[i].file);
        if (!un_file_exists(path)) return false;
    }
    snprintf(path, sizeof path, "%.4000s/made", folder);
    if (!un_file_exists(path) || un_file_read(path, STAMP, &text, &size, NULL)) return false;
    same = size == strlen(stamp) && memcmp(text, stamp, size) == 0;
    free(text);
    return same;
}

static un_Status print_one(const Batch *batch, const un_Lesson *lesson, const char *text, int as, const char *folder, const char *file, un_Error *error) {
    un_CliOptions options = *batch->options;
    char path[PATH];
    snprintf(path, sizeof path, "%.4000s/%s", folder, file);
    options.output = path;
    options.force = true; // the folder is the batch's own
    options.book.as = as;
    options.book.stop = 0;
    return un_cli_book_print(&options, lesson, text, batch->fonts, error);
}

static un_Status make_lesson(const Batch *batch, const char *path, const char *folder, const char *stamp, un_Error *error) {
    char made[PATH], *text = NULL;
    un_Lesson *lesson = un_cli_book_load(path, &text, error);
    if (!lesson) return error->code;
    un_Status status = un_lesson_stop_count(lesson) > 0 ? un_file_make_folder(folder, error)
                                                        : un_error_set(error, UN_ERROR_FILE, path, 0, 0, "%s", _("found no stops, valid: a lesson with ## stops"));
    for (int i = 0; i < WORKS && !status; i++)
        status = print_one(batch, lesson, text, works[i].as, folder, works[i].file, error);
    if (!status && batch->options->book.pictures)
        status = print_one(batch, lesson, text, UN_CLI_DECK, folder, batch->options->book.pictures == 1 ? "page-%02d.svg" : "page-%02d.png", error);
    un_lesson_destroy(lesson);
    free(text);
    snprintf(made, sizeof made, "%.4000s/made", folder);
    return status ? status : un_file_write(made, stamp, strlen(stamp), error);
}

static bool run(void *data, int index, char reply[UN_PROCESS_REPLY]) {
    Batch *batch = data;
    const char *path = batch->options->file[index];
    char folder[PATH], stamp[STAMP];
    un_Error error;
    un_Status status = folder_of(batch, path, folder, sizeof folder)
                           ? stamp_of(batch, path, stamp, &error)
                           : un_error_set(&error, UN_ERROR_VALUE, NULL, 0, 0, "%s", _("the name is too long"));
    snprintf(reply, UN_PROCESS_REPLY, "left");
    if (!status && !batch->options->force && is_up_to_date(folder, stamp)) return true;
    snprintf(reply, UN_PROCESS_REPLY, "made");
    if (!status) status = make_lesson(batch, path, folder, stamp, &error);
    if (status) un_cli_fail(&error);
    return status == UN_OK;
}

static bool done(void *data, int index, const char *reply) {
    Batch *batch = data;
    const char *path = batch->options->file[index];
    batch->failed += !reply;
    batch->made += reply && strcmp(reply, "made") == 0;
    batch->left += reply && strcmp(reply, "left") == 0;
    if (reply) printf("%s: %s\n", path, strcmp(reply, "made") == 0 ? _("made") : _("up to date"));
    fflush(stdout);
    return true;
}

static void interrupted(void *data) {
    const Batch *batch = data;
    fprintf(stderr, _("unroll: stopped with %d of %d lessons done\n"), batch->made + batch->left, batch->options->file_count);
}

static un_Status begin(Batch *batch, un_Error *error) {
    char path[PATH], *program;
    size_t size;
    if (!batch->options->book.out)
        return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0, "%s", _("--out: found no folder, valid: --all LESSON... --out DIR"));
    if (batch->options->file_count == 0)
        return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0, "%s", _("--all: found no lesson, valid: --all LESSON... --out DIR"));
    if (!un_path_beside_binary("unroll", path, sizeof path) || un_file_read(path, PROGRAM_MAX, &program, &size, error)) return UN_ERROR_FILE;
    batch->program = un_hash_bytes(UN_HASH_START, program, size);
    free(program);
    un_Status status = un_file_make_folder(batch->options->book.out, error);
    if (status) return status;
    batch->fonts = un_fonts_load(error);
    return batch->fonts ? UN_OK : UN_ERROR_FILE;
}

int un_cli_book_all(const un_CliOptions *options) {
    un_Error error;
    Batch batch = {.options = options};
    un_Status status = begin(&batch, &error);
    un_ProcessWork work = {.count = options->file_count, .at_once = (int)options->book.jobs, .run = run, .done = done, .interrupted = interrupted, .data = &batch};
    if (!status) status = un_process_run(&work, &error);
    if (batch.fonts) un_fonts_destroy(batch.fonts);
    if (status) return un_cli_fail(&error);
    printf(_("%d made, %d up to date, %d failed\n"), batch.made, batch.left, batch.failed);
    return batch.failed || !un_cli_flush() ? UN_EXIT_SYSTEM : UN_EXIT_DONE;
}
