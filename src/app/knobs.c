// Causal knobs: a gate held, the recurrent matrix scaled, one symbol changed. On the picture alone (what if), or
// recorded in training. What is in force stands in a banner over the stage, where each value can be turned and all of
// it undone.
#include "app/knobs.h"

#include "app/state.h"
#include "base/catalog.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const double TELL_INTERVAL = 0.15; // of training: a dragged value is not recorded at every notch
static const double SHOWN_FOR = 0.5;      // a value just told stands until a snapshot must know of it

un_NetDef un_knob_net(const un_App *app, int lane) {
    return un_experiment_net(&app->run.now, lane);
}

static bool same_place(const un_Edit *a, const un_Edit *b) {
    if (a->act != b->act) return false;
    if (a->act == UN_ACT_INPUT) return a->place.row == b->place.row;
    return a->lane == b->lane && a->place.gate == b->place.gate;
}

un_Edit un_knob_hold_of(int lane, int gate, double value) {
    un_Edit edit = {.lane = lane, .act = UN_ACT_HOLD, .value = value, .place = un_place_all()};
    edit.place.gate = gate;
    return edit;
}

un_Edit un_knob_radius_of(int lane, double value) {
    return (un_Edit){.lane = lane, .act = UN_ACT_RADIUS, .value = value, .place = un_place_all()};
}

// What is in force: what the user set for the picture, and what the snapshot says of training.

static bool is_fresh(const un_App *app) {
    return app->knobs.turning || app->now - app->knobs.told_at < SHOWN_FOR;
}

static void add(un_Knobs *knobs, const un_Edit *edit, bool trains) {
    if (knobs->count < UN_KNOBS_SHOWN) knobs->shown[knobs->count++] = (un_Knob){*edit, trains};
}

static void add_trained(un_App *app, const un_SnapshotAct *act) {
    un_Knobs *knobs = &app->knobs;
    if (act->probe || strcmp(act->act, "hold") != 0 || act->layer >= 0 || act->unit >= 0) return;
    if (act->lane < 0 || act->lane >= app->run.now.lane_count) return;
    un_NetDef net = un_knob_net(app, act->lane);
    int gate = un_intervention_find_gate(&net, act->place);
    if (gate < 0) return;
    un_Edit edit = un_knob_hold_of(act->lane, gate, act->value);
    if (is_fresh(app) && same_place(&edit, &knobs->turned)) edit.value = knobs->turned.value;
    add(knobs, &edit, true);
}

void un_knobs_collect(un_App *app) {
    un_Knobs *knobs = &app->knobs;
    const un_Snapshot *snapshot = app->snapshot;
    knobs->count = 0;
    for (int i = 0; i < knobs->picture.count; i++)
        if (un_intervention_fits(&app->run.now, &knobs->picture.act[i])) add(knobs, &knobs->picture.act[i], false);
    for (int i = 0; i < snapshot->act_count && i < UN_SNAPSHOT_ACTS; i++)
        add_trained(app, &snapshot->act[i]);
}

const un_Knob *un_knobs_find(const un_Knobs *knobs, const un_Edit *edit) {
    for (int i = 0; i < knobs->count; i++) {
        if (same_place(&knobs->shown[i].edit, edit)) return &knobs->shown[i];
    }
    return NULL;
}

// Turning them.

static void put_on_picture(un_App *app, const un_Edit *edit) {
    un_ProbeActs *acts = &app->knobs.picture;
    int at = 0;
    while (at < acts->count && !same_place(&acts->act[at], edit))
        at++;
    if (at == UN_PROBE_ACTS_MAX) {
        un_toast(app, _("%d knobs at a time are the most"), UN_PROBE_ACTS_MAX);
        return;
    }
    acts->act[at] = *edit;
    acts->count += at == acts->count;
    app->knobs.untold = true;
}

static void take_from_picture(un_App *app, const un_Edit *edit) {
    un_ProbeActs *acts = &app->knobs.picture;
    int kept = 0;
    for (int i = 0; i < acts->count; i++) {
        if (!same_place(&acts->act[i], edit)) acts->act[kept++] = acts->act[i];
    }
    app->knobs.untold = app->knobs.untold || kept != acts->count;
    acts->count = kept;
}

static bool intervene(un_App *app, const un_Edit *edit) {
    un_Command command = {.kind = UN_COMMAND_INTERVENE, .edit = *edit};
    return un_worker_post(app->worker, &command);
}

void un_knobs_put(un_App *app, const un_Edit *edit, bool trains) {
    if (!un_intervention_fits(&app->run.now, edit)) return;
    app->knobs.lane = edit->lane;
    app->dirty = true;
    if (!trains || edit->act != UN_ACT_HOLD) {
        put_on_picture(app, edit);
        return;
    }
    app->knobs.turned = *edit;
    app->knobs.turning = true;
}

void un_knob_release(un_App *app, const un_Knob *knob) {
    app->dirty = true;
    if (!knob->trains) {
        take_from_picture(app, &knob->edit);
        return;
    }
    un_Edit edit = knob->edit;
    edit.act = UN_ACT_RELEASE;
    edit.value = 0;
    app->knobs.turning = false;
    app->knobs.told_at = 0;
    intervene(app, &edit);
}

void un_knobs_release(un_App *app) {
    un_Knobs *knobs = &app->knobs;
    un_knobs_collect(app);
    if (knobs->count == 0) {
        un_toast(app, "%s", _("Nothing is held"));
        return;
    }
    for (int i = knobs->count - 1; i >= 0; i--) {
        un_Knob knob = knobs->shown[i];
        un_knob_release(app, &knob);
    }
    knobs->trains = false;
    un_toast(app, "%s", _("All knobs are released"));
}

void un_knobs_swap(un_App *app) {
    un_Knobs *knobs = &app->knobs;
    un_knobs_collect(app);
    knobs->trains = knobs->count > 0 ? !knobs->shown[0].trains : !knobs->trains;
    int moved = 0, scaled = 0;
    for (int i = knobs->count - 1; i >= 0; i--) {
        un_Knob knob = knobs->shown[i];
        if (knob.trains == knobs->trains || knob.edit.act == UN_ACT_INPUT) continue;
        if (knobs->trains && !intervene(app, &knob.edit)) continue;
        un_knob_release(app, &knob);
        scaled += knobs->trains && knob.edit.act == UN_ACT_RADIUS;
        if (!knobs->trains) put_on_picture(app, &knob.edit);
        moved++;
    }
    app->dirty = true;
    if (knobs->count > 0 && moved == 0) {
        knobs->trains = false;
        un_toast(app, "%s", _("A changed symbol is of this picture alone: training draws its own sequences"));
    } else if (scaled && scaled == moved) {
        knobs->trains = false;
        un_toast(app, "%s", _("W is scaled in training, once: from here it learns on"));
    } else {
        un_toast(app, "%s",
                 knobs->trains ? _("Knobs act on training now, and are recorded with the run")
                               : _("What if: knobs act on this picture, training goes on untouched"));
    }
}

// Which lane is meant, and which knobs it has.

static int meant_lane(const un_App *app) {
    const un_Selection *select = &app->view.select;
    int count = app->snapshot->lane_count;
    un_Rect stage = app->layout.place[UN_PLACE_STAGE];
    if (app->ui.has_pointer && stage.w > 0 && un_rect_contains(stage, app->ui.pointer)) {
        un_StageLayout layout = un_stage_layout(&app->view, stage);
        for (int r = 0; layout.fits && r < layout.row_count; r++) {
            const un_StageRow *row = &layout.row[r];
            if (app->ui.pointer.y >= row->bar.y && app->ui.pointer.y < row->bar.y + row->bar.h) return row->lane;
        }
    }
    if (un_select_is_open(app) && select->lane < count) return select->lane;
    return app->lane < count ? app->lane : 0;
}

static void focus_on(un_App *app, const un_Edit *edit) {
    un_knobs_collect(app);
    for (int i = 0; i < app->knobs.count; i++) {
        if (!same_place(&app->knobs.shown[i].edit, edit)) continue;
        char id[24];
        snprintf(id, sizeof id, "knob/%d", i);
        app->ui.focus = un_ui_id(&app->ui, id);
        app->ui.focus_visible = true;
    }
}

bool un_knobs_leave(un_App *app) {
    for (int i = 0; i < app->knobs.count && app->ui.focus_visible; i++) {
        char id[24];
        snprintf(id, sizeof id, "knob/%d", i);
        if (app->ui.focus != un_ui_id(&app->ui, id)) continue;
        app->ui.focus = 0;
        app->dirty = true;
        return true;
    }
    return false;
}

/// Turns the knob on at its first value, and gives it the keys; a second time releases it.
static void toggle(un_App *app, const un_Edit *edit) {
    un_knobs_collect(app);
    const un_Knob *found = un_knobs_find(&app->knobs, edit);
    if (found) {
        un_Knob knob = *found;
        un_knob_release(app, &knob);
        return;
    }
    un_knobs_put(app, edit, app->knobs.trains);
    focus_on(app, edit);
}

void un_knobs_hold(un_App *app) {
    int first = meant_lane(app), count = app->run.now.lane_count;
    if (app->run.changed || app->run.settling) return;
    for (int i = 0; i < count; i++) {
        int lane = (first + i) % count;
        un_Edit edit = un_knob_hold_of(lane, un_cell_info(app->run.now.lane[lane].cell)->keep_gate, UN_KNOB_FIRST_HOLD);
        if (!un_intervention_fits(&app->run.now, &edit)) continue;
        toggle(app, &edit);
        return;
    }
    un_toast(app, "%s", _("No network here has a gate that keeps: scale its recurrent matrix instead (Y)"));
}

// The same lane's next gate is held in place of the one that is.
void un_knobs_next_gate(un_App *app) {
    un_Knobs *knobs = &app->knobs;
    un_knobs_collect(app);
    for (int i = 0; i < knobs->count; i++) {
        un_Knob knob = knobs->shown[i];
        if (knob.edit.act != UN_ACT_HOLD) continue;
        un_Edit next = knob.edit;
        int gates = un_cell_info(app->run.now.lane[next.lane].cell)->shown_gates;
        next.place.gate = (next.place.gate + 1) % (gates > 0 ? gates : 1);
        un_knob_release(app, &knob);
        un_knobs_put(app, &next, knob.trains);
        focus_on(app, &next);
        return;
    }
    un_knobs_hold(app);
}

void un_knobs_radius(un_App *app) {
    int first = meant_lane(app), count = app->run.now.lane_count;
    if (app->run.changed || app->run.settling) return;
    for (int i = 0; i < count; i++) {
        int lane = (first + i) % count;
        double radius = app->snapshot->lane[lane].track[0].measures.radius;
        un_Edit edit = un_knob_radius_of(lane, radius > 0 && radius < UN_RADIUS_MAX ? radius : UN_KNOB_FIRST_RADIUS);
        if (!un_intervention_fits(&app->run.now, &edit)) continue;
        toggle(app, &edit);
        return;
    }
    un_toast(app, "%s", _("No network here has a recurrent matrix"));
}

void un_knobs_clip(un_App *app) {
    char path[40];
    un_Rect rect;
    int lane = meant_lane(app);
    snprintf(path, sizeof path, "lane%d/clip", lane + 1);
    if (!un_ui_find(&app->ui, path, &rect)) { // the settings have it
        app->panel = UN_PANEL_SETTINGS;
        snprintf(path, sizeof path, "settings/lane%d/clip", lane + 1);
    }
    app->ui.focus = un_ui_id(&app->ui, path);
    app->ui.focus_visible = app->ui.focus_moved = true;
    app->dirty = true;
}

// One input.

/// The channel that alone is 1 in a step's input, or -1: no symbol.
static int symbol_of(const un_Snapshot *snapshot, int step) {
    const float *x = snapshot->input + (size_t)step * (size_t)snapshot->inputs;
    int found = -1;
    for (int i = 0; i < snapshot->inputs; i++) {
        if (x[i] == 0) continue;
        if (x[i] != 1 || found >= 0) return -1;
        found = i;
    }
    return snapshot->inputs > 1 ? found : -1;
}

/// `param` of an edit of the input keeps the channel that the sequence was drawn with.
void un_knobs_change_symbol(un_App *app, int step) {
    const un_Snapshot *snapshot = app->snapshot;
    if (step < 0 || step >= snapshot->T || app->run.changed || app->run.settling) return;
    un_Edit edit = {.act = UN_ACT_INPUT, .value = (double)NAN, .place = un_place_all()};
    edit.place.row = step;
    un_knobs_collect(app);
    const un_Knob *found = un_knobs_find(&app->knobs, &edit);
    int now = found && isnan(found->edit.value) ? found->edit.place.column : symbol_of(snapshot, step);
    edit.param = found ? found->edit.param : now;
    app->dirty = true;
    if (now < 0) { // a number: turned in the banner
        edit.place.column = 0;
        edit.value = (double)snapshot->input[(size_t)step * (size_t)snapshot->inputs];
        if (!found) un_knobs_put(app, &edit, false);
        focus_on(app, &edit);
        return;
    }
    edit.place.column = (now + 1) % snapshot->inputs;
    if (edit.place.column == edit.param) {
        take_from_picture(app, &edit);
    } else {
        un_knobs_put(app, &edit, false);
    }
}

int un_knobs_step_at(const un_StageLayout *layout, float x) {
    int column = un_stage_column_at(&layout->grid, x);
    return column < 0 ? -1 : un_stage_first(&layout->grid, column);
}

void un_knobs_symbol(un_App *app) {
    const un_Snapshot *snapshot = app->snapshot;
    un_Rect stage = app->layout.place[UN_PLACE_STAGE];
    int step = -1;
    if (app->ui.has_pointer && stage.w > 0 && un_rect_contains(stage, app->ui.pointer)) {
        un_StageLayout layout = un_stage_layout(&app->view, stage);
        step = layout.fits ? un_knobs_step_at(&layout, app->ui.pointer.x) : -1;
    }
    if (step < 0 && un_select_is_open(app)) step = app->view.select.step;
    for (int t = 0; step < 0 && t < snapshot->T; t++) {
        if (snapshot->matters[t]) step = t;
    }
    un_knobs_change_symbol(app, step < 0 ? 0 : step);
}

// Telling the worker.

void un_knobs_renew(un_App *app) {
    un_ProbeActs *acts = &app->knobs.picture;
    int kept = 0;
    for (int i = 0; i < acts->count; i++) {
        if (un_intervention_fits(&app->run.base, &acts->act[i])) acts->act[kept++] = acts->act[i];
    }
    acts->count = kept;
    app->knobs.untold = kept > 0;
    app->knobs.turning = false;
}

void un_knobs_forget_lane(un_App *app, int lane) {
    un_ProbeActs *acts = &app->knobs.picture;
    int kept = 0;
    for (int i = 0; i < acts->count; i++) {
        un_Edit act = acts->act[i];
        bool own = act.act != UN_ACT_INPUT;
        if (own && act.lane == lane) continue;
        act.lane -= own && act.lane > lane;
        acts->act[kept++] = act;
    }
    acts->count = kept;
}

void un_knobs_advance(un_App *app) {
    un_Knobs *knobs = &app->knobs;
    if (app->run.changed || app->run.settling) return;
    if (knobs->untold) {
        un_Command command = {.kind = UN_COMMAND_PROBE, .probe = knobs->picture};
        knobs->untold = !un_worker_post(app->worker, &command);
    }
    if (knobs->turning && app->now - knobs->told_at >= TELL_INTERVAL && intervene(app, &knobs->turned)) {
        knobs->turning = false;
        knobs->told_at = app->now;
    }
}
