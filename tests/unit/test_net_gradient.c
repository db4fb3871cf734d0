/// Gradients against central differences in double, for every cell, depth, direction, loss and truncation: above all
/// for what the reference vectors lack (reset before, linear, truncation).
#include "test_net_case.h"

/// States at the windows' borders, kept from the unperturbed run: what truncation treats as constants.
typedef struct Frozen {
    int count;     ///< windows
    int first[16]; ///< their first steps, then T
    double *h, *c; ///< per window (tracks,B,H): the state each track starts from
} Frozen;

static Frozen freeze(Net *net) {
    Frozen frozen = {0};
    for (int t = 0; t < net->T; t++) {
        if (t == 0 || un_net_cuts(&net->def, net->T, t)) frozen.first[frozen.count++] = t;
    }
    frozen.first[frozen.count] = net->T;
    size_t all = (size_t)net->tracks * net->state;
    frozen.h = calloc((size_t)frozen.count * all, sizeof(double));
    frozen.c = calloc((size_t)frozen.count * all, sizeof(double));
    net_set_states(net, net->h0, net->c0);
    net_forward(net, 0, net->T);
    for (int w = 0; w < frozen.count; w++) {
        for (int i = 0; i < net->tracks; i++) {
            un_Track_f64 *track = net_track(net, i);
            bool reverse = i % net->directions == 1;
            bool initial = reverse ? w + 1 == frozen.count : w == 0;
            size_t at = (size_t)(reverse ? frozen.first[w + 1] : frozen.first[w] - 1) * net->state;
            size_t to = (size_t)w * all + (size_t)i * net->state;
            if (track->h0) memcpy(frozen.h + to, initial ? track->h0 : track->h + at, net->state * sizeof(double));
            if (track->c) memcpy(frozen.c + to, initial ? track->c0 : track->c + at, net->state * sizeof(double));
        }
    }
    return frozen;
}

/// The loss in which each window starts from its frozen states: its gradient is what truncated BPTT computes.
static double frozen_loss(Net *net, const Frozen *frozen) {
    size_t all = (size_t)net->tracks * net->state;
    double sum = 0.0;
    for (int w = 0; w < frozen->count; w++) {
        net_set_states(net, frozen->h + (size_t)w * all, frozen->c + (size_t)w * all);
        sum += net_forward(net, frozen->first[w], frozen->first[w + 1] - frozen->first[w]);
    }
    return sum;
}

static void compare(Net *net, const Frozen *frozen, const char *what, double *place, size_t count,
                    const double *gradient) {
    const double eps = 1e-5;
    for (size_t i = 0; i < count; i++) {
        double kept = place[i];
        place[i] = kept + eps;
        double above = frozen_loss(net, frozen);
        place[i] = kept - eps;
        double below = frozen_loss(net, frozen);
        place[i] = kept;
        double numeric = (above - below) / (2 * eps);
        cr_assert(fabs(numeric - gradient[i]) <= 2e-8 * (1.0 + fabs(numeric)),
                  "%s %d layers %d directions, activation %d, reset before %d, truncate %d, loss %d: %s[%zu] is %.10g, "
                  "numerically %.10g",
                  un_cell_info(net->def.cell)->name, net->def.layers, net->directions, (int)net->def.activation,
                  net->def.reset_before, net->def.truncate, (int)net->def.loss, what, i, gradient[i], numeric);
    }
}

static double *copy_of(const double *from, size_t count) {
    double *copy = malloc(count * sizeof *copy);
    memcpy(copy, from, count * sizeof *copy);
    return copy;
}

static void check(un_NetDef def, int T, uint64_t seed) {
    Net net = net_create(def, T, 2, seed);
    Frozen frozen = freeze(&net);
    double whole = net_run(&net);
    size_t inputs = (size_t)T * 2 * (size_t)def.input, all = (size_t)net.tracks * net.state;
    double *dx = copy_of(net.tape.dinput[0], inputs), *dh0 = calloc(all, sizeof *dh0), *dc0 = calloc(all, sizeof *dc0);
    for (int i = 0; i < net.tracks; i++) {
        un_Track_f64 *track = net_track(&net, i);
        if (track->dh0) memcpy(dh0 + (size_t)i * net.state, track->dh0, net.state * sizeof *dh0);
        if (track->dc0) memcpy(dc0 + (size_t)i * net.state, track->dc0, net.state * sizeof *dc0);
    }
    cr_assert(fabs(frozen_loss(&net, &frozen) - whole) < 1e-12, "cutting changes no value");
    compare(&net, &frozen, "params", net.params, net.count, net.grads);
    compare(&net, &frozen, "x", net.x, inputs, dx);
    for (int i = 0; i < net.tracks; i++) {
        int window = i % net.directions == 1 ? frozen.count - 1 : 0; // the one that starts from the caller's state
        size_t at = (size_t)i * net.state, in = (size_t)window * all + at;
        if (net_track(&net, i)->h0) compare(&net, &frozen, "h0", frozen.h + in, net.state, dh0 + at);
        if (un_cell_info(def.cell)->has_cell_state) compare(&net, &frozen, "c0", frozen.c + in, net.state, dc0 + at);
    }
    free(dx);
    free(dh0);
    free(dc0);
    free(frozen.h);
    free(frozen.c);
    net_free(&net);
}

static void check_cell(un_Cell cell, un_Activation activation, bool reset_before) {
    for (int variant = 0; variant < 16; variant++) {
        un_NetDef def = {
            .cell = cell, .activation = activation, .input = 2, .hidden = 3, .output = 2, .reset_before = reset_before};
        const un_CellInfo *info = un_cell_info(cell);
        def.window = 3;
        def.layers = variant & 1 ? 2 : 1;
        def.bidirectional = variant & 2;
        def.truncate = variant & 4 ? 3 : 0;
        if ((def.bidirectional && !info->reads_backward) || (def.truncate && !info->carries_state)) continue;
        def.loss = variant & 8 ? UN_LOSS_MSE : UN_LOSS_CROSS_ENTROPY;
        check(def, 7, (uint64_t)variant + 1);
    }
}

Test(net_gradient, rnn_tanh) {
    check_cell(UN_CELL_RNN, UN_ACTIVATION_TANH, false);
}

Test(net_gradient, rnn_relu) {
    check_cell(UN_CELL_RNN, UN_ACTIVATION_RELU, false);
}

/// A unit that stands exactly at 0 passes nothing back: ReLU'(0) = 0, as in PyTorch.
Test(net_gradient, relu_at_zero) {
    un_NetDef def = {
        .cell = UN_CELL_RNN, .activation = UN_ACTIVATION_RELU, .input = 2, .hidden = 3, .output = 2, .layers = 1};
    Net net = net_create(def, 3, 2, 3);
    memset(net.params, 0, un_net_readout_offset(&def) * sizeof *net.params); // every pre-activation is 0
    net_run(&net);
    for (size_t i = 0; i < 3 * net.state; i++) {
        cr_assert(net_track(&net, 0)->dgates[i] == 0.0);
    }
    cr_assert(net_track(&net, 0)->dh[2 * net.state] != 0.0);
    net_free(&net);
}

Test(net_gradient, rnn_linear) {
    check_cell(UN_CELL_RNN, UN_ACTIVATION_LINEAR, false);
}

Test(net_gradient, lstm) {
    check_cell(UN_CELL_LSTM, UN_ACTIVATION_TANH, false);
}

Test(net_gradient, gru_reset_after) {
    check_cell(UN_CELL_GRU, UN_ACTIVATION_TANH, false);
}

Test(net_gradient, gru_reset_before) {
    check_cell(UN_CELL_GRU, UN_ACTIVATION_TANH, true);
}

Test(net_gradient, feedforward) {
    check_cell(UN_CELL_FEEDFORWARD, UN_ACTIVATION_TANH, false);
}

Test(net_gradient, window) {
    check_cell(UN_CELL_WINDOW, UN_ACTIVATION_TANH, false);
    for (int window = 1; window <= 6; window++) { // also longer than the sequence
        un_NetDef def = {.cell = UN_CELL_WINDOW, .input = 3, .hidden = 9, .output = 2, .layers = 2, .window = window};
        check(def, 4, 95);
    }
}

/// Four layers, an odd width above a panel, every truncation length.
Test(net_gradient, deep_and_odd) {
    un_NetDef def = {.cell = UN_CELL_GRU, .input = 1, .hidden = 2, .output = 3, .layers = 4, .bidirectional = true};
    check(def, 4, 91);
    def = (un_NetDef){.cell = UN_CELL_LSTM, .input = 3, .hidden = 9, .output = 2, .layers = 1};
    check(def, 3, 92);
    for (int truncate = 1; truncate <= 6; truncate++) {
        def =
            (un_NetDef){.cell = UN_CELL_LSTM, .input = 1, .hidden = 2, .output = 2, .layers = 2, .truncate = truncate};
        check(def, 5, 93);
    }
    def = (un_NetDef){.cell = UN_CELL_RNN, .input = 1, .hidden = 1, .output = 1, .layers = 1, .loss = UN_LOSS_MSE};
    check(def, 1, 94);
}

/// dh[t] is the total derivative: what the readout at t says, and the gradient of the initial state of a model that
/// starts at t+1.
static void check_step_gradients(un_NetDef def) {
    enum { T = 6, B = 2 };
    Net net = net_create(def, T, B, 17);
    net_run(&net);
    un_Track_f64 *track = net_track(&net, 0);
    size_t states = (size_t)T * net.state;
    double *h = copy_of(track->h, states), *dh = copy_of(track->dh, states),
           *doutput = copy_of(net.tape.doutput, states);
    double *c = def.cell == UN_CELL_LSTM ? copy_of(track->c, states) : NULL,
           *dc = c ? copy_of(track->dc, states) : NULL;
    double *gates = c ? copy_of(track->gates, 4 * states) : NULL;
    for (int t = 0; t + 1 < T; t++) {
        size_t at = (size_t)t * net.state;
        net_set_states(&net, h + at, c ? c + at : net.c0);
        net_forward(&net, t + 1, T - 1 - t);
        un_net_backward_f64(&net.def, net.params, net.packed, &net.tape, net.grads);
        for (size_t i = 0; i < net.state; i++) {
            double expected = doutput[at + i] + track->dh0[i];
            cr_assert(fabs(dh[at + i] - expected) < 1e-13, "%d: %g and %g", t, dh[at + i], expected);
            if (!c) continue;
            size_t H = (size_t)def.hidden, o = ((size_t)t * B + i / H) * 4 * H + 3 * H + i % H;
            double squashed = tanh(c[at + i]), through_h = dh[at + i] * gates[o] * (1 - squashed * squashed);
            cr_assert(fabs(dc[at + i] - through_h - track->dc0[i]) < 1e-13, "dc %d", t);
        }
    }
    free(h);
    free(dh);
    free(doutput);
    free(c);
    free(dc);
    free(gates);
    net_free(&net);
}

Test(net_gradient, step_gradients_are_totals) {
    un_NetDef def = {.input = 2, .hidden = 3, .output = 2, .layers = 1};
    for (int activation = 0; activation < UN_ACTIVATION_COUNT; activation++) {
        def.cell = UN_CELL_RNN;
        def.activation = (un_Activation)activation;
        check_step_gradients(def);
    }
    def.cell = UN_CELL_LSTM;
    check_step_gradients(def);
    def.cell = UN_CELL_GRU;
    check_step_gradients(def);
    def.reset_before = true;
    check_step_gradients(def);
}

/// dL/d(gate value) of the form that the vectors lack, from the definitions.
Test(net_gradient, gru_gate_gradients_under_reset_before) {
    un_NetDef def = {.cell = UN_CELL_GRU, .input = 2, .hidden = 3, .output = 2, .layers = 1, .reset_before = true};
    enum { T = 4, B = 2 };
    const size_t H = 3;
    Net net = net_create(def, T, B, 23);
    net_run(&net);
    const un_Track_f64 *track = net_track(&net, 0);
    un_TrackParams at = un_net_track_params(&def, 0, 0);
    for (size_t t = 0; t < T; t++) {
        for (size_t b = 0; b < B; b++) {
            size_t row = t * B + b, state = row * H, gate = row * 3 * H;
            const double *previous = t == 0 ? track->h0 + b * H : track->h + state - B * H;
            for (size_t u = 0; u < H; u++) {
                double r = track->gates[gate + u], z = track->gates[gate + H + u], n = track->gates[gate + 2 * H + u];
                double hn = net.params[at.bias_hh + 2 * H + u], dr = 0.0;
                for (size_t v = 0; v < H; v++) {
                    const double *w = net.params + at.weight_hh + 2 * H * H;
                    hn += w[u * H + v] * track->gates[gate + v] * previous[v];
                    dr += track->dhn[state + v] * w[v * H + u] * previous[u]; // r_u enters every hn_v
                }
                double dh = track->dh[state + u], dn = dh * (1 - z), dz = dh * (previous[u] - n);
                cr_assert(fabs(track->hn[state + u] - hn) < 1e-14);
                cr_assert(fabs(track->dgates[gate + u] - dr) < 1e-14, "dr");
                cr_assert(fabs(track->dgates[gate + H + u] - dz) < 1e-14, "dz");
                cr_assert(fabs(track->dgates[gate + 2 * H + u] - dn) < 1e-14, "dn");
                cr_assert(fabs(track->dhn[state + u] - dn * (1 - n * n)) < 1e-14, "dhn");
                cr_assert(fabs(track->dz[gate + u] - dr * r * (1 - r)) < 1e-14, "dz of r");
            }
        }
    }
    net_free(&net);
}

/// With the loss at the last step alone nothing at all passes the border: exactly 0, in h, c, gates and x, in every
/// layer.
Test(net_gradient, nothing_passes_the_cut) {
    for (int variant = 0; variant < 8; variant++) {
        un_NetDef def = {.cell = (un_Cell)(variant % UN_RECURRENT_CELLS),
                         .input = 2,
                         .hidden = 4,
                         .output = 2,
                         .layers = 2,
                         .truncate = 3};
        def.bidirectional = variant >= 4;
        def.reset_before = variant == 5;
        enum { T = 10, B = 3 };
        Net net = net_create(def, T, B, 31);
        memset(net.scored, 0, T * B);
        memset(net.scored + (T - 1) * B, 1, B);
        net_run(&net);
        for (int i = 0; i < net.tracks; i++) {
            const un_Track_f64 *track = net_track(&net, i);
            bool reverse = i % net.directions == 1, top = i / net.directions == 1;
            for (size_t at = 0; at < (size_t)T * net.state; at++) {
                int t = (int)(at / net.state);
                if (t < 7) {
                    cr_assert(track->dh[at] == 0.0, "track %d: dh at %d is %g", i, t, track->dh[at]);
                    cr_assert(!track->dc || track->dc[at] == 0.0);
                } else if (!(reverse && top)) { // the top reverse layer has read only the last step at the last step
                    cr_assert(track->dh[at] != 0.0, "track %d: dh at %d", i, t);
                }
            }
            for (size_t at = 0; !reverse && at < net.state; at++) {
                cr_assert(track->dh0[at] == 0.0 && (!track->dc0 || track->dc0[at] == 0.0));
            }
        }
        for (size_t at = 0; at < 7 * B * 2; at++) {
            cr_assert(net.tape.dinput[0][at] == 0.0);
        }
        net_free(&net);
    }
}

/// Gradients far below float's range are numbers, and those below double's smallest normal too.
Test(net_gradient, nothing_flushes_to_zero) {
    un_NetDef def = {
        .cell = UN_CELL_RNN, .activation = UN_ACTIVATION_LINEAR, .input = 1, .hidden = 1, .output = 1, .layers = 1};
    def.loss = UN_LOSS_MSE;
    enum { T = 108 };
    Net net = net_create(def, T, 1, 5);
    un_TrackParams at = un_net_track_params(&def, 0, 0);
    net.params[at.weight_hh] = 1e-3;
    memset(net.scored, 0, T - 1);
    net_run(&net);
    const double *dh = net_track(&net, 0)->dh;
    for (int t = 0; t < T; t++) {
        double expected = dh[T - 1] * pow(1e-3, T - 1 - t);
        double tolerance = 1e-12 * fabs(expected) + 5e-324;
        cr_assert(fabs(dh[t] - expected) <= tolerance, "%d: %g", t, dh[t]);
    }
    cr_assert(dh[2] != 0.0 && fabs(dh[2]) < 2.3e-308, "%g is subnormal", dh[2]);
    net_free(&net);
}
