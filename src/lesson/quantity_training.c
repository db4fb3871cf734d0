#include "lesson/quantity_read.h"

#include <math.h>

static bool give(double value, double *out) {
    if (isnan(value)) return false;
    *out = value;
    return true;
}

UN_QUANTITY_READER(update) {
    (void)ref;
    *out = (double)snapshot->update;
    return true;
}

UN_QUANTITY_READER(loss) {
    const un_SnapshotLane *lane = un_quantity_lane(snapshot, ref->lane);
    return lane && give(lane->train_loss, out);
}

UN_QUANTITY_READER(accuracy) {
    const un_SnapshotLane *lane = un_quantity_lane(snapshot, ref->lane);
    return lane && give(100 * lane->train_accuracy, out);
}

UN_QUANTITY_READER(accuracy_gap) {
    const un_SnapshotLane *lane = un_quantity_lane(snapshot, ref->lane), *other = un_quantity_lane(snapshot, ref->other);
    return lane && other && give(100 * (lane->train_accuracy - other->train_accuracy), out);
}

UN_QUANTITY_READER(chance_loss) {
    (void)ref;
    return give(snapshot->chance_loss, out);
}

UN_QUANTITY_READER(chance_accuracy) {
    (void)ref;
    *out = 100 * snapshot->chance_accuracy;
    return snapshot->classes;
}

UN_QUANTITY_READER(text_entropy) {
    if (ref->distance < 0 || ref->distance >= UN_SNAPSHOT_TEXT_ORDERS || snapshot->text_entropy[0] <= 0) return false;
    *out = snapshot->text_entropy[ref->distance];
    return true;
}

UN_QUANTITY_READER(tables_beaten) {
    const un_SnapshotLane *lane = un_quantity_lane(snapshot, ref->lane);
    if (!lane || snapshot->text_entropy[0] <= 0 || isnan(lane->train_loss)) return false;
    *out = 0;
    for (int k = 0; k < UN_SNAPSHOT_TEXT_ORDERS; k++) {
        *out += lane->train_loss < snapshot->text_entropy[k];
    }
    return true;
}

UN_QUANTITY_READER(solved_at) {
    const un_SnapshotLane *lane = un_quantity_lane(snapshot, ref->lane);
    if (!lane || lane->solved_at < 0) return false;
    *out = lane->solved_at;
    return true;
}

UN_QUANTITY_READER(nonfinite_at) {
    const un_SnapshotLane *lane = un_quantity_lane(snapshot, ref->lane);
    if (!lane || lane->nonfinite_at < 0) return false;
    *out = lane->nonfinite_at;
    return true;
}

UN_QUANTITY_READER(clipped_share) {
    const un_SnapshotLane *lane = un_quantity_lane(snapshot, ref->lane);
    if (!lane || snapshot->update == 0) return false;
    double trained = lane->nonfinite_at >= 0 ? lane->nonfinite_at : (double)snapshot->update;
    *out = 100 * lane->clipped_updates / trained;
    return true;
}

UN_QUANTITY_READER(gradient_norm) {
    const un_SnapshotLane *lane = un_quantity_lane(snapshot, ref->lane);
    return lane && give(lane->gradient_norm, out);
}

UN_QUANTITY_READER(max_gradient_norm) {
    const un_SnapshotLane *lane = un_quantity_lane(snapshot, ref->lane);
    double largest = (double)NAN;
    for (int i = 0; lane && i < snapshot->history_count; i++) {
        largest = fmax(largest, (double)lane->gradient_norms[i]); // fmax passes NaN over
    }
    return give(largest, out);
}

// Other seeds.

static const un_SnapshotLane *lane_with_seeds(const un_Snapshot *snapshot, int lane) {
    bool all = snapshot->seeds.planned > 0 && snapshot->seeds.done == snapshot->seeds.planned;
    return all ? un_quantity_lane(snapshot, lane) : NULL;
}

UN_QUANTITY_READER(seeds_solved) {
    const un_SnapshotLane *lane = lane_with_seeds(snapshot, ref->lane);
    if (!lane) return false;
    *out = lane->seeds.solved_count;
    return true;
}

/// The middle of the values that are numbers, of an even count the mean of the two. False: none.
static bool median(const double *values, int count, double *out) {
    double sorted[UN_SNAPSHOT_SEEDS];
    int n = 0;
    for (int i = 0; i < count; i++) {
        int place = n;
        if (isnan(values[i])) continue;
        for (; place > 0 && sorted[place - 1] > values[i]; place--) {
            sorted[place] = sorted[place - 1];
        }
        sorted[place] = values[i];
        n++;
    }
    if (n > 0) *out = 0.5 * (sorted[(n - 1) / 2] + sorted[n / 2]);
    return n > 0;
}

UN_QUANTITY_READER(seeds_solved_at) {
    const un_SnapshotLane *lane = lane_with_seeds(snapshot, ref->lane);
    double at[UN_SNAPSHOT_SEEDS];
    for (int k = 0; lane && k < snapshot->seeds.done; k++) {
        at[k] = lane->seeds.solved[k] >= 0 ? lane->seeds.solved[k] : (double)NAN;
    }
    return lane && median(at, snapshot->seeds.done, out);
}

UN_QUANTITY_READER(seeds_loss) {
    const un_SnapshotLane *lane = lane_with_seeds(snapshot, ref->lane);
    return lane && snapshot->seeds.points > 0 && give((double)lane->seeds.median[snapshot->seeds.points - 1], out);
}

UN_QUANTITY_READER(seeds_clipped) {
    const un_SnapshotLane *lane = lane_with_seeds(snapshot, ref->lane);
    double share[UN_SNAPSHOT_SEEDS];
    for (int k = 0; lane && k < snapshot->seeds.done; k++) {
        share[k] = 100 * (double)lane->seeds.clipped[k];
    }
    return lane && median(share, snapshot->seeds.done, out);
}

// Cost.

UN_QUANTITY_READER(parameters) {
    const un_SnapshotLane *lane = un_quantity_lane(snapshot, ref->lane);
    if (!lane) return false;
    *out = (double)lane->parameters;
    return true;
}

UN_QUANTITY_READER(parameter_share) {
    const un_SnapshotLane *lane = un_quantity_lane(snapshot, ref->lane), *other = un_quantity_lane(snapshot, ref->other);
    if (!lane || !other || other->parameters == 0) return false;
    *out = (double)lane->parameters / (double)other->parameters;
    return true;
}

UN_QUANTITY_READER(multiplications) {
    const un_SnapshotLane *lane = un_quantity_lane(snapshot, ref->lane);
    if (!lane) return false;
    *out = lane->forward_macs;
    return true;
}

UN_QUANTITY_READER(step_multiplications) {
    const un_SnapshotLane *lane = un_quantity_lane(snapshot, ref->lane);
    if (!lane) return false;
    *out = lane->forward_step_macs;
    return true;
}

UN_QUANTITY_READER(kept_numbers) {
    const un_SnapshotLane *lane = un_quantity_lane(snapshot, ref->lane);
    if (!lane) return false;
    *out = lane->kept_state;
    return true;
}
