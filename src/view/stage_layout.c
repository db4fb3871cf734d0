#include "view/stage_parts.h"

#include <math.h>

enum { HEAT_ROWS = 64 }; ///< most rows of a heat map; more units are binned

/// The range asked for, brought into 0..T; all steps where none is asked for or it holds too few.
static un_Range range_of(const un_ViewContext *context, bool *zoomed) {
    float T = (float)context->snapshot->T;
    un_Range range = {un_ink_clamp(context->range.first, 0, T), un_ink_clamp(context->range.last, 0, T)};
    *zoomed = range.last - range.first >= fminf(UN_STAGE_LEAST, T) - 1e-3f && (range.first > 0 || range.last < T);
    if (!*zoomed) range = (un_Range){0, T};
    return range;
}

/// Columns that the range is wide, as a fraction: its last bin counts whole where it is the sequence's last.
static float columns_wide(const un_StageColumns *grid) {
    float last = grid->range.last / (float)grid->bin;
    if (grid->range.last >= (float)grid->T) last = ceilf(last);
    return last - grid->range.first / (float)grid->bin;
}

un_StageColumns un_stage_columns(const un_ViewContext *context, un_Rect rect) {
    un_ViewContext all = *context;
    all.range = (un_Range){0, 0};
    return un_stage_columns_seen(&all, rect);
}

static un_StageColumns columns(const un_ViewContext *context, un_Rect rect, bool hall) {
    float s = context->scale, w = rect.w / s;
    un_StageColumns grid = {.compact = w < 1300, .tiny = w < 760, .bin = 1, .T = context->snapshot->T};
    grid.range = range_of(context, &grid.zoomed);
    grid.edge = (grid.compact ? 4.0f : 8.0f) * s;
    grid.label_width = (grid.tiny ? 112.0f : grid.compact ? 136.0f : 208.0f) * s;
    grid.result_width = (grid.tiny ? 84.0f : grid.compact ? 104.0f : 112.0f) * s;
    if (hall) grid.edge = 2 * s, grid.label_width = 92 * s, grid.result_width = 62 * s;
    grid.x = un_ink_snap(rect.x + grid.edge + grid.label_width);
    float room = fmaxf(rect.w - 2 * grid.edge - grid.label_width - grid.result_width, 1);
    float steps = grid.range.last - grid.range.first;
    if (room / steps < 2 * s) grid.bin = (int)ceilf(2 * s * steps / room - 1e-4f);
    if (grid.bin > 1 && room / columns_wide(&grid) < 2 * s) grid.bin++; // the last bin, half empty, made one too many
    float wide = columns_wide(&grid);
    grid.pitch = room / wide;
    // LOOK.md: a pitch of at most 64 on very wide windows; but a short sequence may fill the widest stage (2400
    // points).
    float most = fmaxf(64, 2070 / wide) * s;
    if (grid.pitch > most) grid.pitch = most;
    grid.w = grid.pitch * wide;
    grid.base = (int)floorf(grid.range.first / (float)grid.bin);
    grid.origin = grid.x - (grid.range.first / (float)grid.bin - (float)grid.base) * grid.pitch;
    grid.columns = (int)ceilf(grid.range.last / (float)grid.bin - 1e-4f) - grid.base;
    return grid;
}

un_StageColumns un_stage_columns_seen(const un_ViewContext *context, un_Rect rect) {
    return columns(context, rect, false);
}

float un_stage_x(const un_StageColumns *grid, float step) {
    return grid->origin + (step / (float)grid->bin - (float)grid->base) * grid->pitch;
}

float un_stage_step_at(const un_StageColumns *grid, float x) {
    float step = ((x - grid->origin) / grid->pitch + (float)grid->base) * (float)grid->bin;
    return un_ink_clamp(step, grid->range.first, grid->range.last);
}

int un_stage_column_at(const un_StageColumns *grid, float x) {
    if (x < grid->x || x >= grid->x + grid->w) return -1;
    int column = (int)((x - grid->origin) / grid->pitch);
    return column < grid->columns ? column : grid->columns - 1;
}

float un_stage_middle(const un_StageColumns *grid, int step) {
    return grid->origin + ((float)(step / grid->bin - grid->base) + 0.5f) * grid->pitch;
}

bool un_stage_sees(const un_StageColumns *grid, int step) {
    float x = un_stage_middle(grid, step);
    return x > grid->x && x < grid->x + grid->w;
}

int un_stage_first(const un_StageColumns *grid, int column) {
    return (grid->base + column) * grid->bin;
}

int un_stage_end(const un_StageColumns *grid, int column, int T) {
    int end = (grid->base + column + 1) * grid->bin;
    return end < T ? end : T;
}

void un_stage_edges(const un_StageColumns *grid, int column, float *left, float *right) {
    float at = grid->origin + (float)column * grid->pitch, end = grid->x + grid->w;
    *left = un_ink_clamp(at, grid->x, end);
    *right = un_ink_clamp(at + grid->pitch, grid->x, end);
}

void un_stage_cell(const un_StageColumns *grid, int column, float scale, float *left, float *right) {
    float pitch = grid->pitch / scale, gap = (pitch < 4 ? 0.0f : pitch < 8 ? 1.0f : 2.0f) * scale;
    un_stage_edges(grid, column, left, right);
    if (gap > 0) { // edges on whole points; without gaps the columns must meet exactly
        *left = un_ink_snap(*left);
        *right = fmaxf(un_ink_snap(*right) - gap, *left);
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
    bool gates, foot;
    float caption;
} Level;

enum { GATE = 13, GATE_PITCH = 16, INNER = 6, FOOT = 14, CAPTION = 15 };

/// Captions of steps come in over 8 points of pitch: a zoom that glides moves the lanes, it does not jump.
static float caption_height(const un_StageColumns *grid, float s) {
    return grid->bin == 1 ? CAPTION * un_ink_clamp((grid->pitch / s - 40) / 8, 0, 1) : 0;
}

static float lanes_height(const un_StageLayout *layout, Level level) {
    float height = level.between * (float)(layout->row_count - 1);
    for (int r = 0; r < layout->row_count; r++) {
        height += level.heat + INNER + level.gradient + level.caption + (level.foot ? FOOT : 0);
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

/// The roomiest level that fits in `room`: captions, gate strips and the line under a lane give way before the lanes become low, heat
/// maps and gradients never do.
static Level choose_level(const un_StageLayout *layout, float room, float caption, bool *fits) {
    const Level huge = {280, 280, 40, true, true, caption}, full = {56, 54, 18, true, true, caption};
    const Level tight = {40, 42, 12, true, true, caption};
    const Level full_silent = {56, 54, 18, true, true, 0}, tight_silent = {40, 42, 12, true, true, 0};
    const Level plain_huge = {280, 280, 40, false, true, 0}, footed = {40, 42, 12, false, true, 0};
    const Level plain = {280, 280, 40, false, false, 0}, least = {14, 22, 6, false, false, 0};
    const Level *ladder[][2] = {{&full, &huge},
                                {&tight, &full},
                                {&tight_silent, &full_silent},
                                {&footed, &plain_huge},
                                {&least, &plain}};
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
    float w = un_ink_snap(grid->w), top = y;
    row->heat = (un_Rect){grid->x, y, w, un_ink_snap(level.heat * s)};
    y = row->heat.y + row->heat.h + un_ink_snap(INNER * s);
    if (level.gates && row->gate_count) {
        for (int g = 0; g < row->gate_count; g++) {
            row->gate[g] = (un_Rect){grid->x, un_ink_snap(y + (float)(GATE_PITCH * g) * s), w, un_ink_snap(GATE * s)};
        }
        y = un_ink_snap(y + ((float)(GATE_PITCH * row->gate_count) + 4) * s);
    }
    row->gradient = (un_Rect){grid->x, y, w, un_ink_snap(level.gradient * s)};
    float bottom = row->gradient.y + row->gradient.h, below = bottom, bar = un_ink_snap(rect.x + (grid->compact ? 6.0f : 10.0f) * s);
    if (level.foot) {
        float caption = un_ink_snap(level.caption * s);
        if (caption >= un_ink_snap(CAPTION * s)) row->caption = (un_Rect){grid->x, below, w, caption};
        row->foot = (un_Rect){grid->x, below + caption, w, un_ink_snap(FOOT * s)};
        below = row->foot.y + row->foot.h;
    }
    row->bar = (un_Rect){bar, top, un_ink_snap(4 * s), below - top};
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

/// The buttons that zoom stand in the result column, at the step axis.
static void place_zoom(un_StageLayout *layout, float s) {
    const un_StageColumns *grid = &layout->grid;
    float x = grid->x + grid->w + (grid->compact ? 8.0f : 16.0f) * s, size = 28 * s, w = 3 * size;
    if (x + w > grid->x + grid->w + grid->result_width || grid->T <= UN_STAGE_LEAST) return;
    layout->zoom = (un_Rect){x, layout->steps.y + fmaxf((layout->steps.h - size) / 2, 0), w, size};
}

/// Places the rows and all around them; layout->fits says whether there was room.
static void place_all(un_StageLayout *layout, const un_ViewContext *context, un_Rect rect, bool binned, bool alone) {
    const un_StageColumns *grid = &layout->grid;
    float s = context->scale;
    bool low = rect.h < 440 * s;
    float header = un_ink_snap((grid->compact ? 50.0f : 66.0f) * s), input = un_ink_snap((low ? 28.0f : 30.0f) * s);
    float axis = un_ink_snap((low ? 25.0f : 34.0f) * s), before = un_ink_snap((low ? 12.0f : 14.0f) * s);
    layout->note = binned ? un_ink_snap(16 * s) : 0;
    float y = un_ink_snap(rect.y + header), w = grid->w;
    place_header(layout, context, rect, header);
    layout->tabs = (un_Rect){rect.x + (grid->compact ? 16.0f : 24.0f) * s, y, 0, 0};
    if (alone) {
        layout->tabs.w = rect.x + rect.w - 16 * s - layout->tabs.x;
        layout->tabs.h = un_ink_snap(32 * s);
        y += layout->tabs.h + un_ink_snap(8 * s);
    }
    layout->input = (un_Rect){grid->x, y, w, input};
    if (grid->T > UN_STAGE_LEAST) layout->overview = (un_Rect){grid->x, y - un_ink_snap(8 * s), w, un_ink_snap(4 * s)};
    y += input + before;
    // Every part is rounded to whole points on its way down: two points a lane hold what that may add.
    float room = rect.y + rect.h - y - axis - layout->note - 2 * (float)layout->row_count;
    Level level = choose_level(layout, room / s, caption_height(grid, s), &layout->fits);
    for (int r = 0; r < layout->row_count; r++) {
        place_row(layout, &layout->row[r], rect, un_ink_snap(y), level, s);
        y = layout->row[r].bar.y + layout->row[r].bar.h + level.between * s;
    }
    y -= level.between * s;
    layout->steps = (un_Rect){grid->x, un_ink_snap(y), w, axis};
    place_zoom(layout, s);
}

un_StageLayout un_stage_layout(const un_ViewContext *context, un_Rect rect) {
    const un_Snapshot *snapshot = context->snapshot;
    const un_View *view = &un_view_stage;
    float s = context->scale;
    bool roomy = rect.w >= view->least_width * s && rect.h >= view->least_height * s;
    un_StageLayout layout = {.grid = columns(context, rect, context->hall)};
    if (context->hall) {
        add_rows(&layout, snapshot, 0, snapshot->lane_count);
        un_stage_hall_place(&layout, context, rect);
        return layout;
    }
    place_all(&layout, context, rect, add_rows(&layout, snapshot, 0, snapshot->lane_count), false);
    layout.fits = layout.fits && roomy;
    if (layout.fits || context->lone == 0 || snapshot->lane_count == 1) return layout;
    int lane = context->lone <= snapshot->lane_count ? context->lone - 1 : 0;
    place_all(&layout, context, rect, add_rows(&layout, snapshot, lane, lane + 1), true);
    layout.fits = layout.fits && roomy;
    if (!layout.fits) layout.tabs.h = 0; // words tell of all lanes
    return layout;
}
