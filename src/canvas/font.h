/// Faces and glyph advances. The canvas places every glyph itself from unhinted linear advances, so that the window, a picture
/// and a test agree to the point; a back end only draws the glyph it is told where it is told.
#ifndef UN_CANVAS_FONT_H
#define UN_CANVAS_FONT_H

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

/// The faces, by file (assets: see cmake/Fonts.cmake). The DejaVu faces serve code points that Inter lacks.
typedef enum un_Face {
    UN_FACE_REGULAR, UN_FACE_ITALIC, UN_FACE_MEDIUM, UN_FACE_SEMIBOLD, UN_FACE_SEMIBOLD_ITALIC,
    UN_FACE_FALLBACK, UN_FACE_FALLBACK_BOLD, UN_FACE_COUNT
} un_Face;

extern const char *const un_face_files[UN_FACE_COUNT];

typedef struct un_Fonts un_Fonts;

/// bytes[i] and sizes[i] are the font files' contents; un_Fonts takes ownership of the bytes (malloc'ed) even on failure.
/// Errors: UN_ERROR_FILE for a file that is no font; returns NULL.
un_Fonts *un_fonts_create(char *bytes[UN_FACE_COUNT], const size_t sizes[UN_FACE_COUNT], un_Error *error);
void un_fonts_destroy(un_Fonts *fonts);
/// The bytes of a face, for the back ends; borrowed.
const char *un_fonts_bytes(const un_Fonts *fonts, un_Face face, size_t *size);

/// The face that has this code point: `face` itself, else its fallback (or `face` when none has it).
un_Face un_fonts_face_for(const un_Fonts *fonts, un_Face face, uint32_t code_point);
/// Advance in points at size 1; cached.
float un_fonts_advance(const un_Fonts *fonts, un_Face face, uint32_t code_point);
/// Ascent, descent (positive down) and cap height at size 1.
float un_fonts_ascent(const un_Fonts *fonts, un_Face face);
float un_fonts_descent(const un_Fonts *fonts, un_Face face);
float un_fonts_cap_height(const un_Fonts *fonts, un_Face face);

#endif
