#include "canvas/outline.h"

#include "base/catalog.h"

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H

#include <stdlib.h>

struct un_Outlines {
    FT_Library library;
    FT_Face face[UN_FACE_COUNT];
};

/// What FreeType's callbacks get.
typedef struct Trace {
    const un_OutlineSink *sink;
    float em;
} Trace;

un_Outlines *un_outlines_create(const un_Fonts *fonts, un_Error *error) {
    un_Outlines *outlines = calloc(1, sizeof *outlines);
    bool opened = outlines && FT_Init_FreeType(&outlines->library) == 0;
    for (int i = 0; i < UN_FACE_COUNT && opened; i++) {
        size_t size;
        const char *bytes = un_fonts_bytes(fonts, (un_Face)i, &size);
        opened = FT_New_Memory_Face(outlines->library, (const FT_Byte *)bytes, (FT_Long)size, 0, &outlines->face[i]) == 0;
    }
    if (opened) return outlines;
    un_outlines_destroy(outlines);
    un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("no memory for the glyphs"));
    return NULL;
}

void un_outlines_destroy(un_Outlines *outlines) {
    if (!outlines) return;
    for (int i = 0; i < UN_FACE_COUNT; i++)
        if (outlines->face[i]) FT_Done_Face(outlines->face[i]);
    if (outlines->library) FT_Done_FreeType(outlines->library);
    free(outlines);
}

static un_Point point_of(const Trace *trace, const FT_Vector *at) {
    return (un_Point){(float)at->x / trace->em, -(float)at->y / trace->em};
}

static int move_to(const FT_Vector *to, void *user) {
    const Trace *trace = user;
    trace->sink->move(trace->sink->data, point_of(trace, to));
    return 0;
}

static int line_to(const FT_Vector *to, void *user) {
    const Trace *trace = user;
    trace->sink->line(trace->sink->data, point_of(trace, to));
    return 0;
}

static int conic_to(const FT_Vector *control, const FT_Vector *to, void *user) {
    const Trace *trace = user;
    trace->sink->quadratic(trace->sink->data, point_of(trace, control), point_of(trace, to));
    return 0;
}

static int cubic_to(const FT_Vector *first, const FT_Vector *second, const FT_Vector *to, void *user) {
    const Trace *trace = user;
    trace->sink->cubic(trace->sink->data, point_of(trace, first), point_of(trace, second), point_of(trace, to));
    return 0;
}

void un_outlines_trace(un_Outlines *outlines, un_Face index, uint32_t code_point, const un_OutlineSink *sink) {
    static const FT_Outline_Funcs functions = {move_to, line_to, conic_to, cubic_to, 0, 0};
    FT_Face face = outlines->face[index];
    Trace trace = {sink, (float)face->units_per_EM};
    if (FT_Load_Glyph(face, FT_Get_Char_Index(face, code_point), FT_LOAD_NO_SCALE) != 0) return;
    if (face->glyph->format == FT_GLYPH_FORMAT_OUTLINE) FT_Outline_Decompose(&face->glyph->outline, &functions, &trace);
}
