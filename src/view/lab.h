/// The laboratory's panels: where they stand at each size (look/LOOK.md, Layout) and the picture of all of them together. The
/// window lays its widgets over this; an exported picture of the lab is this alone.
#ifndef UN_VIEW_LAB_H
#define UN_VIEW_LAB_H

#include "view/view.h"

typedef enum un_LabTab { UN_TAB_PROFILE, UN_TAB_TRAINING, UN_TAB_TEXT, UN_TAB_COUNT } un_LabTab;

typedef struct un_LabDef {
    float width, height, scale;
    bool text;      ///< a text panel (lesson, settings) is wanted
    un_LabTab tab;  ///< which panel shows where there is room for one only
} un_LabDef;

/// Rectangles in points; w = 0: not shown at this size (or on another tab).
typedef struct un_LabLayout {
    bool wide;     ///< right column beside the stage; else tabs below it
    un_Rect top;   ///< top bar
    un_Rect stage, profile, training, text;
    un_Rect tabs;  ///< tab buttons (left of the lower panel), narrow only
    un_Rect timeline;
    float padding; ///< inside a panel
} un_LabLayout;

un_LabLayout un_lab_layout(const un_LabDef *def);

/// Panels, views and the timeline; not the top bar, the text panel's content, nor any widget.
void un_lab_draw(un_DrawList *list, const un_ViewContext *context, const un_LabLayout *layout);
/// The top bar of a picture without widgets: the name, the update, and the settings in one sentence.
void un_lab_draw_caption(un_DrawList *list, const un_ViewContext *context, un_Rect rect);
/// Hover over whichever view is at the point.
void un_lab_hover(const un_ViewContext *context, const un_LabLayout *layout, un_Point at, un_Hover *out);

/// The timeline strip: accuracy per lane over updates, "solved" flags, clips.
void un_timeline_draw(un_DrawList *list, const un_ViewContext *context, un_Rect rect);

#endif
