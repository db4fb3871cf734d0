#include "lesson/source.h"

#include "base/catalog.h"
#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>

un_Status un_source_check(const un_Source *source, un_Error *error) {
    size_t length;
    for (size_t at = 0; at < source->size; at += length) {
        uint32_t code = 0;
        length = un_utf8_decode(source->text + at, source->size - at, &code);
        if (length == 0) {
            unsigned byte = (unsigned char)source->text[at];
            return un_source_error(source, at, error, _("found the byte 0x%02x, valid: text in UTF-8"), byte);
        }
        // A carriage return ends a line together with a line feed only: alone, YAML and editors count lines
        // differently.
        bool stray = code == '\r' && (at + 1 >= source->size || source->text[at + 1] != '\n');
        if (stray || !un_utf8_is_text(code)) {
            return un_source_error(source, at, error, _("found the control character U+%04X, valid: plain text"),
                                   (unsigned)code);
        }
    }
    return UN_OK;
}

int un_source_line(const un_Source *source, size_t offset, size_t known_offset, int known_line) {
    if (offset < known_offset) {
        known_offset = 0;
        known_line = 1;
    }
    for (size_t at = known_offset; at < offset; at++) {
        if (source->text[at] == '\n') known_line++;
    }
    return known_line;
}

un_Status un_source_error(const un_Source *source, size_t offset, un_Error *error, const char *format, ...) {
    char message[sizeof error->message];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);

    if (offset > source->size) offset = source->size;
    int column = 1;
    for (size_t at = offset; at > 0 && source->text[at - 1] != '\n'; at--) {
        if (((unsigned char)source->text[at - 1] & 0xc0) != 0x80) column++;
    }
    int line = un_source_line(source, offset, 0, 1);
    return un_error_set(error, UN_ERROR_FILE, source->name, line, column, "%s", message);
}
