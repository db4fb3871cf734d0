#include "sim/experiment.h"
#include "sim/param.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static un_Experiment parse(const char *text) {
    un_Experiment experiment = {0};
    un_Error error = {0};
    un_Status status = un_experiment_parse(&experiment, text, strlen(text), "file.yaml", 0, &error);
    cr_assert_eq(status, UN_OK, "%d:%d: %s\n%s", error.line, error.column, error.message, text);
    return experiment;
}

/// Two experiments are the same when they are written the same; the text holds every value.
static void expect_same(const un_Experiment *a, const un_Experiment *b) {
    char *text_a = un_experiment_write(a), *text_b = un_experiment_write(b);
    cr_assert_str_eq(text_a, text_b);
    free(text_a);
    free(text_b);
}

Test(experiment, defaults_are_those_of_the_command_line_page) {
    un_Experiment e = un_default_experiment();
    cr_assert(e.seed == 1 && e.task.task == UN_TASK_RECALL && e.task.lag == 20 && e.batch == 32 && e.updates == 2000);
    cr_assert(e.lane_count == 1 && e.edit_count == 0);
    const un_LaneDef *lane = &e.lane[0];
    cr_assert(lane->cell == UN_CELL_RNN && lane->activation == UN_ACTIVATION_TANH && lane->hidden == 16 &&
              lane->layers == 1);
    cr_assert(lane->init.init == UN_INIT_PYTORCH && lane->init.gain == 1 && lane->init.radius == 0 &&
              lane->init.tmax == 1000);
    cr_assert(lane->init.gate_bias == UN_GATE_BIAS_NONE);
    cr_assert(lane->optimizer.kind == UN_OPTIMIZER_ADAM && lane->optimizer.lr == 3e-3 && lane->optimizer.clip == 1);
    un_Error error;
    un_Experiment lab = un_default_lab_experiment();
    cr_assert_eq(un_experiment_check(&e, 2e9, &error), UN_OK);
    cr_assert_eq(un_experiment_check(&lab, 2e9, &error), UN_OK);
    cr_assert(lab.lane_count == 3 && lab.task.lag == 30);
    cr_assert(lab.lane[0].init.gate_bias == UN_GATE_BIAS_NONE && lab.lane[1].init.gate_bias == UN_GATE_BIAS_CHRONO &&
              lab.lane[2].init.gate_bias == UN_GATE_BIAS_CHRONO);
}

Test(experiment, every_key_is_read) {
    un_Experiment e = parse(
        "seed: 7\n"
        "task: {name: adding, length: 60}\n"
        "batch: 20\n"
        "updates: 500\n"
        "lanes:\n"
        "  - {name: A, cell: lstm, hidden: 12, layers: 2, direction: bidirectional, init: orthogonal, gain: 1.5,\n"
        "     radius: 0.9, gate_bias: chrono, tmax: 200, truncate: 10, optimizer: momentum, lr: 1e-2,\n"
        "     momentum: 0.8, clip: 0}\n"
        "  - {cell: gru, reset_before: true, gate_bias: -1.5}\n"
        "  - {cell: rnn, activation: relu, init: identity}\n"
        "edits:\n"
        "  - {at: 120, lane: A, set: {lr: 1e-3, clip: 2}}\n"
        "  - {at: 7, lane: rnn, set: {lr: 0.5}}\n");
    cr_assert(e.seed == 7 && e.task.task == UN_TASK_ADDING && e.task.length == 60 && e.task.lag == 0 && e.batch == 20 &&
              e.updates == 500);
    cr_assert_eq(e.lane_count, 3);
    const un_LaneDef *a = &e.lane[0];
    cr_assert_str_eq(a->name, "A");
    cr_assert(a->cell == UN_CELL_LSTM && a->hidden == 12 && a->layers == 2 && a->bidirectional && a->truncate == 10);
    cr_assert(a->init.init == UN_INIT_ORTHOGONAL && a->init.gain == 1.5 && a->init.radius == 0.9 &&
              a->init.tmax == 200);
    cr_assert(a->init.gate_bias == UN_GATE_BIAS_CHRONO && a->optimizer.kind == UN_OPTIMIZER_MOMENTUM);
    cr_assert(a->optimizer.lr == 1e-2 && a->optimizer.momentum == 0.8 && a->optimizer.clip == 0);
    cr_assert(e.lane[1].cell == UN_CELL_GRU && e.lane[1].reset_before &&
              e.lane[1].init.gate_bias == UN_GATE_BIAS_CONSTANT);
    cr_assert_eq(e.lane[1].init.gate_bias_value, -1.5);
    cr_assert(e.lane[2].activation == UN_ACTIVATION_RELU && e.lane[2].init.init == UN_INIT_IDENTITY);
    // Edits stand in the order of their updates, and lanes keep what they start with.
    cr_assert_eq(e.edit_count, 3);
    cr_assert(e.edit[0].at == 7 && e.edit[0].lane == 2 && e.edit[0].param == un_param_find("lr") &&
              e.edit[0].value == 0.5);
    cr_assert(e.edit[1].at == 120 && e.edit[1].lane == 0 && e.edit[1].value == 1e-3);
    cr_assert(e.edit[2].at == 120 && e.edit[2].param == un_param_find("clip") && e.edit[2].value == 2);
}

Test(experiment, the_page_s_own_example_is_read) {
    un_Experiment e = parse("seed: 1\n"
                            "task: {name: recall, lag: 20}\n"
                            "batch: 32\n"
                            "updates: 2000\n"
                            "lanes:\n"
                            "  - {name: A, cell: lstm, hidden: 16, init: pytorch, gate_bias: chrono, tmax: 1000, "
                            "optimizer: adam, lr: 3e-3, clip: 1}\n"
                            "edits:                      # what was changed while it ran\n"
                            "  - {at: 120, lane: A, set: {lr: 1e-3}}\n");
    cr_assert(e.lane[0].init.gate_bias == UN_GATE_BIAS_CHRONO && e.edit_count == 1);
}

Test(experiment, a_task_brings_its_own_length) {
    un_Experiment e = parse("task: {name: order}");
    cr_assert(e.task.length == 100 && e.task.lag == 0);
    e = parse("task: {length: 30, name: adding}");
    cr_assert(e.task.task == UN_TASK_ADDING && e.task.length == 30);
    e = parse("task: {lag: 5}");
    cr_assert(e.task.task == UN_TASK_RECALL && e.task.lag == 5);
}

Test(experiment, every_task_reads_back_the_same) {
    for (int i = 0; i < UN_TASK_COUNT; i++) {
        const un_TaskInfo *info = un_task_info((un_Task)i);
        un_Experiment e = un_default_experiment();
        un_param_table[un_param_find("task")].set(&e, 0, i);
        cr_assert_eq(info->takes_lag ? e.task.lag : e.task.length, info->length_default);
        *(info->takes_lag ? &e.task.lag : &e.task.length) = info->length_min;
        un_Error error;
        cr_assert_eq(un_experiment_check_values(&e, &error), UN_OK, "%s", error.message);
        char *text = un_experiment_write(&e);
        un_Experiment again = parse(text);
        cr_assert(again.task.task == e.task.task && again.task.lag == e.task.lag && again.task.length == e.task.length,
                  "%s", text);
        free(text);
        // A step more or less than can be.
        int *size = info->takes_lag ? &e.task.lag : &e.task.length;
        *size = info->length_min - 1;
        cr_assert_eq(un_experiment_check_values(&e, &error), UN_ERROR_VALUE, "%s", info->name);
        *size = un_task_longest((un_Task)i);
        cr_assert_eq(un_experiment_check_values(&e, &error), UN_OK, "%s: %s", info->name, error.message);
        ++*size;
        cr_assert_eq(un_experiment_check_values(&e, &error), UN_ERROR_VALUE, "%s", info->name);
    }
}

Test(experiment, lanes_are_named) {
    un_Experiment e =
        parse("lanes: [{cell: gru}, {cell: gru}, {cell: gru, name: \"G \\\"x\\\" \\\\ \\u00e9\"}, {cell: lstm}]");
    char name[UN_LANE_NAME];
    cr_assert_str_eq(un_experiment_lane_name(&e, 0, name, sizeof name), "gru");
    cr_assert_str_eq(un_experiment_lane_name(&e, 1, name, sizeof name), "gru-2");
    cr_assert_str_eq(un_experiment_lane_name(&e, 2, name, sizeof name), "G \"x\" \\ \xc3\xa9");
    cr_assert_str_eq(un_experiment_lane_title(&e, 1, name, sizeof name), "GRU 2");
    cr_assert_eq(un_experiment_find_lane(&e, "gru-2"), 1);
    cr_assert_eq(un_experiment_find_lane(&e, "lstm"), 3);
    cr_assert_eq(un_experiment_find_lane(&e, "rnn"), -1);
    char *text = un_experiment_write(&e);
    un_Experiment again = parse(text);
    cr_assert_str_eq(again.lane[2].name, e.lane[2].name);
    free(text);
}

Test(experiment, what_is_written_reads_back_the_same) {
    // Values that need all their digits.
    un_Experiment e = un_default_lab_experiment();
    e.seed = UINT64_C(9007199254740991);
    e.lane[0].optimizer.lr = 1.0 / 3;
    e.lane[0].init.gain = 0x1.fffffffffffffp0;
    e.lane[1].init.gate_bias = UN_GATE_BIAS_CONSTANT;
    e.lane[1].init.gate_bias_value = -0.1;
    e.lane[2].reset_before = true;
    e.lane[2].bidirectional = true;
    e.lane[2].truncate = 3;
    un_Edit edit = {.at = 5, .lane = 2, .param = un_param_find("lr"), .value = 0.1 + 0.2};
    cr_assert(un_experiment_add_edit(&e, &edit));
    char *text = un_experiment_write(&e);
    un_Experiment again = parse(text);
    expect_same(&e, &again);
    cr_assert_eq(again.seed, e.seed);
    cr_assert_eq(again.lane[0].optimizer.lr, e.lane[0].optimizer.lr);
    cr_assert_eq(again.lane[0].init.gain, e.lane[0].init.gain);
    cr_assert_eq(again.edit[0].value, edit.value);
    free(text);
}

Test(experiment, every_row_of_the_table_round_trips) {
    for (int i = 0; i < un_param_count; i++) {
        const un_ParamRow *row = &un_param_table[i];
        cr_assert_eq(un_param_find(row->key), i);
        cr_assert(row->help && row->help[0]);
        if (row->kind == UN_KIND_TEXT) continue;
        un_Experiment e = un_default_experiment();
        char before[UN_PARAM_TEXT], after[UN_PARAM_TEXT];
        un_Error error;
        un_param_text(&e, i, 0, before, sizeof before);
        bool has_value = before[0] && row->get(&e, 0) >= row->min;
        if (has_value || row->kind == UN_KIND_NAME || row->kind == UN_KIND_BOOL) {
            cr_assert_eq(un_param_set_text(&e, i, 0, before, &error), UN_OK, "%s: %s", row->key, error.message);
            cr_assert_str_eq(un_param_text(&e, i, 0, after, sizeof after), before);
        }
        cr_assert_eq(un_param_set_text(&e, i, 0, "no such value", &error), UN_ERROR_VALUE, "%s", row->key);
        cr_assert(strstr(error.message, "found 'no such value', valid: "), "%s", error.message);
        cr_assert_eq(un_param_set_text(&e, i, 0, "1e999", &error), UN_ERROR_VALUE, "%s", row->key);
        cr_assert_eq(un_param_set_text(&e, i, 0, "nan", &error), UN_ERROR_VALUE, "%s", row->key);
    }
    cr_assert_eq(un_param_find("gate-bias"), un_param_find("gate_bias"));
    cr_assert_eq(un_param_find("gate"), -1);
    cr_assert_eq(un_param_find(""), -1);
}

Test(experiment, edits_keep_their_order_and_replace_their_like) {
    un_Experiment e = un_default_lab_experiment();
    int lr = un_param_find("lr"), hidden = un_param_find("hidden");
    cr_assert(un_experiment_add_edit(&e, &(un_Edit){.at = 9, .lane = 0, .param = lr, .value = 0.1}));
    cr_assert(un_experiment_add_edit(&e, &(un_Edit){.at = 3, .lane = 0, .param = lr, .value = 0.2}));
    cr_assert(un_experiment_add_edit(&e, &(un_Edit){.at = 9, .lane = 1, .param = lr, .value = 0.3}));
    cr_assert(un_experiment_add_edit(&e, &(un_Edit){.at = 9, .lane = 0, .param = lr, .value = 0.4}));
    cr_assert_eq(e.edit_count, 3);
    cr_assert(e.edit[0].at == 3 && e.edit[1].value == 0.4 && e.edit[2].value == 0.3);
    cr_assert_not(un_experiment_add_edit(&e, &(un_Edit){.at = 1, .lane = 3, .param = lr, .value = 0.1}));
    cr_assert_not(un_experiment_add_edit(&e, &(un_Edit){.at = 1, .lane = 0, .param = lr, .value = 0}));
    cr_assert_not(un_experiment_add_edit(&e, &(un_Edit){.at = 1, .lane = 0, .param = hidden, .value = 8}));
    cr_assert_not(un_experiment_add_edit(&e, &(un_Edit){.at = -1, .lane = 0, .param = lr, .value = 0.1}));
    for (int i = 0; i < 2 * UN_EDITS_MAX; i++) {
        bool room = e.edit_count < UN_EDITS_MAX;
        cr_assert_eq(un_experiment_add_edit(&e, &(un_Edit){.at = 100 + i, .lane = 0, .param = lr, .value = 0.1}), room);
    }
}

static void expect_fault(const un_Experiment *e, const char *message) {
    un_Error error = {0};
    cr_assert_eq(un_experiment_check(e, 2e9, &error), UN_ERROR_VALUE, "%s", message);
    cr_assert_str_eq(error.message, message);
}

Test(experiment, faults_are_told_as_flags) {
    un_Experiment e = un_default_experiment();
    e.task.length = 50;
    expect_fault(&e, "--length: found '50', valid: task recall takes --lag, 1..4999");
    e.task = (un_TaskDef){.task = UN_TASK_ORDER, .length = 9};
    expect_fault(&e, "--length: found '9', valid: 10..5000 for task order");
    e = un_default_lab_experiment();
    e.lane[0].init.gate_bias = UN_GATE_BIAS_CHRONO;
    expect_fault(&e, "--gate-bias: found 'chrono' on cell rnn, valid: only on lstm, gru, ssm, selective");
    e = un_default_experiment();
    e.lane[0] = un_default_lane(UN_CELL_FEEDFORWARD);
    e.lane[0].truncate = 3;
    expect_fault(&e, "--truncate: found '3' on cell feedforward, valid: only on rnn, lstm, gru, ssm, selective");
    e.lane[0] = un_default_lane(UN_CELL_WINDOW);
    e.lane[0].bidirectional = true;
    expect_fault(&e,
                 "--direction: found 'bidirectional' on cell window, valid: only on rnn, lstm, gru, ssm, selective");
    e.lane[0] = un_default_lane(UN_CELL_WINDOW);
    e.lane[0].window = 5001;
    expect_fault(&e, "--window: found '5001', valid: 1..5000");
    e.lane[0] = un_default_lane(UN_CELL_RNN);
    e.lane[0].window = 6;
    expect_fault(&e, "--window: found '6' on cell rnn, valid: only on window");
    e.lane[0] = un_default_lane(UN_CELL_WINDOW);
    e.lane[0].init.gain = 2;
    expect_fault(&e, "--gain: found '2' on cell window, valid: only on rnn, lstm, gru");
    e = un_default_experiment();
    e.lane[0].hidden = 513;
    expect_fault(&e, "--hidden: found '513', valid: 1..512");
    e = un_default_experiment();
    e.lane[0].optimizer.lr = (double)NAN;
    cr_assert_neq(un_experiment_check(&e, 2e9, NULL), UN_OK);
    e = un_default_experiment();
    e.lane_count = 5;
    cr_assert_neq(un_experiment_check(&e, 2e9, NULL), UN_OK);
    e = un_default_experiment();
    e.edit_count = 1;
    e.edit[0] = (un_Edit){.at = 1, .lane = 1, .param = un_param_find("lr"), .value = 0.1};
    cr_assert_neq(un_experiment_check(&e, 2e9, NULL), UN_OK);
}

Test(experiment, memory_is_refused_with_its_estimate) {
    un_Experiment e = un_default_experiment();
    e.lane[0].hidden = 512;
    e.lane[0].layers = 4;
    e.task.lag = 4999;
    e.lane[0].cell = UN_CELL_LSTM;
    un_Error error = {0};
    cr_assert_eq(un_experiment_check(&e, 2e9, &error), UN_ERROR_MEMORY);
    cr_assert(strstr(error.message, " GB, --max-memory allows 2 GB"), "%s", error.message);
    cr_assert_gt(un_experiment_memory(&e), 2e9);
    cr_assert_lt(un_experiment_memory(&e), 1e12);
    un_Experiment small = un_default_lab_experiment();
    cr_assert_lt(un_experiment_memory(&small), 2e7);
    cr_assert_gt(un_experiment_memory_with(&small, 4), un_experiment_memory(&small));
}
