/// How the gradient's highway of a run looked at its earlier updates: rows at fixed updates, one every `spacing`, thinned
/// by halves when there are UN_SNAPSHOT_ROWS, so that they depend on the run and not on the machine. A row is a function
/// of the run and its update, so going back needs no copy: rows after the present update are told as lying ahead.
#ifndef UN_SIM_WATERFALL_H
#define UN_SIM_WATERFALL_H

#include "sim/trace.h"
#include "snapshot/snapshot.h"

typedef struct un_Waterfall {
    int lanes, columns, bin; ///< bin: steps of a column
    int directions[UN_SNAPSHOT_LANES];
    int64_t start, spacing; ///< updates between rows: at first, and now; powers of two
    int rows;
    int64_t update[UN_SNAPSHOT_ROWS];
    float *log10[UN_SNAPSHOT_LANES][2]; ///< [lane][direction] (UN_SNAPSHOT_ROWS, columns)
} un_Waterfall;

/// Takes the memory for the lanes of a shape from the arena (which may only measure). batch: sequences of an update;
/// the fewer, the dearer is a row beside it and the wider rows stand at first.
void un_waterfall_carve_rows(un_Waterfall *waterfall, un_Arena *arena, const un_SnapshotShape *shape, int batch);
/// Forgets the rows after `update`; -1: all of them, and the spacing starts anew.
void un_waterfall_forget(un_Waterfall *waterfall, int64_t update);
/// True when a row of that update is wanted: none is there yet, nor of a later one.
bool un_waterfall_is_due(const un_Waterfall *waterfall, int64_t update);
/// Opens a row for that update, which un_waterfall_fill then fills for every lane and direction.
void un_waterfall_open(un_Waterfall *waterfall, int64_t update);
/// The newest row from a trace of the lane. work: T + H numbers.
void un_waterfall_fill(un_Waterfall *waterfall, int lane, const un_Trace *trace, int direction, int loss_step,
                       double *work);
/// Shows the rows: up to the snapshot's own update, and those that lie ahead of it.
void un_waterfall_show(const un_Waterfall *waterfall, un_Snapshot *out);

#endif
