#include "base/catalog.h"
#include "base/number.h"
#include "view/chart.h"
#include "view/ink.h"
#include "view/part.h"

#include <math.h>
#include <stdio.h>

enum { LANE_LEAST = 240, GAP = 28, TICKS = 48, LINES = 16, LEAST_STEPS = 3, EXPONENT_STEPS = 20 };

/// How the singular values of d state at the loss / d state at t go, step by step back: one line a direction.
typedef struct Fan {
    int lane;
    const un_SnapshotTrack *track;
    un_Rect head, area;
} Fan;

typedef struct Stretch {
    const un_ViewContext *context;
    const un_Snapshot *snapshot;
    float s;
    int steps; ///< columns of the axis: 0..loss step
    int arrived;
    int top, bottom; ///< decades of the axis, common to all lanes
    int count;
    Fan fan[UN_SNAPSHOT_LANES];
} Stretch;

static double fan_log10(const Fan *fan, int t, int i) {
    return log10(fan->track->measures.singular[t * fan->track->measures.state + i]);
}

/// Why a lane has no lines; NULL: it has.
static const char *missing(const Stretch *stretch, int lane, const un_SnapshotTrack *track) {
    if (stretch->snapshot->lane[lane].stateless) return _("No state passes from step to step.");
    if (stretch->snapshot->loss_step + 1 < LEAST_STEPS) return _("Needs three steps.");
    if (track->measures.too_dear & UN_WANT_CHAIN) return _("Too large to be measured while one watches.");
    if (!track->measures.singular || track->measures.state < 1) return _("Being measured.");
    return NULL;
}

/// The axis in fixed steps: under the middle direction of every lane (the smallest ones leave it), over the largest.
static void choose_axis(Stretch *stretch) {
    static const int bottoms[] = {-4, -8, -20, -40, -80, -160, -320}, tops[] = {0, 2, 5, 10, 20, 40, 80, 160, 320};
    double low = 0, high = 0;
    for (int i = 0; i < stretch->count; i++) {
        const Fan *fan = &stretch->fan[i];
        if (missing(stretch, fan->lane, fan->track)) continue;
        for (int t = 0; t < stretch->steps; t++) {
            double largest = fan_log10(fan, t, 0),
                   middle = fan_log10(fan, t, fan->track->measures.state / 2);
            if (isfinite(largest)) high = fmax(high, largest), low = fmin(low, largest);
            if (isfinite(middle)) low = fmin(low, middle);
        }
    }
    stretch->bottom = -320;
    stretch->top = 320;
    for (int i = (int)(sizeof bottoms / sizeof *bottoms) - 1; i >= 0; i--) {
        if (bottoms[i] <= low) stretch->bottom = bottoms[i];
    }
    for (int i = (int)(sizeof tops / sizeof *tops) - 1; i >= 0; i--) {
        if (tops[i] >= high - 0.05) stretch->top = tops[i];
    }
}

static Stretch stretch_make(const un_ViewContext *context, un_Rect rect) {
    const un_Snapshot *snapshot = context->snapshot;
    float s = context->scale;
    Stretch stretch = {.context = context, .snapshot = snapshot, .s = s};
    stretch.steps = snapshot->loss_step + 1;
    stretch.arrived = un_ink_arrived(context);
    un_ChartCells cells = un_chart_cells(context, un_ink_head(NULL, context, rect, &un_view_stretch), LANE_LEAST, GAP);
    for (int i = 0; i < cells.count; i++) {
        un_Rect cell = cells.rect[i];
        Fan *fan = &stretch.fan[stretch.count++];
        fan->lane = cells.lane[i];
        fan->track = &snapshot->lane[fan->lane].track[0];
        fan->head = (un_Rect){cell.x + TICKS * s, cell.y, cell.w - (TICKS + 8) * s, 26 * s};
        fan->area =
            un_ink_snap_rect((un_Rect){cell.x + TICKS * s, cell.y + 38 * s, cell.w - (TICKS + 8) * s, cell.h - 76 * s});
    }
    choose_axis(&stretch);
    return stretch;
}

static float decade_y(const Stretch *stretch, const Fan *fan, double decade) {
    return fan->area.y + fan->area.h * (float)((stretch->top - decade) / (stretch->top - stretch->bottom));
}

static void draw_axis(un_DrawList *list, const Stretch *stretch, const Fan *fan) {
    const un_ViewContext *context = stretch->context;
    float s = stretch->s;
    un_TextStyle style = un_ink_style(context, UN_FACE_REGULAR, 12, UN_TOKEN_INK3);
    int span = stretch->top - stretch->bottom,
        every = (int)un_ink_nice((double)span * (double)fmaxf(26 * s / fan->area.h, 0.07f));
    for (int decade = stretch->top / every * every; decade >= stretch->bottom; decade -= every) {
        char power[24];
        float y = decade_y(stretch, fan, decade);
        if (decade == 0)
            un_ink_rule(list, context, fan->area.x, y, fan->area.w, 1.6f, un_ink_color(context, UN_TOKEN_INK));
        else
            un_ink_rule(list, context, fan->area.x, y, fan->area.w, 1, un_ink_color(context, UN_TOKEN_LINE));
        un_text_draw_in(list, context->fonts, &style,
                        (un_Rect){fan->area.x - TICKS * s, y - 8 * s, (TICKS - 8) * s, 16 * s}, UN_ALIGN_RIGHT,
                        un_number_power(decade, power, sizeof power));
    }
    un_chart_steps_back(list, context, fan->area, stretch->steps, stretch->snapshot->loss_step);
}

/// Direction i from the loss back, the largest at every third point of width or so, others at every tenth: more would
/// not be seen, and a stroke costs by its pieces. Clipped to the area by the caller.
static void draw_line(un_DrawList *list, const Stretch *stretch, const Fan *fan, int i, float width, un_Color color) {
    int every = (int)fmaxf(1, (i == 0 ? 3.0f : 10.0f) * stretch->s * (float)stretch->steps / fan->area.w);
    float bottom = fan->area.y + fan->area.h + 20 * stretch->s;
    un_Trace trace;
    un_trace_start(&trace, list, width * stretch->s, 0, 0, color);
    for (int t = stretch->snapshot->loss_step; t >= 0 && t >= stretch->arrived - 1; t -= every) {
        double value = fan_log10(fan, t, i);
        if (!isfinite(value)) break; // exactly 0, or no number: there is no line from here
        float y = decade_y(stretch, fan, value);
        un_trace_to(&trace, un_chart_step_x(fan->area, stretch->steps, (float)t), fminf(y, bottom));
        if (y >= bottom) break;
    }
    un_trace_break(&trace);
}

/// Which of the directions the k-th of `shown` lines is: evenly over all, the largest and the smallest among them.
static int direction_of(const Fan *fan, int k, int shown) {
    int n = fan->track->measures.state;
    return shown > 1 ? (int)((int64_t)k * (n - 1) / (shown - 1)) : 0;
}

static int lines_of(const Fan *fan) {
    return fan->track->measures.state < LINES ? fan->track->measures.state : LINES;
}

/// lambda_1 in decades a step: the snapshot's is in nats. NaN where there are too few steps to speak of a rate.
static double exponent(const Stretch *stretch, const Fan *fan) {
    const un_SnapshotMeasures *m = &fan->track->measures;
    if (!m->lyapunov || stretch->steps < EXPONENT_STEPS) return (double)NAN;
    return m->lyapunov[0] / 2.302585092994046;
}

static void draw_lines(un_DrawList *list, const Stretch *stretch, const Fan *fan) {
    float s = stretch->s, left = fan->area.x - 2 * s, right = fan->area.x + fan->area.w + 2 * s;
    if (stretch->arrived == stretch->snapshot->T) return;
    un_Color lane = un_ink_lane(stretch->context, fan->lane);
    if (stretch->arrived > 0)
        left =
            un_ink_clamp(un_chart_step_x(fan->area, stretch->steps, stretch->context->wave.front - 0.5f), left, right);
    un_draw_save(list);
    un_draw_clip(list, (un_Rect){left, fan->area.y - 3 * s, right - left, fan->area.h + 3 * s});
    for (int k = lines_of(fan) - 1; k > 0; k--)
        draw_line(list, stretch, fan, direction_of(fan, k, lines_of(fan)), 1, un_color_fade(lane, 0.5f));
    draw_line(list, stretch, fan, 0, 2.8f, lane);
    double slope = exponent(stretch, fan);
    if (isfinite(slope) && stretch->arrived == 0) {
        int loss = stretch->snapshot->loss_step;
        un_ink_reference(
            list, stretch->context,
            (un_Point){un_chart_step_x(fan->area, stretch->steps, (float)loss), decade_y(stretch, fan, 0)},
            (un_Point){un_chart_step_x(fan->area, stretch->steps, 0), decade_y(stretch, fan, slope * (double)loss)},
            un_ink_color(stretch->context, UN_TOKEN_INK));
    }
    un_draw_restore(list);
}

static const char *exponent_text(const Stretch *stretch, const Fan *fan, char *out, size_t size) {
    char number[48];
    snprintf(out, size, _("λ₁ %s decades a step"), un_number_full(exponent(stretch, fan), 2, number, sizeof number));
    return out;
}

/// The lane's name and lambda_1, as many words as there is room for.
static void draw_head(un_DrawList *list, const Stretch *stretch, const Fan *fan) {
    const un_ViewContext *context = stretch->context;
    un_TextStyle name = un_ink_style(context, UN_FACE_SEMIBOLD, 15, UN_TOKEN_INK),
                 quiet = un_ink_style(context, UN_FACE_REGULAR, 13, UN_TOKEN_INK3);
    char text[96] = "", number[48];
    bool known = !missing(stretch, fan->lane, fan->track) && stretch->arrived == 0;
    if (known && isfinite(exponent(stretch, fan))) {
        exponent_text(stretch, fan, text, sizeof text);
        float room = fan->head.w - 20 * stretch->s -
                     un_text_width(context->fonts, &name, stretch->snapshot->lane[fan->lane].name);
        if (un_text_width(context->fonts, &quiet, text) > room)
            snprintf(text, sizeof text, "λ₁ %s", un_number_full(exponent(stretch, fan), 2, number, sizeof number));
    } else if (known && stretch->steps < EXPONENT_STEPS) {
        snprintf(text, sizeof text, "%s", _("λ₁ needs 20 steps"));
    }
    un_chart_lane(list, context, fan->head, fan->lane, text,
                  stretch->count < stretch->snapshot->lane_count ? un_chart_others() : "");
}

/// How many of the directions are drawn, in the lower right, which they leave free for the longest.
static void draw_count(un_DrawList *list, const Stretch *stretch, const Fan *fan) {
    float s = stretch->s;
    un_ChartLabels labels = {0};
    un_TextStyle style = un_ink_style(stretch->context, UN_FACE_REGULAR, 12, UN_TOKEN_INK2);
    char text[96];
    int shown = lines_of(fan), n = fan->track->measures.state;
    snprintf(text, sizeof text, shown < n ? _("%d of %d directions") : _("all %d directions"), shown < n ? shown : n,
             n);
    un_Point at = {fan->area.x + fan->area.w - 8 * s, fan->area.y + fan->area.h - 10 * s};
    un_chart_label(list, stretch->context, &labels, fan->area, &style, at, UN_ALIGN_RIGHT, text);
}

/// Why the lines end at once: nothing passes even one step, or no number does. NULL: they do not.
static const char *gone(const Stretch *stretch, const Fan *fan) {
    double value = fan->track->measures.singular[(stretch->snapshot->loss_step - 1) * fan->track->measures.state];
    if (value == 0) return _("Exactly 0 after one step: nothing passes.");
    return isfinite(value) ? NULL : _("Not a number: see the training.");
}

static void draw_fan(un_DrawList *list, const Stretch *stretch, const Fan *fan) {
    const char *why = missing(stretch, fan->lane, fan->track);
    draw_head(list, stretch, fan);
    draw_axis(list, stretch, fan);
    if (why) {
        un_chart_sentence(list, stretch->context, fan->area, why);
        return;
    }
    if (gone(stretch, fan)) {
        if (stretch->arrived < stretch->snapshot->loss_step)
            un_chart_sentence(list, stretch->context, fan->area, gone(stretch, fan));
        return;
    }
    draw_lines(list, stretch, fan);
    draw_count(list, stretch, fan);
}

static void draw(un_DrawList *list, const un_ViewContext *context, un_Rect rect) {
    Stretch stretch = stretch_make(context, rect);
    un_ink_head(list, context, rect, &un_view_stretch);
    un_chart_caption(list, context, rect, &un_view_stretch,
                     _("thick: the largest direction · dashes: slope λ₁ · one seed"));
    for (int i = 0; i < stretch.count; i++)
        draw_fan(list, &stretch, &stretch.fan[i]);
}

static void tell(const Stretch *stretch, const Fan *fan, int t, int i, un_Hover *out) {
    char number[64], count[32];
    const un_SnapshotLane *lane = &stretch->snapshot->lane[fan->lane];
    float x = un_chart_step_x(fan->area, stretch->steps, (float)t),
          y = decade_y(stretch, fan, fan_log10(fan, t, i)), r = 6 * stretch->s;
    out->hit = true;
    out->mark = (un_Rect){x - r, y - r, 2 * r, 2 * r};
    snprintf(
        out->text[0], sizeof out->text[0], _("%s  direction %d of %d: × %s"), lane->name, i + 1,
        fan->track->measures.state,
        un_number_full(fan->track->measures.singular[t * fan->track->measures.state + i], 9, number, sizeof number));
    snprintf(out->text[1], sizeof out->text[1], _("step %d, %s"), t,
             un_ink_from_loss(stretch->snapshot, t, number, sizeof number));
    snprintf(out->text[2], sizeof out->text[2], _("update %s"),
             un_number_count(stretch->snapshot->update, count, sizeof count));
    out->lines = 3;
    if (isfinite(exponent(stretch, fan)) && stretch->arrived == 0)
        snprintf(out->text[out->lines++], sizeof out->text[0], _("λ₁ = %s nats a step"),
                 un_number_full(fan->track->measures.lyapunov[0], 9, number, sizeof number));
}

static void hover(const un_ViewContext *context, un_Rect rect, un_Point at, un_Hover *out) {
    Stretch stretch = stretch_make(context, rect);
    for (int f = 0; f < stretch.count; f++) {
        const Fan *fan = &stretch.fan[f];
        if (!un_rect_contains(fan->area, at) || missing(&stretch, fan->lane, fan->track)) continue;
        int t = (int)((at.x - fan->area.x) / fan->area.w * (float)stretch.steps), best = -1;
        t = t < stretch.steps ? t : stretch.steps - 1;
        if (t < stretch.arrived) return;
        float nearest = 12 * stretch.s;
        for (int k = 0; k < lines_of(fan); k++) {
            int i = direction_of(fan, k, lines_of(fan));
            double value = fan_log10(fan, t, i);
            float away = isfinite(value) ? fabsf(decade_y(&stretch, fan, value) - at.y) : INFINITY;
            if (away < nearest && value >= stretch.bottom) nearest = away, best = i;
        }
        if (best >= 0) tell(&stretch, fan, t, best, out);
        return;
    }
}

static void summary(const un_ViewContext *context, char *out, size_t size) {
    const un_Snapshot *snapshot = context->snapshot;
    Stretch stretch = {.context = context, .snapshot = snapshot, .steps = snapshot->loss_step + 1};
    if (size) *out = 0;
    if (un_ink_arrived(context) > 0) {
        un_ink_append(out, size, "%s", _("The backward wave has not ended."));
        return;
    }
    for (int l = 0; l < snapshot->lane_count; l++) {
        const Fan fan = {.lane = l, .track = &snapshot->lane[l].track[0]};
        const char *why = missing(&stretch, l, fan.track);
        char number[48], text[96];
        un_ink_append(out, size, "%s%s: ", l ? "; " : "", snapshot->lane[l].name);
        if (why) {
            un_ink_append(out, size, "%s", why);
            continue;
        }
        if (isfinite(exponent(&stretch, &fan)))
            un_ink_append(out, size, "%s, ", exponent_text(&stretch, &fan, text, sizeof text));
        un_ink_append(out, size, _("the largest direction keeps %s of it over %d steps"),
                      un_number_short(fan.track->measures.singular[0], number, sizeof number), snapshot->loss_step);
    }
    un_ink_append(out, size, ".");
}

static int notes(const un_ViewContext *context, un_Rect rect, un_Note note[UN_NOTES_MAX]) {
    Stretch stretch = stretch_make(context, rect);
    const Fan *fan = &stretch.fan[0];
    if (missing(&stretch, fan->lane, fan->track) || stretch.arrived > 0) return 0;
    float s = stretch.s, one = decade_y(&stretch, fan, 0), r = 9 * s;
    int n = 0, t = stretch.snapshot->loss_step / 2;
    note[n++] = (un_Note){{fan->area.x, one - 6 * s, fan->area.w, 12 * s},
                          UN_KEY("Over this line a direction has grown on its way back, under it it has shrunk.")};
    double value = fan_log10(fan, t, 0);
    float x = un_chart_step_x(fan->area, stretch.steps, (float)t), y = decade_y(&stretch, fan, value);
    if (isfinite(value) && y >= fan->area.y - 1 && y <= fan->area.y + fan->area.h)
        note[n++] = (un_Note){{x - 3 * r, y - r, 6 * r, 2 * r},
                              UN_KEY("The thick line is the direction that survives best; its slope is λ₁.")};
    note[n++] = (un_Note){{fan->area.x, fan->area.y + fan->area.h - r, fan->area.w, r},
                          UN_KEY("Lines that leave here have lost everything: what points there is not learned.")};
    return n;
}

static int parts(const un_ViewContext *context, un_Rect rect, un_ViewPart part[UN_VIEW_PARTS]) {
    Stretch stretch = stretch_make(context, rect);
    un_PartList list = un_part_list(part, rect);
    for (int i = 0; i < stretch.count; i++) {
        const Fan *fan = &stretch.fan[i];
        un_part_add(&list, un_part_join(fan->head, fan->area), "%s", stretch.snapshot->lane[fan->lane].name);
        if (i == 0) un_part_add(&list, (un_Rect){fan->area.x, fan->area.y + fan->area.h, fan->area.w, 36 * stretch.s}, "axis");
    }
    return list.count;
}

const un_View un_view_stretch = {
    .name = "stretch",
    .title = UN_KEY("Stretch"),
    .question = UN_KEY("How fast do the directions grow or shrink?"),
    .least_width = 280,
    .least_height = 220,
    .wants = UN_WANT_CHAIN | UN_WANT_LYAPUNOV,
    .draw = draw,
    .hover = hover,
    .summary = summary,
    .notes = notes,
    .parts = parts,
};
