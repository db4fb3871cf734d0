#include "app/app.h"

#include "cli/command.h"
#include "cli/output.h"

#include "base/catalog.h"
#include "lesson/lesson.h"
#include "lesson/progress.h"
#include "sim/param.h"
#include "sim/worker.h"

#include <stdio.h>

static void print_kind(const char *format, int frames, double p50_ms, double p99_ms) {
    if (frames > 0) printf(format, frames, p50_ms, p99_ms);
}

static bool print_text(const un_AppReport *report) {
    printf(_("first frame %.3f s, frames p50 %.2f ms, p99 %.2f ms, memory %.1f MB, renderer %s\n"),
           report->first_frame_s, report->p50_ms, report->p99_ms, report->rss_mb, report->renderer);
    print_kind(_("the wave moved in %d frames: p50 %.2f ms, p99 %.2f ms\n"), report->wave_frames, report->wave_p50_ms,
               report->wave_p99_ms);
    print_kind(_("a new snapshot in %d frames: p50 %.2f ms, p99 %.2f ms\n"), report->snapshot_frames,
               report->snapshot_p50_ms, report->snapshot_p99_ms);
    return un_cli_flush();
}

static bool print_json(const un_AppReport *report, bool kinds) {
    json_t *object = json_object();
    json_object_set_new(object, "first_frame_s", un_cli_json_real(report->first_frame_s));
    json_object_set_new(object, "p50_ms", un_cli_json_real(report->p50_ms));
    json_object_set_new(object, "p99_ms", un_cli_json_real(report->p99_ms));
    json_object_set_new(object, "rss_mb", un_cli_json_real(report->rss_mb));
    json_object_set_new(object, "renderer", json_string(report->renderer));
    if (kinds) {
        json_object_set_new(object, "wave_frames", json_integer(report->wave_frames));
        json_object_set_new(object, "wave_p50_ms", un_cli_json_real(report->wave_p50_ms));
        json_object_set_new(object, "wave_p99_ms", un_cli_json_real(report->wave_p99_ms));
        json_object_set_new(object, "snapshot_frames", json_integer(report->snapshot_frames));
        json_object_set_new(object, "snapshot_p50_ms", un_cli_json_real(report->snapshot_p50_ms));
        json_object_set_new(object, "snapshot_p99_ms", un_cli_json_real(report->snapshot_p99_ms));
    }
    return un_cli_print_json(object);
}

int un_cli_window(const un_CliOptions *options) {
    un_Error error;
    un_AppDef def = un_default_app_def();
    const char *path = options->experiment_path;
    bool lesson = path && un_lesson_is_path(path);
    def.experiment = options->experiment;
    if (options->from_picture) { // to the update that it shows
        def.playing = options->moment.update > 0;
        if (def.playing) def.experiment.updates = options->moment.update;
    }
    def.lesson_path = lesson ? path : NULL;
    def.shelf_path = options->from_folder ? path : NULL;
    def.stop = (int)options->stop;
    def.presenter = options->presenter;
    def.profile = options->profile;
    def.language = options->language;
    def.scale = (float)options->scale;
    def.theme = (un_ThemeName)options->theme;
    def.fullscreen = options->fullscreen;
    def.renderer = (un_RendererChoice)options->renderer;
    def.max_memory = options->max_memory;
    def.frames = (int)options->frames;
    def.replay_wave = options->replay_wave;
    if (options->replay_wave && !options->frames) {
        un_error_set(&error, UN_ERROR_VALUE, NULL, 0, 0, "%s",
                     _("--replay-wave: found no --frames, valid: with --frames"));
        return un_cli_fail(&error);
    }
    if (!un_profile_is_name(options->profile)) {
        char found[UN_PARAM_TEXT];
        un_error_set(&error, UN_ERROR_VALUE, NULL, 0, 0, _("--profile: found '%s', valid: 1..%d bytes on one line, no blank at the ends"),
                     un_param_quote(options->profile, found, sizeof found), UN_PROFILE_MAX);
        return un_cli_fail(&error);
    }
    if (options->width) {
        def.width = options->width;
        def.height = options->height;
    }
    def.start_s = options->start_s;
    un_WorkerDef worker = un_default_worker_def();
    double needed = un_worker_memory(&worker, &options->experiment);
    if (un_experiment_check_memory(needed, options->max_memory, &error)) return un_cli_fail(&error);
    un_App *app = un_app_create(&def, &error);
    if (!app) return un_cli_fail(&error);
    while (un_app_step(app)) {
        un_app_wait(app);
    }
    bool printed = true;
    if (options->frames) {
        un_AppReport report;
        un_app_report(app, &report);
        printed = options->json ? print_json(&report, options->replay_wave) : print_text(&report);
    }
    un_app_destroy(app);
    return printed ? UN_EXIT_DONE : UN_EXIT_SYSTEM;
}
