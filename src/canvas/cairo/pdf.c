#include "canvas/cairo/pdf.h"

#include "base/catalog.h"
#include "base/check.h"
#include "canvas/cairo/collect.h"
#include "canvas/cairo/pdf_attach.h"
#include "canvas/cairo/pdf_page.h"

#include <cairo-ft.h>
#include <cairo-pdf.h>
#include FT_MODULE_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Attachment {
    char *name, *description, *bytes;
    size_t size;
} Attachment;

struct un_Pdf {
    const un_Fonts *fonts;
    cairo_surface_t *surface;
    cairo_t *cairo; ///< NULL before the first page
    un_PdfFaces faces;
    un_Collected out;
    Attachment attachment;
    int pages;
    bool failed; ///< something is missing for want of memory
};

/// cairo may keep a font after the document has gone: the face goes with cairo's last reference, and takes its hold of the library along.
typedef struct Held {
    FT_Library library;
    FT_Face face;
} Held;

static void let_go(void *data) {
    Held *held = data;
    FT_Done_Face(held->face);
    FT_Done_Library(held->library);
    free(held);
}

static const cairo_user_data_key_t held_key;

static bool open_face(un_Pdf *pdf, FT_Library library, un_Face index) {
    size_t size;
    const char *bytes = un_fonts_bytes(pdf->fonts, index, &size);
    Held *held = malloc(sizeof *held);
    if (!held || FT_New_Memory_Face(library, (const FT_Byte *)bytes, (FT_Long)size, 0, &held->face)) {
        free(held);
        return false;
    }
    held->library = library;
    FT_Reference_Library(library);
    cairo_font_face_t *font = cairo_ft_font_face_create_for_ft_face(held->face, 0);
    if (cairo_font_face_set_user_data(font, &held_key, held, let_go)) {
        cairo_font_face_destroy(font);
        let_go(held);
        return false;
    }
    pdf->faces.face[index] = held->face;
    pdf->faces.font[index] = font;
    return true;
}

static bool open_faces(un_Pdf *pdf) {
    FT_Library library;
    if (FT_Init_FreeType(&library)) return false;
    bool opened = true;
    for (int i = 0; i < UN_FACE_COUNT && opened; i++)
        opened = open_face(pdf, library, (un_Face)i);
    FT_Done_Library(library); // the faces hold it
    return opened;
}

/// 1.5 says of a number what it reads ("12" and not "1 2" where digits stand apart). From 1.17.6 on cairo packs the tables of such a
/// document, and pdf_attach.c reads plain ones only.
static cairo_pdf_version_t version(void) {
    return cairo_version() < CAIRO_VERSION_ENCODE(1, 17, 6) ? CAIRO_PDF_VERSION_1_5 : CAIRO_PDF_VERSION_1_4;
}

un_Pdf *un_pdf_create(const un_Fonts *fonts, un_Error *error) {
    un_Pdf *pdf = calloc(1, sizeof *pdf);
    if (pdf) pdf->fonts = fonts;
    if (!pdf || !open_faces(pdf)) {
        un_pdf_destroy(pdf);
        un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("not enough memory for the document"));
        return NULL;
    }
    pdf->surface = cairo_pdf_surface_create_for_stream(un_collect, &pdf->out, 1, 1);
    cairo_pdf_surface_restrict_to_version(pdf->surface, version());
    cairo_pdf_surface_set_metadata(pdf->surface, CAIRO_PDF_METADATA_CREATE_DATE, NULL); // the same calls give the same bytes
    cairo_pdf_surface_set_metadata(pdf->surface, CAIRO_PDF_METADATA_CREATOR, "Unroll");
    return pdf;
}

static void attachment_free(Attachment *attachment) {
    free(attachment->name);
    free(attachment->description);
    free(attachment->bytes);
    *attachment = (Attachment){0};
}

void un_pdf_destroy(un_Pdf *pdf) {
    if (!pdf) return;
    if (pdf->cairo) cairo_destroy(pdf->cairo);
    if (pdf->surface) cairo_surface_destroy(pdf->surface);
    for (int i = 0; i < UN_FACE_COUNT; i++)
        if (pdf->faces.font[i]) cairo_font_face_destroy(pdf->faces.font[i]);
    attachment_free(&pdf->attachment);
    free(pdf->out.data);
    free(pdf);
}

void un_pdf_title(un_Pdf *pdf, const char *title) {
    cairo_pdf_surface_set_metadata(pdf->surface, CAIRO_PDF_METADATA_TITLE, title);
}

void un_pdf_subject(un_Pdf *pdf, const char *subject) {
    cairo_pdf_surface_set_metadata(pdf->surface, CAIRO_PDF_METADATA_SUBJECT, subject);
}

/// No hinting and no rounding: the canvas has placed every glyph.
static void set_text_options(cairo_t *cairo) {
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_set_font_options(cairo, options);
    cairo_font_options_destroy(options);
}

void un_pdf_page(un_Pdf *pdf, const un_DrawList *list, float width, float height, un_Color background) {
    UN_CHECK(width > 0 && height > 0);
    // A page's size can be set as long as nothing is on it.
    cairo_pdf_surface_set_size(pdf->surface, (double)width, (double)height);
    if (!pdf->cairo) {
        pdf->cairo = cairo_create(pdf->surface);
        set_text_options(pdf->cairo);
    }
    cairo_save(pdf->cairo);
    if (background.a > 0) {
        cairo_set_source_rgba(pdf->cairo, background.r / 255.0, background.g / 255.0, background.b / 255.0, background.a / 255.0);
        cairo_paint(pdf->cairo);
    }
    un_pdf_draw(pdf->cairo, &pdf->faces, pdf->fonts, list);
    cairo_restore(pdf->cairo);
    cairo_show_page(pdf->cairo);
    pdf->pages++;
    if (list->failed || cairo_status(pdf->cairo)) pdf->failed = true;
}

void un_pdf_outline(un_Pdf *pdf, const char *title) {
    UN_CHECK(pdf->pages > 0);
    char where[48];
    snprintf(where, sizeof where, "page=%d pos=[0 0]", pdf->pages);
    cairo_pdf_surface_add_outline(pdf->surface, CAIRO_PDF_OUTLINE_ROOT, title, where, CAIRO_PDF_OUTLINE_FLAG_OPEN);
}

static char *copy_of(const void *bytes, size_t size) {
    char *copy = malloc(size + 1);
    if (!copy) return NULL;
    memcpy(copy, bytes, size);
    copy[size] = 0;
    return copy;
}

void un_pdf_attach(un_Pdf *pdf, const char *name, const char *description, const void *bytes, size_t size) {
    UN_CHECK(strpbrk(name, "()\\\n\r") == NULL && strpbrk(description, "()\\\n\r") == NULL);
    attachment_free(&pdf->attachment);
    pdf->attachment =
        (Attachment){copy_of(name, strlen(name)), copy_of(description, strlen(description)), copy_of(bytes, size), size};
    if (!pdf->attachment.name || !pdf->attachment.description || !pdf->attachment.bytes) pdf->failed = true;
}

un_Status un_pdf_finish(un_Pdf *pdf, char **bytes, size_t *size, un_Error *error) {
    UN_CHECK(pdf->pages > 0);
    cairo_surface_finish(pdf->surface);
    bool whole = !pdf->failed && cairo_surface_status(pdf->surface) == CAIRO_STATUS_SUCCESS;
    const Attachment *attachment = &pdf->attachment;
    if (whole && attachment->name) {
        whole = un_pdf_add_attachment(&pdf->out, attachment->name, attachment->description, attachment->bytes, attachment->size);
    }
    if (!whole) return un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("not enough memory for the document"));
    *bytes = pdf->out.data;
    *size = pdf->out.size;
    pdf->out = (un_Collected){NULL, 0, 0};
    return UN_OK;
}
