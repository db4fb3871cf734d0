#include "base/catalog.h"
#include "base/number.h"
#include "view/answers_parts.h"

#include <math.h>
#include <stdio.h>

/// Steps that are read at this moment: up to the wave's front, or to the step under the pointer.
static int steps_read(const un_Answers *answers) {
    const un_ViewContext *context = answers->context;
    int read = answers->snapshot->T;
    if (context->wave.phase == UN_WAVE_FORWARD) read = (int)floorf(context->wave.front);
    if (context->has_pointer && !un_rect_contains(answers->picture, context->pointer) &&
        un_rect_contains((un_Rect){answers->layout.steps.x, answers->layout.input.y, answers->layout.steps.w,
                                   answers->layout.steps.y - answers->layout.input.y},
                         context->pointer)) {
        int step = un_answers_step(answers, context->pointer.x);
        if (step >= 0 && step + 1 < read) read = step + 1;
    }
    return read;
}

/// The step that reads a pixel. Pixels come row by row, `inputs` of them a step.
static int step_of(const un_Snapshot *snapshot, int pixel) {
    return pixel / snapshot->inputs;
}

/// The classes side by side, a bar a lane: what each makes of the part that is read. The right one in ink, once it is
/// asked.
static void now(const un_Answers *answers, int t) {
    const un_Snapshot *snapshot = answers->snapshot;
    un_Rect box = answers->now;
    int O = snapshot->outputs, lanes = snapshot->lane_count;
    float s = answers->s, names = 18 * s, pitch = box.w / (float)O, bottom = un_ink_snap(box.y + box.h - names);
    float height = bottom - un_ink_snap(box.y + 18 * s), wide = fmaxf((pitch - 4 * s) / (float)lanes, 1);
    un_TextStyle quiet = un_ink_style(answers->context, UN_FACE_REGULAR, 12, UN_TOKEN_INK3);
    un_TextStyle strong = un_ink_style(answers->context, UN_FACE_SEMIBOLD, 13, UN_TOKEN_INK);
    char text[64];
    snprintf(text, sizeof text, _("probabilities at step %d"), t);
    un_text_draw_cut(answers->list, answers->context->fonts, &quiet, (un_Point){box.x, box.y + 10 * s}, box.w, text);
    for (int k = 0; k < O; k++) {
        float x = box.x + pitch * (float)k;
        bool truth = k == snapshot->true_class && t >= snapshot->loss_step;
        un_draw_rect(answers->list, (un_Rect){x + s, bottom - height, pitch - 2 * s, height}, 2 * s,
                     un_ink_color(answers->context, UN_TOKEN_SUNKEN));
        for (int l = 0; l < lanes; l++) {
            float share = snapshot->lane[l].prediction[(size_t)t * (size_t)O + (size_t)k];
            float h = isfinite(share) ? height * un_ink_clamp(share, 0, 1) : 0;
            un_draw_rect(answers->list, (un_Rect){x + 2 * s + wide * (float)l, bottom - h, wide, h}, 0,
                         un_ink_lane(answers->context, l));
        }
        un_text_draw_in(answers->list, answers->context->fonts, truth ? &strong : &quiet,
                        (un_Rect){x, bottom + 2 * s, pitch, names - 2 * s}, UN_ALIGN_CENTRE, snapshot->class_name[k]);
    }
}

void un_answers_picture(const un_Answers *answers) {
    const un_Snapshot *snapshot = answers->snapshot;
    const un_Fonts *fonts = answers->context->fonts;
    un_Rect place = answers->picture;
    float s = answers->s;
    int w = snapshot->image_width, h = snapshot->image_height, read = steps_read(answers);
    un_Color *texel = un_draw_image(answers->list, place, w, h),
             unread = un_ink_color(answers->context, UN_TOKEN_SURFACE);
    for (int i = 0; texel && i < w * h; i++) {
        int t = step_of(snapshot, i);
        texel[i] = unread;
        if (t >= read || t >= snapshot->T) continue;
        float value = snapshot->input[(size_t)t * (size_t)snapshot->inputs + (size_t)(i % snapshot->inputs)];
        texel[i] = un_theme_map(answers->context->theme, UN_MAP_MAGNITUDE, value);
    }
    un_draw_frame(answers->list, place, 0, s, un_ink_color(answers->context, UN_TOKEN_LINE2));
    char text[64], count[32], all[32];
    un_TextStyle style = un_ink_style(answers->context, UN_FACE_REGULAR, 13, UN_TOKEN_INK2);
    snprintf(text, sizeof text, _("read: %s of %s steps"), un_number_count(read, count, sizeof count),
             un_number_count(snapshot->T, all, sizeof all));
    bool above = place.y - answers->rest.y >= 18 * s;
    un_Point at =
        above ? (un_Point){place.x, place.y - 8 * s} : (un_Point){place.x + place.w + 16 * s, place.y + 12 * s};
    float width = above ? place.w : answers->rest.x + answers->rest.w - at.x;
    un_text_draw_cut(answers->list, fonts, &style, at, width, text);
    if (answers->now.w > 0 && read > 0) now(answers, read - 1);
}

void un_answers_picture_hover(const un_Answers *answers, un_Point at, un_Hover *out) {
    const un_Snapshot *snapshot = answers->snapshot;
    un_Rect place = answers->picture;
    int w = snapshot->image_width, h = snapshot->image_height;
    int column = (int)((at.x - place.x) / place.w * (float)w), row = (int)((at.y - place.y) / place.h * (float)h);
    if (column < 0 || column >= w || row < 0 || row >= h) return;
    int pixel = row * w + column, t = step_of(snapshot, pixel);
    if (t >= snapshot->T || t >= steps_read(answers)) return;
    char number[64];
    float value = snapshot->input[(size_t)t * (size_t)snapshot->inputs + (size_t)(pixel % snapshot->inputs)];
    un_answers_say(out, _("pixel %d, %d = %s"), column, row, un_number_full((double)value, 9, number, sizeof number));
    un_answers_say_place(answers, out, t);
    out->mark = (un_Rect){place.x + place.w / (float)w * (float)column, place.y + place.h / (float)h * (float)row,
                          place.w / (float)w, place.h / (float)h};
}
