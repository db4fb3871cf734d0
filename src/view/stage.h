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
    un_Rect caption;             ///< under it, where columns are wide: each step's factor; h = 0: no room
    un_Rect foot;                ///< under that: from how many steps the update comes; h = 0: no room
    un_Rect result;              ///< output bars and loss pill
} un_StageRow;

/// Where the steps stand: a function of the panel's x and width and of the range alone, so that the profile under the stage has the
/// same columns. Columns are counted from the first one that is seen; at the edges of a range that glides they are cut.
typedef struct un_StageColumns {
    float x, w;       ///< the field of all columns that are seen
    float origin;     ///< left edge of the first column: x, or left of it where the range starts inside that column
    float pitch;      ///< width of a column (one bin when binned)
    int columns, bin; ///< columns seen, whole or in part; steps a column stands for (1 unless the range is long)
    int base;         ///< columns left of the first one
    int T;
    un_Range range;   ///< of steps, as asked for or all: 0 <= first < last <= T
    bool zoomed;      ///< not all of them
    float label_width, result_width, edge; ///< edge: margin outside both
    bool compact, tiny; ///< the arrangements of 1280 and of 640
} un_StageColumns;

enum { UN_STAGE_HALL_WIDTH = 215 }; ///< least width of the arrangement for a hall, points at scale 1
enum { UN_STAGE_LEAST = 3 }; ///< fewest steps that a range may hold

/// All steps, for views that do not zoom; and those of the context's range, for the stage and the profile.
un_StageColumns un_stage_columns(const un_ViewContext *context, un_Rect rect);
un_StageColumns un_stage_columns_seen(const un_ViewContext *context, un_Rect rect);
/// x of a step's left edge; step may be a fraction (the front) and may be T. Outside the range it lies outside the field.
float un_stage_x(const un_StageColumns *grid, float step);
/// The inverse: the step at x, a fraction, held inside the range.
float un_stage_step_at(const un_StageColumns *grid, float x);
/// The column that x lies in; -1: none.
int un_stage_column_at(const un_StageColumns *grid, float x);
/// The step's column's middle, and whether that is seen.
float un_stage_middle(const un_StageColumns *grid, int step);
bool un_stage_sees(const un_StageColumns *grid, int step);
/// First and one past the last step of a column.
int un_stage_first(const un_StageColumns *grid, int column);
int un_stage_end(const un_StageColumns *grid, int column, int T);

/// What the header has room for, best first.
typedef enum un_StageLegend { UN_LEGEND_BOTH, UN_LEGEND_GRADIENT, UN_LEGEND_RAMP, UN_LEGEND_NONE } un_StageLegend;

typedef struct un_StageLayout {
    un_Rect title, phase, controls, legend; ///< header; the app puts its wave buttons into `controls`
    un_Rect input;      ///< input row
    un_StageColumns grid; ///< where the steps stand
    un_Rect steps;      ///< the step axis
    un_Rect overview;   ///< strip over the input row: all steps, and of them those that are seen; h = 0: there are too few
    un_Rect zoom;       ///< three buttons of 28 points (out, in, all) right of the step axis; w = 0: no room
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
