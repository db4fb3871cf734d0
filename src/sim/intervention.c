#include "sim/intervention.h"

#include "base/check.h"
#include "num/elementary.h"
#include "num/spectral.h"

#include <math.h>
#include <string.h>

/// Why a parameter rests, as bits: a release ends one reason and not the others.
enum { HELD = 1, ZEROED = 2, FROZEN = 4 };

static const char *const act_names[UN_ACT_COUNT] = {"set", "hold", "zero", "freeze", "radius", "release", "input"};

un_Place un_place_all(void) {
    return (un_Place){.gate = -1, .layer = -1, .unit = -1, .tensor = -1, .row = -1, .column = -1};
}

const char *un_act_name(int act) {
    return act >= 0 && act < UN_ACT_COUNT ? act_names[act] : NULL;
}

// What there is to act on.

int un_intervention_find_gate(const un_NetDef *net, const char *name) {
    const un_CellInfo *cell = un_cell_info(net->cell);
    for (int gate = 0; gate < cell->shown_gates; gate++) {
        if (!strcmp(cell->gate_name[gate], name)) return gate;
    }
    return -1;
}

int un_intervention_find_tensor(const un_NetDef *net, const char *name) {
    un_ParamInfo info[UN_PARAMS_MAX];
    int count = un_net_params(net, info, NULL);
    for (int i = 0; i < count; i++) {
        if (!strcmp(info[i].name, name)) return i;
    }
    return -1;
}

void un_intervention_gate_range(const un_NetDef *net, int gate, double *least, double *most) {
    *least = un_cell_info(net->cell)->gate_job[gate] == UN_GATE_NEW ? -1 : 0;
    *most = 1;
}

bool un_intervention_has_radius(const un_NetDef *net) {
    return un_cell_info(net->cell)->has_state_weights;
}

static bool index_fits(int index, int count) {
    return index >= -1 && index < count;
}

static bool place_fits(const un_NetDef *net, const un_Place *place) {
    const un_CellInfo *cell = un_cell_info(net->cell);
    un_ParamInfo info[UN_PARAMS_MAX];
    int tensors = un_net_params(net, info, NULL);
    if (!index_fits(place->gate, cell->shown_gates) || !index_fits(place->tensor, tensors)) return false;
    if (place->gate >= 0) {
        return place->tensor < 0 && index_fits(place->layer, net->layers) && index_fits(place->unit, net->hidden);
    }
    if (place->tensor < 0) return true;
    return index_fits(place->row, info[place->tensor].rows) && index_fits(place->column, info[place->tensor].columns);
}

/// A step of the task's sequence; a symbol (one of the inputs, value NaN) or one channel's value.
static bool input_fits(const un_Experiment *experiment, const un_Edit *edit) {
    const un_TaskInfo *task = un_task_info(experiment->task.task);
    return edit->place.row >= 0 && edit->place.row < un_task_steps(&experiment->task) && edit->place.column >= 0 &&
           edit->place.column < task->inputs && !isinf(edit->value);
}

bool un_intervention_fits(const un_Experiment *experiment, const un_Edit *edit) {
    if (edit->lane < 0 || edit->lane >= experiment->lane_count) return false;
    un_NetDef net = un_experiment_net(experiment, edit->lane);
    double least, most;
    switch (edit->act) {
    case UN_ACT_HOLD:
        if (edit->place.gate < 0 || !place_fits(&net, &edit->place)) return false;
        un_intervention_gate_range(&net, edit->place.gate, &least, &most);
        return edit->value >= least && edit->value <= most;
    case UN_ACT_ZERO:
    case UN_ACT_FREEZE:
        return edit->place.tensor >= 0 && place_fits(&net, &edit->place);
    case UN_ACT_RELEASE:
        return place_fits(&net, &edit->place);
    case UN_ACT_RADIUS:
        return un_intervention_has_radius(&net) && edit->value > 0 && edit->value <= UN_RADIUS_MAX;
    case UN_ACT_INPUT:
        return input_fits(experiment, edit);
    case UN_ACT_SET:
    case UN_ACT_COUNT:
        break;
    }
    return false;
}

// What is in force.

static bool index_covers(int outer, int inner) {
    return outer < 0 || outer == inner;
}

/// Whether everything of `inner` is in `outer`.
static bool covers(const un_Place *outer, const un_Place *inner) {
    if (outer->gate < 0 && outer->tensor < 0) return true;
    if (outer->gate >= 0) {
        return outer->gate == inner->gate && index_covers(outer->layer, inner->layer) &&
               index_covers(outer->unit, inner->unit);
    }
    return outer->tensor == inner->tensor && index_covers(outer->row, inner->row) &&
           index_covers(outer->column, inner->column);
}

/// Whether the later edit leaves nothing of the earlier one.
static bool undoes(const un_Edit *later, const un_Edit *earlier) {
    if (earlier->act != UN_ACT_RELEASE && later->act != UN_ACT_RELEASE && later->act != earlier->act) return false;
    return covers(&later->place, &earlier->place);
}

int un_intervention_list(const un_Experiment *experiment, int lane, int64_t update, un_Edit *out, int room) {
    int found = 0;
    for (int i = 0; i < experiment->edit_count && experiment->edit[i].at <= update; i++) {
        const un_Edit *edit = &experiment->edit[i];
        if (edit->lane != lane || edit->act == UN_ACT_SET || edit->act == UN_ACT_RADIUS) continue;
        bool undone = edit->act == UN_ACT_RELEASE && edit->place.gate < 0 && edit->place.tensor < 0;
        for (int k = i + 1; k < experiment->edit_count && experiment->edit[k].at <= update; k++) {
            undone = undone || (experiment->edit[k].lane == lane && undoes(&experiment->edit[k], edit));
        }
        // A release that took all there was leaves nothing to tell; one that took a part is told beside what is left.
        bool partial = edit->act != UN_ACT_RELEASE;
        for (int k = 0; k < found && k < room && edit->act == UN_ACT_RELEASE; k++) {
            partial = partial || covers(&out[k].place, &edit->place);
        }
        if (undone || !partial) continue;
        if (found < room) out[found] = *edit;
        found++;
    }
    return found;
}

// Effective parameters.

void un_effect_carve(un_Effect *effect, un_Arena *arena, const un_NetDef *net) {
    un_ParamInfo info[UN_PARAMS_MAX];
    size_t H = (size_t)net->hidden;
    *effect = (un_Effect){.net = *net};
    un_net_params(net, info, &effect->parameters);
    effect->rest = un_arena_take(arena, effect->parameters, 1);
    effect->params = un_arena_take(arena, effect->parameters, sizeof(float));
    if (un_intervention_has_radius(net)) effect->scratch = un_arena_take(arena, 2 * H * H + 2 * H, sizeof(double));
}

void un_effect_clear(un_Effect *effect) {
    memset(effect->rest, 0, effect->parameters);
    effect->any = false;
}

static void mark(un_Effect *effect, size_t at, int reason, bool on, float value) {
    effect->rest[at] = (unsigned char)(on ? effect->rest[at] | reason : effect->rest[at] & ~reason);
    if (on && reason == HELD) effect->params[at] = value;
}

/// The pre-activation at which the gate has the value: logit(v) = ln(v / (1 - v)), artanh(v) = ln((1 + v) / (1 - v))
/// / 2. Where these are infinite, a number from which sigmoid and tanh give the very ends in either precision.
static float pre_activation(const un_NetDef *net, int gate, double v) {
    const float end = 1000;
    double least, most;
    un_intervention_gate_range(net, gate, &least, &most);
    if (v <= least) return -end;
    if (v >= most) return end;
    return (float)(least < 0 ? 0.5 * un_log((1 + v) / (1 - v)) : un_log(v / (1 - v)));
}

/// Whether tensor i of a track is in the gate's pre-activation; *row: where the gate's rows start in it. A recurrent
/// cell's tensors have a block for each gate; another cell's keep gate has tensors of its own, a bias behind its weight
/// if it has one.
static bool feeds_gate(const un_NetDef *net, const un_Tensor *tensor, int tensors, int i, int gate, int *row) {
    const un_CellInfo *cell = un_cell_info(net->cell);
    *row = cell->has_state_weights ? gate * net->hidden : 0;
    if (cell->has_state_weights) return true;
    if (gate != cell->keep_gate) return false;
    bool before = i + 1 < tensors && tensor[i].role == UN_TENSOR_WEIGHT && tensor[i + 1].role == UN_TENSOR_KEEP;
    return before || tensor[i].role == UN_TENSOR_KEEP;
}

/// One unit's rows of a gate in one track: everything that its pre-activation is made of. Its first bias takes the
/// value.
static void mark_unit(un_Effect *effect, const un_Tensor *tensor, int tensors, int gate, int unit, bool on,
                      float bias) {
    bool first = true;
    for (int i = 0; i < tensors; i++) {
        int row;
        if (!feeds_gate(&effect->net, tensor, tensors, i, gate, &row)) continue;
        size_t columns = (size_t)tensor[i].columns, start = tensor[i].offset + (size_t)(row + unit) * columns;
        bool takes = first && (tensor[i].role == UN_TENSOR_BIAS || tensor[i].role == UN_TENSOR_KEEP);
        for (size_t column = 0; column < columns; column++) {
            mark(effect, start + column, HELD, on, takes ? bias : 0);
        }
        first = first && !takes;
    }
}

static void mark_gate(un_Effect *effect, const un_Place *place, bool on, double value) {
    const un_NetDef *net = &effect->net;
    float bias = on ? pre_activation(net, place->gate, value) : 0;
    for (int layer = 0; layer < net->layers; layer++) {
        if (!index_covers(place->layer, layer)) continue;
        for (int direction = 0; direction < (net->bidirectional ? 2 : 1); direction++) {
            un_Tensor tensor[UN_TENSORS_MAX];
            int tensors = un_net_tensors(net, layer, direction, tensor);
            for (int unit = 0; unit < net->hidden; unit++) {
                if (index_covers(place->unit, unit)) mark_unit(effect, tensor, tensors, place->gate, unit, on, bias);
            }
        }
    }
}

static void mark_tensor(un_Effect *effect, const un_Place *place, int reason, bool on) {
    un_ParamInfo info[UN_PARAMS_MAX];
    un_net_params(&effect->net, info, NULL);
    const un_ParamInfo *tensor = &info[place->tensor];
    for (int row = 0; row < tensor->rows; row++) {
        for (int column = 0; column < tensor->columns; column++) {
            if (!index_covers(place->row, row) || !index_covers(place->column, column)) continue;
            mark(effect, tensor->offset + (size_t)row * (size_t)tensor->columns + (size_t)column, reason, on, 0);
        }
    }
}

static void release(un_Effect *effect, const un_Place *place) {
    if (place->gate >= 0) {
        mark_gate(effect, place, false, 0);
    } else if (place->tensor >= 0) {
        mark_tensor(effect, place, ZEROED | FROZEN, false);
    } else {
        un_effect_clear(effect);
    }
}

void un_effect_do(un_Effect *effect, const un_Edit *edit) {
    switch (edit->act) {
    case UN_ACT_HOLD:
        mark_gate(effect, &edit->place, true, edit->value);
        break;
    case UN_ACT_ZERO:
        mark_tensor(effect, &edit->place, ZEROED, true);
        break;
    case UN_ACT_FREEZE:
        mark_tensor(effect, &edit->place, FROZEN, true);
        break;
    case UN_ACT_RELEASE:
        release(effect, &edit->place);
        break;
    case UN_ACT_SET:
    case UN_ACT_RADIUS:
    case UN_ACT_INPUT:
    case UN_ACT_COUNT:
        break;
    }
}

void un_effect_follow(un_Effect *effect, const float *params) {
    int reasons = 0;
    for (size_t i = 0; i < effect->parameters; i++) {
        int rest = effect->rest[i];
        reasons |= rest;
        if (!(rest & HELD)) effect->params[i] = rest & ZEROED ? 0 : params[i];
    }
    effect->any = reasons != 0;
}

/// One block (H,H) of W_hh, which starts at `start`.
static void scale_block(un_Effect *effect, size_t start, double radius, float *also) {
    size_t H = (size_t)effect->net.hidden, entries = H * H;
    double *block = effect->scratch, *scratch = effect->scratch + entries;
    for (size_t i = 0; i < entries; i++) {
        block[i] = (double)effect->params[start + i];
    }
    double now = un_spectral_radius(block, effect->net.hidden, scratch);
    if (!(now > 0)) return;
    for (size_t i = start; i < start + entries; i++) {
        if (!(effect->rest[i] & HELD)) effect->params[i] = (float)((double)effect->params[i] * (radius / now));
        if (also) also[i] = (float)((double)also[i] * (radius / now));
    }
}

void un_effect_scale(un_Effect *effect, double radius, float *also) {
    const un_NetDef *net = &effect->net;
    size_t H = (size_t)net->hidden;
    for (int layer = 0; layer < net->layers; layer++) {
        for (int direction = 0; direction < (net->bidirectional ? 2 : 1); direction++) {
            un_Tensor tensor[UN_TENSORS_MAX];
            int tensors = un_net_tensors(net, layer, direction, tensor);
            for (int i = 0; i < tensors; i++) {
                if (tensor[i].role != UN_TENSOR_STATE_WEIGHT) continue;
                for (size_t row = 0; row < (size_t)tensor[i].rows; row += H) {
                    scale_block(effect, tensor[i].offset + row * H, radius, also);
                }
            }
        }
    }
    if (!also) effect->any = true;
}

void un_effect_mask(const un_Effect *effect, float *gradients) {
    for (size_t i = 0; i < effect->parameters; i++) {
        if (effect->rest[i]) gradients[i] = 0;
    }
}

bool un_effect_next_run(const un_Effect *effect, size_t *start, size_t *count) {
    size_t i = *start + *count;
    if (!effect->any) { // all of them, once
        *count = *count == 0 ? effect->parameters : 0;
        return *count > 0;
    }
    while (i < effect->parameters && effect->rest[i])
        i++;
    *start = i;
    while (i < effect->parameters && !effect->rest[i])
        i++;
    *count = i - *start;
    return *count > 0;
}
