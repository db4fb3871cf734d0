#include "sim/profile.h"

#include "cli/command.h"
#include "cli/output.h"

#include "base/catalog.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static void print_lane(const un_Experiment *experiment, int lane, int distances, const double *dh, const double *dc) {
    char name[UN_LANE_NAME];
    un_experiment_lane_name(experiment, lane, name, sizeof name);
    double none = (double)NAN;
    for (int distance = 0; distance < distances; distance++) {
        un_cli_print_field(name);
        printf(",%" PRIu64 ",%d", experiment->seed, distance);
        un_cli_print_number(dh[distance]);
        un_cli_print_number(dc ? dc[distance] : none);
        un_cli_print_number(dh[0] > 0 ? dh[distance] / dh[0] : none);
        un_cli_print_number(dc && dc[0] > 0 ? dc[distance] / dc[0] : none);
        putchar('\n');
    }
}

static int profile_seed(const un_CliOptions *options, const un_Experiment *experiment, double *dh, double *dc) {
    bool first = experiment->seed == options->experiment.seed;
    un_Error error;
    un_Trainer *trainer = un_trainer_create(experiment, NULL, &error);
    if (!trainer) return un_cli_fail(&error);
    bool at_end = options->at == 1;
    if (at_end) un_trainer_slice(trainer, experiment->updates, (double)INFINITY);
    int distances, code = un_cli_add_holds(options, trainer, &error) ? un_cli_fail(&error) : UN_EXIT_DONE;
    for (int lane = 0; lane < experiment->lane_count && code == UN_EXIT_DONE; lane++) {
        bool cell_state = un_cell_info(experiment->lane[lane].cell)->has_cell_state;
        if (un_profile_measure(trainer, lane, (int)options->sequences, dh, dc, &distances, &error)) {
            code = un_cli_fail(&error);
        } else {
            // Not before there is something under it: a failure leaves standard output empty.
            if (first && lane == 0) puts("lane,seed,distance,dL_dh,dL_dc,ratio_dh,ratio_dc");
            print_lane(experiment, lane, distances, dh, cell_state ? dc : NULL);
        }
    }
    un_trainer_destroy(trainer);
    return code == UN_EXIT_DONE && !un_cli_flush() ? UN_EXIT_SYSTEM : code;
}

/// The trainer and the largest lane's trace in double, before anything is printed.
static un_Status check_memory(const un_CliOptions *options, un_Error *error) {
    double most = 0;
    for (int i = 0; i < options->experiment.lane_count; i++) {
        double own = un_profile_memory(&options->experiment, i);
        if (own > most) most = own;
    }
    return un_experiment_check_memory(un_experiment_memory(&options->experiment) + most, options->max_memory, error);
}

int un_cli_profile(const un_CliOptions *options) {
    un_Error error;
    if (check_memory(options, &error)) return un_cli_fail(&error);
    size_t T = (size_t)un_task_steps(&options->experiment.task);
    double *dh = calloc(T, sizeof *dh), *dc = calloc(T, sizeof *dc);
    int code = UN_EXIT_DONE;
    if (!dh || !dc) {
        un_error_set(&error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("not enough memory"));
        code = un_cli_fail(&error);
    }
    for (int64_t i = 0; i < options->seeds && code == UN_EXIT_DONE; i++) {
        un_Experiment experiment = options->experiment;
        experiment.seed += (uint64_t)i;
        code = profile_seed(options, &experiment, dh, dc);
    }
    free(dh);
    free(dc);
    return code;
}
