/// The text that a lane of the task `text` writes by itself, for a snapshot. Inside of the probe.
#ifndef UN_SIM_PROBE_TEXT_H
#define UN_SIM_PROBE_TEXT_H

#include "sim/experiment.h"
#include "sim/stepper.h"
#include "snapshot/snapshot.h"

/// Starts as {0}: nobody wants it.
typedef struct un_ProbeText {
    un_Arena arena; ///< of the steppers, which share it: lanes write one after the other
    int lanes;      ///< 0: not wanted, or another task
    un_Stepper stepper[UN_LANES_MAX];
    int64_t written_at[UN_LANES_MAX]; ///< update; -1: not written
    char text[UN_LANES_MAX][UN_SNAPSHOT_GENERATED];
} un_ProbeText;

/// Bytes that un_probe_text_want takes.
double un_probe_text_memory(const un_Experiment *experiment);
/// From now on it is wanted, or no longer. Another task's runs write nothing. Errors: UN_ERROR_MEMORY, then nothing is
/// written.
un_Status un_probe_text_want(un_ProbeText *text, const un_Experiment *experiment, bool wanted);
/// What was written holds no longer: the lanes are run with other parameters.
void un_probe_text_forget(un_ProbeText *text);
/// The lane's text at that update into out; "" where there is none. A cell that reads its past anew for every letter is
/// dear: its text may be as old as some updates.
void un_probe_text_show(un_ProbeText *text, int lane, const float *params, int64_t update,
                        char out[UN_SNAPSHOT_GENERATED]);
void un_probe_text_free(un_ProbeText *text);

#endif
