#include "lesson/lesson.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char head[] = "---\ntitle: t\nexperiment: {seed: 1}\n---\n";

/// The lesson made of `head` and a body.
static un_Lesson *parse_body(const char *body, un_Error *error) {
    char text[4096];
    snprintf(text, sizeof text, "%s%s", head, body);
    return un_lesson_parse(text, strlen(text), "a.md", error);
}

/// "file:line:column: message" of the error that the text gives; "" when it parses.
static const char *error_of(const char *text, size_t size, char *out, size_t out_size) {
    un_Error error = {0};
    un_Lesson *lesson = un_lesson_parse(text, size, "a.md", &error);
    out[0] = 0;
    if (!lesson) un_error_text(&error, out, out_size);
    un_lesson_destroy(lesson);
    return out;
}

/// The block as "kind level number line|marks:text|..." for comparison.
static const char *show(const un_Block *block, char *out, size_t size) {
    size_t used =
        (size_t)snprintf(out, size, "%d %d %d %d", (int)block->kind, block->level, block->number, block->line);
    for (int i = 0; i < block->span_count && used < size; i++) {
        used += (size_t)snprintf(out + used, size - used, "|%u:%s", block->span[i].marks, block->span[i].text);
    }
    return out;
}

static void expect_blocks(const char *body, const char *const *expected, int expected_count) {
    un_Error error = {0};
    char text[1024];
    un_Lesson *lesson = parse_body(body, &error);
    cr_assert_not_null(lesson, "%s", un_error_text(&error, text, sizeof text));
    int count;
    const un_Block *block = un_lesson_blocks(lesson, &count);
    cr_assert_eq(count, expected_count, "%d blocks, not %d", count, expected_count);
    for (int i = 0; i < count; i++) {
        cr_assert_str_eq(show(&block[i], text, sizeof text), expected[i]);
    }
    un_lesson_destroy(lesson);
}
#define EXPECT(body, ...)                                                                                              \
    do {                                                                                                               \
        static const char *const expected[] = {__VA_ARGS__};                                                           \
        expect_blocks(body, expected, (int)(sizeof expected / sizeof *expected));                                      \
    } while (0)

Test(lesson, reads_title_and_experiment) {
    static const char text[] = "---\n"
                               "title: \"Gru\xc3\x9f: a look\"\n"
                               "experiment:\n"
                               "  seed: 7\n"
                               "  # a remark\n"
                               "  task: {name: recall, lag: 12}\n"
                               "  lanes:\n"
                               "    - {cell: rnn}\n"
                               "    - {cell: lstm, gate_bias: chrono}\n"
                               "---\n"
                               "text\n";
    un_Error error = {0};
    un_Lesson *lesson = un_lesson_parse(text, strlen(text), "a.md", &error);
    cr_assert_not_null(lesson, "%s", error.message);
    cr_expect_str_eq(un_lesson_title(lesson), "Gru\xc3\x9f: a look");
    const un_Experiment *experiment = un_lesson_experiment(lesson);
    cr_expect_eq(experiment->seed, 7);
    cr_expect_eq(experiment->lane_count, 2);
    cr_expect_eq(experiment->lane[1].cell, UN_CELL_LSTM);
    cr_expect_eq(experiment->batch, un_default_experiment().batch);
    un_lesson_destroy(lesson);
}

Test(lesson, blocks_of_each_kind) {
    EXPECT("# One\nTwo\n===\n\nthree\nfour\n", "0 1 0 5|0:One", "0 1 0 6|0:Two", "1 0 0 9|0:three four");
    EXPECT("- a\n- b\n  1. c\n  2. d\n\n  e\n", "2 1 0 5|0:a", "2 1 0 6|0:b", "2 2 1 7|0:c", "2 2 2 8|0:d",
           "1 1 0 10|0:e");
    EXPECT("7) seven\n8) eight\n", "2 1 7 5|0:seven", "2 1 8 6|0:eight");
    EXPECT("> said\n>\n> twice\n", "4 0 0 5|0:said", "4 0 0 7|0:twice");
    EXPECT("```\nint x;\n\n  y\n```\n", "3 0 0 6|4:int x;\n\n  y");
    EXPECT("a\n\n---\n\nb\n", "1 0 0 5|0:a", "5 0 0 5", "1 0 0 9|0:b");
    EXPECT("- a\n\n  ```\n  x\n  ```\n  tail\n", "2 1 0 5|0:a", "3 1 0 8|4:x", "1 1 0 10|0:tail");
}

Test(lesson, spans) {
    EXPECT("a *b **c*** `d` $h_{t-1}$\n", "1 0 0 5|0:a |2:b |3:c|0: |4:d|0: |8:h_{t-1}");
    EXPECT("a &amp; b &#8211; &#x2013;\\\nnext\n", "1 0 0 5|0:a & b \xe2\x80\x93 \xe2\x80\x93\nnext");
}

Test(lesson, empty_body_has_no_blocks) {
    un_Error error = {0};
    un_Lesson *lesson = parse_body("", &error);
    cr_assert_not_null(lesson);
    int count = -1;
    un_lesson_blocks(lesson, &count);
    cr_expect_eq(count, 0);
    un_lesson_destroy(lesson);
}

Test(lesson, windows_line_ends_and_byte_order_mark) {
    static const char text[] = "\xef\xbb\xbf---\r\ntitle: t\r\nexperiment: {seed: 1}\r\n---\r\n# x\r\na\r\nb\r\n";
    un_Error error = {0};
    un_Lesson *lesson = un_lesson_parse(text, strlen(text), "a.md", &error);
    cr_assert_not_null(lesson, "%s", error.message);
    int count;
    const un_Block *block = un_lesson_blocks(lesson, &count);
    cr_assert_eq(count, 2);
    cr_expect_str_eq(block[1].span[0].text, "a b");
    cr_expect_eq(block[1].line, 6);
    un_lesson_destroy(lesson);
}

typedef struct Bad {
    char text[160];
    char error[80]; ///< how the error's text begins
} Bad;

// After `head`, so that line 5 is the first of the body.
ParameterizedTestParameters(lesson, refuses_in_the_body) {
    static Bad table[] = {
        {"<b>x</b>\n", "a.md:5:1: found HTML"},
        {"\nx <b>y</b>\n", "a.md:6:3: found HTML"},
        {"a ![](i.png) b\n", "a.md:5:7: found an image"},
        {"a [l](javascript:alert) b\n", "a.md:5:7: found a link that leads elsewhere"},
        {"a [l](../b.md) b\n", "a.md:5:7: found a link that leads elsewhere"},
        {"a [l](/etc/passwd) b\n", "a.md:5:7: found a link that leads elsewhere"},
        {"a [l](.hidden) b\n", "a.md:5:7: found a link that leads elsewhere"},
        {"a [l]() b\n", "a.md:5:4: found a link that leads elsewhere"},
        {"a [l](https://x/&#8;) b\n", "a.md:5:4: found a link that leads elsewhere"},
        {"<mailto:a@x.y>\n", "a.md:5:2: found a link that leads elsewhere"},
        {"<file:///x>\n", "a.md:5:2: found a link that leads elsewhere"},
        {"a $h_t \\foo{x}$ b\n", "a.md:5:8: found the unknown command '\\foo' in a formula"},
        {"*a* $x$ $\\begin{x}$ b\n", "a.md:5:10: found the unknown command '\\begin' in a formula"},
        {"\n|a|b|\n|---|---|\n|c|d|\n", "a.md:6:2: found a table"},
        {"```c\nx\n```\n", "a.md:5:4: found a name after the fence"},
        {"> - x\n", "a.md:5:5: found a list inside a quotation"},
        {"> > x\n", "a.md:5:5: found a quotation inside"},
        {"- - - - - x\n", "a.md:5:11: found lists nested too deeply"},
        {"- # h\n", "a.md:5:5: found a heading"},
        {"a &foo; b\n", "a.md:5:3: found an unknown entity"},
        {"a &#0; b\n", "a.md:5:3: found an unknown entity"},
        {"0. x\n", "a.md:5:4: found a list that counts from 0"},
        {"\xc3\xa9 \xff\n", "a.md:5:3: found the byte 0xff"},
        {"a\xc0\x80\n", "a.md:5:2: found the byte 0xc0"},
        {"a\rb\n", "a.md:5:2: found the control character U+000D"},
        {"a\x1b[31m\n", "a.md:5:2: found the control character U+001B"},
    };
    return cr_make_param_array(Bad, table, sizeof table / sizeof *table);
}

ParameterizedTest(Bad *bad, lesson, refuses_in_the_body) {
    char text[512], found[1200];
    snprintf(text, sizeof text, "%s%s", head, bad->text);
    error_of(text, strlen(text), found, sizeof found);
    cr_expect(strncmp(found, bad->error, strlen(bad->error)) == 0, "'%s' does not begin with '%s'", found, bad->error);
}

ParameterizedTestParameters(lesson, refuses_in_the_front_matter) {
    static Bad table[] = {
        {"", "a.md:1:1: found no front matter"},
        {"# Title\n", "a.md:1:1: found no front matter"},
        {"---\ntitle: t\n", "a.md:3:1: the front matter does not end"},
        {"---\n---\n", "a.md:2:1: the front matter holds no keys"},
        {"---\n- a\n---\n", "a.md:2:1: the front matter holds no keys"},
        {"---\nfoo: b\n---\n", "a.md:2:1: unknown key 'foo', valid: goals, title"},
        {"---\ntitle: [a]\n---\n", "a.md:2:8: title: found a list, valid: one line"},
        {"---\ntitle: a $x$ $\\foo$\n---\n", "a.md:2:8: found the unknown command '\\foo'"},
        {"---\ntitle: ''\n---\n", "a.md:2:8: title: found 0 bytes"},
        {"---\ntitle: \"a\\0b\"\n---\n", "a.md:2:8: found a NUL character"},
        {"---\ntitle: \"a\\tb\"\n---\n", "a.md:2:8: title: found a control character"},
        {"---\ntitle: a\ntitle: b\n---\n", "a.md:3:1: found key 'title' again"},
        {"---\ntitle: a\n---\n", "a.md:2:1: the front matter has no 'experiment'"},
        {"---\nexperiment: {seed: 1}\n---\n", "a.md:2:1: the front matter has no 'title'"},
        {"---\nexperiment: 3\n---\n", "a.md:2:13: experiment: found '3', valid: a mapping"},
        {"---\nexperiment: [1]\n---\n", "a.md:2:13: experiment: found a list, valid: a mapping"},
        {"---\ntitle: a\n...\nb: c\n---\n", "a.md:4:1: not valid YAML"},
        {"---\ntitle: a: b\n---\n", "a.md:2:9: not valid YAML"},
        // The experiment's own errors keep the lesson's lines and columns, whatever stands before them.
        {"---\ntitle: \xc3\xb6\nexperiment:\n  lanes:\n    - {cel: rnn}\n---\n", "a.md:5:8: unknown key 'cel'"},
        {"---\nexperiment: {seed: 1,\n cel: rnn}\n---\n", "a.md:3:2: unknown key 'cel'"},
        {"---\nexperiment: {seed: 1, cel: 2}\n---\n", "a.md:2:23: unknown key 'cel'"},
        {"---\r\nexperiment:\r\n  seed: 1\r\n  cel: 2\r\n---\r\n", "a.md:4:3: unknown key 'cel'"},
    };
    return cr_make_param_array(Bad, table, sizeof table / sizeof *table);
}

ParameterizedTest(Bad *bad, lesson, refuses_in_the_front_matter) {
    char found[1200];
    error_of(bad->text, strlen(bad->text), found, sizeof found);
    cr_expect(strncmp(found, bad->error, strlen(bad->error)) == 0, "'%s' does not begin with '%s'", found, bad->error);
}

Test(lesson, refuses_a_zero_byte) {
    char text[sizeof head + 8], found[1200];
    memcpy(text, head, sizeof head); // with its final 0, which now stands inside
    memcpy(text + sizeof head, "tail\n", 5);
    error_of(text, sizeof head + 5, found, sizeof found);
    cr_expect_str_eq(found, "a.md:5:1: found the control character U+0000, valid: plain text");
}

/// Repeats `part` after `start` until the text has `size` bytes, and parses it. The result does not matter, the time
/// does.
static void parse_repeated(const char *start, const char *part, size_t size) {
    char *text = malloc(size + 64);
    cr_assert_not_null(text);
    size_t used = (size_t)snprintf(text, size, "%s", start);
    while (used + strlen(part) <= size) {
        memcpy(text + used, part, strlen(part));
        used += strlen(part);
    }
    used += (size_t)snprintf(text + used, 16, "\n---\n");
    char found[1200];
    error_of(text, used, found, sizeof found);
    free(text);
}

Test(lesson, stays_quick_on_deep_nesting, .timeout = 20) {
    static const char *const part[] = {"> ", "- ", "[", "![", "*a ", "**a", "`", "$", "&", "<", "|a", "[a]("};
    for (size_t i = 0; i < sizeof part / sizeof *part; i++)
        parse_repeated(head, part[i], 200000);
    parse_repeated("---\nexperiment: ", "{a: ", 200000);
    parse_repeated("---\nexperiment: ", "[", 200000);
    parse_repeated("---\n", "a: {", 200000);
}

Test(lesson, refuses_too_large_a_text) {
    size_t size = UN_LESSON_BYTES_MAX + 1;
    char *text = malloc(size);
    cr_assert_not_null(text);
    memset(text, 'a', size);
    char found[1200];
    cr_expect_str_eq(error_of(text, size, found, sizeof found), "a.md: found 1048577 bytes, valid: 0..1048576");
    free(text);
}

Test(lesson, missing_file_is_an_error) {
    un_Error error = {0};
    cr_expect_null(un_lesson_load("/nonexistent/a.md", &error));
    cr_expect_eq(error.code, UN_ERROR_FILE);
    cr_expect_str_eq(error.file, "/nonexistent/a.md");
}

Test(lesson, is_told_by_its_name) {
    cr_expect(un_lesson_is_path("lessons/00-first-look.md"));
    cr_expect_not(un_lesson_is_path("experiment.yaml"));
    cr_expect_not(un_lesson_is_path(".md"));
    cr_expect_not(un_lesson_is_path(""));
}

Test(lesson, the_first_lesson_parses_and_equals_the_lab) {
    un_Error error = {0};
    un_Lesson *lesson = un_lesson_load(UN_TEST_DATA "/../lessons/00-first-look.md", &error);
    cr_assert_not_null(lesson, "%d:%d: %s", error.line, error.column, error.message);
    const un_Experiment *experiment = un_lesson_experiment(lesson);
    un_Experiment lab = un_default_lab_experiment();
    cr_expect_eq(experiment->lane_count, lab.lane_count);
    for (int i = 0; i < lab.lane_count; i++)
        cr_expect_eq(experiment->lane[i].cell, lab.lane[i].cell);
    int count;
    const un_Block *block = un_lesson_blocks(lesson, &count);
    cr_assert_gt(count, 5);
    cr_expect_eq(block[0].kind, UN_BLOCK_HEADING);
    un_lesson_destroy(lesson);
}
