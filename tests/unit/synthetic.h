// A snapshot with plausible numbers and no training: the views' tests and first pictures stand on it.
#ifndef UN_TEST_SYNTHETIC_H
#define UN_TEST_SYNTHETIC_H

#include "export/fonts.h"
#include "snapshot/snapshot.h"
#include "view/view.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct SyntheticLane {
    const char *name, *cell;
    int hidden, gates; // gates: 0 RNN, 4 LSTM, 3 GRU
    bool cell_state;
    double factor; // of the gradient per step back
    int directions, truncate;
    int nonfinite_at, solved_at; // -1: never
} SyntheticLane;

static const SyntheticLane synthetic_rnn = {"RNN", "rnn", 16, 0, false, 0.55, 1, 0, -1, -1};
static const SyntheticLane synthetic_lstm = {"LSTM", "lstm", 16, 4, true, 1.01, 1, 0, -1, 230};
static const SyntheticLane synthetic_gru = {"GRU", "gru", 16, 3, false, 0.99, 1, 0, -1, 250};

static inline void synthetic_gradient(un_SnapshotGradient *gradient, const SyntheticLane *lane, int T, double factor,
                                      bool reverse) {
    int cut = lane->truncate > 0 && lane->truncate < T ? T - lane->truncate : 0, points = 0;
    double sum_d = 0, sum_y = 0, sum_dd = 0, sum_dy = 0;
    gradient->under_one_percent = -1;
    for (int t = T - 1; t >= 0; t--) {
        double distance = T - 1 - t, wobble = 1 + 0.1 * sin(1.7 * distance) * (distance > 0);
        double ratio = (reverse && distance > 0) || t < cut ? 0 : pow(factor, distance) * wobble;
        if (strcmp(lane->name, "NAN") == 0 && distance > 3) ratio = (double)NAN;
        gradient->norm[t] = 0.8 * ratio;
        gradient->ratio[t] = ratio;
        gradient->log10[t] = ratio > 0 ? log10(ratio) : ratio == 0 ? -(double)INFINITY : (double)NAN;
        if (ratio < 0.01 && gradient->under_one_percent < 0) gradient->under_one_percent = (int)distance;
        if (!isfinite(gradient->log10[t])) continue;
        points++;
        sum_d += distance;
        sum_y += gradient->log10[t];
        sum_dd += distance * distance;
        sum_dy += distance * gradient->log10[t];
    }
    double spread = points * sum_dd - sum_d * sum_d;
    gradient->slope = spread > 0 ? (points * sum_dy - sum_d * sum_y) / spread : 0;
    gradient->arrives = gradient->ratio[0];
}

static inline void synthetic_track(un_SnapshotTrack *track, const SyntheticLane *lane, int T, bool reverse) {
    static const char *const lstm_name[4] = {"i", "f", "g", "o"}, *const gru_name[3] = {"r", "z", "n"};
    static const un_SnapshotJob lstm_job[4] = {UN_JOB_WRITE, UN_JOB_KEEP, UN_JOB_NEW, UN_JOB_READ};
    static const un_SnapshotJob gru_job[3] = {UN_JOB_RESET, UN_JOB_KEEP, UN_JOB_NEW};
    int H = lane->hidden;
    for (int t = 0; t < T; t++) {
        for (int i = 0; i < H; i++) {
            float value = sinf(0.9f * (float)i + 0.3f * (float)t) * (lane->gates ? (float)t / (float)T : 0.7f);
            track->h[t * H + i] = value;
            if (track->c) track->c[t * H + i] = 2.5f * value;
        }
    }
    track->c_largest = 2.5f;
    for (int g = 0; g < lane->gates; g++) {
        snprintf(track->gate[g].name, sizeof track->gate[g].name, "%s", lane->gates == 4 ? lstm_name[g] : gru_name[g]);
        track->gate[g].job = lane->gates == 4 ? lstm_job[g] : gru_job[g];
        for (int t = 0; t < T; t++) {
            track->gate[g].mean[t] = 0.5f + 0.4f * sinf((float)(g + 1) + 0.2f * (float)t);
            for (int i = 0; i < H; i++)
                track->gate[g].value[t * H + i] = track->gate[g].mean[t];
        }
    }
    for (int i = 0; i < H; i++)
        track->order[i] = (i * 7 + 3) % H;
    if (H % 7 == 0) {
        for (int i = 0; i < H; i++)
            track->order[i] = i;
    }
    synthetic_gradient(&track->dh, lane, T, lane->cell_state ? 0.7 : lane->factor, reverse);
    snprintf(track->dh.variable, sizeof track->dh.variable, "h");
    if (!lane->cell_state) return;
    synthetic_gradient(&track->dc, lane, T, lane->factor, reverse);
    snprintf(track->dc.variable, sizeof track->dc.variable, "c");
}

static inline void synthetic_lane(un_Snapshot *snapshot, int l, const SyntheticLane *from) {
    un_SnapshotLane *lane = &snapshot->lane[l];
    snprintf(lane->name, sizeof lane->name, "%s", from->name);
    snprintf(lane->cell, sizeof lane->cell, "%s", from->cell);
    snprintf(lane->setting, sizeof lane->setting, "%s", from->gates ? "chrono gate bias" : "tanh · PyTorch init");
    lane->layers = 1;
    lane->truncate = from->truncate;
    lane->lr = 3e-3;
    lane->clip = 1;
    for (int d = 0; d < from->directions; d++)
        synthetic_track(&lane->track[d], from, snapshot->T, d == 1);
    for (int k = 0; k < snapshot->outputs; k++)
        lane->output[k] = from->gates ? (k == 1 ? 0.91f : 0.03f) : 0.25f;
    lane->loss = from->gates ? 0.092 : 1.386;
    lane->correct = from->gates > 0;
    lane->train_loss = lane->loss;
    lane->train_accuracy = from->gates ? 1 : 0.25;
    lane->solved_at = snapshot->update >= from->solved_at ? from->solved_at : -1;
    lane->nonfinite_at = from->nonfinite_at;
    lane->clipped_updates = (int)((snapshot->update + 4) / 5);
    for (int i = 0; i < snapshot->history_count; i++) {
        float u = (float)(i + 1) / (float)snapshot->history_count,
              fall = from->gates ? 1 / (1 + expf(12 * (u - 0.6f))) : 1;
        bool gone = from->nonfinite_at >= 0 && snapshot->history_update[i] >= (float)from->nonfinite_at;
        lane->loss_mean[i] = gone ? NAN : 1.386f * fall;
        lane->loss_raw[i] = gone ? NAN : 1.386f * fall + 0.1f * sinf(5 * (float)i);
        lane->accuracy_mean[i] = gone ? NAN : 1 - 0.75f * fall;
        lane->clip_mark[i] = (unsigned char)(i % 5 == 0 ? 255 : 0);
    }
}

enum {
    SYNTHETIC_WANTED = UN_WANT_SPECTRUM | UN_WANT_CHAIN | UN_WANT_LYAPUNOV | UN_WANT_OCCLUSION | UN_WANT_UNITS |
                       UN_WANT_GENERATED
};

// The pre-activation whose squashed value the gate has, split into its two parts, and a gradient that fades.
static inline void synthetic_units(un_SnapshotTrack *track, const SyntheticLane *lane, int T) {
    un_SnapshotUnits *units = &track->units;
    int H = lane->hidden;
    for (int b = 0; b < units->count; b++) {
        un_SnapshotBlock *block = &units->block[b];
        snprintf(block->name, sizeof block->name, "%s", lane->gates ? track->gate[b].name : "a");
        for (int i = 0; i < T * H; i++) {
            float value = lane->gates ? track->gate[b].value[i] : track->h[i];
            bool tanh_block = !lane->gates || track->gate[b].job == UN_JOB_NEW;
            float z = tanh_block ? atanhf(value * 0.999f) : logf(value / (1 - value));
            block->from_input[i] = 0.4f * z;
            block->from_state[i] = z - 0.4f * z;
            block->gradient[i] = 0.02 * track->dh.ratio[i / H] * cos(i);
        }
    }
    for (int i = 0; i < T * H; i++) {
        units->dh[i] = track->dh.norm[i / H] * cos(i) / sqrt(H);
        if (units->dc) units->dc[i] = track->dc.norm[i / H] * sin(1.0 + i) / sqrt(H);
    }
}

static inline void synthetic_measures(un_SnapshotTrack *track, const SyntheticLane *lane, int T) {
    un_SnapshotMeasures *m = &track->measures;
    int H = lane->hidden, n = m->state;
    double sum = 0, later = 0;
    for (int t = 0; t < T; t++)
        sum += m->update[t] = 0.1 * pow(lane->factor < 1 ? lane->factor : 0.99, T - 1 - t);
    m->update_90 = T;
    for (int t = T - 1; t >= 0; t--) {
        later += m->update[t];
        m->update_share[t] = m->update[t] / sum;
        m->update_later[t] = later / sum;
        if (later / sum >= 0.9 && m->update_90 == T) m->update_90 = T - t;
    }
    for (int i = 0; m->keep && i < H; i++) {
        m->keep[i] = 0.9f + 0.099f * (float)i / (float)H;
        m->horizon[i] = -1 / logf(m->keep[i]);
        m->start_horizon[i] = 4 + (float)(i % 5);
    }
    for (int t = 0; m->direct && t < T; t++) {
        m->direct[t] = 0.9;
        m->rest[t] = 0.1;
        m->direct_share[t] = 0.9;
        for (int i = 0; i < H; i++) {
            m->write[t * H + i] = t == 0 ? 0.8f : 0.05f;
            m->erase[t * H + i] = 0.02f * (float)(i % 3);
        }
    }
    for (int g = 0; g < lane->gates; g++) {
        for (int i = 0; i < H; i++) {
            m->right[g][i] = (float)i / (float)(2 * H);
            m->left[g][i] = (float)((i * 5) % H) / (float)(2 * H);
        }
    }
    m->radius = lane->gates ? (double)NAN : 1.4;
    for (int t = 0; t < T; t++) {
        for (int i = 0; i < n; i++) {
            double r = lane->factor * (1 - 0.8 * i / n), a = 2.4 * (i / 2) * (i % 2 ? -1 : 1);
            m->real[t * n + i] = r * cos(a);
            m->imaginary[t * n + i] = r * sin(a);
            m->start_real[t * n + i] = 0.6 * r * cos(a);
            m->start_imaginary[t * n + i] = 0.6 * r * sin(a);
            m->singular[t * n + i] = pow(r, T - 1 - t);
            m->lyapunov[i] = log(r);
        }
    }
}

static inline void synthetic_details(un_Snapshot *snapshot, int l, const SyntheticLane *from) {
    un_SnapshotLane *lane = &snapshot->lane[l];
    int T = snapshot->T, columns = snapshot->waterfall_columns;
    for (int d = 0; d < from->directions; d++) {
        un_SnapshotTrack *track = &lane->track[d];
        synthetic_units(track, from, T);
        synthetic_measures(track, from, T);
        for (int t = 0; t < T; t++) {
            track->factor.total[t] = t == T - 1 ? (double)NAN : from->factor;
            for (int k = 0; k < track->factor.count; k++)
                track->factor.part[k][t] = track->factor.count == 1 ? from->factor : sqrt(from->factor);
        }
        snprintf(track->factor.name[0], sizeof track->factor.name[0], "%s",
                 from->gates == 4   ? "f"
                 : from->gates == 3 ? "z"
                                    : "\\tanh'");
        if (track->factor.count == 2) snprintf(track->factor.name[1], sizeof track->factor.name[1], "W");
        for (int r = 0; r < snapshot->waterfall_rows; r++) {
            double grown = from->gates ? 0.6 + 0.4 * fmin(1, r / 20.0) : 0.55;
            for (int k = 0; k < columns; k++)
                track->waterfall.log10[r * columns + k] =
                    (float)((columns - 1 - k) * snapshot->waterfall_bin * log10(grown));
        }
    }
    for (int t = 0; t < T; t++) {
        lane->blame.gradient[t] = t == 0 ? 0.4 : 0.01;
        lane->blame.gradient_input[t] = t == 0 ? -0.4 : 0.005;
        lane->blame.without_zero[t] = t == 0 && from->gates ? 1.3 : 0.002;
        lane->blame.without_mean[t] = t == 0 && from->gates ? 1.1 : 0.001;
        for (int o = 0; o < snapshot->outputs; o++)
            lane->prediction[t * snapshot->outputs + o] = t == T - 1 ? lane->output[o] : 0.25f;
    }
    un_SnapshotLaneSeeds *seeds = &lane->seeds;
    for (int p = 0; p < snapshot->seeds.points; p++) {
        for (int k = 0; k < snapshot->seeds.done; k++) {
            seeds->loss[k * UN_SNAPSHOT_SEED_POINTS + p] =
                1.386f / (1 + (from->gates ? expf(0.3f * (float)(p - 20 - k)) : 0.02f * (float)k));
            seeds->clip[k * UN_SNAPSHOT_SEED_POINTS + p] = (unsigned char)(p % 7 == k % 7 ? 200 : 0);
        }
        seeds->median[p] = seeds->loss[snapshot->seeds.done / 2 * UN_SNAPSHOT_SEED_POINTS + p];
        seeds->low[p] = fminf(seeds->loss[p], seeds->loss[(snapshot->seeds.done - 1) * UN_SNAPSHOT_SEED_POINTS + p]);
        seeds->high[p] = fmaxf(seeds->loss[p], seeds->loss[(snapshot->seeds.done - 1) * UN_SNAPSHOT_SEED_POINTS + p]);
    }
    for (int k = 0; k < UN_SNAPSHOT_SEEDS; k++) {
        seeds->solved[k] = from->gates && k < snapshot->seeds.done ? 200 + 20 * k : -1;
        seeds->clipped[k] = k < snapshot->seeds.done ? 0.14f : 0;
    }
    seeds->solved_count = from->gates ? snapshot->seeds.done : 0;
}

// The snapshot of a recall of T steps at `update`. Freed by un_snapshot_free.
static inline void synthetic_fill(un_Snapshot *snapshot, const SyntheticLane *lane, int lanes, int T, int update) {
    un_SnapshotShape shape = {.T = T, .inputs = 8, .outputs = 4, .classes = true, .lane_count = lanes};
    for (int l = 0; l < lanes; l++) {
        shape.hidden[l] = lane[l].hidden;
        shape.directions[l] = lane[l].directions;
        shape.gate_count[l] = lane[l].gates;
        shape.cell_state[l] = lane[l].cell_state;
        shape.details[l] = (un_DetailsShape){.blocks = lane[l].gates ? lane[l].gates : 1,
                                             .factors = lane[l].gates ? 1 : 2,
                                             .wanted = SYNTHETIC_WANTED};
        shape.measures[l] = (un_MeasuresShape){.T = T,
                                               .hidden = lane[l].hidden,
                                               .gates = lane[l].gates,
                                               .keeps = lane[l].gates > 0,
                                               .updates = true,
                                               .state = lane[l].hidden * (lane[l].cell_state ? 2 : 1),
                                               .wanted = SYNTHETIC_WANTED};
    }
    *snapshot = (un_Snapshot){0};
    if (un_snapshot_shape(snapshot, &shape)) abort();
    snapshot->seed = 1;
    snapshot->update = update;
    snapshot->updates = 2000;
    snapshot->batch = 32;
    snprintf(snapshot->task, sizeof snapshot->task, "recall");
    snprintf(snapshot->task_title, sizeof snapshot->task_title, "Recall the first symbol");
    snprintf(snapshot->question, sizeof snapshot->question, "first was ?");
    snapshot->lag = T - 1;
    snapshot->inputs = 8;
    snapshot->outputs = 4;
    snapshot->loss_step = T - 1;
    snapshot->classes = true;
    snapshot->true_class = 1;
    snapshot->chance_loss = 1.3862943611198906;
    snapshot->chance_accuracy = 0.25;
    for (int k = 0; k < 4; k++)
        snapshot->class_name[k][0] = (char)('A' + k);
    for (int t = 0; t < T; t++) {
        snapshot->symbol[t][0] = t ? "wxyz"[t * 5 % 4] : 'B';
        snapshot->symbol[t][1] = 0;
        snapshot->matters[t] = t == 0;
        snapshot->scored[t] = t == T - 1;
        snapshot->target_class[t] = snapshot->true_class;
    }
    snapshot->history_count = update < UN_SNAPSHOT_POINTS ? update : UN_SNAPSHOT_POINTS;
    for (int i = 0; i < snapshot->history_count; i++) {
        snapshot->history_update[i] = (float)((int64_t)(i + 1) * update / snapshot->history_count);
    }
    for (int t = 0; t < T; t++)
        snapshot->input[t * snapshot->inputs + t % snapshot->inputs] = 1;
    snapshot->waterfall_bin = (T + UN_SNAPSHOT_COLUMNS - 1) / UN_SNAPSHOT_COLUMNS;
    snapshot->waterfall_columns = (T + snapshot->waterfall_bin - 1) / snapshot->waterfall_bin;
    snapshot->waterfall_rows = update < 40 ? update : 40;
    for (int r = 0; r < snapshot->waterfall_rows; r++)
        snapshot->waterfall_update[r] = (float)(update * (r + 1) / snapshot->waterfall_rows);
    snapshot->seeds.planned = update > 0 ? 10 : 0;
    snapshot->seeds.done = update > 0 ? 8 : 0;
    snapshot->seeds.points = update > 0 ? 60 : 0;
    for (int p = 0; p < snapshot->seeds.points; p++)
        snapshot->seeds.update[p] = (float)(10 * (p + 1));
    for (int l = 0; l < lanes; l++) {
        synthetic_lane(snapshot, l, &lane[l]);
        synthetic_details(snapshot, l, &lane[l]);
    }
}

// RNN, LSTM, GRU and a fourth: `lanes` of them.
static inline void synthetic_lab(un_Snapshot *snapshot, int lanes, int T, int update) {
    SyntheticLane lane[4] = {synthetic_rnn, synthetic_lstm, synthetic_gru, synthetic_lstm};
    lane[3].name = "LSTM bias 1";
    lane[3].factor = 0.83;
    lane[3].solved_at = -1;
    synthetic_fill(snapshot, lane, lanes, T, update);
}

static inline un_Fonts *synthetic_fonts(void) {
    un_Error error;
    un_Fonts *fonts = un_fonts_load(&error);
    if (!fonts) {
        fprintf(stderr, "%s: %s\n", error.file, error.message);
        abort();
    }
    return fonts;
}

static inline un_ViewContext synthetic_context(const un_Snapshot *snapshot, const un_Fonts *fonts) {
    return (un_ViewContext){
        .snapshot = snapshot, .fonts = fonts, .theme = UN_THEME_LIGHT, .scale = 1, .axis = un_axis_choose(snapshot)};
}

#endif
