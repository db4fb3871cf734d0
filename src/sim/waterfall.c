#include "sim/waterfall.h"

#include "num/elementary.h"
#include "num/linalg.h"

#include <math.h>
#include <string.h>

/// A row is one sequence in double for every lane: about as dear as 2 to 4 SEQUENCES of a batch in float (measured, all
/// cells). At most 1 / SHARE of the training's time is for it, and less with every thinning.
enum { SEQUENCES = 4, SHARE = 32 };

static int64_t first_spacing(int batch) {
    int64_t spacing = 1;
    while (spacing * batch < SEQUENCES * SHARE)
        spacing *= 2;
    return spacing;
}

void un_waterfall_carve_rows(un_Waterfall *waterfall, un_Arena *arena, const un_SnapshotShape *shape, int batch) {
    int bin = (shape->T + UN_SNAPSHOT_COLUMNS - 1) / UN_SNAPSHOT_COLUMNS;
    *waterfall = (un_Waterfall){.lanes = shape->lane_count, .bin = bin, .columns = (shape->T + bin - 1) / bin};
    waterfall->start = waterfall->spacing = first_spacing(batch);
    for (int i = 0; i < shape->lane_count; i++) {
        waterfall->directions[i] = shape->directions[i];
        for (int d = 0; d < shape->directions[i]; d++) {
            waterfall->log10[i][d] = un_arena_take(arena, UN_SNAPSHOT_ROWS * (size_t)waterfall->columns, sizeof(float));
        }
    }
}

void un_waterfall_forget(un_Waterfall *waterfall, int64_t update) {
    while (waterfall->rows > 0 && waterfall->update[waterfall->rows - 1] > update)
        waterfall->rows--;
    // As close as rows would stand in a run that had just come so far.
    enum { LEAST = UN_SNAPSHOT_ROWS / 2 };
    while (waterfall->spacing > waterfall->start && update / (waterfall->spacing / 2) < LEAST)
        waterfall->spacing /= 2;
}

bool un_waterfall_is_due(const un_Waterfall *waterfall, int64_t update) {
    return update % waterfall->spacing == 0 &&
           (waterfall->rows == 0 || update > waterfall->update[waterfall->rows - 1]);
}

static float *row_of(const un_Waterfall *waterfall, int lane, int direction, int row) {
    return waterfall->log10[lane][direction] + (size_t)row * (size_t)waterfall->columns;
}

static void move_row(un_Waterfall *waterfall, int from, int to) {
    waterfall->update[to] = waterfall->update[from];
    for (int i = 0; i < waterfall->lanes; i++) {
        for (int d = 0; d < waterfall->directions[i] && from != to; d++) {
            memcpy(row_of(waterfall, i, d, to), row_of(waterfall, i, d, from),
                   (size_t)waterfall->columns * sizeof(float));
        }
    }
}

/// Every other row goes.
static void thin(un_Waterfall *waterfall) {
    int kept = 0;
    waterfall->spacing *= 2;
    for (int row = 0; row < waterfall->rows; row++) {
        if (waterfall->update[row] % waterfall->spacing == 0) move_row(waterfall, row, kept++);
    }
    waterfall->rows = kept;
}

void un_waterfall_open(un_Waterfall *waterfall, int64_t update) {
    while (waterfall->rows == UN_SNAPSHOT_ROWS)
        thin(waterfall);
    waterfall->update[waterfall->rows++] = update;
}

/// NaN gives way to a number: a column tells the largest of what is there.
static float larger_of(float a, float b) {
    return isnan(a) || b > a ? b : a;
}

void un_waterfall_fill(un_Waterfall *waterfall, int lane, const un_Trace *trace, int direction, int loss_step,
                       double *work) {
    const un_CellInfo *cell = un_cell_info(trace->net.cell);
    float *out = row_of(waterfall, lane, direction, waterfall->rows - 1);
    int T = trace->tape.T, H = trace->net.hidden;
    double *norm = work, *row = norm + T;
    for (int t = 0; t < T; t++) {
        un_trace_row(trace, direction, cell->has_cell_state ? UN_PART_DC : cell->arrives, 0, t, 0, row);
        norm[t] = un_norm(row, H);
    }
    double reference = norm[loss_step];
    bool known = reference > 0 && isfinite(reference);
    for (int k = 0; k < waterfall->columns; k++) {
        out[k] = NAN;
    }
    for (int t = 0; known && t < T; t++) {
        float *column = &out[t / waterfall->bin];
        *column = larger_of(*column, (float)un_log10(norm[t] / reference));
    }
}

void un_waterfall_show(const un_Waterfall *waterfall, un_Snapshot *out) {
    int rows = 0;
    while (rows < waterfall->rows && waterfall->update[rows] <= out->update)
        rows++;
    for (int row = 0; row < waterfall->rows; row++)
        out->waterfall_update[row] = (float)waterfall->update[row];
    out->waterfall_rows = rows;
    out->waterfall_ahead = waterfall->rows - rows;
    out->waterfall_columns = waterfall->columns;
    out->waterfall_bin = waterfall->bin;
    for (int i = 0; i < waterfall->lanes; i++) {
        for (int d = 0; d < waterfall->directions[i]; d++) {
            memcpy(out->lane[i].track[d].waterfall.log10, waterfall->log10[i][d],
                   (size_t)waterfall->rows * (size_t)waterfall->columns * sizeof(float));
        }
    }
}
