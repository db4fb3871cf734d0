/// The benchmark: what it counts, that it does the work it times, and that threads change none of it. Never how fast.
#include "sim/bench.h"
#include "sim/worker.h"

#include <criterion/criterion.h>
#include <math.h>

static un_BenchResult run(const un_BenchDef *def, const un_Executor *executor) {
    un_BenchResult result;
    un_Error error;
    cr_assert_eq(un_bench_step(def, executor, &result, &error), UN_OK, "%s", error.message);
    return result;
}

Test(bench, operations_are_those_of_the_definition) {
    un_BenchDef def = {.cell = UN_CELL_LSTM, .input = 2, .hidden = 64, .length = 200, .batch = 16};
    un_NetDef net = un_bench_net(&def);
    cr_assert_float_eq(un_bench_flops(&net, 200, 16), 2.0 * (4 * 64 * (2 * 2 + 3 * 64) * 200 + 3 * 64) * 16, 0.5);
    def = (un_BenchDef){.cell = UN_CELL_RNN, .input = 1, .hidden = 3, .length = 1, .batch = 1};
    net = un_bench_net(&def);
    cr_assert_float_eq(un_bench_flops(&net, 1, 1), 2.0 * (3 * (2 * 1 + 3 * 3) + 3 * 3), 1e-9);
    def.cell = UN_CELL_GRU;
    net = un_bench_net(&def);
    cr_assert_float_eq(un_bench_flops(&net, 5, 2), 2.0 * (3 * 3 * (2 * 1 + 3 * 3) * 5 + 3 * 3) * 2, 1e-9);
    def.cell = UN_CELL_ATTENTION; // five steps see 1 + 2 + 3 + 4 + 5
    net = un_bench_net(&def);
    cr_assert_float_eq(un_bench_flops(&net, 5, 2), 2.0 * ((3 * 2 * 1 + 3 * 3 * 3 * 3) * 5 + 6 * 3 * 15 + 3 * 3) * 2,
                       1e-9);
    def.cell = UN_CELL_SELECTIVE;
    net = un_bench_net(&def);
    cr_assert_float_eq(un_bench_flops(&net, 5, 2), 2.0 * ((2 * 3 * 2 * 1 + 3 * 3 * 3) * 5 + 3 * 3) * 2, 1e-9);
}

Test(bench, a_step_learns_whatever_the_cell) {
    for (int cell = 0; cell < UN_CELL_COUNT; cell++) {
        un_BenchDef def = {.cell = (un_Cell)cell, .input = 3, .hidden = 7, .length = 12, .batch = 19, .steps = 1};
        un_BenchResult first = run(&def, NULL);
        def.steps = 400;
        un_BenchResult last = run(&def, NULL);
        cr_assert_eq(last.steps, 400);
        cr_assert(isfinite(first.loss) && first.loss > 0 && last.loss < 0.9 * first.loss, "cell %d: %g, then %g", cell,
                  first.loss, last.loss);
    }
}

Test(bench, figures_hang_together) {
    un_BenchDef def = {.cell = UN_CELL_GRU, .input = 2, .hidden = 16, .length = 20, .batch = 4, .seconds = 0.02};
    un_BenchResult result = run(&def, NULL);
    cr_assert_geq(result.steps, UN_BENCH_STEPS_MIN);
    cr_assert(0 < result.min_ms && result.min_ms <= result.median_ms && result.cpu_ms > 0);
    cr_assert_float_eq(result.time_steps_per_second * result.median_ms, 1e3 * 20 * 4, 1e-6 * 1e3 * 20 * 4);
    un_NetDef net = un_bench_net(&def);
    double flops = un_bench_flops(&net, 20, 4);
    cr_assert_float_eq(result.gflops * result.median_ms * 1e6, flops, 1e-6 * flops);
}

Test(bench, threads_change_no_number) {
    un_BenchDef def = {.cell = UN_CELL_LSTM, .input = 2, .hidden = 9, .length = 11, .batch = 70, .steps = 20};
    un_BenchResult alone = run(&def, NULL);
    for (int threads = 2; threads <= 3; threads++) {
        un_Pool *pool = un_pool_create(threads, NULL);
        cr_assert_not_null(pool);
        cr_assert_eq(run(&def, un_pool_executor(pool)).loss, alone.loss, "%d threads", threads);
        un_pool_destroy(pool);
    }
}

Test(bench, recording_changes_no_number_and_takes_memory) {
    for (int cell = 0; cell < UN_CELL_COUNT; cell++) {
        un_BenchDef def = {.cell = (un_Cell)cell, .input = 2, .hidden = 9, .length = 11, .batch = 5, .steps = 20},
                    bare = def;
        bare.unrecorded = true;
        cr_assert_eq(run(&def, NULL).loss, run(&bare, NULL).loss, "cell %d", cell);
    }
    un_BenchDef def = {.cell = UN_CELL_LSTM, .input = 2, .hidden = 16, .length = 100, .batch = 16}, bare = def;
    bare.unrecorded = true;
    cr_assert_lt(un_bench_memory(&bare, NULL), un_bench_memory(&def, NULL));
}

Test(bench, instruction_sets_change_no_number) {
    un_BenchDef def = {.cell = UN_CELL_GRU, .input = 2, .hidden = 19, .length = 11, .batch = 5, .steps = 20};
    double baseline = run(&def, NULL).loss;
    for (int isa = 0; isa < UN_ISA_COUNT; isa++) {
        def.isa = (un_Isa)isa;
        if (un_isa_available(def.isa)) cr_assert_eq(run(&def, NULL).loss, baseline, "%s", un_isa_names[isa]);
    }
}

Test(bench, the_probe_is_traced) {
    for (int cell = 0; cell < UN_CELL_COUNT; cell++) {
        un_BenchDef def = {.cell = (un_Cell)cell, .hidden = 8, .length = 10, .steps = 3};
        un_BenchResult result;
        cr_assert_eq(un_bench_probe(&def, &result, NULL), UN_OK);
        cr_assert(result.steps == 3 && isfinite(result.loss) && result.loss > 0);
    }
}

Test(bench, memory_is_refused_before_it_is_taken) {
    un_BenchDef small = {.cell = UN_CELL_LSTM, .input = 2, .hidden = 16, .length = 20, .batch = 4}, large = small;
    large.hidden = 512;
    large.length = 5000;
    large.batch = 512;
    un_Executor four = {.workers = 4};
    cr_assert_lt(un_bench_memory(&small, NULL), un_bench_memory(&large, NULL));
    cr_assert_lt(un_bench_memory(&large, NULL), un_bench_memory(&large, &four));
    cr_assert_lt(un_bench_probe_memory(&small), un_bench_probe_memory(&large));
}
