/// A checkpoint: what goes on from it has the bits of what was never interrupted, and no bytes can do harm.
#include "sim/checkpoint.h"

#include "base/hash.h"
#include "platform/file.h"
#include "sim/param.h"
#include "sim/worker.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const double MEMORY = 2e9;

static un_Trainer *create(const un_Experiment *experiment) {
    un_Error error;
    cr_assert_eq(un_experiment_check(experiment, MEMORY, &error), UN_OK, "%s", error.message);
    un_Trainer *trainer = un_trainer_create(experiment, NULL, &error);
    cr_assert(trainer, "%s", error.message);
    return trainer;
}

static void train(un_Trainer *trainer, int64_t until) {
    while (un_trainer_update(trainer) < until)
        un_trainer_step(trainer);
}

/// Four lanes of other shapes and optimisers; the first meets NaN at once, two learn in time to be solved; edits before
/// and after update 120.
static un_Experiment busy(void) {
    un_Experiment experiment = un_default_experiment();
    experiment.seed = 7;
    experiment.task = (un_TaskDef){.task = UN_TASK_RECALL, .lag = 4};
    experiment.batch = 20;
    experiment.updates = 300;
    experiment.lane_count = 4;
    experiment.lane[0] = un_default_lane(UN_CELL_RNN);
    experiment.lane[0].activation = UN_ACTIVATION_LINEAR;
    experiment.lane[0].init.gain = 100;
    experiment.lane[0].optimizer = (un_OptimizerDef){.kind = UN_OPTIMIZER_SGD, .lr = 10};
    experiment.lane[1] = un_default_lane(UN_CELL_LSTM);
    experiment.lane[1].layers = 2;
    experiment.lane[1].init.gate_bias = UN_GATE_BIAS_CHRONO;
    experiment.lane[2] = un_default_lane(UN_CELL_GRU);
    experiment.lane[2].bidirectional = true;
    experiment.lane[2].optimizer =
        (un_OptimizerDef){.kind = UN_OPTIMIZER_MOMENTUM, .lr = 0.1, .momentum = 0.9, .clip = 1};
    experiment.lane[3] = un_default_lane(UN_CELL_RNN);
    experiment.lane[3].optimizer.kind = UN_OPTIMIZER_RMSPROP;
    snprintf(experiment.lane[3].name, sizeof experiment.lane[3].name, "a \"name\"");
    int lr = un_param_find("lr"), clip = un_param_find("clip");
    cr_assert(un_experiment_add_edit(&experiment, &(un_Edit){.at = 50, .lane = 1, .param = lr, .value = 0.01}));
    cr_assert(un_experiment_add_edit(&experiment, &(un_Edit){.at = 200, .lane = 3, .param = clip, .value = 0.1}));
    return experiment;
}

static void assert_same(const un_Trainer *a, const un_Trainer *b) {
    cr_assert_eq(un_trainer_update(a), un_trainer_update(b));
    for (int lane = 0; lane < un_trainer_experiment(a)->lane_count; lane++) {
        cr_assert_eq(un_trainer_state_hash(a, lane), un_trainer_state_hash(b, lane), "lane %d", lane);
        const un_LaneState *x = un_trainer_lane(a, lane), *y = un_trainer_lane(b, lane);
        cr_assert_eq(un_hash_bytes(UN_HASH_START, &x->loss_mean, sizeof(double)),
                     un_hash_bytes(UN_HASH_START, &y->loss_mean, sizeof(double)), "lane %d", lane);
        cr_assert_eq(x->solved_at, y->solved_at, "lane %d", lane);
        cr_assert_eq(x->nonfinite_at, y->nonfinite_at, "lane %d", lane);
        cr_assert_eq(x->clipped_updates, y->clipped_updates, "lane %d", lane);
        cr_assert(x->max_gradient_norm == y->max_gradient_norm || isnan(x->max_gradient_norm), "lane %d", lane);
        cr_assert_eq(un_trainer_optimizer(a, lane)->lr, un_trainer_optimizer(b, lane)->lr, "lane %d", lane);
        cr_assert_eq(un_trainer_optimizer(a, lane)->clip, un_trainer_optimizer(b, lane)->clip, "lane %d", lane);
    }
    char *x = un_experiment_write(un_trainer_experiment(a)), *y = un_experiment_write(un_trainer_experiment(b));
    cr_assert_str_eq(x, y);
    free(x);
    free(y);
}

Test(checkpoint, going_on_gives_the_bits_of_a_run_without_a_break) {
    un_Experiment experiment = busy();
    un_Trainer *whole = create(&experiment), *first = create(&experiment);
    int lr = un_param_find("lr");
    train(whole, 120);
    train(first, 120);
    cr_assert(un_trainer_edit(whole, 2, lr, 0.05));
    cr_assert(un_trainer_edit(first, 2, lr, 0.05)); // the edit of a window, at the very update of the checkpoint
    cr_assert_gt(un_trainer_lane(first, 0)->nonfinite_at, 0, "the lane that should meet NaN has not");
    char path[] = "/tmp/unroll-checkpoint-XXXXXX";
    int file = mkstemp(path);
    cr_assert_geq(file, 0);
    close(file);
    un_Error error;
    cr_assert_eq(un_checkpoint_write(first, path, &error), UN_OK, "%s", error.message);
    un_trainer_destroy(first);
    un_Pool *pool = un_pool_create(3, &error); // threads are no part of a run
    un_Trainer *second = un_checkpoint_read(path, un_pool_executor(pool), MEMORY, &error);
    cr_assert(second, "%s", error.message);
    assert_same(whole, second);
    train(whole, 300);
    train(second, 300);
    assert_same(whole, second);
    cr_assert_gt(un_trainer_lane(whole, 1)->solved_at, 0,
                 "nothing was solved: the test would not see a lost solved_at");
    un_trainer_destroy(second);
    un_trainer_destroy(whole);
    un_pool_destroy(pool);
    unlink(path);
}

Test(checkpoint, every_task_goes_on) {
    for (int task = 0; task < UN_TASK_COUNT; task++) {
        un_Experiment experiment = un_default_experiment();
        un_param_table[un_param_find("task")].set(&experiment, 0, task);
        experiment.batch = 2;
        un_Trainer *whole = create(&experiment);
        train(whole, 2);
        char *bytes;
        size_t size;
        un_Error error;
        cr_assert_eq(un_checkpoint_encode(whole, &bytes, &size, &error), UN_OK);
        un_Trainer *second = un_checkpoint_decode(bytes, size, "x", NULL, MEMORY, &error);
        cr_assert(second, "%s: %s", un_task_info((un_Task)task)->name, error.message);
        free(bytes);
        train(whole, 4);
        train(second, 4);
        assert_same(whole, second);
        un_trainer_destroy(second);
        un_trainer_destroy(whole);
    }
}

Test(checkpoint, before_the_first_update_and_between_any_two) {
    un_Experiment experiment = busy();
    experiment.lane_count = 2;
    experiment.edit_count = 1;
    un_Trainer *whole = create(&experiment);
    for (int update = 0; update < 14; update++) { // the running means wrap at 10
        char *bytes;
        size_t size;
        un_Error error;
        cr_assert_eq(un_checkpoint_encode(whole, &bytes, &size, &error), UN_OK);
        un_Trainer *second = un_checkpoint_decode(bytes, size, "x", NULL, MEMORY, &error);
        cr_assert(second, "%s", error.message);
        free(bytes);
        un_trainer_step(whole);
        un_trainer_step(second);
        assert_same(whole, second);
        un_trainer_destroy(second);
    }
    un_trainer_destroy(whole);
}

Test(checkpoint, a_reset_of_what_was_read_starts_where_the_run_started) {
    un_Experiment experiment = busy();
    un_Trainer *whole = create(&experiment);
    train(whole, 5);
    char *bytes;
    size_t size;
    un_Error error;
    cr_assert_eq(un_checkpoint_encode(whole, &bytes, &size, &error), UN_OK);
    un_Trainer *second = un_checkpoint_decode(bytes, size, "x", NULL, MEMORY, &error);
    un_trainer_reset(whole, true);
    un_trainer_reset(second, true);
    train(whole, 60);
    train(second, 60);
    assert_same(whole, second);
    un_trainer_destroy(second);
    un_trainer_destroy(whole);
    free(bytes);
}

/// A small run's bytes, for what follows. The caller frees.
static char *small(size_t *size) {
    un_Experiment experiment = un_default_experiment();
    experiment.task.lag = 3;
    experiment.lane[0].hidden = 2;
    un_Trainer *trainer = create(&experiment);
    train(trainer, 12);
    char *bytes;
    un_Error error;
    cr_assert_eq(un_checkpoint_encode(trainer, &bytes, size, &error), UN_OK);
    un_trainer_destroy(trainer);
    return bytes;
}

Test(checkpoint, the_same_run_gives_the_same_bytes) {
    size_t a_size, b_size;
    char *a = small(&a_size), *b = small(&b_size);
    cr_assert_eq(a_size, b_size);
    cr_assert_eq(memcmp(a, b, a_size), 0);
    free(a);
    free(b);
}

/// That the bytes are refused in words. The copy is exactly as long as told, for the address sanitizer.
static un_Error refused(const char *bytes, size_t size) {
    char *copy = malloc(size > 0 ? size : 1);
    if (size > 0) memcpy(copy, bytes, size);
    un_Error error = {0};
    un_Trainer *trainer = un_checkpoint_decode(copy, size, "x.unroll", NULL, MEMORY, &error);
    cr_assert_null(trainer);
    cr_assert_eq(error.code, UN_ERROR_FILE);
    cr_assert(strstr(error.message, "valid: "), "%s", error.message);
    free(copy);
    return error;
}

Test(checkpoint, every_cut_and_every_flipped_byte_is_refused) {
    size_t size;
    char *bytes = small(&size);
    for (size_t length = 0; length < size; length++) {
        refused(bytes, length);
    }
    for (size_t at = 0; at < size; at++) {
        for (int bit = 0; bit < 8; bit++) {
            bytes[at] = (char)(bytes[at] ^ 1 << bit);
            refused(bytes, size);
            bytes[at] = (char)(bytes[at] ^ 1 << bit);
        }
    }
    char *longer = malloc(size + 1);
    memcpy(longer, bytes, size);
    longer[size] = 0;
    refused(longer, size + 1);
    free(longer);
    free(bytes);
}

/// Writes the check anew over changed bytes.
static void seal(char *bytes, size_t size) {
    uint64_t check = un_hash_bytes(UN_HASH_START, bytes, size - 8);
    for (int i = 0; i < 8; i++) {
        bytes[size - 8 + (size_t)i] = (char)(check >> (8 * i));
    }
}

/// Where `text` stands in the bytes.
static size_t find(const char *bytes, size_t size, const char *text) {
    for (size_t at = 0; at + strlen(text) <= size; at++) {
        if (memcmp(bytes + at, text, strlen(text)) == 0) return at;
    }
    cr_assert_fail("no '%s'", text);
    return 0;
}

Test(checkpoint, what_no_run_has_is_refused_though_the_check_holds) {
    size_t size;
    char *bytes = small(&size), *copy = malloc(size);
    un_Error error;
    size_t run = find(bytes, size, "RUNS") + 12, lane = find(bytes, size, "LANE") + 12;

    memcpy(copy, bytes, size);
    copy[8] = 2;
    seal(copy, size);
    error = refused(copy, size);
    cr_assert_str_eq(error.message, "found a checkpoint of version 2, valid: version 1");

    memcpy(copy, bytes, size);
    copy[find(copy, size, "hidden: 2") + 8] = '3'; // another shape than that of the state
    seal(copy, size);
    error = refused(copy, size);
    cr_assert(strstr(error.message, "bytes of state"), "%s", error.message);

    memcpy(copy, bytes, size);
    memcpy(copy + find(copy, size, "hidden: 2"), "hiddem: 2", 9);
    seal(copy, size);
    error = refused(copy, size);
    cr_assert(strstr(error.message, "unknown key 'hiddem', valid: hidden"), "%s", error.message);
    cr_assert_str_eq(error.file, "x.unroll (the experiment in it)");

    memcpy(copy, bytes, size);
    memset(copy + run, 0xff, 8); // update -1
    seal(copy, size);
    error = refused(copy, size);
    cr_assert_str_eq(error.message, "update: found -1, valid: 0..1000000000");

    memcpy(copy, bytes, size);
    copy[lane + 8 + 48 + 16] = 13; // solved after the last update
    seal(copy, size);
    error = refused(copy, size);
    cr_assert(strstr(error.message, "solved at: found "), "%s", error.message);

    memcpy(copy, bytes, size);
    memcpy(copy + find(copy, size, "LANE"), "LINE", 4);
    seal(copy, size);
    error = refused(copy, size);
    cr_assert(strstr(error.message, "found section 'LINE'"), "%s", error.message);
    free(copy);
    free(bytes);
}

Test(checkpoint, its_size_is_known_before) {
    un_Experiment experiment = busy();
    un_Trainer *trainer = create(&experiment);
    char *bytes;
    size_t size;
    un_Error error;
    cr_assert_eq(un_checkpoint_encode(trainer, &bytes, &size, &error), UN_OK);
    cr_assert_eq((double)size, un_checkpoint_memory(&experiment));
    free(bytes);
    un_trainer_destroy(trainer);
}

Test(checkpoint, memory_is_asked_for_before_it_is_taken) {
    size_t size;
    char *bytes = small(&size);
    un_Error error;
    cr_assert_null(un_checkpoint_decode(bytes, size, "x", NULL, 1000, &error));
    cr_assert_eq(error.code, UN_ERROR_MEMORY);
    cr_assert_null(un_checkpoint_decode(bytes, size, "x", NULL, 1000, NULL));
    free(bytes);
}

Test(checkpoint, a_file_that_cannot_be_written_or_read) {
    un_Experiment experiment = un_default_experiment();
    un_Trainer *trainer = create(&experiment);
    un_Error error;
    cr_assert_eq(un_checkpoint_write(trainer, "/nowhere/x.unroll", &error), UN_ERROR_FILE);
    cr_assert_null(un_checkpoint_read("/nowhere/x.unroll", NULL, MEMORY, &error));
    cr_assert_eq(error.code, UN_ERROR_FILE);
    un_trainer_destroy(trainer);
}
