/// Copy memory (Hochreiter & Schmidhuber 1997; in this form Arjovsky, Shah & Bengio 2016): five symbols, `lag` - 1
/// blanks, a delimiter and five blanks; the network says blank until the delimiter has come, then the five symbols.
/// Every step is scored, but only the recalled symbols count as answers.
#include "task/sample.h"

#include "base/catalog.h"

#include <stdio.h>

enum { SYMBOLS = 4, ITEMS = 5, BLANK = SYMBOLS, DELIMITER, INPUTS, OUTPUTS = SYMBOLS + 1 };

static const char *const class_names[OUTPUTS] = {"A", "B", "C", "D", "_"};
static const char letters[INPUTS] = {'A', 'B', 'C', 'D', '_', '?'};

static void sample(const un_TaskDef *def, const un_TaskData *data, un_Random *random, const un_Sequence *out) {
    (void)data;
    int T = un_task_steps(def), delimiter = ITEMS + def->lag - 1;
    for (int t = 0; t < T; t++) {
        size_t place = un_sample_place(out, t);
        out->class_target[place] = BLANK;
        out->scored[place] = UN_SCORED_LOSS;
        if (t >= ITEMS) un_sample_step(out, t)[t == delimiter ? DELIMITER : BLANK] = 1;
    }
    for (int i = 0; i < ITEMS; i++) {
        int symbol = un_random_below(random, SYMBOLS);
        size_t recall = un_sample_place(out, T - ITEMS + i);
        un_sample_step(out, i)[symbol] = 1;
        out->class_target[recall] = symbol;
        out->scored[recall] = UN_SCORED_ANSWER;
    }
}

/// Without memory the five symbols are guessed, everything else is known: 5 ln 4 over T steps.
static double baseline(const un_TaskDef *def, const un_TaskData *data) {
    (void)data;
    return ITEMS * 1.3862943611198906 / un_task_steps(def);
}

static bool symbol(const un_TaskDef *def, const float *x, char *out, int size) {
    (void)def;
    int largest = un_sample_largest(x, INPUTS);
    snprintf(out, (size_t)size, "%c", letters[largest]);
    return largest != BLANK;
}

const un_TaskInfo un_task_copy = {
    .name = "copy",
    .title = UN_KEY("Copy five symbols"),
    .help = UN_KEY("five of A B C D, LAG - 1 blanks, a delimiter; then say the five again (--lag)"),
    .question = UN_KEY("the last was ?"),
    .takes_lag = true,
    .lag_steps = 2 * ITEMS,
    .length_min = 1,
    .length_default = 10,
    .inputs = INPUTS,
    .outputs = OUTPUTS,
    .classes = true,
    .baseline = baseline,
    .chance_accuracy = 0.25,
    .solved_at = 0.98,
    .sample = sample,
    .symbol = symbol,
    .class_names = class_names,
};
