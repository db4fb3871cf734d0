// What is in force, in a banner over the stage: each value can be turned there, and all of it undone.
#include "app/action.h"
#include "app/knobs.h"
#include "app/state.h"

#include "base/catalog.h"
#include "canvas/shape.h"

#include <math.h>
#include <stdio.h>

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

un_ScrubDef un_knob_scrub(const un_App *app, const un_Edit *edit) {
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
        un_NetDef net = un_knob_net(app, edit->lane);
        un_intervention_gate_range(&net, edit->place.gate, &def.min, &def.max);
        def.tip = _("The gate's value at every step: drag, type, or arrow keys");
    }
    return def;
}

static void value_text(const un_App *app, const un_Edit *edit, char *out, size_t size) {
    un_ScrubDef def = un_knob_scrub(app, edit);
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
    un_knobs_collect(app);
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
        un_action_run(app, UN_ACTION_PLAY);
        app->dirty = true;
    }
    if (is_number(&knob.edit)) {
        un_ScrubDef def = un_knob_scrub(app, &knob.edit);
        if (ui->hot != un_ui_id(ui, id)) def.tip = NULL; // the ring comes here by itself: nothing is to cover the stage
        float width = un_ui_scrub_width(ui, un_ui_id(ui, id), &def, knob.edit.value);
        if (draws && un_ui_scrub(ui, un_ui_id(ui, id), (un_Rect){x, y, width, height}, &def, &knob.edit.value))
            un_knobs_put(app, &knob.edit, knob.trains);
        return x + width;
    }
    value_text(app, &knob.edit, text, sizeof text);
    un_ButtonDef def = {.label = text, .tip = _("Another symbol  (Q)")};
    float width = un_ui_button_width(ui, &def);
    if (draws && un_ui_button(ui, un_ui_id(ui, id), (un_Rect){x, y, width, height}, &def))
        un_knobs_change_symbol(app, knob.edit.place.row);
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

void un_knobs_banner(un_App *app) {
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
