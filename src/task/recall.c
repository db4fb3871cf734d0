/// First-symbol recall (latch; Hochreiter & Schmidhuber 1997, experiment 2): step 0 shows one of four symbols, `lag`
/// random distractors follow, and the class of the first symbol is asked at the last step.
#include "task/sample.h"

#include "base/catalog.h"

#include <stdio.h>

enum { SYMBOLS = 4, DISTRACTORS = 4, INPUTS = SYMBOLS + DISTRACTORS };

static const char *const class_names[SYMBOLS] = {"A", "B", "C", "D"};
static const char letters[INPUTS] = {'A', 'B', 'C', 'D', 'w', 'x', 'y', 'z'};

static void sample(const un_TaskDef *def, const un_TaskData *data, un_Random *random, const un_Sequence *out) {
    (void)data;
    int symbol = un_random_below(random, SYMBOLS);
    out->x[symbol] = 1;
    for (int t = 1; t <= def->lag; t++) {
        un_sample_step(out, t)[SYMBOLS + un_random_below(random, DISTRACTORS)] = 1;
    }
    size_t last = un_sample_place(out, def->lag);
    out->scored[last] = UN_SCORED_ANSWER;
    out->class_target[last] = symbol;
}

static bool symbol(const un_TaskDef *def, const float *x, char *out, int size) {
    (void)def;
    int largest = un_sample_largest(x, INPUTS);
    snprintf(out, (size_t)size, "%c", letters[largest]);
    return largest < SYMBOLS;
}

const un_TaskInfo un_task_recall = {
    .name = "recall",
    .title = UN_KEY("Recall the first symbol"),
    .help = UN_KEY("one of A B C D, then LAG random distractors; which was the first? (--lag)"),
    .question = UN_KEY("first was ?"),
    .takes_lag = true,
    .lag_steps = 1,
    .length_min = 1,
    .length_default = 20,
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
