#include "sim/until.h"

static bool lane_holds(const un_Until *until, const un_Trainer *trainer, int lane) {
    const un_LaneState *state = un_trainer_lane(trainer, lane);
    bool known = un_trainer_update(trainer) >= UN_RECENT;
    switch (until->kind) {
    case UN_UNTIL_LOSS:
        return known && state->nonfinite_at < 0 && state->loss_mean < until->value;
    case UN_UNTIL_ACCURACY:
        return known && state->nonfinite_at < 0 && state->accuracy_mean >= until->value;
    case UN_UNTIL_SOLVED:
        return state->solved_at >= 0;
    case UN_UNTIL_UPDATES:
        break;
    }
    return false;
}

bool un_until_holds(const un_Until *until, const un_Trainer *trainer) {
    if (un_trainer_update(trainer) >= until->updates) return true;
    int count = un_trainer_experiment(trainer)->lane_count;
    if (until->lane >= 0) return until->lane < count && lane_holds(until, trainer, until->lane);
    for (int lane = 0; lane < count; lane++) {
        if (!lane_holds(until, trainer, lane)) return false;
    }
    return true;
}
