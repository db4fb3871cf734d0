#include "ui/widget.h"

static const float DISABLED = 0.38f;

static float label_size(const un_ButtonDef *def) {
    return def->size > 0 ? def->size : 14;
}

static un_Face label_face(const un_ButtonDef *def) {
    return def->selected || def->primary ? UN_FACE_SEMIBOLD : UN_FACE_MEDIUM;
}

float un_ui_button_width(const un_Ui *ui, const un_ButtonDef *def) {
    float s = ui->frame.scale, width = 0;
    if (def->label) {
        // Measured semibold: a button does not grow when it is selected.
        un_TextStyle style = un_ui_style(ui, UN_FACE_SEMIBOLD, label_size(def), UN_TOKEN_INK);
        width += un_text_width(ui->frame.fonts, &style, def->label) + 28 * s;
    }
    if (def->has_icon) {
        width += def->label ? 22 * s : 36 * s;
    }
    return width + (def->menu ? 16 * s : 0);
}

// Surface and edge by state; returns the colour of what stands on it.
static un_Color draw_body(un_Ui *ui, un_UiId id, un_Rect rect, const un_ButtonDef *def, bool down) {
    un_DrawList *list = ui->frame.list;
    float s = ui->frame.scale, radius = 8 * s, hover = def->disabled ? 0 : un_ui_hover(ui, id);
    un_Color ink = un_ui_color(ui, UN_TOKEN_INK), sunken = un_ui_color(ui, UN_TOKEN_SUNKEN);
    if (def->primary) {
        un_Color fill = un_ui_mix(ink, un_ui_color(ui, UN_TOKEN_INK2), hover);
        un_draw_rect(list, rect, radius, def->disabled ? un_color_fade(ink, DISABLED) : fill);
        return un_ui_color(ui, UN_TOKEN_ON_INK);
    }
    un_Color surface = un_ui_color(ui, UN_TOKEN_SURFACE);
    bool sinks = down || def->selected;
    if (!def->quiet || hover > 0 || sinks) {
        un_draw_rect(list, rect, radius, sinks ? sunken : un_ui_mix(surface, sunken, hover));
    }
    if (!def->quiet || sinks) {
        un_Color edge = un_ui_mix(un_ui_color(ui, UN_TOKEN_LINE2), un_ui_color(ui, UN_TOKEN_CTL), sinks ? 1 : hover);
        un_draw_frame(list, un_rect_inset(rect, s / 2), radius, s,
                      def->disabled ? un_color_fade(edge, DISABLED) : edge);
    }
    return def->quiet && !def->selected ? un_ui_mix(un_ui_color(ui, UN_TOKEN_INK2), ink, hover) : ink;
}

bool un_ui_button(un_Ui *ui, un_UiId id, un_Rect rect, const un_ButtonDef *def) {
    un_ui_box(ui, id, rect, UN_UI_BOX_FOCUS);
    bool clicked = un_ui_clicked(ui, id) && !def->disabled;
    bool down = ui->active == id && ui->held && ui->hot == id && !def->disabled;
    float s = ui->frame.scale;
    un_Rect body = rect;
    body.y += down ? s : 0;
    un_Color color = draw_body(ui, id, body, def, down);
    if (def->disabled) {
        color = un_color_fade(color, DISABLED);
    }
    float left = body.x, right = body.x + body.w, middle = body.y + body.h / 2;
    if (def->menu) {
        un_icon_draw(ui->frame.list, UN_ICON_DOWN, (un_Point){right - 15 * s, middle}, 14 * s, color);
        right -= 16 * s;
    }
    if (def->has_icon && !def->label) {
        un_icon_draw(ui->frame.list, def->icon, (un_Point){(left + right) / 2, middle}, (def->size > 0 ? def->size : 18) * s, color);
    } else if (def->has_icon) {
        un_icon_draw(ui->frame.list, def->icon, (un_Point){left + 20 * s, middle}, 16 * s, color);
        left += 22 * s;
    }
    if (def->label) {
        un_TextStyle style = un_ui_style(ui, label_face(def), label_size(def), UN_TOKEN_INK);
        style.color = color;
        un_Rect place = {def->menu ? left + 12 * s : left, body.y, right - left, body.h};
        un_text_draw_in(ui->frame.list, ui->frame.fonts, &style, place, def->menu ? UN_ALIGN_LEFT : UN_ALIGN_CENTRE,
                        def->label);
    }
    un_ui_ring(ui, id, body, 8 * s);
    un_ui_tip(ui, id, rect, def->disabled ? def->disabled : def->tip);
    return clicked;
}

bool un_ui_switch(un_Ui *ui, un_UiId id, un_Rect rect, bool *value, const char *tip) {
    float s = ui->frame.scale;
    un_DrawList *list = ui->frame.list;
    un_Rect track = {rect.x, rect.y + rect.h / 2 - 11 * s, 40 * s, 22 * s};
    un_ui_box(ui, id, track, UN_UI_BOX_FOCUS);
    bool clicked = un_ui_clicked(ui, id);
    if (clicked) {
        *value = !*value;
    }
    bool down = ui->active == id && ui->held;
    // The knob grows by a point when it is meant.
    float hover = un_ui_hover(ui, id), knob = (down ? 8.5f : 8 + hover * 0.5f) * s;
    un_draw_rect(list, track, 11 * s, un_ui_color(ui, *value ? UN_TOKEN_INK : UN_TOKEN_CTL));
    un_draw_disc(list, (un_Point){track.x + (*value ? 29 : 11) * s, track.y + 11 * s}, knob,
                 un_ui_color(ui, UN_TOKEN_SURFACE));
    un_ui_ring(ui, id, track, 11 * s);
    un_ui_tip(ui, id, track, tip);
    return clicked;
}
