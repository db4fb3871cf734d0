/// Work in processes of its own, several at a time. Not for the window: the caller waits. The web build will give this
/// another body, which does the work one after the other in place.
#ifndef UN_PLATFORM_PROCESS_H
#define UN_PLATFORM_PROCESS_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

enum { UN_PROCESS_REPLY = 256, UN_PROCESSES_MAX = 256 };

typedef struct un_ProcessWork {
    int count;   ///< pieces of work, 0..count-1
    int at_once; ///< processes, 1..UN_PROCESSES_MAX
    /// In a process of its own, with a copy of everything the caller has: does piece `index` and writes a text of less
    /// than UN_PROCESS_REPLY bytes for `done`. False: it could not (and has said why).
    bool (*run)(void *data, int index, char reply[UN_PROCESS_REPLY]);
    /// In the caller's process, in the order of finishing. reply is NULL when the piece failed or its process was
    /// ended. False: no more is started, what runs is ended.
    bool (*done)(void *data, int index, const char *reply);
    /// In the caller's process, when an interrupt or a request to end has come and all processes are ended; the signal
    /// takes its course right after it.
    void (*interrupted)(void *data);
    void *data;
} un_ProcessWork;

/// Does all of it. To be called while the process has one thread. Errors: UN_ERROR_FILE when the system gives no
/// process.
un_Status un_process_run(const un_ProcessWork *work, un_Error *error);

#endif
