#include "cli/command.h"
#include "cli/output.h"

#include "base/catalog.h"
#include "base/number.h"
#include "platform/clock.h"
#include "platform/file.h"
#include "sim/checkpoint.h"
#include "sim/endless.h"
#include "sim/evaluate.h"
#include "sim/outcome.h"
#include "sim/trainer.h"
#include "sim/worker.h"
#include "task/data.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

/// What was measured on fresh sequences, one a lane.
typedef struct Evaluations {
    bool asked;
    un_Evaluation lane[UN_LANES_MAX];
    un_Endless endless[UN_LANES_MAX]; ///< where --eval-steps asks for it: steps are 0 else
    const un_OutcomeInfo *outcome;    ///< NULL: the task has none
    un_Outcome lane_outcome[UN_LANES_MAX];
} Evaluations;

static int64_t eval_sequences(const un_CliOptions *options) {
    enum { USUAL = 1000 };
    if (options->eval_sequences) return options->eval_sequences;
    return options->eval_lag || options->eval_length ? USUAL : 0;
}

static un_TaskDef eval_task(const un_CliOptions *options) {
    un_TaskDef task = options->experiment.task;
    if (options->eval_lag) task.lag = (int)options->eval_lag;
    if (options->eval_length) task.length = (int)options->eval_length;
    return task;
}

// Progress.

static json_t *begin_lane(const un_Trainer *trainer, int lane) {
    char name[UN_LANE_NAME];
    json_t *object = json_object();
    json_object_set_new(object, "name",
                        json_string(un_experiment_lane_name(un_trainer_experiment(trainer), lane, name, sizeof name)));
    return object;
}

static bool print_progress_json(const un_Trainer *trainer, double seconds) {
    const un_Experiment *experiment = un_trainer_experiment(trainer);
    json_t *object = json_object(), *lanes = json_array();
    json_object_set_new(object, "type", json_string("progress"));
    json_object_set_new(object, "seed", json_integer((json_int_t)experiment->seed));
    json_object_set_new(object, "update", json_integer(un_trainer_update(trainer)));
    json_object_set_new(object, "updates", json_integer(experiment->updates));
    json_object_set_new(object, "seconds", un_cli_json_real(seconds));
    for (int i = 0; i < experiment->lane_count; i++) {
        const un_LaneState *state = un_trainer_lane(trainer, i);
        json_t *lane = begin_lane(trainer, i);
        json_object_set_new(lane, "loss", un_cli_json_real(state->loss_mean));
        json_object_set_new(lane, "accuracy", un_cli_json_real(state->accuracy_mean));
        json_array_append_new(lanes, lane);
    }
    json_object_set_new(object, "lanes", lanes);
    return un_cli_print_json(object);
}

static void print_progress_text(const un_Trainer *trainer) {
    const un_Experiment *experiment = un_trainer_experiment(trainer);
    char name[UN_LANE_NAME];
    fprintf(stderr, _("seed %" PRIu64 "  update %" PRId64 "/%" PRId64), experiment->seed, un_trainer_update(trainer),
            experiment->updates);
    for (int i = 0; i < experiment->lane_count; i++) {
        const un_LaneState *state = un_trainer_lane(trainer, i);
        fprintf(stderr, "  %s", un_experiment_lane_name(experiment, i, name, sizeof name));
        if (state->nonfinite_at >= 0) {
            fprintf(stderr, "%s", _(" not finite"));
        } else {
            fprintf(stderr, _(" loss %.4g"), state->loss_mean);
        }
    }
    fputc('\n', stderr);
}

static bool print_progress(const un_CliOptions *options, const un_Trainer *trainer, double seconds) {
    if (options->json) return print_progress_json(trainer, seconds);
    print_progress_text(trainer);
    return true;
}

/// Trains for a while: never past `stop`, and with --until-solved, which looks after every update, never past
/// solved_at.
static void train_on(const un_CliOptions *options, un_Trainer *trainer, int64_t stop) {
    const double slice = 0.05;
    if (!options->until_solved) {
        if (un_trainer_update(trainer) < stop) un_trainer_slice(trainer, stop, slice);
        return;
    }
    double until = un_clock_seconds() + slice;
    while (un_trainer_update(trainer) < stop && !un_trainer_settled(trainer) && un_clock_seconds() < until) {
        un_trainer_slice(trainer, un_trainer_update(trainer) + 1, 0);
    }
}

/// Trains to the end, with at most two lines a second and one at the end, and saves on the way. Returns an exit code.
static int train(const un_CliOptions *options, un_Trainer *trainer) {
    const double interval = 0.5;
    double start = un_clock_seconds(), shown = start;
    int64_t updates = un_trainer_experiment(trainer)->updates, every = options->save_every, saved = -1;
    for (;;) {
        int64_t update = un_trainer_update(trainer);
        int64_t next = every ? (update / every + 1) * every : updates;
        train_on(options, trainer, next < updates ? next : updates);
        update = un_trainer_update(trainer);
        bool done = update >= updates || (options->until_solved && un_trainer_settled(trainer));
        if (every && update % every == 0 && update != saved && !done) { // the end is saved by whoever called
            un_Error error;
            if (un_checkpoint_write(trainer, options->save, &error)) return un_cli_fail(&error);
            saved = update;
        }
        double now = un_clock_seconds();
        if (done || now - shown >= interval) {
            shown = now;
            if (!print_progress(options, trainer, now - start)) return UN_EXIT_SYSTEM;
        }
        if (done) return UN_EXIT_DONE;
    }
}

// The result.

static json_t *lane_json(const un_Trainer *trainer, int index, const Evaluations *evaluations) {
    const un_LaneState *state = un_trainer_lane(trainer, index);
    char hash[24];
    snprintf(hash, sizeof hash, "%016" PRIx64, un_trainer_state_hash(trainer, index));
    json_t *lane = begin_lane(trainer, index);
    json_object_set_new(lane, "cell", json_string(un_cell_info(un_trainer_net(trainer, index).cell)->name));
    json_object_set_new(lane, "solved_at", un_cli_json_count(state->solved_at));
    json_object_set_new(lane, "loss", un_cli_json_real(state->loss_mean));
    json_object_set_new(lane, "accuracy", un_cli_json_real(state->accuracy_mean));
    json_object_set_new(lane, "max_gradient_norm", un_cli_json_real(state->max_gradient_norm));
    json_object_set_new(lane, "nonfinite_at", un_cli_json_count(state->nonfinite_at));
    json_object_set_new(lane, "parameters", json_integer(state->parameters));
    json_object_set_new(lane, "state_hash", json_string(hash));
    if (evaluations->asked) {
        json_object_set_new(lane, "eval_loss", un_cli_json_real(evaluations->lane[index].loss));
        json_object_set_new(lane, "eval_accuracy", un_cli_json_real(evaluations->lane[index].accuracy));
    }
    const un_Endless *endless = &evaluations->endless[index];
    if (endless->steps) {
        json_object_set_new(lane, "eval_steps", json_integer(endless->steps));
        json_object_set_new(lane, "eval_steps_accuracy", un_cli_json_real(endless->accuracy));
        json_object_set_new(lane, "eval_first_ns", un_cli_json_real(endless->first_ns));
        json_object_set_new(lane, "eval_last_ns", un_cli_json_real(endless->last_ns));
        json_object_set_new(lane, "eval_bytes", un_cli_json_real(endless->bytes));
    }
    const un_OutcomeInfo *outcome = evaluations->outcome;
    if (outcome) {
        json_object_set_new(lane, outcome->value_key, un_cli_json_real(evaluations->lane_outcome[index].value));
        json_object_set_new(lane, outcome->baseline_key, un_cli_json_real(evaluations->lane_outcome[index].baseline));
        json_object_set_new(lane, "unit", json_string(outcome->unit));
    }
    return lane;
}

/// The entropies that a text's loss is held against; NULL for another task.
static const double *text_entropies(const un_Trainer *trainer) {
    bool text = un_trainer_experiment(trainer)->task.task == UN_TASK_TEXT;
    return text ? un_trainer_data(trainer)->entropy : NULL;
}

static bool print_result_json(const un_Trainer *trainer, double seconds, const Evaluations *evaluations) {
    const un_Experiment *experiment = un_trainer_experiment(trainer);
    json_t *object = json_object(), *lanes = json_array();
    json_object_set_new(object, "type", json_string("result"));
    json_object_set_new(object, "seed", json_integer((json_int_t)experiment->seed));
    json_object_set_new(object, "updates", json_integer(un_trainer_update(trainer)));
    json_object_set_new(object, "seconds", un_cli_json_real(seconds));
    json_object_set_new(object, "time_steps_per_second",
                        un_cli_json_real(seconds > 0 ? un_trainer_time_steps(trainer) / seconds : 0));
    for (int i = 0; i < experiment->lane_count; i++) {
        json_array_append_new(lanes, lane_json(trainer, i, evaluations));
    }
    const double *entropy = text_entropies(trainer);
    if (entropy) {
        json_t *orders = json_array();
        for (int k = 0; k < UN_TEXT_ORDERS; k++) {
            json_array_append_new(orders, un_cli_json_real(entropy[k]));
        }
        json_object_set_new(object, "order_entropies", orders);
    }
    json_object_set_new(object, "lanes", lanes);
    return un_cli_print_json(object);
}

/// "-" where there is no value.
static const char *number_or_dash(double value, char *out, size_t size) {
    if (isnan(value)) {
        snprintf(out, size, "-");
    } else {
        snprintf(out, size, "%.4g", value);
    }
    return out;
}

static const char *percent_or_dash(double value, char *out, size_t size) {
    if (isnan(value)) {
        snprintf(out, size, "-");
    } else {
        snprintf(out, size, "%.1f %%", 100 * value);
    }
    return out;
}

enum { NAME = 16, CELL = 13, MEDIUM = 11, WIDE = 19 };

static void print_lane_row(const un_Trainer *trainer, int index, const Evaluations *evaluations) {
    const un_LaneState *state = un_trainer_lane(trainer, index);
    char text[64];
    un_cli_print_cell(un_experiment_lane_name(un_trainer_experiment(trainer), index, text, sizeof text), NAME);
    un_cli_print_cell(un_cell_info(un_trainer_net(trainer, index).cell)->name, CELL);
    un_cli_print_cell(state->solved_at < 0 ? "-" : un_number_count(state->solved_at, text, sizeof text), MEDIUM);
    un_cli_print_cell(number_or_dash(state->loss_mean, text, sizeof text), MEDIUM);
    un_cli_print_cell(percent_or_dash(state->accuracy_mean, text, sizeof text), MEDIUM);
    un_cli_print_cell(number_or_dash(state->max_gradient_norm, text, sizeof text), WIDE);
    un_cli_print_cell(un_number_count(state->parameters, text, sizeof text), MEDIUM + 1);
    if (evaluations->asked) {
        un_cli_print_cell(number_or_dash(evaluations->lane[index].loss, text, sizeof text), MEDIUM);
        un_cli_print_cell(percent_or_dash(evaluations->lane[index].accuracy, text, sizeof text), MEDIUM + 5);
    }
    if (evaluations->outcome) {
        un_cli_print_cell(number_or_dash(evaluations->lane_outcome[index].value, text, sizeof text), WIDE);
        un_cli_print_cell(number_or_dash(evaluations->lane_outcome[index].baseline, text, sizeof text), WIDE);
    }
    printf("%016" PRIx64 "\n", un_trainer_state_hash(trainer, index));
}

static bool print_result_text(const un_Trainer *trainer, double seconds, const Evaluations *evaluations) {
    const un_Experiment *experiment = un_trainer_experiment(trainer);
    const un_TaskInfo *task = un_task_info(experiment->task.task);
    char updates[32], name[UN_LANE_NAME];
    printf(task->takes_lag ? _("%s, lag %d") : _("%s, length %d"), task->name,
           task->takes_lag ? experiment->task.lag : experiment->task.length);
    printf(_("; seed %" PRIu64 "; %s updates in %.2f s, %.3g time steps a second\n"), experiment->seed,
           un_number_count(un_trainer_update(trainer), updates, sizeof updates), seconds,
           seconds > 0 ? un_trainer_time_steps(trainer) / seconds : 0);
    un_cli_print_cell(_("lane"), NAME);
    un_cli_print_cell(_("cell"), CELL);
    un_cli_print_cell(_("solved at"), MEDIUM);
    un_cli_print_cell(_("loss"), MEDIUM);
    un_cli_print_cell(_("accuracy"), MEDIUM);
    un_cli_print_cell(_("largest gradient"), WIDE);
    un_cli_print_cell(_("parameters"), MEDIUM + 1);
    if (evaluations->asked) {
        un_cli_print_cell(_("eval loss"), MEDIUM);
        un_cli_print_cell(_("eval accuracy"), MEDIUM + 5);
    }
    if (evaluations->outcome) {
        un_cli_print_cell(_(evaluations->outcome->value_title), WIDE);
        un_cli_print_cell(_(evaluations->outcome->baseline_title), WIDE);
    }
    printf("%s\n", _("state"));
    for (int i = 0; i < experiment->lane_count; i++) {
        print_lane_row(trainer, i, evaluations);
    }
    for (int i = 0; i < experiment->lane_count; i++) {
        const un_LaneState *state = un_trainer_lane(trainer, i);
        if (state->nonfinite_at < 0) continue;
        printf(_("%s: NaN or infinity at update %" PRId64 "; the lane stands still from there\n"),
               un_experiment_lane_name(experiment, i, name, sizeof name), state->nonfinite_at);
    }
    for (int i = 0; i < experiment->lane_count; i++) {
        const un_Endless *endless = &evaluations->endless[i];
        if (!endless->steps) continue;
        printf(_("%s: %s more steps, %.2f %% right; %.0f ns a step in the first tenth, %.0f in the last; %.3g kB\n"),
               un_experiment_lane_name(experiment, i, name, sizeof name),
               un_number_count(endless->steps, updates, sizeof updates), 100 * endless->accuracy, endless->first_ns,
               endless->last_ns, endless->bytes / 1e3);
    }
    const double *entropy = text_entropies(trainer);
    if (entropy) {
        printf(_("a table of the last 0, 1, 2, 3 letters would reach %.3f, %.3f, %.3f, %.3f\n"), entropy[0], entropy[1],
               entropy[2], entropy[3]);
    }
    putchar('\n');
    return un_cli_flush();
}

static un_Status evaluate(const un_CliOptions *options, const un_Trainer *trainer, Evaluations *out, un_Error *error) {
    int64_t sequences = eval_sequences(options);
    un_TaskDef task = eval_task(options);
    un_Status status = UN_OK;
    *out = (Evaluations){.asked = sequences > 0, .outcome = un_outcome_info(&task)};
    for (int i = 0; i < un_trainer_experiment(trainer)->lane_count && !status; i++) {
        if (out->asked) status = un_evaluate(trainer, i, &task, (int)sequences, &out->lane[i], error);
        if (options->eval_steps && !status) {
            status = un_endless_measure(trainer, i, options->eval_steps, &out->endless[i], error);
        }
        if (out->outcome && !status) status = un_outcome_measure(trainer, i, &out->lane_outcome[i], error);
    }
    return status;
}

/// One seed, start to end. *solved: every lane has.
static int train_seed(const un_CliOptions *options, un_Trainer *trainer, bool *solved) {
    double start = un_clock_seconds();
    un_Error error;
    if (un_cli_add_holds(options, trainer, &error)) return un_cli_fail(&error);
    int code = train(options, trainer);
    if (code != UN_EXIT_DONE) return code;
    double seconds = un_clock_seconds() - start;
    Evaluations evaluations;
    if (evaluate(options, trainer, &evaluations, &error)) return un_cli_fail(&error);
    // Before the result is printed: who reads one may rely on the file.
    if (options->save && un_checkpoint_write(trainer, options->save, &error)) return un_cli_fail(&error);
    for (int i = 0; i < un_trainer_experiment(trainer)->lane_count; i++) {
        *solved = *solved && un_trainer_lane(trainer, i)->solved_at >= 0;
    }
    bool printed = options->json ? print_result_json(trainer, seconds, &evaluations)
                                 : print_result_text(trainer, seconds, &evaluations);
    return printed ? UN_EXIT_DONE : UN_EXIT_SYSTEM;
}

/// Memory with all threads, and of the evaluation or the checkpoint after it, before anything is printed.
static un_Status check_memory(const un_CliOptions *options, un_Error *error) {
    un_TaskDef task = eval_task(options);
    double needed = un_experiment_memory_with(&options->experiment, (int)options->threads);
    double most = options->save ? un_checkpoint_memory(&options->experiment) : 0;
    for (int i = 0; i < options->experiment.lane_count; i++) {
        double evaluation = eval_sequences(options) ? un_evaluate_memory(&options->experiment, i, &task) : 0;
        double outcome = un_outcome_memory(&options->experiment, i);
        if (evaluation > most) most = evaluation;
        if (outcome > most) most = outcome;
    }
    return un_experiment_check_memory(needed + most, options->max_memory, error);
}

/// What can be known to go wrong with the evaluation, likewise: data too short for its sequences.
static un_Status check_evaluation(const un_CliOptions *options, const un_Trainer *trainer, un_Error *error) {
    un_TaskDef task = eval_task(options);
    un_Status status = options->eval_steps ? un_endless_check(un_trainer_experiment(trainer), error) : UN_OK;
    if (status) return status;
    return eval_sequences(options) ? un_task_check_data(&task, un_trainer_data(trainer), error) : UN_OK;
}

/// What can be known to go wrong with --save and --resume before hours of training.
static un_Status check_files(const un_CliOptions *options, un_Error *error) {
    const char *flag = options->save ? "--save" : "--resume";
    if (options->save_every && !options->save) {
        return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0,
                            _("--save-every: found '%" PRId64 "' without --save, valid: --save FILE as well"),
                            options->save_every);
    }
    if (options->seeds > 1 && (options->save || options->resume)) {
        return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0,
                            _("%s: found --seeds %" PRId64 ", valid: one seed, as a checkpoint holds one run"), flag,
                            options->seeds);
    }
    return options->save ? un_file_check_write(options->save, error) : UN_OK;
}

static un_Trainer *resume(un_CliOptions *options, const un_Executor *executor, un_Error *error) {
    un_Trainer *trainer = un_checkpoint_read(options->resume, executor, options->max_memory, error);
    if (!trainer) return NULL;
    un_trainer_use_isa(trainer, options->isa);
    if (options->plan >= 0) un_trainer_plan(trainer, options->plan);
    options->experiment = *un_trainer_experiment(trainer);
    if (!un_cli_check_evaluation(options, error) && !check_memory(options, error)) return trainer;
    un_trainer_destroy(trainer);
    return NULL;
}

static int train_seeds(const un_CliOptions *options, const un_Executor *executor, bool *solved) {
    int code = UN_EXIT_DONE;
    un_Error error;
    for (int64_t i = 0; i < options->seeds && code == UN_EXIT_DONE; i++) {
        un_CliOptions own = *options;
        own.experiment.seed += (uint64_t)i;
        un_Trainer *trainer =
            options->resume ? resume(&own, executor, &error) : un_trainer_create(&own.experiment, executor, &error);
        code = !trainer || check_evaluation(&own, trainer, &error) ? un_cli_fail(&error)
                                                                   : train_seed(&own, trainer, solved);
        un_trainer_destroy(trainer);
    }
    return code;
}

int un_cli_train(const un_CliOptions *options) {
    un_Error error;
    if (check_files(options, &error)) return un_cli_fail(&error);
    if (!options->resume && check_memory(options, &error)) return un_cli_fail(&error);
    un_Pool *pool = options->threads > 1 ? un_pool_create((int)options->threads, &error) : NULL;
    if (options->threads > 1 && !pool) return un_cli_fail(&error);
    bool solved = true;
    int code = train_seeds(options, pool ? un_pool_executor(pool) : NULL, &solved);
    un_pool_destroy(pool);
    if (code == UN_EXIT_DONE && options->until_solved && !solved) code = UN_EXIT_NO;
    return code;
}
