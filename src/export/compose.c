#include "export/picture.h"

/// The lab's panels: with a cell that is looked at, the inspector too.
un_LabLayout un_picture_layout(const un_PictureDef *def) {
    un_LabDef lab = un_default_lab_def((float)def->width / def->scale, (float)def->height / def->scale, 1);
    for (int place = 0; place < UN_PLACE_COUNT && def->placed; place++)
        lab.view[place] = def->place[place];
    lab.panel = def->moment.select.lane >= 0;
    if (lab.panel && !def->placed && !un_lab_layout(&lab).wide) lab.view[UN_PLACE_LOWER] = UN_VIEW_INSPECTOR;
    return un_lab_layout(&lab);
}

/// Takes the caption's ground away: the first rectangle of its group.
static void clear_ground(un_DrawList *list) {
    for (size_t i = 0; i < list->command_count; i++) {
        if (list->command[i].kind != UN_DRAW_RECT) continue;
        list->command[i].color.a = 0;
        return;
    }
}

/// The lab or one view as a picture without widgets: a caption says what the top bar would.
void un_picture_compose(un_DrawList *list, const un_PictureDef *def, const un_ViewContext *context) {
    float width = (float)def->width / def->scale, height = (float)def->height / def->scale;
    un_LabLayout layout = un_picture_layout(def);
    un_lab_draw_caption(list, context, layout.top);
    if (def->transparent) clear_ground(list);
    if (def->moment.view < 0) {
        layout.tabs = (un_Rect){0}; // no tab buttons in a picture: the panel bears its title
        un_lab_draw(list, context, &layout);
        return;
    }
    float edge = layout.place[UN_PLACE_STAGE].x, y = layout.place[UN_PLACE_STAGE].y;
    un_Rect rect = {edge, y, width - 2 * edge, height - y - edge};
    if (def->transparent) { // no panel under the view
        un_view_draw_inside(list, context, def->moment.view, rect);
    } else {
        un_view_draw(list, context, def->moment.view, rect);
    }
}
