#include "sim/reference.h"

#include "cli/command.h"
#include "cli/output.h"

#include "base/catalog.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// The report is held back until every file has been read: a file that cannot be read leaves standard output empty.
typedef struct Report {
    FILE *out;
    bool json, failed;
    int tensors;
} Report;

static void add_json(Report *report, const un_ReferenceResult *result) {
    json_t *object = json_object();
    json_object_set_new(object, "file", json_string(result->file));
    json_object_set_new(object, "tensor", json_string(result->tensor));
    json_object_set_new(object, "abs", un_cli_json_real(result->abs));
    json_object_set_new(object, "rel", un_cli_json_real(result->rel));
    json_object_set_new(object, "pass", json_boolean(result->pass));
    char *text = json_dumps(object, JSON_COMPACT | JSON_PRESERVE_ORDER);
    json_decref(object);
    report->failed = report->failed || !text;
    if (text) fprintf(report->out, "%s\n", text);
    free(text);
}

static void add(void *context, const un_ReferenceResult *result) {
    Report *report = context;
    report->tensors++;
    if (report->json) {
        add_json(report, result);
    } else {
        fprintf(report->out, "%s  %s  abs %.2e  rel %.2e  %s\n", result->file, result->tensor, result->abs, result->rel,
                result->pass ? _("pass") : _("MISS"));
    }
}

static un_Status check_files(const un_CliOptions *options, Report *report, int *misses, un_Error *error) {
    un_Status status = UN_OK;
    *misses = 0;
    for (int i = 0; i < options->file_count && !status; i++) {
        int own = 0;
        status = un_reference_check(options->file[i], options->precision == 0, options->isa, add, report, &own, error);
        *misses += own;
    }
    return status;
}

/// Every file's lines into *text (malloc'ed, the caller frees), or an error and no text.
static un_Status make_report(const un_CliOptions *options, Report *report, char **text, size_t *size, int *misses,
                             un_Error *error) {
    report->out = open_memstream(text, size);
    if (!report->out) return un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("not enough memory"));
    un_Status status = check_files(options, report, misses, error);
    bool failed = ferror(report->out) || report->failed;
    if ((fclose(report->out) || failed) && !status) {
        status = un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("not enough memory"));
    }
    if (status) free(*text);
    return status;
}

int un_cli_verify(const un_CliOptions *options) {
    un_Error error;
    if (options->file_count == 0) {
        un_error_set(&error, UN_ERROR_VALUE, NULL, 0, 0, "%s",
                     _("verify: found no file, valid: unroll verify FILE... [--precision double|float] [--json]"));
        return un_cli_fail(&error);
    }
    char *text = NULL;
    size_t size = 0;
    int misses = 0;
    Report report = {.json = options->json};
    if (make_report(options, &report, &text, &size, &misses, &error)) return un_cli_fail(&error);
    fwrite(text, 1, size, stdout);
    free(text);
    if (!un_cli_flush()) return UN_EXIT_SYSTEM;
    // Not on standard output, which has a line per tensor and nothing else.
    if (!options->json) {
        fprintf(stderr, _("%d files, %d tensors, %d missed\n"), options->file_count, report.tensors, misses);
    }
    return misses ? UN_EXIT_NO : UN_EXIT_DONE;
}
