/// The way through a lesson: every change of phase, what an answer and the numbers become; and what is kept of it on this machine.
#include "synthetic.h"

#include "lesson/player.h"
#include "lesson/progress.h"
#include "platform/file.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FRONT                                                                                                                       \
    "---\ntitle: t\ngoals: [g]\nminutes: 5\n"                                                                                        \
    "experiment: {task: {name: recall, lag: 20}, lanes: [{name: RNN, cell: rnn}, {name: LSTM, cell: lstm}]}\n---\n"
#define CHOICE                                                                                                                      \
    "## Which?\n```stop\nviews: [profile]\nrun: {until: \"loss < 0.1\", updates: 900, lane: LSTM, seeds: 5}\n```\n"                  \
    "```question\nkind: choice\ntries: 2\nhint: Think.\n"                                                                            \
    "choices: [{text: Little, value: 1e-5, feedback: No.}, {text: Much, value: 1, right: true, feedback: Yes.}]\n```\n"              \
    "```reveal\n- {quantity: gradient_ratio, lane: LSTM, says: arrives, expect: 1, tolerance: {factor: 2}}\n"                        \
    "- {quantity: solved_at, lane: RNN, says: solved, expect: 1, tolerance: {factor: 2}}\n```\n"
#define NUMBER                                                                                                                      \
    "## How many?\n```question\n{kind: number, least: 0, most: 20, start: 3, tolerance: {absolute: 2}, right: R, low: L, high: H}\n```\n" \
    "```reveal\n{quantity: under_one_percent, lane: RNN, says: s, expect: 8, tolerance: {absolute: 2}}\n```\n"
#define PLAIN "## Look\nat this\n"
#define SPECTRUM "## Deep\n```reveal\n{quantity: lyapunov, lane: RNN, says: s, expect: 1, tolerance: {absolute: 2}}\n```\n"

static un_Lesson *parse(const char *text) {
    un_Error error = {0};
    un_Lesson *lesson = un_lesson_parse(text, strlen(text), "a.md", &error);
    cr_assert_not_null(lesson, "%d:%d %s", error.line, error.column, error.message);
    return lesson;
}

static un_Snapshot snapshot_at(int update) {
    un_Snapshot snapshot;
    synthetic_lab(&snapshot, 2, 21, update);
    return snapshot;
}

Test(player, a_stop_without_a_question_runs_at_once) {
    un_Lesson *lesson = parse(FRONT PLAIN);
    un_Player player;
    un_Snapshot snapshot = snapshot_at(0);
    un_player_begin(&player, lesson);
    cr_expect_eq(player.phase, UN_PHASE_RUN);
    un_player_commit(&player); // nothing to commit
    cr_expect_eq(player.phase, UN_PHASE_RUN);
    cr_expect(un_player_may_explore(&player));
    un_player_ran(&player, &snapshot);
    cr_expect_eq(player.phase, UN_PHASE_TOLD);
    cr_expect_not(un_player_answer(&player)->given);
    un_player_next(&player);
    cr_expect_eq(player.stop, 1, "behind the last one");
    cr_expect_null(un_player_stop(&player));
    cr_expect_null(un_player_answer(&player));
    un_player_ran(&player, &snapshot);
    un_player_commit(&player);
    un_player_next(&player);
    cr_expect_eq(player.stop, 1);
    un_player_previous(&player);
    cr_expect_eq(player.phase, UN_PHASE_TOLD, "what was told stays told");
    un_snapshot_free(&snapshot);
    un_lesson_destroy(lesson);
}

Test(player, a_wrong_choice_has_the_hint_and_a_second_try) {
    un_Lesson *lesson = parse(FRONT CHOICE);
    un_Player player;
    un_Snapshot snapshot = snapshot_at(900);
    un_player_begin(&player, lesson);
    const un_Stop *stop = un_player_stop(&player);
    const un_Answer *answer = un_player_answer(&player);
    cr_expect_eq(player.phase, UN_PHASE_ASK);
    cr_expect_not(un_player_ready(&player));
    cr_expect_not(un_player_may_explore(&player));
    un_player_commit(&player);
    un_player_ran(&player, &snapshot);
    un_player_number(&player, 3);
    un_player_choose(&player, 2);
    un_player_choose(&player, -1);
    cr_expect_eq(player.phase, UN_PHASE_ASK, "nothing is picked: nothing happens");
    cr_expect_not(un_player_ready(&player));
    un_player_choose(&player, 0);
    cr_expect(un_player_ready(&player));
    cr_expect_not(answer->hint);
    cr_expect_eq(un_answer_feedback(stop, answer).count, 0, "no feedback before the commit");
    un_player_commit(&player);
    cr_expect_eq(player.phase, UN_PHASE_ASK);
    cr_expect(answer->hint);
    cr_expect_not(answer->given);
    un_player_choose(&player, 1);
    un_player_commit(&player);
    cr_expect_eq(player.phase, UN_PHASE_RUN);
    un_player_choose(&player, 0);
    cr_expect_eq(answer->choice, 1, "committed");
    cr_expect_eq(answer->first, 0);
    cr_expect_eq(answer->tries, 2);
    cr_expect(answer->right);
    double value;
    cr_expect(un_answer_value(stop, answer, &value));
    cr_expect_eq(value, 1);
    cr_expect_str_eq(un_answer_feedback(stop, answer).block[0].span[0].text, "Yes.");
    un_player_ran(&player, &snapshot);
    cr_expect_eq(player.phase, UN_PHASE_TOLD);
    cr_expect_eq(answer->measured_count, 2);
    cr_expect(answer->has_measured[0]);
    cr_expect_eq(answer->measured[0], snapshot.lane[1].track[0].dc.arrives);
    cr_expect_not(answer->has_measured[1], "the RNN has not solved it");
    cr_expect_eq(answer->update, 900);
    cr_expect_eq(answer->seed, 1);
    un_snapshot_free(&snapshot);
    un_lesson_destroy(lesson);
}

static const char *feedback(un_Player *player) {
    return un_answer_feedback(un_player_stop(player), un_player_answer(player)).block[0].span[0].text;
}

Test(player, a_number_is_held_against_what_is_measured) {
    un_Lesson *lesson = parse(FRONT NUMBER);
    un_Snapshot snapshot = snapshot_at(0);
    int under = snapshot.lane[0].track[0].dh.under_one_percent;
    cr_assert(under > 2 && under < 18);
    const struct {
        double guess;
        bool right;
        const char *said;
    } cases[] = {{under, true, "R"}, {under + 2, true, "R"}, {under + 3, false, "H"}, {under - 3, false, "L"}, {1000, false, "H"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        un_Player player;
        un_player_begin(&player, lesson);
        un_player_choose(&player, 0);
        cr_expect_not(un_player_ready(&player));
        un_player_number(&player, NAN);
        cr_expect_not(un_player_ready(&player));
        un_player_number(&player, cases[i].guess);
        cr_expect_eq(un_player_answer(&player)->number, fmin(cases[i].guess, 20), "kept inside its range");
        un_player_commit(&player);
        cr_expect_eq(un_answer_feedback(un_player_stop(&player), un_player_answer(&player)).count, 0, "not before it is told");
        un_player_ran(&player, &snapshot);
        cr_expect_eq(un_player_answer(&player)->right, cases[i].right, "%g", cases[i].guess);
        cr_expect_str_eq(feedback(&player), cases[i].said);
    }
    un_snapshot_free(&snapshot);
    un_lesson_destroy(lesson);
}

Test(player, one_goes_on_back_and_anywhere) {
    un_Lesson *lesson = parse(FRONT PLAIN CHOICE NUMBER);
    un_Player player;
    un_Snapshot snapshot = snapshot_at(0);
    un_player_begin(&player, lesson);
    un_player_go(&player, 2);
    cr_expect_eq(player.phase, UN_PHASE_ASK);
    cr_expect_eq(player.reached, 2);
    un_player_number(&player, 5);
    un_player_commit(&player);
    player.exploring = true;
    un_player_previous(&player);
    cr_expect_eq(player.stop, 1);
    cr_expect_not(player.exploring);
    cr_expect_eq(player.phase, UN_PHASE_ASK);
    cr_expect_eq(player.reached, 2);
    un_player_next(&player);
    cr_expect_eq(player.phase, UN_PHASE_RUN, "committed, and not told yet");
    un_player_go(&player, -5);
    cr_expect_eq(player.stop, 0);
    un_player_go(&player, 99);
    cr_expect_eq(player.stop, 3);
    un_snapshot_free(&snapshot);
    un_lesson_destroy(lesson);
}

Test(player, a_run_is_over_when_the_worker_would_stand) {
    un_Lesson *lesson = parse(FRONT CHOICE PLAIN);
    const un_Stop *stop = un_lesson_stop(lesson, 0);
    un_Snapshot snapshot = snapshot_at(300);
    snapshot.lane[1].train_loss = 0.05;
    snapshot.seeds.planned = snapshot.seeds.done = 5;
    cr_expect(un_stop_run_is_over(stop, &snapshot));
    snapshot.lane[1].train_loss = 0.1;
    cr_expect_not(un_stop_run_is_over(stop, &snapshot), "loss < 0.1");
    snapshot.update = 900;
    cr_expect(un_stop_run_is_over(stop, &snapshot), "the budget is used up");
    snapshot.seeds.done = 4;
    cr_expect_not(un_stop_run_is_over(stop, &snapshot), "other seeds go on");
    snapshot.seeds.done = snapshot.seeds.planned = 4;
    cr_expect_not(un_stop_run_is_over(stop, &snapshot));
    snapshot.update = 0;
    cr_expect(un_stop_run_is_over(un_lesson_stop(lesson, 1), &snapshot), "a stop that trains nothing");
    un_Until until = un_stop_until(stop);
    cr_expect(until.kind == UN_UNTIL_LOSS && until.updates == 900 && until.lane == 1 && until.value == 0.1);
    un_snapshot_free(&snapshot);
    un_lesson_destroy(lesson);
}

Test(player, a_stop_wants_what_its_views_and_numbers_take) {
    un_Lesson *lesson = parse(FRONT SPECTRUM PLAIN);
    cr_expect(un_stop_wants(un_lesson_stop(lesson, 0)) & UN_WANT_LYAPUNOV);
    cr_expect_not(un_stop_wants(un_lesson_stop(lesson, 1)) & UN_WANT_LYAPUNOV);
    un_lesson_destroy(lesson);
}

// What is kept.

static char folder[64];

static void own_folder(void) {
    snprintf(folder, sizeof folder, "/tmp/unroll-progress-XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
    setenv("XDG_DATA_HOME", folder, 1);
}

static void remove_folder(void) {
    char path[128];
    un_FileNames names;
    snprintf(path, sizeof path, "%s/unroll/progress", folder);
    if (!un_file_list(path, "", &names, NULL)) {
        for (int i = 0; i < names.count; i++)
            remove(names.path[i]);
        un_file_names_free(&names);
    }
    rmdir(path);
    snprintf(path, sizeof path, "%s/unroll", folder);
    rmdir(path);
    rmdir(folder);
}

/// Answers CHOICE and NUMBER, and saves it.
static void play_and_save(const un_Lesson *lesson, const char *profile) {
    un_Player player;
    un_Snapshot snapshot = snapshot_at(900);
    un_Error error = {0};
    un_player_begin(&player, lesson);
    un_player_choose(&player, 1);
    un_player_commit(&player);
    un_player_ran(&player, &snapshot);
    un_player_answer(&player)->hands[1] = 17;
    un_player_next(&player);
    un_player_number(&player, 4);
    un_Progress *progress = un_progress_open(profile, &error);
    cr_assert_not_null(progress, "%s", error.message);
    cr_expect(un_progress_put(progress, "a.en", &player));
    cr_assert_eq(un_progress_save(progress, &error), UN_OK, "%s", error.message);
    un_progress_destroy(progress);
    un_snapshot_free(&snapshot);
}

/// The player as the profile's file has it, in this lesson.
static bool load(const un_Lesson *lesson, const char *profile, un_Player *player) {
    un_Error error = {0};
    un_Progress *progress = un_progress_open(profile, &error);
    cr_assert_not_null(progress, "%s", error.message);
    un_player_begin(player, lesson);
    bool known = un_progress_get(progress, "a.en", player);
    un_progress_destroy(progress);
    return known;
}

Test(progress, is_found_again, .init = own_folder, .fini = remove_folder) {
    un_Lesson *lesson = parse(FRONT CHOICE NUMBER);
    un_Player player;
    char name[UN_PROFILES_MAX][UN_PROFILE_MAX + 1], key[UN_PROGRESS_KEY];
    cr_expect_eq(un_profile_list(name), 0);
    cr_expect_not(load(lesson, "Ada", &player));
    cr_expect_eq(player.stop, 0);
    play_and_save(lesson, "../Ä b");
    cr_assert(load(lesson, "../Ä b", &player));
    cr_expect_eq(player.stop, 1);
    cr_expect_eq(player.phase, UN_PHASE_ASK);
    cr_expect(player.answer[1].has_number && player.answer[1].number == 4 && !player.answer[1].given);
    const un_Answer *answer = &player.answer[0];
    cr_expect(answer->given && answer->told && answer->right && answer->choice == 1 && answer->tries == 1 && answer->hands[1] == 17);
    cr_expect(answer->has_measured[0] && answer->measured[0] > 0.5 && !answer->has_measured[1]);
    cr_expect(answer->update == 900 && answer->seed == 1);
    cr_assert_eq(un_profile_list(name), 1);
    cr_expect_str_eq(name[0], "../Ä b");
    cr_expect_str_eq(un_progress_key(lesson, "x/05-a.b.md", key), "05-a.b.en");
    cr_expect_str_eq(un_progress_key(lesson, "\xff.md", key), "?.en");
    un_lesson_destroy(lesson);
}

Test(progress, survives_an_edited_lesson, .init = own_folder, .fini = remove_folder) {
    un_Lesson *lesson = parse(FRONT CHOICE NUMBER), *moved = parse(FRONT PLAIN NUMBER CHOICE);
    play_and_save(lesson, "A");
    un_Player player;
    cr_assert(load(moved, "A", &player));
    cr_expect_eq(player.stop, 1, "the stop of the same title");
    cr_expect(player.answer[2].told && player.answer[2].right);
    cr_expect_not(player.answer[0].told);
    un_lesson_destroy(moved);
    // Another choice, another quantity, another range: none of it counts any more.
    static const char *const text[] = {
        FRONT "## Which?\n```question\nkind: choice\nchoices: [{text: A}, {text: B, right: true}]\n```\n",
        FRONT "## Which?\n```question\nkind: choice\nchoices: [{text: A}, {text: Much, right: true}]\n```\n"
              "```reveal\n{quantity: loss, lane: RNN, says: s, expect: 1, tolerance: {factor: 2}}\n```\n",
        FRONT "## How many?\n```question\n{kind: number, least: 6, most: 9, start: 7, tolerance: {absolute: 1}, right: R, low: L, high: H}\n```\n"
              "```reveal\n{quantity: reach, lane: RNN, says: s, expect: 8, tolerance: {absolute: 2}}\n```\n"};
    for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
        un_Lesson *edited = parse(text[i]);
        cr_expect(load(edited, "A", &player));
        cr_expect_not(player.answer[0].told, "%zu", i);
        cr_expect_neq(player.phase, UN_PHASE_TOLD);
        cr_expect_not(player.answer[0].has_number);
        un_lesson_destroy(edited);
    }
    un_lesson_destroy(lesson);
}

Test(progress, counts_and_forgets, .init = own_folder, .fini = remove_folder) {
    un_Lesson *lesson = parse(FRONT CHOICE NUMBER);
    un_ProgressState state;
    play_and_save(lesson, "A");
    un_Progress *progress = un_progress_open("A", NULL);
    cr_assert(un_progress_state(progress, "a.en", lesson, &state));
    cr_expect(state.stop == 2 && state.stops == 2 && state.told == 1 && state.asked == 1 && state.right == 1);
    cr_expect_not(un_progress_state(progress, "b.en", lesson, &state));
    un_progress_reset(progress, "a.en");
    cr_expect_not(un_progress_state(progress, "a.en", lesson, &state));
    un_progress_destroy(progress);
    un_lesson_destroy(lesson);
}

static un_Status open_text(const char *text, un_Error *error) {
    char path[256];
    snprintf(path, sizeof path, "%s/unroll/progress/B.json", folder);
    cr_assert_eq(un_file_write(path, text, strlen(text), error), UN_OK, "%s", error->message);
    un_Progress *progress = un_progress_open("B", error);
    if (!progress) return error->code;
    un_Lesson *lesson = parse(FRONT CHOICE NUMBER);
    un_Player player;
    un_player_begin(&player, lesson);
    if (un_progress_get(progress, "a.en", &player)) {
        cr_expect(player.stop >= 0 && player.stop <= 2);
        for (int i = 0; i < 2; i++) {
            const un_Answer *answer = &player.answer[i];
            cr_expect(answer->choice >= 0 && answer->choice < 2 && answer->first >= 0 && answer->first < 2);
            cr_expect(answer->tries >= 0 && answer->tries <= 2 && answer->measured_count <= UN_REVEALS_MAX);
            cr_expect(answer->hands[0] >= 0 && answer->hands[0] <= UN_HANDS_MAX);
        }
    }
    un_lesson_destroy(lesson);
    un_progress_destroy(progress);
    return UN_OK;
}

Test(progress, a_strangers_file_is_checked, .init = own_folder, .fini = remove_folder) {
    un_Lesson *lesson = parse(FRONT CHOICE NUMBER);
    un_Error error = {0};
    play_and_save(lesson, "A"); // makes the folder
    static const char *const damaged[] = {"", "{", "[]", "{\"version\": 2, \"lessons\": {}}", "{\"version\": 1, \"lessons\": []}", "\xff"};
    for (size_t i = 0; i < sizeof damaged / sizeof *damaged; i++)
        cr_expect_eq(open_text(damaged[i], &error), UN_ERROR_FILE, "%s", damaged[i]);
    static const char *const strange[] = {
        "3", "{}", "{\"stop\": 7, \"stops\": 5}", "{\"stop\": \"\", \"stops\": [3, null, [], {\"title\": 4}]}",
        "{\"stops\": [{\"title\": \"Which?\", \"given\": true, \"told\": true, \"choice\": \"Much\", \"tries\": 1e99, \"hands\": [-5, \"x\"]}]}",
        "{\"stops\": [{\"title\": \"Which?\", \"given\": true, \"told\": true, \"choice\": 9, \"tries\": -4, \"hands\": [999999999999]}]}",
        "{\"stops\": [{\"title\": \"How many?\", \"given\": true, \"told\": true, \"number\": 1e300, \"tries\": 77777777777, \"seed\": \"-x\"}]}",
        "{\"stops\": [{\"title\": \"How many?\", \"given\": 1, \"told\": true, \"number\": 3, \"measured\": [{\"quantity\": \"loss\"}]}]}"};
    for (size_t i = 0; i < sizeof strange / sizeof *strange; i++) {
        char text[512];
        snprintf(text, sizeof text, "{\"version\": 1, \"lessons\": {\"a.en\": %s}}", strange[i]);
        cr_expect_eq(open_text(text, &error), UN_OK, "%s", text);
    }
    un_lesson_destroy(lesson);
}

Test(progress, a_profile_has_a_name) {
    static const char *const wrong[] = {"", " a", "a ", "a\nb", "\xff", "a\x01", "01234567890123456789012345678901234567890"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        un_Error error;
        cr_expect_not(un_profile_is_name(wrong[i]), "%s", wrong[i]);
        cr_expect_null(un_progress_create(wrong[i], &error));
        cr_expect_eq(error.code, UN_ERROR_VALUE);
    }
    cr_expect(un_profile_is_name("Ada L."));
}
