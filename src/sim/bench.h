/// Speed: full training steps on one repeated batch, and the probe. What `unroll bench` prints.
#ifndef UN_SIM_BENCH_H
#define UN_SIM_BENCH_H

#include "base/error.h"
#include "net/def.h"
#include "net/isa.h"
#include "sim/executor.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct un_BenchDef {
    un_Cell cell;
    int input, hidden, length, batch; ///< I, H, T, B
    un_Isa isa;                       ///< an available one
    bool unrecorded;                  ///< only what the passes need themselves is kept (un_TapeDef)
    double seconds;                   ///< measure for so long, at least UN_BENCH_STEPS_MIN steps
    int64_t steps;                    ///< measure exactly so many steps instead; 0: by the clock
} un_BenchDef;

enum { UN_BENCH_STEPS_MIN = 5, UN_BENCH_STEPS_MAX = 1 << 18 };

typedef struct un_BenchResult {
    int64_t steps;                ///< measured, after a warm-up
    double median_ms, min_ms;     ///< wall clock a step
    double cpu_ms;                ///< CPU of the whole process a step, mean: more than the wall clock's share of the
                                  ///< threads says nothing, less says that other programs took the cores
    double time_steps_per_second; ///< T * B / median
    double gflops;                ///< un_bench_flops / median, in 1e9 a second
    double loss;                  ///< of the last step: the work was done, and it learned
} un_BenchResult;

/// The model that is measured: one layer of the cell, Linear(H,1), mean squared error.
un_NetDef un_bench_net(const un_BenchDef *def);
/// Floating point operations of one full step, as its definition has them: a multiplication and an addition for every
/// weight of a matrix, step and sequence, once forward, once for the weight's gradient and once for the gradient of
/// what the weight was multiplied with (not for the first layer's input, which has none). The readout counts at the
/// last step. Gates, activations and the optimiser are left out. An LSTM: 2 * (4H (2I + 3H) T + 3H) B.
double un_bench_flops(const un_NetDef *net, int T, int B);
/// Bytes that un_bench_step takes, pure function of its arguments.
double un_bench_memory(const un_BenchDef *def, const un_Executor *executor);

/// Measures forward, loss at the last step, backward through time and Adam, in float, as
/// the trainer does it (sim/pass.h). executor NULL: serial. Errors: UN_ERROR_MEMORY.
un_Status un_bench_step(const un_BenchDef *def, const un_Executor *executor, un_BenchResult *result, un_Error *error);
/// Measures a snapshot of one lane of that shape on the adding task: the trace in double, forward and backward, and
/// what is made of it (sim/probe.h). def->input and def->batch are not used: I = 2, one sequence. gflops and loss are
/// those of the trace. Errors: UN_ERROR_MEMORY.
un_Status un_bench_probe(const un_BenchDef *def, un_BenchResult *result, un_Error *error);

/// Bytes that un_bench_probe takes.
double un_bench_probe_memory(const un_BenchDef *def);

#endif
