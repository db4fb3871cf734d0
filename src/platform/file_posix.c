#define _DEFAULT_SOURCE // realpath, flock

#include "platform/file.h"

#include "base/catalog.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_ROOM = 4096 };

static const char *reason(int code) {
    switch (code) {
    case ENOENT:
        return _("no such file");
    case EACCES:
    case EPERM:
        return _("permission denied");
    case EISDIR:
        return _("found a folder, valid: a file");
    case ENOTDIR:
        return _("a part of the path is no folder");
    case ENOSPC:
    case EDQUOT:
        return _("the disk is full");
    case EFBIG:
        return _("the file would be larger than it may be");
    case EROFS:
        return _("the file system is read-only");
    case ENAMETOOLONG:
        return _("the name is too long");
    default:
        return strerror(code);
    }
}

static un_Status fail(un_Error *error, const char *path, const char *text) {
    return un_error_set(error, UN_ERROR_FILE, path, 0, 0, "%s", text);
}

/// Reads from the descriptor until the end. Grows by doubling, because a file may grow while it is read.
static un_Status read_all(int descriptor, size_t expected, size_t limit, const char *path, char **bytes, size_t *size,
                          un_Error *error) {
    size_t room = (expected < limit ? expected : limit) + 2, used = 0;
    char *buffer = malloc(room);
    if (!buffer) return un_error_set(error, UN_ERROR_MEMORY, path, 0, 0, "%s", _("not enough memory"));
    for (;;) {
        ssize_t got = read(descriptor, buffer + used, room - 1 - used);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) {
            int code = errno;
            free(buffer);
            return fail(error, path, reason(code));
        }
        if (got == 0) break;
        used += (size_t)got;
        if (used > limit) {
            free(buffer);
            return un_error_set(error, UN_ERROR_FILE, path, 0, 0, _("found more than %zu bytes, valid: at most %zu"),
                                limit, limit);
        }
        if (used == room - 1) {
            char *larger = realloc(buffer, room * 2);
            if (!larger) {
                free(buffer);
                return un_error_set(error, UN_ERROR_MEMORY, path, 0, 0, "%s", _("not enough memory"));
            }
            buffer = larger;
            room *= 2;
        }
    }
    buffer[used] = 0;
    *bytes = buffer;
    *size = used;
    return UN_OK;
}

/// Opens a regular file for reading. Returns its descriptor and what it is, or -1.
static int open_regular(const char *path, struct stat *status, un_Error *error) {
    // O_NONBLOCK: opening a pipe that nobody writes to must not hang; a regular file does not care.
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) {
        fail(error, path, reason(errno));
        return -1;
    }
    const char *wrong = NULL;
    if (fstat(descriptor, status))
        wrong = reason(errno);
    else if (S_ISDIR(status->st_mode))
        wrong = reason(EISDIR);
    else if (!S_ISREG(status->st_mode))
        wrong = _("found a device or pipe, valid: a regular file");
    if (!wrong) return descriptor;
    fail(error, path, wrong);
    close(descriptor);
    return -1;
}

un_Status un_file_read(const char *path, size_t limit, char **bytes, size_t *size, un_Error *error) {
    struct stat status;
    int descriptor = open_regular(path, &status, error);
    if (descriptor < 0) return UN_ERROR_FILE;
    un_Status result = read_all(descriptor, (size_t)status.st_size, limit, path, bytes, size, error);
    close(descriptor);
    return result;
}

un_Status un_file_head(const char *path, char *head, size_t size, un_Error *error) {
    struct stat status;
    int descriptor = open_regular(path, &status, error);
    if (descriptor < 0) return UN_ERROR_FILE;
    size_t used = 0;
    ssize_t got = 1;
    memset(head, 0, size);
    while (used < size && got != 0) {
        got = read(descriptor, head + used, size - used);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) break;
        used += (size_t)got;
    }
    int code = errno;
    close(descriptor);
    return got < 0 ? fail(error, path, reason(code)) : UN_OK;
}

static bool write_all(int descriptor, const char *bytes, size_t size) {
    while (size > 0) {
        ssize_t written = write(descriptor, bytes, size);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return false;
        bytes += written;
        size -= (size_t)written;
    }
    return true;
}

bool un_file_exists(const char *path) {
    struct stat status;
    return lstat(path, &status) == 0;
}

bool un_file_is_regular(const char *path) {
    struct stat status;
    return lstat(path, &status) == 0 && S_ISREG(status.st_mode);
}

bool un_file_is_folder(const char *path) {
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

bool un_file_stamp(const char *path, un_FileStamp *stamp) {
    struct stat status;
    if (stat(path, &status) || !S_ISREG(status.st_mode)) return false;
    *stamp = (un_FileStamp){(int64_t)status.st_size, (int64_t)status.st_mtim.tv_sec, (int64_t)status.st_mtim.tv_nsec};
    return true;
}

/// What a process may write a file's next contents into: opened, regular, its own, under no other name, locked by
/// nobody else, and still what `name` names.
static bool claim(int descriptor, const char *name) {
    struct stat opened, named;
    // A lock ends with its process, so what a kill left behind is free, and two savers never share a file. A file
    // system without locks has no two savers that could be told apart.
    if (flock(descriptor, LOCK_EX | LOCK_NB) && errno == EWOULDBLOCK) return false;
    if (fstat(descriptor, &opened) || lstat(name, &named)) return false;
    // Another process may have renamed or removed it between open and lock.
    if (opened.st_ino != named.st_ino || opened.st_dev != named.st_dev) return false;
    return S_ISREG(opened.st_mode) && opened.st_nlink == 1 && opened.st_uid == geteuid();
}

/// Opens a file beside path to write into, empty and locked while the descriptor is open. What an interrupted save left
/// under that name is written over, so that kills leave at most one file behind. Its mode is the umask's business, or
/// the mode of the file it replaces.
static int open_temporary(const char *path, char *temporary, size_t size) {
    enum { ATTEMPTS = 100 };
    errno = EEXIST;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        int length = snprintf(temporary, size, "%s.unroll-%d.tmp", path, attempt);
        if (length < 0 || (size_t)length >= size) {
            errno = ENAMETOOLONG;
            return -1;
        }
        // O_NOFOLLOW, O_NONBLOCK: a link or a pipe that somebody laid there is passed by.
        int descriptor = open(temporary, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0666);
        if (descriptor < 0) {
            if (errno == ELOOP || errno == EISDIR || errno == ENXIO || (errno == EACCES && un_file_exists(temporary)))
                continue;
            return -1;
        }
        if (claim(descriptor, temporary)) {
            if (ftruncate(descriptor, 0) == 0) return descriptor;
            int code = errno;
            close(descriptor);
            errno = code;
            return -1;
        }
        close(descriptor);
        errno = EEXIST;
    }
    return -1;
}

/// The folder that path lies in.
static void folder_of(const char *path, char folder[PATH_ROOM]) {
    snprintf(folder, PATH_ROOM, "%s", path);
    char *slash = strrchr(folder, '/');
    if (!slash) {
        snprintf(folder, PATH_ROOM, ".");
    } else {
        slash[slash == folder] = 0;
    }
}

/// Makes the rename itself durable. A file system that cannot sync a folder is no reason to fail.
static void sync_folder(const char *path) {
    char folder[PATH_ROOM];
    folder_of(path, folder);
    int descriptor = open(folder, O_RDONLY | O_CLOEXEC | O_DIRECTORY);
    if (descriptor < 0) return;
    fsync(descriptor);
    close(descriptor);
}

/// What would be replaced, if anything, and the name that the bytes will have in the end.
typedef struct Target {
    bool replaces;
    mode_t mode; ///< of what is replaced
    char path[PATH_ROOM];
} Target;

static un_Status find_target(const char *path, Target *target, un_Error *error) {
    struct stat status;
    target->replaces = stat(path, &status) == 0;
    if (target->replaces && S_ISDIR(status.st_mode)) return fail(error, path, reason(EISDIR));
    // Renaming over a device (-o /dev/null as root) would replace the device for everybody.
    if (target->replaces && !S_ISREG(status.st_mode))
        return fail(error, path, _("found a device or pipe, valid: a regular file"));
    // A file that its owner made read-only stays: a rename would replace it all the same.
    if (target->replaces && access(path, W_OK)) return fail(error, path, reason(errno));
    char *resolved = target->replaces ? realpath(path, NULL) : NULL; // through a symbolic link to the file it names
    int length = snprintf(target->path, sizeof target->path, "%s", resolved ? resolved : path);
    free(resolved);
    if (length < 0 || (size_t)length >= sizeof target->path) return fail(error, path, reason(ENAMETOOLONG));
    target->mode = target->replaces ? status.st_mode & 07777 : 0;
    return UN_OK;
}

un_Status un_file_check_write(const char *path, un_Error *error) {
    Target target;
    un_Status result = find_target(path, &target, error);
    if (result) return result;
    char folder[PATH_ROOM];
    struct stat status;
    folder_of(target.path, folder);
    if (stat(folder, &status)) return fail(error, path, reason(errno));
    if (!S_ISDIR(status.st_mode)) return fail(error, path, reason(ENOTDIR));
    if (access(folder, W_OK | X_OK)) return fail(error, path, reason(errno));
    return UN_OK;
}

struct un_FileStream {
    Target target;
    int descriptor;
    char temporary[PATH_ROOM], asked[PATH_ROOM];
};

un_FileStream *un_file_stream_open(const char *path, un_Error *error) {
    un_FileStream *stream = calloc(1, sizeof *stream);
    if (!stream) {
        un_error_set(error, UN_ERROR_MEMORY, path, 0, 0, "%s", _("not enough memory"));
        return NULL;
    }
    int length = snprintf(stream->asked, sizeof stream->asked, "%s", path);
    if (length < 0 || (size_t)length >= sizeof stream->asked) {
        fail(error, path, reason(ENAMETOOLONG));
    } else if (find_target(path, &stream->target, error) == UN_OK) {
        stream->descriptor = open_temporary(stream->target.path, stream->temporary, sizeof stream->temporary);
        if (stream->descriptor >= 0) return stream;
        fail(error, path, reason(errno));
    }
    free(stream);
    return NULL;
}

un_Status un_file_stream_add(un_FileStream *stream, const void *bytes, size_t size, un_Error *error) {
    return write_all(stream->descriptor, bytes, size) ? UN_OK : fail(error, stream->asked, reason(errno));
}

const char *un_file_stream_name(const un_FileStream *stream) {
    return stream->temporary;
}

un_Status un_file_stream_end(un_FileStream *stream, un_Error *error) {
    const Target *target = &stream->target;
    bool done = !target->replaces || fchmod(stream->descriptor, target->mode) == 0;
    if (done) done = fsync(stream->descriptor) == 0;
    // The name changes hands before the lock is given up. After fsync nothing is left that close could fail to write.
    if (done) done = rename(stream->temporary, target->path) == 0;
    un_Status status = done ? UN_OK : fail(error, stream->asked, reason(errno));
    if (done) {
        sync_folder(target->path);
        close(stream->descriptor);
        free(stream);
    } else {
        un_file_stream_drop(stream);
    }
    return status;
}

void un_file_stream_drop(un_FileStream *stream) {
    if (!stream) return;
    unlink(stream->temporary);
    close(stream->descriptor);
    free(stream);
}

void un_file_remove(const char *path) {
    unlink(path);
}

un_Status un_file_write(const char *path, const void *bytes, size_t size, un_Error *error) {
    un_FileStream *stream = un_file_stream_open(path, error);
    if (!stream) return error ? error->code : UN_ERROR_FILE;
    un_Status status = un_file_stream_add(stream, bytes, size, error);
    if (!status) return un_file_stream_end(stream, error);
    un_file_stream_drop(stream);
    return status;
}

struct un_FileLog {
    int descriptor;
    char path[PATH_ROOM];
};

un_FileLog *un_file_log_open(const char *path, un_Error *error) {
    un_FileLog *log = calloc(1, sizeof *log);
    if (!log) {
        un_error_set(error, UN_ERROR_MEMORY, path, 0, 0, "%s", _("not enough memory"));
        return NULL;
    }
    struct stat status;
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET}; // of the whole file
    log->descriptor = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0666);
    int length = snprintf(log->path, sizeof log->path, "%s", path);
    const char *wrong = NULL;
    if (log->descriptor < 0) {
        wrong = reason(errno);
    } else if (length < 0 || (size_t)length >= sizeof log->path) {
        wrong = reason(ENAMETOOLONG);
    } else if (fstat(log->descriptor, &status)) {
        wrong = reason(errno);
    } else if (!S_ISREG(status.st_mode)) {
        wrong = _("found a device or pipe, valid: a regular file");
    } else if (fcntl(log->descriptor, F_SETLK, &lock) && (errno == EACCES || errno == EAGAIN)) {
        wrong = _("another process is writing to it"); // a file system without locks is no reason to refuse
    }
    if (!wrong) return log;
    fail(error, path, wrong);
    if (log->descriptor >= 0) close(log->descriptor);
    free(log);
    return NULL;
}

un_Status un_file_log_read(un_FileLog *log, size_t limit, char **bytes, size_t *size, un_Error *error) {
    struct stat status;
    if (fstat(log->descriptor, &status) || lseek(log->descriptor, 0, SEEK_SET) < 0) {
        return fail(error, log->path, reason(errno));
    }
    return read_all(log->descriptor, (size_t)status.st_size, limit, log->path, bytes, size, error);
}

un_Status un_file_log_cut(un_FileLog *log, size_t size, un_Error *error) {
    if (ftruncate(log->descriptor, (off_t)size) || fsync(log->descriptor)) return fail(error, log->path, reason(errno));
    return UN_OK;
}

un_Status un_file_log_add(un_FileLog *log, const void *bytes, size_t size, un_Error *error) {
    struct stat before;
    if (fstat(log->descriptor, &before)) return fail(error, log->path, reason(errno));
    if (write_all(log->descriptor, bytes, size) && fsync(log->descriptor) == 0) return UN_OK;
    int code = errno;
    if (ftruncate(log->descriptor, before.st_size)) code = errno;
    return fail(error, log->path, reason(code));
}

void un_file_log_close(un_FileLog *log) {
    if (!log) return;
    close(log->descriptor);
    free(log);
}

un_Status un_file_make_folder(const char *path, un_Error *error) {
    struct stat status;
    if (mkdir(path, 0777) == 0) return UN_OK;
    int code = errno;
    if (code == EEXIST) {
        if (stat(path, &status) == 0 && S_ISDIR(status.st_mode)) return UN_OK;
        return fail(error, path, _("found a file, valid: a folder"));
    }
    return fail(error, path, reason(code));
}

un_Status un_file_make_parents(const char *path, un_Error *error) {
    char folder[4096];
    snprintf(folder, sizeof folder, "%s", path);
    for (char *slash = strchr(folder + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = 0;
        un_Status status = un_file_exists(folder) ? UN_OK : un_file_make_folder(folder, error);
        if (status) return status;
        *slash = '/';
    }
    return UN_OK;
}

static int compare_paths(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool ends_in(const char *name, const char *suffix) {
    size_t length = strlen(name), end = strlen(suffix);
    return length > end && strcmp(name + length - end, suffix) == 0;
}

/// Adds "folder/name" to a list that has room for *room of them.
static bool add_name(un_FileNames *names, int *room, const char *folder, const char *name) {
    if (names->count == *room) {
        int larger = *room ? *room * 2 : 64;
        char **moved = realloc(names->path, (size_t)larger * sizeof *moved);
        if (!moved) return false;
        names->path = moved;
        *room = larger;
    }
    size_t size = strlen(folder) + strlen(name) + 2;
    char *path = malloc(size);
    if (!path) return false;
    snprintf(path, size, "%s/%s", folder, name);
    names->path[names->count++] = path;
    return true;
}

un_Status un_file_list(const char *folder, const char *suffix, un_FileNames *names, un_Error *error) {
    DIR *directory = opendir(folder);
    if (!directory) return fail(error, folder, reason(errno));
    un_FileNames found = {0};
    int room = 0;
    bool held = true;
    for (const struct dirent *entry = readdir(directory); entry && held; entry = readdir(directory)) {
        if (ends_in(entry->d_name, suffix)) held = add_name(&found, &room, folder, entry->d_name);
    }
    closedir(directory);
    if (!held) {
        un_file_names_free(&found);
        return un_error_set(error, UN_ERROR_MEMORY, folder, 0, 0, "%s", _("not enough memory"));
    }
    if (found.count > 0) qsort(found.path, (size_t)found.count, sizeof *found.path, compare_paths);
    *names = found;
    return UN_OK;
}

void un_file_names_free(un_FileNames *names) {
    for (int i = 0; i < names->count; i++) {
        free(names->path[i]);
    }
    free((void *)names->path);
    *names = (un_FileNames){0};
}
