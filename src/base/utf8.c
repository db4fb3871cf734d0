#include "base/utf8.h"

size_t un_utf8_decode(const char *bytes, size_t size, uint32_t *code) {
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
    if (value < smallest[length] || (value >= 0xd800 && value < 0xe000) || value > 0x10ffff) return 0;
    *code = value;
    return length;
}

size_t un_utf8_encode(uint32_t code, char *out) {
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

bool un_utf8_is_text(uint32_t code) {
    if (code < 0x20) return code == '\t' || code == '\n' || code == '\r';
    if (code >= 0x7f && code < 0xa0) return false;
    if (code == 0x2028 || code == 0x2029 || code == 0xfeff) return false;
    if (code >= 0xd800 && code < 0xe000) return false;
    return code <= 0x10ffff && (code & 0xfffe) != 0xfffe;
}

size_t un_utf8_whole(const char *text, size_t size) {
    size_t at = 0;
    while (at < size) {
        uint32_t code;
        size_t bytes = un_utf8_decode(text + at, size - at, &code);
        if (bytes == 0) break;
        at += bytes;
    }
    return at;
}
