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
            bool reverse = i % net->directions == 1;
            int before = reverse ? frozen.first[w + 1] : frozen.first[w] - 1;
            size_t to = (size_t)w * all + (size_t)i * net->state;
            net_rows(net, i, UN_PART_H, 0, before == net->T ? -1 : before, frozen.h + to);
            net_rows(net, i, UN_PART_C, 0, before == net->T ? -1 : before, frozen.c + to);
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
        net_rows(&net, i, UN_PART_DH, 0, -1, dh0 + (size_t)i * net.state);
        net_rows(&net, i, UN_PART_DC, 0, -1, dc0 + (size_t)i * net.state);
    }
    cr_assert(fabs(frozen_loss(&net, &frozen) - whole) < 1e-12, "cutting changes no value");
    compare(&net, &frozen, "params", net.params, net.count, net.grads);
    compare(&net, &frozen, "x", net.x, inputs, dx);
    for (int i = 0; i < net.tracks; i++) {
        int window = i % net.directions == 1 ? frozen.count - 1 : 0; // the one that starts from the caller's state
        size_t at = (size_t)i * net.state, in = (size_t)window * all + at;
        if (un_cell_info(def.cell)->has_state_weights) compare(&net, &frozen, "h0", frozen.h + in, net.state, dh0 + at);
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
    double *da = net_all_rows(&net, 0, UN_PART_DGATE, 0), *dh = net_all_rows(&net, 0, UN_PART_DH, 0);
    for (size_t i = 0; i < 3 * net.state; i++) {
        cr_assert(da[i] == 0.0);
    }
    cr_assert(dh[2 * net.state] != 0.0);
    free(da);
    free(dh);
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

Test(net_gradient, attention) {
    check_cell(UN_CELL_ATTENTION, UN_ACTIVATION_TANH, false);
    for (int T = 1; T <= 35; T += 17) { // one step; more than a block of rows; more than two, the last one short
        un_NetDef def = {.cell = UN_CELL_ATTENTION, .input = 3, .hidden = 5, .output = 2, .layers = 1};
        check(def, T, 96);
    }
}

Test(net_gradient, ssm) {
    check_cell(UN_CELL_SSM, UN_ACTIVATION_TANH, false);
}

Test(net_gradient, selective) {
    check_cell(UN_CELL_SELECTIVE, UN_ACTIVATION_TANH, false);
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
    const int O = 3; // the LSTM's output gate
    Net net = net_create(def, T, B, 17);
    net_run(&net);
    double *h = net_all_rows(&net, 0, UN_PART_H, 0), *dh = net_all_rows(&net, 0, UN_PART_DH, 0);
    double *c = net_all_rows(&net, 0, UN_PART_C, 0), *dc = net_all_rows(&net, 0, UN_PART_DC, 0);
    double *o = c ? net_all_rows(&net, 0, UN_PART_GATE, O) : NULL;
    double *doutput = calloc((size_t)T * net.state, sizeof *doutput), *dh0 = calloc(net.state, sizeof *dh0),
           *dc0 = calloc(net.state, sizeof *dc0);
    size_t H = (size_t)def.hidden;
    for (size_t row = 0; row < T * B; row++) {
        memcpy(doutput + row * H, net.tape.doutput + row * net.tape.output_stride, H * sizeof *doutput);
    }
    for (int t = 0; t + 1 < T; t++) {
        size_t at = (size_t)t * net.state;
        net_set_states(&net, h + at, c ? c + at : net.c0);
        net_forward(&net, t + 1, T - 1 - t);
        un_net_backward_f64(&net.def, net.params, net.packed, &net.tape, net.grads);
        net_rows(&net, 0, UN_PART_DH, 0, -1, dh0);
        net_rows(&net, 0, UN_PART_DC, 0, -1, dc0);
        for (size_t i = 0; i < net.state; i++) {
            double expected = doutput[at + i] + dh0[i];
            cr_assert(fabs(dh[at + i] - expected) < 1e-13, "%d: %g and %g", t, dh[at + i], expected);
            if (!c) continue;
            double squashed = tanh(c[at + i]), through_h = dh[at + i] * o[at + i] * (1 - squashed * squashed);
            cr_assert(fabs(dc[at + i] - through_h - dc0[i]) < 1e-13, "dc %d", t);
        }
    }
    free(h);
    free(dh);
    free(c);
    free(dc);
    free(o);
    free(doutput);
    free(dh0);
    free(dc0);
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

/// What is read afterwards are the weights that the pass used: they sum to 1 over the past, and make h of the values.
Test(net_gradient, attention_weights_are_those_of_the_pass) {
    enum { T = 37, B = 3, H = 6 };
    un_NetDef def = {.cell = UN_CELL_ATTENTION, .input = 2, .hidden = H, .output = 2, .layers = 2};
    Net net = net_create(def, T, B, 29);
    net_run(&net);
    double weights[T], value[H], h[H];
    for (int i = 0; i < 2 * T * B; i++) {
        int layer = i % 2, t = i / 2 / B, b = i / 2 % B;
        cr_assert(un_tape_weights_f64(&def, &net.tape, layer, t, b, weights));
        double sum = 0, expected[H] = {0};
        for (int s = 0; s < T; s++) {
            cr_assert(s <= t ? weights[s] > 0 : weights[s] == 0.0);
            sum += weights[s];
            un_tape_row_f64(&def, &net.tape, layer, 0, UN_PART_GATE, 3, s, b, value);
            for (int u = 0; u < H; u++) {
                expected[u] += weights[s] * value[u];
            }
        }
        cr_assert(fabs(sum - 1) < 1e-14);
        un_tape_row_f64(&def, &net.tape, layer, 0, UN_PART_H, 0, t, b, h);
        for (int u = 0; u < H; u++) {
            cr_assert(fabs(h[u] - expected[u]) < 1e-14, "layer %d, step %d: %g and %g", layer, t, h[u], expected[u]);
        }
    }
    net_free(&net);
    def.cell = UN_CELL_GRU;
    net = net_create(def, 2, 1, 29);
    cr_assert(!un_tape_weights_f64(&def, &net.tape, 0, 0, 0, weights));
    net_free(&net);
}

/// dL/d(gate value) of the form that the vectors lack, from the definitions.
Test(net_gradient, gru_gate_gradients_under_reset_before) {
    un_NetDef def = {.cell = UN_CELL_GRU, .input = 2, .hidden = 3, .output = 2, .layers = 1, .reset_before = true};
    enum { T = 4, B = 2 };
    const size_t H = 3;
    Net net = net_create(def, T, B, 23);
    net_run(&net);
    enum { R, Z, N };
    un_TrackParams at = un_net_track_params(&def, 0, 0);
    const double *w = net.params + at.weight_hh + 2 * H * H, *b_hn = net.params + at.bias_hh + 2 * H;
    for (int t = 0; t < T; t++) {
        double gate[3][B * 3], dgate[3][B * 3], dz_r[B * 3], hn[B * 3], dhn[B * 3], dh[B * 3], previous[B * 3];
        for (int g = 0; g < 3; g++) {
            cr_assert(net_rows(&net, 0, UN_PART_GATE, g, t, gate[g]) &&
                      net_rows(&net, 0, UN_PART_DGATE, g, t, dgate[g]));
        }
        cr_assert(net_rows(&net, 0, UN_PART_DZ, R, t, dz_r) && net_rows(&net, 0, UN_PART_HN, 0, t, hn) &&
                  net_rows(&net, 0, UN_PART_DHN, 0, t, dhn) && net_rows(&net, 0, UN_PART_DH, 0, t, dh) &&
                  net_rows(&net, 0, UN_PART_H, 0, t - 1, previous));
        for (size_t i = 0; i < B * H; i++) {
            size_t first = i / H * H, u = i % H;
            double r = gate[R][i], z = gate[Z][i], n = gate[N][i], product = b_hn[u], dr = 0.0;
            for (size_t v = 0; v < H; v++) {
                product += w[u * H + v] * gate[R][first + v] * previous[first + v];
                dr += dhn[first + v] * w[v * H + u] * previous[i]; // r_u enters every hn_v
            }
            double dn = dh[i] * (1 - z), dz = dh[i] * (previous[i] - n);
            cr_assert(fabs(hn[i] - product) < 1e-14);
            cr_assert(fabs(dgate[R][i] - dr) < 1e-14, "dr");
            cr_assert(fabs(dgate[Z][i] - dz) < 1e-14, "dz");
            cr_assert(fabs(dgate[N][i] - dn) < 1e-14, "dn");
            cr_assert(fabs(dhn[i] - dn * (1 - n * n)) < 1e-14, "dhn");
            cr_assert(fabs(dz_r[i] - dr * r * (1 - r)) < 1e-14, "dz of r");
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
            double *dh = net_all_rows(&net, i, UN_PART_DH, 0), *dc = net_all_rows(&net, i, UN_PART_DC, 0);
            bool reverse = i % net.directions == 1, top = i / net.directions == 1;
            for (size_t at = 0; at < (size_t)T * net.state; at++) {
                int t = (int)(at / net.state);
                if (t < 7) {
                    cr_assert(dh[at] == 0.0, "track %d: dh at %d is %g", i, t, dh[at]);
                    cr_assert(!dc || dc[at] == 0.0);
                } else if (!(reverse && top)) { // the top reverse layer has read only the last step at the last step
                    cr_assert(dh[at] != 0.0, "track %d: dh at %d", i, t);
                }
            }
            cr_assert(net_rows(&net, i, UN_PART_DH, 0, -1, dh) &&
                      net_rows(&net, i, UN_PART_DC, 0, -1, dc ? dc : dh) == !!dc);
            for (size_t at = 0; !reverse && at < net.state; at++) {
                cr_assert(dh[at] == 0.0 && (!dc || dc[at] == 0.0));
            }
            free(dh);
            free(dc);
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
    double *dh = net_all_rows(&net, 0, UN_PART_DH, 0);
    for (int t = 0; t < T; t++) {
        double expected = dh[T - 1] * pow(1e-3, T - 1 - t);
        double tolerance = 1e-12 * fabs(expected) + 5e-324;
        cr_assert(fabs(dh[t] - expected) <= tolerance, "%d: %g", t, dh[t]);
    }
    cr_assert(dh[2] != 0.0 && fabs(dh[2]) < 2.3e-308, "%g is subnormal", dh[2]);
    free(dh);
    net_free(&net);
}
