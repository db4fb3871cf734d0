/// The pictures of a course: which moments of a run follow each other. Pure functions of the definition and T.
#ifndef UN_EXPORT_COURSE_H
#define UN_EXPORT_COURSE_H

#include "export/picture.h"

/// One picture's moment.
typedef struct un_Shot {
    int64_t update;
    double time; ///< seconds into the wave; < 0: everything is shown
} un_Shot;

enum { UN_SHOTS_MAX = 100000 };

/// How many pictures, 1..UN_SHOTS_MAX; fps: of the clip. hold: it stands on its last picture for a second. Errors: UN_ERROR_VALUE: more than that.
un_Status un_course_count(const un_PictureDef *def, int T, int fps, bool hold, int *count, un_Error *error);
/// Picture `index`, from 0.
un_Shot un_course_shot(const un_PictureDef *def, int T, int fps, int index);

#endif
