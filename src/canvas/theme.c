#include "canvas/theme.h"

#include "base/catalog.h"
#include "base/check.h"

#include <math.h>
#include <stddef.h>

enum { UN_NO_COLOR = -1, RAMP_THEMES = 2, RAMP_STOPS = 11 };

typedef struct Stop {
    float value;
    int rgb;
} Stop;

#define UN_TOKEN_ROW(name, light, dark, print) [UN_TOKEN_##name] = {light, dark, print},
static const int tokens[UN_TOKEN_COUNT][UN_THEME_COUNT] = {
#include "tokens.def"
};
#undef UN_TOKEN_ROW

#define UN_RAMP(map, theme, stops) [UN_MAP_##map][UN_THEME_##theme] = {stops},
#define UN_STOP(value, rgb)        {value, rgb},
static const Stop ramps[UN_MAP_COUNT][RAMP_THEMES][RAMP_STOPS] = {
#include "maps.def"
};
#undef UN_STOP

// The same table read once more for its lengths.
#define UN_STOP(value, rgb) +1
#undef UN_RAMP
#define UN_RAMP(map, theme, stops) [UN_MAP_##map][UN_THEME_##theme] = 0 stops,
static const int ramp_lengths[UN_MAP_COUNT][RAMP_THEMES] = {
#include "maps.def"
};
#undef UN_STOP
#undef UN_RAMP

const char *const un_theme_names[UN_THEME_COUNT + 1] = {"light", "dark", "print", NULL};
static const char *const titles[UN_THEME_COUNT] = {UN_KEY("Light"), UN_KEY("Dark"), UN_KEY("Print")};

static un_Color color_of(int rgb) {
    if (rgb == UN_NO_COLOR) return (un_Color){0, 0, 0, 0};
    return (un_Color){(uint8_t)(rgb >> 16 & 255), (uint8_t)(rgb >> 8 & 255), (uint8_t)(rgb & 255), 255};
}

un_Color un_theme_color(un_ThemeName theme, un_Token token) {
    UN_CHECK(theme >= 0 && theme < UN_THEME_COUNT && token >= 0 && token < UN_TOKEN_COUNT);
    return color_of(tokens[token][theme]);
}

static uint8_t mix(uint8_t from, uint8_t to, float share) {
    return (uint8_t)((float)from + ((float)to - (float)from) * share + 0.5f);
}

un_Color un_theme_map(un_ThemeName theme, un_Map map, float value) {
    UN_CHECK(theme >= 0 && theme < UN_THEME_COUNT && map >= 0 && map < UN_MAP_COUNT);
    if (isnan(value)) return un_theme_color(theme, UN_TOKEN_LOSS);
    int row = theme == UN_THEME_DARK ? UN_THEME_DARK : UN_THEME_LIGHT;
    const Stop *stop = ramps[map][row];
    int last = ramp_lengths[map][row] - 1;
    if (value <= stop[0].value) return color_of(stop[0].rgb);
    if (value >= stop[last].value) return color_of(stop[last].rgb);
    int i = 1;
    while (value > stop[i].value)
        i++;
    float share = (value - stop[i - 1].value) / (stop[i].value - stop[i - 1].value);
    un_Color low = color_of(stop[i - 1].rgb), high = color_of(stop[i].rgb);
    return (un_Color){mix(low.r, high.r, share), mix(low.g, high.g, share), mix(low.b, high.b, share), 255};
}

const char *un_theme_title(un_ThemeName theme) {
    UN_CHECK(theme >= 0 && theme < UN_THEME_COUNT);
    return _(titles[theme]);
}
