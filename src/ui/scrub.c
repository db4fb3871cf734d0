#include "base/catalog.h"
#include "base/number.h"
#include "ui/field.h"
#include "ui/widget.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float NOTCH = 4;

static double clamp(const un_ScrubDef *def, double value) {
    if (value < def->min || (def->above_min && value <= def->min)) {
        value = def->above_min ? def->smallest : def->min;
    }
    return value > def->max ? def->max : value;
}

// Rounds to `digits` significant digits.
static double round_digits(double value, int digits) {
    char text[32];
    snprintf(text, sizeof text, "%.*e", digits - 1, value);
    un_number_parse_real(text, &value);
    return value;
}

// Notches of a logarithmic number. They are values that people write down; with Alt ten times finer.
static double step_logarithmic(const un_ScrubDef *def, double value, int notches, unsigned mods) {
    static const double mantissa[] = {1, 1.5, 2, 3, 5, 7};
    enum { PER_DECADE = 6 };
    bool up = notches > 0;
    for (int n = up ? notches : -notches; n > 0; n--) {
        if (value <= 0) {
            value = up ? def->smallest : 0;
            continue;
        }
        double decade = pow(10, floor(log10(value) + 1e-12)), m = value / decade;
        if (mods & UN_UI_SHIFT) {
            value = up ? value * 10 : value / 10;
        } else if (mods & UN_UI_ALT) {
            value *= pow(10, (up ? 1.0 : -1.0) / (10 * PER_DECADE));
        } else if (up) {
            int i = 0;
            while (i < PER_DECADE && mantissa[i] <= m * (1 + 1e-9)) {
                i++;
            }
            value = i < PER_DECADE ? mantissa[i] * decade : 10 * decade;
        } else {
            int i = PER_DECADE - 1;
            while (i >= 0 && mantissa[i] >= m * (1 - 1e-9)) {
                i--;
            }
            value = i >= 0 ? mantissa[i] * decade : mantissa[PER_DECADE - 1] * decade / 10;
        }
        value = round_digits(value, 3);
        if (value < def->smallest * (1 - 1e-9)) {
            value = def->above_min || def->min > 0 ? def->smallest : 0;
        }
    }
    return value;
}

double un_scrub_step(const un_ScrubDef *def, double value, int notches, unsigned mods) {
    if (notches == 0) {
        return value;
    }
    if (def->logarithmic) {
        value = step_logarithmic(def, value, notches, mods);
    } else {
        double step = def->step > 0 ? def->step : 1;
        step *= mods & UN_UI_SHIFT ? 10 : mods & UN_UI_ALT && !def->integer ? 0.1 : 1;
        // From 7 in steps of 10 one goes to 10, not to 17: notches lie on a grid.
        double grid = floor(value / step + (notches > 0 ? 1e-9 : 1 - 1e-9));
        value = (grid + notches) * step;
        value = def->integer ? value : round_digits(value, 9);
    }
    return clamp(def, def->integer ? floor(value + 0.5) : value);
}

bool un_scrub_parse(const un_ScrubDef *def, const char *text, double *value) {
    char plain[UN_UI_FIELD];
    size_t used = 0;
    for (const char *at = text; *at;) {
        uint32_t code = un_utf8_next(&at);
        if (code == ' ' || (code == ',' && def->integer)) {
            continue; // "2,000"
        }
        code = code == 0x2212 ? '-' : code == ',' ? '.' : code;
        if (code > 126 || used + 1 >= sizeof plain) {
            return false;
        }
        plain[used++] = (char)code;
    }
    plain[used] = 0;
    double number;
    if (!un_number_parse_real(plain, &number) || (def->integer && number != floor(number))) {
        return false;
    }
    if (number < def->min || number > def->max || (def->above_min && number <= def->min)) {
        return false;
    }
    *value = number;
    return true;
}

static void plain_text(const un_ScrubDef *def, double value, char *out, size_t size) {
    snprintf(out, size, def->integer ? "%.0f" : "%.4g", value);
}

const char *un_scrub_text(const un_ScrubDef *def, double value, char *out, size_t size) {
    char plain[UN_UI_FIELD];
    if (def->integer && fabs(value) < 1e15) {
        return un_number_count((int64_t)value, out, size);
    }
    plain_text(def, value, plain, sizeof plain);
    if (strchr(plain, 'e')) {
        return un_number_full(value, 4, out, size);
    }
    snprintf(out, size, "%s%s", plain[0] == '-' ? "\xe2\x88\x92" : "", plain + (plain[0] == '-'));
    return out;
}

static un_TextStyle scrub_style(const un_Ui *ui, const un_ScrubDef *def) {
    return un_ui_style(ui, def->face ? def->face : UN_FACE_SEMIBOLD, def->size > 0 ? def->size : 15, UN_TOKEN_INK);
}

static float padding(const un_Ui *ui, const un_ScrubDef *def) {
    return (def->arrows ? 16 : 4) * ui->frame.scale;
}

static const char *shown_text(const un_Ui *ui, un_UiId id, const un_ScrubDef *def, double value, char *out,
                              size_t size) {
    return ui->field == id ? ui->field_text : un_scrub_text(def, value, out, size);
}

float un_ui_scrub_width(const un_Ui *ui, un_UiId id, const un_ScrubDef *def, double value) {
    char text[48];
    un_TextStyle style = scrub_style(ui, def);
    float width = un_text_width(ui->frame.fonts, &style, shown_text(ui, id, def, value, text, sizeof text));
    float least = (ui->field == id ? 24 : 8) * ui->frame.scale;
    return (width < least ? least : width) + 2 * padding(ui, def);
}

static void open_field(un_Ui *ui, un_UiId id, const un_ScrubDef *def, double value) {
    char text[UN_UI_FIELD];
    plain_text(def, value, text, sizeof text);
    un_field_open(ui, id, text);
}

static bool commit(un_Ui *ui, const un_ScrubDef *def, double *value) {
    double typed = *value;
    if (!un_scrub_parse(def, ui->field_text, &typed)) {
        ui->field_wrong = true;
        return false;
    }
    bool changed = typed != *value;
    *value = typed;
    ui->field = 0;
    ui->again = true;
    return changed;
}

static bool type_in_field(un_Ui *ui, un_UiId id, const un_ScrubDef *def, double *value) {
    for (int i = 0; i < ui->key_count && ui->field == id; i++) {
        un_UiEvent *event = &ui->key[i];
        if (event->kind == UN_UI_LEAVE || (event->kind == UN_UI_KEY && (event->mods & UN_UI_CTRL))) {
            continue;
        }
        bool tab = event->kind == UN_UI_KEY && event->key == UN_UI_KEY_TAB;
        int end = un_field_key(ui, event, true);
        bool changed = end > 0 && commit(ui, def, value);
        if (!tab || ui->field == id) {
            event->kind = UN_UI_LEAVE; // Tab goes on to the next widget, but not away from a wrong value
        }
        if (changed) {
            return true;
        }
        if (end < 0) {
            ui->field = 0;
            ui->again = true;
        }
    }
    // Pressing elsewhere takes what was typed if it is a value, else leaves the old one.
    if (ui->field == id && ui->pressed && ui->press != id) {
        bool changed = commit(ui, def, value);
        ui->field = 0;
        return changed;
    }
    return false;
}

static double drag(un_Ui *ui, un_UiId id, const un_ScrubDef *def, double value) {
    float notch = NOTCH * ui->frame.scale;
    // A whole number cannot move by a tenth: there Alt asks for ten times the way.
    if (def->integer && (ui->mods & UN_UI_ALT)) {
        notch *= 10;
    }
    int notches = ui->active == id ? (int)((ui->pointer.x - ui->last_drag.x) / notch) : 0;
    if (notches != 0) {
        ui->last_drag.x += (float)notches * notch;
        ui->dragged = true;
        ui->field = 0;
    }
    return un_scrub_step(def, value, notches, ui->mods);
}

static int key_notches(un_Ui *ui, unsigned mods) {
    if (un_ui_take_key(ui, UN_UI_KEY_UP, mods) || un_ui_take_key(ui, UN_UI_KEY_RIGHT, mods)) {
        return 1;
    }
    return un_ui_take_key(ui, UN_UI_KEY_DOWN, mods) || un_ui_take_key(ui, UN_UI_KEY_LEFT, mods) ? -1 : 0;
}

// All ways to change it but typing.
static double turn(un_Ui *ui, un_UiId id, const un_ScrubDef *def, double value) {
    value = drag(ui, id, def, value);
    bool keys = un_ui_has_keys(ui, id);
    if (keys) {
        static const unsigned mods[] = {0, UN_UI_SHIFT, UN_UI_ALT};
        for (int i = 0; i < 3; i++) {
            for (int n; (n = key_notches(ui, mods[i])) != 0;) {
                value = un_scrub_step(def, value, n, mods[i]);
            }
        }
    }
    // In a scrolling panel the wheel scrolls, unless the number was chosen first.
    bool wheel = ui->wheel != 0 && (keys || ui->focus == id || !ui->scroll);
    if (wheel && ui->hot == id) {
        value = un_scrub_step(def, value, ui->wheel > 0 ? (int)ceilf(ui->wheel) : (int)floorf(ui->wheel), ui->mods);
        ui->wheel = 0;
    }
    return value;
}

static void draw_field(un_Ui *ui, un_Rect rect, const un_TextStyle *style, const un_ScrubDef *def) {
    un_DrawList *list = ui->frame.list;
    float s = ui->frame.scale;
    un_draw_rect(list, rect, 4 * s, un_ui_color(ui, UN_TOKEN_SURFACE));
    un_draw_frame(list, rect, 4 * s, 1.5f * s, un_ui_color(ui, ui->field_wrong ? UN_TOKEN_LOSS : UN_TOKEN_INK));
    un_field_text(ui, rect, padding(ui, def), style);
    if (ui->field_wrong) {
        char low[48], high[48];
        un_scrub_text(def, def->min, low, sizeof low);
        un_scrub_text(def, def->max, high, sizeof high);
        snprintf(ui->tip, sizeof ui->tip, def->above_min ? _("valid: above %s, up to %s") : _("valid: %s to %s"), low,
                 high);
        ui->tip_rect = rect;
    }
}

static void draw_arrows(const un_Ui *ui, un_Rect rect) {
    float s = ui->frame.scale, middle = rect.y + rect.h / 2;
    un_Color color = un_ui_color(ui, UN_TOKEN_INK2);
    un_icon_draw(ui->frame.list, UN_ICON_LEFT, (un_Point){rect.x + 8 * s, middle}, 10 * s, color);
    un_icon_draw(ui->frame.list, UN_ICON_RIGHT, (un_Point){rect.x + rect.w - 8 * s, middle}, 10 * s, color);
}

static void draw_number(un_Ui *ui, un_UiId id, un_Rect rect, const un_ScrubDef *def, const un_TextStyle *style,
                        const char *text) {
    un_DrawList *list = ui->frame.list;
    float s = ui->frame.scale, pad = padding(ui, def);
    bool down = ui->active == id && ui->held;
    float hover = down ? 1 : def->disabled ? 0 : un_ui_hover(ui, id);
    if (hover > 0) {
        un_draw_rect(list, rect, 6 * s,
                     un_ui_mix(un_ui_color(ui, UN_TOKEN_SURFACE), un_ui_color(ui, UN_TOKEN_SUNKEN), hover));
    }
    if (hover > 0 && def->arrows) {
        draw_arrows(ui, rect);
    }
    un_text_draw_in(list, ui->frame.fonts, style, rect, UN_ALIGN_CENTRE, text);
    if (!def->disabled) {
        float y = rect.y + rect.h / 2 + style->size * 0.62f;
        un_Point line[2] = {{rect.x + pad, y}, {rect.x + rect.w - pad, y}};
        un_draw_polyline(list, line, 2, 1.5f * s, down ? 0 : 2 * s, 2 * s,
                         un_ui_color(ui, down ? UN_TOKEN_INK : UN_TOKEN_CTL));
    }
}

bool un_ui_scrub(un_Ui *ui, un_UiId id, un_Rect rect, const un_ScrubDef *def, double *value) {
    un_ui_box(ui, id, rect, UN_UI_BOX_FOCUS);
    double was = *value;
    bool typed = false;
    if (def->disabled) {
        ui->field = ui->field == id ? 0 : ui->field;
    } else if (ui->field == id) {
        typed = type_in_field(ui, id, def, value);
    } else if (un_ui_clicked(ui, id)) {
        open_field(ui, id, def, *value);
    } else if (un_ui_has_keys(ui, id) && ui->key_count > 0 && ui->key[0].kind == UN_UI_TEXT &&
               ui->key[0].text[0] && strchr("0123456789.-", ui->key[0].text[0])) {
        // Typing a digit on a focused number starts a new one.
        open_field(ui, id, def, *value);
        typed = type_in_field(ui, id, def, value);
    } else if (!ui->menu) {
        *value = turn(ui, id, def, *value);
    }
    char text[48];
    un_TextStyle style = scrub_style(ui, def);
    if (def->disabled) {
        style.color = un_color_fade(style.color, 0.38f);
    }
    if (ui->field == id) {
        ui->cursor = ui->hot == id ? UN_UI_CURSOR_TEXT : ui->cursor;
        draw_field(ui, rect, &style, def);
    } else {
        if ((ui->hot == id || ui->active == id) && !def->disabled) {
            ui->cursor = UN_UI_CURSOR_SCRUB;
        }
        draw_number(ui, id, rect, def, &style, un_scrub_text(def, *value, text, sizeof text));
        un_ui_tip(ui, id, rect, def->disabled ? def->disabled : def->tip);
    }
    un_ui_ring(ui, id, rect, 6 * ui->frame.scale);
    return typed || *value != was;
}
