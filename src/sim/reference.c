#include "sim/reference.h"

#include "base/catalog.h"
#include "base/check.h"
#include "platform/file.h"
#include "sim/reference_case.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_LIMIT = 64 << 20 }; // bytes; the numbers of a case are all in its file, so this bounds the memory too

#define UN_PRECISION 32
#include "num/precision.h"

#include "sim/reference_run.h"
#undef UN_PRECISION
#undef un_real
#undef UN_P
#undef UN_C
#define UN_PRECISION 64
#include "num/precision.h"

#include "sim/reference_run.h"

/// Files of this name have gradients down to 1e-25, which an absolute tolerance would wave through.
static bool has_long_name(const char *path) {
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    const char *end = strstr(name, "_long.");
    return end != NULL && strchr(end + 6, '.') == NULL;
}

static double norm_of(const double *v, const double *minus, size_t count) {
    double largest = 0.0, sum = 0.0;
    for (size_t i = 0; i < count; i++) {
        double value = fabs(v[i] - (minus ? minus[i] : 0.0));
        if (!(value <= largest)) largest = value;
        if (value != value) return value;
    }
    if (largest == 0.0) return 0.0;
    for (size_t i = 0; i < count; i++) {
        double value = (v[i] - (minus ? minus[i] : 0.0)) / largest; // 1e-200 squared would be gone
        sum += value * value;
    }
    return largest * sqrt(sum);
}

static double ratio_of(double difference, double yardstick) {
    if (difference == 0.0) return 0.0;
    return yardstick > 0.0 ? difference / yardstick : (double)INFINITY;
}

static void judge(const un_ReferenceCase *c, const un_ReferenceWanted *wanted, bool in_double,
                  un_ReferenceResult *result) {
    double largest = 0.0;
    bool within = true, broken = false;
    result->abs = 0.0;
    for (size_t i = 0; i < wanted->count; i++) {
        double difference = fabs(wanted->got[i] - wanted->values[i]), size = fabs(wanted->values[i]);
        if (difference > result->abs) result->abs = difference;
        if (size > largest) largest = size;
        broken = broken || difference != difference;
        within = within && difference <= 1e-12 + 1e-10 * size;
    }
    if (broken) result->abs = (double)NAN;
    result->rel = ratio_of(result->abs, largest);
    result->pass = in_double ? within : result->abs <= (wanted->absolute ? 1e-5 : 1e-5 * largest);
    if (!in_double || !c->is_long || !wanted->stepwise) return;
    size_t step = wanted->count / (size_t)c->T;
    result->rel = 0.0;
    result->pass = !broken;
    for (size_t at = 0; at < wanted->count; at += step) {
        double difference = norm_of(wanted->got + at, wanted->values + at, step),
               norm = norm_of(wanted->values + at, NULL, step);
        double ratio = ratio_of(difference, norm);
        if (!(ratio <= result->rel)) result->rel = ratio;
        result->pass = result->pass && difference <= 1e-9 * norm;
    }
}

un_Status un_reference_check(const char *path, bool in_double, un_Isa isa,
                             void (*report)(void *context, const un_ReferenceResult *result), void *context,
                             int *misses, un_Error *error) {
    char *text;
    size_t size;
    un_Status status = un_file_read(path, FILE_LIMIT, &text, &size, error);
    if (status != UN_OK) return status;
    un_ReferenceCase *c = calloc(1, sizeof *c);
    status = c ? un_reference_read(c, path, text, size, error) : UN_ERROR_MEMORY;
    free(text);
    if (status == UN_OK) {
        c->is_long = has_long_name(path);
        c->net.isa = isa;
        status = in_double ? run_f64(c) : run_f32(c);
        *misses = 0;
    }
    if (status == UN_ERROR_MEMORY) un_error_set(error, status, path, 0, 0, "%s", _("not enough memory"));
    for (int i = 0; status == UN_OK && i < c->wanted_count; i++) {
        un_ReferenceResult result = {.file = path, .tensor = c->wanted[i].name};
        judge(c, &c->wanted[i], in_double, &result);
        *misses += !result.pass;
        report(context, &result);
    }
    if (c) un_arena_free(&c->arena);
    free(c);
    return status;
}
