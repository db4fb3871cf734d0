/// Numbers from text, strictly, and numbers for a reader. Any thread. The decimal point is a point because nothing in the program calls
/// setlocale (tests/unit/symbols.sh looks).
#ifndef UN_BASE_NUMBER_H
#define UN_BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// A whole text that is one integer (optional sign, decimal digits): no blanks, no rest. False leaves *value as it was.
bool un_number_parse_int(const char *text, int64_t *value);
/// A whole text that is one finite decimal number ("0.5", "-2e-3"): no blanks, no hexadecimal, no rest. False leaves *value as it was.
bool un_number_parse_real(const char *text, double *value);

/// For pictures: two significant digits ("0.50", "12"; all digits before the point from 100 up), "4.1·10⁻⁵" below 0.01 and from 1e6 up, U+2212 as the minus sign, "not a number",
/// "∞". The result is UTF-8, cut to size (24 bytes always suffice). Returns out.
const char *un_number_short(double value, char *out, size_t size);
/// For hover: up to `digits` significant digits (17: all there are) in the same typography. 48 bytes suffice.
const char *un_number_full(double value, int digits, char *out, size_t size);
/// The same to exactly `digits` significant digits, zeros at the end kept: "0.500", "2.40·10⁻⁶". 48 bytes suffice.
const char *un_number_round(double value, int digits, char *out, size_t size);
/// "10⁻⁸" for exponent -8; "1" for 0, "10" for 1. 24 bytes suffice.
const char *un_number_power(int exponent, char *out, size_t size);
/// Digits grouped by thousands with a comma: "2,000". 32 bytes suffice.
const char *un_number_count(int64_t value, char *out, size_t size);

#endif
