/// The measures that a snapshot holds beside today's: the same of the run's initial weights. Inside of the probe.
#ifndef UN_SIM_PROBE_START_H
#define UN_SIM_PROBE_START_H

#include "sim/trace.h"
#include "snapshot/snapshot.h"

/// One direction of one lane, measured once per configuration; arrays NULL where the cell has no such thing.
typedef struct un_ProbeStart {
    bool has_horizon, has_spectrum; ///< they were measured
    size_t units, eigenvalues;      ///< H, T n
    float *horizon;                 ///< (H)
    double *real, *imaginary;       ///< (T,n), there once the spectrum was wanted
} un_ProbeStart;

/// Takes the memory of what every snapshot shows, and of what is shown with the spectrum, from an arena (which may only
/// measure).
void un_probe_start_carve(un_ProbeStart *start, un_Arena *arena, const un_MeasuresShape *shape);
void un_probe_start_carve_spectrum(un_ProbeStart *start, un_Arena *arena);
/// True when the measures ask for something that was not measured.
bool un_probe_start_misses(const un_ProbeStart *start, const un_SnapshotMeasures *measures);
/// Measures what is missing from a trace at the initial weights. work as for un_measures_fill.
void un_probe_start_measure(un_ProbeStart *start, const un_Trace *trace, int direction,
                            const un_SnapshotMeasures *measures, double *work);
void un_probe_start_show(const un_ProbeStart *start, un_SnapshotMeasures *out);

#endif
