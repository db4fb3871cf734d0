#include "export/numbers.h"

#include "base/catalog.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// A view's table: its columns and who writes its rows, lane by lane and direction by direction (or once a lane).
typedef struct Numbers {
    const char *column[UN_TABLE_COLUMNS]; ///< behind "lane" (and "direction"); NULL at the end
    bool once;                            ///< a lane, whatever its directions: no column "direction"
    void (*rows)(un_Table *table, const un_Snapshot *snapshot, int lane, int direction);
} Numbers;

static const char *direction_name(int direction) {
    return direction == 0 ? "forward" : "reverse";
}

static void start_row(un_Table *table, const un_Snapshot *snapshot, int lane, int direction) {
    un_table_text(table, snapshot->lane[lane].name);
    un_table_text(table, direction_name(direction));
}

/// The element, or nothing where there is no array.
static void real_of(un_Table *table, const double *values, size_t index) {
    un_table_real(table, values ? values[index] : (double)NAN);
}

static void float_of(un_Table *table, const float *values, size_t index) {
    un_table_float(table, values ? values[index] : NAN);
}

/// Steps from the loss: back from it forward, on from it in the reverse direction.
static int distance_of(const un_Snapshot *snapshot, int direction, int t) {
    return direction == 0 ? snapshot->loss_step - t : t - snapshot->loss_step;
}

/// One number a job of gates, index into (T) means or (T,H) values; a cell has at most one gate of a job.
static void gates(un_Table *table, const un_SnapshotTrack *track, bool means, size_t index) {
    for (int job = UN_JOB_KEEP; job <= UN_JOB_NEW; job++) {
        const float *values = NULL;
        for (int i = 0; i < track->gate_count; i++)
            if ((int)track->gate[i].job == job) values = means ? track->gate[i].mean : track->gate[i].value;
        float_of(table, values, index);
    }
}

static void gradient(un_Table *table, const un_SnapshotGradient *of, size_t t) {
    real_of(table, of->norm, t);
    real_of(table, of->norm ? of->ratio : NULL, t);
}

static void stage_rows(un_Table *table, const un_Snapshot *snapshot, int lane, int direction) {
    const un_SnapshotTrack *track = &snapshot->lane[lane].track[direction];
    for (int t = 0; t < snapshot->T; t++) {
        start_row(table, snapshot, lane, direction);
        un_table_integer(table, t);
        un_table_text(table, snapshot->symbol[t]);
        gradient(table, &track->dh, (size_t)t);
        gradient(table, &track->dc, (size_t)t);
        real_of(table, track->factor.total, (size_t)t);
        gates(table, track, true, (size_t)t);
    }
}

static void profile_rows(un_Table *table, const un_Snapshot *snapshot, int lane, int direction) {
    const un_SnapshotTrack *track = &snapshot->lane[lane].track[direction];
    const un_SnapshotMeasures *measures = &track->measures;
    for (int i = 0; i < snapshot->T; i++) {
        int t = direction == 0 ? snapshot->loss_step - i : snapshot->loss_step + i;
        if (t < 0 || t >= snapshot->T) return;
        start_row(table, snapshot, lane, direction);
        un_table_integer(table, distance_of(snapshot, direction, t));
        un_table_integer(table, t);
        gradient(table, &track->dh, (size_t)t);
        gradient(table, &track->dc, (size_t)t);
        real_of(table, measures->band_seeds > 0 ? measures->band_mean : NULL, (size_t)i);
        real_of(table, measures->band_seeds > 0 ? measures->band_deviation : NULL, (size_t)i);
    }
}

static void training_rows(un_Table *table, const un_Snapshot *snapshot, int index, int direction) {
    (void)direction;
    const un_SnapshotLane *lane = &snapshot->lane[index];
    for (size_t i = 0; i < (size_t)snapshot->history_count; i++) {
        un_table_text(table, lane->name);
        un_table_integer(table, (int64_t)snapshot->history_update[i]);
        float_of(table, lane->loss_raw, i);
        float_of(table, lane->loss_mean, i);
        float_of(table, lane->accuracy_mean, i);
        float_of(table, lane->gradient_norms, i);
        un_table_float(table, (float)lane->clip_mark[i] / 255);
    }
}

static void inspector_rows(un_Table *table, const un_Snapshot *snapshot, int lane, int direction) {
    const un_SnapshotTrack *track = &snapshot->lane[lane].track[direction];
    size_t H = (size_t)snapshot->lane[lane].hidden;
    for (size_t i = 0; i < (size_t)snapshot->T * H; i++) {
        start_row(table, snapshot, lane, direction);
        un_table_integer(table, (int64_t)(i / H));
        un_table_integer(table, (int64_t)(i % H));
        float_of(table, track->h, i);
        float_of(table, track->c, i);
        gates(table, track, false, i);
        real_of(table, track->units.count > 0 ? track->units.dh : NULL, i);
        real_of(table, track->units.count > 0 ? track->units.dc : NULL, i);
    }
}

static void waterfall_rows(un_Table *table, const un_Snapshot *snapshot, int lane, int direction) {
    const float *log10 = snapshot->lane[lane].track[direction].waterfall.log10;
    for (int row = 0; log10 && row < snapshot->waterfall_rows; row++)
        for (int column = 0; column < snapshot->waterfall_columns; column++) {
            start_row(table, snapshot, lane, direction);
            un_table_integer(table, (int64_t)snapshot->waterfall_update[row]);
            un_table_integer(table, (int64_t)column * snapshot->waterfall_bin);
            float_of(table, log10, (size_t)row * (size_t)snapshot->waterfall_columns + (size_t)column);
        }
}

static void credit_rows(un_Table *table, const un_Snapshot *snapshot, int lane, int direction) {
    (void)direction;
    const un_SnapshotBlame *blame = &snapshot->lane[lane].blame;
    for (size_t t = 0; t < (size_t)snapshot->T; t++) {
        un_table_text(table, snapshot->lane[lane].name);
        un_table_integer(table, (int64_t)t);
        un_table_text(table, snapshot->symbol[t]);
        real_of(table, blame->gradient, t);
        real_of(table, blame->gradient_input, t);
        real_of(table, blame->without_zero, t);
        real_of(table, blame->without_mean, t);
    }
}

static void factors_rows(un_Table *table, const un_Snapshot *snapshot, int lane, int direction) {
    const un_SnapshotFactor *factor = &snapshot->lane[lane].track[direction].factor;
    for (size_t t = 0; t < (size_t)snapshot->T; t++) {
        start_row(table, snapshot, lane, direction);
        un_table_integer(table, (int64_t)t);
        real_of(table, factor->total, t);
        for (int i = 0; i < UN_SNAPSHOT_FACTORS; i++) {
            un_table_text(table, i < factor->count ? factor->name[i] : "");
            real_of(table, i < factor->count ? factor->part[i] : NULL, t);
        }
    }
}

static void events_rows(un_Table *table, const un_Snapshot *snapshot, int lane, int direction) {
    const un_SnapshotMeasures *measures = &snapshot->lane[lane].track[direction].measures;
    size_t H = (size_t)snapshot->lane[lane].hidden;
    for (size_t i = 0; (measures->write || measures->erase) && i < (size_t)snapshot->T * H; i++) {
        start_row(table, snapshot, lane, direction);
        un_table_integer(table, (int64_t)(i / H));
        un_table_integer(table, (int64_t)(i % H));
        float_of(table, measures->write, i);
        float_of(table, measures->erase, i);
    }
}

static void horizon_rows(un_Table *table, const un_Snapshot *snapshot, int lane, int direction) {
    const un_SnapshotMeasures *measures = &snapshot->lane[lane].track[direction].measures;
    for (size_t unit = 0; measures->keep && unit < (size_t)snapshot->lane[lane].hidden; unit++) {
        start_row(table, snapshot, lane, direction);
        un_table_integer(table, (int64_t)unit);
        float_of(table, measures->keep, unit);
        float_of(table, measures->horizon, unit);
        float_of(table, measures->start_horizon, unit);
    }
}

/// (T,n) arrays of the state's numbers.
static void state_rows(un_Table *table, const un_Snapshot *snapshot, int lane, int direction, const double *const *values, int count) {
    size_t n = (size_t)snapshot->lane[lane].track[direction].measures.state;
    for (size_t i = 0; values[0] && n > 0 && i < (size_t)snapshot->T * n; i++) {
        start_row(table, snapshot, lane, direction);
        un_table_integer(table, (int64_t)(i / n));
        un_table_integer(table, (int64_t)(i % n));
        for (int k = 0; k < count; k++)
            real_of(table, values[k], i);
    }
}

static void spectrum_rows(un_Table *table, const un_Snapshot *snapshot, int lane, int direction) {
    const un_SnapshotMeasures *measures = &snapshot->lane[lane].track[direction].measures;
    const double *values[] = {measures->real, measures->imaginary, measures->start_real, measures->start_imaginary};
    state_rows(table, snapshot, lane, direction, values, 4);
}

static void stretch_rows(un_Table *table, const un_Snapshot *snapshot, int lane, int direction) {
    const double *values[] = {snapshot->lane[lane].track[direction].measures.singular};
    state_rows(table, snapshot, lane, direction, values, 1);
}

static void attention_rows(un_Table *table, const un_Snapshot *snapshot, int lane, int direction) {
    const float *weight = snapshot->lane[lane].track[direction].attention;
    size_t T = (size_t)snapshot->T;
    for (size_t i = 0; weight && i < T * T; i++) {
        if (i % T > i / T) continue; // it is causal
        un_table_text(table, snapshot->lane[lane].name);
        un_table_integer(table, (int64_t)(i / T));
        un_table_integer(table, (int64_t)(i % T));
        float_of(table, weight, i);
    }
}

static void answers_rows(un_Table *table, const un_Snapshot *snapshot, int lane, int direction) {
    (void)direction;
    size_t O = (size_t)snapshot->outputs;
    for (size_t i = 0; i < (size_t)snapshot->T * O; i++) {
        size_t t = i / O, output = i % O;
        if (snapshot->scored[t] == 0) continue;
        un_table_text(table, snapshot->lane[lane].name);
        un_table_integer(table, (int64_t)t);
        un_table_integer(table, (int64_t)output);
        un_table_text(table, snapshot->classes ? snapshot->class_name[output] : "");
        float_of(table, snapshot->lane[lane].prediction, i);
        if (snapshot->classes) {
            un_table_integer(table, snapshot->target_class && snapshot->target_class[t] == (int32_t)output);
        } else {
            float_of(table, snapshot->target_value, i);
        }
    }
}

static void seeds_rows(un_Table *table, const un_Snapshot *snapshot, int lane, int direction) {
    (void)direction;
    const un_SnapshotLaneSeeds *seeds = &snapshot->lane[lane].seeds;
    for (int seed = 0; seed < snapshot->seeds.planned; seed++)
        for (int i = 0; i < snapshot->seeds.points; i++) {
            un_table_text(table, snapshot->lane[lane].name);
            un_table_integer(table, seed + 1);
            un_table_integer(table, (int64_t)snapshot->seeds.update[i]);
            float_of(table, seeds->loss, (size_t)seed * UN_SNAPSHOT_SEED_POINTS + (size_t)i);
            un_table_real(table, seeds->solved[seed] >= 0 ? (double)seeds->solved[seed] : (double)NAN);
        }
}

// clang-format off
static const Numbers numbers[UN_VIEW_COUNT] = {
    [UN_VIEW_STAGE] = {{"step", "symbol", "dL_dh", "ratio_dh", "dL_dc", "ratio_dc", "factor", "keep", "write", "read", "reset", "new"},
                       false, stage_rows},
    [UN_VIEW_PROFILE] = {{"distance", "step", "dL_dh", "ratio_dh", "dL_dc", "ratio_dc", "start_mean_log10", "start_sd_log10"},
                         false, profile_rows},
    [UN_VIEW_TRAINING] = {{"update", "loss", "loss_mean", "accuracy_mean", "gradient_norm", "clipped"}, true, training_rows},
    [UN_VIEW_INSPECTOR] = {{"step", "unit", "h", "c", "keep", "write", "read", "reset", "new", "dL_dh", "dL_dc"}, false, inspector_rows},
    [UN_VIEW_WATERFALL] = {{"update", "step", "log10_ratio"}, false, waterfall_rows},
    [UN_VIEW_CREDIT] = {{"step", "symbol", "dL_dx", "x_dL_dx", "without_zero", "without_mean"}, true, credit_rows},
    [UN_VIEW_FACTORS] = {{"step", "factor", "part_1", "part_1_value", "part_2", "part_2_value"}, false, factors_rows},
    [UN_VIEW_EVENTS] = {{"step", "unit", "write", "erase"}, false, events_rows},
    [UN_VIEW_HORIZON] = {{"unit", "keep", "horizon", "start_horizon"}, false, horizon_rows},
    [UN_VIEW_SPECTRUM] = {{"step", "index", "real", "imaginary", "start_real", "start_imaginary"}, false, spectrum_rows},
    [UN_VIEW_STRETCH] = {{"step", "index", "singular"}, false, stretch_rows},
    [UN_VIEW_ATTENTION] = {{"step", "looks_at", "weight"}, true, attention_rows},
    [UN_VIEW_DIRECTIONS] = {{"distance", "step", "dL_dh", "ratio_dh", "dL_dc", "ratio_dc", "start_mean_log10", "start_sd_log10"},
                            false, profile_rows},
    [UN_VIEW_ANSWERS] = {{"step", "output", "class", "prediction", "target"}, true, answers_rows},
    [UN_VIEW_SEEDS] = {{"seed", "update", "loss", "solved_at"}, true, seeds_rows},
};
// clang-format on

un_Status un_numbers_write(const un_Snapshot *snapshot, int view, bool json, un_FileStream *stream, un_Error *error) {
    const char *name[UN_TABLE_COLUMNS + 1] = {"lane"};
    int index = view < 0 ? UN_VIEW_STAGE : view, count = 1;
    const Numbers *of = &numbers[index];
    if (!of->once) name[count++] = "direction";
    for (int i = 0; of->column[i]; i++)
        name[count++] = of->column[i];
    char fields[256];
    snprintf(fields, sizeof fields, "\"view\":\"%s\",\"task\":\"%s\",\"seed\":%llu,\"update\":%lld", un_view_table[index]->name,
             snapshot->task, (unsigned long long)snapshot->seed, (long long)snapshot->update);
    un_Table *table = malloc(sizeof *table);
    if (!table) return un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("not enough memory"));
    un_table_start(table, stream, json, fields, name, error);
    for (int lane = 0; lane < snapshot->lane_count; lane++) {
        int directions = of->once ? 1 : snapshot->lane[lane].directions;
        for (int direction = 0; direction < directions; direction++)
            of->rows(table, snapshot, lane, direction);
    }
    un_Status status = un_table_end(table);
    free(table);
    return status;
}
