#include "canvas/cairo/damage.h"

#include "base/check.h"
#include "base/hash.h"

#include <math.h>
#include <stdlib.h>

enum {
    CLIP_DEPTH = 64, ///< open saves; deeper is a programmer's error
    AHEAD = 24       ///< how far is looked for the next equal command
};

typedef struct Clips {
    un_PixelRect rect[CLIP_DEPTH];
    int depth;
} Clips;

/// Saves and clips as a back end follows them.
static un_PixelRect follow_clip(Clips *clips, un_PixelRect clip, un_PixelRect base, const un_DrawCommand *command,
                                float pixels) {
    switch (command->kind) {
    case UN_DRAW_SAVE:
        UN_CHECK(clips->depth < CLIP_DEPTH);
        clips->rect[clips->depth++] = clip;
        return clip;
    case UN_DRAW_RESTORE:
        return clips->depth > 0 ? clips->rect[--clips->depth] : base;
    case UN_DRAW_CLIP:
        return un_pixels_intersect(clip, un_snap_rect(command->rect, pixels));
    default:
        return clip;
    }
}

static bool draws(un_DrawKind kind) {
    switch (kind) {
    case UN_DRAW_SAVE:
    case UN_DRAW_RESTORE:
    case UN_DRAW_CLIP:
    case UN_DRAW_GROUP:
    case UN_DRAW_GROUP_END:
        return false;
    default:
        return true;
    }
}

bool un_shapes_find(un_Shapes *shapes, const un_DrawList *list, un_PixelRect base, float pixels) {
    if (shapes->room < list->command_count) {
        size_t room = list->command_count + list->command_count / 2;
        un_Shape *bigger = realloc(shapes->shape, room * sizeof *bigger);
        if (bigger == NULL) return false;
        shapes->shape = bigger;
        shapes->room = room;
    }
    Clips clips = {.depth = 0};
    un_PixelRect clip = base;
    uint64_t group = 0;
    int depth = 0;
    shapes->count = 0;
    for (size_t i = 0; i < list->command_count; i++) {
        const un_DrawCommand *command = &list->command[i];
        clip = follow_clip(&clips, clip, base, command, pixels);
        if (command->kind == UN_DRAW_GROUP && depth++ == 0)
            group = un_hash_bytes(UN_HASH_START, list->name + command->first, command->count);
        else if (command->kind == UN_DRAW_GROUP_END && --depth == 0)
            group = 0;
        if (draws(command->kind)) shapes->shape[shapes->count++] = (un_Shape){i, group, clip, {0, 0, 0, 0}};
    }
    return true;
}

void un_shapes_bound(un_Shape *shape, un_Painter *painter, const un_DrawList *list) {
    shape->bounds = un_pixels_intersect(shape->clip, un_paint_bounds(painter, list, &list->command[shape->command]));
}

void un_shapes_free(un_Shapes *shapes) {
    free(shapes->shape);
    *shapes = (un_Shapes){0};
}

// The rectangles.

static double area_of(un_PixelRect rect) {
    return un_pixels_empty(rect) ? 0 : (double)(rect.x1 - rect.x0) * (rect.y1 - rect.y0);
}

/// The rectangle that loses least by being merged with rect.
static size_t cheapest(const un_Damage *damage, un_PixelRect rect) {
    size_t best = 0;
    double least = INFINITY;
    for (size_t i = 0; i < damage->count; i++) {
        double loss = area_of(un_pixels_union(rect, damage->rect[i])) - area_of(damage->rect[i]);
        if (loss < least) {
            least = loss;
            best = i;
        }
    }
    return best;
}

/// Is one rectangle around both hardly larger than what they cover?
static bool belong_together(un_PixelRect a, un_PixelRect b) {
    double covered = area_of(a) + area_of(b) - area_of(un_pixels_intersect(a, b));
    return area_of(un_pixels_union(a, b)) <= 1.25 * covered + 1000;
}

/// Adds what of rect lies outside of hole, which it meets.
static void add_outside(un_Damage *damage, un_PixelRect rect, un_PixelRect hole) {
    un_PixelRect middle = un_pixels_intersect(rect, hole);
    un_damage_add(damage, (un_PixelRect){rect.x0, rect.y0, rect.x1, middle.y0});
    un_damage_add(damage, (un_PixelRect){rect.x0, middle.y1, rect.x1, rect.y1});
    un_damage_add(damage, (un_PixelRect){rect.x0, middle.y0, middle.x0, middle.y1});
    un_damage_add(damage, (un_PixelRect){middle.x1, middle.y0, rect.x1, middle.y1});
}

void un_damage_add(un_Damage *damage, un_PixelRect rect) {
    if (un_pixels_empty(rect)) return;
    for (size_t i = 0; i < damage->count;) {
        bool meet = !un_pixels_empty(un_pixels_intersect(rect, damage->rect[i]));
        if (meet && damage->count + 4 <= UN_DAMAGE_ROOM && !belong_together(rect, damage->rect[i])) {
            add_outside(damage, rect, damage->rect[i]);
            return;
        }
        if (!meet) i++;
        if (!meet && (i < damage->count || damage->count < UN_DAMAGE_ROOM)) continue;
        size_t merged = meet ? i : cheapest(damage, rect); // none meets, and there is no room for one more
        rect = un_pixels_union(rect, damage->rect[merged]);
        damage->rect[merged] = damage->rect[--damage->count];
        i = 0;
    }
    damage->rect[damage->count++] = rect;
}

double un_damage_area(const un_Damage *damage) {
    double area = 0;
    for (size_t i = 0; i < damage->count; i++)
        area += area_of(damage->rect[i]);
    return area;
}

un_PixelRect un_damage_union(const un_Damage *damage) {
    un_PixelRect all = {0, 0, 0, 0};
    for (size_t i = 0; i < damage->count; i++)
        all = un_pixels_union(all, damage->rect[i]);
    return all;
}

// The comparison.

typedef struct Pair {
    un_Damage *damage;
    un_Painter *painter;
    const un_DrawList *last_list, *list;
    const un_Shapes *last;
    un_Shapes *now;
} Pair;

static const un_DrawCommand *last_command(const Pair *pair, size_t j) {
    return &pair->last_list->command[pair->last->shape[j].command];
}

static const un_DrawCommand *now_command(const Pair *pair, size_t i) {
    return &pair->list->command[pair->now->shape[i].command];
}

/// In the same group under the same clip.
static bool same_place(const Pair *pair, size_t i, size_t j) {
    const un_PixelRect a = pair->now->shape[i].clip, b = pair->last->shape[j].clip;
    return pair->now->shape[i].group == pair->last->shape[j].group && a.x0 == b.x0 && a.y0 == b.y0 && a.x1 == b.x1 &&
           a.y1 == b.y1;
}

static bool same(const Pair *pair, size_t i, size_t j) {
    return same_place(pair, i, j) &&
           un_draw_same(pair->list, pair->now->shape[i].command, pair->last_list, pair->last->shape[j].command);
}

/// A rectangle on the same foot: a bar of a chart whose height or colour has changed.
static bool same_foot(const un_DrawCommand *a, const un_DrawCommand *b) {
    return a->rect.x == b->rect.x && a->rect.w == b->rect.w &&
           fabsf(a->rect.y + a->rect.h - b->rect.y - b->rect.h) < 0.5f;
}

/// The same image but for its texels, a bar on the same foot, or a line in the same style that starts in the same
/// piece.
static bool continues(const Pair *pair, size_t i, size_t j) {
    const un_DrawCommand *a = now_command(pair, i), *b = last_command(pair, j);
    if (a->kind != b->kind || !same_place(pair, i, j)) return false;
    if (a->kind == UN_DRAW_RECT) return same_foot(a, b);
    if (!un_draw_same_style(a, b)) return false;
    if (a->kind == UN_DRAW_IMAGE) return true;
    if (a->kind != UN_DRAW_POLYLINE || a->count < 2 || b->count < 2) return false;
    const un_Point *p = pair->list->point + a->first, *q = pair->last_list->point + b->first;
    return p[0].x == q[0].x && p[0].y == q[0].y && p[1].x == q[1].x && p[1].y == q[1].y;
}

/// Adds the texels that differ.
static void add_texels(const Pair *pair, size_t i, size_t j) {
    const un_DrawCommand *a = now_command(pair, i), *b = last_command(pair, j);
    const un_Color *p = pair->list->texel + a->first, *q = pair->last_list->texel + b->first;
    int left = a->columns, right = -1, top = a->rows, bottom = -1;
    for (int row = 0; row < a->rows; row++) {
        for (int column = 0; column < a->columns; column++, p++, q++) {
            if (p->r == q->r && p->g == q->g && p->b == q->b && p->a == q->a) continue;
            left = column < left ? column : left;
            right = column > right ? column : right;
            top = row < top ? row : top;
            bottom = row;
        }
    }
    if (right < 0) return;
    un_PixelRect box = un_snap_rect(a->rect, pair->painter->pixels);
    double wide = (double)(box.x1 - box.x0) / a->columns, high = (double)(box.y1 - box.y0) / a->rows;
    un_PixelRect part = {box.x0 + (int)floor(left * wide) - 1, box.y0 + (int)floor(top * high) - 1,
                         box.x0 + (int)ceil((right + 1) * wide) + 1, box.y0 + (int)ceil((bottom + 1) * high) + 1};
    un_damage_add(pair->damage, un_pixels_intersect(part, pair->now->shape[i].bounds));
}

/// Adds two lines from where they part. False: they are drawn in different ways.
static bool add_ends(const Pair *pair, size_t i, size_t j) {
    un_PixelRect end;
    if (!un_paint_line_change(pair->painter, pair->last_list, last_command(pair, j), pair->list, now_command(pair, i),
                              &end))
        return false;
    un_damage_add(pair->damage, un_pixels_intersect(end, pair->now->shape[i].clip));
    return true;
}

static void add_now(const Pair *pair, size_t i) {
    un_shapes_bound(&pair->now->shape[i], pair->painter, pair->list);
    un_damage_add(pair->damage, pair->now->shape[i].bounds);
}

static void add_continued(const Pair *pair, size_t i, size_t j) {
    un_Shape *shape = &pair->now->shape[i];
    un_shapes_bound(shape, pair->painter, pair->list);
    if (now_command(pair, i)->kind == UN_DRAW_IMAGE) {
        add_texels(pair, i, j);
    } else if (now_command(pair, i)->kind == UN_DRAW_RECT) {
        un_damage_add(pair->damage, un_pixels_union(shape->bounds, pair->last->shape[j].bounds));
    } else if (!add_ends(pair, i, j)) {
        un_damage_add(pair->damage, shape->bounds);
        un_damage_add(pair->damage, pair->last->shape[j].bounds);
    }
}

/// How many new ones were put before the next that is known, and how many known ones are gone before it. One of each
/// where neither is to be seen from here.
static void find_next(const Pair *pair, size_t i, size_t j, size_t *added, size_t *gone) {
    size_t new_left = pair->now->count - i, last_left = pair->last->count - j;
    bool both = new_left > 0 && last_left > 0;
    for (size_t ahead = 1; ahead <= AHEAD && both; ahead++) {
        if (ahead < new_left && (same(pair, i + ahead, j) || continues(pair, i + ahead, j))) {
            *added = ahead;
            *gone = 0;
            return;
        }
        if (ahead < last_left && (same(pair, i, j + ahead) || continues(pair, i, j + ahead))) {
            *added = 0;
            *gone = ahead;
            return;
        }
    }
    *added = both ? 1 : new_left;
    *gone = both ? 1 : last_left;
}

/// How many shapes from `from` on lie before the group's first; all that are left where it does not come.
static size_t before_group(const un_Shapes *shapes, size_t from, uint64_t group) {
    size_t count = 0;
    while (from + count < shapes->count && shapes->shape[from + count].group != group)
        count++;
    return count;
}

/// The same where the lists stand in different groups: the last list's are gone up to the new one's group or, where
/// that is not ahead, the new one's is added up to the last list's.
static void find_group(const Pair *pair, size_t i, size_t j, size_t *added, size_t *gone) {
    *added = 0;
    *gone = before_group(pair->last, j, pair->now->shape[i].group);
    if (j + *gone < pair->last->count) return;
    *added = before_group(pair->now, i, pair->last->shape[j].group);
    *gone = 0;
}

void un_damage_compare(un_Damage *damage, un_Painter *painter, const un_DrawList *last_list, const un_Shapes *last,
                       const un_DrawList *list, un_Shapes *now, double most) {
    const Pair pair = {damage, painter, last_list, list, last, now};
    size_t i = 0, j = 0;
    while (i < now->count || j < last->count) {
        bool both = i < now->count && j < last->count;
        if (both && same(&pair, i, j)) {
            now->shape[i++].bounds = last->shape[j++].bounds;
            continue;
        }
        if (un_damage_area(damage) > most) break;
        if (both && continues(&pair, i, j)) {
            add_continued(&pair, i++, j++);
            continue;
        }
        size_t added, gone;
        (both && now->shape[i].group != last->shape[j].group ? find_group : find_next)(&pair, i, j, &added, &gone);
        for (; added > 0; added--)
            add_now(&pair, i++);
        for (; gone > 0; gone--)
            un_damage_add(damage, last->shape[j++].bounds);
    }
    for (; i < now->count; i++)
        un_shapes_bound(&now->shape[i], painter, list);
}
