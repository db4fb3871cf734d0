// Which view stands in which place, and the widgets of each place: a box that can have the focus, the buttons at the title, the tabs.
#include "app/action.h"
#include "app/state.h"

#include "base/catalog.h"
#include "view/pick.h"

#include <stdio.h>
#include <string.h>

static const char *const place_name[UN_PLACE_COUNT] = {"stage", "lower", "side", "extra", "panel"};
static const char *const part_name[] = {"place", "read", "views", "expand", "close"};
enum { PARTS = sizeof part_name / sizeof *part_name, LISTED = UN_VIEW_COUNT - 1 };

void un_places_init(un_Places *places) {
    un_LabDef usual = un_default_lab_def(0, 0, 1);
    *places = (un_Places){.front = UN_VIEW_PROFILE};
    memcpy(places->view, usual.view, sizeof places->view);
}

static un_LabLayout plain_layout(const un_App *app) {
    un_LabDef def = un_default_lab_def(app->width, app->height, app->scale);
    return un_lab_layout(&def);
}

bool un_places_wide(const un_App *app) {
    return plain_layout(app).wide;
}

bool un_places_very_wide(const un_App *app) {
    return plain_layout(app).place[UN_PLACE_EXTRA].w > 0;
}

/// The place of which a widget has the focus, or -1.
static int focused(const un_App *app) {
    for (int place = 0; app->ui.focus && place < UN_PLACE_COUNT; place++) {
        for (int part = 0; part < PARTS && app->layout.place[place].w > 0; part++) {
            char name[32];
            snprintf(name, sizeof name, "%s/%s", place_name[place], part_name[part]);
            if (app->ui.focus == un_ui_id(&app->ui, name)) return place;
        }
    }
    return -1;
}

int un_places_pointed(const un_App *app) {
    const un_Ui *ui = &app->ui;
    if (!ui->has_pointer || ui->hot_layer != UN_UI_BASE || !ui->hot) return -1;
    int place = un_lab_place_at(&app->layout, ui->pointer);
    if (place < 0) return -1;
    char name[32];
    snprintf(name, sizeof name, "%s/place", place_name[place]);
    return ui->hot == un_ui_id(ui, name) ? place : -1;
}

un_LabPlace un_places_meant(const un_App *app) {
    int at_focus = focused(app), at_pointer = -1;
    if (app->ui.has_pointer && app->ui.hot_layer == UN_UI_BASE) at_pointer = un_lab_place_at(&app->layout, app->ui.pointer);
    if (at_focus >= 0 && (!app->by_pointer || at_pointer < 0)) return (un_LabPlace)at_focus;
    if (at_pointer >= 0) return (un_LabPlace)at_pointer;
    for (int place = 0; place < UN_PLACE_COUNT; place++) {
        if (app->layout.place[place].w > 0) return (un_LabPlace)place;
    }
    return UN_PLACE_STAGE;
}

unsigned un_places_wants(const un_App *app) {
    unsigned wants = 0;
    for (int place = 0; place < UN_PLACE_COUNT; place++) {
        if (app->layout.place[place].w > 0) wants |= un_view_table[app->layout.view[place]]->wants;
    }
    return wants;
}

void un_places_expand(un_App *app, un_LabPlace place) {
    app->places.expanded = app->places.expanded ? 0 : 1 + (int)place;
    app->dirty = true;
}

void un_places_read(un_App *app, un_LabPlace place, un_OverlayKind overlay) {
    bool instead = overlay == UN_OVERLAY_READING && app->overlay == UN_OVERLAY_WORDS && !un_reading_has_notes(app);
    bool open = app->overlay == overlay || instead; // a view without notes is told in words instead
    if (!open && app->overlay == UN_OVERLAY_NONE) app->places.read = (int)place; // else the place that is already told of
    app->overlay = open ? UN_OVERLAY_NONE : overlay;
    app->reading_page = 0;
    app->scroll[3].y = 0;
    app->dirty = true;
}

void un_places_set(un_App *app, un_LabPlace place, int view) {
    un_Places *places = &app->places;
    if (place == UN_PLACE_STAGE || view == UN_VIEW_STAGE) return;
    app->dirty = true;
    if (!un_places_wide(app)) {
        places->front = view;
        places->text_front = false;
        return;
    }
    for (int other = UN_PLACE_LOWER; other < UN_PLACE_COUNT; other++) {
        if (places->view[other] == view) places->view[other] = places->view[place];
    }
    places->view[place] = view;
}

/// Where the view would have its least size, in the order of what suits it: over steps under the stage, over updates at the side.
static int place_that_fits(const un_App *app, int view) {
    static const un_LabPlace over_steps[] = {UN_PLACE_LOWER, UN_PLACE_SIDE, UN_PLACE_EXTRA},
                             others[] = {UN_PLACE_SIDE, UN_PLACE_EXTRA, UN_PLACE_LOWER};
    static const unsigned steps = 1u << UN_VIEW_PROFILE | 1u << UN_VIEW_CREDIT | 1u << UN_VIEW_EVENTS | 1u << UN_VIEW_ATTENTION |
                                  1u << UN_VIEW_DIRECTIONS | 1u << UN_VIEW_ANSWERS | 1u << UN_VIEW_WATERFALL;
    const un_LabPlace *order = steps >> view & 1 ? over_steps : others;
    un_LabDef def = un_frame_lab(app);
    def.expanded = 0;
    un_LabLayout layout = un_lab_layout(&def);
    for (int i = 0; i < 3; i++) {
        if (layout.place[order[i]].w > 0 && un_lab_fits(&layout, order[i], view, app->scale)) return (int)order[i];
    }
    return -1;
}

/// In a narrow window: in the lower panel, or alone where it does not fit there.
static void show_narrow(un_App *app, int view) {
    un_places_set(app, UN_PLACE_LOWER, view);
    un_LabDef def = un_frame_lab(app);
    def.expanded = 0;
    un_LabLayout layout = un_lab_layout(&def);
    app->places.expanded = un_lab_fits(&layout, UN_PLACE_LOWER, view, app->scale) ? 0 : 1 + UN_PLACE_LOWER;
}

void un_places_show(un_App *app, int view) {
    un_Places *places = &app->places;
    app->dirty = true;
    if (view < 0 || view >= UN_VIEW_COUNT) return;
    if (un_course_is_on(app)) {
        app->course.inspector = view == UN_VIEW_INSPECTOR;
        return;
    }
    if (view == UN_VIEW_STAGE) {
        places->expanded = 0;
    } else if (!un_places_wide(app)) {
        show_narrow(app, view);
    } else if (places->expanded > 1 + UN_PLACE_STAGE) { // one after the other, alone
        un_places_set(app, (un_LabPlace)(places->expanded - 1), view);
    } else if (view == UN_VIEW_INSPECTOR) {
        places->inspector = true;
    } else {
        int place = place_that_fits(app, view);
        places->expanded = place < 0 ? 1 + UN_PLACE_LOWER : 0;
        un_places_set(app, place < 0 ? UN_PLACE_LOWER : (un_LabPlace)place, view);
    }
}

/// The place that shows the view gets the ring: the keys that follow are about it.
static void focus_view(un_App *app, int view) {
    un_LabDef def = un_frame_lab(app);
    un_LabLayout layout = un_lab_layout(&def);
    for (int place = 0; place < UN_PLACE_COUNT; place++) {
        if (layout.place[place].w <= 0 || layout.view[place] != view) continue;
        char name[32];
        snprintf(name, sizeof name, "%s/%s", place_name[place], part_name[0]);
        app->ui.focus = un_ui_id(&app->ui, name);
        app->ui.focus_visible = true;
        app->by_pointer = false;
        return;
    }
}

void un_places_show_by_key(un_App *app, int view) {
    un_places_show(app, view);
    focus_view(app, view);
}

void un_places_turn(un_App *app, int direction) {
    const un_Stop *stop = un_course_stop(app);
    if (stop && stop->view_count > 0) { // the stop's views in turn, where not all have room
        app->course.first_view = (app->course.first_view + direction + stop->view_count) % stop->view_count;
        return;
    }
    un_LabPlace place = un_places_meant(app);
    if (place == UN_PLACE_STAGE) place = UN_PLACE_LOWER;
    int view = app->layout.wide ? app->places.view[place] : app->places.front;
    view = (view - 1 + direction + LISTED) % LISTED + 1;
    if (app->layout.wide || app->places.expanded) {
        un_places_set(app, place, view);
    } else {
        un_places_show(app, view);
    }
    focus_view(app, view);
}

void un_places_menu(un_App *app, const char *id, un_Rect rect, const un_ButtonDef *def, int place) {
    int view = place < 0 ? 0 : app->layout.view[place];
    int choice = un_ui_menu_button(&app->ui, un_ui_id(&app->ui, id), rect, def, app->names.view, LISTED, view - 1);
    if (choice < 0) return;
    if (place < 0) {
        un_places_show(app, choice + 1);
    } else {
        un_places_set(app, (un_LabPlace)place, choice + 1);
    }
}

/// A small button of an action, for the place it stands in.
static void place_button(un_App *app, int place, const char *part, un_Rect rect, un_Icon icon, un_ActionId action) {
    char tip[UN_UI_TIP];
    un_ButtonDef def = {.has_icon = true, .icon = icon, .quiet = true, .tip = un_action_tip(action, tip, sizeof tip)};
    if (!un_ui_button(&app->ui, un_ui_id(&app->ui, part), rect, &def)) return;
    app->dirty = true;
    if (action == UN_ACTION_EXPAND) {
        un_places_expand(app, (un_LabPlace)place);
    } else if (action == UN_ACTION_CLOSE) {
        if (app->places.expanded == 1 + place) app->places.expanded = 0;
        un_select_close(app);
    } else {
        un_places_read(app, (un_LabPlace)place, UN_OVERLAY_READING);
    }
}

/// "?", the menu of views and the way to the whole window; the panel that was opened on demand can be closed.
static void place_buttons(un_App *app, int place, un_Rect row) {
    float s = app->scale, size = 28 * s;
    un_Rect at = {row.x, row.y, size, size};
    un_draw_group(&app->list, "ui.place", un_rect_inset(row, -6 * s));
    place_button(app, place, "read", at, UN_ICON_HELP, UN_ACTION_READ);
    at.x += 30 * s;
    bool tabbed = place == UN_PLACE_LOWER && app->layout.tabs.w > 0;
    if (place != UN_PLACE_STAGE && place != UN_PLACE_PANEL && !tabbed && !un_course_is_on(app)) {
        un_ButtonDef def = {.has_icon = true, .icon = UN_ICON_DOWN, .quiet = true, .tip = _("Another view here  (V)")};
        un_places_menu(app, "views", at, &def, place);
        at.x += 30 * s;
    }
    place_button(app, place, "expand", at, app->places.expanded ? UN_ICON_SHRINK : UN_ICON_EXPAND, UN_ACTION_EXPAND);
    at.x += 30 * s;
    if (place == UN_PLACE_PANEL && (!un_course_is_on(app) || app->course.inspector)) place_button(app, place, "close", at, UN_ICON_CLOSE, UN_ACTION_CLOSE);
    un_draw_group_end(&app->list);
}

/// A press on a row of the waterfall goes to its update.
static void go_to_row(un_App *app, un_LabPlace place) {
    un_ViewContext context = un_lab_context(&app->view, &app->layout, place);
    double update;
    if (un_action_sleeps(app, UN_ACTION_BACK)) return;
    if (un_waterfall_pick(&context, un_lab_view_rect(&app->layout, place), app->ui.pointer, &update))
        un_time_go(app, (int64_t)update);
}

/// What a press on the view or Enter means there.
static void answer(un_App *app, un_LabPlace place, un_UiId id) {
    bool stage = app->layout.view[place] == UN_VIEW_STAGE;
    if (un_ui_has_keys(&app->ui, id) && un_ui_take_key(&app->ui, UN_UI_KEY_ENTER, 0)) {
        if (stage)
            un_select_at_loss(app);
        else
            un_places_expand(app, place);
    }
    if (stage && un_ui_tapped(&app->ui, id)) un_select_click(app, app->ui.pointer);
    if (app->layout.view[place] == UN_VIEW_INSPECTOR && un_ui_tapped(&app->ui, id))
        un_select_click_inspector(app, app->ui.pointer);
    if (app->layout.view[place] == UN_VIEW_ATTENTION && un_ui_tapped(&app->ui, id))
        un_select_click_attention(app, place, app->ui.pointer);
    if (app->layout.view[place] == UN_VIEW_WATERFALL && un_ui_tapped(&app->ui, id)) go_to_row(app, place);
}

/// Beside a view that is told in words for want of room: the way to its picture.
static void large_button(un_App *app, int place) {
    un_Rect rect = un_lab_view_rect(&app->layout, (un_LabPlace)place);
    float s = app->scale;
    if (un_lab_fits(&app->layout, (un_LabPlace)place, app->layout.view[place], s) || app->places.expanded) return;
    char tip[UN_UI_TIP];
    un_ButtonDef def = {.label = _("Show it large"), .tip = un_action_tip(UN_ACTION_EXPAND, tip, sizeof tip)};
    float width = un_ui_button_width(&app->ui, &def), height = 34 * s;
    if (rect.w < width + 200 * s || rect.h < 150 * s) return;
    un_Rect at = {rect.x + rect.w - width - 16 * s, rect.y + rect.h - height - 14 * s, width, height};
    un_draw_group(&app->list, "ui.large", un_rect_inset(at, -6 * s));
    if (un_ui_button(&app->ui, un_ui_id(&app->ui, "large"), at, &def)) un_places_expand(app, (un_LabPlace)place);
    un_draw_group_end(&app->list);
}

void un_places_widgets(un_App *app) {
    for (int place = 0; place < UN_PLACE_COUNT; place++) {
        un_Rect panel = app->layout.place[place];
        if (panel.w <= 0) continue;
        un_ui_push(&app->ui, place_name[place]);
        un_UiId id = un_ui_id(&app->ui, "place");
        un_ui_box(&app->ui, id, panel, UN_UI_BOX_FOCUS | UN_UI_BOX_BACK);
        un_draw_group(&app->list, "ui.ring", un_rect_inset(panel, -6 * app->scale));
        un_ui_ring(&app->ui, id, un_rect_inset(panel, 3 * app->scale), 8 * app->scale);
        un_draw_group_end(&app->list);
        answer(app, (un_LabPlace)place, id);
        un_Rect row = un_lab_buttons(&app->view, &app->layout, (un_LabPlace)place, place == UN_PLACE_STAGE || un_course_is_on(app) ? 2 : 3);
        if (row.w > 0) place_buttons(app, place, row);
        if (place != UN_PLACE_STAGE) large_button(app, place);
        un_ui_pop(&app->ui);
    }
}

/// One tab; returns the y of the next.
static float tab(un_App *app, const char *id, un_Rect rect, const char *label, bool selected, int view) {
    un_ButtonDef def = {.label = label, .quiet = !selected, .selected = selected};
    if (un_ui_button(&app->ui, un_ui_id(&app->ui, id), rect, &def)) {
        app->places.text_front = view < 0;
        if (view >= 0) un_places_show(app, view);
        if (view < 0) app->panel = UN_PANEL_LESSON;
        app->dirty = true;
    }
    return rect.y + rect.h + 2 * app->scale;
}

void un_places_tabs(un_App *app) {
    un_Rect place = app->layout.tabs;
    if (place.w <= 0 || place.h <= 0) return;
    static const struct {
        const char *id, *label;
        int view;
    } tabs[] = {{"tab/profile", UN_KEY("Profile"), UN_VIEW_PROFILE},
                {"tab/training", UN_KEY("Training"), UN_VIEW_TRAINING},
                {"tab/inspector", UN_KEY("Inspector"), UN_VIEW_INSPECTOR}};
    float s = app->scale, height = 28 * s, end = place.y + place.h - 2 * (height + 2 * s);
    un_Rect at = {place.x, place.y, place.w, height};
    bool text = app->text_tab, lesson = un_frame_lab(app).text;
    int front = text ? -1 : app->places.front, last = 0;
    un_draw_group(&app->list, "ui.tabs", un_rect_inset(place, -6 * s));
    if (lesson) at.y = tab(app, "tab/lesson", at, _("Lesson"), text, -1);
    for (; last < 3 && at.y + height <= end + s; last++)
        at.y = tab(app, tabs[last].id, at, _(tabs[last].label), front == tabs[last].view, tabs[last].view);
    bool other = front >= 0;
    for (int i = 0; i < last; i++)
        other = other && front != tabs[i].view;
    un_ButtonDef more = {.label = _("More"), .menu = true, .quiet = !other, .selected = other, .tip = _("All views  (1 ... 9, V)")};
    int choice = un_ui_menu_button(&app->ui, un_ui_id(&app->ui, "tab/more"), at, &more, app->names.view, LISTED, front - 1);
    if (choice >= 0) un_places_show(app, choice + 1);
    un_draw_group_end(&app->list);
    if (text) return;
    un_ui_push(&app->ui, place_name[UN_PLACE_LOWER]);
    at.y += height + 2 * s;
    place_buttons(app, UN_PLACE_LOWER, (un_Rect){at.x + 17 * s, at.y, 58 * s, height});
    un_ui_pop(&app->ui);
}
