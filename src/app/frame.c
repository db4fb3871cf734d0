#include "app/action.h"
#include "app/state.h"

#include "base/catalog.h"
#include "canvas/shape.h"
#include "view/cover.h"

#include <stdio.h>
#include <string.h>

static const double HOVER_DELAY = 0.08;

/// Whether an open lesson or the settings stand beside the whole laboratory, at middle widths.
static bool has_text_beside(const un_App *app) {
    float s = app->scale;
    return app->panel != UN_PANEL_NONE && !un_places_wide(app) && app->width >= 1000 * s && app->height >= 480 * s;
}

static const float BESIDE = 380;

// Wide: whatever panel is open has a place of its own. At middle widths the lab makes room at its right, so that the
// picture stays whole beside the text. Narrow: a lesson is a tab, the settings are a sheet over the lab.
un_LabDef un_frame_lab(const un_App *app) {
    const un_Places *places = &app->places;
    bool open = app->panel != UN_PANEL_NONE, wide = un_places_wide(app), beside = has_text_beside(app);
    un_LabDef def = un_default_lab_def(app->width, app->height, app->scale);
    memcpy(def.view, places->view, sizeof def.view);
    if (!wide) def.view[UN_PLACE_LOWER] = places->front;
    def.expanded = places->expanded;
    def.panel = wide && places->inspector;
    def.text = wide ? open && !(def.panel && !un_places_very_wide(app)) : !beside && app->lesson && open;
    def.text_tab = !wide && def.text && places->text_front;
    def.width -= beside ? BESIDE * app->scale : 0;
    def.height -= un_course_strip_height(app);
    return def;
}

/// The laboratory under the strip that leads back to the lesson.
static void shift_down(un_LabLayout *layout, float by) {
    for (int place = 0; place < UN_PLACE_COUNT; place++)
        layout->place[place].y += by;
    layout->top.y += by;
    layout->text.y += by;
    layout->tabs.y += by;
    layout->timeline.y += by;
}

static void lay_out_stop(un_App *app) {
    un_LessonLayoutDef def = un_course_layout(app);
    app->layout = un_lesson_layout(&def);
    app->text_tab = false;
    if (!un_course_stop(app) || un_course_allows(app, "hold") || un_course_allows(app, "radius")) un_knobs_place(app);
}

static void lay_out(un_App *app) {
    if (app->hall.on) {
        un_hall_lay_out(app);
        return;
    }
    if (un_course_is_on(app)) {
        lay_out_stop(app);
        return;
    }
    float s = app->scale, strip = un_course_strip_height(app);
    un_LabDef def = un_frame_lab(app);
    app->layout = un_lab_layout(&def);
    app->text_tab = app->layout.text.w > 0 && !app->layout.wide;
    if (has_text_beside(app)) {
        float edge = app->layout.padding * 0.75f, top = app->layout.top.h + 10 * s, x = def.width - 2 * s;
        float bottom = app->layout.timeline.h > 0 ? app->layout.timeline.y : app->height;
        app->layout.top.w = app->layout.timeline.w = app->width;
        app->layout.text = (un_Rect){x, top, app->width - edge - x, bottom - 10 * s - top};
    }
    if (strip > 0) shift_down(&app->layout, strip);
    un_knobs_place(app);
}

static void fill_view(un_App *app) {
    un_ViewContext *view = &app->view;
    view->snapshot = app->snapshot;
    view->fonts = app->fonts;
    view->theme = app->theme;
    view->scale = app->scale;
    if (app->lane >= app->snapshot->lane_count) {
        app->lane = 0;
    }
    view->lone = app->lane + 1;
    view->wave = (un_Wave){.phase = UN_WAVE_WHOLE};
    bool asks = un_course_stop(app) && app->course.player.phase == UN_PHASE_ASK;
    if (app->wave.active && (asks || app->overlay != UN_OVERLAY_READING)) { // the notes point at bars that have arrived
        view->wave = un_wave_at(app->snapshot->T, app->wave.t, app->wave.playing && app->calm);
    }
    un_zoom_advance(app);
    view->has_pointer = app->overlay == UN_OVERLAY_NONE && !app->ui.touch && un_places_pointed(app) >= 0;
    view->pointer = app->ui.pointer;
    view->going = app->time.going;
    view->goal = app->time.goal;
    un_course_fill_view(app);
}

static void draw_hover(un_App *app) {
    un_Hover was = app->hover;
    memset(&app->hover, 0, sizeof app->hover);
    if (!app->view.has_pointer) {
        return;
    }
    un_lab_hover(&app->view, &app->layout, app->view.pointer, &app->hover);
    if (!app->hover.hit) {
        return;
    }
    if (!was.hit || !un_rect_same(was.mark, app->hover.mark)) {
        app->hover_since = app->now;
    }
    if (app->now - app->hover_since < HOVER_DELAY) {
        app->ui.again = true;
        return;
    }
    un_Rect bounds = {0, 0, app->width, app->height};
    un_draw_group(&app->list, "ui.hover", bounds);
    un_hover_draw(&app->list, &app->view, &app->hover, bounds);
    un_draw_group_end(&app->list);
}

static void icon_button(un_App *app, const char *id, un_Rect rect, un_Icon icon, un_ActionId action) {
    char tip[UN_UI_TIP];
    un_ButtonDef def = {.has_icon = true, .icon = icon, .quiet = true, .tip = un_action_tip(action, tip, sizeof tip)};
    if (un_ui_button(&app->ui, un_ui_id(&app->ui, id), rect, &def)) {
        un_action_run(app, action);
    }
}

// Where only one lane fits: a tab a lane.
static void lane_tabs(un_App *app, const un_StageLayout *stage) {
    if (stage->tabs.h <= 0) {
        return;
    }
    float s = app->scale, x = stage->tabs.x;
    char tip[UN_UI_TIP];
    un_action_tip(UN_ACTION_NEXT_LANE, tip, sizeof tip);
    un_draw_group(&app->list, "ui.lanes", un_rect_inset(stage->tabs, -6 * s));
    for (int i = 0; i < app->snapshot->lane_count; i++) {
        char id[24];
        snprintf(id, sizeof id, "lane/%d", i + 1);
        un_ButtonDef def = {
            .label = app->snapshot->lane[i].name, .quiet = app->lane != i, .selected = app->lane == i, .tip = tip};
        float width = un_ui_button_width(&app->ui, &def), room = stage->tabs.x + stage->tabs.w - x;
        width = width < room ? width : room;
        if (width > 24 * s &&
            un_ui_button(&app->ui, un_ui_id(&app->ui, id), (un_Rect){x, stage->tabs.y, width, stage->tabs.h}, &def)) {
            app->lane = i;
            app->dirty = true;
        }
        x += width + 6 * s;
    }
    un_draw_group_end(&app->list);
}

static void stage_buttons(un_App *app) {
    un_Rect panel = app->layout.place[UN_PLACE_STAGE];
    if (panel.w <= 0) {
        return;
    }
    un_StageLayout stage = un_stage_layout(&app->view, panel);
    un_zoom_widgets(app, &stage);
    un_switches(app, &stage);
    un_Rect place = stage.controls;
    if (place.w <= 0 || place.h <= 0) {
        return;
    }
    if (!stage.fits && panel.h < (app->snapshot->lane_count > 3 ? 200 : 160) * app->scale) {
        return; // the words fill it: the wave is on keys
    }
    if (!stage.fits) { // beside the words that then stand for it
        place.x = panel.x + panel.w - place.w - 4 * app->scale;
        place.y = panel.y + panel.h - 44 * app->scale;
        place.h = 40 * app->scale;
    }
    lane_tabs(app, &stage);
    float s = app->scale, size = 34 * s, y = place.y + (place.h - size) / 2;
    bool runs = app->wave.active && app->wave.playing;
    un_draw_group(&app->list, "ui.wave", un_rect_inset(place, -6 * s));
    icon_button(app, "wave/back", (un_Rect){place.x, y, size, size}, UN_ICON_STEP_BACK, UN_ACTION_WAVE_BACK);
    icon_button(app, "wave/play", (un_Rect){place.x + size + 4 * s, y, size, size}, runs ? UN_ICON_PAUSE : UN_ICON_PLAY,
                UN_ACTION_WAVE);
    icon_button(app, "wave/forward", (un_Rect){place.x + 2 * (size + 4 * s), y, size, size}, UN_ICON_STEP,
                UN_ACTION_WAVE_FORWARD);
    un_draw_group_end(&app->list);
}

static void lab_widgets(un_App *app) {
    un_course_strip(app);
    un_top_bar(app, app->layout.top);
    un_places_widgets(app);
    stage_buttons(app);
    un_knobs_widgets(app);
    un_time_widgets(app);
    un_lesson_panel(app);
    un_places_tabs(app);
    un_select_widgets(app);
    un_panel(app);
}

/// The question comes first, for Tab as for the eye; of the laboratory's widgets those that the stop leaves.
static void stop_widgets(un_App *app) {
    un_course_panel(app);
    un_course_mark(app);
    un_course_bar(app, app->layout.top);
    un_places_widgets(app);
    if (app->course.player.phase == UN_PHASE_TOLD) stage_buttons(app);
    if (app->course.player.phase == UN_PHASE_TOLD && (un_course_allows(app, "hold") || un_course_allows(app, "radius"))) un_knobs_widgets(app);
    if (!un_view_is_covered(&app->view, UN_VIEW_INSPECTOR)) un_select_widgets(app);
}

/// The lecture hall has sizes of its own, whatever the window's scale.
static void build_hall(un_App *app) {
    float own = app->scale, point = un_hall_unit(app->width, app->height);
    un_UiFrame frame = {&app->list, app->fonts, app->theme, point, app->now, {0, 0, app->width, app->height}};
    app->scale = point;
    un_ui_begin(&app->ui, &frame);
    lay_out(app);
    fill_view(app);
    un_hall_build(app);
    app->scale = app->ui.frame.scale = point * UN_HALL_TYPE / 14; // of what is told in between, too
    un_toast_draw(app);
    app->scale = app->ui.frame.scale = point;
    un_overlay(app);
    un_ui_end(&app->ui);
    app->scale = own;
}

void un_frame_build(un_App *app) {
    un_draw_reset(&app->list);
    if (app->hall.on) {
        build_hall(app);
        return;
    }
    un_UiFrame frame = {&app->list, app->fonts, app->theme, app->scale, app->now, {0, 0, app->width, app->height}};
    un_ui_begin(&app->ui, &frame);
    if (app->contents.open) {
        un_contents_build(app);
        un_toast_draw(app);
        un_ui_end(&app->ui);
        return;
    }
    lay_out(app);
    fill_view(app);
    un_lab_draw(&app->list, &app->view, &app->layout);
    un_course_highlight(app);
    draw_hover(app);
    if (un_course_is_on(app))
        stop_widgets(app);
    else
        lab_widgets(app);
    un_select_opening(app);
    un_toast_draw(app);
    un_overlay(app);
    un_ui_end(&app->ui);
}

void un_frame_build_picture(un_App *app) {
    un_DrawList *list = &app->picture;
    un_ViewContext view = app->view;
    un_LabLayout layout = app->layout;
    view.has_pointer = false;
    layout.tabs = (un_Rect){0, 0, 0, 0}; // without tabs the lower panel says its name itself
    un_draw_reset(list);
    un_lab_draw(list, &view, &layout);
    un_lab_draw_caption(list, &view, layout.top);
    un_knobs_caption(app, list);
    if (app->layout.text.w > 0 && app->panel == UN_PANEL_LESSON) {
        un_draw_group(list, "text", app->layout.text);
        un_shape_panel(list, app->theme, app->layout.text, app->scale);
        un_draw_save(list);
        un_draw_clip(list, app->layout.text);
        un_lesson_text(app, list, un_rect_inset(app->layout.text, app->layout.padding));
        un_draw_restore(list);
        un_draw_group_end(list);
    }
}
