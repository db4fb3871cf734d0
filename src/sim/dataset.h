/// The file that a task draws from, found and parsed.
#ifndef UN_SIM_DATASET_H
#define UN_SIM_DATASET_H

#include "base/arena.h"
#include "task/task.h"

/// Reads the task's asset into the arena, whose memory it owns from then on; *data points into it. A task without an
/// asset: *data is NULL and the arena is left alone. Also checks that the data are long enough for def. Errors, *data
/// and the arena untouched: UN_ERROR_FILE (missing; or file:line:column, found, valid), UN_ERROR_VALUE for a length
/// that the data do not allow, UN_ERROR_MEMORY.
un_Status un_dataset_load(const un_TaskDef *def, un_Arena *arena, const un_TaskData **data, un_Error *error);

#endif
