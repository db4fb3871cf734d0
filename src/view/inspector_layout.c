#include "base/catalog.h"
#include "view/inspector_parts.h"

#include <math.h>
#include <string.h>

un_Selection un_inspector_selection(const un_ViewContext *context) {
    const un_Snapshot *snapshot = context->snapshot;
    un_Selection select = context->select;
    if (select.lane < 0 || snapshot->lane_count < 1 || snapshot->T < 1) return (un_Selection){-1, 0, 0, -1};
    if (select.lane >= snapshot->lane_count) select.lane = snapshot->lane_count - 1;
    const un_SnapshotLane *lane = &snapshot->lane[select.lane];
    if (select.direction < 0 || select.direction >= lane->directions) select.direction = 0;
    if (select.step < 0) select.step = 0;
    if (select.step >= snapshot->T) select.step = snapshot->T - 1;
    if (select.unit < -1) select.unit = -1;
    if (select.unit >= lane->hidden) select.unit = lane->hidden - 1;
    return select;
}

/// Truncated BPTT's windows end between step `border` - 1 and `border`, counted back from the last step (net/def.h).
static bool is_border(const un_Snapshot *snapshot, const un_SnapshotLane *lane, int border) {
    return lane->truncate > 0 && border > 0 && border < snapshot->T && (snapshot->T - border) % lane->truncate == 0;
}

un_Inspector un_inspector_look(const un_ViewContext *context, un_InspectorLayout *layout) {
    un_Selection select = un_inspector_selection(context);
    const un_Snapshot *snapshot = context->snapshot;
    const un_SnapshotLane *lane = &snapshot->lane[select.lane];
    un_Inspector in = {.context = context, .snapshot = snapshot, .lane = lane, .layout = layout};
    in.track = &lane->track[select.direction];
    in.cell = un_inspector_cell(lane);
    in.direction = select.direction;
    in.step = select.step;
    in.unit = select.unit;
    in.before = select.direction ? select.step + 1 : select.step - 1;
    if (in.before >= snapshot->T) in.before = -1;
    in.H = lane->hidden;
    int arrived = un_ink_arrived(context), last = in.before >= 0 && in.before < in.step ? in.before : in.step;
    in.shown = context->wave.phase != UN_WAVE_FORWARD || (float)in.step < context->wave.front;
    in.arrived = in.step >= arrived;
    in.passed = last >= arrived;
    in.cut = in.before >= 0 && is_border(snapshot, lane, in.direction ? in.step + 1 : in.step);
    in.measured = in.track->units.count > 0;
    return in;
}

/// What the window needs beside a title: two buttons around a word, twice, and a third word.
enum { BUTTON = 32, WORD = 40, ALL = 76, GAP = 8, ROW = 32 };

/// The controls from the right end of a row; without their words where it is short. Returns the width used; 0: no room.
static float place_controls(un_InspectorLayout *out, float x, float y, float right, float s) {
    float word = WORD * s, pair = 2 * BUTTON * s;
    float used = 2 * (pair + word) + ALL * s + 2 * GAP * s;
    if (right - x < used) used -= 2 * word, word = 0;
    if (right - x < used) return 0;
    float at = right - used;
    for (int p = 0; p < 2; p++) {
        out->control[2 * p] = (un_Rect){at, y, BUTTON * s, ROW * s};
        un_Rect label = {at + BUTTON * s, y, word, ROW * s};
        out->control[2 * p + 1] = (un_Rect){at + BUTTON * s + word, y, BUTTON * s, ROW * s};
        *(p ? &out->unit_label : &out->step_label) = label;
        at += pair + word + GAP * s;
    }
    out->control[UN_INSPECTOR_ALL] = (un_Rect){at, y, ALL * s, ROW * s};
    return used;
}

/// Room behind the view's title for the window's buttons (un_lab_buttons), and at the left for its tabs (view/lab.c).
enum { BUTTONS = 88, TABS = 112 };

/// A low panel: title, knob and controls share the head's row. Returns what it takes of the height below the head.
static float place_low_head(un_InspectorLayout *out, un_Rect row, float s) {
    float used = place_controls(out, row.x + 150 * s, row.y, row.x + row.w, s);
    float free = row.w - used - (used > 0 ? 12 * s : 0);
    if (free < 150 * s) { // under it
        out->title = (un_Rect){row.x, row.y + row.h, row.w, 23 * s};
        return 26 * s;
    }
    out->title = (un_Rect){row.x, row.y, fminf(free, 260 * s), row.h};
    free -= out->title.w + 12 * s;
    if (free >= 220 * s) out->knob = (un_Rect){row.x + out->title.w + 12 * s, row.y, fminf(free, 400 * s), row.h};
    return 4 * s;
}

/// Head, title and controls; returns what is left below them.
static un_Rect place_head(un_InspectorLayout *out, const un_ViewContext *context, un_Rect rect) {
    float s = context->scale, used = 4 * s;
    un_View bare = un_view_inspector;
    bare.question = ""; // the cell's title stands in its place
    un_Rect rest = un_ink_head(NULL, context, rect, &bare), buttons = un_ink_head_buttons(context, rect, &bare);
    float right = rest.x + rest.w, x = buttons.x + BUTTONS * s + 6 * s, y = buttons.y - 4 * s;
    if (context->tabbed) { // a tab is its title
        rest.x = rect.x + TABS * s;
        rest.w = right - rest.x;
        used = ROW * s + place_low_head(out, (un_Rect){rest.x, rest.y, rest.w, ROW * s}, s);
    } else if (rect.h < 240 * s && right - x >= 150 * s) {
        used = place_low_head(out, (un_Rect){x, y, right - x, ROW * s}, s);
    } else {
        bool beside = place_controls(out, x, y, right, s) > 0, asked = !context->hall && rect.h >= 240 * s; // the head has left a line
        out->title = (un_Rect){rest.x, rest.y - (asked ? 23 : 0) * s, rest.w, 23 * s};
        used = asked ? 4 * s : 27 * s;
        if (!beside && rest.h >= 300 * s && place_controls(out, rest.x, rest.y + used, right, s) > 0) used += 38 * s;
    }
    return (un_Rect){rest.x, rest.y + used, rest.w, rest.h - used};
}

/// The diagram with the text beside it or below, and all units where height is left over.
static void place_body(un_InspectorLayout *out, un_Rect body, float s) {
    const float ratio = (float)UN_BOARD_HEIGHT / UN_BOARD_WIDTH, gap = 14 * s;
    float bottom = body.y + body.h, strips = UN_STRIPS_HEIGHT * s;
    if (body.w >= 640 * s && body.w > 1.3f * body.h) {
        float w = un_ink_clamp(body.w * 0.5f, 320 * s, 1000 * s), h = fminf(body.h, w * ratio);
        out->diagram = (un_Rect){body.x, body.y, fminf(w, fmaxf(h / ratio * 1.25f, 380 * s)), h};
        float x = out->diagram.x + out->diagram.w + 24 * s;
        out->text = (un_Rect){x, body.y, body.x + body.w - x, body.h};
        float y = body.y + h + gap;
        if (bottom - y < strips) return;
        out->units = (un_Rect){body.x, y, out->diagram.w, fminf(bottom - y, 1.5f * strips)};
        out->steps = (un_Rect){x, y, out->text.w, out->units.h};
        out->text.h = y - gap - body.y;
        return;
    }
    if (body.h < 130 * s) { // the numbers say more than a board that low
        out->text = body;
        return;
    }
    float most = fminf(fmaxf(body.w * ratio, 200 * s), 480 * s);
    float h = fminf(un_ink_clamp(body.h * 0.44f, fminf(150 * s, most), most), body.h);
    out->diagram = (un_Rect){body.x, body.y, body.w, h};
    if (body.h - h >= 360 * s + strips) {
        out->units = (un_Rect){body.x, bottom - strips, body.w, strips};
        bottom -= strips + gap;
    }
    out->text = (un_Rect){body.x, body.y + h + gap, body.w, fmaxf(bottom - body.y - h - gap, 0)};
}

un_InspectorLayout un_inspector_layout(const un_ViewContext *context, un_Rect rect) {
    un_InspectorLayout out = {.knob_gate = -1};
    float s = context->scale;
    out.open = un_inspector_selection(context).lane >= 0;
    un_Rect body = place_head(&out, context, rect);
    if (!out.open) {
        memset(out.control, 0, sizeof out.control);
        out.title = out.knob = out.step_label = out.unit_label = (un_Rect){0};
        out.diagram = body;
        return out;
    }
    if (out.knob.w <= 0 && body.h >= 380 * s) {
        out.knob = (un_Rect){body.x, body.y + body.h - 36 * s, fminf(body.w, 640 * s), 36 * s};
        body.h -= 48 * s;
    }
    place_body(&out, body, s);
    out.diagram = un_ink_snap_rect(out.diagram);
    if (out.text.h < 20 * s) out.text = (un_Rect){0}; // no line fits
    un_Inspector in = un_inspector_look(context, &out);
    un_InspectorTaken taken = {0};
    in.taken = &taken;
    in.zoom = un_inspector_zoom(&in);
    out.knob_gate = un_inspector_gate_index(&in, in.cell->knob);
    if (out.diagram.h > 0) in.cell->diagram(&in);
    return out;
}
