/// Colours for a printer that has none.
#ifndef UN_BOOK_GREY_H
#define UN_BOOK_GREY_H

#include "canvas/draw_list.h"

/// Every colour of the list as the grey of the same lightness (the luminance of WCAG 2, back to sRGB); opacities stay.
void un_grey(un_DrawList *list);

#endif
