#include "lesson/quantity_read.h"

#include <math.h>
#include <string.h>

// Gates.

static const un_SnapshotGate *gate_of(const un_Snapshot *snapshot, const un_QuantityRef *ref) {
    const un_SnapshotTrack *track = un_quantity_track(snapshot, ref);
    for (int g = 0; track && g < track->gate_count; g++) {
        if (strcmp(track->gate[g].name, ref->gate) == 0) return &track->gate[g];
    }
    return NULL;
}

/// The gate at a step: of the unit that is told, else the mean over units. NaN: there is no such unit.
static double gate_at(const un_Snapshot *snapshot, const un_QuantityRef *ref, const un_SnapshotGate *gate, int step) {
    int hidden = un_quantity_lane(snapshot, ref->lane)->hidden;
    if (ref->unit >= hidden) return (double)NAN;
    return (double)(ref->unit >= 0 ? gate->value[(size_t)step * (size_t)hidden + (size_t)ref->unit] : gate->mean[step]);
}

typedef enum Which { EVERYWHERE, AT_SYMBOLS, ELSEWHERE } Which;

static bool gate_over(const un_Snapshot *snapshot, const un_QuantityRef *ref, Which which, double *out) {
    const un_SnapshotGate *gate = gate_of(snapshot, ref);
    double sum = 0;
    int count = 0;
    for (int t = 0; gate && t < snapshot->T; t++) {
        if (which != EVERYWHERE && (which == AT_SYMBOLS) != (snapshot->matters[t] != 0)) continue;
        sum += gate_at(snapshot, ref, gate, t);
        count++;
    }
    if (count == 0 || isnan(sum)) return false;
    *out = sum / count;
    return true;
}

UN_QUANTITY_READER(gate_mean) {
    if (ref->step < 0 && ref->distance < 0) return gate_over(snapshot, ref, EVERYWHERE, out);
    const un_SnapshotGate *gate = gate_of(snapshot, ref);
    int step = un_quantity_step(snapshot, ref, -1);
    if (!gate || step < 0) return false;
    double value = gate_at(snapshot, ref, gate, step);
    *out = value;
    return !isnan(value);
}

UN_QUANTITY_READER(gate_at_symbol) {
    return gate_over(snapshot, ref, AT_SYMBOLS, out);
}

UN_QUANTITY_READER(gate_elsewhere) {
    return gate_over(snapshot, ref, ELSEWHERE, out);
}

/// The share of time that a gate is open, or shut: of the unit that is told, else of all together.
static bool saturation(const un_Snapshot *snapshot, const un_QuantityRef *ref, bool open, double *out) {
    const un_SnapshotTrack *track = un_quantity_track(snapshot, ref);
    const un_SnapshotGate *gate = gate_of(snapshot, ref);
    if (!gate) return false;
    long index = gate - track->gate;
    int hidden = un_quantity_lane(snapshot, ref->lane)->hidden;
    const float *share = index < UN_MEASURES_GATES ? (open ? track->measures.right : track->measures.left)[index] : NULL;
    if (!share || ref->unit >= hidden) return false;
    double sum = 0;
    for (int j = 0; j < hidden; j++) {
        sum += (double)share[j] / hidden;
    }
    *out = 100 * (ref->unit >= 0 ? (double)share[ref->unit] : sum);
    return true;
}

UN_QUANTITY_READER(gate_open) {
    return saturation(snapshot, ref, true, out);
}

UN_QUANTITY_READER(gate_shut) {
    return saturation(snapshot, ref, false, out);
}

UN_QUANTITY_READER(horizon) {
    const un_SnapshotTrack *track = un_quantity_track(snapshot, ref);
    if (!track || !track->measures.horizon) return false;
    int hidden = un_quantity_lane(snapshot, ref->lane)->hidden;
    if (ref->unit >= hidden) return false;
    double longest = 0;
    for (int j = 0; j < hidden; j++) {
        longest = fmax(longest, (double)track->measures.horizon[j]);
    }
    *out = ref->unit >= 0 ? (double)track->measures.horizon[ref->unit] : longest;
    return true;
}

UN_QUANTITY_READER(horizon_shortest) {
    const un_SnapshotTrack *track = un_quantity_track(snapshot, ref);
    if (!track || !track->measures.horizon) return false;
    int hidden = un_quantity_lane(snapshot, ref->lane)->hidden;
    double shortest = INFINITY;
    for (int j = 0; j < hidden; j++) {
        shortest = fmin(shortest, (double)track->measures.horizon[j]);
    }
    *out = shortest;
    return true;
}

UN_QUANTITY_READER(units_outlasting) {
    const un_SnapshotTrack *track = un_quantity_track(snapshot, ref);
    if (!track || !track->measures.horizon) return false;
    int hidden = un_quantity_lane(snapshot, ref->lane)->hidden, count = 0;
    for (int j = 0; j < hidden; j++) {
        count += (double)track->measures.horizon[j] > (ref->distance >= 0 ? ref->distance : snapshot->loss_step);
    }
    *out = count;
    return true;
}

// States and answers.

static bool unit_at(const un_Snapshot *snapshot, const un_QuantityRef *ref, const float *values, double *out) {
    int hidden = un_quantity_lane(snapshot, ref->lane)->hidden, step = un_quantity_step(snapshot, ref, snapshot->loss_step);
    if (!values || step < 0 || ref->unit < 0 || ref->unit >= hidden) return false;
    *out = (double)values[(size_t)step * (size_t)hidden + (size_t)ref->unit];
    return !isnan(*out);
}

UN_QUANTITY_READER(state) {
    const un_SnapshotTrack *track = un_quantity_track(snapshot, ref);
    return track && unit_at(snapshot, ref, track->h, out);
}

UN_QUANTITY_READER(cell_state) {
    const un_SnapshotTrack *track = un_quantity_track(snapshot, ref);
    return track && unit_at(snapshot, ref, track->c, out);
}

UN_QUANTITY_READER(attention_weight) {
    const un_SnapshotTrack *track = un_quantity_track(snapshot, ref);
    int step = un_quantity_step(snapshot, ref, un_quantity_symbol_step(snapshot));
    if (!track || !track->looked || step < 0 || isnan(track->looked[step])) return false;
    *out = (double)track->looked[step];
    return true;
}

UN_QUANTITY_READER(sequence_loss) {
    const un_SnapshotLane *lane = un_quantity_lane(snapshot, ref->lane);
    if (!lane || isnan(lane->loss)) return false;
    *out = lane->loss;
    return true;
}

UN_QUANTITY_READER(answer_probability) {
    const un_SnapshotLane *lane = un_quantity_lane(snapshot, ref->lane);
    int step = un_quantity_step(snapshot, ref, snapshot->loss_step);
    if (!lane || !snapshot->classes || step < 0) return false;
    int answer = step == snapshot->loss_step || !snapshot->scored[step] ? snapshot->true_class : snapshot->target_class[step];
    double value = (double)lane->prediction[(size_t)step * (size_t)snapshot->outputs + (size_t)answer];
    *out = 100 * value;
    return !isnan(value);
}

UN_QUANTITY_READER(correct) {
    const un_SnapshotLane *lane = un_quantity_lane(snapshot, ref->lane);
    if (!lane) return false;
    *out = lane->correct;
    return true;
}
