#include "export/course.h"

#include "base/catalog.h"

#include <math.h>

/// Updates from picture to picture: as asked for, else so that the clip takes six seconds.
static int64_t updates_apart(const un_PictureDef *def, int fps) {
    const int usual_s = 6;
    if (def->every > 0) return def->every;
    int64_t apart = (def->moment.update + (int64_t)usual_s * fps - 1) / ((int64_t)usual_s * fps);
    return apart > 0 ? apart : 1;
}

un_Status un_course_count(const un_PictureDef *def, int T, int fps, bool hold, int *count, un_Error *error) {
    double pictures = 1, still = hold ? fps : 0;
    if (def->course == UN_COURSE_STAGES) pictures = 2 * def->stages + 2;
    if (def->course == UN_COURSE_WAVE) pictures = ceil(un_wave_duration(T) * fps) + 1 + still;
    if (def->course == UN_COURSE_TRAINING) {
        int64_t apart = updates_apart(def, fps);
        pictures = (double)((def->moment.update + apart - 1) / apart) + 1 + still;
    }
    if (pictures > UN_SHOTS_MAX)
        return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0, _("found a clip of %.0f pictures, valid: up to %d"), pictures, UN_SHOTS_MAX);
    *count = (int)pictures;
    return UN_OK;
}

/// Build steps: `stages` pictures forward from the input alone, the loss, and as many backward.
static double stage_time(const un_PictureDef *def, int T, int index) {
    int stages = def->stages, step;
    if (index <= stages) {
        step = (int)((int64_t)T * index / stages);
    } else {
        int back = index - stages - 1; // 0: the loss
        step = T + 1 + (int)((int64_t)T * back / stages);
    }
    return un_wave_stop(T, step);
}

un_Shot un_course_shot(const un_PictureDef *def, int T, int fps, int index) {
    un_Shot shot = {def->moment.update, def->moment.time};
    if (def->course == UN_COURSE_STAGES) shot.time = stage_time(def, T, index);
    if (def->course == UN_COURSE_WAVE) shot.time = fmin((double)index / fps, un_wave_duration(T));
    if (def->course == UN_COURSE_TRAINING) {
        int64_t update = updates_apart(def, fps) * index;
        if (update < shot.update) shot.update = update;
    }
    return shot;
}
