#include "sim/probe_start.h"

#include "sim/measure_gates.h"
#include "sim/measure_jacobian.h"

#include <string.h>

void un_probe_start_carve(un_ProbeStart *start, un_Arena *arena, const un_MeasuresShape *shape) {
    size_t eigenvalues = shape->too_dear & UN_WANT_SPECTRUM ? 0 : (size_t)shape->T * (size_t)shape->state;
    *start = (un_ProbeStart){.units = (size_t)shape->hidden, .eigenvalues = eigenvalues};
    if (shape->keeps) start->horizon = un_arena_take(arena, (size_t)shape->hidden, sizeof(float));
}

void un_probe_start_carve_spectrum(un_ProbeStart *start, un_Arena *arena) {
    if (start->eigenvalues == 0) return;
    start->real = un_arena_take(arena, start->eigenvalues, sizeof(double));
    start->imaginary = un_arena_take(arena, start->eigenvalues, sizeof(double));
}

bool un_probe_start_misses(const un_ProbeStart *start, const un_SnapshotMeasures *measures) {
    return (measures->start_horizon && !start->has_horizon) || (measures->start_real && !start->has_spectrum);
}

void un_probe_start_measure(un_ProbeStart *start, const un_Trace *trace, int direction,
                            const un_SnapshotMeasures *measures, double *work) {
    int H = trace->net.hidden;
    if (measures->start_horizon && !start->has_horizon) {
        double *mean = work, *tau = mean + H;
        un_gates_horizon(trace, direction, mean, tau, tau + H);
        for (int u = 0; u < H; u++) {
            start->horizon[u] = (float)tau[u];
        }
        start->has_horizon = true;
    }
    if (measures->start_real && !start->has_spectrum) {
        un_jacobian_eigenvalues(trace, direction, 0, start->real, start->imaginary, work);
        start->has_spectrum = true;
    }
}

void un_probe_start_show(const un_ProbeStart *start, un_SnapshotMeasures *out) {
    if (out->start_horizon) memcpy(out->start_horizon, start->horizon, start->units * sizeof(float));
    if (!out->start_real) return;
    memcpy(out->start_real, start->real, start->eigenvalues * sizeof(double));
    memcpy(out->start_imaginary, start->imaginary, start->eigenvalues * sizeof(double));
}
