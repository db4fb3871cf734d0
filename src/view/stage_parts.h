/// The stage's parts, for its own files: header, lanes, gradient strips.
#ifndef UN_VIEW_STAGE_PARTS_H
#define UN_VIEW_STAGE_PARTS_H

#include "view/ink.h"
#include "view/stage.h"

/// What every part needs while one stage is drawn.
typedef struct un_Stage {
    un_DrawList *list;
    const un_ViewContext *context;
    const un_Snapshot *snapshot;
    const un_StageLayout *layout;
    un_Rect rect;
    float s; ///< the context's scale
} un_Stage;

/// The phase chips (Forward, Loss, Backward) with the phase of `wave`; list NULL: measures the widest they become while
/// the wave runs. only_active: no others, where there is little room. Returns the width.
float un_stage_phase(un_DrawList *list, const un_ViewContext *context, un_Rect rect, const un_Wave *wave,
                     bool only_active);
void un_stage_header(const un_Stage *stage);
/// Widths of the legends' arrangements in points.
float un_stage_legend_width(const un_ViewContext *context, un_StageLegend legends);

/// The row of inputs and the task's question at its right (over row[0].result); the step axis. Other views that stand
/// on the stage's columns draw theirs with these.
void un_stage_input(const un_Stage *stage);
void un_stage_steps(const un_Stage *stage);
void un_stage_lane(const un_Stage *stage, const un_StageRow *row);
void un_stage_gradient(const un_Stage *stage, const un_StageRow *row);
void un_stage_result(const un_Stage *stage, const un_StageRow *row);
/// Its parts: probabilities of all classes at the loss step, 13 points a class at least; the loss.
void un_stage_class_bars(const un_Stage *stage, un_Rect rect, const un_SnapshotLane *lane, float opacity);
void un_stage_loss_pill(const un_Stage *stage, un_Rect rect, const un_SnapshotLane *lane, float opacity);

/// First and one past the last step of a column.
int un_stage_first(const un_StageColumns *grid, int column);
int un_stage_end(const un_StageColumns *grid, int column, int T);
/// The column's cell: whole points, the gap of its pitch left out.
void un_stage_cell(const un_StageColumns *grid, int column, float scale, float *left, float *right);
/// How far the forward wave has lit a column, the backward wave reached it: 0..1.
float un_stage_lit(const un_Stage *stage, int column);
float un_stage_arrived(const un_Stage *stage, int column);
/// Rows that a heat map shows of H units, and the units that one row stands for.
int un_stage_heat_rows(int hidden, int *units);
/// The unit in place i of the drawn order.
int un_stage_unit(const un_ViewContext *context, const un_SnapshotTrack *track, int i);
/// Whether the heat map shows c: asked for, and there is one.
bool un_stage_shows_cell(const un_ViewContext *context, const un_SnapshotTrack *track);

/// What a column of a gradient strip shows.
typedef enum un_StageMark { UN_MARK_VALUE, UN_MARK_ZERO, UN_MARK_CUT, UN_MARK_NONFINITE } un_StageMark;
/// The column's mark and, for UN_MARK_VALUE, the largest log10 ratio of its steps.
un_StageMark un_stage_mark(const un_Stage *stage, const un_StageRow *row, int column, double *log10_ratio);

/// What the pointer is on, of any layout that has the stage's rows.
void un_stage_hover_on(const un_Stage *stage, un_Point at, un_Hover *out);
void un_stage_hover(const un_ViewContext *context, un_Rect rect, un_Point at, un_Hover *out);
int un_stage_notes(const un_ViewContext *context, un_Rect rect, un_Note note[UN_NOTES_MAX]);

#endif
