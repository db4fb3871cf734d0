#include "snapshot/details.h"

#include "base/check.h"
#include "snapshot/measures.h"

static double *reals(un_Arena *arena, size_t count) {
    return un_arena_take(arena, count, sizeof(double));
}

static float *floats(un_Arena *arena, size_t count) {
    return un_arena_take(arena, count, sizeof(float));
}

void un_units_carve(un_SnapshotUnits *units, un_Arena *arena, const un_DetailsShape *shape) {
    size_t entries = (size_t)shape->T * (size_t)shape->hidden;
    *units = (un_SnapshotUnits){0};
    if (!(shape->wanted & UN_WANT_UNITS)) return;
    UN_CHECK(shape->blocks >= 0 && shape->blocks <= UN_SNAPSHOT_BLOCKS);
    units->count = shape->blocks;
    for (int i = 0; i < shape->blocks; i++) {
        units->block[i].from_input = floats(arena, entries);
        units->block[i].from_state = floats(arena, entries);
        units->block[i].gradient = reals(arena, entries);
    }
    units->dh = reals(arena, entries);
    if (shape->cell_state) units->dc = reals(arena, entries);
    if (shape->decays) units->decay = floats(arena, entries);
}

void un_factor_carve(un_SnapshotFactor *factor, un_Arena *arena, const un_DetailsShape *shape) {
    *factor = (un_SnapshotFactor){.count = shape->factors};
    UN_CHECK(shape->factors >= 0 && shape->factors <= UN_SNAPSHOT_FACTORS);
    factor->total = reals(arena, (size_t)shape->T);
    for (int i = 0; i < shape->factors; i++)
        factor->part[i] = reals(arena, (size_t)shape->T);
}

void un_waterfall_carve(un_SnapshotWaterfall *waterfall, un_Arena *arena, const un_DetailsShape *shape) {
    size_t columns = (size_t)(shape->T < UN_SNAPSHOT_COLUMNS ? shape->T : UN_SNAPSHOT_COLUMNS);
    waterfall->log10 = floats(arena, UN_SNAPSHOT_ROWS * columns);
}

void un_plain_carve(un_SnapshotPlain *plain, un_Arena *arena, const un_DetailsShape *shape) {
    size_t T = (size_t)shape->T;
    *plain = (un_SnapshotPlain){0};
    for (int d = 0; d < shape->directions; d++) {
        plain->log10[d][0] = reals(arena, T);
        if (shape->cell_state) plain->log10[d][1] = reals(arena, T);
        plain->h[d] = floats(arena, T * (size_t)shape->hidden);
    }
    plain->prediction = floats(arena, T * (size_t)shape->outputs);
}

void un_lane_seeds_carve(un_SnapshotLaneSeeds *seeds, un_Arena *arena) {
    size_t points = UN_SNAPSHOT_SEED_POINTS;
    *seeds = (un_SnapshotLaneSeeds){0};
    seeds->loss = floats(arena, UN_SNAPSHOT_SEEDS * points);
    seeds->clip = un_arena_take(arena, UN_SNAPSHOT_SEEDS * points, 1);
    seeds->median = floats(arena, points);
    seeds->low = floats(arena, points);
    seeds->high = floats(arena, points);
}
