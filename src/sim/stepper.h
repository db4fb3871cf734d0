/// A trained lane in use: one step at a time, for as long as one likes. A cell that carries a state needs the same time
/// and memory for every step; another one reads again what it has seen last.
#ifndef UN_SIM_STEPPER_H
#define UN_SIM_STEPPER_H

#include "net/model.h"

typedef struct un_Stepper {
    un_NetDef net;
    int B, window; ///< sequences; steps that are read for one answer: 1 with a state
    int seen;      ///< of the window
    const float *params;
    float *packed, *x; ///< x (window,B,I)
    float *carried;    ///< between steps (sim/carry.h)
    un_Tape_f32 tape;
} un_Stepper;

/// Whether a lane can be stepped: one that reads backward waits for the end.
bool un_stepper_can(const un_NetDef *net);
/// Takes the memory from the arena (which may only measure). memory: steps that a cell without a state reads again.
void un_stepper_carve(un_Stepper *stepper, un_Arena *arena, const un_NetDef *net, int B, int memory);
/// Nothing seen yet. params are borrowed until the next start.
void un_stepper_start(un_Stepper *stepper, const float *params);
/// The next inputs x (B,I) of every sequence; the outputs (B,O) come back, borrowed until the next step. Allocates
/// nothing.
const float *un_stepper_step(un_Stepper *stepper, const float *x);

#endif
