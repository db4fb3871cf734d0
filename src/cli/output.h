/// Standard output and standard error, with the discipline of CLI.md.
#ifndef UN_CLI_OUTPUT_H
#define UN_CLI_OUTPUT_H

#include "base/error.h"

#include <jansson.h>
#include <stdbool.h>

enum { UN_EXIT_DONE = 0, UN_EXIT_NO = 1, UN_EXIT_USAGE = 2, UN_EXIT_SYSTEM = 3 };

/// Prints "unroll: file:line:column: message" as one line on standard error. Returns the exit code that belongs to it.
int un_cli_fail(const un_Error *error);

/// Pushes standard output out. False (and a line on standard error): it cannot be written, the exit code is
/// UN_EXIT_SYSTEM.
bool un_cli_flush(void);

/// Prints the object on one line and frees it. False: as un_cli_flush.
bool un_cli_print_json(json_t *object);
/// A JSON number, or null where value is not finite.
json_t *un_cli_json_real(double value);
/// A JSON integer, or null where value is negative (not yet, never).
json_t *un_cli_json_count(long long value);

/// Prints text and blanks up to width characters (not bytes).
void un_cli_print_cell(const char *text, int width);
/// Prints each line of text behind an indent.
void un_cli_print_lines(const char *text, const char *indent);
/// Prints a field of CSV, in quotes where it needs them (RFC 4180).
void un_cli_print_field(const char *text);
/// Prints ",value", or "," where value is not finite.
void un_cli_print_number(double value);

#endif
