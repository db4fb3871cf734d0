/// Where things are.
#ifndef UN_PLATFORM_PATH_H
#define UN_PLATFORM_PATH_H

#include <stdbool.h>
#include <stddef.h>

/// The folder of the running binary plus "/" plus name, e.g. "fonts/Inter-Regular.otf". False when it does not fit.
bool un_path_beside_binary(const char *name, char *out, size_t size);

/// The file `name` of the real data: in the folder that the environment's UNROLL_DATA names, else in data/ beside the
/// binary. False when it does not fit.
bool un_path_data(const char *name, char *out, size_t size);

/// The file `name` of what is kept for this user: under $XDG_DATA_HOME/unroll, else ~/.local/share/unroll. Nothing is made. False: there
/// is no home, or it does not fit.
bool un_path_user(const char *name, char *out, size_t size);

/// A name that does not exist yet for a picture saved from the window: in the user's picture folder when there is one
/// (XDG_PICTURES_DIR, ~/Pictures), else in the working folder: "unroll-UPDATE.png", then "unroll-UPDATE-2.png" and so
/// on.
bool un_path_new_picture(int update, char *out, size_t size);
/// The same with another end of the name, as in ".svg".
bool un_path_new_file(int update, const char *end, char *out, size_t size);

#endif
