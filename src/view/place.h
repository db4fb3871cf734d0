/// A free place for a label on a picture that is already drawn: near its point, off every text and mark, and off lines where it can.
#ifndef UN_VIEW_PLACE_H
#define UN_VIEW_PLACE_H

#include "view/view.h"

typedef struct un_PlaceDef {
    size_t first;    ///< what the list holds from this command on is kept clear
    un_Rect bounds;  ///< the label stands whole inside
    un_Point near;   ///< what it names
    float away;      ///< least distance from there, in points
    bool below;      ///< below it rather than above
    bool left;       ///< left of it rather than right
    un_Rect avoid;   ///< as a mark: something that is drawn over the view later; w = 0: nothing
} un_PlaceDef;

/// Writes the text on a patch of surface. False: there is no place free of other texts, and nothing was drawn.
bool un_place_label(un_DrawList *list, const un_ViewContext *context, const un_PlaceDef *def, const un_TextStyle *style, const char *text);

#endif
