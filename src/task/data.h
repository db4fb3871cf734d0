/// Real data that tasks draw from: pictures of digits, a series, a text. Parsed once from a file's text by the task's
/// row, read-only afterwards, any thread. docs/TASKS.md has the formats.
#ifndef UN_TASK_DATA_H
#define UN_TASK_DATA_H

#include "task/task.h"

enum {
    UN_DATA_BYTES_MAX = 16 << 20, ///< of a file; what it is read with
    UN_DIGIT_SIDE = 8,
    UN_DIGIT_PIXELS = UN_DIGIT_SIDE * UN_DIGIT_SIDE,
    UN_TEXT_LETTERS = 29,
    UN_TEXT_ORDERS = 4,
};

/// The alphabet, by index.
extern const char un_text_letters[UN_TEXT_LETTERS + 1];

/// A series of measurements at equal distances in time, some of them missing.
typedef struct un_Series {
    int32_t *date;           ///< (count) YYYY or YYYYMMDD
    double *value;           ///< (count) in the unit; where nothing was measured, the last value before
    unsigned char *measured; ///< (count) 1: measured
    int32_t *target;         ///< (targets) indices n, ascending: n and n-1 were both measured
    int targets;
    // Of the training part: the least-squares line intercept + slope * index, the standard deviation around it, and the
    // root mean square of the changes from one measurement to the next, which is the error of "it stays as it is".
    double intercept, slope, deviation, change;
} un_Series;

/// One file. The first `train` of `count` items (pictures, points in time) are for training, the rest for testing; a
/// text is all for both. Sequences are drawn from items from..to-1.
struct un_TaskData {
    int count, train;
    int from, to;
    float *pixel;          ///< pictures: (count,64) row by row, 0..1
    unsigned char *symbol; ///< (count) pictures: the digit; text: index into un_text_letters
    un_Series series;
    double entropy[UN_TEXT_ORDERS]; ///< text: nats a letter given the last 0, 1, 2, 3 letters
};

/// The targets of a series whose window of `length` steps ends right before them: first..end-1 index series.target.
int un_series_first_target(const un_TaskData *data, int length);
int un_series_end_target(const un_TaskData *data);
/// The window that ends right before series.target[target], whose change its last step asks for.
void un_series_window(const un_TaskData *data, int target, int length, const un_Sequence *out);

/// The same data with sequences drawn from the test part. Borrows all arrays from `data`.
un_TaskData un_task_data_test(const un_TaskData *data);

#endif
