#include "base/catalog.h"
#include "base/number.h"
#include "view/chart.h"
#include "view/ink.h"
#include "view/part.h"
#include "view/steps.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    ROWS = 2 * UN_SNAPSHOT_LANES,
    EVENTS = 4,
    AXIS = 22,
    NAME = 24,
    SYMBOLS = 24,
    LOW = 190,
    ROW_LEAST = 270,
    SHADES = 256
};

/// One strip: what happens to a unit at a step, or to all of them in the mean.
typedef struct Event {
    const char *title;         ///< catalogue key
    char factor[24], rest[32]; ///< mathematics: its definition, in two parts that may stand in two lines
    char plain[48];            ///< the same for a tooltip
    un_SnapshotJob job;        ///< its colour
    const float *value;        ///< (T,H)
    const float *mean;         ///< (T) over units, if the snapshot has it
    bool gate;                 ///< between 0 and 1
    double most;               ///< the largest that is shown; NaN: no number
    un_Rect strip;
} Event;

/// One reading direction of a lane whose cell has a gate that keeps.
typedef struct Row {
    int lane, direction, unit; ///< unit -1: the mean of all
    const un_SnapshotTrack *track;
    un_Rect name, symbols, heat; ///< symbols.h = 0: those of the row above
    int heat_rows, heat_units;
    int count;
    Event event[EVENTS];
} Row;

typedef struct Events {
    const un_ViewContext *context;
    const un_Snapshot *snapshot;
    float s;
    un_Steps steps;
    un_Rect rest;
    float axis;
    int gated; ///< rows that there are; row_count of them are shown
    int row_count;
    Row row[ROWS];
} Events;

static double event_value(const Row *row, const Event *event, int H, int t) {
    if (row->unit >= 0) return (double)event->value[t * H + row->unit];
    if (event->mean) return (double)event->mean[t];
    double sum = 0;
    for (int i = 0; i < H; i++)
        sum += (double)event->value[t * H + i];
    return sum / H;
}

static void add_event(const Events *events, Row *row, const char *title, const char *factor, const char *rest,
                      const char *plain, un_SnapshotJob job, const float *value, const un_SnapshotGate *gate) {
    Event *event = &row->event[row->count++];
    *event = (Event){.title = title, .job = job, .value = value, .most = (double)NAN};
    if (gate) event->value = gate->value, event->mean = gate->mean, event->gate = true;
    snprintf(event->factor, sizeof event->factor, "%s", factor);
    snprintf(event->rest, sizeof event->rest, "%s", rest);
    snprintf(event->plain, sizeof event->plain, "%s", plain);
    for (int t = 0; t < events->snapshot->T; t++)
        event->most = fmax(event->most, event_value(row, event, events->snapshot->lane[row->lane].hidden, t));
}

static const un_SnapshotGate *gate_of(const un_SnapshotTrack *track, un_SnapshotJob job) {
    for (int g = 0; g < track->gate_count; g++) {
        if (track->gate[g].job == job) return &track->gate[g];
    }
    return NULL;
}

/// The four events with the cell's own definitions (sim/measure_gates.h).
static void fill_events(const Events *events, Row *row) {
    const char *cell = events->snapshot->lane[row->lane].cell;
    const un_SnapshotMeasures *m = &row->track->measures;
    const un_SnapshotGate *keep = gate_of(row->track, UN_JOB_KEEP), *read = gate_of(row->track, UN_JOB_READ);
    const char *name = keep ? keep->name : "a", *state = row->track->c ? "c" : "h";
    char factor[24], rest[32], plain[48];
    if (strcmp(cell, "lstm") == 0) {
        snprintf(factor, sizeof factor, "i \\cdot");
        snprintf(rest, sizeof rest, "|g|");
        snprintf(plain, sizeof plain, "i·|g|");
    } else {
        bool gru = strcmp(cell, "gru") == 0;
        snprintf(factor, sizeof factor, "(1-%s) \\cdot", name);
        snprintf(rest, sizeof rest, "%s", gru ? "|n-h_{t-1}|" : "|u|");
        snprintf(plain, sizeof plain, gru ? "(1−%s)·|n−h[t−1]|" : "(1−%s)·|u|", name);
    }
    add_event(events, row, UN_KEY("Write"), factor, rest, plain, UN_JOB_WRITE, m->write, NULL);
    if (keep) add_event(events, row, UN_KEY("Keep"), name, "", name, UN_JOB_KEEP, NULL, keep);
    snprintf(factor, sizeof factor, "(1-%s) \\cdot", name);
    snprintf(rest, sizeof rest, "|%s_{t-1}|", state);
    snprintf(plain, sizeof plain, "(1−%s)·|%s[t−1]|", name, state);
    add_event(events, row, UN_KEY("Erase"), factor, rest, plain, UN_JOB_NEW, m->erase, NULL);
    if (read) add_event(events, row, UN_KEY("Read"), read->name, "", read->name, UN_JOB_READ, NULL, read);
}

/// All rows that have events, those of the chosen lane first where not all fit. Returns how many of them to show.
static int collect(const Events *events, float height, Row found[ROWS], int *gated) {
    const un_ViewContext *context = events->context;
    int count = 0, lanes = events->snapshot->lane_count, chosen = context->select.lane, fit;
    for (int l = 0; l < lanes; l++) {
        for (int d = 0; d < events->snapshot->lane[l].directions; d++) {
            const un_SnapshotTrack *track = &events->snapshot->lane[l].track[d];
            if (track->measures.write) found[count++] = (Row){.lane = l, .direction = d, .unit = -1, .track = track};
        }
    }
    *gated = count;
    fit = (int)(height / (ROW_LEAST * events->s));
    fit = fit < 1 ? 1 : fit;
    if (count <= fit) return count;
    if (chosen < 0) chosen = context->lone - 1;
    for (int r = 0; r < count; r++) {
        if (found[r].lane != chosen ||
            (context->select.lane == chosen && found[r].direction != context->select.direction))
            continue;
        Row first = found[r];
        memmove(&found[1], &found[0], (size_t)r * sizeof found[0]);
        found[0] = first;
        break;
    }
    return fit;
}

static void place_row(Events *events, Row *row, un_Rect box, bool symbols) {
    float s = events->s, y = box.y, left = events->steps.left, w = events->steps.right - left;
    int H = events->snapshot->lane[row->lane].hidden;
    row->name = (un_Rect){box.x, y, box.w, NAME * s};
    y += NAME * s;
    if (symbols) row->symbols = (un_Rect){left, un_ink_snap(y), w, (SYMBOLS - 4) * s};
    y += symbols ? SYMBOLS * s : 0;
    float room = box.y + box.h - y, heat = un_ink_snap(un_ink_clamp(room * 0.2f, 22 * s, 160 * s));
    row->heat = (un_Rect){left, un_ink_snap(y), w, heat};
    y += heat + 6 * s;
    int most = (int)fmaxf(1, fminf(64, heat / fmaxf(1.5f * s, 1)));
    row->heat_units = (H + most - 1) / most;
    row->heat_rows = (H + row->heat_units - 1) / row->heat_units;
    float pitch = (box.y + box.h - y) / (float)row->count, gap = pitch > 40 * s ? 8 * s : 4 * s;
    for (int e = 0; e < row->count; e++)
        row->event[e].strip = un_ink_snap_rect((un_Rect){left, y + pitch * (float)e, w, pitch - gap});
}

static Events events_make(const un_ViewContext *context, un_Rect rect) {
    float s = context->scale;
    Events events = {.context = context, .snapshot = context->snapshot, .s = s, .steps = un_steps_make(context, rect)};
    events.rest = un_ink_head(NULL, context, rect, &un_view_events);
    events.rest.h -= AXIS * s;
    events.axis = events.rest.y + events.rest.h;
    events.row_count = collect(&events, events.rest.h, events.row, &events.gated);
    float between = 10 * s, height = (events.rest.h + between) / (float)(events.row_count ? events.row_count : 1);
    for (int r = 0; r < events.row_count; r++) {
        Row *row = &events.row[r];
        const un_Selection *select = &context->select;
        if (select->lane == row->lane && select->direction == row->direction && select->unit >= 0 &&
            select->unit < events.snapshot->lane[row->lane].hidden)
            row->unit = select->unit;
        if (events.snapshot->lane[row->lane].hidden == 1) row->unit = 0;
        fill_events(&events, row);
        place_row(&events, row,
                  (un_Rect){events.rest.x, events.rest.y + height * (float)r, events.rest.w, height - between},
                  r == 0 && height >= LOW * s);
    }
    return events;
}

/// Draws only what the forward wave has passed; ends with un_draw_restore.
static void clip_to_lit(un_DrawList *list, const Events *events, un_Rect rect) {
    const un_Wave *wave = &events->context->wave;
    float right = events->steps.right, left = events->steps.left;
    if (wave->phase == UN_WAVE_FORWARD) right = un_ink_clamp(un_stage_x(&events->steps.grid, wave->front), left, right);
    un_draw_save(list);
    un_draw_clip(list, (un_Rect){left, rect.y - 1, right - left, rect.h + 2});
}

static void draw_symbols(un_DrawList *list, const Events *events, un_Rect row) {
    const un_Snapshot *snapshot = events->snapshot;
    const un_Steps *steps = &events->steps;
    const un_Fonts *fonts = events->context->fonts;
    float s = events->s, free_from = row.x;
    bool cells = steps->grid.pitch >= 12 * s && steps->grid.bin == 1;
    un_Color ink = un_ink_color(events->context, UN_TOKEN_INK), sunken = un_ink_color(events->context, UN_TOKEN_SUNKEN);
    if (!cells) un_draw_rect(list, row, 3 * s, sunken);
    for (int t = steps->first; t < steps->end; t++) {
        un_StepColumn column = un_steps_column(steps, t);
        bool matters = snapshot->matters[t];
        un_TextStyle style = un_ink_style(events->context, matters ? UN_FACE_SEMIBOLD : UN_FACE_REGULAR, 13,
                                          !cells    ? UN_TOKEN_INK
                                          : matters ? UN_TOKEN_ON_INK
                                                    : UN_TOKEN_INK2);
        if (!cells && !matters) continue;
        float w = un_text_width(fonts, &style, snapshot->symbol[t]), wide = column.right - column.left;
        if (cells) {
            un_Rect cell = {un_ink_snap(column.left), row.y,
                            un_ink_snap(column.right) - un_ink_snap(column.left) - 2 * s, row.h};
            if (cell.w < 1) continue;
            un_draw_rect(list, cell, 4 * s, matters ? ink : sunken);
            if (w <= cell.w) un_text_draw_in(list, fonts, &style, cell, UN_ALIGN_CENTRE, snapshot->symbol[t]);
            continue;
        }
        float mark = fmaxf(wide, 2 * s), x = column.left + mark + 4 * s;
        un_draw_rect(list, (un_Rect){column.left, row.y, fminf(mark, row.x + row.w - column.left), row.h}, 0, ink);
        if (column.left < free_from || x + w > row.x + row.w) continue;
        un_text_draw_in(list, fonts, &style, (un_Rect){x, row.y, w, row.h}, UN_ALIGN_LEFT, snapshot->symbol[t]);
        free_from = x + w + 6 * s;
    }
}

/// The largest |state| that the colours reach.
static float state_end(const un_SnapshotTrack *track) {
    return track->c && track->c_largest > 1 ? track->c_largest : 1;
}

/// Mean state of one column over the units of a row of the heat map.
static float state_mean(const Events *events, const Row *row, int i, un_StepColumn column) {
    int H = events->snapshot->lane[row->lane].hidden, first = i * row->heat_units, count = 0;
    const float *state = row->track->c ? row->track->c : row->track->h;
    float sum = 0;
    for (int k = first; k < first + row->heat_units && k < H; k++) {
        int unit = events->context->order_by_index ? k : row->track->order[k];
        for (int t = column.first; t < column.end; t++, count++)
            sum += state[t * H + unit];
    }
    return sum / (float)count;
}

static void draw_heat(un_DrawList *list, const Events *events, const Row *row) {
    const un_Steps *steps = &events->steps;
    int bin = steps->grid.bin, columns = (steps->end - steps->first + bin - 1) / bin;
    un_Color shade[SHADES], missing = un_ink_color(events->context, UN_TOKEN_LOSS);
    for (int i = 0; i < SHADES; i++)
        shade[i] = un_theme_map(events->context->theme, UN_MAP_STATE, -1 + 2 * (float)i / (SHADES - 1));
    un_draw_rect(list, row->heat, 3 * events->s, un_ink_color(events->context, UN_TOKEN_SUNKEN));
    clip_to_lit(list, events, row->heat);
    float x = un_stage_x(&steps->grid, (float)steps->first);
    un_Rect image = {x, row->heat.y, steps->grid.pitch * (float)columns, row->heat.h};
    un_Color *texel = un_draw_image(list, image, columns, row->heat_rows);
    for (int i = 0; texel && i < row->heat_rows; i++) {
        for (int c = 0; c < columns; c++) {
            float value =
                state_mean(events, row, i, un_steps_column(steps, steps->first + c * bin)) / state_end(row->track);
            *texel++ =
                isfinite(value) ? shade[(int)((un_ink_clamp(value, -1, 1) + 1) / 2 * (SHADES - 1) + 0.5f)] : missing;
        }
    }
    un_draw_restore(list);
    const un_Fonts *fonts = events->context->fonts;
    float s = events->s, right = steps->right + 12 * s;
    un_TextStyle letter = un_ink_style(events->context, UN_FACE_ITALIC, 15, UN_TOKEN_INK2),
                 quiet = un_ink_style(events->context, UN_FACE_REGULAR, 12, UN_TOKEN_INK2);
    char text[40], number[32];
    un_text_draw_in(list, fonts, &letter, (un_Rect){steps->left - 40 * s, row->heat.y, 30 * s, row->heat.h},
                    UN_ALIGN_RIGHT, row->track->c ? "c" : "h");
    snprintf(text, sizeof text, "±%s", un_number_short((double)state_end(row->track), number, sizeof number));
    un_text_draw_in(list, fonts, &quiet, (un_Rect){right, row->heat.y, steps->grid.result_width - 16 * s, row->heat.h},
                    UN_ALIGN_LEFT, text);
}

/// Upper end of a strip's axis.
static double axis_end(const Event *event) {
    return event->gate ? 1 : event->most > 0 && isfinite(event->most) ? event->most : 1;
}

/// A value's column as a step line over a pale filling; a column of several steps shows their mean.
static void draw_line(un_DrawList *list, const Events *events, const Row *row, const Event *event) {
    const un_Steps *steps = &events->steps;
    un_Rect strip = event->strip;
    float s = events->s, bottom = strip.y + strip.h;
    int H = events->snapshot->lane[row->lane].hidden;
    un_Color color = un_ink_color(events->context, un_ink_job(event->job)), fill = un_color_fade(color, 0.16f);
    un_Trace line;
    un_trace_start(&line, list, 1.8f * s, 0, 0, color);
    for (int t = steps->first; t < steps->end;) {
        un_StepColumn column = un_steps_column(steps, t);
        double sum = 0;
        for (t = column.first; t < column.end; t++)
            sum += event_value(row, event, H, t) / (column.end - column.first);
        if (!isfinite(sum)) {
            un_trace_break(&line);
            continue;
        }
        float y = bottom - s - (strip.h - 2 * s) * un_ink_clamp((float)(sum / axis_end(event)), 0, 1);
        if (steps->grid.pitch >= 4 * s) // fillings must meet without seams
            column.left = un_ink_snap(column.left), column.right = un_ink_snap(column.right);
        if (column.right > column.left)
            un_draw_rect(list, (un_Rect){column.left, y, column.right - column.left, bottom - y}, 0, fill);
        un_trace_to(&line, column.left, y);
        un_trace_to(&line, column.right, y);
    }
    un_trace_break(&line);
}

/// "0.70" at the top and 0 at the bottom, or 1, 0 and the largest value between them; less where there is less room.
static void draw_scale(un_DrawList *list, const Events *events, const Event *event) {
    const un_Fonts *fonts = events->context->fonts;
    un_Rect strip = event->strip;
    float s = events->s, x = events->steps.right + 12 * s, w = events->steps.grid.result_width - 16 * s;
    un_TextStyle quiet = un_ink_style(events->context, UN_FACE_REGULAR, 12, UN_TOKEN_INK3);
    char end[32], text[64];
    un_number_short(axis_end(event), end, sizeof end);
    if (event->gate) snprintf(end, sizeof end, "1");
    if (strip.h < 28 * s) {
        snprintf(text, sizeof text, "0–%s", end);
        un_text_draw_in(list, fonts, &quiet, (un_Rect){x, strip.y, w, strip.h}, UN_ALIGN_LEFT, text);
        return;
    }
    un_text_draw_cut(list, fonts, &quiet, (un_Point){x, strip.y + 10 * s}, w, end);
    un_text_draw_cut(list, fonts, &quiet, (un_Point){x, strip.y + strip.h - 1 * s}, w, "0");
    if (!event->gate || strip.h < 40 * s || !isfinite(event->most)) return;
    char number[32];
    quiet.color = un_ink_color(events->context, UN_TOKEN_INK);
    snprintf(text, sizeof text, _("max %s"), un_number_round(event->most, 3, number, sizeof number));
    un_text_draw_in(list, fonts, &quiet, (un_Rect){x, strip.y, w, strip.h}, UN_ALIGN_LEFT, text);
}

/// What happens, and under it, in one line or two, or behind it its definition: as there is room.
static void draw_label(un_DrawList *list, const Events *events, const Event *event) {
    const un_Fonts *fonts = events->context->fonts;
    un_Rect strip = event->strip;
    float s = events->s, left = events->rest.x, x = left + 11 * s, room = strip.x - 10 * s - x;
    un_TextStyle name = un_ink_style(events->context, UN_FACE_SEMIBOLD, 14, un_ink_job(event->job)),
                 math = un_ink_style(events->context, UN_FACE_REGULAR, 14, UN_TOKEN_INK2);
    char line[3][64];
    snprintf(line[0], sizeof line[0], "$%s %s$", event->factor, event->rest);
    snprintf(line[1], sizeof line[1], "$%s$", event->factor);
    snprintf(line[2], sizeof line[2], "$%s$", event->rest);
    float w = un_rich_width(fonts, &math, line[0]);
    int below = strip.h >= 36 * s && w <= room ? 1 : strip.h >= 56 * s ? 2 : 0;
    float y = un_ink_snap(strip.y + strip.h / 2 + 5 * s - 9.5f * s * (float)below);
    un_draw_rect(list, (un_Rect){left, strip.y, 4 * s, strip.h}, 2 * s,
                 un_ink_color(events->context, un_ink_job(event->job)));
    float used = un_text_draw_cut(list, fonts, &name, (un_Point){x, y}, room, _(event->title));
    if (below)
        un_rich_draw(list, fonts, &math, (un_Point){x, y + 19 * s}, UN_ALIGN_LEFT, line[below - 1]);
    else if (used + 10 * s + w <= room)
        un_rich_draw(list, fonts, &math, (un_Point){x + used + 10 * s, y}, UN_ALIGN_LEFT, line[0]);
    if (below == 2) un_rich_draw(list, fonts, &math, (un_Point){x, y + 38 * s}, UN_ALIGN_LEFT, line[2]);
}

static void draw_row(un_DrawList *list, const Events *events, const Row *row) {
    const un_SnapshotLane *lane = &events->snapshot->lane[row->lane];
    char text[96];
    if (row->unit >= 0)
        snprintf(text, sizeof text, _("unit %d"), row->unit);
    else
        snprintf(text, sizeof text, _("mean of %d units"), lane->hidden);
    if (lane->directions > 1)
        un_ink_append(text, sizeof text, " · %s", row->direction ? _("reads right to left") : _("reads left to right"));
    if (events->steps.grid.bin > 1)
        un_ink_append(text, sizeof text, _(" · each column: mean of %d steps"), events->steps.grid.bin);
    bool others = row == &events->row[0] && events->row_count < events->gated;
    un_chart_lane(list, events->context, row->name, row->lane, text, others ? un_chart_others() : "");
    if (row->symbols.h > 0) draw_symbols(list, events, row->symbols);
    draw_heat(list, events, row);
    for (int e = 0; e < row->count; e++) {
        const Event *event = &row->event[e];
        un_draw_rect(list, event->strip, 0, un_color_fade(un_ink_color(events->context, UN_TOKEN_SUNKEN), 0.6f));
        clip_to_lit(list, events, event->strip);
        draw_line(list, events, row, event);
        un_draw_restore(list);
        draw_label(list, events, event);
        draw_scale(list, events, event);
    }
}

static void draw(un_DrawList *list, const un_ViewContext *context, un_Rect rect) {
    Events events = events_make(context, rect);
    char text[64], count[32];
    un_ink_head(list, context, rect, &un_view_events);
    snprintf(text, sizeof text, _("one sequence · update %s"),
             un_number_count(context->snapshot->update, count, sizeof count));
    un_chart_caption(list, context, rect, &un_view_events, text);
    un_steps_axis(list, context, &events.steps, events.axis, false);
    for (int r = 0; r < events.row_count; r++)
        draw_row(list, &events, &events.row[r]);
    const un_Wave *wave = &context->wave;
    float x = un_stage_x(&events.steps.grid, wave->front), top = events.rest.y + NAME * events.s;
    if (wave->phase == UN_WAVE_FORWARD && events.row_count && x > events.steps.left && x < events.steps.right)
        un_draw_rect(list, (un_Rect){x - 1.1f * events.s, top, 2.2f * events.s, events.axis - top}, 0,
                     un_ink_color(context, UN_TOKEN_FORWARD));
    if (events.row_count) return;
    un_Rect area = {events.steps.left, events.rest.y, events.steps.right - events.steps.left, events.rest.h};
    un_draw_frame(list, un_ink_snap_rect(area), 0, events.s, un_ink_color(context, UN_TOKEN_LINE));
    un_chart_sentence(list, context, area, _("Only gated cells have events."));
}

static void hover_heat(const Events *events, const Row *row, un_StepColumn column, un_Point at, un_Hover *out) {
    un_Rect heat = row->heat;
    int i = (int)((at.y - heat.y) / heat.h * (float)row->heat_rows);
    i = i < row->heat_rows ? i : row->heat_rows - 1;
    float pitch = heat.h / (float)row->heat_rows;
    int unit = events->context->order_by_index ? i * row->heat_units : row->track->order[i * row->heat_units];
    char name[48], number[64];
    out->mark = (un_Rect){column.left - 1, heat.y + pitch * (float)i - 1, column.right - column.left + 2, pitch + 2};
    un_number_full((double)state_mean(events, row, i, column), 7, number, sizeof number);
    un_steps_name(&events->snapshot->lane[row->lane], row->direction, name, sizeof name);
    if (row->heat_units == 1)
        snprintf(out->text[0], sizeof out->text[0], _("%s  %s of unit %d = %s"), name, row->track->c ? "c" : "h", unit,
                 number);
    else
        snprintf(out->text[0], sizeof out->text[0], _("%s  %s, mean of %d units = %s"), name, row->track->c ? "c" : "h",
                 row->heat_units, number);
}

static void hover_event(const Events *events, const Row *row, const Event *event, un_StepColumn column, un_Hover *out) {
    char name[48], number[64];
    double sum = 0;
    int H = events->snapshot->lane[row->lane].hidden;
    for (int t = column.first; t < column.end; t++)
        sum += event_value(row, event, H, t) / (column.end - column.first);
    out->mark = (un_Rect){column.left - 1, event->strip.y - 1, column.right - column.left + 2, event->strip.h + 2};
    snprintf(out->text[0], sizeof out->text[0], _("%s  %s: %s = %s"),
             un_steps_name(&events->snapshot->lane[row->lane], row->direction, name, sizeof name), _(event->title),
             event->plain, un_number_full(sum, 7, number, sizeof number));
}

/// Whether the point is on something; then out has its mark and first line.
static bool find(const Events *events, un_Point at, un_StepColumn column, un_Hover *out, const Row **found) {
    for (int r = 0; r < events->row_count; r++) {
        const Row *row = *found = &events->row[r];
        if (un_rect_contains(row->heat, at)) {
            hover_heat(events, row, column, at, out);
            return true;
        }
        for (int e = 0; e < row->count; e++) {
            if (!un_rect_contains(row->event[e].strip, at)) continue;
            hover_event(events, row, &row->event[e], column, out);
            return true;
        }
    }
    return false;
}

static void hover(const un_ViewContext *context, un_Rect rect, un_Point at, un_Hover *out) {
    Events events = events_make(context, rect);
    const un_Snapshot *snapshot = context->snapshot;
    const Row *row;
    int t = un_steps_at(&events.steps, at.x);
    if (t < 0 || (context->wave.phase == UN_WAVE_FORWARD && (float)t >= context->wave.front)) return;
    un_StepColumn column = un_steps_column(&events.steps, t);
    if (!find(&events, at, column, out, &row)) return;
    char number[64], who[64];
    out->hit = true;
    if (row->unit >= 0)
        snprintf(who, sizeof who, _("unit %d"), row->unit);
    else
        snprintf(who, sizeof who, _("mean of %d units"), snapshot->lane[row->lane].hidden);
    bool heat = un_rect_contains(row->heat, at);
    if (column.end - column.first == 1)
        snprintf(out->text[1], sizeof out->text[1], _("step %d, input %s%s%s"), t, snapshot->symbol[t],
                 heat ? "" : " · ", heat ? "" : who);
    else
        snprintf(out->text[1], sizeof out->text[1], _("mean of steps %d to %d%s%s"), column.first, column.end - 1,
                 heat ? "" : " · ", heat ? "" : who);
    snprintf(out->text[2], sizeof out->text[2], _("update %s"),
             un_number_count(snapshot->update, number, sizeof number));
    out->lines = 3;
}

/// "keep stays between 0.98 and 1.00" and "largest write 0.70 at step 12"
static void summarize(const Events *events, const Row *row, char *out, size_t size) {
    int H = events->snapshot->lane[row->lane].hidden, at = -1;
    double low = (double)INFINITY, high = -(double)INFINITY, most = -1;
    for (int t = 0; t < events->snapshot->T; t++) {
        double write = event_value(row, &row->event[0], H, t);
        if (write > most) most = write, at = t;
        if (row->count < 2 || !row->event[1].gate) continue;
        double keep = event_value(row, &row->event[1], H, t);
        low = fmin(low, keep);
        high = fmax(high, keep);
    }
    char name[48], a[32], b[32];
    un_ink_append(out, size,
                  "%s: ", un_steps_name(&events->snapshot->lane[row->lane], row->direction, name, sizeof name));
    if (at < 0) {
        un_ink_append(out, size, "%s", _("not a number"));
        return;
    }
    if (low <= high)
        un_ink_append(out, size, _("keep stays between %s and %s, "), un_number_round(low, 4, a, sizeof a),
                      un_number_round(high, 4, b, sizeof b));
    un_ink_append(out, size, _("largest write %s at step %d"), un_number_short(most, a, sizeof a), at);
}

static void summary(const un_ViewContext *context, char *out, size_t size) {
    float s = context->scale;
    un_Rect rect = {0, 0, 480 * s, (float)(ROWS * (ROW_LEAST + 20) + 100) * s}; // all rows fit
    Events events = events_make(context, rect);
    if (size) *out = 0;
    if (context->wave.phase == UN_WAVE_FORWARD) {
        un_ink_append(out, size, "%s", _("The forward wave has not ended."));
        return;
    }
    for (int r = 0; r < events.row_count; r++) {
        if (r) un_ink_append(out, size, "; ");
        summarize(&events, &events.row[r], out, size);
    }
    un_ink_append(out, size, "%s", events.row_count ? "." : _("Only gated cells have events."));
}

static int notes(const un_ViewContext *context, un_Rect rect, un_Note note[UN_NOTES_MAX]) {
    Events events = events_make(context, rect);
    int n = 0;
    if (!events.row_count) return 0;
    const Row *row = &events.row[0];
    note[n++] =
        (un_Note){row->heat, UN_KEY("The state: one line a unit. A line that keeps its colour holds something.")};
    note[n++] =
        (un_Note){row->event[0].strip,
                  UN_KEY("What enters the state at each step. A cell that remembers writes where the symbol matters, "
                         "and little elsewhere.")};
    for (int e = 1; e < row->count; e++) {
        if (row->event[e].gate && n < UN_NOTES_MAX)
            note[n++] = (un_Note){
                row->event[e].strip,
                UN_KEY("What stays from step to step: 1 keeps all of it, and each dip forgets a part for good.")};
    }
    return n;
}

/// "keep" from the title "Keep", as the table has it: a name for lesson files, in no language.
static void event_name(const Event *event, char *out, size_t size) {
    snprintf(out, size, "%s", event->title);
    for (char *c = out; *c; c++)
        *c = (char)(*c >= 'A' && *c <= 'Z' ? *c - 'A' + 'a' : *c == ' ' ? '-' : *c);
}

static int parts(const un_ViewContext *context, un_Rect rect, un_ViewPart part[UN_VIEW_PARTS]) {
    Events events = events_make(context, rect);
    un_PartList list = un_part_list(part, rect);
    un_part_add(&list, (un_Rect){events.steps.left, events.axis, events.steps.right - events.steps.left, AXIS * events.s}, "axis");
    for (int r = 0; r < events.row_count; r++) {
        const Row *row = &events.row[r];
        const char *name = events.snapshot->lane[row->lane].name, *suffix = row->direction ? "/reverse" : "";
        un_Rect all = un_part_join(row->name, row->heat);
        for (int e = 0; e < row->count; e++) {
            char event[32];
            event_name(&row->event[e], event, sizeof event);
            un_part_add(&list, row->event[e].strip, "%s/%s%s", name, event, suffix);
            all = un_part_join(all, row->event[e].strip);
        }
        un_part_add(&list, row->heat, "%s/state%s", name, suffix);
        un_part_add(&list, row->symbols, "input");
        un_part_add(&list, all, "%s%s", name, suffix);
    }
    return list.count;
}

const un_View un_view_events = {
    .name = "events",
    .title = UN_KEY("Write, keep, erase, read"),
    .question = UN_KEY("What does the cell do with the symbol?"),
    .least_width = 480,
    .least_height = 250, // so that it fits under the stage, whose input row then stands above it
    .wants = 0,
    .draw = draw,
    .hover = hover,
    .summary = summary,
    .notes = notes,
    .parts = parts,
};
