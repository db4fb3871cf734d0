/// The probe's share of the worker's time, under a clock of our own: at most 5 %, whatever an update and a snapshot
/// cost, and no rarer than that asks for.
#include "sim/pace.h"

#include <criterion/criterion.h>
#include <math.h>

typedef struct Run {
    double now, cpu, probed;
    int snapshots;
} Run;

/// Trains for so many seconds of wall clock. load: CPU seconds a second of wall clock that the thread gets.
static Run simulate(double update, double snapshot, double interval, double load, double seconds) {
    Run run = {0};
    un_Pace pace = {.interval = interval};
    un_pace_note(&pace, 0, -snapshot, 0); // the one before training
    while (run.now < seconds) {
        run.cpu += update;
        run.now += update / load;
        if (!un_pace_is_due(&pace, run.now, run.cpu)) continue;
        double before = run.cpu;
        run.cpu += snapshot;
        run.now += snapshot / load;
        run.probed += snapshot;
        run.snapshots++;
        un_pace_note(&pace, run.now, before, run.cpu);
    }
    return run;
}

Test(pace, the_probe_takes_at_most_5_percent) {
    static const double update[] = {20e-6, 1e-3, 0.03, 2}, snapshot[] = {10e-6, 1e-3, 0.02, 0.3, 1}, load[] = {1, 0.3};
    for (int i = 0; i < 4; i++) {
        for (int j = 0; j < 5; j++) {
            for (int k = 0; k < 2; k++) {
                Run run = simulate(update[i], snapshot[j], 0.1, load[k], 300);
                cr_assert_leq(run.probed / run.cpu, 0.05 + 1e-9, "update %g, snapshot %g: %g", update[i], snapshot[j],
                              run.probed / run.cpu);
                cr_assert_gt(run.snapshots, 1, "update %g, snapshot %g", update[i], snapshot[j]);
            }
        }
    }
}

Test(pace, a_cheap_probe_comes_at_the_interval_and_a_dear_one_at_the_bound) {
    Run cheap = simulate(1e-3, 1e-3, 0.1, 1, 100);
    cr_assert(cheap.snapshots > 960 && cheap.snapshots <= 1000, "%d", cheap.snapshots);
    Run dear = simulate(1e-3, 0.05, 0.1, 1, 100); // 50 ms each: one in a second
    cr_assert(dear.snapshots >= 98 && dear.snapshots <= 100, "%d", dear.snapshots);
    cr_assert_gt(dear.probed / dear.cpu, 0.045, "rarer than need be");
}

/// Rows and snapshots together keep to the share, and both come.
Test(pace, rows_are_a_part_of_it) {
    double const costs[] = {1e-5, 1e-4, 1e-3, 0.02};
    for (int k = 0; k < 4; k++) {
        double update = 1e-3, row = costs[k], snapshot = 2e-3, cpu = 0, probed = 0;
        int rows = 0, snapshots = 0;
        un_Pace pace = {.interval = 0.01};
        un_pace_note(&pace, 0, -snapshot, 0);
        for (int i = 1; i <= 20000; i++) {
            cpu += update;
            if (i % 4 == 0 && un_pace_affords_row(&pace, cpu)) {
                un_pace_note_row(&pace, cpu, cpu + row);
                cpu += row;
                probed += row;
                rows++;
            }
            if (!un_pace_is_due(&pace, cpu, cpu)) continue;
            un_pace_note(&pace, cpu + snapshot, cpu, cpu + snapshot);
            cpu += snapshot;
            probed += snapshot;
            snapshots++;
        }
        cr_assert_lt(probed / cpu, 0.0501, "%g of the time at %g a row", probed / cpu, row);
        cr_assert(rows >= 20 && snapshots >= 20, "%d rows, %d snapshots", rows, snapshots);
        if (k < 2) cr_assert_eq(rows, 5000, "these cost next to nothing");
    }
}
