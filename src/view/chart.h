/// What the charts of the further views share: lanes side by side, the head's right end, axes, labels that keep clear
/// of one another.
#ifndef UN_VIEW_CHART_H
#define UN_VIEW_CHART_H

#include "view/view.h"

/// Lanes side by side, each at least so wide; where they do not all fit, the one that is chosen stands alone.
typedef struct un_ChartCells {
    int count;
    int lane[UN_SNAPSHOT_LANES];
    un_Rect rect[UN_SNAPSHOT_LANES];
} un_ChartCells;

/// least and gap in points at scale 1. The chosen lane: of the selection, else of the tabs, else the first.
un_ChartCells un_chart_cells(const un_ViewContext *context, un_Rect rect, float least, float gap);

/// The free area right of a view's title and its buttons, one line (28 at scale 1) high; w = 0: none.
un_Rect un_chart_head_room(const un_ViewContext *context, un_Rect rect, const un_View *view);
/// A quiet line at the head's right end, where it fits whole.
void un_chart_caption(un_DrawList *list, const un_ViewContext *context, un_Rect rect, const un_View *view,
                      const char *text);
/// A lane's name with its bar, in a line of rect; a quiet text after it, and another ("" or mathematics: "$...$") at
/// the right where there is room.
void un_chart_lane(un_DrawList *list, const un_ViewContext *context, un_Rect rect, int lane, const char *quiet,
                   const char *right);
/// How to come to the other lanes, where one stands alone.
const char *un_chart_others(void);

/// The middle of step t on an axis of `steps` steps over the area's width.
float un_chart_step_x(un_Rect area, int steps, float t);
/// Ticks of steps back from the loss under the area (0 at loss_step), and their title below them, 34 points in all.
void un_chart_steps_back(un_DrawList *list, const un_ViewContext *context, un_Rect area, int steps, int loss_step);
/// Ticks of steps from 0 and their title, as high.
void un_chart_steps(un_DrawList *list, const un_ViewContext *context, un_Rect area, int steps);

/// The end of an axis of updates that has come to `done` of `planned`: in coarse steps, so that a chart extends instead
/// of crawling.
double un_chart_last(double done, double planned);
double un_chart_last_update(const un_Snapshot *snapshot);
/// 1, 2 or 5 times a power of ten: the step between labels, so that at most `most` of them fill 0..high.
double un_chart_every(double high, double most);

/// A chart of losses (or shares) against updates.
typedef struct un_ChartAxes {
    un_Rect area;
    double last, high; ///< right and upper end; both start at 0
} un_ChartAxes;

float un_chart_x(const un_ChartAxes *axes, double update);
float un_chart_y(const un_ChartAxes *axes, double value);
/// Hairlines and ticks of losses (or of shares), ticks of updates and the word "updates" 25 points under `bottom`,
/// `size` points high at scale 1.
void un_chart_axes(un_DrawList *list, const un_ViewContext *context, const un_ChartAxes *axes, bool percent, float size,
                   float bottom);
/// The ticks of updates alone.
void un_chart_updates(un_DrawList *list, const un_ViewContext *context, const un_ChartAxes *axes, float size,
                      float bottom);
/// The dashed line of chance, without a label.
void un_chart_chance(un_DrawList *list, const un_ViewContext *context, const un_ChartAxes *axes, double value);
/// count values as a line, neighbours that share a point and a half as their mean. A value that is no number ends it.
void un_chart_series(un_DrawList *list, const un_ViewContext *context, const un_ChartAxes *axes, const float *update,
                     const float *value, int count, float width, float dash_on, float dash_off, un_Color color);
/// The same as bars that join neighbours, two points wide or more, from least to most: a spike stays, and hundreds of
/// steep strokes do not cost a frame.
void un_chart_range(un_DrawList *list, const un_ViewContext *context, const un_ChartAxes *axes, const float *update,
                    const float *value, int count, un_Color color);
/// The area between low and high, in columns two points wide.
void un_chart_band(un_DrawList *list, const un_ViewContext *context, const un_ChartAxes *axes, const float *update,
                   const float *low, const float *high, int count, un_Color color);

/// Places that labels have taken.
typedef struct un_ChartLabels {
    int count;
    un_Rect taken[32];
} un_ChartLabels;

/// Writes text on a patch, baseline left (or right, by align) at `at`, if it is whole inside bounds and free of the
/// others; and takes the place. Returns whether it did. list NULL:
/// takes the place only.
bool un_chart_label(un_DrawList *list, const un_ViewContext *context, un_ChartLabels *labels, un_Rect bounds,
                    const un_TextStyle *style, un_Point at, un_Align align, const char *text);
/// The one sentence of an empty view on its own axes: centred in rect, on a patch, in as many lines as it takes.
void un_chart_sentence(un_DrawList *list, const un_ViewContext *context, un_Rect rect, const char *text);

#endif
