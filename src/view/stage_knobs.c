#include "base/catalog.h"
#include "view/stage_parts.h"

#include <stdio.h>

// The label column from the top (name, setting) and from the bottom (verdict, the gradient's formula), as stage_lane.c
// fills it: between the two there may be room for a button.
void un_stage_knobs(const un_ViewContext *context, const un_StageLayout *layout, const un_StageRow *row, un_Rect *hold,
                    un_Rect *clip) {
    const un_SnapshotLane *lane = &context->snapshot->lane[row->lane];
    const un_SnapshotTrack *track = &lane->track[row->direction];
    const un_Fonts *fonts = context->fonts;
    bool compact = layout->grid.compact;
    float s = context->scale, size = row->label.h < 84 * s ? 17.0f : compact ? 18.0f : 20.0f;
    float width = row->label.w - 38 * s, beside = row->label.w - 24 * s;
    *hold = *clip = (un_Rect){0, 0, 0, 0};
    if (row->direction > 0 || layout->grid.tiny) return;
    un_TextStyle quiet = un_ink_style(context, UN_FACE_REGULAR, compact ? 12 : 13, UN_TOKEN_INK3),
                 strong = un_ink_style(context, UN_FACE_SEMIBOLD, compact ? 12 : 13, UN_TOKEN_INK),
                 math = un_ink_style(context, UN_FACE_REGULAR, compact ? 14 : 15, UN_TOKEN_BACKWARD);
    char verdict[96], formula[64];
    un_ink_verdict(context->snapshot, lane, track, verdict, sizeof verdict);
    bool wrapped = un_text_width(fonts, &quiet, lane->setting) > beside;
    bool two = un_text_width(fonts, &strong, verdict) > row->label.w - 33 * s;
    float high = wrapped ? un_text_draw_wrapped(NULL, fonts, &quiet, (un_Point){0, 0}, width, 16 * s, lane->setting) : 16 * s;
    float top = row->label.y + (size * 0.8f + 12) * s + high;
    float baseline = row->label.y + row->label.h - (two ? 36 : 21) * s;
    const float button = 26 * s;
    if (baseline - 16 * s - top >= button) {
        *hold = (un_Rect){row->label.x, top, width, button};
    } else { // or beside the name
        un_TextStyle name = un_ink_style(context, UN_FACE_SEMIBOLD, size, UN_TOKEN_INK);
        float after = un_text_width(fonts, &name, lane->name) + 12 * s;
        float room = row->label.w - 26 * s - after; // up to the letter of the state
        if (room >= 24 * s && baseline - 15 * s > row->label.y + size * s)
            *hold = (un_Rect){row->label.x + after, row->label.y - 4 * s, room, 24 * s};
    }
    snprintf(formula, sizeof formula, "$|\\partial L/\\partial %s_t|$", un_ink_highway(track)->variable);
    float used = un_rich_width(fonts, &math, formula) + 10 * s;
    if (baseline - 15 * s > row->label.y + size * 0.8f * s && !compact)
        *clip = (un_Rect){row->label.x + used, baseline - 18 * s, width - used, 26 * s};
}
