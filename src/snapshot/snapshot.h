/// The numbers of one moment, as plain data: what the core hands to the pictures. Immutable once published. A view
/// computes no science of its own, so ratios, logarithms, fits and verdicts stand here.
#ifndef UN_SNAPSHOT_SNAPSHOT_H
#define UN_SNAPSHOT_SNAPSHOT_H

#include "base/arena.h"
#include "base/error.h"
#include "snapshot/details.h"
#include "snapshot/measures.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    UN_SNAPSHOT_LANES = 4,
    UN_SNAPSHOT_GATES = 4,
    UN_SNAPSHOT_POINTS = 2048,   ///< most points of the training history; it is thinned by halves when full
    UN_SNAPSHOT_ATTENTION = 512, ///< longest sequence whose whole attention matrix is kept
    UN_SNAPSHOT_CLASSES = 32,    ///< most outputs of a task
    UN_SNAPSHOT_SYMBOL = 12,     ///< bytes of a step's symbol
    UN_SNAPSHOT_TEXT_ORDERS = 4, ///< tables of the last letters that a text is compared with
    UN_SNAPSHOT_ACTS = 32,       ///< most interventions that a snapshot tells one by one
    UN_SNAPSHOT_EDITS = 64,      ///< most changes of a run that a snapshot tells; the latest ones
};

/// What a gate does: gates are coloured by job. Same order as net's un_GateJob.
typedef enum un_SnapshotJob { UN_JOB_KEEP, UN_JOB_WRITE, UN_JOB_READ, UN_JOB_RESET, UN_JOB_NEW } un_SnapshotJob;

typedef struct un_SnapshotGate {
    char name[4];
    un_SnapshotJob job;
    float *value; ///< (T,H)
    float *mean;  ///< (T) over units
} un_SnapshotGate;

/// A gradient's norm along the steps. Index t; the loss stands at t = loss_step.
typedef struct un_SnapshotGradient {
    char variable[4]; ///< the gradient is dL/d of this letter: "h", "c", "a" (pre-activation), "e" (embedding)
    double *norm;     ///< (T) L2 over units of the sequence's own loss (never divided by a batch)
    double *ratio;    ///< (T) norm / norm at loss_step; NaN where that is 0
    double *log10;    ///< (T) of the ratio; -INFINITY where it is exactly 0, NaN where the ratio is
    // Along the way back from the loss: towards step 0 forward, towards step T-1 in the reverse direction.
    int under_one_percent; ///< smallest distance from the loss from which a ratio lies under 0.01; -1: never
    double slope;          ///< decades per step away from the loss: least squares over finite log10 (Hochreiter 1991)
    double arrives;        ///< ratio at the step that is read first
} un_SnapshotGradient;

/// One direction of the top layer of one lane, traced in double over the probe sequence.
typedef struct un_SnapshotTrack {
    float *h;        ///< (T,H)
    float *c;        ///< (T,H) or NULL
    float c_largest; ///< largest |c|
    int gate_count;  ///< 0 for a cell without gates
    un_SnapshotGate gate[UN_SNAPSHOT_GATES];
    float *looked; ///< (T) attention: the weights of the step at loss_step, how much of each step entered h; else NULL
    float *attention;       ///< (T,T) the weights of every step, 0 after it; NULL over UN_SNAPSHOT_ATTENTION steps
    un_SnapshotGradient dh; ///< of h; where no state passes from step to step, of what a step makes of its input
    un_SnapshotGradient dc; ///< of c; norm is NULL without a cell state
    int *order;             ///< (H) units by their h at the last step, largest first
    un_SnapshotMeasures measures;
    un_SnapshotUnits units;
    un_SnapshotFactor factor;
    un_SnapshotWaterfall waterfall;
} un_SnapshotTrack;

typedef struct un_SnapshotLane {
    char name[32];    ///< "LSTM" or the user's
    char cell[16];    ///< "lstm"
    char setting[64]; ///< for a reader: "chrono gate bias"
    char activation[8]; ///< of an RNN: "tanh", "relu", "linear"; else ""
    int hidden, layers, directions, truncate;
    bool stateless; ///< nothing passes from step to step (attention, feedforward, window): what arrives is no chain
    int64_t parameters;
    double forward_macs;      ///< multiply-adds of the sequence, forward (sim/measure_cost.h)
    double forward_step_macs; ///< of one more step; where a step looks back, of the last one
    double kept_state;        ///< numbers that must be kept to read one more step
    double lr, clip;

    un_SnapshotTrack track[2]; ///< forward, reverse
    float *prediction;         ///< (T,outputs) class probabilities, or the predicted values
    un_SnapshotBlame blame;
    un_SnapshotPlain plain;
    un_SnapshotLaneSeeds seeds;
    char generated[UN_SNAPSHOT_GENERATED]; ///< text that it writes by itself; "": not wanted, not of the task `text`, or it
                                           ///< reads backward
    float output[UN_SNAPSHOT_CLASSES]; ///< the same at the loss step
    double loss;                       ///< of the probe sequence: mean over its scored steps
    bool correct; ///< the largest output is the true class; values: the loss passes the task's criterion

    // Training so far. Means over the last 10 batches, measured before their updates.
    double train_loss, train_accuracy; ///< NaN before the first update; accuracy NaN for a value task
    double gradient_norm;              ///< of the last update, before clipping
    bool clipped;                      ///< the last update was clipped
    int clipped_updates;
    int solved_at;    ///< first update at which the criterion held; -1: not yet
    int nonfinite_at; ///< first update with a NaN or infinity; -1: never. The lane stands still from there.
    // History, `history_count` points of the snapshot, oldest first; NaN from nonfinite_at on, accuracy NaN for a value
    // task.
    float *loss_raw, *loss_mean, *accuracy_mean, *gradient_norms; ///< norms before clipping; a point's largest
    // The same of the run that this one was branched from, `other_count` points.
    float *other_loss_mean, *other_accuracy_mean;
    float *ahead_loss_mean, *ahead_accuracy_mean; ///< and of this run up to its reach, `ahead_count` points
    unsigned char *clip_mark; ///< share of clipped updates in the point, 0..255
} un_SnapshotLane;

/// An intervention that the snapshot was taken under (sim/intervention.h). Numbers from 0; -1: all, or not meant.
typedef struct un_SnapshotAct {
    char act[12];    ///< "hold", "zero", "freeze", "release" (of a part of a hold), "radius", "input"
    bool probe;      ///< on the probe alone; else on training
    int lane;        ///< input: of all lanes
    char place[40];  ///< the gate's letter or the tensor's name; "": neither
    int layer, unit; ///< of a gate
    int row, column; ///< of a tensor; input: step and channel
    double value;    ///< hold, radius, input; NaN: the channel alone is 1, as another symbol
} un_SnapshotAct;

/// A change of the run while it trains: a setting or an intervention.
typedef struct un_SnapshotEdit {
    int64_t at; ///< the updates after this one use it
    int lane;
    char text[48]; ///< "lr 0.01", "hold f 0.5", as files say it
} un_SnapshotEdit;

/// Shapes from which a snapshot's memory follows.
typedef struct un_SnapshotShape {
    int T, outputs, lane_count;
    bool classes;
    int hidden[UN_SNAPSHOT_LANES], directions[UN_SNAPSHOT_LANES], gate_count[UN_SNAPSHOT_LANES];
    bool cell_state[UN_SNAPSHOT_LANES];
    bool attends[UN_SNAPSHOT_LANES];
    un_DetailsShape details[UN_SNAPSHOT_LANES]; ///< blocks, factors, decays and wanted; the rest follows from this shape
    int inputs;
    un_MeasuresShape measures[UN_SNAPSHOT_LANES];
} un_SnapshotShape;

typedef struct un_Snapshot {
    int64_t serial; ///< counts published snapshots
    int generation; ///< counts configurations: a change means new shapes and a new axis
    uint64_t seed;
    int64_t update;  ///< updates done
    int64_t updates; ///< updates planned: the run pauses there
    bool running;
    int batch;

    // The task and the probe sequence.
    char task[16], task_title[48], question[48];
    int lag; ///< the task's lag, or 0
    int T, inputs, outputs;
    int loss_step; ///< last step whose answer counts: T - 1 unless the task asks earlier
    bool classes;
    char class_name[UN_SNAPSHOT_CLASSES][UN_SNAPSHOT_SYMBOL];
    int true_class;
    float true_value[UN_SNAPSHOT_CLASSES];
    char (*symbol)[UN_SNAPSHOT_SYMBOL]; ///< (T)
    unsigned char *matters;             ///< (T) 1: a symbol that matters
    unsigned char *scored;              ///< (T) 0: not asked, 1: the answer counts, 2: in the loss only
    int32_t *target_class;              ///< (T) where scored; NULL for a value task
    float *target_value;                ///< (T,outputs) where scored; NULL for a class task
    double chance_loss, chance_accuracy;
    float *input;                     ///< (T,inputs) what the networks read
    double text_entropy[UN_SNAPSHOT_TEXT_ORDERS]; ///< task `text`: nats a letter given the last 0, 1, 2, 3; else 0
    char unit[16];                    ///< of a series in real units: "ppm"; "": none
    double value_scale, value_offset; ///< real = offset + scale * value, of targets and predictions (a series: changes)
    int image_width, image_height;    ///< of a picture that is read pixel by pixel or row by row; 0: none

    int waterfall_rows, waterfall_columns, waterfall_bin; ///< rows up to `update`; steps that a column stands for
    int waterfall_ahead; ///< rows after those: of updates that the run has come to, and stands before now
    float *waterfall_update;                              ///< (UN_SNAPSHOT_ROWS) the update of each row
    un_SnapshotSeeds seeds;

    int lane_count;
    un_SnapshotLane lane[UN_SNAPSHOT_LANES];
    int history_count;
    float *history_update; ///< (history_count) update number of each point, the last one it covers

    // What it was taken under: act_count in all, the first UN_SNAPSHOT_ACTS of them told.
    int act_count;
    un_SnapshotAct act[UN_SNAPSHOT_ACTS];

    // The timeline: this run, and the one it was branched from.
    int64_t reach;       ///< furthest update that the run has come to; `update` may lie before it
    bool seeking;        ///< on the way to an update of the run that was asked for
    char run[24];        ///< "run 2"
    char other_run[24];  ///< "run 1"; "": this run is no branch
    int64_t branched_at; ///< where
    int other_count;
    float *other_update; ///< (other_count) as history_update
    int ahead_count;     ///< 0: `update` is the reach, and the history all there is
    float *ahead_update; ///< (ahead_count) of the whole run, what lies before `update` included
    int edit_count;      ///< at most UN_SNAPSHOT_EDITS, earliest first
    un_SnapshotEdit edit[UN_SNAPSHOT_EDITS];

    // How it was made.
    double seconds;               ///< of training so far
    double time_steps_per_second; ///< of training, all lanes together

    un_Arena arena;         ///< owns every array above
    un_SnapshotShape shape; ///< for which they were taken
} un_Snapshot;

/// Gives the snapshot its arrays for a shape. Keeps its block when it is large enough: after warm-up nothing is
/// allocated. Until it publishes, its owner writes the arrays; a reader holds a const un_Snapshot and writes nothing.
/// *snapshot starts as {0}. A new shape clears every field; the same shape changes nothing.
/// Errors: UN_ERROR_MEMORY, unchanged. Thread: the owner's.
int un_snapshot_shape(un_Snapshot *snapshot, const un_SnapshotShape *shape);
/// Bytes that un_snapshot_shape takes for a shape.
size_t un_snapshot_memory(const un_SnapshotShape *shape);
/// Frees the arrays; *snapshot is {0} again.
void un_snapshot_free(un_Snapshot *snapshot);

#endif
