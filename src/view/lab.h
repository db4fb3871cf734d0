/// The laboratory's panels: where they stand at each size (look/LOOK.md, Layout) and the picture of all of them together. The
/// window lays its widgets over this; an exported picture of the lab is this alone.
#ifndef UN_VIEW_LAB_H
#define UN_VIEW_LAB_H

#include "view/view.h"

/// Where a view may stand. A window shows those that it has room for.
typedef enum un_LabPlace {
    UN_PLACE_STAGE,
    UN_PLACE_LOWER, ///< under the stage; in a narrow window the only one beside it, with tabs
    UN_PLACE_SIDE,  ///< right column
    UN_PLACE_EXTRA, ///< beside it, in a very wide window only
    UN_PLACE_PANEL, ///< right column, top: opened on demand
    UN_PLACE_COUNT
} un_LabPlace;

typedef struct un_LabDef {
    float width, height, scale;
    int view[UN_PLACE_COUNT]; ///< un_ViewId: which view stands in each place
    bool panel;               ///< UN_PLACE_PANEL is wanted; a very wide window shows it anyway
    bool text;                ///< a text panel (lesson, settings) is wanted; it takes UN_PLACE_PANEL's place, or stands beside it
    bool text_tab;            ///< narrow: the text is in front of UN_PLACE_LOWER
    int expanded;             ///< 1 + the place that takes the whole area between top bar and timeline; 0: none
} un_LabDef;

/// Rectangles in points; w = 0: not shown at this size (or behind a tab, or behind an expanded view).
typedef struct un_LabLayout {
    bool wide;   ///< right column beside the stage; else tabs below it
    bool alone;  ///< the stage has no room for another panel beside or under it
    int expanded; ///< as asked for
    un_Rect top; ///< top bar
    int view[UN_PLACE_COUNT];
    un_Rect place[UN_PLACE_COUNT];
    un_Rect text;
    un_Rect tabs; ///< tab buttons (left of the lower panel), narrow only
    un_Rect timeline;
    float padding; ///< inside a panel
} un_LabLayout;

/// Stage, profile, training, waterfall, inspector in their places; no text, nothing expanded.
un_LabDef un_default_lab_def(float width, float height, float scale);
un_LabLayout un_lab_layout(const un_LabDef *def);

/// What un_View's functions are given for the view in a place: where it stands inside the panel and beside the tabs. w = 0: not shown.
un_Rect un_lab_view_rect(const un_LabLayout *layout, un_LabPlace place);
un_ViewContext un_lab_context(const un_ViewContext *context, const un_LabLayout *layout, un_LabPlace place);
/// Whether the view has its least size there; else it is drawn in words.
bool un_lab_fits(const un_LabLayout *layout, un_LabPlace place, int view, float scale);
/// The place at the point, or -1.
int un_lab_place_at(const un_LabLayout *layout, un_Point at);
/// Where `count` buttons of 28 points stand at the view's title; w = 0: there is no room.
un_Rect un_lab_buttons(const un_ViewContext *context, const un_LabLayout *layout, un_LabPlace place, int count);

/// Panels, views and the timeline; not the top bar, the text panel's content, nor any widget.
void un_lab_draw(un_DrawList *list, const un_ViewContext *context, const un_LabLayout *layout);
/// The top bar of a picture without widgets: the name, the update, and the settings in one sentence.
void un_lab_draw_caption(un_DrawList *list, const un_ViewContext *context, un_Rect rect);
/// Hover over whichever view is at the point.
void un_lab_hover(const un_ViewContext *context, const un_LabLayout *layout, un_Point at, un_Hover *out);

#endif
