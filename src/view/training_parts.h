/// The training charts' geometry, for their own files.
#ifndef UN_VIEW_TRAINING_PARTS_H
#define UN_VIEW_TRAINING_PARTS_H

#include "view/chart.h"
#include "view/guess.h"

/// One of the two charts: loss or accuracy against updates.
typedef struct un_TrainingChart {
    const un_ViewContext *context;
    const un_Snapshot *snapshot;
    un_ChartAxes axes;
    float s, tick; ///< text size of ticks at scale 1
    bool accuracy;
} un_TrainingChart;

/// Where the panel's parts stand: charts side by side, above one another, or the loss alone.
typedef struct un_TrainingPlaces {
    un_Rect chart[2];
    int count;
} un_TrainingPlaces;

un_TrainingPlaces un_training_places(const un_ViewContext *context, un_Rect rect);
un_TrainingChart un_training_chart(const un_ViewContext *context, un_Rect rect, bool accuracy);
/// (history_count) the lane's mean of 10 batches; raw: each batch's.
const float *un_training_values(const un_TrainingChart *chart, const un_SnapshotLane *lane, bool raw);
void un_training_title(un_DrawList *list, const un_TrainingChart *chart, un_Rect rect, const char *title, const char *unit);
void un_training_chance(un_DrawList *list, const un_TrainingChart *chart);

/// The end of a lane's line with its name: where the lane is pointed at. w = 0: it has no line yet.
un_Rect un_training_end(const un_TrainingChart *chart, int lane);

/// Widens the axes until they hold the guess and what was measured; draws the guess behind the lines and its marks over them. Nothing
/// where the guess is not of this chart.
void un_training_hold_guess(un_TrainingChart *chart);
void un_training_guess_line(un_DrawList *list, const un_TrainingChart *chart);
void un_training_guess_marks(un_DrawList *list, const un_TrainingChart *chart, size_t first);

/// un_View.parts, .bare and .guess.
int un_training_named(const un_ViewContext *context, un_Rect rect, un_ViewPart part[UN_VIEW_PARTS]);
void un_training_bare(un_DrawList *list, const un_ViewContext *context, un_Rect rect);
bool un_training_guess(const un_ViewContext *context, un_Rect rect, un_GuessAxis axis, un_GuessScale *out);

#endif
