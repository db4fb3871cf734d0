#include "sim/measure_cost.h"

#include <string.h>

/// Products of numbers beside the weights', each step and unit: c = f c + i g, h = o tanh(c); h = (1-z) n + z h, r hn;
/// c = a c + (1-a) u.
static double gate_products(un_Cell cell) {
    switch (cell) {
    case UN_CELL_LSTM:
    case UN_CELL_GRU:
        return 3;
    case UN_CELL_SSM:
    case UN_CELL_SELECTIVE:
        return 2;
    default:
        return 0;
    }
}

/// Weights that read the network's own input: dL/dx is nobody's business in training, so they work once less there.
static double input_weights(const un_NetDef *net) {
    static const char *const kinds[] = {"weight_ih", "weight_in", "weight_u", "weight_z"};
    un_Tensor tensor[UN_TENSORS_MAX];
    double numbers = 0;
    for (int direction = 0; direction < (net->bidirectional ? 2 : 1); direction++) {
        int tensors = un_net_tensors(net, 0, direction, tensor);
        for (int i = 0; i < tensors; i++) {
            for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
                if (strcmp(tensor[i].kind, kinds[k]) == 0) numbers += (double)tensor[i].rows * tensor[i].columns;
            }
        }
    }
    return numbers;
}

/// What attention adds, for every pair of a step and one not after it: q . k and a v forward, four products back.
static void add_attention(un_Cost *cost, double units, double T) {
    double pairs = T * (T + 1) / 2;
    cost->forward_step += 2 * units * T;
    cost->forward += 2 * units * pairs;
    cost->backward += 4 * units * pairs;
    cost->kept_state += 2 * units * T; // keys and values of all steps
    cost->kept_tape += pairs;
}

un_Cost un_cost_count(const un_NetDef *net, int T) {
    un_ParamInfo info[UN_PARAMS_MAX];
    size_t total;
    int tensors = un_net_params(net, info, &total), tracks = net->layers * (net->bidirectional ? 2 : 1);
    const un_CellInfo *cell = un_cell_info(net->cell);
    double weights = 0, units = (double)tracks * net->hidden;
    for (int i = 0; i < tensors; i++) {
        if (!strstr(info[i].name, "weight")) continue;
        weights += (double)info[i].rows * info[i].columns;
    }
    double products = gate_products(net->cell) * units, steps = T;
    un_Cost cost = {.parameters = (double)total, .forward_step = weights + products};
    cost.forward = steps * cost.forward_step;
    // Each weight once for its own gradient and once on the way down; each gate's product has two factors.
    cost.backward = steps * (2 * weights - input_weights(net) + 2 * products);
    if (cell->carries_state) cost.kept_state = units * (net->cell == UN_CELL_LSTM ? 2 : 1);
    if (net->cell == UN_CELL_WINDOW) {
        for (int layer = 0; layer < net->layers; layer++) {
            cost.kept_state += (net->window - 1.0) * un_net_layer_input(net, layer);
        }
    }
    double kept_units = cell->has_cell_state ? 2 : 1;                           // h and c
    if (net->cell == UN_CELL_LSTM || net->cell == UN_CELL_GRU) kept_units += 1; // tanh(c); W_hn h + b_hn
    cost.kept_tape = steps * (units * (cell->gates + kept_units) + net->input + net->output);
    cost.dependent_steps = cost.dependent_least = cell->carries_state ? T : 1;
    if (net->cell == UN_CELL_ATTENTION) add_attention(&cost, units, steps);
    if (net->cell == UN_CELL_SSM || net->cell == UN_CELL_SELECTIVE) {
        cost.dependent_least = 0; // a scan joins pairs, then pairs of pairs
        for (int reach = 1; reach < T; reach *= 2) {
            cost.dependent_least++;
        }
    }
    return cost;
}
