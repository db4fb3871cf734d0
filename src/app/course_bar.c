// The bar over a stop: which lesson, which stop, the way to the whole laboratory; and the way back from there.
#include "app/course.h"
#include "app/state.h"

#include "base/catalog.h"

#include <stdio.h>

/// "5  The vanishing gradient" from x on, at most to `right`. Returns where it ends.
static float name(un_App *app, un_Rect bar, float x, float right) {
    float s = app->scale, size = bar.h >= 60 * s ? 18 : 16;
    un_TextStyle style = un_ui_style(&app->ui, UN_FACE_SEMIBOLD, size, UN_TOKEN_INK);
    float cap = un_fonts_cap_height(app->fonts, style.face) * style.size, y = bar.y + (bar.h + cap) / 2;
    int number = un_lesson_number(app->course.path);
    if (number >= 0) {
        char text[16];
        snprintf(text, sizeof text, "%d", number);
        x += un_text_draw(&app->list, app->fonts, &style, (un_Point){x, y}, UN_ALIGN_LEFT, text) + 14 * s;
    }
    if (right - x < 40 * s) return x;
    return x + un_text_draw_cut(&app->list, app->fonts, &style, (un_Point){x, y}, right - x, un_lesson_title(app->lesson));
}

/// A dot a stop: full behind, ringed here, hollow ahead. Those that were reached can be pressed.
static void dot(un_App *app, int stop, un_Point centre, float pitch) {
    const un_Player *player = &app->course.player;
    float s = app->scale;
    char id[24], tip[UN_UI_TIP];
    snprintf(id, sizeof id, "stop/%d", stop + 1);
    un_UiId widget = un_ui_id(&app->ui, id);
    un_Rect box = {centre.x - pitch / 2, centre.y - 14 * s, pitch, 28 * s};
    un_Color ink = un_ui_color(&app->ui, UN_TOKEN_INK), quiet = un_ui_color(&app->ui, UN_TOKEN_CTL);
    bool reached = stop <= player->reached, here = stop == player->stop, told = player->answer[stop].told;
    float radius = here ? 7 : 6 + un_ui_hover(&app->ui, widget) * (reached ? 1 : 0);
    un_ui_box(&app->ui, widget, box, reached ? UN_UI_BOX_FOCUS : 0);
    if (here)
        un_draw_ring(&app->list, centre, (radius - 1.25f) * s, 2.5f * s, ink);
    else if (told)
        un_draw_disc(&app->list, centre, radius * s, ink);
    else
        un_draw_ring(&app->list, centre, (radius - 0.75f) * s, 1.5f * s, quiet);
    un_ui_ring(&app->ui, widget, (un_Rect){centre.x - 9 * s, centre.y - 9 * s, 18 * s, 18 * s}, 9 * s);
    snprintf(tip, sizeof tip, reached ? "%d: %.150s" : _("%d: not reached yet"), stop + 1, un_lesson_stop(app->lesson, stop)->title);
    un_ui_tip(&app->ui, widget, box, tip);
    if (reached && un_ui_clicked(&app->ui, widget)) un_course_go(app, stop);
}

/// Dots and "stop 3 of 7", centred in the window where that leaves the name its room. Returns where they begin.
static float dots(un_App *app, un_Rect bar, float right) {
    float s = app->scale, pitch = 30 * s;
    int count = un_lesson_stop_count(app->lesson), stop = app->course.player.stop;
    char text[64];
    if (stop < count)
        snprintf(text, sizeof text, bar.w < 560 * s ? _("%d of %d") : _("stop %d of %d"), stop + 1, count);
    else
        snprintf(text, sizeof text, "%s", _("the end"));
    un_TextStyle style = un_ui_style(&app->ui, UN_FACE_REGULAR, bar.h >= 60 * s ? 16 : 14, UN_TOKEN_INK2);
    float words = un_text_width(app->fonts, &style, text);
    if (bar.w < 1100 * s) pitch = 22 * s;
    float width = pitch * (float)count + 14 * s + words, left = bar.x + (bar.w - width) / 2;
    bool dotted = bar.w >= 900 * s && width < bar.w * 0.5f;
    if (!dotted) width = words;
    if (!dotted || left + width > right - 24 * s) left = right - 24 * s - width;
    for (int i = 0; i < count && dotted; i++)
        dot(app, i, (un_Point){left + pitch * ((float)i + 0.5f), bar.y + bar.h / 2}, pitch);
    float x = dotted ? left + pitch * (float)count + 14 * s : left;
    un_text_draw_in(&app->list, app->fonts, &style, (un_Rect){x, bar.y, words, bar.h}, UN_ALIGN_LEFT, text);
    return left;
}

/// Laid out from the edge inwards, called from left to right. Returns where they begin.
static float buttons(un_App *app, un_Rect bar) {
    float s = app->scale, height = (bar.h >= 60 * s ? 40 : 34) * s, y = bar.y + (bar.h - height) / 2, x = bar.x + bar.w - (bar.w < 760 * s ? 8 : 24) * s;
    char tip[UN_UI_TIP];
    const un_Player *player = &app->course.player;
    un_ButtonDef keys = {.has_icon = true, .icon = UN_ICON_HELP, .quiet = true};
    un_ButtonDef explore = {.label = _("Explore")};
    if (!un_player_may_explore(player)) explore.disabled = _("Opens once your answer stands  (L)");
    un_ButtonDef present = {.label = _("Presenter")};
    float width = un_ui_button_width(&app->ui, &explore) + 16 * s, room = un_ui_button_width(&app->ui, &present);
    if (bar.w >= 1000 * s) {
        present.tip = un_action_tip(UN_ACTION_PRESENTER, tip, sizeof tip);
        if (un_ui_button(&app->ui, un_ui_id(&app->ui, "presenter"), (un_Rect){x - room, y, room, height}, &present)) un_action_run(app, UN_ACTION_PRESENTER);
        x -= room + 12 * s;
    }
    float left = x - width - 6 * s - height;
    keys.tip = un_action_tip(UN_ACTION_KEYS, tip, sizeof tip);
    if (un_ui_button(&app->ui, un_ui_id(&app->ui, "help"), (un_Rect){left, y, height, height}, &keys)) un_action_run(app, UN_ACTION_KEYS);
    explore.tip = un_action_tip(UN_ACTION_LESSON, tip, sizeof tip);
    if (un_ui_button(&app->ui, un_ui_id(&app->ui, "explore"), (un_Rect){x - width, y, width, height}, &explore)) un_course_explore(app);
    return left;
}

void un_course_bar(un_App *app, un_Rect bar) {
    float s = app->scale;
    un_draw_group(&app->list, "ui.top", bar);
    un_ui_block(&app->ui, bar);
    un_draw_rect(&app->list, bar, 0, un_ui_color(&app->ui, UN_TOKEN_SURFACE));
    un_draw_rect(&app->list, (un_Rect){bar.x, bar.y + bar.h - s, bar.w, s}, 0, un_ui_color(&app->ui, UN_TOKEN_LINE));
    float left = buttons(app, bar), begin = dots(app, bar, left);
    float x = bar.x + (bar.w < 760 * s ? 8 : 16) * s, height = (bar.h >= 60 * s ? 40 : 34) * s;
    char tip[UN_UI_TIP];
    un_ButtonDef lessons = {.label = bar.w >= 760 * s ? _("Lessons") : NULL, .has_icon = true, .icon = UN_ICON_LEFT, .quiet = true};
    lessons.tip = un_action_tip(UN_ACTION_LESSONS, tip, sizeof tip);
    float width = un_ui_button_width(&app->ui, &lessons);
    if (un_ui_button(&app->ui, un_ui_id(&app->ui, "lessons"), (un_Rect){x, bar.y + (bar.h - height) / 2, width, height}, &lessons))
        un_action_run(app, UN_ACTION_LESSONS);
    name(app, bar, x + width + 12 * s, begin - 16 * s);
    un_draw_group_end(&app->list);
}

float un_course_strip_height(const un_App *app) {
    return app->course.open && app->course.player.exploring ? 44 * app->scale : 0;
}

void un_course_strip(un_App *app) {
    float s = app->scale, height = un_course_strip_height(app);
    if (height <= 0) return;
    un_Rect bar = {0, 0, app->width, height};
    char tip[UN_UI_TIP], text[32];
    un_draw_group(&app->list, "ui.back", bar);
    un_ui_block(&app->ui, bar);
    un_draw_rect(&app->list, bar, 0, un_ui_color(&app->ui, UN_TOKEN_SUNKEN));
    un_draw_rect(&app->list, (un_Rect){0, height - s, app->width, s}, 0, un_ui_color(&app->ui, UN_TOKEN_LINE));
    un_ButtonDef back = {.label = _("Back to the lesson"), .has_icon = true, .icon = UN_ICON_LEFT, .tip = un_action_tip(UN_ACTION_LESSON, tip, sizeof tip)};
    float width = un_ui_button_width(&app->ui, &back), x = 12 * s;
    if (un_ui_button(&app->ui, un_ui_id(&app->ui, "lesson/back"), (un_Rect){x, 6 * s, width, 32 * s}, &back)) un_course_explore(app);
    x = name(app, bar, x + width + 16 * s, app->width - 110 * s) + 16 * s;
    int count = un_lesson_stop_count(app->lesson), stop = app->course.player.stop;
    snprintf(text, sizeof text, _("stop %d of %d"), stop < count ? stop + 1 : count, count);
    un_TextStyle quiet = un_ui_style(&app->ui, UN_FACE_REGULAR, 14, UN_TOKEN_INK2);
    un_text_draw_in(&app->list, app->fonts, &quiet, (un_Rect){x, 0, 0, height}, UN_ALIGN_LEFT, text);
    un_draw_group_end(&app->list);
}
