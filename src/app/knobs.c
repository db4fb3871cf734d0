// Causal knobs: a gate held, the recurrent matrix scaled, one symbol changed. On the picture alone (what if), or
// recorded in training. What is in force stands in a banner over the stage, where each value can be turned and all of
// it undone.
#include "app/action.h"
#include "app/state.h"

#include "base/catalog.h"
#include "canvas/shape.h"
#include "sim/param.h"
#include "view/inspector.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const double TELL_INTERVAL = 0.15; // of training: a dragged value is not recorded at every notch
static const double SHOWN_FOR = 0.5;      // a value just told stands until a snapshot must know of it
static const double FIRST_HOLD = 0.5, FIRST_RADIUS = 1;

static un_NetDef net_of(const un_App *app, int lane) {
    return un_experiment_net(&app->run.now, lane);
}

static bool same_place(const un_Edit *a, const un_Edit *b) {
    if (a->act != b->act) return false;
    if (a->act == UN_ACT_INPUT) return a->place.row == b->place.row;
    return a->lane == b->lane && a->place.gate == b->place.gate;
}

static un_Edit hold_of(int lane, int gate, double value) {
    un_Edit edit = {.lane = lane, .act = UN_ACT_HOLD, .value = value, .place = un_place_all()};
    edit.place.gate = gate;
    return edit;
}

static un_Edit radius_of(int lane, double value) {
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
    un_NetDef net = net_of(app, act->lane);
    int gate = un_intervention_find_gate(&net, act->place);
    if (gate < 0) return;
    un_Edit edit = hold_of(act->lane, gate, act->value);
    if (is_fresh(app) && same_place(&edit, &knobs->turned)) edit.value = knobs->turned.value;
    add(knobs, &edit, true);
}

static void collect(un_App *app) {
    un_Knobs *knobs = &app->knobs;
    const un_Snapshot *snapshot = app->snapshot;
    knobs->count = 0;
    for (int i = 0; i < knobs->picture.count; i++)
        add(knobs, &knobs->picture.act[i], false);
    for (int i = 0; i < snapshot->act_count && i < UN_SNAPSHOT_ACTS; i++)
        add_trained(app, &snapshot->act[i]);
}

/// The knob in force at that place, or NULL.
static const un_Knob *find(const un_Knobs *knobs, const un_Edit *edit) {
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

/// The radius, which training is scaled to once, and a symbol of the probe's sequence are of the picture until they are
/// told otherwise.
static void put(un_App *app, const un_Edit *edit, bool trains) {
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

static void release(un_App *app, const un_Knob *knob) {
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
    collect(app);
    if (knobs->count == 0) {
        un_toast(app, "%s", _("Nothing is held"));
        return;
    }
    for (int i = knobs->count - 1; i >= 0; i--) {
        un_Knob knob = knobs->shown[i];
        release(app, &knob);
    }
    knobs->trains = false;
    un_toast(app, "%s", _("All knobs are released"));
}

void un_knobs_swap(un_App *app) {
    un_Knobs *knobs = &app->knobs;
    collect(app);
    knobs->trains = knobs->count > 0 ? !knobs->shown[0].trains : !knobs->trains;
    int moved = 0, scaled = 0;
    for (int i = knobs->count - 1; i >= 0; i--) {
        un_Knob knob = knobs->shown[i];
        if (knob.trains == knobs->trains || knob.edit.act == UN_ACT_INPUT) continue;
        if (knobs->trains && !intervene(app, &knob.edit)) continue;
        release(app, &knob);
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
    collect(app);
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
    collect(app);
    const un_Knob *found = find(&app->knobs, edit);
    if (found) {
        un_Knob knob = *found;
        release(app, &knob);
        return;
    }
    put(app, edit, app->knobs.trains);
    focus_on(app, edit);
}

void un_knobs_hold(un_App *app) {
    int first = meant_lane(app), count = app->run.now.lane_count;
    if (app->run.changed || app->run.settling) return;
    for (int i = 0; i < count; i++) {
        int lane = (first + i) % count;
        un_Edit edit = hold_of(lane, un_cell_info(app->run.now.lane[lane].cell)->keep_gate, FIRST_HOLD);
        if (!un_intervention_fits(&app->run.now, &edit)) continue;
        toggle(app, &edit);
        return;
    }
    un_toast(app, "%s", _("No network here has a gate that keeps: scale its recurrent matrix instead (Y)"));
}

// The same lane's next gate is held in place of the one that is.
void un_knobs_next_gate(un_App *app) {
    un_Knobs *knobs = &app->knobs;
    collect(app);
    for (int i = 0; i < knobs->count; i++) {
        un_Knob knob = knobs->shown[i];
        if (knob.edit.act != UN_ACT_HOLD) continue;
        un_Edit next = knob.edit;
        int gates = un_cell_info(app->run.now.lane[next.lane].cell)->shown_gates;
        next.place.gate = (next.place.gate + 1) % (gates > 0 ? gates : 1);
        release(app, &knob);
        put(app, &next, knob.trains);
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
        un_Edit edit = radius_of(lane, radius > 0 && radius < UN_RADIUS_MAX ? radius : FIRST_RADIUS);
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
static void change_symbol(un_App *app, int step) {
    const un_Snapshot *snapshot = app->snapshot;
    if (step < 0 || step >= snapshot->T || app->run.changed || app->run.settling) return;
    un_Edit edit = {.act = UN_ACT_INPUT, .value = (double)NAN, .place = un_place_all()};
    edit.place.row = step;
    collect(app);
    const un_Knob *found = find(&app->knobs, &edit);
    int now = found && isnan(found->edit.value) ? found->edit.place.column : symbol_of(snapshot, step);
    edit.param = found ? found->edit.param : now;
    app->dirty = true;
    if (now < 0) { // a number: turned in the banner
        edit.place.column = 0;
        edit.value = (double)snapshot->input[(size_t)step * (size_t)snapshot->inputs];
        if (!found) put(app, &edit, false);
        focus_on(app, &edit);
        return;
    }
    edit.place.column = (now + 1) % snapshot->inputs;
    if (edit.place.column == edit.param) {
        take_from_picture(app, &edit);
    } else {
        put(app, &edit, false);
    }
}

static int step_at(const un_StageLayout *layout, float x) {
    int column = un_stage_column_at(&layout->grid, x);
    return column < 0 ? -1 : un_stage_first(&layout->grid, column);
}

void un_knobs_symbol(un_App *app) {
    const un_Snapshot *snapshot = app->snapshot;
    un_Rect stage = app->layout.place[UN_PLACE_STAGE];
    int step = -1;
    if (app->ui.has_pointer && stage.w > 0 && un_rect_contains(stage, app->ui.pointer)) {
        un_StageLayout layout = un_stage_layout(&app->view, stage);
        step = layout.fits ? step_at(&layout, app->ui.pointer.x) : -1;
    }
    if (step < 0 && un_select_is_open(app)) step = app->view.select.step;
    for (int t = 0; step < 0 && t < snapshot->T; t++) {
        if (snapshot->matters[t]) step = t;
    }
    change_symbol(app, step < 0 ? 0 : step);
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

// The banner.

static bool is_number(const un_Edit *edit) {
    return edit->act != UN_ACT_INPUT || !isnan(edit->value);
}

/// "LSTM f held at ", "RNN W scaled to radius ", "step 3 reads ": what stands before the value.
static void name_knob(const un_App *app, const un_Edit *edit, char *out, size_t size) {
    const un_Snapshot *snapshot = app->snapshot;
    const char *lane = snapshot->lane[edit->lane < snapshot->lane_count ? edit->lane : 0].name;
    if (edit->act == UN_ACT_INPUT) {
        snprintf(out, size, _("step %d reads"), edit->place.row);
    } else if (edit->act == UN_ACT_RADIUS) {
        snprintf(out, size, _("%s: radius of W"), lane);
    } else {
        const un_CellInfo *cell = un_cell_info(app->run.now.lane[edit->lane].cell);
        snprintf(out, size, _("%s %s held at"), lane, cell->gate_name[edit->place.gate]);
    }
}

static un_ScrubDef scrub_of(const un_App *app, const un_Edit *edit) {
    un_ScrubDef def = {.min = 0, .max = 1, .step = 0.05, .size = 15};
    if (edit->act == UN_ACT_RADIUS) {
        def.max = UN_RADIUS_MAX;
        def.above_min = true;
        def.tip = _("The spectral radius that W is scaled to: drag, type, or arrow keys");
    } else if (edit->act == UN_ACT_INPUT) {
        def.min = -1000;
        def.max = 1000;
        def.tip = _("The value that this step reads: drag, type, or arrow keys");
    } else {
        un_NetDef net = net_of(app, edit->lane);
        un_intervention_gate_range(&net, edit->place.gate, &def.min, &def.max);
        def.tip = _("The gate's value at every step: drag, type, or arrow keys");
    }
    return def;
}

static void value_text(const un_App *app, const un_Edit *edit, char *out, size_t size) {
    un_ScrubDef def = scrub_of(app, edit);
    if (is_number(edit)) {
        un_scrub_text(&def, edit->value, out, size);
    } else {
        snprintf(out, size, "%s", edit->place.row < app->snapshot->T ? app->snapshot->symbol[edit->place.row] : "");
    }
}

static const char *group_name(bool trains) {
    return trains ? _("Trained with") : _("What if");
}

void un_knobs_caption(un_App *app, un_DrawList *list) {
    const un_Knobs *knobs = &app->knobs;
    un_Rect rect = knobs->banner;
    if (rect.h <= 0 || knobs->count == 0) return;
    char text[400] = "", part[96], value[48];
    size_t used = 0;
    for (int i = 0; i < knobs->count; i++) {
        bool first = i == 0 || knobs->shown[i - 1].trains != knobs->shown[i].trains;
        name_knob(app, &knobs->shown[i].edit, part, sizeof part);
        value_text(app, &knobs->shown[i].edit, value, sizeof value);
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s%s%s %s", i ? " \xc2\xb7 " : "",
                                 first ? group_name(knobs->shown[i].trains) : "", first ? ": " : "", part, value);
        if (used >= sizeof text) break;
    }
    float s = app->scale;
    un_TextStyle style = {UN_FACE_MEDIUM, 15 * s, un_theme_color(app->theme, UN_TOKEN_INK), false};
    un_draw_group(list, "knobs", rect);
    un_shape_panel(list, app->theme, rect, s);
    un_text_draw_cut(list, app->fonts, &style, (un_Point){rect.x + 20 * s, rect.y + rect.h / 2 + 5 * s},
                     rect.w - 36 * s, text);
    un_draw_group_end(list);
}

void un_knobs_place(un_App *app) {
    un_Knobs *knobs = &app->knobs;
    collect(app);
    knobs->banner = (un_Rect){0, 0, 0, 0};
    if (knobs->count == 0) return;
    un_LabLayout *layout = &app->layout;
    int place = layout->place[UN_PLACE_STAGE].w > 0 ? UN_PLACE_STAGE : layout->expanded - 1;
    if (place < 0) return;
    un_Rect *rect = &layout->place[place];
    float s = app->scale, height = (layout->alone ? 36.0f : 44.0f) * s, gap = (layout->alone ? 6.0f : 10.0f) * s;
    if (rect->h < height + gap + 60 * s) return;
    knobs->banner = (un_Rect){rect->x, rect->y, rect->w, height};
    rect->y += height + gap;
    rect->h -= height + gap;
}

/// One knob of the banner from x on; returns where the next begins. list NULL: measures.
static float banner_knob(un_App *app, int index, float x, bool draws) {
    un_Ui *ui = &app->ui;
    un_Rect banner = app->knobs.banner;
    un_Knob knob = app->knobs.shown[index];
    float s = app->scale, height = 28 * s, y = banner.y + (banner.h - height) / 2;
    char text[96], id[24];
    name_knob(app, &knob.edit, text, sizeof text);
    un_TextStyle style = un_ui_style(ui, UN_FACE_REGULAR, 15, UN_TOKEN_INK);
    if (draws)
        un_text_draw_in(ui->frame.list, app->fonts, &style, (un_Rect){x, banner.y, 0, banner.h}, UN_ALIGN_LEFT, text);
    x += un_text_width(app->fonts, &style, text) + 10 * s;
    snprintf(id, sizeof id, "knob/%d", index);
    // The number has the keys so that arrows turn it; Space still trains, Enter and digits type.
    if (draws && un_ui_has_keys(ui, un_ui_id(ui, id)) && !un_ui_is_typing(ui) &&
        un_ui_take_key(ui, UN_UI_KEY_SPACE, 0)) {
        un_action_table[UN_ACTION_PLAY].run(app);
        app->dirty = true;
    }
    if (is_number(&knob.edit)) {
        un_ScrubDef def = scrub_of(app, &knob.edit);
        float width = un_ui_scrub_width(ui, un_ui_id(ui, id), &def, knob.edit.value);
        if (draws && un_ui_scrub(ui, un_ui_id(ui, id), (un_Rect){x, y, width, height}, &def, &knob.edit.value))
            put(app, &knob.edit, knob.trains);
        return x + width;
    }
    value_text(app, &knob.edit, text, sizeof text);
    un_ButtonDef def = {.label = text, .tip = _("Another symbol  (Q)")};
    float width = un_ui_button_width(ui, &def);
    if (draws && un_ui_button(ui, un_ui_id(ui, id), (un_Rect){x, y, width, height}, &def))
        change_symbol(app, knob.edit.place.row);
    return x + width;
}

/// The two-way choice; returns its left edge.
static float banner_choice(un_App *app, float right) {
    un_Ui *ui = &app->ui;
    un_Rect banner = app->knobs.banner;
    float s = app->scale, height = 28 * s, y = banner.y + (banner.h - height) / 2;
    if (banner.w < 460 * s) return right; // on the key K
    bool trains = app->knobs.shown[0].trains;
    char tip[UN_UI_TIP];
    un_action_tip(UN_ACTION_SWAP, tip, sizeof tip);
    un_ButtonDef train = {.label = _("Train with it"), .size = 13, .quiet = !trains, .selected = trains, .tip = tip};
    un_ButtonDef what = {.label = _("What if"), .size = 13, .quiet = trains, .selected = !trains, .tip = tip};
    float width = un_ui_button_width(ui, &train);
    if (banner.w >= 640 * s || trains) {
        float other = un_ui_button_width(ui, &what);
        if (banner.w >= 640 * s) {
            if (un_ui_button(ui, un_ui_id(ui, "knob/what"), (un_Rect){right - width - other, y, other, height},
                             &what) &&
                trains)
                un_knobs_swap(app);
        }
        if (un_ui_button(ui, un_ui_id(ui, "knob/train"), (un_Rect){right - width, y, width, height}, &train) && !trains)
            un_knobs_swap(app);
        return right - width - (banner.w >= 640 * s ? other : 0) - 8 * s;
    }
    if (un_ui_button(ui, un_ui_id(ui, "knob/train"), (un_Rect){right - width, y, width, height}, &train))
        un_knobs_swap(app);
    return right - width - 8 * s;
}

static void banner(un_App *app) {
    un_Ui *ui = &app->ui;
    un_Knobs *knobs = &app->knobs;
    un_Rect rect = knobs->banner;
    if (rect.h <= 0) return;
    float s = app->scale, x = rect.x + 20 * s, size = 32 * s, right = rect.x + rect.w - size - 6 * s;
    un_draw_group(&app->list, "ui.knobs", un_rect_inset(rect, -6 * s));
    un_ui_block(ui, rect);
    un_shape_panel(&app->list, app->theme, rect, s);
    un_draw_rect(&app->list, (un_Rect){rect.x + 7 * s, rect.y + 8 * s, 4 * s, rect.h - 16 * s}, 2 * s,
                 un_ui_color(ui, UN_TOKEN_INK));
    un_Rect close = {right, rect.y + (rect.h - size) / 2, size, size};
    right = banner_choice(app, right - 4 * s);
    un_TextStyle strong = un_ui_style(ui, UN_FACE_SEMIBOLD, 15, UN_TOKEN_INK),
                 quiet = un_ui_style(ui, UN_FACE_REGULAR, 13, UN_TOKEN_INK3);
    int drawn = 0;
    for (; drawn < knobs->count; drawn++) {
        bool first = drawn == 0 || knobs->shown[drawn - 1].trains != knobs->shown[drawn].trains;
        char head[48];
        snprintf(head, sizeof head, "%s:", group_name(knobs->shown[drawn].trains));
        float lead = first ? un_text_width(app->fonts, &strong, head) + 7 * s : 0, gap = drawn ? 18 * s : 0;
        if (banner_knob(app, drawn, x + gap + lead, false) > right - (drawn + 1 < knobs->count ? 60 * s : 0) &&
            drawn > 0)
            break;
        x += gap;
        if (first)
            un_text_draw_in(&app->list, app->fonts, &strong, (un_Rect){x, rect.y, 0, rect.h}, UN_ALIGN_LEFT, head);
        x = banner_knob(app, drawn, x + lead, true);
    }
    char more[64];
    if (drawn < knobs->count)
        snprintf(more, sizeof more, _("and %d more"), knobs->count - drawn);
    else
        snprintf(more, sizeof more, "%s",
                 knobs->shown[0].trains ? _("recorded with this run") : _("training goes on untouched"));
    if (x + 14 * s + un_text_width(app->fonts, &quiet, more) <= right)
        un_text_draw_in(&app->list, app->fonts, &quiet, (un_Rect){x + 14 * s, rect.y, 0, rect.h}, UN_ALIGN_LEFT, more);
    char tip[UN_UI_TIP];
    un_ButtonDef undo = {.has_icon = true,
                         .icon = UN_ICON_CLOSE,
                         .quiet = true,
                         .tip = un_action_tip(UN_ACTION_RELEASE, tip, sizeof tip)};
    if (un_ui_button(ui, un_ui_id(ui, "knob/release"), close, &undo)) un_knobs_release(app);
    un_draw_group_end(&app->list);
}

// The knobs beside the lanes.

static const un_GateJob job_order[] = {UN_GATE_KEEP, UN_GATE_WRITE, UN_GATE_READ, UN_GATE_RESET, UN_GATE_NEW};

/// Fills the menu of a lane: entry 0 releases, the others turn a knob on. Returns how many, with each one's edit.
static int lane_menu(un_App *app, int lane, un_Edit edit[UN_KNOB_NAMES]) {
    static const char *const job_text[] = {UN_KEY("Hold %s: what stays"), UN_KEY("Hold %s: what enters"),
                                           UN_KEY("Hold %s: what leaves"), UN_KEY("Hold %s: reset"),
                                           UN_KEY("Hold %s: candidate")};
    un_Knobs *knobs = &app->knobs;
    un_NetDef net = net_of(app, lane);
    const un_CellInfo *cell = un_cell_info(net.cell);
    int count = 1;
    snprintf(knobs->name[lane][0], UN_KNOB_NAME, "%s", _("Nothing held"));
    for (int j = 0; j < (int)(sizeof job_order / sizeof *job_order); j++) {
        for (int gate = 0; gate < cell->shown_gates; gate++) {
            if (cell->gate_job[gate] != job_order[j] || count == UN_KNOB_NAMES) continue;
            edit[count] = hold_of(lane, gate, FIRST_HOLD);
            snprintf(knobs->name[lane][count++], UN_KNOB_NAME, _(job_text[j]), cell->gate_name[gate]);
        }
    }
    if (un_intervention_has_radius(&net) && count < UN_KNOB_NAMES) {
        edit[count] = radius_of(lane, FIRST_RADIUS);
        snprintf(knobs->name[lane][count++], UN_KNOB_NAME, "%s", _("Scale W to a radius"));
    }
    for (int i = 0; i < count; i++)
        knobs->menu[lane][i] = knobs->name[lane][i];
    return count;
}

static void release_lane(un_App *app, int lane) {
    collect(app);
    for (int i = app->knobs.count - 1; i >= 0; i--) {
        un_Knob knob = app->knobs.shown[i];
        if (knob.edit.act != UN_ACT_INPUT && knob.edit.lane == lane) release(app, &knob);
    }
}

static void hold_menu(un_App *app, int lane, un_Rect rect) {
    un_Ui *ui = &app->ui;
    un_Edit edit[UN_KNOB_NAMES];
    int count = lane_menu(app, lane, edit), selected = 0;
    float s = app->scale;
    if (count < 2) return;
    for (int i = 1; i < count && selected == 0; i++)
        selected = find(&app->knobs, &edit[i]) ? i : 0;
    const un_Knob *found = selected ? find(&app->knobs, &edit[selected]) : NULL;
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
        un_ScrubDef scrub = scrub_of(app, &knob.edit);
        scrub.size = 14;
        un_UiId id = un_ui_id(ui, "value");
        float wide = un_ui_scrub_width(ui, id, &scrub, knob.edit.value);
        if (wide <= rect.w - width &&
            un_ui_scrub(ui, id, (un_Rect){rect.x + width + 2 * s, rect.y, wide, rect.h}, &scrub, &knob.edit.value))
            put(app, &knob.edit, knob.trains);
    }
    if (choice == 0) release_lane(app, lane);
    if (choice > 0 && choice != selected) {
        release_lane(app, lane);
        put(app, &edit[choice], app->knobs.trains);
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
    if (clicked) change_symbol(app, step_at(&layout, ui->pointer.x));
}

// The row at the inspector's foot.

/// What the gate is at the chosen step, mean over units, to two digits: where a hold begins, so that nothing jumps.
static double gate_now(const un_App *app, const un_SnapshotTrack *track, int gate) {
    double mean = (double)track->gate[gate].mean[app->view.select.step];
    return isfinite(mean) ? round(mean * 100) / 100 : FIRST_HOLD;
}

static void inspector_row(un_App *app, const un_InspectorLayout *layout, const un_Selection *select) {
    un_Ui *ui = &app->ui;
    float s = app->scale;
    const un_SnapshotTrack *track = &app->snapshot->lane[select->lane].track[select->direction];
    un_NetDef net = net_of(app, select->lane);
    int gate = layout->knob_gate >= 0 ? un_intervention_find_gate(&net, track->gate[layout->knob_gate].name) : -1;
    un_Edit edit = gate >= 0 ? hold_of(select->lane, gate, gate_now(app, track, layout->knob_gate))
                             : radius_of(select->lane, FIRST_RADIUS);
    if (!un_intervention_fits(&app->run.now, &edit)) return;
    collect(app);
    const un_Knob *found = find(&app->knobs, &edit);
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
    un_ScrubDef def = scrub_of(app, &knob.edit);
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
        release(app, &knob);
    } else if (turned || on != was) {
        put(app, &knob.edit, knob.trains);
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
        un_ui_push(&app->ui, "inspector");
        inspector_row(app, &layout, &select);
        un_ui_pop(&app->ui);
        un_draw_group_end(&app->list);
    }
}

void un_knobs_widgets(un_App *app) {
    banner(app);
    beside_lanes(app);
    at_inspector(app);
}
