/// Rows of the measurements of who teaches and what is learned: update, blame, occlusion, decode, lengths, cost, clip,
/// history.
#include "sim/evaluate.h"
#include "sim/measure_cost.h"
#include "sim/measure_credit.h"
#include "sim/measure_decode.h"
#include "sim/measure_rows.h"

#include <math.h>
#include <string.h>

size_t un_measure_work_update(const un_NetDef *net, int T, int B) {
    (void)B;
    return 2 * (size_t)T + un_credit_update_work(net);
}

un_Status un_measure_run_update(un_Measuring *at, un_MeasureTable *out, un_Error *error) {
    (void)error;
    int T = at->T;
    double *state = at->work, *input = state + T, sum = 0, later = 0;
    un_credit_update(&at->trace, 0, state, input, input + T);
    for (int t = 0; t < T; t++) {
        sum += state[t];
    }
    for (int t = T - 1; t >= 0; t--) {
        double *row = un_measure_add(out, un_measure_key(at, t));
        later += state[t];
        row[0] = state[t];
        row[1] = input[t];
        if (!(sum > 0)) continue;
        row[2] = state[t] / sum;
        row[3] = later / sum;
    }
    return UN_OK;
}

size_t un_measure_work_parts(const un_NetDef *net, int T, int B) {
    (void)T, (void)B;
    return un_credit_parts_work(net);
}

un_Status un_measure_run_parts(un_Measuring *at, un_MeasureTable *out, un_Error *error) {
    (void)error;
    double *row = un_measure_add(out, (un_MeasureKey){-1, -1, -1, -1});
    un_credit_parts(&at->trace, 0, &row[0], &row[1], at->work);
    return UN_OK;
}

size_t un_measure_work_blame(const un_NetDef *net, int T, int B) {
    return 5 * (size_t)T + (size_t)net->input * (size_t)(B + 2);
}

un_Status un_measure_run_blame(un_Measuring *at, un_MeasureTable *out, un_Error *error) {
    (void)error;
    int T = at->T, layer = at->net.layers - 1;
    double *own = at->work, *own_product = own + T, *sum = own_product + T, *product = sum + T, *looked = product + T,
           *rest = looked + T;
    bool attends = false;
    memset(sum, 0, 3 * (size_t)T * sizeof *sum);
    for (int b = 0; b < at->sequences; b++) {
        un_credit_blame(&at->trace, b, own, own_product, rest);
        for (int t = 0; t < T; t++) {
            sum[t] += own[t] / at->sequences;
            product[t] += own_product[t] / at->sequences;
        }
        attends = un_tape_weights_f64(&at->net, &at->trace.tape, layer, un_measure_loss_step(at, b), b, own);
        for (int t = 0; attends && t < T; t++) {
            looked[t] += own[t] / at->sequences;
        }
    }
    for (int t = 0; t < T; t++) {
        double *row = un_measure_add(out, un_measure_key(at, t));
        row[0] = sum[t];
        row[1] = product[t];
        if (attends) row[2] = looked[t];
    }
    return UN_OK;
}

un_Status un_measure_run_occlusion(un_Measuring *at, un_MeasureTable *out, un_Error *error) {
    (void)error;
    int T = at->T;
    double *zero = at->work, *mean = zero + T;
    un_credit_occlusion(&at->trace, &at->block, zero, mean, mean + T);
    for (int t = 0; t < T; t++) {
        double *row = un_measure_add(out, un_measure_key(at, t));
        row[0] = zero[t];
        row[1] = mean[t];
    }
    return UN_OK;
}

// decode, lengths, cost, clip, history

size_t un_measure_work_steps(const un_NetDef *net, int T, int B) {
    (void)net, (void)B;
    return 2 * (size_t)T;
}

bool un_measure_has_classes(const un_NetDef *net) {
    return net->loss == UN_LOSS_CROSS_ENTROPY;
}

un_Status un_measure_run_decode(un_Measuring *at, un_MeasureTable *out, un_Error *error) {
    enum { USUAL = 400 };
    double *from_h = at->work, *from_c = from_h + at->T;
    int sequences = at->ask->sequences ? at->ask->sequences : USUAL;
    un_Status status = un_decode_measure(at->trainer, at->lane, sequences, from_h, from_c, error);
    bool cell_state = un_cell_info(at->net.cell)->has_cell_state;
    for (int t = 0; t < at->T && !status; t++) {
        double *row = un_measure_add(out, un_measure_key(at, t));
        row[0] = from_h[t];
        if (cell_state) row[1] = from_c[t];
    }
    return status;
}

int un_measure_rows_lengths(const un_NetDef *net, int T, const un_MeasureAsk *ask) {
    (void)net, (void)T;
    return ask->length_count ? ask->length_count : 1;
}

/// The task at another lag or length.
static un_TaskDef task_at(const un_Experiment *experiment, int length) {
    un_TaskDef task = experiment->task;
    un_task_set_length(&task, length);
    return task;
}

static int own_length(const un_TaskDef *task) {
    return un_task_info(task->task)->takes_lag ? task->lag : task->length;
}

un_Status un_measure_run_lengths(un_Measuring *at, un_MeasureTable *out, un_Error *error) {
    enum { USUAL = 1000 };
    const un_Experiment *experiment = un_trainer_experiment(at->trainer);
    int count = at->ask->length_count ? at->ask->length_count : 1;
    for (int i = 0; i < count; i++) {
        int length = at->ask->length_count ? at->ask->lengths[i] : own_length(&experiment->task);
        un_TaskDef task = task_at(experiment, length);
        un_Evaluation evaluation;
        un_Status status = un_evaluate(at->trainer, at->lane, &task, at->ask->sequences ? at->ask->sequences : USUAL,
                                       &evaluation, error);
        if (status) return status;
        double *row = un_measure_add(out, (un_MeasureKey){-1, -1, -1, -1});
        row[0] = length;
        row[1] = evaluation.loss;
        row[2] = evaluation.accuracy;
    }
    return UN_OK;
}

un_Status un_measure_run_cost(un_Measuring *at, un_MeasureTable *out, un_Error *error) {
    (void)error;
    const un_Experiment *experiment = un_trainer_experiment(at->trainer);
    int count = at->ask->length_count ? at->ask->length_count : 1;
    for (int i = 0; i < count; i++) {
        int length = at->ask->length_count ? at->ask->lengths[i] : own_length(&experiment->task);
        un_TaskDef task = task_at(experiment, length);
        un_Cost cost = un_cost_count(&at->net, un_task_steps(&task));
        double *row = un_measure_add(out, (un_MeasureKey){-1, -1, -1, -1});
        row[0] = un_task_steps(&task);
        row[1] = cost.parameters;
        row[2] = cost.forward_step;
        row[3] = cost.forward;
        row[4] = cost.backward;
        row[5] = cost.kept_state;
        row[6] = cost.kept_tape;
        row[7] = cost.dependent_steps;
        row[8] = cost.dependent_least;
    }
    return UN_OK;
}

un_Status un_measure_run_clip(un_Measuring *at, un_MeasureTable *out, un_Error *error) {
    (void)error;
    const un_LaneState *state = un_trainer_lane(at->trainer, at->lane);
    double updates = (double)un_trainer_update(at->trainer);
    double *row = un_measure_add(out, (un_MeasureKey){-1, -1, -1, -1});
    if (state->nonfinite_at >= 0) updates = (double)state->nonfinite_at;
    row[0] = updates;
    row[1] = updates > 0 ? (double)state->clipped_updates / updates : (double)NAN;
    row[2] = state->max_gradient_norm;
    row[3] = state->gradient_norm;
    row[4] = state->loss_mean;
    row[5] = state->accuracy_mean;
    if (state->solved_at >= 0) row[6] = (double)state->solved_at;
    if (state->nonfinite_at >= 0) row[7] = (double)state->nonfinite_at;
    return UN_OK;
}

int un_measure_rows_history(const un_NetDef *net, int T, const un_MeasureAsk *ask) {
    (void)net, (void)T;
    return ask->recorder ? UN_SNAPSHOT_POINTS : 0;
}

un_Status un_measure_run_history(un_Measuring *at, un_MeasureTable *out, un_Error *error) {
    (void)error;
    const un_Recorder *recorder = at->ask->recorder;
    int count = recorder ? recorder->count + (recorder->pending > 0) : 0;
    for (int k = 0; k < count; k++) {
        const un_RecorderLane *lane = &recorder->lane[at->lane];
        double *row = un_measure_add(out, (un_MeasureKey){-1, -1, -1, -1});
        row[0] = (double)recorder->update[k];
        row[1] = (double)lane->loss_mean[k];
        row[2] = (double)lane->accuracy_mean[k];
        row[3] = (double)lane->gradient_norm[k];
        row[4] = (double)lane->clip_share[k];
    }
    return UN_OK;
}
