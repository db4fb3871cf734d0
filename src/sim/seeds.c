#include "sim/seeds.h"

#include "base/check.h"

#include <math.h>
#include <string.h>

void un_seeds_plan(un_Seeds *seeds, const un_Experiment *experiment, int count) {
    if (seeds->trainer) un_trainer_destroy(seeds->trainer);
    memset(seeds, 0, sizeof *seeds);
    if (count <= 0 || experiment->updates <= 0) return;
    seeds->experiment = *experiment;
    seeds->planned = count < UN_SNAPSHOT_SEEDS ? count : UN_SNAPSHOT_SEEDS;
    seeds->updates = experiment->updates;
    seeds->stride = (seeds->updates + UN_SNAPSHOT_SEED_POINTS - 1) / UN_SNAPSHOT_SEED_POINTS;
    for (int i = 0; i < UN_LANES_MAX; i++) {
        for (int k = 0; k < UN_SNAPSHOT_SEEDS; k++) {
            seeds->lane[i].solved[k] = -1;
            for (int p = 0; p < UN_SNAPSHOT_SEED_POINTS; p++) {
                seeds->lane[i].loss[k][p] = NAN;
            }
        }
    }
}

bool un_seeds_want(const un_Seeds *seeds) {
    return seeds->done < seeds->planned;
}

/// Takes the update just done into its point: means over the updates that the point has by now.
static void note(un_Seeds *seeds, const un_Trainer *trainer) {
    int64_t update = un_trainer_update(trainer);
    int64_t point = (update - 1) / seeds->stride, number = update - point * seeds->stride;
    int k = seeds->done;
    for (int i = 0; i < seeds->experiment.lane_count; i++) {
        const un_LaneState *state = un_trainer_lane(trainer, i);
        un_SeedsLane *lane = &seeds->lane[i];
        bool stands = state->nonfinite_at >= 0;
        float *loss = &lane->loss[k][point], *clip = &lane->clip[k][point];
        if (number == 1) *loss = 0;
        *loss += ((stands ? NAN : (float)state->loss) - *loss) / (float)number;
        *clip += ((float)(!stands && state->clipped) - *clip) / (float)number;
        lane->solved[k] = state->solved_at;
        int64_t trained = stands ? state->nonfinite_at : update;
        lane->clipped[k] = (float)state->clipped_updates / (float)trained;
    }
}

un_Status un_seeds_step(un_Seeds *seeds, const un_Executor *executor, bool *finished, un_Error *error) {
    *finished = false;
    if (!seeds->trainer) {
        seeds->experiment.seed = (uint64_t)seeds->done + 1;
        seeds->trainer = un_trainer_create(&seeds->experiment, executor, error);
        if (!seeds->trainer) {
            seeds->planned = seeds->done;
            return error ? error->code : UN_ERROR_MEMORY;
        }
    }
    un_trainer_step(seeds->trainer);
    note(seeds, seeds->trainer);
    *finished = un_trainer_update(seeds->trainer) >= seeds->updates;
    if (!*finished) return UN_OK;
    un_trainer_destroy(seeds->trainer);
    seeds->trainer = NULL;
    seeds->done++;
    return UN_OK;
}

void un_seeds_follow(un_Seeds *seeds, const un_Trainer *trainer) {
    UN_CHECK(un_seeds_want(seeds) && !seeds->trainer && un_trainer_experiment(trainer)->seed == (uint64_t)seeds->done + 1);
    note(seeds, trainer);
    if (un_trainer_update(trainer) >= seeds->updates) seeds->done++;
}

// What is shown.

/// Points that seed k has filled; its last one may cover fewer updates.
static int points_of(const un_Seeds *seeds, int k) {
    if (k < seeds->done) return (int)((seeds->updates + seeds->stride - 1) / seeds->stride);
    return k == seeds->done && seeds->trainer ? (int)(un_trainer_update(seeds->trainer) / seeds->stride) : 0;
}

/// Least, middle and most of a point over the seeds that have it; of an even number the mean of the two in the middle.
static void show_spread(un_SnapshotLaneSeeds *out, int point) {
    float sorted[UN_SNAPSHOT_SEEDS];
    int count = 0;
    for (int k = 0; k < UN_SNAPSHOT_SEEDS; k++) {
        float value = out->loss[k * UN_SNAPSHOT_SEED_POINTS + point];
        int place = count;
        if (isnan(value)) continue;
        for (; place > 0 && sorted[place - 1] > value; place--) {
            sorted[place] = sorted[place - 1];
        }
        sorted[place] = value;
        count++;
    }
    out->low[point] = count ? sorted[0] : NAN;
    out->high[point] = count ? sorted[count - 1] : NAN;
    out->median[point] = count ? 0.5f * (sorted[(count - 1) / 2] + sorted[count / 2]) : NAN;
}

static void show_lane(const un_Seeds *seeds, const un_SeedsLane *lane, int points, un_SnapshotLaneSeeds *out) {
    out->solved_count = 0;
    for (int k = 0; k < UN_SNAPSHOT_SEEDS; k++) {
        int filled = points_of(seeds, k);
        out->solved[k] = (int)lane->solved[k];
        out->clipped[k] = lane->clipped[k];
        out->solved_count += lane->solved[k] >= 0;
        for (int p = 0; p < points; p++) {
            out->loss[k * UN_SNAPSHOT_SEED_POINTS + p] = p < filled ? lane->loss[k][p] : NAN;
            out->clip[k * UN_SNAPSHOT_SEED_POINTS + p] =
                p < filled ? (unsigned char)(lane->clip[k][p] * 255 + 0.5f) : 0;
        }
    }
    for (int p = 0; p < points; p++) {
        show_spread(out, p);
    }
}

void un_seeds_show(const un_Seeds *seeds, un_Snapshot *out) {
    int points = seeds->planned ? points_of(seeds, 0) : 0; // the first is the furthest
    out->seeds.planned = seeds->planned;
    out->seeds.done = seeds->done;
    out->seeds.points = points;
    if (seeds->planned == 0) return;
    for (int p = 0; p < points; p++) {
        int64_t last = (p + 1) * seeds->stride;
        out->seeds.update[p] = (float)(last < seeds->updates ? last : seeds->updates);
    }
    for (int i = 0; i < out->lane_count; i++) {
        show_lane(seeds, &seeds->lane[i], points, &out->lane[i].seeds);
    }
}
