#include "task/sample.h"

#include "base/check.h"

#include <string.h>

static const un_TaskInfo *const table[UN_TASK_COUNT] = {
    [UN_TASK_RECALL] = &un_task_recall,
    [UN_TASK_ADDING] = &un_task_adding,
    [UN_TASK_ORDER] = &un_task_order,
};

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
