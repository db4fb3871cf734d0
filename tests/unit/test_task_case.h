// One sequence of a task, drawn into plain arrays, and what every task's test asks of it.
#ifndef TEST_TASK_CASE_H
#define TEST_TASK_CASE_H

#include "task/task.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

enum { STEPS_MAX = 128, INPUTS_MAX = 16 };

/// One sequence on its own, strides as for a batch of one.
typedef struct Drawn {
    float x[STEPS_MAX * INPUTS_MAX];
    unsigned char scored[STEPS_MAX];
    int32_t class_target[STEPS_MAX];
    float value_target[STEPS_MAX];
} Drawn;

static inline void draw(const un_TaskDef *def, un_Random *random, Drawn *out) {
    const un_TaskInfo *info = un_task_info(def->task);
    memset(out, 0, sizeof *out);
    int32_t carry = 0;
    un_Sequence sequence = {.x = out->x,
                            .scored = out->scored,
                            .class_target = info->classes ? out->class_target : NULL,
                            .value_target = info->classes ? NULL : out->value_target,
                            .x_stride = info->inputs,
                            .target_stride = 1,
                            .carry = &carry};
    info->sample(def, NULL, random, &sequence);
}

/// The one-hot input of step t, checked to be one.
static inline int symbol_at(const Drawn *drawn, int inputs, int t) {
    int found = -1;
    for (int i = 0; i < inputs; i++) {
        float value = drawn->x[t * inputs + i];
        cr_assert(value == 0 || value == 1, "step %d input %d is %g", t, i, (double)value);
        if (value == 1) {
            cr_assert_eq(found, -1, "step %d has two symbols", t);
            found = i;
        }
    }
    cr_assert_geq(found, 0, "step %d has no symbol", t);
    return found;
}

static inline void expect_scored_at_end(const Drawn *drawn, int T) {
    for (int t = 0; t < T; t++)
        cr_assert_eq(drawn->scored[t], t == T - 1, "step %d", t);
}

/// A count of `n` trials with probability p stands within five standard deviations.
static inline void expect_share(int count, int n, double p, const char *what) {
    double deviation = sqrt(n * p * (1 - p));
    cr_assert(fabs(count - n * p) < 5 * deviation, "%s: %d of %d, expected %g", what, count, n, n * p);
}

#endif
