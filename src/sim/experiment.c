#include "sim/experiment.h"

#include "base/catalog.h"
#include "base/check.h"
#include "sim/intervention.h"
#include "sim/param.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

un_LaneDef un_default_lane(un_Cell cell) {
    return (un_LaneDef){
        .cell = cell,
        .activation = UN_ACTIVATION_TANH,
        .hidden = 16,
        .layers = 1,
        .window = 5,
        .init = {.init = UN_INIT_PYTORCH, .gain = 1, .gate_bias = UN_GATE_BIAS_NONE, .tmax = 1000},
        .optimizer = {.kind = UN_OPTIMIZER_ADAM, .lr = 3e-3, .momentum = 0.9, .clip = 1},
    };
}

un_Experiment un_default_experiment(void) {
    return (un_Experiment){
        .seed = 1,
        .task = {.task = UN_TASK_RECALL, .lag = 20},
        .batch = 32,
        .updates = 2000,
        .lane_count = 1,
        .lane = {un_default_lane(UN_CELL_RNN)},
        .isa = un_isa_best(),
    };
}

un_Experiment un_default_lab_experiment(void) {
    un_Experiment experiment = un_default_experiment();
    experiment.task.lag = 30;
    experiment.updates = 600; // so that a first run ends, and its wave plays, within about ten seconds
    experiment.lane_count = 3;
    experiment.lane[1] = un_default_lane(UN_CELL_LSTM);
    experiment.lane[2] = un_default_lane(UN_CELL_GRU);
    experiment.lane[1].init.gate_bias = experiment.lane[2].init.gate_bias = UN_GATE_BIAS_CHRONO;
    return experiment;
}

/// Which unnamed lane of its cell this one is, from 1.
static int number_of_lane(const un_Experiment *experiment, int lane) {
    int number = 1;
    for (int i = 0; i < lane; i++) {
        number += !experiment->lane[i].name[0] && experiment->lane[i].cell == experiment->lane[lane].cell;
    }
    return number;
}

static const char *name_lane(const un_Experiment *experiment, int lane, const char *cell, const char *between,
                             char *out, size_t size) {
    if (experiment->lane[lane].name[0]) {
        snprintf(out, size, "%s", experiment->lane[lane].name);
        return out;
    }
    int number = number_of_lane(experiment, lane);
    if (number == 1) {
        snprintf(out, size, "%s", cell);
    } else {
        snprintf(out, size, "%s%s%d", cell, between, number);
    }
    return out;
}

const char *un_experiment_lane_name(const un_Experiment *experiment, int lane, char *out, size_t size) {
    return name_lane(experiment, lane, un_cell_info(experiment->lane[lane].cell)->name, "-", out, size);
}

const char *un_experiment_lane_title(const un_Experiment *experiment, int lane, char *out, size_t size) {
    return name_lane(experiment, lane, _(un_cell_info(experiment->lane[lane].cell)->title), " ", out, size);
}

int un_experiment_find_lane(const un_Experiment *experiment, const char *name) {
    char own[UN_LANE_NAME];
    for (int i = 0; i < experiment->lane_count; i++) {
        if (!strcmp(un_experiment_lane_name(experiment, i, own, sizeof own), name)) return i;
    }
    return -1;
}

un_NetDef un_experiment_net(const un_Experiment *experiment, int lane) {
    const un_LaneDef *def = &experiment->lane[lane];
    const un_TaskInfo *task = un_task_info(experiment->task.task);
    return (un_NetDef){
        .cell = def->cell,
        .activation = def->activation,
        .input = task->inputs,
        .hidden = def->hidden,
        .output = task->outputs,
        .layers = def->layers,
        .bidirectional = def->bidirectional,
        .reset_before = def->reset_before,
        .window = def->window,
        .truncate = def->truncate,
        .loss = task->classes ? UN_LOSS_CROSS_ENTROPY : UN_LOSS_MSE,
        .isa = experiment->isa,
    };
}

bool un_experiment_edit_fits(const un_Experiment *experiment, const un_Edit *edit) {
    if (edit->lane < 0 || edit->lane >= experiment->lane_count || edit->at < 0) return false;
    if (edit->act == UN_ACT_INPUT) return false;
    if (edit->act != UN_ACT_SET) return un_intervention_fits(experiment, edit);
    if (edit->param < 0 || edit->param >= un_param_count || !un_param_table[edit->param].editable) return false;
    return un_param_in_range(edit->param, edit->value);
}

static bool same_place(const un_Place *a, const un_Place *b) {
    return a->gate == b->gate && a->layer == b->layer && a->unit == b->unit && a->tensor == b->tensor &&
           a->row == b->row && a->column == b->column;
}

/// Whether one replaces the other.
static bool same_edit(const un_Edit *a, const un_Edit *b) {
    if (a->at != b->at || a->lane != b->lane || a->act != b->act) return false;
    return a->act == UN_ACT_SET ? a->param == b->param : same_place(&a->place, &b->place);
}

bool un_experiment_add_edit(un_Experiment *experiment, const un_Edit *edit) {
    if (!un_experiment_edit_fits(experiment, edit)) return false;
    int count = 0, place = 0;
    for (int i = 0; i < experiment->edit_count; i++) {
        un_Edit *other = &experiment->edit[i];
        bool same = same_edit(other, edit);
        if (same && edit->act == UN_ACT_SET) {
            other->value = edit->value;
            return true;
        }
        // Among interventions of one update the order counts: the new one goes behind, and the old one away.
        if (!same) experiment->edit[count++] = *other;
    }
    experiment->edit_count = count;
    if (count == UN_EDITS_MAX) return false;
    while (place < count && experiment->edit[place].at <= edit->at)
        place++;
    memmove(&experiment->edit[place + 1], &experiment->edit[place],
            (size_t)(count - place) * sizeof experiment->edit[0]);
    experiment->edit[place] = *edit;
    experiment->edit_count++;
    return true;
}

// Faults.

/// lag and length against the task that takes one of them.
static bool task_fault(const un_Experiment *experiment, bool flags, un_Fault *fault) {
    const un_TaskInfo *info = un_task_info(experiment->task.task);
    const char *dashes = flags ? "--" : "", *takes = info->takes_lag ? "lag" : "length";
    int other = info->takes_lag ? experiment->task.length : experiment->task.lag;
    int value = info->takes_lag ? experiment->task.lag : experiment->task.length;
    int most = un_task_longest(experiment->task.task);
    fault->lane = 0;
    if (other != 0) {
        fault->param = un_param_row(info->takes_lag ? "length" : "lag");
        snprintf(fault->text, sizeof fault->text, _("found '%d', valid: task %s takes %s%s, %d..%d"), other, info->name,
                 dashes, takes, info->length_min, most);
        return true;
    }
    if (value < info->length_min || value > most) {
        fault->param = un_param_row(takes);
        snprintf(fault->text, sizeof fault->text, _("found '%d', valid: %d..%d for task %s"), value, info->length_min,
                 most, info->name);
        return true;
    }
    return false;
}

/// A value out of its row's range, or away from the default on a cell that has no use for it.
static bool row_fault(const un_Experiment *experiment, int param, int lane, un_Fault *fault) {
    const un_ParamRow *row = &un_param_table[param];
    char found[UN_PARAM_TEXT], valid[160];
    if (!un_param_in_range(param, row->get(experiment, lane))) {
        snprintf(fault->text, sizeof fault->text, _("found '%s', valid: %s"),
                 un_param_text(experiment, param, lane, found, sizeof found),
                 un_param_valid(param, valid, sizeof valid));
    } else if (row->applies && !row->applies(&experiment->lane[lane])) {
        un_Experiment standard = un_default_experiment();
        char usual[UN_PARAM_TEXT];
        un_param_text(experiment, param, lane, found, sizeof found);
        if (!strcmp(found, un_param_text(&standard, param, 0, usual, sizeof usual))) return false;
        size_t used = 0;
        for (int cell = 0; cell < UN_CELL_COUNT; cell++) {
            un_LaneDef probe = un_default_lane((un_Cell)cell);
            if (!row->applies(&probe) || used >= sizeof valid) continue;
            used += (size_t)snprintf(valid + used, sizeof valid - used, "%s%s", used ? ", " : "",
                                     un_cell_info((un_Cell)cell)->name);
        }
        snprintf(fault->text, sizeof fault->text, _("found '%s' on cell %s, valid: only on %s"), found,
                 un_cell_info(experiment->lane[lane].cell)->name, valid);
    } else {
        return false;
    }
    fault->param = param;
    fault->lane = lane;
    return true;
}

static bool name_fault(const un_Experiment *experiment, un_Fault *fault) {
    char a[UN_LANE_NAME], b[UN_LANE_NAME];
    for (int lane = 1; lane < experiment->lane_count; lane++) {
        un_experiment_lane_name(experiment, lane, a, sizeof a);
        for (int other = 0; other < lane; other++) {
            if (strcmp(a, un_experiment_lane_name(experiment, other, b, sizeof b))) continue;
            fault->param = un_param_row("name");
            fault->lane = lane;
            snprintf(fault->text, sizeof fault->text, _("found '%s' for two lanes, valid: a name of its own for each"),
                     a);
            return true;
        }
    }
    return false;
}

static bool edit_fault(const un_Experiment *experiment, un_Fault *fault) {
    un_Experiment replay = *experiment;
    replay.edit_count = 0;
    for (int i = 0; i < experiment->edit_count; i++) {
        const un_Edit *edit = &experiment->edit[i];
        if ((i == 0 || edit->at >= experiment->edit[i - 1].at) && un_experiment_add_edit(&replay, edit)) continue;
        *fault = (un_Fault){.param = -1};
        snprintf(fault->text, sizeof fault->text,
                 _("found an edit that cannot be (number %d), valid: an editable value in range"), i + 1);
        return true;
    }
    return false;
}

bool un_experiment_find_fault(const un_Experiment *experiment, bool flags, un_Fault *fault) {
    if (experiment->lane_count < 1 || experiment->lane_count > UN_LANES_MAX) {
        *fault = (un_Fault){.param = -1};
        snprintf(fault->text, sizeof fault->text, _("found %d lanes, valid: 1..%d"), experiment->lane_count,
                 UN_LANES_MAX);
        return true;
    }
    int task = un_param_row("task");
    if (row_fault(experiment, task, 0, fault) || task_fault(experiment, flags, fault)) return true;
    for (int param = 0; param < un_param_count; param++) {
        const un_ParamRow *row = &un_param_table[param];
        if (row->kind == UN_KIND_TEXT || row->scope == UN_SCOPE_TASK) continue;
        int lanes = row->scope == UN_SCOPE_LANE ? experiment->lane_count : 1;
        for (int lane = 0; lane < lanes; lane++) {
            if (row_fault(experiment, param, lane, fault)) return true;
        }
    }
    return name_fault(experiment, fault) || edit_fault(experiment, fault);
}

static const char *memory_text(double bytes, char *out, size_t size) {
    snprintf(out, size, bytes < 1e9 ? _("%.3g MB") : _("%.3g GB"), bytes < 1e9 ? bytes / 1e6 : bytes / 1e9);
    return out;
}

un_Status un_experiment_check_memory(double needed, double max_memory, un_Error *error) {
    if (needed <= max_memory) return UN_OK;
    char need[32], most[32];
    return un_error_set(
        error, UN_ERROR_MEMORY, NULL, 0, 0,
        _("this run would need %s, --max-memory allows %s: fewer steps, units, layers, or a smaller batch need less"),
        memory_text(needed, need, sizeof need), memory_text(max_memory, most, sizeof most));
}

un_Status un_experiment_check_values(const un_Experiment *experiment, un_Error *error) {
    un_Fault fault;
    if (!un_experiment_find_fault(experiment, true, &fault)) return UN_OK;
    char flag[UN_PARAM_TEXT];
    int param = fault.param >= 0 ? fault.param : un_param_row("cell"); // which makes the lanes
    return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0, "%s: %s", un_param_flag(param, flag, sizeof flag),
                        fault.text);
}

un_Status un_experiment_check(const un_Experiment *experiment, double max_memory, un_Error *error) {
    un_Status status = un_experiment_check_values(experiment, error);
    return status ? status : un_experiment_check_memory(un_experiment_memory(experiment), max_memory, error);
}
