#include "ui/ui.h"

#include "ui/widget.h"

#include <stdio.h>
#include <string.h>

enum { HASH_START = 0x811c9dc5, HASH_PRIME = 0x01000193 };
static const double TIP_DELAY = 0.08, HOVER_FADE = 0.08;

void un_ui_init(un_Ui *ui) {
    memset(ui, 0, sizeof *ui);
    ui->menu_choice = -1;
}

// FNV-1a 32 over the path, so that "lane1/lr" has one id whether it was pushed in parts or not.
static un_UiId hash_name(un_UiId hash, const char *name) {
    for (; *name; name++) {
        hash = (hash ^ (unsigned char)*name) * (un_UiId)HASH_PRIME;
    }
    return hash;
}

un_UiId un_ui_id(const un_Ui *ui, const char *name) {
    un_UiId hash = ui->depth > 0 ? hash_name(ui->path[ui->depth - 1], "/") : (un_UiId)HASH_START;
    hash = hash_name(hash, name);
    return hash ? hash : 1;
}

void un_ui_push(un_Ui *ui, const char *name) {
    un_UiId id = un_ui_id(ui, name);
    if (ui->depth < UN_UI_DEPTH) {
        ui->path[ui->depth++] = id;
    }
}

void un_ui_pop(un_Ui *ui) {
    if (ui->depth > 0) {
        ui->depth--;
    }
}

bool un_ui_find(const un_Ui *ui, const char *path, un_Rect *rect) {
    un_UiId id = hash_name((un_UiId)HASH_START, path);
    for (int i = 0; i < ui->box_count; i++) {
        if (ui->box[i].id == id && ui->box[i].rect.w > 0 && ui->box[i].rect.h > 0) {
            *rect = ui->box[i].rect;
            return true;
        }
    }
    return false;
}

void un_ui_layer(un_Ui *ui, un_UiLayer layer) {
    ui->layer = layer;
}

bool un_ui_is_typing(const un_Ui *ui) {
    return ui->field != 0;
}

bool un_ui_wants_frame(const un_Ui *ui) {
    return ui->again || ui->queue_count > 0;
}

bool un_ui_has_keys(const un_Ui *ui, un_UiId id) {
    return ui->focus == id && ui->focus_visible && !ui->menu && !(ui->modal && ui->layer < UN_UI_OVERLAY);
}

bool un_ui_tapped(const un_Ui *ui, un_UiId id) {
    float dx = ui->pointer.x - ui->last_drag.x, dy = ui->pointer.y - ui->last_drag.y;
    float most = (ui->touch ? 14.0f : 6.0f) * ui->frame.scale;
    return ui->released && ui->active == id && ui->release_over == id && !ui->dragged && dx * dx + dy * dy <= most * most;
}

bool un_ui_clicked(un_Ui *ui, un_UiId id) {
    if (ui->released && ui->active == id && ui->release_over == id && !ui->dragged) {
        return true;
    }
    if (un_ui_has_keys(ui, id) && ui->field != id) {
        return un_ui_take_key(ui, UN_UI_KEY_SPACE, 0) || un_ui_take_key(ui, UN_UI_KEY_ENTER, 0);
    }
    return false;
}

float un_ui_hover(un_Ui *ui, un_UiId id) {
    if (ui->hot != id || (ui->active && ui->active != id) || ui->touch) {
        return 0;
    }
    double t = (ui->frame.now - ui->hot_since) / HOVER_FADE;
    if (t < 1) {
        ui->again = true;
    }
    // Ease out: most of the change comes at once.
    return t >= 1 ? 1 : (float)(1 - (1 - t) * (1 - t));
}

void un_ui_tip(un_Ui *ui, un_UiId id, un_Rect rect, const char *text) {
    bool by_keyboard = un_ui_has_keys(ui, id);
    if (!text || !*text || ui->held || ui->menu || (!by_keyboard && (ui->hot != id || ui->touch))) {
        return;
    }
    if (!by_keyboard && ui->frame.now - ui->hot_since < TIP_DELAY) {
        ui->again = true;
        return;
    }
    if (by_keyboard && ui->hot && ui->hot != id) {
        return;
    }
    snprintf(ui->tip, sizeof ui->tip, "%s", text);
    ui->tip_rect = rect;
}

void un_ui_ring(un_Ui *ui, un_UiId id, un_Rect rect, float radius) {
    if (!un_ui_has_keys(ui, id)) {
        return;
    }
    float scale = ui->frame.scale, away = 2 * scale, width = 2.5f * scale;
    un_Rect ring = un_rect_inset(rect, -(away + width / 2));
    un_draw_frame(ui->frame.list, ring, radius + away + width / 2, width, un_ui_color(ui, UN_TOKEN_FOCUS));
}

un_Color un_ui_color(const un_Ui *ui, un_Token token) {
    return un_theme_color(ui->frame.theme, token);
}

un_TextStyle un_ui_style(const un_Ui *ui, un_Face face, float size, un_Token token) {
    return (un_TextStyle){face, size * ui->frame.scale, un_ui_color(ui, token), true};
}

static uint8_t mix_channel(uint8_t a, uint8_t b, float t) {
    return (uint8_t)((float)a + ((float)b - (float)a) * t + 0.5f);
}

un_Color un_ui_mix(un_Color a, un_Color b, float t) {
    return (un_Color){mix_channel(a.r, b.r, t), mix_channel(a.g, b.g, t), mix_channel(a.b, b.b, t),
                      mix_channel(a.a, b.a, t)};
}

static void draw_tip(un_Ui *ui) {
    if (!ui->tip[0]) {
        return;
    }
    const un_UiFrame *frame = &ui->frame;
    float s = frame->scale, pad = 8 * s, most = 320 * s, leading = 18 * s;
    un_TextStyle style = un_ui_style(ui, UN_FACE_REGULAR, 13, UN_TOKEN_INK);
    float width = un_text_width(frame->fonts, &style, ui->tip) + 1;
    width = width > most ? most : width;
    float height = un_text_draw_wrapped(NULL, frame->fonts, &style, (un_Point){0, 0}, width, leading, ui->tip);
    un_Rect box = {ui->tip_rect.x + ui->tip_rect.w / 2 - width / 2 - pad, ui->tip_rect.y + ui->tip_rect.h + 8 * s,
                   width + 2 * pad, height + 2 * pad - 4 * s};
    float right = frame->window.x + frame->window.w - 4 * s;
    if (box.x + box.w > right) {
        box.x = right - box.w;
    }
    if (box.x < frame->window.x + 4 * s) {
        box.x = frame->window.x + 4 * s;
    }
    if (box.y + box.h > frame->window.y + frame->window.h) {
        box.y = ui->tip_rect.y - 8 * s - box.h;
    }
    un_draw_group(frame->list, "ui.tip", un_rect_inset(box, -2 * s));
    un_draw_rect(frame->list, box, 6 * s, un_ui_color(ui, UN_TOKEN_SURFACE));
    un_draw_frame(frame->list, box, 6 * s, s, un_ui_color(ui, UN_TOKEN_CTL));
    un_text_draw_wrapped(frame->list, frame->fonts, &style, (un_Point){box.x + pad, box.y + pad + 11 * s}, width,
                         leading, ui->tip);
    un_draw_group_end(frame->list);
}

// Tab: the next box of this frame's order that may have the focus.
static void move_focus(un_Ui *ui, int direction) {
    int at = -1, count = 0;
    static const unsigned stop = UN_UI_BOX_FOCUS;
    int order[UN_UI_BOXES];
    for (int i = 0; i < ui->box_count; i++) {
        const un_UiBox *box = &ui->box[i];
        if (!(box->flags & stop) || (ui->modal && box->layer < UN_UI_OVERLAY)) {
            continue;
        }
        if (box->id == ui->focus) {
            at = count;
        }
        order[count++] = i;
    }
    if (count == 0) {
        return;
    }
    if (at < 0) {
        at = direction > 0 ? 0 : count - 1;
    } else {
        at = (at + direction + count) % count;
    }
    ui->focus = ui->box[order[at]].id;
    ui->focus_visible = true;
    ui->focus_moved = true;
    ui->again = true;
}

static bool box_is_there(const un_Ui *ui, un_UiId id) {
    for (int i = 0; i < ui->box_count; i++) {
        if (ui->box[i].id == id) {
            return true;
        }
    }
    return false;
}

void un_ui_end(un_Ui *ui) {
    ui->focus_moved = false;
    if (ui->menu) {
        un_ui_menu_draw(ui);
    }
    ui->modal = false;
    for (int i = 0; i < ui->box_count; i++) {
        ui->modal = ui->modal || ui->box[i].layer == UN_UI_OVERLAY;
    }
    if (un_ui_take_key(ui, UN_UI_KEY_TAB, 0)) {
        move_focus(ui, 1);
    } else if (un_ui_take_key(ui, UN_UI_KEY_TAB, UN_UI_SHIFT)) {
        move_focus(ui, -1);
    }
    if (ui->focus && !box_is_there(ui, ui->focus)) {
        ui->focus = 0;
    }
    if (ui->field && !box_is_there(ui, ui->field)) {
        ui->field = 0;
    }
    draw_tip(ui);
    if (ui->released) {
        ui->active = 0;
        ui->dragged = false;
    }
    // What was pressed, opened or moved shows its effect in the next frame.
    ui->again = ui->again || ui->pressed || ui->released;
}
