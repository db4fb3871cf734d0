#include "platform/feed.h"

#include "base/catalog.h"
#include "platform/clock.h"
#include "platform/environment.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

enum { NAME_ROOM = 64, WORDS_ROOM = 256, SLICE_MS = 50 };

struct un_Feed {
    pid_t process; ///< 0: it was waited for
    int input, errors; ///< our ends of its standard input and standard error; -1: closed
    double patience_s, closed_s; ///< since when it has everything
    char name[NAME_ROOM];
    size_t used;
    char words[WORDS_ROOM]; ///< the last line that it said
};

bool un_feed_find(const char *name, char *path, size_t size) {
    const char *folders = un_environment("PATH");
    while (folders && *folders) {
        size_t length = strcspn(folders, ":");
        int written = snprintf(path, size, "%.*s/%s", (int)length, folders, name);
        struct stat status;
        // Only whole paths: a program that lies in the working folder by chance is not the one that was installed.
        if (folders[0] == '/' && written > 0 && (size_t)written < size && access(path, X_OK) == 0 && stat(path, &status) == 0 &&
            S_ISREG(status.st_mode))
            return true;
        folders += length;
        if (*folders == ':') folders++;
    }
    return false;
}

/// The life of the child up to the program. Other threads may have held locks at the fork: nothing here takes any.
static _Noreturn void be_child(const char *path, char *const *arguments, int input, int errors) {
#ifdef __linux__
    prctl(PR_SET_PDEATHSIG, SIGKILL); // no encoder stays behind when we are killed
#endif
    int nowhere = open("/dev/null", O_WRONLY);
    if (nowhere < 0 || dup2(input, STDIN_FILENO) < 0 || dup2(nowhere, STDOUT_FILENO) < 0 || dup2(errors, STDERR_FILENO) < 0)
        _exit(126);
    execv(path, arguments);
    _exit(127);
}

static bool make_pipe(int ends[2]) {
    if (pipe(ends)) return false;
    for (int i = 0; i < 2; i++)
        fcntl(ends[i], F_SETFD, FD_CLOEXEC);
    return true;
}

static void close_end(int *end) {
    if (*end >= 0) close(*end);
    *end = -1;
}

static bool start(un_Feed *feed, const char *path, const char *const *arguments) {
    int input[2] = {-1, -1}, errors[2] = {-1, -1};
    bool made = make_pipe(input) && make_pipe(errors);
    // execv takes no pointer to const, and only reads.
    feed->process = made ? fork() : -1;
    if (feed->process == 0) be_child(path, (char *const *)(const void *)arguments, input[0], errors[1]);
    int code = errno;
    close_end(&input[0]);
    close_end(&errors[1]);
    feed->input = input[1];
    feed->errors = errors[0];
    errno = code;
    if (feed->process < 0) return false;
    fcntl(feed->input, F_SETFL, O_NONBLOCK);
    fcntl(feed->errors, F_SETFL, O_NONBLOCK);
    return true;
}

un_Feed *un_feed_start(const char *path, const char *const *arguments, double patience_s, un_Error *error) {
    un_Feed *feed = calloc(1, sizeof *feed);
    if (!feed) {
        un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("not enough memory"));
        return NULL;
    }
    const char *slash = strrchr(path, '/');
    snprintf(feed->name, sizeof feed->name, "%.*s", NAME_ROOM - 1, slash ? slash + 1 : path);
    feed->patience_s = patience_s;
    feed->input = feed->errors = -1;
    if (start(feed, path, arguments)) return feed;
    un_error_set(error, UN_ERROR_FILE, NULL, 0, 0, _("%s could not be started: %s"), feed->name, strerror(errno));
    feed->process = 0;
    un_feed_drop(feed);
    return NULL;
}

/// Takes note of what the program says: its last line, as far as it has room.
static void listen(un_Feed *feed) {
    char heard[256];
    ssize_t got;
    while (feed->errors >= 0 && (got = read(feed->errors, heard, sizeof heard)) != 0) {
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return; // nothing for now
        for (ssize_t i = 0; i < got; i++) {
            unsigned char letter = (unsigned char)heard[i];
            if (letter == '\n' || letter == '\r') {
                feed->used = 0; // the words stay until the next line begins
            } else if (feed->used + 1 < sizeof feed->words && letter >= ' ') {
                feed->words[feed->used++] = (char)letter;
                feed->words[feed->used] = 0;
            }
        }
    }
    close_end(&feed->errors);
}

/// Whether it has ended; *code gets how.
static bool has_ended(un_Feed *feed, int *code) {
    pid_t result;
    do
        result = waitpid(feed->process, code, WNOHANG);
    while (result < 0 && errno == EINTR);
    if (result == 0) return false;
    feed->process = 0;
    return true;
}

static un_Status fail(const un_Feed *feed, const char *what, un_Error *error) {
    return un_error_set(error, UN_ERROR_FILE, NULL, 0, 0, "%s %s%s%s", feed->name, what, feed->words[0] ? ": " : "", feed->words);
}

/// Waits a little for room in its input, or for words.
static void wait_a_little(const un_Feed *feed) {
    struct pollfd poll_of[2] = {{.fd = feed->input, .events = POLLOUT}, {.fd = feed->errors, .events = POLLIN}};
    poll(poll_of, 2, SLICE_MS);
}

/// write() to a pipe whose reader has gone raises a signal that would end us: it is held back and dropped.
static ssize_t write_quietly(int to, const void *bytes, size_t size) {
    sigset_t broken, before, pending;
    sigemptyset(&broken);
    sigaddset(&broken, SIGPIPE);
    sigpending(&pending);
    sigprocmask(SIG_BLOCK, &broken, &before);
    ssize_t written = write(to, bytes, size);
    int code = errno;
    if (written < 0 && code == EPIPE && !sigismember(&pending, SIGPIPE)) {
        struct timespec now = {0, 0};
        sigtimedwait(&broken, NULL, &now);
    }
    sigprocmask(SIG_SETMASK, &before, NULL);
    errno = code;
    return written;
}

un_Status un_feed_write(un_Feed *feed, const void *bytes, size_t size, un_Error *error) {
    const char *at = bytes;
    double last = un_clock_seconds();
    while (size > 0) {
        listen(feed);
        ssize_t written = write_quietly(feed->input, at, size);
        if (written > 0) {
            at += written;
            size -= (size_t)written;
            last = un_clock_seconds();
        } else if (written < 0 && errno == EPIPE) {
            wait_a_little(feed); // its last words are on the way
            listen(feed);
            return fail(feed, _("ended before it had all pictures"), error);
        } else if (un_clock_seconds() - last > feed->patience_s) {
            return fail(feed, _("takes no more pictures"), error);
        } else {
            wait_a_little(feed);
        }
    }
    return UN_OK;
}

void un_feed_close(un_Feed *feed) {
    if (feed->input >= 0) feed->closed_s = un_clock_seconds();
    close_end(&feed->input);
}

un_Status un_feed_poll(un_Feed *feed, bool *ended, un_Error *error) {
    int code = 0;
    listen(feed);
    *ended = feed->process == 0 || has_ended(feed, &code);
    if (!*ended) return un_clock_seconds() - feed->closed_s > feed->patience_s ? fail(feed, _("does not end"), error) : UN_OK;
    listen(feed);
    bool good = WIFEXITED(code) && WEXITSTATUS(code) == 0 && !feed->words[0];
    return good ? UN_OK : fail(feed, _("failed"), error);
}

un_Status un_feed_end(un_Feed *feed, un_Error *error) {
    bool ended = false;
    un_Status status = UN_OK;
    un_feed_close(feed);
    while (!status && !ended) {
        status = un_feed_poll(feed, &ended, error);
        if (!status && !ended) wait_a_little(feed);
    }
    un_feed_drop(feed);
    return status;
}

void un_feed_drop(un_Feed *feed) {
    if (!feed) return;
    close_end(&feed->input);
    close_end(&feed->errors);
    if (feed->process > 0) {
        int code;
        kill(feed->process, SIGKILL);
        while (waitpid(feed->process, &code, 0) < 0 && errno == EINTR) {
        }
    }
    free(feed);
}
