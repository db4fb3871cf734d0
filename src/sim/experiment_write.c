/// From an experiment to YAML that reads back as the same experiment.
#include "sim/experiment.h"

#include "sim/param.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// A lane's name in double quotes, the two characters that need it escaped.
static void write_name(FILE *out, const char *name) {
    fputc('"', out);
    for (; *name; name++) {
        if (*name == '"' || *name == '\\') fputc('\\', out);
        fputc(*name, out);
    }
    fputc('"', out);
}

static void write_lane(FILE *out, const un_Experiment *experiment, int lane) {
    char text[UN_PARAM_TEXT];
    fputs("  - {", out);
    if (experiment->lane[lane].name[0]) {
        fputs("name: ", out);
        write_name(out, experiment->lane[lane].name);
        fputs(", ", out);
    }
    bool first = true;
    for (int i = 0; i < un_param_count; i++) {
        const un_ParamRow *row = &un_param_table[i];
        if (row->scope != UN_SCOPE_LANE || row->kind == UN_KIND_TEXT) continue;
        un_param_text(experiment, i, lane, text, sizeof text);
        if (!text[0] || (row->applies && !row->applies(&experiment->lane[lane]))) continue;
        fprintf(out, "%s%s: %s", first ? "" : ", ", row->key, text);
        first = false;
    }
    fputs("}\n", out);
}

static void write_edit(FILE *out, const un_Experiment *experiment, const un_Edit *edit) {
    un_Experiment with = *experiment;
    char name[UN_LANE_NAME], text[UN_PARAM_TEXT];
    un_param_table[edit->param].set(&with, edit->lane, edit->value);
    fprintf(out, "  - {at: %lld, lane: ", (long long)edit->at);
    write_name(out, un_experiment_lane_name(experiment, edit->lane, name, sizeof name));
    fprintf(out, ", set: {%s: %s}}\n", un_param_table[edit->param].key,
            un_param_text(&with, edit->param, edit->lane, text, sizeof text));
}

char *un_experiment_write(const un_Experiment *experiment) {
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (!out) return NULL;
    const un_TaskInfo *task = un_task_info(experiment->task.task);
    fprintf(out, "seed: %llu\n", (unsigned long long)experiment->seed);
    fprintf(out, "task: {name: %s, %s: %d}\n", task->name, task->takes_lag ? "lag" : "length",
            task->takes_lag ? experiment->task.lag : experiment->task.length);
    fprintf(out, "batch: %d\nupdates: %lld\nlanes:\n", experiment->batch, (long long)experiment->updates);
    for (int i = 0; i < experiment->lane_count; i++) {
        write_lane(out, experiment, i);
    }
    if (experiment->edit_count) fputs("edits:\n", out);
    for (int i = 0; i < experiment->edit_count; i++) {
        write_edit(out, experiment, &experiment->edit[i]);
    }
    bool failed = ferror(out);
    if (fclose(out) || failed) {
        free(text);
        return NULL;
    }
    return text;
}
