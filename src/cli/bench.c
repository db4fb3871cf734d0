#include "sim/bench.h"

#include "cli/command.h"
#include "cli/output.h"

#include "base/catalog.h"
#include "net/cell.h"
#include "platform/file.h"
#include "sim/worker.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/// What is measured in one go.
typedef struct Shape {
    un_Cell cell;
    int input, hidden, length, batch, threads;
    bool probe, unrecorded;
} Shape;

// clang-format off
/// --suite: the shapes that docs/BENCHMARKS.md speaks of.
static const Shape suite[] = {
    {UN_CELL_LSTM, 2, 16, 200, 1, 1, false, false},
    {UN_CELL_LSTM, 2, 16, 200, 16, 1, false, false},
    {UN_CELL_LSTM, 2, 64, 200, 1, 1, false, false},
    {UN_CELL_LSTM, 2, 64, 200, 16, 1, false, false},
    {UN_CELL_LSTM, 2, 128, 200, 16, 1, false, false},
    {UN_CELL_GRU, 2, 16, 200, 1, 1, false, false},
    {UN_CELL_GRU, 2, 16, 200, 16, 1, false, false},
    {UN_CELL_GRU, 2, 64, 200, 1, 1, false, false},
    {UN_CELL_GRU, 2, 64, 200, 16, 1, false, false},
    {UN_CELL_GRU, 2, 128, 200, 16, 1, false, false},
    {UN_CELL_RNN, 2, 16, 200, 1, 1, false, false},
    {UN_CELL_RNN, 2, 16, 200, 16, 1, false, false},
    {UN_CELL_RNN, 2, 64, 200, 1, 1, false, false},
    {UN_CELL_RNN, 2, 64, 200, 16, 1, false, false},
    {UN_CELL_RNN, 2, 128, 200, 16, 1, false, false},
    {UN_CELL_LSTM, 2, 64, 50, 16, 1, false, false},
    {UN_CELL_LSTM, 2, 64, 1000, 16, 1, false, false},
    {UN_CELL_LSTM, 2, 64, 200, 32, 1, false, false},
    {UN_CELL_LSTM, 2, 64, 200, 64, 1, false, false},
    {UN_CELL_LSTM, 2, 64, 200, 128, 1, false, false},
    {UN_CELL_LSTM, 2, 64, 200, 64, 2, false, false},
    {UN_CELL_LSTM, 2, 64, 200, 16, 1, false, true},
    {UN_CELL_LSTM, 2, 64, 200, 1, 1, true, false},
    {UN_CELL_GRU, 2, 64, 200, 1, 1, true, false},
    {UN_CELL_RNN, 2, 64, 200, 1, 1, true, false},
};
// clang-format on

/// Where a shape's figures go: standard output, and the table to keep.
typedef struct Report {
    FILE *csv; ///< NULL: none is asked for
    bool json, headed;
} Report;

/// What is timed: a training step, recorded or not, or the probe.
static const char *what(const Shape *shape) {
    return shape->probe ? "probe" : shape->unrecorded ? "step-unrecorded" : "step";
}

static bool print_json(const char *isa, const Shape *shape, const un_BenchResult *result) {
    json_t *object = json_object();
    json_object_set_new(object, "cell", json_string(un_cell_info(shape->cell)->name));
    json_object_set_new(object, "input", json_integer(shape->input));
    json_object_set_new(object, "hidden", json_integer(shape->hidden));
    json_object_set_new(object, "length", json_integer(shape->length));
    json_object_set_new(object, "batch", json_integer(shape->batch));
    json_object_set_new(object, "threads", json_integer(shape->threads));
    json_object_set_new(object, "isa", json_string(isa));
    json_object_set_new(object, "median_ms", un_cli_json_real(result->median_ms));
    json_object_set_new(object, "min_ms", un_cli_json_real(result->min_ms));
    json_object_set_new(object, "time_steps_per_second", un_cli_json_real(result->time_steps_per_second));
    json_object_set_new(object, "gflops", un_cli_json_real(result->gflops));
    json_object_set_new(object, "what", json_string(what(shape)));
    json_object_set_new(object, "steps", json_integer(result->steps));
    json_object_set_new(object, "cpu_ms", un_cli_json_real(result->cpu_ms));
    json_object_set_new(object, "loss", un_cli_json_real(result->loss));
    return un_cli_print_json(object);
}

static bool print_row(const char *isa, const Shape *shape, const un_BenchResult *result, bool headed) {
    if (!headed) {
        printf("%-10s%6s%6s%6s%6s%8s  %-9s%-16s%11s%11s%11s%14s%9s\n", _("cell"), "I", "H", "T", "B", _("threads"),
               _("isa"), _("what"), _("median ms"), _("min ms"), _("CPU ms"), _("time-steps/s"), "GFLOP/s");
    }
    printf("%-10s%6d%6d%6d%6d%8d  %-9s%-16s%11.4f%11.4f%11.4f%14.0f%9.2f\n", un_cell_info(shape->cell)->name,
           shape->input, shape->hidden, shape->length, shape->batch, shape->threads, isa, what(shape),
           result->median_ms, result->min_ms, result->cpu_ms, result->time_steps_per_second, result->gflops);
    return un_cli_flush();
}

static void write_row(FILE *csv, const char *isa, const Shape *shape, const un_BenchResult *result) {
    fprintf(csv, "%s,%s,%d,%d,%d,%d,%d,%s,%" PRId64 ",%.6g,%.6g,%.6g,%.6g,%.6g\n", what(shape),
            un_cell_info(shape->cell)->name, shape->input, shape->hidden, shape->length, shape->batch, shape->threads,
            isa, result->steps, result->median_ms, result->min_ms, result->cpu_ms, result->time_steps_per_second,
            result->gflops);
}

static un_Status check_memory(const un_CliOptions *options, const un_BenchDef *def, const Shape *shape,
                              un_Error *error) {
    un_Executor executor = {.workers = shape->threads};
    double needed = shape->probe ? un_bench_probe_memory(def) : un_bench_memory(def, &executor);
    return un_experiment_check_memory(needed, options->max_memory, error);
}

static int measure(const un_CliOptions *options, const Shape *shape, Report *report) {
    un_BenchDef def = {.cell = shape->cell,
                       .input = shape->input,
                       .hidden = shape->hidden,
                       .length = shape->length,
                       .batch = shape->batch,
                       .isa = options->isa,
                       .unrecorded = shape->unrecorded,
                       .seconds = options->bench.seconds};
    const char *isa = un_isa_names[options->isa];
    un_Error error;
    un_BenchResult result;
    if (check_memory(options, &def, shape, &error)) return un_cli_fail(&error);
    un_Pool *pool = shape->threads > 1 ? un_pool_create(shape->threads, &error) : NULL;
    if (shape->threads > 1 && !pool) return un_cli_fail(&error);
    un_Status status = shape->probe ? un_bench_probe(&def, &result, &error)
                                    : un_bench_step(&def, pool ? un_pool_executor(pool) : NULL, &result, &error);
    un_pool_destroy(pool);
    if (status) return un_cli_fail(&error);
    if (report->csv) write_row(report->csv, isa, shape, &result);
    bool printed = report->json ? print_json(isa, shape, &result) : print_row(isa, shape, &result, report->headed);
    report->headed = true;
    return printed ? UN_EXIT_DONE : UN_EXIT_SYSTEM;
}

static Shape shape_asked(const un_CliOptions *options) {
    return (Shape){.cell = options->bench.cell >= 0 ? (un_Cell)options->bench.cell : UN_CELL_LSTM,
                   .input = options->bench.input ? (int)options->bench.input : 2,
                   .hidden = options->bench.hidden ? (int)options->bench.hidden : 64,
                   .length = options->bench.length ? (int)options->bench.length : 200,
                   .batch = options->bench.probe   ? 1
                            : options->bench.batch ? (int)options->bench.batch
                                                   : 16,
                   .threads = (int)options->threads,
                   .probe = options->bench.probe,
                   .unrecorded = options->bench.no_record};
}

/// A flag that would be passed over in silence is a fault.
static un_Status check_flags(const un_CliOptions *options, un_Error *error) {
    bool shape = options->bench.cell >= 0 || options->bench.hidden || options->bench.length;
    bool batch = options->bench.input || options->bench.batch || options->threads > 1;
    if (options->bench.suite && (shape || batch || options->bench.probe || options->bench.no_record)) {
        return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0, "%s",
                            _("--suite: found beside it one shape's flags, valid: --seconds, --csv, --json"));
    }
    if (options->bench.probe && (batch || options->bench.no_record)) {
        return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0, "%s",
                            _("--probe: found beside it --input, --batch, --threads or --no-record, valid: --cell, "
                              "--hidden, --length"));
    }
    if (options->file_count) {
        return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0, _("bench: found '%.200s', valid: flags alone"),
                            options->file[0]);
    }
    return options->csv ? un_file_check_write(options->csv, error) : UN_OK;
}

static int measure_all(const un_CliOptions *options, Report *report) {
    if (!options->bench.suite) {
        Shape shape = shape_asked(options);
        return measure(options, &shape, report);
    }
    int code = UN_EXIT_DONE;
    for (size_t i = 0; i < sizeof suite / sizeof *suite && code == UN_EXIT_DONE; i++) {
        code = measure(options, &suite[i], report);
    }
    return code;
}

int un_cli_bench(const un_CliOptions *options) {
    un_Error error;
    if (check_flags(options, &error)) return un_cli_fail(&error);
    Report report = {.json = options->json};
    char *text = NULL;
    size_t size = 0;
    if (options->csv) {
        report.csv = open_memstream(&text, &size);
        if (!report.csv) {
            un_error_set(&error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("not enough memory"));
            return un_cli_fail(&error);
        }
        fputs("what,cell,input,hidden,length,batch,threads,isa,steps,median_ms,min_ms,cpu_ms,time_steps_per_second,"
              "gflops\n",
              report.csv);
    }
    int code = measure_all(options, &report);
    if (report.csv && fclose(report.csv) != 0 && code == UN_EXIT_DONE) {
        un_error_set(&error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("not enough memory"));
        code = un_cli_fail(&error);
    }
    if (options->csv && code == UN_EXIT_DONE && un_file_write(options->csv, text, size, &error)) {
        code = un_cli_fail(&error);
    }
    free(text);
    return code;
}
