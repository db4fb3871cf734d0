/// A snapshot's measures, filled from the trace of one sequence. Inside of the probe.
#ifndef UN_SIM_PROBE_MEASURES_H
#define UN_SIM_PROBE_MEASURES_H

#include "sim/trace.h"
#include "snapshot/snapshot.h"

/// What a lane of this net has measured.
un_MeasuresShape un_measures_shape(const un_NetDef *net, int T, unsigned wanted);
/// Numbers of workspace for all that the shape asks for; order takes 2H ints.
size_t un_measures_work(const un_NetDef *net, int T, unsigned wanted);

/// One direction, its gradients (out->dh, out->dc) filled before.
void un_measures_fill(un_SnapshotTrack *out, const un_Trace *trace, int direction, int loss_step, double *work,
                      int *order);
/// The trace must have been run over block; occlusion leaves its forward numbers as they were.
void un_measures_fill_blame(un_SnapshotBlame *out, un_Trace *trace, const un_BatchBlock *block, double *work);

#endif
