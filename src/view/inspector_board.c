#include "base/catalog.h"
#include "base/number.h"
#include "canvas/math.h"
#include "view/inspector_parts.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/// On a low board the texts over the conveyor need more than their share of the height.
static float headroom(const un_Inspector *in) {
    float s = in->context->scale;
    return un_ink_clamp((170 * s - in->layout->diagram.h) * 0.16f, 0, 12 * s);
}

/// The board's points against the list's, vertically.
static float stretch(const un_Inspector *in) {
    return (in->layout->diagram.h - headroom(in)) / UN_BOARD_HEIGHT;
}

un_Point un_inspector_at(const un_Inspector *in, float x, float y) {
    un_Rect board = in->layout->diagram;
    float u = x / UN_BOARD_WIDTH;
    return (un_Point){board.x + board.w * (in->direction ? 1 - u : u), board.y + headroom(in) + stretch(in) * y};
}

float un_inspector_zoom(const un_Inspector *in) {
    un_Rect board = in->layout->diagram;
    float s = in->context->scale;
    return un_ink_clamp(fminf(board.w / (UN_BOARD_WIDTH * s), board.h / (UN_BOARD_HEIGHT * s)), 0.7f, 2);
}

float un_inspector_under(const un_Inspector *in, float y) {
    return y + (0.82f * fmaxf(un_inspector_size(in), 12) + 3) * in->context->scale / stretch(in);
}

float un_inspector_size(const un_Inspector *in) {
    return un_ink_clamp(14 * in->zoom, 12, 20);
}

const char *un_inspector_earlier(const un_Inspector *in) {
    return in->direction ? "t+1" : "t-1";
}

/// Of a name with subscripts, which are .7 of it.
static float name_size(const un_Inspector *in) {
    return fmaxf(un_inspector_size(in), 14);
}

static float unit(const un_Inspector *in) {
    return in->context->scale * in->zoom;
}

un_InspectorPart un_inspector_part(const un_Inspector *in, double value, int step, const char *name, ...) {
    (void)in;
    un_InspectorPart part = {.gate = -1, .block = -1, .value = value, .step = step};
    va_list arguments;
    va_start(arguments, name);
    vsnprintf(part.name, sizeof part.name, name, arguments);
    va_end(arguments);
    return part;
}

un_InspectorPart un_inspector_gate_part(const un_Inspector *in, int gate) {
    un_InspectorPart part =
        un_inspector_part(in, un_inspector_gate(in, gate), in->step, "%s", gate < 0 ? "" : in->track->gate[gate].name);
    part.gate = gate;
    part.block = un_inspector_block_index(in, part.name);
    return part;
}

static void add_part(const un_Inspector *in, un_InspectorPart part, un_Rect rect) {
    if (in->layout->part_count == UN_INSPECTOR_PARTS) return;
    part.rect = rect;
    in->layout->part[in->layout->part_count++] = part;
}

static float thickness(const un_Inspector *in, double value) {
    float share = isfinite(value) ? (float)fmin(fabs(value), 1) : 0;
    return (1.3f + 3.2f * share) * fminf(unit(in), 1.6f * in->context->scale);
}

static void take(const un_Inspector *in, un_Rect rect) {
    enum { ROOM = sizeof in->taken->rect / sizeof *in->taken->rect };
    if (in->taken->count < ROOM) in->taken->rect[in->taken->count++] = rect;
}

/// Takes a text's place on the board; false: something stands there, or it is off the board.
static bool find_room(const un_Inspector *in, un_Rect rect) {
    un_Rect board = in->layout->diagram;
    float slack = 1.5f * in->context->scale;
    if (rect.y < board.y || rect.y + rect.h > board.y + board.h || rect.x < board.x ||
        rect.x + rect.w > board.x + board.w)
        return false;
    for (int i = 0; i < in->taken->count; i++) {
        un_Rect other = in->taken->rect[i];
        float w = fminf(rect.x + rect.w, other.x + other.w) - fmaxf(rect.x, other.x);
        float h = fminf(rect.y + rect.h, other.y + other.h) - fmaxf(rect.y, other.y);
        if (w > slack && h > slack) return false;
    }
    take(in, rect);
    return true;
}

void un_inspector_wire(const un_Inspector *in, const float (*corner)[2], int count, un_Token token, double value) {
    un_Point point[8];
    if (!in->list || count > 8) return;
    for (int i = 0; i < count; i++)
        point[i] = un_inspector_at(in, corner[i][0], corner[i][1]);
    un_draw_polyline(in->list, point, (size_t)count, thickness(in, value), 0, 0, un_ink_color(in->context, token));
}

void un_inspector_tip(const un_Inspector *in, float x, float y, bool back, un_Token token) {
    if (!in->list) return;
    bool left = back != (in->direction == 1);
    un_ink_arrow(in->list, un_inspector_at(in, x, y), left ? 0 : 1, 11 * unit(in), un_ink_color(in->context, token));
}

void un_inspector_node(const un_Inspector *in, float x, float y, char sign) {
    if (!in->list) return;
    un_Point at = un_inspector_at(in, x, y);
    float u = unit(in), r = 9.5f * u, arm = 4 * u;
    un_Color ink = un_ink_color(in->context, UN_TOKEN_INK);
    un_draw_disc(in->list, at, r, un_ink_color(in->context, UN_TOKEN_SURFACE));
    un_draw_ring(in->list, at, r, 1.6f * u, ink);
    if (sign == '*') {
        un_ink_cross(in->list, at, 6.4f * u, 1.6f * u, ink);
        return;
    }
    un_draw_line(in->list, (un_Point){at.x - arm, at.y}, (un_Point){at.x + arm, at.y}, 1.6f * u, ink);
    un_draw_line(in->list, (un_Point){at.x, at.y - arm}, (un_Point){at.x, at.y + arm}, 1.6f * u, ink);
}

/// A box around a place of the board: as wide as there, as high as its text asks.
static un_Rect box_at(const un_Inspector *in, float x, float y, float width, float height) {
    un_Point at = un_inspector_at(in, x, y);
    float w = width / UN_BOARD_WIDTH * in->layout->diagram.w, h = height * unit(in);
    return un_ink_snap_rect((un_Rect){at.x - w / 2, at.y - h / 2, w, h});
}

void un_inspector_pill(const un_Inspector *in, float x, float y, float width, const char *word) {
    float s = in->context->scale, size = name_size(in);
    un_TextStyle style = un_ink_style(in->context, UN_FACE_REGULAR, size, UN_TOKEN_INK);
    float text = un_math_draw(NULL, in->context->fonts, &style, (un_Point){0, 0}, word);
    un_Rect box = box_at(in, x, y, width, 26);
    if (box.w < text + 12 * s) box.x -= (text + 12 * s - box.w) / 2, box.w = text + 12 * s;
    if (box.h < 1.5f * size * s) box.y -= (1.5f * size * s - box.h) / 2, box.h = 1.5f * size * s;
    take(in, box);
    if (!in->list) return;
    un_draw_rect(in->list, box, box.h / 2, un_ink_color(in->context, UN_TOKEN_SURFACE));
    un_draw_frame(in->list, box, box.h / 2, 1.4f * unit(in), un_ink_color(in->context, UN_TOKEN_INK));
    un_Point at = {box.x + (box.w - text) / 2, box.y + box.h / 2 + 0.36f * size * s};
    un_math_draw(in->list, in->context->fonts, &style, at, word);
}

const char *un_inspector_fit(const un_Inspector *in, const un_TextStyle *style, double value, float width, int least,
                             char *out, size_t size) {
    if (isnan(value)) {
        snprintf(out, size, "…");
        return out;
    }
    for (int digits = 3; digits >= least; digits--) {
        un_number_round(value, digits, out, size);
        if (un_text_width(in->context->fonts, style, out) <= width) break;
    }
    return out;
}

/// The gauge's name and its number: beside one another, or the name above where the box is narrow.
static void gauge_text(const un_Inspector *in, un_Rect box, un_Token token, const un_InspectorPart *part) {
    float s = in->context->scale, size = un_inspector_size(in), gap = 6 * s;
    const un_Fonts *fonts = in->context->fonts;
    un_TextStyle name = un_ink_style(in->context, UN_FACE_REGULAR, size, token);
    un_TextStyle number = un_ink_style(in->context, UN_FACE_MEDIUM, size, UN_TOKEN_INK);
    char text[48];
    float letter = un_math_draw(NULL, fonts, &name, (un_Point){0, 0}, part->name);
    float room = box.w - 8 * s - letter - gap;
    un_inspector_fit(in, &number, part->value, room, 2, text, sizeof text);
    bool stacked = box.h >= 2.3f * size * s && un_text_width(fonts, &number, text) > room;
    un_inspector_fit(in, &number, part->value, stacked ? box.w - 8 * s : room, 1, text, sizeof text);
    float wide = un_text_width(fonts, &number, text), middle = box.y + box.h / 2 + 0.36f * size * s;
    if (stacked) {
        un_math_draw(in->list, fonts, &name, (un_Point){box.x + (box.w - letter) / 2, middle - 0.58f * size * s},
                     part->name);
        un_text_draw(in->list, fonts, &number, (un_Point){box.x + box.w / 2, middle + 0.58f * size * s},
                     UN_ALIGN_CENTRE, text);
        return;
    }
    float x = box.x + (box.w - letter - gap - wide) / 2;
    un_math_draw(in->list, fonts, &name, (un_Point){x, middle}, part->name);
    un_text_draw(in->list, fonts, &number, (un_Point){x + letter + gap, middle}, UN_ALIGN_LEFT, text);
}

void un_inspector_gauge(const un_Inspector *in, float x, float y, float width, un_Token token, un_InspectorPart part) {
    float s = in->context->scale, size = un_inspector_size(in);
    un_Rect box = box_at(in, x, y, width, 34);
    bool narrow = box.w < 5.6f * size * s;
    float least = (narrow ? 2.5f : 1.7f) * size * s;
    if (box.h < least) box.y = un_ink_snap(box.y - (least - box.h) / 2), box.h = un_ink_snap(least);
    add_part(in, part, box);
    take(in, box);
    if (!in->list) return;
    un_Color color = un_ink_color(in->context, token);
    float radius = 6 * s, share = isfinite(part.value) ? (float)fmin(fabs(part.value), 1) : 0;
    un_draw_rect(in->list, box, radius, un_ink_color(in->context, UN_TOKEN_SURFACE));
    un_draw_save(in->list);
    un_draw_clip(in->list, (un_Rect){box.x, box.y + box.h * (1 - share), box.w, box.h * share});
    un_draw_rect(in->list, box, radius, un_color_fade(color, in->context->theme == UN_THEME_DARK ? 0.28f : 0.18f));
    un_draw_restore(in->list);
    un_draw_frame(in->list, box, radius, 1.8f * fminf(unit(in), 1.4f * s), color);
    gauge_text(in, box, token, &part);
    double value;
    bool training;
    if (un_inspector_held(in, part.gate, &value, &training)) { // a double frame: nothing moves it
        un_draw_frame(in->list, un_rect_inset(box, -4 * s), radius + 3 * s, 1.4f * s, color);
    }
}

/// room: of the number, in the board's points.
static void label(const un_Inspector *in, float x, float y, un_Align align, float room, bool named,
                  un_InspectorPart part) {
    float s = in->context->scale, size = un_inspector_size(in);
    const un_Fonts *fonts = in->context->fonts;
    un_Token token = part.backward ? UN_TOKEN_BACKWARD : UN_TOKEN_INK;
    un_TextStyle name =
        un_ink_style(in->context, UN_FACE_REGULAR, name_size(in), part.backward ? token : UN_TOKEN_INK2);
    un_TextStyle number = un_ink_style(in->context, UN_FACE_SEMIBOLD, size, token);
    un_Rect board = in->layout->diagram;
    char text[48];
    float letter = !named ? 0 : un_math_draw(NULL, fonts, &name, (un_Point){0, 0}, part.name);
    float gap = letter > 0 ? 6 * s : 0;
    un_inspector_fit(in, &number, part.value, room / UN_BOARD_WIDTH * board.w, 2, text, sizeof text);
    float wide = letter + gap + un_text_width(fonts, &number, text);
    un_Point at = un_inspector_at(in, x, y);
    if (align != UN_ALIGN_CENTRE && in->direction) align = align == UN_ALIGN_LEFT ? UN_ALIGN_RIGHT : UN_ALIGN_LEFT;
    at.x -= align == UN_ALIGN_LEFT ? 0 : align == UN_ALIGN_CENTRE ? wide / 2 : wide;
    at.x = un_ink_clamp(at.x, board.x + 6 * s, board.x + board.w - wide - 6 * s);
    un_Rect patch = {at.x - 2 * s, at.y - 0.82f * size * s, wide + 4 * s, 1.08f * size * s};
    if (!find_room(in, patch)) return;
    add_part(in, part, patch);
    if (!in->list) return;
    un_draw_rect(in->list, patch, 0, un_ink_color(in->context, UN_TOKEN_SUNKEN)); // over a wire that passes here
    if (letter > 0) un_math_draw(in->list, fonts, &name, at, part.name);
    un_text_draw(in->list, fonts, &number, (un_Point){at.x + letter + gap, at.y}, UN_ALIGN_LEFT, text);
}

void un_inspector_label(const un_Inspector *in, float x, float y, un_Align align, un_InspectorPart part) {
    label(in, x, y, align, 110, !part.backward, part);
}

void un_inspector_named(const un_Inspector *in, float x, float y, un_Align align, un_InspectorPart part) {
    label(in, x, y, align, 110, true, part);
}

void un_inspector_word(const un_Inspector *in, float x, float y, un_Align align, un_Token token, const char *word) {
    float s = in->context->scale, size = name_size(in);
    un_TextStyle style = un_ink_style(in->context, UN_FACE_REGULAR, size, token);
    float wide = un_math_draw(NULL, in->context->fonts, &style, (un_Point){0, 0}, word);
    un_Rect board = in->layout->diagram;
    un_Point at = un_inspector_at(in, x, y);
    if (align != UN_ALIGN_CENTRE && in->direction) align = align == UN_ALIGN_LEFT ? UN_ALIGN_RIGHT : UN_ALIGN_LEFT;
    at.x -= align == UN_ALIGN_LEFT ? 0 : align == UN_ALIGN_CENTRE ? wide / 2 : wide;
    at.x = un_ink_clamp(at.x, board.x + 6 * s, fmaxf(board.x + board.w - wide - 6 * s, board.x + 6 * s));
    un_Rect patch = {at.x - 2 * s, at.y - 0.82f * size * s, wide + 4 * s, 1.08f * size * s};
    if (!find_room(in, patch) || !in->list) return;
    un_draw_rect(in->list, patch, 0, un_ink_color(in->context, UN_TOKEN_SUNKEN));
    un_math_draw(in->list, in->context->fonts, &style, at, word);
}

void un_inspector_input(const un_Inspector *in, float x, float y, bool with_state) {
    char word[96] = "";
    const char *symbol = in->snapshot->symbol[in->step];
    if (with_state) snprintf(word, sizeof word, "h_{%s}, ", un_inspector_earlier(in));
    if (in->lane->layers > 1) // the top layer reads the one under it
        un_ink_append(word, sizeof word, _("x_t\\text{ = }h_t\\text{ of layer %d}"), in->lane->layers - 1);
    else if (symbol[0] && strpbrk(symbol, "{}\\_^$") == NULL)
        un_ink_append(word, sizeof word, "x_t~~\\text{“%s”}", symbol);
    else
        un_ink_append(word, sizeof word, "x_t");
    un_inspector_word(in, x, y, UN_ALIGN_LEFT, UN_TOKEN_INK2, word);
}

/// The gradient's way back under the conveyor, as far as it has come.
static void way_back(const un_Inspector *in, float y) {
    if (!in->arrived || in->before < 0 || (!in->passed && !in->cut)) return;
    float end = in->cut ? 120 : 14;
    const float line[2][2] = {{478, y}, {end + 6, y}}, bar[2][2] = {{end, y - 8}, {end, y + 8}};
    un_inspector_wire(in, line, 2, UN_TOKEN_BACKWARD, 0.2);
    if (in->cut)
        un_inspector_wire(in, bar, 2, UN_TOKEN_BACKWARD, 0.5);
    else
        un_inspector_tip(in, end, y, true, UN_TOKEN_BACKWARD);
}

void un_inspector_conveyor(const un_Inspector *in, float y, const float *values, double largest) {
    double now = un_inspector_mean(in, values, in->step);
    const float belt[2][2] = {{14, y}, {473, y}};
    un_inspector_wire(in, belt, 2, UN_TOKEN_INK, isnan(now) ? 0.5 : 0.35 + 0.65 * fmin(fabs(now) / largest, 1));
    un_inspector_tip(in, 480, y, false, UN_TOKEN_INK);
    way_back(in, y + 14);
}

void un_inspector_ends(const un_Inspector *in, float y, char variable, const float *values, float first, float last) {
    double then = un_inspector_mean(in, values, in->before), now = un_inspector_mean(in, values, in->step);
    const char *earlier = un_inspector_earlier(in);
    // Clear of the nodes on the conveyor and of the arrow under it, whatever the board is stretched to.
    float s = in->context->scale, board = stretch(in), size = un_inspector_size(in) * s;
    float above = y - (12 * unit(in) + 4 * s) / board,
          below = y + 14 + (6.6f * unit(in) + 0.75f * size + 2 * s) / board;
    un_inspector_label(in, 14, above, UN_ALIGN_LEFT,
                       un_inspector_part(in, then, in->before, "%c_{%s}", variable, earlier));
    un_inspector_label(in, 478, above, UN_ALIGN_RIGHT, un_inspector_part(in, now, in->step, "%c_t", variable));
    un_InspectorPart part = un_inspector_part(in, un_inspector_gradient(in, variable, in->step), in->step,
                                              "\\partial L/\\partial %c_t", variable);
    part.backward = true;
    if (in->arrived) label(in, 478, below, UN_ALIGN_RIGHT, 474 - last, false, part);
    part = un_inspector_part(in, un_inspector_gradient(in, variable, in->before), in->before,
                             "\\partial L/\\partial %c_{%s}", variable, earlier);
    part.backward = true;
    if (in->cut && in->arrived) // nothing is handed on, but not because it vanished
        un_inspector_word(in, 14, below, UN_ALIGN_LEFT, UN_TOKEN_BACKWARD, _("\\text{cut}"));
    else if (in->passed && in->before >= 0)
        label(in, 14, below, UN_ALIGN_LEFT, first - 18, false, part);
}

void un_inspector_output(const un_Inspector *in, float y) {
    double h = un_inspector_mean(in, in->track->h, in->step);
    un_inspector_label(in, 464, un_inspector_under(in, y), UN_ALIGN_RIGHT, un_inspector_part(in, h, in->step, "h_t"));
    if (!in->arrived) return;
    un_InspectorPart back =
        un_inspector_part(in, un_inspector_gradient(in, 'h', in->step), in->step, "\\partial L/\\partial h_t");
    back.backward = true;
    un_inspector_named(in, 356, un_inspector_under(in, y), UN_ALIGN_RIGHT, back);
}
