#include "task/sample.h"

#include "task/data.h"

#include "base/catalog.h"
#include "base/check.h"

#include <string.h>

// clang-format off
static const un_TaskInfo *const table[UN_TASK_COUNT] = {
    [UN_TASK_RECALL] = &un_task_recall,
    [UN_TASK_ADDING] = &un_task_adding,
    [UN_TASK_ORDER] = &un_task_order,
    [UN_TASK_COPY] = &un_task_copy,
    [UN_TASK_PARITY] = &un_task_parity,
    [UN_TASK_REBER] = &un_task_reber,
    [UN_TASK_PRICE] = &un_task_price,
    [UN_TASK_SINE] = &un_task_sine,
    [UN_TASK_TEXT] = &un_task_text,
    [UN_TASK_BANK] = &un_task_bank,
    [UN_TASK_SENTIMENT] = &un_task_sentiment,
    [UN_TASK_ROWS] = &un_task_rows,
    [UN_TASK_PIXELS] = &un_task_pixels,
    [UN_TASK_MARKED] = &un_task_marked,
    [UN_TASK_CO2] = &un_task_co2,
    [UN_TASK_SUNSPOTS] = &un_task_sunspots,
    [UN_TASK_POLE] = &un_task_pole,
    [UN_TASK_TONE] = &un_task_tone,
    [UN_TASK_STREAM] = &un_task_stream,
};
// clang-format on

const un_TaskInfo *un_task_info(un_Task task) {
    UN_CHECK((int)task >= 0 && task < UN_TASK_COUNT);
    return table[task];
}

int un_task_find(const char *name) {
    for (int i = 0; i < UN_TASK_COUNT; i++) {
        if (!strcmp(table[i]->name, name)) return i;
    }
    return -1;
}

void un_task_set_length(un_TaskDef *def, int length) {
    *(un_task_info(def->task)->takes_lag ? &def->lag : &def->length) = length;
}

int un_task_steps(const un_TaskDef *def) {
    const un_TaskInfo *info = un_task_info(def->task);
    return info->takes_lag ? def->lag + info->lag_steps : def->length;
}

int un_task_longest(un_Task task) {
    return UN_STEPS_MAX - un_task_info(task)->lag_steps;
}

double un_task_chance_loss(const un_TaskDef *def, const un_TaskData *data) {
    const un_TaskInfo *info = un_task_info(def->task);
    return info->baseline ? info->baseline(def, data) : info->chance_loss;
}

bool un_task_passes(const un_TaskDef *def, const un_TaskData *data, double loss, double accuracy) {
    const un_TaskInfo *info = un_task_info(def->task);
    if (info->criterion) return loss <= info->criterion(def, data);
    return info->classes ? accuracy >= info->solved_at : loss <= info->solved_at;
}

un_Status un_task_check_data(const un_TaskDef *def, const un_TaskData *data, un_Error *error) {
    const un_TaskInfo *info = un_task_info(def->task);
    if (!data || !info->longest) return UN_OK;
    int longest = info->longest(data), steps = un_task_steps(def);
    if (steps <= longest) return UN_OK;
    return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0, _("task %s: found %d steps, valid: %d..%d with its data"),
                        info->name, steps, info->length_min, longest);
}

un_TaskData un_task_data_test(const un_TaskData *data) {
    un_TaskData test = *data;
    if (data->train < data->count) {
        test.from = data->train;
        test.to = data->count;
    }
    return test;
}
