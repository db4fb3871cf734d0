/// Every measurement against a computation of another kind.
#include "base/number.h"
#include "num/elementary.h"
#include "num/linalg.h"
#include "num/spectral.h"
#include "sim/measure.h"
#include "sim/measure_cost.h"
#include "sim/measure_credit.h"
#include "sim/measure_decode.h"
#include "sim/measure_gates.h"
#include "sim/measure_jacobian.h"
#include "unit/test_net_case.h"

/// The shapes that every measurement of the recurrent cells must hold for.
static const un_NetDef shapes[] = {
    {.cell = UN_CELL_RNN, .activation = UN_ACTIVATION_TANH, .input = 3, .hidden = 4, .output = 2, .layers = 1},
    {.cell = UN_CELL_RNN, .activation = UN_ACTIVATION_RELU, .input = 2, .hidden = 5, .output = 2, .layers = 1},
    {.cell = UN_CELL_RNN, .activation = UN_ACTIVATION_LINEAR, .input = 2, .hidden = 3, .output = 2, .layers = 2},
    {.cell = UN_CELL_RNN, .input = 2, .hidden = 3, .output = 2, .layers = 2, .bidirectional = true},
    {.cell = UN_CELL_LSTM, .input = 3, .hidden = 4, .output = 2, .layers = 1},
    {.cell = UN_CELL_LSTM, .input = 2, .hidden = 3, .output = 2, .layers = 2, .bidirectional = true},
    {.cell = UN_CELL_GRU, .input = 3, .hidden = 4, .output = 2, .layers = 1},
    {.cell = UN_CELL_GRU, .input = 3, .hidden = 4, .output = 2, .layers = 1, .reset_before = true},
    {.cell = UN_CELL_GRU, .input = 2, .hidden = 3, .output = 2, .layers = 2, .bidirectional = true},
    {.cell = UN_CELL_GRU,
     .input = 2,
     .hidden = 3,
     .output = 2,
     .layers = 1,
     .bidirectional = true,
     .reset_before = true},
    {.cell = UN_CELL_SSM, .input = 3, .hidden = 4, .output = 2, .layers = 1},
    {.cell = UN_CELL_SELECTIVE, .input = 3, .hidden = 4, .output = 2, .layers = 2},
};
enum { SHAPES = sizeof shapes / sizeof *shapes };

static void forward(Net *net) {
    un_weights_pack_f64(&net->def, un_isa_best(), net->params, net->packed);
    un_net_forward_f64(&net->def, net->params, net->packed, &net->tape, net->x);
}

/// Forward, loss and backward of the net's own targets. last_only: the last step alone is scored.
static un_Trace run_net(Net *net, bool last_only) {
    if (last_only) memset(net->scored, 0, (size_t)(net->T - 1) * (size_t)net->B);
    net_set_states(net, net->h0, net->c0);
    forward(net);
    un_Target_f64 target = {.scored = net->scored, .class_target = net->classes};
    un_net_loss_f64(&net->def, &net->tape, &target, 1, NULL);
    memset(net->grads, 0, net->count * sizeof *net->grads);
    un_net_backward_f64(&net->def, net->params, net->packed, &net->tape, net->grads);
    return (un_Trace){.net = net->def,
                      .parameters = net->count,
                      .params = net->params,
                      .packed = net->packed,
                      .gradients = net->grads,
                      .x = net->x,
                      .tape = net->tape};
}

static double *numbers(size_t count) {
    return calloc(count ? count : 1, sizeof(double));
}

/// Which part lies at each place of the state: h, (h, c) for the LSTM, c for the state-space cells.
static int parts_of(const un_NetDef *def, un_TrackPart part[2]) {
    bool space = def->cell == UN_CELL_SSM || def->cell == UN_CELL_SELECTIVE;
    part[0] = space ? UN_PART_C : UN_PART_H;
    part[1] = UN_PART_C;
    return def->cell == UN_CELL_LSTM ? 2 : 1;
}

/// The state of the top layer after step t, -1 the initial one.
static void read_state(const un_Trace *trace, int direction, int t, double *state) {
    un_TrackPart part[2];
    for (int i = 0; i < parts_of(&trace->net, part); i++) {
        un_trace_row(trace, direction, part[i], 0, t, 0, state + i * trace->net.hidden);
    }
}

static void set_initial(Net *net, int direction, const double *state) {
    un_TrackPart part[2];
    for (int i = 0; i < parts_of(&net->def, part); i++) {
        un_tape_set_initial_f64(&net->def, &net->tape, net->def.layers - 1, direction, part[i], 0,
                                state + i * net->def.hidden);
    }
}

// One step from a random state, the state disturbed one number at a time.
Test(measure_jacobian, agrees_with_finite_differences) {
    for (int s = 0; s < SHAPES; s++) {
        un_NetDef def = shapes[s];
        Net net = net_create(def, 1, 1, 5);
        int H = def.hidden, n = un_jacobian_size(&def);
        cr_assert_eq(n, def.cell == UN_CELL_LSTM ? 2 * H : H);
        for (int direction = 0; direction < net.directions; direction++) {
            un_Trace trace = run_net(&net, false);
            double jacobian[64], rows[64], start[16], up[16], down[16];
            un_jacobian_step(&trace, direction, 0, 0, jacobian, rows);
            read_state(&trace, direction, -1, start);
            for (int j = 0; j < n; j++) {
                double kept = start[j], step = 1e-6;
                for (int side = 0; side < 2; side++) {
                    start[j] = kept + (side ? -step : step);
                    set_initial(&net, direction, start);
                    forward(&net);
                    read_state(&trace, direction, 0, side ? down : up);
                }
                start[j] = kept;
                set_initial(&net, direction, start);
                for (int i = 0; i < n; i++) {
                    double expected = (up[i] - down[i]) / (2 * step);
                    cr_assert(fabs(jacobian[i * n + j] - expected) < 1e-8,
                              "shape %d, direction %d, [%d][%d]: %g and %g", s, direction, i, j, jacobian[i * n + j],
                              expected);
                }
            }
        }
        net_free(&net);
    }
}

// delta_{t-1} = J_t^T delta_t where only the last step is scored: the backward pass knows nothing of Jacobians.
Test(measure_jacobian, carries_the_gradient_back) {
    for (int s = 0; s < SHAPES; s++) {
        un_NetDef def = shapes[s];
        if (def.bidirectional) continue; // the reverse direction has but one step before its loss
        Net net = net_create(def, 6, 2, 6);
        un_Trace trace = run_net(&net, true);
        int H = def.hidden, n = un_jacobian_size(&def);
        double jacobian[64], rows[64], later[16], earlier[16], o[8], c[8];
        for (int t = 5; t > 0; t--) {
            un_jacobian_step(&trace, 0, t, 1, jacobian, rows);
            for (int side = 0; side < 2; side++) {
                double *delta = side ? earlier : later;
                int at = side ? t - 1 : t;
                bool h = def.cell <= UN_CELL_GRU;
                un_trace_row(&trace, 0, h ? UN_PART_DH : UN_PART_DC, 0, at, 1, delta);
                if (!h || !un_trace_row(&trace, 0, UN_PART_DC, 0, at, 1, delta + H)) continue;
                // As far as it did not come through h of the same step.
                un_trace_row(&trace, 0, UN_PART_GATE, 3, at, 1, o);
                un_trace_row(&trace, 0, UN_PART_C, 0, at, 1, c);
                for (int u = 0; u < H; u++) {
                    delta[H + u] -= delta[u] * o[u] * (1 - tanh(c[u]) * tanh(c[u]));
                }
            }
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int i = 0; i < n; i++) {
                    sum += jacobian[i * n + j] * later[i];
                }
                cr_assert(fabs(sum - earlier[j]) < 1e-14, "shape %d, t %d: %g and %g", s, t, sum, earlier[j]);
            }
        }
        net_free(&net);
    }
}

Test(measure_jacobian, chain_is_the_product) {
    for (int s = 0; s < SHAPES; s++) {
        un_NetDef def = shapes[s];
        enum { T = 7 };
        Net net = net_create(def, T, 2, 7);
        un_Trace trace = run_net(&net, true);
        int n = un_jacobian_size(&def), order[16];
        double *chain = numbers((size_t)(T * n)), *work = numbers(un_jacobian_work(&def));
        for (int direction = 0; direction < net.directions; direction++) {
            int last = direction == 0 ? T - 2 : 1;
            un_jacobian_chain(&trace, direction, last, 1, chain, work, order);
            double product[64] = {0}, next[64], jacobian[64], rows[64], values[8];
            for (int i = 0; i < n; i++) {
                product[i * n + i] = 1;
            }
            for (int d = 0; d < T - 1; d++) {
                int t = direction == 0 ? last - d : last + d;
                memcpy(next, product, sizeof next);
                un_singular_values(next, n, n, values);
                for (int i = 0; i < n; i++) {
                    cr_assert(fabs(chain[t * n + i] - values[i]) < 1e-11 * values[0],
                              "shape %d, distance %d, %d: %g and %g", s, d, i, chain[t * n + i], values[i]);
                }
                un_jacobian_step(&trace, direction, t, 1, jacobian, rows);
                for (int i = 0; i < n * n; i++) {
                    next[i] = 0;
                    for (int k = 0; k < n; k++) {
                        next[i] += product[i / n * n + k] * jacobian[k * n + i % n];
                    }
                }
                memcpy(product, next, sizeof product);
            }
            int beyond = direction == 0 ? T - 1 : 0;
            cr_assert(isnan(chain[beyond * n]));
        }
        free(chain);
        free(work);
        net_free(&net);
    }
}

/// A linear net of given W_hh with eigenvalues .9, .5 +- .4i, -.2, seen over many steps.
static Net linear_net(int T) {
    un_NetDef def = {
        .cell = UN_CELL_RNN, .activation = UN_ACTIVATION_LINEAR, .input = 1, .hidden = 4, .output = 2, .layers = 1};
    Net net = net_create(def, T, 1, 8);
    double block[16] = {.9, .3, .1, .2, 0, .5, -.4, .1, 0, .4, .5, .3, 0, 0, 0, -.2}, turned[16];
    double q[16], *w = net.params + un_net_track_params(&def, 0, 0).weight_hh;
    un_Random random = un_random_stream(3, "turn");
    for (int i = 0; i < 16; i++) {
        q[i] = un_random_normal(&random);
    }
    un_orthogonalise(q, 4);
    for (int i = 0; i < 16; i++) {
        turned[i] = 0;
        for (int k = 0; k < 4; k++) {
            turned[i] += q[i / 4 * 4 + k] * block[k * 4 + i % 4];
        }
    }
    for (int i = 0; i < 16; i++) {
        w[i] = 0;
        for (int k = 0; k < 4; k++) {
            w[i] += turned[i / 4 * 4 + k] * q[i % 4 * 4 + k];
        }
    }
    return net;
}

Test(measure_jacobian, a_linear_net_is_its_matrix) {
    enum { T = 900 };
    Net net = linear_net(T);
    un_Trace trace = run_net(&net, true);
    double *real = numbers(4 * T), *imaginary = numbers(4 * T), *work = numbers(un_jacobian_work(&net.def)),
           exponent[4];
    un_jacobian_eigenvalues(&trace, 0, 0, real, imaginary, work);
    double known[4][2] = {{.9, 0}, {.5, .4}, {.5, -.4}, {-.2, 0}};
    for (int i = 0; i < 4 * T; i++) {
        cr_assert(fabs(real[i] - known[i % 4][0]) < 1e-13 && fabs(imaginary[i] - known[i % 4][1]) < 1e-13);
    }
    un_jacobian_lyapunov(&trace, 0, 0, 100, exponent, work);
    double pair = log(sqrt(.41));
    cr_assert(fabs(exponent[0] - log(.9)) < 1e-12, "%.15g", exponent[0]);
    cr_assert(fabs(exponent[1] - pair) < 3e-3 && fabs(exponent[2] - pair) < 3e-3, "%g %g", exponent[1], exponent[2]);
    cr_assert(fabs(exponent[1] + exponent[2] - 2 * pair) < 1e-12, "%.15g", exponent[1] + exponent[2]);
    cr_assert(fabs(exponent[3] - log(.2)) < 1e-12);
    free(real);
    free(imaginary);
    free(work);
    net_free(&net);
}

// The singular values of a chain multiply to the product of determinants: right to 1e-9 where the smallest is 1e-180.
Test(measure_jacobian, chain_keeps_digits_over_many_steps) {
    enum { T = 260 };
    Net net = linear_net(T);
    un_Trace trace = run_net(&net, true);
    int order[4];
    double *chain = numbers(4 * T), *work = numbers(un_jacobian_work(&net.def));
    un_jacobian_chain(&trace, 0, T - 1, 0, chain, work, order);
    double determinant = log(.9 * .41 * .2), distance = T - 1, sum = 0;
    for (int i = 0; i < 4; i++) {
        sum += un_log(chain[i]);
    }
    cr_assert(chain[3] < 1e-170 && chain[3] > 0, "%g", chain[3]);
    cr_assert(fabs(sum - distance * determinant) < 1e-9, "%.12g and %.12g", sum, distance * determinant);
    free(chain);
    free(work);
    net_free(&net);
}

Test(measure_gates, direct_path_is_the_product_of_the_gate) {
    for (int s = 0; s < SHAPES; s++) {
        un_NetDef def = shapes[s];
        if (!un_gates_keep(&def)) continue;
        enum { T = 6 };
        Net net = net_create(def, T, 2, 9);
        int H = def.hidden;
        un_TrackPart part = def.cell == UN_CELL_GRU ? UN_PART_DH : UN_PART_DC;
        int keep_gate = un_cell_info(def.cell)->keep_gate;
        for (int direction = 0; direction < net.directions; direction++) {
            if (direction == 1) { // the loss of the reverse direction must stand at step 0
                memset(net.scored, 0, T * 2);
                net.scored[0] = net.scored[1] = 1;
            }
            un_Trace trace = run_net(&net, direction == 0);
            double direct[T], rest[T], total[T], *work = numbers(5 * (size_t)H), product[8], row[8], gate[8];
            un_gates_highway(&trace, direction, 1, direct, rest, total, work);
            int last = direction == 0 ? T - 1 : 0, step = direction == 0 ? -1 : 1;
            un_trace_row(&trace, direction, part, 0, last, 1, product);
            for (int d = 0; d < T; d++) {
                int t = last + step * d;
                un_trace_row(&trace, direction, part, 0, t, 1, row);
                cr_assert(fabs(direct[t] - un_norm(product, H)) < 1e-14, "shape %d, distance %d: %g and %g", s, d,
                          direct[t], un_norm(product, H));
                cr_assert(fabs(total[t] - un_norm(row, H)) < 1e-15);
                for (int u = 0; u < H; u++) {
                    row[u] -= product[u];
                }
                cr_assert(fabs(rest[t] - un_norm(row, H)) < 1e-14);
                if (d > 1 && def.cell <= UN_CELL_GRU)
                    cr_assert(rest[t] > 1e-9, "the gates read h: something must come through them");
                un_trace_row(&trace, direction, UN_PART_GATE, keep_gate, t, 1, gate);
                for (int u = 0; u < H; u++) {
                    product[u] *= gate[u];
                }
            }
            free(work);
        }
        net_free(&net);
    }
}

// A gate that does not look at h: everything goes along the direct path, also with every step scored.
Test(measure_gates, without_state_weights_all_is_direct) {
    for (int s = 0; s < SHAPES; s++) {
        un_NetDef def = shapes[s];
        if (!un_gates_keep(&def) || !un_credit_has_weights(&def)) continue;
        Net net = net_create(def, 8, 1, 10);
        for (int direction = 0; direction < net.directions; direction++) {
            un_TrackParams at = un_net_track_params(&def, def.layers - 1, direction);
            int rows = un_cell_info(def.cell)->gates * def.hidden;
            memset(net.params + at.weight_hh, 0, (size_t)(rows * def.hidden) * sizeof(double));
        }
        un_Trace trace = run_net(&net, false);
        for (int direction = 0; direction < net.directions; direction++) {
            double direct[8], rest[8], total[8], *work = numbers(5 * (size_t)def.hidden);
            un_gates_highway(&trace, direction, 0, direct, rest, total, work);
            for (int t = 0; t < 8; t++) {
                cr_assert(rest[t] <= 1e-15 && direct[t] > 0.01 && fabs(direct[t] - total[t]) < 1e-15);
            }
            free(work);
        }
        net_free(&net);
    }
}

Test(measure_gates, truncation_cuts_every_path) {
    un_NetDef def = shapes[4];
    def.truncate = 3;
    Net net = net_create(def, 8, 1, 11);
    un_Trace trace = run_net(&net, true);
    double direct[8], rest[8], total[8], *work = numbers(5 * (size_t)def.hidden);
    un_gates_highway(&trace, 0, 0, direct, rest, total, work);
    for (int t = 0; t < 8; t++) {
        cr_assert(t < 5 ? direct[t] == 0 && rest[t] == 0 && total[t] == 0 : direct[t] > 0 && total[t] > 0);
    }
    free(work);
    net_free(&net);
}

Test(measure_gates, horizon_saturation_and_events) {
    for (int s = 0; s < SHAPES; s++) {
        un_NetDef def = shapes[s];
        if (!un_gates_keep(&def)) continue;
        enum { T = 9, B = 3 };
        Net net = net_create(def, T, B, 12);
        for (size_t i = 0; i < net.count; i++) {
            net.params[i] *= 4; // gates that saturate
        }
        un_Trace trace = run_net(&net, false);
        int H = def.hidden;
        bool lstm = def.cell == UN_CELL_LSTM, gru = def.cell == UN_CELL_GRU;
        int kept = un_cell_info(def.cell)->keep_gate;
        double mean[8], tau[8], right[8], left[8], work[16], gate[8], i[8], g[8], o[8], past[8];
        double write[8], keep[8], erase[8], read[8];
        un_GateEvents events = {write, keep, erase, read};
        for (int direction = 0; direction < net.directions; direction++) {
            un_gates_horizon(&trace, direction, mean, tau, work);
            un_gates_saturation(&trace, direction, kept, right, left, work);
            for (int u = 0; u < H; u++) {
                double sum = 0, product = 1, high = 0, low = 0;
                for (int t = 0; t < T; t++) {
                    for (int b = 0; b < B; b++) {
                        un_trace_row(&trace, direction, UN_PART_GATE, kept, t, b, gate);
                        sum += gate[u];
                        product *= gate[u];
                        high += gate[u] > .9;
                        low += gate[u] < .1;
                    }
                }
                cr_assert(fabs(mean[u] - sum / (T * B)) < 1e-14);
                cr_assert(fabs(exp(-T * B / tau[u]) / product - 1) < 1e-12);
                cr_assert(fabs(right[u] - high / (T * B)) < 1e-14 && fabs(left[u] - low / (T * B)) < 1e-14);
            }
            for (int t = 0; t < T; t++) {
                un_gates_events(&trace, direction, t, 2, &events, work);
                int before = direction == 0 ? t - 1 : t == T - 1 ? -1 : t + 1;
                un_trace_row(&trace, direction, UN_PART_GATE, kept, t, 2, gate);
                un_trace_row(&trace, direction, UN_PART_GATE, 0, t, 2, i);
                un_trace_row(&trace, direction, UN_PART_GATE, lstm || gru ? 2 : 1, t, 2, g);
                if (lstm) un_trace_row(&trace, direction, UN_PART_GATE, 3, t, 2, o);
                un_trace_row(&trace, direction, gru ? UN_PART_H : UN_PART_C, 0, before, 2, past);
                for (int u = 0; u < H; u++) {
                    cr_assert(keep[u] == gate[u]);
                    cr_assert(fabs(erase[u] - fabs((1 - gate[u]) * past[u])) < 1e-15);
                    double fresh = gru ? g[u] - past[u] : g[u], expected = fabs((lstm ? i[u] : 1 - gate[u]) * fresh);
                    cr_assert(fabs(write[u] - expected) < 1e-15);
                    cr_assert(lstm ? read[u] == o[u] : isnan(read[u]));
                }
            }
        }
        net_free(&net);
    }
}

Test(measure_gates, a_gate_at_one_remembers_for_ever) {
    un_NetDef def = shapes[6];
    Net net = net_create(def, 4, 1, 13);
    un_TrackParams at = un_net_track_params(&def, 0, 0);
    for (int u = 0; u < def.hidden; u++) {
        net.params[at.bias_ih + (size_t)(def.hidden + u)] = 1e4;
    }
    un_Trace trace = run_net(&net, true);
    double mean[4], tau[4], work[4];
    un_gates_horizon(&trace, 0, mean, tau, work);
    cr_assert(mean[2] == 1 && isinf(tau[2]) && tau[2] > 0);
    net_free(&net);
}

// Lesson 2: the gradient of a shared weight is the sum of what every step says to it.
Test(measure_credit, parts_sum_to_the_gradient) {
    for (int s = 0; s < SHAPES; s++) {
        un_NetDef def = shapes[s];
        if (!un_credit_has_weights(&def)) continue;
        enum { T = 7, B = 3 };
        Net net = net_create(def, T, B, 14);
        un_Trace trace = run_net(&net, false);
        int layer = def.layers - 1, width = un_net_layer_input(&def, layer), G = un_cell_info(def.cell)->gates;
        size_t states = (size_t)(G * def.hidden * def.hidden), inputs = (size_t)(G * def.hidden * width);
        double *state = numbers(states), *input = numbers(inputs), *state_sum = numbers(states),
               *input_sum = numbers(inputs);
        double *work = numbers(un_credit_update_work(&def)), state_norm[T], input_norm[T];
        for (int direction = 0; direction < net.directions; direction++) {
            memset(state_sum, 0, states * sizeof(double));
            memset(input_sum, 0, inputs * sizeof(double));
            un_credit_update(&trace, direction, state_norm, input_norm, work);
            for (int t = 0; t < T; t++) {
                un_credit_part(&trace, direction, t, state, input, work);
                for (size_t i = 0; i < states; i++) {
                    state_sum[i] += state[i];
                }
                for (size_t i = 0; i < inputs; i++) {
                    input_sum[i] += input[i];
                }
                cr_assert(fabs(state_norm[t] - un_norm(state, (int)states)) < 1e-15);
                cr_assert(fabs(input_norm[t] - un_norm(input, (int)inputs)) < 1e-15);
            }
            un_TrackParams at = un_net_track_params(&def, layer, direction);
            for (size_t i = 0; i < states; i++) {
                double whole = net.grads[at.weight_hh + i] / B;
                cr_assert(fabs(state_sum[i] - whole) < 1e-12, "shape %d, W_hh %zu: %g and %g", s, i, state_sum[i],
                          whole);
            }
            for (size_t i = 0; i < inputs; i++) {
                double whole = net.grads[at.weight_ih + i] / B;
                cr_assert(fabs(input_sum[i] - whole) < 1e-12, "shape %d, W_ih %zu: %g and %g", s, i, input_sum[i],
                          whole);
            }
        }
        free(state);
        free(input);
        free(state_sum);
        free(input_sum);
        free(work);
        net_free(&net);
    }
}

// One sequence's parts are of rank one, and taken as such.
Test(measure_credit, norms_of_one_sequence) {
    for (int s = 0; s < SHAPES; s++) {
        un_NetDef def = shapes[s];
        if (!un_credit_has_weights(&def)) continue;
        Net net = net_create(def, 5, 1, 15);
        un_Trace trace = run_net(&net, false);
        int rows = un_cell_info(def.cell)->gates * def.hidden, width = un_net_layer_input(&def, def.layers - 1);
        double state[64], input[128], work[64], *all = numbers(un_credit_update_work(&def)), states[5], inputs[5];
        for (int direction = 0; direction < net.directions; direction++) {
            un_credit_update(&trace, direction, states, inputs, all);
            for (int t = 0; t < 5; t++) {
                un_credit_part(&trace, direction, t, state, input, work);
                cr_assert(fabs(states[t] - un_norm(state, rows * def.hidden)) < 1e-14, "shape %d", s);
                cr_assert(fabs(inputs[t] - un_norm(input, rows * width)) < 1e-14, "shape %d", s);
            }
        }
        free(all);
        net_free(&net);
    }
}

Test(measure_credit, last_steps) {
    double parts[5] = {1, 0, 2, 3, 4}, none[2] = {0, 0}, broken[2] = {1, (double)NAN};
    cr_assert_eq(un_credit_last_steps(parts, 5, 0, 0.4), 1);
    cr_assert_eq(un_credit_last_steps(parts, 5, 0, 0.41), 2);
    cr_assert_eq(un_credit_last_steps(parts, 5, 0, 0.9), 3);
    cr_assert_eq(un_credit_last_steps(parts, 5, 0, 0.95), 5);
    cr_assert_eq(un_credit_last_steps(parts, 5, 1, 0.1), 1);
    cr_assert_eq(un_credit_last_steps(parts, 5, 1, 0.3), 3);
    cr_assert_eq(un_credit_last_steps(none, 2, 0, 0.9), 0);
    cr_assert_eq(un_credit_last_steps(broken, 2, 0, 0.9), 0);
}

typedef struct Traced {
    un_Experiment experiment;
    un_Trainer *trainer;
    un_Batch batch;
    un_BatchBlock block;
    un_Trace trace;
    un_Arena arena;
} Traced;

static Traced trace_lane(un_Cell cell, int sequences) {
    Traced traced = {.experiment = un_default_experiment()};
    un_Error error;
    traced.experiment.lane[0] = un_default_lane(cell);
    traced.experiment.lane[0].bidirectional = cell == UN_CELL_GRU;
    traced.experiment.task.lag = 6;
    traced.trainer = un_trainer_create(&traced.experiment, NULL, &error);
    un_NetDef net = un_experiment_net(&traced.experiment, 0);
    traced.arena = un_arena_measure();
    for (int pass = 0; pass < 2; pass++) {
        un_batch_carve(&traced.batch, &traced.arena, &traced.experiment.task, NULL, sequences, sequences);
        un_trace_carve(&traced.trace, &traced.arena, &net, traced.batch.T, sequences);
        if (pass == 0) un_arena_reserve(&traced.arena, traced.arena.used);
    }
    un_Random random = un_random_stream(1, "probe");
    un_batch_draw(&traced.batch, &random);
    traced.block = un_batch_block(&traced.batch, 0);
    un_trace_run(&traced.trace, un_trainer_params(traced.trainer, 0), &traced.block, traced.batch.T, NULL);
    return traced;
}

static void end_trace(Traced *traced) {
    un_arena_free(&traced->arena);
    un_trainer_destroy(traced->trainer);
}

Test(measure_credit, blame_is_the_slope_of_the_loss) {
    for (int cell = 0; cell < UN_CELL_COUNT; cell++) {
        Traced traced = trace_lane((un_Cell)cell, 1);
        int T = traced.batch.T, I = traced.trace.net.input;
        double *gradient = numbers((size_t)T), *product = numbers((size_t)T), work[32];
        un_credit_blame(&traced.trace, 0, gradient, product, work);
        for (int t = 0; t < T; t++) {
            double sum = 0, dot = 0;
            for (int i = 0; i < I; i++) {
                double *x = traced.trace.x + t * I + i, kept = *x, step = 1e-6;
                *x = kept + step;
                double up = un_trace_loss(&traced.trace, &traced.block);
                *x = kept - step;
                double slope = (up - un_trace_loss(&traced.trace, &traced.block)) / (2 * step);
                *x = kept;
                sum += slope * slope;
                dot += slope * kept;
            }
            bool steps = cell == UN_CELL_FEEDFORWARD || cell == UN_CELL_WINDOW; // these see no further
            bool seen = !steps || t >= T - un_net_window(&traced.trace.net);
            cr_assert(fabs(gradient[t] - sqrt(sum)) < 1e-8 && (gradient[t] > 0) == seen, "cell %d, step %d: %g and %g",
                      cell, t, gradient[t], sqrt(sum));
            cr_assert(fabs(product[t] - dot) < 1e-8);
        }
        free(gradient);
        free(product);
        end_trace(&traced);
    }
}

// The batch itself changed, and everything run anew.
Test(measure_credit, occlusion_is_the_loss_without) {
    for (int cell = 0; cell < UN_CELL_COUNT; cell++) {
        enum { B = 5 };
        Traced traced = trace_lane((un_Cell)cell, B);
        int T = traced.batch.T, I = traced.trace.net.input;
        double *zero = numbers((size_t)T), *mean = numbers((size_t)T), work[16 * (B + 1)], average[16] = {0},
               before[512];
        un_trace_part(&traced.trace, 0, UN_PART_H, 0, before);
        un_credit_occlusion(&traced.trace, &traced.block, zero, mean, work);
        double after[512];
        un_trace_part(&traced.trace, 0, UN_PART_H, 0, after);
        cr_assert(memcmp(before, after, (size_t)(T * 16) * sizeof *after) == 0, "the trace is as it was");
        for (int i = 0; i < T * B * I; i++) {
            average[i % I] += (double)traced.block.x[i] / (T * B);
        }
        const float *params = un_trainer_params(traced.trainer, 0);
        double plain = un_trace_run(&traced.trace, params, &traced.block, T, NULL);
        for (int t = 0; t < T; t++) {
            float kept[B * 16], *x = traced.block.x + t * B * I;
            memcpy(kept, x, (size_t)(B * I) * sizeof *x);
            memset(x, 0, (size_t)(B * I) * sizeof *x);
            double without = un_trace_run(&traced.trace, params, &traced.block, T, NULL);
            cr_assert(fabs(zero[t] - (without - plain) / B) < 1e-14);
            for (int i = 0; i < B * I; i++) {
                x[i] = (float)average[i % I];
            }
            without = un_trace_run(&traced.trace, params, &traced.block, T, NULL);
            cr_assert(fabs(mean[t] - (without - plain) / B) < 1e-7);
            memcpy(x, kept, (size_t)(B * I) * sizeof *x);
        }
        free(zero);
        free(mean);
        end_trace(&traced);
    }
}

Test(measure_decode, reads_what_is_there) {
    un_Experiment experiment = un_default_experiment();
    un_Error error;
    experiment.lane_count = 2;
    experiment.lane[1] = un_default_lane(UN_CELL_LSTM);
    experiment.lane[1].init.gate_bias = UN_GATE_BIAS_CHRONO;
    experiment.task.lag = 40;
    un_Trainer *trainer = un_trainer_create(&experiment, NULL, &error);
    double from_h[41], from_c[41];
    from_c[0] = -1;
    cr_assert_eq(un_decode_measure(trainer, 0, 300, from_h, from_c, &error), UN_OK);
    cr_assert(from_h[0] == 1, "the first state is the first symbol's: %g", from_h[0]);
    cr_assert(from_h[40] < 0.4, "forty steps on a plain RNN has lost it: %g", from_h[40]);
    cr_assert(from_h[40] > 0.1 && from_c[0] == -1);
    cr_assert_eq(un_decode_measure(trainer, 1, 300, from_h, from_c, &error), UN_OK);
    cr_assert(from_c[0] == 1 && from_c[40] > 0.9, "an open highway has not: %g", from_c[40]);
    un_trainer_destroy(trainer);
}

Test(measure_cost, counts) {
    un_NetDef rnn = {.cell = UN_CELL_RNN, .input = 8, .hidden = 16, .output = 4, .layers = 1};
    un_NetDef lstm = rnn, gru = rnn, deep = rnn;
    lstm.cell = UN_CELL_LSTM;
    gru.cell = UN_CELL_GRU;
    deep.layers = 2;
    deep.bidirectional = true;
    un_Cost cost = un_cost_count(&rnn, 100);
    cr_assert(cost.parameters == 16 * 8 + 16 * 16 + 32 + 4 * 16 + 4);
    cr_assert(cost.forward_step == 16 * (8 + 16) + 4 * 16 && cost.forward == 100 * cost.forward_step);
    cr_assert(cost.backward == 100 * (2 * cost.forward_step - 16 * 8));
    cr_assert(cost.kept_state == 16 && cost.dependent_steps == 100);
    cost = un_cost_count(&lstm, 100);
    cr_assert(cost.forward_step == 4 * 16 * (8 + 16) + 3 * 16 + 4 * 16 && cost.kept_state == 32);
    cr_assert(cost.kept_tape == 100 * (16 * (4 + 3) + 8 + 4));
    double four = 4.0 * (16 * 8 + 16 * 16 + 32), three = un_cost_count(&gru, 100).parameters - 68;
    cr_assert(cost.parameters == four + 68 && three == four * 3 / 4, "the GRU has three quarters of the LSTM's");
    un_NetDef window = rnn;
    window.cell = UN_CELL_WINDOW;
    window.window = 5;
    cost = un_cost_count(&window, 100);
    cr_assert(cost.forward_step == 16 * 5 * 8 + 4 * 16 && cost.kept_state == 4 * 8 && cost.dependent_steps == 1);
    un_NetDef space = rnn;
    space.cell = UN_CELL_SELECTIVE;
    cost = un_cost_count(&space, 100);
    cr_assert(cost.forward_step == 2 * 16 * 8 + 16 * 16 + 2 * 16 + 4 * 16 && cost.kept_state == 16);
    cr_assert(cost.dependent_steps == 100 && cost.dependent_least == 7);
    cr_assert(cost.backward == 100 * (2 * cost.forward_step - 2 * 16 * 8));
    un_NetDef attention = rnn;
    attention.cell = UN_CELL_ATTENTION;
    cost = un_cost_count(&attention, 4);
    double maps = 16 * 8 + 3 * 16 * 16 + 4 * 16, pairs = 1 + 2 + 3 + 4;
    cr_assert(cost.forward == 4 * maps + pairs * 2 * 16 && cost.forward_step == maps + 4 * 2 * 16);
    cr_assert(cost.backward == 4 * (2 * maps - 16 * 8) + pairs * 4 * 16);
    cr_assert(cost.kept_state == 4 * 2 * 16 && cost.dependent_steps == 1 && cost.dependent_least == 1);
    double doubled = un_cost_count(&attention, 4096).forward / un_cost_count(&attention, 2048).forward;
    cr_assert(doubled > 3.5 && doubled < 4, "%g", doubled);
    cost = un_cost_count(&deep, 10);
    cr_assert(cost.forward_step == 2 * 16 * (8 + 16) + 2 * 16 * (32 + 16) + 4 * 32);
    cr_assert(cost.backward == 10 * (2 * cost.forward_step - 2 * 16 * 8) && cost.kept_state == 64);
}

// Every row of the table runs for every cell it applies to, with the rows and memory it announces.
Test(measure, the_table_runs) {
    un_Experiment experiment = un_default_lab_experiment();
    un_Error error;
    experiment.task.lag = 12;
    experiment.lane_count = 4;
    experiment.lane[3] = un_default_lane(UN_CELL_WINDOW);
    un_Trainer *trainer = un_trainer_create(&experiment, NULL, &error);
    un_Recorder *recorder = malloc(sizeof *recorder);
    un_recorder_reset(recorder);
    for (int i = 0; i < 5; i++) {
        un_trainer_step(trainer);
        un_recorder_add(recorder, trainer);
    }
    un_MeasureAsk ask = {.sequences = 3, .lengths = {5, 20}, .length_count = 2, .recorder = recorder};
    for (int i = 0; i < un_measure_count; i++) {
        const un_MeasureInfo *info = &un_measure_table[i];
        cr_assert_eq(un_measure_find(info->name, strlen(info->name)), i);
        for (int j = 0; j < i; j++) {
            for (int c = 0; info->column[c].name; c++) {
                for (int k = 0; un_measure_table[j].column[k].name; k++) {
                    cr_assert_str_neq(info->column[c].name, un_measure_table[j].column[k].name);
                }
            }
        }
        for (int lane = 0; lane < 4; lane++) {
            un_NetDef net = un_experiment_net(&experiment, lane);
            if (info->applies && !info->applies(&net)) {
                cr_assert(info->needs);
                continue;
            }
            un_MeasureTable table = {0};
            cr_assert_eq(un_measure_run(info, trainer, lane, &ask, &table, &error), UN_OK);
            cr_assert(table.rows > 0 && table.rows <= table.room && table.columns == un_measure_columns(info), "%s",
                      info->name);
            cr_assert(un_measure_memory(info, &experiment, lane, &ask) > 0);
            int finite = 0;
            for (int k = 0; k < table.rows; k++) {
                finite += isfinite(table.value[k * table.columns]) != 0;
            }
            cr_assert(finite > 0 || lane == 3, "%s says nothing", info->name);
            un_measure_free(&table);
        }
    }
    cr_assert_eq(un_measure_find("high", 4), -1);
    free(recorder);
    un_trainer_destroy(trainer);
}
