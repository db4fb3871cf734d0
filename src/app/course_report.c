// What a learner hands in: the pictures are kept as the numbers are told, so that a report needs no run of its own.
#include "app/course.h"
#include "app/state.h"

#include "base/catalog.h"
#include "book/report.h"
#include "platform/path.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void un_course_shoot(un_App *app) {
    un_CourseState *course = &app->course;
    const un_Stop *stop = un_player_stop(&course->player);
    if (!stop || stop->view_count == 0) return;
    un_DrawList **shot = &course->shot[course->player.stop];
    if (!*shot) *shot = calloc(1, sizeof **shot);
    if (!*shot) return;
    un_SlideDef slide = {.width = UN_SLIDE_WIDE, .theme = UN_THEME_PRINT, .fonts = app->fonts};
    un_draw_reset(*shot);
    un_slide_picture(*shot, &slide, &course->player, app->snapshot);
}

void un_course_forget_shots(un_CourseState *course) {
    for (int i = 0; i < UN_STOPS_MAX; i++) {
        if (course->shot[i]) un_draw_free(course->shot[i]);
        free(course->shot[i]);
        course->shot[i] = NULL;
    }
}

static bool write_as(un_App *app, const un_ReportDef *def, const char *end, char *path, size_t size) {
    un_Error error;
    char text[UN_APP_TOAST];
    if (!un_path_new_file(un_lesson_number(app->course.path), end, path, size)) {
        un_toast(app, "%s", _("Not saved: no folder for pictures was found"));
        return false;
    }
    if (un_report_write(def, app->lesson, &app->course.player, path, &error) == UN_OK) return true;
    un_toast(app, _("Not saved: %s"), un_error_text(&error, text, sizeof text));
    return false;
}

void un_course_report(un_App *app) {
    un_CourseState *course = &app->course;
    char paper[sizeof app->saved], markdown[sizeof app->saved];
    if (!course->open) {
        un_toast(app, "%s", _("No lesson is open: start with unroll FILE.md"));
        return;
    }
    un_ReportDef def = {.fonts = app->fonts, .name = app->def.profile && strcmp(app->def.profile, "me") != 0 ? app->def.profile : ""};
    for (int i = 0; i < UN_STOPS_MAX; i++)
        def.picture[i] = course->player.answer[i].told ? course->shot[i] : NULL;
    if (!write_as(app, &def, "-report.md", markdown, sizeof markdown) || !write_as(app, &def, "-report.pdf", paper, sizeof paper)) return;
    snprintf(app->saved, sizeof app->saved, "%s", paper);
    un_toast(app, _("Your report: %s, and as Markdown beside it"), paper);
}
