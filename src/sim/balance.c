#include "sim/balance.h"

#include "base/catalog.h"
#include "sim/stepper.h"
#include "task/pole.h"

#include <math.h>

enum { STARTS = UN_BALANCE_STARTS };

static void carve(un_Stepper *stepper, un_Arena *arena, const un_Experiment *experiment, const un_NetDef *net) {
    un_stepper_carve(stepper, arena, net, STARTS, un_task_steps(&experiment->task));
}

double un_balance_memory(const un_Experiment *experiment, int lane) {
    un_Stepper stepper;
    un_Arena arena = un_arena_measure();
    un_NetDef net = un_experiment_net(experiment, lane);
    if (un_stepper_can(&net)) carve(&stepper, &arena, experiment, &net);
    return (double)arena.used;
}

/// Mean seconds until the poles have fallen. stepper NULL: nobody pushes. Every call draws the same starts and gusts.
static double balance(un_Stepper *stepper, uint64_t seed) {
    un_Random random = un_random_stream(seed, "eval");
    un_Pole pole[STARTS];
    int up[STARTS] = {0}, standing = STARTS, steps = (int)(UN_BALANCE_SECONDS / UN_POLE_STEP + 0.5);
    bool fallen[STARTS] = {false};
    for (int i = 0; i < STARTS; i++) {
        pole[i] = un_pole_start(&random);
    }
    for (int t = 0; t < steps && standing > 0; t++) {
        float seen[STARTS];
        for (int i = 0; i < STARTS; i++) {
            seen[i] = fallen[i] ? 0 : un_pole_seen(&pole[i]);
        }
        const float *answer = stepper ? un_stepper_step(stepper, seen) : NULL;
        for (int i = 0; i < STARTS; i++) {
            double force = answer ? UN_POLE_FORCE * (double)answer[i] : 0, gust = un_pole_gust(&random);
            if (fallen[i]) continue;
            if (!(fabs(force) <= UN_POLE_FORCE)) force = force > 0 ? UN_POLE_FORCE : -UN_POLE_FORCE;
            un_pole_step(&pole[i], force + gust);
            up[i]++;
            fallen[i] = un_pole_fallen(&pole[i]);
            standing -= fallen[i];
        }
    }
    double sum = 0;
    for (int i = 0; i < STARTS; i++) {
        sum += up[i] * UN_POLE_STEP;
    }
    return sum / STARTS;
}

un_Status un_balance_measure(const un_Trainer *trainer, int lane, un_Outcome *out, un_Error *error) {
    const un_Experiment *experiment = un_trainer_experiment(trainer);
    un_NetDef net = un_trainer_net(trainer, lane);
    un_Outcome outcome = {.value = (double)NAN, .baseline = balance(NULL, experiment->seed)};
    if (un_stepper_can(&net)) {
        un_Stepper stepper;
        un_Arena arena = un_arena_measure();
        carve(&stepper, &arena, experiment, &net);
        if (un_arena_reserve(&arena, arena.used)) {
            return un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("not enough memory to balance the pole"));
        }
        carve(&stepper, &arena, experiment, &net);
        un_stepper_start(&stepper, un_trainer_params(trainer, lane));
        outcome.value = balance(&stepper, experiment->seed);
        un_arena_free(&arena);
    }
    *out = outcome;
    return UN_OK;
}
