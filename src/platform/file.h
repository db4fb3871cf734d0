/// Files. The only door to the file system; the web build gives these functions another body.
#ifndef UN_PLATFORM_FILE_H
#define UN_PLATFORM_FILE_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Reads a whole regular file of at most limit bytes. *bytes is malloc'ed (caller frees) and has one extra 0 after
/// `*size` bytes. Errors: UN_ERROR_FILE with the reason in words (missing, unreadable, a folder, too large); outputs
/// untouched.
un_Status un_file_read(const char *path, size_t limit, char **bytes, size_t *size, un_Error *error);

/// The first bytes of a regular file; what a shorter file lacks is 0. Errors: UN_ERROR_FILE as above.
un_Status un_file_head(const char *path, char *head, size_t size, un_Error *error);

/// Replaces path by the bytes, all or nothing: writes a temporary name in the same folder, fsync, rename, fsync of the
/// folder. Errors: UN_ERROR_FILE; an earlier file stays as it was and no temporary file is left. A process that is killed
/// meanwhile leaves the earlier file, and a temporary one that the next save writes over. Savers of one path, in whatever
/// processes, do not meet: the last to end stays.
un_Status un_file_write(const char *path, const void *bytes, size_t size, un_Error *error);

/// A file that is written piece by piece, all or nothing: the bytes lie under a temporary name until the end.
typedef struct un_FileStream un_FileStream;

/// Errors: UN_ERROR_FILE as un_file_write's, UN_ERROR_MEMORY; returns NULL.
un_FileStream *un_file_stream_open(const char *path, un_Error *error);
un_Status un_file_stream_add(un_FileStream *stream, const void *bytes, size_t size, un_Error *error);
/// The temporary name, for a program that writes the bytes itself; borrowed.
const char *un_file_stream_name(const un_FileStream *stream);
/// Waits until the bytes are on the disk, gives them their name and frees the stream. Errors: UN_ERROR_FILE; as after a drop.
un_Status un_file_stream_end(un_FileStream *stream, un_Error *error);
/// Removes what was written; an earlier file of that name stays as it was. NULL is allowed.
void un_file_stream_drop(un_FileStream *stream);
/// Removes a file that this process has written. No error: it may be gone already.
void un_file_remove(const char *path);

/// What un_file_write can be known to refuse before there is anything to write: a folder that is missing or read-only,
/// a path that is a folder or device. For asking before hours of training. Errors: UN_ERROR_FILE.
un_Status un_file_check_write(const char *path, un_Error *error);

/// A file that lines are added to, held against a second writer of the same.
typedef struct un_FileLog un_FileLog;

/// Opens or creates path. The caller closes it. Errors: UN_ERROR_FILE with the reason, another process that holds it
/// among them; returns NULL.
un_FileLog *un_file_log_open(const char *path, un_Error *error);
/// As un_file_read, through the file that is held.
un_Status un_file_log_read(un_FileLog *log, size_t limit, char **bytes, size_t *size, un_Error *error);
/// Cuts the file to size bytes. Errors: UN_ERROR_FILE.
un_Status un_file_log_cut(un_FileLog *log, size_t size, un_Error *error);
/// Adds bytes at the end and waits until they are on the disk. Errors: UN_ERROR_FILE; the file is cut back to what it
/// was.
un_Status un_file_log_add(un_FileLog *log, const void *bytes, size_t size, un_Error *error);
void un_file_log_close(un_FileLog *log);

/// Makes a folder where there is none of that name. Errors: UN_ERROR_FILE.
un_Status un_file_make_folder(const char *path, un_Error *error);
/// Makes the folders that the file of this path lies in, where they are not there. Errors: as un_file_make_folder.
un_Status un_file_make_parents(const char *path, un_Error *error);
/// Paths of files. To be freed.
typedef struct un_FileNames {
    char **path;
    int count;
} un_FileNames;

/// The paths "folder/name" of what a folder has whose name ends in suffix, in byte order. Errors: UN_ERROR_FILE,
/// UN_ERROR_MEMORY; *names is untouched then.
un_Status un_file_list(const char *folder, const char *suffix, un_FileNames *names, un_Error *error);
void un_file_names_free(un_FileNames *names);

/// Of a regular file: another one says that its contents may have changed.
typedef struct un_FileStamp {
    int64_t size, seconds, nanoseconds;
} un_FileStamp;
/// False: there is no regular file of this name now; *stamp is untouched.
bool un_file_stamp(const char *path, un_FileStamp *stamp);

/// Whether the name is taken, be it by a folder or by a link that leads nowhere.
bool un_file_exists(const char *path);
/// Whether it is a regular file itself: no folder, no symbolic link.
bool un_file_is_regular(const char *path);
/// Whether it is a folder, or leads to one.
bool un_file_is_folder(const char *path);

#endif
