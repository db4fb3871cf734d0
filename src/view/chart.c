#include "view/chart.h"

#include "base/catalog.h"
#include "base/number.h"
#include "view/ink.h"

#include <math.h>

static int chosen_lane(const un_ViewContext *context) {
    int count = context->snapshot->lane_count;
    if (context->select.lane >= 0 && context->select.lane < count) return context->select.lane;
    return context->lone > 0 && context->lone <= count ? context->lone - 1 : 0;
}

un_ChartCells un_chart_cells(const un_ViewContext *context, un_Rect rect, float least, float gap) {
    float s = context->scale;
    int count = context->snapshot->lane_count;
    un_ChartCells cells = {.count = count};
    float width = (rect.w - gap * s * (float)(count - 1)) / (float)count;
    if (count == 1 || width < least * s) {
        cells.count = 1;
        cells.lane[0] = chosen_lane(context);
        cells.rect[0] = rect;
        return cells;
    }
    for (int i = 0; i < count; i++) {
        cells.lane[i] = i;
        cells.rect[i] = (un_Rect){rect.x + (width + gap * s) * (float)i, rect.y, width, rect.h};
    }
    return cells;
}

un_Rect un_chart_head_room(const un_ViewContext *context, un_Rect rect, const un_View *view) {
    un_Rect buttons = un_ink_head_buttons(context, rect, view), rest = un_ink_head(NULL, context, rect, view);
    float x = buttons.x + buttons.w + 12 * context->scale;
    if (buttons.w <= 0 || context->tabbed) return (un_Rect){0, 0, 0, 0};
    return (un_Rect){x, buttons.y, fmaxf(rest.x + rest.w - x, 0), 28 * context->scale};
}

void un_chart_caption(un_DrawList *list, const un_ViewContext *context, un_Rect rect, const un_View *view,
                      const char *text) {
    un_Rect room = un_chart_head_room(context, rect, view);
    un_TextStyle style = un_ink_style(context, UN_FACE_REGULAR, 13, UN_TOKEN_INK3);
    if (un_text_width(context->fonts, &style, text) > room.w) return;
    un_text_draw(list, context->fonts, &style, (un_Point){room.x + room.w, room.y + 20 * context->scale},
                 UN_ALIGN_RIGHT, text);
}

void un_chart_lane(un_DrawList *list, const un_ViewContext *context, un_Rect rect, int lane, const char *quiet,
                   const char *right) {
    float s = context->scale, x = rect.x, baseline = un_ink_snap(rect.y + rect.h / 2) + 5 * s;
    const char *name = context->snapshot->lane[lane].name;
    bool formula = *right == '$';
    un_TextStyle bold = un_ink_style(context, UN_FACE_SEMIBOLD, 15, UN_TOKEN_INK),
                 small = un_ink_style(context, UN_FACE_REGULAR, 13, UN_TOKEN_INK3),
                 math = un_ink_style(context, UN_FACE_REGULAR, 14, UN_TOKEN_BACKWARD);
    un_draw_rect(list, (un_Rect){x, un_ink_snap(rect.y + rect.h / 2 - 8 * s), 4 * s, 16 * s}, 2 * s,
                 un_ink_lane(context, lane));
    x += 11 * s;
    float end = rect.x + rect.w, title = un_text_width(context->fonts, &bold, name),
          beside = *quiet ? un_text_width(context->fonts, &small, quiet) + 9 * s : 0,
          wide = un_rich_width(context->fonts, formula ? &math : &small, right);
    // Mathematics stands before the quiet text, another text behind it.
    if (*right && x + title + 12 * s + (formula ? 0 : beside) + wide <= end) {
        un_rich_draw(list, context->fonts, formula ? &math : &small, (un_Point){end, baseline}, UN_ALIGN_RIGHT, right);
        end -= wide + 12 * s;
    }
    un_text_draw_cut(list, context->fonts, &bold, (un_Point){x, baseline}, end - x, name);
    if (*quiet && x + title + beside <= end)
        un_text_draw(list, context->fonts, &small, (un_Point){x + title + 9 * s, baseline}, UN_ALIGN_LEFT, quiet);
}

const char *un_chart_others(void) {
    return _("another lane: J, or click a cell of it");
}

float un_chart_step_x(un_Rect area, int steps, float t) {
    return area.x + area.w * (t + 0.5f) / (float)steps;
}

/// Ticks at first, first + direction * every, ..., numbered from 0, and the axis's title in the middle.
static void step_ticks(un_DrawList *list, const un_ViewContext *context, un_Rect area, int steps, int first,
                       int direction, const char *title) {
    float s = context->scale, y = area.y + area.h + 16 * s, size = area.w < 360 * s ? 12 : 13;
    un_TextStyle style = un_ink_style(context, UN_FACE_REGULAR, size, UN_TOKEN_INK3);
    int64_t every = un_ink_nice((double)(44 * s / (area.w / (float)steps)));
    for (int64_t i = 0; first + direction * i >= 0 && first + direction * i < steps; i += every) {
        char number[32];
        float x = un_chart_step_x(area, steps, (float)(first + direction * i));
        un_text_draw(list, context->fonts, &style, (un_Point){x, y}, UN_ALIGN_CENTRE,
                     un_number_count(i, number, sizeof number));
    }
    style.color = un_ink_color(context, UN_TOKEN_INK2);
    if (un_text_width(context->fonts, &style, title) <= area.w)
        un_text_draw(list, context->fonts, &style, (un_Point){area.x + area.w / 2, y + 17 * s}, UN_ALIGN_CENTRE, title);
}

void un_chart_steps_back(un_DrawList *list, const un_ViewContext *context, un_Rect area, int steps, int loss_step) {
    step_ticks(list, context, area, steps, loss_step, -1, _("steps back from the loss"));
}

void un_chart_steps(un_DrawList *list, const un_ViewContext *context, un_Rect area, int steps) {
    step_ticks(list, context, area, steps, 0, 1, _("step"));
}

double un_chart_last(double done, double planned) {
    double last = (double)un_ink_nice(done < 100 ? 100 : done);
    if (done > 0 && done <= last * 0.4 && last > 100)
        last *= 0.4; // 1, 2, 5, 10 have a wide gap between 2 and 5: 4 fills it
    return planned >= done && last > planned && planned > 0 ? planned : last;
}

double un_chart_last_update(const un_Snapshot *snapshot) {
    return un_chart_last((double)snapshot->update, (double)snapshot->updates);
}

double un_chart_every(double high, double most) {
    double step = high / most, power = 1e-6;
    while (power * 10 <= step)
        power *= 10;
    return step <= power ? power : step <= 2 * power ? 2 * power : step <= 5 * power ? 5 * power : 10 * power;
}

float un_chart_x(const un_ChartAxes *axes, double update) {
    return axes->area.x + axes->area.w * (float)(update / axes->last);
}

float un_chart_y(const un_ChartAxes *axes, double value) {
    return axes->area.y + axes->area.h * (float)(1 - value / axes->high);
}

void un_chart_axes(un_DrawList *list, const un_ViewContext *context, const un_ChartAxes *axes, bool percent, float size,
                   float bottom) {
    un_Rect area = axes->area;
    float s = context->scale;
    un_TextStyle style = un_ink_style(context, UN_FACE_REGULAR, size, UN_TOKEN_INK3);
    double step = percent ? (area.h > 120 * s ? 0.25 : 0.5)
                          : un_chart_every(axes->high, (double)un_ink_clamp(area.h / (30 * s), 1, 8));
    char number[32];
    for (int i = 0; (double)i * step <= axes->high * 1.0001; i++) {
        double value = (double)i * step;
        float y = un_chart_y(axes, value);
        un_ink_rule(list, context, area.x, y, area.w, 1, un_ink_color(context, UN_TOKEN_LINE));
        if (percent)
            un_ink_percent(value, number, sizeof number);
        else
            un_number_full(value, 3, number, sizeof number);
        un_text_draw_in(list, context->fonts, &style, (un_Rect){area.x - 54 * s, y - 8 * s, 46 * s, 16 * s},
                        UN_ALIGN_RIGHT, number);
    }
    un_chart_updates(list, context, axes, size, bottom);
}

void un_chart_updates(un_DrawList *list, const un_ViewContext *context, const un_ChartAxes *axes, float size,
                      float bottom) {
    un_Rect area = axes->area;
    float s = context->scale;
    un_TextStyle style = un_ink_style(context, UN_FACE_REGULAR, size, UN_TOKEN_INK3);
    char number[32];
    double every = (double)un_ink_nice(axes->last / fmax(1, (double)(area.w / (70 * s))));
    for (int i = 0; every * i <= axes->last; i++)
        un_text_draw(list, context->fonts, &style, (un_Point){un_chart_x(axes, every * i), bottom + 25 * s},
                     UN_ALIGN_CENTRE, un_number_count((int64_t)every * i, number, sizeof number));
    un_text_draw(list, context->fonts, &style, (un_Point){area.x + area.w + 22 * s, bottom + 25 * s}, UN_ALIGN_LEFT,
                 _("updates"));
}

void un_chart_chance(un_DrawList *list, const un_ViewContext *context, const un_ChartAxes *axes, double value) {
    float y = un_chart_y(axes, value);
    un_ink_reference(list, context, (un_Point){axes->area.x, y}, (un_Point){axes->area.x + axes->area.w, y},
                     un_ink_color(context, UN_TOKEN_INK2));
}

void un_chart_series(un_DrawList *list, const un_ViewContext *context, const un_ChartAxes *axes, const float *update,
                     const float *value, int count, float width, float dash_on, float dash_off, un_Color color) {
    float bucket = 1.5f * context->scale;
    un_Trace trace;
    un_trace_start(&trace, list, width * context->scale, dash_on, dash_off, color);
    for (int i = 0; i < count;) {
        float x = un_chart_x(axes, (double)update[i]), sum = 0;
        int place = (int)((x - axes->area.x) / bucket), n = 0;
        for (; i < count; i++) {
            float next = un_chart_x(axes, (double)update[i]);
            if ((int)((next - axes->area.x) / bucket) != place) break;
            x = next;
            if (isfinite(value[i])) sum += value[i], n++;
        }
        if (n == 0)
            un_trace_break(&trace);
        else
            un_trace_to(&trace, x, un_chart_y(axes, (double)(sum / (float)n)));
    }
    un_trace_break(&trace);
}

void un_chart_range(un_DrawList *list, const un_ViewContext *context, const un_ChartAxes *axes, const float *update,
                    const float *value, int count, un_Color color) {
    float s = context->scale, wide = 2 * s, last = NAN;
    for (int i = 0; i < count;) {
        float left = un_ink_snap(un_chart_x(axes, (double)update[i])), low = last, high = last, next = left;
        for (; i < count && next < left + wide; i++) {
            if (isfinite(value[i])) { // fminf and fmaxf pass over a last that is none
                low = fminf(low, value[i]);
                high = fmaxf(high, value[i]);
            }
            last = value[i];
            next = i + 1 < count ? un_ink_snap(un_chart_x(axes, (double)update[i + 1])) : left + wide;
        }
        if (!isfinite(low)) continue;
        float top = un_chart_y(axes, (double)high), bottom = un_chart_y(axes, (double)low);
        un_draw_rect(list, (un_Rect){left, top, next - left, fmaxf(bottom - top, s)}, 0, color);
    }
}

void un_chart_band(un_DrawList *list, const un_ViewContext *context, const un_ChartAxes *axes, const float *update,
                   const float *low, const float *high, int count, un_Color color) {
    // Columns, not one polygon: a band that is a hair wide in places is no shape that every back end fills alike.
    float wide = un_ink_snap(fmaxf(2 * context->scale, 1));
    int i = 0;
    if (count < 2) return;
    float right = un_ink_snap(un_chart_x(axes, (double)update[count - 1]));
    for (float x = un_ink_snap(un_chart_x(axes, (double)update[0])); x < right; x += wide) {
        float w = fminf(wide, right - x), middle = x + w / 2;
        while (i < count - 2 && un_chart_x(axes, (double)update[i + 1]) < middle)
            i++;
        float from = un_chart_x(axes, (double)update[i]), to = un_chart_x(axes, (double)update[i + 1]),
              u = to > from ? un_ink_clamp((middle - from) / (to - from), 0, 1) : 0;
        double top = (double)(high[i] + (high[i + 1] - high[i]) * u),
               bottom = (double)(low[i] + (low[i + 1] - low[i]) * u);
        if (!isfinite(top) || !isfinite(bottom)) continue;
        float y = un_chart_y(axes, top);
        un_draw_rect(list, (un_Rect){x, y, w, fmaxf(un_chart_y(axes, bottom) - y, 1)}, 0, color);
    }
}

static bool meets(un_Rect a, un_Rect b) {
    return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

bool un_chart_label(un_DrawList *list, const un_ViewContext *context, un_ChartLabels *labels, un_Rect bounds,
                    const un_TextStyle *style, un_Point at, un_Align align, const char *text) {
    float s = context->scale, pad = 5 * s, w = un_text_width(context->fonts, style, text);
    float x = align == UN_ALIGN_RIGHT ? at.x - w : align == UN_ALIGN_CENTRE ? at.x - w / 2 : at.x;
    un_Rect patch = {x - pad, at.y - style->size - 1 * s, w + 2 * pad, style->size + 6 * s};
    if (patch.x < bounds.x || patch.y < bounds.y || patch.x + patch.w > bounds.x + bounds.w ||
        patch.y + patch.h > bounds.y + bounds.h)
        return false;
    for (int i = 0; i < labels->count; i++) {
        if (meets(labels->taken[i], patch)) return false;
    }
    if (labels->count == (int)(sizeof labels->taken / sizeof *labels->taken)) return false;
    labels->taken[labels->count++] = patch;
    if (!list) return true;
    un_draw_rect(list, patch, 3 * s, un_color_fade(un_ink_color(context, UN_TOKEN_SURFACE), 0.88f));
    un_text_draw(list, context->fonts, style, (un_Point){x, at.y}, UN_ALIGN_LEFT, text);
    return true;
}

void un_chart_sentence(un_DrawList *list, const un_ViewContext *context, un_Rect rect, const char *text) {
    float s = context->scale, leading = 20 * s;
    un_TextStyle style = un_ink_style(context, UN_FACE_REGULAR, 15, UN_TOKEN_INK2);
    float w = fminf(un_text_width(context->fonts, &style, text), rect.w - 16 * s);
    float h = un_text_draw_wrapped(NULL, context->fonts, &style, (un_Point){0, 0}, w + 1, leading, text);
    un_Rect patch = {rect.x + (rect.w - w) / 2 - 8 * s, rect.y + (rect.h - h) / 2 - 6 * s, w + 16 * s, h + 10 * s};
    un_draw_rect(list, patch, 3 * s, un_ink_color(context, UN_TOKEN_SURFACE));
    un_text_draw_wrapped(list, context->fonts, &style, (un_Point){patch.x + 8 * s, patch.y + 20 * s}, w + 1, leading,
                         text);
}
