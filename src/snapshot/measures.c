#include "snapshot/measures.h"

static double *reals(un_Arena *arena, size_t count) {
    return un_arena_take(arena, count, sizeof(double));
}

static float *floats(un_Arena *arena, size_t count) {
    return un_arena_take(arena, count, sizeof(float));
}

void un_measures_carve(un_SnapshotMeasures *measures, un_Arena *arena, const un_MeasuresShape *shape) {
    size_t T = (size_t)shape->T, H = (size_t)shape->hidden, n = (size_t)shape->state;
    *measures = (un_SnapshotMeasures){
        .reach_dh = -1, .reach_dc = -1, .state = shape->state, .too_dear = shape->too_dear};
    unsigned wanted = shape->wanted & ~shape->too_dear;
    if (shape->keeps) {
        measures->direct = reals(arena, T);
        measures->rest = reals(arena, T);
        measures->direct_share = reals(arena, T);
        measures->keep = floats(arena, H);
        measures->horizon = floats(arena, H);
        measures->start_horizon = floats(arena, H);
        measures->write = floats(arena, T * H);
        measures->erase = floats(arena, T * H);
    }
    for (int gate = 0; gate < shape->gates; gate++) {
        measures->right[gate] = floats(arena, H);
        measures->left[gate] = floats(arena, H);
    }
    if (shape->updates) {
        measures->update = reals(arena, T);
        measures->update_share = reals(arena, T);
        measures->update_later = reals(arena, T);
        if (wanted & UN_WANT_PARTS) measures->parts = reals(arena, 2);
    }
    if (n && wanted & UN_WANT_SPECTRUM) {
        measures->real = reals(arena, T * n);
        measures->imaginary = reals(arena, T * n);
        measures->start_real = reals(arena, T * n);
        measures->start_imaginary = reals(arena, T * n);
    }
    if (wanted & UN_WANT_BAND) {
        measures->band_mean = reals(arena, T);
        measures->band_deviation = reals(arena, T);
    }
    if (n && wanted & UN_WANT_CHAIN) measures->singular = reals(arena, T * n);
    if (n && wanted & UN_WANT_LYAPUNOV) measures->lyapunov = reals(arena, n);
}

void un_blame_carve(un_SnapshotBlame *blame, un_Arena *arena, const un_MeasuresShape *shape) {
    size_t T = (size_t)shape->T;
    *blame = (un_SnapshotBlame){.gradient = reals(arena, T), .gradient_input = reals(arena, T)};
    if (shape->wanted & ~shape->too_dear & UN_WANT_OCCLUSION) {
        blame->without_zero = reals(arena, T);
        blame->without_mean = reals(arena, T);
    }
}
