/// What a GLYPHS command says as text, for the back ends that keep text as text (PDF, SVG). A draw list holds places only: the blanks
/// that the pen moved over are put back here, so that words can be searched and copied. Inside src/canvas only.
#ifndef UN_CANVAS_GLYPH_RUN_H
#define UN_CANVAS_GLYPH_RUN_H

#include "canvas/draw_list.h"

enum { UN_GLYPH_RUN_ROOM = 256 };

/// Glyphs of one face and one size on one baseline, from left to right, blanks among them (code point ' ').
typedef struct un_GlyphRun {
    un_Face face;
    float size, y;
    size_t count;
    un_Glyph glyph[UN_GLYPH_RUN_ROOM];
} un_GlyphRun;

/// Fills *run with what stands at `from` (0 first) in the command and returns where the next run starts; command->count: there is none.
size_t un_glyph_run_next(const un_DrawList *list, const un_DrawCommand *command, const un_Fonts *fonts, size_t from, un_GlyphRun *run);

#endif
