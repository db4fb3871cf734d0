/// How the gradient falls at the initial weights of many seeds: what one seed's curve is held against. Inside of the probe.
#ifndef UN_SIM_PROBE_BAND_H
#define UN_SIM_PROBE_BAND_H

#include "sim/trace.h"
#include "sim/trainer.h"
#include "snapshot/snapshot.h"

/// One lane's, measured once per configuration: seeds 1..UN_SNAPSHOT_BAND_SEEDS, each with its own initial weights and the first
/// sequence of its stream "probe", as `unroll profile --seeds 40 --sequences 1` has them.
typedef struct un_ProbeBand {
    bool measured;
    double *mean, *deviation; ///< (T) by DISTANCE from the loss; NULL: nobody wanted it, or it is too dear
} un_ProbeBand;

/// What they are measured in, one after the other. Taken from an arena (which may only measure).
typedef struct un_ProbeBandWork {
    un_Batch batch; ///< one sequence
    float *params;  ///< of the largest lane
    double *row;    ///< (H) the same
} un_ProbeBandWork;

/// True: that many traces of this net would make a run stand still for more than about a second.
bool un_probe_band_is_dear(const un_NetDef *net, int T);
void un_probe_band_carve(un_ProbeBand band[UN_LANES_MAX], un_ProbeBandWork *work, un_Arena *arena, const un_Experiment *experiment,
                         const un_TaskData *data);
/// Not of a lane that the experiment intervenes in. trace: the lane's, whose numbers are lost. Errors: UN_ERROR_MEMORY, nothing measured.
un_Status un_probe_band_measure(un_ProbeBand *band, un_ProbeBandWork *work, un_Trace *trace, const un_Experiment *experiment, int lane);
void un_probe_band_show(const un_ProbeBand *band, int T, un_SnapshotMeasures *out);

#endif
