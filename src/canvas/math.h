/// Small mathematics on one line, in the notation of the lessons: letters italic, digits and functions upright, h_t, W_{hh},
/// 10^{-8}, \partial \sigma \odot \cdot \times \tilde{c} \hat{y} \tanh \sum \leq \geq \infty and |...|. Subscripts .7 of the size,
/// .22 em down; superscripts .36 em up. Unknown commands are shown as they are written.
#ifndef UN_CANVAS_MATH_H
#define UN_CANVAS_MATH_H

#include "canvas/text.h"

/// Draws the formula (without dollar signs), baseline left at `at`. list NULL: measures only. Returns the width.
/// Nesting deeper than 8 is shown as plain text: input may be hostile.
float un_math_draw(un_DrawList *list, const un_Fonts *fonts, const un_TextStyle *style, un_Point at, const char *formula);
/// The first command of the formula that un_math_draw does not know and would show as it is written, and its length; NULL:
/// none. The formula has size bytes.
const char *un_math_unknown(const char *formula, size_t size, size_t *length);

#endif
