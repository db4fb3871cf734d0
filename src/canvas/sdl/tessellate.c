#include "canvas/sdl/tessellate.h"

#include <math.h>
#include <stdlib.h>

static const float feather = 0.5f; ///< half the fading edge, in pixels

static void *grow(void *memory, int *room, int want, size_t size) {
    if (want <= *room) return memory;
    int bigger_room = *room > 0 ? *room : 256;
    while (bigger_room < want)
        bigger_room *= 2;
    void *bigger = realloc(memory, (size_t)bigger_room * size);
    if (bigger == NULL) return NULL;
    *room = bigger_room;
    return bigger;
}

/// Room for more vertices and indices; false: no memory, the shape is left out.
static bool reserve(un_Mesh *mesh, int vertices, int indices) {
    SDL_Vertex *vertex = grow(mesh->vertex, &mesh->vertex_room, mesh->vertex_count + vertices, sizeof *vertex);
    if (vertex == NULL) return false;
    mesh->vertex = vertex;
    int *index = grow(mesh->index, &mesh->index_room, mesh->index_count + indices, sizeof *index);
    if (index == NULL) return false;
    mesh->index = index;
    return true;
}

static un_Point *reserve_points(un_Mesh *mesh, int count) {
    un_Point *point = grow(mesh->point, &mesh->point_room, count, sizeof *point);
    if (point != NULL) mesh->point = point;
    return point;
}

void un_mesh_free(un_Mesh *mesh) {
    free(mesh->vertex);
    free(mesh->index);
    free(mesh->point);
    free(mesh->link);
    *mesh = (un_Mesh){0};
}

void un_mesh_reset(un_Mesh *mesh) {
    mesh->vertex_count = mesh->index_count = 0;
}

/// Appends a vertex (room is reserved) and returns its number.
static int add(un_Mesh *mesh, float x, float y, un_Color color, bool solid) {
    SDL_Color tint = {color.r, color.g, color.b, solid ? color.a : 0};
    mesh->vertex[mesh->vertex_count] = (SDL_Vertex){{x, y}, tint, mesh->white};
    return mesh->vertex_count++;
}

static void triangle(un_Mesh *mesh, int a, int b, int c) {
    int *index = mesh->index + mesh->index_count;
    index[0] = a;
    index[1] = b;
    index[2] = c;
    mesh->index_count += 3;
}

static void band(un_Mesh *mesh, int a0, int a1, int b0, int b1) {
    triangle(mesh, a0, a1, b1);
    triangle(mesh, a0, b1, b0);
}

void un_mesh_quad(un_Mesh *mesh, un_Rect rect, SDL_FPoint uv0, SDL_FPoint uv1, un_Color color) {
    if (!reserve(mesh, 4, 6)) return;
    int a = add(mesh, rect.x, rect.y, color, true), b = add(mesh, rect.x + rect.w, rect.y, color, true);
    int c = add(mesh, rect.x, rect.y + rect.h, color, true),
        d = add(mesh, rect.x + rect.w, rect.y + rect.h, color, true);
    mesh->vertex[a].tex_coord = uv0;
    mesh->vertex[b].tex_coord = (SDL_FPoint){uv1.x, uv0.y};
    mesh->vertex[c].tex_coord = (SDL_FPoint){uv0.x, uv1.y};
    mesh->vertex[d].tex_coord = uv1;
    band(mesh, a, b, c, d);
}

void un_mesh_rect(un_Mesh *mesh, un_Rect rect, un_Color color) {
    un_mesh_quad(mesh, rect, mesh->white, mesh->white, color);
}

static un_Point subtract(un_Point a, un_Point b) {
    return (un_Point){a.x - b.x, a.y - b.y};
}

static un_Point along(un_Point from, un_Point direction, float by) {
    return (un_Point){from.x + direction.x * by, from.y + direction.y * by};
}

static float cross(un_Point a, un_Point b) {
    return a.x * b.y - a.y * b.x;
}

static float dot(un_Point a, un_Point b) {
    return a.x * b.x + a.y * b.y;
}

static float length_of(un_Point a) {
    return sqrtf(dot(a, a));
}

static un_Point unit(un_Point a) {
    float length = length_of(a);
    return length > 0 ? (un_Point){a.x / length, a.y / length} : (un_Point){0, 0};
}

/// To the left of the direction (y down: to its right on the screen; only consistency matters).
static un_Point normal_of(un_Point direction) {
    return (un_Point){-direction.y, direction.x};
}

/// The vector to the crossing of two offset lines at distance 1: (n0 + n1) / (1 + n0 . n1), at most `limit` long.
static un_Point mitre(un_Point n0, un_Point n1, float limit) {
    float scale = 1 + dot(n0, n1);
    un_Point sum = {n0.x + n1.x, n0.y + n1.y};
    float length = length_of(sum);
    if (length < 1e-3f) return n0;
    float want = scale > 0 ? length / scale : limit;
    if (want > limit) want = limit;
    return (un_Point){sum.x / length * want, sum.y / length * want};
}

// ---- fills ----

static float area_of(const un_Point *point, int count) {
    float sum = 0;
    for (int i = 0; i < count; i++)
        sum += cross(point[i], point[i + 1 < count ? i + 1 : 0]);
    return sum / 2;
}

typedef struct Ears {
    const un_Point *point;
    int *next, *previous;
    float turn; ///< +1 or -1: the contour's sense
} Ears;

static float corner(const Ears *ears, int i) {
    un_Point a = ears->point[ears->previous[i]], b = ears->point[i], c = ears->point[ears->next[i]];
    return ears->turn * cross(subtract(b, a), subtract(c, b));
}

static bool inside(const Ears *ears, int a, int b, int c, int p) {
    const un_Point *point = ears->point;
    float ab = ears->turn * cross(subtract(point[b], point[a]), subtract(point[p], point[a]));
    float bc = ears->turn * cross(subtract(point[c], point[b]), subtract(point[p], point[b]));
    float ca = ears->turn * cross(subtract(point[a], point[c]), subtract(point[p], point[c]));
    return ab >= 0 && bc >= 0 && ca >= 0;
}

static bool is_ear(const Ears *ears, int i) {
    int a = ears->previous[i], c = ears->next[i];
    if (corner(ears, i) <= 0) return false;
    for (int p = ears->next[c]; p != a; p = ears->next[p])
        if (corner(ears, p) <= 0 && inside(ears, a, i, c, p)) return false;
    return true;
}

/// Ear clipping (Meisters 1975) over the core vertices first_vertex + 2 * i.
static void clip_ears(un_Mesh *mesh, const un_Point *point, int count, float turn, int first_vertex) {
    int *link = grow(mesh->link, &mesh->link_room, 2 * count, sizeof *link);
    if (link == NULL) return;
    mesh->link = link;
    Ears ears = {point, link, link + count, turn};
    for (int i = 0; i < count; i++) {
        ears.next[i] = i + 1 < count ? i + 1 : 0;
        ears.previous[i] = i > 0 ? i - 1 : count - 1;
    }
    int at = 0, tried = 0;
    for (int left = count; left > 2;) {
        // Where nothing is an ear the contour crosses itself: cut anyway, so that we come to an end.
        if (tried < left && !is_ear(&ears, at)) {
            at = ears.next[at];
            tried++;
            continue;
        }
        int a = ears.previous[at], c = ears.next[at];
        triangle(mesh, first_vertex + 2 * a, first_vertex + 2 * at, first_vertex + 2 * c);
        ears.next[a] = c;
        ears.previous[c] = a;
        at = c;
        tried = 0;
        left--;
    }
}

void un_mesh_polygon(un_Mesh *mesh, const un_Point *points, int count, un_Color color) {
    if (count < 3 || !reserve(mesh, 2 * count, 3 * (count - 2) + 6 * count)) return;
    float area = area_of(points, count);
    float turn = area < 0 ? -1.0f : 1.0f;
    int first = mesh->vertex_count;
    bool convex = true;
    for (int i = 0; i < count; i++) {
        un_Point p = points[i];
        un_Point d0 = unit(subtract(p, points[i > 0 ? i - 1 : count - 1]));
        un_Point d1 = unit(subtract(points[i + 1 < count ? i + 1 : 0], p));
        if (d0.x == 0 && d0.y == 0) d0 = d1;
        if (d1.x == 0 && d1.y == 0) d1 = d0;
        convex = convex && turn * cross(d0, d1) > -1e-4f;
        // With turn +1 the inside lies on the normal's side.
        un_Point in = mitre(normal_of(d0), normal_of(d1), 2);
        un_Point core = along(p, in, turn * feather), rim = along(p, in, -turn * feather);
        add(mesh, core.x, core.y, color, true);
        add(mesh, rim.x, rim.y, color, false);
    }
    if (convex) {
        for (int i = 1; i + 1 < count; i++)
            triangle(mesh, first, first + 2 * i, first + 2 * i + 2);
    } else {
        clip_ears(mesh, points, count, turn, first);
    }
    for (int i = 0; i < count; i++) {
        int a = first + 2 * i, b = first + 2 * (i + 1 < count ? i + 1 : 0);
        band(mesh, a, a + 1, b, b + 1);
    }
}

// ---- strokes ----

/// A stroke on its way: the four vertices of the last cross-section, -1 before the first.
typedef struct Stroke {
    un_Mesh *mesh;
    un_Color color;
    float half;  ///< half the width, at least feather
    int section; ///< number of its first vertex: rim, core, core, rim
} Stroke;

static void add_section(Stroke *stroke, un_Point rim0, un_Point core0, un_Point core1, un_Point rim1, bool solid) {
    un_Mesh *mesh = stroke->mesh;
    int first = add(mesh, rim0.x, rim0.y, stroke->color, false);
    add(mesh, core0.x, core0.y, stroke->color, solid);
    add(mesh, core1.x, core1.y, stroke->color, solid);
    add(mesh, rim1.x, rim1.y, stroke->color, false);
    if (stroke->section >= 0)
        for (int i = 0; i < 3; i++)
            band(mesh, stroke->section + i, stroke->section + i + 1, first + i, first + i + 1);
    stroke->section = first;
}

static void add_straight(Stroke *stroke, un_Point at, un_Point offset, bool solid) {
    float core = stroke->half - feather, rim = stroke->half + feather;
    add_section(stroke, along(at, offset, rim), along(at, offset, core), along(at, offset, -core),
                along(at, offset, -rim), solid);
}

enum {
    ARC_STEPS = 63,                         ///< at most, in a quarter circle or a corner
    JOINT_VERTICES = 8 + 2 * ARC_STEPS + 3, ///< two cross-sections and a fan, at most
    JOINT_INDICES = 36 + 9 * ARC_STEPS
};

static const float arc_error = 0.1f; ///< pixels between a chord and its arc

static int arc_steps(float radius, float angle) {
    if (radius <= arc_error) return 1;
    float step = 2 * acosf(1 - arc_error / radius);
    int steps = (int)ceilf(angle / step);
    return steps < 1 ? 1 : steps > ARC_STEPS ? ARC_STEPS : steps;
}

/// The outer side of a corner: a fan from the inner core point over the arc between the two normals.
static void add_fan(Stroke *stroke, un_Point at, un_Point inner, un_Point from, un_Point to, float side) {
    float core = stroke->half - feather, rim = stroke->half + feather;
    float angle = acosf(fmaxf(-1, fminf(1, dot(from, to))));
    int steps = arc_steps(rim, angle);
    un_Mesh *mesh = stroke->mesh;
    int centre = add(mesh, inner.x, inner.y, stroke->color, true), last = -1;
    for (int i = 0; i <= steps; i++) {
        float turn = side * angle * (float)i / (float)steps, c = cosf(turn), s = sinf(turn);
        un_Point out = {-side * (from.x * c - from.y * s), -side * (from.x * s + from.y * c)};
        un_Point core_at = along(at, out, core), rim_at = along(at, out, rim);
        int now = add(mesh, core_at.x, core_at.y, stroke->color, true);
        add(mesh, rim_at.x, rim_at.y, stroke->color, false);
        if (last >= 0) {
            triangle(mesh, centre, last, now);
            band(mesh, last, last + 1, now, now + 1);
        }
        last = now;
    }
}

typedef enum JointPart { JOINT_END = 1, JOINT_START = 2, JOINT_BOTH = 3 } JointPart;

/// The corner at `at` between the neighbours; END closes the piece before it, START opens the piece behind it.
static void add_joint(Stroke *stroke, un_Point before, un_Point at, un_Point after, JointPart part) {
    if (!reserve(stroke->mesh, JOINT_VERTICES, JOINT_INDICES)) return;
    un_Point v0 = subtract(at, before), v1 = subtract(after, at);
    un_Point d0 = unit(v0), d1 = unit(v1), n0 = normal_of(d0), n1 = normal_of(d1);
    un_Point m = mitre(n0, n1, 20);
    float over = stroke->half * (length_of(m) - 1);
    if (over <= 0.25f && dot(d0, d1) > 0) {
        add_straight(stroke, at, m, true);
        return;
    }
    float side = cross(d0, d1) >= 0 ? 1.0f : -1.0f; // the inside of the corner lies on this side of the normals
    float core = stroke->half - feather, rim = stroke->half + feather;
    // How far the inner crossing lies back along the pieces; it must not lie behind their other ends.
    float back = rim * sqrtf(fmaxf(0, dot(m, m) - 1));
    float room = fminf(length_of(v0), length_of(v1));
    float keep = back > room ? room / back : 1;
    un_Point inner_core = along(at, m, side * core * keep), inner_rim = along(at, m, side * rim * keep);
    un_Point end_core = along(at, n0, -side * core), end_rim = along(at, n0, -side * rim);
    un_Point start_core = along(at, n1, -side * core), start_rim = along(at, n1, -side * rim);
    if (part & JOINT_END) {
        if (side > 0)
            add_section(stroke, inner_rim, inner_core, end_core, end_rim, true);
        else
            add_section(stroke, end_rim, end_core, inner_core, inner_rim, true);
        add_fan(stroke, at, inner_core, n0, n1, side);
    }
    if (part & JOINT_START) {
        stroke->section = -1;
        if (side > 0)
            add_section(stroke, inner_rim, inner_core, start_core, start_rim, true);
        else
            add_section(stroke, start_rim, start_core, inner_core, inner_rim, true);
    }
}

/// A fading butt end; sign -1 at the start, +1 at the end of the piece.
static void add_cap(Stroke *stroke, un_Point at, un_Point direction, float room, float sign) {
    if (!reserve(stroke->mesh, 8, 36)) return;
    float inside_by = fminf(feather, room / 2);
    un_Point in = along(at, direction, -sign * inside_by), out = along(at, direction, sign * feather);
    un_Point normal = normal_of(direction);
    if (sign < 0) add_straight(stroke, out, normal, false);
    add_straight(stroke, in, normal, true);
    if (sign > 0) add_straight(stroke, out, normal, false);
}

static void stroke_solid(un_Mesh *mesh, const un_Point *point, int count, bool closed, float width, un_Color color) {
    if (count < 2) return;
    Stroke stroke = {mesh, color, fmaxf(width / 2, feather), -1};
    if (closed && count > 2) {
        add_joint(&stroke, point[count - 1], point[0], point[1], JOINT_START);
        for (int i = 1; i < count; i++)
            add_joint(&stroke, point[i - 1], point[i], point[i + 1 < count ? i + 1 : 0], JOINT_BOTH);
        add_joint(&stroke, point[count - 1], point[0], point[1], JOINT_END);
        return;
    }
    un_Point first = subtract(point[1], point[0]), last = subtract(point[count - 1], point[count - 2]);
    add_cap(&stroke, point[0], unit(first), length_of(first), -1);
    for (int i = 1; i + 1 < count; i++)
        add_joint(&stroke, point[i - 1], point[i], point[i + 1], JOINT_BOTH);
    add_cap(&stroke, point[count - 1], unit(last), length_of(last), 1);
}

/// Drops points that coincide with the one before; returns how many stay.
static int compact(un_Point *point, int count, bool closed) {
    int kept = 0;
    for (int i = 0; i < count; i++)
        if (kept == 0 || length_of(subtract(point[i], point[kept - 1])) > 1e-2f) point[kept++] = point[i];
    while (closed && kept > 1 && length_of(subtract(point[0], point[kept - 1])) <= 1e-2f)
        kept--;
    return kept;
}

static void stroke_dashed(un_Mesh *mesh, const un_Point *point, int count, bool closed, float width, float on,
                          float off, un_Color color) {
    int pieces = closed ? count : count - 1;
    un_Point *dash = reserve_points(mesh, count + 2);
    if (dash == NULL) return;
    int dash_count = 0;
    float rest = on; // of the dash or gap we are in
    bool drawing = true;
    dash[dash_count++] = point[0];
    for (int i = 0; i < pieces; i++) {
        un_Point from = point[i], to = point[i + 1 < count ? i + 1 : 0];
        un_Point direction = unit(subtract(to, from));
        float length = length_of(subtract(to, from)), at = 0;
        while (at + rest < length) {
            at += rest;
            un_Point turn = along(from, direction, at);
            if (drawing) {
                dash[dash_count++] = turn;
                stroke_solid(mesh, dash, compact(dash, dash_count, false), false, width, color);
                dash_count = 0;
            } else {
                dash[dash_count++] = turn;
            }
            drawing = !drawing;
            rest = drawing ? on : off;
        }
        rest -= length - at;
        if (drawing) dash[dash_count++] = to;
    }
    if (drawing) stroke_solid(mesh, dash, compact(dash, dash_count, false), false, width, color);
}

void un_mesh_stroke(un_Mesh *mesh, un_Point *points, int count, bool closed, float width, float dash_on, float dash_off,
                    un_Color color) {
    if (width < 2 * feather) {
        color = un_color_fade(color, fmaxf(width, 0) / (2 * feather));
        width = 2 * feather;
    }
    count = compact(points, count, closed);
    if (count < 2) return;
    // A dash under a tenth of a pixel is no dash; it would only cost time.
    if (dash_on > 0.1f && dash_off > 0.1f)
        stroke_dashed(mesh, points, count, closed, width, dash_on, dash_off, color);
    else
        stroke_solid(mesh, points, count, closed, width, color);
}

int un_mesh_contour(un_Rect rect, float radius, un_Point out[UN_CONTOUR_ROOM]) {
    const float quarter = 1.57079633f;
    float r = fmaxf(0, fminf(radius, fminf(rect.w, rect.h) / 2));
    float left = rect.x + r, right = rect.x + rect.w - r, top = rect.y + r, bottom = rect.y + rect.h - r;
    const un_Point centre[4] = {{right, bottom}, {left, bottom}, {left, top}, {right, top}};
    int steps = r > 0 ? arc_steps(r, quarter) : 0, count = 0;
    for (int k = 0; k < 4; k++)
        for (int i = 0; i <= steps; i++) {
            float angle = quarter * ((float)k + (steps > 0 ? (float)i / (float)steps : 0));
            out[count++] = (un_Point){centre[k].x + r * cosf(angle), centre[k].y + r * sinf(angle)};
        }
    // In a pill the arcs meet: two points all but the same have no direction between them, and show as a seam.
    return compact(out, count, true);
}
