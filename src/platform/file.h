/// Files. The only door to the file system; the web build gives these functions another body.
#ifndef UN_PLATFORM_FILE_H
#define UN_PLATFORM_FILE_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

/// Reads a whole regular file of at most limit bytes. *bytes is malloc'ed (caller frees) and has one extra 0 after
/// `*size` bytes. Errors: UN_ERROR_FILE with the reason in words (missing, unreadable, a folder, too large); outputs
/// untouched.
un_Status un_file_read(const char *path, size_t limit, char **bytes, size_t *size, un_Error *error);

/// Replaces path by the bytes, all or nothing: writes a temporary name in the same folder, fsync, rename, fsync of the
/// folder. Errors: UN_ERROR_FILE; an earlier file stays as it was and no temporary file is left. A process that is killed
/// meanwhile leaves the earlier file, and a temporary one that the next save writes over. Savers of one path, in whatever
/// processes, do not meet: the last to end stays.
un_Status un_file_write(const char *path, const void *bytes, size_t size, un_Error *error);

/// What un_file_write can be known to refuse before there is anything to write: a folder that is missing or read-only,
/// a path that is a folder or device. For asking before hours of training. Errors: UN_ERROR_FILE.
un_Status un_file_check_write(const char *path, un_Error *error);

/// Whether the name is taken, be it by a folder or by a link that leads nowhere.
bool un_file_exists(const char *path);

#endif
