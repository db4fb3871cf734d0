/// Forecasts against the double model, window by window, and against persistence counted by hand.
#include "sim/forecast.h"

#include "sim/param.h"
#include "sim/trace.h"
#include "task/data.h"

#include <criterion/criterion.h>
#include <math.h>

static un_Trainer *trained(un_Task task, int length, int updates) {
    un_Experiment experiment = un_default_experiment();
    un_Error error;
    experiment.task = (un_TaskDef){.task = task, .length = length};
    experiment.lane[0] = un_default_lane(UN_CELL_GRU);
    un_Trainer *trainer = un_trainer_create(&experiment, NULL, &error);
    cr_assert_not_null(trainer, "%s", error.message);
    for (int i = 0; i < updates; i++)
        un_trainer_step(trainer);
    return trainer;
}

/// What the double model forecasts for the change of row `row`, in the series' unit.
static double forecast(un_Trace *trace, const un_Trainer *trainer, un_Batch *batch, int target) {
    const un_TaskData *data = un_trainer_data(trainer);
    un_BatchBlock block = un_batch_block(batch, 0);
    un_Sequence sequence = un_batch_sequence(batch, 0);
    un_batch_clear(batch);
    un_series_window(data, target, batch->T, &sequence);
    un_trace_run(trace, un_trainer_params(trainer, 0), &block, batch->T, NULL);
    return data->series.change * trace->tape.logits[batch->T - 1];
}

static void expect_errors(un_Task task, int length) {
    un_Trainer *trainer = trained(task, length, 30);
    const un_Series *series = &un_trainer_data(trainer)->series;
    un_NetDef net = un_trainer_net(trainer, 0);
    un_Batch batch;
    un_Trace trace;
    un_Arena arena = un_arena_measure();
    for (int pass = 0; pass < 2; pass++) {
        un_batch_carve(&batch, &arena, &un_trainer_experiment(trainer)->task, un_trainer_data(trainer), 1, 1);
        un_trace_carve(&trace, &arena, &net, length, 1);
        if (pass == 0) cr_assert_eq(un_arena_reserve(&arena, arena.used), UN_OK);
    }
    double squares = 0, persistence = 0;
    int count = 0;
    for (int i = 0; i < series->targets; i++) {
        int row = series->target[i];
        if (row < un_trainer_data(trainer)->train) continue;
        double change = series->value[row] - series->value[row - 1];
        double error = forecast(&trace, trainer, &batch, i) - change;
        squares += error * error;
        persistence += change * change;
        count++;
    }
    un_Outcome outcome;
    un_Error error;
    cr_assert_eq(un_forecast_measure(trainer, 0, &outcome, &error), UN_OK);
    cr_assert_float_eq(outcome.baseline / sqrt(persistence / count), 1, 1e-6);
    cr_assert_float_eq(outcome.value / sqrt(squares / count), 1, 1e-4, "%g, expected %g", outcome.value,
                       sqrt(squares / count));
    un_arena_free(&arena);
    un_trainer_destroy(trainer);
}

Test(forecast, errors_are_those_of_every_week_of_the_test_part) {
    expect_errors(UN_TASK_CO2, 10);
}

Test(forecast, errors_are_those_of_every_year_of_the_test_part) {
    expect_errors(UN_TASK_SUNSPOTS, 11);
}

Test(forecast, windows_longer_than_the_test_part_reach_back) {
    expect_errors(UN_TASK_SUNSPOTS, 100);
}

Test(forecast, a_gru_beats_persistence) {
    un_Trainer *trainer = trained(UN_TASK_SUNSPOTS, 24, 150);
    un_Outcome outcome;
    cr_assert_eq(un_outcome_measure(trainer, 0, &outcome, NULL), UN_OK);
    cr_assert_lt(outcome.value, 0.7 * outcome.baseline, "%g against %g", outcome.value, outcome.baseline);
    un_trainer_destroy(trainer);
}
