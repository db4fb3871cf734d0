#include "base/catalog.h"
#include "view/ink.h"

static void draw(un_DrawList *list, const un_ViewContext *context, un_Rect rect) {
    un_ink_head(list, context, rect, &un_view_directions);
}

static void hover(const un_ViewContext *context, un_Rect rect, un_Point at, un_Hover *out) {
    (void)context, (void)rect, (void)at, (void)out;
}

static void summary(const un_ViewContext *context, char *out, size_t size) {
    (void)context;
    if (size) *out = 0;
}

static int notes(const un_ViewContext *context, un_Rect rect, un_Note note[UN_NOTES_MAX]) {
    (void)context, (void)rect, (void)note;
    return 0;
}

const un_View un_view_directions = {
    .name = "directions",
    .title = UN_KEY("Two directions"),
    .question = UN_KEY("What does each reading direction know?"),
    .least_width = 640,
    .least_height = 420,
    .wants = 0,
    .draw = draw,
    .hover = hover,
    .summary = summary,
    .notes = notes,
};
