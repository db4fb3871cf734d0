/// A lesson's pages: slides, handouts. Part of `unroll render`.
#ifndef UN_CLI_BOOK_H
#define UN_CLI_BOOK_H

#include "canvas/font.h"
#include "cli/options.h"
#include "lesson/lesson.h"

/// Whether the flags ask for a lesson's pages and not for a picture of its run: a lesson, with a PDF, a number in the name, --stop or --as.
bool un_cli_is_book(const un_CliOptions *options);
/// A lesson and its text, malloc'ed with a final 0; the caller frees both. Errors: as un_lesson_load; returns NULL, *text untouched.
un_Lesson *un_cli_book_load(const char *path, char **text, un_Error *error);
/// The pages of a loaded lesson as the flags say, to options->output. text: the lesson's
/// own, which lies inside. Errors: UN_ERROR_VALUE (of the path), UN_ERROR_FILE, UN_ERROR_MEMORY.
un_Status un_cli_book_print(const un_CliOptions *options, const un_Lesson *lesson, const char *text, const un_Fonts *fonts, un_Error *error);
/// `render --all LESSON... --out DIR`: a folder a lesson with its deck, its handouts and, if wanted, its pages as pictures; what is up to
/// date is left. Returns the exit code.
int un_cli_book_all(const un_CliOptions *options);
/// Makes them. Returns the exit code.
int un_cli_book(const un_CliOptions *options);

#endif
