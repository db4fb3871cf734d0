/// What the views share: styles by role, hairlines that fall on whole points, long lines in pieces, words about
/// gradients.
#ifndef UN_VIEW_INK_H
#define UN_VIEW_INK_H

#include "view/view.h"

un_Color un_ink_color(const un_ViewContext *context, un_Token token);
un_Color un_ink_lane(const un_ViewContext *context, int lane);
/// Gates are coloured by what they do.
un_Token un_ink_job(un_SnapshotJob job);
/// A style of `size` points at scale 1, digits all equally wide.
un_TextStyle un_ink_style(const un_ViewContext *context, un_Face face, float size, un_Token token);

/// The nearest whole point: edges on whole points stay sharp at whole numbers of pixels a point.
float un_ink_snap(float value);
un_Rect un_ink_snap_rect(un_Rect rect);
float un_ink_clamp(float value, float low, float high);

enum { UN_INK_HEAD = 32, UN_INK_HALL_HEAD = 20 }; ///< height of a head of one line, points at scale 1

/// A view's head: its title and, where there is room, its question in a line below; nothing where tabs name it
/// (context->tabbed). list NULL: measures only. Returns what is left of the rectangle, the panel's padding taken off on all sides.
un_Rect un_ink_head(un_DrawList *list, const un_ViewContext *context, un_Rect rect, const un_View *view);
/// Where the window puts its buttons ("?", the menu of views) beside the title: 88 x 28 points at scale 1; w = 0: no room.
un_Rect un_ink_head_buttons(const un_ViewContext *context, un_Rect rect, const un_View *view);
/// One centred sentence where a view has nothing to show yet.
void un_ink_empty(un_DrawList *list, const un_ViewContext *context, un_Rect rect, const char *sentence);

/// A horizontal hairline at y, a vertical one at x; `width` points thick at scale 1.
void un_ink_rule(un_DrawList *list, const un_ViewContext *context, float x, float y, float w, float width,
                 un_Color color);
void un_ink_post(un_DrawList *list, const un_ViewContext *context, float x, float y, float h, float width,
                 un_Color color);
/// A dashed reference line of LOOK.md: 1.2 wide, 3 on, 4 off.
void un_ink_reference(un_DrawList *list, const un_ViewContext *context, un_Point from, un_Point to, un_Color color);
/// A filled triangle: direction 0 left, 1 right, 2 up, 3 down, with its tip at `tip`.
void un_ink_arrow(un_DrawList *list, un_Point tip, int direction, float size, un_Color color);
/// A cross of two strokes: a number that is none.
void un_ink_cross(un_DrawList *list, un_Point centre, float size, float width, un_Color color);

/// A polyline of any length from a small buffer: full pieces go to the list and the last point opens the next piece.
typedef struct un_Trace {
    un_DrawList *list;
    un_Color color;
    float width, dash_on, dash_off;
    size_t count;
    un_Point point[256];
} un_Trace;

void un_trace_start(un_Trace *trace, un_DrawList *list, float width, float dash_on, float dash_off, un_Color color);
void un_trace_to(un_Trace *trace, float x, float y);
/// Ends the line here; the next point starts another one.
void un_trace_break(un_Trace *trace);

/// The smallest of 1, 2, 5, 10, 20, 50 ... that is at least `least`.
int64_t un_ink_nice(double least);
/// The dash of a lane's lines (LOOK.md): lane 4, and lane 3 in print. False: solid.
bool un_ink_dash(const un_ViewContext *context, int lane, float *on, float *off);
/// Moves n positions, in ascending order, apart to at least `gap`, inside low..high, changing as little as it can.
void un_ink_spread(float *position, int n, float gap, float low, float high);

/// The gradient that stands for the lane: |dL/dc_t| where there is a cell state (the highway), else |dL/dh_t|.
const un_SnapshotGradient *un_ink_highway(const un_SnapshotTrack *track);
bool un_ink_is_cell(const un_SnapshotTrack *track);
/// First step that truncation leaves connected to the loss: earlier ones are cut, not vanished. 0: nothing is cut, as
/// in the reverse direction: it starts at the loss step, so that no other of its states reaches the loss at all.
int un_ink_cut(const un_Snapshot *snapshot, const un_SnapshotLane *lane, const un_SnapshotTrack *track);
/// "3 steps back from the loss", or after it where the task asks before the last step.
const char *un_ink_from_loss(const un_Snapshot *snapshot, int t, char *out, size_t size);
/// "under 1 % after 7 steps", "never under 1 %", "cut after 4 steps", "not a number since update 12".
const char *un_ink_verdict(const un_Snapshot *snapshot, const un_SnapshotLane *lane, const un_SnapshotTrack *track,
                           char *out, size_t size);
/// The same where two lines have no room: "1 % after 7 steps".
const char *un_ink_verdict_short(const un_Snapshot *snapshot, const un_SnapshotLane *lane,
                                 const un_SnapshotTrack *track, char *out, size_t size);
/// The first step whose gradient is told at this moment of the wave: 0 when all are, T before the backward wave starts.
int un_ink_arrived(const un_ViewContext *context);
/// Whether the wave has passed what the verdict states: nothing is said ahead of it.
bool un_ink_verdict_is_told(const un_ViewContext *context, const un_SnapshotLane *lane, const un_SnapshotTrack *track);
/// "25 %" from 0.25.
const char *un_ink_percent(double share, char *out, size_t size);
/// A setting as it is typed: "0.003".
const char *un_ink_setting(double value, char *out, size_t size);
/// Appends formatted text to out, cut to size.
void un_ink_append(char *out, size_t size, const char *format, ...) __attribute__((format(printf, 3, 4)));

#endif
