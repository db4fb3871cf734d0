/// The lecture hall: a page is a title, one picture, one sentence and a bar of large buttons (look/presenter-light.png). All measures are
/// points of a slide, 540 of them high, so that every projector shows the same page; nothing that is read is under 20 of them.
#ifndef UN_VIEW_HALL_H
#define UN_VIEW_HALL_H

#include "view/view.h"

/// Sizes of type, slide points.
enum { UN_HALL_TITLE = 27, UN_HALL_LANE = 23, UN_HALL_TYPE = 20, UN_HALL_LEADING = 27 };

typedef struct un_HallLayoutDef {
    float width, height; ///< of the window
    int title_lines;     ///< 1..3
    float foot;          ///< slide points that answers or a text take under the picture; 0: none
    float least_width, least_height; ///< of the picture, points of a view at scale 1
    bool picture;        ///< there is one
    int buttons;         ///< at the bar's right: 1..UN_HALL_BUTTONS
} un_HallLayoutDef;

enum { UN_HALL_BUTTONS = 4 };

/// Points of the window.
typedef struct un_HallLayout {
    float point; ///< a slide point
    float scale; ///< the picture's un_ViewContext.scale: its 12-point type becomes 20; less where it would not fit, over a foot 16 at the least
    un_Rect title, picture, foot, bar; ///< w = 0: not there. A picture whose type would be under 16 points over the foot is left out
    un_Rect sentence, page;            ///< in the bar
    un_Rect button[UN_HALL_BUTTONS];   ///< from left to right
} un_HallLayout;

un_HallLayout un_hall_layout(const un_HallLayoutDef *def);
/// The width that title and sentence have, slide points: how many lines they take depends on it.
float un_hall_title_width(float width, float height);
/// Points of the window that a slide point is.
float un_hall_unit(float width, float height);

#endif
