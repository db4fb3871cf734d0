#include "view/cover.h"

#include "base/catalog.h"
#include "canvas/shape.h"
#include "view/ink.h"

#include <string.h>

bool un_view_is_covered(const un_ViewContext *context, int view) {
    if (context->covered >> view & 1) return true;
    for (int i = 0; i < context->cover_count; i++) {
        if (context->cover[i].view == view && (view != UN_VIEW_STAGE || !*context->cover[i].part)) return true;
    }
    return false;
}

/// Whether `outer` names `part` itself or something that it belongs to.
static bool names(const char *outer, const char *part) {
    size_t length = strlen(outer);
    return strncmp(outer, part, length) == 0 && (part[length] == 0 || part[length] == '/' || length == 0);
}

bool un_view_part_is_covered(const un_ViewContext *context, int view, const char *part) {
    if (context->covered >> view & 1) return true;
    for (int i = 0; i < context->cover_count; i++) {
        if (context->cover[i].view == view && names(context->cover[i].part, part)) return true;
    }
    return false;
}

bool un_view_hides(const un_ViewContext *context, int view) {
    if (context->covered >> view & 1) return true;
    for (int i = 0; i < context->cover_count; i++) {
        if (context->cover[i].view == view) return true;
    }
    return false;
}

bool un_view_is_of_gradients(int view) {
    return view == UN_VIEW_PROFILE || view == UN_VIEW_WATERFALL || view == UN_VIEW_CREDIT || view == UN_VIEW_FACTORS;
}

un_Wave un_view_silent_wave(const un_ViewContext *context) {
    bool told = context->wave.phase == UN_WAVE_WHOLE || context->wave.phase == UN_WAVE_BACKWARD;
    return told ? (un_Wave){UN_WAVE_LOSS, (float)context->snapshot->T, 1} : context->wave;
}

const char *un_view_cover_words(void) {
    return _("Hidden until you commit");
}

/// The words in a pill in the middle, in the longest form that has room.
static void pill(un_DrawList *list, const un_ViewContext *context, un_Rect rect, un_Token token) {
    float s = context->scale, h = 34 * s;
    un_TextStyle style = un_ink_style(context, UN_FACE_SEMIBOLD, 15, token);
    const char *text = un_view_cover_words();
    if (rect.h < 44 * s) h = 22 * s, style.size = 13 * s;
    if (un_text_width(context->fonts, &style, text) + 48 * s > rect.w) text = _("Hidden");
    float w = un_text_width(context->fonts, &style, text) + (rect.h < 44 * s ? 24 : 36) * s;
    if (w + 8 * s > rect.w || h + 4 * s > rect.h) return;
    un_Rect at = {un_ink_snap(rect.x + (rect.w - w) / 2), un_ink_snap(rect.y + (rect.h - h) / 2), un_ink_snap(w), h};
    un_draw_rect(list, at, h / 2, un_ink_color(context, UN_TOKEN_SURFACE));
    un_draw_frame(list, un_rect_inset(at, 0.75f * s), h / 2 - 0.75f * s, 1.5f * s, un_ink_color(context, token));
    un_text_draw_in(list, context->fonts, &style, at, UN_ALIGN_CENTRE, text);
}

void un_view_cover_draw(un_DrawList *list, const un_ViewContext *context, un_Rect rect, bool gradient) {
    float s = context->scale;
    un_Token token = gradient ? UN_TOKEN_BACKWARD : UN_TOKEN_INK2;
    un_Color color = un_ink_color(context, token);
    if (!(rect.w > 2 * s && rect.h > 2 * s)) return;
    if (context->grey) { // on paper one draws into it
        un_draw_frame_dashed(list, un_rect_inset(rect, 0.75f * s), 6 * s, 1 * s, 5 * s, 4 * s, color);
        return;
    }
    un_draw_rect(list, rect, 6 * s, un_color_fade(color, 0.06f));
    un_shape_hatch(list, un_rect_inset(rect, 2 * s), 9 * s, 1 * s, un_color_fade(color, 0.3f));
    un_draw_frame_dashed(list, un_rect_inset(rect, 0.75f * s), 6 * s, 1.5f * s, 5 * s, 4 * s, color);
    pill(list, context, rect, token);
}
