/// The adding problem (Hochreiter & Schmidhuber 1997, experiment 4, with values in [0,1]): each step shows a value and
/// a marker; one step of each half is marked; the sum of the two marked values is asked at the last step.
#include "task/sample.h"

#include "base/catalog.h"

#include <stdio.h>

enum { VALUE, MARKER, INPUTS };

static void sample(const un_TaskDef *def, const un_TaskData *data, un_Random *random, const un_Sequence *out) {
    (void)data;
    int T = def->length, half = T / 2;
    for (int t = 0; t < T; t++) {
        un_sample_step(out, t)[VALUE] = (float)un_random_unit(random);
    }
    float *first = un_sample_step(out, un_random_below(random, half));
    float *second = un_sample_step(out, half + un_random_below(random, T - half));
    size_t last = un_sample_place(out, T - 1);
    first[MARKER] = second[MARKER] = 1;
    out->scored[last] = UN_SCORED_ANSWER;
    out->value_target[last] = first[VALUE] + second[VALUE];
}

static bool symbol(const un_TaskDef *def, const float *x, char *out, int size) {
    (void)def;
    snprintf(out, (size_t)size, "%.2f", (double)x[VALUE]);
    return x[MARKER] > 0;
}

const un_TaskInfo un_task_adding = {
    .name = "adding",
    .title = UN_KEY("Add the two marked values"),
    .help = UN_KEY("values in 0..1, one marked in each half; what is the sum of the two? (--length)"),
    .question = UN_KEY("the sum is ?"),
    .takes_lag = false,
    .length_min = 2,
    .length_default = 50,
    .inputs = INPUTS,
    .outputs = 1,
    .classes = false,
    .chance_loss = 1.0 / 6.0, // the variance of the sum of two U[0,1]: 2/12
    .chance_accuracy = 0,
    .solved_at = 0.01,
    .sample = sample,
    .symbol = symbol,
    .class_names = NULL,
};
