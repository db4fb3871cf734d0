#include "sim/recorder.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

Test(recorder, keeps_every_update_at_first_then_means) {
    enum { UPDATES = 3 * UN_SNAPSHOT_POINTS + 1 };
    un_Experiment experiment = un_default_experiment();
    experiment.task.lag = 1;
    experiment.batch = 1;
    experiment.lane[0].hidden = 1;
    un_Error error;
    un_Trainer *trainer = un_trainer_create(&experiment, NULL, &error);
    un_Recorder *recorder = malloc(sizeof *recorder);
    un_recorder_reset(recorder);
    static float loss[UPDATES + 1];
    for (int update = 1; update <= UPDATES; update++) {
        un_trainer_step(trainer);
        un_recorder_add(recorder, trainer);
        loss[update] = (float)un_trainer_lane(trainer, 0)->loss;
        cr_assert_lt(recorder->count, UN_SNAPSHOT_POINTS);
        if (update == UN_SNAPSHOT_POINTS - 1) {
            cr_assert(recorder->count == update && recorder->stride == 1);
            for (int i = 0; i < recorder->count; i++) {
                cr_assert_float_eq(recorder->lane[0].loss_raw[i], loss[i + 1], 0);
                cr_assert_float_eq(recorder->update[i], (float)(i + 1), 0);
            }
        }
    }
    cr_assert_eq(recorder->stride, 4);
    cr_assert_eq(recorder->count, UPDATES / 4);
    cr_assert_eq(recorder->pending, 1);
    for (int i = 0; i < recorder->count; i++) {
        float mean = (loss[4 * i + 1] + loss[4 * i + 2] + loss[4 * i + 3] + loss[4 * i + 4]) / 4;
        cr_assert_float_eq(recorder->update[i], (float)(4 * (i + 1)), 0);
        cr_assert_float_eq(recorder->lane[0].loss_raw[i], mean, 1e-5, "point %d", i);
    }
    cr_assert_float_eq(recorder->update[recorder->count], UPDATES, 0);
    cr_assert_float_eq(recorder->lane[0].loss_raw[recorder->count], loss[UPDATES], 0);
    un_trainer_destroy(trainer);
    free(recorder);
}

Test(recorder, a_lane_that_stands_still_has_no_line) {
    un_Experiment experiment = un_default_experiment();
    experiment.task = (un_TaskDef){.task = UN_TASK_ADDING, .length = 50};
    experiment.lane[0].hidden = 32;
    experiment.lane[0].activation = UN_ACTIVATION_RELU;
    experiment.lane[0].init.init = UN_INIT_IDENTITY;
    experiment.lane[0].optimizer = (un_OptimizerDef){.kind = UN_OPTIMIZER_SGD, .lr = 0.02};
    un_Error error;
    un_Trainer *trainer = un_trainer_create(&experiment, NULL, &error);
    un_Recorder *recorder = malloc(sizeof *recorder);
    un_recorder_reset(recorder);
    for (int i = 0; i < 5; i++) {
        un_trainer_step(trainer);
        un_recorder_add(recorder, trainer);
    }
    cr_assert(isfinite(recorder->lane[0].loss_raw[0]));
    for (int i = 1; i < 5; i++)
        cr_assert(isnan(recorder->lane[0].loss_raw[i]) && recorder->lane[0].clip_share[i] == 0);
    cr_assert(isnan(recorder->lane[0].accuracy_mean[0]), "a value task has no accuracy");
    un_trainer_destroy(trainer);
    free(recorder);
}
