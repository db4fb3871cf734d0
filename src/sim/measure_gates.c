#include "sim/measure_gates.h"

#include "base/check.h"
#include "num/elementary.h"
#include "num/linalg.h"

#include <math.h>
#include <string.h>

bool un_gates_keep(const un_NetDef *net) {
    return un_cell_info(net->cell)->keep_gate >= 0;
}

/// Its gates do not look at the state: there is no way but the direct one.
static bool all_is_direct(const un_NetDef *net) {
    return net->cell == UN_CELL_SSM || net->cell == UN_CELL_SELECTIVE;
}

static void keep_row(const un_Trace *trace, int direction, int t, int b, double *out) {
    un_trace_row(trace, direction, UN_PART_GATE, un_cell_info(trace->net.cell)->keep_gate, t, b, out);
}

/// What the loss says to the kept state of step t directly: through the readout of h_t. out (H). c, o: H numbers each.
static void local_gradient(const un_Trace *trace, int direction, int t, int b, double *out, double *c, double *o) {
    un_tape_output_gradient_f64(&trace->net, &trace->tape, direction, t, b, out);
    // Most steps are not scored: nothing to be multiplied.
    if (trace->net.cell != UN_CELL_LSTM || un_norm(out, trace->net.hidden) == 0) return;
    un_trace_row(trace, direction, UN_PART_C, 0, t, b, c);
    un_trace_row(trace, direction, UN_PART_GATE, 3, t, b, o);
    for (int u = 0; u < trace->net.hidden; u++) {
        double squashed = un_tanh(c[u]);
        out[u] *= o[u] * (1 - squashed * squashed);
    }
}

void un_gates_highway(const un_Trace *trace, int direction, int b, double *direct, double *rest, double *total,
                      double *work) {
    const un_CellInfo *cell = un_cell_info(trace->net.cell);
    UN_CHECK(un_gates_keep(&trace->net));
    int H = trace->net.hidden, T = trace->tape.T;
    un_TrackPart part = cell->has_cell_state ? UN_PART_DC : UN_PART_DH;
    double *carried = work, *row = carried + H, *gate = row + H, *spare = gate + H;
    memset(carried, 0, (size_t)H * sizeof *carried);
    for (int t = 0; all_is_direct(&trace->net) && t < T; t++) {
        un_trace_row(trace, direction, part, 0, t, b, row);
        direct[t] = total[t] = un_norm(row, H);
        rest[t] = 0;
    }
    if (all_is_direct(&trace->net)) return;
    for (int s = T - 1; s >= 0; s--) {
        int t = direction == 0 ? s : T - 1 - s, later = direction == 0 ? t + 1 : t - 1;
        // The border between t-1 and t is one and the same for both directions.
        bool cut = s < T - 1 && un_net_cuts(&trace->net, T, direction == 0 ? later : t);
        if (s < T - 1) keep_row(trace, direction, later, b, gate);
        local_gradient(trace, direction, t, b, row, spare, spare + H);
        for (int u = 0; u < H; u++) {
            carried[u] = (s < T - 1 && !cut ? gate[u] * carried[u] : 0) + row[u];
        }
        direct[t] = un_norm(carried, H);
        un_trace_row(trace, direction, part, 0, t, b, row);
        total[t] = un_norm(row, H);
        for (int u = 0; u < H; u++) {
            row[u] -= carried[u];
        }
        rest[t] = un_norm(row, H);
    }
}

void un_gates_horizon(const un_Trace *trace, int direction, double *mean, double *tau, double *work) {
    int H = trace->net.hidden;
    double entries = (double)trace->tape.T * trace->tape.B;
    memset(mean, 0, (size_t)H * sizeof *mean);
    memset(tau, 0, (size_t)H * sizeof *tau);
    for (int t = 0; t < trace->tape.T; t++) {
        for (int b = 0; b < trace->tape.B; b++) {
            keep_row(trace, direction, t, b, work);
            for (int u = 0; u < H; u++) {
                mean[u] += work[u];
                tau[u] += un_log(work[u]);
            }
        }
    }
    for (int u = 0; u < H; u++) {
        mean[u] /= entries;
        tau[u] = tau[u] == 0 ? (double)INFINITY : -entries / tau[u];
    }
}

void un_gates_saturation(const un_Trace *trace, int direction, int gate, double *right, double *left, double *work) {
    int H = trace->net.hidden;
    double entries = (double)trace->tape.T * trace->tape.B;
    memset(right, 0, (size_t)H * sizeof *right);
    memset(left, 0, (size_t)H * sizeof *left);
    for (int t = 0; t < trace->tape.T; t++) {
        for (int b = 0; b < trace->tape.B; b++) {
            un_trace_row(trace, direction, UN_PART_GATE, gate, t, b, work);
            for (int u = 0; u < H; u++) {
                right[u] += work[u] > 0.9;
                left[u] += work[u] < 0.1;
            }
        }
    }
    for (int u = 0; u < H; u++) {
        right[u] /= entries;
        left[u] /= entries;
    }
}

void un_gates_events(const un_Trace *trace, int direction, int t, int b, const un_GateEvents *out, double *work) {
    const un_CellInfo *cell = un_cell_info(trace->net.cell);
    int H = trace->net.hidden, T = trace->tape.T;
    int before = direction == 0 ? t - 1 : t + 1 < T ? t + 1 : -1;
    double *past = work, *fresh = work + H;
    bool lstm = trace->net.cell == UN_CELL_LSTM, gru = trace->net.cell == UN_CELL_GRU;
    keep_row(trace, direction, t, b, out->keep);
    un_trace_row(trace, direction, cell->has_cell_state ? UN_PART_C : UN_PART_H, 0, before, b, past);
    un_trace_row(trace, direction, UN_PART_GATE, lstm || gru ? 2 : 1, t, b, fresh); // LSTM g, GRU n, state space u
    if (lstm) {
        un_trace_row(trace, direction, UN_PART_GATE, 0, t, b, out->write);
        un_trace_row(trace, direction, UN_PART_GATE, 3, t, b, out->read);
    }
    for (int u = 0; u < H; u++) {
        double let = 1 - out->keep[u];
        out->write[u] = lstm ? out->write[u] * fabs(fresh[u]) : let * fabs(gru ? fresh[u] - past[u] : fresh[u]);
        out->erase[u] = let * fabs(past[u]);
        if (!lstm) out->read[u] = (double)NAN;
    }
}
