/// ONE table of what can be measured of a lane, and how: the command `unroll measure`, its --list and its help read it.
/// A new measurement is one row of the table and its function.
#ifndef UN_SIM_MEASURE_H
#define UN_SIM_MEASURE_H

#include "sim/recorder.h"
#include "sim/trainer.h"

enum { UN_MEASURE_COLUMNS = 12, UN_MEASURE_LENGTHS = 32 };

/// What a row is about; -1: not this.
typedef struct un_MeasureKey {
    int step, distance; ///< t, and steps before the last answer
    int unit;           ///< of the layer, or the place of an eigenvalue among its kin
    int gate;           ///< index into the cell's gates
} un_MeasureKey;

typedef struct un_MeasureColumn {
    const char *name; ///< as in CSV and JSON
    bool geometric;   ///< over seeds a geometric mean, and its spread in decades
} un_MeasureColumn;

/// Rows of numbers, NaN where there is none. Owned by the caller: un_measure_free.
typedef struct un_MeasureTable {
    int columns, rows, room;
    un_MeasureKey *key; ///< (rows)
    double *value;      ///< (rows,columns)
} un_MeasureTable;

typedef struct un_MeasureAsk {
    int sequences;                   ///< 0: the measurement's usual number
    int lengths[UN_MEASURE_LENGTHS]; ///< lags or lengths, as the task takes; for `lengths`
    int length_count;
    const un_Recorder *recorder; ///< of the training so far; for `history`
} un_MeasureAsk;

typedef struct un_Measuring un_Measuring; // inside measure.c

typedef struct un_MeasureInfo {
    const char *name, *title;                        ///< "highway"; title and help: catalogue keys
    const char *help;                                ///< a few lines: what the columns are
    int sequences;                                   ///< usual number of sequences of stream "probe"; 0: it takes none
    un_MeasureColumn column[UN_MEASURE_COLUMNS + 1]; ///< ends with a NULL name
    /// Whether it says something about a lane; NULL: about every lane.
    bool (*applies)(const un_NetDef *net);
    const char *needs; ///< what a lane must have: catalogue key, for an error
    int (*rows)(const un_NetDef *net, int T, const un_MeasureAsk *ask);
    size_t (*work)(const un_NetDef *net, int T, int B); ///< numbers of workspace; NULL: none
    un_Status (*run)(un_Measuring *at, un_MeasureTable *out, un_Error *error);
} un_MeasureInfo;

extern const un_MeasureInfo un_measure_table[];
extern const int un_measure_count;
/// The row called name (any length bytes), or -1.
int un_measure_find(const char *name, size_t length);
int un_measure_columns(const un_MeasureInfo *info);

/// Measures a lane at its present parameters. The sequences are the first of the seed's stream "probe". Errors:
/// UN_ERROR_MEMORY, UN_ERROR_VALUE (lengths that the task does not take); *out is untouched then.
un_Status un_measure_run(const un_MeasureInfo *info, const un_Trainer *trainer, int lane, const un_MeasureAsk *ask,
                         un_MeasureTable *out, un_Error *error);
/// Bytes that it takes at most.
double un_measure_memory(const un_MeasureInfo *info, const un_Experiment *experiment, int lane,
                         const un_MeasureAsk *ask);
void un_measure_free(un_MeasureTable *table);

#endif
