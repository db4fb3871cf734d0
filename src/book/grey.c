#include "book/grey.h"

#include <math.h>

static float linear(unsigned char channel) {
    float value = (float)channel / 255;
    return value <= 0.04045f ? value / 12.92f : powf((value + 0.055f) / 1.055f, 2.4f);
}

static un_Color grey_of(un_Color color) {
    float luminance = 0.2126f * linear(color.r) + 0.7152f * linear(color.g) + 0.0722f * linear(color.b);
    float value = luminance <= 0.0031308f ? luminance * 12.92f : 1.055f * powf(luminance, 1 / 2.4f) - 0.055f;
    unsigned char grey = (unsigned char)lroundf(value * 255);
    return (un_Color){grey, grey, grey, color.a};
}

void un_grey(un_DrawList *list) {
    for (size_t i = 0; i < list->command_count; i++)
        list->command[i].color = grey_of(list->command[i].color);
    for (size_t i = 0; i < list->texel_count; i++)
        list->texel[i] = grey_of(list->texel[i]);
}
