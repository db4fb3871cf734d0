// What a learner did is kept on this machine, under the profile that the window was opened with; without one nothing is.
#include "app/course.h"
#include "app/state.h"

#include "base/catalog.h"
#include "lesson/progress.h"

void un_course_recall(un_App *app, bool place) {
    un_CourseState *course = &app->course;
    un_Error error;
    char key[UN_PROGRESS_KEY];
    if (!app->def.profile || !course->path[0]) return;
    course->progress = un_progress_open(app->def.profile, &error);
    if (!course->progress) {
        un_toast(app, _("What you do is not kept: %s"), error.message);
        return;
    }
    un_Player player = course->player;
    if (!un_progress_get(course->progress, un_progress_key(app->lesson, course->path, key), &player)) return;
    int stop = course->player.stop;
    course->player = player;
    if (!place) un_player_go(&course->player, stop);
    for (int i = 0; i < un_lesson_stop_count(app->lesson); i++) {
        if (course->player.answer[i].told) course->ran_at[i] = course->player.answer[i].update;
    }
}

void un_course_keep(un_App *app) {
    un_CourseState *course = &app->course;
    un_Error error;
    char key[UN_PROGRESS_KEY];
    if (!course->progress || !un_progress_put(course->progress, un_progress_key(app->lesson, course->path, key), &course->player)) return;
    if (un_progress_save(course->progress, &error) == UN_OK) return;
    un_toast(app, _("What you do is not kept: %s"), error.message);
    un_progress_destroy(course->progress); // said once
    course->progress = NULL;
}

void un_course_forget(un_App *app) {
    un_CourseState *course = &app->course;
    char key[UN_PROGRESS_KEY];
    un_Error error;
    un_player_begin(&course->player, app->lesson);
    if (course->progress) {
        un_progress_reset(course->progress, un_progress_key(app->lesson, course->path, key));
        if (un_progress_save(course->progress, &error)) un_toast(app, _("What you do is not kept: %s"), error.message);
    }
    un_course_enter(app);
}
