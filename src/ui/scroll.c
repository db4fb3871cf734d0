#include "ui/ui.h"

static void clamp(un_UiScroll *scroll, float height) {
    float most = scroll->content - height;
    if (scroll->y > most) {
        scroll->y = most;
    }
    if (scroll->y < 0) {
        scroll->y = 0;
    }
}

float un_ui_scroll_begin(un_Ui *ui, un_UiId id, un_Rect rect, un_UiScroll *scroll) {
    un_ui_box(ui, id, rect, UN_UI_BOX_BACK);
    bool over = ui->has_pointer && ui->hot_layer == ui->layer && un_rect_contains(rect, ui->pointer);
    bool under_menu = ui->menu && ui->layer < UN_UI_MENU;
    if (over && ui->wheel != 0 && !under_menu) {
        scroll->y -= ui->wheel * 48 * ui->frame.scale;
        ui->wheel = 0;
        ui->again = true;
    }
    // A finger on the paper moves the paper.
    if (ui->active == id && ui->touch) {
        scroll->y -= ui->pointer.y - ui->last_drag.y;
        ui->last_drag = ui->pointer;
    }
    bool hears = !ui->field && !under_menu && !(ui->modal && ui->layer < UN_UI_OVERLAY);
    if (hears && un_ui_take_key(ui, UN_UI_KEY_PAGE_DOWN, 0)) {
        scroll->y += rect.h * 0.9f;
    } else if (hears && un_ui_take_key(ui, UN_UI_KEY_PAGE_UP, 0)) {
        scroll->y -= rect.h * 0.9f;
    }
    bool alone = hears && ui->layer >= UN_UI_OVERLAY; // an overlay's paper moves with the arrows, too
    if (alone && un_ui_take_key(ui, UN_UI_KEY_DOWN, 0)) {
        scroll->y += 48 * ui->frame.scale;
    } else if (alone && un_ui_take_key(ui, UN_UI_KEY_UP, 0)) {
        scroll->y -= 48 * ui->frame.scale;
    }
    clamp(scroll, rect.h);
    ui->scroll = scroll;
    ui->scroll_rect = rect;
    un_draw_save(ui->frame.list);
    un_draw_clip(ui->frame.list, rect);
    return rect.y - scroll->y;
}

void un_ui_scroll_end(un_Ui *ui, float height) {
    un_UiScroll *scroll = ui->scroll;
    un_Rect rect = ui->scroll_rect;
    ui->scroll = NULL;
    un_draw_restore(ui->frame.list);
    if (scroll->content != height) {
        scroll->content = height;
        ui->again = true;
    }
    if (height > rect.h) {
        float s = ui->frame.scale, length = rect.h * rect.h / height;
        length = length < 24 * s ? 24 * s : length;
        float y = rect.y + (rect.h - length) * scroll->y / (height - rect.h);
        un_draw_rect(ui->frame.list, (un_Rect){rect.x + rect.w - 5 * s, y, 4 * s, length}, 2 * s,
                     un_ui_color(ui, UN_TOKEN_LINE2));
    }
}
