/// What every task's file offers to the table in task.c.
#ifndef UN_TASK_SAMPLE_H
#define UN_TASK_SAMPLE_H

#include "task/task.h"

extern const un_TaskInfo un_task_recall, un_task_adding, un_task_order;

#endif
