#include "canvas/svg/writer.h"

#include "base/utf8.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void un_svg_bytes(un_SvgWriter *out, const char *bytes, size_t size) {
    if (size > out->room - out->size) {
        size_t room = out->room > 0 ? out->room : 1 << 15;
        while (room - out->size < size)
            room *= 2;
        char *bigger = out->failed ? NULL : realloc(out->bytes, room);
        if (bigger == NULL) {
            out->failed = true;
            return;
        }
        out->bytes = bigger;
        out->room = room;
    }
    memcpy(out->bytes + out->size, bytes, size);
    out->size += size;
}

void un_svg_text(un_SvgWriter *out, const char *text) {
    un_svg_bytes(out, text, strlen(text));
}

void un_svg_number(un_SvgWriter *out, float value) {
    const float most = 1e6f;
    value = value > most ? most : value < -most ? -most : value;
    long hundredths = lroundf(value * 100);
    char text[24];
    int length = snprintf(text, sizeof text, "%s%ld.%02ld", hundredths < 0 ? "-" : "", labs(hundredths) / 100, labs(hundredths) % 100);
    while (text[length - 1] == '0')
        length--;
    if (text[length - 1] == '.') length--;
    un_svg_bytes(out, text, (size_t)length);
}

void un_svg_attribute(un_SvgWriter *out, const char *name, float value) {
    un_svg_text(out, " ");
    un_svg_text(out, name);
    un_svg_text(out, "=\"");
    un_svg_number(out, value);
    un_svg_text(out, "\"");
}

void un_svg_color(un_SvgWriter *out, const char *name, un_Color color) {
    char text[64];
    snprintf(text, sizeof text, " %.16s=\"#%02x%02x%02x\"", name, color.r, color.g, color.b);
    un_svg_text(out, text);
    if (color.a == 255) return;
    snprintf(text, sizeof text, " %.16s-opacity=\"%.3g\"", name, color.a / 255.0);
    un_svg_text(out, text);
}

void un_svg_character(un_SvgWriter *out, uint32_t code) {
    char bytes[4];
    bool allowed = (code >= 0x20 || code == '\t' || code == '\n' || code == '\r') && code != 0xFFFE && code != 0xFFFF;
    switch (allowed ? code : 0xFFFD) {
    case '&':
        un_svg_text(out, "&amp;");
        return;
    case '<':
        un_svg_text(out, "&lt;");
        return;
    case '>':
        un_svg_text(out, "&gt;");
        return;
    case '"':
        un_svg_text(out, "&quot;");
        return;
    case '\r': // a reader makes a line feed of a bare one
        un_svg_text(out, "&#13;");
        return;
    default:
        un_svg_bytes(out, bytes, un_utf8_encode(allowed ? code : 0xFFFD, bytes));
        return;
    }
}

void un_svg_escaped(un_SvgWriter *out, const char *text, size_t size) {
    for (size_t at = 0; at < size;) {
        uint32_t code = 0xFFFD;
        size_t length = un_utf8_decode(text + at, size - at, &code);
        un_svg_character(out, code);
        at += length > 0 ? length : 1;
    }
}

void un_svg_base64(un_SvgWriter *out, const unsigned char *bytes, size_t size) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t at = 0; at < size; at += 3) {
        size_t left = size - at;
        unsigned long word = (unsigned long)bytes[at] << 16 | (left > 1 ? (unsigned long)bytes[at + 1] << 8 : 0) |
                             (left > 2 ? (unsigned long)bytes[at + 2] : 0);
        char four[4] = {digits[word >> 18 & 63], digits[word >> 12 & 63], left > 1 ? digits[word >> 6 & 63] : '=',
                        left > 2 ? digits[word & 63] : '='};
        un_svg_bytes(out, four, 4);
    }
}
