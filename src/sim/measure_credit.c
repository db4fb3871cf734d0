#include "sim/measure_credit.h"

#include "base/check.h"
#include "num/linalg.h"

#include <math.h>
#include <string.h>

bool un_credit_has_weights(const un_NetDef *net) {
    return net->cell == UN_CELL_RNN || net->cell == UN_CELL_LSTM || net->cell == UN_CELL_GRU;
}

/// to (H,width) += factor a b^T.
static void add_outer(double *to, const double *a, int H, const double *b, int width, double factor) {
    for (int i = 0; i < H; i++) {
        double scaled = factor * a[i];
        for (int j = 0; j < width; j++) {
            to[(size_t)i * (size_t)width + (size_t)j] += scaled * b[j];
        }
    }
}

void un_credit_part(const un_Trace *trace, int direction, int t, double *state, double *input, double *work) {
    const un_NetDef *net = &trace->net;
    int H = net->hidden, T = trace->tape.T, B = trace->tape.B, layer = net->layers - 1;
    int width = un_net_layer_input(net, layer), gates = un_cell_info(net->cell)->gates;
    int before = direction == 0 ? t - 1 : t + 1 < T ? t + 1 : -1;
    size_t size = (size_t)H;
    double *h = work, *a = h + H, *r = a + H, *x = r + H, share = 1.0 / B;
    UN_CHECK(un_credit_has_weights(net));
    memset(state, 0, (size_t)gates * size * size * sizeof *state);
    memset(input, 0, (size_t)gates * size * (size_t)width * sizeof *input);
    for (int b = 0; b < B; b++) {
        un_trace_row(trace, direction, UN_PART_H, 0, before, b, h);
        un_tape_input_f64(net, &trace->tape, layer, t, b, x);
        for (int gate = 0; gate < gates; gate++) {
            un_trace_row(trace, direction, UN_PART_DZ, gate, t, b, a);
            add_outer(input + (size_t)gate * size * (size_t)width, a, H, x, width, share);
            if (net->cell == UN_CELL_GRU && gate == 2) {
                un_trace_row(trace, direction, UN_PART_DHN, 0, t, b, a);
                un_trace_row(trace, direction, UN_PART_GATE, 0, t, b, r);
                for (int u = 0; net->reset_before && u < H; u++) {
                    h[u] *= r[u];
                }
            }
            add_outer(state + (size_t)gate * size * size, a, H, h, H, share);
        }
    }
}

size_t un_credit_update_work(const un_NetDef *net) {
    size_t H = (size_t)net->hidden, width = (size_t)un_net_layer_input(net, net->layers - 1);
    size_t rows = (size_t)un_cell_info(net->cell)->gates * H;
    return rows * (H + width) + 3 * H + width;
}

/// The same norms for one sequence, whose parts are of rank one: |a b^T| = |a| |b|. work: (G+3)H + in numbers.
static void update_of_one(const un_Trace *trace, int direction, int t, double *state, double *input, double *work) {
    const un_NetDef *net = &trace->net;
    int H = net->hidden, T = trace->tape.T, layer = net->layers - 1, gates = un_cell_info(net->cell)->gates;
    int before = direction == 0 ? t - 1 : t + 1 < T ? t + 1 : -1;
    bool gru = net->cell == UN_CELL_GRU;
    double *a = work, *h = a + gates * H, *r = h + H, *x = r + H;
    for (int gate = 0; gate < gates; gate++) {
        un_trace_row(trace, direction, UN_PART_DZ, gate, t, 0, a + gate * H);
    }
    un_trace_row(trace, direction, UN_PART_H, 0, before, 0, h);
    un_tape_input_f64(net, &trace->tape, layer, t, 0, x);
    *input = un_norm(a, gates * H) * un_norm(x, un_net_layer_input(net, layer));
    if (!gru) {
        *state = un_norm(a, gates * H) * un_norm(h, H);
        return;
    }
    double parts[2] = {un_norm(a, 2 * H) * un_norm(h, H)};
    un_trace_row(trace, direction, UN_PART_DHN, 0, t, 0, a);
    un_trace_row(trace, direction, UN_PART_GATE, 0, t, 0, r);
    for (int u = 0; net->reset_before && u < H; u++) {
        h[u] *= r[u];
    }
    parts[1] = un_norm(a, H) * un_norm(h, H);
    *state = un_norm(parts, 2);
}

void un_credit_update(const un_Trace *trace, int direction, double *state, double *input, double *work) {
    const un_NetDef *net = &trace->net;
    int rows = un_cell_info(net->cell)->gates * net->hidden, width = un_net_layer_input(net, net->layers - 1);
    double *w_state = work, *w_input = w_state + (size_t)rows * (size_t)net->hidden,
           *rest = w_input + (size_t)rows * (size_t)width;
    for (int t = 0; t < trace->tape.T; t++) {
        if (trace->tape.B == 1) {
            update_of_one(trace, direction, t, &state[t], &input[t], work);
            continue;
        }
        un_credit_part(trace, direction, t, w_state, w_input, rest);
        state[t] = un_norm(w_state, rows * net->hidden);
        input[t] = un_norm(w_input, rows * width);
    }
}

size_t un_credit_parts_work(const un_NetDef *net) {
    return 2 * un_credit_update_work(net);
}

/// The largest difference between sum and the backward pass's gradient / B, and the largest of that; both grow.
static void compare(const double *sum, const double *gradient, size_t count, int B, double *difference, double *largest) {
    for (size_t i = 0; i < count; i++) {
        double whole = gradient[i] / B, apart = fabs(sum[i] - whole);
        if (!(apart <= *difference)) *difference = apart; // NaN shows
        if (fabs(whole) > *largest) *largest = fabs(whole);
    }
}

void un_credit_parts(const un_Trace *trace, int direction, double *difference, double *largest, double *work) {
    const un_NetDef *net = &trace->net;
    un_TrackParams place = un_net_track_params(net, net->layers - 1, direction);
    size_t rows = (size_t)un_cell_info(net->cell)->gates * (size_t)net->hidden;
    size_t states = rows * (size_t)net->hidden, inputs = rows * (size_t)place.input;
    double *sum = work, *state = sum + states + inputs, *input = state + states, *rest = input + inputs;
    memset(sum, 0, (states + inputs) * sizeof *sum);
    for (int t = 0; t < trace->tape.T; t++) {
        un_credit_part(trace, direction, t, state, input, rest);
        for (size_t i = 0; i < states + inputs; i++) {
            sum[i] += state[i]; // input lies behind state, as in sum
        }
    }
    *difference = *largest = 0;
    compare(sum, trace->gradients + place.weight_hh, states, trace->tape.B, difference, largest);
    compare(sum + states, trace->gradients + place.weight_ih, inputs, trace->tape.B, difference, largest);
}

int un_credit_last_steps(const double *parts, int T, int direction, double share) {
    double sum = 0, part = 0;
    for (int t = 0; t < T; t++) {
        sum += parts[t];
    }
    if (!(sum > 0 && sum < (double)INFINITY)) return 0;
    for (int k = 1; k < T; k++) {
        part += parts[direction == 0 ? T - k : k - 1];
        if (part >= share * sum) return k;
    }
    return T;
}

void un_credit_blame(const un_Trace *trace, int b, double *gradient, double *gradient_input, double *work) {
    int I = trace->net.input;
    double *x = work, *dx = x + I;
    for (int t = 0; t < trace->tape.T; t++) {
        un_tape_input_f64(&trace->net, &trace->tape, 0, t, b, x);
        bool asked = un_tape_input_gradient_f64(&trace->net, &trace->tape, t, b, dx);
        UN_CHECK(asked);
        gradient[t] = un_norm(dx, I);
        gradient_input[t] = 0;
        for (int i = 0; i < I; i++) {
            gradient_input[t] += x[i] * dx[i];
        }
    }
}

/// The mean own loss with step t's inputs (B,I) replaced in every sequence; they are put back. kept: B*I numbers.
static double loss_without(un_Trace *trace, const un_BatchBlock *block, int t, const double *instead, double *kept) {
    size_t I = (size_t)trace->net.input, B = (size_t)trace->tape.B;
    double *x = trace->x + (size_t)t * B * I;
    memcpy(kept, x, B * I * sizeof *x);
    for (size_t i = 0; i < B * I; i++) {
        x[i] = instead ? instead[i % I] : 0;
    }
    double loss = un_trace_loss(trace, block) / (double)B;
    memcpy(x, kept, B * I * sizeof *x);
    return loss;
}

void un_credit_occlusion(un_Trace *trace, const un_BatchBlock *block, double *zero, double *mean, double *work) {
    size_t I = (size_t)trace->net.input, entries = (size_t)trace->tape.T * (size_t)trace->tape.B;
    double *average = work, *kept = average + I;
    memset(average, 0, I * sizeof *average);
    for (size_t i = 0; i < entries * I; i++) {
        average[i % I] += trace->x[i] / (double)entries;
    }
    double plain = un_trace_loss(trace, block) / trace->tape.B;
    for (int t = 0; t < trace->tape.T; t++) {
        zero[t] = loss_without(trace, block, t, NULL, kept) - plain;
        mean[t] = loss_without(trace, block, t, average, kept) - plain;
    }
    un_trace_loss(trace, block);
}
