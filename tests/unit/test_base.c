#include "base/arena.h"
#include "base/check.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/number.h"
#include "base/random.h"

#include <criterion/criterion.h>
#include <math.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/// Each test runs in a process of its own: replacing the hook lets a test see that a check fired.
_Noreturn void un_check_failed(const char *condition, const char *file, int line) {
    (void)condition;
    (void)file;
    (void)line;
    _Exit(70);
}

// ------------------------------------------------------------------ numbers

Test(number, short_form) {
    char text[24];
    static const struct {
        double value;
        const char *text;
    } table[] = {
        {0, "0"},
        {-0.0, "0"},
        {1, "1.0"},
        {-1, "−1.0"},
        {12.34, "12"},
        {123.4, "123"},
        {0.05, "0.050"},
        {0.012, "0.012"},
        {0.01, "0.010"},
        {0.0099, "9.9·10⁻³"},
        {4.1e-5, "4.1·10⁻⁵"},
        {-4.14e-5, "−4.1·10⁻⁵"},
        {0.996, "1.0"},
        {999999, "1.0·10⁶"},
        {123456, "123456"},
        {1e6, "1.0·10⁶"},
        {1e-300, "1.0·10⁻³⁰⁰"},
        {INFINITY, "∞"},
        {-INFINITY, "−∞"},
        {NAN, "not a number"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        cr_expect_str_eq(un_number_short(table[i].value, text, sizeof text), table[i].text, "%g gives '%s', not '%s'",
                         table[i].value, text, table[i].text);
    }
}

Test(number, rounded_form_keeps_its_zeros) {
    char text[48];
    cr_expect_str_eq(un_number_round(0.5, 3, text, sizeof text), "0.500");
    cr_expect_str_eq(un_number_round(2.4e-6, 3, text, sizeof text), "2.40·10⁻⁶");
    cr_expect_str_eq(un_number_round(-0.9996, 3, text, sizeof text), "−1.00");
    cr_expect_str_eq(un_number_round(0, 3, text, sizeof text), "0");
}

Test(number, full_form) {
    char text[48];
    cr_expect_str_eq(un_number_full(0.1, 17, text, sizeof text), "0.10000000000000001");
    cr_expect_str_eq(un_number_full(1.5, 17, text, sizeof text), "1.5");
    cr_expect_str_eq(un_number_full(-2, 6, text, sizeof text), "−2");
    cr_expect_str_eq(un_number_full(1e-25, 3, text, sizeof text), "1·10⁻²⁵");
    cr_expect_str_eq(un_number_full(1.25e-25, 6, text, sizeof text), "1.25·10⁻²⁵");
    cr_expect_lt(strlen(un_number_full(-1.7976931348623157e-308, 17, text, sizeof text)), 47u);
}

Test(number, power_and_count) {
    char text[32];
    cr_expect_str_eq(un_number_power(0, text, sizeof text), "1");
    cr_expect_str_eq(un_number_power(1, text, sizeof text), "10");
    cr_expect_str_eq(un_number_power(-8, text, sizeof text), "10⁻⁸");
    cr_expect_str_eq(un_number_power(12, text, sizeof text), "10¹²");
    cr_expect_str_eq(un_number_count(0, text, sizeof text), "0");
    cr_expect_str_eq(un_number_count(999, text, sizeof text), "999");
    cr_expect_str_eq(un_number_count(2000, text, sizeof text), "2,000");
    cr_expect_str_eq(un_number_count(-1234567, text, sizeof text), "−1,234,567");
    cr_expect_str_eq(un_number_count(INT64_MIN, text, sizeof text), "−9,223,372,036,854,775,808");
}

Test(number, is_cut_to_the_room_it_has) {
    char text[8];
    memset(text, '#', sizeof text);
    un_number_count(1234567, text, 4);
    cr_expect_str_eq(text, "1,2");
    cr_expect_eq(text[4], '#');
    un_number_short(NAN, text, 4);
    cr_expect_str_eq(text, "not");
}

Test(number, parses_whole_integers_only) {
    int64_t value = -7;
    cr_expect(un_number_parse_int("42", &value) && value == 42);
    cr_expect(un_number_parse_int("-3", &value) && value == -3);
    cr_expect(un_number_parse_int("+9223372036854775807", &value) && value == INT64_MAX);
    value = 5;
    static const char *const bad[] = {"",    "-", "+", " 1", "1 ", "1.0", "1e3", "0x10", "9223372036854775808",
                                      "--1", "a"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        cr_expect_not(un_number_parse_int(bad[i], &value), "'%s' was taken", bad[i]);
    }
    cr_expect_eq(value, 5);
}

Test(number, parses_whole_finite_reals_only) {
    double value = -7;
    cr_expect(un_number_parse_real("3e-3", &value) && value == 3e-3);
    cr_expect(un_number_parse_real("-.5", &value) && value == -.5);
    cr_expect(un_number_parse_real("1000", &value) && value == 1000);
    value = 5;
    static const char *const bad[] = {"",    " 1", "1 ", "inf", "nan", "0x1p3", "1e999",
                                      "1,5", "e",  "1e", "-",   "1-2", "."};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        cr_expect_not(un_number_parse_real(bad[i], &value), "'%s' was taken", bad[i]);
    }
    cr_expect_eq(value, 5.0);
}

// ------------------------------------------------------------------ random numbers

Test(random, follows_the_published_generator) {
    // xoshiro256** from the state 1, 2, 3, 4: the first outputs of the authors' reference code.
    un_Random random = {{1, 2, 3, 4}};
    static const uint64_t expected[] = {UINT64_C(11520), UINT64_C(0), UINT64_C(1509978240),
                                        UINT64_C(1215971899390074240)};
    for (size_t i = 0; i < 4; i++)
        cr_expect_eq(un_random_bits(&random), expected[i]);
}

Test(random, streams_are_repeatable_and_differ) {
    un_Random a = un_random_stream(1, "init"), b = un_random_stream(1, "init");
    un_Random c = un_random_stream(1, "batch"), d = un_random_stream(2, "init");
    int same_stream = 0, same_seed = 0;
    for (int i = 0; i < 100; i++) {
        uint64_t bits = un_random_bits(&a);
        cr_assert_eq(bits, un_random_bits(&b));
        same_stream += bits == un_random_bits(&c);
        same_seed += bits == un_random_bits(&d);
    }
    cr_expect_eq(same_stream, 0);
    cr_expect_eq(same_seed, 0);
}

Test(random, unit_is_uniform) {
    enum { COUNT = 200000, BINS = 20 };
    un_Random random = un_random_stream(3, "test");
    int bin[BINS] = {0};
    double sum = 0, squares = 0, product = 0, last = 0.5;
    for (int i = 0; i < COUNT; i++) {
        double value = un_random_unit(&random);
        cr_assert(value >= 0 && value < 1);
        bin[(int)(value * BINS)]++;
        sum += value;
        squares += value * value;
        product += (value - 0.5) * (last - 0.5);
        last = value;
    }
    // Five standard errors each.
    cr_expect_lt(fabs(sum / COUNT - 0.5), 5 * sqrt(1.0 / 12 / COUNT));
    cr_expect_lt(fabs(squares / COUNT - 1.0 / 3), 5 * sqrt(4.0 / 45 / COUNT));
    cr_expect_lt(fabs(product / COUNT), 5.0 / 12 / sqrt(COUNT));
    double chi = 0, mean = (double)COUNT / BINS;
    for (int i = 0; i < BINS; i++)
        chi += (bin[i] - mean) * (bin[i] - mean) / mean;
    cr_expect_lt(chi, 19 + 5 * sqrt(2.0 * 19));
}

Test(random, below_is_uniform_and_in_range) {
    enum { COUNT = 70000 };
    un_Random random = un_random_stream(4, "test");
    int seen[7] = {0};
    for (int i = 0; i < COUNT; i++) {
        int value = un_random_below(&random, 7);
        cr_assert(value >= 0 && value < 7);
        seen[value]++;
    }
    for (int i = 0; i < 7; i++)
        cr_expect_lt(abs(seen[i] - COUNT / 7), 5 * 93, "%d came %d times", i, seen[i]);
    cr_expect_eq(un_random_below(&random, 1), 0);
    for (int i = 0; i < 1000; i++) {
        double value = un_random_uniform(&random, -2, 3);
        cr_assert(value >= -2 && value < 3);
    }
}

Test(random, below_nothing_is_refused, .exit_code = 70) {
    un_Random random = un_random_stream(1, "test");
    un_random_below(&random, 0);
}

// ------------------------------------------------------------------ hash

Test(hash, follows_the_published_vectors) {
    cr_expect_eq(un_hash_bytes(UN_HASH_START, "", 0), UINT64_C(0xcbf29ce484222325));
    cr_expect_eq(un_hash_bytes(UN_HASH_START, "a", 1), UINT64_C(0xaf63dc4c8601ec8c));
    cr_expect_eq(un_hash_bytes(UN_HASH_START, "foobar", 6), UINT64_C(0x85944171f73967e8));
}

Test(hash, numbers_are_their_little_endian_bytes) {
    static const unsigned char bytes[8] = {8, 7, 6, 5, 4, 3, 2, 1};
    cr_expect_eq(un_hash_u64(UN_HASH_START, UINT64_C(0x0102030405060708)), un_hash_bytes(UN_HASH_START, bytes, 8));
    static const unsigned char one[4] = {0, 0, 0x80, 0x3f};
    float value = 1;
    cr_expect_eq(un_hash_floats(UN_HASH_START, &value, 1), un_hash_bytes(UN_HASH_START, one, 4));
}

Test(hash, not_a_number_has_one_form) {
    const uint32_t bits[3] = {0x7fc00000, 0xffc00001, 0x7f800001};
    uint64_t hash[3];
    for (int i = 0; i < 3; i++) {
        float value;
        memcpy(&value, &bits[i], sizeof value);
        hash[i] = un_hash_floats(UN_HASH_START, &value, 1);
    }
    cr_expect_eq(hash[0], hash[1]);
    cr_expect_eq(hash[0], hash[2]);
    float infinity = INFINITY;
    cr_expect_neq(hash[0], un_hash_floats(UN_HASH_START, &infinity, 1));
}

// ------------------------------------------------------------------ arena

Test(arena, measures_then_hands_out_the_same) {
    un_Arena plan = un_arena_measure();
    cr_expect_null(un_arena_take(&plan, 3, 5));
    cr_expect_null(un_arena_take(&plan, 10, sizeof(double)));
    un_Arena arena = un_arena_measure();
    cr_assert_eq(un_arena_reserve(&arena, plan.used), UN_OK);
    unsigned char *first = un_arena_take(&arena, 3, 5);
    double *second = un_arena_take(&arena, 10, sizeof *second);
    cr_expect_eq(arena.used, plan.used);
    cr_expect_eq((uintptr_t)first % UN_ARENA_ALIGN, 0u);
    cr_expect_eq((uintptr_t)second % UN_ARENA_ALIGN, 0u);
    cr_expect_geq((uintptr_t)second, (uintptr_t)first + 15);
    for (int i = 0; i < 15; i++)
        cr_expect_eq(first[i], 0);
    un_arena_free(&arena);
    cr_expect_null(arena.memory);
}

Test(arena, keeps_its_block_and_clears_it) {
    un_Arena arena = un_arena_measure();
    cr_assert_eq(un_arena_reserve(&arena, 1000), UN_OK);
    unsigned char *memory = un_arena_take(&arena, 1000, 1);
    memset(memory, 1, 1000);
    cr_assert_eq(un_arena_reserve(&arena, 500), UN_OK);
    cr_expect_eq(arena.used, 0u);
    unsigned char *again = un_arena_take(&arena, 500, 1);
    cr_expect_eq(again, memory);
    for (int i = 0; i < 500; i++)
        cr_assert_eq(again[i], 0);
    un_arena_free(&arena);
}

Test(arena, too_small_is_refused, .exit_code = 70) {
    un_Arena arena = un_arena_measure();
    cr_assert_eq(un_arena_reserve(&arena, 64), UN_OK);
    un_arena_take(&arena, 65, 1);
}

// ------------------------------------------------------------------ errors

Test(error, says_what_it_knows) {
    un_Error error = {0};
    char text[256];
    cr_expect_eq(un_error_set(&error, UN_ERROR_FILE, "a.yaml", 3, 7, "unknown key '%s'", "cel"), UN_ERROR_FILE);
    cr_expect_str_eq(un_error_text(&error, text, sizeof text), "a.yaml:3:7: unknown key 'cel'");
    un_error_set(&error, UN_ERROR_FILE, "a.yaml", 3, 0, "bad");
    cr_expect_str_eq(un_error_text(&error, text, sizeof text), "a.yaml:3:1: bad");
    un_error_set(&error, UN_ERROR_FILE, "a.yaml", 0, 0, "missing");
    cr_expect_str_eq(un_error_text(&error, text, sizeof text), "a.yaml: missing");
    un_error_set(&error, UN_ERROR_VALUE, NULL, 0, 0, "--lag: found 'x'");
    cr_expect_str_eq(un_error_text(&error, text, sizeof text), "--lag: found 'x'");
    cr_expect_eq(error.code, UN_ERROR_VALUE);
}

Test(error, needs_no_record_and_is_cut_to_its_room) {
    cr_expect_eq(un_error_set(NULL, UN_ERROR_MEMORY, NULL, 0, 0, "x"), UN_ERROR_MEMORY);
    un_Error error = {0};
    char text[12], name[1000];
    memset(name, 'n', sizeof name - 1);
    name[sizeof name - 1] = 0;
    un_error_set(&error, UN_ERROR_FILE, name, 1, 1, "%s", name);
    cr_expect_eq(strlen(error.file), sizeof error.file - 1);
    cr_expect_eq(strlen(error.message), sizeof error.message - 1);
    cr_expect_eq(strlen(un_error_text(&error, text, sizeof text)), sizeof text - 1);
}
