/// What every task's file offers to the table in task.c.
#ifndef UN_TASK_SAMPLE_H
#define UN_TASK_SAMPLE_H

#include "task/task.h"

#include <stddef.h>

extern const un_TaskInfo un_task_recall, un_task_adding, un_task_order;
extern const un_TaskInfo un_task_copy, un_task_parity, un_task_reber, un_task_price, un_task_sine, un_task_bank;
extern const un_TaskInfo un_task_sentiment, un_task_marked;
extern const un_TaskInfo un_task_text, un_task_rows, un_task_pixels, un_task_co2, un_task_sunspots;
extern const un_TaskInfo un_task_pole, un_task_tone, un_task_stream;

/// The inputs of step t, and the place of step t in scored and in the targets.
static inline float *un_sample_step(const un_Sequence *out, int t) {
    return out->x + (size_t)t * (size_t)out->x_stride;
}

static inline size_t un_sample_place(const un_Sequence *out, int t) {
    return (size_t)t * (size_t)out->target_stride;
}

/// The index of the largest of a step's inputs: which symbol a one-hot step is.
static inline int un_sample_largest(const float *x, int inputs) {
    int largest = 0;
    for (int i = 1; i < inputs; i++) {
        if (x[i] > x[largest]) largest = i;
    }
    return largest;
}

#endif
