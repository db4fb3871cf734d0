#include "lesson/source.h"

#include "base/catalog.h"
#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>

bool un_source_check(const un_Source *source) {
    size_t length;
    for (size_t at = 0; at < source->size; at += length) {
        uint32_t code = 0;
        length = un_utf8_decode(source->text + at, source->size - at, &code);
        if (length == 0) {
            unsigned byte = (unsigned char)source->text[at];
            un_source_error(source, at, _("found the byte 0x%02x, valid: text in UTF-8"), byte);
            return false;
        }
        // A carriage return ends a line together with a line feed only: alone, YAML and editors count lines
        // differently.
        bool stray = code == '\r' && (at + 1 >= source->size || source->text[at + 1] != '\n');
        if (stray || !un_utf8_is_text(code)) {
            un_source_error(source, at, _("found the control character U+%04X, valid: plain text"), (unsigned)code);
            return false;
        }
    }
    return true;
}

int un_source_line(const un_Source *source, size_t offset, size_t known_offset, int known_line) {
    if (source->blurred) return source->line;
    if (offset < known_offset) {
        known_offset = 0;
        known_line = source->line;
    }
    for (size_t at = known_offset; at < offset; at++) {
        if (source->text[at] == '\n') known_line++;
    }
    return known_line;
}

void un_source_place(const un_Source *source, size_t offset, int *line, int *column) {
    *line = source->line;
    *column = source->column;
    if (source->blurred) return;
    if (offset > source->size) offset = source->size;
    size_t at = offset;
    *column = 1;
    for (; at > 0 && source->text[at - 1] != '\n'; at--) {
        if (((unsigned char)source->text[at - 1] & 0xc0) != 0x80) ++*column;
    }
    if (at == 0) *column += source->column - 1;
    *line = un_source_line(source, offset, 0, source->line);
}

static void report(const un_Source *source, int line, int column, const char *format, va_list arguments) {
    un_Error error = {0};
    char message[sizeof error.message];
    vsnprintf(message, sizeof message, format, arguments);
    un_error_set(&error, UN_ERROR_FILE, source->name, line, column, "%s", message);
    un_report(source->reports, false, &error);
}

void un_source_error(const un_Source *source, size_t offset, const char *format, ...) {
    int line, column;
    if (un_reports_full(source->reports))
        return; // md4c goes on after some callbacks have failed: nothing more costs anything
    un_source_place(source, offset, &line, &column);
    va_list arguments;
    va_start(arguments, format);
    report(source, line, column, format, arguments);
    va_end(arguments);
}

void un_source_error_at(const un_Source *source, int line, int column, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    report(source, line, column, format, arguments);
    va_end(arguments);
}
