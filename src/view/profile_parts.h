/// The gradient profile's geometry, for its own files.
#ifndef UN_VIEW_PROFILE_PARTS_H
#define UN_VIEW_PROFILE_PARTS_H

#include "view/guess.h"
#include "view/stage.h"

/// One line: a lane's highway, or (dashed) the |dL/dh_t| that an LSTM loses at once.
typedef struct un_ProfileLine {
    int lane;
    bool highway;
    const un_SnapshotGradient *gradient;
    float end_y; ///< where it stands, or leaves the plot, at its left end
    int end;     ///< that step
} un_ProfileLine;

enum { UN_PROFILE_LINES = 2 * UN_SNAPSHOT_LANES, UN_PROFILE_TAKEN = 24 };

typedef struct un_Profile {
    const un_ViewContext *context;
    const un_Snapshot *snapshot;
    un_StageColumns grid;
    un_Rect area;  ///< between the axis's top and bottom decades
    float ceiling; ///< labels stay under it
    float head;    ///< room above the top decade for lines that overshoot it
    un_Rect legend;
    bool headed; ///< its title stands above, as other views' do; else in the label column
    float s, tick; ///< tick: text size of ticks at scale 1
    bool titled;
    int arrived; ///< first step that the backward wave has told of
    int line_count;
    un_ProfileLine line[UN_PROFILE_LINES];
    bool guessed; ///< labels keep off the guess's line
    un_Point guess_end[2];
    int taken_count;
    un_Rect taken[UN_PROFILE_TAKEN]; ///< by labels
} un_Profile;

un_Profile un_profile_make(const un_ViewContext *context, un_Rect rect);
float un_profile_y(const un_Profile *plot, double log10_ratio);
/// A line's height at step t, held inside the plot.
float un_profile_line_y(const un_Profile *plot, const un_ProfileLine *line, int t);
/// Its title and axes, without data.
void un_profile_frame(un_DrawList *list, const un_Profile *plot, un_Rect rect);

/// The view bare, and how it draws a guess: un_View.bare and un_View.guess.
void un_profile_bare(un_DrawList *list, const un_ViewContext *context, un_Rect rect);
bool un_profile_guess(const un_ViewContext *context, un_Rect rect, un_GuessAxis axis, un_GuessScale *out);
/// The band over seeds, and once all has arrived what it is.
void un_profile_bands(un_DrawList *list, const un_Profile *plot);
void un_profile_band_label(un_DrawList *list, const un_Profile *plot, size_t first);
/// Where labels of a guess may stand.
un_Rect un_profile_room(const un_Profile *plot);
/// One quiet sentence on the empty axes.
void un_profile_sentence(un_DrawList *list, const un_Profile *plot, const char *text);
/// The dot at which every line starts, and, bare, its name.
void un_profile_start(un_DrawList *list, const un_Profile *plot, bool named);

#endif
