#include "view/place.h"

#include "view/ink.h"
#include "view/part.h"

#include <math.h>

enum { TEXT_HIT = 1000000, MARK_HIT = 400, LINE_HIT = 60, RINGS = 24, SIDES = 8 };

/// Points at scale 1: what is larger is ground, not a mark.
static const float MARK = 26;

static un_Rect glyph_box(const un_DrawList *list, const un_DrawCommand *command, const un_Fonts *fonts) {
    un_Rect all = {0, 0, 0, 0};
    for (size_t g = command->first; g < command->first + command->count; g++) {
        const un_Glyph *glyph = &list->glyph[g];
        float w = un_fonts_advance(fonts, glyph->face, glyph->code_point) * glyph->size;
        all = un_part_join(all, (un_Rect){glyph->x, glyph->y - 0.78f * glyph->size, w, 1.02f * glyph->size});
    }
    return all;
}

/// Whether the segment goes through the rectangle: the part of it inside each pair of edges (Liang and Barsky 1984).
static bool segment_meets(un_Point a, un_Point b, un_Rect rect) {
    const float d[2] = {b.x - a.x, b.y - a.y}, low[2] = {rect.x - a.x, rect.y - a.y},
                high[2] = {rect.x + rect.w - a.x, rect.y + rect.h - a.y};
    float from = 0, to = 1;
    for (int i = 0; i < 2; i++) {
        if (d[i] == 0) {
            if (low[i] > 0 || high[i] < 0) return false;
            continue;
        }
        float first = low[i] / d[i], second = high[i] / d[i];
        from = fmaxf(from, fminf(first, second));
        to = fminf(to, fmaxf(first, second));
    }
    return from <= to;
}

static bool line_meets(const un_DrawList *list, const un_DrawCommand *command, un_Rect rect) {
    const un_Point *point = list->point + command->first;
    for (size_t i = 0; i + 1 < command->count; i++) {
        if (segment_meets(point[i], point[i + 1], rect)) return true;
    }
    return false;
}

static un_Rect point_box(const un_DrawList *list, const un_DrawCommand *command) {
    un_Rect all = {0, 0, 0, 0};
    for (size_t i = command->first; i < command->first + command->count; i++)
        all = un_part_join(all, (un_Rect){list->point[i].x - 0.5f, list->point[i].y - 0.5f, 1, 1});
    return all;
}

/// What it costs to stand on the command.
static int cost_of(const un_DrawList *list, const un_DrawCommand *command, const un_ViewContext *context, un_Rect rect) {
    float mark = MARK * context->scale;
    un_Rect box = command->rect;
    switch (command->kind) {
    case UN_DRAW_GLYPHS:
        return un_part_meets(glyph_box(list, command, context->fonts), rect) ? TEXT_HIT : 0;
    case UN_DRAW_POLYLINE:
        return line_meets(list, command, rect) ? LINE_HIT : 0;
    case UN_DRAW_POLYGON:
        return un_part_meets(point_box(list, command), rect) ? MARK_HIT : 0;
    case UN_DRAW_CIRCLE:
        box = (un_Rect){box.x - command->radius, box.y - command->radius, 2 * command->radius, 2 * command->radius};
        return un_part_meets(box, rect) ? MARK_HIT : 0;
    case UN_DRAW_RECT: // hairlines of a grid, and bars, are ground
    case UN_DRAW_FRAME:
        return box.w < mark && box.h < mark && box.w > 3 && box.h > 3 && un_part_meets(box, rect) ? MARK_HIT : 0;
    default:
        return 0;
    }
}

static int cost_at(const un_DrawList *list, const un_ViewContext *context, size_t first, un_Rect rect, int enough) {
    int cost = 0;
    for (size_t i = first; i < list->command_count && cost < enough; i++)
        cost += cost_of(list, &list->command[i], context, rect);
    return cost;
}

/// Place `side` of a ring around the point: diagonals first, then straight over, under and beside it.
static un_Rect candidate(const un_PlaceDef *def, float gap, int side, float w, float h) {
    static const float along[SIDES] = {0, 0, -1, -1, -0.5f, -0.5f, 0, -1}; // shares of the width, right of the point or left of it
    bool below = (side % 2 == 1) != def->below, beside = side >= 6;
    float share = along[side], y = beside ? def->near.y - h / 2 : below ? def->near.y + gap : def->near.y - gap - h;
    if (def->left && share != -0.5f) share = -1 - share;
    float inner = beside ? gap : share == -0.5f ? 0 : fminf(gap, def->away);
    return (un_Rect){def->near.x + w * share + (share == 0 ? inner : share == -1 ? -inner : 0), y, w, h};
}

static bool is_within(un_Rect rect, un_Rect bounds) {
    return rect.x >= bounds.x && rect.y >= bounds.y && rect.x + rect.w <= bounds.x + bounds.w && rect.y + rect.h <= bounds.y + bounds.h;
}

bool un_place_label(un_DrawList *list, const un_ViewContext *context, const un_PlaceDef *def, const un_TextStyle *style, const char *text) {
    float s = context->scale, pad = 4 * s, w = un_text_width(context->fonts, style, text) + 2 * pad, h = style->size * 1.2f + 2 * s;
    un_Rect best = {0, 0, 0, 0};
    int least = TEXT_HIT;
    for (int ring = 0; ring < RINGS && ring < least; ring++) {
        for (int side = 0; side < SIDES; side++) {
            un_Rect rect = candidate(def, def->away + 6 * s * (float)ring, side, w, h);
            if (!is_within(rect, def->bounds)) continue;
            int own = 4 * ring + side / 2 + (def->avoid.w > 0 && un_part_meets(rect, def->avoid) ? MARK_HIT : 0), cost = own + cost_at(list, context, def->first, rect, least - own);
            if (cost < least) least = cost, best = rect;
        }
    }
    if (least >= TEXT_HIT) return false;
    un_draw_rect(list, best, 3 * s, un_color_fade(un_ink_color(context, UN_TOKEN_SURFACE), 0.85f));
    un_text_draw(list, context->fonts, style, (un_Point){best.x + pad, best.y + s + style->size * 0.92f}, UN_ALIGN_LEFT, text);
    return true;
}
