#include "base/catalog.h"
#include "base/number.h"
#include "view/guess_parts.h"
#include "view/ink.h"
#include "view/place.h"

#include <math.h>
#include <stdio.h>

bool un_guess_is_drawn(const un_ViewContext *context, int view) {
    return un_guess_view(context->guess.axis) == view && !isnan(context->guess.value);
}

/// A factor as one says it: "3", "190", "192,000", "4·10⁷".
static const char *factor_text(double factor, char *out, size_t size) {
    if (factor >= 1e6) return un_number_short(factor, out, size);
    if (factor < 9.95) {
        snprintf(out, size, "%.2g", factor);
        return out;
    }
    double digits = pow(10, floor(log10(factor)) - 2); // three digits
    return un_number_count((int64_t)(factor < 1000 ? floor(factor + 0.5) : floor(factor / digits + 0.5) * digits), out, size);
}

static const char *ratio_gap(double guess, double measured, char *out, size_t size) {
    char number[32];
    if (measured == 0) {
        snprintf(out, size, "%s", _("nothing is left"));
        return out;
    }
    double factor = guess > measured ? guess / measured : measured / guess;
    if (!isfinite(factor) || factor < 1.05) return out;
    snprintf(out, size, guess > measured ? _("%s× less") : _("%s× more"), factor_text(factor, number, sizeof number));
    return out;
}

const char *un_guess_gap(const un_Guess *guess, char *out, size_t size) {
    double more = guess->measured - guess->value, away = fabs(more);
    char number[32];
    if (size) *out = 0;
    if (!guess->told || isnan(more)) return out;
    switch (guess->axis) {
    case UN_GUESS_RATIO:
        return ratio_gap(guess->value, guess->measured, out, size);
    case UN_GUESS_STEPS_BACK:
        if (away < 0.5) return out;
        un_number_count((int64_t)(away + 0.5), number, sizeof number);
        if (away < 1.5)
            snprintf(out, size, "%s", more > 0 ? _("1 step more") : _("1 step fewer"));
        else
            snprintf(out, size, more > 0 ? _("%s steps more") : _("%s steps fewer"), number);
        return out;
    case UN_GUESS_UPDATE:
        if (away < 0.5) return out;
        un_number_count((int64_t)(away + 0.5), number, sizeof number);
        if (away < 1.5)
            snprintf(out, size, "%s", more > 0 ? _("1 update later") : _("1 update sooner"));
        else
            snprintf(out, size, more > 0 ? _("%s updates later") : _("%s updates sooner"), number);
        return out;
    case UN_GUESS_LOSS:
        if (away < 0.005 * fmax(fabs(guess->measured), fabs(guess->value))) return out;
        un_number_short(away, number, sizeof number);
        snprintf(out, size, more > 0 ? _("%s more") : _("%s less"), number);
        return out;
    default:
        return out;
    }
}

void un_guess_line_ends(const un_ViewContext *context, const un_GuessScale *scale, un_Point end[2]) {
    un_Rect field = scale->field;
    un_Point mark = un_guess_scale_point(scale, context->guess.value, scale->across);
    end[0] = scale->has_start ? scale->start : scale->along_x ? (un_Point){mark.x, field.y} : (un_Point){field.x, mark.y};
    end[1] = scale->has_start ? mark : scale->along_x ? (un_Point){mark.x, field.y + field.h} : (un_Point){field.x + field.w, mark.y};
}

/// A thin line to the measured mark's rim, from the guess's own or from its line.
static void gap_line(un_DrawList *list, const un_ViewContext *context, un_Point from, un_Point to, float rim, bool from_mark) {
    float s = context->scale, length = hypotf(to.x - from.x, to.y - from.y);
    if (length < 2 * rim + 2 * s) return;
    float u = rim / length, v = from_mark ? u : 0, dx = to.x - from.x, dy = to.y - from.y;
    un_draw_line(list, (un_Point){from.x + dx * v, from.y + dy * v}, (un_Point){to.x - dx * u, to.y - dy * u}, 1.5f * s,
                 un_ink_color(context, UN_TOKEN_INK));
}

/// Where the gap to the measured mark begins: at the guess's own mark, or on its line across the field, straight beside what was measured.
static un_Point gap_start(const un_GuessScale *scale, un_Point mark, un_Point told) {
    if (scale->has_start) return mark;
    return scale->along_x ? (un_Point){mark.x, told.y} : (un_Point){told.x, mark.y};
}

static bool is_told(const un_Guess *guess) {
    return guess->told && !isnan(guess->measured);
}

void un_guess_draw_line(un_DrawList *list, const un_ViewContext *context, const un_GuessScale *scale) {
    float s = context->scale;
    un_Point end[2];
    un_Point mark = un_guess_scale_point(scale, context->guess.value, scale->across);
    un_guess_line_ends(context, scale, end);
    un_draw_polyline(list, end, 2, 2.4f * s, 9 * s, 6 * s, un_ink_color(context, UN_TOKEN_INK));
    if (!is_told(&context->guess)) return;
    un_Point told = un_guess_scale_point(scale, context->guess.measured, scale->told_across);
    un_Point start = gap_start(scale, mark, told);
    gap_line(list, context, start, told, 8 * s, hypotf(start.x - mark.x, start.y - mark.y) < s);
}

/// The label of the guess: near the middle of its line where that slants, else at its mark.
static void guess_label(un_DrawList *list, const un_ViewContext *context, const un_GuessScale *scale, un_Point mark, un_PlaceDef place) {
    un_TextStyle style = un_ink_style(context, UN_FACE_SEMIBOLD, 15, UN_TOKEN_INK);
    place.near = mark;
    if (scale->has_start) {
        float share = 0.6f;
        place.near = (un_Point){scale->start.x + (mark.x - scale->start.x) * share, scale->start.y + (mark.y - scale->start.y) * share};
        place.below = true;
    } else if (!scale->along_x) {
        place.near.x = scale->field.x + scale->field.w * 0.3f;
    }
    un_place_label(list, context, &place, &style, _("your guess"));
}

static void told_labels(un_DrawList *list, const un_ViewContext *context, const un_GuessScale *scale, un_Point mark, un_Point told,
                        un_PlaceDef place) {
    char gap[64];
    un_TextStyle strong = un_ink_style(context, UN_FACE_SEMIBOLD, 15, UN_TOKEN_INK), lane = strong;
    lane.color = un_ink_lane(context, context->guess.lane);
    if (*un_guess_gap(&context->guess, gap, sizeof gap)) {
        un_Point start = gap_start(scale, mark, told);
        place.near = (un_Point){(start.x + told.x) / 2, (start.y + told.y) / 2};
        un_place_label(list, context, &place, &strong, gap);
    }
    place.near = scale->has_curve ? scale->curve : told;
    place.below = true;
    un_place_label(list, context, &place, &lane, _("what happened"));
}

void un_guess_draw_marks(un_DrawList *list, const un_ViewContext *context, const un_GuessScale *scale, size_t first, un_Rect labels) {
    const un_Guess *guess = &context->guess;
    float s = context->scale, r = 6 * s;
    un_Color ink = un_ink_color(context, UN_TOKEN_INK);
    un_Point mark = un_guess_scale_point(scale, guess->value, scale->across), told = mark;
    if (is_told(guess)) {
        told = un_guess_scale_point(scale, guess->measured, scale->told_across);
        un_draw_ring(list, told, 8 * s, 2 * s, ink);
    }
    un_draw_disc(list, mark, r, un_ink_color(context, UN_TOKEN_SURFACE));
    un_draw_ring(list, mark, r, 2.2f * s, ink);
    un_PlaceDef place = {.first = first, .bounds = labels, .away = 9 * s, .avoid = scale->avoid};
    guess_label(list, context, scale, mark, place);
    if (is_told(guess)) told_labels(list, context, scale, mark, told, place);
}
