/// The functions behind un_view_table: one set a view (see un_View).
#ifndef UN_VIEW_TABLE_H
#define UN_VIEW_TABLE_H

#include "view/view.h"

void un_stage_draw(un_DrawList *list, const un_ViewContext *context, un_Rect rect);
void un_stage_hover(const un_ViewContext *context, un_Rect rect, un_Point at, un_Hover *out);
void un_stage_summary(const un_ViewContext *context, char *out, size_t size);

void un_profile_draw(un_DrawList *list, const un_ViewContext *context, un_Rect rect);
void un_profile_hover(const un_ViewContext *context, un_Rect rect, un_Point at, un_Hover *out);
void un_profile_summary(const un_ViewContext *context, char *out, size_t size);

void un_training_draw(un_DrawList *list, const un_ViewContext *context, un_Rect rect);
void un_training_hover(const un_ViewContext *context, un_Rect rect, un_Point at, un_Hover *out);
void un_training_summary(const un_ViewContext *context, char *out, size_t size);

/// Every lane's numbers as words, each lane a name, a figure and a verdict: what remains of the stage where there is no
/// room.
void un_stage_words(un_DrawList *list, const un_ViewContext *context, un_Rect rect);

#endif
