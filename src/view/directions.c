/// Two directions: one row per reading direction on the stage's columns, chevrons in the order of reading, and for each
/// the gradient that leads from the scored step to the others. What lies behind a direction's back carries exactly 0.
#include "base/catalog.h"
#include "base/number.h"
#include "canvas/colormap.h"
#include "canvas/icon.h"
#include "view/part.h"
#include "view/stage_parts.h"

#include <math.h>
#include <stdio.h>

typedef struct Plot {
    un_DrawList *list;
    const un_ViewContext *context;
    const un_Snapshot *snapshot;
    float s;
    un_Rect rest;
    un_StageLayout layout; ///< its rows: the lanes' directions; row_count 0: no lane reads both ways
    int left_out;          ///< lanes that have no room
    float labels;          ///< baseline of the marks' names, under the rows
    un_Rect words;         ///< what it comes to, in a sentence or two; h = 0: no room
    un_Stage stage;        ///< points at layout
} Plot;

enum { ROW_LEAST = 64, ROW_MOST = 220 }; ///< height of one direction's row, points at scale 1

static bool any_both_ways(const un_Snapshot *snapshot) {
    for (int l = 0; l < snapshot->lane_count; l++) {
        if (snapshot->lane[l].directions > 1) return true;
    }
    return false;
}

/// The lanes that are drawn, as bits: those that read both ways first, then the others while `rows` are left.
static unsigned choose_lanes(const un_Snapshot *snapshot, int rows, int *left_out) {
    unsigned chosen = 0;
    for (int both = 1; both >= 0; both--) {
        for (int l = 0; l < snapshot->lane_count; l++) {
            int need = snapshot->lane[l].directions;
            if ((need > 1) != (both == 1)) continue;
            if (need <= rows)
                chosen |= 1u << l, rows -= need;
            else
                (*left_out)++;
        }
    }
    return chosen;
}

static void place_rows(Plot *plot, un_Rect panel, float y, float bottom) {
    const un_Snapshot *snapshot = plot->snapshot;
    const un_StageColumns *grid = &plot->layout.grid;
    float s = plot->s, w = un_ink_snap(grid->w);
    int fit = (int)((bottom - y) / (ROW_LEAST * s));
    unsigned chosen = choose_lanes(snapshot, fit, &plot->left_out);
    int rows = 0;
    for (int l = 0; l < snapshot->lane_count; l++)
        rows += chosen >> l & 1u ? snapshot->lane[l].directions : 0;
    if (rows == 0) return;
    float pitch = fminf((bottom - y) / (float)rows, ROW_MOST * s), between = fminf(14 * s, pitch * 0.14f);
    float inner = 5 * s, strip = un_ink_snap((pitch - between - inner) * 0.46f);
    float heat = un_ink_snap(pitch - between - inner - strip) - 1;
    for (int l = 0; l < snapshot->lane_count; l++) {
        for (int d = 0; (chosen >> l & 1u) && d < snapshot->lane[l].directions; d++) {
            un_StageRow *row = &plot->layout.row[plot->layout.row_count++];
            *row = (un_StageRow){.lane = l, .direction = d};
            y = un_ink_snap(y);
            row->heat = (un_Rect){grid->x, y, w, heat};
            row->gradient = (un_Rect){grid->x, un_ink_snap(y + heat + inner), w, strip};
            float end = row->gradient.y + strip, bar = un_ink_snap(panel.x + (grid->compact ? 14.0f : 20.0f) * s);
            row->bar = (un_Rect){bar, y, un_ink_snap(4 * s), end - y};
            row->label = (un_Rect){bar + 12 * s, y, grid->x - bar - 12 * s, end - y};
            float result = grid->x + w + (grid->compact ? 14.0f : 18.0f) * s;
            row->result = (un_Rect){result, y, grid->x + w + grid->result_width - result - 4 * s, end - y};
            y += pitch;
        }
    }
}

/// `plot` is filled where it will stay: its stage points into it.
static void plot_make(Plot *plot, un_DrawList *list, const un_ViewContext *context, un_Rect rect) {
    float s = context->scale;
    *plot = (Plot){.list = list, .context = context, .snapshot = context->snapshot, .s = s};
    plot->rest = un_ink_head(NULL, context, rect, &un_view_directions);
    un_StageLayout *layout = &plot->layout;
    layout->grid = un_stage_columns_seen(context, rect);
    const un_StageColumns *grid = &layout->grid;
    float w = grid->w, y = un_ink_snap(plot->rest.y), input = un_ink_snap(28 * s);
    float bottom = plot->rest.y + plot->rest.h, sentences = 60 * s;
    layout->input = (un_Rect){grid->x, y, w, input};
    layout->fits = true;
    plot->words = (un_Rect){plot->rest.x, un_ink_snap(bottom - sentences), plot->rest.w, sentences};
    float rows_end = plot->words.y - (26 + 18) * s; // the step axis, and the marks' names over it
    if (any_both_ways(plot->snapshot)) place_rows(plot, rect, y + input + 14 * s, rows_end);
    if (layout->row_count > 0) {
        const un_StageRow *last = &layout->row[layout->row_count - 1];
        rows_end = last->gradient.y + last->gradient.h + 4 * s;
    } else { // for the axes alone: where the question stands
        layout->row[0].result = (un_Rect){grid->x + w + 14 * s, y, grid->result_width - 18 * s, input};
    }
    plot->labels = un_ink_snap(rows_end + 14 * s);
    layout->steps = (un_Rect){grid->x, un_ink_snap(rows_end + 16 * s), w, 26 * s};
    plot->words.y = fminf(plot->words.y, layout->steps.y + 32 * s);
    plot->stage = (un_Stage){list, context, context->snapshot, layout, rect, s};
}

// Drawing.

/// Chevrons on the borders of columns, in the order of reading; of narrow columns only some have one.
static void chevrons(const Plot *plot, const un_StageRow *row) {
    const un_StageColumns *grid = &plot->layout.grid;
    float s = plot->s, radius = fminf(8 * s, row->heat.h * 0.4f), y = row->heat.y + row->heat.h / 2;
    if (plot->snapshot->lane[row->lane].stateless) return; // nothing passes from step to step
    int every = (int)ceilf(28 * s / grid->pitch);
    un_Color surface = un_ink_color(plot->context, UN_TOKEN_SURFACE), ink = un_ink_color(plot->context, UN_TOKEN_INK);
    for (int column = 1; column < grid->columns; column++) {
        if ((grid->base + column) % every != 0) continue;
        float left, right, next, unused;
        un_stage_cell(grid, column - 1, s, &left, &right);
        un_stage_cell(grid, column, s, &next, &unused);
        if (un_stage_lit(&plot->stage, column) < 1) break;
        un_Point centre = {(right + next) / 2, y};
        un_draw_disc(plot->list, centre, radius, surface);
        un_draw_ring(plot->list, centre, radius, s, un_ink_color(plot->context, UN_TOKEN_LINE2));
        un_icon_draw(plot->list, row->direction ? UN_ICON_LEFT : UN_ICON_RIGHT, centre, radius * 1.3f, ink);
    }
}

static un_Rect step_box(const Plot *plot, int step) {
    const un_StageLayout *layout = &plot->layout;
    const un_StageRow *last = &layout->row[layout->row_count - 1];
    float left, right, s = plot->s, top = layout->row[0].heat.y - 4 * s;
    un_stage_cell(&layout->grid, step / layout->grid.bin - layout->grid.base, s, &left, &right);
    if (right - left < 8 * s) left -= 4 * s, right += 4 * s;
    return (un_Rect){left - s, top, right - left + 2 * s, last->gradient.y + last->gradient.h + 3 * s - top};
}

static int scored_steps(const un_Snapshot *snapshot) {
    int count = 0;
    for (int t = 0; t < snapshot->T; t++)
        count += snapshot->scored[t] != 0;
    return count;
}

/// Other steps that matter, at most three; 0 when more do: then none stands out.
static int other_steps(const un_Snapshot *snapshot, int step[3]) {
    int count = 0;
    for (int t = 0; t < snapshot->T; t++) {
        if (!snapshot->matters[t] || t == snapshot->loss_step) continue;
        if (count == 3) return 0;
        step[count++] = t;
    }
    return count;
}

/// A name under a box, if it meets none of those before: *free is where the next may begin, *taken what the first one
/// covers.
static void box_name(const Plot *plot, un_Rect box, un_Token token, const char *text, un_Rect *taken) {
    float s = plot->s;
    un_TextStyle style = un_ink_style(plot->context, UN_FACE_SEMIBOLD, 12, token);
    float w = un_text_width(plot->context->fonts, &style, text), right = plot->layout.steps.x + plot->layout.steps.w;
    float x = un_ink_clamp(box.x + box.w / 2 - w / 2, plot->layout.steps.x, fmaxf(right - w, plot->layout.steps.x));
    if (taken->w > 0 && x < taken->x + taken->w + 8 * s && x + w + 8 * s > taken->x) return;
    un_text_draw(plot->list, plot->context->fonts, &style, (un_Point){x, plot->labels}, UN_ALIGN_LEFT, text);
    float left = taken->w > 0 ? fminf(taken->x, x) : x, end = taken->w > 0 ? fmaxf(taken->x + taken->w, x + w) : x + w;
    *taken = (un_Rect){left, 0, end - left, 0};
}

/// The scored step in ink, other steps that matter dashed.
static void boxes(const Plot *plot) {
    const un_Snapshot *snapshot = plot->snapshot;
    float s = plot->s;
    int other[3], count = other_steps(snapshot, other);
    un_Rect taken = {0, 0, 0, 0}, box = step_box(plot, snapshot->loss_step);
    if (un_stage_sees(&plot->layout.grid, snapshot->loss_step)) {
        un_draw_frame(plot->list, box, 4 * s, 2 * s, un_ink_color(plot->context, UN_TOKEN_INK));
        box_name(plot, box, UN_TOKEN_LOSS, scored_steps(snapshot) > 1 ? _("last loss here") : _("loss here"), &taken);
    }
    for (int i = 0; i < count; i++) {
        if (!un_stage_sees(&plot->layout.grid, other[i])) continue;
        box = step_box(plot, other[i]);
        un_draw_frame_dashed(plot->list, box, 4 * s, 1.2f * s, 4 * s, 3 * s, un_ink_color(plot->context, UN_TOKEN_CTL));
        box_name(plot, box, UN_TOKEN_INK2, snapshot->symbol[other[i]], &taken);
    }
}

/// Beside the second direction: what of the gradient each of them carries to its far end.
static void carried(const Plot *plot, const un_StageRow *row) {
    const un_Snapshot *snapshot = plot->snapshot;
    const un_SnapshotLane *lane = &snapshot->lane[row->lane];
    float s = plot->s, y = row->heat.y + 13 * s;
    un_TextStyle quiet = un_ink_style(plot->context, UN_FACE_REGULAR, 12, UN_TOKEN_INK3);
    un_TextStyle figure = un_ink_style(plot->context, UN_FACE_SEMIBOLD, 13, UN_TOKEN_BACKWARD);
    if (row->direction == 0 || un_ink_arrived(plot->context) > 0) return;
    un_text_draw_cut(plot->list, plot->context->fonts, &quiet, (un_Point){row->result.x, y}, row->result.w,
                     _("what arrives"));
    for (int d = 0; d < 2; d++) {
        char text[64], number[32];
        int end = d ? snapshot->T - 1 : 0;
        un_number_short(un_ink_highway(&lane->track[d])->ratio[end], number, sizeof number);
        snprintf(text, sizeof text, "%s %s", d ? "←" : "→", number);
        y += 17 * s;
        if (y > row->gradient.y + row->gradient.h) return;
        float x = row->result.x;
        float used = un_text_draw_cut(plot->list, plot->context->fonts, &figure, (un_Point){x, y}, row->result.w, text);
        snprintf(text, sizeof text, _("step %d"), end);
        if (used + 6 * s + un_text_width(plot->context->fonts, &quiet, text) <= row->result.w)
            un_text_draw(plot->list, plot->context->fonts, &quiet, (un_Point){x + used + 6 * s, y}, UN_ALIGN_LEFT,
                         text);
    }
}

/// A ramp with its name and ends, its right end at x. Returns its left end.
static float legend_ramp(const Plot *plot, float x, un_Map map, float low, float high, const char *name,
                         const char *ends[2]) {
    float s = plot->s, w = 72 * s, y = plot->rest.y - 16 * s;
    const un_Fonts *fonts = plot->context->fonts;
    un_TextStyle style = un_ink_style(plot->context, UN_FACE_REGULAR, 12, UN_TOKEN_INK3);
    x -= un_text_draw(plot->list, fonts, &style, (un_Point){x, y}, UN_ALIGN_RIGHT, ends[1]) + 5 * s;
    un_colormap_ramp(plot->list, plot->context->theme, map, (un_Rect){x - w, y - 8 * s, w, 8 * s}, low, high);
    char text[64];
    snprintf(text, sizeof text, "%s  %s", name, ends[0]);
    x -= w + 5 * s;
    return x - un_text_draw(plot->list, fonts, &style, (un_Point){x, y}, UN_ALIGN_RIGHT, text);
}

static void legend(const Plot *plot) {
    const char *gradient_ends[2] = {"10⁻⁸", "1"}, *state_ends[2] = {"−1", "1"};
    float s = plot->s, x = plot->rest.x + plot->rest.w;
    if (plot->rest.w < 600 * s || plot->context->tabbed) return;
    x = legend_ramp(plot, x, UN_MAP_GRADIENT, -8, 0, _("gradient ÷ loss step"), gradient_ends);
    if (plot->rest.w >= 820 * s) legend_ramp(plot, x - 24 * s, UN_MAP_STATE, -1, 1, _("state"), state_ends);
}

// Words.

/// "RNN 75 %, both ways 100 %" of the answers in the last batches; "" where nothing was trained, or the task asks for
/// values.
static void accuracies(const un_Snapshot *snapshot, char *out, size_t size) {
    char percent[24];
    *out = 0;
    for (int l = 0; l < snapshot->lane_count; l++) {
        const un_SnapshotLane *lane = &snapshot->lane[l];
        if (!isfinite(lane->train_accuracy)) continue;
        un_ink_append(out, size, "%s%s %s", *out ? ", " : "", lane->name,
                      un_ink_percent(lane->train_accuracy, percent, sizeof percent));
    }
}

/// What reaches one step from the left and from the right, of one lane.
static void carries(const un_Snapshot *snapshot, const un_SnapshotLane *lane, int step, char *out, size_t size) {
    char from_left[32], from_right[32];
    double left = un_ink_highway(&lane->track[0])->ratio[step], right = un_ink_highway(&lane->track[1])->ratio[step];
    snprintf(out, size,
             _("%s: of the gradient at step %d, %s reaches step %d (%s) in the state that reads forward, %s in the one "
               "that reads backward"),
             lane->name, snapshot->loss_step,
             left == 0 ? _("exactly 0") : un_number_short(left, from_left, sizeof from_left), step,
             snapshot->symbol[step],
             right == 0 ? _("exactly 0") : un_number_short(right, from_right, sizeof from_right));
}

static void summary(const un_ViewContext *context, char *out, size_t size) {
    const un_Snapshot *snapshot = context->snapshot;
    char text[512];
    int other[3], count = other_steps(snapshot, other);
    if (size) *out = 0;
    if (!any_both_ways(snapshot)) {
        un_ink_append(out, size, "%s",
                      _("No lane reads both ways: set its Direction to \"both ways\" in the settings."));
        return;
    }
    if (un_ink_arrived(context) > 0) {
        un_ink_append(out, size, "%s", _("The backward wave has not ended."));
        return;
    }
    for (int l = 0; l < snapshot->lane_count; l++) {
        if (snapshot->lane[l].directions < 2) continue;
        carries(snapshot, &snapshot->lane[l], count ? other[count - 1] : 0, text, sizeof text);
        un_ink_append(out, size, "%s%s", *out ? "; " : "", text);
    }
    accuracies(snapshot, text, sizeof text);
    un_ink_append(out, size, ".");
    if (*text) un_ink_append(out, size, _(" Right in the last 10 batches: %s."), text);
}

/// The summary under the picture, as far as its lines fit; and how many lanes are missing.
static void words(const Plot *plot) {
    char text[1024] = "";
    float s = plot->s, leading = 18 * s;
    un_TextStyle style = un_ink_style(plot->context, UN_FACE_REGULAR, 13, UN_TOKEN_INK2);
    if (plot->left_out > 0)
        un_ink_append(text, sizeof text,
                      plot->left_out == 1 ? _("%d lane has no room here. ") : _("%d lanes have no room here. "),
                      plot->left_out);
    size_t used = 0;
    while (text[used])
        used++;
    summary(plot->context, text + used, sizeof text - used);
    un_Point at = {plot->words.x, plot->words.y + 13 * s};
    float height = un_text_draw_wrapped(NULL, plot->context->fonts, &style, at, plot->words.w, leading, text);
    float room = plot->rest.y + plot->rest.h - plot->words.y;
    if (height <= room)
        un_text_draw_wrapped(plot->list, plot->context->fonts, &style, at, plot->words.w, leading, text);
    else
        un_text_draw_cut(plot->list, plot->context->fonts, &style, at, plot->words.w, text);
}

static void front(const Plot *plot) {
    const un_Wave *wave = &plot->context->wave;
    bool backward = wave->phase == UN_WAVE_BACKWARD && wave->front > 0;
    if (wave->phase != UN_WAVE_FORWARD && !backward) return;
    const un_StageColumns *grid = &plot->layout.grid;
    un_Rect box = step_box(plot, un_stage_first(grid, 0));
    float x = un_stage_x(grid, wave->front);
    if (x < grid->x || x > grid->x + grid->w) return;
    un_ink_post(plot->list, plot->context, x, box.y, box.h, 2.2f,
                un_ink_color(plot->context, backward ? UN_TOKEN_BACKWARD : UN_TOKEN_FORWARD));
}

static void draw(un_DrawList *list, const un_ViewContext *context, un_Rect rect) {
    Plot plot;
    un_ink_head(list, context, rect, &un_view_directions);
    plot_make(&plot, list, context, rect);
    un_StageLayout *layout = &plot.layout;
    int rows = layout->row_count;
    if (rows == 0) layout->row_count = 1; // the axes only
    un_stage_input(&plot.stage);
    un_stage_steps(&plot.stage);
    layout->row_count = rows;
    if (rows == 0) {
        float y = layout->input.y + layout->input.h;
        un_Rect middle = {layout->input.x, y, layout->input.w, layout->steps.y - y};
        un_ink_empty(list, context, middle,
                     any_both_ways(context->snapshot)
                         ? _("No room for a lane here.")
                         : _("No lane reads both ways: set its Direction to \"both ways\" in the settings."));
        return;
    }
    legend(&plot);
    for (int r = 0; r < rows; r++) {
        un_stage_lane(&plot.stage, &layout->row[r]);
        chevrons(&plot, &layout->row[r]);
        carried(&plot, &layout->row[r]);
    }
    boxes(&plot);
    front(&plot);
    words(&plot);
}

static void hover(const un_ViewContext *context, un_Rect rect, un_Point at, un_Hover *out) {
    Plot plot;
    plot_make(&plot, NULL, context, rect);
    if (plot.layout.row_count > 0) un_stage_hover_on(&plot.stage, at, out);
}

static int notes(const un_ViewContext *context, un_Rect rect, un_Note note[UN_NOTES_MAX]) {
    Plot plot;
    plot_make(&plot, NULL, context, rect);
    const un_StageLayout *layout = &plot.layout;
    if (layout->row_count == 0) return 0;
    int both = 0; // the first row that reads from the right
    while (both < layout->row_count - 1 && layout->row[both].direction == 0)
        both++;
    note[0] = (un_Note){
        layout->row[both].heat,
        UN_KEY("The arrows point the way a state reads. This one comes from the right: it has seen what follows.")};
    note[1] = (un_Note){
        layout->row[both].gradient,
        UN_KEY("How much of the gradient at the framed step reaches each step. A boxed 0 is exactly 0: this state had "
               "not read that step yet.")};
    if (!un_stage_sees(&layout->grid, context->snapshot->loss_step)) return 2;
    note[2] = (un_Note){
        step_box(&plot, context->snapshot->loss_step),
        UN_KEY("Here the network is asked. Both states stand behind its answer: one knows the left, one the right.")};
    return 3;
}

static int parts(const un_ViewContext *context, un_Rect rect, un_ViewPart part[UN_VIEW_PARTS]) {
    Plot plot;
    plot_make(&plot, NULL, context, rect);
    un_PartList list = un_part_list(part, rect);
    un_part_add(&list, plot.layout.input, "input");
    un_part_add(&list, plot.layout.steps, "axis");
    un_part_add(&list, plot.words, "words");
    for (int r = 0; r < plot.layout.row_count; r++) {
        const un_StageRow *row = &plot.layout.row[r];
        const char *name = plot.snapshot->lane[row->lane].name, *suffix = row->direction ? "/reverse" : "";
        float right = row->result.x + row->result.w;
        un_part_add(&list, (un_Rect){row->bar.x, row->bar.y, right - row->bar.x, row->bar.h}, "%s%s", name, suffix);
        un_part_add(&list, row->heat, "%s/state%s", name, suffix);
        un_part_add(&list, row->gradient, "%s/gradient%s", name, suffix);
    }
    return list.count;
}

const un_View un_view_directions = {
    .name = "directions",
    .title = UN_KEY("Two directions"),
    .question = UN_KEY("What does each reading direction know?"),
    .least_width = 640,
    .least_height = 420,
    .wants = 0,
    .draw = draw,
    .hover = hover,
    .summary = summary,
    .notes = notes,
    .parts = parts,
};
