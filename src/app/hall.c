// Which page of the lecture is shown: a stop asks, runs, tells and explains, and the clicker goes from one to the next.
#include "app/hall.h"
#include "app/state.h"

#include "base/catalog.h"

#include <string.h>

bool un_hall_has_why(const un_Stop *stop) {
    return stop && stop->after.count > 0;
}

/// Of a stop: with a question it asks first, it always tells, and it explains where there is something to explain.
static int pages_of(const un_Stop *stop) {
    return (stop->question.kind != UN_QUESTION_NONE) + 1 + un_hall_has_why(stop);
}

int un_hall_page(const un_App *app, int *pages) {
    const un_Player *player = &app->course.player;
    int count = un_lesson_stop_count(app->lesson), page = 0;
    *pages = 0;
    for (int i = 0; i < count; i++) {
        const un_Stop *stop = un_lesson_stop(app->lesson, i);
        if (i < player->stop) page += pages_of(stop);
        *pages += pages_of(stop);
    }
    const un_Stop *stop = un_player_stop(player);
    if (!stop) return *pages;
    bool asks = stop->question.kind != UN_QUESTION_NONE;
    return page + 1 + (asks && player->phase != UN_PHASE_ASK) + app->hall.why;
}

int un_hall_view(const un_App *app) {
    const un_Stop *stop = un_course_stop(app);
    if (!stop) return -1;
    return stop->view_count > 0 ? stop->view[0] : UN_VIEW_STAGE;
}

/// Another page: what was turned on by hand for the one before is not for this one.
static void turn(un_App *app, bool why) {
    un_Hall *hall = &app->hall;
    hall->why = why;
    hall->counting = hall->has_part = false;
    hall->spot = UN_SPOT_AUTO;
    hall->row = 0;
    hall->fresh = true;
    app->dirty = true;
}

void un_hall_open(un_App *app) {
    un_Hall *hall = &app->hall;
    if (hall->on) return;
    if (!app->course.open) {
        un_toast(app, "%s", _("Only a lesson with stops can be presented: Shift L lists them"));
        return;
    }
    if (app->course.player.exploring) un_course_explore(app);
    hall->on = true;
    app->contents.open = false;
    hall->black = hall->pointing = false;
    hall->began = app->now;
    hall->pointer = app->ui.pointer;
    hall->tools_until = 0;
    hall->theme = app->theme;
    hall->fullscreen = SDL_GetWindowFlags(app->window) & SDL_WINDOW_FULLSCREEN_DESKTOP;
    app->theme = UN_THEME_LIGHT;
    app->overlay = UN_OVERLAY_NONE;
    if (!hall->fullscreen) SDL_SetWindowFullscreen(app->window, SDL_WINDOW_FULLSCREEN_DESKTOP);
    un_screen_invalidate(app->screen);
    turn(app, false);
}

void un_hall_close(un_App *app) {
    un_Hall *hall = &app->hall;
    if (!hall->on) return;
    hall->on = hall->black = hall->pointing = false;
    app->theme = hall->theme;
    SDL_ShowCursor(SDL_ENABLE);
    if (!hall->fullscreen) SDL_SetWindowFullscreen(app->window, 0);
    un_notes_close(app);
    un_screen_invalidate(app->screen);
    app->dirty = true;
}

void un_hall_toggle(un_App *app) {
    if (app->hall.on)
        un_hall_close(app);
    else
        un_hall_open(app);
}

/// The class's answer, where hands or a key gave one; else the run goes on without. A check that gives a second try gives none here.
static void commit(un_App *app) {
    un_Player *player = &app->course.player;
    if (app->course.doing != UN_COURSE_STANDS) {
        un_toast(app, "%s", _("The run that the question is about has not ended yet"));
        return;
    }
    int most = un_hall_most(app);
    if (most >= 0) un_player_choose(player, most);
    un_player_commit(player);
    if (player->phase == UN_PHASE_ASK) un_player_pass(player);
    turn(app, false);
    un_course_run(app);
}

void un_hall_next(un_App *app) {
    un_Hall *hall = &app->hall;
    un_Player *player = &app->course.player;
    const un_Stop *stop = un_course_stop(app);
    app->dirty = true;
    if (hall->black) {
        hall->black = false;
    } else if (!stop) {
        return;
    } else if (player->phase == UN_PHASE_ASK) {
        commit(app);
    } else if (player->phase == UN_PHASE_RUN) {
        un_course_skip(app);
    } else if (!hall->why && un_hall_has_why(stop)) {
        turn(app, true);
    } else {
        un_player_next(player);
        un_course_enter(app);
        turn(app, false);
    }
}

void un_hall_back(un_App *app) {
    un_Hall *hall = &app->hall;
    un_Player *player = &app->course.player;
    app->dirty = true;
    if (hall->black) {
        hall->black = false;
    } else if (hall->why) {
        turn(app, false);
    } else if (player->stop > 0) {
        un_player_previous(player);
        un_course_enter(app);
        turn(app, player->phase == UN_PHASE_TOLD && un_hall_has_why(un_course_stop(app)));
    }
}

void un_hall_replay(un_App *app) {
    const un_Stop *stop = un_course_stop(app);
    if (!stop || app->course.player.phase != UN_PHASE_TOLD) {
        un_toast(app, "%s", _("There is a wave to play once the run has ended"));
        return;
    }
    app->wave.t = stop->wave == UN_STOP_WAVE_BACK ? un_wave_loss_time(app->snapshot->T) : 0;
    app->wave.active = app->wave.playing = true;
    app->dirty = true;
}

void un_hall_black(un_App *app) {
    app->hall.black = !app->hall.black;
    app->dirty = true;
}

void un_hall_point(un_App *app) {
    app->hall.pointing = !app->hall.pointing;
    SDL_ShowCursor(app->hall.pointing ? SDL_DISABLE : SDL_ENABLE);
    app->dirty = true;
}

void un_hall_spot(un_App *app) {
    un_Hall *hall = &app->hall;
    hall->spot = hall->lit || hall->spot == UN_SPOT_ON ? UN_SPOT_OFF : UN_SPOT_ON;
    if (hall->spot == UN_SPOT_ON) un_toast(app, "%s", _("Spotlight: a press on any part of the picture moves it there"));
    app->dirty = true;
}

void un_hall_leave(un_App *app) {
    un_Hall *hall = &app->hall;
    if (hall->black)
        hall->black = false;
    else if (hall->counting)
        hall->counting = false;
    else if (hall->pointing)
        un_hall_point(app);
    else
        un_hall_close(app);
    app->dirty = true;
}
