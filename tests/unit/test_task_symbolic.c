// The symbolic tasks: each sampler against its definition, targets worked out again from the inputs alone.
#include "test_task_case.h"

/// The most likely range of a mean of n draws: five standard errors.
static void expect_mean(double sum, double squares, int n, double expected, const char *what) {
    double mean = sum / n, error = sqrt((squares / n - mean * mean) / n);
    cr_assert(fabs(mean - expected) < 5 * error + 1e-9, "%s: %g, expected %g +- %g", what, mean, expected, error);
}

Test(symbolic, copy_shows_five_and_asks_for_them_after_the_delimiter) {
    enum { N = 2000, LAG = 7, T = LAG + 10 };
    un_TaskDef def = {.task = UN_TASK_COPY, .lag = LAG};
    un_Random random = un_random_stream(1, "batch");
    int count[4] = {0};
    for (int n = 0; n < N; n++) {
        Drawn drawn;
        draw(&def, &random, &drawn);
        for (int t = 0; t < T; t++) {
            int shown = symbol_at(&drawn, 6, t);
            cr_assert(t < 5 ? shown < 4 : shown == (t == 5 + LAG - 1 ? 5 : 4), "step %d shows %d", t, shown);
            cr_assert_eq(drawn.class_target[t], t < T - 5 ? 4 : symbol_at(&drawn, 6, t - (T - 5)));
            cr_assert_eq(drawn.scored[t], t < T - 5 ? UN_SCORED_LOSS : UN_SCORED_ANSWER);
            if (t < 5) count[shown]++;
        }
    }
    for (int k = 0; k < 4; k++)
        expect_share(count[k], 5 * N, 0.25, "symbol");
    cr_assert_float_eq(un_task_chance_loss(&def, NULL), 5 * log(4) / (LAG + 10), 1e-15);
}

Test(symbolic, parity_counts_at_every_step) {
    enum { N = 500, T = 20 };
    un_TaskDef def = {.task = UN_TASK_PARITY, .length = T};
    un_Random random = un_random_stream(2, "batch");
    int ones = 0;
    for (int n = 0; n < N; n++) {
        Drawn drawn;
        draw(&def, &random, &drawn);
        int so_far = 0;
        for (int t = 0; t < T; t++) {
            cr_assert(drawn.x[t] == 1 || drawn.x[t] == -1);
            so_far += drawn.x[t] == 1;
            cr_assert_eq(drawn.class_target[t], so_far % 2);
            cr_assert_eq(drawn.scored[t], UN_SCORED_ANSWER);
        }
        ones += so_far;
    }
    expect_share(ones, N * T, 0.5, "+1");
}

Test(symbolic, price_compares_with_the_step_before) {
    enum { N = 1000, T = 10 };
    un_TaskDef def = {.task = UN_TASK_PRICE, .length = T};
    un_Random random = un_random_stream(3, "batch");
    const un_TaskInfo *info = un_task_info(UN_TASK_PRICE);
    int best = 0;
    double sum = 0, squares = 0;
    for (int n = 0; n < N; n++) {
        Drawn drawn;
        draw(&def, &random, &drawn);
        cr_assert_eq(drawn.scored[0], UN_SCORED_NOT);
        double loss = 0; // of P(rose) = v; steps of one sequence are not independent, sequences are
        for (int t = 1; t < T; t++) {
            float v = drawn.x[t];
            int rose = v > drawn.x[t - 1];
            cr_assert(v >= 0 && v < 1);
            cr_assert_eq(drawn.class_target[t], rose);
            cr_assert_eq(drawn.scored[t], UN_SCORED_ANSWER);
            best += (v > 0.5f) == rose;
            loss -= log(rose ? (double)v : 1 - (double)v) / (T - 1);
        }
        sum += loss;
        squares += loss * loss;
    }
    cr_assert_float_eq((double)best / (N * (T - 1)), info->chance_accuracy, 0.02);
    expect_mean(sum, squares, N, info->chance_loss, "loss of who sees one price");
}

Test(symbolic, sine_asks_for_the_next_value) {
    enum { N = 1000, T = 50 };
    un_TaskDef def = {.task = UN_TASK_SINE, .length = T};
    un_Random random = un_random_stream(4, "batch");
    double w = 2 * acos(-1) / 25, sum = 0, squares = 0, cosine = 0;
    for (int n = 0; n < N; n++) {
        Drawn drawn;
        draw(&def, &random, &drawn);
        double error = 0;
        for (int t = 0; t < T; t++) {
            cr_assert_eq(drawn.scored[t], UN_SCORED_ANSWER);
            double x = (double)drawn.x[t], next = (double)drawn.value_target[t];
            if (t + 1 < T) cr_assert_eq(drawn.value_target[t], drawn.x[t + 1]);
            // sin(a + w) + sin(a - w) = 2 cos(w) sin(a)
            if (t > 0) cr_assert_float_eq(next, 2 * cos(w) * x - (double)drawn.x[t - 1], 1e-6);
            error += (next - cos(w) * x) * (next - cos(w) * x) / T;
        }
        sum += error;
        squares += error * error;
        cosine += (double)(drawn.x[0] * drawn.x[0]) * 2 / N;
    }
    expect_mean(sum, squares, N, un_task_info(UN_TASK_SINE)->chance_loss, "loss of who sees one value");
    cr_assert_float_eq(cosine, 1, 0.1, "the phase is uniform");
}

Test(symbolic, bank_has_one_cue_before_or_after) {
    enum { N = 6000, T = 12, I = 15 };
    un_TaskDef def = {.task = UN_TASK_BANK, .length = T};
    un_Random random = un_random_stream(5, "batch");
    int at[T] = {0}, before = 0, right_forward = 0, cue_count[6] = {0}, cue_at[T] = {0};
    for (int n = 0; n < N; n++) {
        Drawn drawn;
        draw(&def, &random, &drawn);
        int bank = -1, cue_step = -1, cue = -1;
        for (int t = 0; t < T; t++) {
            int word = symbol_at(&drawn, I, t);
            if (word == 0) {
                cr_assert_eq(bank, -1, "two banks");
                bank = t;
            } else if (word <= 6) {
                cr_assert_eq(cue, -1, "two cues");
                cue = word - 1;
                cue_step = t;
            }
        }
        cr_assert(bank >= 3 && bank <= 8 && cue >= 0);
        for (int t = 0; t < T; t++)
            cr_assert_eq(drawn.scored[t], t == bank);
        cr_assert_eq(drawn.class_target[bank], cue / 3);
        at[bank]++;
        cue_count[cue]++;
        before += cue_step < bank;
        if (bank == 5) cue_at[cue_step]++;
        right_forward += cue_step < bank || cue / 3 == 0; // reads forward, else guesses
    }
    for (int t = 3; t <= 8; t++)
        expect_share(at[t], N, 1.0 / 6, "step of bank");
    for (int k = 0; k < 6; k++)
        expect_share(cue_count[k], N, 1.0 / 6, "cue");
    for (int t = 0; t < T; t++)
        if (t != 5) expect_share(cue_at[t], at[5], t < 5 ? 0.5 / 5 : 0.5 / 6, "step of the cue");
    expect_share(before, N, 0.5, "cue before");
    expect_share(right_forward, N, 0.75, "who reads forward only");
}

Test(symbolic, sentiment_lies_in_the_order_of_the_words_alone) {
    enum { N = 8000, T = 12, I = 13, NOT = 6 };
    un_TaskDef def = {.task = UN_TASK_SENTIMENT, .length = T};
    un_Random random = un_random_stream(6, "batch");
    int bags[4][4] = {{0}}, positive[4][4] = {{0}}, words[7] = {0}, lone = 0, bare = 0, last_polar = 0, last_right = 0;
    for (int n = 0; n < N; n++) {
        Drawn drawn;
        draw(&def, &random, &drawn);
        int good = 0, bad = 0, nots = 0, sum = 0, negated = 0, verdict = -1;
        for (int t = 0; t < T; t++) {
            int word = symbol_at(&drawn, I, t), sign = t > 0 && symbol_at(&drawn, I, t - 1) == NOT ? -1 : 1;
            if (word <= NOT) words[word]++;
            if (word <= NOT && verdict < 0) verdict = t;
            negated += word < NOT && sign < 0;
            cr_assert_not(word == NOT && sign < 0, "not not");
            good += word < 3;
            bad += word >= 3 && word < NOT;
            nots += word == NOT;
            if (word < NOT) sum += word < 3 ? sign : -sign;
        }
        cr_assert(good + bad == 1 || good + bad == 3);
        cr_assert_eq(nots, good + bad, "as many nots as polar words, whatever they turn");
        cr_assert_neq(symbol_at(&drawn, I, T - 1), NOT);
        expect_scored_at_end(&drawn, T);
        cr_assert_eq(drawn.class_target[T - 1], sum > 0);
        bags[good][bad]++;
        positive[good][bad] += sum > 0;
        lone += good + bad == 1;
        cr_assert_geq(verdict, T - 3 * (good + bad), "neutral words come first");
        int last = symbol_at(&drawn, I, T - 1);
        if (last < NOT) {
            last_polar++;
            last_right += (last < 3) == (sum > 0);
        }
        bare += good + bad == 1 && negated == 0;
    }
    for (int good = 0; good <= 3; good++) {
        for (int bad = 0; bad <= 3; bad++) {
            if (bags[good][bad]) expect_share(positive[good][bad], bags[good][bad], 0.5, "positive, given the bag");
        }
    }
    expect_share(lone, N, 0.5, "one polar word");
    for (int k = 1; k < NOT; k++)
        expect_share(words[k], words[0] + words[1] + words[2] + words[3] + words[4] + words[5], 1.0 / 6, "polar word");
    expect_share(bare, lone, 0.5, "one polar word, not negated");
    expect_share(last_polar, N, 0.5, "the parts are shuffled");
    expect_share(last_right, last_polar, 0.5, "the last word alone");
}

Test(symbolic, marked_asks_for_the_marked_symbol) {
    enum { N = 4000, T = 9, I = 5 };
    un_TaskDef def = {.task = UN_TASK_MARKED, .length = T};
    un_Random random = un_random_stream(7, "batch");
    int at[T] = {0}, count[4] = {0};
    for (int n = 0; n < N; n++) {
        Drawn drawn;
        draw(&def, &random, &drawn);
        int marked = -1;
        for (int t = 0; t < T; t++) {
            if (drawn.x[t * I + 4] == 0) continue;
            cr_assert(marked == -1 && drawn.x[t * I + 4] == 1);
            marked = t;
            drawn.x[t * I + 4] = 0;
        }
        cr_assert(marked >= 0 && marked < T / 2);
        expect_scored_at_end(&drawn, T);
        cr_assert_eq(drawn.class_target[T - 1], symbol_at(&drawn, I, marked));
        for (int t = 0; t < T; t++)
            symbol_at(&drawn, I, t);
        at[marked]++;
        count[drawn.class_target[T - 1]]++;
    }
    for (int t = 0; t < T / 2; t++)
        expect_share(at[t], N, 1.0 / (T / 2), "marked step");
    for (int k = 0; k < 4; k++)
        expect_share(count[k], N, 0.25, "symbol");
}

/// The string of an embedded Reber sequence: what is shown, and the last symbol, which is only asked for. Returns its
/// length.
static int reber_string(const Drawn *drawn, int T, char *out) {
    static const char letters[] = "BTPSXVE";
    int n = 0;
    while (n < T && drawn->scored[n]) {
        out[n] = letters[symbol_at(drawn, 7, n)];
        n++;
    }
    for (int t = n; t < T; t++) {
        cr_assert_eq(drawn->scored[t], UN_SCORED_NOT);
        for (int i = 0; i < 7; i++)
            cr_assert_eq(drawn->x[t * 7 + i], 0);
    }
    for (int t = 0; t + 1 < n; t++)
        cr_assert_eq(letters[drawn->class_target[t]], out[t + 1], "asked for what comes next");
    out[n] = letters[drawn->class_target[n - 1]];
    out[n + 1] = 0;
    return n + 1;
}

/// Reber's grammar, read off its diagram as regular expressions: true when s[0..n) is B..E.
static bool is_reber(const char *s, int n) {
    int i = 1;
    if (n < 5 || s[0] != 'B' || s[n - 1] != 'E') return false;
    bool low = s[i] == 'P'; // in the lower half: T* V; upper half: S or X
    if (s[i] == 'T') {
        for (i++; s[i] == 'S'; i++) {
        }
        if (s[i++] != 'X') return false;
        if (s[i] == 'S') return i + 2 == n;
        if (s[i++] != 'X') return false;
        low = true;
    } else if (s[i++] != 'P') {
        return false;
    }
    while (low) {
        for (; s[i] == 'T'; i++) {
        }
        if (s[i++] != 'V') return false;
        if (s[i] == 'V') return i + 2 == n;
        if (s[i++] != 'P') return false;
        if (s[i] == 'S') return i + 2 == n;
        if (s[i++] != 'X') return false;
    }
    return false;
}

Test(symbolic, reber_strings_are_the_grammar_s) {
    enum { N = 8000, T = 100 };
    // All strings of at most 7 symbols, by hand, with their probabilities times 32.
    static const char *const shortest[] = {"BTXSE",   "BPVVE",   "BTSXSE",  "BPTVVE", "BPVPSE",
                                           "BTSSXSE", "BPTTVVE", "BPTVPSE", "BTXXVVE"};
    static const int chance[] = {4, 4, 2, 2, 2, 1, 1, 1, 1};
    un_TaskDef def = {.task = UN_TASK_REBER, .length = T};
    un_Random random = un_random_stream(9, "batch");
    int count[9] = {0}, outer_t = 0, pairs[128][128] = {{0}};
    double sum = 0, squares = 0;
    for (int n = 0; n < N; n++) {
        Drawn drawn;
        draw(&def, &random, &drawn);
        char text[STEPS_MAX + 2], inner[STEPS_MAX];
        int length = reber_string(&drawn, T, text), found = 0;
        cr_assert(text[0] == 'B' && text[length - 1] == 'E' && text[1] == text[length - 2], "%s", text);
        cr_assert(text[1] == 'T' || text[1] == 'P');
        cr_assert(is_reber(text + 2, length - 4), "%s", text);
        for (int t = 0; t < length - 1; t++) {
            cr_assert_eq(drawn.scored[t], t == length - 3 ? UN_SCORED_ANSWER : UN_SCORED_LOSS, "%s step %d", text, t);
            pairs[(int)text[t]][(int)text[t + 1]]++;
        }
        memcpy(inner, text + 2, (size_t)length - 4);
        inner[length - 4] = 0;
        for (int k = 0; k < 9; k++) {
            count[k] += !strcmp(inner, shortest[k]);
            found += !strcmp(inner, shortest[k]);
        }
        cr_assert_eq(found, length - 4 <= 7, "%s", inner);
        outer_t += text[1] == 'T';
        sum += length;
        squares += (double)length * length;
    }
    for (int k = 0; k < 9; k++)
        expect_share(count[k], N, chance[k] / 32.0, shortest[k]);
    expect_share(outer_t, N, 0.5, "outer symbol");
    expect_mean(sum, squares, N, 12, "length");
    // The loss of who sees the present symbol only: the entropy of the next one given it.
    double entropy = 0, total = 0;
    for (int a = 'A'; a <= 'Z'; a++) {
        int from = 0;
        for (int b = 'A'; b <= 'Z'; b++)
            from += pairs[a][b];
        for (int b = 'A'; b <= 'Z'; b++)
            entropy -= pairs[a][b] ? pairs[a][b] * log((double)pairs[a][b] / from) : 0;
        total += from;
    }
    cr_assert_float_eq(entropy / total, un_task_info(UN_TASK_REBER)->chance_loss, 0.01);
}

Test(symbolic, reber_fits_into_the_length_it_is_given) {
    un_Random random = un_random_stream(10, "batch");
    for (int T = 8; T < 14; T++) {
        un_TaskDef def = {.task = UN_TASK_REBER, .length = T};
        int longest = 0;
        for (int n = 0; n < 400; n++) {
            Drawn drawn;
            draw(&def, &random, &drawn);
            char text[STEPS_MAX + 2];
            int length = reber_string(&drawn, T, text);
            longest = length > longest ? length : longest;
        }
        cr_assert_eq(longest, T + 1, "the last symbol needs no step: %d of %d", longest, T);
    }
}

Test(symbolic, symbols_are_words_for_a_reader) {
    static const struct {
        un_Task task;
        float x[16];
        const char *text;
        bool matters;
    } rows[] = {
        {UN_TASK_COPY, {0, 0, 1}, "C", true},
        {UN_TASK_COPY, {0, 0, 0, 0, 1}, "_", false},
        {UN_TASK_COPY, {[5] = 1}, "?", true},
        {UN_TASK_PARITY, {1}, "+1", true},
        {UN_TASK_PARITY,
         {-1},
         "\xe2\x88\x92"
         "1",
         false},
        {UN_TASK_REBER, {0, 1}, "T", true},
        {UN_TASK_REBER, {[6] = 1}, "E", false},
        {UN_TASK_REBER, {0}, "", false},
        {UN_TASK_PRICE, {0.418f}, "0.42", true},
        {UN_TASK_SINE, {-0.5f}, "-0.50", false},
        {UN_TASK_BANK, {1}, "bank", true},
        {UN_TASK_BANK, {[14] = 1}, "to", false},
        {UN_TASK_BANK, {[4] = 1}, "money", true},
        {UN_TASK_SENTIMENT, {[6] = 1}, "not", true},
        {UN_TASK_SENTIMENT, {[12] = 1}, "so", false},
        {UN_TASK_MARKED, {0, 1, 0, 0, 1}, "B", true},
        {UN_TASK_MARKED, {0, 1}, "B", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[12];
        un_TaskDef def = {.task = rows[i].task};
        cr_assert_eq(un_task_info(rows[i].task)->symbol(&def, rows[i].x, text, sizeof text), rows[i].matters, "row %zu",
                     i);
        cr_assert_str_eq(text, rows[i].text);
    }
}
