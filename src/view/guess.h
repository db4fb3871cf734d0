/// A learner's guess in the picture, and what was measured beside it: where it is drawn, dragged and pointed at. Views draw it from
/// un_ViewContext.guess; where a number has no plot, a small axis of its own holds it.
#ifndef UN_VIEW_GUESS_H
#define UN_VIEW_GUESS_H

#include "view/view.h"

/// The axis widened, never narrowed, until it holds this ratio too: so that a guess far off stands inside the plot. A ratio of 0 or
/// less, or one that is none, changes nothing.
un_Axis un_axis_hold(un_Axis axis, double ratio);

/// The parts of the drawing, for the views: the dashed line, behind the data; then, over it, marks, the gap to what was measured and
/// their labels, clear of all that the list holds from command `first` on. labels: the rectangle that they stay in.
void un_guess_draw_line(un_DrawList *list, const un_ViewContext *context, const un_GuessScale *scale);
void un_guess_draw_marks(un_DrawList *list, const un_ViewContext *context, const un_GuessScale *scale, size_t first, un_Rect labels);
/// The two ends of that line.
void un_guess_line_ends(const un_ViewContext *context, const un_GuessScale *scale, un_Point end[2]);
/// Whether the guess is one of this view's and has a value.
bool un_guess_is_drawn(const un_ViewContext *context, int view);
/// How the gap between guess and measured number is said: "192× less", "5 steps more"; "" where they agree as far as they are shown.
const char *un_guess_gap(const un_Guess *guess, char *out, size_t size);

/// The value at a point of the view, as it is drawn in rect: the exact inverse of the drawing. A point outside the plot gives the
/// nearest value inside; steps back are whole steps, updates whole updates. False: the view does not take a guess on this axis, or
/// has no room for its plot. Where in the plot: context->guess says the lane and the distance.
bool un_guess_at(const un_ViewContext *context, int view, un_Rect rect, un_GuessAxis axis, un_Point point, double *value);
/// The point at which a value is drawn; false as above.
bool un_guess_point(const un_ViewContext *context, int view, un_Rect rect, un_GuessAxis axis, double value, un_Point *point);
/// What a pointer takes hold of, and what is framed when it has the focus: the guess's mark. False: there is none.
bool un_guess_handle(const un_ViewContext *context, int view, un_Rect rect, un_Rect *out);
/// The plot, in which a click sets the guess.
bool un_guess_field(const un_ViewContext *context, int view, un_Rect rect, un_GuessAxis axis, un_Rect *out);
/// A step of a key on the axis: the next value up (direction +1) or down (-1) from this one; large: a big step.
double un_guess_step(const un_ViewContext *context, un_GuessAxis axis, double value, int direction, bool large);

/// Guess and measured number on one axis of their own, where no plot has it.
typedef struct un_GuessBar {
    bool has_guess, has_measured;
    double guess, measured;
    double least, most; ///< of what can be guessed: the axis, which a measured number beyond it makes longer; equal: not said
    bool logarithmic;
    const char *guess_text, *measured_text; ///< the numbers as a reader sees them
    bool gradient;                          ///< the measured one is a gradient's: orange, else ink
} un_GuessBar;

/// Its height at this width.
float un_guess_bar_height(const un_ViewContext *context, float width);
void un_guess_bar_draw(un_DrawList *list, const un_ViewContext *context, un_Rect rect, const un_GuessBar *bar);

#endif
