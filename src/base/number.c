#include "base/number.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool un_number_parse_int(const char *text, int64_t *value) {
    const char *digit = text + (*text == '-' || *text == '+');
    if (!*digit || strspn(digit, "0123456789") != strlen(digit)) return false;
    errno = 0;
    long long parsed = strtoll(text, NULL, 10);
    if (errno) return false;
    *value = parsed;
    return true;
}

bool un_number_parse_real(const char *text, double *value) {
    // Only plain decimal notation: strtod alone would also take hexadecimal, "inf" and leading blanks.
    if (!*text || strspn(text, "0123456789+-.eE") != strlen(text)) return false;
    char *end;
    double parsed = strtod(text, &end);
    if (end == text || *end || !isfinite(parsed)) return false;
    *value = parsed;
    return true;
}

static const char *const superscript[10] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};

/// The exponent in superscript digits, with a superscript minus.
static void write_superscript(int exponent, char *out, size_t size) {
    char digits[16];
    snprintf(digits, sizeof digits, "%d", abs(exponent));
    size_t used = (size_t)snprintf(out, size, "%s", exponent < 0 ? "⁻" : "");
    for (const char *d = digits; *d && used < size; d++) {
        used += (size_t)snprintf(out + used, size - used, "%s", superscript[*d - '0']);
    }
}

const char *un_number_power(int exponent, char *out, size_t size) {
    if (exponent == 0 || exponent == 1) {
        snprintf(out, size, "%s", exponent ? "10" : "1");
        return out;
    }
    char power[48];
    write_superscript(exponent, power, sizeof power);
    snprintf(out, size, "10%s", power);
    return out;
}

/// Drops the zeros at the end of a decimal fraction, and its point when nothing is left behind it.
static void trim_zeros(char *text) {
    if (!strchr(text, '.')) return;
    char *last = text + strlen(text) - 1;
    while (*last == '0') *last-- = 0;
    if (*last == '.') *last = 0;
}

/// value with `digits` significant digits; trailing zeros stay when keep_zeros (readouts keep their width).
static const char *format(double value, int digits, bool keep_zeros, char *out, size_t size) {
    if (isnan(value)) {
        snprintf(out, size, "not a number");
        return out;
    }
    const char *sign = signbit(value) && value != 0 ? "−" : "";
    double magnitude = fabs(value);
    if (isinf(value)) {
        snprintf(out, size, "%s∞", sign);
        return out;
    }
    char text[64];
    snprintf(text, sizeof text, "%.*e", digits - 1, magnitude); // rounds once, and tells the exponent after rounding
    char *e = strchr(text, 'e');
    int exponent = atoi(e + 1);
    if (magnitude != 0 && (exponent < -2 || exponent >= 6)) {
        *e = 0;
        if (!keep_zeros) trim_zeros(text);
        char power[48];
        write_superscript(exponent, power, sizeof power);
        snprintf(out, size, "%s%s·10%s", sign, text, power);
        return out;
    }
    int decimals = digits - 1 - exponent;
    snprintf(text, sizeof text, "%.*f", decimals > 0 ? decimals : 0, magnitude);
    if (magnitude == 0) {
        snprintf(text, sizeof text, "0");
    } else if (!keep_zeros) {
        trim_zeros(text);
    }
    snprintf(out, size, "%s%s", sign, text);
    return out;
}

const char *un_number_short(double value, char *out, size_t size) {
    return format(value, 2, true, out, size);
}

const char *un_number_full(double value, int digits, char *out, size_t size) {
    return format(value, digits, false, out, size);
}

const char *un_number_round(double value, int digits, char *out, size_t size) {
    return format(value, digits, true, out, size);
}

const char *un_number_count(int64_t value, char *out, size_t size) {
    uint64_t magnitude = value < 0 ? 0 - (uint64_t)value : (uint64_t)value; // the lowest value has no positive twin
    char digits[32];
    int length = snprintf(digits, sizeof digits, "%llu", (unsigned long long)magnitude);
    size_t used = (size_t)snprintf(out, size, "%s", value < 0 ? "−" : "");
    for (int i = 0; i < length && used < size; i++) {
        const char *comma = i > 0 && (length - i) % 3 == 0 ? "," : "";
        used += (size_t)snprintf(out + used, size - used, "%s%c", comma, digits[i]);
    }
    return out;
}
