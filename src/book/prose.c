#include "book/prose.h"

#include <stdlib.h>

static un_UiBlockKind kind_of(un_BlockKind kind) {
    static const un_UiBlockKind kinds[] = {UN_UI_HEADING, UN_UI_PARAGRAPH, UN_UI_ITEM, UN_UI_CODE, UN_UI_QUOTE, UN_UI_RULE};
    return kinds[kind];
}

float un_prose_draw(un_DrawList *list, const un_Fonts *fonts, un_ThemeName theme, float body, un_Rect rect, un_Prose prose) {
    size_t spans = 0;
    for (int i = 0; i < prose.count; i++)
        spans += (size_t)prose.block[i].span_count;
    un_UiBlock *block = calloc((size_t)prose.count + 1, sizeof *block);
    un_UiSpan *span = calloc(spans + 1, sizeof *span), *next = span;
    for (int i = 0; block && span && i < prose.count; i++) {
        const un_Block *from = &prose.block[i];
        block[i] = (un_UiBlock){kind_of(from->kind), from->level, from->number, next, from->span_count};
        for (int k = 0; k < from->span_count; k++)
            *next++ = (un_UiSpan){from->span[k].marks, from->span[k].text};
    }
    float height = block && span ? un_blocks_draw(list, fonts, theme, 1, body, rect, block, prose.count) : 0;
    free(block);
    free(span);
    return height;
}

un_Prose un_prose_cut(const un_Fonts *fonts, un_ThemeName theme, float body, float width, float height, un_Prose prose) {
    while (prose.count > 0 && un_prose_draw(NULL, fonts, theme, body, (un_Rect){0, 0, width, 0}, prose) > height)
        prose.count--;
    return prose;
}
