/// What a sweep shows of its results.
#ifndef UN_CLI_SWEEP_PRINT_H
#define UN_CLI_SWEEP_PRINT_H

#include "sim/sweep.h"

#include <stdbool.h>

/// Prints how many seeds of how many solved the task, a line a lane and a column a lag, with the median update. Lanes in
/// the order of the experiment (NULL: none), then of their names. The table is ordered. False: no memory.
bool un_cli_print_sweep(const un_SweepTable *table, const un_Experiment *experiment);

/// Prints text as one word of a shell's line.
void un_cli_print_shell(const char *text);

#endif
