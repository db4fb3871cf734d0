#include "export/picture.h"

#include "cli/book.h"
#include "cli/command.h"
#include "cli/output.h"

#include "base/catalog.h"
#include "base/number.h"
#include "sim/param.h"
#include "view/view.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

static int list_views(void) {
    for (int i = 0; i < UN_VIEW_COUNT; i++) {
        printf("%-12s%s\n", un_view_table[i]->name, _(un_view_table[i]->question));
    }
    return un_cli_flush() ? UN_EXIT_DONE : UN_EXIT_SYSTEM;
}

static const char *next_view(const void *context, int index) {
    (void)context;
    return index < UN_VIEW_COUNT ? un_view_table[index]->name : NULL;
}

static un_Status find_view(const char *name, int *view, un_Error *error) {
    if (!name) return UN_OK;
    *view = strcmp(name, "lab") == 0 ? -1 : un_view_find(name);
    if (*view >= 0 || strcmp(name, "lab") == 0) return UN_OK;
    char found[UN_PARAM_TEXT], valid[256];
    return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0, _("--view: found '%s', valid: %s"),
                        un_param_quote(name, found, sizeof found),
                        un_param_suggest(name, next_view, NULL, valid, sizeof valid));
}

/// "LANE,STEP[,UNIT|all[,reverse]]"; without a unit all of them. The lane must be there, a step or unit is the nearest
/// one.
static un_Status read_selection(const char *text, int lanes, un_Selection *select, un_Error *error) {
    char part[4][16] = {"", "", "all", "forward"}, found[UN_PARAM_TEXT];
    int64_t number[3] = {-1, -1, -1};
    int count = text ? sscanf(text, "%15[^,],%15[^,],%15[^,],%15s", part[0], part[1], part[2], part[3]) : 0;
    if (!text) return UN_OK;
    bool all = strcmp(part[2], "all") == 0, reverse = strcmp(part[3], "reverse") == 0, whole = count >= 2;
    for (int i = 0; i < 3; i++) {
        if (i == 2 && all) continue;
        whole = whole && un_number_parse_int(part[i], &number[i]) && number[i] >= 0 && number[i] < INT_MAX;
    }
    if (!whole || number[0] >= lanes || !(reverse || strcmp(part[3], "forward") == 0))
        return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0,
                            _("--select: found '%s', valid: LANE,STEP[,UNIT] with lanes 0..%d, as in 0,12,3"),
                            un_param_quote(text, found, sizeof found), lanes - 1);
    *select = (un_Selection){(int)number[0], reverse, (int)number[1], (int)number[2]};
    return UN_OK;
}

/// The moment that the flags name; where they say nothing, the one of the picture that was named.
static un_Status read_moment(const un_CliOptions *options, un_Moment *moment, un_Error *error) {
    if (options->from_picture) *moment = options->moment;
    if (options->update >= 0) moment->update = options->update;
    if (options->time >= 0) moment->time = options->time;
    un_Status status = find_view(options->view, &moment->view, error);
    return status ? status : read_selection(options->select, options->experiment.lane_count, &moment->select, error);
}

static void read_look(const un_CliOptions *options, un_PictureDef *def) {
    if (options->width) {
        def->width = options->width;
        def->height = options->height;
    }
    def->scale = (float)options->scale;
    def->theme = (un_ThemeName)options->theme;
    def->transparent = options->picture.transparent;
    def->outlines = options->picture.outlines;
    def->bare = options->picture.bare;
    def->force = options->force;
}

static un_Status read_course(const un_CliPicture *picture, un_PictureDef *def, un_Error *error) {
    if (picture->stages > 0 && picture->clip >= 0)
        return un_error_set(error, UN_ERROR_VALUE, NULL, 0, 0, "%s", _("--stages: found --clip beside it, valid: one of the two"));
    if (picture->stages > 0) {
        def->course = UN_COURSE_STAGES;
        def->stages = (int)picture->stages;
    }
    if (picture->clip >= 0) def->course = picture->clip == 0 ? UN_COURSE_WAVE : UN_COURSE_TRAINING;
    def->fps = (int)picture->fps;
    def->every = picture->every;
    def->before = picture->before;
    def->trace = picture->trace;
    return UN_OK;
}

int un_cli_render(const un_CliOptions *options) {
    if (options->list_views) return list_views();
    if (options->book.all) return un_cli_book_all(options);
    if (un_cli_is_book(options)) return un_cli_book(options);
    un_Error error;
    un_PictureDef def = un_default_picture_def();
    if (!options->output) {
        un_error_set(&error, UN_ERROR_VALUE, NULL, 0, 0, "%s", _("-o: found no file, valid: -o FILE.png, .svg, .pdf, ..."));
        return un_cli_fail(&error);
    }
    if (read_moment(options, &def.moment, &error)) return un_cli_fail(&error);
    read_look(options, &def);
    if (read_course(&options->picture, &def, &error)) return un_cli_fail(&error);
    double needed = un_picture_memory(&def, &options->experiment);
    if (un_experiment_check_memory(needed, options->max_memory, &error)) return un_cli_fail(&error);
    un_Error cause;
    un_Status status = un_picture_render(&def, &options->experiment, options->output, &cause);
    if (!status) return UN_EXIT_DONE;
    // What is wrong as a value by now is the path, or names its flag: the others have been checked.
    if (status != UN_ERROR_VALUE) return un_cli_fail(&cause);
    if (strncmp(cause.message, "--", 2) == 0) return un_cli_fail(&cause);
    un_error_set(&error, UN_ERROR_VALUE, NULL, 0, 0, "-o: %.700s", cause.message);
    return un_cli_fail(&error);
}
