#include "view/highlight.h"

#include "view/cover.h"
#include "view/ink.h"
#include "view/part.h"

#include <math.h>
#include <string.h>

enum { MOST = 8 };

static bool ends_with(const char *text, const char *end) {
    const char *found = strstr(text, end);
    return found && (found[strlen(end)] == 0 || found[strlen(end)] == '/');
}

un_Token un_highlight_role(const un_PartRef *part) {
    if (ends_with(part->part, "/loss") || (part->view == UN_VIEW_TRAINING && strcmp(part->part, "loss") == 0)) return UN_TOKEN_LOSS;
    if (ends_with(part->part, "/gradient") || un_view_is_of_gradients(part->view)) return UN_TOKEN_BACKWARD;
    return UN_TOKEN_INK;
}

/// In-out: slow at both ends.
static float eased(float phase) {
    float u = un_ink_clamp(phase, 0, 1);
    return u * u * (3 - 2 * u);
}

/// The frame around a part: `gap` points outside it, inside bounds as a whole.
static un_Rect frame_of(const un_ViewContext *context, un_Rect bounds, un_Rect part, float gap, float width) {
    float s = context->scale;
    return un_part_cut(un_rect_inset(part, -gap * s), un_rect_inset(bounds, width / 2 * s + s));
}

void un_highlight_draw(un_DrawList *list, const un_ViewContext *context, un_Rect bounds, un_Rect part, un_Token role, float phase) {
    float s = context->scale, shown = eased(phase), width = 2.5f;
    // Right under a lane's gradient stands each step's factor: the edge lies on the strip's own.
    float gap = role == UN_TOKEN_BACKWARD && part.h < bounds.h / 2 ? 0 : 4;
    un_Rect frame = frame_of(context, bounds, part, gap, width);
    if (!(shown > 0) || !(frame.w > 0 && frame.h > 0)) return;
    un_draw_frame(list, frame, 6 * s, width * s, un_color_fade(un_ink_color(context, role), shown));
}

/// The veil over bounds but for the holes: in bands between the holes' edges, so that nothing is veiled twice.
static void veil(un_DrawList *list, un_Rect bounds, const un_Rect *hole, int count, un_Color color) {
    float edge[2 * MOST + 2];
    int edges = 0;
    edge[edges++] = bounds.y;
    edge[edges++] = bounds.y + bounds.h;
    for (int i = 0; i < count; i++) {
        edge[edges++] = hole[i].y;
        edge[edges++] = hole[i].y + hole[i].h;
    }
    for (int i = 1; i < edges; i++) { // few: insertion
        float y = edge[i];
        int k = i;
        for (; k > 0 && edge[k - 1] > y; k--)
            edge[k] = edge[k - 1];
        edge[k] = y;
    }
    for (int band = 0; band + 1 < edges; band++) {
        float top = edge[band], height = edge[band + 1] - top, x = bounds.x, end = bounds.x + bounds.w;
        if (height <= 0) continue;
        while (x < end) { // to the next hole in this band, then behind it
            const un_Rect *next = NULL;
            for (int i = 0; i < count; i++) {
                bool here = hole[i].y <= top && hole[i].y + hole[i].h >= top + height && hole[i].x + hole[i].w > x;
                if (here && (!next || hole[i].x < next->x)) next = &hole[i];
            }
            float until = next ? fmaxf(next->x, x) : end;
            if (until > x) un_draw_rect(list, (un_Rect){x, top, until - x, height}, 0, color);
            x = next ? next->x + next->w : end;
        }
    }
}

void un_spotlight_draw(un_DrawList *list, const un_ViewContext *context, un_Rect bounds, const un_Rect *part, int count, un_Token role,
                       float phase) {
    float s = context->scale, shown = eased(phase), width = 4;
    un_Rect hole[MOST];
    int holes = 0;
    for (int i = 0; i < count && holes < MOST; i++) {
        un_Rect frame = un_ink_snap_rect(frame_of(context, bounds, part[i], 8, width));
        if (frame.w > 0 && frame.h > 0) hole[holes++] = frame;
    }
    if (!(shown > 0) || holes == 0) return;
    veil(list, bounds, hole, holes, un_color_fade(un_ink_color(context, UN_TOKEN_SURFACE), 0.5f * shown));
    for (int i = 0; i < holes; i++)
        un_draw_frame(list, hole[i], 10 * s, width * s, un_color_fade(un_ink_color(context, role), shown));
}
