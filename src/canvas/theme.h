/// Colours by role. Code names tokens, never hex values; the one table stands in assets/tokens.def (look/LOOK.md gives the reasons).
#ifndef UN_CANVAS_THEME_H
#define UN_CANVAS_THEME_H

#include "canvas/geometry.h"

typedef enum un_ThemeName { UN_THEME_LIGHT, UN_THEME_DARK, UN_THEME_PRINT, UN_THEME_COUNT } un_ThemeName;

typedef enum un_Token {
    UN_TOKEN_BG, UN_TOKEN_SURFACE, UN_TOKEN_SUNKEN, UN_TOKEN_LINE, UN_TOKEN_LINE2, UN_TOKEN_CTL,
    UN_TOKEN_INK, UN_TOKEN_INK2, UN_TOKEN_INK3, UN_TOKEN_ON_INK,
    UN_TOKEN_FORWARD, UN_TOKEN_BACKWARD, UN_TOKEN_LOSS,
    UN_TOKEN_LANE_1, UN_TOKEN_LANE_2, UN_TOKEN_LANE_3, UN_TOKEN_LANE_4,
    UN_TOKEN_GATE_KEEP, UN_TOKEN_GATE_WRITE, UN_TOKEN_GATE_READ, UN_TOKEN_GATE_RESET, UN_TOKEN_GATE_NEW,
    UN_TOKEN_FOCUS,
    UN_TOKEN_COUNT
} un_Token;

typedef enum un_Map {
    UN_MAP_STATE,     ///< diverging, -1..1
    UN_MAP_GRADIENT,  ///< log10 of a ratio, -38..3; more is further from the ground
    UN_MAP_MAGNITUDE, ///< 0..1
    UN_MAP_COUNT
} un_Map;

un_Color un_theme_color(un_ThemeName theme, un_Token token);
/// Interpolates the map's stops linearly in sRGB; clamps to its ends. NaN gives the loss token. Print uses the light stops.
un_Color un_theme_map(un_ThemeName theme, un_Map map, float value);
/// "light", "dark", "print", in enum order; NULL at the end.
extern const char *const un_theme_names[UN_THEME_COUNT + 1];
/// For a reader, in their language.
const char *un_theme_title(un_ThemeName theme);

#endif
