#include "sim/probe_text.h"

#include "sim/generate.h"

#include <string.h>

enum { LETTERS = 160, DEAR_EVERY = 32 };

_Static_assert((int)LETTERS < (int)UN_SNAPSHOT_GENERATED, "the text has room");

/// After a full stop, as the text goes on there; the same letters are drawn at every update.
static const un_GenerateDef written = {.prompt = ". ", .letters = LETTERS, .temperature = 0.5, .seed = 1};

static void carve(un_ProbeText *text, un_Arena *arena, const un_Experiment *experiment) {
    size_t start = arena->used, end = start;
    for (int i = 0; i < experiment->lane_count; i++) {
        un_NetDef net = un_experiment_net(experiment, i);
        if (!un_stepper_can(&net)) continue;
        arena->used = start;
        un_stepper_carve(&text->stepper[i], arena, &net, 1, experiment->task.length);
        if (arena->used > end) end = arena->used;
    }
    arena->used = end;
}

double un_probe_text_memory(const un_Experiment *experiment) {
    un_ProbeText text = {0};
    un_Arena arena = un_arena_measure();
    if (experiment->task.task == UN_TASK_TEXT) carve(&text, &arena, experiment);
    return (double)arena.used;
}

void un_probe_text_forget(un_ProbeText *text) {
    for (int i = 0; i < UN_LANES_MAX; i++) {
        text->written_at[i] = -1;
    }
}

un_Status un_probe_text_want(un_ProbeText *text, const un_Experiment *experiment, bool wanted) {
    wanted = wanted && experiment->task.task == UN_TASK_TEXT;
    if (wanted == (text->lanes > 0)) return UN_OK;
    un_probe_text_free(text);
    if (!wanted) return UN_OK;
    if (un_arena_reserve(&text->arena, (size_t)un_probe_text_memory(experiment))) return UN_ERROR_MEMORY;
    carve(text, &text->arena, experiment);
    text->lanes = experiment->lane_count;
    un_probe_text_forget(text);
    return UN_OK;
}

static bool is_stale(const un_ProbeText *text, int lane, int64_t update) {
    int64_t then = text->written_at[lane];
    bool dear = !un_cell_info(text->stepper[lane].net.cell)->carries_state;
    if (then < 0 || update < then) return true;
    return update - then >= (dear ? DEAR_EVERY : 1);
}

void un_probe_text_show(un_ProbeText *text, int lane, const float *params, int64_t update,
                        char out[UN_SNAPSHOT_GENERATED]) {
    out[0] = 0;
    if (lane >= text->lanes || !text->stepper[lane].packed) return; // one that reads backward cannot write
    if (is_stale(text, lane, update)) {
        un_generate_on(&text->stepper[lane], params, &written, text->text[lane]);
        text->written_at[lane] = update;
    }
    memcpy(out, text->text[lane], UN_SNAPSHOT_GENERATED);
}

void un_probe_text_free(un_ProbeText *text) {
    un_arena_free(&text->arena);
    *text = (un_ProbeText){0};
}
