/// The profile of a lesson: its axes alone while it is covered, and the guess on them.
#include "view/profile_parts.h"

#include "base/catalog.h"
#include "view/cover.h"
#include "view/ink.h"

#include <math.h>

/// The step at which the guess is about what arrives there.
static int far_step(const un_Profile *plot) {
    int step = plot->context->guess.distance > 0 ? plot->snapshot->loss_step - plot->context->guess.distance : 0;
    return step < 0 ? 0 : step;
}

/// The lane's own line; NULL: it has none.
static const un_ProfileLine *lane_line(const un_Profile *plot, int lane) {
    for (int i = 0; i < plot->line_count; i++) {
        if (plot->line[i].lane == lane && plot->line[i].highway) return &plot->line[i];
    }
    return NULL;
}

/// A point on the curve that answers, two fifths of its way from the loss: there it is apart from where all of them start.
static bool on_curve(const un_Profile *plot, un_Point *out) {
    const un_ProfileLine *line = lane_line(plot, plot->context->guess.lane);
    if (!line || plot->arrived > 0) return false;
    int loss = plot->snapshot->loss_step, t = loss - (int)((float)(loss - line->end) * 0.55f);
    *out = (un_Point){un_stage_middle(&plot->grid, t), un_profile_line_y(plot, line, t)};
    return un_stage_sees(&plot->grid, t);
}

bool un_profile_guess(const un_ViewContext *context, un_Rect rect, un_GuessAxis axis, un_GuessScale *out) {
    un_Profile plot = un_profile_make(context, rect);
    int loss = plot.snapshot->loss_step;
    float at_loss = un_stage_middle(&plot.grid, loss);
    if (loss < 1 || plot.area.h <= 0) return false;
    *out = (un_GuessScale){.field = plot.area};
    out->has_curve = on_curve(&plot, &out->curve);
    if (axis == UN_GUESS_STEPS_BACK) {
        out->along_x = out->whole = true;
        out->from = at_loss;
        out->to = un_stage_middle(&plot.grid, 0);
        out->last = loss;
        out->across = out->told_across = un_profile_y(&plot, -2);
        return true;
    }
    out->logarithmic = true;
    out->from = plot.area.y;
    out->to = plot.area.y + plot.area.h;
    out->first = context->axis.top;
    out->last = context->axis.bottom;
    out->across = out->told_across = un_stage_middle(&plot.grid, far_step(&plot));
    out->has_start = true;
    out->start = (un_Point){at_loss, un_profile_y(&plot, 0)};
    return axis == UN_GUESS_RATIO;
}

un_Rect un_profile_room(const un_Profile *plot) {
    float s = plot->s;
    return (un_Rect){plot->area.x + 2 * s, plot->ceiling, plot->area.w - 4 * s, plot->area.y + plot->area.h - plot->ceiling};
}

void un_profile_start(un_DrawList *list, const un_Profile *plot, bool named) {
    float s = plot->s;
    un_Point at = {un_stage_middle(&plot->grid, plot->snapshot->loss_step), un_profile_y(plot, 0)};
    if (!un_stage_sees(&plot->grid, plot->snapshot->loss_step)) return;
    un_draw_disc(list, at, 5.5f * s, un_ink_color(plot->context, UN_TOKEN_LOSS));
    un_TextStyle style = un_ink_style(plot->context, UN_FACE_SEMIBOLD, plot->grid.compact ? 14 : 15, UN_TOKEN_LOSS);
    if (named) un_text_draw_cut(list, plot->context->fonts, &style, (un_Point){plot->legend.x, at.y + 5 * s}, plot->legend.w, _("loss here"));
}

void un_profile_bare(un_DrawList *list, const un_ViewContext *context, un_Rect rect) {
    un_Profile plot = un_profile_make(context, rect);
    un_GuessScale guess;
    size_t first = list->command_count;
    un_profile_frame(list, &plot, rect);
    if (un_guess_view(context->guess.axis) != UN_VIEW_PROFILE) {
        un_view_cover_draw(list, context, plot.area, true);
        return;
    }
    un_profile_start(list, &plot, true);
    if (!un_profile_guess(context, rect, context->guess.axis, &guess)) return;
    guess.has_curve = false;
    if (isnan(context->guess.value)) {
        un_profile_sentence(list, &plot, _("Your guess appears here."));
        return;
    }
    un_ViewContext asked = *context;
    asked.guess.told = false;
    un_guess_draw_line(list, &asked, &guess);
    un_guess_draw_marks(list, &asked, &guess, first, un_profile_room(&plot));
}
