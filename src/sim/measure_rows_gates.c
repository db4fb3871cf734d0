/// Rows of the gates' measurements: highway, horizon, saturation, events.
#include "num/elementary.h"
#include "sim/measure_gates.h"
#include "sim/measure_rows.h"

#include <math.h>
#include <string.h>

size_t un_measure_work_highway(const un_NetDef *net, int T, int B) {
    (void)B;
    return 7 * (size_t)T + 5 * (size_t)net->hidden;
}

un_Status un_measure_run_highway(un_Measuring *at, un_MeasureTable *out, un_Error *error) {
    (void)error;
    int T = at->T, distances = 0;
    double *own[3], *sum[4], *rest = at->work + 7 * (size_t)T;
    for (int i = 0; i < 3; i++) {
        own[i] = at->work + (size_t)i * (size_t)T;
    }
    for (int i = 0; i < 4; i++) {
        sum[i] = at->work + (size_t)(3 + i) * (size_t)T;
        memset(sum[i], 0, (size_t)T * sizeof *sum[i]);
    }
    for (int b = 0; b < at->sequences; b++) {
        int last = un_measure_loss_step(at, b);
        un_gates_highway(&at->trace, 0, b, own[0], own[1], own[2], rest);
        if (last + 1 > distances) distances = last + 1;
        for (int t = 0; t <= last; t++) {
            for (int i = 0; i < 3; i++) {
                sum[i][last - t] += own[i][t];
            }
            sum[3][last - t] += 1;
        }
    }
    for (int d = 0; d < distances; d++) {
        int step = at->asked >= 0 ? at->asked - d : -1;
        double *row = un_measure_add(out, (un_MeasureKey){.step = step, .distance = d, .unit = -1, .gate = -1});
        for (int i = 0; i < 3; i++) {
            row[i] = sum[i][d] / sum[3][d];
        }
        row[3] = row[2] > 0 ? row[0] / row[2] : (double)NAN;
        double reference = sum[2][0] / sum[3][0];
        row[4] = reference > 0 ? row[0] / reference : (double)NAN;
        row[5] = reference > 0 ? row[2] / reference : (double)NAN;
    }
    return UN_OK;
}

size_t un_measure_work_units(const un_NetDef *net, int T, int B) {
    (void)T, (void)B;
    return 8 * (size_t)net->hidden;
}

un_Status un_measure_run_horizon(un_Measuring *at, un_MeasureTable *out, un_Error *error) {
    (void)error;
    int H = at->net.hidden;
    double *mean = at->work, *tau = mean + H;
    un_gates_horizon(&at->trace, 0, mean, tau, tau + H);
    for (int u = 0; u < H; u++) {
        double *row = un_measure_add(out, (un_MeasureKey){.step = -1, .distance = -1, .unit = u, .gate = -1});
        row[0] = mean[u];
        row[1] = tau[u];
        row[2] = tau[u] * 0.693147180559945309; // ln 2: until the product is a half
        row[3] = un_exp(-at->T / tau[u]);
        row[4] = -1 / un_log(mean[u]);
    }
    return UN_OK;
}

/// A gate between 0 and 1; the candidate g or n is none.
static bool is_gate(const un_CellInfo *cell, int gate) {
    return cell->has_gates && cell->gate_job[gate] != UN_GATE_NEW;
}

bool un_measure_has_gates(const un_NetDef *net) {
    return un_cell_info(net->cell)->has_gates;
}

int un_measure_rows_gates(const un_NetDef *net, int T, const un_MeasureAsk *ask) {
    (void)T, (void)ask;
    return un_cell_info(net->cell)->gates * net->hidden;
}

un_Status un_measure_run_saturation(un_Measuring *at, un_MeasureTable *out, un_Error *error) {
    (void)error;
    int H = at->net.hidden;
    double *right = at->work, *left = right + H;
    const un_CellInfo *cell = un_cell_info(at->net.cell);
    for (int gate = 0; gate < cell->gates; gate++) {
        if (!is_gate(cell, gate)) continue;
        un_gates_saturation(&at->trace, 0, gate, right, left, left + H);
        for (int u = 0; u < H; u++) {
            double *row = un_measure_add(out, (un_MeasureKey){.step = -1, .distance = -1, .unit = u, .gate = gate});
            row[0] = right[u];
            row[1] = left[u];
        }
    }
    return UN_OK;
}

int un_measure_rows_events(const un_NetDef *net, int T, const un_MeasureAsk *ask) {
    (void)ask;
    return T * (net->hidden + 1);
}

size_t un_measure_work_events(const un_NetDef *net, int T, int B) {
    (void)T, (void)B;
    return 10 * (size_t)net->hidden;
}

/// For each step the mean over units, then each unit; means over the sequences.
un_Status un_measure_run_events(un_Measuring *at, un_MeasureTable *out, un_Error *error) {
    (void)error;
    enum { KINDS = 4 };
    int H = at->net.hidden;
    double *own = at->work, *sum = own + KINDS * H, *rest = sum + KINDS * H;
    un_GateEvents events = {.write = own, .keep = own + H, .erase = own + 2 * H, .read = own + 3 * H};
    for (int t = 0; t < at->T; t++) {
        memset(sum, 0, KINDS * (size_t)H * sizeof *sum);
        for (int b = 0; b < at->sequences; b++) {
            un_gates_events(&at->trace, 0, t, b, &events, rest);
            for (int i = 0; i < KINDS * H; i++) {
                sum[i] += own[i] / at->sequences;
            }
        }
        double *all = un_measure_add(out, un_measure_key(at, t));
        for (int k = 0; k < KINDS; k++) {
            all[k] = un_measure_mean(sum + k * H, H);
        }
        for (int u = 0; u < H; u++) {
            un_MeasureKey key = un_measure_key(at, t);
            key.unit = u;
            double *row = un_measure_add(out, key);
            for (int k = 0; k < KINDS; k++) {
                row[k] = sum[k * H + u];
            }
        }
    }
    return UN_OK;
}
