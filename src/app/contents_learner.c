// Who learns: the profile that answers are kept under, its name in the page of lessons, another one, a new one.
#include "app/contents.h"
#include "app/state.h"

#include "base/catalog.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/// The profile that is used when none is named.
static const char *shown_name(const char *profile) {
    return strcmp(profile, "me") == 0 ? _("me") : profile;
}

void un_learner_list(un_App *app) {
    un_Contents *contents = &app->contents;
    const char *profile = app->def.profile;
    bool there = false;
    if (!profile) return;
    int count = un_profile_list(contents->known);
    for (int i = 0; i < count; i++) {
        there = there || strcmp(contents->known[i], profile) == 0;
        contents->learner[i] = shown_name(contents->known[i]);
    }
    if (!there && count == UN_PROFILES_MAX) count--;
    if (!there) { // nothing is kept of this one yet
        snprintf(contents->known[count], sizeof contents->known[count], "%s", profile);
        contents->learner[count] = shown_name(contents->known[count]);
        count++;
    }
    contents->learners = count;
    contents->learner[count] = _("New name \xe2\x80\xa6");
}

void un_learner_choose(un_App *app, const char *profile) {
    un_Contents *contents = &app->contents;
    char name[sizeof contents->profile], path[UN_COURSE_PATH];
    if (app->def.profile && strcmp(profile, app->def.profile) == 0) return;
    snprintf(name, sizeof name, "%s", profile);
    if (app->course.open) un_course_keep(app);
    snprintf(contents->profile, sizeof contents->profile, "%s", name);
    app->def.profile = contents->profile;
    snprintf(path, sizeof path, "%s", app->course.path);
    if (app->course.open) un_course_open(app, path, -1);
    un_learner_list(app);
    un_contents_read_progress(app);
    app->dirty = true;
}

static void name_new(un_App *app, un_UiId id, un_Rect rect) {
    un_Contents *contents = &app->contents;
    int end = app->ui.field == id ? un_ui_field(&app->ui, id, rect, un_profile_is_name, _("valid: a name on one line, at most 40 bytes")) : -1;
    if (!end) return;
    contents->naming = false;
    app->dirty = true;
    if (end > 0) un_learner_choose(app, app->ui.field_text);
}

float un_learner_button(un_App *app, float x, float y, float height, float room) {
    un_Contents *contents = &app->contents;
    float s = app->scale;
    char label[UN_PROFILE_MAX + 40];
    if (!app->def.profile) return 0;
    un_UiId field = un_ui_id(&app->ui, "learner/name"), id = un_ui_id(&app->ui, "learner");
    snprintf(label, sizeof label, _("Learner: %s"), shown_name(app->def.profile));
    un_ButtonDef def = {.label = label, .menu = true, .quiet = true, .tip = _("Whose answers are kept: choose another name or type a new one")};
    float width = contents->naming ? 220 * s : un_ui_button_width(&app->ui, &def);
    if (width > room) { // the name alone
        def.label = shown_name(app->def.profile);
        width = fminf(un_ui_button_width(&app->ui, &def), room);
    }
    if (width < 60 * s) return 0;
    un_Rect rect = {x - width, y, width, height};
    if (contents->naming) {
        name_new(app, field, rect);
        return width + 6 * s;
    }
    int current = 0;
    while (current + 1 < contents->learners && strcmp(contents->known[current], app->def.profile) != 0)
        current++;
    int chosen = un_ui_menu_button(&app->ui, id, rect, &def, contents->learner, contents->learners + 1, current);
    if (chosen == contents->learners) {
        contents->naming = true;
        un_ui_field_open(&app->ui, field, "");
        name_new(app, field, rect); // a field that no frame draws is closed
    } else if (chosen >= 0) {
        un_learner_choose(app, contents->known[chosen]);
    }
    return width + 6 * s;
}
