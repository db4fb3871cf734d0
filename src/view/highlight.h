/// Where to look: the part of a view that a lesson names.
#ifndef UN_VIEW_HIGHLIGHT_H
#define UN_VIEW_HIGHLIGHT_H

#include "view/view.h"

enum { UN_SPOTLIGHT_MS = 250 }; ///< how long either takes to come or go (look/LOOK.md, Motion); the caller counts

/// In which colour the part stands out: the gradient in its own, the loss in its own, all else in ink.
un_Token un_highlight_role(const un_PartRef *part);
/// An edge around the part, no more. phase 0..1: how far it has come; 0: not there. bounds: the view's panel, which it stays inside.
void un_highlight_draw(un_DrawList *list, const un_ViewContext *context, un_Rect bounds, un_Rect part, un_Token role, float phase);
/// The lecture hall's: all else in bounds fades to half, the parts keep theirs, and each has a strong edge.
void un_spotlight_draw(un_DrawList *list, const un_ViewContext *context, un_Rect bounds, const un_Rect *part, int count, un_Token role,
                       float phase);

#endif
