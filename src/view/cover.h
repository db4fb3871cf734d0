/// Covers over what a lesson asks for: hatched until the learner has committed. What is covered is not drawn beneath, not told by
/// hover, notes or summary, so that nothing on the screen gives the answer away.
#ifndef UN_VIEW_COVER_H
#define UN_VIEW_COVER_H

#include "view/view.h"

/// Whether all of the view is covered. A view other than the stage has no parts that could be told apart: one that is covered covers it.
bool un_view_is_covered(const un_ViewContext *context, int view);
/// Whether a part of the stage is covered: "RNN/gradient" is, by covers of that name, of "RNN" or of the whole view.
bool un_view_part_is_covered(const un_ViewContext *context, int view, const char *part);
/// Whether anything of the view is.
bool un_view_hides(const un_ViewContext *context, int view);

/// The hatched cover with its words, where there is room for them. About gradients it is orange, else ink.
void un_view_cover_draw(un_DrawList *list, const un_ViewContext *context, un_Rect rect, bool gradient);
/// Whether the view is about gradients.
bool un_view_is_of_gradients(int view);
/// The moment of the wave with its backward half taken away.
un_Wave un_view_silent_wave(const un_ViewContext *context);
/// "Hidden until you commit".
const char *un_view_cover_words(void);

#endif
