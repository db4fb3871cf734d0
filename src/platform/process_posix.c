#include "platform/process.h"

#include "base/catalog.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

/// One running piece.
typedef struct Child {
    pid_t process;
    int index;
    int pipe; ///< its reply; closed by its end
    size_t used;
    char reply[UN_PROCESS_REPLY];
} Child;

typedef struct Crew {
    const un_ProcessWork *work;
    Child *child;
    struct pollfd *poll;
    int running, next;
    bool stopped;
    sigset_t watched, before; ///< signals that wait until the children are ended; the mask as it was
} Crew;

/// Interrupt and request to end are held back, unless the process was told to ignore them (nohup, a shell's
/// background).
static void hold_signals(Crew *crew) {
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    sigemptyset(&crew->watched);
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        struct sigaction action;
        if (!sigaction(signals[i], NULL, &action) && action.sa_handler != SIG_IGN)
            sigaddset(&crew->watched, signals[i]);
    }
    sigprocmask(SIG_BLOCK, &crew->watched, &crew->before);
}

static bool interrupted(const Crew *crew) {
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    sigset_t pending;
    if (sigpending(&pending)) return false;
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        if (sigismember(&pending, signals[i]) && sigismember(&crew->watched, signals[i])) return true;
    }
    return false;
}

static bool send(int to, const char *text) {
    size_t left = strlen(text);
    while (left > 0) {
        ssize_t written = write(to, text, left);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return false;
        text += written;
        left -= (size_t)written;
    }
    return true;
}

/// The life of a child. Does not return; what the parent has not yet written stays the parent's.
static _Noreturn void be_child(const Crew *crew, int index, int to, pid_t parent) {
#ifdef __linux__
    // A sweep that is killed shall not leave trainers behind. The parent may have gone before this was set.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(EXIT_FAILURE);
#else
    (void)parent;
#endif
    sigprocmask(SIG_SETMASK, &crew->before, NULL);
    char reply[UN_PROCESS_REPLY] = "";
    bool done = crew->work->run(crew->work->data, index, reply);
    _exit(done && send(to, reply) ? EXIT_SUCCESS : EXIT_FAILURE);
}

static un_Status fail(un_Error *error) {
    return un_error_set(error, UN_ERROR_FILE, NULL, 0, 0, _("no process could be started: %s"), strerror(errno));
}

static un_Status start(Crew *crew, un_Error *error) {
    int ends[2];
    if (pipe(ends)) return fail(error);
    pid_t parent = getpid(), process = fork();
    if (process == 0) {
        close(ends[0]);
        be_child(crew, crew->next, ends[1], parent);
    }
    close(ends[1]);
    if (process < 0) {
        close(ends[0]);
        return fail(error);
    }
    crew->child[crew->running++] = (Child){.process = process, .index = crew->next++, .pipe = ends[0]};
    return UN_OK;
}

static bool wait_for(pid_t process) {
    int status;
    while (waitpid(process, &status, 0) < 0) {
        if (errno != EINTR) return false;
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS;
}

static void end_all(Crew *crew) {
    for (int i = 0; i < crew->running; i++) {
        kill(crew->child[i].process, SIGKILL);
    }
    for (int i = 0; i < crew->running; i++) {
        close(crew->child[i].pipe);
        wait_for(crew->child[i].process);
    }
    crew->running = 0;
    crew->stopped = true;
}

/// Reads what has come from child `place`; at its end the piece is done.
static void hear(Crew *crew, int place) {
    Child *child = &crew->child[place];
    // A reply that is too long is no reply; it is read on to its end all the same.
    size_t room = sizeof child->reply - 1;
    char beyond[64];
    bool full = child->used == room;
    ssize_t got = full ? read(child->pipe, beyond, sizeof beyond)
                       : read(child->pipe, child->reply + child->used, room - child->used);
    if (got < 0 && errno == EINTR) return;
    if (got > 0) {
        if (!full) child->used += (size_t)got;
        return;
    }
    close(child->pipe);
    bool whole = wait_for(child->process) && got == 0;
    Child ended = *child;
    ended.reply[ended.used] = 0;
    crew->child[place] = crew->child[--crew->running];
    if (!crew->work->done(crew->work->data, ended.index, whole ? ended.reply : NULL)) end_all(crew);
}

static void listen(Crew *crew) {
    enum { MILLISECONDS = 100 }; // between looks at the signals
    for (int i = 0; i < crew->running; i++) {
        crew->poll[i] = (struct pollfd){.fd = crew->child[i].pipe, .events = POLLIN};
    }
    int count = crew->running;
    if (poll(crew->poll, (nfds_t)count, MILLISECONDS) <= 0) return;
    // Downwards, because hear() fills a gap from the end.
    for (int i = count - 1; i >= 0 && !crew->stopped; i--) {
        if (crew->poll[i].revents) hear(crew, i);
    }
}

un_Status un_process_run(const un_ProcessWork *work, un_Error *error) {
    size_t places = (size_t)(work->at_once < UN_PROCESSES_MAX ? work->at_once : UN_PROCESSES_MAX);
    Crew crew = {.work = work, .child = calloc(places, sizeof *crew.child), .poll = calloc(places, sizeof *crew.poll)};
    un_Status status = UN_OK;
    if (!crew.child || !crew.poll) {
        status = un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("not enough memory"));
    }
    hold_signals(&crew);
    while (!status && !crew.stopped && (crew.next < work->count || crew.running > 0)) {
        while (!status && crew.next < work->count && crew.running < (int)places) {
            status = start(&crew, error);
        }
        listen(&crew);
        if (!crew.stopped && interrupted(&crew)) {
            end_all(&crew);
            work->interrupted(work->data);
        }
    }
    end_all(&crew);
    free(crew.child);
    free(crew.poll);
    sigprocmask(SIG_SETMASK, &crew.before, NULL); // a signal that has waited takes its course here
    return status;
}
