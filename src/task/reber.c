/// The embedded Reber grammar (Hochreiter & Schmidhuber 1997, experiment 1; Reber 1967): B, then T or P, a string of
/// Reber's grammar from B to E, the same T or P once more, and E. Every step is asked for the symbol that comes next;
/// where two may come, nobody can know, so the loss has a floor above 0. Only the second T or P, which memory decides,
/// counts as an answer. The steps after a string's end show nothing and are not scored; a string that is too long is
/// drawn again.
#include "task/sample.h"

#include "base/catalog.h"

#include <stdio.h>

enum { B, T, P, S, X, V, E, SYMBOLS, SHORTEST = 9 };

static const char *const class_names[SYMBOLS] = {"B", "T", "P", "S", "X", "V", "E"};

/// One way out of a state of Reber's grammar, all equally likely: a symbol and the state behind it.
typedef struct Way {
    int symbol, next;
} Way;

enum { STATES = 5, END = STATES };

static const Way ways[STATES][2] = {
    {{T, 1}, {P, 2}}, {{S, 1}, {X, 3}}, {{T, 2}, {V, 4}}, {{X, 2}, {S, END}}, {{P, 3}, {V, END}}};

/// One string into symbols[most]. Returns its length, 0 when it would be longer than most.
static int draw(un_Random *random, unsigned char *symbols, int most) {
    int n = 0, outer = un_random_below(random, 2) ? T : P;
    symbols[n++] = B;
    symbols[n++] = (unsigned char)outer;
    symbols[n++] = B;
    for (int state = 0; state != END;) {
        const Way *way = &ways[state][un_random_below(random, 2)];
        if (n == most - 3) return 0; // three symbols follow the last way
        symbols[n++] = (unsigned char)way->symbol;
        state = way->next;
    }
    symbols[n++] = E;
    symbols[n++] = (unsigned char)outer;
    symbols[n++] = E;
    return n;
}

static void sample(const un_TaskDef *def, const un_TaskData *data, un_Random *random, const un_Sequence *out) {
    (void)data;
    unsigned char symbols[UN_STEPS_MAX + 1];
    int n = 0;
    while (n == 0) {
        n = draw(random, symbols, def->length + 1); // the last symbol is only asked for
    }
    for (int t = 0; t < n - 1; t++) {
        size_t place = un_sample_place(out, t);
        un_sample_step(out, t)[symbols[t]] = 1;
        out->class_target[place] = symbols[t + 1];
        out->scored[place] = t == n - 3 ? UN_SCORED_ANSWER : UN_SCORED_LOSS; // n-2: the second T or P
    }
}

static bool symbol(const un_TaskDef *def, const float *x, char *out, int size) {
    (void)def;
    int largest = un_sample_largest(x, SYMBOLS);
    snprintf(out, (size_t)size, "%s", x[largest] > 0 ? class_names[largest] : "");
    return x[T] > 0 || x[P] > 0;
}

const un_TaskInfo un_task_reber = {
    .name = "reber",
    .title = UN_KEY("Embedded Reber grammar"),
    .help = UN_KEY("strings of a grammar inside T..T or P..P; which symbol comes next? asked at every step (--length)"),
    .question = UN_KEY("T or P at the end ?"),
    .takes_lag = false,
    .length_min = SHORTEST - 1,
    .length_default = 30,
    .inputs = SYMBOLS,
    .outputs = SYMBOLS,
    .classes = true,
    // The entropy of the next symbol given the present one. The grammar's own is .441: 7 free choices in 11 symbols.
    .chance_loss = 1.2717526709824325,
    .chance_accuracy = 0.5,
    .solved_at = 0.99,
    .sample = sample,
    .symbol = symbol,
    .class_names = class_names,
};
