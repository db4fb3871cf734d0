/// A draw list as an SVG document that slides, drawing programs and browsers show alike: plain attributes, hex colours with opacities
/// beside them, real text with a place for every glyph (or outlines), named groups, one PNG a heat map. The same list gives the same
/// bytes. Any thread.
#ifndef UN_CANVAS_SVG_SVG_H
#define UN_CANVAS_SVG_SVG_H

#include "canvas/draw_list.h"

typedef struct un_SvgDef {
    int width, height;      ///< pixels that the document asks for
    float pixels;           ///< per point: the list is (width / pixels) points wide
    un_Color background;    ///< a = 0: none
    bool outlines;          ///< text as paths: looks the same without the font, cannot be edited or searched
    const char *title;      ///< UTF-8, for readers and screen readers; NULL: none
    const char *state;      ///< text that un_svg_find_state gives back; NULL: none
} un_SvgDef;

/// malloc'ed text without a final 0; the caller frees. Errors: UN_ERROR_MEMORY; *bytes and *size are untouched.
un_Status un_svg_write(const un_DrawList *list, const un_Fonts *fonts, const un_SvgDef *def, char **bytes, size_t *size,
                       un_Error *error);

/// The state that a document of un_svg_write's holds, malloc'ed with a final 0. *state is NULL when it holds none. The document may come
/// from anywhere. Errors: UN_ERROR_MEMORY.
un_Status un_svg_find_state(const char *bytes, size_t size, char **state, un_Error *error);

#endif
