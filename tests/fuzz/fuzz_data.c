/// Any bytes as real data: the first chooses the task, the rest is its file. An error with its place and the outputs
/// left alone, or data from which sequences of every length that they allow can be drawn.
#include "fuzz/fuzz.h"

#include "base/check.h"
#include "task/data.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void check_refusal(const un_TaskData *data, const un_Error *error) {
    UN_CHECK(data == NULL);
    UN_CHECK(error->code == UN_ERROR_FILE && error->message[0] && strcmp(error->file, "fuzz") == 0);
}

static void check_sequence(const un_TaskDef *def, const un_TaskData *data) {
    const un_TaskInfo *info = un_task_info(def->task);
    size_t steps = (size_t)un_task_steps(def), inputs = (size_t)info->inputs;
    float *x = calloc(steps * inputs, sizeof *x), *value = calloc(steps, sizeof *value);
    unsigned char *scored = calloc(steps, 1);
    int32_t *class_target = calloc(steps, sizeof *class_target);
    UN_CHECK(x && value && scored && class_target);
    un_Sequence sequence = {.x = x,
                            .scored = scored,
                            .class_target = info->classes ? class_target : NULL,
                            .value_target = info->classes ? NULL : value,
                            .x_stride = info->inputs,
                            .target_stride = 1};
    un_Random random = un_random_stream(1, "fuzz");
    info->sample(def, data, &random, &sequence);
    UN_CHECK(scored[steps - 1] == UN_SCORED_ANSWER);
    for (size_t t = 0; t < steps; t++) {
        UN_CHECK(isfinite(value[t]));
        UN_CHECK(class_target[t] >= 0 && class_target[t] < (info->classes ? info->outputs : 1));
        for (size_t i = 0; i < inputs; i++) {
            UN_CHECK(isfinite(x[t * inputs + i]));
        }
    }
    free(class_target);
    free(scored);
    free(value);
    free(x);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    static const un_Task tasks[] = {UN_TASK_ROWS, UN_TASK_CO2, UN_TASK_TEXT};
    if (size == 0) return 0;
    un_TaskDef def = {.task = tasks[bytes[0] % 3]};
    const un_TaskInfo *info = un_task_info(def.task);
    const un_TaskData *data = NULL;
    un_Error error = {0};
    un_Arena arena = un_arena_measure();
    const char *text = (const char *)bytes + 1;
    if (info->parse(&data, &arena, text, size - 1, "fuzz", &error)) {
        check_refusal(data, &error);
        return 0;
    }
    UN_CHECK(un_arena_reserve(&arena, arena.used) == UN_OK);
    if (info->parse(&data, &arena, text, size - 1, "fuzz", &error)) {
        check_refusal(data, &error);
    } else {
        int longest = info->longest ? info->longest(data) : info->length_default;
        un_TaskData test = un_task_data_test(data);
        for (def.length = info->length_min; def.length <= longest && def.length <= UN_STEPS_MAX; def.length *= 2) {
            check_sequence(&def, data);
            check_sequence(&def, &test);
        }
    }
    un_arena_free(&arena);
    return 0;
}
