/// A sine of period 25 with a random phase, one step ahead. One value does not tell whether the curve rises or falls;
/// two determine all the rest.
#include "task/sample.h"

#include "base/catalog.h"
#include "num/trigonometry.h"

#include <stdio.h>

enum { PERIOD = 25 };

static void sample(const un_TaskDef *def, const un_TaskData *data, un_Random *random, const un_Sequence *out) {
    (void)data;
    double phase = un_random_uniform(random, 0, 2 * UN_PI);
    for (int t = 0; t < def->length; t++) {
        size_t place = un_sample_place(out, t);
        un_sample_step(out, t)[0] = (float)un_sin(2 * UN_PI * t / PERIOD + phase);
        out->scored[place] = UN_SCORED_ANSWER;
        out->value_target[place] = (float)un_sin(2 * UN_PI * (t + 1) / PERIOD + phase);
    }
}

static bool symbol(const un_TaskDef *def, const float *x, char *out, int size) {
    (void)def;
    snprintf(out, (size_t)size, "%.2f", (double)x[0]);
    return false;
}

const un_TaskInfo un_task_sine = {
    .name = "sine",
    .title = UN_KEY("Continue a sine"),
    .help = UN_KEY("a sine of period 25 with a random phase; which value comes next? asked at every step (--length)"),
    .question = UN_KEY("the next is ?"),
    .takes_lag = false,
    .length_min = 2,
    .length_default = 50,
    .inputs = 1,
    .outputs = 1,
    .classes = false,
    // From one value the best guess is cos(w) x, w = 2 pi / 25: what is left is sin(w) times the unseen cosine,
    // sin(w)^2 / 2.
    .chance_loss = 0.030923329989034104,
    .solved_at = 0.001,
    .sample = sample,
    .symbol = symbol,
    .class_names = NULL,
};
