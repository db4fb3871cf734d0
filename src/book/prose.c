#include "book/prose.h"

float un_prose_draw(un_DrawList *list, const un_Fonts *fonts, un_ThemeName theme, float body, un_Rect rect, un_Prose prose) {
    return un_blocks_draw(list, fonts, theme, 1, body, rect, prose.block, prose.count, 0);
}

un_Prose un_prose_cut(const un_Fonts *fonts, un_ThemeName theme, float body, float width, float height, un_Prose prose) {
    while (prose.count > 0 && un_prose_draw(NULL, fonts, theme, body, (un_Rect){0, 0, width, 0}, prose) > height)
        prose.count--;
    return prose;
}
