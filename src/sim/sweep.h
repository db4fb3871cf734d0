/// The results of a sweep: which lane solved its task at which lag with which seed. As a table in memory and as CSV.
#ifndef UN_SIM_SWEEP_H
#define UN_SIM_SWEEP_H

#include "sim/experiment.h"

/// One run. Rows are ordered by lane, length, seed.
typedef struct un_SweepRow {
    char lane[UN_LANE_NAME];
    int length; ///< lag or length, as the task takes
    uint64_t seed;
    int64_t solved_at; ///< -1: not solved
    int source, line;  ///< which text it was read from (un_SweepTable.sources counts) and where; 0: none
} un_SweepRow;

typedef struct un_SweepTable {
    un_SweepRow *row;
    int count, room;
    int sources;
    bool lengths; ///< the second column is called length, not lag; of the first text, if any was read
} un_SweepTable;

enum { UN_SWEEP_BYTES_MAX = 64 << 20, UN_SWEEP_LINE = 128 };

void un_sweep_free(un_SweepTable *table);
/// Errors: UN_ERROR_MEMORY.
un_Status un_sweep_add(un_SweepTable *table, const un_SweepRow *row, un_Error *error);

/// Adds the rows of a CSV text. *whole: the bytes up to the end of its last whole line; what is behind was cut off
/// while it was written and is left out. Errors: UN_ERROR_FILE with name, line, column, what was found and what would
/// be valid; the table is untouched then.
un_Status un_sweep_read(un_SweepTable *table, const char *text, size_t size, const char *name, size_t *whole,
                        un_Error *error);

/// Sorts the rows and takes out repeated ones. Returns NULL, or a row that says otherwise than another about the same
/// run; the table is sorted then, and whole.
const un_SweepRow *un_sweep_order(un_SweepTable *table);
/// The row of a run in an ordered table, or NULL.
const un_SweepRow *un_sweep_find(const un_SweepTable *table, const char *lane, int length, uint64_t seed);

/// "lane,lag,seed,solved_at\n". Constant text.
const char *un_sweep_header(const un_SweepTable *table);
/// A row as a line with its end. Returns out; UN_SWEEP_LINE bytes suffice.
const char *un_sweep_line(const un_SweepRow *row, char *out, size_t size);
/// The table as CSV. malloc'ed, the caller frees; NULL: no memory.
char *un_sweep_write(const un_SweepTable *table, size_t *size);

#endif
