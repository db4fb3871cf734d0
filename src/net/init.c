/// Initialisations (CLI.md), all computed in double, so that float and double models start from the same numbers.
#include "net/model.h"

#include "base/check.h"
#include "num/elementary.h"
#include "num/linalg.h"
#include "num/spectral.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void uniform(un_Random *random, double *to, size_t count, double bound) {
    for (size_t i = 0; i < count; i++) {
        to[i] = un_random_uniform(random, -bound, bound);
    }
}

static void gaussian(un_Random *random, double *to, size_t count, double sd) {
    for (size_t i = 0; i < count; i++) {
        to[i] = sd * un_random_normal(random);
    }
}

/// Glorot & Bengio 2010: U(+-sqrt(6 / (fan in + fan out))).
static double xavier_bound(int in, int out) {
    return sqrt(6.0 / ((double)in + (double)out));
}

/// One gate's (H,H) block of W_hh.
static void state_block(const un_InitDef *init, un_Random *random, double *w, int H) {
    size_t width = (size_t)H, count = width * width;
    switch (init->init) {
    case UN_INIT_XAVIER:
        uniform(random, w, count, xavier_bound(H, H));
        break;
    case UN_INIT_ORTHOGONAL: // Saxe, McClelland & Ganguli 2014
        gaussian(random, w, count, 1.0);
        un_orthogonalise(w, H);
        break;
    case UN_INIT_IDENTITY: // Le, Jaitly & Hinton 2015
        memset(w, 0, count * sizeof *w);
        for (size_t i = 0; i < width; i++) {
            w[i * width + i] = 1.0;
        }
        break;
    case UN_INIT_GAUSSIAN:
        gaussian(random, w, count, 1.0 / sqrt((double)H));
        break;
    case UN_INIT_PYTORCH:
    case UN_INIT_COUNT:
        uniform(random, w, count, 1.0 / sqrt((double)H));
        break;
    }
}

/// Gain, then the wished spectral radius. A block whose eigenvalues are all 0 stays as it is.
static void scale_block(const un_InitDef *init, double *w, int H, double *scratch) {
    double factor = init->gain;
    if (init->radius > 0.0) {
        double radius = un_spectral_radius(w, H, scratch);
        if (radius > 0.0) factor = init->radius / radius; // whatever the gain was
    }
    for (size_t i = 0; i < (size_t)H * (size_t)H; i++) {
        w[i] *= factor;
    }
}

/// What the keep gate of a comparison cell starts from: a constant where the user gives one, else ln U(1, T_max - 1).
static void keep_gate(const un_InitDef *init, un_Random *random, double *to, size_t count) {
    double highest = init->tmax > 2.0 ? init->tmax - 1.0 : 1.0;
    for (size_t u = 0; u < count; u++) {
        to[u] = init->gate_bias == UN_GATE_BIAS_CONSTANT ? init->gate_bias_value
                                                         : un_log(un_random_uniform(random, 1.0, highest));
    }
}

/// The bias of the gate that keeps: a constant, or ln U(1, T_max - 1) per unit, the LSTM's input gate then the opposite
/// (Tallec & Ollivier 2018). All in b_ih; b_hh is 0 there, since the sum of the two counts.
static void gate_bias(const un_NetDef *def, const un_InitDef *init, un_Random *random, double *bias_ih,
                      double *bias_hh) {
    const un_CellInfo *info = un_cell_info(def->cell);
    if (init->gate_bias == UN_GATE_BIAS_NONE || info->keep_gate < 0) return;
    size_t H = (size_t)def->hidden, keep = (size_t)info->keep_gate * H;
    double highest = init->tmax > 2.0 ? init->tmax - 1.0 : 1.0;
    for (size_t u = 0; u < H; u++) {
        bias_hh[keep + u] = 0.0;
        if (init->gate_bias == UN_GATE_BIAS_CONSTANT) {
            bias_ih[keep + u] = init->gate_bias_value;
            continue;
        }
        double bias = un_log(un_random_uniform(random, 1.0, highest));
        bias_ih[keep + u] = bias;
        if (def->cell == UN_CELL_LSTM) {
            bias_ih[u] = -bias; // the input gate is block 0
            bias_hh[u] = 0.0;
        }
    }
}

/// A comparison cell: pytorch U(+-1/sqrt H), any other Xavier weights and biases 0.
static void init_maps(const un_NetDef *def, const un_InitDef *init, un_Random *random, int layer, int direction,
                      double *params) {
    un_Tensor tensors[UN_TENSORS_MAX];
    int count = un_net_tensors(def, layer, direction, tensors);
    bool pytorch = init->init == UN_INIT_PYTORCH;
    double bound = 1.0 / sqrt((double)def->hidden);
    for (int i = 0; i < count; i++) {
        const un_Tensor *tensor = &tensors[i];
        double *to = params + tensor->offset;
        size_t size = (size_t)tensor->rows * (size_t)tensor->columns;
        if (tensor->role == UN_TENSOR_KEEP) {
            keep_gate(init, random, to, size);
        } else if (pytorch) {
            uniform(random, to, size, bound);
        } else if (tensor->role == UN_TENSOR_BIAS) {
            memset(to, 0, size * sizeof *to);
        } else {
            uniform(random, to, size, xavier_bound(tensor->columns, tensor->rows));
        }
    }
}

/// rnn, lstm, gru.
static void init_track(const un_NetDef *def, const un_InitDef *init, un_Random *random, int layer, int direction,
                       double *params, double *scratch) {
    un_TrackParams at = un_net_track_params(def, layer, direction);
    int H = def->hidden, gates = un_cell_info(def->cell)->gates;
    bool pytorch = init->init == UN_INIT_PYTORCH;
    double bound = 1.0 / sqrt((double)H);
    size_t rows = (size_t)gates * (size_t)H, block = (size_t)H * (size_t)H;
    // Every gate's block of W_ih has the same fans (I, H), so that one bound serves them all.
    uniform(random, params + at.weight_ih, rows * (size_t)at.input, pytorch ? bound : xavier_bound(at.input, H));
    for (int gate = 0; gate < gates; gate++) {
        double *w = params + at.weight_hh + (size_t)gate * block;
        state_block(init, random, w, H);
        scale_block(init, w, H, scratch);
    }
    if (pytorch) {
        uniform(random, params + at.bias_ih, rows, bound);
        uniform(random, params + at.bias_hh, rows, bound);
    } else {
        memset(params + at.bias_ih, 0, rows * sizeof *params);
        memset(params + at.bias_hh, 0, rows * sizeof *params);
    }
    gate_bias(def, init, random, params + at.bias_ih, params + at.bias_hh);
}

/// scratch: scratch_size numbers.
static void init_all(const un_NetDef *def, const un_InitDef *init, un_Random *random, double *params, double *scratch) {
    int directions = def->bidirectional ? 2 : 1, width = directions * def->hidden;
    for (int layer = 0; layer < def->layers; layer++) {
        for (int direction = 0; direction < directions; direction++) {
            if (un_cell_info(def->cell)->has_state_weights) {
                init_track(def, init, random, layer, direction, params, scratch);
            } else {
                init_maps(def, init, random, layer, direction, params);
            }
        }
    }
    double *readout = params + un_net_readout_offset(def), *bias = readout + (size_t)def->output * (size_t)width;
    bool pytorch = init->init == UN_INIT_PYTORCH;
    double bound = 1.0 / sqrt((double)def->hidden);
    uniform(random, readout, (size_t)def->output * (size_t)width, pytorch ? bound : xavier_bound(width, def->output));
    memset(bias, 0, (size_t)def->output * sizeof *bias);
    if (pytorch) uniform(random, bias, (size_t)def->output, bound);
}

/// What un_spectral_radius asks for.
static size_t scratch_size(const un_NetDef *def) {
    return (size_t)def->hidden * (size_t)def->hidden + 2 * (size_t)def->hidden;
}

size_t un_net_init_memory_f64(const un_NetDef *def) {
    return scratch_size(def) * sizeof(double);
}

size_t un_net_init_memory_f32(const un_NetDef *def) {
    un_ParamInfo info[UN_PARAMS_MAX];
    size_t total;
    un_net_params(def, info, &total);
    return (total + scratch_size(def)) * sizeof(double); // drawn in double, then rounded
}

un_Status un_net_init_f64(const un_NetDef *def, const un_InitDef *init, un_Random *random, double *params) {
    double *scratch = malloc(un_net_init_memory_f64(def));
    if (!scratch) return UN_ERROR_MEMORY;
    init_all(def, init, random, params, scratch);
    free(scratch);
    return UN_OK;
}

un_Status un_net_init_f32(const un_NetDef *def, const un_InitDef *init, un_Random *random, float *params) {
    un_ParamInfo info[UN_PARAMS_MAX];
    size_t total;
    un_net_params(def, info, &total);
    double *wide = malloc(un_net_init_memory_f32(def));
    if (!wide) return UN_ERROR_MEMORY;
    init_all(def, init, random, wide, wide + total);
    for (size_t i = 0; i < total; i++) {
        params[i] = (float)wide[i];
    }
    free(wide);
    return UN_OK;
}
