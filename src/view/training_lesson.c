/// The training charts of a lesson: their parts by name, their axes alone while they are covered, and the guess on them.
#include "view/training_parts.h"

#include "base/catalog.h"
#include "view/cover.h"
#include "view/ink.h"
#include "view/part.h"

#include <math.h>

int un_training_named(const un_ViewContext *context, un_Rect rect, un_ViewPart part[UN_VIEW_PARTS]) {
    un_TrainingPlaces places = un_training_places(context, rect);
    un_PartList list = un_part_list(part, rect);
    for (int i = 0; i < places.count; i++) {
        un_TrainingChart chart = un_training_chart(context, places.chart[i], i == 1);
        un_Rect area = chart.axes.area;
        double chance = i ? chart.snapshot->chance_accuracy : chart.snapshot->chance_loss;
        const char *prefix = i ? "accuracy/" : "";
        float top = area.y - 32 * chart.s, left = area.x - (i ? 46 : 54) * chart.s; // off the view's own head, with the numbers at its left
        un_part_add(&list, (un_Rect){left, top, area.x + area.w + 80 * chart.s - left, area.y + area.h + 36 * chart.s - top}, i ? "accuracy" : "loss");
        un_part_add(&list, (un_Rect){area.x, area.y + area.h, area.w, 34 * chart.s}, "%saxis", prefix);
        if (chance > 0 && chance <= chart.axes.high)
            un_part_add(&list, (un_Rect){area.x, un_chart_y(&chart.axes, chance) - 8 * chart.s, area.w, 16 * chart.s}, "%schance", prefix);
        for (int l = 0; l < chart.snapshot->lane_count; l++) {
            un_part_add(&list, un_training_end(&chart, l), "%s%s", prefix, chart.snapshot->lane[l].name);
        }
    }
    return list.count;
}

void un_training_hold_guess(un_TrainingChart *chart) {
    const un_Guess *guess = &chart->context->guess;
    const double held[] = {guess->value, guess->told ? guess->measured : NAN, guess->most > 0 ? guess->most : NAN};
    for (size_t i = 0; i < sizeof held / sizeof *held; i++) {
        if (!isfinite(held[i])) continue;
        if (guess->axis == UN_GUESS_UPDATE) chart->axes.last = fmax(chart->axes.last, i == 2 ? held[i] : un_chart_last(held[i], 0));
        if (guess->axis == UN_GUESS_LOSS && !chart->accuracy) chart->axes.high = fmax(chart->axes.high, held[i] * 1.05);
    }
}

/// Both kinds of guess stand in the chart of the loss.
static bool scale_of(const un_TrainingChart *chart, un_GuessAxis axis, un_GuessScale *out) {
    un_Rect area = chart->axes.area;
    float right = area.x + area.w;
    if (chart->accuracy || !(area.w > 0 && area.h > 0)) return false;
    *out = (un_GuessScale){.field = area};
    if (axis == UN_GUESS_UPDATE) {
        out->along_x = out->whole = true;
        out->from = area.x;
        out->to = right;
        out->last = chart->axes.last;
        out->across = out->told_across = area.y + area.h * 0.5f; // off the line of chance and the names at its end
        return true;
    }
    double done = (double)chart->snapshot->update;
    out->from = area.y + area.h;
    out->to = area.y;
    out->last = chart->axes.high;
    out->across = right;
    out->told_across = done > 0 ? un_ink_clamp(un_chart_x(&chart->axes, done), area.x, right) : right;
    return axis == UN_GUESS_LOSS;
}

bool un_training_guess(const un_ViewContext *context, un_Rect rect, un_GuessAxis axis, un_GuessScale *out) {
    un_TrainingPlaces places = un_training_places(context, rect);
    un_TrainingChart chart = un_training_chart(context, places.chart[0], false);
    return scale_of(&chart, axis, out);
}

/// The lane's line where it meets the measured number, so that its mark stands on it. False: it is not there.
static bool meets_curve(const un_TrainingChart *chart, un_GuessScale *scale) {
    const un_Snapshot *snapshot = chart->snapshot;
    const un_Guess *guess = &chart->context->guess;
    if (guess->axis != UN_GUESS_UPDATE || !guess->told || guess->lane < 0 || guess->lane >= snapshot->lane_count) return false;
    const float *value = un_training_values(chart, &snapshot->lane[guess->lane], false);
    for (int i = 0; i < snapshot->history_count; i++) {
        if ((double)snapshot->history_update[i] < guess->measured || !isfinite(value[i])) continue;
        un_Rect area = chart->axes.area;
        scale->told_across = un_ink_clamp(un_chart_y(&chart->axes, (double)value[i]), area.y, area.y + area.h);
        return true;
    }
    return false;
}

static bool guessed(const un_TrainingChart *chart, un_GuessScale *scale) {
    if (!un_guess_is_drawn(chart->context, UN_VIEW_TRAINING) || !scale_of(chart, chart->context->guess.axis, scale)) return false;
    meets_curve(chart, scale);
    int lane = chart->context->guess.lane;
    if (lane >= 0 && lane < chart->snapshot->lane_count) scale->avoid = un_rect_inset(un_training_end(chart, lane), -6 * chart->s);
    return true;
}

void un_training_guess_line(un_DrawList *list, const un_TrainingChart *chart) {
    un_GuessScale scale;
    if (guessed(chart, &scale)) un_guess_draw_line(list, chart->context, &scale);
}

void un_training_guess_marks(un_DrawList *list, const un_TrainingChart *chart, size_t first) {
    un_GuessScale scale;
    un_Rect area = chart->axes.area;
    if (guessed(chart, &scale)) un_guess_draw_marks(list, chart->context, &scale, first, un_rect_inset(area, chart->s));
}

void un_training_bare(un_DrawList *list, const un_ViewContext *context, un_Rect rect) {
    un_ViewContext asked = *context;
    asked.guess.told = false;
    if (un_guess_view(context->guess.axis) != UN_VIEW_TRAINING) { // the axes would tell how high the losses go
        un_view_cover_draw(list, context, un_ink_head(list, context, rect, &un_view_training), false);
        return;
    }
    un_TrainingPlaces places = un_training_places(&asked, rect);
    un_ink_head(list, &asked, rect, &un_view_training);
    un_TrainingChart chart = un_training_chart(&asked, places.chart[0], false);
    size_t first = list->command_count;
    un_training_title(list, &chart, places.chart[0], _("Loss"), chart.snapshot->classes ? _("nats") : _("squared error"));
    un_chart_axes(list, &asked, &chart.axes, false, chart.tick, chart.axes.area.y + chart.axes.area.h);
    un_training_guess_line(list, &chart);
    un_training_chance(list, &chart);
    un_training_guess_marks(list, &chart, first);
    if (places.count > 1) un_view_cover_draw(list, &asked, un_rect_inset(places.chart[1], 8 * chart.s), false);
    if (!un_guess_is_drawn(&asked, UN_VIEW_TRAINING)) un_chart_sentence(list, &asked, chart.axes.area, _("Your guess appears here."));
}
