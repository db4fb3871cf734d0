/// A lesson's stop: its text beside one to three views, or under them in a narrow window (look/lesson-light.png). The window, decks and
/// the presenter lay out by this; views, hover and notes work on the result as on the laboratory's (view/lab.h).
#ifndef UN_VIEW_LESSON_LAB_H
#define UN_VIEW_LESSON_LAB_H

#include "view/lab.h"

enum { UN_LESSON_VIEWS = 3 };

typedef struct un_LessonLayoutDef {
    float width, height, scale;
    int view_count;             ///< 0..UN_LESSON_VIEWS; 0: the text has the window
    int view[UN_LESSON_VIEWS];  ///< un_ViewId, the largest first
    int lanes;                  ///< that the stage shows: more of them make it taller
    bool inspector;             ///< the inspector was opened on demand: it takes the place of what is under the first view
    bool no_text;               ///< the views have the whole window (presenter)
    int expanded;               ///< 1 + un_LabPlace of the view that has the views' room alone; 0: none
} un_LessonLayoutDef;

/// The stage stands in UN_PLACE_STAGE, the inspector in UN_PLACE_PANEL, the others in UN_PLACE_LOWER, SIDE and EXTRA, in order. What has no
/// room is left out, the last first; the text never is. `wide`: the text stands beside the views. No tabs, no timeline.
un_LabLayout un_lesson_layout(const un_LessonLayoutDef *def);

#endif
