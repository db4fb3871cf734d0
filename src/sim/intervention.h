/// Causal knobs: a gate held at a value, connections zeroed or frozen, W_hh scaled, one symbol changed. No kernel knows
/// of them: an intervention turns a lane's parameters into the EFFECTIVE ones that it computes with, and lets some of
/// them rest, which means that their gradient counts as 0 and the optimiser leaves them and their moments alone. The
/// lane's own parameters stay as they are, so a release brings them back.
///
/// A held gate's weights (in a recurrent cell its rows of W_ih and W_hh) count as 0 and its bias as logit(v) (artanh(v)
/// for a gate with tanh), so that it has the value v at every step (0, 1 and -1 exactly, others to 1e-7) and no
/// gradient flows through it.
#ifndef UN_SIM_INTERVENTION_H
#define UN_SIM_INTERVENTION_H

#include "base/arena.h"
#include "sim/experiment.h"

/// Every gate, layer, unit, tensor, row and column.
un_Place un_place_all(void);
/// "set", "hold", "zero", "freeze", "radius", "release", "input"; NULL at the end.
const char *un_act_name(int act);
/// The gate of that name in the lane's cell, or -1. A cell without gates has none.
int un_intervention_find_gate(const un_NetDef *net, const char *name);
/// The tensor of that name, or -1.
int un_intervention_find_tensor(const un_NetDef *net, const char *name);
/// The values at which the gate can be held: 0..1, or -1..1 for one with tanh.
void un_intervention_gate_range(const un_NetDef *net, int gate, double *least, double *most);
/// Whether the cell has a W_hh to scale.
bool un_intervention_has_radius(const un_NetDef *net);

enum { UN_RADIUS_MAX = 100 };

/// True when the edit is an intervention (INPUT too) that can be on its lane: the place inside the lane's shapes, the
/// value in range.
bool un_intervention_fits(const un_Experiment *experiment, const un_Edit *edit);

/// The interventions in force on a lane at an update: edits with at <= update, without those that later ones undid or
/// replaced; SET and RADIUS, which act once, are none. Writes at most `room` of them, in order, and returns how many
/// there are.
int un_intervention_list(const un_Experiment *experiment, int lane, int64_t update, un_Edit *out, int room);

/// Interventions on the probe: HOLD, ZERO, RADIUS, INPUT. They act on top of those in force in training, in order, and
/// change nothing in it. INPUT is of all lanes, whose sequence it is; the target stays.
enum { UN_PROBE_ACTS_MAX = 16 };
typedef struct un_ProbeActs {
    int count;
    un_Edit act[UN_PROBE_ACTS_MAX];
} un_ProbeActs;

/// What the interventions in force make of one lane's parameters.
typedef struct un_Effect {
    un_NetDef net;
    size_t parameters;
    bool any;            ///< the effective parameters are others than the lane's own, or some rest
    unsigned char *rest; ///< (parameters) why each rests; 0: it is trained
    float *params;       ///< (parameters) the effective ones
    double *scratch;     ///< 2 H^2 + 2 H; NULL without W_hh
} un_Effect;

/// Takes the memory from the arena (which may only measure).
void un_effect_carve(un_Effect *effect, un_Arena *arena, const un_NetDef *net);
/// No intervention.
void un_effect_clear(un_Effect *effect);
/// HOLD, ZERO, FREEZE or RELEASE (others do nothing); then un_effect_follow.
void un_effect_do(un_Effect *effect, const un_Edit *edit);
/// The effective parameters of the lane's own as they are now.
void un_effect_follow(un_Effect *effect, const float *params);
/// Scales each block of the effective W_hh to a spectral radius, and `also` (may be NULL: a trial), laid out alike, by
/// the same factors. A block whose eigenvalues are all 0 stays as it is. After un_effect_follow.
void un_effect_scale(un_Effect *effect, double radius, float *also);
/// Gradients of what rests become 0.
void un_effect_mask(const un_Effect *effect, float *gradients);
/// The next run of parameters that are trained, from *start on: *start and *count. False: none is left.
bool un_effect_next_run(const un_Effect *effect, size_t *start, size_t *count);

#endif
