/// One draw list onto a cairo vector surface. Inside src/canvas/cairo only.
#ifndef UN_CANVAS_CAIRO_PDF_PAGE_H
#define UN_CANVAS_CAIRO_PDF_PAGE_H

#include "canvas/draw_list.h"

#include <cairo.h>
#include <ft2build.h>
#include FT_FREETYPE_H

typedef struct un_PdfFaces {
    FT_Face face[UN_FACE_COUNT];              ///< for glyph indices
    cairo_font_face_t *font[UN_FACE_COUNT];
} un_PdfFaces;

/// Replays the list at 1 point = 1 unit of the surface. Faults stay in cairo's own status.
void un_pdf_draw(cairo_t *cairo, const un_PdfFaces *faces, const un_Fonts *fonts, const un_DrawList *list);

#endif
