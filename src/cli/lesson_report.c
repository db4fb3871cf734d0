/// `unroll lesson report`: what a learner answered and measured, as a file to be handed in.
#include "cli/lesson.h"

#include "base/catalog.h"
#include "book/report.h"
#include "cli/output.h"
#include "export/fonts.h"
#include "lesson/progress.h"

#include <stdlib.h>

typedef struct Job {
    un_Lesson *lesson;
    un_Progress *progress;
    un_Fonts *fonts;
    un_DrawList *list;
    un_Player player;
} Job;

static un_Status open_all(Job *job, const un_CliOptions *options, const char *path, un_Error *error) {
    char key[UN_PROGRESS_KEY];
    job->lesson = un_lesson_load(path, error);
    if (!job->lesson) return UN_ERROR_FILE;
    if (un_lesson_stop_count(job->lesson) == 0)
        return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0, _("%s: found no stops, valid: a lesson with ## stops (docs/WRITING-LESSONS.md)"), path);
    job->progress = un_progress_open(options->profile, error);
    if (!job->progress) return error->code;
    un_player_begin(&job->player, job->lesson);
    if (!un_progress_get(job->progress, un_progress_key(job->lesson, path, key), &job->player))
        return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0, _("lesson report: found nothing of '%s' in %s, valid: a lesson that was begun"),
                            options->profile, path);
    job->fonts = un_fonts_load(error);
    job->list = calloc(UN_STOPS_MAX, sizeof *job->list);
    if (!job->fonts) return UN_ERROR_FILE;
    return job->list ? UN_OK : un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("not enough memory"));
}

static void close_all(Job *job) {
    for (int i = 0; job->list && i < UN_STOPS_MAX; i++)
        un_draw_free(&job->list[i]);
    free(job->list);
    if (job->fonts) un_fonts_destroy(job->fonts);
    un_progress_destroy(job->progress);
    un_lesson_destroy(job->lesson);
}

int un_cli_lesson_report(const un_CliOptions *options, const char *path) {
    un_Error error;
    Job job = {0};
    if (!options->output) {
        un_error_set(&error, UN_ERROR_VALUE, NULL, 0, 0, "%s", _("-o: found no file, valid: -o FILE.pdf or FILE.md"));
        return un_cli_fail(&error);
    }
    un_Status status = open_all(&job, options, path, &error);
    un_ReportDef def = {.fonts = job.fonts, .name = options->profile, .force = options->force};
    if (!status) status = un_report_pictures(&def, job.lesson, &job.player, options->max_memory, job.list, &error);
    if (!status) status = un_report_write(&def, job.lesson, &job.player, options->output, &error);
    close_all(&job);
    return status ? un_cli_fail(&error) : UN_EXIT_DONE;
}
