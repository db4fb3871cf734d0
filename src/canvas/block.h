/// Long text: headings, paragraphs, items and code with emphasis and small mathematics, at a lesson's sizes.
#ifndef UN_CANVAS_BLOCK_H
#define UN_CANVAS_BLOCK_H

#include "canvas/text.h"
#include "canvas/theme.h"

typedef enum un_UiBlockKind {
    UN_UI_HEADING,
    UN_UI_PARAGRAPH,
    UN_UI_ITEM,
    UN_UI_CODE,
    UN_UI_QUOTE,
    UN_UI_RULE
} un_UiBlockKind;
enum { UN_UI_STRONG = 1, UN_UI_EMPHASIS = 2, UN_UI_MONO = 4, UN_UI_MATH = 8 };

/// A run of text with one look; borrowed.
typedef struct un_UiSpan {
    unsigned marks;
    const char *text;
} un_UiSpan;

typedef struct un_UiBlock {
    un_UiBlockKind kind;
    int level;  ///< heading 1..6; nesting of an item, from 1; else of the item that the text goes on, 0: none
    int number; ///< of an ordered item; 0: a bullet
    const un_UiSpan *span;
    int span_count;
} un_UiBlock;

/// Lays the blocks out from (x, y), at most 60 characters a line, and draws them on list (NULL: measures). body is the
/// size of a paragraph in points at scale 1. Returns the height.
float un_blocks_draw(un_DrawList *list, const un_Fonts *fonts, un_ThemeName theme, float scale, float body,
                     un_Rect rect, const un_UiBlock *blocks, int count);

#endif
