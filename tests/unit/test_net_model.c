/// Names and places of the parameters, borders of truncation, the tape, the loss, and what a sequence's bits depend on.
#include "test_net_case.h"

Test(net_model, parameters_in_pytorch_order) {
    un_NetDef def = {.cell = UN_CELL_GRU, .input = 2, .hidden = 3, .output = 4, .layers = 2, .bidirectional = true};
    un_ParamInfo info[UN_PARAMS_MAX];
    size_t total;
    int count = un_net_params(&def, info, &total);
    const struct {
        const char *name;
        int rows, columns;
    } expected[] = {
        {"weight_ih_l0", 9, 2},         {"weight_hh_l0", 9, 3},         {"bias_ih_l0", 9, 1},
        {"bias_hh_l0", 9, 1},           {"weight_ih_l0_reverse", 9, 2}, {"weight_hh_l0_reverse", 9, 3},
        {"bias_ih_l0_reverse", 9, 1},   {"bias_hh_l0_reverse", 9, 1},   {"weight_ih_l1", 9, 6},
        {"weight_hh_l1", 9, 3},         {"bias_ih_l1", 9, 1},           {"bias_hh_l1", 9, 1},
        {"weight_ih_l1_reverse", 9, 6}, {"weight_hh_l1_reverse", 9, 3}, {"bias_ih_l1_reverse", 9, 1},
        {"bias_hh_l1_reverse", 9, 1},   {"readout.weight", 4, 6},       {"readout.bias", 4, 1},
    };
    size_t offset = 0;
    cr_assert(count == 18);
    for (int i = 0; i < count; i++) {
        cr_assert_str_eq(info[i].name, expected[i].name);
        cr_assert(info[i].rows == expected[i].rows && info[i].columns == expected[i].columns, "%s", info[i].name);
        cr_assert(info[i].offset == offset, "%s", info[i].name);
        offset += (size_t)(info[i].rows * info[i].columns);
    }
    cr_assert(total == offset);
    def.layers = UN_LAYERS_MAX;
    cr_assert(un_net_params(&def, info, &total) == 4 * 2 * 4 + 2);
}

Test(net_model, cell_table) {
    const struct {
        const char *name;
        int gates, keep;
        bool has_gates, has_cell_state;
    } expected[UN_CELL_COUNT] = {{"rnn", 1, -1, false, false},    {"lstm", 4, 1, true, true},
                                 {"gru", 3, 1, true, false},      {"feedforward", 1, -1, false, false},
                                 {"window", 1, -1, false, false}, {"attention", 4, -1, false, false},
                                 {"ssm", 2, 0, true, true},       {"selective", 2, 0, true, true}};
    for (int cell = 0; cell < UN_CELL_COUNT; cell++) {
        const un_CellInfo *info = un_cell_info((un_Cell)cell);
        cr_assert_str_eq(info->name, expected[cell].name);
        cr_assert(info->gates == expected[cell].gates && info->keep_gate == expected[cell].keep);
        cr_assert(info->has_gates == expected[cell].has_gates && info->has_cell_state == expected[cell].has_cell_state);
        cr_assert(info->title && info->help && info->gate_name[info->gates - 1]);
        cr_assert(info->has_gates == (info->shown_gates > 0) && info->shown_gates <= info->gates);
        cr_assert(info->has_state_weights == (cell < UN_RECURRENT_CELLS));
        if (info->keep_gate >= 0) cr_assert(info->gate_job[info->keep_gate] == UN_GATE_KEEP);
    }
    cr_assert_str_eq(un_cell_info(UN_CELL_LSTM)->gate_name[1], "f");
    cr_assert_str_eq(un_cell_info(UN_CELL_GRU)->gate_name[1], "z");
}

Test(net_model, windows_are_counted_from_the_last_step) {
    un_NetDef def = {.truncate = 3};
    const bool expected[8] = {false, false, true, false, false, true, false, false}; // windows 0-1, 2-4, 5-7
    for (int t = 0; t < 8; t++) {
        cr_assert(un_net_cuts(&def, 8, t) == expected[t], "%d", t);
    }
    cr_assert(!un_net_cuts(&def, 9, 0) && un_net_cuts(&def, 9, 3), "the initial state is not cut");
    def.truncate = 0;
    for (int t = 0; t < 8; t++) {
        cr_assert(!un_net_cuts(&def, 8, t));
    }
}

enum { VARIANTS = 4 * UN_CELL_COUNT };

/// Every cell with one layer and with two, and both again in both directions.
static un_NetDef variant_def(int variant, int hidden) {
    un_NetDef def = {.cell = (un_Cell)(variant % UN_CELL_COUNT),
                     .input = 3,
                     .hidden = hidden,
                     .output = 5,
                     .layers = 1,
                     .window = 3};
    def.layers = 1 + variant / UN_CELL_COUNT % 2;
    def.bidirectional = variant >= 2 * UN_CELL_COUNT && un_cell_info(def.cell)->reads_backward;
    def.activation = UN_ACTIVATION_TANH;
    return def;
}

/// Float: a sequence alone, in company, in another place, and on a tape carved for more: the same bits.
Test(net_model, a_sequence_does_not_feel_the_others) {
    for (int variant = 0; variant < VARIANTS; variant++) {
        un_NetDef def = variant_def(variant, variant % 2 ? 16 : 5);
        enum { T = 9, B = 7 };
        un_ParamInfo info[UN_PARAMS_MAX];
        size_t n, O = (size_t)def.output;
        un_net_params(&def, info, &n);
        un_Random random = un_random_stream(3, "test");
        float *params = malloc(n * sizeof *params), *packed = malloc(un_packed_size_f32(&def) * sizeof *packed);
        float x[T * B * 3], alone[T * 3];
        for (size_t i = 0; i < n; i++) {
            params[i] = (float)un_random_uniform(&random, -1, 1);
        }
        for (size_t i = 0; i < T * B * 3; i++) {
            x[i] = (float)un_random_uniform(&random, -1, 1);
        }
        un_weights_pack_f32(&def, un_isa_best(), params, packed);
        un_Arena arena = un_arena_measure(), small_arena = un_arena_measure();
        un_Tape_f32 tape, small;
        un_tape_carve_f32(&tape, &arena, &def, &(un_TapeDef){.T = T + 3, .B = B + 2, .isa = un_isa_best()});
        un_arena_reserve(&arena, arena.used);
        un_tape_carve_f32(&tape, &arena, &def, &(un_TapeDef){.T = T + 3, .B = B + 2, .isa = un_isa_best()});
        un_tape_carve_f32(&small, &small_arena, &def, &(un_TapeDef){.T = T, .B = 1, .isa = un_isa_best()});
        un_arena_reserve(&small_arena, small_arena.used);
        un_tape_carve_f32(&small, &small_arena, &def, &(un_TapeDef){.T = T, .B = 1, .isa = un_isa_best()});
        tape.T = T;
        tape.B = B;
        un_net_forward_f32(&def, params, packed, &tape, x);
        for (size_t b = 0; b < B; b++) {
            for (size_t t = 0; t < T; t++) {
                memcpy(alone + t * 3, x + (t * B + b) * 3, 3 * sizeof *x);
            }
            un_net_forward_f32(&def, params, packed, &small, alone);
            for (size_t t = 0; t < T; t++) {
                cr_assert(memcmp(tape.logits + (t * B + b) * O, small.logits + t * O, O * sizeof(float)) == 0,
                          "variant %d, sequence %zu, step %zu", variant, b, t);
            }
        }
        free(params);
        free(packed);
        un_arena_free(&arena);
        un_arena_free(&small_arena);
    }
}

/// A tape that was used for something longer before gives the same gradients, to the bit; and gradients ADD.
Test(net_model, a_used_tape_and_added_gradients) {
    for (int variant = 0; variant < VARIANTS; variant++) {
        un_NetDef def = variant_def(variant, 6);
        def.truncate = variant % 2 && un_cell_info(def.cell)->carries_state ? 4 : 0;
        Net net = net_create(def, 8, 2, 41);
        net_set_states(&net, net.h0, net.c0);
        net_forward(&net, 0, 5);
        un_net_backward_f64(&net.def, net.params, net.packed, &net.tape, net.grads);
        double *fresh = malloc(net.count * sizeof *fresh);
        memcpy(fresh, net.grads, net.count * sizeof *fresh);
        net_run(&net);
        net_set_states(&net, net.h0, net.c0);
        net_forward(&net, 0, 5);
        memset(net.grads, 0, net.count * sizeof *net.grads);
        un_net_backward_f64(&net.def, net.params, net.packed, &net.tape, net.grads);
        cr_assert(memcmp(fresh, net.grads, net.count * sizeof *fresh) == 0, "variant %d", variant);
        un_net_backward_f64(&net.def, net.params, net.packed, &net.tape, net.grads);
        for (size_t i = 0; i < net.count; i++) {
            cr_assert(fabs(net.grads[i] - 2.0 * fresh[i]) <= 1e-14 * (1 + fabs(fresh[i])), "variant %d", variant);
        }
        free(fresh);
        net_free(&net);
    }
}

/// Float and double agree over 100 steps and a block of 16: the chunks keep the digits.
Test(net_model, float_follows_double_over_a_long_batch) {
    for (int cell = 0; cell < UN_CELL_COUNT; cell++) {
        un_NetDef def = {.cell = (un_Cell)cell, .input = 4, .hidden = 16, .output = 4, .layers = 1, .window = 4};
        enum { T = 100, B = 16 };
        Net net = net_create(def, T, B, 51);
        for (size_t i = 0; i < net.count; i++) {
            net.params[i] = (double)(float)(net.params[i] * 0.3);
        }
        float *params = malloc(net.count * sizeof *params), *packed = malloc(un_packed_size_f32(&def) * sizeof *packed);
        float *grads = calloc(net.count, sizeof *grads), *x = malloc(T * B * 4 * sizeof *x);
        for (size_t i = 0; i < net.count; i++) {
            params[i] = (float)net.params[i];
        }
        for (size_t i = 0; i < T * B * 4; i++) {
            x[i] = (float)net.x[i];
            net.x[i] = (double)x[i];
        }
        memset(net.h0, 0, net.state * sizeof *net.h0);
        memset(net.c0, 0, net.state * sizeof *net.c0);
        double loss = net_run(&net);
        un_Arena arena = un_arena_measure();
        un_Tape_f32 tape;
        un_tape_carve_f32(&tape, &arena, &def, &(un_TapeDef){.T = T, .B = B, .isa = un_isa_best()});
        un_arena_reserve(&arena, arena.used);
        un_tape_carve_f32(&tape, &arena, &def, &(un_TapeDef){.T = T, .B = B, .isa = un_isa_best()});
        un_Target_f32 target = {.scored = net.scored, .class_target = net.classes};
        un_weights_pack_f32(&def, un_isa_best(), params, packed);
        un_net_forward_f32(&def, params, packed, &tape, x);
        double got = un_net_loss_f32(&def, &tape, &target, 1.0, NULL);
        un_net_backward_f32(&def, params, packed, &tape, grads);
        cr_assert(fabs(got / loss - 1) < 1e-6, "%g and %g", got, loss);
        double norm = un_grad_norm_f64(net.grads, net.count);
        for (size_t i = 0; i < net.count; i++) {
            cr_assert(fabs((double)grads[i] - net.grads[i]) < 1e-6 * norm, "%zu: %g and %g", i, (double)grads[i],
                      net.grads[i]);
        }
        free(params);
        free(packed);
        free(grads);
        free(x);
        un_arena_free(&arena);
        net_free(&net);
    }
}

/// A tape for the loss alone.
static un_Tape_f64 loss_tape(double *logits, double *dlogits, int T, int B) {
    return (un_Tape_f64){.T = T, .B = B, .logits = logits, .dlogits = dlogits};
}

Test(net_model, cross_entropy_and_its_count) {
    un_NetDef def = {.output = 3, .loss = UN_LOSS_CROSS_ENTROPY};
    double logits[12] = {1, 2, 3, 0, 0, 0, 1e4, 0, -1e4, 5, 1, 1}, d[12];
    const unsigned char scored[4] = {1, 1, 1, 0};
    const int32_t classes[4] = {2, 0, 2, 99}; // the last is not scored: never read
    un_Target_f64 target = {.scored = scored, .class_target = classes};
    un_Tape_f64 tape = loss_tape(logits, d, 2, 2);
    long correct = -1;
    double loss = un_net_loss_f64(&def, &tape, &target, 0.5, &correct);
    double first = log(exp(1 - 3.0) + exp(2 - 3.0) + 1);
    cr_assert(fabs(loss - (first + log(3.0) + 2e4)) < 1e-9, "%.17g", loss);
    cr_assert(correct == 2, "%ld", correct); // a tie goes to the first
    cr_assert(fabs(d[2] - 0.5 * (exp(-first) - 1)) < 1e-15 && fabs(d[3] - 0.5 * (1.0 / 3 - 1)) < 1e-15);
    cr_assert(d[6] == 0.5 && d[8] == -0.5 && d[9] == 0.0 && d[10] == 0.0 && d[11] == 0.0);
}

Test(net_model, a_step_may_count_in_the_loss_only_and_a_sequence_has_its_weight) {
    un_NetDef def = {.output = 2, .loss = UN_LOSS_CROSS_ENTROPY};
    double logits[8] = {1, 0, 0, 2, 3, 0, 0, 1}, d[8], plain[8];
    const unsigned char scored[4] = {1, 1, 2, 1}; // (T,B): sequence 0 has steps 0 and 2
    const int32_t classes[4] = {0, 1, 0, 0};
    const double weight[2] = {0.25, 3};
    un_Target_f64 target = {.scored = scored, .class_target = classes};
    un_Tape_f64 tape = loss_tape(logits, plain, 2, 2);
    long correct = -1;
    double loss[4];
    double sum = un_net_loss_f64(&def, &tape, &target, 2, &correct);
    for (int i = 0; i < 4; i++)
        loss[i] = log(1 + exp(logits[2 * i + 1 - classes[i]] - logits[2 * i + classes[i]]));
    cr_assert(fabs(sum - (loss[0] + loss[1] + loss[2] + loss[3])) < 1e-14);
    cr_assert_eq(correct, 2, "right three times, but one of them is no answer: %ld", correct);
    target.weight = weight;
    tape.dlogits = d;
    sum = un_net_loss_f64(&def, &tape, &target, 2, NULL);
    cr_assert(fabs(sum - (0.25 * (loss[0] + loss[2]) + 3 * (loss[1] + loss[3]))) < 1e-14, "%g", sum);
    for (int i = 0; i < 8; i++)
        cr_assert_float_eq(d[i], plain[i] * weight[i / 2 % 2], 1e-15);
}

Test(net_model, squared_error) {
    un_NetDef def = {.output = 2, .loss = UN_LOSS_MSE};
    double logits[4] = {1, 2, 3, 4}, d[4];
    const double values[4] = {0, 4, 9, 9};
    const unsigned char scored[2] = {1, 0};
    un_Target_f64 target = {.scored = scored, .value_target = values};
    un_Tape_f64 tape = loss_tape(logits, d, 2, 1);
    long correct = -1;
    cr_assert(un_net_loss_f64(&def, &tape, &target, 0.25, &correct) == 5.0);
    cr_assert(correct == 0 && d[0] == 0.5 && d[1] == -1.0 && d[2] == 0.0 && d[3] == 0.0);
}

Test(net_model, a_number_that_is_none_is_data) {
    un_NetDef def = {.output = 2, .loss = UN_LOSS_CROSS_ENTROPY};
    const unsigned char scored[1] = {1};
    const int32_t classes[1] = {0};
    un_Target_f64 target = {.scored = scored, .class_target = classes};
    double bad[][2] = {{(double)NAN, 1}, {1, (double)NAN}, {(double)INFINITY, 0}, {-(double)INFINITY, 0}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        double d[2];
        long correct = -1;
        un_Tape_f64 tape = loss_tape(bad[i], d, 1, 1);
        cr_assert(!isfinite(un_net_loss_f64(&def, &tape, &target, 1.0, &correct)), "%zu", i);
        cr_assert(correct == 0);
    }
    // NaN in a weight reaches the loss through every activation, the ReLU too.
    for (int activation = 0; activation < UN_ACTIVATION_COUNT; activation++) {
        un_NetDef model = {.cell = UN_CELL_RNN,
                           .activation = (un_Activation)activation,
                           .input = 1,
                           .hidden = 2,
                           .output = 2,
                           .layers = 1};
        Net net = net_create(model, 3, 1, 7);
        net.params[un_net_track_params(&model, 0, 0).weight_ih] = (double)NAN;
        cr_assert(isnan(net_run(&net)) && isnan(un_grad_norm_f64(net.grads, net.count)));
        net_free(&net);
    }
}

/// Backward passes over the steps without a slope, but not over the NaN that 0 times an infinity is there.
Test(net_model, an_infinite_readout_reaches_unscored_steps) {
    un_NetDef def = {.cell = UN_CELL_RNN, .input = 1, .hidden = 2, .output = 2, .layers = 1};
    Net net = net_create(def, 3, 1, 7);
    double gradient[2];
    net.scored[0] = 0;
    net_run(&net);
    un_tape_output_gradient_f64(&def, &net.tape, 0, 0, 0, gradient);
    cr_assert(gradient[0] == 0.0 && gradient[1] == 0.0 && !signbit(gradient[0]) && !signbit(gradient[1]));
    net.params[un_net_readout_offset(&def)] = -(double)INFINITY;
    net_run(&net);
    un_tape_output_gradient_f64(&def, &net.tape, 0, 0, 0, gradient);
    cr_assert(isnan(gradient[0]) && gradient[1] == 0.0);
    cr_assert(isnan(net.grads[un_net_track_params(&def, 0, 0).bias_ih]));
    net_free(&net);
}

/// Forward, and backward from slopes that are the logits; T steps of B sequences, x (T,B,2).
static un_Tape_f32 run_batch(const un_NetDef *def, const float *params, float *packed, un_Arena *arena, const float *x,
                             int T, int B, float *grads) {
    un_Tape_f32 tape;
    un_TapeDef wanted = {.T = T, .B = B, .isa = def->isa};
    *arena = un_arena_measure();
    un_tape_carve_f32(&tape, arena, def, &wanted);
    un_arena_reserve(arena, arena->used);
    un_tape_carve_f32(&tape, arena, def, &wanted);
    un_weights_pack_f32(def, def->isa, params, packed);
    un_net_forward_f32(def, params, packed, &tape, x);
    memcpy(tape.dlogits, tape.logits, (size_t)(T * B * def->output) * sizeof *x);
    un_net_backward_f32(def, params, packed, &tape, grads);
    return tape;
}

/// Wide enough that the products of several sequences go a quarter at a time, those of one sequence all at once: the
/// same bits, forward and backward, on every instruction set there is.
Test(net_model, quarters_one_by_one_are_quarters_at_once) {
    enum { T = 3, B = 9, H = 260 };
    for (int variant = 0; variant < 2 * UN_ISA_COUNT; variant++) {
        un_NetDef def = {.cell = variant % 2 ? UN_CELL_LSTM : UN_CELL_RNN,
                         .input = 2,
                         .hidden = H,
                         .output = 1,
                         .layers = 1,
                         .isa = (un_Isa)(variant / 2)};
        if (!un_isa_available(def.isa)) continue;
        un_ParamInfo info[UN_PARAMS_MAX];
        size_t n;
        un_net_params(&def, info, &n);
        un_Random random = un_random_stream(5, "test");
        float *params = malloc(n * sizeof *params), *packed = malloc(un_packed_size_f32(&def) * sizeof *packed);
        float *grads = calloc(n, sizeof *grads), x[T * B * 2], alone[T * 2], one[H], many[H];
        for (size_t i = 0; i < n; i++) {
            params[i] = (float)un_random_uniform(&random, -0.1, 0.1);
        }
        for (size_t i = 0; i < T * B * 2; i++) {
            x[i] = (float)un_random_uniform(&random, -1, 1);
        }
        un_Arena arena, small_arena;
        un_Tape_f32 tape = run_batch(&def, params, packed, &arena, x, T, B, grads);
        for (int b = 0; b < B; b++) {
            for (int t = 0; t < T; t++) {
                memcpy(alone + t * 2, x + (t * B + b) * 2, 2 * sizeof *x);
            }
            un_Tape_f32 small = run_batch(&def, params, packed, &small_arena, alone, T, 1, grads);
            for (int part = 0; part < 2 * T; part++) {
                un_TrackPart what = part % 2 ? UN_PART_DH : UN_PART_H;
                un_tape_row_f32(&def, &tape, 0, 0, what, 0, part / 2, b, many);
                un_tape_row_f32(&def, &small, 0, 0, what, 0, part / 2, 0, one);
                cr_assert(memcmp(one, many, sizeof one) == 0, "variant %d, sequence %d, part %d", variant, b, part);
                cr_assert(one[H - 1] != 0.0F);
            }
            un_arena_free(&small_arena);
        }
        free(params);
        free(packed);
        free(grads);
        un_arena_free(&arena);
    }
}
