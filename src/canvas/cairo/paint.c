#include "canvas/cairo/paint.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>

/// x * y / 255, rounded.
static uint32_t scale255(uint32_t x, uint32_t y) {
    uint32_t product = x * y + 128;
    return (product + (product >> 8)) >> 8;
}

static uint32_t premultiplied(un_Color color, uint32_t alpha) {
    return alpha << 24 | scale255(color.r, alpha) << 16 | scale255(color.g, alpha) << 8 | scale255(color.b, alpha);
}

/// source over target, both premultiplied. Two channels share a multiplication; the rounding is scale255's.
static inline uint32_t over(uint32_t source, uint32_t target) {
    uint32_t rest = 255 - (source >> 24);
    uint32_t odd = (target & 0xFF00FF) * rest + 0x800080;
    uint32_t even = (target >> 8 & 0xFF00FF) * rest + 0x800080;
    odd = (odd + (odd >> 8 & 0xFF00FF)) >> 8 & 0xFF00FF;
    even = (even + (even >> 8 & 0xFF00FF)) & 0xFF00FF00;
    return source + (odd | even);
}

/// Before pixels are written directly.
static void go_direct(un_Painter *painter) {
    if (!painter->target->direct) cairo_surface_flush(painter->target->surface);
    painter->target->direct = true;
}

void un_paint_settle(un_Target *target) {
    if (target->direct) cairo_surface_mark_dirty(target->surface);
    target->direct = false;
}

/// Before cairo draws: source, clip.
static cairo_t *go_cairo(un_Painter *painter, un_Color color) {
    un_Target *target = painter->target;
    cairo_t *cairo = target->cairo;
    un_paint_settle(target);
    const un_PixelRect clip = painter->clip, last = target->cairo_clip;
    if (clip.x0 != last.x0 || clip.y0 != last.y0 || clip.x1 != last.x1 || clip.y1 != last.y1) {
        cairo_reset_clip(cairo);
        cairo_rectangle(cairo, clip.x0, clip.y0, clip.x1 - clip.x0, clip.y1 - clip.y0);
        cairo_clip(cairo);
        target->cairo_clip = clip;
    }
    cairo_set_source_rgba(cairo, color.r / 255.0, color.g / 255.0, color.b / 255.0, color.a / 255.0);
    return cairo;
}

static uint32_t *row_of(un_Painter *painter, int y) {
    return painter->target->data + (size_t)y * (size_t)painter->width;
}

/// What of the box is to be drawn directly.
static un_PixelRect seen_of(const un_Painter *painter, un_PixelRect box) {
    return un_pixels_intersect(box, un_pixels_intersect(painter->clip, painter->window));
}

static void fill_row(uint32_t *row, int x0, int x1, uint32_t source) {
    if (source >> 24 == 255)
        for (int x = x0; x < x1; x++)
            row[x] = source;
    else
        for (int x = x0; x < x1; x++)
            row[x] = over(source, row[x]);
}

static void fill_pixels(un_Painter *painter, un_PixelRect rect, un_Color color) {
    rect = seen_of(painter, rect);
    if (un_pixels_empty(rect) || color.a == 0) return;
    go_direct(painter);
    uint32_t source = premultiplied(color, color.a);
    for (int y = rect.y0; y < rect.y1; y++)
        fill_row(row_of(painter, y), rect.x0, rect.x1, source);
}

void un_paint_clear(un_Painter *painter, un_PixelRect rect, un_Color color) {
    go_direct(painter);
    uint32_t source = premultiplied(color, color.a);
    for (int y = rect.y0; y < rect.y1; y++) {
        uint32_t *row = row_of(painter, y);
        for (int x = rect.x0; x < rect.x1; x++)
            row[x] = source;
    }
}

/// Pixels around exact edges, `more` wider on every side.
static un_PixelRect around(float x0, float y0, float x1, float y1, float more) {
    return (un_PixelRect){un_snap(x0 - more - 0.5f), un_snap(y0 - more - 0.5f), un_snap(x1 + more + 0.5f),
                          un_snap(y1 + more + 0.5f)};
}

/// A rounded box, filled (half 0) or as a stroke of 2 half around its edge.
typedef struct Box {
    float x, y;             ///< centre
    float reach_x, reach_y; ///< half the sides without the corners' radius
    float radius, half;
} Box;

static Box box_of(un_Rect rect, float radius, float half) {
    return (Box){rect.x + rect.w / 2, rect.y + rect.h / 2, rect.w / 2 - radius, rect.h / 2 - radius, radius, half};
}

static float larger(float a, float b) {
    return a > b ? a : b;
}

/// How much of the pixel with this middle is covered, from its distance to the edge: right to a few levels for radii
/// over a pixel.
static float coverage_of(const Box *box, float x, float y) {
    float dx = fabsf(x - box->x) - box->reach_x, dy = fabsf(y - box->y) - box->reach_y;
    float distance = (dx > 0 && dy > 0 ? sqrtf(dx * dx + dy * dy) : larger(dx, dy)) - box->radius;
    float coverage = 0.5f - (box->half > 0 ? fabsf(distance) - box->half : distance);
    return coverage < 0 ? 0 : coverage > 1 ? 1 : coverage;
}

/// What is laid over the pixel with this middle; 0: nothing.
static uint32_t source_of(const Box *box, float x, float y, un_Color color) {
    uint32_t alpha = (uint32_t)(coverage_of(box, x, y) * (float)color.a + 0.5f);
    return alpha > 0 ? premultiplied(color, alpha) : 0;
}

static void lay_over(uint32_t *row, const uint32_t *source, int count) {
    for (int x = 0; x < count; x++) {
        if (source[x] != 0) row[x] = over(source[x], row[x]);
    }
}

/// A strip along the left or right edge. Between the corners, rows straight_start to straight_end, the coverage depends
/// on x alone: a panel's edge is a thousand equal rows.
static void paint_strip(un_Painter *painter, un_PixelRect strip, int straight_start, int straight_end, const Box *box,
                        un_Color color) {
    enum { CHUNK = 64 };
    uint32_t source[CHUNK];
    for (int x0 = strip.x0; x0 < strip.x1; x0 += CHUNK) {
        int count = strip.x1 - x0 < CHUNK ? strip.x1 - x0 : CHUNK;
        for (int y = strip.y0; y < strip.y1; y++) {
            if (y <= straight_start || y >= straight_end) {
                for (int x = 0; x < count; x++)
                    source[x] = source_of(box, (float)(x0 + x) + 0.5f, (float)y + 0.5f, color);
            }
            lay_over(row_of(painter, y) + x0, source, count);
        }
    }
}

static void paint_box(un_Painter *painter, un_Rect rect, float radius, float half, un_Color color) {
    Box box = box_of(rect, radius, half);
    float x1 = rect.x + rect.w, y1 = rect.y + rect.h, edge = radius + half + 1;
    un_PixelRect seen = seen_of(painter, around(rect.x, rect.y, x1, y1, half + 1));
    if (un_pixels_empty(seen) || color.a == 0) return;
    go_direct(painter);
    // Behind these lines from the edge a pixel is all covered, or not at all.
    un_PixelRect inner = {un_snap(rect.x + edge + 0.5f), un_snap(rect.y + edge + 0.5f), un_snap(x1 - edge - 0.5f),
                          un_snap(y1 - edge - 0.5f)};
    un_PixelRect middle = un_pixels_intersect(inner, seen), left = seen, right = seen;
    bool wide = middle.x0 < middle.x1;
    if (wide) { // between the corners the coverage depends on y alone
        for (int y = seen.y0; y < seen.y1; y++) {
            uint32_t source = source_of(&box, box.x, (float)y + 0.5f, color);
            if (source != 0) fill_row(row_of(painter, y), middle.x0, middle.x1, source);
        }
        left.x1 = middle.x0;
        right.x0 = middle.x1;
        paint_strip(painter, right, middle.y0, middle.y1, &box, color);
    }
    paint_strip(painter, left, middle.y0, middle.y1, &box, color);
}

static void rounded_path(cairo_t *cairo, un_Rect rect, float radius) {
    double x0 = rect.x, y0 = rect.y, x1 = x0 + rect.w, y1 = y0 + rect.h, r = radius;
    const double quarter = 1.57079632679489662;
    if (r <= 0) {
        cairo_rectangle(cairo, x0, y0, x1 - x0, y1 - y0);
        return;
    }
    // From the lower right on, clockwise, as the accelerated back end goes: dashes start there.
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, x1 - r, y1 - r, r, 0, quarter);
    cairo_arc(cairo, x0 + r, y1 - r, r, quarter, 2 * quarter);
    cairo_arc(cairo, x0 + r, y0 + r, r, 2 * quarter, 3 * quarter);
    cairo_arc(cairo, x1 - r, y0 + r, r, 3 * quarter, 4 * quarter);
    cairo_close_path(cairo);
}

/// This and paint_frame return what un_paint_command does.
static bool paint_rect(un_Painter *painter, const un_DrawCommand *command) {
    un_SnappedRect fill = un_snap_fill(command->rect, command->radius, painter->pixels);
    if (fill.sharp) {
        fill_pixels(painter, un_snap_rect(fill.rect, 1), command->color);
        return false;
    }
    if (fill.rect.w >= 1 && fill.rect.h >= 1) {
        paint_box(painter, fill.rect, fill.radius, 0, command->color);
        return false;
    }
    cairo_t *cairo = go_cairo(painter, command->color);
    rounded_path(cairo, fill.rect, fill.radius);
    cairo_fill(cairo);
    return true;
}

static void set_stroke(cairo_t *cairo, float width, float dash_on, float dash_off) {
    cairo_set_line_width(cairo, width);
    double dash[] = {dash_on, dash_off};
    cairo_set_dash(cairo, dash, dash_on > 0 && dash_off > 0 ? 2 : 0, 0);
}

static bool paint_frame(un_Painter *painter, const un_DrawCommand *command) {
    float radius = command->radius, width = command->width;
    un_Color color = command->color;
    un_Rect rect = un_snap_frame(command->rect, painter->pixels, &radius, &width, &color);
    bool dashed = command->dash_on > 0 && command->dash_off > 0;
    if (radius > 0 && width >= 1 && !dashed) {
        paint_box(painter, rect, radius, width / 2, color);
        return false;
    }
    if (rect.w > width && rect.h > width && !dashed) { // square corners: four bars on whole pixels
        float h = width / 2;
        un_Rect bars[4] = {{rect.x - h, rect.y - h, rect.w + width, width},
                           {rect.x - h, rect.y + rect.h - h, rect.w + width, width},
                           {rect.x - h, rect.y + h, width, rect.h - width},
                           {rect.x + rect.w - h, rect.y + h, width, rect.h - width}};
        for (int i = 0; i < 4; i++)
            fill_pixels(painter, un_snap_rect(bars[i], 1), color);
        return false;
    }
    cairo_t *cairo = go_cairo(painter, color);
    set_stroke(cairo, width, command->dash_on * painter->pixels, command->dash_off * painter->pixels);
    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_MITER);
    rounded_path(cairo, rect, radius);
    cairo_stroke(cairo);
    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
    return true;
}

/// Room for every point of two such lists, which stays until the painter goes; NULL: no memory. It follows the lists'
/// own room and not a line's length: it grows when a list grows and never later, however long a line becomes.
static un_Point *scratch(un_Painter *painter, const un_DrawList *list) {
    size_t room = 2 * list->point_room;
    if (room > painter->scratch_room) {
        un_Point *bigger = realloc(painter->scratch, room * sizeof *bigger);
        if (bigger == NULL) return NULL;
        painter->scratch = bigger;
        painter->scratch_room = room;
    }
    return painter->scratch;
}

static void add_points(cairo_t *cairo, const un_Point *point, size_t count) {
    cairo_move_to(cairo, point[0].x, point[0].y);
    for (size_t i = 1; i < count; i++)
        cairo_line_to(cairo, point[i].x, point[i].y);
}

static void paint_polyline(un_Painter *painter, const un_DrawList *list, const un_DrawCommand *command) {
    un_Point *point = scratch(painter, list);
    if (point == NULL || command->count < 2) return;
    float width = command->width;
    un_Color color = command->color;
    un_snap_polyline(list->point + command->first, command->count, painter->pixels, point, &width, &color);
    cairo_t *cairo = go_cairo(painter, color);
    set_stroke(cairo, width, command->dash_on * painter->pixels, command->dash_off * painter->pixels);
    add_points(cairo, point, command->count);
    cairo_stroke(cairo);
}

static void paint_polygon(un_Painter *painter, const un_DrawList *list, const un_DrawCommand *command) {
    un_Point *point = scratch(painter, list);
    if (point == NULL || command->count < 3) return;
    float width = 1e6f; // no hairline: only the scale is wanted
    un_Color color = command->color;
    un_snap_polyline(list->point + command->first, command->count, painter->pixels, point, &width, &color);
    cairo_t *cairo = go_cairo(painter, color);
    add_points(cairo, point, command->count);
    cairo_close_path(cairo);
    cairo_fill(cairo);
}

static void paint_circle(un_Painter *painter, const un_DrawCommand *command) {
    float pixels = painter->pixels, radius = command->radius * pixels, width = command->width * pixels;
    un_Color color = command->color;
    if (radius <= 0) return;
    if (width > 0 && width < 1) { // thinner than a pixel: paler instead
        color = un_color_fade(color, width);
        width = 1;
    }
    if (!(width > 0) && radius < 0.5f) { // the same for a dot
        color = un_color_fade(color, 4 * radius * radius);
        radius = 0.5f;
    }
    un_Rect square = {command->rect.x * pixels - radius, command->rect.y * pixels - radius, 2 * radius, 2 * radius};
    paint_box(painter, square, radius, width > 0 ? width / 2 : 0, color);
}

static un_GlyphPicture glyph_at(un_Painter *painter, const un_Glyph *glyph, un_PixelRect *box) {
    un_GlyphPlace place = un_snap_glyph(glyph->x, glyph->y, painter->pixels);
    un_GlyphPicture picture =
        un_glyph_cache_get(painter->glyphs, glyph->face, glyph->code_point, glyph->size * painter->pixels, place.phase);
    int left = place.x + picture.left, top = place.y - picture.top;
    *box = (un_PixelRect){left, top, left + picture.width, top + picture.height};
    return picture;
}

static void paint_glyphs(un_Painter *painter, const un_DrawList *list, const un_DrawCommand *command) {
    un_Color color = command->color;
    go_direct(painter);
    for (size_t i = command->first; i < command->first + command->count; i++) {
        un_PixelRect box;
        un_GlyphPicture picture = glyph_at(painter, &list->glyph[i], &box);
        un_PixelRect seen = seen_of(painter, box);
        for (int y = seen.y0; y < seen.y1; y++) {
            const uint8_t *coverage = picture.coverage + (ptrdiff_t)(y - box.y0) * picture.width + (seen.x0 - box.x0);
            uint32_t *row = row_of(painter, y);
            for (int x = seen.x0; x < seen.x1; x++, coverage++)
                if (*coverage != 0) row[x] = over(premultiplied(color, scale255(color.a, *coverage)), row[x]);
        }
    }
}

/// The texel under the middle of pixel i: floor((i + 1/2) * texels / pixels); *rest is what the division leaves over.
static int texel_of(int i, int texels, int pixels, int64_t *rest) {
    int64_t numerator = (2 * (int64_t)i + 1) * texels;
    *rest = numerator % (2 * (int64_t)pixels);
    return (int)(numerator / (2 * (int64_t)pixels));
}

static void paint_image(un_Painter *painter, const un_DrawList *list, const un_DrawCommand *command) {
    un_PixelRect box = un_snap_rect(command->rect, painter->pixels);
    un_PixelRect seen = seen_of(painter, box);
    if (un_pixels_empty(seen)) return;
    go_direct(painter);
    int64_t width = box.x1 - box.x0, rest, first_rest;
    int first = texel_of(seen.x0 - box.x0, command->columns, box.x1 - box.x0, &first_rest);
    for (int y = seen.y0; y < seen.y1; y++) {
        size_t line = (size_t)texel_of(y - box.y0, command->rows, box.y1 - box.y0, &rest) * (size_t)command->columns;
        const un_Color *texel = list->texel + command->first + line + first;
        uint32_t *row = row_of(painter, y);
        uint32_t source = premultiplied(*texel, texel->a);
        rest = first_rest;
        for (int x = seen.x0; x < seen.x1; x++) {
            row[x] = over(source, row[x]);
            rest += 2 * (int64_t)command->columns;
            if (rest < 2 * width || x + 1 == seen.x1) continue;
            for (; rest >= 2 * width; rest -= 2 * width)
                texel++;
            source = premultiplied(*texel, texel->a);
        }
    }
}

static un_PixelRect bounds_of_points(const un_Point *point, size_t count, float pixels, float more) {
    float x0 = point[0].x, y0 = point[0].y, x1 = x0, y1 = y0;
    for (size_t i = 1; i < count; i++) {
        x0 = point[i].x < x0 ? point[i].x : x0;
        y0 = point[i].y < y0 ? point[i].y : y0;
        x1 = point[i].x > x1 ? point[i].x : x1;
        y1 = point[i].y > y1 ? point[i].y : y1;
    }
    return around(x0 * pixels, y0 * pixels, x1 * pixels, y1 * pixels, more);
}

// Anti-aliasing reaches one pixel further, snapping moves and widens by one at most.
static const float margin = 2;

/// Whether cairo, which counts in 1/256 of a pixel, sees level and upright pieces only: it draws those in another way.
static bool is_rectilinear(const un_Point *point, size_t count) {
    for (size_t i = 1; i < count; i++) {
        bool level = lroundf(point[i].y * 256) == lroundf(point[i - 1].y * 256);
        bool upright = lroundf(point[i].x * 256) == lroundf(point[i - 1].x * 256);
        if (!level && !upright) return false;
    }
    return true;
}

bool un_paint_line_change(un_Painter *painter, const un_DrawList *last_list, const un_DrawCommand *last,
                          const un_DrawList *list, const un_DrawCommand *command, un_PixelRect *change) {
    un_Point *old = scratch(painter, last_list->point_room > list->point_room ? last_list : list);
    if (old == NULL) return false;
    un_Point *now = old + last->count;
    float width = command->width, last_width = last->width;
    un_Color color = command->color, last_color = last->color;
    un_snap_polyline(last_list->point + last->first, last->count, painter->pixels, old, &last_width, &last_color);
    un_snap_polyline(list->point + command->first, command->count, painter->pixels, now, &width, &color);
    if (width != last_width || color.a != last_color.a) return false; // snapped in another way
    if (is_rectilinear(old, last->count) != is_rectilinear(now, command->count)) return false;
    size_t least = last->count < command->count ? last->count : command->count, shared = 0;
    while (shared < least && old[shared].x == now[shared].x && old[shared].y == now[shared].y)
        shared++;
    if (shared < 2) return false;
    // The join at the last shared point looks towards the next one. And cairo counts a row of pixels more or less
    // finely, all of it, by what ends or turns in that row: the whole lines' width is concerned.
    float more = width / 2 + margin;
    un_PixelRect end = un_pixels_union(bounds_of_points(old + shared - 1, last->count - shared + 1, 1, more),
                                       bounds_of_points(now + shared - 1, command->count - shared + 1, 1, more));
    un_PixelRect all = un_pixels_union(end, bounds_of_points(now, shared, 1, more));
    *change = (un_PixelRect){all.x0, end.y0, all.x1, end.y1};
    return true;
}

un_PixelRect un_paint_bounds(un_Painter *painter, const un_DrawList *list, const un_DrawCommand *command) {
    float pixels = painter->pixels, half = command->width * pixels / 2;
    un_Rect rect = command->rect;
    float x0 = rect.x * pixels, y0 = rect.y * pixels, x1 = (rect.x + rect.w) * pixels, y1 = (rect.y + rect.h) * pixels;
    switch (command->kind) {
    case UN_DRAW_RECT:
        return around(x0, y0, x1, y1, margin);
    case UN_DRAW_FRAME:
        return around(x0, y0, x1, y1, half + margin);
    case UN_DRAW_POLYLINE:
        return bounds_of_points(list->point + command->first, command->count, pixels, half + margin);
    case UN_DRAW_POLYGON:
        return bounds_of_points(list->point + command->first, command->count, pixels, margin);
    case UN_DRAW_CIRCLE:
        return around(x0, y0, x0, y0, command->radius * pixels + half + margin);
    case UN_DRAW_IMAGE:
        return un_snap_rect(rect, pixels);
    case UN_DRAW_GLYPHS: {
        un_PixelRect all = {0, 0, 0, 0}, box;
        for (size_t i = command->first; i < command->first + command->count; i++) {
            glyph_at(painter, &list->glyph[i], &box);
            all = un_pixels_union(all, box);
        }
        return all;
    }
    default:
        return (un_PixelRect){0, 0, 0, 0};
    }
}

bool un_paint_command(un_Painter *painter, const un_DrawList *list, const un_DrawCommand *command) {
    switch (command->kind) {
    case UN_DRAW_RECT:
        return paint_rect(painter, command);
    case UN_DRAW_FRAME:
        return paint_frame(painter, command);
    case UN_DRAW_POLYLINE:
        paint_polyline(painter, list, command);
        return true;
    case UN_DRAW_POLYGON:
        paint_polygon(painter, list, command);
        return true;
    case UN_DRAW_CIRCLE:
        paint_circle(painter, command);
        return false;
    case UN_DRAW_GLYPHS:
        paint_glyphs(painter, list, command);
        return false;
    case UN_DRAW_IMAGE:
        paint_image(painter, list, command);
        return false;
    default:
        return false;
    }
}
