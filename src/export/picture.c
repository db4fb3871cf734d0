#include "export/picture.h"

#include "base/catalog.h"
#include "export/scene.h"
#include "export/still.h"
#include "platform/file.h"

#include <stdlib.h>

enum { LEAST_SIZE = 16, MOST_SIZE = 8192 };

const char *const un_course_names[UN_COURSE_COUNT + 1] = {"moment", "stages", "wave", "training", NULL};

un_PictureDef un_default_picture_def(void) {
    return (un_PictureDef){.moment = {.update = 0, .time = -1, .view = -1, .select = {-1, 0, 0, -1}},
                           .width = 1280,
                           .height = 720,
                           .scale = 1,
                           .theme = UN_THEME_LIGHT,
                           .stages = 4,
                           .fps = 25,
                           .every = 10};
}

un_Status un_picture_write(const un_DrawList *list, const un_Fonts *fonts, int width, int height, float pixels, un_Color background,
                           const char *state, const char *path, un_Error *error) {
    un_StillDef def = {.width = width, .height = height, .pixels = pixels, .background = background, .state = state};
    char *bytes;
    size_t size;
    un_Status status = un_still_make(list, fonts, UN_FORMAT_PNG, &def, &bytes, &size, error);
    if (status) return status;
    status = un_file_write(path, bytes, size, error);
    free(bytes);
    return status;
}

double un_picture_memory(const un_PictureDef *def, const un_Experiment *experiment) {
    enum { PIXEL = 4 };
    return un_scene_memory(def, experiment) + (double)PIXEL * def->width * def->height;
}

static un_Status check(const un_PictureDef *def, const char *path, un_Format *format, un_Error *error) {
    un_Status status = un_format_of(path, format, error);
    if (status) return status;
    if (def->width < LEAST_SIZE || def->height < LEAST_SIZE || def->width > MOST_SIZE || def->height > MOST_SIZE) {
        return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0, _("found '%dx%d', valid: %d..%d pixels each way"), def->width, def->height,
                            LEAST_SIZE, MOST_SIZE);
    }
    if (def->transparent && !un_formats[*format].transparent) {
        return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0, _("found '%s' with --transparent, valid: .png, .svg, .pdf, .apng"),
                            un_formats[*format].suffix);
    }
    if (!def->force && un_file_exists(path)) {
        return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0, _("found '%s', which exists, valid: a new name, or --force to replace it"),
                            path);
    }
    return un_file_check_write(path, error);
}

static un_Status write_moment(un_Scene *scene, const un_PictureDef *def, un_Format format, const char *state, const char *path,
                              un_Error *error) {
    const un_DrawList *list = un_scene_draw(scene, def->moment.time, error);
    if (!list) return UN_ERROR_MEMORY;
    un_StillDef still = {.width = def->width,
                         .height = def->height,
                         .pixels = def->scale,
                         .background = un_scene_background(def),
                         .outlines = def->outlines,
                         .title = def->moment.view < 0 ? "Unroll" : _(un_view_table[def->moment.view]->title),
                         .state = state};
    char *bytes;
    size_t size;
    un_Status status = un_still_make(list, un_scene_fonts(scene), format, &still, &bytes, &size, error);
    if (status) return status;
    status = un_file_write(path, bytes, size, error);
    free(bytes);
    return status;
}

un_Status un_picture_render(const un_PictureDef *def, const un_Experiment *experiment, const char *path, un_Error *error) {
    un_Format format;
    un_Status status = check(def, path, &format, error);
    if (status) return status;
    char *state = def->bare ? NULL : un_state_write(experiment, &def->moment);
    if (!def->bare && !state) return un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("not enough memory"));
    un_Scene *scene = un_scene_create(experiment, def, error);
    if (!scene) {
        status = error && error->code ? error->code : UN_ERROR_MEMORY;
    } else {
        status = un_scene_train(scene, def->moment.update, error);
    }
    if (!status) status = write_moment(scene, def, format, state, path, error);
    un_scene_destroy(scene);
    free(state);
    return status;
}
