#include "net/precise.h"

#include "base/check.h"
#include "num/elementary.h"

#include <string.h>

/// CE = log(sum_o exp(y_o)) - y_target, d = softmax(y) - 1[target] (Bridle 1990). In double, shifted by the largest
/// logit.
static double cross_entropy(const un_real *y, un_real *dy, int O, int target, double scale, bool *correct) {
    double largest = (double)y[0];
    int best = 0;
    for (int o = 1; o < O; o++) {
        if ((double)y[o] > largest) {
            largest = (double)y[o];
            best = o;
        }
    }
    double sum = 0.0;
    for (int o = 0; o < O; o++) {
        sum += un_exp((double)y[o] - largest);
    }
    for (int o = 0; o < O; o++) {
        double p = un_exp((double)y[o] - largest) / sum;
        dy[o] = (un_real)(scale * (o == target ? p - 1.0 : p));
    }
    double loss = un_log(sum) - ((double)y[target] - largest);
    *correct = best == target && loss == loss; // a NaN has no largest logit
    return loss;
}

/// SE = sum_o (y_o - target_o)^2, d = 2 (y - target)
static double squared_error(const un_real *y, un_real *dy, int O, const un_real *target, double scale) {
    double sum = 0.0;
    for (int o = 0; o < O; o++) {
        double difference = (double)y[o] - (double)target[o];
        sum += difference * difference;
        dy[o] = (un_real)(scale * 2.0 * difference);
    }
    return sum;
}

double UN_P(un_net_loss)(const un_NetDef *def, UN_P(un_Tape) * tape, const UN_P(un_Target) * target, double scale,
                         long *correct) {
    size_t rows = (size_t)tape->T * (size_t)tape->B, O = (size_t)def->output;
    UN_CHECK(def->loss == UN_LOSS_CROSS_ENTROPY ? target->class_target != NULL : target->value_target != NULL);
    double sum = 0.0;
    long right = 0;
    memset(tape->dlogits, 0, rows * O * sizeof *tape->dlogits);
    for (size_t row = 0; row < rows; row++) {
        if (!target->scored[row]) continue;
        double weight = target->weight ? target->weight[row % (size_t)tape->B] : 1;
        const un_real *y = tape->logits + row * O;
        un_real *dy = tape->dlogits + row * O;
        if (def->loss == UN_LOSS_CROSS_ENTROPY) {
            int32_t label = target->class_target[row];
            UN_CHECK(label >= 0 && label < def->output);
            bool hit;
            sum += weight * cross_entropy(y, dy, def->output, label, scale * weight, &hit);
            right += hit && target->scored[row] == 1;
        } else {
            sum += weight * squared_error(y, dy, def->output, target->value_target + row * O, scale * weight);
        }
    }
    if (correct) *correct = right;
    return sum;
}
