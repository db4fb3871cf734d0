#include "lesson/quantity.h"

#include "base/catalog.h"
#include "base/number.h"
#include "lesson/quantity_read.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    L = UN_QUANTITY_LANE,
    O = UN_QUANTITY_OTHER,
    S = UN_QUANTITY_STEP,
    D = UN_QUANTITY_DISTANCE,
    U = UN_QUANTITY_UNIT,
    G = UN_QUANTITY_GATE
};

#define ROW(label, form_, unit_, takes_, needs_, wants_, says_) \
    {.name = #label, .says = UN_KEY(says_), .unit = unit_, .form = form_, .takes = takes_, .needs = needs_, .wants = wants_, .read = un_read_##label}

// clang-format off
const un_QuantityRow un_quantity_table[] = {
    ROW(gradient_ratio, UN_FORM_RATIO, "", L | S | D, L, 0,
        "the gradient that arrives at a step, divided by the one at the loss: dL/dc where there is a cell state, else dL/dh; without step or distance, at the step that is read first"),
    ROW(gradient_ratio_h, UN_FORM_RATIO, "", L | S | D, L, 0, "the same of dL/dh, also where there is a cell state"),
    ROW(gradient_ratio_seeds, UN_FORM_RATIO, "", L | S | D, L, UN_WANT_BAND, "the same before training, the geometric mean over 40 seeds"),
    ROW(gradient_ratio_spread, UN_FORM_NUMBER, UN_KEY("decades"), L | S | D, L, UN_WANT_BAND, "its standard deviation over those seeds"),
    ROW(factor_per_step, UN_FORM_FACTOR, "", L, L, 0, "what a step back multiplies the gradient by, on average: 10 to the power of slope"),
    ROW(slope, UN_FORM_NUMBER, UN_KEY("decades a step"), L, L, 0, "the slope of log10 of the gradient over the distance from the loss, least squares"),
    ROW(under_one_percent, UN_FORM_COUNT, UN_KEY("steps"), L, L, 0, "steps back from the loss after which less than 1 % of the gradient is left"),
    ROW(reach, UN_FORM_COUNT, UN_KEY("steps"), L, L, 0, "the largest distance at which more than 1 % of the gradient arrives"),
    ROW(zero_after, UN_FORM_COUNT, UN_KEY("steps"), L, L, 0, "the first distance at which the gradient is exactly 0, as truncation makes it"),
    ROW(direct_share, UN_FORM_PERCENT, "", L | S | D, L, 0, "how much of the gradient came along the product of the keeping gate alone"),
    ROW(update_90, UN_FORM_COUNT, UN_KEY("steps"), L, L, 0, "the last steps that make 90 % of the update of the recurrent weights"),
    ROW(parts_difference, UN_FORM_NUMBER, "", L, L, UN_WANT_PARTS, "how far the sum of all steps' parts lies from the gradient of the weights, divided by its largest number"),
    ROW(occlusion, UN_FORM_NUMBER, "", L | S, L, UN_WANT_OCCLUSION, "the rise of the loss with the input of a step left out; without a step, of the symbol that matters"),
    ROW(radius, UN_FORM_NUMBER, "", L, L, UN_WANT_SPECTRUM, "the spectral radius of an RNN's recurrent matrix"),
    ROW(largest_eigenvalue, UN_FORM_NUMBER, "", L | S | D, L, UN_WANT_SPECTRUM, "the largest modulus of an eigenvalue of a step's Jacobian; without a step, the geometric mean over all"),
    ROW(lyapunov, UN_FORM_NUMBER, UN_KEY("decades a step"), L, L, UN_WANT_LYAPUNOV, "the largest Lyapunov exponent, in decades a step"),
    ROW(singular_spread, UN_FORM_NUMBER, UN_KEY("decades"), L | S | D, L, UN_WANT_CHAIN, "how far apart the largest and the smallest singular value of the way from a step to the loss lie"),

    ROW(update, UN_FORM_COUNT, UN_KEY("updates"), 0, 0, 0, "the update at which the run stands"),
    ROW(loss, UN_FORM_NUMBER, "", L, L, 0, "the mean loss of the last 10 batches"),
    ROW(accuracy, UN_FORM_PERCENT, "", L, L, 0, "the mean accuracy of the last 10 batches, 0 to 100"),
    ROW(accuracy_gap, UN_FORM_PERCENT, "", L | O, L | O, 0, "the lane's accuracy less the other's"),
    ROW(chance_loss, UN_FORM_NUMBER, "", 0, 0, 0, "the loss of a guess without memory"),
    ROW(chance_accuracy, UN_FORM_PERCENT, "", 0, 0, 0, "the accuracy of a guess without memory"),
    ROW(text_entropy, UN_FORM_NUMBER, "", D, D, 0, "task text: the loss of a table that knows the last `distance` letters, 0 to 3"),
    ROW(tables_beaten, UN_FORM_COUNT, "", L, L, 0, "task text: how many of the tables of the last 0, 1, 2, 3 letters have a higher loss"),
    ROW(solved_at, UN_FORM_COUNT, UN_KEY("updates"), L, L, 0, "the update at which the lane first solved its task"),
    ROW(nonfinite_at, UN_FORM_COUNT, UN_KEY("updates"), L, L, 0, "the first update with a number that is none, or infinite"),
    ROW(clipped_share, UN_FORM_PERCENT, "", L, L, 0, "how many of the updates were clipped"),
    ROW(gradient_norm, UN_FORM_NUMBER, "", L, L, 0, "the gradient's norm before clipping, of the last update"),
    ROW(max_gradient_norm, UN_FORM_NUMBER, "", L, L, 0, "the largest norm before clipping so far"),
    ROW(seeds_solved, UN_FORM_COUNT, UN_KEY("seeds"), L, L, 0, "how many of the other seeds solved the task (run: seeds)"),
    ROW(seeds_solved_at, UN_FORM_COUNT, UN_KEY("updates"), L, L, 0, "the middle of the updates at which other seeds solved it, of those that did"),
    ROW(seeds_loss, UN_FORM_NUMBER, "", L, L, 0, "the middle of the other seeds' losses at their end"),
    ROW(seeds_clipped, UN_FORM_PERCENT, "", L, L, 0, "the middle of the other seeds' shares of clipped updates"),
    ROW(parameters, UN_FORM_COUNT, "", L, L, 0, "how many numbers the lane learns"),
    ROW(parameter_share, UN_FORM_NUMBER, "", L | O, L | O, 0, "the lane's parameters divided by the other's"),

    ROW(multiplications, UN_FORM_COUNT, "", L, L, 0, "the multiply-adds that it takes to read the sequence"),
    ROW(step_multiplications, UN_FORM_COUNT, "", L, L, 0, "the multiply-adds of one more step; where a step looks back, of the last one"),
    ROW(kept_numbers, UN_FORM_COUNT, UN_KEY("numbers"), L, L, 0, "how many numbers must be kept of the past to read one more step"),

    ROW(gate_mean, UN_FORM_NUMBER, "", L | G | U | S | D, L | G, 0, "a gate: of a unit or the mean of all, at a step or the mean over all"),
    ROW(gate_at_symbol, UN_FORM_NUMBER, "", L | G | U, L | G, 0, "a gate's mean over the steps whose symbol matters"),
    ROW(gate_elsewhere, UN_FORM_NUMBER, "", L | G | U, L | G, 0, "a gate's mean over all other steps"),
    ROW(gate_open, UN_FORM_PERCENT, "", L | G | U, L | G, 0, "the share of time that a gate is above 0.9"),
    ROW(gate_shut, UN_FORM_PERCENT, "", L | G | U, L | G, 0, "the share of time that a gate is below 0.1"),
    ROW(horizon, UN_FORM_COUNT, UN_KEY("steps"), L | U, L, 0, "how many steps a unit remembers, -1 / mean ln of the keeping gate; without a unit, the longest"),
    ROW(horizon_shortest, UN_FORM_NUMBER, UN_KEY("steps"), L, L, 0, "the same of the unit that remembers the shortest"),
    ROW(units_outlasting, UN_FORM_COUNT, UN_KEY("units"), L | D, L, 0, "how many units remember longer than that distance; without one, than the whole sequence"),
    ROW(state, UN_FORM_NUMBER, "", L | U | S | D, L | U, 0, "a unit's state h; without a step, at the loss"),
    ROW(cell_state, UN_FORM_NUMBER, "", L | U | S | D, L | U, 0, "a unit's cell state c; without a step, at the loss"),
    ROW(attention_weight, UN_FORM_NUMBER, "", L | S | D, L, 0, "how much of a step the loss step looks at; without a step, of the symbol that matters"),
    ROW(sequence_loss, UN_FORM_NUMBER, "", L, L, 0, "the loss of the sequence that is shown"),
    ROW(answer_probability, UN_FORM_PERCENT, "", L | S | D, L, 0, "the probability of the true answer, of the sequence that is shown"),
    ROW(correct, UN_FORM_COUNT, "", L, L, 0, "1 when the shown sequence's answer is right, else 0"),
};
// clang-format on
const int un_quantity_count = (int)(sizeof un_quantity_table / sizeof un_quantity_table[0]);

bool un_quantity_is_gradient(int quantity) {
    static const char *const names[] = {"gradient_ratio", "gradient_ratio_h", "gradient_ratio_seeds", "factor_per_step", "gradient_norm", "max_gradient_norm"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(un_quantity_table[quantity].name, names[i]) == 0) return true;
    }
    return false;
}

int un_quantity_find(const char *name) {
    for (int i = 0; i < un_quantity_count; i++) {
        if (strcmp(un_quantity_table[i].name, name) == 0) return i;
    }
    return -1;
}

bool un_quantity_read(const un_Snapshot *snapshot, const un_QuantityRef *ref, double *out) {
    if (ref->quantity < 0 || ref->quantity >= un_quantity_count) return false;
    double value;
    if (!un_quantity_table[ref->quantity].read(snapshot, ref, &value)) return false;
    *out = value;
    return true;
}

// For a reader.

const char *un_quantity_unit(const char *unit, double value) {
    static const struct {
        const char *one, *many;
    } table[] = {{UN_KEY("step"), UN_KEY("steps")},
                 {UN_KEY("update"), UN_KEY("updates")},
                 {UN_KEY("seed"), UN_KEY("seeds")},
                 {UN_KEY("unit"), UN_KEY("units")},
                 {UN_KEY("number"), UN_KEY("numbers")},
                 {UN_KEY("step back from the loss"), UN_KEY("steps back from the loss")}};
    for (size_t i = 0; value == 1 && i < sizeof table / sizeof *table; i++) {
        if (strcmp(table[i].many, unit) == 0) return _(table[i].one);
    }
    return *unit ? _(unit) : unit;
}

static void add_unit(const un_QuantityRow *row, double value, char *out, size_t size) {
    size_t used = strlen(out);
    double shown = row->form == UN_FORM_COUNT ? round(value) : value;
    if (row->unit[0] && used < size) snprintf(out + used, size - used, " %s", un_quantity_unit(row->unit, shown));
}

/// One digit of a share below a hundredth of a percent, without a power of ten: "0.001".
static const char *write_small(double value, char *out, size_t size) {
    double power = pow(10, floor(log10(fabs(value)))), digit = round(fabs(value) / power);
    int places = (int)round(-log10(power)) - (digit >= 10);
    snprintf(out, size, "%s%.*f", value < 0 ? "−" : "", places, digit * power);
    return out;
}

const char *un_quantity_write(int quantity, double value, char *out, size_t size) {
    const un_QuantityRow *row = &un_quantity_table[quantity];
    char number[64];
    switch (row->form) {
    case UN_FORM_PERCENT:
        // Whole percents, but not "100 %" for what is a little less, nor "0 %" for a little more.
        if (fabs(value) < 0.01 && fabs(value) >= 1e-6)
            write_small(value, number, sizeof number);
        else if (value != round(value) && (fabs(value) < 1 || (fabs(value) > 99 && fabs(value) < 100)))
            un_number_round(value, fabs(value) < 1 ? 1 : 3, number, sizeof number);
        else
            un_number_count((int64_t)round(value), number, sizeof number);
        snprintf(out, size, "%s %%", number);
        break;
    case UN_FORM_COUNT:
        if (fabs(value) < 1e15)
            un_number_count((int64_t)round(value), number, sizeof number);
        else
            un_number_short(value, number, sizeof number);
        snprintf(out, size, "%s", number);
        break;
    case UN_FORM_FACTOR:
        snprintf(out, size, "×%s", un_number_short(value, number, sizeof number));
        break;
    case UN_FORM_NUMBER:
        // Near 1 it is the distance to 1 that counts: a gate at 0.9931 keeps half over 100 steps, one at 0.99 does not.
        if (value > 0.9 && value < 1)
            un_number_round(value, value > 0.99 ? 4 : 3, number, sizeof number);
        else
            un_number_short(value, number, sizeof number);
        snprintf(out, size, "%s", number);
        break;
    case UN_FORM_RATIO:
        snprintf(out, size, "%s", un_number_short(value, number, sizeof number));
        break;
    }
    add_unit(row, value, out, size);
    return out;
}

/// n to three significant digits, as one says it: 192,000 for 191,640.
static int64_t round_count(double n) {
    double step = pow(10, floor(log10(n)) - 2);
    return (int64_t)(n < 1000 ? round(n) : round(n / step) * step);
}

const char *un_quantity_write_plain(int quantity, double value, char *out, size_t size) {
    const un_QuantityRow *row = &un_quantity_table[quantity];
    char count[32];
    bool fraction = row->form == UN_FORM_RATIO && value > 1e-12 && value < 0.1;
    if (!fraction) return un_quantity_write(quantity, value, out, size);
    snprintf(out, size, "1/%s", un_number_count(round_count(1 / value), count, sizeof count));
    return out;
}
