/// The packed weights: for each layer and direction the copies that the kernels want, then those of the readout.
#include "net/kernel.h"
#include "net/step.h"

#include <string.h>

/// Sizes of one track's parts, in the order in which they lie.
typedef struct Sizes {
    size_t bias, input_forward, input_backward, state_forward, state_forward_n, state_backward, total;
} Sizes;

static Sizes sizes_of(const un_NetDef *def, int input) {
    int H = def->hidden, rows = un_cell_info(def->cell)->gates * H;
    bool gru = def->cell == UN_CELL_GRU;
    Sizes sizes = {
        .bias = (size_t)rows + (gru ? (size_t)H : 0),
        .input_forward = UN_P(un_kernel_packed_size)(input, rows),
        .input_backward = UN_P(un_kernel_packed_size)(rows, input),
        .state_forward = UN_P(un_kernel_packed_size)(H, gru ? 2 * H : rows),
        .state_forward_n = gru ? UN_P(un_kernel_packed_size)(H, H) : 0,
        .state_backward = UN_P(un_kernel_packed_size)(rows, H),
    };
    sizes.total = sizes.bias + sizes.input_forward + sizes.input_backward + sizes.state_forward +
                  sizes.state_forward_n + sizes.state_backward;
    return sizes;
}

/// Start of a track's parts; of the readout's for track = layers * D.
static size_t start_of(const un_NetDef *def, int track) {
    int directions = def->bidirectional ? 2 : 1;
    size_t first = sizes_of(def, def->input).total, other = sizes_of(def, directions * def->hidden).total;
    if (track <= directions) return (size_t)track * first;
    return (size_t)directions * first + (size_t)(track - directions) * other;
}

size_t UN_P(un_packed_size)(const un_NetDef *def) {
    int directions = def->bidirectional ? 2 : 1, width = directions * def->hidden;
    return start_of(def, def->layers * directions) + UN_P(un_kernel_packed_size)(width, def->output) +
           UN_P(un_kernel_packed_size)(def->output, width);
}

UN_P(un_Weights) UN_P(un_weights_of)(const un_NetDef *def, const un_real *packed, int layer, int direction) {
    int directions = def->bidirectional ? 2 : 1, width = directions * def->hidden;
    bool gru = def->cell == UN_CELL_GRU;
    int input = layer == 0 ? def->input : width;
    Sizes sizes = sizes_of(def, input);
    const un_real *at = packed + start_of(def, layer * directions + direction);
    const un_real *readout = packed + start_of(def, def->layers * directions);
    UN_P(un_Weights) weights = {.input = input, .bias = at};
    if (gru) weights.bias_hn = at + 3 * (size_t)def->hidden;
    weights.input_forward = at += sizes.bias;
    weights.input_backward = at += sizes.input_forward;
    weights.state_forward = at += sizes.input_backward;
    at += sizes.state_forward;
    if (gru) weights.state_forward_n = at;
    weights.state_backward = at + sizes.state_forward_n;
    weights.readout_forward = readout;
    weights.readout_backward = readout + UN_P(un_kernel_packed_size)(width, def->output);
    return weights;
}

static void pack_track(const un_NetDef *def, const un_real *params, un_real *packed, int layer, int direction) {
    int H = def->hidden, gates = un_cell_info(def->cell)->gates, rows = gates * H;
    int directions = def->bidirectional ? 2 : 1;
    bool gru = def->cell == UN_CELL_GRU;
    un_TrackParams at = un_net_track_params(def, layer, direction);
    Sizes sizes = sizes_of(def, at.input);
    const un_real *weight_ih = params + at.weight_ih, *weight_hh = params + at.weight_hh;
    const un_real *bias_ih = params + at.bias_ih, *bias_hh = params + at.bias_hh;
    un_real *to = packed + start_of(def, layer * directions + direction);
    // GRU: b_hn stands inside r * ( ), so block n keeps its two biases apart.
    int summed = gru ? 2 * H : rows;
    for (int j = 0; j < rows; j++) {
        to[j] = j < summed ? bias_ih[j] + bias_hh[j] : bias_ih[j];
    }
    if (gru) memcpy(to + rows, bias_hh + summed, (size_t)H * sizeof *to);
    size_t input = (size_t)at.input, hidden = (size_t)H;
    UN_P(un_kernel_pack)(to += sizes.bias, weight_ih, 1, input, at.input, rows);
    UN_P(un_kernel_pack)(to += sizes.input_forward, weight_ih, input, 1, rows, at.input);
    UN_P(un_kernel_pack)(to += sizes.input_backward, weight_hh, 1, hidden, H, summed);
    to += sizes.state_forward;
    if (gru) UN_P(un_kernel_pack)(to, weight_hh + 2 * hidden * hidden, 1, hidden, H, H);
    UN_P(un_kernel_pack)(to + sizes.state_forward_n, weight_hh, hidden, 1, rows, H);
}

void UN_P(un_weights_pack)(const un_NetDef *def, const un_real *params, un_real *packed) {
    int directions = def->bidirectional ? 2 : 1, width = directions * def->hidden;
    for (int layer = 0; layer < def->layers; layer++) {
        for (int direction = 0; direction < directions; direction++) {
            pack_track(def, params, packed, layer, direction);
        }
    }
    const un_real *readout = params + un_net_readout_offset(def);
    un_real *to = packed + start_of(def, def->layers * directions);
    UN_P(un_kernel_pack)(to, readout, 1, (size_t)width, width, def->output);
    to += UN_P(un_kernel_packed_size)(width, def->output);
    UN_P(un_kernel_pack)(to, readout, (size_t)width, 1, def->output, width);
}
