/// The timeline strip: accuracy per lane over updates, "solved" flags, changes and clips as ticks, the thumb; a run
/// that was branched has a second strip. Its layout is pure: the window lays its slider and its button over the same
/// places.
#ifndef UN_VIEW_TIMELINE_H
#define UN_VIEW_TIMELINE_H

#include "view/view.h"

typedef struct un_TimelineLayout {
    un_Rect track;     ///< of this run; its width stands for updates 0..last
    un_Rect other;     ///< the strip of the run that it was branched from, over it; h = 0: there is none
    float lane_height; ///< of a lane's row, the same in both
    double last;       ///< updates at the right end
    bool low;          ///< one line of words beside it, no axis
    un_Rect branch;    ///< for the button "Branch here"; w = 0: no room
} un_TimelineLayout;

un_TimelineLayout un_timeline_layout(const un_ViewContext *context, un_Rect rect);
float un_timeline_x(const un_TimelineLayout *layout, double update);
/// The update at x, between 0 and the run's reach.
int64_t un_timeline_update(const un_ViewContext *context, const un_TimelineLayout *layout, float x);

void un_timeline_draw(un_DrawList *list, const un_ViewContext *context, un_Rect rect);
/// "update 120 · RNN 25 % · LSTM 88 % · changed: lr 0.01", for whoever points at x or cannot see it.
void un_timeline_words(const un_ViewContext *context, const un_TimelineLayout *layout, float x, char *out, size_t size);

#endif
