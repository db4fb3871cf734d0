/// The pages of --help, from the tables of commands, flags and parameters.
#include "cli/command.h"
#include "cli/output.h"

#include "base/catalog.h"
#include "sim/measure.h"
#include "sim/param.h"

#include <stdio.h>
#include <string.h>

/// Prints text from a column on, broken at blanks where a line would be longer than 100.
static void print_from(int column, const char *text) {
    enum { WIDTH = 100 };
    while (*text) {
        size_t length = strlen(text), room = (size_t)(WIDTH - column);
        if (length > room) {
            for (length = room; length > 0 && text[length] != ' ';)
                length--;
            if (length == 0) length = strcspn(text, " ");
        }
        printf("%*s%.*s\n", column, "", (int)length, text);
        text += length;
        text += strspn(text, " ");
    }
}

/// "  --flag VALUE   help", the help on a line of its own where the flag is long, then what is valid and usual.
static void print_flag(const char *flag, const char *help, const char *valid, const char *usual) {
    enum { COLUMN = 26 };
    if (strlen(flag) + 2 > COLUMN - 2) {
        printf("  %s\n%*s%s\n", flag, COLUMN, "", help);
    } else {
        printf("  %-*s%s\n", COLUMN - 2, flag, help);
    }
    char range[512] = "", standard[128] = "", text[sizeof range + sizeof standard];
    if (valid) snprintf(range, sizeof range, "[%s]", valid);
    if (usual) snprintf(standard, sizeof standard, _("%sdefault: %s"), valid ? " " : "", usual);
    snprintf(text, sizeof text, "%s%s", range, standard);
    print_from(COLUMN, text);
}

static void print_own_flags(const un_CliCommand *command) {
    for (int i = 0; i < un_cli_flag_count; i++) {
        const un_CliFlag *flag = &un_cli_flags[i];
        if (!(flag->commands & (unsigned)command->id)) continue;
        char name[64], valid[256];
        snprintf(name, sizeof name, "%s%s%s", flag->name, flag->value ? " " : "", flag->value ? flag->value : "");
        bool range = flag->kind != UN_CLI_SWITCH && flag->kind != UN_CLI_TEXT && flag->kind != UN_CLI_TEXTS;
        print_flag(name, _(flag->help), range ? un_cli_flag_valid(flag, valid, sizeof valid) : NULL, flag->usual);
    }
}

static const char *value_word(const un_ParamRow *row) {
    switch (row->kind) {
    case UN_KIND_INT:
        return " N";
    case UN_KIND_REAL:
        return " X";
    case UN_KIND_BOOL:
        return "";
    case UN_KIND_GATE_BIAS:
        return " B";
    default:
        return " NAME";
    }
}

static void print_experiment_flags(const un_CliCommand *command, un_ParamScope scope) {
    un_CliOptions usual = un_cli_default_options(command->id);
    for (int i = 0; i < un_param_count; i++) {
        const un_ParamRow *row = &un_param_table[i];
        if (row->scope != scope) continue;
        char flag[UN_PARAM_TEXT], name[UN_PARAM_TEXT + 16], valid[256], text[UN_PARAM_TEXT];
        snprintf(name, sizeof name, "%s%s", un_param_flag(i, flag, sizeof flag),
                 strcmp(row->key, "cell") != 0 ? value_word(row) : " A,B,..");
        un_param_text(&usual.experiment, i, 0, text, sizeof text);
        bool off =
            row->kind == UN_KIND_BOOL || !text[0] || strcmp(row->key, "length") == 0 || strcmp(row->key, "cell") == 0;
        print_flag(name, _(row->help), row->kind == UN_KIND_BOOL ? NULL : un_param_valid(i, valid, sizeof valid),
                   off ? NULL : text);
    }
}

static void print_tasks(void) {
    printf("\n%s\n", _("TASKS"));
    for (int i = 0; i < UN_TASK_COUNT; i++) {
        const un_TaskInfo *task = un_task_info((un_Task)i);
        printf("  %-13s%s\n", task->name, _(task->help));
    }
    printf("\n%s\n", _("CELLS"));
    for (int i = 0; i < UN_CELL_COUNT; i++) {
        const un_CellInfo *cell = un_cell_info((un_Cell)i);
        printf("  %-13s%s\n", cell->name, _(cell->help));
    }
}

static void print_commands(void) {
    printf("\n%s\n", _("COMMANDS"));
    for (int i = 0; i < un_cli_command_count; i++) {
        if (un_cli_commands[i].name) printf("  %-10s%s\n", un_cli_commands[i].name, _(un_cli_commands[i].summary));
    }
}

static void print_measurements(void) {
    printf("\n%s\n", _("MEASUREMENTS (columns: --list)"));
    for (int i = 0; i < un_measure_count; i++) {
        printf("  %-12s%s\n", un_measure_table[i].name, _(un_measure_table[i].title));
    }
}

static void print_environment(void) {
    printf("\n%s\n", _("ENVIRONMENT"));
    un_cli_print_lines(
        _("UNROLL_ISA   baseline, avx2 or avx512: the instruction set to compute with; no number depends on it\n"
          "UNROLL_DATA  a folder with other data for the tasks that read files\n"
          "UNROLL_LESSONS  a folder with other lessons"),
        "  ");
}

static void print_exit_status(void) {
    printf("\n%s\n", _("EXIT STATUS"));
    un_cli_print_lines(_("0  done\n"
                         "1  the answer is no: verify missed, a lesson has errors, or --until-solved and not solved\n"
                         "2  a wrong flag or value\n"
                         "3  a file or the system failed: unreadable, invalid, no memory, full disk"),
                       "  ");
}

int un_cli_help(const un_CliCommand *command) {
    printf("%s\n  unroll%s%s - %s\n", _("NAME"), command->name ? " " : "", command->name ? command->name : "",
           _(command->summary));
    printf("\n%s\n", _("SYNOPSIS"));
    un_cli_print_lines(_(command->synopsis), "  unroll ");
    printf("\n%s\n", _("DESCRIPTION"));
    un_cli_print_lines(_(command->description), "  ");
    if (!command->name) print_commands();
    if (command->id == UN_CLI_MEASURE) print_measurements();
    printf("\n%s\n", _("OPTIONS"));
    print_own_flags(command);
    if (command->id & UN_CLI_WITH_EXPERIMENT) {
        printf("\n%s\n", _("THE RUN"));
        print_experiment_flags(command, UN_SCOPE_RUN);
        print_experiment_flags(command, UN_SCOPE_TASK);
        printf("\n%s\n", _("LANES (a flag sets every lane; a YAML file gives each its own)"));
        print_experiment_flags(command, UN_SCOPE_LANE);
        print_tasks();
    }
    print_environment();
    print_exit_status();
    printf("\n%s\n", _("EXAMPLES"));
    un_cli_print_lines(_(command->examples), "  ");
    return un_cli_flush() ? UN_EXIT_DONE : UN_EXIT_SYSTEM;
}
