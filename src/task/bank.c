/// The two senses of "bank": filler words, "bank" at a step in 3..T-4, and one cue word anywhere before it or anywhere
/// after it, each with probability 1/2; which sense it is, is asked at "bank". Who reads forward only has seen the cue
/// in half of the cases: 3/4 right at best. Who reads both ways can always know.
#include "task/sample.h"

#include "base/catalog.h"

#include <stdio.h>

enum { SENSES = 2, CUES = 3, FIRST_CUE = 1, FIRST_FILLER = FIRST_CUE + SENSES * CUES, FILLERS = 8 };
enum { BANK, INPUTS = FIRST_FILLER + FILLERS, EARLIEST = 3, BEHIND = 3 };

static const char *const class_names[SENSES] = {"river", "money"};
static const char *const words[INPUTS] = {"bank", "river", "water", "shore", "money", "loan", "cash", "the",
                                          "a",    "we",    "saw",   "near",  "old",   "went", "to"};

static void sample(const un_TaskDef *def, const un_TaskData *data, un_Random *random, const un_Sequence *out) {
    (void)data;
    int T = def->length, bank = EARLIEST + un_random_below(random, T - EARLIEST - BEHIND);
    int sense = un_random_below(random, SENSES), cue = FIRST_CUE + sense * CUES + un_random_below(random, CUES);
    int before = un_random_below(random, 2);
    int at = before ? un_random_below(random, bank) : bank + 1 + un_random_below(random, T - bank - 1);
    for (int t = 0; t < T; t++) {
        int word = t == bank ? BANK : t == at ? cue : FIRST_FILLER + un_random_below(random, FILLERS);
        un_sample_step(out, t)[word] = 1;
    }
    size_t place = un_sample_place(out, bank);
    out->scored[place] = UN_SCORED_ANSWER;
    out->class_target[place] = sense;
}

static bool symbol(const un_TaskDef *def, const float *x, char *out, int size) {
    (void)def;
    int largest = un_sample_largest(x, INPUTS);
    snprintf(out, (size_t)size, "%s", words[largest]);
    return largest < FIRST_FILLER;
}

const un_TaskInfo un_task_bank = {
    .name = "bank",
    .title = UN_KEY("The sense of \xe2\x80\x9c"
                    "bank\xe2\x80\x9d"),
    .help =
        UN_KEY("\"bank\" among other words, one cue before or after it; river or money? asked at \"bank\" (--length)"),
    .question = UN_KEY("the bank of a ?"),
    .takes_lag = false,
    .length_min = EARLIEST + 1 + BEHIND,
    .length_default = 12,
    .inputs = INPUTS,
    .outputs = SENSES,
    .classes = true,
    .chance_loss = 0.6931471805599453, // ln 2
    .chance_accuracy = 0.5,
    .solved_at = 0.99,
    .sample = sample,
    .symbol = symbol,
    .class_names = class_names,
};
