#include "sim/measure_decode.h"

#include "base/catalog.h"
#include "base/check.h"
#include "num/linalg.h"
#include "sim/trace.h"

#include <math.h>
#include <string.h>

/// What is gathered of one part (h or c) for every step: n = H + 1 features, the last of them 1.
typedef struct Reader {
    un_TrackPart part;
    double *gram;  ///< (T,n,n) X^T X; then its Cholesky factor
    double *cross; ///< (T,K,n) Y^T X; then the weights
    double *right; ///< (T) answers
    bool *usable;  ///< (T)
} Reader;

typedef struct Workspace {
    un_NetDef net;
    un_Batch batch;
    un_Trace trace;
    int n, readers;
    double *row; ///< (n)
    Reader reader[2];
} Workspace;

static void carve(Workspace *work, un_Arena *arena, const un_Experiment *experiment, int lane,
                  const un_TaskData *data) {
    work->net = un_experiment_net(experiment, lane);
    un_batch_carve(&work->batch, arena, &experiment->task, data, UN_BLOCK, UN_BLOCK);
    size_t T = (size_t)work->batch.T, n = (size_t)work->net.hidden + 1, K = (size_t)work->net.output;
    un_trace_carve(&work->trace, arena, &work->net, work->batch.T, UN_BLOCK);
    work->n = (int)n;
    work->readers = un_cell_info(work->net.cell)->has_cell_state ? 2 : 1;
    work->row = un_arena_take(arena, n, sizeof(double));
    for (int i = 0; i < work->readers; i++) {
        Reader *reader = &work->reader[i];
        reader->part = i == 0 ? UN_PART_H : UN_PART_C;
        reader->gram = un_arena_take(arena, T * n * n, sizeof(double));
        reader->cross = un_arena_take(arena, T * K * n, sizeof(double));
        reader->right = un_arena_take(arena, T, sizeof(double));
        reader->usable = un_arena_take(arena, T, sizeof(bool));
    }
}

double un_decode_memory(const un_Experiment *experiment, int lane) {
    Workspace work;
    un_Arena arena = un_arena_measure();
    carve(&work, &arena, experiment, lane, NULL);
    return (double)arena.used;
}

/// [part of step t, 1]
static void features(Workspace *work, const Reader *reader, int t, int b) {
    un_trace_row(&work->trace, 0, reader->part, 0, t, b, work->row);
    work->row[work->n - 1] = 1;
}

static void learn(Workspace *work, Reader *reader, int t, int b, int class) {
    size_t n = (size_t)work->n, K = (size_t)work->net.output;
    double *gram = reader->gram + (size_t)t * n * n, *cross = reader->cross + ((size_t)t * K + (size_t) class) * n;
    features(work, reader, t, b);
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j <= i; j++) {
            gram[i * n + j] += work->row[i] * work->row[j];
        }
        cross[i] += work->row[i];
    }
}

static void test(Workspace *work, Reader *reader, int t, int b, int class) {
    size_t n = (size_t)work->n;
    int K = work->net.output, best = 0;
    const double *weights = reader->cross + (size_t)t * (size_t)K * n;
    double highest = -(double)INFINITY;
    features(work, reader, t, b);
    for (int k = 0; k < K; k++) {
        double sum = 0;
        for (size_t i = 0; i < n; i++) {
            sum += weights[(size_t)k * n + i] * work->row[i];
        }
        if (sum > highest) {
            highest = sum;
            best = k;
        }
    }
    reader->right[t] += best == class;
}

/// From sums to weights.
static void solve(Workspace *work, Reader *reader, int t) {
    size_t n = (size_t)work->n, K = (size_t)work->net.output;
    double *gram = reader->gram + (size_t)t * n * n, square = 0;
    for (size_t i = 0; i + 1 < n; i++) {
        square += gram[i * n + i] / (double)(n - 1);
    }
    for (size_t i = 0; i + 1 < n; i++) {
        gram[i * n + i] += 1e-6 * square + 0x1p-900; // a state that is 0 throughout must not be singular
    }
    reader->usable[t] = un_cholesky(gram, work->n);
    for (size_t k = 0; reader->usable[t] && k < K; k++) {
        un_cholesky_solve(gram, work->n, reader->cross + ((size_t)t * K + k) * n);
    }
}

/// Runs fresh sequences of a stream and hands every step to `each`.
static void pass(Workspace *work, const un_Trainer *trainer, int lane, const char *stream, int sequences,
                 void (*each)(Workspace *work, Reader *reader, int t, int b, int class)) {
    un_Random random = un_random_stream(un_trainer_experiment(trainer)->seed, stream);
    int T = work->batch.T;
    for (int done = 0; done < sequences; done += UN_BLOCK) {
        work->batch.sequences = sequences - done < UN_BLOCK ? sequences - done : UN_BLOCK;
        un_batch_draw(&work->batch, &random);
        un_BatchBlock block = un_batch_block(&work->batch, 0);
        un_trace_run(&work->trace, un_trainer_params(trainer, lane), &block, T, NULL);
        for (int b = 0; b < block.sequences; b++) {
            int asked = un_batch_loss_step(&block, T, b), class = block.class_target[asked * block.sequences + b];
            for (int t = 0; t < T; t++) {
                for (int i = 0; i < work->readers; i++) {
                    each(work, &work->reader[i], t, b, class);
                }
            }
        }
    }
}

un_Status un_decode_measure(const un_Trainer *trainer, int lane, int sequences, double *from_h, double *from_c,
                            un_Error *error) {
    const un_Experiment *experiment = un_trainer_experiment(trainer);
    Workspace work;
    un_Arena arena = un_arena_measure();
    carve(&work, &arena, experiment, lane, un_trainer_data(trainer));
    if (un_arena_reserve(&arena, arena.used)) {
        return un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, _("not enough memory: the linear probe needs %.3g MB"),
                            un_decode_memory(experiment, lane) / 1e6);
    }
    carve(&work, &arena, experiment, lane, un_trainer_data(trainer));
    UN_CHECK(work.batch.class_target);
    pass(&work, trainer, lane, "probe-train", sequences, learn);
    for (int t = 0; t < work.batch.T; t++) {
        for (int i = 0; i < work.readers; i++) {
            solve(&work, &work.reader[i], t);
        }
    }
    pass(&work, trainer, lane, "probe-test", sequences, test);
    for (int t = 0; t < work.batch.T; t++) {
        for (int i = 0; i < work.readers; i++) {
            double *to = i == 0 ? from_h : from_c;
            to[t] = work.reader[i].usable[t] ? work.reader[i].right[t] / sequences : (double)NAN;
        }
    }
    un_arena_free(&arena);
    return UN_OK;
}
