/// --hold GATE[:UNIT]=VALUE: gates held while a command trains, or while it measures what was trained without.
#include "cli/options.h"

#include "base/catalog.h"
#include "base/number.h"
#include "sim/intervention.h"
#include "sim/param.h"

#include <stdio.h>
#include <string.h>

/// The parts of "f:3=0.5".
typedef struct Hold {
    char gate[16];
    int64_t unit; ///< -1: all
    double value;
} Hold;

static bool read_hold(const char *text, Hold *hold) {
    const char *equals = strchr(text, '=');
    if (!equals || !un_number_parse_real(equals + 1, &hold->value)) return false;
    char unit[16];
    size_t name = strcspn(text, ":="), rest = (size_t)(equals - text) - name;
    if (name >= sizeof hold->gate || rest >= sizeof unit) return false;
    snprintf(hold->gate, sizeof hold->gate, "%.*s", (int)name, text);
    hold->unit = -1;
    if (rest == 0) return true;
    snprintf(unit, sizeof unit, "%.*s", (int)rest - 1, text + name + 1);
    return un_number_parse_int(unit, &hold->unit) && hold->unit >= 0 && hold->unit < UN_HIDDEN_MAX;
}

/// "lstm.i, lstm.f, ...": the gates of every lane.
static const char *valid_gates(const un_Experiment *experiment, char *out, size_t size) {
    size_t used = 0;
    out[0] = 0;
    for (int lane = 0; lane < experiment->lane_count; lane++) {
        const un_CellInfo *cell = un_cell_info(experiment->lane[lane].cell);
        for (int gate = 0; gate < cell->shown_gates && used < size; gate++) {
            used += (size_t)snprintf(out + used, size - used, "%s%s.%s", used ? ", " : "", cell->name,
                                     cell->gate_name[gate]);
        }
    }
    return used ? out : _("a cell with gates");
}

/// One flag on every lane that has the gate: recorded by the trainer, or with NULL only looked at.
static un_Status hold_one(const char *text, const un_Experiment *experiment, un_Trainer *trainer, un_Error *error) {
    Hold hold;
    bool reads = read_hold(text, &hold), fits = reads, room = true;
    int lanes = 0;
    for (int lane = 0; lane < experiment->lane_count && reads; lane++) {
        un_NetDef net = un_experiment_net(experiment, lane);
        un_Edit edit = {.lane = lane, .act = UN_ACT_HOLD, .value = hold.value, .place = un_place_all()};
        edit.place.gate = un_intervention_find_gate(&net, hold.gate);
        edit.place.unit = (int)hold.unit;
        if (edit.place.gate < 0) continue;
        lanes++;
        fits = fits && un_experiment_edit_fits(experiment, &edit);
        if (fits && trainer) room = un_trainer_add_edit(trainer, &edit) && room;
    }
    if (fits && lanes > 0 && room) return UN_OK;
    char found[UN_PARAM_TEXT], gates[192];
    return un_error_set(
        error, UN_ERROR_VALUE, NULL, 0, 0,
        _("--hold: found '%s', valid: GATE[:UNIT]=VALUE, units from 0, values 0..1 (-1..1 for g and n), "
          "gates here: %s"),
        un_param_quote(text, found, sizeof found), valid_gates(experiment, gates, sizeof gates));
}

un_Status un_cli_check_holds(const un_CliOptions *options, const un_Experiment *experiment, un_Error *error) {
    un_Status status = UN_OK;
    for (int i = 0; i < options->holds.count && !status; i++) {
        status = hold_one(options->holds.text[i], experiment, NULL, error);
    }
    return status;
}

un_Status un_cli_add_holds(const un_CliOptions *options, un_Trainer *trainer, un_Error *error) {
    un_Status status = UN_OK;
    for (int i = 0; i < options->holds.count && !status; i++) {
        status = hold_one(options->holds.text[i], un_trainer_experiment(trainer), trainer, error);
    }
    return status;
}
