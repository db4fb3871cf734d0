#include "app/action.h"
#include "app/state.h"

#include "base/catalog.h"
#include "base/number.h"

// A button of the bar that does one action; returns its width with the gap after it.
static float action_button(un_App *app, const char *id, un_Rect rect, un_ButtonDef def, un_ActionId action) {
    char tip[UN_UI_TIP];
    def.tip = un_action_tip(action, tip, sizeof tip);
    if (un_ui_button(&app->ui, un_ui_id(&app->ui, id), rect, &def)) {
        un_action_run(app, action);
    }
    return rect.w;
}

static float left_part(un_App *app, un_Rect bar, bool roomy) {
    float s = app->scale, height = 36 * s, y = bar.y + (bar.h - height) / 2, x = bar.x + (roomy ? 24 : 16) * s;
    un_DrawList *list = app->ui.frame.list;
    if (roomy) {
        un_TextStyle title = un_ui_style(&app->ui, UN_FACE_SEMIBOLD, 20, UN_TOKEN_INK);
        x += un_text_draw_in(list, app->fonts, &title, (un_Rect){x, bar.y, 0, bar.h}, UN_ALIGN_LEFT, "Unroll") + 18 * s;
    }
    un_ButtonDef reset = {.has_icon = true, .icon = UN_ICON_RESET, .quiet = true};
    x += action_button(app, "reset", (un_Rect){x, y, 36 * s, height}, reset, UN_ACTION_RESET) + 4 * s;
    if (bar.w >= 1100 * s) {
        un_ButtonDef back = {.has_icon = true, .icon = UN_ICON_STEP_BACK, .quiet = true};
        x += action_button(app, "back", (un_Rect){x, y, 36 * s, height}, back, UN_ACTION_BACK) + 4 * s;
    }
    un_ButtonDef play = {.has_icon = true, .icon = app->run.playing ? UN_ICON_PAUSE : UN_ICON_PLAY, .primary = true};
    x += action_button(app, "play", (un_Rect){x, y, 46 * s, height}, play, UN_ACTION_PLAY) + 4 * s;
    un_ButtonDef one = {.has_icon = true, .icon = UN_ICON_STEP, .quiet = true};
    x += action_button(app, "one", (un_Rect){x, y, 36 * s, height}, one, UN_ACTION_ONE) + 4 * s;
    if (bar.w >= 1100 * s) {
        un_ButtonDef reach = {.has_icon = true, .icon = UN_ICON_FASTER, .quiet = true};
        x += action_button(app, "reach", (un_Rect){x, y, 36 * s, height}, reach, UN_ACTION_REACH);
    }
    x += 4 * s;
    char count[32];
    un_number_count(app->snapshot->update, count, sizeof count);
    un_TextStyle label = un_ui_style(&app->ui, UN_FACE_REGULAR, 15, UN_TOKEN_INK2);
    un_TextStyle number = un_ui_style(&app->ui, UN_FACE_SEMIBOLD, 15, UN_TOKEN_INK);
    if (roomy) {
        x += un_text_draw_in(list, app->fonts, &label, (un_Rect){x, bar.y, 0, bar.h}, UN_ALIGN_LEFT, _("Update")) +
             5 * s;
    }
    un_text_draw_in(list, app->fonts, &number, (un_Rect){x, bar.y, 0, bar.h}, UN_ALIGN_LEFT, count);
    // Room for the planned number of digits, so that nothing behind it moves.
    un_number_count(app->run.planned, count, sizeof count);
    return x + un_text_width(app->fonts, &number, count) + 16 * s;
}

static void speed_menu(un_App *app, un_Rect rect) {
    int rate = app->run.rate;
    if (un_ui_dropdown(&app->ui, un_ui_id(&app->ui, "speed"), rect, app->names.rate, UN_APP_RATES, &rate,
                       _("How fast to train  (+ and \xe2\x88\x92)"))) {
        un_run_set_rate(app, rate);
    }
}

// Where the right buttons stand: laid out from the edge inwards as long as there is room (the rest is on keys), called
// from left to right, because call order is Tab order.
typedef struct Right {
    un_Rect speed, lessons, views, settings, help, save, theme; // w = 0: no room
    float left;
} Right;

static un_Rect from_right(un_App *app, Right *right, un_Rect bar, float width, float gap, float least) {
    float s = app->scale, height = 36 * s;
    if (right->left - width - gap < least) {
        return (un_Rect){0, 0, 0, 0};
    }
    right->left -= width;
    un_Rect rect = {right->left, bar.y + (bar.h - height) / 2, width, height};
    right->left -= gap;
    return rect;
}

static un_ButtonDef views_button(bool label) {
    un_ButtonDef def = {.has_icon = true, .icon = UN_ICON_VIEWS, .quiet = true, .tip = _("All views  (1 ... 9, V)")};
    if (label) {
        def = (un_ButtonDef){.label = _("Views"), .menu = true, .tip = def.tip};
    }
    return def;
}

static Right place_right(un_App *app, un_Rect bar, float left, bool roomy) {
    float s = app->scale;
    Right right = {.left = bar.x + bar.w - (roomy ? 16 : 8) * s};
    un_ButtonDef settings = {.label = _("Settings")}, speed = {.label = _("100 a second"), .menu = true};
    if (!roomy) right.views = from_right(app, &right, bar, 36 * s, 2 * s, left);
    right.theme = from_right(app, &right, bar, 36 * s, 2 * s, left);
    right.save = from_right(app, &right, bar, 36 * s, 2 * s, left);
    right.help = from_right(app, &right, bar, 36 * s, 8 * s, left);
    right.settings = from_right(app, &right, bar, un_ui_button_width(&app->ui, &settings), 8 * s, left);
    un_ButtonDef views = views_button(bar.w >= 1100 * s);
    if (roomy) right.views = from_right(app, &right, bar, un_ui_button_width(&app->ui, &views), 8 * s, left);
    un_ButtonDef lessons = {.label = _("Lessons")};
    if (roomy) right.lessons = from_right(app, &right, bar, un_ui_button_width(&app->ui, &lessons), 8 * s, left + 300 * s);
    right.speed = from_right(app, &right, bar, un_ui_button_width(&app->ui, &speed), 12 * s, left + 480 * s);
    return right;
}

static void draw_right(un_App *app, const Right *right) {
    un_ButtonDef settings = {.label = _("Settings"), .selected = app->panel == UN_PANEL_SETTINGS};
    un_ButtonDef help = {.has_icon = true, .icon = UN_ICON_HELP, .quiet = true};
    un_ButtonDef save = {.has_icon = true, .icon = UN_ICON_SAVE, .quiet = true};
    un_ButtonDef theme = {.has_icon = true, .icon = UN_ICON_THEME, .quiet = true};
    if (right->speed.w > 0) {
        speed_menu(app, right->speed);
    }
    if (right->lessons.w > 0) {
        un_ButtonDef lessons = {.label = _("Lessons")};
        action_button(app, "lessons", right->lessons, lessons, UN_ACTION_LESSONS);
    }
    if (right->views.w > 0) {
        un_ButtonDef views = views_button(right->views.w > 40 * app->scale);
        un_places_menu(app, "views", right->views, &views, -1);
    }
    if (right->settings.w > 0) {
        action_button(app, "settings", right->settings, settings, UN_ACTION_SETTINGS);
    }
    if (right->help.w > 0) {
        action_button(app, "help", right->help, help, UN_ACTION_KEYS);
    }
    if (right->save.w > 0) {
        action_button(app, "save", right->save, save, UN_ACTION_EXPORT);
    }
    if (right->theme.w > 0) {
        action_button(app, "theme", right->theme, theme, UN_ACTION_THEME);
    }
}

void un_top_bar(un_App *app, un_Rect bar) {
    float s = app->scale;
    un_DrawList *list = app->ui.frame.list;
    bool roomy = bar.w >= 700 * s;
    un_draw_group(list, "ui.top", bar);
    un_ui_block(&app->ui, bar);
    un_draw_rect(list, bar, 0, un_ui_color(&app->ui, UN_TOKEN_SURFACE));
    un_draw_rect(list, (un_Rect){bar.x, bar.y + bar.h - s, bar.w, s}, 0, un_ui_color(&app->ui, UN_TOKEN_LINE));
    float left = left_part(app, bar, roomy);
    Right right = place_right(app, bar, left, roomy);
    if (right.left - left > 120 * s) {
        un_draw_rect(list, (un_Rect){left, bar.y + bar.h / 2 - 14 * s, s, 28 * s}, 0,
                     un_ui_color(&app->ui, UN_TOKEN_LINE2));
        un_sentence(app, (un_Rect){left + 18 * s, bar.y, right.left - left - 30 * s, bar.h});
    }
    draw_right(app, &right);
    un_draw_group_end(list);
}
