#include "view/hall.h"

#include "view/ink.h"

#include <math.h>

enum { SLIDE = 540, NARROW = 640, EDGE = 28, TOP = 18, TITLE_LEADING = 35, GAP = 12, BAR = 64, BUTTON = 46, BUTTON_HIGH = 38, BETWEEN = 7, PAGE = 76 };

static const float VIEW_TYPE = 12;  ///< the smallest type of a view at scale 1
static const float LEAST_TYPE = 16; ///< that a picture may have, slide points, to stand over answers: a small picture says more than none

float un_hall_unit(float width, float height) {
    return fmaxf(fminf(height / SLIDE, width / NARROW), 0.25f);
}

float un_hall_title_width(float width, float height) {
    return width / un_hall_unit(width, height) - 2 * EDGE;
}

/// Buttons from the right edge inwards, the page's number before them, the sentence in what is left.
static void place_bar(un_HallLayout *layout, const un_HallLayoutDef *def) {
    float p = layout->point, x = def->width - EDGE * p;
    un_Rect bar = {0, un_ink_snap(def->height - BAR * p), def->width, 0};
    bar.h = def->height - bar.y;
    layout->bar = bar;
    for (int i = def->buttons - 1; i >= 0; i--) {
        x -= BUTTON * p;
        layout->button[i] = un_ink_snap_rect((un_Rect){x, bar.y + (bar.h - BUTTON_HIGH * p) / 2, BUTTON * p, BUTTON_HIGH * p});
        x -= BETWEEN * p;
    }
    layout->page = (un_Rect){x - PAGE * p, bar.y, (PAGE - BETWEEN) * p, bar.h};
    layout->sentence = (un_Rect){EDGE * p, bar.y, layout->page.x - (EDGE + GAP) * p, bar.h};
}

/// The scale at which 12 points of a view are 20 of the slide, or the largest at which the picture still fits.
static float picture_scale(const un_HallLayout *layout, const un_HallLayoutDef *def) {
    float wanted = UN_HALL_TYPE / VIEW_TYPE * layout->point;
    float fits = fminf(layout->picture.w / fmaxf(def->least_width, 1), layout->picture.h / fmaxf(def->least_height, 1));
    return fminf(wanted, fits);
}

un_HallLayout un_hall_layout(const un_HallLayoutDef *def) {
    float p = un_hall_unit(def->width, def->height);
    un_HallLayout layout = {.point = p};
    place_bar(&layout, def);
    float edge = un_ink_snap(EDGE * p), w = def->width - 2 * edge;
    layout.title = (un_Rect){edge, un_ink_snap(TOP * p), w, un_ink_snap((float)(TITLE_LEADING * def->title_lines) * p)};
    float y = layout.title.y + layout.title.h + un_ink_snap(GAP * p), bottom = layout.bar.y - un_ink_snap(GAP * p);
    float foot = un_ink_snap(fminf(def->foot * p, bottom - y));
    layout.picture = (un_Rect){edge, y, w, bottom - y - (foot > 0 ? foot + un_ink_snap(GAP * p) : 0)};
    layout.scale = picture_scale(&layout, def);
    bool small = layout.scale < LEAST_TYPE / VIEW_TYPE * p;
    if (!def->picture || layout.picture.h <= 0 || (foot > 0 && small)) {
        layout.picture = (un_Rect){edge, y, 0, 0};
        if (foot > 0) layout.foot = (un_Rect){edge, y, w, bottom - y};
    } else if (foot > 0) {
        layout.foot = (un_Rect){edge, bottom - foot, w, foot};
    }
    return layout;
}
