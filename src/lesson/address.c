#include "lesson/address.h"

#include "base/utf8.h"

#include <string.h>

size_t un_entity_decode(const char *text, size_t size, char out[4]) {
    static const struct {
        const char *name;
        uint32_t code;
    } table[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}, {"&nbsp;", 0xa0}};

    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (strlen(table[i].name) == size && memcmp(table[i].name, text, size) == 0)
            return un_utf8_encode(table[i].code, out);
    }
    if (size < 4 || size > 11 || text[1] != '#') return 0; // md4c has checked the form; 11: "&#1234567;" and one more
    bool hexadecimal = text[2] == 'x' || text[2] == 'X';
    uint32_t code = 0;
    for (size_t i = hexadecimal ? 3 : 2; i < size - 1; i++) {
        uint32_t digit = text[i] <= '9' ? (uint32_t)(text[i] - '0') : (uint32_t)((text[i] | 0x20) - 'a' + 10);
        code = code * (hexadecimal ? 16 : 10) + digit;
    }
    return un_utf8_is_text(code) && code >= 0x20 ? un_utf8_encode(code, out) : 0;
}

bool un_address_is_web(const char *address) {
    size_t scheme = strncmp(address, "https://", 8) == 0 ? 8 : strncmp(address, "http://", 7) == 0 ? 7 : 0;
    if (scheme == 0 || address[scheme] == 0) return false;
    for (const char *at = address; *at; at++) {
        if ((unsigned char)*at <= ' ' || strchr("<>\"\\^`{|}", *at)) return false;
    }
    return true;
}

bool un_address_is_file(const char *address) {
    size_t length = strlen(address);
    if (length == 0 || length >= UN_FILE_LINK || address[0] == '.') return false;
    for (const char *at = address; *at; at++) {
        bool plain = (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') || (*at >= '0' && *at <= '9');
        if (!plain && !strchr("._-", *at)) return false;
    }
    return true;
}
