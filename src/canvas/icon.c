#include "canvas/icon.h"

#include "base/check.h"

/// A pen in the icon's own square, -1..1 in both directions, y down.
typedef struct Ink {
    un_DrawList *list;
    un_Point centre;
    float half;  ///< half the square's side
    float width; ///< of strokes
    un_Color color;
} Ink;

static un_Point place(const Ink *ink, float x, float y) {
    return (un_Point){ink->centre.x + x * ink->half, ink->centre.y + y * ink->half};
}

static void triangle(const Ink *ink, float ax, float ay, float bx, float by, float cx, float cy) {
    un_Point points[] = {place(ink, ax, ay), place(ink, bx, by), place(ink, cx, cy)};
    un_draw_polygon(ink->list, points, 3, ink->color);
}

static void box(const Ink *ink, float x, float y, float w, float h, float radius) {
    un_Point corner = place(ink, x, y);
    un_draw_rect(ink->list, (un_Rect){corner.x, corner.y, w * ink->half, h * ink->half}, radius * ink->half,
                 ink->color);
}

enum { STROKE_ROOM = 32 };

/// xy: count pairs.
static void stroke(const Ink *ink, const float *xy, int count) {
    un_Point points[STROKE_ROOM];
    for (int i = 0; i < count; i++)
        points[i] = place(ink, xy[2 * i], xy[2 * i + 1]);
    un_draw_polyline(ink->list, points, (size_t)count, ink->width, 0, 0, ink->color);
}

/// Cosine and sine of k * 15 degrees, k 0..23, by the angle sum: no libm needed for an icon.
static un_Point direction(int k) {
    const float c = 0.9659258f, s = 0.2588190f;
    un_Point at = {1, 0};
    for (int i = 0; i < k; i++)
        at = (un_Point){at.x * c - at.y * s, at.x * s + at.y * c};
    return at;
}

/// Arc around (x, y) from k0 to k1 (in steps of 15 degrees, clockwise from the right).
static void arc(const Ink *ink, float x, float y, float radius, int k0, int k1) {
    float xy[2 * STROKE_ROOM];
    int count = 0;
    for (int k = k0; k <= k1 && count < STROKE_ROOM; k++, count++) {
        un_Point at = direction(k);
        xy[2 * count] = x + radius * at.x;
        xy[2 * count + 1] = y + radius * at.y;
    }
    stroke(ink, xy, count);
}

static void draw_play(const Ink *ink) {
    triangle(ink, -0.5f, -0.62f, 0.62f, 0, -0.5f, 0.62f);
}

static void draw_pause(const Ink *ink) {
    box(ink, -0.52f, -0.62f, 0.36f, 1.24f, 0.06f);
    box(ink, 0.16f, -0.62f, 0.36f, 1.24f, 0.06f);
}

static void draw_step(const Ink *ink) {
    triangle(ink, -0.58f, -0.58f, 0.28f, 0, -0.58f, 0.58f);
    box(ink, 0.34f, -0.58f, 0.24f, 1.16f, 0);
}

static void draw_step_back(const Ink *ink) {
    triangle(ink, 0.58f, -0.58f, -0.28f, 0, 0.58f, 0.58f);
    box(ink, -0.58f, -0.58f, 0.24f, 1.16f, 0);
}

static void draw_reset(const Ink *ink) {
    arc(ink, 0, 0.06f, 0.62f, 20, 39); // open at the upper left
    triangle(ink, -0.78f, -0.36f, -0.06f, -0.84f, -0.06f, -0.12f);
}

static void draw_theme(const Ink *ink) {
    un_draw_ring(ink->list, ink->centre, 0.66f * ink->half, ink->width, ink->color);
    un_Point points[13];
    for (int k = 0; k <= 12; k++) {
        un_Point at = direction(k + 18); // the right half: from the top clockwise to the bottom
        points[k] = place(ink, 0.66f * at.x, 0.66f * at.y);
    }
    un_draw_polygon(ink->list, points, 13, ink->color);
}

static void draw_save(const Ink *ink) { // an arrow into a tray
    stroke(ink, (float[]){0, -0.74f, 0, 0.2f}, 2);
    stroke(ink, (float[]){-0.36f, -0.14f, 0, 0.22f, 0.36f, -0.14f}, 3);
    stroke(ink, (float[]){-0.68f, 0.2f, -0.68f, 0.7f, 0.68f, 0.7f, 0.68f, 0.2f}, 4);
}

static void draw_close(const Ink *ink) {
    stroke(ink, (float[]){-0.46f, -0.46f, 0.46f, 0.46f}, 2);
    stroke(ink, (float[]){0.46f, -0.46f, -0.46f, 0.46f}, 2);
}

static void draw_check(const Ink *ink) {
    stroke(ink, (float[]){-0.58f, 0.04f, -0.18f, 0.44f, 0.6f, -0.44f}, 3);
}

static void draw_left(const Ink *ink) {
    stroke(ink, (float[]){0.22f, -0.5f, -0.28f, 0, 0.22f, 0.5f}, 3);
}

static void draw_right(const Ink *ink) {
    stroke(ink, (float[]){-0.22f, -0.5f, 0.28f, 0, -0.22f, 0.5f}, 3);
}

static void draw_down(const Ink *ink) {
    stroke(ink, (float[]){-0.5f, -0.22f, 0, 0.28f, 0.5f, -0.22f}, 3);
}

static void draw_dice(const Ink *ink) {
    un_Point corner = place(ink, -0.66f, -0.66f);
    float side = 1.32f * ink->half;
    un_draw_frame(ink->list, (un_Rect){corner.x, corner.y, side, side}, 0.26f * ink->half, ink->width, ink->color);
    static const float pips[][2] = {{-0.3f, -0.3f}, {0.3f, -0.3f}, {0, 0}, {-0.3f, 0.3f}, {0.3f, 0.3f}};
    for (int i = 0; i < 5; i++)
        un_draw_disc(ink->list, place(ink, pips[i][0], pips[i][1]), 0.13f * ink->half, ink->color);
}

static void draw_faster(const Ink *ink) {
    triangle(ink, -0.74f, -0.56f, 0.02f, 0, -0.74f, 0.56f);
    triangle(ink, 0.02f, -0.56f, 0.78f, 0, 0.02f, 0.56f);
}

static void draw_help(const Ink *ink) {
    un_draw_ring(ink->list, ink->centre, 0.86f * ink->half, ink->width * 0.8f, ink->color);
    arc(ink, 0, -0.2f, 0.27f, 12, 26); // the hook of the question mark
    un_Point end = direction(26 - 24);
    stroke(ink, (float[]){0.27f * end.x, -0.2f + 0.27f * end.y, 0, 0.12f, 0, 0.22f}, 3);
    un_draw_disc(ink->list, place(ink, 0, 0.46f), 0.1f * ink->half, ink->color);
}

static void corners(const Ink *ink, float out, float in) {
    for (int k = 0; k < 4; k++) {
        float x = k & 1 ? 1.0f : -1.0f, y = k & 2 ? 1.0f : -1.0f;
        stroke(ink, (float[]){x * in, y * out, x * out, y * out, x * out, y * in}, 3);
    }
}

static void draw_expand(const Ink *ink) {
    corners(ink, 0.62f, 0.2f);
}

static void draw_shrink(const Ink *ink) {
    corners(ink, 0.2f, 0.66f);
}

static void draw_views(const Ink *ink) { // four panels
    box(ink, -0.66f, -0.66f, 0.58f, 0.58f, 0.1f);
    box(ink, 0.08f, -0.66f, 0.58f, 0.58f, 0.1f);
    box(ink, -0.66f, 0.08f, 0.58f, 0.58f, 0.1f);
    box(ink, 0.08f, 0.08f, 0.58f, 0.58f, 0.1f);
}

static void (*const draw[UN_ICON_COUNT])(const Ink *) = {
    [UN_ICON_PLAY] = draw_play,           [UN_ICON_PAUSE] = draw_pause,   [UN_ICON_STEP] = draw_step,
    [UN_ICON_STEP_BACK] = draw_step_back, [UN_ICON_RESET] = draw_reset,   [UN_ICON_THEME] = draw_theme,
    [UN_ICON_SAVE] = draw_save,           [UN_ICON_CLOSE] = draw_close,   [UN_ICON_CHECK] = draw_check,
    [UN_ICON_LEFT] = draw_left,           [UN_ICON_RIGHT] = draw_right,   [UN_ICON_DOWN] = draw_down,
    [UN_ICON_DICE] = draw_dice,           [UN_ICON_FASTER] = draw_faster, [UN_ICON_HELP] = draw_help,
    [UN_ICON_EXPAND] = draw_expand,       [UN_ICON_SHRINK] = draw_shrink, [UN_ICON_VIEWS] = draw_views,
};

void un_icon_draw(un_DrawList *list, un_Icon icon, un_Point centre, float size, un_Color color) {
    UN_CHECK(icon >= 0 && icon < UN_ICON_COUNT);
    Ink ink = {list, centre, size / 2, size * 0.095f, color};
    draw[icon](&ink);
}

void un_marker_draw(un_DrawList *list, int lane, un_Point centre, float size, un_Color fill, un_Color line) {
    float r = size / 2, width = size * 0.2f;
    if (lane == 0) {
        un_draw_disc(list, centre, r, fill);
        un_draw_ring(list, centre, r - width / 2, width, line);
        return;
    }
    if (lane == 1) {
        float side = r * 0.9f; // the same visual weight as the circle
        un_Rect square = {centre.x - side, centre.y - side, 2 * side, 2 * side};
        un_draw_rect(list, square, 0, fill);
        un_draw_frame(list, un_rect_inset(square, width / 2), 0, width, line);
        return;
    }
    un_Point points[6] = {{0, -1.15f}, {1.08f, 0.75f}, {-1.08f, 0.75f}};
    size_t count = 3;
    if (lane != 2) {
        count = 4;
        points[0] = (un_Point){0, -1.2f};
        points[1] = (un_Point){1.2f, 0};
        points[2] = (un_Point){0, 1.2f};
        points[3] = (un_Point){-1.2f, 0};
    }
    for (size_t i = 0; i < count; i++)
        points[i] = (un_Point){centre.x + points[i].x * r, centre.y + points[i].y * r};
    un_draw_polygon(list, points, count, fill);
    // Closed by going on along the first side: the last corner gets its round join, too.
    points[count] = points[0];
    points[count + 1] = (un_Point){(points[0].x + points[1].x) / 2, (points[0].y + points[1].y) / 2};
    un_draw_polyline(list, points, count + 2, width, 0, 0, line);
}
