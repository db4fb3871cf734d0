/// The packed weights of a recurrent layer: the copies that the kernels want.
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

size_t UN_P(un_weights_packed_size)(const un_NetDef *def, int input) {
    return sizes_of(def, input).total;
}

UN_P(un_Weights) UN_P(un_weights_of)(const un_NetDef *def, const un_real *packed, int input) {
    bool gru = def->cell == UN_CELL_GRU;
    Sizes sizes = sizes_of(def, input);
    const un_real *at = packed;
    UN_P(un_Weights) weights = {.input = input, .bias = at};
    if (gru) weights.bias_hn = at + 3 * (size_t)def->hidden;
    weights.input_forward = at += sizes.bias;
    weights.input_backward = at += sizes.input_forward;
    weights.state_forward = at += sizes.input_backward;
    at += sizes.state_forward;
    if (gru) weights.state_forward_n = at;
    weights.state_backward = at + sizes.state_forward_n;
    return weights;
}

void UN_P(un_weights_pack_track)(const un_NetDef *def, const un_real *params, un_real *packed, int layer,
                                 int direction) {
    int H = def->hidden, gates = un_cell_info(def->cell)->gates, rows = gates * H;
    bool gru = def->cell == UN_CELL_GRU;
    un_TrackParams at = un_net_track_params(def, layer, direction);
    Sizes sizes = sizes_of(def, at.input);
    const un_real *weight_ih = params + at.weight_ih, *weight_hh = params + at.weight_hh;
    const un_real *bias_ih = params + at.bias_ih, *bias_hh = params + at.bias_hh;
    un_real *to = packed;
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
