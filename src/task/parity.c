/// Running parity (Hochreiter & Schmidhuber 1997 on parity by guessing): each step shows +1 or -1, and every step is
/// asked whether the number of +1 so far is odd.
#include "task/sample.h"

#include "base/catalog.h"

#include <stdio.h>

static const char *const class_names[2] = {"even", "odd"};

static void sample(const un_TaskDef *def, const un_TaskData *data, un_Random *random, const un_Sequence *out) {
    (void)data;
    int odd = 0;
    for (int t = 0; t < def->length; t++) {
        int one = un_random_below(random, 2);
        size_t place = un_sample_place(out, t);
        odd ^= one;
        un_sample_step(out, t)[0] = one ? 1 : -1;
        out->scored[place] = UN_SCORED_ANSWER;
        out->class_target[place] = odd;
    }
}

static bool symbol(const un_TaskDef *def, const float *x, char *out, int size) {
    (void)def;
    snprintf(out, (size_t)size, "%s",
             x[0] > 0 ? "+1"
                      : "\xe2\x88\x92"
                        "1"); // U+2212, as wide as the plus
    return x[0] > 0;
}

const un_TaskInfo un_task_parity = {
    .name = "parity",
    .title = UN_KEY("Running parity"),
    .help = UN_KEY("+1 or -1 at each step; is the number of +1 so far odd? asked at every step (--length)"),
    .question = UN_KEY("number of +1 ?"),
    .takes_lag = false,
    .length_min = 1,
    .length_default = 20,
    .inputs = 1,
    .outputs = 2,
    .classes = true,
    .chance_loss = 0.6931471805599453, // ln 2
    .chance_accuracy = 0.5,
    .solved_at = 0.98,
    .sample = sample,
    .symbol = symbol,
    .class_names = class_names,
};
