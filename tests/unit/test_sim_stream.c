/// The stream that never ends: letters and states go on from batch to batch, also through a checkpoint; and a text is
/// written on.
#include "base/arena.h"
#include "sim/batch.h"
#include "sim/carry.h"
#include "sim/checkpoint.h"
#include "sim/endless.h"
#include "sim/generate.h"
#include "sim/trainer.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { T = 20, B = 5 };

static un_Trainer *create(un_Task task, int length, un_Cell cell, int layers) {
    un_Experiment experiment = un_default_experiment();
    un_Error error;
    experiment.task = (un_TaskDef){.task = task, .length = length};
    experiment.batch = 19; // two blocks
    experiment.lane[0] = un_default_lane(cell);
    experiment.lane[0].layers = layers;
    experiment.lane[0].optimizer.lr = 0.01;
    un_Trainer *trainer = un_trainer_create(&experiment, NULL, &error);
    cr_assert_not_null(trainer, "%s", error.message);
    return trainer;
}

static void train(un_Trainer *trainer, int updates) {
    for (int i = 0; i < updates; i++)
        un_trainer_step(trainer);
}

Test(stream, letters_go_on_from_batch_to_batch) {
    un_TaskDef def = {.task = UN_TASK_STREAM, .length = T};
    un_Batch batch;
    un_Arena arena = un_arena_measure();
    un_batch_carve(&batch, &arena, &def, NULL, B, B);
    cr_assert_eq(un_arena_reserve(&arena, arena.used), UN_OK);
    un_batch_carve(&batch, &arena, &def, NULL, B, B);
    un_Random random = un_random_stream(1, "batch");
    int last[B], letters = 0, older = 0;
    for (int b = 0; b < B; b++)
        last[b] = -1;
    for (int draw = 0; draw < 400; draw++) {
        un_Scored scored = un_batch_go_on(&batch, &random);
        cr_assert(scored.entries == T * B && scored.answers == T * B);
        bool within[B] = {false};
        for (int i = 0; i < T * B; i++) {
            int b = i % B, symbol = -1;
            for (int k = 0; k < 8; k++) {
                if (batch.x[i * 8 + k] > 0) symbol = k;
            }
            cr_assert(symbol >= 0 && (symbol < 4 || last[b] >= 0), "a stream starts with a letter");
            if (symbol < 4) {
                last[b] = symbol;
                letters++;
                within[b] = true;
            }
            older += !within[b];
            cr_assert_eq(batch.class_target[i], last[b], "draw %d, entry %d", draw, i);
        }
    }
    cr_assert_float_eq(letters / (400.0 * T * B), 1 / 20.0, 0.005);
    cr_assert_float_eq(older / (400.0 * T * B), 0.609, 0.02, "the share that the window does not show: %g",
                       older / (400.0 * T * B)); // mean of .95^k, k = 1..20
    un_batch_draw(&batch, &random);
    for (int b = 0; b < B; b++) { // a fresh draw forgets
        bool letter = false;
        for (int k = 0; k < 4; k++)
            letter = letter || batch.x[b * 8 + k] > 0;
        cr_assert(letter);
    }
    un_arena_free(&arena);
}

/// Two windows with the state carried are one long sequence.
Test(stream, states_go_on_as_in_one_sequence) {
    for (int cell = 0; cell < UN_CELL_COUNT; cell++) {
        if (!un_cell_info((un_Cell)cell)->carries_state) continue;
        un_NetDef net = {.cell = (un_Cell)cell, .input = 2, .hidden = 5, .output = 3, .layers = 2, .window = 4};
        un_InitDef init = {.init = UN_INIT_PYTORCH, .gain = 1, .tmax = 1000};
        un_Random random = un_random_stream(1, "init");
        un_ParamInfo info[UN_PARAMS_MAX];
        size_t parameters;
        un_net_params(&net, info, &parameters);
        float *params, *packed, *carried;
        un_Tape_f32 whole, half;
        un_Arena arena = un_arena_measure();
        for (int pass = 0; pass < 2; pass++) {
            params = un_arena_take(&arena, parameters, sizeof(float));
            packed = un_arena_take(&arena, un_packed_size_f32(&net), sizeof(float));
            carried = un_arena_take(&arena, un_carry_size(&net, B), sizeof(float));
            un_tape_carve_f32(&whole, &arena, &net, &(un_TapeDef){.T = T, .B = B, .isa = un_isa_best()});
            un_tape_carve_f32(&half, &arena, &net, &(un_TapeDef){.T = T / 2, .B = B, .isa = un_isa_best()});
            if (pass == 0) cr_assert_eq(un_arena_reserve(&arena, arena.used), UN_OK);
        }
        cr_assert_eq(un_net_init_f32(&net, &init, &random, params), UN_OK);
        float x[T * B * 2];
        for (int i = 0; i < T * B * 2; i++)
            x[i] = (float)un_random_uniform(&random, -1, 1);
        un_weights_pack_f32(&net, un_isa_best(), params, packed);
        un_net_forward_f32(&net, params, packed, &whole, x);
        for (int window = 0; window < 2; window++) {
            un_carry_load(&net, &half, carried, 0);
            un_net_forward_f32(&net, params, packed, &half, x + window * T / 2 * B * 2);
            un_carry_store(&net, &half, carried, 0);
            cr_assert_eq(memcmp(half.logits, whole.logits + window * T / 2 * B * 3, T / 2 * B * 3 * sizeof(float)), 0,
                         "cell %d, window %d", cell, window);
        }
        un_arena_free(&arena);
    }
}

Test(stream, a_checkpoint_holds_what_is_carried) {
    un_Cell cells[] = {UN_CELL_LSTM, UN_CELL_GRU, UN_CELL_FEEDFORWARD};
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        un_Trainer *trainer = create(UN_TASK_STREAM, T, cells[i], 2);
        char *bytes;
        size_t size;
        un_Error error;
        train(trainer, 7);
        cr_assert_eq(un_checkpoint_encode(trainer, &bytes, &size, &error), UN_OK);
        cr_assert_eq((double)size, un_checkpoint_memory(un_trainer_experiment(trainer)));
        un_Trainer *second = un_checkpoint_decode(bytes, size, "x", NULL, 1e9, &error);
        cr_assert_not_null(second, "%s", error.message);
        cr_assert_eq(un_trainer_state_hash(second, 0), un_trainer_state_hash(trainer, 0));
        train(trainer, 5);
        train(second, 5);
        cr_assert_eq(un_trainer_state_hash(second, 0), un_trainer_state_hash(trainer, 0), "cell %zu", i);
        uint64_t hash = un_trainer_state_hash(trainer, 0);
        un_trainer_reset(trainer, true);
        train(trainer, 12);
        cr_assert_eq(un_trainer_state_hash(trainer, 0), hash, "a reset forgets what was carried");
        un_trainer_destroy(second);
        un_trainer_destroy(trainer);
        free(bytes);
    }
}

Test(stream, what_is_older_than_the_window_is_known) {
    un_Trainer *trainer = create(UN_TASK_STREAM, T, UN_CELL_GRU, 1);
    train(trainer, 250);
    cr_assert_gt(un_trainer_lane(trainer, 0)->accuracy_mean, 0.95, "%g", un_trainer_lane(trainer, 0)->accuracy_mean);
    un_Endless endless;
    un_Error error;
    cr_assert_eq(un_endless_measure(trainer, 0, 20000, &endless, &error), UN_OK);
    cr_assert(endless.steps == 20000 && endless.accuracy > 0.95 && endless.bytes > 0, "%g", endless.accuracy);
    un_trainer_destroy(trainer);
    un_Experiment bad = un_default_experiment();
    cr_assert_eq(un_endless_check(&bad, &error), UN_ERROR_VALUE);
    bad.task = (un_TaskDef){.task = UN_TASK_STREAM, .length = T};
    bad.lane[0].bidirectional = true;
    cr_assert_eq(un_endless_check(&bad, &error), UN_ERROR_VALUE);
}

// Text.

Test(generate, the_same_seed_writes_the_same_letters) {
    enum { N = 200 };
    un_Trainer *trainer = create(UN_TASK_TEXT, 30, UN_CELL_GRU, 1);
    train(trainer, 150);
    un_Error error;
    char a[N + 1], b[N + 1], c[N + 1];
    un_GenerateDef def = {.prompt = "the ", .letters = N, .temperature = 1, .seed = 1};
    cr_assert_eq(un_generate(trainer, 0, &def, a, &error), UN_OK);
    cr_assert_eq(un_generate(trainer, 0, &def, b, &error), UN_OK);
    cr_assert(strlen(a) == N && !strcmp(a, b));
    cr_assert_eq(strspn(a, "abcdefghijklmnopqrstuvwxyz .,"), N);
    def.seed = 2;
    cr_assert_eq(un_generate(trainer, 0, &def, b, &error), UN_OK);
    cr_assert_neq(strcmp(a, b), 0);
    // Without temperature the seed says nothing; with very much of it all letters come alike.
    def.temperature = 0;
    un_generate(trainer, 0, &def, b, &error);
    def.seed = 3;
    un_generate(trainer, 0, &def, c, &error);
    cr_assert_str_eq(b, c);
    def.temperature = 100;
    un_generate(trainer, 0, &def, c, &error);
    int rare = 0;
    for (const char *letter = c; *letter; letter++)
        rare += strchr("jqxz", *letter) != NULL;
    cr_assert(rare > 10 && rare < 50, "%d of %d, expected 28", rare, N);
    un_trainer_destroy(trainer);
}

Test(generate, what_cannot_be_is_refused) {
    un_Trainer *text = create(UN_TASK_TEXT, 30, UN_CELL_GRU, 1), *other = create(UN_TASK_STREAM, T, UN_CELL_GRU, 1);
    un_Error error;
    char out[8] = "before";
    un_GenerateDef def = {.prompt = "a", .letters = 5};
    cr_assert_eq(un_generate(other, 0, &def, out, &error), UN_ERROR_VALUE);
    cr_assert_str_eq(error.message, "found a run of task stream, valid: task text");
    def.prompt = "";
    cr_assert_eq(un_generate(text, 0, &def, out, &error), UN_ERROR_VALUE);
    def.prompt = "no!";
    cr_assert_eq(un_generate(text, 0, &def, out, &error), UN_ERROR_VALUE);
    cr_assert_str_eq(error.message, "--prompt: found '!', valid: a to z, blank, full stop, comma");
    cr_assert_str_eq(out, "before");
    un_trainer_destroy(text);
    un_trainer_destroy(other);
}
