/// One state_hash whatever the instruction set and the number of threads, at sizes that fit no vector and no tile.
#include "sim/pass.h"
#include "sim/trainer.h"
#include "sim/worker.h"

#include <criterion/criterion.h>
#include <stdio.h>

#ifndef UPDATES
#define UPDATES 200 // CMake asks fewer of slow builds
#endif

typedef struct Shape {
    un_Task task; ///< decides the columns of x: parity 1, adding 2, recall more
    int length, hidden, batch, layers;
    bool bidirectional;
} Shape;

static const Shape shapes[] = {
    {UN_TASK_ADDING, 7, 1, 3, 1, false},   {UN_TASK_PARITY, 6, 5, 16, 1, false},  {UN_TASK_RECALL, 4, 16, 33, 1, false},
    {UN_TASK_RECALL, 5, 17, 3, 2, true},   {UN_TASK_ADDING, 5, 64, 1, 1, false},  {UN_TASK_ADDING, 3, 64, 33, 1, false},
    {UN_TASK_PARITY, 4, 100, 3, 1, false}, {UN_TASK_ADDING, 4, 16, 16, 3, false}, {UN_TASK_RECALL, 3, 48, 21, 1, true},
};

static un_Experiment experiment_of(const Shape *shape, int variant, un_Isa isa) {
    un_Experiment experiment = un_default_experiment();
    experiment.task = (un_TaskDef){.task = shape->task, .lag = shape->length, .length = shape->length};
    experiment.batch = shape->batch;
    experiment.isa = isa;
    experiment.lane[0] = un_default_lane((un_Cell)(variant % UN_RECURRENT_CELLS));
    experiment.lane[0].reset_before = variant == UN_RECURRENT_CELLS + UN_CELL_GRU;
    experiment.lane[0].hidden = shape->hidden;
    experiment.lane[0].layers = shape->layers;
    experiment.lane[0].bidirectional = shape->bidirectional;
    return experiment;
}

static uint64_t hash_of(const un_Experiment *experiment, int threads) {
    un_Error error;
    un_Pool *pool = threads > 1 ? un_pool_create(threads, &error) : NULL;
    un_Trainer *trainer = un_trainer_create(experiment, pool ? un_pool_executor(pool) : NULL, &error);
    cr_assert(trainer);
    while (un_trainer_update(trainer) < UPDATES) {
        un_trainer_step(trainer);
    }
    cr_assert_eq(un_trainer_lane(trainer, 0)->nonfinite_at, -1);
    uint64_t hash = un_trainer_state_hash(trainer, 0);
    un_trainer_destroy(trainer);
    un_pool_destroy(pool);
    return hash;
}

static void check(int variant) {
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        un_Experiment experiment = experiment_of(&shapes[i], variant, UN_ISA_BASELINE);
        uint64_t expected = hash_of(&experiment, 1);
        for (int isa = 0; isa < UN_ISA_COUNT; isa++) {
            if (!un_isa_available((un_Isa)isa)) {
                if (i == 0) printf("%s: not run, this processor has it not\n", un_isa_names[isa]);
                continue;
            }
            experiment.isa = (un_Isa)isa;
            // More than one block of sequences is needed before threads can matter.
            int most = experiment.batch > UN_BLOCK ? 3 : 1;
            for (int threads = 1; threads <= most; threads++) {
                if (isa == UN_ISA_BASELINE && threads == 1) continue;
                cr_assert_eq(hash_of(&experiment, threads), expected, "%s H %d, B %d: %s, %d threads",
                             un_cell_info(experiment.lane[0].cell)->name, shapes[i].hidden, shapes[i].batch,
                             un_isa_names[isa], threads);
            }
        }
    }
}

Test(isa, rnn_has_one_hash) {
    check(UN_CELL_RNN);
}

Test(isa, lstm_has_one_hash) {
    check(UN_CELL_LSTM);
}

Test(isa, gru_has_one_hash) {
    check(UN_CELL_GRU);
}

Test(isa, gru_with_the_reset_before_has_one_hash) {
    check(UN_RECURRENT_CELLS + UN_CELL_GRU);
}

/// In the middle of a run the kernels may change.
Test(isa, a_trainer_may_change_its_kernels) {
    un_Experiment experiment = experiment_of(&shapes[2], UN_CELL_LSTM, UN_ISA_BASELINE);
    uint64_t expected = hash_of(&experiment, 1);
    un_Trainer *trainer = un_trainer_create(&experiment, NULL, NULL);
    for (int update = 0; update < UPDATES; update++) {
        un_Isa isa = (un_Isa)(update / 7 % UN_ISA_COUNT);
        if (un_isa_available(isa)) un_trainer_use_isa(trainer, isa);
        un_trainer_step(trainer);
    }
    cr_assert_eq(un_trainer_state_hash(trainer, 0), expected);
    un_trainer_destroy(trainer);
}
