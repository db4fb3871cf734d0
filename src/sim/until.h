/// When a run that was sent off stands still. The worker asks after every update; whoever trains without one (pictures, decks, scripted
/// learners) asks the same, so that all of them stand at the same update.
#ifndef UN_SIM_UNTIL_H
#define UN_SIM_UNTIL_H

#include "sim/trainer.h"

typedef enum un_UntilKind {
    UN_UNTIL_UPDATES,  ///< nothing but the number of updates
    UN_UNTIL_LOSS,     ///< mean over the last UN_RECENT batches < value
    UN_UNTIL_ACCURACY, ///< the same mean >= value
    UN_UNTIL_SOLVED,   ///< the task's criterion was met
} un_UntilKind;

typedef struct un_Until {
    int64_t updates; ///< at the latest; counted from the run's start
    un_UntilKind kind;
    double value;
    int lane; ///< whose; -1: every lane's
} un_Until;

/// A lane that met NaN never gets there, so such a run goes on to `updates`.
bool un_until_holds(const un_Until *until, const un_Trainer *trainer);

#endif
