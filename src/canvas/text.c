#include "canvas/text.h"

#include "base/utf8.h"
#include "canvas/layout.h"

#include <string.h>

enum { REPLACEMENT = 0xFFFD, ELLIPSIS = 0x2026 };

uint32_t un_utf8_next(const char **text) {
    if (**text == 0) return 0;
    uint32_t code = REPLACEMENT;
    size_t length = un_utf8_decode(*text, 4, &code);
    *text += length > 0 ? length : 1; // an invalid byte goes alone: whatever follows gets its own chance
    return code;
}

void un_pen_init(un_Pen *pen, un_DrawList *list, const un_Fonts *fonts, const un_TextStyle *style, un_Point at) {
    pen->list = list;
    pen->fonts = fonts;
    pen->color = style->color;
    pen->tabular = style->tabular;
    pen->x = at.x;
    pen->y = at.y;
    pen->count = 0;
}

static float advance_of(const un_Fonts *fonts, bool tabular, un_Face face, uint32_t code_point) {
    return un_fonts_advance(fonts, face, tabular && code_point >= '0' && code_point <= '9' ? '0' : code_point);
}

void un_pen_write(un_Pen *pen, un_Face face, float size, float raise, uint32_t code_point) {
    if (code_point < ' ' || code_point == 0x7F) code_point = ' '; // a control character has no picture
    un_Face found = un_fonts_face_for(pen->fonts, face, code_point);
    float own = un_fonts_advance(pen->fonts, found, code_point) * size;
    float advance = advance_of(pen->fonts, pen->tabular, found, code_point) * size;
    if (pen->list != NULL && code_point != ' ' && code_point != 0xA0) {
        if (pen->count == UN_PEN_ROOM) un_pen_flush(pen);
        float centred = pen->x + (advance - own) / 2;
        pen->glyph[pen->count++] = (un_Glyph){code_point, found, centred, pen->y - raise, size};
    }
    pen->x += advance;
}

void un_pen_flush(un_Pen *pen) {
    if (pen->list != NULL) un_draw_glyphs(pen->list, pen->glyph, pen->count, pen->color);
    pen->count = 0;
}

/// Writes the bytes from text up to end.
static void write_span(un_Pen *pen, un_Face face, float size, const char *text, const char *end) {
    while (text < end)
        un_pen_write(pen, face, size, 0, un_utf8_next(&text));
}

static float span_width(const un_Fonts *fonts, const un_TextStyle *style, const char *text, const char *end) {
    un_Pen pen;
    un_pen_init(&pen, NULL, fonts, style, (un_Point){0, 0});
    write_span(&pen, style->face, style->size, text, end);
    return pen.x;
}

static float aligned(float x, un_Align align, float width) {
    return align == UN_ALIGN_CENTRE ? x - width / 2 : align == UN_ALIGN_RIGHT ? x - width : x;
}

static void draw_span(un_DrawList *list, const un_Fonts *fonts, const un_TextStyle *style, un_Point at,
                      const char *text, const char *end) {
    un_Pen pen;
    un_pen_init(&pen, list, fonts, style, at);
    write_span(&pen, style->face, style->size, text, end);
    un_pen_flush(&pen);
}

float un_text_width(const un_Fonts *fonts, const un_TextStyle *style, const char *text) {
    return span_width(fonts, style, text, text + strlen(text));
}

float un_text_draw(un_DrawList *list, const un_Fonts *fonts, const un_TextStyle *style, un_Point at, un_Align align,
                   const char *text) {
    const char *end = text + strlen(text);
    float width = span_width(fonts, style, text, end);
    draw_span(list, fonts, style, (un_Point){aligned(at.x, align, width), at.y}, text, end);
    return width;
}

float un_text_draw_in(un_DrawList *list, const un_Fonts *fonts, const un_TextStyle *style, un_Rect rect, un_Align align,
                      const char *text) {
    float x = align == UN_ALIGN_CENTRE ? rect.x + rect.w / 2 : align == UN_ALIGN_RIGHT ? rect.x + rect.w : rect.x;
    float cap = un_fonts_cap_height(fonts, style->face) * style->size;
    return un_text_draw(list, fonts, style, (un_Point){x, rect.y + (rect.h + cap) / 2}, align, text);
}

float un_text_draw_cut(un_DrawList *list, const un_Fonts *fonts, const un_TextStyle *style, un_Point at, float width,
                       const char *text) {
    const char *end = text + strlen(text);
    float whole = span_width(fonts, style, text, end);
    if (whole <= width) {
        draw_span(list, fonts, style, at, text, end);
        return whole;
    }
    un_Face dots_face = un_fonts_face_for(fonts, style->face, ELLIPSIS);
    float room = width - un_fonts_advance(fonts, dots_face, ELLIPSIS) * style->size;
    if (room < 0) return 0; // not even the dots fit
    un_Pen pen;
    un_pen_init(&pen, NULL, fonts, style, (un_Point){0, 0});
    const char *cut = text;
    for (const char *next = text; next < end;) {
        bool blank = *next == ' ';
        un_pen_write(&pen, style->face, style->size, 0, un_utf8_next(&next));
        if (pen.x > room) break;
        if (!blank) cut = next; // the dots stand close to the last letter
    }
    un_pen_init(&pen, list, fonts, style, at);
    write_span(&pen, style->face, style->size, text, cut);
    un_pen_write(&pen, style->face, style->size, 0, ELLIPSIS);
    un_pen_flush(&pen);
    return pen.x - at.x;
}

/// The end of the line that starts at text: at a blank, at a line feed, or inside a word that alone is too wide. *next
/// gets the start of the next line.
static const char *line_end(const un_Fonts *fonts, const un_TextStyle *style, const char *text, float width,
                            const char **next) {
    un_Pen pen;
    un_pen_init(&pen, NULL, fonts, style, (un_Point){0, 0});
    const char *end = NULL; // behind the last word that fits
    for (const char *at = text;;) {
        const char *before = at;
        uint32_t code = un_utf8_next(&at);
        if (code == 0 || code == '\n') {
            *next = code == 0 ? before : at;
            return before;
        }
        if (code == ' ' && (before == text || before[-1] != ' ')) end = before;
        un_pen_write(&pen, style->face, style->size, 0, code);
        if (code != ' ' && pen.x > width && before > text) {
            const char *cut = end != NULL && end > text ? end : before;
            *next = cut;
            while (**next == ' ')
                (*next)++;
            return cut;
        }
    }
}

float un_text_draw_wrapped(un_DrawList *list, const un_Fonts *fonts, const un_TextStyle *style, un_Point at,
                           float width, float leading, const char *text) {
    float height = 0;
    while (*text != 0) {
        const char *next;
        const char *end = line_end(fonts, style, text, width, &next);
        if (list != NULL) draw_span(list, fonts, style, (un_Point){at.x, at.y + height}, text, end);
        height += leading;
        text = next;
    }
    return height;
}

static un_Face bold_of(un_Face face) {
    return face == UN_FACE_ITALIC || face == UN_FACE_SEMIBOLD_ITALIC ? UN_FACE_SEMIBOLD_ITALIC : UN_FACE_SEMIBOLD;
}

/// Writes a line with marks; a mark without its partner is an ordinary character, and \$ and \* are the characters
/// themselves.
static void write_rich(un_Pen *pen, const un_TextStyle *style, const char *text) {
    bool bold = false;
    while (*text != 0) {
        un_Face face = bold ? bold_of(style->face) : style->face;
        const char *close;
        if (text[0] == '$' && (close = strchr(text + 1, '$')) != NULL && close > text + 1) {
            un_math_write(pen, face, style->size, text + 1, (size_t)(close - text - 1));
            text = close + 1;
        } else if (text[0] == '*' && text[1] == '*' && (bold || strstr(text + 2, "**") != NULL)) {
            bold = !bold;
            text += 2;
        } else {
            if (text[0] == '\\' && (text[1] == '$' || text[1] == '*')) text++;
            un_pen_write(pen, face, style->size, 0, un_utf8_next(&text));
        }
    }
}

float un_rich_width(const un_Fonts *fonts, const un_TextStyle *style, const char *text) {
    un_Pen pen;
    un_pen_init(&pen, NULL, fonts, style, (un_Point){0, 0});
    write_rich(&pen, style, text);
    return pen.x;
}

float un_rich_draw(un_DrawList *list, const un_Fonts *fonts, const un_TextStyle *style, un_Point at, un_Align align,
                   const char *text) {
    float width = un_rich_width(fonts, style, text);
    un_Pen pen;
    un_pen_init(&pen, list, fonts, style, (un_Point){aligned(at.x, align, width), at.y});
    write_rich(&pen, style, text);
    un_pen_flush(&pen);
    return width;
}
