#include "sim/dataset.h"

#include "base/catalog.h"
#include "platform/file.h"
#include "platform/path.h"
#include "task/data.h"

#include <stdlib.h>

static un_Status parse(const un_TaskDef *def, un_Arena *arena, const un_TaskData **data, const char *text, size_t size,
                       const char *path, un_Error *error) {
    const un_TaskInfo *info = un_task_info(def->task);
    const un_TaskData *parsed = NULL;
    un_Arena own = un_arena_measure();
    un_Status status = info->parse(&parsed, &own, text, size, path, error);
    if (status) return status;
    double needed = (double)own.used;
    if (un_arena_reserve(&own, own.used)) {
        return un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, _("not enough memory: the data need %.3g MB"),
                            needed / 1e6);
    }
    status = info->parse(&parsed, &own, text, size, path, error);
    if (!status) status = un_task_check_data(def, parsed, error);
    if (status) {
        un_arena_free(&own);
        return status;
    }
    *arena = own;
    *data = parsed;
    return UN_OK;
}

un_Status un_dataset_load(const un_TaskDef *def, un_Arena *arena, const un_TaskData **data, un_Error *error) {
    const un_TaskInfo *info = un_task_info(def->task);
    char path[4096], *text;
    size_t size;
    if (!info->asset) {
        *data = NULL;
        return UN_OK;
    }
    if (!un_path_data(info->asset, path, sizeof path)) {
        return un_error_set(error, UN_ERROR_FILE, info->asset, 0, 0, "%s",
                            _("the folder of the data beside the program cannot be found"));
    }
    un_Status status = un_file_read(path, UN_DATA_BYTES_MAX, &text, &size, error);
    if (status) return status;
    status = parse(def, arena, data, text, size, path, error);
    free(text);
    return status;
}
