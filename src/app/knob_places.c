// The knobs beside what they change: in each lane's label column, and at the foot of the open cell.
#include "app/action.h"
#include "app/knobs.h"
#include "app/state.h"

#include "base/catalog.h"
#include "view/inspector.h"

#include <math.h>
#include <stdio.h>

// The knobs beside the lanes.

static const un_GateJob job_order[] = {UN_GATE_KEEP, UN_GATE_WRITE, UN_GATE_READ, UN_GATE_RESET, UN_GATE_NEW};

/// Fills the menu of a lane: entry 0 releases, the others turn a knob on. Returns how many, with each one's edit.
static int lane_menu(un_App *app, int lane, un_Edit edit[UN_KNOB_NAMES]) {
    static const char *const job_text[] = {UN_KEY("Hold %s: what stays"), UN_KEY("Hold %s: what enters"),
                                           UN_KEY("Hold %s: what leaves"), UN_KEY("Hold %s: reset"),
                                           UN_KEY("Hold %s: candidate")};
    un_Knobs *knobs = &app->knobs;
    un_NetDef net = un_knob_net(app, lane);
    const un_CellInfo *cell = un_cell_info(net.cell);
    int count = 1;
    snprintf(knobs->name[lane][0], UN_KNOB_NAME, "%s", _("Nothing held"));
    for (int j = 0; j < (int)(sizeof job_order / sizeof *job_order); j++) {
        for (int gate = 0; gate < cell->shown_gates; gate++) {
            if (cell->gate_job[gate] != job_order[j] || count == UN_KNOB_NAMES) continue;
            edit[count] = un_knob_hold_of(lane, gate, UN_KNOB_FIRST_HOLD);
            snprintf(knobs->name[lane][count++], UN_KNOB_NAME, _(job_text[j]), cell->gate_name[gate]);
        }
    }
    if (un_intervention_has_radius(&net) && count < UN_KNOB_NAMES) {
        edit[count] = un_knob_radius_of(lane, UN_KNOB_FIRST_RADIUS);
        snprintf(knobs->name[lane][count++], UN_KNOB_NAME, "%s", _("Scale W to a radius"));
    }
    for (int i = 0; i < count; i++)
        knobs->menu[lane][i] = knobs->name[lane][i];
    return count;
}

static void release_lane(un_App *app, int lane) {
    un_knobs_collect(app);
    for (int i = app->knobs.count - 1; i >= 0; i--) {
        un_Knob knob = app->knobs.shown[i];
        if (knob.edit.act != UN_ACT_INPUT && knob.edit.lane == lane) un_knob_release(app, &knob);
    }
}

static void hold_menu(un_App *app, int lane, un_Rect rect) {
    un_Ui *ui = &app->ui;
    un_Edit edit[UN_KNOB_NAMES];
    int count = lane_menu(app, lane, edit), selected = 0;
    float s = app->scale;
    if (count < 2) return;
    for (int i = 1; i < count && selected == 0; i++)
        selected = un_knobs_find(&app->knobs, &edit[i]) ? i : 0;
    const un_Knob *found = selected ? un_knobs_find(&app->knobs, &edit[selected]) : NULL;
    char label[48], tip[UN_UI_TIP];
    const un_CellInfo *cell = un_cell_info(app->run.now.lane[lane].cell);
    if (!found)
        snprintf(label, sizeof label, "%s", cell->shown_gates > 0 ? _("Hold a gate") : _("Scale W"));
    else if (found->edit.act == UN_ACT_RADIUS)
        snprintf(label, sizeof label, "%s", _("radius"));
    else
        snprintf(label, sizeof label, _("%s held"), cell->gate_name[found->edit.place.gate]);
    un_action_tip(cell->shown_gates > 0 ? UN_ACTION_HOLD : UN_ACTION_RADIUS, tip, sizeof tip);
    un_ButtonDef def = {.label = label, .menu = true, .size = 12, .selected = found != NULL, .tip = tip};
    float width = un_ui_button_width(ui, &def);
    if (width > rect.w) { // the arrow alone
        def = (un_ButtonDef){
            .has_icon = true, .icon = UN_ICON_DOWN, .quiet = found == NULL, .selected = found != NULL, .tip = tip};
        width = 24 * s;
        rect.x += rect.w - width; // one under the other
    }
    un_Rect place = {rect.x, rect.y, width, rect.h};
    int choice = un_ui_menu_button(ui, un_ui_id(ui, "hold"), place, &def, app->knobs.menu[lane], count, selected);
    if (found && rect.w - width > 30 * s) {
        un_Knob knob = *found;
        un_ScrubDef scrub = un_knob_scrub(app, &knob.edit);
        scrub.size = 14;
        un_UiId id = un_ui_id(ui, "value");
        float wide = un_ui_scrub_width(ui, id, &scrub, knob.edit.value);
        if (wide <= rect.w - width &&
            un_ui_scrub(ui, id, (un_Rect){rect.x + width + 2 * s, rect.y, wide, rect.h}, &scrub, &knob.edit.value))
            un_knobs_put(app, &knob.edit, knob.trains);
    }
    if (choice == 0) release_lane(app, lane);
    if (choice > 0 && choice != selected) {
        release_lane(app, lane);
        un_knobs_put(app, &edit[choice], app->knobs.trains);
    }
}

static void clip_number(un_App *app, int lane, un_Rect rect) {
    un_Ui *ui = &app->ui;
    un_TextStyle quiet = un_ui_style(ui, UN_FACE_REGULAR, 13, UN_TOKEN_INK3);
    float used = un_text_width(app->fonts, &quiet, _("clip")) + 1 * app->scale;
    if (used + un_knob_width(app, "clip", "clip", lane, 14, false) > rect.w) return;
    un_text_draw_in(&app->list, app->fonts, &quiet, rect, UN_ALIGN_LEFT, _("clip"));
    un_knob(app, "clip", "clip", lane, (un_Rect){rect.x + used, rect.y, rect.w - used, rect.h}, 14, false);
}

static void beside_lanes(un_App *app) {
    un_Rect stage = app->layout.place[UN_PLACE_STAGE];
    if (stage.w <= 0) return;
    un_StageLayout layout = un_stage_layout(&app->view, stage);
    if (!layout.fits || app->run.changed || app->run.settling) return;
    for (int r = 0; r < layout.row_count; r++) {
        un_Rect hold, clip;
        const un_StageRow *row = &layout.row[r];
        char name[16];
        if (row->lane >= app->run.now.lane_count) continue;
        un_stage_knobs(&app->view, &layout, row, &hold, &clip);
        snprintf(name, sizeof name, "lane%d", row->lane + 1);
        un_ui_push(&app->ui, name);
        un_draw_group(&app->list, "ui.lane", un_rect_inset(row->label, -6 * app->scale));
        if (hold.w > 0) hold_menu(app, row->lane, hold);
        if (clip.w > 0) clip_number(app, row->lane, clip);
        un_draw_group_end(&app->list);
        un_ui_pop(&app->ui);
    }
    // A click on a symbol changes it.
    un_Ui *ui = &app->ui;
    bool clicked = un_ui_tapped(ui, un_ui_id(ui, "stage/place")) && un_rect_contains(layout.input, ui->pointer);
    if (clicked) un_knobs_change_symbol(app, un_knobs_step_at(&layout, ui->pointer.x));
}

// The row at the inspector's foot.

/// What the gate is at the chosen step, mean over units, to two digits: where a hold begins, so that nothing jumps.
static double gate_now(const un_App *app, const un_SnapshotTrack *track, int gate) {
    double mean = (double)track->gate[gate].mean[app->view.select.step];
    return isfinite(mean) ? round(mean * 100) / 100 : UN_KNOB_FIRST_HOLD;
}

static void inspector_row(un_App *app, const un_InspectorLayout *layout, const un_Selection *select) {
    un_Ui *ui = &app->ui;
    float s = app->scale;
    const un_SnapshotTrack *track = &app->snapshot->lane[select->lane].track[select->direction];
    un_NetDef net = un_knob_net(app, select->lane);
    int gate = layout->knob_gate >= 0 ? un_intervention_find_gate(&net, track->gate[layout->knob_gate].name) : -1;
    un_Edit edit = gate >= 0 ? un_knob_hold_of(select->lane, gate, gate_now(app, track, layout->knob_gate))
                             : un_knob_radius_of(select->lane, UN_KNOB_FIRST_RADIUS);
    if (!un_intervention_fits(&app->run.now, &edit)) return;
    un_knobs_collect(app);
    const un_Knob *found = un_knobs_find(&app->knobs, &edit);
    un_Knob knob = found ? *found : (un_Knob){edit, app->knobs.trains};
    bool on = found != NULL, was = on;
    char label[48];
    if (gate >= 0)
        snprintf(label, sizeof label, _("Hold %s"), un_cell_info(net.cell)->gate_name[gate]);
    else
        snprintf(label, sizeof label, "%s", _("Radius of W"));
    un_Rect row = layout->knob;
    un_TextStyle style = un_ui_style(ui, UN_FACE_MEDIUM, 14, UN_TOKEN_INK2);
    float x = row.x +
              un_text_draw_in(&app->list, app->fonts, &style, (un_Rect){row.x, row.y, 0, row.h}, UN_ALIGN_LEFT, label) +
              10 * s;
    float right = row.x + row.w - 40 * s, number = 64 * s;
    un_ScrubDef def = un_knob_scrub(app, &knob.edit);
    bool turned = false;
    if (right - number - x > 90 * s) {
        un_ScrubDef track_def = def;
        if (gate < 0) track_def.max = 2, track_def.min = 0.05;
        turned = un_ui_slider(ui, un_ui_id(ui, "slider"),
                              (un_Rect){x, row.y + (row.h - 24 * s) / 2, right - number - 8 * s - x, 24 * s},
                              &track_def, &knob.edit.value);
    }
    turned |= un_ui_scrub(ui, un_ui_id(ui, "value"),
                          (un_Rect){right - number, row.y + (row.h - 28 * s) / 2, number - 10 * s, 28 * s}, &def,
                          &knob.edit.value);
    un_ui_switch(ui, un_ui_id(ui, "hold"), (un_Rect){right, row.y, 40 * s, row.h}, &on,
                 knob.trains ? _("Held in training, from this update on  (K: what if)")
                             : _("What if it were held? Training goes on untouched  (K: train with it)"));
    if (was && !on) {
        un_knob_release(app, &knob);
    } else if (turned || on != was) {
        un_knobs_put(app, &knob.edit, knob.trains);
    }
}

static void at_inspector(un_App *app) {
    const un_LabLayout *lab = &app->layout;
    if (!un_select_is_open(app) || app->run.changed || app->run.settling) return;
    for (int place = 0; place < UN_PLACE_COUNT; place++) {
        if (lab->place[place].w <= 0 || lab->view[place] != UN_VIEW_INSPECTOR) continue;
        if (!un_lab_fits(lab, (un_LabPlace)place, UN_VIEW_INSPECTOR, app->scale)) continue;
        un_ViewContext context = un_lab_context(&app->view, lab, (un_LabPlace)place);
        un_InspectorLayout layout = un_inspector_layout(&context, un_lab_view_rect(lab, (un_LabPlace)place));
        un_Selection select = un_inspector_selection(&context);
        if (!layout.open || layout.knob.w <= 0 || select.lane < 0) continue;
        un_draw_group(&app->list, "ui.hold", un_rect_inset(layout.knob, -8 * app->scale));
        bool under = layout.knob.y > layout.title.y + layout.title.h; // what it tells, not beside the title
        un_Rect rule = {layout.knob.x, roundf(layout.knob.y - 6 * app->scale), layout.knob.w, fmaxf(roundf(app->scale), 1)};
        if (under) un_draw_rect(&app->list, rule, 0, un_ui_color(&app->ui, UN_TOKEN_LINE));
        un_ui_push(&app->ui, "inspector");
        inspector_row(app, &layout, &select);
        un_ui_pop(&app->ui);
        un_draw_group_end(&app->list);
    }
}

void un_knobs_widgets(un_App *app) {
    un_knobs_banner(app);
    beside_lanes(app);
    at_inspector(app);
}
