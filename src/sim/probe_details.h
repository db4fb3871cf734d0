/// What a snapshot tells of single units, of the step back and of the task's own units (snapshot/details.h), filled
/// from the trace of one sequence. Inside of the probe.
#ifndef UN_SIM_PROBE_DETAILS_H
#define UN_SIM_PROBE_DETAILS_H

#include "sim/trace.h"
#include "snapshot/snapshot.h"

/// What a lane of this net has of them.
un_DetailsShape un_details_shape(const un_NetDef *net, unsigned wanted);
/// Numbers of workspace for un_details_fill.
size_t un_details_work(const un_NetDef *net);

/// What the networks read, the unit of a real series, the size of a picture. sequence: of out->T steps.
void un_details_fill_task(un_Snapshot *out, const un_TaskDef *def, const un_TaskData *data,
                          const un_BatchBlock *sequence);
/// One direction of the top layer: the factors, and the units where the snapshot has room for them. Its gradients
/// (out->dh, out->dc) and what it looked at are filled before.
void un_details_fill(un_SnapshotTrack *out, const un_Trace *trace, int direction, int loss_step, double *work);

#endif
