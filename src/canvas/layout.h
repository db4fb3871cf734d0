/// How text.c and math.c write glyphs: a pen that moves along the baseline. Inside src/canvas only.
#ifndef UN_CANVAS_LAYOUT_H
#define UN_CANVAS_LAYOUT_H

#include "canvas/text.h"

enum { UN_PEN_ROOM = 128 };

/// Collects glyphs and hands them to the list in runs, so that a line is one or few commands. list NULL: measures only.
typedef struct un_Pen {
    un_DrawList *list;
    const un_Fonts *fonts;
    un_Color color;
    bool tabular;
    float x, y; ///< of the next glyph's origin, on the baseline
    size_t count;
    un_Glyph glyph[UN_PEN_ROOM];
} un_Pen;

void un_pen_init(un_Pen *pen, un_DrawList *list, const un_Fonts *fonts, const un_TextStyle *style, un_Point at);
/// Writes one code point in the face or its fallback, `raise` points above the baseline, and moves on by its advance.
void un_pen_write(un_Pen *pen, un_Face face, float size, float raise, uint32_t code_point);
/// Hands what is collected to the list.
void un_pen_flush(un_Pen *pen);

/// A formula of `length` bytes (math.h's un_math_draw is this with a pen of its own).
void un_math_write(un_Pen *pen, un_Face face, float size, const char *formula, size_t length);

#endif
