#include "view/view.h"

#include "base/catalog.h"
#include "base/check.h"
#include "canvas/shape.h"
#include "view/ink.h"

#include <string.h>

const un_View *const un_view_table[UN_VIEW_COUNT] = {
#define UN_VIEW_ROW(NAME, name) [UN_VIEW_##NAME] = &un_view_##name,
    UN_VIEWS(UN_VIEW_ROW)
#undef UN_VIEW_ROW
};

int un_view_find(const char *name) {
    for (int i = 0; i < UN_VIEW_COUNT; i++) {
        if (strcmp(un_view_table[i]->name, name) == 0) return i;
    }
    return -1;
}

bool un_view_part(const un_ViewContext *context, int view, un_Rect rect, const char *name, un_Rect *out) {
    un_ViewPart part[UN_VIEW_PARTS];
    *out = rect;
    if (!*name) return rect.w > 0;
    int count = un_view_table[view]->parts ? un_view_table[view]->parts(context, rect, part) : 0;
    for (int i = 0; i < count; i++) {
        if (strcmp(part[i].name, name) != 0) continue;
        *out = part[i].rect;
        return true;
    }
    return false;
}

static const float WORDS_TITLED = 80; ///< from this height on the words have a title

/// The summary instead of the picture: a clause a paragraph, as far as they fit.
static void draw_words(un_DrawList *list, const un_ViewContext *context, const un_View *view, un_Rect rect) {
    char text[1024];
    float s = context->scale;
    bool titled = rect.h >= WORDS_TITLED * s && !context->tabbed;
    un_Rect rest = titled ? un_ink_head(list, context, rect, view) : un_rect_inset(rect, 12 * s);
    float size = rest.h >= 100 * s ? 14 : 13, leading = (size + 5) * s, y = rest.y + size * s;
    un_TextStyle style = un_ink_style(context, UN_FACE_REGULAR, size, UN_TOKEN_INK2);
    view->summary(context, text, sizeof text);
    for (char *clause = text; clause;) {
        char *next = strstr(clause, "; ");
        if (next) {
            *next = 0;
            next += 2;
        }
        float height = un_text_draw_wrapped(NULL, context->fonts, &style, (un_Point){rest.x, y}, rest.w, leading, clause);
        if (y + height - size * s > rect.y + rect.h) return;
        y += un_text_draw_wrapped(list, context->fonts, &style, (un_Point){rest.x, y}, rest.w, leading, clause) + 4 * s;
        clause = next;
    }
}

static void draw_view(un_DrawList *list, const un_ViewContext *context, int view, un_Rect rect, bool panel) {
    UN_CHECK(view >= 0 && view < UN_VIEW_COUNT);
    const un_View *row = un_view_table[view];
    float s = context->scale;
    if (rect.w < 1 || rect.h < 1) return;
    un_draw_group(list, row->name, un_rect_inset(rect, -6 * s)); // the panel's shadow
    if (panel) un_shape_panel(list, context->theme, rect, s);
    un_draw_save(list);
    un_draw_clip(list, rect);
    if (rect.w >= row->least_width * s && rect.h >= row->least_height * s)
        row->draw(list, context, rect);
    else if (row->words)
        row->words(list, context, rect);
    else
        draw_words(list, context, row, rect);
    un_draw_restore(list);
    un_draw_group_end(list);
}

void un_view_draw(un_DrawList *list, const un_ViewContext *context, int view, un_Rect rect) {
    draw_view(list, context, view, rect, true);
}

void un_view_draw_inside(un_DrawList *list, const un_ViewContext *context, int view, un_Rect rect) {
    draw_view(list, context, view, rect, false);
}
