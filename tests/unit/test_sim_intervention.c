/// Causal knobs: a held gate has its value and lets no gradient through, what rests stays to the bit, a release brings
/// it back, and a run with all of it replays.
#include "num/linalg.h"
#include "num/spectral.h"
#include "sim/checkpoint.h"
#include "sim/intervention.h"
#include "sim/trace.h"
#include "sim/trainer.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static un_Experiment small(un_Cell cell) {
    un_Experiment experiment = un_default_experiment();
    experiment.task.lag = 6;
    experiment.batch = 8;
    experiment.lane[0] = un_default_lane(cell);
    experiment.lane[0].hidden = 5;
    return experiment;
}

static un_Trainer *create(const un_Experiment *experiment) {
    un_Error error;
    cr_assert_eq(un_experiment_check(experiment, 2e9, &error), UN_OK, "%s", error.message);
    un_Trainer *trainer = un_trainer_create(experiment, NULL, &error);
    cr_assert(trainer, "%s", error.message);
    return trainer;
}

static un_Edit hold(int gate, int layer, int unit, double value) {
    un_Edit edit = {.act = UN_ACT_HOLD, .value = value, .place = un_place_all()};
    edit.place.gate = gate;
    edit.place.layer = layer;
    edit.place.unit = unit;
    return edit;
}

static un_Edit on_tensor(un_Act act, const un_NetDef *net, const char *tensor, int row, int column) {
    un_Edit edit = {.act = act, .place = un_place_all()};
    edit.place.tensor = un_intervention_find_tensor(net, tensor);
    cr_assert_geq(edit.place.tensor, 0, "%s", tensor);
    edit.place.row = row;
    edit.place.column = column;
    return edit;
}

static void add(un_Trainer *trainer, un_Edit edit) {
    cr_assert(un_trainer_add_edit(trainer, &edit), "act %d", (int)edit.act);
}

/// One sequence through the lane in double.
typedef struct Traced {
    un_Arena arena;
    un_Batch batch;
    un_Trace trace;
} Traced;

static void trace(Traced *traced, const un_Trainer *trainer, int lane) {
    const un_Experiment *experiment = un_trainer_experiment(trainer);
    un_NetDef net = un_trainer_net(trainer, lane);
    for (int pass = 0; pass < 2; pass++) {
        un_Arena measure = un_arena_measure(), *arena = pass ? &traced->arena : &measure;
        un_batch_carve(&traced->batch, arena, &experiment->task, NULL, 1, 1);
        un_trace_carve(&traced->trace, arena, &net, traced->batch.T, 1);
        if (!pass) cr_assert_eq(un_arena_reserve(&traced->arena, measure.used), UN_OK);
    }
    un_Random random = un_random_stream(9, "probe");
    un_batch_draw(&traced->batch, &random);
    un_BatchBlock block = un_batch_block(&traced->batch, 0);
    un_trace_run(&traced->trace, un_trainer_params(trainer, lane), &block, traced->batch.T, NULL);
}

static void expect_held(const un_Trainer *trainer, const un_Edit *edit) {
    Traced traced = {0};
    trace(&traced, trainer, 0);
    const un_NetDef *net = &traced.trace.net;
    double row[16];
    int others = 0;
    for (int layer = 0; layer < net->layers; layer++) {
        for (int direction = 0; direction < (net->bidirectional ? 2 : 1); direction++) {
            for (int t = 0; t < traced.batch.T; t++) {
                un_tape_row_f64(net, &traced.trace.tape, layer, direction, UN_PART_GATE, edit->place.gate, t, 0, row);
                for (int unit = 0; unit < net->hidden; unit++) {
                    bool held = (edit->place.layer < 0 || edit->place.layer == layer) &&
                                (edit->place.unit < 0 || edit->place.unit == unit);
                    bool end = edit->value == 0 || fabs(edit->value) == 1;
                    double off = fabs(row[unit] - edit->value);
                    if (held) cr_assert(end && edit->value != 0 ? off == 0 : off <= (end ? 0 : 1e-7), "%g", off);
                    others += !held && off > 1e-4;
                }
            }
        }
    }
    cr_assert(others > 0 || (edit->place.unit < 0 && edit->place.layer < 0), "everything is held");
    un_arena_free(&traced.arena);
}

Test(intervention, a_held_gate_has_its_value) {
    static const double values[] = {0, 1, 0.3, -1, -0.7};
    static const un_Cell cells[] = {UN_CELL_LSTM, UN_CELL_GRU, UN_CELL_GRU, UN_CELL_SSM, UN_CELL_SELECTIVE};
    for (int form = 0; form < 5; form++) {
        un_Experiment experiment = small(cells[form]);
        experiment.lane[0].layers = 2;
        experiment.lane[0].bidirectional = true;
        experiment.lane[0].reset_before = form == 2; // the reset before the product
        un_NetDef net = un_experiment_net(&experiment, 0);
        un_Trainer *trainer = create(&experiment);
        for (int i = 0; i < 30; i++)
            un_trainer_step(trainer);
        for (int gate = 0; gate < un_cell_info(net.cell)->shown_gates; gate++) {
            double least, most;
            un_intervention_gate_range(&net, gate, &least, &most);
            for (size_t v = 0; v < sizeof values / sizeof *values; v++) {
                un_Edit edits[] = {hold(gate, -1, -1, values[v]), hold(gate, 1, 3, values[v])};
                for (int e = 0; e < 2 && values[v] >= least; e++) {
                    add(trainer, edits[e]);
                    expect_held(trainer, &edits[e]);
                    add(trainer, (un_Edit){.act = UN_ACT_RELEASE, .place = un_place_all()});
                }
            }
        }
        un_trainer_destroy(trainer);
    }
}

/// With every gate held, h_{t-1} reaches nothing but by the cell state: dL/dc_{t-1} = f dL/dc_t and dL/dh is 0 before
/// the loss.
Test(intervention, no_gradient_flows_through_a_held_gate) {
    un_Experiment experiment = small(UN_CELL_LSTM);
    un_Trainer *trainer = create(&experiment);
    for (int gate = 0; gate < 4; gate++)
        add(trainer, hold(gate, -1, -1, gate == 1 ? 0.5 : 0.25));
    Traced traced = {0};
    trace(&traced, trainer, 0);
    int T = traced.batch.T;
    double dc[16 * 8], dh[16 * 8];
    un_trace_part(&traced.trace, 0, UN_PART_DC, 0, dc);
    un_trace_part(&traced.trace, 0, UN_PART_DH, 0, dh);
    double last = un_norm(dc + (T - 1) * 5, 5);
    cr_assert_gt(last, 0);
    for (int t = 0; t < T - 1; t++) {
        cr_assert_eq(un_norm(dh + t * 5, 5), 0);
        cr_assert_float_eq(un_norm(dc + t * 5, 5) / last, ldexp(1, t - (T - 1)), 1e-12);
    }
    un_arena_free(&traced.arena);
    un_trainer_destroy(trainer);
}

/// The lane's own parameters and moments, out of its checkpoint: P floats each, the last in the file.
static float *own(const un_Trainer *trainer) {
    size_t P = (size_t)un_trainer_lane(trainer, 0)->parameters, size;
    char *bytes;
    un_Error error;
    cr_assert_eq(un_trainer_experiment(trainer)->lane_count, 1);
    cr_assert_eq(un_checkpoint_encode(trainer, &bytes, &size, &error), UN_OK);
    float *values = malloc(3 * P * sizeof *values);
    memcpy(values, bytes + size - 8 - 12 * P, 12 * P);
    free(bytes);
    return values;
}

Test(intervention, what_rests_stays_to_the_bit_and_the_rest_learns) {
    for (int optimizer = 0; optimizer < UN_OPTIMIZER_COUNT; optimizer++) {
        un_Experiment experiment = small(UN_CELL_GRU);
        experiment.lane[0].optimizer.kind = (un_Optimizer)optimizer;
        un_NetDef net = un_experiment_net(&experiment, 0);
        un_Trainer *trainer = create(&experiment);
        size_t P = (size_t)un_trainer_lane(trainer, 0)->parameters;
        for (int i = 0; i < 5; i++)
            un_trainer_step(trainer);
        float *before = own(trainer);
        add(trainer, hold(1, -1, 2, 0.9));
        add(trainer, on_tensor(UN_ACT_ZERO, &net, "weight_hh_l0", 12, 3));
        add(trainer, on_tensor(UN_ACT_FREEZE, &net, "readout.weight", -1, -1));
        for (int i = 0; i < 10; i++)
            un_trainer_step(trainer);
        float *after = own(trainer);
        un_ParamInfo info[UN_PARAMS_MAX];
        int tensors = un_net_params(&net, info, NULL);
        for (int k = 0; k < tensors; k++) {
            for (int row = 0; row < info[k].rows; row++) {
                for (int column = 0; column < info[k].columns; column++) {
                    bool rests = (strncmp(info[k].name, "readout", 7) != 0 && row == 5 + 2) ||
                                 (!strcmp(info[k].name, "weight_hh_l0") && row == 12 && column == 3) ||
                                 !strcmp(info[k].name, "readout.weight");
                    size_t at = info[k].offset + (size_t)(row * info[k].columns + column);
                    for (size_t part = 0; part < (rests ? 3 : 1); part++) {
                        bool same = memcmp(&before[part * P + at], &after[part * P + at], sizeof(float)) == 0;
                        cr_assert_eq(same, rests, "optimiser %d, %s[%d,%d], part %zu", optimizer, info[k].name, row,
                                     column, part);
                    }
                }
            }
        }
        const float *used = un_trainer_params(trainer, 0);
        cr_assert_eq(used[info[1].offset + 12 * 5 + 3], 0);
        add(trainer, (un_Edit){.act = UN_ACT_RELEASE, .place = un_place_all()});
        cr_assert_eq(memcmp(un_trainer_params(trainer, 0), after, P * sizeof(float)), 0, "a release brings all back");
        un_trainer_step(trainer);
        float *later = own(trainer);
        cr_assert_neq(later[info[1].offset + 12 * 5 + 3], after[info[1].offset + 12 * 5 + 3], "it learns again");
        free(before);
        free(after);
        free(later);
        un_trainer_destroy(trainer);
    }
}

static double radius_of(const float *params, const un_NetDef *net, int gate) {
    double block[25], scratch[35];
    size_t start = un_net_track_params(net, 0, 0).weight_hh + (size_t)gate * 25;
    for (int i = 0; i < 25; i++)
        block[i] = (double)params[start + (size_t)i];
    return un_spectral_radius(block, 5, scratch);
}

Test(intervention, the_radius_is_set_once_and_shown_before) {
    un_Experiment experiment = small(UN_CELL_LSTM);
    un_NetDef net = un_experiment_net(&experiment, 0);
    un_Trainer *trainer = create(&experiment);
    uint64_t hash = un_trainer_state_hash(trainer, 0);
    add(trainer, on_tensor(UN_ACT_FREEZE, &net, "weight_hh_l0", -1, -1));
    add(trainer, (un_Edit){.act = UN_ACT_RADIUS, .value = 1.5, .place = un_place_all()});
    cr_assert_eq(un_trainer_state_hash(trainer, 0), hash, "an edit changes no state before the step");
    for (int gate = 0; gate < 4; gate++)
        cr_assert_float_eq(radius_of(un_trainer_params(trainer, 0), &net, gate), 1.5, 1e-6);
    for (int i = 0; i < 3; i++)
        un_trainer_step(trainer); // frozen, so the radius stays; set again in each step it would drift
    float *now = own(trainer);
    for (int gate = 0; gate < 4; gate++)
        cr_assert_float_eq(radius_of(now, &net, gate), 1.5, 1e-6);
    add(trainer, (un_Edit){.act = UN_ACT_RELEASE, .place = un_place_all()});
    for (int i = 0; i < 20; i++)
        un_trainer_step(trainer);
    cr_assert_gt(fabs(radius_of(un_trainer_params(trainer, 0), &net, 0) - 1.5), 1e-4, "it is no constraint");
    free(now);
    un_trainer_destroy(trainer);
}

Test(intervention, a_lane_that_stands_still_keeps_its_parameters) {
    un_Experiment experiment = small(UN_CELL_RNN);
    experiment.lane[0].activation = UN_ACTIVATION_LINEAR;
    experiment.lane[0].init.gain = 100;
    experiment.lane[0].optimizer = (un_OptimizerDef){.kind = UN_OPTIMIZER_SGD, .lr = 10};
    experiment.task.lag = 40;
    un_Trainer *trainer = create(&experiment);
    while (un_trainer_lane(trainer, 0)->nonfinite_at < 0 && un_trainer_update(trainer) < 500)
        un_trainer_step(trainer);
    cr_assert_gt(un_trainer_lane(trainer, 0)->nonfinite_at, 0);
    float *before = own(trainer);
    add(trainer, (un_Edit){.act = UN_ACT_RADIUS, .value = 1.5, .place = un_place_all()});
    un_trainer_step(trainer);
    float *after = own(trainer);
    cr_assert_eq(memcmp(before, after, (size_t)un_trainer_lane(trainer, 0)->parameters * sizeof(float)), 0);
    free(before);
    free(after);
    un_trainer_destroy(trainer);
}

/// Every act on two lanes, live.
static void act(un_Trainer *trainer) {
    un_NetDef net = un_trainer_net(trainer, 1);
    un_Edit all = {.act = UN_ACT_RELEASE, .place = un_place_all()}, radius = {.act = UN_ACT_RADIUS, .value = 1.1};
    radius.place = all.place;
    un_Edit edit;
    switch (un_trainer_update(trainer)) {
    case 0:
        add(trainer, hold(0, -1, -1, 1));
        break;
    case 5:
        edit = hold(1, 0, 3, 0.1 + 0.2);
        edit.lane = 1;
        add(trainer, edit);
        break;
    case 7:
        edit = on_tensor(UN_ACT_ZERO, &net, "weight_hh_l0", 2, 4);
        edit.lane = 1;
        add(trainer, edit);
        add(trainer, hold(1, -1, -1, 1)); // of lane 0, forgetting nothing
        add(trainer, hold(1, -1, -1, 0)); // or everything: the later one counts
        break;
    case 9:
        edit = on_tensor(UN_ACT_FREEZE, &net, "bias_ih_l1", -1, 0);
        edit.lane = 1;
        add(trainer, edit);
        break;
    case 12:
        add(trainer, radius);
        radius.lane = 1;
        add(trainer, radius);
        break;
    case 15:
        edit = hold(1, -1, 2, 0);
        edit.act = UN_ACT_RELEASE;
        add(trainer, edit);
        break;
    case 20:
        add(trainer, all);
        all.lane = 1;
        add(trainer, all);
        add(trainer, hold(2, -1, -1, -0.5));
        break;
    default:
        break;
    }
}

Test(intervention, a_run_with_interventions_replays_to_the_bit) {
    enum { UPDATES = 26 };
    un_Experiment experiment = small(UN_CELL_LSTM);
    experiment.lane_count = 2;
    experiment.lane[1] = un_default_lane(UN_CELL_GRU);
    experiment.lane[1].hidden = 5;
    experiment.lane[1].layers = 2;
    un_Trainer *live = create(&experiment);
    uint64_t hash[UPDATES + 1][2];
    un_Error error;
    for (int update = 0; update <= UPDATES; update++) {
        for (int lane = 0; lane < 2; lane++)
            hash[update][lane] = un_trainer_state_hash(live, lane);
        act(live);
        char *bytes;
        size_t size;
        cr_assert_eq(un_checkpoint_encode(live, &bytes, &size, &error), UN_OK);
        un_Trainer *read = un_checkpoint_decode(bytes, size, "x", NULL, 2e9, &error);
        cr_assert(read, "%s", error.message);
        for (int lane = 0; lane < 2; lane++) {
            cr_assert_eq(memcmp(un_trainer_params(read, lane), un_trainer_params(live, lane),
                                (size_t)un_trainer_lane(live, lane)->parameters * sizeof(float)),
                         0, "update %d: effective parameters", update);
        }
        free(bytes);
        un_trainer_step(live);
        un_trainer_step(read);
        for (int lane = 0; lane < 2; lane++)
            cr_assert_eq(un_trainer_state_hash(read, lane), un_trainer_state_hash(live, lane), "update %d", update);
        un_trainer_destroy(read);
    }
    char *text = un_experiment_write(un_trainer_experiment(live));
    un_Experiment again;
    cr_assert_eq(un_experiment_parse(&again, text, strlen(text), "x", 0, &error), UN_OK, "%s\n%s", error.message, text);
    char *second = un_experiment_write(&again);
    cr_assert_str_eq(text, second);
    cr_assert_eq(again.edit_count, un_trainer_experiment(live)->edit_count);
    un_Trainer *replay = create(&again);
    for (int update = 0; update <= UPDATES; update++) {
        for (int lane = 0; lane < 2; lane++)
            cr_assert_eq(un_trainer_state_hash(replay, lane), hash[update][lane], "update %d", update);
        un_trainer_step(replay);
    }
    un_Experiment without = again;
    without.edit_count = 0;
    un_Trainer *free_run = create(&without);
    for (int i = 0; i < UPDATES; i++)
        un_trainer_step(free_run);
    for (int lane = 0; lane < 2; lane++)
        cr_assert_neq(un_trainer_state_hash(free_run, lane), hash[UPDATES][lane], "they did nothing");
    un_trainer_destroy(free_run);
    un_trainer_destroy(replay);
    un_trainer_destroy(live);
    free(second);
    free(text);
}

Test(intervention, what_cannot_be_is_refused) {
    un_Experiment experiment = small(UN_CELL_GRU);
    un_NetDef net = un_experiment_net(&experiment, 0);
    un_Edit wrong[] = {
        hold(3, -1, -1, 0),    hold(-1, -1, -1, 0),          hold(0, 1, -1, 0),
        hold(0, -1, 5, 0),     hold(0, -1, -1, 1.5),         hold(1, -1, -1, -0.1),
        hold(2, -1, -1, -2),   hold(0, -1, -1, (double)NAN), {.act = UN_ACT_RADIUS, .value = 0},
        {.act = UN_ACT_INPUT}, {.act = UN_ACT_COUNT},        {.act = UN_ACT_ZERO, .place = un_place_all()}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        cr_assert_not(un_experiment_add_edit(&experiment, &wrong[i]), "%zu", i);
    un_Edit edit = on_tensor(UN_ACT_ZERO, &net, "weight_ih_l0", 15, -1);
    cr_assert_not(un_experiment_add_edit(&experiment, &edit));
    edit = on_tensor(UN_ACT_ZERO, &net, "bias_ih_l0", 14, 1);
    cr_assert_not(un_experiment_add_edit(&experiment, &edit));
    experiment.lane[0].cell = UN_CELL_RNN;
    edit = hold(0, -1, -1, 0);
    cr_assert_not(un_experiment_add_edit(&experiment, &edit), "the rnn has no gate");
    cr_assert_eq(experiment.edit_count, 0);
}

Test(intervention, the_list_tells_what_is_in_force) {
    un_Experiment experiment = small(UN_CELL_LSTM);
    un_NetDef net = un_experiment_net(&experiment, 0);
    un_Edit all = {.act = UN_ACT_RELEASE, .place = un_place_all()}, part = hold(1, -1, 2, 0), list[4];
    part.act = UN_ACT_RELEASE;
    un_Edit edits[] = {hold(1, -1, -1, 0), part, on_tensor(UN_ACT_ZERO, &net, "weight_hh_l0", 2, 3),
                       hold(1, -1, -1, 1), all,  hold(0, -1, 1, 1)};
    static const int counts[] = {1, 2, 3, 2, 0, 1};
    for (int i = 0; i < 6; i++) {
        edits[i].at = 10 * i;
        cr_assert(un_experiment_add_edit(&experiment, &edits[i]));
    }
    for (int i = 0; i < 6; i++) {
        int count = un_intervention_list(&experiment, 0, 10 * i + 5, list, 4);
        cr_assert_eq(count, counts[i], "after edit %d: %d", i, count);
    }
    cr_assert_eq(un_intervention_list(&experiment, 0, 35, list, 1), 2);
    cr_assert(list[0].act == UN_ACT_ZERO && list[0].place.row == 2);
}
