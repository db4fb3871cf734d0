/// `unroll lesson`: which lessons there are, what one says, what is wrong with it, and whether it holds.
#include "cli/lesson.h"

#include "cli/command.h"
#include "cli/output.h"

#include "base/catalog.h"
#include "lesson/shelf.h"
#include "platform/file.h"
#include "sim/param.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Which lessons there are.

static void paths_text(unsigned paths, char *out, size_t size) {
    size_t used = 0;
    out[0] = 0;
    for (int i = 0; i < UN_PATH_COUNT && used < size; i++) {
        if (paths & 1u << i) used += (size_t)snprintf(out + used, size - used, "%s%s", used ? ", " : "", un_path_name[i]);
    }
}

static json_t *lesson_json(const un_ShelfLesson *lesson) {
    json_t *object = json_object(), *paths = json_array();
    for (int i = 0; i < UN_PATH_COUNT; i++) {
        if (lesson->paths & 1u << i) json_array_append_new(paths, json_string(un_path_name[i]));
    }
    json_object_set_new(object, "path", json_string(lesson->path));
    json_object_set_new(object, "number", un_cli_json_count(lesson->number));
    json_object_set_new(object, "title", json_string(lesson->title));
    json_object_set_new(object, "level", json_string(un_level_name[lesson->level]));
    json_object_set_new(object, "minutes", json_integer(lesson->minutes));
    json_object_set_new(object, "language", json_string(lesson->language));
    json_object_set_new(object, "paths", paths);
    json_object_set_new(object, "stops", json_integer(lesson->stop_count));
    return object;
}

static void print_lesson(const un_ShelfLesson *lesson) {
    char number[16] = "", minutes[32] = "", paths[96];
    if (lesson->number >= 0) snprintf(number, sizeof number, "%d", lesson->number);
    if (lesson->minutes > 0) snprintf(minutes, sizeof minutes, _("%d min"), lesson->minutes);
    paths_text(lesson->paths, paths, sizeof paths);
    un_cli_print_cell(number, 4);
    un_cli_print_cell(lesson->title, 44);
    printf(" ");
    un_cli_print_cell(un_level_name[lesson->level], 13);
    un_cli_print_cell(minutes, 8);
    un_cli_print_cell(lesson->language, 4);
    printf("%s\n", paths);
}

/// Broken files are told on standard error; the others stand.
static int list(const un_CliOptions *options, int count, char *const *folder) {
    char usual[4096];
    un_Error error;
    if (count > 1) {
        un_error_set(&error, UN_ERROR_VALUE, NULL, 0, 0, _("lesson list: found %d folders, valid: one, or none"), count);
        return un_cli_fail(&error);
    }
    if (count == 0 && !un_shelf_folder(usual, sizeof usual)) usual[0] = 0;
    un_Shelf *shelf = un_shelf_open(count ? folder[0] : usual, &error);
    if (!shelf) return un_cli_fail(&error);
    int code = UN_EXIT_DONE;
    for (int i = 0; i < shelf->count; i++) {
        const un_ShelfLesson *lesson = &shelf->lesson[i];
        if (lesson->broken) {
            code = un_cli_fail(&lesson->error);
        } else if (options->json) {
            if (!un_cli_print_json(lesson_json(lesson))) code = UN_EXIT_SYSTEM;
        } else {
            print_lesson(lesson);
        }
    }
    un_shelf_destroy(shelf);
    return un_cli_flush() ? code : UN_EXIT_SYSTEM;
}

// What is wrong with one.

typedef struct Check {
    const un_CliOptions *options;
    int warnings;
} Check;

static void tell(void *context, bool warning, const un_Error *error) {
    Check *check = context;
    char text[1200];
    const char *kind = warning ? "warning" : "error";
    check->warnings += warning;
    if (check->options->json) {
        json_t *object = json_object();
        json_object_set_new(object, "file", json_string(error->file));
        json_object_set_new(object, "line", json_integer(error->line));
        json_object_set_new(object, "column", json_integer(error->column));
        json_object_set_new(object, "kind", json_string(kind));
        json_object_set_new(object, "message", json_string(error->message));
        un_cli_print_json(object);
        return;
    }
    un_Error place = *error;
    snprintf(place.message, sizeof place.message, "%s: %.700s", kind, error->message);
    un_error_text(&place, text, sizeof text);
    for (char *c = text; *c; c++) {
        if ((unsigned char)*c < 0x20 || *c == 0x7f) *c = '?';
    }
    puts(text);
}

static int check(const un_CliOptions *options, int count, char *const *path) {
    Check at = {.options = options};
    int errors = 0;
    un_Error error;
    for (int i = 0; i < count; i++) {
        char *text;
        size_t size;
        if (un_file_read(path[i], UN_LESSON_BYTES_MAX, &text, &size, &error)) return un_cli_fail(&error);
        errors += un_lesson_check(text, size, path[i], tell, &at);
        free(text);
    }
    if (!options->json) printf(_("%d lessons: %d errors, %d warnings\n"), count, errors, at.warnings);
    if (!un_cli_flush()) return UN_EXIT_SYSTEM;
    return errors ? UN_EXIT_NO : UN_EXIT_DONE;
}

// The word after `lesson`.

static const char *const words[] = {"list", "show", "check", "play", "report", NULL};

static const char *next_word(const void *context, int index) {
    (void)context;
    return words[index];
}

static int refuse(const char *found) {
    char quoted[UN_PARAM_TEXT], valid[256];
    un_Error error;
    un_error_set(&error, UN_ERROR_VALUE, NULL, 0, 0, _("lesson: found '%s', valid: %s"), un_param_quote(found, quoted, sizeof quoted),
                 un_param_suggest(found, next_word, NULL, valid, sizeof valid));
    return un_cli_fail(&error);
}

static int refuse_files(const char *word, int found, const char *valid) {
    un_Error error;
    un_error_set(&error, UN_ERROR_VALUE, NULL, 0, 0, _("lesson %s: found %d files, valid: %s"), word, found, valid);
    return un_cli_fail(&error);
}

int un_cli_lesson(const un_CliOptions *options) {
    const char *word = options->file_count > 0 ? options->file[0] : "";
    int count = options->file_count - 1;
    char *const *path = options->file + 1;
    if (strcmp(word, "list") == 0) return list(options, count, path);
    if (strcmp(word, "show") == 0) return count == 1 ? un_cli_lesson_show(options, path[0]) : refuse_files(word, count, _("one"));
    if (strcmp(word, "check") == 0) return count > 0 ? check(options, count, path) : refuse_files(word, count, _("one or more"));
    if (strcmp(word, "play") == 0)
        return count > 0 ? un_cli_lesson_play(options, count, path) : refuse_files(word, count, _("one or more"));
    if (strcmp(word, "report") == 0) return count == 1 ? un_cli_lesson_report(options, path[0]) : refuse_files(word, count, _("one"));
    return refuse(word);
}
