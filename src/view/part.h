/// Parts of a view by name, for un_View.parts.
#ifndef UN_VIEW_PART_H
#define UN_VIEW_PART_H

#include "view/view.h"

typedef struct un_PartList {
    un_ViewPart *part; ///< UN_VIEW_PARTS of them
    un_Rect bounds;    ///< the view's: what stands out of it is cut
    int count;
} un_PartList;

un_PartList un_part_list(un_ViewPart part[UN_VIEW_PARTS], un_Rect bounds);
/// Adds a part; one that is empty, or too many, is left out.
void un_part_add(un_PartList *list, un_Rect rect, const char *name, ...) __attribute__((format(printf, 3, 4)));
/// The smallest rectangle that holds both; an empty one is none.
un_Rect un_part_join(un_Rect a, un_Rect b);
un_Rect un_part_cut(un_Rect rect, un_Rect bounds);
bool un_part_meets(un_Rect a, un_Rect b);

#endif
