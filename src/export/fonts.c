#include "export/fonts.h"

#include "base/catalog.h"
#include "platform/file.h"
#include "platform/path.h"

#include <stdio.h>
#include <stdlib.h>

enum { FONT_LIMIT = 32 << 20 };

un_Fonts *un_fonts_load(un_Error *error) {
    char *bytes[UN_FACE_COUNT] = {NULL};
    size_t sizes[UN_FACE_COUNT] = {0};
    for (int i = 0; i < UN_FACE_COUNT; i++) {
        char name[128], path[4096];
        snprintf(name, sizeof name, "fonts/%s", un_face_files[i]);
        un_Status status = un_path_beside_binary(name, path, sizeof path)
                               ? un_file_read(path, FONT_LIMIT, &bytes[i], &sizes[i], error)
                               : un_error_set(error, UN_ERROR_FILE, name, 0, 0, "%s",
                                              _("the folder beside the program cannot be found"));
        if (status) {
            for (int j = 0; j < i; j++)
                free(bytes[j]);
            return NULL;
        }
    }
    return un_fonts_create(bytes, sizes, error);
}
