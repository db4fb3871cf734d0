#include "net/model.h"

#include "base/check.h"
#include "net/kernel.h"
#include "net/layer.h"
#include "net/step.h"

#include <limits.h>
#include <string.h>

typedef UN_P(un_Tape) Tape;
typedef UN_P(un_LayerOps) LayerOps;

static const LayerOps *const cells[UN_CELL_COUNT] = {
    [UN_CELL_RNN] = &UN_P(un_recurrent_ops),
    [UN_CELL_LSTM] = &UN_P(un_recurrent_ops),
    [UN_CELL_GRU] = &UN_P(un_recurrent_ops),
    [UN_CELL_FEEDFORWARD] = &UN_P(un_feedforward_ops),
    [UN_CELL_WINDOW] = &UN_P(un_feedforward_ops),
    [UN_CELL_ATTENTION] = &UN_P(un_attention_ops),
    [UN_CELL_SSM] = &UN_P(un_ssm_ops),
    [UN_CELL_SELECTIVE] = &UN_P(un_ssm_ops),
};

static int directions_of(const un_NetDef *def) {
    return UN_P(un_directions)(def);
}

/// Columns that a direction takes in a row of states.
static size_t pitch_of(const un_NetDef *def) {
    return cells[def->cell]->width ? cells[def->cell]->width(def) : (size_t)def->hidden;
}

/// From row to row of what all directions of a layer give.
static size_t stride_of(const un_NetDef *def) {
    size_t columns = (size_t)directions_of(def) * pitch_of(def);
    return cells[def->cell]->width ? UN_P(un_row_stride)(columns) : columns;
}

/// Columns from the first to the last unit of such a row; the gap between the directions meets weights of 0.
static int span_of(const un_NetDef *def) {
    return (directions_of(def) - 1) * (int)pitch_of(def) + def->hidden;
}

/// Where a track's packed weights start; the readout's for layer = layers, direction 0.
static size_t packed_start(const un_NetDef *def, int layer, int direction) {
    size_t start = 0;
    for (int l = 0; l < layer; l++) {
        start += (size_t)directions_of(def) * cells[def->cell]->packed_size(def, un_net_layer_input(def, l));
    }
    if (direction == 1) start += cells[def->cell]->packed_size(def, un_net_layer_input(def, layer));
    return start;
}

/// The readout's weights for the kernels, after those of the layers: both ways, and before them, spread to the rows'
/// gaps, (O, span).
static size_t spread_size(const un_NetDef *def) {
    return (size_t)def->output * (size_t)span_of(def);
}

size_t UN_P(un_packed_size)(const un_NetDef *def) {
    return packed_start(def, def->layers, 0) + spread_size(def) +
           UN_P(un_kernel_packed_size)(span_of(def), def->output) +
           UN_P(un_kernel_packed_size)(def->output, span_of(def));
}

void UN_P(un_weights_pack)(const un_NetDef *def, un_Isa isa, const un_real *params, un_real *packed) {
    int directions = directions_of(def), span = span_of(def), O = def->output, H = def->hidden;
    for (int layer = 0; layer < def->layers; layer++) {
        for (int direction = 0; direction < directions; direction++) {
            cells[def->cell]->pack(def, isa, params, packed + packed_start(def, layer, direction), layer, direction);
        }
    }
    const un_real *readout = params + un_net_readout_offset(def);
    un_real *spread = packed + packed_start(def, def->layers, 0), *to = spread + spread_size(def);
    memset(spread, 0, spread_size(def) * sizeof *spread);
    for (int o = 0; o < O; o++) {
        for (int d = 0; d < directions; d++) {
            memcpy(spread + (size_t)(o * span) + (size_t)d * pitch_of(def), readout + (o * directions + d) * H,
                   (size_t)H * sizeof *spread);
        }
    }
    UN_P(un_kernel_pack)(to, spread, 1, (size_t)span, span, O);
    to += UN_P(un_kernel_packed_size)(span, O);
    UN_P(un_kernel_pack)(to, spread, (size_t)span, 1, O, span);
}

void UN_P(un_tape_carve)(Tape *tape, un_Arena *arena, const un_NetDef *def, const un_TapeDef *tape_def) {
    int T = tape_def->T, B = tape_def->B;
    UN_CHECK(T >= 1 && B >= 1 && T <= INT_MAX / B); // the kernels count rows in int
    UN_CHECK(def->layers >= 1 && def->layers <= UN_LAYERS_MAX);
    UN_CHECK(def->input >= 1 && def->hidden >= 1 && def->output >= 1);
    UN_CHECK(un_isa_available(tape_def->isa));
    int directions = directions_of(def);
    size_t steps = (size_t)T * (size_t)B, stride = stride_of(def), real = sizeof(un_real);
    *tape = (Tape){.T = T, .B = B, .isa = tape_def->isa, .output_stride = stride};
    tape->input_stride[0] = (size_t)def->input;
    for (int layer = 0; layer < def->layers; layer++) {
        for (int direction = 0; direction < directions; direction++) {
            tape->track[layer][direction].unrecorded = tape_def->unrecorded;
            cells[def->cell]->carve(def, &tape->track[layer][direction], arena, (size_t)T, (size_t)B);
        }
        // One direction: its h is the next layer's input as it lies.
        un_real *above = directions == 1 ? tape->track[layer][0].h : un_arena_take(arena, steps * stride, real);
        if (layer + 1 < def->layers) {
            tape->input_stride[layer + 1] = stride;
            tape->input[layer + 1] = above;
            tape->dinput[layer + 1] = un_arena_take(arena, steps * stride, real);
        } else {
            tape->output = above;
        }
    }
    tape->doutput = un_arena_take(arena, steps * stride, real);
    tape->logits = un_arena_take(arena, steps * (size_t)def->output, real);
    tape->dlogits = un_arena_take(arena, steps * (size_t)def->output, real);
    tape->live = un_arena_take(arena, steps, 1);
    if (tape_def->with_dx) tape->dinput[0] = un_arena_take(arena, steps * (size_t)def->input, real);
    tape->scratch = un_arena_take(arena, cells[def->cell]->scratch(def, (size_t)T, (size_t)B), real);
}

/// The array of a part (its initial state's for t = -1), NULL when the track has none, and how wide its rows are.
static un_real *part_of(const un_NetDef *def, const UN_P(un_Track) * track, un_TrackPart part, bool initial,
                        size_t *width) {
    bool has_gates = part == UN_PART_GATE || part == UN_PART_DGATE || part == UN_PART_DZ;
    *width = (size_t)(has_gates ? un_cell_info(def->cell)->gates : 1) * (size_t)def->hidden;
    switch (part) {
    case UN_PART_H:
        return initial ? track->h0 : track->h;
    case UN_PART_DH:
        return initial ? track->dh0 : track->dh;
    case UN_PART_C:
        return initial ? track->c0 : track->c;
    case UN_PART_DC:
        return initial ? track->dc0 : track->dc;
    case UN_PART_GATE:
        return initial ? NULL : track->gates;
    case UN_PART_DGATE:
        return initial ? NULL : track->dgates;
    case UN_PART_DZ:
        return initial ? NULL : track->dz;
    case UN_PART_HN:
        return initial ? NULL : track->hn;
    case UN_PART_DHN:
        return initial ? NULL : track->dhn;
    case UN_PART_COUNT:
        break;
    }
    return NULL;
}

bool UN_P(un_tape_row)(const un_NetDef *def, const Tape *tape, int layer, int direction, un_TrackPart part, int gate,
                       int t, int b, un_real *out) {
    if (cells[def->cell]->row) return cells[def->cell]->row(def, tape, layer, direction, part, gate, t, b, out);
    size_t width, H = (size_t)def->hidden, row = (size_t)(t < 0 ? 0 : t) * (size_t)tape->B + (size_t)b;
    const un_real *from = part_of(def, &tape->track[layer][direction], part, t < 0, &width);
    if (from) memcpy(out, from + row * width + (size_t)gate * H, H * sizeof *out);
    return from != NULL;
}

void UN_P(un_tape_input)(const un_NetDef *def, const Tape *tape, int layer, int t, int b, un_real *out) {
    size_t row = (size_t)t * (size_t)tape->B + (size_t)b, H = (size_t)def->hidden;
    const un_real *from = tape->input[layer] + row * tape->input_stride[layer];
    if (layer == 0) {
        memcpy(out, from, (size_t)def->input * sizeof *out);
        return;
    }
    for (size_t d = 0; d < (size_t)directions_of(def); d++) {
        memcpy(out + d * H, from + d * pitch_of(def), H * sizeof *out);
    }
}

bool UN_P(un_tape_input_gradient)(const un_NetDef *def, const Tape *tape, int t, int b, un_real *out) {
    size_t row = (size_t)t * (size_t)tape->B + (size_t)b;
    if (!tape->dinput[0]) return false;
    memcpy(out, tape->dinput[0] + row * tape->input_stride[0], (size_t)def->input * sizeof *out);
    return true;
}

void UN_P(un_tape_output_gradient)(const un_NetDef *def, const Tape *tape, int direction, int t, int b, un_real *out) {
    size_t row = (size_t)t * (size_t)tape->B + (size_t)b;
    const un_real *from = tape->doutput + row * tape->output_stride + (size_t)direction * pitch_of(def);
    memcpy(out, from, (size_t)def->hidden * sizeof *out);
}

bool UN_P(un_tape_weights)(const un_NetDef *def, const Tape *tape, int layer, int t, int b, un_real *out) {
    if (cells[def->cell]->weights) cells[def->cell]->weights(def, tape, layer, t, b, out);
    return cells[def->cell]->weights != NULL;
}

void UN_P(un_tape_set_initial)(const un_NetDef *def, Tape *tape, int layer, int direction, un_TrackPart part, int b,
                               const un_real *from) {
    size_t width;
    un_real *to = part_of(def, &tape->track[layer][direction], part, true, &width);
    if (!to) return;
    if (from) {
        memcpy(to + (size_t)b * width, from, width * sizeof *to);
    } else {
        memset(to + (size_t)b * width, 0, width * sizeof *to);
    }
}

void UN_P(un_tape_clear_initial)(const un_NetDef *def, Tape *tape) {
    for (int layer = 0; layer < def->layers; layer++) {
        for (int direction = 0; direction < directions_of(def); direction++) {
            for (int b = 0; b < tape->B; b++) {
                UN_P(un_tape_set_initial)(def, tape, layer, direction, UN_PART_H, b, NULL);
                UN_P(un_tape_set_initial)(def, tape, layer, direction, UN_PART_C, b, NULL);
            }
        }
    }
}

/// [forward | reverse], side by side.
static void join_directions(const un_NetDef *def, const Tape *tape, int layer, un_real *joined) {
    size_t steps = (size_t)tape->T * (size_t)tape->B, pitch = pitch_of(def), stride = tape->output_stride;
    size_t own = cells[def->cell]->width ? UN_P(un_row_stride)(pitch) : pitch;
    for (size_t i = 0; i < steps; i++) {
        memcpy(joined + i * stride, tape->track[layer][0].h + i * own, pitch * sizeof *joined);
        memcpy(joined + i * stride + pitch, tape->track[layer][1].h + i * own, pitch * sizeof *joined);
    }
}

void UN_P(un_net_forward)(const un_NetDef *def, const un_real *params, const un_real *packed, Tape *tape,
                          const un_real *x) {
    int directions = directions_of(def), width = directions * def->hidden, span = span_of(def);
    int steps = tape->T * tape->B;
    // Only read through this pointer; the tape's other inputs are its own, so the field is not const.
    memcpy(&tape->input[0], &x, sizeof x);
    for (int layer = 0; layer < def->layers; layer++) {
        for (int direction = 0; direction < directions; direction++) {
            cells[def->cell]->forward(def, packed + packed_start(def, layer, direction), tape, layer, direction);
        }
        if (directions == 2) {
            join_directions(def, tape, layer, layer + 1 < def->layers ? tape->input[layer + 1] : tape->output);
        }
    }
    // logits = W output + b
    const un_real *readout = packed + packed_start(def, def->layers, 0) + spread_size(def);
    const un_real *bias = params + un_net_readout_offset(def) + (size_t)def->output * (size_t)width;
    UN_P(un_fill_rows)(tape->logits, bias, (size_t)steps, (size_t)def->output);
    UN_P(un_kernel_multiply)
    (tape->logits, def->output, tape->output, (int)tape->output_stride, readout, span, 0, steps, span, def->output);
}

/// Where the readout gives zeros only: no slope of the loss, and products of a zero that are zeros, which they are but
/// for an infinity or NaN in the weights or the states. Such a one would have made the logits infinite or NaN.
static void mark_live(const un_NetDef *def, const Tape *tape) {
    size_t O = (size_t)def->output, rows = (size_t)tape->T * (size_t)tape->B;
    for (size_t row = 0; row < rows; row++) {
        const un_real *y = tape->logits + row * O, *dy = tape->dlogits + row * O;
        bool live = false;
        for (size_t o = 0; o < O; o++) {
            live |= dy[o] != UN_C(0.0) || y[o] - y[o] != UN_C(0.0);
        }
        tape->live[row] = live;
    }
}

/// doutput = W^T dlogits, zeros where nothing is live.
static void spread_dlogits(const un_NetDef *def, const un_real *readout, const Tape *tape) {
    int O = def->output, span = span_of(def), stride = (int)tape->output_stride, rows = tape->T * tape->B;
    memset(tape->doutput, 0, (size_t)rows * tape->output_stride * sizeof *tape->doutput);
    for (int row = 0, end; row < rows; row = end) {
        for (end = row + 1; end < rows && tape->live[end] == tape->live[row];) {
            end++;
        }
        if (!tape->live[row]) continue;
        UN_P(un_kernel_multiply)
        (tape->doutput + (size_t)row * tape->output_stride, stride, tape->dlogits + (size_t)row * (size_t)O, O, readout,
         O, 0, end - row, O, span);
    }
}

void UN_P(un_net_backward)(const un_NetDef *def, const un_real *params, const un_real *packed, Tape *tape,
                           un_real *grads) {
    (void)params; // everything that is needed of them is in `packed`
    int directions = directions_of(def), H = def->hidden, width = directions * H, O = def->output;
    const un_real *packed_readout =
        packed + packed_start(def, def->layers, 0) + spread_size(def) + UN_P(un_kernel_packed_size)(span_of(def), O);
    mark_live(def, tape);
    // dW += dlogits_t output_t^T, db += dlogits_t
    un_real *readout = grads + un_net_readout_offset(def), *bias = readout + (size_t)O * (size_t)width;
    for (int d = 0; d < directions; d++) {
        UN_P(un_kernel_outer)
        (readout + d * H, 1, (size_t)width, tape->output + (size_t)d * pitch_of(def), (int)tape->output_stride, H,
         tape->dlogits, O, O, tape->T, tape->B, tape->live);
    }
    UN_P(un_kernel_outer)(bias, 1, 1, tape->dlogits, O, O, NULL, 0, 1, tape->T, tape->B, tape->live);
    spread_dlogits(def, packed_readout, tape);
    for (int layer = def->layers - 1; layer >= 0; layer--) {
        const un_real *above = layer + 1 < def->layers ? tape->dinput[layer + 1] : tape->doutput;
        for (int direction = 0; direction < directions; direction++) {
            cells[def->cell]->backward(def, packed + packed_start(def, layer, direction), tape, above, layer, direction,
                                       grads);
        }
    }
}
