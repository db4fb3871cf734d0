/// Charts of the further views that stand on the stage's columns: which steps they show, their axis, the step under a
/// point.
#ifndef UN_VIEW_STEPS_H
#define UN_VIEW_STEPS_H

#include "view/stage.h"

/// Steps first..end-1 of the sequence between left and right, in points, each where the stage has it.
typedef struct un_Steps {
    un_StageColumns grid;
    int first, end;
    float left, right;
} un_Steps;

/// rect: the whole panel, as the stage would get it.
un_Steps un_steps_make(const un_ViewContext *context, un_Rect rect);
/// The first step of the column that step t stands in, one past its last, and the column's edges.
typedef struct un_StepColumn {
    int first, end;
    float left, right;
} un_StepColumn;
un_StepColumn un_steps_column(const un_Steps *steps, int t);
/// The first step of the column at x, or -1.
int un_steps_at(const un_Steps *steps, float x);
/// Numbers of steps, or of steps back from the loss, under y, and the axis's title in the column of results, 20 points
/// high in all.
void un_steps_axis(un_DrawList *list, const un_ViewContext *context, const un_Steps *steps, float y, bool back);

/// "LSTM", or "LSTM →" and "LSTM ←" where the lane reads both ways.
const char *un_steps_name(const un_SnapshotLane *lane, int direction, char *out, size_t size);
/// The same drawn from `at` on; where it is wider than `width` the name is cut, never its arrow.
void un_steps_draw_name(un_DrawList *list, const un_ViewContext *context, const un_TextStyle *style, un_Point at,
                        float width, const un_SnapshotLane *lane, int direction);

#endif
