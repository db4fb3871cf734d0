#include "ui/field.h"

#include "base/catalog.h"
#include "base/utf8.h"
#include "ui/widget.h"

#include <stdio.h>
#include <string.h>

void un_field_open(un_Ui *ui, un_UiId id, const char *text) {
    ui->field = id;
    snprintf(ui->field_text, sizeof ui->field_text, "%s", text);
    ui->field_text[un_utf8_whole(ui->field_text, strlen(ui->field_text))] = 0;
    ui->field_caret = (int)strlen(ui->field_text);
    ui->field_selected = true;
    ui->field_wrong = false;
    ui->again = true;
}

/// Where the character before or behind this place begins.
static int neighbour(const char *text, int at, int by) {
    int length = (int)strlen(text);
    do
        at += by;
    while (at > 0 && at < length && ((unsigned char)text[at] & 0xC0) == 0x80);
    return at < 0 ? 0 : at > length ? length : at;
}

static void clear(un_Ui *ui) {
    ui->field_text[0] = 0;
    ui->field_caret = 0;
}

static void remove_text(un_Ui *ui, int from, int to) {
    int length = (int)strlen(ui->field_text);
    memmove(ui->field_text + from, ui->field_text + to, (size_t)(length - to + 1));
    ui->field_caret = from;
}

/// Character by character: what is no text, or finds no room, is left out.
static void insert_text(un_Ui *ui, const char *text, bool ascii) {
    size_t left = strlen(text), bytes;
    for (; left > 0; text += bytes, left -= bytes) {
        uint32_t code;
        size_t length = strlen(ui->field_text);
        bytes = un_utf8_decode(text, left, &code);
        if (bytes == 0) return;
        if (code < ' ' || !un_utf8_is_text(code) || (ascii && code > '~') || length + bytes >= UN_UI_FIELD) continue;
        char *at = ui->field_text + ui->field_caret;
        memmove(at + bytes, at, length - (size_t)ui->field_caret + 1);
        memcpy(at, text, bytes);
        ui->field_caret += (int)bytes;
    }
}

int un_field_key(un_Ui *ui, const un_UiEvent *event, bool ascii) {
    int length = (int)strlen(ui->field_text), caret = ui->field_caret;
    bool all = ui->field_selected;
    if (event->kind == UN_UI_TEXT) {
        if (all) clear(ui);
        ui->field_selected = ui->field_wrong = false;
        insert_text(ui, event->text, ascii);
        return 0;
    }
    switch (event->key) {
    case UN_UI_KEY_ENTER:
    case UN_UI_KEY_TAB:
        return 1;
    case UN_UI_KEY_ESCAPE:
        return -1;
    case UN_UI_KEY_BACKSPACE:
        if (all)
            clear(ui);
        else
            remove_text(ui, neighbour(ui->field_text, caret, -1), caret);
        break;
    case UN_UI_KEY_DELETE:
        if (all)
            clear(ui);
        else
            remove_text(ui, caret, neighbour(ui->field_text, caret, 1));
        break;
    case UN_UI_KEY_LEFT:
        ui->field_caret = all ? 0 : neighbour(ui->field_text, caret, -1);
        break;
    case UN_UI_KEY_RIGHT:
        ui->field_caret = all ? length : neighbour(ui->field_text, caret, 1);
        break;
    case UN_UI_KEY_HOME:
        ui->field_caret = 0;
        break;
    case UN_UI_KEY_END:
        ui->field_caret = length;
        break;
    default:
        return 0; // a letter: its text follows
    }
    ui->field_selected = ui->field_wrong = false;
    return 0;
}

void un_field_text(un_Ui *ui, un_Rect rect, float padding, const un_TextStyle *style) {
    un_DrawList *list = ui->frame.list;
    char before[UN_UI_FIELD];
    float s = ui->frame.scale;
    snprintf(before, sizeof before, "%.*s", ui->field_caret, ui->field_text);
    float x = rect.x + padding, width = un_text_width(ui->frame.fonts, style, ui->field_text);
    float cap = un_fonts_cap_height(ui->frame.fonts, style->face) * style->size, middle = rect.y + rect.h / 2;
    if (ui->field_selected && width > 0)
        un_draw_rect(list, (un_Rect){x - s, middle - cap, width + 2 * s, 2 * cap}, 2 * s, un_ui_color(ui, UN_TOKEN_LINE2));
    un_text_draw_in(list, ui->frame.fonts, style, (un_Rect){x, rect.y, width, rect.h}, UN_ALIGN_LEFT, ui->field_text);
    float caret = x + un_text_width(ui->frame.fonts, style, before) + s;
    un_draw_line(list, (un_Point){caret, middle - cap}, (un_Point){caret, middle + cap}, 1.2f * s, style->color);
}

// A text of its own.

void un_ui_field_open(un_Ui *ui, un_UiId id, const char *text) {
    un_field_open(ui, id, text);
    ui->focus = id;
}

/// Keys go into the text until Enter takes it or Esc leaves it.
static int type(un_Ui *ui, un_UiId id, bool (*valid)(const char *text)) {
    for (int i = 0; i < ui->key_count && ui->field == id; i++) {
        un_UiEvent *event = &ui->key[i];
        if (event->kind == UN_UI_LEAVE || (event->kind == UN_UI_KEY && (event->mods & UN_UI_CTRL))) continue;
        int end = un_field_key(ui, event, false);
        event->kind = UN_UI_LEAVE;
        ui->field_wrong = end > 0 ? !valid(ui->field_text) : ui->field_wrong;
        if (end == 0 || (end > 0 && ui->field_wrong)) continue;
        ui->field = 0;
        ui->again = true;
        return end;
    }
    if (ui->field == id && ui->pressed && ui->press != id) { // pressing elsewhere leaves it
        ui->field = 0;
        return -1;
    }
    return 0;
}

int un_ui_field(un_Ui *ui, un_UiId id, un_Rect rect, bool (*valid)(const char *text), const char *wrong) {
    un_DrawList *list = ui->frame.list;
    float s = ui->frame.scale;
    un_ui_box(ui, id, rect, UN_UI_BOX_FOCUS);
    int end = type(ui, id, valid);
    if (end) return end;
    un_TextStyle style = un_ui_style(ui, UN_FACE_MEDIUM, 14, UN_TOKEN_INK);
    if (ui->hot == id) ui->cursor = UN_UI_CURSOR_TEXT;
    un_draw_rect(list, rect, 8 * s, un_ui_color(ui, UN_TOKEN_SURFACE));
    un_draw_frame(list, un_rect_inset(rect, s), 8 * s, 1.5f * s, un_ui_color(ui, ui->field_wrong ? UN_TOKEN_LOSS : UN_TOKEN_INK));
    un_draw_save(list);
    un_draw_clip(list, un_rect_inset(rect, 2 * s));
    un_field_text(ui, rect, 10 * s, &style);
    un_draw_restore(list);
    if (ui->field_wrong) {
        snprintf(ui->tip, sizeof ui->tip, "%s", wrong);
        ui->tip_rect = rect;
    }
    return 0;
}
