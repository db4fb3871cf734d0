#include "export/job.h"

#include "base/catalog.h"
#include "export/clip.h"
#include "export/course.h"
#include "export/scene.h"
#include "export/still.h"
#include "platform/file.h"

#include <stdlib.h>
#include <string.h>

struct un_Job {
    un_PictureDef def;
    un_ViewContext context;
    un_Format format;
    char *state, *path;
    un_DrawList list;
    un_Raster *raster; ///< of a clip
    un_Clip *clip;
    int fps, count, made;
};

static un_Status out_of_memory(un_Error *error) {
    return un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("not enough memory for the picture"));
}

static char *copy_of(const char *text) {
    size_t size = strlen(text) + 1;
    char *copy = malloc(size);
    if (copy) memcpy(copy, text, size);
    return copy;
}

static un_Status start_clip(un_Job *job, un_Error *error) {
    const un_PictureDef *def = &job->def;
    job->def.course = UN_COURSE_WAVE;
    job->fps = def->fps > 0 ? def->fps : un_clip_usual_fps(job->format);
    un_Status status = un_clip_check(job->format, job->fps, error);
    if (!status) status = un_course_count(def, job->context.snapshot->T, job->fps, true, &job->count, error);
    if (status) return status;
    un_ClipDef clip = {.format = job->format, .width = def->width, .height = def->height, .frames = job->count, .fps = job->fps,
                       .theme = def->theme, .transparent = def->transparent, .state = job->state};
    job->raster = un_raster_create(job->context.fonts, def->width, def->height, def->scale, error);
    if (job->raster) job->clip = un_clip_open(&clip, job->path, error);
    return job->clip ? UN_OK : error && error->code ? error->code : UN_ERROR_MEMORY;
}

un_Job *un_job_start(const un_PictureDef *def, const un_ViewContext *context, const char *state, const char *path, un_Error *error) {
    un_Job *job = calloc(1, sizeof *job);
    if (!job) {
        out_of_memory(error);
        return NULL;
    }
    job->def = *def;
    job->context = *context;
    job->count = 1;
    un_draw_init(&job->list);
    job->path = copy_of(path);
    if (state) job->state = copy_of(state);
    un_Status status = !job->path || (state && !job->state) ? out_of_memory(error) : un_format_of(path, &job->format, error);
    if (!status && job->def.transparent) job->def.transparent = un_formats[job->format].transparent;
    if (!status && un_formats[job->format].clip) status = start_clip(job, error);
    if (!status) return job;
    un_job_drop(job);
    return NULL;
}

static un_Status draw(un_Job *job, un_Error *error) {
    un_draw_reset(&job->list);
    un_picture_compose(&job->list, &job->def, &job->context);
    return job->list.failed ? out_of_memory(error) : UN_OK;
}

static un_Status write_still(un_Job *job, un_Error *error) {
    const un_PictureDef *def = &job->def;
    un_StillDef still = {.width = def->width,
                         .height = def->height,
                         .pixels = def->scale,
                         .background = un_scene_background(def),
                         .outlines = def->outlines,
                         .title = def->moment.view < 0 ? "Unroll" : _(un_view_table[def->moment.view]->title),
                         .state = job->state};
    char *bytes;
    size_t size;
    un_Status status = draw(job, error);
    if (!status) status = un_still_make(&job->list, job->context.fonts, job->format, &still, &bytes, &size, error);
    if (status) return status;
    status = un_file_write(job->path, bytes, size, error);
    free(bytes);
    return status;
}

static un_Status add_picture(un_Job *job, un_Error *error) {
    int width, height, stride, T = job->context.snapshot->T;
    un_Shot shot = un_course_shot(&job->def, T, job->fps, job->made);
    job->context.wave = un_wave_at(T, shot.time, 0);
    un_Status status = draw(job, error);
    if (status) return status;
    un_raster_update(job->raster, &job->list, un_scene_background(&job->def));
    const uint32_t *pixels = un_raster_pixels(job->raster, &width, &height, &stride);
    return un_clip_add(job->clip, pixels, stride, error);
}

static un_Status finish_clip(un_Job *job, bool *finished, un_Error *error) {
    un_Status status = un_clip_settle(job->clip, finished, error);
    if (status || !*finished) return status;
    un_Clip *clip = job->clip;
    job->clip = NULL;
    return un_clip_end(clip, error);
}

un_Status un_job_step(un_Job *job, float *progress, un_Error *error) {
    bool finished = !job->clip;
    un_Status status = UN_OK;
    if (job->made < job->count) {
        status = job->clip ? add_picture(job, error) : write_still(job, error);
        job->made++;
    } else if (job->clip) {
        status = finish_clip(job, &finished, error);
    }
    *progress = finished ? 1 : 0.98f * (float)job->made / (float)job->count; // the rest is the encoder's
    return status;
}

void un_job_drop(un_Job *job) {
    if (!job) return;
    un_clip_drop(job->clip);
    un_raster_destroy(job->raster);
    un_draw_free(&job->list);
    free(job->state);
    free(job->path);
    free(job);
}

void un_job_estimate(const un_PictureDef *def, un_Format format, int T, double *seconds, double *bytes) {
    // Nanoseconds and bytes a pixel, measured with the lab at 1280x720; what is vector does not grow with the pixels.
    static const double ns[UN_FORMAT_COUNT] = {[UN_FORMAT_PNG] = 60, [UN_FORMAT_GIF] = 12, [UN_FORMAT_MP4] = 30, [UN_FORMAT_APNG] = 18};
    static const double size[UN_FORMAT_COUNT] = {
        [UN_FORMAT_PNG] = 0.1, [UN_FORMAT_GIF] = 0.009, [UN_FORMAT_MP4] = 0.003, [UN_FORMAT_APNG] = 0.02};
    const double vector_s = 0.1, vector_bytes = 65e3;
    un_PictureDef clip = *def;
    int count = 1;
    clip.course = UN_COURSE_WAVE;
    if (un_formats[format].clip && un_course_count(&clip, T, def->fps > 0 ? def->fps : un_clip_usual_fps(format), true, &count, NULL)) count = 1;
    double pixels = (double)def->width * def->height * count;
    *seconds = un_formats[format].vector ? vector_s : pixels * ns[format] * 1e-9;
    *bytes = un_formats[format].vector ? vector_bytes : pixels * size[format];
}
