/// `unroll sweep`: one run for each lane, lag and seed, in processes of its own, the results in a CSV file that can be
/// gone on with. Only whole lines count: whatever ends the program, what is in the file is done.
#include "sim/sweep.h"

#include "cli/command.h"
#include "cli/output.h"
#include "cli/sweep_print.h"

#include "base/catalog.h"
#include "base/number.h"
#include "platform/clock.h"
#include "platform/file.h"
#include "platform/process.h"
#include "sim/param.h"
#include "sim/trainer.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATH_ROOM = 4096 };

/// One run.
typedef struct Job {
    int lane, length;
    uint64_t seed;
} Job;

typedef struct Sweep {
    const un_CliOptions *options;
    Job *job; ///< what is not in the table yet, in order
    int count, all;
    un_SweepTable table;
    un_FileLog *log; ///< NULL: without --csv
    int done, failed;
    un_Error error; ///< why `finish` stopped everything
    bool stopped;
} Sweep;

static un_Status no_memory(un_Error *error) {
    return un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("not enough memory"));
}

// Which runs.

static bool takes_lag(const un_CliOptions *options) {
    return un_task_info(options->experiment.task.task)->takes_lag;
}

/// --lags or --lengths, whichever the task takes; without it the experiment's own.
static un_Status find_lengths(const un_CliOptions *options, un_CliList *lengths, un_Error *error) {
    const un_CliSweep *given = &options->sweep;
    const un_CliList *right = takes_lag(options) ? &given->lags : &given->lengths,
                     *wrong = takes_lag(options) ? &given->lengths : &given->lags;
    const un_TaskDef *task = &options->experiment.task;
    if (wrong->count) {
        return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0, _("%s: found '%.0f', valid: task %s takes %s"),
                            takes_lag(options) ? "--lengths" : "--lags", wrong->item[0], un_task_info(task->task)->name,
                            takes_lag(options) ? "--lags" : "--lengths");
    }
    *lengths = *right;
    if (lengths->count == 0) *lengths = (un_CliList){.count = 1, .item = {takes_lag(options) ? task->lag : task->length}};
    for (int i = 0; i < lengths->count; i++) {
        un_Experiment experiment = options->experiment;
        un_task_set_length(&experiment.task, (int)lengths->item[i]);
        if (un_experiment_check(&experiment, options->max_memory, error)) return error->code;
    }
    return UN_OK;
}

static const char *lane_name(const Sweep *sweep, int lane, char out[UN_LANE_NAME]) {
    return un_experiment_lane_name(&sweep->options->experiment, lane, out, UN_LANE_NAME);
}

static un_Status find_lane(const un_CliOptions *options, int *only, un_Error *error) {
    *only = -1;
    if (!options->sweep.lane) return UN_OK;
    *only = un_experiment_find_lane(&options->experiment, options->sweep.lane);
    if (*only >= 0) return UN_OK;
    char found[UN_PARAM_TEXT], valid[UN_LANES_MAX * (UN_LANE_NAME + 2)], name[UN_LANE_NAME];
    size_t used = 0;
    for (int i = 0; i < options->experiment.lane_count; i++) {
        used += (size_t)snprintf(valid + used, sizeof valid - used, "%s%s", i ? ", " : "",
                                 un_experiment_lane_name(&options->experiment, i, name, sizeof name));
    }
    return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0, _("--lane: found '%s', valid: %s"),
                        un_param_quote(options->sweep.lane, found, sizeof found), valid);
}

static bool is_repeated(const un_CliList *list, int index) {
    for (int i = 0; i < index; i++) {
        if (list->item[i] == list->item[index]) return true;
    }
    return false;
}

/// Every run that the table does not have.
static un_Status find_jobs(Sweep *sweep, un_Error *error) {
    const un_CliOptions *options = sweep->options;
    un_CliList lengths;
    int only;
    if (find_lane(options, &only, error) || find_lengths(options, &lengths, error)) return error->code;
    int lanes = options->experiment.lane_count;
    sweep->job = calloc((size_t)lanes * (size_t)lengths.count * (size_t)options->seeds, sizeof *sweep->job);
    if (!sweep->job) return no_memory(error);
    for (int lane = 0; lane < lanes; lane++) {
        char name[UN_LANE_NAME];
        lane_name(sweep, lane, name);
        for (int i = 0; i < lengths.count && (only < 0 || lane == only); i++) {
            if (is_repeated(&lengths, i)) continue;
            for (int64_t k = 0; k < options->seeds; k++) {
                Job job = {lane, (int)lengths.item[i], options->experiment.seed + (uint64_t)k};
                sweep->all++;
                if (!un_sweep_find(&sweep->table, name, job.length, job.seed)) sweep->job[sweep->count++] = job;
            }
        }
    }
    return UN_OK;
}

/// The experiment of one run: one lane, under the name it has in company.
static un_Experiment job_experiment(const Sweep *sweep, const Job *job) {
    un_Experiment experiment = sweep->options->experiment;
    lane_name(sweep, job->lane, experiment.lane[0].name);
    char name[UN_LANE_NAME];
    memcpy(name, experiment.lane[0].name, sizeof name);
    experiment.lane[0] = experiment.lane[job->lane];
    memcpy(experiment.lane[0].name, name, sizeof name);
    experiment.lane_count = 1;
    experiment.seed = job->seed;
    un_task_set_length(&experiment.task, job->length);
    int kept = 0;
    for (int i = 0; i < experiment.edit_count; i++) {
        if (experiment.edit[i].lane != job->lane) continue;
        experiment.edit[kept] = experiment.edit[i];
        experiment.edit[kept++].lane = 0;
    }
    experiment.edit_count = kept;
    return experiment;
}

// The file.

/// "name.csv.yaml", "name.csv.d": what stands beside the results.
static un_Status beside(const char *path, const char *ending, char out[PATH_ROOM], un_Error *error) {
    int length = snprintf(out, PATH_ROOM, "%s%s", path, ending);
    if (length > 0 && length < PATH_ROOM) return UN_OK;
    return un_error_set(error, UN_ERROR_FILE, NULL, 0, 0, "%s", _("--csv: the name is too long"));
}

/// What all runs have in common, as YAML: without seed and lag, which are each run's own. NULL: no memory.
static char *write_settings(const un_Experiment *experiment) {
    un_Experiment common = *experiment;
    common.seed = un_default_experiment().seed;
    un_task_set_length(&common.task, un_task_info(common.task.task)->length_default);
    return un_experiment_write(&common);
}

/// A file of results belongs to one set of settings, which stand beside it: rows of two would look alike.
static un_Status check_settings(const Sweep *sweep, un_Error *error) {
    char path[PATH_ROOM];
    if (beside(sweep->options->csv, ".yaml", path, error)) return error->code;
    char *own = write_settings(&sweep->options->experiment), *other = NULL;
    un_Experiment begun;
    un_Status status = own ? UN_OK : no_memory(error);
    if (!status && sweep->table.count > 0 && un_file_exists(path)) {
        status = un_experiment_load(&begun, path, error);
        // Written anew, so that a key that had its default when the file was made is no difference.
        if (!status && !(other = write_settings(&begun))) status = no_memory(error);
        if (!status && strcmp(own, other) != 0) {
            status =
                un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0,
                             _("--csv: found '%s' begun with other settings (%s), valid: the same, or another file"),
                             sweep->options->csv, path);
        }
    } else if (!status && sweep->all > 1) {
        status = un_file_write(path, own, strlen(own), error);
    }
    free(own);
    free(other);
    return status;
}

static un_Status order_table(un_SweepTable *table, const char *const *names, un_Error *error) {
    const un_SweepRow *odd = un_sweep_order(table);
    if (!odd) return UN_OK;
    return un_error_set(
        error, UN_ERROR_FILE, odd->source > 0 ? names[odd->source - 1] : NULL, odd->line, 1,
        _("found another result than before for lane '%s', %s %d, seed %" PRIu64 ", valid: one result a run"),
        odd->lane, table->lengths ? "length" : "lag", odd->length, odd->seed);
}

static un_Status read_file(un_SweepTable *table, const char *path, un_Error *error) {
    char *text;
    size_t size, whole;
    un_Status status = un_file_read(path, UN_SWEEP_BYTES_MAX, &text, &size, error);
    if (status) return status;
    status = un_sweep_read(table, text, size, path, &whole, error);
    free(text);
    return status;
}

/// Reads what is there, mends a last line that was cut off, and begins a new file with its header.
static un_Status open_log(Sweep *sweep, un_Error *error) {
    const char *path = sweep->options->csv;
    char *text;
    size_t size, whole;
    sweep->log = un_file_log_open(path, error);
    if (!sweep->log || un_file_log_read(sweep->log, UN_SWEEP_BYTES_MAX, &text, &size, error)) return error->code;
    un_Status status = un_sweep_read(&sweep->table, text, size, path, &whole, error);
    free(text);
    if (!status) status = order_table(&sweep->table, &path, error);
    if (!status && sweep->table.count > 0 && sweep->table.lengths == takes_lag(sweep->options)) {
        status = un_error_set(error, UN_ERROR_FILE, path, 1, 1, _("found '%s', valid: a sweep over the same task's %s"),
                              sweep->table.lengths ? "length" : "lag", takes_lag(sweep->options) ? "lag" : "length");
    }
    sweep->table.lengths = !takes_lag(sweep->options);
    if (!status && whole < size) status = un_file_log_cut(sweep->log, whole, error);
    const char *header = un_sweep_header(&sweep->table);
    if (!status && whole == 0) status = un_file_log_add(sweep->log, header, strlen(header), error);
    return status;
}

/// All rows in order, in place of what was added as it came: the same bytes however many ran at once.
static un_Status write_table(const un_SweepTable *table, const char *path, un_Error *error) {
    size_t size;
    char *text = un_sweep_write(table, &size);
    if (!text) return no_memory(error);
    un_Status status = un_file_write(path, text, size, error);
    free(text);
    return status;
}

// Running.

/// In a process of its own.
static bool run_job(void *data, int index, char reply[UN_PROCESS_REPLY]) {
    const Sweep *sweep = data;
    un_Experiment experiment = job_experiment(sweep, &sweep->job[index]);
    un_Error error;
    un_Trainer *trainer = un_trainer_create(&experiment, NULL, &error);
    if (!trainer) {
        un_cli_fail(&error);
        return false;
    }
    while (un_trainer_update(trainer) < experiment.updates && !un_trainer_settled(trainer)) {
        un_trainer_step(trainer);
    }
    snprintf(reply, UN_PROCESS_REPLY, "%" PRId64, un_trainer_lane(trainer, 0)->solved_at);
    un_trainer_destroy(trainer);
    return true;
}

static void tell(const Sweep *sweep, const Job *job, const char *what) {
    char name[UN_LANE_NAME];
    fprintf(stderr, _("%d/%d  %s  %s %d  seed %" PRIu64 "  %s\n"), sweep->all - sweep->count + sweep->done, sweep->all,
            lane_name(sweep, job->lane, name), sweep->table.lengths ? "length" : "lag", job->length, job->seed, what);
}

static bool finish_job(void *data, int index, const char *reply) {
    Sweep *sweep = data;
    const Job *job = &sweep->job[index];
    un_SweepRow row = {.length = job->length, .seed = job->seed};
    if (!reply || !un_number_parse_int(reply, &row.solved_at)) {
        sweep->failed++;
        tell(sweep, job, _("failed"));
        return true;
    }
    char line[UN_SWEEP_LINE], text[64];
    lane_name(sweep, job->lane, row.lane);
    un_sweep_line(&row, line, sizeof line);
    sweep->stopped = (sweep->log && un_file_log_add(sweep->log, line, strlen(line), &sweep->error)) ||
                     un_sweep_add(&sweep->table, &row, &sweep->error);
    sweep->done++;
    snprintf(text, sizeof text, row.solved_at < 0 ? _("not solved") : _("solved at %" PRId64), row.solved_at);
    tell(sweep, job, text);
    return !sweep->stopped;
}

static void say_interrupted(void *data) {
    const Sweep *sweep = data;
    fprintf(stderr, _("unroll: stopped with %d of %d runs done%s\n"), sweep->all - sweep->count + sweep->done,
            sweep->all, sweep->log ? _("; the same command goes on from there") : "");
}

static un_Status run_jobs(Sweep *sweep, un_Error *error) {
    un_ProcessWork work = {.count = sweep->count,
                           .at_once = (int)sweep->options->sweep.jobs,
                           .run = run_job,
                           .done = finish_job,
                           .interrupted = say_interrupted,
                           .data = sweep};
    un_Status status = un_process_run(&work, error);
    if (!status && sweep->stopped) {
        *error = sweep->error;
        status = error->code;
    }
    if (!status) status = order_table(&sweep->table, &sweep->options->csv, error);
    return status;
}

static int run_sweep(Sweep *sweep) {
    double start = un_clock_seconds();
    un_Error error;
    un_Status status = run_jobs(sweep, &error);
    const char *path = sweep->options->csv;
    if (!status && path) status = write_table(&sweep->table, path, &error);
    if (status) return un_cli_fail(&error);
    if (!un_cli_print_sweep(&sweep->table, &sweep->options->experiment)) return un_cli_fail(&error);
    printf(_("%d runs in %.1f s, %" PRId64 " at a time"), sweep->done, un_clock_seconds() - start,
           sweep->options->sweep.jobs);
    if (sweep->all > sweep->count) printf(_("; %d were done before"), sweep->all - sweep->count);
    putchar('\n');
    if (sweep->failed) fprintf(stderr, _("unroll: %d runs failed; the same command tries them again\n"), sweep->failed);
    return !un_cli_flush() || sweep->failed ? UN_EXIT_SYSTEM : UN_EXIT_DONE;
}

// Jobs for other machines.

static int list_jobs(const Sweep *sweep) {
    const un_CliOptions *options = sweep->options;
    char settings[PATH_ROOM], folder[PATH_ROOM];
    un_Error error;
    if (beside(options->csv, ".yaml", settings, &error) || beside(options->csv, ".d", folder, &error)) {
        return un_cli_fail(&error);
    }
    for (int i = 0; i < sweep->count; i++) {
        const Job *job = &sweep->job[i];
        char name[UN_LANE_NAME];
        un_cli_print_shell(options->program);
        fputs(" sweep ", stdout);
        un_cli_print_shell(settings);
        fputs(" --lane ", stdout);
        un_cli_print_shell(lane_name(sweep, job->lane, name));
        printf(" %s %d --seed %" PRIu64, takes_lag(options) ? "--lags" : "--lengths", job->length, job->seed);
        if (options->max_memory != un_cli_default_options(UN_CLI_SWEEP).max_memory) {
            printf(" --max-memory %.6fG", options->max_memory / 1e9);
        }
        char csv[PATH_ROOM + 64];
        snprintf(csv, sizeof csv, "%s/%d-%d-%" PRIu64 ".csv", folder, job->lane + 1, job->length, job->seed);
        fputs(" --csv ", stdout);
        un_cli_print_shell(csv);
        putchar('\n');
    }
    return un_cli_flush() ? UN_EXIT_DONE : UN_EXIT_SYSTEM;
}

/// A job's own file lies in a folder that the first job makes.
static un_Status make_folder_of(const char *path, un_Error *error) {
    char folder[PATH_ROOM];
    snprintf(folder, sizeof folder, "%s", path);
    char *slash = strrchr(folder, '/');
    if (!slash || slash == folder) return UN_OK;
    *slash = 0;
    return un_file_make_folder(folder, error);
}

static int merge(const un_CliOptions *options) {
    un_Error error;
    un_SweepTable table = {0};
    un_FileNames names;
    if (un_file_list(options->sweep.merge, ".csv", &names, &error)) return un_cli_fail(&error);
    const char **source = calloc((size_t)names.count + 1, sizeof *source);
    un_Status status = source ? UN_OK : no_memory(&error);
    int sources = 0;
    if (!status && un_file_exists(options->csv)) {
        source[sources++] = options->csv;
        status = read_file(&table, options->csv, &error);
    }
    for (int i = 0; i < names.count && !status; i++) {
        source[sources++] = names.path[i];
        status = read_file(&table, names.path[i], &error);
    }
    if (!status) status = order_table(&table, source, &error);
    if (!status) status = write_table(&table, options->csv, &error);
    int code = status ? un_cli_fail(&error) : UN_EXIT_DONE;
    if (!status) {
        un_cli_print_sweep(&table, NULL);
        printf(_("%d runs from %d files\n"), table.count, names.count);
        if (!un_cli_flush()) code = UN_EXIT_SYSTEM;
    }
    free((void *)source);
    un_file_names_free(&names);
    un_sweep_free(&table);
    return code;
}

static un_Status check_flags(const un_CliOptions *options, un_Error *error) {
    const char *needs = options->sweep.list ? "--list" : "--merge";
    if ((options->sweep.list || options->sweep.merge) && !options->csv) {
        return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0, _("%s: found no --csv, valid: %s with --csv FILE"),
                            needs, needs);
    }
    if (options->sweep.list && options->sweep.merge) {
        return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0, "%s",
                            _("--list: found beside --merge, valid: one of them"));
    }
    return UN_OK;
}

int un_cli_sweep(const un_CliOptions *options) {
    un_Error error;
    if (check_flags(options, &error)) return un_cli_fail(&error);
    if (options->sweep.merge) return merge(options);
    Sweep sweep = {.options = options, .table = {.lengths = !takes_lag(options)}};
    // Asked before the file is touched, so that a wrong value leaves no file behind.
    un_CliList lengths;
    int only, code = UN_EXIT_DONE;
    un_Status status = find_lengths(options, &lengths, &error);
    if (!status) status = find_lane(options, &only, &error);
    if (!status && options->csv) status = make_folder_of(options->csv, &error);
    if (!status && options->csv) status = open_log(&sweep, &error);
    if (!status) status = find_jobs(&sweep, &error);
    if (!status && options->csv) status = check_settings(&sweep, &error);
    if (status) {
        code = un_cli_fail(&error);
    } else {
        code = options->sweep.list ? list_jobs(&sweep) : run_sweep(&sweep);
    }
    un_file_log_close(sweep.log);
    un_sweep_free(&sweep.table);
    free(sweep.job);
    return code;
}
