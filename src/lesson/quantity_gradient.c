#include "lesson/quantity_read.h"

#include <math.h>

const un_SnapshotLane *un_quantity_lane(const un_Snapshot *snapshot, int lane) {
    if (lane < 0 && snapshot->lane_count == 1) lane = 0;
    return lane >= 0 && lane < snapshot->lane_count ? &snapshot->lane[lane] : NULL;
}

const un_SnapshotTrack *un_quantity_track(const un_Snapshot *snapshot, const un_QuantityRef *ref) {
    const un_SnapshotLane *lane = un_quantity_lane(snapshot, ref->lane);
    if (!lane || (ref->reverse && lane->directions < 2)) return NULL;
    return &lane->track[ref->reverse];
}

const un_SnapshotGradient *un_quantity_gradient(const un_Snapshot *snapshot, const un_QuantityRef *ref) {
    const un_SnapshotTrack *track = un_quantity_track(snapshot, ref);
    if (!track) return NULL;
    return track->dc.norm ? &track->dc : &track->dh;
}

int un_quantity_step(const un_Snapshot *snapshot, const un_QuantityRef *ref, int otherwise) {
    int step = otherwise;
    if (ref->step >= 0) {
        step = ref->step;
    } else if (ref->distance > snapshot->T) {
        return -1;
    } else if (ref->distance >= 0) {
        step = snapshot->loss_step + (ref->reverse ? ref->distance : -ref->distance);
    }
    return step < snapshot->T ? step : -1;
}

int un_quantity_first_step(const un_Snapshot *snapshot, const un_QuantityRef *ref) {
    return ref->reverse ? snapshot->T - 1 : 0;
}

int un_quantity_symbol_step(const un_Snapshot *snapshot) {
    for (int t = snapshot->loss_step; t >= 0; t--) {
        if (snapshot->matters[t]) return t;
    }
    return -1;
}

/// Only what is a number can be revealed.
static bool give(double value, double *out) {
    if (isnan(value)) return false;
    *out = value;
    return true;
}

/// The entry of an array over steps; without a step that is told, at the step that is read first.
static bool give_step(const un_Snapshot *snapshot, const un_QuantityRef *ref, const double *values, double *out) {
    int step = un_quantity_step(snapshot, ref, un_quantity_first_step(snapshot, ref));
    return values && step >= 0 && give(values[step], out);
}

UN_QUANTITY_READER(gradient_ratio) {
    const un_SnapshotGradient *gradient = un_quantity_gradient(snapshot, ref);
    return gradient && give_step(snapshot, ref, gradient->ratio, out);
}

UN_QUANTITY_READER(gradient_ratio_h) {
    const un_SnapshotTrack *track = un_quantity_track(snapshot, ref);
    return track && give_step(snapshot, ref, track->dh.ratio, out);
}

/// The band over seeds, which is known forward only, at the distance that is meant.
static bool give_band(const un_Snapshot *snapshot, const un_QuantityRef *ref, bool deviation, double *out) {
    const un_SnapshotTrack *track = un_quantity_track(snapshot, ref);
    int step = un_quantity_step(snapshot, ref, 0);
    if (!track || ref->reverse || track->measures.band_seeds == 0 || step < 0 || step > snapshot->loss_step) return false;
    return give((deviation ? track->measures.band_deviation : track->measures.band_mean)[snapshot->loss_step - step], out);
}

UN_QUANTITY_READER(gradient_ratio_seeds) {
    double log;
    if (!give_band(snapshot, ref, false, &log)) return false;
    *out = pow(10, log);
    return true;
}

UN_QUANTITY_READER(gradient_ratio_spread) {
    return give_band(snapshot, ref, true, out);
}

UN_QUANTITY_READER(slope) {
    const un_SnapshotGradient *gradient = un_quantity_gradient(snapshot, ref);
    return gradient && give(gradient->slope, out);
}

UN_QUANTITY_READER(factor_per_step) {
    double slope;
    if (!un_read_slope(snapshot, ref, &slope)) return false;
    *out = pow(10, slope);
    return true;
}

UN_QUANTITY_READER(under_one_percent) {
    const un_SnapshotGradient *gradient = un_quantity_gradient(snapshot, ref);
    if (!gradient || gradient->under_one_percent < 0) return false;
    *out = gradient->under_one_percent;
    return true;
}

UN_QUANTITY_READER(reach) {
    const un_SnapshotTrack *track = un_quantity_track(snapshot, ref);
    if (!track) return false;
    int reach = track->dc.norm ? track->measures.reach_dc : track->measures.reach_dh;
    *out = reach;
    return reach >= 0;
}

UN_QUANTITY_READER(zero_after) {
    const un_SnapshotGradient *gradient = un_quantity_gradient(snapshot, ref);
    int way = ref->reverse ? 1 : -1, count = ref->reverse ? snapshot->T - snapshot->loss_step : snapshot->loss_step + 1;
    for (int distance = 0; gradient && distance < count; distance++) {
        if (gradient->ratio[snapshot->loss_step + way * distance] != 0) continue;
        *out = distance;
        return true;
    }
    return false;
}

UN_QUANTITY_READER(direct_share) {
    const un_SnapshotTrack *track = un_quantity_track(snapshot, ref);
    double share;
    if (!track || !give_step(snapshot, ref, track->measures.direct_share, &share)) return false;
    *out = 100 * share;
    return true;
}

UN_QUANTITY_READER(update_90) {
    const un_SnapshotTrack *track = un_quantity_track(snapshot, ref);
    if (!track || track->measures.update_90 <= 0) return false;
    *out = track->measures.update_90;
    return true;
}

UN_QUANTITY_READER(parts_difference) {
    const un_SnapshotTrack *track = un_quantity_track(snapshot, ref);
    const double *parts = track ? track->measures.parts : NULL;
    return parts && parts[1] > 0 && give(parts[0] / parts[1], out);
}

UN_QUANTITY_READER(occlusion) {
    const un_SnapshotLane *lane = un_quantity_lane(snapshot, ref->lane);
    int step = un_quantity_step(snapshot, ref, un_quantity_symbol_step(snapshot));
    return lane && lane->blame.without_zero && step >= 0 && give(lane->blame.without_zero[step], out);
}

// Spectra.

UN_QUANTITY_READER(radius) {
    const un_SnapshotTrack *track = un_quantity_track(snapshot, ref);
    return track && give(track->measures.radius, out);
}

static double modulus(const un_SnapshotMeasures *measures, int step) {
    size_t first = (size_t)step * (size_t)measures->state; // the largest stands first
    return hypot(measures->real[first], measures->imaginary[first]);
}

UN_QUANTITY_READER(largest_eigenvalue) {
    const un_SnapshotTrack *track = un_quantity_track(snapshot, ref);
    if (!track || !track->measures.real) return false;
    int step = un_quantity_step(snapshot, ref, -1);
    bool told = ref->step >= 0 || ref->distance >= 0;
    if (told) return step >= 0 && give(modulus(&track->measures, step), out);
    // Without a step: the geometric mean over all of them, since they multiply.
    double sum = 0;
    for (int t = 0; t < snapshot->T; t++) {
        sum += log(modulus(&track->measures, t)) / snapshot->T;
    }
    return give(exp(sum), out);
}

UN_QUANTITY_READER(lyapunov) {
    const un_SnapshotTrack *track = un_quantity_track(snapshot, ref);
    return track && track->measures.lyapunov && give(track->measures.lyapunov[0] / log(10), out);
}

UN_QUANTITY_READER(singular_spread) {
    const un_SnapshotTrack *track = un_quantity_track(snapshot, ref);
    int step = un_quantity_step(snapshot, ref, un_quantity_first_step(snapshot, ref));
    if (!track || !track->measures.singular || step < 0) return false;
    int n = track->measures.state;
    const double *value = track->measures.singular + (size_t)step * (size_t)n;
    return give(log10(value[0] / value[n - 1]), out);
}
