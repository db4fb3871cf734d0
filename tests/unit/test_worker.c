#include "platform/clock.h"
#include "sim/param.h"
#include "sim/trainer.h"
#include "sim/worker.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/// AddressSanitizer ends a program that asks for too much; here it shall say no, as the system does.
const char *__asan_default_options(void);
const char *__asan_default_options(void) {
    return "allocator_may_return_null=1";
}

static un_Experiment small(void) {
    un_Experiment experiment = un_default_lab_experiment();
    experiment.task.lag = 5;
    experiment.batch = 8;
    experiment.updates = 60;
    for (int i = 0; i < 3; i++)
        experiment.lane[i].hidden = 6;
    return experiment;
}

static un_Worker *create(bool threaded, const un_Experiment *experiment) {
    un_WorkerDef def = un_default_worker_def();
    def.threaded = threaded;
    def.interval = 0.001;
    un_Error error;
    un_Worker *worker = un_worker_create(&def, experiment, &error);
    cr_assert(worker);
    return worker;
}

static void post(un_Worker *worker, un_CommandKind kind) {
    un_Command *command = calloc(1, sizeof *command);
    command->kind = kind;
    cr_assert(un_worker_post(worker, command));
    free(command);
}

static void post_value(un_Worker *worker, un_CommandKind kind, int lane, int param, double value) {
    un_Command *command = calloc(1, sizeof *command);
    *command = (un_Command){.kind = kind, .lane = lane, .param = param, .value = value};
    cr_assert(un_worker_post(worker, command));
    free(command);
}

static void post_experiment(un_Worker *worker, const un_Experiment *experiment) {
    un_Command *command = calloc(1, sizeof *command);
    command->kind = UN_COMMAND_CONFIGURE;
    command->experiment = *experiment;
    cr_assert(un_worker_post(worker, command));
    free(command);
}

/// Looks at snapshots until one of at least this serial has come.
static const un_Snapshot *wait_for(un_Worker *worker, bool (*enough)(const un_Snapshot *snapshot, int64_t value),
                                   int64_t value) {
    double start = un_clock_seconds();
    for (;;) {
        un_worker_slice(worker, 0.002);
        const un_Snapshot *snapshot = un_worker_latest(worker);
        if (enough(snapshot, value)) return snapshot;
        cr_assert_lt(un_clock_seconds() - start, 60, "nothing came");
        nanosleep(&(struct timespec){.tv_nsec = 200000}, NULL);
    }
}

static bool stands_at(const un_Snapshot *snapshot, int64_t update) {
    return snapshot->update == update && !snapshot->running;
}

static bool has_serial(const un_Snapshot *snapshot, int64_t serial) {
    return snapshot->serial >= serial;
}

static bool has_generation(const un_Snapshot *snapshot, int64_t generation) {
    return snapshot->generation == generation;
}

static uint64_t hash_of(const un_Experiment *experiment, int updates, int lane) {
    un_Error error;
    un_Trainer *trainer = un_trainer_create(experiment, NULL, &error);
    for (int i = 0; i < updates; i++)
        un_trainer_step(trainer);
    uint64_t hash = un_trainer_state_hash(trainer, lane);
    un_trainer_destroy(trainer);
    return hash;
}

static void expect_result(un_Worker *worker, const un_Experiment *experiment, int64_t updates) {
    un_Experiment *as_it_stands = malloc(sizeof *as_it_stands);
    int64_t update = -1;
    uint64_t hash[UN_LANES_MAX] = {0};
    un_worker_result(worker, as_it_stands, &update, hash);
    cr_assert_eq(update, updates);
    for (int i = 0; i < experiment->lane_count; i++)
        cr_assert_eq(hash[i], hash_of(experiment, (int)updates, i), "lane %d", i);
    free(as_it_stands);
}

static void play_to_the_end(bool threaded) {
    un_Experiment experiment = small();
    un_Worker *worker = create(threaded, &experiment);
    const un_Snapshot *first = un_worker_latest(worker);
    cr_assert(first->update == 0 && first->serial == 1 && first->T == 6 && !first->running,
              "the first frame has something to show");
    post(worker, UN_COMMAND_PLAY);
    wait_for(worker, stands_at, 60);
    expect_result(worker, &experiment, 60);
    post_value(worker, UN_COMMAND_EXTEND, 0, 0, 15);
    post(worker, UN_COMMAND_PLAY);
    const un_Snapshot *last = wait_for(worker, stands_at, 75);
    cr_assert_eq(last->updates, 75);
    cr_assert_eq(last->history_count, 75);
    expect_result(worker, &experiment, 75);
    un_worker_destroy(worker);
}

Test(worker, a_run_that_would_need_more_than_allowed_is_refused_and_the_old_one_goes_on) {
    un_WorkerDef def = un_default_worker_def();
    def.threaded = false;
    un_Experiment experiment = un_default_lab_experiment(), large = experiment;
    large.lane[1].hidden = 512;
    cr_assert_gt(un_worker_memory(&def, &large), 2 * un_worker_memory(&def, &experiment));
    cr_assert_gt(un_worker_memory(&def, &experiment), un_experiment_memory(&experiment));
    def.max_memory = un_worker_memory(&def, &experiment);
    un_Error error;
    un_Worker *worker = un_worker_create(&def, &experiment, &error);
    cr_assert(worker, "%s", error.message);
    cr_assert(un_worker_post(worker, &(un_Command){.kind = UN_COMMAND_CONFIGURE, .experiment = large}));
    un_worker_slice(worker, 0);
    cr_assert(un_worker_take_error(worker, &error));
    cr_assert_eq(error.code, UN_ERROR_MEMORY);
    cr_assert(strstr(error.message, "this run would need"), "%s", error.message);
    cr_assert_eq(un_worker_latest(worker)->lane[1].hidden, 16);
    un_worker_destroy(worker);
    def.max_memory = 1e6;
    cr_assert_null(un_worker_create(&def, &experiment, &error));
    cr_assert_eq(error.code, UN_ERROR_MEMORY);
}

Test(worker, plays_to_the_end_in_a_thread) {
    play_to_the_end(true);
}

Test(worker, plays_to_the_end_in_slices) {
    play_to_the_end(false);
}

static void steps_edits_and_resets(bool threaded) {
    un_Experiment experiment = small();
    un_Worker *worker = create(threaded, &experiment);
    for (int i = 0; i < 3; i++)
        post(worker, UN_COMMAND_STEP);
    wait_for(worker, stands_at, 3);
    post_value(worker, UN_COMMAND_EDIT, 1, un_param_find("lr"), 0.02);
    const un_Snapshot *edited = wait_for(worker, has_serial, 5);
    cr_assert(edited->lane[1].lr == 0.02 && edited->lane[0].lr == 3e-3, "an edit is seen at once");
    post(worker, UN_COMMAND_STEP);
    wait_for(worker, stands_at, 4);
    un_Experiment with_edit = experiment;
    cr_assert(un_experiment_add_edit(&with_edit,
                                     &(un_Edit){.at = 3, .lane = 1, .param = un_param_find("lr"), .value = 0.02}));
    expect_result(worker, &with_edit, 4);
    post(worker, UN_COMMAND_RESET);
    const un_Snapshot *reset = wait_for(worker, stands_at, 0);
    cr_assert(reset->history_count == 0 && reset->generation == 1 && reset->lane[1].lr == 3e-3);
    expect_result(worker, &experiment, 0);
    for (int i = 0; i < 5; i++) {
        post(worker, UN_COMMAND_STEP);
    }
    wait_for(worker, stands_at, 5);
    expect_result(worker, &experiment, 5); // the edit is forgotten
    un_worker_destroy(worker);
}

Test(worker, steps_edits_and_resets_in_a_thread) {
    steps_edits_and_resets(true);
}

Test(worker, steps_edits_and_resets_in_slices) {
    steps_edits_and_resets(false);
}

static void configures(bool threaded) {
    un_Experiment experiment = small(), other = small();
    other.lane_count = 1;
    other.lane[0] = un_default_lane(UN_CELL_LSTM);
    other.lane[0].bidirectional = true;
    other.task.lag = 9;
    un_Worker *worker = create(threaded, &experiment);
    post(worker, UN_COMMAND_PLAY);
    post_experiment(worker, &other);
    const un_Snapshot *snapshot = wait_for(worker, has_generation, 2);
    cr_assert(snapshot->T == 10 && snapshot->lane_count == 1 && snapshot->lane[0].directions == 2);
    wait_for(worker, stands_at, 60); // `running` stayed as it was
    expect_result(worker, &other, 60);
    un_worker_destroy(worker);
}

Test(worker, configures_in_a_thread) {
    configures(true);
}

Test(worker, configures_in_slices) {
    configures(false);
}

Test(worker, a_run_without_memory_leaves_the_old_one) {
    un_Experiment experiment = small(), huge = small();
    huge.task.lag = 4999;
    huge.batch = 512;
    huge.lane_count = 1;
    huge.lane[0] = un_default_lane(UN_CELL_LSTM);
    huge.lane[0].hidden = 20000000; // no machine has this
    un_Worker *worker = create(false, &experiment);
    un_Error error = {0};
    cr_assert_not(un_worker_take_error(worker, &error));
    post_experiment(worker, &huge);
    un_worker_slice(worker, 0.001);
    cr_assert(un_worker_take_error(worker, &error));
    cr_assert_eq(error.code, UN_ERROR_MEMORY);
    cr_assert_not(un_worker_take_error(worker, &error), "an error is told once");
    post(worker, UN_COMMAND_PLAY);
    const un_Snapshot *snapshot = wait_for(worker, stands_at, 60);
    cr_assert_eq(snapshot->generation, 1);
    expect_result(worker, &experiment, 60);
    un_worker_destroy(worker);
}

Test(worker, a_full_queue_refuses) {
    un_Experiment experiment = small();
    un_Worker *worker = create(false, &experiment);
    un_Command *command = calloc(1, sizeof *command);
    command->kind = UN_COMMAND_STEP;
    int taken = 0;
    while (taken < 1000 && un_worker_post(worker, command))
        taken++;
    cr_assert(taken >= 8 && taken < 1000);
    un_worker_slice(worker, 0.001);
    cr_assert_eq(un_worker_latest(worker)->update, taken, "every command that was taken is obeyed");
    cr_assert(un_worker_post(worker, command));
    free(command);
    un_worker_destroy(worker);
}

Test(worker, a_step_past_the_plan_plans_one_more) {
    un_Experiment experiment = small();
    experiment.updates = 2;
    un_Worker *worker = create(false, &experiment);
    for (int i = 0; i < 4; i++)
        post(worker, UN_COMMAND_STEP);
    const un_Snapshot *snapshot = wait_for(worker, stands_at, 4);
    cr_assert_eq(snapshot->updates, 4);
    un_worker_destroy(worker);
}

Test(worker, pause_stands_and_play_goes_on) {
    un_Experiment experiment = small();
    experiment.updates = 100000000;
    un_Worker *worker = create(true, &experiment);
    post(worker, UN_COMMAND_PLAY);
    wait_for(worker, has_serial, 5);
    post(worker, UN_COMMAND_PAUSE);
    double start = un_clock_seconds();
    while (un_worker_latest(worker)->running)
        cr_assert_lt(un_clock_seconds() - start, 60);
    int64_t update = un_worker_latest(worker)->update;
    nanosleep(&(struct timespec){.tv_nsec = 50000000}, NULL);
    cr_assert_eq(un_worker_latest(worker)->update, update);
    expect_result(worker, &experiment, update);
    un_worker_destroy(worker); // also in the middle of a run
}

Test(worker, threads_of_the_executor_change_no_bit) {
    un_Experiment experiment = small();
    experiment.batch = 70;
    un_WorkerDef def = un_default_worker_def();
    def.threads = 3;
    un_Error error;
    un_Worker *worker = un_worker_create(&def, &experiment, &error);
    cr_assert(worker);
    post(worker, UN_COMMAND_PLAY);
    wait_for(worker, stands_at, 60);
    expect_result(worker, &experiment, 60);
    un_worker_destroy(worker);
}

Test(worker, the_257th_change_is_refused_aloud) {
    un_Experiment experiment = small();
    un_Worker *worker = create(false, &experiment);
    int lr = un_param_row("lr");
    un_Error error;
    for (int i = 0; i < UN_EDITS_MAX; i++) {
        post_value(worker, UN_COMMAND_EDIT, 0, lr, 1e-3 + 1e-6 * i);
        post(worker, UN_COMMAND_STEP);
        un_worker_slice(worker, 0);
        cr_assert_not(un_worker_take_error(worker, &error), "change %d: %s", i, error.message);
    }
    post_value(worker, UN_COMMAND_EDIT, 0, lr, 0.5);
    un_worker_slice(worker, 0);
    cr_assert(un_worker_take_error(worker, &error));
    cr_assert_eq(error.code, UN_ERROR_VALUE);
    cr_assert_float_eq(un_worker_latest(worker)->lane[0].lr, 1e-3 + 1e-6 * (UN_EDITS_MAX - 1), 1e-12);
    un_worker_destroy(worker);
}

static void post_edit(un_Worker *worker, un_Edit edit) {
    un_Command *command = calloc(1, sizeof *command);
    command->kind = UN_COMMAND_INTERVENE;
    command->edit = edit;
    cr_assert(un_worker_post(worker, command));
    free(command);
}

static bool sought(const un_Snapshot *snapshot, int64_t update) {
    return snapshot->update == update && !snapshot->running && !snapshot->seeking;
}

static bool has_acts(const un_Snapshot *snapshot, int64_t count) {
    return snapshot->act_count == count;
}

static void travels(bool threaded) {
    un_Experiment experiment = small();
    experiment.updates = 300;
    un_Worker *worker = create(threaded, &experiment);
    post(worker, UN_COMMAND_PLAY);
    const un_Snapshot *snapshot = wait_for(worker, stands_at, 300);
    cr_assert(snapshot->reach == 300 && !strcmp(snapshot->run, "run 1") && !snapshot->other_run[0]);
    static const int updates[] = {137, 0, 299, 300, 41};
    for (int i = 0; i < 5; i++) {
        post_value(worker, UN_COMMAND_GOTO, 0, 0, updates[i]);
        snapshot = wait_for(worker, sought, updates[i]);
        cr_assert_eq(snapshot->reach, 300);
        cr_assert_eq(snapshot->history_count, updates[i]);
        expect_result(worker, &experiment, updates[i]);
    }
    post_value(worker, UN_COMMAND_GOTO, 0, 0, 200);
    post(worker, UN_COMMAND_PLAY);
    wait_for(worker, stands_at, 300);
    expect_result(worker, &experiment, 300);

    // Another learning rate at update 120, though it is posted while the worker is on its way there: another run.
    post_value(worker, UN_COMMAND_GOTO, 0, 0, 120);
    post_value(worker, UN_COMMAND_EDIT, 1, un_param_find("lr"), 0.02);
    un_Edit hold = {.lane = 2, .act = UN_ACT_HOLD, .value = 0.25, .place = un_place_all()};
    hold.place.gate = 0;
    post_edit(worker, hold);
    snapshot = wait_for(worker, has_acts, 1);
    cr_assert(snapshot->reach == 120 && snapshot->branched_at == 120 && snapshot->update == 120);
    cr_assert(!strcmp(snapshot->run, "run 2") && !strcmp(snapshot->other_run, "run 1") && snapshot->other_count == 300);
    post(worker, UN_COMMAND_PLAY);
    wait_for(worker, stands_at, 300);
    un_Experiment changed = experiment;
    hold.at = 120;
    cr_assert(un_experiment_add_edit(&changed,
                                     &(un_Edit){.at = 120, .lane = 1, .param = un_param_find("lr"), .value = 0.02}));
    cr_assert(un_experiment_add_edit(&changed, &hold));
    expect_result(worker, &changed, 300);

    post(worker, UN_COMMAND_RESET);
    snapshot = wait_for(worker, sought, 0);
    cr_assert(!strcmp(snapshot->run, "run 1") && snapshot->other_count == 0 && snapshot->reach == 0);
    un_worker_destroy(worker);
}

Test(worker, goes_back_and_branches_in_a_thread) {
    travels(true);
}

Test(worker, goes_back_and_branches_in_slices) {
    travels(false);
}

Test(worker, ends_in_the_middle_of_a_way_back) {
    un_Experiment experiment = small();
    experiment.updates = 3000;
    un_Worker *worker = create(true, &experiment);
    post(worker, UN_COMMAND_PLAY);
    wait_for(worker, stands_at, 3000);
    post_value(worker, UN_COMMAND_GOTO, 0, 0, 1023);
    post_value(worker, UN_COMMAND_EDIT, 1, un_param_find("lr"), 0.02);
    un_worker_destroy(worker);
}

Test(worker, intervenes_on_the_probe) {
    un_Experiment experiment = small();
    un_Worker *worker = create(true, &experiment);
    un_Command *command = calloc(1, sizeof *command);
    command->kind = UN_COMMAND_PROBE;
    command->probe.count = 1;
    command->probe.act[0] = (un_Edit){.lane = 1, .act = UN_ACT_HOLD, .value = 0, .place = un_place_all()};
    command->probe.act[0].place.gate = 1;
    cr_assert(un_worker_post(worker, command));
    const un_Snapshot *snapshot = wait_for(worker, has_acts, 1);
    cr_assert(snapshot->act[0].probe && snapshot->lane[1].track[0].gate[1].mean[2] == 0);
    post(worker, UN_COMMAND_PLAY);
    snapshot = wait_for(worker, stands_at, 60);
    cr_assert_eq(snapshot->act_count, 1, "it stays");
    expect_result(worker, &experiment, 60);
    command->probe.act[0].lane = 0; // the rnn has no gate
    un_Error error;
    int64_t serial = snapshot->serial;
    cr_assert(un_worker_post(worker, command));
    wait_for(worker, has_serial, serial + 1);
    cr_assert(un_worker_take_error(worker, &error));
    cr_assert_eq(error.code, UN_ERROR_VALUE);
    command->probe.count = 0;
    cr_assert(un_worker_post(worker, command));
    wait_for(worker, has_acts, 0);
    free(command);
    un_worker_destroy(worker);
}

/// Where a trainer that is asked after every update stands.
static int64_t where_it_holds(const un_Experiment *experiment, const un_Until *until) {
    un_Error error;
    un_Trainer *trainer = un_trainer_create(experiment, NULL, &error);
    cr_assert(trainer);
    while (!un_until_holds(until, trainer))
        un_trainer_step(trainer);
    int64_t update = un_trainer_update(trainer);
    un_trainer_destroy(trainer);
    return update;
}

static bool stands(const un_Snapshot *snapshot, int64_t serial) {
    return snapshot->serial >= serial && !snapshot->running;
}

static void send(un_Worker *worker, const un_Until *until, int64_t update) {
    un_Command *command = calloc(1, sizeof *command);
    command->kind = UN_COMMAND_UNTIL;
    command->until = *until;
    int64_t serial = un_worker_latest(worker)->serial;
    cr_assert(un_worker_post(worker, command));
    free(command);
    cr_assert_eq(wait_for(worker, stands, serial + 1)->update, update);
}

static void check_until(bool threaded) {
    un_Experiment experiment = small();
    experiment.task.lag = 2;
    experiment.updates = 20;
    un_Until until = {.updates = 400, .kind = UN_UNTIL_LOSS, .value = 1.2, .lane = 0};
    int64_t there = where_it_holds(&experiment, &until);
    cr_assert(there > 20 && there < 400, "a loss under 1.2 at update %lld tells nothing", (long long)there);
    un_Worker *worker = create(threaded, &experiment);
    send(worker, &until, there);
    send(worker, &until, there); // it is there
    until.kind = UN_UNTIL_SOLVED;
    until.lane = -1;
    until.updates = there + 3;
    send(worker, &until, there + 3);
    cr_assert_eq(un_worker_latest(worker)->updates, 400);
    post(worker, UN_COMMAND_RESET); // what it was sent for is forgotten
    post(worker, UN_COMMAND_PLAY);
    wait_for(worker, stands_at, 400);
    un_worker_destroy(worker);
}

Test(worker, trains_until_it_holds_in_a_thread) {
    check_until(true);
}

Test(worker, trains_until_it_holds_in_slices) {
    check_until(false);
}
