// The cell that the user has chosen on the stage, and the inspector that opens it.
#include "app/action.h"
#include "app/state.h"

#include "base/catalog.h"
#include "view/inspector.h"
#include "view/pick.h"

#include <stdio.h>

static const double OPENING = 0.2; // look/LOOK.md, Motion: panel, from where it was opened

/// The place in which the inspector is shown, or -1.
static int inspector_place(const un_App *app) {
    for (int place = 0; place < UN_PLACE_COUNT; place++) {
        if (app->layout.place[place].w > 0 && app->layout.view[place] == UN_VIEW_INSPECTOR) return place;
    }
    return -1;
}

bool un_select_is_open(const un_App *app) {
    return app->view.select.lane >= 0 && inspector_place(app) >= 0;
}

static void choose(un_App *app, un_Selection select) {
    app->view.select = select;
    app->view.select = un_inspector_selection(&app->view);
    app->dirty = true;
}

void un_select_open(un_App *app, un_Selection select, un_Rect from) {
    choose(app, select);
    if (inspector_place(app) >= 0) return;
    un_places_show(app, UN_VIEW_INSPECTOR);
    app->opened_from = from;
    app->opened_at = app->calm ? -1 : app->now;
}

void un_select_at_loss(un_App *app) {
    un_Selection select = app->view.select;
    const un_Snapshot *snapshot = app->snapshot;
    if (select.lane < 0) select = (un_Selection){.lane = app->lane, .unit = -1};
    select.step = snapshot->loss_step;
    un_Rect stage = app->layout.place[UN_PLACE_STAGE];
    un_select_open(app, select, (un_Rect){stage.x + stage.w / 2, stage.y + stage.h / 2, 1, 1});
}

void un_select_close(un_App *app) {
    un_Places *places = &app->places;
    app->view.select.lane = -1;
    places->inspector = app->course.inspector = false;
    if (!un_places_wide(app) && places->front == UN_VIEW_INSPECTOR) {
        places->front = UN_VIEW_PROFILE;
        places->expanded = places->expanded == 1 + UN_PLACE_LOWER ? 0 : places->expanded;
    }
    app->dirty = true;
}

void un_select_step(un_App *app, int by) {
    un_Selection select = app->view.select;
    int to = select.step + by;
    if (to < 0 || to >= app->snapshot->T) return;
    select.step = to;
    choose(app, select);
}

void un_select_unit(un_App *app, int by) {
    un_Selection select = app->view.select;
    int hidden = app->snapshot->lane[select.lane].hidden;
    int to = select.unit + by;
    select.unit = to < -1 ? hidden - 1 : to >= hidden ? -1 : to; // all units stand between the last and the first
    choose(app, select);
}

/// The unit drawn above or below the chosen one on the stage.
void un_select_row(un_App *app, int by) {
    un_Selection select = app->view.select;
    const un_SnapshotLane *lane = &app->snapshot->lane[select.lane];
    const int *order = lane->track[select.direction].order;
    if (app->view.order_by_index || !order) {
        un_select_unit(app, by);
        return;
    }
    int row = -1;
    for (int i = 0; i < lane->hidden && select.unit >= 0; i++) {
        if (order[i] == select.unit) row = i;
    }
    row += by;
    row = row < -1 ? lane->hidden - 1 : row;
    select.unit = row < 0 || row >= lane->hidden ? -1 : order[row];
    choose(app, select);
}

void un_select_lane(un_App *app) {
    un_Selection select = app->view.select;
    select.lane = (select.lane + 1) % app->snapshot->lane_count;
    choose(app, select);
}

void un_select_click(un_App *app, un_Point at) {
    un_Selection select;
    if (!un_stage_pick(&app->view, app->layout.place[UN_PLACE_STAGE], at, &select)) return;
    if (un_action_sleeps(app, UN_ACTION_INSPECT)) {
        un_action_run(app, UN_ACTION_INSPECT); // says why
        return;
    }
    un_select_open(app, select, app->hover.hit ? app->hover.mark : (un_Rect){at.x, at.y, 1, 1});
}

void un_select_click_inspector(un_App *app, un_Point at) {
    int place = inspector_place(app);
    un_Selection select;
    if (place < 0) return;
    un_ViewContext context = un_lab_context(&app->view, &app->layout, (un_LabPlace)place);
    if (un_inspector_pick(&context, un_lab_view_rect(&app->layout, (un_LabPlace)place), at, &select))
        choose(app, select);
}

void un_select_click_attention(un_App *app, un_LabPlace place, un_Point at) {
    un_ViewContext context = un_lab_context(&app->view, &app->layout, place);
    un_Selection select;
    if (un_attention_pick(&context, un_lab_view_rect(&app->layout, place), at, &select)) choose(app, select);
}

static void all_or_one(un_App *app) {
    un_Selection select = app->view.select;
    const int *order = app->snapshot->lane[select.lane].track[select.direction].order;
    select.unit = select.unit >= 0 ? -1 : order ? order[0] : 0;
    choose(app, select);
}

/// A word between the two buttons of a pair.
static void label(un_App *app, un_Rect rect, const char *text) {
    un_TextStyle style = un_ui_style(&app->ui, UN_FACE_MEDIUM, 13, UN_TOKEN_INK2);
    if (rect.w > 0) un_text_draw_in(&app->list, app->fonts, &style, rect, UN_ALIGN_CENTRE, text);
}

static void controls(un_App *app, const un_InspectorLayout *layout) {
    static const struct {
        const char *id, *tip;
        un_Icon icon;
    } arrow[4] = {{"previous", UN_KEY("The step before  (\xe2\x86\x90)"), UN_ICON_LEFT},
                  {"next", UN_KEY("The next step  (\xe2\x86\x92)"), UN_ICON_RIGHT},
                  {"unit_down", UN_KEY("The unit before"), UN_ICON_LEFT},
                  {"unit_up", UN_KEY("The next unit"), UN_ICON_RIGHT}};
    un_Selection select = un_inspector_selection(&app->view);
    for (int i = 0; i < 4; i++) {
        un_Rect rect = layout->control[i];
        int edge = i == 0 ? 0 : app->snapshot->T - 1;
        un_ButtonDef def = {.has_icon = true,
                            .icon = arrow[i].icon,
                            .quiet = true,
                            .tip = _(arrow[i].tip),
                            .disabled = i < 2 && select.step == edge ? _("There is no step beyond this one") : NULL};
        if (rect.w <= 0 || !un_ui_button(&app->ui, un_ui_id(&app->ui, arrow[i].id), rect, &def)) continue;
        (i < 2 ? un_select_step : un_select_unit)(app, i % 2 ? 1 : -1);
    }
    un_ButtonDef all = {.label = select.unit < 0 ? _("One unit") : _("All units"),
                        .size = 13,
                        .tip = _("One unit, or all of the step  (O)")};
    if (layout->control[UN_INSPECTOR_ALL].w > 0 &&
        un_ui_button(&app->ui, un_ui_id(&app->ui, "all"), layout->control[UN_INSPECTOR_ALL], &all))
        all_or_one(app);
    label(app, layout->step_label, _("step"));
    label(app, layout->unit_label, _("unit"));
}

void un_select_all_or_one(un_App *app) {
    if (un_select_is_open(app)) {
        all_or_one(app);
    } else {
        un_select_at_loss(app);
    }
}

void un_select_widgets(un_App *app) {
    int place = inspector_place(app);
    if (place < 0 || !un_lab_fits(&app->layout, (un_LabPlace)place, UN_VIEW_INSPECTOR, app->scale)) return;
    un_ViewContext context = un_lab_context(&app->view, &app->layout, (un_LabPlace)place);
    un_InspectorLayout layout = un_inspector_layout(&context, un_lab_view_rect(&app->layout, (un_LabPlace)place));
    if (!layout.open) return;
    un_draw_group(&app->list, "ui.inspector", un_rect_inset(app->layout.place[place], -6 * app->scale));
    un_ui_push(&app->ui, "inspector");
    controls(app, &layout);
    un_ui_pop(&app->ui);
    un_draw_group_end(&app->list);
}

static float between(float from, float to, float u) {
    return from + (to - from) * u;
}

void un_select_opening(un_App *app) {
    int place = inspector_place(app);
    double t = (app->now - app->opened_at) / OPENING;
    if (app->opened_at < 0 || t >= 1 || place < 0) return;
    un_Rect from = app->opened_from, to = app->layout.place[place];
    float u = (float)(t * t * (3 - 2 * t)), s = app->scale;
    un_Rect now = {between(from.x, to.x, u), between(from.y, to.y, u), between(from.w, to.w, u),
                   between(from.h, to.h, u)};
    un_draw_group(&app->list, "ui.opening", un_rect_inset(now, -4 * s));
    un_draw_rect(&app->list, now, 10 * s, un_color_fade(un_ui_color(&app->ui, UN_TOKEN_SURFACE), 1 - u * u));
    un_draw_frame(&app->list, now, 10 * s, 2 * s, un_color_fade(un_ui_color(&app->ui, UN_TOKEN_INK), 1 - u * u));
    un_draw_group_end(&app->list);
    app->ui.again = true;
}
