/// Colour legends and heat maps from numbers.
#ifndef UN_CANVAS_COLORMAP_H
#define UN_CANVAS_COLORMAP_H

#include "canvas/draw_list.h"
#include "canvas/theme.h"

/// A horizontal ramp of the map from low to high.
void un_colormap_ramp(un_DrawList *list, un_ThemeName theme, un_Map map, un_Rect rect, float low, float high);

#endif
