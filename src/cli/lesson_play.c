#include "cli/lesson.h"

#include "cli/output.h"

#include "base/catalog.h"
#include "export/fonts.h"
#include "lesson/learner.h"
#include "platform/clock.h"

#include <stdio.h>
#include <string.h>

typedef struct Play {
    const un_CliOptions *options;
    const char *path;
    bool failed;    ///< standard output cannot be written
} Play;

static const char *const kinds[] = {"none", "choice", "number", "mark"};

/// What the learner answered, for a reader.
static void answer_text(const un_LearnerStop *at, char *out, size_t size) {
    const un_Question *question = &at->stop->question;
    const char *verdict = at->answer->right ? _("right") : _("wrong");
    out[0] = 0;
    if (question->kind == UN_QUESTION_CHOICE) {
        snprintf(out, size, _("choice %d of %d, %s%s"), at->answer->choice + 1, question->choice_count, verdict,
                 at->answer->hint ? _(", with the hint") : "");
    } else if (question->kind != UN_QUESTION_NONE) {
        snprintf(out, size, _("%s %.4g, %s"), kinds[question->kind], at->answer->number, verdict);
    }
}

static json_t *reveals_json(const un_LearnerStop *at) {
    json_t *list = json_array();
    for (int i = 0; i < at->stop->reveal_count; i++) {
        const un_Reveal *reveal = &at->stop->reveal[i];
        bool known = at->answer->has_measured[i];
        json_t *object = json_object();
        json_object_set_new(object, "quantity", json_string(un_quantity_table[reveal->quantity.quantity].name));
        json_object_set_new(object, "measured", known ? un_cli_json_real(at->answer->measured[i]) : json_null());
        json_object_set_new(object, "expect", un_cli_json_real(reveal->expect));
        json_object_set_new(object, reveal->tolerance.factor > 0 ? "factor" : "absolute",
                            un_cli_json_real(reveal->tolerance.factor > 0 ? reveal->tolerance.factor : reveal->tolerance.absolute));
        json_object_set_new(object, "holds",
                            json_boolean(known && un_tolerance_holds(&reveal->tolerance, reveal->expect, at->answer->measured[i])));
        json_array_append_new(list, object);
    }
    return list;
}

static bool print_json(const Play *play, const un_LearnerStop *at) {
    json_t *object = json_object(), *faults = json_array();
    const un_Answer *answer = at->answer;
    bool asked = at->stop->question.kind != UN_QUESTION_NONE;
    for (int i = 0; i < at->fault_count; i++) {
        json_array_append_new(faults, json_string(at->fault[i]));
    }
    json_object_set_new(object, "lesson", json_string(play->path));
    json_object_set_new(object, "learner", json_string(un_learner_name[at->kind]));
    json_object_set_new(object, "seed", json_integer((json_int_t)at->seed));
    json_object_set_new(object, "stop", json_integer(at->index + 1));
    json_object_set_new(object, "title", json_string(at->stop->title));
    json_object_set_new(object, "question", json_string(kinds[at->stop->question.kind]));
    json_object_set_new(object, "choice", answer->has_choice ? json_integer(answer->choice + 1) : json_null());
    json_object_set_new(object, "number", answer->has_number ? un_cli_json_real(answer->number) : json_null());
    json_object_set_new(object, "right", asked ? json_boolean(answer->right) : json_null());
    json_object_set_new(object, "update", json_integer(answer->update));
    json_object_set_new(object, "seconds", un_cli_json_real(at->seconds));
    json_object_set_new(object, "reveals", reveals_json(at));
    json_object_set_new(object, "faults", faults);
    return un_cli_print_json(object);
}

static void print_text(const un_LearnerStop *at) {
    char answer[128];
    answer_text(at, answer, sizeof answer);
    printf("  seed %llu %s  %d ", (unsigned long long)at->seed, un_learner_name[at->kind], at->index + 1);
    un_cli_print_cell(at->stop->title, 60);
    printf("  update %lld, %.2f s", (long long)at->answer->update, at->seconds);
    if (answer[0]) printf("; %s", answer);
    for (int i = 0; i < at->stop->reveal_count; i++) {
        const un_Reveal *reveal = &at->stop->reveal[i];
        bool factor = reveal->tolerance.factor > 0;
        printf("; %s ", un_quantity_table[reveal->quantity.quantity].name);
        if (at->answer->has_measured[i])
            printf("%.4g", at->answer->measured[i]);
        else
            printf("none");
        printf(" (%.4g %s%g)", reveal->expect, factor ? "×/" : "±", factor ? reveal->tolerance.factor : reveal->tolerance.absolute);
    }
    printf("\n");
    for (int i = 0; i < at->fault_count; i++) {
        printf("    MISS: %s\n", at->fault[i]);
    }
}

static void tell(void *context, const un_LearnerStop *at) {
    Play *play = context;
    if (play->options->json)
        play->failed = !print_json(play, at) || play->failed;
    else
        print_text(at);
}

/// One lesson. Adds to *faults. Returns UN_EXIT_DONE, or the exit code of an error.
static int play_one(const un_CliOptions *options, const char *path, const un_Fonts *fonts, int *faults) {
    Play play = {.options = options, .path = path};
    un_LearnerDef def = {.seeds = (int)options->seeds,
                         .right = options->learner != UN_LEARNER_WRONG,
                         .wrong = options->learner != UN_LEARNER_RIGHT,
                         .fonts = fonts,
                         .max_memory = options->max_memory,
                         .tell = tell,
                         .context = &play};
    un_Error error;
    un_Lesson *lesson = un_lesson_load(path, &error);
    if (!lesson) return un_cli_fail(&error);
    int found = 0, stops = un_lesson_stop_count(lesson);
    un_Status status = UN_OK;
    double start = un_clock_process_seconds();
    if (!options->json) printf("%s\n", un_lesson_title(lesson));
    if (stops > 0) status = un_learner_play(lesson, &def, &found, &error);
    *faults += found;
    double seconds = un_clock_process_seconds() - start;
    if (!options->json && !status) printf(_("%s: %d stops, %.1f s, %d misses\n"), path, stops, seconds, found);
    un_lesson_destroy(lesson);
    if (status) return un_cli_fail(&error);
    return !play.failed && un_cli_flush() ? UN_EXIT_DONE : UN_EXIT_SYSTEM;
}

int un_cli_lesson_play(const un_CliOptions *options, int count, char *const *path) {
    un_Error error;
    un_Fonts *fonts = un_fonts_load(&error);
    if (!fonts) return un_cli_fail(&error);
    int code = UN_EXIT_DONE, faults = 0;
    for (int i = 0; i < count && code == UN_EXIT_DONE; i++) {
        code = play_one(options, path[i], fonts, &faults);
    }
    un_fonts_destroy(fonts);
    return code != UN_EXIT_DONE ? code : faults ? UN_EXIT_NO : UN_EXIT_DONE;
}
