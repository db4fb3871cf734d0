#include "export/scene.h"

#include "base/catalog.h"
#include "export/fonts.h"
#include "sim/take.h"

#include <stdlib.h>

struct un_Scene {
    un_PictureDef def;
    un_Fonts *fonts;
    un_Take *take;
    const un_Snapshot *snapshot; ///< the take's
    bool has_axis;
    un_Axis axis; ///< widens as the run goes on, so that a clip's pictures do not jump
    un_DrawList list;
};

/// What the picture's views ask for beside what every snapshot has.
static unsigned wanted(const un_PictureDef *def) {
    if (def->moment.view >= 0) return un_view_table[def->moment.view]->wants;
    un_LabLayout layout = un_picture_layout(def);
    unsigned all = 0;
    for (int place = 0; place < UN_PLACE_COUNT; place++) {
        if (layout.place[place].w > 0) all |= un_view_table[layout.view[place]]->wants;
    }
    return all;
}

double un_scene_memory(const un_PictureDef *def, const un_Experiment *experiment) {
    return un_take_memory(experiment, wanted(def), false);
}

static un_Status out_of_memory(un_Error *error) {
    return un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("not enough memory for the picture"));
}

static un_Status start(un_Scene *scene, const un_Experiment *experiment, unsigned more, un_Error *error) {
    scene->fonts = un_fonts_load(error);
    if (!scene->fonts) return UN_ERROR_FILE;
    scene->take = un_take_create(experiment, wanted(&scene->def) | more, error);
    return scene->take ? UN_OK : UN_ERROR_MEMORY;
}

un_Scene *un_scene_create(const un_Experiment *experiment, const un_PictureDef *def, unsigned more, un_Error *error) {
    un_Scene *scene = calloc(1, sizeof *scene);
    if (!scene) {
        out_of_memory(error);
        return NULL;
    }
    scene->def = *def;
    un_draw_init(&scene->list);
    if (start(scene, experiment, more, error) == UN_OK) return scene;
    un_scene_destroy(scene);
    return NULL;
}

void un_scene_destroy(un_Scene *scene) {
    if (!scene) return;
    un_draw_free(&scene->list);
    un_take_destroy(scene->take);
    if (scene->fonts) un_fonts_destroy(scene->fonts);
    free(scene);
}

un_Status un_scene_train(un_Scene *scene, int64_t update, un_Error *error) {
    if (scene->snapshot && scene->snapshot->update == update) return UN_OK;
    un_Until until = {.updates = update, .kind = UN_UNTIL_UPDATES, .lane = -1};
    un_take_train(scene->take, &until);
    scene->snapshot = un_take_snapshot(scene->take, error);
    if (!scene->snapshot) return UN_ERROR_MEMORY;
    scene->axis = scene->has_axis ? un_axis_extend(scene->axis, scene->snapshot) : un_axis_choose(scene->snapshot);
    scene->has_axis = true;
    return UN_OK;
}

const un_Snapshot *un_scene_snapshot(const un_Scene *scene) {
    return scene->snapshot;
}

const un_Fonts *un_scene_fonts(const un_Scene *scene) {
    return scene->fonts;
}

un_Color un_scene_background(const un_PictureDef *def) {
    return def->transparent ? (un_Color){0, 0, 0, 0} : un_theme_color(def->theme, UN_TOKEN_BG);
}

const un_DrawList *un_scene_draw(un_Scene *scene, double time, un_Error *error) {
    un_ViewContext context = {.snapshot = scene->snapshot,
                              .fonts = scene->fonts,
                              .theme = scene->def.theme,
                              .scale = 1,
                              .axis = scene->axis,
                              .select = scene->def.moment.select};
    if (time >= 0) context.wave = un_wave_at(scene->snapshot->T, time, 0);
    un_draw_reset(&scene->list);
    un_picture_compose(&scene->list, &scene->def, &context);
    if (!scene->list.failed) return &scene->list;
    out_of_memory(error);
    return NULL;
}
