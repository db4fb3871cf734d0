/// Lessons with stops: what their fences say, how errors in them are told, and what the check warns of.
#include "canvas/math.h"
#include "lesson/lesson.h"
#include "lesson/lesson_read.h"
#include "lesson/spoiler.h"
#include "lesson/stop.h"
#include "platform/file.h"
#include "sim/param.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char head[] = "---\n"
                           "title: t\n"
                           "goals: [g]\n"
                           "minutes: 5\n"
                           "experiment: {task: {name: recall, lag: 20}, lanes: [{name: RNN, cell: rnn}, {name: L, cell: lstm, hidden: 8}]}\n"
                           "---\n"; // six lines

static un_Lesson *parse(const char *body) {
    char text[8192], told[1200];
    un_Error error = {0};
    snprintf(text, sizeof text, "%s%s", head, body);
    un_Lesson *lesson = un_lesson_parse(text, strlen(text), "a.md", &error);
    cr_assert_not_null(lesson, "%s", un_error_text(&error, told, sizeof told));
    return lesson;
}

typedef struct Told {
    char text[8192];
    size_t used;
    int warnings;
} Told;

static void tell(void *context, bool warning, const un_Error *error) {
    Told *told = context;
    char text[1200];
    told->warnings += warning;
    told->used += (size_t)snprintf(told->text + told->used, sizeof told->text - told->used, "%s%s\n", warning ? "warning: " : "",
                                   un_error_text(error, text, sizeof text));
    if (told->used >= sizeof told->text) told->used = sizeof told->text - 1;
}

/// Everything that the check says of `head` and a body; returns how many errors.
static int check(const char *body, Told *told) {
    char text[8192];
    snprintf(text, sizeof text, "%s%s", head, body);
    *told = (Told){.used = 0};
    return un_lesson_check(text, strlen(text), "a.md", tell, told);
}

static const char *words(const un_Prose *prose) {
    return prose->count > 0 && prose->block[0].span_count > 0 ? prose->block[0].span[0].text : "";
}

Test(lesson_stops, front_matter) {
    static const char text[] = "---\ntitle: t\nlevel: graduate\nminutes: 12\nlanguage: de\ngoals: [one, \"two\"]\npaths: [lecture, graduate]\n"
                               "experiment: {seed: 3}\n---\nintro\n\n## A stop\n";
    un_Error error = {0};
    un_Lesson *lesson = un_lesson_parse(text, strlen(text), "a.md", &error);
    cr_assert_not_null(lesson, "%s", error.message);
    cr_expect_eq(un_lesson_level(lesson), UN_LEVEL_GRADUATE);
    cr_expect_eq(un_lesson_minutes(lesson), 12);
    cr_expect_str_eq(un_lesson_language(lesson), "de");
    cr_assert_eq(un_lesson_goal_count(lesson), 2);
    cr_expect_str_eq(un_lesson_goal(lesson, 1), "two");
    cr_expect_eq(un_lesson_paths(lesson), UN_PATH_LECTURE | UN_PATH_GRADUATE);
    int count;
    un_lesson_blocks(lesson, &count);
    cr_expect_eq(count, 1, "the text before the first stop");
    cr_assert_eq(un_lesson_stop_count(lesson), 1);
    const un_Stop *stop = un_lesson_stop(lesson, 0);
    cr_expect_str_eq(stop->title, "A stop");
    cr_expect(stop->fresh);
    cr_expect_eq(stop->experiment.seed, 3);
    cr_expect_eq(stop->question.kind, UN_QUESTION_NONE);
    cr_expect_eq(stop->select.lane, -1);
    cr_expect_eq(stop->run.lane, -1);
    cr_assert_eq(stop->view_count, 2);
    cr_expect_eq(stop->view[0], UN_VIEW_STAGE);
    cr_expect_eq(stop->control_count, 1);
    un_lesson_destroy(lesson);
}

Test(lesson_stops, every_key_of_a_stop) {
    un_Lesson *lesson = parse("## How *much* of $h_t$?\n"
                              "before\n"
                              "```stop\n"
                              "views: [profile, stage, training]\n"
                              "highlight: [stage/RNN/gradient]\n"
                              "cover: [profile, stage/L/gradient]\n"
                              "controls: [lag, wave, hold]\n"
                              "run: {until: \"loss < 0.05\", updates: 900, lane: L, seeds: 5, before: true}\n"
                              "wave: back\n"
                              "show: c\n"
                              "select: {lane: L, step: 3, unit: 2}\n"
                              "look: Look at $c_t$.\n"
                              "```\n"
                              "also before\n"
                              "```question\n"
                              "kind: choice\n"
                              "axis: ratio\n"
                              "choices:\n"
                              "  - {text: \"a $x$\", value: 0.5, feedback: fa}\n"
                              "  - {text: b, right: true}\n"
                              "hint: look\n"
                              "tries: 2\n"
                              "```\n"
                              "```reveal\n"
                              "quantity: gradient_ratio\n"
                              "lane: L\n"
                              "step: 0\n"
                              "says: reaches step 0\n"
                              "expect: 1e-6\n"
                              "tolerance: {factor: 30}\n"
                              "also: [{quantity: loss, lane: RNN, says: x, expect: 1, tolerance: {absolute: 0.5}}]\n"
                              "```\n"
                              "after\n"
                              "```teacher\n"
                              "* note\n"
                              "```\n"
                              "more after\n");
    const un_Stop *stop = un_lesson_stop(lesson, 0);
    cr_expect_str_eq(stop->title, "How much of h_t?");
    cr_expect_eq(stop->heading.span_count, 5);
    cr_expect_eq(stop->line, 7);
    cr_expect_eq(stop->before.count, 2);
    cr_expect_eq(stop->after.count, 2);
    cr_expect_str_eq(words(&stop->after), "after");
    cr_assert_eq(stop->teacher.count, 1);
    cr_expect_eq(stop->teacher.block[0].kind, UN_BLOCK_ITEM);
    cr_expect_eq(stop->teacher.block[0].line, 41, "%d", stop->teacher.block[0].line);
    cr_assert_eq(stop->view_count, 3);
    cr_expect_eq(stop->view[2], UN_VIEW_TRAINING);
    cr_assert_eq(stop->highlight_count, 1);
    cr_expect_str_eq(stop->highlight[0].part, "RNN/gradient");
    cr_expect_eq(stop->highlight[0].line, 11);
    cr_assert_eq(stop->cover_count, 2);
    cr_expect_str_eq(stop->cover[0].part, "");
    cr_assert_eq(stop->control_count, 3);
    cr_expect_eq(stop->control[0], un_control_find("lag"));
    cr_expect_eq(stop->run.until, UN_UNTIL_LOSS);
    cr_expect_eq(stop->run.value, 0.05);
    cr_expect_eq(stop->run.updates, 900);
    cr_expect_eq(stop->run.lane, 1);
    cr_expect_eq(stop->run.seeds, 5);
    cr_expect(stop->run.before && stop->show_c);
    cr_expect_eq(stop->wave, UN_STOP_WAVE_BACK);
    cr_expect(stop->select.lane == 1 && stop->select.step == 3 && stop->select.unit == 2 && stop->select.direction == 0);
    cr_expect_str_eq(words(&stop->look), "Look at ");
    const un_Question *question = &stop->question;
    cr_expect_eq(question->kind, UN_QUESTION_CHOICE);
    cr_expect_eq(question->axis, UN_GUESS_RATIO);
    cr_assert_eq(question->choice_count, 2);
    cr_expect(question->choice[0].has_value && question->choice[0].value == 0.5 && !question->choice[0].right);
    cr_expect_str_eq(words(&question->choice[0].feedback), "fa");
    cr_expect(question->choice[1].right && !question->choice[1].has_value);
    cr_expect_eq(question->tries, 2);
    cr_assert_eq(stop->reveal_count, 2);
    const un_Reveal *reveal = &stop->reveal[0];
    cr_expect_eq(reveal->quantity.quantity, un_quantity_find("gradient_ratio"));
    cr_expect(reveal->quantity.lane == 1 && reveal->quantity.other == -1 && reveal->quantity.step == 0 && reveal->quantity.distance == -1);
    cr_expect(reveal->expect == 1e-6 && reveal->tolerance.factor == 30 && reveal->line == 31);
    cr_expect_eq(stop->reveal[1].tolerance.absolute, 0.5);
    un_lesson_destroy(lesson);
}

Test(lesson_stops, numbers_and_marks) {
    static const char reveal[] = "```reveal\n- {quantity: loss, lane: L, says: x, expect: 1, tolerance: {absolute: 1}}\n```\n";
    char body[1000];
    snprintf(body, sizeof body,
             "## a\n```question\n{kind: number, least: 0.01, most: 100, logarithmic: true, unit: steps, tolerance: {factor: 3}, right: r, low: "
             "l, high: h}\n```\n%s## b\n```question\n{kind: mark, axis: update, tolerance: {absolute: 50}}\n```\n%s",
             reveal, reveal);
    un_Lesson *lesson = parse(body);
    const un_Question *number = &un_lesson_stop(lesson, 0)->question, *mark = &un_lesson_stop(lesson, 1)->question;
    cr_expect_eq(number->kind, UN_QUESTION_NUMBER);
    cr_expect_float_eq(number->start, 1, 1e-12, "the middle of what is turned by factors");
    cr_expect_str_eq(number->unit, "steps");
    cr_expect_str_eq(words(&number->high), "h");
    cr_expect_eq(mark->kind, UN_QUESTION_MARK);
    cr_expect_eq(mark->axis, UN_GUESS_UPDATE);
    cr_expect(mark->least == 0 && mark->most == 0);
    un_lesson_destroy(lesson);
}

Test(lesson_stops, a_stop_goes_on_or_changes_the_one_before) {
    un_Lesson *lesson = parse("## a\n"
                              "## b\n```stop\nrun: {updates: 10}\nviews: [training]\n```\n"
                              "## c\n```stop\nchange: {seed: 4, task: {lag: 50}, lanes: [{name: L, hidden: 12, lr: 0.01}]}\n```\n"
                              "## d\n```stop\nchange: {seed: 4}\n```\n"
                              "## e\n```stop\nexperiment: {task: {name: adding, length: 12}, lanes: [{cell: gru}]}\n```\n");
    const un_Stop *b = un_lesson_stop(lesson, 1), *c = un_lesson_stop(lesson, 2), *d = un_lesson_stop(lesson, 3), *e = un_lesson_stop(lesson, 4);
    cr_expect(un_lesson_stop(lesson, 0)->fresh && !b->fresh && c->fresh && !d->fresh && e->fresh);
    cr_expect(b->experiment.task.lag == 20 && b->experiment.lane[1].hidden == 8 && b->run.updates == 10);
    cr_expect(c->view_count == 1 && c->view[0] == UN_VIEW_TRAINING, "the views of the stop before stay");
    cr_expect(c->experiment.task.lag == 50 && c->experiment.seed == 4);
    cr_expect(c->experiment.lane[1].hidden == 12 && c->experiment.lane[1].optimizer.lr == 0.01 && c->experiment.lane[1].cell == UN_CELL_LSTM);
    cr_expect_eq(c->experiment.lane[0].hidden, b->experiment.lane[0].hidden);
    cr_expect_str_eq(c->experiment.lane[1].name, "L");
    cr_expect(e->experiment.lane_count == 1 && e->experiment.seed == 1);
    un_lesson_destroy(lesson);
}

Test(lesson_stops, the_first_stop_can_bring_the_experiment) {
    static const char text[] = "---\ntitle: t\n---\n## a\n```stop\nexperiment: {seed: 9}\n```\n";
    un_Error error = {0};
    un_Lesson *lesson = un_lesson_parse(text, strlen(text), "a.md", &error);
    cr_assert_not_null(lesson, "%s", error.message);
    cr_expect_eq(un_lesson_experiment(lesson)->seed, 9);
    un_lesson_destroy(lesson);
}

typedef struct Bad {
    char text[240];
    char error[120]; ///< how the error's text begins
} Bad;

#define STOP(yaml) "## a\n```stop\n" yaml "\n```\n"          // its YAML stands in line 9
#define QUESTION(yaml) "## a\n```question\n" yaml "\n```\n"  // and so here
#define REVEAL(yaml) "## a\n```reveal\n" yaml "\n```\n"
ParameterizedTestParameters(lesson_stops, errors_have_their_place) {
    static Bad table[] = {
        {STOP("vews: [stage]"), "a.md:9:1: unknown key 'vews', valid: views, "},
        {STOP("views: [stage, profle]"), "a.md:9:16: views: found 'profle', valid: profile, "},
        {STOP("views: [stage, stage]"), "a.md:9:16: views: found 'stage', valid: each view once"},
        {STOP("views: []"), "a.md:9:8: views: found a list, valid: a list of 1 to 3 views"},
        {STOP("views: stage"), "a.md:9:8: views: found 'stage', valid: a list of 1 to 3 views"},
        {STOP("cover: [horizon]"), "a.md:9:9: cover: found the view 'horizon', valid: a view that this stop shows"},
        {STOP("cover: [stag/RNN]"), "a.md:9:9: cover: found 'stag/RNN', valid: stage, "},
        {STOP("highlight: [horizon]"), "a.md:9:13: highlight: found the view 'horizon'"},
        {STOP("highlight: [stage/RN/gradient]"), "a.md:9:13: highlight: found a part of the lane 'RN', valid: RNN, L"},
        {STOP("experiment: {lanes: [{cell: lstm}]}\ncover: [stage/lstm/gradient]"), "a.md:10:9: cover: found a part of the lane 'lstm', valid: LSTM"},
        {STOP("controls: [wave, lg]"), "a.md:9:18: controls: found 'lg', valid: lag, "},
        {STOP("run: {updates: -1}"), "a.md:9:16: updates: found '-1', valid: 0..100000"},
        {STOP("run: {updates: '5'}"), "a.md:9:16: updates: found '5', valid: 0..100000"},
        {STOP("run: {until: slved, updates: 5}"), "a.md:9:14: until: found 'slved', valid: solved, "},
        {STOP("run: {until: \"loss < -1\", updates: 5}"), "a.md:9:14: until: found 'loss < -1', valid: solved, "},
        {STOP("run: {until: \"accuracy >= 98\", updates: 5}"), "a.md:9:14: until: found 'accuracy >= 98', valid: "},
        {STOP("run: {until: solved}"), "a.md:9:7: until: found no budget, valid: 'updates' beside it"},
        {STOP("run: {updates: 5, lane: LL}"), "a.md:9:25: lane: found 'LL', valid: L, RNN"},
        {STOP("run: {updates: 5, lane: L}"), "a.md:9:19: lane: found no 'until'"},
        {STOP("run: 5"), "a.md:9:6: run: found '5', valid: a mapping"},
        {STOP("wave: bck"), "a.md:9:7: wave: found 'bck', valid: back, whole, forward"},
        {STOP("show: x"), "a.md:9:7: show: found 'x', valid: h, c"},
        {STOP("select: {lane: L}"), "a.md:9:9: select: found a mapping, valid: a mapping such as {lane: RNN, step: 3"},
        {STOP("select: {step: 3}"), "a.md:9:9: select: found a mapping, valid: a mapping such as {lane: RNN, step: 3"},
        {STOP("select: {lane: L, step: 21}"), "a.md:9:25: step: found '21', valid: 0..20"},
        {STOP("select: {lane: L, step: 2, unit: 8}"), "a.md:9:34: unit: found '8', valid: 0..7"},
        {STOP("select: {lane: L, step: 2, reverse: true}"), "a.md:9:37: reverse: found 'true', valid: true on a lane with"},
        {STOP("look: \"a $\\\\foo$\""), "a.md:9:7: found the unknown command '\\foo' in a formula"},
        {STOP("look: 'a $\\foo$'"), "a.md:9:11: found the unknown command '\\foo' in a formula"},
        {STOP("look: a <b>b</b>"), "a.md:9:9: found HTML"},
        {STOP("look: |\n  a\n\n  # b"), "a.md:9:7: found a heading, valid: paragraphs and lists"},
        {STOP("look: \"a\\x1b\""), "a.md:9:7: found the control character U+001B"},
        {STOP("look: \"a\\e[1m\""), "a.md:9:7: found the control character U+001B"},
        {STOP("look: ''"), "a.md:9:7: look: found '', valid: one sentence"},
        {STOP("experiment: {seed: 1}\nchange: {seed: 2}"), "a.md:10:1: found both 'experiment' and 'change'"},
        {STOP("experiment: {sed: 1}"), "a.md:9:14: unknown key 'sed', valid: seed, "},
        {STOP("change: {lanes: [{hidden: 3}]}"), "a.md:9:18: lanes: found a change without 'name'"},
        {STOP("change: {lanes: [{name: X, hidden: 3}]}"), "a.md:9:25: lane: found 'X', valid: "},
        {STOP("change: {lanes: [{name: L}, {name: L}]}"), "a.md:9:36: lanes: found the same lane again"},
        {STOP("change: {lanes: [{name: RNN, gate_bias: 1}]}"), "a.md:9:41: gate_bias: "},
        {STOP("change: 3"), "a.md:9:9: change: found '3', valid: a mapping"},
        {STOP("- a"), "a.md:9:1: stop: found a list, valid: "},
        {STOP("a: [b"), "a.md:10:1: not valid YAML"},
        {STOP("a: &x b"), "a.md:9:4: found an anchor (&)"},
        {STOP(""), "a.md:9:1: stop: found nothing"},
        {STOP("wave: back\nwave: whole"), "a.md:10:1: found key 'wave' again"},
        {"## a\n```stop\nwave: back\n", "a.md:8:4: found a fence that does not end"},
        {"## a\n```stop\nwave: back\n```\n```stop\nwave: back\n```\n", "a.md:11:1: found a second ```stop"},
        {"## a\n ```stop\nwave: back\n ```\n", "a.md:8:5: found a fence with a name that is indented"},
        {"- x\n  ```stop\n  wave: back\n  ```\n", "a.md:8:6: found a name after the fence"},
        {"## a\n```stopp\nx\n```\n", "a.md:8:4: found a name after the fence, 'stopp', valid: stop, "},
        {"```stop\nwave: back\n```\n## a\n", "a.md:7:1: found ```stop before the first stop"},
        {"```teacher\nx\n```\n", "a.md:7:1: found ```teacher before the first stop"},
        {"## a\n# b\n", "a.md:8:1: found a heading '#' inside a stop"},
        {"##\n", "a.md:7:1: the heading of a stop: found 0 bytes"},
        {"## a\n```teacher\n```\n## b\n~~~teacher\nx <b>\n~~~\n", "a.md:12:3: found HTML"},
        {QUESTION("kind: chice"), "a.md:9:7: kind: found 'chice', valid: choice, number, mark"},
        {QUESTION("hint: x"), "a.md:9:1: question: found no 'kind'"},
        {QUESTION("kind: choice"), "a.md:9:1: question: found no 'choices'"},
        {QUESTION("kind: choice\nchoices: [{text: a}]"), "a.md:10:10: choices: found a list, valid: a list of 2 to 6"},
        {QUESTION("kind: choice\nchoices: [{text: a}, {text: b}]"), "a.md:10:10: choices: found none that is right"},
        {QUESTION("kind: choice\nchoices: [{text: a}, {right: true}]"), "a.md:10:22: found a choice without 'text'"},
        {QUESTION("kind: choice\nchoices: [{text: a}, {text: b, rigt: true}]"), "a.md:10:32: unknown key 'rigt', valid: right, "},
        {QUESTION("kind: choice\nleast: 3\nchoices: [{text: a}, {text: b, right: true}]"), "a.md:10:1: least: found it with kind: choice, valid: with kind: number, mark"},
        {QUESTION("kind: number\nleast: 0\nmost: 0\ntolerance: {factor: 2}"), "a.md:11:7: most: found '0', valid: above 'least'"},
        {QUESTION("kind: number\nleast: 0\nmost: 1\nlogarithmic: true\ntolerance: {factor: 2}"), "a.md:10:8: least: found '0', valid: above 0"},
        {QUESTION("kind: number\nleast: 0\nmost: 1\nstart: 2\ntolerance: {factor: 2}"), "a.md:12:8: start: found '2', valid: between"},
        {QUESTION("kind: number\nleast: 0\nmost: 1"), "a.md:9:1: question: found no 'tolerance'"},
        {QUESTION("kind: number\nleast: 0\nmost: 1\ntolerance: {factor: 1}"), "a.md:12:21: factor: found '1', valid: a number above 1"},
        {QUESTION("kind: number\nleast: 0\nmost: 1\ntolerance: 3"), "a.md:12:12: tolerance: found '3', valid: {factor: 3}"},
        {QUESTION("kind: number\nleast: 0\nmost: 1\ntolerance: {factor: 3, absolute: 2}"), "a.md:12:12: tolerance: found a mapping"},
        {QUESTION("kind: mark\ntolerance: {factor: 2}"), "a.md:9:1: question: found no 'axis'"},
        {QUESTION("kind: mark\naxis: update\ntolerance: {factor: 2}"), "a.md:9:1: question: found no ```reveal"},
        {REVEAL("quantity: gradint_ratio"), "a.md:9:11: quantity: found 'gradint_ratio', valid: gradient_ratio, "},
        {REVEAL("quantity: loss\nlane: L\nexpect: 1\ntolerance: {factor: 2}"), "a.md:9:1: reveal: found no 'says'"},
        {REVEAL("{quantity: loss, says: x, expect: 1, tolerance: {factor: 2}}"), "a.md:9:1: reveal: found no 'lane', which loss must be told"},
        {REVEAL("{quantity: loss, lane: L, step: 1, says: x, expect: 1, tolerance: {factor: 2}}"), "a.md:9:27: step: found it with loss, which does not"},
        {REVEAL("{quantity: gradient_ratio, lane: L, step: 30, says: x, expect: 1, tolerance: {factor: 2}}"), "a.md:9:43: step: found '30', valid: 0..20"},
        {REVEAL("{quantity: gate_mean, lane: L, gate: z, says: x, expect: 1, tolerance: {factor: 2}}"), "a.md:9:38: gate: found 'z', valid: i, f, "},
        {REVEAL("{quantity: gate_mean, lane: RNN, gate: z, says: x, expect: 1, tolerance: {factor: 2}}"), "a.md:9:40: gate: found 'z', valid: on a cell with gates"},
        {"## a\n```reveal\nlane: L\n```\n```question\nkind: choice\n```\n", "a.md:11:1: found ```question behind ```reveal"},
        {"## a\n```question\nkind: choice\n```\nx\n```reveal\nlane: L\n```\n", "a.md:11:1: found text between ```question and ```reveal"},
    };
    return cr_make_param_array(Bad, table, sizeof table / sizeof *table);
}

ParameterizedTest(Bad *bad, lesson_stops, errors_have_their_place) {
    Told told;
    int errors = check(bad->text, &told);
    cr_expect_gt(errors, 0);
    const char *line = told.text;
    while (line && strncmp(line, bad->error, strlen(bad->error)) != 0) {
        line = strchr(line, '\n');
        if (line) line++;
    }
    cr_expect(line, "no line of\n%s begins with '%s'", told.text, bad->error);
    char text[8192], first[1200];
    un_Error error = {0};
    snprintf(text, sizeof text, "%s%s", head, bad->text);
    cr_assert_null(un_lesson_parse(text, strlen(text), "a.md", &error));
    un_error_text(&error, first, sizeof first);
    cr_expect(strncmp(told.text, first, strlen(first)) == 0, "the parser tells the first one, '%s'", first);
}

Test(lesson_stops, all_errors_of_a_file_are_found) {
    Told told;
    int errors = check("text <b>x</b>\n\n"
                       "> - a\n\n"
                       "## a\n```stop\nvews: [stage]\nwave: bck\nviews: [x]\n```\n"
                       "## b\n```stop\nrun: {until: x, updates: q}\n```\n"
                       "```question\nkind: number\ntries: 9\nleast: 1\nmost: 0\n```\n"
                       "```reveal\nquantity: x\nexpect: y\n```\n",
                       &told);
    static const char *const places[] = {":7:6: found HTML",   ":9:5: found a list", ":13:1: unknown", ":14:7: wave",       ":15:9: views",
                                         ":19:14: until",      ":19:26: updates",    ":23:8: tries",   ":28:11: quantity", ":29:9: expect"};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        cr_expect(strstr(told.text, places[i]), "no '%s' in\n%s", places[i], told.text);
    cr_expect_geq(errors, 10);
}

Test(lesson_stops, all_errors_of_an_experiment_are_found) {
    Told told;
    int errors = check("## a\n```stop\n"
                       "experiment:\n"
                       "  sed: 1\n"
                       "  task: {name: recal, lag: x}\n"
                       "  lanes:\n"
                       "    - {cel: rnn, hidden: 0}\n"
                       "    - 3\n"
                       "    - {cell: lsm}\n"
                       "  edits: 4\n"
                       "  batch: 0\n"
                       "```\n",
                       &told);
    static const char *const places[] = {":10:3: unknown key 'sed'", ":11:16: name:", ":11:28: lag:", ":13:8: unknown key 'cel'",
                                         ":13:26: hidden:", ":14:7: lanes: found '3'", ":15:14: cell:", ":17:10: batch:"};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        cr_expect(strstr(told.text, places[i]), "no '%s' in\n%s", places[i], told.text);
    cr_expect_eq(errors, 8, "%s", told.text);
}

/// An experiment that cannot be read brings no further errors about what refers to it.
Test(lesson_stops, one_mistake_is_one_error) {
    Told told;
    cr_expect_eq(check("## a\n```stop\nexperiment: {sed: 1}\nrun: {until: solved, updates: 5, lane: Z}\n```\n"
                       "```reveal\n{quantity: loss, lane: Z, says: x, expect: 1, tolerance: {factor: 2}}\n```\n"
                       "## b\n```stop\nchange: {lanes: [{name: Z, hidden: 2}]}\nselect: {lane: Z, step: 400}\n```\n",
                       &told),
                 1, "%s", told.text);
}

Test(lesson_stops, numbers_are_found_in_texts) {
    static const struct {
        const char *text;
        double number;
        bool percent, found;
    } table[] = {
        {"0.05 of it", 0.05, false, true}, {"0.5", 0.05, false, false},       {"in 1,000 steps", 1000, false, true},
        {"1/200", 0.005, false, true},     {"5.2 \\cdot 10^{-6}", 5.2e-6, false, true}, {"10^{-8} is left", 1e-8, false, true},
        {"5.2e-6", 5.2e-6, false, true},   {"40 % of them", 40, true, true},  {"40\u00a0% of them", 40, true, true},
        {"$40\\,\\%$", 40, true, true},    {"40 steps", 40, true, false},     {"40 % of them", 40, false, false},
        {"2/5 of them", 40, true, true},   {"step 0 or 1", 1, false, false},  {"237.", 237, false, true},
        {"lesson 2370", 237, false, false}, {"e e- 1e 1/ /2 10^ 10^{", 3, false, false}, {"", 3, false, false},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        cr_expect_eq(un_spoils_number(table[i].text, table[i].number, table[i].percent), table[i].found, "%g in '%s'", table[i].number, table[i].text);
}

typedef struct Hint {
    char text[560];
    char warning[100]; ///< "": none
} Hint;

#define NOTE "```teacher\nx\n```\n"
#define ASK "```question\nkind: choice\nchoices: [{text: a, feedback: f}, {text: b, right: true, feedback: f}]\n```\n"
#define RATIO(number) "```reveal\n{quantity: gradient_ratio, lane: L, says: x, expect: " number ", tolerance: {factor: 2}}\n```\n"
#define VIEWS(more) "```stop\nviews: [stage, profile]\n" more "\n```\n"
ParameterizedTestParameters(lesson_stops, warnings) {
    static Hint table[] = {
        {"## a\nx\n" NOTE, ""},
        {"## a\nx\n", "a.md:7:1: no teacher's note"},
        {"## a\n" VIEWS("cover: [profile]") ASK RATIO("1e-6") NOTE, "a.md:17:1: spoiler: the view 'stage'"},
        {"## a\n" VIEWS("cover: [stage]") ASK RATIO("1e-6") NOTE, "a.md:17:1: spoiler: the view 'profile'"},
        {"## a\n" VIEWS("cover: [profile, stage/RNN/gradient]") ASK RATIO("1e-6") NOTE, "a.md:17:1: spoiler: the view 'stage'"},
        {"## a\n" VIEWS("cover: [profile, stage/L/gradient]") ASK RATIO("1e-6") NOTE, ""},
        {"## a\n" VIEWS("cover: [profile, stage/L]") ASK RATIO("1e-6") NOTE, ""},
        {"## a\n" VIEWS("run: {updates: 9}") ASK RATIO("1e-6") NOTE, ""},
        {"## a\n" VIEWS("run: {updates: 9, before: true}") ASK RATIO("1e-6") NOTE, "a.md:17:1: spoiler: the view 'stage'"},
        {"## a\n" VIEWS("") RATIO("1e-6") NOTE, ""},
        {"## 20 steps, and $3 \\cdot 10^{-6}$ is left?\n" VIEWS("cover: [profile, stage]") ASK RATIO("3e-6") NOTE, "a.md:7:1: spoiler: the number"},
        {"## a\nIt is 1/4,000 then.\n" VIEWS("cover: [profile, stage]") ASK RATIO("2.5e-4") NOTE, "a.md:7:1: spoiler: the number"},
        {"## a\nIt is 1/4,000 then.\n" VIEWS("cover: [profile, stage]") ASK RATIO("3e-4") NOTE, ""},
        {"## a\n```question\nkind: choice\nchoices: [{text: a}, {text: b, right: true, feedback: f}]\n```\n" NOTE, "a.md:9:1: no feedback on 1 of 2 choices"},
        {"## a\n```question\nkind: choice\ntries: 2\nchoices: [{text: a, feedback: f}, {text: b, right: true, feedback: f}]\n```\n" NOTE, "a.md:9:1: two tries without a hint"},
        {"## a\n[x](gone.md)\n" NOTE, "a.md:8:5: dead link: there is no 'gone.md'"},
        {"## a\n[x](https://example.org/gone.md)\n" NOTE, ""},
        {"## a\n1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 60 61\n" NOTE, "a.md:8:1: long prose: 61 words"},
    };
    return cr_make_param_array(Hint, table, sizeof table / sizeof *table);
}

ParameterizedTest(Hint *hint, lesson_stops, warnings) {
    Told told;
    cr_expect_eq(check(hint->text, &told), 0, "%s", told.text);
    char expected[160];
    snprintf(expected, sizeof expected, "warning: %s", hint->warning);
    if (hint->warning[0] == 0) {
        cr_expect_eq(told.warnings, 0, "%s", told.text);
    } else {
        cr_expect(strncmp(told.text, expected, strlen(expected)) == 0 && told.warnings == 1, "'%s' does not begin with '%s' alone", told.text,
                  expected);
    }
}

Test(lesson_stops, links_are_text_with_their_address) {
    un_Lesson *lesson = parse("## a\nSee [the paper](https://x.org/a&amp;b) and <https://y.org>.\n");
    const un_Prose *before = &un_lesson_stop(lesson, 0)->before;
    cr_assert_eq(before->block[0].span_count, 3);
    cr_expect_str_eq(before->block[0].span[0].text, "See the paper");
    cr_expect_str_eq(before->block[0].span[1].text, " (https://x.org/a&b)");
    cr_expect_eq(before->block[0].span[1].marks, UN_SPAN_ADDRESS);
    cr_expect_str_eq(before->block[0].span[2].text, " and https://y.org.");
    un_lesson_destroy(lesson);
}

Test(lesson_stops, tolerances) {
    const un_Tolerance factor = {.factor = 3}, absolute = {.absolute = 0.5}, exact = {0};
    cr_expect(un_tolerance_holds(&factor, 1e-6, 2.9e-6) && un_tolerance_holds(&factor, 1e-6, 0.34e-6));
    cr_expect_not(un_tolerance_holds(&factor, 1e-6, 3.1e-6));
    cr_expect_not(un_tolerance_holds(&factor, 1, -1));
    cr_expect(un_tolerance_holds(&factor, 0, 0));
    cr_expect_not(un_tolerance_holds(&factor, 0, 1e-30));
    cr_expect(un_tolerance_holds(&absolute, -1, -1.5));
    cr_expect_not(un_tolerance_holds(&absolute, -1, -1.6));
    cr_expect(un_tolerance_holds(&exact, 7, 7));
    cr_expect_not(un_tolerance_holds(&absolute, 1, NAN));
    cr_expect_not(un_tolerance_holds(&factor, 1, INFINITY));
}

Test(lesson_stops, controls_name_rows_of_the_table_of_settings) {
    for (int i = 0; i < un_control_count; i++) {
        const un_ControlRow *row = &un_control_table[i];
        cr_expect_eq(un_control_find(row->name), i);
        if (row->param) cr_expect_geq(un_param_find(row->param), 0, "%s", row->param);
    }
    cr_expect_eq(un_control_find("nothing"), -1);
}

Test(lesson_stops, numbers_of_files) {
    cr_expect_eq(un_lesson_number("lessons/05-vanishing.md"), 5);
    cr_expect_eq(un_lesson_number("16-letters.md"), 16);
    cr_expect_eq(un_lesson_number("/a/12-b/notes.md"), -1);
    cr_expect_eq(un_lesson_number("05vanishing.md"), -1);
    cr_expect_eq(un_lesson_number(""), -1);
}

Test(lesson_stops, the_template_has_nothing_to_mend) {
    char *text;
    size_t size;
    un_Error error = {0};
    static const char path[] = UN_TEST_DATA "/../docs/lesson-template.md";
    cr_assert_eq(un_file_read(path, UN_LESSON_BYTES_MAX, &text, &size, &error), UN_OK, "%s", error.message);
    Told told = {.used = 0};
    cr_expect_eq(un_lesson_check(text, size, path, tell, &told), 0);
    cr_expect_str_eq(told.text, "");
    un_Lesson *lesson = un_lesson_parse(text, size, path, &error);
    cr_assert_not_null(lesson);
    cr_expect_eq(un_lesson_stop_count(lesson), 3);
    un_lesson_destroy(lesson);
    free(text);
}

/// docs/WRITING-LESSONS.md, to be freed.
static char *read_docs(size_t *size) {
    char *text;
    un_Error error = {0};
    cr_assert_eq(un_file_read(UN_TEST_DATA "/../docs/WRITING-LESSONS.md", 1 << 20, &text, size, &error), UN_OK, "%s", error.message);
    return text;
}

static void expect_told(const char *docs, const char *name) {
    char code[80];
    snprintf(code, sizeof code, "`%s`", name);
    cr_expect(strstr(docs, code), "docs/WRITING-LESSONS.md does not tell %s", code);
}

static void expect_keys_told(const char *docs, const un_LessonKey *key, int count) {
    for (int i = 0; i < count; i++)
        expect_told(docs, key[i].name);
}

Test(lesson_stops, the_documentation_tells_every_key_and_name) {
    size_t size;
    char *docs = read_docs(&size);
    expect_keys_told(docs, un_front_key, un_front_key_count);
    expect_keys_told(docs, un_stop_key, un_stop_key_count);
    expect_keys_told(docs, un_run_key, un_run_key_count);
    expect_keys_told(docs, un_question_key, un_question_key_count);
    expect_keys_told(docs, un_choice_key, un_choice_key_count);
    expect_keys_told(docs, un_reveal_key, un_reveal_key_count);
    for (int i = 0; i < un_quantity_count; i++)
        expect_told(docs, un_quantity_table[i].name);
    for (int i = 0; i < un_control_count; i++)
        expect_told(docs, un_control_table[i].name);
    for (int i = 0; i < UN_VIEW_COUNT; i++)
        expect_told(docs, un_view_table[i]->name);
    free(docs);
}

/// What the documentation calls a formula's commands is what can be drawn.
Test(lesson_stops, the_documentation_tells_no_unknown_command) {
    size_t size, length;
    char *docs = read_docs(&size);
    const char *start = strstr(docs, "### Formulas"), *end = start ? strstr(start, "Any other command") : NULL;
    cr_assert(start && end);
    const char *unknown = un_math_unknown(start, (size_t)(end - start), &length);
    cr_expect_null(unknown, "%.*s", unknown ? (int)length : 0, unknown ? unknown : "");
    free(docs);
}

Test(lesson_stops, the_documented_example_has_nothing_to_mend) {
    size_t size;
    char *docs = read_docs(&size);
    static const char fence[] = "````markdown\n";
    const char *start = strstr(docs, fence), *end = start ? strstr(start + sizeof fence, "````\n") : NULL;
    cr_assert(start && end);
    start += sizeof fence - 1;
    Told told = {.used = 0};
    cr_expect_eq(un_lesson_check(start, (size_t)(end - start), "docs", tell, &told), 0);
    cr_expect_str_eq(told.text, "");
    free(docs);
}
