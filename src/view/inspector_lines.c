#include "canvas/math.h"
#include "view/inspector_parts.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static un_Line *next_line(un_InspectorText *text, un_LineKind kind, int weight) {
    static const un_Line none;
    un_Line *line = &text->line[text->count < UN_LINES - 1 ? text->count++ : UN_LINES - 1];
    *line = none;
    line->kind = kind;
    line->weight = weight;
    return line;
}

void un_lines_heading(un_InspectorText *text, un_Token token, const char *words) {
    un_Line *line = next_line(text, UN_LINE_HEADING, 50);
    line->token = token;
    snprintf(line->text, sizeof line->text, "%s", words);
}

void un_lines_formula(un_InspectorText *text, int weight, const char *format, ...) {
    un_Line *line = next_line(text, UN_LINE_FORMULA, weight);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line->text, sizeof line->text, format, arguments);
    va_end(arguments);
}

un_Equation *un_lines_numbers(un_InspectorText *text, int weight) {
    return &next_line(text, UN_LINE_NUMBERS, weight)->equation;
}

void un_lines_words(un_InspectorText *text, un_LineKind kind, int weight, const char *format, ...) {
    un_Line *line = next_line(text, kind, weight);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line->text, sizeof line->text, format, arguments);
    va_end(arguments);
}

// --- the column of lines ---

typedef struct Lines {
    const un_Line *line;
    int count;
} Lines;

enum { LEAD = 7 }; ///< over a heading and over the sentence

typedef struct Set {
    float zoom, width;
    float size[UN_LINES], height[UN_LINES];
    int rows[UN_LINES];
    bool there[UN_LINES];
} Set;

static float usual_size(un_LineKind kind, float zoom) {
    static const float size[] = {[UN_LINE_HEADING] = 13,
                                 [UN_LINE_FORMULA] = 18,
                                 [UN_LINE_NUMBERS] = 15,
                                 [UN_LINE_SENTENCE] = 15,
                                 [UN_LINE_NOTE] = 13};
    return fmaxf(size[kind] * zoom, kind == UN_LINE_FORMULA ? 14 : 12);
}

/// Small mathematics up to the width: the size falls to 14, never further: subscripts are .7 of it.
static float formula_size(const un_Inspector *in, const char *formula, float size, float width) {
    for (; size - 1 >= 14; size -= 1) {
        un_TextStyle style = un_ink_style(in->context, UN_FACE_REGULAR, size, UN_TOKEN_INK);
        if (un_math_draw(NULL, in->context->fonts, &style, (un_Point){0, 0}, formula) <= width) break;
    }
    return size;
}

static float leading_of(un_LineKind kind, float size, float s) {
    return ceilf(size * (kind == UN_LINE_FORMULA ? 1.5f : kind == UN_LINE_HEADING ? 1.5f : 1.42f) * s);
}

static void measure(const un_Inspector *in, const Lines *text, Set *set) {
    float s = in->context->scale;
    for (int i = 0; i < text->count; i++) {
        const un_Line *line = &text->line[i];
        float size = usual_size(line->kind, set->zoom), width = set->width - 12 * s;
        set->rows[i] = 1;
        if (line->kind == UN_LINE_FORMULA) size = formula_size(in, line->text, size, width);
        if (line->kind == UN_LINE_NUMBERS) {
            for (float least = fmaxf(12, 13 * fminf(set->zoom, 1.2f));; size -= 1) {
                set->rows[i] = un_equation_draw(NULL, in, &line->equation, size, (un_Point){0, 0}, width, 0);
                if (set->rows[i] == 1 || size - 1 < least) break;
            }
        }
        float leading = leading_of(line->kind, size, s);
        set->size[i] = size;
        set->height[i] = leading * (float)set->rows[i];
        if (line->kind == UN_LINE_SENTENCE || line->kind == UN_LINE_NOTE) {
            un_TextStyle style = un_ink_style(in->context, UN_FACE_REGULAR, size, UN_TOKEN_INK2);
            set->height[i] = un_text_draw_wrapped(NULL, in->context->fonts, &style, (un_Point){0, 0},
                                                  line->kind == UN_LINE_NOTE ? width : set->width, leading, line->text);
        }
        if (line->kind == UN_LINE_HEADING && i > 0) set->height[i] += LEAD * s;
        if (line->kind == UN_LINE_SENTENCE && i > 0) set->height[i] += LEAD * s;
    }
}

/// Takes the lightest lines away until the rest fits.
static void choose(const Lines *text, Set *set, float height) {
    for (;;) {
        float sum = 0;
        int lightest = -1;
        for (int i = 0; i < text->count; i++) {
            if (!set->there[i]) continue;
            sum += set->height[i];
            if (lightest < 0 || text->line[i].weight <= text->line[lightest].weight) lightest = i;
        }
        if (sum <= height || lightest < 0) return;
        for (int i = 0, weight = text->line[lightest].weight; i < text->count;
             i++) // one without the others says little
            set->there[i] = set->there[i] && text->line[i].weight != weight;
    }
}

static void draw_one(const un_Inspector *in, const un_Line *line, float size, un_Point at, float width) {
    float s = in->context->scale, leading = leading_of(line->kind, size, s);
    const un_Fonts *fonts = in->context->fonts;
    un_TextStyle style = un_ink_style(in->context, UN_FACE_REGULAR, size, UN_TOKEN_INK);
    un_Point base = {at.x, at.y + leading * 0.5f + 0.36f * size * s};
    if (line->kind == UN_LINE_HEADING) {
        style.face = UN_FACE_MEDIUM;
        style.color = un_ink_color(in->context, UN_TOKEN_INK2);
        un_draw_rect(in->list, (un_Rect){at.x, base.y - 0.86f * size * s, 3 * s, 1.1f * size * s}, 1.5f * s,
                     un_ink_color(in->context, line->token));
        un_text_draw_cut(in->list, fonts, &style, (un_Point){at.x + 12 * s, base.y}, width - 12 * s, line->text);
    } else if (line->kind == UN_LINE_FORMULA) {
        un_math_draw(in->list, fonts, &style, (un_Point){at.x + 12 * s, base.y}, line->text);
    } else if (line->kind == UN_LINE_NUMBERS) {
        un_equation_draw(in->list, in, &line->equation, size, (un_Point){at.x + 12 * s, base.y}, width - 12 * s,
                         leading);
    } else {
        style.color = un_ink_color(in->context, UN_TOKEN_INK2);
        float indent = line->kind == UN_LINE_NOTE ? 12 * s : 0;
        base.x += indent;
        un_text_draw_wrapped(in->list, fonts, &style, base, width - indent, leading, line->text);
    }
}

static const float LEAST_ZOOM = 0.82f;
enum { OPTIONAL = 20 }; ///< lines that light go before any line shrinks

static float sum_of(const Lines *text, const Set *set) {
    float sum = 0;
    for (int i = 0; i < text->count; i++)
        sum += set->there[i] ? set->height[i] : 0;
    return sum;
}

/// Sizes and lines that fit: what is optional goes first, then all shrink from `most`, then the lightest go.
static Set fit_column(const un_Inspector *in, const Lines *text, un_Rect rect, float most) {
    Set set = {.width = rect.w};
    for (int optional = 1; optional >= 0; optional--) {
        for (int i = 0; i < text->count; i++)
            set.there[i] = optional || text->line[i].weight > OPTIONAL;
        for (set.zoom = most; set.zoom > (optional ? 0.95f : LEAST_ZOOM); set.zoom -= 0.1f) {
            measure(in, text, &set);
            if (sum_of(text, &set) <= rect.h) return set;
        }
    }
    set.zoom = fminf(most, LEAST_ZOOM);
    measure(in, text, &set); // also where `most` was below every zoom above
    choose(text, &set, rect.h);
    return set;
}

static void draw_column(const un_Inspector *in, const Lines *text, un_Rect rect, float most) {
    float s = in->context->scale, y = rect.y;
    Set set = fit_column(in, text, rect, most);
    int mark = -1; // a heading that found no room leaves its colour beside the line after it
    for (int i = 0; i < text->count; i++) {
        if (!set.there[i]) mark = text->line[i].kind == UN_LINE_HEADING ? i : mark;
        if (!set.there[i]) continue;
        if (mark >= 0 && text->line[i].kind != UN_LINE_SENTENCE)
            un_draw_rect(in->list, (un_Rect){rect.x, y + 4 * s, 3 * s, set.height[i] - 8 * s}, 1.5f * s,
                         un_ink_color(in->context, text->line[mark].token));
        mark = -1;
        bool apart = (text->line[i].kind == UN_LINE_HEADING || text->line[i].kind == UN_LINE_SENTENCE) && i > 0;
        float lead = apart ? LEAD * s : 0;
        draw_one(in, &text->line[i], set.size[i], (un_Point){rect.x, y + lead}, rect.w);
        y += set.height[i];
    }
}

/// Where the second heading stands; 0: there is none.
static int second_heading(const Lines *text) {
    for (int i = 1; i < text->count; i++) {
        if (text->line[i].kind == UN_LINE_HEADING) return i;
    }
    return 0;
}

/// Low and wide: forward beside backward, and the sentence below both.
static void draw_beside(const un_Inspector *in, const Lines *text, un_Rect rect, int split) {
    float s = in->context->scale, gap = 20 * s, half = (rect.w - gap) / 2;
    const un_Line *last = &text->line[text->count - 1];
    bool ends = last->kind == UN_LINE_SENTENCE, said = ends && rect.h >= 100 * s;
    float h = rect.h - (said ? 26 * s : 0);
    Lines left = {text->line, split}, right = {text->line + split, text->count - split - ends}, below = {last, 1};
    un_Rect first = {rect.x, rect.y, half, h}, second = {rect.x + half + gap, rect.y, half, h};
    float zoom = fminf(fit_column(in, &left, first, 1).zoom, fit_column(in, &right, second, 1).zoom);
    draw_column(in, &left, first, zoom);
    draw_column(in, &right, second, zoom);
    if (!said) return;
    draw_column(in, &below, (un_Rect){rect.x, rect.y + h, rect.w, rect.h - h}, 1);
}

void un_lines_draw(const un_Inspector *in, const un_InspectorText *all, un_Rect rect) {
    const Lines lines = {all->line, all->count}, *text = &lines;
    float s = in->context->scale;
    int split = second_heading(text);
    if (!in->list || rect.w <= 0 || rect.h <= 0) return;
    if (rect.h < 300 * s && rect.w >= 560 * s && split > 0)
        draw_beside(in, text, rect, split);
    else
        draw_column(in, text, rect, un_ink_clamp(rect.w / (480 * s), 1, 1.5f));
}
