/// States that go on from one batch to the next, for a task whose sequences never end: every sequence's last state of
/// each layer's forward direction becomes its next initial one. By value: gradients stop at the border.
#ifndef UN_SIM_CARRY_H
#define UN_SIM_CARRY_H

#include "net/model.h"

/// Numbers carried for so many sequences; 0 for a cell without a state.
size_t un_carry_size(const un_NetDef *net, int sequences);
/// The tape's sequences start where sequences first.. of carried left off (all zeros: anew).
void un_carry_load(const un_NetDef *net, un_Tape_f32 *tape, const float *carried, int first);
/// The states of the tape's last step into sequences first.. of carried.
void un_carry_store(const un_NetDef *net, const un_Tape_f32 *tape, float *carried, int first);

#endif
