/// The program `unroll`.
#include "cli/command.h"
#include "cli/output.h"

#include "platform/clock.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

static const un_CliCommand *find_command(const char *name) {
    for (int i = 0; i < un_cli_command_count; i++) {
        const char *other = un_cli_commands[i].name;
        if (other && strcmp(other, name) == 0) return &un_cli_commands[i];
    }
    return NULL;
}

static int run(int count, char **arguments) {
    double start = un_clock_seconds();
    const un_CliCommand *command = count > 1 ? find_command(arguments[1]) : NULL;
    int skip = command ? 2 : 1;
    if (!command) command = &un_cli_commands[0];
    un_CliOptions options;
    un_Error error;
    if (un_cli_read_options(&options, command->id, count - skip, arguments + skip, &error)) return un_cli_fail(&error);
    options.start_s = start;
    options.program = count > 0 ? arguments[0] : "unroll";
    int code;
    if (options.help) {
        code = un_cli_help(command);
    } else if (options.version) {
        printf("unroll %s\n", UNROLL_VERSION);
        code = un_cli_flush() ? UN_EXIT_DONE : UN_EXIT_SYSTEM;
    } else {
        code = command->run(&options);
    }
    un_cli_free_options(&options);
    return code;
}

int main(int count, char **arguments) {
    // A closed pipe and a file that may not grow shall be exit codes, not signals.
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    return run(count > 0 ? count : 1, arguments);
}
