/// Everything that makes a run, as plain copyable data: seed, task, batch, lanes, and the edits made while it ran.
/// One YAML form serves lessons, the command line and files (CLI.md).
#ifndef UN_SIM_EXPERIMENT_H
#define UN_SIM_EXPERIMENT_H

#include "base/error.h"
#include "net/def.h"
#include "task/task.h"

#include <stdint.h>

enum { UN_LANES_MAX = 4, UN_EDITS_MAX = 256 };

typedef struct un_LaneDef {
    char name[32]; ///< empty: the cell's title is shown
    un_Cell cell;
    un_Activation activation;
    int hidden, layers;
    bool bidirectional, reset_before;
    int truncate; ///< steps; 0: full BPTT
    un_InitDef init;
    un_OptimizerDef optimizer;
} un_LaneDef;

/// A change of one lane's parameter from update `at` on (at = 120: updates 121, 122 ... use it).
typedef struct un_Edit {
    int64_t at;
    int lane;
    int param;    ///< index into un_param_table: one that is editable while running
    double value;
} un_Edit;

typedef struct un_Experiment {
    uint64_t seed;
    un_TaskDef task;
    int batch;
    int64_t updates;
    int lane_count;
    un_LaneDef lane[UN_LANES_MAX];
    int edit_count;
    un_Edit edit[UN_EDITS_MAX];
} un_Experiment;

/// CLI.md's defaults: recall, lag 20, one rnn lane.
un_Experiment un_default_experiment(void);
un_LaneDef un_default_lane(un_Cell cell);
/// What the window opens with: RNN (PyTorch init), LSTM and GRU (chrono, T_max 1000) on recall, lag 30, Adam 3e-3.
un_Experiment un_default_lab_experiment(void);

/// Parses YAML text. name stands in errors; line_offset is added to every line (front matter, fences). Unknown keys, wrong types,
/// values out of range and wrong combinations (lag on a task with length, gate_bias on rnn) are UN_ERROR_FILE with
/// line, column, what was found and what would be valid. *experiment is untouched on error. Keys left out keep *experiment's
/// values as given in un_default_experiment.
un_Status un_experiment_parse(un_Experiment *experiment, const char *text, size_t size, const char *name, int line_offset,
                              un_Error *error);
/// The same from a file.
un_Status un_experiment_load(un_Experiment *experiment, const char *path, un_Error *error);

/// Checks the combinations that no single value shows: task and lag or length, gate bias on a cell without one, memory against
/// max_memory bytes (CLI.md, Limits). UN_ERROR_VALUE with a message of the form "--lag: found 'x', valid: ...".
un_Status un_experiment_check(const un_Experiment *experiment, double max_memory, un_Error *error);
/// Bytes that a trainer of this experiment needs, pure function of the experiment.
double un_experiment_memory(const un_Experiment *experiment);

/// The YAML text of an experiment, such that parsing it gives the same experiment. malloc'ed, the caller frees; NULL: no memory.
char *un_experiment_write(const un_Experiment *experiment);

#endif
