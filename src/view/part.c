#include "view/part.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

un_PartList un_part_list(un_ViewPart part[UN_VIEW_PARTS], un_Rect bounds) {
    return (un_PartList){part, bounds, 0};
}

un_Rect un_part_join(un_Rect a, un_Rect b) {
    if (a.w <= 0 || a.h <= 0) return b;
    if (b.w <= 0 || b.h <= 0) return a;
    float x = fminf(a.x, b.x), y = fminf(a.y, b.y);
    return (un_Rect){x, y, fmaxf(a.x + a.w, b.x + b.w) - x, fmaxf(a.y + a.h, b.y + b.h) - y};
}

un_Rect un_part_cut(un_Rect rect, un_Rect bounds) {
    float x = fmaxf(rect.x, bounds.x), y = fmaxf(rect.y, bounds.y);
    float w = fminf(rect.x + rect.w, bounds.x + bounds.w) - x, h = fminf(rect.y + rect.h, bounds.y + bounds.h) - y;
    return (un_Rect){x, y, fmaxf(w, 0), fmaxf(h, 0)};
}

bool un_part_meets(un_Rect a, un_Rect b) {
    return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

void un_part_add(un_PartList *list, un_Rect rect, const char *name, ...) {
    un_Rect cut = un_part_cut(rect, list->bounds);
    if (!(cut.w > 0 && cut.h > 0) || list->count == UN_VIEW_PARTS) return;
    un_ViewPart *part = &list->part[list->count++];
    va_list arguments;
    part->rect = cut;
    va_start(arguments, name);
    vsnprintf(part->name, sizeof part->name, name, arguments);
    va_end(arguments);
}
