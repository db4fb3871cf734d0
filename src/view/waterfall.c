#include "base/catalog.h"
#include "base/number.h"
#include "view/chart.h"
#include "view/ink.h"
#include "view/part.h"
#include "view/pick.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { TEXELS = 256, LANE_LEAST = 250, GAP = 24, TICKS = 48, RAMP = 176 };

/// One lane's waterfall: a column a step (or a bin of them), the loss at the right; rows downwards by update.
typedef struct Fall {
    int lane;
    const float *log10;
    un_Rect head, area;
} Fall;

typedef struct Waterfall {
    const un_ViewContext *context;
    const un_Snapshot *snapshot;
    float s;
    un_Rect ramp;    ///< the scale of colours; w = 0: none
    int rows, total; ///< up to now; with those of updates that lie ahead of it
    int row_length;  ///< numbers of a row
    int columns;     ///< of them that are shown: up to the loss
    int bin;         ///< steps a column
    double last;     ///< update at the lower end of the axis
    int arrived;     ///< the newest row's first step that the wave has told of; 0: all
    int count;
    Fall fall[UN_SNAPSHOT_LANES];
} Waterfall;

static Waterfall waterfall_make(const un_ViewContext *context, un_Rect rect) {
    const un_Snapshot *snapshot = context->snapshot;
    float s = context->scale;
    Waterfall w = {.context = context, .snapshot = snapshot, .s = s};
    w.last = un_chart_last((double)(snapshot->reach > snapshot->update ? snapshot->reach : snapshot->update),
                           (double)snapshot->updates);
    un_Rect rest = un_ink_head(NULL, context, rect, &un_view_waterfall),
            room = un_chart_head_room(context, rect, &un_view_waterfall);
    bool beside = room.w >= (RAMP + 110) * s;
    w.ramp = (un_Rect){rest.x + rest.w - (RAMP + 8) * s, beside ? room.y + 4 * s : rest.y + 2 * s, RAMP * s, 9 * s};
    if (!beside) rest.y += 34 * s, rest.h -= 34 * s;
    w.bin = snapshot->waterfall_bin > 0 ? snapshot->waterfall_bin : 1;
    w.rows = snapshot->waterfall_columns > 0 ? snapshot->waterfall_rows : 0;
    w.total = w.rows ? w.rows + snapshot->waterfall_ahead : 0;
    w.row_length = snapshot->waterfall_columns;
    w.columns = snapshot->loss_step / w.bin + 1;
    if (w.rows && snapshot->waterfall_update[w.rows - 1] == (float)snapshot->update)
        w.arrived = un_ink_arrived(context);
    un_ChartCells cells = un_chart_cells(context, rest, LANE_LEAST, GAP);
    for (int i = 0; i < cells.count; i++) {
        un_Rect cell = cells.rect[i];
        Fall *fall = &w.fall[w.count++];
        fall->lane = cells.lane[i];
        fall->log10 = snapshot->lane[fall->lane].track[0].waterfall.log10;
        fall->head = (un_Rect){cell.x + TICKS * s, cell.y, cell.w - (TICKS + 10) * s, 26 * s};
        fall->area = un_ink_snap_rect(
            (un_Rect){cell.x + TICKS * s, cell.y + 30 * s, cell.w - TICKS * s - 10 * s, cell.h - 68 * s});
    }
    return w;
}

static float update_y(const Waterfall *w, const Fall *fall, double update) {
    return fall->area.y + fall->area.h * (float)(update / w->last);
}

/// Where row r begins, and row r-1 ends: half way between their updates.
static double row_edge(const Waterfall *w, int r) {
    const float *update = w->snapshot->waterfall_update;
    if (r == 0) return 0;
    if (r < w->total) return ((double)update[r - 1] + (double)update[r]) / 2;
    double newest = (double)update[r - 1], half = r > 1 ? (newest - (double)update[r - 2]) / 2 : w->last / 80;
    return fmin(newest + half, w->last);
}

/// The row at an update, or -1.
static int row_at(const Waterfall *w, double update) {
    for (int r = 0; r < w->total; r++) {
        if (update >= row_edge(w, r) && update < row_edge(w, r + 1)) return r;
    }
    return -1;
}

/// Whether the wave has told of a cell: of the newest row, if it is the gradient that the stage shows now.
static bool is_told(const Waterfall *w, int row, int column) {
    return row != w->rows - 1 || column * w->bin >= w->arrived;
}

static double cell_log10(const Waterfall *w, const Fall *fall, int row, int column) {
    return (double)fall->log10[row * w->row_length + column];
}

static un_Color cell_color(const Waterfall *w, const Fall *fall, int row, int column) {
    double value = cell_log10(w, fall, row, column);
    if (!is_told(w, row, column)) return un_ink_color(w->context, UN_TOKEN_SUNKEN);
    if (isnan(value)) return un_color_fade(un_ink_color(w->context, UN_TOKEN_LOSS), 0.25f);
    // What lies ahead is pale: the run stands before it.
    return un_color_fade(un_theme_map(w->context->theme, UN_MAP_GRADIENT, (float)value), row < w->rows ? 1 : 0.3f);
}

/// One image: its rows of texels are equally high, so each takes the row of numbers that lies under its middle.
static void draw_cells(un_DrawList *list, const Waterfall *w, const Fall *fall) {
    double end = row_edge(w, w->total);
    un_Rect rect =
        un_ink_snap_rect((un_Rect){fall->area.x, fall->area.y, fall->area.w, update_y(w, fall, end) - fall->area.y});
    int rows = rect.h < TEXELS ? (int)rect.h : TEXELS, row = 0, shown = -1;
    if (rows < 1) return;
    un_Color *texel = un_draw_image(list, rect, w->columns, rows);
    for (int y = 0; texel && y < rows; y++, texel += w->columns) {
        double update = end * ((double)y + 0.5) / (double)rows;
        while (row < w->total - 1 && update >= row_edge(w, row + 1))
            row++;
        if (row == shown) { // mapping a number to its colour costs more than the copy
            memcpy(texel, texel - w->columns, (size_t)w->columns * sizeof *texel);
            continue;
        }
        for (int column = 0; column < w->columns; column++)
            texel[column] = cell_color(w, fall, row, column);
        shown = row;
    }
}

/// The first column of a row that is counted back from the loss and lies under 1 %, or -1.
static int under_one_percent(const Waterfall *w, const Fall *fall, int row) {
    for (int column = w->columns - 1; column >= 0 && is_told(w, row, column); column--) {
        if (cell_log10(w, fall, row, column) < -2) return column;
    }
    return -1;
}

static float column_x(const Waterfall *w, const Fall *fall, int column) {
    return fall->area.x + fall->area.w * (float)column / (float)w->columns;
}

/// Dashes between what is over 1 % and what is under it; none where the whole way is open.
static void draw_contour(un_DrawList *list, const Waterfall *w, const Fall *fall) {
    float s = w->s;
    un_Trace trace;
    un_trace_start(&trace, list, 1.7f * s, 5 * s, 3 * s, un_ink_color(w->context, UN_TOKEN_INK));
    for (int r = 0; r < w->rows; r++) {
        int column = under_one_percent(w, fall, r);
        if (column < 0) {
            un_trace_break(&trace);
            continue;
        }
        float x = column_x(w, fall, column + 1);
        un_trace_to(&trace, x, update_y(w, fall, row_edge(w, r)));
        un_trace_to(&trace, x, update_y(w, fall, row_edge(w, r + 1)));
    }
    un_trace_break(&trace);
}

/// What truncation leaves out: cut, not vanished.
static void draw_cut(un_DrawList *list, const Waterfall *w, const Fall *fall, un_ChartLabels *labels) {
    const un_SnapshotLane *lane = &w->snapshot->lane[fall->lane];
    int cut = un_ink_cut(w->snapshot, lane, &lane->track[0]);
    float s = w->s, x = column_x(w, fall, cut / w->bin), bottom = update_y(w, fall, row_edge(w, w->rows));
    if (cut <= 0 || x <= fall->area.x) return;
    un_Rect box = {fall->area.x + s, fall->area.y + s, x - fall->area.x - 2 * s, bottom - fall->area.y - 2 * s};
    un_draw_frame_dashed(list, box, 2 * s, 1.2f * s, 3 * s, 4 * s, un_ink_color(w->context, UN_TOKEN_INK3));
    un_TextStyle style = un_ink_style(w->context, UN_FACE_REGULAR, 13, UN_TOKEN_INK2);
    un_chart_label(list, w->context, labels, box, &style, (un_Point){box.x + box.w / 2, box.y + 24 * s},
                   UN_ALIGN_CENTRE, _("cut, not vanished"));
}

/// Whether the newest row and the gradient that the stage shows are of one network: then words take the stage's, which
/// is of the present update itself. A what-if on the probe is none that the run has learned.
static bool is_stage(const Waterfall *w) {
    return w->snapshot->act_count == 0;
}

/// What reaches step 0 now.
static double arrives(const Waterfall *w, const Fall *fall) {
    if (is_stage(w)) return un_ink_highway(&w->snapshot->lane[fall->lane].track[0])->arrives;
    return pow(10, cell_log10(w, fall, w->rows - 1, 0));
}

/// "0.023 arrives, not solved", or why nothing can, at the lower left of what is filled.
static void draw_arrives(un_DrawList *list, const Waterfall *w, const Fall *fall, un_ChartLabels *labels) {
    const un_SnapshotLane *lane = &w->snapshot->lane[fall->lane];
    double ratio = arrives(w, fall);
    float s = w->s, y = update_y(w, fall, row_edge(w, w->rows)) - 9 * s;
    char text[128], number[32];
    if (un_ink_arrived(w->context) > 0 || isnan(ratio) || un_ink_cut(w->snapshot, lane, &lane->track[0]) > 0) return;
    if (lane->stateless) // no chain of steps by which anything would arrive
        un_ink_verdict(w->snapshot, lane, &lane->track[0], text, sizeof text);
    else
        snprintf(text, sizeof text, lane->solved_at >= 0 ? _("%s arrives") : _("%s arrives, not solved"),
                 un_number_short(ratio, number, sizeof number));
    un_TextStyle style = un_ink_style(w->context, UN_FACE_SEMIBOLD, 13, UN_TOKEN_INK);
    y = fmaxf(y, fall->area.y + 20 * s);
    un_chart_label(list, w->context, labels, fall->area, &style, (un_Point){fall->area.x + 12 * s, y}, UN_ALIGN_LEFT,
                   text);
}

/// Rows without numbers say since when.
static void draw_nonfinite(un_DrawList *list, const Waterfall *w, const Fall *fall, un_ChartLabels *labels) {
    const un_SnapshotLane *lane = &w->snapshot->lane[fall->lane];
    if (lane->nonfinite_at < 0) return;
    char text[96], count[32];
    snprintf(text, sizeof text, _("not a number since update %s"),
             un_number_count(lane->nonfinite_at, count, sizeof count));
    un_TextStyle style = un_ink_style(w->context, UN_FACE_SEMIBOLD, 13, UN_TOKEN_LOSS);
    un_Point at = {fall->area.x + 12 * w->s, update_y(w, fall, (double)lane->nonfinite_at) + 24 * w->s};
    un_chart_label(list, w->context, labels, fall->area, &style, at, UN_ALIGN_LEFT, text);
}

/// Where the lane solved the task: a line across, a flag at its right end.
static void draw_solved(un_DrawList *list, const Waterfall *w, const Fall *fall, un_ChartLabels *labels) {
    const un_SnapshotLane *lane = &w->snapshot->lane[fall->lane];
    if (lane->solved_at < 0 || (double)lane->solved_at > w->last) return;
    float s = w->s, y = update_y(w, fall, (double)lane->solved_at), right = fall->area.x + fall->area.w;
    un_Color ink = un_ink_color(w->context, UN_TOKEN_INK);
    un_ink_rule(list, w->context, fall->area.x, y, fall->area.w, 1.6f, ink);
    un_ink_arrow(list, (un_Point){right + s, y}, 0, 8 * s, ink);
    char text[64], count[32];
    snprintf(text, sizeof text, _("solved at %s"), un_number_count(lane->solved_at, count, sizeof count));
    un_TextStyle style = un_ink_style(w->context, UN_FACE_SEMIBOLD, 13, UN_TOKEN_INK);
    un_Point at = {right - 12 * s, y - 9 * s};
    if (!un_chart_label(list, w->context, labels, fall->area, &style, at, UN_ALIGN_RIGHT, text)) {
        at.y = y + 21 * s;
        un_chart_label(list, w->context, labels, fall->area, &style, at, UN_ALIGN_RIGHT, text);
    }
}

/// Whether the dashes leave the rows around row r free, left of the column.
static bool is_clear(const Waterfall *w, const Fall *fall, int r, int column) {
    double middle = (row_edge(w, r) + row_edge(w, r + 1)) / 2;
    for (int i = 0; i < w->rows; i++) {
        float away = update_y(w, fall, row_edge(w, i)) - update_y(w, fall, middle);
        int under = under_one_percent(w, fall, i);
        if (fabsf(away) < 24 * w->s && (under < 0 || under < column)) return false;
    }
    return true;
}

/// Names the side of the dashes, at a row where there is room left of them.
static void draw_side(un_DrawList *list, const Waterfall *w, const Fall *fall, un_ChartLabels *labels) {
    float s = w->s;
    un_TextStyle style = un_ink_style(w->context, UN_FACE_REGULAR, 13, UN_TOKEN_INK);
    for (int i = 0; i < 6; i++) {
        int r = w->rows * (7 - i) / 10, column = under_one_percent(w, fall, r);
        if (column < 0 || !is_clear(w, fall, r, column)) continue;
        un_Point at = {column_x(w, fall, column + 1) - 10 * s,
                       update_y(w, fall, (row_edge(w, r) + row_edge(w, r + 1)) / 2) + 5 * s};
        if (un_chart_label(list, w->context, labels, fall->area, &style, at, UN_ALIGN_RIGHT,
                           _("under 1 % on this side")))
            return;
    }
}

/// From which row on the whole way has been open, if it is open now: "open from update 830".
static void draw_open(un_DrawList *list, const Waterfall *w, const Fall *fall, un_ChartLabels *labels) {
    int row = w->rows;
    float s = w->s;
    while (row > 0 && w->arrived == 0 && under_one_percent(w, fall, row - 1) < 0 &&
           !isnan(cell_log10(w, fall, row - 1, 0)))
        row--;
    if (row == 0 || row == w->rows) return; // it was from the start, or is not
    char text[64], count[32];
    snprintf(text, sizeof text, _("open from update %s"),
             un_number_count((int64_t)w->snapshot->waterfall_update[row], count, sizeof count));
    un_TextStyle style = un_ink_style(w->context, UN_FACE_SEMIBOLD, 13, UN_TOKEN_INK);
    un_Point at = {fall->area.x + 12 * s, update_y(w, fall, row_edge(w, row)) + 22 * s};
    un_chart_label(list, w->context, labels, fall->area, &style, at, UN_ALIGN_LEFT, text);
}

static void draw_updates(un_DrawList *list, const Waterfall *w, const Fall *fall) {
    float s = w->s;
    un_TextStyle style = un_ink_style(w->context, UN_FACE_REGULAR, 12, UN_TOKEN_INK3);
    double every = (double)un_ink_nice(w->last * (double)fmaxf(30 * s / fall->area.h, 0.06f));
    for (double update = 0; update <= w->last; update += every) {
        char number[32];
        float y = update_y(w, fall, update);
        un_Rect box = {fall->area.x - TICKS * s, y - 8 * s, (TICKS - 8) * s, 16 * s};
        un_text_draw_in(list, w->context->fonts, &style, box, UN_ALIGN_RIGHT,
                        un_number_count((int64_t)update, number, sizeof number));
    }
}

static void draw_ramp(un_DrawList *list, const Waterfall *w) {
    enum { STEPS = 90, LOW = -8, HIGH = 1 };
    static const struct {
        int decade;
        const char *text;
    } tick[] = {{-8, ""}, {-4, ""}, {-2, UN_KEY("1 %")}, {0, "1"}};
    float s = w->s;
    const un_Fonts *fonts = w->context->fonts;
    un_Color *texel = un_draw_image(list, w->ramp, STEPS, 1);
    for (int i = 0; texel && i < STEPS; i++)
        texel[i] =
            un_theme_map(w->context->theme, UN_MAP_GRADIENT, (float)(LOW + (HIGH - LOW) * ((double)i + 0.5) / STEPS));
    un_draw_frame(list, w->ramp, 1 * s, s, un_ink_color(w->context, UN_TOKEN_LINE));
    un_TextStyle style = un_ink_style(w->context, UN_FACE_REGULAR, 12, UN_TOKEN_INK3);
    for (size_t i = 0; i < sizeof tick / sizeof *tick; i++) {
        char power[24];
        const char *text = *tick[i].text ? _(tick[i].text) : un_number_power(tick[i].decade, power, sizeof power);
        float x = w->ramp.x + w->ramp.w * (float)(tick[i].decade - LOW) / (HIGH - LOW);
        un_text_draw(list, fonts, &style, (un_Point){x, w->ramp.y + w->ramp.h + 14 * s}, UN_ALIGN_CENTRE, text);
    }
    un_text_draw(list, fonts, &style, (un_Point){w->ramp.x - 22 * s, w->ramp.y + w->ramp.h}, UN_ALIGN_RIGHT,
                 _("÷ loss step"));
}

static void draw_fall(un_DrawList *list, const Waterfall *w, const Fall *fall) {
    const un_SnapshotLane *lane = &w->snapshot->lane[fall->lane];
    un_ChartLabels labels = {0};
    char formula[48];
    snprintf(formula, sizeof formula, "$|\\partial L/\\partial %s_t|$", un_ink_highway(&lane->track[0])->variable);
    char binned[64] = "";
    if (w->bin > 1) snprintf(binned, sizeof binned, _("each column: the largest of %d steps"), w->bin);
    const char *quiet = w->count < w->snapshot->lane_count ? un_chart_others() : *binned ? binned : lane->setting;
    un_chart_lane(list, w->context, fall->head, fall->lane, quiet, formula);
    un_draw_rect(list, fall->area, 0, un_ink_color(w->context, UN_TOKEN_SUNKEN));
    if (w->rows) draw_cells(list, w, fall);
    un_draw_frame(list, fall->area, 0, w->s, un_ink_color(w->context, UN_TOKEN_LINE2));
    draw_updates(list, w, fall);
    un_chart_steps_back(list, w->context, fall->area, w->columns * w->bin, w->snapshot->loss_step);
    if (!w->rows) return;
    if (w->total > w->rows) // now
        un_ink_rule(list, w->context, fall->area.x, update_y(w, fall, row_edge(w, w->rows)), fall->area.w, 1,
                    un_ink_color(w->context, UN_TOKEN_INK));
    if (!lane->stateless) draw_contour(list, w, fall);
    draw_cut(list, w, fall, &labels);
    draw_solved(list, w, fall, &labels);
    draw_nonfinite(list, w, fall, &labels);
    draw_arrives(list, w, fall, &labels);
    if (lane->stateless) return;
    draw_open(list, w, fall, &labels);
    draw_side(list, w, fall, &labels);
}

static void draw(un_DrawList *list, const un_ViewContext *context, un_Rect rect) {
    Waterfall w = waterfall_make(context, rect);
    un_ink_head(list, context, rect, &un_view_waterfall);
    draw_ramp(list, &w);
    un_TextStyle style = un_ink_style(context, UN_FACE_REGULAR, 12, UN_TOKEN_INK3);
    const Fall *first = &w.fall[0];
    un_text_draw(list, context->fonts, &style, (un_Point){first->area.x - 8 * w.s, first->head.y + 18 * w.s},
                 UN_ALIGN_RIGHT, _("update"));
    for (int i = 0; i < w.count; i++) {
        draw_fall(list, &w, &w.fall[i]);
        if (!w.rows) un_chart_sentence(list, context, w.fall[i].area, _("Train to fill this, row by row."));
    }
}

/// The fall, row and column under a point. False: none.
static bool find(const Waterfall *w, un_Point at, const Fall **fall, int *row, int *column) {
    for (int i = 0; i < w->count; i++) {
        un_Rect area = w->fall[i].area;
        if (!un_rect_contains(area, at)) continue;
        *fall = &w->fall[i];
        *row = row_at(w, w->last * (double)((at.y - area.y) / area.h));
        *column = (int)((at.x - area.x) / area.w * (float)w->columns);
        if (*column >= w->columns) *column = w->columns - 1;
        return *row >= 0;
    }
    return false;
}

bool un_waterfall_pick(const un_ViewContext *context, un_Rect rect, un_Point point, double *update) {
    Waterfall w = waterfall_make(context, rect);
    const Fall *fall;
    int row, column;
    if (rect.w < un_view_waterfall.least_width * w.s || rect.h < un_view_waterfall.least_height * w.s) return false;
    if (!find(&w, point, &fall, &row, &column)) return false;
    *update = (double)w.snapshot->waterfall_update[row];
    return true;
}

static void hover(const un_ViewContext *context, un_Rect rect, un_Point at, un_Hover *out) {
    Waterfall w = waterfall_make(context, rect);
    const Fall *fall;
    int row, column;
    if (!find(&w, at, &fall, &row, &column) || !is_told(&w, row, column)) return;
    const un_SnapshotLane *lane = &w.snapshot->lane[fall->lane];
    double log10 = cell_log10(&w, fall, row, column);
    char number[64], back[64];
    float top = update_y(&w, fall, row_edge(&w, row)), bottom = update_y(&w, fall, row_edge(&w, row + 1)),
          left = column_x(&w, fall, column);
    out->hit = true;
    out->mark = (un_Rect){left - 1, top - 1, column_x(&w, fall, column + 1) - left + 2, bottom - top + 2};
    snprintf(out->text[0], sizeof out->text[0], _("%s  |∂L/∂%s| ÷ loss step = %s"), lane->name,
             un_ink_highway(&lane->track[0])->variable, un_number_full(pow(10, log10), 6, number, sizeof number));
    snprintf(out->text[1], sizeof out->text[1], _("its logarithm to base 10 = %s"),
             isinf(log10) ? "−∞" : un_number_full(log10, 9, number, sizeof number));
    int first = column * w.bin, last = first + w.bin - 1;
    if (w.bin == 1)
        snprintf(out->text[2], sizeof out->text[2], _("step %d, %s"), first,
                 un_ink_from_loss(w.snapshot, first, back, sizeof back));
    else
        snprintf(out->text[2], sizeof out->text[2], _("largest of steps %d to %d"), first,
                 last < w.snapshot->T ? last : w.snapshot->T - 1);
    snprintf(out->text[3], sizeof out->text[3], _("update %s · click: go there"),
             un_number_count((int64_t)w.snapshot->waterfall_update[row], number, sizeof number));
    out->lines = 4;
}

static void summary(const un_ViewContext *context, char *out, size_t size) {
    Waterfall w = waterfall_make(context, (un_Rect){0, 0, 420 * context->scale, 300 * context->scale});
    if (size) *out = 0;
    if (!w.rows || un_ink_arrived(context) > 0) {
        un_ink_append(out, size, "%s",
                      w.rows ? _("The backward wave has not ended.") : _("Train to fill this, row by row."));
        return;
    }
    char number[32], count[32];
    for (int l = 0; l < w.snapshot->lane_count; l++) {
        const un_SnapshotLane *lane = &w.snapshot->lane[l];
        const Fall fall = {.lane = l, .log10 = lane->track[0].waterfall.log10};
        int column = under_one_percent(&w, &fall, w.rows - 1),
            back = is_stage(&w)  ? un_ink_highway(&lane->track[0])->under_one_percent
                   : column >= 0 ? w.snapshot->loss_step - column * w.bin
                                 : -1;
        double at = is_stage(&w) ? (double)w.snapshot->update : (double)w.snapshot->waterfall_update[w.rows - 1];
        if (lane->stateless) {
            char verdict[96];
            un_ink_append(out, size, "%s%s: %s", l ? "; " : "", lane->name,
                          un_ink_verdict(w.snapshot, lane, &lane->track[0], verdict, sizeof verdict));
            continue;
        }
        un_ink_append(out, size, _("%s%s: at update %s %s reaches step 0, "), l ? "; " : "", lane->name,
                      un_number_count((int64_t)at, count, sizeof count),
                      un_number_short(arrives(&w, &fall), number, sizeof number));
        if (back < 0)
            un_ink_append(out, size, "%s", _("never under 1 %, "));
        else
            un_ink_append(out, size, back == 1 ? _("1 %% lies %d step back, ") : _("1 %% lies %d steps back, "), back);
        if (lane->solved_at >= 0)
            un_ink_append(out, size, _("solved at %s"), un_number_count(lane->solved_at, count, sizeof count));
        else
            un_ink_append(out, size, "%s", _("not solved"));
    }
    un_ink_append(out, size, ".");
}

/// The lane whose way is open now, or the first.
static const Fall *open_fall(const Waterfall *w) {
    for (int i = 0; i < w->count; i++) {
        bool chain = !w->snapshot->lane[w->fall[i].lane].stateless;
        if (chain && under_one_percent(w, &w->fall[i], w->rows - 1) < 0) return &w->fall[i];
    }
    return &w->fall[0];
}

/// A stretch of the dashes: the newest that any lane has. False: there are none.
static bool note_dashes(const Waterfall *w, un_Note *note) {
    float s = w->s;
    for (int i = 0; i < w->count; i++) {
        const Fall *fall = &w->fall[i];
        for (int r = w->rows - 1; r >= 0 && !w->snapshot->lane[fall->lane].stateless; r--) {
            int column = under_one_percent(w, fall, r);
            if (column < 0) continue;
            float x = column_x(w, fall, column + 1), bottom = update_y(w, fall, row_edge(w, r + 1)),
                  top = fmaxf(update_y(w, fall, row_edge(w, r - r / 4)), fall->area.y);
            note->mark = (un_Rect){x - 8 * s, fminf(top, bottom - 12 * s), 16 * s, fmaxf(bottom - top, 12 * s)};
            note->text = UN_KEY("Left of the dashes less than 1 % of the gradient is left.");
            return true;
        }
    }
    return false;
}

static int notes(const un_ViewContext *context, un_Rect rect, un_Note note[UN_NOTES_MAX]) {
    Waterfall w = waterfall_make(context, rect);
    if (!w.rows) return 0;
    const Fall *first = &w.fall[0], *open = open_fall(&w);
    float s = w.s, bottom = update_y(&w, open, row_edge(&w, w.rows)),
          height = fmaxf(fminf(16 * s, bottom - open->area.y), 6 * s);
    int n = 0;
    note[n++] = (un_Note){{first->area.x - TICKS * s, first->area.y - 8 * s, TICKS * s, first->area.h + 12 * s},
                          UN_KEY("Down is later training: every row is the same sequence, probed at another update.")};
    if (note_dashes(&w, &note[n])) n++;
    if (!w.snapshot->lane[open->lane].stateless)
        note[n++] = (un_Note){{open->area.x, bottom - height, open->area.w, height},
                              UN_KEY("A row that stays strong to its left edge: the way back to step 0 is open.")};
    return n;
}

static int parts(const un_ViewContext *context, un_Rect rect, un_ViewPart part[UN_VIEW_PARTS]) {
    Waterfall w = waterfall_make(context, rect);
    un_PartList list = un_part_list(part, rect);
    for (int i = 0; i < w.count; i++) {
        const Fall *fall = &w.fall[i];
        un_part_add(&list, un_part_join(fall->head, fall->area), "%s", w.snapshot->lane[fall->lane].name);
        if (i == 0) un_part_add(&list, (un_Rect){fall->area.x, fall->area.y + fall->area.h, fall->area.w, 36 * w.s}, "axis");
    }
    un_part_add(&list, w.ramp, "legend");
    return list.count;
}

const un_View un_view_waterfall = {
    .name = "waterfall",
    .title = UN_KEY("Gradient waterfall"),
    .question = UN_KEY("When does the highway open?"),
    .least_width = 420,
    .least_height = 240,
    .draw = draw,
    .hover = hover,
    .summary = summary,
    .notes = notes,
    .parts = parts,
};
