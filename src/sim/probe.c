#include "sim/probe.h"

#include "base/catalog.h"
#include "base/check.h"
#include "num/elementary.h"
#include "num/linalg.h"
#include "sim/measure_cost.h"
#include "sim/probe_band.h"
#include "sim/probe_details.h"
#include "sim/probe_measures.h"
#include "sim/probe_start.h"
#include "sim/probe_text.h"
#include "sim/setting.h"
#include "sim/trace.h"
#include "sim/waterfall.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Static_assert((int)UN_SNAPSHOT_LANES == (int)UN_LANES_MAX, "a snapshot has room for every lane");
_Static_assert((int)UN_SNAPSHOT_GATES == (int)UN_GATES_MAX, "a snapshot has room for every gate");
_Static_assert((int)UN_JOB_KEEP == (int)UN_GATE_KEEP && (int)UN_JOB_NEW == (int)UN_GATE_NEW,
               "the gates' jobs have one order");

struct un_Probe {
    un_Arena arena;
    un_Batch batch; ///< one sequence
    float *drawn;   ///< (T,inputs) its symbols as they were drawn
    un_ProbeActs acts;
    un_Trace trace[UN_LANES_MAX];   ///< they share their memory: lanes are traced one after the other
    un_Effect effect[UN_LANES_MAX]; ///< likewise
    un_SnapshotShape shape;
    char (*symbol)[UN_SNAPSHOT_SYMBOL]; ///< (T)
    unsigned char *matters;             ///< (T)
    double *part;                       ///< (T,H) of the largest lane: one of the parts of a trace
    double *work;                       ///< of the measures, as much as the largest lane needs
    int *order;                         ///< (2H) the same
    unsigned wanted;
    un_Arena dear; ///< work once more, for what is wanted beside the usual
    un_Waterfall waterfall;
    un_ProbeStart start[UN_LANES_MAX][2];
    un_Arena start_spectrum; ///< of `start`, kept once it was wanted
    un_ProbeBand band[UN_LANES_MAX];
    un_ProbeBandWork band_work;
    un_Arena band_arena; ///< likewise
    un_ProbeText text;
};

/// Workspace of the lane that needs most.
static size_t most_work(const un_Experiment *experiment, int T, unsigned wanted) {
    size_t most = 0;
    for (int i = 0; i < experiment->lane_count; i++) {
        un_NetDef net = un_experiment_net(experiment, i);
        size_t measures = un_measures_work(&net, T, wanted), details = un_details_work(&net);
        if (measures > most) most = measures;
        if (details > most) most = details;
    }
    return most;
}

static void carve(un_Probe *probe, un_Arena *arena, const un_Experiment *experiment, const un_TaskData *data) {
    const un_TaskInfo *task = un_task_info(experiment->task.task);
    un_batch_carve(&probe->batch, arena, &experiment->task, data, 1, 1);
    int T = probe->batch.T;
    probe->drawn = un_arena_take(arena, (size_t)T * (size_t)task->inputs, sizeof(float));
    probe->symbol = un_arena_take(arena, (size_t)T, sizeof *probe->symbol);
    probe->matters = un_arena_take(arena, (size_t)T, 1);
    probe->shape = (un_SnapshotShape){
        .T = T, .inputs = task->inputs, .outputs = task->outputs, .classes = task->classes, .lane_count = experiment->lane_count};
    int largest = 0;
    for (int i = 0; i < experiment->lane_count; i++) {
        if (experiment->lane[i].hidden > largest) largest = experiment->lane[i].hidden;
    }
    probe->part = un_arena_take(arena, (size_t)T * (size_t)largest, sizeof(double));
    probe->work = un_arena_take(arena, most_work(experiment, T, 0), sizeof(double));
    probe->order = un_arena_take(arena, 2 * (size_t)largest, sizeof(int));
    size_t start = arena->used, end = start;
    for (int i = 0; i < experiment->lane_count; i++) {
        un_NetDef net = un_experiment_net(experiment, i);
        const un_CellInfo *cell = un_cell_info(net.cell);
        arena->used = start;
        un_trace_carve(&probe->trace[i], arena, &net, T, 1);
        un_effect_carve(&probe->effect[i], arena, &net);
        if (arena->used > end) end = arena->used;
        probe->shape.hidden[i] = net.hidden;
        probe->shape.directions[i] = net.bidirectional ? 2 : 1;
        probe->shape.gate_count[i] = cell->shown_gates;
        probe->shape.cell_state[i] = cell->has_cell_state;
        probe->shape.attends[i] = cell->attends;
        probe->shape.measures[i] = un_measures_shape(&net, T, probe->wanted);
        probe->shape.details[i] = un_details_shape(&net, probe->wanted);
    }
    arena->used = end;
    un_waterfall_carve_rows(&probe->waterfall, arena, &probe->shape, experiment->batch);
    for (int i = 0; i < experiment->lane_count; i++) {
        for (int d = 0; d < probe->shape.directions[i]; d++) {
            un_probe_start_carve(&probe->start[i][d], arena, &probe->shape.measures[i]);
        }
    }
}

static void carve_start_spectrum(un_Probe *probe, un_Arena *arena) {
    for (int i = 0; i < probe->shape.lane_count; i++) {
        for (int d = 0; d < probe->shape.directions[i]; d++) {
            un_probe_start_carve_spectrum(&probe->start[i][d], arena);
        }
    }
}

double un_probe_memory(const un_Experiment *experiment, unsigned wanted, int snapshots) {
    un_Probe probe = {.wanted = wanted};
    un_Arena arena = un_arena_measure();
    carve(&probe, &arena, experiment, NULL);
    if (wanted) un_arena_take(&arena, most_work(experiment, probe.shape.T, wanted), sizeof(double));
    if (wanted & UN_WANT_SPECTRUM) carve_start_spectrum(&probe, &arena);
    if (wanted & UN_WANT_BAND) un_probe_band_carve(probe.band, &probe.band_work, &arena, experiment, NULL);
    double text = wanted & UN_WANT_GENERATED ? un_probe_text_memory(experiment) : 0;
    return text + (double)arena.used + snapshots * (double)un_snapshot_memory(&probe.shape);
}

static void name_symbols(un_Probe *probe, const un_TaskDef *def) {
    const un_TaskInfo *task = un_task_info(def->task);
    for (int t = 0; t < probe->batch.T; t++) {
        probe->matters[t] =
            task->symbol(def, probe->batch.x + (size_t)t * (size_t)task->inputs, probe->symbol[t], UN_SNAPSHOT_SYMBOL);
    }
}

un_Probe *un_probe_create(const un_Trainer *trainer, un_Error *error) {
    const un_Experiment *experiment = un_trainer_experiment(trainer);
    un_Probe *probe = calloc(1, sizeof *probe);
    un_Arena measure = un_arena_measure();
    if (probe) carve(probe, &measure, experiment, un_trainer_data(trainer));
    if (!probe || un_arena_reserve(&probe->arena, measure.used)) {
        free(probe);
        un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, _("not enough memory: the probe needs %.3g MB"),
                     (double)measure.used / 1e6);
        return NULL;
    }
    carve(probe, &probe->arena, experiment, un_trainer_data(trainer));
    un_Random random = un_random_stream(experiment->seed, "probe");
    un_batch_draw(&probe->batch, &random);
    size_t entries = (size_t)probe->batch.T * (size_t)un_task_info(experiment->task.task)->inputs;
    memcpy(probe->drawn, probe->batch.x, entries * sizeof(float));
    name_symbols(probe, &experiment->task);
    return probe;
}

/// Room for the eigenvalues at the start; they are measured with the next snapshot.
static un_Status want_start(un_Probe *probe) {
    un_Arena measure = un_arena_measure();
    if (probe->start_spectrum.memory) return UN_OK;
    carve_start_spectrum(probe, &measure);
    if (un_arena_reserve(&probe->start_spectrum, measure.used)) {
        for (int i = 0; i < 2 * UN_LANES_MAX; i++) {
            probe->start[i / 2][i % 2].real = probe->start[i / 2][i % 2].imaginary = NULL;
        }
        return UN_ERROR_MEMORY;
    }
    carve_start_spectrum(probe, &probe->start_spectrum);
    return UN_OK;
}

/// The same for the band over seeds.
static un_Status want_band(un_Probe *probe, const un_Trainer *trainer) {
    const un_Experiment *experiment = un_trainer_experiment(trainer);
    un_Arena measure = un_arena_measure();
    if (probe->band_arena.memory) return UN_OK;
    un_probe_band_carve(probe->band, &probe->band_work, &measure, experiment, NULL);
    memset(probe->band, 0, sizeof probe->band);
    if (un_arena_reserve(&probe->band_arena, measure.used)) return UN_ERROR_MEMORY;
    un_probe_band_carve(probe->band, &probe->band_work, &probe->band_arena, experiment, un_trainer_data(trainer));
    return UN_OK;
}

un_Status un_probe_want(un_Probe *probe, const un_Trainer *trainer, unsigned wanted) {
    const un_Experiment *experiment = un_trainer_experiment(trainer);
    size_t work = most_work(experiment, probe->shape.T, wanted);
    un_Arena measure = un_arena_measure();
    un_arena_take(&measure, work, sizeof(double));
    if (wanted & UN_WANT_SPECTRUM && want_start(probe)) return UN_ERROR_MEMORY;
    if (wanted & UN_WANT_BAND && want_band(probe, trainer)) return UN_ERROR_MEMORY;
    if (un_probe_text_want(&probe->text, experiment, wanted & UN_WANT_GENERATED)) return UN_ERROR_MEMORY;
    if (wanted && un_arena_reserve(&probe->dear, measure.used)) return UN_ERROR_MEMORY;
    if (!wanted) un_arena_free(&probe->dear);
    probe->wanted = wanted;
    for (int i = 0; i < experiment->lane_count; i++) {
        probe->shape.measures[i].wanted = wanted;
        probe->shape.details[i].wanted = wanted;
    }
    return UN_OK;
}

void un_probe_destroy(un_Probe *probe) {
    if (!probe) return;
    un_probe_text_free(&probe->text);
    un_arena_free(&probe->band_arena);
    un_arena_free(&probe->start_spectrum);
    un_arena_free(&probe->dear);
    un_arena_free(&probe->arena);
    free(probe);
}

// Interventions.

static void change_input(un_Probe *probe, int inputs, const un_Edit *edit) {
    float *x = probe->batch.x + (size_t)edit->place.row * (size_t)inputs;
    bool symbol = isnan(edit->value);
    for (int i = 0; symbol && i < inputs; i++) {
        x[i] = 0;
    }
    x[edit->place.column] = symbol ? 1 : (float)edit->value;
}

bool un_probe_intervene(un_Probe *probe, const un_Trainer *trainer, const un_ProbeActs *acts) {
    const un_Experiment *experiment = un_trainer_experiment(trainer);
    if (acts->count < 0 || acts->count > UN_PROBE_ACTS_MAX) return false;
    for (int i = 0; i < acts->count; i++) {
        const un_Edit *edit = &acts->act[i];
        bool acts_here = edit->act == UN_ACT_HOLD || edit->act == UN_ACT_ZERO || edit->act == UN_ACT_RADIUS ||
                         edit->act == UN_ACT_INPUT;
        if (!acts_here || !un_intervention_fits(experiment, edit)) return false;
    }
    probe->acts = *acts;
    un_probe_text_forget(&probe->text);
    int inputs = un_task_info(experiment->task.task)->inputs;
    memcpy(probe->batch.x, probe->drawn, (size_t)probe->batch.T * (size_t)inputs * sizeof(float));
    for (int i = 0; i < acts->count; i++) {
        if (acts->act[i].act == UN_ACT_INPUT) change_input(probe, inputs, &acts->act[i]);
    }
    name_symbols(probe, &experiment->task);
    return true;
}

/// What the lane's trace is run with.
static const float *effective(un_Probe *probe, const un_Trainer *trainer, int lane) {
    const float *trained = un_trainer_params(trainer, lane);
    un_Effect *effect = &probe->effect[lane];
    un_effect_clear(effect); // lanes share its memory
    for (int i = 0; i < probe->acts.count; i++) {
        if (probe->acts.act[i].lane == lane) un_effect_do(effect, &probe->acts.act[i]);
    }
    un_effect_follow(effect, trained);
    for (int i = 0; i < probe->acts.count; i++) {
        const un_Edit *edit = &probe->acts.act[i];
        if (edit->lane == lane && edit->act == UN_ACT_RADIUS) un_effect_scale(effect, edit->value, NULL);
    }
    return effect->any ? effect->params : trained;
}

/// Least squares of log10 over the distance from the loss, finite steps only: slope = cov(d, y) / var(d) (Hochreiter
/// 1991). The `count` steps are those at loss_step, loss_step + step, ...
static double fit_slope(const double *log10, int loss_step, int step, int count) {
    double n = 0, mean_d = 0, mean_y = 0, covariance = 0, variance = 0;
    for (int distance = count - 1; distance >= 0; distance--) {
        double y = log10[loss_step + step * distance];
        if (!isfinite(y)) continue;
        double step_d = distance - mean_d, step_y = y - mean_y;
        n++;
        mean_d += step_d / n;
        mean_y += step_y / n;
        covariance += step_d * (y - mean_y);
        variance += step_d * (distance - mean_d);
    }
    return n < 2 ? (double)NAN : covariance / variance;
}

/// Fills one gradient from dL/d(variable) (T,H) of the probe sequence. Forward, it goes from the loss back to step 0;
/// in the reverse direction to step T-1, which that one reads first.
static void fill_gradient(un_SnapshotGradient *out, const char *variable, const double *gradient, int T, int H,
                          int loss_step, int direction) {
    snprintf(out->variable, sizeof out->variable, "%s", variable);
    for (int t = 0; t < T; t++) {
        out->norm[t] = un_norm(gradient + (size_t)t * (size_t)H, H);
    }
    double reference = out->norm[loss_step];
    for (int t = 0; t < T; t++) {
        // A ratio to nothing, or of what is not finite, has no meaning.
        double ratio = reference > 0 && isfinite(reference) ? out->norm[t] / reference : (double)NAN;
        out->ratio[t] = ratio;
        out->log10[t] = isnan(ratio) ? (double)NAN : un_log10(ratio);
    }
    int step = direction == 0 ? -1 : 1, count = direction == 0 ? loss_step + 1 : T - loss_step;
    out->under_one_percent = -1;
    for (int distance = 0; distance < count && out->under_one_percent < 0; distance++) {
        if (out->ratio[loss_step + step * distance] < 0.01) out->under_one_percent = distance;
    }
    out->slope = fit_slope(out->log10, loss_step, step, count);
    out->arrives = out->ratio[direction == 0 ? 0 : T - 1];
}

static void fill_gate(un_SnapshotGate *out, const un_CellInfo *cell, int gate, const double *value, int T, int H) {
    snprintf(out->name, sizeof out->name, "%s", cell->gate_name[gate]);
    out->job = (un_SnapshotJob)cell->gate_job[gate];
    for (int t = 0; t < T; t++) {
        double sum = 0;
        for (int j = 0; j < H; j++) {
            out->value[t * H + j] = (float)value[t * H + j];
            sum += value[t * H + j];
        }
        out->mean[t] = (float)(sum / H);
    }
}

/// Units by value, largest first; equal ones (and NaN) keep their order.
static void sort_units(int *order, const float *value, int H) {
    for (int j = 0; j < H; j++) {
        int place = j;
        for (; place > 0 && value[order[place - 1]] < value[j]; place--) {
            order[place] = order[place - 1];
        }
        order[place] = j;
    }
}

/// Where the steps look: all of them, or of a long sequence the one that the loss reads. row: (T) workspace.
static void fill_attention(un_SnapshotTrack *out, const un_Trace *trace, int loss_step, double *row) {
    size_t T = (size_t)trace->tape.T;
    for (size_t t = out->attention ? 0 : (size_t)loss_step; t < T; t++) {
        un_trace_weights(trace, (int)t, row);
        for (size_t s = 0; s < T; s++) {
            if (out->attention) out->attention[t * T + s] = (float)row[s];
            if ((int)t == loss_step) out->looked[s] = (float)row[s];
        }
        if (!out->attention) break;
    }
}

static double *work_of(const un_Probe *probe) {
    return probe->wanted ? (double *)(void *)probe->dear.memory : probe->work;
}

/// What the states were, and what arrived at them.
static void fill_states(un_SnapshotTrack *out, const un_Trace *trace, int direction, int loss_step,
                        const un_Probe *probe) {
    double *part = probe->part;
    const un_CellInfo *cell = un_cell_info(trace->net.cell);
    int T = trace->tape.T, H = trace->net.hidden;
    un_trace_part(trace, direction, UN_PART_H, 0, part);
    for (int i = 0; i < T * H; i++) {
        out->h[i] = (float)part[i];
    }
    out->c_largest = 0;
    if (out->c && un_trace_part(trace, direction, UN_PART_C, 0, part)) {
        for (int i = 0; i < T * H; i++) {
            out->c[i] = (float)part[i];
            float magnitude = (float)fabs(part[i]);
            if (magnitude > out->c_largest) out->c_largest = magnitude;
        }
    }
    un_trace_part(trace, direction, cell->arrives, 0, part);
    fill_gradient(&out->dh, cell->arrives_at, part, T, H, loss_step, direction);
    if (out->dc.norm && un_trace_part(trace, direction, UN_PART_DC, 0, part)) {
        fill_gradient(&out->dc, "c", part, T, H, loss_step, direction);
    }
}

static void fill_track(un_SnapshotTrack *out, const un_Trace *trace, int direction, int loss_step,
                       const un_Probe *probe) {
    double *part = probe->part, *work = work_of(probe);
    const un_CellInfo *cell = un_cell_info(trace->net.cell);
    int T = trace->tape.T, H = trace->net.hidden;
    fill_states(out, trace, direction, loss_step, probe);
    for (int gate = 0; gate < out->gate_count; gate++) {
        un_trace_part(trace, direction, UN_PART_GATE, gate, part);
        fill_gate(&out->gate[gate], cell, gate, part, T, H);
    }
    if (out->looked) fill_attention(out, trace, loss_step, part);
    sort_units(out->order, out->h + (size_t)(T - 1) * (size_t)H, H);
    un_measures_fill(out, trace, direction, loss_step, work, probe->order);
    un_details_fill(out, trace, direction, loss_step, work);
}

/// softmax(logits): class probabilities.
static void fill_probabilities(float *out, const double *logits, int outputs) {
    double largest = logits[0], sum = 0, part[UN_SNAPSHOT_CLASSES];
    for (int o = 1; o < outputs; o++) {
        if (logits[o] > largest) largest = logits[o];
    }
    for (int o = 0; o < outputs; o++) {
        part[o] = un_exp(logits[o] - largest);
        sum += part[o];
    }
    for (int o = 0; o < outputs; o++) {
        out[o] = (float)(part[o] / sum);
    }
}

/// What the lane says at every step, and whether its answer at the loss step counts as right. logits (T,outputs).
static void fill_answer(un_SnapshotLane *out, const double *logits, const un_TaskInfo *task, int T, int loss_step,
                        int true_class) {
    int O = task->outputs, answer = 0;
    for (int t = 0; t < T; t++) {
        const double *from = logits + (size_t)t * (size_t)O;
        float *to = out->prediction + (size_t)t * (size_t)O;
        for (int o = 0; o < O && !task->classes; o++) {
            to[o] = (float)from[o];
        }
        if (task->classes) fill_probabilities(to, from, O);
    }
    const double *asked = logits + (size_t)loss_step * (size_t)O;
    memcpy(out->output, out->prediction + (size_t)loss_step * (size_t)O, (size_t)O * sizeof(float));
    for (int o = 1; o < O; o++) {
        if (asked[o] > asked[answer]) answer = o;
    }
    out->correct = task->classes ? answer == true_class && isfinite(out->output[answer]) : out->loss <= task->solved_at;
}

static void fill_training(un_SnapshotLane *out, const un_Trainer *trainer, int lane) {
    const un_Experiment *experiment = un_trainer_experiment(trainer);
    const un_LaneState *state = un_trainer_lane(trainer, lane);
    const un_OptimizerDef *optimizer = un_trainer_optimizer(trainer, lane);
    un_experiment_lane_title(experiment, lane, out->name, sizeof out->name);
    snprintf(out->cell, sizeof out->cell, "%s", un_cell_info(experiment->lane[lane].cell)->name);
    un_setting_text(&experiment->lane[lane], out->setting, sizeof out->setting);
    snprintf(out->activation, sizeof out->activation, "%s",
             experiment->lane[lane].cell == UN_CELL_RNN ? un_activation_names[experiment->lane[lane].activation] : "");
    out->layers = experiment->lane[lane].layers;
    out->stateless = !un_cell_info(experiment->lane[lane].cell)->carries_state;
    out->truncate = experiment->lane[lane].truncate;
    out->parameters = state->parameters;
    un_NetDef net = un_trainer_net(trainer, lane);
    un_Cost cost = un_cost_count(&net, un_task_steps(&experiment->task));
    out->forward_macs = cost.forward;
    out->forward_step_macs = cost.forward_step;
    out->kept_state = cost.kept_state;
    out->lr = optimizer->lr;
    out->clip = optimizer->clip;
    out->train_loss = state->loss_mean;
    out->train_accuracy = state->accuracy_mean;
    out->gradient_norm = state->gradient_norm;
    out->clipped = state->clipped;
    out->clipped_updates = (int)state->clipped_updates;
    out->solved_at = (int)state->solved_at;
    out->nonfinite_at = (int)state->nonfinite_at;
}

static void fill_history(un_Snapshot *out, const un_Recorder *recorder) {
    out->history_count = recorder->count + (recorder->pending > 0);
    size_t bytes = (size_t)out->history_count * sizeof(float);
    memcpy(out->history_update, recorder->update, bytes);
    for (int i = 0; i < out->lane_count; i++) {
        const un_RecorderLane *from = &recorder->lane[i];
        un_SnapshotLane *lane = &out->lane[i];
        memcpy(lane->loss_raw, from->loss_raw, bytes);
        memcpy(lane->loss_mean, from->loss_mean, bytes);
        memcpy(lane->accuracy_mean, from->accuracy_mean, bytes);
        memcpy(lane->gradient_norms, from->gradient_norm, bytes);
        for (int k = 0; k < out->history_count; k++) {
            lane->clip_mark[k] = (unsigned char)(from->clip_share[k] * 255 + 0.5f);
        }
    }
}

static void fill_task(un_Snapshot *out, const un_Probe *probe, const un_Experiment *experiment) {
    const un_TaskInfo *task = un_task_info(experiment->task.task);
    int T = probe->batch.T;
    snprintf(out->task, sizeof out->task, "%s", task->name);
    snprintf(out->task_title, sizeof out->task_title, "%s", _(task->title));
    snprintf(out->question, sizeof out->question, "%s", _(task->question));
    out->lag = experiment->task.lag;
    out->inputs = task->inputs;
    out->outputs = task->outputs;
    un_BatchBlock sequence = un_batch_block(&probe->batch, 0);
    int loss_step = out->loss_step = un_batch_loss_step(&sequence, T, 0);
    out->classes = task->classes;
    for (int o = 0; o < task->outputs; o++) {
        snprintf(out->class_name[o], sizeof out->class_name[o], "%s", task->class_names ? task->class_names[o] : "");
        out->true_value[o] = task->classes ? 0 : sequence.value_target[loss_step * task->outputs + o];
    }
    out->true_class = task->classes ? sequence.class_target[loss_step] : 0;
    out->chance_loss = un_task_chance_loss(&experiment->task, probe->batch.data);
    out->chance_accuracy = task->chance_accuracy;
    memcpy(out->symbol, probe->symbol, (size_t)T * sizeof *out->symbol);
    memcpy(out->matters, probe->matters, (size_t)T);
    memcpy(out->scored, sequence.scored, (size_t)T);
    un_details_fill_task(out, &experiment->task, probe->batch.data, &sequence);
    if (task->classes)
        memcpy(out->target_class, sequence.class_target, (size_t)T * sizeof(int32_t));
    else
        memcpy(out->target_value, sequence.value_target, (size_t)T * (size_t)task->outputs * sizeof(float));
}

// One lane.

/// The sequence as it was drawn, whatever the probe's interventions say.
static un_BatchBlock drawn_block(const un_Probe *probe) {
    un_BatchBlock block = un_batch_block(&probe->batch, 0);
    block.x = probe->drawn;
    return block;
}

static bool acts_on(const un_Probe *probe, int lane) {
    for (int i = 0; i < probe->acts.count; i++) {
        if (probe->acts.act[i].act == UN_ACT_INPUT || probe->acts.act[i].lane == lane) return true;
    }
    return false;
}

/// Runs the lane and tells its answers.
static void fill_run(un_Snapshot *out, un_Probe *probe, const un_TaskInfo *task, int lane, const float *params,
                     const un_BatchBlock *block) {
    un_Trace *trace = &probe->trace[lane];
    un_SnapshotLane *to = &out->lane[lane];
    to->loss = un_trace_run(trace, params, block, out->T, NULL);
    fill_answer(to, trace->tape.logits, task, out->T, out->loss_step, out->true_class);
}

/// The lane without the probe's interventions, in the lane's own places first; there the lane under them comes after.
static void fill_plain(un_Snapshot *out, un_Probe *probe, const un_Trainer *trainer, const un_TaskInfo *task, int lane) {
    un_SnapshotLane *from = &out->lane[lane];
    un_SnapshotPlain *plain = &from->plain;
    un_BatchBlock block = drawn_block(probe);
    size_t T = (size_t)out->T;
    plain->taken = acts_on(probe, lane);
    if (!plain->taken) return;
    fill_run(out, probe, task, lane, un_trainer_params(trainer, lane), &block);
    plain->loss = from->loss;
    plain->correct = from->correct;
    memcpy(plain->prediction, from->prediction, T * (size_t)task->outputs * sizeof(float));
    for (int d = 0; d < from->directions; d++) {
        un_SnapshotTrack *track = &from->track[d];
        fill_states(track, &probe->trace[lane], d, out->loss_step, probe);
        memcpy(plain->log10[d][0], track->dh.log10, T * sizeof(double));
        if (plain->log10[d][1]) memcpy(plain->log10[d][1], track->dc.log10, T * sizeof(double));
        memcpy(plain->h[d], track->h, T * (size_t)from->hidden * sizeof(float));
    }
}

/// What the run's initial weights did with the sequence, measured once.
static void fill_start(un_SnapshotLane *out, un_Probe *probe, const un_Trainer *trainer, int lane) {
    un_Trace *trace = &probe->trace[lane];
    un_BatchBlock block = drawn_block(probe);
    bool ran = false;
    un_SnapshotMeasures *forward = &out->track[0].measures;
    // Without memory for a seed's weights there is no band this time.
    if (forward->band_mean) (void)un_probe_band_measure(&probe->band[lane], &probe->band_work, trace, un_trainer_experiment(trainer), lane);
    un_probe_band_show(&probe->band[lane], probe->batch.T, forward);
    for (int d = 0; d < out->directions; d++) {
        un_SnapshotMeasures *measures = &out->track[d].measures;
        un_ProbeStart *start = &probe->start[lane][d];
        if (un_probe_start_misses(start, measures)) {
            if (!ran) un_trace_run(trace, un_trainer_start(trainer, lane), &block, probe->batch.T, NULL);
            ran = true;
            un_probe_start_measure(start, trace, d, measures, work_of(probe));
        }
        un_probe_start_show(start, measures);
    }
}

static void fill_lane(un_Snapshot *out, un_Probe *probe, const un_Trainer *trainer, int lane) {
    const un_TaskInfo *task = un_task_info(un_trainer_experiment(trainer)->task.task);
    un_Trace *trace = &probe->trace[lane];
    un_BatchBlock block = un_batch_block(&probe->batch, 0);
    un_SnapshotLane *to = &out->lane[lane];
    fill_training(to, trainer, lane);
    fill_start(to, probe, trainer, lane);
    fill_plain(out, probe, trainer, task, lane);
    const float *params = effective(probe, trainer, lane);
    fill_run(out, probe, task, lane, params, &block);
    un_probe_text_show(&probe->text, lane, params, out->update, to->generated);
    for (int d = 0; d < to->directions; d++) {
        fill_track(&to->track[d], trace, d, out->loss_step, probe);
    }
    // Last: leaving inputs out runs the trace anew.
    un_measures_fill_blame(&to->blame, trace, &block, probe->work);
}

// The waterfall.

bool un_probe_row_is_due(const un_Probe *probe, const un_Trainer *trainer) {
    return un_waterfall_is_due(&probe->waterfall, un_trainer_update(trainer));
}

void un_probe_row(un_Probe *probe, const un_Trainer *trainer) {
    un_BatchBlock block = drawn_block(probe);
    int T = probe->batch.T, loss_step = un_batch_loss_step(&block, T, 0);
    un_waterfall_open(&probe->waterfall, un_trainer_update(trainer));
    for (int i = 0; i < probe->shape.lane_count; i++) {
        un_trace_run(&probe->trace[i], un_trainer_params(trainer, i), &block, T, NULL);
        for (int d = 0; d < probe->shape.directions[i]; d++) {
            un_waterfall_fill(&probe->waterfall, i, &probe->trace[i], d, loss_step, probe->work);
        }
    }
}

void un_probe_forget_rows(un_Probe *probe, int64_t update) {
    un_waterfall_forget(&probe->waterfall, update);
}

static void add_act(un_Snapshot *out, const un_NetDef *net, const un_Edit *edit, bool probe) {
    if (out->act_count++ >= UN_SNAPSHOT_ACTS) return;
    un_SnapshotAct *to = &out->act[out->act_count - 1];
    *to = (un_SnapshotAct){.probe = probe,
                           .lane = edit->act == UN_ACT_INPUT ? -1 : edit->lane,
                           .layer = edit->place.layer,
                           .unit = edit->place.unit,
                           .row = edit->place.row,
                           .column = edit->place.column,
                           .value = edit->value};
    snprintf(to->act, sizeof to->act, "%s", un_act_name((int)edit->act));
    bool placed = edit->act != UN_ACT_RADIUS && edit->act != UN_ACT_INPUT;
    if (placed && edit->place.gate >= 0) {
        snprintf(to->place, sizeof to->place, "%s", un_cell_info(net->cell)->gate_name[edit->place.gate]);
    } else if (placed && edit->place.tensor >= 0) {
        un_ParamInfo info[UN_PARAMS_MAX];
        un_net_params(net, info, NULL);
        snprintf(to->place, sizeof to->place, "%s", info[edit->place.tensor].name);
    }
}

static void fill_acts(un_Snapshot *out, const un_Probe *probe, const un_Trainer *trainer) {
    un_Edit list[UN_SNAPSHOT_ACTS];
    out->act_count = 0;
    for (int lane = 0; lane < out->lane_count; lane++) {
        un_NetDef net = un_trainer_net(trainer, lane);
        int count = un_intervention_list(un_trainer_experiment(trainer), lane, un_trainer_update(trainer), list,
                                         UN_SNAPSHOT_ACTS);
        for (int i = 0; i < count; i++) {
            add_act(out, &net, &list[i < UN_SNAPSHOT_ACTS ? i : 0], false);
        }
    }
    for (int i = 0; i < probe->acts.count; i++) {
        un_NetDef net = un_trainer_net(trainer, probe->acts.act[i].lane);
        add_act(out, &net, &probe->acts.act[i], true);
    }
}

int un_probe_take(un_Probe *probe, const un_Trainer *trainer, const un_Recorder *recorder, un_Snapshot *snapshot) {
    const un_Experiment *experiment = un_trainer_experiment(trainer);
    int status = un_snapshot_shape(snapshot, &probe->shape);
    if (status) return status;
    snapshot->seed = experiment->seed;
    snapshot->update = un_trainer_update(trainer);
    snapshot->updates = experiment->updates;
    snapshot->batch = experiment->batch;
    snapshot->seconds = un_trainer_seconds(trainer);
    snapshot->time_steps_per_second = snapshot->seconds > 0 ? un_trainer_time_steps(trainer) / snapshot->seconds : 0;
    fill_task(snapshot, probe, experiment);
    for (int i = 0; i < snapshot->lane_count; i++) {
        fill_lane(snapshot, probe, trainer, i);
    }
    fill_acts(snapshot, probe, trainer);
    un_waterfall_show(&probe->waterfall, snapshot);
    fill_history(snapshot, recorder);
    return UN_OK;
}
