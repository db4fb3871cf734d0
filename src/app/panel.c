#include "app/action.h"
#include "app/state.h"

#include "base/catalog.h"
#include "canvas/shape.h"

static const float BODY = 18; // look/LOOK.md: lesson body

void un_lesson_text(un_App *app, un_DrawList *list, un_Rect rect) {
    float s = app->scale;
    // In a low tab the text is smaller, so that a paragraph can be seen whole.
    float body = rect.h < 300 * s ? 15 : rect.w < 420 * s ? 16 : BODY;
    // The title names the text quietly: its first heading, a question, is what is to be read.
    un_TextStyle title = {UN_FACE_MEDIUM, (body < 16 ? 13 : 14) * s, un_theme_color(app->theme, UN_TOKEN_INK3), false};
    float leading = title.size * 1.28f, top = rect.y - (list == &app->picture ? app->scroll[0].y : 0);
    float height = un_text_draw_wrapped(list, app->fonts, &title, (un_Point){rect.x, top + title.size}, rect.w, leading,
                                        un_lesson_title(app->lesson)) +
                   8 * s;
    un_Rect rest = {rect.x, top + height, rect.w, 0};
    int count;
    const un_Block *text = un_lesson_blocks(app->lesson, &count);
    height += un_blocks_draw(list, app->fonts, app->theme, s, body, rest, text, count, 0);
    app->lesson_height = height;
}

// In a narrow window the tabs stand at the panel's left.
static void lesson_panel(un_App *app, un_Rect panel) {
    float pad = app->layout.padding, s = app->scale, left = panel.x + pad;
    if (app->layout.tabs.w > 0 && app->text_tab) {
        left = app->layout.tabs.x + app->layout.tabs.w + pad;
    }
    // The bar of the scroll area stands in the padding.
    un_Rect area = {left, panel.y + pad * 0.5f, panel.x + panel.w - 6 * s - left, panel.h - pad};
    un_UiId id = un_ui_id(&app->ui, "lesson");
    un_shape_panel(&app->list, app->theme, panel, s);
    float y = un_ui_scroll_begin(&app->ui, id, area, &app->scroll[0]);
    un_lesson_text(app, app->ui.frame.list, (un_Rect){area.x, y + pad * 0.5f, area.w - pad + 6 * s, area.h});
    un_ui_scroll_end(&app->ui, app->lesson_height + pad);
}

// A panel's head with what closes it; returns what is left.
static un_Rect panel_head(un_App *app, un_Rect panel, const char *title, const char *id, un_ActionId closes) {
    float s = app->scale, pad = app->layout.padding, height = 36 * s;
    un_TextStyle style = un_ui_style(&app->ui, UN_FACE_SEMIBOLD, 18, UN_TOKEN_INK);
    un_text_draw_in(app->ui.frame.list, app->fonts, &style,
                    (un_Rect){panel.x + pad + 4 * s, panel.y + pad * 0.6f, 0, height}, UN_ALIGN_LEFT, title);
    char tip[UN_UI_TIP];
    un_ButtonDef close = {
        .has_icon = true, .icon = UN_ICON_CLOSE, .quiet = true, .tip = un_action_tip(closes, tip, sizeof tip)};
    un_Rect button = {panel.x + panel.w - pad - height + 8 * s, panel.y + pad * 0.6f, height, height};
    if (un_ui_button(&app->ui, un_ui_id(&app->ui, id), button, &close)) {
        un_action_run(app, closes);
    }
    float top = panel.y + pad * 0.6f + height + 4 * s;
    return (un_Rect){panel.x + pad, top, panel.w - 2 * pad, panel.y + panel.h - pad * 0.5f - top};
}

// A sheet over the lab, at its right.
static un_Rect sheet_begin(un_App *app) {
    float s = app->scale, width = app->width - 16 * s < 430 * s ? app->width - 16 * s : 430 * s,
          top = app->layout.top.y + app->layout.top.h + 8 * s;
    un_ui_layer(&app->ui, UN_UI_SHEET);
    return (un_Rect){app->width - width - 8 * s, top, width, app->height - top - 8 * s};
}

static void sheet_ground(un_App *app, un_Rect panel) {
    float s = app->scale;
    un_ui_block(&app->ui, panel);
    un_shape_panel(&app->list, app->theme, panel, s);
    un_draw_frame(&app->list, un_rect_inset(panel, s / 2), 10 * s, s, un_ui_color(&app->ui, UN_TOKEN_LINE2));
}

static void lesson_sheet(un_App *app) {
    un_Rect panel = sheet_begin(app);
    float pad = app->layout.padding, s = app->scale;
    un_draw_group(&app->list, "ui.lesson", un_rect_inset(panel, -6 * s));
    sheet_ground(app, panel);
    un_Rect area = panel_head(app, panel, _("Lesson"), "lesson/close", UN_ACTION_LESSON);
    area.w += pad - 6 * s; // the bar stands in the padding
    float y = un_ui_scroll_begin(&app->ui, un_ui_id(&app->ui, "lesson"), area, &app->scroll[0]);
    un_lesson_text(app, app->ui.frame.list, (un_Rect){area.x + 4 * s, y, area.w - pad, area.h});
    un_ui_scroll_end(&app->ui, app->lesson_height + pad);
    un_draw_group_end(&app->list);
    un_ui_layer(&app->ui, UN_UI_BASE);
}

void un_lesson_panel(un_App *app) {
    un_Rect panel = app->layout.text;
    bool behind = app->panel == UN_PANEL_SETTINGS && app->text_tab; // the settings are a sheet over it
    if (panel.w > 0 && app->lesson && (app->panel == UN_PANEL_LESSON || behind)) {
        un_draw_group(&app->list, "ui.lesson", un_rect_inset(panel, -6 * app->scale));
        lesson_panel(app, panel);
        un_draw_group_end(&app->list);
    }
}

void un_panel(un_App *app) {
    float s = app->scale;
    un_Rect panel = app->layout.text;
    bool sheet = app->text_tab || panel.w <= 0;
    if (app->panel == UN_PANEL_LESSON && panel.w <= 0 && app->layout.tabs.w <= 0) {
        lesson_sheet(app);
    }
    if (app->panel != UN_PANEL_SETTINGS) {
        return;
    }
    if (sheet) {
        panel = sheet_begin(app);
    }
    un_draw_group(&app->list, "ui.settings", un_rect_inset(panel, -6 * s));
    if (sheet) {
        sheet_ground(app, panel);
    } else {
        un_ui_block(&app->ui, panel);
        un_shape_panel(&app->list, app->theme, panel, s);
    }
    un_settings(app, panel_head(app, panel, _("Settings"), "settings/close", UN_ACTION_SETTINGS));
    un_draw_group_end(&app->list);
    un_ui_layer(&app->ui, UN_UI_BASE);
}
