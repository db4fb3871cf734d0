#include "app/action.h"
#include "app/state.h"

#include "base/catalog.h"
#include "canvas/shape.h"

static const float BODY = 18; // look/LOOK.md: lesson body

void un_lesson_text(un_App *app, un_DrawList *list, un_Rect rect) {
    float s = app->scale;
    // In a low tab the text is smaller, so that a paragraph can be seen whole.
    float body = rect.h < 300 * s ? 15 : rect.w < 420 * s ? 16 : BODY;
    un_TextStyle title = {UN_FACE_SEMIBOLD, body * 1.5f * s, un_theme_color(app->theme, UN_TOKEN_INK), false};
    float leading = title.size * 1.28f, top = rect.y - (list == &app->picture ? app->scroll[0].y : 0);
    float height = un_text_draw_wrapped(list, app->fonts, &title, (un_Point){rect.x, top + title.size}, rect.w, leading,
                                        un_lesson_title(app->lesson)) +
                   10 * s;
    un_Rect rest = {rect.x, top + height, rect.w, 0};
    height += un_blocks_draw(list, app->fonts, app->theme, s, body, rest, app->block, app->block_count);
    app->lesson_height = height;
}

static void lesson_panel(un_App *app, un_Rect panel) {
    float pad = app->layout.padding, s = app->scale;
    // The bar of the scroll area stands in the padding.
    un_Rect area = {panel.x + pad, panel.y + pad * 0.5f, panel.w - pad - 6 * s, panel.h - pad};
    un_UiId id = un_ui_id(&app->ui, "lesson");
    un_shape_panel(&app->list, app->theme, panel, s);
    float y = un_ui_scroll_begin(&app->ui, id, area, &app->scroll[0]);
    un_lesson_text(app, app->ui.frame.list, (un_Rect){area.x, y + pad * 0.5f, area.w - pad + 6 * s, area.h});
    un_ui_scroll_end(&app->ui, app->lesson_height + pad);
}

// The head of the settings with what closes them; returns what is left.
static un_Rect settings_head(un_App *app, un_Rect panel) {
    float s = app->scale, pad = app->layout.padding, height = 36 * s;
    un_TextStyle title = un_ui_style(&app->ui, UN_FACE_SEMIBOLD, 18, UN_TOKEN_INK);
    un_text_draw_in(app->ui.frame.list, app->fonts, &title, (un_Rect){panel.x + pad + 4 * s, panel.y + pad * 0.6f, 0, height},
                    UN_ALIGN_LEFT, _("Settings"));
    char tip[UN_UI_TIP];
    un_ButtonDef close = {.has_icon = true,
                          .icon = UN_ICON_CLOSE,
                          .quiet = true,
                          .tip = un_action_tip(UN_ACTION_SETTINGS, tip, sizeof tip)};
    un_Rect button = {panel.x + panel.w - pad - height + 8 * s, panel.y + pad * 0.6f, height, height};
    if (un_ui_button(&app->ui, un_ui_id(&app->ui, "settings/close"), button, &close)) {
        un_action_table[UN_ACTION_SETTINGS].run(app);
        app->dirty = true;
    }
    float top = panel.y + pad * 0.6f + height + 4 * s;
    return (un_Rect){panel.x + pad, top, panel.w - 2 * pad, panel.y + panel.h - pad * 0.5f - top};
}

void un_panel(un_App *app) {
    float s = app->scale;
    un_Rect panel = app->layout.text;
    bool sheet = app->panel == UN_PANEL_SETTINGS && (app->text_tab || panel.w <= 0);
    if (panel.w > 0 && app->lesson && (app->panel == UN_PANEL_LESSON || sheet)) {
        un_draw_group(&app->list, "ui.lesson", un_rect_inset(panel, -6 * s));
        lesson_panel(app, panel);
        un_draw_group_end(&app->list);
    }
    if (app->panel != UN_PANEL_SETTINGS) {
        return;
    }
    if (sheet) {
        float width = app->width - 16 * s < 430 * s ? app->width - 16 * s : 430 * s,
              top = app->layout.top.y + app->layout.top.h + 8 * s;
        panel = (un_Rect){app->width - width - 8 * s, top, width, app->height - top - 8 * s};
        un_ui_layer(&app->ui, UN_UI_SHEET);
    }
    un_draw_group(&app->list, "ui.settings", un_rect_inset(panel, -6 * s));
    un_ui_block(&app->ui, panel);
    un_shape_panel(&app->list, app->theme, panel, s);
    if (sheet) {
        un_draw_frame(&app->list, un_rect_inset(panel, s / 2), 10 * s, s, un_ui_color(&app->ui, UN_TOKEN_LINE2));
    }
    un_settings(app, settings_head(app, panel));
    un_draw_group_end(&app->list);
    un_ui_layer(&app->ui, UN_UI_BASE);
}
