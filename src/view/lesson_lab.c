#include "view/lesson_lab.h"

#include "view/ink.h"

#include <math.h>
#include <string.h>

/// Where each of the views stands: the places are told apart by what the window does with a press there.
static void choose_places(const un_LessonLayoutDef *def, un_LabPlace place[UN_LESSON_VIEWS]) {
    int next = UN_PLACE_LOWER;
    for (int i = 0; i < def->view_count; i++) {
        place[i] = def->view[i] == UN_VIEW_STAGE       ? UN_PLACE_STAGE
                   : def->view[i] == UN_VIEW_INSPECTOR ? UN_PLACE_PANEL
                                                       : (un_LabPlace)next++;
    }
}

static float least_height(int view, float s) {
    return un_view_table[view]->least_height * s;
}

static float least_width(int view, float s) {
    return un_view_table[view]->least_width * s;
}

/// The first view's share of the height over what stands below it: a stage grows with its lanes.
static float share_of_first(const un_LessonLayoutDef *def, int below) {
    float share = below == 1 ? 0.5f : 0.46f;
    if (def->view[0] == UN_VIEW_STAGE && def->lanes > 1) share += def->lanes == 2 ? 0.07f : 0.12f;
    return share;
}

/// From top to bottom; the first `count` views get the area.
static void stack(un_LabLayout *layout, const un_LessonLayoutDef *def, const un_LabPlace *place, int count, un_Rect area, float gap) {
    float s = def->scale, room = area.h - gap * (float)(count - 1), y = area.y;
    float first = count > 1 ? un_ink_snap(room * (count == 2 ? share_of_first(def, 1) : share_of_first(def, 2) * 0.85f)) : room;
    float least = 0;
    for (int i = 1; i < count; i++)
        least += least_height(def->view[i], s);
    first = fmaxf(fminf(first, room - least), fminf(least_height(def->view[0], s), room));
    for (int i = 0; i < count; i++) {
        float h = i == 0 ? first : i == count - 1 ? area.y + area.h - y : un_ink_snap((room - first) / (float)(count - 1));
        layout->place[place[i]] = (un_Rect){area.x, y, area.w, h};
        y += h + gap;
    }
}

static bool stack_fits(const un_LessonLayoutDef *def, int count, un_Rect area, float gap) {
    float needed = gap * (float)(count - 1);
    for (int i = 0; i < count; i++)
        needed += least_height(def->view[i], def->scale);
    return needed <= area.h;
}

/// One over two.
static bool place_three(un_LabLayout *layout, const un_LessonLayoutDef *def, const un_LabPlace *place, un_Rect area, float gap) {
    float s = def->scale, half = un_ink_snap((area.w - gap) / 2), room = area.h - gap;
    float below = fmaxf(least_height(def->view[1], s), least_height(def->view[2], s));
    float first = un_ink_snap(fminf(room * share_of_first(def, 2), room - below));
    if (half < fmaxf(least_width(def->view[1], s), least_width(def->view[2], s)) || first < least_height(def->view[0], s)) return false;
    float y = area.y + first + gap, h = area.y + area.h - y;
    layout->place[place[0]] = (un_Rect){area.x, area.y, area.w, first};
    layout->place[place[1]] = (un_Rect){area.x, y, half, h};
    layout->place[place[2]] = (un_Rect){area.x + half + gap, y, area.w - half - gap, h};
    return true;
}

static void place_views(un_LabLayout *layout, const un_LessonLayoutDef *def, un_Rect area, float gap) {
    un_LabPlace place[UN_LESSON_VIEWS];
    choose_places(def, place);
    for (int i = 0; i < def->view_count; i++)
        layout->view[place[i]] = def->view[i];
    if (def->expanded) {
        layout->place[def->expanded - 1] = area;
        return;
    }
    int count = def->view_count;
    if (count == 3 && place_three(layout, def, place, area, gap)) return;
    while (count > 1 && !stack_fits(def, count, area, gap))
        count--;
    if (count > 0) stack(layout, def, place, count, area, gap);
}

/// The inspector that was opened on demand: beside the first view, or where there is no room, in place of the others.
static un_LessonLayoutDef with_inspector(const un_LessonLayoutDef *def) {
    un_LessonLayoutDef with = *def;
    for (int i = 0; i < def->view_count; i++) {
        if (def->view[i] == UN_VIEW_INSPECTOR) return with;
    }
    with.view_count = def->view_count > 0 ? 2 : 1;
    with.view[with.view_count - 1] = UN_VIEW_INSPECTOR;
    return with;
}

/// Beside the views: a third of the window, wide enough for its 31-point question. Under them: a share of the height that leaves the
/// picture its least.
static un_Rect take_text(un_LabLayout *layout, const un_LessonLayoutDef *def, un_Rect *area, float gap) {
    float s = def->scale;
    un_Rect text = *area;
    if (def->view_count == 0) {
        layout->wide = area->w >= 900 * s;
        text.w = fminf(area->w, 860 * s);
        text.x += un_ink_snap((area->w - text.w) / 2);
        area->w = 0;
    } else if (layout->wide) {
        text.w = un_ink_snap(un_ink_clamp(def->width * 0.3065f, 340 * s, 640 * s));
        area->x += text.w + gap;
        area->w -= text.w + gap;
    } else {
        float most = area->h - gap - fminf(least_height(def->view[0], s) + 4 * s, area->h * 0.5f);
        text.h = un_ink_snap(un_ink_clamp(area->h * (area->h < 240 * s ? 0.56f : 0.46f), 90 * s, most));
        area->h -= text.h + gap;
        text.y = area->y + area->h + gap;
    }
    return text;
}

un_LabLayout un_lesson_layout(const un_LessonLayoutDef *asked) {
    un_LessonLayoutDef def = asked->inspector ? with_inspector(asked) : *asked;
    float s = def.scale;
    bool tiny = def.width <= 760 * s || def.height < 480 * s, large = def.width >= 1360 * s && def.height >= 680 * s;
    un_LabLayout layout = {.wide = def.width >= 940 * s && def.height >= 420 * s, .alone = true, .expanded = def.expanded};
    for (int place = 0; place < UN_PLACE_COUNT; place++)
        layout.view[place] = un_default_lab_def(0, 0, 1).view[place];
    float edge = un_ink_snap((tiny ? 8.0f : large ? 16.0f : 12.0f) * s), gap = edge, top = un_ink_snap((tiny ? 44.0f : large ? 64.0f : 52.0f) * s);
    if (def.height < 300 * s) top = un_ink_snap(40 * s);
    layout.padding = (tiny ? 14.0f : large ? 28.0f : 18.0f) * s;
    layout.top = (un_Rect){0, 0, def.width, top};
    un_Rect area = {edge, top + gap, def.width - 2 * edge, def.height - top - 2 * gap};
    if (!def.no_text) layout.text = take_text(&layout, &def, &area, gap);
    if (area.w > 0) place_views(&layout, &def, area, gap);
    return layout;
}
