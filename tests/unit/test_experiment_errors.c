// Everything wrong in a YAML experiment is told with its place, what was found and what would be valid; nothing is
// taken over.
#include "sim/experiment.h"
#include "sim/param.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void expect_error_in(const char *text, size_t size, int line, int column, const char *message) {
    un_Experiment experiment = un_default_lab_experiment();
    un_Experiment before;
    memcpy(&before, &experiment, sizeof before);
    un_Error error = {0};
    cr_assert_eq(un_experiment_parse(&experiment, text, size, "file.yaml", 10, &error), UN_ERROR_FILE, "%s", text);
    cr_expect(error.line == line + 10 && error.column == column && strstr(error.message, message),
              "found %d:%d: %s\nexpected %d:%d: %s\nin:\n%s", error.line - 10, error.column, error.message, line,
              column, message, size < 400 ? text : "a long text");
    cr_assert_str_eq(error.file, "file.yaml");
    cr_assert_not(strchr(error.message, '\n'));
    cr_assert_eq(memcmp(&before, &experiment, sizeof before), 0, "the experiment was touched by:\n%s", text);
}

static void expect_error(const char *text, int line, int column, const char *message) {
    expect_error_in(text, strlen(text), line, column, message);
}

Test(experiment_errors, keys) {
    expect_error("sed: 1", 1, 1, "unknown key 'sed', valid: seed, task, lanes, edits, batch, updates");
    expect_error("seed: 1\nlag: 5", 2, 1, "unknown key 'lag', valid: ");
    expect_error("task: {nam: recall}", 1, 8, "unknown key 'nam', valid: name, lag, length");
    expect_error("lanes:\n  - {cel: lstm}", 2, 6, "unknown key 'cel', valid: cell, hidden, ");
    expect_error("lanes:\n  - {cell: lstm}\nedits:\n  - {at: 1, lane: lstm, when: 3, set: {lr: 1}}", 4, 25,
                 "unknown key 'when', valid: ");
    expect_error("edits:\n  - {at: 1, set: {hidden: 1}}", 2, 19, "unknown key 'hidden', valid: ");
    expect_error("seed: 1\nseed: 2", 2, 1, "found key 'seed' again, valid: once (it stands in line 11)");
    expect_error("lanes: [{hidden: 3, hidden: 4}]", 1, 21, "found key 'hidden' again");
    expect_error("? {a: b}\n: 1", 1, 3, "found a mapping or list as a key");
    expect_error("lanes: [{'\\n': 1}]", 1, 10, "unknown key '\\n'");
}

Test(experiment_errors, values) {
    expect_error("seed: x", 1, 7, "seed: found 'x', valid: 0..9007199254740991");
    expect_error("seed: -1", 1, 7, "seed: found '-1', valid: ");
    expect_error("seed: 9007199254740992", 1, 7, "valid: 0..9007199254740991");
    expect_error("seed: 99999999999999999999999", 1, 7, "valid: 0..9007199254740991");
    expect_error("seed: 1.5", 1, 7, "seed: found '1.5'");
    expect_error("seed: '1'", 1, 7, "seed: found '1', valid: ");
    expect_error("seed:", 1, 6, "seed: found ''");
    expect_error("seed: ~", 1, 7, "seed: found '~'");
    expect_error("seed: [1]", 1, 7, "seed: found a list, valid: ");
    expect_error("batch: 513", 1, 8, "batch: found '513', valid: 1..512");
    expect_error("updates: 0x10", 1, 10, "updates: found '0x10'");
    expect_error("task: recall", 1, 7, "task: found 'recall', valid: a mapping such as {name: recall, lag: 20}");
    expect_error("task: {name: recal}", 1, 14, "name: found 'recal', valid: recall, adding, order");
    expect_error("task: {lag: 5000}", 1, 13, "lag: found '5000', valid: 1..4999");
    expect_error("task: {lag: {a: 1}}", 1, 13, "lag: found a mapping, valid: 1..4999");
    expect_error("lanes: [{lr: 0}]", 1, 14, "lr: found '0', valid: above 0, at most 10");
    expect_error("lanes: [{lr: .inf}]", 1, 14, "lr: found '.inf'");
    expect_error("lanes: [{lr: .nan}]", 1, 14, "lr: found '.nan'");
    expect_error("lanes: [{hidden: 513}]", 1, 18, "hidden: found '513', valid: 1..512");
    expect_error("lanes: [{layers: 5}]", 1, 18, "layers: found '5', valid: 1..4");
    expect_error("lanes: [{cell: lstn}]", 1, 16, "cell: found 'lstn', valid: lstm, rnn, gru");
    expect_error("lanes: [{cell: gru, reset_before: yes}]", 1, 35, "reset_before: found 'yes', valid: true, false");
    expect_error("lanes: [{cell: lstm, gate_bias: chorno}]", 1, 33,
                 "gate_bias: found 'chorno', valid: a number in -100..100, or chrono");
    expect_error("lanes: [{name: ''}]", 1, 16, "name: found '', valid: 1 to 31 bytes of text");
    expect_error("lanes: [{name: 12345678901234567890123456789012}]", 1, 16, "valid: 1 to 31 bytes of text");
    expect_error("lanes: [{name: \"a\\nb\"}]", 1, 16, "name: found 'a?b'");
    expect_error("lanes: [{name: \"a\\Lb\"}]", 1, 16, "name: found ");
}

Test(experiment_errors, shapes) {
    expect_error("", 1, 1, "found nothing, valid: a mapping with seed, task, ");
    expect_error("# only a comment\n", 1, 1, "found nothing");
    expect_error("recall", 1, 1, "experiment: found 'recall', valid: a mapping");
    expect_error("- 1", 1, 1, "experiment: found a list");
    expect_error("lanes: {cell: rnn}", 1, 8, "lanes: found a mapping, valid: a list of 1 to 4 lanes");
    expect_error("lanes: []", 1, 8, "lanes: found an empty list, valid: 1 to 4 lanes");
    expect_error("lanes: [rnn]", 1, 9, "lanes: found 'rnn', valid: a mapping");
    expect_error("lanes:\n  - {}\n  - {}\n  - {}\n  - {}\n  - {}", 6, 5, "lanes: found a fifth lane");
    expect_error("edits: 3", 1, 8, "edits: found '3', valid: a list");
    expect_error("edits: [3]", 1, 9, "edits: found '3', valid: a mapping");
    expect_error("edits: [{at: 3}]", 1, 9, "edits: found an edit without 'at' and an act");
    expect_error("edits: [{at: x, set: {lr: 1}}]", 1, 14, "at: found 'x', valid: 0..1000000000");
    expect_error("edits: [{at: 1}, {hold: {gate: f, value: 1}}]", 1, 9, "edits: found an edit without 'at' and an act");
    expect_error("edits: [{at: 1, radius: 1, zero: 1}]", 1, 28, "edits: found a second act in one edit");
    expect_error("edits: [{at: 1, hald: 1}]", 1, 17, "unknown key 'hald', valid: hold,");
    expect_error("edits: [{at: 1, radius: 0}]", 1, 25, "radius: found '0', valid: above 0, at most 100");
    expect_error("edits: [{at: 1, radius: '1'}]", 1, 25, "radius: found '1', valid: above 0");
    expect_error("edits: [{at: 1, hold: {gate: f, value: 1}}]", 1, 30, "gate: found 'f', valid: a cell with gates, and rnn has none");
    expect_error("lanes: [{cell: gru}]\nedits: [{at: 1, hold: {gate: f, value: 1}}]", 2, 30, "gate: found 'f', valid: r, z, n");
    expect_error("lanes: [{cell: gru}]\nedits: [{at: 1, hold: {gate: z}}]", 2, 23, "hold: found a mapping, valid: a mapping such as {gate: f, unit: 3, value: 0}");
    expect_error("lanes: [{cell: gru}]\nedits: [{at: 1, hold: {gate: z, value: -0.1}}]", 2, 40, "value: found '-0.1', valid: 0..1");
    expect_error("lanes: [{cell: gru}]\nedits: [{at: 1, hold: {gate: n, value: 1.1}}]", 2, 40, "value: found '1.1', valid: -1..1");
    expect_error("lanes: [{cell: gru}]\nedits: [{at: 1, hold: {gate: n, value: 1, unit: 16}}]", 2, 49, "unit: found '16', valid: 0..15");
    expect_error("lanes: [{cell: gru}]\nedits: [{at: 1, hold: {gate: n, value: 1, layer: 1}}]", 2, 50, "layer: found '1', valid: 0..0");
    expect_error("lanes: [{cell: gru}]\nedits: [{at: 1, hold: {gate: n, value: 1, row: 1}}]", 2, 43, "unknown key 'row', valid: ");
    expect_error("edits: [{at: 1, zero: {tensor: weight_hh_l1}}]", 1, 32, "tensor: found 'weight_hh_l1', valid: weight_hh_l0");
    expect_error("edits: [{at: 1, zero: {tensor: weight_hh_l0, row: 16}}]", 1, 51, "row: found '16', valid: 0..15");
    expect_error("edits: [{at: 1, freeze: {tensor: bias_hh_l0, column: 1}}]", 1, 54, "column: found '1', valid: 0..0");
    expect_error("edits: [{at: 1, freeze: {tensor: [1]}}]", 1, 34, "tensor: found a list, valid: ");
    expect_error("edits: [{at: 1, freeze: all}]", 1, 25, "freeze: found 'all', valid: a mapping such as {tensor:");
    expect_error("edits: [{at: 1, release: some}]", 1, 26, "release: found 'some', valid: all, or a mapping");
    expect_error("edits: [{at: 1, release: {gate: a, tensor: b}}]", 1, 26, "release: found a mapping, valid: all, or");
    expect_error("edits: [{at: 1, set: 3}]", 1, 22, "set: found '3', valid: a mapping");
    expect_error("edits: [{at: 1, set: {lr: 11}}]", 1, 27, "lr: found '11'");
    expect_error("edits: [{at: 1, lane: gru, set: {lr: 1}}]", 1, 23, "lane: found 'gru', valid: rnn");
    expect_error("lanes: [{cell: gru}, {cell: lstm}]\nedits: [{at: 1, set: {lr: 1}}]", 2, 9,
                 "edits: found an edit without 'lane'");
}

Test(experiment_errors, combinations) {
    expect_error("task: {name: adding, lag: 5}", 1, 27, "lag: found '5', valid: task adding takes length, 2..5000");
    expect_error("task: {length: 50}", 1, 16, "length: found '50', valid: task recall takes lag, 1..4999");
    expect_error("task: {name: order, length: 9}", 1, 29, "length: found '9', valid: 10..5000 for task order");
    expect_error("lanes:\n  - {cell: lstm, gate_bias: 1}\n  - {cell: rnn, gate_bias: 1}", 3, 28,
                 "gate_bias: found '1' on cell rnn, valid: only on lstm, gru, ssm, selective");
    expect_error("lanes: [{cell: lstm, activation: relu}]", 1, 34,
                 "activation: found 'relu' on cell lstm, valid: only on rnn");
    expect_error("lanes: [{cell: lstm, reset_before: true}]", 1, 36,
                 "reset_before: found 'true' on cell lstm, valid: only on gru");
    expect_error("lanes: [{name: A}, {name: A}]", 1, 27, "name: found 'A' for two lanes");
    expect_error("lanes: [{cell: gru}, {name: gru}]", 1, 29, "name: found 'gru' for two lanes");
}

Test(experiment_errors, yaml) {
    expect_error("seed: [1", 2, 1, "not valid YAML: ");
    expect_error("seed: 1\n\ttask: 2", 2, 1, "not valid YAML: ");
    expect_error("a: b: c", 1, 5, "not valid YAML: ");
    expect_error("lanes: [{name: \"A}]\n", 2, 1, "not valid YAML: ");
    expect_error("seed: &a 1", 1, 7, "found an anchor (&)");
    expect_error("lanes: &a [1]", 1, 8, "found an anchor (&)");
    expect_error("lanes: *a", 1, 8, "found an alias (*)");
    expect_error("seed: !!int 1", 1, 7, "found a tag (!)");
    expect_error("lanes: !x [1]", 1, 8, "found a tag (!)");
    expect_error("seed: 1\n---\nseed: 2", 2, 1, "found a second document");
    expect_error("seed: 1\n---\n", 2, 1, "found a second document");
    expect_error("lanes: [[[[[[[[[[]]]]]]]]]]", 1, 15, "found a ninth level of nesting, valid: at most 8");
    expect_error("lanes: [{name: \"a\\0b\"}]", 1, 16, "found a NUL character");
    expect_error_in("seed: 1\nx: \0", 12, 2, 4, "not valid YAML: control characters are not allowed");
    expect_error("seed: 1\nx: \xff", 2, 4, "not valid YAML: ");
    expect_error("x: \x01", 1, 4, "not valid YAML: control characters");
}

Test(experiment_errors, columns_count_characters) {
    expect_error("lanes: [{name: \"\xc3\xa9\xe2\x82\xac\", cel: rnn}]", 1, 22, "unknown key 'cel'");
}

Test(experiment_errors, hostile_sizes_are_refused_soon) {
    size_t size = (1 << 20) + 1;
    char *text = malloc(size + 1);
    memset(text, '[', size);
    text[size] = 0;
    expect_error_in(text, size, 1, 1, "found 1048577 bytes, valid: at most 1048576");
    expect_error_in(text, size - 1, 1, 9, "found a ninth level of nesting, valid: at most 8");
    // Many values: "[1,1,1,...".
    text[0] = '[';
    for (size_t i = 1; i + 1 < size; i += 2)
        memcpy(text + i, "1,", 2);
    expect_error_in(text, size - 1, 1, 20000, "found too many values");
    // One key of a megabyte must not make a message of a megabyte.
    memset(text, 'a', size);
    memcpy(text + 1000, ": 1", 3);
    expect_error_in(text, 1003, 1, 1, "unknown key 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa...', valid: ");
    free(text);
}

Test(experiment_errors, at_most_256_edits) {
    char text[16384] = "edits:\n";
    for (int i = 0; i < 257; i++) {
        size_t used = strlen(text);
        snprintf(text + used, sizeof text - used, "  - {at: %d, set: {lr: 0.1}}\n", 100 + i);
    }
    expect_error(text, 258, 25, "edits: found more than 256 edits");
}

Test(experiment_errors, files) {
    un_Experiment experiment = un_default_experiment();
    un_Error error = {0};
    cr_assert_eq(un_experiment_load(&experiment, "/nonexistent.yaml", &error), UN_ERROR_FILE);
    cr_assert_str_eq(error.file, "/nonexistent.yaml");
    cr_assert_eq(un_experiment_load(&experiment, "/tmp", &error), UN_ERROR_FILE);
}
