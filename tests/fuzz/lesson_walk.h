/// What holds of every lesson that the parser lets through, whatever its text: read by the fuzz target and by the
/// mutations.
#ifndef UN_FUZZ_LESSON_WALK_H
#define UN_FUZZ_LESSON_WALK_H

#include "base/check.h"
#include "lesson/lesson.h"
#include "task/task.h"

#include <math.h>
#include <string.h>

/// Bytes of all spans.
static size_t walk_blocks(const un_Block *block, int count) {
    size_t bytes = 0;
    UN_CHECK(count >= 0);
    for (int i = 0; i < count; i++) {
        UN_CHECK(block[i].line >= 1 && block[i].level >= 0 && block[i].level <= 6 && block[i].span_count >= 0);
        for (int j = 0; j < block[i].span_count; j++)
            bytes += strlen(block[i].span[j].text);
    }
    return bytes;
}

static size_t walk_prose(const un_Prose *prose) {
    return walk_blocks(prose->block, prose->count);
}

static void walk_parts(const un_Stop *stop, const un_PartRef *part, int count) {
    UN_CHECK(count >= 0 && count <= UN_STOP_PARTS);
    for (int i = 0; i < count; i++) {
        int view = 0;
        while (view < stop->view_count && stop->view[view] != part[i].view)
            view++;
        UN_CHECK(view < stop->view_count && strlen(part[i].part) < UN_PART_NAME && part[i].line > 0 &&
                 part[i].column > 0);
    }
}

static size_t walk_question(const un_Question *question) {
    size_t bytes = walk_prose(&question->right) + walk_prose(&question->low) + walk_prose(&question->high) +
                   walk_prose(&question->hint);
    bool right = false;
    UN_CHECK(question->tries >= 1 && question->tries <= 2 && question->axis >= 0 && question->axis < UN_GUESS_AXES);
    for (int i = 0; i < question->choice_count; i++) {
        bytes += walk_prose(&question->choice[i].text) + walk_prose(&question->choice[i].feedback);
        right = right || question->choice[i].right;
        UN_CHECK(isfinite(question->choice[i].value));
    }
    UN_CHECK((question->kind == UN_QUESTION_CHOICE) == right);
    if (question->kind == UN_QUESTION_NUMBER)
        UN_CHECK(question->least < question->most && question->start >= question->least &&
                 question->start <= question->most);
    if (question->kind == UN_QUESTION_MARK) UN_CHECK(question->axis != UN_GUESS_NONE);
    if (question->logarithmic) UN_CHECK(question->least > 0 && question->start > 0);
    return bytes;
}

static size_t walk_reveals(const un_Stop *stop) {
    size_t bytes = 0;
    UN_CHECK(stop->reveal_count >= 0 && stop->reveal_count <= UN_REVEALS_MAX);
    for (int i = 0; i < stop->reveal_count; i++) {
        const un_QuantityRef *ref = &stop->reveal[i].quantity;
        UN_CHECK(ref->quantity >= 0 && ref->quantity < un_quantity_count);
        UN_CHECK(ref->lane < stop->experiment.lane_count && ref->other < stop->experiment.lane_count);
        UN_CHECK(ref->step < un_task_steps(&stop->experiment.task) && isfinite(stop->reveal[i].expect));
        bytes += walk_prose(&stop->reveal[i].says);
    }
    return bytes;
}

static size_t walk_stop(const un_Stop *stop) {
    un_Fault fault;
    UN_CHECK(strlen(stop->title) > 0 && stop->line > 0);
    UN_CHECK(!un_experiment_find_fault(&stop->experiment, false, &fault));
    UN_CHECK(stop->view_count >= 1 && stop->view_count <= UN_STOP_VIEWS);
    walk_parts(stop, stop->highlight, stop->highlight_count);
    walk_parts(stop, stop->cover, stop->cover_count);
    UN_CHECK(stop->control_count >= 0 && stop->control_count <= UN_STOP_CONTROLS);
    for (int i = 0; i < stop->control_count; i++)
        UN_CHECK(stop->control[i] >= 0 && stop->control[i] < un_control_count);
    UN_CHECK(stop->run.updates >= 0 && stop->run.seeds >= 0 && stop->run.lane < stop->experiment.lane_count);
    UN_CHECK(stop->run.until == UN_UNTIL_UPDATES || stop->run.updates > 0);
    const un_Selection *select = &stop->select;
    if (select->lane >= 0) {
        UN_CHECK(select->lane < stop->experiment.lane_count &&
                 select->unit < stop->experiment.lane[select->lane].hidden);
        UN_CHECK(select->step >= 0 && select->step < un_task_steps(&stop->experiment.task));
    }
    size_t bytes =
        walk_prose(&stop->before) + walk_prose(&stop->after) + walk_prose(&stop->teacher) + walk_prose(&stop->look);
    if (stop->question.kind != UN_QUESTION_NONE) bytes += walk_question(&stop->question);
    return bytes + walk_reveals(stop) + walk_blocks(&stop->heading, 1);
}

static void walk_lesson(const un_Lesson *lesson, size_t size) {
    int count, stops = un_lesson_stop_count(lesson);
    const un_Block *block = un_lesson_blocks(lesson, &count);
    size_t bytes = walk_blocks(block, count);
    UN_CHECK(stops >= 0 && stops <= UN_STOPS_MAX && un_lesson_title(lesson)[0] != 0);
    for (int i = 0; i < stops; i++)
        bytes += walk_stop(un_lesson_stop(lesson, i));
    // Tabs in code become spaces, and "[a]" is a link whose address is written elsewhere; nothing else grows.
    UN_CHECK(bytes <= 140 * size);
}

typedef struct Walk {
    int errors;
} Walk;

static void walk_tell(void *context, bool warning, const un_Error *error) {
    Walk *walk = context;
    UN_CHECK(error->code != UN_OK && error->message[0] != 0);
    walk->errors += !warning;
}

/// Parses and checks bytes: both agree, an error has a place, and what passes can be walked.
static void walk_bytes(const char *bytes, size_t size) {
    un_Error error = {0};
    Walk walk = {0};
    un_Lesson *lesson = un_lesson_parse(bytes, size, "fuzz", &error);
    int errors = un_lesson_check(bytes, size, "fuzz", walk_tell, &walk);
    UN_CHECK(errors == walk.errors && (errors == 0) == (lesson != NULL));
    if (lesson) {
        walk_lesson(lesson, size);
    } else {
        UN_CHECK(error.code != UN_OK && error.message[0] != 0);
        UN_CHECK(error.code == UN_ERROR_MEMORY || size > UN_LESSON_BYTES_MAX || (error.line > 0 && error.column > 0));
    }
    un_lesson_destroy(lesson);
}

#endif
