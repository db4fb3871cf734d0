/// Answers: what each lane says on the task itself, step by step. Symbols where the task has classes, lines in real
/// units where it has values, the digit as far as it has been read, and the text that a lane writes by itself.
#include "base/catalog.h"
#include "base/number.h"
#include "view/answers_parts.h"
#include "view/part.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool un_answers_told(const un_Answers *answers, int t) {
    const un_Wave *wave = &answers->context->wave;
    return wave->phase != UN_WAVE_FORWARD || wave->front >= (float)(t + 1);
}

int un_answers_best(const un_Snapshot *snapshot, const un_SnapshotLane *lane, int t) {
    const float *p = lane->prediction + (size_t)t * (size_t)snapshot->outputs;
    int best = 0;
    for (int k = 0; k < snapshot->outputs; k++) {
        if (!isfinite(p[k])) return -1;
        if (p[k] > p[best]) best = k;
    }
    return best;
}

int un_answers_count(const un_Snapshot *snapshot, const un_SnapshotLane *lane, int *right) {
    int asked = 0;
    *right = 0;
    for (int t = 0; t < snapshot->T; t++) {
        if (snapshot->scored[t] != 1) continue;
        asked++;
        *right += un_answers_best(snapshot, lane, t) == snapshot->target_class[t];
    }
    return asked;
}

double un_answers_real(const un_Snapshot *snapshot, double value) {
    return snapshot->value_scale > 0 ? snapshot->value_offset + snapshot->value_scale * value : value;
}

const char *un_answers_real_text(const un_Snapshot *snapshot, double value, char *out, size_t size) {
    un_number_full(un_answers_real(snapshot, value), 9, out, size);
    if (*snapshot->unit) un_ink_append(out, size, " %s", snapshot->unit);
    return out;
}

void un_answers_say(un_Hover *out, const char *format, ...) {
    if (out->lines >= (int)(sizeof out->text / sizeof *out->text)) return;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(out->text[out->lines++], sizeof out->text[0], format, arguments);
    va_end(arguments);
}

void un_answers_say_place(const un_Answers *answers, un_Hover *out, int t) {
    char count[32];
    const char *symbol = answers->snapshot->symbol[t];
    if (*symbol)
        un_answers_say(out, _("step %d, input %s"), t, symbol);
    else
        un_answers_say(out, _("step %d"), t);
    un_answers_say(out, _("update %s"), un_number_count(answers->snapshot->update, count, sizeof count));
    out->hit = true;
}

int un_answers_step(const un_Answers *answers, float x) {
    int column = un_stage_column_at(&answers->layout.grid, x);
    return column < 0 ? -1 : un_stage_first(&answers->layout.grid, column);
}

int un_answers_first(const un_Answers *answers) {
    return un_stage_first(&answers->layout.grid, 0);
}

int un_answers_end(const un_Answers *answers) {
    const un_StageColumns *grid = &answers->layout.grid;
    return un_stage_end(grid, grid->columns - 1, answers->snapshot->T);
}

void un_answers_cell(const un_Answers *answers, int t, float *left, float *right) {
    const un_StageColumns *grid = &answers->layout.grid;
    un_stage_cell(grid, t / grid->bin - grid->base, answers->s, left, right);
}

// Layout.

static bool writes(const un_Snapshot *snapshot) {
    if (strcmp(snapshot->task, "text") == 0) return true;
    for (int l = 0; l < snapshot->lane_count; l++) {
        if (*snapshot->lane[l].generated) return true;
    }
    return false;
}

/// The digit and what is said of it now: left of the columns where the panel is wide, over them where it is tall.
static void place_picture(un_Answers *answers, un_Rect *panel, un_Rect *rest) {
    float s = answers->s, caption = 22 * s, gap = 12 * s;
    float side = un_ink_snap(fminf(fminf(rest->h - caption - gap, rest->w * 0.24f), 320 * s));
    if (rest->w >= 720 * s && side >= 96 * s) {
        float under = rest->h - caption - gap - side; // for the probabilities of now
        if (under < 110 * s && rest->h - caption - gap - 110 * s >= 130 * s)
            side = un_ink_snap(rest->h - caption - gap - 110 * s);
        answers->picture = (un_Rect){un_ink_snap(rest->x), un_ink_snap(rest->y + caption), side, side};
        float y = answers->picture.y + side + gap, h = fminf(rest->y + rest->h - y, 200 * s);
        if (h >= 90 * s) answers->now = (un_Rect){answers->picture.x, y, side, h};
        panel->x += side + 16 * s;
        panel->w -= side + 16 * s;
    } else if (rest->h >= 420 * s) {
        side = un_ink_snap(fminf(rest->w * 0.4f, rest->h * 0.28f));
        answers->picture = (un_Rect){un_ink_snap(rest->x), un_ink_snap(rest->y + 4 * s), side, side};
        float x = answers->picture.x + side + 16 * s;
        answers->now = (un_Rect){x, answers->picture.y + caption, rest->x + rest->w - x, side - caption};
        rest->y += side + 16 * s;
        rest->h -= side + 16 * s;
    }
}

/// Lines that the longest text needs, five at most; one where nothing is written yet.
static int written_lines(const un_Answers *answers, float width) {
    const un_Snapshot *snapshot = answers->snapshot;
    un_TextStyle style = un_ink_style(answers->context, UN_FACE_REGULAR, 15, UN_TOKEN_INK);
    float longest = 0, room = fmaxf(width - 208 * answers->s, 1); // beside the lanes' names
    for (int l = 0; l < snapshot->lane_count; l++)
        longest = fmaxf(longest, un_text_width(answers->context->fonts, &style, snapshot->lane[l].generated));
    return (int)un_ink_clamp(ceilf(longest * 1.04f / room), 1, 5);
}

/// Takes from *panel and *rest what stands beside or under the columns: the digit, and the written text.
static void place_extras(un_Answers *answers, un_Rect *panel, un_Rect *rest) {
    const un_Snapshot *snapshot = answers->snapshot;
    float s = answers->s;
    if (snapshot->image_width > 0 && snapshot->image_height > 0 && snapshot->classes)
        place_picture(answers, panel, rest);
    if (!writes(snapshot)) return;
    float h = 30 * s + (float)snapshot->lane_count * (20 * s * (float)written_lines(answers, rest->w) + 8 * s);
    h = fminf(h, fmaxf(rest->h * 0.34f, 30 * s + (float)snapshot->lane_count * 28 * s));
    if (rest->h - h < 130 * s) return;
    answers->written = (un_Rect){rest->x, rest->y + rest->h - h, rest->w, h};
    rest->h -= h + 8 * s;
}

/// A lane's row: its answers, the probabilities under them where there is room, its name left and its result right of
/// both.
static void place_lane(un_Answers *answers, int l, float y, float chips, float heat, un_Rect panel) {
    un_StageLayout *layout = &answers->layout;
    const un_StageColumns *grid = &layout->grid;
    un_StageRow *row = &layout->row[l];
    float s = answers->s, w = layout->steps.w;
    *row = (un_StageRow){.lane = l};
    row->gradient = (un_Rect){grid->x, un_ink_snap(y), w, un_ink_snap(chips)};
    y = row->gradient.y + row->gradient.h + 4 * s;
    row->heat = (un_Rect){grid->x, un_ink_snap(y), w, un_ink_snap(heat)};
    float bottom = heat > 0 ? row->heat.y + row->heat.h : row->gradient.y + row->gradient.h;
    float bar = un_ink_snap(panel.x + (grid->compact ? 14.0f : 20.0f) * s);
    row->bar = (un_Rect){bar, row->gradient.y, un_ink_snap(4 * s), bottom - row->gradient.y};
    row->label = (un_Rect){bar + 12 * s, row->bar.y, grid->x - bar - 20 * s, row->bar.h};
    float result = grid->x + w + (grid->compact ? 12.0f : 16.0f) * s;
    row->result = (un_Rect){result, row->bar.y, grid->x + w + grid->result_width - result - 4 * s, row->bar.h};
}

static void place_lanes(un_Answers *answers, float y, float bottom, un_Rect panel) {
    const un_Snapshot *snapshot = answers->snapshot;
    float s = answers->s, lanes = (float)snapshot->lane_count, between = fminf(14 * s, (bottom - y) / lanes * 0.16f);
    float room = (bottom - y - between * (lanes - 1)) / lanes - 2 * s; // rounding to whole points
    float chips = un_ink_clamp(room, 12 * s, 24 * s), heat = room - chips - 4 * s;
    heat = fminf(heat, 40 * s * (float)snapshot->outputs);
    if (heat < fmaxf(3 * s * (float)snapshot->outputs, 18 * s) && !(snapshot->outputs > 12 && heat >= 18 * s)) heat = 0;
    for (int l = 0; l < snapshot->lane_count; l++) {
        place_lane(answers, l, y, chips, heat, panel);
        y += chips + between + (heat > 0 ? heat + 4 * s : 0);
    }
}

/// Whether a row of the inputs says something: over a chart, or beside the digit itself, only where its symbols fit or
/// few of them matter.
static bool shows_input(const un_Answers *answers) {
    const un_Snapshot *snapshot = answers->snapshot;
    int matter = 0;
    for (int t = 0; t < snapshot->T; t++)
        matter += snapshot->matters[t] != 0;
    bool few = matter > 0 && 2 * matter < snapshot->T;
    bool said_by_picture = answers->picture.w > 0;
    return (snapshot->classes && !said_by_picture) || (few && !said_by_picture) ||
           answers->layout.grid.pitch >= 36 * answers->s * (float)answers->layout.grid.bin;
}

/// `answers` is filled where it will stay: its stage points into it.
static void answers_make(un_Answers *answers, un_DrawList *list, const un_ViewContext *context, un_Rect rect) {
    const un_Snapshot *snapshot = context->snapshot;
    float s = context->scale;
    *answers = (un_Answers){.list = list, .context = context, .snapshot = snapshot, .s = s};
    answers->rest = un_ink_head(NULL, context, rect, &un_view_answers);
    un_Rect panel = rect, rest = answers->rest;
    place_extras(answers, &panel, &rest);
    un_StageLayout *layout = &answers->layout;
    layout->grid = un_stage_columns_seen(context, panel);
    const un_StageColumns *grid = &layout->grid;
    float w = grid->w, y = un_ink_snap(rest.y), axis = 26 * s;
    float note = grid->bin > 1 ? 16 * s : 0;
    layout->input = (un_Rect){grid->x, y, w, 0};
    if (rest.h >= 250 * s && shows_input(answers)) {
        layout->input.h = un_ink_snap(28 * s);
        y += layout->input.h + 10 * s;
    }
    float bottom = rest.y + rest.h - axis - note;
    layout->row_count = snapshot->lane_count;
    layout->note = 0;
    layout->steps = (un_Rect){grid->x, un_ink_snap(bottom), w, axis};
    if (snapshot->classes) {
        answers->target = (un_Rect){grid->x, un_ink_snap(y), w, un_ink_snap(fminf(24 * s, (bottom - y) / 4))};
        y = answers->target.y + answers->target.h + 10 * s;
        place_lanes(answers, y, bottom, panel);
        const un_StageRow *last = &layout->row[snapshot->lane_count - 1];
        layout->steps.y = last->bar.y + last->bar.h + 2 * s;
    } else {
        answers->chart = (un_Rect){grid->x, un_ink_snap(y + 22 * s), w, 0};
        answers->chart.h = un_ink_snap(bottom - 4 * s) - answers->chart.y;
        place_lane(answers, 0, y, answers->chart.h, 0, panel);
        layout->row_count = 1;
    }
    answers->stage = (un_Stage){list, context, snapshot, layout, rect, s};
}

static bool is_asked(const un_Snapshot *snapshot) {
    for (int t = 0; t < snapshot->T; t++) {
        if (snapshot->scored[t]) return true;
    }
    return false;
}

/// What a binned column stands for, under the step axis.
static void bin_note(const un_Answers *answers) {
    const un_StageLayout *layout = &answers->layout;
    float s = answers->s;
    if (layout->grid.bin == 1 || !answers->snapshot->classes) return; // lines are drawn step by step
    un_TextStyle style = un_ink_style(answers->context, UN_FACE_REGULAR, 12, UN_TOKEN_INK3);
    char text[64];
    snprintf(text, sizeof text, _("each column: %d steps, their mean"), layout->grid.bin);
    un_text_draw_cut(answers->list, answers->context->fonts, &style,
                     (un_Point){layout->steps.x, layout->steps.y + 34 * s}, layout->steps.w + layout->grid.result_width,
                     text);
}

static void front(const un_Answers *answers) {
    const un_Wave *wave = &answers->context->wave;
    if (wave->phase != UN_WAVE_FORWARD) return;
    const un_StageColumns *grid = &answers->layout.grid;
    float x = un_stage_x(grid, wave->front), top = answers->layout.input.y;
    if (x < grid->x || x > grid->x + grid->w) return;
    un_ink_post(answers->list, answers->context, x, top, answers->layout.steps.y - top, 2.2f,
                un_ink_color(answers->context, UN_TOKEN_FORWARD));
}

static void draw(un_DrawList *list, const un_ViewContext *context, un_Rect rect) {
    un_Answers answers;
    un_ink_head(list, context, rect, &un_view_answers);
    answers_make(&answers, list, context, rect);
    if (answers.layout.input.h > 0) un_stage_input(&answers.stage);
    un_stage_steps(&answers.stage);
    bin_note(&answers);
    if (!is_asked(context->snapshot))
        un_ink_empty(list, context,
                     (un_Rect){answers.layout.input.x, answers.target.y, answers.layout.steps.w, 60 * answers.s},
                     _("Nothing is asked in this sequence."));
    else if (context->snapshot->classes)
        un_answers_classes(&answers);
    else
        un_answers_values(&answers);
    if (answers.picture.w > 0) un_answers_picture(&answers);
    if (answers.written.h > 0) un_answers_written(&answers);
    front(&answers);
}

static void hover(const un_ViewContext *context, un_Rect rect, un_Point at, un_Hover *out) {
    un_Answers answers;
    answers_make(&answers, NULL, context, rect);
    if (!is_asked(context->snapshot)) return;
    if (answers.picture.w > 0 && un_rect_contains(answers.picture, at))
        un_answers_picture_hover(&answers, at, out);
    else if (context->snapshot->classes)
        un_answers_classes_hover(&answers, at, out);
    else
        un_answers_values_hover(&answers, at, out);
}

/// Of one lane: how many it has right, or what it says and what is right, in the loss step's unit.
static void summary_lane(const un_Snapshot *snapshot, const un_SnapshotLane *lane, char *out, size_t size) {
    char says[64], truth[64], number[32];
    int right, t = snapshot->loss_step, best = snapshot->classes ? un_answers_best(snapshot, lane, t) : -1;
    if (!isfinite(lane->loss)) {
        un_ink_append(out, size, _("%s: not a number"), lane->name);
    } else if (snapshot->classes) {
        int asked = un_answers_count(snapshot, lane, &right);
        un_ink_append(out, size, _("%s: %d of %d right"), lane->name, right, asked);
        if (best >= 0)
            un_ink_append(
                out, size, _(", at step %d it says %s (%s)"), t, snapshot->class_name[best],
                un_ink_percent((double)lane->prediction[t * snapshot->outputs + best], number, sizeof number));
    } else {
        un_number_short(un_answers_real(snapshot, (double)lane->output[0]), says, sizeof says);
        un_number_short(un_answers_real(snapshot, (double)snapshot->true_value[0]), truth, sizeof truth);
        un_ink_append(out, size, _("%s: at step %d it says %s%s%s, right is %s"), lane->name, t, says,
                      *snapshot->unit ? " " : "", snapshot->unit, truth);
    }
}

static void summary(const un_ViewContext *context, char *out, size_t size) {
    const un_Snapshot *snapshot = context->snapshot;
    if (size) *out = 0;
    if (context->wave.phase == UN_WAVE_FORWARD) {
        un_ink_append(out, size, "%s", _("The forward wave has not ended."));
        return;
    }
    if (!is_asked(snapshot)) {
        un_ink_append(out, size, "%s", _("Nothing is asked in this sequence."));
        return;
    }
    for (int l = 0; l < snapshot->lane_count; l++) {
        if (l) un_ink_append(out, size, "; ");
        summary_lane(snapshot, &snapshot->lane[l], out, size);
    }
    un_ink_append(out, size, ".");
}

static int notes(const un_ViewContext *context, un_Rect rect, un_Note note[UN_NOTES_MAX]) {
    un_Answers answers;
    answers_make(&answers, NULL, context, rect);
    if (!is_asked(context->snapshot)) return 0;
    const un_StageRow *row = &answers.layout.row[0];
    int count = 0;
    if (answers.chart.h > 0) {
        note[count++] =
            (un_Note){answers.chart, UN_KEY("The plain line: what is right. Coloured: what each network says at that "
                                            "step, in the series' own unit. A good network lies on the plain line.")};
        return count;
    }
    note[count++] =
        (un_Note){answers.target, UN_KEY("What is right at each step that is asked. Elsewhere nothing counts.")};
    note[count++] =
        (un_Note){row->gradient,
                  UN_KEY("What the network says. Filled: right. Framed: wrong. The bar under it: how sure it is.")};
    if (row->heat.h > 0)
        note[count++] = (un_Note){
            row->heat, UN_KEY("The probability of every answer at every step: strong colour is sure. Framed: what is "
                              "right. Pale steps are not asked.")};
    return count;
}

static int parts(const un_ViewContext *context, un_Rect rect, un_ViewPart part[UN_VIEW_PARTS]) {
    un_Answers answers;
    answers_make(&answers, NULL, context, rect);
    un_PartList list = un_part_list(part, rect);
    un_part_add(&list, answers.layout.input, "input");
    un_part_add(&list, answers.layout.steps, "axis");
    un_part_add(&list, answers.target, "target");
    un_part_add(&list, answers.chart, "chart");
    un_part_add(&list, answers.picture, "picture");
    un_part_add(&list, answers.written, "written");
    for (int r = 0; r < answers.layout.row_count && answers.snapshot->classes; r++) {
        const un_StageRow *row = &answers.layout.row[r];
        const char *name = answers.snapshot->lane[row->lane].name;
        float right = row->result.x + row->result.w;
        un_part_add(&list, (un_Rect){row->bar.x, row->bar.y, right - row->bar.x, row->bar.h}, "%s", name);
        un_part_add(&list, row->gradient, "%s/answers", name);
        un_part_add(&list, row->heat, "%s/probabilities", name);
        un_part_add(&list, row->result, "%s/output", name);
    }
    return list.count;
}

const un_View un_view_answers = {
    .name = "answers",
    .title = UN_KEY("Answers"),
    .question = UN_KEY("What does it say, step by step?"),
    .least_width = 320,
    .least_height = 220,
    .wants = UN_WANT_GENERATED,
    .draw = draw,
    .hover = hover,
    .summary = summary,
    .notes = notes,
    .parts = parts,
};
