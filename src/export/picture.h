/// Pictures of a run into files, without a window.
#ifndef UN_EXPORT_PICTURE_H
#define UN_EXPORT_PICTURE_H

#include "canvas/draw_list.h"
#include "canvas/theme.h"
#include "sim/experiment.h"
#include "view/view.h"

typedef struct un_PictureDef {
    int view;          ///< index of un_view_table, or -1: the whole lab
    int width, height; ///< pixels, 16..8192
    float scale;       ///< pixels a point
    un_ThemeName theme;
    int64_t update; ///< train so many updates first
    double time;    ///< seconds into the wave; < 0: no wave, everything shown
    bool force;     ///< overwrite an existing file
    un_Selection select; ///< the cell that is looked at; lane -1: none. A step or unit that is not there: the nearest one
} un_PictureDef;

/// 1280x720, light, the lab, no updates, no wave.
un_PictureDef un_default_picture_def(void);

/// Trains the experiment to def->update, draws the view and writes a PNG to path, all or nothing.
/// Errors: UN_ERROR_VALUE (a path that is not .png, an existing file without force), UN_ERROR_FILE, UN_ERROR_MEMORY.
un_Status un_picture_render(const un_PictureDef *def, const un_Experiment *experiment, const char *path,
                            un_Error *error);

/// Bytes that un_picture_render takes, the draw list and the finished PNG aside.
double un_picture_memory(const un_PictureDef *def, const un_Experiment *experiment);

/// Rasterises a finished draw list (points) to a PNG file of width x height pixels. The window's "save what I see".
un_Status un_picture_write(const un_DrawList *list, const un_Fonts *fonts, int width, int height, float pixels,
                           un_Color background, const char *path, un_Error *error);

#endif
