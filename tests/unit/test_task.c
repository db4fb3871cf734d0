#include "test_task_case.h"

Test(task, names_and_steps) {
    cr_assert_eq(un_task_find("recall"), UN_TASK_RECALL);
    cr_assert_eq(un_task_find("adding"), UN_TASK_ADDING);
    cr_assert_eq(un_task_find("order"), UN_TASK_ORDER);
    cr_assert_eq(un_task_find("recal"), -1);
    cr_assert_eq(un_task_steps(&(un_TaskDef){.task = UN_TASK_RECALL, .lag = 20}), 21);
    cr_assert_eq(un_task_steps(&(un_TaskDef){.task = UN_TASK_ADDING, .length = 50}), 50);
    cr_assert_eq(un_task_steps(&(un_TaskDef){.task = UN_TASK_COPY, .lag = 30}), 40);
    cr_assert_eq(un_task_longest(UN_TASK_COPY), 4990);
    cr_assert_eq(un_task_longest(UN_TASK_RECALL), 4999);
    cr_assert_eq(un_task_longest(UN_TASK_PARITY), 5000);
    for (int i = 0; i < UN_TASK_COUNT; i++) {
        const un_TaskInfo *info = un_task_info((un_Task)i);
        cr_assert(info->name && info->title && info->help && info->question && info->sample && info->symbol, "task %d",
                  i);
        cr_assert_eq(info->class_names != NULL, info->classes);
    }
}

Test(task, recall_shows_one_symbol_and_asks_for_it) {
    enum { N = 4000 };
    un_TaskDef def = {.task = UN_TASK_RECALL, .lag = 9};
    un_Random random = un_random_stream(1, "batch");
    int first[4] = {0}, distractor[4] = {0};
    for (int n = 0; n < N; n++) {
        Drawn drawn;
        draw(&def, &random, &drawn);
        int symbol = symbol_at(&drawn, 8, 0);
        cr_assert_lt(symbol, 4);
        first[symbol]++;
        for (int t = 1; t <= 9; t++) {
            int other = symbol_at(&drawn, 8, t);
            cr_assert_geq(other, 4);
            distractor[other - 4]++;
        }
        expect_scored_at_end(&drawn, 10);
        cr_assert_eq(drawn.class_target[9], symbol);
    }
    for (int k = 0; k < 4; k++) {
        expect_share(first[k], N, 0.25, "first symbol");
        expect_share(distractor[k], 9 * N, 0.25, "distractor");
    }
}

Test(task, adding_marks_one_step_of_each_half) {
    enum { N = 4000, T = 11 };
    un_TaskDef def = {.task = UN_TASK_ADDING, .length = T};
    un_Random random = un_random_stream(2, "batch");
    int marked[T] = {0};
    double sum = 0, squares = 0;
    for (int n = 0; n < N; n++) {
        Drawn drawn;
        draw(&def, &random, &drawn);
        int marks[2] = {0};
        float target = 0;
        for (int t = 0; t < T; t++) {
            float value = drawn.x[2 * t], marker = drawn.x[2 * t + 1];
            cr_assert(value >= 0 && value <= 1);
            cr_assert(marker == 0 || marker == 1);
            if (marker == 1) {
                marks[t >= T / 2]++;
                marked[t]++;
                target += value;
            }
        }
        cr_assert_eq(marks[0], 1);
        cr_assert_eq(marks[1], 1);
        expect_scored_at_end(&drawn, T);
        cr_assert_float_eq(drawn.value_target[T - 1], target, 0);
        sum += (double)target;
        squares += (double)target * (double)target;
    }
    for (int t = 0; t < T; t++)
        expect_share(marked[t], N, t < 5 ? 1.0 / 5 : 1.0 / 6, "marker");
    double mean = sum / N, variance = squares / N - mean * mean;
    cr_assert_float_eq(mean, 1, 0.03);
    cr_assert_float_eq(variance, un_task_info(UN_TASK_ADDING)->chance_loss, 0.015);
}

Test(task, order_puts_two_symbols_in_their_tenths) {
    enum { N = 4000, T = 30 };
    un_TaskDef def = {.task = UN_TASK_ORDER, .length = T};
    un_Random random = un_random_stream(3, "batch");
    int step[T] = {0}, class_count[4] = {0};
    for (int n = 0; n < N; n++) {
        Drawn drawn;
        draw(&def, &random, &drawn);
        int seen = 0, symbols[2] = {0};
        for (int t = 0; t < T; t++) {
            int symbol = symbol_at(&drawn, 6, t);
            if (symbol >= 2) continue;
            cr_assert_lt(seen, 2, "three symbols");
            cr_assert(seen == 0 ? t >= 3 && t < 6 : t >= 12 && t < 15, "symbol %d at step %d", seen, t);
            symbols[seen++] = symbol;
            step[t]++;
        }
        cr_assert_eq(seen, 2);
        expect_scored_at_end(&drawn, T);
        cr_assert_eq(drawn.class_target[T - 1], 2 * symbols[0] + symbols[1]);
        class_count[drawn.class_target[T - 1]]++;
    }
    for (int k = 0; k < 4; k++)
        expect_share(class_count[k], N, 0.25, "class");
    for (int t = 3; t < 6; t++)
        expect_share(step[t], N, 1.0 / 3, "first step");
    for (int t = 12; t < 15; t++)
        expect_share(step[t], N, 1.0 / 3, "second step");
}

/// What every sequence of every task keeps to.
static void expect_well_formed(const un_TaskInfo *info, const Drawn *drawn, int T) {
    int answers = 0;
    for (int t = 0; t < T; t++) {
        cr_assert_leq(drawn->scored[t], UN_SCORED_LOSS);
        answers += drawn->scored[t] == UN_SCORED_ANSWER;
        for (int i = 0; i < info->inputs; i++)
            cr_assert(isfinite(drawn->x[t * info->inputs + i]));
        if (info->classes)
            cr_assert(drawn->class_target[t] >= 0 && drawn->class_target[t] < info->outputs);
        else
            cr_assert(isfinite(drawn->value_target[t]));
    }
    cr_assert_geq(answers, 1, "%s of %d steps asks for nothing", info->name, T);
    for (int t = T; t < STEPS_MAX; t++)
        cr_assert_eq(drawn->scored[t], 0, "%s writes behind its %d steps", info->name, T);
}

Test(task, shortest_sequences_are_drawn) {
    un_Random random = un_random_stream(4, "batch");
    for (int i = 0; i < UN_TASK_COUNT; i++) {
        const un_TaskInfo *info = un_task_info((un_Task)i);
        if (info->asset) continue; // test_task_data.c
        for (int extra = 0; extra < 30; extra++) {
            int size = info->length_min + extra;
            un_TaskDef def = {
                .task = (un_Task)i, .lag = info->takes_lag ? size : 0, .length = info->takes_lag ? 0 : size};
            for (int n = 0; n < 20; n++) {
                Drawn drawn;
                draw(&def, &random, &drawn);
                expect_well_formed(info, &drawn, un_task_steps(&def));
            }
        }
    }
}

Test(task, strides_place_the_same_sequence_into_a_batch) {
    enum { B = 3, AT = 1 };
    for (int i = 0; i < UN_TASK_COUNT; i++) {
        const un_TaskInfo *info = un_task_info((un_Task)i);
        if (info->asset) continue;
        un_TaskDef def = {.task = (un_Task)i};
        *(info->takes_lag ? &def.lag : &def.length) = info->length_min + 5;
        int T = un_task_steps(&def), I = info->inputs;
        un_Random random = un_random_stream(8, "batch"), again = random;
        Drawn drawn;
        draw(&def, &random, &drawn);
        float x[STEPS_MAX * INPUTS_MAX * B] = {0}, values[STEPS_MAX * B] = {0};
        unsigned char scored[STEPS_MAX * B] = {0};
        int32_t classes[STEPS_MAX * B] = {0}, carry = 0;
        un_Sequence sequence = {.x = x + AT * I,
                                .scored = scored + AT,
                                .class_target = info->classes ? classes + AT : NULL,
                                .value_target = info->classes ? NULL : values + AT,
                                .x_stride = B * I,
                                .target_stride = B,
                                .carry = &carry};
        info->sample(&def, NULL, &again, &sequence);
        cr_assert_arr_eq(random.state, again.state, sizeof random.state);
        for (int t = 0; t < T; t++) {
            for (int b = 0; b < B; b++) {
                bool own = b == AT;
                for (int k = 0; k < I; k++)
                    cr_assert_eq(x[(t * B + b) * I + k], own ? drawn.x[t * I + k] : 0, "%s", info->name);
                cr_assert_eq(scored[t * B + b], own ? drawn.scored[t] : 0);
                cr_assert_eq(classes[t * B + b], own ? drawn.class_target[t] : 0);
                cr_assert_eq(values[t * B + b], own ? drawn.value_target[t] : 0);
            }
        }
    }
}

Test(task, symbols_are_told_as_a_reader_sees_them) {
    char text[8];
    un_TaskDef recall = {.task = UN_TASK_RECALL, .lag = 3}, adding = {.task = UN_TASK_ADDING, .length = 4};
    float b[8] = {0, 1}, w[8] = {0, 0, 0, 0, 1}, plain[2] = {0.418f, 0}, marked[2] = {0.25f, 1};
    cr_assert(un_task_info(UN_TASK_RECALL)->symbol(&recall, b, text, sizeof text));
    cr_assert_str_eq(text, "B");
    cr_assert_not(un_task_info(UN_TASK_RECALL)->symbol(&recall, w, text, sizeof text));
    cr_assert_str_eq(text, "w");
    cr_assert_not(un_task_info(UN_TASK_ADDING)->symbol(&adding, plain, text, sizeof text));
    cr_assert_str_eq(text, "0.42");
    cr_assert(un_task_info(UN_TASK_ADDING)->symbol(&adding, marked, text, sizeof text));
    cr_assert_str_eq(text, "0.25");
}
