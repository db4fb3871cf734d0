/// Training history in bounded memory: one point per `stride` updates; when the table is full, neighbours are merged by
/// their means (norms by the larger) and the stride doubles. A lane that stands still after NaN or infinity has NaN
/// from there: its lines end.
#ifndef UN_SIM_RECORDER_H
#define UN_SIM_RECORDER_H

#include "sim/trainer.h"
#include "snapshot/snapshot.h"

typedef struct un_RecorderLane {
    float loss_raw[UN_SNAPSHOT_POINTS], loss_mean[UN_SNAPSHOT_POINTS], accuracy_mean[UN_SNAPSHOT_POINTS];
    float clip_share[UN_SNAPSHOT_POINTS];
    float gradient_norm[UN_SNAPSHOT_POINTS]; ///< before clipping; a point's largest: a spike stays to be seen
} un_RecorderLane;

typedef struct un_Recorder {
    int count;   ///< complete points
    int stride;  ///< updates a point
    int pending; ///< updates in the open point, point[count]
    float update[UN_SNAPSHOT_POINTS];
    un_RecorderLane lane[UN_LANES_MAX];
} un_Recorder;

void un_recorder_reset(un_Recorder *recorder);
/// Takes note of the update just done by the trainer.
void un_recorder_add(un_Recorder *recorder, const un_Trainer *trainer);

#endif
