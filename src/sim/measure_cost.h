/// What a model costs, counted and not timed. Any thread.
#ifndef UN_SIM_MEASURE_COST_H
#define UN_SIM_MEASURE_COST_H

#include "net/def.h"

typedef struct un_Cost {
    double parameters;
    double forward_step; ///< multiply-adds of one more step: the weights' products and the gates'; where a step looks
                         ///< back over all steps before it, of the last step
    double forward, backward; ///< of a whole sequence of T steps; backward: with the weights' gradients, without dL/dx
    double kept_state;        ///< numbers that must be kept to read one more step; growing with T for attention
    double kept_tape;         ///< numbers that the backward pass needs kept of the forward pass: all T steps' states,
                              ///< gates and logits, and the input
    int dependent_steps; ///< steps that must wait for one another, one layer: T where a step needs the one before it
    int dependent_least; ///< the same with as many processors as one likes: log2 T where a scan does it (linear
                         ///< recurrence without h in its gates), 1 without a state
} un_Cost;

/// For a sequence of T steps.
un_Cost un_cost_count(const un_NetDef *net, int T);

#endif
