/// From an experiment to YAML that reads back as the same experiment.
#include "sim/experiment.h"

#include "sim/intervention.h"
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

static void write_index(FILE *out, const char *key, int index) {
    if (index >= 0) fprintf(out, ", %s: %d", key, index);
}

/// {gate: f, layer: 0, unit: 3 or {tensor: weight_hh_l0, row: 2, column: 5, and what follows the place.
static void write_place(FILE *out, const un_NetDef *net, const un_Place *place) {
    if (place->gate >= 0) {
        fprintf(out, "{gate: %s", un_cell_info(net->cell)->gate_name[place->gate]);
        write_index(out, "layer", place->layer);
        write_index(out, "unit", place->unit);
    } else {
        un_ParamInfo info[UN_PARAMS_MAX];
        un_net_params(net, info, NULL);
        fprintf(out, "{tensor: %s", info[place->tensor].name);
        write_index(out, "row", place->row);
        write_index(out, "column", place->column);
    }
}

static void write_act(FILE *out, const un_Experiment *experiment, const un_Edit *edit) {
    un_Experiment with = *experiment;
    un_NetDef net = un_experiment_net(experiment, edit->lane);
    char text[UN_PARAM_TEXT];
    fprintf(out, ", %s: ", un_act_name((int)edit->act));
    if (edit->act == UN_ACT_SET) {
        un_param_table[edit->param].set(&with, edit->lane, edit->value);
        fprintf(out, "{%s: %s}", un_param_table[edit->param].key,
                un_param_text(&with, edit->param, edit->lane, text, sizeof text));
    } else if (edit->act == UN_ACT_RADIUS) {
        fputs(un_param_real_text(edit->value, text, sizeof text), out);
    } else if (edit->place.gate < 0 && edit->place.tensor < 0) {
        fputs("all", out);
    } else {
        write_place(out, &net, &edit->place);
        if (edit->act == UN_ACT_HOLD) {
            fprintf(out, ", value: %s", un_param_real_text(edit->value, text, sizeof text));
        }
        fputc('}', out);
    }
}

static void write_edit(FILE *out, const un_Experiment *experiment, const un_Edit *edit) {
    char name[UN_LANE_NAME];
    fprintf(out, "  - {at: %lld, lane: ", (long long)edit->at);
    write_name(out, un_experiment_lane_name(experiment, edit->lane, name, sizeof name));
    write_act(out, experiment, edit);
    fputs("}\n", out);
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
