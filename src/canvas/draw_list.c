#include "canvas/draw_list.h"

#include "base/check.h"
#include "base/hash.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/// The first block of each array: a lab of the usual size stays below it however long its run grows, so that its frames
/// never allocate again. Pages that are not written cost nothing.
enum { FIRST_BYTES = 1 << 18 };

/// The memory with room for `more` elements of `size` bytes behind `count`; doubles. Without memory the list is marked
/// as failed and the old block comes back.
static void *grow(un_DrawList *list, void *memory, size_t *room, size_t count, size_t more, size_t size) {
    if (list->failed || more <= *room - count) return memory;
    size_t want = *room > 0 ? *room : FIRST_BYTES / size;
    while (want - count < more) {
        if (want > SIZE_MAX / 2 / size) {
            list->failed = true;
            return memory;
        }
        want *= 2;
    }
    void *bigger = realloc(memory, want * size);
    if (bigger == NULL) {
        list->failed = true;
        return memory;
    }
    *room = want;
    return bigger;
}

#define GROW(list, field, more)                                                                                        \
    ((list)->field =                                                                                                   \
         grow(list, (list)->field, &(list)->field##_room, (list)->field##_count, more, sizeof *(list)->field),         \
     !(list)->failed)

// A command with a number that is not finite is dropped: a view's missing value must not reach a rasteriser (one NaN of
// a line's width, and cairo draws nothing any more).

static bool finite_rect(un_Rect rect) {
    return isfinite(rect.x) && isfinite(rect.y) && isfinite(rect.w) && isfinite(rect.h);
}

static bool finite_stroke(float width, float dash_on, float dash_off) {
    return isfinite(width) && isfinite(dash_on) && isfinite(dash_off);
}

static un_DrawCommand *append(un_DrawList *list, un_DrawKind kind) {
    if (!GROW(list, command, 1)) return NULL;
    un_DrawCommand *command = &list->command[list->command_count++];
    *command = (un_DrawCommand){.kind = kind};
    return command;
}

void un_draw_init(un_DrawList *list) {
    *list = (un_DrawList){0};
}

void un_draw_free(un_DrawList *list) {
    free(list->command);
    free(list->point);
    free(list->glyph);
    free(list->texel);
    free(list->name);
    *list = (un_DrawList){0};
}

void un_draw_reset(un_DrawList *list) {
    list->command_count = list->point_count = list->glyph_count = list->texel_count = list->name_count = 0;
    list->depth = 0;
    list->failed = false;
}

void un_draw_save(un_DrawList *list) {
    list->depth++;
    append(list, UN_DRAW_SAVE);
}

void un_draw_restore(un_DrawList *list) {
    UN_CHECK(list->depth > 0);
    list->depth--;
    append(list, UN_DRAW_RESTORE);
}

void un_draw_clip(un_DrawList *list, un_Rect rect) {
    if (!finite_rect(rect)) rect = (un_Rect){0, 0, 0, 0}; // a clip cannot be left out
    un_DrawCommand *command = append(list, UN_DRAW_CLIP);
    if (command != NULL) command->rect = rect;
}

void un_draw_rect(un_DrawList *list, un_Rect rect, float radius, un_Color color) {
    if (!finite_rect(rect) || !isfinite(radius)) return;
    un_DrawCommand *command = append(list, UN_DRAW_RECT);
    if (command == NULL) return;
    command->rect = rect;
    command->radius = radius;
    command->color = color;
}

void un_draw_frame(un_DrawList *list, un_Rect rect, float radius, float width, un_Color color) {
    un_draw_frame_dashed(list, rect, radius, width, 0, 0, color);
}

void un_draw_frame_dashed(un_DrawList *list, un_Rect rect, float radius, float width, float dash_on, float dash_off,
                          un_Color color) {
    if (!finite_rect(rect) || !isfinite(radius) || !finite_stroke(width, dash_on, dash_off)) return;
    un_DrawCommand *command = append(list, UN_DRAW_FRAME);
    if (command == NULL) return;
    command->rect = rect;
    command->radius = radius;
    command->width = width;
    command->dash_on = dash_on;
    command->dash_off = dash_off;
    command->color = color;
}

void un_draw_line(un_DrawList *list, un_Point from, un_Point to, float width, un_Color color) {
    un_draw_polyline(list, (un_Point[]){from, to}, 2, width, 0, 0, color);
}

static un_DrawCommand *append_points(un_DrawList *list, un_DrawKind kind, const un_Point *points, size_t count,
                                     un_Color color) {
    for (size_t i = 0; i < count; i++)
        if (!isfinite(points[i].x) || !isfinite(points[i].y)) return NULL;
    if (count == 0 || !GROW(list, point, count)) return NULL;
    un_DrawCommand *command = append(list, kind);
    if (command == NULL) return NULL;
    memcpy(list->point + list->point_count, points, count * sizeof *points);
    command->first = list->point_count;
    command->count = count;
    command->color = color;
    list->point_count += count;
    return command;
}

void un_draw_polyline(un_DrawList *list, const un_Point *points, size_t count, float width, float dash_on,
                      float dash_off, un_Color color) {
    if (!finite_stroke(width, dash_on, dash_off)) return;
    un_DrawCommand *command = append_points(list, UN_DRAW_POLYLINE, points, count, color);
    if (command == NULL) return;
    command->width = width;
    command->dash_on = dash_on;
    command->dash_off = dash_off;
}

void un_draw_polygon(un_DrawList *list, const un_Point *points, size_t count, un_Color color) {
    append_points(list, UN_DRAW_POLYGON, points, count, color);
}

void un_draw_disc(un_DrawList *list, un_Point centre, float radius, un_Color color) {
    un_draw_ring(list, centre, radius, 0, color);
}

void un_draw_ring(un_DrawList *list, un_Point centre, float radius, float width, un_Color color) {
    if (!isfinite(centre.x) || !isfinite(centre.y) || !isfinite(radius) || !isfinite(width)) return;
    un_DrawCommand *command = append(list, UN_DRAW_CIRCLE);
    if (command == NULL) return;
    command->rect = (un_Rect){centre.x, centre.y, 0, 0};
    command->radius = radius;
    command->width = width;
    command->color = color;
}

void un_draw_glyphs(un_DrawList *list, const un_Glyph *glyphs, size_t count, un_Color color) {
    if (count == 0 || !GROW(list, glyph, count)) return;
    un_DrawCommand *command = append(list, UN_DRAW_GLYPHS);
    if (command == NULL) return;
    memcpy(list->glyph + list->glyph_count, glyphs, count * sizeof *glyphs);
    command->first = list->glyph_count;
    command->count = count;
    command->color = color;
    list->glyph_count += count;
}

un_Color *un_draw_image(un_DrawList *list, un_Rect rect, int columns, int rows) {
    UN_CHECK(columns > 0 && rows > 0);
    if (!finite_rect(rect)) rect = (un_Rect){0, 0, 0, 0}; // the caller fills its texels all the same
    size_t count = (size_t)columns * (size_t)rows;
    if (!GROW(list, texel, count)) return NULL;
    un_DrawCommand *command = append(list, UN_DRAW_IMAGE);
    if (command == NULL) return NULL;
    un_Color *texels = list->texel + list->texel_count;
    memset(texels, 0, count * sizeof *texels);
    command->rect = rect;
    command->columns = columns;
    command->rows = rows;
    command->first = list->texel_count;
    command->count = count;
    list->texel_count += count;
    return texels;
}

void un_draw_group(un_DrawList *list, const char *name, un_Rect bounds) {
    list->depth++;
    size_t size = strlen(name) + 1;
    if (!GROW(list, name, size)) return;
    un_DrawCommand *command = append(list, UN_DRAW_GROUP);
    if (command == NULL) return;
    memcpy(list->name + list->name_count, name, size);
    command->rect = bounds;
    command->first = list->name_count;
    command->count = size - 1;
    list->name_count += size;
}

void un_draw_group_end(un_DrawList *list) {
    UN_CHECK(list->depth > 0);
    list->depth--;
    append(list, UN_DRAW_GROUP_END);
}

static un_Rect placed(un_Rect rect, float scale, un_Point at) {
    return (un_Rect){rect.x * scale + at.x, rect.y * scale + at.y, rect.w * scale, rect.h * scale};
}

/// Where a command's data begin in the list that it goes to.
static size_t moved_first(const un_DrawList *to, const un_DrawCommand *command) {
    switch (command->kind) {
    case UN_DRAW_POLYLINE:
    case UN_DRAW_POLYGON:
        return to->point_count;
    case UN_DRAW_GLYPHS:
        return to->glyph_count;
    case UN_DRAW_IMAGE:
        return to->texel_count;
    default:
        return to->name_count;
    }
}

void un_draw_place(un_DrawList *to, const un_DrawList *from, float scale, un_Point at) {
    if (!GROW(to, command, from->command_count) || !GROW(to, point, from->point_count) || !GROW(to, glyph, from->glyph_count) ||
        !GROW(to, texel, from->texel_count) || !GROW(to, name, from->name_count))
        return;
    for (size_t i = 0; i < from->command_count; i++) {
        un_DrawCommand command = from->command[i];
        command.rect = placed(command.rect, scale, at);
        command.radius *= scale;
        command.width *= scale;
        command.dash_on *= scale;
        command.dash_off *= scale;
        command.first += moved_first(to, &command);
        to->command[to->command_count + i] = command;
    }
    for (size_t i = 0; i < from->point_count; i++)
        to->point[to->point_count + i] = (un_Point){from->point[i].x * scale + at.x, from->point[i].y * scale + at.y};
    for (size_t i = 0; i < from->glyph_count; i++) {
        un_Glyph glyph = from->glyph[i];
        glyph.x = glyph.x * scale + at.x;
        glyph.y = glyph.y * scale + at.y;
        glyph.size *= scale;
        to->glyph[to->glyph_count + i] = glyph;
    }
    if (from->texel_count > 0) memcpy(to->texel + to->texel_count, from->texel, from->texel_count * sizeof *from->texel);
    if (from->name_count > 0) memcpy(to->name + to->name_count, from->name, from->name_count);
    to->command_count += from->command_count;
    to->point_count += from->point_count;
    to->glyph_count += from->glyph_count;
    to->texel_count += from->texel_count;
    to->name_count += from->name_count;
}

bool un_draw_copy(un_DrawList *to, const un_DrawList *from) {
    un_draw_reset(to);
    if (!GROW(to, command, from->command_count) || !GROW(to, point, from->point_count) ||
        !GROW(to, glyph, from->glyph_count) || !GROW(to, texel, from->texel_count) || !GROW(to, name, from->name_count))
        return false;
#define COPY(field)                                                                                                    \
    if (from->field##_count > 0) memcpy(to->field, from->field, from->field##_count * sizeof *from->field);            \
    to->field##_count = from->field##_count
    COPY(command);
    COPY(point);
    COPY(glyph);
    COPY(texel);
    COPY(name);
#undef COPY
    return true;
}

static bool same_color(un_Color a, un_Color b) {
    return a.r == b.r && a.g == b.g && a.b == b.b && a.a == b.a;
}

bool un_draw_same_style(const un_DrawCommand *a, const un_DrawCommand *b) {
    return a->kind == b->kind && un_rect_same(a->rect, b->rect) && same_color(a->color, b->color) &&
           a->radius == b->radius && a->width == b->width && a->dash_on == b->dash_on && a->dash_off == b->dash_off &&
           a->columns == b->columns && a->rows == b->rows;
}

bool un_draw_same(const un_DrawList *a, size_t i, const un_DrawList *b, size_t j) {
    UN_CHECK(i < a->command_count && j < b->command_count);
    const un_DrawCommand *x = &a->command[i], *y = &b->command[j];
    if (!un_draw_same_style(x, y) || x->count != y->count) return false;
    switch (x->kind) {
    case UN_DRAW_POLYLINE:
    case UN_DRAW_POLYGON:
        return memcmp(a->point + x->first, b->point + y->first, x->count * sizeof *a->point) == 0;
    case UN_DRAW_GLYPHS:
        return memcmp(a->glyph + x->first, b->glyph + y->first, x->count * sizeof *a->glyph) == 0;
    case UN_DRAW_IMAGE:
        return memcmp(a->texel + x->first, b->texel + y->first, x->count * sizeof *a->texel) == 0;
    case UN_DRAW_GROUP:
        return memcmp(a->name + x->first, b->name + y->first, x->count) == 0;
    default:
        return true;
    }
}

static uint64_t hash_command(uint64_t hash, const un_DrawList *list, const un_DrawCommand *command) {
    // Only what shows: not `first`, which depends on what stands before, and no padding.
    const float numbers[] = {command->rect.x, command->rect.y, command->rect.w,  command->rect.h,
                             command->radius, command->width,  command->dash_on, command->dash_off};
    const uint32_t words[] = {(uint32_t)command->kind, (uint32_t)command->columns, (uint32_t)command->rows};
    const uint8_t color[] = {command->color.r, command->color.g, command->color.b, command->color.a};
    hash = un_hash_bytes(hash, words, sizeof words);
    hash = un_hash_bytes(hash, color, sizeof color);
    hash = un_hash_floats(hash, numbers, sizeof numbers / sizeof *numbers);
    hash = un_hash_u64(hash, command->count);
    switch (command->kind) {
    case UN_DRAW_POLYLINE:
    case UN_DRAW_POLYGON:
        return un_hash_bytes(hash, list->point + command->first, command->count * sizeof *list->point);
    case UN_DRAW_GLYPHS:
        return un_hash_bytes(hash, list->glyph + command->first, command->count * sizeof *list->glyph);
    case UN_DRAW_IMAGE:
        return un_hash_bytes(hash, list->texel + command->first, command->count * sizeof *list->texel);
    case UN_DRAW_GROUP:
        return un_hash_bytes(hash, list->name + command->first, command->count);
    default:
        return hash;
    }
}

uint64_t un_draw_hash(const un_DrawList *list, size_t first, size_t count) {
    UN_CHECK(first <= list->command_count && count <= list->command_count - first);
    uint64_t hash = UN_HASH_START;
    for (size_t i = first; i < first + count; i++)
        hash = hash_command(hash, list, &list->command[i]);
    return hash;
}
