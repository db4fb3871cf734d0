#include "canvas/glyph_run.h"

#include <math.h>

static bool is_digit(const un_Glyph *glyph) {
    return glyph->code_point >= '0' && glyph->code_point <= '9';
}

static float advance_of(const un_Fonts *fonts, const un_Glyph *glyph, uint32_t code_point) {
    return un_fonts_advance(fonts, glyph->face, code_point) * glyph->size;
}

/// How far a tabular digit stands behind the start of its cell, which is as wide as a "0".
static float tabular_shift(const un_Fonts *fonts, const un_Glyph *glyph) {
    if (!is_digit(glyph)) return 0;
    return (advance_of(fonts, glyph, '0') - advance_of(fonts, glyph, glyph->code_point)) / 2;
}

/// Whether the pen moved over a blank between two neighbours; *x gets where it began. The narrow neighbours of a tabular digit leave a
/// gap that is none.
static bool blank_between(const un_Fonts *fonts, const un_Glyph *a, const un_Glyph *b, float *x) {
    const float least = 0.2f; // of the larger size: a blank is 0.28, an operator's room 0.22, a thin space 0.17
    const float nothing = 0.03f;
    float end = a->x + advance_of(fonts, a, a->code_point), size = a->size > b->size ? a->size : b->size;
    float gap = b->x - end, cells = gap - tabular_shift(fonts, a) - tabular_shift(fonts, b);
    *x = end;
    if (fabsf(cells) < nothing * size) return false;
    return gap >= least * size && gap <= 4 * size; // more is another column and no line of text
}

size_t un_glyph_run_next(const un_DrawList *list, const un_DrawCommand *command, const un_Fonts *fonts, size_t from, un_GlyphRun *run) {
    const un_Glyph *glyph = list->glyph + command->first;
    run->count = 0;
    if (from >= command->count) return command->count;
    run->face = glyph[from].face;
    run->size = glyph[from].size;
    run->y = glyph[from].y;
    size_t i = from;
    while (i < command->count && run->count + 2 <= UN_GLYPH_RUN_ROOM) {
        const un_Glyph *at = &glyph[i];
        if (at->face != run->face || at->size != run->size || at->y != run->y) break;
        run->glyph[run->count++] = *at;
        i++;
        float x;
        if (i < command->count && blank_between(fonts, at, &glyph[i], &x)) {
            run->glyph[run->count++] = (un_Glyph){' ', run->face, x, run->y, run->size};
        }
    }
    return i;
}
