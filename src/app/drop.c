// A file that is dropped on the window: a lesson, an experiment, a picture or a checkpoint is opened, everything else is told in one line. What was
// there goes on until the new one is whole.
#include "app/state.h"

#include "base/catalog.h"
#include "export/state.h"
#include "platform/file.h"
#include "sim/checkpoint.h"
#include "sim/param.h"

#include <stdio.h>
#include <string.h>

enum { NAME = 80, HEAD = 16, MAGIC = 8 };

static const char *name_of(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash && slash[1] ? slash + 1 : path;
}

static bool ends_in(const char *path, const char *suffix) {
    size_t length = strlen(path), end = strlen(suffix);
    return length > end && SDL_strcasecmp(path + length - end, suffix) == 0;
}

/// Whether a run of this experiment fits in the memory that the window may use.
static bool has_room(const un_App *app, const un_Experiment *experiment, un_Error *error) {
    un_WorkerDef def = un_default_worker_def();
    if (un_experiment_check(experiment, app->def.max_memory, error)) return false;
    return un_experiment_check_memory(un_worker_memory(&def, experiment), app->def.max_memory, error) == UN_OK;
}

static bool open_lesson(un_App *app, const char *path, un_Error *error) {
    un_Lesson *lesson = un_lesson_load(path, error);
    if (!lesson) return false;
    un_Experiment experiment = *un_lesson_experiment(lesson);
    if (!has_room(app, &experiment, error) || !un_lesson_has_room(app, lesson, error)) {
        un_lesson_destroy(lesson);
        return false;
    }
    un_lesson_show(app, lesson);
    un_course_open(app, path, -1);
    if (!app->course.open) un_run_open(app, &experiment, false);
    un_toast(app, _("Lesson: %s"), un_lesson_title(lesson));
    return true;
}

static bool open_experiment(un_App *app, const char *path, un_Error *error) {
    char name[NAME];
    un_Experiment experiment;
    if (un_experiment_load(&experiment, path, error) || !has_room(app, &experiment, error)) return false;
    un_course_leave(app);
    un_run_open(app, &experiment, true);
    un_toast(app, _("Experiment: %s"), un_param_quote(name_of(path), name, sizeof name));
    return true;
}

/// The run of a checkpoint is its experiment's: the same seed leads to the same bits at the same update, so it is trained to there.
static bool open_checkpoint(un_App *app, const char *path, un_Error *error) {
    char name[NAME];
    un_Trainer *trainer = un_checkpoint_read(path, NULL, app->def.max_memory, error);
    if (!trainer) return false;
    un_Experiment experiment = *un_trainer_experiment(trainer);
    int64_t update = un_trainer_update(trainer);
    un_trainer_destroy(trainer);
    if (!has_room(app, &experiment, error)) return false;
    if (update > 0) experiment.updates = update;
    un_course_leave(app);
    un_run_open(app, &experiment, update > 0);
    un_toast(app, _("Checkpoint: %s. It trains to update %lld, where it was saved."), un_param_quote(name_of(path), name, sizeof name),
             (long long)update);
    return true;
}

/// A picture holds its experiment and the update that it shows: the run is trained to there, to the same bits.
static bool open_picture(un_App *app, const char *path, un_Error *error) {
    char name[NAME];
    un_Experiment experiment;
    un_Moment moment;
    if (un_state_load(path, &experiment, &moment, error) || !has_room(app, &experiment, error)) return false;
    if (moment.update > 0) experiment.updates = moment.update;
    un_course_leave(app);
    un_run_open(app, &experiment, moment.update > 0);
    un_toast(app, _("Picture: %s. It trains to update %lld, which it shows."), un_param_quote(name_of(path), name, sizeof name),
             (long long)moment.update);
    return true;
}

/// What the file's first bytes, else its name, say it is.
static bool open_file(un_App *app, const char *path, un_Error *error) {
    char head[HEAD] = "";
    if (un_file_head(path, head, sizeof head, error)) return false;
    if (memcmp(head, "UNROLL\r\n", MAGIC) == 0) return open_checkpoint(app, path, error);
    if (un_state_is_picture(head, sizeof head)) return open_picture(app, path, error);
    if (un_lesson_is_path(path)) return open_lesson(app, path, error);
    if (ends_in(path, ".yaml") || ends_in(path, ".yml")) return open_experiment(app, path, error);
    un_error_set(error, UN_ERROR_FILE, NULL, 0, 0, "%s",
                 _("valid: a lesson (.md), an experiment (.yaml), a picture that was saved, or a checkpoint"));
    return false;
}

void un_drop(un_App *app, const char *path) {
    un_Error error = {.message = ""};
    char name[NAME];
    if (!path || !*path) {
        un_toast(app, "%s", _("Nothing was dropped that has a file; valid: a lesson (.md), an experiment (.yaml), a picture that was saved, or a checkpoint"));
        return;
    }
    if (open_file(app, path, &error)) return;
    if (error.line > 0)
        un_toast(app, _("Not opened: %s:%d: %s"), un_param_quote(name_of(path), name, sizeof name), error.line, error.message);
    else
        un_toast(app, _("Not opened: %s: %s"), un_param_quote(name_of(path), name, sizeof name), error.message);
}
