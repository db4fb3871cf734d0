/// ONE table of everything that can be set in an experiment: the YAML keys, the command line's flags, the lab's knobs
/// and the edits all read it, so that names, ranges and help agree.
#ifndef UN_SIM_PARAM_H
#define UN_SIM_PARAM_H

#include "sim/experiment.h"

typedef enum un_ParamScope { UN_SCOPE_RUN, UN_SCOPE_TASK, UN_SCOPE_LANE } un_ParamScope;
typedef enum un_ParamKind {
    UN_KIND_INT,
    UN_KIND_REAL,
    UN_KIND_BOOL,
    UN_KIND_NAME,
    UN_KIND_GATE_BIAS,
    UN_KIND_TEXT
} un_ParamKind;

/// A value travels as a double: INT and REAL as they are, BOOL 0 or 1, NAME the index of the name, GATE_BIAS a number,
/// INFINITY for chrono, NaN for none. TEXT (the lane's name) has no get and set: un_param_set_text and un_param_text
/// only.
typedef struct un_ParamRow {
    const char *key; ///< YAML: "gate_bias"; the flag is the same with '-': --gate-bias
    un_ParamScope scope;
    un_ParamKind kind;
    double min, max;                ///< INT, REAL and GATE_BIAS
    bool above_min;                 ///< REAL: min itself is not allowed (a learning rate of 0)
    bool editable;                  ///< may change while a run goes on, as an edit (lr, clip, momentum)
    const char *(*name)(int index); ///< NAME: the names in order, NULL at the end
    const char *help;               ///< catalogue key, one line
    double (*get)(const un_Experiment *experiment, int lane);
    void (*set)(un_Experiment *experiment, int lane, double value); ///< "task" also sets that task's own lag or length
    bool (*applies)(
        const un_LaneDef *lane); ///< NULL: to every lane; else setting it away from the default elsewhere is a fault
} un_ParamRow;

enum { UN_PARAM_TEXT = 64, UN_PARAM_ROWS_MAX = 32 };

extern const un_ParamRow un_param_table[];
extern const int un_param_count;

/// The row of a key that the table has (checked): for code that names its rows.
int un_param_row(const char *key);
/// The row called key, or -1. Accepts '-' for '_'.
int un_param_find(const char *key);

/// The row's flag on the command line: "--gate-bias". Returns out; UN_PARAM_TEXT bytes suffice.
const char *un_param_flag(int param, char *out, size_t size);

/// Sets row `param` of lane (ignored outside UN_SCOPE_LANE) from text, checking type and range. On failure
/// UN_ERROR_VALUE and error->message = "found 'x', valid: 1..4999" (without a flag or place: the caller knows it).
un_Status un_param_set_text(un_Experiment *experiment, int param, int lane, const char *text, un_Error *error);
/// The value as un_param_set_text would take it, e.g. "0.003", "lstm", "chrono"; "" for no gate bias. Returns out;
/// UN_PARAM_TEXT bytes suffice.
const char *un_param_text(const un_Experiment *experiment, int param, int lane, char *out, size_t size);
/// True when value is one that the row allows.
bool un_param_in_range(int param, double value);
/// What would be valid: "1..4999", "rnn, lstm, gru", "a number, or chrono".
const char *un_param_valid(int param, char *out, size_t size);

/// The shortest decimal text that reads back as the same double. Returns out; UN_PARAM_TEXT bytes suffice.
const char *un_param_real_text(double value, char *out, size_t size);

/// Text from outside, fit for one line of an error: cut to what fits, control characters replaced. Returns out.
const char *un_param_quote(const char *text, char *out, size_t size);
/// "cell, hidden, ...": the names of a list, the one nearest to `text` first. next gives the names, NULL at the end.
/// Returns out.
const char *un_param_suggest(const char *text, const char *(*next)(const void *context, int index), const void *context,
                             char *out, size_t size);

#endif
