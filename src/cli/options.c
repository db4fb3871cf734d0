#include "cli/command.h"

#include "base/catalog.h"
#include "lesson/learner.h"
#include "platform/environment.h"
#include "platform/file.h"
#include "sim/param.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// One experiment flag as it was written; they are applied in an order of their own.
typedef struct Setting {
    int param;
    const char *text;
} Setting;

typedef struct Reader {
    un_CliOptions *options;
    un_CliId command;
    Setting *setting;
    int setting_count;
    char **file;
    un_Error *error;
} Reader;

un_CliOptions un_cli_default_options(un_CliId command) {
    bool picture = command == UN_CLI_WINDOW || command == UN_CLI_RENDER;
    return (un_CliOptions){
        .experiment = picture ? un_default_lab_experiment() : un_default_experiment(),
        .seeds = command == UN_CLI_SPECTRUM ? 10 : 1,
        .threads = 1,
        .sequences = command == UN_CLI_MEASURE ? 0 : 64,
        .max_memory = 2e9,
        .scale = 1,
        .update = -1,
        .time = -1,
        .picture = {.clip = -1, .before = -1},
        .sweep = {.jobs = 1},
        .spectrum = {.seed = 1, .hidden = 32, .steps = 200, .burn_in = 100, .radii = {.count = 1, .item = {0.9}}},
        .generate = {.letters = 300, .seed = 1, .prompt = ". ", .temperature = 0.7},
        .bench = {.cell = -1, .seconds = 1},
        .learner = UN_LEARNER_KINDS,
        .book = {.as = -1, .jobs = 1},
        .profile = "me",
        .plan = -1,
    };
}

// Names of flags, for "valid: ...".

typedef struct FlagNames {
    un_CliId command;
    char (*experiment)[UN_PARAM_TEXT]; ///< "--gate-bias" ...
    int count;
} FlagNames;

static const char *next_flag(const void *context, int index) {
    const FlagNames *names = context;
    if (index < names->count) return names->experiment[index];
    index -= names->count;
    for (int i = 0; i < un_cli_flag_count; i++) {
        if ((un_cli_flags[i].commands & (unsigned)names->command) && index-- == 0) return un_cli_flags[i].name;
    }
    return NULL;
}

static un_Status unknown_flag(Reader *reader, const char *argument) {
    char own[UN_PARAM_ROWS_MAX][UN_PARAM_TEXT], found[UN_PARAM_TEXT], valid[640];
    FlagNames names = {.command = reader->command, .experiment = own};
    for (int i = 0; i < un_param_count && (reader->command & UN_CLI_WITH_EXPERIMENT); i++) {
        un_param_flag(i, own[names.count++], sizeof own[0]);
    }
    char plain[UN_PARAM_TEXT];
    snprintf(plain, sizeof plain, "%.*s", (int)strcspn(argument, "="), argument);
    return un_error_set(reader->error, UN_ERROR_VALUE, NULL, 0, 0, _("%s: unknown flag, valid: %s"),
                        un_param_quote(plain, found, sizeof found),
                        un_param_suggest(plain, next_flag, &names, valid, sizeof valid));
}

// Reading.

/// The flag that an argument names, up to its "=".
static const un_CliFlag *find_flag(un_CliId command, const char *argument) {
    size_t length = strcspn(argument, "=");
    if (length == 2 && !strncmp(argument, "-h", 2)) return find_flag(command, "--help");
    for (int i = 0; i < un_cli_flag_count; i++) {
        const un_CliFlag *flag = &un_cli_flags[i];
        if (!(flag->commands & (unsigned)command)) continue;
        if (strlen(flag->name) == length && !strncmp(flag->name, argument, length)) return flag;
    }
    return NULL;
}

static int find_param(un_CliId command, const char *argument) {
    if (!(command & UN_CLI_WITH_EXPERIMENT) || strncmp(argument, "--", 2) != 0 || strchr(argument, '_')) return -1;
    char key[UN_PARAM_TEXT];
    size_t length = strcspn(argument + 2, "=");
    if (length == 0 || length >= sizeof key) return -1;
    memcpy(key, argument + 2, length);
    key[length] = 0;
    if (command == UN_CLI_SWEEP && strcmp(key, "cells") == 0) return un_param_row("cell");
    return un_param_find(key);
}

static un_Status fail_setting(Reader *reader, int param, const un_Error *cause) {
    char flag[UN_PARAM_TEXT];
    return un_error_set(reader->error, UN_ERROR_VALUE, NULL, 0, 0, "%s: %.600s",
                        un_param_flag(param, flag, sizeof flag), cause->message);
}

/// The value of the flag at arguments[*index]: after its "=", or the next argument. NULL: there is none.
static const char *take_value(char *const *arguments, int count, int *index) {
    const char *equals = strchr(arguments[*index], '=');
    if (equals) return equals + 1;
    return *index + 1 < count ? arguments[++*index] : NULL;
}

static un_Status missing_value(Reader *reader, const char *argument, const char *valid) {
    char found[UN_PARAM_TEXT];
    return un_error_set(reader->error, UN_ERROR_VALUE, NULL, 0, 0, _("%s: found no value, valid: %s"),
                        un_param_quote(argument, found, sizeof found), valid);
}

static un_Status read_flag(Reader *reader, char *const *arguments, int count, int *index) {
    const char *argument = arguments[*index], *value = NULL;
    char valid[256];
    const un_CliFlag *flag = find_flag(reader->command, argument);
    if (flag) {
        if (flag->kind == UN_CLI_SWITCH) {
            const char *equals = strchr(argument, '=');
            return un_cli_set_flag(reader->options, flag, equals ? equals + 1 : NULL, reader->error);
        }
        value = take_value(arguments, count, index);
        if (!value) return missing_value(reader, argument, un_cli_flag_valid(flag, valid, sizeof valid));
        return un_cli_set_flag(reader->options, flag, value, reader->error);
    }
    int param = find_param(reader->command, argument);
    if (param < 0) return unknown_flag(reader, argument);
    if (un_param_table[param].kind == UN_KIND_BOOL && !strchr(argument, '=')) {
        value = "true"; // --reset-before alone
    } else {
        value = take_value(arguments, count, index);
    }
    if (!value) return missing_value(reader, argument, un_param_valid(param, valid, sizeof valid));
    // Tried out at once, so that a wrong value is found before a wrong file. --cell takes a list: set_cells looks at
    // it.
    un_Experiment scratch = un_default_experiment();
    un_Error cause;
    if (strcmp(un_param_table[param].key, "cell") != 0 && un_param_set_text(&scratch, param, 0, value, &cause)) {
        return fail_setting(reader, param, &cause);
    }
    reader->setting[reader->setting_count++] = (Setting){.param = param, .text = value};
    return UN_OK;
}

static un_Status read_arguments(Reader *reader, int count, char *const *arguments) {
    bool flags = true;
    for (int i = 0; i < count; i++) {
        if (flags && strcmp(arguments[i], "--") == 0) {
            flags = false;
        } else if (flags && arguments[i][0] == '-' && arguments[i][1]) {
            un_Status status = read_flag(reader, arguments, count, &i);
            if (status) return status;
            if (reader->options->help || reader->options->version) return UN_OK;
        } else {
            reader->file[reader->options->file_count++] = arguments[i];
        }
    }
    return UN_OK;
}

// From settings to an experiment.

/// --cell a,b,c: one lane each, with the same other flags.
static un_Status set_cells(Reader *reader, int param, const char *text) {
    un_Experiment *experiment = &reader->options->experiment;
    un_Error cause;
    if (experiment->edit_count) {
        return un_error_set(reader->error, UN_ERROR_VALUE, NULL, 0, 0,
                            _("--cell: found '%s' beside a file whose edits name its own lanes"), text);
    }
    int lanes = 0;
    for (const char *start = text;; start++) {
        char name[UN_PARAM_TEXT];
        size_t length = strcspn(start, ",");
        if (lanes == UN_LANES_MAX) {
            char found[UN_PARAM_TEXT];
            return un_error_set(reader->error, UN_ERROR_VALUE, NULL, 0, 0,
                                _("--cell: found '%s', valid: 1 to %d cells"),
                                un_param_quote(text, found, sizeof found), UN_LANES_MAX);
        }
        snprintf(name, sizeof name, "%.*s", length < sizeof name ? (int)length : (int)sizeof name - 1, start);
        experiment->lane[lanes] = un_default_lane(UN_CELL_RNN);
        if (un_param_set_text(experiment, param, lanes, name, &cause)) return fail_setting(reader, param, &cause);
        lanes++;
        start += length;
        if (!*start) break;
    }
    experiment->lane_count = lanes;
    return UN_OK;
}

/// A lane's flag sets every lane that has a use for it. Where none has, it is set all the same: the check then says why
/// not.
/// --gate-bias is never passed over in silence (CLI.md): an rnn among the lanes is a fault.
static un_Status apply(Reader *reader, const Setting *setting) {
    un_Experiment *experiment = &reader->options->experiment;
    const un_ParamRow *row = &un_param_table[setting->param];
    un_Error cause;
    int lanes = row->scope == UN_SCOPE_LANE ? experiment->lane_count : 1;
    bool choosy = false;
    for (int lane = 0; lane < lanes && row->applies && row->kind != UN_KIND_GATE_BIAS; lane++) {
        choosy = choosy || row->applies(&experiment->lane[lane]);
    }
    for (int lane = 0; lane < lanes; lane++) {
        if (choosy && !row->applies(&experiment->lane[lane])) continue;
        if (un_param_set_text(experiment, setting->param, lane, setting->text, &cause)) {
            return fail_setting(reader, setting->param, &cause);
        }
    }
    return UN_OK;
}

/// The task first (it brings its own lag or length), then the cells (they make the lanes), then the rest as written.
static un_Status apply_settings(Reader *reader) {
    int task = un_param_row("task"), cell = un_param_row("cell");
    for (int pass = 0; pass < 3; pass++) {
        for (int i = 0; i < reader->setting_count; i++) {
            const Setting *setting = &reader->setting[i];
            int place = setting->param == task ? 0 : setting->param == cell ? 1 : 2;
            if (place != pass) continue;
            un_Status status = pass == 1 ? set_cells(reader, cell, setting->text) : apply(reader, setting);
            if (status) return status;
        }
    }
    return UN_OK;
}

/// A picture brings the experiment that it was made from, and the moment that it shows. The window takes a folder of lessons, too.
static un_Status load_experiment(un_CliOptions *options, un_CliId command, const char *path, un_Error *error) {
    enum { HEAD = 16 };
    char head[HEAD];
    if (command == UN_CLI_WINDOW && un_file_is_folder(path)) {
        options->from_folder = true;
        return UN_OK;
    }
    if (un_lesson_is_path(path)) {
        un_Lesson *lesson = un_lesson_load(path, error);
        if (!lesson) return error->code;
        options->experiment = *un_lesson_experiment(lesson);
        un_lesson_destroy(lesson);
        return UN_OK;
    }
    un_Status status = un_file_head(path, head, sizeof head, error);
    if (status) return status;
    options->from_picture = un_state_is_picture(head, sizeof head);
    if (options->from_picture) return un_state_load(path, &options->experiment, &options->moment, error);
    return un_experiment_load(&options->experiment, path, error);
}

static const char *next_command(const void *context, int index) {
    (void)context;
    for (int i = 0; i < un_cli_command_count; i++) {
        if (un_cli_commands[i].name && index-- == 0) return un_cli_commands[i].name;
    }
    return NULL;
}

/// A missing file whose name looks like a word may have been meant as a command.
static un_Status explain_missing(Reader *reader, const char *path, un_Status status) {
    if (reader->command != UN_CLI_WINDOW || strpbrk(path, "./") || un_file_exists(path)) return status;
    char found[UN_PARAM_TEXT], valid[256];
    return un_error_set(reader->error, status, NULL, 0, 0, _("%s: no such file and no command, valid: %s, or a file"),
                        un_param_quote(path, found, sizeof found),
                        un_param_suggest(path, next_command, NULL, valid, sizeof valid));
}

/// The last of --seeds must be a seed as well.
static un_Status check_seeds(const un_CliOptions *options, un_Error *error) {
    double most = un_param_table[un_param_row("seed")].max;
    int64_t room = (int64_t)most - (int64_t)options->experiment.seed + 1;
    if (options->seeds <= room) return UN_OK;
    return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0, _("--seeds: found '%lld', valid: 1..%lld from seed %llu on"),
                        (long long)options->seeds, (long long)room, (unsigned long long)options->experiment.seed);
}

un_Status un_cli_check_evaluation(const un_CliOptions *options, un_Error *error) {
    const un_TaskInfo *task = un_task_info(options->experiment.task.task);
    int64_t wrong = task->takes_lag ? options->eval_length : options->eval_lag;
    int64_t right = task->takes_lag ? options->eval_lag : options->eval_length;
    const char *wrong_flag = task->takes_lag ? "--eval-length" : "--eval-lag",
               *right_flag = task->takes_lag ? "--eval-lag" : "--eval-length";
    if (wrong) {
        return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0, _("%s: found '%lld', valid: task %s takes %s"),
                            wrong_flag, (long long)wrong, task->name, right_flag);
    }
    int most = un_task_longest(options->experiment.task.task);
    if (right && (right < task->length_min || right > most)) {
        return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0, _("%s: found '%lld', valid: %d..%d for task %s"),
                            right_flag, (long long)right, task->length_min, most, task->name);
    }
    return UN_OK;
}

/// --resume: the checkpoint brings the experiment, of which only the plan may change. train reads it.
static un_Status finish_resume(Reader *reader) {
    un_CliOptions *options = reader->options;
    if (options->file_count > 0) {
        char found[UN_PARAM_TEXT];
        return un_error_set(reader->error, UN_ERROR_VALUE, NULL, 0, 0,
                            _("found '%s' beside --resume, valid: no other file, as a checkpoint holds its experiment"),
                            un_param_quote(reader->file[0], found, sizeof found));
    }
    for (int i = 0; i < reader->setting_count; i++) {
        const Setting *setting = &reader->setting[i];
        char flag[UN_PARAM_TEXT], found[UN_PARAM_TEXT];
        if (setting->param == un_param_row("updates")) {
            un_Status status = apply(reader, setting);
            if (status) return status;
            options->plan = options->experiment.updates;
            continue;
        }
        return un_error_set(
            reader->error, UN_ERROR_VALUE, NULL, 0, 0,
            _("%s: found '%s' beside --resume, valid: only --updates, as a checkpoint holds its experiment"),
            un_param_flag(setting->param, flag, sizeof flag), un_param_quote(setting->text, found, sizeof found));
    }
    return UN_OK;
}

/// `unroll measure` names what to measure before its file.
static void take_what(un_CliOptions *options, char **file) {
    if (options->file_count == 0) return;
    options->measure.what = file[0];
    options->file_count--;
    memmove(file, file + 1, (size_t)options->file_count * sizeof *file);
}

static un_Status finish_experiment(Reader *reader) {
    un_CliOptions *options = reader->options;
    if (reader->command == UN_CLI_MEASURE) take_what(options, reader->file);
    if (options->resume) return finish_resume(reader);
    if (options->book.all) return UN_OK; // each file is a lesson of its own
    if (options->file_count > 1) {
        char found[UN_PARAM_TEXT];
        return un_error_set(reader->error, UN_ERROR_VALUE, NULL, 0, 0, _("found '%s' as a second file, valid: one"),
                            un_param_quote(reader->file[1], found, sizeof found));
    }
    if (options->file_count == 1) {
        options->experiment_path = reader->file[0];
        un_Status status = load_experiment(options, reader->command, options->experiment_path, reader->error);
        if (status) return explain_missing(reader, options->experiment_path, status);
    }
    un_Status status = apply_settings(reader);
    if (!status) status = un_experiment_check_values(&options->experiment, reader->error);
    if (!status) status = check_seeds(options, reader->error);
    if (!status) status = un_cli_check_holds(options, &options->experiment, reader->error);
    return status ? status : un_cli_check_evaluation(options, reader->error);
}

/// UNROLL_ISA. Errors: UN_ERROR_VALUE for a name that is none, or of a set that this processor has not.
static un_Status read_isa(un_CliOptions *options, un_Error *error) {
    options->isa = un_isa_best();
    const char *name = un_environment("UNROLL_ISA");
    if (!name) return UN_OK;
    char valid[64] = "";
    for (int i = 0; i < UN_ISA_COUNT; i++) {
        if (!un_isa_available((un_Isa)i)) continue;
        if (strcmp(name, un_isa_names[i]) == 0) {
            options->isa = (un_Isa)i;
            return UN_OK;
        }
        size_t used = strlen(valid);
        snprintf(valid + used, sizeof valid - used, "%s%s", used ? ", " : "", un_isa_names[i]);
    }
    return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0, _("UNROLL_ISA: found '%s', valid on this processor: %s"),
                        name, valid);
}

un_Status un_cli_read_options(un_CliOptions *options, un_CliId command, int count, char *const *arguments,
                              un_Error *error) {
    *options = un_cli_default_options(command);
    Reader reader = {.options = options, .command = command, .error = error};
    size_t room = (size_t)count + 1;
    reader.setting = calloc(room, sizeof *reader.setting);
    reader.file = calloc(room, sizeof *reader.file);
    un_Status status = UN_OK;
    if (!reader.setting || !reader.file) {
        status = un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("not enough memory"));
    }
    if (!status) status = read_arguments(&reader, count, arguments);
    bool page = options->help || options->version;
    if (!status && !page && (command & UN_CLI_WITH_EXPERIMENT)) status = finish_experiment(&reader);
    if (!status && !page) status = read_isa(options, error);
    options->experiment.isa = options->isa;
    free(reader.setting);
    options->file = reader.file;
    if (status) un_cli_free_options(options);
    return status;
}

void un_cli_free_options(un_CliOptions *options) {
    free((void *)options->file);
    options->file = NULL;
}
