#include "export/scene.h"

#include "base/catalog.h"
#include "export/fonts.h"
#include "sim/take.h"

#include <stdlib.h>

struct un_Scene {
    un_PictureDef def;
    un_Fonts *fonts;
    un_Take *take, *before;      ///< before: of the left picture, where there are two
    const un_Snapshot *snapshot, *left; ///< the takes'
    bool has_axis;
    un_Axis axis; ///< widens as the run goes on, so that a clip's pictures do not jump
    un_DrawList list, half; ///< half: one of two pictures
};

/// Each of two pictures side by side.
static un_PictureDef half_of(const un_PictureDef *def) {
    un_PictureDef half = *def;
    if (def->before >= 0) half.width /= 2;
    return half;
}

/// What the picture's views ask for beside what every snapshot has.
static unsigned wanted(const un_PictureDef *def) {
    if (def->moment.view >= 0) return un_view_table[def->moment.view]->wants;
    un_PictureDef half = half_of(def);
    un_LabLayout layout = un_picture_layout(&half);
    unsigned all = 0;
    for (int place = 0; place < UN_PLACE_COUNT; place++) {
        if (layout.place[place].w > 0) all |= un_view_table[layout.view[place]]->wants;
    }
    return all;
}

double un_scene_memory(const un_PictureDef *def, const un_Experiment *experiment) {
    return un_take_memory(experiment, wanted(def), false) * (def->before >= 0 ? 2 : 1);
}

static un_Status out_of_memory(un_Error *error) {
    return un_error_set(error, UN_ERROR_MEMORY, NULL, 0, 0, "%s", _("not enough memory for the picture"));
}

static un_Status start(un_Scene *scene, const un_Experiment *experiment, unsigned more, un_Error *error) {
    scene->fonts = un_fonts_load(error);
    if (!scene->fonts) return UN_ERROR_FILE;
    scene->take = un_take_create(experiment, wanted(&scene->def) | more, error);
    if (scene->take && scene->def.before >= 0) scene->before = un_take_create(experiment, wanted(&scene->def) | more, error);
    return scene->take && (scene->before || scene->def.before < 0) ? UN_OK : UN_ERROR_MEMORY;
}

un_Scene *un_scene_create(const un_Experiment *experiment, const un_PictureDef *def, unsigned more, un_Error *error) {
    un_Scene *scene = calloc(1, sizeof *scene);
    if (!scene) {
        out_of_memory(error);
        return NULL;
    }
    scene->def = *def;
    un_draw_init(&scene->list);
    un_draw_init(&scene->half);
    if (start(scene, experiment, more, error) == UN_OK) return scene;
    un_scene_destroy(scene);
    return NULL;
}

void un_scene_destroy(un_Scene *scene) {
    if (!scene) return;
    un_draw_free(&scene->list);
    un_draw_free(&scene->half);
    un_take_destroy(scene->take);
    un_take_destroy(scene->before);
    if (scene->fonts) un_fonts_destroy(scene->fonts);
    free(scene);
}

/// Trains a take on; the axis, which all pictures have in common, widens. NULL: no memory.
static const un_Snapshot *train(un_Scene *scene, un_Take *take, int64_t update, un_Error *error) {
    un_Until until = {.updates = update, .kind = UN_UNTIL_UPDATES, .lane = -1};
    un_take_train(take, &until);
    const un_Snapshot *snapshot = un_take_snapshot(take, error);
    if (!snapshot) return NULL;
    scene->axis = scene->has_axis ? un_axis_extend(scene->axis, snapshot) : un_axis_choose(snapshot);
    scene->has_axis = true;
    return snapshot;
}

un_Status un_scene_train(un_Scene *scene, int64_t update, un_Error *error) {
    if (scene->before && !scene->left) scene->left = train(scene, scene->before, scene->def.before, error);
    if (scene->before && !scene->left) return UN_ERROR_MEMORY;
    if (scene->snapshot && scene->snapshot->update == update) return UN_OK;
    scene->snapshot = train(scene, scene->take, update, error);
    return scene->snapshot ? UN_OK : UN_ERROR_MEMORY;
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

/// One of two pictures, with its own caption, `x` points from the left.
static void add_half(un_Scene *scene, const char *name, float x, const un_ViewContext *context) {
    un_PictureDef half = half_of(&scene->def);
    un_draw_reset(&scene->half);
    un_picture_compose(&scene->half, &half, context);
    un_draw_group(&scene->list, name, (un_Rect){x, 0, (float)half.width / half.scale, (float)half.height / half.scale});
    un_draw_place(&scene->list, &scene->half, 1, (un_Point){x, 0});
    un_draw_group_end(&scene->list);
    scene->list.failed |= scene->half.failed;
}

static void draw_two(un_Scene *scene, const un_ViewContext *context) {
    const un_PictureDef *def = &scene->def;
    un_ViewContext left = *context;
    float middle = (float)((def->width + 1) / 2) / def->scale, height = (float)def->height / def->scale;
    left.snapshot = scene->left;
    add_half(scene, "before", 0, &left);
    add_half(scene, "after", middle, context);
    un_draw_line(&scene->list, (un_Point){middle, 0}, (un_Point){middle, height}, 1, un_theme_color(def->theme, UN_TOKEN_LINE));
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
    if (scene->before) {
        draw_two(scene, &context);
    } else {
        un_picture_compose(&scene->list, &scene->def, &context);
    }
    if (!scene->list.failed) return &scene->list;
    out_of_memory(error);
    return NULL;
}
