/// Another program that reads what we write to it: the video encoder. Started with a list of arguments, never through a shell. The only
/// place beside process.h that starts a process. The web build has none.
#ifndef UN_PLATFORM_FEED_H
#define UN_PLATFORM_FEED_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

/// The path of an executable file called `name` in the folders of PATH. False: there is none.
bool un_feed_find(const char *name, char *path, size_t size);

typedef struct un_Feed un_Feed;

/// Starts the program at `path`. arguments: argv, its NULL included. What it prints to its standard output is thrown away. patience_s: how
/// long it may take nothing. Errors: UN_ERROR_FILE, UN_ERROR_MEMORY; returns NULL.
un_Feed *un_feed_start(const char *path, const char *const *arguments, double patience_s, un_Error *error);
/// Writes to its standard input, waiting where it is slow. Errors: UN_ERROR_FILE with the program's own last words: it has ended, or takes
/// nothing for longer than patience.
un_Status un_feed_write(un_Feed *feed, const void *bytes, size_t size, un_Error *error);
/// Closes its input: it has everything. Does not wait.
void un_feed_close(un_Feed *feed);
/// After that, looks whether it has ended, without waiting. Errors: UN_ERROR_FILE as un_feed_end.
un_Status un_feed_poll(un_Feed *feed, bool *ended, un_Error *error);
/// Closes its input, waits until it has ended, frees. Errors: UN_ERROR_FILE: it failed, does not end, or has
/// complained on its standard error (ffmpeg calls a file that the disk had no room for a success).
un_Status un_feed_end(un_Feed *feed, un_Error *error);
/// Ends it at once, frees. NULL is allowed.
void un_feed_drop(un_Feed *feed);

#endif
