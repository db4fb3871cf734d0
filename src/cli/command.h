/// The table of commands: a new command is one file and one row.
#ifndef UN_CLI_COMMAND_H
#define UN_CLI_COMMAND_H

#include "cli/options.h"

typedef struct un_CliCommand {
    un_CliId id;
    const char *name;                         ///< "train"; NULL: the window, when no command is named
    const char *summary;                      ///< one line (catalogue keys, these and the next)
    const char *synopsis;                     ///< lines, without "unroll"
    const char *description;                  ///< paragraphs
    const char *examples;                     ///< lines
    int (*run)(const un_CliOptions *options); ///< returns the exit code
} un_CliCommand;

extern const un_CliCommand un_cli_commands[];
extern const int un_cli_command_count;

int un_cli_train(const un_CliOptions *options);
int un_cli_profile(const un_CliOptions *options);
int un_cli_measure(const un_CliOptions *options);
int un_cli_verify(const un_CliOptions *options);
int un_cli_render(const un_CliOptions *options);
int un_cli_spectrum(const un_CliOptions *options);
int un_cli_sweep(const un_CliOptions *options);
int un_cli_bench(const un_CliOptions *options);
int un_cli_generate(const un_CliOptions *options);
int un_cli_lesson(const un_CliOptions *options);
int un_cli_window(const un_CliOptions *options);

/// Prints the command's page (the window's row: the program's) to standard output. Returns the exit code.
int un_cli_help(const un_CliCommand *command);

#endif
