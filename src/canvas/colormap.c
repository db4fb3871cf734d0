#include "canvas/colormap.h"

enum { RAMP_COLUMNS = 128 };

void un_colormap_ramp(un_DrawList *list, un_ThemeName theme, un_Map map, un_Rect rect, float low, float high) {
    un_Color *texel = un_draw_image(list, rect, RAMP_COLUMNS, 1);
    if (texel == NULL) return;
    for (int i = 0; i < RAMP_COLUMNS; i++)
        texel[i] = un_theme_map(theme, map, low + (high - low) * (float)i / (RAMP_COLUMNS - 1));
}
