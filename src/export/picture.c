#include "export/picture.h"

#include "base/catalog.h"
#include "canvas/cairo/raster.h"
#include "export/fonts.h"
#include "platform/file.h"
#include "sim/take.h"
#include "view/lab.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LEAST_SIZE = 16, MOST_SIZE = 8192 };

un_PictureDef un_default_picture_def(void) {
    return (un_PictureDef){.view = -1, .select = {-1, 0, 0, -1}, .width = 1280, .height = 720, .scale = 1, .theme = UN_THEME_LIGHT, .time = -1};
}

un_Status un_picture_write(const un_DrawList *list, const un_Fonts *fonts, int width, int height, float pixels,
                           un_Color background, const char *path, un_Error *error) {
    un_Raster *raster = un_raster_create(fonts, width, height, pixels, error);
    if (!raster) return error ? error->code : UN_ERROR_MEMORY;
    char *bytes = NULL;
    size_t size = 0;
    un_raster_draw(raster, list, background);
    un_Status status = un_raster_png(raster, &bytes, &size, error);
    if (!status) status = un_file_write(path, bytes, size, error);
    free(bytes);
    un_raster_destroy(raster);
    return status;
}

/// The lab's panels: with a cell that is looked at, the inspector too.
static un_LabLayout layout_of(const un_PictureDef *def) {
    un_LabDef lab = un_default_lab_def((float)def->width / def->scale, (float)def->height / def->scale, 1);
    lab.panel = def->select.lane >= 0;
    if (lab.panel && !un_lab_layout(&lab).wide) lab.view[UN_PLACE_LOWER] = UN_VIEW_INSPECTOR;
    return un_lab_layout(&lab);
}

/// What the picture's views ask for beside what every snapshot has.
static unsigned wanted(const un_PictureDef *def) {
    if (def->view >= 0) return un_view_table[def->view]->wants;
    un_LabLayout layout = layout_of(def);
    unsigned all = 0;
    for (int place = 0; place < UN_PLACE_COUNT; place++) {
        if (layout.place[place].w > 0) all |= un_view_table[layout.view[place]]->wants;
    }
    return all;
}

double un_picture_memory(const un_PictureDef *def, const un_Experiment *experiment) {
    enum { PIXEL = 4 };
    return un_take_memory(experiment, wanted(def), false) + (double)PIXEL * def->width * def->height;
}

/// The lab or one view as a picture without widgets: a caption says what the top bar would.
static void compose(un_DrawList *list, const un_PictureDef *def, const un_ViewContext *context) {
    float width = (float)def->width / def->scale, height = (float)def->height / def->scale;
    un_LabLayout layout = layout_of(def);
    un_lab_draw_caption(list, context, layout.top);
    if (def->view < 0) {
        layout.tabs = (un_Rect){0}; // no tab buttons in a picture: the panel bears its title
        un_lab_draw(list, context, &layout);
        return;
    }
    float edge = layout.place[UN_PLACE_STAGE].x, y = layout.place[UN_PLACE_STAGE].y;
    un_view_draw(list, context, def->view, (un_Rect){edge, y, width - 2 * edge, height - y - edge});
}

static un_Status check(const un_PictureDef *def, const char *path, un_Error *error) {
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path, *dot = strrchr(name, '.');
    if (!dot || strcmp(dot, ".png") != 0) {
        return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0, _("found '%s', valid: .png"), dot ? dot : name);
    }
    if (def->width < LEAST_SIZE || def->height < LEAST_SIZE || def->width > MOST_SIZE || def->height > MOST_SIZE) {
        return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0, _("found '%dx%d', valid: %d..%d pixels each way"),
                            def->width, def->height, LEAST_SIZE, MOST_SIZE);
    }
    if (!def->force && un_file_exists(path)) {
        return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0,
                            _("found '%s', which exists, valid: a new name, or --force to replace it"), path);
    }
    return un_file_check_write(path, error);
}

/// The picture of the take as it stands.
static un_Status draw(un_Take *take, const un_PictureDef *def, const un_Fonts *fonts, const char *path, un_Error *error) {
    const un_Snapshot *snapshot = un_take_snapshot(take, error);
    if (!snapshot) return error ? error->code : UN_ERROR_MEMORY;
    un_ViewContext context = {.snapshot = snapshot,
                              .fonts = fonts,
                              .theme = def->theme,
                              .scale = 1,
                              .axis = un_axis_choose(snapshot),
                              .select = def->select};
    if (def->time >= 0) context.wave = un_wave_at(snapshot->T, def->time, 0);
    un_DrawList list;
    un_draw_init(&list);
    compose(&list, def, &context);
    un_Status status = list.failed
                           ? un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("not enough memory for the picture"))
                           : un_picture_write(&list, fonts, def->width, def->height, def->scale,
                                              un_theme_color(def->theme, UN_TOKEN_BG), path, error);
    un_draw_free(&list);
    return status;
}

un_Status un_picture_render(const un_PictureDef *def, const un_Experiment *experiment, const char *path,
                            un_Error *error) {
    un_Status status = check(def, path, error);
    if (status) return status;
    un_Fonts *fonts = un_fonts_load(error);
    if (!fonts) return error ? error->code : UN_ERROR_FILE;
    un_Take *take = un_take_create(experiment, wanted(def), error);
    if (take) {
        un_take_train(take, &(un_Until){.updates = def->update, .lane = -1});
        status = draw(take, def, fonts, path, error);
    } else {
        status = error ? error->code : UN_ERROR_MEMORY;
    }
    un_take_destroy(take);
    un_fonts_destroy(fonts);
    return status;
}
