#include "sim/measure.h"

#include "base/catalog.h"
#include "base/check.h"
#include "sim/measure_credit.h"
#include "sim/measure_decode.h"
#include "sim/measure_gates.h"
#include "sim/measure_rows.h"
#include "sim/profile.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// clang-format off
const un_MeasureInfo un_measure_table[] = {
    {.name = "summary", .title = UN_KEY("one row a lane"), .sequences = 64,
     .help = UN_KEY("loss, accuracy: of the sequences. slope: decades a step, least squares over distances 10..60. arrives:\n"
                    "ratio at the farthest distance. reach: largest distance at which more than 1 % of the gradient is left.\n"
                    "mean_keep: the mean forget or update gate. update_90: the last steps that make 90 % of W_hh's update"),
     .column = {{"loss", false}, {"accuracy", false}, {"slope_dh", false}, {"arrives_dh", true}, {"reach_dh", false},
                {"slope_dc", false}, {"arrives_dc", true}, {"reach_dc", false}, {"mean_keep", false}, {"update_90", false}},
     .rows = un_measure_rows_one, .work = un_measure_work_summary, .run = un_measure_run_summary},
    {.name = "gradient", .title = UN_KEY("gradient norms by distance from the loss"), .sequences = 64,
     .help = UN_KEY("as `unroll profile`: means over sequences, ratios to distance 0"),
     .column = {{"dL_dh", true}, {"ratio_dh", true}, {"dL_dc", true}, {"ratio_dc", true}},
     .rows = un_measure_rows_steps, .work = un_measure_work_gradient, .run = un_measure_run_gradient},
    {.name = "chain", .title = UN_KEY("the product of step Jacobians by distance"), .sequences = 1,
     .help = UN_KEY("d state at the loss / d state `distance` before it: largest, middle and smallest singular value and the\n"
                    "Frobenius norm; the state is h, of the LSTM (h, c)"),
     .column = {{"largest", true}, {"median", true}, {"smallest", true}, {"frobenius", true}},
     .applies = un_measure_has_jacobian, .needs = UN_KEY("a cell that hands on a state (rnn, lstm, gru, ssm, selective)"),
     .rows = un_measure_rows_steps, .work = un_measure_work_chain, .run = un_measure_run_chain},
    {.name = "singular", .title = UN_KEY("all singular values of the chain"), .sequences = 1,
     .help = UN_KEY("one row a distance and value, largest first, of the first sequence"),
     .column = {{"singular_value", true}},
     .applies = un_measure_has_jacobian, .needs = UN_KEY("a cell that hands on a state (rnn, lstm, gru, ssm, selective)"),
     .rows = un_measure_rows_singular, .work = un_measure_work_chain, .run = un_measure_run_singular},
    {.name = "spectrum", .title = UN_KEY("eigenvalues of every step's Jacobian"), .sequences = 1,
     .help = UN_KEY("one row a step and eigenvalue, of the first sequence; rows without a step: W_hh itself (rnn)"),
     .column = {{"real", false}, {"imaginary", false}, {"modulus", false}},
     .applies = un_measure_has_jacobian, .needs = UN_KEY("a cell that hands on a state (rnn, lstm, gru, ssm, selective)"),
     .rows = un_measure_rows_spectrum, .work = un_measure_work_chain, .run = un_measure_run_spectrum},
    {.name = "lyapunov", .title = UN_KEY("Lyapunov exponents by QR"), .sequences = 1,
     .help = UN_KEY("one row an exponent: nats a step, decades a step; mean over sequences, the first quarter of the steps is\n"
                    "not counted"),
     .column = {{"lyapunov", false}, {"lyapunov_log10", false}},
     .applies = un_measure_has_jacobian, .needs = UN_KEY("a cell that hands on a state (rnn, lstm, gru, ssm, selective)"),
     .rows = un_measure_rows_state, .work = un_measure_work_chain, .run = un_measure_run_lyapunov},
    {.name = "highway", .title = UN_KEY("the direct path beside the gates'"), .sequences = 64,
     .help = UN_KEY("norms of what arrives in c (LSTM) or h (GRU) along the product of f or z alone, of the rest, and of both;\n"
                    "share: direct / total; the ratios are to the total at distance 0"),
     .column = {{"direct", true}, {"rest", true}, {"total", true}, {"share", false}, {"direct_ratio", true}, {"total_ratio", true}},
     .applies = un_gates_keep, .needs = UN_KEY("a gate that keeps (lstm, gru, ssm, selective)"),
     .rows = un_measure_rows_steps, .work = un_measure_work_highway, .run = un_measure_run_highway},
    {.name = "horizon", .title = UN_KEY("how long each unit remembers"), .sequences = 64,
     .help = UN_KEY("mean of f or z; tau = -1 / mean ln f, in steps; half life of the product; the product over the sequence;\n"
                    "tau_of_mean = -1 / ln of the mean"),
     .column = {{"keep", false}, {"tau", true}, {"half_life", true}, {"product", true}, {"tau_of_mean", true}},
     .applies = un_gates_keep, .needs = UN_KEY("a gate that keeps (lstm, gru, ssm, selective)"),
     .rows = un_measure_rows_units, .work = un_measure_work_units, .run = un_measure_run_horizon},
    {.name = "saturation", .title = UN_KEY("how often each gate is open or shut"), .sequences = 64,
     .help = UN_KEY("share of time above .9 (right) and below .1 (left), a gate and unit a row"),
     .column = {{"right", false}, {"left", false}},
     .applies = un_measure_has_gates, .needs = UN_KEY("gates (lstm, gru, ssm, selective)"),
     .rows = un_measure_rows_gates, .work = un_measure_work_units, .run = un_measure_run_saturation},
    {.name = "events", .title = UN_KEY("what is written, kept, erased and read"), .sequences = 64,
     .help = UN_KEY("LSTM: i|g|, f, (1-f)|c|, o; GRU: (1-z)|n-h|, z, (1-z)|h|; rows without a unit: the mean over units"),
     .column = {{"write", false}, {"keep_gate", false}, {"erase", false}, {"read", false}},
     .applies = un_gates_keep, .needs = UN_KEY("a gate that keeps (lstm, gru, ssm, selective)"),
     .rows = un_measure_rows_events, .work = un_measure_work_events, .run = un_measure_run_events},
    {.name = "update", .title = UN_KEY("what each step adds to the update"), .sequences = 64,
     .help = UN_KEY("norm of the step's part of dL/dW_hh and dL/dW_ih, mean gradient of the sequences; share of W_hh's sum,\n"
                    "and cumulated from the last step"),
     .column = {{"dW_hh", true}, {"dW_ih", true}, {"update_share", false}, {"cumulated", false}},
     .applies = un_credit_has_weights, .needs = UN_KEY("recurrent weights (rnn, lstm, gru)"),
     .rows = un_measure_rows_steps, .work = un_measure_work_update, .run = un_measure_run_update},
    {.name = "parts", .title = UN_KEY("whether the steps' parts make the gradient"), .sequences = 64,
     .help = UN_KEY("largest difference between the sum of all steps' parts of dL/dW_hh, dL/dW_ih and the backward pass's\n"
                    "gradient, and the largest number of that gradient"),
     .column = {{"parts_error", false}, {"largest_gradient", true}},
     .applies = un_credit_has_weights, .needs = UN_KEY("recurrent weights (rnn, lstm, gru)"),
     .rows = un_measure_rows_one, .work = un_measure_work_parts, .run = un_measure_run_parts},
    {.name = "blame", .title = UN_KEY("which input the loss answers to, by gradient"), .sequences = 64,
     .help = UN_KEY("|dL/dx_t| and x_t . dL/dx_t, means over sequences; beside them attention's weight on step t at the last\n"
                    "answer, which is not the whole explanation: compare"),
     .column = {{"dL_dx", true}, {"gradient_x_input", false}, {"attention_weight", false}},
     .rows = un_measure_rows_steps, .work = un_measure_work_blame, .run = un_measure_run_blame},
    {.name = "occlusion", .title = UN_KEY("which input the loss answers to, by leaving it out"), .sequences = 64,
     .help = UN_KEY("rise of the loss when x_t is replaced by zeros, and by the mean input of all steps and sequences"),
     .column = {{"without_zero", false}, {"without_mean", false}},
     .rows = un_measure_rows_steps, .work = un_measure_work_blame, .run = un_measure_run_occlusion},
    {.name = "decode", .title = UN_KEY("whether the class can still be read from the state"), .sequences = 0,
     .help = UN_KEY("accuracy of a linear probe from h_t, and from c_t: ridge regression on 400 fresh sequences (--sequences),\n"
                    "tested on as many others; in recall the class is the first symbol"),
     .column = {{"from_h", false}, {"from_c", false}},
     .applies = un_measure_has_classes, .needs = UN_KEY("a task with classes"),
     .rows = un_measure_rows_steps, .work = un_measure_work_steps, .run = un_measure_run_decode},
    {.name = "lengths", .title = UN_KEY("loss at lengths never trained on"), .sequences = 0,
     .help = UN_KEY("loss and accuracy on 1000 fresh sequences (--sequences) at each lag or length of --lengths"),
     .column = {{"length", false}, {"eval_loss", false}, {"eval_accuracy", false}},
     .rows = un_measure_rows_lengths, .run = un_measure_run_lengths},
    {.name = "cost", .title = UN_KEY("multiplications, memory and dependent steps"), .sequences = 0,
     .help = UN_KEY("multiply-adds of one more step, of a sequence forward and backward; numbers to keep for one more step and\n"
                    "for the backward pass; steps that must wait for one another, as run here and at least; at each of\n"
                    "--lengths"),
     .column = {{"T", false}, {"parameters", false}, {"step_macs", false}, {"forward_macs", false}, {"backward_macs", false},
                {"kept_state", false}, {"kept_tape", false}, {"dependent_steps", false}, {"dependent_least", false}},
     .rows = un_measure_rows_lengths, .run = un_measure_run_cost},
    {.name = "clip", .title = UN_KEY("clipped updates"), .sequences = 0,
     .help = UN_KEY("of the training so far (--at end): updates, the share that was clipped, largest and last gradient norm"),
     .column = {{"updates", false}, {"clipped", false}, {"max_norm", true}, {"last_norm", true}, {"train_loss", false},
                {"train_accuracy", false}, {"solved_at", false}, {"nonfinite_at", false}},
     .rows = un_measure_rows_one, .run = un_measure_run_clip},
    {.name = "history", .title = UN_KEY("gradient norm and clipping while it trained"), .sequences = 0,
     .help = UN_KEY("of the training so far (--at end), one row a point: last update, mean loss and accuracy, largest gradient\n"
                    "norm, share of clipped updates"),
     .column = {{"update", false}, {"loss_mean", false}, {"accuracy_mean", false}, {"gradient_norm", true}, {"clip_share", false}},
     .rows = un_measure_rows_history, .run = un_measure_run_history},
};
// clang-format on
const int un_measure_count = sizeof un_measure_table / sizeof *un_measure_table;

int un_measure_find(const char *name, size_t length) {
    for (int i = 0; i < un_measure_count; i++) {
        const char *other = un_measure_table[i].name;
        if (strlen(other) == length && strncmp(other, name, length) == 0) return i;
    }
    return -1;
}

int un_measure_columns(const un_MeasureInfo *info) {
    int columns = 0;
    while (info->column[columns].name) {
        columns++;
    }
    return columns;
}

/// A new row, all NaN.
double *un_measure_add(un_MeasureTable *table, un_MeasureKey key) {
    UN_CHECK(table->rows < table->room);
    double *value = table->value + (size_t)table->rows * (size_t)table->columns;
    table->key[table->rows++] = key;
    for (int i = 0; i < table->columns; i++) {
        value[i] = (double)NAN;
    }
    return value;
}

un_MeasureKey un_measure_key(const un_Measuring *at, int t) {
    return (un_MeasureKey){.step = t, .distance = at->asked >= t ? at->asked - t : -1, .unit = -1, .gate = -1};
}

int un_measure_loss_step(const un_Measuring *at, int b) {
    return un_batch_loss_step(&at->block, at->T, b);
}

int un_measure_rows_one(const un_NetDef *net, int T, const un_MeasureAsk *ask) {
    (void)net, (void)T, (void)ask;
    return 1;
}

int un_measure_rows_steps(const un_NetDef *net, int T, const un_MeasureAsk *ask) {
    (void)net, (void)ask;
    return T;
}

int un_measure_rows_units(const un_NetDef *net, int T, const un_MeasureAsk *ask) {
    (void)T, (void)ask;
    return net->hidden;
}

double un_measure_mean(const double *values, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
        sum += values[i];
    }
    return sum / n;
}

// Running.

static int sequences_of(const un_MeasureInfo *info, const un_MeasureAsk *ask) {
    return info->sequences && ask->sequences ? ask->sequences : info->sequences;
}

static void carve(un_Measuring *at, un_Arena *arena, const un_MeasureInfo *info, const un_Experiment *experiment,
                  int lane, const un_TaskData *data, const un_MeasureAsk *ask) {
    at->net = un_experiment_net(experiment, lane);
    at->T = un_task_steps(&experiment->task);
    at->sequences = sequences_of(info, ask);
    if (at->sequences) {
        un_batch_carve(&at->batch, arena, &experiment->task, data, at->sequences, at->sequences);
        un_trace_carve(&at->trace, arena, &at->net, at->T, at->sequences);
    }
    size_t work = info->work ? info->work(&at->net, at->T, at->sequences) : 0;
    at->work = un_arena_take(arena, work, sizeof(double));
    at->order = un_arena_take(arena, 2 * (size_t)at->net.hidden, sizeof(int));
}

double un_measure_memory(const un_MeasureInfo *info, const un_Experiment *experiment, int lane,
                         const un_MeasureAsk *ask) {
    un_Measuring at;
    un_Arena arena = un_arena_measure();
    carve(&at, &arena, info, experiment, lane, NULL, ask);
    double rows = info->rows(&at.net, at.T, ask), columns = un_measure_columns(info);
    double own = (double)arena.used + rows * ((double)sizeof(un_MeasureKey) + columns * (double)sizeof(double));
    double profile = un_profile_memory(experiment, lane), decode = un_decode_memory(experiment, lane);
    return own + (profile > decode ? profile : decode);
}

static void run_sequences(un_Measuring *at) {
    un_Random random = un_random_stream(un_trainer_experiment(at->trainer)->seed, "probe");
    un_Scored scored = un_batch_draw(&at->batch, &random);
    long correct;
    at->block = un_batch_block(&at->batch, 0);
    at->loss =
        un_trace_run(&at->trace, un_trainer_params(at->trainer, at->lane), &at->block, at->T, &correct) / at->sequences;
    at->accuracy = un_measure_has_classes(&at->net) ? (double)correct / (double)scored.answers : (double)NAN;
    at->asked = un_measure_loss_step(at, 0);
    for (int b = 1; b < at->sequences; b++) {
        if (un_measure_loss_step(at, b) != at->asked) at->asked = -1;
    }
}

un_Status un_measure_run(const un_MeasureInfo *info, const un_Trainer *trainer, int lane, const un_MeasureAsk *ask,
                         un_MeasureTable *out, un_Error *error) {
    const un_Experiment *experiment = un_trainer_experiment(trainer);
    un_Measuring at = {.trainer = trainer, .lane = lane, .ask = ask, .asked = -1};
    un_Arena arena = un_arena_measure();
    carve(&at, &arena, info, experiment, lane, un_trainer_data(trainer), ask);
    un_MeasureTable table = {.columns = un_measure_columns(info), .room = info->rows(&at.net, at.T, ask)};
    size_t room = table.room ? (size_t)table.room : 1;
    table.key = calloc(room, sizeof *table.key);
    table.value = calloc(room * (size_t)table.columns, sizeof *table.value);
    un_Status status = un_arena_reserve(&arena, arena.used);
    if (status || !table.key || !table.value) {
        status = un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, _("not enough memory: %s needs %.3g MB"), info->name,
                              un_measure_memory(info, experiment, lane, ask) / 1e6);
    } else {
        carve(&at, &arena, info, experiment, lane, un_trainer_data(trainer), ask);
        if (at.sequences) run_sequences(&at);
        status = info->run(&at, &table, error);
    }
    un_arena_free(&arena);
    if (status) {
        un_measure_free(&table);
    } else {
        *out = table;
    }
    return status;
}

void un_measure_free(un_MeasureTable *table) {
    free(table->key);
    free(table->value);
    *table = (un_MeasureTable){0};
}
