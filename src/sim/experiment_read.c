/// From YAML to an experiment. The rows of un_param_table are the keys.
#include "sim/experiment.h"

#include "base/catalog.h"
#include "base/check.h"
#include "base/number.h"
#include "platform/file.h"
#include "sim/intervention.h"
#include "sim/param.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Reader {
    un_Experiment experiment;
    const char *name;
    un_Error *error;
    const un_YamlNode *where[UN_PARAM_ROWS_MAX][UN_LANES_MAX]; ///< the node that set a row, for faults found at the end
    const un_YamlNode *lane[UN_LANES_MAX], *task;
    bool change; ///< the keys replace those of an experiment that stands already
    un_ExperimentTell *tell; ///< hears of every error, and reading goes on; NULL: it stops at the first
    void *context;
} Reader;

static un_Status fail_at(Reader *reader, const un_YamlNode *node, const char *message) {
    un_Error error = {0};
    un_Status status = un_error_set(&error, UN_ERROR_FILE, reader->name, node->line, node->column, "%s", message);
    if (reader->tell) reader->tell(reader->context, &error);
    if (reader->error) *reader->error = error;
    return status;
}

/// The first of two results that is an error.
static un_Status first_of(un_Status first, un_Status second) {
    return first ? first : second;
}

/// Whether to read on after that.
static bool goes_on(const Reader *reader, un_Status status) {
    return !status || reader->tell;
}

static un_Status fail_found(Reader *reader, const un_YamlNode *node, const char *what, const char *valid) {
    char found[UN_PARAM_TEXT], message[448];
    snprintf(message, sizeof message, _("%s: found %s, valid: %s"), what, un_yaml_found(node, found, sizeof found),
             valid);
    return fail_at(reader, node, message);
}

/// The keys of one mapping: the table's rows of a scope, or of what may be edited, and some more that are not in the
/// table.
typedef struct KeyList {
    un_ParamScope scope;
    bool editable_only;
    const char *more[3];
} KeyList;

static const char *next_key(const void *context, int index) {
    const KeyList *list = context;
    for (int i = 0; i < 3 && list->more[i]; i++) {
        if (index-- == 0) return list->more[i];
    }
    for (int i = 0; i < un_param_count; i++) {
        const un_ParamRow *row = &un_param_table[i];
        if (row->scope != list->scope || (list->editable_only && !row->editable)) continue;
        // The task mapping calls its own name "name"; that one stands in `more`.
        if (row->scope == UN_SCOPE_TASK && !strcmp(row->key, "task")) continue;
        if (index-- == 0) return row->key;
    }
    return NULL;
}

/// The row that a key means in a mapping, or -1.
static int find_row(const KeyList *list, const char *key) {
    for (int i = 0; next_key(list, i); i++) {
        if (!strcmp(next_key(list, i), key)) return un_param_find(key);
    }
    return -1;
}

static un_Status unknown_key(Reader *reader, const un_YamlNode *key, const KeyList *list) {
    char found[UN_PARAM_TEXT], valid[512], message[640];
    snprintf(message, sizeof message, _("unknown key '%s', valid: %s"), un_param_quote(key->text, found, sizeof found),
             un_param_suggest(key->text, next_key, list, valid, sizeof valid));
    return fail_at(reader, key, message);
}

/// Sets one row from a value. A number must be written plainly: '20' in quotes is a text.
static un_Status set_row(Reader *reader, int param, int lane, const un_YamlNode *value) {
    const un_ParamRow *row = &un_param_table[param];
    un_Error error;
    bool text = row->kind == UN_KIND_NAME || row->kind == UN_KIND_TEXT || row->kind == UN_KIND_GATE_BIAS;
    if (value->kind != UN_YAML_SCALAR || (!value->plain && !text)) {
        char valid[256];
        return fail_found(reader, value, value->key->text, un_param_valid(param, valid, sizeof valid));
    }
    if (un_param_set_text(&reader->experiment, param, lane, value->text, &error)) {
        char message[640];
        snprintf(message, sizeof message, "%s: %.500s", value->key->text, error.message);
        return fail_at(reader, value, message);
    }
    reader->where[param][lane] = value;
    return UN_OK;
}

static un_Status read_task(Reader *reader, const un_YamlNode *task) {
    static const KeyList list = {.scope = UN_SCOPE_TASK, .more = {"name"}};
    if (task->kind != UN_YAML_MAPPING) {
        return fail_found(reader, task, "task", _("a mapping such as {name: recall, lag: 20}"));
    }
    reader->task = task;
    // The name comes first, wherever it stands: it sets the task's own lag or length.
    const un_YamlNode *name = un_yaml_value(task, "name");
    un_Status status = name ? set_row(reader, un_param_row("task"), 0, name) : UN_OK;
    for (const un_YamlNode *value = task->first; value && goes_on(reader, status); value = value->next) {
        if (value == name) continue;
        int param = find_row(&list, value->key->text);
        status = first_of(status, param < 0 ? unknown_key(reader, value->key, &list) : set_row(reader, param, 0, value));
    }
    return status;
}

static const char *next_lane(const void *context, int index) {
    const char(*names)[UN_LANE_NAME] = context;
    return index < UN_LANES_MAX && names[index][0] ? names[index] : NULL;
}

/// The lane that a value names.
static un_Status find_lane(Reader *reader, const un_YamlNode *value, int *lane) {
    *lane = value->kind == UN_YAML_SCALAR ? un_experiment_find_lane(&reader->experiment, value->text) : -1;
    if (*lane >= 0) return UN_OK;
    char names[UN_LANES_MAX][UN_LANE_NAME] = {{0}}, valid[256];
    for (int i = 0; i < reader->experiment.lane_count; i++) {
        un_experiment_lane_name(&reader->experiment, i, names[i], sizeof names[i]);
    }
    const char *text = value->kind == UN_YAML_SCALAR ? value->text : "";
    return fail_found(reader, value, "lane", un_param_suggest(text, next_lane, names, valid, sizeof valid));
}

/// The keys of one lane.
static un_Status read_lane(Reader *reader, const un_YamlNode *lane, int index) {
    static const KeyList list = {.scope = UN_SCOPE_LANE};
    un_Status status = UN_OK;
    reader->lane[index] = lane;
    for (const un_YamlNode *value = lane->first; value && goes_on(reader, status); value = value->next) {
        int param = find_row(&list, value->key->text);
        if (reader->change && !strcmp(value->key->text, "name")) continue; // it says which lane is meant
        status = first_of(status, param < 0 ? unknown_key(reader, value->key, &list) : set_row(reader, param, index, value));
    }
    return status;
}

/// The lane that the entry of a change names.
static un_Status find_changed_lane(Reader *reader, const un_YamlNode *lane, int *index) {
    const un_YamlNode *name = un_yaml_value(lane, "name");
    if (!name) return fail_at(reader, lane, _("lanes: found a change without 'name', valid: the name of a lane"));
    un_Status status = find_lane(reader, name, index);
    if (status || !reader->lane[*index]) return status;
    return fail_at(reader, name, _("lanes: found the same lane again, valid: each lane once"));
}

static un_Status read_lanes_entry(Reader *reader, const un_YamlNode *lane, int index) {
    if (lane->kind != UN_YAML_MAPPING)
        return fail_found(reader, lane, "lanes", _("a mapping such as {cell: lstm, hidden: 16}"));
    if (!reader->change) {
        reader->experiment.lane[index] = un_default_lane(UN_CELL_RNN);
        return read_lane(reader, lane, index);
    }
    un_Status status = find_changed_lane(reader, lane, &index);
    return status ? status : read_lane(reader, lane, index);
}

static un_Status read_lanes(Reader *reader, const un_YamlNode *lanes) {
    if (lanes->kind == UN_YAML_LIST && lanes->count == 0) {
        return fail_at(reader, lanes, _("lanes: found an empty list, valid: 1 to 4 lanes such as {cell: lstm}"));
    }
    if (lanes->kind != UN_YAML_LIST) {
        return fail_found(reader, lanes, "lanes", _("a list of 1 to 4 lanes such as {cell: lstm, hidden: 16}"));
    }
    un_Status status = UN_OK;
    int count = 0;
    for (const un_YamlNode *lane = lanes->first; lane && goes_on(reader, status); lane = lane->next, count++) {
        if (count == UN_LANES_MAX) return fail_at(reader, lane, _("lanes: found a fifth lane, valid: 1 to 4 lanes"));
        status = first_of(status, read_lanes_entry(reader, lane, count));
    }
    if (!reader->change) reader->experiment.lane_count = count;
    return status;
}

static un_Status add_edit(Reader *reader, const un_YamlNode *node, const un_Edit *edit) {
    // What is in the edit has been looked at, so only room can be missing.
    if (un_experiment_add_edit(&reader->experiment, edit)) return UN_OK;
    return fail_at(reader, node, _("edits: found more than 256 edits, valid: at most 256"));
}

static un_Status read_set(Reader *reader, const un_YamlNode *set, int64_t at, int lane) {
    static const KeyList list = {.scope = UN_SCOPE_LANE, .editable_only = true};
    if (set->kind != UN_YAML_MAPPING || set->count < 1)
        return fail_found(reader, set, "set", _("a mapping such as {lr: 0.001}"));
    for (const un_YamlNode *value = set->first; value; value = value->next) {
        int param = find_row(&list, value->key->text);
        if (param < 0) return unknown_key(reader, value->key, &list);
        // Read through a copy, so that the lane itself keeps what it starts with.
        Reader scratch = *reader;
        un_Status status = set_row(&scratch, param, lane, value);
        if (status) return status;
        un_Edit edit = {
            .at = at, .lane = lane, .param = param, .value = un_param_table[param].get(&scratch.experiment, lane)};
        status = add_edit(reader, value, &edit);
        if (status) return status;
    }
    return UN_OK;
}

// Interventions.

/// Names of gates or tensors, for "valid: ...".
typedef struct NetNames {
    const un_CellInfo *cell; ///< gates; NULL: the tensors
    un_ParamInfo tensor[UN_PARAMS_MAX];
    int count;
} NetNames;

static const char *next_net_name(const void *context, int index) {
    const NetNames *names = context;
    if (index >= names->count) return NULL;
    return names->cell ? names->cell->gate_name[index] : names->tensor[index].name;
}

/// The index of the gate or tensor that a value names.
static un_Status read_net_name(Reader *reader, const un_YamlNode *value, const un_NetDef *net, bool gate, int *out) {
    const char *text = value->kind == UN_YAML_SCALAR ? value->text : "";
    *out = gate ? un_intervention_find_gate(net, text) : un_intervention_find_tensor(net, text);
    if (*out >= 0) return UN_OK;
    NetNames names = {.cell = gate ? un_cell_info(net->cell) : NULL};
    names.count = gate ? names.cell->shown_gates : un_net_params(net, names.tensor, NULL);
    char valid[320];
    if (names.count == 0) {
        snprintf(valid, sizeof valid, _("a cell with gates, and %s has none"), names.cell->name);
    } else {
        un_param_suggest(text, next_net_name, &names, valid, sizeof valid);
    }
    return fail_found(reader, value, value->key->text, valid);
}

static un_Status read_index(Reader *reader, const un_YamlNode *value, int count, int *out) {
    int64_t number = -1;
    char valid[32];
    if (value->kind == UN_YAML_SCALAR && value->plain && un_number_parse_int(value->text, &number) && number >= 0 &&
        number < count) {
        *out = (int)number;
        return UN_OK;
    }
    snprintf(valid, sizeof valid, "0..%d", count - 1);
    return fail_found(reader, value, value->key->text, valid);
}

static un_Status read_number(Reader *reader, const un_YamlNode *value, double least, double most, bool above,
                             double *out) {
    char valid[64];
    if (value->kind == UN_YAML_SCALAR && value->plain && un_number_parse_real(value->text, out) &&
        (above ? *out > least : *out >= least) && *out <= most) {
        return UN_OK;
    }
    snprintf(valid, sizeof valid, above ? _("above %.10g, at most %.10g") : "%.10g..%.10g", least, most);
    return fail_found(reader, value, value->key->text, valid);
}

static const char *next_text(const void *context, int index) {
    const char *const *texts = context;
    return texts[index];
}

static un_Status unknown_name(Reader *reader, const un_YamlNode *key, const char *const *valid_names) {
    char found[UN_PARAM_TEXT], valid[128], message[256];
    snprintf(message, sizeof message, _("unknown key '%s', valid: %s"), un_param_quote(key->text, found, sizeof found),
             un_param_suggest(key->text, next_text, valid_names, valid, sizeof valid));
    return fail_at(reader, key, message);
}

/// {gate: f, unit: 3} or {tensor: weight_hh_l0, row: 2, column: 5}, and the value of a hold.
static un_Status read_place(Reader *reader, const un_YamlNode *mapping, const un_NetDef *net, un_Edit *edit) {
    static const char *const gate_keys[] = {"gate", "unit", "layer", "value", NULL};
    static const char *const tensor_keys[] = {"tensor", "row", "column", NULL};
    const un_YamlNode *gate = un_yaml_value(mapping, "gate"), *tensor = un_yaml_value(mapping, "tensor");
    un_Place *place = &edit->place;
    un_Status status =
        read_net_name(reader, gate ? gate : tensor, net, gate != NULL, gate ? &place->gate : &place->tensor);
    for (const un_YamlNode *value = mapping->first; value && !status; value = value->next) {
        const char *key = value->key->text;
        if (value == gate || value == tensor) continue;
        if (gate && !strcmp(key, "layer")) {
            status = read_index(reader, value, net->layers, &place->layer);
        } else if (gate && !strcmp(key, "unit")) {
            status = read_index(reader, value, net->hidden, &place->unit);
        } else if (gate && !strcmp(key, "value") && edit->act == UN_ACT_HOLD) {
            double least, most;
            un_intervention_gate_range(net, place->gate, &least, &most);
            status = read_number(reader, value, least, most, false, &edit->value);
        } else if (tensor && (!strcmp(key, "row") || !strcmp(key, "column"))) {
            un_ParamInfo info[UN_PARAMS_MAX];
            un_net_params(net, info, NULL);
            bool row = key[0] == 'r';
            status = read_index(reader, value, row ? info[place->tensor].rows : info[place->tensor].columns,
                                row ? &place->row : &place->column);
        } else {
            status = unknown_name(reader, value->key, gate ? gate_keys : tensor_keys);
        }
    }
    return status;
}

/// What each act wants to find, with an example.
static un_Status read_act(Reader *reader, const un_YamlNode *value, un_Edit *edit) {
    un_NetDef net = un_experiment_net(&reader->experiment, edit->lane);
    const char *key = value->key->text;
    bool gate = value->kind == UN_YAML_MAPPING && un_yaml_value(value, "gate");
    bool tensor = value->kind == UN_YAML_MAPPING && un_yaml_value(value, "tensor");
    un_Status status = UN_OK;
    edit->place = un_place_all();
    switch (edit->act) {
    case UN_ACT_HOLD:
        if (!gate || tensor || !un_yaml_value(value, "value"))
            return fail_found(reader, value, key, _("a mapping such as {gate: f, unit: 3, value: 0}"));
        status = read_place(reader, value, &net, edit);
        break;
    case UN_ACT_ZERO:
    case UN_ACT_FREEZE:
        if (gate || !tensor)
            return fail_found(reader, value, key, _("a mapping such as {tensor: weight_hh_l0, row: 2, column: 5}"));
        status = read_place(reader, value, &net, edit);
        break;
    case UN_ACT_RELEASE:
        if (value->kind == UN_YAML_SCALAR && !strcmp(value->text, "all")) break;
        if (gate == tensor) {
            return fail_found(reader, value, key,
                              _("all, or a mapping such as {gate: f, unit: 3} or {tensor: weight_hh_l0}"));
        }
        status = read_place(reader, value, &net, edit);
        break;
    case UN_ACT_RADIUS:
        if (!un_intervention_has_radius(&net)) {
            return fail_found(reader, value, key, _("on rnn, lstm and gru only, which have a W_hh"));
        }
        status = read_number(reader, value, 0, UN_RADIUS_MAX, true, &edit->value);
        break;
    case UN_ACT_SET:
    case UN_ACT_INPUT:
    case UN_ACT_COUNT:
        break;
    }
    return status ? status : add_edit(reader, value, edit);
}

/// What may stand in an edit: when, where and one act.
static const char *const edit_keys[] = {"at", "lane", "set", "hold", "zero", "freeze", "radius", "release", NULL};

/// The one act of an edit.
static un_Status find_act(Reader *reader, const un_YamlNode *edit, const un_YamlNode **found, un_Act *act) {
    *found = NULL;
    for (const un_YamlNode *value = edit->first; value; value = value->next) {
        const char *key = value->key->text;
        if (!strcmp(key, "at") || !strcmp(key, "lane")) continue;
        int index = 0;
        while (index < (int)UN_ACT_INPUT && strcmp(un_act_name(index), key) != 0)
            index++;
        if (index == (int)UN_ACT_INPUT) return unknown_name(reader, value->key, edit_keys);
        if (*found)
            return fail_at(reader, value->key, _("edits: found a second act in one edit, valid: an edit for each"));
        *found = value;
        *act = (un_Act)index;
    }
    if (*found && un_yaml_value(edit, "at")) return UN_OK;
    return fail_at(reader, edit,
                   _("edits: found an edit without 'at' and an act (set, hold, zero, freeze, radius, release), valid: "
                     "{at: 120, lane: A, set: {lr: 0.001}}"));
}

static un_Status read_edit(Reader *reader, const un_YamlNode *edit) {
    if (edit->kind != UN_YAML_MAPPING)
        return fail_found(reader, edit, "edits", _("a mapping such as {at: 120, lane: A, set: {lr: 0.001}}"));
    const un_YamlNode *act;
    un_Edit read = {0};
    un_Status status = find_act(reader, edit, &act, &read.act);
    if (status) return status;
    const un_YamlNode *at = un_yaml_value(edit, "at"), *lane = un_yaml_value(edit, "lane");
    if (at->kind != UN_YAML_SCALAR || !at->plain || !un_number_parse_int(at->text, &read.at) || read.at < 0 ||
        read.at > 1000000000) {
        return fail_found(reader, at, "at", "0..1000000000");
    }
    if (lane) {
        status = find_lane(reader, lane, &read.lane);
        if (status) return status;
    } else if (reader->experiment.lane_count > 1) {
        return fail_at(reader, edit, _("edits: found an edit without 'lane', valid: the name of a lane"));
    }
    return read.act == UN_ACT_SET ? read_set(reader, act, read.at, read.lane) : read_act(reader, act, &read);
}

static un_Status read_edits(Reader *reader, const un_YamlNode *edits) {
    if (edits->kind != UN_YAML_LIST)
        return fail_found(reader, edits, "edits", _("a list of edits such as {at: 120, lane: A, set: {lr: 0.001}}"));
    un_Status status = UN_OK;
    for (const un_YamlNode *edit = edits->first; edit && goes_on(reader, status); edit = edit->next) {
        status = first_of(status, read_edit(reader, edit));
    }
    return status;
}

/// A combination that is wrong as a whole, shown at the value that set it, or else at its lane or task.
static un_Status check(Reader *reader, const un_YamlNode *root) {
    un_Fault fault;
    if (!un_experiment_find_fault(&reader->experiment, false, &fault)) return UN_OK;
    const un_YamlNode *node = root;
    const char *key = "lanes";
    if (fault.param >= 0) {
        const un_ParamRow *row = &un_param_table[fault.param];
        key = row->key;
        node = reader->where[fault.param][fault.lane];
        if (!node) node = row->scope == UN_SCOPE_LANE ? reader->lane[fault.lane] : reader->task;
        if (!node) node = root;
    }
    char message[512];
    snprintf(message, sizeof message, "%s: %s", key, fault.text);
    return fail_at(reader, node, message);
}

static un_Status read_keys(Reader *reader, const un_YamlNode *mapping) {
    static const KeyList list = {.scope = UN_SCOPE_RUN, .more = {"task", "lanes", "edits"}};
    un_Status status = UN_OK;
    for (const un_YamlNode *value = mapping->first; value && goes_on(reader, status); value = value->next) {
        const char *key = value->key->text;
        int param = find_row(&list, key);
        un_Status found = UN_OK;
        if (!strcmp(key, "task")) {
            found = read_task(reader, value);
        } else if (!strcmp(key, "lanes")) {
            found = read_lanes(reader, value);
        } else if (param >= 0) {
            found = set_row(reader, param, 0, value);
        } else if (strcmp(key, "edits")) {
            found = unknown_key(reader, value->key, &list);
        }
        status = first_of(status, found);
    }
    // Edits name lanes, so the lanes and their names must be right first.
    if (!status) status = check(reader, mapping);
    const un_YamlNode *edits = un_yaml_value(mapping, "edits");
    if (status || !edits) return status;
    reader->experiment.edit_count = 0;
    return read_edits(reader, edits);
}

static un_Status read_mapping(Reader *reader, un_Experiment *experiment, const un_YamlNode *mapping) {
    reader->experiment = reader->change ? *experiment : un_default_experiment();
    if (mapping->kind != UN_YAML_MAPPING) {
        return reader->change ? fail_found(reader, mapping, _("change"),
                                           _("a mapping such as {task: {lag: 50}, lanes: [{name: RNN, hidden: 32}]}"))
                              : fail_found(reader, mapping, _("experiment"),
                                           _("a mapping with seed, task, batch, updates, lanes, edits"));
    }
    un_Status status = read_keys(reader, mapping);
    if (!status) *experiment = reader->experiment;
    return status;
}

un_Status un_experiment_read(un_Experiment *experiment, const un_YamlNode *mapping, const char *name, un_Error *error) {
    Reader reader = {.name = name, .error = error};
    return read_mapping(&reader, experiment, mapping);
}

un_Status un_experiment_read_all(un_Experiment *experiment, bool change, const un_YamlNode *mapping, const char *name,
                                 un_ExperimentTell *tell, void *context) {
    Reader reader = {.name = name, .change = change, .tell = tell, .context = context};
    return read_mapping(&reader, experiment, mapping);
}

un_Status un_experiment_parse(un_Experiment *experiment, const char *text, size_t size, const char *name,
                              int line_offset, un_Error *error) {
    un_Yaml yaml;
    un_Status status = un_yaml_parse(&yaml, text, size, name, line_offset, error);
    if (status) return status;
    if (yaml.root) {
        status = un_experiment_read(experiment, yaml.root, name, error);
    } else {
        status = un_error_set(error, UN_ERROR_FILE, name, 1 + line_offset, 1, "%s",
                              _("found nothing, valid: a mapping with seed, task, batch, updates, lanes, edits"));
    }
    un_yaml_free(&yaml);
    return status;
}

un_Status un_experiment_load(un_Experiment *experiment, const char *path, un_Error *error) {
    char *text;
    size_t size;
    un_Status status = un_file_read(path, UN_YAML_BYTES_MAX, &text, &size, error);
    if (status) return status;
    status = un_experiment_parse(experiment, text, size, path, 0, error);
    free(text);
    return status;
}
