#include "lesson/learner_parts.h"

#include "view/lesson_lab.h"

#include <stdio.h>

typedef struct Size {
    float width, height;
} Size;

static const Size sizes[] = {{1280, 720}, {1920, 1080}};

static void look_for(un_LearnerStop *at, const char *what, const un_PartRef *part, const un_ViewContext *context,
                     const un_LabLayout *layout, const Size *size) {
    const char *view = un_view_table[part->view]->name, *slash = part->part[0] ? "/" : "";
    for (int place = 0; place < UN_PLACE_COUNT; place++) {
        un_Rect rect = un_lab_view_rect(layout, (un_LabPlace)place), found;
        if (layout->view[place] != part->view || rect.w <= 0) continue;
        un_ViewContext own = un_lab_context(context, layout, (un_LabPlace)place);
        bool there = un_view_part(&own, part->view, rect, part->part, &found) && found.w > 0 && found.h > 0;
        if (!there) {
            un_learner_fault(at, "%s %s%s%s is not on the screen at %.0fx%.0f", what, view, slash, part->part, (double)size->width,
                             (double)size->height);
        }
        return;
    }
    un_learner_fault(at, "%s %s%s%s: the view has no room at %.0fx%.0f", what, view, slash, part->part, (double)size->width,
                     (double)size->height);
}

void un_learner_look(un_LearnerStop *at, const un_Snapshot *snapshot, const un_Fonts *fonts) {
    const un_Stop *stop = at->stop;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        un_LessonLayoutDef def = {.width = sizes[i].width,
                                  .height = sizes[i].height,
                                  .scale = 1,
                                  .view_count = stop->view_count,
                                  .lanes = snapshot->lane_count};
        for (int k = 0; k < stop->view_count; k++) {
            def.view[k] = stop->view[k];
        }
        un_LabLayout layout = un_lesson_layout(&def);
        un_ViewContext context = {.snapshot = snapshot,
                                  .fonts = fonts,
                                  .theme = UN_THEME_LIGHT,
                                  .scale = 1,
                                  .axis = un_axis_choose(snapshot),
                                  .show_c = stop->show_c,
                                  .select = stop->select};
        for (int k = 0; k < stop->highlight_count; k++) {
            look_for(at, "highlight", &stop->highlight[k], &context, &layout, &sizes[i]);
        }
        for (int k = 0; k < stop->cover_count; k++) {
            look_for(at, "cover", &stop->cover[k], &context, &layout, &sizes[i]);
        }
    }
}
