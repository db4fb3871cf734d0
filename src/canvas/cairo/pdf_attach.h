/// A file inside a finished PDF. cairo 1.16 writes none, so the document gets an incremental update (PDF 32000-1, 7.5.6): its catalogue
/// once more with the file's name, the file, and a second cross-reference table. Inside src/canvas/cairo only.
#ifndef UN_CANVAS_CAIRO_PDF_ATTACH_H
#define UN_CANVAS_CAIRO_PDF_ATTACH_H

#include "canvas/cairo/collect.h"

#include <stdbool.h>

/// Adds the update to a document whose cross-reference table is plain text. False: no memory, or the document is not of that form.
bool un_pdf_add_attachment(un_Collected *pdf, const char *name, const char *description, const void *bytes, size_t size);

#endif
