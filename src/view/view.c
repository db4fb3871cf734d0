#include "view/view.h"

#include "base/catalog.h"
#include "base/check.h"
#include "canvas/shape.h"
#include "view/cover.h"
#include "view/ink.h"
#include "view/part.h"
#include "view/stage_parts.h"

#include <stdio.h>
#include <string.h>

const un_View *const un_view_table[UN_VIEW_COUNT] = {
#define UN_VIEW_ROW(NAME, name) [UN_VIEW_##NAME] = &un_view_##name,
    UN_VIEWS(UN_VIEW_ROW)
#undef UN_VIEW_ROW
};

int un_guess_view(un_GuessAxis axis) {
    switch (axis) {
    case UN_GUESS_STEPS_BACK:
    case UN_GUESS_RATIO:
        return UN_VIEW_PROFILE;
    case UN_GUESS_UPDATE:
    case UN_GUESS_LOSS:
        return UN_VIEW_TRAINING;
    default:
        return -1;
    }
}

int un_view_find(const char *name) {
    for (int i = 0; i < UN_VIEW_COUNT; i++) {
        if (strcmp(un_view_table[i]->name, name) == 0) return i;
    }
    return -1;
}

/// "note/1": the mark that the view's first note points at.
static bool note_part(const un_ViewContext *context, int view, un_Rect rect, const char *name, un_Rect *out) {
    un_Note note[UN_NOTES_MAX];
    if (strncmp(name, "note/", 5) != 0 || name[5] < '1' || name[5] > '9' || name[6]) return false;
    int i = name[5] - '1';
    if (i >= un_view_table[view]->notes(context, rect, note)) return false;
    *out = note[i].mark;
    return true;
}

bool un_view_part(const un_ViewContext *context, int view, un_Rect rect, const char *name, un_Rect *out) {
    un_ViewPart part[UN_VIEW_PARTS];
    *out = rect;
    if (!*name) return rect.w > 0;
    if (note_part(context, view, rect, name, out)) return true;
    int count = un_view_table[view]->parts ? un_view_table[view]->parts(context, rect, part) : 0;
    for (int i = 0; i < count; i++) {
        if (strcmp(part[i].name, name) != 0) continue;
        *out = part[i].rect;
        return true;
    }
    return false;
}

float un_view_least_height(const un_ViewContext *context, int view) {
    float least = un_view_table[view]->least_height;
    if (!context->hall) return least;
    if (view == UN_VIEW_STAGE) return un_stage_hall_least(context->snapshot);
    return least - (UN_INK_HEAD - UN_INK_HALL_HEAD);
}

float un_view_least_width(const un_ViewContext *context, int view) {
    return context->hall && view == UN_VIEW_STAGE ? UN_STAGE_HALL_WIDTH : un_view_table[view]->least_width;
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
    un_view_summary(context, un_view_find(view->name), text, sizeof text);
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

/// The panel of a view that is covered: its axes where a guess goes on them, else a cover under its head.
static void draw_covered(un_DrawList *list, const un_ViewContext *context, int view, un_Rect rect) {
    const un_View *row = un_view_table[view];
    float s = context->scale;
    bool fits = rect.w >= un_view_least_width(context, view) * s && rect.h >= un_view_least_height(context, view) * s;
    if (fits && row->bare) {
        row->bare(list, context, rect);
        return;
    }
    bool headed = rect.h >= 90 * s && rect.w >= 160 * s && !context->tabbed;
    un_Rect rest = headed ? un_ink_head(list, context, rect, row) : un_rect_inset(rect, 8 * s);
    un_view_cover_draw(list, context, rest, un_view_is_of_gradients(view));
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
    bool fits = rect.w >= un_view_least_width(context, view) * s && rect.h >= un_view_least_height(context, view) * s;
    if (un_view_is_covered(context, view) || (!fits && un_view_hides(context, view)))
        draw_covered(list, context, view, rect);
    else if (fits)
        row->draw(list, context, rect);
    else if (row->words)
        row->words(list, context, rect);
    else
        draw_words(list, context, row, rect);
    un_draw_restore(list);
    un_draw_group_end(list);
}

/// The context of a view of which parts are covered: the backward wave has not come, so that no word of it is said.
static un_ViewContext silent(const un_ViewContext *context) {
    un_ViewContext own = *context;
    own.wave = un_view_silent_wave(context);
    return own;
}

/// Whether a covered part of the view lies under rect.
static bool is_under_cover(const un_ViewContext *context, int view, un_Rect panel, un_Rect rect) {
    un_ViewPart part[UN_VIEW_PARTS];
    int count = un_view_table[view]->parts ? un_view_table[view]->parts(context, panel, part) : 0;
    for (int i = 0; i < count; i++) {
        if (un_view_part_is_covered(context, view, part[i].name) && un_part_meets(part[i].rect, rect)) return true;
    }
    return false;
}

void un_view_hover(const un_ViewContext *context, int view, un_Rect rect, un_Point at, un_Hover *out) {
    if (un_view_is_covered(context, view)) return;
    if (!un_view_hides(context, view)) {
        un_view_table[view]->hover(context, rect, at, out);
        return;
    }
    un_ViewContext own = silent(context);
    un_view_table[view]->hover(&own, rect, at, out);
    if (out->hit && is_under_cover(context, view, rect, out->mark)) *out = (un_Hover){.has_front = out->has_front, .front = out->front};
}

void un_view_summary(const un_ViewContext *context, int view, char *out, size_t size) {
    if (un_view_hides(context, view))
        snprintf(out, size, "%s: %s.", _(un_view_table[view]->title), un_view_cover_words());
    else
        un_view_table[view]->summary(context, out, size);
}

int un_view_notes(const un_ViewContext *context, int view, un_Rect rect, un_Note note[UN_NOTES_MAX]) {
    if (un_view_is_covered(context, view)) return 0;
    int count = un_view_table[view]->notes(context, rect, note), kept = 0;
    for (int i = 0; i < count; i++) {
        if (!un_view_hides(context, view) || !is_under_cover(context, view, rect, note[i].mark)) note[kept++] = note[i];
    }
    return kept;
}

void un_view_draw(un_DrawList *list, const un_ViewContext *context, int view, un_Rect rect) {
    draw_view(list, context, view, rect, true);
}

void un_view_draw_inside(un_DrawList *list, const un_ViewContext *context, int view, un_Rect rect) {
    draw_view(list, context, view, rect, false);
}
