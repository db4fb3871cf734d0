/// UTF-8, strictly: overlong forms, surrogates and code points beyond U+10FFFF are refused, since two spellings of one character would
/// slip past every check. Pure, any thread.
#ifndef UN_BASE_UTF8_H
#define UN_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Decodes the character at the start of `size` bytes into *code. Returns its length, 1..4; 0 where no valid character stands (or size
/// is 0), *code untouched then. Text that ends with a 0 may pass 4 as size: the 0 stops the decoding of a cut character.
size_t un_utf8_decode(const char *bytes, size_t size, uint32_t *code);

/// Encodes a code point; out has room for 4 bytes. Returns the length.
size_t un_utf8_encode(uint32_t code, char *out);

/// True for a character that plain text may hold: no control characters but tab and line ends, no byte order mark, no line
/// separators that editors and YAML count differently.
bool un_utf8_is_text(uint32_t code);

/// How many of the bytes are whole valid characters from the start: what was cut in the middle of one is left out.
size_t un_utf8_whole(const char *text, size_t size);

#endif
