#include "export/picture.h"

#include "base/catalog.h"
#include "canvas/cairo/pdf.h"
#include "export/clip.h"
#include "export/course.h"
#include "export/numbers.h"
#include "export/scene.h"
#include "export/still.h"
#include "platform/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LEAST_SIZE = 16, MOST_SIZE = 8192, PATH_ROOM = 4096 };

const char *const un_course_names[UN_COURSE_COUNT + 1] = {"moment", "stages", "wave", "training", NULL};

un_PictureDef un_default_picture_def(void) {
    return (un_PictureDef){.moment = {.update = 0, .time = -1, .view = -1, .select = {-1, 0, 0, -1}},
                           .width = 1280,
                           .height = 720,
                           .scale = 1,
                           .theme = UN_THEME_LIGHT,
                           .before = -1,
                           .stages = 4};
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

/// Everything that is known of the files before anything is computed.
typedef struct Plan {
    un_PictureDef def; ///< its course is the format's where none was asked for
    const un_Experiment *experiment;
    const char *path;
    un_Format format;
    un_Pattern pattern;
    int T, fps, count;
    char *state; ///< NULL: none
} Plan;

static const un_FormatInfo *info_of(const Plan *plan) {
    return &un_formats[plan->format];
}

static un_Status out_of_memory(un_Error *error) {
    return un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("not enough memory"));
}

static un_Status check_look(const Plan *plan, un_Error *error) {
    const un_PictureDef *def = &plan->def;
    if (def->width < LEAST_SIZE || def->height < LEAST_SIZE || def->width > MOST_SIZE || def->height > MOST_SIZE) {
        return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0, _("found '%dx%d', valid: %d..%d pixels each way"), def->width, def->height,
                            LEAST_SIZE, MOST_SIZE);
    }
    if (def->before >= 0 && (info_of(plan)->numbers || def->course == UN_COURSE_TRAINING)) {
        return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0, "%s", _("--before: found a training or numbers beside it, valid: a picture, --stages or the wave"));
    }
    if ((plan->format == UN_FORMAT_NPY) != (def->trace != NULL)) {
        return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0, _("found '%s' %s --trace, valid: a .npy with --trace LANE/h"), info_of(plan)->suffix,
                            def->trace ? _("with") : _("without"));
    }
    if (def->transparent && !info_of(plan)->transparent) {
        return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0, _("found '%s' with --transparent, valid: .png, .svg, .pdf, .apng"),
                            info_of(plan)->suffix);
    }
    return UN_OK;
}

/// Whether the format can hold the course.
static un_Status check_course(Plan *plan, un_Error *error) {
    un_PictureDef *def = &plan->def;
    const un_FormatInfo *info = info_of(plan);
    bool many = plan->pattern.numbered && !info->clip;
    const char *valid = NULL;
    if (info->clip && def->course == UN_COURSE_MOMENT) def->course = UN_COURSE_WAVE;
    if (info->numbers && def->course != UN_COURSE_MOMENT) valid = _("one moment without --stages and --clip");
    if (def->course == UN_COURSE_STAGES && info->clip) valid = _("numbered files as in lab-%02d.png, or a .pdf");
    if (def->course == UN_COURSE_STAGES && !info->clip && plan->format != UN_FORMAT_PDF && !many)
        valid = _("numbered files as in lab-%02d.png, or a .pdf");
    if (def->course >= UN_COURSE_WAVE && !info->clip && !many) valid = _(".mp4, .gif, .apng, or numbered files as in lab-%04d.png");
    if (def->course == UN_COURSE_MOMENT && many) valid = _("a number in the name beside --stages or --clip");
    if (!valid) return UN_OK;
    return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0, _("found '%s', valid: %s"), plan->path, valid);
}

/// The file of picture `index`, counted from 1 for people.
static un_Status path_of(const Plan *plan, int index, char out[PATH_ROOM], un_Error *error) {
    bool fits = plan->pattern.numbered && !info_of(plan)->clip ? un_pattern_path(plan->path, &plan->pattern, index + 1, out, PATH_ROOM)
                                                               : snprintf(out, PATH_ROOM, "%s", plan->path) < PATH_ROOM;
    return fits ? UN_OK : un_error_set(error, UN_ERROR_FILE, plan->path, 0, 0, "%s", _("the name is too long"));
}

static int file_count(const Plan *plan) {
    return plan->pattern.numbered && !info_of(plan)->clip ? plan->count : 1;
}

static un_Status check_files(const Plan *plan, un_Error *error) {
    char path[PATH_ROOM];
    for (int i = 0; i < file_count(plan); i++) {
        un_Status status = path_of(plan, i, path, error);
        if (status) return status;
        if (!plan->def.force && un_file_exists(path)) {
            return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0,
                                _("found '%s', which exists, valid: a new name, or --force to replace it"), path);
        }
        status = un_file_check_write(path, error);
        if (status) return status;
    }
    return UN_OK;
}

static un_Status make_plan(Plan *plan, const un_PictureDef *def, const un_Experiment *experiment, const char *path, un_Error *error) {
    *plan = (Plan){.def = *def, .experiment = experiment, .path = path, .T = un_task_steps(&experiment->task)};
    un_Status status = un_format_of(path, &plan->format, error);
    if (!status) status = un_pattern_of(path, &plan->pattern, error);
    if (!status) status = check_look(plan, error);
    if (!status) status = check_course(plan, error);
    plan->fps = def->fps > 0 ? def->fps : un_clip_usual_fps(plan->format);
    if (!status && info_of(plan)->clip) status = un_clip_check(plan->format, plan->fps, error);
    if (!status) status = un_course_count(&plan->def, plan->T, plan->fps, info_of(plan)->clip, &plan->count, error);
    if (!status) status = check_files(plan, error);
    if (status || def->bare) return status;
    plan->state = un_state_write(experiment, &def->moment);
    return plan->state ? UN_OK : out_of_memory(error);
}

static un_StillDef still_of(const Plan *plan) {
    const un_PictureDef *def = &plan->def;
    return (un_StillDef){.width = def->width,
                         .height = def->height,
                         .pixels = def->scale,
                         .background = un_scene_background(def),
                         .outlines = def->outlines,
                         .title = def->moment.view < 0 ? "Unroll" : _(un_view_table[def->moment.view]->title),
                         .state = plan->state};
}

/// The list of picture `index`: the run trained on to there. NULL: an error.
static const un_DrawList *draw_shot(un_Scene *scene, const Plan *plan, int index, un_Error *error) {
    un_Shot shot = un_course_shot(&plan->def, plan->T, plan->fps, index);
    if (un_scene_train(scene, shot.update, error)) return NULL;
    return un_scene_draw(scene, shot.time, error);
}

/// Picture `index` into its file, with its own moment inside.
static un_Status write_still(un_Scene *scene, const Plan *plan, int index, un_Error *error) {
    un_Shot shot = un_course_shot(&plan->def, plan->T, plan->fps, index);
    un_Moment moment = plan->def.moment;
    moment.update = shot.update;
    moment.time = shot.time;
    un_StillDef still = still_of(plan);
    char path[PATH_ROOM], *bytes = NULL, *state = plan->def.bare ? NULL : un_state_write(plan->experiment, &moment);
    size_t size = 0;
    still.state = state;
    un_Status status = path_of(plan, index, path, error);
    if (!status && !state && !plan->def.bare) status = out_of_memory(error);
    const un_DrawList *list = status ? NULL : draw_shot(scene, plan, index, error);
    if (!status && !list) status = UN_ERROR_MEMORY;
    if (!status) status = un_still_make(list, un_scene_fonts(scene), plan->format, &still, &bytes, &size, error);
    if (!status) status = un_file_write(path, bytes, size, error);
    free(bytes);
    free(state);
    return status;
}

/// One file, or one a picture. A fault takes those away that this call has written.
static un_Status write_stills(un_Scene *scene, const Plan *plan, un_Error *error) {
    char path[PATH_ROOM];
    int written = 0;
    un_Status status = UN_OK;
    for (; written < plan->count && !status; written++)
        status = write_still(scene, plan, written, error);
    for (int i = 0; status && i + 1 < written; i++) { // the last one of these is the one that failed
        if (path_of(plan, i, path, NULL) == UN_OK) un_file_remove(path);
    }
    return status;
}

/// The numbers of the moment.
static un_Status write_numbers(un_Scene *scene, const Plan *plan, un_Error *error) {
    un_Status status = UN_OK;
    if (plan->def.trace) { // a name that is not there is told before the training
        status = un_scene_train(scene, 0, error);
        if (!status) status = un_numbers_check(un_scene_snapshot(scene), plan->def.trace, error);
    }
    if (!status) status = un_scene_train(scene, plan->def.moment.update, error);
    if (status) return status;
    un_FileStream *stream = un_file_stream_open(plan->path, error);
    if (!stream) return error ? error->code : UN_ERROR_FILE;
    const un_Snapshot *snapshot = un_scene_snapshot(scene);
    status = plan->format == UN_FORMAT_NPZ   ? un_numbers_arrays(snapshot, stream, error)
             : plan->format == UN_FORMAT_NPY ? un_numbers_array(snapshot, plan->def.trace, stream, error)
                                             : un_numbers_write(snapshot, plan->def.moment.view, plan->format == UN_FORMAT_JSON, stream, error);
    if (!status) return un_file_stream_end(stream, error);
    un_file_stream_drop(stream);
    return status;
}

/// A page a picture.
static un_Status write_pages(un_Scene *scene, const Plan *plan, un_Error *error) {
    un_StillDef still = still_of(plan);
    un_Pdf *pdf = un_pdf_create(un_scene_fonts(scene), error);
    if (!pdf) return UN_ERROR_MEMORY;
    un_pdf_title(pdf, still.title);
    un_Status status = UN_OK;
    for (int i = 0; i < plan->count && !status; i++) {
        const un_DrawList *list = draw_shot(scene, plan, i, error);
        if (!list) status = UN_ERROR_MEMORY;
        if (list) un_pdf_page(pdf, list, (float)still.width / still.pixels, (float)still.height / still.pixels, still.background);
    }
    if (plan->state) un_pdf_attach(pdf, UN_STATE_FILE, _("The experiment of this picture"), plan->state, strlen(plan->state));
    char *bytes = NULL;
    size_t size = 0;
    if (!status) status = un_pdf_finish(pdf, &bytes, &size, error);
    if (!status) status = un_file_write(plan->path, bytes, size, error);
    free(bytes);
    un_pdf_destroy(pdf);
    return status;
}

static un_Status add_shots(un_Clip *clip, un_Raster *raster, un_Scene *scene, const Plan *plan, un_Error *error) {
    un_Color background = un_scene_background(&plan->def);
    for (int i = 0; i < plan->count; i++) {
        const un_DrawList *list = draw_shot(scene, plan, i, error);
        if (!list) return UN_ERROR_MEMORY;
        un_raster_update(raster, list, background);
        int width, height, stride;
        const uint32_t *pixels = un_raster_pixels(raster, &width, &height, &stride);
        un_Status status = un_clip_add(clip, pixels, stride, error);
        if (status) return status;
    }
    return UN_OK;
}

static un_Status write_clip(un_Scene *scene, const Plan *plan, un_Error *error) {
    const un_PictureDef *def = &plan->def;
    un_ClipDef clip_def = {.format = plan->format, .width = def->width, .height = def->height, .frames = plan->count, .fps = plan->fps,
                           .theme = def->theme, .transparent = def->transparent, .state = plan->state};
    un_Raster *raster = un_raster_create(un_scene_fonts(scene), def->width, def->height, def->scale, error);
    if (!raster) return UN_ERROR_MEMORY;
    un_Clip *clip = un_clip_open(&clip_def, plan->path, error);
    un_Status status = clip ? add_shots(clip, raster, scene, plan, error) : error ? error->code : UN_ERROR_FILE;
    if (clip && !status) {
        status = un_clip_end(clip, error);
    } else {
        un_clip_drop(clip);
    }
    un_raster_destroy(raster);
    return status;
}

un_Status un_picture_render(const un_PictureDef *def, const un_Experiment *experiment, const char *path, un_Error *error) {
    Plan plan;
    un_Status status = make_plan(&plan, def, experiment, path, error);
    un_Scene *scene = status ? NULL : un_scene_create(experiment, &plan.def, plan.format == UN_FORMAT_NPZ || plan.format == UN_FORMAT_NPY ? UN_WANT_UNITS : 0, error);
    if (!status && !scene) status = error && error->code ? error->code : UN_ERROR_MEMORY;
    if (!status) {
        bool pages = plan.format == UN_FORMAT_PDF && plan.count > 1;
        status = info_of(&plan)->clip      ? write_clip(scene, &plan, error)
                 : info_of(&plan)->numbers ? write_numbers(scene, &plan, error)
                 : pages                   ? write_pages(scene, &plan, error)
                                           : write_stills(scene, &plan, error);
    }
    un_scene_destroy(scene);
    free(plan.state);
    return status;
}
