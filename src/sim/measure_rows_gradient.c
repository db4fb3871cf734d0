/// Rows of the gradient's measurements: summary, gradient, chain, singular, spectrum, lyapunov.
#include "num/elementary.h"
#include "num/linalg.h"
#include "num/spectral.h"
#include "sim/measure_credit.h"
#include "sim/measure_gates.h"
#include "sim/measure_jacobian.h"
#include "sim/measure_rows.h"
#include "sim/profile.h"

#include <math.h>
#include <string.h>

bool un_measure_has_jacobian(const un_NetDef *net) {
    return un_jacobian_size(net) > 0;
}

/// Least squares of log10 over distance, finite ones only, from .. to (Hochreiter 1991); NaN with fewer than two.
static double slope_of(const double *norm, int distances, int from, int to) {
    double n = 0, mean_d = 0, mean_y = 0, covariance = 0, variance = 0;
    for (int d = from; d <= to && d < distances; d++) {
        double y = un_log10(norm[d]);
        if (!isfinite(y)) continue;
        double step_d = d - mean_d, step_y = y - mean_y;
        n++;
        mean_d += step_d / n;
        mean_y += step_y / n;
        covariance += step_d * (y - mean_y);
        variance += step_d * (d - mean_d);
    }
    return n < 2 ? (double)NAN : covariance / variance;
}

/// N_eff: the largest distance at which the norm is more than a hundredth of that at the loss.
static double reach_of(const double *norm, int distances) {
    for (int d = distances - 1; d >= 0; d--) {
        if (norm[d] > 0.01 * norm[0]) return d;
    }
    return (double)NAN;
}

size_t un_measure_work_gradient(const un_NetDef *net, int T, int B) {
    (void)B;
    return 4 * (size_t)T + un_credit_update_work(net) + 5 * (size_t)net->hidden;
}

un_Status un_measure_run_gradient(un_Measuring *at, un_MeasureTable *out, un_Error *error) {
    double *dh = at->work, *dc = dh + at->T;
    bool cell_state = un_cell_info(at->net.cell)->has_cell_state;
    int distances;
    un_Status status = un_profile_measure(at->trainer, at->lane, at->sequences, dh, dc, &distances, error);
    for (int d = 0; d < distances && !status; d++) {
        int step = at->asked >= 0 ? at->asked - d : -1;
        double *row = un_measure_add(out, (un_MeasureKey){.step = step, .distance = d, .unit = -1, .gate = -1});
        row[0] = dh[d];
        row[1] = dh[0] > 0 ? dh[d] / dh[0] : (double)NAN;
        if (!cell_state) continue;
        row[2] = dc[d];
        row[3] = dc[0] > 0 ? dc[d] / dc[0] : (double)NAN;
    }
    return status;
}

static void fill_summary_gradient(double *row, const double *norm, int distances) {
    enum { FROM = 10, TO = 60 };
    row[0] = slope_of(norm, distances, FROM, TO);
    row[1] = norm[0] > 0 ? norm[distances - 1] / norm[0] : (double)NAN;
    row[2] = reach_of(norm, distances);
}

un_Status un_measure_run_summary(un_Measuring *at, un_MeasureTable *out, un_Error *error) {
    double *dh = at->work, *dc = dh + at->T, *rest = dc + at->T;
    int distances, H = at->net.hidden;
    un_Status status = un_profile_measure(at->trainer, at->lane, at->sequences, dh, dc, &distances, error);
    if (status) return status;
    double *row = un_measure_add(out, (un_MeasureKey){-1, -1, -1, -1});
    row[0] = at->loss;
    row[1] = at->accuracy;
    fill_summary_gradient(row + 2, dh, distances);
    if (un_cell_info(at->net.cell)->has_cell_state) fill_summary_gradient(row + 5, dc, distances);
    if (un_gates_keep(&at->net)) {
        un_gates_horizon(&at->trace, 0, rest, rest + H, rest + 2 * H);
        row[8] = un_measure_mean(rest, H);
    }
    if (un_credit_has_weights(&at->net)) {
        un_credit_update(&at->trace, 0, dh, dc, rest);
        int last = un_credit_last_steps(dh, at->T, 0, 0.9);
        row[9] = last ? last : (double)NAN;
    }
    return UN_OK;
}

size_t un_measure_work_summary(const un_NetDef *net, int T, int B) {
    return un_measure_work_gradient(net, T, B);
}

// chain, singular, spectrum, lyapunov

size_t un_measure_work_chain(const un_NetDef *net, int T, int B) {
    (void)B;
    size_t n = (size_t)un_jacobian_size(net);
    return 2 * (size_t)T * n + un_jacobian_work(net) + 6 * (size_t)T;
}

int un_measure_rows_singular(const un_NetDef *net, int T, const un_MeasureAsk *ask) {
    (void)ask;
    return T * un_jacobian_size(net);
}

/// One row for each distance: geometric means over the sequences that reach it.
un_Status un_measure_run_chain(un_Measuring *at, un_MeasureTable *out, un_Error *error) {
    (void)error;
    int n = un_jacobian_size(&at->net), T = at->T;
    enum { COLUMNS = 4 };
    double *values = at->work, *sums = values + 2 * (size_t)T * (size_t)n, *rest = sums + (COLUMNS + 1) * (size_t)T;
    memset(sums, 0, (COLUMNS + 1) * (size_t)T * sizeof *sums);
    int distances = 0;
    for (int b = 0; b < at->sequences; b++) {
        int last = un_measure_loss_step(at, b);
        if (last + 1 > distances) distances = last + 1;
        un_jacobian_chain(&at->trace, 0, last, b, values, rest, at->order);
        for (int t = 0; t <= last; t++) {
            const double *own = values + (size_t)t * (size_t)n;
            double *sum = sums + (size_t)(last - t) * (COLUMNS + 1);
            sum[0] += un_log(own[0]);
            sum[1] += un_log(own[(n - 1) / 2]);
            sum[2] += un_log(own[n - 1]);
            sum[3] += un_log(un_norm(own, n));
            sum[4] += 1;
        }
    }
    for (int d = 0; d < distances; d++) {
        const double *sum = sums + (size_t)d * (COLUMNS + 1);
        int step = at->asked >= 0 ? at->asked - d : -1;
        double *row = un_measure_add(out, (un_MeasureKey){.step = step, .distance = d, .unit = -1, .gate = -1});
        for (int i = 0; i < COLUMNS; i++) {
            row[i] = un_exp(sum[i] / sum[COLUMNS]);
        }
    }
    return UN_OK;
}

un_Status un_measure_run_singular(un_Measuring *at, un_MeasureTable *out, un_Error *error) {
    (void)error;
    int n = un_jacobian_size(&at->net), last = un_measure_loss_step(at, 0);
    double *values = at->work;
    un_jacobian_chain(&at->trace, 0, last, 0, values, values + (size_t)at->T * (size_t)n, at->order);
    for (int t = last; t >= 0; t--) {
        for (int i = 0; i < n; i++) {
            un_measure_add(out, (un_MeasureKey){.step = t, .distance = last - t, .unit = i, .gate = -1})[0] =
                values[(size_t)t * (size_t)n + (size_t)i];
        }
    }
    return UN_OK;
}

int un_measure_rows_spectrum(const un_NetDef *net, int T, const un_MeasureAsk *ask) {
    (void)ask;
    return (T + (net->cell == UN_CELL_RNN)) * un_jacobian_size(net);
}

static void add_spectrum(un_MeasureTable *out, int t, const double *real, const double *imaginary, int n) {
    for (int i = 0; i < n; i++) {
        double *row = un_measure_add(out, (un_MeasureKey){.step = t, .distance = -1, .unit = i, .gate = -1});
        row[0] = real[i];
        row[1] = imaginary[i];
        row[2] = un_modulus(real[i], imaginary[i]);
    }
}

un_Status un_measure_run_spectrum(un_Measuring *at, un_MeasureTable *out, un_Error *error) {
    (void)error;
    int n = un_jacobian_size(&at->net), T = at->T;
    size_t numbers = (size_t)T * (size_t)n;
    double *real = at->work, *imaginary = real + numbers, *rest = imaginary + numbers;
    if (at->net.cell == UN_CELL_RNN) {
        un_TrackParams w = un_net_track_params(&at->net, at->net.layers - 1, 0);
        un_eigenvalues(at->trace.params + w.weight_hh, n, real, imaginary, rest);
        add_spectrum(out, -1, real, imaginary, n);
    }
    un_jacobian_eigenvalues(&at->trace, 0, 0, real, imaginary, rest);
    for (int t = 0; t < T; t++) {
        add_spectrum(out, t, real + (size_t)t * (size_t)n, imaginary + (size_t)t * (size_t)n, n);
    }
    return UN_OK;
}

int un_measure_rows_state(const un_NetDef *net, int T, const un_MeasureAsk *ask) {
    (void)T, (void)ask;
    return un_jacobian_size(net);
}

un_Status un_measure_run_lyapunov(un_Measuring *at, un_MeasureTable *out, un_Error *error) {
    (void)error;
    enum { BURN_IN_PART = 4 };
    int n = un_jacobian_size(&at->net);
    double *sum = at->work, *own = sum + n, *rest = own + n;
    memset(sum, 0, (size_t)n * sizeof *sum);
    for (int b = 0; b < at->sequences; b++) {
        un_jacobian_lyapunov(&at->trace, 0, b, at->T / BURN_IN_PART, own, rest);
        for (int i = 0; i < n; i++) {
            sum[i] += own[i] / at->sequences;
        }
    }
    for (int i = 0; i < n; i++) {
        double *row = un_measure_add(out, (un_MeasureKey){.step = -1, .distance = -1, .unit = i, .gate = -1});
        row[0] = sum[i];
        row[1] = sum[i] / 2.302585092994045684; // ln 10
    }
    return UN_OK;
}
