#include "app/state.h"

#include "base/catalog.h"
#include "export/picture.h"
#include "platform/path.h"

#include <stdio.h>
#include <string.h>

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
    if (un_picture_write(&app->picture, app->fonts, width, height, density, un_theme_color(app->theme, UN_TOKEN_BG),
                         NULL, path, &error) != UN_OK) {
        char text[UN_APP_TOAST];
        un_toast(app, _("Not saved: %s"), un_error_text(&error, text, sizeof text));
        return;
    }
    snprintf(app->saved, sizeof app->saved, "%s", path);
    un_toast(app, strchr(path, '/') ? _("Saved as %s") : _("Saved as %s in the working folder"), path);
}
