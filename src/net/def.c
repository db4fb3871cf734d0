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

un_TrackParams un_net_track_params(const un_NetDef *def, int layer, int direction) {
    UN_CHECK(layer >= 0 && layer < UN_LAYERS_MAX);
    size_t directions = def->bidirectional ? 2 : 1;
    size_t hidden = (size_t)def->hidden, rows = (size_t)un_cell_info(def->cell)->gates * hidden;
    size_t input = (size_t)def->input, above = directions * hidden;
    size_t first = rows * (input + hidden + 2), other = rows * (above + hidden + 2);
    size_t start = layer == 0 ? (size_t)direction * first
                              : directions * first + ((size_t)(layer - 1) * directions + (size_t)direction) * other;
    size_t columns = layer == 0 ? input : above;
    return (un_TrackParams){.input = (int)columns,
                            .weight_ih = start,
                            .weight_hh = start + rows * columns,
                            .bias_ih = start + rows * (columns + hidden),
                            .bias_hh = start + rows * (columns + hidden + 1)};
}

size_t un_net_readout_offset(const un_NetDef *def) {
    un_TrackParams last = un_net_track_params(def, def->layers - 1, def->bidirectional ? 1 : 0);
    return last.bias_hh + (size_t)un_cell_info(def->cell)->gates * (size_t)def->hidden;
}

static void add_param(un_ParamInfo *info, const char *kind, int layer, int direction, size_t offset, int rows,
                      int columns) {
    *info = (un_ParamInfo){.offset = offset, .rows = rows, .columns = columns};
    snprintf(info->name, sizeof info->name, "%s_l%d%s", kind, layer, direction ? "_reverse" : "");
}

int un_net_params(const un_NetDef *def, un_ParamInfo info[UN_PARAMS_MAX], size_t *total) {
    int hidden = def->hidden, rows = un_cell_info(def->cell)->gates * hidden;
    int directions = def->bidirectional ? 2 : 1;
    int count = 0;
    for (int layer = 0; layer < def->layers; layer++) {
        for (int direction = 0; direction < directions; direction++) {
            un_TrackParams track = un_net_track_params(def, layer, direction);
            add_param(&info[count++], "weight_ih", layer, direction, track.weight_ih, rows, track.input);
            add_param(&info[count++], "weight_hh", layer, direction, track.weight_hh, rows, hidden);
            add_param(&info[count++], "bias_ih", layer, direction, track.bias_ih, rows, 1);
            add_param(&info[count++], "bias_hh", layer, direction, track.bias_hh, rows, 1);
        }
    }
    size_t readout = un_net_readout_offset(def), size = (size_t)def->output * (size_t)(directions * hidden);
    info[count++] = (un_ParamInfo){"readout.weight", readout, def->output, directions * hidden};
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
