/// Marked recall (selective copying of one symbol; after Gu & Dao 2023): every step shows a symbol, one step of the
/// first half a marker as well; which symbol was marked is asked at the end. What is to be kept depends on the input: a
/// network whose memory is the same for every input cannot choose.
#include "task/sample.h"

#include "base/catalog.h"

#include <stdio.h>

enum { SYMBOLS = 4, MARKER = SYMBOLS, INPUTS };

static const char *const class_names[SYMBOLS] = {"A", "B", "C", "D"};

static void sample(const un_TaskDef *def, const un_TaskData *data, un_Random *random, const un_Sequence *out) {
    (void)data;
    int T = def->length, marked = un_random_below(random, T / 2);
    size_t last = un_sample_place(out, T - 1);
    for (int t = 0; t < T; t++) {
        int symbol = un_random_below(random, SYMBOLS);
        un_sample_step(out, t)[symbol] = 1;
        if (t == marked) out->class_target[last] = symbol;
    }
    un_sample_step(out, marked)[MARKER] = 1;
    out->scored[last] = UN_SCORED_ANSWER;
}

static bool symbol(const un_TaskDef *def, const float *x, char *out, int size) {
    (void)def;
    snprintf(out, (size_t)size, "%s", class_names[un_sample_largest(x, SYMBOLS)]);
    return x[MARKER] > 0;
}

const un_TaskInfo un_task_marked = {
    .name = "marked",
    .title = UN_KEY("Recall the marked symbol"),
    .help = UN_KEY("A B C or D at each step, one of the first half is marked; which? (--length)"),
    .question = UN_KEY("marked was ?"),
    .takes_lag = false,
    .length_min = 2,
    .length_default = 40,
    .inputs = INPUTS,
    .outputs = SYMBOLS,
    .classes = true,
    .chance_loss = 1.3862943611198906, // ln 4
    .chance_accuracy = 0.25,
    .solved_at = 0.98,
    .sample = sample,
    .symbol = symbol,
    .class_names = class_names,
};
