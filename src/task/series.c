/// Forecasting a real series one step ahead: from a window of the past, how much will it change? The target is the next
/// change over the root mean square of the training part's changes. "It stays as it is" (persistence) answers 0, so its
/// loss on the training part is 1 and a loss is the squared ratio of the two errors.
///
/// A gap shows the last value before it, and an input that says so; a change is scored only where both of its values
/// were measured. Nothing of a step's input was unknown at its time: that is why gaps are not interpolated.
#include "task/data.h"
#include "task/reader.h"
#include "task/sample.h"

#include "base/catalog.h"
#include "base/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/// Inputs of a step: the change that led to it, its level above the line of the training part, whether it is filled in.
enum { CHANGE, LEVEL, FILLED, INPUTS };
enum { ROWS_MIN = 20 };

// Dates.

/// Days from a fixed day to YYYYMMDD in the proleptic Gregorian calendar, counted from March so that the leap day comes
/// last. False: no such day.
static bool day_of_date(int32_t date, int32_t *day) {
    static const int lengths[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year = date / 10000, month = date / 100 % 100, number = date % 100;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    if (month < 1 || month > 12 || number < 1) return false;
    if (number > lengths[month - 1] + (month == 2 && leap)) return false;
    int from_march = (month + 9) % 12, march_year = month < 3 ? year - 1 : year;
    *day =
        365 * march_year + march_year / 4 - march_year / 100 + march_year / 400 + (153 * from_march + 2) / 5 + number;
    return true;
}

/// The date in the reader's cell and its place in time: years for YYYY, days for YYYYMMDD.
static un_Status read_date(const un_Reader *reader, int32_t *date, int32_t *place) {
    int64_t whole;
    size_t digits = strlen(reader->cell);
    const char *valid = _("a date as YYYY or YYYYMMDD");
    if (reader->cell[strspn(reader->cell, "0123456789")]) return un_reader_refuse(reader, valid);
    if (!un_number_parse_int(reader->cell, &whole)) return un_reader_refuse(reader, valid);
    *date = *place = (int32_t)whole;
    if (digits == 4 && whole >= 1) return UN_OK;
    bool known = digits == 8 && whole >= 10000 && day_of_date(*date, place);
    return known ? UN_OK : un_reader_refuse(reader, valid);
}

// Rows.

/// Where reading stands: the place in time of the row before, and the distance that the first two rows have set.
typedef struct Rhythm {
    int32_t place, distance;
    size_t digits;
} Rhythm;

static un_Status check_rhythm(const un_Reader *reader, Rhythm *rhythm, int row, int32_t place) {
    size_t digits = strlen(reader->cell);
    int32_t distance = place - rhythm->place;
    if (row > 0 && digits != rhythm->digits) return un_reader_refuse(reader, _("a date as in the row before"));
    if (row == 1) rhythm->distance = distance;
    if (row > 0 && (distance <= 0 || distance != rhythm->distance)) {
        char valid[96];
        if (row == 1) {
            snprintf(valid, sizeof valid, "%s", _("a later date than in the row before"));
        } else {
            snprintf(valid, sizeof valid,
                     digits == 4 ? _("%d years after the row before") : _("%d days after the row before"),
                     (int)rhythm->distance);
        }
        return un_reader_refuse(reader, valid);
    }
    rhythm->place = place;
    rhythm->digits = digits;
    return UN_OK;
}

/// A row's two cells. *value is NaN in a gap.
static un_Status read_row(un_Reader *reader, Rhythm *rhythm, int row, int32_t *date, double *value) {
    int32_t place = 0;
    un_Status status = un_reader_cell(reader);
    if (!status) status = un_reader_expect_end(reader, false, 2);
    if (!status) status = read_date(reader, date, &place);
    if (!status) status = check_rhythm(reader, rhythm, row, place);
    if (!status) status = un_reader_cell(reader);
    if (!status) status = un_reader_expect_end(reader, true, 2);
    if (status) return status;
    *value = (double)NAN;
    if (!reader->cell[0] && row > 0) return UN_OK;
    if (!un_number_parse_real(reader->cell, value) || !(fabs(*value) <= 1e9)) {
        return un_reader_refuse(reader, row > 0 ? _("a number within 1e9, or nothing where nothing was measured")
                                                : _("a number within 1e9, as there is no value before it"));
    }
    return UN_OK;
}

/// Two names: the header.
static un_Status read_header(un_Reader *reader) {
    double number;
    for (int i = 0; i < 2; i++) {
        un_Status status = un_reader_cell(reader);
        if (!status) status = un_reader_expect_end(reader, i == 1, 2);
        if (status) return status;
        if (!reader->cell[0] || un_number_parse_real(reader->cell, &number)) {
            return un_reader_refuse(reader, _("a header of two names"));
        }
    }
    return UN_OK;
}

/// Reads every row into data's arrays, which may be missing; then it only counts and checks.
static un_Status read_rows(un_Reader reader, un_TaskData *data) {
    un_Series *series = &data->series;
    Rhythm rhythm = {0};
    un_Status status = read_header(&reader);
    int count = 0;
    double last = 0, value = 0;
    for (bool before = false; !status && !un_reader_at_end(&reader); count++) {
        int32_t date = 0;
        status = read_row(&reader, &rhythm, count, &date, &value);
        bool measured = !isnan(value);
        if (measured) last = value;
        if (series->date) {
            series->date[count] = date;
            series->value[count] = last;
            series->measured[count] = measured;
            if (measured && before) series->target[series->targets++] = count;
        }
        before = measured;
    }
    if (status) return status;
    if (count < ROWS_MIN) return un_reader_too_few(&reader, count, ROWS_MIN, _("rows of data"));
    data->count = count;
    return UN_OK;
}

// What the training part is like.

/// Least squares: slope = cov(n, v) / var(n) over the measured values of the training part.
static void fit_line(un_Series *series, int train) {
    double n = 0, mean_index = 0, mean_value = 0, covariance = 0, variance = 0;
    for (int i = 0; i < train; i++) {
        if (!series->measured[i]) continue;
        double step_index = i - mean_index, step_value = series->value[i] - mean_value;
        n++;
        mean_index += step_index / n;
        mean_value += step_value / n;
        covariance += step_index * (series->value[i] - mean_value);
        variance += step_index * (i - mean_index);
    }
    series->slope = variance > 0 ? covariance / variance : 0;
    series->intercept = mean_value - series->slope * mean_index;
    double squares = 0;
    for (int i = 0; i < train; i++) {
        if (!series->measured[i]) continue;
        double rest = series->value[i] - (series->intercept + series->slope * i);
        squares += rest * rest;
    }
    series->deviation = sqrt(squares / n);
}

/// How many targets stand before index `end`.
static int targets_before(const un_Series *series, int end) {
    int low = 0, high = series->targets;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (series->target[middle] < end) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static un_Status describe(un_TaskData *data, const char *name, un_Error *error) {
    un_Series *series = &data->series;
    int changes = targets_before(series, data->train);
    double squares = 0;
    for (int i = 0; i < changes; i++) {
        double change = series->value[series->target[i]] - series->value[series->target[i] - 1];
        squares += change * change;
    }
    series->change = changes ? sqrt(squares / changes) : 0;
    fit_line(series, data->train);
    if (changes == 0 || series->targets == changes) {
        return un_error_set(error, UN_ERROR_FILE, name, 0, 0,
                            _("found %d changes between measured neighbours in the first %d rows and %d in the rest, "
                              "valid: at least one in each"),
                            changes, data->train, series->targets - changes);
    }
    if (series->change > 0 && series->deviation > 0) return UN_OK;
    return un_error_set(error, UN_ERROR_FILE, name, 0, 0,
                        _("found a straight line in the first %d rows, valid: a series that varies"), data->train);
}

static un_Status parse(const un_TaskData **data, un_Arena *arena, const char *text, size_t size, const char *name,
                       un_Error *error) {
    un_Reader reader = {.text = text, .size = size, .name = name, .error = error};
    un_TaskData own = {0};
    un_Status status = read_rows(reader, &own);
    if (status) return status;
    size_t count = (size_t)own.count;
    un_TaskData *out = un_arena_take(arena, 1, sizeof *out);
    own.series.date = un_arena_take(arena, count, sizeof(int32_t));
    own.series.value = un_arena_take(arena, count, sizeof(double));
    own.series.measured = un_arena_take(arena, count, 1);
    own.series.target = un_arena_take(arena, count, sizeof(int32_t));
    if (!out) return UN_OK; // the arena only measures
    read_rows(reader, &own);
    own.train = own.to = own.count * 4 / 5;
    status = describe(&own, name, error);
    if (status) return status;
    *out = own;
    *data = out;
    return UN_OK;
}

// Sequences.

int un_series_first_target(const un_TaskData *data, int length) {
    return targets_before(&data->series, length > data->from ? length : data->from);
}

int un_series_end_target(const un_TaskData *data) {
    return targets_before(&data->series, data->to);
}

void un_series_window(const un_TaskData *data, int target, int length, const un_Sequence *out) {
    const un_Series *series = &data->series;
    int start = series->target[target] - length;
    for (int t = 0; t < length; t++) {
        int now = start + t, next = now + 1;
        double value = series->value[now], line = series->intercept + series->slope * now;
        float *x = un_sample_step(out, t);
        x[CHANGE] = now > 0 ? (float)((value - series->value[now - 1]) / series->change) : 0;
        x[LEVEL] = (float)((value - line) / series->deviation);
        x[FILLED] = !series->measured[now];
        if (next < data->from || !series->measured[now] || !series->measured[next]) continue;
        size_t place = un_sample_place(out, t);
        out->scored[place] = UN_SCORED_ANSWER;
        out->value_target[place] = (float)((series->value[next] - value) / series->change);
    }
}

/// A window of the past that ends right before a change between two measured values.
static void sample(const un_TaskDef *def, const un_TaskData *data, un_Random *random, const un_Sequence *out) {
    int first = un_series_first_target(data, def->length), end = un_series_end_target(data);
    un_series_window(data, first + un_random_below(random, end - first), def->length, out);
}

static int longest(const un_TaskData *data) {
    return data->series.target[targets_before(&data->series, data->train) - 1];
}

static bool symbol(const un_TaskDef *def, const float *x, char *out, int size) {
    (void)def;
    snprintf(out, (size_t)size, "%+.1f", (double)x[LEVEL]);
    return x[FILLED] == 0;
}

#define SERIES                                                                                                         \
    .question = UN_KEY("next change is ?"), .length_min = 2, .inputs = INPUTS, .outputs = 1, .classes = false,         \
    .chance_loss = 1 /* of persistence: see above */, .parse = parse, .sample = sample, .longest = longest,            \
    .symbol = symbol

const un_TaskInfo un_task_co2 = {
    .name = "co2",
    .title = UN_KEY("Forecast the CO2 above Mauna Loa"),
    .help = UN_KEY("weekly CO2 since 1958, with gaps; how much will it change by next week? (--length)"),
    .length_default = 60, // weeks: a season and some
    .solved_at = 0.8,
    .asset = "co2-mauna-loa-weekly.csv",
    .unit = "ppm",
    SERIES,
};

const un_TaskInfo un_task_sunspots = {
    .name = "sunspots",
    .title = UN_KEY("Forecast the number of sunspots"),
    .help = UN_KEY("yearly sunspot numbers since 1700; how much will it change by next year? (--length)"),
    .length_default = 24, // years: two cycles
    .solved_at = 0.5,
    .asset = "sunspots-yearly.csv",
    .unit = UN_KEY("sunspots"),
    SERIES,
};
