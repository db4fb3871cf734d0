/// What a picture's file is, by the end of its name. ONE table: a row and a writer are all that a new format takes.
#ifndef UN_EXPORT_FORMAT_H
#define UN_EXPORT_FORMAT_H

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

typedef enum un_Format {
    UN_FORMAT_PNG,
    UN_FORMAT_SVG,
    UN_FORMAT_PDF,
    UN_FORMAT_GIF,
    UN_FORMAT_MP4,
    UN_FORMAT_APNG,
    UN_FORMAT_CSV,
    UN_FORMAT_JSON,
    UN_FORMAT_NPZ,
    UN_FORMAT_NPY,
    UN_FORMAT_COUNT
} un_Format;

typedef struct un_FormatInfo {
    const char *suffix;  ///< ".png"
    bool vector, clip, numbers; ///< clip: moving pictures in one file; numbers: no picture
    bool transparent;    ///< can be without a background
} un_FormatInfo;

extern const un_FormatInfo un_formats[UN_FORMAT_COUNT];

/// The format of a path. Errors: UN_ERROR_VALUE "found '.jpg', valid: .png, .svg, ...".
un_Status un_format_of(const char *path, un_Format *format, un_Error *error);

/// "lab-%04d.png" names numbered files: where the number stands in the path and how many digits it has at least.
typedef struct un_Pattern {
    bool numbered;
    size_t start, end; ///< of "%04d"
    int digits;
} un_Pattern;

/// A "%" that is no such number is an ordinary character. Errors: UN_ERROR_VALUE for two of them.
un_Status un_pattern_of(const char *path, un_Pattern *pattern, un_Error *error);
/// The path of file `number`. False: it does not fit.
bool un_pattern_path(const char *path, const un_Pattern *pattern, int number, char *out, size_t size);

#endif
