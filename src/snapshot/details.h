/// What views and the inspector show of a lane beside its states, gradients and measures, as plain data: part of a
/// snapshot (snapshot/snapshot.h), which owns the arrays. The core fills it (sim/probe_details.h); a view only draws.
#ifndef UN_SNAPSHOT_DETAILS_H
#define UN_SNAPSHOT_DETAILS_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    UN_SNAPSHOT_BLOCKS = 4,
    UN_SNAPSHOT_ROWS = 128,        ///< most rows of a waterfall; it is thinned by halves when full
    UN_SNAPSHOT_COLUMNS = 256,     ///< most columns of a waterfall: longer sequences are binned, a bin's largest value
    UN_SNAPSHOT_SEEDS = 10,        ///< most seeds of one comparison
    UN_SNAPSHOT_SEED_POINTS = 128, ///< points of each seed's curve
    UN_SNAPSHOT_GENERATED = 512,   ///< bytes of generated text
    UN_SNAPSHOT_FACTORS = 2,
};

/// One block of H pre-activations z = from_input + from_state. LSTM: i f g o; GRU: r z n; RNN: a. GRU's n: from_state is
/// r * (U h + b), or with the reset gate before the product U (r h) + b. The others as the cell's own equations name
/// them, with nothing from the state: feedforward, window a; attention e q k v; ssm u (its keep is a number of its own);
/// selective z u.
typedef struct un_SnapshotBlock {
    char name[4];
    float *from_input; ///< (T,H) W x_t + b_ih
    float *from_state; ///< (T,H) U h_{t-1} + b_hh
    double *gradient;  ///< (T,H) dL/dz
} un_SnapshotBlock;

/// Single units, for the inspector. Only when wanted (UN_WANT_UNITS): count 0 and NULL otherwise.
typedef struct un_SnapshotUnits {
    int count;
    un_SnapshotBlock block[UN_SNAPSHOT_BLOCKS];
    double *dh, *dc; ///< (T,H) dL/dh_t, dL/dc_t; dc NULL without a cell state
    float *decay;    ///< (T,H) what a state that has no gates is multiplied by (ssm, selective); NULL: no such thing
} un_SnapshotUnits;

/// What a step back multiplies the gradient by, and who is responsible: from ratios of norms of the highway's gradient
/// (dL/dc where there is a cell state, else dL/dh). Index t: the step from t+1 to t (reverse direction: t-1 to t).
/// Where nothing passes from step to step (attention, feedforward, window) there is no total. A part is NaN where no
/// step is taken, also at a border of truncated BPTT: there nobody multiplies, it is cut.
typedef struct un_SnapshotFactor {
    double *total;                     ///< (T) |d_t| / |d_{t+1}|; NaN at the loss and where that is 0
    int count;                         ///< parts told, 0..2
    char name[UN_SNAPSHOT_FACTORS][24]; ///< small mathematics: "f", "\\tanh'", "W"
    double *part[UN_SNAPSHOT_FACTORS]; ///< (T) RNN: their product is the step through the state; gates: |f d| / |d|;
                                       ///< attention: the weight that the loss step gives to t
} un_SnapshotFactor;

/// How dL/d(state) looked at earlier updates, row by row. Largest log10 ratio in a column's steps; NaN: none.
typedef struct un_SnapshotWaterfall {
    float *log10; ///< (UN_SNAPSHOT_ROWS, columns) row-major, the oldest row first
} un_SnapshotWaterfall;

/// The same lane at the same parameters and input, without the probe's interventions: what "before" is drawn from.
typedef struct un_SnapshotPlain {
    bool taken;          ///< false: no intervention on the probe is about this lane, and nothing here is filled
    double *log10[2][2]; ///< [direction][0 dh, 1 dc] (T) log10 of the ratio; NULL: no such thing
    float *h[2];         ///< [direction] (T,H)
    float *prediction;   ///< (T,outputs)
    double loss;
    bool correct;
} un_SnapshotPlain;

/// One lane under other seeds, 1..N, with everything else the same.
typedef struct un_SnapshotLaneSeeds {
    int solved[UN_SNAPSHOT_SEEDS];    ///< first update at which the criterion held; -1: not (yet)
    float clipped[UN_SNAPSHOT_SEEDS]; ///< share of updates that were clipped
    float *loss;                      ///< (UN_SNAPSHOT_SEEDS, UN_SNAPSHOT_SEED_POINTS) mean over the point's batches; NaN
    unsigned char *clip;              ///< the same shape: share of clipped updates in the point, 0..255
    float *median, *low, *high;       ///< (UN_SNAPSHOT_SEED_POINTS) over the seeds that have the point: middle, least, most
    int solved_count;
} un_SnapshotLaneSeeds;

typedef struct un_SnapshotSeeds {
    int planned;   ///< seeds asked for; 0: none
    int done;      ///< finished; seed done+1 is running
    int points;    ///< filled by the seed that is furthest
    float *update; ///< (UN_SNAPSHOT_SEED_POINTS) last update that the point covers
} un_SnapshotSeeds;

typedef struct un_DetailsShape {
    int T, hidden, outputs, directions, blocks, factors;
    bool cell_state, decays;
    unsigned wanted; ///< bits of un_SnapshotWanted
} un_DetailsShape;

/// Take the arrays from the arena (which may only measure).
void un_units_carve(un_SnapshotUnits *units, un_Arena *arena, const un_DetailsShape *shape);
void un_factor_carve(un_SnapshotFactor *factor, un_Arena *arena, const un_DetailsShape *shape);
void un_waterfall_carve(un_SnapshotWaterfall *waterfall, un_Arena *arena, const un_DetailsShape *shape);
void un_plain_carve(un_SnapshotPlain *plain, un_Arena *arena, const un_DetailsShape *shape);
void un_lane_seeds_carve(un_SnapshotLaneSeeds *seeds, un_Arena *arena);

#endif
