/// Compound shapes that several views share.
#ifndef UN_CANVAS_SHAPE_H
#define UN_CANVAS_SHAPE_H

#include "canvas/draw_list.h"
#include "canvas/theme.h"

/// Hatch at 45 degrees inside rect, lines `gap` points apart.
void un_shape_hatch(un_DrawList *list, un_Rect rect, float gap, float width, un_Color color);
/// A panel: surface with radius 10*scale; in light and print a soft shadow of five steps, in dark a hairline.
void un_shape_panel(un_DrawList *list, un_ThemeName theme, un_Rect rect, float scale);

#endif
