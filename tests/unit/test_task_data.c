/// The formats of real data: what they hold, what they refuse and where, and the sequences that are drawn from them.
#include "task/data.h"

#include "platform/file.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// Parsed data with the memory that holds them.
typedef struct Parsed {
    un_Arena arena;
    const un_TaskData *data;
    un_Status status;
    un_Error error;
} Parsed;

static Parsed parse(un_Task task, const char *text, size_t size) {
    Parsed parsed = {.arena = un_arena_measure()};
    const un_TaskInfo *info = un_task_info(task);
    parsed.status = info->parse(&parsed.data, &parsed.arena, text, size, "file.csv", &parsed.error);
    if (parsed.status) return parsed;
    cr_assert_eq(un_arena_reserve(&parsed.arena, parsed.arena.used), UN_OK);
    parsed.status = info->parse(&parsed.data, &parsed.arena, text, size, "file.csv", &parsed.error);
    return parsed;
}

static Parsed parse_file(un_Task task) {
    char path[512], *text;
    size_t size;
    snprintf(path, sizeof path, "%s/../assets/data/%s", UN_TEST_DATA, un_task_info(task)->asset);
    un_Error error;
    cr_assert_eq(un_file_read(path, UN_DATA_BYTES_MAX, &text, &size, &error), UN_OK, "%s", error.message);
    Parsed parsed = parse(task, text, size);
    free(text);
    cr_assert_eq(parsed.status, UN_OK, "%s", parsed.error.message);
    return parsed;
}

static void expect_refusal(un_Task task, const char *text, int line, int column, const char *message) {
    Parsed parsed = parse(task, text, strlen(text));
    un_arena_free(&parsed.arena);
    cr_assert_eq(parsed.status, UN_ERROR_FILE, "taken: %s", text);
    cr_assert_null(parsed.data);
    cr_assert_str_eq(parsed.error.file, "file.csv");
    cr_assert_str_eq(parsed.error.message, message);
    cr_assert(parsed.error.line == line && parsed.error.column == column, "%d:%d: %s", parsed.error.line,
              parsed.error.column, message);
}

// Sequences.

/// One sequence on its own.
typedef struct Drawn {
    int inputs, outputs;
    float *x, *value_target;
    unsigned char *scored;
    int32_t *class_target;
} Drawn;

static Drawn draw(un_Task task, const un_TaskData *data, int length, un_Random *random) {
    const un_TaskInfo *info = un_task_info(task);
    size_t steps = (size_t)length;
    Drawn drawn = {.inputs = info->inputs,
                   .outputs = info->outputs,
                   .x = calloc(steps * (size_t)info->inputs, sizeof(float)),
                   .value_target = calloc(steps * (size_t)info->outputs, sizeof(float)),
                   .scored = calloc(steps, 1),
                   .class_target = calloc(steps, sizeof(int32_t))};
    un_TaskDef def = {.task = task, .length = length};
    un_Sequence sequence = {.x = drawn.x,
                            .scored = drawn.scored,
                            .class_target = info->classes ? drawn.class_target : NULL,
                            .value_target = info->classes ? NULL : drawn.value_target,
                            .x_stride = info->inputs,
                            .target_stride = 1};
    info->sample(&def, data, random, &sequence);
    return drawn;
}

static void drop(Drawn *drawn) {
    free(drawn->x);
    free(drawn->value_target);
    free(drawn->scored);
    free(drawn->class_target);
}

// Digits.

/// `rows` pictures whose pixel i is row*i % 17, labelled with the row.
static char *make_digits(int rows) {
    char *text = malloc((size_t)rows * 256), *end = text;
    for (int row = 0; row < rows; row++) {
        for (int i = 0; i < UN_DIGIT_PIXELS; i++)
            end += sprintf(end, "%d,", row * i % 17);
        end += sprintf(end, "%d\n", row % 10);
    }
    return text;
}

Test(task_data, digits_hold_pixels_and_labels) {
    char *text = make_digits(20);
    Parsed parsed = parse(UN_TASK_ROWS, text, strlen(text));
    const un_TaskData *data = parsed.data;
    cr_assert_eq(parsed.status, UN_OK);
    cr_assert(data->count == 20 && data->train == 16 && data->from == 0 && data->to == 16);
    for (int row = 0; row < 20; row++) {
        cr_assert_eq(data->symbol[row], row % 10);
        for (int i = 0; i < UN_DIGIT_PIXELS; i++)
            cr_assert_eq(data->pixel[row * UN_DIGIT_PIXELS + i], (float)(row * i % 17) / 16.0f);
    }
    un_TaskData test = un_task_data_test(data);
    cr_assert(test.from == 16 && test.to == 20);
    un_arena_free(&parsed.arena);
    free(text);
}

Test(task_data, digits_are_read_by_row_and_by_pixel) {
    Parsed parsed = parse_file(UN_TASK_ROWS);
    cr_assert_eq(parsed.data->count, 1797);
    un_Task tasks[2] = {UN_TASK_ROWS, UN_TASK_PIXELS};
    for (int i = 0; i < 2; i++) {
        int length = i == 0 ? 11 : 70;
        // The same stream draws the same picture.
        un_Random random = un_random_stream(7, "batch"), same = random;
        int picture = un_random_below(&same, parsed.data->to - parsed.data->from);
        Drawn drawn = draw(tasks[i], parsed.data, length, &random);
        for (int k = 0; k < length * drawn.inputs; k++) {
            float pixel = k < UN_DIGIT_PIXELS ? parsed.data->pixel[picture * UN_DIGIT_PIXELS + k] : 0;
            cr_assert_eq(drawn.x[k], pixel, "task %d number %d", i, k);
        }
        for (int t = 0; t < length; t++)
            cr_assert_eq(drawn.scored[t], t == length - 1);
        cr_assert_eq(drawn.class_target[length - 1], parsed.data->symbol[picture]);
        drop(&drawn);
    }
    un_arena_free(&parsed.arena);
}

Test(task_data, wrong_digits_are_refused_with_their_place) {
    char *text = make_digits(12), *line3 = strchr(strchr(text, '\n') + 1, '\n') + 1;
    char *at = strchr(line3, ','); // "0,2,4,...": the second cell
    memcpy(at + 1, ",", 1);        // ",,": it is empty now, and the row has a cell more
    expect_refusal(UN_TASK_ROWS, text, 3, 3, "found nothing, valid: a pixel, 0..16");
    memcpy(at + 1, "x", 1);
    expect_refusal(UN_TASK_PIXELS, text, 3, 3, "found 'x', valid: a pixel, 0..16");
    *line3 = 0;
    expect_refusal(UN_TASK_ROWS, text, 2, 1, "found 2 pictures, valid: at least 10");
    expect_refusal(UN_TASK_ROWS, "17,", 1, 1, "found '17', valid: a pixel, 0..16");
    expect_refusal(UN_TASK_ROWS, "1,2\n", 1, 3, "found the end of the row after this cell, valid: 65 cells a row");
    expect_refusal(UN_TASK_ROWS, "", 1, 1, "found 0 pictures, valid: at least 10");
    expect_refusal(UN_TASK_ROWS, "1,\t,", 1, 3, "found the control character 0x09 in a cell, valid: plain text");
    expect_refusal(UN_TASK_ROWS, "1,0123456789012345678901234567890123456789", 1, 3,
                   "found a cell of 40 bytes, valid: at most 31");
    free(text);
    text = make_digits(12);
    char *label = strchr(text, '\n') - 1;
    *label = 'a';
    expect_refusal(UN_TASK_ROWS, text, 1, (int)(label - text) + 1, "found 'a', valid: a label, 0..9");
    label[0] = ',';
    expect_refusal(UN_TASK_ROWS, text, 1, (int)(label - text) + 1, "found nothing, valid: a label, 0..9");
    free(text);
}

// Series.

/// Years 1700.. with the value of year n; NULL rows are gaps.
static char *make_series(int rows, double (*value)(int row)) {
    char *text = malloc((size_t)rows * 64 + 64), *end = text + sprintf(text, "\"YEAR\",\"VALUE\"\n");
    for (int row = 0; row < rows; row++) {
        end += sprintf(end, "%d,", 1700 + row);
        if (!isnan(value(row))) end += sprintf(end, "%.17g", value(row));
        end += sprintf(end, "\r\n");
    }
    return text;
}

/// 2 n plus a zigzag; nothing in the rows 5, 6 and 30.
static double zigzag(int row) {
    return row == 5 || row == 6 || row == 30 ? (double)NAN : 2 * row + (row % 2 ? 1 : -1);
}

Test(task_data, series_hold_values_gaps_and_what_they_are_like) {
    char *text = make_series(50, zigzag);
    Parsed parsed = parse(UN_TASK_SUNSPOTS, text, strlen(text));
    cr_assert_eq(parsed.status, UN_OK, "%s", parsed.error.message);
    const un_Series *series = &parsed.data->series;
    cr_assert(parsed.data->count == 50 && parsed.data->train == 40);
    for (int n = 0; n < 50; n++) {
        bool gap = isnan(zigzag(n));
        cr_assert_eq(series->date[n], 1700 + n);
        cr_assert_eq(series->measured[n], !gap);
        cr_assert_eq(series->value[n], zigzag(n == 5 ? 4 : n == 6 ? 4 : n == 30 ? 29 : n), "row %d", n);
    }
    cr_assert_eq(series->targets, 49 - 3 - 2); // no change from or to a gap: 5, 6, 7, 30, 31
    for (int i = 0; i < series->targets; i++) {
        int n = series->target[i];
        cr_assert(series->measured[n] && series->measured[n - 1]);
    }
    // The changes of a zigzag are 4 and 0 in turn; up to row 39 there are 17 of either.
    cr_assert_float_eq(series->change, sqrt(8), 1e-12);
    cr_assert_float_eq(series->slope, 2, 0.02);
    cr_assert_float_eq(series->deviation, 1, 0.01);
    un_arena_free(&parsed.arena);
    free(text);
}

Test(task_data, a_window_shows_the_past_and_asks_for_the_next_change) {
    enum { T = 8, N = 200 };
    char *text = make_series(50, zigzag);
    Parsed parsed = parse(UN_TASK_SUNSPOTS, text, strlen(text));
    const un_TaskData *train = parsed.data;
    un_TaskData test = un_task_data_test(train);
    const un_Series *series = &train->series;
    un_Random random = un_random_stream(3, "batch");
    for (int n = 0; n < N; n++) {
        const un_TaskData *data = n % 2 ? train : &test;
        int first = un_series_first_target(data, T), end = un_series_end_target(data);
        un_Random same = random;
        int target = series->target[first + un_random_below(&same, end - first)];
        cr_assert(target >= T && target < data->to && target >= data->from);
        Drawn drawn = draw(UN_TASK_SUNSPOTS, data, T, &random);
        for (int t = 0; t < T; t++) {
            int now = target - T + t;
            bool both = series->measured[now] && series->measured[now + 1] && now + 1 >= data->from;
            double change = series->value[now + 1] - series->value[now];
            cr_assert_eq(drawn.scored[t], both);
            cr_assert_float_eq(drawn.value_target[t], both ? (float)(change / series->change) : 0, 1e-6);
            cr_assert_eq(drawn.x[3 * t + 2], !series->measured[now]);
            double level = (series->value[now] - series->intercept - series->slope * now) / series->deviation;
            cr_assert_float_eq(drawn.x[3 * t + 1], level, 1e-5);
        }
        cr_assert(drawn.scored[T - 1]);
        drop(&drawn);
    }
    un_arena_free(&parsed.arena);
    free(text);
}

Test(task_data, the_longest_window_is_told) {
    char *text = make_series(50, zigzag);
    Parsed parsed = parse(UN_TASK_SUNSPOTS, text, strlen(text));
    int longest = un_task_info(UN_TASK_SUNSPOTS)->longest(parsed.data);
    cr_assert_eq(longest, 39);
    un_TaskDef def = {.task = UN_TASK_SUNSPOTS, .length = longest};
    un_Error error;
    cr_assert_eq(un_task_check_data(&def, parsed.data, &error), UN_OK);
    un_Random random = un_random_stream(3, "batch");
    Drawn drawn = draw(UN_TASK_SUNSPOTS, parsed.data, longest, &random);
    cr_assert(drawn.scored[longest - 1]);
    drop(&drawn);
    def.length++;
    cr_assert_eq(un_task_check_data(&def, parsed.data, &error), UN_ERROR_VALUE);
    cr_assert_str_eq(error.message, "task sunspots: found 40 steps, valid: 2..39 with its data");
    un_arena_free(&parsed.arena);
    free(text);
}

Test(task_data, the_real_series_are_whole) {
    Parsed co2 = parse_file(UN_TASK_CO2), sunspots = parse_file(UN_TASK_SUNSPOTS);
    int gaps = 0;
    for (int n = 0; n < co2.data->count; n++)
        gaps += !co2.data->series.measured[n];
    cr_assert(co2.data->count == 2284 && gaps == 59, "%d rows, %d gaps", co2.data->count, gaps);
    cr_assert_float_eq(co2.data->series.change, 0.4897, 1e-4); // counted by hand with another program
    cr_assert_float_eq(co2.data->series.deviation, 2.6117, 1e-4);
    cr_assert(sunspots.data->count == 309 && sunspots.data->series.targets == 308);
    cr_assert_float_eq(sunspots.data->series.change, 20.991, 1e-3);
    un_arena_free(&co2.arena);
    un_arena_free(&sunspots.arena);
}

static double line(int row) {
    return 3 * row;
}

static double rising(int row) {
    return row < 24 ? 7 : row;
}

static double late_gap(int row) {
    return row < 24 || row % 2 ? row % 3 : (double)NAN;
}

Test(task_data, wrong_series_are_refused_with_their_place) {
    expect_refusal(UN_TASK_CO2, "date,co2\n19580329,316.1\n19580405,3x7.3\n", 3, 10,
                   "found '3x7.3', valid: a number within 1e9, or nothing where nothing was measured");
    expect_refusal(UN_TASK_CO2, "date,co2\n19580329,nan\n", 2, 10,
                   "found 'nan', valid: a number within 1e9, as there is no value before it");
    expect_refusal(UN_TASK_CO2, "date,co2\n19580329,\n", 2, 10,
                   "found nothing, valid: a number within 1e9, as there is no value before it");
    expect_refusal(UN_TASK_CO2, "date,co2\n19580229,1\n", 2, 1, "found '19580229', valid: a date as YYYY or YYYYMMDD");
    expect_refusal(UN_TASK_CO2, "date,co2\n,1\n", 2, 1, "found nothing, valid: a date as YYYY or YYYYMMDD");
    expect_refusal(UN_TASK_CO2, "date,co2\n+958,1\n", 2, 1, "found '+958', valid: a date as YYYY or YYYYMMDD");
    expect_refusal(UN_TASK_CO2, "date,co2\n19580329,1\n19580405,1\n19580419,1\n", 4, 1,
                   "found '19580419', valid: 7 days after the row before");
    expect_refusal(UN_TASK_CO2, "date,co2\n19600224,1\n19600302,1\n19600309,1\n19600308,1\n", 5, 1,
                   "found '19600308', valid: 7 days after the row before");
    expect_refusal(UN_TASK_CO2, "date,co2\n1960,1\n1960,1\n", 3, 1,
                   "found '1960', valid: a later date than in the row before");
    expect_refusal(UN_TASK_CO2, "date,co2\n1960,1\n19610101,1\n", 3, 1,
                   "found '19610101', valid: a date as in the row before");
    expect_refusal(UN_TASK_CO2, "date,co2\n1960,1\n1961,1\n1963,1\n", 4, 1,
                   "found '1963', valid: 1 years after the row before");
    expect_refusal(UN_TASK_CO2, "1960,1\n1961,1\n", 1, 1, "found '1960', valid: a header of two names");
    expect_refusal(UN_TASK_CO2, "date,co2\n1960,1,\n", 2, 6, "found more cells after this one, valid: 2 cells a row");
    expect_refusal(UN_TASK_CO2, "date,co2\n1960,1\n\n", 3, 1,
                   "found the end of the row after this cell, valid: 2 cells a row");
    expect_refusal(UN_TASK_CO2, "date,co2\n1960,1\n1961,2\n", 3, 1, "found 2 rows of data, valid: at least 20");
    char *straight = make_series(30, line), *constant = make_series(30, rising), *gaps = make_series(30, late_gap);
    expect_refusal(UN_TASK_CO2, straight, 0, 0,
                   "found a straight line in the first 24 rows, valid: a series that varies");
    expect_refusal(UN_TASK_CO2, constant, 0, 0,
                   "found a straight line in the first 24 rows, valid: a series that varies");
    expect_refusal(
        UN_TASK_CO2, gaps, 0, 0,
        "found 23 changes between measured neighbours in the first 24 rows and 0 in the rest, valid: at least "
        "one in each");
    free(straight);
    free(constant);
    free(gaps);
}

// Text.

Test(task_data, text_is_letters_and_their_entropy) {
    char text[2001];
    for (int i = 0; i < 2000; i++)
        text[i] = "ab"[i % 2];
    text[2000] = '\n'; // at the end of the file: no letter
    Parsed parsed = parse(UN_TASK_TEXT, text, sizeof text);
    cr_assert_eq(parsed.status, UN_OK);
    cr_assert(parsed.data->count == 2000 && parsed.data->symbol[0] == 0 && parsed.data->symbol[1] == 1);
    cr_assert_float_eq(parsed.data->entropy[0], log(2), 1e-12);
    for (int k = 1; k < UN_TEXT_ORDERS; k++)
        cr_assert_float_eq(parsed.data->entropy[k], 0, 1e-12);
    un_arena_free(&parsed.arena);

    // Each letter is the one before or the next, in turn: aabbaabb... Two letters tell the third, one does not.
    for (int i = 0; i < 2000; i++)
        text[i] = "aabb"[i % 4];
    text[1] = '\n'; // a blank
    parsed = parse(UN_TASK_TEXT, text, 2000);
    cr_assert_eq(parsed.data->symbol[1], 26);
    cr_assert_float_eq(parsed.data->entropy[0], log(2), 0.01);
    cr_assert_float_eq(parsed.data->entropy[1], log(2), 0.01);
    cr_assert_float_eq(parsed.data->entropy[2], 0, 0.01);
    un_arena_free(&parsed.arena);
}

Test(task_data, text_asks_for_the_next_letter_at_every_step) {
    Parsed parsed = parse_file(UN_TASK_TEXT);
    const un_TaskData *data = parsed.data;
    cr_assert(data->entropy[0] > data->entropy[1] && data->entropy[1] > data->entropy[2] &&
              data->entropy[2] > data->entropy[3] && data->entropy[3] > 0);
    un_Random random = un_random_stream(1, "batch"), same = random;
    int start = un_random_below(&same, data->count - 40);
    Drawn drawn = draw(UN_TASK_TEXT, data, 40, &random);
    for (int t = 0; t < 40; t++) {
        for (int i = 0; i < UN_TEXT_LETTERS; i++)
            cr_assert_eq(drawn.x[t * UN_TEXT_LETTERS + i], i == data->symbol[start + t]);
        cr_assert_eq(drawn.scored[t], UN_SCORED_ANSWER);
        cr_assert_eq(drawn.class_target[t], data->symbol[start + t + 1]);
    }
    drop(&drawn);
    un_TaskDef def = {.task = UN_TASK_TEXT, .length = 40};
    cr_assert_eq(un_task_chance_loss(&def, data), data->entropy[0]);
    cr_assert(un_task_passes(&def, data, data->entropy[2], 0));
    cr_assert_not(un_task_passes(&def, data, data->entropy[2] + 1e-9, 1));
    un_arena_free(&parsed.arena);
}

Test(task_data, wrong_text_is_refused_with_its_place) {
    const char *valid = "valid: a to z, blank, full stop, comma, line break";
    char text[128], message[128];
    struct {
        const char *bytes, *found;
    } cases[] = {{"T", "found 'T'"},
                 {"é", "found 'é'"},
                 {"\t", "found the character U+0009"},
                 {"\xff", "found the byte 0xff"},
                 {"1", "found '1'"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        snprintf(text, sizeof text, "the first line\r\nthe s%scond", cases[i].bytes);
        snprintf(message, sizeof message, "%s, %s", cases[i].found, valid);
        expect_refusal(UN_TASK_TEXT, text, 2, 6, message);
    }
    expect_refusal(UN_TASK_TEXT, "too short\n", 1, 1, "found 9 letters, valid: at least 64");
}
