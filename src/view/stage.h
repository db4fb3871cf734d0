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

typedef struct un_StageLayout {
    un_Rect title, phase, controls, legend; ///< header; the app puts its wave buttons into `controls`
    un_Rect input;      ///< input row
    float x, pitch;     ///< left edge of step 0, width of a column (one bin when binned)
    int columns, bin;   ///< columns drawn; steps a column stands for (1 unless T is large)
    un_Rect steps;      ///< the step axis
    int row_count;
    un_StageRow row[UN_STAGE_ROWS];
    float label_width, result_width;
    bool compact;       ///< 1280 arrangement
} un_StageLayout;

un_StageLayout un_stage_layout(const un_ViewContext *context, un_Rect rect);

#endif
