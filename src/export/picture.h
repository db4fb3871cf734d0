/// Pictures of a run into files, without a window: what the end of the name says (export/format.h).
#ifndef UN_EXPORT_PICTURE_H
#define UN_EXPORT_PICTURE_H

#include "canvas/draw_list.h"
#include "canvas/theme.h"
#include "export/format.h"
#include "export/state.h"
#include "sim/experiment.h"
#include "view/lab.h"

/// What is shown of a run.
typedef enum un_Course {
    UN_COURSE_MOMENT,   ///< one picture
    UN_COURSE_STAGES,   ///< build steps for slides: forward, the loss, backward, a picture each
    UN_COURSE_WAVE,     ///< the wave, as a clip
    UN_COURSE_TRAINING, ///< updates 0 to moment.update, as a clip
    UN_COURSE_COUNT
} un_Course;

/// "moment", "stages", "wave", "training", in enum order; NULL at the end.
extern const char *const un_course_names[UN_COURSE_COUNT + 1];

typedef struct un_PictureDef {
    un_Moment moment;
    int width, height; ///< pixels, 16..8192
    float scale;       ///< pixels a point
    un_ThemeName theme;
    bool transparent; ///< no background: what lies behind the picture shows through
    bool outlines;    ///< SVG: text as paths
    bool bare;        ///< without the experiment inside
    bool force;       ///< overwrite an existing file
    bool placed;       ///< the lab has these views in its places, and not the usual ones
    int place[UN_PLACE_COUNT];
    int64_t before;   ///< >= 0: two pictures side by side, left at this update; no course of UN_COURSE_TRAINING
    un_Course course;
    int stages;       ///< STAGES: how many pictures forward, and as many backward
    int fps;          ///< WAVE, TRAINING: pictures a second; 0: the format's own
    const char *trace; ///< .npy: which of un_numbers_arrays
    int64_t every;    ///< TRAINING: updates from picture to picture; 0: six seconds in all
} un_PictureDef;

/// 1280x720, light, the lab, no updates, no wave, one picture.
un_PictureDef un_default_picture_def(void);

/// Trains the experiment to def->moment.update, draws and writes to path, all or nothing. A "%04d" in the name numbers the files.
/// Errors: UN_ERROR_VALUE (an unknown end of the name, an existing file without force), UN_ERROR_FILE, UN_ERROR_MEMORY.
un_Status un_picture_render(const un_PictureDef *def, const un_Experiment *experiment, const char *path, un_Error *error);

/// The lab's panels in the picture; with a cell that is looked at, the inspector too.
un_LabLayout un_picture_layout(const un_PictureDef *def);
/// The picture in points, without widgets, under a caption that says what the top bar would. context: at scale 1.
void un_picture_compose(un_DrawList *list, const un_PictureDef *def, const un_ViewContext *context);

/// Bytes that un_picture_render takes, the draw list and the finished file aside.
double un_picture_memory(const un_PictureDef *def, const un_Experiment *experiment);

/// A finished draw list (points) as a PNG file of width x height pixels. The window's "save what I see". state: the text of
/// un_state_write that lies inside; NULL: none.
un_Status un_picture_write(const un_DrawList *list, const un_Fonts *fonts, int width, int height, float pixels, un_Color background,
                           const char *state, const char *path, un_Error *error);

#endif
