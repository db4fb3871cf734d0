/// Handwritten digits of 8 x 8 pixels (Alpaydin & Kaynak 1998), read row by row or pixel by pixel (the latter after Le,
/// Jaitly & Hinton 2015, who read MNIST so); which digit it was is asked at the last step. Steps after the last row or
/// pixel are blank: a longer sequence asks for a longer memory.
#include "task/data.h"
#include "task/reader.h"
#include "task/sample.h"

#include "base/catalog.h"
#include "base/number.h"

#include <stdio.h>

enum { CLASSES = 10, CELLS = UN_DIGIT_PIXELS + 1, PIXEL_MAX = 16, PICTURES_MIN = 10 };

static const char *const class_names[CLASSES] = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};

/// The cell read last as a whole number 0..most.
static un_Status read_whole(const un_Reader *reader, int most, const char *valid, int *value) {
    int64_t whole;
    if (!un_number_parse_int(reader->cell, &whole) || whole < 0 || whole > most) {
        return un_reader_refuse(reader, valid);
    }
    *value = (int)whole;
    return UN_OK;
}

/// One picture and its label; data's arrays may be missing.
static un_Status read_picture(un_Reader *reader, un_TaskData *data, int index) {
    for (int i = 0; i < CELLS; i++) {
        int value = 0;
        un_Status status = un_reader_cell(reader);
        if (!status && i < UN_DIGIT_PIXELS) {
            status = read_whole(reader, PIXEL_MAX, _("a pixel, 0..16"), &value);
            if (!status && data->pixel) data->pixel[index * UN_DIGIT_PIXELS + i] = (float)value / PIXEL_MAX;
        } else if (!status) {
            status = read_whole(reader, CLASSES - 1, _("a label, 0..9"), &value);
            if (!status && data->symbol) data->symbol[index] = (unsigned char)value;
        }
        if (!status) status = un_reader_expect_end(reader, i == CELLS - 1, CELLS);
        if (status) return status;
    }
    return UN_OK;
}

/// Reads every row into data's arrays, which may be missing; then it only counts and checks.
static un_Status read_pictures(un_Reader reader, un_TaskData *data) {
    int count = 0;
    for (; !un_reader_at_end(&reader); count++) {
        un_Status status = read_picture(&reader, data, count);
        if (status) return status;
    }
    if (count < PICTURES_MIN) return un_reader_too_few(&reader, count, PICTURES_MIN, _("pictures"));
    data->count = data->to = count;
    return UN_OK;
}

static un_Status parse(const un_TaskData **data, un_Arena *arena, const char *text, size_t size, const char *name,
                       un_Error *error) {
    un_Reader reader = {.text = text, .size = size, .name = name, .error = error};
    un_TaskData own = {0};
    un_Status status = read_pictures(reader, &own);
    if (status) return status;
    un_TaskData *out = un_arena_take(arena, 1, sizeof *out);
    own.pixel = un_arena_take(arena, (size_t)own.count * UN_DIGIT_PIXELS, sizeof(float));
    own.symbol = un_arena_take(arena, (size_t)own.count, 1);
    if (!out) return UN_OK; // the arena only measures
    read_pictures(reader, &own);
    own.train = own.to = own.count * 4 / 5;
    *out = own;
    *data = out;
    return UN_OK;
}

/// A picture in steps of `inputs` pixels, blank steps behind it.
static void sample(const un_TaskDef *def, const un_TaskData *data, un_Random *random, const un_Sequence *out) {
    int inputs = un_task_info(def->task)->inputs;
    int picture = data->from + un_random_below(random, data->to - data->from);
    const float *pixel = data->pixel + picture * UN_DIGIT_PIXELS;
    for (int i = 0; i < UN_DIGIT_PIXELS; i++) {
        un_sample_step(out, i / inputs)[i % inputs] = pixel[i];
    }
    size_t last = un_sample_place(out, def->length - 1);
    out->scored[last] = UN_SCORED_ANSWER;
    out->class_target[last] = data->symbol[picture];
}

/// The mean darkness of the step, in ink where there is any.
static bool symbol(const un_TaskDef *def, const float *x, char *out, int size) {
    int inputs = un_task_info(def->task)->inputs;
    double sum = 0;
    for (int i = 0; i < inputs; i++) {
        sum += (double)x[i];
    }
    snprintf(out, (size_t)size, "%.2f", sum / inputs);
    return sum > 0;
}

#define DIGITS                                                                                                         \
    .question = UN_KEY("the digit is ?"), .outputs = CLASSES, .classes = true,                                         \
    .chance_loss = 2.302585092994046 /* ln 10 */, .chance_accuracy = 0.1, .solved_at = 0.97,                           \
    .asset = "digits-8x8.csv", .parse = parse, .sample = sample, .symbol = symbol, .class_names = class_names

const un_TaskInfo un_task_rows = {
    .name = "rows",
    .title = UN_KEY("A handwritten digit, row by row"),
    .help = UN_KEY("8 rows of 8 pixels, one a step, then blank steps; which digit was it? (--length)"),
    .length_min = UN_DIGIT_SIDE,
    .length_default = UN_DIGIT_SIDE + 1,
    .inputs = UN_DIGIT_SIDE,
    DIGITS,
};

const un_TaskInfo un_task_pixels = {
    .name = "pixels",
    .title = UN_KEY("A handwritten digit, pixel by pixel"),
    .help = UN_KEY("64 pixels, one a step, then blank steps; which digit was it? (--length)"),
    .length_min = UN_DIGIT_PIXELS,
    .length_default = UN_DIGIT_PIXELS,
    .inputs = 1,
    DIGITS,
};
