#include "num/linalg.h"
#include "sim/param.h"
#include "sim/probe.h"
#include "sim/profile.h"
#include "sim/setting.h"
#include "sim/trace.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct Run {
    un_Trainer *trainer;
    un_Probe *probe;
    un_Recorder *recorder;
    un_Snapshot snapshot;
} Run;

static void take(Run *run) {
    cr_assert_eq(un_probe_take(run->probe, run->trainer, run->recorder, &run->snapshot), UN_OK);
}

static Run start(const un_Experiment *experiment) {
    un_Error error;
    Run run = {.trainer = un_trainer_create(experiment, NULL, &error), .recorder = malloc(sizeof(un_Recorder))};
    run.probe = un_probe_create(run.trainer, &error);
    cr_assert(run.trainer && run.probe && run.recorder);
    un_recorder_reset(run.recorder);
    take(&run);
    return run;
}

static void train(Run *run, int updates) {
    for (int i = 0; i < updates; i++) {
        un_trainer_step(run->trainer);
        un_recorder_add(run->recorder, run->trainer);
    }
    take(run);
}

static void stop(Run *run) {
    un_snapshot_free(&run->snapshot);
    un_probe_destroy(run->probe);
    un_trainer_destroy(run->trainer);
    free(run->recorder);
}

/// What must hold for every gradient of a trace, computed again from its norms.
static void expect_consistent(const un_SnapshotGradient *gradient, int T) {
    int under = -1;
    double n = 0, sd = 0, sy = 0, sdd = 0, sdy = 0;
    for (int t = T - 1; t >= 0; t--) {
        double ratio = gradient->norm[t] / gradient->norm[T - 1], d = T - 1 - t;
        cr_assert_float_eq(gradient->ratio[t], ratio, 0);
        cr_assert(ratio == 0 ? isinf(gradient->log10[t])
                             : fabs(gradient->log10[t] - log10(ratio)) < 1e-12 * (1 + fabs(log10(ratio))));
        if (ratio < 0.01 && under < 0) under = T - 1 - t;
        if (!isfinite(gradient->log10[t])) continue;
        n++, sd += d, sy += gradient->log10[t], sdd += d * d, sdy += d * gradient->log10[t];
    }
    cr_assert_eq(gradient->under_one_percent, under);
    cr_assert_float_eq(gradient->arrives, gradient->ratio[0], 0);
    if (n >= 2) cr_assert_float_eq(gradient->slope, (n * sdy - sd * sy) / (n * sdd - sd * sd), 1e-9);
}

Test(probe, fills_a_snapshot_of_the_lab) {
    un_Experiment experiment = un_default_lab_experiment();
    Run run = start(&experiment);
    const un_Snapshot *s = &run.snapshot;
    cr_assert(s->seed == 1 && s->update == 0 && s->updates == 600 && s->batch == 32 && s->T == 31 && s->lag == 30);
    cr_assert_str_eq(s->task, "recall");
    cr_assert(s->loss_step == 30 && s->classes && s->inputs == 8 && s->outputs == 4 && s->lane_count == 3);
    cr_assert(s->matters[0] == 1 && strchr("ABCD", s->symbol[0][0]) && s->symbol[0][1] == 0);
    for (int t = 1; t < 31; t++)
        cr_assert(s->matters[t] == 0 && strchr("wxyz", s->symbol[t][0]));
    cr_assert_eq(s->symbol[0][0], s->class_name[s->true_class][0]);
    cr_assert_str_eq(s->lane[0].name, "RNN");
    cr_assert_str_eq(s->lane[1].name, "LSTM");
    cr_assert_str_eq(s->lane[0].setting, "tanh · PyTorch init");
    cr_assert_str_eq(s->lane[2].setting, "chrono gate bias");
    cr_assert(s->lane[0].track[0].gate_count == 0 && s->lane[1].track[0].gate_count == 4 &&
              s->lane[2].track[0].gate_count == 3);
    cr_assert(!s->lane[0].track[0].c && s->lane[1].track[0].c && !s->lane[2].track[0].dc.norm);
    for (int i = 0; i < 3; i++) {
        const un_SnapshotLane *lane = &s->lane[i];
        float sum = 0;
        for (int k = 0; k < 4; k++)
            sum += lane->output[k];
        cr_assert_float_eq(sum, 1, 1e-6);
        cr_assert_float_eq(lane->loss, -log((double)lane->output[s->true_class]), 1e-6);
        cr_assert(isnan(lane->train_loss) && lane->solved_at == -1 && lane->nonfinite_at == -1);
        expect_consistent(&lane->track[0].dh, 31);
        if (lane->track[0].dc.norm) expect_consistent(&lane->track[0].dc, 31);
        const un_SnapshotTrack *track = &lane->track[0];
        for (int j = 1; j < 16; j++) {
            cr_assert_geq(track->h[30 * 16 + track->order[j - 1]], track->h[30 * 16 + track->order[j]], "order");
        }
        for (int g = 0; g < track->gate_count; g++) {
            double mean = 0;
            for (int j = 0; j < 16; j++)
                mean += (double)track->gate[g].value[5 * 16 + j] / 16;
            cr_assert_float_eq(track->gate[g].mean[5], mean, 1e-6);
        }
    }
    // The point of the program: it dies in the RNN and arrives in the gated ones.
    cr_assert_lt(s->lane[0].track[0].dh.arrives, 1e-3);
    cr_assert_gt(s->lane[0].track[0].dh.under_one_percent, 2);
    cr_assert_gt(s->lane[1].track[0].dc.arrives, 0.1);
    cr_assert_eq(s->lane[1].track[0].dc.under_one_percent, -1);
    cr_assert_gt(s->lane[2].track[0].dh.arrives, 0.1);
    stop(&run);
}

Test(probe, never_disturbs_training) {
    un_Experiment experiment = un_default_lab_experiment();
    experiment.task.lag = 8;
    Run run = start(&experiment);
    for (int i = 0; i < 10; i++)
        train(&run, 1);
    un_Error error;
    un_Trainer *alone = un_trainer_create(&experiment, NULL, &error);
    for (int i = 0; i < 10; i++)
        un_trainer_step(alone);
    for (int i = 0; i < 3; i++)
        cr_assert_eq(un_trainer_state_hash(run.trainer, i), un_trainer_state_hash(alone, i));
    un_trainer_destroy(alone);
    stop(&run);
}

Test(probe, tells_how_training_stands) {
    un_Experiment experiment = un_default_experiment();
    experiment.task.lag = 2;
    experiment.lane[0].optimizer.lr = 1e-2;
    Run run = start(&experiment);
    train(&run, 400);
    const un_LaneState *state = un_trainer_lane(run.trainer, 0);
    const un_SnapshotLane *lane = &run.snapshot.lane[0];
    cr_assert(lane->train_loss == state->loss_mean && lane->train_accuracy == state->accuracy_mean);
    cr_assert(lane->solved_at == state->solved_at && lane->solved_at > 0 && lane->correct && lane->loss < 0.5);
    cr_assert_eq(run.snapshot.history_count, 400);
    cr_assert_float_eq(run.snapshot.history_update[399], 400, 0);
    cr_assert_float_eq(lane->loss_raw[399], (float)state->loss, 0);
    cr_assert_float_eq(lane->loss_mean[399], (float)state->loss_mean, 0);
    int clipped = 0;
    for (int k = 0; k < 400; k++)
        clipped += lane->clip_mark[k] == 255;
    cr_assert_eq(clipped, lane->clipped_updates);
    stop(&run);
}

Test(probe, value_tasks_two_directions_and_a_new_shape) {
    un_Experiment experiment = un_default_experiment();
    experiment.task = (un_TaskDef){.task = UN_TASK_ADDING, .length = 12};
    experiment.lane[0] = un_default_lane(UN_CELL_GRU);
    experiment.lane[0].bidirectional = true;
    experiment.lane[0].layers = 2;
    Run run = start(&experiment);
    const un_SnapshotLane *lane = &run.snapshot.lane[0];
    cr_assert(!run.snapshot.classes && lane->directions == 2);
    double error = (double)lane->output[0] - (double)run.snapshot.true_value[0];
    cr_assert_float_eq(lane->loss, error * error, 1e-6);
    cr_assert(run.snapshot.true_value[0] > 0 && run.snapshot.true_value[0] < 2);
    int matters = 0;
    for (int t = 0; t < 12; t++)
        matters += run.snapshot.matters[t];
    cr_assert_eq(matters, 2);
    expect_consistent(&lane->track[0].dh, 12);
    // The reverse direction reads the last step first: nothing earlier in time has a part in its state there.
    cr_assert(lane->track[1].dh.norm[11] > 0 && lane->track[1].dh.norm[10] == 0);
    cr_assert(isinf(lane->track[1].dh.log10[10]) && lane->track[1].dh.ratio[10] == 0 &&
              lane->track[1].dh.under_one_percent == -1 && lane->track[1].dh.arrives == 1);
    cr_assert_str_eq(lane->setting, "PyTorch init · 2 layers · bidirectional");
    stop(&run);
}

Test(probe, a_truncated_lane_has_exact_zeros_beyond_its_window) {
    un_Experiment experiment = un_default_experiment();
    experiment.lane[0].truncate = 5;
    Run run = start(&experiment);
    const un_SnapshotGradient *dh = &run.snapshot.lane[0].track[0].dh;
    for (int t = 0; t < 21; t++)
        cr_assert_eq(dh->ratio[t] > 0, t > 15, "step %d", t);
    cr_assert_eq(run.snapshot.lane[0].truncate, 5);
    stop(&run);
}

Test(probe, without_a_gradient_ratios_have_no_meaning) {
    // A readout of zeros sends nothing back.
    un_Experiment experiment = un_default_experiment();
    experiment.lane[0].hidden = 4;
    Run run = start(&experiment);
    float *params = (float *)un_trainer_params(run.trainer, 0);
    un_ParamInfo info[UN_PARAMS_MAX];
    un_NetDef net = un_trainer_net(run.trainer, 0);
    int count = un_net_params(&net, info, NULL);
    memset(params + info[count - 2].offset, 0, 16 * sizeof(float));
    take(&run);
    const un_SnapshotGradient *dh = &run.snapshot.lane[0].track[0].dh;
    cr_assert(isnan(dh->ratio[0]) && isnan(dh->log10[5]) && dh->under_one_percent == -1 && isnan(dh->slope) &&
              isnan(dh->arrives));
    stop(&run);
}

Test(probe, a_question_in_the_middle) {
    un_Experiment experiment = un_default_experiment();
    un_param_table[un_param_find("task")].set(&experiment, 0, UN_TASK_BANK);
    experiment.lane_count = 2;
    experiment.lane[1] = un_default_lane(UN_CELL_GRU);
    experiment.lane[1].bidirectional = true;
    Run run = start(&experiment);
    const un_Snapshot *s = &run.snapshot;
    int asked = s->loss_step, under = -1;
    cr_assert(asked >= 3 && asked <= 8 && s->T == 12 && !strcmp(s->symbol[asked], "bank"));
    for (int t = 0; t < 12; t++)
        cr_assert_eq(s->scored[t], t == asked);
    cr_assert_eq(s->target_class[asked], s->true_class);
    for (int lane = 0; lane < 2; lane++) {
        const un_SnapshotLane *to = &s->lane[lane];
        double sum = 0;
        for (int o = 0; o < 2; o++) {
            cr_assert_eq(to->output[o], to->prediction[asked * 2 + o]);
            sum += (double)to->output[o];
        }
        cr_assert_float_eq(sum, 1, 1e-6);
        cr_assert_float_eq(to->loss, -log((double)to->output[s->true_class]), 1e-6);
        cr_assert_eq(to->correct, to->output[s->true_class] > 0.5f);
        const un_SnapshotGradient *dh = &to->track[0].dh;
        for (int t = 0; t < 12; t++)
            cr_assert((dh->norm[t] == 0) == (t > asked), "a forward direction has no gradient after the loss: %d", t);
        cr_assert(dh->ratio[asked] == 1 && dh->arrives == dh->ratio[0] && dh->slope < 0);
    }
    // The reverse direction's way back leads to the last step.
    const un_SnapshotGradient *reverse = &s->lane[1].track[1].dh;
    for (int t = 11; t >= 0; t--) {
        cr_assert((reverse->norm[t] == 0) == (t < asked), "step %d", t);
        if (t >= asked && reverse->ratio[t] < 0.01) under = t - asked;
    }
    cr_assert(reverse->ratio[asked] == 1 && reverse->arrives == reverse->ratio[11] && reverse->slope < 0);
    cr_assert_eq(reverse->under_one_percent, under);
    stop(&run);
}

Test(probe, every_step_may_be_asked) {
    un_Experiment experiment = un_default_experiment();
    un_param_table[un_param_find("task")].set(&experiment, 0, UN_TASK_SINE);
    Run run = start(&experiment);
    const un_Snapshot *s = &run.snapshot;
    cr_assert(s->loss_step == 49 && !s->target_class);
    double sum = 0;
    for (int t = 0; t < 50; t++) {
        double error = (double)s->lane[0].prediction[t] - (double)s->target_value[t];
        cr_assert_eq(s->scored[t], UN_SCORED_ANSWER);
        sum += error * error;
    }
    cr_assert_float_eq(s->lane[0].loss, sum / 50, 1e-6);
    cr_assert_float_eq(s->chance_loss, un_task_info(UN_TASK_SINE)->chance_loss, 0);
    stop(&run);
    // Copy's chance depends on the lag, and only its last five steps are answers.
    un_param_table[un_param_find("task")].set(&experiment, 0, UN_TASK_COPY);
    run = start(&experiment);
    cr_assert_float_eq(run.snapshot.chance_loss, 5 * log(4) / 20, 1e-15);
    for (int t = 0; t < 20; t++)
        cr_assert_eq(run.snapshot.scored[t], t < 15 ? UN_SCORED_LOSS : UN_SCORED_ANSWER);
    stop(&run);
}

Test(trace, sequences_with_other_numbers_of_questions_have_their_own_means) {
    enum { B = 6 };
    un_Experiment experiment = un_default_experiment();
    un_param_table[un_param_find("task")].set(&experiment, 0, UN_TASK_REBER);
    experiment.task.length = 14;
    Run run = start(&experiment);
    const float *params = un_trainer_params(run.trainer, 0);
    un_NetDef net = un_experiment_net(&experiment, 0);
    un_Batch batch, single;
    un_Trace together, alone;
    un_Arena arena = un_arena_measure();
    for (int pass = 0; pass < 2; pass++) {
        un_batch_carve(&batch, &arena, &experiment.task, NULL, B, B);
        un_batch_carve(&single, &arena, &experiment.task, NULL, B, 1);
        un_trace_carve(&together, &arena, &net, 14, B);
        un_trace_carve(&alone, &arena, &net, 14, 1);
        if (pass == 0) cr_assert_eq(un_arena_reserve(&arena, arena.used), UN_OK);
    }
    un_Random random = un_random_stream(3, "probe"), again = random;
    un_batch_draw(&batch, &random);
    un_batch_draw(&single, &again);
    un_BatchBlock block = un_batch_block(&batch, 0);
    double sum = un_trace_run(&together, params, &block, 14, NULL), own = 0, row[16], other[16];
    long least = 14, most = 0;
    for (int b = 0; b < B; b++) {
        un_BatchBlock one = un_batch_block(&single, b);
        own += un_trace_run(&alone, params, &one, 14, NULL);
        long scored = un_batch_scored(&one, 14, 0);
        cr_assert_eq(scored, un_batch_scored(&block, 14, b));
        cr_assert_eq(un_batch_loss_step(&one, 14, 0), un_batch_loss_step(&block, 14, b));
        cr_assert_eq(un_batch_loss_step(&one, 14, 0), scored - 2);
        least = scored < least ? scored : least;
        most = scored > most ? scored : most;
        for (int t = 0; t < 14; t++) {
            un_tape_row_f64(&net, &together.tape, 0, 0, UN_PART_DH, 0, t, b, row);
            un_tape_row_f64(&net, &alone.tape, 0, 0, UN_PART_DH, 0, t, 0, other);
            for (int j = 0; j < 16; j++)
                cr_assert_float_eq(row[j], other[j], 1e-15, "sequence %d step %d", b, t);
        }
    }
    cr_assert_lt(least, most, "all are of one length: nothing was tried");
    cr_assert_float_eq(sum, own, 1e-12);
    un_arena_free(&arena);
    stop(&run);
}

Test(trace, norm_of_very_small_and_odd_numbers) {
    double small[2] = {3e-200, 4e-200}, none[2] = {0, 0}, odd[2] = {1, (double)NAN}, large[2] = {3e200, 4e200};
    cr_assert_float_eq(un_norm(small, 2) / 5e-200, 1, 1e-15);
    cr_assert_float_eq(un_norm(large, 2) / 5e200, 1, 1e-15);
    cr_assert_eq(un_norm(none, 2), 0);
    cr_assert(isnan(un_norm(odd, 2)));
}

Test(profile, one_sequence_is_the_probe_s_own) {
    // Both draw from stream "probe" and take each sequence's own loss.
    un_Experiment experiment = un_default_lab_experiment();
    Run run = start(&experiment);
    double dh[31], dc[31];
    int distances;
    un_Error error;
    for (int lane = 0; lane < 3; lane++) {
        cr_assert_eq(un_profile_measure(run.trainer, lane, 1, dh, dc, &distances, &error), UN_OK);
        cr_assert_eq(distances, 31);
        for (int d = 0; d < 31; d++) {
            cr_assert_float_eq(dh[d] / run.snapshot.lane[lane].track[0].dh.norm[30 - d], 1, 1e-12);
            if (lane == 1) cr_assert_float_eq(dc[d] / run.snapshot.lane[1].track[0].dc.norm[30 - d], 1, 1e-12);
        }
    }
    stop(&run);
}

Test(profile, the_mean_does_not_depend_on_blocks) {
    // 20 sequences are a block of 16 and one of 4: the mean of all is the mean of the first 16 and the last 4.
    un_Experiment experiment = un_default_experiment();
    experiment.task.lag = 6;
    Run run = start(&experiment);
    double all[7], first[7], dc[7], one[7];
    int distances;
    un_Error error;
    cr_assert_eq(un_profile_measure(run.trainer, 0, 20, all, dc, &distances, &error), UN_OK);
    cr_assert_eq(un_profile_measure(run.trainer, 0, 16, first, dc, &distances, &error), UN_OK);
    cr_assert_eq(un_profile_measure(run.trainer, 0, 1, one, dc, &distances, &error), UN_OK);
    for (int d = 0; d < 7; d++) {
        double rest = (20 * all[d] - 16 * first[d]) / 4;
        cr_assert(rest > 0.2 * first[d] && rest < 5 * first[d], "distance %d: %g and %g", d, rest, first[d]);
        cr_assert(one[d] > 0.1 * all[d] && one[d] < 10 * all[d], "a mean, never divided by the batch");
    }
    stop(&run);
}

Test(profile, distances_count_from_each_sequence_s_own_loss) {
    un_Experiment experiment = un_default_experiment();
    un_param_table[un_param_find("task")].set(&experiment, 0, UN_TASK_BANK);
    Run run = start(&experiment);
    double dh[12], one[12], dc[12];
    int distances, own;
    un_Error error;
    cr_assert_eq(un_profile_measure(run.trainer, 0, 1, one, dc, &own, &error), UN_OK);
    cr_assert_eq(own, run.snapshot.loss_step + 1);
    for (int d = 0; d < own; d++)
        cr_assert_float_eq(one[d] / run.snapshot.lane[0].track[0].dh.norm[run.snapshot.loss_step - d], 1, 1e-12);
    cr_assert_eq(un_profile_measure(run.trainer, 0, 200, dh, dc, &distances, &error), UN_OK);
    cr_assert_eq(distances, 9, "\"bank\" stands at step 8 at the latest");
    for (int d = 1; d < distances; d++) // also where few sequences reach: a mean over those
        cr_assert(dh[d] > 0.1 * dh[d - 1] && dh[d] < dh[d - 1], "distance %d: %g after %g", d, dh[d], dh[d - 1]);
    stop(&run);
}

Test(setting, says_what_matters) {
    char text[64];
    un_LaneDef lane = un_default_lane(UN_CELL_LSTM);
    lane.init.gate_bias = UN_GATE_BIAS_CONSTANT;
    lane.init.gate_bias_value = 1;
    cr_assert_str_eq(un_setting_text(&lane, text, sizeof text), "gate bias 1");
    lane = un_default_lane(UN_CELL_RNN);
    lane.activation = UN_ACTIVATION_RELU;
    lane.init.init = UN_INIT_IDENTITY;
    cr_assert_str_eq(un_setting_text(&lane, text, sizeof text), "ReLU · identity init");
    char narrow[20];
    lane.layers = 2;
    cr_assert_str_eq(un_setting_text(&lane, narrow, sizeof narrow), "ReLU · 2 layers",
                     "a part that does not fit is left out whole");
}

/// A fingerprint of a lane's trace.
static double trace_sum(const un_Snapshot *s, int lane) {
    double sum = s->lane[lane].loss;
    const un_SnapshotTrack *track = &s->lane[lane].track[0];
    for (int i = 0; i < s->T * s->lane[lane].hidden; i++)
        sum += (double)track->h[i] * (1 + i % 7);
    for (int t = 0; t < s->T; t++)
        sum += track->dh.norm[t];
    return sum;
}

Test(probe, interventions_answer_in_the_next_snapshot_and_leave_training_alone) {
    un_Experiment experiment = un_default_lab_experiment(); // rnn, lstm, gru; 8 inputs
    experiment.task.lag = 9;
    Run run = start(&experiment);
    train(&run, 20);
    const un_Snapshot *s = &run.snapshot;
    uint64_t hash = un_trainer_state_hash(run.trainer, 1);
    double before[3];
    for (int lane = 0; lane < 3; lane++)
        before[lane] = trace_sum(s, lane);
    cr_assert_eq(s->act_count, 0);
    char first[UN_SNAPSHOT_SYMBOL];
    memcpy(first, s->symbol[4], sizeof first);

    un_ProbeActs acts = {.count = 2}, none = {0};
    acts.act[0] = (un_Edit){.lane = 1, .act = UN_ACT_HOLD, .value = 1, .place = un_place_all()};
    acts.act[0].place.gate = 1;
    acts.act[1] = (un_Edit){.lane = 0, .act = UN_ACT_RADIUS, .value = 2, .place = un_place_all()};
    cr_assert(un_probe_intervene(run.probe, run.trainer, &acts));
    take(&run);
    cr_assert(s->act_count == 2 && s->act[0].probe && s->act[0].lane == 1 && s->act[0].unit == -1 &&
              s->act[0].value == 1);
    cr_assert(!strcmp(s->act[0].act, "hold") && !strcmp(s->act[0].place, "f") && !strcmp(s->act[1].act, "radius"));
    for (int i = 0; i < s->T * s->lane[1].hidden; i++)
        cr_assert_eq(s->lane[1].track[0].gate[1].value[i], 1);
    // Forgetting nothing, the cell's gradient does not shrink on its way but by the gates' own paths.
    cr_assert(trace_sum(s, 0) != before[0] && trace_sum(s, 1) != before[1] && trace_sum(s, 2) == before[2]);

    float h[6];
    memcpy(h, s->lane[2].track[0].h, sizeof h);
    int symbol = 0;
    while (symbol < 8 && run.snapshot.symbol[4][0] != "ABCDwxyz"[symbol])
        symbol++;
    acts.count = 1;
    acts.act[0] = (un_Edit){.act = UN_ACT_INPUT, .value = (double)NAN, .place = un_place_all()};
    acts.act[0].place.row = 4;
    acts.act[0].place.column = symbol == 5 ? 6 : 5;
    cr_assert(un_probe_intervene(run.probe, run.trainer, &acts));
    take(&run);
    cr_assert(s->act_count == 1 && s->act[0].lane == -1 && s->act[0].row == 4 && isnan(s->act[0].value));
    cr_assert_eq(s->symbol[4][0], "ABCDwxyz"[acts.act[0].place.column]);
    for (int lane = 0; lane < 3; lane++)
        cr_assert_neq(trace_sum(s, lane), before[lane]);
    cr_assert_eq(memcmp(h, s->lane[2].track[0].h, sizeof h), 0, "nothing changes before the step");
    acts.act[0].place.row = s->T;
    cr_assert_not(un_probe_intervene(run.probe, run.trainer, &acts), "a step that is none");
    acts.act[0] = (un_Edit){.act = UN_ACT_FREEZE, .place = un_place_all()};
    acts.act[0].place.tensor = 0;
    cr_assert_not(un_probe_intervene(run.probe, run.trainer, &acts), "there is nothing to freeze on a probe");

    cr_assert(un_probe_intervene(run.probe, run.trainer, &none));
    take(&run);
    for (int lane = 0; lane < 3; lane++)
        cr_assert_eq(trace_sum(s, lane), before[lane], "it is reversible");
    cr_assert_eq(memcmp(first, s->symbol[4], sizeof first), 0);
    cr_assert_eq(un_trainer_state_hash(run.trainer, 1), hash, "training was touched");

    // On training: told as such, and the probe's own come on top.
    un_Edit edit = {.lane = 2, .act = UN_ACT_ZERO, .place = un_place_all()};
    edit.place.tensor = 1;
    edit.place.row = 2;
    cr_assert(un_trainer_add_edit(run.trainer, &edit));
    acts.act[0] = (un_Edit){.lane = 2, .act = UN_ACT_HOLD, .value = 0.5, .place = un_place_all()};
    acts.act[0].place.gate = 1;
    acts.act[0].place.unit = 3;
    cr_assert(un_probe_intervene(run.probe, run.trainer, &acts));
    take(&run);
    cr_assert(s->act_count == 2 && !s->act[0].probe && s->act[1].probe);
    cr_assert(!strcmp(s->act[0].place, "weight_hh_l0") && s->act[0].row == 2 && s->act[0].column == -1);
    cr_assert_float_eq(s->lane[2].track[0].gate[1].value[3], 0.5f, 1e-6);
    stop(&run);
}

/// What a cell without recurrence shows: the variable's name, the gradient that arrives at it, and where attention
/// looks.
Test(probe, comparison_cells_name_what_arrives) {
    un_Experiment experiment = un_default_experiment();
    experiment.task.lag = 12;
    experiment.lane_count = 4;
    experiment.lane[0] = un_default_lane(UN_CELL_ATTENTION);
    experiment.lane[1] = un_default_lane(UN_CELL_WINDOW);
    experiment.lane[2] = un_default_lane(UN_CELL_SSM);
    experiment.lane[3] = un_default_lane(UN_CELL_SELECTIVE);
    un_Error error;
    un_Trainer *trainer = un_trainer_create(&experiment, NULL, &error);
    un_Probe *probe = un_probe_create(trainer, &error);
    un_Recorder *recorder = malloc(sizeof *recorder);
    un_recorder_reset(recorder);
    un_Snapshot snapshot = {0};
    cr_assert(trainer && probe && recorder);
    cr_assert_eq(un_probe_take(probe, trainer, recorder, &snapshot), UN_OK);
    const un_SnapshotTrack *attention = &snapshot.lane[0].track[0], *window = &snapshot.lane[1].track[0];
    cr_assert(snapshot.lane[0].stateless && snapshot.lane[1].stateless && !snapshot.lane[2].stateless);
    cr_assert_str_eq(attention->dh.variable, "e");
    cr_assert_str_eq(window->dh.variable, "a");
    int T = snapshot.T;
    for (int t = 0; t < T; t++) {
        float sum = 0;
        for (int s = 0; s < T; s++) {
            float weight = attention->attention[t * T + s];
            cr_assert(s > t ? weight == 0 : weight > 0);
            sum += weight;
            if (t == snapshot.loss_step) cr_assert_eq(weight, attention->looked[s]);
        }
        cr_assert(fabsf(sum - 1) < 1e-6f);
        cr_assert(attention->dh.norm[t] > 0, "it arrives everywhere");
        cr_assert((window->dh.norm[t] > 0) == (t == snapshot.loss_step), "and nowhere before");
    }
    for (int lane = 2; lane < 4; lane++) {
        const un_SnapshotTrack *track = &snapshot.lane[lane].track[0];
        cr_assert_str_eq(track->dc.variable, "c");
        cr_assert(track->gate_count == 1 && track->gate[0].job == UN_JOB_KEEP && !track->looked);
        cr_assert(track->dc.arrives > 0.5 && track->dc.arrives <= 1, "%g", track->dc.arrives);
    }
    // The time-invariant share is the same at every step, the selective one is not.
    cr_assert_eq(snapshot.lane[2].track[0].gate[0].mean[0], snapshot.lane[2].track[0].gate[0].mean[5]);
    cr_assert_neq(snapshot.lane[3].track[0].gate[0].mean[0], snapshot.lane[3].track[0].gate[0].mean[5]);
    un_snapshot_free(&snapshot);
    free(recorder);
    un_probe_destroy(probe);
    un_trainer_destroy(trainer);
}
