/// Everything that makes a run, as plain copyable data: seed, task, batch, lanes, and the edits made while it ran.
/// One YAML form serves lessons, the command line and files (CLI.md).
#ifndef UN_SIM_EXPERIMENT_H
#define UN_SIM_EXPERIMENT_H

#include "base/error.h"
#include "net/def.h"
#include "sim/yaml.h"
#include "task/task.h"

#include <stdint.h>

enum { UN_LANES_MAX = 4, UN_EDITS_MAX = 256, UN_LANE_NAME = 32 };

typedef struct un_LaneDef {
    char name[UN_LANE_NAME]; ///< empty: un_experiment_lane_name gives one
    un_Cell cell;
    un_Activation activation;
    int hidden, layers;
    bool bidirectional, reset_before;
    int window;   ///< steps that a window cell sees
    int truncate; ///< steps; 0: full BPTT
    un_InitDef init;
    un_OptimizerDef optimizer;
} un_LaneDef;

/// What an edit does. SET changes a setting; the others are interventions (sim/intervention.h).
typedef enum un_Act {
    UN_ACT_SET,     ///< row `param` of un_param_table becomes `value`
    UN_ACT_HOLD,    ///< a gate stays at `value`, whatever its inputs say; its weights rest
    UN_ACT_ZERO,    ///< connections count as 0 and rest
    UN_ACT_FREEZE,  ///< connections count as they are and rest
    UN_ACT_RADIUS,  ///< each gate's block of W_hh is scaled, once, to the spectral radius `value`
    UN_ACT_RELEASE, ///< ends the holds of a gate, or ZERO and FREEZE of connections
    UN_ACT_INPUT,   ///< on the probe only: another symbol at one step of its sequence
    UN_ACT_COUNT
} un_Act;

/// What an intervention acts on: units of a gate, or entries of a tensor. -1 stands for "all", and in `gate` and
/// `tensor` for "the other one is meant"; both -1: everything (RELEASE, RADIUS).
typedef struct un_Place {
    int gate, layer, unit;   ///< gate: index in un_CellInfo; both directions
    int tensor, row, column; ///< tensor: index in un_net_params. INPUT: row is the step, column the channel
} un_Place;

/// A change of one lane from update `at` on (at = 120: updates 121, 122 ... use it).
typedef struct un_Edit {
    int64_t at;
    int lane;
    int param; ///< SET: index into un_param_table: one that is editable while running
    double value;
    un_Act act;
    un_Place place; ///< but SET
} un_Edit;

typedef struct un_Experiment {
    uint64_t seed;
    un_TaskDef task;
    int batch;
    int64_t updates;
    int lane_count;
    un_LaneDef lane[UN_LANES_MAX];
    int edit_count;
    un_Edit edit[UN_EDITS_MAX]; ///< by `at`, earliest first
    un_Isa isa;                 ///< of the process that trains, in no file; the fastest available one
} un_Experiment;

/// CLI.md's defaults: recall, lag 20, one rnn lane.
un_Experiment un_default_experiment(void);
un_LaneDef un_default_lane(un_Cell cell);
/// What the window opens with: RNN (PyTorch init), LSTM and GRU (chrono, T_max 1000) on recall, lag 30, Adam 3e-3.
un_Experiment un_default_lab_experiment(void);

/// A lane's name for files and machines: the user's, or the cell's ("lstm"), with "-2" and so on from the second
/// unnamed lane of that cell. Returns out; UN_LANE_NAME bytes suffice.
const char *un_experiment_lane_name(const un_Experiment *experiment, int lane, char *out, size_t size);
/// The same for a reader: the user's, or the cell's title ("LSTM", "LSTM 2").
const char *un_experiment_lane_title(const un_Experiment *experiment, int lane, char *out, size_t size);
/// The lane of that name (as un_experiment_lane_name says), or -1.
int un_experiment_find_lane(const un_Experiment *experiment, const char *name);
/// The model of a lane: its shape with the task's inputs, outputs and loss.
un_NetDef un_experiment_net(const un_Experiment *experiment, int lane);

/// True when the edit is one that can be: its lane, and the parameter and value, or the intervention's place and value.
bool un_experiment_edit_fits(const un_Experiment *experiment, const un_Edit *edit);
/// Adds an edit in its place, behind those of the same update; one of the same update, lane and parameter, or act and
/// place, is replaced. False: the list is full, or it is no edit that can be (un_intervention_fits, or a parameter or
/// value that may not be edited).
bool un_experiment_add_edit(un_Experiment *experiment, const un_Edit *edit);

/// Parses YAML text. name stands in errors; line_offset is added to every line (front matter, fences). Unknown keys,
/// wrong types, values out of range and wrong combinations (lag on a task with length, gate_bias on rnn) are
/// UN_ERROR_FILE with line, column, what was found and what would be valid. *experiment is untouched on error. Keys
/// left out keep the values of un_default_experiment and un_default_lane.
un_Status un_experiment_parse(un_Experiment *experiment, const char *text, size_t size, const char *name,
                              int line_offset, un_Error *error);
/// The same from a mapping that is part of a larger text (a lesson's front matter).
un_Status un_experiment_read(un_Experiment *experiment, const un_YamlNode *mapping, const char *name, un_Error *error);
/// Hears of one error after the other, each with its place.
typedef void un_ExperimentTell(void *context, const un_Error *error);
/// The same, telling every error, as far as one does not follow from another. change: the keys are those of an experiment that
/// stands: each replaces its value, those left out stay; in `lanes` each entry names a lane and changes its keys alone; `edits`
/// replaces all edits. Returns the first error; *experiment is untouched then.
un_Status un_experiment_read_all(un_Experiment *experiment, bool change, const un_YamlNode *mapping, const char *name,
                                 un_ExperimentTell *tell, void *context);
/// un_experiment_parse from a file.
un_Status un_experiment_load(un_Experiment *experiment, const char *path, un_Error *error);

/// What is wrong with a combination or a value.
typedef struct un_Fault {
    int param;      ///< the row of un_param_table it shows at; -1: lanes or edits as such
    int lane;       ///< whose value; 0 when the row has no lane
    char text[384]; ///< "found '20', valid: ..."
} un_Fault;

/// Looks for the first fault: a value out of its row's range, lag or length that is not the task's, a gate bias on a
/// cell without one, a lane name used twice. flags: names of settings are written as flags. True: *fault is filled.
bool un_experiment_find_fault(const un_Experiment *experiment, bool flags, un_Fault *fault);

/// un_experiment_find_fault as an error of the form "--lag: found 'x', valid: ..." (UN_ERROR_VALUE).
un_Status un_experiment_check_values(const un_Experiment *experiment, un_Error *error);
/// The same, then a trainer's memory against max_memory bytes (CLI.md, Limits; UN_ERROR_MEMORY with the estimate).
un_Status un_experiment_check(const un_Experiment *experiment, double max_memory, un_Error *error);
/// Bytes that a trainer of this experiment needs with a serial executor, pure function of the experiment.
double un_experiment_memory(const un_Experiment *experiment);
/// The same with `workers` threads.
double un_experiment_memory_with(const un_Experiment *experiment, int workers);
/// UN_ERROR_MEMORY with the estimate when `needed` bytes are more than max_memory.
un_Status un_experiment_check_memory(double needed, double max_memory, un_Error *error);

/// The YAML text of an experiment, such that parsing it gives the same experiment. malloc'ed, the caller frees; NULL:
/// no memory.
char *un_experiment_write(const un_Experiment *experiment);

#endif
