/// A lesson gone through without a window, for its pictures: each stop as it stands when it is asked, and when it is told.
#ifndef UN_BOOK_WALK_H
#define UN_BOOK_WALK_H

#include "lesson/player.h"

typedef struct un_WalkDef {
    int first, last;    ///< stops that are visited; those before them run, too, where their runs go on
    double max_memory;  ///< bytes of one stop's run
} un_WalkDef;

/// One visit: player->phase says which moment it is. `snapshot` is of the stop's run and borrowed. Errors end the walk.
typedef un_Status un_WalkVisit(void *context, const un_Player *player, const un_Snapshot *snapshot, un_Error *error);

/// All stops.
un_WalkDef un_default_walk_def(const un_Lesson *lesson);
/// Visits a stop with a question twice, asked and told; another one once, told. Nobody answers. Errors: UN_ERROR_MEMORY, those of the
/// trainer and of `visit`.
un_Status un_walk(const un_Lesson *lesson, const un_WalkDef *def, un_WalkVisit *visit, void *context, un_Error *error);

#endif
