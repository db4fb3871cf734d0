#include "ui/widget.h"

static const float TRACK = 5, KNOB = 9;

bool un_ui_slider(un_Ui *ui, un_UiId id, un_Rect rect, const un_ScrubDef *def, double *value) {
    un_ui_box(ui, id, rect, UN_UI_BOX_FOCUS);
    un_DrawList *list = ui->frame.list;
    double was = *value, range = def->max - def->min;
    float s = ui->frame.scale, left = rect.x + KNOB * s, width = rect.w - 2 * KNOB * s, middle = rect.y + rect.h / 2;
    if (!def->disabled && ui->active == id && (ui->held || ui->released) && width > 0) {
        double at = def->min + range * (double)((ui->pointer.x - left) / width);
        double steps = def->step > 0 ? def->step / 5 : range / 100; // finer than a notch: a hand sees where it is
        at = def->min + steps * (double)(long)((at - def->min) / steps + 0.5);
        *value = at < def->min ? def->min : at > def->max ? def->max : at;
        ui->dragged = true;
    }
    int notches = 0;
    if (!def->disabled && un_ui_has_keys(ui, id)) {
        while (un_ui_take_key(ui, UN_UI_KEY_RIGHT, 0) || un_ui_take_key(ui, UN_UI_KEY_UP, 0))
            notches++;
        while (un_ui_take_key(ui, UN_UI_KEY_LEFT, 0) || un_ui_take_key(ui, UN_UI_KEY_DOWN, 0))
            notches--;
        if (un_ui_take_key(ui, UN_UI_KEY_HOME, 0)) *value = def->min;
        if (un_ui_take_key(ui, UN_UI_KEY_END, 0)) *value = def->max;
    }
    if (!def->disabled && ui->hot == id && ui->wheel != 0 && !ui->scroll) {
        notches += ui->wheel > 0 ? 1 : -1;
        ui->wheel = 0;
    }
    if (notches) *value = un_scrub_step(def, *value, notches, 0);
    double share = range > 0 ? (*value - def->min) / range : 0;
    float x = left + width * (float)(share < 0 ? 0 : share > 1 ? 1 : share);
    float grown = ui->active == id && ui->held ? 2 : 2 * un_ui_hover(ui, id), fade = def->disabled ? 0.38f : 1;
    un_Rect track = {left, middle - TRACK / 2 * s, width, TRACK * s}, filled = {left, track.y, x - left, track.h};
    un_draw_rect(list, track, TRACK / 2 * s, un_ui_color(ui, UN_TOKEN_SUNKEN));
    un_draw_frame(list, track, TRACK / 2 * s, s, un_ui_color(ui, UN_TOKEN_LINE2));
    un_draw_rect(list, filled, TRACK / 2 * s, un_color_fade(un_ui_color(ui, UN_TOKEN_CTL), fade));
    un_draw_disc(list, (un_Point){x, middle}, (KNOB + grown) * s, un_ui_color(ui, UN_TOKEN_SURFACE));
    un_draw_ring(list, (un_Point){x, middle}, (KNOB + grown - 1) * s, 2 * s,
                 un_color_fade(un_ui_color(ui, ui->active == id && ui->held ? UN_TOKEN_INK : UN_TOKEN_CTL), fade));
    un_ui_ring(ui, id, (un_Rect){x - KNOB * s, middle - KNOB * s, 2 * KNOB * s, 2 * KNOB * s}, KNOB * s);
    un_ui_tip(ui, id, rect, def->disabled ? def->disabled : def->tip);
    return *value != was;
}
