/// Draw lists as pages of a vector PDF: text stays text (fonts embedded, words and subscripts can be searched and copied), a heat map is
/// one image, everything else is lines and areas. The same calls give the same bytes: no date is written. Any thread, one document each.
///
///     un_Pdf *pdf = un_pdf_create(fonts, &error);
///     un_pdf_title(pdf, "05 Vanishing gradients");
///     un_pdf_page(pdf, &list, 960, 540, background);   // as many as wanted
///     un_pdf_outline(pdf, "Question 1");               // names the page just added
///     status = un_pdf_finish(pdf, &bytes, &size, &error);
///     un_pdf_destroy(pdf);
///
/// What goes wrong on the way (memory) is kept and told by un_pdf_finish.
#ifndef UN_CANVAS_CAIRO_PDF_H
#define UN_CANVAS_CAIRO_PDF_H

#include "canvas/draw_list.h"

typedef struct un_Pdf un_Pdf;

/// Borrows the fonts, which must outlive the document. Errors: UN_ERROR_MEMORY, UN_ERROR_FILE (a face that is no font); returns NULL.
un_Pdf *un_pdf_create(const un_Fonts *fonts, un_Error *error);
void un_pdf_destroy(un_Pdf *pdf);

/// The document's title, and what a reader finds under "Subject". UTF-8, copied.
void un_pdf_title(un_Pdf *pdf, const char *title);
void un_pdf_subject(un_Pdf *pdf, const char *subject);
/// A page of width x height points (1/72 inch): a text of size 20 in the list is 20 pt on paper. A background with a = 0 paints none.
void un_pdf_page(un_Pdf *pdf, const un_DrawList *list, float width, float height, un_Color background);
/// An entry in the reader's list of contents that leads to the last page added. UTF-8, copied.
void un_pdf_outline(un_Pdf *pdf, const char *title);
/// A file inside the file, which readers show as an attachment. name: ASCII without control characters, brackets or backslashes; the
/// bytes are copied. One a document: the last call counts.
void un_pdf_attach(un_Pdf *pdf, const char *name, const char *description, const void *bytes, size_t size);
/// The finished document, malloc'ed; the caller frees. Nothing can be added afterwards. Errors: UN_ERROR_MEMORY; *bytes and *size are
/// untouched.
un_Status un_pdf_finish(un_Pdf *pdf, char **bytes, size_t *size, un_Error *error);

/// The bytes of the attachment called `name`, as un_pdf_attach stores it; inside `bytes`, not copied. NULL: there is none. The document
/// may come from anywhere.
const char *un_pdf_find_attachment(const char *bytes, size_t size, const char *name, size_t *found);

#endif
