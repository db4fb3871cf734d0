/// Icons and lane markers as vector paths: no icon font, same look at every scale.
#ifndef UN_CANVAS_ICON_H
#define UN_CANVAS_ICON_H

#include "canvas/draw_list.h"

typedef enum un_Icon {
    UN_ICON_PLAY, UN_ICON_PAUSE, UN_ICON_STEP, UN_ICON_STEP_BACK, UN_ICON_RESET, UN_ICON_THEME, UN_ICON_SAVE, UN_ICON_CLOSE,
    UN_ICON_CHECK, UN_ICON_LEFT, UN_ICON_RIGHT, UN_ICON_DOWN, UN_ICON_DICE, UN_ICON_FASTER, UN_ICON_HELP,
    UN_ICON_EXPAND, UN_ICON_SHRINK, UN_ICON_VIEWS, UN_ICON_COUNT
} un_Icon;

/// Drawn into a square of `size` points around centre.
void un_icon_draw(un_DrawList *list, un_Icon icon, un_Point centre, float size, un_Color color);

/// Lane marker: 0 circle, 1 square, 2 triangle, 3 diamond; filled with `fill`, outlined with `line`.
void un_marker_draw(un_DrawList *list, int lane, un_Point centre, float size, un_Color fill, un_Color line);

#endif
