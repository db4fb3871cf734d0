#include "app/state.h"

#include "base/catalog.h"

#include <stdio.h>
#include <stdlib.h>

static un_UiBlockKind kind_of(un_BlockKind kind) {
    static const un_UiBlockKind kinds[] = {UN_UI_HEADING, UN_UI_PARAGRAPH, UN_UI_ITEM, UN_UI_CODE, UN_UI_QUOTE, UN_UI_RULE};
    return kinds[kind];
}

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

bool un_lesson_show(un_App *app, un_Lesson *lesson, un_Error *error) {
    int count, spans = 0, used = 0;
    const un_Block *from = un_lesson_blocks(lesson, &count);
    for (int i = 0; i < count; i++)
        spans += from[i].span_count;
    un_UiBlock *block = calloc((size_t)count + 1, sizeof *block);
    un_UiSpan *span = calloc((size_t)spans + 1, sizeof *span);
    if (!block || !span) {
        free(block);
        free(span);
        un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("no memory"));
        return false;
    }
    for (int i = 0; i < count; i++) {
        block[i] = (un_UiBlock){kind_of(from[i].kind), from[i].level, from[i].number, &span[used], from[i].span_count};
        for (int j = 0; j < from[i].span_count; j++)
            span[used++] = (un_UiSpan){from[i].span[j].marks, from[i].span[j].text};
    }
    if (app->course.open) un_course_keep(app); // its player speaks of the lesson that goes
    un_lesson_destroy(app->lesson);
    free(app->block);
    free(app->span);
    app->lesson = lesson;
    app->block = block;
    app->span = span;
    app->block_count = count;
    app->panel = UN_PANEL_LESSON;
    app->places.text_front = true;
    app->scroll[0] = (un_UiScroll){0, 0};
    if (app->window) un_lesson_title_window(app);
    return true;
}
