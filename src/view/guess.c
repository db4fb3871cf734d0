#include "view/guess_parts.h"

#include "view/ink.h"

#include <math.h>

static const float HANDLE = 44; ///< points at scale 1: a finger's size

un_Axis un_axis_hold(un_Axis axis, double ratio) {
    static const int bottom[] = {-4, -6, -8, -12, -20, -30, -60}, top[] = {0, 1, 3};
    double value = ratio > 0 ? log10(ratio) : 0;
    if (!isfinite(value)) return axis;
    for (int i = 0; i < (int)(sizeof bottom / sizeof *bottom) && axis.bottom > value; i++) {
        if (bottom[i] < axis.bottom) axis.bottom = bottom[i];
    }
    for (int i = 0; i < (int)(sizeof top / sizeof *top) && axis.top < value; i++) {
        if (top[i] > axis.top) axis.top = top[i];
    }
    return axis;
}

/// How the view draws this axis in rect. False: it does not, or is drawn in words.
static bool scale_of(const un_ViewContext *context, int view, un_Rect rect, un_GuessAxis axis, un_GuessScale *out) {
    const un_View *row = un_view_table[view];
    float s = context->scale;
    if (un_guess_view(axis) != view || !row->guess) return false;
    if (rect.w < un_view_least_width(context, view) * s || rect.h < un_view_least_height(context, view) * s) return false;
    return row->guess(context, rect, axis, out);
}

bool un_guess_at(const un_ViewContext *context, int view, un_Rect rect, un_GuessAxis axis, un_Point point, double *value) {
    un_GuessScale scale;
    if (!scale_of(context, view, rect, axis, &scale)) return false;
    float at = scale.along_x ? point.x : point.y;
    double share = ((double)at - (double)scale.from) / ((double)scale.to - (double)scale.from);
    share = isfinite(share) ? fmin(fmax(share, 0), 1) : 0;
    double found = scale.first + (scale.last - scale.first) * share;
    if (scale.logarithmic) found = pow(10, found);
    *value = scale.whole ? floor(found + 0.5) : found;
    return true;
}

un_Point un_guess_scale_point(const un_GuessScale *scale, double value, float across) {
    double at = scale->logarithmic ? log10(value) : value;
    float along = scale->from + (float)((at - scale->first) / (scale->last - scale->first)) * (scale->to - scale->from);
    along = un_ink_clamp(along, fminf(scale->from, scale->to), fmaxf(scale->from, scale->to));
    return scale->along_x ? (un_Point){along, across} : (un_Point){across, along};
}

bool un_guess_point(const un_ViewContext *context, int view, un_Rect rect, un_GuessAxis axis, double value, un_Point *point) {
    un_GuessScale scale;
    if (isnan(value) || !scale_of(context, view, rect, axis, &scale)) return false;
    *point = un_guess_scale_point(&scale, value, scale.across);
    return true;
}

bool un_guess_handle(const un_ViewContext *context, int view, un_Rect rect, un_Rect *out) {
    un_Point at;
    if (!un_guess_point(context, view, rect, context->guess.axis, context->guess.value, &at)) return false;
    float r = HANDLE * context->scale / 2;
    *out = (un_Rect){at.x - r, at.y - r, 2 * r, 2 * r};
    return true;
}

bool un_guess_field(const un_ViewContext *context, int view, un_Rect rect, un_GuessAxis axis, un_Rect *out) {
    un_GuessScale scale;
    if (!scale_of(context, view, rect, axis, &scale)) return false;
    *out = scale.field;
    return true;
}

double un_guess_step(const un_ViewContext *context, un_GuessAxis axis, double value, int direction, bool large) {
    const un_Snapshot *snapshot = context->snapshot;
    switch (axis) {
    case UN_GUESS_STEPS_BACK:
        if (isnan(value)) return floor(snapshot->loss_step / 2.0);
        return fmin(fmax(value + direction * (large ? 5 : 1), 0), snapshot->loss_step);
    case UN_GUESS_RATIO: { // tenths of a decade, so that ten steps are a factor of ten
        if (isnan(value)) return pow(10, (context->axis.top + context->axis.bottom) / 2.0);
        double tenths = floor(log10(value) * 10 + 0.5) + direction * (large ? 10 : 1);
        return pow(10, fmin(fmax(tenths / 10, context->axis.bottom), context->axis.top));
    }
    case UN_GUESS_UPDATE: {
        double most = (double)(snapshot->updates > snapshot->update ? snapshot->updates : snapshot->update);
        double step = (double)un_ink_nice(fmax(most / 100, 1));
        if (isnan(value)) return floor(most / 2);
        return fmin(fmax(value + direction * step * (large ? 5 : 1), 0), most);
    }
    case UN_GUESS_LOSS: {
        double chance = snapshot->chance_loss > 0 ? snapshot->chance_loss : 1;
        if (isnan(value)) return chance / 2;
        return fmax((floor(value / chance * 50 + 0.5) + direction * (large ? 5 : 1)) / 50 * chance, 0);
    }
    default:
        return value;
    }
}
