#include "app/state.h"

#include "base/catalog.h"
#include "export/picture.h"
#include "platform/path.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *un_picture_state(un_App *app, const un_Moment *moment) {
    un_Experiment experiment;
    int64_t update;
    uint64_t hash[UN_LANES_MAX];
    un_app_result(app, &experiment, &update, hash);
    return un_state_write(&experiment, moment);
}

void un_picture_save(un_App *app) {
    char path[sizeof app->saved];
    if (!un_path_new_picture((int)app->snapshot->update, path, sizeof path)) {
        un_toast(app, "%s", _("Not saved: no folder for pictures was found"));
        return;
    }
    un_frame_build_picture(app);
    float density = un_screen_density(app->screen);
    int width = (int)(app->width * density + 0.5f), height = (int)(app->height * density + 0.5f);
    un_Error error;
    un_Moment moment = {app->snapshot->update, app->wave.active ? app->wave.t : -1, -1, app->view.select};
    char *state = un_picture_state(app, &moment);
    un_Status status = un_picture_write(&app->picture, app->fonts, width, height, density, un_theme_color(app->theme, UN_TOKEN_BG), state,
                                        path, &error);
    free(state);
    if (status) {
        char text[UN_APP_TOAST];
        un_toast(app, _("Not saved: %s"), un_error_text(&error, text, sizeof text));
        return;
    }
    snprintf(app->saved, sizeof app->saved, "%s", path);
    un_toast(app, strchr(path, '/') ? _("Saved as %s") : _("Saved as %s in the working folder"), path);
}
