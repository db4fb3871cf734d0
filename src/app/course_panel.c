// The panel beside a stop's views: what is asked, how far the run is, what happened. Its text scrolls where it is too long; what goes on
// stands under it, or at the panel's foot.
#include "app/course.h"
#include "app/state.h"

#include "base/catalog.h"
#include "base/number.h"
#include "canvas/shape.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/// By the room that the panel has: the size of look/lesson-light.png, of a small window, of a strip under the picture.
static un_CourseLook look_of(const un_App *app, un_Rect panel) {
    float s = app->scale;
    if (panel.w >= 500 * s && panel.h >= 700 * s)
        return (un_CourseLook){31, 18, 20, 64, 14, 44, 76, 60, 32, true, false};
    if (panel.w >= 320 * s && panel.h >= 400 * s)
        return (un_CourseLook){panel.w >= 380 * s ? 25 : 22, 16, 17, 50, 9, 26, 54, 48, 28, true, false};
    return (un_CourseLook){panel.w >= 480 * s ? 20 : 17, 15, 15, 36, 6, 14, 34, 36, 24, false, false};
}

float un_course_prose(un_App *app, un_DrawList *list, const un_Prose *prose, un_Rect rect, float body, unsigned marks) {
    return un_blocks_draw(list, app->fonts, app->theme, app->scale, body, rect, prose->block, prose->count, marks);
}

/// A line in words, wrapped. list NULL measures.
static float line(un_App *app, un_DrawList *list, un_Rect rect, un_Face face, float size, un_Token token, const char *text) {
    un_TextStyle style = un_ui_style(&app->ui, face, size, token);
    return un_text_draw_wrapped(list, app->fonts, &style, (un_Point){rect.x, rect.y + style.size}, rect.w, style.size * 1.4f, text);
}

static float pill(un_App *app, un_DrawList *list, const un_CourseLook *look, un_Rect rect) {
    const un_CourseState *course = &app->course;
    const un_Stop *stop = un_course_stop(app);
    const char *text = _("The end");
    if (stop) {
        bool asks = stop->question.kind != UN_QUESTION_NONE;
        const char *const phase[] = {[UN_PHASE_ASK] = _("Predict"), [UN_PHASE_RUN] = _("Running"), [UN_PHASE_TOLD] = asks ? _("What happened") : _("Look")};
        text = phase[course->player.phase];
    }
    float s = app->scale, height = look->pill * s;
    un_TextStyle style = un_ui_style(&app->ui, UN_FACE_SEMIBOLD, look->roomy ? 15 : 13, UN_TOKEN_INK2);
    if (list) {
        un_Rect body = {rect.x, rect.y, un_text_width(app->fonts, &style, text) + 32 * s, height};
        un_draw_rect(list, body, height / 2, un_ui_color(&app->ui, UN_TOKEN_SUNKEN));
        un_text_draw_in(list, app->fonts, &style, body, UN_ALIGN_CENTRE, text);
    }
    return height + (look->roomy ? 14 : 6) * s;
}

static float heading(un_App *app, un_DrawList *list, const un_Stop *stop, un_Rect rect, float size) {
    un_Prose title = {&stop->heading, 1};
    return un_course_prose(app, list, &title, rect, size / 1.2f, 0); // a level-2 heading is 1.2 times its body
}

static un_Rect below(un_Rect rect, float y) {
    return (un_Rect){rect.x, y, rect.w, rect.h};
}

static float track(un_App *app, un_DrawList *list, un_Rect rect, float share) {
    float s = app->scale, height = 6 * s;
    if (list) {
        un_Rect whole = {rect.x, rect.y, rect.w, height}, done = {rect.x, rect.y, rect.w * fminf(fmaxf(share, 0), 1), height};
        un_draw_rect(list, whole, height / 2, un_ui_color(&app->ui, UN_TOKEN_SUNKEN));
        un_draw_rect(list, done, height / 2, un_ui_color(&app->ui, UN_TOKEN_CTL));
    }
    return height;
}

static float running(un_App *app, un_DrawList *list, const un_CourseLook *look, un_Rect rect) {
    char text[120];
    float s = app->scale, y = rect.y + 8 * s, share = un_course_progress(app, text, sizeof text);
    y += track(app, list, below(rect, y), share) + 8 * s;
    y += line(app, list, below(rect, y), UN_FACE_MEDIUM, look->body, UN_TOKEN_INK2, text);
    return y - rect.y;
}

static float asked(un_App *app, un_DrawList *list, const un_CourseLook *look, un_Rect rect, const un_Stop *stop) {
    float s = app->scale, y = rect.y;
    const un_CourseState *course = &app->course;
    bool open = course->player.phase == UN_PHASE_ASK;
    y += heading(app, list, stop, below(rect, y), open ? look->question : fminf(look->question, 24));
    if (stop->before.count > 0) {
        y += (look->roomy ? 12 : 4) * s;
        y += un_course_prose(app, list, &stop->before, below(rect, y), look->body, 0);
    }
    if (course->doing != UN_COURSE_STANDS) y += running(app, list, look, below(rect, y + 6 * s)) + 6 * s;
    if (stop->question.kind == UN_QUESTION_NONE) return y - rect.y;
    y += (look->roomy ? 24 : 8) * s;
    return y + un_course_question(app, list, look, below(rect, y)) - rect.y;
}

/// A word that can be pressed, underlined, at the right end of rect. Returns its width.
static float link(un_App *app, const char *id, un_Rect rect, const char *text, bool *clicked) {
    float s = app->scale;
    un_UiId widget = un_ui_id(&app->ui, id);
    un_TextStyle style = un_ui_style(&app->ui, UN_FACE_MEDIUM, 16, un_ui_hover(&app->ui, widget) > 0.5f ? UN_TOKEN_INK : UN_TOKEN_INK2);
    float width = un_text_width(app->fonts, &style, text), x = rect.x + rect.w - width, y = rect.y + rect.h / 2 + 9 * s;
    un_Rect box = {x, rect.y, width, rect.h};
    un_ui_box(&app->ui, widget, box, UN_UI_BOX_FOCUS);
    un_text_draw_in(&app->list, app->fonts, &style, box, UN_ALIGN_LEFT, text);
    un_draw_line(&app->list, (un_Point){x, y}, (un_Point){x + width, y}, s, style.color);
    un_ui_ring(&app->ui, widget, box, 4 * s);
    *clicked = un_ui_clicked(&app->ui, widget);
    return width;
}

/// What the lesson says before its first stop: what it is about, and its sources.
static float about(un_App *app, un_DrawList *list, const un_CourseLook *look, un_Rect rect) {
    un_Prose text;
    float s = app->scale, y = rect.y + 10 * s;
    text.block = un_lesson_blocks(app->lesson, &text.count);
    if (text.count == 0) return 0;
    y += un_course_rule(app, list, look, below(rect, y));
    y += line(app, list, below(rect, y), UN_FACE_SEMIBOLD, look->body, UN_TOKEN_INK, _("About this lesson")) + 6 * s;
    return y + un_course_prose(app, list, &text, below(rect, y), look->body - 2, 0) - rect.y;
}

static void toggle_about(un_App *app) {
    app->course.about = !app->course.about;
    app->course.scroll.y = 0;
    app->dirty = true;
}

static bool shows_about(const un_App *app) {
    int count;
    un_lesson_blocks(app->lesson, &count);
    return app->course.about && count > 0 && app->course.player.stop == 0;
}

/// At the first stop: a word under the text that opens what the lesson says of itself; from there it leads back.
static float about_link(un_App *app, un_DrawList *list, const un_CourseLook *look, un_Rect rect) {
    float s = app->scale;
    int count;
    bool clicked = false;
    un_lesson_blocks(app->lesson, &count);
    if (app->course.player.stop > 0 || count == 0) return 0;
    const char *text = shows_about(app) ? _("Back to the stop") : _("About this lesson");
    un_TextStyle style = un_ui_style(&app->ui, UN_FACE_MEDIUM, 16, UN_TOKEN_INK2);
    un_Rect at = {rect.x, rect.y + (look->roomy ? 14 : 6) * s, un_text_width(app->fonts, &style, text), 28 * s};
    if (list) link(app, "about", at, text, &clicked);
    if (clicked) toggle_about(app);
    return at.y + at.h - rect.y;
}

/// Behind the last stop: what was guessed and what it is.
static float ended(un_App *app, un_DrawList *list, const un_CourseLook *look, un_Rect rect) {
    const un_Player *player = &app->course.player;
    float s = app->scale, y = rect.y;
    int asks = 0, right = 0, count = un_lesson_stop_count(app->lesson);
    char text[160];
    for (int i = 0; i < count; i++) {
        if (un_lesson_stop(app->lesson, i)->question.kind == UN_QUESTION_NONE || !player->answer[i].given) continue;
        asks++;
        right += player->answer[i].right;
    }
    y += line(app, list, below(rect, y), UN_FACE_SEMIBOLD, look->question, UN_TOKEN_INK, un_lesson_title(app->lesson)) + 8 * s;
    if (asks > 0) {
        snprintf(text, sizeof text, _("%d of %d predictions came true. A wrong one that you have looked at teaches the most."), right, asks);
        y += line(app, list, below(rect, y), UN_FACE_REGULAR, look->body, UN_TOKEN_INK, text) + 16 * s;
    }
    for (int i = 0; i < count; i++) {
        const un_Stop *stop = un_lesson_stop(app->lesson, i);
        const un_Answer *answer = &player->answer[i];
        const char *said = stop->question.kind == UN_QUESTION_NONE ? _("seen") : !answer->given ? _("not answered") : answer->right ? _("right") : _("not as guessed");
        un_TextStyle quiet = un_ui_style(&app->ui, UN_FACE_MEDIUM, look->body - 1, UN_TOKEN_INK2);
        float width = un_text_width(app->fonts, &quiet, said);
        if (list)
            un_text_draw(list, app->fonts, &quiet, (un_Point){rect.x + rect.w, y + quiet.size}, UN_ALIGN_RIGHT, said);
        un_Rect at = {rect.x, y, rect.w - width - 20 * s, 0};
        snprintf(text, sizeof text, "%d  %.140s", i + 1, stop->title);
        y += line(app, list, at, UN_FACE_REGULAR, look->body, UN_TOKEN_INK, text) + 8 * s;
    }
    return y + about(app, list, look, below(rect, y)) - rect.y;
}

/// Everything above the buttons.
static float content(un_App *app, un_DrawList *list, const un_CourseLook *look, un_Rect rect) {
    const un_Stop *stop = un_course_stop(app);
    bool asks = stop && app->course.player.phase == UN_PHASE_ASK;
    float y = rect.y + (look->roomy || !asks ? pill(app, list, look, rect) : 0);
    if (!stop) return y + ended(app, list, look, below(rect, y)) - rect.y;
    if (shows_about(app))
        y += about(app, list, look, below(rect, y));
    else if (app->course.player.phase == UN_PHASE_TOLD)
        y += un_course_told(app, list, look, below(rect, y));
    else
        y += asked(app, list, look, below(rect, y), stop);
    return y + about_link(app, list, look, below(rect, y)) - rect.y;
}

// The buttons.

static const char *foot_note(const un_App *app, const un_Stop *stop, char *out, size_t size) {
    const un_CourseState *course = &app->course;
    char count[32];
    *out = 0;
    if (!stop || course->player.phase == UN_PHASE_RUN) return out;
    if (course->player.phase == UN_PHASE_ASK) {
        if (stop->question.axis != UN_GUESS_NONE) snprintf(out, size, "%s", _("Your guess is drawn into the plot."));
        return out;
    }
    un_number_count(app->snapshot->update, count, sizeof count);
    if (stop->reveal_count > 0) snprintf(out, size, _("One seed (%llu), update %s."), (unsigned long long)app->snapshot->seed, count);
    return out;
}

static void go_on_button(un_App *app, un_Rect rect, float size, const char *label, bool primary, const char *disabled) {
    char tip[UN_UI_TIP];
    un_ButtonDef def = {.label = label, .primary = primary, .size = size, .disabled = disabled, .tip = un_action_tip(UN_ACTION_GO_ON, tip, sizeof tip)};
    if (un_ui_button(&app->ui, un_ui_id(&app->ui, "go_on"), rect, &def)) un_course_go_on(app);
}

/// "Continue", with "Play the wave" beside it where the stop has that control.
static void told_buttons(un_App *app, const un_CourseLook *look, un_Rect row) {
    float s = app->scale, size = look->roomy ? 18 : 15;
    bool last = app->course.player.stop == un_lesson_stop_count(app->lesson) - 1;
    char tip[UN_UI_TIP];
    un_ButtonDef wave = {.label = app->wave.active && app->wave.playing ? _("Pause") : _("Play the wave"), .size = look->roomy ? 16 : 14};
    float width = un_ui_button_width(&app->ui, &wave) + 12 * s;
    bool waves = un_course_allows(app, "wave") && row.w - width - 12 * s > 120 * s && un_course_shows_wave(app);
    un_Rect first = row;
    if (waves) first.w -= width + 12 * s;
    go_on_button(app, first, size, last ? _("Finish") : _("Continue"), true, NULL);
    wave.tip = un_action_tip(UN_ACTION_WAVE, tip, sizeof tip);
    un_Rect second = {row.x + row.w - width, row.y, width, row.h};
    if (waves && un_ui_button(&app->ui, un_ui_id(&app->ui, "again"), second, &wave)) un_action_run(app, UN_ACTION_WAVE);
}

static void end_buttons(un_App *app, const un_CourseLook *look, un_Rect row) {
    float s = app->scale, width = (row.w - 24 * s) / 3;
    char tip[UN_UI_TIP];
    un_ButtonDef report = {.label = _("Save a report"), .size = look->roomy ? 16 : 14, .tip = un_action_tip(UN_ACTION_REPORT, tip, sizeof tip)};
    if (un_ui_button(&app->ui, un_ui_id(&app->ui, "report"), (un_Rect){row.x + row.w - width, row.y, width, row.h}, &report)) un_action_run(app, UN_ACTION_REPORT);
    un_ButtonDef again = {.label = _("Start again"), .tip = _("Forget what was answered in this lesson"), .size = look->roomy ? 16 : 14};
    un_ButtonDef explore = {.label = _("Explore"), .primary = true, .size = look->roomy ? 16 : 14};
    if (un_ui_button(&app->ui, un_ui_id(&app->ui, "go_on"), (un_Rect){row.x, row.y, width, row.h}, &explore)) un_course_explore(app);
    if (un_ui_button(&app->ui, un_ui_id(&app->ui, "again"), (un_Rect){row.x + width + 12 * s, row.y, width, row.h}, &again)) un_course_forget(app);
}

/// Under the choices, brought into sight.
static void show_hint(un_App *app) {
    un_player_hint(&app->course.player);
    app->course.scroll.y = 1e6f; // as far as there is text
    app->dirty = true;
}

/// The buttons and the line under them; in a low strip the hint stands beside them.
static void foot(un_App *app, const un_CourseLook *look, un_Rect rect) {
    un_CourseState *course = &app->course;
    const un_Stop *stop = un_course_stop(app);
    float s = app->scale, size = look->roomy ? 18 : 15;
    un_Rect row = {rect.x, rect.y, rect.w, look->button * s}, under = {rect.x, row.y + row.h + 8 * s, rect.w, 28 * s};
    bool waits = course->doing != UN_COURSE_STANDS;
    bool hints = stop && course->player.phase == UN_PHASE_ASK && stop->question.hint.count > 0;
    if (hints && !look->roomy) {
        un_ButtonDef hint = {.label = _("Hint"), .size = 14};
        float width = un_ui_button_width(&app->ui, &hint);
        if (un_ui_button(&app->ui, un_ui_id(&app->ui, "hint"), (un_Rect){row.x + row.w - width, row.y, width, row.h}, &hint)) show_hint(app);
        row.w -= width + 8 * s;
    }
    if (!stop)
        end_buttons(app, look, row);
    else if (course->player.phase == UN_PHASE_TOLD)
        told_buttons(app, look, row);
    else if (course->player.phase == UN_PHASE_RUN)
        go_on_button(app, row, size, _("Skip to the end"), false, course->skip ? _("It is on its way to the end") : NULL);
    else
        go_on_button(app, row, size, _("Commit and run"), true, waits ? _("The run before the question has not ended yet") : NULL);
    if (!look->roomy) return;
    char text[120];
    float used = 0;
    if (hints) {
        bool clicked;
        used = link(app, "hint", under, _("Hint"), &clicked) + 12 * s;
        if (clicked) show_hint(app);
    }
    un_TextStyle quiet = un_ui_style(&app->ui, UN_FACE_REGULAR, look->roomy ? 15 : 13, UN_TOKEN_INK3);
    un_text_draw_cut(&app->list, app->fonts, &quiet, (un_Point){under.x, under.y + under.h / 2 + 5 * s}, under.w - used, foot_note(app, stop, text, sizeof text));
}

static float foot_height(const un_App *app, const un_CourseLook *look) {
    const un_Stop *stop = un_course_stop(app);
    char text[120];
    bool hint = stop && app->course.player.phase == UN_PHASE_ASK && stop->question.hint.count > 0;
    bool under = look->roomy && (hint || *foot_note(app, stop, text, sizeof text));
    return (look->button + (under ? 36 : 0)) * app->scale;
}

/// Page keys move the text; where it is at its end they lead to the next stop, or the one before: a clicker sends them.
static void page_keys(un_App *app, float most) {
    const un_UiScroll *scroll = &app->course.scroll;
    if (app->ui.field || app->ui.menu || app->ui.modal) return;
    if (scroll->y >= most - 1 && un_ui_take_key(&app->ui, UN_UI_KEY_PAGE_DOWN, 0)) {
        un_course_go_on(app);
    } else if (scroll->y <= 1 && un_ui_take_key(&app->ui, UN_UI_KEY_PAGE_UP, 0)) {
        un_course_back(app);
    }
}

void un_course_panel(un_App *app) {
    un_Rect panel = app->layout.text;
    if (panel.w <= 0) return;
    un_CourseState *course = &app->course;
    un_CourseLook look = look_of(app, panel);
    float s = app->scale, pad = look.pad * s, top = (look.roomy ? 0.9f : 0.6f) * pad, edge = 6 * s;
    float height = foot_height(app, &look), gap = (look.roomy ? 22 : 6) * s;
    un_draw_group(&app->list, "ui.course", un_rect_inset(panel, -6 * s));
    un_ui_block(&app->ui, panel);
    un_shape_panel(&app->list, app->theme, panel, s);
    un_Rect inner = {panel.x + pad, panel.y + top, panel.w - 2 * pad, panel.h - 2 * top};
    float all = content(app, NULL, &look, inner) + 9 * s, room = inner.h - height - gap;
    if (all > room && look.roomy) {
        look.tight = true;
        look.row = fminf(look.row, 44); // still a finger's
        look.gap = fminf(look.gap, 6);
        all = content(app, NULL, &look, inner) + 9 * s;
    }
    float shown = fminf(all, fmaxf(room, 20 * s));
    page_keys(app, all - shown);
    // Wider than the text by the focus ring, and by the bar that stands in the padding.
    un_Rect area = {inner.x - edge, inner.y, inner.w + edge + pad - 4 * s, shown};
    float y = un_ui_scroll_begin(&app->ui, un_ui_id(&app->ui, "course"), area, &course->scroll);
    content(app, &app->list, &look, below(inner, y));
    un_ui_scroll_end(&app->ui, all);
    course->content = all;
    course->hidden = all - shown;
    foot(app, &look, (un_Rect){inner.x, inner.y + shown + fminf(gap, fmaxf(0, inner.h - shown - height)), inner.w, height});
    un_draw_group_end(&app->list);
}
