/// A lane stepped gives what it gives over the whole sequence, and a pole is kept up by what remembers.
#include "sim/stepper.h"

#include "sim/balance.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

enum { T = 12, B = 3, INPUTS = 2, OUTPUTS = 2 };

/// Steps must equal the whole pass: to the bit for a cell that carries its state.
static void expect_same(un_Cell cell, int layers) {
    un_NetDef net = {.cell = cell, .input = INPUTS, .hidden = 5, .output = OUTPUTS, .layers = layers, .window = 4};
    un_InitDef init = {.init = UN_INIT_PYTORCH, .gain = 1, .tmax = 1000};
    un_Random random = un_random_stream(1, "init");
    un_ParamInfo info[UN_PARAMS_MAX];
    size_t parameters;
    un_net_params(&net, info, &parameters);
    float *params, *packed;
    un_Stepper stepper;
    un_Tape_f32 tape;
    un_Arena arena = un_arena_measure();
    for (int pass = 0; pass < 2; pass++) {
        params = un_arena_take(&arena, parameters, sizeof(float));
        packed = un_arena_take(&arena, un_packed_size_f32(&net), sizeof(float));
        un_stepper_carve(&stepper, &arena, &net, B, T);
        un_tape_carve_f32(&tape, &arena, &net, &(un_TapeDef){.T = T, .B = B, .isa = un_isa_best()});
        if (pass == 0) cr_assert_eq(un_arena_reserve(&arena, arena.used), UN_OK);
    }
    cr_assert_eq(un_net_init_f32(&net, &init, &random, params), UN_OK);
    float x[T * B * INPUTS];
    for (int i = 0; i < T * B * INPUTS; i++)
        x[i] = (float)un_random_uniform(&random, -1, 1);
    un_weights_pack_f32(&net, un_isa_best(), params, packed);
    un_net_forward_f32(&net, params, packed, &tape, x);
    for (int run = 0; run < 2; run++) { // a second start has forgotten the first
        un_stepper_start(&stepper, params);
        for (int t = 0; t < T; t++) {
            const float *outputs = un_stepper_step(&stepper, x + t * B * INPUTS);
            cr_assert_eq(memcmp(outputs, tape.logits + t * B * OUTPUTS, B * OUTPUTS * sizeof(float)), 0,
                         "cell %d, %d layers, step %d", (int)cell, layers, t);
        }
    }
    un_arena_free(&arena);
}

Test(stepper, steps_are_those_of_the_whole_sequence) {
    for (int cell = 0; cell < UN_CELL_COUNT; cell++) {
        expect_same((un_Cell)cell, 1);
        expect_same((un_Cell)cell, 3);
    }
}

static double balanced(un_Cell cell, int updates, double *baseline) {
    un_Experiment experiment = un_default_experiment();
    un_Error error;
    experiment.task = (un_TaskDef){.task = UN_TASK_POLE, .length = 50};
    experiment.lane[0] = un_default_lane(cell);
    un_Trainer *trainer = un_trainer_create(&experiment, NULL, &error);
    cr_assert_not_null(trainer, "%s", error.message);
    for (int i = 0; i < updates; i++)
        un_trainer_step(trainer);
    un_Outcome outcome, again;
    cr_assert_eq(un_outcome_measure(trainer, 0, &outcome, &error), UN_OK);
    cr_assert_eq(un_outcome_measure(trainer, 0, &again, &error), UN_OK);
    cr_assert_eq(outcome.value, again.value, "the same starts every time");
    un_trainer_destroy(trainer);
    *baseline = outcome.baseline;
    return outcome.value;
}

Test(balance, what_remembers_keeps_the_pole_up) {
    double nobody, without, gru;
    gru = balanced(UN_CELL_GRU, 300, &nobody);
    without = balanced(UN_CELL_FEEDFORWARD, 300, &nobody);
    cr_assert(nobody > 0.3 && nobody < 1, "%g s", nobody);
    cr_assert_geq(gru, 50, "%g s", gru);
    cr_assert(without > nobody && without < 20, "%g s", without);
}
