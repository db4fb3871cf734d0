/// What a lesson reveals is what the snapshot has, and is written as people read numbers.
#include "synthetic.h"

#include "lesson/quantity.h"
#include "sim/take.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static const un_QuantityRef anything = {.lane = -1, .other = -1, .step = -1, .distance = -1, .unit = -1};

static double read(const un_Snapshot *snapshot, const char *name, un_QuantityRef ref) {
    double value = (double)NAN;
    ref.quantity = un_quantity_find(name);
    cr_assert(ref.quantity >= 0, "%s", name);
    un_quantity_read(snapshot, &ref, &value);
    return value;
}

static un_QuantityRef lane(int index) {
    un_QuantityRef ref = anything;
    ref.lane = index;
    return ref;
}

static un_QuantityRef at_distance(int index, int distance) {
    un_QuantityRef ref = lane(index);
    ref.distance = distance;
    return ref;
}

static un_QuantityRef of_gate(int index, const char *gate, int unit, int step) {
    un_QuantityRef ref = lane(index);
    snprintf(ref.gate, sizeof ref.gate, "%s", gate);
    ref.unit = unit;
    ref.step = step;
    return ref;
}

#define SAME(name, ref, expected) cr_expect_float_eq(read(&s, name, ref), (double)(expected), 1e-9 * fabs((double)(expected)), name)
#define NONE(name, ref)           cr_expect(isnan(read(&s, name, ref)), name)

Test(quantity, gradients) {
    un_Snapshot s;
    synthetic_lab(&s, 3, 21, 300); // RNN, LSTM, GRU
    const un_SnapshotGradient *h = &s.lane[0].track[0].dh, *c = &s.lane[1].track[0].dc;
    SAME("gradient_ratio", lane(0), h->ratio[0]);
    SAME("gradient_ratio", at_distance(0, 1), h->ratio[19]);
    SAME("gradient_ratio", lane(1), c->ratio[0]); // of c where there is a cell state
    SAME("gradient_ratio_h", at_distance(1, 3), s.lane[1].track[0].dh.ratio[17]);
    un_QuantityRef step = lane(0);
    step.step = 7;
    SAME("gradient_ratio", step, h->ratio[7]);
    SAME("slope", lane(0), h->slope);
    SAME("factor_per_step", lane(0), pow(10, h->slope));
    SAME("under_one_percent", lane(0), h->under_one_percent);
    NONE("under_one_percent", lane(2)); // never
    NONE("zero_after", lane(0));
    h->ratio[20 - 12] = h->ratio[20 - 13] = 0;
    SAME("zero_after", lane(0), 12);
    SAME("update_90", lane(0), s.lane[0].track[0].measures.update_90);
    SAME("direct_share", lane(1), 90);
    NONE("direct_share", lane(0));
    SAME("occlusion", lane(1), 1.3); // of the symbol that matters
    SAME("radius", lane(0), 1.4);
    NONE("radius", lane(1));
    SAME("largest_eigenvalue", at_distance(0, 4), 0.55);
    SAME("largest_eigenvalue", lane(0), 0.55);
    SAME("lyapunov", lane(0), log10(0.55));
    double smallest = 0.55 * (1 - 0.8 * 15 / 16);
    SAME("singular_spread", at_distance(0, 10), 10 * log10(0.55 / smallest));
    un_snapshot_free(&s);
}

Test(quantity, training) {
    un_Snapshot s;
    synthetic_lab(&s, 3, 21, 300);
    SAME("update", anything, 300);
    SAME("loss", lane(1), 0.092);
    SAME("accuracy", lane(0), 25); // in percent
    un_QuantityRef two = lane(1);
    two.other = 0;
    SAME("accuracy_gap", two, 75);
    SAME("chance_accuracy", anything, 25);
    SAME("chance_loss", anything, s.chance_loss);
    SAME("solved_at", lane(1), 230);
    NONE("solved_at", lane(0));
    NONE("nonfinite_at", lane(0));
    SAME("clipped_share", lane(0), 100.0 * 60 / 300);
    s.lane[0].gradient_norms[7] = 54;
    s.lane[0].gradient_norms[8] = NAN;
    SAME("max_gradient_norm", lane(0), 54);
    NONE("seeds_solved", lane(1)); // two of them have not finished
    s.seeds.planned = s.seeds.done;
    SAME("seeds_solved", lane(1), 8);
    SAME("seeds_solved", lane(0), 0);
    SAME("seeds_solved_at", lane(1), 270); // of 200, 220 ... 340 the middle
    NONE("seeds_solved_at", lane(0));
    SAME("seeds_loss", lane(1), (double)s.lane[1].seeds.median[59]);
    SAME("seeds_clipped", lane(1), 100 * (double)0.14f);
    s.lane[0].parameters = 400;
    s.lane[1].parameters = 1600;
    SAME("parameters", lane(1), 1600);
    SAME("parameter_share", two, 4);
    un_snapshot_free(&s);
}

Test(quantity, cells) {
    un_Snapshot s;
    synthetic_lab(&s, 3, 21, 300);
    const un_SnapshotTrack *lstm = &s.lane[1].track[0];
    double mean = 0, later = 0;
    for (int t = 0; t < 21; t++) {
        mean += (double)lstm->gate[1].mean[t] / 21;
        if (t) later += (double)lstm->gate[1].mean[t] / 20;
    }
    SAME("gate_mean", of_gate(1, "f", -1, -1), mean);
    SAME("gate_mean", of_gate(1, "f", -1, 5), (double)lstm->gate[1].mean[5]);
    SAME("gate_mean", of_gate(1, "f", 3, 5), (double)lstm->gate[1].value[5 * 16 + 3]);
    SAME("gate_at_symbol", of_gate(1, "f", -1, -1), (double)lstm->gate[1].mean[0]);
    SAME("gate_elsewhere", of_gate(1, "f", -1, -1), later);
    SAME("gate_open", of_gate(1, "f", 8, -1), 25);
    SAME("gate_shut", of_gate(1, "f", 8, -1), 100.0 * ((8 * 5) % 16) / 32);
    NONE("gate_mean", of_gate(1, "z", -1, -1));
    NONE("gate_mean", of_gate(1, "f", 16, -1));
    NONE("gate_mean", of_gate(1, "f", -1, 21));
    NONE("gate_mean", of_gate(0, "f", -1, -1));
    SAME("horizon", lane(1), (double)lstm->measures.horizon[15]);
    SAME("horizon_shortest", lane(1), (double)lstm->measures.horizon[0]);
    SAME("horizon", of_gate(1, "", 2, -1), (double)lstm->measures.horizon[2]);
    SAME("units_outlasting", at_distance(1, 1000), 0);
    SAME("units_outlasting", at_distance(1, 2), 16);
    SAME("state", of_gate(0, "", 2, 4), (double)s.lane[0].track[0].h[4 * 16 + 2]);
    SAME("cell_state", of_gate(1, "", 2, -1), (double)lstm->c[20 * 16 + 2]);
    NONE("cell_state", of_gate(0, "", 2, -1));
    SAME("answer_probability", lane(1), 100 * (double)0.91f);
    SAME("sequence_loss", lane(0), 1.386);
    SAME("correct", lane(1), 1);
    NONE("attention_weight", lane(0));
    un_snapshot_free(&s);
}

/// Whatever it is told, a row reads what is there or says that there is nothing.
Test(quantity, nothing_is_read_beyond_what_is_there) {
    un_Snapshot s;
    synthetic_lab(&s, 3, 5, 0);
    static const int wild[] = {-7, -1, 0, 4, 5, 15, 16, 4999, 1 << 30};
    enum { WILD = sizeof wild / sizeof *wild };
    for (int quantity = -1; quantity <= un_quantity_count; quantity++) {
        for (int i = 0; i < WILD * WILD * WILD * 2; i++) {
            un_QuantityRef ref = {.quantity = quantity, .lane = wild[i % WILD], .other = wild[(i + 3) % WILD],
                                  .step = wild[i / WILD % WILD], .distance = wild[i / WILD / WILD % WILD],
                                  .unit = wild[(i + quantity + 1) % WILD], .gate = "f", .reverse = i % 2};
            double value = 42;
            if (!un_quantity_read(&s, &ref, &value)) cr_expect_eq(value, 42);
        }
    }
    un_snapshot_free(&s);
}

/// Every row can be read of some real run.
Test(quantity, real_runs_have_them) {
    static const char text[] = "{task: {name: recall, lag: 12}, batch: 8, updates: 20, lanes: [{cell: rnn, hidden: 5}, {cell: lstm, hidden: 5, lr: 0.1}]}";
    un_Experiment experiment;
    un_Error error = {0};
    cr_assert_eq(un_experiment_parse(&experiment, text, strlen(text), "a", 0, &error), UN_OK, "%s", error.message);
    unsigned wants = 0;
    for (int i = 0; i < un_quantity_count; i++)
        wants |= un_quantity_table[i].wants;
    un_Take *take = un_take_create(&experiment, wants, &error);
    un_take_train(take, &(un_Until){.updates = 20, .lane = -1});
    cr_assert_eq(un_take_seeds(take, 2, &error), UN_OK);
    const un_Snapshot *snapshot = un_take_snapshot(take, &error);
    // What did not come about in it: nothing was truncated, diverged, was solved or attends, and there is no text.
    static const char *const not_here[] = {"zero_after", "nonfinite_at", "solved_at", "seeds_solved_at", "attention_weight", "under_one_percent", "tables_beaten"};
    for (int i = 0; i < un_quantity_count; i++) {
        const un_QuantityRow *row = &un_quantity_table[i];
        bool skip = strncmp(row->name, "text_", 5) == 0, found = false;
        for (size_t k = 0; k < sizeof not_here / sizeof *not_here; k++)
            skip = skip || strcmp(row->name, not_here[k]) == 0;
        for (int lane = 0; lane < 2; lane++) {
            un_QuantityRef ref = {.quantity = i, .lane = lane, .other = 1 - lane, .step = -1, .distance = -1, .unit = row->needs & UN_QUANTITY_UNIT ? 2 : -1, .gate = "f"};
            double value;
            found = un_quantity_read(snapshot, &ref, &value) || found;
        }
        cr_expect(found || skip, "%s", row->name);
        cr_expect_eq(un_quantity_find(row->name), i);
        cr_expect_eq(row->needs & ~row->takes, 0, "%s: what it needs it takes", row->name);
    }
    un_take_destroy(take);
}

static un_Take *take_of(const char *text, unsigned wants, int64_t updates) {
    un_Experiment experiment;
    un_Error error = {0};
    cr_assert_eq(un_experiment_parse(&experiment, text, strlen(text), "a", 0, &error), UN_OK, "%s", error.message);
    un_Take *take = un_take_create(&experiment, wants, &error);
    cr_assert_not_null(take, "%s", error.message);
    un_take_train(take, &(un_Until){.updates = updates, .lane = -1});
    return take;
}

/// Lesson 2: each weight's gradient is the sum of every step's part, in each direction.
Test(quantity, parts_make_the_gradient) {
    un_Take *take = take_of("{task: {name: recall, lag: 30}, lanes: [{cell: rnn, hidden: 6}, {cell: lstm, hidden: 6, layers: 2},"
                            " {cell: gru, hidden: 6, direction: bidirectional}, {cell: attention, hidden: 6}]}",
                            UN_WANT_PARTS, 0);
    const un_Snapshot *snapshot = un_take_snapshot(take, NULL);
    for (int i = 0; i < 3; i++) {
        double difference = read(snapshot, "parts_difference", lane(i));
        cr_expect(difference >= 0 && difference < 1e-12, "%d: %g", i, difference);
    }
    un_QuantityRef reverse = lane(2);
    reverse.reverse = true;
    cr_expect_lt(read(snapshot, "parts_difference", reverse), 1e-12);
    cr_expect(isnan(read(snapshot, "parts_difference", lane(3))));
    un_take_destroy(take);
}

Test(quantity, text_is_held_against_tables_of_letters) {
    un_Take *take = take_of("{task: {name: text, length: 12}, batch: 4, lanes: [{cell: gru, hidden: 4}]}", 0, 20);
    const un_Snapshot *snapshot = un_take_snapshot(take, NULL);
    static const double entropy[] = {2.774, 2.102, 1.365, 0.834};
    for (int k = 0; k < 4; k++)
        cr_expect_float_eq(read(snapshot, "text_entropy", at_distance(-1, k)), entropy[k], 0.001);
    cr_expect(isnan(read(snapshot, "text_entropy", at_distance(-1, 4))));
    un_Snapshot s = *snapshot; // the losses of a later time
    s.lane[0].train_loss = 3;
    SAME("tables_beaten", lane(0), 0);
    s.lane[0].train_loss = 2;
    SAME("tables_beaten", lane(0), 2);
    s.lane[0].train_loss = 0.5;
    SAME("tables_beaten", lane(0), 4);
    un_take_destroy(take);
}

/// The band over seeds before training, as the profile shows it.
Test(quantity, one_seed_is_seen_beside_forty) {
    un_Take *take = take_of("{task: {name: recall, lag: 20}, lanes: [{cell: rnn, hidden: 16}]}", UN_WANT_BAND, 0);
    const un_Snapshot *snapshot = un_take_snapshot(take, NULL);
    double mean = read(snapshot, "gradient_ratio_seeds", lane(0)), spread = read(snapshot, "gradient_ratio_spread", lane(0));
    cr_expect(mean > 1e-7 && mean < 1e-4, "%g", mean); // 0.56 to the power of 20
    cr_expect(spread > 0.2 && spread < 2, "%g", spread);
    cr_expect_float_eq(read(snapshot, "gradient_ratio_seeds", at_distance(0, 0)), 1, 1e-12);
    un_take_destroy(take);
}

static void check_written(const char *name, double value, const char *expected, const char *plain) {
    char out[96];
    int quantity = un_quantity_find(name);
    cr_expect_str_eq(un_quantity_write(quantity, value, out, sizeof out), expected);
    cr_expect_str_eq(un_quantity_write_plain(quantity, value, out, sizeof out), plain);
}

Test(quantity, is_written_for_a_reader) {
    check_written("gradient_ratio", 5.2e-6, "5.2·10⁻⁶", "1/192,000");
    check_written("gradient_ratio", 0.5607, "0.56", "0.56");
    check_written("gradient_ratio", 0.05, "0.050", "1/20");
    check_written("gradient_ratio", 3.2e-32, "3.2·10⁻³²", "3.2·10⁻³²");
    check_written("gradient_ratio", 0, "0", "0");
    check_written("seeds_solved", 1, "1 seed", "1 seed");
    check_written("seeds_solved", 2, "2 seeds", "2 seeds");
    check_written("reach", 0.9, "1 step", "1 step");
    check_written("seeds_clipped", 1e-3, "0.001 %", "0.001 %");
    check_written("seeds_clipped", 9.7e-4, "0.001 %", "0.001 %");
    check_written("seeds_clipped", 0.0234, "0.02 %", "0.02 %");
    check_written("seeds_clipped", 4.2e-6, "0.000004 %", "0.000004 %");
    check_written("factor_per_step", 0.508, "×0.51", "×0.51");
    check_written("slope", -0.289, "−0.29 decades a step", "−0.29 decades a step");
    check_written("under_one_percent", 7, "7 steps", "7 steps");
    check_written("parameters", 1732, "1,732", "1,732");
    check_written("accuracy", 74.6, "75 %", "75 %");
    check_written("accuracy", 99.7, "99.7 %", "99.7 %");
    check_written("accuracy", 0.25, "0.2 %", "0.2 %");
    check_written("accuracy", 0, "0 %", "0 %");
    check_written("accuracy", 100, "100 %", "100 %");
    check_written("accuracy_gap", -12.4, "−12 %", "−12 %");
    check_written("horizon", (double)INFINITY, "∞ steps", "∞ steps");
    check_written("loss", (double)NAN, "not a number", "not a number");
}
