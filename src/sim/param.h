/// ONE table of everything that can be set in an experiment: the YAML keys, the command line's flags, the lab's knobs and the
/// edits all read it, so that names, ranges and help agree.
#ifndef UN_SIM_PARAM_H
#define UN_SIM_PARAM_H

#include "sim/experiment.h"

typedef enum un_ParamScope { UN_SCOPE_RUN, UN_SCOPE_TASK, UN_SCOPE_LANE } un_ParamScope;
typedef enum un_ParamKind { UN_KIND_INT, UN_KIND_REAL, UN_KIND_BOOL, UN_KIND_NAME, UN_KIND_GATE_BIAS, UN_KIND_TEXT } un_ParamKind;

typedef struct un_ParamRow {
    const char *key;  ///< YAML: "gate_bias"; the flag is the same with '-': --gate-bias
    un_ParamScope scope;
    un_ParamKind kind;
    double min, max;  ///< INT and REAL
    bool above_min;   ///< REAL: min itself is not allowed (a learning rate of 0)
    bool editable;    ///< may change while a run goes on, as an edit (lr, clip, momentum)
    const char *(*name)(int index); ///< NAME: the names in order, NULL at the end
    const char *help; ///< catalogue key, one line
    double (*get)(const un_Experiment *experiment, int lane);
    void (*set)(un_Experiment *experiment, int lane, double value);
} un_ParamRow;

extern const un_ParamRow un_param_table[];
extern const int un_param_count;

/// The row called key, or -1. Accepts '-' for '_'.
int un_param_find(const char *key);

/// Sets row `param` of lane (ignored outside UN_SCOPE_LANE) from text, checking type and range. On failure UN_ERROR_VALUE and
/// error->message = "found 'x', valid: 1..4999" (without a flag or place: the caller knows it).
un_Status un_param_set_text(un_Experiment *experiment, int param, int lane, const char *text, un_Error *error);
/// What would be valid: "1..4999", "rnn, lstm, gru", "a number, or chrono".
const char *un_param_valid(int param, char *out, size_t size);

#endif
