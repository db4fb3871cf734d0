#include "canvas/cairo/pdf_attach.h"

#include "canvas/cairo/pdf.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool add(un_Collected *pdf, const void *bytes, size_t size) {
    return size <= UINT_MAX && un_collect(pdf, bytes, (unsigned)size) == CAIRO_STATUS_SUCCESS;
}

static bool add_text(un_Collected *pdf, const char *format, ...) __attribute__((format(printf, 2, 3)));

static bool add_text(un_Collected *pdf, const char *format, ...) {
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return length >= 0 && (size_t)length < sizeof text && add(pdf, text, (size_t)length);
}

/// The last place of `what` in the bytes; NULL: nowhere.
static const char *find_last(const char *bytes, size_t size, const char *what) {
    size_t length = strlen(what);
    for (size_t at = size >= length ? size - length + 1 : 0; at-- > 0;)
        if (memcmp(bytes + at, what, length) == 0) return bytes + at;
    return NULL;
}

static const char *find_first(const char *bytes, size_t size, const char *what) {
    size_t length = strlen(what);
    for (size_t at = 0; at + length <= size; at++)
        if (memcmp(bytes + at, what, length) == 0) return bytes + at;
    return NULL;
}

/// What cairo's trailer says. The document ends with a 0 byte behind its size while this runs.
typedef struct Trailer {
    long size, root, info, start; ///< objects, object of the catalogue and of the information, offset of the table
    const char *catalog;          ///< behind its "<<"
    size_t catalog_length;        ///< up to its ">>"
} Trailer;

static bool read_number(const char *text, const char *key, const char *format, long *value) {
    const char *at = text ? strstr(text, key) : NULL;
    return at && sscanf(at + strlen(key), format, value) == 1;
}

static bool read_trailer(const un_Collected *pdf, Trailer *trailer) {
    const char *text = find_last(pdf->data, pdf->size, "trailer");
    if (!read_number(text, "/Size", " %ld", &trailer->size) || !read_number(text, "/Root", " %ld 0 R", &trailer->root) ||
        !read_number(text, "/Info", " %ld 0 R", &trailer->info) || !read_number(text, "startxref", " %ld", &trailer->start))
        return false;
    char header[32];
    snprintf(header, sizeof header, "\n%ld 0 obj\n<<", trailer->root);
    trailer->catalog = find_last(pdf->data, pdf->size, header);
    if (!trailer->catalog) return false;
    trailer->catalog += strlen(header);
    const char *end = strstr(trailer->catalog, "endobj");
    const char *close = end ? find_last(trailer->catalog, (size_t)(end - trailer->catalog), ">>") : NULL;
    if (!close) return false;
    trailer->catalog_length = (size_t)(close - trailer->catalog);
    return true;
}

bool un_pdf_add_attachment(un_Collected *pdf, const char *name, const char *description, const void *bytes, size_t size) {
    Trailer trailer;
    if (un_collect(pdf, (const unsigned char *)"", 1) != CAIRO_STATUS_SUCCESS) return false;
    pdf->size--; // the 0 behind the text lets it be searched as a string
    if (!read_trailer(pdf, &trailer)) return false;
    char *catalog = malloc(trailer.catalog_length + 1); // adding moves the bytes it lies in
    if (!catalog) return false;
    memcpy(catalog, trailer.catalog, trailer.catalog_length);
    catalog[trailer.catalog_length] = 0;
    long file = trailer.size, entry = trailer.size + 1;
    size_t at_catalog = pdf->size;
    bool done = add_text(pdf, "%ld 0 obj\n<<", trailer.root) && add(pdf, catalog, trailer.catalog_length) &&
                add_text(pdf, "   /Names << /EmbeddedFiles << /Names [ (%s) %ld 0 R ] >> >>\n>>\nendobj\n", name, entry);
    free(catalog);
    size_t at_file = pdf->size;
    done = done &&
           add_text(pdf, "%ld 0 obj\n<< /Type /EmbeddedFile /Length %zu /Params << /Size %zu >> >>\nstream\n", file, size, size) &&
           add(pdf, bytes, size) && add_text(pdf, "\nendstream\nendobj\n");
    size_t at_entry = pdf->size;
    done = done &&
           add_text(pdf, "%ld 0 obj\n<< /Type /Filespec /F (%s) /UF (%s) /Desc (%s) /EF << /F %ld 0 R >> >>\nendobj\n", entry, name,
                    name, description, file);
    size_t at_table = pdf->size;
    // Lines of a table are 20 bytes each, blank and line feed included.
    return done && add_text(pdf, "xref\n%ld 1\n%010zu 00000 n \n%ld 2\n%010zu 00000 n \n%010zu 00000 n \n", trailer.root, at_catalog,
                            file, at_file, at_entry) &&
           add_text(pdf, "trailer\n<< /Size %ld\n   /Root %ld 0 R\n   /Info %ld 0 R\n   /Prev %ld\n>>\nstartxref\n%zu\n%%%%EOF\n",
                    trailer.size + 2, trailer.root, trailer.info, trailer.start, at_table);
}

const char *un_pdf_find_attachment(const char *bytes, size_t size, const char *name, size_t *found) {
    char entry[256];
    int length = snprintf(entry, sizeof entry, "/Type /Filespec /F (%s) ", name);
    if (length < 0 || (size_t)length >= sizeof entry) return NULL;
    const char *filespec = find_last(bytes, size, entry);
    // The file stands right before the entry that names it.
    const char *head = "<< /Type /EmbeddedFile /Length ", *start = "stream\n";
    const char *at = filespec ? find_last(bytes, (size_t)(filespec - bytes), head) : NULL;
    if (!at) return NULL;
    size_t count = 0;
    for (at += strlen(head); at < filespec && *at >= '0' && *at <= '9'; at++) {
        if (count > size) return NULL;
        count = count * 10 + (size_t)(*at - '0');
    }
    const char *stream = find_first(at, (size_t)(filespec - at), start);
    if (!stream) return NULL;
    stream += strlen(start);
    if (count > (size_t)(filespec - stream)) return NULL;
    *found = count;
    return stream;
}
