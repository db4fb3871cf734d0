#include "view/stage_parts.h"

#include <math.h>

enum { HEAT_ROWS = 64 }; ///< most rows of a heat map; more units are binned

un_StageColumns un_stage_columns(const un_ViewContext *context, un_Rect rect) {
    float s = context->scale, w = rect.w / s;
    int T = context->snapshot->T;
    un_StageColumns grid = {.compact = w < 1300, .tiny = w < 760, .bin = 1};
    grid.edge = (grid.compact ? 4.0f : 8.0f) * s;
    grid.label_width = (grid.tiny ? 112.0f : grid.compact ? 136.0f : 208.0f) * s;
    grid.result_width = (grid.tiny ? 84.0f : grid.compact ? 104.0f : 112.0f) * s;
    grid.x = un_ink_snap(rect.x + grid.edge + grid.label_width);
    float room = fmaxf(rect.w - 2 * grid.edge - grid.label_width - grid.result_width, 1);
    if (room / (float)T < 2 * s) grid.bin = (int)ceilf(2 * s * (float)T / room);
    grid.columns = (T + grid.bin - 1) / grid.bin;
    if (grid.bin > 1 && room / (float)grid.columns < 2 * s) { // the last bin, half empty, made one column too many
        grid.bin++;
        grid.columns = (T + grid.bin - 1) / grid.bin;
    }
    grid.pitch = room / (float)grid.columns;
    // LOOK.md: a pitch of at most 64 on very wide windows; but a short sequence may fill the widest stage (2400
    // points).
    float most = fmaxf(64, 2070 / (float)grid.columns) * s;
    if (grid.pitch > most) grid.pitch = most;
    return grid;
}

float un_stage_x(const un_StageColumns *grid, float step) {
    return grid->x + step / (float)grid->bin * grid->pitch;
}

float un_stage_middle(const un_StageColumns *grid, int step) {
    return grid->x + ((float)(step / grid->bin) + 0.5f) * grid->pitch;
}

int un_stage_first(const un_StageColumns *grid, int column) {
    return column * grid->bin;
}

int un_stage_end(const un_StageColumns *grid, int column, int T) {
    int end = (column + 1) * grid->bin;
    return end < T ? end : T;
}

void un_stage_cell(const un_StageColumns *grid, int column, float scale, float *left, float *right) {
    float pitch = grid->pitch / scale, gap = (pitch < 4 ? 0.0f : pitch < 8 ? 1.0f : 2.0f) * scale;
    *left = grid->x + (float)column * grid->pitch;
    *right = *left + grid->pitch;
    if (gap > 0) { // edges on whole points; without gaps the columns must meet exactly
        *left = un_ink_snap(*left);
        *right = un_ink_snap(*right) - gap;
    }
}

int un_stage_heat_rows(int hidden, int *units) {
    *units = (hidden + HEAT_ROWS - 1) / HEAT_ROWS;
    return (hidden + *units - 1) / *units;
}

int un_stage_unit(const un_ViewContext *context, const un_SnapshotTrack *track, int i) {
    return context->order_by_index ? i : track->order[i];
}

bool un_stage_shows_cell(const un_ViewContext *context, const un_SnapshotTrack *track) {
    return context->show_c && track->c;
}

/// Indices of the gates that have a strip, by job: what stays, what enters, what leaves; candidates have none.
static int shown_gates(const un_SnapshotTrack *track, int shown[UN_SNAPSHOT_GATES]) {
    int count = 0;
    for (int job = UN_JOB_KEEP; job <= UN_JOB_RESET; job++) {
        for (int g = 0; g < track->gate_count; g++) {
            if ((int)track->gate[g].job == job) shown[count++] = g;
        }
    }
    return count;
}

/// Heights of a lane's parts at one level of crowding, points at scale 1.
typedef struct Level {
    float heat, gradient, between; ///< between: to the next lane
    bool gates;
} Level;

enum { GATE = 13, GATE_PITCH = 16, INNER = 6 };

static float lanes_height(const un_StageLayout *layout, Level level) {
    float height = level.between * (float)(layout->row_count - 1);
    for (int r = 0; r < layout->row_count; r++) {
        height += level.heat + INNER + level.gradient;
        if (level.gates && layout->row[r].gate_count) height += (float)(GATE_PITCH * layout->row[r].gate_count) + 4;
    }
    return height;
}

static Level blend(Level low, Level high, float u) {
    low.heat += (high.heat - low.heat) * u;
    low.gradient += (high.gradient - low.gradient) * u;
    low.between += (high.between - low.between) * u;
    return low;
}

/// The roomiest level that fits in `room`: gate strips give way before the lanes become low, heat maps and gradients
/// never do.
static Level choose_level(const un_StageLayout *layout, float room, bool *fits) {
    const Level huge = {280, 280, 40, true}, full = {56, 54, 18, true}, tight = {40, 42, 12, true};
    const Level plain_huge = {280, 280, 40, false}, plain = {44, 46, 14, false}, least = {14, 22, 6, false};
    const Level *ladder[][2] = {{&full, &huge}, {&tight, &full}, {&plain, &plain_huge}, {&least, &plain}};
    for (size_t i = 0; i < sizeof ladder / sizeof *ladder; i++) {
        float low = lanes_height(layout, *ladder[i][0]), high = lanes_height(layout, *ladder[i][1]);
        if (low > room) continue;
        *fits = true;
        return blend(*ladder[i][0], *ladder[i][1], un_ink_clamp((room - low) / (high - low), 0, 1));
    }
    *fits = false;
    return least;
}

static void place_row(un_StageLayout *layout, un_StageRow *row, un_Rect rect, float y, Level level, float s) {
    const un_StageColumns *grid = &layout->grid;
    float w = un_ink_snap(grid->pitch * (float)grid->columns), top = y;
    row->heat = (un_Rect){grid->x, y, w, un_ink_snap(level.heat * s)};
    y = row->heat.y + row->heat.h + un_ink_snap(INNER * s);
    if (level.gates && row->gate_count) {
        for (int g = 0; g < row->gate_count; g++) {
            row->gate[g] = (un_Rect){grid->x, un_ink_snap(y + (float)(GATE_PITCH * g) * s), w, un_ink_snap(GATE * s)};
        }
        y = un_ink_snap(y + ((float)(GATE_PITCH * row->gate_count) + 4) * s);
    }
    row->gradient = (un_Rect){grid->x, y, w, un_ink_snap(level.gradient * s)};
    float bottom = row->gradient.y + row->gradient.h, bar = un_ink_snap(rect.x + (grid->compact ? 6.0f : 10.0f) * s);
    row->bar = (un_Rect){bar, top, un_ink_snap(4 * s), bottom - top};
    row->label = (un_Rect){bar + un_ink_snap((grid->compact ? 14.0f : 16.0f) * s), top, 0, bottom - top};
    row->label.w = grid->x - row->label.x;
    float result = grid->x + w + (grid->compact ? 14.0f : 18.0f) * s;
    row->result = (un_Rect){result, top, grid->x + w + grid->result_width - result - 4 * s, bottom - top};
}

/// Header: title, chips, the app's buttons, legends; the last ones give way first.
static void place_header(un_StageLayout *layout, const un_ViewContext *context, un_Rect rect, float height) {
    const un_StageColumns *grid = &layout->grid;
    float s = context->scale, pad = (grid->compact ? 16.0f : 24.0f) * s, controls = 116 * s,
          right = rect.x + rect.w - pad;
    layout->title = (un_Rect){rect.x + pad, rect.y, 64 * s, height};
    float x = grid->tiny ? layout->title.x + layout->title.w + 8 * s : grid->x + 10 * s;
    float chips = un_stage_phase(NULL, context, rect, &context->wave, grid->tiny);
    if (x + chips + 12 * s + controls > right) { // the chip says more than the title
        layout->title.w = 0;
        x = layout->title.x;
    }
    layout->phase = (un_Rect){x, rect.y, chips, height};
    layout->controls = (un_Rect){x + layout->phase.w + 12 * s, rect.y, controls, height};
    x = layout->controls.x + controls + 12 * s;
    layout->legends = grid->compact ? UN_LEGEND_GRADIENT : UN_LEGEND_BOTH;
    while (layout->legends < UN_LEGEND_NONE && un_stage_legend_width(context, layout->legends) > right - x)
        layout->legends++;
    float w = layout->legends < UN_LEGEND_NONE ? un_stage_legend_width(context, layout->legends) : 0;
    layout->legend = (un_Rect){right - w, rect.y, w, w > 0 ? height : 0};
}

/// The rows of lanes first..end-1. True: something in them is binned.
static bool add_rows(un_StageLayout *layout, const un_Snapshot *snapshot, int first, int end) {
    bool binned = layout->grid.bin > 1;
    layout->row_count = 0;
    for (int l = first; l < end; l++) {
        const un_SnapshotLane *lane = &snapshot->lane[l];
        int units;
        un_stage_heat_rows(lane->hidden, &units);
        binned = binned || units > 1;
        for (int d = 0; d < lane->directions; d++) {
            un_StageRow *row = &layout->row[layout->row_count++];
            *row = (un_StageRow){.lane = l, .direction = d};
            row->gate_count = shown_gates(&lane->track[d], row->gate_shown);
        }
    }
    return binned;
}

/// Places the rows and all around them; layout->fits says whether there was room.
static void place_all(un_StageLayout *layout, const un_ViewContext *context, un_Rect rect, bool binned, bool alone) {
    const un_StageColumns *grid = &layout->grid;
    float s = context->scale;
    bool low = rect.h < 440 * s;
    float header = un_ink_snap((grid->compact ? 50.0f : 66.0f) * s), input = un_ink_snap((low ? 28.0f : 30.0f) * s);
    float axis = un_ink_snap((low ? 25.0f : 34.0f) * s), before = un_ink_snap((low ? 12.0f : 14.0f) * s);
    layout->note = binned ? un_ink_snap(16 * s) : 0;
    float y = un_ink_snap(rect.y + header), w = grid->pitch * (float)grid->columns;
    place_header(layout, context, rect, header);
    layout->tabs = (un_Rect){rect.x + (grid->compact ? 16.0f : 24.0f) * s, y, 0, 0};
    if (alone) {
        layout->tabs.w = rect.x + rect.w - 16 * s - layout->tabs.x;
        layout->tabs.h = un_ink_snap(32 * s);
        y += layout->tabs.h + un_ink_snap(8 * s);
    }
    layout->input = (un_Rect){grid->x, y, w, input};
    y += input + before;
    // Every part is rounded to whole points on its way down: two points a lane hold what that may add.
    float room = rect.y + rect.h - y - axis - layout->note - 2 * (float)layout->row_count;
    Level level = choose_level(layout, room / s, &layout->fits);
    for (int r = 0; r < layout->row_count; r++) {
        place_row(layout, &layout->row[r], rect, un_ink_snap(y), level, s);
        y = layout->row[r].bar.y + layout->row[r].bar.h + level.between * s;
    }
    y -= level.between * s;
    layout->steps = (un_Rect){grid->x, un_ink_snap(y), w, axis};
}

un_StageLayout un_stage_layout(const un_ViewContext *context, un_Rect rect) {
    const un_Snapshot *snapshot = context->snapshot;
    const un_View *view = &un_view_stage;
    float s = context->scale;
    bool roomy = rect.w >= view->least_width * s && rect.h >= view->least_height * s;
    un_StageLayout layout = {.grid = un_stage_columns(context, rect)};
    place_all(&layout, context, rect, add_rows(&layout, snapshot, 0, snapshot->lane_count), false);
    layout.fits = layout.fits && roomy;
    if (layout.fits || context->lone == 0 || snapshot->lane_count == 1) return layout;
    int lane = context->lone <= snapshot->lane_count ? context->lone - 1 : 0;
    place_all(&layout, context, rect, add_rows(&layout, snapshot, lane, lane + 1), true);
    layout.fits = layout.fits && roomy;
    if (!layout.fits) layout.tabs.h = 0; // words tell of all lanes
    return layout;
}
