#include "sim/reference_case.h"

#include "base/catalog.h"
#include "base/check.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    STEPS_MAX = 5000,
    WIDTH_MAX = 512, // batch, input, hidden, output
    DIMENSIONS_MAX = 3,
    NAME_ROOM = 64,
    PATH_ROOM = 160,
};

static const struct {
    const char *name;
    un_Cell cell;
    un_Activation activation;
} kinds[] = {
    {"rnn_tanh", UN_CELL_RNN, UN_ACTIVATION_TANH},
    {"rnn_relu", UN_CELL_RNN, UN_ACTIVATION_RELU},
    {"lstm", UN_CELL_LSTM, UN_ACTIVATION_TANH},
    {"gru", UN_CELL_GRU, UN_ACTIVATION_TANH},
    {"feedforward", UN_CELL_FEEDFORWARD, UN_ACTIVATION_TANH},
    {"window", UN_CELL_WINDOW, UN_ACTIVATION_TANH},
    {"attention", UN_CELL_ATTENTION, UN_ACTIVATION_TANH},
    {"ssm", UN_CELL_SSM, UN_ACTIVATION_TANH},
    {"selective", UN_CELL_SELECTIVE, UN_ACTIVATION_TANH},
};

enum { KINDS = sizeof kinds / sizeof *kinds };

const un_ReferenceUpdate un_reference_updates[UN_REFERENCE_UPDATES] = {
    {"sgd", {.kind = UN_OPTIMIZER_SGD, .lr = 0.1}},
    {"sgd_momentum", {.kind = UN_OPTIMIZER_MOMENTUM, .lr = 0.1, .momentum = 0.9}},
    {"rmsprop", {.kind = UN_OPTIMIZER_RMSPROP, .lr = 0.01}},
    {"adam", {.kind = UN_OPTIMIZER_ADAM, .lr = 0.01}},
};

typedef struct Reader {
    const char *file, *text;
    un_Error *error;
    json_t *root;
    un_ReferenceCase *c;
} Reader;

/// Says what was found at path and what would be valid there.
static bool refuse(const Reader *reader, const char *path, const char *found, const char *valid) {
    int line, column;
    un_reference_place(reader->text, path, &line, &column);
    un_error_set(reader->error, UN_ERROR_FILE, reader->file, line, column, _("%s: found %s, valid: %s"), path, found,
                 valid);
    return false;
}

/// What a value is, for a reader.
static const char *describe(const json_t *value, char *out, size_t size) {
    switch (value ? json_typeof(value) : JSON_NULL) {
    case JSON_OBJECT:
        return _("an object");
    case JSON_ARRAY:
        snprintf(out, size, _("%zu elements"), json_array_size(value));
        return out;
    case JSON_STRING:
        snprintf(out, size, "'%.40s'", json_string_value(value));
        return out;
    case JSON_INTEGER:
    case JSON_REAL:
        snprintf(out, size, "%.17g", json_number_value(value));
        return out;
    case JSON_TRUE:
        return "true";
    case JSON_FALSE:
        return "false";
    case JSON_NULL:
        return value ? "null" : _("nothing");
    }
    return "";
}

static bool refuse_value(const Reader *reader, const char *path, const json_t *value, const char *valid) {
    char found[80];
    return refuse(reader, path, describe(value, found, sizeof found), valid);
}

static bool read_integer(const Reader *reader, const char *key, int lowest, int highest, int *out) {
    const json_t *value = json_object_get(reader->root, key);
    json_int_t number = json_integer_value(value);
    if (!json_is_integer(value) || number < lowest || number > highest) {
        char valid[64];
        snprintf(valid, sizeof valid, _("a whole number in %d..%d"), lowest, highest);
        return refuse_value(reader, key, value, valid);
    }
    *out = (int)number;
    return true;
}

/// Numbers nested as the shape says, into out (NULL: only checks). path has room to grow and is the same afterwards.
static bool read_nested(const Reader *reader, char path[PATH_ROOM], const json_t *value, const int *shape,
                        int dimensions, double *out) {
    if (dimensions == 0) {
        double number = json_number_value(value);
        if (!json_is_number(value) || !(fabs(number) < (double)INFINITY)) {
            return refuse_value(reader, path, value, _("a finite number"));
        }
        if (out) *out = number;
        return true;
    }
    if (!json_is_array(value) || json_array_size(value) != (size_t)shape[0]) {
        char valid[64];
        snprintf(valid, sizeof valid, _("%d elements"), shape[0]);
        return refuse_value(reader, path, value, valid);
    }
    size_t below = 1, length = strlen(path);
    for (int i = 1; i < dimensions; i++) {
        below *= (size_t)shape[i];
    }
    for (int i = 0; i < shape[0]; i++) {
        snprintf(path + length, PATH_ROOM - length, "/%d", i);
        double *to = out ? out + (size_t)i * below : NULL;
        if (!read_nested(reader, path, json_array_get(value, (size_t)i), shape + 1, dimensions - 1, to)) return false;
    }
    path[length] = 0;
    return true;
}

/// The value at a path of keys and indices, or NULL.
static json_t *value_at(const Reader *reader, const char *path) {
    json_t *value = reader->root;
    while (*path) {
        char name[NAME_ROOM];
        size_t length = strcspn(path, "/");
        snprintf(name, sizeof name, "%.*s", (int)length, path);
        value = json_is_array(value) ? json_array_get(value, strtoul(name, NULL, 10)) : json_object_get(value, name);
        path += length + (path[length] == '/');
    }
    return value;
}

/// A tensor into memory of the arena, which may only be measuring. A 0 ends the shape.
static bool read_tensor(const Reader *reader, const char *path, const int shape[DIMENSIONS_MAX + 1], double **out) {
    char place[PATH_ROOM];
    snprintf(place, sizeof place, "%s", path);
    int dimensions = 0;
    size_t count = 1;
    while (shape[dimensions]) {
        count *= (size_t)shape[dimensions++];
    }
    const json_t *value = value_at(reader, path);
    // The shape is checked before the arena grows: a short file cannot ask for much memory.
    if (!read_nested(reader, place, value, shape, dimensions, NULL)) return false;
    *out = un_arena_take(&reader->c->arena, count, sizeof **out);
    if (*out) read_nested(reader, place, value, shape, dimensions, *out);
    return true;
}

/// A tensor to be compared. name as reported, path as in the file.
static bool want(const Reader *reader, const char *name, const char *path, const int shape[DIMENSIONS_MAX + 1],
                 un_ReferenceWanted wanted) {
    un_ReferenceCase *c = reader->c;
    UN_CHECK(c->wanted_count < UN_REFERENCE_WANTED_MAX);
    if (!read_tensor(reader, path, shape, &wanted.values)) return false;
    wanted.count = 1;
    for (int i = 0; shape[i]; i++) {
        wanted.count *= (size_t)shape[i];
    }
    wanted.got = un_arena_take(&c->arena, wanted.count, sizeof *wanted.got);
    snprintf(wanted.name, sizeof wanted.name, "%.63s", name);
    c->wanted[c->wanted_count++] = wanted;
    return true;
}

static bool read_shape(const Reader *reader) {
    un_ReferenceCase *c = reader->c;
    const json_t *format = json_object_get(reader->root, "format"), *kind = json_object_get(reader->root, "kind");
    if (!json_is_string(format) || strcmp(json_string_value(format), UN_REFERENCE_FORMAT) != 0) {
        return refuse_value(reader, "format", format, "'" UN_REFERENCE_FORMAT "'");
    }
    int row = 0;
    while (row < KINDS && !(json_is_string(kind) && strcmp(json_string_value(kind), kinds[row].name) == 0)) {
        row++;
    }
    if (row == KINDS) {
        char valid[160];
        size_t used = 0;
        for (int i = 0; i < KINDS; i++) {
            used += (size_t)snprintf(valid + used, sizeof valid - used, "%s%s", i ? ", " : "", kinds[i].name);
        }
        return refuse_value(reader, "kind", kind, valid);
    }
    c->net.cell = kinds[row].cell;
    c->net.activation = kinds[row].activation;
    if (!read_integer(reader, "input_size", 1, WIDTH_MAX, &c->net.input)) return false;
    if (!read_integer(reader, "hidden_size", 1, UN_HIDDEN_MAX, &c->net.hidden)) return false;
    if (!read_integer(reader, "output_size", 1, WIDTH_MAX, &c->net.output)) return false;
    if (!read_integer(reader, "seq_len", 1, STEPS_MAX, &c->T)) return false;
    if (!read_integer(reader, "batch", 1, WIDTH_MAX, &c->B)) return false;
    if (!read_integer(reader, "num_layers", 1, UN_LAYERS_MAX, &c->net.layers)) return false;
    const json_t *bidirectional = json_object_get(reader->root, "bidirectional");
    if (!json_is_boolean(bidirectional)) return refuse_value(reader, "bidirectional", bidirectional, "true, false");
    c->net.bidirectional = json_is_true(bidirectional);
    if (c->net.bidirectional && !un_cell_info(c->net.cell)->reads_backward) {
        return refuse_value(reader, "bidirectional", bidirectional, "false");
    }
    if (c->net.cell == UN_CELL_WINDOW && !read_integer(reader, "window", 1, STEPS_MAX, &c->net.window)) return false;
    const json_t *loss = json_object_get(reader->root, "loss_kind");
    bool mse = json_is_string(loss) && strcmp(json_string_value(loss), "mse") == 0;
    if (!mse && !(json_is_string(loss) && strcmp(json_string_value(loss), "ce") == 0)) {
        return refuse_value(reader, "loss_kind", loss, "mse, ce");
    }
    c->net.loss = mse ? UN_LOSS_MSE : UN_LOSS_CROSS_ENTROPY;
    return true;
}

/// Params and their gradients, PyTorch's names and shapes.
static bool read_params(const Reader *reader) {
    un_ReferenceCase *c = reader->c;
    un_ParamInfo info[UN_PARAMS_MAX];
    int count = un_net_params(&c->net, info, &c->params_count);
    for (int i = 0; i < count; i++) {
        char path[PATH_ROOM], name[PATH_ROOM];
        bool vector = strstr(info[i].name, "bias") || strncmp(info[i].name, "alpha", strlen("alpha")) == 0;
        int shape[DIMENSIONS_MAX + 1] = {info[i].rows, vector ? 0 : info[i].columns};
        snprintf(path, sizeof path, "params/%.39s", info[i].name);
        double *values;
        // One after the other, so that together they are the flat array: each is read, then copied to its offset.
        if (!read_tensor(reader, path, shape, &values)) return false;
        if (i == 0) c->params = un_arena_take(&c->arena, c->params_count, sizeof *c->params);
        size_t size = (size_t)info[i].rows * (size_t)info[i].columns;
        if (c->params) memcpy(c->params + info[i].offset, values, size * sizeof *values);
        snprintf(path, sizeof path, "grad/%.39s", info[i].name);
        snprintf(name, sizeof name, "grad.%.39s", info[i].name);
        // The softmax does not feel b_k: its gradient is rounding, which only an absolute tolerance can judge.
        un_ReferenceWanted wanted = {
            .source = UN_FROM_GRADS, .place = info[i].offset, .absolute = strncmp(info[i].name, "bias_k", 6) == 0};
        if (!want(reader, name, path, shape, wanted)) return false;
    }
    return true;
}

/// The (T,B) marks of loss_steps.
static bool read_scored(const Reader *reader) {
    un_ReferenceCase *c = reader->c;
    const json_t *steps = json_object_get(reader->root, "loss_steps");
    if (!json_is_array(steps) || json_array_size(steps) == 0) {
        return refuse_value(reader, "loss_steps", steps, _("at least one time step"));
    }
    size_t B = (size_t)c->B;
    c->scored = un_arena_take(&c->arena, (size_t)c->T * B, sizeof *c->scored);
    int last = -1;
    for (size_t i = 0; i < json_array_size(steps); i++) {
        const json_t *value = json_array_get(steps, i);
        json_int_t step = json_integer_value(value);
        if (!json_is_integer(value) || step <= last || step >= c->T) {
            char path[PATH_ROOM], valid[64];
            snprintf(path, sizeof path, "loss_steps/%zu", i);
            snprintf(valid, sizeof valid, _("rising whole numbers in 0..%d"), c->T - 1);
            return refuse_value(reader, path, value, valid);
        }
        last = (int)step;
        if (c->scored) memset(c->scored + (size_t)step * B, 1, B);
    }
    double entries = (double)json_array_size(steps) * (double)c->B;
    c->scale = 1.0 / (c->net.loss == UN_LOSS_MSE ? entries * (double)c->net.output : entries);
    return true;
}

static bool read_target(const Reader *reader) {
    un_ReferenceCase *c = reader->c;
    if (c->net.loss == UN_LOSS_MSE) {
        return read_tensor(reader, "target", (const int[]){c->T, c->B, c->net.output, 0}, &c->values);
    }
    double *labels;
    if (!read_tensor(reader, "target", (const int[]){c->T, c->B, 0, 0}, &labels)) return false;
    size_t count = (size_t)c->T * (size_t)c->B;
    c->classes = un_arena_take(&c->arena, count, sizeof *c->classes);
    for (size_t i = 0; labels && i < count; i++) {
        if (!c->scored[i]) continue;
        if (!(labels[i] >= 0.0 && labels[i] < (double)c->net.output && labels[i] == floor(labels[i]))) {
            char path[PATH_ROOM], found[48], valid[48];
            snprintf(path, sizeof path, "target/%zu/%zu", i / (size_t)c->B, i % (size_t)c->B);
            snprintf(found, sizeof found, "%.17g", labels[i]);
            snprintf(valid, sizeof valid, _("a class in 0..%d"), c->net.output - 1);
            return refuse(reader, path, found, valid);
        }
        c->classes[i] = (int32_t)labels[i];
    }
    return true;
}

/// One (layer, direction): its states, gates and their gradients.
static bool read_layer(const Reader *reader, int index, int layer, int direction) {
    un_ReferenceCase *c = reader->c;
    const un_CellInfo *info = un_cell_info(c->net.cell);
    struct {
        const char *name;
        un_TrackPart value, gradient;
        int gate;
    } arrays[UN_GATES_MAX + 3] = {{"h", UN_PART_H, UN_PART_DH, 0}};
    int count = 1;
    int first = c->net.cell == UN_CELL_SSM ? 1 : 0; // its block a is alpha's sigmoid at every step: no file repeats it
    for (int gate = first; gate < info->gates; gate++, count++) {
        arrays[count].name = info->gate_name[gate];
        arrays[count].value = UN_PART_GATE;
        arrays[count].gradient = UN_PART_DGATE;
        arrays[count].gate = gate;
    }
    if (info->has_cell_state) {
        arrays[count].name = "c";
        arrays[count].value = UN_PART_C;
        arrays[count++].gradient = UN_PART_DC;
    }
    if (c->net.cell == UN_CELL_GRU) {
        arrays[count].name = "hn";
        arrays[count].value = UN_PART_HN;
        arrays[count++].gradient = UN_PART_DHN;
    }
    const int shape[DIMENSIONS_MAX + 1] = {c->T, c->B, c->net.hidden, 0};
    for (int i = 0; i < 2 * count; i++) {
        bool gradient = i % 2 == 1;
        char path[PATH_ROOM], name[PATH_ROOM];
        const char *prefix = gradient ? "dL_d" : "";
        snprintf(path, sizeof path, "layers/%d/%s%s", index, prefix, arrays[i / 2].name);
        snprintf(name, sizeof name, "layer%d.%s%s%s", layer, direction ? "reverse." : "", prefix, arrays[i / 2].name);
        un_ReferenceWanted wanted = {.stepwise = gradient,
                                     .source = UN_FROM_TRACK,
                                     .part = gradient ? arrays[i / 2].gradient : arrays[i / 2].value,
                                     .layer = layer,
                                     .direction = direction,
                                     .place = (size_t)arrays[i / 2].gate};
        if (!want(reader, name, path, shape, wanted)) return false;
    }
    return true;
}

static bool read_weights(const Reader *reader) {
    const un_ReferenceCase *c = reader->c;
    const int shape[] = {c->T, c->B, c->T, 0};
    if (!un_cell_info(c->net.cell)->attends) return true;
    return want(reader, "weights", "weights", shape, (un_ReferenceWanted){.source = UN_FROM_WEIGHTS});
}

static bool read_layers(const Reader *reader) {
    const un_ReferenceCase *c = reader->c;
    int directions = c->net.bidirectional ? 2 : 1, count = c->net.layers * directions;
    const json_t *layers = json_object_get(reader->root, "layers");
    if (!json_is_array(layers) || json_array_size(layers) != (size_t)count) {
        char valid[48];
        snprintf(valid, sizeof valid, _("%d elements"), count);
        return refuse_value(reader, "layers", layers, valid);
    }
    for (int i = 0; i < count; i++) {
        char path[PATH_ROOM], valid[48];
        const json_t *entry = json_array_get(layers, (size_t)i);
        const json_t *layer = json_object_get(entry, "layer"), *direction = json_object_get(entry, "direction");
        const char *expected = i % directions ? "reverse" : "forward";
        if (!json_is_integer(layer) || json_integer_value(layer) != i / directions) {
            snprintf(path, sizeof path, "layers/%d/layer", i);
            snprintf(valid, sizeof valid, "%d", i / directions);
            return refuse_value(reader, path, layer, valid);
        }
        if (!json_is_string(direction) || strcmp(json_string_value(direction), expected) != 0) {
            snprintf(path, sizeof path, "layers/%d/direction", i);
            snprintf(valid, sizeof valid, "'%s'", expected);
            return refuse_value(reader, path, direction, valid);
        }
        if (!read_layer(reader, i, i / directions, i % directions)) return false;
    }
    return true;
}

static bool read_updates(const Reader *reader) {
    un_ReferenceCase *c = reader->c;
    un_ParamInfo info[UN_PARAMS_MAX];
    int count = un_net_params(&c->net, info, NULL);
    if (!un_cell_info(c->net.cell)->has_state_weights) return true; // the comparison cells' files hold no updates
    const un_ParamInfo *listed[2] = {&info[1], &info[count - 1]};   // weight_hh_l0, readout.bias
    const int shapes[2][DIMENSIONS_MAX + 1] = {{listed[0]->rows, listed[0]->columns}, {listed[1]->rows}};
    for (int i = 0; i < 2 * UN_REFERENCE_UPDATES; i++) {
        char path[PATH_ROOM], name[PATH_ROOM];
        const un_ParamInfo *param = listed[i % 2];
        snprintf(path, sizeof path, "update/%s/%s", un_reference_updates[i / 2].name, param->name);
        snprintf(name, sizeof name, "update.%s.%s", un_reference_updates[i / 2].name, param->name);
        if (!want(reader, name, path, shapes[i % 2],
                  (un_ReferenceWanted){.source = UN_FROM_UPDATE, .layer = i / 2, .place = param->offset})) {
            return false;
        }
    }
    double *max_norm;
    const int scalar[DIMENSIONS_MAX + 1] = {0};
    if (!read_tensor(reader, "clip/max_norm", scalar, &max_norm)) return false;
    if (max_norm) c->max_norm = *max_norm;
    return want(reader, "clip.coef", "clip/coef", scalar, (un_ReferenceWanted){.source = UN_FROM_CLIP});
}

/// Initial and last states and their gradients: what torch.nn.RNN, LSTM and GRU take and return.
static bool read_states(const Reader *reader) {
    un_ReferenceCase *c = reader->c;
    const int state[] = {c->net.layers * (c->net.bidirectional ? 2 : 1), c->B, c->net.hidden, 0};
    if (!un_cell_info(c->net.cell)->has_state_weights) return true;
    if (!read_tensor(reader, "h0", state, &c->h0) ||
        !want(reader, "h_n", "h_n", state, (un_ReferenceWanted){.source = UN_FROM_LAST, .part = UN_PART_H}) ||
        !want(reader, "grad_h0", "grad_h0", state, (un_ReferenceWanted){.source = UN_FROM_FIRST, .part = UN_PART_DH})) {
        return false;
    }
    if (c->net.cell != UN_CELL_LSTM) return true;
    return read_tensor(reader, "c0", state, &c->c0) &&
           want(reader, "c_n", "c_n", state, (un_ReferenceWanted){.source = UN_FROM_LAST, .part = UN_PART_C}) &&
           want(reader, "grad_c0", "grad_c0", state, (un_ReferenceWanted){.source = UN_FROM_FIRST, .part = UN_PART_DC});
}

/// The whole file into the case: once with a measuring arena, which checks everything but the classes, once for real.
static bool read_case(const Reader *reader) {
    un_ReferenceCase *c = reader->c;
    c->wanted_count = 0;
    if (!json_is_object(reader->root)) return refuse_value(reader, "", reader->root, _("an object"));
    if (!read_shape(reader)) return false;
    int T = c->T, B = c->B, width = (c->net.bidirectional ? 2 : 1) * c->net.hidden;
    const int x[] = {T, B, c->net.input, 0}, scalar[DIMENSIONS_MAX + 1] = {0};
    const int output[] = {T, B, width, 0}, logits[] = {T, B, c->net.output, 0};
    return read_tensor(reader, "x", x, &c->x) && read_states(reader) && read_scored(reader) && read_target(reader) &&
           want(reader, "output", "output", output, (un_ReferenceWanted){.source = UN_FROM_OUTPUT}) &&
           want(reader, "logits", "logits", logits, (un_ReferenceWanted){.source = UN_FROM_LOGITS}) &&
           want(reader, "loss", "loss", scalar, (un_ReferenceWanted){.source = UN_FROM_LOSS}) && read_layers(reader) &&
           read_weights(reader) && read_params(reader) &&
           want(reader, "grad_x", "grad_x", x, (un_ReferenceWanted){.source = UN_FROM_DX}) &&
           want(reader, "grad_global_norm", "grad_global_norm", scalar, (un_ReferenceWanted){.source = UN_FROM_NORM}) &&
           read_updates(reader);
}

/// Twice: what a file asks for is known, and its memory taken, before it is filled.
static un_Status read_twice(const Reader *reader) {
    un_ReferenceCase *c = reader->c;
    c->arena = un_arena_measure();
    if (!read_case(reader)) return UN_ERROR_FILE;
    size_t needed = c->arena.used;
    if (un_arena_reserve(&c->arena, needed)) {
        return un_error_set(reader->error, UN_ERROR_MEMORY, reader->file, 0, 0, "%s", _("not enough memory"));
    }
    return read_case(reader) ? UN_OK : UN_ERROR_FILE;
}

un_Status un_reference_read(un_ReferenceCase *c, const char *name, const char *text, size_t size, un_Error *error) {
    json_error_t problem;
    Reader reader = {.file = name, .text = text, .error = error, .c = c};
    *c = (un_ReferenceCase){0};
    reader.root = json_loadb(text, size, JSON_REJECT_DUPLICATES, &problem);
    if (!reader.root) {
        return un_error_set(error, UN_ERROR_FILE, name, problem.line, problem.column,
                            _("found no complete JSON (%s), valid: a reference vector of the format %s"), problem.text,
                            UN_REFERENCE_FORMAT);
    }
    un_Status status = read_twice(&reader);
    json_decref(reader.root);
    return status;
}
