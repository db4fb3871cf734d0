#include "net/def.h"

#include "base/catalog.h"
#include "base/check.h"

#include <stdio.h>

const char *const un_activation_names[UN_ACTIVATION_COUNT] = {"tanh", "relu", "linear"};
const char *const un_init_names[UN_INIT_COUNT] = {"pytorch", "xavier", "orthogonal", "identity", "gaussian"};
const char *const un_optimizer_names[UN_OPTIMIZER_COUNT] = {"sgd", "momentum", "rmsprop", "adam"};
const char *const un_activation_titles[UN_ACTIVATION_COUNT] = {UN_KEY("tanh"), UN_KEY("ReLU"), UN_KEY("linear")};
const char *const un_init_titles[UN_INIT_COUNT] = {UN_KEY("PyTorch"), UN_KEY("Xavier"), UN_KEY("orthogonal"),
                                                   UN_KEY("identity"), UN_KEY("Gaussian")};
const char *const un_optimizer_titles[UN_OPTIMIZER_COUNT] = {UN_KEY("SGD"), UN_KEY("momentum"), UN_KEY("RMSprop"),
                                                             UN_KEY("Adam")};

int un_net_layer_input(const un_NetDef *def, int layer) {
    return layer == 0 ? def->input : (def->bidirectional ? 2 : 1) * def->hidden;
}

int un_net_window(const un_NetDef *def) {
    return def->cell == UN_CELL_WINDOW ? def->window : 1;
}

/// The start of a list: the tensors so far and where the next one lies.
typedef struct Tensors {
    un_Tensor *list;
    int count;
    size_t end;
} Tensors;

static void add(Tensors *to, const char *kind, un_TensorRole role, int rows, int columns) {
    to->list[to->count++] = (un_Tensor){kind, role, rows, columns, to->end};
    to->end += (size_t)rows * (size_t)columns;
}

/// Adds one layer's and direction's tensors.
static void add_track(Tensors *to, const un_NetDef *def, int layer) {
    int H = def->hidden, input = un_net_layer_input(def, layer), rows = un_cell_info(def->cell)->gates * H;
    switch (def->cell) {
    case UN_CELL_RNN:
    case UN_CELL_LSTM:
    case UN_CELL_GRU:
        add(to, "weight_ih", UN_TENSOR_WEIGHT, rows, input);
        add(to, "weight_hh", UN_TENSOR_STATE_WEIGHT, rows, H);
        add(to, "bias_ih", UN_TENSOR_BIAS, rows, 1);
        add(to, "bias_hh", UN_TENSOR_BIAS, rows, 1);
        break;
    case UN_CELL_FEEDFORWARD:
    case UN_CELL_WINDOW:
        add(to, "weight_ih", UN_TENSOR_WEIGHT, H, un_net_window(def) * input);
        add(to, "bias_ih", UN_TENSOR_BIAS, H, 1);
        break;
    case UN_CELL_ATTENTION:
        add(to, "weight_in", UN_TENSOR_WEIGHT, H, input);
        add(to, "bias_in", UN_TENSOR_BIAS, H, 1);
        add(to, "weight_q", UN_TENSOR_WEIGHT, H, H);
        add(to, "bias_q", UN_TENSOR_BIAS, H, 1);
        add(to, "weight_k", UN_TENSOR_WEIGHT, H, H);
        add(to, "bias_k", UN_TENSOR_BIAS, H, 1);
        add(to, "weight_v", UN_TENSOR_WEIGHT, H, H);
        add(to, "bias_v", UN_TENSOR_BIAS, H, 1);
        break;
    case UN_CELL_SSM:
    case UN_CELL_SELECTIVE:
        add(to, "weight_u", UN_TENSOR_WEIGHT, H, input);
        add(to, "bias_u", UN_TENSOR_BIAS, H, 1);
        add(to, "weight_o", UN_TENSOR_WEIGHT, H, H);
        add(to, "bias_o", UN_TENSOR_BIAS, H, 1);
        if (def->cell == UN_CELL_SSM) {
            add(to, "alpha", UN_TENSOR_KEEP, H, 1);
        } else {
            add(to, "weight_z", UN_TENSOR_WEIGHT, H, input);
            add(to, "bias_z", UN_TENSOR_KEEP, H, 1);
        }
        break;
    case UN_CELL_COUNT:
        break;
    }
}

/// Where a track's tensors start; the readout's for layer = layers, direction 0.
static size_t track_start(const un_NetDef *def, int layer, int direction) {
    un_Tensor list[UN_TENSORS_MAX];
    Tensors before = {.list = list};
    int directions = def->bidirectional ? 2 : 1;
    for (int track = 0; track < layer * directions + direction; track++) {
        before.count = 0;
        add_track(&before, def, track / directions);
    }
    return before.end;
}

int un_net_tensors(const un_NetDef *def, int layer, int direction, un_Tensor list[UN_TENSORS_MAX]) {
    UN_CHECK(layer >= 0 && layer < UN_LAYERS_MAX);
    Tensors track = {.list = list, .end = track_start(def, layer, direction)};
    add_track(&track, def, layer);
    return track.count;
}

un_TrackParams un_net_track_params(const un_NetDef *def, int layer, int direction) {
    UN_CHECK(un_cell_info(def->cell)->has_state_weights);
    un_Tensor list[UN_TENSORS_MAX];
    un_net_tensors(def, layer, direction, list);
    return (un_TrackParams){.input = list[0].columns,
                            .weight_ih = list[0].offset,
                            .weight_hh = list[1].offset,
                            .bias_ih = list[2].offset,
                            .bias_hh = list[3].offset};
}

size_t un_net_readout_offset(const un_NetDef *def) {
    return track_start(def, def->layers, 0);
}

int un_net_params(const un_NetDef *def, un_ParamInfo info[UN_PARAMS_MAX], size_t *total) {
    int directions = def->bidirectional ? 2 : 1, width = directions * def->hidden, count = 0;
    bool numbered = un_cell_info(def->cell)->numbered_tensors;
    for (int layer = 0; layer < def->layers; layer++) {
        for (int direction = 0; direction < directions; direction++) {
            un_Tensor list[UN_TENSORS_MAX];
            int tensors = un_net_tensors(def, layer, direction, list);
            for (int i = 0; i < tensors; i++) {
                un_ParamInfo *to = &info[count++];
                *to = (un_ParamInfo){.offset = list[i].offset, .rows = list[i].rows, .columns = list[i].columns};
                char number[16] = "";
                if (numbered || layer > 0) snprintf(number, sizeof number, "_l%d", layer);
                snprintf(to->name, sizeof to->name, "%s%s%s", list[i].kind, number, direction ? "_reverse" : "");
            }
        }
    }
    size_t readout = un_net_readout_offset(def), size = (size_t)def->output * (size_t)width;
    info[count++] = (un_ParamInfo){"readout.weight", readout, def->output, width};
    info[count++] = (un_ParamInfo){"readout.bias", readout + size, def->output, 1};
    if (total) *total = readout + size + (size_t)def->output;
    return count;
}

int un_optimizer_moments(un_Optimizer kind) {
    switch (kind) {
    case UN_OPTIMIZER_MOMENTUM:
    case UN_OPTIMIZER_RMSPROP:
        return 1;
    case UN_OPTIMIZER_ADAM:
        return 2;
    case UN_OPTIMIZER_SGD:
    case UN_OPTIMIZER_COUNT:
        break;
    }
    return 0;
}

bool un_net_cuts(const un_NetDef *def, int T, int t) {
    return def->truncate > 0 && t > 0 && t < T && (T - t) % def->truncate == 0;
}
