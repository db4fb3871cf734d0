#include "cli/book.h"

#include "base/catalog.h"
#include "book/deck.h"
#include "book/handout.h"
#include "cli/output.h"
#include "export/fonts.h"
#include "lesson/lesson.h"
#include "platform/file.h"

#include <stdlib.h>
#include <string.h>

static const char *base_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

bool un_cli_is_book(const un_CliOptions *options) {
    const char *path = options->experiment_path;
    un_Format format = UN_FORMAT_PNG;
    un_Pattern pattern = {0};
    un_Error ignored;
    if (!path || options->from_picture || !un_lesson_is_path(path) || !options->output) return false;
    if (options->book.stop > 0 || options->book.as >= 0) return true;
    if (options->picture.before >= 0 || options->view || options->select || options->time >= 0 || options->update >= 0) return false;
    if (un_format_of(options->output, &format, &ignored) || un_pattern_of(options->output, &pattern, &ignored)) return false;
    return format == UN_FORMAT_PDF || (pattern.numbered && (format == UN_FORMAT_PNG || format == UN_FORMAT_SVG));
}

static un_Status make(const un_CliOptions *options, const un_Lesson *lesson, int as, un_Press *press, const un_Fonts *fonts, un_Error *error) {
    if (as != UN_CLI_DECK) {
        un_HandoutDef handout = {.fonts = fonts, .answers = as == UN_CLI_ANSWERS, .max_memory = options->max_memory};
        return un_handout_make(&handout, lesson, press, error);
    }
    un_DeckDef deck = {.slide = {.width = options->book.aspect == 0 ? UN_SLIDE_WIDE : UN_SLIDE_NARROW,
                                 .theme = options->theme == UN_THEME_DARK ? UN_THEME_DARK : UN_THEME_PRINT,
                                 .fonts = fonts},
                       .notes = options->book.notes,
                       .asked = options->book.phase != UN_CLI_TOLD,
                       .told = options->book.phase != UN_CLI_ASK,
                       .stop = (int)options->book.stop - 1,
                       .max_memory = options->max_memory};
    return un_deck_make(&deck, lesson, press, error);
}

static un_Status check(const un_CliOptions *options, const un_Lesson *lesson, un_Error *error) {
    int stops = un_lesson_stop_count(lesson);
    if (stops == 0)
        return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0, _("%s: found no stops, valid: a lesson with ## stops (docs/WRITING-LESSONS.md)"),
                            options->experiment_path);
    if (options->book.stop > stops)
        return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0, _("--stop: found '%d', valid: 1..%d"), (int)options->book.stop, stops);
    return UN_OK;
}

/// Pixels a point: as wide as --size says, else 1920 for slides and 2 for paper.
static float pixels_of(const un_CliOptions *options, int as) {
    float width = as != UN_CLI_DECK ? 595.28f : options->book.aspect == 0 ? UN_SLIDE_WIDE : UN_SLIDE_NARROW;
    return options->width ? (float)options->width / width : 2;
}

un_Status un_cli_book_print(const un_CliOptions *options, const un_Lesson *lesson, const char *text, const un_Fonts *fonts, un_Error *error) {
    int as = options->book.as;
    if (as < 0) as = strncmp(base_name(options->output), "handout", 7) == 0 ? UN_CLI_HANDOUT : UN_CLI_DECK;
    bool asks = options->book.stop > 0 && un_lesson_stop(lesson, (int)options->book.stop - 1)->question.kind != UN_QUESTION_NONE;
    un_PressDef def = {.fonts = fonts,
                       .path = options->output,
                       .title = un_lesson_title(lesson),
                       .pixels = pixels_of(options, as),
                       .force = options->force,
                       .attached = as == UN_CLI_HANDOUT || options->book.stop > 0 ? NULL : text, // a class gets no answers with its sheet
                       .bare = options->picture.bare,
                       .single = as != UN_CLI_DECK || (options->book.stop > 0 && !options->book.notes && (!asks || options->book.phase != UN_CLI_BOTH))};
    un_Press *press = un_press_create(&def, error);
    if (!press) return error->code;
    un_Status status = make(options, lesson, as, press, fonts, error);
    if (!status) status = un_press_finish(press, error);
    un_press_destroy(press);
    return status;
}

un_Lesson *un_cli_book_load(const char *path, char **text, un_Error *error) {
    char *read = NULL;
    size_t size = 0;
    if (un_file_read(path, UN_LESSON_BYTES_MAX, &read, &size, error)) return NULL;
    un_Lesson *lesson = un_lesson_parse(read, size, path, error);
    if (!lesson) {
        free(read);
        return NULL;
    }
    *text = read;
    return lesson;
}

int un_cli_book(const un_CliOptions *options) {
    un_Error error;
    char *text = NULL;
    un_Lesson *lesson = un_cli_book_load(options->experiment_path, &text, &error);
    if (!lesson) return un_cli_fail(&error);
    un_Status status = check(options, lesson, &error);
    if (status) {
        un_lesson_destroy(lesson);
        free(text);
        return un_cli_fail(&error);
    }
    un_Fonts *fonts = un_fonts_load(&error);
    un_Error cause;
    status = fonts ? un_cli_book_print(options, lesson, text, fonts, &cause) : UN_ERROR_FILE;
    if (fonts) un_fonts_destroy(fonts);
    un_lesson_destroy(lesson);
    free(text);
    if (status == UN_OK) return UN_EXIT_DONE;
    if (!fonts) return un_cli_fail(&error);
    if (status != UN_ERROR_VALUE) return un_cli_fail(&cause);
    un_error_set(&error, UN_ERROR_VALUE, NULL, 0, 0, "-o: %.700s", cause.message);
    return un_cli_fail(&error);
}
