#include "sim/param.h"

#include "base/catalog.h"
#include "base/check.h"
#include "base/number.h"
#include "base/utf8.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// Names, in the order of their enums.

static const char *task_name(int index) {
    return index < UN_TASK_COUNT ? un_task_info((un_Task)index)->name : NULL;
}

static const char *cell_name(int index) {
    return index < UN_CELL_COUNT ? un_cell_info((un_Cell)index)->name : NULL;
}

static const char *activation_name(int index) {
    return index < UN_ACTIVATION_COUNT ? un_activation_names[index] : NULL;
}

static const char *init_name(int index) {
    return index < UN_INIT_COUNT ? un_init_names[index] : NULL;
}

static const char *optimizer_name(int index) {
    return index < UN_OPTIMIZER_COUNT ? un_optimizer_names[index] : NULL;
}

static const char *direction_name(int index) {
    static const char *const names[] = {"forward", "bidirectional"};
    return index < 2 ? names[index] : NULL;
}

// Which cells a setting means something for.

static bool is_rnn(const un_LaneDef *lane) {
    return lane->cell == UN_CELL_RNN;
}

static bool is_gru(const un_LaneDef *lane) {
    return lane->cell == UN_CELL_GRU;
}

static bool is_window(const un_LaneDef *lane) {
    return lane->cell == UN_CELL_WINDOW;
}

static bool has_state_weights(const un_LaneDef *lane) {
    return un_cell_info(lane->cell)->has_state_weights;
}

static bool carries_state(const un_LaneDef *lane) {
    return un_cell_info(lane->cell)->carries_state;
}

static bool reads_backward(const un_LaneDef *lane) {
    return un_cell_info(lane->cell)->reads_backward;
}

static bool has_keep_gate(const un_LaneDef *lane) {
    return un_cell_info(lane->cell)->keep_gate >= 0;
}

// Getters and setters: FIELD(function, place, type) for values that are stored as they are.

#define FIELD(function, place, type)                                                                                   \
    static double get_##function(const un_Experiment *experiment, int lane) {                                          \
        (void)lane;                                                                                                    \
        return (double)experiment->place;                                                                              \
    }                                                                                                                  \
    static void set_##function(un_Experiment *experiment, int lane, double value) {                                    \
        (void)lane;                                                                                                    \
        experiment->place = (type)value;                                                                               \
    }

FIELD(seed, seed, uint64_t)
FIELD(batch, batch, int)
FIELD(updates, updates, int64_t)
FIELD(lag, task.lag, int)
FIELD(length, task.length, int)
FIELD(cell, lane[lane].cell, un_Cell)
FIELD(activation, lane[lane].activation, un_Activation)
FIELD(hidden, lane[lane].hidden, int)
FIELD(layers, lane[lane].layers, int)
FIELD(direction, lane[lane].bidirectional, int)
FIELD(reset_before, lane[lane].reset_before, int)
FIELD(window, lane[lane].window, int)
FIELD(truncate, lane[lane].truncate, int)
FIELD(init, lane[lane].init.init, un_Init)
FIELD(gain, lane[lane].init.gain, double)
FIELD(radius, lane[lane].init.radius, double)
FIELD(tmax, lane[lane].init.tmax, double)
FIELD(optimizer, lane[lane].optimizer.kind, un_Optimizer)
FIELD(lr, lane[lane].optimizer.lr, double)
FIELD(momentum, lane[lane].optimizer.momentum, double)
FIELD(clip, lane[lane].optimizer.clip, double)

static double get_task(const un_Experiment *experiment, int lane) {
    (void)lane;
    return experiment->task.task;
}

static void set_task(un_Experiment *experiment, int lane, double value) {
    (void)lane;
    experiment->task = (un_TaskDef){.task = (un_Task)value};
    un_task_set_length(&experiment->task, un_task_info((un_Task)value)->length_default);
}

static double get_gate_bias(const un_Experiment *experiment, int lane) {
    const un_InitDef *init = &experiment->lane[lane].init;
    if (init->gate_bias == UN_GATE_BIAS_NONE) return (double)NAN;
    return init->gate_bias == UN_GATE_BIAS_CHRONO ? (double)INFINITY : init->gate_bias_value;
}

static void set_gate_bias(un_Experiment *experiment, int lane, double value) {
    un_InitDef *init = &experiment->lane[lane].init;
    init->gate_bias = isnan(value) ? UN_GATE_BIAS_NONE : isinf(value) ? UN_GATE_BIAS_CHRONO : UN_GATE_BIAS_CONSTANT;
    init->gate_bias_value = isfinite(value) ? value : 0;
}

#define ACCESS(function) .get = get_##function, .set = set_##function

// clang-format off
const un_ParamRow un_param_table[] = {
    {.key = "seed", .scope = UN_SCOPE_RUN, .kind = UN_KIND_INT, .min = 0, .max = 9007199254740991.0, ACCESS(seed),
     .help = UN_KEY("seed of every random number; same seed, same bits")},
    {.key = "task", .scope = UN_SCOPE_TASK, .kind = UN_KIND_NAME, .name = task_name, ACCESS(task),
     .help = UN_KEY("what is to be learned")},
    {.key = "lag", .scope = UN_SCOPE_TASK, .kind = UN_KIND_INT, .min = 1, .max = 4999, ACCESS(lag),
     .help = UN_KEY("recall, copy: steps from the symbol to the question")},
    {.key = "length", .scope = UN_SCOPE_TASK, .kind = UN_KIND_INT, .min = 1, .max = 5000, ACCESS(length),
     .help = UN_KEY("every other task: steps of a sequence")},
    {.key = "batch", .scope = UN_SCOPE_RUN, .kind = UN_KIND_INT, .min = 1, .max = 512, ACCESS(batch),
     .help = UN_KEY("sequences an update")},
    {.key = "updates", .scope = UN_SCOPE_RUN, .kind = UN_KIND_INT, .min = 0, .max = 1e9, ACCESS(updates),
     .help = UN_KEY("updates to train for")},
    {.key = "cell", .scope = UN_SCOPE_LANE, .kind = UN_KIND_NAME, .name = cell_name, ACCESS(cell),
     .help = UN_KEY("the cell")},
    {.key = "hidden", .scope = UN_SCOPE_LANE, .kind = UN_KIND_INT, .min = 1, .max = UN_HIDDEN_MAX, ACCESS(hidden),
     .help = UN_KEY("hidden units, H")},
    {.key = "layers", .scope = UN_SCOPE_LANE, .kind = UN_KIND_INT, .min = 1, .max = UN_LAYERS_MAX, ACCESS(layers),
     .help = UN_KEY("layers on top of each other")},
    {.key = "direction", .scope = UN_SCOPE_LANE, .kind = UN_KIND_NAME, .name = direction_name, .applies = reads_backward,
     ACCESS(direction), .help = UN_KEY("read forward only, or also backward")},
    {.key = "activation", .scope = UN_SCOPE_LANE, .kind = UN_KIND_NAME, .name = activation_name, .applies = is_rnn,
     ACCESS(activation), .help = UN_KEY("rnn: the state's non-linearity")},
    {.key = "reset_before", .scope = UN_SCOPE_LANE, .kind = UN_KIND_BOOL, .applies = is_gru, ACCESS(reset_before),
     .help = UN_KEY("gru: reset the state before the product with W_hn, not after")},
    {.key = "window", .scope = UN_SCOPE_LANE, .kind = UN_KIND_INT, .min = 1, .max = UN_WINDOW_MAX, .applies = is_window,
     ACCESS(window), .help = UN_KEY("window: steps that it sees, the present one included")},
    {.key = "init", .scope = UN_SCOPE_LANE, .kind = UN_KIND_NAME, .name = init_name, ACCESS(init),
     .help = UN_KEY("how the weights start; cells without W_hh: pytorch or, for any other, xavier")},
    {.key = "gain", .scope = UN_SCOPE_LANE, .kind = UN_KIND_REAL, .min = 0, .max = 100,
     .applies = has_state_weights, ACCESS(gain), .help = UN_KEY("multiplies the starting W_hh")},
    {.key = "radius", .scope = UN_SCOPE_LANE, .kind = UN_KIND_REAL, .min = 0, .max = 100,
     .applies = has_state_weights, ACCESS(radius), .help = UN_KEY("scales the starting W_hh to this spectral radius; 0: leaves it")},
    {.key = "gate_bias", .scope = UN_SCOPE_LANE, .kind = UN_KIND_GATE_BIAS, .min = -100, .max = 100,
     .applies = has_keep_gate,
     ACCESS(gate_bias), .help = UN_KEY("starting bias of the gate that keeps: f, z, or what ssm and selective start from")},
    {.key = "tmax", .scope = UN_SCOPE_LANE, .kind = UN_KIND_REAL, .min = 2, .max = 1e6, ACCESS(tmax),
     .help = UN_KEY("longest memory, in steps, that a chrono gate bias prepares for")},
    {.key = "truncate", .scope = UN_SCOPE_LANE, .kind = UN_KIND_INT, .min = 0, .max = 5000,
     .applies = carries_state, ACCESS(truncate), .help = UN_KEY("cut the gradient every so many steps (truncated BPTT); 0: never")},
    {.key = "optimizer", .scope = UN_SCOPE_LANE, .kind = UN_KIND_NAME, .name = optimizer_name, ACCESS(optimizer),
     .help = UN_KEY("how the weights follow the gradient")},
    {.key = "lr", .scope = UN_SCOPE_LANE, .kind = UN_KIND_REAL, .min = 0, .max = 10, .above_min = true,
     .editable = true,
     ACCESS(lr), .help = UN_KEY("learning rate")},
    {.key = "momentum", .scope = UN_SCOPE_LANE, .kind = UN_KIND_REAL, .min = 0, .max = 0.9999, .editable = true,
     ACCESS(momentum), .help = UN_KEY("momentum of --optimizer momentum")},
    {.key = "clip", .scope = UN_SCOPE_LANE, .kind = UN_KIND_REAL, .min = 0, .max = 1e6, .editable = true, ACCESS(clip),
     .help = UN_KEY("largest global gradient norm; 0: no clipping")},
    {.key = "name", .scope = UN_SCOPE_LANE, .kind = UN_KIND_TEXT, .help = UN_KEY("what the lane is called")},
};
// clang-format on
const int un_param_count = sizeof un_param_table / sizeof *un_param_table;
_Static_assert(sizeof un_param_table / sizeof *un_param_table <= UN_PARAM_ROWS_MAX, "tables by param have room");

int un_param_find(const char *key) {
    for (int i = 0; i < un_param_count; i++) {
        const char *a = un_param_table[i].key, *b = key;
        while (*a && (*a == *b || (*a == '_' && *b == '-')))
            a++, b++;
        if (!*a && !*b) return i;
    }
    return -1;
}

int un_param_row(const char *key) {
    int param = un_param_find(key);
    UN_CHECK(param >= 0);
    return param;
}

const char *un_param_flag(int param, char *out, size_t size) {
    snprintf(out, size, "--%s", un_param_table[param].key);
    for (char *c = out; *c; c++) {
        if (*c == '_') *c = '-';
    }
    return out;
}

bool un_param_in_range(int param, double value) {
    const un_ParamRow *row = &un_param_table[param];
    switch (row->kind) {
    case UN_KIND_INT:
        return value >= row->min && value <= row->max && value == floor(value);
    case UN_KIND_REAL:
        return (row->above_min ? value > row->min : value >= row->min) && value <= row->max;
    case UN_KIND_BOOL:
        return value == 0 || value == 1;
    case UN_KIND_NAME: {
        int count = 0;
        while (row->name(count))
            count++;
        return value >= 0 && value < count && value == floor(value);
    }
    case UN_KIND_GATE_BIAS:
        return isnan(value) || (isinf(value) && value > 0) || (value >= row->min && value <= row->max);
    case UN_KIND_TEXT:
        break;
    }
    return false;
}

static const char *next_name(const void *context, int index) {
    const un_ParamRow *row = context;
    return row->name(index);
}

/// un_param_valid for somebody who wrote `found` ("" when nothing was written): the nearest name comes first.
static const char *valid_for(int param, const char *found, char *out, size_t size) {
    const un_ParamRow *row = &un_param_table[param];
    switch (row->kind) {
    case UN_KIND_INT:
        snprintf(out, size, "%.0f..%.0f", row->min, row->max);
        break;
    case UN_KIND_REAL:
        snprintf(out, size, row->above_min ? _("above %.10g, at most %.10g") : "%.10g..%.10g", row->min, row->max);
        break;
    case UN_KIND_BOOL:
        snprintf(out, size, "true, false");
        break;
    case UN_KIND_NAME:
        if (*found) return un_param_suggest(found, next_name, row, out, size);
        size_t used = 0;
        for (int i = 0; row->name(i) && used < size; i++) {
            used += (size_t)snprintf(out + used, size - used, "%s%s", i ? ", " : "", row->name(i));
        }
        break;
    case UN_KIND_GATE_BIAS:
        snprintf(out, size, _("a number in %.10g..%.10g, or chrono"), row->min, row->max);
        break;
    case UN_KIND_TEXT:
        snprintf(out, size, _("1 to %d bytes of text"), (int)sizeof((un_LaneDef *)0)->name - 1);
        break;
    }
    return out;
}

const char *un_param_valid(int param, char *out, size_t size) {
    return valid_for(param, "", out, size);
}

/// Characters that stand on one line and that YAML gives back as they are.
static bool is_plain_text(const char *text) {
    while (*text) {
        uint32_t code;
        size_t length = un_utf8_decode(text, 4, &code);
        if (length == 0 || code < 0x20 || !un_utf8_is_text(code)) return false;
        text += length;
    }
    return true;
}

/// The value that text stands for. False: none that the row allows.
static bool read_value(int param, const char *text, double *value) {
    const un_ParamRow *row = &un_param_table[param];
    int64_t whole;
    switch (row->kind) {
    case UN_KIND_INT:
        if (!un_number_parse_int(text, &whole)) return false;
        *value = (double)whole;
        break;
    case UN_KIND_REAL:
        if (!un_number_parse_real(text, value)) return false;
        break;
    case UN_KIND_BOOL:
        if (strcmp(text, "true") && strcmp(text, "false")) return false;
        *value = !strcmp(text, "true");
        break;
    case UN_KIND_NAME:
        for (int i = 0; row->name(i); i++) {
            if (!strcmp(text, row->name(i))) {
                *value = i;
                return true;
            }
        }
        return false;
    case UN_KIND_GATE_BIAS:
        if (!strcmp(text, "chrono")) {
            *value = (double)INFINITY;
        } else if (!un_number_parse_real(text, value)) {
            return false;
        }
        break;
    case UN_KIND_TEXT:
        return false;
    }
    return un_param_in_range(param, *value);
}

un_Status un_param_set_text(un_Experiment *experiment, int param, int lane, const char *text, un_Error *error) {
    UN_CHECK(param >= 0 && param < un_param_count);
    const un_ParamRow *row = &un_param_table[param];
    UN_CHECK(row->scope != UN_SCOPE_LANE || (lane >= 0 && lane < UN_LANES_MAX));
    double value = 0;
    if (row->kind == UN_KIND_TEXT) {
        char *name = experiment->lane[lane].name;
        if (*text && strlen(text) < sizeof experiment->lane[lane].name && is_plain_text(text)) {
            snprintf(name, sizeof experiment->lane[lane].name, "%s", text);
            return UN_OK;
        }
    } else if (read_value(param, text, &value)) {
        row->set(experiment, lane, value);
        return UN_OK;
    }
    char found[UN_PARAM_TEXT], valid[256];
    return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0, _("found '%s', valid: %s"),
                        un_param_quote(text, found, sizeof found), valid_for(param, text, valid, sizeof valid));
}

const char *un_param_real_text(double value, char *out, size_t size) {
    double back = 0;
    for (int digits = 6; digits <= 17; digits++) {
        snprintf(out, size, "%.*g", digits, value);
        if (un_number_parse_real(out, &back) && back == value) break;
    }
    return out;
}

const char *un_param_text(const un_Experiment *experiment, int param, int lane, char *out, size_t size) {
    const un_ParamRow *row = &un_param_table[param];
    if (row->kind == UN_KIND_TEXT) {
        snprintf(out, size, "%s", experiment->lane[lane].name);
        return out;
    }
    double value = row->get(experiment, lane);
    switch (row->kind) {
    case UN_KIND_INT:
        snprintf(out, size, "%.0f", value);
        break;
    case UN_KIND_BOOL:
        snprintf(out, size, "%s", value != 0 ? "true" : "false");
        break;
    case UN_KIND_NAME:
        snprintf(out, size, "%s", row->name((int)value));
        break;
    default:
        if (isnan(value)) {
            snprintf(out, size, "%s", "");
        } else if (isinf(value)) {
            snprintf(out, size, "chrono");
        } else {
            un_param_real_text(value, out, size);
        }
    }
    return out;
}
