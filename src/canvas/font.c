#include "canvas/font.h"

#include "base/catalog.h"
#include "base/check.h"

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_ADVANCES_H

#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>

const char *const un_face_files[UN_FACE_COUNT] = {
    [UN_FACE_REGULAR] = "Inter-Regular.otf",
    [UN_FACE_ITALIC] = "Inter-Italic.otf",
    [UN_FACE_MEDIUM] = "Inter-Medium.otf",
    [UN_FACE_SEMIBOLD] = "Inter-SemiBold.otf",
    [UN_FACE_SEMIBOLD_ITALIC] = "Inter-SemiBoldItalic.otf",
    [UN_FACE_FALLBACK] = "DejaVuSans.ttf",
    [UN_FACE_FALLBACK_BOLD] = "DejaVuSans-Bold.ttf",
};

enum { LATIN = 256 };

typedef struct Advance {
    uint32_t code_point;
    float advance;
} Advance;

/// Everything is read once and never changes afterwards: any number of threads may measure with one un_Fonts.
typedef struct Face {
    char *bytes;
    size_t size;
    float latin[LATIN]; ///< by code point; below 0: the face lacks it
    Advance *advance;   ///< the whole character map, code points rising
    size_t count;
    float missing; ///< of the glyph for "not there"
    float ascent, descent, cap_height;
} Face;

struct un_Fonts {
    Face face[UN_FACE_COUNT];
};

/// Linear, unhinted: FT_LOAD_NO_SCALE gives the font's own units.
static float advance_of(FT_Face face, FT_UInt glyph) {
    FT_Fixed units = 0;
    if (FT_Get_Advance(face, glyph, FT_LOAD_NO_SCALE, &units) != 0) return 0;
    return (float)units / (float)face->units_per_EM;
}

static float cap_height_of(FT_Face face, float ascent) {
    if (FT_Load_Char(face, 'H', FT_LOAD_NO_SCALE) != 0) return ascent * 0.75f;
    return (float)face->glyph->metrics.horiBearingY / (float)face->units_per_EM;
}

static bool read_advances(Face *out, FT_Face face) {
    size_t count = 0;
    FT_UInt glyph;
    for (FT_ULong code = FT_Get_First_Char(face, &glyph); glyph != 0; code = FT_Get_Next_Char(face, code, &glyph))
        count++;
    out->advance = malloc((count + 1) * sizeof *out->advance);
    if (out->advance == NULL) return false;
    for (int i = 0; i < LATIN; i++)
        out->latin[i] = -1;
    for (FT_ULong code = FT_Get_First_Char(face, &glyph); glyph != 0 && out->count < count;
         code = FT_Get_Next_Char(face, code, &glyph)) {
        Advance entry = {(uint32_t)code, advance_of(face, glyph)};
        out->advance[out->count++] = entry;
        if (code < LATIN) out->latin[code] = entry.advance;
    }
    return true;
}

static un_Status read_face(Face *out, FT_Library library, int index, un_Error *error) {
    FT_Face face = NULL;
    if (out->bytes == NULL || out->size > LONG_MAX ||
        FT_New_Memory_Face(library, (const FT_Byte *)out->bytes, (FT_Long)out->size, 0, &face) != 0)
        return un_error_set(error, UN_ERROR_FILE, un_face_files[index], 0, 0, "%s",
                            _("not a font: an OpenType or TrueType file is needed"));
    un_Status status = UN_OK;
    if (!FT_IS_SCALABLE(face) || FT_Select_Charmap(face, FT_ENCODING_UNICODE) != 0) {
        status = un_error_set(error, UN_ERROR_FILE, un_face_files[index], 0, 0, "%s",
                              _("this font has no outlines or no Unicode character map"));
    } else if (!read_advances(out, face)) {
        status = un_error_set(error, UN_ERROR_MEMORY, un_face_files[index], 0, 0, "%s", _("no memory for the font"));
    } else {
        out->missing = advance_of(face, 0);
        out->ascent = (float)face->ascender / (float)face->units_per_EM;
        out->descent = -(float)face->descender / (float)face->units_per_EM;
        out->cap_height = cap_height_of(face, out->ascent);
    }
    FT_Done_Face(face);
    return status;
}

un_Fonts *un_fonts_create(char *bytes[UN_FACE_COUNT], const size_t sizes[UN_FACE_COUNT], un_Error *error) {
    un_Fonts *fonts = calloc(1, sizeof *fonts);
    FT_Library library = NULL;
    if (fonts == NULL || FT_Init_FreeType(&library) != 0) {
        for (int i = 0; i < UN_FACE_COUNT; i++)
            free(bytes[i]);
        free(fonts);
        un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("no memory for the fonts"));
        return NULL;
    }
    for (int i = 0; i < UN_FACE_COUNT; i++) {
        fonts->face[i].bytes = bytes[i];
        fonts->face[i].size = sizes[i];
    }
    un_Status status = UN_OK;
    for (int i = 0; i < UN_FACE_COUNT && status == UN_OK; i++)
        status = read_face(&fonts->face[i], library, i, error);
    FT_Done_FreeType(library);
    if (status != UN_OK) {
        un_fonts_destroy(fonts);
        return NULL;
    }
    return fonts;
}

void un_fonts_destroy(un_Fonts *fonts) {
    if (fonts == NULL) return;
    for (int i = 0; i < UN_FACE_COUNT; i++) {
        free(fonts->face[i].bytes);
        free(fonts->face[i].advance);
    }
    free(fonts);
}

static const Face *face_of(const un_Fonts *fonts, un_Face face) {
    UN_CHECK(face >= 0 && face < UN_FACE_COUNT);
    return &fonts->face[face];
}

const char *un_fonts_bytes(const un_Fonts *fonts, un_Face face, size_t *size) {
    *size = face_of(fonts, face)->size;
    return face_of(fonts, face)->bytes;
}

/// Below 0: the face lacks the code point.
static float find_advance(const Face *face, uint32_t code_point) {
    if (code_point < LATIN) return face->latin[code_point];
    size_t low = 0, high = face->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (face->advance[middle].code_point < code_point)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < face->count && face->advance[low].code_point == code_point) return face->advance[low].advance;
    return -1;
}

un_Face un_fonts_face_for(const un_Fonts *fonts, un_Face face, uint32_t code_point) {
    if (find_advance(face_of(fonts, face), code_point) >= 0) return face;
    bool bold = face == UN_FACE_SEMIBOLD || face == UN_FACE_SEMIBOLD_ITALIC || face == UN_FACE_FALLBACK_BOLD;
    un_Face fallback = bold ? UN_FACE_FALLBACK_BOLD : UN_FACE_FALLBACK;
    if (find_advance(&fonts->face[fallback], code_point) >= 0) return fallback;
    // The bold file is the smaller one: a thin sign is better than a box.
    return find_advance(&fonts->face[UN_FACE_FALLBACK], code_point) >= 0 ? UN_FACE_FALLBACK : face;
}

float un_fonts_advance(const un_Fonts *fonts, un_Face face, uint32_t code_point) {
    float advance = find_advance(face_of(fonts, face), code_point);
    return advance >= 0 ? advance : fonts->face[face].missing;
}

float un_fonts_ascent(const un_Fonts *fonts, un_Face face) {
    return face_of(fonts, face)->ascent;
}

float un_fonts_descent(const un_Fonts *fonts, un_Face face) {
    return face_of(fonts, face)->descent;
}

float un_fonts_cap_height(const un_Fonts *fonts, un_Face face) {
    return face_of(fonts, face)->cap_height;
}
