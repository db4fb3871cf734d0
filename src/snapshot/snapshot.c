#include "snapshot/snapshot.h"

#include "base/check.h"

#include <string.h>

static void carve_gradient(un_SnapshotGradient *gradient, un_Arena *arena, size_t T) {
    gradient->norm = un_arena_take(arena, T, sizeof(double));
    gradient->ratio = un_arena_take(arena, T, sizeof(double));
    gradient->log10 = un_arena_take(arena, T, sizeof(double));
}

/// The details' shape in full: what the snapshot's own says need not be said twice.
static un_DetailsShape details_of(const un_SnapshotShape *shape, int lane) {
    un_DetailsShape details = shape->details[lane];
    details.T = shape->T;
    details.hidden = shape->hidden[lane];
    details.outputs = shape->outputs;
    details.directions = shape->directions[lane];
    details.cell_state = shape->cell_state[lane];
    return details;
}

static void carve_track(un_SnapshotTrack *track, un_Arena *arena, const un_SnapshotShape *shape, int lane) {
    size_t T = (size_t)shape->T, H = (size_t)shape->hidden[lane];
    int gates = shape->gate_count[lane];
    bool cell_state = shape->cell_state[lane];
    *track = (un_SnapshotTrack){.gate_count = gates};
    track->h = un_arena_take(arena, T * H, sizeof(float));
    if (cell_state) track->c = un_arena_take(arena, T * H, sizeof(float));
    for (int g = 0; g < gates; g++) {
        track->gate[g].value = un_arena_take(arena, T * H, sizeof(float));
        track->gate[g].mean = un_arena_take(arena, T, sizeof(float));
    }
    carve_gradient(&track->dh, arena, T);
    if (cell_state) carve_gradient(&track->dc, arena, T);
    track->order = un_arena_take(arena, H, sizeof(int));
    if (shape->attends[lane]) {
        track->looked = un_arena_take(arena, T, sizeof(float));
        if (T <= UN_SNAPSHOT_ATTENTION) track->attention = un_arena_take(arena, T * T, sizeof(float));
    }
    un_measures_carve(&track->measures, arena, &shape->measures[lane]);
    un_DetailsShape details = details_of(shape, lane);
    un_units_carve(&track->units, arena, &details);
    un_factor_carve(&track->factor, arena, &details);
    un_waterfall_carve(&track->waterfall, arena, &details);
}

static void carve(un_Snapshot *snapshot, un_Arena *arena, const un_SnapshotShape *shape) {
    size_t T = (size_t)shape->T;
    snapshot->T = shape->T;
    snapshot->lane_count = shape->lane_count;
    snapshot->symbol = un_arena_take(arena, T, sizeof *snapshot->symbol);
    snapshot->matters = un_arena_take(arena, T, 1);
    snapshot->scored = un_arena_take(arena, T, 1);
    size_t outputs = (size_t)shape->outputs;
    if (shape->classes)
        snapshot->target_class = un_arena_take(arena, T, sizeof(int32_t));
    else
        snapshot->target_value = un_arena_take(arena, T * outputs, sizeof(float));
    snapshot->input = un_arena_take(arena, T * (size_t)shape->inputs, sizeof(float));
    snapshot->waterfall_update = un_arena_take(arena, UN_SNAPSHOT_ROWS, sizeof(float));
    snapshot->seeds.update = un_arena_take(arena, UN_SNAPSHOT_SEED_POINTS, sizeof(float));
    snapshot->history_update = un_arena_take(arena, UN_SNAPSHOT_POINTS, sizeof(float));
    snapshot->other_update = un_arena_take(arena, UN_SNAPSHOT_POINTS, sizeof(float));
    snapshot->ahead_update = un_arena_take(arena, UN_SNAPSHOT_POINTS, sizeof(float));
    for (int i = 0; i < shape->lane_count; i++) {
        un_SnapshotLane *lane = &snapshot->lane[i];
        *lane = (un_SnapshotLane){.hidden = shape->hidden[i], .directions = shape->directions[i]};
        for (int d = 0; d < shape->directions[i]; d++) {
            carve_track(&lane->track[d], arena, shape, i);
        }
        un_blame_carve(&lane->blame, arena, &shape->measures[i]);
        un_DetailsShape details = details_of(shape, i);
        un_plain_carve(&lane->plain, arena, &details);
        un_lane_seeds_carve(&lane->seeds, arena);
        lane->prediction = un_arena_take(arena, T * outputs, sizeof(float));
        lane->loss_raw = un_arena_take(arena, UN_SNAPSHOT_POINTS, sizeof(float));
        lane->loss_mean = un_arena_take(arena, UN_SNAPSHOT_POINTS, sizeof(float));
        lane->accuracy_mean = un_arena_take(arena, UN_SNAPSHOT_POINTS, sizeof(float));
        lane->other_loss_mean = un_arena_take(arena, UN_SNAPSHOT_POINTS, sizeof(float));
        lane->other_accuracy_mean = un_arena_take(arena, UN_SNAPSHOT_POINTS, sizeof(float));
        lane->ahead_loss_mean = un_arena_take(arena, UN_SNAPSHOT_POINTS, sizeof(float));
        lane->ahead_accuracy_mean = un_arena_take(arena, UN_SNAPSHOT_POINTS, sizeof(float));
        lane->gradient_norms = un_arena_take(arena, UN_SNAPSHOT_POINTS, sizeof(float));
        lane->clip_mark = un_arena_take(arena, UN_SNAPSHOT_POINTS, 1);
    }
}

static bool same_measures(const un_MeasuresShape *a, const un_MeasuresShape *b) {
    return a->T == b->T && a->hidden == b->hidden && a->gates == b->gates && a->keeps == b->keeps &&
           a->updates == b->updates && a->state == b->state && a->wanted == b->wanted &&
           a->too_dear == b->too_dear;
}

static bool same_details(const un_DetailsShape *a, const un_DetailsShape *b) {
    return a->blocks == b->blocks && a->factors == b->factors && a->decays == b->decays && a->wanted == b->wanted;
}

static bool same_shape(const un_SnapshotShape *a, const un_SnapshotShape *b) {
    if (a->T != b->T || a->outputs != b->outputs || a->classes != b->classes || a->lane_count != b->lane_count ||
        a->inputs != b->inputs)
        return false;
    for (int i = 0; i < a->lane_count; i++) {
        if (a->hidden[i] != b->hidden[i] || a->directions[i] != b->directions[i] ||
            a->gate_count[i] != b->gate_count[i] || a->cell_state[i] != b->cell_state[i] ||
            a->attends[i] != b->attends[i] || !same_measures(&a->measures[i], &b->measures[i]) ||
            !same_details(&a->details[i], &b->details[i])) {
            return false;
        }
    }
    return true;
}

static void check_shape(const un_SnapshotShape *shape) {
    UN_CHECK(shape->outputs >= 1 && shape->outputs <= UN_SNAPSHOT_CLASSES);
    UN_CHECK(shape->T >= 1 && shape->lane_count >= 0 && shape->lane_count <= UN_SNAPSHOT_LANES);
    for (int i = 0; i < shape->lane_count; i++) {
        UN_CHECK(shape->hidden[i] >= 1 && shape->directions[i] >= 1 && shape->directions[i] <= 2);
        UN_CHECK(shape->gate_count[i] >= 0 && shape->gate_count[i] <= UN_SNAPSHOT_GATES);
    }
}

size_t un_snapshot_memory(const un_SnapshotShape *shape) {
    un_Snapshot measured = {0};
    un_Arena measure = un_arena_measure();
    carve(&measured, &measure, shape);
    return measure.used;
}

int un_snapshot_shape(un_Snapshot *snapshot, const un_SnapshotShape *shape) {
    check_shape(shape);
    if (snapshot->arena.memory && same_shape(&snapshot->shape, shape)) return UN_OK;
    if (un_arena_reserve(&snapshot->arena, un_snapshot_memory(shape))) return UN_ERROR_MEMORY;
    un_Arena arena = snapshot->arena;
    memset(snapshot, 0, sizeof *snapshot);
    carve(snapshot, &arena, shape);
    snapshot->arena = arena;
    snapshot->shape = *shape;
    return UN_OK;
}

void un_snapshot_free(un_Snapshot *snapshot) {
    un_arena_free(&snapshot->arena);
    *snapshot = (un_Snapshot){0};
}
