#include "lesson/source.h"

#include "base/catalog.h"

#include <stdarg.h>
#include <stdio.h>

bool un_source_is_text(uint32_t code) {
    if (code < 0x20) return code == '\t' || code == '\n' || code == '\r';
    if (code >= 0x7f && code < 0xa0) return false;
    if (code == 0x2028 || code == 0x2029 || code == 0xfeff) return false;
    if (code >= 0xd800 && code < 0xe000) return false;
    return code <= 0x10ffff && (code & 0xfffe) != 0xfffe;
}

size_t un_source_decode(const char *bytes, size_t size, uint32_t *code) {
    static const uint32_t smallest[5] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *byte = (const unsigned char *)bytes;
    if (size == 0) return 0;
    size_t length = byte[0] < 0x80   ? 1
                    : byte[0] < 0xc0 ? 0
                    : byte[0] < 0xe0 ? 2
                    : byte[0] < 0xf0 ? 3
                    : byte[0] < 0xf8 ? 4
                                     : 0;
    if (length == 0 || length > size) return 0;
    uint32_t value = length == 1 ? byte[0] : byte[0] & (0x7fu >> length);
    for (size_t i = 1; i < length; i++) {
        if ((byte[i] & 0xc0) != 0x80) return 0;
        value = value << 6 | (byte[i] & 0x3fu);
    }
    // Overlong forms and surrogates are not UTF-8: two spellings of one character would slip past every check.
    if (value < smallest[length] || (value >= 0xd800 && value < 0xe000) || value > 0x10ffff) return 0;
    *code = value;
    return length;
}

size_t un_source_encode(uint32_t code, char *out) {
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    size_t length = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (size_t i = length - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (code & 0x3f));
        code >>= 6;
    }
    out[0] = (char)((0xf00u >> length & 0xf0) | code);
    return length;
}

un_Status un_source_check(const un_Source *source, un_Error *error) {
    size_t length;
    for (size_t at = 0; at < source->size; at += length) {
        uint32_t code = 0;
        length = un_source_decode(source->text + at, source->size - at, &code);
        if (length == 0) {
            unsigned byte = (unsigned char)source->text[at];
            return un_source_error(source, at, error, _("found the byte 0x%02x, valid: text in UTF-8"), byte);
        }
        // A carriage return ends a line together with a line feed only: alone, YAML and editors count lines
        // differently.
        bool stray = code == '\r' && (at + 1 >= source->size || source->text[at + 1] != '\n');
        if (stray || !un_source_is_text(code)) {
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
