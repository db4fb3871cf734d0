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

/// The row of inputs and the task's question at its right (over row[0].result). Other views that stand on the stage's columns draw
/// theirs with these.
void un_stage_input(const un_Stage *stage);
/// Its symbols or values alone.
void un_stage_input_row(const un_Stage *stage);
/// The step axis with what is said under it, and the strip that tells which steps are seen.
void un_stage_steps(const un_Stage *stage);
/// The wave's front with what has arrived at it.
void un_stage_front(const un_Stage *stage);
/// Whether this part of the row ("gradient") is covered.
bool un_stage_covers(const un_Stage *stage, const un_StageRow *row, const char *part);
void un_stage_lane(const un_Stage *stage, const un_StageRow *row);
/// A lane's states, gates and gradients, or their covers, without the columns beside them.
void un_stage_strips(const un_Stage *stage, const un_StageRow *row);
void un_stage_gradient(const un_Stage *stage, const un_StageRow *row);
/// Marks of the matrix that every step shares; which of them is at a point, and its rectangle.
void un_stage_weights(const un_Stage *stage, const un_StageRow *row);
bool un_stage_weight_at(const un_Stage *stage, const un_StageRow *row, un_Point at, un_Rect *mark);
/// Of all of them; w = 0: none are drawn.
un_Rect un_stage_weights_rect(const un_Stage *stage, const un_StageRow *row);
/// What the input row says of a step where it is no symbol: "change +0.8 ppm", "grey 0.4". False: a symbol stands there.
bool un_stage_input_value(const un_Stage *stage, int t, char *out, size_t size);
/// (T) log10 of the highway's ratio without the probe's interventions; NULL: there are none.
const double *un_stage_before(const un_SnapshotLane *lane, int direction);
void un_stage_foot(const un_Stage *stage, const un_StageRow *row);
void un_stage_result(const un_Stage *stage, const un_StageRow *row);
/// Its parts: probabilities of all classes at the loss step, 12 points a class at least; the loss.
void un_stage_class_bars(const un_Stage *stage, un_Rect rect, const un_SnapshotLane *lane, float opacity);
/// Where the pill stands beside the row.
un_Rect un_stage_loss_rect(const un_Stage *stage, const un_StageRow *row);
void un_stage_loss_pill(const un_Stage *stage, un_Rect rect, const un_SnapshotLane *lane, float opacity);

/// The column's edges, cut at the field's.
void un_stage_edges(const un_StageColumns *grid, int column, float *left, float *right);
/// The same without the gap of its pitch, on whole points.
void un_stage_cell(const un_StageColumns *grid, int column, float scale, float *left, float *right);
/// How far the forward wave has lit a column, the backward wave reached it: 0..1.
float un_stage_lit(const un_Stage *stage, int column);
float un_stage_arrived(const un_Stage *stage, int column);
/// Rows that a heat map shows of H units, and the units that one row stands for.
int un_stage_heat_rows(int hidden, int *units);
/// The unit in place i of the drawn order.
int un_stage_unit(const un_ViewContext *context, const un_SnapshotTrack *track, int i);
/// The unit whose gates a row shows: the chosen one of its cell; -1: the mean over all.
int un_stage_unit_shown(const un_Stage *stage, const un_StageRow *row);
/// Whether the heat map shows c: asked for, and there is one.
bool un_stage_shows_cell(const un_ViewContext *context, const un_SnapshotTrack *track);

/// What a column of a gradient strip shows.
typedef enum un_StageMark { UN_MARK_VALUE, UN_MARK_ZERO, UN_MARK_CUT, UN_MARK_NONFINITE } un_StageMark;
/// The column's mark and, for UN_MARK_VALUE, the largest log10 ratio of its steps.
un_StageMark un_stage_mark(const un_Stage *stage, const un_StageRow *row, int column, double *log10_ratio);

/// A step's factor with its parts, as rich text, from the longest form on: "×0.68 this step = tanh' 0.82 · W 0.83", the same without
/// "this step", "×0.68"; for a column "tanh' 0.82 · W 0.83" alone.
typedef enum un_FactorForm { UN_FACTOR_LONG, UN_FACTOR_MIDDLE, UN_FACTOR_SHORT, UN_FACTOR_COLUMN } un_FactorForm;
/// False: nothing is told of this step.
bool un_stage_factor(const un_SnapshotTrack *track, int t, un_FactorForm form, char *out, size_t size);
/// Steps between two ticks on which a number of this width has room.
int un_stage_ticks(const un_StageColumns *grid, float widest);

/// What the pointer is on, of any layout that has the stage's rows.
void un_stage_hover_on(const un_Stage *stage, un_Point at, un_Hover *out);
void un_stage_hover(const un_ViewContext *context, un_Rect rect, un_Point at, un_Hover *out);
/// The arrangement for a hall: name and what arrives at the left, the loss at the right, no header (stage_hall.c).
void un_stage_hall_place(un_StageLayout *layout, const un_ViewContext *context, un_Rect rect);
void un_stage_hall(const un_Stage *stage);
/// The least height in which all lanes have room there, points at scale 1.
float un_stage_hall_least(const un_Snapshot *snapshot);
/// The stage as un_View.parts wants it.
int un_stage_named(const un_ViewContext *context, un_Rect rect, un_ViewPart part[UN_VIEW_PARTS]);
int un_stage_notes(const un_ViewContext *context, un_Rect rect, un_Note note[UN_NOTES_MAX]);

#endif
