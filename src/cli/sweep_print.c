#include "cli/sweep_print.h"

#include "cli/output.h"

#include "base/catalog.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAME = 18, COLUMN = 13 };

static int compare_ints(const void *a, const void *b) {
    int x = *(const int *)a, y = *(const int *)b;
    return (x > y) - (x < y);
}

static int compare_counts(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/// The lengths of a table, each once, upwards; returns how many. lengths has room for one a row.
static int find_columns(const un_SweepTable *table, int *lengths) {
    int count = 0;
    for (int i = 0; i < table->count; i++) {
        lengths[i] = table->row[i].length;
    }
    if (table->count > 0) qsort(lengths, (size_t)table->count, sizeof *lengths, compare_ints);
    for (int i = 0; i < table->count; i++) {
        if (i == 0 || lengths[i] != lengths[i - 1]) lengths[count++] = lengths[i];
    }
    return count;
}

/// "4/5 @312", or "" without a run. The rows of a lane and length stand together from *at on; solved is workspace.
static void print_cell(const un_SweepTable *table, int *at, const char *lane, int length, int64_t *solved) {
    int runs = 0, count = 0;
    for (; *at < table->count && !strcmp(table->row[*at].lane, lane) && table->row[*at].length == length; ++*at) {
        runs++;
        if (table->row[*at].solved_at >= 0) solved[count++] = table->row[*at].solved_at;
    }
    char text[64] = "";
    if (count > 0) {
        qsort(solved, (size_t)count, sizeof *solved, compare_counts);
        snprintf(text, sizeof text, "%d/%d @%" PRId64, count, runs, solved[(count - 1) / 2]);
    } else if (runs > 0) {
        snprintf(text, sizeof text, "0/%d", runs);
    }
    un_cli_print_cell(text, COLUMN);
}

/// The line of the lane whose rows begin at `at`. Returns where the next lane's begin.
static int print_lane(const un_SweepTable *table, int at, const int *lengths, int columns, int64_t *solved) {
    const char *lane = table->row[at].lane;
    un_cli_print_cell(lane, NAME);
    for (int i = 0; i < columns; i++) {
        print_cell(table, &at, lane, lengths[i], solved);
    }
    putchar('\n');
    return at;
}

static int find_rows(const un_SweepTable *table, const char *lane) {
    for (int i = 0; i < table->count; i++) {
        if (!strcmp(table->row[i].lane, lane)) return i;
    }
    return -1;
}

static void print_lanes(const un_SweepTable *table, const un_Experiment *experiment, const int *lengths, int columns,
                        int64_t *solved) {
    char name[UN_LANE_NAME];
    for (int i = 0; experiment && i < experiment->lane_count; i++) {
        int at = find_rows(table, un_experiment_lane_name(experiment, i, name, sizeof name));
        if (at >= 0) print_lane(table, at, lengths, columns, solved);
    }
    for (int at = 0; at < table->count;) {
        const char *lane = table->row[at].lane;
        if (experiment && un_experiment_find_lane(experiment, lane) >= 0) {
            while (at < table->count && !strcmp(table->row[at].lane, lane))
                at++;
        } else {
            at = print_lane(table, at, lengths, columns, solved);
        }
    }
}

bool un_cli_print_sweep(const un_SweepTable *table, const un_Experiment *experiment) {
    size_t rows = (size_t)table->count + 1;
    int *lengths = calloc(rows, sizeof *lengths);
    int64_t *solved = calloc(rows, sizeof *solved);
    bool held = lengths && solved;
    if (held) {
        int columns = find_columns(table, lengths);
        un_cli_print_cell(table->lengths ? _("solved at length") : _("solved at lag"), NAME);
        for (int i = 0; i < columns; i++) {
            char text[16];
            snprintf(text, sizeof text, "%d", lengths[i]);
            un_cli_print_cell(text, COLUMN);
        }
        putchar('\n');
        print_lanes(table, experiment, lengths, columns, solved);
    }
    free(lengths);
    free(solved);
    return held;
}

void un_cli_print_shell(const char *text) {
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./=,:@%+-";
    if (*text && strspn(text, plain) == strlen(text)) {
        fputs(text, stdout);
        return;
    }
    putchar('\'');
    for (; *text; text++) {
        if (*text == '\'') {
            fputs("'\\''", stdout);
        } else {
            putchar(*text);
        }
    }
    putchar('\'');
}
