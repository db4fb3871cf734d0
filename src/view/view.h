/// Views: pure functions from a snapshot to a draw list. A view never reads a clock, keeps no state and computes no science:
/// ratios, logarithms and verdicts come with the snapshot. ONE table lists them.
#ifndef UN_VIEW_VIEW_H
#define UN_VIEW_VIEW_H

#include "canvas/text.h"
#include "canvas/theme.h"
#include "snapshot/snapshot.h"
#include "view/wave.h"

/// The log-gradient axis, common to all lanes. It is chosen once per configuration (un_axis_choose), never per frame.
typedef struct un_Axis {
    int top, bottom; ///< decades, e.g. 0 and -8
} un_Axis;

/// Top 1, 10 or 1e3, bottom the first of 1e-4 -6 -8 -12 -20 -30 -60 under the smallest value of all lanes (look/LOOK.md).
un_Axis un_axis_choose(const un_Snapshot *snapshot);
/// The axis widened, never narrowed, until it holds the snapshot: training may leave the axis chosen at its start.
un_Axis un_axis_extend(un_Axis axis, const un_Snapshot *snapshot);

/// Steps shown: first..last (last not included), fractions while a zoom glides. 0, 0: all of them.
typedef struct un_Range {
    float first, last;
} un_Range;

/// What the user has chosen: a cell of the stage. -1: nothing of the kind.
typedef struct un_Selection {
    int lane, direction, step, unit; ///< unit -1: all units of the step
} un_Selection;

/// What a learner guessed, drawn where the answer goes; dashed, "your guess". The answer, "what happened", joins it once told.
typedef enum un_GuessAxis {
    UN_GUESS_NONE,
    UN_GUESS_STEPS_BACK, ///< profile: a distance from the loss
    UN_GUESS_RATIO,      ///< profile: the ratio that arrives at its far end
    UN_GUESS_UPDATE,     ///< training: an update
    UN_GUESS_LOSS,       ///< training: a loss
    UN_GUESS_AXES
} un_GuessAxis;

/// The view that a guess on this axis is drawn into; -1: none.
int un_guess_view(un_GuessAxis axis);

typedef struct un_Guess {
    un_GuessAxis axis;
    int lane;     ///< whose curve answers
    int distance; ///< RATIO: so many steps back from the loss; 0: as far as the sequence goes
    double value; ///< NaN: nothing is guessed yet
    bool told; ///< `measured` stands
    double measured;
    double most; ///< UPDATE, LOSS: the axis holds at least so much, before the run and after it; 0: as the run has it
} un_Guess;

enum { UN_VIEW_PARTS = 64, UN_VIEW_PART_NAME = 64 };

/// A part of a view by its name, "stage/RNN/gradient" or "profile" alone: what a lesson highlights or covers.
typedef struct un_PartRef {
    int view;                     ///< un_ViewId
    char part[UN_VIEW_PART_NAME]; ///< "RNN/gradient", as the view names it (un_view_part); "": the whole view
    int line, column;             ///< in the lesson's file
} un_PartRef;

typedef struct un_ViewContext {
    const un_Snapshot *snapshot;
    const un_Fonts *fonts;
    un_ThemeName theme;
    float scale;         ///< multiplies every metric
    un_Wave wave;
    un_Axis axis;
    bool has_pointer;
    un_Point pointer;    ///< for hover marks
    bool show_c;         ///< LSTM's heat map shows c instead of h
    bool order_by_index; ///< heat map rows by index instead of by value
    bool going;          ///< the user is on the way to another update of the run: `goal`, where the timeline's thumb stands
    int64_t goal;
    un_Range range;
    un_Selection select; ///< lane -1: nothing is chosen
    int lone;            ///< 1 + the lane that stands alone where not all fit, and tabs choose it; 0: then all in words
    un_Guess guess;
    unsigned covered;    ///< bits of un_ViewId: drawn as a hatched cover until the answer stands
    int cover_count;
    const un_PartRef *cover; ///< the same by part, or whole ("" as part); see view/cover.h
    bool band;           ///< the profile shows the band over seeds at the initial weights, where the snapshot has one
    bool grey;           ///< for a printer without colours: states under -0.5 are hatched
    bool hall;           ///< for the back row: the stage keeps what can be read from there (slides, the presenter)
    bool tabbed;         ///< tabs stand in the label column of the profile and the training chart and name them (set by un_lab_draw)
} un_ViewContext;

/// How a view draws values of a guess's axis: linear between two coordinates along x or y.
typedef struct un_GuessScale {
    un_Rect field;      ///< the plot
    bool along_x;
    float from, to;     ///< coordinates at which `first` and `last` stand
    double first, last; ///< values; their log10 where `logarithmic`
    bool logarithmic;
    bool whole;         ///< values are whole numbers
    float across;       ///< where its mark stands on the other axis,
    float told_across;  ///< and the measured one's
    bool has_start;     ///< a line goes from `start` to the mark; else it goes across the field
    un_Point start;
    bool has_curve;     ///< somewhere on the curve that answers
    un_Point curve;
    un_Rect avoid; ///< where a lesson may point at the curve's end: labels keep off it; w = 0: nowhere
} un_GuessScale;

/// What the pointer is on, with exact values.
typedef struct un_Hover {
    bool hit;
    un_Rect mark;       ///< outlined in ink
    char text[5][160];  ///< lines: quantity, exact value, who is responsible, step and unit, update
    int lines;
    bool has_front;
    float front;        ///< x of the wave's front: no tooltip covers it
} un_Hover;

/// One note of "how to read this": points at a real mark of the view as it is drawn now.
typedef struct un_Note {
    un_Rect mark;
    const char *text; ///< catalogue key: one or two short sentences
} un_Note;

enum { UN_NOTES_MAX = 3 };

/// A part of a view that a lesson can name, as it is drawn now: "RNN/gradient", "input".
typedef struct un_ViewPart {
    char name[UN_VIEW_PART_NAME];
    un_Rect rect;
} un_ViewPart;

typedef struct un_View {
    const char *name;     ///< "stage"
    const char *title;    ///< catalogue keys
    const char *question; ///< what it answers
    float least_width, least_height; ///< points at scale 1; below, `summary` is drawn instead
    unsigned wants;                  ///< bits of un_SnapshotWanted: what is measured only for it
    void (*draw)(un_DrawList *list, const un_ViewContext *context, un_Rect rect);
    void (*hover)(const un_ViewContext *context, un_Rect rect, un_Point at, un_Hover *out);
    /// The view in one or two sentences: copied by a key, read aloud, drawn where there is no room.
    void (*summary)(const un_ViewContext *context, char *out, size_t size);
    /// What remains of it below its least size; NULL: the summary.
    void (*words)(un_DrawList *list, const un_ViewContext *context, un_Rect rect);
    /// How to read this: the axis, one line, what bad looks like. Returns how many notes; 0 where nothing is drawn.
    int (*notes)(const un_ViewContext *context, un_Rect rect, un_Note note[UN_NOTES_MAX]);
    /// The parts that a lesson can highlight or cover. Returns how many; NULL: the view as a whole only.
    int (*parts)(const un_ViewContext *context, un_Rect rect, un_ViewPart part[UN_VIEW_PARTS]);
    /// The view without its data, its axes with the guess on them or a cover, while it is covered; NULL: a cover under its head.
    void (*bare)(un_DrawList *list, const un_ViewContext *context, un_Rect rect);
    /// How it draws a guess on this axis, where it is drawn with its data or bare. False: it takes none. NULL: it takes none at all.
    bool (*guess)(const un_ViewContext *context, un_Rect rect, un_GuessAxis axis, un_GuessScale *out);
} un_View;

/// ONE table of views: a row here and a file that defines un_view_NAME are all that a new view takes (docs/ADDING-A-VIEW.md).
#define UN_VIEWS(X)              \
    X(STAGE, stage)              \
    X(PROFILE, profile)          \
    X(TRAINING, training)        \
    X(INSPECTOR, inspector)      \
    X(WATERFALL, waterfall)      \
    X(CREDIT, credit)            \
    X(FACTORS, factors)          \
    X(EVENTS, events)            \
    X(HORIZON, horizon)          \
    X(SPECTRUM, spectrum)        \
    X(STRETCH, stretch)          \
    X(ATTENTION, attention)      \
    X(DIRECTIONS, directions)    \
    X(ANSWERS, answers)          \
    X(SEEDS, seeds)

typedef enum un_ViewId {
#define UN_VIEW_ID(NAME, name) UN_VIEW_##NAME,
    UN_VIEWS(UN_VIEW_ID)
#undef UN_VIEW_ID
    UN_VIEW_COUNT
} un_ViewId;

#define UN_VIEW_ROW(NAME, name) extern const un_View un_view_##name;
UN_VIEWS(UN_VIEW_ROW)
#undef UN_VIEW_ROW

extern const un_View *const un_view_table[UN_VIEW_COUNT];
/// The view called name, or -1.
int un_view_find(const char *name);
/// Where the part of this name stands when the view is drawn in rect; "": the view itself. False: there is none.
bool un_view_part(const un_ViewContext *context, int view, un_Rect rect, const char *name, un_Rect *out);

/// The least height at which the view is drawn as a picture, points at scale 1.
float un_view_least_height(const un_ViewContext *context, int view);
float un_view_least_width(const un_ViewContext *context, int view);

/// Draws the view inside rect (a panel's inner area is its own business: padding included), or its summary below its least size.
void un_view_draw(un_DrawList *list, const un_ViewContext *context, int view, un_Rect rect);
/// The same on a panel that is drawn already.
void un_view_draw_inside(un_DrawList *list, const un_ViewContext *context, int view, un_Rect rect);
/// What the pointer is on, what the view says in words, and where its notes point: nothing of what is covered. `out` of a summary is
/// "" where there is nothing to tell yet.
void un_view_hover(const un_ViewContext *context, int view, un_Rect rect, un_Point at, un_Hover *out);
void un_view_summary(const un_ViewContext *context, int view, char *out, size_t size);
int un_view_notes(const un_ViewContext *context, int view, un_Rect rect, un_Note note[UN_NOTES_MAX]);
/// The tooltip and the mark of a hover; kept inside bounds, never over the wave's front.
void un_hover_draw(un_DrawList *list, const un_ViewContext *context, const un_Hover *hover, un_Rect bounds);

#endif
