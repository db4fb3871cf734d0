/// A lesson's text on a page.
#ifndef UN_BOOK_PROSE_H
#define UN_BOOK_PROSE_H

#include "canvas/block.h"
#include "lesson/lesson.h"

/// Draws the text from (rect.x, rect.y) on, rect.w wide; body: points of a paragraph. list NULL: measures. Returns the height.
float un_prose_draw(un_DrawList *list, const un_Fonts *fonts, un_ThemeName theme, float body, un_Rect rect, un_Prose prose);
/// As many whole blocks from the first on as are at most `height` high.
un_Prose un_prose_cut(const un_Fonts *fonts, un_ThemeName theme, float body, float width, float height, un_Prose prose);

#endif
