/// Sentiment with "not": neutral words, then a verdict of one or three polar words, each negated with probability 1/2;
/// positive or negative on the whole, asked at the end. "not" turns the next word round. With each polar word comes a
/// neutral one, and a "not" stands before either: before the neutral one it turns nothing. So neither the words without
/// their order nor the last word alone tell anything.
#include "task/sample.h"

#include "base/catalog.h"

#include <stdio.h>

enum { POLAR = 3, NOT = 2 * POLAR, FIRST_FILLER, FILLERS = 6, INPUTS = FIRST_FILLER + FILLERS, MOST = 3 };

static const char *const class_names[2] = {"negative", "positive"};
static const char *const words[INPUTS] = {"good", "great", "lovely", "bad", "awful", "dull", "not",
                                          "the",  "film",  "was",    "and", "it",    "so"};

/// The parts that a verdict is shuffled from.
typedef enum Part { PART_POLAR, PART_NOT_POLAR, PART_NOT_FILLER, PART_FILLER, PARTS } Part;

/// Draws one of the parts that are left and takes it away: every order of them is equally likely.
static Part take(int left[PARTS], un_Random *random) {
    int place = un_random_below(random, left[0] + left[1] + left[2] + left[3]), part = 0;
    while (place >= left[part]) {
        place -= left[part++];
    }
    left[part]--;
    return (Part)part;
}

static void sample(const un_TaskDef *def, const un_TaskData *data, un_Random *random, const un_Sequence *out) {
    (void)data;
    int T = def->length, polar = un_random_below(random, 2) ? MOST : 1, negated = 0, sum = 0;
    for (int i = 0; i < polar; i++) {
        negated += un_random_below(random, 2);
    }
    int bare = polar - negated;
    int left[PARTS] = {bare, negated, bare, negated}, verdict = T - 3 * polar;
    for (int t = 0; t < verdict; t++) {
        un_sample_step(out, t)[FIRST_FILLER + un_random_below(random, FILLERS)] = 1;
    }
    for (int t = verdict; t < T;) {
        Part part = take(left, random);
        bool turned = part == PART_NOT_POLAR || part == PART_NOT_FILLER;
        if (turned) un_sample_step(out, t++)[NOT] = 1;
        int word = FIRST_FILLER + un_random_below(random, FILLERS);
        if (part == PART_POLAR || part == PART_NOT_POLAR) {
            word = un_random_below(random, 2 * POLAR);
            sum += (word < POLAR) != turned ? 1 : -1;
        }
        un_sample_step(out, t++)[word] = 1;
    }
    size_t last = un_sample_place(out, T - 1);
    out->scored[last] = UN_SCORED_ANSWER;
    out->class_target[last] = sum > 0;
}

static bool symbol(const un_TaskDef *def, const float *x, char *out, int size) {
    (void)def;
    int largest = un_sample_largest(x, INPUTS);
    snprintf(out, (size_t)size, "%s", words[largest]);
    return largest < FIRST_FILLER;
}

const un_TaskInfo un_task_sentiment = {
    .name = "sentiment",
    .title = UN_KEY("Sentiment with \xe2\x80\x9cnot\xe2\x80\x9d"),
    .help = UN_KEY("1 or 3 good or bad words, \"not\" turns the next one round; positive or negative? (--length)"),
    .question = UN_KEY("the verdict is ?"),
    .takes_lag = false,
    .length_min = 3 * MOST, // three polar words, with a "not" and a neutral one each
    .length_default = 12,
    .inputs = INPUTS,
    .outputs = 2,
    .classes = true,
    .chance_loss = 0.6931471805599453, // ln 2
    .chance_accuracy = 0.5,
    .solved_at = 0.99,
    .sample = sample,
    .symbol = symbol,
    .class_names = class_names,
};
