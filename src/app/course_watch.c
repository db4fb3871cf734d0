// The lesson's file is looked at while it is open: what the author has saved is shown at the same stop.
#include "app/course.h"
#include "app/state.h"

#include "base/catalog.h"

#include <string.h>

static const double INTERVAL = 0.5;

/// The stop of the new lesson that the learner stands at: by its title, else by its number.
static int same_stop(const un_Lesson *lesson, const char *title, int stop) {
    int count = un_lesson_stop_count(lesson);
    for (int i = 0; i < count; i++) {
        if (strcmp(un_lesson_stop(lesson, i)->title, title) == 0) return i;
    }
    return stop < count ? stop : count - 1;
}

/// Answers stay with the stop of the same title, as long as it asks in the same way. What was measured is measured anew.
static void keep_answers(un_Player *player, const un_Lesson *lesson, const un_Player *was, const un_Lesson *old) {
    for (int i = 0; i < un_lesson_stop_count(old); i++) {
        const un_Stop *before = un_lesson_stop(old, i);
        int to = same_stop(lesson, before->title, -1);
        const un_Stop *now = to >= 0 ? un_lesson_stop(lesson, to) : NULL;
        if (!now || strcmp(now->title, before->title) != 0) continue;
        if (now->question.kind != before->question.kind || now->question.choice_count != before->question.choice_count) continue;
        player->answer[to] = was->answer[i];
    }
}

/// The old lesson goes with un_lesson_show, so what is kept of it is taken before.
static void replace(un_App *app, un_Lesson *lesson) {
    un_CourseState *course = &app->course;
    un_Player was = course->player, next;
    int count = un_lesson_stop_count(app->lesson);
    bool ended = was.stop >= count;
    un_player_begin(&next, lesson);
    keep_answers(&next, lesson, &was, app->lesson);
    int stop = ended ? un_lesson_stop_count(lesson) - 1 : same_stop(lesson, un_lesson_stop(app->lesson, was.stop)->title, was.stop);
    un_lesson_show(app, lesson);
    app->panel = was.exploring ? app->panel : UN_PANEL_NONE;
    next.reached = was.reached;
    next.exploring = was.exploring;
    un_player_go(&next, stop);
    // The run may be another one now: it is run and told again, without its wave.
    if (next.answer[stop].given) next.phase = UN_PHASE_RUN;
    course->player = next;
    course->configured = -1;
    for (int i = 0; i < UN_STOPS_MAX; i++)
        course->ran_at[i] = -1;
    if (!next.exploring) un_course_enter(app);
    course->skip = true;
}

static void reload(un_App *app) {
    un_Error error = {.message = ""};
    un_Lesson *lesson = un_lesson_load(app->course.path, &error);
    bool fits = lesson && un_lesson_stop_count(lesson) > 0;
    if (fits) {
        replace(app, lesson);
        un_toast(app, "%s", _("The lesson was changed: this is its new text"));
        return;
    }
    if (lesson) {
        un_error_set(&error, UN_ERROR_FILE, app->course.path, 0, 0, "%s", _("found no stop, valid: at least one heading \"## ...\""));
    }
    un_lesson_destroy(lesson);
    const char *slash = strrchr(app->course.path, '/'), *name = slash ? slash + 1 : app->course.path;
    un_toast(app, _("Still the lesson as it was: %s:%d:%d: %s"), name, error.line, error.column, error.message);
}

void un_course_watch(un_App *app) {
    un_CourseState *course = &app->course;
    un_FileStamp stamp;
    if (!course->open || !course->path[0] || app->now - course->looked_at < INTERVAL) return;
    course->looked_at = app->now;
    if (!un_file_stamp(course->path, &stamp)) return; // an editor may be about to put the new one there
    if (stamp.size == course->stamp.size && stamp.seconds == course->stamp.seconds && stamp.nanoseconds == course->stamp.nanoseconds) return;
    course->stamp = stamp;
    reload(app);
}
