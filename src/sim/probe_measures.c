#include "sim/probe_measures.h"

#include "num/spectral.h"
#include "sim/measure_credit.h"
#include "sim/measure_gates.h"
#include "sim/measure_jacobian.h"
#include "sim/probe_band.h"

#include <math.h>

_Static_assert((int)UN_MEASURES_GATES == (int)UN_GATES_MAX, "measures have room for every gate");

/// What would take a lane of this size more than about three seconds: Jacobians n^3 a step, occlusion two forward passes a
/// step. The window would not wait for it, but the training and every command would.
static unsigned too_dear(const un_NetDef *net, int T) {
    static const double JACOBIANS_MOST = 1.5e9, OCCLUSION_MOST = 4e9; // operations, counted as here
    double n = un_jacobian_size(net), H = net->hidden, steps = T;
    double step = un_cell_info(net->cell)->gates * H * (H + net->input) * net->layers;
    if (un_cell_info(net->cell)->attends) step += steps * H;
    unsigned bits = n * n * n * steps > JACOBIANS_MOST ? UN_WANT_SPECTRUM | UN_WANT_CHAIN | UN_WANT_LYAPUNOV : 0u;
    if (un_probe_band_is_dear(net, T)) bits |= UN_WANT_BAND;
    if (step * steps > JACOBIANS_MOST) bits |= UN_WANT_PARTS;
    return bits | (steps * steps * step > OCCLUSION_MOST ? UN_WANT_OCCLUSION : 0u);
}

un_MeasuresShape un_measures_shape(const un_NetDef *net, int T, unsigned wanted) {
    return (un_MeasuresShape){.T = T,
                              .hidden = net->hidden,
                              .gates = un_cell_info(net->cell)->shown_gates,
                              .keeps = un_gates_keep(net),
                              .updates = un_credit_has_weights(net),
                              .state = un_jacobian_size(net),
                              .wanted = wanted,
                              .too_dear = too_dear(net, T)};
}

static size_t larger(size_t a, size_t b) {
    return a > b ? a : b;
}

size_t un_measures_work(const un_NetDef *net, int T, unsigned wanted) {
    size_t H = (size_t)net->hidden, work = (size_t)T + 10 * H;
    work = larger(work, 2 * (size_t)net->input);
    if (un_credit_has_weights(net)) work = larger(work, (size_t)T + un_credit_update_work(net));
    if (un_credit_has_weights(net) && wanted & UN_WANT_PARTS) work = larger(work, un_credit_parts_work(net));
    bool jacobians = wanted & (UN_WANT_SPECTRUM | UN_WANT_CHAIN | UN_WANT_LYAPUNOV);
    if (jacobians && un_jacobian_size(net)) work = larger(work, un_jacobian_work(net));
    return work;
}

static void to_floats(float *to, const double *from, int n) {
    for (int i = 0; i < n; i++) {
        to[i] = (float)from[i];
    }
}

/// N_eff along the gradient's way, as un_SnapshotGradient has it.
static int reach_of(const un_SnapshotGradient *gradient, int T, int loss_step, int direction) {
    int count = direction == 0 ? loss_step + 1 : T - loss_step, step = direction == 0 ? -1 : 1;
    for (int distance = count - 1; distance >= 0; distance--) {
        if (gradient->ratio[loss_step + step * distance] > 0.01) return distance;
    }
    return -1;
}

static void fill_highway(un_SnapshotMeasures *out, const un_Trace *trace, int direction, double *work) {
    double *total = work;
    int T = trace->tape.T;
    un_gates_highway(trace, direction, 0, out->direct, out->rest, total, work + T);
    for (int t = 0; t < T; t++) {
        out->direct_share[t] = total[t] > 0 ? out->direct[t] / total[t] : (double)NAN;
    }
}

static void fill_units(un_SnapshotMeasures *out, const un_Trace *trace, int direction, double *work) {
    int H = trace->net.hidden;
    double *first = work, *second = work + H, *rest = second + H;
    un_gates_horizon(trace, direction, first, second, rest);
    to_floats(out->keep, first, H);
    to_floats(out->horizon, second, H);
    un_GateEvents events = {.write = first, .keep = rest + 2 * H, .erase = second, .read = rest + 3 * H};
    for (int t = 0; t < trace->tape.T; t++) {
        un_gates_events(trace, direction, t, 0, &events, rest);
        to_floats(out->write + (size_t)t * (size_t)H, first, H);
        to_floats(out->erase + (size_t)t * (size_t)H, second, H);
    }
}

static void fill_saturation(un_SnapshotMeasures *out, const un_Trace *trace, int direction, double *work) {
    int H = trace->net.hidden;
    for (int gate = 0; gate < UN_MEASURES_GATES && out->right[gate]; gate++) {
        un_gates_saturation(trace, direction, gate, work, work + H, work + 2 * H);
        to_floats(out->right[gate], work, H);
        to_floats(out->left[gate], work + H, H);
    }
}

static void fill_update(un_SnapshotMeasures *out, const un_Trace *trace, int direction, double *work) {
    int T = trace->tape.T;
    double sum = 0, later = 0;
    un_credit_update(trace, direction, out->update, work, work + T);
    for (int t = 0; t < T; t++) {
        sum += out->update[t];
    }
    for (int k = 0; k < T; k++) {
        int t = direction == 0 ? T - 1 - k : k;
        later += out->update[t];
        out->update_share[t] = sum > 0 ? out->update[t] / sum : (double)NAN;
        out->update_later[t] = sum > 0 ? later / sum : (double)NAN;
    }
    out->update_90 = un_credit_last_steps(out->update, T, direction, 0.9);
}

/// Of the one recurrent matrix that an RNN has.
static double radius_of(const un_Trace *trace, int direction, double *work) {
    un_TrackParams at = un_net_track_params(&trace->net, trace->net.layers - 1, direction);
    return un_spectral_radius(trace->params + at.weight_hh, trace->net.hidden, work);
}

void un_measures_fill(un_SnapshotTrack *track, const un_Trace *trace, int direction, int loss_step, double *work,
                      int *order) {
    enum { BURN_IN_PART = 4 };
    un_SnapshotMeasures *out = &track->measures;
    int T = trace->tape.T;
    out->reach_dh = reach_of(&track->dh, T, loss_step, direction);
    out->reach_dc = track->dc.norm ? reach_of(&track->dc, T, loss_step, direction) : -1;
    if (out->direct) {
        fill_highway(out, trace, direction, work);
        fill_units(out, trace, direction, work);
    }
    fill_saturation(out, trace, direction, work);
    if (out->update) fill_update(out, trace, direction, work);
    if (out->parts) un_credit_parts(trace, direction, &out->parts[0], &out->parts[1], work);
    out->radius = (double)NAN;
    if (out->real) un_jacobian_eigenvalues(trace, direction, 0, out->real, out->imaginary, work);
    if (out->real && trace->net.cell == UN_CELL_RNN) out->radius = radius_of(trace, direction, work);
    if (out->singular) un_jacobian_chain(trace, direction, loss_step, 0, out->singular, work, order);
    if (out->lyapunov) un_jacobian_lyapunov(trace, direction, 0, T / BURN_IN_PART, out->lyapunov, work);
}

void un_measures_fill_blame(un_SnapshotBlame *out, un_Trace *trace, const un_BatchBlock *block, double *work) {
    un_credit_blame(trace, 0, out->gradient, out->gradient_input, work);
    if (out->without_zero) un_credit_occlusion(trace, block, out->without_zero, out->without_mean, work);
}
