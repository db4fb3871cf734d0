#include "sim/outcome.h"

#include "base/catalog.h"
#include "base/check.h"
#include "sim/balance.h"
#include "sim/forecast.h"

/// One row a task that has an outcome.
typedef struct Row {
    un_Task task;
    un_OutcomeInfo info;
    un_Status (*measure)(const un_Trainer *trainer, int lane, un_Outcome *out, un_Error *error);
    double (*memory)(const un_Experiment *experiment, int lane);
} Row;

#define FORECAST(of, in)                                                                                               \
    {                                                                                                                  \
        .task = of, .measure = un_forecast_measure, .memory = un_forecast_memory, .info = {                            \
            .value_key = "eval_error",                                                                                 \
            .baseline_key = "baseline_error",                                                                          \
            .value_title = UN_KEY("forecast error"),                                                                   \
            .baseline_title = UN_KEY("of persistence"),                                                                \
            .unit = in                                                                                                 \
        }                                                                                                              \
    }

static const Row table[] = {
    FORECAST(UN_TASK_CO2, UN_KEY("ppm")),
    FORECAST(UN_TASK_SUNSPOTS, UN_KEY("sunspot number")),
    {.task = UN_TASK_POLE,
     .measure = un_balance_measure,
     .memory = un_balance_memory,
     .info = {.value_key = "eval_balanced",
              .baseline_key = "baseline_balanced",
              .value_title = UN_KEY("seconds balanced"),
              .baseline_title = UN_KEY("by nobody"),
              .unit = UN_KEY("s")}},
};

static const Row *find(const un_TaskDef *task) {
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (table[i].task == task->task) return &table[i];
    }
    return NULL;
}

const un_OutcomeInfo *un_outcome_info(const un_TaskDef *task) {
    const Row *row = find(task);
    return row ? &row->info : NULL;
}

un_Status un_outcome_measure(const un_Trainer *trainer, int lane, un_Outcome *out, un_Error *error) {
    const Row *row = find(&un_trainer_experiment(trainer)->task);
    UN_CHECK(row != NULL);
    return row->measure(trainer, lane, out, error);
}

double un_outcome_memory(const un_Experiment *experiment, int lane) {
    const Row *row = find(&experiment->task);
    return row ? row->memory(experiment, lane) : 0;
}
