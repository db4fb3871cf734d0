/// The page of lessons: all of a folder as rows, by path and language, with how far the learner is. Only src/app includes this.
#ifndef UN_APP_CONTENTS_H
#define UN_APP_CONTENTS_H

#include "app/app.h"
#include "lesson/progress.h"
#include "lesson/shelf.h"
#include "ui/ui.h"

typedef struct un_Contents {
    bool open;
    un_Shelf *shelf;          ///< NULL: never opened
    un_ProgressState *state;  ///< of shelf->count lessons; stops 0: nothing is known
    int path;                 ///< 0: all; 1 + bit of un_PathBit
    int language;             ///< index of shelf->language
    int at;                   ///< the row that arrow keys have reached
    double sure_until;        ///< a second press until then forgets what was kept
    un_UiScroll scroll;

    // contents_learner.c
    char profile[UN_PROFILE_MAX + 1];             ///< that was chosen here; un_AppDef's borrows it
    char known[UN_PROFILES_MAX][UN_PROFILE_MAX + 1]; ///< the profiles that there are
    const char *learner[UN_PROFILES_MAX + 2];     ///< their names as the menu has them, and a new one
    int learners;                                 ///< without the new one
    bool naming;                                  ///< the name of a new one is typed
} un_Contents;

void un_contents_toggle(un_App *app);
/// Reads the folder and opens the page. Errors: UN_ERROR_FILE (no such folder, no lesson in it), UN_ERROR_MEMORY: false, nothing changed.
bool un_contents_open(un_App *app, un_Error *error);
/// How far the learner is in each lesson of the shelf.
void un_contents_read_progress(un_App *app);
void un_contents_close(un_App *app);
void un_contents_free(un_App *app);

// contents_learner.c
/// Which profiles there are now.
void un_learner_list(un_App *app);
/// Another learner: what was done is kept, and a lesson that is open begins where this one was.
void un_learner_choose(un_App *app, const char *profile);
/// The button that says who learns and chooses another, or the field in its place; its right end at x, in a bar at y. Returns its width;
/// 0: nothing is kept, or it is wider than room.
float un_learner_button(un_App *app, float x, float y, float height, float room);

// contents.c
/// The whole window.
void un_contents_build(un_App *app);

#endif
