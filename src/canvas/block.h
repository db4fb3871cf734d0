/// Long text: headings, paragraphs, items and code with emphasis and small mathematics, at a lesson's sizes.
#ifndef UN_CANVAS_BLOCK_H
#define UN_CANVAS_BLOCK_H

#include "canvas/text.h"
#include "canvas/theme.h"

typedef enum un_BlockKind {
    UN_BLOCK_HEADING,
    UN_BLOCK_PARAGRAPH,
    UN_BLOCK_ITEM,
    UN_BLOCK_CODE,
    UN_BLOCK_QUOTE,
    UN_BLOCK_RULE
} un_BlockKind;
enum { UN_SPAN_STRONG = 1, UN_SPAN_EMPHASIS = 2, UN_SPAN_CODE = 4, UN_SPAN_MATH = 8, UN_SPAN_ADDRESS = 16 };

/// A run of text with one look. A "\n" in the text is a line break that the author asked for; in a CODE block it ends a
/// line.
typedef struct un_Span {
    unsigned marks;   ///< UN_SPAN_*; MATH spans hold the TeX between the dollars
    const char *text; ///< UTF-8, ends with 0
} un_Span;

typedef struct un_Block {
    un_BlockKind kind;
    int level;  ///< HEADING 1..6; ITEM: its nesting from 1; others: the nesting of the item they go on, 0 outside lists
    int number; ///< of an ordered ITEM; 0: a bullet
    int line;   ///< in the file that it was read from, of the block's first text; 0: none
    const un_Span *span;
    int span_count;
} un_Block;

/// Lays the blocks out from (x, y), at most 60 characters a line, and draws them on list (NULL: measures). body is the
/// size of a paragraph in points at scale 1. marks: added to every span. Returns the height.
float un_blocks_draw(un_DrawList *list, const un_Fonts *fonts, un_ThemeName theme, float scale, float body,
                     un_Rect rect, const un_Block *blocks, int count, unsigned marks);

#endif
