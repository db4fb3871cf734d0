/// The wave's front: a line through all lanes, light behind it, and what has arrived at each lane's strip.
#include "view/stage_parts.h"

#include "base/catalog.h"
#include "base/number.h"

#include <math.h>
#include <stdio.h>

/// Light behind the front over 3.2 columns.
static void glow(const un_Stage *stage, float x, int direction, un_Color color, un_Rect lanes) {
    enum { TEXELS = 64 };
    float w = un_ink_clamp(3.2f * stage->layout->grid.pitch, 16 * stage->s, 200 * stage->s),
          most = stage->context->theme == UN_THEME_DARK ? 0.26f : 0.20f;
    un_Rect rect = {direction > 0 ? x - w : x, lanes.y, w, lanes.h};
    float low = fmaxf(rect.x, lanes.x), high = fminf(rect.x + rect.w, lanes.x + lanes.w);
    if (high <= low) return;
    un_draw_save(stage->list);
    un_draw_clip(stage->list, (un_Rect){low, lanes.y, high - low, lanes.h});
    un_Color *texel = un_draw_image(stage->list, rect, TEXELS, 1);
    for (int i = 0; texel && i < TEXELS; i++) {
        float away = ((float)i + 0.5f) / TEXELS;
        if (direction > 0) away = 1 - away;
        texel[i] = un_color_fade(color, most * (1 - away));
    }
    un_draw_restore(stage->list);
}

/// Text with a patch under it, in the colour of the ground there: bars or the 1 % line must not strike it through.
static void patch_text(const un_Stage *stage, const un_TextStyle *style, float x, float y, un_Align align,
                       un_Token ground, const char *text) {
    float s = stage->s, w = un_rich_width(stage->context->fonts, style, text),
          left = align == UN_ALIGN_RIGHT ? x - w : x;
    un_Rect back = {left - 5 * s, y - style->size, w + 10 * s, style->size * 1.36f};
    un_draw_rect(stage->list, back, 3 * s, un_color_fade(un_ink_color(stage->context, ground), 0.92f));
    un_rich_draw(stage->list, stage->context->fonts, style, (un_Point){left, y}, UN_ALIGN_LEFT, text);
}

/// How much of the ratio's text and of the factor's is told beside the front.
typedef enum Told { TOLD_PASSING, TOLD_ARRIVED } Told;

/// "7.4·10⁻⁸ arrives" at step 0, "0.02 at step 120" where the range starts later, the ratio alone while the wave passes.
static void arrival_text(double ratio, int t, Told told, char *out, size_t size) {
    char number[32], step[32];
    un_number_short(ratio, number, sizeof number);
    if (told == TOLD_PASSING)
        snprintf(out, size, "%s", number);
    else if (t == 0)
        snprintf(out, size, _("%s arrives"), number);
    else
        snprintf(out, size, _("%s at step %s"), number, un_number_count(t, step, sizeof step));
}

/// What has arrived at step t, and this step's factor with who is responsible, beside the front at x.
static void arrival(const un_Stage *stage, const un_StageRow *row, int t, float x, Told told) {
    const un_SnapshotTrack *track = &stage->snapshot->lane[row->lane].track[row->direction];
    const un_Fonts *fonts = stage->context->fonts;
    float s = stage->s;
    double ratio = un_ink_highway(track)->ratio[t];
    if (un_stage_covers(stage, row, "gradient")) return;
    if (!isfinite(ratio) || ratio == 0) return; // the strip itself says cut, exactly 0, or not a number
    char text[160];
    arrival_text(ratio, t, told, text, sizeof text);
    un_TextStyle strong = un_ink_style(stage->context, UN_FACE_SEMIBOLD, 15, UN_TOKEN_BACKWARD);
    un_TextStyle quiet = un_ink_style(stage->context, UN_FACE_REGULAR, 12, UN_TOKEN_INK2);
    float h = row->gradient.h, first = un_ink_snap(row->gradient.y + fminf(18 * s, h * 0.5f + 6 * s));
    bool right_of = x - row->gradient.x < un_text_width(fonts, &strong, text) + 14 * s;
    float at = right_of ? x + 8 * s : x - 8 * s, room = right_of ? row->gradient.x + row->gradient.w - at - 6 * s : at - row->gradient.x - 6 * s;
    un_Align align = right_of ? UN_ALIGN_LEFT : UN_ALIGN_RIGHT;
    un_Token ground = right_of ? UN_TOKEN_SURFACE : UN_TOKEN_SUNKEN; // bars, or the empty track
    if (un_text_width(fonts, &strong, text) > room) return;
    patch_text(stage, &strong, at, first, align, ground, text);
    if (told == TOLD_ARRIVED || h < 36 * s || row->direction == 1) return;
    // The longest form that fits; over the bars only where other words keep off (stage_gradient.c, ARRIVAL).
    if (right_of) room = fminf(room, 116 * s);
    for (int form = 0; form < UN_FACTOR_COLUMN; form++) {
        if (!un_stage_factor(track, t, (un_FactorForm)form, text, sizeof text)) return;
        if (un_rich_width(fonts, &quiet, text) > room) continue;
        patch_text(stage, &quiet, at, first + 16 * s, align, ground, text);
        return;
    }
}

/// The front is outside the steps that are seen: an arrow at that edge, in the wave's colour.
static void front_outside(const un_Stage *stage, float x, float top, un_Color color) {
    const un_StageColumns *grid = &stage->layout->grid;
    bool left = x < grid->x;
    float s = stage->s, edge = left ? grid->x : grid->x + grid->w;
    un_ink_arrow(stage->list, (un_Point){left ? edge - 9 * s : edge + 9 * s, top + 5 * s}, left ? 0 : 1, 10 * s, color);
}

static void line(const un_Stage *stage, float x, bool backward) {
    const un_StageLayout *layout = stage->layout;
    const un_StageRow *last = &layout->row[layout->row_count - 1];
    float s = stage->s, top = layout->input.y + layout->input.h + 2 * s, bottom = last->gradient.y + last->gradient.h + 4 * s;
    un_Color color = un_ink_color(stage->context, backward ? UN_TOKEN_BACKWARD : UN_TOKEN_FORWARD);
    if (x < layout->grid.x - 0.5f || x > layout->grid.x + layout->grid.w + 0.5f) {
        front_outside(stage, x, top, color);
        return;
    }
    un_Rect lanes = {layout->input.x, layout->row[0].heat.y, last->gradient.w,
                     last->gradient.y + last->gradient.h - layout->row[0].heat.y};
    glow(stage, x, backward ? -1 : 1, color, lanes);
    float w = fmaxf(2.2f * s, 1);
    un_draw_rect(stage->list, (un_Rect){un_ink_snap(x - w / 2), top, un_ink_snap(w), bottom - top}, 0, color);
    un_ink_arrow(stage->list, (un_Point){backward ? x - 9 * s : x + 9 * s, top + 5 * s}, backward ? 0 : 1, 10 * s, color);
}

void un_stage_front(const un_Stage *stage) {
    const un_StageLayout *layout = stage->layout;
    const un_StageColumns *grid = &layout->grid;
    const un_Wave *wave = &stage->context->wave;
    if (layout->row_count == 0) return;
    bool backward = wave->phase == UN_WAVE_BACKWARD, told = wave->phase == UN_WAVE_WHOLE || backward;
    int t = un_ink_arrived(stage->context), first = (int)floorf(grid->range.first + 0.5f);
    float x = un_stage_x(grid, wave->front);
    bool passed = told && (t <= first); // the front has left the steps that are seen
    for (int r = 0; passed && r < layout->row_count; r++)
        arrival(stage, &layout->row[r], first, grid->x, TOLD_ARRIVED);
    if (wave->phase == UN_WAVE_WHOLE || wave->phase == UN_WAVE_LOSS) return;
    line(stage, x, backward);
    if (passed || !backward || x > grid->x + grid->w) return;
    for (int r = 0; r < layout->row_count && t < grid->T; r++)
        arrival(stage, &layout->row[r], t, x, TOLD_PASSING);
}
