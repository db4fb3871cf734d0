/// Price direction: each step shows a price drawn from U[0,1], independent of the others; did it rise since the step
/// before? Who sees one price only says "rose" with probability v: right in 3/4 of the cases at best.
#include "task/sample.h"

#include "base/catalog.h"

#include <stdio.h>

static const char *const class_names[2] = {"fell", "rose"};

static void sample(const un_TaskDef *def, const un_TaskData *data, un_Random *random, const un_Sequence *out) {
    (void)data;
    for (int t = 0; t < def->length; t++) {
        float price = (float)un_random_unit(random);
        un_sample_step(out, t)[0] = price;
        if (t == 0) continue; // nothing to compare with
        size_t place = un_sample_place(out, t);
        out->scored[place] = UN_SCORED_ANSWER;
        out->class_target[place] = price > un_sample_step(out, t - 1)[0];
    }
}

static bool symbol(const un_TaskDef *def, const float *x, char *out, int size) {
    (void)def;
    snprintf(out, (size_t)size, "%.2f", (double)x[0]);
    return true;
}

const un_TaskInfo un_task_price = {
    .name = "price",
    .title = UN_KEY("Price direction"),
    .help = UN_KEY("a random price at each step; is it higher than the one before? asked from step 1 on (--length)"),
    .question = UN_KEY("the price ?"),
    .takes_lag = false,
    .length_min = 2,
    .length_default = 10,
    .inputs = 1,
    .outputs = 2,
    .classes = true,
    .chance_loss = 0.5, // of P(rose) = v: the integral of -v ln v - (1-v) ln(1-v) over [0,1]
    .chance_accuracy = 0.75,
    .solved_at = 0.97,
    .sample = sample,
    .symbol = symbol,
    .class_names = class_names,
};
