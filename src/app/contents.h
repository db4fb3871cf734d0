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
} un_Contents;

void un_contents_toggle(un_App *app);
void un_contents_close(un_App *app);
void un_contents_free(un_App *app);
/// The whole window.
void un_contents_build(un_App *app);

#endif
