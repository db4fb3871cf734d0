/// A stream that never ends: letters come seldom among distractors, and at every step the last letter is asked. A
/// window of `length` steps is trained at a time (truncated BPTT), and the next batch goes on where it ended: what the
/// net must remember is often older than the window, and stands in the state that it was handed.
#include "task/sample.h"

#include "base/catalog.h"

#include <stdio.h>

enum { SYMBOLS = 4, DISTRACTORS = 4, INPUTS = SYMBOLS + DISTRACTORS, RARITY = 20 };

static const char *const class_names[SYMBOLS] = {"A", "B", "C", "D"};
static const char letters[INPUTS] = {'A', 'B', 'C', 'D', 'w', 'x', 'y', 'z'};

/// One step in RARITY is a letter, and the stream's very first. *carry: the last letter, counted from 1.
static void sample(const un_TaskDef *def, const un_TaskData *data, un_Random *random, const un_Sequence *out) {
    (void)data;
    for (int t = 0; t < def->length; t++) {
        bool letter = un_random_below(random, RARITY) == 0 || *out->carry == 0;
        int symbol = un_random_below(random, letter ? SYMBOLS : DISTRACTORS);
        if (letter) *out->carry = symbol + 1;
        un_sample_step(out, t)[letter ? symbol : SYMBOLS + symbol] = 1;
        size_t place = un_sample_place(out, t);
        out->scored[place] = UN_SCORED_ANSWER;
        out->class_target[place] = *out->carry - 1;
    }
}

static bool symbol(const un_TaskDef *def, const float *x, char *out, int size) {
    (void)def;
    int largest = un_sample_largest(x, INPUTS);
    snprintf(out, (size_t)size, "%c", letters[largest]);
    return largest < SYMBOLS;
}

const un_TaskInfo un_task_stream = {
    .name = "stream",
    .title = UN_KEY("The last letter of an endless stream"),
    .help = UN_KEY("a letter now and then among distractors, without end; which was the last? (--length: window)"),
    .question = UN_KEY("last was ?"),
    .takes_lag = false,
    .length_min = 2,
    .length_default = 20,
    .inputs = INPUTS,
    .outputs = SYMBOLS,
    .classes = true,
    .chance_loss = 1.3169796430639812, // 19/20 ln 4: a letter names itself
    .chance_accuracy = 0.2875,         // 1/20 + 19/20 / 4
    .solved_at = 0.98,
    .carries = SYMBOLS,
    .sample = sample,
    .symbol = symbol,
    .class_names = class_names,
};
