/// A run of an experiment and its picture: trained on as far as one asks, drawn at any moment of the wave.
#ifndef UN_EXPORT_SCENE_H
#define UN_EXPORT_SCENE_H

#include "export/picture.h"

typedef struct un_Scene un_Scene;

/// At update 0. more: bits of un_SnapshotWanted beside what the picture asks for. Errors: UN_ERROR_MEMORY, UN_ERROR_FILE (fonts); returns NULL.
un_Scene *un_scene_create(const un_Experiment *experiment, const un_PictureDef *def, unsigned more, un_Error *error);
void un_scene_destroy(un_Scene *scene);
/// Trains on to `update` and takes a snapshot of it. Errors: UN_ERROR_MEMORY.
un_Status un_scene_train(un_Scene *scene, int64_t update, un_Error *error);
/// The moment it stands at, after un_scene_train. Borrowed, valid until the next one.
const un_Snapshot *un_scene_snapshot(const un_Scene *scene);
const un_Fonts *un_scene_fonts(const un_Scene *scene);
/// The picture `time` seconds into the wave; < 0: everything shown. In points. Borrowed, valid until the next call. Errors:
/// UN_ERROR_MEMORY; returns NULL.
const un_DrawList *un_scene_draw(un_Scene *scene, double time, un_Error *error);
/// What lies under the picture; a = 0: nothing.
un_Color un_scene_background(const un_PictureDef *def);
/// Bytes that a scene takes, the draw list aside.
double un_scene_memory(const un_PictureDef *def, const un_Experiment *experiment);

#endif
