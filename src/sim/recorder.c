#include "sim/recorder.h"

#include <math.h>
#include <string.h>

void un_recorder_reset(un_Recorder *recorder) {
    memset(recorder, 0, sizeof *recorder);
    recorder->stride = 1;
}

static float mean_of(float a, float b) {
    return 0.5f * (a + b);
}

static void halve(float *values) {
    for (int i = 0; i < UN_SNAPSHOT_POINTS / 2; i++) {
        values[i] = mean_of(values[2 * i], values[2 * i + 1]);
    }
}

/// NaN if one is.
static float larger_of(float a, float b) {
    return a > b || isnan(a) ? a : b;
}

static void halve_all(un_Recorder *recorder) {
    for (int i = 0; i < UN_SNAPSHOT_POINTS / 2; i++) {
        recorder->update[i] = recorder->update[2 * i + 1]; // the last update that a point covers
    }
    for (int i = 0; i < UN_LANES_MAX; i++) {
        un_RecorderLane *lane = &recorder->lane[i];
        halve(lane->loss_raw);
        halve(lane->loss_mean);
        halve(lane->accuracy_mean);
        halve(lane->clip_share);
        for (int k = 0; k < UN_SNAPSHOT_POINTS / 2; k++) {
            lane->gradient_norm[k] = larger_of(lane->gradient_norm[2 * k], lane->gradient_norm[2 * k + 1]);
        }
    }
    recorder->count = UN_SNAPSHOT_POINTS / 2;
    recorder->stride *= 2;
}

/// Moves a point's mean on to its number-th value.
static void include(float *mean, double value, int number) {
    *mean = number == 1 ? (float)value : *mean + ((float)value - *mean) / (float)number;
}

void un_recorder_add(un_Recorder *recorder, const un_Trainer *trainer) {
    int at = recorder->count, number = ++recorder->pending;
    recorder->update[at] = (float)un_trainer_update(trainer);
    for (int i = 0; i < un_trainer_experiment(trainer)->lane_count; i++) {
        const un_LaneState *state = un_trainer_lane(trainer, i);
        un_RecorderLane *lane = &recorder->lane[i];
        bool stands = state->nonfinite_at >= 0;
        double nan = (double)NAN;
        include(&lane->loss_raw[at], stands ? nan : state->loss, number);
        include(&lane->loss_mean[at], stands ? nan : state->loss_mean, number);
        include(&lane->accuracy_mean[at], stands ? nan : state->accuracy_mean, number);
        include(&lane->clip_share[at], !stands && state->clipped, number);
        float norm = (float)(stands ? nan : state->gradient_norm);
        lane->gradient_norm[at] = number == 1 ? norm : larger_of(lane->gradient_norm[at], norm);
    }
    if (recorder->pending < recorder->stride) return;
    recorder->pending = 0;
    recorder->count++;
    if (recorder->count == UN_SNAPSHOT_POINTS) halve_all(recorder);
}
