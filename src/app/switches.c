// What a lane's heat map shows: h or c where there is a cell state, units by value or by index. On keys too.
#include "app/action.h"
#include "app/state.h"

#include "base/catalog.h"

#include <stdio.h>

/// The letter at the heat map's left is the switch: pressed, it becomes the other one.
static void state_switch(un_App *app, const un_StageRow *row) {
    const un_SnapshotTrack *track = &app->snapshot->lane[row->lane].track[row->direction];
    float s = app->scale, size = row->heat.h < 28 * s ? row->heat.h : 28 * s;
    char id[32], tip[UN_UI_TIP];
    if (!track->c) return;
    snprintf(id, sizeof id, "state/%d/%d", row->lane + 1, row->direction);
    un_UiId switch_id = un_ui_id(&app->ui, id);
    un_Rect rect = {row->heat.x - 10 * s - size, row->heat.y + (row->heat.h - size) / 2, size, size};
    un_ui_box(&app->ui, switch_id, rect, UN_UI_BOX_FOCUS);
    un_ui_tip(&app->ui, switch_id, rect, un_action_tip(UN_ACTION_CELL_STATE, tip, sizeof tip));
    un_ui_ring(&app->ui, switch_id, rect, 6 * s);
    un_Color line = un_ui_color(&app->ui, UN_TOKEN_CTL);
    float y = row->heat.y + row->heat.h / 2 + 9 * s, hover = un_ui_hover(&app->ui, switch_id);
    for (int i = 0; i < 4; i++) // dotted: it can be changed, as a scrub number
        un_draw_rect(&app->list, (un_Rect){row->heat.x - 20 * s + (float)i * 3 * s, y, 1.5f * s, 1.5f * s}, 0, line);
    if (hover > 0) un_draw_frame(&app->list, rect, 6 * s, s, un_color_fade(line, hover));
    if (un_ui_clicked(&app->ui, switch_id)) un_action_run(app, UN_ACTION_CELL_STATE), app->dirty = true;
}

/// In the label column of the input row.
static void order_switch(un_App *app, const un_StageLayout *stage) {
    char tip[UN_UI_TIP];
    float s = app->scale;
    un_ButtonDef def = {.label = app->view.order_by_index ? _("Units by index") : _("Units by value"), .quiet = true, .size = 12};
    def.tip = un_action_tip(UN_ACTION_ORDER, tip, sizeof tip);
    float w = un_ui_button_width(&app->ui, &def), left = stage->row[0].label.x - 10 * s, right = stage->grid.x - 62 * s;
    if (left + w > right) return;
    un_Rect rect = {left, stage->input.y + (stage->input.h - 26 * s) / 2, w, 26 * s};
    if (un_ui_button(&app->ui, un_ui_id(&app->ui, "order"), rect, &def)) un_action_run(app, UN_ACTION_ORDER), app->dirty = true;
}

void un_switches(un_App *app, const un_StageLayout *stage) {
    if (!stage->fits || stage->row_count == 0) return;
    un_draw_group(&app->list, "ui.switches", app->layout.place[UN_PLACE_STAGE]);
    for (int r = 0; r < stage->row_count; r++)
        state_switch(app, &stage->row[r]);
    order_switch(app, stage);
    un_draw_group_end(&app->list);
}
