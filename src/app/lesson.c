#include "app/state.h"

#include "base/catalog.h"

#include <stdio.h>
#include <stdlib.h>

void un_lesson_title_window(un_App *app) {
    char title[160];
    snprintf(title, sizeof title, "Unroll: %.140s", un_lesson_title(app->lesson));
    SDL_SetWindowTitle(app->window, title);
}

bool un_lesson_has_room(const un_App *app, const un_Lesson *lesson, un_Error *error) {
    un_WorkerDef def = un_default_worker_def();
    for (int i = 0; i < un_lesson_stop_count(lesson); i++) {
        const un_Experiment *experiment = &un_lesson_stop(lesson, i)->experiment;
        if (un_experiment_check(experiment, app->def.max_memory, error)) return false;
        if (un_experiment_check_memory(un_worker_memory(&def, experiment), app->def.max_memory, error)) return false;
    }
    return true;
}

void un_lesson_show(un_App *app, un_Lesson *lesson) {
    if (app->course.open) un_course_keep(app); // its player speaks of the lesson that goes
    un_lesson_destroy(app->lesson);
    app->lesson = lesson;
    app->panel = UN_PANEL_LESSON;
    app->places.text_front = true;
    app->scroll[0] = (un_UiScroll){0, 0};
    if (app->window) un_lesson_title_window(app);
}
