/// Lines of text and small mathematics, laid out into glyphs.
#ifndef UN_CANVAS_TEXT_H
#define UN_CANVAS_TEXT_H

#include "canvas/draw_list.h"

typedef enum un_Align { UN_ALIGN_LEFT, UN_ALIGN_CENTRE, UN_ALIGN_RIGHT } un_Align;

/// A way of writing: size in points (already multiplied by the scale), face, colour. tabular: each digit takes the advance of
/// "0", centred, so that running numbers do not jitter.
typedef struct un_TextStyle {
    un_Face face;
    float size;
    un_Color color;
    bool tabular;
} un_TextStyle;

/// Width of one line of UTF-8. Invalid bytes count as U+FFFD.
float un_text_width(const un_Fonts *fonts, const un_TextStyle *style, const char *text);
/// Draws one line; at.x is the left, centre or right by align, at.y the BASELINE. Returns the width.
float un_text_draw(un_DrawList *list, const un_Fonts *fonts, const un_TextStyle *style, un_Point at, un_Align align, const char *text);
/// The same centred vertically on cap height in rect.
float un_text_draw_in(un_DrawList *list, const un_Fonts *fonts, const un_TextStyle *style, un_Rect rect, un_Align align, const char *text);
/// Cuts to width with an ellipsis; never mid-character.
float un_text_draw_cut(un_DrawList *list, const un_Fonts *fonts, const un_TextStyle *style, un_Point at, float width, const char *text);
/// Breaks at blanks into lines at most width wide, `leading` points apart, first baseline at at.y. Returns the height used
/// (lines * leading). list NULL: measure only.
float un_text_draw_wrapped(un_DrawList *list, const un_Fonts *fonts, const un_TextStyle *style, un_Point at, float width, float leading,
                           const char *text);

/// One line with marks: text between $...$ is small mathematics (see canvas/math.h), **...** is semibold; the rest as the style says.
float un_rich_draw(un_DrawList *list, const un_Fonts *fonts, const un_TextStyle *style, un_Point at, un_Align align, const char *text);
float un_rich_width(const un_Fonts *fonts, const un_TextStyle *style, const char *text);

/// The next code point of UTF-8 at *text, which moves on; 0 at the end; U+FFFD for an invalid byte.
uint32_t un_utf8_next(const char **text);

#endif
