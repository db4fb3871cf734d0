// The speaker's notes: a second window with its own screen, fed by the same loop. It shows the time, what the audience sees, what to ask,
// what students get wrong, what comes next. Where a system has only one window (a browser) it is not there, and nothing depends on it.
#include "app/hall.h"
#include "app/state.h"

#include "base/catalog.h"
#include "platform/clock.h"

#include <math.h>
#include <stdio.h>

static const double BETWEEN_FRAMES = 0.25; ///< seconds: the clock ticks, the small picture follows
enum { WIDTH = 1100, HEIGHT = 720 };

void un_notes_close(un_App *app) {
    un_Hall *hall = &app->hall;
    if (hall->screen) un_screen_destroy(hall->screen);
    if (hall->notes) SDL_DestroyWindow(hall->notes);
    un_draw_free(&hall->list);
    hall->screen = NULL;
    hall->notes = NULL;
}

/// On another display than the audience's, where there is one.
static void open_window(un_App *app) {
    un_Hall *hall = &app->hall;
    int own = SDL_GetWindowDisplayIndex(app->window), other = SDL_GetNumVideoDisplays() > 1 ? (own == 0 ? 1 : 0) : own;
    int at = (int)SDL_WINDOWPOS_CENTERED_DISPLAY((unsigned)(other < 0 ? 0 : other));
    un_Error error = {.message = ""};
    un_draw_init(&hall->list);
    hall->notes = SDL_CreateWindow(_("Speaker's notes"), at, at, WIDTH, HEIGHT, SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI);
    if (hall->notes) hall->screen = un_screen_create(hall->notes, app->fonts, app->def.renderer, &error);
    if (hall->screen) {
        SDL_SetWindowMinimumSize(hall->notes, 480, 320);
        hall->notes_at = -1;
        return;
    }
    un_notes_close(app);
    un_toast(app, "%s", _("No second window can be opened here"));
}

void un_notes_toggle(un_App *app) {
    if (app->hall.notes)
        un_notes_close(app);
    else
        open_window(app);
    app->dirty = true;
}

/// Of which window an event is; 0: of none.
static uint32_t window_of(const SDL_Event *event) {
    switch (event->type) {
    case SDL_WINDOWEVENT:
        return event->window.windowID;
    case SDL_MOUSEMOTION:
        return event->motion.windowID;
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP:
        return event->button.windowID;
    case SDL_MOUSEWHEEL:
        return event->wheel.windowID;
    case SDL_FINGERDOWN:
    case SDL_FINGERUP:
    case SDL_FINGERMOTION:
        return event->tfinger.windowID;
    default: // keys go to the lecture from whichever window has them: so does the clicker
        return 0;
    }
}

bool un_notes_take(un_App *app, const SDL_Event *event) {
    un_Hall *hall = &app->hall;
    if (!hall->notes || window_of(event) != SDL_GetWindowID(hall->notes)) return false;
    hall->notes_at = -1;
    if (event->type != SDL_WINDOWEVENT) return true;
    if (event->window.event == SDL_WINDOWEVENT_CLOSE)
        un_notes_close(app);
    else if (event->window.event != SDL_WINDOWEVENT_ENTER && event->window.event != SDL_WINDOWEVENT_LEAVE)
        un_screen_invalidate(hall->screen);
    return true;
}

const char *un_notes_next(const un_App *app, char *out, size_t size) {
    const un_Player *player = &app->course.player;
    const un_Stop *stop = un_course_stop(app);
    int count = un_lesson_stop_count(app->lesson);
    if (!stop)
        snprintf(out, size, "%s", _("nothing: this is the end"));
    else if (player->phase == UN_PHASE_ASK)
        snprintf(out, size, "%s", _("the run, and what it measures"));
    else if (player->phase == UN_PHASE_RUN)
        snprintf(out, size, "%s", _("what was measured"));
    else if (!app->hall.why && un_hall_has_why(stop))
        snprintf(out, size, "%s", _("why"));
    else
        snprintf(out, size, "%s", player->stop + 1 < count ? un_lesson_stop(app->lesson, player->stop + 1)->title : _("the end of the lesson"));
    return out;
}

// What is drawn: from top to bottom with a pen.

typedef struct Pen {
    un_App *app;
    un_DrawList *list;
    un_HallLayout unit; ///< of text: a point is the notes' own
    un_Rect rect;
    float y;
} Pen;

static void words(Pen *pen, un_Face face, float size, un_Token token, const char *text) {
    un_TextStyle style = un_hall_style(pen->app, &pen->unit, face, size, token);
    pen->y += un_text_draw_wrapped(pen->list, pen->app->fonts, &style, (un_Point){pen->rect.x, pen->y + style.size}, pen->rect.w, style.size * 1.35f, text);
}

static void prose(Pen *pen, const char *lead, un_Prose text, float size) {
    un_Rect at = {pen->rect.x, pen->y, pen->rect.w, 0};
    pen->y += un_hall_prose(pen->app, pen->list, &pen->unit, lead, text, at, size) + 6 * pen->unit.point;
}

static void head(Pen *pen, const char *text) {
    pen->y += 8 * pen->unit.point;
    words(pen, UN_FACE_SEMIBOLD, 14, UN_TOKEN_INK2, text);
}

/// "10:42     12:05 since the start"
static void times(Pen *pen) {
    char text[64];
    int hour, minute, elapsed = (int)fmax(pen->app->now - pen->app->hall.began, 0);
    un_clock_local(&hour, &minute);
    snprintf(text, sizeof text, "%02d:%02d", hour, minute);
    words(pen, UN_FACE_SEMIBOLD, 34, UN_TOKEN_INK, text);
    snprintf(text, sizeof text, _("%d:%02d since the start"), elapsed / 60, elapsed % 60);
    words(pen, UN_FACE_REGULAR, 18, UN_TOKEN_INK2, text);
}

/// What to say to each answer, with the hands that were counted.
static void feedback(Pen *pen, const un_Stop *stop, const un_Answer *answer) {
    const un_Question *question = &stop->question;
    char lead[48];
    for (int i = 0; i < question->choice_count; i++) {
        snprintf(lead, sizeof lead, answer->hands[i] > 0 ? "%d%s (%d)" : "%d%s", i + 1, question->choice[i].right ? " \xe2\x9c\x93" : "", answer->hands[i]);
        prose(pen, lead, question->choice[i].feedback, 15);
    }
    if (question->right.count > 0) prose(pen, _("right:"), question->right, 15);
    if (question->low.count > 0) prose(pen, _("too low:"), question->low, 15);
    if (question->high.count > 0) prose(pen, _("too high:"), question->high, 15);
}

static void stop_notes(Pen *pen, const un_Stop *stop) {
    const un_Answer *answer = &pen->app->course.player.answer[pen->app->course.player.stop];
    if (stop->teacher.count > 0) {
        head(pen, _("For you"));
        prose(pen, "", stop->teacher, 18);
    }
    if (stop->before.count > 0 && pen->app->course.player.phase == UN_PHASE_ASK) {
        head(pen, _("Say before"));
        prose(pen, "", stop->before, 16);
    }
    if (stop->question.kind == UN_QUESTION_NONE) return;
    head(pen, _("Answers"));
    feedback(pen, stop, answer);
}

/// The audience's page, small, in its own colours.
static float preview(un_App *app, un_DrawList *list, un_Rect at) {
    un_ThemeName own = app->theme;
    app->theme = UN_THEME_LIGHT;
    un_draw_rect(list, at, 0, un_theme_color(app->theme, UN_TOKEN_SURFACE));
    un_HallLayout layout = un_hall_place(app, at);
    un_draw_save(list);
    un_draw_clip(list, at);
    un_hall_draw(app, list, &layout);
    if (app->hall.black) un_draw_rect(list, at, 0, un_color_fade((un_Color){0, 0, 0, 255}, 0.6f));
    un_draw_restore(list);
    app->theme = own;
    un_draw_frame(list, at, 0, 1, un_theme_color(app->theme, UN_TOKEN_LINE2));
    return at.h;
}

static void build(un_App *app, float width, float height) {
    un_Hall *hall = &app->hall;
    un_DrawList *list = &hall->list;
    const un_Stop *stop = un_course_stop(app);
    float p = fmaxf(fminf(width / WIDTH, height / HEIGHT), 0.6f), edge = 24 * p, small = width * 0.4f;
    char text[240];
    Pen pen = {app, list, {.point = p}, {edge, edge, width - small - 3 * edge, height}, edge};
    un_draw_reset(list);
    times(&pen);
    if (stop) {
        head(&pen, stop->question.kind == UN_QUESTION_NONE ? _("Now") : _("Ask"));
        prose(&pen, "", (un_Prose){&stop->heading, 1}, 20);
        stop_notes(&pen, stop);
    }
    un_Rect picture = {width - small - edge, edge, small, small * app->height / fmaxf(app->width, 1)};
    picture.h = fminf(picture.h, height * 0.55f);
    preview(app, list, picture);
    Pen right = {app, list, pen.unit, {picture.x, 0, small, height}, picture.y + picture.h + 10 * p};
    head(&right, _("Next"));
    words(&right, UN_FACE_SEMIBOLD, 20, UN_TOKEN_INK, un_notes_next(app, text, sizeof text));
    int following = app->course.player.stop + 1;
    if (stop && following < un_lesson_stop_count(app->lesson)) {
        head(&right, _("Next stop"));
        words(&right, UN_FACE_REGULAR, 18, UN_TOKEN_INK, un_lesson_stop(app->lesson, following)->title);
    }
    int pages, page = un_hall_page(app, &pages);
    snprintf(text, sizeof text, _("page %d of %d"), page, pages);
    words(&right, UN_FACE_REGULAR, 16, UN_TOKEN_INK2, text);
}

void un_notes_step(un_App *app) {
    un_Hall *hall = &app->hall;
    if (!hall->notes || (hall->notes_at >= 0 && app->now - hall->notes_at < BETWEEN_FRAMES)) return;
    int width, height;
    SDL_GetWindowSize(hall->notes, &width, &height);
    un_ThemeName theme = app->theme;
    app->theme = hall->theme;
    build(app, (float)width, (float)height);
    app->theme = theme;
    hall->notes_at = app->now;
    if (app->def.unpainted) return;
    un_screen_draw(hall->screen, &hall->list, un_theme_color(hall->theme, UN_TOKEN_BG));
    un_screen_present(hall->screen);
}
