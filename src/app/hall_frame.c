// A frame of the lecture hall in the window: the page, its large buttons, the tools that show while the pointer moves, spotlight, pointer.
#include "app/hall.h"
#include "app/state.h"

#include "base/catalog.h"
#include "view/highlight.h"

#include <math.h>
#include <string.h>

static const double TOOLS_SECONDS = 3;
enum { TOOL = 44, TOOL_GAP = 6 };

void un_hall_lay_out(un_App *app) {
    un_Hall *hall = &app->hall;
    int view = un_hall_view(app);
    hall->layout = un_hall_place(app, (un_Rect){0, 0, app->width, app->height});
    app->layout = (un_LabLayout){.wide = true, .padding = 16 * hall->layout.point};
    for (int place = 0; place < UN_PLACE_COUNT; place++)
        app->layout.view[place] = -1;
    un_LabPlace place = view == UN_VIEW_STAGE ? UN_PLACE_STAGE : view == UN_VIEW_INSPECTOR ? UN_PLACE_PANEL : UN_PLACE_LOWER;
    if (view >= 0) app->layout.view[place] = view;
    if (view >= 0) app->layout.place[place] = hall->layout.picture;
    app->text_tab = false;
}

// The spotlight.

static bool names_part(const un_ViewContext *context, int view, un_Rect rect, const un_PartRef *ref, un_Rect *out) {
    return ref->view == view && un_view_part(context, view, rect, ref->part, out) && out->w > 0 && out->h > 0;
}

/// The smallest part of the view at the point.
static bool part_at(const un_ViewContext *context, int view, un_Rect rect, un_Point at, un_PartRef *out) {
    un_ViewPart part[UN_VIEW_PARTS];
    int count = un_view_table[view]->parts ? un_view_table[view]->parts(context, rect, part) : 0, best = -1;
    for (int i = 0; i < count; i++) {
        if (!un_rect_contains(part[i].rect, at)) continue;
        if (best < 0 || part[i].rect.w * part[i].rect.h < part[best].rect.w * part[best].rect.h) best = i;
    }
    if (best < 0) return false;
    *out = (un_PartRef){.view = view};
    memcpy(out->part, part[best].name, sizeof out->part);
    return true;
}

static void spotlight(un_App *app, const un_ViewContext *context, int view) {
    un_Hall *hall = &app->hall;
    const un_Stop *stop = un_course_stop(app);
    un_Rect part[UN_STOP_PARTS], panel = hall->layout.picture;
    un_Token role = UN_TOKEN_INK;
    int count = 0;
    bool told = app->course.player.phase == UN_PHASE_TOLD && app->course.doing == UN_COURSE_STANDS;
    bool wanted = hall->spot == UN_SPOT_ON || (hall->spot == UN_SPOT_AUTO && told && !app->wave.playing);
    if (wanted && hall->has_part && names_part(context, view, panel, &hall->part, &part[0])) {
        role = un_highlight_role(&hall->part);
        count = 1;
    }
    for (int i = 0; wanted && !hall->has_part && i < stop->highlight_count; i++) {
        if (!names_part(context, view, panel, &stop->highlight[i], &part[count])) continue;
        if (count++ == 0) role = un_highlight_role(&stop->highlight[i]);
    }
    bool lit = count > 0;
    if (lit != hall->lit) hall->lit_at = app->now;
    hall->lit = lit;
    if (!lit) return;
    float phase = app->calm ? 1 : (float)((app->now - hall->lit_at) * 1000 / UN_SPOTLIGHT_MS);
    un_ViewContext slide = *context;
    slide.scale = hall->layout.point * 0.75f; // its edge is the slide's, not the picture's
    un_spotlight_draw(&app->list, &slide, panel, part, count, role, fminf(phase, 1));
    if (phase < 1) app->ui.again = true;
}

/// The picture can be pressed: the spotlight goes there.
static void picture(un_App *app) {
    un_Hall *hall = &app->hall;
    int view = un_hall_view(app);
    if (view < 0 || hall->layout.picture.w <= 0) return;
    un_ViewContext context = app->view;
    context.hall = true;
    context.scale = hall->layout.scale;
    if (un_course_mark_in(app, &context, view, hall->layout.picture)) return;
    un_UiId id = un_ui_id(&app->ui, "picture");
    un_ui_box(&app->ui, id, hall->layout.picture, UN_UI_BOX_BACK);
    if (hall->spot == UN_SPOT_ON && un_ui_clicked(&app->ui, id)) {
        hall->has_part = part_at(&context, view, hall->layout.picture, app->ui.pointer, &hall->part);
        hall->lit = false;
        app->dirty = true;
    }
    spotlight(app, &context, view);
}

// Buttons.

static bool bar_button(un_App *app, const char *id, un_Rect rect, un_Icon icon, bool primary, un_ActionId action, const char *disabled) {
    char tip[UN_UI_TIP];
    un_ButtonDef def = {.has_icon = true, .icon = icon, .primary = primary, .size = 26, .disabled = disabled, .tip = un_action_tip(action, tip, sizeof tip)};
    if (!un_ui_button(&app->ui, un_ui_id(&app->ui, id), rect, &def)) return false;
    un_action_run(app, action);
    return true;
}

/// The class's number, where the answers' button stands otherwise: dragged, typed, turned.
static void number(un_App *app, const un_Rect *at) {
    un_ScrubDef def;
    if (app->course.player.phase != UN_PHASE_ASK || !un_course_scrub(app, &def)) return;
    const un_Answer *answer = un_player_answer(&app->course.player);
    double start = answer->has_number ? answer->number : un_course_stop(app)->question.start, value = fmin(fmax(start, def.min), def.max);
    def.size = UN_HALL_LANE;
    def.tip = _("The class's guess: drag it, click and type it, or press the up and down keys");
    un_Rect wide = {at[0].x, at[0].y, at[1].x + at[1].w - at[0].x, at[0].h};
    if (un_ui_scrub(&app->ui, un_ui_id(&app->ui, "hall/number"), wide, &def, &value)) un_course_number(app, value);
}

/// From right to left: next, previous, replay, and before them what the stop allows.
static void bar(un_App *app) {
    const un_Hall *hall = &app->hall;
    const un_Stop *stop = un_course_stop(app);
    const un_Rect *at = hall->layout.button;
    bool asks = stop && app->course.player.phase == UN_PHASE_ASK && stop->question.kind == UN_QUESTION_CHOICE;
    bool told = stop && app->course.player.phase == UN_PHASE_TOLD && !hall->why;
    un_ui_block(&app->ui, hall->layout.bar);
    char tip[UN_UI_TIP];
    if (asks) { // over two places: its words need them
        un_Rect wide = {at[0].x, at[0].y, at[1].x + at[1].w - at[0].x, at[0].h};
        un_ButtonDef count = {.label = _("Hands"), .size = UN_HALL_TYPE, .selected = hall->counting, .tip = un_action_tip(UN_ACTION_HALL_COUNT, tip, sizeof tip)};
        if (un_ui_button(&app->ui, un_ui_id(&app->ui, "hall/count"), wide, &count)) un_action_run(app, UN_ACTION_HALL_COUNT);
    }
    number(app, at);
    if (told && hall->layout.picture.w > 0) bar_button(app, "hall/replay", at[1], UN_ICON_RESET, false, UN_ACTION_HALL_REPLAY, NULL);
    bar_button(app, "hall/back", at[2], UN_ICON_LEFT, false, UN_ACTION_HALL_BACK, app->course.player.stop > 0 || hall->why ? NULL : _("This is the first page"));
    bar_button(app, "hall/next", at[3], UN_ICON_RIGHT, true, UN_ACTION_HALL_NEXT, stop ? NULL : _("This is the last page"));
}

/// At the top right while the pointer moves or a finger was there: what a lecturer has on keys otherwise.
static void tools(un_App *app) {
    un_Hall *hall = &app->hall;
    if (app->ui.has_pointer && (app->ui.pointer.x != hall->pointer.x || app->ui.pointer.y != hall->pointer.y)) {
        hall->pointer = app->ui.pointer;
        hall->tools_until = app->now + TOOLS_SECONDS;
    }
    if (app->now >= hall->tools_until || hall->pointing) return;
    static const struct {
        const char *id, *label;
        un_ActionId action;
    } tool[] = {{"hall/spot", UN_KEY("Spotlight"), UN_ACTION_HALL_SPOT},
                {"hall/point", UN_KEY("Pointer"), UN_ACTION_HALL_POINT},
                {"hall/black", UN_KEY("Black"), UN_ACTION_HALL_BLACK},
                {"hall/notes", UN_KEY("Notes"), UN_ACTION_HALL_NOTES},
                {"hall/leave", UN_KEY("Leave"), UN_ACTION_HALL_LEAVE}};
    enum { TOOLS = sizeof tool / sizeof *tool };
    float p = hall->layout.point, x = app->width - 12 * p, width[TOOLS];
    un_ButtonDef def[TOOLS];
    char tip[TOOLS][UN_UI_TIP];
    for (int i = TOOLS - 1; i >= 0; i--) {
        def[i] = (un_ButtonDef){.label = _(tool[i].label), .size = UN_HALL_TYPE, .tip = un_action_tip(tool[i].action, tip[i], sizeof tip[i])};
        width[i] = un_ui_button_width(&app->ui, &def[i]);
        x -= width[i] + TOOL_GAP * p;
    }
    un_ui_layer(&app->ui, UN_UI_SHEET);
    for (int i = 0; i < TOOLS; i++) {
        un_Rect at = {x, 8 * p, width[i], TOOL * p};
        if (un_ui_button(&app->ui, un_ui_id(&app->ui, tool[i].id), at, &def[i])) un_action_run(app, tool[i].action);
        x += width[i] + TOOL_GAP * p;
    }
    un_ui_layer(&app->ui, UN_UI_BASE);
    app->ui.again = true; // until they go
}

/// A dot that the back row sees.
static void pointer(un_App *app) {
    const un_Hall *hall = &app->hall;
    if (!hall->pointing || !app->ui.has_pointer) return;
    float radius = 9 * hall->layout.point;
    un_draw_disc(&app->list, app->ui.pointer, radius, un_color_fade(un_theme_color(app->theme, UN_TOKEN_FOCUS), 0.85f));
    un_draw_ring(&app->list, app->ui.pointer, radius, 2 * hall->layout.point, un_theme_color(app->theme, UN_TOKEN_SURFACE));
}

static void black(un_App *app) {
    un_Rect window = {0, 0, app->width, app->height};
    un_UiId id = un_ui_id(&app->ui, "hall/dark");
    un_ui_layer(&app->ui, UN_UI_OVERLAY);
    un_ui_box(&app->ui, id, window, UN_UI_BOX_BACK);
    un_draw_group(&app->list, "hall.black", window);
    un_draw_rect(&app->list, window, 0, (un_Color){0, 0, 0, 255});
    un_draw_group_end(&app->list);
    if (un_ui_clicked(&app->ui, id)) un_hall_black(app);
    un_ui_layer(&app->ui, UN_UI_BASE);
}

void un_hall_build(un_App *app) {
    un_Hall *hall = &app->hall;
    un_Rect window = {0, 0, app->width, app->height};
    un_draw_group(&app->list, "hall", window);
    un_draw_rect(&app->list, window, 0, un_theme_color(app->theme, UN_TOKEN_SURFACE));
    un_hall_draw(app, &app->list, &hall->layout);
    picture(app);
    if (hall->layout.foot.w > 0 && !hall->why) un_hall_answer_widgets(app, un_hall_foot(app, &hall->layout));
    bar(app);
    tools(app);
    un_draw_group_end(&app->list);
    if (hall->black) black(app);
    if (!hall->black) pointer(app);
}
