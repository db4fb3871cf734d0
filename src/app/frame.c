#include "app/action.h"
#include "app/state.h"

#include "base/catalog.h"
#include "canvas/shape.h"

#include <stdio.h>
#include <string.h>

static const double HOVER_DELAY = 0.08;

bool un_frame_is_wide(const un_App *app) {
    un_LabDef def = {.width = app->width, .height = app->height, .scale = app->scale};
    return un_lab_layout(&def).wide;
}

// Wide: whatever panel is open has a place of its own. At middle widths the lab makes room at its right, so that the
// picture stays whole beside the text. Narrow: a lesson is a tab, the settings are a sheet over the lab.
static void lay_out(un_App *app) {
    float s = app->scale, side = 380 * s;
    un_LabDef def = {.width = app->width, .height = app->height, .scale = s, .tab = app->tab};
    bool open = app->panel != UN_PANEL_NONE, wide = un_frame_is_wide(app);
    bool beside = open && !wide && app->width >= 1000 * s && app->height >= 480 * s;
    def.text = wide ? open : !beside && app->lesson && open;
    def.width -= beside ? side : 0;
    if (!def.text && def.tab == UN_TAB_TEXT) {
        def.tab = UN_TAB_PROFILE;
    }
    app->layout = un_lab_layout(&def);
    app->text_tab = def.text && !wide;
    if (beside) {
        un_Rect stage = app->layout.stage;
        float edge = stage.x, x = stage.x + stage.w + app->layout.padding * 0.6f;
        float bottom = app->layout.timeline.h > 0 ? app->layout.timeline.y : app->height;
        app->layout.top.w = app->layout.timeline.w = app->width;
        app->layout.text = (un_Rect){x, stage.y, app->width - edge - x, bottom - edge + 2 * s - stage.y};
    }
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
    if (app->wave.active && app->overlay != UN_OVERLAY_READING) { // the notes point at bars that have arrived
        view->wave = un_wave_at(app->snapshot->T, app->wave.t, app->wave.playing && app->calm);
    }
    view->has_pointer = app->ui.has_pointer && !app->ui.covered && !app->ui.touch && app->overlay == UN_OVERLAY_NONE;
    view->pointer = app->ui.pointer;
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
        un_action_table[action].run(app);
        app->dirty = true;
    }
}

// Behind the stage's title: how to read this.
static void reading_button(un_App *app, const un_StageLayout *stage) {
    if (stage->grid.tiny || stage->title.h <= 0) {
        return;
    }
    float s = app->scale, size = 28 * s, width = 64 * s;
    un_Rect title = stage->title, place = {title.x + width - 8 * s, title.y + (title.h - size) / 2, size, size};
    un_draw_group(&app->list, "ui.reading", un_rect_inset(place, -6 * s));
    icon_button(app, "reading", place, UN_ICON_HELP, UN_ACTION_READ);
    un_draw_group_end(&app->list);
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
    if (app->layout.stage.w <= 0) {
        return;
    }
    un_StageLayout stage = un_stage_layout(&app->view, app->layout.stage);
    un_Rect place = stage.controls;
    if (place.w <= 0 || place.h <= 0) {
        return;
    }
    if (!stage.fits && app->layout.stage.h < 200 * app->scale && app->snapshot->lane_count > 3) {
        return; // the words fill it: the wave is on keys
    }
    if (!stage.fits) { // beside the words that then stand for it
        place.x = app->layout.stage.x + app->layout.stage.w - place.w - 4 * app->scale;
        place.y = app->layout.stage.y + app->layout.stage.h - 44 * app->scale;
        place.h = 40 * app->scale;
    } else {
        reading_button(app, &stage);
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

static void tab_buttons(un_App *app) {
    un_Rect place = app->layout.tabs;
    if (place.w <= 0 || place.h <= 0) {
        return;
    }
    static const struct {
        const char *id, *label;
        un_ActionId action;
    } tab[UN_TAB_COUNT] = {{"tab/profile", UN_KEY("Profile"), UN_ACTION_TAB_1},
                           {"tab/training", UN_KEY("Training"), UN_ACTION_TAB_2},
                           {"tab/lesson", UN_KEY("Lesson"), UN_ACTION_TAB_3}};
    float s = app->scale, height = 32 * s, y = place.y;
    int count = app->text_tab ? UN_TAB_COUNT : UN_TAB_TEXT;
    un_draw_group(&app->list, "ui.tabs", un_rect_inset(place, -6 * s));
    un_LabTab shown = app->tab == UN_TAB_TEXT && !app->text_tab ? UN_TAB_PROFILE : app->tab;
    for (int i = 0; i < count && y + height <= place.y + place.h + s; i++, y += height + 4 * s) {
        char tip[UN_UI_TIP];
        un_ButtonDef def = {.label = _(tab[i].label),
                            .quiet = shown != (un_LabTab)i,
                            .selected = shown == (un_LabTab)i,
                            .tip = un_action_tip(tab[i].action, tip, sizeof tip)};
        if (un_ui_button(&app->ui, un_ui_id(&app->ui, tab[i].id), (un_Rect){place.x, y, place.w, height}, &def)) {
            un_action_table[tab[i].action].run(app);
            app->dirty = true;
        }
    }
    un_draw_group_end(&app->list);
}

void un_frame_build(un_App *app) {
    un_UiFrame frame = {&app->list, app->fonts, app->theme, app->scale, app->now, {0, 0, app->width, app->height}};
    un_draw_reset(&app->list);
    un_ui_begin(&app->ui, &frame);
    lay_out(app);
    fill_view(app);
    un_lab_draw(&app->list, &app->view, &app->layout);
    draw_hover(app);
    un_top_bar(app, app->layout.top);
    stage_buttons(app);
    un_lesson_panel(app);
    tab_buttons(app);
    un_panel(app);
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
