// Which steps the stage and the profile show: keys, wheel, pinch, drags on the step axis and the strip of all steps, buttons.
#include "app/action.h"
#include "app/state.h"

#include "base/catalog.h"

#include <math.h>

static const double GLIDE = 0.3;        // look/LOOK.md, Motion: zoom, in-out cubic
static const double FRAME = 1.0 / 60;
static const double DOUBLE_CLICK = 0.4; // seconds between its two presses
static const float NOTCH = 1.25f;       // of the wheel
static const float KEY = 2;

static float whole(const un_App *app) {
    return (float)app->snapshot->T;
}

/// The steps that are aimed at: what is seen when nothing glides.
static un_Range aimed(const un_App *app) {
    un_Range range = app->zoom.range;
    return range.last > range.first ? range : (un_Range){0, whole(app)};
}

static un_Range seen(const un_App *app) {
    un_Range range = app->view.range;
    return range.last > range.first ? range : (un_Range){0, whole(app)};
}

bool un_zoom_is_whole(const un_App *app) {
    un_Range range = aimed(app);
    return range.first <= 0 && range.last >= whole(app);
}

/// Moved into the sequence, neither shorter than the least nor longer than all of it.
static un_Range within(const un_App *app, un_Range range) {
    float T = whole(app), least = fminf(UN_STAGE_LEAST, T), length = range.last - range.first;
    length = length < least ? least : length > T ? T : length;
    float middle = (range.first + range.last) / 2, first = middle - length / 2;
    first = first < 0 ? 0 : first + length > T ? T - length : first;
    return (un_Range){first, first + length};
}

/// On whole steps, as a range stands when nothing moves it.
static un_Range settled(const un_App *app, un_Range range) {
    range = within(app, range);
    float first = floorf(range.first + 0.5f), last = floorf(range.last + 0.5f);
    return within(app, (un_Range){first, last});
}

static void show(un_App *app, un_Range range) {
    app->zoom.range = range;
    app->zoom.gliding = false;
    app->dirty = true;
}

static void glide(un_App *app, un_Range range) {
    un_Zoom *zoom = &app->zoom;
    zoom->from = seen(app);
    zoom->range = settled(app, range);
    zoom->start = app->now - FRAME; // the very next frame shows a first move
    zoom->gliding = !app->calm;
    app->dirty = true;
}

void un_zoom_advance(un_App *app) {
    un_Zoom *zoom = &app->zoom;
    if (zoom->T != app->snapshot->T) { // another sequence
        *zoom = (un_Zoom){.T = app->snapshot->T, .clicked_at = -1, .pinched_at = -1};
    }
    un_Range to = aimed(app), now = to;
    double u = (app->now - zoom->start) / GLIDE;
    if (zoom->gliding && u < 1 && u >= 0) {
        float eased = (float)(u < 0.5 ? 4 * u * u * u : 1 - 4 * (1 - u) * (1 - u) * (1 - u));
        now.first = zoom->from.first + (to.first - zoom->from.first) * eased;
        now.last = zoom->from.last + (to.last - zoom->from.last) * eased;
        app->ui.again = app->dirty = true;
    } else {
        zoom->gliding = false;
    }
    bool all = now.first <= 0 && now.last >= whole(app);
    app->view.range = all ? (un_Range){0, 0} : now;
}

/// The columns under the point, which lies on the stage or on the profile under it. False: on neither.
static bool columns_at(const un_App *app, un_Point at, un_StageColumns *grid) {
    for (int place = 0; place < UN_PLACE_COUNT; place++) {
        int view = app->layout.view[place];
        un_Rect panel = app->layout.place[place];
        if (panel.w <= 0 || (view != UN_VIEW_STAGE && view != UN_VIEW_PROFILE) || !un_rect_contains(panel, at)) continue;
        if (!un_lab_fits(&app->layout, (un_LabPlace)place, view, app->scale)) continue;
        *grid = un_stage_columns_seen(&app->view, un_lab_view_rect(&app->layout, (un_LabPlace)place));
        return at.x >= grid->x && at.x < grid->x + grid->w;
    }
    return false;
}

/// What a key zooms around: the step under the pointer, else the chosen one, else the loss's.
static float meant(const un_App *app) {
    un_StageColumns grid;
    if (app->ui.has_pointer && columns_at(app, app->ui.pointer, &grid)) {
        return un_stage_step_at(&grid, app->ui.pointer.x);
    }
    if (app->view.select.lane >= 0) {
        return (float)app->view.select.step + 0.5f;
    }
    return (float)app->snapshot->loss_step + 0.5f;
}

/// The range `factor` times as long, in which `step` keeps its place.
static un_Range around(un_Range range, float step, float factor) {
    float length = range.last - range.first, share = (step - range.first) / length;
    share = share < 0 ? 0.5f : share > 1 ? 0.5f : share;
    float first = step - share * length * factor;
    return (un_Range){first, first + length * factor};
}

static void scale(un_App *app, float factor) {
    float step = meant(app), T = whole(app);
    un_Range range = aimed(app);
    if (un_zoom_is_whole(app) && factor > 1) {
        un_toast(app, "%s", _("All steps are shown"));
        return;
    }
    if ((range.last - range.first) * factor >= T) {
        glide(app, (un_Range){0, T});
        return;
    }
    // One too short would be made longer again around its middle: the step keeps its place in the least one.
    float least = fminf(UN_STAGE_LEAST, T);
    glide(app, around(range, step, fmaxf(factor, least / (range.last - range.first))));
}

void un_zoom_in(un_App *app) {
    scale(app, 1 / KEY);
}

void un_zoom_out(un_App *app) {
    scale(app, KEY);
}

void un_zoom_all(un_App *app) {
    if (un_zoom_is_whole(app)) un_toast(app, "%s", _("All steps are shown"));
    glide(app, (un_Range){0, whole(app)});
}

static void pan(un_App *app, float steps) {
    un_Range range = aimed(app);
    if (steps < 0 && range.first <= 0) {
        un_toast(app, "%s", _("There are no earlier steps"));
    } else if (steps > 0 && range.last >= whole(app)) {
        un_toast(app, "%s", _("There are no later steps"));
    } else {
        glide(app, (un_Range){range.first + steps, range.last + steps});
    }
}

void un_zoom_left(un_App *app) {
    un_Range range = aimed(app);
    pan(app, -0.8f * (range.last - range.first));
}

void un_zoom_right(un_App *app) {
    un_Range range = aimed(app);
    pan(app, 0.8f * (range.last - range.first));
}

/// The step that was taken hold of goes where the pointer goes.
static void drag_to(un_App *app, float x) {
    un_Zoom *zoom = &app->zoom;
    un_Range from = zoom->held_range;
    float by = (zoom->held_x - x) / zoom->held_pitch;
    show(app, within(app, (un_Range){from.first + by, from.last + by}));
}

static void hold(un_App *app, un_ZoomDrag drag, const un_StageColumns *grid, float x) {
    un_Zoom *zoom = &app->zoom;
    zoom->drag = drag;
    zoom->held_x = x;
    zoom->held_step = un_stage_step_at(grid, x);
    zoom->held_range = seen(app);
    zoom->held_pitch = grid->pitch / (float)grid->bin;
}

static void let_go(un_App *app) {
    if (app->zoom.drag != UN_ZOOM_STILL) glide(app, aimed(app));
    app->zoom.drag = UN_ZOOM_STILL;
}

static bool wheel(un_App *app, const SDL_MouseWheelEvent *event) {
    SDL_Keymod mods = SDL_GetModState();
    un_StageColumns grid;
    float up = event->preciseY != 0 ? event->preciseY : (float)event->y;
    float right = event->preciseX != 0 ? event->preciseX : (float)event->x;
    bool zooms = mods & (KMOD_CTRL | KMOD_GUI), pans = !zooms && (right != 0 || mods & KMOD_SHIFT);
    if ((!zooms && !pans) || !columns_at(app, app->ui.pointer, &grid)) return false;
    if (zooms) {
        scale(app, powf(NOTCH, -fmaxf(fminf(up, 8), -8)));
    } else if (!un_zoom_is_whole(app)) {
        un_Range range = aimed(app);
        pan(app, 0.1f * (range.last - range.first) * (right != 0 ? right : -up));
    }
    return true;
}

static bool middle_button(un_App *app, const SDL_Event *event) {
    un_StageColumns grid;
    un_Point at = {(float)event->button.x, (float)event->button.y};
    if (event->type == SDL_MOUSEMOTION) {
        if (app->zoom.drag == UN_ZOOM_MIDDLE) drag_to(app, (float)event->motion.x);
        return false; // the pointer is where it is for the widgets too
    }
    if (event->button.button != SDL_BUTTON_MIDDLE) return false;
    if (event->type == SDL_MOUSEBUTTONDOWN && columns_at(app, at, &grid)) hold(app, UN_ZOOM_MIDDLE, &grid, at.x);
    if (event->type == SDL_MOUSEBUTTONUP && app->zoom.drag == UN_ZOOM_MIDDLE) let_go(app);
    return true;
}

/// Two fingers: apart zooms in, together out, along the steps pans.
static void pinch(un_App *app, const SDL_MultiGestureEvent *event) {
    un_StageColumns grid;
    un_Point at = {event->x * app->width, event->y * app->height};
    if (!columns_at(app, at, &grid)) {
        app->zoom.pinched_at = -1;
        return;
    }
    un_Zoom *zoom = &app->zoom;
    bool follows = zoom->pinched_at >= 0 && app->now - zoom->pinched_at < 0.2;
    float by = follows ? (zoom->held_x - at.x) / (grid.pitch / (float)grid.bin) : 0;
    zoom->pinched_at = app->now;
    zoom->held_x = at.x;
    un_Range range = around(seen(app), un_stage_step_at(&grid, at.x), expf(-4 * event->dDist));
    range = within(app, (un_Range){range.first + by, range.last + by});
    bool all = range.last - range.first >= whole(app) - 0.01f;
    show(app, all ? (un_Range){0, 0} : range);
}

bool un_zoom_take(un_App *app, const SDL_Event *event) {
    if (app->overlay != UN_OVERLAY_NONE || app->ui.hot_layer != UN_UI_BASE || !app->snapshot) return false;
    switch (event->type) {
    case SDL_MOUSEWHEEL:
        return wheel(app, &event->wheel);
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP:
    case SDL_MOUSEMOTION:
        return middle_button(app, event);
    case SDL_MULTIGESTURE:
        if (event->mgesture.numFingers >= 2) pinch(app, &event->mgesture);
        return true;
    default:
        return false;
    }
}

/// The steps between where the drag began and the pointer, as a pale band over the lanes.
static void band(un_App *app, const un_StageLayout *stage) {
    const un_StageColumns *grid = &stage->grid;
    float s = app->scale, a = un_stage_x(grid, app->zoom.held_step), b = app->ui.pointer.x, right = grid->x + grid->w;
    b = b < grid->x ? grid->x : b > right ? right : b;
    un_Rect rect = {fminf(a, b), stage->input.y, fabsf(b - a), stage->steps.y + stage->steps.h - stage->input.y};
    un_Color ink = un_ui_color(&app->ui, UN_TOKEN_INK);
    un_draw_rect(&app->list, rect, 3 * s, un_color_fade(ink, 0.08f));
    un_draw_frame(&app->list, rect, 3 * s, 1.5f * s, ink);
}

static void axis_released(un_App *app, const un_StageColumns *grid) {
    un_Zoom *zoom = &app->zoom;
    bool far = fabsf(app->ui.pointer.x - zoom->held_x) > 5 * app->scale;
    float step = un_stage_step_at(grid, app->ui.pointer.x);
    if (zoom->drag == UN_ZOOM_PAN) {
        let_go(app);
    } else if (far) {
        float low = floorf(fminf(step, zoom->held_step)), high = ceilf(fmaxf(step, zoom->held_step));
        glide(app, (un_Range){low, high});
        zoom->clicked_at = -1;
    } else if (zoom->clicked_at >= 0 && app->now - zoom->clicked_at < DOUBLE_CLICK) {
        un_zoom_all(app);
        zoom->clicked_at = -1;
    } else {
        zoom->clicked_at = app->now;
    }
    zoom->drag = UN_ZOOM_STILL;
}

/// The step axis: a drag chooses a range, with Shift it pans, a double click shows all.
static void axis(un_App *app, const un_StageLayout *stage) {
    un_UiId id = un_ui_id(&app->ui, "zoom/axis");
    un_Zoom *zoom = &app->zoom;
    un_ui_box(&app->ui, id, stage->steps, 0);
    un_ui_tip(&app->ui, id, stage->steps, _("Drag over steps to see only those; with Shift along them; double click: all"));
    if (app->ui.press == id) hold(app, app->ui.mods & UN_UI_SHIFT ? UN_ZOOM_PAN : UN_ZOOM_CHOOSE, &stage->grid, app->ui.pointer.x);
    bool mine = app->ui.active == id && (zoom->drag == UN_ZOOM_PAN || zoom->drag == UN_ZOOM_CHOOSE);
    if (!mine) return;
    if (app->ui.released) {
        axis_released(app, &stage->grid);
    } else if (zoom->drag == UN_ZOOM_PAN) {
        drag_to(app, app->ui.pointer.x);
    } else {
        band(app, stage);
    }
}

/// The strip of all steps: a press goes there, a drag takes the seen part along.
static void overview(un_App *app, const un_StageLayout *stage) {
    un_Rect track = stage->overview;
    if (track.h <= 0 || !stage->grid.zoomed) return;
    un_UiId id = un_ui_id(&app->ui, "zoom/overview");
    un_Zoom *zoom = &app->zoom;
    float per_step = track.w / whole(app), step = (app->ui.pointer.x - track.x) / per_step;
    un_ui_box(&app->ui, id, track, 0);
    un_ui_tip(&app->ui, id, track, _("All steps: press or drag to see others"));
    if (app->ui.press == id) {
        un_Range range = seen(app);
        float half = (range.last - range.first) / 2;
        if (step < range.first || step > range.last) range = within(app, (un_Range){step - half, step + half});
        zoom->drag = UN_ZOOM_OVERVIEW;
        zoom->held_x = app->ui.pointer.x;
        zoom->held_range = range;
        zoom->held_pitch = -per_step; // what is seen goes with the pointer, not the steps under it
        show(app, range);
    }
    if (app->ui.active != id || zoom->drag != UN_ZOOM_OVERVIEW) return;
    if (app->ui.released) {
        let_go(app);
    } else {
        drag_to(app, app->ui.pointer.x);
    }
}

static void buttons(un_App *app, un_Rect at) {
    static const struct {
        const char *id, *label;
        un_ActionId action;
    } button[3] = {{"zoom/out", "\xe2\x88\x92", UN_ACTION_ZOOM_OUT}, {"zoom/in", "+", UN_ACTION_ZOOM_IN}, {"zoom/all", NULL, UN_ACTION_ZOOM_ALL}};
    un_Range range = aimed(app);
    bool least = range.last - range.first <= UN_STAGE_LEAST, all = un_zoom_is_whole(app);
    for (int i = 0; i < 3; i++) {
        char tip[UN_UI_TIP];
        un_ButtonDef def = {.label = button[i].label, .has_icon = i == 2, .icon = UN_ICON_SHRINK, .quiet = true, .size = 17};
        def.tip = un_action_tip(button[i].action, tip, sizeof tip);
        if (i != 1 && all) def.disabled = _("All steps are shown");
        if (i == 1 && least) def.disabled = _("No fewer steps can be shown");
        un_Rect rect = {at.x + (float)i * at.h, at.y, at.h, at.h};
        if (un_ui_button(&app->ui, un_ui_id(&app->ui, button[i].id), rect, &def)) un_action_run(app, button[i].action);
    }
}

void un_zoom_widgets(un_App *app, const un_StageLayout *stage) {
    if (!stage->fits || app->snapshot->T <= UN_STAGE_LEAST) return;
    un_Rect panel = app->layout.place[UN_PLACE_STAGE];
    un_draw_group(&app->list, "ui.zoom", panel);
    axis(app, stage);
    overview(app, stage);
    if (stage->zoom.w > 0) buttons(app, stage->zoom);
    un_draw_group_end(&app->list);
}
