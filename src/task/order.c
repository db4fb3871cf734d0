/// Temporal order (Hochreiter & Schmidhuber 1997, experiment 6a): X or Y stands at a step in [T/10, 2T/10) and again at
/// one in [4T/10, 5T/10), distractors elsewhere; which of XX XY YX YY it was is asked at the last step.
#include "task/sample.h"

#include "base/catalog.h"

#include <stdio.h>

enum { SYMBOLS = 2, DISTRACTORS = 4, INPUTS = SYMBOLS + DISTRACTORS, CLASSES = 4 };

static const char *const class_names[CLASSES] = {"XX", "XY", "YX", "YY"};
static const char letters[INPUTS] = {'X', 'Y', 'a', 'b', 'c', 'd'};

/// A step in [from T/10, (from+1) T/10).
static int draw_step(un_Random *random, int T, int from) {
    int low = from * T / 10, high = (from + 1) * T / 10;
    return low + un_random_below(random, high - low);
}

static void sample(const un_TaskDef *def, const un_TaskData *data, un_Random *random, const un_Sequence *out) {
    (void)data;
    int T = def->length;
    int t1 = draw_step(random, T, 1), t2 = draw_step(random, T, 4);
    int first = un_random_below(random, SYMBOLS), second = un_random_below(random, SYMBOLS);
    for (int t = 0; t < T; t++) {
        int symbol = t == t1 ? first : t == t2 ? second : SYMBOLS + un_random_below(random, DISTRACTORS);
        un_sample_step(out, t)[symbol] = 1;
    }
    size_t last = un_sample_place(out, T - 1);
    out->scored[last] = UN_SCORED_ANSWER;
    out->class_target[last] = 2 * first + second;
}

static bool symbol(const un_TaskDef *def, const float *x, char *out, int size) {
    (void)def;
    int largest = un_sample_largest(x, INPUTS);
    snprintf(out, (size_t)size, "%c", letters[largest]);
    return largest < SYMBOLS;
}

const un_TaskInfo un_task_order = {
    .name = "order",
    .title = UN_KEY("Temporal order of two symbols"),
    .help = UN_KEY("X or Y early, X or Y again in the middle, distractors; in which order? (--length)"),
    .question = UN_KEY("the order was ?"),
    .takes_lag = false,
    .length_min = 10, // below, the two ranges of steps are not both a tenth of the sequence
    .length_default = 100,
    .inputs = INPUTS,
    .outputs = CLASSES,
    .classes = true,
    .chance_loss = 1.3862943611198906, // ln 4
    .chance_accuracy = 0.25,
    .solved_at = 0.98,
    .sample = sample,
    .symbol = symbol,
    .class_names = class_names,
};
