#include "sim/measure.h"

#include "cli/command.h"
#include "cli/output.h"

#include "base/catalog.h"
#include "num/elementary.h"
#include "sim/checkpoint.h"
#include "sim/param.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ASKED_MAX = 32 };

/// One column's mean over seeds (Welford 1962), of log10 where it is geometric.
typedef struct Moments {
    double count, mean, squares;
} Moments;

/// One measurement of one lane over all seeds.
typedef struct Gathered {
    int rows;
    un_MeasureKey *key;
    Moments *moments; ///< (rows,columns)
} Gathered;

typedef struct Job {
    const un_CliOptions *options;
    un_Experiment experiment; ///< the options', or the checkpoint's
    un_Trainer *resumed;      ///< from --resume; NULL: none
    const un_MeasureInfo *info[ASKED_MAX];
    int count;
    un_MeasureAsk ask;
    un_Recorder *recorder; ///< NULL: nobody asks for the history
    bool started;          ///< the header stands
    Gathered gathered[ASKED_MAX][UN_LANES_MAX];
} Job;

// What is asked for.

static const char *next_name(const void *context, int index) {
    (void)context;
    return index < un_measure_count ? un_measure_table[index].name : NULL;
}

static un_Status unknown(const char *name, size_t length, un_Error *error) {
    char plain[UN_PARAM_TEXT], found[UN_PARAM_TEXT], valid[512];
    snprintf(plain, sizeof plain, "%.*s", length < sizeof plain ? (int)length : (int)sizeof plain - 1, name);
    return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0, _("measure: found '%s', valid: %s"),
                        un_param_quote(plain, found, sizeof found),
                        un_param_suggest(plain, next_name, NULL, valid, sizeof valid));
}

static bool applies(const un_MeasureInfo *info, const un_Experiment *experiment, int lane) {
    un_NetDef net = un_experiment_net(experiment, lane);
    return !info->applies || info->applies(&net);
}

static un_Status check_lanes(const un_MeasureInfo *info, const un_Experiment *experiment, un_Error *error) {
    for (int lane = 0; lane < experiment->lane_count; lane++) {
        if (applies(info, experiment, lane)) return UN_OK;
    }
    return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0, _("%s: found cell %s and task %s, valid: %s"), info->name,
                        un_cell_info(experiment->lane[0].cell)->name, un_task_info(experiment->task.task)->name,
                        _(info->needs));
}

static un_Status read_what(Job *job, un_Error *error) {
    const char *what = job->options->measure.what;
    if (!what) return unknown("", 0, error);
    for (const char *start = what;; start++) {
        size_t length = strcspn(start, ",");
        int index = un_measure_find(start, length);
        if (index < 0 || job->count == ASKED_MAX) return unknown(start, length, error);
        const un_MeasureInfo *info = &un_measure_table[index];
        bool again = false;
        for (int i = 0; i < job->count; i++) {
            again = again || job->info[i] == info;
        }
        if (!again) job->info[job->count++] = info;
        if (check_lanes(info, &job->experiment, error)) return error->code;
        start += length;
        if (!*start) return UN_OK;
    }
}

static un_Status read_lengths(Job *job, un_Error *error) {
    const un_CliList *list = &job->options->measure.lengths;
    const un_TaskInfo *task = un_task_info(job->experiment.task.task);
    int longest = un_task_longest(job->experiment.task.task);
    for (int i = 0; i < list->count; i++) {
        double length = list->item[i];
        if (i == UN_MEASURE_LENGTHS || length != floor(length) || length < task->length_min || length > longest) {
            return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0,
                                _("--lengths: found '%.10g', valid: at most %d of %d..%d for task %s"), length,
                                UN_MEASURE_LENGTHS, task->length_min, longest, task->name);
        }
        job->ask.lengths[job->ask.length_count++] = (int)length;
    }
    return UN_OK;
}

static un_Status check_memory(const Job *job, un_Error *error) {
    const un_Experiment *experiment = &job->experiment;
    double most = 0;
    for (int lane = 0; lane < experiment->lane_count; lane++) {
        for (int i = 0; i < job->count; i++) {
            double own = un_measure_memory(job->info[i], experiment, lane, &job->ask);
            if (own > most) most = own;
        }
    }
    return un_experiment_check_memory(un_experiment_memory(experiment) + most, job->options->max_memory, error);
}

// Printing. Beside each column stands its deviation when rows are over seeds.

static void print_header(Job *job) {
    if (job->started || job->options->json) return;
    job->started = true;
    fputs("measure,lane,seed,step,distance,unit,gate", stdout);
    for (int i = 0; i < job->count; i++) {
        for (int c = 0; job->info[i]->column[c].name; c++) {
            printf(",%s", job->info[i]->column[c].name);
            if (job->options->measure.over_seeds) printf(",%s_sd", job->info[i]->column[c].name);
        }
    }
    putchar('\n');
}

static void print_index(int index) {
    if (index >= 0) {
        printf(",%d", index);
    } else {
        putchar(',');
    }
}

static const char *gate_name(const un_Experiment *experiment, int lane, int gate) {
    return gate >= 0 ? un_cell_info(experiment->lane[lane].cell)->gate_name[gate] : "";
}

/// value, deviation: the row's columns; deviation NULL where rows are of one seed.
static void print_csv(const Job *job, int which, int lane, const char *seed, const un_MeasureKey *key,
                      const double *value, const double *deviation) {
    const un_Experiment *experiment = &job->experiment;
    char name[UN_LANE_NAME];
    printf("%s,", job->info[which]->name);
    un_cli_print_field(un_experiment_lane_name(experiment, lane, name, sizeof name));
    printf(",%s", seed);
    print_index(key->step);
    print_index(key->distance);
    print_index(key->unit);
    printf(",%s", gate_name(experiment, lane, key->gate));
    for (int i = 0; i < job->count; i++) {
        for (int c = 0; job->info[i]->column[c].name; c++) {
            un_cli_print_number(i == which ? value[c] : (double)NAN);
            if (deviation) un_cli_print_number(i == which ? deviation[c] : (double)NAN);
        }
    }
    putchar('\n');
}

static void set_index(json_t *object, const char *name, int index) {
    if (index >= 0) json_object_set_new(object, name, json_integer(index));
}

static bool print_json(const Job *job, int which, int lane, json_t *object, const un_MeasureKey *key,
                       const double *value, const double *deviation) {
    const un_Experiment *experiment = &job->experiment;
    set_index(object, "step", key->step);
    set_index(object, "distance", key->distance);
    set_index(object, "unit", key->unit);
    if (key->gate >= 0) json_object_set_new(object, "gate", json_string(gate_name(experiment, lane, key->gate)));
    for (int c = 0; job->info[which]->column[c].name; c++) {
        char name[64];
        snprintf(name, sizeof name, "%s_sd", job->info[which]->column[c].name);
        json_object_set_new(object, job->info[which]->column[c].name, un_cli_json_real(value[c]));
        if (deviation) json_object_set_new(object, name, un_cli_json_real(deviation[c]));
    }
    return un_cli_print_json(object);
}

static json_t *begin_json(const Job *job, int which, int lane) {
    char name[UN_LANE_NAME];
    json_t *object = json_object();
    un_experiment_lane_name(&job->experiment, lane, name, sizeof name);
    json_object_set_new(object, "measure", json_string(job->info[which]->name));
    json_object_set_new(object, "lane", json_string(name));
    return object;
}

static bool print_table(Job *job, int which, int lane, uint64_t seed, const un_MeasureTable *table) {
    char text[24];
    snprintf(text, sizeof text, "%" PRIu64, seed);
    print_header(job);
    for (int r = 0; r < table->rows; r++) {
        const double *value = table->value + (size_t)r * (size_t)table->columns;
        if (!job->options->json) {
            print_csv(job, which, lane, text, &table->key[r], value, NULL);
            continue;
        }
        json_t *object = begin_json(job, which, lane);
        json_object_set_new(object, "seed", json_integer((json_int_t)seed));
        if (!print_json(job, which, lane, object, &table->key[r], value, NULL)) return false;
    }
    return true;
}

// Over seeds.

/// Rows of the same place belong together; a seed may have fewer than another.
static un_Status gather(Gathered *gathered, const un_MeasureInfo *info, const un_MeasureTable *table, un_Error *error) {
    if (table->rows > gathered->rows) {
        size_t rows = (size_t)table->rows, columns = (size_t)table->columns;
        un_MeasureKey *key = realloc(gathered->key, rows * sizeof *key);
        if (key) gathered->key = key;
        Moments *moments = realloc(gathered->moments, rows * columns * sizeof *moments);
        if (moments) gathered->moments = moments;
        if (!key || !moments) return un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("not enough memory"));
        for (size_t r = (size_t)gathered->rows; r < rows; r++) {
            key[r] = table->key[r];
            memset(moments + r * columns, 0, columns * sizeof *moments);
        }
        gathered->rows = table->rows;
    }
    for (int i = 0; i < table->rows * table->columns; i++) {
        double value = table->value[i];
        if (info->column[i % table->columns].geometric) value = un_log10(value);
        if (!isfinite(value)) continue;
        Moments *moments = &gathered->moments[i];
        double before = value - moments->mean;
        moments->mean += before / ++moments->count;
        moments->squares += before * (value - moments->mean);
    }
    return UN_OK;
}

static bool print_gathered(Job *job, int which, int lane) {
    const un_MeasureInfo *info = job->info[which];
    const Gathered *gathered = &job->gathered[which][lane];
    uint64_t first = job->experiment.seed;
    char seeds[48];
    snprintf(seeds, sizeof seeds, "%" PRIu64 "..%" PRIu64, first, first + (uint64_t)job->options->seeds - 1);
    int columns = un_measure_columns(info);
    print_header(job);
    for (int r = 0; r < gathered->rows; r++) {
        double value[UN_MEASURE_COLUMNS], deviation[UN_MEASURE_COLUMNS];
        for (int c = 0; c < columns; c++) {
            const Moments *moments = &gathered->moments[(size_t)r * (size_t)columns + (size_t)c];
            value[c] = moments->count < 1          ? (double)NAN
                       : info->column[c].geometric ? un_exp(moments->mean * 2.302585092994045684)
                                                   : moments->mean;
            deviation[c] = moments->count < 2 ? (double)NAN : sqrt(moments->squares / (moments->count - 1));
        }
        if (!job->options->json) {
            print_csv(job, which, lane, seeds, &gathered->key[r], value, deviation);
            continue;
        }
        json_t *object = begin_json(job, which, lane);
        json_object_set_new(object, "seeds", json_integer(job->options->seeds));
        if (!print_json(job, which, lane, object, &gathered->key[r], value, deviation)) return false;
    }
    return true;
}

// Running.

static void train(const Job *job, un_Trainer *trainer) {
    int64_t updates = un_trainer_experiment(trainer)->updates;
    if (!job->recorder) {
        un_trainer_slice(trainer, updates, (double)INFINITY);
        return;
    }
    un_recorder_reset(job->recorder);
    while (un_trainer_update(trainer) < updates) {
        un_trainer_step(trainer);
        un_recorder_add(job->recorder, trainer);
    }
}

static int measure_trainer(Job *job, const un_Trainer *trainer, un_Error *error) {
    const un_Experiment *experiment = un_trainer_experiment(trainer);
    for (int lane = 0; lane < experiment->lane_count; lane++) {
        for (int i = 0; i < job->count; i++) {
            if (!applies(job->info[i], experiment, lane)) continue;
            un_MeasureTable table = {0};
            if (un_measure_run(job->info[i], trainer, lane, &job->ask, &table, error)) return un_cli_fail(error);
            bool printed = true;
            un_Status status = UN_OK;
            if (job->options->measure.over_seeds) {
                status = gather(&job->gathered[i][lane], job->info[i], &table, error);
            } else {
                printed = print_table(job, i, lane, experiment->seed, &table);
            }
            un_measure_free(&table);
            if (status) return un_cli_fail(error);
            if (!printed) return UN_EXIT_SYSTEM;
        }
    }
    return UN_EXIT_DONE;
}

static int measure_seeds(Job *job) {
    un_Error error;
    int code = UN_EXIT_DONE;
    for (int64_t i = 0; i < job->options->seeds && code == UN_EXIT_DONE; i++) {
        un_Experiment experiment = job->experiment;
        experiment.seed += (uint64_t)i;
        un_Trainer *trainer = job->resumed ? job->resumed : un_trainer_create(&experiment, NULL, &error);
        if (!trainer) return un_cli_fail(&error);
        if (job->options->at == 1) train(job, trainer);
        code = un_cli_add_holds(job->options, trainer, &error) ? un_cli_fail(&error) : measure_trainer(job, trainer, &error);
        if (trainer != job->resumed) un_trainer_destroy(trainer);
    }
    for (int lane = 0; lane < job->experiment.lane_count; lane++) {
        for (int i = 0; i < job->count && code == UN_EXIT_DONE; i++) {
            if (!print_gathered(job, i, lane)) code = UN_EXIT_SYSTEM;
        }
    }
    return code == UN_EXIT_DONE && !un_cli_flush() ? UN_EXIT_SYSTEM : code;
}

static int print_list(void) {
    for (int i = 0; i < un_measure_count; i++) {
        const un_MeasureInfo *info = &un_measure_table[i];
        printf("%s: %s\n", info->name, _(info->title));
        printf(_("  columns: "));
        for (int c = 0; info->column[c].name; c++) {
            printf("%s%s", c ? ", " : "", info->column[c].name);
        }
        putchar('\n');
        un_cli_print_lines(_(info->help), "  ");
        if (info->sequences) printf(_("  sequences: %d\n"), info->sequences);
        if (info->needs) printf(_("  needs %s\n"), _(info->needs));
    }
    return un_cli_flush() ? UN_EXIT_DONE : UN_EXIT_SYSTEM;
}

/// The checkpoint's run, instead of one of the options' own.
static un_Status resume(Job *job, un_Error *error) {
    const un_CliOptions *options = job->options;
    if (!options->resume) return UN_OK;
    if (options->seeds > 1) {
        return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0,
                            _("--resume: found --seeds %" PRId64 ", valid: one seed, as a checkpoint holds one run"),
                            options->seeds);
    }
    job->resumed = un_checkpoint_read(options->resume, NULL, options->max_memory, error);
    if (job->resumed) un_trainer_use_isa(job->resumed, options->isa);
    if (!job->resumed) return error->code;
    if (options->plan >= 0) un_trainer_plan(job->resumed, options->plan);
    job->experiment = *un_trainer_experiment(job->resumed);
    return UN_OK;
}

static un_Status prepare(Job *job, un_Error *error) {
    un_Status status = resume(job, error);
    if (!status) status = read_what(job, error);
    if (!status) status = read_lengths(job, error);
    if (!status) status = check_memory(job, error);
    bool history = false;
    for (int i = 0; i < job->count; i++) {
        history = history || strcmp(job->info[i]->name, "history") == 0;
    }
    if (status || !history) return status;
    job->ask.recorder = job->recorder = malloc(sizeof *job->recorder);
    if (!job->recorder) return un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("not enough memory"));
    un_recorder_reset(job->recorder);
    return UN_OK;
}

static void end_job(Job *job) {
    for (int i = 0; i < ASKED_MAX; i++) {
        for (int lane = 0; lane < UN_LANES_MAX; lane++) {
            free(job->gathered[i][lane].key);
            free(job->gathered[i][lane].moments);
        }
    }
    un_trainer_destroy(job->resumed);
    free(job->recorder);
    free(job);
}

int un_cli_measure(const un_CliOptions *options) {
    if (options->measure.list) return print_list();
    un_Error error;
    Job *job = calloc(1, sizeof *job);
    if (!job) {
        un_error_set(&error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("not enough memory"));
        return un_cli_fail(&error);
    }
    job->options = options;
    job->experiment = options->experiment;
    job->ask.sequences = (int)options->sequences;
    int code = prepare(job, &error) ? un_cli_fail(&error) : measure_seeds(job);
    end_job(job);
    return code;
}
