/// The stage for the back row and for slides (look/presenter-light.png, slide.png): each lane's name, what arrives, and its loss in large
/// type beside the same strips; no header, no legends, no settings. Sizes are the stage's own: whoever wants 12 to be 20 points of a
/// slide gives the context that scale.
#include "view/stage_parts.h"

#include "base/catalog.h"
#include "base/number.h"
#include "view/cover.h"

#include <math.h>
#include <stdio.h>

enum { INPUT = 20, AFTER_INPUT = 7, AXIS = 19, INNER = 4, GATE = 13, GATE_PITCH = 15, BETWEEN = 10, LEAST_LANE = 36, MOST_LANE = 230, LEAST_GATES = 104 };

static void place_lane(const un_StageLayout *layout, un_StageRow *row, un_Rect rect, float y, float height, float s) {
    const un_StageColumns *grid = &layout->grid;
    bool gates = row->gate_count > 0 && height >= LEAST_GATES * s;
    float strips = gates ? (float)(GATE_PITCH * row->gate_count) * s : 0, rest = height - strips - INNER * s;
    row->heat = (un_Rect){grid->x, y, grid->w, un_ink_snap(rest * 0.4f)};
    y += row->heat.h + un_ink_snap(INNER * s);
    for (int g = 0; gates && g < row->gate_count; g++)
        row->gate[g] = (un_Rect){grid->x, un_ink_snap(y + (float)(GATE_PITCH * g) * s), grid->w, un_ink_snap(GATE * s)};
    y = un_ink_snap(y + strips);
    row->gradient = (un_Rect){grid->x, y, grid->w, un_ink_snap(rest * 0.6f)};
    float top = row->heat.y, bottom = row->gradient.y + row->gradient.h;
    row->bar = (un_Rect){un_ink_snap(rect.x + 2 * s), top, un_ink_snap(3 * s), bottom - top};
    row->label = (un_Rect){row->bar.x + row->bar.w + un_ink_snap(6 * s), top, 0, bottom - top};
    row->label.w = grid->x - row->label.x;
    row->result = (un_Rect){grid->x + grid->w + 6 * s, top, grid->result_width - 6 * s, bottom - top};
}

void un_stage_hall_place(un_StageLayout *layout, const un_ViewContext *context, un_Rect rect) {
    const un_StageColumns *grid = &layout->grid;
    float s = context->scale, y = un_ink_snap(rect.y + 2 * s);
    layout->legends = UN_LEGEND_NONE;
    layout->input = (un_Rect){grid->x, y, grid->w, un_ink_snap(INPUT * s)};
    y += layout->input.h + un_ink_snap(AFTER_INPUT * s);
    float count = (float)layout->row_count, room = rect.y + rect.h - y - AXIS * s;
    float height = fminf((room - (count - 1) * BETWEEN * s) / count, MOST_LANE * s);
    layout->fits = height >= LEAST_LANE * s && grid->w >= 60 * s;
    for (int r = 0; r < layout->row_count; r++) {
        place_lane(layout, &layout->row[r], rect, y, height, s);
        y = un_ink_snap(y + height + BETWEEN * s);
    }
    layout->steps = (un_Rect){grid->x, un_ink_snap(y - BETWEEN * s), grid->w, un_ink_snap(AXIS * s)};
}

float un_stage_hall_least(const un_Snapshot *snapshot) {
    int rows = 0;
    for (int l = 0; l < snapshot->lane_count; l++)
        rows += snapshot->lane[l].directions;
    return 4 + INPUT + AFTER_INPUT + AXIS + (float)((LEAST_LANE + BETWEEN) * rows - BETWEEN);
}

/// The step whose ratio stands beside the lane: where the range begins, once the wave has come there; -1: not yet.
static int arrived_step(const un_Stage *stage) {
    int first = (int)floorf(stage->layout->grid.range.first + 0.5f);
    return un_ink_arrived(stage->context) <= first ? first : -1;
}

/// What has arrived, from the bottom up: the number, and over it what it is, where there is a line for that.
static void arrives(const un_Stage *stage, const un_StageRow *row, float name_bottom) {
    const un_Fonts *fonts = stage->context->fonts;
    const un_SnapshotTrack *track = &stage->snapshot->lane[row->lane].track[row->direction];
    float s = stage->s, bottom = row->label.y + row->label.h - 2 * s;
    int t = arrived_step(stage);
    if (t < 0 || un_stage_covers(stage, row, "gradient")) return;
    double ratio = un_ink_highway(track)->ratio[t];
    if (!isfinite(ratio) || ratio == 0) return; // the strip itself says cut, exactly 0, or not a number
    char number[32];
    un_TextStyle figure = un_ink_style(stage->context, UN_FACE_SEMIBOLD, 14, UN_TOKEN_BACKWARD);
    un_TextStyle quiet = un_ink_style(stage->context, UN_FACE_REGULAR, 12, UN_TOKEN_INK2);
    un_number_short(ratio, number, sizeof number);
    un_text_draw_cut(stage->list, fonts, &figure, (un_Point){row->label.x, bottom}, row->label.w - 4 * s, number);
    if (bottom - 29 * s > name_bottom)
        un_text_draw_cut(stage->list, fonts, &quiet, (un_Point){row->label.x, bottom - 16 * s}, row->label.w - 4 * s, _("arrives"));
}

static void label(const un_Stage *stage, const un_StageRow *row) {
    const un_SnapshotLane *lane = &stage->snapshot->lane[row->lane];
    float s = stage->s, y = row->label.y + 11 * s;
    char text[96];
    un_draw_rect(stage->list, row->bar, 1.5f * s, un_ink_lane(stage->context, row->lane));
    un_TextStyle name = un_ink_style(stage->context, UN_FACE_SEMIBOLD, 14, UN_TOKEN_INK);
    snprintf(text, sizeof text, "%s%s", lane->name, lane->directions < 2 ? "" : row->direction ? " \xe2\x86\x90" : " \xe2\x86\x92");
    while (name.size > 12 * s && un_text_width(stage->context->fonts, &name, text) > row->label.w - 4 * s)
        name.size -= 0.5f * s;
    un_text_draw_cut(stage->list, stage->context->fonts, &name, (un_Point){row->label.x, y}, row->label.w - 4 * s, text);
    arrives(stage, row, y + 3 * s);
}

/// The loss beside the gradient's start. Not a number: the update since when.
static void loss(const un_Stage *stage, const un_StageRow *row) {
    const un_SnapshotLane *lane = &stage->snapshot->lane[row->lane];
    bool shown = stage->context->wave.phase != UN_WAVE_FORWARD;
    char text[32];
    if (row->direction == 1 || !shown || un_stage_covers(stage, row, "loss")) return;
    un_number_short(lane->loss, text, sizeof text);
    if (lane->nonfinite_at >= 0) snprintf(text, sizeof text, "%s", _("NaN"));
    un_TextStyle style = un_ink_style(stage->context, UN_FACE_SEMIBOLD, 13, UN_TOKEN_LOSS);
    un_Rect box = {row->result.x, row->gradient.y, row->result.w, row->gradient.h};
    while (style.size > 12 * stage->s && un_text_width(stage->context->fonts, &style, text) > box.w)
        style.size -= 0.5f * stage->s;
    un_text_draw_in(stage->list, stage->context->fonts, &style, box, UN_ALIGN_LEFT, text);
}

void un_stage_hall(const un_Stage *stage) {
    const un_StageLayout *layout = stage->layout;
    const un_Fonts *fonts = stage->context->fonts;
    float s = stage->s;
    un_TextStyle quiet = un_ink_style(stage->context, UN_FACE_REGULAR, 12, UN_TOKEN_INK2);
    un_TextStyle strong = un_ink_style(stage->context, UN_FACE_SEMIBOLD, 12, UN_TOKEN_LOSS);
    un_Rect left = {layout->input.x - 8 * s, layout->input.y, 0, layout->input.h};
    un_Rect right = {layout->row[0].result.x, layout->input.y, 0, layout->input.h};
    un_stage_input_row(stage);
    un_text_draw_in(stage->list, fonts, &quiet, left, UN_ALIGN_RIGHT, _("input"));
    un_text_draw_in(stage->list, fonts, &strong, right, UN_ALIGN_LEFT, _("loss"));
    for (int r = 0; r < layout->row_count; r++) {
        label(stage, &layout->row[r]);
        un_stage_strips(stage, &layout->row[r]);
        loss(stage, &layout->row[r]);
    }
    un_stage_steps(stage);
    if (arrived_step(stage) < 0) un_stage_front(stage); // what has arrived at the end stands beside the lane
}
