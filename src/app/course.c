// A lesson with stops in the window: which stop, what the learner has picked, exploring and coming back.
#include "app/course.h"
#include "app/state.h"

#include "base/catalog.h"
#include "lesson/progress.h"
#include "lesson/quantity.h"
#include "view/guess.h"
#include "view/highlight.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

void un_course_open(un_App *app, const char *path, int stop) {
    un_CourseState *course = &app->course;
    un_course_close(app);
    if (!app->lesson || un_lesson_stop_count(app->lesson) == 0) return;
    course->open = true;
    course->configured = -1;
    for (int i = 0; i < UN_STOPS_MAX; i++)
        course->ran_at[i] = -1;
    if (path && strlen(path) < sizeof course->path) snprintf(course->path, sizeof course->path, "%s", path);
    if (!un_file_stamp(course->path, &course->stamp)) course->path[0] = 0;
    un_player_begin(&course->player, app->lesson);
    int last = un_lesson_stop_count(app->lesson) - 1;
    if (stop > 0) un_player_go(&course->player, stop < last ? stop : last);
    un_course_recall(app, stop < 0);
    app->panel = UN_PANEL_NONE;
    un_course_enter(app);
}

void un_course_close(un_App *app) {
    un_CourseState *course = &app->course;
    if (course->open) un_wave_hide(app);
    un_progress_destroy(course->progress);
    un_course_forget_shots(course);
    *course = (un_CourseState){.configured = -1};
}

bool un_course_is_on(const un_App *app) {
    return app->course.open && !app->course.player.exploring;
}

const un_Stop *un_course_stop(const un_App *app) {
    return un_course_is_on(app) ? un_player_stop(&app->course.player) : NULL;
}

void un_course_choose(un_App *app, int choice) {
    const un_Stop *stop = un_course_stop(app);
    if (!stop || stop->question.kind != UN_QUESTION_CHOICE || choice < 0 || choice >= stop->question.choice_count) return;
    un_player_choose(&app->course.player, choice);
    app->dirty = true;
}

void un_course_choose_by_key(un_App *app, int choice) {
    char name[24];
    un_course_choose(app, choice);
    snprintf(name, sizeof name, "choice/%d", choice + 1);
    app->ui.focus = un_ui_id(&app->ui, name);
    app->ui.focus_visible = app->ui.focus_moved = true;
}

void un_course_number(un_App *app, double number) {
    un_ScrubDef def;
    if (!un_course_scrub(app, &def)) return;
    un_player_number(&app->course.player, fmin(fmax(number, def.min), def.max));
    app->dirty = true;
}

/// The number as it stands: what was picked, else where the question starts.
static double standing_number(const un_App *app, const un_Stop *stop, const un_ScrubDef *def) {
    const un_Answer *answer = &app->course.player.answer[app->course.player.stop];
    double start = answer->has_number ? answer->number : stop->question.start;
    return fmin(fmax(start, def->min), def->max);
}

void un_course_turn(un_App *app, int notches) {
    un_ScrubDef def;
    const un_Stop *stop = un_course_stop(app);
    if (!un_course_scrub(app, &def) || app->course.player.phase != UN_PHASE_ASK) return;
    un_course_number(app, un_scrub_step(&def, standing_number(app, stop, &def), notches, 0));
}

/// What can be marked on an axis of the plot.
static void axis_range(const un_App *app, const un_Stop *stop, un_ScrubDef *def) {
    const un_Snapshot *snapshot = app->snapshot;
    switch (stop->question.axis) {
    case UN_GUESS_STEPS_BACK:
        def->max = snapshot->loss_step;
        def->integer = true;
        break;
    case UN_GUESS_RATIO:
        def->min = def->smallest = pow(10, app->view.axis.bottom);
        def->max = pow(10, app->view.axis.top);
        def->logarithmic = true;
        break;
    case UN_GUESS_UPDATE:
        def->max = (double)(stop->run.updates > 0 ? stop->run.updates : snapshot->updates);
        def->step = fmax(1, floor(def->max / 100));
        def->integer = true;
        break;
    case UN_GUESS_LOSS:
        def->max = fmax(1, 1.5 * snapshot->chance_loss);
        def->step = 0.01;
        break;
    case UN_GUESS_NONE:
    case UN_GUESS_AXES:
        break;
    }
}

/// A notch of a linear range: a hundredth of it, as people count.
static double notch(double range) {
    double power = pow(10, floor(log10(range / 100))), share = range / 100 / power;
    return power * (share < 1.5 ? 1 : share < 3.5 ? 2 : share < 7.5 ? 5 : 10);
}

bool un_course_scrub(const un_App *app, un_ScrubDef *def) {
    const un_Stop *stop = un_course_stop(app);
    if (!stop || (stop->question.kind != UN_QUESTION_NUMBER && stop->question.kind != UN_QUESTION_MARK)) return false;
    const un_Question *question = &stop->question;
    *def = (un_ScrubDef){.min = question->least, .max = question->most, .logarithmic = question->logarithmic, .step = 1};
    if (!(def->max > def->min)) {
        def->min = 0;
        def->max = 1;
        axis_range(app, stop, def);
    } else if (def->logarithmic) {
        def->smallest = def->min > 0 ? def->min : def->max * 1e-9;
    } else {
        bool counts = stop->reveal_count > 0 && un_quantity_table[stop->reveal[0].quantity.quantity].form == UN_FORM_COUNT;
        def->integer = counts && def->max - def->min >= 1;
        def->step = fmax(notch(def->max - def->min), def->integer ? 1 : 0);
    }
    return true;
}

// On.

static void commit(un_App *app, const un_Stop *stop) {
    un_CourseState *course = &app->course;
    const un_Answer *answer = un_player_answer(&course->player);
    if (course->doing != UN_COURSE_STANDS) {
        un_toast(app, "%s", _("The run that the question is about has not ended yet"));
        return;
    }
    un_ScrubDef def;
    // A number is committed as it stands on the screen, turned or not.
    if (un_course_scrub(app, &def) && !answer->has_number) un_player_number(&course->player, standing_number(app, stop, &def));
    if (!un_player_ready(&course->player)) {
        un_toast(app, _("First choose an answer: 1 to %d, or a click"), stop->question.choice_count);
        return;
    }
    un_player_commit(&course->player);
    course->about = false;
    if (course->player.phase == UN_PHASE_ASK) {
        un_toast(app, "%s", _("Not yet: read the hint and try again"));
        return;
    }
    course->scroll.y = 0;
    un_course_run(app);
}

void un_course_go_on(un_App *app) {
    un_Player *player = &app->course.player;
    const un_Stop *stop = un_course_stop(app);
    app->dirty = true;
    if (!stop) return;
    if (player->phase == UN_PHASE_ASK) {
        commit(app, stop);
    } else if (player->phase == UN_PHASE_RUN) {
        un_course_skip(app);
    } else {
        un_player_next(player);
        un_course_enter(app);
        un_course_keep(app);
    }
}

void un_course_back(un_App *app) {
    if (!un_course_is_on(app)) return;
    un_player_previous(&app->course.player);
    un_course_enter(app);
}

void un_course_go(un_App *app, int stop) {
    if (!un_course_is_on(app) || stop == app->course.player.stop) return;
    un_player_go(&app->course.player, stop);
    un_course_enter(app);
}

/// The views of the stop stand in the laboratory, too.
static void show_views(un_App *app, const un_Stop *stop) {
    un_LabPlace place = UN_PLACE_LOWER;
    for (int i = 0; stop && i < stop->view_count; i++) {
        if (stop->view[i] == UN_VIEW_STAGE || stop->view[i] == UN_VIEW_INSPECTOR || place > UN_PLACE_SIDE) continue;
        un_places_set(app, place, stop->view[i]);
        place++;
    }
}

void un_course_leave(un_App *app) {
    if (un_course_is_on(app)) app->course.player.exploring = true;
}

void un_course_explore(un_App *app) {
    un_CourseState *course = &app->course;
    un_Player *player = &course->player;
    app->dirty = true;
    if (!course->open) return;
    if (player->exploring) {
        player->exploring = false;
        app->panel = UN_PANEL_NONE;
        un_course_enter(app);
        return;
    }
    const un_Stop *stop = un_course_stop(app);
    if (!un_player_may_explore(player) || course->doing != UN_COURSE_STANDS) {
        un_toast(app, "%s", player->phase == UN_PHASE_ASK ? _("Explore opens once your answer stands") : _("Explore opens when the run has ended"));
        return;
    }
    player->exploring = true;
    app->places.expanded = 0;
    app->overlay = UN_OVERLAY_NONE;
    app->run.planned = app->snapshot->updates;
    show_views(app, stop);
    un_toast(app, "%s", _("The whole laboratory, on this very run. L leads back to the lesson."));
}

// What is drawn.

/// The run's own axis would tell how far down the answer lies: while the question is open it holds what can be guessed.
static un_Axis open_axis(const un_Stop *stop) {
    const un_Question *question = &stop->question;
    un_Axis axis = {0, -8};
    if (question->axis != UN_GUESS_RATIO) return axis;
    for (int i = 0; i < question->choice_count; i++) {
        if (question->choice[i].has_value) axis = un_axis_hold(axis, question->choice[i].value);
    }
    if (question->kind != UN_QUESTION_CHOICE) axis = un_axis_hold(un_axis_hold(axis, question->least), question->most);
    return axis;
}

void un_course_fill_view(un_App *app) {
    un_ViewContext *view = &app->view;
    const un_CourseState *course = &app->course;
    const un_Stop *stop = un_course_stop(app);
    view->guess = (un_Guess){.axis = UN_GUESS_NONE};
    view->cover = NULL;
    view->cover_count = 0;
    view->band = false;
    view->axis = app->axis;
    if (!stop) return;
    const un_Answer *answer = &course->player.answer[course->player.stop];
    bool asks = course->player.phase == UN_PHASE_ASK, told = course->player.phase == UN_PHASE_TOLD;
    double value;
    view->cover = stop->cover;
    view->cover_count = asks ? stop->cover_count : 0;
    view->band = told && app->snapshot->update == 0 && app->snapshot->act_count == 0; // it is of the untouched start
    if (asks) view->axis = open_axis(stop);
    un_ScrubDef def;
    bool has = un_answer_value(stop, answer, &value);
    if (!has && asks && un_course_scrub(app, &def)) {
        value = standing_number(app, stop, &def);
        has = true;
    }
    if (!has && !asks) return;
    if (!has) value = (double)NAN; // the plot stands empty until something is picked
    view->guess = (un_Guess){.axis = stop->question.axis,
                             .lane = stop->reveal_count > 0 && stop->reveal[0].quantity.lane >= 0 ? stop->reveal[0].quantity.lane : 0,
                             .distance = stop->reveal_count > 0 && stop->reveal[0].quantity.distance > 0 ? stop->reveal[0].quantity.distance : 0,
                             .value = value,
                             .most = stop->question.axis == UN_GUESS_UPDATE ? (double)stop->run.updates : 0,
                             .told = told && stop->reveal_count > 0 && answer->has_measured[0] && !course->varied,
                             .measured = answer->measured[0]};
}

static void highlight_in(un_App *app, un_LabPlace place, const un_PartRef *part, float phase) {
    un_ViewContext context = un_lab_context(&app->view, &app->layout, place);
    un_Rect rect = un_lab_view_rect(&app->layout, place), at;
    if (!un_lab_fits(&app->layout, place, part->view, app->scale) || !un_view_part(&context, part->view, rect, part->part, &at)) return;
    un_draw_group(&app->list, "highlight", un_rect_inset(app->layout.place[place], -6 * app->scale));
    un_highlight_draw(&app->list, &context, app->layout.place[place], at, un_highlight_role(part), phase);
    un_draw_group_end(&app->list);
}

void un_course_highlight(un_App *app) {
    const un_CourseState *course = &app->course;
    const un_Stop *stop = un_course_stop(app);
    if (!stop || course->player.phase != UN_PHASE_TOLD || course->doing != UN_COURSE_STANDS) return;
    float phase = app->calm ? 1 : (float)fmin((app->now - course->told_at) * 1000 / UN_SPOTLIGHT_MS, 1);
    for (int i = 0; i < stop->highlight_count; i++) {
        for (int place = 0; place < UN_PLACE_COUNT; place++) {
            if (app->layout.place[place].w > 0 && app->layout.view[place] == stop->highlight[i].view)
                highlight_in(app, (un_LabPlace)place, &stop->highlight[i], phase);
        }
    }
    if (phase < 1) app->ui.again = true;
}

un_LessonLayoutDef un_course_layout(const un_App *app) {
    const un_Stop *stop = un_course_stop(app);
    un_LessonLayoutDef def = {.width = app->width,
                              .height = app->height,
                              .scale = app->scale,
                              .lanes = app->snapshot->lane_count,
                              .inspector = app->course.inspector,
                              .expanded = app->places.expanded};
    def.view_count = stop ? stop->view_count : 0;
    for (int i = 0; i < def.view_count; i++)
        def.view[i] = stop->view[(i + app->course.first_view) % stop->view_count];
    if (!stop) def.expanded = 0;
    return def;
}
