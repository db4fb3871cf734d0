/// The stage: lanes stacked, time left to right; the signature picture. Its layout is a pure function that the app (for its
/// buttons) and the profile (for the same columns) use too.
#ifndef UN_VIEW_STAGE_H
#define UN_VIEW_STAGE_H

#include "view/view.h"

enum { UN_STAGE_ROWS = 2 * UN_SNAPSHOT_LANES };

/// One drawn lane: a lane of the snapshot, or one of its two directions.
typedef struct un_StageRow {
    int lane, direction;
    un_Rect label, bar;          ///< label column; the 4-pt lane bar
    un_Rect heat;                ///< heat map of h (or c)
    un_Rect gate[UN_SNAPSHOT_GATES]; ///< strips; h = 0 where there is no room
    int gate_shown[UN_SNAPSHOT_GATES], gate_count; ///< indices into the track's gates
    un_Rect gradient;            ///< gradient strip
    un_Rect result;              ///< output bars and loss pill
} un_StageRow;

/// Where the steps stand: a function of the panel's x and width alone, so that the profile under the stage has the same columns.
typedef struct un_StageColumns {
    float x, pitch;   ///< left edge of step 0, width of a column (one bin when binned)
    int columns, bin; ///< columns drawn; steps a column stands for (1 unless T is large)
    float label_width, result_width, edge; ///< edge: margin outside both
    bool compact, tiny; ///< the arrangements of 1280 and of 640
} un_StageColumns;

un_StageColumns un_stage_columns(const un_ViewContext *context, un_Rect rect);
/// x of a step's left edge; step may be a fraction (the front) and may be T.
float un_stage_x(const un_StageColumns *grid, float step);
/// The step's column's middle.
float un_stage_middle(const un_StageColumns *grid, int step);

/// What the header has room for, best first.
typedef enum un_StageLegend { UN_LEGEND_BOTH, UN_LEGEND_GRADIENT, UN_LEGEND_RAMP, UN_LEGEND_NONE } un_StageLegend;

typedef struct un_StageLayout {
    un_Rect title, phase, controls, legend; ///< header; the app puts its wave buttons into `controls`
    un_Rect input;      ///< input row
    un_StageColumns grid; ///< where the steps stand
    un_Rect steps;      ///< the step axis
    float note;         ///< height of the line under it that says what was binned; 0: nothing was
    un_StageLegend legends;
    int row_count;
    un_StageRow row[UN_STAGE_ROWS];
    un_Rect tabs;       ///< a row for the app's buttons, one a lane, where one lane stands alone; h = 0: all are shown
    bool fits;          ///< false: no room for the lanes; the view says its numbers in words
} un_StageLayout;

un_StageLayout un_stage_layout(const un_ViewContext *context, un_Rect rect);
/// Where the window's knobs stand in a lane's label column: a menu that holds a gate, and the clip beside the gradient's formula.
/// w = 0: no room.
void un_stage_knobs(const un_ViewContext *context, const un_StageLayout *layout, const un_StageRow *row, un_Rect *hold,
                    un_Rect *clip);

#endif
