/// What a learner did in each lesson, kept on this machine: a JSON file for each learner's profile, so that one can go on tomorrow and
/// hand in a report. It is read as a stranger's file: every number and name in it is checked.
///
///     {"version": 1, "profile": "Ada", "lessons": {"05-vanishing.en": {"title": ..., "stop": "title of the stop it stands at",
///      "stops": [{"title": ..., "given": true, "choice": "text", "number": 0.1, "tries": 1, "hint": false, "right": true,
///                 "measured": [{"quantity": "gradient_ratio", "value": 1e-6}], "update": 0, "seed": "1", "hands": [3, 0, 2]}]}}}
#ifndef UN_LESSON_PROGRESS_H
#define UN_LESSON_PROGRESS_H

#include "lesson/player.h"

enum { UN_PROFILE_MAX = 40, UN_PROGRESS_KEY = 96, UN_PROFILES_MAX = 64 };

typedef struct un_Progress un_Progress;

/// A name that a profile can have: 1..UN_PROFILE_MAX bytes of UTF-8 text on one line, no blank at its ends.
bool un_profile_is_name(const char *name);
/// The profiles that there are, by name. Returns how many.
int un_profile_list(char name[UN_PROFILES_MAX][UN_PROFILE_MAX + 1]);

/// Of a profile, from $XDG_DATA_HOME/unroll/progress (else ~/.local/share); empty when there is none. Errors -> NULL: UN_ERROR_VALUE (no
/// name), UN_ERROR_FILE (unreadable, damaged; it is left as it is), UN_ERROR_MEMORY. Thread: any, one at a time.
un_Progress *un_progress_open(const char *profile, un_Error *error);
/// An empty one, never read: what goes on when the file is damaged. Saved, it takes the file's place.
un_Progress *un_progress_create(const char *profile, un_Error *error);
/// NULL is allowed. Saves nothing.
void un_progress_destroy(un_Progress *progress);
/// Writes the file, all or nothing; makes its folder. Errors: UN_ERROR_FILE, UN_ERROR_MEMORY.
un_Status un_progress_save(const un_Progress *progress, un_Error *error);
const char *un_progress_profile(const un_Progress *progress);

/// How a lesson is called in it: its file's name without folder and ".md", and its language: "05-vanishing.en".
const char *un_progress_key(const un_Lesson *lesson, const char *path, char out[UN_PROGRESS_KEY]);

/// Notes where the player stands and what was answered. False: no memory, nothing changed.
bool un_progress_put(un_Progress *progress, const char *key, const un_Player *player);
/// The player, begun before, goes on where it stood. A lesson that was edited since: stops are found by their titles, choices by their
/// text, measured numbers by their quantity; what is not found any more counts as not answered. False: nothing is known of the lesson.
bool un_progress_get(const un_Progress *progress, const char *key, un_Player *player);
/// Forgets a lesson; key NULL: all of them.
void un_progress_reset(un_Progress *progress, const char *key);

/// How far a lesson is.
typedef struct un_ProgressState {
    int stop, stops;      ///< where it stands, 1..stops; stops + 1: behind the last one
    int told;             ///< stops that were gone through
    int asked, right;     ///< questions answered, and how many of them right
} un_ProgressState;
/// False: nothing is known of the lesson.
bool un_progress_state(const un_Progress *progress, const char *key, const un_Lesson *lesson, un_ProgressState *out);

#endif
