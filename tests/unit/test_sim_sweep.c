// Results of sweeps as CSV: what is written is read back, what is wrong is told with its place.
#include "sim/sweep.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static un_Status read_text(un_SweepTable *table, const char *text, size_t *whole, un_Error *error) {
    return un_sweep_read(table, text, strlen(text), "file.csv", whole, error);
}

static void add(un_SweepTable *table, const char *lane, int length, uint64_t seed, int64_t solved_at) {
    un_SweepRow row = {.length = length, .seed = seed, .solved_at = solved_at};
    snprintf(row.lane, sizeof row.lane, "%s", lane);
    un_Error error;
    cr_assert_eq(un_sweep_add(table, &row, &error), UN_OK);
}

Test(sweep, what_is_written_is_read_back) {
    static const char *const names[] = {
        "rnn", "a,b", "\"", "say \"no\", twice", "\xc3\xa9", " ", "31 bytes, the longest there is"};
    un_SweepTable table = {0}, again = {0};
    for (int i = 0; i < 7; i++) {
        add(&table, names[i], 5000 - i, i == 3 ? UINT64_C(9007199254740991) : (uint64_t)i, i % 2 ? -1 : 1000000000 - i);
    }
    cr_assert_null(un_sweep_order(&table));
    size_t size, whole;
    char *text = un_sweep_write(&table, &size);
    un_Error error;
    cr_assert_eq(un_sweep_read(&again, text, size, "file.csv", &whole, &error), UN_OK, "%s", error.message);
    cr_expect_eq(whole, size);
    cr_assert_eq(again.count, 7);
    for (int i = 0; i < 7; i++) {
        const un_SweepRow *row = un_sweep_find(&again, table.row[i].lane, table.row[i].length, table.row[i].seed);
        cr_assert_not_null(row, "'%s'", table.row[i].lane);
        cr_expect_eq(row->solved_at, table.row[i].solved_at);
    }
    free(text);
    un_sweep_free(&table);
    un_sweep_free(&again);
}

Test(sweep, rows_come_in_order_and_once) {
    un_SweepTable table = {0};
    add(&table, "b", 5, 2, 7);
    add(&table, "b", 5, 1, -1);
    add(&table, "a", 100, 1, 9);
    add(&table, "a", 20, 1, 9);
    add(&table, "b", 5, 2, 7);
    cr_assert_null(un_sweep_order(&table));
    cr_assert_eq(table.count, 4);
    size_t size;
    char *text = un_sweep_write(&table, &size);
    cr_expect_str_eq(text, "lane,lag,seed,solved_at\na,20,1,9\na,100,1,9\nb,5,1,\nb,5,2,7\n");
    cr_expect_null(un_sweep_find(&table, "a", 20, 2));
    cr_expect_null(un_sweep_find(&table, "c", 20, 1));
    cr_expect_null(un_sweep_find(&table, "", 0, 0));
    free(text);
    un_sweep_free(&table);
}

Test(sweep, two_results_of_one_run_are_told) {
    un_SweepTable table = {0};
    size_t whole;
    un_Error error;
    cr_assert_eq(read_text(&table, "lane,lag,seed,solved_at\nrnn,5,1,9\n", &whole, &error), UN_OK);
    cr_assert_eq(read_text(&table, "lane,lag,seed,solved_at\nrnn,5,2,\nrnn,5,1,\n", &whole, &error), UN_OK);
    const un_SweepRow *odd = un_sweep_order(&table);
    cr_assert_not_null(odd);
    cr_expect_eq(odd->source, 2);
    cr_expect_eq(odd->line, 3);
    un_sweep_free(&table);
}

Test(sweep, a_line_that_was_cut_off_is_left_out) {
    static const char text[] = "lane,lag,seed,solved_at\nrnn,5,1,9\nrnn,5,12,31";
    for (size_t size = 0; size <= strlen(text); size++) {
        un_SweepTable table = {0};
        size_t whole = 1000;
        un_Error error;
        cr_assert_eq(un_sweep_read(&table, text, size, "file.csv", &whole, &error), UN_OK);
        size_t expected = size >= 34 ? 34 : size >= 24 ? 24 : 0;
        cr_expect_eq(whole, expected, "%zu of %zu bytes", whole, size);
        cr_expect_eq(table.count, size >= 34 ? 1 : 0);
        un_sweep_free(&table);
    }
}

Test(sweep, a_refusal_leaves_the_table_alone) {
    un_SweepTable table = {0};
    size_t whole = 77;
    un_Error error;
    cr_assert_eq(read_text(&table, "lane,length,seed,solved_at\nrnn,5,1,9\n", &whole, &error), UN_OK);
    static const char *const texts[] = {"lane,lag,seed,solved_at\nrnn,5,2,9\n", // lag beside length
                                        "lane,length,seed,solved_at\nrnn,5,2,9\nrnn,5,3,9,9\n",
                                        "lane,length,seed,solved_at\nrnn,5,2,9\nrnn,5.0,3,9\n",
                                        "lane,length,seed,solved_at\nrnn,5,2,9\nrnn,5,3,1000000001\n",
                                        "lane,length,seed,solved_at\nrnn,5,2,9\nrnn,5,3,-1\n",
                                        "lane,length,seed,solved_at\nrnn,5,2,9\nrnn,5,9007199254740993,1\n",
                                        "lane,length,seed,solved_at\nrnn,5,2,9\nr\"n,5,3,1\n",
                                        "lane,length,seed,solved_at\nrnn,5,2,9\n\"rnn\"x,5,3,1\n",
                                        "\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        whole = 77;
        cr_expect_eq(read_text(&table, texts[i], &whole, &error), UN_ERROR_FILE, "'%s'", texts[i]);
        cr_expect_str_eq(error.file, "file.csv");
        cr_expect(error.line >= 1 && error.column >= 1 && error.message[0]);
        cr_expect_eq(whole, 77);
        cr_expect_eq(table.count, 1);
        cr_expect(table.lengths);
    }
    un_sweep_free(&table);
}

Test(sweep, lines_between_may_be_empty_and_end_as_a_spreadsheet_ends_them) {
    un_SweepTable table = {0};
    size_t whole;
    un_Error error;
    cr_assert_eq(read_text(&table, "lane,lag,seed,solved_at\r\nrnn,5,1,9\r\n\r\n\nlstm,5,1,\r\n", &whole, &error),
                 UN_OK);
    cr_expect_eq(table.count, 2);
    cr_expect_eq(table.row[1].solved_at, -1);
    un_sweep_free(&table);
}
