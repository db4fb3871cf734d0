/// The program's fonts from the folder beside the binary.
#ifndef UN_EXPORT_FONTS_H
#define UN_EXPORT_FONTS_H

#include "canvas/font.h"

/// Reads every face of un_face_files from fonts/ beside the binary. Errors: UN_ERROR_FILE naming the file; returns NULL.
un_Fonts *un_fonts_load(un_Error *error);

#endif
