/// A lesson's pages: slides, handouts. Part of `unroll render`.
#ifndef UN_CLI_BOOK_H
#define UN_CLI_BOOK_H

#include "cli/options.h"

/// Whether the flags ask for a lesson's pages and not for a picture of its run: a lesson, with a PDF, a number in the name, --stop or --as.
bool un_cli_is_book(const un_CliOptions *options);
/// Makes them. Returns the exit code.
int un_cli_book(const un_CliOptions *options);

#endif
