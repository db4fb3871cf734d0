/// What a click on a view means, where it means a place in training.
#ifndef UN_VIEW_PICK_H
#define UN_VIEW_PICK_H

#include "view/view.h"

/// The update whose row of the waterfall (drawn in rect) is under the point. False: no row is there, *update unchanged.
bool un_waterfall_pick(const un_ViewContext *context, un_Rect rect, un_Point point, double *update);

/// The cell of the stage (drawn in rect) under the point: its lane, direction, first step of the column, and the unit
/// whose row of the heat map it is; -1 in the strips. False: no cell is there, *out unchanged.
bool un_stage_pick(const un_ViewContext *context, un_Rect rect, un_Point point, un_Selection *out);

/// The step whose row of the matrix of attention (drawn in rect) is under the point, of the lane that is shown there, all units. False: no
/// row is there, *out unchanged.
bool un_attention_pick(const un_ViewContext *context, un_Rect rect, un_Point point, un_Selection *out);

#endif
