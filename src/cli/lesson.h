/// The parts of `unroll lesson`.
#ifndef UN_CLI_LESSON_H
#define UN_CLI_LESSON_H

#include "cli/options.h"

/// A lesson as plain text, stop by stop. Returns the exit code.
int un_cli_lesson_show(const un_CliOptions *options, const char *path);
/// The scripted learners' logs. Returns the exit code: 1 when something does not hold.
int un_cli_lesson_play(const un_CliOptions *options, int count, char *const *path);
/// What a learner answered and measured in the lesson, to --output. Returns the exit code.
int un_cli_lesson_report(const un_CliOptions *options, const char *path);

#endif
