#include "canvas/shape.h"
#include "ui/widget.h"

#include <stdio.h>

static void open_menu(un_Ui *ui, un_UiId id, int selected) {
    ui->menu = id;
    ui->menu_at = selected;
    ui->menu_choice = -1;
    ui->menu_moved = true;
    ui->again = true;
}

static void close_menu(un_Ui *ui) {
    ui->menu = 0;
    ui->menu_choice = -1;
    ui->again = true;
}

int un_ui_menu_button(un_Ui *ui, un_UiId id, un_Rect rect, const un_ButtonDef *def, const char *const *names, int count,
                      int selected) {
    int choice = -1;
    if (ui->menu == id && ui->menu_choice >= 0) {
        choice = ui->menu_choice;
        close_menu(ui);
    }
    bool was_open = ui->menu == id;
    un_ButtonDef button = *def;
    button.selected = button.selected || was_open;
    bool clicked = un_ui_button(ui, id, rect, &button);
    if (was_open && clicked) {
        close_menu(ui);
    } else if (clicked || (un_ui_has_keys(ui, id) && un_ui_take_key(ui, UN_UI_KEY_DOWN, 0))) {
        open_menu(ui, id, selected > 0 ? selected : 0);
    }
    if (ui->menu == id) {
        ui->menu_names = names;
        ui->menu_count = count;
        ui->menu_selected = selected;
        ui->menu_anchor = rect;
    }
    return choice;
}

bool un_ui_dropdown(un_Ui *ui, un_UiId id, un_Rect rect, const char *const *names, int count, int *selected,
                    const char *tip) {
    int shown = ui->menu == id && ui->menu_choice >= 0 ? ui->menu_choice : *selected; // the label follows at once
    un_ButtonDef def = {.label = shown >= 0 && shown < count ? names[shown] : "", .menu = true, .tip = tip};
    int choice = un_ui_menu_button(ui, id, rect, &def, names, count, *selected);
    bool changed = choice >= 0 && choice != *selected;
    if (changed) *selected = choice;
    return changed;
}

static void menu_keys(un_Ui *ui) {
    int count = ui->menu_count;
    if (un_ui_take_key(ui, UN_UI_KEY_DOWN, 0)) {
        ui->menu_at = (ui->menu_at + 1) % count;
        ui->menu_moved = true;
    } else if (un_ui_take_key(ui, UN_UI_KEY_UP, 0)) {
        ui->menu_at = (ui->menu_at + count - 1) % count;
        ui->menu_moved = true;
    } else if (un_ui_take_key(ui, UN_UI_KEY_ENTER, 0) || un_ui_take_key(ui, UN_UI_KEY_SPACE, 0)) {
        ui->menu_choice = ui->menu_at;
        ui->again = true;
    } else if (un_ui_take_key(ui, UN_UI_KEY_ESCAPE, 0) || un_ui_take_key(ui, UN_UI_KEY_TAB, 0)) {
        close_menu(ui);
    }
}

/// Where the menu stands: under its anchor, over it, or over it all, as high as the window at most. *row: height of a
/// name.
static un_Rect menu_rect(const un_Ui *ui, float *row) {
    float s = ui->frame.scale, widest = ui->menu_anchor.w;
    un_TextStyle style = un_ui_style(ui, UN_FACE_SEMIBOLD, 14, UN_TOKEN_INK);
    for (int i = 0; i < ui->menu_count; i++) {
        float width = un_text_width(ui->frame.fonts, &style, ui->menu_names[i]) + 52 * s;
        widest = width > widest ? width : widest;
    }
    un_Rect window = ui->frame.window, anchor = ui->menu_anchor;
    *row = (ui->touch ? 44 : 32) * s;
    un_Rect rect = {anchor.x, anchor.y + anchor.h + 4 * s, widest, *row * (float)ui->menu_count + 8 * s};
    if (rect.h > window.h - 8 * s) {
        rect.h = window.h - 8 * s;
    }
    if (rect.y + rect.h > window.y + window.h - 4 * s) {
        rect.y = anchor.y - 4 * s - rect.h;
    }
    if (rect.y < window.y + 4 * s) {
        rect.y = window.y + 4 * s;
    }
    if (rect.x + rect.w > window.x + window.w - 4 * s) {
        rect.x = window.x + window.w - 4 * s - rect.w;
    }
    return rect;
}

/// One name, at item.
static void menu_item(un_Ui *ui, int index, un_Rect item) {
    un_DrawList *list = ui->frame.list;
    float s = ui->frame.scale;
    char name[24];
    snprintf(name, sizeof name, "menu%d", index);
    un_UiId id = un_ui_id(ui, name);
    un_ui_box(ui, id, item, 0);
    if (ui->hot == id && ui->menu_pointed) {
        ui->menu_at = index;
    }
    if (un_ui_clicked(ui, id)) {
        ui->menu_choice = index;
        ui->again = true;
    }
    if (ui->menu_at == index) {
        un_draw_rect(list, item, 6 * s, un_ui_color(ui, UN_TOKEN_SUNKEN));
    }
    bool selected = index == ui->menu_selected;
    un_TextStyle style = un_ui_style(ui, selected ? UN_FACE_SEMIBOLD : UN_FACE_REGULAR, 14, UN_TOKEN_INK);
    un_text_draw_in(list, ui->frame.fonts, &style, (un_Rect){item.x + 10 * s, item.y, item.w, item.h}, UN_ALIGN_LEFT,
                    ui->menu_names[index]);
    if (selected) {
        un_icon_draw(list, UN_ICON_CHECK, (un_Point){item.x + item.w - 16 * s, item.y + item.h / 2}, 14 * s,
                     style.color);
    }
}

/// Keys scroll the name they stand on into sight. A pointer that rests must not hold them, nor one that a name has come
/// under by that: it counts again once it moves or its wheel turns.
static void listen(un_Ui *ui, float row, float height) {
    bool moved = ui->pointer.x != ui->menu_pointer.x || ui->pointer.y != ui->menu_pointer.y;
    ui->menu_pointed = (ui->menu_pointed || moved || ui->wheel != 0) && !ui->menu_moved;
    ui->menu_pointer = ui->pointer;
    if (!ui->menu_moved) {
        return;
    }
    ui->menu_moved = false;
    float top = row * (float)ui->menu_at;
    if (top < ui->menu_scroll.y) {
        ui->menu_scroll.y = top;
    } else if (top + row > ui->menu_scroll.y + height) {
        ui->menu_scroll.y = top + row - height;
    }
}

void un_ui_menu_draw(un_Ui *ui) {
    // The widget that opened it is gone, or the pointer was pressed elsewhere.
    if (!ui->menu_names || ui->menu_count < 1) {
        close_menu(ui);
        return;
    }
    menu_keys(ui);
    if (!ui->menu) {
        return;
    }
    un_DrawList *list = ui->frame.list;
    float s = ui->frame.scale, row;
    un_Rect rect = menu_rect(ui, &row);
    un_UiLayer below = ui->layer;
    ui->layer = UN_UI_MENU;
    bool inside = ui->has_pointer && un_rect_contains(rect, ui->pointer);
    if (ui->pressed && !inside && ui->press != ui->menu) {
        ui->layer = below;
        close_menu(ui);
        return;
    }
    un_ui_block(ui, rect);
    un_draw_group(list, "ui.menu", un_rect_inset(rect, -8 * s));
    un_shape_panel(list, ui->frame.theme, rect, s);
    un_draw_frame(list, un_rect_inset(rect, s / 2), 10 * s, s, un_ui_color(ui, UN_TOKEN_LINE2));
    un_Rect names = {rect.x + 4 * s, rect.y + 4 * s, rect.w - 8 * s, rect.h - 8 * s};
    ui->menu_scroll.content = row * (float)ui->menu_count;
    listen(ui, row, names.h);
    float top = un_ui_scroll_begin(ui, un_ui_id(ui, "menu/scroll"), names, &ui->menu_scroll);
    for (int i = 0; i < ui->menu_count; i++) {
        menu_item(ui, i, (un_Rect){names.x, top + row * (float)i, names.w, row});
    }
    un_ui_scroll_end(ui, ui->menu_scroll.content);
    un_draw_group_end(list);
    ui->layer = below;
}
