/// Where learners' profiles lie. Internal to src/lesson.
#ifndef UN_LESSON_PROGRESS_FILE_H
#define UN_LESSON_PROGRESS_FILE_H

#include "base/error.h"

#include <stdbool.h>

enum { UN_PROGRESS_PATH = 4096 };

/// The file of a profile: letters, digits, "-" and "_" stand for themselves, every other byte as "%E4", so that no name is a path and
/// two names are two files. False: there is no place for it.
bool un_progress_path(const char *profile, char out[UN_PROGRESS_PATH]);

#endif
