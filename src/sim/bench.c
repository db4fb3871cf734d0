#include "sim/bench.h"

#include "base/catalog.h"
#include "base/check.h"
#include "base/random.h"
#include "platform/clock.h"
#include "sim/pass.h"
#include "sim/probe.h"
#include "sim/recorder.h"

#include <stdlib.h>
#include <string.h>

enum { WARM_UP = 3 };

typedef struct Bench {
    un_BenchDef def;
    un_NetDef net;
    un_OptimizerDef optimizer;
    un_Arena arena;
    un_Batch batch;
    un_Pass pass;
    un_Tape_f32 *tape; ///< [worker]
    size_t parameters;
    float *params, *packed, *moment1, *moment2;
    long step;
    double loss;
} Bench;

/// A run that is measured step by step.
typedef struct Timing {
    double *ms; ///< (UN_BENCH_STEPS_MAX)
    int64_t count;
    double cpu_s;
} Timing;

un_NetDef un_bench_net(const un_BenchDef *def) {
    un_Experiment experiment = un_default_experiment();
    experiment.isa = def->isa;
    experiment.lane[0] = un_default_lane(def->cell);
    experiment.lane[0].hidden = def->hidden;
    un_NetDef net = un_experiment_net(&experiment, 0);
    net.input = def->input;
    net.output = 1;
    net.loss = UN_LOSS_MSE;
    return net;
}

/// Multiply-adds of attention itself, one sequence: scores and sums of values forward, and twice each backward, over
/// the steps that a step may see. Scores that are made anew backward are not counted, nor is the softmax.
static double attention_products(const un_NetDef *net, int T) {
    return un_cell_info(net->cell)->attends ? 6.0 * net->layers * net->hidden * T * (T + 1) / 2 : 0;
}

/// Whether a weight reads x, whose gradient nobody asks for: two products instead of three.
static bool reads_input(const char *name) {
    static const char *const names[] = {"weight_ih_l0", "weight_in", "weight_u", "weight_z"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(name, names[i]) == 0) return true;
    }
    return false;
}

double un_bench_flops(const un_NetDef *net, int T, int B) {
    un_ParamInfo info[UN_PARAMS_MAX];
    int count = un_net_params(net, info, NULL);
    double a_step = 0, at_the_end = 0; // multiply-adds of a sequence
    for (int i = 0; i < count; i++) {
        double weights = (double)info[i].rows * info[i].columns;
        if (strstr(info[i].name, "bias") || strncmp(info[i].name, "alpha", strlen("alpha")) == 0) continue;
        if (strncmp(info[i].name, "readout", strlen("readout")) == 0) {
            at_the_end += 3 * weights;
        } else {
            a_step += (reads_input(info[i].name) ? 2 : 3) * weights;
        }
    }
    return 2 * (a_step * T + at_the_end + attention_products(net, T)) * B;
}

static void carve(Bench *bench, un_Arena *arena, const un_Executor *executor) {
    un_ParamInfo info[UN_PARAMS_MAX];
    const un_BenchDef *def = &bench->def;
    un_net_params(&bench->net, info, &bench->parameters);
    size_t entries = (size_t)def->length * (size_t)def->batch;
    bench->batch =
        (un_Batch){.T = def->length, .sequences = def->batch, .block = UN_BLOCK, .inputs = def->input, .outputs = 1};
    bench->batch.x = un_arena_take(arena, entries * (size_t)def->input, sizeof(float));
    bench->batch.scored = un_arena_take(arena, entries, 1);
    bench->batch.value_target = un_arena_take(arena, entries, sizeof(float));
    bench->params = un_arena_take(arena, bench->parameters, sizeof(float));
    bench->moment1 = un_arena_take(arena, bench->parameters, sizeof(float));
    bench->moment2 = un_arena_take(arena, bench->parameters, sizeof(float));
    bench->packed = un_arena_take(arena, un_packed_size_f32(&bench->net), sizeof(float));
    un_pass_carve(&bench->pass, arena, executor, bench->parameters);
    int workers = un_pass_workers(executor), block = def->batch < UN_BLOCK ? def->batch : UN_BLOCK;
    bench->tape = un_arena_take(arena, (size_t)workers, sizeof *bench->tape);
    for (int worker = 0; worker < workers; worker++) {
        un_Tape_f32 counted;
        un_tape_carve_f32(bench->tape ? &bench->tape[worker] : &counted, arena, &bench->net,
                          &(un_TapeDef){.T = def->length, .B = block, .isa = def->isa, .unrecorded = def->unrecorded});
    }
}

static Bench bench_of(const un_BenchDef *def) {
    return (Bench){.def = *def, .net = un_bench_net(def), .optimizer = {.kind = UN_OPTIMIZER_ADAM, .lr = 1e-3}};
}

double un_bench_memory(const un_BenchDef *def, const un_Executor *executor) {
    un_Executor serial = un_executor_serial();
    Bench bench = bench_of(def);
    un_Arena arena = un_arena_measure();
    carve(&bench, &arena, executor ? executor : &serial);
    return (double)arena.used + (double)un_net_init_memory_f32(&bench.net) + UN_BENCH_STEPS_MAX * sizeof(double);
}

/// Any numbers do, as long as they can be learned: inputs in -1..1, a target in 0..1 at the last step.
static void draw_batch(un_Batch *batch) {
    un_Random random = un_random_stream(1, "bench");
    for (int k = 0; k < un_batch_blocks(batch); k++) {
        un_BatchBlock block = un_batch_block(batch, k);
        size_t last = (size_t)(batch->T - 1) * (size_t)block.sequences;
        for (size_t i = 0; i < (last + (size_t)block.sequences) * (size_t)batch->inputs; i++) {
            block.x[i] = (float)un_random_uniform(&random, -1, 1);
        }
        for (int b = 0; b < block.sequences; b++) {
            block.scored[last + (size_t)b] = 1;
            block.value_target[last + (size_t)b] = (float)un_random_unit(&random);
        }
    }
}

static void train_step(void *data) {
    Bench *bench = data;
    un_PassModel model = {.net = &bench->net,
                          .parameters = bench->parameters,
                          .params = bench->params,
                          .packed = bench->packed,
                          .tape = bench->tape};
    double entries = bench->def.batch;
    bench->loss = un_pass_run(&bench->pass, &model, &bench->batch, 1 / entries).loss / entries;
    un_optimizer_step_f32(&bench->optimizer, bench->params, bench->pass.gradients, bench->moment1, bench->moment2,
                          bench->parameters, ++bench->step, 1);
    un_weights_pack_f32(&bench->net, bench->def.isa, bench->params, bench->packed);
}

static void time_steps(Timing *timing, const un_BenchDef *def, void (*step)(void *data), void *data) {
    for (int i = 0; i < WARM_UP; i++) {
        step(data);
    }
    double cpu = un_clock_process_seconds(), start = un_clock_seconds(), before = start;
    for (timing->count = 0; timing->count < UN_BENCH_STEPS_MAX; before = un_clock_seconds()) {
        bool enough = timing->count >= UN_BENCH_STEPS_MIN && before - start >= def->seconds;
        if (def->steps ? timing->count == def->steps : enough) break;
        step(data);
        timing->ms[timing->count++] = 1e3 * (un_clock_seconds() - before);
    }
    timing->cpu_s = un_clock_process_seconds() - cpu;
}

static int compare(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static void summarise(Timing *timing, double time_steps, double flops, double loss, un_BenchResult *result) {
    qsort(timing->ms, (size_t)timing->count, sizeof *timing->ms, compare);
    double median_ms = timing->ms[timing->count / 2];
    *result = (un_BenchResult){.steps = timing->count,
                               .median_ms = median_ms,
                               .min_ms = timing->ms[0],
                               .cpu_ms = 1e3 * timing->cpu_s / (double)timing->count,
                               .time_steps_per_second = 1e3 * time_steps / median_ms,
                               .gflops = 1e-6 * flops / median_ms,
                               .loss = loss};
}

static un_Status no_memory(un_Error *error) {
    return un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("not enough memory"));
}

un_Status un_bench_step(const un_BenchDef *def, const un_Executor *executor, un_BenchResult *result, un_Error *error) {
    UN_CHECK(def->steps <= UN_BENCH_STEPS_MAX);
    un_Executor serial = un_executor_serial();
    Bench bench = bench_of(def);
    un_Arena measure = un_arena_measure();
    Timing timing = {.ms = calloc(UN_BENCH_STEPS_MAX, sizeof *timing.ms)};
    carve(&bench, &measure, executor ? executor : &serial);
    if (!timing.ms || un_arena_reserve(&bench.arena, measure.used)) {
        free(timing.ms);
        return no_memory(error);
    }
    carve(&bench, &bench.arena, executor ? executor : &serial);
    draw_batch(&bench.batch);
    un_InitDef init = un_default_lane(def->cell).init;
    un_Random random = un_random_stream(1, "init");
    un_Status status = un_net_init_f32(&bench.net, &init, &random, bench.params) ? no_memory(error) : UN_OK;
    if (!status) {
        un_weights_pack_f32(&bench.net, def->isa, bench.params, bench.packed);
        time_steps(&timing, def, train_step, &bench);
        double flops = un_bench_flops(&bench.net, def->length, def->batch);
        summarise(&timing, (double)def->length * def->batch, flops, bench.loss, result);
    }
    un_arena_free(&bench.arena);
    free(timing.ms);
    return status;
}

typedef struct ProbeBench {
    un_Trainer *trainer;
    un_Probe *probe;
    un_Recorder *recorder;
    un_Snapshot snapshot;
    un_Status status;
} ProbeBench;

static void probe_step(void *data) {
    ProbeBench *bench = data;
    if (un_probe_take(bench->probe, bench->trainer, bench->recorder, &bench->snapshot)) bench->status = UN_ERROR_MEMORY;
}

static un_Experiment probe_experiment(const un_BenchDef *def) {
    un_Experiment experiment = un_default_experiment();
    experiment.isa = def->isa;
    experiment.task = (un_TaskDef){.task = UN_TASK_ADDING, .length = def->length};
    experiment.batch = 1;
    experiment.lane[0] = un_default_lane(def->cell);
    experiment.lane[0].hidden = def->hidden;
    return experiment;
}

double un_bench_probe_memory(const un_BenchDef *def) {
    un_Experiment experiment = probe_experiment(def);
    return un_experiment_memory(&experiment) + un_probe_memory(&experiment, 0, 1) + (double)sizeof(un_Recorder) +
           UN_BENCH_STEPS_MAX * sizeof(double);
}

un_Status un_bench_probe(const un_BenchDef *def, un_BenchResult *result, un_Error *error) {
    UN_CHECK(def->steps <= UN_BENCH_STEPS_MAX);
    un_Experiment experiment = probe_experiment(def);
    Timing timing = {.ms = calloc(UN_BENCH_STEPS_MAX, sizeof *timing.ms)};
    ProbeBench bench = {.recorder = calloc(1, sizeof *bench.recorder),
                        .trainer = un_trainer_create(&experiment, NULL, error)};
    if (bench.trainer) bench.probe = un_probe_create(bench.trainer, error);
    un_Status status = UN_OK;
    if (!timing.ms || !bench.recorder || !bench.trainer || !bench.probe) status = no_memory(error);
    if (!status) {
        un_recorder_reset(bench.recorder);
        time_steps(&timing, def, probe_step, &bench);
        status = bench.status ? no_memory(error) : UN_OK;
    }
    if (!status) {
        un_NetDef net = un_experiment_net(&experiment, 0);
        summarise(&timing, def->length, un_bench_flops(&net, def->length, 1), bench.snapshot.lane[0].loss, result);
    }
    un_snapshot_free(&bench.snapshot);
    un_probe_destroy(bench.probe);
    un_trainer_destroy(bench.trainer);
    free(bench.recorder);
    free(timing.ms);
    return status;
}
